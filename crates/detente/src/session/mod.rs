//! Everything that a question may look at, read once; and the run in which it is answered.
//!
//! Bytes become a [`Draft`], which may have mistakes, and a sound draft becomes a [`Session`]. Both are owned, cheap to clone and may be
//! shared between threads. [`Session::with`] gives a changed copy in memory: for what-ifs, sliders and comparisons. A [`Run`] says
//! how a question is cancelled and how hard it may work, and [`Refused`] why it has no answer.

mod choice;
mod files;
mod fingerprint;
mod refused;
mod run;

use std::sync::Arc;

pub use choice::{party, settings};
pub use files::{Files, InMemory, Unreadable};
pub use fingerprint::{Fingerprint, Input};
pub use refused::Refused;
pub use run::{CancelToken, Progress, Run, Stage};

use crate::dossier::{Read, Source, Unfit, change, read, write};
use crate::lint;
use crate::model::{Diagnostic, Dossier};
use crate::space::{Stopped, Watch};

/// A key of a dossier set to another value, as `us.relief=waivers`; [`change`] says what keys and values may be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Change(pub String);

/// A dossier as it was read, sound or not.
#[derive(Clone)]
pub struct Draft {
    /// Its name for messages; it says where the text was changed.
    name: String,
    /// Its text, with the changes made.
    bytes: Arc<[u8]>,
    /// The fingerprint of the file, with the changes made.
    input: Input,
    dossier: Option<Arc<Dossier>>,
    findings: Arc<[Diagnostic]>,
    /// What was read of a text with mistakes, for the states that its rankings miss.
    ranked: Option<Arc<Dossier>>,
    files: Arc<dyn Files>,
}

/// Everything that a question may look at: a sound dossier, its text, its inputs and the files beside it.
#[derive(Clone)]
pub struct Session {
    draft: Draft,
    dossier: Arc<Dossier>,
}

/// Why there is no session.
#[derive(Clone)]
pub enum Unopened {
    /// The file cannot be read.
    Unreadable(Unreadable),
    /// The dossier has mistakes; the draft's findings say which.
    Unsound(Box<Draft>),
    /// A change cannot be made.
    Unfit(Unfit),
    /// The run was cancelled.
    Refused(Refused),
}

impl Draft {
    /// Reads a dossier, or a file of another program, by its name among the files.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn open(files: Arc<dyn Files>, name: &str) -> Result<Self, Unreadable> {
        let bytes = files.read(name)?;
        let name = files.shown(name);
        Ok(Self::new(Source { name, bytes }, files))
    }

    /// Reads the bytes of a dossier, or of a file of another program.
    pub fn new(source: Source, files: Arc<dyn Files>) -> Self {
        let input = Input::new(&source.name, &source.bytes);
        Self::read(source, input, files)
    }

    fn read(source: Source, input: Input, files: Arc<dyn Files>) -> Self {
        let Read {
            dossier,
            diagnostics,
            ranked,
        } = read(&source);
        Self {
            name: source.name,
            bytes: source.bytes.into(),
            input,
            dossier: dossier.map(Arc::new),
            findings: diagnostics.into(),
            ranked: ranked.map(Arc::new),
            files,
        }
    }

    /// A copy with changes made in memory; the files stay as they are.
    ///
    /// # Errors
    /// The draft itself where its mistakes are why a change cannot be made, or the first change that cannot be made.
    pub fn with(&self, changes: &[Change]) -> Result<Self, Unopened> {
        if changes.is_empty() {
            return Ok(self.clone());
        }
        let text = match &self.dossier {
            Some(dossier) if self.is_foreign() => write(dossier),
            None if self.is_foreign() => return Err(Unopened::Unsound(Box::new(self.clone()))),
            _ => self.text().to_string(),
        };
        let set: Vec<String> = changes.iter().map(|change| change.0.clone()).collect();
        let changed = change(&text, &set).map_err(|unfit| {
            // What is wrong with the file comes first: a change may only fail because of it.
            if self.findings.iter().any(Diagnostic::is_error) {
                Unopened::Unsound(Box::new(self.clone()))
            } else {
                Unopened::Unfit(unfit)
            }
        })?;
        let mut input = self.input.clone();
        input.set.extend(set);
        let source = Source {
            name: format!("{} with --set", self.input.name),
            bytes: changed.into_bytes(),
        };
        Ok(Self::read(source, input, Arc::clone(&self.files)))
    }

    /// Its name for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its contents, with the changes made.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its contents as text; empty when they are not UTF-8.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or("")
    }

    /// Its name and fingerprint.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// What was read; `None` when the text has mistakes.
    pub fn dossier(&self) -> Option<&Dossier> {
        self.dossier.as_deref()
    }

    /// What the reader found, mistakes and warnings, in the order of the text.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// What the reader found and, where it refused the text, the states that its rankings miss.
    pub fn mistakes(&self, watch: &Watch) -> Vec<Diagnostic> {
        let mut found = self.findings.to_vec();
        if let Some(ranked) = &self.ranked {
            found.extend(lint::gaps_in_rankings(ranked, watch).unwrap_or_default());
            found.sort_by_key(|finding| finding.span.map(|span| span.start));
        }
        found
    }

    /// Whether it is a file of another program, whose text has no keys to change and no lines to point at.
    pub fn is_foreign(&self) -> bool {
        self.name
            .rsplit_once('.')
            .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("gmcr"))
    }
}

