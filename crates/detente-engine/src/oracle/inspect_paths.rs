//! Balances, undeclared sites and acquisition paths from the definitions: chains on a fine grid, cases listed one by one.
//!
//! # Definition
//! See the modules of `inspect` for the questions. Nothing of theirs is used here: no quadrature rule, no factorisation, no generating
//! function, no pivot.
//! # Algorithm
//! Page's sum as a Markov chain of many short intervals; quadratic forms by elimination on the whole covariance matrix; every course of
//! a search, period by period and site by site; every choice of constraints that might meet in a vertex.
//! # Complexity
//! Cubic in the intervals for a run length; `(n + 1)ᵏ` courses for `k` sites; `C(m + n, m)` systems of `m` equations. Small cases only.
//! # Validity
//! The chain is off by the square of its interval; all else is exact, or exact up to rounding.
//! # References
//! Brook and Evans (1972) for the chain, not at hand; else the definitions as the modules of `inspect` cite them.

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

/// The chance of a standard normal value up to `x`, as a sum over short steps.
pub fn normal_below(x: f64) -> f64 {
    let n_steps = 4000;
    let (from, step) = (-9.0, (x + 9.0) / f64::from(n_steps));
    let density = |at: f64| (-at * at / 2.0).exp() / std::f64::consts::TAU.sqrt();
    // Simpson's rule.
    let weight = |idx: i32| {
        if idx == 0 || idx == n_steps {
            1.0
        } else if idx % 2 == 1 {
            4.0
        } else {
            2.0
        }
    };
    (0..=n_steps)
        .map(|idx| weight(idx) * density(from + f64::from(idx) * step))
        .sum::<f64>()
        * step
        / 3.0
}

/// Page's sum on a grid: state 0 stands for the sum 0 and what is near it, the others for intervals of equal length; a row per state with
/// the chances to go to each state. What is missing in a row is the chance of an alarm.
fn chain(allowance: f64, threshold: f64, shift: f64, n_states: usize) -> Vec<Vec<f64>> {
    let width = 2.0 * threshold / (2.0 * n_states as f64 - 1.0);
    // The chances depend on the distance between two states alone.
    let up_to: Vec<f64> = (0..2 * n_states)
        .map(|idx| normal_below((idx as f64 - n_states as f64 + 0.5) * width + allowance - shift))
        .collect();
    let ends = |from: usize, to: usize| up_to[to + n_states - from];
    let row = |from: usize| {
        (0..n_states)
            .map(|to| {
                if to == 0 {
                    ends(from, 0)
                } else {
                    ends(from, to) - ends(from, to - 1)
                }
            })
            .collect()
    };
    (0..n_states).map(row).collect()
}

/// The expected run length of Page's test, on a grid of so many states.
pub fn run_length(allowance: f64, threshold: f64, shift: f64, n_states: usize) -> f64 {
    let mut rows = chain(allowance, threshold, shift, n_states);
    for (idx, row) in rows.iter_mut().enumerate() {
        row.iter_mut().for_each(|entry| *entry = -*entry);
        row[idx] += 1.0;
    }
    solved(rows, vec![1.0; n_states])[0]
}

/// The chance that Page's test alarms in a period, whose means are given, on a grid of so many states.
pub fn alarm(allowance: f64, threshold: f64, shifts: &[f64], n_states: usize) -> f64 {
    let mut silent = vec![0.0; n_states];
    silent[0] = 1.0;
    for shift in shifts {
        let rows = chain(allowance, threshold, *shift, n_states);
        silent = (0..n_states)
            .map(|to| {
                rows.iter()
                    .zip(&silent)
                    .map(|(row, chance)| row[to] * chance)
                    .sum()
            })
            .collect();
    }
    1.0 - silent.iter().sum::<f64>()
}

/// `mᵀ·Σ⁻¹·m` for a covariance matrix: the square of how many standard deviations the best test for the loss `m` sees.
pub fn strength(covariance: &[Vec<f64>], amounts: &[f64]) -> f64 {
    solved(covariance.to_vec(), amounts.to_vec())
        .iter()
        .zip(amounts)
        .map(|(solution, amount)| solution * amount)
        .sum()
}

