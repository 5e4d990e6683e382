//! Roadmaps: played out, in fractions, against the theory and against the engine, on random deals.

#[path = "support/deals.rs"]
mod deals;
#[path = "support/reference.rs"]
#[expect(dead_code, reason = "dates are tried one by one elsewhere")]
mod reference;

use std::collections::BTreeMap;

use detente::model::{Deal, Deviation, Objective, PartyId, Schedule, Stance, Turn, Undertaking};
use detente::oracle::roadmap::simulate::{alarm, on_path};
use detente::oracle::roadmap::{Exact, Row, play, verify_none, verify_optimum, verify_plan};
use detente::roadmap::{
    Answer, Effort, Halt, Least, Plan, Proof, least_bond, least_factor, slack_at, solve, value_at,
};
use detente::space::Watch;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, FileFailurePersistence, TestRunner};

use deals::{played, small_deal, with_schedule, with_tail};
use reference::{Reference, every_best_reply, every_deviation, number, split};

/// What a linear program may miss by, in numbers of the size of ten to a hundred.
const ROUNDING: f64 = 1e-6;

/// How far beside a threshold the two sides are told apart.
const AROUND: f64 = 1e-3;

/// Seeds that once failed are kept, and tried first.
fn config(cases: u32) -> Config {
    let seeds = FileFailurePersistence::Direct("tests/roadmap_properties.regressions");
    Config {
        failure_persistence: Some(Box::new(seeds)),
        ..Config::with_cases(cases)
    }
}

/// Equal up to the rounding of some hundred additions.
fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-11 * (1.0 + a.abs().max(b.abs()))
}

/// What a party loses by deviating, as it is played.
fn slack(deal: &Deal, schedule: &Schedule, deviation: &Deviation) -> f64 {
    on_path(deal, schedule, deviation.party, deviation.phase())
        - play(deal, schedule, deviation).value
}

/// Whether it is never better to be answered now than to go on for a phase and be answered then.
fn would_rather_go_on(deal: &Deal, schedule: &Schedule, deviation: &Deviation) -> bool {
    let patience = deal.parties[deviation.party.idx()].patience;
    let dates = play(deal, schedule, deviation).dates;
    dates
        .windows(2)
        .skip(1)
        .all(|pair| pair[0].gain + patience * pair[1].answered >= pair[0].answered - 1e-12)
}

/// The deal with each chance to see a violation half as far from certainty.
fn better_seen(deal: &Deal) -> Deal {
    let mut deal = deal.clone();
    for it in &mut deal.undertakings {
        it.withhold.chance = f64::midpoint(it.withhold.chance, 1.0);
        it.reverse.chance = f64::midpoint(it.reverse.chance, 1.0);
    }
    deal
}

