//! Cancellation and progress of long work.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

/// Shared between the work and whoever watches it.
#[derive(Default)]
pub struct Watch {
    stop: AtomicBool,
    done: AtomicU64,
    parent: Option<Arc<Watch>>,
    limit: Option<Box<dyn Fn() -> bool + Send + Sync>>,
    /// The most threads; 0 where nobody said.
    threads: AtomicUsize,
}

impl Watch {
    /// The watch of work inside other work: it stops with the other, and what it counts the other counts too.
    #[must_use]
    pub fn child_of(parent: &Arc<Self>) -> Self {
        Self {
            parent: Some(Arc::clone(parent)),
            threads: AtomicUsize::new(parent.threads.load(Ordering::Relaxed)),
            ..Self::default()
        }
    }

    /// The watch with a limit, such as a time, that the work looks at wherever it may stop. The caller holds the clock.
    #[must_use]
    pub fn with_limit(self, is_over: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self {
            limit: Some(Box::new(is_over)),
            ..self
        }
    }

    /// Says on how many threads the work may go at most; one is the caller's own.
    pub fn limit_threads(&self, n: usize) {
        self.threads.store(n, Ordering::Relaxed);
    }

    /// The most threads that the work may use.
    pub fn threads_max(&self) -> usize {
        match self.threads.load(Ordering::Relaxed) {
            0 => usize::MAX,
            n => n,
        }
    }

    /// Asks the work to stop; it returns what it has.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the work is to stop: asked to, over its limit, or inside work that is to stop.
    pub fn is_stopped(&self) -> bool {
        if self.stop.load(Ordering::Relaxed) {
            return true;
        }
        let is_over = self.limit.as_ref().is_some_and(|is_over| is_over())
            || self
                .parent
                .as_ref()
                .is_some_and(|parent| parent.is_stopped());
        if is_over {
            self.stop();
        }
        is_over
    }

    /// The number of states visited so far, over all searches.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Counts visited states.
    pub fn add(&self, n: u64) {
        self.done.fetch_add(n, Ordering::Relaxed);
        if let Some(parent) = &self.parent {
            parent.add(n);
        }
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch")
            .field("stop", &self.stop)
            .field("done", &self.done)
            .field("parent", &self.parent)
            .finish_non_exhaustive()
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
