//! Page's test: how long it runs, and how soon it alarms.
//!
//! # Definition
//! `S₀ = 0`, `S_t = max(0, S_{t−1} + z_t − k)` for independent normal `z_t` of standard deviation 1; an alarm when `S_t > h`. The run
//! length is the number of periods up to the first alarm. `k` is the allowance, `h` the threshold.
//! # Algorithm
//! The expected run length from `S = s` solves `L(s) = 1 + L(0)·Φ(k − δ − s) + ∫₀ʰ φ(y + k − δ − s)·L(y) dy`, with `δ` the mean of `z_t`.
//! The integral is replaced by a Gauss–Legendre sum, the equation then holds at its nodes and at 0 (Nyström's method). The chance of
//! no alarm in so many periods comes from the same kernel, applied once per period, last period first.
//! # Complexity
//! `O(m³)` for a run length, `O(n·m²)` for `n` periods, with `m = 40 + 8h` nodes.
//! # Validity
//! The kernel is analytic, so that the sum converges faster than any power; doubling the nodes changes nothing in the first ten digits.
//! A run length above [`RUN_LENGTH_MAX`] is not told, because the equations then determine it badly.
//! # References
//! Page (1954) for the test; Nyström's method after Atkinson (1997). Not at hand.

use super::normal::{below, density};

/// The longest expected run length that is told.
pub const RUN_LENGTH_MAX: f64 = 1e9;

/// The greatest threshold, in standard deviations.
pub const THRESHOLD_MAX: f64 = 50.0;

/// Page's test with its two numbers, in standard deviations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page {
    /// What is taken off each period: `k`.
    pub allowance: f64,
    /// The sum above which there is an alarm: `h`.
    pub threshold: f64,
}

impl Page {
    /// The expected number of periods up to the first alarm when every period's mean is `shift`. None beyond [`RUN_LENGTH_MAX`].
    pub fn run_length(self, shift: f64) -> Option<f64> {
        let rule = Rule::new(self.threshold);
        let points = rule.points();
        let mut rows: Vec<Vec<f64>> = points
            .iter()
            .map(|from| self.kernel(&rule, *from, shift))
            .collect();
        for (idx, row) in rows.iter_mut().enumerate() {
            row.iter_mut().for_each(|entry| *entry = -*entry);
            row[idx] += 1.0;
            row.push(1.0);
        }
        let length = *solve(rows)?.first()?;
        (1.0 - 1e-9..=RUN_LENGTH_MAX)
            .contains(&length)
            .then_some(length.max(1.0))
    }

    /// The chance of an alarm in one of the periods whose means are given, in their order.
    pub fn alarm(self, shifts: &[f64]) -> f64 {
        let rule = Rule::new(self.threshold);
        let points = rule.points();
        let mut silent = vec![1.0; points.len()];
        let mut kernel: Option<(f64, Vec<Vec<f64>>)> = None;
        for shift in shifts.iter().rev() {
            let current = match kernel.take() {
                Some(known) if known.0.to_bits() == shift.to_bits() => known,
                _ => (
                    *shift,
                    points
                        .iter()
                        .map(|from| self.kernel(&rule, *from, *shift))
                        .collect(),
                ),
            };
            silent = current
                .1
                .iter()
                .map(|row| {
                    row.iter()
                        .zip(&silent)
                        .map(|(weight, later)| weight * later)
                        .sum()
                })
                .collect();
            kernel = Some(current);
        }
        (1.0 - silent[0]).clamp(0.0, 1.0)
    }

    /// The test with this allowance that alarms within so many periods with chance `alpha` when nothing is lost.
    ///
    /// The threshold is 0 when even that gives fewer false alarms.
    pub fn with_false_alarms(allowance: f64, alpha: f64, periods: usize) -> Self {
        let shifts = vec![0.0; periods];
        let (mut low, mut high) = (0.0, THRESHOLD_MAX);
        let of = |threshold: f64| Self {
            allowance,
            threshold,
        };
        if of(0.0).alarm(&shifts) <= alpha {
            return of(0.0);
        }
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if of(middle).alarm(&shifts) > alpha {
                low = middle;
            } else {
                high = middle;
            }
        }
        of(high)
    }

    /// The sum after each period, from the standardised values.
    pub fn sums(self, values: &[f64]) -> Vec<f64> {
        let next = |sum: &mut f64, value: &f64| {
            *sum = (*sum + value - self.allowance).max(0.0);
            Some(*sum)
        };
        values.iter().scan(0.0, next).collect()
    }

    /// From a sum of `from`: the chance to fall to 0, and the weights of the nodes above it.
    fn kernel(self, rule: &Rule, from: f64, shift: f64) -> Vec<f64> {
        let drop = self.allowance - shift - from;
        let above = rule
            .nodes
            .iter()
            .zip(&rule.weights)
            .map(|(node, weight)| weight * density(node + drop));
        std::iter::once(below(drop)).chain(above).collect()
    }
}

