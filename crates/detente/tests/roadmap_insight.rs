//! What a roadmap's answer means: prices, thresholds, the obstacle, ranges, the frontier and the inspection plan, against figures from
//! another program, closed forms, and finite differences of answers found again.

#[path = "support/examples.rs"]
mod examples;
#[path = "roadmap_insight/sections.rs"]
mod sections;

use detente::model::{CommitmentId, Deal, Detection, Objective, PartyId, Promise, Stakeholder};
use detente::roadmap::gradual::{
    critical_chance, critical_patience, effective_discount, shortest_path,
};
use detente::roadmap::{
    Answer, Effort, InspectionResult, Least, Number, Plan, Scope, Study, inspection_plan,
    least_bond, least_factor, solve, study, study_deal,
};
use detente::space::Watch;
use examples::{Example, pair};
use sections::{between, just};

/// The two undertakings of the first of six parties that can be hidden.
const HIDDEN: [usize; 2] = [2, 5];

/// Six parties, fourteen undertakings: `scale` on the chances that the hidden ones are seen, and their lag.
fn six(phases: usize, scale: f64, lag: usize) -> Deal {
    let mut it = Example::covert(scale);
    it.answer_after(lag);
    Deal { phases, ..it.deal }
}

/// Nothing beyond the answer.
fn bare() -> Scope {
    Scope {
        effort: Effort::default(),
        prices: false,
        thresholds: false,
        obstacle: false,
        draws: 0,
        frontier: false,
    }
}

fn studied(deal: Deal, scope: &Scope) -> Study {
    study_deal(deal, scope, &Watch::default())
}

fn plan_of(deal: &Deal) -> Plan {
    match solve(deal, &Effort::default(), &Watch::default()) {
        Answer::Holds(plan) => plan,
        other => panic!("a plan holds, but the answer is {other:?}"),
    }
}

fn holds(deal: &Deal) -> bool {
    matches!(
        solve(deal, &Effort::default(), &Watch::default()),
        Answer::Holds(_)
    )
}

#[track_caller]
fn assert_near(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "expected {expected}, found {found}"
    );
}

#[track_caller]
fn assert_least(found: Least, expected: f64, tolerance: f64) {
    assert_near(
        found
            .value()
            .unwrap_or_else(|| panic!("expected {expected}, found {found:?}")),
        expected,
        tolerance,
    );
}

/// The derivative of the best objective by a number, by solving again on both sides; exact to fourth order.
fn derivative(deal: &Deal, step: f64, change: impl Fn(&mut Deal, f64)) -> f64 {
    let value = |by: f64| {
        let mut deal = deal.clone();
        change(&mut deal, by);
        plan_of(&deal).objective
    };
    (8.0 * (value(step) - value(-step)) - (value(2.0 * step) - value(-2.0 * step))) / (12.0 * step)
}

#[test]
fn prices_are_the_known_ones_and_those_of_solving_again() {
    let deal = six(8, 1.0, 2);
    let prices = studied(
        deal.clone(),
        &Scope {
            prices: true,
            ..bare()
        },
    )
    .prices
    .expect("a plan holds and has prices");
    assert_near(prices.detect[HIDDEN[1]], 49.041, 5e-4);
    assert_near(prices.bond[0], 0.8409, 5e-5);
    let chance = |deal: &mut Deal, by: f64| {
        let it = &mut deal.undertakings[HIDDEN[1]];
        it.withhold.chance += by;
        it.reverse.chance += by;
    };
    let near = |found: f64, again: f64| assert_near(found, again, 2e-6 * again.abs().max(1.0));
    near(prices.detect[HIDDEN[1]], derivative(&deal, 1e-3, chance));
    for party in [0, 3] {
        near(
            prices.bond[party],
            derivative(&deal, 1e-3, |deal, by| deal.parties[party].bond += by),
        );
        near(
            prices.patience[party],
            derivative(&deal, 1e-5, |deal, by| deal.parties[party].patience += by),
        );
    }
    for idx in [3, 6] {
        near(
            prices.irreversible[idx],
            derivative(&deal, 1e-3, |deal, by| {
                deal.undertakings[idx].irreversible += by;
            }),
        );
    }
    assert!(
        prices.reverse.iter().all(Option::is_none),
        "withholding and reversal are seen with the same chance"
    );
}

