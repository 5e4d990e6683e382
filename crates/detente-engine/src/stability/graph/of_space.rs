//! A conflict with measures as a graph: its feasible states, numbered in their order.

use super::{STATES_MAX, numbered};
use crate::model::{Graph, Player, Tastes};
use crate::space::{Space, Stopped};

/// The graph of a conflict: the same states in the same order, the same moves, each party's ranking.
///
/// # Errors
/// When the conflict has more than [`STATES_MAX`] feasible states.
pub fn of_space(space: &Space) -> Result<Graph, Stopped> {
    if space.len() > STATES_MAX {
        return Err(Stopped::GraphTooLarge {
            states_max: STATES_MAX,
        });
    }
    let player = |party| {
        let moves = |from| {
            let mut to: Vec<u32> = space.moves(party, from).map(numbered).collect();
            to.sort_unstable();
            to
        };
        let rank = (0..space.len())
            .map(|state| space.rank(party, state))
            .collect();
        Player {
            moves: (0..space.len()).map(moves).collect(),
            tastes: Tastes::Ranked(rank),
        }
    };
    Ok(Graph {
        n_states: space.len(),
        players: space.conflict().party_ids().map(player).collect(),
    })
}
