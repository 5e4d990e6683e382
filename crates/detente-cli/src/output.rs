//! Printing results, writing files whole or not at all, and telling failures.

use std::io::Write;
use std::path::Path;

use detente::model::Diagnostic;
use detente::session::Refused;
use detente::space::Stopped;

use crate::input::Input;
use crate::{Done, Status, diagnostics};

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
                let _ = writeln!(stderr, "stopped: {refused}\nhelp: {help}");
                Status::Stopped
            }
            Self::Write(path, error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
                // The reader of standard output has seen enough.
                drop((path, error));
                Status::Answered
            }
            Self::Write(path, error) => {
                let _ = writeln!(stderr, "error: `{path}` cannot be written: {error}");
                Status::WrongUsage
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

/// Writes a file beside its place and moves it there, so that no half-written file is ever seen.
pub(crate) fn write(path: &Path, contents: &str) -> Result<(), Failure> {
    put(path, contents, None)
}

/// The same for a file that is there and keeps its permissions; a link stays one.
pub(crate) fn replace(path: &Path, contents: &str) -> Result<(), Failure> {
    let failure = |error| Failure::Write(path.display().to_string(), error);
    let place = path.canonicalize().map_err(failure)?;
    let permissions = std::fs::metadata(&place).map_err(failure)?.permissions();
    put(&place, contents, Some(permissions))
}

fn put(
    path: &Path,
    contents: &str,
    permissions: Option<std::fs::Permissions>,
) -> Result<(), Failure> {
    let failure = |error| Failure::Write(path.display().to_string(), error);
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    std::fs::metadata(folder).map_err(failure)?;
    // Only the kind of the error: its text names a temporary file that the user has not heard of.
    let file = tempfile::Builder::new()
        .prefix(".detente-")
        .tempfile_in(folder);
    let mut file = file.map_err(|error| failure(error.kind().into()))?;
    file.write_all(contents.as_bytes())
        .and_then(|()| file.as_file().sync_all())
        .map_err(failure)?;
    match permissions {
        Some(permissions) => file.as_file().set_permissions(permissions),
        None => readable_by_all(file.as_file()),
    }
    .map_err(failure)?;
    file.persist(path)
        .map(drop)
        .map_err(|error| failure(error.error))
}

/// Gives a new file the permissions that other programs would give it; temporary files are private.
#[cfg(unix)]
fn readable_by_all(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Writes to a path, or prints when there is none or it is `-`.
pub(crate) fn write_or_print(path: Option<&Path>, contents: &str) -> Done {
    match path {
        Some(path) if path != Path::new("-") => write(path, contents)?,
        _ => print(contents)?,
    }
    Ok(Status::Answered)
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
