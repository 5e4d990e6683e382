//! A weekday and its date, which are one date: “Tuesday, October 28”, “28 October (Tuesday)”.

use super::{Found, Granularity, Scan};
use crate::model::{Date, Period};

/// The years before and after publication among which the weekday chooses.
const YEARS: i32 = 6;

impl Scan<'_, '_> {
    /// “on Tuesday, October 28”, “Tues. 28 Oct. 2025”, “Tuesday (28 October)”.
    pub(super) fn weekday_and_date(&self, at: usize) -> Option<Found> {
        let n_on = usize::from(self.is(at, "on"));
        let (n_day, weekday) = self.weekday_or_short(at + n_on)?;
        let mut next = at + n_on + n_day;
        next += usize::from(self.is_any(next, &["morning", "afternoon", "evening", "night"]));
        let in_brackets = self.is(next, "(");
        next += usize::from(in_brackets || self.is(next, ","));
        next += usize::from(self.is(next, "the"));
        let date = self.calendar(next)?;
        let end = next + date.n_words;
        let fits = date.granularity == Granularity::Day && (!in_brackets || self.is(end, ")"));
        fits.then(|| Found {
            n_words: end + usize::from(in_brackets) - at,
            ..self.on_weekday(next, date, weekday)
        })
    }

    /// A date of the calendar, with its weekday behind it: “28 October (Tuesday)”, “28 October, Tuesday,”.
    pub(super) fn calendar_and_weekday(&self, at: usize) -> Option<Found> {
        let date = self.calendar(at)?;
        if date.granularity != Granularity::Day {
            return Some(date);
        }
        let mut next = at + date.n_words;
        let in_brackets = self.is(next, "(");
        next += usize::from(in_brackets || self.is(next, ","));
        let Some((n_day, weekday)) = self.weekday_or_short(next) else {
            return Some(date);
        };
        let end = next + n_day;
        let ends = self.word(end).is_none() || self.is_any(end, &[",", ";", ".", ":"]);
        let fits = if in_brackets { self.is(end, ")") } else { ends };
        if !fits {
            return Some(date);
        }
        Some(Found {
            n_words: end + usize::from(in_brackets) - at,
            ..self.on_weekday(at, date, weekday)
        })
    }

    /// A weekday in full or in short, with the words that it takes.
    fn weekday_or_short(&self, at: usize) -> Option<(usize, u8)> {
        const SHORT: [(&str, u8); 12] = [
            ("Mon", 1),
            ("Tue", 2),
            ("Tues", 2),
            ("Wed", 3),
            ("Weds", 3),
            ("Thu", 4),
            ("Thur", 4),
            ("Thurs", 4),
            ("Fri", 5),
            ("Sat", 6),
            ("Sun", 7),
            ("Sund", 7),
        ];
        if let Some(weekday) = self.weekday(at) {
            return Some((1, weekday));
        }
        let text = self.word(at)?.text;
        let (_, weekday) = SHORT.iter().find(|(short, _)| *short == text)?;
        Some((1 + usize::from(self.is(at + 1, ".")), *weekday))
    }

    /// The readings of a date that fall on a weekday. A date whose year is known keeps its readings, and the rule says that they do not fit.
    fn on_weekday(&self, at: usize, date: Found, weekday: u8) -> Found {
        let is_on = |period: &Period| period.first.weekday() == weekday;
        let fitting = |readings: &[Period]| -> Vec<Period> {
            readings.iter().copied().filter(is_on).collect()
        };
        let near = fitting(&date.readings);
        if !near.is_empty() {
            return Found {
                readings: near,
                rule: "weekday and date",
                ..date
            };
        }
        if date.rule != "day without a year" {
            return Found {
                rule: "date that falls on another weekday",
                ..date
            };
        }
        let other = |years: i32| {
            let year = u16::try_from(i32::from(self.published?.year) + years).ok()?;
            let scan = Scan {
                words: self.words,
                published: Date::new(year, 7, 1),
            };
            let readings = fitting(&scan.calendar(at)?.readings);
            readings.first().copied()
        };
        let nearest = (1..=YEARS)
            .flat_map(|years| [-years, years])
            .find_map(other);
        Found {
            readings: nearest.into_iter().collect(),
            rule: "weekday and date",
            ..date
        }
    }
}
