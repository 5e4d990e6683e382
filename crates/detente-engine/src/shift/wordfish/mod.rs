//! Where do texts stand, when no position is given? Wordfish.
//!
//! # Definition
//! Word `j` occurs in text `i` a Poisson number of times with mean `exp(α_i + ψ_j + β_j·θ_i)`; `θ_i` is the position. Fixed by `α_1 = 0`, `θ` of
//! mean 0 and standard deviation 1 (divisor `n − 1`), a direction, and `β_j` normal with mean 0 and standard deviation 3. What is made greatest is
//! `Σ(y·η − e^η) − Σβ²/18`, with `η` the logarithm of the mean.
//! # Algorithm
//! From several starts: words and texts in turn, each a concave problem in one number, as the level has a closed form; then Newton's method on all
//! numbers jointly with the two conditions on `θ` as constraints, damped as by Levenberg and Marquardt so that each step leads upwards. Words are
//! eliminated from the linear system block by block. The best is kept.
//! # Complexity
//! `O(n·W)` per round in turn, `O(n²·W + n³)` per joint step, for `n` texts and `W` words.
//! # Validity
//! One language, one genre: else the first dimension is the genre. Taking turns alone creeps along a ridge and stops too soon, as the prior on `β`
//! and the scale of `θ` pull against each other; its answer is not the optimum. The problem is not concave, so that several starts agreeing is
//! evidence, not proof. Texts that use all words equally often have no positions, and those that differ less than by chance have none worth giving:
//! see [`Wordfish::gain`]. The standard error takes the words' numbers as known, and is too small where words come in bursts.
//! # References
//! Slapin and Proksch (2008); Lowe and Benoit (2013), for the multinomial standard error. Not at hand.

mod newton;

use super::wordscores::{Unplaced, are_alike, mean_and_deviation};

/// The inverse of the prior variance of `β`.
const PRECISION: f64 = 1.0 / 9.0;

/// The most rounds of words and texts in turn.
const ROUNDS_MAX: usize = 100;

/// The most joint steps.
const STEPS_MAX: usize = 100;

/// How near 0 the derivatives must be at the end, as a share of all words.
const RESIDUAL_MAX: f64 = 1e-11;

/// The number of starts that [`fit`] makes.
pub const STARTS: usize = 4;

/// A text in the fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextFit {
    /// Its length, as a logarithm, against the first text.
    pub alpha: f64,
    /// Its position.
    pub theta: f64,
    /// The standard error of the position.
    pub error: f64,
}

/// A word in the fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WordFit {
    /// How common it is, as a logarithm.
    pub psi: f64,
    /// How much more a text uses it whose position is greater by one, as a logarithm.
    pub beta: f64,
}

/// The positions of texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Wordfish {
    /// The texts, in order.
    pub texts: Vec<TextFit>,
    /// The words, in order.
    pub words: Vec<WordFit>,
    /// What was made greatest: the log-likelihood without factorials, less `Σβ²/18`.
    pub objective: f64,
    /// Whether all derivatives are zero. If not, this is no optimum.
    pub converged: bool,
    /// How many of the [`STARTS`] led to this optimum.
    pub n_agreeing: usize,
    /// How much better than texts without positions this fits: twice the gain in log-likelihood.
    pub gain: f64,
}

/// What [`Wordfish::gain`] would be on average if all texts used the same words: the numbers that texts without positions lack.
pub fn gain_by_chance(n_texts: usize, n_words: usize) -> f64 {
    (n_texts + n_words) as f64 - 3.0
}