#[test]
fn prices_of_every_objective_are_those_of_solving_again() {
    for (objective, scale) in [
        (Objective::Maxmin, 0.5),
        (Objective::Nash, 0.5),
        (Objective::Robust, 1.0),
    ] {
        let deal = Deal {
            objective,
            ..six(8, scale, 2)
        };
        let prices = studied(
            deal.clone(),
            &Scope {
                prices: true,
                ..bare()
            },
        )
        .prices
        .expect("a plan holds and has prices");
        let again = derivative(&deal, 1e-6, |deal, by| deal.parties[5].patience += by);
        assert_near(prices.patience[5], again, 1e-5 * again.abs().max(1.0));
        let again = derivative(&deal, 1e-3, |deal, by| deal.parties[0].bond += by);
        assert_near(prices.bond[0], again, 1e-5 * again.abs().max(1.0));
    }
}

#[test]
fn a_promise_that_binds_has_its_part_in_the_prices() {
    // The first party would rather do less, but the guarantor must have enough to lose.
    let mut deal = promised(0.45);
    deal.targets = vec![CommitmentId::new(1)];
    deal.parties[0].weight = 5.0;
    let prices = studied(
        deal.clone(),
        &Scope {
            prices: true,
            ..bare()
        },
    )
    .prices
    .expect("a plan holds and has prices");
    let again = derivative(&deal, 1e-4, |deal, by| {
        deal.undertakings[0].irreversible += by;
    });
    assert_near(again, -18.0, 1e-4);
    assert_near(prices.irreversible[0], again, 1e-5 * again.abs());
}

#[test]
fn a_reversal_with_a_chance_of_its_own_has_a_price_of_its_own() {
    let mut deal = six(8, 0.4, 2);
    deal.undertakings[HIDDEN[1]].reverse.chance += 0.004;
    let prices = studied(
        deal.clone(),
        &Scope {
            prices: true,
            ..bare()
        },
    )
    .prices
    .expect("a plan holds and has prices");
    let withhold = derivative(&deal, 1e-5, |deal, by| {
        deal.undertakings[HIDDEN[1]].withhold.chance += by;
    });
    let reverse = derivative(&deal, 1e-5, |deal, by| {
        deal.undertakings[HIDDEN[1]].reverse.chance += by;
    });
    assert_near(
        prices.detect[HIDDEN[1]],
        withhold,
        2e-5 * withhold.abs().max(1.0),
    );
    assert_near(
        prices.reverse[HIDDEN[1]].expect("the chances differ"),
        reverse,
        2e-5 * reverse.abs().max(1.0),
    );
    assert!(
        reverse > 0.0 && withhold >= 0.0,
        "detection is worth something"
    );
}

#[test]
fn a_shorter_lag_buys_what_is_known() {
    let welfare = [1, 2, 3].map(|lag| plan_of(&six(8, 1.0, lag)).objective);
    for (pair, lag) in welfare.windows(2).zip(2..) {
        let prices = studied(
            six(8, 1.0, lag),
            &Scope {
                prices: true,
                ..bare()
            },
        )
        .prices
        .expect("a plan holds and has prices");
        let shorter = prices.lags.expect("two lags are above 1");
        assert_near(shorter.gain, pair[0] - pair[1], 1e-6);
        assert_near(shorter.welfare, shorter.gain, 1e-9);
        assert!(
            prices.lag[0].is_none() && prices.lag[HIDDEN[1]].is_some(),
            "only lags above 1 can be shortened"
        );
    }
    assert_near(welfare[0] - welfare[1], 555.62 - 547.83, 0.011);
    let fastest = Deal {
        objective: Objective::Fastest,
        ..six(8, 1.0, 2)
    };
    let prices = studied(
        fastest,
        &Scope {
            prices: true,
            ..bare()
        },
    )
    .prices
    .expect("a plan holds and has prices");
    assert_near(prices.lags.expect("two lags are above 1").gain, 1.0, 0.0);
}

