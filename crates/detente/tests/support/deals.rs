//! Random deals, schedules and deviations. Raw choices are drawn independently of each other and made to fit afterwards, so that shrinking
//! one leaves the others as they are. All numbers are short decimals, and no party is ever indifferent about undoing.

use detente::model::{
    CommitmentId, Deal, Detection, Deviation, Objective, PartyId, Promise, Schedule, Stakeholder,
    Stance, Tail, Turn, Undertaking, Wait,
};
use detente::oracle::roadmap::deviations::count;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// The most deviations of one party from one phase in a small deal.
const N_DEVIATIONS_MAX: usize = 800;

const N_PARTIES_MAX: usize = 3;
const N_OWN_MAX: usize = 3;
const N_PHASES_MAX: usize = 4;

/// In tenths, what an undertaking costs its owner and gives each party, per phase and once.
#[derive(Clone, Debug)]
struct RawWorth {
    cost: i32,
    gives: Vec<i32>,
    once: Vec<i32>,
}

#[derive(Clone, Debug)]
struct RawSight {
    withhold: Detection,
    reverse: Detection,
    linked: Option<Vec<bool>>,
}

#[derive(Clone, Debug)]
struct RawLimits {
    start: f64,
    wait: Option<(usize, usize, bool)>,
    earliest: usize,
    max_step: f64,
    discrete: bool,
    is_target: bool,
}

#[derive(Clone, Debug)]
struct RawUndertaking {
    worth: RawWorth,
    sight: RawSight,
    limits: RawLimits,
    irreversible: f64,
    undo_cost: f64,
}

#[derive(Clone, Debug)]
struct RawParty {
    patience: f64,
    weight: f64,
    bond: f64,
    own: Vec<RawUndertaking>,
}

#[derive(Clone, Debug)]
struct Raw {
    phases: usize,
    false_alarm: f64,
    parties: Vec<RawParty>,
    promise: Option<(usize, usize, usize, i32)>,
}

/// A deal with 2 or 3 parties, up to 3 undertakings each, and up to 4 phases; its levels stay after the last.
pub(crate) fn deal() -> impl Strategy<Value = Deal> {
    let false_alarm = prop_oneof![3 => Just(0.0), 1 => select(vec![0.01, 0.05, 0.1])];
    let promise = option::weighted(
        0.2,
        (0..N_PARTIES_MAX, 0..N_PARTIES_MAX, 0..9_usize, 1..=20),
    );
    (
        1..=N_PHASES_MAX,
        false_alarm,
        vec(party(), 2..=N_PARTIES_MAX),
        promise,
    )
        .prop_map(|(phases, false_alarm, parties, promise)| {
            cook(&Raw {
                phases,
                false_alarm,
                parties,
                promise,
            })
        })
}

/// A deal of which every deviation can be tried.
pub(crate) fn small_deal() -> impl Strategy<Value = Deal> {
    deal().prop_map(|mut deal| {
        let most = |deal: &Deal| {
            deal.party_ids()
                .map(|party| count(deal, party, 1))
                .max()
                .unwrap_or_default()
        };
        while deal.phases > 1 && most(&deal) > N_DEVIATIONS_MAX {
            deal.phases -= 1;
        }
        deal
    })
}

/// A deal, a schedule whose levels never fall, and a deviation.
pub(crate) fn played() -> impl Strategy<Value = (Deal, Schedule, Deviation)> {
    (
        with_schedule(deal()),
        any::<(prop::sample::Index, prop::sample::Index)>(),
        vec(0..6_usize, 9 * N_PHASES_MAX + 18),
    )
        .prop_filter_map(
            "somebody has an undertaking",
            |((deal, schedule), (party, from), choices)| {
                let parties: Vec<PartyId> = deal
                    .party_ids()
                    .filter(|party| !deal.own(*party).is_empty())
                    .collect();
                let party = *parties.get(party.index(parties.len().max(1)))?;
                let deviation = deviation(&deal, party, from.index(deal.phases + 1) + 1, &choices);
                Some((deal, schedule, deviation))
            },
        )
}

