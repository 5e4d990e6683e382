//! The engine against the oracle, and against what the theory says, on random conflicts.

#[path = "properties/cells.rs"]
mod cells;
#[path = "properties/graphs.rs"]
mod graphs;
#[path = "properties/hypergames.rs"]
mod hypergames;
#[path = "properties/nearby.rs"]
mod nearby;
#[path = "properties/roles.rs"]
mod roles;
mod support;
#[path = "properties/together.rs"]
mod together;

use std::collections::BTreeMap;

use detente::model::{Concept, Conflict, Direction, PartyId, Permission, State, Step, Verdict};
use detente::oracle::definitions::{self, Oracle};
use detente::oracle::witness;
use detente::space::{STATES_MAX, Space, Watch};
use detente::stability::{self, Evolution, Settled};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, FileFailurePersistence, TestRunner};

use support::{case, features, rename, renaming};

/// Seeds that once failed are kept, and tried first.
fn config() -> Config {
    let seeds = FileFailurePersistence::Direct("tests/properties.regressions");
    Config {
        failure_persistence: Some(Box::new(seeds)),
        ..Config::with_cases(256)
    }
}

fn space(conflict: &Conflict) -> Space {
    Space::enumerate(conflict, STATES_MAX, &Watch::default())
        .expect("a small conflict can be enumerated")
}

fn analyse(space: &Space, n_threads: usize) -> Vec<Settled> {
    stability::analyse(space, &Concept::ALL, n_threads, &Watch::default())
}

