//! The contract of JSON: what an answer holds stays, and keys are only ever added.
//!
//! `tests/golden/` keeps the answers as they were. A short value is kept as it is; of a long one, its keys and a digest of what is under
//! them, so that a key may be added at any depth. `DETENTE_BLESS=1 cargo test -p detente-cli --test cli golden` writes them anew.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::run::{argument, case, detente, harbour};

/// A value of at most so many bytes is kept as it is.
const KEPT_MAX: usize = 1200;
/// An object of more keys than this is a map from names, not a record.
const RECORD_MAX: usize = 48;

/// The arguments of every answer that is kept, under its name; the file comes second.
fn asked() -> Vec<(String, Vec<String>)> {
    let mut asked = vec![];
    let mut ask = |name: &str, line: &str, file: &str| {
        let mut args: Vec<String> = line.split(' ').map(str::to_string).collect();
        args.insert(1, file.to_string());
        args.extend(["--format", "json"].map(str::to_string));
        args.retain(|arg| !arg.is_empty());
        asked.push((name.to_string(), args));
    };
    for name in ["elmira-option-form", "cuban-missiles-reversible", "chicken"] {
        let at = |question: &str| format!("{question}.{name}");
        ask(&at("check"), "check", &case(name));
        ask(&at("stability"), "stability", &case(name));
        ask(&at("explain"), "stability --explain now", &case(name));
        ask(&at("essential"), "stability --essential", &case(name));
        ask(&at("coalitions"), "stability --coalitions", &case(name));
        ask(&at("brief"), "brief", &case(name));
    }
    for name in ["elmira-graph", "gisborne", "stag-hunt"] {
        ask(&format!("check.{name}"), "check", &case(name));
        ask(&format!("stability.{name}"), "stability", &case(name));
        ask(&format!("brief.{name}"), "brief", &case(name));
    }
    ask(
        "symbolic.elmira-option-form",
        "stability --engine symbolic --concepts nash,gmr,smr,seq,sseq",
        &case("elmira-option-form"),
    );
    ask(
        "foresight.cuban-missiles-reversible",
        "stability --foresight 4",
        &case("cuban-missiles-reversible"),
    );
    for question in ["check", "stability", "brief", "stability --doubt"] {
        let name = format!("{}.harbour", question.replace("stability --", ""));
        ask(&name, question, &harbour());
    }
    ask("elicit.harbour", "elicit union", &harbour());
    ask(
        "compare-views.harbour",
        "compare --to-view hawk",
        &harbour(),
    );
    ask(
        "compare-set.harbour",
        "compare --set port.dues=low",
        &harbour(),
    );
    ask(
        "what-if.harbour",
        "stability --set port.dues=low",
        &harbour(),
    );
    let wire = argument(&golden().join("wire.txt"));
    ask("extract.wire", "extract --published 2024-05-03", &wire);
    ask(
        "stability.hanoi-2019",
        "stability --limit 20",
        &case("hanoi-2019"),
    );
    let korea = case("korea-2025");
    ask("check.korea-2025", "check", &korea);
    ask("weigh.korea-2025", "weigh", &korea);
    ask(
        "weigh-without.korea-2025",
        "weigh --without wh-0930",
        &korea,
    );
    ask("shift.korea-2025", "shift", &korea);
    ask("elicit.korea-2025", "elicit us --compare now now", &korea);
    ask(
        "roadmap.korea-2025",
        "roadmap --plan base --no-thresholds --draws 3",
        &korea,
    );
    ask("inspect-plan.korea-2025", "inspect --effort 2", &korea);
    for (name, line) in [
        (
            "inspect-sample",
            "inspect sample --items 1000 --diverted 50 --miss 0.1",
        ),
        (
            "inspect-periods",
            "inspect periods --periods 4 --inspections 2",
        ),
        ("inspect-delay", "inspect delay --slots 6 --inspections 2"),
        ("inspect-balance", "inspect balance --sigma 1 --periods 6"),
    ] {
        ask(name, line, "");
    }
    asked
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

#[test]
fn every_answer_still_holds_all_that_it_held() {
    let bless = std::env::var_os("DETENTE_BLESS").is_some();
    let mut lost = vec![];
    for (name, args) in asked() {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let outcome = detente(&args);
        assert_eq!(outcome.code, 0, "{args:?}: {}", outcome.stderr);
        let answer = outcome.json();
        let place = golden().join(format!("{name}.json"));
        if bless {
            let text = format!("{:#}\n", record(&answer));
            std::fs::write(&place, text).expect("the golden file can be written");
            continue;
        }
        let text = std::fs::read_to_string(&place)
            .unwrap_or_else(|error| panic!("{}: {error}", place.display()));
        let held: Value = serde_json::from_str(&text).expect("golden files are JSON");
        missing(&held, &answer, &name, &mut lost);
    }
    assert!(
        lost.is_empty(),
        "changed or gone: {lost:#?}\nwhere that is right, bless and read the difference"
    );
}

#[test]
fn an_added_key_is_no_change_and_anything_else_is() {
    let long = "x".repeat(KEPT_MAX);
    let answer = json!({"a": [{"b": 1}, {"b": 2, "c": long}], "d": {"e": null}});
    let changed = |place: &str, value: Value| {
        let mut changed = answer.clone();
        *changed.pointer_mut(place).expect("the place is there") = value;
        let mut lost = vec![];
        missing(&record(&answer), &changed, "", &mut lost);
        lost
    };
    assert_eq!(
        changed("/a/0", json!({"b": 1, "new": true})),
        [] as [&str; 0]
    );
    assert_eq!(
        changed("/d", json!({"e": null, "new": []})),
        [] as [&str; 0]
    );
    assert_eq!(changed("/a/0/b", json!(3)), [".a"]);
    assert_eq!(changed("/a/0", json!({})), [".a"]);
    assert_eq!(changed("/a", json!([{"b": 1}])), [".a"]);
    assert_eq!(changed("/d/e", json!(0)), [".d.e"]);
    assert_eq!(changed("/d", json!({})), [".d.e"]);
}

/// What is kept of an answer; its version may change.
fn record(answer: &Value) -> Value {
    let keys = answer.as_object().expect("an answer is an object");
    let kept = keys
        .iter()
        .filter(|(key, _)| *key != "version")
        .map(|(key, value)| {
            let kept = if value.to_string().len() <= KEPT_MAX {
                value.clone()
            } else {
                let shape = shape(value);
                json!({ "#": digest(&pruned(value, &shape)), "keys": shape })
            };
            (key.clone(), kept)
        });
    Value::Object(kept.collect())
}

/// Names the places where an answer no longer holds what it held.
fn missing(held: &Value, answer: &Value, place: &str, lost: &mut Vec<String>) {
    if let (Some(before), Some(shape)) = (held.get("#"), held.get("keys")) {
        if digest(&pruned(answer, shape)) != *before {
            lost.push(place.to_string());
        }
        return;
    }
    match (held, answer) {
        (Value::Object(held), Value::Object(answer)) => {
            for (key, held) in held {
                let place = format!("{place}.{key}");
                match answer.get(key) {
                    Some(answer) => missing(held, answer, &place, lost),
                    None => lost.push(place),
                }
            }
        }
        (Value::Array(held), Value::Array(answer)) if held.len() == answer.len() => {
            for (at, (held, answer)) in held.iter().zip(answer).enumerate() {
                missing(held, answer, &format!("{place}[{at}]"), lost);
            }
        }
        _ if held == answer => {}
        _ => lost.push(place.to_string()),
    }
}

/// The keys of a value, at every depth: an object for a record, `{"*": …}` for a map from names, a list of one for a list, null otherwise.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(map) if map.len() > RECORD_MAX => {
            json!({ "*": map.values().map(shape).fold(Value::Null, joined) })
        }
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            let shapes = keys.into_iter().map(|key| (key.clone(), shape(&map[key])));
            Value::Object(shapes.collect())
        }
        Value::Array(items) => match items.iter().map(shape).fold(Value::Null, joined) {
            Value::Null => Value::Null,
            item => json!([item]),
        },
        _ => Value::Null,
    }
}

