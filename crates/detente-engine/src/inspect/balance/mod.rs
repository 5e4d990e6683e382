//! Whether material is missing: what is unaccounted for (MUF), summed up (CUMUF), and followed over time (Page).
//!
//! # Definition
//! A material balance closes each period; what is unaccounted for is normal with mean 0 when nothing is lost, standard deviation
//! `σ_i`, and correlation `r` with the balance before and after. With covariance `Σ`, a loss `M` spread as `μ` over the periods and a chance `α` of a
//! false alarm over all of them:
//! one balance alone alarms with chance `Φ(M/σ − z)`, `z = Φ⁻¹(1 − α)`; the sum of all balances with `Φ(M/√(1ᵀΣ1) − z)`, however the loss is
//! spread; and where the spread is the one that is hardest to find, `μ* = M·Σ1/(1ᵀΣ1)`, no test does better than the sum.
//! Page's test follows the balances made independent: each less what the ones before it foretell, in standard deviations.
//! # Algorithm
//! Closed forms; the correlation matrix has one diagonal beside its own, so that it is factorised row by row. Page's test: see `page`.
//! # Complexity
//! `O(n)` but for Page's test.
//! # Validity
//! Normal errors with known standard deviations. `r` must leave the matrix positive definite: below `1/(2·cos(π/(n+1)))` in size.
//! A test of each balance by itself gives each the same share of `α`, for independent values: `1 − (1 − α)^(1/n)`.
//! # References
//! Avenhaus (1986) for the worst loss and the sum as the test against it; Page (1954); Picard (1987) for balances made independent. Not at
//! hand.

mod normal;
mod page;
pub mod record;
mod unfit;

use normal::{below, exceeded_with};

pub use page::{Page, RUN_LENGTH_MAX, THRESHOLD_MAX};
pub use unfit::Unfit;

/// The most periods.
pub const PERIODS_MAX: usize = 1000;

/// The means, in standard deviations per period, for which run lengths are told.
pub const SHIFTS: [f64; 5] = [0.0, 0.25, 0.5, 1.0, 2.0];

/// The balances of a horizon: how surely each is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Balances {
    sigmas: Vec<f64>,
    correlation: f64,
    /// Per balance: how much of the value before it foretells, and what is left of its standard deviation.
    factors: Vec<(f64, f64)>,
}

/// What is asked of the tests.
#[derive(Clone, Debug, PartialEq)]
pub struct Demands {
    /// The loss to be detected, in the unit of the standard deviations; when left out, the one that the sum of all balances
    /// detects as wanted.
    pub loss: Option<f64>,
    /// The chance of a false alarm over the whole horizon.
    pub alpha: f64,
    /// The chance of detection that is wanted.
    pub detection: f64,
    /// What Page's test takes off each period, in standard deviations.
    pub allowance: f64,
    /// Where Page's test alarms, in standard deviations; when left out, where it has `alpha` false alarms over the horizon.
    pub threshold: Option<f64>,
}

impl Default for Demands {
    fn default() -> Self {
        Self {
            loss: None,
            alpha: 0.05,
            detection: 0.95,
            allowance: 0.5,
            threshold: None,
        }
    }
}

/// How a loss is spread over the periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// The same in each period.
    Uniform,
    /// As is hardest to find for the best test.
    Worst,
    /// All in the first period.
    First,
    /// All in the last period.
    Last,
}

/// The sum of all balances as a test.
#[derive(Clone, Debug, PartialEq)]
pub struct Cumuf {
    /// Its standard deviation.
    pub sigma: f64,
    /// The sum above which there is an alarm.
    pub limit: f64,
    /// The chance to detect the loss, however it is spread.
    pub detection: f64,
    /// The loss that it detects with the chance wanted.
    pub loss_wanted: f64,
    /// The spread of the loss that is hardest to find, by period; below 0 where material is put back.
    pub worst: Vec<f64>,
}

/// Page's test over the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Paged {
    /// Its two numbers.
    pub page: Page,
    /// The chance of a false alarm over the horizon.
    pub false_alarm: f64,
    /// Expected run lengths for the means [`SHIFTS`]; None where it is above [`RUN_LENGTH_MAX`].
    pub run_lengths: [Option<f64>; 5],
}

/// The chances to detect a loss that is spread in one way.
#[derive(Clone, Debug, PartialEq)]
pub struct Against {
    /// How it is spread.
    pub spread: Spread,
    /// By the sum of all balances.
    pub cumuf: f64,
    /// By Page's test.
    pub page: f64,
    /// By a test of each balance by itself.
    pub each: f64,
    /// By the best test for this very spread.
    pub known: f64,
}

