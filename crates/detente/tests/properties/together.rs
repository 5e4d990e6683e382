//! What coalitions can do from one state, found over a large space, is what the definitions over all states of its graph say.

use detente::model::{Conflict, Kernel};
use detente::space::Watch;
use detente::stability::graph::{coalitions, of_space};
use detente::stability::{Answer, IMPROVEMENTS_LISTED_MAX, coalitions_at};
use proptest::prelude::*;

use super::{analyse, space};
use crate::support::case;

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn from_one_state_coalitions_can_do_what_they_can_from_all(case in case(), picks in prop::collection::vec(any::<prop::sample::Index>(), 3)) {
        let space = space(&Conflict::new(&case.dossier, &case.setting));
        let settled = analyse(&space, 2);
        let graph = of_space(&space).expect("it is small");
        let all = coalitions(&graph, Kernel::default(), &Watch::default()).expect("it is small");
        for state in picks.iter().map(|pick| pick.index(space.len())) {
            let found = coalitions_at(&space, &settled, state, 2, &Watch::default()).expect("few parties");
            prop_assert_eq!(found.len(), all.all.len());
            for (one, expected) in found.iter().zip(&all.all) {
                prop_assert_eq!(&one.members, &expected.members);
                let improvements = &expected.improvements[state];
                prop_assert_eq!(one.n_improvements, improvements.len());
                let mut listed = one.improvements.clone();
                listed.sort_unstable();
                prop_assert!(improvements.len() > IMPROVEMENTS_LISTED_MAX || &listed == improvements);
                let is_equilibrium = |to: &&usize| settled.iter().any(|settled| settled.equilibria.contains(**to));
                prop_assert_eq!(&one.equilibria, &improvements.iter().filter(is_equilibrium).copied().collect::<Vec<usize>>());
                for (verdict, stable) in one.stable.iter().zip(&expected.stable) {
                    match verdict {
                        Answer::Stable => prop_assert!(stable.contains(&state), "{:?} at {}", one, state),
                        Answer::Unstable { to } => prop_assert!(!stable.contains(&state) && improvements.contains(to), "{:?} at {}", one, state),
                        Answer::Unknown => prop_assert!(false, "so small a space is searched to the end"),
                    }
                }
            }
        }
    }
}
