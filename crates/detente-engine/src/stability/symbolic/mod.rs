//! The same questions about conflicts too large to list: stability, patterns, explanations and evolution over sets of states.
//!
//! Start with [`analyse_sets`]; `deter` does its work, and `study` is all that is answered about one setting.

mod cover;
mod deter;
mod explain;
mod status_quo;
mod study;

use deter::Bounds;

use super::deter::Sanction;
use crate::model::{Concept, Kernel, PartyId};
use crate::space::{Classes, Set, Stopped, SymbolicSpace, Watch};

pub use cover::{Cover, patterns_of_set};
pub use explain::{IMPROVEMENTS_MAX, explain_in_sets};
pub use status_quo::SetEvolution;
pub use study::{
    LISTED_MAX, SetCase, SetEffort, SetHeadline, SetWays, is_better_over_sets, study_sets,
};

/// The stable states under one concept, as sets.
#[derive(Clone, Debug)]
pub struct SettledSets {
    /// The concept.
    pub concept: Concept,
    /// For each party, the states that are stable for it.
    pub stable: Vec<Set>,
    /// The states that are stable for every party.
    pub equilibria: Set,
    /// Why the concept was not settled; the sets are then empty and say nothing.
    pub stopped: Option<Stopped>,
}

/// Finds the states that are stable for each party under each concept, as sets.
///
/// Simultaneous stability is for the explicit engine; a concept that was not settled says why, and so do those after it when
/// the watch was stopped.
pub fn analyse_sets(
    space: &SymbolicSpace,
    concepts: &[Concept],
    watch: &Watch,
) -> Vec<SettledSets> {
    analyse_sets_under(space, Kernel::default(), concepts, watch)
}

/// The same under one way of taking comparisons.
pub fn analyse_sets_under(
    space: &SymbolicSpace,
    kernel: Kernel,
    concepts: &[Concept],
    watch: &Watch,
) -> Vec<SettledSets> {
    let mut parties: Vec<Studied<'_>> = space
        .conflict()
        .party_ids()
        .map(|party| Studied::new(space, party, kernel))
        .collect();
    concepts
        .iter()
        .map(|concept| {
            let stable: Result<Vec<Set>, Stopped> = parties
                .iter_mut()
                .map(|party| party.stable_states(*concept, watch))
                .collect();
            let equilibria = stable.and_then(|stable| {
                let all = stable
                    .iter()
                    .try_fold(space.feasible().clone(), |all, stable| {
                        space.diagrams().and(&all, stable)
                    });
                Ok((all?, stable))
            });
            let empty = || space.diagrams().empty();
            match equilibria {
                Ok((equilibria, stable)) => SettledSets {
                    concept: *concept,
                    stable,
                    equilibria,
                    stopped: None,
                },
                Err(why) => {
                    let stable = vec![empty(); parties.len()];
                    SettledSets {
                        concept: *concept,
                        stable,
                        equilibria: empty(),
                        stopped: Some(why),
                    }
                }
            }
        })
        .collect()
}

/// One party with what is known about it so far: each concept is found within what looser and stricter ones leave open.
struct Studied<'a> {
    space: &'a SymbolicSpace,
    party: PartyId,
    kernel: Kernel,
    classes: Option<Classes>,
    known: Vec<(Concept, Set)>,
}

impl<'a> Studied<'a> {
    fn new(space: &'a SymbolicSpace, party: PartyId, kernel: Kernel) -> Self {
        Self {
            space,
            party,
            kernel,
            classes: None,
            known: vec![],
        }
    }

    fn stable_states(&mut self, concept: Concept, watch: &Watch) -> Result<Set, Stopped> {
        if let Some((_, stable)) = self.known.iter().find(|(known, _)| *known == concept) {
            return Ok(stable.clone());
        }
        let sanction = match concept {
            Concept::Nash => None,
            Concept::Gmr => Some(Sanction {
                credible: false,
                inescapable: false,
            }),
            Concept::Smr => Some(Sanction {
                credible: false,
                inescapable: true,
            }),
            Concept::Seq => Some(Sanction {
                credible: true,
                inescapable: false,
            }),
            Concept::Sseq => Some(Sanction {
                credible: true,
                inescapable: true,
            }),
            Concept::Sim => return Err(Stopped::ExplicitOnly),
        };
        let stable = match sanction {
            None => deter::without_improvement(self.space, self.party, self.kernel)?,
            Some(sanction) => {
                let bounds = self.bounds(concept, watch)?;
                let classes = match self.classes.take() {
                    Some(classes) => classes,
                    None => self.space.classes(self.party, watch)?,
                };
                let judged = (self.classes.insert(classes) as &Classes, self.kernel);
                deter::stable_states(self.space, self.party, sanction, judged, &bounds, watch)?
            }
        };
        self.known.push((concept, stable.clone()));
        Ok(stable)
    }

    /// What the other concepts leave open; those that are looser and cost little are settled first.
    fn bounds(&mut self, concept: Concept, watch: &Watch) -> Result<Bounds, Stopped> {
        let stable = self.stable_states(Concept::Nash, watch)?;
        let mut at_most = self.space.feasible().clone();
        let looser: &[Concept] = match concept {
            Concept::Smr | Concept::Seq => &[Concept::Gmr],
            Concept::Sseq => &[Concept::Smr, Concept::Seq],
            _ => &[],
        };
        for looser in looser {
            at_most = self
                .space
                .diagrams()
                .and(&at_most, &self.stable_states(*looser, watch)?)?;
        }
        Ok(Bounds { stable, at_most })
    }
}
