//! When the use of a term changed, whatever the cut.

use super::changes::online::Observation;
use super::changes::{Online, Series, one_change, sensitivity, smoothed};
use super::contrast::LEVEL;
use super::eligible::Case;
use super::{Counts, Exposed, Prior};
use crate::model::{Corpus, Date, Period};

/// Series with more points are put together by month, and then by year.
const POINTS_MAX: usize = 600;
/// With fewer points nothing is said of dates: the prices of changes hold for long series.
const POINTS_MIN: usize = 8;
/// How likely a new rate begins with each point, for the online detection: once in twenty points.
pub const HAZARD: f64 = 0.05;
/// How many of the last points are recent.
pub const RECENT: usize = 5;

/// Where a series is cut at a price: the price in units of `ln n`, and when the first statement of each new rate was made.
pub type Cuts = Vec<(f64, Vec<Period>)>;

/// When the use of a term changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// The number of points: days with statements, or months or years.
    pub n_points: usize,
    /// The share of statements with the term.
    pub share: Cuts,
    /// The mentions per thousand words; none where lengths or numbers are not known.
    pub rate: Option<Cuts>,
    /// The share with exactly one change.
    pub one: Option<One>,
    /// The mentions per thousand words with exactly one change.
    pub one_rate: Option<One>,
    /// The chance that the share of today began within the last [`RECENT`] points, as seen online; none where there are not twice as many points, or it was not asked for.
    pub recent: Option<f64>,
    /// Where the share changed, any number of times, looking back over the whole series; none where it was not asked for.
    pub back: Option<Back>,
}

/// A date has this chance of a change at least, or is not named.
pub const CHANCE_MIN: f64 = 0.1;

/// Changes seen looking back, where a new rate begins with each point as likely as [`HAZARD`].
#[derive(Clone, Debug, PartialEq)]
pub struct Back {
    /// How many changes are expected, given the series.
    pub expected: f64,
    /// The dates with a chance of at least [`CHANCE_MIN`] that a new rate begins there, in order of time.
    pub dates: Vec<(Period, f64)>,
}

/// One change, if there is exactly one.
#[derive(Clone, Debug, PartialEq)]
pub struct One {
    /// When the first statement of the new rate was made, most likely.
    pub best: Period,
    /// The likeliest such dates, which together have a chance of `1 − LEVEL`.
    pub set: Vec<Period>,
    /// The logarithm of the Bayes factor against no change.
    pub ln_bf: f64,
}

/// The cases of one point.
struct Point {
    when: Period,
    with: u64,
    of: u64,
    text: Option<Exposed>,
}

/// When the use of a term changed over these cases, in order of time; none where there are too few points. The online detection and the look
/// back, which take long, only when asked for `in_full`.
pub fn trend(corpus: &Corpus, cases: &[Case], in_full: bool) -> Option<Trend> {
    let points = points(corpus, cases);
    if points.len() < POINTS_MIN {
        return None;
    }
    let with = points.iter().map(|point| point.with).collect();
    let share = Series::Bernoulli {
        with,
        of: points.iter().map(|point| point.of).collect(),
    };
    let texts: Option<Vec<Exposed>> = points.iter().map(|point| point.text).collect();
    let rate = texts.map(|texts| Series::Poisson {
        count: texts.iter().map(|text| text.count).collect(),
        exposure: texts.iter().map(|text| text.tokens).collect(),
    });
    let days = |positions: &[usize]| {
        positions
            .iter()
            .map(|at| points[*at].when)
            .collect::<Vec<_>>()
    };
    let cuts = |series: &Series| {
        sensitivity(series)
            .into_iter()
            .map(|it| (it.multiple, days(&it.partition.changes)))
            .collect()
    };
    let one = |series: &Series, prior: Prior| {
        one_change(series, prior).map(|it| One {
            best: points[it.mode().0].when,
            set: days(&it.credible_set(1.0 - LEVEL)),
            ln_bf: it.ln_bayes_factor,
        })
    };
    let recent = (in_full && points.len() >= 2 * RECENT).then(|| {
        let mut online = Online::new(Prior::JEFFREYS, HAZARD);
        points.iter().for_each(|point| {
            online.observe(Observation::Bernoulli(Counts {
                with: point.with,
                of: point.of,
            }));
        });
        online.began_within(RECENT)
    });
    let back = in_full.then(|| {
        let chances = smoothed(&share, Prior::JEFFREYS, HAZARD);
        let dated = chances
            .iter()
            .zip(&points[1..])
            .filter(|(chance, _)| **chance >= CHANCE_MIN)
            .map(|(chance, point)| (point.when, *chance));
        Back {
            expected: chances.iter().sum(),
            dates: dated.collect(),
        }
    });
    Some(Trend {
        back,
        n_points: points.len(),
        share: cuts(&share),
        rate: rate.as_ref().map(cuts),
        one: one(&share, Prior::JEFFREYS),
        one_rate: rate.as_ref().and_then(|rate| one(rate, Prior::UNIFORM)),
        recent,
    })
}

/// The cases put together by first day, or by month or year where that gives too many points.
fn points(corpus: &Corpus, cases: &[Case]) -> Vec<Point> {
    let keys: [fn(Date) -> Date; 3] = [
        |day| day,
        |day| Date { day: 1, ..day },
        |day| Date {
            day: 1,
            month: 1,
            ..day
        },
    ];
    let first = |case: &Case| corpus.when[case.statement].first;
    let n_points = |key: &fn(Date) -> Date| {
        cases
            .chunk_by(|a, b| key(first(a)) == key(first(b)))
            .count()
    };
    let key = keys
        .into_iter()
        .find(|key| n_points(key) <= POINTS_MAX)
        .unwrap_or(keys[2]);
    let point = |group: &[Case]| Point {
        when: corpus.when[group[0].statement],
        with: group.iter().filter(|case| case.is_with()).count() as u64,
        of: group.len() as u64,
        text: group
            .iter()
            .map(|case| exposed(corpus, case))
            .collect::<Option<Vec<_>>>()
            .map(|texts| Exposed::total(&texts)),
    };
    cases
        .chunk_by(|a, b| key(first(a)) == key(first(b)))
        .map(point)
        .collect()
}

/// The mentions and the length of a statement, where both are known.
pub(super) fn exposed(corpus: &Corpus, case: &Case) -> Option<Exposed> {
    let tokens = corpus.tokens[case.statement].filter(|tokens| *tokens > 0)?;
    Some(Exposed {
        count: u64::from(case.mention.times()?),
        tokens: f64::from(tokens) / 1000.0,
    })
}
