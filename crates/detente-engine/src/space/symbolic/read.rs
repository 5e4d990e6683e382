//! Reading sets of states: exact counts, the first states, single states.
//!
//! # Definition
//! A state is in a set when the decisions of the diagram, followed by the state's entries, end in its true leaf.
//! # Algorithm
//! Counting goes once over the nodes. The first states in ascending order are found by deciding the entries from the last
//! to the first, `N` before `Y`, and leaving what is empty.
//! # Complexity
//! Counting: one addition per node. Listing: at most one restriction per state and entry.
//! # Validity
//! Counts are exact, however large. Sets do not depend on copies of entries.
//! # References
//! Bryant (1986), Graph-based algorithms for Boolean function manipulation (not at hand).

use std::collections::HashMap;

use num_bigint::BigUint;

use super::SymbolicSpace;
use super::diagrams::Set;
use crate::model::State;
use crate::space::Stopped;

impl SymbolicSpace {
    /// The number of states in a set.
    #[expect(
        clippy::mutable_key_type,
        reason = "what the store counts about a set is no part of the set"
    )]
    pub fn count(&self, set: &Set) -> BigUint {
        let mut known = HashMap::new();
        let n_places = self.placement.len() as u32;
        count_from(set, 0, n_places, &mut known)
    }

    /// Whether a state is in a set.
    pub fn contains(&self, set: &Set, state: State) -> bool {
        let mut here = set.clone();
        while let (Some(variable), Some((low, high))) = (here.top(), here.branches()) {
            here = if state.has(self.placement.entry(variable)) {
                high
            } else {
                low
            };
        }
        !here.is_empty()
    }

    /// The first states of a set in ascending order, at most `states_max`.
    ///
    /// # Errors
    /// When the store is full.
    pub fn first_states(&self, set: &Set, states_max: usize) -> Result<Vec<State>, Stopped> {
        self.list(set, states_max, [true, false])
    }

    /// The last state of a set; `None` for the empty set.
    ///
    /// # Errors
    /// When the store is full.
    pub fn last_state(&self, set: &Set) -> Result<Option<State>, Stopped> {
        Ok(self.list(set, 1, [false, true])?.pop())
    }

    /// States of a set; of two that differ in an entry and not in those above it, the one with the second of `truths` comes first.
    fn list(&self, set: &Set, states_max: usize, truths: [bool; 2]) -> Result<Vec<State>, Stopped> {
        let mut found = Vec::new();
        let mut pending = vec![(set.clone(), self.placement.len(), State::default())];
        while let Some((set, n_open, state)) = pending.pop() {
            if found.len() >= states_max || set.is_empty() {
                continue;
            }
            let Some(entry) = n_open.checked_sub(1) else {
                found.push(state);
                continue;
            };
            for truth in truths {
                let literal = self.diagrams.literal(self.placement.before(entry), truth)?;
                let state = if truth { state.with(entry) } else { state };
                pending.push((self.diagrams.restrict(&set, &literal)?, entry, state));
            }
        }
        Ok(found)
    }

    /// The first state of a set; `None` for the empty set.
    ///
    /// # Errors
    /// When the store is full.
    pub fn first_state(&self, set: &Set) -> Result<Option<State>, Stopped> {
        Ok(self.first_states(set, 1)?.pop())
    }

    /// One state as a set.
    ///
    /// # Errors
    /// When the store is full.
    pub fn state(&self, state: State) -> Result<Set, Stopped> {
        self.frame().state(state)
    }
}

/// The number of truths of the entries from place `from` on that are in the set.
#[expect(clippy::mutable_key_type, reason = "as above")]
fn count_from(set: &Set, from: u32, n_places: u32, known: &mut HashMap<Set, BigUint>) -> BigUint {
    let free = |from: u32, to: u32| u64::from(to - from);
    let (Some(variable), Some((low, high))) = (set.top(), set.branches()) else {
        return if set.is_empty() {
            BigUint::ZERO
        } else {
            BigUint::from(1u32) << free(from, n_places)
        };
    };
    let place = variable / 2;
    let here = match known.get(set) {
        Some(count) => count.clone(),
        None => {
            let count = count_from(&low, place + 1, n_places, known)
                + count_from(&high, place + 1, n_places, known);
            known.insert(set.clone(), count.clone());
            count
        }
    };
    here << free(from, place)
}
