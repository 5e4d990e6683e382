//! Dates that only the day of publication can tell: weekdays, “last month”, “two weeks ago”, a month without a year.

use super::calendar::found;
use super::{Found, Granularity, Scan, month_of, months_of};
use crate::model::{Date, Period};

/// In which direction a phrase looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Last,
    This,
    Next,
}

/// A stretch of the calendar that has a “last” and a “next” one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stretch {
    Day,
    Week,
    Month,
    Year,
}

impl Scan<'_, '_> {
    /// The rules that need the day of publication.
    pub(super) fn anchored(&self, at: usize) -> Option<Found> {
        self.near_day(at)
            .or_else(|| self.earlier_or_later(at))
            .or_else(|| self.side(at))
            .or_else(|| self.weekday_alone(at))
            .or_else(|| self.ago(at))
            .or_else(|| self.month_alone(at))
    }

    /// What a rule says of the day of publication; nothing where that is not known.
    fn at_publication(&self, readings: impl Fn(Date) -> Vec<Period>) -> Vec<Period> {
        self.published.map(readings).unwrap_or_default()
    }

    /// “today”, “yesterday”, “tomorrow”.
    fn near_day(&self, at: usize) -> Option<Found> {
        let days = [("today", 0), ("yesterday", -1), ("tomorrow", 1)];
        let (_, days) = days.iter().find(|(word, _)| self.is(at, word))?;
        let readings =
            self.at_publication(|day| day.plus_days(*days).map(Period::day).into_iter().collect());
        Some(found(1, "day from publication", readings, Granularity::Day))
    }

    /// “earlier this month”, “later this year”.
    fn earlier_or_later(&self, at: usize) -> Option<Found> {
        let is_later = self.is(at, "later");
        if !(is_later || self.is(at, "earlier")) || !self.is(at + 1, "this") {
            return None;
        }
        let stretch = self
            .stretch(at + 2)
            .filter(|stretch| *stretch != Stretch::Day)?;
        let half = |day: Date| {
            let whole = stretch_at(day, stretch, 0)?;
            Some(if is_later {
                Period {
                    first: day,
                    last: whole.last,
                }
            } else {
                Period {
                    first: whole.first,
                    last: day,
                }
            })
        };
        Some(found(
            3,
            "part of the present",
            self.at_publication(|day| half(day).into_iter().collect()),
            granularity(stretch),
        ))
    }

    /// “last week”, “this month”, “next year”, “last Tuesday”, “next October”.
    fn side(&self, at: usize) -> Option<Found> {
        let sides = [
            ("last", Side::Last),
            ("past", Side::Last),
            ("previous", Side::Last),
            ("this", Side::This),
            ("next", Side::Next),
            ("coming", Side::Next),
        ];
        let (_, side) = sides.iter().find(|(word, _)| self.is(at, word))?;
        if let Some(stretch) = self
            .stretch(at + 1)
            .filter(|stretch| *stretch != Stretch::Day)
        {
            let offset = match side {
                Side::Last => -1,
                Side::This => 0,
                Side::Next => 1,
            };
            let readings =
                self.at_publication(|day| stretch_at(day, stretch, offset).into_iter().collect());
            return Some(found(
                2,
                "week, month or year from publication",
                readings,
                granularity(stretch),
            ));
        }
        if let Some(weekday) = self.weekday(at + 1) {
            let readings = self.at_publication(|day| weekdays(day, weekday, *side));
            return Some(found(2, "weekday", readings, Granularity::Day));
        }
        let (n_month, month) = self.month(at + 1)?;
        let mut readings = self.nearest(|year| month_of(year, month));
        if let Some(published) = self.published {
            let fits = |it: &Period| match side {
                Side::Last => it.last < published,
                Side::This => it.first.year == published.year,
                Side::Next => it.first > published,
            };
            let year = published.year;
            readings = [year.checked_sub(1), Some(year), Some(year + 1)]
                .into_iter()
                .flatten()
                .filter_map(|year| month_of(year, month))
                .filter(fits)
                .collect();
            if *side == Side::Last {
                readings.reverse();
            }
            readings.truncate(1);
        }
        Some(found(
            1 + n_month,
            "month from publication",
            readings,
            Granularity::Month,
        ))
    }

    /// “on Tuesday”, “Tuesday”.
    fn weekday_alone(&self, at: usize) -> Option<Found> {
        let n_on = usize::from(self.is(at, "on"));
        let weekday = self.weekday(at + n_on)?;
        let readings = self.at_publication(|day| {
            let back = (i32::from(day.weekday()) - i32::from(weekday)).rem_euclid(7);
            [day.plus_days(-back), day.plus_days(7 - back)]
                .into_iter()
                .flatten()
                .map(Period::day)
                .collect()
        });
        Some(found(n_on + 1, "weekday", readings, Granularity::Day))
    }

