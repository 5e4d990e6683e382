//! The least value of one number with which some plan holds.
//!
//! # Definition
//! The smallest `θ` of an interval such that the deal with that number at `θ` has a plan that nobody gains by abandoning.
//! # Algorithm
//! Where no plan holds there is a proof, with a gap. Its weights are tried on larger `θ`: as far as they still prove it, there is
//! nothing to look for. The gaps of the proofs so far, drawn as a curve, say where to look next (inverse interpolation). The answer
//! lies between the last value with a proof and the first with a plan; where the proofs say nothing, that interval is halved.
//! # Complexity
//! A handful of programs instead of the thirty of halving alone.
//! # Validity
//! A plan holds at the value that is returned. That none holds below it by more than the accuracy follows from the proofs where
//! they reach, and elsewhere from Prop. 4 of the model: what deters more never shrinks the set of plans.

use super::super::{Answer, Effort, Proof, solve};
use super::certificate::{gap, is_plain};
use crate::model::{Deal, Objective, Schedule};
use crate::space::Watch;

/// The least value of a number with which some plan holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Least {
    /// This value: a plan holds at it.
    At(f64),
    /// No value within the number's bounds is enough.
    Never,
    /// Not found: the work was stopped, or a program was numerically doubtful.
    Unknown,
}

impl Least {
    /// The value, where there is one.
    pub fn value(self) -> Option<f64> {
        match self {
            Self::At(value) => Some(value),
            Self::Never | Self::Unknown => None,
        }
    }
}

/// Whether some plan holds.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// This one, say.
    Holds,
    /// None does.
    None(Box<Proof>),
    /// The work was stopped, or a program was numerically doubtful.
    Unknown,
}

/// Asks whether some plan holds, many times over.
pub(crate) struct Probe<'a> {
    pub(crate) effort: &'a Effort,
    pub(crate) watch: &'a Watch,
    /// Schedules that held under some numbers: tried first, since looking at one is cheap.
    pub(crate) known: Vec<Schedule>,
    /// A deal without a plan, and the proof of it.
    pub(crate) failed: Option<(Deal, Proof)>,
}

/// How many schedules are kept for a second look.
const KNOWN_MAX: usize = 6;

/// How close to the least value the answer is, as a share of where the search begins or of 1, whichever is larger.
const ACCURACY: f64 = 1e-7;

/// How exactly the reach of a proof is found.
const REACH_ACCURACY: f64 = 1e-12;

/// By what share of the step a guess is aimed too far.
const OVERSHOOT: f64 = 1e-3;

/// The accuracy beyond which doubtful programs end a search.
const DOUBT_MAX: f64 = 1e-4;

/// The most programs that one search solves.
const PROGRAMS_MAX: usize = 80;

impl<'a> Probe<'a> {
    /// A probe that knows the answer about one deal.
    pub(crate) fn new(effort: &'a Effort, watch: &'a Watch, deal: &Deal, answer: &Answer) -> Self {
        let mut probe = Self { effort, watch, known: vec![], failed: None };
        match answer {
            Answer::Holds(plan) => {
                probe.known.push(plan.schedule.clone());
                (plan.phases + 1..=deal.phases).for_each(|phases| probe.wait_a_phase(phases));
            }
            Answer::None(proof) if proof.phases == deal.phases => {
                probe.failed = Some((Deal { objective: Objective::Welfare, ..deal.clone() }, proof.clone()));
            }
            Answer::None(_) | Answer::Stopped(_) => {}
        }
        probe
    }

    /// Whether some plan holds in this deal.
    pub(crate) fn ask(&mut self, deal: &Deal) -> Outcome {
        let mut known = self.known.iter().rev().filter(|schedule| n_phases(schedule) == deal.phases);
        if known.any(|schedule| super::super::standing::standing(deal, schedule).holds()) {
            return Outcome::Holds;
        }
        let any = Deal { objective: Objective::Welfare, ..deal.clone() };
        if let Some((_, proof)) = self.failed.as_ref().filter(|(failed, _)| *failed == any) {
            return Outcome::None(Box::new(proof.clone()));
        }
        match solve(&any, self.effort, self.watch) {
            Answer::Holds(plan) => {
                if self.known.len() >= KNOWN_MAX {
                    self.known.remove(0);
                }
                self.known.push(plan.schedule);
                Outcome::Holds
            }
            Answer::None(proof) => Outcome::None(Box::new(proof)),
            Answer::Stopped(_) => Outcome::Unknown,
        }
    }

    /// Adds, to each known schedule of one phase less, the same with a last phase in which nothing happens.
    pub(crate) fn wait_a_phase(&mut self, phases: usize) {
        let mut longer = vec![];
        for schedule in self.known.iter().filter(|schedule| n_phases(schedule) + 1 == phases && schedule.shrink.is_none()) {
            let mut levels = schedule.levels.clone();
            levels.iter_mut().for_each(|row| row.extend(row.last().copied()));
            longer.push(Schedule { levels, shrink: None });
        }
        self.known.extend(longer);
    }

