//! The same conflict with its parties and measures in another order.

use detente::model::{Dossier, Formula, Measure, MeasureId, PartyId, Preference, State, Written};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{Case, levels_of, map_leaves, state_of};

/// Where everything comes from.
#[derive(Clone, Debug)]
pub(crate) struct Renaming {
    /// For each new party, the old one.
    pub(crate) parties: Vec<PartyId>,
    measures: Vec<usize>,
}

impl Renaming {
    /// The state with the same levels in the renamed conflict.
    pub(crate) fn state(&self, old: &Dossier, state: State) -> State {
        self.translate(&old.measures, state)
    }

    fn translate(&self, old: &[Measure], state: State) -> State {
        let levels = levels_of(old, state);
        let measures: Vec<Measure> = self
            .measures
            .iter()
            .map(|&measure| old[measure].clone())
            .collect();
        state_of(
            &measures,
            &self
                .measures
                .iter()
                .map(|&measure| levels[measure])
                .collect::<Vec<_>>(),
        )
    }

    /// The new name of a party.
    fn party(&self, old: PartyId) -> Option<PartyId> {
        let at = self.parties.iter().position(|&party| party == old);
        at.map(PartyId::new)
    }

    fn written(&self, written: &Written) -> Written {
        let new = |id: MeasureId| {
            self.measures
                .iter()
                .position(|&old| old == id.idx())
                .map(MeasureId::new)
                .expect("every measure is kept")
        };
        let formula = map_leaves(&written.formula, &|leaf| match leaf {
            Formula::InForce(id) => Formula::InForce(new(*id)),
            Formula::Level {
                measure,
                comparison,
                level,
            } => Formula::Level {
                measure: new(*measure),
                comparison: *comparison,
                level: *level,
            },
            other => other.clone(),
        });
        Written {
            formula,
            span: written.span,
        }
    }

    fn preference(&self, old: &Dossier, preference: &Preference) -> Preference {
        let mut preference = preference.clone();
        match &mut preference {
            Preference::Indifferent | Preference::Relation(_) => {}
            Preference::Statements(list) => list
                .iter_mut()
                .for_each(|statement| statement.that = self.written(&statement.that)),
            Preference::Ranking(ranking) => {
                ranking
                    .classes
                    .iter_mut()
                    .flatten()
                    .for_each(|(state, _)| *state = self.translate(&old.measures, *state));
            }
            Preference::Values(list) => list
                .iter_mut()
                .for_each(|value| value.of = self.written(&value.of)),
        }
        preference
    }
}

/// Keys by which parties, and the measures of each, are put in a new order.
pub(crate) fn renaming() -> impl Strategy<Value = (Vec<u8>, Vec<u8>)> {
    (vec(any::<u8>(), 4), vec(any::<u8>(), 8))
}

/// The conflict with its parties and measures in the order of their keys.
pub(crate) fn rename(
    case: &Case,
    (party_keys, measure_keys): &(Vec<u8>, Vec<u8>),
) -> (Case, Renaming) {
    let old = &case.dossier;
    let mut parties: Vec<PartyId> = old.party_ids().collect();
    parties.sort_by_key(|party| party_keys[party.idx()]);
    let mut measures = Vec::new();
    let mut ranges = Vec::new();
    for party in &parties {
        let first = measures.len();
        let mut own: Vec<usize> = old.parties[party.idx()].measures.clone().collect();
        own.sort_by_key(|&measure| measure_keys[measure]);
        measures.extend(own);
        ranges.push(first..measures.len());
    }
    let renaming = Renaming { parties, measures };
    let mut new = old.clone();
    new.parties = renaming
        .parties
        .iter()
        .map(|party| old.parties[party.idx()].clone())
        .collect();
    for (party, range) in new.parties.iter_mut().zip(ranges) {
        party.preference = renaming.preference(old, &party.preference);
        party.measures = range;
    }
    new.measures = renaming
        .measures
        .iter()
        .map(|&measure| old.measures[measure].clone())
        .collect();
    for measure in &mut new.measures {
        measure.party = renaming.party(measure.party).expect("every party is kept");
        measure.take_when = measure
            .take_when
            .as_ref()
            .map(|written| renaming.written(written));
        measure.drop_when = measure
            .drop_when
            .as_ref()
            .map(|written| renaming.written(written));
    }
    new.rules
        .iter_mut()
        .for_each(|rule| rule.condition = renaming.written(&rule.condition));
    for rule in &mut new.move_rules {
        rule.by = rule.by.and_then(|by| renaming.party(by));
        rule.from = renaming.written(&rule.from);
        rule.to = renaming.written(&rule.to);
    }
    new.terms
        .iter_mut()
        .flat_map(|term| &mut term.readings)
        .for_each(|reading| reading.means = renaming.written(&reading.means));
    (
        Case {
            dossier: new,
            setting: case.setting.clone(),
        },
        renaming,
    )
}
