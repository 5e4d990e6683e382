//! What many rows of a table share is told once, when the table ends.

use super::encoding::guess;
use super::gathered::Gathered;
use super::place::Piece;
use super::spoilt::{bent, is_cut};
use super::{Collector, Found};
use crate::dossier::names::brief;
use crate::model::{Code, DayOrder, Diagnostic, Period};

/// The bytes from which an encoding is guessed.
const SAMPLE: usize = 1 << 16;

/// Findings of one table that wait for its end.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Rows without UTF-8.
    pub(super) undecoded: Gathered,
    /// Bytes of those rows.
    sample: Vec<u8>,
    /// Rows of empty cells.
    blank: Gathered,
    /// Rows with a quote inside a cell without quotes.
    bare_quotes: Gathered,
    /// Rows with something in a column without a name, before all others.
    unnamed: Gathered,
    /// Rows with the sign of a program for nothing.
    missing: Gathered,
    /// The first such sign.
    missing_sign: String,
    /// Rows whose text has characters that were lost or bent.
    bent: Gathered,
    /// The first word with one.
    bent_word: String,
    /// Rows whose text is as long as a spreadsheet keeps.
    cut: Gathered,
    /// Rows that repeat an earlier one.
    doubled: Gathered,
    /// Dates that the order of day and month leaves open.
    open_dates: Gathered,
    /// The first of them, with its readings, day first.
    open: Option<(String, Period, Period)>,
    /// The first date that has the day first and cannot have it otherwise, and the first with the month first.
    decided: [Option<(usize, String)>; 2],
}

impl Collector<'_> {
    pub(super) fn note_undecoded(&mut self, piece: &Piece<'_>) {
        let file = self.file();
        let shared = &mut self.shared;
        let room = SAMPLE - shared.sample.len();
        shared
            .sample
            .extend_from_slice(&piece.raw[..piece.raw.len().min(room)]);
        shared.undecoded.add(piece.line, || {
            piece.found(file, None, Diagnostic::error(Code::D002, String::new()))
        });
    }

    pub(super) fn note_blank(&mut self, piece: &Piece<'_>) {
        let file = self.file();
        self.shared.blank.add(piece.line, || {
            piece.found(file, None, Diagnostic::warning(Code::W135, String::new()))
        });
    }

    pub(super) fn note_bare_quote(&mut self, piece: &Piece<'_>, at: usize) {
        let file = self.file();
        self.shared.bare_quotes.add(piece.line, || {
            let diagnostic = Diagnostic::warning(Code::W136, String::new()).at(0..0, "this quote");
            piece.found_in(file, at..at + 1, diagnostic)
        });
    }

    pub(super) fn note_missing(&mut self, piece: &Piece<'_>, cell: usize, sign: &str) {
        let file = self.file();
        if self.shared.missing.n == 0 {
            sign.clone_into(&mut self.shared.missing_sign);
        }
        self.shared.missing.add(piece.line, || {
            let diagnostic = Diagnostic::warning(Code::W170, String::new()).at(0..0, "");
            piece.found(file, Some(cell), diagnostic)
        });
    }

    /// Notes a text that another program spoilt.
    pub(super) fn note_spoilt(&mut self, piece: &Piece<'_>, text: &str) {
        let file = self.file();
        let found =
            |code| piece.found(file.clone(), None, Diagnostic::warning(code, String::new()));
        let shared = &mut self.shared;
        if let Some(word) = bent(text) {
            if shared.bent.n == 0 {
                shared.bent_word = brief(word);
            }
            shared.bent.add(piece.line, || found(Code::W171));
        }
        if is_cut(text) {
            shared.cut.add(piece.line, || found(Code::W172));
        }
    }

    pub(super) fn note_double(&mut self, piece: &Piece<'_>, first_file: &str, first_line: usize) {
        let file = self.file();
        self.shared.doubled.add(piece.line, || {
            let first = if first_file == file {
                format!("line {first_line}")
            } else {
                format!("{first_file}, line {first_line}")
            };
            let label = format!("the same as {first}");
            let diagnostic = Diagnostic::warning(Code::W140, String::new()).at(0..0, label);
            piece.found(file, None, diagnostic)
        });
    }

    pub(super) fn note_unnamed(&mut self, piece: &Piece<'_>, cell: usize) {
        let file = self.file();
        self.shared.unnamed.add(piece.line, || {
            piece.found(
                file,
                Some(cell),
                Diagnostic::warning(Code::W116, String::new()),
            )
        });
    }

    /// Notes a date with two readings.
    pub(super) fn note_open_date(
        &mut self,
        piece: &Piece<'_>,
        cell: Option<usize>,
        text: &str,
        readings: [Period; 2],
    ) {
        let file = self.file();
        let shared = &mut self.shared;
        shared.open_dates.add(piece.line, || {
            let diagnostic = Diagnostic::error(Code::D060, String::new()).at(0..0, "two readings");
            piece.found(file, cell, diagnostic)
        });
        shared
            .open
            .get_or_insert_with(|| (brief(text), readings[0], readings[1]));
    }

    /// Notes a date in numbers that shows where the day stands.
    pub(super) fn note_order(&mut self, line: usize, text: &str) {
        if let Some(order) = Period::day_order(text) {
            let place = usize::from(order == DayOrder::MonthFirst);
            self.shared.decided[place].get_or_insert_with(|| (line, brief(text)));
        }
    }

    /// Tells what the rows of the table share, and puts its findings into the order of their lines.
    pub(super) fn tell_shared(&mut self, first_found: usize) {
        let mut shared = std::mem::take(&mut self.shared);
        let sample = std::mem::take(&mut shared.sample);
        let told = [
            shared.undecoded.take().map(|it| undecoded(it, &sample)),
            open_dates(&mut shared),
            shared.blank.take().map(|(found, n, lines)| {
                let message = match n {
                    1 => format!("a row of empty cells is left out, {lines}"),
                    n => format!("{n} rows of empty cells are left out: {lines}"),
                };
                with(found, message, "a spreadsheet leaves them; delete them there to be free of this")
            }),
            shared.bare_quotes.take().map(|(found, n, lines)| {
                let message = match n {
                    1 => "a cell without quotes around it holds a quote, which is read as it stands".to_owned(),
                    n => format!("{n} rows have a cell without quotes around it that holds a quote, which is read as it stands: {lines}"),
                };
                with(found, message, "put quotes around the whole cell, right behind the separator, and double those inside")
            }),
            shared.doubled.take().map(|(found, n, lines)| {
                let message = match n {
                    1 => format!("a row repeats an earlier one in all but its id, {lines}"),
                    n => format!("{n} rows repeat earlier ones in all but their ids: {lines}"),
                };
                with(found, message, "delete it, or give it the first as its `origin`; both are counted")
            }),
            missing(&mut shared),
            bent_texts(&mut shared),
            shared.cut.take().map(cut_texts),
            shared.unnamed.take().map(|(found, n, lines)| {
                let message = match n {
                    1 => format!("the first column has no name and is not used, {lines}"),
                    n => format!("the first column has no name and is not used: {n} rows have something in it, {lines}"),
                };
                with(found, message, "name it in the first line, or leave it out")
            }),
        ];
        told.into_iter()
            .flatten()
            .for_each(|found| self.push(found));
        let first_found = first_found.min(self.found.len());
        self.found[first_found..].sort_by_key(|found| found.line);
    }
}

