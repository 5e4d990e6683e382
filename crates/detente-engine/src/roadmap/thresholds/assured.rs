//! What the promises of third parties would have to pay, and whether they would be kept.
//!
//! # Definition
//! A promise is made to a party against the withholding or reversal of a measure. Were the owner of the measure found out at the start
//! of phase `t`, the deal would be over: what is linked to that owner and credible is undone, the owner's own measures fall by
//! its static best reply, and nothing moves again. What the assured party would need per phase is `(1 − δ)` times the most by which its
//! value then falls short of what the levels before the first phase are worth to it for ever.
//! # Algorithm
//! All phases are tried.
//! # Complexity
//! `O(phases · undertakings)` per promise.
//! # Validity
//! For the plan at hand; another plan that holds may need less.
//! # References
//! None: the measure is this program's own.

use super::super::{Plan, payoff};
use super::Assured;
use crate::model::{CommitmentId, Deal, PartyId, Promise, Schedule};

/// What each promise of a deal needs, without a plan or under this one.
pub(super) fn assured(deal: &Deal, plan: Option<&Plan>) -> Vec<Assured> {
    let empty = Assured {
        needed: None,
        worst: None,
        slack: None,
    };
    let Some(plan) = plan else {
        return vec![empty; deal.promises.len()];
    };
    let deal = Deal {
        phases: plan.phases,
        ..deal.clone()
    };
    deal.promises
        .iter()
        .map(|promise| assured_by(&deal, &plan.schedule, promise))
        .collect()
}

fn assured_by(deal: &Deal, schedule: &Schedule, promise: &Promise) -> Assured {
    let violator = deal.undertakings[promise.against.idx()].owner;
    let patience = |party: PartyId| deal.parties[party.idx()].patience;
    let before: f64 = deal
        .undertakings
        .iter()
        .map(|it| it.flow[promise.to.idx()] * it.start)
        .sum::<f64>()
        / (1.0 - patience(promise.to));
    let (mut shortfall, mut worst, mut slack) = (0.0, None, f64::INFINITY);
    for phase in 1..=deal.phases + 1 {
        let short = before - collapse(deal, schedule, promise.to, violator, phase);
        if short > shortfall {
            (shortfall, worst) = (short, Some(phase));
        }
        let kept = payoff::value(deal, promise.by, phase).eval(schedule);
        let lost = collapse(deal, schedule, promise.by, violator, phase);
        slack = f64::min(
            slack,
            kept - lost - promise.costs / (1.0 - patience(promise.by)),
        );
    }
    Assured {
        needed: Some((1.0 - patience(promise.to)) * shortfall),
        worst,
        slack: Some(slack),
    }
}

/// A party's value from a phase on if the violator has just been found out, with the levels of the phase before.
fn collapse(
    deal: &Deal,
    schedule: &Schedule,
    party: PartyId,
    violator: PartyId,
    phase: usize,
) -> f64 {
    let patience = deal.parties[party.idx()].patience;
    let worth = |id: CommitmentId| {
        let it = &deal.undertakings[id.idx()];
        let level = if phase == 1 {
            it.start
        } else {
            schedule.levels[id.idx()][phase - 2]
        };
        let is_undone = deal.would_undo(id) && (it.owner == violator || it.linked[violator.idx()]);
        let stays = if is_undone {
            it.irreversible * level
        } else {
            level
        };
        let undoing = if it.owner == party {
            it.undo_cost * (level - stays)
        } else {
            0.0
        };
        it.flow[party.idx()] * stays / (1.0 - patience) - undoing
    };
    deal.undertaking_ids().map(worth).sum()
}
