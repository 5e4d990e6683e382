//! Dates in a text, as periods.
//!
//! # Definition
//! A phrase such as “early September”, “by the end of 2026” or “on Tuesday” stands for the days that it can mean. Where it can mean two
//! periods, both are readings, the likelier first.
//! # Algorithm
//! At each word the rules are tried in a fixed order; the first that fits takes its words. A word such as “by” or “since” before a phrase
//! opens the period on one side. What stands together is one date: both ends of a range, a weekday and its date, a year with the same year of an era
//! in brackets. Phrases without a year, and relative ones, are worked out from the day of publication.
//! # Complexity
//! Linear in the number of words: every rule looks at a bounded number of them.
//! # Validity
//! English only. Early, mid and late are days 1 to 10, 11 to 20 and 21 to the end of a month, and the first, second and third four months of
//! a year; the end or beginning of a year is its last or first month. Weeks begin on Monday. Without a day of publication, phrases that need
//! it are found and have no reading. `3/4/25` has both orders as readings; a year of two digits lies at most 20 years after publication, without that
//! from 1970 to 2069; `2011-12` is a month or two years. A weekday that does not fit its date is named in the rule. Seasons are those of the north.
//! Years of the Juche, Japanese, Minguo and Buddhist eras are converted; those of the Hijri calendar by its table, with a day on either side, as the month
//! begins when the moon is seen; days and months of it are not read. Whether a bare “may” or “march” is a month is decided by the word before it.
//! # References
//! The rules are this program's own.

mod anchored;
mod calendar;
mod eras;
mod numbers;
mod ranges;
mod weekdays;

use super::words::Word;
use crate::model::{Date, Period, Span};

/// How finely a phrase tells the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granularity {
    /// One day, or a few named days.
    Day,
    /// A week, or a part of a month.
    Week,
    /// A month.
    Month,
    /// A part of a year.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
}

impl Granularity {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Decade => "decade",
        }
    }
}

/// A phrase that names a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatePhrase {
    /// Where it stands.
    pub span: Span,
    /// The rule that found it.
    pub rule: &'static str,
    /// What it can mean, likeliest first; empty where the day of publication is needed and not known.
    pub readings: Vec<Period>,
    /// How finely it tells the time.
    pub granularity: Granularity,
}

/// What a rule found: how many words it takes and what they mean.
struct Found {
    n_words: usize,
    rule: &'static str,
    readings: Vec<Period>,
    granularity: Granularity,
}

/// The words of a sentence, and the day of publication.
struct Scan<'w, 't> {
    words: &'w [Word<'t>],
    published: Option<Date>,
}

