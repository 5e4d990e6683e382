//! From a state to its index.
//!
//! # Definition
//! The code of a state is its number in the mixed radix of the levels, the first measure lowest: a sum over its
//! entries, so that a change of measures adds a fixed amount to the code whatever the other measures are.
//! # Algorithm
//! A table by code when it stays in proportion to the states, otherwise hashing.
//! # Complexity
//! `O(1)` per look-up; 4 bytes per code or about 32 per state.

use std::collections::HashMap;

use crate::model::{Conflict, State};

/// The longest table, in proportion to the number of states and at least.
const CODES_PER_STATE_MAX: usize = 64;
const CODES_MIN: usize = 1 << 20;

/// Which index has which code.
#[derive(Debug)]
pub(crate) struct Lookup {
    /// What each entry adds to the code.
    weights: Vec<u128>,
    indexes: Indexes,
}

#[derive(Debug)]
enum Indexes {
    Table(Vec<u32>),
    Hashed(HashMap<u128, u32>),
}

impl Lookup {
    pub(super) fn new(conflict: &Conflict, states: &[State]) -> Self {
        let mut weights = Vec::with_capacity(conflict.n_entries);
        let mut n_codes: u128 = 1;
        for lever in &conflict.levers {
            weights.extend(lever.entries.clone().map(|_| n_codes));
            // At most 2^128 codes, since a lever with k levels has k − 1 of at most 128 entries; the last product may be
            // one too many to count, and is then only compared.
            n_codes = n_codes.saturating_mul(lever.n_levels() as u128);
        }
        let mut lookup = Self { weights, indexes: Indexes::Hashed(HashMap::new()) };
        let room = (states.len().saturating_mul(CODES_PER_STATE_MAX)).max(CODES_MIN) as u128;
        let codes = states.iter().map(|state| lookup.code(*state)).zip(0..);
        lookup.indexes = if n_codes <= room {
            let mut table = vec![u32::MAX; n_codes as usize];
            codes.for_each(|(code, idx)| table[code as usize] = idx);
            Indexes::Table(table)
        } else {
            Indexes::Hashed(codes.collect())
        };
        lookup
    }

    /// The code of a state.
    pub(crate) fn code(&self, state: State) -> u128 {
        let mut bits = state.0;
        let mut code: u128 = 0;
        while bits != 0 {
            code = code.wrapping_add(self.weights[bits.trailing_zeros() as usize]);
            bits &= bits - 1;
        }
        code
    }

    /// The index of the feasible state with this code.
    pub(crate) fn at(&self, code: u128) -> Option<usize> {
        match &self.indexes {
            Indexes::Table(table) => table.get(usize::try_from(code).ok()?).filter(|idx| **idx != u32::MAX).map(|idx| *idx as usize),
            Indexes::Hashed(hashed) => hashed.get(&code).map(|idx| *idx as usize),
        }
    }
}
