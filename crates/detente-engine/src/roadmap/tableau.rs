//! The linear program of a deal while it is being solved: rows are taken in when a point misses them.
//!
//! # Definition
//! The program of [`Program`] with what is whole left free, or settled as far as [`Cut`]s say.
//! # Algorithm
//! The columns are the steps by which levels rise, so that limits on a single step are bounds and cost no row. A deviation's row comes in when
//! the point at hand misses it; the simplex method goes on from there. Rows that never matter are never in.
//! # Complexity
//! That of the simplex method with as many rows as ever mattered: polynomial in practice.
//! # Validity
//! Floating point; whoever uses a point tests it against the rows as written. A program that the solver loses on the way is begun anew once
//! with the same rows.
//! # References
//! The solver is the crate `microlp`.

use std::rc::Rc;

use microlp::{
    ComparisonOp, Error, OptimizationDirection, Problem, Solution, SolveOptions, SolveOutcome,
    Variable,
};

use super::program::{Best, Name, Program, Row, TOLERANCE};

/// How far the solver may miss a row of the size of 1.
const MISSED: f64 = TOLERANCE / 10.0;

/// A step as small as this is rounding: levels that are equal have to be so to the last bit for the best reply to see it.
const NO_STEP: f64 = 1e-12;

/// The most rows that are taken in before the point is looked at again.
const ROWS_AT_ONCE: usize = 12;

/// Settles a level, by its place in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// It is complete.
    Complete(usize),
    /// It stands where it stood before the first phase.
    Idle(usize),
}

/// Why there is no point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// No point meets all rows; by row of the program, whether it was in by then.
    Empty(Vec<bool>),
    /// The objective has no bound.
    Unbounded,
    /// The solver could not vouch for its result.
    Doubtful,
}

impl Trouble {
    fn new(error: &Error, has: &[bool]) -> Self {
        match error {
            Error::Infeasible => Self::Empty(has.to_vec()),
            Error::Unbounded => Self::Unbounded,
            _ => Self::Doubtful,
        }
    }
}

/// A program solved for the rows that it has by now.
#[derive(Clone)]
pub(super) struct Tableau {
    solution: Solution,
    columns: Rc<Columns>,
    /// By row of the program: whether it is in.
    has: Vec<bool>,
    cuts: Vec<Cut>,
}

/// The columns as the solver knows them.
struct Columns {
    /// By level: the step that leads to it.
    steps: Vec<Variable>,
    /// The further columns; `None` for those that are whole, which cuts stand for.
    more: Vec<Option<Variable>>,
}

/// A row in steps, and what it must reach.
type Terms = (Vec<(Variable, f64)>, f64);

impl Tableau {
    /// The program with these cuts and the rows that are no deviations.
    pub(super) fn new(program: &Program, cuts: &[Cut]) -> Result<Self, Trouble> {
        let has = program.rows.iter().map(|row| !is_lazy(row)).collect();
        Self::with_rows(program, has, cuts.to_vec())
    }

    /// The program with these cuts and all rows that it has by now.
    pub(super) fn full(program: &Program, cuts: &[Cut]) -> Result<Self, Trouble> {
        Self::with_rows(program, vec![true; program.rows.len()], cuts.to_vec())
    }

