//! When things happened: events, stated distances between them, and figures that somebody gave.

use std::fmt;

use super::{Amount, EventId, Period, Reasons, Span};

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
    /// Fourteen days.
    Fortnight,
    /// Three months.
    Quarter,
    /// 89 to 94 days, by the months or by the sun.
    Season,
    /// Ten years.
    Decade,
}

impl Unit {
    /// Every unit, with the dossier's word for one of it.
    pub const ALL: [(&'static str, Self); 8] = [
        ("day", Self::Day),
        ("week", Self::Week),
        ("month", Self::Month),
        ("year", Self::Year),
        ("fortnight", Self::Fortnight),
        ("quarter", Self::Quarter),
        ("season", Self::Season),
        ("decade", Self::Decade),
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
    /// Whether it is said to be about so long: up to a quarter less or more.
    pub about: bool,
}

/// The numbers that distances are given in as words, from 1.
const NUMBERS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

impl Distance {
    /// The most units that a distance may have.
    pub const COUNT_MAX: u32 = 99_999;

    /// Reads a distance as people write it: `2 years`, `a fortnight`, `half a year`, `two and a half years`, `about 3 months`.
    pub fn read(text: &str) -> Option<Self> {
        const ABOUT: [&str; 6] = [
            "about",
            "around",
            "approximately",
            "roughly",
            "circa",
            "ca.",
        ];
        if text.trim_start().starts_with('-') {
            return None;
        }
        let text = text.to_lowercase().replace('-', " ");
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let about = words.first().is_some_and(|word| ABOUT.contains(word));
        if about {
            words.remove(0);
        }
        let has_article = words
            .first()
            .is_some_and(|word| matches!(*word, "a" | "an"));
        words.retain(|word| !matches!(*word, "a" | "an"));
        let (count, unit) = match *words.as_slice() {
            [unit] if has_article => (1, unit_of(unit)?),
            ["half", unit] => halves(1, unit_of(unit)?)?,
            [unit, "and", "half"] => halves(3, unit_of(unit)?)?,
            [n, unit] => match n.strip_suffix(".5").or_else(|| n.strip_suffix('½')) {
                Some(whole) => halves(2 * number(whole)? + 1, unit_of(unit)?)?,
                None => (number(n)?, unit_of(unit)?),
            },
            [n, "and", "half", unit] => halves(2 * number(n)? + 1, unit_of(unit)?)?,
            _ => return None,
        };
        Some(Self { count, unit, about })
    }

    /// The fewest and the most days that the distance can have, wherever in the calendar it lies. Twelve months count as a year.
    ///
    /// The two bounds are wide enough for every true statement, and wider than need be for many years: no four years in a row have
    /// four leap days.
    ///
    /// About so long is up to a quarter less or more, in whole days outward.
    pub fn days(self) -> (i64, i64) {
        let (least, most) = self.exact_days();
        if self.about {
            (least * 3 / 4, (most * 5 + 3) / 4)
        } else {
            (least, most)
        }
    }

    fn exact_days(self) -> (i64, i64) {
        let count = i64::from(self.count);
        let years = |count: i64| (365 * count, 366 * count);
        let months = |count: i64| {
            let (least, most) = years(count / 12);
            (least + 28 * (count % 12), most + 31 * (count % 12))
        };
        match self.unit {
            Unit::Day => (count, count),
            Unit::Week => (7 * count, 7 * count),
            Unit::Fortnight => (14 * count, 14 * count),
            Unit::Month => months(count),
            Unit::Quarter => months(3 * count),
            Unit::Season => (89 * count, 94 * count),
            Unit::Year => years(count),
            Unit::Decade => years(10 * count),
        }
    }
}

fn unit_of(word: &str) -> Option<Unit> {
    let fits = |one: &str| {
        word.strip_prefix(one)
            .is_some_and(|rest| matches!(rest, "" | "s"))
    };
    Unit::ALL
        .iter()
        .find(|(one, _)| fits(one))
        .map(|(_, unit)| *unit)
}

/// A whole number, in digits or as a word.
fn number(word: &str) -> Option<u32> {
    let is_digits = (1..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits {
        return word.parse().ok();
    }
    let place = NUMBERS.iter().position(|name| *name == word)?;
    u32::try_from(place + 1).ok()
}

/// So many halves of a unit, in the unit of which a half is whole.
fn halves(n: u32, unit: Unit) -> Option<(u32, Unit)> {
    let (count, smaller) = match unit {
        Unit::Year => (6 * n, Unit::Month),
        Unit::Decade => (5 * n, Unit::Year),
        Unit::Fortnight => (n, Unit::Week),
        Unit::Day | Unit::Week | Unit::Month | Unit::Quarter | Unit::Season => return None,
    };
    (count <= Distance::COUNT_MAX).then_some((count, smaller))
}

impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{} {}{}",
            if self.about { "about " } else { "" },
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
    /// What is said of the number.
    pub value: Amount,
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
            "year",
            "-1 day",
            "1.5 months",
            "half a season",
            "thirteen years",
            "2 yearss",
            "100000 days",
            "2years",
        ] {
            assert_eq!(Distance::read(text), None, "{text}");
        }
    }

    #[test]
    fn distances_are_read_as_people_write_them() {
        for (text, distance) in [
            ("a fortnight", "1 fortnight"),
            ("half a year", "6 months"),
            ("half-year", "6 months"),
            ("a year and a half", "18 months"),
            ("1.5 years", "18 months"),
            ("2½ years", "30 months"),
            ("two and a half years", "30 months"),
            ("Two Decades", "2 decades"),
            ("half a decade", "5 years"),
            ("a quarter", "1 quarter"),
            ("two seasons", "2 seasons"),
            ("circa 2 years", "about 2 years"),
            ("about half a year", "about 6 months"),
        ] {
            let read = Distance::read(text).map(|it| it.to_string());
            assert_eq!(read.as_deref(), Some(distance), "{text}");
            let again = Distance::read(distance).map(|it| it.to_string());
            assert_eq!(again.as_deref(), Some(distance), "{distance}");
        }
        let days = |text: &str| Distance::read(text).map(Distance::days);
        assert_eq!(days("a fortnight"), Some((14, 14)));
        assert_eq!(days("a quarter"), Some((84, 93)));
        assert_eq!(days("a decade"), Some((3650, 3660)));
        assert_eq!(days("about 100 days"), Some((75, 125)));
        assert_eq!(days("about 1 day"), Some((0, 2)));
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
                        about: false,
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
                            about: false,
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