#[test]
fn whole_or_nothing_measures_have_prices_with_what_is_whole_as_it_is() {
    let mut deal = six(8, 1.0, 2);
    for idx in [0, 3, 6] {
        deal.undertakings[idx].discrete = true;
    }
    let study = studied(
        deal.clone(),
        &Scope {
            prices: true,
            ..bare()
        },
    );
    let prices = study.prices.expect("a plan holds and has prices");
    let detect = derivative(&deal, 1e-4, |deal, by| {
        let it = &mut deal.undertakings[HIDDEN[1]];
        it.withhold.chance += by;
        it.reverse = it.withhold;
    });
    assert_near(prices.detect[HIDDEN[1]], detect, 2e-4 * detect);
    assert!(detect > 1.0, "the price is one");
}

#[test]
fn the_obstacle_and_what_removes_it_are_the_known_ones() {
    let study = studied(
        six(8, 0.25, 2),
        &Scope {
            obstacle: true,
            ..bare()
        },
    );
    let obstacle = study.obstacle.expect("no plan holds");
    assert!(!obstacle.physical);
    assert_eq!(obstacle.alone, [PartyId::new(0)]);
    let first = obstacle.walks[0];
    assert_eq!((first.party, first.phase), (PartyId::new(0), 2));
    assert_near(first.weight, 0.592, 1e-3);
    assert_near(
        obstacle.walks.iter().map(|walk| walk.weight).sum(),
        1.0,
        1e-9,
    );
    let [remedy] = obstacle.remedies[..] else {
        panic!("the proof names one party")
    };
    assert_eq!(remedy.party, PartyId::new(0));
    assert_least(remedy.bond, 8.343, 1e-3);
    let bonds = obstacle.bonds.expect("bonds are enough");
    assert_near(bonds.iter().sum(), 8.343, 1e-3);
    let own: Vec<CommitmentId> = study.deal.own(remedy.party);
    assert_is_least(&study.deal, remedy.patience, |deal, patience| {
        deal.parties[0].patience = patience;
    });
    assert_is_least(&study.deal, remedy.bond, |deal, bond| {
        deal.parties[0].bond = bond;
    });
    assert_is_least(&study.deal, remedy.factor, |deal, factor| {
        own.iter().for_each(|id| scale(deal, *id, factor));
    });
    assert_is_least(&study.deal, remedy.stakes, |deal, factor| {
        for it in deal
            .undertakings
            .iter_mut()
            .filter(|it| it.owner != remedy.party)
        {
            it.flow[0] *= factor;
            it.once[0] *= factor;
        }
    });
}

/// Asserts that a plan holds with the value, and none with a little less.
#[track_caller]
fn assert_is_least(deal: &Deal, least: Least, change: impl Fn(&mut Deal, f64)) {
    let value = least
        .value()
        .unwrap_or_else(|| panic!("expected a value, found {least:?}"));
    let holds_at = |value: f64| {
        let mut deal = deal.clone();
        change(&mut deal, value);
        holds(&deal)
    };
    assert!(
        holds_at(value + 1e-9) && !holds_at(value - 1e-4),
        "{value} is the least"
    );
}

fn scale(deal: &mut Deal, id: CommitmentId, factor: f64) {
    let it = &mut deal.undertakings[id.idx()];
    it.withhold.chance = (it.withhold.chance * factor).min(1.0);
    it.reverse.chance = (it.reverse.chance * factor).min(1.0);
}

#[test]
fn the_least_bonds_are_the_known_ones() {
    for (scale, bond) in [(0.2, 23.74), (0.1, 98.59)] {
        let found = least_bond(
            &six(8, scale, 2),
            PartyId::new(0),
            &Effort::default(),
            &Watch::default(),
        );
        assert_least(found, bond, 0.005);
    }
}