/// A deal, and a schedule whose levels never fall; other limits it may miss.
pub(crate) fn with_schedule(
    deal: impl Strategy<Value = Deal>,
) -> impl Strategy<Value = (Deal, Schedule)> {
    (
        deal,
        vec(0..=4_i32, N_PARTIES_MAX * N_OWN_MAX * N_PHASES_MAX),
    )
        .prop_map(|(deal, steps)| {
            let levels = deal
                .undertakings
                .iter()
                .zip(steps.chunks(N_PHASES_MAX))
                .map(|(it, steps)| {
                    let mut level = it.start;
                    let rise = |step: &i32| {
                        level = f64::min(1.0, level + f64::from(*step) / 8.0);
                        level
                    };
                    steps[..deal.phases].iter().map(rise).collect()
                });
            let levels = levels.collect();
            (
                deal,
                Schedule {
                    levels,
                    shrink: None,
                },
            )
        })
}

/// The same with steps that go on for ever.
pub(crate) fn with_tail(deal: &Deal, schedule: &Schedule) -> (Deal, Schedule) {
    (
        Deal {
            tail: Tail::Geometric,
            ..deal.clone()
        },
        Schedule {
            shrink: Some(0.6),
            ..schedule.clone()
        },
    )
}

/// The deviation that choices make; the first choice that is not to comply is taken in its first phase.
fn deviation(deal: &Deal, party: PartyId, from: usize, choices: &[usize]) -> Deviation {
    let mut turns = vec![];
    let mut choices = choices.iter();
    for (position, on) in deal.own(party).into_iter().enumerate() {
        let mut stance = Stance::Comply;
        for phase in from..=deal.phases + 2 {
            let choice = choices.next().copied().unwrap_or_default();
            let must = position == 0 && phase == from;
            let is_due = phase <= deal.phases;
            let to = match (stance, choice) {
                (Stance::Comply, 4) if is_due => Stance::Withhold,
                (Stance::Comply | Stance::Withhold, 5) => Stance::Reverse,
                (Stance::Comply, _) if must => {
                    if is_due {
                        Stance::Withhold
                    } else {
                        Stance::Reverse
                    }
                }
                (Stance::Withhold | Stance::Reverse, 0) => Stance::Comply,
                _ => stance,
            };
            if to != stance {
                turns.push(Turn { phase, on, to });
            }
            stance = to;
        }
    }
    turns.sort();
    Deviation { party, turns }
}

fn party() -> impl Strategy<Value = RawParty> {
    let patience = select(vec![0.9, 0.95, 0.9, 0.8, 0.7, 0.5]);
    let bond = prop_oneof![3 => Just(0.0), 1 => select(vec![0.5, 2.0, 10.0])];
    let own = prop_oneof![1 => Just(vec![]), 12 => vec(undertaking(), 1..=N_OWN_MAX)];
    (patience, select(vec![1.0, 2.0, 0.5]), bond, own).prop_map(|(patience, weight, bond, own)| {
        RawParty {
            patience,
            weight,
            bond,
            own,
        }
    })
}

fn undertaking() -> impl Strategy<Value = RawUndertaking> {
    let undo_cost = prop_oneof![3 => Just(0.0), 1 => select(vec![0.13, 3.35, 40.15])];
    (
        worth(),
        sight(),
        limits(),
        select(vec![0.0, 0.0, 0.25, 0.5, 0.8, 1.0]),
        undo_cost,
    )
        .prop_map(
            |(worth, sight, limits, irreversible, undo_cost)| RawUndertaking {
                worth,
                sight,
                limits,
                irreversible,
                undo_cost,
            },
        )
}

fn worth() -> impl Strategy<Value = RawWorth> {
    let cost = prop_oneof![9 => 2..=12, 1 => -5..=0];
    let gives = vec(prop_oneof![9 => 5..=50, 1 => -10..=0], N_PARTIES_MAX);
    let once = prop_oneof![3 => Just(vec![0; N_PARTIES_MAX]), 1 => vec(-10..=10, N_PARTIES_MAX)];
    (cost, gives, once).prop_map(|(cost, gives, once)| RawWorth { cost, gives, once })
}

