//! Which doubtful lines carry the answer: what turns when a party does not hold a preference that is less than certain.
//!
//! # Definition
//! A line of a preference is *doubtful* when the dossier says how sure it is that the party holds it, by a number or by the name of a
//! hypothesis, and the low end of that credence is below 1. Without the line, the party's other lines stand in the same order.
//! # Algorithm
//! The conflict is settled once more without each doubtful line, as far as verdicts of substance ask for it.
//! # Complexity
//! One outcome per doubtful line; the lines are shared among threads.
//! # Validity
//! One line at a time: lines that only turn the answer together are not found. A ranking of states is held as a whole, and is left out.
//! # References
//! The question is this program's own.

use crate::model::{
    Conflict, Credence, Dossier, HypothesisId, Order, PartyId, Preference, Setting, Standing, Sure,
};
use crate::roles::{Variant, concepts, settle_all};
use crate::space::{Stopped, Watch};
use crate::stability::Case;
use crate::weigh::{Question, Weighing, sure, weigh};

/// A doubtful line, and the answer without it.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// The party that may not hold it.
    pub party: PartyId,
    /// Its position in the party's list.
    pub line: usize,
    /// How sure it is that the party holds it.
    pub sure: Credence,
    /// The hypothesis that says so, if one does.
    pub hypothesis: Option<HypothesisId>,
    /// What turns without it.
    pub without: Variant,
}

/// The doubtful lines of a setting, party by party, without answers.
pub fn doubtful(
    dossier: &Dossier,
    setting: &Setting,
) -> Vec<(PartyId, usize, Credence, Option<HypothesisId>)> {
    let weighing = weigh(dossier, &Question::default());
    let doubtful = |party: PartyId| {
        let standings = standings(dossier.preference(party, setting.view));
        let weighing = weighing.as_ref();
        standings
            .into_iter()
            .enumerate()
            .filter_map(move |(line, standing)| {
                let (credence, hypothesis) = credence(weighing, standing)?;
                (credence.low < 1.0).then_some((party, line, credence, hypothesis))
            })
    };
    dossier.party_ids().flat_map(doubtful).collect()
}

fn credence(
    weighing: Option<&Weighing>,
    standing: &Standing,
) -> Option<(Credence, Option<HypothesisId>)> {
    let hypothesis = standing.sure.and_then(|sure| {
        if let Sure::As(hypothesis) = sure {
            Some(hypothesis)
        } else {
            None
        }
    });
    Some((sure(weighing, standing)?, hypothesis))
}

fn standings(preference: &Preference) -> Vec<&Standing> {
    match preference {
        Preference::Statements(list) => list.iter().map(|line| &line.standing).collect(),
        Preference::Values(list) => list.iter().map(|line| &line.standing).collect(),
        Preference::Indifferent | Preference::Ranking(_) | Preference::Relation(_) => vec![],
    }
}

/// What turns without each doubtful line of a case, party by party. `None` when the case was stopped, or has no concept that a headline rests on.
///
/// # Errors
/// When the watch is stopped.
///
/// # Panics
/// Only when a worker panics.
pub fn doubts(
    dossier: &Dossier,
    case: &Case,
    n_threads: usize,
    watch: &Watch,
) -> Result<Option<Vec<Doubt>>, Stopped> {
    let Some(concepts) = concepts(case) else {
        return Ok(None);
    };
    let lines = doubtful(dossier, &case.setting);
    let variants = lines
        .into_iter()
        .map(|line| (line, without(case.space.conflict(), line.0, line.1)))
        .collect();
    let settled = settle_all(variants, case, &concepts, n_threads, watch)?;
    let told = |((party, line, sure, hypothesis), without)| Doubt {
        party,
        line,
        sure,
        hypothesis,
        without,
    };
    Ok(Some(settled.into_iter().map(told).collect()))
}

/// The conflict in which a party does not hold one of its lines.
pub fn without(conflict: &Conflict, party: PartyId, line: usize) -> Conflict {
    let mut conflict = conflict.clone();
    match &mut conflict.orders[party.idx()] {
        Order::Lexicographic(lines) => drop(lines.remove(line)),
        Order::Additive(lines) => drop(lines.remove(line)),
        Order::Indifferent | Order::Ranked(_) => {}
    }
    conflict
}
