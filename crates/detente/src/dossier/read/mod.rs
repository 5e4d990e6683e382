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
mod rules;
mod statements;
mod steering;
mod syntax;
mod terms;
mod unused;
mod values;

use toml::de::{DeTable, DeValue};

use super::fields::{self, Kind};
use super::names::Names;
use super::row::{Findings, Row};
use super::slips::{self, Repaired, Slip};
use super::{Read, signs};
use crate::model::{Coalesced, Code, Date, Diagnostic, Dossier, Span, Term, Written};
use rules::Rules;

/// Reads the text of a dossier.
pub(super) fn read(text: &str) -> Read {
    let parsed = syntax::parse(text);
    if parsed.findings.is_empty() || text.len() > syntax::RECOVERED_MAX {
        return read_parsed(text, parsed);
    }
    let slips = slips::slips(text);
    if slips.is_empty() {
        return read_parsed(text, parsed);
    }
    read_mended(text, &slips)
}

/// Reads on as if the slips were what was meant, so that the other mistakes are found too.
fn read_mended(text: &str, slips: &[Slip]) -> Read {
    let mended = Repaired::new(text, slips);
    let line_of = |at: usize| text[..at.min(text.len())].rfind('\n');
    let is_elsewhere = |finding: &Diagnostic| {
        let Some(span) = finding.span else {
            return true;
        };
        let is_syntax = finding.code == Code::D004;
        !slips.iter().any(|slip| {
            let overlaps = span.start < slip.span.end && slip.span.start < span.end;
            let same_line = is_syntax && line_of(span.start) == line_of(slip.span.start);
            let is_value = matches!(finding.code, Code::D004 | Code::D007 | Code::D008);
            same_line || (overlaps && is_value)
        })
    };
    let rest = read_parsed(&mended.text, syntax::parse(&mended.text)).diagnostics;
    let rest = rest
        .into_iter()
        .filter(Diagnostic::is_error)
        .map(|finding| mended.in_original(finding))
        .filter(is_elsewhere);
    let mut findings = Findings::default();
    for finding in slips.iter().map(|slip| slip.finding.clone()).chain(rest) {
        findings.push(finding);
    }
    Read {
        dossier: None,
        diagnostics: findings.in_order(),
        ranked: None,
    }
}

fn read_parsed(text: &str, parsed: syntax::Parsed<'_>) -> Read {
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
    for diagnostic in parsed.table.iter().flat_map(steering::warn) {
        reader.findings.push(diagnostic);
    }
    let dossier = parsed.table.as_ref().map(|table| reader.dossier(table));
    let sound = reader.findings.are_sound();
    if let Some(dossier) = dossier.as_ref().filter(|_| sound) {
        unused::warn(dossier, &mut reader.findings);
    }
    let mut diagnostics = reader.findings.in_order();
    for diagnostic in &mut diagnostics {
        signs::explain(text, diagnostic);
    }
    let only_states = diagnostics
        .iter()
        .filter(|finding| finding.is_error())
        .all(|finding| LEAVES_RANKINGS.contains(&finding.code));
    let (dossier, ranked) = match dossier {
        Some(dossier) if sound => (Some(dossier), None),
        dossier => (None, dossier.filter(|_| only_states)),
    };
    Read {
        dossier,
        diagnostics,
        ranked,
    }
}

/// Codes of mistakes that leave measures, rules and rankings as they are but for single states.
const LEAVES_RANKINGS: [Code; 4] = [Code::D017, Code::D018, Code::D019, Code::D024];

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
            (self.rules(&file, &parties), self.coalesced(&file))
        } else {
            (Rules::default(), vec![])
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
            rules: rules.of_states,
            move_rules: rules.of_moves,
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
