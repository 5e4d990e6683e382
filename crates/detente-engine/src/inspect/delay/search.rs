//! Both sides' best mixes where they have no closed form: linear programs find them, fractions make them exact.

use std::collections::BTreeSet;

use microlp::{
    ComparisonOp, LinearExpr, OptimizationDirection, Problem, Solution, SolveOptions, SolveOutcome,
    Variable,
};
use num_bigint::BigInt;
use num_traits::{FromPrimitive, One};

use super::plans::{answer, delay_in_slots};
use super::{Plan, equations};
use crate::inspect::{Fraction, Refusal};
use crate::space::Watch;

/// What a gain is at least that is not taken for none.
const GAIN: f64 = 1e-9;

/// What a chance is at least that is not taken for 0, from the likeliest bound on.
const SMALL: [f64; 3] = [1e-9, 1e-7, 1e-12];

/// How far a solution may be from a constraint: as little as the solver takes, so that nothing is taken for used which is not.
const TOLERANCE: f64 = 1e-10;

/// How near an answer's delay is to the value to be taken for one of the best.
const NEAR: f64 = 1e-7;

/// The inspector's and the inspectee's best mixes.
pub(super) fn mixes(
    slots: u32,
    inspections: u32,
    watch: &Watch,
) -> Result<(Vec<Plan>, Vec<Fraction>), Refusal> {
    let (plans, starts) = plans_that_matter(slots, inspections, watch)?;
    let (chances, value) = mix_of_plans(&plans, slots)?;
    let delays = |plan: &Vec<u32>| {
        (1..=slots)
            .map(|start| delay_in_slots(plan, start, slots))
            .collect()
    };
    let by_plan: Vec<Vec<u32>> = plans.iter().map(delays).collect();
    let by_start: Vec<Vec<u32>> = (0..slots as usize)
        .map(|start| by_plan.iter().map(|row| row[start]).collect())
        .collect();
    let chances = exact(&by_start, &chances, value).unwrap_or_else(|| rounded(&chances));
    let starts = exact(&by_plan, &starts, value).unwrap_or_else(|| rounded(&starts));
    let used = plans
        .into_iter()
        .zip(chances)
        .filter(|(_, chance)| *chance != Fraction::default());
    let mut plans: Vec<Plan> = used.map(|(slots, chance)| Plan { slots, chance }).collect();
    plans.sort_by(|a, b| a.slots.cmp(&b.slots));
    Ok((plans, starts))
}

/// The inspectee's best mix, and the plans that hold it to the value: a plan is added as long as one does better against the mix than all
/// before.
fn plans_that_matter(
    slots: u32,
    inspections: u32,
    watch: &Watch,
) -> Result<(Vec<Vec<u32>>, Vec<f64>), Refusal> {
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let value = problem.add_var(1.0, (0.0, f64::from(slots)));
    let starts: Vec<Variable> = (0..slots)
        .map(|_| problem.add_var(0.0, (0.0, 1.0)))
        .collect();
    problem.add_constraint(
        sum(starts.iter().map(|start| (*start, 1.0))),
        ComparisonOp::Eq,
        1.0,
    );
    let against = |plan: &[u32]| {
        let delays = (1..)
            .zip(&starts)
            .map(|(start, variable)| (*variable, -f64::from(delay_in_slots(plan, start, slots))));
        sum(delays.chain([(value, 1.0)]))
    };
    let mut plans = vec![answer(&vec![1.0; slots as usize], inspections).0];
    problem.add_constraint(against(&plans[0]), ComparisonOp::Le, 0.0);
    let mut known: BTreeSet<Vec<u32>> = plans.iter().cloned().collect();
    let mut solution = solved(&problem)?;
    loop {
        if watch.is_stopped() {
            return Err(Refusal::Stopped);
        }
        let mix: Vec<f64> = starts
            .iter()
            .map(|start| solution.var_value(*start).max(0.0))
            .collect();
        let (plan, delay) = answer(&mix, inspections);
        if delay > solution.objective() - GAIN || !known.insert(plan.clone()) {
            return Ok((plans, mix));
        }
        solution = found(solution.add_constraint(against(&plan), ComparisonOp::Le, 0.0))?;
        plans.push(plan);
    }
}

