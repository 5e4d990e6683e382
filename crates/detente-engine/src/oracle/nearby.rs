//! The oracle for conflicts too large to list: the definitions around one state at a time.
//!
//! # Definition
//! As for the [oracle](super::definitions), of which nothing is tabulated: moves, improvements, sanctions and what improvements reach are found anew
//! from the state at hand.
//! # Algorithm
//! A party's moves are the products of the levels that each of its levers may take, in which every rule holds. Sequences are searched move by
//! move over pairs of a state and who moved last, up to a number of such pairs.
//! # Complexity
//! `O(2^k)` states tried per party with `k` yes/no measures and state; as many steps as pairs are searched.
//! # Validity
//! Exact where it answers; [`Sought::TooFar`] or `None` where more pairs would have to be searched. Simultaneous moves (SIM) are left to the oracle.
//! # References
//! As for the [oracle](super::definitions).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::definitions::{can, is_banned, prefers};
use crate::model::{Concept, Conflict, Lever, PartyId, State};

/// A conflict of which single states are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Nearby<'a> {
    conflict: &'a Conflict,
    pairs_max: usize,
}

/// What a search came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// This state is one.
    Found(State),
    /// There is none.
    Nowhere,
    /// There are more pairs to search than allowed.
    TooFar,
}

/// Who moved last, and where that led.
type Pair = (State, PartyId);

impl<'a> Nearby<'a> {
    /// Looks at a conflict; a search ends without an answer after so many pairs of a state and who moved last.
    pub fn new(conflict: &'a Conflict, pairs_max: usize) -> Self {
        Self {
            conflict,
            pairs_max,
        }
    }

    /// The conflict.
    pub fn conflict(&self) -> &'a Conflict {
        self.conflict
    }

    /// Whether a state is made of levels that levers have, and every rule holds in it.
    pub fn is_feasible(&self, state: State) -> bool {
        let told = self
            .conflict
            .levers
            .iter()
            .fold(0, |bits, lever| bits | lever.bits(lever.level(state)));
        told == state.0
            && self
                .conflict
                .rules
                .iter()
                .all(|rule| self.conflict.circuit.holds(*rule, state))
    }

    /// The unilateral moves of a party from a feasible state, in ascending order.
    pub fn moves(&self, party: PartyId, from: State) -> Vec<State> {
        let mut states = vec![from];
        for lever in self
            .conflict
            .levers
            .iter()
            .filter(|lever| lever.party == party)
        {
            let now = lever.level(from);
            let may_raise = can(self.conflict, lever.raise, from);
            let may_lower = can(self.conflict, lever.lower, from);
            let is_open =
                |level: &usize| *level == now || if *level > now { may_raise } else { may_lower };
            let levels: Vec<u128> = (0..lever.n_levels())
                .filter(is_open)
                .map(|level| lever.bits(level))
                .collect();
            let all = lever.bits(lever.n_levels() - 1);
            states = states
                .iter()
                .flat_map(|state| levels.iter().map(move |bits| State(state.0 & !all | bits)))
                .collect();
        }
        states.retain(|to| {
            *to != from && self.is_feasible(*to) && !is_banned(self.conflict, &[party], from, *to)
        });
        states.sort_unstable();
        states
    }

    /// Whether a state is one of the unilateral moves of a party from a feasible one.
    pub fn is_move(&self, party: PartyId, from: State, to: State) -> bool {
        let is_open = |lever: &Lever| match lever.level(to).cmp(&lever.level(from)) {
            Ordering::Equal => true,
            Ordering::Greater => lever.party == party && can(self.conflict, lever.raise, from),
            Ordering::Less => lever.party == party && can(self.conflict, lever.lower, from),
        };
        to != from
            && self.conflict.levers.iter().all(is_open)
            && self.is_feasible(to)
            && !is_banned(self.conflict, &[party], from, to)
    }

    /// Whether a party prefers `a` to `b`.
    pub fn is_better(&self, party: PartyId, a: State, b: State) -> bool {
        prefers(self.conflict, party, a, b).is_gt()
    }

    /// The moves that the party prefers to where it makes them.
    pub fn improvements(&self, party: PartyId, from: State) -> Vec<State> {
        let mut moves = self.moves(party, from);
        moves.retain(|to| self.is_better(party, *to, from));
        moves
    }

    /// The states that improvements of all parties reach, nobody twice in a row, and the fewest moves to each; `None` when they are too many.
    pub fn reached(&self, from: State) -> Option<BTreeMap<State, u32>> {
        let everybody: Vec<PartyId> = self.conflict.party_ids().collect();
        let mut fewest = BTreeMap::from([(from, 0)]);
        let is_all = self.search(&everybody, from, true, &mut |state, n_moves| {
            fewest.entry(state).or_insert(n_moves);
            false
        });
        (is_all == Sought::Nowhere).then_some(fewest)
    }

    /// Whether a state is stable for a party: every improvement has a sanction. `None` when that takes too much searching.
    pub fn is_stable(&self, concept: Concept, party: PartyId, state: State) -> Option<bool> {
        let mut is_known = true;
        for improvement in self.improvements(party, state) {
            match self.sanction(concept, party, state, improvement) {
                Sought::Found(_) => {}
                Sought::Nowhere => return Some(false),
                Sought::TooFar => is_known = false,
            }
        }
        is_known.then_some(true)
    }

    /// A state that deters the party from an improvement on `state`: one of those with the fewest moves of the others.
    pub fn sanction(
        &self,
        concept: Concept,
        party: PartyId,
        state: State,
        improvement: State,
    ) -> Sought {
        let is_credible = match concept {
            Concept::Nash => return Sought::Nowhere,
            Concept::Gmr | Concept::Smr => false,
            Concept::Seq | Concept::Sseq => true,
            Concept::Sim => return Sought::TooFar,
        };
        let is_inescapable = matches!(concept, Concept::Smr | Concept::Sseq);
        let others: Vec<PartyId> = self
            .conflict
            .party_ids()
            .filter(|other| *other != party)
            .collect();
        let is_escape = |end: State| {
            self.moves(party, end)
                .into_iter()
                .any(|to| self.is_better(party, to, state))
        };
        self.search(&others, improvement, is_credible, &mut |end, _| {
            !(self.is_better(party, end, state) || is_inescapable && is_escape(end))
        })
    }

    /// The first state for which `is_end` holds among those that legal sequences of the movers reach with at least one move;
    /// all moves count, or improvements only.
    fn search(
        &self,
        movers: &[PartyId],
        from: State,
        improving: bool,
        is_end: &mut dyn FnMut(State, u32) -> bool,
    ) -> Sought {
        let mut seen: BTreeSet<Pair> = BTreeSet::new();
        let mut queue: VecDeque<(State, Option<PartyId>, u32)> = VecDeque::from([(from, None, 0)]);
        while let Some((state, last, n_moves)) = queue.pop_front() {
            for mover in movers.iter().copied().filter(|mover| Some(*mover) != last) {
                let steps = if improving {
                    self.improvements(mover, state)
                } else {
                    self.moves(mover, state)
                };
                for to in steps {
                    if !seen.insert((to, mover)) {
                        continue;
                    }
                    if is_end(to, n_moves + 1) {
                        return Sought::Found(to);
                    }
                    if seen.len() > self.pairs_max {
                        return Sought::TooFar;
                    }
                    queue.push_back((to, Some(mover), n_moves + 1));
                }
            }
        }
        Sought::Nowhere
    }
}
