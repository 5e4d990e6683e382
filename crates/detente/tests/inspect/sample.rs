//! Sizes of sample.

use std::ops::Range;

use detente::inspect::sample::{Sample, items_for, sample};
use detente::inspect::{Fraction, decimal};
use detente::oracle::inspect::{missed, sample_size};
use proptest::prelude::{Strategy, any, proptest};
use proptest::test_runner::Config;

use crate::{near, number, ratio, rows};

#[test]
fn sizes_of_sample_are_those_found_elsewhere() {
    let rows = rows(include_str!("sample.csv"));
    assert_eq!(rows.len(), 106);
    for row in rows {
        let [items, diverted, exact, iaea, jaech] =
            [0, 1, 3, 4, 5].map(|column| row[column].parse::<u64>().expect("a count"));
        let found = sample(items, diverted, &number(row[2])).expect("the question can be answered");
        assert_eq!(
            [found.exact.size, found.iaea.size, found.jaech.size],
            [exact, iaea, jaech],
            "{row:?}"
        );
        near(
            found.exact.detection,
            row[6].parse().expect("a number"),
            1e-12,
            &row,
        );
        near(
            found.iaea.detection,
            row[7].parse().expect("a number"),
            1e-12,
            &row,
        );
    }
}

#[test]
fn published_sizes_of_sample_come_out() {
    for (items, diverted, miss, sizes) in [
        (50, 2, "0.1", [34, 35, 34]),
        (50, 2, "0.5", [15, 15, 15]),
        (100, 5, "0.1", [37, 37, 37]),
        (100, 10, "0.1", [20, 21, 20]),
        (300, 10, "0.1", [61, 62, 61]),
        (300, 10, "0.5", [20, 21, 20]),
        (1000, 50, "0.1", [44, 46, 44]),
    ] {
        let found = sample(items, diverted, &number(miss)).expect("the question can be answered");
        assert_eq!(
            [found.exact.size, found.iaea.size, found.jaech.size],
            sizes,
            "{items} {diverted} {miss}"
        );
    }
}

/// How often a formula exceeds the exact size by 0, 1, 2, …, over all strata of 2 to 300 items.
fn excesses(misses: &[&str], size: fn(&Sample) -> u64) -> Vec<u32> {
    let mut counts = vec![];
    for miss in misses.iter().copied().map(number) {
        for items in 2..=300 {
            for diverted in 1..=items {
                let found = sample(items, diverted, &miss).expect("the question can be answered");
                let excess = size(&found).checked_sub(found.exact.size);
                let excess = excess
                    .unwrap_or_else(|| panic!("{items} {diverted} {miss}: falls short"))
                    as usize;
                counts.resize(counts.len().max(excess + 1), 0);
                counts[excess] += 1;
            }
        }
    }
    counts
}

#[test]
fn the_iaea_formula_never_falls_short_and_exceeds_by_two_at_most() {
    assert_eq!(
        excesses(&["0.1", "0.5", "0.8"], |found| found.iaea.size),
        [75_040, 47_677, 12_730]
    );
}

#[test]
fn jaechs_formula_exceeds_by_one_at_most_where_one_in_ten_is_missed() {
    assert_eq!(
        excesses(&["0.1"], |found| found.jaech.size),
        [36_304, 8_845]
    );
}

#[test]
fn a_goal_met_with_equality_is_met() {
    // C(N−1,n)/C(N,n) = (N−n)/N, which is 1/10 for n = 0.9·N: no rounding may decide.
    for items in [10, 1_000, 1_000_000] {
        let found = sample(items, 1, &number("0.1")).expect("the question can be answered");
        assert_eq!(
            [found.exact.size, found.iaea.size, found.jaech.size],
            [items / 10 * 9; 3]
        );
        near(found.exact.detection, 0.9, 0.0, &items);
    }
    for (items, diverted, size) in [(1_000_000, 2, 700_000), (999_983, 3, 12_345), (600, 4, 60)] {
        // Either number can be drawn among the other: so the product is short.
        let miss = missed(items, size, diverted);
        assert_eq!(
            sample(items, diverted, &miss)
                .expect("the question can be answered")
                .exact
                .size,
            size
        );
        let hair = ratio(1, 1_000_000_000_000_000);
        assert_eq!(
            sample(items, diverted, &(miss - hair))
                .expect("the question can be answered")
                .exact
                .size,
            size + 1
        );
    }
}

