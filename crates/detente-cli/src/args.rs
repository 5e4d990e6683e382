//! The arguments of every command, with their help.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use detente::model::{Concept, Date, Extension, Objective};

/// Reads a dossier of a conflict and answers: where does it settle, and why? Which phased plan would hold?
#[derive(Debug, Parser)]
#[command(name = "detente", version, max_term_width = 100, after_help = AFTER)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER: &str = "\
A FILE is a dossier (TOML), a folder with a dossier.toml in it, or a .gmcr file.

Exit codes: 0 answered, 1 the input is wrong, 2 wrong usage, 3 stopped by a limit.

Examples:
  detente new water.toml                      a commented dossier to start from
  detente check water.toml --read             is it sound, and does it say what I mean?
  detente stability water.toml                where does it settle?
  detente stability water.toml --explain now  why does today's state hold, or not?
  detente elicit water.toml drummer           what would it like best, and least?
  detente roadmap catalog/korea-2025          which sequence of steps does nobody gain by abandoning?
  detente brief water.toml                    all of it on one page";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Is the dossier sound: well formed, sourced, dated, free of contradictions and idle lines?
    Check(Check),
    /// Where does this settle if nobody changes course, and why?
    Stability(Stability),
    /// What differs between two dossiers, or two settings of one, and what turns each verdict?
    Compare(Compare),
    /// New approach, or posturing: rival hypotheses against the evidence, and what each signal cost.
    Weigh(Weigh),
    /// What does a party like best and least, what decides between two states, and in which order does it hold its statements?
    Elicit(Elicit),
    /// Which phased plan of reciprocal steps does nobody gain by abandoning, or what stands in its way?
    Roadmap(Roadmap),
    /// How much looking does a promise take: samples, inspections over time, and where to look so that a roadmap holds?
    Inspect(Box<crate::commands::inspect::InspectArgs>),
    /// Has the wording changed, or is it chance: which terms were dropped from public statements, and when?
    Shift(Box<crate::commands::shift::ShiftArgs>),
    /// Tell me on one page: writes an HTML page and the same as Markdown.
    Brief(Brief),
    /// What does a text say: proposes dates, quotations with their speakers and positions, for a person to accept or strike.
    Extract(Extract),
    /// Convert a file of another program (.gmcr) to a dossier.
    Import(Import),
    /// Print a commented dossier to start from.
    New(New),
    /// Print the JSON Schema of the dossier, for editors that complete and check as one types, or of an answer.
    Schema(Schema),
}

/// How a result is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// For scripts; stable within its number.
    Json,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// A dossier, a folder with a dossier.toml, or a .gmcr file.
    pub(crate) file: PathBuf,
    /// Print every formula as a plain sentence, so that a slip of `if` and `only if` is seen.
    #[arg(long)]
    pub(crate) read: bool,
    #[command(flatten)]
    pub(crate) what_if: WhatIf,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Which view and readings to answer for.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Choice {
    /// Answer for this view only; `base` is the parties' own lists. Default: every view, side by side.
    #[arg(long, value_name = "NAME")]
    pub(crate) view: Option<String>,
    /// Answer for this reading of a contested term only.
    #[arg(long, value_name = "TERM=NAME")]
    pub(crate) reading: Vec<String>,
}

/// What if: keys of the dossier set to other values for this answer only.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct WhatIf {
    /// What if: set a key of the dossier for this answer only; the file stays as it is. `us.relief=waivers` says what is in
    /// force today, `parties.us.prefers.2.sure=0.5` any key by its path. May be given several times.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
}

/// How long and how hard to work.
#[derive(Debug, clap::Args)]
pub(crate) struct Limits {
    /// Stop after this many seconds and print what was found (exit code 3).
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    pub(crate) budget: Option<f64>,
    /// How many threads to use; the answer does not depend on it. Default: as many as there are cores.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// The engine that settles the conflict; `auto` lists up to 4,194,304 states, and any that are ranked, and takes sets beyond.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) engine: Engine,
}

/// Which engine settles a conflict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    /// Every state is listed where there are few enough, otherwise sets.
    #[default]
    Auto,
    /// Every feasible state is listed.
    Explicit,
    /// Sets of states are kept as decision diagrams; for `stability` only, without simultaneous stability.
    Symbolic,
}

const STABILITY_EXAMPLES: &str = "\
Concepts, each telling when a party stays:
  nash  it has no improvement
  gmr   the others can punish every improvement
  smr   … and there is no escape from the punishment
  seq   … by moves that are improvements for those who make them
  sseq  both
  sim   … by improving at the same time

