//! `check`: is the dossier sound?

use detente::brief;
use detente::dossier::{Source, read};
use detente::lint;
use detente::model::{Conflict, Setting};
use detente::space::{STATES_MAX, Stopped, Watch, feasible_states};

use crate::args::{Check, Format};
use crate::input::Input;
use crate::output::{self, Failure};
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
    let n_errors = found.iter().filter(|finding| finding.is_error()).count();
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
    let mut page = brief::check_summary(dossier, feasible);
    page.say(match found.len() {
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
