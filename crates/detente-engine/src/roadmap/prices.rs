//! Prices: what a little more detection, a bond, patience or reversibility would be worth to a plan that holds.
//!
//! # Definition
//! The derivative of the best objective by a number `θ` of the deal. At an optimum `x` with multipliers `λ` of the constraints it is the
//! derivative of `objective(θ, x) + Σ λ·row(θ, x)` with `x` and `λ` held fixed (envelope theorem).
//! # Algorithm
//! That sum is a polynomial in chances and shares and rational in patience; differences of fourth order give its derivative, one-sided
//! at the end of a number's range. A bond enters linearly. Lags are whole numbers: the deal is solved again.
//! # Complexity
//! `O(numbers · binding deviations)` rows, and one program per lag above 1.
//! # Validity
//! Where several sets of multipliers fit, the derivatives to the left and to the right differ, and the prices are those of one set: they
//! hold in one direction at least. Prices are for small changes.
//! # References
//! None: the theorem is in every textbook of optimisation.

use super::{Answer, Effort, Plan, payoff, solve};
use crate::model::{Deal, Limit, Objective, PartyId};
use crate::space::Watch;

/// What the objective would gain per unit of each number of a deal, in the objective's own unit.
///
/// For the fastest plan the prices are those of its welfare, since a plan cannot be a little shorter. For the Nash product they are those
/// of the weighted sum of logarithms.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prices {
    /// By undertaking: gain per unit of the chance that withholding it is seen; of its reversal, too, where both chances are equal.
    /// One percentage point is a hundredth of a unit. At a chance of 1 it is what each unit less would lose.
    pub detect: Vec<f64>,
    /// By undertaking: gain per unit of the chance that its reversal is seen, where that chance is one of its own.
    pub reverse: Vec<Option<f64>>,
    /// By party: gain per unit of its bond.
    pub bond: Vec<f64>,
    /// By party: gain per unit of its patience. It counts that a patient party values the later phases more.
    pub patience: Vec<f64>,
    /// By undertaking: gain per unit of the share that cannot be undone.
    pub irreversible: Vec<f64>,
    /// By undertaking with a lag above 1: what lags one phase shorter would buy. `None` for the others, and where it was not found.
    pub lag: Vec<Option<Shorter>>,
    /// What it would buy to shorten all lags above 1 by one phase at once; `None` where there is none, or it was not found.
    pub lags: Option<Shorter>,
}

/// What shorter lags would buy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shorter {
    /// The gain of the objective; for the fastest plan the phases saved.
    pub gain: f64,
    /// The gain of the weighted sum of the parties' values, for every objective.
    pub welfare: f64,
}

/// The prices of a plan; lags only when asked for, since they take programs of their own.
///
/// Where a measure is whole or nothing, or waits for the completion of another, the prices are those with what is whole as it is. `None` when
/// with a geometric tail the far future binds.
pub(super) fn prices(
    deal: &Deal,
    plan: &Plan,
    effort: &Effort,
    watch: &Watch,
    with_lags: bool,
) -> Option<Prices> {
    let deal = &Deal {
        phases: plan.phases,
        ..deal.clone()
    };
    let is_far = plan
        .binding
        .iter()
        .any(|binding| binding.deviation.phase() > deal.phases + 1);
    if is_far {
        return None;
    }
    let lagrangian = Lagrangian { deal, plan };
    let mut prices = Prices::default();
    for (idx, it) in deal.undertakings.iter().enumerate() {
        let is_same = it.withhold.chance.total_cmp(&it.reverse.chance).is_eq();
        prices.detect.push(lagrangian.by_chance(
            it.withhold.chance,
            Some(it.owner),
            |deal, chance| {
                let it = &mut deal.undertakings[idx];
                it.withhold.chance = chance;
                if is_same {
                    it.reverse.chance = chance;
                }
            },
        ));
        let own = |deal: &mut Deal, chance: f64| deal.undertakings[idx].reverse.chance = chance;
        prices
            .reverse
            .push((!is_same).then(|| lagrangian.by_chance(it.reverse.chance, Some(it.owner), own)));
        let stays = |deal: &mut Deal, share: f64| deal.undertakings[idx].irreversible = share;
        prices
            .irreversible
            .push(lagrangian.by_chance(it.irreversible, None, stays));
        let lag = if with_lags && longest_lag(deal, idx) > 1 {
            shorter(deal, plan, effort, watch, |other| other == idx)
        } else {
            None
        };
        prices.lag.push(lag);
    }
    for party in deal.party_ids() {
        let at = party.idx();
        let bond = |bond: f64| lagrangian.at(Some(party), |deal| deal.parties[at].bond = bond);
        prices
            .bond
            .push(bond(deal.parties[at].bond + 1.0) - bond(deal.parties[at].bond));
        let patience = deal.parties[at].patience;
        let value =
            |patience: f64| lagrangian.at(None, |deal| deal.parties[at].patience = patience);
        prices.patience.push(central(
            value,
            patience,
            1e-3 * (1.0 - patience).min(patience),
        ));
    }
    let is_late = |idx: usize| longest_lag(deal, idx) > 1;
    if with_lags && (0..deal.undertakings.len()).any(is_late) {
        prices.lags = shorter(deal, plan, effort, watch, is_late);
    }
    Some(prices)
}

