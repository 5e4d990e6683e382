//! Where does it settle, and why? Stability of states under the solution concepts of the graph model.
//!
//! Start with [`analyse`]; [`explain`] gives the witness of one verdict, and [`Evolution`] the way from the status quo.
//! One file per concept; `deter` holds what they share.

mod alternatives;
mod coalitions;
mod deter;
mod explain;
mod gmr;
pub mod graph;
mod indifferent;
mod nash;
mod outcome;
mod patterns;
mod seq;
mod settlement;
mod sim;
mod smr;
mod sseq;
mod status_quo;
mod study;
mod symbolic;
mod verdict;

use fixedbitset::FixedBitSet;

pub use alternatives::{ALTERNATIVES_MAX, UnderAlternative, under_alternatives};
pub use coalitions::{Answer, CoalitionAt, IMPROVEMENTS_LISTED_MAX, coalitions_at};
pub use explain::explain;
pub use indifferent::indifferent_parties;
pub use outcome::{Outcome, outcome};
pub use patterns::patterns;
pub use settlement::{Equilibria, Held, Listing, MOVES_MAX, Settlement, StatusQuoAnalysis};
pub use status_quo::Evolution;
pub use study::{Case, Effort, Ways, study, study_next};
pub use symbolic::{
    Cover, IMPROVEMENTS_MAX, LISTED_MAX, SetCase, SetEffort, SetEvolution, SetHeadline, SetWays,
    SettledSets, analyse_sets, analyse_sets_under, explain_in_sets, is_better_over_sets,
    patterns_of_set, study_sets,
};
pub use verdict::{Extent, Finding, Headline, headline};

use crate::model::{Concept, PartyId};
use crate::space::{Space, Stopped, Watch, each};

/// The stable states under one concept.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The concept.
    pub concept: Concept,
    /// For each party, the indexes of the states that are stable for it.
    pub stable: Vec<FixedBitSet>,
    /// The states that are stable for every party.
    pub equilibria: FixedBitSet,
    /// Whether the work was stopped before this concept was settled; the sets are then empty and say nothing.
    pub stopped: bool,
}

/// Finds the states that are stable for each party under each concept.
///
/// The answer does not depend on `n_threads`. Concepts that were not settled when the watch was stopped say so.
///
/// # Panics
/// Only when a worker panics.
pub fn analyse(
    space: &Space,
    concepts: &[Concept],
    n_threads: usize,
    watch: &Watch,
) -> Vec<Settled> {
    analyse_the_rest(space, concepts, n_threads, &|_, _| None, watch)
}

/// The same, where `known` tells what is known already.
fn analyse_the_rest(
    space: &Space,
    concepts: &[Concept],
    n_threads: usize,
    known: &dyn Fn(Concept, PartyId) -> Option<FixedBitSet>,
    watch: &Watch,
) -> Vec<Settled> {
    let pairs = concepts.iter().flat_map(|concept| {
        space
            .conflict()
            .party_ids()
            .map(move |party| (*concept, party))
    });
    let jobs: Vec<_> = pairs
        .map(|(concept, party)| (concept, party, known(concept, party)))
        .collect();
    let found = each(n_threads, jobs, |(concept, party, known)| {
        known.or_else(|| stable_states(space, concept, party, watch).ok())
    });
    let mut found = found.into_iter();
    concepts
        .iter()
        .map(|concept| {
            let stable: Option<Vec<FixedBitSet>> = found
                .by_ref()
                .take(space.n_parties())
                .collect::<Vec<_>>()
                .into_iter()
                .collect();
            settle(*concept, stable, space.len(), space.n_parties())
        })
        .collect()
}

fn settle(
    concept: Concept,
    stable: Option<Vec<FixedBitSet>>,
    n_states: usize,
    n_parties: usize,
) -> Settled {
    let stopped = stable.is_none();
    let stable = stable.unwrap_or_else(|| vec![FixedBitSet::with_capacity(n_states); n_parties]);
    let mut equilibria = FixedBitSet::with_capacity(n_states);
    if !stopped {
        equilibria.insert_range(..);
        stable
            .iter()
            .for_each(|stable| equilibria.intersect_with(stable));
    }
    Settled {
        concept,
        stable,
        equilibria,
        stopped,
    }
}

/// The states that are stable for one party.
fn stable_states(
    space: &Space,
    concept: Concept,
    party: PartyId,
    watch: &Watch,
) -> Result<FixedBitSet, Stopped> {
    match concept {
        Concept::Nash => nash::stable_states(space, party, watch),
        Concept::Gmr => gmr::stable_states(space, party, watch),
        Concept::Smr => smr::stable_states(space, party, watch),
        Concept::Seq => seq::stable_states(space, party, watch),
        Concept::Sseq => sseq::stable_states(space, party, watch),
        Concept::Sim => sim::stable_states(space, party, watch),
    }
}
