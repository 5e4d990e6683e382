//! One conflict under one view and one reading of each term, with everything that `stability` answers about it.

use super::{Evolution, Headline, Settled, analyse_the_rest, headline};
use crate::model::{Concept, Conflict, Dossier, PartyId, Setting, Step};
use crate::space::{Space, Stopped, Watch};

/// How much work to do, and how.
#[derive(Clone, Debug)]
pub struct Effort {
    /// Which concepts to settle.
    pub concepts: Vec<Concept>,
    /// The most feasible states to enumerate; at most [`STATES_MAX`](crate::space::STATES_MAX).
    pub states_max: usize,
    /// How many threads to use; the answer does not depend on it.
    pub n_threads: usize,
    /// For how many equilibria of the headline to keep a path.
    pub paths_max: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            concepts: Concept::ALL.to_vec(),
            states_max: crate::space::STATES_MAX,
            n_threads: 1,
            paths_max: 1000,
        }
    }
}

/// What can come of the status quo.
#[derive(Clone, Debug)]
pub struct Ways {
    /// The index of the status quo.
    pub from: usize,
    /// The least number of moves to each state, `u32::MAX` where there is no way.
    pub by_moves: Vec<u32>,
    /// The least number of improvements to each state, `u32::MAX` where there is no way.
    pub by_improvements: Vec<u32>,
    /// For the first equilibria of the headline, in order, one shortest path of improvements.
    pub paths: Vec<(usize, Vec<Step>)>,
}

impl Ways {
    /// The number of states in a list of distances that can be reached.
    pub fn n_reached(distances: &[u32]) -> usize {
        distances
            .iter()
            .filter(|distance| **distance != u32::MAX)
            .count()
    }
}

/// The answers for one setting.
#[derive(Debug)]
pub struct Case {
    /// The view and the readings.
    pub setting: Setting,
    /// The feasible states.
    pub space: Space,
    /// The stable states, concept by concept.
    pub settled: Vec<Settled>,
    /// What holds where it settles.
    pub headline: Headline,
    /// What can come of the status quo, when one is known and the work was not stopped.
    pub ways: Option<Ways>,
    /// Whether the work was stopped before all of this was settled.
    pub stopped: bool,
}

/// Answers for one setting.
///
/// # Errors
/// When the conflict is too large to enumerate, or the watch was stopped before the states were listed. Work stopped
/// later gives a case that says so.
///
/// # Panics
/// When the status quo is not feasible: [`lint::errors`](crate::lint::errors) finds that first.
pub fn study(
    dossier: &Dossier,
    setting: &Setting,
    effort: &Effort,
    watch: &Watch,
) -> Result<Case, Stopped> {
    study_next(dossier, setting, effort, &[], watch)
}

/// The same, after other settings of the same dossier: what cannot differ is taken over from them.
///
/// Nash stability, GMR and SMR of a party depend on its own preferences and on everybody's moves, not on what the
/// others want; so they hold in every view that leaves the party's preferences alone.
///
/// # Errors
/// As [`study`].
///
/// # Panics
/// As [`study`].
pub fn study_next(
    dossier: &Dossier,
    setting: &Setting,
    effort: &Effort,
    earlier: &[Case],
    watch: &Watch,
) -> Result<Case, Stopped> {
    let conflict = Conflict::new(dossier, setting);
    let space = Space::enumerate(&conflict, effort.states_max, watch)?;
    let known = |concept: Concept, party: PartyId| {
        let own = dossier.preference(party, setting.view);
        let alike = |case: &&Case| {
            case.setting.readings == setting.readings
                && std::ptr::eq(own, dossier.preference(party, case.setting.view))
        };
        let case = earlier
            .iter()
            .filter(|_| !concept.asks_what_others_want())
            .find(alike)?;
        let settled = case
            .settled
            .iter()
            .find(|settled| settled.concept == concept && !settled.stopped)?;
        Some(settled.stable[party.idx()].clone())
    };
    let settled = analyse_the_rest(&space, &effort.concepts, effort.n_threads, &known, watch);
    let from = conflict.status_quo.map(|status_quo| {
        space
            .index_of(status_quo)
            .expect("a sound dossier has a feasible status quo")
    });
    let (headline, ways) =
        match from.map(|from| explore(&space, &settled, from, effort.paths_max, watch)) {
            None => (headline(&space, &settled, None), None),
            Some(Ok((headline, ways))) => (headline, Some(ways)),
            Some(Err(_)) => (
                Headline {
                    concept: None,
                    equilibria: vec![],
                    findings: vec![],
                },
                None,
            ),
        };
    let stopped = settled.iter().any(|settled| settled.stopped) || from.is_some() && ways.is_none();
    Ok(Case {
        setting: setting.clone(),
        space,
        settled,
        headline,
        ways,
        stopped,
    })
}

fn explore(
    space: &Space,
    settled: &[Settled],
    from: usize,
    paths_max: usize,
    watch: &Watch,
) -> Result<(Headline, Ways), Stopped> {
    let distances = |evolution: &Evolution<'_>| {
        (0..space.len())
            .map(|state| evolution.distance(state).unwrap_or(u32::MAX))
            .collect()
    };
    let by_moves = distances(&Evolution::new(space, from, false, watch)?);
    let improvements = Evolution::new(space, from, true, watch)?;
    let headline = headline(space, settled, Some(&improvements));
    let paths = headline
        .equilibria
        .iter()
        .take(paths_max)
        .map(|&state| {
            (
                state,
                improvements
                    .path(state)
                    .expect("the headline's equilibria are reached"),
            )
        })
        .collect();
    Ok((
        headline,
        Ways {
            from,
            by_moves,
            by_improvements: distances(&improvements),
            paths,
        },
    ))
}
