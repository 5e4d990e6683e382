//! What a set of states has in common: which measures stand at one level in all of them, and which vary.

use num_bigint::BigUint;

use super::words::{Words, count_short};
use crate::model::{Conflict, Dossier, MeasureId, Setting, State};
use crate::stability::Case;

/// A measure whose level is not the same in all states of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Varying {
    /// The measure.
    pub measure: MeasureId,
    /// In how many states of the set it stands at each level, from the lowest.
    pub counts: Vec<BigUint>,
}

/// What a set of states has in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Common {
    /// The measures above their lowest level in all states, with that level.
    pub in_all: Vec<(MeasureId, usize)>,
    /// The measures at their lowest level in all states.
    pub in_none: Vec<MeasureId>,
    /// The others.
    pub varying: Vec<Varying>,
}

/// An earlier case of the same conflict: the two differ only in readings that nothing but the question uses.
pub(super) fn alike<'a>(dossier: &Dossier, earlier: &'a [Case], case: &Case) -> Option<&'a Case> {
    let told = |case: &'a Case| (&case.setting, case.stopped);
    let settings: Vec<_> = earlier.iter().map(told).collect();
    let at = alike_settings(dossier, &settings, (&case.setting, case.stopped))?;
    Some(&earlier[at])
}

/// The same for settings of which it is known whether their work was stopped.
pub(super) fn alike_settings(
    dossier: &Dossier,
    earlier: &[(&Setting, bool)],
    (setting, stopped): (&Setting, bool),
) -> Option<usize> {
    let terms = dossier.open_terms_of_the_conflict();
    let is_same = |other: &Setting| {
        other.view == setting.view
            && terms
                .iter()
                .all(|term| other.reading(*term) == setting.reading(*term))
    };
    earlier
        .iter()
        .position(|(other, is_stopped)| !is_stopped && !stopped && is_same(other))
}

/// What to say before what is in force in all of them, before what is at its lowest in all of them, and before what varies. What follows is told as it
/// is, so that no heading denies it.
pub(super) fn headings(is_one: bool) -> [&'static str; 3] {
    if is_one {
        ["in force", "and", ""]
    } else {
        ["in every one", "and in every one", "it depends"]
    }
}

/// Sorts the measures by what they do over a set of states; empty for an empty set.
pub(super) fn common(conflict: &Conflict, set: &[State]) -> Common {
    let mut common = Common::default();
    if set.is_empty() {
        return common;
    }
    for (idx, lever) in conflict.levers.iter().enumerate() {
        let mut counts = vec![0_usize; lever.n_levels()];
        set.iter()
            .for_each(|state| counts[lever.level(*state)] += 1);
        let counts: Vec<BigUint> = counts.into_iter().map(BigUint::from).collect();
        common.add(MeasureId::new(idx), &counts, &set.len().into());
    }
    common
}

impl Common {
    /// Sorts in one measure that stands at each level in so many of all states.
    pub(super) fn add(&mut self, measure: MeasureId, counts: &[BigUint], all: &BigUint) {
        match counts.iter().position(|count| count == all) {
            Some(0) => self.in_none.push(measure),
            Some(level) => self.in_all.push((measure, level)),
            None => self.varying.push(Varying {
                measure,
                counts: counts.to_vec(),
            }),
        }
    }
}

impl Varying {
    /// How the measure varies, in words: "North Korea comes to the table (in 3 of 7)".
    pub(super) fn sentence(&self, dossier: &Dossier) -> String {
        variation(dossier, self.measure, &self.counts)
    }
}

/// The same for numbers of any size, level by level.
pub(super) fn variation(dossier: &Dossier, measure: MeasureId, counts: &[BigUint]) -> String {
    let words = Words::new(dossier);
    let few = |count: &BigUint| {
        if *count < BigUint::from(10_000_000u32) {
            count.to_string()
        } else {
            count_short(count)
        }
    };
    let total = few(&counts.iter().sum());
    let levels = counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > BigUint::ZERO);
    if dossier.measures[measure.idx()].levels.is_empty() {
        return format!(
            "{} (in {} of {total})",
            words.level(measure, 1),
            few(&counts[1])
        );
    }
    let levels: Vec<String> = levels
        .map(|(level, count)| format!("{} in {}", words.level_name(measure, level), few(count)))
        .collect();
    format!("{}: {}", words.subject(measure), levels.join(", "))
}
