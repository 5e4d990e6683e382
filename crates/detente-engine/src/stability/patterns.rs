//! Few patterns that cover a set of states exactly.
//!
//! # Definition
//! A pattern fixes an interval of levels for each measure. A cover is a list of patterns that match the states of the
//! set and no other; it is irredundant when no pattern can be left out.
//! # Algorithm
//! Expand and reduce: each state not yet covered grows into a pattern that cannot grow further within the set,
//! measures that can vary most often in the set first; then patterns whose states are all covered by others are
//! dropped, smallest first.
//! # Complexity
//! `O(r·(v·log n + l))` for `r` patterns before reduction, `v` states per pattern, `l` measures and `n` states.
//! # Validity
//! Exact and irredundant, not always minimum: minimum covers are NP-hard. Strings that break the order of a measure's
//! levels are not states and count neither way.
//! # References
//! After the expand and irredundant steps of Brayton et al. (1984), Logic Minimization Algorithms for VLSI Synthesis.

use crate::model::{Conflict, Lever, Pattern, State};

/// An irredundant cover of `set`, which is in ascending order; patterns with most states first.
///
/// # Panics
/// When `set` is not in ascending order, or holds what is not a state.
pub fn patterns(conflict: &Conflict, set: &[State]) -> Vec<Pattern> {
    let levers = by_variation(conflict, set);
    let mut n_covers = vec![0u32; set.len()];
    let mut cover: Vec<Cube> = Vec::new();
    for (idx, state) in set.iter().enumerate() {
        if n_covers[idx] == 0 {
            let cube = grow(&levers, set, *state);
            cube.for_each(&mut |state| {
                n_covers[position(set, state).expect("a grown cube stays within the set")] += 1;
            });
            cover.push(cube);
        }
    }
    cover.sort_by_key(|cube| std::cmp::Reverse(cube.len()));
    let mut kept = Vec::new();
    for cube in cover.into_iter().rev() {
        let mut needed = false;
        cube.for_each(&mut |state| {
            needed |= position(set, state).is_some_and(|idx| n_covers[idx] == 1);
        });
        if needed {
            kept.push(cube);
        } else {
            cube.for_each(&mut |state| n_covers[position(set, state).expect("as above")] -= 1);
        }
    }
    let mut patterns: Vec<_> = kept
        .iter()
        .map(|cube| (std::cmp::Reverse(cube.len()), cube.pattern()))
        .collect();
    patterns.sort_unstable();
    patterns.into_iter().map(|(_, pattern)| pattern).collect()
}

/// An interval of levels for each lever.
#[derive(Clone)]
struct Cube<'a> {
    sides: Vec<(&'a Lever, usize, usize)>,
}

impl Cube<'_> {
    fn len(&self) -> u128 {
        self.sides
            .iter()
            .map(|(_, low, high)| (high - low + 1) as u128)
            .product()
    }

    fn for_each(&self, visit: &mut impl FnMut(State)) {
        self.descend(0, 0, visit);
    }

    fn descend(&self, side: usize, bits: u128, visit: &mut impl FnMut(State)) {
        match self.sides.get(side) {
            None => visit(State(bits)),
            Some((lever, low, high)) => (*low..=*high)
                .for_each(|level| self.descend(side + 1, bits | lever.bits(level), visit)),
        }
    }

    fn is_within(&self, set: &[State]) -> bool {
        // Stops at the first state outside, which most attempts to grow meet at once.
        fn descend(cube: &Cube<'_>, side: usize, bits: u128, set: &[State]) -> bool {
            match cube.sides.get(side) {
                None => position(set, State(bits)).is_some(),
                Some((lever, low, high)) => (*low..=*high)
                    .all(|level| descend(cube, side + 1, bits | lever.bits(level), set)),
            }
        }
        descend(self, 0, 0, set)
    }

    fn pattern(&self) -> Pattern {
        self.sides.iter().fold(
            Pattern {
                free: 0,
                state: State(0),
            },
            |pattern, (lever, low, high)| Pattern {
                free: pattern.free | lever.bits(*high) & !lever.bits(*low),
                state: State(pattern.state.0 | lever.bits(*low)),
            },
        )
    }
}

fn position(set: &[State], state: State) -> Option<usize> {
    set.binary_search(&state).ok()
}

/// The levers, those first along which a state of the set most often has a neighbour in the set.
fn by_variation<'a>(conflict: &'a Conflict, set: &[State]) -> Vec<&'a Lever> {
    let sample = set.iter().step_by(set.len().div_ceil(4096).max(1));
    let mut counted: Vec<(usize, &Lever)> = conflict
        .levers
        .iter()
        .map(|lever| {
            let all = lever.bits(lever.n_levels() - 1);
            let varies = |state: &State| {
                (0..lever.n_levels())
                    .filter(|&level| level != lever.level(*state))
                    .all(|level| position(set, State(state.0 & !all | lever.bits(level))).is_some())
            };
            (sample.clone().filter(|state| varies(state)).count(), lever)
        })
        .collect();
    counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counted.into_iter().map(|(_, lever)| lever).collect()
}

/// The largest cube around a state that greedy growth finds within the set.
fn grow<'a>(levers: &[&'a Lever], set: &[State], state: State) -> Cube<'a> {
    let mut cube = Cube {
        sides: levers
            .iter()
            .map(|lever| (*lever, lever.level(state), lever.level(state)))
            .collect(),
    };
    for side in 0..cube.sides.len() {
        loop {
            let (lever, low, high) = cube.sides[side];
            let below = low.checked_sub(1);
            let above = Some(high + 1).filter(|above| *above < lever.n_levels());
            let fits = |next: &usize| {
                let mut slab = cube.clone();
                slab.sides[side] = (lever, *next, *next);
                slab.is_within(set)
            };
            let Some(next) = [below, above].into_iter().flatten().find(fits) else {
                break;
            };
            cube.sides[side] = (lever, low.min(next), high.max(next));
        }
    }
    cube
}
