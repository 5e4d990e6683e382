//! The TOML dossier, read into the model.
//!
//! Two passes: the first learns which names are declared, the second reads everything that uses them. What is
//! declared but cannot be read stays a known name, so that one mistake does not make others look wrong.

mod amounts;
mod copies;
mod cycles;
mod events;
mod evidence;
mod graph;
mod hypotheses;
mod parties;
mod perceives;
mod preferences;
mod roadmap;
mod statements;
mod syntax;
mod terms;
mod unused;
mod values;

use toml::de::{DeTable, DeValue};

use super::fields::{self, Kind};
use super::names::Names;
use super::row::{Findings, Row};
use crate::model::{Coalesced, Code, Date, Diagnostic, Dossier, Rule, Span, Term, Written};

/// Reads the text of a dossier.
pub(super) fn read(text: &str) -> (Option<Dossier>, Vec<Diagnostic>) {
    let parsed = syntax::parse(text);
    let mut reader = Reader {
        text,
        findings: Findings::default(),
        names: Names::default(),
        as_of: None,
        hindsight: false,
        layout: vec![],
        states: None,
    };
    for diagnostic in parsed.findings {
        reader.findings.push(diagnostic);
    }
    let dossier = parsed.table.as_ref().map(|table| reader.dossier(table));
    let sound = reader.findings.are_sound();
    if let Some(dossier) = dossier.as_ref().filter(|_| sound) {
        unused::warn(dossier, &mut reader.findings);
    }
    (dossier.filter(|_| sound), reader.findings.in_order())
}

/// One letter of a state.
struct EntryName {
    /// What it says, for messages.
    name: String,
    /// Whether it is the lowest entry of its measure.
    lowest: bool,
}

struct Reader<'a> {
    text: &'a str,
    findings: Findings,
    names: Names,
    /// The day of the dossier and where it stands.
    as_of: Option<(Date, Span)>,
    hindsight: bool,
    /// The letters of a state; meaningful when all measures could be read.
    layout: Vec<EntryName>,
    /// The states of a dossier in graph form; `None` when it has measures.
    states: Option<graph::Declared>,
}

impl<'a> Reader<'a> {
    fn dossier(&mut self, table: &'a DeTable<'a>) -> Dossier {
        let file = self.findings.row_of(
            &fields::FILE,
            table,
            Span::default(),
            "the dossier".to_owned(),
        );
        let head = self.section(&file, "dossier");
        let (title, by) = head
            .as_ref()
            .map(|head| self.head(head))
            .unwrap_or_default();
        let evidence = self.declare_evidence(&file);
        let rivals = self.declare_hypotheses(&file);
        let graph = self.declare_states(&file);
        if self.states.is_some() {
            self.refuse_measures(&file, head.as_ref());
        }
        let parties = self.declare_parties(&file);
        let (terms, question) = if self.states.is_none() {
            self.vocabulary(&file, head.as_ref())
        } else {
            (vec![], None)
        };
        let (parties, measures) = self.parties(&parties);
        let graph = graph.and_then(|section| self.graph(&file, &section, &parties));
        let views = self.views(&file, &parties);
        let (rules, coalesced) = if self.states.is_none() {
            (self.rules(&file), self.coalesced(&file))
        } else {
            (vec![], vec![])
        };
        let perceptions = if self.states.is_none() {
            self.perceptions(&file, &parties, &views)
        } else {
            vec![]
        };
        let weighing = self.weighing(&file, &rivals, &evidence, &parties);
        let evidence = self.evidence(&evidence);
        let as_of = self.as_of.map(|(date, _)| date);
        let mut dossier = Dossier {
            title,
            as_of,
            hindsight: self.hindsight,
            question,
            by,
            parties,
            measures,
            graph,
            terms,
            rules,
            coalesced,
            views,
            perceptions,
            evidence,
            has_status_quo: true,
            roadmap: None,
            statements: self.counted(&file),
            chronology: self.chronology(&file),
            weighing,
        };
        if self.states.is_none() {
            dossier.roadmap = self.roadmap(&file, &dossier);
        }
        dossier
    }

    /// The terms, and the question that they are for.
    fn vocabulary(
        &mut self,
        file: &Row<'a>,
        head: Option<&Row<'a>>,
    ) -> (Vec<Term>, Option<Written>) {
        let terms = self.declare_terms(file);
        let question = head.and_then(|head| self.formula(head, "question"));
        (self.terms(terms), question)
    }

