//! The best and the worst, and what decides between two.

use serde_json::{Value, json};

use crate::run::{Desk, flat, project};

fn json_of(args: &[&str]) -> Value {
    let args = [args, &["--format", "json"]].concat();
    Desk::new().run(&args, "").json()
}

#[test]
fn the_best_and_the_worst_are_told_in_words_with_todays_rank() {
    let told = Desk::new()
        .run(&["stall.toml", "baker", "--states", "2"], "")
        .answer();
    let expected = "\
What it would like best, of 8 feasible states
─────────────────────────────────────────────
  1. YNN  As today, except: The baker opens on Sundays; The baker no longer
     stays open late; The town no longer takes a fee.
  2. YYN  As today, except: The baker opens on Sundays; The town no longer takes
     a fee.

What it would like least, of 8 feasible states
──────────────────────────────────────────────
  8. NYY  Exactly as today.
  7. NNY  As today, except: The baker no longer stays open late.

Today’s state is the 8th of 8 feasible states: 7 are better, none is as good.
";
    assert!(told.contains(expected), "{told}");
    assert!(
        told.contains("This is for view base; `--view` and `--reading` choose among 1 more."),
        "{told}"
    );
}

#[test]
fn ties_are_told_as_ties_with_their_number() {
    let args = ["stall.toml", "baker", "--view", "proud", "--states", "1"];
    let told = Desk::new().run(&args, "").answer();
    assert!(
        told.contains("  1. 2 states equally good; 1 state not listed:\n     NYN  As today, except: The town no longer"),
        "{told}"
    );
    let answer = json_of(&args);
    assert_eq!(
        (&answer["format"], &answer["view"], &answer["preference"]),
        (
            &json!("detente.elicit/1"),
            &json!("proud"),
            &json!("statements")
        )
    );
    assert_eq!(
        (&answer["best"][0]["count"], &answer["best"][0]["truncated"]),
        (&json!(2), &json!(true))
    );
    assert_eq!(
        (
            &answer["worst"][0]["rank"],
            &answer["worst"][0]["states"][0]["state"]
        ),
        (&json!(7), &json!("NNY"))
    );
    assert_eq!(
        (&answer["today"]["rank"], &answer["today"]["as_good"]),
        (&json!(3), &json!(1))
    );
}

#[test]
fn the_deciding_statement_is_told_with_its_place_and_its_evidence() {
    let told = Desk::new()
        .run(&["stall.toml", "baker", "--compare", "now", "NNN"], "")
        .answer();
    for part in [
        "The baker would rather have B.",
        "Statement 1 of 3 (line 15 of the file) decides, the first on which they differ: The town does not",
        "It holds in B only.",
        "Evidence for it: paper (said, B2, 2024-03-01); sure: 0.6 to 0.9.",
    ] {
        assert!(flat(&told).contains(part), "{part}\n{told}");
    }
    let compared = &json_of(&["stall.toml", "baker", "--compare", "NYN", "YYN"])["compared"];
    assert_eq!(compared["preferred"], json!("second"));
    assert_eq!(compared["statement"]["number"], json!(2));
    assert_eq!(compared["statement"]["judgement"], json!(true));
}

#[test]
fn for_values_the_sums_are_told_and_what_differs() {
    let compared = &json_of(&["stall.toml", "town", "--compare", "now", "NNN"])["compared"];
    assert_eq!(compared["worth"], json!(["2", "0"]));
    assert_eq!(
        (
            &compared["values"][0]["worth"],
            &compared["values"][1]["worth"]
        ),
        (&json!("2 to 5"), &json!("-1.5"))
    );
    let told = Desk::new()
        .run(&["stall.toml", "town", "--compare", "NYN", "NNN"], "")
        .answer();
    assert!(
        flat(&told).contains(
            "The town would rather have B. A is worth -1.5, B 0; a range counts with its middle."
        ),
        "{told}"
    );
    assert!(
        flat(&told)
            .contains("only A has -1.5: The baker stays open late (value 2 (line 37 of the file))"),
        "{told}"
    );
}

#[test]
fn for_rankings_the_classes_are_told() {
    let case = project("catalog/syria-iraq-1975");
    let told = Desk::new()
        .run(&[&case, "iraq", "--compare", "NNY", "NYN"], "")
        .answer();
    assert!(
        told.contains("A is in class 2, B in class 6; the ranking has 6, best first."),
        "{told}"
    );
    let compared = &json_of(&[&case, "iraq", "--compare", "NNY", "NYN"])["compared"];
    assert_eq!(
        (&compared["classes"], &compared["preferred"]),
        (&json!([2, 6]), &json!("first"))
    );
}

#[test]
fn what_cannot_be_asked_is_refused_with_a_remedy() {
    let desk = Desk::new();
    let gmcr = project("crates/detente/tests/fixtures/gmcr/compound.gmcr");
    for (args, told) in [
        (
            vec!["stall.toml", "bakery"],
            "there is no party `bakery`; expected one of: baker, town",
        ),
        (
            vec!["stall.toml", "baker", "--compare", "now", "YY"],
            "expected a state of 3 letters",
        ),
        (
            vec!["stall.toml", "baker", "--compare", "now", "NNN", "--ask"],
            "cannot be used with",
        ),
        (vec!["stall.toml", "baker", "--out", "x.toml"], "--ask"),
        (
            vec!["stall.toml", "baker", "--ask", "--format", "json"],
            "a dialogue has no JSON",
        ),
        (
            vec!["stall.toml", "baker", "--ask", "--set", "town.fee=false"],
            "leave out one of them",
        ),
        (
            vec!["stall.toml", "town", "--ask"],
            "`town` has values; write what it wants with `[[parties.town.prefers]]`",
        ),
        (
            vec![gmcr.as_str(), "x", "--ask"],
            "make a dossier of it first: `detente import",
        ),
    ] {
        let said = desk.run(&args, "1\ny\n").refusal();
        assert!(said.contains(told), "{args:?}:\n{said}");
    }
    assert_eq!(
        (desk.files(), desk.text("stall.toml").as_str()),
        (vec!["stall.toml".to_string()], crate::run::STALL)
    );
}
