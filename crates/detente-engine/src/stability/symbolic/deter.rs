//! Deterrence over sets: which states are stable for a party, level by level of its preferences.
//!
//! # Definition
//! For each class of states that compare alike, let `B` be what the party leaves it for, and `X` what deters it from leaving, without those
//! from which the party can still move out of what deters when it must not escape. Let `C` be the states from which legal sequences of
//! the others lead into `X`. A state of the class is unstable when the party can move into `B` outside `C`. Of a ranking,
//! let `L_1 … L_k` be the party's levels, worst first, `B_l` the states better than level `l`, and `X_l` the others, without those from which
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
//! That a state counts as reached from itself changes no verdict where `B` and `X` are disjoint. They are not where the unknown both
//! tempts and deters: there the states that are in both are asked for another one of `X`, measure by measure. Where it matters who moved last, each mover keeps
//! what it reached, and expands what the others reached.
//! # References
//! The definitions are those of [the explicit engine](super::super::deter); closures with frontiers after
//! Burch et al. (1992), Symbolic model checking: 10²⁰ states and beyond (not at hand).

use crate::model::{Kernel, PartyId};
use crate::space::{Classes, Course, Diagrams, Set, Stopped, SymbolicSpace, Watch};

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
pub(super) fn without_improvement(
    space: &SymbolicSpace,
    party: PartyId,
    kernel: Kernel,
) -> Result<Set, Stopped> {
    let improving = Course {
        backward: true,
        improving: true,
    };
    let known = !kernel.extension.is_tempted();
    let can_improve = space.image_by(party, improving, known, space.feasible())?;
    space.diagrams().minus(space.feasible(), &can_improve)
}

/// The states in which every improvement of the party is deterred by such sanctions of the others; `classes` are the party's.
pub(super) fn stable_states(
    space: &SymbolicSpace,
    party: PartyId,
    sanction: Sanction,
    (classes, kernel): (&Classes, Kernel),
    bounds: &Bounds,
    watch: &Watch,
) -> Result<Set, Stopped> {
    let diagrams = space.diagrams();
    let in_doubt = diagrams.minus(&bounds.at_most, &bounds.stable)?;
    let mut closure = Closure::new(space, party, sanction.credible);
    let mut above = space.feasible().clone();
    let mut unstable = diagrams.empty();
    for (class, members) in classes.members.iter().enumerate() {
        Diagrams::step(watch)?;
        above = space.above(classes, class, &above)?;
        let mut open = diagrams.and(members, &in_doubt)?;
        if open.is_empty() {
            continue;
        }
        let outlook = space.outlook(classes, class, kernel, &above)?;
        let (mut seeds, grows) = (outlook.blocking, outlook.grows);
        if sanction.inescapable {
            let escapes = diagrams.minus(space.feasible(), &seeds)?;
            seeds = diagrams.minus(&seeds, &space.image(party, own_moves(), &escapes)?)?;
        }
        if !grows {
            closure = Closure::new(space, party, sanction.credible);
        }
        closure.seed(&seeds)?;
        let better = outlook.better;
        loop {
            open = closure.undeterred(party, &open, &better, &closure.met)?;
            if open.is_empty() || !closure.expand(watch)? {
                break;
            }
        }
        if !grows && !diagrams.and(&better, &seeds)?.is_empty() {
            open = closure.but_by_another(
                party,
                &diagrams.and(members, &in_doubt)?,
                &better,
                watch,
            )?;
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

    /// The states of `open` from which the party can move to something better that is not among those that deter.
    fn undeterred(
        &self,
        party: PartyId,
        open: &Set,
        better: &Set,
        deterred: &Set,
    ) -> Result<Set, Stopped> {
        let diagrams = self.space.diagrams();
        let free = diagrams.minus(better, deterred)?;
        diagrams.and(open, &self.space.image(party, own_moves(), &free)?)
    }

    /// The states of `open` that are left for something better which nothing deters, where some states are better and deter at once: such a
    /// state is deterred by another one only, as back where the answer began is no answer.
    fn but_by_another(
        &mut self,
        party: PartyId,
        open: &Set,
        better: &Set,
        watch: &Watch,
    ) -> Result<Set, Stopped> {
        let diagrams = self.space.diagrams();
        while self.expand(watch)? {}
        let mut deterred = diagrams.minus(&self.met, &self.seeds)?;
        let left = self.undeterred(party, open, better, &deterred)?;
        if left.is_empty() {
            return Ok(left);
        }
        let forward = Course {
            backward: false,
            improving: false,
        };
        let mut asked = diagrams.and(&self.seeds, better)?;
        asked = diagrams.and(&asked, &self.space.image(party, forward, &left)?)?;
        deterred = diagrams.or(&deterred, &self.led_elsewhere(party, &asked, watch)?)?;
        self.undeterred(party, open, better, &deterred)
    }

    /// Those of some seeds from which the others lead to another seed: two states differ in some measure of the others.
    fn led_elsewhere(&self, party: PartyId, asked: &Set, watch: &Watch) -> Result<Set, Stopped> {
        let (space, diagrams) = (self.space, self.space.diagrams());
        let own = space.conflict().own_entries(party);
        let mut found = diagrams.empty();
        for entry in (0..space.conflict().n_entries).filter(|entry| own >> entry & 1 == 0) {
            for truth in [false, true] {
                let place = space.placement().before(entry);
                let here = diagrams.and(asked, &diagrams.literal(place, !truth)?)?;
                let mut left = diagrams.minus(&here, &found)?;
                if left.is_empty() {
                    continue;
                }
                let there = diagrams.and(&self.seeds, &diagrams.literal(place, truth)?)?;
                let mut closure = Closure::new(space, party, self.course.improving);
                closure.seed(&there)?;
                while !left.is_empty() && closure.expand(watch)? {
                    left = diagrams.minus(&left, &closure.met)?;
                }
                found = diagrams.or(&found, &diagrams.and(&here, &closure.met)?)?;
            }
        }
        Ok(found)
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
