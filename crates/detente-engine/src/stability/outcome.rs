//! The outcome: where it settles and whether today's state would hold, without the rest of a study.
//!
//! # Definition
//! The headline of a conflict without what the weaker concepts say, and for each concept whether today's state is an equilibrium.
//! # Algorithm
//! Concepts are taken strictest first, and only states that improvements reach are looked at. A party without an improvement in any of
//! them is stable there. The others are explained state by state when their improvements are few, and settled everywhere otherwise.
//! # Complexity
//! One walk of improvements, and at most that of [`analyse`](super::analyse); far less when few states are reached.
//! # Validity
//! The same as what [`study`](super::study) finds, which tests compare.
//! # References
//! The rule is this program's own.

use super::verdict::extent;
use super::{Evolution, Extent, explain, stable_states};
use crate::model::{Concept, PartyId, Verdict};
use crate::space::{Space, Stopped, Watch};

/// So many improvements of a party are explained one by one; beyond that its stable states are found all at once.
const EXPLAINED_MAX: usize = 8;

/// What holds where a conflict settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The strictest concept under which an equilibrium is reached; `None` when there is none under any concept asked for.
    pub concept: Option<Concept>,
    /// The equilibria reached under it, in ascending order.
    pub equilibria: Vec<usize>,
    /// How far the question holds in them, if there is one and they exist.
    pub question: Option<Extent>,
    /// How far each term and reading holds in them; empty when there are none.
    pub named: Vec<Extent>,
    /// For each concept, strictest first, whether today's state is an equilibrium; empty when it is not known.
    pub today: Vec<(Concept, bool)>,
}

/// Finds the outcome under those of the concepts that a headline can rest on.
///
/// # Errors
/// When the watch is stopped.
///
/// # Panics
/// When the status quo is not feasible.
pub fn outcome(space: &Space, concepts: &[Concept], watch: &Watch) -> Result<Outcome, Stopped> {
    let from = space.conflict().status_quo.map(|now| {
        space
            .index_of(now)
            .expect("a sound dossier has a feasible status quo")
    });
    let reached: Vec<usize> = match from {
        None => (0..space.len()).collect(),
        Some(from) => {
            let evolution = Evolution::new(space, from, true, watch)?;
            (0..space.len())
                .filter(|&state| evolution.distance(state).is_some())
                .collect()
        }
    };
    let mut found = Outcome {
        concept: None,
        equilibria: vec![],
        question: None,
        named: vec![],
        today: vec![],
    };
    for concept in Concept::STRICTEST_FIRST
        .into_iter()
        .filter(|concept| concepts.contains(concept))
    {
        if found.concept.is_none() {
            found.equilibria = equilibria_among(space, concept, &reached, watch)?;
            found.concept = Some(concept).filter(|_| !found.equilibria.is_empty());
        }
        if let Some(from) = from {
            found.today.push((
                concept,
                !equilibria_among(space, concept, &[from], watch)?.is_empty(),
            ));
        }
    }
    if found.concept.is_some() {
        let conflict = space.conflict();
        let conditions: Vec<_> = conflict
            .question
            .into_iter()
            .chain(conflict.named.iter().map(|named| named.holds))
            .collect();
        let mut extents = space
            .where_holds(&conditions)
            .into_iter()
            .map(|column| extent(&column, &found.equilibria));
        found.question = conflict.question.and_then(|_| extents.next());
        found.named = extents.collect();
    }
    Ok(found)
}

/// Those of some states that are equilibria.
fn equilibria_among(
    space: &Space,
    concept: Concept,
    states: &[usize],
    watch: &Watch,
) -> Result<Vec<usize>, Stopped> {
    let mut left = states.to_vec();
    for party in space.conflict().party_ids() {
        keep_stable(space, concept, party, &mut left, watch)?;
    }
    Ok(left)
}

/// Leaves those states that are stable for a party.
fn keep_stable(
    space: &Space,
    concept: Concept,
    party: PartyId,
    states: &mut Vec<usize>,
    watch: &Watch,
) -> Result<(), Stopped> {
    let tempting = |state: usize| space.improvements(party, state).next().is_some();
    if concept == Concept::Nash {
        states.retain(|&state| !tempting(state));
        return if watch.is_stopped() {
            Err(Stopped::Interrupted)
        } else {
            Ok(())
        };
    }
    let mut n_improvements = 0;
    for &state in states.iter() {
        n_improvements += space
            .improvements(party, state)
            .take(EXPLAINED_MAX + 1)
            .count();
        if n_improvements > EXPLAINED_MAX {
            let stable = stable_states(space, concept, party, watch)?;
            states.retain(|&state| stable.contains(state));
            return Ok(());
        }
    }
    states.retain(|&state| {
        !tempting(state)
            || matches!(
                explain(space, concept, party, space.states()[state]).verdict,
                Verdict::Stable { .. }
            )
    });
    if watch.is_stopped() {
        Err(Stopped::Interrupted)
    } else {
        Ok(())
    }
}
