//! The two oracles agree: the one that lists every state, and the one that looks at single states of conflicts too large for that.

use std::collections::BTreeMap;

use detente::model::{Concept, State, Verdict};
use detente::oracle::definitions::{self, Oracle};
use detente::oracle::{Nearby, Refutation, Sought, witness};
use detente::stability::explain;
use proptest::prelude::*;

use super::support::case;
use super::{config, space};

const SEQUENTIAL: [Concept; 5] = [
    Concept::Nash,
    Concept::Gmr,
    Concept::Smr,
    Concept::Seq,
    Concept::Sseq,
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn both_oracles_answer_alike(case in case()) {
        let conflict = case.conflict();
        let oracle = Oracle::new(&conflict);
        let nearby = Nearby::new(&conflict, usize::MAX);
        for bits in 0..1 << conflict.n_entries {
            prop_assert_eq!(nearby.is_feasible(State(bits)), oracle.feasible().contains(&State(bits)), "{:b}", bits);
        }
        for &state in oracle.feasible().iter().step_by(oracle.feasible().len().div_ceil(6)) {
            let distances = definitions::distances_in(&oracle, state, true);
            let reached: BTreeMap<State, u32> =
                oracle.feasible().iter().zip(distances).filter_map(|(state, distance)| Some((*state, distance?))).collect();
            prop_assert_eq!(nearby.reached(state), Some(reached));
            for party in conflict.party_ids() {
                prop_assert_eq!(&nearby.moves(party, state), oracle.moves(party, state));
                let told: Vec<State> = oracle.feasible().iter().copied().filter(|to| nearby.is_move(party, state, *to)).collect();
                prop_assert_eq!(&told, oracle.moves(party, state));
                prop_assert_eq!(&nearby.improvements(party, state), oracle.improvements(party, state));
                for concept in SEQUENTIAL {
                    prop_assert_eq!(nearby.is_stable(concept, party, state), Some(definitions::is_stable(&oracle, concept, party, state)));
                    for &improvement in oracle.improvements(party, state) {
                        let lowest = definitions::sanction(&oracle, concept, party, state, improvement);
                        match nearby.sanction(concept, party, state, improvement) {
                            Sought::Found(ends) => prop_assert!(lowest.is_some_and(|lowest| lowest <= ends)),
                            found => prop_assert_eq!((found, lowest), (Sought::Nowhere, None)),
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn both_check_witnesses_alike(case in case()) {
        let conflict = case.conflict();
        let (oracle, space) = (Oracle::new(&conflict), space(&conflict));
        let (nearby, blind) = (Nearby::new(&conflict, usize::MAX), Nearby::new(&conflict, 0));
        for &state in oracle.feasible().iter().step_by(oracle.feasible().len().div_ceil(6)) {
            for (concept, party) in SEQUENTIAL.into_iter().flat_map(|concept| conflict.party_ids().map(move |party| (concept, party))) {
                let told = explain(&space, concept, party, state);
                prop_assert_eq!(witness::verify_nearby(&nearby, &told), Ok(()));
                let mut wrong = told.clone();
                if let Verdict::Stable { deterred } = &mut wrong.verdict {
                    // A stable verdict needs no search; with an answer less it is refused.
                    prop_assert_eq!(witness::verify_nearby(&blind, &told), Ok(()));
                    if deterred.pop().is_none() {
                        continue;
                    }
                } else {
                    // An unstable one does, unless nothing could be an answer.
                    let seen = witness::verify_nearby(&blind, &told);
                    prop_assert!(matches!(seen, Ok(()) | Err(Refutation::Unsettled { .. })), "{:?}", seen);
                    wrong.verdict = Verdict::Stable { deterred: vec![] };
                }
                let refused = witness::verify_nearby(&nearby, &wrong);
                prop_assert!(refused.is_err());
                prop_assert_eq!(refused, witness::verify_in(&oracle, &wrong));
            }
        }
    }
}
