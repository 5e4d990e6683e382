//! What is wrong with a user's file, as data: a code, a place, a cause and a remedy.

use std::fmt;
use std::ops::Range;

/// A range of bytes of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self {
            start: range.start,
            end: range.end,
        }
    }
}

impl Span {
    /// The span as a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Whether a finding stops the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The input is wrong; nothing is answered.
    Error,
    /// The answer stands, but its reader should know.
    Warning,
}

/// Stable codes of diagnostics; `docs/diagnostics.md` explains each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The file cannot be read.
    D001,
    /// The file is not UTF-8.
    D002,
    /// The file is empty.
    D003,
    /// The file is not TOML.
    D004,
    /// A key is unknown.
    D005,
    /// A key is missing.
    D006,
    /// A value has the wrong type.
    D007,
    /// A value is not one of those allowed.
    D008,
    /// A name cannot be an identifier.
    D009,
    /// An identifier is declared twice.
    D010,
    /// A formula cannot be read.
    D011,
    /// A formula nests too deeply.
    D012,
    /// A name in a formula is unknown.
    D013,
    /// A term is defined by itself.
    D014,
    /// A level is unknown.
    D015,
    /// A reading is unknown.
    D016,
    /// An item of evidence is unknown.
    D017,
    /// A state string is malformed.
    D018,
    /// A state is ranked twice.
    D019,
    /// A feasible state is not ranked.
    D020,
    /// The rules leave no state.
    D021,
    /// The status quo breaks a rule.
    D022,
    /// Two ways of giving preferences, or keys that exclude each other.
    D023,
    /// Evidence is later than the dossier's date.
    D024,
    /// The conflict has more parties or entries than the program takes.
    D025,
    /// A foreign file is malformed.
    D026,
    /// Undoing a measure of the roadmap shows less than withholding it.
    D027,
    /// Prerequisites of the roadmap lead in a circle.
    D028,
    /// A target is not made of measures of the roadmap.
    D029,
    /// A target is worth nothing to anybody.
    D030,
    /// A party stands on both sides of a threat or a promise.
    D031,
    /// A measure that is carried out whole is said to be carried out in part.
    D032,
    /// A measure starts further than what it waits for.
    D033,
    /// A table of statements, or a text with a header, is malformed.
    D034,
    /// A column of a table of statements is unknown.
    D035,
    /// A cell of a table of statements cannot be read.
    D036,
    /// A statement names a party or a statement that is not there.
    D037,
    /// Statements repeat each other's drafts in a circle.
    D038,
    /// A pattern of a term cannot be read.
    D039,
    /// A hypothesis is unknown.
    D040,
    /// Priors cannot add up to 1.
    D042,
    /// What a signal costs does not go with its way.
    D043,
    /// A hypothesis has no rival.
    D044,
    /// An event is unknown.
    D045,
    /// A time cannot be read.
    D046,
    /// A distance in time cannot be read.
    D047,
    /// A gap leads from a moment to itself.
    D048,
    /// A gap leads to the dossier's day, and the dossier has none.
    D049,
    /// Measures, or what is said in terms of them, in a dossier in graph form; or the other way round.
    D050,
    /// A named state is unknown.
    D051,
    /// A comparison of named states, or a move, cannot be read.
    D052,
    /// Comparisons of named states contradict each other.
    D053,
    /// A move leads from a state to itself.
    D054,
    /// A view is unknown.
    D055,
    /// A party is said not to know of its own measure.
    D056,
    /// Something follows the quote that closes a cell, or a row lies inside a cell.
    D059,
    /// A date has two readings.
    D060,
    /// A path leads out of the dossier's folder.
    D061,
    /// What a path names is no plain file or folder.
    D062,
    /// A transcript has no header that says when and whose it is.
    D070,
    /// The file is that of another program.
    D073,
    /// A merge was left unfinished.
    D074,
    /// A sign stands in place of another that looks like it.
    D075,
    /// A control character, or one that shows nothing.
    D076,
    /// A value, key or comment is written as another language or locale writes it.
    D077,
    /// There are more rules about moves than the program takes.
    D090,
    /// No reason is given.
    W101,
    /// An item of evidence is never used.
    W102,
    /// Copies of one origin are cited as two.
    W103,
    /// A measure or level can never hold.
    W104,
    /// A preference is always true.
    W105,
    /// A preference is always false.
    W106,
    /// A preference can never decide.
    W107,
    /// Two preferences say the same.
    W108,
    /// A rule looks like a policy.
    W109,
    /// Evidence is later than the dossier's date, and `hindsight` allows it.
    W110,
    /// A part of the file is not used by any command.
    W111,
    /// A foreign file says something that has no effect.
    W112,
    /// A check was left out because the conflict is too large to enumerate.
    W113,
    /// A party has no preferences.
    W114,
    /// What a step of the roadmap is worth to a party contradicts what it prefers.
    W115,
    /// A column of a table of statements is not used.
    W116,
    /// What is coded for a statement and what its text shows differ.
    W117,
    /// A question to which a term is due is asked of no statement.
    W118,
    /// Nothing is known of any term in a statement.
    W119,
    /// Talk that costs nothing is said to be telling.
    W120,
    /// What is said of times cannot all be true.
    W123,
    /// Two figures for the same thing contradict each other.
    W124,
    /// A series changes its definition.
    W125,
    /// One source seems to be cited as two.
    W126,
    /// Nothing dates an event.
    W127,
    /// What follows from comparisons of named states counts as unknown.
    W128,
    /// Nothing in the dossier speaks of a measure.
    W129,
    /// A comparison with a level always or never holds.
    W130,
    /// A text holds a character that steers a screen.
    W131,
    /// No statement contains a pattern.
    W132,
    /// No statement contains a pattern, though its letters stand in one.
    W133,
    /// Names that differ in case, accents, spaces or form only are taken for one.
    W134,
    /// Rows of empty cells are left out.
    W135,
    /// A cell without quotes holds a quote.
    W136,
    /// A file is read from another encoding than UTF-8.
    W137,
    /// Files beside statements are not read.
    W138,
    /// A year lies far from the others.
    W139,
    /// A row of a table is there twice.
    W140,
    /// Questions, or turns of others, in a transcript are not counted.
    W147,
    /// The turns of several speakers are counted as one statement.
    W148,
    /// No label of a transcript names the speaker of the statement.
    W149,
    /// A party that can move prefers nothing.
    W151,
    /// A party is indifferent to all that it can do itself.
    W152,
    /// A prior is moved by no evidence.
    W153,
    /// An item is impossible under every hypothesis.
    W154,
    /// A rule about moves forbids no move.
    W160,
    /// The roadmap counts on a step that is never permitted.
    W161,
    /// The roadmap cannot follow a condition.
    W162,
    /// A cell holds the sign of a program for nothing.
    W170,
    /// Characters of a text were lost or bent in saving.
    W171,
    /// A text is as long as a spreadsheet keeps.
    W172,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A finding about the user's input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable code.
    pub code: Code,
    /// Whether it stops the answer.
    pub severity: Severity,
    /// What is wrong: lower case, present tense, no final stop.
    pub message: String,
    /// Where; `None` when it is about the file as a whole.
    pub span: Option<Span>,
    /// What to say at the place; may be empty.
    pub label: String,
    /// Other places that matter, each with what to say there.
    pub related: Vec<(Span, String)>,
    /// The remedy.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error about the file as a whole.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            span: None,
            label: String::new(),
            related: vec![],
            help: None,
        }
    }

    /// A warning about the file as a whole.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// The same finding, at a place.
    #[must_use]
    pub fn at(mut self, span: impl Into<Span>, label: impl Into<String>) -> Self {
        self.span = Some(span.into());
        self.label = label.into();
        self
    }

    /// The same finding, with another place that matters.
    #[must_use]
    pub fn see(mut self, span: impl Into<Span>, label: impl Into<String>) -> Self {
        self.related.push((span.into(), label.into()));
        self
    }

    /// The same finding, with its remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Whether it stops the answer.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
