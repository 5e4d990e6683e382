//! From a state to its index.
//!
//! # Definition
//! The code of a state is its number in the mixed radix of the levels, the first measure lowest: a sum over its
//! entries, so that a change of measures adds a fixed amount to the code whatever the other measures are.
//! # Algorithm
//! A table by code when it stays in proportion to the states, otherwise hashing.
//! # Complexity
//! `O(1)` per look-up; 4 bytes per code or about 32 per state.
//! # Validity
//! Codes are exact for every conflict that a state can hold: at most 2¹²⁸ combinations.
//! # References
//! Folklore.

use std::collections::HashMap;

use crate::model::{Conflict, State};

/// The longest table, in proportion to the number of codes in it and at least.
const CODES_PER_ITEM_MAX: usize = 64;
const CODES_MIN: usize = 1 << 20;

/// Which code has which index.
#[derive(Debug)]
pub(crate) enum CodeMap {
    Table(Vec<u32>),
    Hashed(HashMap<u128, u32>),
}

impl CodeMap {
    /// Maps codes below `n_codes`; of several indexes with one code the last one stays.
    fn new(n_codes: u128, items: impl ExactSizeIterator<Item = (u128, u32)>) -> Self {
        let room = items
            .len()
            .saturating_mul(CODES_PER_ITEM_MAX)
            .max(CODES_MIN) as u128;
        if n_codes > room {
            return Self::Hashed(items.collect());
        }
        let mut table = vec![u32::MAX; n_codes as usize];
        items.for_each(|(code, idx)| table[code as usize] = idx);
        Self::Table(table)
    }

    /// The index with this code.
    pub(crate) fn get(&self, code: u128) -> Option<usize> {
        match self {
            Self::Table(table) => table
                .get(usize::try_from(code).ok()?)
                .filter(|idx| **idx != u32::MAX)
                .map(|idx| *idx as usize),
            Self::Hashed(hashed) => hashed.get(&code).map(|idx| *idx as usize),
        }
    }
}

/// Which index has which code.
#[derive(Debug)]
pub(crate) struct Lookup {
    /// What each entry adds to the code.
    weights: Vec<u128>,
    /// At most 2¹²⁸ codes, since a lever with k levels has k − 1 of at most 128 entries; the number may be one too many
    /// to count, and is then only compared.
    n_codes: u128,
    indexes: CodeMap,
}

impl Lookup {
    pub(super) fn new(conflict: &Conflict, states: &[State]) -> Self {
        let mut weights = Vec::with_capacity(conflict.n_entries);
        let mut n_codes: u128 = 1;
        for lever in &conflict.levers {
            weights.extend(lever.entries.clone().map(|_| n_codes));
            n_codes = n_codes.saturating_mul(lever.n_levels() as u128);
        }
        let items = states
            .iter()
            .map(|state| code(&weights, *state))
            .zip(0..states.len() as u32);
        let indexes = CodeMap::new(n_codes, items);
        Self {
            weights,
            n_codes,
            indexes,
        }
    }

    /// The code of a state, or of a part of one.
    pub(crate) fn code(&self, state: State) -> u128 {
        code(&self.weights, state)
    }

    /// The index of the feasible state with this code.
    pub(crate) fn at(&self, code: u128) -> Option<usize> {
        self.indexes.get(code)
    }

    /// Maps codes of parts of states.
    pub(crate) fn map(&self, items: impl ExactSizeIterator<Item = (u128, u32)>) -> CodeMap {
        CodeMap::new(self.n_codes, items)
    }
}

fn code(weights: &[u128], state: State) -> u128 {
    let mut bits = state.0;
    let mut code: u128 = 0;
    while bits != 0 {
        code = code.wrapping_add(weights[bits.trailing_zeros() as usize]);
        bits &= bits - 1;
    }
    code
}
