//! Small deals worked out by hand.

use num_rational::BigRational;
use num_traits::Zero;

use super::deviations::{all, best_reply, count, is_possible};
use super::exact::{Exact, fraction};
use super::proofs::{Fault, limits, verify_none, verify_optimum, verify_plan};
use super::rows::Row;
use super::simulate::{alarm, on_path, play, scheduled};
use crate::model::{
    CommitmentId, Deal, Deviation, Limit, PartyId, Promise, Schedule, Stance, Tail, Turn,
    Undertaking, Wait,
};

fn a() -> CommitmentId {
    CommitmentId::new(0)
}

fn b() -> CommitmentId {
    CommitmentId::new(1)
}

fn first() -> PartyId {
    PartyId::new(0)
}

fn over(numerator: i64, denominator: i64) -> BigRational {
    BigRational::new(numerator.into(), denominator.into())
}

/// Two parties with one measure each, a target, that costs its owner 1 per phase and gives the other 3; one phase.
fn exchange(patience: f64, chance: f64, lag: usize) -> Deal {
    let undertaking = |owner: usize| {
        let flow = (0..2)
            .map(|party| if party == owner { -1.0 } else { 3.0 })
            .collect();
        Undertaking::plain(PartyId::new(owner), flow).seen(chance, lag)
    };
    Deal::plain(1, patience, vec![undertaking(0), undertaking(1)])
}

fn schedule(levels: &[&[f64]]) -> Schedule {
    Schedule {
        levels: levels.iter().map(|levels| levels.to_vec()).collect(),
        shrink: None,
    }
}

fn deviation(turns: &[(usize, CommitmentId, Stance)]) -> Deviation {
    Deviation {
        party: first(),
        turns: turns
            .iter()
            .map(|&(phase, on, to)| Turn { phase, on, to })
            .collect(),
    }
}

/// The exact value of a deviation, which the simulator must give as well.
fn value(deal: &Deal, schedule: &Schedule, turns: &[(usize, CommitmentId, Stance)]) -> BigRational {
    let deviation = deviation(turns);
    let exact = Exact::new(deal, schedule.shrink)
        .deviation(&deviation)
        .at(schedule);
    close(play(deal, schedule, &deviation).value, &exact);
    exact
}

/// The exact value of the plan to the first party, which the simulator must give as well.
fn complying(deal: &Deal, schedule: &Schedule, from: usize) -> BigRational {
    let exact = Exact::new(deal, schedule.shrink)
        .value(first(), from)
        .at(schedule);
    close(on_path(deal, schedule, first(), from), &exact);
    exact
}

fn close(number: f64, exact: &BigRational) {
    let off = fraction(number) - exact;
    let allowed = fraction(1e-12);
    assert!(off < allowed && off > -allowed, "{number} is {exact}");
}

#[test]
fn a_number_stands_for_its_shortest_decimal() {
    assert_eq!(fraction(0.9), over(9, 10));
    assert_eq!(fraction(-12.25), over(-49, 4));
    assert_eq!(fraction(1e-9), over(1, 1_000_000_000));
    assert_eq!(fraction(3.0), over(3, 1));
}

#[test]
fn cooperation_is_worth_as_much_as_reversing_at_the_critical_patience() {
    let both = schedule(&[&[1.0], &[1.0]]);
    let deal = exchange(0.5, 0.5, 1);
    assert_eq!(complying(&deal, &both, 1), over(4, 1));
    assert_eq!(complying(&deal, &both, 2), over(4, 1));
    // 3 per phase, each time unseen with chance 1/2: 3/(1 − 1/4).
    assert_eq!(
        value(&deal, &both, &[(2, a(), Stance::Reverse)]),
        over(4, 1)
    );
    // A lag of two: 3·(1 + 1/2 + 1/4·1/2/(1 − 1/4)).
    assert_eq!(
        value(&exchange(0.5, 0.5, 2), &both, &[(2, a(), Stance::Reverse)]),
        over(5, 1)
    );
}

