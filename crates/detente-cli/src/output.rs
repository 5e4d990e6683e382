//! Printing results and telling failures.

use std::io::Write;

use detente::document::{Page, Style, escaped_json, shown_lines, terminal};
use detente::model::Diagnostic;
use detente::session::Refused;
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
    /// The library refused.
    Refused(Refused),
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
                let message = shown_lines(&message);
                let _ = writeln!(
                    stderr,
                    "error: {message}\n\nFor more information, try '--help'."
                );
                Status::WrongUsage
            }
            Self::Stopped(stopped) => {
                drop(stderr);
                Self::Refused(stopped.into()).report()
            }
            Self::Refused(Refused::NotApplicable { why, remedy }) => {
                let between = if remedy.is_empty() { "" } else { "; " };
                drop(stderr);
                Self::Usage(format!("{why}{between}{remedy}")).report()
            }
            Self::Refused(refused) => {
                let help = refused.remedy();
                let told = format!("stopped: {refused}\nhelp: {help}");
                let _ = writeln!(stderr, "{}", shown_lines(&told));
                Status::Stopped
            }
            Self::Write(path, error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
                // The reader of standard output has seen enough.
                drop((path, error));
                Status::Answered
            }
            Self::Write(path, error) => {
                let path = shown_lines(&path);
                let _ = writeln!(stderr, "error: `{path}` cannot be written: {error}");
                Status::WrongInput
            }
            Self::Output(message, help) => {
                let message = shown_lines(&message);
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

/// Prints a result as a page that fits the terminal.
pub(crate) fn tell(page: &Page) -> Result<(), Failure> {
    print(&terminal(page, style()))
}

/// Adds how many warnings `check` has about the file.
pub(crate) fn add_warnings(page: &mut Page, n_warnings: usize) {
    let told = match n_warnings {
        0 => return,
        1 => "1 warning: `detente check` tells it.".to_string(),
        n => format!("{n} warnings: `detente check` tells them."),
    };
    page.gap();
    page.say(told);
}

/// Prints a result as JSON.
pub(crate) fn print_json(value: &serde_json::Value) -> Result<(), Failure> {
    print(&escaped_json(&format!("{value:#}\n")))
}

/// How standard output shows text: as wide as the terminal, with emphasis unless the user asked for none.
pub(crate) fn style() -> Style {
    use std::io::IsTerminal;
    let is_terminal = std::io::stdout().is_terminal();
    let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let is_plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|kind| kind == "dumb");
    Style {
        columns: columns
            .filter(|_| is_terminal)
            .unwrap_or(Style::default().columns),
        emphasis: is_terminal && !is_plain,
    }
}
