//! What a stretch of a series costs, or is worth, from running totals.

use super::super::omission::Prior;
use super::super::special::{ln_beta, ln_gamma};
use super::Series;

/// The greatest total for which `x·ln x` is tabled.
const TABLE_MAX: u64 = 1 << 21;

/// Running totals of a series, so that the totals of any stretch are two differences.
pub(super) struct Totals {
    is_bernoulli: bool,
    /// The mentions before each observation, and of all.
    mentions: Vec<u64>,
    /// The eligible statements before each observation; empty for Poisson counts.
    statements: Vec<u64>,
    /// The exposure before each observation; empty for Bernoulli counts.
    exposure: Vec<f64>,
    /// The costs of the observations before each, with a rate of its own for each.
    alone: Vec<f64>,
    /// `x·ln x` for whole numbers from 0.
    table: Vec<f64>,
}

impl Totals {
    pub(super) fn of(series: &Series) -> Self {
        let (is_bernoulli, mentions, statements, exposure) = match series {
            Series::Bernoulli { with, of } => (true, running(with, 0), running(of, 0), vec![]),
            Series::Poisson { count, exposure } => {
                (false, running(count, 0), vec![], running(exposure, 0.0))
            }
        };
        let all = |totals: &[u64]| totals.last().copied().unwrap_or(0);
        let greatest = all(&mentions).max(all(&statements)).min(TABLE_MAX);
        let table = (0..=greatest).map(x_ln_x).collect();
        let mut totals = Self {
            is_bernoulli,
            mentions,
            statements,
            exposure,
            alone: vec![],
            table,
        };
        let alone: Vec<f64> = (0..totals.len())
            .map(|at| totals.cost(at, at + 1))
            .collect();
        totals.alone = running(&alone, 0.0);
        totals
    }

    pub(super) fn len(&self) -> usize {
        self.mentions.len() - 1
    }

    fn x_ln_x(&self, x: u64) -> f64 {
        self.table
            .get(x as usize)
            .copied()
            .unwrap_or_else(|| x_ln_x(x))
    }

    /// Minus twice the greatest log-likelihood of the observations `from..to`, up to what does not depend on where the series is cut.
    #[inline]
    pub(super) fn cost(&self, from: usize, to: usize) -> f64 {
        let mentions = self.mentions[to] - self.mentions[from];
        if self.is_bernoulli {
            let statements = self.statements[to] - self.statements[from];
            let omissions = statements - mentions;
            return 2.0
                * (self.x_ln_x(statements) - self.x_ln_x(mentions) - self.x_ln_x(omissions));
        }
        let exposure = self.exposure[to] - self.exposure[from];
        let count = mentions as f64;
        if mentions == 0 {
            0.0
        } else {
            2.0 * (count + count * exposure.ln() - self.x_ln_x(mentions))
        }
    }

    /// What the observations `from..to` cost with one rate above what they cost with a rate each; never less for a longer stretch.
    #[inline]
    pub(super) fn excess(&self, from: usize, to: usize) -> f64 {
        self.cost(from, to) - (self.alone[to] - self.alone[from])
    }

    /// The rate of the observations `from..to`: mentions per statement, or per unit of exposure; none without any.
    pub(super) fn rate(&self, from: usize, to: usize) -> Option<f64> {
        let below = if self.is_bernoulli {
            (self.statements[to] - self.statements[from]) as f64
        } else {
            self.exposure[to] - self.exposure[from]
        };
        (below > 0.0).then(|| (self.mentions[to] - self.mentions[from]) as f64 / below)
    }

    /// The logarithm of the evidence of the observations `from..to` with one rate, up to what does not depend on where the series is cut.
    pub(super) fn ln_evidence(&self, from: usize, to: usize, prior: Prior) -> f64 {
        let Prior { a, b } = prior;
        let mentions = (self.mentions[to] - self.mentions[from]) as f64;
        if self.is_bernoulli {
            let statements = (self.statements[to] - self.statements[from]) as f64;
            return ln_beta(a + mentions, b + statements - mentions) - ln_beta(a, b);
        }
        let exposure = self.exposure[to] - self.exposure[from];
        ln_gamma(a + mentions)
            - ln_gamma(a)
            - a * (exposure / b).ln_1p()
            - mentions * (b + exposure).ln()
    }
}

fn x_ln_x(x: u64) -> f64 {
    if x == 0 {
        0.0
    } else {
        x as f64 * (x as f64).ln()
    }
}

/// The sums of the first 0, 1, 2, … numbers.
fn running<T: Copy + std::ops::Add<Output = T>>(numbers: &[T], zero: T) -> Vec<T> {
    let mut sums = vec![zero];
    for number in numbers {
        sums.push(sums[sums.len() - 1] + *number);
    }
    sums
}
