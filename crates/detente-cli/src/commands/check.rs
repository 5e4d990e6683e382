//! `check`: is the dossier sound?

use detente::brief;
use detente::brief::json::{Beside, Input as Fingerprint};
use detente::lint;
use detente::model::{Conflict, Diagnostic, Dossier, Setting};
use detente::space::{STATES_MAX, Stopped, Watch, feasible_states};

use crate::args::{Check, Format};
use crate::input::{Input, draft};
use crate::output::{self, Failure};
use crate::statements::{Reading, Sources};
use crate::watching::watched;
use crate::{Done, Status, diagnostics};

pub(crate) fn run(args: &Check) -> Done {
    watched(None, |watch| answer(args, watch))?
}

fn answer(args: &Check, watch: &Watch) -> Done {
    let draft = draft(&args.file, &args.what_if)?;
    let input = Input::of(&draft);
    let mut found = draft.mistakes(watch);
    if let Some(dossier) = draft.dossier() {
        found.extend(match lint::errors(dossier, watch) {
            Ok(errors) if errors.is_empty() => {
                lint::warnings(dossier, watch).map_err(Failure::Stopped)?
            }
            Ok(errors) => errors,
            Err(Stopped::Interrupted) => return Err(Failure::Stopped(Stopped::Interrupted)),
            Err(_) => lint::warnings(dossier, watch).map_err(Failure::Stopped)?,
        });
    }
    let said = match draft.dossier() {
        Some(dossier) if !found.iter().any(detente::model::Diagnostic::is_error) => {
            statements(args, &input, dossier, watch)?
        }
        _ => None,
    };
    if let (Some(dossier), Some(reading)) = (draft.dossier(), &said) {
        found.extend(unfound_patterns(dossier, reading));
    }
    let beside = said.iter().flat_map(|it| &it.collected.found);
    let beside: Vec<Beside<'_>> = beside
        .map(|it| Beside {
            file: &it.file,
            line: it.line,
            diagnostic: &it.diagnostic,
        })
        .collect();
    let all = found.iter().chain(beside.iter().map(|it| it.diagnostic));
    let (errors, warnings): (Vec<_>, Vec<_>) = all.partition(|finding| finding.is_error());
    let (n_errors, n_warnings) = (errors.len(), warnings.len());
    let status = if n_errors == 0 {
        Status::Answered
    } else {
        Status::WrongInput
    };
    diagnostics::print(&input, &found);
    if let Some(said) = &said {
        diagnostics::print_found(&said.collected.found);
    }
    if args.format == Format::Json {
        output::print_json(&brief::json::check(
            draft.dossier(),
            &found,
            input.text(),
            &beside,
            &inputs(&input, said.as_ref()),
        ))?;
        return Ok(status);
    }
    let (Some(dossier), 0) = (draft.dossier(), n_errors) else {
        return Ok(status);
    };
    let feasible = feasible_states(
        &Conflict::new(dossier, &Setting::default()),
        STATES_MAX,
        watch,
    )
    .ok()
    .map(|states| states.len());
    let mut page = brief::check_summary(dossier, feasible);
    page.say(match n_warnings {
        0 => "sound: no errors, no warnings".to_string(),
        1 => "sound: no errors, 1 warning".to_string(),
        n => format!("sound: no errors, {n} warnings"),
    });
    let (times, series) = (
        lint::chronology::chronology(dossier),
        lint::chronology::series(dossier),
    );
    page.append(brief::chronology(dossier, &times, &series));
    if args.read {
        page.append(brief::reading_of_formulas(dossier));
    }
    output::tell(&page)?;
    Ok(status)
}

/// The statements beside a dossier that is sound by itself; `None` where there are none.
fn statements(
    args: &Check,
    input: &Input,
    dossier: &Dossier,
    watch: &Watch,
) -> Result<Option<Reading>, Failure> {
    let Some(section) = &dossier.statements else {
        return Ok(None);
    };
    let Some(sources) = Sources::find(&args.file, input, section)? else {
        return Ok(None);
    };
    crate::statements::read(&sources, dossier, section, None, watch).map(Some)
}

/// The files that were read.
fn inputs(input: &Input, said: Option<&Reading>) -> Vec<Fingerprint> {
    let beside = said.iter().flat_map(|it| it.fingerprints.clone());
    std::iter::once(input.fingerprint()).chain(beside).collect()
}

/// The patterns of the dossier that no statement contains.
fn unfound_patterns(dossier: &Dossier, reading: &Reading) -> Vec<Diagnostic> {
    let (Some(section), Some(corpus)) = (&dossier.statements, &reading.collected.corpus) else {
        return vec![];
    };
    let id = |statement: usize| corpus.ids[statement].clone();
    let unfound = reading.heard.unfound.iter();
    unfound
        .map(|it| it.diagnostic(&section.terms, id))
        .collect()
}
