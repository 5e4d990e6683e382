//! `check`: is the dossier sound?

use detente::brief::{self, Layout};
use detente::dossier::{Source, read};
use detente::lint;
use detente::model::{Conflict, Diagnostic, Dossier, Setting};
use detente::space::{STATES_MAX, Stopped, Watch, feasible_states};

use crate::args::{Check, Format};
use crate::input::Input;
use crate::output::{self, Failure};
use crate::statements::{self, Sources};
use crate::watching::watched;
use crate::{Done, Status, diagnostics};

pub(crate) fn run(args: &Check) -> Done {
    watched(None, |watch| answer(args, watch))?
}

fn answer(args: &Check, watch: &Watch) -> Done {
    let input = Input::read_with(&args.file, &args.what_if)?;
    let outcome = read(&Source {
        name: input.name.clone(),
        bytes: input.bytes.clone(),
    });
    let mut found = outcome.diagnostics;
    if let Some(dossier) = &outcome.dossier {
        found.extend(match lint::errors(dossier, watch) {
            Ok(errors) if errors.is_empty() => {
                lint::warnings(dossier, watch).map_err(Failure::Stopped)?
            }
            Ok(errors) => errors,
            Err(Stopped::Interrupted) => return Err(Failure::Stopped(Stopped::Interrupted)),
            Err(_) => lint::warnings(dossier, watch).map_err(Failure::Stopped)?,
        });
    }
    let mut n_errors = found.iter().filter(|finding| finding.is_error()).count();
    let mut n_beside = 0;
    if let (Some(dossier), 0) = (&outcome.dossier, n_errors) {
        let beside = statements_beside(args, &input, dossier, watch)?;
        n_errors += beside.n_errors;
        n_beside = beside.n_warnings;
        found.extend(beside.patterns);
    }
    let status = if n_errors == 0 {
        Status::Answered
    } else {
        Status::WrongInput
    };
    diagnostics::print(&input, &found);
    if args.format == Format::Json {
        output::print_json(&brief::json::check(
            outcome.dossier.as_ref(),
            &found,
            input.text(),
            &[input.fingerprint()],
        ))?;
        return Ok(status);
    }
    let (Some(dossier), 0) = (&outcome.dossier, n_errors) else {
        return Ok(status);
    };
    let feasible = feasible_states(
        &Conflict::new(dossier, &Setting::default()),
        STATES_MAX,
        watch,
    )
    .ok()
    .map(|states| states.len());
    let verdict = match found.len() + n_beside {
        0 => "sound: no errors, no warnings\n".to_string(),
        1 => "sound: no errors, 1 warning\n".to_string(),
        n => format!("sound: no errors, {n} warnings\n"),
    };
    let (times, series) = (
        lint::chronology::chronology(dossier),
        lint::chronology::series(dossier),
    );
    let times = brief::chronology(dossier, &times, &series, output::columns());
    let reading = if args.read {
        brief::reading_of_formulas(
            dossier,
            Layout {
                columns_max: output::columns(),
                ..Layout::default()
            },
        )
    } else {
        String::new()
    };
    output::print(&(brief::check_summary(dossier, feasible) + &verdict + &times + &reading))?;
    Ok(status)
}

/// What was found in the statements beside the dossier.
#[derive(Default)]
struct Beside {
    n_errors: usize,
    n_warnings: usize,
    /// The patterns of the dossier that no statement contains.
    patterns: Vec<Diagnostic>,
}

/// Reads the statements beside the dossier, where there are some, and prints what is wrong with them.
fn statements_beside(
    args: &Check,
    input: &Input,
    dossier: &Dossier,
    watch: &Watch,
) -> Result<Beside, Failure> {
    let Some(section) = &dossier.statements else {
        return Ok(Beside::default());
    };
    let Some(sources) = Sources::find(&args.file, input, section)? else {
        return Ok(Beside::default());
    };
    let reading = statements::read(&sources, dossier, section, None, watch)?;
    let found = &reading.collected.found;
    diagnostics::print_found(found);
    let n_errors = found.iter().filter(|it| it.diagnostic.is_error()).count();
    let id = |statement: usize| {
        let corpus = reading.collected.corpus.as_ref();
        corpus.map_or_else(String::new, |corpus| corpus.ids[statement].clone())
    };
    let unfound = reading.heard.unfound.iter().filter(|_| n_errors == 0);
    Ok(Beside {
        n_errors,
        n_warnings: found.len() - n_errors,
        patterns: unfound
            .map(|it| it.diagnostic(&section.terms, id))
            .collect(),
    })
}
