//! Foresight of two parties: limited moves, non-myopic stability, and a leader and a follower.
//!
//! # Definition
//! `G_h(i, s)` is where the conflict ends when party `i` may move first from `s` and both look `h` moves ahead: `G_0(i, s) = s`; otherwise `i`
//! takes the move `q ∈ R_i(s)` with the best `G_{h−1}(j, q)`, and stays when that is no better than `s`. A state is *`L_h`-stable* for `i` when
//! `G_h(i, s) = s`; *non-myopically* stable when so for all `h` from some on; *Stackelberg* stable with leader `i` when it is `L_2`-stable for
//! `i` and `L_1`-stable for the other.
//!
//! *Ties.* Of several moves that end equally well for the mover, [`Ties::Against`] takes the one that ends worst for the other party, and
//! [`Ties::Favour`] the one that ends best for it. What still ties is equally good for both, so that stability does not depend on it.
//! # Algorithm
//! Backward induction, one step of foresight after the other; non-myopic stability is read off the cycle into which the outcomes fall.
//! # Complexity
//! `O(h·e)` for `h` steps and `e` moves; the cycle begins within [`FORESIGHT_MAX`] steps, or the answer is left open.
//! # Validity
//! Two parties with rankings. For more parties two definitions have been published and criticised (see Soares et al., 2026), so that none is
//! offered.
//! # References
//! Zagare (1984) and Kilgour (1984, 1985) for limited moves and non-myopic stability; Fang, Hipel & Kilgour (1993), chapter 3.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::{STATES_MAX, is_small_enough, numbered};
use crate::model::{Graph, PartyId, Tastes, Ties};
use crate::space::{Stopped, Watch};

/// The most steps that are looked ahead.
pub const FORESIGHT_MAX: usize = 1000;

/// What two parties that look ahead leave alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foresight {
    /// For 1, 2 … steps ahead.
    pub limited: Vec<Foreseen>,
    /// However far they look from some step on; `None` when that is not known within [`FORESIGHT_MAX`] steps.
    pub non_myopic: Option<Foreseen>,
    /// With each party as the leader, the states that are stable, in ascending order.
    pub stackelberg: [Vec<usize>; 2],
}

/// The states that are stable with some foresight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    /// For each party, in ascending order.
    pub stable: [Vec<usize>; 2],
}

impl Foreseen {
    /// The states that are stable for both.
    pub fn equilibria(&self) -> Vec<usize> {
        common(&self.stable[0], &self.stable[1])
    }
}

/// Why foresight has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoForesight {
    /// There are not exactly two parties.
    NotTwo {
        /// How many there are.
        n_parties: usize,
    },
    /// A party does not rank the states.
    NotRanked {
        /// The party.
        party: PartyId,
    },
    /// Nobody looks ahead no step, or so many.
    Horizon {
        /// How many steps were asked for.
        horizon: usize,
    },
    /// The graph is too large, or the work was stopped.
    Stopped(Stopped),
}

impl From<Stopped> for NoForesight {
    fn from(stopped: Stopped) -> Self {
        Self::Stopped(stopped)
    }
}

/// The states that two parties leave alone when they look 1 to `horizon` steps ahead, and however far.
///
/// # Errors
/// When there are not two parties with rankings, when the horizon is 0 or above [`FORESIGHT_MAX`], when the graph has more than [`STATES_MAX`]
/// states, or when the work was stopped.
pub fn foresee(
    graph: &Graph,
    horizon: usize,
    ties: Ties,
    watch: &Watch,
) -> Result<Foresight, NoForesight> {
    is_small_enough(graph, STATES_MAX)?;
    if !(1..=FORESIGHT_MAX).contains(&horizon) {
        return Err(NoForesight::Horizon { horizon });
    }
    let [first, second] = graph.players.as_slice() else {
        return Err(NoForesight::NotTwo {
            n_parties: graph.players.len(),
        });
    };
    let ranks = |party: usize, tastes: &'_ Tastes| match tastes {
        Tastes::Ranked(rank) => Ok(rank.clone()),
        Tastes::Several(rankings) if rankings.iter().all(|ranking| *ranking == rankings[0]) => {
            Ok(rankings[0].clone())
        }
        Tastes::Several(_) | Tastes::Pairs(_) => Err(NoForesight::NotRanked {
            party: PartyId::new(party),
        }),
    };
    let ranks = [ranks(0, &first.tastes)?, ranks(1, &second.tastes)?];
    let mut outcomes: Outcomes = [(); 2].map(|()| (0..graph.n_states).map(numbered).collect());
    let mut seen = HashMap::new();
    let mut limited = Vec::new();
    let mut non_myopic = None;
    for step in 0..=FORESIGHT_MAX {
        if watch.is_stopped() {
            return Err(Stopped::Interrupted.into());
        }
        if step > 0 {
            limited.push(left_alone(&outcomes));
        }
        if let (None, Some(begins)) = (&non_myopic, seen.insert(outcomes.clone(), step)) {
            non_myopic = Some(always(&limited[begins..step]));
        }
        if non_myopic.is_some() && limited.len() >= horizon.max(2) {
            break;
        }
        outcomes = one_step_further(graph, &ranks, ties, &outcomes);
    }
    let leading =
        |leader: usize| common(&limited[1].stable[leader], &limited[0].stable[1 - leader]);
    let stackelberg = [leading(0), leading(1)];
    limited.truncate(horizon);
    Ok(Foresight {
        limited,
        non_myopic,
        stackelberg,
    })
}

/// By party that moves first, and by state: where the conflict ends.
type Outcomes = [Vec<u32>; 2];

fn one_step_further(
    graph: &Graph,
    ranks: &[Vec<u32>; 2],
    ties: Ties,
    outcomes: &Outcomes,
) -> Outcomes {
    [0, 1].map(|mover| {
        let other = 1 - mover;
        let worth = |end: u32| {
            let (own, others) = (ranks[mover][end as usize], ranks[other][end as usize]);
            let tie = match ties {
                Ties::Against => u32::MAX - others,
                Ties::Favour => others,
            };
            (own, tie, Reverse(end))
        };
        let end = |(state, moves): (usize, &Vec<u32>)| {
            let best = moves
                .iter()
                .map(|&to| outcomes[other][to as usize])
                .max_by_key(|&end| worth(end));
            best.filter(|&end| ranks[mover][end as usize] > ranks[mover][state])
                .unwrap_or_else(|| numbered(state))
        };
        graph.players[mover]
            .moves
            .iter()
            .enumerate()
            .map(end)
            .collect()
    })
}

fn left_alone(outcomes: &Outcomes) -> Foreseen {
    let stable = |ends: &Vec<u32>| {
        ends.iter()
            .enumerate()
            .filter(|(state, end)| **end as usize == *state)
            .map(|(state, _)| state)
            .collect()
    };
    Foreseen {
        stable: outcomes.each_ref().map(stable),
    }
}

/// What all of them leave alone.
fn always(foreseen: &[Foreseen]) -> Foreseen {
    let all = |party: usize| {
        let mut each = foreseen.iter().map(|seen| seen.stable[party].clone());
        each.next()
            .map(|first| each.fold(first, |all, one| common(&all, &one)))
            .unwrap_or_default()
    };
    Foreseen {
        stable: [all(0), all(1)],
    }
}

/// What two ascending lists have in common.
fn common(a: &[usize], b: &[usize]) -> Vec<usize> {
    a.iter()
        .copied()
        .filter(|state| b.binary_search(state).is_ok())
        .collect()
}
