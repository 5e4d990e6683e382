//! Tables as programs write them: what Python's `csv`, R's `write.csv` and spreadsheets write is read cell by cell.

use detente::dossier::statements::Collector;
use detente::model::{Tally, Utterance};
use detente::text::names::skeleton;
use proptest::prelude::*;

use super::reading::{collect, dossier, told};

/// The columns of the tables; the first three are the test's own.
const COLUMNS: [&str; 7] = [
    "id", "date", "party", "speaker", "audience", "source", "text",
];

/// Around which cells a program puts quotes.
#[derive(Clone, Copy, Debug)]
enum Quoting {
    /// Python's `QUOTE_ALL`; a spreadsheet's “quote all text cells”.
    All,
    /// Python's `QUOTE_MINIMAL`; what spreadsheets do unless told otherwise.
    Minimal,
    /// Python's `QUOTE_NONNUMERIC` and `QUOTE_STRINGS`: the date stands for what is not a string.
    Strings,
    /// Python's `QUOTE_NOTNULL`: empty cells have none.
    NotNull,
    /// R's `write.csv`: everything quoted, and a first column of row names without a name of its own.
    RowNames,
}

/// How a table is written.
#[derive(Clone, Copy, Debug)]
struct Dialect {
    quoting: Quoting,
    separator: char,
    line_end: &'static str,
    /// Whether a first line names the separator.
    names_it: bool,
    encoding: Encoding,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16Little,
    Utf16Big,
    Utf16LittleWithoutMark,
}

impl Dialect {
    fn cell(self, column: usize, text: &str) -> String {
        let needs = text.contains([self.separator, '"', '\n', '\r']);
        let quoted = match self.quoting {
            Quoting::All | Quoting::RowNames => true,
            Quoting::Minimal => needs,
            Quoting::Strings => column != 1 || needs,
            Quoting::NotNull => !text.is_empty(),
        };
        if quoted {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    }

    fn table(self, rows: &[Vec<String>]) -> Vec<u8> {
        let header: Vec<String> = COLUMNS.iter().map(ToString::to_string).collect();
        let mut text = String::new();
        if self.names_it {
            text += &format!("sep={}{}", self.separator, self.line_end);
        }
        for (number, row) in std::iter::once(&header).chain(rows).enumerate() {
            let mut cells: Vec<String> = row
                .iter()
                .enumerate()
                .map(|(column, cell)| self.cell(column, cell))
                .collect();
            if let Quoting::RowNames = self.quoting {
                let name = if number == 0 {
                    String::new()
                } else {
                    number.to_string()
                };
                cells.insert(0, format!("\"{name}\""));
            }
            text += &cells.join(&self.separator.to_string());
            text += self.line_end;
        }
        self.encoding.bytes(&text)
    }
}

impl Encoding {
    fn bytes(self, text: &str) -> Vec<u8> {
        let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        match self {
            Self::Utf8 => text.into(),
            Self::Utf8WithMark => format!("\u{feff}{text}").into(),
            Self::Utf16Little => little(&format!("\u{feff}{text}")),
            Self::Utf16LittleWithoutMark => little(text),
            Self::Utf16Big => format!("\u{feff}{text}")
                .encode_utf16()
                .flat_map(u16::to_be_bytes)
                .collect(),
        }
    }
}

/// Reads a table in pieces; the cells of each row as they were read, and the findings.
fn cells(table: &[u8], size: usize) -> (Vec<Vec<String>>, String) {
    let dossier = dossier();
    let statements = dossier.statements.as_ref().expect("it has the section");
    let mut texts: Vec<String> = vec![];
    let mut listener = |it: &Utterance<'_>| {
        texts.push(it.text.to_owned());
        Tally {
            counts: vec![0; 2],
            tokens: 1,
        }
    };
    let mut collector = Collector::new(&dossier, statements);
    collector.begin("statements.csv");
    for piece in table.chunks(size) {
        collector.feed(piece, &mut listener);
    }
    collector.end(&mut listener);
    let collected = collector.finish();
    let findings = told(&collected);
    let Some(corpus) = collected.corpus else {
        return (vec![], findings);
    };
    let rows = (0..corpus.len()).zip(texts).map(|(at, text)| {
        vec![
            corpus.ids[at].clone(),
            corpus.when[at].to_string(),
            dossier.parties[corpus.parties[at].idx()].id.clone(),
            corpus.speakers.word(at).to_owned(),
            corpus.audiences.word(at).to_owned(),
            corpus.sources.word(at).to_owned(),
            text,
        ]
    });
    (rows.collect(), findings)
}

