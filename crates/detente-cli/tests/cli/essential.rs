//! `stability --essential`, the section of the brief, and views side by side.

use serde_json::Value;

use crate::run::{case, detente, file, folder, harbour, small_cases};

#[test]
fn every_case_says_who_is_essential() {
    for path in small_cases().iter().chain([&harbour()]) {
        let text = detente(&["stability", path, "--essential"]).answer();
        assert!(
            text.contains("Who is essential") && text.contains("could block"),
            "{text}"
        );
        assert!(
            text.lines().all(|line| line.chars().count() <= 100),
            "{text}"
        );
        let result = detente(&["stability", path, "--essential", "--format", "json"]).json();
        let n_parties = result["parties"].as_array().map(Vec::len);
        let others = result["cases"].as_array().expect("other cases");
        for case in std::iter::once(&result).chain(others) {
            let parties = case["essential"]["parties"]
                .as_array()
                .unwrap_or_else(|| panic!("{path}: {}", case["essential"]));
            assert_eq!(Some(parties.len()), n_parties);
            for party in parties {
                assert!(
                    ["essential", "matters", "watches"]
                        .contains(&party["role"].as_str().expect("a role")),
                    "{party}"
                );
                assert!(
                    party["sentences"]
                        .as_array()
                        .is_some_and(|told| !told.is_empty())
                        || party["held"].is_null(),
                    "{party}"
                );
            }
        }
    }
}

#[test]
fn the_key_is_added_only_when_it_is_asked_for_and_changes_no_other() {
    let mut asked = detente(&["stability", &harbour(), "--essential", "--format", "json"]).json();
    let plain = detente(&["stability", &harbour(), "--format", "json"]).json();
    asked
        .as_object_mut()
        .expect("an object")
        .shift_remove("essential")
        .expect("the key is there");
    for case in asked["cases"].as_array_mut().expect("other cases") {
        case.as_object_mut()
            .expect("an object")
            .shift_remove("essential")
            .expect("the key is there");
    }
    assert_eq!(asked, plain);
}

#[test]
fn the_harbour_is_read_by_its_rules_and_conditions() {
    let result = detente(&[
        "stability",
        &harbour(),
        "--essential",
        "--format",
        "json",
        "--view",
        "base",
        "--reading",
        "fair=port",
    ])
    .json();
    let party = |id: &str| -> Value {
        let parties = result["essential"]["parties"].as_array().expect("parties");
        parties
            .iter()
            .find(|party| party["party"] == id)
            .expect("the party is there")
            .clone()
    };
    // The question is an end of the strike, and the bonus cannot be dropped while there is one.
    let union = party("union");
    assert_eq!(union["role"], "essential");
    assert_eq!(union["must_act"][0]["measure"], "union.strike");
    assert_eq!(union["must_act"][0]["levels"], serde_json::json!([false]));
    assert_eq!(
        (&union["vetoes"][0]["over"], &union["vetoes"][0]["bars"]),
        (&"port.pay".into(), &"drop".into())
    );
    assert!(union["freed"].is_null(), "nothing binds the union");
    // What excludes what among the port's own measures is nobody's veto.
    assert_eq!(party("port")["vetoes"], serde_json::json!([]));
}

#[test]
fn an_explanation_and_the_roles_are_not_asked_for_at_once() {
    let outcome = detente(&["stability", &harbour(), "--essential", "--explain", "now"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stdout);
    let simultaneous =
        detente(&["stability", &harbour(), "--essential", "--concepts", "sim"]).answer();
    assert!(
        simultaneous.contains("no concept was asked for"),
        "{simultaneous}"
    );
}

#[test]
fn the_brief_tells_who_is_essential_in_every_format() {
    let markdown = detente(&["brief", &harbour(), "--out", "-"]).answer();
    assert!(
        markdown.contains("## Who is essential") && markdown.contains("| Party |"),
        "{markdown}"
    );
    let page = detente(&["brief", &harbour(), "--format", "json"]).json();
    let sections = page["sections"].as_array().expect("sections");
    let section = sections
        .iter()
        .find(|section| section["id"] == "essential")
        .expect("the section is there");
    let lines = section["blocks"]
        .as_array()
        .expect("blocks")
        .iter()
        .find_map(|block| block["list"].as_array())
        .expect("the reasons");
    assert!(
        lines
            .iter()
            .any(|line| line["evidence"] == serde_json::json!(["tariff", "wage-table"])),
        "{section:#}"
    );
}

const DOOR: &str = r#"
[dossier]
title    = "A door"
question = "a.open"
[parties.a]
name = "Alpha"
[parties.a.measures]
open = { text = "opens the door", basis = "judgement" }
[[parties.a.prefers]]
that  = "a.open"
basis = "judgement"
[views.shy.a]
[[views.shy.a.prefers]]
that  = "not a.open"
cites = ["note"]
[views.bold.a]
[[views.bold.a.prefers]]
that  = "a.open"
basis = "judgement"
[[evidence]]
id     = "note"
date   = 2024-01-01
kind   = "said"
source = "a note"
says   = "the door stays shut"
"#;

/// Text without its line breaks.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn views_that_disagree_say_on_which_line_and_views_that_agree_say_so() {
    let folder = folder();
    let door = file(folder.path(), "door.toml", DOOR);
    let text = plain(&detente(&["stability", &door]).answer());
    assert!(
        text.contains(
            "The question has the first answer in 2 of 3 views and readings; it turns in 1."
        ),
        "{text}"
    );
    let line = "In the view shy it turns on this alone: Alpha wants “Alpha does not open the door” instead of “Alpha opens the door”.";
    assert!(text.contains(line), "{text}");
    let brief = detente(&["brief", &door, "--format", "json"]).json();
    let section = |id: &str| {
        brief["sections"]
            .as_array()
            .expect("sections")
            .iter()
            .find(|section| section["id"] == id)
            .cloned()
    };
    let short = section("short").expect("there are several questions");
    let tags: Vec<_> = short["blocks"][0]["list"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|line| line["tag"].clone())
        .collect();
    assert_eq!(
        tags,
        ["Where does it settle?", "Who is essential?"],
        "{short}"
    );
    let settles = short["blocks"][0]["list"][0]["text"]
        .as_str()
        .expect("text");
    assert!(
        settles.ends_with(
            "The question has the first answer in 2 of 3 views and readings; it turns in 1."
        ),
        "{settles}"
    );
    let answer = section("answer").expect("there is an answer");
    let blocks = answer["blocks"].as_array().expect("blocks");
    let told = blocks
        .iter()
        .find(|block| block["paragraph"]["text"] == line)
        .unwrap_or_else(|| panic!("{blocks:#?}"));
    assert_eq!(
        told["paragraph"]["evidence"],
        serde_json::json!(["note"]),
        "a sentence leads to its source"
    );

    let agreed = file(
        folder.path(),
        "agreed.toml",
        DOOR.replace("not a.open", "a.open"),
    );
    let text = plain(&detente(&["stability", &agreed]).answer());
    assert!(
        text.contains("The question has the same answer in all 3 views and readings."),
        "{text}"
    );
}

#[test]
fn the_founding_case_says_on_which_line_the_documents_turn_it() {
    let korea = case("korea-2025");
    let text = plain(&detente(&["stability", &korea, "--concepts", "nash"]).answer());
    assert!(
        text.contains("In the view documents it turns on this alone: North Korea wants"),
        "{text}"
    );
}