#[test]
fn reversing_leaves_what_cannot_be_undone_and_costs_what_it_costs() {
    let mut deal = exchange(0.5, 1.0, 1);
    deal.undertakings[0].flow[0] = -2.0;
    deal.undertakings[0].irreversible = 0.5;
    deal.undertakings[0].undo_cost = 0.5;
    deal.undertakings[1].irreversible = 0.25;
    deal.parties[0].bond = 2.0;
    let both = schedule(&[&[1.0], &[1.0]]);
    // −1 + 3 − 1/4 at once; then (−1 + 3/4)/(1 − 1/2) − 2, a phase later.
    assert_eq!(
        value(&deal, &both, &[(2, a(), Stance::Reverse)]),
        over(1, 2)
    );
    // Withheld from the start, undoing costs nothing: 3, then 3/4 for ever, less the bond.
    assert_eq!(
        value(&deal, &both, &[(1, a(), Stance::Withhold)]),
        over(11, 4)
    );
    // The other would not undo what is dear to undo: 3, then 3 for ever, less the bond.
    deal.undertakings[1].undo_cost = 3.0;
    assert_eq!(
        value(&deal, &both, &[(1, a(), Stance::Withhold)]),
        over(5, 1)
    );
}

#[test]
fn coming_back_is_paid_for_and_earlier_violations_are_still_looked_at() {
    let mut deal = exchange(0.5, 0.5, 2);
    deal.phases = 2;
    deal.undertakings[0].once[0] = -1.0;
    let plan = schedule(&[&[0.5, 1.0], &[1.0, 1.0]]);
    // Phase 1: 3. Phase 2: 3 − 1 − 1. From phase 3, with chance 1/2 each, 0 or 2 per phase for ever.
    assert_eq!(
        value(
            &deal,
            &plan,
            &[(1, a(), Stance::Withhold), (2, a(), Stance::Comply)]
        ),
        over(3, 1) + over(1, 2) + over(1, 2)
    );
    // Phase 2: withheld at 1/2, seen at phase 4 with chance 1/2; phase 3: reversed to 0; looks at 5, 6, ….
    let late = value(
        &deal,
        &plan,
        &[(2, a(), Stance::Withhold), (3, a(), Stance::Reverse)],
    );
    assert_eq!(
        late,
        over(5, 2) + over(3, 2) + over(3, 4) * over(1, 2) / (over(1, 1) - over(1, 4))
    );
}

#[test]
fn a_false_alarm_leaves_what_cannot_be_undone_and_makes_promises_due() {
    let mut deal = exchange(0.5, 0.5, 1);
    deal.false_alarm = 0.1;
    deal.undertakings
        .iter_mut()
        .for_each(|it| it.irreversible = 0.5);
    let both = schedule(&[&[1.0], &[1.0]]);
    assert_eq!(complying(&deal, &both, 1), over(42, 11));
    close(alarm(&deal, &both, first(), 2), &over(2, 1));
    deal.promises.push(Promise {
        by: PartyId::new(1),
        to: first(),
        against: b(),
        pays: 2.0,
        costs: 1.0,
    });
    close(alarm(&deal, &both, first(), 2), &over(4, 1));
    assert_eq!(complying(&deal, &both, 1), over(44, 11));
}

#[test]
fn a_guarantor_weighs_the_deal_against_its_end() {
    let mut deal = exchange(0.5, 0.5, 1);
    deal.undertakings[1].undo_cost = 0.25;
    deal.promises.push(Promise {
        by: PartyId::new(1),
        to: first(),
        against: a(),
        pays: 2.0,
        costs: 1.5,
    });
    let line = Exact::new(&deal, None)
        .row(&Row::Limit(Limit::Promise(0, 2)))
        .expect("the deal has one promise");
    // 4 from the deal, nothing but the costs of undoing after its end, 3 for the promise.
    assert_eq!(line.at(&schedule(&[&[1.0], &[1.0]])), over(5, 4));
}

