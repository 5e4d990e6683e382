//! What a party believes about the conflict that is not so.

use super::{
    Comparison, Dossier, Formula, MeasureId, PartyId, Reasons, Rule, Setting, Span, State, ViewId,
    Written,
};

/// How a party sees the conflict otherwise than it is.
#[doc(alias("hypergame", "misperception"))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Perception {
    /// Who sees it so.
    pub party: PartyId,
    /// The view that has what it believes the others want; `None` when it knows.
    pub view: Option<ViewId>,
    /// Measures of others that it does not know of.
    pub unaware: Vec<MeasureId>,
    /// Why the author says so.
    pub reasons: Reasons,
    /// Where it stands in the file.
    pub span: Span,
}

impl Dossier {
    /// What a party believes that is not so, if the dossier says it.
    pub fn perception(&self, party: PartyId) -> Option<&Perception> {
        self.perceptions
            .iter()
            .find(|perception| perception.party == party)
    }

    /// The dossier that describes the game as a party sees it, where the true one is this dossier under a setting: its own preferences are its
    /// own, those of the others are what it believes, and measures that it does not know of stay as they are today. It has no views.
    #[must_use]
    pub fn as_seen_by(&self, party: PartyId, setting: &Setting) -> Self {
        let perception = self.perception(party);
        let believed = perception.and_then(|it| it.view).or(setting.view);
        let mut seen = self.clone();
        for other in self.party_ids() {
            let view = if other == party {
                setting.view
            } else {
                believed
            };
            seen.parties[other.idx()].preference = self.preference(other, view).clone();
        }
        for &measure in perception.map_or(&[][..], |it| &it.unaware) {
            let now = self.measures[measure.idx()].now;
            let as_today = Formula::Level {
                measure,
                comparison: Comparison::Exactly,
                level: now,
            };
            let condition = Written {
                formula: as_today,
                span: Span::default(),
            };
            seen.rules.push(Rule {
                condition,
                always: true,
                why: None,
                reasons: Reasons::default(),
                span: Span::default(),
            });
        }
        seen.views = vec![];
        seen.perceptions = vec![];
        seen
    }

    /// A state as a party sees it: with the measures that it does not know of as they are today.
    #[must_use]
    pub fn state_as_seen_by(&self, party: PartyId, state: State) -> State {
        let unaware = self.perception(party).map_or(&[][..], |it| &it.unaware);
        let mut seen = 0;
        let mut entry = 0;
        for (idx, measure) in self.measures.iter().enumerate() {
            let is_unseen = unaware.contains(&MeasureId::new(idx));
            for level in 1..measure.n_levels() {
                let holds = if is_unseen {
                    level <= measure.now
                } else {
                    state.has(entry)
                };
                seen |= u128::from(holds) << entry;
                entry += 1;
            }
        }
        State(seen)
    }
}