/// Fits the counts of words, a row for each text. The first text of `direction` comes to lie below the second.
pub fn fit(counts: &[Vec<u64>], direction: (usize, usize)) -> Result<Wordfish, Unplaced> {
    check(counts, direction)?;
    let mut fits: Vec<(f64, bool, Numbers)> = starts(counts)
        .into_iter()
        .map(|theta| climbed(counts, theta))
        .collect();
    fits.sort_by(|left, right| right.1.cmp(&left.1).then(right.0.total_cmp(&left.0)));
    let n_agreeing = fits
        .iter()
        .filter(|(objective, ..)| (objective - fits[0].0).abs() < 1e-6)
        .count();
    let (objective, converged, mut best) = fits.swap_remove(0);
    if best.theta[direction.0] > best.theta[direction.1] {
        best.theta
            .iter_mut()
            .chain(&mut best.beta)
            .for_each(|number| *number = -*number);
    }
    let text = |(text, row): (usize, &Vec<u64>)| TextFit {
        alpha: best.alpha[text],
        theta: best.theta[text],
        error: best.error(text, row),
    };
    let texts = counts.iter().enumerate().map(text).collect();
    let words = best
        .psi
        .iter()
        .zip(&best.beta)
        .map(|(psi, beta)| WordFit {
            psi: *psi,
            beta: *beta,
        })
        .collect();
    let likelihood = objective + 0.5 * PRECISION * dot(&best.beta, &best.beta);
    Ok(Wordfish {
        gain: 2.0 * (likelihood - without_positions(counts)),
        texts,
        words,
        objective,
        converged,
        n_agreeing,
    })
}

/// The log-likelihood without factorials of texts that all use the same words.
fn without_positions(counts: &[Vec<u64>]) -> f64 {
    let totals: Vec<f64> = counts
        .iter()
        .map(|row| row.iter().sum::<u64>() as f64)
        .collect();
    let all: f64 = totals.iter().sum();
    let of_word = |word: usize| {
        let count: f64 = counts.iter().map(|row| row[word] as f64).sum();
        let of_cell =
            |(row, total): (&Vec<u64>, &f64)| row[word] as f64 * (total * count / all).ln();
        counts.iter().zip(&totals).map(of_cell).sum::<f64>()
    };
    (0..counts[0].len()).map(of_word).sum::<f64>() - all
}

fn check(counts: &[Vec<u64>], direction: (usize, usize)) -> Result<(), Unplaced> {
    if counts.len() < 2 {
        return Err(Unplaced::TooFewTexts);
    }
    let n_words = counts[0].len();
    let is_text = |text: usize| text < counts.len();
    if counts.iter().any(|row| row.len() != n_words)
        || !is_text(direction.0)
        || !is_text(direction.1)
        || direction.0 == direction.1
    {
        return Err(Unplaced::Mismatch);
    }
    if let Some(empty) = counts.iter().position(|row| row.iter().sum::<u64>() == 0) {
        return Err(Unplaced::EmptyText(empty));
    }
    if let Some(word) = (0..n_words).find(|word| counts.iter().all(|row| row[*word] == 0)) {
        return Err(Unplaced::UnusedWord(word));
    }
    if counts.iter().all(|row| are_alike(&counts[0], row)) {
        return Err(Unplaced::AllAlike);
    }
    Ok(())
}

/// Positions to start from: the two main directions in which the logarithms of the counts vary, the order of the texts, and a scatter.
fn starts(counts: &[Vec<u64>]) -> [Vec<f64>; STARTS] {
    let n = counts.len();
    let gram = gram_of_logarithms(counts);
    let first = main_direction(&gram, None);
    let second = main_direction(&gram, Some(&first));
    let scatter = (0..n)
        .map(|text| (text as f64 * 0.618_033_988_749_894_9).fract())
        .collect();
    [
        first,
        second,
        (0..n).map(|text| text as f64).collect(),
        scatter,
    ]
}