/// Lockwood & Thomas (2002) with linear payoffs: nothing can be undone, each step is the last times a/(δb), here 1/2.
#[test]
fn ever_smaller_steps_leave_each_party_indifferent() {
    let mut deal = exchange(0.8, 1.0, 1);
    deal.tail = Tail::Geometric;
    deal.undertakings
        .iter_mut()
        .for_each(|it| it.irreversible = 1.0);
    deal.undertakings[0].flow[1] = 2.5;
    deal.undertakings[1].flow[0] = 2.5;
    let plan = Schedule {
        shrink: Some(0.5),
        ..schedule(&[&[0.5], &[0.5]])
    };
    assert!((scheduled(&deal, &plan, a(), 3) - 0.875).abs() < 1e-15);
    assert_eq!(complying(&deal, &plan, 1), over(25, 4));
    assert_eq!(
        value(&deal, &plan, &[(1, a(), Stance::Withhold)]),
        over(25, 4)
    );
    assert_eq!(complying(&deal, &plan, 2), over(55, 8));
    assert_eq!(
        value(&deal, &plan, &[(2, a(), Stance::Withhold)]),
        over(55, 8)
    );
    let deviations: Vec<Deviation> = (1..=2).flat_map(|from| all(&deal, first(), from)).collect();
    assert_eq!(
        verify_plan(&deal, &plan, &deviations, 0.0),
        Ok(BigRational::zero())
    );
    let hasty = Schedule {
        shrink: Some(0.5),
        ..schedule(&[&[0.6], &[0.6]])
    };
    assert!(matches!(
        verify_plan(&deal, &hasty, &deviations, 1e-9),
        Err(Fault::Violated(Row::Deviation(_), _))
    ));
}

#[test]
fn deviations_are_the_sequences_of_stances_in_order() {
    let mut deal = exchange(0.5, 0.5, 1);
    // From phase 2: reverse, and return or not.
    assert_eq!(all(&deal, first(), 2).len(), 2);
    // From phase 1 nothing can be reversed. Withheld for one, two or three phases; after one, reversed again once.
    assert_eq!(all(&deal, first(), 1).len(), 4);
    deal.undertakings[0].start = 0.5;
    // After withholding 7 ways to go on over two phases, after reversing 4.
    assert_eq!(all(&deal, first(), 1).len(), 11);
    deal.undertakings[0].irreversible = 1.0;
    assert_eq!(all(&deal, first(), 1).len(), 3);
    deal.undertakings[0].irreversible = 0.0;
    deal.undertakings.push(Undertaking {
        owner: first(),
        ..deal.undertakings[1].clone()
    });
    for phases in 1..=2 {
        deal.phases = phases;
        for from in 1..=phases + 1 {
            let listed = all(&deal, first(), from);
            assert_eq!(listed.len(), count(&deal, first(), from));
            assert!(
                listed
                    .iter()
                    .all(|it| it.phase() == from && is_possible(&deal, it))
            );
            let mut distinct = listed.clone();
            distinct.sort();
            distinct.dedup();
            assert_eq!(distinct.len(), listed.len());
        }
    }
    let (comply, withhold, reverse) = (Stance::Comply, Stance::Withhold, Stance::Reverse);
    let impossible: [&[(usize, CommitmentId, Stance)]; 7] = [
        &[],
        &[(1, b(), reverse)],
        &[(1, a(), reverse), (2, a(), withhold)],
        &[(1, a(), withhold), (1, a(), reverse)],
        &[(2, a(), reverse), (1, a(), comply)],
        &[(1, a(), comply)],
        &[(5, a(), reverse)],
    ];
    assert!(
        impossible
            .iter()
            .all(|turns| !is_possible(&deal, &deviation(turns)))
    );
}

