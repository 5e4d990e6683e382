//! Inspections over periods.

use detente::inspect::Fraction;
use detente::inspect::periods::{Convention, Game, Payoffs, Periods, Stage, periods};
use detente::oracle::inspect::{StageValue, Stakes, least_against, most_against, one_violation};
use num_traits::One;

use crate::{count, number, rows};

fn solved(n: u32, m: u32, convention: Convention) -> Periods {
    periods(
        &Game {
            periods: n,
            inspections: m,
            convention,
        },
        1_000_000,
    )
    .expect("the question can be answered")
}

fn dresher() -> Convention {
    Convention::ZeroSum {
        violations: 1,
        penalty: Fraction::one(),
    }
}

/// Checks a chance that a row leaves out where there is nothing to choose.
fn assert_chance(found: &Fraction, expected: &str, row: &[&str]) {
    if !expected.is_empty() {
        assert_eq!(*found, number(expected), "{row:?}");
    }
}

#[test]
fn values_and_strategies_over_periods_are_those_found_elsewhere() {
    let mut n_rows = [0; 5];
    for row in rows(include_str!("periods.csv")) {
        let kind = ["dresher", "ferguson", "nonzero", "announced", "violations"]
            .iter()
            .position(|kind| *kind == row[0])
            .expect("a known kind");
        n_rows[kind] += 1;
        match kind {
            0 => {
                let found = solved(count(row[1]), count(row[2]), dresher());
                assert_eq!(
                    found.payoffs,
                    Payoffs {
                        inspector: number(row[3]),
                        inspectee: -number(row[3])
                    },
                    "{row:?}"
                );
                assert_chance(&found.opening.inspect, row[4], &row);
                assert_chance(&found.opening.violate, row[5], &row);
            }
            1 => {
                let found = solved(
                    count(row[2]),
                    count(row[3]),
                    Convention::Ferguson {
                        legal: number(row[1]),
                    },
                );
                assert_eq!(
                    found.payoffs,
                    Payoffs {
                        inspector: number(row[4]),
                        inspectee: -number(row[4])
                    },
                    "{row:?}"
                );
            }
            2 => {
                let found = solved(
                    count(row[3]),
                    count(row[4]),
                    Convention::NonZero {
                        cost: number(row[1]),
                        penalty: number(row[2]),
                    },
                );
                assert_eq!(
                    found.payoffs,
                    Payoffs {
                        inspector: number(row[6]),
                        inspectee: number(row[5])
                    },
                    "{row:?}"
                );
                assert_chance(&found.opening.inspect, row[7], &row);
                assert_chance(&found.opening.violate, row[8], &row);
                assert_eq!(found.announced.inspectee, number(row[9]), "{row:?}");
            }
            3 => {
                let found = solved(
                    count(row[3]),
                    count(row[4]),
                    Convention::NonZero {
                        cost: number(row[1]),
                        penalty: number(row[2]),
                    },
                );
                assert_eq!(found.payoffs.inspector, number(row[5]), "{row:?}");
                assert_eq!(
                    found.announced,
                    Payoffs {
                        inspector: number(row[6]),
                        inspectee: number(row[7])
                    },
                    "{row:?}"
                );
            }
            _ => {
                let convention = Convention::ZeroSum {
                    violations: count(row[4]),
                    penalty: number(row[1]),
                };
                let found = solved(count(row[2]), count(row[3]), convention);
                assert_eq!(found.payoffs.inspectee, number(row[5]), "{row:?}");
                assert_eq!(found.opening.inspect, number(row[6]), "{row:?}");
            }
        }
    }
    assert_eq!(n_rows, [39, 41, 41, 14, 84]);
}

#[test]
fn published_values_over_periods_come_out() {
    for (n, m, value) in [
        (2, 1, "-1/3"),
        (4, 2, "-3/11"),
        (5, 3, "-2/13"),
        (6, 3, "-5/21"),
        (10, 3, "-21/44"),
        (6, 6, "0"),
        (3, 0, "-1"),
    ] {
        assert_eq!(
            solved(n, m, dresher()).payoffs.inspector,
            number(value),
            "{n} {m}"
        );
    }
    for (n, m, k, penalty, value) in [
        (3, 1, 2, "1", "3/4"),
        (4, 1, 3, "1", "6/5"),
        (5, 2, 3, "0", "1"),
    ] {
        let found = solved(
            n,
            m,
            Convention::ZeroSum {
                violations: k,
                penalty: number(penalty),
            },
        );
        assert_eq!(found.payoffs.inspectee, number(value), "{n} {m} {k}");
    }
    let led = solved(
        4,
        2,
        Convention::NonZero {
            cost: number("1/2"),
            penalty: number("1"),
        },
    );
    assert_eq!(
        (led.payoffs.inspector, led.announced.inspector),
        (number("-12/17"), number("-3/11"))
    );
}

