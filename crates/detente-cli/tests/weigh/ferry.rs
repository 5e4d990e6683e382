//! `weigh` on a made-up dispute, whose numbers can be worked out by hand.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What a run came to: exit code, standard output, standard error.
fn detente(args: &[&str]) -> (i32, String, String) {
    let here = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/weigh"));
    let output = Command::new(env!("CARGO_BIN_EXE_detente"))
        .args(args)
        .current_dir(here)
        .env_remove("COLUMNS")
        .output();
    let output = output.expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert!(!stderr.contains("panicked"), "{args:?}:\n{stderr}");
    (
        output.status.code().expect("no signal ends the program"),
        stdout,
        stderr,
    )
}

/// What a run prints that answers, its lines joined, so that a sentence is found wherever it was wrapped.
fn told(args: &[&str]) -> String {
    let (code, stdout, stderr) = detente(&[&["weigh", "ferry.toml"], args].concat());
    assert_eq!((code, stderr.as_str()), (0, ""), "{args:?}\n{stdout}");
    for line in stdout.lines() {
        assert!(line.chars().count() <= 100, "{args:?}: {line}");
        assert_eq!(line.trim_end(), line, "{args:?}");
    }
    stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn json(args: &[&str]) -> Value {
    let (code, stdout, stderr) =
        detente(&[&["weigh", "ferry.toml", "--format", "json"], args].concat());
    assert_eq!((code, stderr.as_str()), (0, ""), "{args:?}\n{stdout}");
    serde_json::from_str(&stdout).expect("the program prints JSON")
}

fn near(value: &Value, expected: f64) {
    let found = value.as_f64().expect("a number");
    assert!(
        (found - expected).abs() < 1e-12,
        "{found} is not {expected}"
    );
}

/// The odds of the hypothesis that the cut was given up, from the chances of the file: an item's ratio with its report right with the chance `right`.
fn ratio(given_up: f64, posturing: f64, right: f64) -> f64 {
    let report = |chance: f64| right * chance + (1.0 - right) * (1.0 - chance);
    report(given_up) / report(posturing)
}

/// The chances that reports of grade B2 and A1 are right.
const B2: f64 = 0.755;
const A1: f64 = 0.938_75;

#[test]
fn the_text_says_what_leads_what_talk_did_and_what_to_look_for() {
    let text = told(&[]);
    for sentence in [
        "“the company has given up the cut” leads: more credible than before the evidence (0.30 before,",
        "1 of 2 signals is talk, which costs nothing and should move belief little. Without it given_up would come out at",
        "The verdict hangs on crew: without it another hypothesis leads, or none.",
        "given_up 0.30",
        "letter: cannot tell: it costs nothing; talk by company, undone freely, seen by the parties, cannot be checked, 3 of 7 earlier promises kept",
        "crew: tells: bluffing would not pay; sunk by company, cost 3, undone at a cost",
        "the prior of given_up",
        "the winter timetable has the night ferry — if seen: given_up",
        "Exactly one hypothesis is taken to be true",
    ] {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
    assert!(
        text.contains("report (copy)") && !text.contains("letter (copy)"),
        "the copy is marked, not what it copies:\n{text}"
    );
    let verdict = text.split("The hypotheses ─").next().expect("a first part");
    assert!(
        !verdict.contains("likely"),
        "words of estimate belong to forecasts: {verdict}"
    );
}

#[test]
fn the_data_hold_beliefs_scores_and_doubts() {
    let json = json(&[]);
    assert_eq!(json["format"], "detente.weigh/1");
    assert_eq!(json["leading"], "given_up");
    assert_eq!(
        json["contenders"],
        Value::Array(vec![]),
        "0.2 and the least chances still put it ahead"
    );
    let odds = 0.3 / 0.7 * ratio(0.7, 0.1, A1);
    let with_talk = odds * ratio(0.9, 0.7, B2);
    near(&json["hypotheses"][0]["before"], 0.3);
    near(
        &json["hypotheses"][0]["after"],
        with_talk / (1.0 + with_talk),
    );
    // The paper's copy of the letter is talk like the letter.
    near(&json["without_talk"]["given_up"], odds / (1.0 + odds));
    let least = 0.2 / 0.8 * ratio(0.6, 0.1, A1) * ratio(0.9, 0.7, B2);
    let most = 0.4 / 0.6 * ratio(0.8, 0.1, A1) * ratio(0.9, 0.7, B2);
    near(&json["hypotheses"][0]["range"][0], least / (1.0 + least));
    near(&json["hypotheses"][0]["range"][1], most / (1.0 + most));
    near(&json["items"][0]["share"], 0.5);
    assert_eq!(json["items"][1]["origin"], "letter");
    assert_eq!(json["hypotheses"][1]["inconsistent"], 1);
    assert_eq!(
        (
            &json["signals"][0]["separates"],
            &json["signals"][1]["separates"]
        ),
        (&"never".into(), &"always".into())
    );
    let alone: Vec<&Value> = json["without"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|row| row["turns"] == true)
        .collect();
    assert_eq!(alone.len(), 1);
    assert_eq!(alone[0]["item"], "crew");
    let copies = json["without"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|row| row["with_copies"] == true)
        .expect("the letter has a copy");
    near(&copies["after"]["given_up"], odds / (1.0 + odds));
    assert_eq!(json["indicators"][0]["id"], "timetable");
}

#[test]
fn items_can_be_left_out_and_numbers_changed() {
    let without = json(&["--without", "crew", "--without", "report"]);
    let odds = 0.3 / 0.7 * ratio(0.9, 0.7, B2);
    near(&without["hypotheses"][0]["after"], odds / (1.0 + odds));
    assert_eq!(without["leading"], "posturing");
    assert_eq!(without["signals"].as_array().map(Vec::len), Some(1));
    let changed = json(&[
        "--set",
        "hypotheses.given_up.prior=0.5",
        "--without",
        "crew",
        "--without",
        "letter",
        "--without",
        "report",
    ]);
    assert_eq!(
        (&changed["leading"], &changed["without_talk"]),
        (&Value::Null, &Value::Null)
    );
    let tie = told(&[
        "--set",
        "hypotheses.given_up.prior=0.5",
        "--without",
        "crew",
        "--without",
        "letter",
        "--without",
        "report",
    ]);
    assert!(
        tie.contains(
            "No hypothesis leads: given_up and posturing are equally credible (0.50 each)."
        ),
        "{tie}"
    );
    assert!(
        tie.contains("No item bears on the hypotheses: the beliefs are the priors."),
        "{tie}"
    );
}

#[test]
fn what_cannot_be_weighed_is_refused() {
    let (code, stdout, stderr) = detente(&["weigh", "ferry.toml", "--without", "lettre"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("no evidence is called `lettre`; those that bear on the hypotheses are letter, report, crew"), "{stderr}");
    let (code, stdout, stderr) = detente(&["weigh", "../cli/harbour.toml"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(
        stderr.contains("has no hypotheses to weigh")
            && stderr.contains("[hypotheses.new_approach]"),
        "{stderr}"
    );
    let (code, stdout, stderr) = detente(&[
        "weigh",
        "ferry.toml",
        "--set",
        "hypotheses.given_up.prior=1.5",
    ]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("error[D008]"), "{stderr}");
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    for format in ["text", "json"] {
        let run = || detente(&["weigh", "ferry.toml", "--format", format]);
        assert_eq!(run(), run());
    }
}
