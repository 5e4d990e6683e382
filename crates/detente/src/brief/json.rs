//! Results as JSON: the contract with scripts. Keys are added, never changed, within a format's number.

use serde_json::{Map, Value, json};

use super::explain;
use super::unmoved::Unmoved;
use crate::model::{
    Code, Conflict, Diagnostic, Dossier, EvidenceKind, Explanation, MeasureId, Setting, Severity,
    State, Step, Verdict,
};
use crate::space::Space;
use crate::stability::{Case, Finding, Settled, Ways, patterns};

pub use crate::session::{Fingerprint, Input};

/// What every JSON result begins with.
pub(super) fn opening(command: &str, inputs: &[Input]) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("format".into(), format!("detente.{command}/1").into());
    map.insert("version".into(), crate::VERSION.into());
    map.insert("seed".into(), Value::Null);
    map.insert("inputs".into(), json!(inputs));
    map
}

/// Adds a key to the JSON result of `stability`, to each view and reading in turn: the first is the result itself.
pub(super) fn add_to_each(result: &mut Value, key: &str, told: impl Iterator<Item = Value>) {
    for (idx, value) in told.enumerate() {
        let place = match idx.checked_sub(1) {
            None => Some(&mut *result),
            Some(other) => result.pointer_mut(&format!("/cases/{other}")),
        };
        place
            .and_then(Value::as_object_mut)
            .map(|place| place.insert(key.to_string(), value));
    }
}

/// How much of a result to list.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    /// The most states in one list.
    pub states_max: usize,
}

/// The result of `stability`: the first case in full, the other views and readings after it.
pub fn stability(
    dossier: &Dossier,
    cases: &[Case],
    explained: &[Explanation],
    inputs: &[Input],
    listing: Listing,
) -> Value {
    let mut map = opening("stability", inputs);
    map.insert("title".into(), dossier.title.clone().into());
    map.insert(
        "as_of".into(),
        dossier.as_of.map(|date| date.to_string()).into(),
    );
    map.insert("parties".into(), parties(dossier));
    map.insert("measures".into(), measures(dossier));
    map.insert("engine".into(), "explicit".into());
    let Some((first, others)) = cases.split_first() else {
        return Value::Object(map);
    };
    map.extend(case(dossier, first, listing, true));
    if !explained.is_empty() {
        let told = |explanation| {
            explanation_json(dossier, &first.setting, first.space.conflict(), explanation)
        };
        map.insert("explain".into(), explained.iter().map(told).collect());
    }
    map.insert(
        "cases".into(),
        others
            .iter()
            .map(|other| Value::Object(case(dossier, other, listing, false)))
            .collect(),
    );
    Value::Object(map)
}

pub(super) fn parties(dossier: &Dossier) -> Value {
    dossier
        .parties
        .iter()
        .map(|party| json!({ "id": party.id, "name": party.name }))
        .collect()
}

/// One item per entry of a state.
pub(super) fn measures(dossier: &Dossier) -> Value {
    let mut entries = Vec::new();
    for (idx, measure) in dossier.measures.iter().enumerate() {
        let name = dossier.measure_name(MeasureId::new(idx));
        let party = &dossier.parties[measure.party.idx()].id;
        if measure.levels.is_empty() {
            entries.push(json!({ "id": name, "party": party, "text": measure.text }));
        }
        for level in measure.levels.iter().skip(1) {
            let text = format!("{}: at least {level}", measure.text);
            entries.push(json!({ "id": format!("{name} >= {level}"), "party": party, "text": text, "measure": name, "level": level }));
        }
    }
    entries.into()
}

fn case(dossier: &Dossier, case: &Case, listing: Listing, in_full: bool) -> Map<String, Value> {
    let conflict = case.space.conflict();
    let mut map = Map::new();
    map.insert(
        "view".into(),
        super::view_name(dossier, &case.setting).into(),
    );
    map.insert("readings".into(), readings(dossier, &case.setting));
    map.insert("feasible".into(), case.space.len().into());
    map.insert(
        "status_quo".into(),
        conflict
            .status_quo
            .map(|state| state.letters(conflict.n_entries))
            .into(),
    );
    let concepts = case.settled.iter().map(|settled| {
        (
            settled.concept.key().to_string(),
            concept(dossier, &case.space, settled, listing, in_full),
        )
    });
    map.insert("concepts".into(), Value::Object(concepts.collect()));
    map.insert("headline".into(), headline(dossier, case, listing));
    if let Some(ways) = &case.ways {
        map.insert("evolution".into(), evolution(dossier, case, ways, listing));
    }
    map.insert("stopped".into(), case.stopped.into());
    map
}

pub(super) fn readings(dossier: &Dossier, setting: &Setting) -> Value {
    let readings = dossier.open_terms().into_iter().map(|term| {
        let term_data = &dossier.terms[term.idx()];
        (
            term_data.id.clone(),
            term_data.readings[setting.reading(term)].id.clone().into(),
        )
    });
    Value::Object(readings.collect())
}

