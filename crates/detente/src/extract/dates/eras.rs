//! Years of eras: Juche, those of Japan, Minguo, the Buddhist and the Hijri calendar, and the same year of ours beside them.

use super::calendar::found;
use super::{Found, Granularity, Scan, months_of};
use crate::model::{Date, Period};

/// Eras: the word, the year before their first, and their last year.
const ERAS: [(&str, u16, u16); 9] = [
    ("juche", 1911, 200),
    ("reiwa", 2018, 150),
    ("heisei", 1988, 31),
    ("showa", 1925, 64),
    ("shōwa", 1925, 64),
    ("taisho", 1911, 15),
    ("taishō", 1911, 15),
    ("meiji", 1867, 45),
    ("minguo", 1911, 200),
];
/// So many years the Buddhist era is ahead.
const BUDDHIST_AHEAD: u16 = 543;
/// The day before the first of the Hijri calendar, counted from the first of 2000.
const HIJRI_START: i32 = 1_948_439 - 2_451_545;

impl Scan<'_, '_> {
    /// A year of four digits or of an era, with the same year in brackets if it is there: `2025`, `Juche 114`, `Juche 114 (2025)`, `2025 (Reiwa 7)`, `’25`.
    pub(super) fn year_of_any_era(&self, at: usize) -> Option<(usize, u16)> {
        let (n_words, year) = self
            .year(at)
            .map(|year| (1, year))
            .or_else(|| self.era_year(at))
            .or_else(|| self.short_year(at))?;
        let behind = at + n_words;
        let again = self.is_any(behind, &["(", "["]).then(|| {
            self.year(behind + 1)
                .map(|year| (1, year))
                .or_else(|| self.era_year(behind + 1))
        });
        match again.flatten() {
            Some((n_again, same))
                if same == year && self.is_any(behind + 1 + n_again, &[")", "]"]) =>
            {
                Some((n_words + n_again + 2, year))
            }
            _ => Some((n_words, year)),
        }
    }

    /// `Juche 114`, `Reiwa 7`, `Minguo year 114`, `B.E. 2568`, `2568 BE`, as a year of ours.
    fn era_year(&self, at: usize) -> Option<(usize, u16)> {
        let word = self.word(at)?;
        let lower = word.text.to_lowercase();
        if let Some((name, before, last)) = ERAS.iter().find(|(name, ..)| lower.starts_with(name)) {
            let joined = &lower[name.len()..];
            let (n_words, number) = if joined.is_empty() {
                let n_year = usize::from(self.is(at + 1, "year"));
                let number = &self.word(at + 1 + n_year)?.text;
                (2 + n_year, *number)
            } else {
                (1, joined)
            };
            let number: u16 = if number.eq_ignore_ascii_case("gannen") {
                1
            } else {
                number.parse().ok()?
            };
            return (1..=*last)
                .contains(&number)
                .then_some((n_words, before + number));
        }
        self.before_or_behind(at, "BE")
            .or_else(|| {
                let named = self.is(at, "Buddhist") && self.is(at + 1, "Era");
                let year = self.word(at + 2).filter(|_| named)?.text;
                Some((3, year.parse().ok()?))
            })
            .filter(|(_, year)| (2300..2800).contains(year))
            .map(|(n_words, year)| (n_words, year - BUDDHIST_AHEAD))
    }

    /// A number with an abbreviation of two capitals before or behind it: `AH 1447`, `1447 A.H.`.
    fn before_or_behind(&self, at: usize, letters: &str) -> Option<(usize, u16)> {
        let number = |at: usize| {
            let text = self.word(at)?.text;
            text.parse::<u16>().ok().filter(|_| text.len() == 4)
        };
        if let Some(n_letters) = self.letters(at, letters) {
            return number(at + n_letters).map(|year| (n_letters + 1, year));
        }
        let year = number(at)?;
        let n_letters = self.letters(at + 1, letters)?;
        Some((n_letters + 1, year))
    }