/// The deal with each response a phase later.
fn later_seen(deal: &Deal) -> Deal {
    let mut deal = deal.clone();
    for it in &mut deal.undertakings {
        it.withhold.lag += 1;
        it.reverse.lag += 1;
    }
    deal
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn fractions_say_what_is_played((deal, schedule, deviation) in played()) {
        let (with_tail, tailed) = with_tail(&deal, &schedule);
        for (deal, schedule) in [(&deal, &schedule), (&with_tail, &tailed)] {
            let exact = Exact::new(deal, schedule.shrink);
            let value = number(&exact.deviation(&deviation).at(schedule));
            prop_assert!(is_close(value, play(deal, schedule, &deviation).value), "{value}");
            for party in deal.party_ids() {
                for from in [1, deviation.phase(), deal.phases + 1] {
                    let value = number(&exact.value(party, from).at(schedule));
                    prop_assert!(is_close(value, on_path(deal, schedule, party, from)), "{value}");
                }
            }
        }
    }

    #[test]
    fn the_engine_values_what_is_played((deal, schedule, deviation) in played()) {
        let (with_tail, tailed) = with_tail(&deal, &schedule);
        for (deal, schedule) in [(&deal, &schedule), (&with_tail, &tailed)] {
            let (found, played) = (slack_at(deal, schedule, &deviation), slack(deal, schedule, &deviation));
            prop_assert!(is_close(found, played), "{found} {played}");
            for party in deal.party_ids() {
                let (found, played) = (value_at(deal, schedule, party, 1), on_path(deal, schedule, party, 1));
                prop_assert!(is_close(found, played), "{found} {played}");
            }
        }
    }

    /// Once nothing is due any more, one phase is like the next.
    #[test]
    fn reversing_is_worth_the_same_in_every_phase_after_the_last((deal, schedule, deviation) in played()) {
        let from = deal.phases + 1;
        let mut reversing = deviation.clone();
        for turn in &mut reversing.turns {
            (turn.phase, turn.to) = (from, Stance::Reverse);
        }
        reversing.turns.sort();
        reversing.turns.dedup();
        let mut later = reversing.clone();
        later.turns.iter_mut().for_each(|turn| turn.phase += 1);
        prop_assert!(is_close(slack(&deal, &schedule, &reversing), slack(&deal, &schedule, &later)));
    }

    #[test]
    fn deviating_is_worth_less_when_it_is_seen_sooner_or_more_surely((deal, schedule, deviation) in played()) {
        let value = play(&deal, &schedule, &deviation).value;
        if would_rather_go_on(&deal, &schedule, &deviation) {
            let seen = play(&better_seen(&deal), &schedule, &deviation).value;
            prop_assert!(seen <= value + 1e-9, "{seen} > {value}");
        }
        let later = later_seen(&deal);
        if would_rather_go_on(&later, &schedule, &deviation) {
            let late = play(&later, &schedule, &deviation).value;
            prop_assert!(late >= value - 1e-9, "{late} < {value}");
        }
    }

    /// Where everything starts from nothing and nobody has a bond, half a plan is half as tempting.
    #[test]
    fn what_holds_and_what_does_not_is_scaled_with_the_plan((deal, mut schedule, deviation) in played()) {
        let mut deal = deal;
        deal.undertakings.iter_mut().for_each(|it| it.start = 0.0);
        deal.parties.iter_mut().for_each(|it| it.bond = 0.0);
        let whole = slack(&deal, &schedule, &deviation);
        schedule.levels.iter_mut().flatten().for_each(|level| *level /= 2.0);
        prop_assert!(is_close(slack(&deal, &schedule, &deviation), whole / 2.0));
    }

    /// Where nothing is left after a collapse, a false alarm in one phase out of ten is as bad as a tenth less patience.
    #[test]
    fn false_alarms_are_lost_patience_when_nothing_is_left((deal, schedule, deviation) in played()) {
        let mut deal = Deal { false_alarm: 0.1, promises: vec![], ..deal };
        deal.parties.iter_mut().for_each(|it| it.bond = 0.0);
        for it in &mut deal.undertakings {
            (it.irreversible, it.undo_cost) = (0.0, 0.0);
            let owner = it.owner.idx();
            it.flow[owner] = it.flow[owner].min(-0.1);
            it.linked = (0..deal.parties.len()).map(|party| party != owner).collect();
        }
        prop_assert!(deal.party_ids().all(|party| alarm(&deal, &schedule, party, 2) == 0.0));
        let mut impatient = Deal { false_alarm: 0.0, ..deal.clone() };
        impatient.parties.iter_mut().for_each(|it| it.patience *= 0.9);
        prop_assert!(is_close(slack(&deal, &schedule, &deviation), slack(&impatient, &schedule, &deviation)));
    }
}

/// Whether the program of a deal has whole numbers only by chance, so that its prices and proofs are those of a linear program.
fn is_divisible(deal: &Deal) -> bool {
    deal.undertakings
        .iter()
        .all(|it| !it.discrete && it.after.iter().all(|wait| !wait.complete))
}

/// Some fifty of all deviations, so that fractions stay quick.
fn some_deviations(deal: &Deal) -> Vec<Deviation> {
    let deviations = every_deviation(deal);
    let step = deviations.len() / 50 + 1;
    deviations.into_iter().step_by(step).collect()
}

fn answer(deal: &Deal) -> Answer {
    solve(deal, &Effort::default(), &Watch::default())
}

