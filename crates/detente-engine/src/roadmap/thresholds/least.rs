//! The least value of one number with which some plan holds.
//!
//! # Definition
//! The smallest `θ` of an interval such that the deal with that number at `θ` has a plan that nobody gains by abandoning.
//! # Algorithm
//! Where no plan holds there is a proof, with a gap. Its weights are tried on larger `θ`: as far as they still prove it, there is
//! nothing to look for. The gaps of the proofs so far, drawn as a curve, say where to look next (inverse interpolation). The answer
//! lies between the last value with a proof and the first with a plan; where the proofs say nothing, that interval is halved.
//!
//! Where measures are whole or nothing a deal has no plan for want of dates, too, of which no proof tells. Then the dates of a plan that is known
//! are kept: with them everything is linear, and the least value is found as above. Whether some other dates do with a little less is
//! asked once; if so, the search goes on with those.
//!
//! Deviations that mattered under some numbers are forbidden from the beginning under the next.
//! # Complexity
//! A handful of programs instead of the thirty of halving alone, and one search of all dates for each set of dates that does with less.
//! # Validity
//! A plan holds at the value that is returned. That none holds below it by more than the accuracy follows from the proofs where
//! they reach, and elsewhere from Prop. 4 of the model: what deters more never shrinks the set of plans.

use std::collections::BTreeMap;

use super::super::dates::dates_of;
use super::super::payoff::{Line, slack_at};
use super::super::solve::{Found, Known, any_plan, gaining};
use super::super::standing::standing;
use super::super::tableau::Cut;
use super::super::{Answer, Effort, Proof, solve};
use super::certificate::{gap_beside, is_plain};
use crate::model::{Deal, Deviation, Objective, Schedule, Tail};
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
#[derive(Clone)]
pub(crate) struct Probe<'a> {
    pub(crate) effort: &'a Effort,
    pub(crate) watch: &'a Watch,
    /// Schedules that held under some numbers: tried first, since looking at one is cheap.
    pub(crate) known: Vec<Schedule>,
    /// A deal without a plan, and the proof of it.
    pub(crate) failed: Option<(Deal, Proof)>,
    /// Whether it is enough for now that no plan of deviation gains, whatever a best reply may.
    is_rough: bool,
    /// The last deal with a plan, and that plan.
    held: Option<(Deal, Schedule)>,
    /// By number of phases: deviations that mattered, and how many programs ago.
    pool: BTreeMap<usize, Vec<(Deviation, usize)>>,
}

/// For how many programs a deviation that does not matter is kept.
const AGE_MAX: usize = 12;

/// How many schedules are kept for a second look.
const KNOWN_MAX: usize = 6;

/// How close to the least value the answer is, as a share of where the search begins or of 1, whichever is larger.
const ACCURACY: f64 = 1e-7;

/// What a slack may fall short of 0 before a schedule is looked at in full.
const SLACK: f64 = 1e-9;

/// How often a search goes on because of best replies before it looks at them each time.
const REPLIES_MAX: usize = 20;

/// How exactly the reach of a proof is found.
const REACH_ACCURACY: f64 = 1e-12;

/// By what share of the step a guess is aimed too far.
const OVERSHOOT: f64 = 1e-3;

/// The accuracy beyond which doubtful programs end a search.
const DOUBT_MAX: f64 = 1e-4;

/// The most programs that one search solves.
const PROGRAMS_MAX: usize = 80;

impl<'a> Probe<'a> {
    /// A probe that knows nothing yet.
    pub(crate) fn blank(effort: &'a Effort, watch: &'a Watch) -> Self {
        Self {
            effort,
            watch,
            known: vec![],
            failed: None,
            is_rough: false,
            held: None,
            pool: BTreeMap::new(),
        }
    }

    /// A probe that knows the answer about one deal.
    pub(crate) fn new(effort: &'a Effort, watch: &'a Watch, deal: &Deal, answer: &Answer) -> Self {
        let mut probe = Self::blank(effort, watch);
        match answer {
            Answer::Holds(plan) => {
                probe.known.push(plan.schedule.clone());
                let binding = plan
                    .binding
                    .iter()
                    .map(|binding| (binding.deviation.clone(), 0));
                probe.pool.insert(plan.phases, binding.collect());
                (plan.phases + 1..=deal.phases).for_each(|phases| probe.wait_a_phase(phases));
            }
            Answer::None(proof) if proof.phases == deal.phases => {
                probe.pool.insert(
                    deal.phases,
                    proof
                        .deviations
                        .iter()
                        .map(|(deviation, _)| (deviation.clone(), 0))
                        .collect(),
                );
                probe.failed = Some((
                    Deal {
                        objective: Objective::Welfare,
                        ..deal.clone()
                    },
                    proof.clone(),
                ));
            }
            Answer::None(_) | Answer::Stopped(_) => {}
        }
        probe
    }