    fn with_rows(program: &Program, has: Vec<bool>, cuts: Vec<Cut>) -> Result<Self, Trouble> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let is_idle = |level: usize| {
            cuts.iter().any(|cut| matches!(cut, Cut::Idle(at) if at / program.phases == level / program.phases && *at >= level))
                // After it is complete nothing is left to do.
                || cuts.iter().any(|cut| matches!(cut, Cut::Complete(at) if at / program.phases == level / program.phases && *at < level))
        };
        let worth = program.in_steps(&program.objective.coefs);
        let steps: Vec<Variable> = (0..worth.len())
            .map(|level| {
                problem.add_var(
                    worth[level],
                    (
                        0.0,
                        if is_idle(level) {
                            0.0
                        } else {
                            program.rise[level]
                        },
                    ),
                )
            })
            .collect();
        let column = |at: usize| {
            let column = &program.columns[at];
            (!column.whole).then_some((column.worth, (column.low, column.high)))
        };
        let more = (0..program.columns.len())
            .map(|at| column(at).map(|(worth, bounds)| problem.add_var(worth, bounds)))
            .collect();
        let columns = Rc::new(Columns { steps, more });
        for (undertaking, start) in program.starts.iter().enumerate() {
            let own =
                &columns.steps[undertaking * program.phases..(undertaking + 1) * program.phases];
            let is_complete = cuts
                .iter()
                .any(|cut| matches!(cut, Cut::Complete(at) if at / program.phases == undertaking));
            let compare = if is_complete {
                ComparisonOp::Eq
            } else {
                ComparisonOp::Le
            };
            problem.add_constraint(
                own.iter().map(|step| (*step, 1.0)).collect::<Vec<_>>(),
                compare,
                1.0 - start,
            );
        }
        for cut in &cuts {
            if let Cut::Complete(at) = cut {
                let (terms, least) = columns.cut(program, *cut);
                debug_assert!(*at < worth.len());
                problem.add_constraint(terms, ComparisonOp::Ge, least);
            }
        }
        for (row, _) in program
            .rows
            .iter()
            .zip(&has)
            .filter(|(row, has)| **has && !is_bound(program, row))
        {
            let (terms, least) = columns.row(program, row);
            if terms.is_empty() {
                if least > TOLERANCE {
                    return Err(Trouble::Empty(has));
                }
                continue;
            }
            problem.add_constraint(terms, ComparisonOp::Ge, least);
        }
        let mut options = SolveOptions::default();
        options.tolerances.feasibility = MISSED;
        let outcome = problem
            .solve_with(options)
            .map_err(|error| Trouble::new(&error, &has))?;
        let Ok(solution) = outcome.into_solution() else {
            return Err(Trouble::Doubtful);
        };
        Ok(Self {
            solution,
            columns,
            has,
            cuts,
        })
    }

    /// Takes in the rows that the point misses, until it misses none.
    pub(super) fn settle(mut self, program: &Program) -> Result<Self, Trouble> {
        self.has.resize(program.rows.len(), false);
        loop {
            let best = self.best(program);
            let mut missed: Vec<(usize, f64)> = (0..program.rows.len())
                .filter(|at| !self.has[*at])
                .map(|at| {
                    (
                        at,
                        program.rows[at].at(&best.levels, &best.more) / size(&program.rows[at]),
                    )
                })
                .filter(|(_, value)| *value < -MISSED)
                .collect();
            if missed.is_empty() {
                return Ok(self);
            }
            missed.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            for (nth, (at, _)) in missed.into_iter().take(ROWS_AT_ONCE).enumerate() {
                let row = &program.rows[at];
                if nth > 0 {
                    let now = self.best(program);
                    if row.at(&now.levels, &now.more) / size(row) >= -MISSED {
                        continue;
                    }
                }
                self = self.take(program, at)?;
            }
        }
    }

    /// With a row more.
    fn take(mut self, program: &Program, at: usize) -> Result<Self, Trouble> {
        self.has[at] = true;
        let (terms, least) = self.columns.row(program, &program.rows[at]);
        if terms.is_empty() {
            return if least > TOLERANCE {
                Err(Trouble::Empty(self.has))
            } else {
                Ok(self)
            };
        }
        self.add(program, &[(terms, least)])
    }

    /// Whether levels are settled by all of these.
    pub(super) fn has_cuts(&self, cuts: &[Cut]) -> bool {
        cuts.iter().all(|cut| self.cuts.contains(cut))
    }

    /// With levels settled.
    pub(super) fn cut(mut self, program: &Program, cuts: &[Cut]) -> Result<Self, Trouble> {
        self.cuts.extend_from_slice(cuts);
        let rows: Vec<Terms> = cuts
            .iter()
            .map(|cut| self.columns.cut(program, *cut))
            .collect();
        self.add(program, &rows)
    }

    fn add(self, program: &Program, rows: &[Terms]) -> Result<Self, Trouble> {
        let Self {
            mut solution,
            columns,
            has,
            cuts,
        } = self;
        for (terms, least) in rows {
            solution = match solution.add_constraint(terms.clone(), ComparisonOp::Ge, *least) {
                Ok(SolveOutcome::Solution(solution)) => solution,
                Err(Error::Infeasible) => return Err(Trouble::Empty(has)),
                // Lost on the way: begun anew.
                Ok(_) | Err(_) => return Self::with_rows(program, has, cuts),
            };
        }
        Ok(Self {
            solution,
            columns,
            has,
            cuts,
        })
    }

    /// The point, with the further columns that are whole as its levels have them.
    pub(super) fn best(&self, program: &Program) -> Best {
        let mut levels = Vec::with_capacity(self.columns.steps.len());
        for (undertaking, start) in program.starts.iter().enumerate() {
            let mut level = *start;
            for phase in 0..program.phases {
                let step = self
                    .solution
                    .var_value(self.columns.steps[undertaking * program.phases + phase]);
                level += if step > NO_STEP { step } else { 0.0 };
                // What is left by adding up.
                levels.push(if (level - 1.0).abs() < 1e-12 {
                    1.0
                } else {
                    level.min(1.0)
                });
            }
        }
        let more = self
            .columns
            .more
            .iter()
            .enumerate()
            .map(|(at, column)| match column {
                Some(column) => self.solution.var_value(*column),
                None => program.whole_at(at, &levels),
            });
        let more = more.collect();
        Best { levels, more }
    }
}

