//! What parties can do together: the stability of coalitions.
//!
//! # Definition
//! A coalition `H` *improves* from `s` to `t`, written `t ∈ CI_H(s)`, when legal sequences of its members lead from `s` to `t` and every member
//! prefers `t`; single moves on the way need not be improvements. `x` *blocks* `H` at `s` when it blocks for at least one member.
//!
//! | concept | stable for `H` when every `t ∈ CI_H(s)` meets an `x` that blocks `H` at `s` |
//! |---|---|
//! | CR | there is no `t` |
//! | CGMR | among `R_{N−H}(t)` |
//! | CSMR | among `R_{N−H}(t)`, and every `z ∈ R_H(x)` blocks `H` at `s`, too |
//! | CSEQ | at the end of a sequence of improvements of coalitions within `N − H`, none twice in a row |
//!
//! Universally stable is what is stable for every coalition, single parties among them. An *equilibrium jump* is an improvement of a coalition
//! from one equilibrium to another.
//! # Algorithm
//! The states that each coalition can reach are found once; its improvements are those of them that all members prefer. For the sanctions of
//! CSEQ, the coalitions within the rest are taken as movers.
//! # Complexity
//! `O(2^p·n²·n/64)` for the escapes of CSMR with `p` parties and `n` states; the sequences as in [`sequences`](super::sequences) with up to
//! `2^(p−1)` movers.
//! # Validity
//! Where moves are transitive CSEQ implies CGMR; otherwise a sequence of coalitions may have one party move twice in a row.
//! Nobody sanctions the coalition of all: the four concepts are one for it. That no coalition moves twice in a row within a sanction is the
//! natural reading of the definition; the paper's own wording was not seen.
//! # References
//! Kilgour, Hipel, Peng & Fang (2001) for coalitional improvements and jumps; Inohara & Hipel (2008) for the four concepts.

use fixedbitset::FixedBitSet;

use super::kernel::{blocks, improves, is_credible};
use super::sequences::{Closure, Moves, moves_of};
use super::{STATES_MAX, is_small_enough, numbered};
use crate::model::{Compared, Graph, Kernel, PartyId};
use crate::space::{Stopped, Watch};

/// The most states of a graph, times its number of sets of parties, whose coalitions are examined.
const STATES_TIMES_SETS_MAX: usize = 1 << 16;

/// The most parties whose coalitions are examined.
const COALITION_PARTIES_MAX: usize = 6;

/// What one coalition can do.
#[derive(Clone, Debug)]
pub struct Coalition {
    /// Who is in it, in the order of parties; never empty.
    pub members: Vec<PartyId>,
    /// By state, where the coalition can improve to, in ascending order.
    pub improvements: Vec<Vec<usize>>,
    /// In the order of [`CoalitionConcept::ALL`](crate::model::CoalitionConcept::ALL), the states that are stable for it, in ascending order.
    pub stable: [Vec<usize>; 4],
}

/// All coalitions of a conflict.
#[derive(Clone, Debug)]
pub struct Coalitions {
    /// Every coalition, small ones first.
    pub all: Vec<Coalition>,
    /// In the order of [`CoalitionConcept::ALL`](crate::model::CoalitionConcept::ALL), the states that are stable for every coalition, in ascending order.
    pub universal: [Vec<usize>; 4],
}

/// An improvement of a coalition from one equilibrium to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    /// The position of the coalition in [`Coalitions::all`].
    pub coalition: usize,
    /// From where.
    pub from: usize,
    /// To where.
    pub to: usize,
}

impl Coalitions {
    /// The jumps of coalitions of at least two between these states.
    pub fn jumps(&self, equilibria: &FixedBitSet) -> Vec<Jump> {
        let several = self
            .all
            .iter()
            .enumerate()
            .filter(|(_, coalition)| coalition.members.len() > 1);
        several
            .flat_map(|(idx, coalition)| {
                equilibria.ones().flat_map(move |from| {
                    let to = coalition.improvements[from]
                        .iter()
                        .filter(|&&to| equilibria.contains(to));
                    to.map(move |&to| Jump {
                        coalition: idx,
                        from,
                        to,
                    })
                })
            })
            .collect()
    }
}

/// The most states of a graph with so many parties whose coalitions are examined: 4096 for up to four, 2048 for five, 1024 for six.
pub fn coalition_states_max(n_parties: usize) -> usize {
    (STATES_TIMES_SETS_MAX >> n_parties.min(COALITION_PARTIES_MAX)).min(STATES_MAX)
}

