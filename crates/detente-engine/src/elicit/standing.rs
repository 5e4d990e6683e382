//! A party's best and worst states, and where one of them stands among all.
//!
//! # Definition
//! A class is a set of states that are equally good to the party. Its standing is the number of states that are better.
//! # Algorithm
//! One pass over the states. Each gets a number, the greater the better: its statements as binary digits, its worth, or its class. The
//! classes with the greatest and the least numbers so far are kept, as many as states are to be listed; a class that drops out never
//! comes back, so the numbers of their states are exact.
//! # Complexity
//! `O(n·(k + log l))` time for `n` states, `k` lines and `l` states listed; nothing is sorted.
//! # Validity
//! Exact, for up to 128 statements.
//! # References
//! Folklore.

use std::collections::BTreeMap;

use super::profiles::truths;
use super::{Refused, STATEMENTS_MAX};
use crate::model::{Conflict, Node, Order, PartyId, State};
use crate::space::{Stopped, Watch};

/// States that are equally good to the party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// How many feasible states are better.
    pub n_better: usize,
    /// How many states the class has.
    pub n_states: usize,
    /// Those of them nearest to today's state, as many as were asked for: fewest measures changed first, then in the order of states.
    pub states: Vec<State>,
}

/// Where one state stands among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The state.
    pub state: State,
    /// How many feasible states are better.
    pub n_better: usize,
    /// How many are as good, this one among them.
    pub n_equal: usize,
}

/// A party's best and worst states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The number of feasible states.
    pub n_states: usize,
    /// The best classes, best first, with as many states in all as were asked for.
    pub best: Vec<Class>,
    /// The worst classes, worst first, likewise.
    pub worst: Vec<Class>,
    /// Where today's state stands, when it is known.
    pub today: Option<Place>,
}

/// The best and the worst `n_listed` of the feasible states for a party, in classes.
///
/// # Errors
/// When the party has more than 128 statements, or the watch is stopped.
pub fn standing(
    conflict: &Conflict,
    party: PartyId,
    states: &[State],
    n_listed: usize,
    watch: &Watch,
) -> Result<Standing, Refused> {
    let (mut best, mut worst) = (
        Extreme::new(conflict, n_listed),
        Extreme::new(conflict, n_listed),
    );
    for_each_rating(conflict, party, states, watch, |state, rating| {
        best.offer(u128::MAX - rating, state);
        worst.offer(rating, state);
    })?;
    let today = conflict
        .status_quo
        .map(|state| place(conflict, party, states, state, watch))
        .transpose()?;
    let n_states = states.len();
    let worst = worst.classes().into_iter().map(|class| Class {
        n_better: n_states - class.n_better - class.n_states,
        ..class
    });
    Ok(Standing {
        n_states,
        best: best.classes(),
        worst: worst.collect(),
        today,
    })
}

/// Where a state stands among the feasible ones.
///
/// # Errors
/// As [`standing`].
pub fn place(
    conflict: &Conflict,
    party: PartyId,
    states: &[State],
    state: State,
    watch: &Watch,
) -> Result<Place, Refused> {
    let mut own = None;
    for_each_rating(conflict, party, &[state], watch, |_, rating| {
        own = Some(rating);
    })?;
    let mut place = Place {
        state,
        n_better: 0,
        n_equal: 0,
    };
    for_each_rating(conflict, party, states, watch, |_, rating| {
        place.n_better += usize::from(Some(rating) > own);
        place.n_equal += usize::from(Some(rating) == own);
    })?;
    Ok(place)
}

/// The classes with the least keys.
struct Extreme<'a> {
    conflict: &'a Conflict,
    n_listed: usize,
    classes: BTreeMap<u128, Found>,
}

/// A class so far.
#[derive(Default)]
struct Found {
    n_states: usize,
    /// The states to be listed, each after the number of measures on which it differs from today's.
    nearest: Vec<(usize, State)>,
}

impl<'a> Extreme<'a> {
    fn new(conflict: &'a Conflict, n_listed: usize) -> Self {
        Self {
            conflict,
            n_listed,
            classes: BTreeMap::new(),
        }
    }

    fn offer(&mut self, key: u128, state: State) {
        let is_full = self.classes.len() >= self.n_listed;
        if is_full
            && self
                .classes
                .last_key_value()
                .is_none_or(|(last, _)| key > *last)
        {
            return;
        }
        let found = self.classes.entry(key).or_default();
        found.n_states += 1;
        let today = self.conflict.status_quo;
        let changed = |today: State| {
            self.conflict
                .levers
                .iter()
                .filter(|lever| lever.level(today) != lever.level(state))
                .count()
        };
        let rank = (today.map_or(0, changed), state);
        let at = found.nearest.partition_point(|other| *other < rank);
        if at < self.n_listed {
            found.nearest.insert(at, rank);
            found.nearest.truncate(self.n_listed);
        }
        if self.classes.len() > self.n_listed {
            self.classes.pop_last();
        }
    }

    /// The first classes, with at most as many states in all as are listed. `n_better` counts the states before.
    fn classes(self) -> Vec<Class> {
        let (mut n_before, mut room, mut classes) = (0, self.n_listed, vec![]);
        for found in self.classes.into_values() {
            if room == 0 {
                break;
            }
            let states: Vec<State> = found
                .nearest
                .into_iter()
                .take(room)
                .map(|(_, state)| state)
                .collect();
            room -= states.len();
            classes.push(Class {
                n_better: n_before,
                n_states: found.n_states,
                states,
            });
            n_before += found.n_states;
        }
        classes
    }
}

/// Gives each state a number that is greater the better it is to the party.
fn for_each_rating(
    conflict: &Conflict,
    party: PartyId,
    states: &[State],
    watch: &Watch,
    mut take: impl FnMut(State, u128),
) -> Result<(), Refused> {
    let order = &conflict.orders[party.idx()];
    let conditions: Vec<Node> = match order {
        Order::Lexicographic(statements) if statements.len() > STATEMENTS_MAX => {
            return Err(Refused::TooManyStatements {
                statements_max: STATEMENTS_MAX,
            });
        }
        Order::Lexicographic(statements) => statements.clone(),
        Order::Additive(values) => values.iter().map(|(of, _)| *of).collect(),
        Order::Indifferent | Order::Ranked(_) => vec![],
    };
    let columns = truths(conflict, &conditions, states);
    for (idx, state) in states.iter().enumerate() {
        if idx.is_multiple_of(1 << 14) && watch.is_stopped() {
            return Err(Refused::Stopped(Stopped::Interrupted));
        }
        let truths = columns
            .iter()
            .map(|column| column[idx / 64] >> (idx % 64) & 1);
        let rating = match order {
            Order::Indifferent => 0,
            Order::Lexicographic(_) => {
                truths.fold(0, |digits, truth| digits << 1 | u128::from(truth))
            }
            Order::Ranked(class) => class
                .get(state)
                .map_or(0, |class| u128::MAX - *class as u128),
            // The sign bit turned, so that the order of signed numbers becomes that of unsigned ones.
            Order::Additive(values) => {
                let sum: i128 = values
                    .iter()
                    .zip(truths)
                    .map(|((_, worth), truth)| worth * i128::from(truth))
                    .sum();
                sum.cast_unsigned() ^ 1 << 127
            }
        };
        take(*state, rating);
    }
    Ok(())
}
