//! Measured balances as a table with commas.
//!
//! The first line names the columns: `sigma`, and where values were measured `muf`; `period` may stand beside them and is not used. Each
//! further line is a period. Empty lines and lines that begin with `#` are passed over.

use super::PERIODS_MAX;
use crate::model::{Code, Diagnostic, Span};

/// The largest table that is read, in bytes.
const BYTES_MAX: usize = 1 << 20;

/// The most mistakes that are told.
const ERRORS_MAX: usize = 20;

/// What the table holds, by period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Standard deviations.
    pub sigmas: Vec<f64>,
    /// What was unaccounted for, if it was measured.
    pub mufs: Option<Vec<f64>>,
}

/// The columns that a table may have.
const COLUMNS: [&str; 3] = ["period", "muf", "sigma"];

/// Reads a table; what is wrong with it is told with its place.
pub fn read(bytes: &[u8]) -> Result<Record, Vec<Diagnostic>> {
    let text = text(bytes).map_err(|diagnostic| vec![*diagnostic])?;
    let mut lines = lines(text).into_iter();
    let Some(head) = lines.next() else {
        return Err(vec![
            Diagnostic::error(Code::D003, "the table is empty")
                .help("begin it with a line `muf,sigma`"),
        ]);
    };
    let mut reader = Reader {
        columns: vec![],
        findings: vec![],
    };
    reader.columns(&head);
    if reader.findings.is_empty() {
        let rows: Vec<Vec<Option<f64>>> = lines.map(|cells| reader.row(&cells)).collect();
        if rows.is_empty() {
            reader.findings.push(
                Diagnostic::error(Code::D026, "the table has no periods")
                    .help("add a line per period below the first"),
            );
        } else if rows.len() > PERIODS_MAX {
            let message = format!(
                "the table has {} periods, more than {PERIODS_MAX}",
                rows.len()
            );
            reader.findings.push(Diagnostic::error(Code::D025, message));
        }
        if reader.findings.is_empty() {
            return Ok(reader.record(&rows));
        }
    }
    reader.findings.truncate(ERRORS_MAX);
    Err(reader.findings)
}

fn text(bytes: &[u8]) -> Result<&str, Box<Diagnostic>> {
    if bytes.len() > BYTES_MAX {
        let message = format!("the table has {} bytes, more than {BYTES_MAX}", bytes.len());
        return Err(Box::new(Diagnostic::error(Code::D025, message)));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let message = format!(
            "the table is not UTF-8 text: byte {} begins no character",
            error.valid_up_to()
        );
        Box::new(Diagnostic::error(Code::D002, message).help("save the table as UTF-8 text"))
    })
}

/// A cell with its place.
type Cell<'a> = (&'a str, Span);

/// The cells of the lines that hold something.
fn lines(text: &str) -> Vec<Vec<Cell<'_>>> {
    let mut at = 0;
    let mut found = vec![];
    for line in text.split_inclusive('\n') {
        let content = line
            .trim_end_matches(['\n', '\r'])
            .trim_start_matches('\u{feff}');
        let start = at + (line.trim_end_matches(['\n', '\r']).len() - content.len());
        at += line.len();
        if !content.trim().is_empty() && !content.trim_start().starts_with('#') {
            found.push(cells(content, start));
        }
    }
    found
}

fn cells(line: &str, start: usize) -> Vec<Cell<'_>> {
    let mut at = start;
    let mut cells = vec![];
    for cell in line.split(',') {
        let trimmed = cell.trim();
        let from = at + (cell.len() - cell.trim_start().len());
        cells.push((
            trimmed,
            Span {
                start: from,
                end: from + trimmed.len(),
            },
        ));
        at += cell.len() + 1;
    }
    cells
}

struct Reader<'a> {
    columns: Vec<&'a str>,
    findings: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn columns(&mut self, head: &[Cell<'a>]) {
        for (name, span) in head {
            let help = "the columns are `muf` and `sigma`, and `period` if you like";
            if !COLUMNS.contains(name) {
                let message = format!("unknown column `{name}`");
                self.findings.push(
                    Diagnostic::error(Code::D026, message)
                        .at(*span, "not a column")
                        .help(help),
                );
            } else if self.columns.contains(name) {
                let message = format!("the column `{name}` is there twice");
                self.findings.push(
                    Diagnostic::error(Code::D026, message)
                        .at(*span, "again")
                        .help("keep one of them"),
                );
            }
            self.columns.push(name);
        }
        if self.findings.is_empty() && !self.columns.contains(&"sigma") {
            let place = head.first().map_or(Span::default(), |(_, span)| *span);
            let help = "add a column `sigma` with the standard deviation of each balance";
            self.findings.push(
                Diagnostic::error(Code::D026, "the column `sigma` is missing")
                    .at(place, "has no `sigma`")
                    .help(help),
            );
        }
    }

    /// The numbers of a line, in the order of the columns.
    fn row(&mut self, cells: &[Cell<'a>]) -> Vec<Option<f64>> {
        let columns = self.columns.clone();
        if cells.len() != columns.len() {
            let whole = Span {
                start: cells[0].1.start,
                end: cells[cells.len() - 1].1.end,
            };
            let message = format!(
                "expected {} cells, as many as there are columns, found {}",
                columns.len(),
                cells.len()
            );
            self.findings.push(
                Diagnostic::error(Code::D026, message)
                    .at(whole, "this line")
                    .help("numbers have a point, not a comma"),
            );
            return vec![];
        }
        columns
            .into_iter()
            .zip(cells)
            .map(|(column, cell)| {
                if column == "period" {
                    Some(0.0)
                } else {
                    self.number(column, cell)
                }
            })
            .collect()
    }

    fn number(&mut self, column: &str, (text, span): &Cell<'a>) -> Option<f64> {
        let number: Option<f64> = text.parse().ok().filter(|number: &f64| number.is_finite());
        let (message, help) = match number {
            Some(number) if column != "sigma" || number > 0.0 => return Some(number),
            Some(_) => (
                "a standard deviation is above 0".to_string(),
                "leave out periods without a balance",
            ),
            None => (
                format!("`{text}` is not a number"),
                "write numbers as 12.5 or -3",
            ),
        };
        self.findings.push(
            Diagnostic::error(Code::D026, message)
                .at(*span, format!("expected a number for `{column}`"))
                .help(help),
        );
        None
    }

    fn record(&self, rows: &[Vec<Option<f64>>]) -> Record {
        let column = |name: &str| {
            let idx = self.columns.iter().position(|column| *column == name)?;
            Some(
                rows.iter()
                    .filter_map(|row| row.get(idx).copied().flatten())
                    .collect::<Vec<f64>>(),
            )
        };
        Record {
            sigmas: column("sigma").unwrap_or_default(),
            mufs: column("muf"),
        }
    }
}
