//! The file of a graph: TOML with the tables `[graph]`, `[payoffs]` and `[[edges]]`.
//!
//! ```toml
//! [graph]
//! title = "…"          # what it is about
//! start = "NU"         # the form of material that the state has
//! goal = "WU"          # the form that it must not acquire
//! budget = 1           # what there is to spend on inspection
//!
//! [payoffs]            # legal conduct is 0, the shortest path undetected is worth 1 to the state
//! penalty = 2          # what the state loses when caught
//! caught = 0.5         # what the inspectorate loses when it catches a violation
//! missed = 1           # what it loses when it misses one on the shortest path
//!
//! [[edges]]
//! id = "enrichment"    # a name for the step
//! from = "NU"
//! to = "LEU"
//! weight = 1           # how hard it is
//! covered = 0.9        # the chance to see it where inspection covers it
//! uncovered = 0.1      # the chance to see it otherwise; 0 when left out
//! cost = 2             # what covering it costs
//! ```
//! Numbers are decimals, or fractions in quotes as `"1/3"`; they are read exactly. Unknown keys are mistakes.

use num_traits::{One, Signed, Zero};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::graph::{EDGES_MAX, Edge, Graph, Payoffs};
use crate::inspect::{Fraction, fraction};
use crate::model::{Code, Diagnostic, Span};

/// The largest file that is read, in bytes.
const BYTES_MAX: usize = 1 << 20;

/// The most mistakes that are told.
const ERRORS_MAX: usize = 100;

/// The keys of a table: each with a value as an example, empty where it may be left out.
type Keys = &'static [(&'static str, &'static str)];

const FILE: Keys = &[("graph", ""), ("payoffs", ""), ("edges", "")];
const GRAPH: Keys = &[
    ("title", "\"Paths to a weapon\""),
    ("start", "\"NU\""),
    ("goal", "\"WU\""),
    ("budget", "1"),
];
const PAYOFFS: Keys = &[("penalty", "2"), ("caught", "0.5"), ("missed", "1")];
const EDGE: Keys = &[
    ("id", "\"enrichment\""),
    ("from", "\"NU\""),
    ("to", "\"LEU\""),
    ("weight", "1"),
    ("covered", "0.9"),
    ("uncovered", ""),
    ("cost", "2"),
];

type Item<'a> = &'a Spanned<DeValue<'a>>;

/// Reads a graph; every mistake in it is told with its place.
pub fn read(bytes: &[u8]) -> Result<Graph, Vec<Diagnostic>> {
    let mut reader = Reader::default();
    let graph = reader.file(bytes);
    let mut findings = reader.findings;
    match graph {
        Some(graph) if findings.is_empty() => Ok(graph),
        _ => {
            findings.sort_by_key(|diagnostic| diagnostic.span.map(|span| span.start));
            findings.truncate(ERRORS_MAX);
            Err(findings)
        }
    }
}

/// Within which bounds a number lies.
#[derive(Clone, Copy)]
enum Bounds {
    /// From 0 up.
    Amount,
    /// Above 0.
    Positive,
    /// From 0 to 1.
    Share,
}

/// A table of the file.
struct Row<'a> {
    entries: &'a DeTable<'a>,
    what: String,
}

#[derive(Default)]
struct Reader {
    findings: Vec<Diagnostic>,
}

impl Reader {
    fn file(&mut self, bytes: &[u8]) -> Option<Graph> {
        let text = self.text(bytes)?;
        let table = match DeTable::parse(text) {
            Ok(table) => table.into_inner(),
            Err(error) => {
                let span = error.span().map_or(
                    Span {
                        start: text.len(),
                        end: text.len(),
                    },
                    Span::from,
                );
                let help = "strings stand in quotes, and each key on a line of its own";
                self.findings.push(
                    Diagnostic::error(Code::D004, error.message())
                        .at(span, "here")
                        .help(help),
                );
                return None;
            }
        };
        let file = self.row(FILE, &table, Span::default(), "the file".to_string());
        let graph = self.section(&file, "graph", GRAPH);
        let payoffs = self.section(&file, "payoffs", PAYOFFS);
        let n_findings = self.findings.len();
        let edges = self.edges(&file);
        let all_read = self.findings.len() == n_findings;
        let payoffs = payoffs.and_then(|row| self.payoffs(&row));
        let graph = graph.and_then(|row| self.graph(&row, &edges, all_read));
        let (graph, payoffs) = graph.zip(payoffs)?;
        Some(Graph {
            payoffs,
            edges: edges.into_iter().map(|(edge, _)| edge).collect(),
            ..graph
        })
    }