fn with(mut found: Found, message: String, help: &str) -> Found {
    found.diagnostic.message = message;
    found.diagnostic = found.diagnostic.help(help);
    found
}

/// The cells with a sign for nothing, as one finding.
fn missing(shared: &mut Shared) -> Option<Found> {
    let (found, n, lines) = shared.missing.take()?;
    let sign = &shared.missing_sign;
    let message = match n {
        1 => format!(
            "`{sign}` is a program's sign for nothing, and the cell is read as empty, {lines}"
        ),
        n => format!(
            "`{sign}` and the like are a program's signs for nothing, and {n} cells are read as empty: {lines}"
        ),
    };
    Some(with(
        found,
        message,
        "leave the cell empty to be free of this",
    ))
}

/// The texts as long as a spreadsheet keeps, as one finding.
fn cut_texts((found, n, lines): (Found, usize, String)) -> Found {
    let message = match n {
        1 => format!(
            "a text has as many characters as a spreadsheet keeps in a cell, {lines}: its end is probably lost"
        ),
        n => format!(
            "{n} texts have as many characters as a spreadsheet keeps in a cell: {lines}; their ends are probably lost"
        ),
    };
    let help = "take the words from where they were found, as a file in the folder of statements";
    with(found, message, help)
}

/// The texts with characters that were lost or bent, as one finding.
fn bent_texts(shared: &mut Shared) -> Option<Found> {
    let (found, n, lines) = shared.bent.take()?;
    let word = &shared.bent_word;
    let message = match n {
        1 => format!(
            "characters were lost or bent in saving, as in `{word}`, {lines}: such words are not found"
        ),
        n => format!(
            "characters of {n} texts were lost or bent in saving, as in `{word}`: {lines}; such words are not found"
        ),
    };
    let help = "open the source again in the encoding that it has, and save it as UTF-8 text";
    Some(with(found, message, help))
}

fn undecoded((found, n, lines): (Found, usize, String), sample: &[u8]) -> Found {
    let (name, word) = guess(sample);
    let what = match n {
        1 => format!("{lines} is not UTF-8 text"),
        n => format!("{n} rows are not UTF-8 text: {lines}"),
    };
    let message = format!(
        "{what}; it is probably {name}, in which `{}` stands there",
        brief(&word)
    );
    with(
        found,
        message,
        "save the file as UTF-8 text; a spreadsheet calls it “CSV UTF-8”",
    )
}

/// The dates of the column with two readings, as one finding.
fn open_dates(shared: &mut Shared) -> Option<Found> {
    let (found, n, lines) = shared.open_dates.take()?;
    let (text, day_first, month_first) = shared.open.take()?;
    let others = match n {
        1 => String::new(),
        n => format!("; the column has {n} such dates: {lines}"),
    };
    let message = format!("`{text}` has two readings, {day_first} and {month_first}{others}");
    let write = format!("write the day as `{day_first}` or `{month_first}`");
    let help = match std::mem::take(&mut shared.decided) {
        [Some((line, other)), None] => format!(
            "{write}; line {line} has `{other}`, where the day comes first, which speaks for the first reading"
        ),
        [None, Some((line, other))] => format!(
            "{write}; line {line} has `{other}`, where the month comes first, which speaks for the second reading"
        ),
        [Some((line, other)), Some((second, month))] => format!(
            "{write}; the column does not decide: the day comes first in `{other}`, line {line}, and the month in `{month}`, line {second}"
        ),
        [None, None] => write,
    };
    Some(with(found, message, &help))
}
