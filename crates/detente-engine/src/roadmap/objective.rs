//! The objectives as programs: a sum, the smallest of several, or a product by tangents.
//!
//! # Definition
//! See [`Objective`]. Parties that gain and lose nothing by any undertaking, or have weight 0, do not count for the smallest value and the product.
//! # Algorithm
//! Welfare is linear. The smallest value is one of values over weights, so that twice the weight is worth twice the value. It, and the smallest slack, is one further column below each of them. The product is the sum of the
//! logarithms: one column per party, bounded by tangents of the logarithm, with a new tangent at each point that comes out.
//! # Complexity
//! A handful of tangents: each round's gap shrinks with the square of the one before.
//! # Validity
//! The product asks that every party that counts comes out ahead; who cannot is named.
//! # References
//! J. Nash, The bargaining problem, Econometrica 18 (1950); J. E. Kelley, The cutting-plane method, SIAM J. 8 (1960).

use super::payoff::{Horizon, Line, value_at, value_to};
use super::program::{Best, Column, Name, Program, Row};
use super::units::stake;
use crate::model::{Deal, Objective, PartyId, Schedule};

/// How an objective enters a program.
pub(super) struct Goal {
    objective: Objective,
    /// The parties that count.
    parties: Vec<PartyId>,
    /// Where the columns of the objective begin.
    first: usize,
}

/// Larger values and logarithms are not looked for.
const LARGE: f64 = 1e9;

/// How close the sum of logarithms must come to its bound.
const GAP: f64 = 1e-9;

impl Goal {
    /// The program of a deal with its objective, without deviations. The product begins with tangents at `inside`: values of the
    /// parties under some plan, all of them positive.
    pub(super) fn new(deal: &Deal, horizon: Horizon, inside: Option<&[f64]>) -> (Self, Program) {
        let zero = Line {
            constant: 0.0,
            coefs: vec![0.0; deal.undertakings.len() * deal.phases],
        };
        let mut welfare = zero.clone();
        for party in deal.party_ids() {
            welfare.add(
                &value_to(deal, horizon, party, 1),
                deal.parties[party.idx()].weight,
            );
        }
        let is_sum = matches!(deal.objective, Objective::Welfare | Objective::Fastest);
        let mut program = Program::new(deal, horizon, if is_sum { welfare } else { zero });
        let goal = Self {
            objective: deal.objective,
            parties: that_count(deal)
                .into_iter()
                .filter(|party| deal.parties[party.idx()].weight > 0.0)
                .collect(),
            first: program.columns.len(),
        };
        match (deal.objective, inside) {
            (Objective::Welfare | Objective::Fastest, _) => {}
            (Objective::Nash, Some(inside)) => {
                let worth = |party: &PartyId| Column {
                    low: -LARGE,
                    high: LARGE,
                    worth: deal.parties[party.idx()].weight,
                    whole: false,
                };
                program.columns.extend(goal.parties.iter().map(worth));
                program.rows.extend(goal.tangents(deal, horizon, inside));
            }
            _ => {
                // A plan whose smallest slack is negative does not hold.
                let large = goal.large(deal);
                let low = if deal.objective == Objective::Robust {
                    0.0
                } else {
                    -large
                };
                program.columns.push(Column {
                    low,
                    high: large,
                    worth: 1.0,
                    whole: false,
                });
                if deal.objective != Objective::Robust {
                    program.rows.extend(
                        goal.parties
                            .iter()
                            .map(|party| goal.below(deal, horizon, *party)),
                    );
                }
            }
        }
        (goal, program)
    }

    /// What no value for its weight reaches.
    fn large(&self, deal: &Deal) -> f64 {
        let weights = self.parties.iter().map(|it| deal.parties[it.idx()].weight);
        LARGE / weights.fold(1.0, f64::min)
    }

    /// The column of the smallest value stays below a party's value for its weight.
    fn below(&self, deal: &Deal, horizon: Horizon, party: PartyId) -> Row {
        let mut line = Line {
            constant: 0.0,
            coefs: vec![0.0; deal.undertakings.len() * deal.phases],
        };
        line.add(
            &value_to(deal, horizon, party, 1),
            1.0 / deal.parties[party.idx()].weight,
        );
        Row {
            name: Name::Own,
            line,
            more: vec![(self.first, -1.0)],
        }
    }

