//! The symbolic engine against the oracle on random conflicts, and on conflicts whose answers are known without listing states.

#[expect(
    dead_code,
    unused_imports,
    reason = "only the generator is needed here"
)]
mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use detente::model::{Concept, Conflict, Pattern, State, Step, Verdict};
use detente::oracle::definitions::{self, Oracle};
use detente::oracle::witness;
use detente::space::{Set, Stopped, SymbolicSpace, Watch};
use detente::stability::{
    SetEvolution, SettledSets, analyse_sets, explain_in_sets, patterns_of_set,
};
use num_bigint::BigUint;
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};

use support::case;

const CONCEPTS: [Concept; 5] = [
    Concept::Nash,
    Concept::Gmr,
    Concept::Smr,
    Concept::Seq,
    Concept::Sseq,
];
const NODES_MAX: usize = 1 << 16;

/// Seeds that once failed are kept, and tried first.
fn config() -> Config {
    let seeds = FileFailurePersistence::Direct("tests/symbolic.regressions");
    Config {
        failure_persistence: Some(Box::new(seeds)),
        ..Config::with_cases(192)
    }
}

fn space(conflict: &Conflict) -> SymbolicSpace {
    SymbolicSpace::new(conflict, NODES_MAX, &Watch::default()).expect("a small conflict fits")
}

fn analyse(space: &SymbolicSpace, concepts: &[Concept]) -> Vec<SettledSets> {
    analyse_sets(space, concepts, &Watch::default())
}

