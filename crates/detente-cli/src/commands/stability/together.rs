//! `stability --coalitions` and `--foresight`: what parties can do together, and what two of them leave alone when they look ahead.

use detente::brief::json::Listing;
use detente::brief::{self, Boards, BothTies, FromState, Layout};
use detente::model::{Dossier, Graph, Kernel, Ties};
use detente::space::{Stopped, Watch};
use detente::stability::graph::{
    Coalitions, FORESIGHT_MAX, GraphCase, NoForesight, coalition_states_max, coalitions, foresee,
    of_space,
};
use detente::stability::{Case, coalitions_at};

use super::tell;
use crate::args::{Format, Stability};
use crate::input::Loaded;
use crate::output::{self, Failure};

/// From how many equilibria coalitions are told of where there are too many states to ask it of all, unless the user says how many.
const EQUILIBRIA_ASKED: usize = 3;

/// Prints the answer for as many views and readings as the budget allows; whether some are left out.
pub(super) fn print_coalitions(
    args: &Stability,
    loaded: &Loaded,
    cases: &[Case],
    n_threads: usize,
    watch: &Watch,
) -> Result<bool, Failure> {
    let is_large = |case: &Case| case.space.len() > coalition_states_max(case.space.n_parties());
    if cases.iter().any(is_large) {
        return print_coalitions_at(args, loaded, cases, n_threads, watch);
    }
    let found = each(cases, |case| {
        of_space(&case.space).and_then(|graph| coalitions(&graph, Kernel::default(), watch))
    })?;
    let told = &cases[..found.len()];
    tell_coalitions(args, loaded, Boards::Cases(told), &found, || {
        plain_json(args, loaded, told)
    })?;
    Ok(found.len() < cases.len())
}

/// The same from today's state and the first equilibria where it settles, of conflicts with more states than can be asked about.
fn print_coalitions_at(
    args: &Stability,
    loaded: &Loaded,
    cases: &[Case],
    n_threads: usize,
    watch: &Watch,
) -> Result<bool, Failure> {
    let of = |case: &Case| {
        let today = case.ways.as_ref().map(|ways| ways.from);
        let settled = case
            .headline
            .equilibria
            .iter()
            .copied()
            .filter(|state| Some(*state) != today);
        let states = today
            .into_iter()
            .chain(settled.take(args.limit.unwrap_or(EQUILIBRIA_ASKED)));
        let from = |state| {
            Ok(FromState {
                state,
                coalitions: coalitions_at(&case.space, &case.settled, state, n_threads, watch)?,
            })
        };
        states.map(from).collect::<Result<Vec<_>, Stopped>>()
    };
    let found = each(cases, of)?;
    let told = &cases[..found.len()];
    if args.format == Format::Json {
        let mut result = plain_json(args, loaded, told);
        brief::add_coalitions_at(
            &mut result,
            &loaded.dossier,
            told,
            &found,
            args.limit.unwrap_or(1000),
        );
        output::print_json(&result)?;
    } else {
        tell(
            brief::coalitions_at(&loaded.dossier, told, &found, layout(args)),
            loaded,
        )?;
    }
    Ok(found.len() < cases.len())
}

/// The same in graph form, under the kernel that each case was settled under.
pub(super) fn print_graph_coalitions(
    args: &Stability,
    loaded: &Loaded,
    cases: &[GraphCase],
    watch: &Watch,
) -> Result<bool, Failure> {
    let kernel = one_kernel(cases)?;
    let found = each(cases, |case| coalitions(&case.graph, kernel, watch))?;
    let told = &cases[..found.len()];
    tell_coalitions(args, loaded, Boards::Graphs(told), &found, || {
        graph_json(args, loaded, told)
    })?;
    Ok(found.len() < cases.len())
}

/// The answers for as many cases as the budget allows.
fn each<C, F>(cases: &[C], find: impl Fn(&C) -> Result<F, Stopped>) -> Result<Vec<F>, Failure> {
    let mut found: Vec<F> = vec![];
    for case in cases {
        match find(case) {
            Ok(one) => found.push(one),
            Err(Stopped::Interrupted) if !found.is_empty() => {
                output::left_out(cases.len() - found.len(), cases.len(), Stopped::Interrupted);
                break;
            }
            Err(stopped) => return Err(Failure::Stopped(stopped)),
        }
    }
    Ok(found)
}

fn tell_coalitions(
    args: &Stability,
    loaded: &Loaded,
    boards: Boards,
    found: &[Coalitions],
    plain: impl Fn() -> serde_json::Value,
) -> Result<(), Failure> {
    if args.format == Format::Json {
        let mut result = plain();
        brief::add_coalitions(
            &mut result,
            &loaded.dossier,
            boards,
            found,
            args.limit.unwrap_or(1000),
        );
        return output::print_json(&result);
    }
    tell(
        brief::coalitions(&loaded.dossier, boards, found, layout(args)),
        loaded,
    )
}

