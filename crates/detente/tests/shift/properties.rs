//! The fast version against the slow one of `check` on random counts and series, and what the theory says.

use detente::oracle::shift as slow;
use detente::shift::changes::online::Observation;
use detente::shift::changes::{Online, Series, one_change, partition, smoothed};
use detente::shift::exact::{boschloo, fisher_one_sided, fisher_two_sided, mid_p};
use detente::shift::keyness::{Document, permutation};
use detente::shift::looks::{Alternative, e_process};
use detente::shift::multiple::benjamini_hochberg;
use detente::shift::omission::{at_most, fell, ln_bayes_factor, predictive};
use detente::shift::{Counts, Exposed, Prior};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use proptest::prelude::*;

use crate::{near, near_number};

fn ratio(above: u64, below: u64) -> BigRational {
    BigRational::new(BigInt::from(above), BigInt::from(below))
}

fn priors() -> [(Prior, slow::Prior); 2] {
    [
        (Prior::JEFFREYS, (ratio(1, 2), ratio(1, 2))),
        (Prior::UNIFORM, (ratio(1, 1), ratio(1, 1))),
    ]
}

fn decimal(fraction: &BigRational) -> f64 {
    fraction.to_f64().expect("a fraction has a decimal near it")
}

fn counts(most: u64) -> impl Strategy<Value = Counts> {
    (0..=most).prop_flat_map(|of| (0..=of).prop_map(move |with| Counts { with, of }))
}

fn pair(it: Counts) -> (u64, u64) {
    (it.with, it.of)
}

