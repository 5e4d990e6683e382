//! `inspect paths`: how could material be acquired, and what deters it?

use std::path::PathBuf;

use detente::brief::inspect::paths::{json, text};
use detente::inspect::paths::{Obstacle, Study, read, study};
use detente::model::{Code, Diagnostic};
use detente::space::Stopped;

use crate::args::Format;
use crate::input::Input;
use crate::output::{self, Failure};
use crate::watching::watched;
use crate::{Done, Status};

const EXAMPLES: &str = "\
The file is TOML. Numbers are decimals, or fractions in quotes:

  [graph]
  title = \"From spent fuel to plutonium\"
  start = \"spent fuel\"
  goal = \"plutonium\"
  budget = 1           # what there is to spend on inspection

  [payoffs]            # the shortest path, unseen, is worth 1 to the state
  penalty = 2          # what the state loses when caught
  caught = 0.5         # what the inspectorate loses when it catches a violation
  missed = 1           # what it loses when it misses one on the shortest path

  [[edges]]            # one table per step
  id = \"diversion\"
  from = \"spent fuel\"
  to = \"plutonium\"
  weight = 1           # how hard the step is
  covered = 0.9        # the chance to see it where inspection covers it
  uncovered = 0.1      # the chance to see it otherwise; 0 when left out
  cost = 1             # what covering it costs

Exit code 3 when a limit or --budget leaves a part unanswered; the rest is printed.

Example:
  detente inspect paths FILE --format json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct PathsArgs {
    /// The file of the graph.
    file: PathBuf,
    /// Try budgets of 0, 1, 2 and so on up to this, as long as more of it helps.
    #[arg(long, value_name = "N", default_value_t = 12)]
    sweep: u32,
    /// The most paths, covers and equilibria to list: 12 in text, and 1000 equilibria in JSON unless given.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Stop after this many seconds (exit code 3).
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    budget: Option<f64>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &PathsArgs) -> Done {
    let input = Input::read(&args.file)?;
    let graph = match read(&input.bytes) {
        Ok(graph) => graph,
        Err(findings) => return Err(input.refused(findings)),
    };
    let study = match watched(args.budget, |watch| study(&graph, args.sweep, watch))? {
        Ok(study) => study,
        Err(Obstacle::Stopped) => return Err(Failure::Stopped(Stopped::Interrupted)),
        Err(obstacle) => {
            let finding = Diagnostic::error(Code::D025, obstacle.to_string())
                .help("join steps that are always taken together");
            return Err(Failure::Input(Box::new(input), vec![finding]));
        }
    };
    match args.format {
        Format::Json => output::print_json(&json(
            &graph,
            &study,
            args.limit.unwrap_or(1000),
            &[input.fingerprint()],
        ))?,
        Format::Text => output::tell(&text(&graph, &study, args.limit.unwrap_or(12)))?,
    }
    Ok(if is_whole(&study) {
        Status::Answered
    } else {
        Status::Stopped
    })
}

/// Whether no limit left a part unanswered; that no path leads to the goal is an answer.
fn is_whole(study: &Study) -> bool {
    let settled =
        |obstacle: Option<&Obstacle>| obstacle.is_none_or(|obstacle| *obstacle == Obstacle::NoPath);
    settled(
        study
            .answer
            .as_ref()
            .map_or_else(Some, |answer| answer.leadership.as_ref().err()),
    ) && settled(study.equilibria.as_ref().err())
        && study
            .sweep
            .iter()
            .all(|it| settled(it.deterrence.as_ref().err()))
}
