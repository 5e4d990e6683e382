//! One statement: its cells become values, its text is counted.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::columns::{COLUMNS, Field, Header, TERM_PREFIX};
use super::place::Piece;
use super::spoilt::stands_for_nothing;
use super::{Collector, Listener};
use crate::dossier::names::{brief, did_you_mean, listed, nearest};
use crate::extract::turns::{Said, said};
use crate::model::{Code, Column, Diagnostic, Mention, NoPeriod, PartyId, Period, Utterance};
use crate::text::fold;
use crate::text::names::{find, skeleton};

/// The positions of the words of each column.
#[derive(Default)]
pub(super) struct Interners {
    maps: [Interner; 7],
}

/// The positions of the words of one column.
#[derive(Default)]
struct Interner {
    /// As they are written.
    written: HashMap<String, u32>,
    /// Without case, accents, spaces and form.
    skeletons: HashMap<String, u32>,
}

impl Interner {
    /// Adds a word to its column. A name that a reader takes for one met before is that one: then it is given back, once for each spelling.
    fn add(&mut self, column: &mut Column, word: &str, is_name: bool) -> Option<String> {
        if let Some(code) = self.written.get(word) {
            column.codes.push(*code);
            return None;
        }
        let skeleton = if is_name {
            skeleton(word)
        } else {
            String::new()
        };
        let known = self.skeletons.get(&skeleton).copied();
        let code = known.unwrap_or_else(|| {
            column.words.push(word.to_owned());
            column.words.len() as u32 - 1
        });
        self.written.insert(word.to_owned(), code);
        if !skeleton.is_empty() {
            self.skeletons.insert(skeleton, code);
        }
        column.codes.push(code);
        known.map(|code| column.words[code as usize].clone())
    }
}

/// The cells of one statement.
struct Cells<'a> {
    header: &'a Header,
    values: &'a [&'a str],
    piece: &'a Piece<'a>,
}

impl<'a> Cells<'a> {
    /// What stands in the cell of a field; empty where there is nothing, or a program's sign for nothing.
    fn get(&self, field: Field) -> &'a str {
        self.header
            .cell(field)
            .map(|cell| self.values[cell].trim())
            .filter(|value| !stands_for_nothing(value))
            .unwrap_or_default()
    }
}

