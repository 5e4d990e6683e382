//! The linear program of a deal: levels between 0 and 1, every constraint a linear function that must not be negative.
//!
//! # Definition
//! `max objective` over the levels and a few further columns, under rows `constant + coefs·levels + more·columns ≥ 0`.
//! # Algorithm
//! A simplex method gives a vertex, see [`Tableau`](super::tableau::Tableau). Multipliers come from a second program over the rows that bind
//! there, with their least sum; a proof of emptiness from a third, over all rows, with the widest gap. Both are vertices too, so that few
//! rows carry a weight.
//! # Complexity
//! That of the simplex method: polynomial in practice.
//! # Validity
//! Floating point. Whatever the solver says is tested against the rows as written before it is returned: feasibility, the sign rules
//! of the multipliers, the gap of a proof. What fails the test is no answer.
//! # References
//! The solver is the crate `microlp`.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, SolveOutcome, Variable};

use super::payoff::{Horizon, Line, promise, slack_to};
use super::tableau::Cut;
use crate::model::{CommitmentId, Deal, Deviation, Limit, Stance, Wait};

/// By how much a row of the size of 1 may be missed.
pub(crate) const TOLERANCE: f64 = 1e-9;

/// From where on a level counts as complete.
const COMPLETE: f64 = 1.0 - TOLERANCE;

/// What a row is about.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Name {
    /// A deviation must not pay.
    Deviation(Deviation),
    /// Another constraint of the deal.
    Limit(Limit),
    /// A date is settled.
    Date,
    /// A row that belongs to the objective or to a column of its own.
    Own,
}

/// A constraint: it must not be negative.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) name: Name,
    pub(crate) line: Line,
    /// Further columns that count in it.
    pub(crate) more: Vec<(usize, f64)>,
}

/// A column that is no level.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// What a unit counts for in the objective.
    pub(crate) worth: f64,
    pub(crate) whole: bool,
}

/// A program over the levels of a deal.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) rows: Vec<Row>,
    /// What is made as large as can be.
    pub(crate) objective: Line,
    pub(crate) columns: Vec<Column>,
    /// Which levels are 0 or 1.
    pub(crate) whole: Vec<bool>,
    /// Bounds on levels beyond 0 and 1, as rows say too.
    bounds: Vec<(f64, f64)>,
    /// The number of phases.
    pub(crate) phases: usize,
    /// By undertaking: the level before the first phase.
    pub(crate) starts: Vec<f64>,
    /// By level: the most by which it may be above the one before.
    pub(crate) rise: Vec<f64>,
    /// What can only be settled one way or the other, see [`Chain`].
    pub(crate) chains: Vec<Chain>,
    /// By further column: the level whose completion it tells.
    tells: Vec<Option<usize>>,
}

/// A measure of which only the date counts on which it is complete: it is whole or nothing, or others wait for its completion.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chain {
    /// The measure.
    pub(crate) on: usize,
    /// Whether it is whole or nothing.
    pub(crate) discrete: bool,
    /// Who waits for its completion, and for how many phases. Where it is whole or nothing the rows say so.
    pub(crate) waiters: Vec<(usize, usize)>,
}

/// The proof that no point meets all rows: their weights, which sum to 1, and how far apart they leave the two sides. Where only what is
/// whole leaves no point, all weights are 0.
pub(crate) struct Refusal {
    pub(crate) weights: Vec<f64>,
    pub(crate) gap: f64,
}

/// A best point of a program.
#[derive(Clone, Debug)]
pub(crate) struct Best {
    /// The levels.
    pub(crate) levels: Vec<f64>,
    /// The further columns.
    pub(crate) more: Vec<f64>,
}

impl Program {
    /// The program of a deal without deviations: its limits, and an objective over the levels.
    pub(crate) fn new(deal: &Deal, horizon: Horizon, objective: Line) -> Self {
        let n = deal.undertakings.len() * deal.phases;
        let whole = deal
            .undertaking_ids()
            .flat_map(|id| (0..deal.phases).map(move |_| id))
            .map(|id| deal.undertakings[id.idx()].discrete);
        let mut program = Self {
            rows: vec![],
            objective,
            columns: vec![],
            whole: whole.collect(),
            bounds: vec![(0.0, 1.0); n],
            phases: deal.phases,
            starts: deal.undertakings.iter().map(|it| it.start).collect(),
            rise: vec![1.0; n],
            chains: chains(deal),
            tells: vec![],
        };
        for id in deal.undertaking_ids() {
            program.limit(deal, id, horizon);
        }
        for position in 0..deal.promises.len() {
            for phase in 1..=deal.phases + 1 {
                let line = promise(deal, position, phase);
                program.rows.push(Row {
                    name: Name::Limit(Limit::Promise(position, phase)),
                    line,
                    more: vec![],
                });
            }
        }
        program
    }

