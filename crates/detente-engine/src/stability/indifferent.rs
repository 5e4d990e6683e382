//! Which parties prefer nothing, so that an answer about them says nothing of what they want.

use super::graph::GraphCase;
use super::{Case, SetCase};
use crate::model::{Conflict, Dossier, PartyId, Setting};
use crate::space::{self, Stopped, Watch};

/// The parties of a dossier that prefer nothing in a setting: every feasible state, or every state of its graph, is as good to them as
/// every other. Neither listing nor moves are needed, so that conflicts of any size are answered.
///
/// # Errors
/// When the feasible states do not fit the budget of nodes, or the watch is stopped.
pub fn indifferent_parties(
    dossier: &Dossier,
    setting: &Setting,
    watch: &Watch,
) -> Result<Vec<PartyId>, Stopped> {
    match dossier.graph_in(setting.view) {
        Some(graph) => Ok(graph.indifferent_parties()),
        None => space::indifferent_parties(&Conflict::new(dossier, setting), watch),
    }
}

impl Case {
    /// The parties that prefer nothing among the feasible states.
    pub fn indifferent_parties(&self) -> Vec<PartyId> {
        self.space.indifferent_parties()
    }
}

impl SetCase {
    /// The parties that prefer nothing among the feasible states.
    ///
    /// # Errors
    /// When the store is full, or the watch is stopped.
    pub fn indifferent_parties(&self, watch: &Watch) -> Result<Vec<PartyId>, Stopped> {
        self.space.indifferent_parties(watch)
    }
}

impl GraphCase {
    /// The parties that prefer nothing among the states of the graph.
    pub fn indifferent_parties(&self) -> Vec<PartyId> {
        self.graph.indifferent_parties()
    }
}
