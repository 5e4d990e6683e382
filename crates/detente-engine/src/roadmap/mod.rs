//! Which phased, reciprocal plan holds: the schedule that nobody gains by abandoning, or what stands in its way.

mod best_response;
mod dates;
mod deviation_table;
mod effort_plan;
mod export;
mod frontier;
pub mod gradual;
mod objective;
mod obstacle;
mod payoff;
mod prices;
mod program;
mod ranges;
mod reach;
mod separate;
mod solve;
mod standing;
mod study;
mod tableau;
mod tail;
mod thresholds;
mod units;

use crate::model::{Deviation, Limit, PartyId, Schedule};

pub use effort_plan::{InspectionPlan, InspectionResult, Site, inspection_plan};
pub use export::export;
pub use frontier::Point;
pub use obstacle::{Obstacle, PATIENCE_MAX, Remedy, Walk};
pub use payoff::{slack_at, value_at};
pub use prices::{Prices, Shorter};
pub use ranges::{End, Number, Ranges};
pub use reach::{Enough, Short};
pub use solve::{Effort, solve};
pub use study::{Scope, Study, study, study_deal};
pub use thresholds::{Assured, Least, Relief, Thresholds, least_bond, least_factor};
pub use units::stake;

/// The answer about one [`Deal`](crate::model::Deal).
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A plan that nobody gains by abandoning.
    Holds(Plan),
    /// The model has no such plan.
    None(Proof),
    /// The work was stopped, or a program was numerically doubtful, before there was an answer.
    Stopped(Halt),
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// The watch was asked to stop.
    Interrupted,
    /// Nothing bounds the objective.
    Unbounded,
    /// The solver could not vouch for its result.
    Doubtful,
    /// The objective is not defined: this party cannot come out ahead in any plan.
    NoGain(PartyId),
}

/// A plan that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The number of phases; fewer than the deal's for the fastest plan.
    pub phases: usize,
    /// Who does how much when.
    pub schedule: Schedule,
    /// The objective's value. For the fastest plan the number of phases.
    pub objective: f64,
    /// The value of the plan to each party from the first phase on.
    pub values: Vec<f64>,
    /// Per party and phase `1 ..= phases + 1`, the deviation that tempts most; `None` where the party has none.
    pub tightest: Vec<Vec<Option<Tightest>>>,
    /// The deviations whose threat shapes the plan, dearest first. When a measure is whole or nothing, with those measures as they are.
    pub binding: Vec<Binding>,
    /// The other constraints that shape it, each with its price, dearest first; on the same condition.
    pub limits: Vec<(Limit, f64)>,
    /// By party: what the objective gains per unit of its value.
    pub shares: Vec<f64>,
    /// How the plan was checked.
    pub checked: Checked,
}

/// The most tempting deviation of a party in a phase.
#[derive(Clone, Debug, PartialEq)]
pub struct Tightest {
    /// The value of complying less that of deviating.
    pub slack: f64,
    /// The deviation.
    pub deviation: Deviation,
}

/// A constraint with a price: by how much the objective would rise per unit of slack.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// The deviation that must not pay.
    pub deviation: Deviation,
    /// The objective's gain per unit by which the deviation were worth less; never negative.
    pub price: f64,
}

/// How far a plan was tested against deviations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Checked {
    /// A bound on what any party could still gain by any deviation.
    pub largest_gain: f64,
    /// Whether the bound covers every deviation; otherwise only those that start together and end together or never.
    pub exact: bool,
    /// The number of deviations compared one by one.
    pub n_deviations: u64,
    /// The number of states of the exact best reply.
    pub n_states: u64,
    /// The objective when only the deviations that start together were forbidden, with what is whole as it is; the exact best reply can
    /// lower it.
    pub of_plans: f64,
}

/// A proof that no plan holds: non-negative weights under which the constraints contradict each other.
///
/// Every constraint reads `Σ a·x ≥ b`. The weighted sum of the left sides, with every level between 0 and 1 as large as its sign wants, stays
/// below the weighted sum of the right sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// The number of phases it speaks of.
    pub phases: usize,
    /// The weights of the constraints that a deviation must not pay, largest first; they sum to 1 unless there is none.
    pub deviations: Vec<(Deviation, f64)>,
    /// The weights of the other constraints, on the same scale.
    pub limits: Vec<(Limit, f64)>,
    /// How far apart the two sides are, on the same scale; positive.
    pub gap: f64,
    /// Whether it was the program without whole-or-nothing measures that has no plan; otherwise the proof is by exhaustion, and the
    /// weights are those of the last relaxation that failed.
    pub relaxed: bool,
}
