//! What if: single keys of a dossier's text set to other values.

use std::fmt;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Key, Table, TableLike, Value};

use super::names::{brief, did_you_mean, listed, nearest};

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// The text is not `KEY=VALUE`.
    NotAChange {
        /// The text.
        change: String,
    },
    /// The dossier is not TOML; reading it says where.
    NotToml,
    /// A part of the key leads nowhere.
    Unknown {
        /// The part that leads nowhere.
        part: String,
        /// The part of the key before it; empty for the file itself.
        within: String,
        /// The names that are there.
        known: Vec<String>,
    },
    /// A part of the key leads into a plain value.
    NotATable {
        /// The key up to the plain value.
        within: String,
    },
    /// The key names a whole table of an array of tables.
    WholeTable {
        /// The key.
        key: String,
    },
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAChange { change } => write!(
                f,
                "expected `KEY=VALUE`, as in `us.relief=waivers`; found `{}`",
                brief(change)
            ),
            Self::NotToml => write!(f, "the file is not TOML, so nothing in it can be set"),
            Self::Unknown {
                part,
                within,
                known,
            } => {
                let place = if within.is_empty() {
                    "the file".to_string()
                } else {
                    format!("`{within}`")
                };
                let names = || known.iter().map(String::as_str);
                write!(f, "there is no `{}` in {place}", brief(part))?;
                match (nearest(part, names()), listed(names())) {
                    (Some(near), _) => write!(f, "; {}", did_you_mean(near)),
                    (None, Some(listed)) => write!(f, "; it has {listed}"),
                    (None, None) => Ok(()),
                }
            }
            Self::NotATable { within } => write!(
                f,
                "`{}` is a plain value, so nothing in it can be set",
                brief(within)
            ),
            Self::WholeTable { key } => write!(
                f,
                "`{}` is a whole table; set its keys one by one",
                brief(key)
            ),
        }
    }
}

impl std::error::Error for Unfit {}

/// The text of a dossier with changes made one after the other; everything else, comments and layout included, stays.
///
/// A change is `KEY=VALUE`. The key is a dotted path of the file, as in `dossier.by`; an item of an array of tables is named by its `id`
/// or its number from 1, as in `parties.us.prefers.2.sure`. `PARTY.MEASURE` alone stands for what is in force today. The value is TOML; what
/// is not is a string. Every part of the key but the last must be there.
///
/// # Errors
/// The first change that cannot be made. Whether the changed dossier is sound is for [`read`](super::read) to say.
pub fn change(text: &str, changes: &[String]) -> Result<String, Unfit> {
    let mut document: DocumentMut = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .parse()
        .map_err(|_| Unfit::NotToml)?;
    for change in changes {
        let unfit = || Unfit::NotAChange {
            change: change.clone(),
        };
        let (key, value) = split(change).ok_or_else(unfit)?;
        let path = Key::parse(key)
            .map_err(|_| unfit())?
            .iter()
            .map(|part| part.get().to_string())
            .collect();
        set(&mut document, path, value_of(value))?;
    }
    Ok(document.to_string())
}

/// Splits at the first `=` that is not in quotes and not part of `>=`.
fn split(change: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    let mut before = ' ';
    for (at, letter) in change.char_indices() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, '=') if before != '>' => return Some((&change[..at], change[at + 1..].trim())),
            _ => {}
        }
        before = letter;
    }
    None
}

fn value_of(text: &str) -> Value {
    text.parse().unwrap_or_else(|_| Value::from(text))
}

fn set(document: &mut DocumentMut, mut path: Vec<String>, value: Value) -> Result<(), Unfit> {
    if let [party, measure] = &path[..]
        && is_only_a_party(document.as_table(), party)
    {
        path = ["parties", party, "measures", measure, "now"]
            .map(str::to_string)
            .to_vec();
    }
    let Some((last, parents)) = path.split_last() else {
        return Ok(());
    };
    let mut place = Place::Table(document.as_table_mut());
    for (depth, part) in parents.iter().enumerate() {
        place = place.step(part, &parents[..depth])?;
    }
    place.put(last, parents, value)
}

/// Whether the word names a party and no section of the file.
fn is_only_a_party(file: &Table, word: &str) -> bool {
    let parties = file.get("parties").and_then(Item::as_table_like);
    !file.contains_key(word) && parties.is_some_and(|parties| parties.contains_key(word))
}