    fn limit(&mut self, deal: &Deal, id: CommitmentId, horizon: Horizon) {
        let it = &deal.undertakings[id.idx()];
        for phase in 1..=deal.phases {
            self.push(
                deal,
                Limit::NoRetreat(id, phase),
                0.0,
                &[(id, phase, 1.0), (id, phase - 1, -1.0)],
            );
            if it.max_step < 1.0 {
                self.push(
                    deal,
                    Limit::Step(id, phase),
                    it.max_step,
                    &[(id, phase - 1, 1.0), (id, phase, -1.0)],
                );
            }
            let at = id.idx() * deal.phases + phase - 1;
            self.bounds[at].0 = it.start;
            self.rise[at] = if phase < it.earliest {
                0.0
            } else {
                it.max_step.min(1.0)
            };
            if phase < it.earliest {
                self.push(
                    deal,
                    Limit::Earliest(id, phase),
                    it.start,
                    &[(id, phase, -1.0)],
                );
                self.bounds[at].1 = it.start;
            }
            for wait in &it.after {
                self.wait(deal, id, phase, wait);
            }
        }
        if horizon.shrink.is_none() && deal.targets.contains(&id) {
            self.push(deal, Limit::Target(id), -1.0, &[(id, deal.phases, 1.0)]);
        }
    }

    fn wait(&mut self, deal: &Deal, id: CommitmentId, phase: usize, wait: &Wait) {
        let before = phase.saturating_sub(wait.lag);
        let limit = Limit::Prerequisite(id, wait.on, phase);
        let (it, on) = (
            &deal.undertakings[id.idx()],
            &deal.undertakings[wait.on.idx()],
        );
        if !wait.complete {
            self.push(
                deal,
                limit,
                0.0,
                &[(wait.on, before, 1.0), (id, phase, -1.0)],
            );
            return;
        }
        // Level above the start only when the other is complete: `x ≤ start + (1 − start)·y` with `y ≤ x'`, and `y` whole. Before the first
        // phase that is known.
        let open = 1.0 - it.start;
        if before == 0 && on.start < 1.0 {
            self.push(deal, limit, it.start, &[(id, phase, -1.0)]);
            return;
        }
        self.push(
            deal,
            limit,
            it.start,
            &[(wait.on, before, open), (id, phase, -1.0)],
        );
        if !on.discrete && before > 0 {
            let column = self.telling(deal, wait.on, before);
            let line = self.line(deal, it.start, &[(id, phase, -1.0)]);
            self.rows.push(Row {
                name: Name::Own,
                line,
                more: vec![(column, open)],
            });
        }
    }

    /// The column that may be 1 only when a measure is complete in a phase; all who wait for that share it.
    fn telling(&mut self, deal: &Deal, on: CommitmentId, phase: usize) -> usize {
        let level = on.idx() * self.phases + phase - 1;
        if let Some(known) = self.tells.iter().position(|tells| *tells == Some(level)) {
            return known;
        }
        self.columns.push(Column {
            low: 0.0,
            high: 1.0,
            worth: 0.0,
            whole: true,
        });
        self.tells.push(Some(level));
        let line = self.line(deal, 0.0, &[(on, phase, 1.0)]);
        self.rows.push(Row {
            name: Name::Own,
            line,
            more: vec![(self.columns.len() - 1, -1.0)],
        });
        self.columns.len() - 1
    }

    fn line(&self, deal: &Deal, constant: f64, terms: &[(CommitmentId, usize, f64)]) -> Line {
        let mut line = Line {
            constant,
            coefs: vec![0.0; self.bounds.len()],
        };
        for (id, phase, factor) in terms {
            match phase {
                0 => line.constant += factor * deal.undertakings[id.idx()].start,
                _ => line.coefs[id.idx() * deal.phases + phase - 1] += factor,
            }
        }
        line
    }

