//! Did the term disappear? Figures of real and invented counts.

use detente::shift::exact::{BOSCHLOO_MAX, boschloo, fisher_one_sided, fisher_two_sided, mid_p};
use detente::shift::looks::{Alternative, EProcess, against_estimated, e_process};
use detente::shift::multiple::benjamini_hochberg;
use detente::shift::omission::{
    at_most, fell, ln_bayes_factor, ln_bayes_factor_fell, ln_fell, omissions_needed, predictive,
    rate_interval, statements_needed,
};
use detente::shift::rate::{
    NegativeBinomial, Overdispersion, gamma_poisson_at_most, gamma_poisson_zero,
    length_rate_interval,
};
use detente::shift::{Counts, Exposed, GammaPrior, Prior};

use crate::{count, counts, fixture, list, near, near_number, number, numbers, whole};

const FIGURES: &str = include_str!("omission.json");

#[test]
fn omissions_have_the_known_chances_and_bayes_factors() {
    let figures = fixture(FIGURES);
    for case in list(&figures["cases"]) {
        let (before, after) = (counts(&case["before"]), counts(&case["after"]));
        near(
            at_most(before, after, Prior::JEFFREYS),
            number(&case["at_most"]),
            1e-10,
        );
        near(
            predictive(before, after.of, after.with, Prior::JEFFREYS),
            number(&case["exactly"]),
            1e-10,
        );
        let expected = number(&case["ln_bayes_factor"]);
        near_number(
            ln_bayes_factor(before, after, Prior::JEFFREYS),
            expected,
            1e-12,
        );
        // The figure is an integral by another program, good to nine digits or so.
        near(
            fell(before, after, Prior::JEFFREYS),
            number(&case["fell"]),
            1e-9,
        );
        let directed = expected + (2.0 * number(&case["fell"])).ln();
        near_number(
            ln_bayes_factor_fell(before, after, Prior::JEFFREYS),
            directed,
            1e-9,
        );
    }
}

#[test]
fn exact_tests_have_the_known_p() {
    let figures = fixture(FIGURES);
    let mut n_boschloo = 0;
    for case in list(&figures["cases"]) {
        let (before, after) = (counts(&case["before"]), counts(&case["after"]));
        near(
            fisher_one_sided(before, after),
            number(&case["fisher"]),
            1e-10,
        );
        near(
            fisher_two_sided(before, after),
            number(&case["two_sided"]),
            1e-10,
        );
        near(mid_p(before, after), number(&case["mid_p"]), 1e-10);
        if let Some(expected) = case.get("boschloo") {
            n_boschloo += 1;
            near(
                boschloo(before, after).expect("few enough statements"),
                number(expected),
                1e-8,
            );
        }
    }
    assert_eq!(n_boschloo, 5);
    let many = Counts {
        with: 0,
        of: BOSCHLOO_MAX,
    };
    assert_eq!(boschloo(many, Counts { with: 0, of: 1 }), None);
    assert_eq!(
        boschloo(Counts { with: 0, of: 3 }, Counts { with: 2, of: 2 }),
        Some(1.0)
    );
}

#[test]
fn the_wording_of_2025_has_the_known_figures() {
    let figures = fixture(FIGURES);
    for case in list(&figures["white_house_2025"]) {
        let (before, after) = (counts(&case["before"]), counts(&case["after"]));
        near(
            ln_bayes_factor(before, after, Prior::JEFFREYS).exp(),
            number(&case["bayes_factor"]),
            1e-12,
        );
        if !case["at_most"].is_null() {
            near(
                at_most(before, after, Prior::JEFFREYS),
                number(&case["at_most"]),
                1e-12,
            );
        }
    }
    // One draft counted once: two of two, then none of one.
    near(
        at_most(
            Counts { with: 2, of: 2 },
            Counts { with: 0, of: 1 },
            Prior::JEFFREYS,
        ),
        1.0 / 6.0,
        1e-13,
    );
    near(
        at_most(
            Counts { with: 3, of: 4 },
            Counts { with: 0, of: 1 },
            Prior::JEFFREYS,
        ),
        0.3,
        1e-13,
    );
}

