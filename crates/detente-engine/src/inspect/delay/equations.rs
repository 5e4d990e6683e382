//! Systems of linear equations in fractions.

use num_bigint::BigInt;
use num_traits::{One, Zero};

use crate::inspect::Fraction;

/// The only solution of a system of equations `a·x = b`, each row holding `a` and then `b`; None when there is none or more than one.
///
/// Elimination without fractions, by Bareiss's rule: every number on the way is a minor of the system, so that none is longer than
/// it must be. `O(rows·unknowns²)` products.
pub(super) fn only_solution(mut rows: Vec<Vec<BigInt>>) -> Option<Vec<Fraction>> {
    let n_unknowns = rows.first()?.len() - 1;
    let mut divisor = BigInt::one();
    for column in 0..n_unknowns {
        let pivot = (column..rows.len()).find(|row| !rows[*row][column].is_zero())?;
        rows.swap(column, pivot);
        let (above, below) = rows.split_at_mut(column + 1);
        let pivot = &above[column];
        for row in below {
            let factor = std::mem::take(&mut row[column]);
            for later in column + 1..=n_unknowns {
                row[later] = (&pivot[column] * &row[later] - &factor * &pivot[later]) / &divisor;
            }
        }
        divisor.clone_from(&above[column][column]);
    }
    rows[n_unknowns..]
        .iter()
        .all(|row| row[n_unknowns].is_zero())
        .then(|| solved(&rows[..n_unknowns]))
}

/// The solution of a triangular system, from its last unknown.
fn solved(rows: &[Vec<BigInt>]) -> Vec<Fraction> {
    let n = rows.len();
    let mut solution = vec![Fraction::default(); n];
    for (idx, row) in rows.iter().enumerate().rev() {
        let known: Fraction = (idx + 1..n)
            .map(|later| &solution[later] * &row[later])
            .sum();
        solution[idx] = (Fraction::from_integer(row[n].clone()) - known) / &row[idx];
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;

    fn system(rows: &[&[i64]]) -> Vec<Vec<BigInt>> {
        rows.iter()
            .map(|row| row.iter().map(|number| BigInt::from(*number)).collect())
            .collect()
    }

    #[test]
    fn a_system_with_one_solution_is_solved_even_if_rows_repeat() {
        let found = only_solution(system(&[
            &[0, 2, 1, 8],
            &[1, 1, 0, 3],
            &[3, 0, -1, -1],
            &[1, 3, 1, 11],
        ]))
        .expect("one solution");
        let expected = [(1, 1), (2, 1), (4, 1)]
            .map(|(above, below)| Fraction::new(above.into(), below.into()));
        assert_eq!(found, expected);
        let halves = only_solution(system(&[&[2, 0, 1], &[1, 4, 1]])).expect("one solution");
        assert_eq!(
            halves,
            [(1, 2), (1, 8)].map(|(above, below)| Fraction::new(above.into(), below.into()))
        );
    }

    #[test]
    fn a_system_with_none_or_many_has_no_only_solution() {
        assert_eq!(
            only_solution(system(&[&[1, 1, 2], &[2, 2, 5], &[1, 1, 2]])),
            None
        );
        assert_eq!(
            only_solution(system(&[&[1, 0, 1], &[0, 1, 1], &[1, 1, 3]])),
            None
        );
        assert_eq!(only_solution(system(&[&[1, 1, 2]])), None);
    }
}
