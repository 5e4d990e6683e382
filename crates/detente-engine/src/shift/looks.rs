//! Looked at again and again: evidence that stays valid whenever one stops.
//!
//! # Definition
//! Against the claim that a statement mentions the term with chance `p₀`, after `k` mentions in `n` statements:
//! `E = B(a+k, b+n−k) / (B(a,b)·p₀^k·(1−p₀)^(n−k))`. Under the claim `E` is expected to be 1 at any time, so that it ever reaches `1/α` with
//! chance `α` at most. Directed at a fall, the prior is cut off at `p₀`: `E` times `P(p < p₀ | data) / P(p < p₀)`.
//! # Algorithm
//! Each statement multiplies `E` by its predictive chance over its chance under the claim. Every new maximum is remembered with the number
//! of statements, so that the first crossing of any level can be asked for later.
//! # Complexity
//! `O(1)` per statement; an incomplete beta function where a fall is asked for.
//! # Validity
//! `p₀` is given, not estimated from the same statements. With `p₀` of 1 one omission is proof, with 0 one mention. [`against_estimated`] is for a
//! rate that was estimated from other statements: what is not known of it is part of the bound.
//! # References
//! Ville (1939), for the bound; Ramdas et al. (2023), for tests at any time; Clopper and Pearson (1934), for the bound of an estimated rate. Not at hand.

use super::omission::{Counts, Prior};
use super::special::{Share, beta_quantile, beta_tails};

/// What the alternative to `p₀` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alternative {
    /// Any other rate.
    Changed,
    /// A lower rate.
    Fell,
}

/// A running test of one rate; feed it statements in order.
#[derive(Clone, Debug)]
pub struct EProcess {
    rate: Share,
    prior: Prior,
    alternative: Alternative,
    counts: Counts,
    /// The logarithm of `E` against any other rate.
    ln_mixture: f64,
    ln_e: f64,
    /// Each new maximum of `ln E`, with the number of statements at which it was reached.
    maxima: Vec<(u64, f64)>,
}

impl EProcess {
    /// A test of the rate `start`, between 0 and 1, before any statement. A fall can be asked for only where `start` is above 0.
    ///
    /// # Panics
    /// If the rate is beyond 0 and 1, or 0 and to fall.
    pub fn new(start: f64, prior: Prior, alternative: Alternative) -> Self {
        assert!((0.0..=1.0).contains(&start), "a rate lies between 0 and 1");
        assert!(
            start > 0.0 || alternative == Alternative::Changed,
            "a rate of 0 cannot fall"
        );
        let rate = Share::new(start);
        Self {
            rate,
            prior,
            alternative,
            counts: Counts::default(),
            ln_mixture: 0.0,
            ln_e: 0.0,
            maxima: vec![(0, 0.0)],
        }
    }

    /// Takes the next statement, which mentions the term or not, and looks.
    pub fn see(&mut self, mentions: bool) {
        self.pass(mentions);
        self.look();
    }

    /// Takes the next statement without a look: to look less often keeps the bound.
    pub fn pass(&mut self, mentions: bool) {
        let (a, b) = self.prior.after(self.counts);
        let (predicted, ln_claimed) = if mentions {
            (a, self.rate.ln_part)
        } else {
            (b, self.rate.ln_rest)
        };
        self.ln_mixture += (predicted / (a + b)).ln() - ln_claimed;
        self.counts = self.counts.and(Counts {
            with: u64::from(mentions),
            of: 1,
        });
    }

    /// Looks at what was taken so far.
    pub fn look(&mut self) {
        self.ln_e = match self.alternative {
            Alternative::Changed => self.ln_mixture,
            Alternative::Fell => {
                self.ln_mixture + self.ln_share_below(self.counts)
                    - self.ln_share_below(Counts::default())
            }
        };
        if self.ln_e > self.ln_e_max() {
            self.maxima.push((self.counts.of, self.ln_e));
        }
    }

    /// The logarithm of the chance of a rate below `p₀`.
    fn ln_share_below(&self, counts: Counts) -> f64 {
        let (a, b) = self.prior.after(counts);
        beta_tails(a, b, self.rate).ln_lower
    }

    /// What was counted so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The logarithm of `E` now.
    pub fn ln_e(&self) -> f64 {
        self.ln_e
    }

    /// The greatest `ln E` so far; `e` to its negative is a p-value that is valid at any time.
    pub fn ln_e_max(&self) -> f64 {
        self.maxima.last().map_or(0.0, |(_, maximum)| *maximum)
    }

    /// The number of statements at which `E` first reached `1/level`, if it did.
    pub fn alarm_at(&self, level: f64) -> Option<u64> {
        self.maxima
            .iter()
            .find(|(_, maximum)| *maximum >= -level.ln())
            .map(|(at, _)| *at)
    }
}

/// A running test against a rate that is not known but was estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Watched {
    /// What the rate was at least.
    pub at_least: f64,
    /// The greatest `ln E` against all rates from there on.
    pub ln_e_max: f64,
    /// The `ln E` of an alarm.
    pub ln_e_alarm: f64,
    /// After how many statements it alarmed.
    pub alarm_at: Option<u64>,
}

/// Of so many statements it looks at each; later it looks once in [`LOOK_EVERY`].
const LOOKS_MAX: u64 = 300;
const LOOK_EVERY: u64 = 16;

/// A running test of a fall from the rate of the statements before, which is not known but was estimated.
///
/// A false alarm, at any time, has a chance of `level` at most, of which half is spent on the rate before, which lies below the bound of Clopper and
/// Pearson with that chance, and half on the statements after it. Against every rate from that bound on, `E` with a prior below the bound is expected
/// to be 1 at most.
pub fn against_estimated(
    before: Counts,
    prior: Prior,
    level: f64,
    mentions: impl IntoIterator<Item = bool>,
) -> Watched {
    let ln_e_alarm = -(level / 2.0).ln();
    let at_least = if before.with == 0 {
        0.0
    } else {
        let with = before.with as f64;
        beta_quantile(with, before.without() as f64 + 1.0, level / 2.0)
    };
    // What may have been 0 cannot be seen to fall.
    if at_least <= 0.0 {
        return Watched {
            at_least: 0.0,
            ln_e_max: 0.0,
            ln_e_alarm,
            alarm_at: None,
        };
    }
    let mut process = EProcess::new(at_least, prior, Alternative::Fell);
    for mentioned in mentions {
        process.pass(mentioned);
        let n = process.counts().of;
        if n <= LOOKS_MAX || n.is_multiple_of(LOOK_EVERY) {
            process.look();
        }
    }
    Watched {
        at_least,
        ln_e_max: process.ln_e_max(),
        ln_e_alarm,
        alarm_at: process.alarm_at(level / 2.0),
    }
}

/// The test over a whole series of statements, in order.
pub fn e_process(
    start: f64,
    prior: Prior,
    alternative: Alternative,
    mentions: impl IntoIterator<Item = bool>,
) -> EProcess {
    let mut process = EProcess::new(start, prior, alternative);
    mentions
        .into_iter()
        .for_each(|mentioned| process.see(mentioned));
    process
}