/// The covariance matrix of balances that only neighbours share errors.
pub fn covariance(sigmas: &[f64], correlation: f64) -> Vec<Vec<f64>> {
    let entry = |i: usize, j: usize| match i.abs_diff(j) {
        0 => sigmas[i] * sigmas[i],
        1 => correlation * sigmas[i] * sigmas[j],
        _ => 0.0,
    };
    (0..sigmas.len())
        .map(|i| (0..sigmas.len()).map(|j| entry(i, j)).collect())
        .collect()
}

/// The solution of a system of equations, by elimination with the largest pivot.
fn solved(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = rows.len();
    for column in 0..n {
        let pivot = (column..n)
            .max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))
            .unwrap_or(column);
        rows.swap(column, pivot);
        right.swap(column, pivot);
        let pivot_row = rows[column].clone();
        for row in (0..n).filter(|row| *row != column) {
            let factor = rows[row][column] / pivot_row[column];
            rows[row]
                .iter_mut()
                .zip(&pivot_row)
                .skip(column)
                .for_each(|(entry, known)| *entry -= factor * known);
            right[row] -= factor * right[column];
        }
    }
    (0..n).map(|idx| right[idx] / rows[idx][idx]).collect()
}

/// What a search comes to, over all its courses.
#[derive(Clone, Debug, PartialEq)]
pub struct Courses {
    /// The chance that some site is found.
    pub some: BigRational,
    /// The chance that there is a site, and that all are found.
    pub all: BigRational,
    /// The chance of each number of sites that is left, given that `found` were found; empty when that cannot be.
    pub left: Vec<BigRational>,
}

/// Lists every course of a search: how many sites there are, and when each is found, if it is.
pub fn courses(chances: &[BigRational], find: &BigRational, periods: u32, found: usize) -> Courses {
    let mut all_courses = vec![];
    for (sites, chance) in chances.iter().enumerate() {
        each_course(
            sites,
            0,
            chance.clone(),
            find,
            periods,
            &mut |n_found, chance| all_courses.push((sites, n_found, chance)),
        );
    }
    let sum = |wanted: &dyn Fn(usize, usize) -> bool| -> BigRational {
        all_courses
            .iter()
            .filter(|(sites, n_found, _)| wanted(*sites, *n_found))
            .map(|(_, _, chance)| chance)
            .sum()
    };
    let as_found = sum(&|_, n_found| n_found == found);
    let left = (0..chances.len().saturating_sub(found))
        .map(|left| sum(&|sites, n_found| n_found == found && sites - n_found == left));
    Courses {
        some: sum(&|_, n_found| n_found > 0),
        all: sum(&|sites, n_found| sites > 0 && n_found == sites),
        left: if as_found.is_zero() {
            vec![]
        } else {
            left.map(|chance| chance / &as_found).collect()
        },
    }
}

/// Goes on with one more site: it is found in one of the periods, or never.
fn each_course(
    sites: usize,
    n_found: usize,
    chance: BigRational,
    find: &BigRational,
    periods: u32,
    tell: &mut dyn FnMut(usize, BigRational),
) {
    if sites == 0 {
        return tell(n_found, chance);
    }
    let mut unseen = chance;
    for _ in 0..periods {
        each_course(sites - 1, n_found + 1, &unseen * find, find, periods, tell);
        unseen *= BigRational::one() - find;
    }
    each_course(sites - 1, n_found, unseen, find, periods, tell);
}

/// What one side gets, by row and column.
type Matrix = [Vec<BigRational>];

/// Whether neither side can gain by another row or another column.
pub fn is_equilibrium(
    a: &Matrix,
    b: &Matrix,
    rows: &[BigRational],
    columns: &[BigRational],
) -> bool {
    let is_mix = |mix: &[BigRational]| {
        mix.iter().all(|chance| !chance.is_negative()) && mix.iter().sum::<BigRational>().is_one()
    };
    let dot = |one: &mut dyn Iterator<Item = BigRational>| one.sum::<BigRational>();
    let of_rows: Vec<BigRational> = a
        .iter()
        .map(|row| {
            dot(&mut row
                .iter()
                .zip(columns)
                .map(|(payoff, chance)| payoff * chance))
        })
        .collect();
    let of_columns: Vec<BigRational> = (0..columns.len())
        .map(|column| {
            dot(&mut b
                .iter()
                .zip(rows)
                .map(|(row, chance)| &row[column] * chance))
        })
        .collect();
    let only_best = |payoffs: &[BigRational], mix: &[BigRational]| {
        let best = payoffs.iter().max();
        payoffs
            .iter()
            .zip(mix)
            .all(|(payoff, chance)| chance.is_zero() || Some(payoff) == best)
    };
    is_mix(rows) && is_mix(columns) && only_best(&of_rows, rows) && only_best(&of_columns, columns)
}

