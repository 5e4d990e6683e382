//! What plans of inspections and beginnings of violations give each other.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Num, One};

use super::Plan;
use crate::inspect::Fraction;

/// The number of slots until a violation that begins in slot `start`, counted from 1, is found.
pub(super) fn delay_in_slots(plan: &[u32], start: u32, slots: u32) -> u32 {
    plan.iter()
        .copied()
        .find(|slot| *slot >= start)
        .unwrap_or(slots)
        - start
        + 1
}

/// The longest expected delay, in slots, that a mix of plans allows.
pub(super) fn longest(plans: &[Plan], slots: u32) -> Fraction {
    let (weights, common) = weights(plans.iter().map(|plan| &plan.chance));
    let delays = |start: u32| {
        plans
            .iter()
            .map(move |plan| delay_in_slots(&plan.slots, start, slots))
    };
    let expected = |start: u32| {
        weights
            .iter()
            .zip(delays(start))
            .map(|(weight, delay)| weight * delay)
            .sum()
    };
    Fraction::new((1..=slots).map(expected).max().unwrap_or_default(), common)
}

/// The shortest expected delay, in slots, that any plan of so many inspections achieves against a mix of beginnings.
pub(super) fn shortest(starts: &[Fraction], inspections: u32) -> Fraction {
    let (weights, common) = weights(starts.iter());
    Fraction::new(answer(&weights, inspections).1, common)
}

/// Chances as whole numbers of parts, and the number of parts.
fn weights<'a>(chances: impl Iterator<Item = &'a Fraction> + Clone) -> (Vec<BigInt>, BigInt) {
    let common = chances
        .clone()
        .fold(BigInt::one(), |common, chance| common.lcm(chance.denom()));
    (
        chances
            .map(|chance| chance.numer() * (&common / chance.denom()))
            .collect(),
        common,
    )
}

/// The plan of so many inspections that makes the weighted delay least, and that delay.
///
/// By dynamic programming over the number of inspections so far and the slot of the last of them.
pub(super) fn answer<N: Num + Clone + PartialOrd + From<u32>>(
    weights: &[N],
    inspections: u32,
) -> (Vec<u32>, N) {
    let n = weights.len();
    let cost = costs(weights);
    // After the first inspection: the least cost so far when it is at the end of slot `at`.
    let mut best: Vec<N> = (0..=n).map(|at| cost(0, at)).collect();
    let mut before: Vec<Vec<usize>> = vec![];
    for nth in 1..=inspections as usize {
        let mut next = best.clone();
        let mut chosen = vec![0; n + 1];
        // Each earlier inspection took a slot.
        for at in nth + 1..=n {
            (chosen[at], next[at]) = (nth, best[nth].clone() + cost(nth, at));
            for (previous, so_far) in best.iter().enumerate().take(at).skip(nth + 1) {
                let found = so_far.clone() + cost(previous, at);
                if found < next[at] {
                    (chosen[at], next[at]) = (previous, found);
                }
            }
        }
        best = next;
        before.push(chosen);
    }
    let mut plan: Vec<u32> = before
        .iter()
        .rev()
        .scan(n, |at, chosen| {
            *at = chosen[*at];
            Some(*at as u32)
        })
        .collect();
    plan.reverse();
    (plan, best[n].clone())
}

/// The weighted delay of the violations that begin after slot `from` and are found at the end of slot `to`.
fn costs<N: Num + Clone + From<u32>>(weights: &[N]) -> impl Fn(usize, usize) -> N {
    let mut sums = vec![(N::zero(), N::zero())];
    for (begun, weight) in (0u32..).zip(weights) {
        let (all, moments) = sums[begun as usize].clone();
        sums.push((
            all + weight.clone(),
            moments + N::from(begun) * weight.clone(),
        ));
    }
    move |from, to| {
        let ((all, moments), (all_before, moments_before)) = (sums[to].clone(), sums[from].clone());
        N::from(to as u32) * (all - all_before) - (moments - moments_before)
    }
}
