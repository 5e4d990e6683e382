//! When things happened: events, stated distances between them, and figures that somebody gave.

use std::fmt;

use super::{Estimate, EventId, Period, Reasons, Span};

/// A unit of the calendar in which distances are stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// One day.
    Day,
    /// Seven days.
    Week,
    /// 28 to 31 days.
    Month,
    /// 365 or 366 days; twelve months.
    Year,
}

impl Unit {
    /// Every unit, with the dossier's word for one of it.
    pub const ALL: [(&'static str, Self); 4] = [
        ("day", Self::Day),
        ("week", Self::Week),
        ("month", Self::Month),
        ("year", Self::Year),
    ];

    /// The dossier's word for one of it.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, unit)| *unit == self)
            .map_or("", |(word, _)| word)
    }
}

/// A distance in time as people state it: a number of units of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Distance {
    /// How many units, up to [`Distance::COUNT_MAX`].
    pub count: u32,
    /// Of which length.
    pub unit: Unit,
}

impl Distance {
    /// The most units that a distance may have.
    pub const COUNT_MAX: u32 = 99_999;

    /// Reads a distance as it is written: `2 years`, `1 day`.
    pub fn read(text: &str) -> Option<Self> {
        let (count, word) = text.trim().split_once(' ')?;
        let digits = !count.is_empty()
            && count.len() <= 5
            && count.bytes().all(|byte| byte.is_ascii_digit());
        let count: u32 = if digits {
            count.parse().ok()?
        } else {
            return None;
        };
        let word = word.trim();
        let unit = Unit::ALL
            .iter()
            .find(|(one, _)| {
                word.strip_prefix(one)
                    .is_some_and(|rest| matches!(rest, "" | "s"))
            })?
            .1;
        Some(Self { count, unit })
    }

    /// The fewest and the most days that the distance can have, wherever in the calendar it lies. Twelve months count as a year.
    ///
    /// The two bounds are wide enough for every true statement, and wider than need be for many years: no four years in a row have
    /// four leap days.
    pub fn days(self) -> (i64, i64) {
        let count = i64::from(self.count);
        match self.unit {
            Unit::Day => (count, count),
            Unit::Week => (7 * count, 7 * count),
            Unit::Month => (
                365 * (count / 12) + 28 * (count % 12),
                366 * (count / 12) + 31 * (count % 12),
            ),
            Unit::Year => (365 * count, 366 * count),
        }
    }
}

impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}{}",
            self.count,
            self.unit.word(),
            if self.count == 1 { "" } else { "s" }
        )
    }
}

/// When somebody says that an event happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dating {
    /// On some day of this period.
    pub when: Period,
    /// Who says so.
    pub reasons: Reasons,
    /// Where it stands in the file.
    pub span: Span,
}

/// Something that happened, or is to happen, on one day that may be known only roughly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its identifier.
    pub id: String,
    /// What happened.
    pub text: String,
    /// When, as the dossier has it.
    pub when: Option<Period>,
    /// Why the author says so.
    pub reasons: Reasons,
    /// When, as others have it.
    pub claims: Vec<Dating>,
    /// Where it stands in the file.
    pub span: Span,
}

/// One end of a stated distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// An event.
    Event(EventId),
    /// The day on which the dossier stands.
    AsOf,
}

/// A stated distance: `to` lies so long after `from`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The earlier end.
    pub from: Moment,
    /// The later end.
    pub to: Moment,
    /// The least distance; where nothing is said, `to` is not before `from`.
    pub at_least: Option<Distance>,
    /// The greatest distance, if there is one.
    pub at_most: Option<Distance>,
    /// What the source says.
    pub says: Option<String>,
    /// Who says so.
    pub reasons: Reasons,
    /// Where it stands in the file.
    pub span: Span,
}

/// A number that somebody gave for a series at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The series.
    pub of: String,
    /// The time for which it was given.
    pub at: Period,
    /// The number, or a range.
    pub value: Estimate,
    /// What is counted, where the series has been counted in several ways.
    pub definition: Option<String>,
    /// Who says so.
    pub reasons: Reasons,
    /// Where it stands in the file.
    pub span: Span,
}

/// All that a dossier says of times.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chronology {
    /// The events, in the order of the file.
    pub events: Vec<Event>,
    /// The stated distances.
    pub gaps: Vec<Gap>,
    /// The figures.
    pub figures: Vec<Figure>,
}

impl Chronology {
    /// Every list of reasons.
    pub fn reasons(&self) -> impl Iterator<Item = &Reasons> {
        let events = self.events.iter().flat_map(|event| {
            std::iter::once(&event.reasons).chain(event.claims.iter().map(|claim| &claim.reasons))
        });
        events
            .chain(self.gaps.iter().map(|gap| &gap.reasons))
            .chain(self.figures.iter().map(|figure| &figure.reasons))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    #[test]
    fn distances_are_read_as_they_are_written() {
        for text in [
            "0 days",
            "1 day",
            "3 weeks",
            "1 month",
            "25 months",
            "2 years",
        ] {
            assert_eq!(
                Distance::read(text).map(|it| it.to_string()).as_deref(),
                Some(text)
            );
        }
        assert_eq!(
            Distance::read(" 1  years ")
                .map(|it| it.to_string())
                .as_deref(),
            Some("1 year")
        );
        for text in [
            "",
            "2",
            "years",
            "two years",
            "-1 day",
            "2 decades",
            "1.5 years",
            "2 yearss",
            "100000 days",
            "2years",
        ] {
            assert_eq!(Distance::read(text), None, "{text}");
        }
    }

    #[test]
    fn no_true_distance_lies_outside_its_days() {
        let first = |year, month| {
            Date::new(year, month, 1)
                .expect("months begin with a first")
                .day_number()
        };
        for year in 1896..2012 {
            for month in 1..=12_u8 {
                for count in 0..=60_u16 {
                    let months = u16::from(month) - 1 + count;
                    let later = first(
                        year + months / 12,
                        u8::try_from(months % 12 + 1).expect("a month"),
                    );
                    let days = i64::from(later - first(year, month));
                    let (least, most) = Distance {
                        count: count.into(),
                        unit: Unit::Month,
                    }
                    .days();
                    assert!(
                        least <= days && days <= most,
                        "{count} months from {year}-{month}"
                    );
                    if count % 12 == 0 {
                        let (least, most) = Distance {
                            count: u32::from(count) / 12,
                            unit: Unit::Year,
                        }
                        .days();
                        assert!(
                            least <= days && days <= most,
                            "{count} months from {year}-{month}"
                        );
                    }
                }
            }
        }
    }
}
