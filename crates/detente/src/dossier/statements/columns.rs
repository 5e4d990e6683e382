//! The columns of a table of statements; a text has the same as the keys of its header.

use super::Collector;
use super::place::Piece;
use crate::dossier::names::{brief, did_you_mean, listed, nearest};
use crate::model::{Code, Diagnostic};
use crate::text::names::{find, same};

/// What a column with coded mentions begins with; the id of the term follows.
pub const TERM_PREFIX: &str = "term:";

/// What a column holds, of those that are read; the order is that of [`COLUMNS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Date,
    Party,
    Speaker,
    Channel,
    Audience,
    Asked,
    Source,
    Origin,
    Text,
    Tokens,
    Marking,
    Grade,
    Url,
}

const N_FIELDS: usize = 14;

/// Every column but those of terms: its name, and what it holds.
pub const COLUMNS: [(&str, &str); N_FIELDS] = [
    (
        "id",
        "The id of the statement, for `origin` and for readers; file and line when left out.",
    ),
    (
        "date",
        "When it was made: `2025-10-24`, `2025-10`, `early 2025-10`, `2025-10-01..2025-10-05`. Required.",
    ),
    (
        "party",
        "Whose it is: the id of a party of the dossier. Required.",
    ),
    ("speaker", "Who spoke."),
    (
        "channel",
        "The channel or genre: a press line, a joint document, a speech. Channels are never mixed silently.",
    ),
    ("audience", "To whom it was addressed."),
    ("asked", "The question that it answers, if it answers one."),
    ("source", "Where it was found."),
    (
        "origin",
        "The id of the statement whose draft it repeats; copies of one draft count once unless asked otherwise.",
    ),
    ("text", "Its words. They are counted and forgotten."),
    (
        "tokens",
        "Its length in words, where there is no text or the text is a part.",
    ),
    ("marking", "Who may read it; `open` when left out."),
    (
        "grade",
        "The reliability of the source, `A` to `F`, and the credibility of the content, `1` to `6`.",
    ),
    ("url", "Where it can be read."),
];

/// Where the properties of a statement stand among its cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    /// Whether each column has a name.
    names: Vec<bool>,
    /// What separates cells, in words: `a comma`.
    pub(super) separator: &'static str,
    /// The cell of each field, by the order of [`COLUMNS`].
    fields: [Option<usize>; N_FIELDS],
    /// The cells with coded mentions and their terms.
    pub(super) coded: Vec<(usize, usize)>,
}

impl Header {
    /// The cell of a field.
    pub(super) fn cell(&self, field: Field) -> Option<usize> {
        self.fields[field as usize]
    }

    /// The cells of all fields that the table has.
    pub(super) fn field_cells(&self) -> impl Iterator<Item = usize> {
        self.fields.into_iter().flatten()
    }

    /// The cell of the date.
    pub(super) fn date(&self) -> Option<usize> {
        self.cell(Field::Date)
    }

    /// The number of columns up to the last that has a name.
    pub(super) fn n_named(&self) -> usize {
        self.names
            .iter()
            .rposition(|named| *named)
            .map_or(0, |last| last + 1)
    }

    /// The number of columns, with those without a name.
    pub(super) fn n_cells(&self) -> usize {
        self.names.len()
    }

    /// Whether a row may have so many cells: every column with a name has one, and none lies beyond the first line.
    pub(super) fn fits(&self, n_cells: usize) -> bool {
        (self.n_named()..=self.names.len()).contains(&n_cells)
    }

    /// Whether a cell stands in a column with a name.
    pub(super) fn is_named(&self, cell: usize) -> bool {
        self.names.get(cell).is_some_and(|named| *named)
    }

