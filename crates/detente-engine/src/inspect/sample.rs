//! How many items to check so that a diversion is not missed: attribute sampling.
//!
//! # Definition
//! Of `N` declared items `d` are falsified. A sample of `n` drawn without replacement misses them all with chance
//! `β(n) = C(N−d, n) / C(N, n)`. The exact size is the least `n` with `β(n) ≤ β`. Two formulas stand beside it:
//! the IAEA's `⌈N·(1 − β^(1/d))⌉` and Jaech's `⌈(1 − β^(1/d))·(N − (d−1)/2)⌉`.
//! # Algorithm
//! Bisection over `n`, as `β(n)` falls. `β(n)` is the product of `(N−l−i)/(N−i)` over `i < k` with `k`, `l` the lesser and the
//! greater of `n` and `d`: its logarithm is added up, and left as soon as it is far below `ln β`. Where the two logarithms are
//! within `1e-9` of each other, which is more than twice the greatest error of the sum, the products decide as whole numbers.
//! The formulas are rounded to nine decimals before they are rounded up, so that `0.1·10` is not taken for more than 1.
//! # Complexity
//! `O(√(N·ln(1/β))·log N)` for a sample near the goal; about a millisecond at `N = 10⁶`.
//! # Validity
//! Each check tells a falsified item from a sound one for certain, and the declaration is complete: what is not on the list is
//! not in the sample. The IAEA formula is never too small, as no factor `(N−n−i)/(N−i)` is above `1 − n/N`, except where the
//! rounding hides a difference; over all `N ≤ 300` and `β` of 0.1, 0.5 and 0.8 it is too large by two at most.
//! Jaech's is an approximation, too large by one at most there at 0.1.
//! # References
//! Jaech and Russell (1991), IAEA STR-261, for both formulas; not at hand.

use num_bigint::BigUint;
use num_traits::ToPrimitive;

use super::refusal::{count, within};
use super::{Fraction, Refusal, decimal};

/// The most items that a stratum may have.
pub const ITEMS_MAX: u64 = 10_000_000;

/// How near two logarithms may be before whole numbers decide.
const NEAR: f64 = 1e-9;

/// A size of sample, and what it achieves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// The number of items to check.
    pub size: u64,
    /// The chance that at least one falsified item is among them.
    pub detection: f64,
}

/// The answer: three sizes for one goal.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The number of declared items.
    pub items: u64,
    /// How many of them are falsified, if any are.
    pub diverted: u64,
    /// The greatest chance to miss them all that is accepted.
    pub miss: Fraction,
    /// The least sample that meets the goal.
    pub exact: Size,
    /// One item less than that, which does not meet it.
    pub one_less: Size,
    /// The size by the IAEA's formula.
    pub iaea: Size,
    /// The size by Jaech's formula.
    pub jaech: Size,
}

/// How many items a goal amount takes, when each holds so much: the goal divided by the content, rounded up.
pub fn items_for(goal: &Fraction, content: &Fraction) -> Result<u64, Refusal> {
    within("a goal amount", goal, 0, None)?;
    within("a content of an item", content, 0, None)?;
    let items = (goal / content)
        .ceil()
        .to_integer()
        .to_u64()
        .unwrap_or(u64::MAX);
    count(
        "a goal that takes a number of items",
        items,
        (1, ITEMS_MAX),
        "the most that are sampled",
    )
    .map(|()| items)
}

/// The sizes of sample that detect the diversion of `diverted` among `items` declared items with chance `1 − miss` or more.
pub fn sample(items: u64, diverted: u64, miss: &Fraction) -> Result<Sample, Refusal> {
    count(
        "a number of declared items",
        items,
        (1, ITEMS_MAX),
        "the most that are sampled",
    )?;
    count(
        "a number of diverted items",
        diverted,
        (1, items),
        "the number of declared items",
    )?;
    within("a chance to miss", miss, 0, Some(1))?;
    let stratum = Stratum { items, diverted };
    let exact = stratum.least_size(miss);
    let root = -(log(miss) / diverted as f64).exp_m1();
    let reduced = items as f64 - (diverted - 1) as f64 / 2.0;
    let sized = |size| Size {
        size,
        detection: stratum.detection(size),
    };
    Ok(Sample {
        items,
        diverted,
        miss: miss.clone(),
        exact: sized(exact),
        one_less: sized(exact - 1),
        iaea: sized(rounded_up(items as f64 * root)),
        jaech: sized(rounded_up(reduced * root)),
    })
}

/// Rounds up, after rounding to nine decimals; at least 1, as no sample is smaller.
fn rounded_up(size: f64) -> u64 {
    ((size * 1e9).round() / 1e9)
        .ceil()
        .to_u64()
        .unwrap_or(1)
        .max(1)
}

/// The natural logarithm of a positive fraction below 1 whose numerator and denominator have 18 digits at most.
fn log(fraction: &Fraction) -> f64 {
    let distance = decimal(&(Fraction::from_integer(1.into()) - fraction));
    if distance < 0.5 {
        (-distance).ln_1p()
    } else {
        decimal(fraction).ln()
    }
}

/// Declared items, some of which are falsified.
#[derive(Clone, Copy)]
struct Stratum {
    items: u64,
    diverted: u64,
}

impl Stratum {
    fn least_size(self, miss: &Fraction) -> u64 {
        let (mut from, mut to) = (1, self.items - self.diverted + 1);
        while from < to {
            let middle = from.midpoint(to);
            if self.meets(middle, miss) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        from
    }

    /// Whether a sample misses everything with no more than this chance.
    fn meets(self, size: u64, miss: &Fraction) -> bool {
        let goal = log(miss);
        let found = self.log_miss(size, goal - 1.0);
        if (found - goal).abs() > NEAR {
            found < goal
        } else {
            self.meets_exactly(size, miss)
        }
    }

    /// The logarithm of the chance to miss everything; once it is below `enough`, any number below `enough`.
    fn log_miss(self, size: u64, enough: f64) -> f64 {
        let (few, many) = (size.min(self.diverted), size.max(self.diverted));
        if few + many > self.items {
            return f64::NEG_INFINITY;
        }
        let mut sum = 0.0;
        for drawn in 0..few {
            sum += (-(many as f64) / (self.items - drawn) as f64).ln_1p();
            if sum < enough {
                break;
            }
        }
        sum
    }

    fn meets_exactly(self, size: u64, miss: &Fraction) -> bool {
        let (few, many) = (size.min(self.diverted), size.max(self.diverted));
        if few + many > self.items {
            return true;
        }
        let product = |from: u64| {
            (0..few).fold(BigUint::from(1u8), |product, drawn| {
                product * (from - drawn)
            })
        };
        let (above, below) = (miss.numer().magnitude(), miss.denom().magnitude());
        product(self.items - many) * below <= product(self.items) * above
    }

    /// The chance that a sample has at least one falsified item.
    fn detection(self, size: u64) -> f64 {
        let size = size.min(self.items);
        let few = size.min(self.diverted);
        let many = size.max(self.diverted);
        // A short product is worked out in whole numbers, so that 9/10 is told as 0.9.
        if few <= 5 && few + many <= self.items {
            let product = |from: u64| {
                (0..few)
                    .map(|drawn| u128::from(from - drawn))
                    .product::<u128>()
            };
            let all = product(self.items);
            return (all - product(self.items - many)) as f64 / all as f64;
        }
        -self.log_miss(size, f64::NEG_INFINITY).exp_m1()
    }
}