/// Strata with the size of a sample whose chance to miss is the goal exactly, or a hair off it.
#[test]
fn ties_are_decided_exactly() {
    let mut n_ties = 0;
    for items in 2..=40 {
        for diverted in 1..=4.min(items - 1) {
            for size in 1..=items - diverted {
                let miss = missed(items, diverted, size);
                let hair = ratio(1, 1_000_000_000_000_000);
                assert_eq!(
                    sample(items, diverted, &miss)
                        .expect("the question can be answered")
                        .exact
                        .size,
                    size,
                    "{items} {diverted} {miss}"
                );
                assert_eq!(
                    sample(items, diverted, &(&miss - &hair))
                        .expect("the question can be answered")
                        .exact
                        .size,
                    size + 1,
                    "{items} {diverted} {miss}"
                );
                n_ties += 1;
            }
        }
    }
    assert!(n_ties > 2_500, "{n_ties}");
}

fn strata(items: Range<u64>) -> impl Strategy<Value = (u64, u64, Fraction)> {
    (items, any::<u64>(), 1u64..1000)
        .prop_map(|(items, diverted, miss)| (items, diverted % items + 1, ratio(miss, 1000)))
}

proptest! {
    #![proptest_config(Config { cases: 300, failure_persistence: None, ..Config::default() })]

    #[test]
    fn the_exact_size_is_the_least_that_meets_the_goal((items, diverted, miss) in strata(2..400)) {
        let found = sample(items, diverted, &miss).expect("the question can be answered");
        assert_eq!(found.exact.size, sample_size(items, diverted, &miss));
        assert!(missed(items, diverted, found.exact.size) <= miss);
        assert!(missed(items, diverted, found.one_less.size) > miss);
        for size in [found.exact, found.one_less, found.iaea, found.jaech] {
            near(size.detection, 1.0 - decimal(&missed(items, diverted, size.size)), 1e-12, &(items, diverted, &miss));
        }
    }
}

proptest! {
    #![proptest_config(Config { cases: 40, failure_persistence: None, ..Config::default() })]

    #[test]
    fn the_exact_size_of_large_strata_is_the_least_that_meets_the_goal((items, diverted, miss) in strata(1_000..1_000_000)) {
        let found = sample(items, diverted, &miss).expect("the question can be answered");
        // Either number can be drawn among the other; the fewer draws are worked out in fractions.
        let missed = |size: u64| missed(items, size.max(diverted), size.min(diverted));
        if found.exact.size.min(diverted) < 1_000 {
            assert!(missed(found.exact.size) <= miss);
            assert!(missed(found.one_less.size) > miss);
        }
        assert!(found.iaea.size >= found.exact.size);
    }
}

#[test]
fn a_goal_amount_takes_whole_items() {
    for (goal, content, items) in [
        ("8", "0.5", 16),
        ("8", "3", 3),
        ("25", "25", 1),
        ("0.1", "7", 1),
        ("1", "1/3", 3),
    ] {
        assert_eq!(
            items_for(&number(goal), &number(content)).expect("the question can be answered"),
            items,
            "{goal} {content}"
        );
    }
    for (goal, content) in [
        ("0", "1"),
        ("8", "0"),
        ("-8", "1"),
        ("8", "-1"),
        ("100000000", "1"),
    ] {
        items_for(&number(goal), &number(content)).expect_err("the question is refused");
    }
}

#[test]
fn impossible_samples_are_refused_with_what_was_found() {
    let refused = |items, diverted, miss: &str| {
        sample(items, diverted, &number(miss))
            .expect_err("the question is refused")
            .to_string()
    };
    assert_eq!(
        refused(10, 11, "0.1"),
        "expected a number of diverted items from 1 to 10, the number of declared items; found 11"
    );
    assert_eq!(
        refused(10, 0, "0.1"),
        "expected a number of diverted items from 1 to 10, the number of declared items; found 0"
    );
    assert_eq!(
        refused(10, 1, "1"),
        "expected a chance to miss above 0 and below 1, found 1"
    );
    assert_eq!(
        refused(10, 1, "0"),
        "expected a chance to miss above 0 and below 1, found 0"
    );
    assert!(refused(0, 1, "0.5").starts_with("expected a number of declared items from 1"));
    assert!(
        refused(10_000_001, 1, "0.5").starts_with("expected a number of declared items from 1")
    );
}