    /// Each party's column stays below the tangent of the logarithm at its value.
    fn tangents(&self, deal: &Deal, horizon: Horizon, values: &[f64]) -> Vec<Row> {
        let tangent = |(at, party): (usize, &PartyId)| {
            let value = values[party.idx()];
            let mut line = Line {
                constant: value.ln() - 1.0,
                coefs: vec![0.0; deal.undertakings.len() * deal.phases],
            };
            line.add(&value_to(deal, horizon, *party, 1), 1.0 / value);
            Row {
                name: Name::Own,
                line,
                more: vec![(self.first + at, -1.0)],
            }
        };
        self.parties.iter().enumerate().map(tangent).collect()
    }

    /// How the row of a deviation is tied to the objective: for the smallest slack it stays above the objective's column.
    pub(super) fn of_slack(&self) -> Vec<(usize, f64)> {
        if self.objective == Objective::Robust {
            vec![(self.first, -1.0)]
        } else {
            vec![]
        }
    }

    /// What every slack must reach.
    pub(super) fn floor(&self, best: &Best) -> f64 {
        if self.objective == Objective::Robust {
            best.more[self.first]
        } else {
            0.0
        }
    }

    /// Rows that bring the program closer to the objective at the point that came out; none when it is close enough.
    pub(super) fn refine(
        &self,
        deal: &Deal,
        horizon: Horizon,
        schedule: &Schedule,
        best: &Best,
    ) -> Vec<Row> {
        if self.objective != Objective::Nash {
            return vec![];
        }
        let values: Vec<f64> = deal
            .party_ids()
            .map(|party| value_at(deal, schedule, party, 1))
            .collect();
        let bound: f64 = self
            .parties
            .iter()
            .zip(&best.more[self.first..])
            .map(|(party, log)| deal.parties[party.idx()].weight * log)
            .sum();
        let is_close = self.parties.iter().all(|party| values[party.idx()] > 0.0)
            && bound - self.logarithms(deal, &values) <= GAP;
        if is_close {
            return vec![];
        }
        // Where a value has fallen to zero or below, the tangent a little above it.
        let above = |party: PartyId| values[party.idx()].max(1e-6 * stake(deal, party));
        let inside: Vec<f64> = deal.party_ids().map(above).collect();
        self.tangents(deal, horizon, &inside)
    }

    fn logarithms(&self, deal: &Deal, values: &[f64]) -> f64 {
        self.parties
            .iter()
            .map(|party| deal.parties[party.idx()].weight * values[party.idx()].ln())
            .sum()
    }

    /// By party: what the objective gains per unit of its value, where the rows have these prices.
    pub(super) fn shares<'r>(
        &self,
        deal: &Deal,
        values: &[f64],
        rows: impl Iterator<Item = (&'r Row, f64)>,
    ) -> Vec<f64> {
        let with_value = deal.parties.iter().zip(values);
        match self.objective {
            Objective::Welfare | Objective::Fastest => {
                deal.parties.iter().map(|party| party.weight).collect()
            }
            Objective::Nash => with_value
                .map(|(party, value)| {
                    if *value > 0.0 {
                        party.weight / value
                    } else {
                        0.0
                    }
                })
                .collect(),
            // The rows that tie the smallest value to each party's stand in the order of the parties that count.
            Objective::Maxmin => {
                let mut shares = vec![0.0; deal.parties.len()];
                let ties = rows.filter(|(row, _)| {
                    row.name == Name::Own
                        && row.more.iter().any(|(column, _)| *column == self.first)
                });
                for (party, (_, price)) in self.parties.iter().zip(ties) {
                    shares[party.idx()] = price / deal.parties[party.idx()].weight;
                }
                shares
            }
            // The deviations hold all of it.
            Objective::Robust => vec![0.0; deal.parties.len()],
        }
    }

    /// The objective of a plan.
    pub(super) fn worth(&self, deal: &Deal, values: &[f64], best: &Best) -> f64 {
        let weighted = |party: PartyId| deal.parties[party.idx()].weight * values[party.idx()];
        match self.objective {
            Objective::Welfare | Objective::Fastest => deal.party_ids().map(weighted).sum(),
            Objective::Maxmin => self
                .parties
                .iter()
                .map(|party| values[party.idx()] / deal.parties[party.idx()].weight)
                .fold(f64::INFINITY, f64::min),
            Objective::Nash => self.logarithms(deal, values),
            Objective::Robust => best.more[self.first],
        }
    }
}

/// The parties that gain or lose anything by some undertaking, whatever their weight.
pub(super) fn that_count(deal: &Deal) -> Vec<PartyId> {
    let counts = |party: &PartyId| {
        deal.undertakings
            .iter()
            .any(|it| it.flow[party.idx()] != 0.0 || it.once[party.idx()] != 0.0)
    };
    deal.party_ids().filter(counts).collect()
}
