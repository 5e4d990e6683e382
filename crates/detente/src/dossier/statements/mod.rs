//! Statements beside a dossier: a table, read in pieces of any size, or one text per statement.
//!
//! A [`Collector`] takes bytes as a shell reads them and holds one row at a time; what stays is the columns of a [`Corpus`]. The text
//! of each statement is handed to a listener, which counts terms in it, and is then forgotten. Every mistake is reported with
//! its file and line; a row with a mistake is never left out silently, because then there is no corpus.

mod columns;
mod dialect;
mod encoding;
mod files;
mod gathered;
mod origins;
mod place;
mod row;
mod scan;
mod shared;
mod spoilt;
mod table;
mod text;

use std::collections::HashMap;

use crate::model::{Code, Corpus, Diagnostic, Dossier, Statements, Tally, Utterance, outlying};

pub use columns::{COLUMNS, TERM_PREFIX};
pub use files::{leads_out, passed_over};
use table::Table;

use super::names;
use super::row::ERRORS_MAX;

/// More warnings than this are counted, not shown.
const WARNINGS_MAX: usize = 100;

/// The table, where the dossier names none.
pub const TABLE: &str = "statements.csv";

/// The folder of texts, where the dossier names none.
pub const FOLDER: &str = "statements";

/// Who listens to the statements as they pass by.
pub type Listener<'a> = dyn FnMut(&Utterance<'_>) -> Tally + 'a;

/// A finding about a table or a text of statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub file: String,
    /// What is wrong; places are bytes of the excerpt.
    pub diagnostic: Diagnostic,
    /// The line with the place; empty when the finding has none.
    pub excerpt: String,
    /// The number of that line, from 1.
    pub line: usize,
    /// Where the excerpt begins in the file, in bytes.
    pub offset: usize,
}

/// What reading statements gave.
#[derive(Clone, Debug)]
pub struct Collected {
    /// The statements; `None` when there is an error.
    pub corpus: Option<Corpus>,
    /// Everything found, in the order in which it was read.
    pub found: Vec<Found>,
}

/// Reads statements, from any number of files.
pub struct Collector<'d> {
    dossier: &'d Dossier,
    statements: &'d Statements,
    corpus: Corpus,
    found: Vec<Found>,
    n_errors: usize,
    n_warnings: usize,
    /// The code of the last warning.
    last_warning: Option<Code>,
    files: Vec<String>,
    /// For each statement its file and line.
    places: Vec<(u32, usize)>,
    /// The position of each statement by its id.
    ids: HashMap<String, u32>,
    /// The statements that repeat a draft, with its id.
    origins: Vec<(u32, String)>,
    /// The first statement of each row, by what it holds beside its id.
    rows: HashMap<[u64; 2], u32>,
    words: row::Interners,
    table: Option<Table>,
    /// What the rows of a table share.
    shared: shared::Shared,
    /// The findings before the table.
    n_found_before: usize,
}

impl<'d> Collector<'d> {
    /// A collector for the statements of a dossier.
    pub fn new(dossier: &'d Dossier, statements: &'d Statements) -> Self {
        let corpus = Corpus {
            n_terms: statements.terms.len(),
            ..Corpus::default()
        };
        Self {
            dossier,
            statements,
            corpus,
            found: vec![],
            n_errors: 0,
            n_warnings: 0,
            last_warning: None,
            files: vec![],
            places: vec![],
            ids: HashMap::new(),
            origins: vec![],
            rows: HashMap::new(),
            words: row::Interners::default(),
            table: None,
            shared: shared::Shared::default(),
            n_found_before: 0,
        }
    }

    /// The number of statements read so far.
    pub fn n_read(&self) -> usize {
        self.corpus.len()
    }

    /// Begins a table.
    pub fn begin(&mut self, name: &str) {
        self.files.push(name.to_owned());
        self.n_found_before = self.found.len();
        self.table = Some(Table::new());
    }

    /// Takes the next piece of the table; `false` when reading on is of no use.
    pub fn feed(&mut self, bytes: &[u8], listener: &mut Listener<'_>) -> bool {
        let Some(mut table) = self.table.take() else {
            return false;
        };
        let goes_on = table.feed(self, bytes, listener) && self.n_errors < ERRORS_MAX;
        self.table = goes_on.then_some(table);
        goes_on
    }

    /// Ends the table.
    pub fn end(&mut self, listener: &mut Listener<'_>) {
        if let Some(mut table) = self.table.take() {
            table.end(self, listener);
        }
        self.tell_shared(self.n_found_before);
    }

    /// Takes a text with its header: one statement.
    pub fn text(&mut self, name: &str, bytes: &[u8], listener: &mut Listener<'_>) {
        self.files.push(name.to_owned());
        let n_found = self.found.len();
        text::read(self, name, bytes, listener);
        self.tell_shared(n_found);
    }

