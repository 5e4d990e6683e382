//! The stable states of each party in a graph.
//!
//! # Definition
//! With *improves*, *blocks* and *credible* of the [`kernel`](super::kernel), a state `s` is stable for party `i` when every improvement `t ∈ R_i(s)` meets
//! an `x ∈ R_{N−i}(t)` that blocks at `s`; under SEQ and SSEQ every move on the way is credible; under SMR and SSEQ every `z ∈ R_i(x)` blocks
//! at `s`, too. Under R there is no improvement at all. Back in `s` itself counts as a sanction of degree 0.
//! # Algorithm
//! The states where the others can lead are found once for all; then, for each state, the states that block as a set, and for each
//! improvement whether the two sets meet.
//! # Complexity
//! Beside the [sequences](super::sequences), `O(n·(n + e) + e·n/64)` for `n` states and `e` moves of the party.
//! # Validity
//! Any digraph of moves, any comparisons; SIM needs measures and is not settled.
//! # References
//! Kilgour, Hipel & Fang (1987) and Fang, Hipel & Kilgour (1993); the kernels after [`kernel`](super::kernel).

use fixedbitset::FixedBitSet;

use super::kernel::{blocks, improves};
use super::sequences::{Closure, credible_moves_of, moves_of};
use super::{STATES_MAX, is_small_enough};
use crate::model::{Concept, Graph, Kernel};
use crate::space::{Stopped, Watch};
use crate::stability::Settled;

/// The concepts that a graph can be settled under, in the order in which results are given.
pub const CONCEPTS: [Concept; 5] = [
    Concept::Nash,
    Concept::Gmr,
    Concept::Smr,
    Concept::Seq,
    Concept::Sseq,
];

/// What deters under a concept: whether sanctions are credible, and whether they are inescapable; `None` where nothing does.
pub(super) fn sanctions(concept: Concept) -> Option<(bool, bool)> {
    match concept {
        Concept::Nash | Concept::Sim => None,
        Concept::Gmr => Some((false, false)),
        Concept::Smr => Some((false, true)),
        Concept::Seq => Some((true, false)),
        Concept::Sseq => Some((true, true)),
    }
}

/// The states of a graph that are stable for each party under each of the [`CONCEPTS`].
///
/// # Errors
/// When the graph has more than [`STATES_MAX`] states, or the work was stopped.
pub fn settle(graph: &Graph, kernel: Kernel, watch: &Watch) -> Result<Vec<Settled>, Stopped> {
    is_small_enough(graph, STATES_MAX)?;
    let mut stable = vec![Vec::new(); CONCEPTS.len()];
    for party in 0..graph.players.len() {
        let focus = Focus::new(graph, kernel, party, watch)?;
        for (concept, stable) in CONCEPTS.iter().zip(&mut stable) {
            stable.push(focus.stable_states(*concept, watch)?);
        }
    }
    let settled = CONCEPTS
        .iter()
        .zip(stable)
        .map(|(concept, stable)| super::super::settle(*concept, Some(stable), graph.n_states, 0));
    Ok(settled.collect())
}

/// What one party needs to know of a graph.
struct Focus<'a> {
    graph: &'a Graph,
    kernel: Kernel,
    party: usize,
    /// By state: where the others can lead, moving as they like, and when each of their moves is credible.
    others: [Closure; 2],
}

impl<'a> Focus<'a> {
    fn new(graph: &'a Graph, kernel: Kernel, party: usize, watch: &Watch) -> Result<Self, Stopped> {
        let others = || (0..graph.players.len()).filter(move |&other| other != party);
        let freely = Closure::new(&moves_of(graph, others()), graph.n_states, watch)?;
        let credibly = Closure::new(&credible_moves_of(graph, others()), graph.n_states, watch)?;
        Ok(Self {
            graph,
            kernel,
            party,
            others: [freely, credibly],
        })
    }

    fn moves(&self, from: usize) -> impl Iterator<Item = usize> {
        self.graph.players[self.party].moves[from]
            .iter()
            .map(|&to| to as usize)
    }

    fn improvements(&self, from: usize) -> impl Iterator<Item = usize> {
        self.moves(from)
            .filter(move |&to| improves(self.kernel, self.graph.compare(self.party, to, from)))
    }

    /// The states that deter the party from leaving this one, if the others can lead there.
    fn deterring(&self, state: usize, inescapable: bool) -> FixedBitSet {
        let deters =
            |other: usize| blocks(self.kernel, self.graph.compare(self.party, other, state));
        let blocking: FixedBitSet = (0..self.graph.n_states)
            .filter(|&other| deters(other))
            .collect();
        if !inescapable {
            return blocking;
        }
        blocking
            .ones()
            .filter(|&other| self.moves(other).all(|escape| blocking.contains(escape)))
            .collect()
    }

    fn stable_states(&self, concept: Concept, watch: &Watch) -> Result<FixedBitSet, Stopped> {
        let mut stable = FixedBitSet::with_capacity(self.graph.n_states);
        for state in 0..self.graph.n_states {
            if watch.is_stopped() {
                return Err(Stopped::Interrupted);
            }
            let mut improvements = self.improvements(state).peekable();
            let is_stable = match sanctions(concept) {
                _ if improvements.peek().is_none() => true,
                None => false,
                Some((credible, inescapable)) => {
                    let deterring = self.deterring(state, inescapable);
                    let led = &self.others[usize::from(credible)].reached;
                    improvements.all(|improvement| !led[improvement].is_disjoint(&deterring))
                }
            };
            stable.set(state, is_stable);
        }
        Ok(stable)
    }
}
