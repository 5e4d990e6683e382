//! Length counts: mentions per thousand words, and the chance of none in a text of a given length.
//!
//! # Definition
//! Mentions `Y` in `E` thousand words, Poisson with a rate that has a prior Gamma(a, b): the rate is Gamma(a+Y, b+E) afterwards, and the
//! mentions in `e` thousand further words are negative binomial. None has chance `((b+E)/(b+E+e))^(a+Y)`. Mentions come in bursts: with the
//! variance `μ + αμ²` (NB2) none has chance `(1+αμ)^(−1/α)`.
//! # Algorithm
//! `α` is where the derivative of the log-likelihood is zero, by bisection on its logarithm; for each `α` the rate likewise. `α` is 0 where
//! the counts vary no more than Poisson counts do.
//! # Complexity
//! Constant for chances; `O((n + Y)·B²)` for `α`, with some 60 halvings `B`.
//! # Validity
//! The plug-in chance takes the fitted rate and `α` as known, and so is too small where there are few texts.
//! # References
//! Cameron and Trivedi (1998), for NB2; not at hand.

use super::special::{Share, beta_tails, gamma_quantile, ln_beta};

/// Mentions in a text of some length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exposed {
    /// The mentions.
    pub count: u64,
    /// The length in thousand words, above 0.
    pub tokens: f64,
}

impl Exposed {
    /// Several texts as one.
    pub fn total(texts: &[Self]) -> Self {
        Self {
            count: texts.iter().map(|text| text.count).sum(),
            tokens: texts.iter().map(|text| text.tokens).sum(),
        }
    }
}

/// What is thought of a rate of mentions before counting: a gamma distribution. The shape is above 0, the rate is 0 or above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GammaPrior {
    /// As many mentions as the prior is worth.
    pub shape: f64,
    /// As many thousand words as the prior is worth.
    pub rate: f64,
}

impl GammaPrior {
    /// Half a mention in no words (Jeffreys).
    pub const JEFFREYS: Self = Self {
        shape: 0.5,
        rate: 0.0,
    };

    /// The mentions in `tokens` thousand further words, after those before.
    pub fn predict(self, before: Exposed, tokens: f64) -> NegativeBinomial {
        let rate = self.rate + before.tokens;
        NegativeBinomial {
            shape: self.shape + before.count as f64,
            stop: rate / (rate + tokens),
        }
    }
}

/// The number of mentions before the `shape`-th stop, if the next event is a stop with chance `stop`, above 0 and at most 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NegativeBinomial {
    /// How many stops, above 0; need not be a whole number.
    pub shape: f64,
    /// The chance that the next event is a stop.
    pub stop: f64,
}

impl NegativeBinomial {
    /// The NB2 distribution with this mean and `α` above 0.
    pub fn overdispersed(mean: f64, alpha: f64) -> Self {
        Self {
            shape: 1.0 / alpha,
            stop: 1.0 / (1.0 + alpha * mean),
        }
    }

    /// The chance of `x` mentions.
    pub fn chance(self, x: u64) -> f64 {
        self.ln_chance(x).exp()
    }

    /// The logarithm of the chance of `x` mentions.
    pub fn ln_chance(self, x: u64) -> f64 {
        if x == 0 {
            return self.shape * self.stop.ln();
        }
        let x = x as f64;
        self.shape * self.stop.ln() + x * (-self.stop).ln_1p() - x.ln() - ln_beta(self.shape, x)
    }

    /// The chance of `x` mentions or fewer.
    pub fn at_most(self, x: u64) -> f64 {
        beta_tails(self.shape, x as f64 + 1.0, Share::new(self.stop))
            .ln_lower
            .exp()
    }
}

/// The chance of no mention in `tokens` thousand further words, after the mentions before.
pub fn gamma_poisson_zero(before: Exposed, tokens: f64, prior: GammaPrior) -> f64 {
    prior.predict(before, tokens).chance(0)
}

/// The chance of as few mentions as there were after, or fewer, if the rate is what it was before.
pub fn gamma_poisson_at_most(before: Exposed, after: Exposed, prior: GammaPrior) -> f64 {
    prior.predict(before, after.tokens).at_most(after.count)
}

