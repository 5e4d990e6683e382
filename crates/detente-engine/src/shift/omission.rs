//! Did the term disappear? The chance of so few mentions if nothing changed, and the evidence that the rate did.
//!
//! # Definition
//! Before, `k₁` of `n₁` eligible statements mention the term; after, `k₂` of `n₂`. With a prior Beta(a, b) on the rate, the next `m`
//! statements have `x` mentions with chance `C(m,x)·B(a+k₁+x, b+n₁−k₁+m−x) / B(a+k₁, b+n₁−k₁)`. The Bayes factor of two rates against one
//! is `B(a+k₁, b+n₁−k₁)·B(a+k₂, b+n₂−k₂) / (B(a,b)·B(a+k₁+k₂, b+n₁+n₂−k₁−k₂))`; of a fall against one rate, that times
//! `P(p₂ < p₁ | data) / ½`.
//! # Algorithm
//! Logarithms of beta functions; sums of chances from the nearer end, each by its ratio to the one before. `P(p₂ < p₁)` is an integral
//! over the log-odds of the rate that is known better, by the trapezoidal rule on the whole line, which converges exponentially there; the
//! integrand is log-concave, so that its peak is found by golden section and both tails are followed until nothing is left.
//! # Complexity
//! Constant for one chance and for Bayes factors; `O(min(x, m))` for sums; a few hundred incomplete beta functions for `P(p₂ < p₁)`.
//! # Validity
//! Statements are exchangeable draws within each window; copies of one draft are not, and are counted once by the caller. The cut between
//! the windows is not chosen by looking; else [`changes`](super::changes) is the question. Good to `1e-10` up to a hundred thousand statements.
//! # References
//! Gunel and Dickey (1974), for the Bayes factor; Jeffreys (1961), for the prior. Not at hand.

use super::special::{Share, beta_quantile, beta_tails, ln_beta, ln_choose, ln_sum_exp};

/// What is thought of a rate before counting: a beta distribution. Both numbers are above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// As many mentions as the prior is worth.
    pub a: f64,
    /// As many omissions as the prior is worth.
    pub b: f64,
}

impl Prior {
    /// Half a mention and half an omission (Jeffreys 1961).
    pub const JEFFREYS: Self = Self { a: 0.5, b: 0.5 };
    /// Every rate alike: one mention and one omission.
    pub const UNIFORM: Self = Self { a: 1.0, b: 1.0 };

    /// The two numbers of the beta distribution after the counts.
    pub(super) fn after(self, counts: Counts) -> (f64, f64) {
        (
            self.a + counts.with as f64,
            self.b + counts.without() as f64,
        )
    }
}

/// How many of the eligible statements mention the term: `with` of `of`, and `with` is at most `of`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The statements that mention the term.
    pub with: u64,
    /// The eligible statements.
    pub of: u64,
}

impl Counts {
    /// The statements that do not mention the term.
    ///
    /// # Panics
    /// If more mention it than there are.
    pub fn without(self) -> u64 {
        assert!(
            self.with <= self.of,
            "more statements mention the term than there are"
        );
        self.of - self.with
    }

    /// Both windows as one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            with: self.with + other.with,
            of: self.of + other.of,
        }
    }
}

/// The chance that `x` of the `later` next statements mention the term, after the counts before.
pub fn predictive(before: Counts, later: u64, x: u64, prior: Prior) -> f64 {
    ln_predictive(before, later, x, prior).exp()
}

/// The logarithm of [`predictive`].
pub fn ln_predictive(before: Counts, later: u64, x: u64, prior: Prior) -> f64 {
    if x > later {
        return f64::NEG_INFINITY;
    }
    let (a, b) = prior.after(before);
    ln_choose(later, x) + ln_beta(a + x as f64, b + (later - x) as f64) - ln_beta(a, b)
}

/// The chance of no more mentions than there were after, if the rate is what it was before: the omission probability, which for
/// `after.with` of 0 is that of leaving the term out of every statement.
///
/// # Panics
/// If more statements mention the term than there are.
pub fn at_most(before: Counts, after: Counts, prior: Prior) -> f64 {
    let (a, b) = prior.after(before);
    let (x, m) = (after.with, after.of);
    assert!(x <= m, "more statements mention the term than there are");
    // The chance of y + 1 mentions is this many times that of y.
    let ratio =
        |y: u64| (m - y) as f64 / (y + 1) as f64 * (a + y as f64) / (b + (m - y - 1) as f64);
    if x as f64 <= m as f64 * a / (a + b) {
        predictive(before, m, x, prior) * series((0..x).rev().map(|y| 1.0 / ratio(y)))
    } else if x == m {
        1.0
    } else {
        1.0 - predictive(before, m, x + 1, prior) * series((x + 1..m).map(ratio))
    }
}

/// `1 + r₁ + r₁r₂ + …`
fn series(ratios: impl Iterator<Item = f64>) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for ratio in ratios {
        term *= ratio;
        sum += term;
    }
    sum
}

/// The logarithm of the Bayes factor of two rates, one before and one after, against one rate.
pub fn ln_bayes_factor(before: Counts, after: Counts, prior: Prior) -> f64 {
    let evidence = |counts: Counts| {
        let (a, b) = prior.after(counts);
        ln_beta(a, b)
    };
    evidence(before) + evidence(after) - ln_beta(prior.a, prior.b) - evidence(before.and(after))
}