#[test]
fn the_best_reply_may_withhold_first_and_reverse_later() {
    // Withholding is seen at once, reversing after two phases: nothing is better than reversing when all is in force.
    let mut deal = exchange(0.5, 1.0, 1);
    deal.phases = 2;
    deal.undertakings
        .iter_mut()
        .for_each(|it| it.reverse.lag = 2);
    let plan = schedule(&[&[0.5, 1.0], &[0.5, 1.0]]);
    let (best, how) = best_reply(&deal, &plan, first(), 1).expect("the party has a measure");
    let each = all(&deal, first(), 1);
    assert!(
        each.iter()
            .all(|other| play(&deal, &plan, other).value <= best)
    );
    assert!((play(&deal, &plan, &how).value - best).abs() < 1e-15);
    assert_eq!(
        best_reply(&deal, &plan, PartyId::new(1), 1).map(|it| it.0),
        Some(best)
    );
}

#[test]
fn a_plan_that_holds_is_told_from_one_that_does_not() {
    let deal = exchange(0.5, 0.5, 1);
    let both = schedule(&[&[1.0], &[1.0]]);
    let deviations: Vec<Deviation> = (1..=2).flat_map(|from| all(&deal, first(), from)).collect();
    assert_eq!(
        verify_plan(&deal, &both, &deviations, 0.0),
        Ok(BigRational::zero())
    );
    let late = verify_plan(&exchange(0.5, 0.5, 2), &both, &deviations, 1e-9);
    assert!(matches!(late, Err(Fault::Violated(Row::Deviation(_), _))));
    let missing = verify_plan(&deal, &schedule(&[&[1.0], &[0.5]]), &[], 1e-9);
    assert_eq!(
        missing,
        Err(Fault::Violated(Row::Limit(Limit::Target(b())), over(1, 2)))
    );
    assert_eq!(
        verify_plan(&deal, &schedule(&[&[1.0, 1.0], &[1.0]]), &[], 1e-9),
        Err(Fault::Shape)
    );
    assert_eq!(
        verify_plan(&deal, &schedule(&[&[1.0], &[1.5]]), &[], 1e-9),
        Err(Fault::OutOfRange(b(), 1))
    );
}

#[test]
fn a_schedule_keeps_every_limit() {
    let mut deal = exchange(0.9, 1.0, 1);
    (deal.phases, deal.targets) = (2, vec![]);
    let holds = |deal: &Deal, levels: &[&[f64]]| verify_plan(deal, &schedule(levels), &[], 1e-9);
    assert_eq!(
        holds(&deal, &[&[0.5, 0.25], &[0.0, 0.0]]),
        Err(Fault::Violated(
            Row::Limit(Limit::NoRetreat(a(), 2)),
            over(1, 4)
        ))
    );
    deal.undertakings[0].max_step = 0.5;
    assert_eq!(
        holds(&deal, &[&[0.25, 1.0], &[0.0, 0.0]]),
        Err(Fault::Violated(Row::Limit(Limit::Step(a(), 2)), over(1, 4)))
    );
    deal.undertakings[0].earliest = 2;
    assert_eq!(
        holds(&deal, &[&[0.25, 0.5], &[0.0, 0.0]]),
        Err(Fault::Violated(
            Row::Limit(Limit::Earliest(a(), 1)),
            over(1, 4)
        ))
    );
    deal.undertakings[0].after = vec![Wait {
        on: b(),
        lag: 1,
        complete: false,
    }];
    let ahead = Err(Fault::Violated(
        Row::Limit(Limit::Prerequisite(a(), b(), 2)),
        over(1, 4),
    ));
    assert_eq!(holds(&deal, &[&[0.0, 0.5], &[0.25, 0.5]]), ahead);
    assert!(holds(&deal, &[&[0.0, 0.5], &[0.5, 0.5]]).is_ok());
    deal.undertakings[0].after[0].complete = true;
    assert_eq!(
        holds(&deal, &[&[0.0, 0.5], &[0.5, 1.0]]),
        Err(Fault::Incomplete(a(), b(), 2))
    );
    assert!(holds(&deal, &[&[0.0, 0.5], &[1.0, 1.0]]).is_ok());
    deal.undertakings[0].discrete = true;
    assert_eq!(
        holds(&deal, &[&[0.0, 0.5], &[1.0, 1.0]]),
        Err(Fault::Partial(a(), 2))
    );
    let listed = limits(&deal);
    assert_eq!(listed.len(), 4 + 4 + 1 + 2);
    let exact = Exact::new(&deal, None);
    assert!(
        listed
            .into_iter()
            .all(|limit| exact.row(&Row::Limit(limit)).is_some())
    );
    let strangers = [
        Limit::Target(a()),
        Limit::Earliest(b(), 1),
        Limit::NoRetreat(CommitmentId::new(2), 1),
        Limit::Step(a(), 3),
        Limit::Promise(0, 1),
    ];
    assert!(
        strangers
            .into_iter()
            .all(|limit| exact.row(&Row::Limit(limit)).is_none())
    );
}

