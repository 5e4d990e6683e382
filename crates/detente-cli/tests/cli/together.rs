//! `stability --coalitions` and `stability --foresight`.

use crate::run::{case, detente};

#[test]
fn in_elmira_the_ministry_and_uniroyal_leave_one_equilibrium_for_another() {
    let text = detente(&["stability", &case("elmira-option-form"), "--coalitions", "--concepts", "nash,seq"]).answer();
    assert!(text.contains("Ministry of the Environment + Uniroyal: NYNNY → YNYNY (nash seq)"), "{text}");
    assert!(text.contains("Ministry of the Environment modifies the control order"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    let result = detente(&["stability", &case("elmira-option-form"), "--coalitions", "--concepts", "nash", "--format", "json"]).json();
    let told = &result["coalitions"];
    assert_eq!(told["coalitions"].as_array().map(Vec::len), Some(7), "{told}");
    let jump = serde_json::json!([{ "members": ["moe", "uniroyal"], "from": "NYNNY", "to": "YNYNY", "concepts": ["nash"] }]);
    assert_eq!(told["jumps"], jump);
    assert_eq!(told["universal"]["cr"]["count"], 5);
}

#[test]
fn coalitions_of_a_large_conflict_are_refused_with_the_remedy() {
    let outcome = detente(&["stability", &case("korea-2025"), "--coalitions", "--view", "base", "--concepts", "nash"]);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("more than 4096 states") && outcome.stderr.contains("add rules"), "{}", outcome.stderr);
}

#[test]
fn who_looks_ahead_leaves_the_prisoners_dilemma_solved() {
    let text = detente(&["stability", &case("prisoners-dilemma"), "--foresight", "3"]).answer();
    assert!(text.contains("2                NN NY YY      NN YN YY  NN YY"), "{text}");
    let result = detente(&["stability", &case("cuban-missiles-reversible"), "--foresight", "8", "--format", "json"]).json();
    let told = &result["foresight"]["ties_against"];
    assert_eq!(told["steps"][1]["both"], serde_json::json!(["NNYN", "NYYN"]));
    assert_eq!(told["however_far"]["both"], serde_json::json!(["NNYN"]));
    assert_eq!(told["led_by"]["us"], serde_json::json!(["NYYN"]));
    assert_eq!(told, &result["foresight"]["ties_in_favour"], "no party is indifferent");
}

#[test]
fn foresight_of_more_than_two_is_refused_with_the_reason() {
    let outcome = detente(&["stability", &case("elmira-option-form"), "--foresight", "2"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("two parties, and this dossier has 3"), "{}", outcome.stderr);
    let outcome = detente(&["stability", &case("prisoners-dilemma"), "--foresight", "0"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
}
