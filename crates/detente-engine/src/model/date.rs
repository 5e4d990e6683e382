//! Days of the calendar.

use std::fmt;

/// A day of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, 0 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

impl Date {
    /// The earliest day that a file can name.
    pub const FIRST: Self = Self {
        year: 0,
        month: 1,
        day: 1,
    };
    /// The latest day that a file can name.
    pub const LAST: Self = Self {
        year: 9999,
        month: 12,
        day: 31,
    };

    /// That day, if the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let day_of_calendar = jiff::civil::Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()?;
        Some(Self::of(day_of_calendar))
    }

    /// The last day of a month, if the calendar has that month.
    pub fn end_of_month(year: u16, month: u8) -> Option<Self> {
        let first = Self::new(year, month, 1)?;
        Some(Self::of(first.calendar().last_of_month()))
    }

    /// Reads a day as it is written: `2025-10-24`.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let well_formed =
            year.len() == 4 && month.len() == 2 && day.len() == 2 && parts.next().is_none();
        let digits = [year, month, day]
            .iter()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        if !well_formed || !digits {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The number of days from 1 January 1970 to this day; negative before it.
    pub fn day_number(self) -> i32 {
        days_between(jiff::civil::date(1970, 1, 1), self.calendar())
    }

    /// The day so many days later, or earlier where `days` is negative; `None` outside the calendar.
    pub fn plus_days(self, days: i32) -> Option<Self> {
        let later = self
            .calendar()
            .checked_add(jiff::Span::new().try_days(days).ok()?)
            .ok()?;
        (later.year() >= 0).then(|| Self::of(later))
    }

    /// The day of the week, Monday 1 to Sunday 7.
    pub fn weekday(self) -> u8 {
        self.calendar()
            .weekday()
            .to_monday_one_offset()
            .unsigned_abs()
    }

    fn calendar(self) -> jiff::civil::Date {
        let year = i16::try_from(self.year).expect("a year has four digits");
        let (month, day) = (self.month.cast_signed(), self.day.cast_signed());
        jiff::civil::Date::new(year, month, day).expect("a date is made from a day of the calendar")
    }

    fn of(day: jiff::civil::Date) -> Self {
        Self {
            year: day.year().unsigned_abs(),
            month: day.month().unsigned_abs(),
            day: day.day().unsigned_abs(),
        }
    }
}

fn days_between(from: jiff::civil::Date, to: jiff::civil::Date) -> i32 {
    from.until(to)
        .expect("two days of the calendar have a distance")
        .get_days()
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