/// The conventions with one violation, each with what both sides get, written out.
fn conventions() -> Vec<(Convention, Stakes, Stakes)> {
    let stakes = |[caught, undetected, legal]: [&str; 3]| Stakes {
        caught: number(caught),
        undetected: number(undetected),
        legal: number(legal),
    };
    let mut all = vec![(
        dresher(),
        stakes(["1", "-1", "0"]),
        stakes(["-1", "1", "0"]),
    )];
    for penalty in ["1/3", "5"] {
        let convention = Convention::ZeroSum {
            violations: 1,
            penalty: number(penalty),
        };
        all.push((
            convention,
            stakes([penalty, "-1", "0"]),
            stakes([&format!("-{penalty}"), "1", "0"]),
        ));
    }
    for legal in ["1/4", "1/2", "0.9"] {
        let convention = Convention::Ferguson {
            legal: number(legal),
        };
        all.push((
            convention,
            stakes(["1", "0", legal]),
            stakes(["-1", "0", &format!("-{legal}")]),
        ));
    }
    for (cost, penalty) in [("1/2", "1"), ("1/4", "10"), ("0.9", "0.05")] {
        let convention = Convention::NonZero {
            cost: number(cost),
            penalty: number(penalty),
        };
        all.push((
            convention,
            stakes([&format!("-{cost}"), "-1", "0"]),
            stakes([&format!("-{penalty}"), "1", "0"]),
        ));
    }
    all
}

#[test]
fn closed_forms_are_the_games_solved_stage_by_stage() {
    let mut n_stages = 0;
    for (idx, (convention, inspector, inspectee)) in conventions().into_iter().enumerate() {
        let stages = one_violation(if idx % 3 == 0 { 40 } else { 12 }, &inspector, &inspectee);
        for (&(n, m), expected) in stages.iter().filter(|((n, _), _)| *n > 0) {
            let found = periods(
                &Game {
                    periods: n,
                    inspections: m,
                    convention: convention.clone(),
                },
                0,
            )
            .expect("the question can be answered");
            let StageValue {
                inspector,
                inspectee,
                inspect,
                violate,
            } = expected.clone();
            let about = format!("{convention:?} {n} {m}");
            assert_eq!(
                found.payoffs,
                Payoffs {
                    inspector,
                    inspectee: inspectee.clone()
                },
                "{about}"
            );
            let opening = Stage {
                periods: n,
                inspections: m,
                violations: 1,
                inspect,
                violate,
                inspectee,
            };
            assert_eq!(found.opening, opening, "{about}");
            n_stages += 1;
        }
    }
    assert_eq!(n_stages, 3 * (41 * 42 / 2 - 1) + 6 * (13 * 14 / 2 - 1));
}

#[test]
fn no_side_can_do_better_than_with_its_strategy_whatever_the_violations() {
    for penalty in ["0", "1", "5/2"] {
        for (n, m, k) in [
            (1, 0, 1),
            (3, 1, 2),
            (4, 1, 3),
            (4, 2, 2),
            (5, 2, 3),
            (6, 2, 4),
            (6, 3, 1),
            (7, 3, 3),
            (7, 1, 6),
            (6, 4, 6),
        ] {
            let convention = Convention::ZeroSum {
                violations: k,
                penalty: number(penalty),
            };
            let opening = |n: u32, m: u32, k: u32| {
                let convention = Convention::ZeroSum {
                    violations: k.min(n),
                    penalty: number(penalty),
                };
                solved(n, m.min(n), convention).opening
            };
            let value = solved(n, m, convention).payoffs.inspectee;
            let about = format!("{n} {m} {k} {penalty}");
            assert_eq!(
                most_against(
                    &|n, m| opening(n, m, 1).inspect,
                    (n, m, k),
                    &number(penalty)
                ),
                value,
                "{about}"
            );
            let violate = |n: u32, m: u32, k: u32| opening(n, m, k).violate;
            assert_eq!(
                least_against(&violate, (n, m, k), &number(penalty)),
                value,
                "{about}"
            );
        }
    }
}

