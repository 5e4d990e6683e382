//! Legal sequences in a graph: nobody moves twice in a row, though later again.
//!
//! # Definition
//! `R_H(s)`: where sequences of at least one move by movers of `H` lead from `s`, in which no mover moves twice in a row. A mover is a party,
//! or a coalition that moves as one. With `M_j(x)` the moves of mover `j` and `last` the mover before:
//! `A(x, last) = ⋃_{j ≠ last} ⋃_{y ∈ M_j(x)} {y} ∪ A(y, j)`, the smallest sets for which this holds; `R_H(s) = A(s, nobody) ∖ {s}`: to come
//! back to where it began is no answer, which matters where the party cannot compare that state with the one it left.
//! # Algorithm
//! [`Closure`] starts from empty sets of states, one for each state and last mover, and applies the equation until nothing changes.
//! [`distances`] and [`route`] search forward over pairs of a state and who moved last.
//! # Complexity
//! [`Closure`]: `O(l·e·n/64)` words for `n` states, `e` moves of all movers and sequences of at most `l` moves that are worth making.
//! A search forward: `O(h·e)` for `h` movers.
//! # Validity
//! Moves need not be transitive: the state alone does not tell what may follow, hence the last mover.
//! # References
//! Fang, Hipel & Kilgour (1993); Li, Kilgour & Hipel (2005) for distances from the status quo.

use std::collections::VecDeque;

use fixedbitset::FixedBitSet;

use super::kernel::{improves, is_credible};
use crate::model::{Graph, GraphStep, Kernel, PartyId, Player};
use crate::space::{Stopped, Watch};

/// By mover and state, the states that it moves to in one step.
pub(super) type Moves = Vec<Vec<Vec<u32>>>;

/// The moves of some parties.
pub(super) fn moves_of(graph: &Graph, parties: impl Iterator<Item = usize>) -> Moves {
    parties
        .map(|party| graph.players[party].moves.clone())
        .collect()
}

/// The moves of some parties that can be believed: improvements for whoever makes them, or nobody knows.
pub(super) fn credible_moves_of(graph: &Graph, parties: impl Iterator<Item = usize>) -> Moves {
    parties
        .map(|party| {
            let improving =
                |from: usize, to: u32| is_credible(graph.compare(party, to as usize, from));
            let moves = graph.players[party].moves.iter().enumerate();
            moves
                .map(|(from, to)| {
                    to.iter()
                        .copied()
                        .filter(|&to| improving(from, to))
                        .collect()
                })
                .collect()
        })
        .collect()
}

/// The moves of all parties that each of them leaves a state for, under a kernel.
fn tempting_moves_of(graph: &Graph, kernel: Kernel) -> Moves {
    let tempting = |(party, player): (usize, &Player)| {
        let worth =
            |from: usize, to: u32| improves(kernel, graph.compare(party, to as usize, from));
        let moves = player.moves.iter().enumerate();
        moves
            .map(|(from, to)| to.iter().copied().filter(|&to| worth(from, to)).collect())
            .collect()
    };
    graph.players.iter().enumerate().map(tempting).collect()
}

/// Where legal sequences of some movers lead, from every state.
pub(super) struct Closure {
    /// By state, `R_H`.
    pub(super) reached: Vec<FixedBitSet>,
}

impl Closure {
    pub(super) fn new(moves: &Moves, n_states: usize, watch: &Watch) -> Result<Self, Stopped> {
        let n_movers = moves.len();
        let empty = || vec![FixedBitSet::with_capacity(n_states); n_states * n_movers];
        // At `state * n_movers + mover`: what follows when that mover moves first, and when it moved last.
        let (mut first, mut after) = (empty(), empty());
        let mut is_changed = true;
        while is_changed {
            is_changed = false;
            for state in 0..n_states {
                if watch.is_stopped() {
                    return Err(Stopped::Interrupted);
                }
                for (mover, moves) in moves.iter().enumerate() {
                    let mut grown = std::mem::take(&mut first[state * n_movers + mover]);
                    let before = grown.count_ones(..);
                    for &to in &moves[state] {
                        grown.insert(to as usize);
                        grown.union_with(&after[to as usize * n_movers + mover]);
                    }
                    if grown.count_ones(..) > before {
                        is_changed = true;
                        let others = (0..n_movers).filter(|&other| other != mover);
                        others.for_each(|other| after[state * n_movers + other].union_with(&grown));
                    }
                    first[state * n_movers + mover] = grown;
                }
            }
        }
        let of = |state: usize| {
            let mut reached = FixedBitSet::with_capacity(n_states);
            first[state * n_movers..(state + 1) * n_movers]
                .iter()
                .for_each(|first| reached.union_with(first));
            reached.set(state, false);
            reached
        };
        Ok(Self {
            reached: (0..n_states).map(of).collect(),
        })
    }
}

