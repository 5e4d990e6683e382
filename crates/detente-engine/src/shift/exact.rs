//! Exact tests of two counts: Fisher's, its mid-p, and Boschloo's.
//!
//! # Definition
//! With the total of mentions given, the mentions after are hypergeometric if the rate is one. Fisher's one-sided p is the chance of as
//! many or fewer; the two-sided one adds every table that is no more likely; mid-p counts half the observed table. Boschloo's p is
//! the greatest chance, over all rates, of a table whose Fisher p is as small.
//! # Algorithm
//! Sums from the observed table by ratios. For Boschloo the tables as extreme are, for each count before, those up to some count after, and
//! that bound never falls; its chance is found on a grid of rates, and around the three highest points by golden section.
//! # Complexity
//! `O(n)` for Fisher, `O(n·G)` for Boschloo with `G` of 500 rates.
//! # Validity
//! Boschloo's test has the two sample sizes given but not the total, as statements have; it is never less powerful than Fisher's. Two
//! chances that differ by one part in ten million are one, as in R. The greatest chance over rates is found to nine digits or so, unless a
//! higher peak hides between two points of the grid.
//! # References
//! Fisher (1935), Lancaster (1961), Boschloo (1970). Not at hand.

use std::f64::consts::FRAC_PI_2;

use num_traits::ToPrimitive;

use super::omission::Counts;
use super::special::ln_choose;

/// How much greater a chance may be and still count as equal.
const TIE: f64 = 1.0 + 1e-7;

/// The most statements, before and after together, for which [`boschloo`] answers.
pub const BOSCHLOO_MAX: u64 = 4000;

/// The number of steps of the grid of rates.
const GRID: usize = 500;

/// Two windows with the total of mentions given.
#[derive(Clone, Copy)]
struct Table {
    before: u64,
    after: u64,
    mentions: u64,
}

impl Table {
    fn of(before: Counts, after: Counts) -> Self {
        Self {
            before: before.of,
            after: after.of,
            mentions: before.with + after.with,
        }
    }

    /// The least and the greatest count after.
    fn ends(self) -> (u64, u64) {
        (
            self.mentions.saturating_sub(self.before),
            self.mentions.min(self.after),
        )
    }

    fn ln_chance(self, x: u64) -> f64 {
        ln_choose(self.after, x) + ln_choose(self.before, self.mentions - x)
            - ln_choose(self.before + self.after, self.mentions)
    }

    /// How many times as likely `x + 1` is as `x`.
    fn ratio(self, x: u64) -> f64 {
        let (left, gone) = (
            (self.mentions - x) as f64,
            (self.before + x + 1 - self.mentions) as f64,
        );
        (self.after - x) as f64 / (x + 1) as f64 * left / gone
    }

    /// The chance of `x` or fewer, with the weight of `x` itself.
    fn lower(self, x: u64, weight: f64) -> f64 {
        let (from, to) = self.ends();
        let expected =
            self.after as f64 * self.mentions as f64 / (self.before + self.after).max(1) as f64;
        let chance = self.ln_chance(x).exp();
        let sum = |ratios: &mut dyn Iterator<Item = f64>| {
            let (mut term, mut sum) = (1.0, 0.0);
            for ratio in ratios {
                term *= ratio;
                sum += term;
                // Chances fall ever faster on the way out.
                if term < sum * 1e-18 {
                    break;
                }
            }
            sum
        };
        if x as f64 <= expected {
            chance * (weight + sum(&mut (from..x).rev().map(|y| 1.0 / self.ratio(y))))
        } else {
            1.0 - chance * (1.0 - weight + sum(&mut (x..to).map(|y| self.ratio(y))))
        }
    }
}

/// Fisher's one-sided p: the chance of so few mentions after, given the total, if the rate is one.
pub fn fisher_one_sided(before: Counts, after: Counts) -> f64 {
    Table::of(before, after).lower(after.with, 1.0)
}

/// Fisher's one-sided p with half the chance of the observed table.
pub fn mid_p(before: Counts, after: Counts) -> f64 {
    Table::of(before, after).lower(after.with, 0.5)
}

