//! `stability --coalitions` and `stability --foresight`.

use crate::run::{case, detente, flat};

#[test]
fn in_elmira_the_ministry_and_uniroyal_leave_one_equilibrium_for_another() {
    let text = detente(&[
        "stability",
        &case("elmira-option-form"),
        "--coalitions",
        "--concepts",
        "nash,seq",
    ])
    .answer();
    assert!(
        text.contains("Ministry of the Environment + Uniroyal: NYNNY → YNYNY (nash seq)"),
        "{text}"
    );
    assert!(
        text.contains("Ministry of the Environment modifies the control order"),
        "{text}"
    );
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    let result = detente(&[
        "stability",
        &case("elmira-option-form"),
        "--coalitions",
        "--concepts",
        "nash",
        "--format",
        "json",
    ])
    .json();
    let told = &result["coalitions"];
    assert_eq!(
        told["coalitions"].as_array().map(Vec::len),
        Some(7),
        "{told}"
    );
    let jump = serde_json::json!([{ "members": ["moe", "uniroyal"], "from": "NYNNY", "to": "YNYNY", "concepts": ["nash"] }]);
    assert_eq!(told["jumps"], jump);
    assert_eq!(told["universal"]["cr"]["count"], 5);
}

#[test]
fn in_a_large_conflict_coalitions_are_told_from_today_and_from_where_it_settles() {
    let korea = [
        "stability",
        &case("korea-2025"),
        "--coalitions",
        "--view",
        "base",
        "--concepts",
        "nash,gmr",
    ];
    let text = detente(&korea).answer();
    assert!(
        text.contains("143,360 feasible states: too many to ask it of each"),
        "{text}"
    );
    assert!(
        text.contains("From today’s state, an equilibrium (gmr): YNYNNNYNNNYNNNNNYYYY"),
        "{text}"
    );
    // Where it settles by meeting, the two could still do better by the trade that neither begins alone.
    assert!(
        text.contains("From the equilibrium (nash gmr): YNYNNNNNYYYNNNNYYYYY"),
        "{text}"
    );
    assert!(
        flat(&text).contains(
            "Of 63 coalitions, 8 could improve on it: the smallest is United States + North Korea"
        ),
        "{text}"
    );
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
    let result = detente(&[&korea[..], &["--format", "json"]].concat()).json();
    let from = result["coalitions"]["from"]
        .as_array()
        .expect("the states asked about")
        .clone();
    assert_eq!(from.len(), 2, "{result}");
    assert_eq!(
        (&from[0]["today"], &from[1]["today"]),
        (&true.into(), &false.into())
    );
    let two = &from[1]["coalitions"].as_array().expect("every coalition")[6];
    assert_eq!(two["members"], serde_json::json!(["us", "dprk"]), "{two}");
    assert_eq!(two["n_improvements"], 4);
    assert_eq!(two["verdicts"]["csmr"]["stable"], false, "{two}");
}

#[test]
fn who_looks_ahead_leaves_the_prisoners_dilemma_solved() {
    let text = detente(&["stability", &case("prisoners-dilemma"), "--foresight", "3"]).answer();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("2 NN NY YY NN YN YY NN YY"), "{text}");
    let result = detente(&[
        "stability",
        &case("cuban-missiles-reversible"),
        "--foresight",
        "8",
        "--format",
        "json",
    ])
    .json();
    let told = &result["foresight"]["ties_against"];
    assert_eq!(
        told["steps"][1]["both"],
        serde_json::json!(["NNYN", "NYYN"])
    );
    assert_eq!(told["however_far"]["both"], serde_json::json!(["NNYN"]));
    assert_eq!(told["led_by"]["us"], serde_json::json!(["NYYN"]));
    assert_eq!(
        told, &result["foresight"]["ties_in_favour"],
        "no party is indifferent"
    );
}

#[test]
fn foresight_of_more_than_two_is_refused_with_the_reason() {
    let outcome = detente(&["stability", &case("elmira-option-form"), "--foresight", "2"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    assert!(
        outcome
            .stderr
            .contains("two parties, and this dossier has 3"),
        "{}",
        outcome.stderr
    );
    let outcome = detente(&["stability", &case("prisoners-dilemma"), "--foresight", "0"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
}
