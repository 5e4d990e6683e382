//! The section on statements as text.

use std::fmt::Write as _;

use super::{Keys, Writer, list, quote};
use crate::dossier::fields;
use crate::model::{Phrase, Statements, Wording};

impl Writer<'_> {
    /// Writes the section.
    pub(super) fn statements(&mut self, statements: &Statements) {
        let mut keys = Keys::new(&fields::STATEMENTS);
        for (key, path) in [("table", &statements.table), ("folder", &statements.folder)] {
            if let Some(path) = path {
                keys.add(key, quote(path));
            }
        }
        if let Some(cut) = statements.cut {
            keys.add("cut", cut.to_string());
        }
        let _ = write!(self.out, "\n[statements]\n{}", keys.lines());
        statements.terms.iter().for_each(|term| self.wording(term));
    }

    fn wording(&mut self, term: &Wording) {
        let patterns =
            |patterns: &[Phrase]| list(patterns.iter().map(|pattern| quote(&pattern.to_string())));
        let mut keys = Keys::new(&fields::WORDING);
        if let Some(text) = &term.text {
            keys.add("text", quote(text));
        }
        keys.add("any", patterns(&term.any));
        if !term.but_not.is_empty() {
            keys.add("but_not", patterns(&term.but_not));
        }
        if let Some(due) = &term.due {
            keys.add("due", list(due.iter().map(|question| quote(question))));
        }
        let _ = write!(
            self.out,
            "\n[statements.terms.{}]\n{}",
            term.id,
            keys.lines()
        );
    }
}
