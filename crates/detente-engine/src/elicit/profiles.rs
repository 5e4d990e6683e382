//! The feasible states as a party's statements see them: which hold in each.

use std::collections::HashMap;

use super::known::Fact;
use super::{Refused, STATEMENTS_MAX};
use crate::model::{Conflict, Node, State};
use crate::space::{Columns, Stopped, Watch};

/// Up to this many profiles, every two are compared.
const PROFILES_MAX: usize = 512;

/// Of larger sets, so many pairs of profiles are looked at for each two statements.
const PAIRS_MAX: usize = 64;

/// The states sorted by which statements hold in them.
#[derive(Clone, Debug)]
pub(super) struct Profiles {
    /// The bit of each statement. Statements that hold in the same states share one; one that holds in all or no states has none.
    pub(super) bits: Vec<Option<usize>>,
    pub(super) n_bits: usize,
    /// The different profiles, as the bits of what holds, in the order of their first states.
    pub(super) masks: Vec<u128>,
    /// The profile of each state.
    pub(super) of_state: Vec<u32>,
    /// For each profile the index of its state nearest to today's.
    nearest: Vec<u32>,
    /// For each profile the number of measures on which that state differs from today's.
    remoteness: Vec<usize>,
    /// The bits of the entries of each measure.
    levers: Vec<u128>,
}

/// Two profiles that differ so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) fact: Fact,
    pub(super) first: usize,
    pub(super) second: usize,
    /// The number of measures on which their states nearest to today's differ, and on how many these differ from it together.
    pub(super) distance: (usize, usize),
}

impl Profiles {
    pub(super) fn new(
        conflict: &Conflict,
        statements: &[Node],
        states: &[State],
        watch: &Watch,
    ) -> Result<Self, Refused> {
        if statements.len() > STATEMENTS_MAX {
            return Err(Refused::TooManyStatements {
                statements_max: STATEMENTS_MAX,
            });
        }
        let columns = truths(conflict, statements, states);
        let (bits, kept) = distinct(&columns, states.len());
        let levers = conflict
            .levers
            .iter()
            .map(|lever| lever.bits(lever.n_levels() - 1))
            .collect();
        let of_state = Vec::with_capacity(states.len());
        let mut profiles = Self {
            bits,
            n_bits: kept.len(),
            masks: vec![],
            of_state,
            nearest: vec![],
            remoteness: vec![],
            levers,
        };
        profiles.sort(
            &kept,
            states,
            conflict.status_quo.unwrap_or_default(),
            watch,
        )?;
        Ok(profiles)
    }

    fn sort(
        &mut self,
        columns: &[&Vec<u64>],
        states: &[State],
        today: State,
        watch: &Watch,
    ) -> Result<(), Stopped> {
        let mut known: HashMap<u128, u32> = HashMap::new();
        for (idx, state) in states.iter().enumerate() {
            if idx.is_multiple_of(1 << 14) && watch.is_stopped() {
                return Err(Stopped::Interrupted);
            }
            let mask = columns.iter().enumerate().fold(0, |mask, (bit, column)| {
                mask | u128::from(column[idx / 64] >> (idx % 64) & 1) << bit
            });
            let distance = self.distance(*state, today);
            let profile = *known.entry(mask).or_insert(self.masks.len() as u32);
            if profile as usize == self.masks.len() {
                self.masks.push(mask);
                self.nearest.push(idx as u32);
                self.remoteness.push(distance);
            } else if distance < self.remoteness[profile as usize] {
                self.nearest[profile as usize] = idx as u32;
                self.remoteness[profile as usize] = distance;
            }
            self.of_state.push(profile);
        }
        Ok(())
    }

    /// The number of measures on which two states differ.
    pub(super) fn distance(&self, a: State, b: State) -> usize {
        self.levers
            .iter()
            .filter(|lever| (a.0 ^ b.0) & **lever != 0)
            .count()
    }

    /// The statements among some bits.
    pub(super) fn statements(&self, bits: u128) -> Vec<usize> {
        (0..self.bits.len())
            .filter(|&statement| self.bits[statement].is_some_and(|bit| bits >> bit & 1 == 1))
            .collect()
    }

    /// Whether every two profiles are compared by [`contrasts`](Self::contrasts).
    pub(super) fn are_few(&self) -> bool {
        self.masks.len() <= PROFILES_MAX
    }

