//! Events, distances and figures as text.

use std::fmt::Write as _;

use super::{Keys, Writer, list, quote};
use crate::dossier::fields;
use crate::model::{Amount, Chronology, Dating, Event, Figure, Gap, Moment, Period, Says};

impl Writer<'_> {
    /// Writes all that the dossier says of times.
    pub(super) fn chronology(&mut self, chronology: &Chronology) {
        chronology.events.iter().for_each(|event| self.event(event));
        chronology
            .gaps
            .iter()
            .for_each(|gap| self.gap(chronology, gap));
        chronology
            .figures
            .iter()
            .for_each(|figure| self.figure(figure));
    }

    fn event(&mut self, event: &Event) {
        let mut keys = Keys::new(&fields::EVENT);
        keys.add("id", quote(&event.id));
        keys.add("text", quote(&event.text));
        if let Some(when) = event.when {
            keys.add("when", period(when));
        }
        if !event.claims.is_empty() {
            keys.add(
                "claims",
                list(event.claims.iter().map(|claim| self.dating(claim))),
            );
        }
        self.reasons(&event.reasons, &mut keys);
        let _ = write!(self.out, "\n[[events]]\n{}", keys.lines());
    }

    fn dating(&self, claim: &Dating) -> String {
        let mut keys = Keys::new(&fields::CLAIM);
        keys.add("when", period(claim.when));
        self.reasons(&claim.reasons, &mut keys);
        keys.inline()
    }

    fn gap(&mut self, chronology: &Chronology, gap: &Gap) {
        let name = |moment: Moment| match moment {
            Moment::Event(event) => quote(&chronology.events[event.idx()].id),
            Moment::AsOf => quote("as_of"),
        };
        let mut keys = Keys::new(&fields::GAP);
        keys.add("from", name(gap.from));
        keys.add("to", name(gap.to));
        for (key, distance) in [("at_least", gap.at_least), ("at_most", gap.at_most)] {
            if let Some(distance) = distance {
                keys.add(key, quote(&distance.to_string()));
            }
        }
        if let Some(says) = &gap.says {
            keys.add("says", quote(says));
        }
        self.reasons(&gap.reasons, &mut keys);
        let _ = write!(self.out, "\n[[gaps]]\n{}", keys.lines());
    }

    fn figure(&mut self, figure: &Figure) {
        let mut keys = Keys::new(&fields::FIGURE);
        keys.add("of", quote(&figure.of));
        keys.add("at", period(figure.at));
        keys.add("value", amount(figure.value));
        if let Some(definition) = &figure.definition {
            keys.add("definition", quote(definition));
        }
        self.reasons(&figure.reasons, &mut keys);
        let _ = write!(self.out, "\n[[figures]]\n{}", keys.lines());
    }
}

/// A figure as it is read.
fn amount(value: Amount) -> String {
    if value.says == Says::Exactly && value.low == value.high {
        value.low.to_string()
    } else {
        quote(&value.to_string())
    }
}

/// A period as it is read; one that excludes nothing has no shorter form than its ends.
fn period(period: Period) -> String {
    let text = period.to_string();
    quote(if text == ".." { "0000..9999" } else { &text })
}