/// The answer about the tests.
#[derive(Clone, Debug, PartialEq)]
pub struct Tests {
    /// What was asked.
    pub demands: Demands,
    /// The loss that is to be detected.
    pub loss: f64,
    /// How many standard deviations a loss must have to be detected as wanted, by a test of one value.
    pub ratio_wanted: f64,
    /// The largest standard deviation of a balance.
    pub sigma: f64,
    /// The chance that this balance alone detects the loss, if all of it falls there.
    pub single: f64,
    /// The sum of all balances.
    pub cumuf: Cumuf,
    /// Page's test.
    pub paged: Paged,
    /// Each way to spread the loss; one when there is one period only.
    pub against: Vec<Against>,
}

/// One period as it was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// What is unaccounted for.
    pub muf: f64,
    /// The same, made independent of the periods before, in standard deviations.
    pub independent: f64,
    /// The sum so far.
    pub cumuf: f64,
    /// Its standard deviation.
    pub cumuf_sigma: f64,
    /// Page's sum.
    pub page: f64,
}

/// What the tests say about measured balances.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Period by period.
    pub periods: Vec<Measured>,
    /// Whether the sum of all balances is above its limit.
    pub cumuf_alarms: bool,
    /// The first period, counted from 1, in which Page's test alarms.
    pub page_alarms: Option<usize>,
}

impl Balances {
    /// Balances with these standard deviations, each above 0, and this correlation of neighbours.
    pub fn new(sigmas: Vec<f64>, correlation: f64) -> Result<Self, Unfit> {
        if sigmas.is_empty() || sigmas.len() > PERIODS_MAX {
            return Err(Unfit::Periods {
                found: sigmas.len(),
            });
        }
        sigmas.iter().try_for_each(|sigma| {
            unfit::check("a standard deviation", *sigma, unfit::Bounds::Positive)
        })?;
        let mut factors = vec![(0.0, 1.0)];
        for _ in 1..sigmas.len() {
            let foretold: f64 = correlation / factors[factors.len() - 1].1;
            let left = 1.0 - foretold * foretold;
            if left.is_nan() || left < 1e-12 {
                let most = 1.0 / (2.0 * (std::f64::consts::PI / (sigmas.len() as f64 + 1.0)).cos());
                return Err(Unfit::Correlation {
                    most,
                    periods: sigmas.len(),
                    found: correlation,
                });
            }
            factors.push((foretold, left.sqrt()));
        }
        Ok(Self {
            sigmas,
            correlation,
            factors,
        })
    }

    /// The standard deviations, by period.
    pub fn sigmas(&self) -> &[f64] {
        &self.sigmas
    }

    /// The correlation of neighbours.
    pub fn correlation(&self) -> f64 {
        self.correlation
    }

    /// The answer about the tests for such balances.
    pub fn tests(&self, demands: &Demands) -> Result<Tests, Unfit> {
        unfit::demands(demands)?;
        let quantile = exceeded_with(demands.alpha);
        let ratio_wanted = quantile + exceeded_with(1.0 - demands.detection);
        let (rows, sum) = self.row_sums();
        let deviation = sum.sqrt();
        let loss_wanted = ratio_wanted * deviation;
        let loss = demands.loss.unwrap_or(loss_wanted);
        unfit::check("a loss", loss, unfit::Bounds::Positive)?;
        let cumuf = Cumuf {
            sigma: deviation,
            limit: quantile * deviation,
            detection: below(loss / deviation - quantile),
            loss_wanted,
            worst: rows.iter().map(|row| loss * row / sum).collect(),
        };
        let sigma = self.sigmas.iter().copied().fold(0.0, f64::max);
        let paged = self.paged(demands);
        let spreads = [Spread::Uniform, Spread::Worst, Spread::First, Spread::Last];
        let n_spreads = if self.sigmas.len() == 1 {
            1
        } else {
            spreads.len()
        };
        let against = spreads[..n_spreads]
            .iter()
            .map(|spread| self.against(*spread, loss, &cumuf, &paged, demands.alpha))
            .collect();
        let single = below(loss / sigma - quantile);
        Ok(Tests {
            demands: demands.clone(),
            loss,
            ratio_wanted,
            sigma,
            single,
            cumuf,
            paged,
            against,
        })
    }

    /// What each period has, when a loss is spread so.
    fn amounts(&self, spread: Spread, loss: f64, worst: &[f64]) -> Vec<f64> {
        let n = self.sigmas.len();
        let only = |period: usize| {
            (0..n)
                .map(|idx| if idx == period { loss } else { 0.0 })
                .collect()
        };
        match spread {
            Spread::Uniform => vec![loss / n as f64; n],
            Spread::Worst => worst.to_vec(),
            Spread::First => only(0),
            Spread::Last => only(n - 1),
        }
    }

