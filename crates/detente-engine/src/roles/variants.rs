//! The conflict in which one party does nothing, or may do everything, and what turns there.
//!
//! # Definition
//! *Held*: the party's measures stay where they are today. *Freed*: they may change in both directions from every state, and rules about moves
//! that bind this party alone are lifted. What turns are the verdicts of substance: under which concept it settles, how far the question
//! and each term hold, whether today's state holds.
//! # Algorithm
//! Held, by rules that fix the measures, so that the states are few; freed, by permissions.
//! # Complexity
//! That of listing the states and of an [`outcome`].
//! # Validity
//! Simultaneous stability is left out: no headline rests on it.
//! # References
//! The variants are this program's own.

use super::Variant;
use crate::compare::{Found, Topic, Verdict, turns, verdicts as verdicts_of};
use crate::model::{Concept, Conflict, PartyId, Permission};
use crate::space::{Space, Stopped, Watch, each};
use crate::stability::{Case, Outcome, outcome};

/// The conflict in which a party's measures stay as they are today; `None` when it has none, or today is not known.
pub fn held(conflict: &Conflict, party: PartyId) -> Option<Conflict> {
    let now = conflict.status_quo?;
    let mut held = conflict.clone();
    for entry in conflict
        .levers
        .iter()
        .filter(|lever| lever.party == party)
        .flat_map(|lever| lever.entries.clone())
    {
        let holds = held.circuit.entry(entry);
        let rule = if now.has(entry) {
            holds
        } else {
            held.circuit.not(holds)
        };
        held.rules.push(rule);
    }
    (held.rules.len() > conflict.rules.len()).then_some(held)
}

/// The conflict in which every measure of a party may change in both directions from every state, but for moves that a rule forbids to
/// everybody; `None` when that is so already.
pub fn freed(conflict: &Conflict, party: PartyId) -> Option<Conflict> {
    let is_bound = |permission: Permission| permission != Permission::Always;
    let mut freed = conflict.clone();
    let mut n_freed = 0;
    for lever in freed.levers.iter_mut().filter(|lever| lever.party == party) {
        n_freed += usize::from(is_bound(lever.raise) || is_bound(lever.lower));
        (lever.raise, lever.lower) = (Permission::Always, Permission::Always);
    }
    let n_bans = freed.bans.len();
    let has_moves = conflict.own_entries(party) != 0;
    freed.bans.retain(|ban| ban.by != Some(party) || !has_moves);
    n_freed += n_bans - freed.bans.len();
    (n_freed > 0).then_some(freed)
}

/// Every variant of a conflict, with its party and whether that is held; those that take longest first.
pub(super) fn all(conflict: &Conflict) -> Vec<((PartyId, bool), Conflict)> {
    let all_freed = conflict
        .party_ids()
        .filter_map(|party| Some(((party, false), freed(conflict, party)?)));
    let all_held = conflict
        .party_ids()
        .filter_map(|party| Some(((party, true), held(conflict, party)?)));
    all_freed.chain(all_held).collect()
}

/// The concepts of a case that a headline can rest on; `None` when there is none, or the case itself was stopped.
pub(crate) fn concepts(case: &Case) -> Option<Vec<Concept>> {
    let is_asked = |concept: &Concept| {
        case.settled
            .iter()
            .any(|settled| settled.concept == *concept)
    };
    let concepts: Vec<Concept> = Concept::STRICTEST_FIRST
        .into_iter()
        .filter(is_asked)
        .collect();
    (!case.stopped && !concepts.is_empty()).then_some(concepts)
}

/// What turns in each of some variants of a case, in their order; shared among threads.
pub(crate) fn settle_all<K: Send>(
    variants: Vec<(K, Conflict)>,
    case: &Case,
    concepts: &[Concept],
    n_threads: usize,
    watch: &Watch,
) -> Result<Vec<(K, Variant)>, Stopped> {
    let mut before: Vec<Verdict> = verdicts_of(case)
        .into_iter()
        .filter(|verdict| is_compared(&verdict.topic))
        .collect();
    before.sort_by_key(|verdict| match verdict.topic {
        Topic::Today(concept) => concepts.iter().position(|it| *it == concept),
        _ => None,
    });
    let found = each(n_threads, variants, |(which, variant)| {
        let outcome = settle(&variant, &before, concepts, case.space.len(), watch);
        (which, outcome)
    });
    found
        .into_iter()
        .map(|(which, variant)| Ok((which, variant?)))
        .collect()
}

/// Whether a verdict is compared: one of substance, under a concept that a headline can rest on.
fn is_compared(topic: &Topic) -> bool {
    !matches!(
        topic,
        Topic::Equilibria(_) | Topic::Feasible | Topic::Reached | Topic::Today(Concept::Sim)
    )
}

/// What turns in a variant.
fn settle(
    variant: &Conflict,
    before: &[Verdict],
    concepts: &[Concept],
    n_states_max: usize,
    watch: &Watch,
) -> Result<Variant, Stopped> {
    let space = Space::enumerate(variant, n_states_max, watch)?;
    let found = outcome(&space, concepts, watch)?;
    let equilibrium = found.equilibria.first().map(|&state| space.states()[state]);
    Ok(Variant {
        turns: turns(before, &verdicts(variant, &found)),
        concept: found.concept,
        equilibrium,
    })
}

/// The verdicts of substance of an outcome.
fn verdicts(conflict: &Conflict, outcome: &Outcome) -> Vec<Verdict> {
    let mut verdicts = vec![Verdict {
        topic: Topic::Settles,
        found: Found::Under(outcome.concept),
    }];
    verdicts.extend(outcome.question.map(|extent| Verdict {
        topic: Topic::Question,
        found: Found::Holds(extent),
    }));
    let named = conflict.named.iter().zip(&outcome.named);
    verdicts.extend(named.map(|(named, extent)| Verdict {
        topic: Topic::Named(named.name.clone()),
        found: Found::Holds(*extent),
    }));
    verdicts.extend(outcome.today.iter().map(|(concept, is)| Verdict {
        topic: Topic::Today(*concept),
        found: Found::Is(*is),
    }));
    verdicts
}
