//! The program of a deal put together from exact rows and every deviation, and solved whole: slow, and apart from the engine.

use detente::model::{CommitmentId, Deal, Deviation, Limit, PartyId, Schedule};
use detente::oracle::roadmap::deviations::{all, best_reply};
use detente::oracle::roadmap::proofs::limits;
use detente::oracle::roadmap::simulate::on_path;
use detente::oracle::roadmap::{Exact, Line, Row};
use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, Variable};
use num_rational::BigRational;
use num_traits::ToPrimitive;

/// What a deviation may still bring in a plan of the reference: the solver's own tolerance, and some.
pub(crate) const GAIN_MAX: f64 = 1e-8;

const FEASIBILITY: f64 = 1e-9;

pub(crate) fn number(exact: &BigRational) -> f64 {
    exact.to_f64().expect("a fraction has a nearest number")
}

/// The best plan of a deal by welfare.
#[derive(Clone, Debug)]
pub(crate) struct Best {
    pub(crate) welfare: f64,
    pub(crate) schedule: Schedule,
}

/// A deal with the rows that were needed so far.
pub(crate) struct Reference<'a> {
    deal: &'a Deal,
    exact: Exact<'a>,
    pub(crate) rows: Vec<(Row, Line)>,
}

impl<'a> Reference<'a> {
    pub(crate) fn new(deal: &'a Deal) -> Self {
        let mut it = Self {
            deal,
            exact: Exact::new(deal, None),
            rows: vec![],
        };
        for limit in limits(deal) {
            it.add(Row::Limit(limit));
        }
        it
    }

    fn add(&mut self, row: Row) -> bool {
        let is_new = self.rows.iter().all(|(known, _)| *known != row);
        if is_new {
            let line = self.exact.row(&row).expect("the row is one of the deal");
            self.rows.push((row, line));
        }
        is_new
    }

    /// The best plan that no deviation at all can better; `None` when there is no plan.
    pub(crate) fn settle(&mut self) -> Option<Best> {
        loop {
            let best = self.best()?;
            let tempting = every_best_reply(self.deal, &best.schedule)
                .into_iter()
                .filter(|(gain, _)| *gain > GAIN_MAX);
            let added: Vec<bool> = tempting
                .map(|(_, deviation)| self.add(Row::Deviation(deviation)))
                .collect();
            if !added.contains(&true) {
                return Some(best);
            }
        }
    }

    /// The same, found by trying every date on which each measure that is whole or nothing, or waited for, is complete, or never is; each
    /// choice of dates is a program without wholes.
    pub(crate) fn settle_every_date(&mut self) -> Option<Best> {
        let counts = |id: &CommitmentId| {
            self.deal.undertakings[id.idx()].discrete || !waiters(self.deal, *id).is_empty()
        };
        let with_date: Vec<CommitmentId> = self.deal.undertaking_ids().filter(counts).collect();
        let mut choices: Vec<Vec<usize>> = vec![vec![]];
        for _ in &with_date {
            choices = choices
                .iter()
                .flat_map(|known| {
                    (1..=self.deal.phases + 1).map(move |date| [&known[..], &[date]].concat())
                })
                .collect();
        }
        let mut most: Option<Best> = None;
        for choice in choices {
            let dates: Vec<(CommitmentId, usize)> = with_date.iter().copied().zip(choice).collect();
            while let Some(best) = self.best_at(Some(&dates)) {
                let tempting = every_best_reply(self.deal, &best.schedule)
                    .into_iter()
                    .filter(|(gain, _)| *gain > GAIN_MAX);
                let added: Vec<bool> = tempting
                    .map(|(_, deviation)| self.add(Row::Deviation(deviation)))
                    .collect();
                if !added.contains(&true) {
                    most = Some(best)
                        .into_iter()
                        .chain(most)
                        .max_by(|a, b| a.welfare.total_cmp(&b.welfare));
                    break;
                }
            }
        }
        most
    }

    /// The best plan as far as the rows know.
    fn best(&self) -> Option<Best> {
        self.best_at(None)
    }