/// The chance that the rate after is below the rate before, given the counts, with the same prior on each.
pub fn fell(before: Counts, after: Counts, prior: Prior) -> f64 {
    ln_fell(before, after, prior).exp().min(1.0)
}

/// The logarithm of the Bayes factor of a fall in the rate against one rate. Half the prior lies on a fall.
pub fn ln_bayes_factor_fell(before: Counts, after: Counts, prior: Prior) -> f64 {
    ln_bayes_factor(before, after, prior) + ln_fell(before, after, prior) + std::f64::consts::LN_2
}

/// The logarithm of [`fell`], which keeps its digits where the chance is too small for a number.
pub fn ln_fell(before: Counts, after: Counts, prior: Prior) -> f64 {
    let (before, after) = (prior.after(before), prior.after(after));
    let spread = |(a, b): (f64, f64)| 1.0 / a + 1.0 / b;
    let (known, other) = if spread(before) < spread(after) {
        (before, after)
    } else {
        (after, before)
    };
    let ln_density =
        move |at: Share| known.0 * at.ln_part + known.1 * at.ln_rest - ln_beta(known.0, known.1);
    let ln_integrand = |logit: f64| {
        let at = Share::of_logit(logit);
        let tails = beta_tails(other.0, other.1, at);
        ln_density(at)
            + if known == before {
                tails.ln_lower
            } else {
                tails.ln_upper
            }
    };
    let peaks = [before, after].map(|(a, b): (f64, f64)| (a / b).ln());
    let peak = highest(
        &ln_integrand,
        (peaks[0].min(peaks[1]) - 20.0, peaks[0].max(peaks[1]) + 20.0),
    );
    let at = Share::of_logit(peak);
    let narrowest = (before.0 + before.1 + after.0 + after.1) * at.part * at.rest;
    let step = (spread(known).sqrt() / 2.5)
        .min(0.4 / narrowest.sqrt())
        .min(0.4);
    step.ln() + ln_sum_over_line(&ln_integrand, peak, step)
}

/// Where a log-concave function is about highest, by golden section.
fn highest(function: &impl Fn(f64) -> f64, (mut from, mut to): (f64, f64)) -> f64 {
    let golden = (5_f64.sqrt() - 1.0) / 2.0;
    let inner = |from: f64, to: f64| (to - golden * (to - from), from + golden * (to - from));
    let (mut left, mut right) = inner(from, to);
    let (mut at_left, mut at_right) = (function(left), function(right));
    while to - from > 1e-3 {
        if at_left < at_right {
            from = left;
            (left, at_left) = (right, at_right);
            right = inner(from, to).1;
            at_right = function(right);
        } else {
            to = right;
            (right, at_right) = (left, at_left);
            left = inner(from, to).0;
            at_left = function(left);
        }
    }
    from.midpoint(to)
}

/// The logarithm of the sum of a function at steps on the whole line, from near its peak outwards until nothing is left.
fn ln_sum_over_line(ln_function: &impl Fn(f64) -> f64, peak: f64, step: f64) -> f64 {
    /// Terms are left out when they are smaller than the greatest by this logarithm.
    const NOTHING: f64 = 45.0;
    let mut terms = vec![ln_function(peak)];
    for direction in [step, -step] {
        let mut greatest = terms[0];
        let outwards = (1..).map(|steps| ln_function(peak + direction * f64::from(steps)));
        terms.extend(outwards.take_while(|term| {
            greatest = greatest.max(*term);
            *term > greatest - NOTHING
        }));
    }
    ln_sum_exp(&terms)
}

/// The most omissions that [`omissions_needed`] and [`statements_needed`] look ahead.
pub const NEEDED_MAX: u64 = 1_000_000;

/// How many omissions in a row, right after the counts before, have a chance of `level` or less if nothing changed; none if that takes
/// more than [`NEEDED_MAX`]. With every statement before a mention and the prior of Jeffreys, one omission is enough at 5 % from ten on.
pub fn omissions_needed(before: Counts, level: f64, prior: Prior) -> Option<u64> {
    statements_needed(before, Counts::default(), level, prior)
}

/// How many further statements without the term, after those there are, bring [`at_most`] to `level` or below: 0 if it is there already,
/// none if that takes more than [`NEEDED_MAX`].
pub fn statements_needed(before: Counts, after: Counts, level: f64, prior: Prior) -> Option<u64> {
    let is_enough = |more: u64| {
        at_most(
            before,
            Counts {
                with: after.with,
                of: after.of + more,
            },
            prior,
        ) <= level
    };
    if is_enough(0) {
        return Some(0);
    }
    // More omissions never make so few mentions more likely.
    let (mut less, mut enough) = (0, 1);
    while !is_enough(enough) {
        if enough == NEEDED_MAX {
            return None;
        }
        (less, enough) = (enough, (2 * enough).min(NEEDED_MAX));
    }
    while less + 1 < enough {
        let middle = u64::midpoint(less, enough);
        if is_enough(middle) {
            enough = middle;
        } else {
            less = middle;
        }
    }
    Some(enough)
}

/// The interval that holds the rate with chance `level`, as much of the rest below it as above.
pub fn rate_interval(counts: Counts, prior: Prior, level: f64) -> (f64, f64) {
    let (a, b) = prior.after(counts);
    let outside = (1.0 - level) / 2.0;
    (
        beta_quantile(a, b, outside),
        beta_quantile(a, b, 1.0 - outside),
    )
}
