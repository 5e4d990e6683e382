//! `stability`: where does it settle, and why?

use detente::brief::json::Listing;
use detente::brief::{self, Layout, Open};
use detente::document::Page;
use detente::hypergame::{Perceived, perceived};
use detente::model::{Conflict, Dossier, Explanation, Order, Setting, State};
use detente::roles::{PartyRole, roles};
use detente::sensitivity::{Doubt, doubts};
use detente::space::{STATES_MAX, Stopped, Watch, feasible_states};
use detente::stability::graph::asks_for_graph;
use detente::stability::{
    Case, Effort, explain, is_better_over_sets, study_next, under_alternatives,
};

use crate::args::{Engine, Format, Stability};
use crate::input::{Loaded, load, settings};
use crate::output::{self, Failure};
use crate::watching::{explicit_only, threads, watched_as};
use crate::{Done, Status};

mod graph;
mod sets;
mod together;

pub(crate) fn run(args: &Stability) -> Done {
    if let Some(option) = lists_states(args) {
        explicit_only(&args.limits, option)?;
    }
    watched_as("steps", args.limits.budget, |watch| answer(args, watch))?
}

fn answer(args: &Stability, watch: &Watch) -> Done {
    let loaded = load(&args.file, &args.what_if, watch)?;
    let mut settings = settings(&loaded, &args.choice)?;
    if args.perceived && loaded.dossier.perceptions.is_empty() {
        let help = "say who sees it otherwise under `[perceives.PARTY]`, with a `view` or measures that it is `unaware` of";
        return Err(Failure::Usage(format!(
            "`--perceived` asks what parties believe, and this dossier does not say\n{help}"
        )));
    }
    if args.explain.is_some() {
        settings.truncate(1);
    }
    let over_sets = is_over_sets(args, &loaded.dossier, &settings, watch)?;
    if over_sets {
        return sets::answer(args, &loaded, &settings, watch);
    }
    if is_graph(args, &loaded.dossier, &settings) {
        return graph::answer(args, &loaded, &settings, watch);
    }
    if lists_states(args).is_none()
        && is_symbolic(args.limits.engine, &loaded.dossier, settings.first(), watch)?
    {
        return sets::answer(args, &loaded, &settings, watch);
    }
    let concepts = if args.explain.is_some() {
        vec![]
    } else {
        args.concepts.clone()
    };
    let states_max = args.limit.unwrap_or(1000);
    let effort = Effort {
        concepts,
        states_max: STATES_MAX,
        n_threads: threads(&args.limits)?,
        paths_max: states_max,
    };
    let cases = study_all(&loaded.dossier, &settings, &effort, watch)?;
    let explained = match (&args.explain, cases.first()) {
        (Some(asked), Some(case)) => explanations(args, &loaded.dossier, case, asked)?,
        _ => vec![],
    };
    let stopped = cases.len() < settings.len() || cases.iter().any(|case| case.stopped);
    if args.essential {
        let found: Vec<_> = cases
            .iter()
            .map(|case| roles(case, effort.n_threads, watch))
            .collect();
        let stopped = stopped || found.iter().any(Result::is_err);
        let found: Vec<_> = found
            .into_iter()
            .map(|found| found.ok().flatten())
            .collect();
        print_essential(args, &loaded, &cases, &found)?;
        return Ok(if stopped {
            Status::Stopped
        } else {
            Status::Answered
        });
    }
    if args.doubt {
        let found: Vec<_> = cases
            .iter()
            .map(|case| doubts(&loaded.dossier, case, effort.n_threads, watch))
            .collect();
        let stopped = stopped || found.iter().any(Result::is_err);
        let found: Vec<_> = found
            .into_iter()
            .map(|found| found.ok().flatten())
            .collect();
        print_doubts(args, &loaded, &cases, &found)?;
        return Ok(if stopped {
            Status::Stopped
        } else {
            Status::Answered
        });
    }
    let mut stopped = stopped;
    if args.perceived {
        let found = cases
            .iter()
            .map(|case| perceived(&loaded.dossier, case, effort.n_threads, watch))
            .collect::<Result<Vec<_>, _>>();
        print_perceived(args, &loaded, &cases, &found.map_err(Failure::Stopped)?)?;
        return Ok(if stopped {
            Status::Stopped
        } else {
            Status::Answered
        });
    }
    match args.foresight {
        Some(horizon) => together::print_foresight(args, horizon, &loaded, &cases, watch)?,
        None if args.coalitions => {
            stopped |= together::print_coalitions(args, &loaded, &cases, effort.n_threads, watch)?;
        }
        None => print(args, &loaded, &cases, &explained)?,
    }
    Ok(if stopped {
        Status::Stopped
    } else {
        Status::Answered
    })
}

