//! Times that are known only roughly: from one day to another.

use std::fmt;

use super::{Date, written};

/// When something happened, as far as it is known: on some day from the first to the last, both included.
#[doc(alias = "date interval")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The earliest day; [`Date::FIRST`] where nothing is known.
    pub first: Date,
    /// The latest day; [`Date::LAST`] where nothing is known.
    pub last: Date,
}

/// Why a text names no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPeriod {
    /// It is not written as a period is.
    Unreadable,
    /// It is written as a day or a month is, but the calendar has none such.
    NotInCalendar,
    /// It ends before it begins.
    Backwards,
    /// Its year has two digits.
    ShortYear,
    /// It has two readings: with the day first, or the earlier year, and otherwise.
    TwoReadings(Period, Period),
}

/// The order of day and month in a date of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// `24/10/2025`.
    DayFirst,
    /// `10/24/2025`.
    MonthFirst,
}

impl Period {
    /// That one day.
    pub fn day(date: Date) -> Self {
        Self {
            first: date,
            last: date,
        }
    }

    /// Whether it is one day.
    pub fn is_day(self) -> bool {
        self.first == self.last
    }

    /// Whether it certainly ends before that day.
    pub fn is_before(self, day: Date) -> bool {
        self.last < day
    }

    /// Whether it certainly begins on that day or later.
    pub fn is_from(self, day: Date) -> bool {
        self.first >= day
    }

    /// Reads a period: a day `2025-10-24`, a month `2025-10`, a year `2025`; a part of a month as `early`, `mid` or `late`
    /// (days 1 to 10, 11 to 20, 21 to the end); two of these joined by `..`, either of which may be missing. Other ways in which
    /// people and programs write times are read where they have one reading: `10 January 2025`, `2025-01-10T17:00:00Z`,
    /// `20250110`, `Q3 2025`, `the 1990s`, `circa 1953`.
    pub fn read(text: &str) -> Result<Self, NoPeriod> {
        let text = text.trim();
        let Some((from, to)) = text.split_once("..") else {
            return Self::read_one(text);
        };
        let (from, to) = (from.trim(), to.trim());
        if from.is_empty() && to.is_empty() {
            return Err(NoPeriod::Unreadable);
        }
        let first = if from.is_empty() {
            Date::FIRST
        } else {
            Self::read_one(from)?.first
        };
        let last = if to.is_empty() {
            Date::LAST
        } else {
            Self::read_one(to)?.last
        };
        Self::ordered(first, last)
    }

    /// The order of day and month in a date of numbers, where only one order is possible.
    pub fn day_order(text: &str) -> Option<DayOrder> {
        written::day_order(text)
    }

    pub(super) fn ordered(first: Date, last: Date) -> Result<Self, NoPeriod> {
        if first > last {
            Err(NoPeriod::Backwards)
        } else {
            Ok(Self { first, last })
        }
    }

    fn read_one(text: &str) -> Result<Self, NoPeriod> {
        match Self::read_plain(text) {
            Err(NoPeriod::Unreadable) => written::read(text),
            read => read,
        }
    }

    /// Reads what is written as this program writes it.
    pub(super) fn read_plain(text: &str) -> Result<Self, NoPeriod> {
        let numbers: Vec<&str> = text.split('-').collect();
        let digits = numbers
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
        let lengths: Vec<usize> = numbers.iter().map(|part| part.len()).collect();
        let number = |k: usize| numbers[k].parse::<u16>().map_err(|_| NoPeriod::Unreadable);
        if !digits {
            return Err(NoPeriod::Unreadable);
        }
        match lengths.as_slice() {
            [4] => Self::year(number(0)?),
            [4, 2] => Self::month(number(0)?, number(1)?),
            [4, 2, 2] => {
                let day = Date::read(text);
                Self::between(day, day)
            }
            _ => Err(NoPeriod::Unreadable),
        }
    }

    pub(super) fn year(year: u16) -> Result<Self, NoPeriod> {
        Self::between(Date::new(year, 1, 1), Date::new(year, 12, 31))
    }

    pub(super) fn month(year: u16, month: u16) -> Result<Self, NoPeriod> {
        let month = u8::try_from(month).map_err(|_| NoPeriod::NotInCalendar)?;
        Self::between(Date::new(year, month, 1), Date::end_of_month(year, month))
    }

    pub(super) fn between(first: Option<Date>, last: Option<Date>) -> Result<Self, NoPeriod> {
        match (first, last) {
            (Some(first), Some(last)) => Ok(Self { first, last }),
            _ => Err(NoPeriod::NotInCalendar),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_day() {
            return write!(f, "{}", self.first);
        }
        if self.first > Date::FIRST {
            write!(f, "{}", self.first)?;
        }
        f.write_str("..")?;
        if self.last < Date::LAST {
            write!(f, "{}", self.last)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match Period::read(text) {
            Ok(period) => period.to_string(),
            Err(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn what_is_known_of_a_date_is_an_interval() {
        let known = [
            ("2025-10-24", "2025-10-24"),
            ("2024-02", "2024-02-01..2024-02-29"),
            ("2025", "2025-01-01..2025-12-31"),
            ("early 2025-09", "2025-09-01..2025-09-10"),
            ("mid 2025-09", "2025-09-11..2025-09-20"),
            ("late 2025-02", "2025-02-21..2025-02-28"),
            ("2025-09-29..2025-10", "2025-09-29..2025-10-31"),
            (" 2025-09-29 .. ", "2025-09-29.."),
            ("..late 2026-12", "..2026-12-31"),
        ];
        for (text, period) in known {
            assert_eq!(read(text), period, "{text}");
            assert_eq!(read(period), period, "{text}");
        }
    }

    #[test]
    fn a_day_that_cannot_be_is_told_from_one_that_cannot_be_read() {
        for text in ["2025-02-29", "2025-13", "2025-00-10", "2025-04-31..2025-05"] {
            assert_eq!(read(text), "NotInCalendar", "{text}");
        }
        for text in [
            "",
            "..",
            "yesterday",
            "soon 2025-09",
            "2025-09-30-1",
            "20250930x",
        ] {
            assert_eq!(read(text), "Unreadable", "{text}");
        }
        assert_eq!(read("2025-10..2025-09"), "Backwards");
    }

    #[test]
    fn days_are_counted_across_leap_years() {
        let day = |text| Date::read(text).expect("a day of the calendar");
        assert_eq!(day("1970-01-01").day_number(), 0);
        assert_eq!(
            day("2000-03-01").day_number() - day("2000-02-28").day_number(),
            2
        );
        assert_eq!(
            day("1900-03-01").day_number() - day("1900-02-28").day_number(),
            1
        );
        assert_eq!(day("2025-10-28").plus_days(-366), Some(day("2024-10-27")));
        assert_eq!(Date::LAST.plus_days(1), None);
        assert_eq!(Date::FIRST.plus_days(-1), None);
        assert_eq!(day("2025-10-28").weekday(), 2);
    }
}
