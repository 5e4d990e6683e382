//! A table with commas, taken in pieces of any size.

use csv_core::{ReadRecordResult, Reader};

use super::columns::Header;
use super::place::Piece;
use super::{Collector, Listener};
use crate::model::{Code, Diagnostic};

/// The longest row, in bytes.
const ROW_BYTES_MAX: usize = 16 << 20;

/// A table that is being read.
pub(super) struct Table {
    reader: Box<Reader>,
    /// The cells of the row so far, without quotes.
    cells: Vec<u8>,
    n_bytes: usize,
    /// Where each cell ends.
    ends: Vec<usize>,
    n_ends: usize,
    /// The row so far, as it stands in the file.
    raw: Vec<u8>,
    /// The line and the byte of the file at which `raw` begins.
    line: usize,
    offset: usize,
    header: Option<Header>,
}

impl Table {
    pub(super) fn new() -> Self {
        Self {
            reader: Box::new(Reader::new()),
            cells: vec![0; 1 << 12],
            n_bytes: 0,
            ends: vec![0; 64],
            n_ends: 0,
            raw: vec![],
            line: 1,
            offset: 0,
            header: None,
        }
    }

    /// Takes a piece; `false` when reading on is of no use.
    pub(super) fn feed(
        &mut self,
        collector: &mut Collector<'_>,
        mut bytes: &[u8],
        listener: &mut Listener<'_>,
    ) -> bool {
        while !bytes.is_empty() {
            let n_read = self.step(bytes);
            let (result, n_in) = n_read;
            self.raw.extend_from_slice(&bytes[..n_in]);
            bytes = &bytes[n_in..];
            if matches!(result, ReadRecordResult::Record) && !self.row(collector, listener) {
                return false;
            }
            if self.raw.len() > ROW_BYTES_MAX {
                let message = format!("a row goes on for more than {ROW_BYTES_MAX} bytes");
                let diagnostic =
                    Diagnostic::error(Code::D034, message).help("a quote is probably not closed");
                collector.report(&self.piece(), Some(0), diagnostic);
                return false;
            }
        }
        true
    }

    /// Lets the parser take what it can.
    fn step(&mut self, bytes: &[u8]) -> (ReadRecordResult, usize) {
        let (result, n_in, n_out, n_end) = self.reader.read_record(
            bytes,
            &mut self.cells[self.n_bytes..],
            &mut self.ends[self.n_ends..],
        );
        self.n_bytes += n_out;
        self.n_ends += n_end;
        match result {
            ReadRecordResult::OutputFull => self.cells.resize(2 * self.cells.len(), 0),
            ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
            _ => {}
        }
        (result, n_in)
    }

    pub(super) fn end(&mut self, collector: &mut Collector<'_>, listener: &mut Listener<'_>) {
        if self
            .raw
            .split(|byte| *byte == b'"')
            .count()
            .is_multiple_of(2)
        {
            let diagnostic = Diagnostic::error(Code::D034, "a quote is not closed")
                .help("close it, or double a quote inside quotes");
            return collector.report(&self.piece(), None, diagnostic);
        }
        loop {
            match self.step(&[]).0 {
                ReadRecordResult::Record => {
                    self.row(collector, listener);
                }
                ReadRecordResult::End => break,
                _ => {}
            }
        }
        if self.header.is_none() && collector.n_errors == 0 {
            let diagnostic = Diagnostic::error(Code::D034, "the table is empty")
                .help("its first line names the columns, as in `date,party,text`");
            collector.tell(0, diagnostic);
        }
    }

    fn piece(&self) -> Piece<'_> {
        Piece {
            raw: &self.raw,
            line: self.line,
            offset: self.offset,
            cells: None,
        }
    }

    /// Reads the row that is complete, and makes room for the next.
    fn row(&mut self, collector: &mut Collector<'_>, listener: &mut Listener<'_>) -> bool {
        // What ended the last row, and empty lines, come before the row itself.
        let n_before = self
            .raw
            .iter()
            .take_while(|byte| matches!(byte, b'\n' | b'\r'))
            .count();
        let lines = |raw: &[u8]| raw.split(|byte| *byte == b'\n').count() - 1;
        let piece = Piece {
            raw: &self.raw[n_before..],
            line: self.line + lines(&self.raw[..n_before]),
            offset: self.offset + n_before,
            cells: None,
        };
        let goes_on = match std::str::from_utf8(&self.cells[..self.n_bytes]) {
            Ok(text) => {
                let mut start = 0;
                let ends = self.ends[..self.n_ends].iter();
                let cells: Option<Vec<&str>> = ends
                    .map(|end| text.get(std::mem::replace(&mut start, *end)..*end))
                    .collect();
                match (cells, &self.header) {
                    (Some(cells), Some(header)) => {
                        collector.row(header, &cells, &piece, listener);
                        true
                    }
                    (Some(cells), None) => {
                        self.header = Header::read(collector, &cells, &piece);
                        self.header.is_some()
                    }
                    (None, _) => not_text(collector, &piece),
                }
            }
            Err(_) => not_text(collector, &piece),
        };
        self.line += lines(&self.raw);
        self.offset += self.raw.len();
        self.raw.clear();
        (self.n_bytes, self.n_ends) = (0, 0);
        goes_on
    }
}

/// Says that a row is not UTF-8; the rest of the table is read all the same.
fn not_text(collector: &mut Collector<'_>, piece: &Piece<'_>) -> bool {
    let diagnostic = Diagnostic::error(Code::D002, "the row is not UTF-8 text")
        .help("save the file as UTF-8 text");
    collector.report(piece, None, diagnostic);
    true
}