#[test]
fn what_no_schedule_can_do_is_a_physical_obstacle() {
    let mut deal = pair(2, 0.9, 3.0, 0.0, 1.0, 1);
    deal.undertakings[0].max_step = 0.4;
    let obstacle = studied(
        deal,
        &Scope {
            obstacle: true,
            ..bare()
        },
    )
    .obstacle
    .expect("no plan holds");
    assert!(obstacle.physical && obstacle.alone.is_empty() && obstacle.remedies.is_empty());
}

#[test]
fn the_least_factor_on_hidden_measures_is_the_known_one() {
    let hidden = HIDDEN.map(CommitmentId::new);
    for (phases, factor) in [(4, 0.596), (8, 0.288)] {
        let found = least_factor(
            &six(phases, 1.0, 2),
            &hidden,
            &Effort::default(),
            &Watch::default(),
        );
        assert_least(found.expect("the chances are above 0"), factor, 5e-4);
    }
}

#[test]
fn thresholds_of_one_phase_have_closed_forms() {
    for (patience, benefit, lag) in [(0.9, 1.5, 1), (0.9, 3.0, 2), (0.8, 2.0, 1), (0.95, 1.25, 2)] {
        let chance =
            critical_chance(1.0, benefit, patience, lag).expect("seeing everything is enough");
        let enough = studied(
            pair(1, patience, benefit, 0.0, 1.0, lag),
            &Scope {
                thresholds: true,
                frontier: true,
                ..bare()
            },
        );
        let thresholds = enough.thresholds.expect("a plan holds");
        for found in [
            thresholds.chance[0],
            thresholds.chance[1],
            enough.frontier[0].factor,
        ] {
            assert_least(found, chance, 2e-7);
        }
        assert_eq!(thresholds.bond, [Some(Least::At(0.0)); 2]);
        let lacking = studied(
            pair(1, patience, benefit, 0.0, chance / 2.0, lag),
            &Scope {
                thresholds: true,
                obstacle: true,
                ..bare()
            },
        );
        let thresholds = lacking.thresholds.expect("the answer is known");
        assert_eq!(thresholds.chance, [Least::Never; 2], "both must be seen");
        assert_eq!(
            lacking.obstacle.expect("no plan holds").alone,
            [],
            "neither party alone stands in the way"
        );
    }
}

#[test]
fn the_patience_that_removes_the_obstacle_is_the_critical_one() {
    let mut deal = pair(1, 0.6, 3.0, 0.0, 0.5, 2);
    deal.parties[1].patience = 0.9;
    let critical = critical_patience(1.0, 3.0, 0.5, 2, 0.0).expect("violations are seen");
    let obstacle = studied(
        deal,
        &Scope {
            obstacle: true,
            ..bare()
        },
    )
    .obstacle
    .expect("no plan holds");
    assert_eq!(obstacle.alone, [PartyId::new(0)]);
    assert_least(obstacle.remedies[0].patience, critical, 2e-7);
    let needed = 1.0 / (3.0 * effective_discount(0.6, 0.5, 2));
    assert_least(obstacle.remedies[0].stakes, needed, 1e-4);
}

#[test]
fn relief_has_a_closed_form_in_one_phase() {
    let mut deal = pair(1, 0.9, 3.0, 0.0, 0.5, 1);
    deal.targets.truncate(1);
    let level = 1.0 / (3.0 * effective_discount(0.9, 0.5, 1));
    let relief = &studied(
        deal.clone(),
        &Scope {
            thresholds: true,
            ..bare()
        },
    )
    .thresholds
    .expect("a plan holds")
    .relief[0];
    assert_near(relief.full, 3.0, 0.0);
    assert_near(relief.least.expect("a plan holds"), 3.0 * level, 1e-7);
    assert_eq!(relief.levels.len(), 1);
    assert_near(relief.levels[0].1, level, 1e-7);
    deal.undertakings[1].flow[0] = 1.0;
    let relief = &studied(
        deal,
        &Scope {
            thresholds: true,
            ..bare()
        },
    )
    .thresholds
    .expect("the answer is known")
    .relief[0];
    assert_eq!(relief.least, None);
    assert_least(relief.factor.expect("no plan holds"), 3.0 * level, 1e-4);
}

