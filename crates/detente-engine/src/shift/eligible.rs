//! Which statements count: those in which the term could have been used, each draft once or every copy.

use std::collections::{BTreeMap, HashSet};

use super::counter::{Window, window};
use crate::model::{Corpus, Date, Mention, PartyId, Wording};

/// What is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A draft: copies of it in one window count once.
    #[default]
    Drafts,
    /// Every appearance.
    Appearances,
}

impl Unit {
    /// Every unit, with the word for it.
    pub const ALL: [(&'static str, Self); 2] =
        [("drafts", Self::Drafts), ("appearances", Self::Appearances)];

    /// The word for it.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, unit)| *unit == self)
            .map_or("", |(word, _)| word)
    }
}

/// Why statements of a stratum do not count for a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Eligibility {
    /// All statements of the stratum.
    pub statements: usize,
    /// Those that answer a question to which the term is not due.
    pub not_due: usize,
    /// Those coded as not applicable.
    pub not_applicable: usize,
    /// Those of which nothing is known.
    pub unknown: usize,
    /// Those eligible, but the cut lies within their date.
    pub straddling: usize,
    /// Those that count, by appearance.
    pub eligible: usize,
    /// Those of them that repeat a draft of the same window.
    pub copies: usize,
}

/// A statement that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its position.
    pub statement: usize,
    /// What is known of the term in it.
    pub mention: Mention,
    /// Its window; `None` where nothing was cut.
    pub window: Option<Window>,
}

impl Case {
    /// Whether it mentions the term.
    pub fn is_with(&self) -> bool {
        self.mention.is_made() == Some(true)
    }
}

/// The statements of one stratum that count for one term, in order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cases {
    /// Why others do not count.
    pub eligibility: Eligibility,
    /// Every appearance.
    pub appearances: Vec<Case>,
    /// The first appearance of each draft in each window.
    pub drafts: Vec<Case>,
}

impl Cases {
    /// Those that count in a unit.
    pub fn by(&self, unit: Unit) -> &[Case] {
        match unit {
            Unit::Drafts => &self.drafts,
            Unit::Appearances => &self.appearances,
        }
    }
}

/// The statements of each party and channel, in order of time: by first day, then by last day, then as they were read.
pub fn strata(corpus: &Corpus) -> BTreeMap<(PartyId, u32), Vec<usize>> {
    let mut order: Vec<usize> = (0..corpus.len()).collect();
    order.sort_by_key(|statement| (corpus.when[*statement], *statement));
    let mut strata: BTreeMap<(PartyId, u32), Vec<usize>> = BTreeMap::new();
    for statement in order {
        strata
            .entry((corpus.parties[statement], corpus.channels.codes[statement]))
            .or_default()
            .push(statement);
    }
    strata
}

/// Which statements go back to one draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts {
    /// The first statement of each one's draft.
    pub of: Vec<u32>,
    /// For each statement, whether others repeat it.
    repeated: Vec<bool>,
}

impl Drafts {
    /// The drafts of all statements.
    pub fn new(corpus: &Corpus) -> Self {
        let of = corpus.drafts();
        let mut repeated = vec![false; of.len()];
        for (statement, draft) in of.iter().enumerate() {
            repeated[*draft as usize] |= statement != *draft as usize;
        }
        Self { of, repeated }
    }
}

/// Which of these statements, in order of time, count for a term.
///
/// Copies count once per window: repeating an old draft after the cut is a choice made after the cut. The first appearance in the window speaks for
/// its copies there.
pub fn cases(
    corpus: &Corpus,
    drafts: &Drafts,
    statements: &[usize],
    term: usize,
    wording: &Wording,
    cut: Option<Date>,
) -> Cases {
    let mut found = Cases::default();
    let due: Option<Vec<u32>> = wording.due.as_ref().map(|questions| {
        questions
            .iter()
            .filter_map(|question| corpus.asked.code(question))
            .collect()
    });
    let mut seen = HashSet::new();
    let told = &mut found.eligibility;
    told.statements = statements.len();
    for statement in statements.iter().copied() {
        let mention = corpus.mention(statement, term);
        let is_due = due
            .as_ref()
            .is_none_or(|due| due.contains(&corpus.asked.codes[statement]));
        let side = cut.map(|cut| window(corpus.when[statement], cut));
        match mention {
            _ if !is_due => told.not_due += 1,
            Mention::NotApplicable => told.not_applicable += 1,
            Mention::Unknown => told.unknown += 1,
            _ if side == Some(None) => told.straddling += 1,
            _ => {
                let case = Case {
                    statement,
                    mention,
                    window: side.flatten(),
                };
                told.eligible += 1;
                found.appearances.push(case);
                let draft = drafts.of[statement];
                if !drafts.repeated[draft as usize] || seen.insert((draft, case.window)) {
                    found.drafts.push(case);
                } else {
                    told.copies += 1;
                }
            }
        }
    }
    found
}
