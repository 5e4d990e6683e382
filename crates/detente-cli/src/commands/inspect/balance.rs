//! `inspect balance`: is material missing?

use std::path::PathBuf;

use detente::brief::inspect::balance::{json, text};
use detente::inspect::balance::{Balances, Demands, record};
use detente::inspect::{Fraction, decimal};

use super::number;
use crate::args::Format;
use crate::input::Input;
use crate::output::{self, Failure};
use crate::{Done, Status};

const EXAMPLES: &str = "\
What is unaccounted for at the end of a period is its MUF; CUMUF is the sum over all periods. A table
with commas has a first line `muf,sigma`, or only `sigma`, and a line per period below it.

Examples:
  detente inspect balance --sigma 1 --periods 12 --loss 11.4
  detente inspect balance --sigma 2.5 --periods 12 --correlation -0.3 --alpha 0.01
  detente inspect balance --sigmas 1,1.5,2 --mufs 0.5,4,1.5
  detente inspect balance --sigma 1 --periods 24 --allowance 0.25 --threshold 5 --format json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct BalanceArgs {
    /// The standard deviation of every balance.
    #[arg(long, value_name = "S", value_parser = number, allow_negative_numbers = true, group = "known")]
    sigma: Option<Fraction>,
    /// How many periods; with `--sigma`, and 1 when left out.
    #[arg(long, value_name = "N", requires = "sigma", conflicts_with_all = ["sigmas", "file"])]
    periods: Option<usize>,
    /// The standard deviation of each balance, with commas between them.
    #[arg(long, value_name = "LIST", value_parser = number, value_delimiter = ',', allow_hyphen_values = true, group = "known")]
    sigmas: Option<Vec<Fraction>>,
    /// A table of balances, with commas.
    #[arg(long, value_name = "FILE", required_unless_present_any = ["sigma", "sigmas"], group = "known")]
    file: Option<PathBuf>,
    /// What was unaccounted for in each period, with commas between the amounts.
    #[arg(long, value_name = "LIST", value_parser = number, value_delimiter = ',', allow_hyphen_values = true, conflicts_with = "file")]
    mufs: Option<Vec<Fraction>>,
    /// The correlation of a balance with the one before.
    #[arg(long, value_name = "R", value_parser = number, default_value = "0", allow_negative_numbers = true)]
    correlation: Fraction,
    /// The loss to be detected, in the unit of the standard deviations; one that CUMUF detects as wanted when left out.
    #[arg(long, value_name = "AMOUNT", value_parser = number, allow_negative_numbers = true)]
    loss: Option<Fraction>,
    /// The chance of a false alarm over all periods.
    #[arg(long, value_name = "CHANCE", value_parser = number, default_value = "0.05", allow_negative_numbers = true)]
    alpha: Fraction,
    /// The chance of detection that is wanted.
    #[arg(long, value_name = "CHANCE", value_parser = number, default_value = "0.95", allow_negative_numbers = true)]
    detection: Fraction,
    /// What Page's test takes off each period, in standard deviations.
    #[arg(long, value_name = "K", value_parser = number, default_value = "0.5", allow_negative_numbers = true)]
    allowance: Fraction,
    /// Where Page's test alarms, in standard deviations; where it has as many false alarms as asked for when left out.
    #[arg(long, value_name = "H", value_parser = number, allow_negative_numbers = true)]
    threshold: Option<Fraction>,
    /// The most periods to list in text.
    #[arg(long, value_name = "N", default_value_t = 40)]
    limit: usize,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Standard deviations, measured values if there are any, and the file that they came from.
struct Known {
    sigmas: Vec<f64>,
    mufs: Option<Vec<f64>>,
    input: Option<Input>,
}

pub(super) fn run(args: &BalanceArgs) -> Done {
    let known = known(args)?;
    let balances = Balances::new(known.sigmas, decimal(&args.correlation)).map_err(usage)?;
    let demands = Demands {
        loss: args.loss.as_ref().map(decimal),
        alpha: decimal(&args.alpha),
        detection: decimal(&args.detection),
        allowance: decimal(&args.allowance),
        threshold: args.threshold.as_ref().map(decimal),
    };
    let tests = balances.tests(&demands).map_err(usage)?;
    let course = known
        .mufs
        .map(|mufs| balances.course(&tests, &mufs).map_err(usage))
        .transpose()?;
    let inputs: Vec<_> = known.input.iter().map(Input::fingerprint).collect();
    match args.format {
        Format::Json => output::print_json(&json(&balances, &tests, course.as_ref(), &inputs))?,
        Format::Text => output::tell(&text(&balances, &tests, course.as_ref(), args.limit))?,
    }
    Ok(Status::Answered)
}

fn known(args: &BalanceArgs) -> Result<Known, Failure> {
    if let Some(path) = &args.file {
        let input = Input::read(path)?.into_text()?;
        return match record::read(&input.bytes) {
            Ok(record) => Ok(Known {
                sigmas: record.sigmas,
                mufs: record.mufs,
                input: Some(input),
            }),
            Err(findings) => Err(Failure::Input(Box::new(input), findings)),
        };
    }
    let decimals = |list: &Vec<Fraction>| list.iter().map(decimal).collect::<Vec<_>>();
    let mufs = args.mufs.as_ref().map(decimals);
    let sigmas = match (&args.sigmas, &args.sigma) {
        (Some(sigmas), _) => decimals(sigmas),
        // No more than what is refused as too many.
        (None, sigma) => {
            let periods = args
                .periods
                .unwrap_or_else(|| mufs.as_ref().map_or(1, Vec::len));
            vec![
                sigma.as_ref().map(decimal).unwrap_or_default();
                periods.min(detente::inspect::balance::PERIODS_MAX + 1)
            ]
        }
    };
    Ok(Known {
        sigmas,
        mufs,
        input: None,
    })
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn usage(unfit: detente::inspect::balance::Unfit) -> Failure {
    Failure::Usage(unfit.to_string())
}
