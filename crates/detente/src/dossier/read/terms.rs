//! Terms and their readings.

use std::collections::HashMap;

use toml::de::DeValue;

use super::{Reader, cycles};
use crate::dossier::fields;
use crate::dossier::names::TermName;
use crate::dossier::row::{Entry, Item, Row};
use crate::model::{Code, Diagnostic, Formula, Reading, Reasons, Span, Term, TermId};

/// A term whose name is known.
pub(super) struct Declared<'a> {
    id: String,
    span: Span,
    contested: bool,
    meanings: Vec<Meaning<'a>>,
}

/// A meaning that has yet to be read.
struct Meaning<'a> {
    /// The name of the reading; empty for an uncontested term.
    id: String,
    span: Span,
    /// The formula, when it is a plain string.
    plain: Option<Item<'a>>,
    /// The table of the formula and its reasons.
    row: Option<Row<'a>>,
}

impl<'a> Reader<'a> {
    /// Learns the names of the terms and of their readings.
    pub(super) fn declare_terms(&mut self, file: &Row<'a>) -> Vec<Declared<'a>> {
        let Some(section) = self.section(file, "terms") else {
            if file.get("terms").is_some() || self.findings.is_misspelt(file, "terms") {
                self.names.open_terms();
            }
            return vec![];
        };
        let mut declared: Vec<Declared<'a>> = vec![];
        for entry in section.chosen() {
            self.findings
                .identifier(entry.key, entry.key_span, "a term");
            let Some(term) = self.declare_term(&entry) else {
                self.names.add_broken(entry.key.to_owned());
                continue;
            };
            let readings = term.contested.then(|| {
                term.meanings
                    .iter()
                    .map(|meaning| meaning.id.clone())
                    .collect()
            });
            self.names.add_term(
                &term.id,
                TermName {
                    id: TermId::new(declared.len()),
                    readings,
                },
            );
            declared.push(term);
        }
        declared
    }

    fn declare_term(&mut self, entry: &Entry<'a>) -> Option<Declared<'a>> {
        let (id, span) = (entry.key.to_owned(), entry.key_span);
        let what = format!("term `{id}`");
        let DeValue::Table(table) = entry.value.get_ref() else {
            let meaning = self.meaning(String::new(), span, entry.value, &what)?;
            return Some(Declared {
                id,
                span,
                contested: false,
                meanings: vec![meaning],
            });
        };
        let is_field = |key: &str| fields::MEANING.field(key).is_some();
        if table.contains_key("that")
            || (!table.is_empty() && table.keys().all(|key| is_field(key.get_ref())))
        {
            let meaning = self.meaning(String::new(), span, entry.value, &what)?;
            return Some(Declared {
                id,
                span,
                contested: false,
                meanings: vec![meaning],
            });
        }
        let readings = self
            .findings
            .row(&fields::READINGS, entry.value, what.clone())?;
        if readings.chosen().is_empty() {
            let help = "write a formula, or one reading per user of the word";
            self.findings.push(
                Diagnostic::error(Code::D006, format!("{what} has no meaning"))
                    .at(span, "empty")
                    .help(help),
            );
        }
        let mut meanings = vec![];
        for reading in readings.chosen() {
            if is_field(reading.key) {
                let message = format!("`{}` cannot be the name of a reading", reading.key);
                let help = format!(
                    "give each reading its own reasons: `READING = {{ that = \"…\", {} = … }}`",
                    reading.key
                );
                self.findings.push(
                    Diagnostic::error(Code::D009, message)
                        .at(reading.key_span, "a key with a meaning of its own")
                        .help(help),
                );
                continue;
            }
            self.findings
                .identifier(reading.key, reading.key_span, "a reading");
            let what = format!("reading `{id}:{}`", reading.key);
            meanings.push(self.meaning(
                reading.key.to_owned(),
                reading.key_span,
                reading.value,
                &what,
            )?);
        }
        Some(Declared {
            id,
            span,
            contested: true,
            meanings,
        })
    }

    fn meaning(
        &mut self,
        id: String,
        span: Span,
        value: Item<'a>,
        what: &str,
    ) -> Option<Meaning<'a>> {
        match value.get_ref() {
            DeValue::String(_) => Some(Meaning {
                id,
                span,
                plain: Some(value),
                row: None,
            }),
            DeValue::Table(_) => {
                let row = self.findings.row(&fields::MEANING, value, what)?;
                Some(Meaning {
                    id,
                    span,
                    plain: None,
                    row: Some(row),
                })
            }
            _ => {
                self.findings
                    .wrong_type(what, "a formula or a table", value);
                None
            }
        }
    }

    /// Reads the meanings.
    pub(super) fn terms(&mut self, declared: Vec<Declared<'a>>) -> Vec<Term> {
        let mut terms = vec![];
        let n_meanings: usize = declared.iter().map(|term| term.meanings.len()).sum();
        for term in declared {
            self.warn_of_unreasoned_readings(&term);
            let mut readings = vec![];
            for meaning in &term.meanings {
                readings.extend(self.read_meaning(meaning, &term.id));
            }
            terms.push(Term {
                id: term.id,
                readings,
                contested: term.contested,
                span: term.span,
            });
        }
        if terms.iter().map(|term| term.readings.len()).sum::<usize>() == n_meanings {
            self.check_cycles(&terms);
        }
        terms
    }

    fn read_meaning(&mut self, meaning: &Meaning<'a>, term: &str) -> Option<Reading> {
        let (means, reasons) = match &meaning.row {
            Some(row) => (self.formula(row, "that"), self.reasons(row)),
            None => (
                self.formula_in(&format!("term `{term}`"), meaning.plain?),
                Reasons::default(),
            ),
        };
        Some(Reading {
            id: meaning.id.clone(),
            means: means?,
            reasons,
            span: meaning.span,
        })
    }

    /// One warning per contested term, however many of its readings give no reason.
    fn warn_of_unreasoned_readings(&mut self, term: &Declared<'a>) {
        let unreasoned: Vec<String> = term
            .meanings
            .iter()
            .filter(|meaning| {
                term.contested && !meaning.row.as_ref().is_some_and(super::has_reason)
            })
            .map(|meaning| format!("`{}:{}`", term.id, meaning.id))
            .collect();
        if !unreasoned.is_empty() {
            let plural = if unreasoned.len() == 1 {
                "reading"
            } else {
                "readings"
            };
            let message = format!(
                "no reason is given for the {plural} {}",
                unreasoned.join(", ")
            );
            let help = "write a reading as `{ that = \"…\", cites = [\"…\"] }`, or with `basis = \"judgement\"`";
            self.findings.push(
                Diagnostic::warning(Code::W101, message)
                    .at(term.span, "why?")
                    .help(help),
            );
        }
    }

    /// Reports terms that are defined by themselves.
    ///
    /// A bare contested term may take any of its readings.
    fn check_cycles(&mut self, terms: &[Term]) {
        let nodes: Vec<(usize, usize)> = terms
            .iter()
            .enumerate()
            .flat_map(|(term, it)| (0..it.readings.len()).map(move |reading| (term, reading)))
            .collect();
        let position: HashMap<(usize, usize), usize> = nodes
            .iter()
            .enumerate()
            .map(|(idx, node)| (*node, idx))
            .collect();
        let edges: Vec<Vec<usize>> = nodes
            .iter()
            .map(|(term, reading)| {
                uses(
                    &terms[*term].readings[*reading].means.formula,
                    terms,
                    &position,
                )
            })
            .collect();
        cycles::each(&edges, &mut |cycle| {
            let cycle: Vec<(usize, usize)> = cycle.iter().map(|node| nodes[*node]).collect();
            self.report_cycle(terms, &cycle);
            !self.findings.are_full()
        });
    }

    fn report_cycle(&mut self, terms: &[Term], cycle: &[(usize, usize)]) {
        const SHOWN_MAX: usize = 8;
        let name = |(term, reading): (usize, usize)| {
            let term = &terms[term];
            if term.contested {
                format!("`{}:{}`", term.id, term.readings[reading].id)
            } else {
                format!("`{}`", term.id)
            }
        };
        let mut names: Vec<String> = cycle
            .iter()
            .take(SHOWN_MAX)
            .map(|node| name(*node))
            .collect();
        if cycle.len() > SHOWN_MAX {
            names.push("…".to_owned());
        }
        names.push(name(cycle[0]));
        let message = format!(
            "the term {} is defined by itself: {}",
            names[0],
            names.join(" → ")
        );
        let (term, reading) = cycle[0];
        let span = terms[term].readings[reading].means.span;
        self.findings
            .push(Diagnostic::error(Code::D014, message).at(span, "leads back to the term"));
    }
}

/// The meanings that a formula uses.
fn uses(
    formula: &Formula,
    terms: &[Term],
    position: &HashMap<(usize, usize), usize>,
) -> Vec<usize> {
    let mut used = vec![];
    formula.walk(&mut |part| {
        if let Formula::Term { term, reading } = part {
            let readings = reading.map_or(0..terms[term.idx()].readings.len(), |reading| {
                reading..reading + 1
            });
            used.extend(
                readings.filter_map(|reading| position.get(&(term.idx(), reading)).copied()),
            );
        }
    });
    used.sort_unstable();
    used.dedup();
    used
}