Examples:
  detente stability catalog/korea-2025
  detente stability catalog/korea-2025 --view closed --concepts nash,seq
  detente stability catalog/elmira-option-form --explain NYNNY
  detente stability catalog/korea-2025 --essential --concepts nash,sseq,seq,smr,gmr
  detente stability catalog/korea-2025 --doubt --view base
  detente stability catalog/elmira-option-form --coalitions
  detente stability catalog/cuban-missiles-reversible --foresight 6
  detente stability catalog/elmira-graph
  detente stability catalog/gisborne --unknown b,d
  detente stability catalog/korea-2025 --set us.demand=true --set us.exercises=false
  detente stability conflict.gmcr --format json --limit 20
  detente stability large.toml --engine symbolic --budget 60";

#[derive(Debug, clap::Args)]
#[command(after_help = STABILITY_EXAMPLES)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(crate) struct Stability {
    /// A dossier, a folder with a dossier.toml, or a .gmcr file.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) choice: Choice,
    #[command(flatten)]
    pub(crate) what_if: WhatIf,
    /// Which solution concepts to settle, separated by commas.
    #[arg(long, value_delimiter = ',', value_parser = concept, default_value = "nash,gmr,smr,seq,sseq,sim")]
    pub(crate) concepts: Vec<Concept>,
    /// The most states to list: 1000 in JSON and 12 in text unless given.
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// Say why this state is stable or not, for each party and concept: its letters Y and N, its name in graph form, or `now` for today's state.
    #[arg(long, value_name = "STATE")]
    pub(crate) explain: Option<String>,
    /// Say who is essential: who could block, who must act, who only watches, and what turns when a party keeps still or is free.
    #[arg(long, conflicts_with = "explain")]
    pub(crate) essential: bool,
    /// Say which doubtful lines carry the answer: what turns without each line whose `sure` is below 1.
    #[arg(long, conflicts_with_all = ["explain", "essential"])]
    pub(crate) doubt: bool,
    /// Say what coalitions can do: where each improves together, what is stable for it, which equilibria it would leave for others.
    /// In a conflict with thousands of states, from today's state and from the first `--limit` equilibria where it settles (default: 3).
    #[arg(long, conflicts_with_all = ["explain", "essential", "doubt"])]
    pub(crate) coalitions: bool,
    /// Say what two parties leave alone that look up to so many moves ahead, however far, and with a leader.
    #[arg(long, value_name = "STEPS", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=1000))]
    #[arg(conflicts_with_all = ["explain", "essential", "doubt", "coalitions"])]
    pub(crate) foresight: Option<usize>,
    /// Say where it settles as the parties see it, and who is surprised: for a dossier with a section `perceives`.
    #[arg(long, conflicts_with_all = ["explain", "essential", "doubt", "coalitions", "foresight"])]
    pub(crate) perceived: bool,
    /// What an unknown comparison of states does, separated by commas: `a` and `c` leave for what may be better, `c` and `d` fear what may be
    /// worse. Default: all that the dossier tells apart.
    #[arg(long, value_name = "LETTERS", value_delimiter = ',', value_parser = extension)]
    pub(crate) unknown: Vec<Extension>,
    /// By how many degrees a sanction must be worse to deter, separated by commas: 0 no better, 2 much worse. Default: all that the dossier
    /// tells apart.
    #[arg(long, value_name = "DEGREES", value_delimiter = ',', value_parser = clap::value_parser!(u8).range(0..=9))]
    pub(crate) strong: Vec<u8>,
    #[command(flatten)]
    pub(crate) limits: Limits,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

fn extension(key: &str) -> Result<Extension, String> {
    let found = Extension::ALL
        .into_iter()
        .find(|extension| extension.key() == key.to_lowercase());
    found.ok_or_else(|| {
        format!(
            "expected one of {}",
            Extension::ALL.map(Extension::key).join(", ")
        )
    })
}

fn concept(key: &str) -> Result<Concept, String> {
    let keys = || Concept::ALL.map(Concept::key).join(", ");
    Concept::from_key(&key.to_lowercase()).ok_or_else(|| format!("expected one of {}", keys()))
}

const ROADMAP_EXAMPLES: &str = "\
Objectives, each over the plans that hold:
  welfare  the greatest weighted sum of the parties' values
  fastest  the fewest phases; among those the greatest welfare
  maxmin   the most for the party that has least for its weight
  nash     the greatest weighted product of values
  robust   the most slack for the party that is tempted most

Examples:
  detente roadmap catalog/korea-2025
  detente roadmap catalog/korea-2025 --plan base --objective fastest
  detente roadmap catalog/korea-2025 --set roadmap.parties.dprk.bond=5
  detente roadmap water.toml --format json --draws 0";