/// The schedule keeps all limits, exactly so but for rounding, and nobody gains by any deviation.
fn assert_holds(deal: &Deal, schedule: &Schedule) -> Result<(), TestCaseError> {
    let left = verify_plan(deal, schedule, &some_deviations(deal), ROUNDING);
    prop_assert!(left.is_ok(), "{left:?}");
    for (gain, deviation) in every_best_reply(deal, schedule) {
        prop_assert!(gain <= ROUNDING, "{gain} by {deviation:?}");
    }
    Ok(())
}

/// The prices of the constraints leave no room above the plan's welfare, exactly so but for rounding.
fn assert_best(deal: &Deal, plan: &Plan) -> Result<(), TestCaseError> {
    let deviations = plan
        .binding
        .iter()
        .map(|it| (Row::Deviation(it.deviation.clone()), it.price));
    let limits = plan
        .limits
        .iter()
        .map(|(limit, price)| (Row::Limit(*limit), *price));
    let bracket = verify_optimum(
        deal,
        &plan.schedule,
        &deviations.chain(limits).collect::<Vec<_>>(),
    );
    let gap = bracket
        .as_ref()
        .map(|bracket| number(&(&bracket.upper - &bracket.lower)));
    prop_assert!(
        gap.is_ok_and(|gap| gap <= 100.0 * ROUNDING * (1.0 + plan.objective.abs())),
        "{gap:?}"
    );
    Ok(())
}

/// The weights contradict each other, exactly.
fn assert_refuted(deal: &Deal, proof: &Proof) -> Result<(), TestCaseError> {
    let gap = verify_none(
        &Deal {
            phases: proof.phases,
            ..deal.clone()
        },
        &proof.deviations,
        &proof.limits,
    );
    prop_assert!(
        gap.as_ref()
            .is_ok_and(|gap| number(gap) >= proof.gap - ROUNDING),
        "{gap:?}"
    );
    Ok(())
}

