//! Few patterns that cover a set of states exactly, found on its diagram.
//!
//! # Definition
//! As for [`patterns`](super::super::patterns()): patterns that match the states of the set and no other, none of which can be left out.
//! # Algorithm
//! The set is split by its first variable: patterns that need the entry to be `N`, those that need `Y`, and for what both leave uncovered
//! those that need neither; likewise below. Strings that break the order of levels may be covered or not. The patterns
//! are kept as a shared graph, from which those with fewest fixed letters are read first.
//! # Complexity
//! A few operations per pair of sets met, at most [`PAIRS_MAX`] of them; reading is linear in the letters read.
//! # Validity
//! Exact and irredundant, not always minimum. The number of patterns is exact even when not all are read.
//! # References
//! Minato (1992), Fast generation of irredundant sum-of-products forms from binary decision diagrams, SASIMI, after Morreale (1970),
//! Recursive operators for prime implicant and irredundant normal form determination (neither at hand).

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use num_bigint::BigUint;

use crate::model::{Conflict, Pattern, State};
use crate::space::{Diagrams, Set, Stopped, SymbolicSpace, Watch};

/// The most pairs of sets that the search for patterns looks at.
const PAIRS_MAX: usize = 1 << 19;

/// Patterns that cover a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The patterns, those with most states first: all of them, or those with fewest fixed letters.
    pub patterns: Vec<Pattern>,
    /// The number of patterns; `None` when the search for them was given up.
    pub n_patterns: Option<BigUint>,
}

impl Cover {
    /// Whether the patterns cover less than the set.
    pub fn is_truncated(&self) -> bool {
        self.n_patterns != Some(BigUint::from(self.patterns.len()))
    }
}

/// An irredundant cover of a set; at most `patterns_max` of its patterns are read, those with fewest fixed letters.
///
/// # Errors
/// When the diagrams grow too large, or the watch is stopped.
pub fn patterns_of_set(
    space: &SymbolicSpace,
    set: &Set,
    patterns_max: usize,
    watch: &Watch,
) -> Result<Cover, Stopped> {
    let diagrams = space.diagrams();
    let at_most = diagrams.or(set, &diagrams.not(space.ordered())?)?;
    let mut search = Search {
        space,
        watch,
        parts: vec![],
        known: HashMap::new(),
    };
    let Some((root, _)) = search.cover(set, &at_most)? else {
        return Ok(Cover {
            patterns: vec![],
            n_patterns: None,
        });
    };
    let mut patterns = search.read(root, patterns_max);
    patterns
        .iter_mut()
        .for_each(|pattern| *pattern = complete(space.conflict(), *pattern));
    patterns.sort_by_key(|pattern| (Reverse(n_states(space.conflict(), *pattern)), *pattern));
    Ok(Cover {
        patterns,
        n_patterns: Some(search.count(root)),
    })
}

/// Patterns without any letter fixed so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Root {
    /// No pattern.
    Nothing,
    /// One pattern that matches everything.
    Everything,
    /// Those of a part.
    Part(usize),
}

/// Patterns by their letter for one entry.
#[derive(Clone, Copy, Debug)]
struct Part {
    entry: usize,
    with: Root,
    without: Root,
    either: Root,
}

struct Search<'a> {
    space: &'a SymbolicSpace,
    watch: &'a Watch,
    parts: Vec<Part>,
    known: HashMap<(Set, Set), (Root, Set)>,
}