    /// Whether some plan holds in this deal.
    pub(crate) fn ask(&mut self, deal: &Deal) -> Outcome {
        let any = Deal {
            objective: Objective::Welfare,
            ..deal.clone()
        };
        if self.known_for(&any).is_some() {
            return Outcome::Holds;
        }
        if let Some((_, proof)) = self.failed.as_ref().filter(|(failed, _)| *failed == any) {
            return Outcome::None(Box::new(proof.clone()));
        }
        if any.tail == Tail::Constant {
            return self.ask_at(&any, &[]).0;
        }
        match solve(&any, self.effort, self.watch) {
            Answer::Holds(plan) => {
                self.remember(&any, plan.schedule);
                Outcome::Holds
            }
            Answer::None(proof) => Outcome::None(Box::new(proof)),
            Answer::Stopped(_) => Outcome::Unknown,
        }
    }

    /// Whether some plan with these dates holds in a deal that is after welfare; and what a proof says of the dates.
    fn ask_at(&mut self, deal: &Deal, cuts: &[Cut]) -> (Outcome, Line) {
        let pool = self.pool.entry(deal.phases).or_default();
        let known: Vec<Deviation> = pool
            .iter()
            .map(|(deviation, _)| deviation.clone())
            .collect();
        let (found, mattered) = any_plan(
            deal,
            Known {
                cuts,
                deviations: &known,
                is_rough: self.is_rough,
            },
            self.effort,
            self.watch,
        );
        pool.iter_mut().for_each(|(_, age)| *age += 1);
        for deviation in mattered {
            match pool.iter_mut().find(|(known, _)| *known == deviation) {
                Some((_, age)) => *age = 0,
                None => pool.push((deviation, 0)),
            }
        }
        pool.retain(|(_, age)| *age <= AGE_MAX);
        match found {
            Found::Holds(schedule) => {
                self.remember(deal, schedule);
                (Outcome::Holds, Line::zero(deal))
            }
            Found::None(proof, of_dates) => (Outcome::None(Box::new(proof)), of_dates),
            Found::Unknown => (Outcome::Unknown, Line::zero(deal)),
        }
    }

    fn remember(&mut self, deal: &Deal, schedule: Schedule) {
        self.held = Some((deal.clone(), schedule.clone()));
        if self.known.len() >= KNOWN_MAX {
            self.known.remove(0);
        }
        self.known.push(schedule);
    }

    /// A schedule among those known that holds in a deal that is after welfare, the last one found first.
    fn known_for(&mut self, deal: &Deal) -> Option<Schedule> {
        if let Some((_, schedule)) = self.held.as_ref().filter(|(held, _)| held == deal) {
            return Some(schedule.clone());
        }
        let known = self
            .known
            .iter()
            .rev()
            .filter(|schedule| n_phases(schedule) == deal.phases);
        let pool = self.pool.get(&deal.phases).map_or(&[][..], Vec::as_slice);
        // What mattered elsewhere is looked at first, since that is cheap.
        let holds = |schedule: &&Schedule| {
            pool.iter()
                .all(|(deviation, _)| slack_at(deal, schedule, deviation) >= -SLACK)
                && standing(deal, schedule).holds()
                && (self.is_rough || gaining(deal, schedule, self.effort, self.watch).is_empty())
        };
        let found = known.into_iter().find(holds).cloned()?;
        self.held = Some((deal.clone(), found.clone()));
        Some(found)
    }

    /// Adds, to each known schedule of one phase less, the same with a last phase in which nothing happens.
    pub(crate) fn wait_a_phase(&mut self, phases: usize) {
        let mut longer = vec![];
        for schedule in self
            .known
            .iter()
            .filter(|schedule| n_phases(schedule) + 1 == phases && schedule.shrink.is_none())
        {
            let mut levels = schedule.levels.clone();
            levels
                .iter_mut()
                .for_each(|row| row.extend(row.last().copied()));
            longer.push(Schedule {
                levels,
                shrink: None,
            });
        }
        self.known.extend(longer);
    }

