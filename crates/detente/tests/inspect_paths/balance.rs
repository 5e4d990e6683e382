//! Tests of material balances: figures computed elsewhere, chains on a fine grid, losses of any shape.

use detente::inspect::balance::{self, Balances, Demands, Page, SHIFTS, Spread, Tests, record};
use detente::oracle::inspect_paths::{alarm, covariance, normal_below, run_length, strength};

use super::{Draws, near};

/// The rows of a fixture of one kind, as numbers.
fn rows(kind: &str) -> Vec<Vec<f64>> {
    let text = include_str!("balances.csv");
    let rows = text
        .lines()
        .filter_map(|line| line.strip_prefix(kind)?.strip_prefix(','));
    rows.map(|row| {
        row.split(',')
            .map(|cell| cell.parse().expect("cells are numbers"))
            .collect()
    })
    .collect()
}

/// A whole number of a row.
fn count(cell: f64) -> usize {
    format!("{cell}").parse().expect("a whole number")
}

fn tests_of(periods: usize, correlation: f64, demands: &Demands) -> Tests {
    Balances::new(vec![1.0; periods], correlation)
        .expect("the balances can be asked about")
        .tests(demands)
        .expect("the balances can be asked about")
}

/// Demands for which the threshold is given, so that none is searched for.
fn demands(loss: f64, alpha: f64) -> Demands {
    Demands {
        loss: Some(loss),
        alpha,
        threshold: Some(4.0),
        ..Demands::default()
    }
}

#[test]
fn a_single_balance_detects_as_computed_elsewhere() {
    let rows = rows("single");
    assert_eq!(rows.len(), 12);
    for row in rows {
        let tests = tests_of(1, 0.0, &demands(row[1], row[0]));
        near(tests.single, row[2], 1e-14);
        near(tests.cumuf.detection, row[2], 1e-14);
    }
    near(
        tests_of(1, 0.0, &demands(1.0, 0.05)).ratio_wanted,
        3.289_707_253_902_944_4,
        1e-14,
    );
}

#[test]
fn the_sum_detects_the_worst_loss_as_computed_elsewhere() {
    let rows = rows("worst");
    assert_eq!(rows.len(), 5);
    for row in rows {
        let tests = tests_of(count(row[0]), row[1], &demands(row[2], row[3]));
        near(tests.cumuf.detection, row[4], 1e-14);
        let known = |spread| {
            tests
                .against
                .iter()
                .find(|it| it.spread == spread)
                .expect("the balances can be asked about")
                .known
        };
        near(known(Spread::Worst), row[4], 1e-14);
        near(known(Spread::Uniform), row[5], 1e-14);
        near(known(Spread::First), row[6], 1e-14);
        near(known(Spread::Last), row[6], 1e-14);
        near(tests.cumuf.worst[0], row[7], 1e-14);
        near(tests.cumuf.worst[1], row[8], 1e-14);
    }
}

#[test]
fn run_lengths_are_those_computed_elsewhere() {
    let rows = rows("page");
    assert_eq!(rows.len(), 5);
    for row in rows {
        let page = Page {
            allowance: row[0],
            threshold: row[1],
        };
        for (shift, expected) in SHIFTS.into_iter().zip(&row[2..]) {
            near(
                page.run_length(shift)
                    .expect("the balances can be asked about")
                    / expected,
                1.0,
                1e-10,
            );
        }
    }
}

#[test]
fn run_lengths_and_alarms_are_those_of_a_chain_on_a_fine_grid() {
    for (allowance, threshold) in [(0.5, 4.0), (0.25, 3.0), (1.0, 1.5)] {
        let page = Page {
            allowance,
            threshold,
        };
        for shift in [0.0, 0.5, 1.0] {
            near(
                run_length(allowance, threshold, shift, 300)
                    / page
                        .run_length(shift)
                        .expect("the balances can be asked about"),
                1.0,
                1e-4,
            );
        }
        let shifts = [0.0, 2.0, -0.5, 1.0, 0.3];
        near(
            alarm(allowance, threshold, &shifts, 300),
            page.alarm(&shifts),
            1e-5,
        );
    }
}