#[derive(Debug, clap::Args)]
#[command(after_help = ROADMAP_EXAMPLES)]
pub(crate) struct Roadmap {
    /// A dossier with a section `roadmap`, or a folder with one.
    pub(crate) file: PathBuf,
    /// Answer for this plan only: the name of one under [roadmap.plans], or `base`. Default: all of them, side by side.
    #[arg(long, value_name = "NAME")]
    pub(crate) plan: Option<String>,
    /// What to make as large as it can be, in every plan. Default: what the dossier says.
    #[arg(long, value_name = "NAME", value_parser = objective)]
    pub(crate) objective: Option<Objective>,
    /// The horizon of every plan. Default: what the dossier says.
    #[arg(long, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=200))]
    pub(crate) phases: Option<usize>,
    /// What is to be complete by the last phase, in every plan: a measure of the roadmap. May be given several times.
    #[arg(long, value_name = "ID")]
    pub(crate) target: Vec<String>,
    #[command(flatten)]
    pub(crate) choice: Choice,
    #[command(flatten)]
    pub(crate) what_if: WhatIf,
    /// Over how many draws from the ranges to test a plan that holds; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(crate) draws: usize,
    /// Write the program of the first plan, with every deviation that was forbidden, as an MPS file for other solvers.
    #[arg(long, value_name = "PATH")]
    pub(crate) export: Option<PathBuf>,
    /// Replace the file where it exists; an input is never replaced.
    #[arg(long, requires = "export")]
    pub(crate) force: bool,
    /// In JSON, look for the least detection, bond, assurance and relief, and the frontier, of every plan, also where measures are whole or
    /// nothing, or wait for the completion of others; otherwise of the first such plan only, since that can take a minute for each.
    #[arg(long)]
    pub(crate) thresholds: bool,
    /// Leave out the least detection, bond, assurance and relief, and the frontier.
    #[arg(long)]
    pub(crate) no_thresholds: bool,
    /// Stop after this many seconds and print what was found (exit code 3).
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    pub(crate) budget: Option<f64>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

fn objective(word: &str) -> Result<Objective, String> {
    let words = || Objective::ALL.map(|(word, _)| word).join(", ");
    let found = Objective::ALL
        .iter()
        .find(|(it, _)| *it == word.to_lowercase());
    found
        .map(|(_, objective)| *objective)
        .ok_or_else(|| format!("expected one of {}", words()))
}

const COMPARE_EXAMPLES: &str = "\
`turned by` names the differences that are enough to turn a verdict of the first into that of the second: as few as
possible, or, with a star, a set of which none can be left out. A dash: no such set was found in the trials allowed.

Examples:
  detente compare catalog/korea-2025 mine.toml
  detente compare catalog/korea-2025 --set us.exercises=false
  detente compare catalog/korea-2025 --to-view posture
  detente compare old.gmcr new.toml --format json";

#[derive(Debug, clap::Args)]
#[command(after_help = COMPARE_EXAMPLES)]
pub(crate) struct Compare {
    /// A dossier, a folder with a dossier.toml, or a .gmcr file.
    pub(crate) first: PathBuf,
    /// Another; the first again when left out.
    pub(crate) second: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// Compare with this view of the second dossier; the first is taken in the view of `--view`, or as its parties' own lists have it.
    #[arg(long, value_name = "NAME")]
    pub(crate) to_view: Option<String>,
    #[command(flatten)]
    pub(crate) what_if: WhatIf,
    /// Which solution concepts to compare, separated by commas.
    #[arg(long, value_delimiter = ',', value_parser = concept, default_value = "nash,gmr,smr,seq,sseq")]
    pub(crate) concepts: Vec<Concept>,
    /// The most trials to find what turns a verdict, for each verdict and setting; 0 seeks none.
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) trials: usize,
    #[command(flatten)]
    pub(crate) limits: Limits,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

const WEIGH_EXAMPLES: &str = "\
Examples:
  detente weigh catalog/korea-2025
  detente weigh catalog/korea-2025 --without wh-0930
  detente weigh catalog/korea-2025 --set hypotheses.posturing.prior=0.4
  detente weigh catalog/korea-2025 --format json";

#[derive(Debug, clap::Args)]
#[command(after_help = WEIGH_EXAMPLES)]
pub(crate) struct Weigh {
    /// A dossier, or a folder with a dossier.toml.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) what_if: WhatIf,
    #[command(flatten)]
    pub(crate) question: detente::questions::weigh::Weigh,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

const ELICIT_EXAMPLES: &str = "\
`--ask` shows pairs of states and asks which the party would rather have, until the order of its statements follows or
nothing more is known. It then shows what the order would change, and writes it only when told to. A comment right above a
statement moves with it; one that a blank line sets apart stays where it is.

Examples:
  detente elicit catalog/korea-2025 us
  detente elicit catalog/korea-2025 dprk --states 10 --view posture
  detente elicit catalog/elmira-option-form local --compare now YNYNY
  detente elicit water.toml drummer --ask
  detente elicit water.toml drummer --ask --out asked.toml < answers.txt";

#[derive(Debug, clap::Args)]
#[command(after_help = ELICIT_EXAMPLES)]
pub(crate) struct Elicit {
    /// A dossier, a folder with a dossier.toml, or a .gmcr file.
    pub(crate) file: PathBuf,
    /// The party, by its identifier.
    pub(crate) party: String,
    #[command(flatten)]
    pub(crate) choice: Choice,
    #[command(flatten)]
    pub(crate) what_if: WhatIf,
    /// How many of the best and of the worst states to list.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) states: usize,
    /// Which of two states is preferred, and what decides: their letters Y and N, or `now` for today's state.
    #[arg(long, value_names = ["STATE", "STATE"], num_args = 2, conflicts_with = "ask")]
    pub(crate) compare: Vec<String>,
    /// Ask which of two states the party would rather have, and propose an order of its statements.
    #[arg(long)]
    pub(crate) ask: bool,
    /// Where to write the dossier with that order: a file, or `-` for standard output. Default: the dossier itself.
    #[arg(long, value_name = "PATH", requires = "ask")]
    pub(crate) out: Option<PathBuf>,
    /// Replace the file where it exists; an input is never replaced.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) limits: Limits,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

const BRIEF_EXAMPLES: &str = "\
Examples:
  detente brief catalog/korea-2025                  writes korea-2025.brief.html and korea-2025.brief.md
  detente brief catalog/korea-2025 --out page.html  writes that file only; .md and .json work too
  detente brief catalog/korea-2025 --out -          prints the Markdown";

#[derive(Debug, clap::Args)]
#[command(after_help = BRIEF_EXAMPLES)]
pub(crate) struct Brief {
    /// A dossier, a folder with a dossier.toml, or a .gmcr file.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) choice: Choice,
    #[command(flatten)]
    pub(crate) what_if: WhatIf,
    /// Where to write: a file ending in .html, .md or .json, or `-` for Markdown on standard output.
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,
    /// Replace files of these names that the program did not write; a page of its own is replaced without, an input never.
    #[arg(long)]
    pub(crate) force: bool,
    /// Include evidence that is not marked open.
    #[arg(long)]
    pub(crate) all: bool,
    /// Look for the thresholds and the frontier of a roadmap also where measures are whole or nothing, as `roadmap` does; that can take
    /// a minute or more.
    #[arg(long)]
    pub(crate) thresholds: bool,
    #[command(flatten)]
    pub(crate) limits: Limits,
    /// Text: write the page, and print its headline; json: print the content of the page.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

const EXTRACT_EXAMPLES: &str = "\
Rules of English find what they find: nothing of it is used before a person has confirmed it. The table has a column
`keep` to fill in, and for statements the columns of a table of statements.

Examples:
  detente extract wire.txt --published 2025-10-28 --parties catalog/korea-2025
  detente extract wire.txt --published 2025-10-28 --format csv > proposals.csv";

#[derive(Debug, clap::Args)]
#[command(after_help = EXTRACT_EXAMPLES)]
pub(crate) struct Extract {
    /// A plain text in UTF-8.
    pub(crate) file: PathBuf,
    /// The day on which the text was published: what “on Tuesday” and “last month” are counted from.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) published: Option<Date>,
    /// A dossier: the names, aliases and demonyms of its parties are looked for.
    #[arg(long, value_name = "DOSSIER")]
    pub(crate) parties: Option<PathBuf>,
    /// How to print the proposals.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TableFormat,
}

/// How proposals are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For people.
    #[default]
    Text,
    /// For scripts; stable within its number.
    Json,
    /// A table of comma-separated values, to be accepted or struck line by line.
    Csv,
}

fn day(text: &str) -> Result<Date, String> {
    Date::read(text).ok_or_else(|| "expected a day of the calendar, as 2025-10-28".to_string())
}

#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// A .gmcr file.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) what_if: WhatIf,
    /// Where to write the dossier; printed when not given.
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,
    /// Replace the file where it exists; an input is never replaced.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct New {
    /// Where to write the dossier; printed when not given. An existing file is never replaced.
    pub(crate) file: Option<PathBuf>,
    /// The same.
    #[arg(long, value_name = "PATH", conflicts_with = "file")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Schema {
    /// The schema of a question's answer, by the question's name, in place of the dossier's.
    #[arg(long, value_name = "QUESTION", conflicts_with = "options")]
    pub(crate) answer: Option<String>,
    /// The schema of a question's options as JSON.
    #[arg(long, value_name = "QUESTION")]
    pub(crate) options: Option<String>,
}
