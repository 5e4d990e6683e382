//! The explicit space: every feasible state by index, every party's ranks and groups of states.
//!
//! # Definition
//! A unilateral move of a party leads from a state to another feasible one that differs only in the party's own
//! measures, where each changed measure may change in that direction from the state in which the move starts. One move
//! may change several measures at once, by any number of levels, and need not pass through feasible states.
//! # Algorithm
//! The states are listed, their entries transposed, and each party's groups built on a thread of their own.
//! # Complexity
//! That of listing, and of the groups of each party; 16 bytes per state beside them.
//! # Validity
//! At most [`STATES_MAX`] states.
//! # References
//! Fang, Hipel & Kilgour (1993), Interactive Decision Making, for moves in option form.

use std::sync::OnceLock;

use super::order::Partition;
use super::{Columns, Grid, Groups, Lookup, Stopped, Watch, each, enumerate};
use crate::model::{Conflict, Node, PartyId, State};

/// The most feasible states that the explicit engine takes.
pub const STATES_MAX: usize = 1 << 24;

/// The feasible states of a conflict with all that the analyses ask about them.
#[derive(Debug)]
pub struct Space {
    conflict: Conflict,
    states: Vec<State>,
    columns: Columns,
    parties: Vec<Groups>,
    lookup: Lookup,
    /// Made when first asked for.
    grid: OnceLock<Option<Grid>>,
}

impl Space {
    /// Lists the feasible states and prepares every party's ranks and moves.
    ///
    /// # Errors
    /// When the conflict is too large to enumerate, or the watch is stopped.
    ///
    /// # Panics
    /// Only when a worker panics.
    pub fn enumerate(
        conflict: &Conflict,
        states_max: usize,
        watch: &Watch,
    ) -> Result<Self, Stopped> {
        let states = enumerate::feasible_states(conflict, states_max.min(STATES_MAX), watch)?;
        let columns = Columns::new(&states, conflict.n_entries);
        let parties = each(watch.threads_max(), conflict.party_ids(), |party| {
            Groups::new(conflict, party, &states, &columns)
        });
        let lookup = Lookup::new(conflict, &states);
        if watch.is_stopped() {
            return Err(Stopped::Interrupted);
        }
        Ok(Self {
            conflict: conflict.clone(),
            states,
            columns,
            parties,
            lookup,
            grid: OnceLock::new(),
        })
    }

    /// The conflict.
    pub fn conflict(&self) -> &Conflict {
        &self.conflict
    }

    /// The feasible states in ascending order; an index means a position here.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// The number of feasible states.
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Whether the rules leave no state.
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// The number of parties.
    pub fn n_parties(&self) -> usize {
        self.parties.len()
    }

    /// The index of a state, if it is feasible.
    pub fn index_of(&self, state: State) -> Option<usize> {
        self.lookup
            .at(self.lookup.code(state))
            .filter(|&idx| self.states[idx] == state)
    }

    pub(crate) fn lookup(&self) -> &Lookup {
        &self.lookup
    }

    /// The same by cells; `None` for conflicts of another form.
    pub(crate) fn grid(&self) -> Option<&Grid> {
        self.grid
            .get_or_init(|| Grid::new(&self.conflict, &self.states, &self.parties))
            .as_ref()
    }

    /// The party's rank of a state, higher is better.
    pub fn rank(&self, party: PartyId, idx: usize) -> u32 {
        self.parties[party.idx()].rank[idx]
    }

    /// The parties that prefer nothing: every feasible state is as good to them as every other.
    pub fn indifferent_parties(&self) -> Vec<PartyId> {
        let is_flat = |party: &PartyId| {
            let Some(open) = &self.conflict.open[party.idx()] else {
                let rank = &self.parties[party.idx()].rank;
                return rank.windows(2).all(|pair| pair[0] == pair[1]);
            };
            let conditions: Vec<Node> = open.conditions().collect();
            let columns = self.where_holds(&conditions);
            let holds = |column: &Vec<u64>, state: usize| column[state / 64] >> (state % 64) & 1;
            let is_even = |column: &Vec<u64>| {
                (1..self.len()).all(|state| holds(column, state) == holds(column, 0))
            };
            columns.iter().all(is_even)
        };
        self.conflict.party_ids().filter(is_flat).collect()
    }

    /// The states where each condition holds, as words of 64 states.
    pub fn where_holds(&self, conditions: &[Node]) -> Vec<Vec<u64>> {
        self.columns.of(&self.conflict.circuit, conditions)
    }

    /// The states that the party can move to, in ascending order of rank.
    pub fn moves(&self, party: PartyId, from: usize) -> impl Iterator<Item = usize> {
        let groups = &self.parties[party.idx()];
        groups
            .members(groups.place[from].group)
            .iter()
            .map(|member| member.state as usize)
            .filter(move |&to| to != from && self.may_move(party, from, to))
    }

    /// The improvements of the party: moves to states that it prefers, in ascending order of rank.
    pub fn improvements(&self, party: PartyId, from: usize) -> impl Iterator<Item = usize> {
        let rank = self.rank(party, from);
        self.moves(party, from)
            .filter(move |&to| self.rank(party, to) > rank)
    }

    /// The states by the party's own measures: the moves of the others never lead from one class to another.
    pub(crate) fn by_own_measures(&self, party: PartyId) -> Partition {
        let own = self.conflict.own_entries(party);
        let entries: Vec<Vec<u64>> = (0..self.conflict.n_entries)
            .filter(|entry| own >> entry & 1 == 1)
            .map(|entry| self.columns.entry(entry))
            .collect();
        let mut partition = Partition::new(self.len());
        partition.refine(&entries);
        partition
    }

    /// Whether the changed measures may change so; both states are in the same group.
    pub(crate) fn may_move(&self, party: PartyId, from: usize, to: usize) -> bool {
        self.parties[party.idx()].permits(&self.states, from, to)
    }

    pub(crate) fn groups(&self, party: PartyId) -> &Groups {
        &self.parties[party.idx()]
    }
}
