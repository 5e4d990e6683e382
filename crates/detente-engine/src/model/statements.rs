//! Public statements: which terms are looked for, and what was counted in each statement, column by column.

use super::{Date, PartyId, Period, Phrase, Span};
use crate::text::names::skeleton;

/// The section `statements` of a dossier: where the statements lie, and which terms are counted in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statements {
    /// The table of statements, a path from the dossier's folder; `statements.csv` when left out and there.
    pub table: Option<String>,
    /// The folder of texts, a path from the dossier's folder; `statements` when left out and there.
    pub folder: Option<String>,
    /// Where the file names the table, and the folder.
    pub places: [Option<Span>; 2],
    /// The first day of "after".
    pub cut: Option<Date>,
    /// The terms, in the order of the file.
    pub terms: Vec<Wording>,
    /// Where it stands in the file.
    pub span: Span,
}

/// How a term is recognised in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Its identifier.
    pub id: String,
    /// What it is, for readers.
    pub text: Option<String>,
    /// The words and phrases that mention it.
    pub any: Vec<Phrase>,
    /// A mention inside a stretch that one of these covers does not count.
    pub but_not: Vec<Phrase>,
    /// The questions to which the term is due; `None` when it is due in every statement.
    pub due: Option<Vec<String>>,
    /// Where it stands in the file.
    pub span: Span,
}

impl Wording {
    /// What it is, for readers: its text, or its identifier.
    pub fn name(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.id)
    }
}

/// One statement as it passes by: its text is not kept.
#[derive(Clone, Copy, Debug)]
pub struct Utterance<'a> {
    /// When it was made.
    pub when: Period,
    /// Whose it is.
    pub party: PartyId,
    /// Its channel or genre; may be empty.
    pub channel: &'a str,
    /// Its words; may be empty.
    pub text: &'a str,
}

/// What was counted in the text of one statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often each term is mentioned, in the order of the terms.
    pub counts: Vec<u32>,
    /// The number of words.
    pub tokens: u32,
}

/// What is known of one term in one statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mention {
    /// Nothing: there is neither text nor code.
    Unknown,
    /// The term could not have been used there.
    NotApplicable,
    /// It is mentioned so many times, perhaps not at all.
    Times(u32),
    /// It is mentioned; how often is not known.
    Present,
}

impl Mention {
    /// Whether the term is mentioned; `None` where that is unknown or does not apply.
    pub fn is_made(self) -> Option<bool> {
        match self {
            Self::Unknown | Self::NotApplicable => None,
            Self::Times(times) => Some(times > 0),
            Self::Present => Some(true),
        }
    }

    /// How often it is mentioned, where that is known.
    pub fn times(self) -> Option<u32> {
        match self {
            Self::Times(times) => Some(times),
            _ => None,
        }
    }
}

/// One property of all statements: few different words, many statements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// The different words, in the order in which they were met.
    pub words: Vec<String>,
    /// For each statement, the position of its word.
    pub codes: Vec<u32>,
}

impl Column {
    /// The word of a statement; empty where none was given.
    pub fn word(&self, statement: usize) -> &str {
        &self.words[self.codes[statement] as usize]
    }

    /// The position of a word, if some statement has it, in whatever case and form.
    pub fn code(&self, word: &str) -> Option<u32> {
        let exact = self.words.iter().position(|it| it == word);
        let alike = || {
            let skeleton = skeleton(word);
            let is_alike = |it: &String| !skeleton.is_empty() && self::skeleton(it) == skeleton;
            self.words.iter().position(is_alike)
        };
        exact.or_else(alike).and_then(|at| u32::try_from(at).ok())
    }
}

/// All statements of a dossier, as columns of equal length; row by row in the order in which they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corpus {
    /// The identifier of each.
    pub ids: Vec<String>,
    /// When each was made.
    pub when: Vec<Period>,
    /// Whose each is.
    pub parties: Vec<PartyId>,
    /// Who spoke.
    pub speakers: Column,
    /// The channel or genre.
    pub channels: Column,
    /// To whom.
    pub audiences: Column,
    /// The question that it answers.
    pub asked: Column,
    /// Where it was found.
    pub sources: Column,
    /// Who may read it; empty where nothing is said, which means `open`.
    pub markings: Column,
    /// The reliability of its source and the credibility of its content, such as `B2`.
    pub grades: Column,
    /// The statement whose draft it repeats, by position.
    pub origins: Vec<Option<u32>>,
    /// Its length in words, where known.
    pub tokens: Vec<Option<u32>>,
    /// The number of terms.
    pub n_terms: usize,
    /// For each statement, an earlier one whose row is the same in all but the id.
    pub doubles: Vec<Option<u32>>,
    /// What is known of each term in each statement: the terms of the first, then those of the second, and so on.
    pub mentions: Vec<Mention>,
}

impl Corpus {
    /// The number of statements.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// What is known of a term in a statement.
    pub fn mention(&self, statement: usize, term: usize) -> Mention {
        self.mentions[statement * self.n_terms + term]
    }

    /// For each statement, the one at the end of its chain of origins. The chains are known to end.
    ///
    /// Time linear in the number of statements.
    pub fn drafts(&self) -> Vec<u32> {
        let mut drafts: Vec<Option<u32>> = vec![None; self.len()];
        let mut path: Vec<usize> = vec![];
        for start in 0..self.len() {
            let mut at = start;
            let draft = loop {
                if let Some(draft) = drafts[at] {
                    break draft;
                }
                path.push(at);
                match self.origins[at] {
                    Some(origin) => at = origin as usize,
                    None => break at as u32,
                }
            };
            path.drain(..)
                .for_each(|statement| drafts[statement] = Some(draft));
        }
        drafts.into_iter().flatten().collect()
    }
}
