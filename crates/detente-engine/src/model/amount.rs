//! Figures as sources give them: numbers, ranges, bounds on one side, and what is about so much.

use std::fmt;

use super::{Decimal, Span};

/// What a source says of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// The number, or a number of the range.
    Exactly,
    /// A number near it, or near the range: up to a tenth below and above.
    About,
    /// That number or more.
    AtLeast,
    /// More than that number.
    MoreThan,
    /// That number or fewer.
    UpTo,
    /// Fewer than that number.
    LessThan,
}

/// A figure: what is said of a number or a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// What is said of it.
    pub says: Says,
    /// The number, or the lower end of the range.
    pub low: Decimal,
    /// The number, or the upper end of the range.
    pub high: Decimal,
    /// Where it stands in the file.
    pub span: Span,
}

impl Amount {
    /// The least number that it allows, and whether that number itself is allowed; `None` where nothing bounds it.
    pub fn least(&self) -> Option<(Decimal, bool)> {
        match self.says {
            Says::Exactly | Says::AtLeast => Some((self.low, true)),
            Says::MoreThan => Some((self.low, false)),
            Says::About => Some((away(self.low, -1), true)),
            Says::UpTo | Says::LessThan => None,
        }
    }

    /// The greatest number that it allows, and whether that number itself is allowed.
    pub fn most(&self) -> Option<(Decimal, bool)> {
        match self.says {
            Says::Exactly | Says::UpTo => Some((self.high, true)),
            Says::LessThan => Some((self.high, false)),
            Says::About => Some((away(self.high, 1), true)),
            Says::AtLeast | Says::MoreThan => None,
        }
    }

    /// Whether some number agrees with both.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let reaches = |most: Option<(Decimal, bool)>, least: Option<(Decimal, bool)>| {
            let (Some((most, with_most)), Some((least, with_least))) = (most, least) else {
                return true;
            };
            least < most || least == most && with_most && with_least
        };
        reaches(self.most(), other.least()) && reaches(other.most(), self.least())
    }
}

/// A number a tenth of its size away, above it or below it.
fn away(number: Decimal, direction: i64) -> Decimal {
    Decimal {
        nanos: number
            .nanos
            .saturating_add(direction * (number.nanos.abs() / 10)),
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.says {
            Says::Exactly => "",
            Says::About => "about ",
            Says::AtLeast => "at least ",
            Says::MoreThan => "more than ",
            Says::UpTo => "up to ",
            Says::LessThan => "fewer than ",
        })?;
        if self.low == self.high {
            write!(f, "{}", self.low)
        } else {
            write!(f, "{} to {}", self.low, self.high)
        }
    }
}
