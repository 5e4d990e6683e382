//! Worths told in the unit of their party, and what is exactly as good as what.

use num_traits::{Signed, ToPrimitive, Zero};

use super::Teller;
use crate::model::{Deal, Objective, PartyId};
use crate::oracle::roadmap::Exact;
use crate::roadmap::{Answer, Plan, Tightest, stake};

/// What is off by rounding, as a share of what is at stake for a party.
const ROUNDING: f64 = 1e-11;
/// What the search for a plan vouches for, on the same scale.
const VOUCHED: f64 = 1e-9;
/// What the search for a least value vouches for, on the same scale.
const LEAST: f64 = 1e-8;

/// What abandoning a plan costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Price {
    /// Nothing, in fractions.
    Nothing,
    /// Nothing that rounding does not explain.
    Rounding,
    /// So much.
    Loses(String),
}

impl Price {
    /// As how much it is worth.
    pub(super) fn as_much(&self) -> &'static str {
        match self {
            Self::Nothing => "exactly as much as",
            _ => "as much, but for rounding, as",
        }
    }
}

impl Teller<'_> {
    /// What is at stake for a party.
    pub(super) fn stake(&self, party: PartyId) -> f64 {
        let stake = stake(&self.study().deal, party);
        if stake > 0.0 { stake } else { 1.0 }
    }

    /// What something is worth to a party.
    pub(super) fn worth(&self, party: PartyId, worth: f64) -> String {
        self.figures.worth(worth, ROUNDING * self.stake(party))
    }

    /// The least worth to a party that is enough, rounded up.
    pub(super) fn least_worth(&self, party: PartyId, worth: f64) -> String {
        self.figures.least_worth(worth, LEAST * self.stake(party))
    }

    /// Whether a party loses by a slack, by more than rounding.
    pub(super) fn is_loss(&self, party: PartyId, slack: f64) -> bool {
        slack < -LEAST * self.stake(party)
    }

    /// What the objective of a plan comes to.
    pub(super) fn objective_value(&self, plan: &Plan) -> String {
        let deal = &self.study().deal;
        match deal.objective {
            Objective::Nash | Objective::Fastest => self.figures.number(plan.objective),
            _ => {
                let stakes = deal.party_ids().map(|party| self.stake(party));
                let largest = stakes.fold(0.0, f64::max);
                self.figures.worth(plan.objective, ROUNDING * largest)
            }
        }
    }

    /// In what prices count: those of numbers without a unit, and those of worths.
    pub(super) fn price_units(&self) -> [f64; 2] {
        let deal = &self.study().deal;
        let worths = deal
            .party_ids()
            .map(|party| stake(deal, party) * (1.0 - deal.parties[party.idx()].patience));
        let largest = worths.fold(0.0, f64::max);
        let unit = if largest > 0.0 { largest } else { 1.0 };
        match deal.objective {
            Objective::Nash => [1.0, 1.0 / unit],
            _ => [unit, 1.0],
        }
    }

    /// A party's most tempting deviation over all phases, with the least slack; of those that differ by rounding only, the earliest.
    pub(super) fn tightest<'p>(&self, plan: &'p Plan, party: PartyId) -> Option<&'p Tightest> {
        let of_party = plan.tightest.get(party.idx())?.iter().flatten();
        let rounding = ROUNDING * self.stake(party);
        of_party.reduce(|least, it| {
            if it.slack < least.slack - rounding {
                it
            } else {
                least
            }
        })
    }

    /// The most tempting deviation of all: units are each party's own, so that slacks are compared as shares of what is at stake for it.
    pub(super) fn most_tempting<'p>(&self, plan: &'p Plan) -> Option<(PartyId, &'p Tightest)> {
        let found = self
            .study()
            .deal
            .party_ids()
            .filter_map(|party| Some((party, self.tightest(plan, party)?)));
        let share = |(party, tightest): &(PartyId, &Tightest)| tightest.slack / self.stake(*party);
        found.reduce(|least, it| {
            if share(&it) < share(&least) - ROUNDING {
                it
            } else {
                least
            }
        })
    }

    /// What a deviation from the plan costs its party: in fractions where it is next to nothing.
    pub(super) fn price(&self, tightest: &Tightest) -> Price {
        let stake = self.stake(tightest.deviation.party);
        let mut slack = tightest.slack;
        if slack.abs() <= LEAST * stake
            && let Answer::Holds(plan) = &self.study().answer
        {
            let deal = Deal {
                phases: plan.phases,
                ..self.study().deal.clone()
            };
            let exact = Exact::new(&deal, plan.schedule.shrink);
            let fraction = exact.slack(&tightest.deviation).at(&plan.schedule);
            if fraction.is_zero() {
                return Price::Nothing;
            }
            slack = fraction.to_f64().unwrap_or(slack);
            let vouched = if fraction.is_negative() {
                VOUCHED
            } else {
                ROUNDING
            };
            if slack.abs() <= vouched * stake {
                return Price::Rounding;
            }
        }
        Price::Loses(self.figures.worth(slack, 0.0))
    }
}
