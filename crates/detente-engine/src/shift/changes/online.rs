//! As it comes: how long the present rate has lasted; and looking back, where the changes were.
//!
//! # Definition
//! After each observation a new rate begins with chance `H`, the hazard. With `r` the observations since, and `π_r(x)` the chance of the next
//! observation given the last `r` and the prior: `p(r+1) ∝ p(r)·π_r(x)·(1−H)` and `p(0) ∝ Σp(r)·π_r(x)·H`. Looking back, the chance of a change at `t`
//! is `F(t)·G(t)` over the evidence of the whole series, where `F` is the evidence of what comes before with a change at `t`, and `G` of what follows.
//! # Algorithm
//! `π` is beta-binomial or negative binomial. `F` from left to right and `G` from right to left, over the last or the next stretch, as logarithms.
//! # Complexity
//! `O(t)` for the observation `t`; `O(n²)` time and `O(n)` space to look back.
//! # Validity
//! The hazard is given; one over the expected length of a stretch. The chance that a new rate begins right after the observation is always
//! `H`, as nothing has been seen of it: ask instead whether one began within the last few observations.
//! # References
//! Adams and `MacKay` (2007); Fearnhead (2006), for looking back. Not at hand.

use super::super::omission::{Counts, Prior, ln_predictive};
use super::super::rate::{Exposed, GammaPrior};
use super::super::special::ln_sum_exp;
use super::Series;
use super::cost::Totals;

/// One observation of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Observation {
    /// Mentions in eligible statements.
    Bernoulli(Counts),
    /// Occurrences in some exposure above 0.
    Poisson(Exposed),
}

/// What the observations since some change add up to.
#[derive(Clone, Copy, Default)]
struct Run {
    count: u64,
    statements: u64,
    exposure: f64,
}

impl Run {
    fn ln_chance(&self, next: Observation, prior: Prior) -> f64 {
        match next {
            Observation::Bernoulli(counts) => ln_predictive(
                Counts {
                    with: self.count,
                    of: self.statements,
                },
                counts.of,
                counts.with,
                prior,
            ),
            Observation::Poisson(text) => {
                let before = Exposed {
                    count: self.count,
                    tokens: self.exposure,
                };
                GammaPrior {
                    shape: prior.a,
                    rate: prior.b,
                }
                .predict(before, text.tokens)
                .ln_chance(text.count)
            }
        }
    }

    fn add(&mut self, next: Observation) {
        match next {
            Observation::Bernoulli(counts) => {
                self.count += counts.with;
                self.statements += counts.of;
            }
            Observation::Poisson(text) => {
                self.count += text.count;
                self.exposure += text.tokens;
            }
        }
    }
}

/// A series read as it comes.
#[derive(Clone)]
pub struct Online {
    prior: Prior,
    hazard: f64,
    /// The chance of each number of observations since the last change, from 0.
    chances: Vec<f64>,
    runs: Vec<Run>,
    ln_evidence: f64,
}

impl Online {
    /// Before any observation. The hazard lies between 0 and 1; for the prior see [`one_change`](super::one_change).
    ///
    /// # Panics
    /// If the hazard is 0, 1 or beyond.
    pub fn new(prior: Prior, hazard: f64) -> Self {
        assert!(
            0.0 < hazard && hazard < 1.0,
            "a hazard lies between 0 and 1"
        );
        Self {
            prior,
            hazard,
            chances: vec![1.0],
            runs: vec![Run::default()],
            ln_evidence: 0.0,
        }
    }

    /// Takes the next observation.
    pub fn observe(&mut self, next: Observation) {
        let joint: Vec<f64> = self
            .runs
            .iter()
            .zip(&self.chances)
            .map(|(run, chance)| chance.ln() + run.ln_chance(next, self.prior))
            .collect();
        let evidence = ln_sum_exp(&joint);
        self.ln_evidence += evidence;
        self.chances.clear();
        self.chances.push(self.hazard);
        self.chances.extend(
            joint
                .iter()
                .map(|joint| (joint - evidence).exp() * (1.0 - self.hazard)),
        );
        self.runs.iter_mut().for_each(|run| run.add(next));
        self.runs.insert(0, Run::default());
    }

    /// The chance of each number of observations since the last change, from 0.
    pub fn run_lengths(&self) -> &[f64] {
        &self.chances
    }

    /// The chance that a new rate began with one of the last `window` observations. The first observation counts as such a beginning.
    pub fn began_within(&self, window: usize) -> f64 {
        let seen = &self.chances[1..];
        seen[..window.min(seen.len())].iter().sum::<f64>() / (1.0 - self.hazard)
    }

    /// The logarithm of the chance of all observations so far.
    pub fn ln_evidence(&self) -> f64 {
        self.ln_evidence
    }
}

/// The chance of a change at each position but 0, given the whole series: the first is that of position 1.
///
/// # Panics
/// If the hazard is 0, 1 or beyond.
pub fn smoothed(series: &Series, prior: Prior, hazard: f64) -> Vec<f64> {
    assert!(
        0.0 < hazard && hazard < 1.0,
        "a hazard lies between 0 and 1"
    );
    let totals = Totals::of(series);
    let n = totals.len();
    let ln_stay = (-hazard).ln_1p();
    let stretch = |from: usize, to: usize| {
        totals.ln_evidence(from, to, prior) + (to - from - 1) as f64 * ln_stay
    };
    // Of the observations before each position, with a new rate there or the end; and of those from it on.
    let mut before = vec![0.0; n + 1];
    let mut after = vec![0.0; n + 1];
    let cut = |at: usize| if at == 0 || at == n { 0.0 } else { hazard.ln() };
    for to in 1..=n {
        let terms: Vec<f64> = (0..to)
            .map(|from| before[from] + stretch(from, to))
            .collect();
        before[to] = ln_sum_exp(&terms) + cut(to);
    }
    for from in (0..n).rev() {
        let terms: Vec<f64> = (from + 1..=n)
            .map(|to| stretch(from, to) + cut(to) + after[to])
            .collect();
        after[from] = ln_sum_exp(&terms);
    }
    (1..n)
        .map(|at| (before[at] + after[at] - before[n]).exp())
        .collect()
}