/// The fewest moves of a legal sequence of all parties from a state to each state, 0 to itself; `None` where none leads there. With
/// `tempted`, each move is one that its mover leaves the state for under that kernel: for what is known to be better, and under `a` and `c`
/// also for what it cannot compare.
pub fn distances(graph: &Graph, from: usize, tempted: Option<Kernel>) -> Vec<Option<u32>> {
    let moves = match tempted {
        Some(kernel) => tempting_moves_of(graph, kernel),
        None => moves_of(graph, 0..graph.players.len()),
    };
    let mut distance = vec![None; graph.n_states];
    distance[from] = Some(0);
    search(&moves, graph.n_states, from, |to, n_moves| {
        distance[to].get_or_insert(n_moves);
        false
    });
    distance
}

/// A shortest legal sequence of all parties from a state to another, each move one that its mover leaves the state for under the kernel.
pub(super) fn route_to(
    graph: &Graph,
    kernel: Kernel,
    from: usize,
    end: usize,
) -> Option<Vec<GraphStep>> {
    let parties: Vec<usize> = (0..graph.players.len()).collect();
    let moves = tempting_moves_of(graph, kernel);
    route(&moves, &parties, graph.n_states, from, |state| state == end)
}

/// A shortest legal sequence of these movers from a state to one that will do.
pub(super) fn route(
    moves: &Moves,
    parties: &[usize],
    n_states: usize,
    from: usize,
    will_do: impl Fn(usize) -> bool,
) -> Option<Vec<GraphStep>> {
    let steps = search(moves, n_states, from, |to, _| to != from && will_do(to))?;
    Some(
        steps
            .into_iter()
            .map(|(mover, to)| GraphStep {
                mover: PartyId::new(parties[mover]),
                to,
            })
            .collect(),
    )
}

/// How a search came to a node.
#[derive(Clone, Copy)]
enum Trail {
    Untrodden,
    FromTheStart,
    From(usize),
}

/// Goes through the states in the order of moves needed until `visit` is satisfied, and tells the moves that lead there.
fn search(
    moves: &Moves,
    n_states: usize,
    from: usize,
    mut visit: impl FnMut(usize, u32) -> bool,
) -> Option<Vec<(usize, u32)>> {
    let n_movers = moves.len();
    // A node is a state and who moved last: `state * n_movers + last`.
    let mut trails = vec![Trail::Untrodden; n_states * n_movers];
    let mut queue = VecDeque::from([(from, None, 0)]);
    while let Some((state, last, n_moves)) = queue.pop_front() {
        let trail = last.map_or(Trail::FromTheStart, |last: usize| {
            Trail::From(state * n_movers + last)
        });
        for mover in (0..n_movers).filter(|&mover| last != Some(mover)) {
            for &to in &moves[mover][state] {
                let reached = to as usize * n_movers + mover;
                if !matches!(trails[reached], Trail::Untrodden) {
                    continue;
                }
                trails[reached] = trail;
                if visit(to as usize, n_moves + 1) {
                    return Some(steps_to(&trails, reached, n_movers));
                }
                queue.push_back((to as usize, Some(mover), n_moves + 1));
            }
        }
    }
    None
}

fn steps_to(trails: &[Trail], end: usize, n_movers: usize) -> Vec<(usize, u32)> {
    let step = |node: usize| {
        (
            node % n_movers,
            u32::try_from(node / n_movers).expect("states are numbered in 32 bits"),
        )
    };
    let mut steps = vec![step(end)];
    let mut at = end;
    while let Trail::From(before) = trails[at] {
        steps.push(step(before));
        at = before;
    }
    steps.reverse();
    steps
}