/// What a part of a key leads to.
enum Place<'a> {
    Table(&'a mut dyn TableLike),
    Tables(&'a mut ArrayOfTables),
    Array(&'a mut Array),
}

impl Place<'_> {
    fn step(self, part: &str, within: &[String]) -> Result<Self, Unfit> {
        let not_a_table = || Unfit::NotATable {
            within: [within, &[part.to_string()]].concat().join("."),
        };
        let unknown = |known| Unfit::Unknown {
            part: part.to_string(),
            within: within.join("."),
            known,
        };
        match self {
            Self::Table(table) => {
                let known = table.iter().map(|(key, _)| key.to_string()).collect();
                match table.get_mut(part).ok_or_else(|| unknown(known))? {
                    Item::ArrayOfTables(tables) => Ok(Self::Tables(tables)),
                    Item::Value(Value::Array(array)) => Ok(Self::Array(array)),
                    item => item
                        .as_table_like_mut()
                        .map(Self::Table)
                        .ok_or_else(not_a_table),
                }
            }
            Self::Tables(tables) => {
                let known: Vec<String> = tables
                    .iter()
                    .enumerate()
                    .map(|(at, table)| name_of(at, Some(table)))
                    .collect();
                let found = position(part, &known).and_then(|at| tables.get_mut(at));
                found
                    .map(|table| Self::Table(table))
                    .ok_or_else(|| unknown(known))
            }
            Self::Array(array) => {
                let known = items_of(array);
                let found = position(part, &known)
                    .and_then(|at| array.get_mut(at))
                    .ok_or_else(|| unknown(known))?;
                found
                    .as_inline_table_mut()
                    .map(|table| Self::Table(table))
                    .ok_or_else(not_a_table)
            }
        }
    }

    fn put(self, last: &str, parents: &[String], value: Value) -> Result<(), Unfit> {
        match self {
            Self::Table(table) => {
                put(table, last, value);
                Ok(())
            }
            Self::Array(array) => {
                let known = items_of(array);
                let at = position(last, &known);
                let unknown = || Unfit::Unknown {
                    part: last.to_string(),
                    within: parents.join("."),
                    known,
                };
                array.replace(at.ok_or_else(unknown)?, value);
                Ok(())
            }
            Self::Tables(_) => Err(Unfit::WholeTable {
                key: [parents, &[last.to_string()]].concat().join("."),
            }),
        }
    }
}

/// How the item at a position of an array may be called: its `id`, or its number.
fn name_of(at: usize, table: Option<&dyn TableLike>) -> String {
    let id = table
        .and_then(|table| table.get("id"))
        .and_then(Item::as_str);
    id.map_or_else(|| (at + 1).to_string(), str::to_string)
}

fn items_of(array: &Array) -> Vec<String> {
    array
        .iter()
        .enumerate()
        .map(|(at, value)| {
            name_of(
                at,
                value.as_inline_table().map(|table| table as &dyn TableLike),
            )
        })
        .collect()
}

/// The position of the item that a part of a key names.
fn position(part: &str, known: &[String]) -> Option<usize> {
    let by_number = || {
        part.parse::<usize>()
            .ok()
            .filter(|number| (1..=known.len()).contains(number))
            .map(|number| number - 1)
    };
    known
        .iter()
        .position(|name| name == part)
        .or_else(by_number)
}

/// Replaces a value, keeping the space and comments around it.
fn put(table: &mut dyn TableLike, key: &str, mut value: Value) {
    if let Some(old) = table.get(key).and_then(Item::as_value) {
        *value.decor_mut() = old.decor().clone();
    }
    table.insert(key, Item::Value(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"# Who is at the table.
[dossier]
title = "T" # short

[parties.us.measures]
meet   = { text = "meets", now = true } # since spring
relief = { text = "relief", levels = ["none", "some"] }
[[parties.us.prefers]]
that = "us.meet"
[[parties.us.prefers]]
that = "us.relief >= some"

[[evidence]]
id = "e-1"
date = 2025-01-02
"#;

    fn changed(changes: &[&str]) -> Result<String, Unfit> {
        let changes: Vec<String> = changes.iter().map(|change| (*change).to_string()).collect();
        change(TEXT, &changes)
    }

    #[test]
    fn one_value_changes_and_all_else_stays() {
        for (asked, old, new) in [
            ("us.meet=false", "now = true", "now = false"),
            (
                "us.relief=some",
                r#"levels = ["none", "some"] }"#,
                r#"levels = ["none", "some"] , now = "some" }"#,
            ),
            (
                "dossier.title = \"Two words\"",
                r#""T" # short"#,
                r#""Two words" # short"#,
            ),
            (
                "dossier.title=two words",
                r#""T" # short"#,
                r#""two words" # short"#,
            ),
            (
                "parties.us.prefers.2.that=us.relief >= none",
                r#""us.relief >= some""#,
                r#""us.relief >= none""#,
            ),
            ("evidence.e-1.date=2025-03-04", "2025-01-02", "2025-03-04"),
            (
                "evidence.1.grade=A1",
                "date = 2025-01-02\n",
                "date = 2025-01-02\ngrade = \"A1\"\n",
            ),
            (
                "parties.us.measures.relief.levels.2=all",
                r#"["none", "some"]"#,
                r#"["none", "all"]"#,
            ),
        ] {
            assert_eq!(
                changed(&[asked]).expect(asked),
                TEXT.replace(old, new),
                "{asked}"
            );
        }
    }

    #[test]
    fn a_key_may_hold_signs_in_quotes() {
        assert_eq!(
            split(r#"roadmap.measures."a.b>=c".start=0.5"#),
            Some((r#"roadmap.measures."a.b>=c".start"#, "0.5"))
        );
        assert_eq!(split("us.relief"), None);
    }

    #[test]
    fn what_leads_nowhere_is_told_with_what_is_there() {
        for (asked, told) in [
            (
                "us.meet",
                "expected `KEY=VALUE`, as in `us.relief=waivers`; found `us.meet`",
            ),
            (
                "us.meat=false",
                "there is no `meat` in `parties.us.measures`; did you mean `meet`?",
            ),
            (
                "parties.uz.name=X",
                "there is no `uz` in `parties`; did you mean `us`?",
            ),
            (
                "dossier.title.short=X",
                "`dossier.title` is a plain value, so nothing in it can be set",
            ),
            (
                "evidence.e-2.date=X",
                "there is no `e-2` in `evidence`; did you mean `e-1`?",
            ),
            (
                "parties.us.prefers.3.that=X",
                "there is no `3` in `parties.us.prefers`; it has `1`, `2`",
            ),
            (
                "parties.us.prefers.1=X",
                "`parties.us.prefers.1` is a whole table; set its keys one by one",
            ),
        ] {
            assert_eq!(
                changed(&[asked]).expect_err(asked).to_string(),
                told,
                "{asked}"
            );
        }
    }
}
