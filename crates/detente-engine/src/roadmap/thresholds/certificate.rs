//! What a proof says about other numbers than those it was found for.
//!
//! A proof is a list of weights. The weighted sum of the constraints it names can be formed under any other numbers of the same deal:
//! while the two sides stay apart, no plan holds there either. That turns one proof into a bound on how far a number must move.

use super::super::Proof;
use super::super::payoff::{self, Line};
use crate::model::{CommitmentId, Deal, Limit, Tail};

/// Whether a proof for this deal can be tried on others: a limit's name must say which limit it is, and the levels must be those of the
/// program.
pub(crate) fn is_plain(deal: &Deal) -> bool {
    let waits_twice = |idx: usize| {
        let after = &deal.undertakings[idx].after;
        after
            .iter()
            .enumerate()
            .any(|(at, wait)| after[..at].iter().any(|other| other.on == wait.on))
    };
    deal.tail == Tail::Constant && !(0..deal.undertakings.len()).any(waits_twice)
}

/// How far apart the two sides of the proof are under the numbers of `deal`; positive while it still proves that no plan holds.
///
/// Complexity: one row of the program per weight.
pub(crate) fn gap(deal: &Deal, proof: &Proof) -> f64 {
    gap_beside(deal, proof, Line::zero(deal))
}

/// The same with what the proof says of dates that were settled.
pub(crate) fn gap_beside(deal: &Deal, proof: &Proof, of_dates: Line) -> f64 {
    let mut sum = of_dates;
    for (deviation, weight) in &proof.deviations {
        add(&mut sum, &payoff::slack(deal, deviation), *weight);
    }
    for (limit, weight) in &proof.limits {
        add_limit(&mut sum, deal, *limit, *weight);
    }
    // Levels lie between 0 and 1, so the left sides add up to this at most.
    -sum.coefs
        .iter()
        .fold(sum.constant, |most, coef| most + coef.max(0.0))
}

/// The proof as a demand on bonds: no plan holds unless `Σ bond·factor ≥ demand`, with all bonds free and every other number as it stands.
pub(crate) struct BondCut {
    /// What the bonds must add up to.
    pub(crate) demand: f64,
    /// By party: by how much a unit of its bond counts.
    pub(crate) factor: Vec<f64>,
}

/// What the proof demands of the bonds: a bond enters only the constants of the rows, so this is exact.
pub(crate) fn bond_cut(deal: &Deal, proof: &Proof) -> BondCut {
    let mut without = deal.clone();
    without
        .parties
        .iter_mut()
        .for_each(|party| party.bond = 0.0);
    let mut factor = vec![0.0; deal.parties.len()];
    for (deviation, weight) in &proof.deviations {
        let bare = payoff::slack(&without, deviation).constant;
        let mut bonded = without.clone();
        bonded.parties[deviation.party.idx()].bond = 1.0;
        factor[deviation.party.idx()] +=
            weight * (payoff::slack(&bonded, deviation).constant - bare);
    }
    BondCut {
        demand: gap(&without, proof),
        factor,
    }
}

fn add(sum: &mut Line, row: &Line, weight: f64) {
    sum.constant += weight * row.constant;
    sum.coefs
        .iter_mut()
        .zip(&row.coefs)
        .for_each(|(total, coef)| *total += weight * coef);
}

/// Adds a limit, written so that it holds when it is not negative.
fn add_limit(sum: &mut Line, deal: &Deal, limit: Limit, weight: f64) {
    let mut level = |id: CommitmentId, phase: usize, factor: f64| {
        if phase == 0 {
            sum.constant += factor * deal.undertakings[id.idx()].start;
        } else {
            sum.coefs[id.idx() * deal.phases + phase - 1] += factor;
        }
    };
    match limit {
        Limit::Target(id) => {
            level(id, deal.phases, weight);
            sum.constant -= weight;
        }
        Limit::NoRetreat(id, phase) => {
            level(id, phase, weight);
            level(id, phase - 1, -weight);
        }
        Limit::Step(id, phase) => {
            level(id, phase, -weight);
            level(id, phase - 1, weight);
            sum.constant += weight * deal.undertakings[id.idx()].max_step;
        }
        Limit::Earliest(id, phase) => {
            level(id, phase, -weight);
            level(id, 0, weight);
        }
        Limit::Prerequisite(waits, on, phase) => {
            let it = &deal.undertakings[waits.idx()];
            let Some(wait) = it.after.iter().find(|wait| wait.on == on) else {
                return;
            };
            let before = phase.saturating_sub(wait.lag);
            let is_surely_incomplete = before == 0 && deal.undertakings[on.idx()].start < 1.0;
            match wait.complete {
                false => level(on, before, weight),
                true if is_surely_incomplete => {}
                true => level(on, before, (1.0 - it.start) * weight),
            }
            level(waits, phase, -weight);
            // Waiting for completion, it stays at its start until then.
            if wait.complete {
                level(waits, 0, weight);
            }
        }
        Limit::Promise(position, phase) => {
            add(sum, &payoff::promise(deal, position, phase), weight);
        }
    }
}
