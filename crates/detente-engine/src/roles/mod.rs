//! Who is essential? What each party could block and must act upon, and what turns when it does nothing or is free.
//!
//! # Definition
//! A party is *essential* when at least one of these holds, *matters* when at least one of the next two does, and *watches* otherwise.
//! 1. The question holds in no feasible state without an act of the party, or only as long as it leaves a measure of its own where it
//!    stands today and could leave: [`PartyRole::question`].
//! 2. Every equilibrium of the headline has a measure of the party elsewhere than today: [`PartyRole::settling`].
//! 3. It has a veto over an act of that kind which another party must take.
//! 4. Held at today's measures, it turns the answer to the question: [`PartyRole::held`].
//! 5. It has any other veto: [`PartyRole::vetoes`].
//! 6. Some verdict about where the conflict settles turns when it is held at today's measures, or freed of its constraints.
//! # Algorithm
//! Vetoes and needs are read off the feasible states. A party held at today's measures is one whose measures rules fix there; a
//! party that is free may change each of its measures in both directions from every state, within the rules that bind everybody. Both conflicts are
//! settled as usual, as far as verdicts of substance ask for it.
//! # Complexity
//! Two outcomes per party at most, of which one is over a part of the states; the parties are shared among threads.
//! # Validity
//! That the rules fix measures, and that moves of them are forbidden, comes to the same: no way from today's state leads elsewhere. A
//! party that is nowhere needed alone may still be needed together with others. Counts of states are no verdicts of substance.
//! # References
//! The rule is this program's own.

mod needs;
mod variants;
mod vetoes;

use crate::compare::{Topic, Turn};
use crate::model::{Bar, Concept, Conflict, Lever, Need, PartyId, Permission, Role, State, Veto};
use crate::space::{Stopped, Watch};
use crate::stability::Case;

pub(crate) use variants::{concepts, settle_all};
pub use variants::{freed, held};

/// What the answer is when one party is held at today's measures, or free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The verdicts of substance that turn.
    pub turns: Vec<Turn>,
    /// The strictest concept under which an equilibrium is reached then.
    pub concept: Option<Concept>,
    /// The first equilibrium reached under it.
    pub equilibrium: Option<State>,
}

impl Variant {
    /// Whether the answer to the question turns.
    pub fn turns_the_question(&self) -> bool {
        self.turns.iter().any(|turn| turn.topic == Topic::Question)
    }
}

/// What depends on one party, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyRole {
    /// The party.
    pub party: PartyId,
    /// What it comes to.
    pub role: Role,
    /// How it could block measures of others.
    pub vetoes: Vec<Veto>,
    /// Which of its measures the question needs: at which levels they stand wherever it holds. Empty when it holds nowhere.
    pub question: Vec<Need>,
    /// Which of its measures every equilibrium of the headline has elsewhere than today.
    pub settling: Vec<Need>,
    /// The answer when the party is held at today's measures; `None` when it has no measure, or today's state is not known.
    pub held: Option<Variant>,
    /// The answer when its measures may change in both directions from every state; `None` when they may already.
    pub freed: Option<Variant>,
}

/// The roles of all parties in a case, in their order. `None` when the case itself was stopped, or has no concept that a headline rests on.
///
/// # Errors
/// When the watch is stopped.
///
/// # Panics
/// Only when a worker panics.
pub fn roles(
    case: &Case,
    n_threads: usize,
    watch: &Watch,
) -> Result<Option<Vec<PartyRole>>, Stopped> {
    let Some(concepts) = variants::concepts(case) else {
        return Ok(None);
    };
    let conflict = case.space.conflict();
    let variants =
        variants::settle_all(variants::all(conflict), case, &concepts, n_threads, watch)?;
    let mut parts: Vec<PartyRole> = conflict
        .party_ids()
        .map(|party| part(case, party))
        .collect();
    for ((party, is_held), variant) in variants {
        let part = &mut parts[party.idx()];
        *(if is_held {
            &mut part.held
        } else {
            &mut part.freed
        }) = Some(variant);
    }
    let steps: Vec<Need> = parts
        .iter()
        .flat_map(|part| part.question.iter().chain(&part.settling))
        .filter(|need| need.acts)
        .cloned()
        .collect();
    for part in &mut parts {
        part.role = role(part, &steps, conflict);
    }
    Ok(Some(parts))
}

/// What can be read off the feasible states.
fn part(case: &Case, party: PartyId) -> PartyRole {
    PartyRole {
        party,
        role: Role::Watches,
        vetoes: vetoes::of(&case.space, party),
        question: needs::of_question(&case.space, party),
        settling: needs::of_equilibria(&case.space, party, &case.headline.equilibria),
        held: None,
        freed: None,
    }
}

/// The rule, in the order of its definition.
fn role(part: &PartyRole, steps: &[Need], conflict: &Conflict) -> Role {
    let bars_a_step = |veto: &Veto| {
        steps
            .iter()
            .any(|step| step.measure == veto.over && bars(veto, step, conflict))
    };
    let turns = |variant: &Option<Variant>| {
        variant
            .as_ref()
            .is_some_and(|variant| !variant.turns.is_empty())
    };
    let is_needed = !part.question.is_empty() || !part.settling.is_empty();
    if is_needed
        || part.vetoes.iter().any(bars_a_step)
        || part.held.as_ref().is_some_and(Variant::turns_the_question)
    {
        Role::Essential
    } else if !part.vetoes.is_empty() || turns(&part.held) || turns(&part.freed) {
        Role::Matters
    } else {
        Role::Watches
    }
}

/// Whether a veto keeps a measure from every level that a step needs.
fn bars(veto: &Veto, step: &Need, conflict: &Conflict) -> bool {
    let Some(now) = conflict.status_quo else {
        return false;
    };
    let today = conflict.levers[step.measure.idx()].level(now);
    match &veto.bars {
        Bar::Raise => step.levels.iter().all(|level| *level > today),
        Bar::Lower => step.levels.iter().all(|level| *level < today),
        Bar::Levels(barred) => step.levels.iter().all(|level| barred.contains(level)),
    }
}

/// Whether a measure stands at a level today or may be moved there, as far as directions tell; `true` when today is not known.
fn may_stand_at(conflict: &Conflict, lever: &Lever, wanted: usize) -> bool {
    let Some(now) = conflict.status_quo else {
        return true;
    };
    match wanted.cmp(&lever.level(now)) {
        std::cmp::Ordering::Less => lever.lower != Permission::Never,
        std::cmp::Ordering::Equal => true,
        std::cmp::Ordering::Greater => lever.raise != Permission::Never,
    }
}