    /// The same with dates of completion, where one after the last phase means never.
    fn best_at(&self, dates: Option<&[(CommitmentId, usize)]>) -> Option<Best> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let welfare = self.welfare();
        let levels: Vec<Variable> = (welfare.coefs.iter().enumerate())
            .map(|(column, coef)| {
                match dates.is_none() && self.deal.undertakings[column / self.deal.phases].discrete
                {
                    true => problem.add_binary_var(number(coef)),
                    false => problem.add_var(number(coef), (0.0, 1.0)),
                }
            })
            .collect();
        for (_, line) in &self.rows {
            problem.add_constraint(
                terms(line, &levels),
                ComparisonOp::Ge,
                -number(&line.constant),
            );
        }
        match dates {
            None => self.wait_for_completion(&mut problem, &levels),
            Some(dates) => dates
                .iter()
                .for_each(|(id, date)| self.complete_from(&mut problem, &levels, *id, *date)),
        }
        let found = match solve(&problem) {
            Ok(found) => found,
            Err(Error::Infeasible) => return None,
            Err(error) => panic!("the program of a small deal can be solved: {error}"),
        };
        let values: Vec<f64> = levels
            .iter()
            .map(|level| found.var_value(*level).clamp(0.0, 1.0))
            .collect();
        let schedule = Schedule {
            levels: values
                .chunks(self.deal.phases)
                .map(<[f64]>::to_vec)
                .collect(),
            shrink: None,
        };
        Some(Best {
            welfare: found.objective() + number(&welfare.constant),
            schedule,
        })
    }

    /// A measure is complete from a date on; before, what is whole or nothing has not begun, and who waits for completion stays at its start.
    fn complete_from(
        &self,
        problem: &mut Problem,
        levels: &[Variable],
        id: CommitmentId,
        date: usize,
    ) {
        let phases = self.deal.phases;
        let at = |id: CommitmentId, phase: usize| levels[id.idx() * phases + phase - 1];
        for phase in date..=phases {
            problem.add_constraint([(at(id, phase), 1.0)], ComparisonOp::Eq, 1.0);
        }
        for phase in 1..date.min(phases + 1) {
            if self.deal.undertakings[id.idx()].discrete {
                problem.add_constraint([(at(id, phase), 1.0)], ComparisonOp::Eq, 0.0);
            }
            for (waiter, lag) in waiters(self.deal, id)
                .into_iter()
                .filter(|(_, lag)| phase + lag <= phases)
            {
                problem.add_constraint(
                    [(at(waiter, phase + lag), 1.0)],
                    ComparisonOp::Le,
                    self.deal.undertakings[waiter.idx()].start,
                );
            }
        }
    }

    /// A measure that waits for the completion of another rises above its start only with a binary that the other's completion allows.
    fn wait_for_completion(&self, problem: &mut Problem, levels: &[Variable]) {
        let phases = self.deal.phases;
        for id in self.deal.undertaking_ids() {
            let it = &self.deal.undertakings[id.idx()];
            for wait in it.after.iter().filter(|wait| wait.complete) {
                for phase in wait.lag + 1..=phases {
                    let is_complete = problem.add_binary_var(0.0);
                    let at = |id: CommitmentId, phase: usize| levels[id.idx() * phases + phase - 1];
                    problem.add_constraint(
                        [(at(wait.on, phase - wait.lag), 1.0), (is_complete, -1.0)],
                        ComparisonOp::Ge,
                        0.0,
                    );
                    problem.add_constraint(
                        [(at(id, phase), -1.0), (is_complete, 1.0 - it.start)],
                        ComparisonOp::Ge,
                        -it.start,
                    );
                }
            }
        }
    }

    fn welfare(&self) -> Line {
        let mut welfare = self.exact.zero();
        for party in self.deal.party_ids() {
            let weight =
                detente::oracle::roadmap::exact::fraction(self.deal.parties[party.idx()].weight);
            welfare.add(&weight, &self.exact.value(party, 1));
        }
        welfare
    }

    /// Weights on the rows under which no plan can have more welfare than the best, where wholes are not asked for.
    pub(crate) fn prices(&self) -> Vec<(Row, f64)> {
        self.weights(&self.welfare(), f64::INFINITY).1
    }

    /// Weights on the rows, of sum 1 at most, under which the rows contradict each other most, and by how much.
    pub(crate) fn proof(&self) -> (f64, Vec<(Row, f64)>) {
        let (most, weights) = self.weights(&self.exact.zero(), 1.0);
        (-most, weights)
    }

    /// The weights, of this sum at most, for which `objective + Σ weight·row` is least at its largest over levels from 0 to 1; and that value.
    fn weights(&self, objective: &Line, sum: f64) -> (f64, Vec<(Row, f64)>) {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let weights: Vec<Variable> = self
            .rows
            .iter()
            .map(|(_, line)| problem.add_var(number(&line.constant), (0.0, f64::INFINITY)))
            .collect();
        let positive: Vec<Variable> = objective
            .coefs
            .iter()
            .map(|_| problem.add_var(1.0, (0.0, f64::INFINITY)))
            .collect();
        for (column, coef) in objective.coefs.iter().enumerate() {
            let rows = weights
                .iter()
                .zip(&self.rows)
                .map(|(weight, (_, line))| (*weight, -number(&line.coefs[column])));
            let terms: Vec<_> = rows
                .filter(|term| term.1 != 0.0)
                .chain([(positive[column], 1.0)])
                .collect();
            problem.add_constraint(terms, ComparisonOp::Ge, number(coef));
        }
        if sum.is_finite() {
            let terms: Vec<_> = weights.iter().map(|weight| (*weight, 1.0)).collect();
            problem.add_constraint(terms, ComparisonOp::Le, sum);
        }
        let found = solve(&problem)
            .unwrap_or_else(|error| panic!("weights of a small program can be found: {error}"));
        let kept = self
            .rows
            .iter()
            .zip(&weights)
            .map(|((row, _), weight)| (row.clone(), found.var_value(*weight)));
        (
            found.objective() + number(&objective.constant),
            kept.filter(|(_, weight)| *weight > 1e-12).collect(),
        )
    }
}

