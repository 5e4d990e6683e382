//! Simultaneous stability (SIM).
//!
//! # Definition
//! A state `s` is stable for party `i` when for every improvement `t ∈ R⁺_i(s)` there is a choice, for each other party `j`, of
//! nothing or of one of its improvements `u_j ∈ R⁺_j(s)`, not nothing for all, such that the changes of all of them added
//! to `t` give a feasible `x` with `x ⪯_i s`, to which no ban on any of those who move, or on `i`, forbids to go from `s`.
//! # Algorithm
//! For each improvement, the joint changes of the others are tried until one deters it. Parties control disjoint
//! measures, so changes never collide and add up as codes. The party with most combinations of its own, the *closer*, is
//! not enumerated: for each situation that the others leave it, its states are kept in ascending rank for the focal
//! party, and the first one that the closer may choose decides.
//! # Complexity
//! `O(n · m · Π(m_j + 1))` at worst, the product over the others but the closer, for `m` and `m_j` improvements per
//! state; most states end early. 8 bytes per state.
//! # Validity
//! For conflicts in option form only. With more than two parties the literature has variants; this one lets
//! any subset of the others act, each by an improvement of its own from `s`.
//! # References
//! Fraser & Hipel (1979), IEEE SMC 9:805–816, and (1984), Conflict Analysis, for two parties.

use fixedbitset::FixedBitSet;

use crate::model::{PartyId, State, Step};
use crate::space::{CodeMap, Space, Stopped, Watch};

/// The states that are stable for the party.
pub(super) fn stable_states(
    space: &Space,
    party: PartyId,
    watch: &Watch,
) -> Result<FixedBitSet, Stopped> {
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
pub(super) fn answer(
    space: &Space,
    party: PartyId,
    state: usize,
    improvement: usize,
) -> Option<(Vec<Step>, State)> {
    let watch = Watch::default();
    let mut search = Search::new(space, party, &watch);
    search.begin(state);
    let ends = space.states()[search.answer(improvement).ok()??].0;
    let (start, changed) = (
        space.states()[state].0,
        space.states()[improvement].0 ^ ends,
    );
    let others = space.conflict().party_ids().filter(|other| *other != party);
    let steps = others.filter_map(|mover| {
        let own = changed & space.conflict().own_entries(mover);
        (own != 0).then_some(Step {
            mover,
            to: State(start ^ own),
        })
    });
    Some((steps.collect(), State(ends)))
}

/// Looks for joint changes of the others, as amounts that they add to the code of a state.
struct Search<'a> {
    space: &'a Space,
    party: PartyId,
    watch: &'a Watch,
    codes: Vec<u128>,
    /// The state under examination.
    state: usize,
    rank: u32,
    /// For each other party with improvements but the closer, what they add to the code.
    changes: Vec<Vec<u128>>,
    closer: Option<Closer>,
    work: u64,
}

/// The other party with most combinations of its own measures, and what it can make of each situation.
struct Closer {
    party: PartyId,
    /// The closer's part of the code of each state.
    part: Vec<u128>,
    /// The situation with a code, the closer's part left out.
    situations: CodeMap,
    /// For each situation, its states in ascending rank for the focal party: rank, and the closer's part.
    start: Vec<u32>,
    outcomes: Vec<(u32, u128)>,
    /// The closer's parts that it may choose at the moment, its present one included, in ascending order.
    choices: Vec<u128>,
    present: u128,
}

impl<'a> Search<'a> {
    fn new(space: &'a Space, party: PartyId, watch: &'a Watch) -> Self {
        let codes: Vec<u128> = space
            .states()
            .iter()
            .map(|state| space.lookup().code(*state))
            .collect();
        let others = space.conflict().party_ids().filter(|other| *other != party);
        let largest = others.min_by_key(|other| (space.groups(*other).n_groups(), *other));
        let closer = largest.map(|closer| Closer::new(space, party, closer, &codes));
        Self {
            space,
            party,
            watch,
            codes,
            state: 0,
            rank: 0,
            changes: vec![],
            closer,
            work: 0,
        }
    }

