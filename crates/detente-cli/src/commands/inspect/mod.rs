//! `inspect`: how much looking does a promise take?

mod balance;
mod delay;
mod paths;
mod periods;
mod plan;
mod sample;
mod unseen;

use clap::Subcommand;
use detente::inspect::{Fraction, Refusal, fraction};

use crate::Done;
use crate::output::Failure;

const EXAMPLES: &str = "\
Examples:
  detente inspect sample --items 1000 --diverted 50 --miss 0.1
  detente inspect periods --periods 4 --inspections 2
  detente inspect delay --slots 12 --inspections 2
  detente inspect catalog/korea-2025 --effort 2
  detente inspect catalog/korea-2025 --plan disarm --rate dprk.goodwill=0";

/// What is asked about inspection.
#[derive(Debug, clap::Args)]
#[command(
    arg_required_else_help = true,
    args_conflicts_with_subcommands = true,
    override_usage = "detente inspect <QUESTION> [OPTIONS]\n       or with a dossier: detente inspect <FILE> [--effort E] [--rate MEASURE=RATE]… [--plan NAME]",
    after_help = EXAMPLES
)]
pub(crate) struct InspectArgs {
    #[command(subcommand)]
    question: Option<Inspect>,
    #[command(flatten)]
    plan: plan::PlanArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Inspect {
    /// How many items to check so that a diversion is not missed.
    Sample(sample::SampleArgs),
    /// When to inspect, with fewer inspections than periods.
    Periods(periods::PeriodsArgs),
    /// When to inspect if nobody sees the inspections and lateness is what counts.
    Delay(delay::DelayArgs),
    /// Whether material is missing: MUF, CUMUF and Page's test.
    Balance(balance::BalanceArgs),
    /// What a search for undeclared sites finds, and what a clean one leaves believable.
    Unseen(unseen::UnseenArgs),
    /// Which acquisition paths there are, and which inspections deter them.
    Paths(paths::PathsArgs),
}

pub(crate) fn run(args: &InspectArgs) -> Done {
    match &args.question {
        None => plan::run(&args.plan),
        Some(Inspect::Sample(it)) => sample::run(it),
        Some(Inspect::Periods(it)) => periods::run(it),
        Some(Inspect::Delay(it)) => delay::run(it),
        Some(Inspect::Balance(it)) => balance::run(it),
        Some(Inspect::Unseen(it)) => unseen::run(it),
        Some(Inspect::Paths(it)) => paths::run(it),
    }
}

/// Reads an exact number from the command line.
fn number(text: &str) -> Result<Fraction, String> {
    fraction(text)
        .ok_or_else(|| "expected a number such as 0.1 or 1/10, of 18 digits at most".to_string())
}

impl From<Refusal> for Failure {
    /// A question that cannot be answered as it was put is wrong usage.
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Stopped => Self::Stopped(detente::space::Stopped::Interrupted),
            _ => Self::Usage(refusal.to_string()),
        }
    }
}