impl Search<'_> {
    /// Patterns that cover all of `at_least` and nothing outside `at_most`, and what they cover; `None` when given up.
    fn cover(&mut self, at_least: &Set, at_most: &Set) -> Result<Option<(Root, Set)>, Stopped> {
        let diagrams = self.space.diagrams();
        if at_least.is_empty() {
            return Ok(Some((Root::Nothing, diagrams.empty())));
        }
        let key = (at_least.clone(), at_most.clone());
        if let Some(known) = self.known.get(&key) {
            return Ok(Some(known.clone()));
        }
        if self.known.len() >= PAIRS_MAX {
            return Ok(None);
        }
        Diagrams::step(self.watch)?;
        let first = [at_least, at_most].into_iter().filter_map(Set::top).min();
        let Some(variable) = first.filter(|_| *at_most != diagrams.full()) else {
            return Ok(Some((Root::Everything, diagrams.full())));
        };
        let (least_low, least_high) = halves(at_least, variable);
        let (most_low, most_high) = halves(at_most, variable);
        let Some((without, low)) =
            self.cover(&diagrams.minus(&least_low, &most_high)?, &most_low)?
        else {
            return Ok(None);
        };
        let Some((with, high)) =
            self.cover(&diagrams.minus(&least_high, &most_low)?, &most_high)?
        else {
            return Ok(None);
        };
        let left = diagrams.or(
            &diagrams.minus(&least_low, &low)?,
            &diagrams.minus(&least_high, &high)?,
        )?;
        let Some((either, both)) = self.cover(&left, &diagrams.and(&most_low, &most_high)?)? else {
            return Ok(None);
        };
        let covered = diagrams.choose(
            &diagrams.variable(variable)?,
            &diagrams.or(&high, &both)?,
            &diagrams.or(&low, &both)?,
        )?;
        let root = if (with, without) == (Root::Nothing, Root::Nothing) {
            either
        } else {
            self.parts.push(Part {
                entry: self.space.placement().entry(variable),
                with,
                without,
                either,
            });
            Root::Part(self.parts.len() - 1)
        };
        self.known.insert(key, (root, covered.clone()));
        Ok(Some((root, covered)))
    }

    /// A value for each part, from those of the parts below it.
    fn fold<T: Clone>(
        &self,
        nothing: &T,
        everything: &T,
        join: impl Fn(&T, &T, &T) -> T,
    ) -> impl Fn(Root) -> T {
        let mut values: Vec<T> = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let value = |root: Root| match root {
                Root::Nothing => nothing,
                Root::Everything => everything,
                Root::Part(idx) => &values[idx],
            };
            let joined = join(value(part.with), value(part.without), value(part.either));
            values.push(joined);
        }
        let (nothing, everything) = (nothing.clone(), everything.clone());
        move |root| match root {
            Root::Nothing => nothing.clone(),
            Root::Everything => everything.clone(),
            Root::Part(idx) => values[idx].clone(),
        }
    }

    fn count(&self, root: Root) -> BigUint {
        self.fold(
            &BigUint::ZERO,
            &BigUint::from(1u32),
            |with, without, either| with + without + either,
        )(root)
    }

    /// The patterns with fewest fixed letters: paths through the graph, shortest first.
    fn read(&self, root: Root, patterns_max: usize) -> Vec<Pattern> {
        let fewest = self.fold(&u32::MAX, &0, |with, without, either| {
            with.min(without).saturating_add(1).min(*either)
        });
        let n_entries = self.space.conflict().n_entries;
        let free = if n_entries == 0 {
            0
        } else {
            u128::MAX >> (128 - n_entries)
        };
        let mut pending = BinaryHeap::from([Reverse((fewest(root), 0u32, free, 0u128, root))]);
        let mut found = Vec::new();
        while let Some(Reverse((_, n_fixed, free, state, root))) = pending.pop() {
            if found.len() >= patterns_max {
                break;
            }
            let idx = match root {
                Root::Nothing => continue,
                Root::Everything => {
                    found.push(Pattern {
                        free,
                        state: State(state),
                    });
                    continue;
                }
                Root::Part(idx) => idx,
            };
            let Part {
                entry,
                with,
                without,
                either,
            } = self.parts[idx];
            let bit = 1 << entry;
            let ways = [
                (with, 1, free & !bit, state | bit),
                (without, 1, free & !bit, state),
                (either, 0, free, state),
            ];
            for (root, fixed, free, state) in
                ways.into_iter().filter(|(root, ..)| *root != Root::Nothing)
            {
                let n_fixed = n_fixed + fixed;
                pending.push(Reverse((
                    n_fixed.saturating_add(fewest(root)),
                    n_fixed,
                    free,
                    state,
                    root,
                )));
            }
        }
        found
    }
}

/// What is left of a set where a variable is false, and where it is true.
fn halves(set: &Set, variable: u32) -> (Set, Set) {
    match set.branches() {
        Some(halves) if set.top() == Some(variable) => halves,
        _ => (set.clone(), set.clone()),
    }
}

/// The same states with every letter fixed that the order of levels decides.
fn complete(conflict: &Conflict, pattern: Pattern) -> Pattern {
    let (mut free, mut state) = (pattern.free, pattern.state.0);
    for lever in &conflict.levers {
        let own = lever.bits(lever.n_levels() - 1);
        let low = lever
            .entries
            .clone()
            .rfind(|entry| state >> entry & 1 == 1)
            .map_or(0, |entry| entry + 1 - lever.entries.start);
        let is_out = |entry: &usize| (free | state) >> entry & 1 == 0;
        let high = lever
            .entries
            .clone()
            .find(is_out)
            .map_or(lever.n_levels() - 1, |entry| entry - lever.entries.start);
        free = free & !own | lever.bits(high) & !lever.bits(low);
        state = state & !own | lever.bits(low);
    }
    Pattern {
        free,
        state: State(state),
    }
}

/// The number of states of a completed pattern; at most 2¹²⁷ are told apart.
fn n_states(conflict: &Conflict, pattern: Pattern) -> u128 {
    let n_levels = |lever: &crate::model::Lever| {
        u128::from((lever.bits(lever.n_levels() - 1) & pattern.free).count_ones() + 1)
    };
    conflict.levers.iter().fold(1, |product, lever| {
        u128::saturating_mul(product, n_levels(lever))
    })
}