    /// The least value from `low` to `high` with which some plan holds.
    ///
    /// Found first for plans of deviation alone; where a best reply still gains there it is forbidden, and the search goes on from there.
    pub(crate) fn least(&mut self, low: f64, high: f64, deal_at: &dyn Fn(f64) -> Deal) -> Least {
        let mut from = low;
        for _ in 0..REPLIES_MAX {
            self.is_rough = true;
            let least = self.least_rough(from, high, deal_at);
            self.is_rough = false;
            let Least::At(value) = least else {
                self.held = None;
                return least;
            };
            let deal = Deal {
                objective: Objective::Welfare,
                ..deal_at(value)
            };
            let Some((_, schedule)) = self
                .held
                .take()
                .filter(|(held, _)| deal.tail == Tail::Constant && *held == deal)
            else {
                break;
            };
            let replies = gaining(&deal, &schedule, self.effort, self.watch);
            if self.watch.is_stopped() {
                return Least::Unknown;
            }
            if replies.is_empty() {
                self.held = Some((deal, schedule));
                return least;
            }
            self.known.retain(|known| *known != schedule);
            self.pool
                .entry(deal.phases)
                .or_default()
                .extend(replies.into_iter().map(|reply| (reply, 0)));
            // Below this none holds even so; a little more than the accuracy of the search.
            from = (value - 4.0 * ACCURACY * value.abs().max(1.0)).max(low);
        }
        // Otherwise the best reply is looked at each time.
        self.held = None;
        self.least_rough(from, high, deal_at)
    }

    /// The same, by what counts for now.
    fn least_rough(&mut self, low: f64, high: f64, deal_at: &dyn Fn(f64) -> Deal) -> Least {
        let deal = deal_at(low);
        if !deal.is_mixed() || deal.tail != Tail::Constant {
            return self.search(low, high, ACCURACY, deal_at, &mut |probe, deal| {
                (probe.ask(deal), Line::zero(deal))
            });
        }
        let mut accuracy = ACCURACY * low.abs().max(1.0);
        let (mut failed, mut at) = (low, low);
        let mut gaps: Vec<(f64, f64)> = vec![];
        // From below, as long as proofs tell where to go on; then whether anything is enough.
        for _ in 0..PROGRAMS_MAX {
            match self.ask(&deal_at(at)) {
                Outcome::Holds => break,
                Outcome::None(_) if at >= high => return Least::Never,
                Outcome::None(proof) => {
                    failed = reach(&proof, &Line::zero(&deal), at, high, deal_at);
                    if proof.relaxed {
                        gaps.push((at, proof.gap));
                    }
                    let further = next(&gaps, failed + accuracy, high).filter(|_| proof.relaxed);
                    at = further.unwrap_or(high);
                }
                Outcome::Unknown if at < high && !self.watch.is_stopped() => at = high,
                Outcome::Unknown => return Least::Unknown,
            }
        }
        // A plan holds here: how far down do its dates reach, and do others reach further?
        let any_at = |value: f64| Deal {
            objective: Objective::Welfare,
            ..deal_at(value)
        };
        for _ in 0..PROGRAMS_MAX {
            let Some(schedule) = self.known_for(&any_at(at)) else {
                return Least::Unknown;
            };
            let cuts = dates_of(&deal, &schedule);
            let with_dates =
                self.search(
                    failed,
                    at,
                    accuracy,
                    &any_at,
                    &mut |probe, deal| match probe.known_for(deal) {
                        Some(known) if dates_of(deal, &known) == cuts => {
                            (Outcome::Holds, Line::zero(deal))
                        }
                        _ => probe.ask_at(deal, &cuts),
                    },
                );
            // Where the dates have no least value that can be told, the plan itself is one.
            let least = with_dates.value().unwrap_or(at);
            loop {
                let below = least - 2.0 * accuracy;
                if below <= failed {
                    return Least::At(least);
                }
                match self.ask(&deal_at(below)) {
                    Outcome::Holds => {
                        at = below;
                        break;
                    }
                    Outcome::None(_) => return Least::At(least),
                    Outcome::Unknown if !self.watch.is_stopped() && accuracy < DOUBT_MAX => {
                        accuracy *= 10.0;
                    }
                    Outcome::Unknown => return Least::Unknown,
                }
            }
        }
        Least::Unknown
    }