impl Collector<'_> {
    /// Reads one statement.
    pub(super) fn row(
        &mut self,
        header: &Header,
        cells: &[&str],
        piece: &Piece<'_>,
        listener: &mut Listener<'_>,
    ) {
        if !self.fits(header, cells, piece) {
            return;
        }
        let row = Cells {
            header,
            values: cells,
            piece,
        };
        let before = self.n_errors;
        self.warn_of_missing(&row);
        let id = self.id(&row);
        let when = self.when(&row);
        let party = self.party(&row);
        let tokens = self.tokens(&row);
        self.check_grade(&row);
        let coded: Vec<(usize, Option<Mention>)> = header
            .coded
            .iter()
            .map(|(cell, term)| (*term, self.coded(cells[*cell].trim(), *cell, piece)))
            .collect();
        let (Some(when), Some(party)) = (when, party) else {
            return;
        };
        if self.n_errors > before {
            return;
        }
        let given = row.get(Field::Text);
        self.note_spoilt(piece, given);
        let said = said(given, row.get(Field::Speaker));
        if let Some(said) = &said {
            self.warn_of_labels(&row, &id, said);
        }
        let text = said.as_ref().map_or(given, |said| said.words.as_str());
        let tally = listener(&Utterance {
            when,
            party,
            channel: row.get(Field::Channel),
            text,
        });
        let counted =
            |term: usize| (!text.is_empty()).then(|| tally.counts.get(term).copied().unwrap_or(0));
        for term in 0..self.corpus.n_terms {
            let coded = coded
                .iter()
                .find(|(it, _)| *it == term)
                .and_then(|(_, mention)| *mention);
            self.warn_of_difference(&row, term, coded, counted(term));
            let mention = coded
                .or(counted(term).map(Mention::Times))
                .unwrap_or(Mention::Unknown);
            self.corpus.mentions.push(mention);
        }
        let double = self.double(&row);
        self.corpus.doubles.push(double);
        let n_mentions = self.corpus.mentions.len();
        if self.corpus.mentions[n_mentions - self.corpus.n_terms..]
            .iter()
            .all(|mention| *mention == Mention::Unknown)
        {
            let help = format!(
                "give its words in `text`, or code its mentions in columns `{TERM_PREFIX}TERM`"
            );
            self.report(
                piece,
                None,
                Diagnostic::warning(
                    Code::W119,
                    format!("nothing is known of any term in `{id}`"),
                )
                .help(help),
            );
        }
        let words = (!text.is_empty()).then_some(tally.tokens);
        self.keep(&row, id, when, party, tokens.or(words));
    }

    /// Notes cells that hold a program's sign for nothing.
    fn warn_of_missing(&mut self, row: &Cells<'_>) {
        for cell in row.header.field_cells() {
            let value = row.values[cell].trim();
            if stands_for_nothing(value) {
                self.note_missing(row.piece, cell, value);
            }
        }
    }

    /// Warns of what a transcript has beside the words that count.
    fn warn_of_labels(&mut self, row: &Cells<'_>, id: &str, said: &Said) {
        let id = brief(id);
        let named = |names: &[String]| {
            let names: Vec<String> = names
                .iter()
                .map(|name| format!("`{}`", brief(name)))
                .collect();
            names.join(", ")
        };
        let mut left = vec![];
        if said.n_questions > 0 {
            let s = if said.n_questions == 1 { "" } else { "s" };
            left.push(format!("{} question{s}", said.n_questions));
        }
        if !said.others.is_empty() {
            left.push(format!("the turns of {}", named(&said.others)));
        }
        if !left.is_empty() {
            let message = format!(
                "in the transcript `{id}`, {} are not counted",
                left.join(" and ")
            );
            let help = "they are no words of the speaker; make them statements of their own with `extract` if they matter";
            self.report_at(
                row,
                Field::Text,
                Diagnostic::warning(Code::W147, message).help(help),
            );
        }
        if said.is_unknown {
            let message = format!(
                "no label of the transcript `{id}` names `{}`: the turns of {} are counted",
                brief(row.get(Field::Speaker)),
                named(&said.speakers)
            );
            let help = "write in `speaker` the last name of a label";
            self.report_at(
                row,
                Field::Speaker,
                Diagnostic::warning(Code::W149, message).help(help),
            );
        } else if said.speakers.len() > 1 {
            let message = format!(
                "the turns of {} are counted as one statement, `{id}`",
                named(&said.speakers)
            );
            let help =
                "name one of them in `speaker`, or make a statement of each turn with `extract`";
            self.report_at(
                row,
                Field::Text,
                Diagnostic::warning(Code::W148, message).help(help),
            );
        }
    }

    /// The earlier statement whose row is the same in all but the id and white space. A row without words and without a place where it was found says too
    /// little to be told from another, and a copy that has an `origin` is known.
    fn double(&mut self, row: &Cells<'_>) -> Option<u32> {
        let is_told = [Field::Text, Field::Source, Field::Url]
            .iter()
            .any(|field| !row.get(*field).is_empty());
        if !is_told || !row.get(Field::Origin).is_empty() {
            return None;
        }
        let id = row.header.cell(Field::Id);
        let mut hashers = [DefaultHasher::new(), DefaultHasher::new()];
        hashers[1].write_u8(1);
        for (cell, value) in row.values.iter().enumerate() {
            if Some(cell) != id {
                let words: Vec<&str> = value.split_whitespace().collect();
                hashers.iter_mut().for_each(|it| words.hash(it));
            }
        }
        let at = self.corpus.len() as u32;
        let first = *self.rows.entry(hashers.map(|it| it.finish())).or_insert(at);
        if first == at {
            return None;
        }
        let (file, line) = self.places[first as usize];
        let file = self.files[file as usize].clone();
        self.note_double(row.piece, &file, line);
        Some(first)
    }

    /// Whether a row has the cells that the first line promises; says what is wrong where it has not.
    fn fits(&mut self, header: &Header, cells: &[&str], piece: &Piece<'_>) -> bool {
        let is_filled = |cell: usize| !cells[cell].trim().is_empty();
        let n_filled = (0..cells.len())
            .rfind(|cell| is_filled(*cell))
            .map_or(0, |last| last + 1);
        if cells.len() < header.n_named() || n_filled > header.n_cells() {
            let message = format!(
                "the row has {} cells, and the first line names {} columns",
                cells.len(),
                header.n_named()
            );
            let help = format!("put quotes around a cell with {} in it", header.separator);
            self.report(
                piece,
                None,
                Diagnostic::error(Code::D034, message).help(help),
            );
            return false;
        }
        let first_named = (0..cells.len()).find(|cell| header.is_named(*cell));
        for cell in (0..cells.len()).filter(|cell| !header.is_named(*cell) && is_filled(*cell)) {
            if first_named.is_some_and(|first| cell < first) {
                self.note_unnamed(piece, cell);
                continue;
            }
            let message = format!("`{}` stands in a column without a name", brief(cells[cell]));
            let help = format!(
                "put quotes around a cell with {} in it, or name the column in the first line",
                header.separator
            );
            self.report(
                piece,
                Some(cell),
                Diagnostic::error(Code::D034, message).help(help),
            );
            return false;
        }
        true
    }

    fn keep(
        &mut self,
        row: &Cells<'_>,
        id: String,
        when: Period,
        party: PartyId,
        tokens: Option<u32>,
    ) {
        let at = self.corpus.len() as u32;
        let corpus = &mut self.corpus;
        let fields = [
            (Field::Speaker, true),
            (Field::Channel, true),
            (Field::Audience, true),
            (Field::Asked, true),
            (Field::Source, false),
            (Field::Marking, true),
            (Field::Grade, false),
        ];
        let columns = [
            &mut corpus.speakers,
            &mut corpus.channels,
            &mut corpus.audiences,
            &mut corpus.asked,
            &mut corpus.sources,
            &mut corpus.markings,
            &mut corpus.grades,
        ];
        let mut taken = vec![];
        for (((field, is_name), column), map) in
            fields.into_iter().zip(columns).zip(&mut self.words.maps)
        {
            let word = row.get(field);
            taken.extend(map.add(column, word, is_name).map(|first| (field, first)));
        }
        corpus.when.push(when);
        corpus.parties.push(party);
        corpus.origins.push(None);
        corpus.tokens.push(tokens);
        let origin = row.get(Field::Origin);
        if !origin.is_empty() {
            self.origins.push((at, origin.to_owned()));
        }
        for (field, first) in taken {
            self.warn_of_spelling(row, field, &first);
        }
        self.places
            .push((self.files.len() as u32 - 1, row.piece.line));
        self.ids.insert(id.clone(), at);
        self.corpus.ids.push(id);
    }

    /// Warns of a name that is taken for one met before, though it is written otherwise.
    fn warn_of_spelling(&mut self, row: &Cells<'_>, field: Field, first: &str) {
        let what = COLUMNS[field as usize].0;
        let message = format!(
            "`{}` in the column `{what}` is taken for `{}`",
            brief(row.get(field)),
            brief(first)
        );
        let help = "write both alike; name them so that they differ in more than case, accents, spaces or form if they are two";
        self.report_at(
            row,
            field,
            Diagnostic::warning(Code::W134, message).help(help),
        );
    }

    fn id(&mut self, row: &Cells<'_>) -> String {
        let given = row.get(Field::Id);
        let id = match given {
            "" => format!(
                "{}:{}",
                self.files.last().map_or("", String::as_str),
                row.piece.line
            ),
            given => given.to_owned(),
        };
        if let Some(first) = self.ids.get(&id) {
            let (file, line) = self.places[*first as usize];
            let message = format!("the statement `{}` is there twice", brief(&id));
            let help = format!(
                "the first is in {}, line {line}; a copy has an id of its own, and the first as its `origin`",
                self.files[file as usize]
            );
            self.report_at(
                row,
                Field::Id,
                Diagnostic::error(Code::D010, message).help(help),
            );
        }
        id
    }

    fn report_at(&mut self, row: &Cells<'_>, field: Field, diagnostic: Diagnostic) {
        self.report(row.piece, row.header.cell(field), diagnostic);
    }

    fn when(&mut self, row: &Cells<'_>) -> Option<Period> {
        const FORMS: &str = "write a day as `2025-10-24`, a month as `2025-10`, a part of one as `early 2025-10`, an interval as `2025-10-01..2025-10-05`";
        let text = row.get(Field::Date);
        let message = match read_period(text) {
            Ok(when) => {
                self.note_order(row.piece.line, text);
                self.not_later(row, when);
                return Some(when);
            }
            Err(NoPeriod::TwoReadings(day_first, month_first)) => {
                let cell = row.header.cell(Field::Date);
                self.note_open_date(row.piece, cell, text, [day_first, month_first]);
                return None;
            }
            Err(_) if text.is_empty() => "the statement has no date".to_owned(),
            Err(NoPeriod::Unreadable) => format!("`{}` is not a date", brief(text)),
            Err(NoPeriod::ShortYear) => format!("`{}` has a year of two digits", brief(text)),
            Err(NoPeriod::NotInCalendar) => match without_weekday(text) {
                Some(day) => format!("`{}` has the wrong day of the week for {day}", brief(text)),
                None => format!("`{}` is not in the calendar", brief(text)),
            },
            Err(NoPeriod::Backwards) => format!("`{}` ends before it begins", brief(text)),
        };
        let is_day_number = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        let help = if is_day_number {
            "this is probably a spreadsheet's number of a day: give the column the format of a date, and save it again"
        } else {
            FORMS
        };
        self.report_at(
            row,
            Field::Date,
            Diagnostic::error(Code::D036, message).help(help),
        );
        None
    }

    /// Reports a statement that was certainly made after the day of the dossier.
    fn not_later(&mut self, row: &Cells<'_>, when: Period) {
        let Some(as_of) = self.dossier.as_of.filter(|as_of| when.first > *as_of) else {
            return;
        };
        let message = format!("{when} is later than the dossier's date, {as_of}");
        let diagnostic = if self.dossier.hindsight {
            Diagnostic::warning(Code::W110, message)
        } else {
            Diagnostic::error(Code::D024, message)
                .help("leave it out, move `as_of`, or set `hindsight = true` in `[dossier]`")
        };
        self.report_at(row, Field::Date, diagnostic);
    }

    fn party(&mut self, row: &Cells<'_>) -> Option<PartyId> {
        let text = row.get(Field::Party);
        let parties = &self.dossier.parties;
        if let Some(party) = find(text, parties.iter().map(|party| party.id.as_str())) {
            return Some(PartyId::new(party));
        }
        let ids = || parties.iter().map(|party| party.id.as_str());
        let help = match nearest(text, ids()) {
            Some(near) => did_you_mean(near),
            None => format!(
                "the parties are {}; one without measures is an observer",
                listed(ids()).unwrap_or_default()
            ),
        };
        let message = if text.is_empty() {
            "the statement has no party".to_owned()
        } else {
            format!("there is no party `{}`", brief(text))
        };
        self.report_at(
            row,
            Field::Party,
            Diagnostic::error(Code::D037, message).help(help),
        );
        None
    }

    fn tokens(&mut self, row: &Cells<'_>) -> Option<u32> {
        let text = row.get(Field::Tokens);
        if text.is_empty() {
            return None;
        }
        let tokens = fold(text).parse().ok().filter(|tokens| *tokens > 0);
        if tokens.is_none() {
            let message = format!("`{}` is not a number of words", brief(text));
            self.report_at(
                row,
                Field::Tokens,
                Diagnostic::error(Code::D036, message)
                    .help("write a whole number from 1 up, or nothing"),
            );
        }
        tokens
    }

    fn check_grade(&mut self, row: &Cells<'_>) {
        let text = row.get(Field::Grade);
        if !text.is_empty() && !matches!(text.as_bytes(), [b'A'..=b'F', b'1'..=b'6']) {
            let message = format!("`{}` is not a grade", brief(text));
            let help = "a grade is the reliability of the source, `A` to `F`, with the credibility of the content, `1` to `6`, as `B2`";
            self.report_at(
                row,
                Field::Grade,
                Diagnostic::error(Code::D036, message).help(help),
            );
        }
    }

    /// A coded mention; `None` when the cell is empty or cannot be read.
    fn coded(&mut self, text: &str, cell: usize, piece: &Piece<'_>) -> Option<Mention> {
        let mention = match fold(text).as_str() {
            "" => return None,
            "yes" => Some(Mention::Present),
            "no" => Some(Mention::Times(0)),
            "n/a" => Some(Mention::NotApplicable),
            number => number.parse().ok().map(Mention::Times),
        };
        if mention.is_none() {
            let message = format!("`{}` is not a number of mentions", brief(text));
            let help = "write how often the term is mentioned, or `yes`, `no`, `n/a` where it could not have been used, or nothing";
            self.report(
                piece,
                Some(cell),
                Diagnostic::error(Code::D036, message).help(help),
            );
        }
        mention
    }

    /// Warns where the code and the text tell different things; the code stands.
    fn warn_of_difference(
        &mut self,
        row: &Cells<'_>,
        term: usize,
        coded: Option<Mention>,
        counted: Option<u32>,
    ) {
        let (Some(coded), Some(counted)) = (coded, counted) else {
            return;
        };
        let told = match coded {
            Mention::Times(times) if times != counted => times.to_string(),
            Mention::Present if counted == 0 => "yes".to_owned(),
            _ => return,
        };
        let id = &self.statements.terms[term].id;
        let message = format!("`{id}` is coded {told}, and its text has {counted}");
        let cell = row
            .header
            .coded
            .iter()
            .find(|(_, it)| *it == term)
            .map(|(cell, _)| *cell);
        let help = "the code stands; correct it, or the patterns of the term";
        self.report(
            row.piece,
            cell,
            Diagnostic::warning(Code::W117, message).help(help),
        );
    }
}

/// A time as it is written, or as it is compared: digits and dashes of any form.
fn read_period(text: &str) -> Result<Period, NoPeriod> {
    Period::read(text).or_else(|error| match error {
        NoPeriod::Unreadable => Period::read(&fold(text)).map_err(|_| error),
        _ => Err(error),
    })
}

/// The day of a date that begins with a day of the week.
fn without_weekday(text: &str) -> Option<Period> {
    let (_, day) = text.split_once([' ', ','])?;
    Period::read(day.trim_start_matches([' ', ','])).ok()
}
