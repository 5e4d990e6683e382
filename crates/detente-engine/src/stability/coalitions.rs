//! What coalitions can do from one state, in conflicts with too many states to ask it of all.
//!
//! # Definition
//! That of [`graph::coalitions`](super::graph::coalitions), at one state `s`, for the moves and preferences of a space.
//! # Algorithm
//! Per coalition `H`, walks over the whole space, each state met once: forward by the members' moves from `s`, for the improvements; then, where
//! there is one, backward by the others' moves from all states that block `H` (CGMR), and from those that block it and from which no move
//! of `H` leads to a better one for all (CSMR). An improvement that is met is answered. For CSEQ the backward walk follows the improvements
//! of single parties; from an improvement that it does not meet, those of larger coalitions are tried one after the other.
//! # Complexity
//! `O(2^p·n·p)` for `n` states and `p` parties with free moves. The last step of CSEQ can take `O(n²)` and more: its steps are counted, and
//! beyond 20 million per coalition the answer is that it is not known.
//! # Validity
//! As there; up to six parties.
//! # References
//! Those of [`graph::coalitions`](super::graph::coalitions).

use std::collections::HashSet;

use fixedbitset::FixedBitSet;

use super::Settled;
use crate::model::PartyId;
use crate::space::{Course, Space, Stopped, Walk, Watch, each};

/// The most parties whose coalitions are examined.
const PARTIES_MAX: usize = 6;

/// The most moves that are followed for one coalition in search of sanctions by other coalitions.
const STEPS_MAX: u64 = 20_000_000;

/// The most improvements of a coalition from a state that are listed.
pub const IMPROVEMENTS_LISTED_MAX: usize = 100;

/// What one coalition can do from a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoalitionAt {
    /// Who is in it, in the order of parties; never empty.
    pub members: Vec<PartyId>,
    /// The number of states to which it improves.
    pub n_improvements: usize,
    /// The first [`IMPROVEMENTS_LISTED_MAX`] of them: those that change the fewest entries first.
    pub improvements: Vec<usize>,
    /// Those of them, all told, that are equilibria under some concept that was settled, in ascending order.
    pub equilibria: Vec<usize>,
    /// In the order of [`CoalitionConcept::ALL`](crate::model::CoalitionConcept::ALL), whether the state is stable for it.
    pub stable: [Answer; 4],
}

/// Whether a state is stable for a coalition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is.
    Stable,
    /// It is not: nobody answers this improvement.
    Unstable {
        /// The improvement.
        to: usize,
    },
    /// The search for sanctions by coalitions of the others took too many steps.
    Unknown,
}

/// What every coalition can do from one state, small coalitions first. The answer does not depend on `n_threads`.
///
/// # Errors
/// When there are more than six parties, or the watch is stopped.
///
/// # Panics
/// Only when a worker panics.
pub fn coalitions_at(
    space: &Space,
    settled: &[Settled],
    state: usize,
    n_threads: usize,
    watch: &Watch,
) -> Result<Vec<CoalitionAt>, Stopped> {
    let n_parties = space.n_parties();
    if n_parties > PARTIES_MAX {
        return Err(Stopped::TooManyCoalitions {
            parties_max: PARTIES_MAX,
        });
    }
    let mut equilibria = FixedBitSet::with_capacity(space.len());
    settled
        .iter()
        .for_each(|settled| equilibria.union_with(&settled.equilibria));
    let mut coalitions: Vec<Vec<PartyId>> = (1_usize..1 << n_parties).map(members).collect();
    coalitions.sort_by_key(|members| (members.len(), members.clone()));
    let answers = each(n_threads, &coalitions, |members| {
        At::new(space, state, members, watch).answer(&equilibria)
    });
    answers.into_iter().collect()
}

/// The parties whose bits are set.
fn members(bits: usize) -> Vec<PartyId> {
    (0..PARTIES_MAX)
        .filter(|party| bits >> party & 1 == 1)
        .map(PartyId::new)
        .collect()
}

/// A coalition at a state.
struct At<'a> {
    space: &'a Space,
    state: usize,
    members: &'a [PartyId],
    rest: Vec<PartyId>,
    watch: &'a Watch,
}

