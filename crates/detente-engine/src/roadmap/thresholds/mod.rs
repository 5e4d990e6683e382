//! Thresholds: the least detection, bond, assurance and relief with which some plan holds.

mod assured;
mod bonds;
mod certificate;
mod least;
mod relief;

use super::{Answer, Effort};
use crate::model::{CommitmentId, Deal, PartyId};
use crate::space::{Watch, both};

pub(super) use bonds::bound;
pub(super) use certificate::{gap, is_plain};
pub use least::Least;
pub(super) use least::{Outcome, Probe};

/// The least detection, bond, assurance and relief with which every target can be complete by the last phase.
///
/// Each is found with every other number as it stands, whatever the deal's objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Thresholds {
    /// By undertaking: the least chance, from 0 to 1, that its withholding and its reversal are seen.
    pub chance: Vec<Least>,
    /// By party: the least common factor on the chances of all its undertakings, each capped at 1. `None` for a party without
    /// undertakings or whose chances are all 0.
    pub factor: Vec<Option<Least>>,
    /// By party: the least bond. `None` for a party without undertakings.
    pub bond: Vec<Option<Least>>,
    /// The bonds with the least sum, by party, those of the deal set aside; `None` where none are enough or a measure is whole or nothing.
    pub bonds: Option<Vec<f64>>,
    /// One per promise.
    pub assurance: Vec<Assured>,
    /// One per party that owns a target.
    pub relief: Vec<Relief>,
}

/// What a promise would have to pay, and whether it would be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Assured {
    /// What the assured party would need per phase to be no worse off than before the first phase, if the owner of the measure that
    /// the promise is against were found out at the worst moment of the plan; `None` without a plan.
    pub needed: Option<f64>,
    /// That moment: the phase at whose start the deal ends. `None` without a plan, or when nothing is needed.
    pub worst: Option<usize>,
    /// By how much the guarantor prefers the plan, its promise kept, to the plan's collapse, in the tightest phase; `None` without a plan.
    pub slack: Option<f64>,
}

/// How little a target's owner could be offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Relief {
    /// The owner of a target.
    pub owner: PartyId,
    /// What the others' undertakings, all fully in force, are worth to it per phase.
    pub full: f64,
    /// The least that they are worth to it per phase, at the levels of the last phase, in any plan that holds; `None` where no plan holds.
    pub least: Option<f64>,
    /// Where a plan holds: each undertaking of another party that matters to it per phase, with the least level of the last phase in
    /// any plan that holds, taken one by one.
    pub levels: Vec<(CommitmentId, f64)>,
    /// Where none holds: the least factor, from 1 up, on what the others' undertakings are worth to it, per phase and once, with which
    /// one does.
    pub factor: Option<Least>,
}

/// Every threshold of a deal, over all its phases, with the answer about it.
///
/// Complexity: a handful of programs per undertaking and per party. `None` when the answer is not known.
pub(super) fn thresholds(
    probe: &mut Probe<'_>,
    deal: &Deal,
    answer: &Answer,
) -> Option<Thresholds> {
    let plan = match answer {
        Answer::Holds(plan) => Some(plan),
        Answer::None(_) => None,
        Answer::Stopped(_) => return None,
    };
    let is_held = plan.is_some();
    let owners: Vec<PartyId> = deal
        .party_ids()
        .filter(|party| {
            deal.targets
                .iter()
                .any(|id| deal.undertakings[id.idx()].owner == *party)
        })
        .collect();
    let with_own = |party: &PartyId| !deal.own(*party).is_empty();
    // The chances are searched beside the rest, by a probe that remembers for itself: what comes out is the same on any number of cores.
    let n_threads = probe.watch.threads_max();
    let mut other = probe.clone();
    let chances = move || {
        let ids = deal.undertaking_ids();
        ids.map(|id| other.least_chance(deal, id, is_held))
            .collect::<Vec<Least>>()
    };
    let rest = || {
        let factor = deal
            .party_ids()
            .map(|party| probe.least_factor(deal, &deal.own(party), is_held))
            .collect();
        let bond = deal
            .party_ids()
            .map(|party| with_own(&party).then(|| probe.least_bond(deal, party, 0.0)))
            .collect();
        let mut unbonded = deal.clone();
        unbonded
            .parties
            .iter_mut()
            .for_each(|party| party.bond = 0.0);
        let bonds = probe.least_bonds(&unbonded);
        let relief = owners
            .into_iter()
            .map(|owner| relief::relief(probe, deal, owner, is_held))
            .collect();
        (factor, bond, bonds, relief)
    };
    let (chance, (factor, bond, bonds, relief)) = both(n_threads, chances, rest);
    let assurance = assured::assured(deal, plan);
    Some(Thresholds {
        chance,
        factor,
        bond,
        bonds,
        assurance,
        relief,
    })
}

