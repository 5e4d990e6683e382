//! When did it change? Series whose changes are known, figures of other programs, and ten thousand observations.

use std::time::{Duration, Instant};

use detente::shift::Prior;
use detente::shift::changes::{Series, one_change, partition, sensitivity};
use serde_json::Value;

use crate::{count, fixture, list, near, near_number, number, numbers, whole};

const FIGURES: &str = include_str!("changes.json");

fn series(it: &Value) -> Series {
    match it["kind"].as_str() {
        Some("bernoulli") => Series::Bernoulli {
            with: whole(&it["with"]),
            of: whole(&it["of"]),
        },
        _ => Series::Poisson {
            count: whole(&it["with"]),
            exposure: numbers(&it["of"]),
        },
    }
}

fn positions(it: &Value) -> Vec<usize> {
    whole(it).into_iter().map(|at| at as usize).collect()
}

/// The years in which changes of a series fall.
fn years(name: &str, penalty: impl Fn(f64) -> f64) -> Vec<u64> {
    let figures = fixture(FIGURES);
    let it = list(&figures["series"]).iter().find(|it| {
        it["about"]
            .as_str()
            .is_some_and(|about| about.starts_with(name))
    });
    let it = it.unwrap_or_else(|| panic!("no series `{name}`"));
    let first: u64 = it["first"]
        .as_str()
        .and_then(|year| year.parse().ok())
        .expect("a year");
    let series = series(it);
    partition(&series, penalty((series.len() as f64).ln()))
        .changes
        .into_iter()
        .map(|at| first + at as u64)
        .collect()
}

#[test]
fn partitions_are_those_of_another_program() {
    let figures = fixture(FIGURES);
    let mut n_partitions = 0;
    for it in list(&figures["series"]) {
        for expected in list(&it["partitions"]) {
            let found = partition(&series(it), number(&expected[0]));
            assert_eq!(found.changes, positions(&expected[1]), "{}", it["about"]);
            near_number(found.cost, number(&expected[2]), 1e-12);
            for (found, expected) in found.rates.iter().zip(list(&expected[3])) {
                near_number(
                    found.expect("there are statements"),
                    number(expected),
                    1e-12,
                );
            }
            n_partitions += 1;
        }
    }
    assert_eq!(n_partitions, 19);
}

#[test]
fn one_change_has_the_known_place_and_bayes_factor() {
    let figures = fixture(FIGURES);
    for it in list(&figures["series"]) {
        let prior = numbers(&it["prior"]);
        let found = one_change(
            &series(it),
            Prior {
                a: prior[0],
                b: prior[1],
            },
        )
        .expect("more than one observation");
        near_number(found.ln_bayes_factor, number(&it["ln_bayes_factor"]), 1e-10);
        let (mode, chance) = found.mode();
        assert_eq!(mode, count(&it["mode"][0]) as usize, "{}", it["about"]);
        near(chance, number(&it["mode"][1]), 1e-9);
        assert_eq!(
            found.credible_set(0.95),
            positions(&it["set95"]),
            "{}",
            it["about"]
        );
        for spot in list(&it["spots"]) {
            near(
                found.posterior[count(&spot[0]) as usize - 1],
                number(&spot[1]),
                1e-9,
            );
        }
    }
}

#[test]
fn the_words_of_north_korea_changed_in_2003_and_2012() {
    let name = "DPRK in the general debate: speech mentions";
    assert_eq!(years(name, |unit| 2.0 * unit), [2003, 2012]);
    assert_eq!(
        years(name, |unit| 3.0 * unit),
        [0; 0],
        "not at the careful price"
    );
    let rate = "DPRK in the general debate: mentions of denuclearisation per";
    assert_eq!(years(rate, |unit| 3.0 * unit), [2003, 2012, 2018, 2019]);
    let soviet = "US in the general debate: mentions of the Soviet Union";
    assert_eq!(years(soviet, |unit| 3.0 * unit).last(), Some(&1992));
    assert_eq!(years("British coal", |unit| 3.0 * unit), [1892]);
}

#[test]
fn sensitivity_shows_what_stays_at_a_higher_price() {
    let figures = fixture(FIGURES);
    let it = &list(&figures["series"])[1];
    let found = sensitivity(&series(it));
    let changes: Vec<&[usize]> = found
        .iter()
        .map(|priced| &priced.partition.changes[..])
        .collect();
    assert_eq!(changes, [&[1, 4, 12, 21][..], &[12, 21], &[]]);
    near(found[1].penalty, 2.0 * 32_f64.ln(), 1e-15);
    let bayes_factor = one_change(&series(it), Prior::JEFFREYS)
        .expect("32 speeches")
        .ln_bayes_factor
        .exp();
    assert!(
        (bayes_factor - 1.1).abs() < 0.05,
        "one change is no better than none, as there are two"
    );
}

#[test]
fn short_series_are_answered() {
    let empty = Series::Bernoulli {
        with: vec![],
        of: vec![],
    };
    assert_eq!(
        (
            partition(&empty, 1.0).rates,
            one_change(&empty, Prior::JEFFREYS)
        ),
        (vec![], None)
    );
    let none = Series::Bernoulli {
        with: vec![0, 0],
        of: vec![0, 0],
    };
    assert_eq!(partition(&none, 1.0).rates, [None]);
    near(
        one_change(&none, Prior::JEFFREYS)
            .expect("two observations")
            .posterior[0],
        1.0,
        1e-15,
    );
}

#[test]
fn ten_thousand_observations_do_not_take_long() {
    // Nothing changes, so that no start is dropped: the worst case.
    let with: Vec<u64> = (0..10_000_u64)
        .map(|at| (at * 7 + at * at) % 3 / 2)
        .collect();
    let exposure: Vec<f64> = (0..10_000_u32)
        .map(|at| 2.0 + f64::from(at % 7) / 10.0)
        .collect();
    let series = [
        Series::Bernoulli {
            of: vec![1; with.len()],
            with: with.clone(),
        },
        Series::Poisson {
            count: with,
            exposure,
        },
    ];
    for series in series {
        let begun = Instant::now();
        let found = partition(&series, 3.0 * 10_000_f64.ln());
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "{:?}",
            begun.elapsed()
        );
        assert_eq!(found.changes, [0; 0]);
    }
}
