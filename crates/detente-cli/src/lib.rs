//! The command line of Détente: parse arguments, call the library once, render what it answers.

mod args;
mod commands;
mod diagnostics;
pub mod folder;
mod input;
mod output;
mod statements;
mod watching;
mod writing;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use output::Failure;

/// Runs the program with its arguments, the first its own name.
pub fn run(args: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> ExitCode {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            // A closed standard output leaves nobody to tell.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let done = match &args.command {
        Command::Check(it) => commands::check::run(it),
        Command::Stability(it) => commands::stability::run(it),
        Command::Compare(it) => commands::compare::run(it),
        Command::Weigh(it) => commands::weigh::run(it),
        Command::Elicit(it) => commands::elicit::run(it),
        Command::Roadmap(it) => commands::roadmap::run(it),
        Command::Brief(it) => commands::brief::run(it),
        Command::Extract(it) => commands::extract::run(it),
        Command::Import(it) => commands::import::run(it),
        Command::Inspect(it) => commands::inspect::run(it),
        Command::Shift(it) => commands::shift::run(it),
        Command::New(it) => commands::new::run(it),
        Command::Schema(it) => commands::schema::run(it),
    };
    match done {
        Ok(status) => ExitCode::from(status as u8),
        Err(failure) => ExitCode::from(failure.report() as u8),
    }
}

/// What the exit code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Status {
    /// The question was answered.
    Answered = 0,
    /// The input is wrong; diagnostics are on standard error and nothing was written.
    WrongInput = 1,
    /// The command was used wrongly.
    WrongUsage = 2,
    /// A limit stopped the work; what was found is printed and says so.
    Stopped = 3,
}

/// What a command comes to.
type Done = Result<Status, Failure>;
