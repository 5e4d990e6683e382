//! Sites that were never declared: what a search finds, and what a clean one leaves believable.
//!
//! # Definition
//! A belief gives a chance to each number of undeclared sites. Every site is found in a period with the same chance, independently of the
//! other sites and of the periods before: `p`, or `1 − exp(−rate·effort)` for search at random. After `n` periods a site is
//! missed with chance `q = (1 − p)ⁿ`. With `G` the generating function of the belief, something is found with chance `1 − G(q)`, and
//! a clean search leaves the belief `P(k)·qᵏ/G(q)`. Of `k` sites just `f` are found with chance `C(k, f)·(1 − q)ᶠ·qᵏ⁻ᶠ`.
//! # Algorithm
//! The formulas as they stand, a Poisson belief in closed form. The search that is needed is found by halving.
//! # Complexity
//! `O(n·k)` for `n` periods and `k` possible numbers.
//! # Validity
//! Exact up to the rounding of decimals; a goal that is met up to one part in `10¹²` counts as met. A false alarm tells
//! nothing about sites, so that it leaves the belief after a clean search as it is.
//! # References
//! Koopman (1946) for search at random; the rest is Bayes's rule. Not at hand.

mod prior;

use std::fmt;

use super::Fraction;

pub use prior::{Belief, SITES_MAX};

/// The most periods.
pub const PERIODS_MAX: u32 = 10_000;

/// How near a goal counts as met.
const NEAR: f64 = 1e-12;

/// The greatest search that is asked for: `−ln q`.
const EXPOSURE_MAX: f64 = 700.0;

/// How a site is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Find {
    /// With this chance per period.
    Chance(f64),
    /// By search at random: so much effort per period, and how fast a unit of it finds.
    Effort {
        /// Units of effort per period.
        effort: f64,
        /// Sites found per unit of effort and site, at first.
        rate: f64,
    },
}

impl Find {
    /// The chance to find a given site in a period.
    pub fn chance(self) -> f64 {
        match self {
            Self::Chance(chance) => chance,
            Self::Effort { effort, rate } => -(-rate * effort).exp_m1(),
        }
    }

    /// How much a period searches: minus the logarithm of the chance to miss a site.
    pub fn exposure(self) -> f64 {
        match self {
            Self::Chance(chance) => -(-chance).ln_1p(),
            Self::Effort { effort, rate } => rate * effort,
        }
    }
}

/// A search.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// How a site is found.
    pub find: Find,
    /// For how many periods.
    pub periods: u32,
    /// How many sites were found.
    pub found: u32,
    /// The chance per period of an alarm that no site causes.
    pub false_alarm: f64,
    /// How surely there shall be nothing left.
    pub believe: f64,
}

/// What holds after so many periods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Period {
    /// The number of the period, from 1.
    pub period: u32,
    /// The chance that a site was found by its end.
    pub some: f64,
    /// The same if there is any site.
    pub some_if_any: f64,
    /// The chance that all were found by its end, if there is any.
    pub all_if_any: f64,
    /// The chance that there is no site, if none was found by its end.
    pub none_if_clean: f64,
    /// The chance of a false alarm by its end.
    pub false_alarm: f64,
    /// The chance that there is a site, if there was an alarm of either kind by its end; None without any chance of an alarm.
    pub any_if_alarm: Option<f64>,
}

/// How much search it takes to believe that nothing is left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Needed {
    /// It is believed without any search.
    Nothing,
    /// So much.
    Search {
        /// Periods like those of the search.
        periods: u64,
        /// The same as minus the logarithm of the chance to miss a site; not rounded up to periods.
        exposure: f64,
    },
    /// No search is enough.
    Never,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Unseen {
    /// What was believed before.
    pub before: Belief,
    /// The search.
    pub search: Search,
    /// Period by period, for a search that has found nothing yet.
    pub periods: Vec<Period>,
    /// What is believed about the sites that are left after the search.
    pub after: Belief,
    /// What it takes to believe, as surely as wanted, that nothing is left.
    pub needed: Needed,
}

/// Why a question about undeclared sites cannot be answered as it was put.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Unfit {
    /// A belief cannot be read.
    Belief {
        /// What was found.
        found: String,
    },
    /// A mean number of sites cannot be read, or is outside its bounds.
    Mean {
        /// What was found.
        found: String,
    },
    /// A number of sites is there twice.
    Twice {
        /// Which.
        sites: u32,
    },
    /// Chances do not sum to 1.
    Sum {
        /// Their sum.
        found: Fraction,
    },
    /// A chance or an amount is outside its bounds.
    Number {
        /// What it is.
        what: &'static str,
        /// Its bounds, in words.
        bounds: &'static str,
        /// What was found.
        found: f64,
    },
    /// There are no periods, or too many.
    Periods {
        /// How many.
        found: u32,
    },
    /// More sites were found than were thought possible.
    Impossible {
        /// How many were found.
        found: u32,
    },
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Belief { found } => write!(
                f,
                "expected numbers of sites up to {SITES_MAX} with their chances as `0:0.6,1:0.3,2:1/10`, or `uniform:N`, or \
                 `poisson:MEAN`, found `{found}`"
            ),
            Self::Mean { found } => write!(
                f,
                "expected `poisson:MEAN` with a mean from 0 to {SITES_MAX}, found `{found}`"
            ),
            Self::Twice { sites } => {
                write!(f, "expected each number of sites once, found {sites} twice")
            }
            Self::Sum { found } => {
                write!(f, "expected chances that sum to 1, found a sum of {found}")
            }
            Self::Number {
                what,
                bounds,
                found,
            } => write!(f, "expected {what} {bounds}, found {found}"),
            Self::Periods { found } => {
                write!(f, "expected from 1 to {PERIODS_MAX} periods, found {found}")
            }
            Self::Impossible { found } => {
                write!(
                    f,
                    "expected a belief in which {found} found sites are possible; give that many sites, or more, a chance"
                )
            }
        }
    }
}

