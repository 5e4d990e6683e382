//! The share of statements with a term over time: by month, quarter or year, whichever gives a table that can be read.

use super::contrast::LEVEL;
use super::eligible::Case;
use super::{Counts, Prior, omission};
use crate::model::{Corpus, Date};

/// The most rows that finer steps may give.
const ROWS_MAX: i32 = 24;

/// The length of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

impl Step {
    fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// The share of statements with the term in one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// The step: `2025-09`, `2025-Q3` or `2025`.
    pub label: String,
    /// How many of the statements mention the term.
    pub counts: Counts,
    /// The interval of the rate at `1 − LEVEL`.
    pub interval: (f64, f64),
}

/// The steps in which there are statements, in order; a statement belongs to the step of its first day.
pub fn timeline(corpus: &Corpus, cases: &[Case], prior: Prior) -> Vec<Rate> {
    let month = |case: &Case| month(corpus.when[case.statement].first);
    let (Some(first), Some(last)) = (cases.first().map(month), cases.last().map(month)) else {
        return vec![];
    };
    let fits = |step: &Step| last / step.months() - first / step.months() < ROWS_MAX;
    let step = [Step::Month, Step::Quarter]
        .into_iter()
        .find(fits)
        .unwrap_or(Step::Year);
    let groups = cases.chunk_by(|a, b| month(a) / step.months() == month(b) / step.months());
    let rate = |group: &[Case]| {
        let counts = Counts {
            with: group.iter().filter(|case| case.is_with()).count() as u64,
            of: group.len() as u64,
        };
        Rate {
            label: label(month(&group[0]), step),
            counts,
            interval: omission::rate_interval(counts, prior, 1.0 - LEVEL),
        }
    };
    groups.map(rate).collect()
}

fn month(day: Date) -> i32 {
    12 * i32::from(day.year) + i32::from(day.month) - 1
}

fn label(month: i32, step: Step) -> String {
    let (year, month) = (month / 12, month % 12);
    match step {
        Step::Month => format!("{year:04}-{:02}", month + 1),
        Step::Quarter => format!("{year:04}-Q{}", month / 3 + 1),
        Step::Year => format!("{year:04}"),
    }
}
