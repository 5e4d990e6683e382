//! Tables of the file under their table of fields, and the findings about them.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fields::{Kind, Table};
use super::names::{brief, did_you_mean, listed, nearest, unfit};
use super::signs;
use super::slips::{boolean, day_remedy};
use crate::model::{Code, Date, Diagnostic, Span};

/// A value of the file with its place.
pub(super) type Item<'a> = &'a Spanned<DeValue<'a>>;

/// More errors than this are not collected.
pub(super) const ERRORS_MAX: usize = 1000;

/// The findings so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Diagnostic>,
    n_errors: usize,
}

impl Findings {
    /// Adds a finding.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        if diagnostic.is_error() {
            self.n_errors += 1;
            if self.n_errors > ERRORS_MAX {
                return;
            }
        }
        self.list.push(diagnostic);
    }

    /// Whether nothing found stops the answer.
    pub(super) fn are_sound(&self) -> bool {
        self.n_errors == 0
    }

    /// The number of errors so far.
    pub(super) fn n_errors(&self) -> usize {
        self.n_errors
    }

    /// Whether further errors would not be collected, so that no work need be spent on them.
    pub(super) fn are_full(&self) -> bool {
        self.n_errors >= ERRORS_MAX
    }

    /// The findings in the order of the file.
    pub(super) fn in_order(mut self) -> Vec<Diagnostic> {
        self.list
            .sort_by_key(|diagnostic| diagnostic.span.map(|span| span.start));
        if self.n_errors > ERRORS_MAX {
            let message = format!("{} more mistakes are not shown", self.n_errors - ERRORS_MAX);
            self.list.push(
                Diagnostic::error(Code::D025, message)
                    .help(format!("at most {ERRORS_MAX} are shown at a time")),
            );
        }
        self.list
    }
}

/// A table of the file.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    /// Its keys.
    table: &'static Table,
    entries: &'a DeTable<'a>,
    /// What it is, for messages.
    pub(super) what: String,
    /// Its place.
    pub(super) span: Span,
}

/// An entry of a table under a key that the author chose.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    /// The key.
    pub(super) key: &'a str,
    /// Its place.
    pub(super) key_span: Span,
    /// The value.
    pub(super) value: Item<'a>,
}

impl<'a> Row<'a> {
    /// The value under a key of the table of fields.
    pub(super) fn get(&self, key: &str) -> Option<Item<'a>> {
        debug_assert!(
            self.table.field(key).is_some(),
            "`{key}` is not a field of `{}`",
            self.table.header
        );
        self.entries.get(key)
    }

    /// What a key may hold.
    pub(super) fn kind(&self, key: &str) -> Option<Kind> {
        self.table.field(key).map(|field| field.kind)
    }

    /// The place of a key that is there.
    pub(super) fn key_span(&self, key: &str) -> Option<Span> {
        self.entries
            .get_key_value(key)
            .map(|(key, _)| key.span().into())
    }

    /// The entries under keys that the author chose, in the order of the file.
    pub(super) fn chosen(&self) -> Vec<Entry<'a>> {
        entries_in_order(self.entries, |key| self.table.field(key).is_none())
    }
}