/// The objective and the binding constraints of a plan, with schedule and multipliers held fixed.
struct Lagrangian<'a> {
    deal: &'a Deal,
    plan: &'a Plan,
}

impl Lagrangian<'_> {
    /// The sum with some number changed. With a party, only what depends on its deviations.
    fn at(&self, only: Option<PartyId>, change: impl FnOnce(&mut Deal)) -> f64 {
        let mut deal = self.deal.clone();
        change(&mut deal);
        let schedule = &self.plan.schedule;
        let binding = self
            .plan
            .binding
            .iter()
            .filter(|binding| only.is_none_or(|party| party == binding.deviation.party));
        let rows: f64 = binding
            .map(|binding| binding.price * payoff::slack_at(&deal, schedule, &binding.deviation))
            .sum();
        if only.is_some() {
            return rows;
        }
        let values = self
            .deal
            .party_ids()
            .zip(&self.plan.shares)
            .filter(|(_, share)| **share != 0.0);
        let values: f64 = values
            .map(|(party, share)| share * payoff::value_at(&deal, schedule, party, 1))
            .sum();
        let promises = self.plan.limits.iter().map(|(limit, price)| match limit {
            Limit::Promise(promise, phase) => {
                price * payoff::promise(&deal, *promise, *phase).eval(schedule)
            }
            // No price is asked for of what the other limits say.
            _ => 0.0,
        });
        let promises: f64 = promises.sum();
        rows + values + promises
    }

    /// The derivative by a number between 0 and 1.
    fn by_chance(&self, chance: f64, only: Option<PartyId>, set: impl Fn(&mut Deal, f64)) -> f64 {
        let value = |chance: f64| self.at(only, |deal| set(deal, chance));
        let step = 1e-4;
        if chance < 2.0 * step {
            one_sided(value, chance, step)
        } else if chance > 1.0 - 2.0 * step {
            one_sided(value, chance, -step)
        } else {
            central(value, chance, step)
        }
    }
}

/// The derivative at a point, by differences of fourth order on both sides.
fn central(value: impl Fn(f64) -> f64, at: f64, step: f64) -> f64 {
    (8.0 * (value(at + step) - value(at - step))
        - (value(at + 2.0 * step) - value(at - 2.0 * step)))
        / (12.0 * step)
}

/// The derivative at the end of a range, by differences of fourth order on the side of `step`.
fn one_sided(value: impl Fn(f64) -> f64, at: f64, step: f64) -> f64 {
    let weighted = [-25.0, 48.0, -36.0, 16.0, -3.0].into_iter().zip(0..);
    weighted
        .map(|(weight, n)| weight * value(at + f64::from(n) * step))
        .sum::<f64>()
        / (12.0 * step)
}

/// The longer of an undertaking's two lags.
fn longest_lag(deal: &Deal, idx: usize) -> usize {
    deal.undertakings[idx]
        .withhold
        .lag
        .max(deal.undertakings[idx].reverse.lag)
}

/// What it would buy to shorten the lags of some undertakings by one phase, where they are above 1.
fn shorter(
    deal: &Deal,
    plan: &Plan,
    effort: &Effort,
    watch: &Watch,
    is_meant: impl Fn(usize) -> bool,
) -> Option<Shorter> {
    let mut sooner = deal.clone();
    for (_, it) in sooner
        .undertakings
        .iter_mut()
        .enumerate()
        .filter(|(idx, _)| is_meant(*idx))
    {
        it.withhold.lag = it.withhold.lag.saturating_sub(1).max(1);
        it.reverse.lag = it.reverse.lag.saturating_sub(1).max(1);
    }
    let Answer::Holds(better) = solve(&sooner, effort, watch) else {
        return None;
    };
    let welfare = |plan: &Plan| {
        plan.values
            .iter()
            .zip(&deal.parties)
            .map(|(value, party)| value * party.weight)
            .sum::<f64>()
    };
    let gain = better.objective - plan.objective;
    let gain = if deal.objective == Objective::Fastest {
        -gain
    } else {
        gain
    };
    Some(Shorter {
        gain,
        welfare: welfare(&better) - welfare(plan),
    })
}