#[test]
fn stages_are_those_that_can_be_reached_and_each_is_its_own_game() {
    let convention = |violations| Convention::ZeroSum {
        violations,
        penalty: number("2"),
    };
    let found = solved(6, 2, convention(2));
    assert_eq!(found.n_stages, found.stages.len() as u64);
    assert_eq!(found.stages[0], found.opening);
    let places: Vec<(u32, u32, u32)> = found
        .stages
        .iter()
        .map(|stage| (stage.periods, stage.inspections, stage.violations))
        .collect();
    let mut expected = vec![
        (6, 2, 2),
        (5, 2, 2),
        (5, 2, 1),
        (5, 1, 2),
        (4, 2, 2),
        (4, 2, 1),
        (4, 1, 2),
        (4, 1, 1),
    ];
    expected.extend([
        (3, 2, 2),
        (3, 2, 1),
        (3, 1, 2),
        (3, 1, 1),
        (2, 1, 2),
        (2, 1, 1),
    ]);
    assert_eq!(places, expected);
    for stage in &found.stages {
        assert_eq!(
            *stage,
            solved(
                stage.periods,
                stage.inspections,
                convention(stage.violations)
            )
            .opening
        );
    }
    let cut = periods(&found.game, 3).expect("the question can be answered");
    assert_eq!((cut.stages.len(), cut.n_stages), (3, found.n_stages));
    assert_eq!(cut.stages, found.stages[..3]);
}

#[test]
fn two_hundred_periods_are_exact() {
    let found = periods(
        &Game {
            periods: 200,
            inspections: 100,
            convention: dresher(),
        },
        1_000,
    )
    .expect("the question can be answered");
    // −C(199,100) / Σ_{i≤100} C(200,i), multiplied out here.
    let mut binomial = num_bigint::BigInt::one();
    let mut sum = binomial.clone();
    for idx in 1..=100u32 {
        binomial = binomial * (201 - idx) / idx;
        sum += &binomial;
    }
    assert_eq!(found.payoffs.inspector, -Fraction::new(binomial / 2, sum));
    assert_eq!((found.stages.len(), found.n_stages), (1_000, 100 * 100));
}

#[test]
fn impossible_games_are_refused_with_what_was_found() {
    let refused = |n, m, convention| {
        periods(
            &Game {
                periods: n,
                inspections: m,
                convention,
            },
            1,
        )
        .expect_err("the question is refused")
        .to_string()
    };
    assert_eq!(
        refused(3, 4, dresher()),
        "expected a number of inspections from 0 to 3, the number of periods; found 4"
    );
    assert!(refused(0, 0, dresher()).starts_with("expected a number of periods from 1"));
    assert!(refused(401, 0, dresher()).starts_with("expected a number of periods from 1"));
    let violations = |violations| Convention::ZeroSum {
        violations,
        penalty: Fraction::one(),
    };
    assert!(
        refused(3, 1, violations(0)).starts_with("expected a number of violations from 1 to 3")
    );
    assert!(
        refused(3, 1, violations(4)).starts_with("expected a number of violations from 1 to 3")
    );
    for legal in ["0", "1", "-1/2", "3/2"] {
        let expected = format!(
            "expected a payoff for legal conduct above 0 and below 1, found {}",
            number(legal)
        );
        assert_eq!(
            refused(
                3,
                1,
                Convention::Ferguson {
                    legal: number(legal)
                }
            ),
            expected
        );
    }
    let nonzero = |cost: &str, penalty: &str| Convention::NonZero {
        cost: number(cost),
        penalty: number(penalty),
    };
    assert_eq!(
        refused(3, 1, nonzero("1", "1")),
        "expected a cost of catching a violation above 0 and below 1, found 1"
    );
    assert_eq!(
        refused(3, 1, nonzero("1/2", "0")),
        "expected a penalty above 0, found 0"
    );
    assert!(
        refused(3, 1, nonzero("0.12345", "1"))
            .starts_with("expected a cost of catching a violation as a fraction")
    );
}