/// One phase, and a third party that promises the first to make up for the second's measure.
fn promised(costs: f64) -> Deal {
    let mut deal = pair(1, 0.9, 3.0, 0.0, 1.0, 1);
    deal.undertakings[0].irreversible = 0.5;
    deal.parties.push(Stakeholder {
        patience: 0.9,
        weight: 1.0,
        bond: 0.0,
    });
    for (it, worth) in deal.undertakings.iter_mut().zip([1.0, 0.0]) {
        it.flow.push(worth);
        it.once.push(0.0);
        it.linked.push(true);
    }
    deal.promises = vec![Promise {
        by: PartyId::new(2),
        to: PartyId::new(0),
        against: CommitmentId::new(1),
        pays: 0.5,
        costs,
    }];
    deal
}

#[test]
fn an_assurance_covers_the_worst_moment() {
    let assured = studied(
        promised(0.05),
        &Scope {
            thresholds: true,
            ..bare()
        },
    )
    .thresholds
    .expect("a plan holds")
    .assurance
    .remove(0);
    assert_near(assured.needed.expect("a plan holds"), 0.5, 1e-9);
    assert_eq!(assured.worst, Some(2));
    assert_near(assured.slack.expect("a plan holds"), 4.5, 1e-9);
}

#[test]
fn more_phases_never_need_more_detection() {
    let study = studied(
        six(8, 1.0, 2),
        &Scope {
            frontier: true,
            ..bare()
        },
    );
    assert_eq!(study.frontier.len(), 8);
    let factors: Vec<f64> = study
        .frontier
        .iter()
        .map(|point| point.factor.value().unwrap_or(f64::INFINITY))
        .collect();
    assert!(
        factors.is_sorted_by(|fewer, more| fewer >= more),
        "{factors:?}"
    );
    assert_eq!(
        factors.iter().filter(|factor| factor.is_infinite()).count(),
        2,
        "two phases are too few, however much is seen"
    );
    assert!(
        factors[2] > 1.0 && factors[3] < 1.0,
        "four phases are needed as things are seen"
    );
}

#[test]
fn the_frontier_of_the_symmetric_reduction_has_the_known_numbers_of_phases() {
    let study = studied(
        pair(10, 0.9, 1.5, 0.5, 1.0, 1),
        &Scope {
            frontier: true,
            ..bare()
        },
    );
    let enough = |phases: usize, chance: f64| {
        study.frontier[phases - 1]
            .factor
            .value()
            .is_some_and(|factor| factor <= chance)
    };
    for (chance, phases) in [(1.0, 3), (0.7, 3), (0.6, 4), (0.5, 5), (0.4, 6), (0.3, 10)] {
        assert!(
            enough(phases, chance) && !enough(phases - 1, chance),
            "{phases} phases at {chance}"
        );
    }
}

/// Patience, irreversible share, benefit.
const CASES: [(f64, f64, f64); 9] = [
    (0.9, 0.5, 1.5),
    (0.9, 0.8, 1.5),
    (0.9, 0.9, 1.5),
    (0.95, 0.9, 1.5),
    (0.8, 0.5, 1.5),
    (0.75, 0.5, 1.5),
    (0.7, 0.5, 1.5),
    (0.7, 0.3, 1.5),
    (0.9, 0.95, 2.0),
];

#[test]
fn the_engine_needs_as_many_phases_as_the_closed_form() {
    for (patience, irreversible, benefit) in CASES {
        let phases = shortest_path(1.0, benefit, patience, irreversible)
            .expect("some number of phases is enough")
            .len();
        let deal = Deal {
            objective: Objective::Fastest,
            ..pair(8, patience, benefit, irreversible, 1.0, 1)
        };
        assert_eq!(
            plan_of(&deal).phases,
            phases,
            "patience {patience}, irreversible {irreversible}"
        );
    }
}