/// The inspector's best mix of plans, and the value in slots.
fn mix_of_plans(plans: &[Vec<u32>], slots: u32) -> Result<(Vec<f64>, f64), Refusal> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let value = problem.add_var(1.0, (0.0, f64::from(slots)));
    let chances: Vec<Variable> = plans
        .iter()
        .map(|_| problem.add_var(0.0, (0.0, 1.0)))
        .collect();
    problem.add_constraint(
        sum(chances.iter().map(|chance| (*chance, 1.0))),
        ComparisonOp::Eq,
        1.0,
    );
    for start in 1..=slots {
        let delays = plans
            .iter()
            .zip(&chances)
            .map(|(plan, chance)| (*chance, f64::from(delay_in_slots(plan, start, slots))));
        problem.add_constraint(sum(delays.chain([(value, -1.0)])), ComparisonOp::Le, 0.0);
    }
    let solution = solved(&problem)?;
    Ok((
        chances
            .iter()
            .map(|chance| solution.var_value(*chance).max(0.0))
            .collect(),
        solution.objective(),
    ))
}

fn solved(problem: &Problem) -> Result<Solution, Refusal> {
    let mut options = SolveOptions::default();
    options.tolerances.feasibility = TOLERANCE;
    found(problem.solve_with(options))
}

/// The solution of a program that has one: any mix is feasible, and no delay is longer than the game. Without it the solver
/// lost its way in rounding.
fn found(outcome: Result<SolveOutcome, microlp::Error>) -> Result<Solution, Refusal> {
    outcome
        .ok()
        .and_then(|outcome| outcome.into_solution().ok())
        .ok_or(Refusal::Doubtful)
}

fn sum(terms: impl Iterator<Item = (Variable, f64)>) -> LinearExpr {
    let mut sum = LinearExpr::empty();
    terms.for_each(|(variable, factor)| sum.add(variable, factor));
    sum
}

/// A mix in exact fractions. `table` has a row per answer with the delay for each choice of the mix.
///
/// Rounding may leave a little on a choice that is not used: where the equations have no solution, choices with less are left out.
fn exact(table: &[Vec<u32>], mix: &[f64], value: f64) -> Option<Vec<Fraction>> {
    let expected = |row: &[u32]| -> f64 {
        row.iter()
            .zip(mix)
            .map(|(delay, chance)| f64::from(*delay) * chance)
            .sum()
    };
    let best: Vec<&Vec<u32>> = table
        .iter()
        .filter(|row| (expected(row) - value).abs() < NEAR)
        .collect();
    SMALL.into_iter().find_map(|small| {
        let used: Vec<usize> = (0..mix.len())
            .filter(|choice| mix[*choice] > small)
            .collect();
        equally_good(&best, &used, mix.len())
    })
}

/// The only mix of the choices used to which all these answers are equally good.
fn equally_good(answers: &[&Vec<u32>], used: &[usize], n_choices: usize) -> Option<Vec<Fraction>> {
    let equation = |row: &&Vec<u32>| {
        used.iter()
            .map(|choice| row[*choice].into())
            .chain([BigInt::from(-1), BigInt::ZERO])
            .collect()
    };
    let mut rows: Vec<Vec<BigInt>> = answers.iter().map(equation).collect();
    rows.push(
        used.iter()
            .map(|_| BigInt::one())
            .chain([BigInt::ZERO, BigInt::one()])
            .collect(),
    );
    let solution = equations::only_solution(rows)?;
    let mut mix = vec![Fraction::default(); n_choices];
    used.iter()
        .zip(solution)
        .for_each(|(choice, chance)| mix[*choice] = chance);
    mix.iter()
        .all(|chance| *chance >= Fraction::default())
        .then_some(mix)
}

/// A mix in whole parts of its sum.
fn rounded(mix: &[f64]) -> Vec<Fraction> {
    let parts: Vec<BigInt> = mix
        .iter()
        .map(|chance| BigInt::from_f64((chance * 1e12).round()).unwrap_or_default())
        .collect();
    let all: BigInt = parts.iter().sum();
    parts
        .into_iter()
        .map(|part| Fraction::new(part, all.clone()))
        .collect()
}