/// Fisher's two-sided p: the chance of all tables that are no more likely than the observed one.
pub fn fisher_two_sided(before: Counts, after: Counts) -> f64 {
    let table = Table::of(before, after);
    let (from, to) = table.ends();
    let limit = table.ln_chance(after.with) + TIE.ln();
    let mut ln_chance = table.ln_chance(from);
    let mut sum = 0.0;
    for x in from..=to {
        if ln_chance <= limit {
            sum += ln_chance.exp();
        }
        if x < to {
            ln_chance += table.ratio(x).ln();
        }
    }
    sum.min(1.0)
}

/// Boschloo's one-sided p that the rate fell; none above [`BOSCHLOO_MAX`] statements.
pub fn boschloo(before: Counts, after: Counts) -> Option<f64> {
    if before.of + after.of > BOSCHLOO_MAX {
        return None;
    }
    let limit = fisher_one_sided(before, after) * TIE;
    if limit >= 1.0 {
        return Some(1.0);
    }
    let region = Region::new(before.of, after.of, limit);
    let rate = |point: f64| (FRAC_PI_2 * point / GRID as f64).sin().powi(2);
    let chances: Vec<f64> = (0..=GRID)
        .map(|point| region.chance(rate(point as f64)))
        .collect();
    let mut peaks: Vec<usize> = (1..GRID)
        .filter(|at| chances[*at] >= chances[at - 1] && chances[*at] >= chances[at + 1])
        .collect();
    peaks.sort_by(|left, right| chances[*right].total_cmp(&chances[*left]));
    let best = peaks.iter().take(3).map(|at| {
        greatest(
            |point| region.chance(rate(point)),
            *at as f64 - 1.0,
            *at as f64 + 1.0,
        )
    });
    Some(best.fold(0.0, f64::max))
}

/// The greatest value of a function with one peak, by golden section.
fn greatest(function: impl Fn(f64) -> f64, mut from: f64, mut to: f64) -> f64 {
    let golden = (5_f64.sqrt() - 1.0) / 2.0;
    let mut best: f64 = 0.0;
    while to - from > 1e-6 {
        let (left, right) = (to - golden * (to - from), from + golden * (to - from));
        let (at_left, at_right) = (function(left), function(right));
        best = best.max(at_left).max(at_right);
        if at_left < at_right {
            from = left;
        } else {
            to = right;
        }
    }
    best
}

/// The tables as extreme as the observed one.
struct Region {
    before: u64,
    after: u64,
    /// For each count before, how many counts after belong to it, from 0.
    counts_after: Vec<usize>,
}

impl Region {
    fn new(before: u64, after: u64, limit: f64) -> Self {
        let mut n_extreme = 0;
        let mut counts_after = vec![];
        for with in 0..=before {
            let p = |x: u64| {
                fisher_one_sided(Counts { with, of: before }, Counts { with: x, of: after })
            };
            while n_extreme <= after && p(n_extreme) <= limit {
                n_extreme += 1;
            }
            counts_after.push(n_extreme as usize);
        }
        Self {
            before,
            after,
            counts_after,
        }
    }

    /// The chance of a table of the region at this rate.
    fn chance(&self, rate: f64) -> f64 {
        let mut below = vec![0.0];
        for chance in binomial(self.after, rate) {
            below.push(below.last().expect("it begins with one") + chance);
        }
        binomial(self.before, rate)
            .into_iter()
            .zip(&self.counts_after)
            .map(|(chance, n_extreme)| chance * below[*n_extreme])
            .sum()
    }
}

/// The chances of 0 to `n` of `n`, at a rate: from the likeliest outwards, each by its ratio to the one before.
fn binomial(n: u64, rate: f64) -> Vec<f64> {
    let mut chances = vec![0.0; n as usize + 1];
    let odds = rate / (1.0 - rate);
    let mode = ((n + 1) as f64 * rate).to_u64().unwrap_or(0).min(n);
    let term = |count: u64, ln_chance: f64| {
        if count == 0 {
            0.0
        } else {
            count as f64 * ln_chance
        }
    };
    chances[mode as usize] =
        (ln_choose(n, mode) + term(mode, rate.ln()) + term(n - mode, (-rate).ln_1p())).exp();
    for k in mode..n {
        chances[k as usize + 1] = chances[k as usize] * odds * (n - k) as f64 / (k + 1) as f64;
    }
    for k in (1..=mode).rev() {
        chances[k as usize - 1] = chances[k as usize] / odds * k as f64 / (n - k + 1) as f64;
    }
    chances
}