    /// Turns to the improvements from another state.
    fn begin(&mut self, state: usize) {
        self.state = state;
        self.rank = self.space.rank(self.party, state);
        let Some(closer) = &mut self.closer else {
            return;
        };
        let others = self
            .space
            .conflict()
            .party_ids()
            .filter(|other| *other != self.party && *other != closer.party);
        let changes = others.map(|other| {
            let improvements = self.space.improvements(other, state);
            improvements
                .map(|to| self.codes[to].wrapping_sub(self.codes[state]))
                .collect::<Vec<_>>()
        });
        self.changes = changes.filter(|changes| !changes.is_empty()).collect();
        closer.present = closer.part[state];
        closer.choices.clear();
        closer.choices.push(closer.present);
        closer.choices.extend(
            self.space
                .improvements(closer.party, state)
                .map(|to| closer.part[to]),
        );
        closer.choices.sort_unstable();
    }

    /// A state that is no better, which the others' improvements at the same time lead to.
    fn answer(&mut self, improvement: usize) -> Result<Option<usize>, Stopped> {
        self.work += 1;
        if self.work.is_multiple_of(1024) && self.watch.is_stopped() {
            return Err(Stopped::Interrupted);
        }
        let Some(closer) = &self.closer else {
            return Ok(None);
        };
        let situation = self.codes[improvement].wrapping_sub(closer.part[improvement]);
        Ok(self.deter(closer, &self.changes, situation, false))
    }

    /// Tries every choice of the parties left in `changes`, then those of the closer.
    fn deter(
        &self,
        closer: &Closer,
        changes: &[Vec<u128>],
        situation: u128,
        moved: bool,
    ) -> Option<usize> {
        let Some((first, rest)) = changes.split_first() else {
            let at = |part: u128| self.space.lookup().at(situation.wrapping_add(part));
            return closer
                .bad_choices(situation, self.rank, moved)
                .filter_map(at)
                .find(|end| !self.is_banned(*end));
        };
        let moving = first
            .iter()
            .find_map(|change| self.deter(closer, rest, situation.wrapping_add(*change), true));
        moving.or_else(|| self.deter(closer, rest, situation, moved))
    }

    /// Whether a ban forbids the step from the state under examination that all together make.
    fn is_banned(&self, end: usize) -> bool {
        let conflict = self.space.conflict();
        let (from, to) = (self.space.states()[self.state], self.space.states()[end]);
        let binds = |by: PartyId| (from.0 ^ to.0) & conflict.own_entries(by) != 0;
        conflict.bans.iter().any(|ban| {
            ban.by.is_none_or(binds)
                && conflict.circuit.holds(ban.from, from)
                && conflict.circuit.holds(ban.to, to)
        })
    }
}

impl Closer {
    fn new(space: &Space, focal: PartyId, party: PartyId, codes: &[u128]) -> Self {
        let own = space.conflict().own_entries(party);
        let part: Vec<u128> = space
            .states()
            .iter()
            .map(|state| space.lookup().code(State(state.0 & own)))
            .collect();
        let groups = space.groups(party);
        let mut start = vec![0];
        let mut outcomes = Vec::with_capacity(space.len());
        let mut situations = Vec::with_capacity(groups.n_groups());
        for group in 0..groups.n_groups() as u32 {
            let members = groups.members(group);
            let first = members[0].state as usize;
            situations.push((codes[first].wrapping_sub(part[first]), group));
            let from = outcomes.len();
            outcomes.extend(members.iter().map(|member| {
                (
                    space.rank(focal, member.state as usize),
                    part[member.state as usize],
                )
            }));
            outcomes[from..].sort_unstable();
            start.push(outcomes.len() as u32);
        }
        let situations = space.lookup().map(situations.into_iter());
        Self {
            party,
            part,
            situations,
            start,
            outcomes,
            choices: vec![],
            present: 0,
        }
    }

    /// The choices in a situation that are no better than `rank` for the focal party, worst first. The closer may stay as it is only
    /// when somebody else has moved.
    fn bad_choices(&self, situation: u128, rank: u32, moved: bool) -> impl Iterator<Item = u128> {
        let outcomes = match self.situations.get(situation) {
            Some(group) => {
                &self.outcomes[self.start[group] as usize..self.start[group + 1] as usize]
            }
            None => &[],
        };
        let bad = outcomes
            .iter()
            .take_while(move |(outcome, _)| *outcome <= rank);
        let may_choose = move |part: &u128| {
            (moved || *part != self.present) && self.choices.binary_search(part).is_ok()
        };
        bad.map(|(_, part)| *part).filter(may_choose)
    }
}