    fn push(
        &mut self,
        deal: &Deal,
        limit: Limit,
        constant: f64,
        terms: &[(CommitmentId, usize, f64)],
    ) {
        let line = self.line(deal, constant, terms);
        self.rows.push(Row {
            name: Name::Limit(limit),
            line,
            more: vec![],
        });
    }

    /// Adds the row of a deviation, with a further column that counts in it.
    pub(crate) fn forbid(
        &mut self,
        deal: &Deal,
        horizon: Horizon,
        deviation: &Deviation,
        more: Vec<(usize, f64)>,
    ) {
        let line = slack_to(deal, horizon, deviation);
        self.rows.push(Row {
            name: Name::Deviation(deviation.clone()),
            line,
            more,
        });
    }

    /// Adds the row that says what a cut says, so that a proof can name it.
    pub(crate) fn settle(&mut self, cut: Cut) {
        let (Cut::Complete(level) | Cut::Idle(level)) = cut;
        let sign = if matches!(cut, Cut::Complete(_)) {
            1.0
        } else {
            -1.0
        };
        let at = if sign > 0.0 {
            1.0
        } else {
            self.starts[level / self.phases]
        };
        let mut line = Line {
            constant: -sign * at,
            coefs: vec![0.0; self.bounds.len()],
        };
        line.coefs[level] = sign;
        self.rows.push(Row {
            name: Name::Date,
            line,
            more: vec![],
        });
    }

    /// Whether a level, or a further column after them, is whole or nothing.
    pub(crate) fn is_whole(&self, column: usize) -> bool {
        match column.checked_sub(self.whole.len()) {
            None => self.whole[column],
            Some(at) => self.columns[at].whole,
        }
    }

    /// Between which numbers a level, or a further column after them, lies.
    pub(crate) fn bounds_of(&self, column: usize) -> (f64, f64) {
        match column.checked_sub(self.bounds.len()) {
            None => self.bounds[column],
            Some(at) => (self.columns[at].low, self.columns[at].high),
        }
    }

    /// Whether some level or column is whole or nothing.
    pub(crate) fn is_mixed(&self) -> bool {
        self.whole.contains(&true) || self.columns.iter().any(|column| column.whole)
    }

    /// What a whole column is where the levels are these.
    pub(crate) fn whole_at(&self, column: usize, levels: &[f64]) -> f64 {
        let is_complete = self
            .tells
            .get(column)
            .copied()
            .flatten()
            .is_some_and(|level| levels[level] >= COMPLETE);
        if is_complete { 1.0 } else { 0.0 }
    }

    /// Coefficients of levels as those of the steps that lead to them: each step counts in all levels from its phase on.
    pub(crate) fn in_steps(&self, coefs: &[f64]) -> Vec<f64> {
        let mut steps = coefs.to_vec();
        for own in steps.chunks_mut(self.phases) {
            for phase in (1..own.len()).rev() {
                own[phase - 1] += own[phase];
            }
        }
        steps
    }

    /// A point with its whole levels rounded; `None` when it misses a row.
    pub(crate) fn vouched(&self, mut best: Best) -> Option<Best> {
        for (at, level) in best.levels.iter_mut().enumerate() {
            let (low, high) = self.bounds[at];
            *level = level.clamp(low, high);
            if self.whole[at] {
                *level = level.round();
            }
        }
        let is_met =
            |row: &Row| row.at(&best.levels, &best.more) >= -10.0 * TOLERANCE * row.scale();
        self.rows.iter().all(is_met).then_some(best)
    }

