//! `inspect FILE`: where to look so that a roadmap holds, or is worth more.

use serde_json::Value;

use crate::run::{answer, detente, flat, here, json, seen};

fn inspection(args: &[&str]) -> Value {
    let text = answer(&[&["inspect", "quay.toml", "--format", "json"], args].concat());
    serde_json::from_str(&text).expect("the program prints JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn measure<'a>(result: &'a Value, id: &str) -> &'a Value {
    let measures = result["measures"].as_array().expect("a list");
    measures
        .iter()
        .find(|it| it["measure"] == id)
        .expect("a known measure")
}

#[test]
fn effort_goes_where_it_is_worth_something_and_gives_the_plan_that_is_told() {
    let result = inspection(&["--effort", "0.5"]);
    assert_eq!(
        (&result["format"], &result["result"]),
        (&"detente.inspect.plan/1".into(), &"improved".into())
    );
    let spent: f64 = result["measures"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| number(&it["effort"]))
        .sum();
    assert!(spent > 0.0 && spent <= 0.5 + 1e-9, "{spent}");
    let cranes = measure(&result, "union.cranes");
    let chance = number(&cranes["withhold"]["after"]);
    assert!(
        (chance - (1.0 - 0.65 * (-number(&cranes["effort"])).exp())).abs() < 1e-9,
        "{cranes}"
    );
    assert!(
        number(&result["after"]["objective"]) > number(&result["before"]["objective"]) + 0.1,
        "{result}"
    );
    // A dossier's numbers have nine decimals.
    if (number(&cranes["effort"]) - spent).abs() < 1e-9 {
        let told = json(&[
            "--plan",
            "base",
            "--no-thresholds",
            "--draws",
            "0",
            "--set",
            &seen(&format!("{chance:.9}")),
        ]);
        assert!(
            (number(&told["objective"]["value"]) - number(&result["after"]["objective"])).abs()
                < 1e-6,
            "{told}"
        );
    }
    let nowhere = inspection(&["--effort", "0.5", "--rate", "union.cranes=0"]);
    assert!(number(&measure(&nowhere, "union.cranes")["effort"]).abs() < 1e-12);
}

#[test]
fn what_effort_is_needed_where_no_plan_holds_is_enough_and_less_is_not() {
    let hidden = seen("0.1");
    let short = inspection(&["--effort", "0.001", "--set", &hidden]);
    assert_eq!(short["result"], "out_of_reach");
    let needed = number(&short["needed"]);
    let enough = inspection(&["--effort", &(needed + 1e-6).to_string(), "--set", &hidden]);
    assert_eq!(
        (&enough["before"]["status"], &enough["after"]["status"]),
        (&"none_in_model".into(), &"holds".into())
    );
    assert_eq!(enough["result"], "reached");
    let text = answer(&[
        "inspect",
        "quay.toml",
        "--effort",
        "0.001",
        "--set",
        &hidden,
    ]);
    assert!(
        flat(&text).contains(
            "No plan holds in this model, and none was found with an inspection effort of 0.001"
        ),
        "{text}"
    );
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    for (args, code, told) in [
        (
            vec!["inspect", "quay.toml", "--effort=-1"],
            2,
            "expected an effort of 0 or more",
        ),
        (
            vec!["inspect", "quay.toml", "--rate", "union.cranes"],
            2,
            "expected `MEASURE=RATE`",
        ),
        (
            vec!["inspect", "quay.toml", "--rate", "union.crane=1"],
            2,
            "`union.crane` is not in the roadmap",
        ),
        (
            vec!["inspect", "quay.toml", "--plan", "nothing"],
            2,
            "there is no plan `nothing`",
        ),
        (
            vec!["inspect", "../cli/harbour.toml"],
            1,
            "the dossier has no section `[roadmap]`",
        ),
    ] {
        let (found, stdout, stderr) = detente(here(), &args);
        assert_eq!((found, stdout.as_str()), (code, ""), "{args:?}\n{stderr}");
        assert!(stderr.contains(told), "{args:?}\n{stderr}");
    }
}
