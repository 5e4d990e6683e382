//! Why a question about inspection cannot be answered as it was put.

use std::fmt;

use super::Fraction;

/// What is impossible about a question, with the values that were found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// A number that must lie strictly between two others does not.
    Outside {
        /// What the number is.
        what: &'static str,
        /// It must be above this.
        above: i64,
        /// It must be below this, if there is such a bound.
        below: Option<i64>,
        /// What was found.
        found: Fraction,
    },
    /// A count is outside its bounds.
    Count {
        /// What is counted.
        what: &'static str,
        /// The least that is possible.
        least: u64,
        /// The most that is possible.
        most: u64,
        /// What the bound comes from.
        because: &'static str,
        /// What was found.
        found: u64,
    },
    /// A number has too many digits for exact work on many periods.
    Digits {
        /// What the number is.
        what: &'static str,
        /// The most that its numerator and its denominator may be.
        most: u64,
    },
    /// A linear program lost its way in rounding, so that there is no answer to rely on.
    Doubtful,
    /// The work was stopped from outside before there was an answer.
    Stopped,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outside {
                what,
                above,
                below: Some(below),
                found,
            } => {
                write!(
                    f,
                    "expected {what} above {above} and below {below}, found {found}"
                )
            }
            Self::Outside {
                what,
                above,
                below: None,
                found,
            } => write!(f, "expected {what} above {above}, found {found}"),
            Self::Count {
                what,
                least,
                most,
                because,
                found,
            } => {
                write!(
                    f,
                    "expected {what} from {least} to {most}, {because}; found {found}"
                )
            }
            Self::Digits { what, most } => {
                write!(
                    f,
                    "expected {what} as a fraction with numerator and denominator up to {most}; round it"
                )
            }
            Self::Doubtful => write!(
                f,
                "the linear program of this game could not be solved reliably; ask with fewer slots"
            ),
            Self::Stopped => write!(f, "the budget ended, or the work was interrupted"),
        }
    }
}

impl std::error::Error for Refusal {}

/// Refuses a number that does not lie strictly between two others.
pub(super) fn within(
    what: &'static str,
    found: &Fraction,
    above: i64,
    below: Option<i64>,
) -> Result<(), Refusal> {
    let bound = |bound: i64| Fraction::from_integer(bound.into());
    if *found > bound(above) && below.is_none_or(|below| *found < bound(below)) {
        return Ok(());
    }
    Err(Refusal::Outside {
        what,
        above,
        below,
        found: found.clone(),
    })
}

/// Refuses a count outside its bounds.
pub(super) fn count(
    what: &'static str,
    found: u64,
    (least, most): (u64, u64),
    because: &'static str,
) -> Result<(), Refusal> {
    if (least..=most).contains(&found) {
        Ok(())
    } else {
        Err(Refusal::Count {
            what,
            least,
            most,
            because,
            found,
        })
    }
}