/// The keys of either.
fn joined(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(one), Value::Object(mut other)) => {
            let mut keys: Vec<String> = one.keys().chain(other.keys()).cloned().collect();
            keys.sort();
            keys.dedup();
            let mut one = one;
            let mut both = Map::new();
            for key in keys {
                let shapes = [&mut one, &mut other].map(|it| it.remove(&key).unwrap_or_default());
                let [left, right] = shapes;
                both.insert(key, joined(left, right));
            }
            Value::Object(both)
        }
        (Value::Array(one), Value::Array(other)) => {
            json!([one.into_iter().chain(other).fold(Value::Null, joined)])
        }
        (Value::Null, other) => other,
        (one, _) => one,
    }
}

/// A value without the keys that a shape does not have, its keys in the shape's order.
fn pruned(value: &Value, shape: &Value) -> Value {
    match (value, shape) {
        (Value::Object(map), Value::Object(shapes)) => {
            if let Some(each) = shapes.get("*") {
                let mut keys: Vec<&String> = map.keys().collect();
                keys.sort();
                let pruned = keys
                    .into_iter()
                    .map(|key| (key.clone(), pruned(&map[key], each)));
                return Value::Object(pruned.collect());
            }
            let kept = shapes
                .iter()
                .filter_map(|(key, shape)| Some((key.clone(), pruned(map.get(key)?, shape))));
            Value::Object(kept.collect())
        }
        (Value::Array(items), Value::Array(shapes)) if shapes.len() == 1 => {
            items.iter().map(|item| pruned(item, &shapes[0])).collect()
        }
        _ => value.clone(),
    }
}

fn digest(value: &Value) -> String {
    let digest = Sha256::digest(value.to_string());
    digest[..12]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
