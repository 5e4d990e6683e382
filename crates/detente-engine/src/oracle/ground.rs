//! What a witness is checked against: all states in tables, or single states at a time.

use std::borrow::Cow;

use super::definitions::{self, Oracle};
use super::nearby::{Nearby, Sought};
use crate::model::{Concept, Conflict, PartyId, State};

/// What claims are checked against.
pub(super) trait Ground {
    fn conflict(&self) -> &Conflict;
    fn is_feasible(&self, state: State) -> bool;
    fn moves(&self, party: PartyId, from: State) -> Cow<'_, [State]>;
    fn is_move(&self, party: PartyId, from: State, to: State) -> bool;
    fn improvements(&self, party: PartyId, from: State) -> Cow<'_, [State]>;
    fn is_better(&self, party: PartyId, a: State, b: State) -> bool;
    /// A state that deters the party from an improvement on `state`.
    fn sanction(
        &self,
        concept: Concept,
        party: PartyId,
        state: State,
        improvement: State,
    ) -> Sought;
}

impl Ground for Oracle<'_> {
    fn conflict(&self) -> &Conflict {
        Oracle::conflict(self)
    }

    fn is_feasible(&self, state: State) -> bool {
        self.feasible().contains(&state)
    }

    fn moves(&self, party: PartyId, from: State) -> Cow<'_, [State]> {
        Oracle::moves(self, party, from).into()
    }

    fn is_move(&self, party: PartyId, from: State, to: State) -> bool {
        Oracle::moves(self, party, from).contains(&to)
    }

    fn improvements(&self, party: PartyId, from: State) -> Cow<'_, [State]> {
        Oracle::improvements(self, party, from).into()
    }

    fn is_better(&self, party: PartyId, a: State, b: State) -> bool {
        Oracle::is_better(self, party, a, b)
    }

    fn sanction(
        &self,
        concept: Concept,
        party: PartyId,
        state: State,
        improvement: State,
    ) -> Sought {
        definitions::sanction(self, concept, party, state, improvement)
            .map_or(Sought::Nowhere, Sought::Found)
    }
}

impl Ground for Nearby<'_> {
    fn conflict(&self) -> &Conflict {
        Nearby::conflict(self)
    }

    fn is_feasible(&self, state: State) -> bool {
        Nearby::is_feasible(self, state)
    }

    fn moves(&self, party: PartyId, from: State) -> Cow<'_, [State]> {
        Nearby::moves(self, party, from).into()
    }

    fn is_move(&self, party: PartyId, from: State, to: State) -> bool {
        Nearby::is_move(self, party, from, to)
    }

    fn improvements(&self, party: PartyId, from: State) -> Cow<'_, [State]> {
        Nearby::improvements(self, party, from).into()
    }

    fn is_better(&self, party: PartyId, a: State, b: State) -> bool {
        Nearby::is_better(self, party, a, b)
    }

    fn sanction(
        &self,
        concept: Concept,
        party: PartyId,
        state: State,
        improvement: State,
    ) -> Sought {
        Nearby::sanction(self, concept, party, state, improvement)
    }
}
