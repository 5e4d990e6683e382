//! One plan of a roadmap with everything that this room answers about it.

use super::frontier::{frontier, of_target_owners};
use super::obstacle::obstacle;
use super::prices::prices;
use super::ranges::{Number, ranges};
use super::thresholds::{Probe, thresholds};
use super::units::Unit;
use super::{Answer, Effort, Halt, Obstacle, Point, Prices, Ranges, Thresholds, solve};
use crate::model::{CommitmentId, Deal, Roadmap, Variant};
use crate::space::Watch;

/// How much to answer.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a part of the answer that can be left out by itself"
)]
pub struct Scope {
    /// How hard to solve.
    pub effort: Effort,
    /// Whether to price a plan that holds.
    pub prices: bool,
    /// Whether to look for thresholds.
    pub thresholds: bool,
    /// Whether to look for what would remove the obstacle, where no plan holds.
    pub obstacle: bool,
    /// Over how many draws to test a plan when the roadmap has ranges; 0 for not at all.
    pub draws: usize,
    /// Whether to find the least detection for each number of phases.
    pub frontier: bool,
}

impl Default for Scope {
    fn default() -> Self {
        Self {
            effort: Effort::default(),
            prices: true,
            thresholds: true,
            obstacle: true,
            draws: 1000,
            frontier: true,
        }
    }
}

/// The answers about one plan of a roadmap.
#[derive(Clone, Debug)]
pub struct Study {
    /// The numbers, ranges at their middle.
    pub deal: Deal,
    /// Whether a plan holds, or the proof that none does.
    pub answer: Answer,
    /// What a little more of each number would be worth; `None` without a plan, when a measure is whole or nothing, or when not asked for.
    pub prices: Option<Prices>,
    /// The least detection, bond, assurance and relief; `None` when not asked for or without an answer.
    pub thresholds: Option<Thresholds>,
    /// What stands in the way; `None` with a plan, or when not asked for.
    pub obstacle: Option<Obstacle>,
    /// How the plan stands over the ranges; `None` without a plan, without a range, or when not asked for.
    pub ranges: Option<Ranges>,
    /// The least detection for each number of phases; empty when not asked for or without an answer.
    pub frontier: Vec<Point>,
    /// Undertakings that others' violations are to be answered with, though their owners would rather keep them. Such a threat is not
    /// credible, and no plan relies on it.
    pub idle_threats: Vec<CommitmentId>,
    /// Whether the watch stopped the work before all of this was answered.
    pub stopped: bool,
}

/// Answers all that is asked about a roadmap, or about one of its variants.
///
/// The answer itself comes first, then prices, thresholds, what stands in the way, the frontier and the ranges. When the watch stops the
/// work, what is there by then is returned, and the rest is `None`, empty or [`Least::Unknown`](super::Least::Unknown).
pub fn study(roadmap: &Roadmap, variant: Option<&Variant>, scope: &Scope, watch: &Watch) -> Study {
    let mut study = study_deal(Deal::new(roadmap, variant), scope, watch);
    let is_range = Number::all(roadmap)
        .iter()
        .any(|(_, estimate)| estimate.is_range());
    if let (Answer::Holds(plan), true) = (
        &study.answer,
        is_range && scope.draws > 0 && !watch.is_stopped(),
    ) {
        study.ranges = Some(ranges(roadmap, variant, plan, scope.draws, watch));
        study.stopped |= watch.is_stopped();
    }
    study
}

/// The same for a deal in plain numbers, which has no ranges.
pub fn study_deal(deal: Deal, scope: &Scope, watch: &Watch) -> Study {
    let unit = Unit::of(&deal);
    let study = study_at_unit(unit.deal(&deal), scope, watch);
    unit.study(deal, study)
}

fn study_at_unit(deal: Deal, scope: &Scope, watch: &Watch) -> Study {
    let answer = solve(&deal, &scope.effort, watch);
    let mut probe = Probe::new(&scope.effort, watch, &deal, &answer);
    let is_on = |is_asked: bool| is_asked && !watch.is_stopped();
    let prices = match &answer {
        Answer::Holds(plan) if is_on(scope.prices) => {
            prices(&deal, plan, &scope.effort, watch, true)
        }
        _ => None,
    };
    let thresholds = if is_on(scope.thresholds) {
        thresholds(&mut probe, &deal, &answer)
    } else {
        None
    };
    let obstacle = match &answer {
        Answer::None(proof) if is_on(scope.obstacle) => {
            obstacle(&mut probe, &deal, proof, thresholds.as_ref())
        }
        _ => None,
    };
    let is_answered = !matches!(answer, Answer::Stopped(_));
    let frontier = if is_on(scope.frontier && is_answered) {
        frontier(&mut probe, &deal, &of_target_owners(&deal))
    } else {
        vec![]
    };
    let stopped = watch.is_stopped() || matches!(answer, Answer::Stopped(Halt::Interrupted));
    Study {
        idle_threats: idle_threats(&deal),
        deal,
        answer,
        prices,
        thresholds,
        obstacle,
        ranges: None,
        frontier,
        stopped,
    }
}

/// The undertakings whose threatened reversal is not credible: something of them could be undone, somebody's violation is to be
/// answered by that, and their owners would rather keep them.
fn idle_threats(deal: &Deal) -> Vec<CommitmentId> {
    let could_matter = |id: &CommitmentId| {
        let it = &deal.undertakings[id.idx()];
        let is_felt = deal
            .party_ids()
            .any(|party| party != it.owner && it.linked[party.idx()] && it.flow[party.idx()] > 0.0);
        it.irreversible < 1.0 && is_felt
    };
    deal.undertaking_ids()
        .filter(could_matter)
        .filter(|id| !deal.would_undo(*id))
        .collect()
}
