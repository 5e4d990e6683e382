//! Plans whose steps go on for ever, each a fixed share of the one before.
//!
//! # Definition
//! With a geometric tail, an undertaking that is a target stands at `1 − (1 − x)·γ^k` in the `k`-th phase after the last, where `x` is its level
//! in the last phase. Among all shares `γ` the one with the best plan is taken.
//! # Algorithm
//! For a fixed `γ` everything is linear. A grid of shares finds where plans hold and which is best; golden section narrows it down.
//! # Complexity
//! About a hundred programs.
//! # Validity
//! The objective is assumed to have one peak around the best grid point. That no plan holds is shown for one share, and for the others tried
//! only found. A deviation that begins in a later phase pays no more than one right
//! after the last phase, or one when all is completed.
//! # References
//! T. Lockwood and J. P. Thomas, Gradualism and irreversibility, Review of Economic Studies 69 (2002).

use super::payoff::Horizon;
use super::solve::{Effort, solve_at};
use super::{Answer, Plan};
use crate::model::Deal;
use crate::space::Watch;

/// The shares that are tried first.
const GRID: usize = 20;
/// How often the range around the best of them is narrowed.
const ROUNDS: usize = 60;

/// How dear a gain by a deviation is that only rounding lets pass. Shares a little beyond the edge of what holds have such gains.
const DEAR: f64 = 1e4;

fn worth(plan: &Plan) -> f64 {
    plan.objective - DEAR * plan.checked.largest_gain
}

/// The best plan over all shares by which steps shrink; the answer for the last grid point when no share has one.
pub(super) fn solve(deal: &Deal, effort: &Effort, watch: &Watch) -> Answer {
    let at = |shrink: f64| {
        solve_at(
            deal,
            Horizon {
                shrink: Some(shrink),
            },
            effort,
            watch,
        )
    };
    let mut best: Option<(f64, Plan)> = None;
    let mut last = None;
    for step in 0..GRID {
        let shrink = step as f64 / GRID as f64;
        match at(shrink) {
            Answer::Holds(plan)
                if best
                    .as_ref()
                    .is_none_or(|(_, best)| worth(&plan) > worth(best)) =>
            {
                best = Some((shrink, plan));
            }
            Answer::Holds(_) => {}
            Answer::Stopped(halt) if watch.is_stopped() => return Answer::Stopped(halt),
            other => last = Some(other),
        }
    }
    let Some((center, mut plan)) = best else {
        return last.unwrap_or(Answer::Stopped(super::Halt::Doubtful));
    };
    let step = 1.0 / GRID as f64;
    let (mut low, mut high) = ((center - step).max(0.0), (center + step).min(1.0 - 1e-9));
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let of = |answer: &Answer| {
        if let Answer::Holds(plan) = answer {
            worth(plan)
        } else {
            f64::NEG_INFINITY
        }
    };
    let mut points = [high - golden * (high - low), low + golden * (high - low)];
    let mut answers = points.map(at);
    for _ in 0..ROUNDS {
        if watch.is_stopped() {
            return Answer::Stopped(super::Halt::Interrupted);
        }
        let better = usize::from(of(&answers[1]) > of(&answers[0]));
        if let Answer::Holds(found) = &answers[better]
            && worth(found) > worth(&plan)
        {
            plan.clone_from(found);
        }
        if better == 0 {
            high = points[1];
            points = [high - golden * (high - low), points[0]];
            answers.swap(0, 1);
            answers[0] = at(points[0]);
        } else {
            low = points[0];
            points = [points[1], low + golden * (high - low)];
            answers.swap(0, 1);
            answers[1] = at(points[1]);
        }
    }
    Answer::Holds(plan)
}