/// The largest factor on chances that makes a difference: with it every chance above 0 is 1.
pub(super) fn factor_max(deal: &Deal, on: &[CommitmentId]) -> Option<f64> {
    let chances = on.iter().flat_map(|id| {
        [
            deal.undertakings[id.idx()].withhold.chance,
            deal.undertakings[id.idx()].reverse.chance,
        ]
    });
    let smallest = chances
        .filter(|chance| *chance > 0.0)
        .fold(f64::INFINITY, f64::min);
    smallest.is_finite().then(|| 1.0 / smallest)
}

/// The deal with the chances of some undertakings multiplied, each capped at 1.
pub(super) fn scaled(deal: &Deal, on: &[CommitmentId], factor: f64) -> Deal {
    let mut scaled = deal.clone();
    for id in on {
        let it = &mut scaled.undertakings[id.idx()];
        it.withhold.chance = (it.withhold.chance * factor).min(1.0);
        it.reverse.chance = (it.reverse.chance * factor).min(1.0);
    }
    scaled
}

/// The least common factor on the chances that violations of some undertakings are seen, each capped at 1, with which some plan holds.
///
/// `None` when none of these chances is above 0. Complexity: a handful of programs.
pub fn least_factor(
    deal: &Deal,
    on: &[CommitmentId],
    effort: &Effort,
    watch: &Watch,
) -> Option<Least> {
    let mut probe = Probe::blank(effort, watch);
    Some(probe.least(0.0, factor_max(deal, on)?, &|factor| {
        scaled(deal, on, factor)
    }))
}

/// The least bond of a party with which some plan holds, every other number as it stands. Complexity: a handful of programs.
pub fn least_bond(deal: &Deal, party: PartyId, effort: &Effort, watch: &Watch) -> Least {
    Probe::blank(effort, watch).least_bond(deal, party, 0.0)
}

impl Probe<'_> {
    /// The least chance that violations of one undertaking are seen with which some plan holds. The lags stay as they are.
    fn least_chance(&mut self, deal: &Deal, id: CommitmentId, is_held: bool) -> Least {
        let it = &deal.undertakings[id.idx()];
        let (low, high) = if is_held {
            (0.0, it.withhold.chance)
        } else {
            (it.withhold.chance, 1.0)
        };
        self.least(low, high, &|chance| {
            let mut deal = deal.clone();
            let it = &mut deal.undertakings[id.idx()];
            // A reversal shows at least what a withholding shows; where it shows more by itself, it goes on doing so.
            let is_same = it.reverse.chance <= it.withhold.chance;
            it.withhold.chance = chance;
            it.reverse.chance = if is_same || it.reverse.chance < chance {
                chance
            } else {
                it.reverse.chance
            };
            deal
        })
    }

    /// The least common factor on the chances of some undertakings with which some plan holds; `None` when all chances are 0.
    pub(super) fn least_factor(
        &mut self,
        deal: &Deal,
        on: &[CommitmentId],
        is_held: bool,
    ) -> Option<Least> {
        let highest = factor_max(deal, on)?;
        let (low, high) = if is_held { (0.0, 1.0) } else { (1.0, highest) };
        Some(self.least(low, high, &|factor| scaled(deal, on, factor)))
    }
}