#[test]
fn the_numbers_of_a_roadmap_are_in_the_order_in_which_a_deal_takes_them() {
    let roadmap = sections::all_different();
    let mut taken = vec![];
    let deal = Deal::with(&roadmap, None, &mut |estimate| {
        taken.push(estimate);
        estimate.middle()
    });
    let (numbers, estimates): (Vec<Number>, Vec<_>) = Number::all(&roadmap).into_iter().unzip();
    assert_eq!(estimates, taken);
    let at = |number: Number| {
        estimates[numbers
            .iter()
            .position(|it| *it == number)
            .expect("every number is listed")]
        .middle()
    };
    let it = &deal.undertakings[1];
    let id = CommitmentId::new(1);
    assert_eq!(
        at(Number::Patience(PartyId::new(1))).to_bits(),
        deal.parties[1].patience.to_bits()
    );
    assert_eq!(
        at(Number::PerPhase(id, PartyId::new(0))).to_bits(),
        it.flow[0].to_bits()
    );
    assert_eq!(at(Number::MaxStep(id)).to_bits(), it.max_step.to_bits());
    assert_eq!(
        at(Number::Reverse(id)).to_bits(),
        it.reverse.chance.to_bits()
    );
    assert_eq!(
        at(Number::Costs(0)).to_bits(),
        deal.promises[0].costs.to_bits()
    );
}

#[test]
fn the_robust_share_is_the_share_of_the_range_beyond_the_critical_chance() {
    let critical = critical_chance(1.0, 3.0, 0.9, 1).expect("seeing everything is enough");
    let mut roadmap = sections::pair(0.9, just(3.0), just(0.5));
    // The middle, 0.05, falls short of the critical chance, 0.0556: no plan, so no ranges.
    sections::see(&mut roadmap.commitments[0], between(0.0, 0.1));
    let found = study(
        &roadmap,
        None,
        &Scope {
            draws: 1000,
            ..bare()
        },
        &Watch::default(),
    );
    assert!(matches!(found.answer, Answer::None(_)) && found.ranges.is_none());
    sections::see(&mut roadmap.commitments[0], between(0.0, 0.2));
    let found = study(
        &roadmap,
        None,
        &Scope {
            draws: 1000,
            ..bare()
        },
        &Watch::default(),
    );
    let ranges = found.ranges.expect("a plan holds and a number is a range");
    assert_near(ranges.robust_share(), (0.2 - critical) / 0.2, 1.5e-3);
    assert_eq!((ranges.n_draws, ranges.n_unphysical), (1000, 0));
    assert_eq!(
        ranges.held_by,
        [ranges.n_held, 1000],
        "only the party that can hide breaks it"
    );
    // Reversal follows withholding where both have the same range, so its own end changes nothing.
    let worst = ranges.ends[0];
    assert_eq!(
        (worst.number, worst.holds, worst.party),
        (
            Number::Withhold(CommitmentId::new(0)),
            false,
            PartyId::new(0)
        )
    );
    assert_near(worst.value, 0.0, 0.0);
    assert!(worst.slack < 0.0 && worst.lost > 0.0);
}

#[test]
fn the_same_draws_give_the_same_share() {
    let roadmap = sections::pair(0.9, between(1.2, 4.0), between(0.05, 0.6));
    let shares = [(); 2].map(|()| {
        study(
            &roadmap,
            None,
            &Scope {
                draws: 300,
                ..bare()
            },
            &Watch::default(),
        )
        .ranges
        .expect("a plan holds")
    });
    assert_eq!(shares[0], shares[1]);
    assert!(
        shares[0].n_held > 0 && shares[0].n_held < 300,
        "some draws break the plan and some do not"
    );
}

