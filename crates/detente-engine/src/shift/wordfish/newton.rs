//! The joint steps of Wordfish: Newton's method with two constraints, words eliminated block by block.

use super::{Numbers, PRECISION, STEPS_MAX};

/// What share of the objective rounding may hide.
const ROUNDING: f64 = 1e-13;

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

/// A change of all numbers.
struct Step {
    texts: Vec<f64>,
    words: Vec<[f64; 2]>,
}

impl Numbers {
    /// Steps jointly until the derivatives are as near 0 as rounding leaves them, and says how near.
    ///
    /// A step that does not lead upwards is tried again with the second derivatives by single numbers made greater.
    pub(super) fn polish(&mut self, counts: &[Vec<u64>]) -> f64 {
        let (mut objective, mut residual, mut damping) =
            (self.objective(counts), self.settled(counts), 1e-3);
        for _ in 0..STEPS_MAX {
            let moved = self
                .step(counts, damping)
                .and_then(|step| self.moved(&step));
            let found =
                moved.map(|mut moved| (moved.objective(counts), moved.settled(counts), moved));
            // So near the top that rounding hides what a step gains, the derivatives decide.
            let is_better = |now: f64, left: f64| {
                now > objective + ROUNDING * objective.abs()
                    || now > objective - ROUNDING * objective.abs() && left < residual
            };
            match found.filter(|(now, left, _)| is_better(*now, *left)) {
                Some((now, left, moved)) => {
                    (objective, residual, *self) = (now, left, moved);
                    damping = if damping < 1e-9 { 0.0 } else { damping / 10.0 };
                }
                None if damping > 1e6 => break,
                None => damping = (10.0 * damping).max(1e-9),
            }
        }
        residual
    }

    /// Sets the multipliers to what the slopes of `θ` ask for, and gives what is left of all slopes.
    fn settled(&mut self, counts: &[Vec<u64>]) -> f64 {
        let n = self.theta.len();
        let slopes = &self.text_slopes(counts)[n - 1..];
        let mean = slopes.iter().sum::<f64>() / n as f64;
        self.multipliers = [
            mean,
            super::dot(slopes, &self.theta) / super::dot(&self.theta, &self.theta),
        ];
        self.residual(counts)
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
        [
            self.theta.iter().sum(),
            0.5 * (squares - (self.theta.len() - 1) as f64),
        ]
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
        slopes.into_iter().fold(0.0, |greatest: f64, slope| {
            if slope.is_nan() {
                f64::INFINITY
            } else {
                greatest.max(slope.abs())
            }
        })
    }

    /// The numbers after a step, standardised again; none if all positions became one.
    fn moved(&self, step: &Step) -> Option<Self> {
        let n = self.theta.len();
        let mut it = self.clone();
        it.alpha[1..]
            .iter_mut()
            .zip(&step.texts)
            .for_each(|(alpha, change)| *alpha += change);
        it.theta
            .iter_mut()
            .zip(&step.texts[n - 1..])
            .for_each(|(theta, change)| *theta += change);
        for (word, [psi, beta]) in step.words.iter().enumerate() {
            it.psi[word] += psi;
            it.beta[word] += beta;
        }
        it.standardise().then_some(it)
    }

    fn block(&self, counts: &[Vec<u64>], word: usize, damping: f64) -> WordBlock {
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
        let (level, bend) = (level * (1.0 + damping), bend * (1.0 + damping));
        let determinant = level * bend - both * both;
        let inverse = [
            [bend / determinant, -both / determinant],
            [-both / determinant, level / determinant],
        ];
        WordBlock {
            inverse,
            slope: self.word_slopes(counts, word),
            mixed,
        }
    }

    /// The joint step; none if the system has no answer.
    fn step(&self, counts: &[Vec<u64>], damping: f64) -> Option<Step> {
        let n = self.theta.len();
        let size = 2 * n - 1;
        let blocks: Vec<WordBlock> = (0..self.psi.len())
            .map(|word| self.block(counts, word, damping))
            .collect();
        let mut matrix = self.text_matrix(damping);
        let mut right: Vec<f64> = self
            .text_slopes(counts)
            .into_iter()
            .map(|slope| -slope)
            .collect();
        right.extend(self.violations().map(|violation| -violation));
        for block in &blocks {
            let from_slopes = block.times(block.slope);
            for row in 0..size {
                let left = block.times([block.mixed[0][row], block.mixed[1][row]]);
                right[row] -=
                    block.mixed[0][row] * from_slopes[0] + block.mixed[1][row] * from_slopes[1];
                for (entry, (psi, beta)) in matrix[row]
                    .iter_mut()
                    .zip(block.mixed[0].iter().zip(&block.mixed[1]))
                {
                    *entry += left[0] * psi + left[1] * beta;
                }
            }
        }
        let mut texts = solved(matrix, right)?;
        texts.truncate(size);
        let change = |block: &WordBlock| {
            let along = |part: usize| block.slope[part] + super::dot(&block.mixed[part], &texts);
            block.times([along(0), along(1)])
        };
        let words = blocks.iter().map(change).collect();
        Some(Step { texts, words })
    }

    /// The second derivatives by the numbers of the texts, with a row and a column for each constraint.
    fn text_matrix(&self, damping: f64) -> Vec<Vec<f64>> {
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
                matrix[text - 1][text - 1] = -level * (1.0 + damping);
                matrix[text - 1][at] = -both;
                matrix[at][text - 1] = -both;
            }
            matrix[at][at] = -bend * (1.0 + damping) - self.multipliers[1];
            for (constraint, slope) in [1.0, self.theta[text]].into_iter().enumerate() {
                matrix[at][size + constraint] = -slope;
                matrix[size + constraint][at] = slope;
            }
        }
        matrix
    }
}

/// The answer of a linear system, by elimination with the greatest pivot of each column; none if there is not one.
fn solved(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let n = right.len();
    for column in 0..n {
        let pivot = (column..n).max_by(|left, right| {
            matrix[*left][column]
                .abs()
                .total_cmp(&matrix[*right][column].abs())
        })?;
        if matrix[pivot][column] == 0.0 || matrix[pivot][column].is_nan() {
            return None;
        }
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let (above, below) = matrix.split_at_mut(column + 1);
        let (row, right_of_row) = (&above[column], right[column]);
        for (other, right_of_other) in below.iter_mut().zip(&mut right[column + 1..]) {
            let factor = other[column] / row[column];
            other[column..]
                .iter_mut()
                .zip(&row[column..])
                .for_each(|(entry, above)| *entry -= factor * above);
            *right_of_other -= factor * right_of_row;
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n)
            .map(|column| matrix[row][column] * right[column])
            .sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    Some(right)
}