/// A series of at most ten observations, as both versions take it, and its observations one by one.
fn any_series() -> impl Strategy<Value = (Series, slow::Series, Vec<Observation>)> {
    let bernoulli = proptest::collection::vec(counts(3), 2..=10).prop_map(|all| {
        let series = Series::Bernoulli {
            with: all.iter().map(|it| it.with).collect(),
            of: all.iter().map(|it| it.of).collect(),
        };
        let slow = slow::Series::Bernoulli(all.iter().map(|it| pair(*it)).collect());
        (
            series,
            slow,
            all.into_iter().map(Observation::Bernoulli).collect(),
        )
    });
    let poisson = proptest::collection::vec((0..6_u64, 1..20_u32), 2..=10).prop_map(|all| {
        let all: Vec<(u64, f64)> = all
            .into_iter()
            .map(|(count, tenths)| (count, f64::from(tenths) / 10.0))
            .collect();
        let (count, exposure) = all.iter().copied().unzip();
        let observations = all
            .iter()
            .map(|(count, tokens)| {
                Observation::Poisson(Exposed {
                    count: *count,
                    tokens: *tokens,
                })
            })
            .collect();
        (
            Series::Poisson { count, exposure },
            slow::Series::Poisson(all),
            observations,
        )
    });
    prop_oneof![bernoulli, poisson]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn chances_and_bayes_factors_are_exact(before in counts(60), after in counts(25)) {
        for (prior, fractions) in priors() {
            let exactly = decimal(&slow::predictive(pair(before), after.of, after.with, &fractions));
            near(predictive(before, after.of, after.with, prior), exactly, 1e-11);
            near(at_most(before, after, prior), decimal(&slow::at_most(pair(before), pair(after), &fractions)), 1e-11);
            let bayes_factor = decimal(&slow::bayes_factor(pair(before), pair(after), &fractions));
            near(ln_bayes_factor(before, after, prior).exp() / bayes_factor, 1.0, 1e-11);
        }
    }

    #[test]
    fn the_chance_of_a_fall_is_that_of_a_grid(before in counts(40), after in counts(40)) {
        for (prior, _) in priors() {
            let numbers = |it: Counts| (prior.a + it.with as f64, prior.b + (it.of - it.with) as f64);
            let expected = slow::is_below(numbers(before), numbers(after));
            let found = fell(before, after, prior);
            prop_assert!((found - expected).abs() < 1e-8, "found {}, expected {}", found, expected);
            near_number(found + fell(after, before, prior), 1.0, 1e-10);
        }
    }

    #[test]
    fn exact_tests_are_those_of_all_tables(before in counts(14), after in counts(12)) {
        let (first, second) = (pair(before), pair(after));
        near(fisher_one_sided(before, after), decimal(&slow::fisher_one_sided(first, second)), 1e-11);
        near(mid_p(before, after), decimal(&slow::mid_p(first, second)), 1e-11);
        near(fisher_two_sided(before, after), decimal(&slow::fisher_two_sided(first, second)), 1e-11);
        let (found, expected) = (boschloo(before, after).expect("few statements"), slow::boschloo(first, second));
        prop_assert!(found > expected - 1e-9 && found < expected + 1e-5, "found {}, expected {}", found, expected);
        prop_assert!(found <= fisher_one_sided(before, after) + 1e-9, "never less powerful");
    }

    #[test]
    fn evidence_at_any_time_is_that_of_the_counts(mentions in proptest::collection::vec(any::<bool>(), 0..40), tenths in 1..10_u64) {
        let (rate, fractions) = (tenths as f64 / 10.0, priors());
        let process = e_process(rate, Prior::JEFFREYS, Alternative::Changed, mentions.iter().copied());
        let with = mentions.iter().filter(|mentioned| **mentioned).count() as u64;
        let expected = decimal(&slow::e_value(&ratio(tenths, 10), with, mentions.len() as u64, &fractions[0].1));
        near(process.ln_e().exp() / expected, 1.0, 1e-11);
        let fall = e_process(rate, Prior::JEFFREYS, Alternative::Fell, mentions.iter().copied());
        let alarm = (1..=mentions.len()).find(|n| {
            e_process(rate, Prior::JEFFREYS, Alternative::Fell, mentions[..*n].iter().copied()).ln_e() >= 5_f64.ln()
        });
        prop_assert_eq!(fall.alarm_at(0.2), alarm.map(|n| n as u64));
    }

    #[test]
    fn adjusted_values_are_those_of_the_definition(p_values in proptest::collection::vec((0..20_u32).prop_map(|it| f64::from(it) / 20.0), 0..12)) {
        for (found, expected) in benjamini_hochberg(&p_values).into_iter().zip(slow::adjusted(&p_values)) {
            near_number(found, expected, 1e-13);
        }
    }

    #[test]
    fn exchanging_texts_is_exact_where_there_are_few(texts in proptest::collection::vec((0..5_u64, 5..9_u64), 2..8), n_target in 1..7_usize) {
        let n_target = n_target.min(texts.len() - 1);
        let documents: Vec<Document> = texts.iter().map(|(count, tokens)| Document { count: *count, tokens: *tokens }).collect();
        let found = permutation(&documents[..n_target], &documents[n_target..], 1000, 3);
        prop_assert!(found.all);
        near(found.p, decimal(&slow::permutation(&texts, n_target as u32)), 1e-14);
    }

    #[test]
    fn partitions_cost_the_least((series, slow, _) in any_series(), penalty in 0.1..5.0_f64) {
        let found = partition(&series, penalty);
        near_number(found.cost, slow::least_cost(&slow, penalty), 1e-10);
        near_number(slow::cost_of(&slow, &found.changes, penalty), found.cost, 1e-10);
    }

    #[test]
    fn one_change_is_where_the_products_say((series, slow, _) in any_series()) {
        for prior in [Prior::JEFFREYS, Prior::UNIFORM] {
            let found = one_change(&series, prior).expect("two observations or more");
            let (posterior, bayes_factor) = slow::one_change(&slow, (prior.a, prior.b));
            for (found, expected) in found.posterior.iter().zip(posterior) {
                near(*found, expected, 1e-10);
            }
            near_number(found.ln_bayes_factor, bayes_factor.ln(), 1e-10);
        }
    }

    #[test]
    fn online_and_looking_back_are_sums_over_all_segmentations((series, slow, observations) in any_series(), hazard in 0.02..0.6_f64) {
        for prior in [Prior::JEFFREYS, Prior::UNIFORM] {
            let (runs, changes) = slow::all_segmentations(&slow, (prior.a, prior.b), hazard);
            let mut online = Online::new(prior, hazard);
            observations.iter().for_each(|next| online.observe(*next));
            for (found, expected) in online.run_lengths().iter().zip(&runs) {
                near(*found, *expected, 1e-10);
            }
            near_number(online.began_within(observations.len()), 1.0, 1e-12);
            near_number(online.began_within(1), runs[1] / (1.0 - hazard), 1e-10);
            for (found, expected) in smoothed(&series, prior, hazard).iter().zip(&changes) {
                near(*found, *expected, 1e-10);
            }
        }
    }
}
