//! What cannot be asked about material balances.

use std::fmt;

use super::{Demands, PERIODS_MAX, THRESHOLD_MAX};

/// Why a question about balances cannot be answered as it was put.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Unfit {
    /// A number is outside its bounds.
    Number {
        /// What the number is.
        what: &'static str,
        /// Within which bounds it must lie.
        bounds: Bounds,
        /// What was found.
        found: f64,
    },
    /// There are no periods, or too many.
    Periods {
        /// How many.
        found: usize,
    },
    /// Neighbours cannot be correlated so strongly.
    Correlation {
        /// The correlation must be below this in size.
        most: f64,
        /// With so many periods.
        periods: usize,
        /// What was found.
        found: f64,
    },
    /// There are more or fewer measured values than standard deviations.
    Lengths {
        /// How many standard deviations.
        sigmas: usize,
        /// How many values.
        mufs: usize,
    },
}

/// Within which bounds a number must lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bounds {
    /// Above 0.
    Positive,
    /// Above 0 and below 1.
    Chance,
    /// From 0 to [`THRESHOLD_MAX`].
    Deviations,
}

impl Bounds {
    fn holds(self, number: f64) -> bool {
        match self {
            Self::Positive => number > 0.0 && number.is_finite(),
            Self::Chance => number > 0.0 && number < 1.0,
            Self::Deviations => (0.0..=THRESHOLD_MAX).contains(&number),
        }
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Positive => write!(f, "above 0"),
            Self::Chance => write!(f, "above 0 and below 1"),
            Self::Deviations => write!(f, "from 0 to {THRESHOLD_MAX}"),
        }
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number {
                what,
                bounds,
                found,
            } => write!(f, "expected {what} {bounds}, found {found}"),
            Self::Periods { found } => {
                write!(f, "expected from 1 to {PERIODS_MAX} periods, found {found}")
            }
            Self::Correlation {
                most,
                periods,
                found,
            } => {
                write!(
                    f,
                    "expected a correlation above -{most:.6} and below {most:.6} for {periods} periods, found {found}"
                )
            }
            Self::Lengths { sigmas, mufs } => {
                write!(
                    f,
                    "expected one measured value per standard deviation, found {mufs} values and {sigmas} standard deviations"
                )
            }
        }
    }
}

impl std::error::Error for Unfit {}

/// Refuses a number outside its bounds.
pub(super) fn check(what: &'static str, found: f64, bounds: Bounds) -> Result<(), Unfit> {
    if bounds.holds(found) {
        Ok(())
    } else {
        Err(Unfit::Number {
            what,
            bounds,
            found,
        })
    }
}

/// Refuses demands that no test can meet.
pub(super) fn demands(demands: &Demands) -> Result<(), Unfit> {
    check("a chance of a false alarm", demands.alpha, Bounds::Chance)?;
    check("a chance of detection", demands.detection, Bounds::Chance)?;
    check("an allowance", demands.allowance, Bounds::Deviations)?;
    demands.threshold.map_or(Ok(()), |threshold| {
        check("a threshold", threshold, Bounds::Deviations)
    })?;
    demands
        .loss
        .map_or(Ok(()), |loss| check("a loss", loss, Bounds::Positive))
}