proptest! {
    #![proptest_config(config(64))]

    /// Two programs that know nothing of each other's way: one finds the best plan or none, the other checks either with fractions.
    #[test]
    fn what_the_reference_finds_is_proved(deal in small_deal()) {
        let mut reference = Reference::new(&deal);
        match reference.settle() {
            Some(best) => {
                assert_holds(&deal, &best.schedule)?;
                let bracket = verify_optimum(&deal, &best.schedule, &reference.prices()).expect("the rows are those of the deal");
                let gap = number(&bracket.upper) - number(&bracket.lower);
                prop_assert!(gap >= -ROUNDING && (gap <= ROUNDING || !is_divisible(&deal)), "{gap}");
            }
            None => {
                let (gap, weights) = reference.proof();
                let (deviations, limits) = split(&weights);
                let proved = verify_none(&deal, &deviations, &limits);
                prop_assert!(proved.is_ok_and(|proved| (number(&proved) - gap).abs() <= ROUNDING) || !is_divisible(&deal));
            }
        }
    }

    #[test]
    fn the_engine_finds_what_the_reference_finds(deal in small_deal()) {
        let best = Reference::new(&deal).settle();
        match (answer(&deal), best) {
            (Answer::Holds(plan), Some(best)) => {
                prop_assert!((plan.objective - best.welfare).abs() <= ROUNDING * (1.0 + best.welfare.abs()), "{} {}", plan.objective, best.welfare);
                prop_assert!(plan.checked.exact);
                assert_holds(&deal, &plan.schedule)?;
                if is_divisible(&deal) {
                    assert_best(&deal, &plan)?;
                }
            }
            (Answer::None(proof), None) => {
                prop_assert!(proof.relaxed || !is_divisible(&deal));
                if proof.relaxed {
                    assert_refuted(&deal, &proof)?;
                }
            }
            (answer, best) => prop_assert!(false, "{answer:?} {best:?}"),
        }
    }

    /// What is kept from one program of a search to the next saves work and changes nothing: a little above the least value some plan holds,
    /// and a little below it none, each found anew.
    #[test]
    fn thresholds_part_the_deals_that_have_a_plan_from_those_that_have_none(deal in small_deal()) {
        let (effort, watch) = (Effort::default(), Watch::default());
        let holds = |deal: &Deal| Reference::new(deal).settle().is_some();
        for party in deal.party_ids().filter(|party| !deal.own(*party).is_empty()) {
            let with_bond = |bond: f64| {
                let mut deal = deal.clone();
                deal.parties[party.idx()].bond = bond;
                deal
            };
            match least_bond(&deal, party, &effort, &watch) {
                Least::At(bond) => {
                    prop_assert!(holds(&with_bond(bond + AROUND)), "{party:?}: none with {bond}");
                    prop_assert!(bond < AROUND || !holds(&with_bond(bond - AROUND)), "{party:?}: one below {bond}");
                }
                Least::Never => prop_assert!(!holds(&with_bond(1e4)), "{party:?}"),
                Least::Unknown => prop_assert!(false, "{party:?} is not known"),
            }
            let own = deal.own(party);
            let with_factor = |factor: f64| {
                let mut deal = deal.clone();
                for id in &own {
                    let it = &mut deal.undertakings[id.idx()];
                    it.withhold.chance = (it.withhold.chance * factor).min(1.0);
                    it.reverse.chance = (it.reverse.chance * factor).min(1.0);
                }
                deal
            };
            match least_factor(&deal, &own, &effort, &watch) {
                Some(Least::At(factor)) => {
                    // Where being seen is no loss, a little more detection may end what holds.
                    prop_assert!(holds(&with_factor(factor + AROUND)) || holds(&with_factor(factor)), "{party:?}: none with {factor}");
                    prop_assert!(factor < AROUND || !holds(&with_factor(factor - AROUND)), "{party:?}: one below {factor}");
                }
                Some(Least::Never) => prop_assert!(!holds(&with_factor(1e6)), "{party:?}"),
                Some(Least::Unknown) => prop_assert!(false, "the factor of {party:?} is not known"),
                None => {}
            }
        }
    }

    #[test]
    fn the_plan_of_every_objective_holds_and_attains_it(mut deal in small_deal(), (_, objective) in select(Objective::ALL.to_vec())) {
        deal.objective = objective;
        let best = Reference::new(&deal).settle();
        let plan = match answer(&deal) {
            Answer::Holds(plan) => plan,
            Answer::None(_) => {
                prop_assert!(best.is_none());
                return Ok(());
            }
            // Nobody is tempted, or somebody gets nothing out of any plan.
            Answer::Stopped(Halt::Unbounded | Halt::NoGain(_)) => return Ok(()),
            Answer::Stopped(halt) => return Err(TestCaseError::fail(format!("{halt:?}"))),
        };
        prop_assert!(best.is_some());
        let shown = Deal { phases: plan.phases, ..deal.clone() };
        assert_holds(&shown, &plan.schedule)?;
        let values: Vec<f64> = deal.party_ids().map(|party| on_path(&shown, &plan.schedule, party, 1)).collect();
        let counts = |party: &PartyId| deal.undertakings.iter().any(|it| it.flow[party.idx()] != 0.0 || it.once[party.idx()] != 0.0);
        let counted: Vec<(f64, f64)> =
            deal.party_ids().filter(counts).map(|party| (deal.parties[party.idx()].weight, values[party.idx()])).filter(|it| it.0 > 0.0).collect();
        let attained = match objective {
            Objective::Welfare => deal.parties.iter().zip(&values).map(|(party, value)| party.weight * value).sum(),
            Objective::Fastest => {
                let shorter = Deal { phases: plan.phases - 1, ..deal.clone() };
                prop_assert!(shorter.phases == 0 || Reference::new(&shorter).settle().is_none());
                plan.phases as f64
            }
            Objective::Maxmin => counted.iter().map(|(weight, value)| value / weight).fold(f64::INFINITY, f64::min),
            Objective::Nash => counted.iter().map(|(weight, value)| weight * value.ln()).sum(),
            Objective::Robust => -every_best_reply(&shown, &plan.schedule).iter().map(|(gain, _)| *gain).fold(f64::NEG_INFINITY, f64::max),
        };
        // Where nobody has anything at stake, the least of nothing has no bound.
        let is_same = attained.is_infinite() || (plan.objective - attained).abs() <= ROUNDING * (1.0 + attained.abs());
        prop_assert!(is_same, "{} {attained}", plan.objective);
    }

    /// A party's unit of value is its own affair when its weight changes with it.
    #[test]
    fn units_do_not_matter(deal in small_deal()) {
        let mut other = deal.clone();
        let party = &mut other.parties[0];
        (party.weight, party.bond) = (party.weight / 4.0, party.bond * 4.0);
        for it in &mut other.undertakings {
            it.flow[0] *= 4.0;
            it.once[0] *= 4.0;
            it.undo_cost *= if it.owner.idx() == 0 { 4.0 } else { 1.0 };
        }
        for promise in &mut other.promises {
            promise.pays *= if promise.to.idx() == 0 { 4.0 } else { 1.0 };
            promise.costs *= if promise.by.idx() == 0 { 4.0 } else { 1.0 };
        }
        match (answer(&deal), answer(&other)) {
            (Answer::Holds(plan), Answer::Holds(same)) => {
                prop_assert!((plan.objective - same.objective).abs() <= ROUNDING * (1.0 + plan.objective.abs()));
                assert_holds(&other, &plan.schedule)?;
            }
            (Answer::None(_), Answer::None(_)) => {}
            (answer, other) => prop_assert!(false, "{answer:?} {other:?}"),
        }
    }

    /// Whatever the units, of one party or of all: whether a plan holds does not depend on them, nor, where all go together, does the plan.
    #[test]
    fn no_verdict_depends_on_a_unit(deal in small_deal(), exponent in -12_i32..=12, who in 0_usize..4) {
        let factor = 10_f64.powi(exponent);
        let in_unit = |parties: &[usize]| {
            let mut other = deal.clone();
            for at in parties {
                other.parties[*at].bond *= factor;
                for it in &mut other.undertakings {
                    it.flow[*at] *= factor;
                    it.once[*at] *= factor;
                    it.undo_cost *= if it.owner.idx() == *at { factor } else { 1.0 };
                }
                for promise in &mut other.promises {
                    promise.pays *= if promise.to.idx() == *at { factor } else { 1.0 };
                    promise.costs *= if promise.by.idx() == *at { factor } else { 1.0 };
                }
            }
            other
        };
        let all: Vec<usize> = (0..deal.parties.len()).collect();
        let (here, scaled) = (answer(&deal), answer(&in_unit(&all)));
        match (&here, &scaled) {
            (Answer::Holds(plan), Answer::Holds(same)) => {
                let expected = plan.objective * factor;
                prop_assert!((same.objective - expected).abs() <= ROUNDING * (factor + expected.abs()), "{} {expected}", same.objective);
                for (value, same) in plan.values.iter().zip(&same.values) {
                    // Of plans that are worth the same in sum any may come out.
                    prop_assert!(same.is_finite() && value.is_finite());
                }
            }
            (Answer::None(proof), Answer::None(same)) => {
                prop_assert!(same.gap > 0.0 || !same.relaxed);
                let _ = proof;
            }
            (here, scaled) => prop_assert!(false, "{here:?} {scaled:?}"),
        }
        let one = answer(&in_unit(&[who % deal.parties.len()]));
        match (&here, &one) {
            (Answer::Holds(_), Answer::Holds(_)) | (Answer::None(_), Answer::None(_)) => {}
            (here, one) => prop_assert!(false, "{here:?} {one:?}"),
        }
    }

    /// A larger bond tempts nobody; nor does being seen more surely, where one would rather go on unseen.
    #[test]
    fn bonds_and_detection_only_deter((deal, schedule) in with_schedule(small_deal())) {
        let mut bonded = deal.clone();
        bonded.parties.iter_mut().for_each(|it| it.bond += 1.0);
        let gains = |deal: &Deal| every_best_reply(deal, &schedule);
        for ((gain, _), (with_bond, _)) in gains(&deal).iter().zip(gains(&bonded)) {
            prop_assert!(with_bond <= gain + 1e-9);
        }
        let seen = better_seen(&deal);
        for ((gain, _), (when_seen, deviation)) in gains(&deal).iter().zip(gains(&seen)) {
            prop_assert!(when_seen <= gain + 1e-9 || !would_rather_go_on(&deal, &schedule, &deviation));
        }
    }
}