/// The products of the texts' rows of `ln(y + 0.1)`, after the means of rows and columns are taken off.
fn gram_of_logarithms(counts: &[Vec<u64>]) -> Vec<Vec<f64>> {
    let mut rows: Vec<Vec<f64>> = counts
        .iter()
        .map(|row| row.iter().map(|count| (*count as f64 + 0.1).ln()).collect())
        .collect();
    for row in &mut rows {
        let mean = row.iter().sum::<f64>() / row.len() as f64;
        row.iter_mut().for_each(|value| *value -= mean);
    }
    for word in 0..rows[0].len() {
        let mean = rows.iter().map(|row| row[word]).sum::<f64>() / rows.len() as f64;
        rows.iter_mut().for_each(|row| row[word] -= mean);
    }
    rows.iter()
        .map(|left| rows.iter().map(|right| dot(left, right)).collect())
        .collect()
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter()
        .zip(right)
        .map(|(left, right)| left * right)
        .sum()
}

/// The eigenvector of the greatest eigenvalue, at right angles to another, by repeated multiplication.
fn main_direction(gram: &[Vec<f64>], other: Option<&Vec<f64>>) -> Vec<f64> {
    let mut vector: Vec<f64> = (0..gram.len()).map(|at| 1.0 / (at as f64 + 1.0)).collect();
    for _ in 0..200 {
        vector = gram.iter().map(|row| dot(row, &vector)).collect();
        if let Some(other) = other {
            let along = dot(other, &vector);
            vector
                .iter_mut()
                .zip(other)
                .for_each(|(value, other)| *value -= along * other);
        }
        let length = dot(&vector, &vector).sqrt();
        if length > 0.0 {
            vector.iter_mut().for_each(|value| *value /= length);
        }
    }
    vector
}

/// The numbers of the model, and what the constraints cost.
#[derive(Clone)]
struct Numbers {
    alpha: Vec<f64>,
    theta: Vec<f64>,
    psi: Vec<f64>,
    beta: Vec<f64>,
    /// The multipliers of `Σθ = 0` and `½Σθ² = ½(n − 1)`.
    multipliers: [f64; 2],
}

/// The optimum that these positions lead to: the objective, whether it is one, and the numbers.
fn climbed(counts: &[Vec<u64>], theta: Vec<f64>) -> (f64, bool, Numbers) {
    let (n, n_words) = (counts.len(), counts[0].len());
    let alpha = counts
        .iter()
        .map(|row| (row.iter().sum::<u64>() as f64 / counts[0].iter().sum::<u64>() as f64).ln())
        .collect();
    let mut it = Numbers {
        alpha,
        theta,
        psi: vec![0.0; n_words],
        beta: vec![0.0; n_words],
        multipliers: [0.0; 2],
    };
    if !it.standardise() {
        it.theta = (0..n).map(|text| text as f64).collect();
        it.standardise();
    }
    let mut objective = f64::NEG_INFINITY;
    for _ in 0..ROUNDS_MAX {
        it.fit_words(counts);
        it.fit_texts(counts);
        if !it.standardise() {
            break;
        }
        let before = std::mem::replace(&mut objective, it.objective(counts));
        if (objective - before).abs() < 1e-7 * objective.abs() {
            break;
        }
    }
    let residual = it.polish(counts);
    let total: u64 = counts.iter().flatten().sum();
    (
        it.objective(counts),
        residual < RESIDUAL_MAX * total as f64,
        it,
    )
}

impl Numbers {
    fn mean(&self, text: usize, word: usize) -> f64 {
        (self.alpha[text] + self.psi[word] + self.beta[word] * self.theta[text]).exp()
    }

    fn objective(&self, counts: &[Vec<u64>]) -> f64 {
        let of_cell = |(text, word, count): (usize, usize, u64)| {
            let mean = self.mean(text, word);
            count as f64 * mean.ln() - mean
        };
        let cells = counts.iter().enumerate().flat_map(|(text, row)| {
            row.iter()
                .enumerate()
                .map(move |(word, count)| (text, word, *count))
        });
        cells.map(of_cell).sum::<f64>() - 0.5 * PRECISION * dot(&self.beta, &self.beta)
    }