    /// A section of the file that is a table.
    fn section(&mut self, file: &Row<'a>, key: &str) -> Option<Row<'a>> {
        let Kind::One(table) = file.kind(key)? else {
            return None;
        };
        self.findings
            .row(table, file.get(key)?, format!("`{}`", table.header))
    }

    fn head(&mut self, head: &Row<'a>) -> (String, Option<Date>) {
        self.as_of = self.findings.day(head, "as_of");
        self.hindsight = self.findings.flag(head, "hindsight").unwrap_or_default();
        let title = self.findings.text(head, "title").unwrap_or_default();
        (title, self.findings.day(head, "by").map(|(by, _)| by))
    }

    /// The tables of an array of tables.
    fn rows(&mut self, row: &Row<'a>, key: &str, what: impl Fn(usize) -> String) -> Vec<Row<'a>> {
        let Some(value) = row.get(key) else {
            return vec![];
        };
        let Some(Kind::Many(table)) = row.kind(key) else {
            return vec![];
        };
        if let DeValue::Table(_) = value.get_ref() {
            let message = format!("expected an array of tables for `{key}`, found a table");
            let help = format!("write the header with two brackets: `{}`", table.header);
            self.findings.push(
                Diagnostic::error(Code::D007, message)
                    .at(value.span(), "one table")
                    .help(help),
            );
            return vec![];
        }
        let items = self
            .findings
            .array(&format!("`{key}`"), "an array of tables", value)
            .unwrap_or_default();
        items
            .iter()
            .enumerate()
            .filter_map(|(idx, item)| self.findings.row(table, item, what(idx + 1)))
            .collect()
    }

    fn rules(&mut self, file: &Row<'a>) -> Vec<Rule> {
        let rows = self.rows(file, "rules", |number| format!("rule {number}"));
        rows.iter().filter_map(|row| self.rule(row)).collect()
    }

    /// The states that are taken as one.
    fn coalesced(&mut self, file: &Row<'a>) -> Vec<Coalesced> {
        let mut found: Vec<Coalesced> = vec![];
        for row in self.rows(file, "coalesce", |number| {
            format!("line {number} of `coalesce`")
        }) {
            self.warn_unreasoned(&row, &row.what, row.span, GIVE_REASON);
            let id = self.findings.text(&row, "as");
            let place = row.get("as").map_or(row.span, |value| value.span().into());
            let text = self.findings.text(&row, "text");
            let reasons = self.reasons(&row);
            let (Some(id), Some(that)) = (id, self.formula(&row, "that")) else {
                continue;
            };
            self.findings.identifier(&id, place, "a state");
            if let Some(first) = found.iter().find(|earlier| earlier.id == id) {
                let message = format!("two lines of `coalesce` name their state `{id}`");
                self.findings.push(
                    Diagnostic::error(Code::D010, message)
                        .at(place, "again")
                        .see(first.span, "declared here first"),
                );
            }
            found.push(Coalesced {
                id,
                that,
                text,
                reasons,
                span: row.span,
            });
        }
        found
    }

    fn rule(&mut self, row: &Row<'a>) -> Option<Rule> {
        let why = self.findings.text(row, "why");
        let reasons = self.reasons(row);
        if row.get("why").is_none() {
            self.warn_unreasoned(
                row,
                &row.what,
                row.span,
                "say why with `why`, or cite evidence",
            );
        }
        let never = self.formula(row, "never");
        let always = self.formula(row, "always");
        let condition: Option<Written> = match (row.key_span("never"), row.key_span("always")) {
            (Some(first), Some(second)) => {
                let message = format!("{} has both `never` and `always`", row.what);
                let help = "write two rules";
                self.findings.push(
                    Diagnostic::error(Code::D023, message)
                        .at(second, "and here")
                        .see(first, "here")
                        .help(help),
                );
                None
            }
            (None, None) => {
                let message = format!("{} has neither `never` nor `always`", row.what);
                let help =
                    "say with `never` what cannot be, or with `always` what cannot fail to be";
                self.findings.push(
                    Diagnostic::error(Code::D006, message)
                        .at(row.span, "no condition")
                        .help(help),
                );
                None
            }
            (Some(_), None) => never,
            (None, Some(_)) => always,
        };
        Some(Rule {
            condition: condition?,
            always: row.get("always").is_some(),
            why,
            reasons,
            span: row.span,
        })
    }

    /// Warns when a row gives no reason.
    fn warn_unreasoned(&mut self, row: &Row<'a>, what: &str, span: Span, help: &str) {
        if !has_reason(row) {
            let message = format!("no reason is given for {what}");
            self.findings.push(
                Diagnostic::warning(Code::W101, message)
                    .at(span, "why?")
                    .help(help),
            );
        }
    }
}

/// The help for everything whose reasons are evidence or judgement.
const GIVE_REASON: &str =
    "cite evidence with `cites` or `against`, or write `basis = \"judgement\"`";

/// Whether a row gives a reason, readable or not.
fn has_reason(row: &Row<'_>) -> bool {
    let cites = |key| {
        row.get(key).is_some_and(
            |value| !matches!(value.get_ref(), DeValue::Array(list) if list.is_empty()),
        )
    };
    cites("cites")
        || (values::speaks_against(row) && cites("against"))
        || row.get("basis").is_some()
}