impl<'a> At<'a> {
    fn new(space: &'a Space, state: usize, members: &'a [PartyId], watch: &'a Watch) -> Self {
        let rest = space
            .conflict()
            .party_ids()
            .filter(|party| !members.contains(party))
            .collect();
        Self {
            space,
            state,
            members,
            rest,
            watch,
        }
    }

    fn answer(&self, equilibria: &FixedBitSet) -> Result<CoalitionAt, Stopped> {
        let mut improvements = self.improvements()?;
        let stable = self.verdicts(&improvements)?;
        let n_improvements = improvements.len();
        let at_equilibrium = improvements
            .iter()
            .copied()
            .filter(|to| equilibria.contains(*to))
            .collect();
        let states = self.space.states();
        improvements.sort_by_key(|&to| ((states[to].0 ^ states[self.state].0).count_ones(), to));
        improvements.truncate(IMPROVEMENTS_LISTED_MAX);
        Ok(CoalitionAt {
            members: self.members.to_vec(),
            n_improvements,
            improvements,
            equilibria: at_equilibrium,
            stable,
        })
    }

    /// The states that all members prefer and can reach together.
    fn improvements(&self) -> Result<Vec<usize>, Stopped> {
        let reached = self.met(
            self.members,
            Course {
                backward: false,
                improving: false,
            },
            std::iter::once(self.state),
        )?;
        Ok(reached
            .ones()
            .filter(|&to| self.all_prefer(self.members, to, self.state))
            .collect())
    }

    fn all_prefer(&self, members: &[PartyId], to: usize, from: usize) -> bool {
        members
            .iter()
            .all(|member| self.space.rank(*member, to) > self.space.rank(*member, from))
    }

    /// Whether a state blocks the coalition: some member is no better off there.
    fn blocks(&self, other: usize) -> bool {
        !self.all_prefer(self.members, other, self.state)
    }

    fn verdicts(&self, improvements: &[usize]) -> Result<[Answer; 4], Stopped> {
        let Some(&first) = improvements.first() else {
            return Ok([Answer::Stable; 4]);
        };
        if self.rest.is_empty() {
            return Ok([Answer::Unstable { to: first }; 4]);
        }
        let first_outside =
            |met: &FixedBitSet| match improvements.iter().find(|to| !met.contains(**to)) {
                Some(&to) => Answer::Unstable { to },
                None => Answer::Stable,
            };
        let by_moves = Course {
            backward: true,
            improving: false,
        };
        let blocking = || (0..self.space.len()).filter(|&other| self.blocks(other));
        let general = first_outside(&self.met(&self.rest, by_moves, blocking())?);
        let symmetric = if general == Answer::Stable {
            // Where no members' moves lead to what all of them prefer.
            let better = (0..self.space.len()).filter(|&other| !self.blocks(other));
            let escapable = self.met(self.members, by_moves, better)?;
            first_outside(&self.met(
                &self.rest,
                by_moves,
                blocking().filter(|&other| !escapable.contains(other)),
            )?)
        } else {
            general
        };
        let answered = self.met(
            &self.rest,
            Course {
                backward: true,
                improving: true,
            },
            blocking(),
        )?;
        let mut open = improvements
            .iter()
            .copied()
            .filter(|to| !answered.contains(*to));
        let sequential = match open.next() {
            None => Answer::Stable,
            Some(first) => self.by_coalitions(std::iter::once(first).chain(open), &answered)?,
        };
        Ok([
            Answer::Unstable { to: first },
            general,
            symmetric,
            sequential,
        ])
    }

    /// The states that a walk meets, the seeds among them.
    fn met(
        &self,
        movers: &[PartyId],
        course: Course,
        seeds: impl Iterator<Item = usize>,
    ) -> Result<FixedBitSet, Stopped> {
        let mut walk = Walk::new(self.space, movers.iter().copied(), course);
        let mut met = FixedBitSet::with_capacity(self.space.len());
        seeds.for_each(|seed| {
            walk.seed(seed);
            met.insert(seed);
        });
        let mut n_met = 0;
        loop {
            let is_more = walk.step(|state| {
                met.insert(state);
                n_met += 1;
            });
            self.watch.add(std::mem::take(&mut n_met));
            if self.watch.is_stopped() {
                return Err(Stopped::Interrupted);
            }
            if !is_more {
                return Ok(met);
            }
        }
    }

