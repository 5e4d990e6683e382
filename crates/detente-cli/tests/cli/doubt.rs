//! `stability --doubt`, and what the brief says of doubtful lines.

use crate::run::{case, detente, flat, harbour};

#[test]
fn the_founding_case_says_on_which_doubtful_lines_the_answer_turns() {
    let path = case("korea-2025");
    let result = detente(&[
        "stability",
        &path,
        "--doubt",
        "--view",
        "base",
        "--format",
        "json",
    ])
    .json();
    let lines = result["doubts"]["lines"].as_array().expect("lines");
    let turning = lines.iter().filter(|line| {
        line["turns"]
            .as_array()
            .is_some_and(|turns| turns.iter().any(|turn| turn["topic"] == "question"))
    });
    assert!(
        lines.len() > 5 && turning.count() > 0,
        "{}",
        result["doubts"]
    );
    for line in lines {
        let (low, high) = (
            line["sure"][0].as_f64().expect("a number"),
            line["sure"][1].as_f64().expect("a number"),
        );
        assert!(low < 1.0 && low <= high, "{line}");
    }
    let text = detente(&["stability", &path, "--doubt", "--view", "base"]).answer();
    assert!(
        text.contains("Which doubtful lines carry the answer")
            && text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    let plain = detente(&["stability", &path, "--view", "base", "--concepts", "nash"]).answer();
    assert!(
        flat(&plain).contains("less than certain: `--doubt` says on which the answer turns."),
        "{plain}"
    );
}

#[test]
fn a_dossier_without_doubt_says_so_and_explaining_excludes_it() {
    let text = detente(&["stability", &case("syria-iraq-1975"), "--doubt"]).answer();
    assert!(
        text.contains("No line is said to be less than certain."),
        "{text}"
    );
    let outcome = detente(&["stability", &harbour(), "--doubt", "--explain", "now"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
}