    /// The least value from `low` to `high` with which some plan holds.
    pub(crate) fn least(&mut self, low: f64, high: f64, deal_at: &dyn Fn(f64) -> Deal) -> Least {
        let mut accuracy = ACCURACY * low.abs().max(1.0);
        let (mut failed, mut held, mut at) = (low, None, low);
        let mut gaps: Vec<(f64, f64)> = vec![];
        for _ in 0..PROGRAMS_MAX {
            match self.ask(&deal_at(at)) {
                Outcome::Holds if at <= failed + 2.0 * accuracy => return Least::At(at),
                Outcome::Holds => {
                    held = Some(at);
                    at = next(&gaps, failed + accuracy, at).unwrap_or(f64::midpoint(failed, at));
                }
                Outcome::None(_) if at >= high => return Least::Never,
                Outcome::None(proof) => {
                    failed = reach(&proof, at, held.unwrap_or(high), deal_at);
                    if proof.relaxed {
                        gaps.push((at, proof.gap));
                    }
                    match held {
                        Some(held) if held <= failed + 2.0 * accuracy => return Least::At(held),
                        Some(held) => at = next(&gaps, failed + accuracy, held).unwrap_or(f64::midpoint(failed, held)),
                        None => at = next(&gaps, failed + accuracy, high).unwrap_or(high),
                    }
                }
                // So close to the edge a program can be too ill-conditioned for an answer: keep more distance.
                Outcome::Unknown if !self.watch.is_stopped() && accuracy < DOUBT_MAX && at < high => {
                    accuracy *= 10.0;
                    at = (failed + accuracy).min(held.unwrap_or(high));
                }
                Outcome::Unknown => return Least::Unknown,
            }
        }
        Least::Unknown
    }
}

/// Where the gaps of the proofs found so far, drawn as a curve through the last three, come down to 0; not below `lowest`, and `None`
/// when that is not before `highest` or nothing can be said.
fn next(gaps: &[(f64, f64)], lowest: f64, highest: f64) -> Option<f64> {
    let last = &gaps[gaps.len().saturating_sub(3)..];
    let is_falling = last.windows(2).all(|pair| pair[1].0 > pair[0].0 && pair[1].1 < pair[0].1);
    let guess = match last {
        [] => return None,
        [_] => lowest,
        _ if !is_falling => return None,
        _ => extrapolated(last),
    };
    // Aimed a little too far, so that one of the last guesses lies on the side where a plan holds.
    let guess = (guess + (guess - lowest).abs() * OVERSHOOT).max(lowest);
    (guess < highest).then_some(guess)
}

/// The argument at which a function is 0, from two or three of its values: inverse interpolation.
fn extrapolated(points: &[(f64, f64)]) -> f64 {
    let term = |(idx, (at, value)): (usize, &(f64, f64))| {
        let others = points.iter().enumerate().filter(|(other, _)| *other != idx);
        at * others.map(|(_, (_, other))| other / (other - value)).product::<f64>()
    };
    points.iter().enumerate().map(term).sum()
}

/// The number of phases of a schedule.
fn n_phases(schedule: &Schedule) -> usize {
    schedule.levels.first().map_or(0, Vec::len)
}

/// How far beyond `at` the proof reaches: the first value at which its two sides meet, `high` where they never do, or `at` where that
/// cannot be said.
fn reach(proof: &Proof, at: f64, high: f64, deal_at: &dyn Fn(f64) -> Deal) -> f64 {
    let side = |value: f64| {
        let deal = deal_at(value);
        (proof.relaxed && is_plain(&deal) && deal.phases == proof.phases).then(|| gap(&deal, proof))
    };
    let (Some(mut gap_low), Some(mut gap_high)) = (side(at), side(high)) else { return at };
    if gap_low <= 0.0 {
        return at;
    }
    if gap_high > 0.0 {
        return high;
    }
    // False position with the Illinois rule: the end that stays counts half the next time.
    let (mut low, mut high) = (at, high);
    let mut last_moved = 0;
    for _ in 0..80 {
        if high - low <= REACH_ACCURACY * high.abs().max(1.0) {
            break;
        }
        let guess = (low * gap_high - high * gap_low) / (gap_high - gap_low);
        let middle = if guess > low && guess < high { guess } else { f64::midpoint(low, high) };
        let Some(gap_middle) = side(middle) else { return low };
        if gap_middle > 0.0 {
            (low, gap_low) = (middle, gap_middle);
            gap_high *= if last_moved < 0 { 0.5 } else { 1.0 };
            last_moved = -1;
        } else {
            (high, gap_high) = (middle, gap_middle);
            gap_low *= if last_moved > 0 { 0.5 } else { 1.0 };
            last_moved = 1;
        }
    }
    low
}