/// The entries of a table in the order of the file. The parser's own order is not that one when a table is opened
/// through one of its inner tables first.
fn entries_in_order<'a>(table: &'a DeTable<'a>, wanted: impl Fn(&str) -> bool) -> Vec<Entry<'a>> {
    let mut entries: Vec<(usize, Entry<'a>)> = table
        .iter()
        .filter(|(key, _)| wanted(key.get_ref()))
        .map(|(key, value)| {
            let first = key.span().start.min(first_byte(value));
            (
                first,
                Entry {
                    key: key.get_ref(),
                    key_span: key.span().into(),
                    value,
                },
            )
        })
        .collect();
    entries.sort_by_key(|(first, _)| *first);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// The first byte of a value or of anything in it. The parser bounds the depth of the recursion.
fn first_byte(value: &Spanned<DeValue<'_>>) -> usize {
    let inner = match value.get_ref() {
        DeValue::Table(table) => table
            .iter()
            .map(|(key, value)| key.span().start.min(first_byte(value)))
            .min(),
        DeValue::Array(array) => array.iter().map(first_byte).min(),
        _ => None,
    };
    inner.unwrap_or(usize::MAX).min(value.span().start)
}

/// What a value is, with its article.
pub(super) fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(date) if date.time.is_none() => "a date",
        DeValue::Datetime(date) if date.date.is_none() => "a time of day",
        DeValue::Datetime(_) => "a date with a time",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

impl Findings {
    /// The value was of another type.
    pub(super) fn wrong_type(&mut self, what: &str, expected: &str, value: Item<'_>) {
        let message = format!(
            "expected {expected} for {what}, found {}",
            kind_of(value.get_ref())
        );
        self.push(
            Diagnostic::error(Code::D007, message).at(value.span(), format!("expected {expected}")),
        );
    }

    /// A table under its table of fields: reports unknown and missing keys.
    pub(super) fn row<'a>(
        &mut self,
        table: &'static Table,
        value: Item<'a>,
        what: impl Into<String>,
    ) -> Option<Row<'a>> {
        let what = what.into();
        let DeValue::Table(entries) = value.get_ref() else {
            let before = self.n_errors;
            self.wrong_type(&what, "a table", value);
            debug_assert!(self.n_errors > before);
            return None;
        };
        Some(self.row_of(table, entries, value.span().into(), what))
    }

    /// The same for a table that needs no check of its type.
    pub(super) fn row_of<'a>(
        &mut self,
        table: &'static Table,
        entries: &'a DeTable<'a>,
        span: Span,
        what: String,
    ) -> Row<'a> {
        let mut meant: Vec<&str> = vec![];
        if table.chosen.is_none() {
            for entry in entries_in_order(entries, |key| table.field(key).is_none()) {
                self.unknown_key(table, &entry, &what);
                meant.extend(meant_key(table, entries, entry.key));
            }
        }
        // A key that is there under a misspelt name is not missing.
        let is_missing = |key: &str| !entries.contains_key(key) && !meant.contains(&key);
        for field in table
            .fields
            .iter()
            .filter(|field| field.required && is_missing(field.key))
        {
            let (diagnostic, line) = if let Kind::One(section) = field.kind {
                let diagnostic =
                    Diagnostic::error(Code::D006, format!("missing section `{}`", section.header));
                let is_nested = span != Span::default();
                (
                    if is_nested {
                        diagnostic.at(span, "has none")
                    } else {
                        diagnostic
                    },
                    section.header.to_owned(),
                )
            } else {
                let diagnostic =
                    Diagnostic::error(Code::D006, format!("missing key `{}` in {what}", field.key));
                (
                    diagnostic.at(span, format!("`{}` is missing", field.key)),
                    format!("{} = {}", field.key, field.example),
                )
            };
            let help = format!("add `{line}`: {}", lower_first(field.doc));
            self.push(diagnostic.help(help.trim_end_matches('.')));
        }
        Row {
            table,
            entries,
            what,
            span,
        }
    }

    /// Whether a section of the file stands there under a misspelt name.
    pub(super) fn is_misspelt(&self, row: &Row<'_>, section: &str) -> bool {
        row.entries
            .keys()
            .any(|key| meant_key(row.table, row.entries, key.get_ref()) == Some(section))
    }

    fn unknown_key(&mut self, table: &'static Table, entry: &Entry<'_>, what: &str) {
        if self.are_full() {
            return self.push(Diagnostic::error(Code::D005, String::new()));
        }
        let known = || table.fields.iter().map(|field| field.key);
        let help = match nearest(&signs::in_ascii(entry.key), known()) {
            Some(near) => did_you_mean(near),
            None => format!("the keys here are {}", all_of(known())),
        };
        let message = format!("unknown key `{}` in {what}", brief(entry.key));
        self.push(
            Diagnostic::error(Code::D005, message)
                .at(entry.key_span, "unknown key")
                .help(help),
        );
    }

    /// A string.
    pub(super) fn text(&mut self, row: &Row<'_>, key: &str) -> Option<String> {
        let value = row.get(key)?;
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(&format!("`{key}`"), "a string", value);
            return None;
        };
        if text.trim().is_empty() {
            self.push(
                Diagnostic::error(Code::D008, format!("`{key}` is empty"))
                    .at(value.span(), "expected some text"),
            );
        }
        Some(text.to_string())
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, row: &Row<'_>, key: &str) -> Option<bool> {
        let value = row.get(key)?;
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(*flag);
        }
        self.not_a_flag(&format!("`{key}`"), value);
        None
    }

    /// Reports that a value is not `true` or `false`.
    pub(super) fn not_a_flag(&mut self, what: &str, value: Item<'_>) {
        let found = kind_of(value.get_ref());
        let message = format!("expected `true` or `false` for {what}, found {found}");
        let finding =
            Diagnostic::error(Code::D007, message).at(value.span(), "expected `true` or `false`");
        let meant = match value.get_ref() {
            DeValue::String(word) => boolean(word),
            DeValue::Integer(digit) if matches!(digit.as_str(), "0" | "1") => {
                Some(digit.as_str() == "1")
            }
            _ => None,
        };
        self.push(match meant {
            Some(meant) => finding.help(format!("write {meant}, without quotes")),
            None => finding,
        });
    }

    /// A date without a time.
    pub(super) fn day(&mut self, row: &Row<'_>, key: &str) -> Option<(Date, Span)> {
        let value = row.get(key)?;
        if let DeValue::Datetime(datetime) = value.get_ref()
            && let (Some(date), None, None) = (datetime.date, datetime.time, datetime.offset)
        {
            return Some((
                Date {
                    year: date.year,
                    month: date.month,
                    day: date.day,
                },
                value.span().into(),
            ));
        }
        let message = format!(
            "expected a date for `{key}`, found {}",
            kind_of(value.get_ref())
        );
        let diagnostic = Diagnostic::error(Code::D007, message).at(value.span(), "expected a date");
        let help = written_day(value.get_ref())
            .unwrap_or_else(|| "write the day without quotes, as 2025-10-24".to_owned());
        self.push(diagnostic.help(help));
        None
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(
        &mut self,
        row: &Row<'_>,
        key: &str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let value = row.get(key)?;
        let DeValue::String(found) = value.get_ref() else {
            self.wrong_type(&format!("`{key}`"), "a string", value);
            return None;
        };
        let known = || words.iter().map(|(word, _)| *word);
        let meant = words
            .iter()
            .find(|(word, _)| word == found)
            .map(|(_, meaning)| *meaning);
        if meant.is_none() {
            let list = listed(known()).unwrap_or_default();
            let help = match nearest(found, known()) {
                Some(near) if words.len() > 1 => {
                    format!("{} expected one of {list}", did_you_mean(near))
                }
                _ if words.len() > 1 => format!("expected one of {list}"),
                _ => format!("expected {list}"),
            };
            let message = format!("`{}` is not a value of `{key}`", brief(found));
            self.push(
                Diagnostic::error(Code::D008, message)
                    .at(value.span(), "not one of the values")
                    .help(help),
            );
        }
        meant
    }

    /// A whole number within the bounds of its field.
    pub(super) fn count(&mut self, row: &Row<'_>, key: &str) -> Option<usize> {
        let value = row.get(key)?;
        let Some(Kind::Count(least, most)) = row.kind(key) else {
            return None;
        };
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong_type(&format!("`{key}`"), "a whole number", value);
            return None;
        };
        let count = usize::from_str_radix(integer.as_str(), integer.radix())
            .ok()
            .filter(|count| (least..=most).contains(count));
        if count.is_none() {
            let message = format!(
                "`{key}` is a whole number from {least} to {most}, found {}",
                brief(integer.as_str())
            );
            let diagnostic = Diagnostic::error(Code::D008, message)
                .at(value.span(), format!("outside {least} to {most}"));
            self.push(diagnostic.help(format!("write a number from {least} to {most}")));
        }
        count
    }

    /// The elements of an array.
    pub(super) fn array<'a>(
        &mut self,
        what: &str,
        expected: &str,
        value: Item<'a>,
    ) -> Option<&'a [Spanned<DeValue<'a>>]> {
        if let DeValue::Array(array) = value.get_ref() {
            return Some(array);
        }
        self.wrong_type(what, expected, value);
        None
    }

    /// Whether a text can be an identifier; reports when not.
    pub(super) fn identifier(&mut self, id: &str, span: Span, what: &str) -> bool {
        let Some(reason) = unfit(id) else { return true };
        self.push(
            Diagnostic::error(
                Code::D009,
                format!("`{}` cannot be the name of {what}", brief(id)),
            )
            .at(span, "not an identifier")
            .help(reason),
        );
        false
    }
}

/// The key of a table that an unknown one was probably meant to be, where that one is not there itself.
fn meant_key<'t>(table: &'t Table, entries: &DeTable<'_>, key: &str) -> Option<&'t str> {
    if table.field(key).is_some() {
        return None;
    }
    let plain: String = signs::in_ascii(key);
    nearest(&plain, table.fields.iter().map(|field| field.key))
        .filter(|near| !entries.contains_key(*near))
}

/// What to write in place of a value that is a day of another form.
fn written_day(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => match Date::read(text.trim()) {
            Some(day) => Some(format!("write {day}, without quotes")),
            None => day_remedy(&signs::in_ascii(text)).map(|remedy| remedy.help),
        },
        DeValue::Integer(digits) => day_remedy(digits.as_str()).map(|remedy| remedy.help),
        DeValue::Datetime(moment) => moment.date.map(|day| format!("write the day alone, {day}")),
        _ => None,
    }
}

fn all_of<'n>(keys: impl Iterator<Item = &'n str>) -> String {
    keys.map(|key| format!("`{key}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A sentence as the end of another one.
fn lower_first(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}