#[test]
fn page_and_the_sum_detect_as_computed_elsewhere() {
    let loss = 11.396_894_313_803_212;
    let balances = Balances::new(vec![1.0; 12], 0.0).expect("the balances can be asked about");
    let tests = balances
        .tests(&Demands {
            loss: Some(loss),
            ..Demands::default()
        })
        .expect("the balances can be asked about");
    near(tests.paged.page.threshold, 3.374_521_403_331_605, 1e-9);
    near(tests.paged.false_alarm, 0.05, 1e-12);
    let against = |spread| {
        tests
            .against
            .iter()
            .find(|it| it.spread == spread)
            .expect("the balances can be asked about")
    };
    near(against(Spread::Uniform).page, 0.867_401_381_614_151, 1e-9);
    near(against(Spread::First).page, 0.999_999_999_999_984_7, 1e-13);
    near(
        against(Spread::Uniform).each,
        0.434_713_380_969_071_97,
        1e-12,
    );
    near(against(Spread::First).each, 1.0, 1e-12);
    assert!(
        tests
            .against
            .iter()
            .all(|it| (it.cumuf - 0.950_030_185_287_695_2).abs() < 1e-14)
    );
    let last_three: Vec<f64> = (0..12)
        .map(|period| if period < 9 { 0.0 } else { loss / 3.0 })
        .collect();
    near(
        balances.page_detects(tests.paged.page, &last_three),
        0.999_951_490_969_771,
        1e-9,
    );
    near(
        balances.each_detects(&last_three, 0.05),
        0.998_283_778_469_464_1,
        1e-12,
    );
    // Drawn by chance elsewhere, 400,000 times: 0.86708, with a standard error of 0.0005.
    near(against(Spread::Uniform).page, 0.867_08, 0.001_6);
}

#[test]
fn no_loss_is_harder_to_find_than_the_worst() {
    let mut draws = Draws(7);
    for _ in 0..40 {
        let n = 2 + draws.below(8) as usize;
        let sigmas: Vec<f64> = (0..n).map(|_| 0.5 + 2.0 * draws.share()).collect();
        let correlation = draws.share() - 0.5;
        let balances =
            Balances::new(sigmas.clone(), correlation).expect("the balances can be asked about");
        let tests = balances
            .tests(&demands(3.0, 0.05))
            .expect("the balances can be asked about");
        let matrix = covariance(&sigmas, correlation);
        let of_worst = strength(&matrix, &tests.cumuf.worst);
        near(tests.cumuf.worst.iter().sum(), 3.0, 1e-12);
        near(of_worst.sqrt(), 3.0 / tests.cumuf.sigma, 1e-9);
        for _ in 0..20 {
            let parts: Vec<f64> = (0..n).map(|_| draws.share() - 0.2).collect();
            let scale = 3.0 / parts.iter().sum::<f64>();
            let amounts: Vec<f64> = parts.iter().map(|part| part * scale).collect();
            assert!(
                scale.is_infinite() || strength(&matrix, &amounts) >= of_worst - 1e-9,
                "{sigmas:?} {correlation} {amounts:?}"
            );
        }
        let uniform = strength(&matrix, &vec![3.0 / n as f64; n]).sqrt();
        let known = balances.best_detects(&vec![3.0 / n as f64; n], 0.05);
        near(known, normal_below(uniform - 1.644_853_626_951_472_7), 1e-9);
    }
}

#[test]
fn measured_balances_are_followed_period_by_period() {
    let balances =
        Balances::new(vec![1.0, 2.0, 2.0], 0.0).expect("the balances can be asked about");
    let tests = balances
        .tests(&Demands {
            threshold: Some(1.5),
            ..Demands::default()
        })
        .expect("the balances can be asked about");
    let course = balances
        .course(&tests, &[1.0, 4.0, -2.0])
        .expect("the balances can be asked about");
    let column =
        |of: fn(&balance::Measured) -> f64| course.periods.iter().map(of).collect::<Vec<_>>();
    assert_eq!(column(|it| it.cumuf), [1.0, 5.0, 3.0]);
    assert_eq!(column(|it| it.independent), [1.0, 2.0, -1.0]);
    assert_eq!(column(|it| it.page), [0.5, 2.0, 0.5]);
    assert_eq!(column(|it| it.cumuf_sigma), [1.0, 5.0f64.sqrt(), 3.0]);
    assert_eq!((course.page_alarms, course.cumuf_alarms), (Some(2), false));
    // The second value is foretold by the first: 0.5 of it, with a standard deviation of √0.75 left.
    let correlated = Balances::new(vec![1.0, 1.0], 0.5).expect("the balances can be asked about");
    let course = correlated
        .course(
            &correlated
                .tests(&demands(1.0, 0.05))
                .expect("the balances can be asked about"),
            &[1.0, 1.0],
        )
        .expect("the balances can be asked about");
    near(course.periods[1].independent, 0.5 / 0.75f64.sqrt(), 1e-15);
    near(course.periods[1].cumuf_sigma, 3.0f64.sqrt(), 1e-15);
}

