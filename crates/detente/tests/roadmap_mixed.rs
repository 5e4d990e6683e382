//! Deals in which measures are whole or nothing, or wait for the completion of others: the dates that the engine finds against all dates, and
//! thresholds found with what is remembered from program to program against halving with a fresh program each time.

#[path = "support/deals.rs"]
#[expect(dead_code, reason = "only some of the deals are used here")]
mod deals;
#[path = "support/reference.rs"]
#[expect(dead_code, reason = "only the best plan is used here")]
mod reference;

use detente::model::{CommitmentId, Deal, PartyId, Wait};
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
            last.after = vec![Wait { on: CommitmentId::new(n - 2), lag: 1, complete: true }];
        }
        let is_dated = |id: &CommitmentId| {
            let waits = deal.undertakings.iter().flat_map(|it| &it.after);
            deal.undertakings[id.idx()].discrete || waits.into_iter().any(|wait| wait.complete && wait.on == *id)
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
    let at_steps: Option<Vec<bool>> = (0..=4).map(|step| holds(&deal_at(high * f64::from(step) / 4.0))).collect();
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
                ends = if holds(&deal_at(middle))? { (ends.0, middle) } else { (middle, ends.1) };
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
        if let (Some(plain @ Least::At(_)), true) = (halved(100.0, &bonded), least != Least::Unknown) {
            prop_assert!(agree(least, plain, 100.0), "{least:?} {plain:?}");
        }
    }
}

#[test]
fn the_deals_have_plans_and_none_and_thresholds_between() {
    let mut runner = TestRunner::deterministic();
    let (mut n_held, mut n_none, mut n_between) = (0, 0, 0);
    for _ in 0..64 {
        let deal = mixed_deal().new_tree(&mut runner).expect("there are mixed deals").current();
        let is_held = holds(&deal) == Some(true);
        n_held += usize::from(is_held);
        n_none += usize::from(!is_held);
        let on: Vec<CommitmentId> = deal.undertaking_ids().collect();
        let least = least_factor(&deal, &on, &Effort::default(), &Watch::default());
        n_between += usize::from(matches!(least, Some(Least::At(value)) if value > 1e-3));
    }
    assert!(n_held >= 8 && n_none >= 8 && n_between >= 3, "{n_held} {n_none} {n_between}");
}
