//! `stability` in graph form: named states, states taken as one, unknown and strong preferences.

use detente::brief::json::Listing;
use detente::brief::{self, Layout, Open};
use detente::model::{Concept, Dossier, Extension, Setting};
use detente::space::Watch;
pub(super) use detente::stability::graph::STATES_MAX;
use detente::stability::graph::{
    CRISP_LISTS_MAX, GraphAsk, GraphCase, NoGraph, study_graph, study_measures,
};

use super::{alternatives, tell, together};
use crate::args::{Engine, Format, Stability};
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
    let dossier = &loaded.dossier;
    refuse(args)?;
    let asked = &args.concepts;
    if asked.iter().all(|concept| *concept == Concept::Sim) {
        let message = "simultaneous stability (sim) asks which measures parties change at once, and is not told in graph form";
        return Err(Failure::Usage(message.to_string()));
    }
    let extensions: Vec<Extension> = args.unknown.clone();
    let ask = GraphAsk {
        concepts: asked.clone(),
        extensions,
        degrees: args.strong.clone(),
    };
    let mut cases: Vec<GraphCase> = vec![];
    for setting in settings {
        let found = if dossier.graph.is_some() {
            study_graph(dossier, setting, &ask, watch).map_err(NoGraph::Stopped)
        } else {
            study_measures(dossier, setting, &ask, watch)
        };
        match found {
            Ok(case) => cases.push(case),
            Err(NoGraph::Stopped(stopped)) if !cases.is_empty() => {
                output::left_out(settings.len() - cases.len(), settings.len(), stopped);
                break;
            }
            Err(why) => return Err(no_graph(dossier, why)),
        }
    }
    let mut stopped = cases.len() < settings.len();
    match args.foresight {
        Some(horizon) => together::print_graph_foresight(args, horizon, loaded, &cases, watch)?,
        None if args.coalitions => {
            stopped |= together::print_graph_coalitions(args, loaded, &cases, watch)?;
        }
        None => {
            let settings = cases.iter().map(|case| &case.setting);
            let (open, is_stopped) = alternatives(dossier, settings, watch);
            stopped |= is_stopped;
            print(args, loaded, &cases, &open)?;
        }
    }
    Ok(if stopped {
        Status::Stopped
    } else {
        Status::Answered
    })
}

/// What is not told in graph form.
fn refuse(args: &Stability) -> Result<(), Failure> {
    let is_symbolic = args.limits.engine == Engine::Symbolic;
    let asked = [
        ("--engine symbolic", is_symbolic),
        ("--essential", args.essential),
        ("--doubt", args.doubt),
        ("--perceived", args.perceived),
    ];
    match asked.into_iter().find(|(_, is_asked)| *is_asked) {
        Some((option, _)) => Err(Failure::Usage(format!(
            "`{option}` is not told in graph form: it works on measures and lines of preference"
        ))),
        None => Ok(()),
    }
}

fn no_graph(dossier: &Dossier, why: NoGraph) -> Failure {
    match why {
        NoGraph::Stopped(stopped) => Failure::Stopped(stopped),
        NoGraph::ToldApart { party, line } => Failure::Usage(format!(
            "`{}` takes states as one that {} ranks or values differently\nwrite what it wants as statements, of which one holds there where it \
             holds in all of them, or leave these states apart",
            dossier.coalesced[line].id,
            dossier.parties[party.idx()].name
        )),
        NoGraph::TooManyLists { party } => Failure::Usage(format!(
            "the statements of {} with `or` can be chosen in more than {CRISP_LISTS_MAX} ways",
            dossier.parties[party.idx()].name
        )),
        _ => Failure::Usage("the dossier has no graph".to_string()),
    }
}

fn print(
    args: &Stability,
    loaded: &Loaded,
    cases: &[GraphCase],
    open: &[Open],
) -> Result<(), Failure> {
    let dossier = &loaded.dossier;
    let explained = match (&args.explain, cases.first()) {
        (Some(asked), Some(case)) => Some((
            case,
            brief::graph_state(dossier, case, asked).map_err(Failure::Usage)?,
        )),
        _ => None,
    };
    if args.format == Format::Json {
        let listing = Listing {
            states_max: args.limit.unwrap_or(1000),
        };
        let mut result = brief::graphs_json(dossier, cases, &[loaded.input.fingerprint()], listing);
        if let Some((case, state)) = explained {
            brief::add_graph_explained(&mut result, dossier, case, state);
        }
        let settings: Vec<&Setting> = cases.iter().map(|case| &case.setting).collect();
        brief::add_open(&mut result, dossier, &settings, open);
        return output::print_json(&result);
    }
    let layout = Layout {
        states_max: args.limit.unwrap_or(Layout::default().states_max),
    };
    let page = match explained {
        Some((case, state)) => brief::graph_explained(dossier, case, state),
        None => {
            let mut page = brief::graphs(dossier, cases, open, layout);
            if args.concepts.contains(&Concept::Sim) {
                page.gap();
                page.say(brief::NO_SIM);
            }
            page
        }
    };
    tell(page, loaded)
}
