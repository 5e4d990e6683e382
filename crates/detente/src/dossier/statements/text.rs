//! One statement as a text file: lines `key: value`, an empty line, then its words.

use std::borrow::Cow;
use std::ops::Range;

use super::columns::{Field, Header};
use super::encoding::{Beginning, Utf16, beginning};
use super::place::{Piece, n_line_ends};
use super::{COLUMNS, Collector, Listener, TERM_PREFIX};
use crate::extract::turns::turns;
use crate::model::{Code, Diagnostic};

/// Reads a text with its header.
pub(super) fn read(
    collector: &mut Collector<'_>,
    name: &str,
    bytes: &[u8],
    listener: &mut Listener<'_>,
) {
    let Some(text) = decoded(collector, bytes) else {
        return;
    };
    let (text, bytes) = (text.as_ref(), text.as_bytes());
    if is_bare_transcript(text) {
        let help = "put `date:`, `party:` and the like above it, and an empty line; or let `extract` make a table of its turns";
        let message = "the file is a transcript without a header";
        return collector.tell(0, Diagnostic::error(Code::D070, message).help(help));
    }
    let Parsed {
        mut keys,
        mut values,
        mut places,
        wrong,
    } = parse(text);
    if let Some(line) = wrong {
        let piece = Piece {
            raw: bytes,
            line: 1,
            offset: 0,
            cells: &[line],
        };
        let help = "the header has lines `key: value`; an empty line ends it";
        return collector.report(
            &piece,
            Some(0),
            Diagnostic::error(Code::D034, "this line of the header has no colon").help(help),
        );
    }
    let folder = collector.folder();
    let last = || name.rsplit('/').next().unwrap_or(name);
    let id = name.strip_prefix(&folder).unwrap_or_else(last);
    let id = id.rsplit_once('.').map_or(id, |(stem, _)| stem);
    if !keys
        .iter()
        .any(|key| key.eq_ignore_ascii_case(COLUMNS[Field::Id as usize].0))
    {
        keys.push(COLUMNS[Field::Id as usize].0);
        values.push(id);
        places.push(0..0);
    }
    let piece = Piece {
        raw: bytes,
        line: 1,
        offset: 0,
        cells: &places,
    };
    if let Some(header) = Header::read(collector, &keys, &piece, b'\n') {
        collector.row(&header, &values, &piece, listener);
    }
}

/// Whether a text has the labels of speakers, and no line of a header before them.
fn is_bare_transcript(text: &str) -> bool {
    let keys = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.is_empty());
    let has_key = keys.filter_map(split).any(|(key, _)| {
        COLUMNS
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case(key.trim()))
            || key.starts_with(TERM_PREFIX)
    });
    !has_key && !turns(text).is_empty()
}

/// The text of a file, without its mark; reports what is not text.
fn decoded<'b>(collector: &mut Collector<'_>, bytes: &'b [u8]) -> Option<Cow<'b, str>> {
    match beginning(bytes) {
        Beginning::Utf16(encoding) => {
            collector.warn_of_encoding(encoding.name());
            let mut decoder = Utf16::new(encoding);
            let text = decoder.decode(bytes, true);
            if decoder.is_broken {
                let diagnostic =
                    Diagnostic::error(Code::D002, "the file is UTF-16 with broken parts")
                        .help("the file was probably cut; save it again, as UTF-8 text");
                collector.tell(0, diagnostic);
                return None;
            }
            Some(text.into())
        }
        Beginning::Other(what, help) => {
            let diagnostic =
                Diagnostic::error(Code::D002, format!("the file is {what}")).help(help);
            collector.tell(0, diagnostic);
            None
        }
        Beginning::Bytes(n_mark) => {
            let bytes = &bytes[n_mark..];
            let text = std::str::from_utf8(bytes);
            if let Err(error) = text {
                let start = bytes[..error.valid_up_to()]
                    .iter()
                    .rposition(|byte| *byte == b'\n')
                    .map_or(0, |end| end + 1);
                collector.note_undecoded(&Piece {
                    raw: &bytes[start..],
                    line: 1 + n_line_ends(&bytes[..start]),
                    offset: n_mark + start,
                    cells: &[],
                });
            }
            text.ok().map(Cow::Borrowed)
        }
    }
}

/// The lines of a header, and the words below it as the value of `text`.
struct Parsed<'a> {
    keys: Vec<&'a str>,
    values: Vec<&'a str>,
    places: Vec<Range<usize>>,
    /// A line of the header that has no colon.
    wrong: Option<Range<usize>>,
}

fn parse(text: &str) -> Parsed<'_> {
    let mut parsed = Parsed {
        keys: vec![],
        values: vec![],
        places: vec![],
        wrong: None,
    };
    let mut at = 0;
    while at < text.len() {
        let end = text[at..]
            .find('\n')
            .map_or(text.len(), |newline| at + newline + 1);
        let line = text[at..end].trim_end();
        if line.is_empty() && !parsed.keys.is_empty() {
            parsed.keys.push(COLUMNS[Field::Text as usize].0);
            parsed.values.push(&text[end..]);
            parsed.places.push(end..text.len());
            return parsed;
        }
        if !line.is_empty() {
            let Some((key, value)) = split(line) else {
                parsed.wrong = Some(at..at + line.len());
                return parsed;
            };
            parsed.keys.push(key.trim());
            parsed.values.push(value.trim());
            parsed.places.push(at..at + line.len());
        }
        at = end;
    }
    parsed
}

/// The key and the value of a line; the key `term:NAME` has a colon of its own.
fn split(line: &str) -> Option<(&str, &str)> {
    let inner = if line.starts_with(TERM_PREFIX) {
        TERM_PREFIX.len()
    } else {
        0
    };
    let colon = inner + line[inner..].find(':')?;
    Some((&line[..colon], &line[colon + 1..]))
}
