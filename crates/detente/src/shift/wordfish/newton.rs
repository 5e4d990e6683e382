//! The joint steps of Wordfish: Newton's method with two constraints, words eliminated block by block.

use super::{Numbers, PRECISION, STEPS_MAX};

/// What the joint step needs of one word.
struct WordBlock {
    /// The negative inverse of its second derivatives.
    inverse: [[f64; 2]; 2],
    /// The derivatives by `ψ` and `β`.
    slope: [f64; 2],
    /// The mixed derivatives with the numbers of the texts.
    mixed: [Vec<f64>; 2],
}

impl WordBlock {
    /// The negative inverse times a vector.
    fn times(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        self.inverse.map(|row| row[0] * x + row[1] * y)
    }
}

/// A change of all numbers, and the new multipliers.
struct Step {
    texts: Vec<f64>,
    words: Vec<[f64; 2]>,
    multipliers: [f64; 2],
}

impl Numbers {
    /// Steps jointly until the derivatives are as near 0 as rounding leaves them, and says how near.
    pub(super) fn polish(&mut self, counts: &[Vec<u64>]) -> f64 {
        self.multipliers = [0.0, dot_slopes(self, counts)];
        let mut residual = self.residual(counts);
        for _ in 0..STEPS_MAX {
            let Some(step) = self.step(counts) else { break };
            let lengths = (0..30).map(|halvings| 0.5_f64.powi(halvings));
            let better = lengths.map(|length| self.moved(&step, length)).map(|moved| (moved.residual(counts), moved));
            let Some((found, moved)) = better.into_iter().find(|(found, _)| *found < residual) else { break };
            (residual, *self) = (found, moved);
        }
        residual
    }

    /// The derivatives of the objective by the numbers of the texts: all `α` but the first, then all `θ`.
    fn text_slopes(&self, counts: &[Vec<u64>]) -> Vec<f64> {
        let n = self.theta.len();
        let mut slopes = vec![0.0; 2 * n - 1];
        for (text, row) in counts.iter().enumerate() {
            for (word, count) in row.iter().enumerate() {
                let rest = *count as f64 - self.mean(text, word);
                if text > 0 {
                    slopes[text - 1] += rest;
                }
                slopes[n - 1 + text] += rest * self.beta[word];
            }
        }
        slopes
    }

    /// The derivatives by `ψ` and `β` of a word.
    fn word_slopes(&self, counts: &[Vec<u64>], word: usize) -> [f64; 2] {
        let mut slopes = [0.0, -PRECISION * self.beta[word]];
        for (text, row) in counts.iter().enumerate() {
            let rest = row[word] as f64 - self.mean(text, word);
            slopes[0] += rest;
            slopes[1] += rest * self.theta[text];
        }
        slopes
    }

    /// How far the constraints are from holding: `Σθ`, and `½Σθ² − ½(n − 1)`.
    fn violations(&self) -> [f64; 2] {
        let squares: f64 = self.theta.iter().map(|theta| theta * theta).sum();
        [self.theta.iter().sum(), 0.5 * (squares - (self.theta.len() - 1) as f64)]
    }

    /// The greatest derivative of the objective less the multipliers' share, or violation.
    fn residual(&self, counts: &[Vec<u64>]) -> f64 {
        let n = self.theta.len();
        let mut slopes = self.text_slopes(counts);
        for text in 0..n {
            slopes[n - 1 + text] -= self.multipliers[0] + self.multipliers[1] * self.theta[text];
        }
        slopes.extend((0..self.psi.len()).flat_map(|word| self.word_slopes(counts, word)));
        slopes.extend(self.violations());
        // A number that is none must not pass for a small one.
        slopes.into_iter().fold(0.0, |greatest: f64, slope| if slope.is_nan() { f64::INFINITY } else { greatest.max(slope.abs()) })
    }

    fn moved(&self, step: &Step, length: f64) -> Self {
        let n = self.theta.len();
        let mut it = self.clone();
        it.alpha[1..].iter_mut().zip(&step.texts).for_each(|(alpha, change)| *alpha += length * change);
        it.theta.iter_mut().zip(&step.texts[n - 1..]).for_each(|(theta, change)| *theta += length * change);
        for (word, [psi, beta]) in step.words.iter().enumerate() {
            it.psi[word] += length * psi;
            it.beta[word] += length * beta;
        }
        for (multiplier, new) in it.multipliers.iter_mut().zip(step.multipliers) {
            *multiplier += length * (new - *multiplier);
        }
        it
    }