fn sight() -> impl Strategy<Value = RawSight> {
    let detection = || {
        (
            select(vec![1.0, 0.9, 0.8, 0.6, 0.5, 0.3, 0.2, 0.1, 0.0]),
            prop_oneof![3 => Just(1), 1 => 2..=3_usize],
        )
    };
    let linked = option::weighted(0.2, vec(any::<bool>(), N_PARTIES_MAX));
    (detection(), option::weighted(0.4, detection()), linked).prop_map(
        |(withhold, reverse, linked)| {
            let reverse = reverse.unwrap_or(withhold);
            let sight = |(chance, lag)| Detection { chance, lag };
            RawSight {
                withhold: sight(withhold),
                reverse: sight(reverse),
                linked,
            }
        },
    )
}

fn limits() -> impl Strategy<Value = RawLimits> {
    let start = prop_oneof![5 => Just(0.0), 1 => select(vec![0.25, 0.5])];
    let wait = option::weighted(0.15, (0..9_usize, 0..=1_usize, prop::bool::weighted(0.3)));
    let max_step = prop_oneof![4 => Just(1.0), 1 => Just(0.5)];
    let earliest = prop_oneof![5 => Just(1), 1 => Just(2)];
    (
        start,
        wait,
        earliest,
        max_step,
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.35),
    )
        .prop_map(
            |(start, wait, earliest, max_step, discrete, is_target)| RawLimits {
                start: if discrete { 0.0 } else { start },
                wait,
                earliest,
                max_step: if discrete { 1.0 } else { max_step },
                discrete,
                is_target,
            },
        )
}

fn cook(raw: &Raw) -> Deal {
    let n_parties = raw.parties.len();
    let owned = raw
        .parties
        .iter()
        .enumerate()
        .flat_map(|(owner, party)| party.own.iter().map(move |own| (owner, own)));
    let undertakings: Vec<Undertaking> = owned
        .clone()
        .enumerate()
        .map(|(idx, (owner, raw))| cook_undertaking(raw, idx, owner, n_parties))
        .collect();
    let targets = owned
        .enumerate()
        .filter(|(_, (_, own))| own.limits.is_target)
        .map(|(idx, _)| CommitmentId::new(idx));
    let promises = raw
        .promise
        .iter()
        .filter(|_| !undertakings.is_empty())
        .filter_map(|&(by, to, against, tenths)| {
            let (by, to, against) = (by % n_parties, to % n_parties, against % undertakings.len());
            let pays = f64::from(tenths) / 10.0;
            let violator = undertakings[against].owner.idx();
            let promise = Promise {
                by: PartyId::new(by),
                to: PartyId::new(to),
                against: CommitmentId::new(against),
                pays,
                costs: pays / 4.0,
            };
            (by != to && by != violator && to != violator).then_some(promise)
        });
    let parties = raw.parties.iter().map(|it| Stakeholder {
        patience: it.patience,
        weight: it.weight,
        bond: it.bond,
    });
    Deal {
        phases: raw.phases,
        tail: Tail::Constant,
        false_alarm: raw.false_alarm,
        objective: Objective::Welfare,
        targets: targets.collect(),
        parties: parties.collect(),
        promises: promises.collect(),
        undertakings,
    }
}

fn cook_undertaking(
    raw: &RawUndertaking,
    idx: usize,
    owner: usize,
    n_parties: usize,
) -> Undertaking {
    let tenths = |tenths: i32| f64::from(tenths) / 10.0;
    let flow = (0..n_parties).map(|party| {
        tenths(if party == owner {
            -raw.worth.cost
        } else {
            raw.worth.gives[party]
        })
    });
    let wait = raw
        .limits
        .wait
        .filter(|_| idx > 0)
        .map(|(on, lag, complete)| Wait {
            on: CommitmentId::new(on % idx.max(1)),
            lag,
            complete,
        });
    Undertaking {
        owner: PartyId::new(owner),
        flow: flow.collect(),
        once: raw.worth.once[..n_parties]
            .iter()
            .copied()
            .map(tenths)
            .collect(),
        irreversible: raw.irreversible,
        undo_cost: raw.undo_cost,
        discrete: raw.limits.discrete,
        start: raw.limits.start,
        after: wait.into_iter().collect(),
        earliest: raw.limits.earliest,
        max_step: raw.limits.max_step,
        withhold: raw.sight.withhold,
        reverse: raw.sight.reverse,
        linked: (0..n_parties)
            .map(|party| {
                party != owner && raw.sight.linked.as_ref().is_none_or(|linked| linked[party])
            })
            .collect(),
    }
}