/// Gauss–Legendre nodes and weights between 0 and the threshold.
struct Rule {
    nodes: Vec<f64>,
    weights: Vec<f64>,
}

impl Rule {
    #[expect(clippy::cast_sign_loss, reason = "no threshold is below 0")]
    fn new(threshold: f64) -> Self {
        let n_nodes = 40 + (8.0 * threshold).ceil() as usize;
        let half = threshold / 2.0;
        let (nodes, weights) = (0..n_nodes)
            .map(|idx| legendre(n_nodes, idx))
            .map(|(x, w)| (half * (1.0 + x), half * w))
            .unzip();
        Self { nodes, weights }
    }

    /// 0, then the nodes.
    fn points(&self) -> Vec<f64> {
        std::iter::once(0.0)
            .chain(self.nodes.iter().copied())
            .collect()
    }
}

/// A node of the rule with `n` nodes on −1 to 1, and its weight: a root of the Legendre polynomial, by Newton's method.
fn legendre(n: usize, idx: usize) -> (f64, f64) {
    let degree = n as f64;
    let mut x = (std::f64::consts::PI * (idx as f64 + 0.75) / (degree + 0.5)).cos();
    let mut slope = 1.0;
    for _ in 0..100 {
        let (mut before, mut value) = (1.0, x);
        for order in 2..=n {
            let order = order as f64;
            (before, value) = (
                value,
                ((2.0 * order - 1.0) * x * value - (order - 1.0) * before) / order,
            );
        }
        slope = degree * (x * value - before) / (x * x - 1.0);
        let step = value / slope;
        x -= step;
        if step.abs() < 1e-15 {
            break;
        }
    }
    (x, 2.0 / ((1.0 - x * x) * slope * slope))
}

/// The solution of a square system, each row with its right side at the end; None when it has not exactly one.
fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let n = rows.len();
    for column in 0..n {
        let pivot =
            (column..n).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))?;
        rows.swap(column, pivot);
        let (above, below) = rows.split_at_mut(column + 1);
        let pivot = &above[column];
        if pivot[column] == 0.0 {
            return None;
        }
        for row in below {
            let factor = row[column] / pivot[column];
            row.iter_mut()
                .zip(pivot)
                .skip(column)
                .for_each(|(entry, known)| *entry -= factor * known);
        }
    }
    let mut solution = vec![0.0; n];
    for idx in (0..n).rev() {
        let known: f64 = (idx + 1..n)
            .map(|later| rows[idx][later] * solution[later])
            .sum();
        solution[idx] = (rows[idx][n] - known) / rows[idx][idx];
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_integrates_polynomials_exactly() {
        let rule = Rule::new(3.0);
        for power in [0, 1, 7, 30] {
            let sum: f64 = rule
                .nodes
                .iter()
                .zip(&rule.weights)
                .map(|(node, weight)| weight * node.powi(power))
                .sum();
            let exact = 3.0f64.powi(power + 1) / f64::from(power + 1);
            assert!(
                (sum / exact - 1.0).abs() < 1e-12,
                "{power}: {sum} for {exact}"
            );
        }
    }

    #[test]
    fn without_a_threshold_each_period_is_a_test_of_its_own() {
        let page = Page {
            allowance: 1.0,
            threshold: 0.0,
        };
        assert!((page.alarm(&[0.0, 0.5]) - (1.0 - below(1.0) * below(0.5))).abs() < 1e-14);
        assert!((page.run_length(0.0).expect("it is told") - 1.0 / below(-1.0)).abs() < 1e-10);
    }

    #[test]
    fn run_lengths_are_the_sums_of_chances_of_silence() {
        let page = Page {
            allowance: 0.5,
            threshold: 2.0,
        };
        let silence: f64 = (0..200)
            .map(|periods| 1.0 - page.alarm(&vec![1.0; periods]))
            .sum();
        assert!((page.run_length(1.0).expect("it is told") - silence).abs() < 1e-10);
    }

    #[test]
    fn endless_run_lengths_are_not_told() {
        assert_eq!(
            Page {
                allowance: 2.0,
                threshold: 20.0
            }
            .run_length(0.0),
            None
        );
    }
}
