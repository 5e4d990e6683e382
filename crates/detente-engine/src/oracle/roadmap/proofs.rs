//! What the engine claims about a deal, checked with fractions.
//!
//! # Definition
//! - A *plan holds* when its schedule keeps every physical limit and every promise, and no deviation pays.
//! - A plan is *optimal* within a gap when non-negative weights `y` on rows `a·x + c ≥ 0` bound the objective: for every plan `x`,
//!   `w·x ≤ w·x + Σ y·(a·x + c)`, and the right side has a largest value over the levels that never fall, which is an upper bound.
//! - *No plan* exists when for some non-negative weights `Σ y·(a·x + c) < 0` for all levels between 0 and 1 (Farkas 1902).
//! # Algorithm
//! Rows as `exact` gives them, weights and levels as the fractions that their shortest decimals are; sums, signs and suffix sums.
//! # Complexity
//! One exact row per deviation and weight.
//! # Validity
//! Exact, and for every deviation given, not for others. Nothing is assumed of the weights: bad ones give a weak bound or no proof. Levels
//! of a schedule that was computed with rounding miss the limits by a little, hence the tolerance.
//! # References
//! Farkas (1902), weak duality of linear programs: textbook facts.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::exact::{Exact, Line, fraction};
use super::rows::Row;
use crate::model::{CommitmentId, Deal, Deviation, Limit, PartyId, Schedule, Tail};

/// Why a claim does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The schedule has not one level per undertaking and phase, or a tail that the deal has not.
    Shape,
    /// The row names nothing of the deal, or its deviation is not one that the party can choose.
    Unknown(Row),
    /// The level is not between 0 and 1.
    OutOfRange(CommitmentId, usize),
    /// A whole-or-nothing measure is partly in force.
    Partial(CommitmentId, usize),
    /// A measure advances though another that it waits for is not complete: which, for what, in which phase.
    Incomplete(CommitmentId, CommitmentId, usize),
    /// The row is violated by so much.
    Violated(Row, BigRational),
    /// The weight of the row is negative.
    Negative(Row),
    /// The weighted rows contradict nothing: some levels leave the sum as large as this.
    Consistent(BigRational),
}

/// How good a plan is, and how good any could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bracket {
    /// The welfare of the plan.
    pub lower: BigRational,
    /// No plan has more.
    pub upper: BigRational,
}

/// Whether a schedule keeps all limits, and no deviation of those given pays more than `tolerance`: the least that a row leaves,
/// negative when one is violated within the tolerance.
pub fn verify_plan(
    deal: &Deal,
    schedule: &Schedule,
    deviations: &[Deviation],
    tolerance: f64,
) -> Result<BigRational, Fault> {
    shape(deal, schedule)?;
    let tolerance = fraction(tolerance);
    whole(deal, schedule, &tolerance)?;
    let exact = Exact::new(deal, schedule.shrink);
    let mut values: BTreeMap<(PartyId, usize), Line> = BTreeMap::new();
    let mut least: Option<BigRational> = None;
    let mut test = |row: &Row, left: BigRational| {
        if left < -&tolerance {
            return Err(Fault::Violated(row.clone(), -left));
        }
        if least.as_ref().is_none_or(|least| left < *least) {
            least = Some(left);
        }
        Ok(())
    };
    for limit in limits(deal) {
        let row = Row::Limit(limit);
        let line = exact.row(&row).ok_or_else(|| Fault::Unknown(row.clone()))?;
        test(&row, line.at(schedule))?;
    }
    let at_last = at_last(deal, schedule);
    for deviation in deviations {
        let row = Row::Deviation(deviation.clone());
        if !super::deviations::is_possible(deal, deviation) {
            return Err(Fault::Unknown(row));
        }
        let key = (deviation.party, deviation.phase());
        let value = values
            .entry(key)
            .or_insert_with(|| exact.value(key.0, key.1));
        let line = &*value - &exact.deviation(deviation);
        test(&row, line.at(schedule))?;
        if deviation.phase() > deal.phases {
            test(&row, line.at(&at_last))?;
        }
    }
    Ok(least.unwrap_or_default())
}

/// The welfare of a schedule and a bound on that of every plan, from weights on rows.
///
/// That levels never fall, that a measure does not advance before its first phase and that targets are complete counts without weights.
pub fn verify_optimum(
    deal: &Deal,
    schedule: &Schedule,
    weights: &[(Row, f64)],
) -> Result<Bracket, Fault> {
    shape(deal, schedule)?;
    let exact = Exact::new(deal, schedule.shrink);
    let mut welfare = exact.zero();
    for party in deal.party_ids() {
        welfare.add(
            &fraction(deal.parties[party.idx()].weight),
            &exact.value(party, 1),
        );
    }
    let lower = welfare.at(schedule);
    for (row, weight) in weights {
        weigh(&mut welfare, &exact, row, *weight)?;
    }
    let upper = deal
        .undertaking_ids()
        .map(|id| most_never_falling(deal, &welfare, id))
        .sum::<BigRational>()
        + welfare.constant;
    Ok(Bracket { lower, upper })
}