    /// Names what lies among the texts and is not read: each file or folder, with the reason.
    pub fn pass_over(&mut self, others: &[(String, &str)]) {
        if others.is_empty() {
            return;
        }
        const SHOWN: usize = 12;
        let mut names: Vec<String> = others
            .iter()
            .take(SHOWN)
            .map(|(name, why)| format!("`{}` ({why})", names::brief(name)))
            .collect();
        if others.len() > SHOWN {
            names.push(format!("{} more", others.len() - SHOWN));
        }
        let message = format!("not read as statements: {}", names.join(", "));
        let help =
            "a statement is a file that ends in `.txt`, in the folder of statements or below it";
        self.push(Found {
            file: self.folder(),
            diagnostic: Diagnostic::warning(Code::W138, message).help(help),
            excerpt: String::new(),
            line: 0,
            offset: 0,
        });
    }

    /// Settles what only all statements together can tell.
    pub fn finish(mut self) -> Collected {
        if self.n_errors == 0 {
            origins::settle(&mut self);
            self.warn_of_questions();
            self.warn_of_years();
        }
        let file = self.file();
        let whole = |diagnostic| Found {
            file: file.clone(),
            diagnostic,
            excerpt: String::new(),
            line: 0,
            offset: 0,
        };
        if self.n_errors > ERRORS_MAX {
            let message = format!("{} more mistakes are not shown", self.n_errors - ERRORS_MAX);
            self.found.push(whole(
                Diagnostic::error(Code::D025, message)
                    .help(format!("at most {ERRORS_MAX} are shown at a time")),
            ));
        }
        if self.n_warnings > WARNINGS_MAX {
            let message = format!(
                "{} more warnings are not shown",
                self.n_warnings - WARNINGS_MAX
            );
            let code = self.last_warning.unwrap_or(Code::W117);
            self.found.push(whole(
                Diagnostic::warning(code, message).help("they are like those shown"),
            ));
        }
        let corpus = (self.n_errors == 0).then_some(self.corpus);
        Collected {
            corpus,
            found: self.found,
        }
    }

    /// Warns of dates whose year lies far from the others.
    fn warn_of_years(&mut self) {
        let cut = self.statements.cut.map(|day| i32::from(day.year));
        let all = self
            .corpus
            .when
            .iter()
            .flat_map(|when| outlying::years(*when));
        let allowed = outlying::Allowed::STATEMENTS;
        let years = all.chain(cut).collect();
        let Some(usual) = outlying::Usual::new(years, self.dossier.as_of, allowed) else {
            return;
        };
        let dates = self.corpus.when.iter().zip(&self.places);
        let far: Vec<(i32, (u32, usize))> = dates
            .filter_map(|(when, place)| Some((usual.far(*when)?, *place)))
            .collect();
        for (year, (file, line)) in far {
            let away = (year - usual.median).abs();
            let message = format!(
                "the statement is dated to the year {year}, {away} years from the other dates"
            );
            let help = format!(
                "statements lie around {}; correct the date, or leave it if it is meant",
                usual.median
            );
            self.push(Found {
                file: self.files[file as usize].clone(),
                diagnostic: Diagnostic::warning(Code::W139, message).help(help),
                excerpt: String::new(),
                line,
                offset: 0,
            });
        }
    }

    /// Warns of a question to which a term is due and that no statement answers.
    fn warn_of_questions(&mut self) {
        let asked = &self.corpus.asked;
        let known = asked
            .words
            .iter()
            .map(String::as_str)
            .filter(|word| !word.is_empty());
        let help = match names::listed(known) {
            Some(list) => format!("the column `asked` has {list}"),
            None => "give the questions in a column `asked`".to_owned(),
        };
        let due = self.statements.terms.iter().flat_map(|term| {
            term.due
                .iter()
                .flatten()
                .map(move |question| (term, question))
        });
        let unasked = due.filter(|(_, question)| asked.code(question).is_none());
        let messages: Vec<String> = unasked
            .map(|(term, question)| format!("the question `{question}`, to which the term `{}` is due, is asked of no statement", term.id))
            .collect();
        for message in messages {
            self.tell(0, Diagnostic::warning(Code::W118, message).help(&help));
        }
    }

    /// The file that is being read.
    fn file(&self) -> String {
        self.files.last().cloned().unwrap_or_default()
    }

    /// The folder of texts.
    fn folder(&self) -> String {
        let named = self.statements.folder.as_deref();
        format!("{}/", named.unwrap_or(FOLDER).trim_end_matches('/'))
    }

    /// Says that a file is read from another encoding than UTF-8.
    fn warn_of_encoding(&mut self, name: &str) {
        let message = format!("the file is {name} text, and is read as that");
        let help = "save it as UTF-8 text to be free of this";
        self.tell(0, Diagnostic::warning(Code::W137, message).help(help));
    }

    /// Reports a finding about a line, or, where the line is 0, about the file.
    fn tell(&mut self, line: usize, diagnostic: Diagnostic) {
        let file = self.file();
        self.push(Found {
            file,
            diagnostic,
            excerpt: String::new(),
            line,
            offset: 0,
        });
    }

    fn push(&mut self, found: Found) {
        let n_such = if found.diagnostic.is_error() {
            &mut self.n_errors
        } else {
            &mut self.n_warnings
        };
        *n_such += 1;
        if !found.diagnostic.is_error() {
            self.last_warning = Some(found.diagnostic.code);
        }
        let most = if found.diagnostic.is_error() {
            ERRORS_MAX
        } else {
            WARNINGS_MAX
        };
        if *n_such <= most {
            self.found.push(found);
        }
    }
}