/// Follows a path move by move: where it ends.
fn follow(
    oracle: &Oracle<'_>,
    from: State,
    path: &[Step],
    improving: bool,
) -> Result<State, TestCaseError> {
    let mut here = from;
    let mut last = None;
    for step in path {
        prop_assert_ne!(
            last,
            Some(step.mover),
            "nobody moves twice in a row: {:?}",
            path
        );
        let allowed = if improving {
            oracle.improvements(step.mover, here)
        } else {
            oracle.moves(step.mover, here)
        };
        prop_assert!(
            allowed.contains(&step.to),
            "step {:?} of {:?} from {:?}",
            step,
            path,
            from
        );
        (here, last) = (step.to, Some(step.mover));
    }
    Ok(here)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn sets_are_settled_as_the_oracle_settles_states(case in case()) {
        let conflict = case.conflict();
        let oracle = Oracle::new(&conflict);
        let space = space(&conflict);
        let all = |set: &Set| space.first_states(set, usize::MAX).expect("a small conflict fits");
        prop_assert_eq!(all(space.feasible()), oracle.feasible());
        for it in analyse(&space, &CONCEPTS) {
            prop_assert_eq!(it.stopped, None);
            let mut equilibria: BTreeSet<State> = oracle.feasible().iter().copied().collect();
            for party in conflict.party_ids() {
                let is_stable = |state: &State| definitions::is_stable(&oracle, it.concept, party, *state);
                let expected: Vec<State> = oracle.feasible().iter().copied().filter(is_stable).collect();
                prop_assert_eq!(all(&it.stable[party.idx()]), expected.clone(), "{:?} for {:?}", it.concept, party);
                prop_assert_eq!(space.count(&it.stable[party.idx()]), expected.len().into());
                equilibria.retain(|state| expected.contains(state));
            }
            prop_assert_eq!(all(&it.equilibria), equilibria.iter().copied().collect::<Vec<_>>());
            for state in oracle.feasible() {
                prop_assert_eq!(space.contains(&it.equilibria, *state), equilibria.contains(state));
            }
            prop_assert_eq!(space.first_states(&it.equilibria, 2).expect("fits"), equilibria.iter().copied().take(2).collect::<Vec<_>>());
            prop_assert_eq!(space.last_state(&it.equilibria).expect("fits"), equilibria.last().copied());
        }
    }

    #[test]
    fn a_concept_asked_for_alone_is_settled_as_among_others(case in case()) {
        let conflict = case.conflict();
        let space = space(&conflict);
        let together = analyse(&space, &CONCEPTS);
        for it in &together {
            let alone = analyse(&space, &[it.concept]);
            prop_assert_eq!(&alone[0].stable, &it.stable);
            prop_assert_eq!(&alone[0].equilibria, &it.equilibria);
        }
    }

    #[test]
    fn sets_are_covered_by_patterns_none_of_which_can_be_left_out(case in case()) {
        let conflict = case.conflict();
        let space = space(&conflict);
        let ordered: Vec<State> = {
            let free = Conflict { rules: vec![], ..conflict.clone() };
            definitions::feasible_states(&free)
        };
        for it in analyse(&space, &CONCEPTS) {
            for set in it.stable.iter().chain([&it.equilibria]) {
                let cover = patterns_of_set(&space, set, usize::MAX, &Watch::default()).expect("a small conflict fits");
                prop_assert!(!cover.is_truncated());
                let states: BTreeSet<State> = space.first_states(set, usize::MAX).expect("fits").into_iter().collect();
                let matched = |patterns: &[Pattern]| -> BTreeSet<State> {
                    ordered.iter().copied().filter(|state| patterns.iter().any(|pattern| pattern.matches(*state))).collect()
                };
                prop_assert_eq!(&matched(&cover.patterns), &states);
                for left_out in 0..cover.patterns.len() {
                    let mut fewer = cover.patterns.clone();
                    fewer.remove(left_out);
                    prop_assert_ne!(&matched(&fewer), &states, "pattern {} is not needed", left_out);
                }
                let first = patterns_of_set(&space, set, 1, &Watch::default()).expect("fits");
                prop_assert_eq!(first.n_patterns.clone(), cover.n_patterns.clone());
                prop_assert_eq!(first.is_truncated(), cover.patterns.len() > 1);
            }
        }
    }

    #[test]
    fn paths_over_sets_are_legal_and_as_short_as_can_be(case in case()) {
        let conflict = case.conflict();
        let oracle = Oracle::new(&conflict);
        let space = space(&conflict);
        for &start in oracle.feasible().iter().step_by(oracle.feasible().len().div_ceil(4)) {
            for improving in [false, true] {
                let evolution = SetEvolution::new(&space, start, improving, &Watch::default()).expect("a small conflict fits");
                let distances = definitions::distances_in(&oracle, start, improving);
                prop_assert_eq!(space.count(evolution.reached()), distances.iter().flatten().count().into());
                for (state, expected) in oracle.feasible().iter().zip(distances) {
                    prop_assert_eq!(evolution.distance(*state), expected, "from {:?} to {:?}, improving: {}", start, state, improving);
                    let path = evolution.path(*state).expect("fits");
                    prop_assert_eq!(path.as_ref().map(|path| path.len() as u32), expected);
                    if let Some(path) = path {
                        prop_assert_eq!(follow(&oracle, start, &path, improving)?, *state);
                    }
                }
                for named in conflict.named.iter().take(2) {
                    let set = space.where_holds(named.holds).expect("fits");
                    let path = evolution.path_to_set(&set).expect("fits");
                    let nearest = evolution.distances().iter().position(|near| {
                        space.first_states(near, usize::MAX).expect("fits").iter().any(|state| conflict.circuit.holds(named.holds, *state))
                    });
                    prop_assert_eq!(path.as_ref().map(Vec::len), nearest);
                }
            }
        }
    }

    #[test]
    fn every_verdict_over_sets_comes_with_a_witness_that_holds(case in case()) {
        let conflict = case.conflict();
        let oracle = Oracle::new(&conflict);
        let space = space(&conflict);
        for it in analyse(&space, &CONCEPTS) {
            for party in conflict.party_ids() {
                for &state in oracle.feasible().iter().step_by(oracle.feasible().len().div_ceil(24)) {
                    let explanation = explain_in_sets(&space, it.concept, party, state, &Watch::default()).expect("fits");
                    prop_assert_eq!((explanation.concept, explanation.party, explanation.state), (it.concept, party, state));
                    prop_assert_eq!(witness::verify_in(&oracle, &explanation), Ok(()), "{:?}", explanation);
                    let is_stable = matches!(&explanation.verdict, Verdict::Stable { .. });
                    prop_assert_eq!(is_stable, space.contains(&it.stable[party.idx()], state), "{:?}", explanation);
                }
            }
        }
    }

    #[test]
    fn both_engines_tell_the_same_improvement_that_nothing_deters(case in case()) {
        let conflict = case.conflict();
        let (sets, states) = (space(&conflict), detente::space::Space::enumerate(&conflict, 1 << 20, &Watch::default()).expect("fits"));
        for concept in CONCEPTS {
            for party in conflict.party_ids() {
                for &state in states.states().iter().step_by(states.len().div_ceil(12)) {
                    let told = explain_in_sets(&sets, concept, party, state, &Watch::default()).expect("fits");
                    let expected = detente::stability::explain(&states, concept, party, state);
                    match (&told.verdict, &expected.verdict) {
                        (Verdict::Stable { deterred: told }, Verdict::Stable { deterred: expected }) => {
                            let lengths = |list: &[detente::model::Deterrence]| -> Vec<(State, usize)> {
                                list.iter().map(|it| (it.improvement, it.answer.len())).collect()
                            };
                            prop_assert_eq!(lengths(told), lengths(expected));
                        }
                        (told, expected) => prop_assert_eq!(told, expected),
                    }
                }
            }
        }
    }
}

