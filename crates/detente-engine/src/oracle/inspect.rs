//! Inspection from the definitions: samples drawn one by one, games played out stage by stage, plans listed one by one.
//!
//! # Definition
//! See the modules of `inspect` for the questions. Nothing of theirs is used here: no closed form, no logarithm, no linear program.
//! # Algorithm
//! Products of fractions; two-by-two games from their definition, over all stages; every subset of periods or slots.
//! # Complexity
//! `O(N)` fractions for a sample, `O(n²)` games of one violation, `O(4^n)` plays of several, `C(N−1, m)` plans of slots;
//! sensible up to some thousand items, fifty periods, eight periods with several violations, and ten thousand plans.
//! # Validity
//! Exact.
//! # References
//! The definitions as the modules of `inspect` cite them.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};

fn whole(number: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(number.into())
}

/// The chance that `size` items drawn one after the other, without replacement, are all sound.
pub fn missed(items: u64, diverted: u64, size: u64) -> BigRational {
    let sound = items - diverted;
    let drawn = (0..size)
        .map(|drawn| BigRational::new(sound.saturating_sub(drawn).into(), (items - drawn).into()));
    drawn.fold(BigRational::one(), |missed, next| missed * next)
}

/// The least sample that misses everything with chance `miss` at most, by trying one size after the other.
pub fn sample_size(items: u64, diverted: u64, miss: &BigRational) -> u64 {
    let sound = items - diverted;
    let mut missed = BigRational::one();
    let mut size = 0;
    while missed > *miss {
        missed *= BigRational::new(sound.saturating_sub(size).into(), (items - size).into());
        size += 1;
    }
    size
}

/// What one side gets: for a violation that is caught, one that is not, and legal conduct to the end.
#[derive(Clone, Debug)]
pub struct Stakes {
    /// A violation was caught.
    pub caught: BigRational,
    /// A violation was not caught.
    pub undetected: BigRational,
    /// There was no violation.
    pub legal: BigRational,
}

/// A stage of a game with one violation: what both expect, and the chances to inspect and to violate.
#[derive(Clone, Debug)]
pub struct StageValue {
    /// What the inspector expects.
    pub inspector: BigRational,
    /// What the inspectee expects.
    pub inspectee: BigRational,
    /// The chance to inspect.
    pub inspect: BigRational,
    /// The chance to violate.
    pub violate: BigRational,
}

/// All stages of a game with one violation, by periods and inspections left, each solved from those after it.
///
/// In a stage either side makes the other indifferent; without inspections left the inspectee violates, with one for each period it
/// does not.
pub fn one_violation(
    periods: u32,
    inspector: &Stakes,
    inspectee: &Stakes,
) -> BTreeMap<(u32, u32), StageValue> {
    let mut stages: BTreeMap<(u32, u32), StageValue> = BTreeMap::new();
    for n in 0..=periods {
        for m in 0..=n {
            let certain =
                |inspect: u32, violate: u32, of: fn(&Stakes) -> &BigRational| StageValue {
                    inspector: of(inspector).clone(),
                    inspectee: of(inspectee).clone(),
                    inspect: whole(inspect),
                    violate: whole(violate),
                };
            let stage = if m == n {
                certain(1, 0, |stakes| &stakes.legal)
            } else if m == 0 {
                certain(0, 1, |stakes| &stakes.undetected)
            } else {
                both_indifferent(
                    inspector,
                    inspectee,
                    &stages[&(n - 1, m - 1)],
                    &stages[&(n - 1, m)],
                )
            };
            stages.insert((n, m), stage);
        }
    }
    stages
}

/// The mixed equilibrium of the stage game: rows inspect and not, columns violate and not.
fn both_indifferent(
    inspector: &Stakes,
    inspectee: &Stakes,
    if_inspected: &StageValue,
    if_not: &StageValue,
) -> StageValue {
    // p·caught + (1−p)·undetected = p·V(inspected) + (1−p)·V(not), for the inspectee.
    let unseen = &inspectee.undetected - &if_not.inspectee;
    let inspect = &unseen / (&unseen + &if_inspected.inspectee - &inspectee.caught);
    // q·caught + (1−q)·I(inspected) = q·undetected + (1−q)·I(not), for the inspector.
    let kept = &if_not.inspector - &if_inspected.inspector;
    let violate = &kept / (&kept + &inspector.caught - &inspector.undetected);
    let stays = |chance: &BigRational| BigRational::one() - chance;
    StageValue {
        inspector: &violate * &inspector.caught + stays(&violate) * &if_inspected.inspector,
        inspectee: &inspect * &inspectee.caught + stays(&inspect) * &inspectee.undetected,
        inspect,
        violate,
    }
}