impl Session {
    /// Opens a dossier by its name among the files.
    ///
    /// # Errors
    /// The file cannot be read or has mistakes, or the run was cancelled.
    pub fn open(files: Arc<dyn Files>, name: &str, run: &Run) -> Result<Self, Unopened> {
        let draft = Draft::open(files, name).map_err(Unopened::Unreadable)?;
        Self::of(draft, run)
    }

    /// Makes sure that a draft is sound.
    ///
    /// # Errors
    /// The draft has mistakes, or the run was cancelled.
    pub fn of(draft: Draft, run: &Run) -> Result<Self, Unopened> {
        let session = Self::watched(draft, run.watch())?;
        run.go_on().map_err(Unopened::Refused)?;
        Ok(session)
    }

    /// As [`Session::of`], under the watch of a run.
    ///
    /// # Errors
    /// The draft has mistakes, or the run was cancelled.
    pub fn watched(mut draft: Draft, watch: &Watch) -> Result<Self, Unopened> {
        let Some(read) = draft.dossier.clone() else {
            draft.findings = draft.mistakes(watch).into();
            return Err(Unopened::Unsound(Box::new(draft)));
        };
        match lint::errors(&read, watch) {
            Ok(errors) if !errors.is_empty() => {
                draft.findings = draft.findings.iter().cloned().chain(errors).collect();
                draft.dossier = None;
                return Err(Unopened::Unsound(Box::new(draft)));
            }
            Err(Stopped::Interrupted) => return Err(Unopened::Refused(Refused::Cancelled)),
            // Questions that need every state say so themselves; others are answered without.
            Ok(_) | Err(_) => {}
        }
        let mut dossier = read;
        if !draft.input.set.is_empty() {
            // Whoever reads the answer sees that it is not about the file as it stands.
            let dossier = Arc::make_mut(&mut dossier);
            let set = draft.input.set.join(" and ");
            dossier.title = format!("{} – what if {set}?", dossier.title);
        }
        Ok(Self { draft, dossier })
    }

    /// A session without a dossier, for questions that need none.
    pub fn empty() -> Self {
        Self::from(Dossier::default())
    }

    /// A copy with changes made in memory; the files stay as they are.
    ///
    /// # Errors
    /// A change cannot be made or makes a mistake, or the run was cancelled.
    pub fn with(&self, changes: &[Change], run: &Run) -> Result<Self, Unopened> {
        Self::of(self.draft.with(changes)?, run)
    }

    /// The dossier.
    pub fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// The text that it was read from.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Warnings of the reader.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.draft.findings
    }

    /// Names and fingerprints of what was read.
    pub fn inputs(&self) -> Vec<Input> {
        if self.draft.name.is_empty() {
            return vec![];
        }
        vec![self.draft.input.clone()]
    }

    /// The files beside the dossier.
    pub fn files(&self) -> &dyn Files {
        &*self.draft.files
    }
}

/// A dossier that was made and not read: it has no text, and no files beside it.
impl From<Dossier> for Session {
    fn from(dossier: Dossier) -> Self {
        let dossier = Arc::new(dossier);
        let draft = Draft {
            name: String::new(),
            bytes: Arc::default(),
            input: Input::new("", &[]),
            dossier: Some(Arc::clone(&dossier)),
            findings: Arc::default(),
            ranked: None,
            files: Arc::new(InMemory::default()),
        };
        Self { draft, dossier }
    }
}
