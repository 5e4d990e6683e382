//! Where to spend a budget of inspection so that a plan holds, or holds better.
//!
//! # Definition
//! Effort `e` on an undertaking raises the chance that a violation of it is seen from `p` to `1 − (1 − p)·exp(−rate·e)`, for
//! withholding and for reversal (random search, after Koopman 1946). Sought are efforts of a given sum: where some plan holds already,
//! those with the best objective; where none does, efforts of the least sum with which one does.
//! # Algorithm
//! Schedule and efforts in turn. For a fixed schedule the shadow prices say what more detection is worth; for fixed prices the best
//! efforts equalise what the last unit buys (water filling). A step towards them is halved until the objective gains. Without a plan
//! there is a proof; each proof so far is a gap that effort must close. The efforts of the least sum that would close all of them, each
//! gap taken as a straight line, are tried next, until a plan holds.
//! # Complexity
//! A few programs per round, at most `ROUNDS_MAX` rounds.
//! # Validity
//! The problem is bilinear in schedule and detection. The result is a local optimum: no step along the prices improves it, but
//! another division of the effort may be better.
//! # References
//! None beyond the shape of the curve, for which see the definition.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};

use super::prices::prices;
use super::thresholds::{Least, Outcome, Probe, gap, is_plain};
use super::{Answer, Effort, Plan, Proof, solve};
use crate::model::{CommitmentId, Deal, Objective};
use crate::space::Watch;

/// A division of inspection effort, and what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct InspectionPlan {
    /// The effort that there is to spend.
    pub budget: f64,
    /// What came of it.
    pub result: InspectionResult,
    /// One per undertaking.
    pub sites: Vec<Site>,
    /// The answer without any effort.
    pub before: Answer,
    /// The answer with the efforts of `sites`.
    pub after: Answer,
    /// Where no plan held before: the least sum of efforts that was found with which one does, within the budget or not.
    pub needed: Option<Least>,
    /// How often schedule and efforts were improved in turn.
    pub n_rounds: usize,
}

/// What inspection does for a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InspectionResult {
    /// A plan held before, and the objective gains.
    Improved,
    /// A plan held before, and more detection gains nothing.
    Unimproved,
    /// No plan held before; one does with the efforts found, which the budget allows.
    Reached,
    /// No plan held before, and none was found within the budget. The efforts are those that would be needed, if any are enough.
    OutOfReach,
    /// The work was stopped before there was an answer.
    Stopped,
}

/// What is spent on one undertaking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Site {
    /// Which undertaking.
    pub on: CommitmentId,
    /// How fast effort finds: per unit of effort, the chance of not seeing falls by the factor `exp(−rate)`.
    pub rate: f64,
    /// The effort spent on it.
    pub effort: f64,
    /// The chance that withholding is seen, before and after.
    pub withhold: (f64, f64),
    /// The chance that reversal is seen, before and after.
    pub reverse: (f64, f64),
}

/// The most rounds of improving schedule and efforts in turn.
const ROUNDS_MAX: usize = 12;

/// The smallest step towards the efforts that the prices ask for.
const STEP_MIN: f64 = 1.0 / 64.0;

/// What a round must gain, as a share of the objective.
const GAIN_MIN: f64 = 1e-7;

/// The most proofs that are collected.
const PROOFS_MAX: usize = 60;

/// How far from the edge, as a share of the efforts, the search ends.
const CLOSE: f64 = 1e-6;

/// What share of the steepest slope of a gap is taken for rounding.
const STEEP: f64 = 1e-9;

/// The effort, in units of `1 / rate`, beyond which nothing stays hidden.
const SATURATION: f64 = 40.0;

/// Divides a budget of inspection effort among the undertakings of a deal.
///
/// `rates` has one entry per undertaking, at least 0; 0 where inspection finds nothing. A negative budget counts as none.
pub fn inspection_plan(
    deal: &Deal,
    budget: f64,
    rates: &[f64],
    effort: &Effort,
    watch: &Watch,
) -> InspectionPlan {
    let budget = budget.max(0.0);
    let before = solve(deal, effort, watch);
    let spending = Spending {
        deal,
        rates,
        effort,
        watch,
    };
    match &before {
        Answer::Holds(plan) => spending.improve(budget, plan, &before),
        Answer::None(_) => spending.reach(budget, &before),
        Answer::Stopped(_) => spending.report(
            budget,
            InspectionResult::Stopped,
            &vec![0.0; rates.len()],
            [&before, &before],
            None,
            0,
        ),
    }
}

