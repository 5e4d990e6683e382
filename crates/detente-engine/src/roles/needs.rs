//! Which measures a set of states needs.
//!
//! # Definition
//! A set of states *needs* a measure when some level at which the measure stands in a feasible state is at none in the set.
//! # Algorithm
//! The levels are counted over the feasible states and over the set.
//! # Complexity
//! `O(n·m)` for `n` states and `m` measures of the party.
//! # Validity
//! An empty set needs nothing. What the set needs as today has it counts for the question only, and only when the party could leave
//! it: that is how it could block. Levels are compared one measure at a time.
//! # References
//! The notion is this program's own.

use super::may_stand_at;
use crate::model::{MeasureId, Need, PartyId};
use crate::space::Space;

/// What the states in which the question holds need of a party.
pub(super) fn of_question(space: &Space, party: PartyId) -> Vec<Need> {
    let Some(question) = space.conflict().question else {
        return vec![];
    };
    let column = &space.where_holds(&[question])[0];
    let set: Vec<usize> = (0..space.len())
        .filter(|state| column[state / 64] >> (state % 64) & 1 == 1)
        .collect();
    needs(space, party, &set)
}

/// What every equilibrium has elsewhere than today.
pub(super) fn of_equilibria(space: &Space, party: PartyId, equilibria: &[usize]) -> Vec<Need> {
    let mut needs = needs(space, party, equilibria);
    needs.retain(|need| need.acts);
    needs
}

fn needs(space: &Space, party: PartyId, set: &[usize]) -> Vec<Need> {
    let Some(first) = set.first() else {
        return vec![];
    };
    let conflict = space.conflict();
    let own = conflict
        .levers
        .iter()
        .enumerate()
        .filter(|(_, lever)| lever.party == party);
    let found = own.filter_map(|(idx, lever)| {
        let mut feasible = vec![false; lever.n_levels()];
        space
            .states()
            .iter()
            .for_each(|state| feasible[lever.level(*state)] = true);
        let mut wanted = vec![false; lever.n_levels()];
        set.iter()
            .for_each(|state| wanted[lever.level(space.states()[*state])] = true);
        let levels: Vec<usize> = (0..wanted.len()).filter(|level| wanted[*level]).collect();
        let acts = conflict
            .status_quo
            .is_some_and(|now| !wanted[lever.level(now)]);
        let mut other = (0..wanted.len()).filter(|level| feasible[*level] && !wanted[*level]);
        let is_need = other.any(|level| acts || may_stand_at(conflict, lever, level));
        is_need.then(|| Need {
            measure: MeasureId::new(idx),
            levels,
            acts,
            example: space.states()[*first],
        })
    });
    found.collect()
}
