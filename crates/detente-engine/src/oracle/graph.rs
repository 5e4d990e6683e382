//! Stability in graph form by the definitions, for small graphs.
//!
//! # Definition
//! As in [`oracle`](super::definitions), with any moves and with comparisons instead of orders. With an
//! [`Extension`] and a degree `d`: a party *leaves* `s` for `t` when `t` is better, and under `a` and `c` also when the comparison is
//! unknown; `x` *blocks* at `s` when it is worse by `d` degrees or more, or as good and `d = 0`, and under `c` and `d` also when unknown; a
//! sanctioner's move is *believed* when it is better for it or unknown.
//!
//! A legal sequence that ends where it began leads nowhere. A coalition improves to what its members reach together and all leave for; it is blocked when one member is.
//! # Algorithm
//! The definitions, transcribed: all legal sequences move by move, all answers one by one; foresight by plain recursion.
//! # Complexity
//! `O(p·n·e)` per sanction sought for `p` movers, `n` states and `e` moves; `r^h` for `h` steps of foresight with `r` moves each.
//! # Validity
//! Shares nothing with the engine but the model.
//! # References
//! Fang, Hipel & Kilgour (1993); Li, Hipel, Kilgour & Fang (2004); Hamouda, Kilgour & Hipel (2004); Kilgour, Hipel, Peng & Fang (2001);
//! Inohara & Hipel (2008).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::model::{
    CoalitionConcept, Compared, Concept, Extension, Graph, GraphVerdict, Kernel, PartyId, Ties,
};

/// A graph and how its comparisons are taken.
#[derive(Clone, Copy, Debug)]
pub struct GraphOracle<'a> {
    graph: &'a Graph,
    kernel: Kernel,
}

type States = BTreeSet<usize>;

impl<'a> GraphOracle<'a> {
    /// For a graph.
    pub fn new(graph: &'a Graph, kernel: Kernel) -> Self {
        Self { graph, kernel }
    }

    fn leaves(&self, party: usize, from: usize, to: usize) -> bool {
        let is_tempted = [Extension::A, Extension::C].contains(&self.kernel.extension);
        match self.graph.compare(party, to, from) {
            Compared::Unknown => is_tempted,
            compared => matches!(compared, Compared::Better(_)),
        }
    }

    fn is_blocked(&self, party: usize, at: usize, by: usize) -> bool {
        let is_afraid = [Extension::C, Extension::D].contains(&self.kernel.extension);
        match self.graph.compare(party, at, by) {
            Compared::Unknown => is_afraid,
            Compared::Better(degree) => degree >= self.kernel.degree,
            Compared::Equal => self.kernel.degree == 0,
            Compared::Worse(_) => false,
        }
    }

    fn is_believed(&self, party: usize, from: usize, to: usize) -> bool {
        matches!(
            self.graph.compare(party, to, from),
            Compared::Better(_) | Compared::Unknown
        )
    }

    fn moves(&self, party: usize, from: usize) -> States {
        self.graph.players[party].moves[from]
            .iter()
            .map(|&to| to as usize)
            .collect()
    }

    /// Where sequences of moves of `movers` lead, none twice in a row, when a mover may move from one state to the states given; not back to the
    /// start.
    fn led(from: usize, n_movers: usize, may: &dyn Fn(usize, usize) -> States) -> States {
        let mut nodes: BTreeSet<(usize, Option<usize>)> = BTreeSet::from([(from, None)]);
        let mut new: Vec<(usize, Option<usize>)> = nodes.iter().copied().collect();
        while let Some((state, last)) = new.pop() {
            for mover in (0..n_movers).filter(|&mover| last != Some(mover)) {
                new.extend(
                    may(mover, state)
                        .into_iter()
                        .map(|to| (to, Some(mover)))
                        .filter(|&node| nodes.insert(node)),
                );
            }
        }
        nodes
            .into_iter()
            .map(|(state, _)| state)
            .filter(|&state| state != from)
            .collect()
    }

