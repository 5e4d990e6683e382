//! `stability --perceived`: where it settles as the parties see it, and who is surprised.

use serde_json::json;

use crate::run::{case, detente, detente_in, file, folder};

/// Chicken in which each driver takes the other for reckless.
const BELIEFS: &str = r#"
[perceives.east]
view = "reckless_west"
basis = "judgement"
[perceives.west]
view = "reckless_east"
basis = "judgement"
[views.reckless_west]
text = "the westbound driver would rather crash than give way"
[[views.reckless_west.west.prefers]]
that = "not west.swerve"
basis = "judgement"
[[views.reckless_west.west.prefers]]
that = "east.swerve"
basis = "judgement"
[views.reckless_east]
[[views.reckless_east.east.prefers]]
that = "not east.swerve"
basis = "judgement"
[[views.reckless_east.east.prefers]]
that = "west.swerve"
basis = "judgement"
"#;

fn chicken() -> String {
    std::fs::read_to_string(format!("{}/dossier.toml", case("chicken")))
        .expect("the catalog has it")
}

/// By hand: who has swerved would straighten up but for the fear that the other does, too. In truth nobody does, because the crash is worst for both; a
/// reckless driver would. So both stay swerved by sequential stability, each waiting for the other to move.
#[test]
fn mutual_fear_of_recklessness_holds_what_nobody_would_hold_in_truth() {
    let folder = folder();
    let path = file(folder.path(), "fear.toml", chicken() + BELIEFS);
    let result = detente_in(
        folder.path(),
        &[
            "stability",
            &path,
            "--perceived",
            "--view",
            "base",
            "--format",
            "json",
        ],
    )
    .json();
    let told = &result["hypergame"];
    assert_eq!(
        told["believes"][0],
        json!({ "party": "east", "view": "reckless_west", "unaware": [] })
    );
    let seq = &told["concepts"]["seq"];
    assert_eq!(seq["equilibria"]["count"], 3);
    let both = json!({
        "state": "YY",
        "of_the_conflict": false,
        "surprised": [{ "party": "east", "expects": ["west"], "unseen": [] }, { "party": "west", "expects": ["east"], "unseen": [] }],
    });
    assert_eq!(seq["equilibria"]["states"][2], both);
    assert_eq!(
        told["concepts"]["nash"]["equilibria"]["count"], 2,
        "what the others want does not matter to Nash stability"
    );
    let text = detente_in(
        folder.path(),
        &["stability", &path, "--perceived", "--view", "base"],
    )
    .answer();
    assert!(
        text.contains("YY — gmr smr sim; only by misreading: seq sseq"),
        "{text}"
    );
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
    let plain = detente_in(folder.path(), &["stability", &path, "--view", "base"]).answer();
    assert!(
        plain.contains("2 parties see the conflict otherwise than it is: `--perceived`"),
        "{plain}"
    );
}

/// By hand: a driver who does not know that the other can swerve sees only a straight road ahead of the other, and swerves.
#[test]
fn who_does_not_know_of_a_measure_sees_it_as_today() {
    let folder = folder();
    let beliefs = "\n[perceives.east]\nunaware = [\"west.swerve\"]\nbasis = \"judgement\"\n";
    let path = file(folder.path(), "unaware.toml", chicken() + beliefs);
    let result = detente_in(
        folder.path(),
        &[
            "stability",
            &path,
            "--perceived",
            "--concepts",
            "nash",
            "--format",
            "json",
        ],
    )
    .json();
    let nash = &result["hypergame"]["concepts"]["nash"];
    let held = json!([{ "state": "YN", "of_the_conflict": true, "surprised": [] }]);
    assert_eq!(
        nash["equilibria"]["states"], held,
        "the other equilibrium is left: east would swerve there as well"
    );
    assert_eq!(nash["lost"]["states"], json!(["NY"]));
}

#[test]
fn beliefs_are_asked_for_only_where_there_are_some() {
    let outcome = detente(&["stability", &case("chicken"), "--perceived"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("[perceives.PARTY]"),
        "{}",
        outcome.stderr
    );
}