    pub(super) fn pair(&self, states: &[State], first: usize, second: usize) -> Pair {
        let state = |profile: usize| states[self.nearest[profile] as usize];
        let fact = Fact::between(self.masks[first], self.masks[second]);
        let distance = (
            self.distance(state(first), state(second)),
            self.remoteness[first] + self.remoteness[second],
        );
        Pair {
            fact,
            first,
            second,
            distance,
        }
    }

    /// For each way in which two profiles differ so that the answer is open at first, two that do: every way if the profiles are few,
    /// otherwise those with one statement on either side.
    pub(super) fn contrasts(&self, states: &[State], watch: &Watch) -> Result<Vec<Pair>, Stopped> {
        let mut best: HashMap<Fact, Pair> = HashMap::new();
        let mut offer = |pair: Pair| {
            let is_turned = (pair.fact.over | pair.fact.under).trailing_zeros()
                == pair.fact.under.trailing_zeros();
            let key = if is_turned {
                pair.fact.reversed()
            } else {
                pair.fact
            };
            let kept = best.entry(key).or_insert(pair);
            if pair.distance < kept.distance {
                *kept = pair;
            }
        };
        if self.are_few() {
            for first in 0..self.masks.len() {
                let pairs =
                    (first + 1..self.masks.len()).map(|second| self.pair(states, first, second));
                pairs
                    .filter(|pair| pair.fact.is_contrast())
                    .for_each(&mut offer);
            }
        } else {
            let index: HashMap<u128, usize> = self
                .masks
                .iter()
                .enumerate()
                .map(|(profile, mask)| (*mask, profile))
                .collect();
            for (a, b) in (0..self.n_bits).flat_map(|a| (a + 1..self.n_bits).map(move |b| (a, b))) {
                if watch.is_stopped() {
                    return Err(Stopped::Interrupted);
                }
                let both = 1 << a | 1 << b;
                let with_a = self
                    .masks
                    .iter()
                    .enumerate()
                    .filter(|(_, mask)| **mask & both == 1 << a);
                let pairs =
                    with_a.filter_map(|(first, mask)| Some((first, *index.get(&(mask ^ both))?)));
                pairs
                    .take(PAIRS_MAX)
                    .for_each(|(first, second)| offer(self.pair(states, first, second)));
            }
        }
        let mut found: Vec<Pair> = best.into_values().collect();
        found.sort_unstable_by_key(|pair| (pair.fact.n_statements(), pair.first, pair.second));
        Ok(found)
    }

    /// Two states of the profiles that differ in as few measures as a search from the one nearest to today's finds.
    pub(super) fn closest(&self, states: &[State], pair: Pair) -> (State, State) {
        let nearest_to = |profile: usize, to: State, otherwise: State| {
            let members = states
                .iter()
                .zip(&self.of_state)
                .filter(|(_, of)| **of as usize == profile)
                .map(|(state, _)| *state);
            members
                .min_by_key(|state| (self.distance(*state, to), *state != otherwise))
                .unwrap_or(otherwise)
        };
        let (first, second) = (
            states[self.nearest[pair.first] as usize],
            states[self.nearest[pair.second] as usize],
        );
        let second = nearest_to(pair.second, first, second);
        (nearest_to(pair.first, second, first), second)
    }
}

/// Where each condition holds, one bit per state, with no bits past the last state.
pub(super) fn truths(conflict: &Conflict, conditions: &[Node], states: &[State]) -> Vec<Vec<u64>> {
    let mut columns = Columns::new(states, conflict.n_entries).of(&conflict.circuit, conditions);
    let n_last = states.len() % 64;
    for last in columns
        .iter_mut()
        .filter_map(|column| column.last_mut())
        .filter(|_| n_last > 0)
    {
        *last &= u64::MAX >> (64 - n_last);
    }
    columns
}

/// The bit of each statement, and the column of each bit.
fn distinct(columns: &[Vec<u64>], n_states: usize) -> (Vec<Option<usize>>, Vec<&Vec<u64>>) {
    let mut kept: Vec<&Vec<u64>> = vec![];
    let bits = columns.iter().map(|column| {
        let n_true: usize = column.iter().map(|word| word.count_ones() as usize).sum();
        if n_true == 0 || n_true == n_states {
            return None;
        }
        Some(
            kept.iter()
                .position(|other| *other == column)
                .unwrap_or_else(|| {
                    kept.push(column);
                    kept.len() - 1
                }),
        )
    });
    let bits = bits.collect();
    (bits, kept)
}