    fn block(&self, counts: &[Vec<u64>], word: usize) -> WordBlock {
        let n = self.theta.len();
        let mut mixed = [vec![0.0; 2 * n - 1], vec![0.0; 2 * n - 1]];
        let (mut level, mut both, mut bend) = (0.0, 0.0, PRECISION);
        for (text, row) in counts.iter().enumerate() {
            let (mean, theta) = (self.mean(text, word), self.theta[text]);
            level += mean;
            both += mean * theta;
            bend += mean * theta * theta;
            if text > 0 {
                mixed[0][text - 1] = -mean;
                mixed[1][text - 1] = -mean * theta;
            }
            mixed[0][n - 1 + text] = -mean * self.beta[word];
            mixed[1][n - 1 + text] = -mean * self.beta[word] * theta + row[word] as f64 - mean;
        }
        let determinant = level * bend - both * both;
        let inverse = [[bend / determinant, -both / determinant], [-both / determinant, level / determinant]];
        WordBlock { inverse, slope: self.word_slopes(counts, word), mixed }
    }

    /// The joint step; none if the system has no answer.
    fn step(&self, counts: &[Vec<u64>]) -> Option<Step> {
        let n = self.theta.len();
        let size = 2 * n - 1;
        let blocks: Vec<WordBlock> = (0..self.psi.len()).map(|word| self.block(counts, word)).collect();
        let mut matrix = self.text_matrix();
        let mut right: Vec<f64> = self.text_slopes(counts).into_iter().map(|slope| -slope).collect();
        right.extend(self.violations().map(|violation| -violation));
        for block in &blocks {
            let from_slopes = block.times(block.slope);
            for row in 0..size {
                let left = block.times([block.mixed[0][row], block.mixed[1][row]]);
                right[row] -= block.mixed[0][row] * from_slopes[0] + block.mixed[1][row] * from_slopes[1];
                for (entry, (psi, beta)) in matrix[row].iter_mut().zip(block.mixed[0].iter().zip(&block.mixed[1])) {
                    *entry += left[0] * psi + left[1] * beta;
                }
            }
        }
        let mut texts = solved(matrix, right)?;
        let multipliers = [texts[size], texts[size + 1]];
        texts.truncate(size);
        let change = |block: &WordBlock| {
            let along = |part: usize| block.slope[part] + super::dot(&block.mixed[part], &texts);
            block.times([along(0), along(1)])
        };
        let words = blocks.iter().map(change).collect();
        Some(Step { texts, words, multipliers })
    }

    /// The second derivatives by the numbers of the texts, with a row and a column for each constraint.
    fn text_matrix(&self) -> Vec<Vec<f64>> {
        let n = self.theta.len();
        let size = 2 * n - 1;
        let mut matrix = vec![vec![0.0; size + 2]; size + 2];
        for text in 0..n {
            let (at, mut level, mut both, mut bend) = (n - 1 + text, 0.0, 0.0, 0.0);
            for (word, beta) in self.beta.iter().enumerate() {
                let mean = self.mean(text, word);
                level += mean;
                both += mean * beta;
                bend += mean * beta * beta;
            }
            if text > 0 {
                matrix[text - 1][text - 1] = -level;
                matrix[text - 1][at] = -both;
                matrix[at][text - 1] = -both;
            }
            matrix[at][at] = -bend - self.multipliers[1];
            for (constraint, slope) in [1.0, self.theta[text]].into_iter().enumerate() {
                matrix[at][size + constraint] = -slope;
                matrix[size + constraint][at] = slope;
            }
        }
        matrix
    }
}

/// The multiplier of the scale of `θ`, by what the slopes of `θ` leave.
fn dot_slopes(it: &Numbers, counts: &[Vec<u64>]) -> f64 {
    let n = it.theta.len();
    super::dot(&it.text_slopes(counts)[n - 1..], &it.theta) / super::dot(&it.theta, &it.theta)
}

/// The answer of a linear system, by elimination with the greatest pivot of each column; none if there is not one.
fn solved(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let n = right.len();
    for column in 0..n {
        let pivot = (column..n).max_by(|left, right| matrix[*left][column].abs().total_cmp(&matrix[*right][column].abs()))?;
        if !(matrix[pivot][column].abs() > 0.0) {
            return None;
        }
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let (above, below) = matrix.split_at_mut(column + 1);
        let (row, right_of_row) = (&above[column], right[column]);
        for (other, right_of_other) in below.iter_mut().zip(&mut right[column + 1..]) {
            let factor = other[column] / row[column];
            other[column..].iter_mut().zip(&row[column..]).for_each(|(entry, above)| *entry -= factor * above);
            *right_of_other -= factor * right_of_row;
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|column| matrix[row][column] * right[column]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    Some(right)
}
