//! The unit in which worths are counted: only ratios carry meaning, so that no answer may depend on it.
//!
//! # Definition
//! The *size* of a deal is the largest power of 2 that is no larger than its largest worth: per phase, once, for undoing, as a bond or a
//! promise. The deal *at its own size* has every worth divided by it.
//! # Algorithm
//! Divide, solve, multiply back. Values, bonds and prices of what is counted in no worth carry the unit; prices of worths, weights of
//! proofs and factors do not. The product of values counts in logarithms.
//! # Complexity
//! One pass over the numbers.
//! # Validity
//! Exact: powers of 2 change no digit of a number, short of the ends of its range.
//! # References
//! None.

use super::objective::that_count;
use super::{Answer, Least, Obstacle, Plan, Prices, Proof, Shorter, Study, Thresholds};
use crate::model::{Deal, Limit, Objective, PartyId, Promise, Undertaking};

/// The unit of a deal's worths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit(f64);

impl Unit {
    /// The size of a deal; 1 where it has no worth.
    pub(super) fn of(deal: &Deal) -> Self {
        let largest = deal
            .party_ids()
            .map(|party| largest(deal, party))
            .fold(0.0, f64::max);
        Self(power_of_two(largest))
    }

    /// The deal with its worths counted in the unit.
    pub(super) fn deal(self, deal: &Deal) -> Deal {
        let mut deal = deal.clone();
        let count = |worth: &mut f64| *worth /= self.0;
        deal.parties.iter_mut().for_each(|it| count(&mut it.bond));
        for it in &mut deal.undertakings {
            it.flow.iter_mut().chain(&mut it.once).for_each(count);
            count(&mut it.undo_cost);
        }
        for promise in &mut deal.promises {
            count(&mut promise.pays);
            count(&mut promise.costs);
        }
        deal
    }

    /// The answer about a deal from that about the deal at the unit.
    pub(super) fn answer(self, deal: &Deal, answer: Answer) -> Answer {
        match answer {
            Answer::Holds(plan) => Answer::Holds(self.plan(deal, plan)),
            Answer::None(proof) => Answer::None(self.proof(proof)),
            stopped @ Answer::Stopped(_) => stopped,
        }
    }

    fn plan(self, deal: &Deal, mut plan: Plan) -> Plan {
        let kind = Kind::of(deal.objective);
        let of_objective = |worth: f64| match kind {
            Kind::Worth => worth * self.0,
            Kind::Logarithm => {
                let weights = that_count(deal)
                    .into_iter()
                    .map(|party| deal.parties[party.idx()].weight);
                worth + self.0.ln() * weights.sum::<f64>()
            }
        };
        plan.values.iter_mut().for_each(|value| *value *= self.0);
        for tightest in plan.tightest.iter_mut().flatten().flatten() {
            tightest.slack *= self.0;
        }
        if deal.objective != Objective::Fastest {
            plan.objective = of_objective(plan.objective);
        }
        plan.checked.of_plans = of_objective(plan.checked.of_plans);
        plan.checked.largest_gain *= self.0;
        let [per_worth, per_number] = self.prices(kind);
        plan.binding
            .iter_mut()
            .for_each(|binding| binding.price *= per_worth);
        plan.shares.iter_mut().for_each(|share| *share *= per_worth);
        for (limit, price) in &mut plan.limits {
            *price *= match limit {
                Limit::Promise(..) => per_worth,
                _ => per_number,
            };
        }
        plan
    }

    /// Rows of worths are a unit smaller, so that other limits weigh a unit less beside them.
    fn proof(self, mut proof: Proof) -> Proof {
        let of_worth = |limit: &Limit| matches!(limit, Limit::Promise(..));
        for (_, weight) in proof.limits.iter_mut().filter(|(it, _)| !of_worth(it)) {
            *weight *= self.0;
        }
        proof.gap *= self.0;
        let all: f64 = proof.limits.iter().map(|(_, weight)| weight).sum();
        if proof.deviations.is_empty() && all > 0.0 {
            proof
                .limits
                .iter_mut()
                .for_each(|(_, weight)| *weight /= all);
            proof.gap /= all;
        }
        proof
    }

