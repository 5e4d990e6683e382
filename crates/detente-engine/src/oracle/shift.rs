//! The statistics of statements from the definitions: products, sums over all tables, all exchanges and all ways to cut a series.
//!
//! # Definition
//! See the modules of `shift` for the questions. Nothing of theirs is used here: no special function, no recursion over cuts.
//! # Algorithm
//! Fractions for chances of counts; a fine grid for the one integral and the one maximum; every subset of positions or texts.
//! # Complexity
//! `O(2^n)` for series and exchanges; sensible up to a dozen observations and counts of some dozens.
//! # Validity
//! Exact but for the grids, which are good to about `1e-8`, and for sums of decimals.
//! # References
//! The definitions as the modules of `shift` cite them.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

/// The steps of the grids.
const STEPS: usize = 4000;

/// The two numbers of a beta prior, as fractions.
pub type Prior = (BigRational, BigRational);

fn whole(number: u64) -> BigRational {
    BigRational::from_integer(number.into())
}

fn decimal(fraction: &BigRational) -> f64 {
    fraction.to_f64().expect("a fraction has a decimal near it")
}

/// `x·(x+1)·…`, so many factors.
fn rising(from: &BigRational, factors: u64) -> BigRational {
    (0..factors).fold(BigRational::one(), |product, factor| {
        product * (from + whole(factor))
    })
}

/// The number of ways to choose `k` of `n`.
fn choose(n: u64, k: u64) -> BigRational {
    (0..k).fold(BigRational::one(), |ways, at| {
        ways * BigRational::new((n - at).into(), (at + 1).into())
    })
}

/// The chance that these statements, in order, have `k` mentions in `n`.
fn evidence((a, b): &Prior, k: u64, n: u64) -> BigRational {
    rising(a, k) * rising(b, n - k) / rising(&(a + b), n)
}

/// The chance of `x` mentions in the next `m` statements after `k` in `n`.
pub fn predictive((k, n): (u64, u64), m: u64, x: u64, prior: &Prior) -> BigRational {
    choose(m, x) * evidence(&(&prior.0 + whole(k), &prior.1 + whole(n - k)), x, m)
}

/// The chance of at most `x` mentions in the next `m` statements after `k` in `n`.
pub fn at_most(before: (u64, u64), (x, m): (u64, u64), prior: &Prior) -> BigRational {
    (0..=x).map(|x| predictive(before, m, x, prior)).sum()
}

/// The Bayes factor of two rates against one.
pub fn bayes_factor((k1, n1): (u64, u64), (k2, n2): (u64, u64), prior: &Prior) -> BigRational {
    evidence(prior, k1, n1) * evidence(prior, k2, n2) / evidence(prior, k1 + k2, n1 + n2)
}

/// The test of one rate against any other after `k` mentions in `n` statements.
pub fn e_value(rate: &BigRational, k: u64, n: u64, prior: &Prior) -> BigRational {
    let power = |base: BigRational, times: u64| {
        (0..times).fold(BigRational::one(), |product, _| product * &base)
    };
    evidence(prior, k, n) / (power(rate.clone(), k) * power(BigRational::one() - rate, n - k))
}

/// The chance that the second of two rates is below the first, each with a beta distribution of two numbers, of ½ or more.
pub fn is_below(first: (f64, f64), second: (f64, f64)) -> f64 {
    // With the rate as the square of a sine nothing is infinite at the ends.
    let step = std::f64::consts::FRAC_PI_2 / STEPS as f64;
    let density = |(a, b): (f64, f64), at: usize, half: f64| {
        let (sine, cosine) = ((at as f64 + half) * step).sin_cos();
        sine.abs().powf(2.0 * a - 1.0) * cosine.abs().powf(2.0 * b - 1.0)
    };
    let (mut below, mut all_first, mut both) = (0.0, 0.0, 0.0);
    for at in 0..STEPS {
        let cell = |of: (f64, f64)| {
            (density(of, at, 0.0) + 4.0 * density(of, at, 0.5) + density(of, at, 1.0)) / 6.0
        };
        let half = (5.0 * density(second, at, 0.0) + 8.0 * density(second, at, 0.5)
            - density(second, at, 1.0))
            / 24.0;
        let next = below + cell(second);
        let ends = below * density(first, at, 0.0) + next * density(first, at, 1.0);
        both += (ends + 4.0 * (below + half) * density(first, at, 0.5)) / 6.0;
        all_first += cell(first);
        below = next;
    }
    both / (all_first * below)
}

/// The chance of each count after from 0, given the total of mentions.
fn hypergeometric(n1: u64, n2: u64, total: u64) -> Vec<BigRational> {
    let chance = |x: u64| {
        let fits = x <= total && total - x <= n1;
        if fits {
            choose(n2, x) * choose(n1, total - x) / choose(n1 + n2, total)
        } else {
            BigRational::zero()
        }
    };
    (0..=n2).map(chance).collect()
}

