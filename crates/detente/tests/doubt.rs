//! Doubtful lines: what turns without one is what a study of the dossier without it finds.

use detente::brief::{doubted, doubts as told};
use detente::compare::{Found, Topic};
use detente::document::{Style, terminal};
use detente::dossier::{Source, read};
use detente::model::{Concept, Dossier, Preference, Setting};
use detente::sensitivity::{doubtful, doubts};
use detente::space::{STATES_MAX, Watch};
use detente::stability::{Case, Effort, study};

fn dossier(text: &str) -> Dossier {
    let outcome = read(&Source {
        name: "test.toml".into(),
        bytes: text.into(),
    });
    outcome
        .dossier
        .unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics))
}

fn settled(dossier: &Dossier, setting: &Setting) -> Case {
    let effort = Effort {
        concepts: Concept::STRICTEST_FIRST.to_vec(),
        states_max: STATES_MAX,
        n_threads: 2,
        paths_max: 0,
    };
    study(dossier, setting, &effort, &Watch::default()).expect("it is settled")
}

/// The same dossier without one line of a party.
fn cut(dossier: &Dossier, setting: &Setting, party: usize, line: usize) -> Dossier {
    let mut dossier = dossier.clone();
    let own = setting.view.and_then(|view| {
        dossier.views[view.idx()]
            .replaces
            .iter_mut()
            .find(|(id, _)| id.idx() == party)
    });
    let preference = match own {
        Some((_, preference)) => preference,
        None => &mut dossier.parties[party].preference,
    };
    match preference {
        Preference::Statements(list) => drop(list.remove(line)),
        Preference::Values(list) => drop(list.remove(line)),
        other => panic!("no list of lines: {other:?}"),
    }
    dossier
}

/// Compares every doubt with a study of the dossier without the line; says how many turned the question.
fn compare(dossier: &Dossier, setting: &Setting) -> (usize, usize) {
    let case = settled(dossier, setting);
    let found = doubts(dossier, &case, 2, &Watch::default())
        .expect("nobody stops it")
        .expect("a headline can be told");
    assert_eq!(found.len(), doubtful(dossier, setting).len());
    for doubt in &found {
        let other = settled(
            &cut(dossier, setting, doubt.party.idx(), doubt.line),
            setting,
        );
        assert_eq!(other.headline.concept, doubt.without.concept, "{doubt:?}");
        let extent = |case: &Case| {
            case.headline
                .findings
                .first()
                .filter(|it| it.named.is_none())
                .map(|it| it.extent)
        };
        let turn = doubt
            .without
            .turns
            .iter()
            .find(|turn| turn.topic == Topic::Question);
        match turn {
            None => assert_eq!(extent(&case), extent(&other), "{doubt:?}"),
            Some(turn) => {
                assert_eq!(turn.before, extent(&case).map(Found::Holds), "{doubt:?}");
                assert_eq!(turn.after, extent(&other).map(Found::Holds), "{doubt:?}");
            }
        }
    }
    (
        found.len(),
        found
            .iter()
            .filter(|doubt| doubt.without.turns_the_question())
            .count(),
    )
}

/// A gate that its owner opens only because of the second, doubtful line; the fourth line is certain, and the third decides nothing.
const GATE: &str = r#"
[dossier]
title    = "A gate"
question = "owner.open"
[hypotheses.kind]
text  = "the owner is kind"
prior = 0.25
basis = "judgement"
[hypotheses.not_kind]
text  = "the owner is not"
prior = 0.75
basis = "judgement"
[parties.owner]
name = "The owner"
[parties.owner.measures]
open = { text = "opens the gate", now = false, basis = "judgement" }
sign = { text = "hangs up a sign", now = false, basis = "judgement" }
[[parties.owner.prefers]]
that  = "owner.sign only if owner.open"
basis = "judgement"
sure  = "0.9 to 1"
[[parties.owner.prefers]]
that  = "owner.open"
sure  = "hypothesis kind"
basis = "judgement"
[[parties.owner.prefers]]
that  = "owner.open or owner.sign"
sure  = 0.5
basis = "judgement"
[[parties.owner.prefers]]
that  = "not owner.sign"
sure  = 1
basis = "judgement"
[parties.guest]
name = "The guest"
[parties.guest.measures]
knock = { text = "knocks", now = false, basis = "judgement" }
[[parties.guest.values]]
of    = "guest.knock"
worth = 1
sure  = 0.6
basis = "judgement"
"#;

#[test]
fn a_line_that_is_as_sure_as_a_hypothesis_is_doubted_and_certain_ones_are_not() {
    let dossier = dossier(GATE);
    let setting = Setting::default();
    let found = doubtful(&dossier, &setting);
    assert_eq!(
        found
            .iter()
            .map(|(party, line, _, _)| (party.idx(), *line))
            .collect::<Vec<_>>(),
        [(0, 0), (0, 1), (0, 2), (1, 0)]
    );
    let (_, _, sure, hypothesis) = found[1];
    assert!(
        (sure.low - 0.25).abs() < 1e-12 && (sure.high - 0.25).abs() < 1e-12 && hypothesis.is_some(),
        "{sure:?}"
    );
    // Without the second line the third still opens the gate: no line by itself turns the answer.
    assert_eq!(compare(&dossier, &setting), (4, 0));
    let without_third = cut(&dossier, &setting, 0, 2);
    assert_eq!(compare(&without_third, &setting), (3, 1));

    let case = settled(&without_third, &setting);
    let list = doubts(&without_third, &case, 1, &Watch::default()).expect("nobody stops it");
    let page = told(&without_third, &[case], &[list]);
    let text = terminal(&page, Style::default())
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(text.contains("less than certain of 3 lines of preference. The answer to the question turns without one of them."), "{text}");
    let line = "The owner, line 2: The owner opens the gate (sure: 0.25, as the hypothesis “kind” comes out of the evidence). Without it: \
        the question holds in: all → none";
    assert!(text.contains(line), "{text}");
    assert!(
        text.contains("Nothing turns without any one of the other 2 lines."),
        "{text}"
    );
    assert!(
        doubted(&without_third, &[setting])
            .is_some_and(|line| line.starts_with("3 lines of preference are less than certain"))
    );
}

#[test]
fn the_catalog_turns_where_a_study_without_the_line_does() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalog");
    for name in ["hanoi-2019", "singapore-2018"] {
        let text = std::fs::read_to_string(format!("{root}/{name}/dossier.toml"))
            .expect("the case is there");
        let dossier = dossier(&text);
        let n: usize = dossier
            .settings()
            .iter()
            .map(|setting| compare(&dossier, setting).0)
            .sum();
        assert!(n > 0, "{name} doubts nothing");
    }
}
