//! The JSON Schema and the reference of the dossier, both written from the tables of fields.

use serde_json::{Map, Value, json};

use super::fields::{self, Bounds, Form, Kind, Table};

/// An identifier, as a regular expression.
const IDENTIFIER: &str = "^[A-Za-z][A-Za-z0-9_-]*$";
/// A measure of the roadmap, as a regular expression.
const COMMITMENT: &str = r"^\s*((not\s+|!\s*)[A-Za-z][\w-]*\.[A-Za-z][\w-]*|[A-Za-z][\w-]*\.[A-Za-z][\w-]*(\s*>=\s*[A-Za-z][\w-]*)?)\s*$";
/// A distance in time, as a regular expression.
const DISTANCE: &str = r"^\s*((about|around|approximately|roughly|circa|ca\.) )?([0-9]{1,5}(\.5|½)?|an?|half( an?)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)( and a half)?[ -]\s*(day|week|fortnight|month|quarter|season|year|decade)s?( and a half)?\s*$";
/// A number or a range of two, as a regular expression.
const RANGE: &str = r"^\s*[+-]?[0-9]+(\.[0-9]+)?(\s+to\s+[+-]?[0-9]+(\.[0-9]+)?)?\s*$";
/// Named states from better to worse, as a regular expression.
const CHAIN: &str = r"^\s*[A-Za-z][\w-]*(\s*(~|>+)\s*[A-Za-z][\w-]*)*\s*$";
/// Moves from a named state, as a regular expression.
const MOVES: &str = r"^\s*[A-Za-z][\w-]*\s*<?->\s*[A-Za-z][\w-]*(\s*,\s*[A-Za-z][\w-]*)*\s*$";
/// A credence, a range of them, or a hypothesis.
const SURE: &str =
    r"^\s*([0-9]+(\.[0-9]+)?(\s+to\s+[0-9]+(\.[0-9]+)?)?|hypothesis\s+[A-Za-z][A-Za-z0-9_-]*)\s*$";

/// The JSON Schema (draft 2020-12) of the dossier, for editors; dates are strings there, as editors show TOML dates.
pub fn schema() -> Value {
    let mut schema = Map::new();
    schema.insert(
        "$schema".into(),
        "https://json-schema.org/draft/2020-12/schema".into(),
    );
    schema.insert("title".into(), "Détente dossier".into());
    if let Value::Object(file) = table(&fields::FILE) {
        schema.extend(file);
    }
    Value::Object(schema)
}

fn table(table: &Table) -> Value {
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    schema.insert("description".into(), table.doc.into());
    let properties: Map<String, Value> = table
        .fields
        .iter()
        .map(|field| (field.key.to_owned(), described(field.kind, field.doc)))
        .collect();
    if !properties.is_empty() {
        schema.insert("properties".into(), Value::Object(properties));
    }
    let required: Vec<&str> = table
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.key)
        .collect();
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
    match &table.chosen {
        Some(chosen) => {
            schema.insert(
                "propertyNames".into(),
                json!({ "title": chosen.key, "pattern": pattern(chosen.form) }),
            );
            schema.insert(
                "additionalProperties".into(),
                described(chosen.kind, chosen.doc),
            );
        }
        None => {
            schema.insert("additionalProperties".into(), false.into());
        }
    }
    Value::Object(schema)
}

fn pattern(form: Form) -> &'static str {
    match form {
        Form::Identifier => IDENTIFIER,
        Form::Commitment => COMMITMENT,
    }
}

/// A number within bounds, without ranges.
fn number(bounds: Bounds) -> Value {
    match bounds {
        Bounds::Amount => json!({ "type": "number", "minimum": 0 }),
        Bounds::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Bounds::Inside => json!({ "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1 }),
        Bounds::Step => json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 1 }),
    }
}

fn described(of: Kind, doc: &str) -> Value {
    let mut schema = kind(of);
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".into(), doc.into());
    }
    schema
}

