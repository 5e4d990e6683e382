//! The statements: where they lie, and the terms that are counted in them.

use super::Reader;
use crate::dossier::fields;
use crate::dossier::names::brief;
use crate::dossier::row::Row;
use crate::dossier::statements::leads_out;
use crate::model::{Code, Diagnostic, NoPhrase, Phrase, Span, Statements, Wording};

impl<'a> Reader<'a> {
    /// Reads the section.
    pub(super) fn counted(&mut self, file: &Row<'a>) -> Option<Statements> {
        let section = self.section(file, "statements")?;
        let table = self.findings.text(&section, "table");
        let folder = self.findings.text(&section, "folder");
        let places = ["table", "folder"].map(|key| Some(section.get(key)?.span().into()));
        for (path, place) in [&table, &folder].into_iter().zip(places) {
            self.inside(path.as_deref(), place);
        }
        let cut = self.findings.day(&section, "cut").map(|(cut, _)| cut);
        let terms = self
            .section(&section, "terms")
            .map(|terms| self.wordings(&terms))
            .unwrap_or_default();
        Some(Statements {
            table,
            folder,
            places,
            cut,
            terms,
            span: section.span,
        })
    }

    /// Refuses a path that leads out of the dossier's folder.
    fn inside(&mut self, path: Option<&str>, place: Option<Span>) {
        let (Some(path), Some(place)) = (path, place) else {
            return;
        };
        if let Some(why) = leads_out(path) {
            let message = format!("the path `{}` {why}", brief(path));
            let help = "statements lie in the dossier's folder or below it; copy the file there";
            self.findings.push(
                Diagnostic::error(Code::D061, message)
                    .at(place, "refused")
                    .help(help),
            );
        }
    }

    fn wordings(&mut self, section: &Row<'a>) -> Vec<Wording> {
        if section.chosen().is_empty() {
            let help = "declare each under a header `[statements.terms.TERM]`";
            self.findings.push(
                Diagnostic::error(Code::D006, "there are no terms to count")
                    .at(section.span, "empty")
                    .help(help),
            );
        }
        let mut wordings = vec![];
        for entry in section.chosen() {
            self.findings
                .identifier(entry.key, entry.key_span, "a term");
            let Some(row) = self.findings.row(
                &fields::WORDING,
                entry.value,
                format!("term `{}`", entry.key),
            ) else {
                continue;
            };
            wordings.push(self.wording(entry.key, entry.key_span, &row));
        }
        wordings
    }

    fn wording(&mut self, id: &str, span: Span, row: &Row<'a>) -> Wording {
        let text = self.findings.text(row, "text");
        let any = self.patterns(row, "any");
        let but_not = self.patterns(row, "but_not");
        let due = row.get("due").map(|_| {
            self.strings(row, "due")
                .into_iter()
                .map(|(question, _)| question)
                .collect()
        });
        Wording {
            id: id.to_owned(),
            text,
            any,
            but_not,
            due,
            span,
        }
    }

    /// The strings of an array, with their places; an empty array says nothing, which is an error.
    fn strings(&mut self, row: &Row<'a>, key: &str) -> Vec<(String, Span)> {
        let Some(value) = row.get(key) else {
            return vec![];
        };
        let (what, each) = (format!("`{key}`"), format!("each item of `{key}`"));
        let items = self.findings.array(&what, "an array of strings", value);
        if items.is_some_and(<[_]>::is_empty) {
            let message = format!("`{key}` is empty");
            self.findings.push(
                Diagnostic::error(Code::D008, message)
                    .at(value.span(), "expected at least one string"),
            );
        }
        items
            .unwrap_or_default()
            .iter()
            .filter_map(|item| self.string(&each, item))
            .map(|(text, span)| (text.to_owned(), span))
            .collect()
    }

    fn patterns(&mut self, row: &Row<'a>, key: &str) -> Vec<Phrase> {
        let written = self.strings(row, key);
        written
            .into_iter()
            .filter_map(|(text, span)| self.pattern(&text, span))
            .collect()
    }

    fn pattern(&mut self, text: &str, span: Span) -> Option<Phrase> {
        let unfit = match Phrase::read(text) {
            Ok(pattern) => return Some(Phrase { span, ..pattern }),
            Err(unfit) => unfit,
        };
        let (message, help) = match unfit {
            NoPhrase::Empty => (
                "the pattern is empty".to_owned(),
                "write a word or a phrase",
            ),
            NoPhrase::InnerStar => (
                format!("`{}` has a `*` inside a word", brief(text)),
                "a `*` stands at an end of a word, as in `denuclear*`",
            ),
            NoPhrase::OnlyStar => (
                format!("`{}` has a `*` that stands alone", brief(text)),
                "join it to a word, as in `denuclear*`; any word is not a term",
            ),
            NoPhrase::NoLetter => (
                format!("`{}` has no letter", brief(text)),
                "write a word or a phrase",
            ),
            NoPhrase::TooLong => (
                format!("the pattern has more than {} characters", Phrase::CHARS_MAX),
                "write the words that tell the term from others",
            ),
        };
        self.findings.push(
            Diagnostic::error(Code::D039, message)
                .at(span, "not a pattern")
                .help(help),
        );
        None
    }
}
