//! Parties that prefer nothing, whatever the size of the conflict.
//!
//! # Definition
//! A party is *indifferent* when every feasible state is as good to it as every other: it says nothing, nothing that it says can change
//! under the rules, or what it says cancels out.
//! # Algorithm
//! Statements: each holds everywhere or nowhere. Values: two states in which some condition differs have the same sum nowhere but where
//! values cancel; the states are split by sums only when no such pair is told apart. Rankings: one class has all states.
//! # Complexity
//! Two operations on diagrams per line; splitting by sums as for [`SymbolicSpace::levels`].
//! # Validity
//! Exact. A comparison that nobody knows is no indifference: of lines with alternatives, every alternative is asked about.
//! # References
//! The question is this program's own.

use super::{NODES_MAX, Set, SymbolicSpace};
use crate::model::{Conflict, Node, Order, PartyId, State};
use crate::space::{Stopped, Watch};

/// The parties of a conflict that prefer nothing among its feasible states.
///
/// # Errors
/// When the diagrams grow too large, or the watch is stopped.
pub fn indifferent_parties(conflict: &Conflict, watch: &Watch) -> Result<Vec<PartyId>, Stopped> {
    SymbolicSpace::without_moves(conflict, NODES_MAX, watch)?.indifferent_parties(watch)
}

impl SymbolicSpace {
    /// The parties that prefer nothing: every feasible state is as good to them as every other.
    ///
    /// # Errors
    /// When the store is full, or the watch is stopped.
    pub fn indifferent_parties(&self, watch: &Watch) -> Result<Vec<PartyId>, Stopped> {
        let mut found = vec![];
        for party in self.conflict.party_ids() {
            if self.is_indifferent(party, watch)? {
                found.push(party);
            }
        }
        Ok(found)
    }

    fn is_indifferent(&self, party: PartyId, watch: &Watch) -> Result<bool, Stopped> {
        if let Some(open) = &self.conflict.open[party.idx()] {
            return self.are_settled(open.conditions());
        }
        match &self.conflict.orders[party.idx()] {
            Order::Indifferent => Ok(true),
            Order::Lexicographic(statements) => self.are_settled(statements.iter().copied()),
            Order::Additive(values) => {
                let mut sums = vec![];
                for (of, _) in values {
                    let (without, with) = self.split(*of)?;
                    for state in [self.first_state(&without)?, self.first_state(&with)?] {
                        sums.extend(state.map(|state| self.sum(values, state)));
                    }
                }
                Ok(sums.windows(2).all(|pair| pair[0] == pair[1])
                    && self.has_one_level(party, watch)?)
            }
            Order::Ranked(_) => self.has_one_level(party, watch),
        }
    }

    /// Whether each of these conditions holds everywhere or nowhere.
    fn are_settled(&self, conditions: impl IntoIterator<Item = Node>) -> Result<bool, Stopped> {
        for condition in conditions {
            let (without, with) = self.split(condition)?;
            if !without.is_empty() && !with.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The feasible states without and with a condition.
    fn split(&self, condition: Node) -> Result<(Set, Set), Stopped> {
        let holds = self.gates.of(condition);
        Ok((
            self.diagrams.minus(&self.feasible, holds)?,
            self.diagrams.and(&self.feasible, holds)?,
        ))
    }

    fn sum(&self, values: &[(Node, i128)], state: State) -> i128 {
        let held = values
            .iter()
            .filter(|(of, _)| self.conflict.circuit.holds(*of, state));
        held.map(|(_, worth)| worth).sum()
    }

    fn has_one_level(&self, party: PartyId, watch: &Watch) -> Result<bool, Stopped> {
        match self.levels(party, watch) {
            Ok(levels) => Ok(levels.len() <= 1),
            Err(Stopped::TooManyLevels { .. }) => Ok(false),
            Err(stopped) => Err(stopped),
        }
    }
}