/// What the search for the least efforts found.
enum Found {
    /// These.
    Efforts(Vec<f64>),
    /// That no efforts are enough.
    Never,
    /// Nothing: a proof has no weights, the work was stopped, or the steps did not settle.
    Unclear,
}

/// What the search works on.
struct Spending<'a> {
    deal: &'a Deal,
    rates: &'a [f64],
    effort: &'a Effort,
    watch: &'a Watch,
}

impl Spending<'_> {
    /// The deal with these efforts spent.
    fn with(&self, efforts: &[f64]) -> Deal {
        let mut deal = self.deal.clone();
        for (it, (effort, rate)) in deal
            .undertakings
            .iter_mut()
            .zip(efforts.iter().zip(self.rates))
        {
            it.withhold.chance = seen(it.withhold.chance, effort * rate);
            it.reverse.chance = seen(it.reverse.chance, effort * rate);
        }
        deal
    }

    /// Improves the objective of a deal that has a plan.
    fn improve(&self, budget: f64, plan: &Plan, before: &Answer) -> InspectionPlan {
        let mut efforts = vec![0.0; self.rates.len()];
        let mut best = plan.clone();
        let mut n_rounds = 0;
        while n_rounds < ROUNDS_MAX && !self.watch.is_stopped() {
            let Some(weights) = self.worth(&efforts, &best) else {
                break;
            };
            let wanted = fill(&weights, self.rates, budget);
            let Some((next, plan)) = self.step(&efforts, &wanted, &best) else {
                break;
            };
            (efforts, best) = (next, plan);
            n_rounds += 1;
        }
        let result = if n_rounds == 0 {
            InspectionResult::Unimproved
        } else {
            InspectionResult::Improved
        };
        self.report(
            budget,
            result,
            &efforts,
            [before, &Answer::Holds(best)],
            None,
            n_rounds,
        )
    }

    /// What it is worth to leave nothing hidden, by undertaking, at the prices of a plan. `None` when nothing is worth anything.
    fn worth(&self, efforts: &[f64], plan: &Plan) -> Option<Vec<f64>> {
        let deal = self.with(efforts);
        let prices = prices(&deal, plan, self.effort, self.watch, false)?;
        let hidden = self
            .deal
            .undertakings
            .iter()
            .zip(prices.detect.iter().zip(&prices.reverse));
        let weights: Vec<f64> = hidden
            .map(|(it, (detect, reverse))| {
                detect * (1.0 - it.withhold.chance)
                    + reverse.map_or(0.0, |price| price * (1.0 - it.reverse.chance))
            })
            .map(|weight| weight.max(0.0))
            .collect();
        weights
            .iter()
            .zip(self.rates)
            .any(|(weight, rate)| weight * rate > 0.0)
            .then_some(weights)
    }

    /// The longest step towards the wanted efforts, halved from the whole, that gains.
    fn step(&self, efforts: &[f64], wanted: &[f64], best: &Plan) -> Option<(Vec<f64>, Plan)> {
        let mut share = 1.0;
        while share >= STEP_MIN && !self.watch.is_stopped() {
            let next: Vec<f64> = efforts
                .iter()
                .zip(wanted)
                .map(|(from, to)| from + share * (to - from))
                .collect();
            if let Answer::Holds(plan) = solve(&self.with(&next), self.effort, self.watch)
                && self.is_better(&plan, best)
            {
                return Some((next, plan));
            }
            share /= 2.0;
        }
        None
    }

    /// Whether a plan is better than another: fewer phases for the fastest plan, then a greater objective.
    fn is_better(&self, plan: &Plan, than: &Plan) -> bool {
        if self.deal.objective != Objective::Fastest {
            return plan.objective > than.objective + GAIN_MIN * than.objective.abs().max(1.0);
        }
        let welfare = |plan: &Plan| {
            plan.values
                .iter()
                .zip(&self.deal.parties)
                .map(|(value, party)| value * party.weight)
                .sum::<f64>()
        };
        let gains = welfare(plan) > welfare(than) + GAIN_MIN * welfare(than).abs().max(1.0);
        plan.phases < than.phases || (plan.phases == than.phases && gains)
    }

    /// Makes the goal reachable with the least effort that can be found.
    fn reach(&self, budget: f64, before: &Answer) -> InspectionPlan {
        let mut probe = Probe::new(self.effort, self.watch, self.deal, before);
        let (found, n_rounds) = self.least_efforts(&mut probe);
        let (needed, efforts) = match found {
            Found::Efforts(efforts) => (Least::At(efforts.iter().sum()), efforts),
            Found::Never => (Least::Never, vec![0.0; self.rates.len()]),
            Found::Unclear => self.along_one_path(&mut probe),
        };
        let result = match needed {
            Least::At(sum) if sum <= budget => InspectionResult::Reached,
            Least::At(_) | Least::Never => InspectionResult::OutOfReach,
            Least::Unknown => InspectionResult::Stopped,
        };
        let after = solve(&self.with(&efforts), self.effort, self.watch);
        self.report(
            budget,
            result,
            &efforts,
            [before, &after],
            Some(needed),
            n_rounds,
        )
    }

    /// Collects proofs that the efforts so far are too little, and tries the least that would do away with all of them, until a plan holds.
    fn least_efforts(&self, probe: &mut Probe<'_>) -> (Found, usize) {
        let mut efforts = vec![0.0; self.rates.len()];
        let mut proofs: Vec<Proof> = vec![];
        for round in 0..PROOFS_MAX {
            match probe.ask(&self.with(&efforts)) {
                Outcome::Holds => return (Found::Efforts(efforts), round),
                Outcome::None(proof) if proof.relaxed && is_plain(self.deal) => proofs.push(*proof),
                Outcome::None(_) | Outcome::Unknown => return (Found::Unclear, round),
            }
            let lines: Vec<(f64, Vec<f64>)> = proofs
                .iter()
                .map(|proof| self.line(proof, &efforts))
                .collect();
            let Some(next) = self.least_against(&lines, &efforts) else {
                return (Found::Never, round);
            };
            // The lines promise too much, so the steps end short of the edge: the last ones go a little further.
            let is_close = next
                .iter()
                .zip(&efforts)
                .all(|(next, effort)| (next - effort).abs() <= CLOSE * next.max(1.0));
            let further = if is_close { 1.0 + CLOSE } else { 1.0 };
            efforts = next
                .iter()
                .zip(&efforts)
                .map(|(next, effort)| further * next.max(if is_close { *effort } else { 0.0 }))
                .collect();
        }
        (Found::Unclear, PROOFS_MAX)
    }

    /// How far apart the sides of a proof are with these efforts spent, and by how much each further unit brings them together.
    fn line(&self, proof: &Proof, efforts: &[f64]) -> (f64, Vec<f64>) {
        let here = gap(&self.with(efforts), proof);
        let slope = |(idx, rate): (usize, &f64)| {
            let by = 1e-6 / rate;
            let mut moved = efforts.to_vec();
            moved[idx] += by;
            if *rate > 0.0 {
                ((here - gap(&self.with(&moved), proof)) / by).max(0.0)
            } else {
                0.0
            }
        };
        (here, self.rates.iter().enumerate().map(slope).collect())
    }

    /// The efforts with the least sum that close every gap, if each went on closing as it does now; `None` when none do.
    fn least_against(&self, lines: &[(f64, Vec<f64>)], efforts: &[f64]) -> Option<Vec<f64>> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let most = |rate: &f64| if *rate > 0.0 { SATURATION / rate } else { 0.0 };
        let spent: Vec<_> = self
            .rates
            .iter()
            .map(|rate| problem.add_var(1.0, (0.0, most(rate))))
            .collect();
        for (gap, slopes) in lines {
            let steepest = slopes.iter().copied().fold(0.0, f64::max);
            if steepest <= 0.0 && *gap > 0.0 {
                return None;
            }
            let so_far: f64 = slopes
                .iter()
                .zip(efforts)
                .map(|(slope, effort)| slope * effort)
                .sum();
            let counts = spent
                .iter()
                .zip(slopes)
                .filter(|(_, slope)| **slope > STEEP * steepest)
                .map(|(it, slope)| (*it, slope / steepest));
            problem.add_constraint(
                counts.collect::<Vec<_>>(),
                ComparisonOp::Ge,
                (gap + so_far) / steepest.max(f64::MIN_POSITIVE),
            );
        }
        let SolveOutcome::Solution(solution) = problem.solve().ok()? else {
            return None;
        };
        Some(
            spent
                .iter()
                .map(|it| solution.var_value(*it).max(0.0))
                .collect(),
        )
    }

    /// The least sum along the path on which every undertaking is watched alike: for programs whose proofs have no weights.
    fn along_one_path(&self, probe: &mut Probe<'_>) -> (Least, Vec<f64>) {
        let alike: Vec<f64> = self
            .deal
            .undertakings
            .iter()
            .map(|it| 1.0 - it.withhold.chance)
            .collect();
        let enough = self
            .rates
            .iter()
            .filter(|rate| **rate > 0.0)
            .map(|rate| SATURATION / rate)
            .sum();
        let needed = probe.least(0.0, enough, &|sum| {
            self.with(&fill(&alike, self.rates, sum))
        });
        let efforts = needed.value().map_or(vec![0.0; self.rates.len()], |sum| {
            fill(&alike, self.rates, sum)
        });
        (needed, efforts)
    }

    fn report(
        &self,
        budget: f64,
        result: InspectionResult,
        efforts: &[f64],
        [before, after]: [&Answer; 2],
        needed: Option<Least>,
        n_rounds: usize,
    ) -> InspectionPlan {
        let watched = self.with(efforts);
        let site = |on: CommitmentId| {
            let (old, new) = (
                &self.deal.undertakings[on.idx()],
                &watched.undertakings[on.idx()],
            );
            Site {
                on,
                rate: self.rates[on.idx()],
                effort: efforts[on.idx()],
                withhold: (old.withhold.chance, new.withhold.chance),
                reverse: (old.reverse.chance, new.reverse.chance),
            }
        };
        let sites = self.deal.undertaking_ids().map(site).collect();
        InspectionPlan {
            budget,
            result,
            sites,
            before: before.clone(),
            after: after.clone(),
            needed,
            n_rounds,
        }
    }
}