/// Fisher's p that the rate fell, from all tables with the total.
pub fn fisher_one_sided((k1, n1): (u64, u64), (k2, n2): (u64, u64)) -> BigRational {
    hypergeometric(n1, n2, k1 + k2)[..=k2 as usize].iter().sum()
}

/// Fisher's p with half the observed table.
pub fn mid_p((k1, n1): (u64, u64), (k2, n2): (u64, u64)) -> BigRational {
    let half = BigRational::new(BigInt::one(), 2.into());
    fisher_one_sided((k1, n1), (k2, n2)) - &hypergeometric(n1, n2, k1 + k2)[k2 as usize] * half
}

/// The chance of all tables no more likely than the observed one.
pub fn fisher_two_sided((k1, n1): (u64, u64), (k2, n2): (u64, u64)) -> BigRational {
    let chances = hypergeometric(n1, n2, k1 + k2);
    chances
        .iter()
        .filter(|chance| **chance <= chances[k2 as usize])
        .sum()
}

/// Boschloo's p that the rate fell: all tables, on a grid of rates; never too great.
pub fn boschloo((k1, n1): (u64, u64), (k2, n2): (u64, u64)) -> f64 {
    let observed = fisher_one_sided((k1, n1), (k2, n2));
    let tables = (0..=n1).flat_map(|x1| (0..=n2).map(move |x2| (x1, x2)));
    let extreme: Vec<(i32, i32, f64)> = tables
        .filter(|(x1, x2)| fisher_one_sided((*x1, n1), (*x2, n2)) <= observed)
        .map(|(x1, x2)| {
            (
                (x1 + x2) as i32,
                (n1 + n2 - x1 - x2) as i32,
                decimal(&(choose(n1, x1) * choose(n2, x2))),
            )
        })
        .collect();
    let chance = |rate: f64| {
        extreme
            .iter()
            .map(|(with, without, ways)| ways * rate.powi(*with) * (1.0 - rate).powi(*without))
            .sum::<f64>()
    };
    (0..=STEPS)
        .map(|at| chance(at as f64 / STEPS as f64))
        .fold(0.0, f64::max)
}

/// The p-values adjusted for their number: for each, the least of `m·q/(number of values up to q)` over the values `q` not below it.
pub fn adjusted(p_values: &[f64]) -> Vec<f64> {
    let n = p_values.len() as f64;
    let share = |q: f64| n * q / p_values.iter().filter(|p| **p <= q).count() as f64;
    let least = |p: f64| {
        p_values
            .iter()
            .filter(|q| **q >= p)
            .map(|q| share(*q))
            .fold(1.0, f64::min)
    };
    p_values.iter().map(|p| least(*p)).collect()
}

/// The share of all ways to choose the target among the texts whose difference in rates is as great; texts are counts and lengths, the target
/// the first `n_target`.
pub fn permutation(texts: &[(u64, u64)], n_target: u32) -> BigRational {
    let ways: Vec<u32> = (0_u32..1 << texts.len())
        .filter(|chosen| chosen.count_ones() == n_target)
        .collect();
    let difference = |chosen: u32| {
        let rate = |wanted: bool| {
            let part = || {
                texts
                    .iter()
                    .enumerate()
                    .filter(move |(at, _)| (chosen >> at & 1 == 1) == wanted)
                    .map(|(_, text)| *text)
            };
            BigRational::new(
                part().map(|(count, _)| count).sum::<u64>().into(),
                part().map(|(_, length)| length).sum::<u64>().into(),
            )
        };
        let (left, right) = (rate(true), rate(false));
        if left > right {
            left - right
        } else {
            right - left
        }
    };
    let observed = difference((1 << n_target) - 1);
    let n_as_great = ways
        .iter()
        .filter(|chosen| difference(**chosen) >= observed)
        .count();
    BigRational::new(n_as_great.into(), ways.len().into())
}

/// A series: for each observation the mentions, and the statements or the exposure.
#[derive(Clone, Debug)]
pub enum Series {
    /// Mentions in statements.
    Bernoulli(Vec<(u64, u64)>),
    /// Occurrences in some exposure.
    Poisson(Vec<(u64, f64)>),
}

impl Series {
    /// The number of observations.
    pub fn len(&self) -> usize {
        match self {
            Self::Bernoulli(observations) => observations.len(),
            Self::Poisson(observations) => observations.len(),
        }
    }

    /// Whether there are no observations.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The mentions of a stretch, and its statements or exposure.
    fn totals(&self, from: usize, to: usize) -> (u64, f64) {
        match self {
            Self::Bernoulli(all) => all[from..to]
                .iter()
                .fold((0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1 as f64)),
            Self::Poisson(all) => all[from..to]
                .iter()
                .fold((0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1)),
        }
    }