    /// The least value at which `ask` finds a plan; it answers with what a proof says of dates, too.
    fn search(
        &mut self,
        low: f64,
        high: f64,
        accuracy: f64,
        deal_at: &dyn Fn(f64) -> Deal,
        ask: Ask<'_, 'a>,
    ) -> Least {
        let mut accuracy = accuracy.max(ACCURACY * low.abs().max(1.0));
        let (mut failed, mut held, mut at) = (low, None, low);
        let mut gaps: Vec<(f64, f64)> = vec![];
        for _ in 0..PROGRAMS_MAX {
            match ask(self, &deal_at(at)) {
                (Outcome::Holds, _) if at <= failed + 2.0 * accuracy => return Least::At(at),
                (Outcome::Holds, _) => {
                    held = Some(at);
                    at = next(&gaps, failed + accuracy, at).unwrap_or(f64::midpoint(failed, at));
                }
                (Outcome::None(_), _) if at >= high => return Least::Never,
                (Outcome::None(proof), of_dates) => {
                    failed = reach(&proof, &of_dates, at, held.unwrap_or(high), deal_at);
                    if proof.relaxed {
                        gaps.push((at, proof.gap));
                    }
                    match held {
                        Some(held) if held <= failed + 2.0 * accuracy => return Least::At(held),
                        Some(held) => {
                            at = next(&gaps, failed + accuracy, held)
                                .unwrap_or(f64::midpoint(failed, held));
                        }
                        None => at = next(&gaps, failed + accuracy, high).unwrap_or(high),
                    }
                }
                // So close to the edge a program can be too ill-conditioned for an answer: keep more distance.
                (Outcome::Unknown, _)
                    if !self.watch.is_stopped() && accuracy < DOUBT_MAX && at < high =>
                {
                    accuracy *= 10.0;
                    at = (failed + accuracy).min(held.unwrap_or(high));
                }
                (Outcome::Unknown, _) => return Least::Unknown,
            }
        }
        Least::Unknown
    }
}

/// Answers whether some plan holds in a deal, and what a proof that none does says of dates.
type Ask<'f, 'a> = &'f mut dyn FnMut(&mut Probe<'a>, &Deal) -> (Outcome, Line);

/// Where the gaps of the proofs found so far, drawn as a curve through the last three, come down to 0; not below `lowest`, and `None`
/// when that is not before `highest` or nothing can be said.
fn next(gaps: &[(f64, f64)], lowest: f64, highest: f64) -> Option<f64> {
    let last = &gaps[gaps.len().saturating_sub(3)..];
    let is_falling = last
        .windows(2)
        .all(|pair| pair[1].0 > pair[0].0 && pair[1].1 < pair[0].1);
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
        at * others
            .map(|(_, (_, other))| other / (other - value))
            .product::<f64>()
    };
    points.iter().enumerate().map(term).sum()
}

/// The number of phases of a schedule.
fn n_phases(schedule: &Schedule) -> usize {
    schedule.levels.first().map_or(0, Vec::len)
}

/// How far beyond `at` the proof reaches: the first value at which its two sides meet, `high` where they never do, or `at` where that
/// cannot be said.
fn reach(proof: &Proof, of_dates: &Line, at: f64, high: f64, deal_at: &dyn Fn(f64) -> Deal) -> f64 {
    let side = |value: f64| {
        let deal = deal_at(value);
        (proof.relaxed && is_plain(&deal) && deal.phases == proof.phases)
            .then(|| gap_beside(&deal, proof, of_dates.clone()))
    };
    let (Some(mut gap_low), Some(mut gap_high)) = (side(at), side(high)) else {
        return at;
    };
    if gap_low <= 0.0 {
        return at;
    }
    // What is no more than rounding is no gap.
    let least = REACH_ACCURACY * gap_low.max(1.0);
    if gap_high > least {
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
        let middle = if guess > low && guess < high {
            guess
        } else {
            f64::midpoint(low, high)
        };
        let Some(gap_middle) = side(middle) else {
            return low;
        };
        if gap_middle > least {
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
