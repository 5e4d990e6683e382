//! The truth of entries and conditions over all states, one bit per state.
//!
//! # Definition
//! A column holds, for one entry or condition, one bit per state in the order of states.
//! # Algorithm
//! Entries are transposed once, 64 states at a time; conditions are evaluated on 64 states at a time by the circuit.
//! # Complexity
//! `O(n·e/64)` words for `n` states and `e` entries; a condition costs its gates per word.
//! # Validity
//! Bits past the last state are unspecified.
//! # References
//! Folklore.

use super::enumerate;
use crate::model::{Circuit, Node, State};

/// One bit per state for every entry.
#[derive(Debug)]
pub(crate) struct Columns {
    /// Word by word, the words of all entries together.
    words: Vec<u64>,
    n_entries: usize,
    n_words: usize,
}

impl Columns {
    pub(crate) fn new(states: &[State], n_entries: usize) -> Self {
        let words = states
            .chunks(64)
            .flat_map(|states| enumerate::transpose(states, n_entries))
            .collect();
        Self {
            words,
            n_entries,
            n_words: states.len().div_ceil(64),
        }
    }

    /// Where an entry holds.
    pub(crate) fn entry(&self, entry: usize) -> Vec<u64> {
        self.words
            .iter()
            .skip(entry)
            .step_by(self.n_entries)
            .copied()
            .collect()
    }

    /// The truth of each condition in every state. Bits past the last state are unspecified.
    pub(crate) fn of(&self, circuit: &Circuit, conditions: &[Node]) -> Vec<Vec<u64>> {
        let cone = circuit.cone(conditions.iter().copied());
        let mut values = Vec::new();
        let mut columns = vec![Vec::with_capacity(self.n_words); conditions.len()];
        for word in 0..self.n_words {
            circuit.evaluate(
                &cone,
                &self.words[word * self.n_entries..][..self.n_entries],
                &mut values,
            );
            for (column, condition) in columns.iter_mut().zip(conditions) {
                column.push(values[condition.idx()]);
            }
        }
        columns
    }
}
