//! Parties and measures.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::{EntryName, GIVE_REASON, Reader};
use crate::dossier::fields;
use crate::dossier::names::{MeasureName, did_you_mean, listed, nearest};
use crate::dossier::row::{Entry, Row};
use crate::model::{
    Code, Diagnostic, Direction, ENTRIES_MAX, Measure, MeasureId, Party, PartyId, Preference, Span,
    Written,
};

/// The most parties that a conflict may have.
pub(super) const PARTIES_MAX: usize = 64;

/// A party whose id is known.
pub(super) struct Declared<'a> {
    id: String,
    span: Span,
    /// Its table, when it is one.
    row: Option<Row<'a>>,
    measures: Vec<DeclaredMeasure<'a>>,
}

/// A measure whose id is known.
struct DeclaredMeasure<'a> {
    id: String,
    span: Span,
    row: Row<'a>,
    /// `None` when they could not be read.
    levels: Option<Vec<String>>,
}

impl<'a> Reader<'a> {
    /// Learns the names of parties, measures and levels.
    pub(super) fn declare_parties(&mut self, file: &Row<'a>) -> Vec<Declared<'a>> {
        let Some(section) = self.section(file, "parties") else {
            self.names.open_parties();
            return vec![];
        };
        if section.chosen().is_empty() {
            let help = "declare each under a header `[parties.PARTY]`";
            self.findings.push(
                Diagnostic::error(Code::D006, "there are no parties")
                    .at(section.span, "empty")
                    .help(help),
            );
        }
        let mut parties = vec![];
        let mut n_measures = 0;
        for entry in section.chosen() {
            let party = self.declare_party(&entry, n_measures);
            n_measures += party.measures.len();
            parties.push(party);
        }
        if let Some(party) = parties.get(PARTIES_MAX) {
            let message = format!(
                "there are {} parties, more than {PARTIES_MAX}",
                parties.len()
            );
            self.findings.push(
                Diagnostic::error(Code::D025, message)
                    .at(party.span, format!("one more than {PARTIES_MAX}")),
            );
        }
        self.check_n_entries(&parties);
        parties
    }

    fn check_n_entries(&mut self, parties: &[Declared<'a>]) {
        let mut n_entries = 0;
        let mut excess = None;
        for measure in parties.iter().flat_map(|party| &party.measures) {
            n_entries += n_entries_of(measure);
            if n_entries > ENTRIES_MAX && excess.is_none() {
                excess = Some(measure.span);
            }
        }
        if let Some(span) = excess {
            let message =
                format!("the measures have {n_entries} entries together, more than {ENTRIES_MAX}");
            let help = "a yes/no measure counts for one entry, a measure with levels for one less than its levels";
            let label = format!("beyond {ENTRIES_MAX} entries");
            self.findings.push(
                Diagnostic::error(Code::D025, message)
                    .at(span, label)
                    .help(help),
            );
        }
    }

    fn declare_party(&mut self, entry: &Entry<'a>, n_measures: usize) -> Declared<'a> {
        let (id, span) = (entry.key.to_owned(), entry.key_span);
        self.findings.identifier(&id, span, "a party");
        self.names.add_party(&id);
        let row = self
            .findings
            .row(&fields::PARTY, entry.value, format!("party `{id}`"));
        if let Some(at) = row
            .as_ref()
            .and_then(|row| row.key_span("measures"))
            .filter(|_| self.states.is_some())
        {
            let help = "say with `[graph.moves]` what the party can do, or leave out `[graph]`";
            self.refuse_in_graph_form(&format!("`measures` of party `{id}`"), at, help);
        }
        let section = row.as_ref().and_then(|row| self.section(row, "measures"));
        let mut measures = vec![];
        match section {
            Some(section) => {
                for measure in section.chosen() {
                    measures.extend(self.declare_measure(
                        &id,
                        &measure,
                        n_measures + measures.len(),
                    ));
                }
            }
            None if row.as_ref().is_none_or(|row| {
                row.get("measures").is_some() || self.findings.is_misspelt(row, "measures")
            }) =>
            {
                self.names.open_party(&id);
            }
            None => {}
        }
        Declared {
            id,
            span,
            row,
            measures,
        }
    }

    fn declare_measure(
        &mut self,
        party: &str,
        entry: &Entry<'a>,
        position: usize,
    ) -> Option<DeclaredMeasure<'a>> {
        let (id, span) = (entry.key.to_owned(), entry.key_span);
        let name = format!("{party}.{id}");
        self.findings.identifier(&id, span, "a measure");
        let DeValue::Table(_) = entry.value.get_ref() else {
            let kind = crate::dossier::row::kind_of(entry.value.get_ref());
            let message = format!("expected a table for measure `{name}`, found {kind}");
            let help = format!("write `{id} = {{ text = \"…\" }}`");
            self.findings.push(
                Diagnostic::error(Code::D007, message)
                    .at(entry.value.span(), "expected a table")
                    .help(help),
            );
            self.names.add_broken(name);
            return None;
        };
        let row = self
            .findings
            .row(&fields::MEASURE, entry.value, format!("measure `{name}`"))?;
        let levels = match row.get("levels") {
            Some(_) => self.levels(&row),
            None => Some(vec![]),
        };
        self.names.add_measure(
            name.clone(),
            MeasureName {
                id: MeasureId::new(position),
                levels: levels.clone(),
            },
        );
        match &levels {
            Some(levels) if !levels.is_empty() => {
                let entry = |(idx, level)| EntryName {
                    name: format!("{name} >= {level}"),
                    lowest: idx == 0,
                };
                self.layout
                    .extend(levels[1..].iter().enumerate().map(entry));
            }
            _ => self.layout.push(EntryName { name, lowest: true }),
        }
        Some(DeclaredMeasure {
            id,
            span,
            row,
            levels,
        })
    }

    fn levels(&mut self, row: &Row<'a>) -> Option<Vec<String>> {
        let value = row.get("levels")?;
        let items = self
            .findings
            .array("`levels`", "an array of names", value)?;
        let mut levels = vec![];
        let mut places: BTreeMap<&str, Span> = BTreeMap::new();
        for item in items {
            let DeValue::String(level) = item.get_ref() else {
                self.findings
                    .wrong_type("each level", "a name as a string", item);
                return None;
            };
            let span = item.span().into();
            self.findings.identifier(level, span, "a level");
            if let Some(first) = places.insert(level, span) {
                let message = format!("the level `{level}` is declared twice");
                self.findings.push(
                    Diagnostic::error(Code::D010, message)
                        .at(span, "again")
                        .see(first, "declared here first"),
                );
                return None;
            }
            levels.push(level.to_string());
        }
        if levels.len() < 2 {
            let help = "name at least two, lowest first; leave `levels` out for a yes/no measure";
            self.findings.push(
                Diagnostic::error(Code::D008, "a measure with levels has at least two")
                    .at(value.span(), "too few")
                    .help(help),
            );
            return None;
        }
        Some(levels)
    }

    /// Reads parties and measures.
    pub(super) fn parties(&mut self, declared: &[Declared<'a>]) -> (Vec<Party>, Vec<Measure>) {
        let mut parties: Vec<Party> = vec![];
        let mut measures: Vec<Measure> = vec![];
        for party in declared {
            let id = PartyId::new(parties.len());
            let first = measures.len();
            for measure in &party.measures {
                measures.push(self.measure(measure, id));
            }
            let mut read = |key| {
                party
                    .row
                    .as_ref()
                    .and_then(|row| self.findings.text(row, key))
            };
            let (name, text) = (read("name"), read("text"));
            let aliases = party
                .row
                .as_ref()
                .map(|row| self.texts(row, "aliases"))
                .unwrap_or_default();
            let preference = party
                .row
                .as_ref()
                .map(|row| self.preference(row, &format!("`{}`", party.id)))
                .unwrap_or_default();
            parties.push(Party {
                id: party.id.clone(),
                name: name.unwrap_or_else(|| party.id.clone()),
                aliases,
                text,
                measures: first..measures.len(),
                preference,
                span: party.span,
            });
        }
        (parties, measures)
    }

    /// Strings in an array.
    fn texts(&mut self, row: &Row<'a>, key: &str) -> Vec<String> {
        let Some(value) = row.get(key) else {
            return vec![];
        };
        let items = self
            .findings
            .array(&format!("`{key}`"), "an array of strings", value)
            .unwrap_or_default();
        let mut texts = vec![];
        for item in items {
            match item.get_ref() {
                DeValue::String(text) if text.trim().is_empty() => {
                    let finding =
                        Diagnostic::error(Code::D008, format!("an item of `{key}` is empty"));
                    self.findings
                        .push(finding.at(item.span(), "expected some text"));
                }
                DeValue::String(text) => texts.push(text.to_string()),
                _ => self.findings.wrong_type(
                    &format!("each item of `{key}`"),
                    "a name as a string",
                    item,
                ),
            }
        }
        texts
    }

    fn measure(&mut self, declared: &DeclaredMeasure<'a>, party: PartyId) -> Measure {
        let row = &declared.row;
        self.warn_unreasoned(row, &row.what, declared.span, GIVE_REASON);
        let text = self.findings.text(row, "text").unwrap_or_default();
        let now = self.now(declared);
        let moves = self
            .findings
            .word(row, "moves", &Direction::ALL)
            .unwrap_or(Direction::Both);
        let take_when = self.condition(row, "take_when", moves == Direction::Drop);
        let drop_when = self.condition(row, "drop_when", moves == Direction::Take);
        let reasons = self.reasons(row);
        let since = self.since(row);
        let levels = declared.levels.clone().unwrap_or_default();
        Measure {
            id: declared.id.clone(),
            party,
            text,
            levels,
            now,
            moves,
            take_when,
            drop_when,
            reasons,
            since,
            span: declared.span,
        }
    }

    fn condition(&mut self, row: &Row<'a>, key: &str, idle: bool) -> Option<Written> {
        if let Some(span) = row.key_span(key).filter(|_| idle) {
            let message = format!(
                "`{key}` of {} has no effect: its `moves` exclude that direction",
                row.what
            );
            self.findings
                .push(Diagnostic::warning(Code::W111, message).at(span, "not used"));
        }
        self.formula(row, key)
    }

    fn now(&mut self, declared: &DeclaredMeasure<'a>) -> usize {
        let Some(value) = declared.row.get("now") else {
            return 0;
        };
        let Some(levels) = &declared.levels else {
            return 0;
        };
        match value.get_ref() {
            DeValue::Boolean(now) if levels.is_empty() => usize::from(*now),
            DeValue::String(level) if !levels.is_empty() => {
                let position = levels.iter().position(|known| known == level);
                if position.is_none() {
                    let names = || levels.iter().map(String::as_str);
                    let list = listed(names()).unwrap_or_default();
                    let near = nearest(level, names())
                        .map(|near| did_you_mean(near) + " ")
                        .unwrap_or_default();
                    let message = format!("unknown level `{level}` of {}", declared.row.what);
                    let diagnostic =
                        Diagnostic::error(Code::D015, message).at(value.span(), "no such level");
                    self.findings
                        .push(diagnostic.help(format!("{near}its levels are {list}")));
                }
                position.unwrap_or_default()
            }
            _ if levels.is_empty() => {
                self.findings.not_a_flag("`now` of a yes/no measure", value);
                0
            }
            _ => {
                self.findings.wrong_type(
                    "`now` of a measure with levels",
                    "the name of a level",
                    value,
                );
                0
            }
        }
    }

    /// Reads what a party wants, in a view or by its own list.
    pub(super) fn preference(&mut self, row: &Row<'a>, whose: &str) -> Preference {
        if self.states.is_some() {
            return self.comparisons(row, whose);
        }
        let mut given = ["prefers", "ranking", "values"]
            .into_iter()
            .filter_map(|key| Some((key, row.key_span(key)?)));
        let (first, second) = (given.next(), given.next());
        if let (Some((first, at)), Some((second, span))) = (first, second) {
            let message = format!(
                "the preferences of {whose} are given in two ways, `{first}` and `{second}`"
            );
            let help = "keep one of them; a rival list belongs under `[views]`";
            self.findings.push(
                Diagnostic::error(Code::D023, message)
                    .at(span, "second")
                    .see(at, "first")
                    .help(help),
            );
        }
        let statements = self.statements(row, whose);
        let ranking = self.ranking(row, whose);
        let values = self.worths(row, whose);
        match ranking {
            _ if !statements.is_empty() => Preference::Statements(statements),
            Some(ranking) => Preference::Ranking(ranking),
            None if !values.is_empty() => Preference::Values(values),
            None => Preference::Indifferent,
        }
    }
}

fn n_entries_of(measure: &DeclaredMeasure<'_>) -> usize {
    measure
        .levels
        .as_ref()
        .map_or(1, |levels| levels.len().max(2) - 1)
}