#[test]
fn inspection_makes_a_goal_reachable_with_the_least_effort() {
    let chance = critical_chance(1.0, 3.0, 0.9, 1).expect("seeing everything is enough");
    let deal = pair(1, 0.9, 3.0, 0.0, chance / 2.0, 1);
    let each = ((1.0 - chance / 2.0) / (1.0 - chance)).ln();
    let rates = [1.0, 0.5];
    let needed = each / rates[0] + each / rates[1];
    let plan = inspection_plan(&deal, 1.0, &rates, &Effort::default(), &Watch::default());
    assert_eq!(plan.result, InspectionResult::Reached);
    assert_least(plan.needed.expect("no plan held before"), needed, 1e-4);
    assert!(matches!(
        (&plan.before, &plan.after),
        (Answer::None(_), Answer::Holds(_))
    ));
    for site in &plan.sites {
        assert_near(site.withhold.1, chance, 1e-4);
        assert_near(
            site.withhold.1,
            1.0 - (1.0 - site.withhold.0) * (-site.rate * site.effort).exp(),
            1e-12,
        );
    }
    let plan = inspection_plan(
        &deal,
        needed / 2.0,
        &rates,
        &Effort::default(),
        &Watch::default(),
    );
    assert_eq!(plan.result, InspectionResult::OutOfReach);
}

#[test]
fn inspection_is_spent_where_it_improves_the_objective() {
    let deal = six(8, 0.5, 2);
    let plan = inspection_plan(
        &deal,
        1.0,
        &[1.0; 14],
        &Effort::default(),
        &Watch::default(),
    );
    assert_eq!(plan.result, InspectionResult::Improved);
    let (Answer::Holds(before), Answer::Holds(after)) = (&plan.before, &plan.after) else {
        panic!("a plan holds before and after")
    };
    assert!(after.objective > before.objective + 1.0);
    assert_near(plan.sites.iter().map(|site| site.effort).sum(), 1.0, 1e-9);
    let spent: Vec<usize> = plan
        .sites
        .iter()
        .filter(|site| site.effort > 0.0)
        .map(|site| site.on.idx())
        .collect();
    assert!(
        !spent.is_empty() && spent.iter().all(|idx| HIDDEN.contains(idx)),
        "{spent:?}"
    );
    let nothing = inspection_plan(
        &deal,
        0.0,
        &[1.0; 14],
        &Effort::default(),
        &Watch::default(),
    );
    assert_eq!(nothing.result, InspectionResult::Unimproved);
}

#[test]
fn threats_that_are_not_credible_are_named() {
    let mut deal = pair(1, 0.9, 3.0, 0.0, 0.5, 1);
    assert!(studied(deal.clone(), &bare()).idle_threats.is_empty());
    deal.undertakings[1].flow[1] = 0.5;
    assert_eq!(studied(deal, &bare()).idle_threats, [CommitmentId::new(1)]);
}

#[test]
fn a_stopped_watch_stops_everything_and_says_so() {
    let watch = Watch::default();
    watch.stop();
    let study = study_deal(six(8, 1.0, 2), &Scope::default(), &watch);
    assert!(study.stopped && matches!(study.answer, Answer::Stopped(_)));
    assert!(
        study.prices.is_none()
            && study.thresholds.is_none()
            && study.obstacle.is_none()
            && study.frontier.is_empty()
    );
}

#[test]
fn what_cannot_be_seen_cannot_be_bonded() {
    let mut deal = pair(1, 0.9, 3.0, 0.0, 0.5, 1);
    deal.undertakings[0].withhold = Detection {
        chance: 0.0,
        lag: 1,
    };
    deal.undertakings[0].reverse = deal.undertakings[0].withhold;
    let obstacle = studied(
        deal,
        &Scope {
            obstacle: true,
            ..bare()
        },
    )
    .obstacle
    .expect("no plan holds");
    let remedy = obstacle.remedies[0];
    assert_eq!(
        (remedy.bond, remedy.factor, remedy.patience),
        (Least::Never, Least::Never, Least::Never)
    );
    assert_eq!(obstacle.bonds, None);
}
