//! How far the physical limits let each measure come, and what is too slow.
//!
//! # Definition
//! The *reach* of a measure in a phase is the furthest level that largest steps, first phases and what must come before let it have
//! there, whatever anybody wants. A target is *short* when its reach in the last phase is less than full force.
//! # Algorithm
//! Phase by phase, every measure as far as it may go: no measure gains by another that goes less far, so that this schedule is the
//! furthest for all of them at once. What holds a short target up is followed from what waits to what it waits for.
//! # Complexity
//! `O(phases · undertakings)`, and as much for each further phase until the target is complete or nothing moves any more.
//! # Validity
//! Sums of floating-point numbers; what they are off by is far below the last digit of a number in a file.
//! # References
//! None.

use crate::model::{CommitmentId, Deal, Wait};

/// How many phases are tried.
const PHASES_MAX: usize = 100_000;
/// By how much a sum of steps may be off.
const ROUNDING: f64 = 1e-12;

/// A target that no schedule can complete in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Short {
    /// The target.
    pub target: CommitmentId,
    /// The measure that is too slow: the target itself, or one that it waits for.
    pub slow: CommitmentId,
    /// How far that measure can come by the last phase that is of use to the target.
    pub reach: f64,
    /// The number of phases with which the target can be complete.
    pub enough: Enough,
}

/// How many phases are enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Enough {
    /// So many, and no fewer.
    Phases(usize),
    /// More than were tried.
    Many,
    /// No number.
    Never,
}

/// The targets that cannot be complete in the last phase.
pub(super) fn short(deal: &Deal) -> Vec<Short> {
    let mut levels = vec![deal.undertakings.iter().map(|it| it.start).collect()];
    for phase in 1..=deal.phases {
        let now = advance(deal, &levels, phase);
        levels.push(now);
    }
    let missed = deal
        .targets
        .iter()
        .filter(|id| !is_complete(levels[deal.phases][id.idx()]));
    let missed: Vec<CommitmentId> = missed.copied().collect();
    let enough = enough(deal, levels.clone(), &missed);
    let one = |(target, enough): (CommitmentId, Enough)| {
        let (slow, phase) = slowest(deal, &levels, target, deal.phases);
        Short {
            target,
            slow,
            reach: levels[phase][slow.idx()],
            enough,
        }
    };
    missed.into_iter().zip(enough).map(one).collect()
}

fn is_complete(level: f64) -> bool {
    level >= 1.0 - ROUNDING
}

/// Every measure as far as it may go in a phase, given the phases before.
fn advance(deal: &Deal, levels: &[Vec<f64>], phase: usize) -> Vec<f64> {
    let before = &levels[phase - 1];
    let own = |at: usize| {
        let it = &deal.undertakings[at];
        let step = if phase < it.earliest {
            0.0
        } else {
            it.max_step.min(1.0)
        };
        let level = (before[at] + step).min(1.0);
        whole(it.discrete, before[at], level)
    };
    let mut now: Vec<f64> = (0..before.len()).map(own).collect();
    // Waits without a lag pass on what holds up another in the same phase, at most once around.
    for _ in 0..now.len() {
        let mut is_changed = false;
        for (at, it) in deal.undertakings.iter().enumerate() {
            for wait in &it.after {
                let on = match wait.lag {
                    0 => now[wait.on.idx()],
                    lag => levels[phase.saturating_sub(lag)][wait.on.idx()],
                };
                let allowed = match wait.complete {
                    true if is_complete(on) => 1.0,
                    true => it.start,
                    false => on,
                };
                // What was reached stays: levels never fall.
                let left = whole(it.discrete, before[at], allowed).max(before[at]);
                if left < now[at] {
                    now[at] = left;
                    is_changed = true;
                }
            }
        }
        if !is_changed {
            break;
        }
    }
    now
}

/// A level of a measure that is whole or nothing, when it is.
fn whole(is_discrete: bool, before: f64, level: f64) -> f64 {
    if is_discrete && !is_complete(level) {
        before
    } else {
        level
    }
}

/// By target: how many phases are enough.
fn enough(deal: &Deal, mut levels: Vec<Vec<f64>>, missed: &[CommitmentId]) -> Vec<Enough> {
    let mut found = vec![None; missed.len()];
    // After the first phases of all and the longest wait, a phase in which nothing moves is followed by none in which anything does.
    let waits = deal.undertakings.iter().flat_map(|it| &it.after);
    let longest = waits.map(|wait| wait.lag).max().unwrap_or(0) + 1;
    let begun = deal.undertakings.iter().map(|it| it.earliest).max();
    let (begun, mut n_still) = (begun.unwrap_or(1), 0);
    while found.contains(&None) && n_still <= longest && levels.len() <= PHASES_MAX {
        let phase = levels.len();
        let now = advance(deal, &levels, phase);
        let is_still = phase > begun && now == levels[phase - 1];
        n_still = if is_still { n_still + 1 } else { 0 };
        for (enough, id) in found.iter_mut().zip(missed) {
            if enough.is_none() && is_complete(now[id.idx()]) {
                *enough = Some(Enough::Phases(phase));
            }
        }
        levels.push(now);
    }
    let left = if n_still > longest {
        Enough::Never
    } else {
        Enough::Many
    };
    found.into_iter().map(|it| it.unwrap_or(left)).collect()
}

/// The measure that holds a target up, and in which phase that counts: the first on the way from what waits to what it waits for that
/// would be too late by itself.
fn slowest(
    deal: &Deal,
    levels: &[Vec<f64>],
    target: CommitmentId,
    phase: usize,
) -> (CommitmentId, usize) {
    let (mut at, mut phase) = (target, phase);
    for _ in 0..deal.undertakings.len() {
        let it = &deal.undertakings[at.idx()];
        let level = |(on, then): &(CommitmentId, usize)| levels[*then][on.idx()];
        let here = levels[phase][at.idx()];
        let holds_up = |wait: &&Wait| {
            let on = (wait.on, phase.saturating_sub(wait.lag));
            let is_no_slower = level(&on) <= here + ROUNDING;
            !is_complete(level(&on)) && (is_no_slower || wait.complete || it.discrete)
        };
        let held_up = it.after.iter().filter(holds_up);
        let held_up = held_up.map(|wait| (wait.on, phase.saturating_sub(wait.lag)));
        let Some(next) = held_up.min_by(|a, b| level(a).total_cmp(&level(b))) else {
            break;
        };
        (at, phase) = next;
    }
    (at, phase)
}
