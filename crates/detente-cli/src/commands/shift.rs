//! `shift`: has the wording changed?

use std::path::PathBuf;

use clap::ValueEnum;
use detente::brief::shift::{Told, json, text};
use detente::lint::chronology::far_years;
use detente::model::{Code, Corpus, Date, Diagnostic, Dossier, Statements};
use detente::shift::Prior;
use detente::shift::eligible::Unit;
use detente::shift::positions::positions;
use detente::shift::study::{Ask, study};
use detente::space::Watch;
use detente::text::names;

use crate::args::{Format, WhatIf};
use crate::input::{Loaded, load};
use crate::output::{self, Failure};
use crate::statements::{Sources, read};
use crate::watching::{cores, watched_as};
use crate::{Done, Status, diagnostics};

const EXAMPLES: &str = "\
The statements lie beside the dossier: a table `statements.csv` with columns such as date, party, channel, text, or a folder
`statements` with one text each. The dossier says which terms to count, in a section `statements`.

Examples:
  detente shift catalog/korea-2025
  detente shift korea.toml --term denuclearization --party us --channel press
  detente shift korea.toml --channel speech --positions --reference speech-1=-1 --reference speech-9=1
  detente shift korea.toml --cut 2025-09-30 --by appearances --prior uniform
  detente shift korea.toml --set 'statements.terms.goal.any=[\"denuclear*\"]' --format json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ShiftArgs {
    /// A dossier with a section `statements`, or a folder with one.
    file: PathBuf,
    /// Answer for this term only.
    #[arg(long, value_name = "TERM")]
    term: Option<String>,
    /// Answer for the statements of this party only.
    #[arg(long, value_name = "PARTY")]
    party: Option<String>,
    /// Answer for this channel only.
    #[arg(long, value_name = "CHANNEL")]
    channel: Option<String>,
    /// The first day of after. Default: what the dossier says.
    #[arg(long, value_name = "DAY", value_parser = day)]
    cut: Option<Date>,
    /// Leave out statements made before this day.
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,
    /// Leave out statements made after this day.
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<Date>,
    /// What counts once: a draft with its copies, or every appearance.
    #[arg(long, value_enum, default_value_t)]
    by: By,
    /// What is thought of a rate before counting.
    #[arg(long, value_enum, default_value_t)]
    prior: PriorName,
    /// How many of the words that moved most to list, for each party and channel; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 8)]
    words: usize,
    /// Place the statements by their words: among themselves (Wordfish), and against references if some are given.
    #[arg(long)]
    positions: bool,
    /// A statement whose position is given, and the position, such as `wh-0128=-1`; at least two place the others (Wordscores).
    #[arg(long = "reference", value_name = "ID=POSITION", value_parser = reference, requires = "positions", allow_hyphen_values = true)]
    references: Vec<(String, f64)>,
    #[command(flatten)]
    what_if: WhatIf,
    /// Stop after this many seconds (exit code 3).
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    budget: Option<f64>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum By {
    /// A draft: copies of it before the cut count once, and so do those after.
    #[default]
    Drafts,
    /// Every appearance.
    Appearances,
}

/// What is thought of a rate before counting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum PriorName {
    /// Beta(1/2, 1/2).
    #[default]
    Jeffreys,
    /// Beta(1, 1).
    Uniform,
}

fn reference(text: &str) -> Result<(String, f64), String> {
    let parts = text.rsplit_once('=').and_then(|(id, at)| {
        Some((
            id.to_string(),
            at.parse::<f64>().ok().filter(|at| at.is_finite())?,
        ))
    });
    parts.ok_or_else(|| {
        "expected the id of a statement, `=` and a number, as wh-0128=-1".to_string()
    })
}

fn day(text: &str) -> Result<Date, String> {
    Date::read(text).ok_or_else(|| "expected a day of the calendar, as 2025-09-01".to_string())
}

pub(crate) fn run(args: &ShiftArgs) -> Done {
    watched_as("statements read", args.budget, |watch| answer(args, watch))?
}

