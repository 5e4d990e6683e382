//! One run: how it is cancelled, how far it is, and how hard it may work.

use std::sync::{Arc, Mutex, PoisonError};

use super::Refused;
use crate::space::Watch;

/// How long and how hard one question may work, and who is watching. Runs share nothing with each other unless one is the
/// [child](Run::child) of another.
#[derive(Debug)]
pub struct Run {
    watch: Arc<Watch>,
    stage: Mutex<Stage>,
}

/// Cancels a run, from any thread.
#[derive(Clone, Debug)]
pub struct CancelToken(Arc<Watch>);

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is counted.
    pub stage: Stage,
    /// How many of them are done.
    pub done: u64,
}

/// A stretch of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What is counted, as in "1,204 states visited".
    pub counts: &'static str,
    /// How many there are, where that is known.
    pub of: Option<u64>,
}

impl Default for Run {
    fn default() -> Self {
        Self::new(Watch::default())
    }
}

impl Run {
    fn new(watch: Watch) -> Self {
        let stage = Stage {
            counts: "states visited",
            of: None,
        };
        watch.limit_threads(1);
        Self {
            watch: Arc::new(watch),
            stage: Mutex::new(stage),
        }
    }

    /// A run that ends when a limit is reached, such as a time: the work asks `is_over` wherever it may stop, so that no further thread is
    /// needed. The library knows no clock; the caller brings one.
    #[must_use]
    pub fn with_limit(is_over: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self::new(Watch::default().with_limit(is_over))
    }

    /// The run on at most so many threads, at least 1; one thread means the caller's own. No answer depends on it.
    #[must_use]
    pub fn on_threads(self, threads: usize) -> Self {
        self.watch.limit_threads(threads.max(1));
        self
    }

    /// A run for work inside this one: cancelled with it, and counted in its progress; cancelling the child leaves this one running.
    #[must_use]
    pub fn child(&self) -> Self {
        Self::new(Watch::child_of(&self.watch)).on_threads(self.threads())
    }

    /// What cancels the run.
    pub fn cancel_token(&self) -> CancelToken {
        CancelToken(Arc::clone(&self.watch))
    }

    /// Says what is counted from here on.
    pub fn enter(&self, stage: Stage) {
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
    }

    /// How far the run is.
    pub fn progress(&self) -> Progress {
        Progress {
            stage: *self.stage.lock().unwrap_or_else(PoisonError::into_inner),
            done: self.watch.done(),
        }
    }

    /// The most threads to work on.
    pub fn threads(&self) -> usize {
        self.watch.threads_max()
    }

    /// The watch that analyses look at.
    pub fn watch(&self) -> &Watch {
        &self.watch
    }

    /// Whether the run was cancelled or is over its limit.
    pub fn is_cancelled(&self) -> bool {
        self.watch.is_stopped()
    }

    /// Refuses to go on with a run that was cancelled.
    ///
    /// # Errors
    /// [`Refused::Cancelled`].
    pub fn go_on(&self) -> Result<(), Refused> {
        if self.is_cancelled() {
            Err(Refused::Cancelled)
        } else {
            Ok(())
        }
    }
}

impl CancelToken {
    /// Asks the work to stop; it returns what it has.
    pub fn cancel(&self) {
        self.0.stop();
    }

    /// Whether the run was cancelled or is over its limit.
    pub fn is_cancelled(&self) -> bool {
        self.0.is_stopped()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn a_child_is_cancelled_with_its_parent_and_not_the_other_way_round() {
        let run = Run::default();
        let (one, other) = (run.child(), run.child());
        let grandchild = one.child();
        one.cancel_token().cancel();
        assert!(one.is_cancelled() && grandchild.is_cancelled());
        assert!(!run.is_cancelled() && !other.is_cancelled());
        run.cancel_token().cancel();
        assert!(other.is_cancelled());
        assert_eq!(run.go_on(), Err(Refused::Cancelled));
    }

    #[test]
    fn a_parent_counts_what_its_children_do() {
        let run = Run::default();
        run.enter(Stage {
            counts: "draws",
            of: Some(9),
        });
        run.child().watch().add(2);
        run.child().child().watch().add(3);
        let progress = run.progress();
        assert_eq!((progress.done, progress.stage.of), (5, Some(9)));
    }

    #[test]
    fn a_limit_ends_a_run_and_its_children_without_a_thread() {
        let over = Arc::new(AtomicBool::new(false));
        let clock = Arc::clone(&over);
        let run = Run::with_limit(move || clock.load(Ordering::Relaxed)).on_threads(0);
        let child = run.child();
        assert_eq!((child.threads(), child.go_on()), (1, Ok(())));
        over.store(true, Ordering::Relaxed);
        assert!(child.is_cancelled() && run.is_cancelled());
    }
}