#[test]
fn impossible_balances_are_refused() {
    let refused = |sigmas: &[f64], correlation| {
        Balances::new(sigmas.to_vec(), correlation)
            .expect_err("it is refused")
            .to_string()
    };
    assert_eq!(
        refused(&[1.0, 0.0], 0.0),
        "expected a standard deviation above 0, found 0"
    );
    assert!(refused(&[], 0.0).starts_with("expected from 1 to 1000 periods"));
    assert_eq!(
        refused(&[1.0; 3], 0.8),
        "expected a correlation above -0.707107 and below 0.707107 for 3 periods, found 0.8"
    );
    assert!(Balances::new(vec![1.0; 3], -0.7).is_ok());
    let balances = Balances::new(vec![1.0], 0.0).expect("the balances can be asked about");
    let refused = |demands: Demands| {
        balances
            .tests(&demands)
            .expect_err("it is refused")
            .to_string()
    };
    assert_eq!(
        refused(Demands {
            alpha: 1.0,
            ..Demands::default()
        }),
        "expected a chance of a false alarm above 0 and below 1, found 1"
    );
    assert_eq!(
        refused(Demands {
            loss: Some(-1.0),
            ..Demands::default()
        }),
        "expected a loss above 0, found -1"
    );
    assert_eq!(
        refused(Demands {
            threshold: Some(51.0),
            ..Demands::default()
        }),
        "expected a threshold from 0 to 50, found 51"
    );
    let tests = balances
        .tests(&Demands::default())
        .expect("the balances can be asked about");
    assert!(
        balances
            .course(&tests, &[1.0, 2.0])
            .expect_err("it is refused")
            .to_string()
            .contains("found 2 values and 1 standard deviations")
    );
}

#[test]
fn tables_of_balances_are_read_and_mistakes_have_a_place() {
    let read = record::read(b"period, muf ,sigma\n# first quarter\n1, 0.5, 1\r\n\n2, -1.25, 2\n")
        .expect("the balances can be asked about");
    assert_eq!(
        (read.sigmas, read.mufs),
        (vec![1.0, 2.0], Some(vec![0.5, -1.25]))
    );
    assert_eq!(
        record::read(b"sigma\n3\n")
            .expect("the balances can be asked about")
            .mufs,
        None
    );
    for (text, message, place) in [
        ("muf,sigmas\n1,1\n", "unknown column `sigmas`", "sigmas"),
        (
            "sigma,sigma\n1,1\n",
            "the column `sigma` is there twice",
            "sigma",
        ),
        ("muf\n1\n", "the column `sigma` is missing", "muf"),
        (
            "muf,sigma\n1,1\n1,2,3\n",
            "expected 2 cells, as many as there are columns, found 3",
            "1,2,3",
        ),
        ("muf,sigma\n1,x\n", "`x` is not a number", "x"),
        ("muf,sigma\nnan,1\n", "`nan` is not a number", "nan"),
        ("muf,sigma\n1,0\n", "a standard deviation is above 0", "0"),
    ] {
        let found = record::read(text.as_bytes()).expect_err("it is refused");
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].message, message);
        assert_eq!(
            &text[found[0]
                .span
                .expect("the balances can be asked about")
                .range()],
            place,
            "{text}"
        );
        assert!(found[0].help.is_some(), "{text}");
    }
    assert_eq!(
        record::read(b"# nothing\n").expect_err("it is refused")[0].message,
        "the table is empty"
    );
    assert_eq!(
        record::read(b"muf,sigma\n").expect_err("it is refused")[0].message,
        "the table has no periods"
    );
    assert!(
        record::read(b"sigma\n\xff").expect_err("it is refused")[0]
            .message
            .contains("byte 6")
    );
}
