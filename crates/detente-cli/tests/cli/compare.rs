//! `compare`: what differs in the model, in the verdicts, and what turns them.

use serde_json::json;

use crate::run::{argument, case, detente, detente_in, file, flat, folder, gmcr, harbour};

#[test]
fn a_dossier_agrees_with_itself() {
    for path in [
        case("chicken"),
        case("syria-iraq-1975"),
        argument(&gmcr(|stem| !stem.starts_with("broken"))[0]),
    ] {
        let answer = detente(&["compare", &path, &path]).answer();
        assert!(
            answer.contains("The two say the same. No verdict turns"),
            "{answer}"
        );
        assert!(
            answer.contains("Every verdict and every count is the same."),
            "{answer}"
        );
    }
}

#[test]
fn a_turned_verdict_names_the_one_difference_that_turns_it() {
    let (reversible, final_strike) = (
        case("cuban-missiles-reversible"),
        case("cuban-missiles-air-strike-final"),
    );
    let json = detente(&["compare", &reversible, &final_strike, "--format", "json"]).json();
    assert_eq!(json["format"], "detente.compare/1");
    let changes = json["changes"].as_array().expect("a list");
    let position = changes
        .iter()
        .position(|change| change["place"] == "parties.us.measures.strike.moves");
    let position = position.expect("that a strike is final is a difference");
    assert_eq!(changes[position]["can_turn"], true);
    let turns = json["cases"][0]["turns"].as_array().expect("a list");
    let settles = turns
        .iter()
        .find(|turn| turn["topic"] == "settles")
        .expect("it settles otherwise");
    assert_eq!(
        (&settles["first"], &settles["second"]),
        (&json!("sseq"), &json!("nash"))
    );
    assert_eq!(
        (&settles["turned_by"], &settles["smallest"]),
        (&json!([position]), &json!(true))
    );
    let wars = turns
        .iter()
        .find(|turn| turn["about"] == "war_looms")
        .expect("the term turns");
    assert_eq!(
        (&wars["first"], &wars["second"]),
        (&json!("none"), &json!("all"))
    );
}

#[test]
fn two_differences_that_turn_a_verdict_only_together_are_found_together() {
    let folder = folder();
    let text = |a: &str, b: &str| {
        format!(
            "[dossier]\ntitle = \"T\"\nquestion = \"p.x\"\n[parties.p.measures]\nx = {{ text = \"x\", basis = \"judgement\" }}\n\
             [parties.a.measures]\ny = {{ text = \"y\", now = {a}, basis = \"judgement\" }}\n\
             [parties.b.measures]\nz = {{ text = \"z\", now = {b}, basis = \"judgement\" }}\n\
             [[parties.p.prefers]]\nthat = \"p.x iff a.y and b.z\"\nbasis = \"judgement\"\n\
             [[evidence]]\nid = \"e\"\ndate = 2020-01-01\nkind = \"said\"\nsource = \"s\"\nsays = \"{a}\"\n"
        )
    };
    file(folder.path(), "a.toml", text("false", "false"));
    file(folder.path(), "b.toml", text("true", "true"));
    // The others never move when they want the state that is in force.
    for name in ["a.toml", "b.toml"] {
        let path = folder.path().join(name);
        let now = if name == "a.toml" { "not " } else { "" };
        let wants = |party: &str, measure: &str| {
            format!(
                "[[parties.{party}.prefers]]\nthat = \"{now}{party}.{measure}\"\nbasis = \"judgement\"\n"
            )
        };
        let text = std::fs::read_to_string(&path).expect("just written")
            + &wants("a", "y")
            + &wants("b", "z");
        std::fs::write(&path, text).expect("the file can be written");
    }
    let json = detente_in(
        folder.path(),
        &["compare", "a.toml", "b.toml", "--format", "json"],
    )
    .json();
    let turns = json["cases"][0]["turns"].as_array().expect("a list");
    let question = turns
        .iter()
        .find(|turn| turn["topic"] == "question")
        .expect("the question turns");
    assert_eq!(
        (
            &question["first"],
            &question["second"],
            &question["smallest"]
        ),
        (&json!("none"), &json!("all"), &json!(true))
    );
    let places: Vec<&str> = question["turned_by"]
        .as_array()
        .expect("it is explained")
        .iter()
        .map(|at| place(&json, at))
        .collect();
    // Each party's own list and nothing else: what is in force today is left by improvements.
    let lists = ["parties.a.prefers “a.y”", "parties.b.prefers “b.z”"];
    assert_eq!(places, lists);
    let says = json["changes"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|change| change["place"] == "evidence.e.says")
        .expect("it differs");
    assert_eq!(says["can_turn"], false);
}

fn place<'a>(json: &'a serde_json::Value, at: &serde_json::Value) -> &'a str {
    let at = usize::try_from(at.as_u64().expect("a position")).expect("it is small");
    json["changes"][at]["place"].as_str().expect("a text")
}

#[test]
fn views_and_changes_of_one_dossier_can_be_compared() {
    let answer = flat(&detente(&["compare", &harbour(), "--to-view", "hawk"]).answer());
    for told in [
        "Second: Harbour & <b>dues</b>, \"as agreed\" – view hawk",
        "removed parties.union.values",
        "added parties.union.prefers",
        "View base, fair = port",
    ] {
        assert!(answer.contains(told), "{told}:\n{answer}");
    }
    let answer = detente(&[
        "compare",
        &case("prisoners-dilemma"),
        "--set",
        "one.silent=false",
    ])
    .answer();
    assert!(
        answer.contains("1. changed parties.one.measures.silent.now: true → false"),
        "{answer}"
    );
    assert!(
        answer.lines().all(|line| line.chars().count() <= 100),
        "{answer}"
    );
    let alone = detente(&["compare", &case("chicken")]);
    assert_eq!(alone.code, 2);
    assert!(
        alone
            .stderr
            .contains("one dossier alone cannot be compared"),
        "{}",
        alone.stderr
    );
    let unknown = detente(&["compare", &harbour(), "--to-view", "dove"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown
            .stderr
            .contains("there is no view `dove`; expected one of: base, hawk"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn settings_that_only_one_has_are_named() {
    let json = detente(&[
        "compare",
        &harbour(),
        &case("chicken"),
        "--format",
        "json",
        "--trials",
        "0",
    ])
    .json();
    assert_eq!(json["cases"], json!([]));
    assert_eq!(json["unpaired"]["second"], json!(["view base"]));
    assert_eq!(json["unpaired"]["first"].as_array().map(Vec::len), Some(4));
}
