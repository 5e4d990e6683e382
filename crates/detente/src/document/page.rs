//! The content of the brief, before it is HTML, Markdown or JSON.

use serde::Serialize;

use super::figures::{Chart, Curve, Timeline, Tree};

/// A sentence, with the evidence behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// The ids of the items of evidence that it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// The ids of the items of evidence that speak against it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub against: Vec<String>,
    /// Whether it rests on a judgement of the dossier's author.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub judgement: bool,
    /// The number of the line of the dossier that says it, if one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The numbers of the lines of the dossier from which it follows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rests: Vec<usize>,
    /// What it comes to in detail.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
    /// A word set before the sentence, such as the name of a level or a party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
}

impl Line {
    /// The same, at a line of the dossier that says it.
    #[must_use]
    pub fn said_at(self, line: Option<usize>) -> Self {
        Self { line, ..self }
    }

    /// The same, following from lines of the dossier, each told once.
    #[must_use]
    pub fn resting_on(self, lines: impl IntoIterator<Item = usize>) -> Self {
        let rests: std::collections::BTreeSet<usize> = lines.into_iter().collect();
        Self {
            rests: rests.into_iter().collect(),
            ..self
        }
    }

    /// A sentence that rests on what the page says elsewhere.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// A part of a section.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// The sentence to take away.
    Lead(String),
    /// A paragraph.
    Paragraph(Line),
    /// A list.
    List(Vec<Line>),
    /// A table.
    Table {
        /// What it shows.
        caption: String,
        /// The names of its columns.
        header: Vec<String>,
        /// Its rows; the first cell names the row.
        rows: Vec<Vec<Line>>,
    },
    /// A picture of ways.
    Picture(Tree),
    /// A picture of a schedule.
    Chart(Chart),
    /// A picture of a number against the number of phases.
    Curve(Curve),
    /// A picture of statements over time.
    Timeline(Timeline),
    /// A heading within the section.
    Heading(String),
}

/// A section of the page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Section {
    /// Its anchor.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// Its parts.
    pub blocks: Vec<Block>,
    /// From which parts of the dossier the whole of it follows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<Ground>,
}

/// Some lines of the dossier that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ground {
    /// What they say, in a few words.
    pub what: String,
    /// The anchor of the section of the page that tells them one by one.
    pub section: String,
    /// The number of the first of them.
    pub first: usize,
    /// The number of the last.
    pub last: usize,
}

impl Ground {
    /// The lines in words: "line 3", "lines 3 to 7".
    pub fn lines(&self) -> String {
        if self.first == self.last {
            format!("line {}", self.first)
        } else {
            format!("lines {} to {}", self.first, self.last)
        }
    }
}

/// The whole page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// The title of the dossier.
    pub title: String,
    /// Date, question and the like, in one line.
    pub subtitle: String,
    /// The sections, in reading order.
    pub sections: Vec<Section>,
    /// The parties' names, by position; pictures colour by it.
    pub parties: Vec<String>,
    /// Version, seed and fingerprints.
    pub colophon: Vec<String>,
}
