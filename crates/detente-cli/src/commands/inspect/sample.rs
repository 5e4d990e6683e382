//! `inspect sample`: how many items to check.

use detente::brief::inspect::sample::{Goal, json, text};
use detente::inspect::Fraction;
use detente::inspect::sample::{items_for, sample};

use super::number;
use crate::args::Format;
use crate::{Done, Status, output};

const EXAMPLES: &str = "\
Three sizes are told: the least that meets the goal, exactly, and those of the IAEA's and of Jaech's formula.

Examples:
  detente inspect sample --items 1000 --diverted 50 --miss 0.1
  detente inspect sample --items 300 --goal 8 --content 0.8 --miss 1/20
  detente inspect sample --items 1000000 --diverted 10 --miss 0.1 --format json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct SampleArgs {
    /// How many items are declared.
    #[arg(long, value_name = "N")]
    items: u64,
    /// How many of them are falsified, if any are.
    #[arg(
        long,
        value_name = "D",
        required_unless_present = "goal",
        conflicts_with = "goal"
    )]
    diverted: Option<u64>,
    /// The amount that must not be diverted unseen; with `--content` it says how many items that takes.
    #[arg(long, value_name = "AMOUNT", value_parser = number, requires = "content", allow_negative_numbers = true)]
    goal: Option<Fraction>,
    /// How much one item contains, in the unit of the goal.
    #[arg(long, value_name = "AMOUNT", value_parser = number, requires = "goal", allow_negative_numbers = true)]
    content: Option<Fraction>,
    /// The greatest chance to miss them all that is accepted, above 0 and below 1: 0.1 or 1/10.
    #[arg(long, value_name = "CHANCE", value_parser = number, allow_negative_numbers = true)]
    miss: Fraction,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &SampleArgs) -> Done {
    let goal: Goal = args.goal.clone().zip(args.content.clone());
    let diverted = match &goal {
        Some((goal, content)) => items_for(goal, content)?,
        None => args.diverted.unwrap_or_default(),
    };
    let sample = sample(args.items, diverted, &args.miss)?;
    match args.format {
        Format::Json => output::print_json(&json(&sample, &goal))?,
        Format::Text => output::tell(&text(&sample, &goal))?,
    }
    Ok(Status::Answered)
}
