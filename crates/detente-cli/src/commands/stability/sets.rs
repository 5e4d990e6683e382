//! `stability` over sets of states: the symbolic engine answers.

use detente::brief::json::Listing;
use detente::brief::{Layout, sets};
use detente::model::{Dossier, Explanation, Setting};
use detente::space::{NODES_MAX, Stopped, Watch};
use detente::stability::{SetCase, SetEffort, explain_in_sets, study_sets};

use super::{state_named, tell};
use crate::args::{Format, Stability};
use crate::input::Loaded;
use crate::output::{self, Failure};
use crate::{Done, Status};

/// Answers for the settings in their order.
pub(super) fn answer(
    args: &Stability,
    loaded: &Loaded,
    settings: &[Setting],
    watch: &Watch,
) -> Done {
    let concepts = if args.explain.is_some() {
        vec![]
    } else {
        args.concepts.clone()
    };
    let states_max = args.limit.unwrap_or(1000);
    let effort = SetEffort {
        concepts,
        nodes_max: NODES_MAX,
        paths_max: states_max,
    };
    let cases = study_all(&loaded.dossier, settings, &effort, watch)?;
    let explained = match (&args.explain, cases.first()) {
        (Some(asked), Some(case)) => explanations(args, &loaded.dossier, case, asked, watch)?,
        _ => vec![],
    };
    let stopped = cases.len() < settings.len() || cases.iter().any(|case| case.stopped);
    print(args, loaded, &cases, &explained)?;
    Ok(if stopped {
        Status::Stopped
    } else {
        Status::Answered
    })
}

/// Studies one setting after the other, and says so when some are left out because the work was stopped.
fn study_all(
    dossier: &Dossier,
    settings: &[Setting],
    effort: &SetEffort,
    watch: &Watch,
) -> Result<Vec<SetCase>, Failure> {
    let mut cases = Vec::new();
    for setting in settings {
        match study_sets(dossier, setting, effort, watch) {
            Ok(case) => cases.push(case),
            Err(stopped) if cases.is_empty() => return Err(Failure::Stopped(stopped)),
            Err(stopped) => {
                output::left_out(settings.len() - cases.len(), settings.len(), stopped);
                break;
            }
        }
    }
    Ok(cases)
}

/// Explanations under every concept that this engine settles.
fn explanations(
    args: &Stability,
    dossier: &Dossier,
    case: &SetCase,
    asked: &str,
    watch: &Watch,
) -> Result<Vec<Explanation>, Failure> {
    let conflict = case.space.conflict();
    let state = state_named(
        dossier,
        conflict,
        |state| case.space.contains(case.space.feasible(), state),
        asked,
    )?;
    let concepts: Vec<_> = args
        .concepts
        .iter()
        .filter(|concept| concept.is_settled_over_sets())
        .collect();
    if concepts.is_empty() {
        return Err(Failure::Stopped(Stopped::ExplicitOnly));
    }
    let pairs = concepts
        .into_iter()
        .flat_map(|concept| conflict.party_ids().map(move |party| (*concept, party)));
    pairs
        .map(|(concept, party)| explain_in_sets(&case.space, concept, party, state, watch))
        .collect::<Result<_, _>>()
        .map_err(Failure::Stopped)
}

/// Prints what was found, under a watch of its own: an answer that was found before the budget ended is told in full.
fn print(
    args: &Stability,
    loaded: &Loaded,
    cases: &[SetCase],
    explained: &[Explanation],
) -> Result<(), Failure> {
    let watch = Watch::default();
    if args.format == Format::Json {
        let listing = Listing {
            states_max: args.limit.unwrap_or(1000),
        };
        let told = sets::json::stability(
            &loaded.dossier,
            cases,
            explained,
            &[loaded.input.fingerprint()],
            listing,
            &watch,
        );
        return output::print_json(&told.map_err(Failure::Stopped)?);
    }
    let layout = Layout {
        states_max: args.limit.unwrap_or(Layout::default().states_max),
    };
    let page = sets::stability(&loaded.dossier, cases, explained, layout, &watch)
        .map_err(Failure::Stopped)?;
    tell(page, loaded)
}
