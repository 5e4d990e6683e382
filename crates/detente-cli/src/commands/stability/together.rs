//! `stability --coalitions` and `--foresight`: what parties can do together, and what two of them leave alone when they look ahead.

use detente::brief::json::Listing;
use detente::brief::{self, BothTies, Layout};
use detente::model::{Dossier, Kernel, Ties};
use detente::space::{Stopped, Watch};
use detente::stability::Case;
use detente::stability::graph::{Coalitions, FORESIGHT_MAX, NoForesight, coalitions, foresee, of_space};

use super::warned;
use crate::args::{Format, Stability};
use crate::input::Loaded;
use crate::output::{self, Failure};

/// Prints the answer for as many views and readings as the budget allows; whether some are left out.
pub(super) fn print_coalitions(args: &Stability, loaded: &Loaded, cases: &[Case], watch: &Watch) -> Result<bool, Failure> {
    let mut found: Vec<Coalitions> = vec![];
    for case in cases {
        match of_space(&case.space).and_then(|graph| coalitions(&graph, Kernel::default(), watch)) {
            Ok(one) => found.push(one),
            Err(Stopped::Interrupted) if !found.is_empty() => {
                output::left_out(cases.len() - found.len(), cases.len(), Stopped::Interrupted);
                break;
            }
            Err(stopped) => return Err(Failure::Stopped(stopped)),
        }
    }
    let (cases, is_cut) = (&cases[..found.len()], found.len() < cases.len());
    if args.format == Format::Json {
        let states_max = args.limit.unwrap_or(1000);
        let mut result = plain_json(args, loaded, cases);
        brief::add_coalitions(&mut result, &loaded.dossier, cases, &found, states_max);
        output::print_json(&result)?;
    } else {
        output::print(&(brief::coalitions(&loaded.dossier, cases, &found, layout(args)) + &warned(loaded)))?;
    }
    Ok(is_cut)
}

pub(super) fn print_foresight(args: &Stability, horizon: usize, loaded: &Loaded, cases: &[Case], watch: &Watch) -> Result<(), Failure> {
    let of = |case: &Case| {
        let graph = of_space(&case.space)?;
        Ok(BothTies { against: foresee(&graph, horizon, Ties::Against, watch)?, favour: foresee(&graph, horizon, Ties::Favour, watch)? })
    };
    if loaded.dossier.parties.len() != 2 {
        return Err(refused(&loaded.dossier, NoForesight::NotTwo { n_parties: loaded.dossier.parties.len() }));
    }
    let found = cases.iter().map(of).collect::<Result<Vec<_>, NoForesight>>().map_err(|why| refused(&loaded.dossier, why))?;
    if args.format == Format::Json {
        let mut result = plain_json(args, loaded, cases);
        brief::add_foresight(&mut result, &loaded.dossier, cases, &found, args.limit.unwrap_or(1000));
        return output::print_json(&result);
    }
    output::print(&(brief::foresight(&loaded.dossier, cases, &found, layout(args)) + &warned(loaded)))
}

fn plain_json(args: &Stability, loaded: &Loaded, cases: &[Case]) -> serde_json::Value {
    let listing = Listing { states_max: args.limit.unwrap_or(1000) };
    brief::json::stability(&loaded.dossier, cases, &[], &[loaded.input.fingerprint()], listing)
}

fn layout(args: &Stability) -> Layout {
    Layout { columns_max: output::columns(), states_max: args.limit.unwrap_or(Layout::default().states_max) }
}

fn refused(dossier: &Dossier, why: NoForesight) -> Failure {
    match why {
        NoForesight::Stopped(stopped) => Failure::Stopped(stopped),
        NoForesight::NotTwo { n_parties } => Failure::Usage(format!(
            "foresight is told for two parties, and this dossier has {n_parties}: for more, the definitions that have been published contradict \
             each other and are disputed\nwithout `--foresight`, sequential stability (seq) looks at the answers of any number of parties"
        )),
        NoForesight::NotRanked { party } => {
            Failure::Usage(format!("foresight asks for a ranking of all states by {}", dossier.parties[party.idx()].name))
        }
        NoForesight::Horizon { .. } | _ => Failure::Usage(format!("a party looks 1 to {FORESIGHT_MAX} steps ahead")),
    }
}