/// The chance of being seen after so much more search.
fn seen(chance: f64, search: f64) -> f64 {
    1.0 - (1.0 - chance) * (-search).exp()
}

/// The efforts of a given sum that maximise `Σ weight·(1 − exp(−rate·effort))`: what the last unit buys is the same wherever something is
/// spent. With no weight above 0 nothing is spent.
fn fill(weights: &[f64], rates: &[f64], sum: f64) -> Vec<f64> {
    let at = |level: f64| -> Vec<f64> {
        let spent = |(weight, rate): (&f64, &f64)| {
            if weight * rate > level {
                (weight * rate / level).ln() / rate
            } else {
                0.0
            }
        };
        weights.iter().zip(rates).map(spent).collect()
    };
    let highest = weights
        .iter()
        .zip(rates)
        .map(|(weight, rate)| weight * rate)
        .fold(0.0, f64::max);
    if highest <= 0.0 || sum <= 0.0 {
        return vec![0.0; weights.len()];
    }
    // The logarithm of what the last unit buys: between that of the first unit and so little that one undertaking alone takes the sum.
    let fastest = rates.iter().copied().fold(0.0, f64::max);
    let (mut low, mut high) = (highest.ln() - fastest * sum - 1.0, highest.ln());
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if at(middle.exp()).iter().sum::<f64>() > sum {
            low = middle;
        } else {
            high = middle;
        }
    }
    let mut efforts = at(high.exp());
    let total: f64 = efforts.iter().sum();
    efforts
        .iter_mut()
        .for_each(|effort| *effort *= if total > 0.0 { sum / total } else { 1.0 });
    efforts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filling_equalises_what_the_last_unit_buys() {
        let (weights, rates) = ([3.0, 1.0, 0.01, 2.0], [1.0, 0.5, 1.0, 0.0]);
        let efforts = fill(&weights, &rates, 4.0);
        assert!((efforts.iter().sum::<f64>() - 4.0).abs() < 1e-12);
        let last = |idx: usize| weights[idx] * rates[idx] * (-rates[idx] * efforts[idx]).exp();
        assert!((last(0) - last(1)).abs() < 1e-9);
        assert!(
            efforts[2] == 0.0 && last(2) < last(0),
            "what buys less is left alone"
        );
        assert!(
            efforts[3] == 0.0,
            "where inspection finds nothing, nothing is spent"
        );
        assert_eq!(fill(&[0.0], &[1.0], 1.0), [0.0]);
    }

    #[test]
    fn effort_hides_less_and_never_more_than_all() {
        assert!((seen(0.4, 1.0) - (1.0 - 0.6 * (-1.0_f64).exp())).abs() < 1e-15);
        assert!(seen(0.4, 100.0) <= 1.0 && seen(1.0, 0.0) >= 1.0);
    }
}