/// All extreme equilibria: mixes that are corners of the two polyhedra of mixes and payoffs, each found by trying every set of constraints
/// that might hold with equality.
pub fn extreme_equilibria(a: &Matrix, b: &Matrix) -> Vec<(Vec<BigRational>, Vec<BigRational>)> {
    let n_columns = a.first().map_or(0, Vec::len);
    let b_by_column: Vec<Vec<BigRational>> = (0..n_columns)
        .map(|column| b.iter().map(|row| row[column].clone()).collect())
        .collect();
    let (of_rows, of_columns) = (corners(&b_by_column), corners(a));
    let pairs = of_rows
        .iter()
        .flat_map(|x| of_columns.iter().map(move |y| (x.clone(), y.clone())));
    pairs.filter(|(x, y)| is_equilibrium(a, b, x, y)).collect()
}

/// The mixes at the corners of `{(x, v): x a mix, payoffs·x ≤ v}`, one row of payoffs for each choice of the other side.
fn corners(payoffs: &Matrix) -> Vec<Vec<BigRational>> {
    let n = payoffs.first().map_or(0, Vec::len);
    let unit = |idx: usize| {
        (0..=n)
            .map(|at| {
                if at == idx {
                    BigRational::one()
                } else {
                    BigRational::zero()
                }
            })
            .collect::<Vec<_>>()
    };
    let level = |row: &Vec<BigRational>| {
        row.iter()
            .cloned()
            .chain([-BigRational::one()])
            .collect::<Vec<_>>()
    };
    // Every constraint has 0 on its right side; the mix sums to 1.
    let constraints: Vec<Vec<BigRational>> =
        (0..n).map(unit).chain(payoffs.iter().map(level)).collect();
    let sum: Vec<BigRational> = (0..=n)
        .map(|at| {
            if at < n {
                BigRational::one()
            } else {
                BigRational::zero()
            }
        })
        .collect();
    let mut found: Vec<Vec<BigRational>> = vec![];
    for chosen in subsets(constraints.len(), n) {
        let mut rows: Vec<Vec<BigRational>> = chosen
            .iter()
            .map(|idx| [&constraints[*idx][..], &[BigRational::zero()]].concat())
            .collect();
        rows.push([&sum[..], &[BigRational::one()]].concat());
        let Some(point) = only_solution(rows) else {
            continue;
        };
        let value = |row: &[BigRational]| {
            row.iter()
                .zip(&point)
                .map(|(entry, at)| entry * at)
                .sum::<BigRational>()
        };
        let is_inside = constraints[..n].iter().all(|row| !value(row).is_negative())
            && constraints[n..].iter().all(|row| !value(row).is_positive());
        let mix = point[..n].to_vec();
        if is_inside && !found.contains(&mix) {
            found.push(mix);
        }
    }
    found
}

/// All choices of so many numbers below `end`.
fn subsets(end: usize, size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![vec![]];
    }
    let with_last = |last: usize| {
        subsets(last, size - 1)
            .into_iter()
            .map(move |rest| [rest, vec![last]].concat())
    };
    (size - 1..end).flat_map(with_last).collect()
}

/// The solution of a square system, each row with its right side at the end, if there is just one.
fn only_solution(mut rows: Vec<Vec<BigRational>>) -> Option<Vec<BigRational>> {
    let n = rows.len();
    for column in 0..n {
        let pivot = (column..n).find(|row| !rows[*row][column].is_zero())?;
        rows.swap(column, pivot);
        let scaled: Vec<BigRational> = rows[column]
            .iter()
            .map(|entry| entry / &rows[column][column])
            .collect();
        for (_, row) in rows
            .iter_mut()
            .enumerate()
            .filter(|(idx, row)| *idx != column && !row[column].is_zero())
        {
            let factor = row[column].clone();
            row.iter_mut()
                .zip(&scaled)
                .for_each(|(entry, known)| *entry -= &factor * known);
        }
        rows[column] = scaled;
    }
    Some(
        rows.into_iter()
            .map(|mut row| row.pop().unwrap_or_default())
            .collect(),
    )
}
