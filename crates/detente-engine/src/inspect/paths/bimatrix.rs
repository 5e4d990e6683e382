//! All extreme equilibria of a game of two with a payoff per pair of choices.
//!
//! # Definition
//! `A` has what the one who chooses rows gets, `B` what the one who chooses columns gets. Mixes `x` and `y` are an equilibrium when each
//! row used is among the best against `y`, and each column used among the best against `x`. The equilibria are the union of the
//! convex hulls of some finite sets of them; their corners are the extreme equilibria.
//! # Algorithm
//! With payoffs made positive, mixes are points of `{x ≥ 0 : Bᵀx ≤ 1}` and `{y ≥ 0 : Ay ≤ 1}` up to their sum. Of every pair of
//! vertices, neither of them the origin, those are kept for which each row is unused or best, and each column too.
//! # Complexity
//! As many bases as the two polytopes have, and a comparison per pair of vertices.
//! # Validity
//! Exact, and complete for degenerate games, where the equilibria are not isolated.
//! # References
//! Mangasarian (1964); Avis, Rosenberg, Savani and von Stengel (2010). Not at hand.

use num_traits::{One, Zero};

use super::Obstacle;
use super::tableau::{LABELS_MAX, Tableau, Vertex};
use crate::inspect::Fraction;
use crate::space::Watch;

/// The most bases of either polytope that are visited.
pub const BASES_MAX: usize = 20_000;

/// The most bases that are visited, times the pairs of choices.
const WORK_MAX: usize = 20_000_000;

/// The most extreme equilibria that are listed.
pub const EQUILIBRIA_MAX: usize = 20_000;

/// A pair of mixes of which neither is worth changing alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Equilibrium {
    /// The chance of each row.
    pub rows: Vec<Fraction>,
    /// The chance of each column.
    pub columns: Vec<Fraction>,
    /// What the two get.
    pub payoffs: (Fraction, Fraction),
}

/// All extreme equilibria, in descending order of the mixes. Each matrix has a row per row and a column per column, at least one of each.
pub fn extreme_equilibria(
    a: &[Vec<Fraction>],
    b: &[Vec<Fraction>],
    watch: &Watch,
) -> Result<Vec<Equilibrium>, Obstacle> {
    let (n_rows, n_columns) = (a.len(), a.first().map_or(0, Vec::len));
    if n_rows + n_columns > LABELS_MAX {
        return Err(Obstacle::Choices { most: LABELS_MAX });
    }
    let of_rows = vertices(&positive(&transposed(b)), watch)?;
    let of_columns = vertices(&positive(a), watch)?;
    // In the first polytope rows come first, in the second columns do.
    let turned = |zeros: u128| zeros >> n_columns | (zeros & low(n_columns)) << n_rows;
    let turned: Vec<(u128, &Vertex)> = of_columns
        .iter()
        .map(|vertex| (turned(vertex.zeros), vertex))
        .collect();
    let mut found = vec![];
    for x in &of_rows {
        if watch.is_stopped() {
            return Err(Obstacle::Stopped);
        }
        for (_, y) in turned
            .iter()
            .filter(|(zeros, _)| zeros | x.zeros == low(n_rows + n_columns))
        {
            found.push((mix(&x.point), mix(&y.point)));
            if found.len() > EQUILIBRIA_MAX {
                return Err(Obstacle::Equilibria {
                    most: EQUILIBRIA_MAX,
                });
            }
        }
    }
    found.sort_by(|one, other| other.cmp(one));
    let told = |(rows, columns): (Vec<Fraction>, Vec<Fraction>)| Equilibrium {
        payoffs: (expected(a, &rows, &columns), expected(b, &rows, &columns)),
        rows,
        columns,
    };
    Ok(found.into_iter().map(told).collect())
}

/// The vertices of `{x ≥ 0 : m·x ≤ 1}` but the origin.
fn vertices(matrix: &[Vec<Fraction>], watch: &Watch) -> Result<Vec<Vertex>, Obstacle> {
    let n_columns = matrix.first().map_or(0, Vec::len);
    let tableau = Tableau::new(
        matrix,
        &vec![Fraction::one(); matrix.len()],
        &vec![Fraction::zero(); n_columns],
    );
    let bases_max = BASES_MAX.min(WORK_MAX / (matrix.len() * n_columns).max(1));
    let mut vertices = tableau.vertices(bases_max, watch)?;
    vertices.retain(|vertex| vertex.point.iter().any(|entry| !entry.is_zero()));
    Ok(vertices)
}

/// The lowest bits.
fn low(n_bits: usize) -> u128 {
    if n_bits == 128 {
        u128::MAX
    } else {
        (1 << n_bits) - 1
    }
}

/// A matrix with the same equilibria and entries of at least 1.
fn positive(matrix: &[Vec<Fraction>]) -> Vec<Vec<Fraction>> {
    let least = matrix.iter().flatten().min().cloned().unwrap_or_default();
    matrix
        .iter()
        .map(|row| {
            row.iter()
                .map(|entry| entry - &least + Fraction::one())
                .collect()
        })
        .collect()
}

fn transposed(matrix: &[Vec<Fraction>]) -> Vec<Vec<Fraction>> {
    let n_columns = matrix.first().map_or(0, Vec::len);
    (0..n_columns)
        .map(|column| matrix.iter().map(|row| row[column].clone()).collect())
        .collect()
}

/// Weights divided by their sum, which is above 0.
pub(super) fn mix(weights: &[Fraction]) -> Vec<Fraction> {
    let sum: Fraction = weights.iter().sum();
    weights.iter().map(|weight| weight / &sum).collect()
}

/// What is expected under two mixes.
fn expected(payoffs: &[Vec<Fraction>], rows: &[Fraction], columns: &[Fraction]) -> Fraction {
    let against = |row: &[Fraction]| {
        row.iter()
            .zip(columns)
            .map(|(payoff, chance)| payoff * chance)
            .sum::<Fraction>()
    };
    payoffs
        .iter()
        .zip(rows)
        .map(|(row, chance)| against(row) * chance)
        .sum()
}
