//! Places in files that are not kept: the line of a cell is cut out when something is wrong with it.

use std::ops::Range;

use super::Found;
use crate::model::{Diagnostic, Span};

/// The longest part of a line that a finding shows, in bytes.
const EXCERPT_MAX: usize = 4000;

/// The bytes of one row or one text, and where they stand.
pub(super) struct Piece<'a> {
    /// The bytes as they stand in the file.
    pub(super) raw: &'a [u8],
    /// The line on which they begin, from 1.
    pub(super) line: usize,
    /// The byte of the file at which they begin.
    pub(super) offset: usize,
    /// The bytes of each cell where they are known; otherwise cells are separated by commas.
    pub(super) cells: Option<&'a [Range<usize>]>,
}

impl Piece<'_> {
    /// A finding with its place.
    pub(super) fn found(&self, file: String, cell: Option<usize>, diagnostic: Diagnostic) -> Found {
        let whole = 0..self.raw.len();
        let cell = cell.and_then(|cell| match self.cells {
            Some(cells) => cells.get(cell).cloned(),
            None => cells(self.raw).get(cell).cloned(),
        });
        let place = cell.unwrap_or(whole);
        let is_end = |byte: &u8| *byte == b'\n';
        let start = self.raw[..place.start]
            .iter()
            .rposition(is_end)
            .map_or(0, |newline| newline + 1);
        let end = self.raw[place.start..]
            .iter()
            .position(is_end)
            .map_or(self.raw.len(), |newline| place.start + newline);
        let end = end.min(start + EXCERPT_MAX);
        let line = self.line + self.raw[..start].iter().filter(|byte| is_end(byte)).count();
        // A cut through a character, or bytes that are no text, would move the places behind it.
        let excerpt = match std::str::from_utf8(&self.raw[start..end]) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&self.raw[start..start + error.valid_up_to()])
                .unwrap_or_default(),
        };
        let excerpt = excerpt.trim_end_matches('\r').to_owned();
        let within = |at: usize| at.saturating_sub(start).min(excerpt.len());
        let span = Span {
            start: within(place.start),
            end: within(place.end),
        };
        let label = diagnostic.label.clone();
        Found {
            file,
            diagnostic: diagnostic.at(span, label),
            excerpt,
            line,
            offset: self.offset + start,
        }
    }
}

/// The bytes of each cell of a row, with their quotes.
fn cells(raw: &[u8]) -> Vec<Range<usize>> {
    let mut found = vec![];
    let (mut start, mut quoted) = (0, false);
    for (at, byte) in raw.iter().enumerate() {
        match byte {
            b'"' if quoted || at == start => quoted = !quoted,
            // A doubled quote inside quotes closes and opens again.
            b'"' if at > start && raw[at - 1] == b'"' && raw[start] == b'"' => quoted = true,
            b',' if !quoted => {
                found.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    let end = raw.len()
        - raw
            .iter()
            .rev()
            .take_while(|byte| matches!(byte, b'\n' | b'\r'))
            .count();
    found.push(start..end.max(start));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_with_their_quotes() {
        let texts = |raw: &str| {
            cells(raw.as_bytes())
                .into_iter()
                .map(|cell| raw[cell].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(texts("a,b,,c\r\n"), ["a", "b", "", "c"]);
        assert_eq!(texts("\"a,\"\"b\"\"\nc\",d"), ["\"a,\"\"b\"\"\nc\"", "d"]);
        assert_eq!(texts("x\"y,z"), ["x\"y", "z"]);
        assert_eq!(texts(""), [""]);
    }

    #[test]
    fn a_finding_shows_the_line_of_its_cell() {
        let raw = b"a,\"b\nc\",d,e\r\n";
        let piece = Piece {
            raw,
            line: 7,
            offset: 100,
            cells: None,
        };
        let at = |cell| {
            piece.found(
                String::new(),
                Some(cell),
                Diagnostic::error(crate::model::Code::D036, "m"),
            )
        };
        let (b, d) = (at(1), at(2));
        assert_eq!(
            (b.excerpt.as_str(), b.line, b.offset, b.diagnostic.span),
            ("a,\"b", 7, 100, Some(Span { start: 2, end: 4 }))
        );
        assert_eq!(
            (d.excerpt.as_str(), d.line, d.offset, d.diagnostic.span),
            ("c\",d,e", 8, 105, Some(Span { start: 3, end: 4 }))
        );
    }
}