/// A measure that costs its owner nothing and that nobody sees is never in the way: the row of its reversal is 0 for every plan, and what
/// rounding leaves of its coefficients must not bind.
#[test]
fn a_row_of_nothing_but_rounding_binds_nobody() {
    let undertaking = |owner: usize, flow: [f64; 2], chance: f64| {
        Undertaking::plain(PartyId::new(owner), flow.to_vec()).seen(chance, 1)
    };
    for phases in 1..=3 {
        let undertakings = vec![
            undertaking(0, [-0.2, 0.7], 1.0),
            undertaking(1, [0.5, 0.0], 0.0),
            undertaking(1, [0.5, -0.2], 1.0),
        ];
        let deal = Deal {
            targets: vec![],
            ..Deal::plain(phases, 0.9, undertakings)
        };
        // Everything at once, for ever: (0.5 + 0.5 + 0.3)/(1 − 0.9).
        let everything = Schedule {
            levels: vec![vec![1.0; phases]; 3],
            shrink: None,
        };
        assert!(verify_plan(&deal, &everything, &every_deviation(&deal), 0.0).is_ok());
        match answer(&deal) {
            Answer::Holds(plan) => assert!(
                (plan.objective - 13.0).abs() < ROUNDING,
                "{}",
                plan.objective
            ),
            other => panic!("a plan holds, but the answer is {other:?}"),
        }
    }
}