    /// The weights of the rows of a proof that nothing meets them all, levels being free between 0 and 1.
    ///
    /// Of a program with whole columns it is the relaxation that is looked at; when that has points the weights are all 0. With `has`, only the
    /// rows that it names count.
    pub(crate) fn prove_empty(&self, has: Option<&[bool]>) -> Option<Refusal> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        // Rows without a name of the deal are implied by others when columns may be broken, or belong to the objective. A further column in
        // the row of a deviation is the smallest slack, which is not negative: without it the row still holds.
        let counts = |at: usize| {
            self.rows[at].name != Name::Own
                && has.is_none_or(|has| has.get(at).copied().unwrap_or(false))
        };
        let kept: Vec<&Row> = (0..self.rows.len())
            .filter(|at| counts(*at))
            .map(|at| &self.rows[at])
            .collect();
        let weights: Vec<Variable> = kept
            .iter()
            .map(|row| problem.add_var(row.line.constant / row.scale(), (0.0, f64::INFINITY)))
            .collect();
        let n = self.bounds.len();
        let most: Vec<Variable> = (0..n)
            .map(|_| problem.add_var(1.0, (0.0, f64::INFINITY)))
            .collect();
        let mut columns: Vec<Vec<(Variable, f64)>> =
            most.iter().map(|most| vec![(*most, 1.0)]).collect();
        for (row, weight) in kept.iter().zip(&weights) {
            row.terms()
                .for_each(|(at, coef)| columns[at].push((*weight, -coef / row.scale())));
        }
        for column in columns {
            problem.add_constraint(column, ComparisonOp::Ge, 0.0);
        }
        problem.add_constraint(
            weights
                .iter()
                .map(|weight| (*weight, 1.0))
                .collect::<Vec<_>>(),
            ComparisonOp::Le,
            1.0,
        );
        let mut options = SolveOptions::default();
        options.tolerances.feasibility = TOLERANCE / 10.0;
        let Ok(SolveOutcome::Solution(solution)) = problem.solve_with(options) else {
            return None;
        };
        // What is small is judged before the rows have their own units again: parties may count in very unequal ones.
        let scaled: Vec<f64> = weights
            .iter()
            .map(|weight| solution.var_value(*weight).max(0.0))
            .collect();
        let largest = scaled.iter().copied().fold(0.0, f64::max);
        let found: Vec<f64> = kept
            .iter()
            .zip(&scaled)
            .map(|(row, weight)| {
                if *weight < 1e-12 * largest {
                    0.0
                } else {
                    weight / row.scale()
                }
            })
            .collect();
        let gap = proof_gap(&kept, &found, n);
        if gap <= 0.0 || largest == 0.0 {
            return self.is_mixed().then(|| Refusal {
                weights: vec![0.0; self.rows.len()],
                gap: 0.0,
            });
        }
        let of_deviations: f64 = kept
            .iter()
            .zip(&found)
            .filter(|(row, _)| matches!(row.name, Name::Deviation(_)))
            .map(|(_, weight)| weight)
            .sum();
        let scale = if of_deviations > 0.0 {
            of_deviations
        } else {
            found.iter().sum()
        };
        let mut found = found.into_iter();
        let of_row = |at: usize| {
            if counts(at) {
                found.next().unwrap_or(0.0) / scale
            } else {
                0.0
            }
        };
        Some(Refusal {
            weights: (0..self.rows.len()).map(of_row).collect(),
            gap: gap / scale,
        })
    }

    /// The multipliers of the rows at a best point: by how much the objective would rise per unit of each. `None` when no
    /// multipliers fit within the tolerance.
    pub(crate) fn multipliers(&self, best: &Best) -> Option<Vec<f64>> {
        let binding: Vec<usize> = (0..self.rows.len())
            .filter(|at| {
                self.rows[*at].at(&best.levels, &best.more) <= 1e-7 * self.rows[*at].scale()
            })
            .collect();
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let weights: Vec<Variable> = binding
            .iter()
            .map(|at| problem.add_var(self.rows[*at].cost(), (0.0, f64::INFINITY)))
            .collect();
        let n = self.bounds.len();
        let mut columns: Vec<Vec<(Variable, f64)>> = vec![vec![]; n + self.columns.len()];
        for (at, weight) in binding.iter().zip(&weights) {
            let row = &self.rows[*at];
            row.terms()
                .for_each(|(column, coef)| columns[column].push((*weight, coef / row.scale())));
            row.more
                .iter()
                .for_each(|(column, coef)| columns[n + column].push((*weight, coef / row.scale())));
        }
        // What a unit more of a column is worth in all: nothing when it is free to move, no loss at its upper end, no gain at its lower.
        // What is whole stays as it is: the multipliers are those of the program with it fixed.
        for (column, terms) in columns
            .into_iter()
            .enumerate()
            .filter(|(column, _)| !self.is_whole(*column))
        {
            let (worth, value, low, high) = match column.checked_sub(n) {
                None => (self.objective.coefs[column], best.levels[column], 0.0, 1.0),
                Some(at) => (
                    self.columns[at].worth,
                    best.more[at],
                    self.columns[at].low,
                    self.columns[at].high,
                ),
            };
            let (at_low, at_high) = (value <= low + 1e-9, value >= high - 1e-9);
            let compare = match (at_low, at_high) {
                (true, true) => continue,
                (true, false) => ComparisonOp::Le,
                (false, true) => ComparisonOp::Ge,
                (false, false) => ComparisonOp::Eq,
            };
            if terms.is_empty() {
                let is_met = match compare {
                    ComparisonOp::Le => worth <= 1e-7,
                    ComparisonOp::Ge => worth >= -1e-7,
                    ComparisonOp::Eq => worth.abs() <= 1e-7,
                };
                if !is_met {
                    return None;
                }
                continue;
            }
            problem.add_constraint(terms, compare, -worth);
        }
        let mut options = SolveOptions::default();
        options.tolerances.feasibility = 1e-8;
        let Ok(SolveOutcome::Solution(solution)) = problem.solve_with(options) else {
            return None;
        };
        let mut multipliers = vec![0.0; self.rows.len()];
        for (at, weight) in binding.into_iter().zip(weights) {
            multipliers[at] = solution.var_value(weight).max(0.0) / self.rows[at].scale();
        }
        Some(multipliers)
    }
}

