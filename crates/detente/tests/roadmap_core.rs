//! Plans against figures from elsewhere: worked examples solved by other programs, and closed forms.
#![expect(
    clippy::unreadable_literal,
    reason = "figures are written as they are printed elsewhere"
)]

#[path = "support/examples.rs"]
mod examples;

use detente::model::{Deal, Objective, PartyId, Tail};
use detente::roadmap::{Answer, Effort, Plan, Proof, solve};
use detente::space::Watch;
use examples::{Example, file, ids, number, pair};

fn answer(deal: &Deal) -> Answer {
    solve(deal, &Effort::default(), &Watch::default())
}

fn plan(deal: &Deal) -> Plan {
    match answer(deal) {
        Answer::Holds(plan) => {
            assert!(
                plan.checked.largest_gain <= 1e-9 * 1e3,
                "{:?}",
                plan.checked
            );
            plan
        }
        other => panic!("no plan: {other:?}"),
    }
}

fn proof(deal: &Deal) -> Proof {
    match answer(deal) {
        Answer::None(proof) => proof,
        other => panic!("not refused: {other:?}"),
    }
}

/// The least number of phases, up to `most`.
fn least_phases(deal: &Deal, most: usize) -> Option<usize> {
    match answer(&Deal {
        objective: Objective::Fastest,
        phases: most,
        ..deal.clone()
    }) {
        Answer::Holds(plan) => {
            close(plan.objective, plan.phases as f64, 0.0);
            Some(plan.phases)
        }
        Answer::None(_) => None,
        other @ Answer::Stopped(_) => panic!("{other:?}"),
    }
}

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} is not {expected}"
    );
}

#[test]
fn a_symmetric_reduction_takes_the_more_phases_the_less_is_seen() {
    let table = [
        (1.0, 3),
        (0.9, 3),
        (0.8, 3),
        (0.7, 3),
        (0.6, 4),
        (0.5, 5),
        (0.4, 6),
        (0.3, 10),
        (0.25, 17),
    ];
    let welfares = [
        9.536108108108,
        9.449472985309,
        9.346762808679,
        9.221861198856,
        9.026760898656,
        8.745943032286,
        8.251202850437,
        7.288804385392,
        6.283401647512,
    ];
    for ((chance, phases), welfare) in table.into_iter().zip(welfares) {
        let mut it = Example::new("reduction.json");
        it.detect("a", chance);
        it.detect("b", chance);
        assert_eq!(least_phases(&it.deal, 20), Some(phases), "{chance}");
        it.deal.phases = phases;
        close(plan(&it.deal).objective, welfare, 1e-9 * welfare + 1e-9);
    }
    let mut it = Example::new("reduction.json");
    it.detect("a", 0.2);
    it.detect("b", 0.2);
    assert_eq!(least_phases(&it.deal, 30), None);
}

#[test]
fn whole_or_nothing_measures_cost_no_phase_here() {
    let table = [
        (1.0, Some((1, 147.785714285714))),
        (0.3, Some((1, 147.785714285714))),
        (0.2, Some((2, 147.526314886315))),
        (0.15, Some((3, 146.502975854184))),
        (0.1, Some((6, 119.256856976578))),
        (0.05, None),
    ];
    for (chance, expected) in table {
        for is_divisible in [false, true] {
            let mut it = Example::new("relief.json");
            it.detect("centrifuges", chance);
            if is_divisible {
                it.deal
                    .undertakings
                    .iter_mut()
                    .for_each(|it| it.discrete = false);
            }
            assert_eq!(
                least_phases(&it.deal, 6),
                expected.map(|(phases, _)| phases),
                "{chance} {is_divisible}"
            );
            match expected {
                Some((_, welfare)) => close(plan(&it.deal).objective, welfare, 1e-6),
                None => assert!(proof(&it.deal).phases == 6),
            }
        }
    }
}

#[test]
fn six_parties_and_fourteen_measures() {
    let it = Example::covert(1.0);
    let figures = file("six.figures.json");
    let plan = plan(&it.deal);
    close(plan.objective, 547.833479428635, 1e-8);
    assert!(plan.checked.exact);
    let warheads = &plan.schedule.levels[5];
    close(warheads[0], 0.0, 1e-9);
    close(warheads[1], 0.2356, 5e-5);
    assert!(warheads[2..].iter().all(|level| (level - 1.0).abs() < 1e-9));
    for (party, name) in ids(&file("six.json"), "parties").iter().enumerate() {
        close(
            plan.values[party],
            number(&figures["welfare"]["values"][name]),
            5e-5,
        );
        let slack = figures["welfare"]["slack"][name]
            .as_array()
            .expect("a list");
        for (found, expected) in plan.tightest[party].iter().zip(slack) {
            match (found, expected.as_f64()) {
                (Some(found), Some(expected)) => close(found.slack, expected, 6e-5),
                (None, None) => {}
                (found, expected) => panic!("{name}: {found:?} is not {expected:?}"),
            }
        }
    }
    let [binding] = &plan.binding[..] else {
        panic!("{:?}", plan.binding)
    };
    close(binding.price, 1.1939, 5e-5);
    assert_eq!(
        (binding.deviation.party, binding.deviation.phase()),
        (PartyId::new(0), 2)
    );
}

#[test]
fn every_objective_of_the_six() {
    let it = Example::covert(1.0);
    let best = |objective: Objective| {
        plan(&Deal {
            objective,
            ..it.deal.clone()
        })
    };
    close(best(Objective::Maxmin).objective, 18.07142857142858, 1e-9);
    close(best(Objective::Nash).objective, 25.790451619602024, 1e-8);
    close(best(Objective::Robust).objective, 8.35928571428572, 1e-9);
    let fastest = best(Objective::Fastest);
    assert_eq!(fastest.phases, 4);
    close(fastest.values.iter().sum(), 546.501044149446, 1e-8);
}

