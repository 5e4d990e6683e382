//! Dates in numbers: `2025-10-24`, `24/10/2025`, `3/4/25`, `24-Oct-25`, `20251024`.

use super::calendar::found;
use super::{Found, Granularity, Scan, month_of};
use crate::model::{Date, Period};

impl Scan<'_, '_> {
    /// A date in numbers.
    pub(super) fn numbers(&self, at: usize) -> Option<Found> {
        self.year_first(at)
            .or_else(|| self.year_last(at))
            .or_else(|| self.month_by_name(at))
            .or_else(|| self.in_one(at))
            .or_else(|| self.year_and_month(at))
    }

    /// Whether a separator stands there, with nothing around it.
    fn separates(&self, at: usize, separators: &[&str]) -> bool {
        at > 0 && self.is_any(at, separators) && self.touches(at - 1) && self.touches(at)
    }

    /// Whether the same separator and a number follow, so that the number goes on.
    fn goes_on(&self, at: usize, separators: &[&str]) -> bool {
        self.separates(at, separators) && self.is_number(at + 1)
    }

    /// The separator of three numbers, all with the same.
    fn separator(&self, at: usize) -> Option<&str> {
        let separators = ["-", "/", "."];
        let it = separators
            .into_iter()
            .find(|it| self.separates(at + 1, &[*it]) && self.separates(at + 3, &[*it]))?;
        let before = at > 1 && self.separates(at - 1, &[it]) && self.is_number(at - 2);
        (!before && !self.goes_on(at + 5, &[it])).then_some(it)
    }

    /// `2025-10-24`, `2025/10/24`, with a time of day behind a `T`.
    fn year_first(&self, at: usize) -> Option<Found> {
        let year = self.year_of_number(at)?;
        self.separator(at)?;
        let text = self.word(at + 4)?.text;
        let is_timed = text.len() > 2 && text.as_bytes()[2] == b'T' && text.is_char_boundary(2);
        let last = if is_timed {
            text[..2].parse().ok()?
        } else {
            self.day(at + 4)?
        };
        let day = Date::new(year, self.day(at + 2)?, last)?;
        let mut n_words = 5;
        while is_timed && self.goes_on_as_time(at + n_words) {
            n_words += 2;
        }
        Some(found(
            n_words,
            "day of the calendar",
            vec![Period::day(day)],
            Granularity::Day,
        ))
    }

    /// `:30` behind an hour.
    fn goes_on_as_time(&self, at: usize) -> bool {
        self.separates(at, &[":"])
            && self
                .word(at + 1)
                .is_some_and(|word| word.text.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// A year of four digits, whatever stands behind it.
    fn year_of_number(&self, at: usize) -> Option<u16> {
        let text = self.word(at)?.text;
        let year: u16 = text.parse().ok().filter(|_| text.len() == 4)?;
        (1800..=2199).contains(&year).then_some(year)
    }

    /// `24/10/2025`, `3/4/25`; both orders where both are in the calendar.
    fn year_last(&self, at: usize) -> Option<Found> {
        self.separator(at)?;
        if self.follows_any(at, &["version", "v", "section", "§", "no", "release"]) {
            return None;
        }
        let year = self
            .year_of_number(at + 4)
            .or_else(|| self.year_of_two_digits(at + 4))?;
        let (first, second) = (self.day(at)?, self.day(at + 2)?);
        let mut readings: Vec<Period> = [
            Date::new(year, second, first),
            Date::new(year, first, second),
        ]
        .into_iter()
        .flatten()
        .map(Period::day)
        .collect();
        readings.dedup();
        (!readings.is_empty()).then(|| found(5, "day in numbers", readings, Granularity::Day))
    }

    /// `24-Oct-2025`, `24/Oct/25`.
    fn month_by_name(&self, at: usize) -> Option<Found> {
        self.separator(at)?;
        let (_, month) = self.month(at + 2)?;
        let year = self
            .year_of_number(at + 4)
            .or_else(|| self.year_of_two_digits(at + 4))?;
        let day = Date::new(year, month, self.day(at)?)?;
        Some(found(
            5,
            "day of the calendar",
            vec![Period::day(day)],
            Granularity::Day,
        ))
    }

    /// `20251024`.
    fn in_one(&self, at: usize) -> Option<Found> {
        let text = self.word(at)?.text;
        let is_number = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || self.goes_on(at + 1, &[".", ",", "-", "/"]) {
            return None;
        }
        let part = |from: usize, to: usize| text[from..to].parse::<u16>().ok();
        let year = part(0, 4).filter(|year| (1900..2100).contains(year))?;
        let (month, day) = (u8::try_from(part(4, 6)?), u8::try_from(part(6, 8)?));
        let day = Date::new(year, month.ok()?, day.ok()?)?;
        Some(found(
            1,
            "day of the calendar",
            vec![Period::day(day)],
            Granularity::Day,
        ))
    }

    /// `2025-10`: a month, and where the second number could be a later year, two readings.
    fn year_and_month(&self, at: usize) -> Option<Found> {
        let year = self.year_of_number(at)?;
        let text = self.word(at + 2)?.text;
        let is_month = self.separates(at + 1, &["-"]) && text.len() == 2 && self.is_number(at + 2);
        if !is_month || self.goes_on(at + 3, &["-", "."]) {
            return None;
        }
        let mut readings = vec![month_of(year, text.parse().ok()?)?];
        readings.extend(self.years(at).into_iter().flat_map(|years| years.readings));
        Some(found(3, "month in numbers", readings, Granularity::Month))
    }
}