    /// Learns the columns from their names; `None` when rows cannot be read with them.
    pub(super) fn read(
        collector: &mut Collector<'_>,
        names: &[&str],
        piece: &Piece<'_>,
        separator: u8,
    ) -> Option<Self> {
        let mut header = Self {
            names: names.iter().map(|name| !name.trim().is_empty()).collect(),
            separator: match separator {
                b',' => "a comma",
                b';' => "a semicolon",
                b'\t' => "a tab",
                _ => "the separator",
            },
            ..Self::default()
        };
        let before = collector.n_errors;
        let is_one = names.len() == 1;
        let known = |name: &&str| {
            COLUMNS
                .iter()
                .any(|(known, _)| name.eq_ignore_ascii_case(known))
        };
        let separated = !is_one || known(&names[0].trim());
        for (cell, name) in names.iter().enumerate().filter(|_| separated) {
            let name = name.trim();
            if !name.is_empty() {
                header.learn(collector, name, cell, piece);
            }
        }
        for field in [Field::Date, Field::Party] {
            if header.cell(field).is_none() && collector.n_errors == before {
                let (name, doc) = COLUMNS[field as usize];
                let message = format!("there is no column `{name}`");
                let help = if separated {
                    format!("`{name}`: {doc}").replace(" Required.", "")
                } else {
                    "separate the columns with commas, semicolons or tabs".to_owned()
                };
                collector.report(
                    piece,
                    None,
                    Diagnostic::error(Code::D034, message).help(help),
                );
            }
        }
        (collector.n_errors == before).then_some(header)
    }

    fn learn(&mut self, collector: &mut Collector<'_>, name: &str, cell: usize, piece: &Piece<'_>) {
        if let Some(term) = name.strip_prefix(TERM_PREFIX) {
            let terms = &collector.statements.terms;
            let found = find(term.trim(), terms.iter().map(|it| it.id.as_str()));
            match found {
                Some(found) if self.coded.iter().all(|(_, other)| *other != found) => {
                    self.coded.push((cell, found));
                }
                Some(_) => collector.report(piece, Some(cell), twice(name)),
                None => {
                    let ids = || terms.iter().map(|it| it.id.as_str());
                    let help = match nearest(term.trim(), ids()) {
                        Some(near) => did_you_mean(&format!("{TERM_PREFIX}{near}")),
                        None => format!(
                            "the terms under `[statements.terms]` are {}",
                            listed(ids()).unwrap_or_default()
                        ),
                    };
                    let message = format!("there is no term `{}`", brief(term));
                    collector.report(
                        piece,
                        Some(cell),
                        Diagnostic::error(Code::D035, message).help(help),
                    );
                }
            }
            return;
        }
        match COLUMNS.iter().position(|(known, _)| *known == same(name)) {
            Some(field) if self.fields[field].is_none() => self.fields[field] = Some(cell),
            Some(_) => collector.report(piece, Some(cell), twice(name)),
            None => collector.report(piece, Some(cell), unknown(name)),
        }
    }
}

fn twice(name: &str) -> Diagnostic {
    Diagnostic::error(
        Code::D035,
        format!("the column `{}` is there twice", brief(name)),
    )
    .help("leave one of them out")
}

/// A name near a known one was probably a slip, which must not pass; another is the author's own.
fn unknown(name: &str) -> Diagnostic {
    let near = nearest(name, COLUMNS.iter().map(|(known, _)| *known));
    match near {
        Some(near) => Diagnostic::error(Code::D035, format!("unknown column `{}`", brief(name)))
            .help(did_you_mean(near)),
        None => Diagnostic::warning(
            Code::W116,
            format!("the column `{}` is not used", brief(name)),
        )
        .help(format!("mentions are coded in columns `{TERM_PREFIX}TERM`")),
    }
}

impl Collector<'_> {
    /// Reports a finding at a cell of a row, or at the row as a whole.
    pub(super) fn report(
        &mut self,
        piece: &Piece<'_>,
        cell: Option<usize>,
        diagnostic: Diagnostic,
    ) {
        let found = piece.found(self.file(), cell, diagnostic);
        self.push(found);
    }
}