    /// Where improvements of all parties lead from a state, and the fewest of them: each to what its mover leaves the state before for, nobody
    /// twice in a row.
    pub fn reached(&self, from: usize) -> BTreeMap<usize, u32> {
        let mut reached = BTreeMap::from([(from, 0)]);
        let mut layer: BTreeSet<(usize, Option<usize>)> = BTreeSet::from([(from, None)]);
        let mut met = layer.clone();
        for n_moves in 1.. {
            let mut next = BTreeSet::new();
            for &(state, last) in &layer {
                for mover in (0..self.graph.players.len()).filter(|&mover| last != Some(mover)) {
                    let to = self.moves(mover, state);
                    let tempted = to.into_iter().filter(|&to| self.leaves(mover, state, to));
                    next.extend(tempted.map(|to| (to, Some(mover))));
                }
            }
            next.retain(|node| met.insert(*node));
            if next.is_empty() {
                break;
            }
            for (state, _) in &next {
                reached.entry(*state).or_insert(n_moves);
            }
            layer = next;
        }
        reached
    }

    /// Where the parties of a coalition can get, moving as they like.
    fn together(&self, members: &[usize], from: usize) -> States {
        Self::led(from, members.len(), &|mover, state| {
            self.moves(members[mover], state)
        })
    }

    fn others(&self, members: &[usize]) -> Vec<usize> {
        (0..self.graph.players.len())
            .filter(|party| !members.contains(party))
            .collect()
    }

    /// Whether a state is stable for a party; under [`Concept::Sim`] none is.
    pub fn is_stable(&self, concept: Concept, party: PartyId, state: usize) -> bool {
        let party = party.idx();
        let left_for: Vec<usize> = self
            .moves(party, state)
            .into_iter()
            .filter(|&to| self.leaves(party, state, to))
            .collect();
        left_for
            .iter()
            .all(|&to| self.sanctions(concept, party, state, to).next().is_some())
    }

    /// The states in which the others can answer a move so that it does not pay.
    fn sanctions(
        &self,
        concept: Concept,
        party: usize,
        state: usize,
        to: usize,
    ) -> impl Iterator<Item = usize> {
        let others = self.others(&[party]);
        let believed = |mover: usize, from: usize| -> States {
            self.moves(others[mover], from)
                .into_iter()
                .filter(|&to| self.is_believed(others[mover], from, to))
                .collect()
        };
        let led = match concept {
            Concept::Nash | Concept::Sim => States::new(),
            Concept::Gmr | Concept::Smr => self.together(&others, to),
            Concept::Seq | Concept::Sseq => Self::led(to, others.len(), &believed),
        };
        let inescapable = matches!(concept, Concept::Smr | Concept::Sseq);
        led.into_iter().filter(move |&end| {
            self.is_blocked(party, state, end)
                && (!inescapable
                    || self
                        .moves(party, end)
                        .iter()
                        .all(|&escape| self.is_blocked(party, state, escape)))
        })
    }

    /// Where a coalition improves to from a state.
    pub fn coalition_improvements(&self, members: &[PartyId], state: usize) -> States {
        let members: Vec<usize> = members.iter().map(|member| member.idx()).collect();
        let all_leave = |to: &usize| {
            members
                .iter()
                .all(|&member| self.leaves(member, state, *to))
        };
        self.together(&members, state)
            .into_iter()
            .filter(all_leave)
            .collect()
    }

    /// Whether a state is stable for a coalition.
    pub fn is_stable_for(
        &self,
        concept: CoalitionConcept,
        coalition: &[PartyId],
        state: usize,
    ) -> bool {
        let members: Vec<usize> = coalition.iter().map(|member| member.idx()).collect();
        let rest = self.others(&members);
        let is_blocked = |by: usize| {
            members
                .iter()
                .any(|&member| self.is_blocked(member, state, by))
        };
        let believed = |within: &[usize], from: usize| -> States {
            let all_believe = |to: &usize| {
                within
                    .iter()
                    .all(|&member| self.is_believed(member, from, *to))
            };
            self.together(within, from)
                .into_iter()
                .filter(all_believe)
                .collect()
        };
        self.coalition_improvements(coalition, state)
            .into_iter()
            .all(|to| match concept {
                CoalitionConcept::Cr => false,
                CoalitionConcept::Cgmr => self.together(&rest, to).into_iter().any(is_blocked),
                CoalitionConcept::Csmr => {
                    let traps = |end: usize| {
                        is_blocked(end) && self.together(&members, end).into_iter().all(is_blocked)
                    };
                    self.together(&rest, to).into_iter().any(traps)
                }
                CoalitionConcept::Cseq => {
                    let within = subsets(&rest);
                    Self::led(to, within.len(), &|mover, from| {
                        believed(&within[mover], from)
                    })
                    .into_iter()
                    .any(is_blocked)
                }
            })
    }

