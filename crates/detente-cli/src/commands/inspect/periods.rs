//! `inspect periods`: when to inspect, with fewer inspections than periods.

use clap::ValueEnum;
use detente::brief::inspect::periods::{json, text};
use detente::inspect::Fraction;
use detente::inspect::periods::{Convention, Game, periods};

use super::number;
use crate::args::Format;
use crate::output::{self, Failure};
use crate::{Done, Status};

const EXAMPLES: &str = "\
Conventions, each saying who gets what:
  dresher   the inspectee gets 1 per violation not caught and -penalty (default -1) when caught;
            the inspector gets the opposite. The only one with several --violations
  ferguson  the inspector gets 1 for a violation caught, 0 for one not caught and --legal for none;
            the inspectee gets the opposite
  nonzero   not caught: 1 for the inspectee and -1 for the inspector; caught: -penalty and -cost;
            no violation: 0 for both. Tells also what announcing the inspections is worth

Numbers are decimals or fractions, with numerator and denominator up to 10000.

Examples:
  detente inspect periods --periods 10 --inspections 3
  detente inspect periods --periods 5 --inspections 2 --violations 3 --penalty 0
  detente inspect periods --periods 6 --inspections 2 --convention ferguson --legal 1/2
  detente inspect periods --periods 4 --inspections 2 --convention nonzero --cost 1/2 --penalty 1";

/// Who gets what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Name {
    /// Dresher (1962); with several violations von Stengel (2016).
    #[default]
    Dresher,
    /// Maschler (1966), Ferguson and Melolidakis (1998).
    Ferguson,
    /// Avenhaus, von Stengel and Zamir (2002).
    Nonzero,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct PeriodsArgs {
    /// How many periods.
    #[arg(long, value_name = "N")]
    periods: u32,
    /// How many inspections, one per period at most.
    #[arg(long, value_name = "M")]
    inspections: u32,
    /// How many violations the inspectee may commit, at most.
    #[arg(long, value_name = "K", default_value_t = 1)]
    violations: u32,
    /// Who gets what.
    #[arg(long, value_enum, default_value_t)]
    convention: Name,
    /// For `ferguson`: what legal conduct is worth to the inspector, above 0 and below 1.
    #[arg(long, value_name = "Q", value_parser = number, allow_negative_numbers = true)]
    legal: Option<Fraction>,
    /// For `nonzero`: what the inspector loses when it catches a violation, above 0 and below 1.
    #[arg(long, value_name = "A", value_parser = number, allow_negative_numbers = true)]
    cost: Option<Fraction>,
    /// For `dresher` and `nonzero`: what the inspectee loses when caught.
    #[arg(long, value_name = "B", value_parser = number, allow_negative_numbers = true)]
    penalty: Option<Fraction>,
    /// The most stages to list: 20 in text and 1000 in JSON unless given.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &PeriodsArgs) -> Done {
    let game = Game {
        periods: args.periods,
        inspections: args.inspections,
        convention: convention(args)?,
    };
    let stages_max = args.limit.unwrap_or(if args.format == Format::Json {
        1000
    } else {
        20
    });
    let solved = periods(&game, stages_max)?;
    match args.format {
        Format::Json => output::print_json(&json(&solved))?,
        Format::Text => output::tell(&text(&solved))?,
    }
    Ok(Status::Answered)
}

/// The convention with its numbers; one that it needs must be given, and one that it has no use for must not.
fn convention(args: &PeriodsArgs) -> Result<Convention, Failure> {
    let one = || Fraction::from_integer(1.into());
    let name = args
        .convention
        .to_possible_value()
        .map_or_else(String::new, |name| name.get_name().to_string());
    let given = [
        ("--legal", &args.legal),
        ("--cost", &args.cost),
        ("--penalty", &args.penalty),
    ];
    let used: &[&str] = match args.convention {
        Name::Dresher => &["--penalty"],
        Name::Ferguson => &["--legal"],
        Name::Nonzero => &["--cost", "--penalty"],
    };
    if let Some((flag, _)) = given
        .iter()
        .find(|(flag, value)| value.is_some() && !used.contains(flag))
    {
        return Err(Failure::Usage(format!(
            "`{flag}` has no meaning with `--convention {name}`"
        )));
    }
    if args.convention != Name::Dresher && args.violations != 1 {
        return Err(Failure::Usage(format!(
            "`--violations` above 1 is for `--convention dresher`; `{name}` has one at most"
        )));
    }
    let needed = |flag: &str, value: &Option<Fraction>| {
        value.clone().ok_or_else(|| {
            Failure::Usage(format!(
                "`--convention {name}` needs `{flag}`, a number such as 1/2"
            ))
        })
    };
    Ok(match args.convention {
        Name::Dresher => Convention::ZeroSum {
            violations: args.violations,
            penalty: args.penalty.clone().unwrap_or_else(one),
        },
        Name::Ferguson => Convention::Ferguson {
            legal: needed("--legal", &args.legal)?,
        },
        Name::Nonzero => Convention::NonZero {
            cost: needed("--cost", &args.cost)?,
            penalty: needed("--penalty", &args.penalty)?,
        },
    })
}
