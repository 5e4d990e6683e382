//! `inspect delay`: when to inspect unseen.

use detente::brief::inspect::delay::{json, text};
use detente::inspect::delay::delay;

use crate::args::Format;
use crate::watching::watched;
use crate::{Done, Status, output};

const EXAMPLES: &str = "\
The last slot is inspected in any case; the inspections asked for come before it. The inspectee
sees none of them and chooses when to begin; the inspector wants the violation found soon.

Examples:
  detente inspect delay --slots 10 --inspections 1
  detente inspect delay --slots 12 --inspections 2
  detente inspect delay --slots 30 --inspections 3 --format json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DelayArgs {
    /// Into how many slots time is cut: up to 400 with one inspection, up to 60 with more.
    #[arg(long, alias = "periods", value_name = "N")]
    slots: u32,
    /// How many inspections besides the one at the end of the last slot.
    #[arg(long, value_name = "M")]
    inspections: u32,
    /// The most slots and plans to list: 40 in text, and 1000 plans in JSON unless given.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Stop after this many seconds (exit code 3).
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    budget: Option<f64>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &DelayArgs) -> Done {
    let solved = watched(args.budget, |watch| {
        delay(args.slots, args.inspections, watch)
    })??;
    match args.format {
        Format::Json => output::print_json(&json(&solved, args.limit.unwrap_or(1000)))?,
        Format::Text => output::tell(&text(&solved, args.limit.unwrap_or(40)))?,
    }
    Ok(Status::Answered)
}
