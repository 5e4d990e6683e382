//! Listing the feasible states.
//!
//! # Definition
//! A state is feasible when every rule holds in it.
//! # Algorithm
//! Depth first over the measures, last one outermost, so that states come in ascending order. A branch is cut as
//! soon as some rule can no longer hold, by three-valued evaluation of the rules. The first measures, with at least
//! 64 combinations, form a block that is checked 64 states at a time.
//! # Complexity
//! `O(g)` per branch and per 64 states for `g` gate inputs in the rules; the number of branches is bounded by `STEPS_MAX`.
//! # Validity
//! Exact; stops with a reason when the states or the branches are too many.
//! # References
//! Kleene (1938), On notation for ordinal numbers, for the three-valued evaluation; the search is textbook backtracking.

use super::{Stopped, Watch};
use crate::model::{Conflict, Node, Possible, State};

/// The most branches that the search may open.
pub(super) const STEPS_MAX: u64 = 1 << 25;

/// Lists the feasible states in ascending order.
///
/// # Errors
/// When there are more than `states_max`, when the search opens more than 2²⁵ branches, or when it is stopped.
pub fn feasible_states(
    conflict: &Conflict,
    states_max: usize,
    watch: &Watch,
) -> Result<Vec<State>, Stopped> {
    let mut search = Search::new(conflict, states_max, watch);
    search.branch(conflict.levers.len(), State::default(), 0)?;
    Ok(search.found)
}

/// 64 or fewer combinations of the levers in the block.
struct Chunk {
    states: Vec<State>,
    entries: Vec<u64>,
}

struct Search<'a> {
    conflict: &'a Conflict,
    watch: &'a Watch,
    states_max: usize,
    cone: Vec<Node>,
    n_block_levers: usize,
    block: Vec<Chunk>,
    found: Vec<State>,
    steps: u64,
    possible: Vec<Possible>,
    values: Vec<u64>,
}

impl<'a> Search<'a> {
    fn new(conflict: &'a Conflict, states_max: usize, watch: &'a Watch) -> Self {
        let (n_block_levers, states) = block(conflict);
        let block = states
            .chunks(64)
            .map(|states| Chunk {
                states: states.to_vec(),
                entries: transpose(states, conflict.n_entries),
            })
            .collect();
        let cone = conflict.circuit.cone(conflict.rules.iter().copied());
        Self {
            conflict,
            watch,
            states_max,
            cone,
            n_block_levers,
            block,
            found: vec![],
            steps: 0,
            possible: vec![],
            values: vec![],
        }
    }

    /// Decides the levers below `n_open`, given the others in `state`.
    fn branch(&mut self, n_open: usize, state: State, known: u128) -> Result<(), Stopped> {
        self.steps += 1;
        if self.steps > STEPS_MAX {
            return Err(Stopped::TooManySteps {
                steps_max: STEPS_MAX,
            });
        }
        if self.steps.is_multiple_of(4096) && self.watch.is_stopped() {
            return Err(Stopped::Interrupted);
        }
        let circuit = &self.conflict.circuit;
        circuit.evaluate_partly(&self.cone, known, state, &mut self.possible);
        let rules = self
            .conflict
            .rules
            .iter()
            .map(|rule| self.possible[rule.idx()]);
        if rules.clone().any(|rule| !rule.yes) {
            return Ok(());
        }
        if n_open == self.n_block_levers {
            let decided = rules.clone().all(|rule| !rule.no);
            return self.take_block(state, decided);
        }
        let lever = &self.conflict.levers[n_open - 1];
        let own = lever.bits(lever.n_levels() - 1);
        for level in 0..lever.n_levels() {
            self.branch(n_open - 1, State(state.0 | lever.bits(level)), known | own)?;
        }
        Ok(())
    }

    fn take_block(&mut self, high: State, decided: bool) -> Result<(), Stopped> {
        for chunk in &self.block {
            let mut feasible = u64::MAX >> (64 - chunk.states.len());
            if !decided {
                let entries: Vec<u64> = chunk
                    .entries
                    .iter()
                    .enumerate()
                    .map(|(entry, word)| if high.has(entry) { u64::MAX } else { *word })
                    .collect();
                self.conflict
                    .circuit
                    .evaluate(&self.cone, &entries, &mut self.values);
                feasible = self
                    .conflict
                    .rules
                    .iter()
                    .fold(feasible, |word, rule| word & self.values[rule.idx()]);
            }
            while feasible != 0 {
                let lane = feasible.trailing_zeros() as usize;
                feasible &= feasible - 1;
                self.found.push(State(high.0 | chunk.states[lane].0));
            }
        }
        if self.found.len() > self.states_max {
            Err(Stopped::TooManyStates {
                states_max: self.states_max,
            })
        } else {
            Ok(())
        }
    }
}

/// The combinations of the first levers, as few as give 64 or all of them.
fn block(conflict: &Conflict) -> (usize, Vec<State>) {
    let mut states = vec![State::default()];
    let mut n_levers = 0;
    for lever in &conflict.levers {
        if states.len() >= 64 {
            break;
        }
        n_levers += 1;
        states = (0..lever.n_levels())
            .flat_map(|level| {
                states
                    .iter()
                    .map(move |state| State(state.0 | lever.bits(level)))
            })
            .collect();
    }
    (n_levers, states)
}

/// Up to 64 states as one word per entry, one state per bit.
pub(super) fn transpose(states: &[State], n_entries: usize) -> Vec<u64> {
    let mut entries = vec![0; n_entries];
    for (lane, state) in states.iter().enumerate() {
        for (entry, word) in entries.iter_mut().enumerate() {
            *word |= u64::from(state.has(entry)) << lane;
        }
    }
    entries
}
