//! `stability` over sets of states: the symbolic engine answers.

use detente::brief::json::Listing;
use detente::brief::{self, Layout, Open, sets};
use detente::model::{Dossier, Explanation, Kernel, Setting};
use detente::space::{NODES_MAX, Stopped, Watch};
use detente::stability::{SetCase, SetEffort, explain_in_sets, study_sets};

use super::{add_marked, alternatives, state_named, tell};
use crate::args::{Format, Stability};
use crate::input::Loaded;
use crate::output::{self, Failure};
use crate::{Done, Status};

const EXPLAINED_SMALL: &str = "a state is explained where statements have alternatives or count `much` only in conflicts of up to 4096 states\n\
     explain it in copies of the file without `or` and `much`, one for each thing that may be so";

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
        extensions: args.unknown.clone(),
        degrees: args.strong.clone(),
    };
    let cases = study_all(&loaded.dossier, settings, &effort, watch)?;
    let explained = match (&args.explain, cases.first()) {
        (Some(asked), Some(case)) => explanations(args, &loaded.dossier, case, asked, watch)?,
        _ => vec![],
    };
    let stopped = cases.len() < settings.len() || cases.iter().any(|case| case.stopped);
    let settings = cases.iter().map(|case| &case.setting);
    let (open, is_stopped) = if args.explain.is_none() {
        alternatives(&loaded.dossier, settings, watch)
    } else {
        (vec![], false)
    };
    print(args, loaded, (&cases, &open), &explained)?;
    Ok(if stopped || is_stopped {
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
    if conflict.open.iter().any(Option::is_some) {
        return Err(Failure::Usage(EXPLAINED_SMALL.to_string()));
    }
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
    (cases, open): (&[SetCase], &[Open]),
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
        let mut told = told.map_err(Failure::Stopped)?;
        let settings: Vec<&Setting> = cases.iter().map(|case| &case.setting).collect();
        brief::add_open(&mut told, &loaded.dossier, &settings, open);
        return output::print_json(&told);
    }
    let layout = Layout {
        states_max: args.limit.unwrap_or(Layout::default().states_max),
    };
    let mut page = sets::stability(&loaded.dossier, cases, open, explained, layout, &watch)
        .map_err(Failure::Stopped)?;
    let is_ordinary = |case: &SetCase| case.others.is_empty() && case.kernel == Kernel::default();
    if cases.iter().all(is_ordinary) {
        let settings: Vec<Setting> = cases.iter().map(|case| case.setting.clone()).collect();
        add_marked(&mut page, loaded, &settings);
    }
    tell(page, loaded)
}
