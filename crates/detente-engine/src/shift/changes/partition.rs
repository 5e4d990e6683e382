//! Any number of changes, each at a price: the exact best partition.
//!
//! # Definition
//! A stretch costs `C`, minus twice its greatest log-likelihood: `−2(S·ln(S/E) − S)` for Poisson counts of sum `S` and exposure `E`,
//! `−2(K·ln(K/N) + (N−K)·ln(1−K/N))` for `K` mentions in `N` statements. The partition of least `ΣC + (number of changes)·penalty` is wanted.
//! # Algorithm
//! `F(t) = min over s < t of F(s) + C(s, t) + penalty` from left to right. A start `s` with `F(s) + C(s, t) > F(t)` is dropped for good: cutting at
//! `t` is better for ever after. Costs are counted above those that each observation has by itself, and so never fall when a stretch grows: a start
//! that was too dear when last looked at need not be looked at. Of equal partitions that with the earlier last cut is kept.
//! # Complexity
//! `O(n²)` comparisons at worst, when nothing changes, and far fewer costs; near `O(n)` when changes are frequent. Ten thousand observations take
//! a tenth of a second.
//! # Validity
//! Exact: every position and every length of stretch is considered. A penalty of `2·ln n` is usual for one number per stretch, `3·ln n` careful. Where
//! counts vary more than Poisson counts do, changes are found that are none.
//! # References
//! Jackson et al. (2005), for the recursion; Killick, Fearnhead and Eckley (2012), for dropping starts. Not at hand.

use super::Series;
use super::cost::Totals;

/// The best partition at one price.
#[derive(Clone, Debug, PartialEq)]
pub struct Partition {
    /// Where a new rate begins, in ascending order.
    pub changes: Vec<usize>,
    /// The rate of each stretch, one more than there are changes; none for a stretch without statements.
    pub rates: Vec<Option<f64>>,
    /// The costs of all stretches and the price of all changes.
    pub cost: f64,
}

/// The best partition of a series, with this price for each change. A series without observations has no stretch.
pub fn partition(series: &Series, penalty: f64) -> Partition {
    partition_of(&Totals::of(series), penalty)
}

fn partition_of(totals: &Totals, penalty: f64) -> Partition {
    let n = totals.len();
    if n == 0 {
        return Partition {
            changes: vec![],
            rates: vec![],
            cost: 0.0,
        };
    }
    let mut best = vec![-penalty];
    let mut last_cut: Vec<usize> = vec![0];
    let mut starts: Vec<Start> = vec![];
    for end in 1..=n {
        starts.push(Start {
            at: end - 1,
            floor: best[end - 1],
        });
        let cheapest = cheapest(&mut starts, last_cut[end - 1], |start| {
            best[start] + totals.excess(start, end)
        });
        let total = cheapest.floor + penalty;
        best.push(total);
        last_cut.push(cheapest.at);
        starts.retain(|start| start.floor <= with_slack(total));
    }
    let mut changes: Vec<usize> =
        std::iter::successors(Some(last_cut[n]), |cut| Some(last_cut[*cut]))
            .take_while(|cut| *cut > 0)
            .collect();
    changes.reverse();
    let ends = changes.iter().copied().chain([n]);
    let rates = std::iter::once(0)
        .chain(changes.iter().copied())
        .zip(ends)
        .map(|(from, to)| totals.rate(from, to))
        .collect();
    let ends = changes.iter().copied().chain([n]);
    let costs = std::iter::once(0)
        .chain(changes.iter().copied())
        .zip(ends)
        .map(|(from, to)| totals.cost(from, to));
    let cost = costs.sum::<f64>() + penalty * changes.len() as f64;
    Partition {
        changes,
        rates,
        cost,
    }
}

/// A place where the last stretch may begin.
struct Start {
    at: usize,
    /// The least that a partition with this last cut can cost: what it did cost when last looked at.
    floor: f64,
}

/// A cost with what rounding may hide.
fn with_slack(cost: f64) -> f64 {
    cost + 1e-9 * (1.0 + cost.abs())
}

/// The start of least cost, the earliest of equals. A start is looked at only if its floor does not rule it out; `likely` is looked at first.
fn cheapest(starts: &mut [Start], likely: usize, cost: impl Fn(usize) -> f64) -> Start {
    let mut cheapest = Start {
        at: likely,
        floor: cost(likely),
    };
    for start in starts {
        if start.floor > with_slack(cheapest.floor) {
            continue;
        }
        start.floor = cost(start.at);
        if (start.floor, start.at) < (cheapest.floor, cheapest.at) {
            cheapest = Start { ..*start };
        }
    }
    cheapest
}

/// The best partition at one of several prices.
#[derive(Clone, Debug, PartialEq)]
pub struct Priced {
    /// The price as a multiple of `ln n`.
    pub multiple: f64,
    /// The price of each change.
    pub penalty: f64,
    /// What is best at that price.
    pub partition: Partition,
}

/// The best partitions at 1, 2 and 3 times `ln n`: what stays at the greatest is the surest.
pub fn sensitivity(series: &Series) -> [Priced; 3] {
    let unit = (series.len().max(1) as f64).ln();
    let totals = Totals::of(series);
    [1.0, 2.0, 3.0].map(|multiple| Priced {
        multiple,
        penalty: multiple * unit,
        partition: partition_of(&totals, multiple * unit),
    })
}
