//! Verdicts written down beside a model, and how an answer of the engine compares with them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use detente::dossier::{self, Source};
use detente::model::{Concept, Conflict, Dossier, State};
use detente::space::{NODES_MAX, STATES_MAX, SymbolicSpace, Watch};
use detente::stability::{Case, Settled};
use fixedbitset::FixedBitSet;
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

/// Reads a TOML file as the JSON that says the same, dates as strings.
pub(crate) fn toml_file(path: &Path) -> Value {
    let text = std::fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()));
    let table = DeTable::parse(&text)
        .unwrap_or_else(|error| panic!("{} is not TOML: {error}", path.display()));
    table_as_json(table.get_ref())
}

fn table_as_json(table: &DeTable<'_>) -> Value {
    let entries: Map<String, Value> = table
        .iter()
        .map(|(key, value)| (key.get_ref().to_string(), as_json(value.get_ref())))
        .collect();
    Value::Object(entries)
}

fn as_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(number) => number
            .as_str()
            .parse::<i64>()
            .expect("expected values are small")
            .into(),
        DeValue::Float(number) => number
            .as_str()
            .parse::<f64>()
            .expect("a TOML float is one here")
            .into(),
        DeValue::Boolean(value) => (*value).into(),
        DeValue::Datetime(date) => date.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| as_json(item.get_ref())).collect(),
        DeValue::Table(table) => table_as_json(table),
    }
}

/// Reads a dossier or a file of another program that has no mistake.
pub(crate) fn read_sound(path: &Path) -> Dossier {
    let name = path
        .file_name()
        .expect("a file has a name")
        .to_string_lossy()
        .into_owned();
    let bytes = std::fs::read(path)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()));
    let read = dossier::read(&Source { name, bytes });
    let errors: Vec<_> = read
        .diagnostics
        .iter()
        .filter(|finding| finding.is_error())
        .collect();
    read.dossier
        .filter(|_| errors.is_empty())
        .unwrap_or_else(|| panic!("{} is read with errors: {errors:#?}", path.display()))
}

/// The number of states of a case: those of its graph, or the feasible ones, counted over sets.
pub(crate) fn n_states(dossier: &Dossier) -> u64 {
    if let Some(graph) = &dossier.graph {
        return graph.states.len() as u64;
    }
    let conflict = Conflict::new(dossier, &dossier.settings()[0]);
    let sets = SymbolicSpace::new(&conflict, NODES_MAX, &Watch::default())
        .expect("the sets of a case fit");
    sets.count(sets.feasible())
        .try_into()
        .expect("a case has fewer states than that")
}

/// Whether the states of a case can be gone through one by one.
pub(crate) fn is_listed(dossier: &Dossier) -> bool {
    n_states(dossier) <= STATES_MAX as u64
}

/// The strings of an array.
pub(crate) fn strings(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .expect("an array")
        .iter()
        .map(|item| item.as_str().expect("a string"))
        .collect()
}

/// Verdicts on states with names.
pub(crate) struct Verdicts<'a> {
    /// By state.
    pub(crate) names: Vec<String>,
    /// Concept by concept.
    pub(crate) settled: &'a [Settled],
}

impl<'a> From<&'a Case> for Verdicts<'a> {
    fn from(case: &'a Case) -> Self {
        let letters = |state: &State| state.letters(case.space.conflict().n_entries);
        Self {
            names: case.space.states().iter().map(letters).collect(),
            settled: &case.settled,
        }
    }
}

impl Verdicts<'_> {
    fn of(&self, concept: Concept) -> &Settled {
        self.settled
            .iter()
            .find(|settled| settled.concept == concept)
            .expect("the concept was asked for")
    }
}

/// Where `[equilibria]` of a table says otherwise than the engine, one line per difference; concepts that the table
/// leaves out are not compared.
pub(crate) fn differing_equilibria<'a>(
    verdicts: impl Into<Verdicts<'a>>,
    equilibria: &Value,
) -> Vec<String> {
    let verdicts = verdicts.into();
    concepts(equilibria)
        .filter_map(|(concept, wanted)| {
            difference(
                &verdicts,
                concept.key(),
                &verdicts.of(concept).equilibria,
                wanted,
            )
        })
        .collect()
}

/// The same for `[stable.PARTY]`, one table for each party.
pub(crate) fn differing_stable<'a>(
    dossier: &Dossier,
    verdicts: impl Into<Verdicts<'a>>,
    stable: &Value,
) -> Vec<String> {
    let verdicts = verdicts.into();
    let tables = stable.as_object().expect("a table of parties");
    let known: BTreeSet<&str> = dossier
        .parties
        .iter()
        .map(|party| party.id.as_str())
        .collect();
    let mut found: Vec<String> = tables
        .keys()
        .filter(|party| !known.contains(party.as_str()))
        .map(|party| format!("no party `{party}`"))
        .collect();
    for (idx, party) in dossier.parties.iter().enumerate() {
        match tables.get(&party.id) {
            None => found.push(format!("no verdicts for `{}`", party.id)),
            Some(table) => found.extend(concepts(table).filter_map(|(concept, wanted)| {
                let about = format!("{} for {}", concept.key(), party.id);
                difference(&verdicts, &about, &verdicts.of(concept).stable[idx], wanted)
            })),
        }
    }
    found
}

/// The concepts that a table speaks of, in the order of the program.
pub(crate) fn concepts(table: &Value) -> impl Iterator<Item = (Concept, &Value)> {
    let table = table.as_object().expect("a table of concepts");
    table
        .keys()
        .for_each(|key| assert!(Concept::from_key(key).is_some(), "`{key}` is no concept"));
    Concept::ALL
        .into_iter()
        .filter_map(|concept| Some((concept, table.get(concept.key())?)))
}

fn difference(
    verdicts: &Verdicts<'_>,
    about: &str,
    ours: &FixedBitSet,
    wanted: &Value,
) -> Option<String> {
    let wanted: Vec<&str> = strings(wanted);
    let known: BTreeSet<&str> = verdicts.names.iter().map(String::as_str).collect();
    for state in &wanted {
        assert!(
            known.contains(state),
            "{about}: `{state}` is not a feasible state"
        );
    }
    let ours: BTreeSet<&str> = ours
        .ones()
        .map(|state| verdicts.names[state].as_str())
        .collect();
    let theirs: BTreeSet<&str> = wanted.iter().copied().collect();
    assert_eq!(
        theirs.len(),
        wanted.len(),
        "{about}: a state stands there twice"
    );
    let lacking: Vec<_> = theirs.difference(&ours).collect();
    let extra: Vec<_> = ours.difference(&theirs).collect();
    (ours != theirs).then(|| format!("{about}: the engine lacks {lacking:?} and adds {extra:?}"))
}

/// What a folder holds, by the part of its name before the first dot; `wanted` sees that part and the rest.
pub(crate) fn files(
    folder: &Path,
    wanted: impl Fn(&str, &str) -> bool,
) -> BTreeMap<String, PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{} cannot be listed: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("a folder can be listed to its end").path());
    let named = paths.map(|path| {
        (
            path.file_name()
                .expect("an entry has a name")
                .to_string_lossy()
                .into_owned(),
            path,
        )
    });
    named
        .filter_map(|(name, path)| {
            let (stem, ending) = name.split_once('.').unwrap_or((&name, ""));
            wanted(stem, ending).then(|| (stem.to_string(), path))
        })
        .collect()
}
