//! A table with separated cells, taken in pieces of any size.

use std::borrow::Cow;

use super::columns::Header;
use super::dialect::{Dialect, dialect};
use super::encoding::{BEGINNING, Beginning, Utf16, beginning_of_table};
use super::place::{Piece, n_line_ends};
use super::scan::{Fault, Row};
use super::{Collector, Listener};
use crate::model::{Code, Diagnostic, Period};

/// The longest row, in bytes.
const ROW_BYTES_MAX: usize = 16 << 20;

/// How the bytes of the file become text.
enum Coding {
    /// Too few bytes were seen.
    Unknown(Vec<u8>),
    Bytes,
    Utf16(Box<Utf16>),
}

/// A table that is being read.
pub(super) struct Table {
    coding: Coding,
    /// The text so far, where its first line is not whole.
    head: Vec<u8>,
    dialect: Option<Dialect>,
    row: Row,
    /// The line and the byte of the text at which the row begins.
    line: usize,
    offset: usize,
    header: Option<Header>,
}

impl Table {
    pub(super) fn new() -> Self {
        Self {
            coding: Coding::Unknown(vec![]),
            head: vec![],
            dialect: None,
            row: Row::new(b','),
            line: 1,
            offset: 0,
            header: None,
        }
    }

    /// Takes a piece; `false` when reading on is of no use.
    pub(super) fn feed(
        &mut self,
        collector: &mut Collector<'_>,
        bytes: &[u8],
        listener: &mut Listener<'_>,
    ) -> bool {
        match self.decode(collector, bytes, false) {
            Some(text) => self.text(collector, &text, false, listener),
            None => false,
        }
    }

    pub(super) fn end(&mut self, collector: &mut Collector<'_>, listener: &mut Listener<'_>) {
        let Some(text) = self.decode(collector, &[], true) else {
            return;
        };
        if !self.text(collector, &text, true, listener) {
            return;
        }
        if let Coding::Utf16(decoder) = &self.coding
            && decoder.is_broken
        {
            let diagnostic = Diagnostic::error(Code::D002, "the table is UTF-16 with broken parts")
                .help("the file was probably cut; save it again, as UTF-8 text");
            collector.tell(0, diagnostic);
        }
        if !self.row.is_untouched() {
            match self.row.finish() {
                Ok(()) => {
                    self.row(collector, listener);
                }
                Err(opened) => {
                    let diagnostic = Diagnostic::error(Code::D034, "a quote is not closed")
                        .help("close it, or double a quote inside quotes");
                    let place = opened..self.row.raw.len();
                    let found = self.piece().found_in(collector.file(), place, diagnostic);
                    return collector.push(found);
                }
            }
        }
        if self.header.is_none() && collector.n_errors == 0 && collector.shared.undecoded.n == 0 {
            let diagnostic = Diagnostic::error(Code::D034, "the table is empty")
                .help("its first line names the columns, as in `date,party,text`");
            collector.tell(0, diagnostic);
        }
    }