#[test]
fn the_generator_reaches_what_matters() {
    let mut runner = TestRunner::deterministic();
    let mut n_found: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..256 {
        let (deal, schedule) = with_schedule(small_deal())
            .new_tree(&mut runner)
            .expect("every deal has a schedule")
            .current();
        for (feature, present) in features(&deal, &schedule) {
            *n_found.entry(feature).or_default() += usize::from(present);
        }
    }
    assert!(n_found.values().all(|&n| n >= 3), "{n_found:#?}");
}

/// Names of features, and whether the deal, the temptations of the schedule or the deal's best plan has each.
fn features(deal: &Deal, schedule: &Schedule) -> Vec<(&'static str, bool)> {
    let some = |test: &dyn Fn(&Undertaking) -> bool| deal.undertakings.iter().any(test);
    let replies: Vec<Deviation> = every_best_reply(deal, schedule)
        .into_iter()
        .map(|(_, deviation)| deviation)
        .collect();
    let some_turn = |test: &dyn Fn(&Deviation, &Turn) -> bool| {
        replies
            .iter()
            .any(|it| it.turns.iter().any(|turn| test(it, turn)))
    };
    let rather = |it: &Deviation| would_rather_go_on(deal, schedule, it);
    let answer = answer(deal);
    let moves = |plan: &Plan| {
        plan.schedule
            .levels
            .iter()
            .zip(&deal.undertakings)
            .any(|(levels, it)| levels.last() > Some(&it.start))
    };
    vec![
        ("three parties", deal.parties.len() == 3),
        (
            "three undertakings of a party",
            deal.party_ids().any(|party| deal.own(party).len() == 3),
        ),
        ("four phases", deal.phases == 4),
        ("lags above 1", some(&|it| it.withhold.lag > 1)),
        (
            "reversals seen otherwise than withholding",
            some(&|it| it.withhold != it.reverse),
        ),
        ("undo costs", some(&|it| it.undo_cost > 0.0)),
        (
            "partial irreversibility",
            some(&|it| it.irreversible > 0.0 && it.irreversible < 1.0),
        ),
        ("full irreversibility", some(&|it| it.irreversible >= 1.0)),
        (
            "unlinked undertakings",
            some(&|it| {
                deal.party_ids()
                    .any(|party| party != it.owner && !it.linked[party.idx()])
            }),
        ),
        (
            "threats that are not credible",
            deal.undertaking_ids().any(|id| !deal.would_undo(id)),
        ),
        (
            "worth once",
            some(&|it| it.once.iter().any(|once| *once != 0.0)),
        ),
        ("a level today", some(&|it| it.start > 0.0)),
        (
            "prerequisites",
            some(&|it| it.after.iter().any(|wait| !wait.complete)),
        ),
        (
            "prerequisites to complete",
            some(&|it| it.after.iter().any(|wait| wait.complete)),
        ),
        ("largest steps", some(&|it| it.max_step < 1.0)),
        ("later first phases", some(&|it| it.earliest > 1)),
        ("whole measures", some(&|it| it.discrete)),
        ("bonds", deal.parties.iter().any(|it| it.bond > 0.0)),
        ("false alarms", deal.false_alarm > 0.0),
        ("promises", !deal.promises.is_empty()),
        (
            "a plan that moves something",
            matches!(&answer, Answer::Holds(plan) if moves(plan)),
        ),
        (
            "a plan with a price",
            matches!(&answer, Answer::Holds(plan) if !plan.binding.is_empty()),
        ),
        ("no plan", matches!(&answer, Answer::None(_))),
        (
            "a best reply that returns",
            some_turn(&|_, turn| turn.to == Stance::Comply),
        ),
        (
            "a best reply that reverses later",
            some_turn(&|it, turn| turn.to == Stance::Reverse && turn.phase > it.phase()),
        ),
        (
            "a best reply that withholds",
            some_turn(&|_, turn| turn.to == Stance::Withhold),
        ),
        ("better to be answered later", replies.iter().any(rather)),
        ("better to be answered at once", !replies.iter().all(rather)),
    ]
}