/// Copies side by side of a conflict of two parties with two measures each.
fn dossier_of_copies(n_copies: usize) -> String {
    let mut text = String::from("[dossier]\ntitle = \"Copies\"\n");
    for copy in 0..n_copies {
        let (a, b) = (format!("a{copy}"), format!("b{copy}"));
        let of_a = [
            format!("{a}.guard if {b}.give"),
            format!("{b}.give"),
            format!("not {a}.give"),
        ];
        let of_b = [
            format!("{a}.guard"),
            format!("not {b}.guard"),
            format!("{a}.give if {b}.give"),
        ];
        for (party, wants) in [(&a, of_a), (&b, of_b)] {
            let wants: Vec<String> = wants
                .iter()
                .map(|that| format!("{{ that = \"{that}\" }}"))
                .collect();
            let _ = writeln!(
                text,
                "[parties.{party}]\nname = \"{party}\"\nprefers = [{}]",
                wants.join(", ")
            );
            let _ = writeln!(
                text,
                "[parties.{party}.measures]\ngive = {{ text = \"gives\" }}\nguard = {{ text = \"guards\" }}"
            );
        }
        let _ = writeln!(
            text,
            "[[rules]]\nnever = \"{a}.guard and {b}.guard and {a}.give\""
        );
    }
    text
}

fn read(text: &str) -> Conflict {
    let source = detente::dossier::Source {
        name: "copies.toml".to_string(),
        bytes: text.as_bytes().to_vec(),
    };
    let read = detente::dossier::read(&source);
    let dossier = read
        .dossier
        .unwrap_or_else(|| panic!("{:#?}", read.diagnostics));
    Conflict::new(&dossier, &dossier.settings()[0])
}

#[test]
fn the_counts_of_conflicts_side_by_side_multiply() {
    let one = read(&dossier_of_copies(1));
    let oracle = Oracle::new(&one);
    let (n_copies, ten) = (10, read(&dossier_of_copies(10)));
    assert_eq!(ten.n_entries, 40);
    let space = space(&ten);
    // What happens in one copy is indifferent to the others, so each verdict is that of the copy.
    assert_eq!(
        space.count(space.feasible()),
        BigUint::from(oracle.feasible().len()).pow(n_copies)
    );
    let mut counts = BTreeSet::new();
    for it in analyse(&space, &CONCEPTS) {
        let is_stable = |state: State| {
            one.party_ids()
                .all(|party| definitions::is_stable(&oracle, it.concept, party, state))
        };
        let n_equilibria = oracle
            .feasible()
            .iter()
            .filter(|state| is_stable(**state))
            .count();
        assert_eq!(
            space.count(&it.equilibria),
            BigUint::from(n_equilibria).pow(n_copies),
            "{:?}",
            it.concept
        );
        counts.insert(n_equilibria);
        for party in one.party_ids() {
            let n_stable = oracle
                .feasible()
                .iter()
                .filter(|state| definitions::is_stable(&oracle, it.concept, party, **state))
                .count();
            let elsewhere = BigUint::from(oracle.feasible().len()).pow(n_copies - 1);
            assert_eq!(space.count(&it.stable[party.idx()]), elsewhere * n_stable);
        }
    }
    assert!(
        counts.len() >= 3 && counts.iter().any(|count| *count > 1),
        "the concepts differ: {counts:?}"
    );
}

#[test]
fn simultaneous_stability_is_left_to_the_explicit_engine() {
    let space = space(&read(&dossier_of_copies(1)));
    let settled = analyse(&space, &[Concept::Sim, Concept::Nash]);
    assert_eq!(settled[0].stopped, Some(Stopped::ExplicitOnly));
    assert!(settled[0].equilibria.is_empty());
    assert_eq!(settled[1].stopped, None);
}

#[test]
fn work_that_is_stopped_says_so() {
    let conflict = read(&dossier_of_copies(10));
    let watch = Watch::default();
    watch.stop();
    assert_eq!(
        SymbolicSpace::new(&conflict, NODES_MAX, &watch).err(),
        Some(Stopped::Interrupted)
    );
    let settled = analyse_sets(&space(&conflict), &[Concept::Seq], &watch);
    assert_eq!(settled[0].stopped, Some(Stopped::Interrupted));
    let few = SymbolicSpace::new(&conflict, 256, &Watch::default());
    assert_eq!(few.err(), Some(Stopped::TooManyNodes { nodes_max: 256 }));
}