    /// The verdict of CSEQ on improvements that no improvements of single parties answer.
    fn by_coalitions(
        &self,
        open: impl Iterator<Item = usize>,
        answered: &FixedBitSet,
    ) -> Result<Answer, Stopped> {
        let mut search = Sequences {
            at: self,
            answered,
            is_transitive: self
                .rest
                .iter()
                .all(|party| self.space.groups(*party).is_transitive()),
            dead: HashSet::new(),
            steps_left: STEPS_MAX,
        };
        for to in open {
            match search.is_answered(to)? {
                Some(true) => {}
                Some(false) => return Ok(Answer::Unstable { to }),
                None => return Ok(Answer::Unknown),
            }
        }
        Ok(Answer::Stable)
    }
}

/// The search for sanctions by improvements of coalitions among the others.
struct Sequences<'a> {
    at: &'a At<'a>,
    /// From where single parties' improvements lead to a blocking state.
    answered: &'a FixedBitSet,
    /// Whether two improvements of a coalition in a row amount to one.
    is_transitive: bool,
    /// From where nothing leads to a blocking state; kept where moves are transitive only.
    dead: HashSet<usize>,
    steps_left: u64,
}

impl Sequences<'_> {
    /// Whether a sequence leads from a state to one that blocks; `None` when that takes too many steps.
    fn is_answered(&mut self, from: usize) -> Result<Option<bool>, Stopped> {
        let nobody = 0;
        let mut met = HashSet::from([(from, nobody)]);
        let mut open = vec![(from, nobody)];
        while let Some((state, last)) = open.pop() {
            for mover in 1..1_usize << self.at.rest.len() {
                if mover == last {
                    continue;
                }
                let movers: Vec<PartyId> = self
                    .at
                    .rest
                    .iter()
                    .enumerate()
                    .filter(|(idx, _)| mover >> idx & 1 == 1)
                    .map(|(_, party)| *party)
                    .collect();
                let Some(ends) = self.improvements(&movers, state)? else {
                    return Ok(None);
                };
                for to in ends {
                    // After the improvement of a single party its next one would be two in a row, unless that amounts to one.
                    if self.at.blocks(to) || self.is_transitive && self.answered.contains(to) {
                        return Ok(Some(true));
                    }
                    let key = (to, if self.is_transitive { nobody } else { mover });
                    if !self.dead.contains(&to) && met.insert(key) {
                        open.push((to, mover));
                    }
                }
            }
        }
        // Nothing that was met leads anywhere.
        if self.is_transitive {
            self.dead.extend(met.into_iter().map(|(state, _)| state));
        }
        Ok(Some(false))
    }

    /// The states that all movers prefer and can reach together; `None` when that takes too many steps.
    fn improvements(
        &mut self,
        movers: &[PartyId],
        from: usize,
    ) -> Result<Option<Vec<usize>>, Stopped> {
        let space = self.at.space;
        if self.at.watch.is_stopped() {
            return Err(Stopped::Interrupted);
        }
        // By state and who moved last.
        let mut met: HashSet<(usize, usize)> = HashSet::new();
        let mut ends = HashSet::new();
        let mut open = vec![(from, usize::MAX)];
        while let Some((state, last)) = open.pop() {
            for (idx, mover) in movers.iter().enumerate().filter(|(idx, _)| *idx != last) {
                for to in space.moves(*mover, state) {
                    let Some(left) = self.steps_left.checked_sub(1) else {
                        return Ok(None);
                    };
                    self.steps_left = left;
                    if met.insert((to, idx)) {
                        if to != from && self.at.all_prefer(movers, to, from) {
                            ends.insert(to);
                        }
                        open.push((to, idx));
                    }
                }
            }
        }
        let mut ends: Vec<usize> = ends.into_iter().collect();
        ends.sort_unstable();
        Ok(Some(ends))
    }
}
