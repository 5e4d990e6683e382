//! What a party can block and must do, as data that a checker can verify without the engine.

use super::{MeasureId, State};

/// How far the answer depends on a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The question, or where the conflict settles, needs an act or a consent of the party, or the answer to the question
    /// turns when the party does nothing.
    Essential,
    /// It has a veto over some measure of another party, or some verdict turns when it does nothing or is freed of its constraints.
    Matters,
    /// Nothing of that.
    Watches,
}

impl Role {
    /// Its word in tables and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Essential => "essential",
            Self::Matters => "matters",
            Self::Watches => "watches",
        }
    }
}

/// What a veto keeps another party's measure from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bar {
    /// From being taken or raised: its condition fails.
    Raise,
    /// From being dropped or lowered: its condition fails.
    Lower,
    /// From standing at these levels: a rule forbids it.
    Levels(Vec<usize>),
}

/// How a party can block another party's measure, whatever everybody else does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Veto {
    /// The party's measures that do it, each with the levels at which it does; of several measures all are needed together, at one
    /// level each. Every level is today's, or one to which the measure may be moved from there.
    pub by: Vec<(MeasureId, Vec<usize>)>,
    /// The measure of the other party.
    pub over: MeasureId,
    /// What it is kept from.
    pub bars: Bar,
    /// Whether the measures stand so today; `false` when today's state is not known.
    pub today: bool,
    /// A feasible state in which the other's measure is not kept from it.
    pub open: State,
}

/// A measure that every state of a set has at some of its levels only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Need {
    /// The measure.
    pub measure: MeasureId,
    /// The levels that it has in the set, ascending; it has others in other feasible states.
    pub levels: Vec<usize>,
    /// Whether today's level is none of them, so that its party must act; `false` when today's state is not known.
    pub acts: bool,
    /// A state of the set.
    pub example: State,
}