pub(super) fn print_foresight(
    args: &Stability,
    horizon: usize,
    loaded: &Loaded,
    cases: &[Case],
    watch: &Watch,
) -> Result<(), Failure> {
    of_two(&loaded.dossier)?;
    let of = |case: &Case| both_ties(&of_space(&case.space)?, horizon, watch);
    let found = cases
        .iter()
        .map(of)
        .collect::<Result<Vec<_>, NoForesight>>()
        .map_err(|why| refused(&loaded.dossier, why))?;
    tell_foresight(args, loaded, Boards::Cases(cases), &found, || {
        plain_json(args, loaded, cases)
    })
}

/// The same in graph form.
pub(super) fn print_graph_foresight(
    args: &Stability,
    horizon: usize,
    loaded: &Loaded,
    cases: &[GraphCase],
    watch: &Watch,
) -> Result<(), Failure> {
    of_two(&loaded.dossier)?;
    let of = |case: &GraphCase| both_ties(&case.graph, horizon, watch);
    let found = cases
        .iter()
        .map(of)
        .collect::<Result<Vec<_>, NoForesight>>()
        .map_err(|why| refused(&loaded.dossier, why))?;
    tell_foresight(args, loaded, Boards::Graphs(cases), &found, || {
        graph_json(args, loaded, cases)
    })
}

fn both_ties(graph: &Graph, horizon: usize, watch: &Watch) -> Result<BothTies, NoForesight> {
    Ok(BothTies {
        against: foresee(graph, horizon, Ties::Against, watch)?,
        favour: foresee(graph, horizon, Ties::Favour, watch)?,
    })
}

fn of_two(dossier: &Dossier) -> Result<(), Failure> {
    match dossier.parties.len() {
        2 => Ok(()),
        n_parties => Err(refused(dossier, NoForesight::NotTwo { n_parties })),
    }
}

fn tell_foresight(
    args: &Stability,
    loaded: &Loaded,
    boards: Boards,
    found: &[BothTies],
    plain: impl Fn() -> serde_json::Value,
) -> Result<(), Failure> {
    if args.format == Format::Json {
        let mut result = plain();
        brief::add_foresight(
            &mut result,
            &loaded.dossier,
            boards,
            found,
            args.limit.unwrap_or(1000),
        );
        return output::print_json(&result);
    }
    tell(
        brief::foresight(&loaded.dossier, boards, found, layout(args)),
        loaded,
    )
}

/// The kernel under which every case was settled.
fn one_kernel(cases: &[GraphCase]) -> Result<Kernel, Failure> {
    let mut kernels = cases
        .iter()
        .flat_map(|case| &case.judged)
        .map(|judged| judged.kernel);
    let first = kernels.next().unwrap_or_default();
    if kernels.all(|other| other == first) {
        return Ok(first);
    }
    Err(Failure::Usage(
        "coalitions are told for one way of taking comparisons: choose it with `--unknown a` (or b, c, d) and `--strong 0` (or 2)"
            .to_string(),
    ))
}

fn graph_json(args: &Stability, loaded: &Loaded, cases: &[GraphCase]) -> serde_json::Value {
    let listing = Listing {
        states_max: args.limit.unwrap_or(1000),
    };
    brief::graphs_json(
        &loaded.dossier,
        cases,
        &[loaded.input.fingerprint()],
        listing,
    )
}

fn plain_json(args: &Stability, loaded: &Loaded, cases: &[Case]) -> serde_json::Value {
    let listing = Listing {
        states_max: args.limit.unwrap_or(1000),
    };
    brief::json::stability(
        &loaded.dossier,
        cases,
        &[],
        &[loaded.input.fingerprint()],
        listing,
    )
}

fn layout(args: &Stability) -> Layout {
    Layout {
        states_max: args.limit.unwrap_or(Layout::default().states_max),
    }
}

fn refused(dossier: &Dossier, why: NoForesight) -> Failure {
    match why {
        NoForesight::Stopped(stopped) => Failure::Stopped(stopped),
        NoForesight::NotTwo { n_parties } => Failure::Usage(format!(
            "foresight is told for two parties, and this dossier has {n_parties}: for more, the definitions that have been published contradict \
             each other and are disputed\nwithout `--foresight`, sequential stability (seq) looks at the answers of any number of parties"
        )),
        NoForesight::NotRanked { party } => Failure::Usage(format!(
            "foresight asks for a ranking of all states by {}",
            dossier.parties[party.idx()].name
        )),
        NoForesight::Horizon { .. } | _ => {
            Failure::Usage(format!("a party looks 1 to {FORESIGHT_MAX} steps ahead"))
        }
    }
}