#[test]
fn one_omission_counts_only_after_ten_mentions() {
    let unbroken = |n: u64| Counts { with: n, of: n };
    let once = Counts { with: 0, of: 1 };
    for (n, expected) in [(3, 0.125), (4, 0.1), (9, 0.05), (31, 1.0 / 64.0)] {
        near(at_most(unbroken(n), once, Prior::JEFFREYS), expected, 1e-13);
    }
    assert_eq!(
        omissions_needed(unbroken(10), 0.05, Prior::JEFFREYS),
        Some(1)
    );
    assert_eq!(
        omissions_needed(unbroken(8), 0.05, Prior::JEFFREYS),
        Some(2)
    );
    assert_eq!(
        omissions_needed(Counts { with: 0, of: 5 }, 0.001, Prior::JEFFREYS),
        None,
        "a million omissions are not enough"
    );
    // One mention, then four omissions: not yet; one more is enough.
    let after = Counts { with: 0, of: 4 };
    assert!(at_most(unbroken(1), after, Prior::JEFFREYS) > 0.05);
    assert_eq!(
        statements_needed(unbroken(1), after, 0.05, Prior::JEFFREYS),
        Some(1)
    );
    assert_eq!(
        statements_needed(unbroken(9), after, 0.05, Prior::JEFFREYS),
        Some(0)
    );
    // Those that mention it again make it longer: 3 of 9 after 40 of 44 is enough, 8 of 9 takes this many more.
    let more = statements_needed(
        Counts { with: 40, of: 44 },
        Counts { with: 8, of: 9 },
        0.05,
        Prior::JEFFREYS,
    )
    .expect("some number is");
    let p = |more: u64| {
        at_most(
            Counts { with: 40, of: 44 },
            Counts {
                with: 8,
                of: 9 + more,
            },
            Prior::JEFFREYS,
        )
    };
    assert!(p(more) <= 0.05 && p(more - 1) > 0.05, "{more}");
}

#[test]
fn what_is_too_small_for_a_number_keeps_its_logarithm() {
    let (often, seldom) = (
        Counts {
            with: 960,
            of: 1405,
        },
        Counts { with: 90, of: 1827 },
    );
    let risen = ln_fell(seldom, often, Prior::JEFFREYS);
    assert!(risen.is_finite() && risen < -750.0, "{risen}");
    let both = fell(
        Counts { with: 5, of: 9 },
        Counts { with: 3, of: 8 },
        Prior::UNIFORM,
    ) + fell(
        Counts { with: 3, of: 8 },
        Counts { with: 5, of: 9 },
        Prior::UNIFORM,
    );
    near(both, 1.0, 1e-12);
    let huge = Counts {
        with: 50_000,
        of: 100_000,
    };
    near(fell(huge, huge, Prior::JEFFREYS), 0.5, 1e-10);
    near(
        fell(huge, Counts { with: 0, of: 1 }, Prior::JEFFREYS),
        0.818_308_294_654_253_9,
        1e-10,
    );
}

#[test]
fn length_explains_the_omission_of_2020_and_not_that_of_2022() {
    let figures = fixture(FIGURES);
    for case in list(&figures["lengths"]) {
        let texts: Vec<Exposed> = whole(&case["counts"])
            .into_iter()
            .zip(numbers(&case["thousands"]))
            .map(|(count, tokens)| Exposed { count, tokens })
            .collect();
        let (before, later) = (Exposed::total(&texts), number(&case["later"]));
        near(
            gamma_poisson_zero(before, later, GammaPrior::JEFFREYS),
            number(&case["zero"]),
            1e-12,
        );
        let none = Exposed {
            count: 0,
            tokens: later,
        };
        near(
            gamma_poisson_at_most(before, none, GammaPrior::JEFFREYS),
            number(&case["cumulated"]),
            1e-10,
        );
        if let Some(nb2) = case.get("nb2") {
            let fit = Overdispersion::by_likelihood(&texts).expect("there are mentions");
            // The figures are by a search that stops a little before the optimum.
            near(fit.rate.ln(), number(&nb2[0]), 1e-6);
            near(fit.alpha, number(&nb2[1]), 1e-4);
            near(fit.zero(later), number(&nb2[2]), 1e-4);
            let moments = Overdispersion::by_moments(&texts).expect("there are mentions");
            assert!(
                moments.alpha > 0.1 && moments.zero(later) > 0.02,
                "{moments:?}"
            );
        }
    }
    assert_eq!(count(&figures["lengths"][0]["counts"][1]), 8);
}