    pub(super) fn weekday(&self, at: usize) -> Option<u8> {
        const DAYS: [&str; 7] = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ];
        let word = self.word(at).filter(|word| word.is_capital())?;
        DAYS.iter()
            .position(|day| word.is(day))
            .and_then(|day| u8::try_from(day + 1).ok())
    }

    /// “two weeks ago”, “in three months”.
    fn ago(&self, at: usize) -> Option<Found> {
        let n_in = usize::from(self.is(at, "in"));
        let count = self.count(at + n_in)?;
        let n_weeks = 2 * i32::from(self.is_any(at + n_in + 1, &["fortnight", "fortnights"]));
        let (stretch, count) = match self.stretch(at + n_in + 1) {
            Some(stretch) => (stretch, count),
            None if n_weeks > 0 => (Stretch::Week, n_weeks * count),
            None => return None,
        };
        let is_ago = self.is(at + n_in + 2, "ago");
        if is_ago == (n_in == 1) {
            return None;
        }
        let count = if is_ago { -count } else { count };
        let period = |day: Date| match stretch {
            Stretch::Day => day.plus_days(count).map(Period::day),
            Stretch::Week => Some(Period {
                first: day.plus_days(7 * count - 3)?,
                last: day.plus_days(7 * count + 3)?,
            }),
            Stretch::Month | Stretch::Year => stretch_at(day, stretch, count),
        };
        let readings = self.at_publication(|day| period(day).into_iter().collect());
        Some(found(
            3,
            "so long from publication",
            readings,
            granularity(stretch),
        ))
    }

    fn count(&self, at: usize) -> Option<i32> {
        const WORDS: [&str; 13] = [
            "a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            "eleven", "twelve",
        ];
        let word = self.word(at)?;
        if word.is("an") {
            return Some(1);
        }
        if let Some(position) = WORDS.iter().position(|it| word.is(it)) {
            return i32::try_from(position.max(1)).ok();
        }
        word.text
            .parse()
            .ok()
            .filter(|count| (1..=999).contains(count))
    }

    fn stretch(&self, at: usize) -> Option<Stretch> {
        let words = [
            ("day", Stretch::Day),
            ("week", Stretch::Week),
            ("month", Stretch::Month),
            ("year", Stretch::Year),
        ];
        let word = self.word(at)?;
        let stem = word.text.strip_suffix('s').unwrap_or(word.text);
        words
            .iter()
            .find(|(it, _)| stem.eq_ignore_ascii_case(it))
            .map(|(_, stretch)| *stretch)
    }

    /// “in September”: a month after a word that leads to a time.
    fn month_alone(&self, at: usize) -> Option<Found> {
        const LEADS: [&str; 13] = [
            "in", "since", "by", "until", "till", "before", "after", "during", "of", "from", "to",
            "and", "between",
        ];
        let (n_month, month) = self.month(at).filter(|_| self.follows_any(at, &LEADS))?;
        Some(found(
            n_month,
            "month without a year",
            self.nearest(|year| month_of(year, month)),
            Granularity::Month,
        ))
    }
}

/// The weekday that a phrase means; two where it can mean the one of this week or of the next or last.
fn weekdays(day: Date, weekday: u8, side: Side) -> Vec<Period> {
    let ahead = i32::from(weekday) - i32::from(day.weekday());
    let days: Vec<i32> = match side {
        Side::This => vec![ahead],
        Side::Last if ahead < 0 => vec![ahead, ahead - 7],
        Side::Last => vec![ahead - 7],
        Side::Next if ahead > 0 => vec![ahead + 7, ahead],
        Side::Next => vec![ahead + 7],
    };
    days.into_iter()
        .filter_map(|days| day.plus_days(days))
        .map(Period::day)
        .collect()
}

/// The week, month or year that holds a day, or one so many before or after it.
fn stretch_at(day: Date, stretch: Stretch, offset: i32) -> Option<Period> {
    match stretch {
        Stretch::Day => day.plus_days(offset).map(Period::day),
        Stretch::Week => {
            let monday = day.plus_days(1 - i32::from(day.weekday()) + 7 * offset)?;
            Some(Period {
                first: monday,
                last: monday.plus_days(6)?,
            })
        }
        Stretch::Month => {
            let months = 12 * i32::from(day.year) + i32::from(day.month) - 1 + offset;
            month_of(
                u16::try_from(months.div_euclid(12)).ok()?,
                u8::try_from(months.rem_euclid(12) + 1).ok()?,
            )
        }
        Stretch::Year => months_of(u16::try_from(i32::from(day.year) + offset).ok()?, 1, 12),
    }
}

fn granularity(stretch: Stretch) -> Granularity {
    match stretch {
        Stretch::Day => Granularity::Day,
        Stretch::Week => Granularity::Week,
        Stretch::Month => Granularity::Month,
        Stretch::Year => Granularity::Year,
    }
}