impl std::error::Error for Unfit {}

/// What a search for undeclared sites finds, and what it leaves believable.
pub fn unseen(before: &Belief, search: &Search) -> Result<Unseen, Unfit> {
    fit(search)?;
    let missed = |periods: u32| (-search.find.exposure() * f64::from(periods)).exp();
    let impossible = Unfit::Impossible {
        found: search.found,
    };
    let after = before
        .after(missed(search.periods), search.found)
        .ok_or(impossible)?;
    let periods = (1..=search.periods)
        .map(|period| at(before, search, period, missed(period)))
        .collect();
    Ok(Unseen {
        before: before.clone(),
        search: search.clone(),
        periods,
        after,
        needed: needed(before, search),
    })
}

/// What holds by the end of a period.
fn at(before: &Belief, search: &Search, period: u32, missed: f64) -> Period {
    let (any, some) = (before.any(), before.some_found(missed));
    let if_any = |chance: f64| {
        if any > 0.0 {
            (chance / any).min(1.0)
        } else {
            0.0
        }
    };
    let false_alarm = -(f64::from(period) * (-search.false_alarm).ln_1p()).exp_m1();
    let alarm = some + (1.0 - some) * false_alarm;
    // With a site: an alarm unless it is missed and no false alarm falls.
    let alarm_and_any = alarm - (1.0 - any) * false_alarm;
    Period {
        period,
        some,
        some_if_any: if_any(some),
        all_if_any: if_any(before.all_found(missed)),
        none_if_clean: before.after(missed, 0).map_or(0.0, |left| left.chance(0)),
        false_alarm,
        any_if_alarm: (alarm > 0.0).then(|| (alarm_and_any / alarm).clamp(0.0, 1.0)),
    }
}

/// The search it takes to believe that nothing is left.
#[expect(clippy::cast_sign_loss, reason = "no exposure is below 0")]
fn needed(before: &Belief, search: &Search) -> Needed {
    let is_enough = |exposure: f64| {
        let left = before.after((-exposure).exp(), search.found);
        left.is_some_and(|left| left.chance(0) >= search.believe * (1.0 - NEAR))
    };
    if search.found == 0 && is_enough(0.0) {
        return Needed::Nothing;
    }
    if before.limit(search.found) < search.believe * (1.0 - NEAR) || !is_enough(EXPOSURE_MAX) {
        return Needed::Never;
    }
    let (mut low, mut high) = (0.0, EXPOSURE_MAX);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if is_enough(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    let per_period = search.find.exposure();
    let mut periods = ((high / per_period).ceil() as u64).max(1);
    if periods > 1 && is_enough(per_period * (periods - 1) as f64) {
        periods -= 1;
    }
    Needed::Search {
        periods,
        exposure: high,
    }
}

/// Refuses a search that cannot be.
fn fit(search: &Search) -> Result<(), Unfit> {
    let number = |what, bounds, found: f64, holds: bool| {
        if holds {
            Ok(())
        } else {
            Err(Unfit::Number {
                what,
                bounds,
                found,
            })
        }
    };
    match search.find {
        Find::Chance(chance) => number(
            "a chance to find",
            "above 0 and up to 1",
            chance,
            chance > 0.0 && chance <= 1.0,
        )?,
        Find::Effort { effort, rate } => {
            number(
                "an effort",
                "above 0 and up to 1000000",
                effort,
                effort > 0.0 && effort <= 1e6,
            )?;
            number(
                "a rate",
                "above 0 and up to 1000000",
                rate,
                rate > 0.0 && rate <= 1e6,
            )?;
        }
    }
    let (alarm, believe) = (search.false_alarm, search.believe);
    number(
        "a chance of a false alarm",
        "from 0 and below 1",
        alarm,
        (0.0..1.0).contains(&alarm),
    )?;
    number(
        "a belief that is wanted",
        "above 0 and below 1",
        believe,
        believe > 0.0 && believe < 1.0,
    )?;
    if !(1..=PERIODS_MAX).contains(&search.periods) {
        return Err(Unfit::Periods {
            found: search.periods,
        });
    }
    if search.found > SITES_MAX {
        return Err(Unfit::Impossible {
            found: search.found,
        });
    }
    Ok(())
}