/// The states that are stable for a party.
fn stable(space: &Space, settled: &[Settled], concept: Concept, party: PartyId) -> Vec<State> {
    let settled = settled
        .iter()
        .find(|settled| settled.concept == concept)
        .expect("every concept was asked for");
    settled.stable[party.idx()]
        .ones()
        .map(|idx| space.states()[idx])
        .collect()
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
    fn a_conflict_says_what_its_dossier_says(case in case()) {
        let conflict = case.conflict();
        let feasible: Vec<Vec<usize>> = case.combinations().into_iter().filter(|levels| case.is_feasible(levels)).collect();
        let states: Vec<State> = feasible.iter().map(|levels| support::state_of(&case.dossier.measures, levels)).collect();
        prop_assert_eq!(&states, &definitions::feasible_states(&conflict));
        for (levels, &state) in feasible.iter().zip(&states) {
            for (lever, measure) in conflict.levers.iter().zip(&case.dossier.measures) {
                for (permission, condition, ruled_out) in
                    [(lever.raise, &measure.take_when, Direction::Drop), (lever.lower, &measure.drop_when, Direction::Take)]
                {
                    let permitted = match permission {
                        Permission::Never => false,
                        Permission::Always => true,
                        Permission::When(node) => conflict.circuit.holds(node, state),
                    };
                    let condition = condition.as_ref().is_none_or(|written| case.holds(&written.formula, levels));
                    prop_assert_eq!(permitted, measure.moves != ruled_out && condition);
                }
            }
        }
        for (ban, rule) in conflict.bans.iter().zip(&case.dossier.move_rules) {
            prop_assert_eq!(ban.by, rule.by);
            for (levels, &state) in feasible.iter().zip(&states) {
                for (node, written) in [(ban.from, &rule.from), (ban.to, &rule.to)] {
                    prop_assert_eq!(conflict.circuit.holds(node, state), case.holds(&written.formula, levels));
                }
            }
        }
        prop_assert_eq!(conflict.bans.len(), case.dossier.move_rules.len());
        let oracle = Oracle::new(&conflict);
        for party in conflict.party_ids() {
            for (levels, &state) in feasible.iter().zip(&states).step_by(5) {
                for (other_levels, &other) in feasible.iter().zip(&states).step_by(3) {
                    prop_assert_eq!(oracle.prefers(party, state, other), case.compare(party, levels, other_levels));
                }
            }
        }
    }

    #[test]
    fn the_engine_settles_conflicts_as_the_oracle_does(case in case()) {
        let conflict = case.conflict();
        let oracle = Oracle::new(&conflict);
        let space = space(&conflict);
        prop_assert_eq!(space.states(), oracle.feasible());
        let settled = analyse(&space, 1);
        prop_assert_eq!(settled.iter().map(|settled| settled.concept).collect::<Vec<_>>(), Concept::ALL);
        for it in &settled {
            prop_assert!(!it.stopped);
            for party in conflict.party_ids() {
                let expected: Vec<State> =
                    space.states().iter().copied().filter(|&state| definitions::is_stable(&oracle, it.concept, party, state)).collect();
                prop_assert_eq!(stable(&space, &settled, it.concept, party), expected, "{:?} for {:?}", it.concept, party);
            }
            for idx in 0..space.len() {
                prop_assert_eq!(it.equilibria.contains(idx), it.stable.iter().all(|stable| stable.contains(idx)));
            }
        }
    }

    #[test]
    fn moves_and_improvements_are_those_of_the_definition(case in case()) {
        let conflict = case.conflict();
        let oracle = Oracle::new(&conflict);
        let space = space(&conflict);
        for party in conflict.party_ids() {
            for (idx, &state) in space.states().iter().enumerate() {
                let sorted = |moves: &mut dyn Iterator<Item = usize>| {
                    let mut states: Vec<State> = moves.map(|to| space.states()[to]).collect();
                    states.sort();
                    states
                };
                prop_assert_eq!(sorted(&mut space.moves(party, idx)), oracle.moves(party, state));
                prop_assert_eq!(sorted(&mut space.improvements(party, idx)), oracle.improvements(party, state));
            }
        }
    }

    #[test]
    fn paths_are_legal_and_as_short_as_can_be(case in case()) {
        let conflict = case.conflict();
        let oracle = Oracle::new(&conflict);
        let space = space(&conflict);
        for (from, &start) in space.states().iter().enumerate().step_by(space.len().div_ceil(8)) {
            for improving in [false, true] {
                let evolution = Evolution::new(&space, from, improving, &Watch::default()).expect("nobody stops the walk");
                let distances = definitions::distances_in(&oracle, start, improving);
                prop_assert_eq!(evolution.n_reached(), distances.iter().flatten().count());
                for (idx, expected) in distances.into_iter().enumerate() {
                    prop_assert_eq!(evolution.distance(idx), expected, "from {} to {}, improving: {}", from, idx, improving);
                    let path = evolution.path(idx);
                    prop_assert_eq!(path.as_ref().map(|path| path.len() as u32), expected);
                    if let Some(path) = path {
                        prop_assert_eq!(follow(&oracle, start, &path, improving)?, space.states()[idx]);
                    }
                }
            }
        }
    }

    #[test]
    fn every_verdict_comes_with_a_witness_that_holds(case in case()) {
        let conflict = case.conflict();
        let oracle = Oracle::new(&conflict);
        let space = space(&conflict);
        let settled = analyse(&space, 1);
        for it in &settled {
            for party in conflict.party_ids() {
                for (idx, &state) in space.states().iter().enumerate() {
                    let explanation = stability::explain(&space, it.concept, party, state);
                    prop_assert_eq!((explanation.concept, explanation.party, explanation.state), (it.concept, party, state));
                    prop_assert_eq!(witness::verify_in(&oracle, &explanation), Ok(()), "{:?}", explanation);
                    match &explanation.verdict {
                        Verdict::Stable { deterred } => {
                            prop_assert!(it.stable[party.idx()].contains(idx), "{:?}", explanation);
                            prop_assert!(deterred.is_sorted_by_key(|deterrence| deterrence.improvement), "in the order of states");
                        }
                        Verdict::Unstable { .. } => prop_assert!(!it.stable[party.idx()].contains(idx), "{:?}", explanation),
                    }
                }
            }
        }
    }

    #[test]
    fn stricter_concepts_imply_looser_ones(case in case()) {
        let conflict = case.conflict();
        let space = space(&conflict);
        let settled = analyse(&space, 1);
        let chain = [
            (Concept::Nash, Concept::Sseq),
            (Concept::Sseq, Concept::Seq),
            (Concept::Seq, Concept::Gmr),
            (Concept::Sseq, Concept::Smr),
            (Concept::Smr, Concept::Gmr),
            (Concept::Nash, Concept::Sim),
        ];
        for party in conflict.party_ids() {
            for (strict, loose) in chain {
                let loosely = stable(&space, &settled, loose, party);
                let broken = stable(&space, &settled, strict, party).into_iter().find(|state| !loosely.contains(state));
                prop_assert_eq!(broken, None, "{:?} implies {:?}", strict, loose);
            }
        }
    }

    #[test]
    fn renaming_parties_and_measures_permutes_the_answer(case in case(), keys in renaming()) {
        let (renamed, renaming) = rename(&case, &keys);
        let (conflict, renamed) = (case.conflict(), renamed.conflict());
        let (before, after) = (space(&conflict), space(&renamed));
        let (settled, resettled) = (analyse(&before, 1), analyse(&after, 1));
        for concept in Concept::ALL {
            for (new, &old) in renaming.parties.iter().enumerate() {
                let mut expected: Vec<State> =
                    stable(&before, &settled, concept, old).into_iter().map(|state| renaming.state(&case.dossier, state)).collect();
                expected.sort();
                prop_assert_eq!(stable(&after, &resettled, concept, PartyId::new(new)), expected, "{:?}", concept);
            }
        }
        let start = conflict.status_quo.expect("generated dossiers have a status quo");
        prop_assert_eq!(renamed.status_quo, Some(renaming.state(&case.dossier, start)));
    }

    #[test]
    fn the_number_of_threads_does_not_matter(case in case()) {
        let conflict = case.conflict();
        let space = space(&conflict);
        let (one, two) = (analyse(&space, 1), analyse(&space, 2));
        for (one, two) in one.iter().zip(&two) {
            prop_assert_eq!(one.concept, two.concept);
            prop_assert_eq!(&one.stable, &two.stable);
            prop_assert_eq!(&one.equilibria, &two.equilibria);
            prop_assert_eq!(one.stopped, two.stopped);
        }
    }
}

#[test]
fn the_generator_reaches_what_matters() {
    let mut runner = TestRunner::deterministic();
    let mut n_found: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..768 {
        let case = case()
            .new_tree(&mut runner)
            .expect("most dossiers leave a state")
            .current();
        for (feature, present) in features(&case) {
            *n_found.entry(feature).or_default() += usize::from(present);
        }
    }
    assert!(n_found.values().all(|&n| n >= 3), "{n_found:#?}");
}