/// The interval that holds the rate per thousand words with chance `level`, as much of the rest below it as above.
pub fn length_rate_interval(text: Exposed, prior: GammaPrior, level: f64) -> (f64, f64) {
    let (shape, rate) = (prior.shape + text.count as f64, prior.rate + text.tokens);
    let outside = (1.0 - level) / 2.0;
    (
        gamma_quantile(shape, outside) / rate,
        gamma_quantile(shape, 1.0 - outside) / rate,
    )
}

/// How much more than Poisson counts the mentions vary.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overdispersion {
    /// The fitted rate per thousand words.
    pub rate: f64,
    /// The fitted `α` of NB2; 0 if the counts vary no more than Poisson counts.
    pub alpha: f64,
}

impl Overdispersion {
    /// The chance of no mention in a text of `tokens` thousand words, with the fitted rate and `α` taken as known.
    pub fn zero(self, tokens: f64) -> f64 {
        let mean = self.rate * tokens;
        if self.alpha == 0.0 {
            (-mean).exp()
        } else {
            NegativeBinomial::overdispersed(mean, self.alpha).chance(0)
        }
    }

    /// The fit by moments: the Poisson rate, and the `α` that explains the squared deviations from it. None without any mention.
    pub fn by_moments(texts: &[Exposed]) -> Option<Self> {
        let total = Exposed::total(texts);
        if total.count == 0 || total.tokens <= 0.0 {
            return None;
        }
        let rate = total.count as f64 / total.tokens;
        let means = texts
            .iter()
            .map(|text| (text.count as f64, rate * text.tokens));
        let (excess, squares) = means.fold((0.0, 0.0), |(excess, squares), (y, mean)| {
            (excess + (y - mean).powi(2) - y, squares + mean * mean)
        });
        Some(Self {
            rate,
            alpha: (excess / squares).max(0.0),
        })
    }

    /// The fit of greatest likelihood. None without any mention.
    pub fn by_likelihood(texts: &[Exposed]) -> Option<Self> {
        let poisson = Self {
            alpha: 0.0,
            ..Self::by_moments(texts)?
        };
        let slope = |ln_alpha: f64| {
            likelihood_slope(texts, rate_for(texts, ln_alpha.exp()), ln_alpha.exp())
        };
        // At α of 0 the slope is half of what the squared deviations exceed the counts by.
        let excess: f64 = texts
            .iter()
            .map(|text| {
                (text.count as f64 - poisson.rate * text.tokens).powi(2) - text.count as f64
            })
            .sum();
        if excess <= 0.0 {
            return Some(poisson);
        }
        let alpha = root_of_falling(slope, -12.0, 12.0).exp();
        Some(Self {
            rate: rate_for(texts, alpha),
            alpha,
        })
    }
}

/// The rate of greatest likelihood at this `α`.
fn rate_for(texts: &[Exposed], alpha: f64) -> f64 {
    let slope = |ln_rate: f64| -> f64 {
        let deviation = |text: &Exposed| {
            let mean = ln_rate.exp() * text.tokens;
            (text.count as f64 - mean) / (1.0 + alpha * mean)
        };
        texts.iter().map(deviation).sum()
    };
    root_of_falling(slope, -40.0, 40.0).exp()
}

/// The derivative of the NB2 log-likelihood by `α`.
fn likelihood_slope(texts: &[Exposed], rate: f64, alpha: f64) -> f64 {
    let of_text = |text: &Exposed| {
        let (y, mean) = (text.count as f64, rate * text.tokens);
        let ways: f64 = (0..text.count)
            .map(|j| j as f64 / (1.0 + alpha * j as f64))
            .sum();
        ways + (alpha * mean).ln_1p() / (alpha * alpha)
            - (y + 1.0 / alpha) * mean / (1.0 + alpha * mean)
    };
    texts.iter().map(of_text).sum()
}

/// Where a function goes from above zero to below.
fn root_of_falling(function: impl Fn(f64) -> f64, mut from: f64, mut to: f64) -> f64 {
    while to - from > 1e-13 {
        let middle = from.midpoint(to);
        if function(middle) > 0.0 {
            from = middle;
        } else {
            to = middle;
        }
    }
    from.midpoint(to)
}