/// Every pair of levels of two measures on a grid, judged by every best reply: an independent search for the plan of a deal of one phase.
fn best_on_a_grid(deal: &Deal, n: usize, worth: impl Fn(&[f64]) -> f64) -> f64 {
    let mut best = f64::NEG_INFINITY;
    for (x, y) in (0..=n).flat_map(|x| (0..=n).map(move |y| (x, y))) {
        let schedule = Schedule {
            levels: vec![vec![x as f64 / n as f64], vec![y as f64 / n as f64]],
            shrink: None,
        };
        let values: Vec<f64> = deal
            .party_ids()
            .map(|party| on_path(deal, &schedule, party, 1))
            .collect();
        let gains = every_best_reply(deal, &schedule);
        if gains.iter().all(|(gain, _)| *gain <= 1e-9) {
            best = best.max(worth(&values));
        }
    }
    best
}

#[test]
fn more_weight_gives_a_party_more_under_maxmin() {
    let plain = |weights: [f64; 2]| {
        let mut deal = Deal::plain(
            1,
            0.9,
            vec![
                Undertaking::plain(PartyId::new(0), vec![-1.0, 3.0]),
                Undertaking::plain(PartyId::new(1), vec![4.0, -1.0]),
            ],
        );
        (deal.targets, deal.objective) = (vec![], Objective::Maxmin);
        for (party, weight) in deal.parties.iter_mut().zip(weights) {
            party.weight = weight;
        }
        deal
    };
    let mut shares = vec![];
    for weights in [[1.0, 1.0], [1.0, 2.0], [3.0, 1.0], [0.5, 4.0], [0.0, 1.0]] {
        let deal = plain(weights);
        let Answer::Holds(plan) = answer(&deal) else {
            panic!("a plan holds with {weights:?}")
        };
        let least = |values: &[f64]| {
            let counted = values
                .iter()
                .zip(weights)
                .filter(|(_, weight)| *weight > 0.0);
            let shares = counted.map(|(value, weight)| value / weight);
            shares.fold(f64::INFINITY, f64::min)
        };
        assert!(
            (least(&plan.values) - plan.objective).abs() < 1e-6,
            "{weights:?}"
        );
        let on_grid = best_on_a_grid(&deal, 24, least);
        assert!(
            plan.objective >= on_grid - 1e-6 && plan.objective <= on_grid + 2.5,
            "{weights:?}: {} on the grid {on_grid}",
            plan.objective
        );
        shares.push(plan.values[1] / plan.values[0].max(1e-9));
    }
    assert!(shares[1] > shares[0] && shares[0] > shares[2], "{shares:?}");
}