/// Whether the answer is given in graph form: the dossier is in graph form or asks for it in some view, or the user does.
fn is_graph(args: &Stability, dossier: &Dossier, settings: &[Setting]) -> bool {
    let is_asked = !args.unknown.is_empty() || !args.strong.is_empty();
    is_asked
        || settings
            .iter()
            .any(|setting| asks_for_graph(dossier, setting))
}

/// Whether a conflict with measures that is answered in graph form is answered over sets of states instead: because it has more states than a graph
/// may have, or because the user says so.
fn is_over_sets(
    args: &Stability,
    dossier: &Dossier,
    settings: &[Setting],
    watch: &Watch,
) -> Result<bool, Failure> {
    let is_possible = dossier.graph.is_none()
        && dossier.coalesced.is_empty()
        && lists_states(args).is_none()
        && is_graph(args, dossier, settings);
    match settings.first().filter(|_| is_possible) {
        None => Ok(false),
        Some(_) if args.limits.engine == Engine::Symbolic => Ok(true),
        Some(first) => {
            let conflict = Conflict::new(dossier, first);
            match feasible_states(&conflict, graph::STATES_MAX, watch) {
                Ok(_) => Ok(false),
                Err(Stopped::Interrupted) => Err(Failure::Stopped(Stopped::Interrupted)),
                Err(_) => Ok(!has_ranking(&conflict)),
            }
        }
    }
}

/// Whether some party ranks the states one by one.
fn has_ranking(conflict: &Conflict) -> bool {
    let is_ranked = |order: &Order| matches!(order, Order::Ranked(_));
    conflict.orders.iter().any(is_ranked)
}

/// The option whose answer goes through the states one by one, if there is one.
fn lists_states(args: &Stability) -> Option<&'static str> {
    let asked = [
        ("--essential", args.essential),
        ("--doubt", args.doubt),
        ("--coalitions", args.coalitions),
        ("--foresight", args.foresight.is_some()),
        ("--perceived", args.perceived),
    ];
    asked
        .into_iter()
        .find_map(|(option, is_asked)| is_asked.then_some(option))
}

/// Whether the symbolic engine is to answer: it was asked for, or the first setting has more states than are listed unasked.
pub(crate) fn is_symbolic(
    engine: Engine,
    dossier: &Dossier,
    first: Option<&Setting>,
    watch: &Watch,
) -> Result<bool, Failure> {
    match (engine, first) {
        (Engine::Explicit, _) | (_, None) => Ok(false),
        (Engine::Symbolic, _) => Ok(true),
        (Engine::Auto, Some(setting)) => {
            is_better_over_sets(&Conflict::new(dossier, setting), watch).map_err(Failure::Stopped)
        }
    }
}

