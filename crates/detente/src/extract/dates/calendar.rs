//! Dates that say their year, or leave only the year to the day of publication.

use super::{Found, Granularity, Scan, month_of, months_of};
use crate::model::{Date, Period};

/// The rule for “31 September”: no year has the day.
const NO_SUCH_DAY: &str = "month that has no such day";

/// A part of a month or year.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Early,
    Mid,
    Late,
    /// Its beginning: early in a month, the first month of a year.
    Start,
    /// Its end.
    End,
}

impl Scan<'_, '_> {
    /// The rules that read a date of the calendar.
    pub(super) fn calendar(&self, at: usize) -> Option<Found> {
        self.numbers(at)
            .or_else(|| self.years(at))
            .or_else(|| self.season(at))
            .or_else(|| self.month_first(at))
            .or_else(|| self.day_first(at))
            .or_else(|| self.part(at))
            .or_else(|| self.quarter(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.era(at))
            .or_else(|| self.bare_year(at))
    }

    /// “October 24, 2025”, “Feb. 27–28, 2019”, “October 2025”, “October 24”, “October–November 2025”.
    pub(super) fn month_first(&self, at: usize) -> Option<Found> {
        let (n_month, month) = self.month(at)?;
        let next = at + n_month;
        if let Some(day) = self.day(next) {
            let (n_days, last) = self.last_day(next + 1, day);
            let n_words = n_month + 1 + n_days;
            return self.days(at, n_words, month, day, last);
        }
        if let Some(months) = self.over_new_year(at) {
            return Some(months);
        }
        if self.is_any(next, &["-", "–", "to", "and"])
            && let Some((n_other, other)) = self.month(next + 1)
            && let Some((n_year, year)) = self.year_behind(next + 1 + n_other)
        {
            let period =
                months_of(year, month, other).filter(|period| period.first <= period.last)?;
            return Some(found(
                n_month + 1 + n_other + n_year,
                "months",
                vec![period],
                Granularity::Month,
            ));
        }
        let n_of = usize::from(self.is(next, "of"));
        let (n_year, year) = self.year_behind(next + n_of)?;
        Some(found(
            n_month + n_of + n_year,
            "month",
            vec![month_of(year, month)?],
            Granularity::Month,
        ))
    }

    /// “December–January 2018/19”.
    fn over_new_year(&self, at: usize) -> Option<Found> {
        let (n_month, month) = self.month(at)?;
        let dash = at + n_month;
        let (n_other, other) = self.month(dash + 1).filter(|(_, other)| {
            *other < month && self.is_any(dash, &["-", "–", "/", "to", "and"])
        })?;
        let years = self.years(dash + 1 + n_other)?;
        let both = years.readings.first()?;
        let (from, to) = (both.first.year, both.last.year);
        let period = Period {
            first: Date::new(from, month, 1)?,
            last: Date::end_of_month(to, other)?,
        };
        let n_words = n_month + 1 + n_other + years.n_words;
        (to == from + 1).then(|| found(n_words, "months", vec![period], Granularity::Month))
    }

    /// “24 October 2025”, “the 27th and 28th of February 2019”.
    pub(super) fn day_first(&self, at: usize) -> Option<Found> {
        let day = self.day(at)?;
        let (n_days, last) = self.last_day(at + 1, day);
        let next = at + 1 + n_days;
        let n_of = usize::from(self.is(next, "of"));
        let (n_month, month) = self.month(next + n_of)?;
        self.days(at, 1 + n_days + n_of + n_month, month, day, last)
    }

    /// The end of a range of days: how many words it takes, and the day.
    fn last_day(&self, at: usize, first: u8) -> (usize, u8) {
        let joined = self.is_any(at, &["-", "–", "—", "to", "and", "through"]);
        // “27/28 February”; “Jan 10/25” may end with a year.
        let parted = self.is(at, "/");
        let follows = |last: &u8| joined && *last > first || parted && *last == first + 1;
        match self
            .day(at + 1)
            .filter(|last| follows(last) && !self.is(at + 2, ":"))
        {
            Some(last) => (2, last),
            None => (0, first),
        }
    }

    /// Days of a month, in the year that follows or in those nearest to publication.
    fn days(&self, at: usize, n_words: usize, month: u8, first: u8, last: u8) -> Option<Found> {
        let period = |year: u16| {
            Some(Period {
                first: Date::new(year, month, first)?,
                last: Date::new(year, month, last)?,
            })
        };
        if let Some((n_year, year)) = self.year_behind(at + n_words) {
            let rule = if first == last {
                "day of the calendar"
            } else {
                "days of the calendar"
            };
            let n_words = n_words + n_year;
            let Some(period) = period(year) else {
                let month = vec![month_of(year, month)?];
                return Some(found(n_words, NO_SUCH_DAY, month, Granularity::Month));
            };
            return Some(found(n_words, rule, vec![period], Granularity::Day));
        }
        // Some year must have the day.
        period(2000)?;
        Some(found(
            n_words,
            "day without a year",
            self.nearest(period),
            Granularity::Day,
        ))
    }

    /// “early September”, “mid-July 2025”, “the end of 2026”, “late 2024”.
    fn part(&self, at: usize) -> Option<Found> {
        let (n_part, part) = self.part_word(at)?;
        let next = at + n_part;
        let n_the = usize::from(
            self.is_any(next, &["the", "this"]) && self.is_any(next + 1, &["year", "month"]),
        );
        if n_the == 1 {
            let published = self.published;
            let is_year = self.is(next + 1, "year");
            let period = published.and_then(|day| {
                if is_year {
                    part_of_year(part, day.year)
                } else {
                    part_of_month(part, day.year, day.month)
                }
            });
            let granularity = if is_year {
                Granularity::Quarter
            } else {
                Granularity::Week
            };
            return Some(found(
                n_part + 2,
                "part of this year or month",
                period.into_iter().collect(),
                granularity,
            ));
        }
        if let Some((n_month, month)) = self.month(next) {
            if let Some((n_year, year)) = self.year_behind(next + n_month) {
                return Some(found(
                    n_part + n_month + n_year,
                    "part of a month",
                    vec![part_of_month(part, year, month)?],
                    Granularity::Week,
                ));
            }
            let readings = self.nearest(|year| part_of_month(part, year, month));
            return Some(found(
                n_part + n_month,
                "part of a month",
                readings,
                Granularity::Week,
            ));
        }
        if let Some(decade) = self.decade(next) {
            let years = part_of_decade(part, decade.readings.first()?.first.year)?;
            let n_words = n_part + decade.n_words;
            return Some(found(
                n_words,
                "part of a decade",
                vec![years],
                Granularity::Decade,
            ));
        }
        let (n_year, year) = self.year_of_any_era(next)?;
        Some(found(
            n_part + n_year,
            "part of a year",
            vec![part_of_year(part, year)?],
            Granularity::Quarter,
        ))
    }

    fn part_word(&self, at: usize) -> Option<(usize, Part)> {
        let simple = [
            ("early", Part::Early),
            ("mid", Part::Mid),
            ("late", Part::Late),
        ];
        let named = [
            ("beginning", Part::Start),
            ("start", Part::Start),
            ("middle", Part::Mid),
            ("end", Part::End),
        ];
        if let Some((_, part)) = simple.iter().find(|(word, _)| self.is(at, word)) {
            let n_more = if self.is(at + 1, "-") {
                1
            } else if self.is(at + 1, "in") {
                1 + usize::from(self.is(at + 2, "the"))
            } else {
                0
            };
            return Some((1 + n_more, *part));
        }
        let n_the = usize::from(self.is(at, "the"));
        let (_, part) = named
            .iter()
            .find(|(word, _)| self.is(at + n_the, word) && self.is(at + n_the + 1, "of"))?;
        Some((n_the + 2, *part))
    }

    /// “the third quarter of 2025”, “Q3 2025”, “the first half of 2025”.
    fn quarter(&self, at: usize) -> Option<Found> {
        const RANKS: [&str; 4] = ["first", "second", "third", "fourth"];
        let word = self.word(at)?;
        if let [b'Q' | b'q', digit @ b'1'..=b'4'] = word.text.as_bytes() {
            let (n_year, year) = self.year_behind(at + 1 + usize::from(self.is(at + 1, "of")))?;
            let first = 3 * (digit - b'1') + 1;
            let n_of = usize::from(self.is(at + 1, "of"));
            return Some(found(
                1 + n_of + n_year,
                "quarter",
                vec![months_of(year, first, first + 2)?],
                Granularity::Quarter,
            ));
        }
        let n_the = usize::from(self.is(at, "the"));
        let rank = RANKS.iter().position(|rank| self.is(at + n_the, rank))?;
        let rank = u8::try_from(rank).ok()?;
        let months = if self.is(at + n_the + 1, "quarter") {
            3
        } else {
            6
        };
        if months == 6 && (rank > 1 || !self.is(at + n_the + 1, "half")) {
            return None;
        }
        let n_of = usize::from(self.is(at + n_the + 2, "of"));
        let (n_year, year) = self.year_behind(at + n_the + 2 + n_of)?;
        let first = months * rank + 1;
        Some(found(
            n_the + 2 + n_of + n_year,
            "quarter",
            vec![months_of(year, first, first + months - 1)?],
            Granularity::Quarter,
        ))
    }

    /// “the 1990s”.
    fn decade(&self, at: usize) -> Option<Found> {
        let n_the = usize::from(self.is(at, "the"));
        let digits = self
            .word(at + n_the)?
            .text
            .strip_suffix('s')
            .filter(|digits| digits.len() == 4 && digits.ends_with('0'))?;
        let year: u16 = digits
            .parse()
            .ok()
            .filter(|year| (1800..2200).contains(year))?;
        let period = Period {
            first: Date::new(year, 1, 1)?,
            last: Date::new(year + 9, 12, 31)?,
        };
        Some(found(
            n_the + 1,
            "decade",
            vec![period],
            Granularity::Decade,
        ))
    }

    /// “the winter of 2018/19”, “spring 2019”.
    fn season(&self, at: usize) -> Option<Found> {
        const SEASONS: [(&str, u8); 5] = [
            ("spring", 3),
            ("summer", 6),
            ("autumn", 9),
            ("fall", 9),
            ("winter", 12),
        ];
        let n_the = usize::from(self.is(at, "the"));
        let (_, from) = SEASONS.iter().find(|(word, _)| self.is(at + n_the, word))?;
        let n_of = usize::from(self.is(at + n_the + 1, "of"));
        let next = at + n_the + 1 + n_of;
        let winter = |year: u16| {
            Some(Period {
                first: Date::new(year, 12, 1)?,
                last: Date::end_of_month(year + 1, 2)?,
            })
        };
        let (n_year, readings) = match self.years(next) {
            Some(years) if *from == 12 => {
                let first = years.readings.first()?.first.year;
                (years.n_words, vec![winter(first)?])
            }
            Some(_) => return None,
            None => {
                let (n_year, year) = self.year_of_any_era(next)?;
                let readings = match from {
                    12 => vec![winter(year - 1)?, winter(year)?],
                    from => vec![months_of(year, *from, from + 2)?],
                };
                (n_year, readings)
            }
        };
        Some(found(
            n_the + 1 + n_of + n_year,
            "season",
            readings,
            Granularity::Quarter,
        ))
    }

    /// A year on its own, after a word that leads to one.
    fn bare_year(&self, at: usize) -> Option<Found> {
        const LEADS: [&str; 17] = [
            "in", "since", "by", "until", "till", "before", "after", "during", "from", "to", "and",
            "between", "of", "the", "for", "(", "through",
        ];
        let (n_year, year) = self
            .year_of_any_era(at)
            .filter(|_| self.follows_any(at, &LEADS) || self.is_within_years(at))?;
        Some(found(
            n_year,
            "year",
            months_of(year, 1, 12).into_iter().collect(),
            Granularity::Year,
        ))
    }

    /// Whether a year stands within “2018, 2019 and 2020”.
    fn is_within_years(&self, at: usize) -> bool {
        let before = at.checked_sub(2).and_then(|before| self.year(before));
        before.is_some() && self.is(at - 1, ",") && self.is_any(at + 1, &[",", "and", "or"])
    }

    /// The period in the years around publication, nearest first; the one of the same year alone where it holds that day.
    pub(super) fn nearest(&self, period: impl Fn(u16) -> Option<Period>) -> Vec<Period> {
        let Some(published) = self.published else {
            return vec![];
        };
        let around = [
            published.year.checked_sub(1),
            Some(published.year),
            published.year.checked_add(1),
        ];
        let near: Vec<Period> = around.into_iter().flatten().filter_map(period).collect();
        if let Some(now) = near
            .iter()
            .find(|it| it.first <= published && published <= it.last)
        {
            return vec![*now];
        }
        let past = near.iter().rev().find(|it| it.last < published);
        let next = near.iter().find(|it| it.first > published);
        let away = |it: &&Period| (it.first.day_number() - published.day_number()).abs();
        let mut readings: Vec<&Period> = past.into_iter().chain(next).collect();
        readings.sort_by_key(away);
        readings.into_iter().copied().collect()
    }
}

pub(super) fn found(
    n_words: usize,
    rule: &'static str,
    readings: Vec<Period>,
    granularity: Granularity,
) -> Found {
    Found {
        n_words,
        rule,
        readings,
        granularity,
    }
}

fn part_of_month(part: Part, year: u16, month: u8) -> Option<Period> {
    let whole = month_of(year, month)?;
    let day = |day: u8| Date { day, ..whole.first };
    Some(match part {
        Part::Early | Part::Start => Period {
            first: day(1),
            last: day(10),
        },
        Part::Mid => Period {
            first: day(11),
            last: day(20),
        },
        Part::Late | Part::End => Period {
            first: day(21),
            last: whole.last,
        },
    })
}

/// Years 0 to 3 of a decade are early, 4 to 6 in its middle, 7 to 9 late.
fn part_of_decade(part: Part, year: u16) -> Option<Period> {
    let (from, to) = match part {
        Part::Early | Part::Start => (0, 3),
        Part::Mid => (4, 6),
        Part::Late | Part::End => (7, 9),
    };
    Some(Period {
        first: Date::new(year + from, 1, 1)?,
        last: Date::new(year + to, 12, 31)?,
    })
}

fn part_of_year(part: Part, year: u16) -> Option<Period> {
    match part {
        Part::Early => months_of(year, 1, 4),
        Part::Mid => months_of(year, 5, 8),
        Part::Late => months_of(year, 9, 12),
        Part::Start => month_of(year, 1),
        Part::End => month_of(year, 12),
    }
}
