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
    /// The bytes of each cell, with its quotes.
    pub(super) cells: &'a [Range<usize>],
}

impl Piece<'_> {
    /// A finding at a cell, or at the whole.
    pub(super) fn found(&self, file: String, cell: Option<usize>, diagnostic: Diagnostic) -> Found {
        let cell = cell.and_then(|cell| self.cells.get(cell).cloned());
        let n_end = self
            .raw
            .iter()
            .rev()
            .take_while(|byte| is_end(byte))
            .count();
        let whole = 0..self.raw.len() - n_end;
        self.found_in(file, cell.unwrap_or(whole), diagnostic)
    }

    /// A finding at some bytes.
    pub(super) fn found_in(
        &self,
        file: String,
        place: Range<usize>,
        diagnostic: Diagnostic,
    ) -> Found {
        let start = self.raw[..place.start]
            .iter()
            .rposition(is_end)
            .map_or(0, |end| end + 1);
        let end = self.raw[place.start..]
            .iter()
            .position(is_end)
            .map_or(self.raw.len(), |end| place.start + end);
        // A long line is shown around its place.
        let start = start.max(place.start.saturating_sub(EXCERPT_MAX / 2));
        let start = (start..=place.start)
            .find(|at| self.raw.get(*at).is_none_or(|byte| byte & 0xc0 != 0x80))
            .unwrap_or(place.start);
        let end = end.min(start + EXCERPT_MAX);
        let line = self.line + n_line_ends(&self.raw[..start]);
        // A cut through a character, or bytes that are no text, would move the places behind it.
        let excerpt = match std::str::from_utf8(&self.raw[start..end]) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&self.raw[start..start + error.valid_up_to()])
                .unwrap_or_default(),
        };
        let excerpt = excerpt.to_owned();
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

fn is_end(byte: &u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// The number of line ends; a carriage return with a line feed behind it is one.
pub(super) fn n_line_ends(raw: &[u8]) -> usize {
    let ends = raw.iter().enumerate().filter(|(_, byte)| is_end(byte));
    ends.filter(|(at, byte)| **byte == b'\n' || raw.get(at + 1) != Some(&b'\n'))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_shows_the_line_of_its_cell() {
        let raw = b"a,\"b\nc\",d,e\r\n";
        let piece = Piece {
            raw,
            line: 7,
            offset: 100,
            cells: &[0..1, 2..7, 8..9, 10..11],
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
