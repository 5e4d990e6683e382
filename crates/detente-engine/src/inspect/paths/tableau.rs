//! Linear systems in a dictionary that stays exact: the simplex method, and all vertices of a polytope.
//!
//! # Definition
//! The polytope is `{x ≥ 0 : a·x ≤ b}` with `b ≥ 0`, so that the origin lies in it; it is bounded. A basis is a choice of variables,
//! as many as rows, that the others at 0 determine; slack variables count.
//! # Algorithm
//! Pivots in whole numbers: all entries have the determinant of the basis as their common divisor, and divide without remainder.
//! To maximise, the column with the best price enters, and by Bland's rule, which cannot cycle, as long as the objective stands still.
//! For all vertices, every feasible basis that pivots lead to is visited, depth first, and each pivot is taken back on the way out.
//! With ties every row that could leave does, so that a vertex with several bases is a bridge and not a wall.
//! # Complexity
//! A pivot is `O(rows·columns)` products of numbers whose length grows with the rows; up to `C(rows + columns, rows)` bases.
//! # Validity
//! Exact. Every vertex is reached: an objective that is best there alone leads to it by Bland's rule, along pivots that the search
//! takes too.
//! # References
//! Bland (1977) for the rule; the whole-number pivots after Edmonds (1967), as von Stengel (2002) restates them. Not at hand.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use super::Obstacle;
use crate::inspect::Fraction;
use crate::space::Watch;

/// The most variables and rows together: one bit each.
pub(super) const LABELS_MAX: usize = 128;

/// A dictionary.
pub(super) struct Tableau {
    /// Rows of the basic variables, and below them the prices; in each the columns, and at the end the right side.
    rows: Vec<Vec<BigInt>>,
    /// What all entries are divided by.
    divisor: BigInt,
    /// The variable of each row. Variables are counted first, then the slack of each row.
    basic: Vec<usize>,
    /// The variable of each column.
    free: Vec<usize>,
    /// By what each row was multiplied to be whole; the last one is for the prices.
    scales: Vec<BigInt>,
}

/// A row and a column whose variables may be swapped.
type Pivot = (usize, usize);

/// A vertex of the polytope.
pub(super) struct Vertex {
    /// The values of the variables, without slack.
    pub(super) point: Vec<Fraction>,
    /// One bit per variable and slack: whether it is 0.
    pub(super) zeros: u128,
}

impl Tableau {
    /// The dictionary of `a·x ≤ b` at the origin, with an objective to maximise.
    pub(super) fn new(rows: &[Vec<Fraction>], bounds: &[Fraction], objective: &[Fraction]) -> Self {
        let n_columns = objective.len();
        let all = rows
            .iter()
            .zip(bounds)
            .map(|(row, bound)| row.iter().chain([bound]).cloned().collect::<Vec<_>>());
        let prices = objective
            .iter()
            .map(|price| -price)
            .chain([Fraction::zero()])
            .collect();
        let (rows, scales) = all
            .chain([prices])
            .map(|row: Vec<Fraction>| whole(&row))
            .unzip();
        let basic = (n_columns..n_columns + bounds.len()).collect();
        Self {
            rows,
            divisor: BigInt::one(),
            basic,
            free: (0..n_columns).collect(),
            scales,
        }
    }

    fn n_columns(&self) -> usize {
        self.free.len()
    }

    /// Swaps the variables of a row and of a column. The entry there is above 0, or was so before the swap that this takes back.
    fn pivot(&mut self, row: usize, column: usize) {
        let pivot_row = self.rows[row].clone();
        let pivot = pivot_row[column].clone();
        for (_, other) in self
            .rows
            .iter_mut()
            .enumerate()
            .filter(|(idx, _)| *idx != row)
        {
            let factor = std::mem::take(&mut other[column]);
            if factor.is_zero() {
                other
                    .iter_mut()
                    .for_each(|entry| *entry = &*entry * &pivot / &self.divisor);
                continue;
            }
            for (entry, above) in other.iter_mut().zip(&pivot_row) {
                *entry = (&*entry * &pivot - &factor * above) / &self.divisor;
            }
            other[column] = -factor;
        }
        self.rows[row][column] = std::mem::replace(&mut self.divisor, pivot);
        std::mem::swap(&mut self.basic[row], &mut self.free[column]);
    }

    /// The rows that may leave when a column enters: those with the least ratio.
    fn leaving(&self, column: usize) -> Vec<usize> {
        let end = self.n_columns();
        let mut least: Vec<usize> = vec![];
        for row in (0..self.basic.len()).filter(|row| self.rows[*row][column].is_positive()) {
            let order = least.first().map(|best| {
                let ratio = |of: usize, by: usize| &self.rows[of][end] * &self.rows[by][column];
                ratio(row, *best).cmp(&ratio(*best, row))
            });
            match order {
                Some(std::cmp::Ordering::Greater) => {}
                Some(std::cmp::Ordering::Equal) => least.push(row),
                _ => least = vec![row],
            }
        }
        least
    }

    /// Maximises the objective.
    pub(super) fn maximise(&mut self, watch: &Watch) -> Result<(), Obstacle> {
        let mut stands_still = false;
        while let Some(column) = self.entering(stands_still) {
            if watch.is_stopped() {
                return Err(Obstacle::Stopped);
            }
            let row = self
                .leaving(column)
                .into_iter()
                .min_by_key(|row| self.basic[*row])
                .expect("the polytope is bounded");
            stands_still = self.rows[row][self.n_columns()].is_zero();
            self.pivot(row, column);
        }
        Ok(())
    }

