//! A dossier in which nobody knows what a party wants, as the dossiers that it may stand for.

use super::{Dossier, PartyId, Preference, Setting, Statement, ViewId};

/// One of the things that a statement may say, taken as what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Whose statement it is.
    pub party: PartyId,
    /// Its position among the party's statements.
    pub line: usize,
    /// 0 for what is written first, 1 and more for what may be so instead.
    pub alternative: usize,
}

/// A dossier in which every statement says one thing.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// What was chosen, for each statement that may say several things.
    pub chosen: Vec<Chosen>,
    /// The dossier with these.
    pub dossier: Dossier,
}

impl Dossier {
    /// What each statement with alternatives may say in a view, every combination with the dossier that it makes; what is written first comes
    /// first. A dossier without alternatives is its own only one. `None` when there are more combinations than so many.
    pub fn alternatives(&self, setting: &Setting, most: usize) -> Option<Vec<Alternative>> {
        let mut found = vec![Alternative {
            chosen: vec![],
            dossier: self.clone(),
        }];
        for party in self.party_ids() {
            let Preference::Statements(list) = self.preference(party, setting.view) else {
                continue;
            };
            for (line, statement) in list.iter().enumerate() {
                if statement.or.is_empty() {
                    continue;
                }
                if found.len() * (statement.or.len() + 1) > most {
                    return None;
                }
                let with = |before: &Alternative, alternative: usize| {
                    let mut after = before.clone();
                    let chosen = Chosen {
                        party,
                        line,
                        alternative,
                    };
                    after.dossier.choose(setting.view, chosen);
                    after.chosen.push(chosen);
                    after
                };
                found = found
                    .iter()
                    .flat_map(|before| {
                        (0..=statement.or.len()).map(move |alternative| with(before, alternative))
                    })
                    .collect();
            }
        }
        Some(found)
    }

    /// The dossier in which every statement says what is written first.
    #[must_use]
    pub fn as_written(&self) -> Self {
        let mut written = self.clone();
        let replaced = written.views.iter_mut().flat_map(|view| &mut view.replaces);
        let all = written
            .parties
            .iter_mut()
            .map(|party| &mut party.preference)
            .chain(replaced.map(|(_, preference)| preference));
        for preference in all {
            if let Preference::Statements(list) = preference {
                list.iter_mut().for_each(|statement| statement.or.clear());
            }
        }
        written
    }

    /// Makes one statement say one thing in a view.
    fn choose(&mut self, view: Option<ViewId>, chosen: Chosen) {
        if let Some(Preference::Statements(list)) = self.preference_mut(chosen.party, view) {
            let statement: &mut Statement = &mut list[chosen.line];
            let mut others = std::mem::take(&mut statement.or);
            if let Some(instead) = chosen.alternative.checked_sub(1) {
                statement.that = others.swap_remove(instead);
            }
        }
    }

    fn preference_mut(&mut self, party: PartyId, view: Option<ViewId>) -> Option<&mut Preference> {
        let replaced = view.and_then(|view| {
            let replaces = &self.views[view.idx()].replaces;
            Some((view, replaces.iter().position(|(id, _)| *id == party)?))
        });
        match replaced {
            Some((view, at)) => Some(&mut self.views[view.idx()].replaces[at].1),
            None => Some(&mut self.parties[party.idx()].preference),
        }
    }
}