    /// By how much prices of what is counted in worths, and of other numbers, are larger than at the unit.
    fn prices(self, kind: Kind) -> [f64; 2] {
        match kind {
            Kind::Worth => [1.0, self.0],
            Kind::Logarithm => [1.0 / self.0, 1.0],
        }
    }

    /// The study of a deal from that of the deal at the unit.
    pub(super) fn study(self, deal: Deal, mut study: Study) -> Study {
        study.answer = self.answer(&deal, study.answer);
        if let Some(prices) = &mut study.prices {
            self.restore_prices(deal.objective, prices);
        }
        if let Some(thresholds) = &mut study.thresholds {
            self.restore_thresholds(thresholds);
        }
        if let Some(obstacle) = &mut study.obstacle {
            self.restore_obstacle(obstacle);
        }
        Study { deal, ..study }
    }

    fn restore_prices(self, objective: Objective, prices: &mut Prices) {
        let [per_worth, per_number] = self.prices(Kind::of(objective));
        let numbers = [
            &mut prices.detect,
            &mut prices.patience,
            &mut prices.irreversible,
        ];
        numbers
            .into_iter()
            .flatten()
            .chain(prices.reverse.iter_mut().flatten())
            .for_each(|price| *price *= per_number);
        prices.bond.iter_mut().for_each(|price| *price *= per_worth);
        let of_gain = match objective {
            Objective::Fastest => 1.0,
            _ => per_number,
        };
        let shorter = prices.lag.iter_mut().flatten().chain(&mut prices.lags);
        shorter.for_each(|it: &mut Shorter| {
            it.gain *= of_gain;
            it.welfare *= self.0;
        });
    }

    fn restore_thresholds(self, thresholds: &mut Thresholds) {
        thresholds
            .bond
            .iter_mut()
            .flatten()
            .for_each(|least| self.restore_least(least));
        let bonds = thresholds.bonds.iter_mut().flatten();
        let promised = thresholds
            .assurance
            .iter_mut()
            .flat_map(|it| it.needed.iter_mut().chain(&mut it.slack));
        let relief = thresholds
            .relief
            .iter_mut()
            .flat_map(|it| std::iter::once(&mut it.full).chain(&mut it.least));
        bonds
            .chain(promised)
            .chain(relief)
            .for_each(|worth| *worth *= self.0);
    }

    fn restore_obstacle(self, obstacle: &mut Obstacle) {
        for remedy in &mut obstacle.remedies {
            self.restore_least(&mut remedy.bond);
        }
        let bonds = obstacle.bonds.iter_mut().flatten();
        bonds.for_each(|bond| *bond *= self.0);
    }

    fn restore_least(self, least: &mut Least) {
        if let Least::At(worth) = least {
            *worth *= self.0;
        }
    }
}

/// In what an objective counts.
#[derive(Clone, Copy)]
enum Kind {
    Worth,
    Logarithm,
}

impl Kind {
    fn of(objective: Objective) -> Self {
        match objective {
            Objective::Nash => Self::Logarithm,
            _ => Self::Worth,
        }
    }
}

/// The largest worth of a party.
fn largest(deal: &Deal, party: PartyId) -> f64 {
    let at = party.idx();
    let of_measure = |it: &Undertaking| {
        let own = if it.owner == party { it.undo_cost } else { 0.0 };
        it.flow[at].abs().max(it.once[at].abs()).max(own)
    };
    let of_promise = |it: &Promise| {
        let pays = if it.to == party { it.pays } else { 0.0 };
        let costs = if it.by == party { it.costs } else { 0.0 };
        pays.max(costs)
    };
    let worths = deal.undertakings.iter().map(of_measure);
    worths
        .chain(deal.promises.iter().map(of_promise))
        .fold(deal.parties[at].bond, f64::max)
}

/// What is at stake for a party: its largest worth, for ever. What it may be off by rounding goes with this.
pub fn stake(deal: &Deal, party: PartyId) -> f64 {
    largest(deal, party) / (1.0 - deal.parties[party.idx()].patience)
}

/// The largest power of 2 that is no larger; 1 for what is no number above 0.
fn power_of_two(number: f64) -> f64 {
    if number > 0.0 && number.is_normal() {
        // A number without the digits after its first.
        f64::from_bits(number.to_bits() >> 52 << 52)
    } else {
        1.0
    }
}