/// The dates of a sentence.
pub(super) fn dates(words: &[Word<'_>], published: Option<Date>) -> Vec<DatePhrase> {
    let reader = Scan { words, published };
    let mut found = vec![];
    let mut at = 0;
    while at < words.len() {
        let Some(it) = reader.phrase(at) else {
            at += 1;
            continue;
        };
        let last = &words[at + it.n_words - 1];
        let span = Span {
            start: words[at].start,
            end: last.end(),
        };
        found.push(DatePhrase {
            span,
            rule: it.rule,
            readings: it.readings,
            granularity: it.granularity,
        });
        at += it.n_words;
    }
    found
}

impl<'t> Scan<'_, 't> {
    fn word(&self, at: usize) -> Option<&Word<'t>> {
        self.words.get(at)
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).is_some_and(|it| it.is(word))
    }

    fn is_any(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|it| it.is_any(words))
    }

    /// Whether the word before is one of these.
    fn follows_any(&self, at: usize, words: &[&str]) -> bool {
        at.checked_sub(1)
            .is_some_and(|before| self.is_any(before, words))
    }

    /// A phrase at that word, with the word that opens its period, if there is one.
    fn phrase(&self, at: usize) -> Option<Found> {
        if self.is_any(at, &["from", "between"])
            && let Some(range) = self.range(at + 1)
        {
            return Some(Found {
                n_words: range.n_words + 1,
                ..range
            });
        }
        let opens = self.is_any(at, &["by", "until", "till", "before", "since", "after"]);
        if !opens {
            return self.whole(at);
        }
        let it = self.whole(at + 1)?;
        let readings = it
            .readings
            .iter()
            .map(|period| self.opened(at, *period))
            .collect();
        Some(Found {
            n_words: it.n_words + 1,
            readings,
            ..it
        })
    }

    /// A period opened on one side by the word before it.
    fn opened(&self, at: usize, period: Period) -> Period {
        let (first, last) = (period.first, period.last);
        if self.is_any(at, &["by", "until", "till"]) {
            return Period {
                first: Date::FIRST,
                last,
            };
        }
        if self.is(at, "before") {
            return Period {
                first: Date::FIRST,
                last: first.plus_days(-1).unwrap_or(first),
            };
        }
        if self.is(at, "since") {
            return Period {
                first,
                last: Date::LAST,
            };
        }
        Period {
            first: last.plus_days(1).unwrap_or(last),
            last: Date::LAST,
        }
    }

    /// A phrase without such a word, and not a range of two phrases.
    fn single(&self, at: usize) -> Option<Found> {
        self.word(at)?;
        self.weekday_and_date(at)
            .or_else(|| self.calendar_and_weekday(at))
            .or_else(|| self.anchored(at))
    }

    /// The length and number of a month's name.
    fn month(&self, at: usize) -> Option<(usize, u8)> {
        const MONTHS: [(&str, &str); 12] = [
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may", "may"),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ];
        let word = self.word(at).filter(|word| word.is_capital())?;
        let position = MONTHS.iter().position(|(name, short)| {
            word.is(name) || word.is(short) || (*short == "sep" && word.is("sept"))
        })?;
        let month = u8::try_from(position + 1).ok()?;
        let is_short = !word.is(MONTHS[position].0) && self.is(at + 1, ".");
        Some((if is_short { 2 } else { 1 }, month))
    }

    /// A day of the month: `24`, `24th`.
    fn day(&self, at: usize) -> Option<u8> {
        let text = self.word(at)?.text;
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let ends = ["", "st", "nd", "rd", "th"];
        let fits = (1..=2).contains(&digits)
            && ends
                .iter()
                .any(|end| text[digits..].eq_ignore_ascii_case(end));
        text.get(..digits)
            .filter(|_| fits)?
            .parse()
            .ok()
            .filter(|day| (1..=31).contains(day))
    }

    /// A year of four digits.
    fn year(&self, at: usize) -> Option<u16> {
        let text = self.word(at)?.text;
        let fits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let year: u16 = if fits {
            text.parse().ok()?
        } else {
            return None;
        };
        // A number with a part behind a comma or point is no year.
        let goes_on = self.is_any(at + 1, &[".", ","])
            && self.touches(at)
            && self.touches(at + 1)
            && self.is_number(at + 2);
        ((1800..=2199).contains(&year) && !goes_on).then_some(year)
    }

    fn is_number(&self, at: usize) -> bool {
        self.word(at)
            .is_some_and(|word| word.text.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// Whether nothing stands between a word and the next.
    fn touches(&self, at: usize) -> bool {
        self.word(at)
            .zip(self.word(at + 1))
            .is_some_and(|(word, next)| word.end() == next.start)
    }

    /// A year after an optional comma, with the number of words of both.
    fn year_behind(&self, at: usize) -> Option<(usize, u16)> {
        if self.is(at, ",") {
            return self
                .year_of_any_era(at + 1)
                .map(|(n_year, year)| (n_year + 1, year));
        }
        self.year_of_any_era(at)
    }
}

/// A whole month.
fn month_of(year: u16, month: u8) -> Option<Period> {
    Some(Period {
        first: Date::new(year, month, 1)?,
        last: Date::end_of_month(year, month)?,
    })
}

/// The months from one to another of a year.
fn months_of(year: u16, from: u8, to: u8) -> Option<Period> {
    Some(Period {
        first: Date::new(year, from, 1)?,
        last: Date::end_of_month(year, to)?,
    })
}

#[cfg(test)]
mod tests;
