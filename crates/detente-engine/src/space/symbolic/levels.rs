//! Preferences as decision diagrams: classes of equally good states, and which states a party prefers to which.
//!
//! # Definition
//! The *levels* of a party are its classes of equally good feasible states, worst first. `better(s, t)` holds when it prefers `t` to
//! `s`, where `t` differs from `s` in the party's own measures only.
//! # Algorithm
//! Statements: the feasible states are split by one statement after the other, which gives the levels in order. `better` compares
//! truths before and after lexicographically, on a copy of the own measures; statements that are about the others'
//! measures only cannot change and are left out. Values: states are split by sums in the same way, and `better` joins, for each
//! sum of the values that the party can change, what has it before and what has more after. Rankings: likewise with the classes listed.
//! # Complexity
//! One operation per level and statement; for `better` one per statement, or one per level for values and rankings.
//! # Validity
//! At most [`LEVELS_MAX`] levels for one party. Sums are exact integers.
//! # References
//! Hipel, Kilgour, Fang & Peng (1997), for option prioritising; the lexicographic comparison replaces their powers of two.

use std::collections::BTreeMap;

use super::diagrams::{Diagrams, Renaming, Set};
use super::gates::Gates;
use super::{Placement, SymbolicSpace};
use crate::model::{Conflict, Node, OpenOrder, Order, PartyId, State};
use crate::space::{Stopped, Watch};

/// The most classes of equally good states of one party.
pub const LEVELS_MAX: usize = 1 << 14;

/// Where a move is better for the party that makes it.
pub(super) struct Better {
    /// Where that is known.
    pub(super) known: Set,
    /// Where it is known or nobody knows; `None` where all is known.
    pub(super) possible: Option<Set>,
}

/// What the relation of a party's improvements is built from.
pub(super) struct Frame<'a> {
    pub(super) diagrams: &'a Diagrams,
    pub(super) placement: &'a Placement,
    pub(super) conflict: &'a Conflict,
    pub(super) feasible: &'a Set,
    pub(super) gates: &'a Gates,
}

impl SymbolicSpace {
    /// The party's levels, worst first: the classes of equally good feasible states.
    ///
    /// # Errors
    /// When there are more than [`LEVELS_MAX`], when the store is full, or when the watch is stopped.
    pub fn levels(&self, party: PartyId, watch: &Watch) -> Result<Vec<Set>, Stopped> {
        levels(
            &self.frame(),
            &self.conflict.orders[party.idx()],
            &self.feasible,
            watch,
        )
    }
}

fn levels(
    frame: &Frame<'_>,
    order: &Order,
    among: &Set,
    watch: &Watch,
) -> Result<Vec<Set>, Stopped> {
    match order {
        Order::Indifferent => Ok(vec![among.clone()]),
        Order::Lexicographic(statements) => by_truths(frame, statements, among, watch),
        Order::Additive(values) => by_sums(frame, values, among, watch),
        Order::Ranked(class) => {
            let mut classes: BTreeMap<usize, Vec<State>> = BTreeMap::new();
            class
                .iter()
                .for_each(|(state, class)| classes.entry(*class).or_default().push(*state));
            let mut rest = among.clone();
            let mut levels = Vec::new();
            for (_, mut states) in classes.into_iter().rev() {
                Diagrams::step(watch)?;
                states.sort_unstable();
                let cubes = states
                    .into_iter()
                    .map(|state| frame.state(state))
                    .collect::<Result<_, _>>()?;
                levels.push(frame.diagrams.and(&frame.diagrams.any(cubes)?, among)?);
                rest = frame.diagrams.minus(&rest, &levels[levels.len() - 1])?;
            }
            levels.insert(0, rest);
            bounded(
                levels
                    .into_iter()
                    .filter(|level| !level.is_empty())
                    .collect(),
            )
        }
    }
}

/// `set` split by the truth of one statement after the other, false before true.
fn by_truths(
    frame: &Frame<'_>,
    statements: &[Node],
    set: &Set,
    watch: &Watch,
) -> Result<Vec<Set>, Stopped> {
    let mut levels = vec![set.clone()];
    for statement in statements {
        let holds = frame.gates.of(*statement);
        let mut split = Vec::with_capacity(levels.len() * 2);
        for level in levels {
            Diagrams::step(watch)?;
            let parts = [
                frame.diagrams.minus(&level, holds)?,
                frame.diagrams.and(&level, holds)?,
            ];
            split.extend(parts.into_iter().filter(|part| !part.is_empty()));
        }
        levels = bounded(split)?;
    }
    Ok(levels)
}

/// `set` split by the sum of the values that hold, lowest first.
fn by_sums(
    frame: &Frame<'_>,
    values: &[(Node, i128)],
    set: &Set,
    watch: &Watch,
) -> Result<Vec<Set>, Stopped> {
    let mut sums: BTreeMap<i128, Set> = BTreeMap::from([(0, set.clone())]);
    for (of, worth) in values {
        let holds = frame.gates.of(*of);
        let mut split: BTreeMap<i128, Set> = BTreeMap::new();
        for (sum, level) in sums {
            Diagrams::step(watch)?;
            let parts = [
                (sum, frame.diagrams.minus(&level, holds)?),
                (sum + worth, frame.diagrams.and(&level, holds)?),
            ];
            for (sum, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
                let joined = match split.get(&sum) {
                    Some(other) => frame.diagrams.or(other, &part)?,
                    None => part,
                };
                split.insert(sum, joined);
            }
        }
        sums = split;
        if sums.len() > LEVELS_MAX {
            return Err(Stopped::TooManyLevels {
                levels_max: LEVELS_MAX,
            });
        }
    }
    Ok(sums.into_values().collect())
}

