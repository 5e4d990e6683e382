//! The reasons that a dossier gives, beside what is told about it.

use crate::document::Line;
use crate::model::{Citation, Dossier, Evidence, Reasons, Span};
use crate::session::Session;

/// A dossier and the text that it was read from.
pub(super) struct Grounds<'a> {
    pub(super) dossier: &'a Dossier,
    /// The text; empty where it was not read from one with lines to point at.
    pub(super) text: &'a str,
    /// Whether evidence is named that is not marked open.
    pub(super) all_markings: bool,
}

impl<'a> Grounds<'a> {
    /// The grounds of a session, every marking shown: whoever opened the dossier may read it.
    pub(super) fn of(session: &'a Session) -> Self {
        let draft = session.draft();
        Self {
            dossier: session.dossier(),
            text: if draft.is_foreign() { "" } else { draft.text() },
            all_markings: true,
        }
    }

    /// Whether an item of evidence is named.
    pub(super) fn shows(&self, item: &Evidence) -> bool {
        self.all_markings || item.marking == "open"
    }

    /// A sentence with the evidence for and against it, and the number of the line that says it.
    pub(super) fn line(&self, text: String, reasons: &Reasons, span: Span) -> Line {
        let ids = |citations: &[Citation]| {
            let items = citations
                .iter()
                .map(|citation| &self.dossier.evidence[citation.evidence.idx()]);
            items
                .filter(|item| self.shows(item))
                .map(|item| item.id.clone())
                .collect()
        };
        Line {
            evidence: ids(&reasons.cites),
            against: ids(&reasons.against),
            judgement: reasons.judgement,
            line: self.number_of(span),
            ..Line::new(text)
        }
    }

    /// The number of the line in which a place begins, from 1; `None` for a place that is not in the text.
    fn number_of(&self, span: Span) -> Option<usize> {
        let is_within = span.start < span.end && span.end <= self.text.len();
        let before = self.text.as_bytes().get(..span.start)?;
        is_within.then(|| before.iter().filter(|byte| **byte == b'\n').count() + 1)
    }
}
