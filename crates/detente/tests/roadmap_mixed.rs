//! Deals in which measures are whole or nothing, or wait for the completion of others: the dates that the engine finds against all dates, and
//! thresholds found with what is remembered from program to program against halving with a fresh program each time.

#[path = "support/deals.rs"]
#[expect(dead_code, reason = "only some of the deals are used here")]
mod deals;
#[path = "support/reference.rs"]
#[expect(dead_code, reason = "only the best plan is used here")]
mod reference;

use detente::model::{CommitmentId, Deal, Detection, PartyId, Stakeholder, Undertaking, Wait};
use detente::roadmap::{Answer, Effort, Least, least_bond, least_factor, solve};
use detente::space::Watch;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use deals::small_deal;
use reference::Reference;

/// The most choices of dates that are tried.
const DATES_MAX: usize = 64;

/// How close to each other two ways to a threshold come.
const NEAR: f64 = 1e-5;

/// A small deal with a measure that is whole or nothing, and one that waits for the completion of another, and not too many dates.
fn mixed_deal() -> impl Strategy<Value = Deal> {
    small_deal().prop_filter_map("the dates are few", |mut deal| {
        let n = deal.undertakings.len();
        if n < 2 {
            return None;
        }
        let whole = &mut deal.undertakings[0];
        (whole.discrete, whole.start, whole.max_step) = (true, 0.0, 1.0);
        let last = &mut deal.undertakings[n - 1];
        if last.after.iter().all(|wait| !wait.complete) {
            last.after = vec![Wait {
                on: CommitmentId::new(n - 2),
                lag: 1,
                complete: true,
            }];
        }
        let is_dated = |id: &CommitmentId| {
            let waits = deal.undertakings.iter().flat_map(|it| &it.after);
            deal.undertakings[id.idx()].discrete
                || waits
                    .into_iter()
                    .any(|wait| wait.complete && wait.on == *id)
        };
        let n_dated = deal.undertaking_ids().filter(is_dated).count();
        ((deal.phases + 1).pow(u32::try_from(n_dated).ok()?) <= DATES_MAX).then_some(deal)
    })
}

fn holds(deal: &Deal) -> Option<bool> {
    match solve(deal, &Effort::default(), &Watch::default()) {
        Answer::Holds(_) => Some(true),
        Answer::None(_) => Some(false),
        Answer::Stopped(_) => None,
    }
}

/// The least value at which a plan holds, by halving; `None` when it holds at some value and not at a greater one, or the answer is doubtful.
fn halved(high: f64, deal_at: &dyn Fn(f64) -> Deal) -> Option<Least> {
    let at_steps: Option<Vec<bool>> = (0..=4)
        .map(|step| holds(&deal_at(high * f64::from(step) / 4.0)))
        .collect();
    let at_steps = at_steps?;
    if at_steps.windows(2).any(|pair| pair[0] && !pair[1]) {
        return None;
    }
    match at_steps.iter().position(|holds| *holds) {
        None => Some(Least::Never),
        Some(0) => Some(Least::At(0.0)),
        Some(step) => {
            let mut ends = (high * (step - 1) as f64 / 4.0, high * step as f64 / 4.0);
            while ends.1 - ends.0 > NEAR / 10.0 * high.max(1.0) {
                let middle = f64::midpoint(ends.0, ends.1);
                ends = if holds(&deal_at(middle))? {
                    (ends.0, middle)
                } else {
                    (middle, ends.1)
                };
            }
            Some(Least::At(ends.1))
        }
    }
}