#[test]
fn counts_that_vary_little_are_not_overdispersed() {
    let even = [2, 3, 2, 3, 2].map(|count| Exposed { count, tokens: 1.0 });
    let fit = Overdispersion::by_likelihood(&even).expect("there are mentions");
    assert!(
        fit.alpha == 0.0 && (fit.rate - 2.4).abs() < 1e-12,
        "{fit:?}"
    );
    near(fit.zero(2.0), (-4.8_f64).exp(), 1e-12);
    assert_eq!(
        Overdispersion::by_likelihood(&[Exposed {
            count: 0,
            tokens: 2.0
        }]),
        None
    );
    let nb = NegativeBinomial::overdispersed(3.0, 0.5);
    near(
        (0..40).map(|x| nb.chance(x)).sum::<f64>(),
        nb.at_most(39),
        1e-12,
    );
}

/// Figures at 30 digits by mpmath: quantiles of beta and gamma distributions.
#[test]
fn intervals_are_those_of_the_posterior() {
    let pairs = [
        (
            rate_interval(Counts { with: 9, of: 9 }, Prior::JEFFREYS, 0.95),
            (0.762_389_901_367_096_7, 0.999_946_935_946_581_5),
        ),
        (
            rate_interval(Counts { with: 74, of: 124 }, Prior::UNIFORM, 0.9),
            (0.522_703_124_916_275_9, 0.666_046_998_214_892_6),
        ),
        (
            length_rate_interval(
                Exposed {
                    count: 13,
                    tokens: 17.534,
                },
                GammaPrior::JEFFREYS,
                0.95,
            ),
            (0.415_574_960_956_476_1, 1.231_735_798_053_954),
        ),
    ];
    for (found, expected) in pairs {
        near(found.0, expected.0, 1e-10);
        near(found.1, expected.1, 1e-10);
    }
    let (low, high) = rate_interval(Counts::default(), Prior::UNIFORM, 0.95);
    near(low, 0.025, 1e-12);
    near(high, 0.975, 1e-12);
}

#[test]
fn looks_at_any_time_raise_no_more_false_alarms_than_promised() {
    for (rate, level) in [(0.5, 0.05), (0.8, 0.05), (0.9, 0.1)] {
        for alternative in [Alternative::Changed, Alternative::Fell] {
            let alarms = chance_of_alarm(rate, level, alternative, 60);
            assert!(
                alarms > 0.0 && alarms <= level,
                "{alarms} at {rate}, {alternative:?}"
            );
        }
    }
    let mut process = e_process(
        0.9,
        Prior::JEFFREYS,
        Alternative::Changed,
        [true, true, false, false, false],
    );
    // B(2.5, 3.5)/B(.5, .5)/(.9²·.1³), by products.
    near(
        process.ln_e().exp(),
        (0.5 * 1.5 * 0.5 * 1.5 * 2.5) / (1.0 * 2.0 * 3.0 * 4.0 * 5.0) / (0.81 * 0.001),
        1e-12,
    );
    assert_eq!(
        (process.alarm_at(0.25), process.alarm_at(0.05)),
        (Some(5), None)
    );
    (0..40).for_each(|_| process.see(true));
    assert_eq!(
        process.alarm_at(0.25),
        Some(5),
        "the first crossing stays, whatever follows"
    );
    assert!(process.ln_e() < process.ln_e_max());
    let proof = e_process(
        1.0,
        Prior::JEFFREYS,
        Alternative::Fell,
        [true, true, false, true],
    );
    assert_eq!(proof.alarm_at(1e-9), Some(3));
}

