//! Evidence, and the reasons that a judgement gives for itself.

use std::fmt;

use super::{Date, EvidenceId, HypothesisId, Span};

/// What an item of evidence is evidence of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceKind {
    /// Somebody said it.
    Said,
    /// Somebody did it.
    Did,
    /// Somebody with a name judged it so.
    Assessed,
    /// It was counted or measured.
    Measured,
}

impl EvidenceKind {
    /// Every kind, with the word that the dossier uses for it.
    pub const ALL: [(&'static str, Self); 4] = [
        ("said", Self::Said),
        ("did", Self::Did),
        ("assessed", Self::Assessed),
        ("measured", Self::Measured),
    ];

    /// The dossier's word for it.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(word, _)| word)
    }
}

/// The grade of an item: reliability of the source (A best to F) and credibility of the content (1 best to 6).
#[doc(alias = "Admiralty code")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade {
    /// `A` to `F`.
    pub reliability: char,
    /// 1 to 6.
    pub credibility: u8,
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.reliability, self.credibility)
    }
}

/// A dated, graded, sourced item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its identifier.
    pub id: String,
    /// When it happened or was said.
    pub date: Date,
    /// What it is evidence of.
    pub kind: EvidenceKind,
    /// Who published it.
    pub source: String,
    /// Its grade, if one was given.
    pub grade: Option<Grade>,
    /// Where to read it.
    pub url: Option<String>,
    /// The item that it copies.
    pub origin: Option<EvidenceId>,
    /// Who may see it; `open` for everybody.
    pub marking: String,
    /// What it says, in the words of the dossier's author.
    pub says: String,
    /// Where it stands in the file.
    pub span: Span,
}

/// An item named as a reason, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The item.
    pub evidence: EvidenceId,
    /// Where it is named.
    pub span: Span,
}

/// Why the author holds something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons {
    /// Items that speak for it.
    pub cites: Vec<Citation>,
    /// Items that speak against it.
    pub against: Vec<Citation>,
    /// Whether the author says that it is a judgement.
    pub judgement: bool,
}

impl Reasons {
    /// Whether no reason is given at all.
    pub fn is_empty(&self) -> bool {
        self.cites.is_empty() && self.against.is_empty() && !self.judgement
    }

    /// Every item named, for or against.
    pub fn citations(&self) -> impl Iterator<Item = &Citation> {
        self.cites.iter().chain(&self.against)
    }
}

/// How sure the author is that a party really holds a preference: an interval of credences.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Credence {
    /// Lower end, from 0.
    pub low: f64,
    /// Upper end, to 1.
    pub high: f64,
}

/// How sure it is that a party really holds a preference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sure {
    /// As sure as the author says.
    Given(Credence),
    /// As sure as that a hypothesis is true.
    As(HypothesisId),
}

/// Since when, how surely and why a party is said to want something.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// Why.
    pub reasons: Reasons,
    /// How surely.
    pub sure: Option<Sure>,
    /// Since when.
    pub since: Option<Date>,
}
