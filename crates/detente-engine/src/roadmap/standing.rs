//! How a given schedule stands under the numbers of a given deal.

use super::payoff;
use super::separate;
use super::solve;
use crate::model::{Deal, Schedule};

/// The smallest slack of each party, and whether the schedule is one that the deal allows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Standing {
    /// By party: the smallest slack over all its deviations and all its promises; infinite where it has neither.
    pub(super) slack: Vec<f64>,
    /// By party: what a slack may fall short of 0 by rounding.
    pub(super) tolerance: Vec<f64>,
    /// Whether the schedule keeps to the limits and completes the targets.
    pub(super) is_allowed: bool,
}

impl Standing {
    /// Whether nobody gains by abandoning the schedule, and the deal allows it.
    pub(super) fn holds(&self) -> bool {
        self.is_allowed && self.kept().all(|is_kept| is_kept)
    }

    /// By party: whether it gains by no deviation.
    pub(super) fn kept(&self) -> impl Iterator<Item = bool> {
        let both = self.slack.iter().zip(&self.tolerance);
        both.map(|(slack, tolerance)| *slack >= -tolerance)
    }

    /// The party with the smallest slack, by position, and that slack.
    pub(super) fn tightest(&self) -> (usize, f64) {
        let by_slack = self
            .slack
            .iter()
            .copied()
            .enumerate()
            .min_by(|a, b| a.1.total_cmp(&b.1));
        by_slack.unwrap_or((0, f64::INFINITY))
    }
}

/// How far a level may be off by rounding.
const LEVEL_TOLERANCE: f64 = 1e-9;

/// How a schedule stands. Complexity: that of comparing every deviation once.
pub(super) fn standing(deal: &Deal, schedule: &Schedule) -> Standing {
    let mut slack: Vec<f64> = vec![f64::INFINITY; deal.parties.len()];
    for (party, found) in separate::tightest(deal, schedule).into_iter().enumerate() {
        let least = found
            .into_iter()
            .flatten()
            .map(|tightest| tightest.slack)
            .fold(f64::INFINITY, f64::min);
        slack[party] = slack[party].min(least);
    }
    for (position, promise) in deal.promises.iter().enumerate() {
        for phase in 1..=deal.phases + 1 {
            let kept = payoff::promise(deal, position, phase).eval(schedule);
            slack[promise.by.idx()] = slack[promise.by.idx()].min(kept);
        }
    }
    Standing {
        slack,
        tolerance: deal
            .party_ids()
            .map(|party| solve::tolerance(deal, schedule, party))
            .collect(),
        is_allowed: is_allowed(deal, schedule),
    }
}

/// Whether a schedule keeps to every limit of the deal and completes its targets.
fn is_allowed(deal: &Deal, schedule: &Schedule) -> bool {
    let level = |idx: usize, phase: usize| {
        if phase == 0 {
            deal.undertakings[idx].start
        } else {
            schedule.levels[idx][phase - 1]
        }
    };
    let is_kept = |idx: usize, phase: usize| {
        let it = &deal.undertakings[idx];
        let (now, step) = (level(idx, phase), level(idx, phase) - level(idx, phase - 1));
        let waited = it.after.iter().all(|wait| {
            let on = level(wait.on.idx(), phase.saturating_sub(wait.lag));
            if wait.complete {
                now <= it.start + LEVEL_TOLERANCE || on >= 1.0 - LEVEL_TOLERANCE
            } else {
                now <= on + LEVEL_TOLERANCE
            }
        });
        let in_time = phase >= it.earliest || now <= it.start + LEVEL_TOLERANCE;
        let is_whole = !it.discrete || now <= LEVEL_TOLERANCE || now >= 1.0 - LEVEL_TOLERANCE;
        now <= 1.0 + LEVEL_TOLERANCE
            && step >= -LEVEL_TOLERANCE
            && step <= it.max_step + LEVEL_TOLERANCE
            && waited
            && in_time
            && is_whole
    };
    let is_complete =
        |idx: usize| schedule.shrink.is_some() || level(idx, deal.phases) >= 1.0 - LEVEL_TOLERANCE;
    (0..deal.undertakings.len()).all(|idx| (1..=deal.phases).all(|phase| is_kept(idx, phase)))
        && deal.targets.iter().all(|id| is_complete(id.idx()))
}