    /// Minus twice the greatest log-likelihood of a stretch.
    fn cost(&self, from: usize, to: usize) -> f64 {
        let (count, below) = self.totals(from, to);
        let count = count as f64;
        let term = |count: f64, rate: f64| if count == 0.0 { 0.0 } else { count * rate.ln() };
        let rate = count / below;
        match self {
            _ if below == 0.0 => 0.0,
            Self::Bernoulli(_) => -2.0 * (term(count, rate) + term(below - count, 1.0 - rate)),
            Self::Poisson(_) => -2.0 * (term(count, rate) - count),
        }
    }

    /// The evidence of a stretch with one rate, without what does not depend on the cuts.
    fn evidence(&self, from: usize, to: usize, (a, b): (f64, f64)) -> f64 {
        let (count, below) = self.totals(from, to);
        let rising = |start: f64, factors: u64| {
            (0..factors)
                .map(|factor| start + factor as f64)
                .product::<f64>()
        };
        match self {
            Self::Bernoulli(all) => {
                let statements: u64 = all[from..to].iter().map(|one| one.1).sum();
                rising(a, count) * rising(b, statements - count) / rising(a + b, statements)
            }
            Self::Poisson(_) => rising(a, count) * b.powf(a) / (b + below).powf(a + count as f64),
        }
    }
}

/// The beginnings of stretches after the first, for a subset of the positions from 1.
fn cuts(subset: u32, n: usize) -> Vec<usize> {
    (1..n).filter(|at| subset >> (at - 1) & 1 == 1).collect()
}

/// The stretches between cuts.
fn stretches(cuts: &[usize], n: usize) -> Vec<(usize, usize)> {
    let from = std::iter::once(0).chain(cuts.iter().copied());
    from.zip(cuts.iter().copied().chain([n])).collect()
}

/// The least cost of any partition, with the penalty for each change.
pub fn least_cost(series: &Series, penalty: f64) -> f64 {
    let n = series.len();
    let subsets = (0_u32..1 << (n - 1)).map(|subset| cost_of(series, &cuts(subset, n), penalty));
    subsets.fold(f64::INFINITY, f64::min)
}

/// The cost of one partition.
pub fn cost_of(series: &Series, changes: &[usize], penalty: f64) -> f64 {
    let stretches = stretches(changes, series.len());
    stretches
        .iter()
        .map(|(from, to)| series.cost(*from, *to))
        .sum::<f64>()
        + penalty * changes.len() as f64
}

/// The chance of each position of the only change from 1, and the Bayes factor of one change against none.
pub fn one_change(series: &Series, prior: (f64, f64)) -> (Vec<f64>, f64) {
    let n = series.len();
    let places: Vec<f64> = (1..n)
        .map(|at| series.evidence(0, at, prior) * series.evidence(at, n, prior))
        .collect();
    let all: f64 = places.iter().sum();
    (
        places.iter().map(|place| place / all).collect(),
        all / (n - 1) as f64 / series.evidence(0, n, prior),
    )
}

/// With a change after each observation with chance `hazard`: the chance of each number of observations since the last one, from 0, where there
/// may be one after the last observation; and the chance of a change at each position from 1.
pub fn all_segmentations(series: &Series, prior: (f64, f64), hazard: f64) -> (Vec<f64>, Vec<f64>) {
    let n = series.len();
    let (mut runs, mut changes, mut all) = (vec![0.0; n + 1], vec![0.0; n - 1], 0.0);
    for subset in 0_u32..1 << (n - 1) {
        let cuts = cuts(subset, n);
        let chance_of_cuts: f64 = (1..n)
            .map(|at| {
                if cuts.contains(&at) {
                    hazard
                } else {
                    1.0 - hazard
                }
            })
            .product();
        let evidence: f64 = stretches(&cuts, n)
            .iter()
            .map(|(from, to)| series.evidence(*from, *to, prior))
            .product();
        let weight = chance_of_cuts * evidence;
        all += weight;
        runs[0] += weight * hazard;
        runs[n - cuts.last().copied().unwrap_or(0)] += weight * (1.0 - hazard);
        cuts.iter().for_each(|at| changes[at - 1] += weight);
    }
    runs.iter_mut()
        .chain(&mut changes)
        .for_each(|chance| *chance /= all);
    (runs, changes)
}

/// What Wordfish makes greatest, from all cells: texts have a level and a position, words a level and a slope.
pub fn wordfish_objective(counts: &[Vec<u64>], texts: &[(f64, f64)], words: &[(f64, f64)]) -> f64 {
    let mut sum = 0.0;
    for (row, (alpha, theta)) in counts.iter().zip(texts) {
        for (count, (psi, beta)) in row.iter().zip(words) {
            let ln_mean = alpha + psi + beta * theta;
            sum += *count as f64 * ln_mean - ln_mean.exp();
        }
    }
    sum - words
        .iter()
        .map(|(_, beta)| beta * beta / 18.0)
        .sum::<f64>()
}