/// Studies one setting after the other, and says so when some are left out: because the watch was stopped, or because
/// all of them together have more states than the explicit engine takes.
pub(crate) fn study_all(
    dossier: &Dossier,
    settings: &[Setting],
    effort: &Effort,
    watch: &Watch,
) -> Result<Vec<Case>, Failure> {
    let mut cases: Vec<Case> = Vec::new();
    for setting in settings {
        let n_states: usize = cases.iter().map(|case| case.space.len()).sum();
        let effort = Effort {
            states_max: effort.states_max.saturating_sub(n_states),
            ..effort.clone()
        };
        match study_next(dossier, setting, &effort, &cases, watch) {
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

fn explanations(
    args: &Stability,
    dossier: &Dossier,
    case: &Case,
    asked: &str,
) -> Result<Vec<Explanation>, Failure> {
    let state = state_named(
        dossier,
        case.space.conflict(),
        |state| case.space.index_of(state).is_some(),
        asked,
    )?;
    let parties = || case.space.conflict().party_ids();
    Ok(args
        .concepts
        .iter()
        .flat_map(|concept| parties().map(|party| explain(&case.space, *concept, party, state)))
        .collect())
}

/// Where it settles under each thing that nobody knows which of them a party wants, as far as the budget allows; and whether it did not.
pub(crate) fn alternatives<'s>(
    dossier: &Dossier,
    settings: impl Iterator<Item = &'s Setting>,
    watch: &Watch,
) -> (Vec<Open>, bool) {
    let mut found = vec![];
    for setting in settings {
        match under_alternatives(dossier, setting, watch) {
            Ok(open) => found.push(open),
            Err(_) => return (found, true),
        }
    }
    (found, false)
}

/// The state that letters or `now` name.
pub(crate) fn state_named(
    dossier: &Dossier,
    conflict: &Conflict,
    is_feasible: impl Fn(State) -> bool,
    asked: &str,
) -> Result<State, Failure> {
    if asked == "now" {
        return conflict.status_quo.ok_or_else(|| {
            Failure::Usage("the file does not say which state is in force today".to_string())
        });
    }
    let state = State::from_letters(&asked.to_uppercase(), conflict.n_entries).ok_or_else(|| {
        Failure::Usage(format!(
            "expected a state of {} letters `Y` or `N`, one per entry, or `now`; found `{asked}`\nthe entries are, in order: {}",
            conflict.n_entries,
            brief::entries(dossier).join(", ")
        ))
    })?;
    if is_feasible(state) {
        Ok(state)
    } else {
        Err(Failure::Usage(format!(
            "`{asked}` is not a feasible state: a rule or the order of levels forbids it"
        )))
    }
}

fn print(
    args: &Stability,
    loaded: &Loaded,
    cases: &[Case],
    explained: &[Explanation],
) -> Result<(), Failure> {
    if args.format == Format::Json {
        let listing = Listing {
            states_max: args.limit.unwrap_or(1000),
        };
        return output::print_json(&brief::json::stability(
            &loaded.dossier,
            cases,
            explained,
            &[loaded.input.fingerprint()],
            listing,
        ));
    }
    let layout = Layout {
        states_max: args.limit.unwrap_or(Layout::default().states_max),
    };
    let mut page = brief::stability(&loaded.dossier, cases, explained, layout);
    let settings: Vec<Setting> = cases.iter().map(|case| case.setting.clone()).collect();
    let doubted = brief::doubted(&loaded.dossier, &settings);
    for line in doubted.into_iter().chain(brief::misread(&loaded.dossier)) {
        page.gap();
        page.say(line);
    }
    add_marked(&mut page, loaded, &settings);
    tell(page, loaded)
}

fn print_perceived(
    args: &Stability,
    loaded: &Loaded,
    cases: &[Case],
    found: &[Vec<Perceived>],
) -> Result<(), Failure> {
    let states_max = args.limit.unwrap_or(1000);
    if args.format == Format::Json {
        let mut result = brief::json::stability(
            &loaded.dossier,
            cases,
            &[],
            &[loaded.input.fingerprint()],
            Listing { states_max },
        );
        brief::add_perceived(&mut result, &loaded.dossier, cases, found, states_max);
        return output::print_json(&result);
    }
    let layout = Layout {
        states_max: args.limit.unwrap_or(Layout::default().states_max),
    };
    tell(
        brief::perceived(&loaded.dossier, cases, found, layout),
        loaded,
    )
}

fn print_doubts(
    args: &Stability,
    loaded: &Loaded,
    cases: &[Case],
    found: &[Option<Vec<Doubt>>],
) -> Result<(), Failure> {
    if args.format == Format::Json {
        let listing = Listing {
            states_max: args.limit.unwrap_or(1000),
        };
        let mut result = brief::json::stability(
            &loaded.dossier,
            cases,
            &[],
            &[loaded.input.fingerprint()],
            listing,
        );
        brief::add_doubts(&mut result, &loaded.dossier, cases, found);
        return output::print_json(&result);
    }
    tell(brief::doubts(&loaded.dossier, cases, found), loaded)
}

fn print_essential(
    args: &Stability,
    loaded: &Loaded,
    cases: &[Case],
    found: &[Option<Vec<PartyRole>>],
) -> Result<(), Failure> {
    if args.format == Format::Json {
        let listing = Listing {
            states_max: args.limit.unwrap_or(1000),
        };
        let mut result = brief::json::stability(
            &loaded.dossier,
            cases,
            &[],
            &[loaded.input.fingerprint()],
            listing,
        );
        brief::add_essential(&mut result, &loaded.dossier, cases, found);
        return output::print_json(&result);
    }
    tell(brief::essential(&loaded.dossier, cases, found), loaded)
}

/// Says that lines count much, where the answer does not reckon with it.
fn add_marked(page: &mut Page, loaded: &Loaded, settings: &[Setting]) {
    if let Some(line) = brief::marked(&loaded.dossier, settings) {
        page.gap();
        page.say(line);
    }
}

/// Prints a page, and how many warnings `check` has about the file.
fn tell(mut page: Page, loaded: &Loaded) -> Result<(), Failure> {
    output::add_warnings(&mut page, loaded.warnings.len());
    output::tell(&page)
}