/// Who waits for the completion of a measure, and for how many phases.
fn waiters(deal: &Deal, on: CommitmentId) -> Vec<(CommitmentId, usize)> {
    let waits = deal.undertaking_ids().flat_map(|id| {
        deal.undertakings[id.idx()]
            .after
            .iter()
            .map(move |wait| (id, wait))
    });
    waits
        .filter(|(_, wait)| wait.complete && wait.on == on)
        .map(|(id, wait)| (id, wait.lag))
        .collect()
}

/// For each party and phase the best reply of all, with what it gains over complying.
pub(crate) fn every_best_reply(deal: &Deal, schedule: &Schedule) -> Vec<(f64, Deviation)> {
    let cases = deal
        .party_ids()
        .flat_map(|party| (1..=deal.phases + 1).map(move |from| (party, from)));
    let reply = |(party, from)| {
        let (value, deviation) = best_reply(deal, schedule, party, from)?;
        Some((value - on_path(deal, schedule, party, from), deviation))
    };
    cases.filter_map(reply).collect()
}

/// Every deviation of every party from every phase.
pub(crate) fn every_deviation(deal: &Deal) -> Vec<Deviation> {
    let cases = deal
        .party_ids()
        .flat_map(|party: PartyId| (1..=deal.phases + 1).map(move |from| (party, from)));
    cases
        .flat_map(|(party, from)| all(deal, party, from))
        .collect()
}

/// Things with a weight.
type Weighted<T> = Vec<(T, f64)>;

/// Weights on deviations, and weights on limits.
pub(crate) fn split(weights: &[(Row, f64)]) -> (Weighted<Deviation>, Weighted<Limit>) {
    let (mut deviations, mut limits) = (vec![], vec![]);
    for (row, weight) in weights {
        match row {
            Row::Deviation(deviation) => deviations.push((deviation.clone(), *weight)),
            Row::Limit(limit) => limits.push((*limit, *weight)),
        }
    }
    (deviations, limits)
}

fn terms(line: &Line, levels: &[Variable]) -> Vec<(Variable, f64)> {
    levels
        .iter()
        .zip(&line.coefs)
        .map(|(level, coef)| (*level, number(coef)))
        .filter(|term| term.1 != 0.0)
        .collect()
}

fn solve(problem: &Problem) -> Result<microlp::Solution, Error> {
    let mut options = SolveOptions::default();
    options.tolerances.feasibility = FEASIBILITY;
    let outcome = problem.solve_with(options)?;
    Ok(outcome
        .into_solution()
        .unwrap_or_else(|_| unreachable!("no time limit is set")))
}