    /// Where the conflict ends when the party moves first and both look so many steps ahead; for two parties with rankings.
    pub fn outcome(&self, steps: usize, first: PartyId, ties: Ties, state: usize) -> usize {
        let party = first.idx();
        let is_better = |party: usize, state: usize, than: usize| {
            matches!(self.graph.compare(party, state, than), Compared::Better(_))
        };
        if steps == 0 {
            return state;
        }
        let mut best = state;
        for to in self.moves(party, state) {
            let end = self.outcome(steps - 1, PartyId::new(1 - party), ties, to);
            // A tie matters only between two ends that are both better than staying.
            let is_tied = self.graph.compare(party, end, best) == Compared::Equal
                && is_better(party, best, state);
            let is_taken_in_a_tie = match ties {
                Ties::Against => is_better(1 - party, best, end),
                Ties::Favour => is_better(1 - party, end, best),
            };
            if is_better(party, end, best) || is_tied && is_taken_in_a_tie {
                best = end;
            }
        }
        best
    }

    /// Checks a verdict with its witness.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn verify(
        &self,
        concept: Concept,
        party: PartyId,
        state: usize,
        verdict: &GraphVerdict,
    ) -> Result<(), GraphRefutation> {
        let of = party.idx();
        let left_for: States = self
            .moves(of, state)
            .into_iter()
            .filter(|&to| self.leaves(of, state, to))
            .collect();
        match verdict {
            GraphVerdict::Unstable { improvement } => {
                let to = *improvement as usize;
                let is_open = left_for.contains(&to)
                    && self.sanctions(concept, of, state, to).next().is_none();
                if is_open {
                    Ok(())
                } else {
                    Err(GraphRefutation::IsDeterred {
                        improvement: *improvement,
                    })
                }
            }
            GraphVerdict::Stable { deterred } => {
                let answered: States = deterred
                    .iter()
                    .map(|answer| answer.improvement as usize)
                    .collect();
                if answered != left_for || answered.len() != deterred.len() {
                    return Err(GraphRefutation::NotEveryImprovementOnce);
                }
                deterred.iter().try_for_each(|answer| {
                    let refuted = Err(GraphRefutation::NotASanction {
                        improvement: answer.improvement,
                    });
                    let (mut at, mut last) = (answer.improvement as usize, of);
                    for step in &answer.steps {
                        let (mover, to) = (step.mover.idx(), step.to as usize);
                        let must_be_believed = matches!(concept, Concept::Seq | Concept::Sseq);
                        let may = self.moves(mover, at).contains(&to)
                            && (!must_be_believed || self.is_believed(mover, at, to));
                        if mover == of || mover == last || !may {
                            return refuted;
                        }
                        (at, last) = (to, mover);
                    }
                    let deters = !answer.steps.is_empty()
                        && self
                            .sanctions(concept, of, state, answer.improvement as usize)
                            .any(|sanction| sanction == at);
                    if deters { Ok(()) } else { refuted }
                })
            }
        }
    }
}

/// All sets of parties among these but the empty one.
fn subsets(parties: &[usize]) -> Vec<Vec<usize>> {
    let chosen = |bits: usize| {
        parties
            .iter()
            .enumerate()
            .filter(|(idx, _)| bits >> idx & 1 == 1)
            .map(|(_, &party)| party)
            .collect()
    };
    (1..1 << parties.len()).map(chosen).collect()
}

/// What is wrong with a verdict on a state of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GraphRefutation {
    /// The move that makes the state unstable is no improvement, or something deters it.
    IsDeterred {
        /// The move.
        improvement: u32,
    },
    /// A stable verdict does not answer each improvement exactly once.
    NotEveryImprovementOnce,
    /// An answer that the others cannot give, or that does not deter.
    NotASanction {
        /// The improvement that it is to deter.
        improvement: u32,
    },
}

impl fmt::Display for GraphRefutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IsDeterred { improvement } => write!(
                f,
                "the move to state {improvement} is no improvement that nothing deters"
            ),
            Self::NotEveryImprovementOnce => {
                write!(f, "not every improvement is answered exactly once")
            }
            Self::NotASanction { improvement } => write!(
                f,
                "the answer to the move to state {improvement} does not deter it"
            ),
        }
    }
}

impl std::error::Error for GraphRefutation {}
