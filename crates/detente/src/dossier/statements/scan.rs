//! Rows of a table, cut strictly: quotes stand around whole cells, and are doubled inside them.
//!
//! A quote that closes a cell is followed by a separator or the end of the line; anything else is a [`Fault`] of the row, and the
//! next row begins on the next line. A quote inside a cell without quotes is a character like others, and its cell is named in
//! [`Row::bare_quotes`].

use std::ops::Range;

/// One byte after a closing quote that belongs to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The byte of the row that stands behind the closing quote.
    pub(super) at: usize,
    /// The byte of the row with the quote that opened the cell.
    pub(super) opened: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the first byte of a cell.
    Start,
    /// In a cell without quotes.
    Bare,
    /// Between quotes.
    Quoted,
    /// Behind a quote that closes the cell, or is the first of two.
    Closed,
    /// Behind a fault, until the line ends.
    Lost,
}

/// A row as it is being cut.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) separator: u8,
    state: State,
    /// The row as it stands in the file.
    pub(super) raw: Vec<u8>,
    /// The contents of the cells, without quotes, one behind the other.
    content: Vec<u8>,
    /// Where each cell ends in `content`.
    ends: Vec<usize>,
    /// Where each cell stands in `raw`, with its quotes.
    pub(super) places: Vec<Range<usize>>,
    /// Where the cell begins that is being read.
    start: usize,
    /// The cells without quotes that hold a quote, with its place in `raw`.
    pub(super) bare_quotes: Vec<usize>,
    pub(super) fault: Option<Fault>,
    /// Whether the last row ended with a carriage return, whose line feed may still come.
    after_return: bool,
    /// The line feeds before the row that belong to the end of the last.
    pub(super) skipped: usize,
}

impl Row {
    pub(super) fn new(separator: u8) -> Self {
        Self {
            separator,
            state: State::Start,
            raw: vec![],
            content: vec![],
            ends: vec![],
            places: vec![],
            start: 0,
            bare_quotes: vec![],
            fault: None,
            after_return: false,
            skipped: 0,
        }
    }

    /// Takes bytes up to the end of the row: how many, and whether the row is complete.
    pub(super) fn take(&mut self, bytes: &[u8]) -> (usize, bool) {
        if bytes.is_empty() {
            return (0, false);
        }
        if std::mem::take(&mut self.after_return) && bytes[0] == b'\n' {
            self.skipped += 1;
            return (1, false);
        }
        let before = self.raw.len();
        let (mut at, mut is_complete) = (0, false);
        while at < bytes.len() && !is_complete {
            at += self.run(&bytes[at..]);
            let Some(byte) = bytes.get(at) else { break };
            is_complete = self.step(*byte, before + at);
            at += 1;
        }
        if is_complete && bytes[at - 1] == b'\r' {
            at += usize::from(bytes.get(at) == Some(&b'\n'));
            self.after_return = bytes[at - 1] == b'\r';
        }
        self.raw.extend_from_slice(&bytes[..at]);
        (at, is_complete)
    }

    /// Takes the bytes that change nothing, and says how many.
    fn run(&mut self, bytes: &[u8]) -> usize {
        let separator = self.separator;
        let plain = |byte: &u8| match self.state {
            State::Quoted => *byte != b'"',
            State::Bare => *byte != separator && !matches!(byte, b'\n' | b'\r' | b'"'),
            State::Lost => !matches!(byte, b'\n' | b'\r'),
            State::Start | State::Closed => false,
        };
        let n = bytes.iter().take_while(|byte| plain(byte)).count();
        if self.state != State::Lost {
            self.content.extend_from_slice(&bytes[..n]);
        }
        n
    }

    /// Takes one byte that stands at `at` in the row; whether it ends the row.
    fn step(&mut self, byte: u8, at: usize) -> bool {
        let ends_line = matches!(byte, b'\n' | b'\r');
        match self.state {
            State::Lost => return ends_line,
            State::Start if byte == b'"' => self.state = State::Quoted,
            State::Quoted => self.state = State::Closed,
            State::Closed if byte == b'"' => {
                self.content.push(byte);
                self.state = State::Quoted;
            }
            _ if ends_line || byte == self.separator => {
                self.close(at);
                return ends_line;
            }
            State::Closed => {
                let opened = self.start;
                self.fault = Some(Fault { at, opened });
                self.state = State::Lost;
            }
            State::Start | State::Bare => {
                if byte == b'"' {
                    self.bare_quotes.push(at);
                }
                self.content.push(byte);
                self.state = State::Bare;
            }
        }
        false
    }

    fn close(&mut self, at: usize) {
        self.ends.push(self.content.len());
        self.places.push(self.start..at);
        self.start = at + 1;
        self.state = State::Start;
    }

    /// Ends the last row of a table that has no line end. The place of a quote that nothing closes, if there is one.
    pub(super) fn finish(&mut self) -> Result<(), usize> {
        match self.state {
            State::Quoted => Err(self.start),
            State::Lost => Ok(()),
            State::Start | State::Bare | State::Closed => {
                self.close(self.raw.len());
                Ok(())
            }
        }
    }

    /// Whether nothing of a row has come yet.
    pub(super) fn is_untouched(&self) -> bool {
        self.raw.is_empty()
    }

    /// Whether the row is a line with nothing on it.
    pub(super) fn is_empty_line(&self) -> bool {
        self.places.len() == 1 && self.places[0].is_empty()
    }

    /// The contents of the cells; an error where one is not UTF-8.
    pub(super) fn cells(&self) -> Result<Vec<&str>, std::str::Utf8Error> {
        let mut start = 0;
        self.ends
            .iter()
            .map(|end| {
                std::str::from_utf8(&self.content[std::mem::replace(&mut start, *end)..*end])
            })
            .collect()
    }

    /// Makes room for the next row.
    pub(super) fn clear(&mut self) {
        self.raw.clear();
        self.content.clear();
        self.ends.clear();
        self.places.clear();
        self.bare_quotes.clear();
        (self.start, self.skipped) = (0, 0);
        (self.state, self.fault) = (State::Start, None);
    }
}