#[test]
fn weights_prove_that_no_plan_holds() {
    let deal = exchange(0.4, 0.5, 1);
    let reverse = |party: usize| {
        let turns = vec![Turn {
            phase: 2,
            on: CommitmentId::new(party),
            to: Stance::Reverse,
        }];
        (
            Deviation {
                party: PartyId::new(party),
                turns,
            },
            1.0,
        )
    };
    // Both rows together are −5/12 for each level; with half of each target 1/12 − 1/2.
    let deviations = [reverse(0), reverse(1)];
    assert_eq!(
        verify_none(
            &deal,
            &deviations,
            &[(Limit::Target(a()), 0.5), (Limit::Target(b()), 0.5)]
        ),
        Ok(over(5, 6))
    );
    assert_eq!(
        verify_none(&deal, &deviations, &[]),
        Err(Fault::Consistent(BigRational::zero()))
    );
    let negative = [(Limit::Target(a()), -1.0)];
    assert_eq!(
        verify_none(&deal, &deviations, &negative),
        Err(Fault::Negative(Row::Limit(Limit::Target(a()))))
    );
    let patient = exchange(0.6, 0.5, 1);
    assert!(
        verify_none(
            &patient,
            &deviations,
            &[(Limit::Target(a()), 0.5), (Limit::Target(b()), 0.5)]
        )
        .is_err()
    );
}

#[test]
fn weights_bound_the_welfare_of_every_plan() {
    let mut deal = exchange(0.5, 0.5, 1);
    deal.targets = vec![];
    // The second party's measure gives less: the first would have both carry out as much as the second can be asked to.
    deal.undertakings[0].flow[1] = 2.0;
    let plan = schedule(&[&[0.0], &[0.0]]);
    let row = Row::Deviation(Deviation {
        party: PartyId::new(1),
        turns: vec![Turn {
            phase: 2,
            on: b(),
            to: Stance::Reverse,
        }],
    });
    // Welfare 2·(x_A + 2·x_B); the row leaves 2·(2·x_A − x_B) − 8/3·x_A = 4/3·x_A − 2·x_B.
    let bracket =
        verify_optimum(&deal, &plan, &[(row.clone(), 2.0)]).expect("the row is one of the deal");
    assert_eq!(
        (bracket.lower, bracket.upper),
        (BigRational::zero(), over(14, 3))
    );
    let bracket = verify_optimum(&deal, &schedule(&[&[1.0], &[0.5]]), &[])
        .expect("the row is one of the deal");
    assert_eq!((bracket.lower, bracket.upper), (over(4, 1), over(6, 1)));
    assert_eq!(
        verify_optimum(&deal, &plan, &[(row.clone(), -1.0)]),
        Err(Fault::Negative(row))
    );
}
