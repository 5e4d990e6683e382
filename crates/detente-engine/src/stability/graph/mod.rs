//! Stability in graph form: any states, any moves, and preferences that may be unknown or strong.
//!
//! [`settle`] gives the stable states of each party, [`reason`] why one state is stable or not, [`coalitions`] what parties can do
//! together, [`foresee`] what two parties that look further ahead do, and [`distances`] the way from the status quo; [`study_graph`] gives
//! all that `stability` tells of a dossier in graph form.
//! A conflict with measures comes here through [`of_space`]. It is small: a dossier with named states, or a conflict whose coalitions are
//! asked for; [`STATES_MAX`] is the most.

mod coalition;
mod foresight;
mod kernel;
mod of_measures;
mod of_space;
mod reason;
mod sequences;
mod settle;
mod study;

pub use coalition::{Coalition, Coalitions, Jump, coalition_states_max, coalitions};
pub use foresight::{FORESIGHT_MAX, Foreseen, Foresight, NoForesight, foresee};
pub use of_measures::{CRISP_LISTS_MAX, NoGraph, asks_for_graph, study_measures};
pub use of_space::of_space;
pub use reason::reason;
pub use sequences::distances;
pub use settle::{CONCEPTS, settle};
pub use study::{
    GraphAsk, GraphCase, GraphHeadline, GraphReach, GraphWays, Judged, Origin, kernels, study_graph,
};

use crate::model::Graph;
use crate::space::Stopped;

/// The most states of a graph that are taken.
pub const STATES_MAX: usize = crate::model::GRAPH_STATES_MAX;

/// Whether the graph is small enough.
fn is_small_enough(graph: &Graph, states_max: usize) -> Result<(), Stopped> {
    if graph.n_states > states_max {
        Err(Stopped::GraphTooLarge { states_max })
    } else {
        Ok(())
    }
}

/// A state as graphs write it.
fn numbered(state: usize) -> u32 {
    u32::try_from(state).expect("a graph has few states")
}