/// How far weighted rows contradict each other: by at least how much their sum falls short of 0 for all levels between 0 and 1.
///
/// Speaks of plans whose levels stay as they are after the last phase.
pub fn verify_none(
    deal: &Deal,
    deviations: &[(Deviation, f64)],
    limits: &[(Limit, f64)],
) -> Result<BigRational, Fault> {
    let exact = Exact::new(deal, None);
    let mut sum = exact.zero();
    for (deviation, weight) in deviations {
        weigh(
            &mut sum,
            &exact,
            &Row::Deviation(deviation.clone()),
            *weight,
        )?;
    }
    for (limit, weight) in limits {
        weigh(&mut sum, &exact, &Row::Limit(*limit), *weight)?;
    }
    let most = sum
        .coefs
        .iter()
        .filter(|coef| coef.is_positive())
        .sum::<BigRational>()
        + sum.constant;
    if most.is_negative() {
        Ok(-most)
    } else {
        Err(Fault::Consistent(most))
    }
}

/// Every limit of a deal; with a geometric tail targets need not be complete in the last phase.
pub fn limits(deal: &Deal) -> Vec<Limit> {
    let targets = deal
        .targets
        .iter()
        .filter(|_| deal.tail == Tail::Constant)
        .map(|id| Limit::Target(*id));
    let mut limits: Vec<Limit> = targets.collect();
    for id in deal.undertaking_ids() {
        let it = &deal.undertakings[id.idx()];
        limits.extend((1..=deal.phases).map(|phase| Limit::NoRetreat(id, phase)));
        limits.extend((1..=deal.phases).map(|phase| Limit::Step(id, phase)));
        limits
            .extend((1..it.earliest.min(deal.phases + 1)).map(|phase| Limit::Earliest(id, phase)));
        let waits = it.after.iter().flat_map(|wait| {
            (1..=deal.phases).map(|phase| Limit::Prerequisite(id, wait.on, phase))
        });
        limits.extend(waits);
    }
    limits.extend(
        (0..deal.promises.len())
            .flat_map(|idx| (1..=deal.phases + 1).map(move |phase| Limit::Promise(idx, phase))),
    );
    limits
}

fn shape(deal: &Deal, schedule: &Schedule) -> Result<(), Fault> {
    let fits = schedule.levels.len() == deal.undertakings.len()
        && schedule
            .levels
            .iter()
            .all(|levels| levels.len() == deal.phases)
        && schedule.shrink.is_some() == (deal.tail == Tail::Geometric);
    if fits { Ok(()) } else { Err(Fault::Shape) }
}

/// Whether levels lie between 0 and 1, whole measures are whole, and measures wait for what they must wait for.
fn whole(deal: &Deal, schedule: &Schedule, tolerance: &BigRational) -> Result<(), Fault> {
    let one = BigRational::one();
    let at = |id: CommitmentId, phase: usize| match phase {
        0 => fraction(deal.undertakings[id.idx()].start),
        _ => fraction(schedule.levels[id.idx()][phase - 1]),
    };
    for id in deal.undertaking_ids() {
        let it = &deal.undertakings[id.idx()];
        for phase in 1..=deal.phases {
            let level = at(id, phase);
            if level < -tolerance || level > &one + tolerance {
                return Err(Fault::OutOfRange(id, phase));
            }
            if it.discrete && level > *tolerance && level < &one - tolerance {
                return Err(Fault::Partial(id, phase));
            }
            let advances = level > fraction(it.start) + tolerance;
            let waits = it.after.iter().filter(|wait| wait.complete && advances);
            if let Some(wait) = waits
                .into_iter()
                .find(|wait| at(wait.on, phase.saturating_sub(wait.lag)) < &one - tolerance)
            {
                return Err(Fault::Incomplete(id, wait.on, phase));
            }
            for wait in it.after.iter().filter(|wait| !wait.complete) {
                let ahead = &level - at(wait.on, phase.saturating_sub(wait.lag));
                if ahead > *tolerance {
                    return Err(Fault::Violated(
                        Row::Limit(Limit::Prerequisite(id, wait.on, phase)),
                        ahead,
                    ));
                }
            }
        }
    }
    Ok(())
}

/// The schedule as it looks after ever so many phases: rows of the phase after the last are the same for it, for a geometric tail.
fn at_last(deal: &Deal, schedule: &Schedule) -> Schedule {
    let mut schedule = schedule.clone();
    for id in deal.targets.iter().filter(|_| schedule.shrink.is_some()) {
        schedule.levels[id.idx()]
            .iter_mut()
            .skip(deal.phases - 1)
            .for_each(|level| *level = 1.0);
    }
    schedule
}

fn weigh(sum: &mut Line, exact: &Exact<'_>, row: &Row, weight: f64) -> Result<(), Fault> {
    if weight < 0.0 {
        return Err(Fault::Negative(row.clone()));
    }
    let line = exact.row(row).ok_or_else(|| Fault::Unknown(row.clone()))?;
    sum.add(&fraction(weight), &line);
    Ok(())
}

/// The largest value of one undertaking's part of a line over levels that never fall, lie between its level today and 1, stay before
/// its first phase and, for a target, end complete. Reached by one jump to 1, or by none.
fn most_never_falling(deal: &Deal, line: &Line, id: CommitmentId) -> BigRational {
    let it = &deal.undertakings[id.idx()];
    let coefs = &line.coefs[id.idx() * deal.phases..(id.idx() + 1) * deal.phases];
    let start = fraction(it.start);
    let total: BigRational = coefs.iter().sum();
    let jumps = (1..=deal.phases)
        .filter(|phase| *phase >= it.earliest)
        .map(|phase| coefs[phase - 1..].iter().sum::<BigRational>());
    let must = deal.tail == Tail::Constant && deal.targets.contains(&id);
    let stays = (!must).then(BigRational::zero);
    let best = jumps.chain(stays).max().unwrap_or_default();
    total * &start + (BigRational::one() - start) * best
}