    /// A column whose variable the objective wants larger.
    fn entering(&self, stands_still: bool) -> Option<usize> {
        let prices = self.rows.last()?;
        let wanted = (0..self.n_columns()).filter(|column| prices[*column].is_negative());
        if stands_still {
            wanted.min_by_key(|column| self.free[*column])
        } else {
            wanted.min_by_key(|column| &prices[*column])
        }
    }

    /// The values of the variables, without slack.
    pub(super) fn point(&self) -> Vec<Fraction> {
        let end = self.n_columns();
        let mut point = vec![Fraction::zero(); end];
        for (row, variable) in self
            .basic
            .iter()
            .enumerate()
            .filter(|(_, variable)| **variable < end)
        {
            point[*variable] = Fraction::new(self.rows[row][end].clone(), self.divisor.clone());
        }
        point
    }

    /// What a unit more of each bound would add to the objective, once that is maximal.
    pub(super) fn duals(&self) -> Vec<Fraction> {
        let prices = &self.rows[self.basic.len()];
        let mut duals = vec![Fraction::zero(); self.basic.len()];
        let scale = self.scales.last().cloned().unwrap_or_else(BigInt::one) * &self.divisor;
        for (column, variable) in self
            .free
            .iter()
            .enumerate()
            .filter(|(_, variable)| **variable >= self.n_columns())
        {
            let row = variable - self.n_columns();
            duals[row] = Fraction::new(&prices[column] * &self.scales[row], scale.clone());
        }
        duals
    }

    /// One bit per variable and slack: whether it is 0.
    fn zeros(&self) -> u128 {
        let end = self.n_columns();
        let flat = self
            .basic
            .iter()
            .enumerate()
            .filter(|(row, _)| self.rows[*row][end].is_zero())
            .map(|(_, variable)| variable);
        bits(self.free.iter().chain(flat))
    }

    /// All vertices, unless more than `bases_max` bases have to be visited for that.
    pub(super) fn vertices(
        mut self,
        bases_max: usize,
        watch: &Watch,
    ) -> Result<Vec<Vertex>, Obstacle> {
        let mut vertices = BTreeMap::from([(self.zeros(), self.point())]);
        let mut visited = BTreeSet::from([bits(&self.basic)]);
        // Each pivot on the way here, and those that are still to be tried after it; none led to the origin.
        let mut path: Vec<(Pivot, Vec<Pivot>)> = vec![((0, 0), self.pivots())];
        while let Some((came_by, open)) = path.last_mut() {
            let Some((row, column)) = open.pop() else {
                let (row, column) = *came_by;
                path.pop();
                if !path.is_empty() {
                    self.pivot(row, column);
                }
                continue;
            };
            let next = bits(&self.basic) & !(1 << self.basic[row]) | 1 << self.free[column];
            if !visited.insert(next) {
                continue;
            }
            if watch.is_stopped() {
                return Err(Obstacle::Stopped);
            }
            if visited.len() > bases_max {
                return Err(Obstacle::Bases { most: bases_max });
            }
            self.pivot(row, column);
            vertices.entry(self.zeros()).or_insert_with(|| self.point());
            path.push(((row, column), self.pivots()));
        }
        Ok(vertices
            .into_iter()
            .map(|(zeros, point)| Vertex { point, zeros })
            .collect())
    }

    /// Every pivot to another feasible basis.
    fn pivots(&self) -> Vec<Pivot> {
        (0..self.n_columns())
            .flat_map(|column| {
                self.leaving(column)
                    .into_iter()
                    .map(move |row| (row, column))
            })
            .collect()
    }
}

fn bits<'a>(variables: impl IntoIterator<Item = &'a usize>) -> u128 {
    variables
        .into_iter()
        .fold(0, |bits, variable| bits | 1 << variable)
}

/// A row of whole numbers, and by what the fractions were multiplied.
fn whole(row: &[Fraction]) -> (Vec<BigInt>, BigInt) {
    let scale = row
        .iter()
        .fold(BigInt::one(), |scale, entry| scale.lcm(entry.denom()));
    (
        row.iter()
            .map(|entry| entry.numer() * (&scale / entry.denom()))
            .collect(),
        scale,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fractions(numbers: &[i64]) -> Vec<Fraction> {
        numbers
            .iter()
            .map(|number| Fraction::new((*number).into(), 2.into()))
            .collect()
    }

    /// `x + y ≤ 4`, `x ≤ 2`, in halves; maximise `x + 2y`.
    fn example() -> Tableau {
        Tableau::new(
            &[fractions(&[2, 2]), fractions(&[2, 0])],
            &fractions(&[8, 4]),
            &fractions(&[2, 4]),
        )
    }

    #[test]
    fn a_program_is_maximised_with_its_duals() {
        let mut tableau = example();
        tableau
            .maximise(&Watch::default())
            .expect("it is not stopped");
        assert_eq!(tableau.point(), fractions(&[0, 8]));
        assert_eq!(tableau.duals(), fractions(&[4, 0]));
    }

    #[test]
    fn all_vertices_are_found() {
        let points: Vec<Vec<Fraction>> = example()
            .vertices(100, &Watch::default())
            .expect("there are few")
            .into_iter()
            .map(|vertex| vertex.point)
            .collect();
        assert_eq!(points.len(), 4);
        for corner in [[0, 0], [4, 0], [4, 4], [0, 8]] {
            assert!(points.contains(&fractions(&corner)), "{corner:?}");
        }
    }

    #[test]
    fn a_limit_on_bases_and_a_stop_are_told() {
        assert!(matches!(
            example().vertices(2, &Watch::default()),
            Err(Obstacle::Bases { most: 2 })
        ));
        let watch = Watch::default();
        watch.stop();
        assert!(matches!(
            example().vertices(100, &watch),
            Err(Obstacle::Stopped)
        ));
        assert!(matches!(example().maximise(&watch), Err(Obstacle::Stopped)));
    }
}