/// What each coalition can do, and which states are stable for it.
///
/// # Errors
/// When the graph has more than six parties, or more states than [`coalition_states_max`] of them, or when the work was stopped.
pub fn coalitions(graph: &Graph, kernel: Kernel, watch: &Watch) -> Result<Coalitions, Stopped> {
    let n_parties = graph.players.len();
    if n_parties > COALITION_PARTIES_MAX {
        return Err(Stopped::TooManyCoalitions {
            parties_max: COALITION_PARTIES_MAX,
        });
    }
    is_small_enough(graph, coalition_states_max(n_parties))?;
    let bodies = bodies(graph, kernel, watch)?;
    let everybody = (1_usize << n_parties) - 1;
    let mut order: Vec<usize> = (1..=everybody).collect();
    order.sort_by_key(|&coalition| (coalition.count_ones(), members(coalition)));
    let listed = |states: &FixedBitSet| states.ones().collect::<Vec<usize>>();
    let mut universal: [FixedBitSet; 4] = std::array::from_fn(|_| (0..graph.n_states).collect());
    let mut all = Vec::new();
    for coalition in order {
        let rest = everybody & !coalition;
        let sanctions = Sanctions {
            freely: &bodies[rest].reached,
            credibly: &Closure::new(&credible_moves_within(&bodies, rest), graph.n_states, watch)?
                .reached,
        };
        let stable = stable_states(
            graph,
            kernel,
            coalition,
            &bodies[coalition],
            &sanctions,
            watch,
        )?;
        universal
            .iter_mut()
            .zip(&stable)
            .for_each(|(universal, stable)| universal.intersect_with(stable));
        all.push(Coalition {
            members: members(coalition).into_iter().map(PartyId::new).collect(),
            improvements: bodies[coalition].improvements.iter().map(listed).collect(),
            stable: stable.each_ref().map(listed),
        });
    }
    Ok(Coalitions {
        all,
        universal: universal.each_ref().map(listed),
    })
}

/// Where a coalition can get.
struct Body {
    /// By state, where legal sequences of its members lead.
    reached: Vec<FixedBitSet>,
    /// By state, where it improves to.
    improvements: Vec<FixedBitSet>,
    /// By state, where it can be believed to improve to.
    credible: Vec<FixedBitSet>,
}

/// The members of a coalition given as bits, in the order of parties.
fn members(coalition: usize) -> Vec<usize> {
    (0..COALITION_PARTIES_MAX)
        .filter(|party| coalition >> party & 1 == 1)
        .collect()
}

/// Every coalition, at the place that has its members as bits; nobody comes first.
fn bodies(graph: &Graph, kernel: Kernel, watch: &Watch) -> Result<Vec<Body>, Stopped> {
    let body = |coalition: usize| {
        let members = members(coalition);
        let reached = Closure::new(
            &moves_of(graph, members.iter().copied()),
            graph.n_states,
            watch,
        )?
        .reached;
        let where_all = |says: &dyn Fn(Compared) -> bool| -> Vec<FixedBitSet> {
            let agree = |from: usize, to: usize| {
                members
                    .iter()
                    .all(|&member| says(graph.compare(member, to, from)))
            };
            reached
                .iter()
                .enumerate()
                .map(|(from, reached)| reached.ones().filter(|&to| agree(from, to)).collect())
                .collect()
        };
        let improvements = where_all(&|compared| improves(kernel, compared));
        let credible = where_all(&is_credible);
        Ok(Body {
            reached,
            improvements,
            credible,
        })
    };
    (0..1 << graph.players.len()).map(body).collect()
}

/// The improvements of every coalition within another that can be believed, each coalition as one mover.
fn credible_moves_within(bodies: &[Body], rest: usize) -> Moves {
    let within = (1..bodies.len()).filter(|coalition| coalition & !rest == 0);
    within
        .map(|coalition| {
            bodies[coalition]
                .credible
                .iter()
                .map(|to| to.ones().map(numbered).collect())
                .collect()
        })
        .collect()
}

/// By state, where the others can lead.
struct Sanctions<'a> {
    freely: &'a [FixedBitSet],
    credibly: &'a [FixedBitSet],
}

fn stable_states(
    graph: &Graph,
    kernel: Kernel,
    coalition: usize,
    body: &Body,
    sanctions: &Sanctions,
    watch: &Watch,
) -> Result<[FixedBitSet; 4], Stopped> {
    let members = members(coalition);
    let mut stable: [FixedBitSet; 4] =
        std::array::from_fn(|_| FixedBitSet::with_capacity(graph.n_states));
    for state in 0..graph.n_states {
        if watch.is_stopped() {
            return Err(Stopped::Interrupted);
        }
        let blocks_some = |other: usize| {
            members
                .iter()
                .any(|&member| blocks(kernel, graph.compare(member, other, state)))
        };
        let blocking: FixedBitSet = (0..graph.n_states)
            .filter(|&other| blocks_some(other))
            .collect();
        let inescapable: FixedBitSet = blocking
            .ones()
            .filter(|&other| body.reached[other].is_subset(&blocking))
            .collect();
        let improvements = &body.improvements[state];
        let all_meet = |led: &[FixedBitSet], deterring: &FixedBitSet| {
            improvements
                .ones()
                .all(|to| !led[to].is_disjoint(deterring))
        };
        let verdicts = [
            improvements.is_clear(),
            all_meet(sanctions.freely, &blocking),
            all_meet(sanctions.freely, &inescapable),
            all_meet(sanctions.credibly, &blocking),
        ];
        stable
            .iter_mut()
            .zip(verdicts)
            .for_each(|(stable, is_stable)| stable.set(state, is_stable));
    }
    Ok(stable)
}
