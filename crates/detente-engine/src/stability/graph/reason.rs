//! Why a state of a graph is stable or not, as a witness that can be checked without this engine.
//!
//! # Definition
//! Stable: for each improvement, a legal sequence of the others that ends in a state that blocks. Unstable: an improvement without one.
//! # Algorithm
//! A search forward from each improvement, nearest states first.
//! # Complexity
//! `O(h·e)` per improvement for `h` others with `e` moves.
//! # Validity
//! Verified against the definitions by [`oracle::graph`](crate::oracle::graph).
//! # References
//! After the definitions in [`settle`](super::settle()).

use super::kernel::{blocks, improves};
use super::sequences::{credible_moves_of, moves_of, route};
use super::settle::sanctions;
use crate::model::{Concept, Graph, GraphAnswer, GraphVerdict, Kernel, PartyId};

/// The verdict on a state for one party under one of the [`CONCEPTS`](super::CONCEPTS), with its witness.
///
/// # Panics
/// When the graph does not have the state or the party.
pub fn reason(
    graph: &Graph,
    kernel: Kernel,
    concept: Concept,
    party: PartyId,
    state: usize,
) -> GraphVerdict {
    let of = party.idx();
    let compare = |other: usize| graph.compare(of, other, state);
    let improvements = graph.players[of].moves[state]
        .iter()
        .copied()
        .filter(|&to| improves(kernel, compare(to as usize)));
    let others: Vec<usize> = (0..graph.players.len())
        .filter(|&other| other != of)
        .collect();
    let sanctions = sanctions(concept);
    let moves = match sanctions {
        Some((true, _)) => credible_moves_of(graph, others.iter().copied()),
        _ => moves_of(graph, others.iter().copied()),
    };
    let deters = |end: usize, inescapable: bool| {
        let is_no_better = |other: usize| blocks(kernel, compare(other));
        is_no_better(end)
            && !(inescapable
                && graph.players[of].moves[end]
                    .iter()
                    .any(|&escape| !is_no_better(escape as usize)))
    };
    let mut deterred = Vec::new();
    for improvement in improvements {
        let answer = sanctions.and_then(|(_, inescapable)| {
            route(
                &moves,
                &others,
                graph.n_states,
                improvement as usize,
                |end| deters(end, inescapable),
            )
        });
        match answer {
            Some(steps) => deterred.push(GraphAnswer { improvement, steps }),
            None => return GraphVerdict::Unstable { improvement },
        }
    }
    GraphVerdict::Stable { deterred }
}
