//! `--set`: the answer to a changed dossier, which stays as it is.

use crate::run::{argument, case, contents, detente, detente_in, file, folder, gmcr, harbour};

#[test]
fn an_answer_with_a_key_set_is_that_of_the_edited_file_and_says_so() {
    let folder = folder();
    let text = std::fs::read_to_string(harbour()).expect("the fixture is there");
    file(folder.path(), "a.toml", text.as_bytes());
    file(
        folder.path(),
        "b.toml",
        text.replace("now = \"high\"", "now = \"low\"")
            .replace("worth = -1.5", "worth = 7")
            .as_bytes(),
    );
    let before = contents(folder.path());
    let set = [
        "stability",
        "a.toml",
        "--format",
        "json",
        "--set",
        "port.dues=low",
        "--set",
        "parties.union.values.2.worth=7",
    ];
    let set = detente_in(folder.path(), &set);
    let edited = detente_in(folder.path(), &["stability", "b.toml", "--format", "json"]).json();
    assert_eq!(contents(folder.path()), before);
    let mut set = set.json();
    assert_eq!(
        set["inputs"][0]["set"],
        serde_json::json!(["port.dues=low", "parties.union.values.2.worth=7"])
    );
    assert_eq!(set["inputs"][0]["name"], "a.toml");
    let title = set["title"]
        .as_str()
        .expect("a title is a text")
        .to_string();
    assert!(
        title.ends_with(" – what if port.dues=low and parties.union.values.2.worth=7?"),
        "{title}"
    );
    for key in ["inputs", "title"] {
        set[key] = edited[key].clone();
    }
    assert_eq!(set, edited);
    let unchanged = detente_in(folder.path(), &["stability", "a.toml", "--format", "json"]).json();
    assert_ne!(unchanged["status_quo"], edited["status_quo"]);
    assert!(unchanged["inputs"][0].get("set").is_none());
}

#[test]
fn every_command_that_reads_a_dossier_takes_it() {
    let case = case("prisoners-dilemma");
    for command in ["check", "stability", "brief"] {
        let mut args = vec![
            command,
            &case,
            "--format",
            "json",
            "--set",
            "dossier.as_of=2990-01-01",
        ];
        if command == "brief" {
            args.extend(["--out", "-"]);
        }
        let json = detente(&args).json();
        assert_eq!(
            json["inputs"][0]["set"][0], "dossier.as_of=2990-01-01",
            "{command}"
        );
    }
}

#[test]
fn a_file_of_another_program_is_set_by_the_names_it_is_given() {
    let foreign = argument(&gmcr(|stem| !stem.starts_with("broken"))[0]);
    let dossier = detente(&["import", &foreign]).answer();
    let party = dossier
        .lines()
        .find_map(|line| line.strip_prefix("[parties.")?.strip_suffix("]"))
        .expect("there is a party")
        .to_string();
    let key = format!("parties.{party}.name=Somebody else");
    let answer = detente(&["stability", &foreign, "--format", "json", "--set", &key]).json();
    assert_eq!(answer["parties"][0]["name"], "Somebody else");
}

#[test]
fn what_cannot_be_set_is_wrong_usage_and_what_makes_no_sense_is_a_diagnostic() {
    let folder = folder();
    file(
        folder.path(),
        "a.toml",
        std::fs::read(harbour()).expect("the fixture is there"),
    );
    for (set, told) in [
        ("port.dues", "expected `KEY=VALUE`"),
        (
            "port.duse=low",
            "there is no `duse` in `parties.port.measures`; did you mean `dues`?",
        ),
        (
            "parties.port.name.x=1",
            "`parties.port.name` is a plain value",
        ),
    ] {
        let outcome = detente_in(folder.path(), &["stability", "a.toml", "--set", set]);
        assert_eq!(outcome.code, 2, "{set}");
        assert!(outcome.stderr.contains(told), "{set}:\n{}", outcome.stderr);
    }
    let outcome = detente_in(
        folder.path(),
        &["stability", "a.toml", "--set", "port.dues=lw"],
    );
    assert_eq!(outcome.code, 1);
    for told in [
        "error[D015]",
        "a.toml with --set",
        "`lw`",
        "did you mean `low`?",
    ] {
        assert!(outcome.stderr.contains(told), "{told}:\n{}", outcome.stderr);
    }
}
