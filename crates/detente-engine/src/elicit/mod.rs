//! What a party is said to want, shown to its author: its best and worst states, what decides between two of them, and an order of its
//! statements found by asking.

mod decision;
mod interview;
mod known;
mod profiles;
mod standing;

use std::fmt;

pub use decision::{Decision, Ground, decide};
pub use interview::{Answer, Interview, Question};
pub use known::Clash;
pub use standing::{Class, Place, Standing, place, standing};

use crate::space::Stopped;

/// The most statements of one party that are compared or asked about.
pub const STATEMENTS_MAX: usize = 128;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refused {
    /// The party's preferences are not statements, so that there is no order of them to ask for.
    NotStatements,
    /// The party has more statements than are taken.
    TooManyStatements {
        /// The most that are.
        statements_max: usize,
    },
    /// The work was stopped.
    Stopped(Stopped),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStatements => write!(
                f,
                "the party's preferences are not statements, so there is no order of them to ask for"
            ),
            Self::TooManyStatements { statements_max } => {
                write!(
                    f,
                    "the party has more than {statements_max} statements, the most that are compared"
                )
            }
            Self::Stopped(stopped) => stopped.fmt(f),
        }
    }
}

impl std::error::Error for Refused {}

impl From<Stopped> for Refused {
    fn from(stopped: Stopped) -> Self {
        Self::Stopped(stopped)
    }
}
