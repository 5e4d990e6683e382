//! Years that lie far from all others, as `0025` does among those of 2025.
//!
//! A year is far when it lies more than a fixed number of years and more than ten times the usual distance from the median; the usual
//! distance is the median of the distances. Of two in the middle, the later year and the smaller distance count. Up to half of the years may be wrong without moving either.

use super::{Date, Period};

/// How far a year may lie from the median, whatever the others do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// The years before it.
    pub before: i32,
    /// The years after it.
    pub after: i32,
}

impl Allowed {
    /// Statements: one corpus spans decades at most.
    pub const STATEMENTS: Self = Self {
        before: 50,
        after: 50,
    };
    /// Events and evidence: conflicts have long roots.
    pub const EVENTS: Self = Self {
        before: 200,
        after: 75,
    };
}

/// The years that usual ones do not exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usual {
    /// The median.
    pub median: i32,
    first: i32,
    last: i32,
}

impl Usual {
    /// What is usual among years; `None` where fewer than three years tell, unless the day of the dossier does.
    pub fn new(mut years: Vec<i32>, as_of: Option<Date>, allowed: Allowed) -> Option<Self> {
        years.extend(as_of.map(|day| i32::from(day.year)));
        let n = years.len();
        let median = match (n, as_of) {
            (3.., _) => nth(&mut years, n / 2),
            (_, as_of) => i32::from(as_of?.year),
        };
        let mut away: Vec<i32> = years.iter().map(|year| (year - median).abs()).collect();
        let spread = if n < 3 {
            0
        } else {
            nth(&mut away, (n - 1) / 2)
        };
        Some(Self {
            median,
            first: median - allowed.before.max(10 * spread),
            last: median + allowed.after.max(10 * spread),
        })
    }

    /// The end of a period that lies far from what is usual, by its year.
    pub fn far(&self, when: Period) -> Option<i32> {
        let is_far = |year: i32| year < self.first || year > self.last;
        let year = |day: Date, open: Date| (day != open).then(|| i32::from(day.year));
        let first = year(when.first, Date::FIRST).filter(|year| is_far(*year));
        first.or_else(|| year(when.last, Date::LAST).filter(|year| is_far(*year)))
    }
}

/// The years of the ends of a period.
pub fn years(when: Period) -> impl Iterator<Item = i32> {
    let first = (when.first != Date::FIRST).then_some(when.first);
    let last = (when.last != Date::LAST).then_some(when.last);
    first.or(last).into_iter().map(|day| i32::from(day.year))
}

/// The number with so many before it in order.
fn nth(numbers: &mut [i32], before: usize) -> i32 {
    *numbers.select_nth_unstable(before).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn far(years: &[u16], as_of: Option<u16>, allowed: Allowed) -> Vec<i32> {
        let period = |year| Period::year(year).expect("a year");
        let as_of = as_of.and_then(|year| Date::new(year, 6, 1));
        let all = years.iter().map(|year| i32::from(*year)).collect();
        let Some(usual) = Usual::new(all, as_of, allowed) else {
            return vec![];
        };
        years
            .iter()
            .filter_map(|year| usual.far(period(*year)))
            .collect()
    }

    #[test]
    fn years_that_cannot_be_are_far() {
        let (statements, events) = (Allowed::STATEMENTS, Allowed::EVENTS);
        assert_eq!(far(&[2025, 25, 2025, 2025], None, statements), [25]);
        assert_eq!(
            far(&[2025, 1925, 2024, 2926], None, statements),
            [1925, 2926]
        );
        assert_eq!(
            far(&[2025, 25, 25, 25, 2025, 2025, 2025], None, statements),
            [25, 25, 25]
        );
        assert_eq!(far(&[25], Some(2026), events), [25]);
        assert_eq!(far(&[2205, 2025, 2019], Some(2026), events), [2205]);
    }

    #[test]
    fn long_roots_and_few_years_are_usual() {
        let events = Allowed::EVENTS;
        assert!(far(&[1866, 1910, 1953, 2018, 2019, 2025], Some(2025), events).is_empty());
        assert!(far(&[1648, 1815, 1919, 1945, 2003], None, events).is_empty());
        assert!(far(&[25, 2025], None, events).is_empty());
        assert!(
            far(
                &[1945, 1962, 1989, 2014, 2025],
                Some(2025),
                Allowed::STATEMENTS
            )
            .is_empty()
        );
    }
}