/// The most that the inspectee can get, per violation 1 and minus the penalty when caught, against an inspector that inspects with
/// chance `inspect(n, m)` when `n` periods and `m` inspections are left: by trying both choices in every stage.
pub fn most_against(
    inspect: &dyn Fn(u32, u32) -> BigRational,
    (n, m, k): (u32, u32, u32),
    penalty: &BigRational,
) -> BigRational {
    if n == 0 || k == 0 {
        return BigRational::zero();
    }
    let chance = if m == 0 {
        BigRational::zero()
    } else {
        inspect(n, m)
    };
    let later = |m, k| most_against(inspect, (n - 1, m, k), penalty);
    let inspected = |if_so: BigRational| &chance * if_so;
    let not = BigRational::one() - &chance;
    let legal = inspected(if m == 0 {
        BigRational::zero()
    } else {
        later(m - 1, k)
    }) + &not * later(m, k);
    let violation = inspected(-penalty) + &not * (BigRational::one() + later(m, k - 1));
    legal.max(violation)
}

/// The least that an inspector can hold the inspectee to, who violates with chance `violate(n, m, k)` when so many periods, inspections
/// and violations are left: by trying every choice of periods. The inspector sees no violation before it catches one, so that
/// a choice of periods is all that it can plan.
pub fn least_against(
    violate: &dyn Fn(u32, u32, u32) -> BigRational,
    (n, m, k): (u32, u32, u32),
    penalty: &BigRational,
) -> BigRational {
    let plans = (0u32..1 << n).filter(|plan| plan.count_ones() <= m);
    plans
        .map(|plan| expected(violate, (n, m, k), penalty, plan))
        .min()
        .unwrap_or_default()
}

/// What the inspectee expects when the period with `n` left is inspected if bit `n − 1` of the plan is set.
fn expected(
    violate: &dyn Fn(u32, u32, u32) -> BigRational,
    (n, m, k): (u32, u32, u32),
    penalty: &BigRational,
    plan: u32,
) -> BigRational {
    if n == 0 || k == 0 {
        return BigRational::zero();
    }
    let chance = violate(n, m, k);
    let is_inspected = plan >> (n - 1) & 1 == 1;
    let m_later = m - u32::from(is_inspected);
    let legal = expected(violate, (n - 1, m_later, k), penalty, plan);
    let violation = if is_inspected {
        -penalty.clone()
    } else {
        BigRational::one() + expected(violate, (n - 1, m_later, k - 1), penalty, plan)
    };
    &chance * violation + (BigRational::one() - &chance) * legal
}

/// The least and the most expected delay, in slots, that two mixes allow: against every plan and against every beginning.
///
/// `plans` are slots with chances, `starts` the chances that a violation begins in slot 1, 2, …. The value lies between the two.
pub fn delay_bounds(
    slots: u32,
    inspections: u32,
    plans: &[(Vec<u32>, BigRational)],
    starts: &[BigRational],
) -> (BigRational, BigRational) {
    let delay = |plan: &[u32], start: u32| {
        let found = (start..=slots)
            .find(|slot| *slot == slots || plan.contains(slot))
            .unwrap_or(slots);
        whole(found - start + 1)
    };
    let against = |plan: &[u32]| {
        (1..)
            .zip(starts)
            .map(|(start, chance)| chance * delay(plan, start))
            .sum::<BigRational>()
    };
    let least = subsets(1, slots, inspections)
        .iter()
        .map(|plan| against(plan))
        .min()
        .unwrap_or_default();
    let of = |start: u32| {
        plans
            .iter()
            .map(|(plan, chance)| chance * delay(plan, start))
            .sum::<BigRational>()
    };
    let most = (1..=slots).map(of).max().unwrap_or_default();
    (least, most)
}

/// All choices of so many slots from `from` to before `end`.
fn subsets(from: u32, end: u32, size: u32) -> Vec<Vec<u32>> {
    if size == 0 {
        return vec![vec![]];
    }
    let first = |first: u32| {
        subsets(first + 1, end, size - 1)
            .into_iter()
            .map(move |rest| [vec![first], rest].concat())
    };
    (from..end).flat_map(first).collect()
}