/// Every crisp list of statements with alternatives.
pub(super) fn crisp_lists(open: &OpenOrder) -> Result<Vec<Vec<Node>>, Stopped> {
    let lists_max = super::CRISP_LISTS_MAX;
    open.crisp_lists(lists_max)
        .ok_or(Stopped::TooManyLists { lists_max })
}

pub(super) fn bounded<T>(levels: Vec<T>) -> Result<Vec<T>, Stopped> {
    if levels.len() > LEVELS_MAX {
        Err(Stopped::TooManyLevels {
            levels_max: LEVELS_MAX,
        })
    } else {
        Ok(levels)
    }
}

impl Frame<'_> {
    /// One state as a set.
    pub(super) fn state(&self, state: State) -> Result<Set, Stopped> {
        self.diagrams.cube(
            (0..self.placement.len()).map(|entry| (self.placement.before(entry), state.has(entry))),
        )
    }

    /// Where the copy of the party's own entries is better for it than the entries themselves, all else being equal.
    /// `to_after` renames the own entries to their copies.
    pub(super) fn better(
        &self,
        party: PartyId,
        to_after: &Renaming,
        watch: &Watch,
    ) -> Result<Better, Stopped> {
        match &self.conflict.open[party.idx()] {
            Some(open) if open.n_crisp_lists() > 1 => self.better_of_open(party, open, watch),
            _ => Ok(Better {
                known: self.better_of_ranked(party, to_after, watch)?,
                possible: None,
            }),
        }
    }

    /// The same of statements with alternatives: what every crisp list says is known.
    fn better_of_open(
        &self,
        party: PartyId,
        open: &OpenOrder,
        watch: &Watch,
    ) -> Result<Better, Stopped> {
        let own = self.conflict.own_entries(party);
        let can_change = |node: &Node| self.conflict.circuit.support(*node) & own != 0;
        let after = Gates::new(
            self.diagrams,
            self.placement,
            self.conflict,
            open.conditions().filter(can_change),
            own,
            watch,
        )?;
        let d = self.diagrams;
        let [mut known, mut worse, mut equal] = [d.full(), d.full(), d.full()];
        for list in crisp_lists(open)? {
            let list: Vec<Node> = list.into_iter().filter(can_change).collect();
            let pairs = || {
                list.iter()
                    .map(|node| (self.gates.of(*node), after.of(*node)))
            };
            let back = || {
                list.iter()
                    .map(|node| (after.of(*node), self.gates.of(*node)))
            };
            known = d.and(&known, &self.first_gains(pairs().rev(), watch)?)?;
            worse = d.and(&worse, &self.first_gains(back().rev(), watch)?)?;
            for (before, after) in pairs() {
                equal = d.and(&equal, &d.same(before, after)?)?;
            }
        }
        let possible = Some(d.not(&d.or(&worse, &equal)?)?);
        Ok(Better { known, possible })
    }

    fn better_of_ranked(
        &self,
        party: PartyId,
        to_after: &Renaming,
        watch: &Watch,
    ) -> Result<Set, Stopped> {
        let own = self.conflict.own_entries(party);
        let can_change = |node: &Node| self.conflict.circuit.support(*node) & own != 0;
        match &self.conflict.orders[party.idx()] {
            Order::Indifferent => Ok(self.diagrams.empty()),
            Order::Lexicographic(statements) => {
                let statements: Vec<Node> = statements.iter().copied().filter(can_change).collect();
                self.rises(&statements, own, watch)
            }
            Order::Additive(values) => {
                let values: Vec<_> = values
                    .iter()
                    .copied()
                    .filter(|(of, _)| can_change(of))
                    .collect();
                self.climbs(
                    &by_sums(self, &values, &self.diagrams.full(), watch)?,
                    to_after,
                    watch,
                )
            }
            order @ Order::Ranked(_) => {
                self.climbs(&levels(self, order, self.feasible, watch)?, to_after, watch)
            }
        }
    }

    /// Where the first statement whose truth differs before and after holds after.
    fn rises(&self, statements: &[Node], own: u128, watch: &Watch) -> Result<Set, Stopped> {
        let after = Gates::new(
            self.diagrams,
            self.placement,
            self.conflict,
            statements.iter().copied(),
            own,
            watch,
        )?;
        let pairs = statements
            .iter()
            .rev()
            .map(|statement| (self.gates.of(*statement), after.of(*statement)));
        self.first_gains(pairs, watch)
    }

    /// Where, of pairs of conditions given last first, the first pair with two truths has its second one true.
    fn first_gains<'g>(
        &self,
        mut pairs: impl Iterator<Item = (&'g Set, &'g Set)>,
        watch: &Watch,
    ) -> Result<Set, Stopped> {
        pairs.try_fold(self.diagrams.empty(), |gains, (before, after)| {
            Diagrams::step(watch)?;
            let gained = self.diagrams.minus(after, before)?;
            let equal = self.diagrams.same(after, before)?;
            self.diagrams
                .or(&gained, &self.diagrams.and(&equal, &gains)?)
        })
    }

    /// Where the level after is above the level before.
    fn climbs(&self, levels: &[Set], to_after: &Renaming, watch: &Watch) -> Result<Set, Stopped> {
        let mut above = self.diagrams.empty();
        let mut climbs = self.diagrams.empty();
        for level in levels.iter().rev() {
            Diagrams::step(watch)?;
            climbs = self
                .diagrams
                .or(&climbs, &self.diagrams.and(level, &above)?)?;
            above = self
                .diagrams
                .or(&above, &self.diagrams.rename(level, to_after)?)?;
        }
        Ok(climbs)
    }
}