    /// How many words two capitals take, with full stops or without.
    fn letters(&self, at: usize, letters: &str) -> Option<usize> {
        let text = |at: usize| self.word(at).map(|word| word.text);
        if text(at) == Some(letters) {
            return Some(1);
        }
        let (first, second) = letters.split_at(1);
        let dotted = text(at) == Some(first)
            && text(at + 1) == Some(".")
            && text(at + 2) == Some(second)
            && self.touches(at)
            && self.touches(at + 1);
        dotted.then(|| if text(at + 3) == Some(".") { 4 } else { 3 })
    }

    /// `’25`.
    fn short_year(&self, at: usize) -> Option<(usize, u16)> {
        if !self.is_any(at, &["'", "’", "‘"]) || !self.touches(at) {
            return None;
        }
        let year = self.year_of_two_digits(at + 1)?;
        Some((2, year))
    }

    /// The year of two digits nearest to publication, at most 20 years after it.
    pub(super) fn year_of_two_digits(&self, at: usize) -> Option<u16> {
        let text = self.word(at)?.text;
        let fits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let last = self.published.map_or(2069, |day| day.year + 20);
        let digits: u16 = text.parse().ok().filter(|_| fits)?;
        let year = last - last % 100 + digits;
        if year > last {
            return year.checked_sub(100);
        }
        Some(year)
    }

    /// `Juche 113`, `AH 1447`, with a day of ours in brackets if it is there.
    pub(super) fn era(&self, at: usize) -> Option<Found> {
        if let Some((_, year)) = self.era_year(at) {
            let (n_words, _) = self.year_of_any_era(at)?;
            let whole = months_of(year, 1, 12)?;
            return Some(self.with_day_in_brackets(
                at,
                found(n_words, "year of an era", vec![whole], Granularity::Year),
            ));
        }
        let hijri = self.before_or_behind(at, "AH").or_else(|| {
            let year = self.word(at)?.text.parse().ok()?;
            self.is_any(at + 1, &["hijri", "hijra"])
                .then_some((2, year))
        });
        let (n_words, rule, period) = match hijri {
            Some((n_words, year)) => (
                n_words,
                "year of the Hijri calendar, a day either way",
                hijri_year(year)?,
            ),
            None => {
                let (n_words, year) = self.before_or_behind(at, "SH")?;
                let period = Period {
                    first: Date::new(year + 621, 3, 20)?,
                    last: Date::new(year + 622, 3, 21)?,
                };
                (
                    n_words,
                    "year of the solar Hijri calendar, a day either way",
                    period,
                )
            }
        };
        Some(self.with_day_in_brackets(at, found(n_words, rule, vec![period], Granularity::Year)))
    }

    /// A year with a day or month of ours behind it in brackets that lies in it.
    fn with_day_in_brackets(&self, at: usize, year: Found) -> Found {
        let behind = at + year.n_words;
        if !self.is_any(behind, &["(", "["]) {
            return year;
        }
        let day = self
            .numbers(behind + 1)
            .or_else(|| self.month_first(behind + 1))
            .or_else(|| self.day_first(behind + 1));
        let Some(day) = day else {
            return year;
        };
        let closes = self.is_any(behind + 1 + day.n_words, &[")", "]"]);
        let within = |it: &Period| {
            year.readings
                .iter()
                .any(|year| year.first <= it.first && it.last <= year.last)
        };
        if closes && !day.readings.is_empty() && day.readings.iter().all(within) {
            Found {
                n_words: year.n_words + day.n_words + 2,
                ..day
            }
        } else {
            year
        }
    }
}

/// A year of the Hijri calendar by its table of 30 years, with a day on either side.
fn hijri_year(year: u16) -> Option<Period> {
    if !(1200..1600).contains(&year) {
        return None;
    }
    let first = |year: i32| HIJRI_START + 354 * (year - 1) + (11 * year + 3) / 30 + 1;
    let start = Date::new(2000, 1, 1)?;
    Some(Period {
        first: start.plus_days(first(i32::from(year)) - 1)?,
        last: start.plus_days(first(i32::from(year) + 1))?,
    })
}
