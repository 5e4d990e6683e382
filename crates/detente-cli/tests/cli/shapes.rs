//! The contract with scripts: the keys of JSON results, and how states are written.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::run::{Outcome, case, detente, file, folder, harbour, small_cases};

const CONCEPTS: [&str; 6] = ["nash", "gmr", "smr", "seq", "sseq", "sim"];

fn stability(args: &[&str]) -> Value {
    let outcome = detente(&[&["stability"], args, &["--format", "json"]].concat());
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    outcome.json()
}

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

fn strings(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .expect("an array")
        .iter()
        .map(|item| item.as_str().expect("a string"))
        .collect()
}

/// What every result begins with: format, version, seed, and the fingerprint of the input.
fn assert_opening(result: &Value, name: &str, path: &str) {
    assert_eq!(result["format"], format!("detente.{name}/1"));
    assert_eq!(result["version"], env!("CARGO_PKG_VERSION"));
    assert!(
        result.get("seed").is_some_and(Value::is_null),
        "nothing is drawn by chance"
    );
    let path = std::path::Path::new(path);
    let path = if path.is_dir() {
        path.join("dossier.toml")
    } else {
        path.to_path_buf()
    };
    let bytes = std::fs::read(path).expect("the input is there");
    let inputs = result["inputs"].as_array().expect("a list of inputs");
    assert_eq!(inputs.len(), 1);
    assert_eq!(
        inputs[0]["sha256"],
        detente::brief::json::Input::new("", &bytes).sha256
    );
    assert_eq!(inputs[0]["sha256"].as_str().map(str::len), Some(64));
    let named = inputs[0]["name"].as_str().expect("a name");
    assert!(
        !named.starts_with('/') && !named.contains(".."),
        "the name must not depend on where the file lies: {named}"
    );
}

/// A set of states: `count` is exact, and the letters are one `Y` or `N` per entry of `measures`.
fn assert_states(set: &Value, n_entries: usize) -> BTreeSet<&str> {
    let states = strings(&set["states"]);
    assert_eq!(set["count"].as_u64(), Some(states.len() as u64), "{set}");
    assert!(set.get("truncated").is_none(), "{set}");
    assert!(
        states
            .iter()
            .all(|state| state.len() == n_entries
                && state.chars().all(|letter| "YN".contains(letter))),
        "{set}"
    );
    let distinct: BTreeSet<&str> = states.iter().copied().collect();
    assert_eq!(
        distinct.len(),
        states.len(),
        "a state is listed twice: {set}"
    );
    distinct
}

/// The strings that some pattern matches, among strings that are states.
fn expand<'a>(patterns: &[&str], states: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    let matches = |pattern: &str, state: &str| {
        pattern
            .chars()
            .zip(state.chars())
            .all(|(wanted, found)| wanted == '-' || wanted == found)
    };
    states
        .iter()
        .copied()
        .filter(|state| patterns.iter().any(|pattern| matches(pattern, state)))
        .collect()
}

fn assert_concepts(result: &Value, in_full: bool) {
    let n_entries = result["measures"].as_array().expect("measures").len();
    assert_eq!(keys(&result["concepts"]), CONCEPTS);
    let feasible: BTreeSet<&str> = keys(&result["evolution"]["by_moves"]["least_moves"])
        .into_iter()
        .collect();
    for concept in CONCEPTS {
        let settled = &result["concepts"][concept];
        let equilibria = assert_states(&settled["equilibria"], n_entries);
        let patterns = strings(&settled["equilibria"]["patterns"]);
        assert!(
            patterns
                .iter()
                .all(|it| it.len() == n_entries && it.chars().all(|letter| "YN-".contains(letter))),
            "{patterns:?}"
        );
        assert_eq!(
            expand(&patterns, &equilibria),
            equilibria,
            "{concept}: a state is in no pattern"
        );
        let reached: BTreeSet<&str> = equilibria.intersection(&feasible).copied().collect();
        assert_eq!(
            expand(&patterns, &feasible),
            reached,
            "{concept}: a pattern holds another state"
        );
        if in_full {
            let parties: Vec<&str> = result["parties"]
                .as_array()
                .expect("parties")
                .iter()
                .filter_map(|party| party["id"].as_str())
                .collect();
            assert_eq!(keys(&settled["stable"]), parties);
            let stable: Vec<BTreeSet<&str>> = parties
                .iter()
                .map(|party| assert_states(&settled["stable"][party], n_entries))
                .collect();
            let all = stable.iter().skip(1).fold(stable[0].clone(), |all, one| {
                all.intersection(one).copied().collect()
            });
            assert_eq!(
                all, equilibria,
                "{concept}: an equilibrium is stable for everybody"
            );
        }
    }
}

