//! The program of a plan in a form that other solvers read.
//!
//! # Definition
//! The linear program whose best point is the plan: every limit of the deal and every deviation that was forbidden on the way to it. Its
//! form is MPS with free columns, minimising the negative of the objective; the constant of the objective is the negative right-hand
//! side of its row, as is the custom.
//! # Algorithm
//! Written row by row.
//! # Complexity
//! The number of coefficients.
//! # Validity
//! Numbers are written with all their digits, so that another solver sees the same program.
//! # References
//! The format is described in the manuals of most solvers of linear programs.

use std::fmt::Write;

use super::Answer;
use super::program::{Name, Program};
use super::solve::{Effort, search};
use crate::model::{CommitmentId, Deal, Deviation, Limit, Objective, Stance, Tail};
use crate::space::Watch;

/// The answer about a deal with the program it rests on; no program for the fastest plan beyond its own phases, nor for a geometric tail.
///
/// `names` are those of the undertakings. The names of rows tell party, phase and kind; columns are `NAME@PHASE`, blanks left out.
pub fn export(
    deal: &Deal,
    names: &[String],
    effort: &Effort,
    watch: &Watch,
) -> (Answer, Option<String>) {
    let mut deal = deal.clone();
    if deal.objective == Objective::Fastest
        && let Answer::Holds(plan) = super::solve(&deal, effort, watch)
    {
        deal.phases = plan.phases;
    }
    if deal.objective == Objective::Fastest {
        deal.objective = Objective::Welfare;
    }
    if deal.tail == Tail::Geometric {
        return (super::solve(&deal, effort, watch), None);
    }
    let (answer, program) = search(&deal, effort, watch);
    let program = program.map(|program| mps(&deal, names, &program));
    (answer, program)
}

fn mps(deal: &Deal, names: &[String], program: &Program) -> String {
    let columns: Vec<String> = (0..program.objective.coefs.len())
        .map(|at| {
            format!(
                "{}@{}",
                plain(&names[at / deal.phases]),
                at % deal.phases + 1
            )
        })
        .chain((0..program.columns.len()).map(|at| format!("column{}", at + 1)))
        .collect();
    let rows: Vec<String> = program
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| format!("r{}_{}", at + 1, name(&row.name, names)))
        .collect();
    let mut entries: Vec<Vec<(usize, f64)>> = vec![vec![]; columns.len()];
    for (at, row) in program.rows.iter().enumerate() {
        let levels = row
            .line
            .coefs
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, coef)| *coef != 0.0);
        levels.for_each(|(column, coef)| entries[column].push((at, coef)));
        row.more.iter().for_each(|(column, coef)| {
            entries[program.objective.coefs.len() + column].push((at, *coef));
        });
    }
    let worth = |column: usize| match column.checked_sub(program.objective.coefs.len()) {
        None => program.objective.coefs[column],
        Some(at) => program.columns[at].worth,
    };
    let mut text = String::from("NAME roadmap\nROWS\n N objective\n");
    for row in &rows {
        let _ = writeln!(text, " G {row}");
    }
    text.push_str("COLUMNS\n");
    let mut is_marked = false;
    for (column, column_name) in columns.iter().enumerate() {
        let whole = program.is_whole(column);
        if whole != is_marked {
            let marker = if whole { "INTORG" } else { "INTEND" };
            let _ = writeln!(text, " MARKER{column} 'MARKER' '{marker}'");
            is_marked = whole;
        }
        // Minimised, so the objective changes its sign; adding zero keeps −0 out.
        let _ = writeln!(text, " {column_name} objective {:?}", 0.0 - worth(column));
        for (row, coef) in &entries[column] {
            let _ = writeln!(text, " {column_name} {} {coef:?}", rows[*row]);
        }
    }
    if is_marked {
        text.push_str(" MARKEREND 'MARKER' 'INTEND'\n");
    }
    text.push_str("RHS\n");
    let _ = writeln!(
        text,
        " rhs objective {:?}",
        program.objective.constant + 0.0
    );
    for (row, row_name) in program
        .rows
        .iter()
        .zip(&rows)
        .filter(|(row, _)| row.line.constant != 0.0)
    {
        let _ = writeln!(text, " rhs {row_name} {:?}", 0.0 - row.line.constant);
    }
    text.push_str("BOUNDS\n");
    for (column, column_name) in columns.iter().enumerate() {
        let (low, high) = program.bounds_of(column);
        let _ = writeln!(
            text,
            " LO bnd {column_name} {low:?}\n UP bnd {column_name} {high:?}"
        );
    }
    text.push_str("ENDATA\n");
    text
}

fn name(name: &Name, names: &[String]) -> String {
    let of = |id: &CommitmentId| plain(&names[id.idx()]);
    match name {
        Name::Own => "own".to_string(),
        Name::Date => "date".to_string(),
        Name::Deviation(deviation) => of_deviation(deviation, names),
        Name::Limit(limit) => match limit {
            Limit::Target(id) => format!("target_{}", of(id)),
            Limit::NoRetreat(id, phase) => format!("rises_{}_{phase}", of(id)),
            Limit::Step(id, phase) => format!("step_{}_{phase}", of(id)),
            Limit::Earliest(id, phase) => format!("earliest_{}_{phase}", of(id)),
            Limit::Prerequisite(id, on, phase) => format!("after_{}_{}_{phase}", of(id), of(on)),
            Limit::Promise(position, phase) => format!("promise{}_{phase}", position + 1),
        },
    }
}

fn of_deviation(deviation: &Deviation, names: &[String]) -> String {
    let turns = deviation.turns.iter().map(|turn| {
        let to = match turn.to {
            Stance::Comply => "back",
            Stance::Withhold => "withhold",
            Stance::Reverse => "reverse",
        };
        format!("{to}_{}_{}", plain(&names[turn.on.idx()]), turn.phase)
    });
    turns.collect::<Vec<_>>().join("_")
}

/// A name without blanks.
fn plain(name: &str) -> String {
    name.split_whitespace().collect()
}