/// The exact chance that the test ever raises an alarm within so many statements, if its rate is right.
fn chance_of_alarm(rate: f64, level: f64, alternative: Alternative, n: usize) -> f64 {
    // For each number of mentions, the chance to be there without an alarm so far; what is seen is fixed by the counts.
    let mut quiet = vec![1.0];
    for statement in 1..=n {
        let mut next = vec![0.0; statement + 1];
        for (mentions, chance) in quiet.iter().enumerate() {
            next[mentions + 1] += chance * rate;
            next[mentions] += chance * (1.0 - rate);
        }
        for (mentions, chance) in next.iter_mut().enumerate() {
            let mut process = EProcess::new(rate, Prior::JEFFREYS, alternative);
            (0..statement).for_each(|at| process.see(at < mentions));
            if process.ln_e() >= -level.ln() {
                *chance = 0.0;
            }
        }
        quiet = next;
    }
    1.0 - quiet.iter().sum::<f64>()
}

#[test]
fn many_tests_are_corrected_for_their_number() {
    // By R's p.adjust.
    let found = benjamini_hochberg(&[0.01, 0.04, 0.03, 0.005, 0.8]);
    for (found, expected) in found.into_iter().zip([0.025, 0.05, 0.05, 0.025, 0.8]) {
        near(found, expected, 1e-13);
    }
    assert_eq!(benjamini_hochberg(&[]), Vec::<f64>::new());
}

/// The exact chance that the test against an estimated rate ever raises an alarm within so many statements after, if no rate changed: over all that may be
/// counted before, and then over all that may follow.
fn chance_of_false_alarm(rate: f64, n_before: u64, n_after: usize, level: f64) -> f64 {
    let chance_of = |with: u64| {
        let ways: f64 = (0..with)
            .map(|at| (n_before - at) as f64 / (at + 1) as f64)
            .product();
        ways * rate.powi(with as i32) * (1.0 - rate).powi((n_before - with) as i32)
    };
    let ever = |with: u64| {
        let before = Counts { with, of: n_before };
        let bound = against_estimated(before, Prior::JEFFREYS, level, []);
        if bound.at_least <= 0.0 {
            return 0.0;
        }
        let mut quiet = vec![1.0];
        for statement in 1..=n_after {
            let mut next = vec![0.0; statement + 1];
            for (mentions, chance) in quiet.iter().enumerate() {
                next[mentions + 1] += chance * rate;
                next[mentions] += chance * (1.0 - rate);
            }
            for (mentions, chance) in next.iter_mut().enumerate() {
                let mut process = EProcess::new(bound.at_least, Prior::JEFFREYS, Alternative::Fell);
                (0..statement).for_each(|at| process.pass(at < mentions));
                process.look();
                if process.ln_e() >= bound.ln_e_alarm {
                    *chance = 0.0;
                }
            }
            quiet = next;
        }
        1.0 - quiet.iter().sum::<f64>()
    };
    (0..=n_before)
        .map(|with| chance_of(with) * ever(with))
        .sum()
}

#[test]
fn a_running_test_against_an_estimated_rate_is_rarely_wrong_however_often_one_looks() {
    for (rate, n_before) in [(0.95, 3), (0.8, 5), (0.5, 9), (0.2, 6)] {
        let chance = chance_of_false_alarm(rate, n_before, 30, 0.2);
        assert!(chance <= 0.2, "{rate} {n_before}: {chance}");
    }
    // Taken as known, the rate of three of three is 7/8, and the test would be wrong more often than it says.
    let after = against_estimated(
        Counts { with: 9, of: 9 },
        Prior::JEFFREYS,
        0.025,
        [false; 12],
    );
    assert!(after.alarm_at.is_some(), "{after:?}");
    let never = against_estimated(
        Counts { with: 0, of: 9 },
        Prior::JEFFREYS,
        0.05,
        [false; 50],
    );
    assert_eq!(
        never.alarm_at, None,
        "what was never there cannot be dropped"
    );
    let steady = against_estimated(Counts { with: 9, of: 9 }, Prior::JEFFREYS, 0.05, [true; 50]);
    assert_eq!(steady.alarm_at, None);
}