#[test]
fn stability_has_the_keys_of_the_contract() {
    for path in small_cases().iter().chain([&harbour()]) {
        let result = stability(&[path]);
        assert_opening(&result, "stability", path);
        for party in result["parties"].as_array().expect("parties") {
            assert!(
                party["id"].is_string() && party["name"].is_string(),
                "{party}"
            );
        }
        let ids: BTreeSet<&str> = result["parties"]
            .as_array()
            .expect("parties")
            .iter()
            .filter_map(|party| party["id"].as_str())
            .collect();
        for measure in result["measures"].as_array().expect("measures") {
            assert!(
                measure["id"].is_string() && measure["text"].is_string(),
                "{measure}"
            );
            assert!(
                ids.contains(measure["party"].as_str().expect("a party")),
                "{measure}"
            );
        }
        assert!(result["feasible"].as_u64().is_some_and(|n| n > 1), "{path}");
        assert_eq!(result["stopped"], false);
        assert_concepts(&result, true);
    }
}

#[test]
fn other_views_have_the_same_keys_without_the_stable_states() {
    let result = stability(&[&harbour()]);
    let cases = result["cases"].as_array().expect("other cases");
    assert!(!cases.is_empty());
    for case in cases {
        let mut case = case.clone();
        case["measures"] = result["measures"].clone();
        assert_concepts(&case, false);
    }
}

#[test]
fn a_measure_with_levels_has_one_entry_for_each_level_above_the_lowest() {
    let result = stability(&[&harbour(), "--view", "base", "--reading", "fair=port"]);
    let ids: Vec<&str> = result["measures"]
        .as_array()
        .expect("measures")
        .iter()
        .filter_map(|it| it["id"].as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "port.dues >= low",
            "port.dues >= high",
            "port.pay",
            "union.strike"
        ]
    );
    assert_eq!(result["status_quo"], "YYNY");
    assert_eq!(result["feasible"], 10);
}

#[test]
fn a_list_is_cut_at_the_limit_and_its_count_stays_exact() {
    let elmira = case("elmira-option-form");
    let (whole, cut) = (stability(&[&elmira]), stability(&[&elmira, "--limit", "1"]));
    for concept in CONCEPTS {
        let (whole, cut) = (&whole["concepts"][concept], &cut["concepts"][concept]);
        let pairs = [
            (&whole["equilibria"], &cut["equilibria"]),
            (&whole["stable"]["uniroyal"], &cut["stable"]["uniroyal"]),
        ];
        for (whole, cut) in pairs {
            assert_eq!(whole["count"], cut["count"]);
            assert_eq!(strings(&cut["states"]), strings(&whole["states"])[..1]);
            assert_eq!(cut["truncated"], true);
        }
        assert_eq!(
            whole["equilibria"]["patterns"], cut["equilibria"]["patterns"],
            "patterns are few and never cut"
        );
    }
}

#[test]
fn only_the_concepts_asked_for_are_settled() {
    let some = stability(&[&harbour(), "--concepts", "seq,nash"]);
    let found: BTreeSet<&str> = keys(&some["concepts"]).into_iter().collect();
    assert_eq!(found, ["nash", "seq"].into());
    assert_eq!(
        some["concepts"]["seq"],
        stability(&[&harbour()])["concepts"]["seq"]
    );
}