fn concept(
    dossier: &Dossier,
    space: &Space,
    settled: &Settled,
    listing: Listing,
    in_full: bool,
) -> Value {
    if settled.stopped {
        return json!({ "stopped": true });
    }
    let mut equilibria = states(
        space,
        settled.equilibria.ones(),
        settled.equilibria.count_ones(..),
        listing,
    );
    let set: Vec<State> = settled
        .equilibria
        .ones()
        .map(|idx| space.states()[idx])
        .collect();
    let n_entries = space.conflict().n_entries;
    let patterns: Vec<String> = patterns(space.conflict(), &set)
        .into_iter()
        .map(|pattern| pattern.letters(n_entries))
        .collect();
    equilibria.insert("patterns".into(), patterns.into());
    let mut map = Map::new();
    map.insert("equilibria".into(), Value::Object(equilibria));
    if in_full {
        let parties = dossier.parties.iter().zip(&settled.stable);
        let stable = parties.map(|(party, stable)| {
            (
                party.id.clone(),
                Value::Object(states(space, stable.ones(), stable.count_ones(..), listing)),
            )
        });
        map.insert("stable".into(), Value::Object(stable.collect()));
    }
    Value::Object(map)
}

fn states(
    space: &Space,
    indexes: impl Iterator<Item = usize>,
    count: usize,
    listing: Listing,
) -> Map<String, Value> {
    let n_entries = space.conflict().n_entries;
    let mut map = Map::new();
    map.insert("count".into(), count.into());
    map.insert(
        "states".into(),
        indexes
            .take(listing.states_max)
            .map(|idx| space.states()[idx].letters(n_entries))
            .collect(),
    );
    if count > listing.states_max {
        map.insert("truncated".into(), true.into());
    }
    map
}

fn headline(dossier: &Dossier, case: &Case, listing: Listing) -> Value {
    let headline = &case.headline;
    let mut map = Map::new();
    map.insert(
        "concept".into(),
        headline.concept.map(crate::model::Concept::key).into(),
    );
    map.insert(
        "equilibria".into(),
        Value::Object(states(
            &case.space,
            headline.equilibria.iter().copied(),
            headline.equilibria.len(),
            listing,
        )),
    );
    map.insert(
        "findings".into(),
        findings(case.space.conflict(), &headline.findings),
    );
    map.insert(
        "sentence".into(),
        super::headline::sentence_of(dossier, case).into(),
    );
    map.extend(unmoved(Unmoved::of(dossier, case).json(dossier)));
    Value::Object(map)
}

