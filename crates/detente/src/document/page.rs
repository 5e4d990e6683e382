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

impl From<&String> for Line {
    fn from(text: &String) -> Self {
        Self::new(text.as_str())
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// The evidence, lines and judgement behind a sentence, as words that follow it: ` [e1] (from line 12) (judgement)`.
pub(super) fn marks(line: &Line) -> String {
    let cited = |ids: &[String]| ids.iter().map(|id| format!(" [{id}]")).collect::<String>();
    let against = match line.against.as_slice() {
        [] => String::new(),
        ids => format!(" against:{}", cited(ids)),
    };
    let at = line
        .line
        .map_or_else(String::new, |line| format!(" (line {line})"));
    let rests: Vec<String> = line.rests.iter().map(usize::to_string).collect();
    let rests = match rests.as_slice() {
        [] => String::new(),
        [one] => format!(" (from line {one})"),
        several => format!(" (from lines {})", several.join(", ")),
    };
    let judgement = if line.judgement { " (judgement)" } else { "" };
    format!("{}{against}{at}{rests}{judgement}", cited(&line.evidence))
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
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
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

/// Filling a page from top to bottom.
impl Page {
    /// A page with a title.
    pub fn titled(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// The page with what belongs to its title in one line, such as a date.
    #[must_use]
    pub fn with_facts(self, facts: &[String]) -> Self {
        Self {
            subtitle: facts.join(" · "),
            ..self
        }
    }

    /// Begins a section.
    pub fn heading(&mut self, heading: impl Into<String>) {
        let heading = heading.into();
        let words: Vec<String> = heading
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        if self
            .sections
            .last()
            .is_some_and(|it| it.heading.is_empty() && it.blocks.is_empty())
        {
            self.sections.pop();
        }
        self.sections.push(Section {
            id: words.join("-"),
            heading,
            blocks: vec![],
            grounds: vec![],
        });
    }

    /// Begins a section without a heading, unless nothing stands before it.
    pub fn gap(&mut self) {
        if self.sections.last().is_some_and(|it| !it.blocks.is_empty()) {
            self.heading("");
        }
    }

    fn blocks(&mut self) -> &mut Vec<Block> {
        if self.sections.is_empty() {
            self.heading("");
        }
        let last = self.sections.len() - 1;
        &mut self.sections[last].blocks
    }

    /// Adds the sections of another page.
    pub fn append(&mut self, other: Self) {
        self.sections.extend(other.sections);
    }

    /// Adds a paragraph.
    pub fn say(&mut self, line: impl Into<Line>) {
        let line = line.into();
        self.blocks().push(Block::Paragraph(line));
    }

    /// Adds an item to the list at the end, which it begins where there is none.
    pub fn item(&mut self, line: impl Into<Line>) {
        let line = line.into();
        match self.blocks().last_mut() {
            Some(Block::List(lines)) => lines.push(line),
            _ => self.blocks().push(Block::List(vec![line])),
        }
    }

    /// Adds an item that begins with its name, number or date.
    pub fn tagged(&mut self, tag: impl Into<String>, text: impl Into<String>) {
        self.item(Line {
            tag: Some(tag.into()),
            ..Line::new(text)
        });
    }

    /// Adds a detail to the last item.
    pub fn detail(&mut self, text: impl Into<String>) {
        let text = text.into();
        match self.blocks().last_mut() {
            Some(Block::List(lines)) if !lines.is_empty() => {
                let last = lines.len() - 1;
                lines[last].details.push(text);
            }
            _ => self.item(text),
        }
    }

    /// Adds a table, whose first row names its columns.
    pub fn table(&mut self, rows: &[Vec<String>]) {
        let Some((header, rows)) = rows.split_first() else {
            return;
        };
        let cells = |row: &Vec<String>| row.iter().map(Line::from).collect();
        let table = Block::Table {
            caption: String::new(),
            header: header.clone(),
            rows: rows.iter().map(cells).collect(),
        };
        self.blocks().push(table);
    }
}