/// Whether two ways came to the same.
fn agree(a: Least, b: Least, scale: f64) -> bool {
    match (a, b) {
        (Least::At(a), Least::At(b)) => (a - b).abs() <= NEAR * scale.max(1.0),
        (a, b) => a == b,
    }
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::with_cases(32) })]

    #[test]
    fn the_dates_found_are_the_best_of_all(deal in mixed_deal()) {
        let best = Reference::new(&deal).settle_every_date();
        match (solve(&deal, &Effort::default(), &Watch::default()), best) {
            (Answer::Holds(plan), Some(best)) => {
                let gap = (plan.objective - best.welfare).abs();
                prop_assert!(gap <= 1e-6 * (1.0 + best.welfare.abs()), "{} {}", plan.objective, best.welfare);
            }
            (Answer::None(_), None) => {}
            (answer, best) => prop_assert!(false, "{answer:?} {best:?}"),
        }
    }
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::with_cases(24) })]

    #[test]
    fn least_detection_is_that_of_halving(deal in mixed_deal()) {
        let on: Vec<CommitmentId> = deal.undertaking_ids().collect();
        let chances = deal.undertakings.iter().flat_map(|it| [it.withhold.chance, it.reverse.chance]);
        let smallest = chances.filter(|chance| *chance > 0.0).fold(f64::INFINITY, f64::min);
        let Some(least) = least_factor(&deal, &on, &Effort::default(), &Watch::default()) else { return Ok(()) };
        let scaled = |factor: f64| {
            let mut deal = deal.clone();
            for it in &mut deal.undertakings {
                it.withhold.chance = (it.withhold.chance * factor).min(1.0);
                it.reverse.chance = (it.reverse.chance * factor).min(1.0);
            }
            deal
        };
        if let Some(plain) = halved(1.0 / smallest, &scaled) {
            prop_assert!(agree(least, plain, 1.0 / smallest), "{least:?} {plain:?}");
        }
    }

    #[test]
    fn the_least_bond_is_that_of_halving(mut deal in mixed_deal()) {
        let party = PartyId::new(0);
        deal.parties[0].bond = 0.0;
        let least = least_bond(&deal, party, &Effort::default(), &Watch::default());
        let bonded = |bond: f64| {
            let mut deal = deal.clone();
            deal.parties[0].bond = bond;
            deal
        };
        // What none of these bonds is enough for, a greater one may still be.
        if let Some(plain @ Least::At(_)) = halved(100.0, &bonded) {
            prop_assert!(agree(least, plain, 100.0), "{least:?} {plain:?}");
        }
    }
}

#[test]
fn the_deals_have_plans_and_none_and_thresholds_between() {
    let mut runner = TestRunner::deterministic();
    let (mut n_held, mut n_none, mut n_between) = (0, 0, 0);
    for _ in 0..64 {
        let deal = mixed_deal()
            .new_tree(&mut runner)
            .expect("there are mixed deals")
            .current();
        let is_held = holds(&deal) == Some(true);
        n_held += usize::from(is_held);
        n_none += usize::from(!is_held);
        let on: Vec<CommitmentId> = deal.undertaking_ids().collect();
        let least = least_factor(&deal, &on, &Effort::default(), &Watch::default());
        n_between += usize::from(matches!(least, Some(Least::At(value)) if value > 1e-3));
    }
    assert!(
        n_held >= 8 && n_none >= 8 && n_between >= 3,
        "{n_held} {n_none} {n_between}"
    );
}

/// A plain deal with these targets and, by party, patience, weight and bond.
fn deal_of(
    phases: usize,
    targets: &[usize],
    parties: &[(f64, f64, f64)],
    undertakings: Vec<Undertaking>,
) -> Deal {
    let party = |(patience, weight, bond): &(f64, f64, f64)| Stakeholder {
        patience: *patience,
        weight: *weight,
        bond: *bond,
    };
    Deal {
        targets: targets.iter().map(|at| CommitmentId::new(*at)).collect(),
        parties: parties.iter().map(party).collect(),
        ..Deal::plain(phases, 0.9, undertakings)
    }
}

fn undertaking(owner: usize, flow: &[f64]) -> Undertaking {
    Undertaking::plain(PartyId::new(owner), flow.to_vec())
}

/// The same with another detection of reversals.
fn reversed(chance: f64, lag: usize, it: Undertaking) -> Undertaking {
    Undertaking {
        reverse: Detection { chance, lag },
        ..it
    }
}

fn waiting_for(on: usize, it: Undertaking) -> Undertaking {
    Undertaking {
        after: vec![Wait {
            on: CommitmentId::new(on),
            lag: 1,
            complete: true,
        }],
        ..it
    }
}

/// The bond is the least one: by another program, a plan holds a little above it and none a little below.
fn assert_least_bond(deal: &Deal, party: usize) {
    let least = least_bond(
        deal,
        PartyId::new(party),
        &Effort::default(),
        &Watch::default(),
    );
    let bond = least
        .value()
        .unwrap_or_else(|| panic!("there is a bond: {least:?}"));
    let holds = |bond: f64| {
        let mut bonded = deal.clone();
        bonded.parties[party].bond = bond;
        Reference::new(&bonded).settle_every_date().is_some()
    };
    assert!(holds(bond + 1e-4), "none with {bond}");
    assert!(!holds(bond - 1e-4), "one below {bond}");
}

#[test]
fn a_bond_is_found_where_a_measure_waits_in_vain() {
    let begun = Undertaking {
        start: 0.25,
        ..undertaking(0, &[-0.2, 0.5])
    };
    let answer = Undertaking {
        irreversible: 0.5,
        ..undertaking(1, &[2.1, -1.2])
    };
    let undertakings = vec![begun, waiting_for(0, undertaking(0, &[-0.2, 0.5])), answer];
    let deal = deal_of(1, &[0], &[(0.5, 1.0, 0.0), (0.9, 1.0, 0.0)], undertakings);
    let least = least_bond(
        &deal,
        PartyId::new(0),
        &Effort::default(),
        &Watch::default(),
    );
    assert!(agree(least, Least::At(0.0125), 1.0), "{least:?}");
    assert_least_bond(&deal, 0);
}