fn answer(args: &ShiftArgs, watch: &Watch) -> Done {
    let mut loaded = load(&args.file, &args.what_if, watch)?;
    let Some(statements) = loaded.dossier.statements.take() else {
        return Err(without_statements(loaded));
    };
    let sources = Sources::find(&args.file, &loaded.input, &statements)?
        .ok_or_else(|| without_sources(&loaded))?;
    let cut = args.cut.or(statements.cut);
    // Without a cut no words are counted.
    let cut_of_words = cut.filter(|_| args.words > 0);
    let read = read(&sources, &loaded.dossier, &statements, cut_of_words, watch)?;
    diagnostics::print(&loaded.input, &far_years(&loaded.dossier));
    diagnostics::print_found(&read.collected.found);
    let Some(corpus) = &read.collected.corpus else {
        return Ok(Status::WrongInput);
    };
    let ask = ask(args, &loaded.dossier, &statements, corpus, cut)?;
    let study = study(corpus, &read.heard, &statements.terms, &ask, cores(), watch);
    let references = references(args, corpus)?;
    let positions = args
        .positions
        .then(|| positions(corpus, &read.heard, &ask, &references));
    let named: Vec<usize> = references.iter().map(|(statement, _)| *statement).collect();
    let told = Told {
        references: &named,
        positions: positions.as_ref(),
        dossier: &loaded.dossier,
        statements: &statements,
        corpus,
        study: &study,
    };
    let mut inputs = vec![loaded.input.fingerprint()];
    inputs.extend(read.fingerprints);
    match args.format {
        Format::Json => output::print_json(&json(&told, &inputs))?,
        Format::Text => output::tell(&text(&told))?,
    }
    Ok(if study.stopped {
        Status::Stopped
    } else {
        Status::Answered
    })
}

/// The statements that are given as references, by position, and where they stand.
fn references(args: &ShiftArgs, corpus: &Corpus) -> Result<Vec<(usize, f64)>, Failure> {
    let one = |(id, at): &(String, f64)| {
        let found = corpus.ids.iter().position(|it| it == id);
        let found = found
            .ok_or_else(|| Failure::Usage(format!("there is no statement `{id}` to refer to")))?;
        Ok((found, *at))
    };
    args.references.iter().map(one).collect()
}

/// What is asked, with names turned into positions.
fn ask(
    args: &ShiftArgs,
    dossier: &Dossier,
    statements: &Statements,
    corpus: &Corpus,
    cut: Option<Date>,
) -> Result<Ask, Failure> {
    let term = find(
        "term",
        args.term.as_deref(),
        &statements.terms.iter().map(|term| term.id.as_str()),
    )?;
    let party = find(
        "party",
        args.party.as_deref(),
        &dossier.parties.iter().map(|party| party.id.as_str()),
    )?;
    let channel = find(
        "channel",
        args.channel.as_deref(),
        &corpus.channels.words.iter().map(String::as_str),
    )?;
    Ok(Ask {
        cut,
        from: args.from,
        until: args.until,
        term,
        party: party.map(detente::model::PartyId::new),
        channel: channel.map(|channel| u32::try_from(channel).unwrap_or(u32::MAX)),
        unit: match args.by {
            By::Drafts => Unit::Drafts,
            By::Appearances => Unit::Appearances,
        },
        prior: match args.prior {
            PriorName::Jeffreys => Prior::JEFFREYS,
            PriorName::Uniform => Prior::UNIFORM,
        },
        keywords: args.words,
        only_open: false,
    })
}

/// The position of a name that was asked for.
fn find<'n>(
    what: &str,
    wanted: Option<&str>,
    names: &(impl Iterator<Item = &'n str> + Clone),
) -> Result<Option<usize>, Failure> {
    let Some(wanted) = wanted else {
        return Ok(None);
    };
    let known = || {
        names
            .clone()
            .filter(|name| !name.is_empty())
            .take(20)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let found = names::find(wanted, names.clone());
    found.map(Some).ok_or_else(|| {
        Failure::Usage(format!(
            "there is no {what} `{wanted}`; expected one of: {}",
            known()
        ))
    })
}

fn without_statements(loaded: Loaded) -> Failure {
    let help = "add a section that says which terms to count, for example:\n[statements.terms.goal]\nany = [\"denuclear*\", \"nuclear disarmament\"]";
    let finding =
        Diagnostic::error(Code::D006, "the dossier has no section `[statements]`").help(help);
    Failure::Input(Box::new(loaded.input), vec![finding])
}

fn without_sources(loaded: &Loaded) -> Failure {
    let help = "put a table `statements.csv` or a folder `statements` beside it, or name them in `[statements]`";
    let finding =
        Diagnostic::error(Code::D001, "there are no statements beside the dossier").help(help);
    Failure::Input(Box::new(loaded.input.clone()), vec![finding])
}
