//! What `check` says of times and figures.

use crate::run::{detente, file, folder};

fn commentary() -> String {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../detente/tests/chronology/article.toml"
    );
    std::fs::canonicalize(path)
        .expect("the dossier is there")
        .display()
        .to_string()
}

#[test]
fn contradictions_are_warnings_with_their_circle_and_windows_follow() {
    let checked = detente(&["check", &commentary()]);
    assert_eq!(checked.code, 0);
    assert_eq!(
        checked.stderr.matches("warning[W123]").count(),
        2,
        "{}",
        checked.stderr
    );
    assert!(
        checked
            .stderr
            .contains("`stockholm` is on 2019-10-05 at the latest (`record`)"),
        "{}",
        checked.stderr
    );
    for line in [
        "\nChronology\n──────────\n",
        "\n  2019-10-05              stockholm: the last working talks break off in\n",
        "\n  2019-02-27..2019-02-28  hanoi: ",
        "\n2 claims cannot be true together with the others and are left out; see the\n",
        "\n  warheads (assembled): 20 (2022-01), 30 (2023-01), 50 (2024-01), 45 to 55\n",
        "\n    - 1 change of definition: these figures are not to be set against each\n",
    ] {
        assert!(
            checked.stdout.contains(line),
            "{line:?} in\n{}",
            checked.stdout
        );
    }
    let words = checked
        .stdout
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        words.contains(
            "at the summit (earliest by the gap from summit to success, the date of summit)"
        ),
        "{words}"
    );
}

#[test]
fn the_circle_stands_in_json_with_its_sources() {
    let checked = detente(&["check", &commentary(), "--format", "json"]).json();
    let chronology = &checked["chronology"];
    assert_eq!(chronology["events"].as_array().map(Vec::len), Some(7));
    assert_eq!(
        chronology["events"][1]["said"],
        serde_json::json!(["2019-02-27..2019-02-28", "2019-02-01..2019-02-28"])
    );
    assert_eq!(chronology["clashes"].as_array().map(Vec::len), Some(2));
    for clash in chronology["clashes"].as_array().expect("a list") {
        let circle = clash["circle"].as_array().expect("a list");
        let sum: i64 = circle
            .iter()
            .map(|link| link["days_at_most"].as_i64().expect("days"))
            .sum();
        assert_eq!(-sum, clash["days_short"].as_i64().expect("days"));
        assert!(sum < 0);
        assert!(
            circle.iter().all(|link| !link["claim"]["cites"]
                .as_array()
                .expect("a list")
                .is_empty()),
            "{circle:?}"
        );
    }
    assert_eq!(
        chronology["series"][0]["changes_before"],
        serde_json::json!([1])
    );
}

#[test]
fn a_dossier_that_says_nothing_of_times_has_no_such_section() {
    let folder = folder();
    let path = file(
        folder.path(),
        "a.toml",
        "[dossier]\ntitle = \"T\"\n[parties.a]\n",
    );
    let checked = detente(&["check", &path]).answer();
    assert!(
        !checked.contains("Chronology") && !checked.contains("Figures"),
        "{checked}"
    );
}