#[test]
fn less_to_see_later_answers_and_false_alarms_cost() {
    for (scale, phases) in [(2.5, 3), (1.0, 4), (0.5, 5), (0.3, 8)] {
        assert_eq!(
            least_phases(&Example::covert(scale).deal, 8),
            Some(phases),
            "{scale}"
        );
    }
    // The reference forbids deviations that start together. With late answers it pays to begin with the warheads and to add the
    // enrichment later: forbidding that as well costs a little.
    let table = [
        (1, 555.616277, 555.616277),
        (2, 547.833479, 547.833479),
        (3, 538.999046, 538.725074),
        (4, 530.550591, 528.774267),
    ];
    for (lag, of_plans, welfare) in table {
        let mut it = Example::covert(1.0);
        it.answer_after(lag);
        let plan = plan(&it.deal);
        close(plan.checked.of_plans, of_plans, 1e-6);
        close(plan.objective, welfare, 1e-6);
    }
    for (alarm, welfare) in [(0.01, 497.428395), (0.02, 456.327122), (0.05, 367.270255)] {
        let mut it = Example::covert(1.0);
        it.deal.false_alarm = alarm;
        close(plan(&it.deal).objective, welfare, 1e-6);
    }
    let proof = proof(&Example::covert(0.25).deal);
    assert!(proof.relaxed && proof.gap > 0.0);
    assert!(
        proof
            .deviations
            .iter()
            .all(|(deviation, _)| deviation.party == PartyId::new(0)),
        "{proof:?}"
    );
    close(
        proof.deviations.iter().map(|(_, weight)| weight).sum(),
        1.0,
        1e-9,
    );
}

#[test]
fn cooperation_in_the_repeated_prisoners_dilemma_begins_at_the_critical_patience() {
    // Cooperation is worth b − a, deviation b: it holds when patience^lag·p / (1 − patience·(1 − p)) reaches a/b.
    let (a, b) = (1.0, 3.0);
    for chance in [1.0, 0.75, 0.5, 0.25, 0.1] {
        for lag in [1, 2, 4] {
            let lags = i32::try_from(lag).expect("few phases");
            let (mut low, mut critical) = (0.0, 1.0);
            for _ in 0..100 {
                let patience = f64::midpoint(low, critical);
                let is_enough =
                    patience.powi(lags) * chance / (1.0 - patience * (1.0 - chance)) >= a / b;
                *(if is_enough { &mut critical } else { &mut low }) = patience;
            }
            if lag == 1 {
                close(critical, a / (a + chance * (b - a)), 1e-12);
            }
            let holds = |patience: f64| {
                matches!(
                    answer(&pair(1, patience, b, 0.0, chance, lag)),
                    Answer::Holds(_)
                )
            };
            assert!(
                holds(critical + 1e-9) && !holds(critical - 1e-8),
                "{chance} {lag} {critical}"
            );
        }
    }
}

#[test]
fn what_cannot_be_undone_at_all_is_given_in_ever_smaller_steps() {
    // Lockwood and Thomas 2002: levels 1 − ρ^t with ρ = a/(patience·b), worth b − a/patience per phase.
    let (patience, a, b) = (0.9, 1.0, 2.0);
    let it = Deal {
        tail: Tail::Geometric,
        ..pair(6, patience, b, 1.0, 1.0, 1)
    };
    let plan = plan(&it);
    let ratio: f64 = a / (patience * b);
    close(plan.schedule.shrink.expect("the steps go on"), ratio, 1e-9);
    for row in &plan.schedule.levels {
        for (phase, level) in row.iter().enumerate() {
            close(
                *level,
                1.0 - ratio.powi(i32::try_from(phase + 1).expect("few phases")),
                1e-9,
            );
        }
    }
    close((1.0 - patience) * plan.values[0], b - a / patience, 1e-9);
    let Answer::None(_) = answer(&pair(6, patience, b, 1.0, 1.0, 1)) else {
        panic!("no finite plan holds")
    };
}

#[test]
fn a_stopped_watch_is_an_answer() {
    let watch = Watch::default();
    watch.stop();
    let stopped = solve(&Example::covert(1.0).deal, &Effort::default(), &watch);
    assert!(matches!(stopped, Answer::Stopped(_)), "{stopped:?}");
}

#[test]
fn no_plan_holds_by_a_negative_slack() {
    let it = Deal {
        objective: Objective::Robust,
        ..Example::covert(0.25).deal
    };
    let proof = proof(&it);
    assert!(proof.relaxed && proof.gap > 0.0 && !proof.deviations.is_empty());
}

#[test]
fn a_bond_is_lost_for_a_violation_that_was_given_up_in_time() {
    // Answers come late, so that a party may withhold for a phase and be back before it is seen; the bond is what keeps it from that.
    for (b, bond) in [(1.2, 5.0), (1.5, 5.0), (2.0, 2.0), (2.0, 5.0)] {
        let mut it = pair(3, 0.6, b, 0.0, 1.0, 2);
        it.parties.iter_mut().for_each(|party| party.bond = bond);
        assert!(plan(&it).checked.exact, "{b} {bond}");
    }
}

#[test]
fn a_plan_with_whole_measures_has_prices_with_these_as_they_are() {
    let mut it = Example::new("relief.json");
    it.detect("centrifuges", 0.1);
    it.deal.phases = 6;
    assert!(it.deal.undertakings.iter().any(|it| it.discrete));
    assert!(
        plan(&it.deal)
            .binding
            .iter()
            .any(|binding| binding.price > 1e-3)
    );
}
