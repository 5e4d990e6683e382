//! `check`: is the dossier sound?

use detente::brief::{self, Layout};
use detente::dossier::{Source, read};
use detente::lint;
use detente::model::{Conflict, Setting};
use detente::space::{STATES_MAX, Stopped, Watch, feasible_states};

use crate::args::{Check, Format};
use crate::input::{Input, mistakes};
use crate::output::{self, Failure};
use crate::watching::watched;
use crate::{Done, Status, diagnostics};

pub(crate) fn run(args: &Check) -> Done {
    watched(None, |watch| answer(args, watch))?
}

fn answer(args: &Check, watch: &Watch) -> Done {
    let input = Input::read_with(&args.file, &args.what_if)?;
    let mut outcome = read(&Source {
        name: input.name.clone(),
        bytes: input.bytes.clone(),
    });
    let dossier = outcome.dossier.take();
    let mut found = mistakes(outcome, watch);
    if let Some(dossier) = &dossier {
        found.extend(match lint::errors(dossier, watch) {
            Ok(errors) if errors.is_empty() => {
                lint::warnings(dossier, watch).map_err(Failure::Stopped)?
            }
            Ok(errors) => errors,
            Err(Stopped::Interrupted) => return Err(Failure::Stopped(Stopped::Interrupted)),
            Err(_) => lint::warnings(dossier, watch).map_err(Failure::Stopped)?,
        });
    }
    let n_errors = found.iter().filter(|finding| finding.is_error()).count();
    let status = if n_errors == 0 {
        Status::Answered
    } else {
        Status::WrongInput
    };
    diagnostics::print(&input, &found);
    if args.format == Format::Json {
        output::print_json(&brief::json::check(
            dossier.as_ref(),
            &found,
            input.text(),
            &[input.fingerprint()],
        ))?;
        return Ok(status);
    }
    let (Some(dossier), 0) = (&dossier, n_errors) else {
        return Ok(status);
    };
    let feasible = feasible_states(
        &Conflict::new(dossier, &Setting::default()),
        STATES_MAX,
        watch,
    )
    .ok()
    .map(|states| states.len());
    let verdict = match found.len() {
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
