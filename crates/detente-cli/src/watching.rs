//! Watching long work: the budget, Ctrl-C, and progress on a terminal.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use detente::session::{CancelToken, Run, Stage};
use detente::space::Watch;

use crate::Status;
use crate::args::{Engine, Limits};
use crate::output::Failure;

/// How long work runs before progress is shown, and how often it is shown.
const PATIENCE: Duration = Duration::from_millis(700);

/// Runs work under a watch that ends with the budget or with Ctrl-C.
pub(crate) fn watched<T>(
    budget: Option<f64>,
    work: impl FnOnce(&Watch) -> T,
) -> Result<T, Failure> {
    watched_as("states visited", budget, work)
}

/// The same, with what the watch counts, for the progress.
pub(crate) fn watched_as<T>(
    counts: &'static str,
    budget: Option<f64>,
    work: impl FnOnce(&Watch) -> T,
) -> Result<T, Failure> {
    running(counts, budget, |run| work(run.watch()))
}

/// A run that ends with the budget or with Ctrl-C, with what it counts, for the progress.
pub(crate) fn running<T>(
    counts: &'static str,
    budget: Option<f64>,
    work: impl FnOnce(&Run) -> T,
) -> Result<T, Failure> {
    let budget = match budget.map(Duration::try_from_secs_f64) {
        None => None,
        Some(Ok(budget)) => Some(budget),
        Some(Err(_)) => {
            return Err(Failure::Usage(
                "expected a number of seconds from 0 for `--budget`".to_string(),
            ));
        }
    };
    let run = Run::default().on_threads(cores());
    run.enter(Stage { counts, of: None });
    current(Some(run.cancel_token()));
    // It is set once, and then stops whatever work is under way.
    let _ = ctrlc::set_handler(interrupted);
    if budget.is_some_and(|budget| budget.is_zero()) {
        run.cancel_token().cancel();
    }
    let (done, wait) = channel::<()>();
    let result = std::thread::scope(|scope| {
        let run = &run;
        let watcher = scope.spawn(move || follow(run, budget, &wait));
        let result = work(run);
        current(None);
        drop(done);
        watcher.join().expect("the watcher does not panic");
        result
    });
    Ok(result)
}

/// What Ctrl-C cancels: a signal reaches the whole program, and the program has one run under way.
static CURRENT: Mutex<Option<CancelToken>> = Mutex::new(None);

fn current(run: Option<CancelToken>) {
    *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = run;
}

/// Ctrl-C stops the work under way; between two works, while the program waits for an answer, it ends the program.
#[expect(
    clippy::exit,
    reason = "a program that waits for its user to type has nothing to unwind"
)]
fn interrupted() {
    match &*CURRENT.lock().unwrap_or_else(PoisonError::into_inner) {
        Some(run) => run.cancel(),
        None => std::process::exit(Status::Stopped as i32),
    }
}

/// Waits until the work is done, stops it when the budget ends, and shows progress on a terminal.
fn follow(run: &Run, budget: Option<Duration>, wait: &Receiver<()>) {
    let started = Instant::now();
    let shown = std::io::stderr().is_terminal();
    let mut any = false;
    loop {
        let left = budget.map_or(PATIENCE, |budget| {
            budget.saturating_sub(started.elapsed()).min(PATIENCE)
        });
        match wait.recv_timeout(left.max(Duration::from_millis(1))) {
            Err(RecvTimeoutError::Timeout) => {}
            _ => break,
        }
        if budget.is_some_and(|budget| started.elapsed() >= budget) {
            run.cancel_token().cancel();
        }
        if shown {
            any = true;
            let progress = run.progress();
            let _ = write!(
                std::io::stderr(),
                "\r{} {}, {} s ",
                progress.done,
                progress.stage.counts,
                started.elapsed().as_secs()
            );
        }
    }
    if any {
        let _ = write!(std::io::stderr(), "\r{:60}\r", "");
    }
}

/// Refuses the symbolic engine for what lists the states: a command or an option of one.
pub(crate) fn explicit_only(limits: &Limits, what: &str) -> Result<(), Failure> {
    match limits.engine {
        Engine::Symbolic => Err(Failure::Usage(format!(
            "`{what}` needs the states listed, which `--engine symbolic` does not do\nleave that out: it is for `stability` and what works over sets of states"
        ))),
        Engine::Auto | Engine::Explicit => Ok(()),
    }
}

/// The number of threads to use.
pub(crate) fn threads(limits: &Limits) -> Result<usize, Failure> {
    match limits.threads {
        Some(0) => Err(Failure::Usage(
            "expected at least 1 for `--threads`".to_string(),
        )),
        Some(n) => Ok(n),
        None => Ok(cores()),
    }
}

/// The number of cores that the program may use.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