#[test]
fn an_explanation_is_data_first_and_sentences_second() {
    let result = stability(&[
        &case("elmira-option-form"),
        "--explain",
        "nynnn",
        "--concepts",
        "gmr,nash",
    ]);
    let verdicts = result["explain"].as_array().expect("explanations");
    let asked: Vec<_> = verdicts
        .iter()
        .map(|it| {
            (
                it["concept"].as_str(),
                it["party"].as_str(),
                it["state"].as_str(),
            )
        })
        .collect();
    assert_eq!(asked.len(), 6, "two concepts for three parties: {asked:?}");
    assert!(asked.iter().all(|(.., state)| *state == Some("NYNNN")));
    for verdict in verdicts {
        assert!(!strings(&verdict["sentences"]).is_empty());
        if verdict["stable"] == true {
            for answer in verdict["deterred"].as_array().expect("what is deterred") {
                assert!(
                    answer["improvement"].is_string() && answer["ends"].is_string(),
                    "{answer}"
                );
                for step in answer["answer"].as_array().expect("a path") {
                    assert!(
                        step["mover"].is_string() && step["to"].is_string(),
                        "{step}"
                    );
                    assert_ne!(step["mover"], verdict["party"], "nobody punishes itself");
                }
            }
        } else {
            assert!(verdict["improvement"].is_string(), "{verdict}");
        }
    }
}

#[test]
fn an_explanation_claims_nothing_about_where_the_conflict_settles() {
    let result = stability(&[&case("chicken"), "--explain", "now"]);
    let sentence = result
        .pointer("/headline/sentence")
        .and_then(Value::as_str)
        .unwrap_or_default();
    assert!(
        !sentence.contains("no equilibrium"),
        "no concept was settled, and yet: {sentence}"
    );
}

#[test]
fn check_and_brief_say_what_they_are() {
    for path in [case("chicken"), harbour()] {
        let checked = detente(&["check", &path, "--format", "json"]).json();
        assert_opening(&checked, "check", &path);
        assert_eq!(
            (&checked["sound"], &checked["errors"]),
            (&true.into(), &0.into())
        );
        let brief = detente(&["brief", &path, "--format", "json"]).json();
        assert_opening(&brief, "brief", &path);
        assert!(
            brief["sections"]
                .as_array()
                .is_some_and(|sections| sections.len() > 3)
        );
    }
}

#[test]
fn check_gives_every_finding_with_its_place() {
    let folder = folder();
    let text = "[dossier]\ntitle = \"Ä\"\nquestoin = \"a.x\"\n\n[parties.a]\n[parties.a.measures]\nx = { text = \"does x\", now = 3 }\n";
    let Outcome {
        code,
        stdout,
        stderr,
    } = detente(&[
        "check",
        &file(folder.path(), "a.toml", text),
        "--format",
        "json",
    ]);
    assert_eq!(code, 1, "{stderr}");
    let result: Value = serde_json::from_str(&stdout).expect("JSON also when the input is wrong");
    assert_eq!(result["sound"], false);
    let findings = result["diagnostics"].as_array().expect("findings");
    let places: Vec<_> = findings
        .iter()
        .filter(|it| it["severity"] == "error")
        .map(|it| {
            (
                it["code"].as_str(),
                it["span"]["start"]["line"].as_u64(),
                it["span"]["start"]["column"].as_u64(),
            )
        })
        .collect();
    assert_eq!(
        places,
        [
            (Some("D005"), Some(3), Some(1)),
            (Some("D007"), Some(7), Some(30))
        ],
        "{findings:#?}"
    );
    assert!(
        findings[0]["help"]
            .as_str()
            .is_some_and(|help| help.contains("`question`")),
        "{}",
        findings[0]
    );
}