fn kind(of: Kind) -> Value {
    match of {
        Kind::Text | Kind::Formula | Kind::Period => json!({ "type": "string", "minLength": 1 }),
        Kind::Name => json!({ "type": "string", "pattern": IDENTIFIER }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Day => json!({ "type": "string", "format": "date" }),
        Kind::Distance => json!({ "type": "string", "pattern": DISTANCE }),
        Kind::Word(words) => json!({ "enum": words() }),
        Kind::Citations => {
            json!({ "type": "array", "items": { "type": "string", "pattern": IDENTIFIER } })
        }
        Kind::Levels => {
            json!({ "type": "array", "minItems": 2, "uniqueItems": true, "items": { "type": "string", "pattern": IDENTIFIER } })
        }
        Kind::Now => json!({ "type": ["boolean", "string"] }),
        Kind::Sure => {
            json!({ "anyOf": [{ "type": "number", "minimum": 0, "maximum": 1 }, { "type": "string", "pattern": SURE }] })
        }
        Kind::Worth => {
            json!({ "anyOf": [{ "type": "number" }, { "type": "string", "pattern": RANGE }] })
        }
        Kind::Figure => {
            json!({ "anyOf": [{ "type": "number" }, { "type": "string", "pattern": "[0-9]" }] })
        }
        Kind::Number(bounds) => {
            json!({ "anyOf": [number(bounds), { "type": "string", "pattern": RANGE }] })
        }
        Kind::Count(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Commitment => json!({ "type": "string", "pattern": COMMITMENT }),
        Kind::Grade => json!({ "type": "string", "pattern": "^[A-F][1-6]$" }),
        Kind::States => {
            let state = json!({ "type": "string", "pattern": "^[YN]*$" });
            json!({ "type": "array", "items": { "anyOf": [state, { "type": "array", "minItems": 1, "items": state }] } })
        }
        Kind::Chain => json!({ "type": "string", "pattern": CHAIN }),
        Kind::Moves => json!({ "type": "string", "pattern": MOVES }),
        Kind::One(inner) => table(inner),
        Kind::Many(inner) => json!({ "type": "array", "items": table(inner) }),
        Kind::List(inner) => json!({ "type": "array", "items": kind(*inner) }),
        Kind::Either(kinds) => {
            json!({ "anyOf": kinds.iter().map(|it| kind(*it)).collect::<Vec<_>>() })
        }
    }
}

/// What a key may hold, in words.
#[cfg(test)]
fn in_words(kind: Kind) -> String {
    match kind {
        Kind::Text => "string".into(),
        Kind::Name => "identifier, as a string".into(),
        Kind::Flag => "`true` or `false`".into(),
        Kind::Day => "date".into(),
        Kind::Period => "period, as a string, or date".into(),
        Kind::Distance => "distance, as a string".into(),
        Kind::Formula => "formula, as a string".into(),
        Kind::Word(words) => words()
            .iter()
            .map(|word| format!("`\"{word}\"`"))
            .collect::<Vec<_>>()
            .join(" or "),
        Kind::Citations => "array of ids of evidence".into(),
        Kind::Levels => "array of at least two identifiers".into(),
        Kind::Now => "`true`, `false` or a level".into(),
        Kind::Sure | Kind::Number(Bounds::Share) => {
            "number from 0 to 1, or a range as a string".into()
        }
        Kind::Worth => "number, or a range as a string".into(),
        Kind::Figure => "number, or what is said of it as a string".into(),
        Kind::Number(Bounds::Amount) => "number from 0 up, or a range as a string".into(),
        Kind::Number(Bounds::Inside) => "number above 0 and below 1, or a range as a string".into(),
        Kind::Number(Bounds::Step) => "number above 0 and up to 1, or a range as a string".into(),
        Kind::Count(least, most) => format!("whole number from {least} to {most}"),
        Kind::Commitment => "measure of the roadmap, as a string".into(),
        Kind::Grade => "string of a letter and a digit".into(),
        Kind::States => "array of states or of ties".into(),
        Kind::Chain => "named states from better to worse, as a string".into(),
        Kind::Moves => "moves, as a string".into(),
        Kind::One(table) => format!("table `{}`", table.header),
        Kind::Many(table) => format!("array of tables `{}`", table.header),
        Kind::List(inner) => format!("array, each {}", in_words(*inner)),
        Kind::Either(kinds) => kinds
            .iter()
            .map(|kind| in_words(*kind))
            .collect::<Vec<_>>()
            .join("; or "),
    }
}

/// The tables of keys for the reference page, each after the first table that leads to it.
#[cfg(test)]
fn reference() -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    let mut pending = vec![&fields::FILE];
    let mut seen: Vec<&str> = vec![];
    while let Some(table) = pending.pop() {
        if seen.contains(&table.header) {
            continue;
        }
        seen.push(table.header);
        let title = if table.header.starts_with(['[', '{']) {
            format!("`{}`", table.header)
        } else {
            "The file".to_owned()
        };
        let _ = write!(
            out,
            "### {title}\n\n{}\n\n| key | holds | meaning |\n|---|---|---|\n",
            table.doc
        );
        for field in table.fields {
            let need = if field.required { " **Required.**" } else { "" };
            let example = if field.example.is_empty() {
                String::new()
            } else {
                format!(" Example: `{} = {}`", as_written(field.key), field.example)
            };
            let _ = writeln!(
                out,
                "| `{}` | {} | {}{need}{example} |",
                field.key,
                in_words(field.kind),
                field.doc
            );
        }
        if let Some(chosen) = &table.chosen {
            let _ = writeln!(
                out,
                "| *{}* | {} | {} |",
                chosen.key,
                in_words(chosen.kind),
                chosen.doc
            );
        }
        out.push('\n');
        let kinds = table
            .fields
            .iter()
            .map(|field| field.kind)
            .chain(table.chosen.iter().map(|chosen| chosen.kind));
        let mut inner: Vec<&Table> = kinds.flat_map(tables).collect();
        inner.reverse();
        pending.extend(inner);
    }
    out
}

/// A key as TOML writes it: in quotes where it needs them.
#[cfg(test)]
fn as_written(key: &str) -> String {
    let is_bare = key
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_bare {
        key.to_owned()
    } else {
        format!("\"{key}\"")
    }
}

/// The tables directly inside a value of this kind.
#[cfg(test)]
fn tables(kind: Kind) -> Vec<&'static Table> {
    match kind {
        Kind::One(table) | Kind::Many(table) => vec![table],
        Kind::List(kind) => tables(*kind),
        Kind::Either(kinds) => kinds.iter().flat_map(|kind| tables(*kind)).collect(),
        _ => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGIN: &str = "<!-- keys: written from the tables of fields by `DETENTE_BLESS=1 cargo test -p detente` -->\n";
    const END: &str = "<!-- end of keys -->\n";

    #[test]
    fn the_reference_page_has_the_tables_of_keys() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/dossier.md");
        let page = std::fs::read_to_string(path).expect("docs/dossier.md is there");
        let (before, rest) = page
            .split_once(BEGIN)
            .expect("the page says where the tables begin");
        let (_, after) = rest
            .split_once(END)
            .expect("the page says where the tables end");
        let wanted = format!("{before}{BEGIN}\n{}{END}{after}", reference());
        if std::env::var_os("DETENTE_BLESS").is_some() {
            std::fs::write(path, &wanted).expect("docs/dossier.md can be written");
        } else {
            assert_eq!(
                page, wanted,
                "docs/dossier.md is out of date; run DETENTE_BLESS=1 cargo test -p detente --lib schema"
            );
        }
    }

    #[test]
    fn every_example_is_a_value_of_toml() {
        let mut pending = vec![&fields::FILE];
        let mut seen: Vec<&str> = vec![];
        while let Some(table) = pending.pop() {
            if seen.contains(&table.header) {
                continue;
            }
            seen.push(table.header);
            for field in table
                .fields
                .iter()
                .filter(|field| !field.example.is_empty())
            {
                assert!(
                    toml::de::DeTable::parse(&format!(
                        "{} = {}",
                        as_written(field.key),
                        field.example
                    ))
                    .is_ok(),
                    "{}",
                    field.key
                );
            }
            pending.extend(table.fields.iter().flat_map(|field| tables(field.kind)));
            pending.extend(table.chosen.iter().flat_map(|chosen| tables(chosen.kind)));
        }
        assert!(seen.len() > 25);
    }

    #[test]
    fn the_schema_lists_every_key() {
        let schema = schema();
        assert_eq!(
            schema["properties"]["dossier"]["required"],
            json!(["title"])
        );
        let party = &schema["properties"]["parties"]["additionalProperties"]["properties"];
        assert_eq!(
            party["measures"]["additionalProperties"]["properties"]["moves"]["enum"],
            json!(["both", "take", "drop"])
        );
        assert_eq!(schema["additionalProperties"], json!(false));
    }
}