/// With a little less than this bond the best point is so near to a date that nothing but the bond tells it from having it.
#[test]
fn a_point_beside_dates_that_have_none_is_not_the_end() {
    let optional = Undertaking {
        discrete: true,
        irreversible: 0.5,
        once: vec![-0.1, 1.0],
        ..undertaking(1, &[4.2, 0.1]).seen(0.2, 1)
    };
    let aim = Undertaking {
        irreversible: 1.0,
        ..reversed(1.0, 1, undertaking(1, &[2.6, -0.3]).seen(0.8, 1))
    };
    assert_least_bond(
        &deal_of(
            3,
            &[1],
            &[(0.9, 1.0, 0.0), (0.8, 2.0, 0.0)],
            vec![optional, aim],
        ),
        1,
    );
}

/// The waiting measure is begun ever so little with a little less than a bond with which it is not begun at all.
#[test]
fn what_is_begun_ever_so_little_is_begun() {
    let aim = Undertaking {
        discrete: true,
        irreversible: 0.8,
        once: vec![0.7, -1.0],
        earliest: 2,
        ..reversed(0.2, 1, undertaking(0, &[-1.2, 0.8]).seen(1.0, 1))
    };
    let optional = Undertaking {
        discrete: true,
        ..reversed(0.3, 2, undertaking(0, &[-0.6, 0.7]).seen(0.5, 1))
    };
    let answer = Undertaking {
        irreversible: 0.25,
        ..reversed(0.5, 1, undertaking(1, &[2.9, 0.5]).seen(0.0, 1))
    };
    let last = Undertaking {
        once: vec![0.3, -0.4],
        max_step: 0.5,
        ..undertaking(1, &[4.1, -0.4]).seen(0.5, 1)
    };
    let deal = deal_of(
        2,
        &[0, 2],
        &[(0.5, 0.5, 0.0), (0.95, 0.5, 0.0)],
        vec![aim, optional, answer, waiting_for(2, last)],
    );
    assert_least_bond(&deal, 0);
}

/// Where a measure is never complete, who waits for it longer than is left is idle to the end.
#[test]
fn who_waits_beyond_the_last_phase_is_idle() {
    let costly = Undertaking {
        discrete: true,
        ..undertaking(0, &[-1.1, 2.2])
    };
    let slow = Undertaking {
        max_step: 0.5,
        ..reversed(1.0, 1, undertaking(1, &[3.4, -0.9]).seen(0.3, 2))
    };
    let last = Undertaking {
        irreversible: 1.0,
        once: vec![-0.7, -1.0],
        ..reversed(0.2, 1, undertaking(1, &[3.4, -0.5]).seen(0.5, 1))
    };
    let deal = deal_of(
        2,
        &[],
        &[(0.8, 1.0, 0.5), (0.9, 2.0, 0.5)],
        vec![costly, slow, waiting_for(1, last)],
    );
    let best = Reference::new(&deal)
        .settle_every_date()
        .expect("nothing to be done is a plan");
    match solve(&deal, &Effort::default(), &Watch::default()) {
        Answer::Holds(plan) => assert!(
            (plan.objective - best.welfare).abs() < 1e-6,
            "{} {}",
            plan.objective,
            best.welfare
        ),
        answer => panic!("{answer:?}"),
    }
}

/// With more detection than some, all is seen: a proof that reaches as far as that reaches no further.
#[test]
fn a_proof_whose_gap_has_closed_reaches_no_further() {
    let whole = Undertaking {
        discrete: true,
        ..undertaking(0, &[-0.9, 0.7, 4.2])
    };
    let begun = Undertaking {
        irreversible: 0.25,
        once: vec![0.8, 0.0, -0.4],
        start: 0.25,
        ..undertaking(2, &[0.0, -0.1, -1.0]).seen(0.8, 1)
    };
    let deal = deal_of(
        3,
        &[],
        &[(0.9, 1.0, 10.0), (0.9, 0.5, 0.0), (0.5, 1.0, 2.0)],
        vec![whole, waiting_for(0, begun)],
    );
    let on: Vec<CommitmentId> = deal.undertaking_ids().collect();
    let least = least_factor(&deal, &on, &Effort::default(), &Watch::default());
    assert!(matches!(least, Some(Least::At(_))), "{least:?}");
}
