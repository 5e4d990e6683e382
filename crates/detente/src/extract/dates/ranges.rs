//! Ranges: both ends are read, and the year, where it stands at one end only, is that of the other end too.

use super::calendar::found;
use super::{Found, Granularity, Scan};
use crate::model::{Date, Period};

const DASHES: [&str; 3] = ["-", "–", "—"];
const WORDS: [&str; 5] = ["to", "through", "thru", "until", "till"];

impl Scan<'_, '_> {
    /// A phrase, or a range of two: “30 June–2 July 2019”, “2019-06-30 to 2019-07-02”, “May 2019–June 2020”.
    pub(super) fn whole(&self, at: usize) -> Option<Found> {
        let from = self.single(at)?;
        let joint = at + from.n_words;
        let joined = self.is_any(joint, &WORDS)
            || self.is(joint, "/") && from.rule == "day of the calendar"
            || self.is_any(joint, &DASHES) && !self.is_dash_of_a_clause(joint);
        let to = self.single(joint + 1).filter(|to| {
            joined && is_named(&from) && is_named(to) && matches(from.granularity, to.granularity)
        });
        match to {
            Some(to) => Some(self.joined(at, &from, &to).unwrap_or(from)),
            None => Some(from),
        }
    }

    /// “May 2 to June 3, 2025”, “2018 and 2019”, behind “from” or “between”.
    pub(super) fn range(&self, at: usize) -> Option<Found> {
        let from = self.single(at)?;
        let joint = at + from.n_words;
        if self.is(joint, "and") || self.is_any(joint, &WORDS) || self.is_any(joint, &DASHES) {
            let to = self.single(joint + 1)?;
            return self.joined(at, &from, &to);
        }
        // “from 3 to 5 May 2021” is one phrase already.
        let within = (at..joint).any(|at| self.is(at, "and") || self.is_any(at, &WORDS));
        within.then_some(from)
    }

    /// A long dash with space around it parts two clauses.
    fn is_dash_of_a_clause(&self, at: usize) -> bool {
        self.is(at, "—") && !(at > 0 && self.touches(at - 1) && self.touches(at))
    }

    /// From one phrase to another, which stands a word behind it; none where that would run backwards.
    fn joined(&self, at: usize, from: &Found, to: &Found) -> Option<Found> {
        let behind = at + from.n_words + 1;
        let near = |at: usize, day: Date| {
            let scan = Scan {
                words: self.words,
                published: Some(day),
            };
            scan.single(at).map_or(vec![], |found| found.readings)
        };
        let is_open = |at: usize| {
            let scan = Scan {
                words: self.words,
                published: None,
            };
            scan.single(at)
                .is_none_or(|found| found.readings.is_empty())
        };
        let is_unknown = to.readings.is_empty() || from.readings.is_empty();
        let mut readings: Vec<Period> = if is_open(behind) && !is_open(at) {
            let last = |first: &Period| {
                let ends = near(behind, first.first);
                let end = ends.into_iter().filter(|it| it.last >= first.first).min()?;
                Some(Period {
                    first: first.first,
                    last: end.last,
                })
            };
            from.readings.iter().filter_map(last).collect()
        } else {
            let first = |last: &Period| {
                let starts = near(at, last.first);
                let start = starts
                    .into_iter()
                    .filter(|it| it.first <= last.last)
                    .max()?;
                Some(Period {
                    first: start.first,
                    last: last.last,
                })
            };
            to.readings.iter().filter_map(first).collect()
        };
        readings.dedup();
        if let Some(published) = self.published.filter(|_| is_open(behind) && is_open(at)) {
            let holds = |it: &&Period| it.first <= published && published <= it.last;
            readings = readings
                .iter()
                .find(holds)
                .map_or(readings.clone(), |it| vec![*it]);
        }
        (!readings.is_empty() || is_unknown).then(|| Found {
            n_words: from.n_words + 1 + to.n_words,
            rule: "range",
            readings,
            granularity: to.granularity,
        })
    }

    /// `2018-2019`, `2018/19`, `1914–18`.
    pub(super) fn years(&self, at: usize) -> Option<Found> {
        let first = self.year(at)?;
        let is_dash = self.is_any(at + 1, &["–", "-"]);
        let touching = self.touches(at) && self.touches(at + 1);
        let parted = self.is_any(at + 1, &["-", "–", "—", "/"]) && touching;
        let long = self.year(at + 2).filter(|_| parted || is_dash);
        let last = match long {
            Some(last) => last,
            None => self.later_of_two_digits(first, at + 2).filter(|_| parted)?,
        };
        let goes_on = self.touches(at + 2)
            && self.is_any(at + 3, &["-", "/", "."])
            && self.touches(at + 3)
            && self.is_number(at + 4);
        if last <= first || last - first > 200 || goes_on {
            return None;
        }
        let period = Period {
            first: Date::new(first, 1, 1)?,
            last: Date::new(last, 12, 31)?,
        };
        Some(found(3, "years", vec![period], Granularity::Year))
    }

    /// The year after the first that these two digits end.
    fn later_of_two_digits(&self, first: u16, at: usize) -> Option<u16> {
        let text = self.word(at)?.text;
        let digits: u16 = text
            .parse()
            .ok()
            .filter(|_| text.len() == 2 && self.is_number(at))?;
        let year = first - first % 100 + digits;
        if year > first {
            Some(year)
        } else {
            // 1999/00.
            (year + 100 - first <= 10).then_some(year + 100)
        }
    }
}

/// Whether a phrase names a time by the calendar, and not by how long ago it was.
fn is_named(it: &Found) -> bool {
    const RELATIVE: [&str; 6] = [
        "day from publication",
        "weekday",
        "part of the present",
        "week, month or year from publication",
        "month from publication",
        "so long from publication",
    ];
    !RELATIVE.contains(&it.rule)
}

/// Whether two granularities make a range without “from”.
fn matches(one: Granularity, other: Granularity) -> bool {
    let is_short = |it| {
        matches!(
            it,
            Granularity::Day | Granularity::Week | Granularity::Month
        )
    };
    one == other || is_short(one) && is_short(other)
}