    fn text<'a>(&mut self, bytes: &'a [u8]) -> Option<&'a str> {
        if bytes.len() > BYTES_MAX {
            let message = format!("the file has {} bytes, more than {BYTES_MAX}", bytes.len());
            self.findings.push(Diagnostic::error(Code::D025, message));
            return None;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            let help = "save the file as UTF-8 text";
            self.findings
                .push(Diagnostic::error(Code::D002, "the file is not UTF-8 text").help(help));
            return None;
        };
        if text.trim_start_matches('\u{feff}').trim().is_empty() {
            let help = "a graph has the tables `[graph]`, `[payoffs]` and `[[edges]]`";
            self.findings
                .push(Diagnostic::error(Code::D003, "the file is empty").help(help));
            return None;
        }
        Some(text)
    }

    /// A table with its keys: reports those that are unknown or missing.
    fn row<'a>(
        &mut self,
        keys: Keys,
        entries: &'a DeTable<'a>,
        span: Span,
        what: String,
    ) -> Row<'a> {
        for (key, _) in entries
            .iter()
            .filter(|(key, _)| keys.iter().all(|(known, _)| known != key.get_ref()))
        {
            let known: Vec<String> = keys.iter().map(|(key, _)| format!("`{key}`")).collect();
            let message = format!("unknown key `{}` in {what}", key.get_ref());
            let help = format!("the keys here are {}", known.join(", "));
            self.findings.push(
                Diagnostic::error(Code::D005, message)
                    .at(key.span(), "unknown key")
                    .help(help),
            );
        }
        for (key, example) in keys
            .iter()
            .filter(|(key, example)| !example.is_empty() && !entries.contains_key(*key))
        {
            let message = format!("missing key `{key}` in {what}");
            let finding =
                Diagnostic::error(Code::D006, message).at(span, format!("`{key}` is missing"));
            self.findings
                .push(finding.help(format!("add a line such as `{key} = {example}`")));
        }
        Row { entries, what }
    }

    fn section<'a>(&mut self, file: &Row<'a>, key: &str, keys: Keys) -> Option<Row<'a>> {
        let Some(value) = file.entries.get(key) else {
            let help = format!(
                "the section has the keys {}",
                keys.iter()
                    .map(|(key, _)| format!("`{key}`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            );
            self.findings.push(
                Diagnostic::error(Code::D006, format!("missing section `[{key}]`")).help(help),
            );
            return None;
        };
        match value.get_ref() {
            DeValue::Table(entries) => {
                Some(self.row(keys, entries, value.span().into(), format!("`[{key}]`")))
            }
            _ => self.wrong_type(value, &format!("`{key}`"), "a table"),
        }
    }

    fn wrong_type<T>(&mut self, value: Item<'_>, what: &str, expected: &str) -> Option<T> {
        let message = format!(
            "expected {expected} for {what}, found a value of type {}",
            value.get_ref().type_str()
        );
        self.findings.push(
            Diagnostic::error(Code::D007, message).at(value.span(), format!("expected {expected}")),
        );
        None
    }

    fn text_under(&mut self, row: &Row<'_>, key: &str) -> Option<(String, Span)> {
        let value = row.entries.get(key)?;
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => {
                Some((text.to_string(), value.span().into()))
            }
            DeValue::String(_) => {
                let finding = Diagnostic::error(Code::D008, format!("`{key}` is empty"));
                self.findings
                    .push(finding.at(value.span(), "expected some text"));
                None
            }
            _ => self.wrong_type(value, &format!("`{key}`"), "a string"),
        }
    }

    fn number(&mut self, row: &Row<'_>, key: &str, bounds: Bounds) -> Option<Fraction> {
        let value = row.entries.get(key)?;
        let text = match value.get_ref() {
            DeValue::String(text) => text.as_ref(),
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            _ => return self.wrong_type(value, &format!("`{key}`"), "a number"),
        };
        let Some(number) = fraction(text.strip_prefix('+').unwrap_or(text)) else {
            let help = "write a decimal as 0.25, or a fraction in quotes as \"1/3\", with 18 digits at most and no exponent";
            let finding =
                Diagnostic::error(Code::D008, format!("`{key}` cannot be read as a number"));
            self.findings
                .push(finding.at(value.span(), "expected a number").help(help));
            return None;
        };
        let (fits, expected) = match bounds {
            Bounds::Amount => (!number.is_negative(), "is never below 0"),
            Bounds::Positive => (number.is_positive(), "is above 0"),
            Bounds::Share => (
                !number.is_negative() && number <= Fraction::one(),
                "lies between 0 and 1",
            ),
        };
        if !fits {
            let finding =
                Diagnostic::error(Code::D008, format!("`{key}` {expected}, found {number}"));
            let label = "outside its bounds";
            self.findings.push(
                finding
                    .at(value.span(), label)
                    .help(format!("write a number that {expected}")),
            );
        }
        fits.then_some(number)
    }

    fn payoffs(&mut self, row: &Row<'_>) -> Option<Payoffs> {
        let penalty = self.number(row, "penalty", Bounds::Positive);
        let caught = self.number(row, "caught", Bounds::Amount);
        let missed = self.number(row, "missed", Bounds::Amount);
        Some(Payoffs {
            penalty: penalty?,
            caught: caught?,
            missed: missed?,
        })
    }

    /// The steps that can be read, each with its place.
    fn edges(&mut self, file: &Row<'_>) -> Vec<(Edge, Span)> {
        let Some(value) = file.entries.get("edges") else {
            let help = "add a table `[[edges]]` for each step from one form of material to another";
            self.findings
                .push(Diagnostic::error(Code::D006, "missing section `[[edges]]`").help(help));
            return vec![];
        };
        let DeValue::Array(items) = value.get_ref() else {
            return self
                .wrong_type::<()>(value, "`edges`", "an array of tables, headed `[[edges]]`")
                .map_or(vec![], |()| vec![]);
        };
        if items.len() > EDGES_MAX {
            let message = format!("the graph has {} steps, more than {EDGES_MAX}", items.len());
            let help = "join steps that are always taken together";
            self.findings.push(
                Diagnostic::error(Code::D025, message)
                    .at(value.span(), "these steps")
                    .help(help),
            );
        }
        let mut edges: Vec<(Edge, Span)> = vec![];
        for (number, item) in (1..).zip(items.iter()) {
            if let Some((edge, span)) = self.edge(item, number) {
                if let Some((_, first)) = edges.iter().find(|(known, _)| known.id == edge.id) {
                    let finding = Diagnostic::error(
                        Code::D010,
                        format!("the step `{}` is declared twice", edge.id),
                    );
                    self.findings.push(
                        finding
                            .at(span, "again")
                            .see(*first, "declared here first")
                            .help("give it another `id`"),
                    );
                }
                edges.push((edge, span));
            }
        }
        edges
    }

    fn edge(&mut self, item: Item<'_>, number: usize) -> Option<(Edge, Span)> {
        let DeValue::Table(entries) = item.get_ref() else {
            return self.wrong_type(item, &format!("step {number}"), "a table");
        };
        let row = self.row(EDGE, entries, item.span().into(), format!("step {number}"));
        let (id, from, to) = (
            self.text_under(&row, "id"),
            self.text_under(&row, "from"),
            self.text_under(&row, "to"),
        );
        let (weight, cost) = (
            self.number(&row, "weight", Bounds::Positive),
            self.number(&row, "cost", Bounds::Amount),
        );
        let covered = self.number(&row, "covered", Bounds::Share);
        let uncovered = match row.entries.get("uncovered") {
            Some(_) => self.number(&row, "uncovered", Bounds::Share),
            None => Some(Fraction::zero()),
        };
        self.sees_no_less(&row, covered.as_ref(), uncovered.as_ref());
        let ((id, span), (from, _), (to, place)) = (id?, from?, to?);
        if from == to {
            let finding = Diagnostic::error(
                Code::D008,
                format!("{} leads from `{from}` to itself", row.what),
            );
            self.findings.push(
                finding
                    .at(place, "where it began")
                    .help("name another form of material"),
            );
        }
        let (weight, covered, uncovered, cost) = (weight?, covered?, uncovered?, cost?);
        Some((
            Edge {
                id,
                from,
                to,
                weight,
                covered,
                uncovered,
                cost,
            },
            span,
        ))
    }

    /// Reports a step that is seen less where it is covered.
    fn sees_no_less(
        &mut self,
        row: &Row<'_>,
        covered: Option<&Fraction>,
        uncovered: Option<&Fraction>,
    ) {
        let (Some(covered), Some(uncovered), Some(value)) =
            (covered, uncovered, row.entries.get("covered"))
        else {
            return;
        };
        if covered < uncovered {
            let message = format!(
                "{} is seen less when it is covered: {covered} against {uncovered}",
                row.what
            );
            let finding =
                Diagnostic::error(Code::D008, message).at(value.span(), "below `uncovered`");
            self.findings.push(finding.help(
                "swap `covered` and `uncovered`, or make them equal if covering changes nothing",
            ));
        }
    }

    /// The head of the file, with the steps for the forms that there are.
    fn graph(&mut self, row: &Row<'_>, edges: &[(Edge, Span)], all_read: bool) -> Option<Graph> {
        let (title, start, goal) = (
            self.text_under(row, "title"),
            self.text_under(row, "start"),
            self.text_under(row, "goal"),
        );
        let budget = self.number(row, "budget", Bounds::Amount);
        if let (Some((start, _)), Some((goal, place))) = (&start, &goal)
            && start == goal
        {
            let finding = Diagnostic::error(
                Code::D008,
                "`start` and `goal` are the same form of material",
            );
            self.findings.push(
                finding
                    .at(*place, "the form that the state has already")
                    .help("name the form that it must not acquire"),
            );
        }
        // With a step that cannot be read, the form may be one of its.
        for (key, form) in [("start", &start), ("goal", &goal)] {
            if let Some((name, place)) = form.as_ref().filter(|_| all_read) {
                self.known_form(key, name, *place, edges);
            }
        }
        let ((title, _), (start, _), (goal, _)) = (title?, start?, goal?);
        let none = || Fraction::zero();
        let payoffs = Payoffs {
            penalty: none(),
            caught: none(),
            missed: none(),
        };
        Some(Graph {
            title,
            start,
            goal,
            budget: budget?,
            payoffs,
            edges: vec![],
        })
    }

    /// Reports a form that no step has.
    fn known_form(&mut self, key: &str, name: &str, place: Span, edges: &[(Edge, Span)]) {
        let mut forms: Vec<&str> = edges
            .iter()
            .flat_map(|(edge, _)| [edge.from.as_str(), edge.to.as_str()])
            .collect();
        forms.sort_unstable();
        forms.dedup();
        if forms.is_empty() || forms.contains(&name) {
            return;
        }
        let listed: Vec<String> = forms
            .iter()
            .take(20)
            .map(|form| format!("`{form}`"))
            .collect();
        let finding = Diagnostic::error(
            Code::D008,
            format!("no step has the form `{name}` that `{key}` names"),
        );
        self.findings.push(
            finding
                .at(place, "not a form of any step")
                .help(format!("the forms are {}", listed.join(", "))),
        );
    }
}