    fn against(
        &self,
        spread: Spread,
        loss: f64,
        cumuf: &Cumuf,
        paged: &Paged,
        alpha: f64,
    ) -> Against {
        let amounts = self.amounts(spread, loss, &cumuf.worst);
        let page = self.page_detects(paged.page, &amounts);
        Against {
            spread,
            cumuf: cumuf.detection,
            page,
            each: self.each_detects(&amounts, alpha),
            known: self.best_detects(&amounts, alpha),
        }
    }

    /// The chance that Page's test alarms when the periods lose these amounts.
    pub fn page_detects(&self, page: Page, amounts: &[f64]) -> f64 {
        page.alarm(&self.independent(amounts))
    }

    /// The chance that a test of each balance by itself alarms when the periods lose these amounts.
    pub fn each_detects(&self, amounts: &[f64], alpha: f64) -> f64 {
        let quantile = exceeded_with(-((-alpha).ln_1p() / amounts.len() as f64).exp_m1());
        let silent: f64 = self
            .independent(amounts)
            .iter()
            .map(|mean| below(quantile - mean))
            .product();
        1.0 - silent
    }

    /// The chance that the best test for a loss of just these amounts alarms.
    pub fn best_detects(&self, amounts: &[f64], alpha: f64) -> f64 {
        let strength = self
            .independent(amounts)
            .iter()
            .map(|mean| mean * mean)
            .sum::<f64>()
            .sqrt();
        below(strength - exceeded_with(alpha))
    }

    fn paged(&self, demands: &Demands) -> Paged {
        let page = match demands.threshold {
            Some(threshold) => Page {
                allowance: demands.allowance,
                threshold,
            },
            None => Page::with_false_alarms(demands.allowance, demands.alpha, self.sigmas.len()),
        };
        let false_alarm = page.alarm(&vec![0.0; self.sigmas.len()]);
        Paged {
            page,
            false_alarm,
            run_lengths: SHIFTS.map(|shift| page.run_length(shift)),
        }
    }

    /// Amounts per period, each less what those before it foretell, in standard deviations of what is left.
    fn independent(&self, amounts: &[f64]) -> Vec<f64> {
        let scaled = amounts.iter().zip(&self.sigmas).zip(&self.factors);
        let next =
            |before: &mut f64, ((amount, sigma), (foretold, left)): ((&f64, &f64), &(f64, f64))| {
                *before = (amount / sigma - foretold * *before) / left;
                Some(*before)
            };
        scaled.scan(0.0, next).collect()
    }

    /// The sums of the rows of the covariance matrix, and the sum of all.
    fn row_sums(&self) -> (Vec<f64>, f64) {
        let of = |idx: usize| {
            let beside = if idx == 0 { 0.0 } else { self.sigmas[idx - 1] }
                + self.sigmas.get(idx + 1).copied().unwrap_or_default();
            self.sigmas[idx] * (self.sigmas[idx] + self.correlation * beside)
        };
        let rows: Vec<f64> = (0..self.sigmas.len()).map(of).collect();
        let sum = rows.iter().sum();
        (rows, sum)
    }

    /// What the tests say about measured balances, one value per period.
    pub fn course(&self, tests: &Tests, mufs: &[f64]) -> Result<Course, Unfit> {
        if mufs.len() != self.sigmas.len() {
            return Err(Unfit::Lengths {
                sigmas: self.sigmas.len(),
                mufs: mufs.len(),
            });
        }
        let independent = self.independent(mufs);
        let sums = tests.paged.page.sums(&independent);
        let (mut cumuf, mut variance) = (0.0, 0.0);
        let mut periods = vec![];
        for (idx, muf) in mufs.iter().enumerate() {
            let before = if idx == 0 { 0.0 } else { self.sigmas[idx - 1] };
            cumuf += muf;
            variance += self.sigmas[idx] * (self.sigmas[idx] + 2.0 * self.correlation * before);
            periods.push(Measured {
                muf: *muf,
                independent: independent[idx],
                cumuf,
                cumuf_sigma: variance.sqrt(),
                page: sums[idx],
            });
        }
        let page_alarms = sums
            .iter()
            .position(|sum| *sum > tests.paged.page.threshold)
            .map(|idx| idx + 1);
        Ok(Course {
            periods,
            cumuf_alarms: cumuf > tests.cumuf.limit,
            page_alarms,
        })
    }
}