    /// The text of a piece; `None` when the file holds no text.
    fn decode<'b>(
        &mut self,
        collector: &mut Collector<'_>,
        bytes: &'b [u8],
        last: bool,
    ) -> Option<Cow<'b, [u8]>> {
        let seen = match &mut self.coding {
            Coding::Bytes => return Some(bytes.into()),
            Coding::Utf16(decoder) => {
                return Some(decoder.decode(bytes, last).into_bytes().into());
            }
            Coding::Unknown(seen) => {
                seen.extend_from_slice(bytes);
                if seen.len() < BEGINNING && !last {
                    return Some(Cow::Borrowed(&[]));
                }
                std::mem::take(seen)
            }
        };
        match beginning_of_table(&seen) {
            Beginning::Bytes(n_mark) => {
                self.coding = Coding::Bytes;
                self.offset = n_mark;
                Some(seen[n_mark..].to_vec().into())
            }
            Beginning::Utf16(encoding) => {
                collector.warn_of_encoding(encoding.name());
                let mut decoder = Box::new(Utf16::new(encoding));
                let text = decoder.decode(&seen, last);
                self.coding = Coding::Utf16(decoder);
                Some(text.into_bytes().into())
            }
            Beginning::Other(what, help) => {
                let diagnostic =
                    Diagnostic::error(Code::D002, format!("the file is {what}")).help(help);
                collector.tell(0, diagnostic);
                None
            }
        }
    }

    /// Takes text; `false` when reading on is of no use.
    fn text(
        &mut self,
        collector: &mut Collector<'_>,
        text: &[u8],
        last: bool,
        listener: &mut Listener<'_>,
    ) -> bool {
        if self.dialect.is_some() {
            return self.rows(collector, text, listener);
        }
        self.head.extend_from_slice(text);
        let Some(told) = dialect(&self.head, last || self.head.len() > ROW_BYTES_MAX) else {
            return true;
        };
        self.dialect = Some(told);
        self.row = Row::new(told.separator);
        let head = std::mem::take(&mut self.head);
        self.line += n_line_ends(&head[..told.preamble]);
        self.offset += told.preamble;
        self.rows(collector, &head[told.preamble..], listener)
    }

    fn rows(
        &mut self,
        collector: &mut Collector<'_>,
        mut text: &[u8],
        listener: &mut Listener<'_>,
    ) -> bool {
        while !text.is_empty() {
            let (n_taken, is_complete) = self.row.take(text);
            text = &text[n_taken..];
            if is_complete && !self.row(collector, listener) {
                return false;
            }
            if self.row.raw.len() > ROW_BYTES_MAX {
                let message = format!("a row goes on for more than {ROW_BYTES_MAX} bytes");
                let diagnostic =
                    Diagnostic::error(Code::D034, message).help("a quote is probably not closed");
                let found = self.piece().found_in(collector.file(), 0..1, diagnostic);
                collector.push(found);
                return false;
            }
        }
        true
    }

    fn piece(&self) -> Piece<'_> {
        Piece {
            raw: &self.row.raw,
            line: self.line,
            offset: self.offset + self.row.skipped,
            cells: &self.row.places,
        }
    }

    /// Reads the row that is complete, and makes room for the next.
    fn row(&mut self, collector: &mut Collector<'_>, listener: &mut Listener<'_>) -> bool {
        let goes_on = self.read_row(collector, listener);
        self.line += n_line_ends(&self.row.raw);
        self.offset += self.row.skipped + self.row.raw.len();
        self.row.clear();
        goes_on
    }

    fn read_row(&mut self, collector: &mut Collector<'_>, listener: &mut Listener<'_>) -> bool {
        if let Some(fault) = &self.row.fault {
            let found = self.faulty(collector.file(), fault);
            collector.push(found);
            // Without its columns nothing can be read.
            return self.header.is_some();
        }
        if self.row.is_empty_line() {
            return true;
        }
        let piece = self.piece();
        let Ok(cells) = self.row.cells() else {
            collector.note_undecoded(&piece);
            return self.header.is_some();
        };
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            collector.note_blank(&piece);
            return true;
        }
        if let Some(at) = self.row.bare_quotes.first() {
            collector.note_bare_quote(&piece, *at);
        }
        match &self.header {
            Some(header) => {
                if let Some(diagnostic) = swallowed(header, &cells, char::from(self.row.separator))
                {
                    collector.report(&piece, None, diagnostic);
                } else {
                    collector.row(header, &cells, &piece, listener);
                }
                true
            }
            None => {
                let header = Header::read(collector, &cells, &piece, self.row.separator);
                self.header = header;
                self.header.is_some()
            }
        }
    }

    /// What is wrong where something stands between a closing quote and the end of the cell.
    fn faulty(&self, file: String, fault: &Fault) -> super::Found {
        let raw = &self.row.raw;
        let n_char = raw[fault.at..]
            .iter()
            .skip(1)
            .take_while(|byte| **byte & 0xc0 == 0x80)
            .count();
        let opened = self.line + n_line_ends(&raw[..fault.opened]);
        let here = self.line + n_line_ends(&raw[..fault.at]);
        let message = "something other than a separator or the end of the line follows the quote that closes a cell";
        let escaped = raw[..fault.at].ends_with(b"\\\"");
        let help = if escaped {
            "double a quote inside quotes: `\"\"`, not `\\\"`".to_owned()
        } else if opened == here {
            "double a quote inside quotes, and put nothing between a quote and the separator"
                .to_owned()
        } else {
            format!("the cell begins on line {opened}: its closing quote is probably missing there")
        };
        let diagnostic = Diagnostic::error(Code::D059, message).at(0..0, "after the closing quote");
        self.piece()
            .found_in(file, fault.at..fault.at + 1 + n_char, diagnostic.help(help))
    }
}

/// What is wrong with a row whose cell holds lines that are rows of their own: a quote was probably closed too late.
fn swallowed(header: &Header, cells: &[&str], separator: char) -> Option<Diagnostic> {
    let is_row = |line: &str| {
        let inner: Vec<&str> = line.split(separator).collect();
        let date = header.date().and_then(|date| inner.get(date));
        let date = date.map(|date| date.trim().trim_matches('"'));
        header.fits(inner.len()) && date.is_some_and(|date| Period::read(date).is_ok())
    };
    let lines = |cell: &str| cell.lines().skip(1).filter(|line| is_row(line)).count();
    let n = cells
        .iter()
        .filter(|cell| cell.contains('\n'))
        .map(|cell| lines(cell))
        .sum();
    let what = match n {
        0 => return None,
        1 => "a line that is a row of its own".to_owned(),
        n => format!("{n} lines that are rows of their own"),
    };
    let help = "the quote that closes the cell is probably missing where the cell begins";
    Some(Diagnostic::error(Code::D059, format!("a cell in quotes holds {what}")).help(help))
}
