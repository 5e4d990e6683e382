//! `inspect unseen`: what was never declared?

use detente::brief::inspect::unseen::{json, text};
use detente::inspect::unseen::{Belief, Find, Search, Unfit, unseen};
use detente::inspect::{Fraction, decimal};

use super::number;
use crate::args::Format;
use crate::output::{self, Failure};
use crate::{Done, Status};

const EXAMPLES: &str = "\
What is believed before the search, as --prior:
  0:0.6,1:0.3,2:1/10   each possible number of sites with its chance; the chances sum to 1
  uniform:N            from 0 to N sites, all numbers alike
  poisson:MEAN         many places, each with a small chance of its own

Examples:
  detente inspect unseen --prior 0:0.6,1:0.3,2:0.1 --find 0.2 --periods 12
  detente inspect unseen --prior poisson:1.5 --effort 3 --rate 0.1 --periods 8 --believe 0.99
  detente inspect unseen --prior uniform:5 --find 0.3 --periods 6 --found 1 --format json
  detente inspect unseen --prior 0:9/10,1:1/10 --find 0.5 --periods 4 --false-alarm 0.05";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct UnseenArgs {
    /// What is believed about the number of undeclared sites before the search.
    #[arg(long, value_name = "BELIEF")]
    prior: String,
    /// The chance to find a given site in a period, above 0 and up to 1.
    #[arg(long, value_name = "CHANCE", value_parser = number, allow_negative_numbers = true)]
    #[arg(required_unless_present = "effort", conflicts_with = "effort")]
    find: Option<Fraction>,
    /// The effort of search per period; with `--rate` it gives the chance to find, 1 - exp(-rate * effort).
    #[arg(long, value_name = "AMOUNT", value_parser = number, allow_negative_numbers = true, requires = "rate")]
    effort: Option<Fraction>,
    /// How fast a unit of effort finds a site.
    #[arg(long, value_name = "R", value_parser = number, allow_negative_numbers = true, requires = "effort")]
    rate: Option<Fraction>,
    /// For how many periods.
    #[arg(long, value_name = "N")]
    periods: u32,
    /// How many sites were found in them.
    #[arg(long, value_name = "N", default_value_t = 0)]
    found: u32,
    /// The chance per period of an alarm that no site causes.
    #[arg(long, value_name = "CHANCE", value_parser = number, default_value = "0", allow_negative_numbers = true)]
    false_alarm: Fraction,
    /// How surely it shall be believed that nothing is left.
    #[arg(long, value_name = "CHANCE", value_parser = number, default_value = "0.95", allow_negative_numbers = true)]
    believe: Fraction,
    /// The most periods to list in text.
    #[arg(long, value_name = "N", default_value_t = 24)]
    limit: usize,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &UnseenArgs) -> Done {
    let usage = |unfit: Unfit| Failure::Usage(unfit.to_string());
    let belief = Belief::read(&args.prior).map_err(usage)?;
    let find = match (&args.effort, &args.rate) {
        (Some(effort), Some(rate)) => Find::Effort {
            effort: decimal(effort),
            rate: decimal(rate),
        },
        _ => Find::Chance(args.find.as_ref().map(decimal).unwrap_or_default()),
    };
    let search = Search {
        find,
        periods: args.periods,
        found: args.found,
        false_alarm: decimal(&args.false_alarm),
        believe: decimal(&args.believe),
    };
    let answer = unseen(&belief, &search).map_err(usage)?;
    match args.format {
        Format::Json => output::print_json(&json(&answer))?,
        Format::Text => output::tell(&text(&answer, args.limit))?,
    }
    Ok(Status::Answered)
}
