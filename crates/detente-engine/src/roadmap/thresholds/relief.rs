//! The least relief: how little the others could do for the owner of a target, and some plan would still hold.
//!
//! # Definition
//! Over all plans that hold, the least worth per phase to the owner of what the others have in force at the end; and for each of
//! the others' undertakings the least level in force at the end.
//! # Algorithm
//! A bystander joins the deal, who does nothing and loses by each unit of increase what that unit counts. A patience next to 1 makes
//! all phases count alike, so that the welfare of the bystander alone is the quantity sought.
//! # Complexity
//! One program per quantity.
//! # Validity
//! The bystander has nothing to deviate with, so the plans that hold are the same. The bystander's patience falls short of 1 by
//! 10⁻¹², and so does the accuracy.

use super::super::{Answer, solve};
use super::Relief;
use super::least::Probe;
use crate::model::{CommitmentId, Deal, Objective, PartyId, Stakeholder};

/// What the relief to one owner can be brought down to.
pub(super) fn relief(probe: &mut Probe<'_>, deal: &Deal, owner: PartyId, is_held: bool) -> Relief {
    let others: Vec<(CommitmentId, f64)> = deal
        .undertaking_ids()
        .map(|id| (id, &deal.undertakings[id.idx()]))
        .filter(|(_, it)| it.owner != owner && it.flow[owner.idx()] != 0.0)
        .map(|(id, it)| (id, it.flow[owner.idx()]))
        .collect();
    let full = others.iter().map(|(_, worth)| worth).sum();
    if !is_held {
        let factor = probe.least_stakes(deal, owner);
        return Relief {
            owner,
            full,
            least: None,
            levels: vec![],
            factor: Some(factor),
        };
    }
    let least = least_at_end(probe, deal, &others);
    let levels = others
        .iter()
        .filter_map(|(id, _)| Some((*id, least_at_end(probe, deal, &[(*id, 1.0)])?)))
        .collect();
    Relief {
        owner,
        full,
        least,
        levels,
        factor: None,
    }
}

/// The least weighted sum of final levels over all plans that hold.
fn least_at_end(probe: &Probe<'_>, deal: &Deal, weights: &[(CommitmentId, f64)]) -> Option<f64> {
    if weights.iter().all(|(id, _)| deal.targets.contains(id)) {
        return Some(weights.iter().map(|(_, weight)| weight).sum());
    }
    let mut watched = deal.clone();
    watched.objective = Objective::Welfare;
    watched
        .parties
        .iter_mut()
        .for_each(|party| party.weight = 0.0);
    watched.parties.push(Stakeholder {
        patience: 1.0 - 1e-12,
        weight: 1.0,
        bond: 0.0,
    });
    for (idx, it) in watched.undertakings.iter_mut().enumerate() {
        let counts = weights
            .iter()
            .find(|(id, _)| id.idx() == idx)
            .map_or(0.0, |(_, weight)| *weight);
        it.flow.push(0.0);
        it.once.push(-counts);
        it.linked.push(false);
    }
    match solve(&watched, probe.effort, probe.watch) {
        Answer::Holds(plan) => {
            let last = |id: &CommitmentId| {
                plan.schedule.levels[id.idx()]
                    .last()
                    .copied()
                    .unwrap_or(0.0)
            };
            Some(weights.iter().map(|(id, weight)| weight * last(id)).sum())
        }
        Answer::None(_) | Answer::Stopped(_) => None,
    }
}

/// The largest factor on the others' stakes that is tried.
const STAKES_MAX: f64 = 1000.0;

impl Probe<'_> {
    /// The least factor, from 1 up, on what the others' undertakings are worth to a party, per phase and once, with which some plan holds.
    pub(crate) fn least_stakes(&mut self, deal: &Deal, party: PartyId) -> super::Least {
        self.least(1.0, STAKES_MAX, &|factor| {
            let mut deal = deal.clone();
            for it in deal.undertakings.iter_mut().filter(|it| it.owner != party) {
                it.flow[party.idx()] *= factor;
                it.once[party.idx()] *= factor;
            }
            deal
        })
    }
}
