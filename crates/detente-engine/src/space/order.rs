//! Preferences as ranks: for each state the number of its class of equally good states, 0 the worst.
//!
//! # Definition
//! `rank(s) > rank(t)` exactly when the party prefers `s` to `t`.
//! # Algorithm
//! Statements: a partition of the states is refined by the truth of one statement after the other, most important
//! first; classes keep the order of their keys, so any number of statements is compared lexicographically without
//! overflow. Worths: exact integer sums, sorted. Rankings: looked up.
//! # Complexity
//! `O(n·k)` for `n` states and `k` statements; `O(n·(k + log n))` for worths.
//! # Validity
//! Worths are integers, so no rounding can make or break a tie. A state that a ranking leaves out ranks worst; `soundness`
//! refuses such rankings.
//! # References
//! Hipel, Kilgour, Fang & Peng (1997), for option prioritising; the lexicographic comparison replaces their powers of two.

use super::Columns;
use crate::model::{Conflict, Order, State};

/// The rank of every state for one party; a state that a ranking does not list ranks below all others.
pub(crate) fn ranks(
    conflict: &Conflict,
    order: &Order,
    states: &[State],
    columns: &Columns,
) -> Vec<u32> {
    match order {
        Order::Indifferent => vec![0; states.len()],
        Order::Lexicographic(statements) => {
            let mut partition = Partition::new(states.len());
            for statements in statements.chunks(16) {
                partition.refine(&columns.of(&conflict.circuit, statements));
            }
            partition.classes
        }
        Order::Ranked(class) => {
            let worst = class.values().copied().max().unwrap_or(0);
            dense(
                &states
                    .iter()
                    .map(|state| class.get(state).map_or(-1, |class| (worst - class) as i128))
                    .collect::<Vec<_>>(),
            )
        }
        Order::Additive(values) => {
            let mut sums = vec![0i128; states.len()];
            for (node, worth) in values {
                let column = &columns.of(&conflict.circuit, &[*node])[0];
                sums.iter_mut()
                    .enumerate()
                    .filter(|(idx, _)| column[idx / 64] >> (idx % 64) & 1 == 1)
                    .for_each(|(_, sum)| *sum += worth);
            }
            dense(&sums)
        }
    }
}

/// Replaces each number by its position among the distinct ones.
fn dense(numbers: &[i128]) -> Vec<u32> {
    let mut distinct = numbers.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    numbers
        .iter()
        .map(|number| distinct.partition_point(|other| other < number) as u32)
        .collect()
}

/// Classes of states, numbered in the order of their keys.
pub(crate) struct Partition {
    /// The class of each state.
    pub(crate) classes: Vec<u32>,
    /// The number of classes.
    pub(crate) n_classes: usize,
}

impl Partition {
    pub(crate) fn new(n_states: usize) -> Self {
        Self {
            classes: vec![0; n_states],
            n_classes: 1,
        }
    }

    /// Splits every class by the truth of a few conditions, the first the most important; true ranks above false.
    pub(crate) fn refine(&mut self, mut columns: &[Vec<u64>]) {
        while !columns.is_empty() {
            // As many conditions at once as keep the table of keys in proportion to the states.
            let room = (2 * self.classes.len().max(2048) / self.n_classes)
                .ilog2()
                .max(1) as usize;
            let (now, later) = columns.split_at(room.min(columns.len()));
            self.refine_at_once(now);
            columns = later;
        }
    }

    fn refine_at_once(&mut self, columns: &[Vec<u64>]) {
        let mut used = vec![false; self.n_classes << columns.len()];
        for (word, classes) in self.classes.chunks_mut(64).enumerate() {
            for column in columns {
                let bits = column[word];
                for (lane, class) in classes.iter_mut().enumerate() {
                    *class = *class << 1 | (bits >> lane & 1) as u32;
                }
            }
            classes
                .iter()
                .for_each(|class| used[*class as usize] = true);
        }
        let mut next = 0;
        let renumbered: Vec<u32> = used
            .iter()
            .map(|used| {
                let class = next;
                next += u32::from(*used);
                class
            })
            .collect();
        self.n_classes = next as usize;
        self.classes
            .iter_mut()
            .for_each(|class| *class = renumbered[*class as usize]);
    }
}
