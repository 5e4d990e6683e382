//! TOML, and what is wrong with it in plain words.

use toml::de::{DeTable, DeValue};

use crate::model::{Code, Diagnostic, Span};

/// More errors of syntax than this are not reported.
const ERRORS_MAX: usize = 20;
/// In longer files only the first error of syntax is looked for.
pub(super) const RECOVERED_MAX: usize = 1 << 20;

/// What the parser made of a text.
pub(super) struct Parsed<'a> {
    /// `None` when errors leave nothing that could be read without guessing.
    pub(super) table: Option<DeTable<'a>>,
    /// The errors.
    pub(super) findings: Vec<Diagnostic>,
}

/// Parses TOML. A key that is declared twice is reported, and the rest is read all the same.
pub(super) fn parse(text: &str) -> Parsed<'_> {
    let first = match DeTable::parse(text) {
        Ok(table) => {
            return Parsed {
                table: Some(table.into_inner()),
                findings: vec![],
            };
        }
        Err(error) => error,
    };
    if text.len() > RECOVERED_MAX {
        let empty = DeTable::new();
        return Parsed {
            table: None,
            findings: vec![explain(text, &empty, &first)],
        };
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let table = table.into_inner();
    let readable = errors.iter().all(|error| error.message() == DUPLICATE);
    let mut findings: Vec<Diagnostic> = errors
        .iter()
        .take(ERRORS_MAX)
        .map(|error| explain(text, &table, error))
        .collect();
    if let Some(next) = errors.get(ERRORS_MAX) {
        let message = format!("{} more errors of syntax follow", errors.len() - ERRORS_MAX);
        findings.push(Diagnostic::error(Code::D004, message).at(
            next.span().unwrap_or(text.len()..text.len()),
            "from here on",
        ));
    }
    // One slip, such as a missing quote, makes the parser stumble more than once on its line.
    findings.sort_by_key(|diagnostic| diagnostic.span.map(|span| span.start));
    findings.dedup_by_key(|diagnostic| {
        (
            diagnostic.code,
            diagnostic.span.map(|span| line_start(text, span.start)),
        )
    });
    Parsed {
        table: Some(table).filter(|_| readable),
        findings,
    }
}

const DUPLICATE: &str = "duplicate key";

fn explain(text: &str, table: &DeTable<'_>, error: &toml::de::Error) -> Diagnostic {
    let span = error.span().map_or(
        Span {
            start: text.len(),
            end: text.len(),
        },
        Span::from,
    );
    if error.message() == DUPLICATE {
        return duplicate(text, table, span);
    }
    let found = text.get(span.range()).unwrap_or_default();
    let (message, help) = plain_words(error.message());
    let label = if found.is_empty() {
        "here"
    } else {
        "not expected here"
    };
    let mut diagnostic = Diagnostic::error(Code::D004, message).at(span, label);
    diagnostic.help = help.map(str::to_owned);
    diagnostic
}

/// The parser's messages, shorter and with a remedy.
fn plain_words(message: &str) -> (String, Option<&'static str>) {
    let (what, expected) = message
        .split_once(", expected ")
        .map_or((message, None), |(what, expected)| (what, Some(expected)));
    let (plain, help) = match what {
        "string values must be quoted" => (
            "a string without quotes",
            Some("put the text in double quotes"),
        ),
        "key with no value" | "missing value for key" => {
            ("a key without a value", Some("write `key = value`"))
        }
        "missing value" | "invalid value" => (
            "a value is missing or cannot be read",
            Some("strings stand in quotes, dates are written 2025-10-24"),
        ),
        "unclosed table" => ("a header is not closed", Some("close it with `]`")),
        "unclosed array table" => ("a header is not closed", Some("close it with `]]`")),
        "unclosed array" => ("an array is not closed", Some("close it with `]`")),
        "unclosed inline table" => ("a table is not closed", Some("close it with `}`")),
        "missing comma between key-value pairs" => ("a comma is missing between two keys", None),
        "missing comma between array elements" => ("a comma is missing between two items", None),
        "extra comma in array" | "extra comma in inline table" => ("a comma too many", None),
        "extra `=`" | "extra assignment between key-value pairs" => ("a `=` too many", None),
        "missing assignment between key-value pairs" => {
            ("a `=` is missing", Some("write `key = value`"))
        }
        "unexpected key or value" | "unexpected content" => (
            "more than one thing on a line",
            Some("begin a new line, or close the string before it"),
        ),
        "invalid basic string" | "missing opening quote" => (
            "a string is not closed",
            Some("close it with the quote that it began with"),
        ),
        "invalid unquoted key" => (
            "a key that needs quotes",
            Some("keys are letters, digits, `_` and `-`"),
        ),
        "unquoted keys cannot be empty" => ("a key is missing", Some("write `key = value`")),
        "cannot recurse further; max recursion depth met" | "recursion limit" => {
            ("arrays and tables nest too deeply", None)
        }
        "cannot extend value of type array with a dotted key"
        | "cannot extend value of type inline table with a dotted key" => (
            "a table is opened here that was given as a value before",
            Some("write its keys in one place"),
        ),
        "missing escaped value" => (
            "a `\\` in a string begins no known escape",
            Some("write `\\\\`, or put the string in single quotes"),
        ),
        "unexpected leading zero" => (
            "a number begins with a zero",
            Some("dates are written 2025-01-09, other numbers without leading zeros"),
        ),
        other => (other, None),
    };
    match expected {
        Some(expected) if plain == what => (format!("{plain}, expected {expected}"), help),
        _ => (plain.to_owned(), help),
    }
}

