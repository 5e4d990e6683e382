//! What follows from each of the things that an open statement may say: whether the answer depends on which is so.
//!
//! # Definition
//! An *alternative* takes one of the things that each statement may say as what it says. The answer *turns* when the question holds in
//! all, some or none of the equilibria reached under one alternative and otherwise under another; where nothing is asked, when the conflict
//! settles in other states.
//! # Algorithm
//! Each alternative is a dossier of its own, answered by the engine that its size asks for.
//! # Complexity
//! At most [`ALTERNATIVES_MAX`] headlines.
//! # Validity
//! Exact for each alternative. Parties here know what they want; it is the author who does not. What parties do who do not know it themselves is
//! told by the [extensions](crate::model::Extension).
//! # References
//! The question is this program's own; alternatives after Yu, Hipel, Kilgour & Zhao (2015).

use num_bigint::BigUint;

use super::graph::{GraphAsk, NoGraph, Origin, study_measures};
use super::{Extent, Finding, SetEffort, is_better_over_sets, outcome, study_sets};
use crate::model::{Chosen, Concept, Conflict, Dossier, Setting, State};
use crate::space::{STATES_MAX, Space, Stopped, Watch};

/// The most alternatives that are answered.
pub const ALTERNATIVES_MAX: usize = 64;
/// The most equilibria that are kept of each.
const KEPT_MAX: usize = 1000;

/// Where it settles under one alternative.
#[derive(Clone, Debug)]
pub struct UnderAlternative {
    /// What each open statement says.
    pub chosen: Vec<Chosen>,
    /// The strictest concept under which an equilibrium is reached; `None` when there is none under any.
    pub concept: Option<Concept>,
    /// The number of equilibria reached under it.
    pub n_equilibria: BigUint,
    /// The first of them in ascending order; of states taken as one, the first.
    pub equilibria: Vec<State>,
    /// How far the question holds in them, if there is one and they exist.
    pub question: Option<Extent>,
}

impl UnderAlternative {
    /// Whether the answer is the same: as to the question, or to the states where nothing is asked.
    pub fn answers_as(&self, other: &Self) -> bool {
        match (self.question, other.question) {
            (None, None) => {
                self.concept.is_some() == other.concept.is_some()
                    && (&self.n_equilibria, &self.equilibria)
                        == (&other.n_equilibria, &other.equilibria)
            }
            (one, another) => one == another,
        }
    }
}

/// Where it settles under each alternative, what is written first first; empty for a dossier without open statements in this view, `None` when
/// there are more than [`ALTERNATIVES_MAX`].
///
/// # Errors
/// When an alternative is too large for its engine, or the watch was stopped.
pub fn under_alternatives(
    dossier: &Dossier,
    setting: &Setting,
    watch: &Watch,
) -> Result<Option<Vec<UnderAlternative>>, Stopped> {
    let Some(alternatives) = dossier.alternatives(setting, ALTERNATIVES_MAX) else {
        return Ok(None);
    };
    if alternatives.len() == 1 {
        return Ok(Some(vec![]));
    }
    let each = alternatives.into_iter().map(|alternative| {
        let found = answer(&alternative.dossier, setting, watch)?;
        Ok(UnderAlternative {
            chosen: alternative.chosen,
            ..found
        })
    });
    each.collect::<Result<_, _>>().map(Some)
}

fn answer(
    dossier: &Dossier,
    setting: &Setting,
    watch: &Watch,
) -> Result<UnderAlternative, Stopped> {
    if !dossier.coalesced.is_empty() {
        return as_graph(dossier, setting, watch);
    }
    let conflict = Conflict::new(dossier, setting);
    if is_better_over_sets(&conflict, watch)? {
        return over_sets(dossier, setting, watch);
    }
    let space = Space::enumerate(&conflict, STATES_MAX, watch)?;
    let found = outcome(&space, &Concept::STRICTEST_FIRST, watch)?;
    let states = found.equilibria.iter().take(KEPT_MAX);
    Ok(UnderAlternative {
        chosen: vec![],
        concept: found.concept,
        n_equilibria: found.equilibria.len().into(),
        equilibria: states.map(|&state| space.states()[state]).collect(),
        question: found.question,
    })
}

fn over_sets(
    dossier: &Dossier,
    setting: &Setting,
    watch: &Watch,
) -> Result<UnderAlternative, Stopped> {
    let effort = SetEffort {
        concepts: Concept::STRICTEST_FIRST.to_vec(),
        paths_max: 0,
        ..SetEffort::default().ordinary()
    };
    let case = study_sets(dossier, setting, &effort, watch)?;
    if case.stopped {
        return Err(Stopped::Interrupted);
    }
    let asked = |finding: &&Finding| finding.named.is_none();
    let question = case.headline.findings.iter().find(asked);
    Ok(UnderAlternative {
        chosen: vec![],
        concept: case.headline.concept,
        n_equilibria: case.space.count(&case.headline.equilibria),
        equilibria: case
            .space
            .first_states(&case.headline.equilibria, KEPT_MAX)?,
        question: question.map(|finding| finding.extent),
    })
}

fn as_graph(
    dossier: &Dossier,
    setting: &Setting,
    watch: &Watch,
) -> Result<UnderAlternative, Stopped> {
    let ask = GraphAsk {
        concepts: Concept::STRICTEST_FIRST.to_vec(),
        extensions: vec![],
        degrees: vec![0],
    };
    let case = study_measures(dossier, setting, &ask, watch).map_err(|why| match why {
        NoGraph::Stopped(stopped) => stopped,
        // The dossier itself is refused for this before its alternatives are asked about.
        NoGraph::ToldApart { .. } | NoGraph::TooManyLists { .. } => Stopped::ExplicitOnly,
    })?;
    let headline = &case.judged[0].headline;
    let state = |class: &usize| match &case.origin {
        Origin::Feasible { space, members, .. } => space.states()[members[*class][0]],
        Origin::Named => State(*class as u128),
    };
    Ok(UnderAlternative {
        chosen: vec![],
        concept: headline.concept,
        n_equilibria: headline.equilibria.len().into(),
        equilibria: headline
            .equilibria
            .iter()
            .take(KEPT_MAX)
            .map(state)
            .collect(),
        question: headline.question,
    })
}
