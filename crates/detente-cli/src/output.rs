//! Printing results and telling failures.

use std::io::Write;

use detente::model::Diagnostic;
use detente::space::Stopped;

use crate::input::Input;
use crate::{Status, diagnostics};

/// Why a command has no answer.
pub(crate) enum Failure {
    /// The input is wrong.
    Input(Box<Input>, Vec<Diagnostic>),
    /// The input is wrong, and the user has been told how.
    Told,
    /// The command was used wrongly.
    Usage(String),
    /// A limit stopped the work before anything was found.
    Stopped(Stopped),
    /// An output is refused before anything is written: the reason, and the remedy.
    Output(String, String),
    /// A file or standard output cannot be written.
    Write(String, std::io::Error),
}

impl Failure {
    /// Tells the user, and returns what the exit code should say.
    pub(crate) fn report(self) -> Status {
        let mut stderr = std::io::stderr().lock();
        match self {
            Self::Input(input, found) => {
                drop(stderr);
                diagnostics::print(&input, &found);
                Status::WrongInput
            }
            Self::Told => Status::WrongInput,
            Self::Usage(message) => {
                let _ = writeln!(
                    stderr,
                    "error: {message}\n\nFor more information, try '--help'."
                );
                Status::WrongUsage
            }
            Self::Stopped(stopped) => {
                let help = match stopped {
                    Stopped::Interrupted => "raise `--budget`",
                    Stopped::ExplicitOnly => "leave it out, or ask for `--engine explicit`",
                    Stopped::TooManyStates { .. } | Stopped::TooManySteps { .. } => {
                        "`detente stability` by itself settles conflicts of this size, over sets of states; for anything else add rules \
                         that say what cannot be, or leave out measures that matter to nobody"
                    }
                    Stopped::GraphTooLarge { .. } => {
                        "add rules that hold measures fixed, or leave out measures that matter to nobody"
                    }
                    Stopped::TooManyCoalitions { .. } => {
                        "merge parties that always act together, or leave out parties that only watch"
                    }
                    _ => {
                        "add rules that say what cannot be, or leave out measures that matter to nobody"
                    }
                };
                let _ = writeln!(stderr, "stopped: {stopped}\nhelp: {help}");
                Status::Stopped
            }
            Self::Write(path, error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
                // The reader of standard output has seen enough.
                drop((path, error));
                Status::Answered
            }
            Self::Write(path, error) => {
                let _ = writeln!(stderr, "error: `{path}` cannot be written: {error}");
                Status::WrongInput
            }
            Self::Output(message, help) => {
                let _ = writeln!(stderr, "error: {message}\nhelp: {help}");
                Status::WrongInput
            }
        }
    }
}

/// Says that some views and readings are not answered.
pub(crate) fn left_out(n_left_out: usize, n_asked: usize, stopped: Stopped) {
    let why = match stopped {
        Stopped::Interrupted | Stopped::TooManyNodes { .. } | Stopped::TooManyLevels { .. } => stopped.to_string(),
        _ => "all of them together have more states than the explicit engine takes; ask with `--view` or `--reading`".to_string(),
    };
    let _ = writeln!(
        std::io::stderr(),
        "stopped: {n_left_out} of {n_asked} views and readings are not answered: {why}"
    );
}

/// Prints a result.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(|error| Failure::Write("standard output".to_string(), error))
}

/// Prints a result as JSON.
pub(crate) fn print_json(value: &serde_json::Value) -> Result<(), Failure> {
    print(&format!("{value:#}\n"))
}

/// The most columns of a line of text: those of the terminal, if it is wider than 100.
pub(crate) fn columns() -> usize {
    terminal_columns().unwrap_or(100).max(100)
}

fn terminal_columns() -> Option<usize> {
    use std::io::IsTerminal;
    let columns = std::env::var("COLUMNS").ok()?.parse().ok();
    columns.filter(|_| std::io::stdout().is_terminal())
}