/// The measures of which only the date of completion counts.
pub(crate) fn chains(deal: &Deal) -> Vec<Chain> {
    let chain = |id: CommitmentId| {
        let discrete = deal.undertakings[id.idx()].discrete;
        let waits = deal.undertaking_ids().flat_map(|waiter| {
            deal.undertakings[waiter.idx()]
                .after
                .iter()
                .map(move |wait| (waiter, wait))
        });
        let waits = waits.filter(|(_, wait)| !discrete && wait.complete && wait.on == id);
        let waiters: Vec<(usize, usize)> = waits
            .map(|(waiter, wait)| (waiter.idx(), wait.lag))
            .collect();
        (discrete || !waiters.is_empty()).then(|| Chain {
            on: id.idx(),
            discrete,
            waiters,
        })
    };
    deal.undertaking_ids().filter_map(chain).collect()
}

impl Row {
    /// The size of its largest coefficient.
    pub(crate) fn scale(&self) -> f64 {
        let coefs = self
            .line
            .coefs
            .iter()
            .chain(self.more.iter().map(|(_, coef)| coef));
        let largest = coefs.fold(0.0_f64, |largest, coef| largest.max(coef.abs()));
        if largest == 0.0 { 1.0 } else { largest }
    }

    /// What a multiplier of it counts, as scaled: a little more for a deviation with more turns, and for a reversal, so that of rows that
    /// bind alike the simplest has the price.
    fn cost(&self) -> f64 {
        let turns = match &self.name {
            Name::Deviation(deviation) => deviation.turns.as_slice(),
            Name::Limit(_) | Name::Date | Name::Own => &[],
        };
        let n_reversals = turns
            .iter()
            .filter(|turn| turn.to == Stance::Reverse)
            .count();
        (1.0 + 1e-6 * (turns.len() + n_reversals) as f64) / self.scale()
    }

    /// Its coefficients that count, by level.
    fn terms(&self) -> impl Iterator<Item = (usize, f64)> {
        let least = 1e-13 * self.scale();
        self.line
            .coefs
            .iter()
            .copied()
            .enumerate()
            .filter(move |(_, coef)| coef.abs() > least)
    }

    /// Its value at a point.
    pub(crate) fn at(&self, levels: &[f64], more: &[f64]) -> f64 {
        self.line.at(levels.iter().copied())
            + self
                .more
                .iter()
                .map(|(at, coef)| coef * more[*at])
                .sum::<f64>()
    }
}

/// How far below zero the weighted sum of rows stays for every choice of levels between 0 and 1.
fn proof_gap(rows: &[&Row], weights: &[f64], n: usize) -> f64 {
    let mut sum = Line {
        constant: 0.0,
        coefs: vec![0.0; n],
    };
    for (row, weight) in rows
        .iter()
        .zip(weights)
        .filter(|(_, weight)| **weight != 0.0)
    {
        sum.add(&row.line, *weight);
    }
    -sum.coefs
        .iter()
        .fold(sum.constant, |most, coef| most + coef.max(0.0))
}
