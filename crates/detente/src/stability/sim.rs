//! Simultaneous stability (SIM).
//!
//! # Definition
//! A state `s` is stable for party `i` when for every improvement `t ∈ R⁺_i(s)` there is a choice, for each other party `j`, of
//! nothing or of one of its improvements `u_j ∈ R⁺_j(s)`, not nothing for all, such that the changes of all of them added
//! to `t` give a feasible `x` with `x ⪯_i s`.
//! # Algorithm
//! For each state, the joint changes of the others are enumerated for each improvement until one deters it. Parties
//! control disjoint measures, so changes never collide.
//! # Complexity
//! `O(n · m · Π(m_j + 1))` at worst, for `m` and `m_j` improvements per state; most states end early.
//! # Validity
//! For conflicts in option form only. With more than two parties the literature has variants; this one lets
//! any subset of the others act, each by an improvement of its own from `s`.
//! # References
//! Fraser & Hipel (1979), IEEE SMC 9:805–816, and (1984), Conflict Analysis, for two parties.

use fixedbitset::FixedBitSet;

use crate::model::{PartyId, State, Step};
use crate::space::{Space, Stopped, Watch};

/// The states that are stable for the party.
pub(super) fn stable_states(space: &Space, party: PartyId, watch: &Watch) -> Result<FixedBitSet, Stopped> {
    let mut stable = FixedBitSet::with_capacity(space.len());
    let mut search = Search::new(space, party, watch);
    for state in 0..space.len() {
        let mut improvements = space.improvements(party, state).peekable();
        if improvements.peek().is_some() {
            search.begin(state);
        }
        let mut deterred = true;
        for improvement in improvements {
            deterred = search.answer(improvement)?.is_some();
            if !deterred {
                break;
            }
        }
        stable.set(state, deterred);
        if state % 1024 == 0 {
            watch.add(std::mem::take(&mut search.work));
            if watch.is_stopped() {
                return Err(Stopped::Interrupted);
            }
        }
    }
    Ok(stable)
}

/// The others' improvements at the same time that deter one improvement, and the state in which that ends.
pub(super) fn answer(space: &Space, party: PartyId, state: usize, improvement: usize) -> Option<(Vec<Step>, State)> {
    let watch = Watch::default();
    let mut search = Search::new(space, party, &watch);
    search.begin(state);
    let ends = space.states()[search.answer(improvement).ok()??].0;
    let (start, changed) = (space.states()[state].0, space.states()[improvement].0 ^ ends);
    let others = space.conflict().party_ids().filter(|other| *other != party);
    let steps = others.filter_map(|mover| {
        let own = changed & space.conflict().own_entries(mover);
        (own != 0).then_some(Step { mover, to: State(start ^ own) })
    });
    Some((steps.collect(), State(ends)))
}

/// Looks for joint changes of the others, as amounts that they add to the code of a state.
struct Search<'a> {
    space: &'a Space,
    party: PartyId,
    watch: &'a Watch,
    codes: Vec<u128>,
    rank: u32,
    /// For each other party with improvements, what they add to the code; parties without any are left out.
    changes: Vec<Vec<u128>>,
    work: u64,
}

impl<'a> Search<'a> {
    fn new(space: &'a Space, party: PartyId, watch: &'a Watch) -> Self {
        let codes = space.states().iter().map(|state| space.lookup().code(*state)).collect();
        Self { space, party, watch, codes, rank: 0, changes: vec![], work: 0 }
    }

    /// Turns to the improvements from another state.
    fn begin(&mut self, state: usize) {
        self.rank = self.space.rank(self.party, state);
        let others = self.space.conflict().party_ids().filter(|other| *other != self.party);
        let changes = others.map(|other| {
            let improvements = self.space.improvements(other, state);
            improvements.map(|to| self.codes[to].wrapping_sub(self.codes[state])).collect::<Vec<_>>()
        });
        self.changes = changes.filter(|changes| !changes.is_empty()).collect();
    }

    /// A state that is no better, which the others' improvements at the same time lead to.
    fn answer(&mut self, improvement: usize) -> Result<Option<usize>, Stopped> {
        self.work += 1;
        if self.work.is_multiple_of(1024) && self.watch.is_stopped() {
            return Err(Stopped::Interrupted);
        }
        Ok(self.deter(&self.changes, self.codes[improvement], false))
    }

    /// Tries every choice of the parties left in `changes`.
    fn deter(&self, changes: &[Vec<u128>], code: u128, moved: bool) -> Option<usize> {
        let no_better = |code| self.space.lookup().at(code).filter(|&ends| self.space.rank(self.party, ends) <= self.rank);
        match changes {
            [] => None,
            [last] => {
                let unmoved = if moved { no_better(code) } else { None };
                unmoved.or_else(|| last.iter().find_map(|change| no_better(code.wrapping_add(*change))))
            }
            [first, rest @ ..] => {
                let moving = first.iter().find_map(|change| self.deter(rest, code.wrapping_add(*change), true));
                moving.or_else(|| self.deter(rest, code, moved))
            }
        }
    }
}
