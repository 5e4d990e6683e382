//! Long texts: passages that stand in both are kept first, what lies between them is compared as short texts are.
//!
//! # Definition
//! A passage is a run of tokens that stands in both texts; the first time it stands in one goes with the first time in the other, and so on. The longest
//! chain of passages in the order of both texts is kept, each drawn out as far as the texts agree. Between them shorter passages are sought, and
//! where few equal tokens meet, the longest stretches in common.
//! # Algorithm
//! Runs of [`PASSAGES`] tokens are found by sorting; the chain is a longest increasing subsequence, found by binary search.
//! # Complexity
//! `O(n log n)` time and `O(n)` space for `n` tokens, and at most the meetings allowed for each gap.
//! # Validity
//! The stretches kept are in the order of both texts. Short texts, where equal tokens meet seldom enough, have no anchors: their figures are those of
//! the definition.
//! # References
//! Heckel (1978), for lines that stand once in both files; Schensted (1961), for the chain. Not at hand.

use std::cmp::Ordering;

use super::{Kept, kept as by_longest, n_meetings};

/// The lengths of the passages that are sought, in turn.
const PASSAGES: [usize; 3] = [16, 6, 3];

/// Two ranges still to be compared, and the position of the passages to be sought in them.
type Gap = ((usize, usize), (usize, usize), usize);

/// The stretches kept, in the order of the texts; without anchors where equal tokens meet at most so often.
pub(super) fn kept(first: &[u32], second: &[u32], meetings_max: u64) -> Vec<Kept> {
    let mut pending: Vec<Gap> = vec![((0, first.len()), (0, second.len()), 0)];
    let mut found = vec![];
    while let Some(((from, to), (low, high), step)) = pending.pop() {
        if from == to || low == high {
            continue;
        }
        let (left, right) = (&first[from..to], &second[low..high]);
        let moved = |it: Kept| Kept {
            first: it.first + from,
            second: it.second + low,
            ..it
        };
        if n_meetings(left, right) <= meetings_max {
            found.extend(by_longest(left, right).into_iter().map(moved));
            continue;
        }
        let Some(length) = PASSAGES.get(step) else {
            continue;
        };
        let (mut at, mut over) = (from, low);
        for it in passages(left, right, *length).into_iter().map(moved) {
            pending.push(((at, it.first), (over, it.second), step + 1));
            (at, over) = (it.first + it.len, it.second + it.len);
            found.push(it);
        }
        pending.push(((at, to), (over, high), step + 1));
    }
    found.sort_unstable();
    found
}

/// The chain of passages of at least so many tokens, each as long as the texts agree.
fn passages(first: &[u32], second: &[u32], length: usize) -> Vec<Kept> {
    let mut pairs: Vec<(usize, usize)> = vec![];
    let (in_first, in_second) = (runs(first, length), runs(second, length));
    let (mut left, mut right) = (in_first.iter().peekable(), in_second.iter().peekable());
    while let (Some(at), Some(over)) = (left.peek(), right.peek()) {
        match first[**at..**at + length].cmp(&second[**over..**over + length]) {
            Ordering::Less => _ = left.next(),
            Ordering::Greater => _ = right.next(),
            Ordering::Equal => {
                pairs.push((**at, **over));
                left.next();
                right.next();
            }
        }
    }
    pairs.sort_unstable();
    let mut found: Vec<Kept> = vec![];
    let (mut at, mut over) = (0, 0);
    for (mut start, mut opposite) in increasing(&pairs) {
        if start < at || opposite < over {
            continue;
        }
        while start > at && opposite > over && first[start - 1] == second[opposite - 1] {
            (start, opposite) = (start - 1, opposite - 1);
        }
        let agree = first[start..].iter().zip(&second[opposite..]);
        let len = agree.take_while(|(one, other)| one == other).count();
        (at, over) = (start + len, opposite + len);
        found.push(Kept {
            first: start,
            second: opposite,
            len,
        });
    }
    found
}

/// Where the runs of so many tokens begin, in the order of the runs, and equal ones in that of the text.
fn runs(tokens: &[u32], length: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..(tokens.len() + 1).saturating_sub(length)).collect();
    places.sort_by(|one, other| tokens[*one..*one + length].cmp(&tokens[*other..*other + length]));
    places
}

/// The longest part of the pairs, which are in the order of the first numbers, that is in the order of the second too.
fn increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length of a chain the pair on which the one with the least end ends; for each pair the one before it in its chain.
    let mut ends: Vec<usize> = vec![];
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (idx, (_, over)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *over);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(idx);
        } else {
            ends[length] = idx;
        }
    }
    let mut chain = vec![];
    let mut next = ends.last().copied();
    while let Some(idx) = next {
        chain.push(pairs[idx]);
        next = before[idx];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The length of the longest common subsequence, by its table.
    fn longest_common(first: &[u32], second: &[u32]) -> usize {
        let mut above = vec![0; second.len() + 1];
        for one in first {
            let mut row = vec![0];
            for (at, other) in second.iter().enumerate() {
                let longer = if one == other {
                    above[at] + 1
                } else {
                    above[at + 1].max(row[at])
                };
                row.push(longer);
            }
            above = row;
        }
        above.last().copied().unwrap_or(0)
    }

    /// Tokens from a row of numbers that looks like chance.
    fn tokens(seed: u64, n: usize, n_different: u64) -> Vec<u32> {
        let mut state = seed;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            ((state >> 33) % n_different) as u32
        };
        (0..n).map(|_| next()).collect()
    }

    #[test]
    fn what_is_kept_is_in_both_texts_in_one_order_and_never_more_than_the_longest_subsequence() {
        for seed in 0..200 {
            let first = tokens(seed, 40 + seed as usize % 90, 2 + seed % 30);
            let mut second = first.clone();
            second.rotate_left(seed as usize % 7);
            second.splice(10..15, tokens(seed + 1, seed as usize % 20, 40));
            for meetings_max in [0, 50, u64::MAX] {
                let kept = kept(&first, &second, meetings_max);
                let (mut at, mut over) = (0, 0);
                for it in &kept {
                    assert!(it.first >= at && it.second >= over && it.len > 0, "{seed}");
                    (at, over) = (it.first + it.len, it.second + it.len);
                    assert_eq!(first[it.first..at], second[it.second..over], "{seed}");
                }
                let n_kept: usize = kept.iter().map(|it| it.len).sum();
                assert!(n_kept <= longest_common(&first, &second), "{seed}");
            }
        }
    }

    #[test]
    fn edits_of_a_long_text_are_found_as_in_a_short_one() {
        let first = tokens(7, 3000, 900);
        let mut second = first.clone();
        second.drain(2500..2540);
        second.splice(1200..1210, tokens(8, 25, 5000).iter().map(|it| it + 1000));
        second.splice(30..30, [7000, 7001]);
        let n_kept = |meetings_max| -> usize {
            let kept = kept(&first, &second, meetings_max);
            kept.iter().map(|it| it.len).sum()
        };
        assert_eq!(n_kept(0), 3000 - 40 - 10);
        assert_eq!(n_kept(100), n_kept(u64::MAX));
    }

    #[test]
    fn a_text_that_repeats_itself_is_found_alike_all_the_same() {
        let first = tokens(9, 50, 30).repeat(100);
        let n_kept = |second: &[u32]| -> usize {
            let kept = kept(&first, second, 0);
            kept.iter().map(|it| it.len).sum()
        };
        assert_eq!(n_kept(&first), 5000);
        let mut second = first.clone();
        second.drain(2000..2010);
        second[900] = 77;
        assert!(n_kept(&second) > 4900, "{}", n_kept(&second));
    }
}