impl Columns {
    fn row(&self, program: &Program, row: &Row) -> Terms {
        let mut least = -row.line.constant;
        let by_undertaking = row
            .line
            .coefs
            .chunks(program.phases)
            .map(|own| own.iter().sum::<f64>());
        least -= by_undertaking
            .zip(&program.starts)
            .map(|(sum, start)| sum * start)
            .sum::<f64>();
        let coefs = program.in_steps(&row.line.coefs);
        let largest = coefs
            .iter()
            .chain(row.more.iter().map(|(_, coef)| coef))
            .fold(0.0_f64, |largest, coef| largest.max(coef.abs()));
        // What ties the objective to the levels counts as it is, so that the objective is as precise as the solver.
        let scale = if row.name == Name::Own || largest == 0.0 {
            1.0
        } else {
            largest
        };
        let counts = coefs
            .iter()
            .zip(&self.steps)
            .filter(|(coef, _)| coef.abs() > 1e-13 * largest);
        let terms = counts.map(|(coef, step)| (*step, coef / scale));
        let more = row
            .more
            .iter()
            .filter_map(|(at, coef)| self.more[*at].map(|column| (column, coef / scale)));
        (terms.chain(more).collect(), least / scale)
    }

    fn cut(&self, program: &Program, cut: Cut) -> Terms {
        let (at, sign) = match cut {
            Cut::Complete(at) => (at, 1.0),
            Cut::Idle(at) => (at, -1.0),
        };
        let undertaking = at / program.phases;
        let terms = self.steps[undertaking * program.phases..=at]
            .iter()
            .map(|step| (*step, sign))
            .collect();
        (
            terms,
            if sign > 0.0 {
                1.0 - program.starts[undertaking]
            } else {
                0.0
            },
        )
    }
}

/// Whether a row waits until a point misses it.
fn is_lazy(row: &Row) -> bool {
    matches!(row.name, Name::Deviation(_)) && row.more.is_empty()
}

/// Whether a row is said by the bounds of the steps, or by the cuts.
fn is_bound(program: &Program, row: &Row) -> bool {
    use crate::model::Limit;
    match row.name {
        Name::Limit(Limit::NoRetreat(..) | Limit::Step(..) | Limit::Earliest(..)) | Name::Date => {
            true
        }
        Name::Own => row.more.iter().any(|(at, _)| program.columns[*at].whole),
        Name::Limit(_) | Name::Deviation(_) => false,
    }
}

/// The size of a row, as the solver sees it.
fn size(row: &Row) -> f64 {
    if row.name == Name::Own {
        1.0
    } else {
        row.scale()
    }
}