/// A key or header that is there twice.
fn duplicate(text: &str, table: &DeTable<'_>, span: Span) -> Diagnostic {
    let key = text.get(span.range()).unwrap_or_default();
    let message = format!("`{}` is declared twice", key.trim_matches(['"', '\'']));
    let diagnostic = Diagnostic::error(Code::D010, message).at(span, "again");
    match first_of(text, table, key, span) {
        Some(first) => diagnostic.see(first, "declared here first"),
        None => diagnostic,
    }
}

/// Where a key was declared first: in the same inline table, under the same header, or by the same header.
fn first_of(text: &str, table: &DeTable<'_>, key: &str, span: Span) -> Option<Span> {
    let line = text[line_start(text, span.start)..]
        .lines()
        .next()
        .unwrap_or_default();
    let is_header = line.trim_start().starts_with('[');
    if let Some(inline) = innermost(table, span).filter(|_| !is_header) {
        return inline
            .keys()
            .find(|known| known.get_ref() == key.trim_matches(['"', '\'']))
            .map(|known| known.span().into());
    }
    let section_start = text[..span.start].rfind("\n[").map_or(0, |at| at + 1);
    let from = if is_header { 0 } else { section_start };
    let bare = key.trim_matches(['"', '\'']);
    let mut at = from;
    for earlier in text[from..line_start(text, span.start)].split_inclusive('\n') {
        let begins = earlier.trim_start();
        let found = if is_header {
            header(begins) == header(line)
        } else {
            let rest = begins.trim_start_matches(['"', '\'']).strip_prefix(bare);
            rest.is_some_and(|rest| {
                let rest = rest.trim_start_matches(['"', '\'']).trim_start();
                rest.starts_with(['=', '.'])
            })
        };
        if found {
            let start = if is_header {
                at + earlier.rfind(key)?
            } else {
                at + earlier.find(bare)?
            };
            return Some(Span {
                start,
                end: start + if is_header { key.len() } else { bare.len() },
            });
        }
        at += earlier.len();
    }
    None
}

/// The path in a header line.
fn header(line: &str) -> &str {
    line.trim()
        .trim_start_matches('[')
        .split(']')
        .next()
        .unwrap_or_default()
        .trim()
}

/// The innermost inline table around a place.
fn innermost<'t, 'i>(table: &'t DeTable<'i>, span: Span) -> Option<&'t DeTable<'i>> {
    table.values().find_map(|value| {
        let around = value.span().start < span.start && span.end <= value.span().end;
        match value.get_ref() {
            DeValue::Table(inner) => innermost(inner, span).or(around.then_some(inner)),
            DeValue::Array(items) => items.iter().find_map(|item| match item.get_ref() {
                DeValue::Table(inner) => {
                    let around = item.span().start < span.start && span.end <= item.span().end;
                    innermost(inner, span).or(around.then_some(inner))
                }
                _ => None,
            }),
            _ => None,
        }
    })
}

fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1)
}
