//! Deterrence over sets: which states are stable for a party, level by level of its preferences.
//!
//! # Definition
//! Let `L_1 … L_k` be the party's levels, worst first, `B_l` the states better than level `l`, and `X_l` the others, without those from which
//! the party can still move into `B_l` when it must not escape. Let `C_l` be the states from which legal sequences of the others lead into
//! `X_l`, and `X_l` itself. A state of level `l` is unstable when the party can move into `B_l` outside `C_l`.
//! # Algorithm
//! `X_l` only grows with `l`, and so does `C_l`: one closure is carried from level to level, and only what is new is expanded, with one
//! frontier per mover. What is known saves work: the states `open` to doubt at a level are those with an improvement that nothing is
//! known to deter yet; where there are none, the closure is not carried on, and it stops within a level as soon as none are left.
//! Verdicts of stricter and looser concepts take states out of doubt beforehand: an equilibrium of the stricter is stable, a
//! state unstable under the looser is not.
//! # Complexity
//! Per level and round one image per mover; the number of rounds over all levels is bounded by the longest legal sequence.
//! # Validity
//! That a state counts as reached from itself changes no verdict, since `B_l` and `X_l` are disjoint. Where it matters who moved last, each mover keeps
//! what it reached, and expands what the others reached.
//! # References
//! The definitions are those of [the explicit engine](super::super::deter); closures with frontiers after
//! Burch et al. (1992), Symbolic model checking: 10²⁰ states and beyond (not at hand).

use crate::model::PartyId;
use crate::space::{Course, Diagrams, Set, Stopped, SymbolicSpace, Watch};

use super::super::deter::Sanction;

/// What is known of the stable states before they are found.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    /// States that are stable.
    pub(super) stable: Set,
    /// States among which all stable ones are.
    pub(super) at_most: Set,
}

/// The states from which the party has no improvement.
pub(super) fn without_improvement(space: &SymbolicSpace, party: PartyId) -> Result<Set, Stopped> {
    let can_improve = space.image(
        party,
        Course {
            backward: true,
            improving: true,
        },
        space.feasible(),
    )?;
    space.diagrams().minus(space.feasible(), &can_improve)
}

/// The states in which every improvement of the party is deterred by such sanctions of the others; `levels` are the party's.
pub(super) fn stable_states(
    space: &SymbolicSpace,
    party: PartyId,
    sanction: Sanction,
    levels: &[Set],
    bounds: &Bounds,
    watch: &Watch,
) -> Result<Set, Stopped> {
    let diagrams = space.diagrams();
    let in_doubt = diagrams.minus(&bounds.at_most, &bounds.stable)?;
    let mut closure = Closure::new(space, party, sanction.credible);
    let mut better = space.feasible().clone();
    let mut unstable = diagrams.empty();
    for level in levels {
        Diagrams::step(watch)?;
        better = diagrams.minus(&better, level)?;
        let mut open = diagrams.and(level, &in_doubt)?;
        if open.is_empty() {
            continue;
        }
        let mut seeds = diagrams.minus(space.feasible(), &better)?;
        if sanction.inescapable {
            seeds = diagrams.minus(&seeds, &space.image(party, own_moves(), &better)?)?;
        }
        closure.seed(&seeds)?;
        loop {
            open = diagrams.and(
                &open,
                &space.image(party, own_moves(), &diagrams.minus(&better, &closure.met)?)?,
            )?;
            if open.is_empty() || !closure.expand(watch)? {
                break;
            }
        }
        unstable = diagrams.or(&unstable, &open)?;
    }
    diagrams.minus(&bounds.at_most, &unstable)
}

/// From ends of moves of one's own to their starts.
fn own_moves() -> Course {
    Course {
        backward: true,
        improving: false,
    }
}

/// The states from which legal sequences of the others lead to seeds, as far as it was needed.
struct Closure<'a> {
    space: &'a SymbolicSpace,
    movers: Vec<PartyId>,
    course: Course,
    met: Set,
    /// What each mover is still to be tried for.
    fresh: Vec<Set>,
    /// What each mover reached and was tried for; only where it matters who moved last.
    past: Option<Vec<Past>>,
    seeds: Set,
}

struct Past {
    reached: Set,
    tried: Set,
}

impl<'a> Closure<'a> {
    fn new(space: &'a SymbolicSpace, party: PartyId, improving: bool) -> Self {
        let empty = || space.diagrams().empty();
        let movers: Vec<PartyId> = space
            .conflict()
            .party_ids()
            .filter(|other| *other != party)
            .collect();
        let fresh = movers.iter().map(|_| empty()).collect();
        let past = || {
            movers
                .iter()
                .map(|_| Past {
                    reached: empty(),
                    tried: empty(),
                })
                .collect()
        };
        let past = if space.is_transitive() {
            None
        } else {
            Some(past())
        };
        Self {
            space,
            movers,
            course: Course {
                backward: true,
                improving,
            },
            met: empty(),
            fresh,
            past,
            seeds: empty(),
        }
    }

    /// Adds states that need no move.
    fn seed(&mut self, seeds: &Set) -> Result<(), Stopped> {
        let diagrams = self.space.diagrams();
        let known = if self.past.is_some() {
            &self.seeds
        } else {
            &self.met
        };
        let new = diagrams.minus(seeds, known)?;
        self.seeds = diagrams.or(&self.seeds, &new)?;
        self.met = diagrams.or(&self.met, &new)?;
        (0..self.movers.len()).try_for_each(|mover| self.hand_over(mover, &new))
    }

    /// Tries every mover once for what it was not tried for. Returns whether anything was met for the first time, or is left to try.
    fn expand(&mut self, watch: &Watch) -> Result<bool, Stopped> {
        let diagrams = self.space.diagrams();
        let mut any = false;
        for mover in 0..self.movers.len() {
            let fresh = std::mem::replace(&mut self.fresh[mover], diagrams.empty());
            if fresh.is_empty() {
                continue;
            }
            Diagrams::step(watch)?;
            any = true;
            let image = self.space.image(self.movers[mover], self.course, &fresh)?;
            let new = match &mut self.past {
                None => diagrams.minus(&image, &self.met)?,
                Some(past) => {
                    let Past { reached, tried } = &mut past[mover];
                    let new = diagrams.minus(&image, reached)?;
                    *reached = diagrams.or(reached, &new)?;
                    *tried = diagrams.or(tried, &fresh)?;
                    new
                }
            };
            if !new.is_empty() {
                self.met = diagrams.or(&self.met, &new)?;
                (0..self.movers.len())
                    .filter(|other| *other != mover)
                    .try_for_each(|other| self.hand_over(other, &new))?;
            }
        }
        Ok(any)
    }

    /// Lets a mover be tried for states that it was not tried for.
    fn hand_over(&mut self, mover: usize, new: &Set) -> Result<(), Stopped> {
        let diagrams = self.space.diagrams();
        let new = match &self.past {
            None => new.clone(),
            Some(past) => diagrams.minus(new, &past[mover].tried)?,
        };
        self.fresh[mover] = diagrams.or(&self.fresh[mover], &new)?;
        Ok(())
    }
}
