//! One change: how sure is it, and of its place?
//!
//! # Definition
//! With `m` the evidence of a stretch with one rate, the place `τ` of the only change has chance proportional to `m(y before τ)·m(y from τ)`, all places
//! alike before. The Bayes factor of one change against none is the mean of these products over `m(y)`. The credible set has the likeliest places
//! that together reach a level.
//! # Algorithm
//! `m` from running totals: `B(a+K, b+N−K)/B(a, b)`, or `Γ(a+S)·b^a / (Γ(a)·(b+E)^(a+S))`.
//! # Complexity
//! `O(n)`, and a sort for the set.
//! # Validity
//! One change or none. Where there are two, as a rise and a return, the Bayes factor may be near 1 although both are plain.
//! # References
//! Carlin, Gelfand and Smith (1992); not at hand.

use super::super::omission::Prior;
use super::super::special::ln_sum_exp;
use super::Series;
use super::cost::Totals;

/// Where the only change is, if there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct OneChange {
    /// The chance of each place: the first is that of position 1.
    pub posterior: Vec<f64>,
    /// The logarithm of the Bayes factor of one change against none.
    pub ln_bayes_factor: f64,
}

impl OneChange {
    /// The likeliest position and its chance; the earliest of several.
    pub fn mode(&self) -> (usize, f64) {
        let best = self.posterior.iter().copied().fold(0.0, f64::max);
        let at = self
            .posterior
            .iter()
            .position(|chance| *chance >= best)
            .unwrap_or(0);
        (at + 1, best)
    }

    /// The likeliest positions that together have the chance `level`, in ascending order; of equals the earlier first.
    pub fn credible_set(&self, level: f64) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.posterior.len()).collect();
        order.sort_by(|left, right| self.posterior[*right].total_cmp(&self.posterior[*left]));
        let mut sum = 0.0;
        let mut set: Vec<usize> = vec![];
        for at in order {
            if sum >= level {
                break;
            }
            sum += self.posterior[at];
            set.push(at + 1);
        }
        set.sort_unstable();
        set
    }
}

/// The place of one change in a series of two or more observations; none for a shorter one. The prior of the rates is Beta(a, b) for mentions in
/// statements, Gamma with shape `a` and rate `b` for occurrences.
pub fn one_change(series: &Series, prior: Prior) -> Option<OneChange> {
    let totals = Totals::of(series);
    let n = totals.len();
    if n < 2 {
        return None;
    }
    let places: Vec<f64> = (1..n)
        .map(|at| totals.ln_evidence(0, at, prior) + totals.ln_evidence(at, n, prior))
        .collect();
    let all = ln_sum_exp(&places);
    let posterior = places.iter().map(|place| (place - all).exp()).collect();
    let ln_bayes_factor = all - ((n - 1) as f64).ln() - totals.ln_evidence(0, n, prior);
    Some(OneChange {
        posterior,
        ln_bayes_factor,
    })
}
