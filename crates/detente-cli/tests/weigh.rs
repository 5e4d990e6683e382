//! `weigh` at the command line.

#[path = "weigh/ferry.rs"]
mod ferry;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn weigh(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_detente"))
        .arg("weigh")
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("the program runs")
}

fn json(arguments: &[&str]) -> Value {
    let output = weigh(&[&["catalog/korea-2025", "--format", "json"], arguments].concat());
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("it prints JSON")
}

fn belief(result: &Value, id: &str) -> f64 {
    let hypotheses = result["hypotheses"].as_array().expect("a list");
    hypotheses
        .iter()
        .find(|it| it["id"] == id)
        .and_then(|it| it["after"].as_f64())
        .expect("it is weighed")
}

#[test]
fn cheap_talk_moves_belief_little_in_the_founding_case_and_the_text_says_so() {
    let result = json(&[]);
    assert_eq!(result["format"], "detente.weigh/1");
    assert_eq!(result["leading"], "posturing");
    for hypothesis in result["hypotheses"].as_array().expect("a list") {
        let (before, after) = (
            hypothesis["before"].as_f64().expect("a number"),
            hypothesis["after"].as_f64().expect("a number"),
        );
        assert!((before - after).abs() < 0.06, "{hypothesis}");
    }
    assert!(
        result["signals"]
            .as_array()
            .expect("a list")
            .iter()
            .all(|signal| signal["separates"] == "never")
    );
    let text = String::from_utf8(weigh(&["catalog/korea-2025"]).stdout).expect("it prints UTF-8");
    assert!(
        text.contains("should move belief little") || text.contains("should\nmove belief little"),
        "{text}"
    );
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
}

#[test]
fn leaving_an_item_out_gives_what_was_told_of_it() {
    let full = json(&[]);
    let told = full["without"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|it| it["item"] == "no-act-1024")
        .expect("it is told");
    let without = json(&["--without", "no-act-1024"]);
    for id in ["new_approach", "posturing", "drift"] {
        assert!(
            (belief(&without, id) - told["after"][id].as_f64().expect("a number")).abs() < 1e-12
        );
    }
    assert!(
        json(&[
            "--set",
            "hypotheses.new_approach.prior=0.5",
            "--set",
            "hypotheses.posturing.prior=0.25"
        ])["leading"]
            == "new_approach"
    );
}

#[test]
fn what_cannot_be_weighed_is_refused_with_a_remedy() {
    let nothing = weigh(&["catalog/prisoners-dilemma"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&nothing.stderr).contains("[hypotheses."),
        "it shows what to write"
    );
    let unknown = weigh(&["catalog/korea-2025", "--without", "nothing"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&unknown.stderr).contains("wh-0930"),
        "it lists what there is"
    );
}