/// Parties that nothing moves, under their keys.
pub(super) fn unmoved(it: [(&'static str, Value); 2]) -> impl Iterator<Item = (String, Value)> {
    it.into_iter()
        .map(|(key, parties)| (key.to_string(), parties))
}

pub(super) fn findings(conflict: &Conflict, findings: &[Finding]) -> Value {
    let findings = findings.iter().map(|finding| {
        let about = finding
            .named
            .map(|named| conflict.named[named].name.clone());
        let weaker: Map<String, Value> = finding
            .weaker
            .iter()
            .map(|(concept, extent)| (concept.key().to_string(), extent.word().into()))
            .collect();
        json!({
            "about": about.unwrap_or_else(|| "question".to_string()),
            "holds_in": finding.extent.word(),
            "weaker": weaker,
            "survives_weaker": finding.weaker.iter().all(|(_, extent)| *extent == finding.extent),
        })
    });
    findings.collect()
}

fn evolution(dossier: &Dossier, case: &Case, ways: &Ways, listing: Listing) -> Value {
    let n_entries = case.space.conflict().n_entries;
    let distances = |distances: &[u32]| {
        let reached = distances
            .iter()
            .enumerate()
            .filter(|(_, distance)| **distance != u32::MAX);
        let listed: Map<String, Value> = reached
            .take(listing.states_max)
            .map(|(idx, distance)| {
                (
                    case.space.states()[idx].letters(n_entries),
                    (*distance).into(),
                )
            })
            .collect();
        let count = Ways::n_reached(distances);
        let mut by_distance: Vec<usize> = vec![];
        for distance in distances.iter().filter(|distance| **distance != u32::MAX) {
            by_distance.resize(by_distance.len().max(*distance as usize + 1), 0);
            by_distance[*distance as usize] += 1;
        }
        json!({ "count": count, "by_distance": by_distance, "least_moves": listed, "truncated": count > listing.states_max })
    };
    let paths = ways
        .paths
        .iter()
        .take(listing.states_max)
        .map(|(end, path)| json!({ "to": case.space.states()[*end].letters(n_entries), "path": steps(dossier, path, n_entries) }));
    json!({
        "from": case.space.states()[ways.from].letters(n_entries),
        "by_moves": distances(&ways.by_moves),
        "by_improvements": distances(&ways.by_improvements),
        "paths": paths.collect::<Value>(),
    })
}

pub(super) fn steps(dossier: &Dossier, path: &[Step], n_entries: usize) -> Value {
    path.iter().map(|step| json!({ "mover": dossier.parties[step.mover.idx()].id, "to": step.to.letters(n_entries) })).collect()
}

pub(super) fn explanation_json(
    dossier: &Dossier,
    setting: &Setting,
    conflict: &Conflict,
    explanation: &Explanation,
) -> Value {
    let n_entries = conflict.n_entries;
    let mut map = Map::new();
    map.insert("concept".into(), explanation.concept.key().into());
    map.insert(
        "party".into(),
        dossier.parties[explanation.party.idx()].id.clone().into(),
    );
    map.insert("state".into(), explanation.state.letters(n_entries).into());
    let line = |to: State| {
        explain::deciding_line(conflict, explanation.party, explanation.state, to)
            .map(|line| line + 1)
    };
    match &explanation.verdict {
        Verdict::Unstable { improvement } => {
            map.insert("stable".into(), false.into());
            map.insert("improvement".into(), improvement.letters(n_entries).into());
            map.insert("decided_by_line".into(), line(*improvement).into());
        }
        Verdict::Stable { deterred } => {
            map.insert("stable".into(), true.into());
            let deterred = deterred.iter().map(|deterrence| {
                json!({
                    "improvement": deterrence.improvement.letters(n_entries),
                    "decided_by_line": line(deterrence.improvement),
                    "answer": steps(dossier, &deterrence.answer, n_entries),
                    "ends": deterrence.ends.letters(n_entries),
                    "worse_by_line": line(deterrence.ends),
                })
            });
            map.insert("deterred".into(), deterred.collect());
        }
    }
    map.insert(
        "sentences".into(),
        explain::sentences(dossier, setting, conflict, explanation).into(),
    );
    Value::Object(map)
}

/// The content of the brief.
pub fn brief(page: &crate::document::Page, inputs: &[Input]) -> Value {
    let mut map = opening("brief", inputs);
    if let Value::Object(content) = json!(page) {
        map.extend(content);
    }
    Value::Object(map)
}

/// The result of `check`.
pub fn check(
    dossier: Option<&Dossier>,
    diagnostics: &[Diagnostic],
    text: &str,
    beside: &[Beside<'_>],
    inputs: &[Input],
) -> Value {
    let mut map = opening("check", inputs);
    let count = |severity| {
        let all = diagnostics
            .iter()
            .chain(beside.iter().map(|it| it.diagnostic));
        all.filter(|diagnostic| diagnostic.severity == severity)
            .count()
    };
    map.insert("sound".into(), (count(Severity::Error) == 0).into());
    map.insert("errors".into(), count(Severity::Error).into());
    map.insert("warnings".into(), count(Severity::Warning).into());
    map.insert(
        "diagnostics".into(),
        diagnostics
            .iter()
            .map(|diagnostic| diagnostic_json(diagnostic, text))
            .collect(),
    );
    map.insert(
        "statements".into(),
        beside.iter().map(beside_json).collect(),
    );
    if let Some(dossier) = dossier {
        map.insert("parties".into(), dossier.parties.len().into());
        map.insert("measures".into(), dossier.measures.len().into());
        if let Some(graph) = &dossier.graph {
            map.insert("states".into(), graph.states.len().into());
        }
        let kinds = EvidenceKind::ALL.map(|(word, kind)| {
            (
                word.to_string(),
                dossier
                    .evidence
                    .iter()
                    .filter(|item| item.kind == kind)
                    .count()
                    .into(),
            )
        });
        map.insert(
            "evidence".into(),
            Value::Object(kinds.into_iter().collect()),
        );
        let times = crate::lint::chronology::chronology(dossier);
        let series = crate::lint::chronology::series(dossier);
        map.insert(
            "chronology".into(),
            super::chronology_json(dossier, &times, &series),
        );
    }
    Value::Object(map)
}

/// A finding about a file beside the dossier.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// The file.
    pub file: &'a str,
    /// The line, from 1; 0 where the finding is about the whole file.
    pub line: usize,
    /// What is wrong.
    pub diagnostic: &'a Diagnostic,
}

fn beside_json(it: &Beside<'_>) -> Value {
    let severity = match it.diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    json!({
        "file": it.file,
        "line": (it.line > 0).then_some(it.line),
        "code": it.diagnostic.code.to_string(),
        "severity": severity,
        "message": it.diagnostic.message,
        "help": it.diagnostic.help,
    })
}

/// A finding with its place as line and column, counted from 1 in characters.
pub fn diagnostic_json(diagnostic: &Diagnostic, text: &str) -> Value {
    let place = |offset: usize| {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |last| last.chars().count())
            + 1;
        json!({ "offset": offset, "line": line, "column": column })
    };
    let span =
        |span: crate::model::Span| json!({ "start": place(span.start), "end": place(span.end) });
    let related = diagnostic
        .related
        .iter()
        .map(|(at, label)| json!({ "span": span(*at), "label": label }));
    json!({
        "code": code(diagnostic.code),
        "severity": if diagnostic.is_error() { "error" } else { "warning" },
        "message": diagnostic.message,
        "span": diagnostic.span.map(span),
        "label": diagnostic.label,
        "related": related.collect::<Value>(),
        "help": diagnostic.help,
    })
}

fn code(code: Code) -> String {
    code.to_string()
}