/// A cell as somebody may have typed it; spaces at its ends are nobody's.
fn cell() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        Just(','),
        Just(';'),
        Just('\t'),
        Just('|'),
        Just('"'),
        Just('\n'),
        Just('\r'),
        Just('\\'),
        Just('\''),
        Just('a'),
        Just('é'),
        Just('습'),
        Just('𝄞'),
        Just(' '),
        Just('='),
        Just('1'),
    ];
    proptest::collection::vec(sign, 0..12)
        .prop_map(|signs| signs.into_iter().collect::<String>().trim().to_owned())
}

fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    let row = proptest::collection::vec(cell(), 4);
    proptest::collection::vec(row, 1..6).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(number, cells)| {
                let own = [
                    format!("r{number}"),
                    format!("2025-01-{:02}", number + 1),
                    "valley".into(),
                ];
                own.into_iter().chain(cells).collect()
            })
            .collect()
    })
}

/// The rows with each speaker and audience as it was written first, where later ones differ in form only.
fn with_one_name_each(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let first = |at: usize, column: usize| {
        let own = skeleton(&rows[at][column]);
        let before = rows[..at].iter().map(|row| &row[column]);
        let mut alike = before.filter(|cell| !own.is_empty() && skeleton(cell) == own);
        alike.next().unwrap_or(&rows[at][column]).clone()
    };
    (0..rows.len())
        .map(|at| {
            let mut row = rows[at].clone();
            row[3] = first(at, 3);
            row[4] = first(at, 4);
            row
        })
        .collect()
}

fn dialect() -> impl Strategy<Value = Dialect> {
    let quoting = prop_oneof![
        Just(Quoting::All),
        Just(Quoting::Minimal),
        Just(Quoting::Strings),
        Just(Quoting::NotNull),
        Just(Quoting::RowNames)
    ];
    let encoding = prop_oneof![
        Just(Encoding::Utf8),
        Just(Encoding::Utf8WithMark),
        Just(Encoding::Utf16Little),
        Just(Encoding::Utf16Big),
        Just(Encoding::Utf16LittleWithoutMark)
    ];
    let separator = prop_oneof![Just(','), Just(';'), Just('\t'), Just('|')];
    let line_end = prop_oneof![Just("\n"), Just("\r\n"), Just("\r")];
    (quoting, separator, line_end, any::<bool>(), encoding).prop_map(
        |(quoting, separator, line_end, names_it, encoding)| Dialect {
            quoting,
            separator,
            line_end,
            names_it,
            encoding,
        },
    )
}

proptest! {
    #[test]
    fn what_programs_write_is_read_cell_by_cell(rows in rows(), dialect in dialect(), size in 1_usize..40) {
        let (read, findings) = cells(&dialect.table(&rows), size);
        prop_assert_eq!(&read, &with_one_name_each(&rows), "{}", findings);
        prop_assert!(!findings.contains("error"), "{}", findings);
        let is_told = findings.contains("W137");
        let is_wide = !matches!(dialect.encoding, Encoding::Utf8 | Encoding::Utf8WithMark);
        prop_assert_eq!(is_told, is_wide, "another encoding than UTF-8 is told: {}", findings);
    }

    #[test]
    fn a_lost_quote_is_never_silent(rows in rows(), at in any::<prop::sample::Index>()) {
        let dialect = Dialect {
            quoting: Quoting::All,
            separator: ',',
            line_end: "\n",
            names_it: false,
            encoding: Encoding::Utf8,
        };
        let text = String::from_utf8(dialect.table(&rows)).expect("it is UTF-8");
        let quotes: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
        let lost = quotes[at.index(quotes.len())];
        let broken = format!("{}{}", &text[..lost], &text[lost + 1..]);
        let found = told(&collect(broken.as_bytes(), 1000));
        prop_assert!(found.contains("D059") || found.contains("D034") || found.contains("W136") || found.contains("error"), "{}\n{}", broken, found);
    }
}

#[test]
fn a_backslash_before_a_quote_is_told_with_the_remedy() {
    let table = "id,date,party,text\na,2025-01-01,valley,\"They said \\\"drain\\\".\"\n";
    let collected = collect(table.as_bytes(), 7);
    let help = collected.found[0].diagnostic.help.as_deref();
    assert_eq!(
        help,
        Some("double a quote inside quotes: `\"\"`, not `\\\"`")
    );
    assert_eq!(
        told(&collected),
        "statements.csv:2 error D059 [d] something other than a separator or the end of the line follows the quote that closes a cell\n"
    );
}
