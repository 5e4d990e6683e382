//! Watching long work from outside: stop it, and see how far it is.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Shared between the work and whoever watches it.
#[derive(Debug, Default)]
pub struct Watch {
    stop: AtomicBool,
    done: AtomicU64,
}

impl Watch {
    /// Asks the work to stop; it returns what it has.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the work was asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// The number of states visited so far, over all searches.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Counts visited states.
    pub fn add(&self, n: u64) {
        self.done.fetch_add(n, Ordering::Relaxed);
    }
}

/// Why an answer is missing or incomplete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stopped {
    /// The conflict has more feasible states than the explicit engine takes.
    TooManyStates {
        /// The most that it takes.
        states_max: usize,
    },
    /// Listing the feasible states took more steps than allowed before the limit on states was reached.
    TooManySteps {
        /// The most steps that are allowed.
        steps_max: u64,
    },
    /// The decision diagrams of the symbolic engine grew too large.
    TooManyNodes {
        /// The most nodes that they may have together.
        nodes_max: usize,
    },
    /// A party tells more classes of equally good states apart than the symbolic engine takes.
    TooManyLevels {
        /// The most that it takes.
        levels_max: usize,
    },
    /// One state has more improvements than can be told one by one.
    TooManyImprovements {
        /// The most that are told.
        improvements_max: usize,
    },
    /// A graph, or a conflict that is to become one, has more states than are taken.
    GraphTooLarge {
        /// The most that are taken.
        states_max: usize,
    },
    /// There are too many parties to go through all their coalitions.
    TooManyCoalitions {
        /// The most parties that are taken.
        parties_max: usize,
    },
    /// The statements of a party with `or` can be chosen in too many ways.
    TooManyLists {
        /// The most ways that are taken.
        lists_max: usize,
    },
    /// The concept is settled by the explicit engine only.
    ExplicitOnly,
    /// The watch was asked to stop: the budget ended, or the user stopped it.
    Interrupted,
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyStates { states_max } => {
                write!(
                    f,
                    "the conflict has more than {states_max} feasible states, the most that the explicit engine takes"
                )
            }
            Self::TooManySteps { steps_max } => {
                write!(
                    f,
                    "listing the feasible states took more than {steps_max} steps, the most that the explicit engine takes"
                )
            }
            Self::TooManyNodes { nodes_max } => {
                write!(
                    f,
                    "the decision diagrams have more than {nodes_max} nodes, the most that the symbolic engine takes"
                )
            }
            Self::TooManyLevels { levels_max } => {
                write!(
                    f,
                    "a party tells more than {levels_max} classes of states apart, the most that the symbolic engine takes"
                )
            }
            Self::TooManyImprovements { improvements_max } => {
                write!(
                    f,
                    "a party has more than {improvements_max} improvements from this state, the most that are explained"
                )
            }
            Self::GraphTooLarge { states_max } => {
                write!(
                    f,
                    "the conflict has more than {states_max} states, the most that are taken for this answer"
                )
            }
            Self::TooManyCoalitions { parties_max } => {
                write!(
                    f,
                    "there are more than {parties_max} parties, the most whose coalitions are gone through"
                )
            }
            Self::TooManyLists { lists_max } => {
                write!(
                    f,
                    "the statements of a party with `or` can be chosen in more than {lists_max} ways, the most that are taken"
                )
            }
            Self::ExplicitOnly => write!(f, "only the explicit engine settles this concept"),
            Self::Interrupted => write!(f, "the budget ended, or the work was interrupted"),
        }
    }
}

impl std::error::Error for Stopped {}