    /// Brings `θ` to mean 0 and standard deviation 1 and `α_1` to 0, without a change of any mean; false if all `θ` are one.
    fn standardise(&mut self) -> bool {
        let Some((mean, deviation)) =
            mean_and_deviation(&self.theta).filter(|(_, deviation)| *deviation > 1e-12)
        else {
            return false;
        };
        let first = self.alpha[0];
        self.theta
            .iter_mut()
            .for_each(|theta| *theta = (*theta - mean) / deviation);
        self.psi
            .iter_mut()
            .zip(&self.beta)
            .for_each(|(psi, beta)| *psi += beta * mean + first);
        self.beta.iter_mut().for_each(|beta| *beta *= deviation);
        self.alpha.iter_mut().for_each(|alpha| *alpha -= first);
        true
    }

    fn fit_words(&mut self, counts: &[Vec<u64>]) {
        for word in 0..self.psi.len() {
            let column: Vec<f64> = counts.iter().map(|row| row[word] as f64).collect();
            (self.psi[word], self.beta[word]) = fit_line(
                &column,
                &self.alpha,
                &self.theta,
                PRECISION,
                self.beta[word],
            );
        }
    }

    fn fit_texts(&mut self, counts: &[Vec<u64>]) {
        for (text, row) in counts.iter().enumerate() {
            let row: Vec<f64> = row.iter().map(|count| *count as f64).collect();
            (self.alpha[text], self.theta[text]) =
                fit_line(&row, &self.psi, &self.beta, 0.0, self.theta[text]);
        }
    }

    /// The multinomial standard error of a position.
    fn error(&self, text: usize, row: &[u64]) -> f64 {
        let ln_weights: Vec<f64> = self
            .psi
            .iter()
            .zip(&self.beta)
            .map(|(psi, beta)| psi + beta * self.theta[text])
            .collect();
        let (_, _, variance) = moments(&ln_weights, &self.beta);
        1.0 / (row.iter().sum::<u64>() as f64 * variance).sqrt()
    }
}

/// The logarithm of the sum of weights, and the weighted mean and variance of values.
fn moments(ln_weights: &[f64], values: &[f64]) -> (f64, f64, f64) {
    let greatest = ln_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = ln_weights
        .iter()
        .map(|weight| (weight - greatest).exp())
        .collect();
    let total: f64 = weights.iter().sum();
    let mean = dot(&weights, values) / total;
    let variance = weights
        .iter()
        .zip(values)
        .map(|(weight, value)| weight * (value - mean).powi(2))
        .sum::<f64>()
        / total;
    (greatest + total.ln(), mean, variance)
}

/// The level and the slope `x` of Poisson counts with means `exp(level + offset + x·value)` and a normal prior on `x` of this precision. The level
/// has a closed form; `x` is found by Newton's method, kept between bounds that the sign of the derivative gives.
fn fit_line(
    counts: &[f64],
    offsets: &[f64],
    values: &[f64],
    precision: f64,
    start: f64,
) -> (f64, f64) {
    /// No slope is taken beyond this, as a text all of whose words are of one kind has none.
    const FARTHEST: f64 = 100.0;
    let total: f64 = counts.iter().sum();
    let weights_at = |x: f64| -> Vec<f64> {
        offsets
            .iter()
            .zip(values)
            .map(|(offset, value)| offset + x * value)
            .collect()
    };
    let (mut from, mut to, mut x) = (-FARTHEST, FARTHEST, start);
    for _ in 0..100 {
        let (_, mean, variance) = moments(&weights_at(x), values);
        let slope = dot(counts, values) - total * mean - precision * x;
        let bend = total * variance + precision;
        if slope > 0.0 {
            from = x;
        } else {
            to = x;
        }
        let newton = x + slope / bend;
        let next = if bend <= 0.0 {
            x
        } else if newton > from && newton < to {
            newton
        } else {
            from.midpoint(to)
        };
        let is_still = (next - x).abs() < 1e-11;
        x = next;
        if is_still {
            break;
        }
    }
    (total.ln() - moments(&weights_at(x), values).0, x)
}
