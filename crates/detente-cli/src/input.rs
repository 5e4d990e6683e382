//! Reading the user's file: a dossier, a folder with one, or a file that `import` knows.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use detente::brief::json;
use detente::dossier::{Source, Wanted, foreign, foreign_shape};
use detente::model::{Code, Diagnostic, Dossier, Setting};
use detente::session::{Change, Draft, InMemory, Run, Session, Unopened, Unreadable};
use detente::space::Watch;

use crate::args::{Choice, WhatIf};
use crate::folder::{Folder, dossier_of, name_of, unreadable};
use crate::output::Failure;
use crate::statements::Sources;

/// A file as it was read.
#[derive(Clone)]
pub(crate) struct Input {
    /// Its name for messages and results: the last two parts of its path at most, so that results do not depend on
    /// where it lies.
    pub(crate) name: String,
    /// Its contents, with the changes that were asked for.
    pub(crate) bytes: Vec<u8>,
    /// The fingerprint of the file as it lies there, with the changes that were asked for.
    fingerprint: json::Input,
}

impl Input {
    /// Reads a file, or the dossier in a folder.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let bytes =
            std::fs::read(dossier_of(path)).map_err(|error| not_read(path, &unreadable(&error)))?;
        let name = name_of(path);
        Ok(Self {
            fingerprint: json::Input::new(&name, &bytes),
            name,
            bytes,
        })
    }

    /// A draft as it was read, with its changes.
    pub(crate) fn of(draft: &Draft) -> Self {
        Self {
            name: draft.name().to_string(),
            bytes: draft.bytes().to_vec(),
            fingerprint: draft.input().clone(),
        }
    }

    /// Whether a file of this name is of another program.
    pub(crate) fn is_foreign(name: &str) -> bool {
        Path::new(name)
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("gmcr"))
    }

    /// The contents as text; empty when they are not UTF-8.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or("")
    }

    /// Refuses a file of another program where a text or table is wanted.
    pub(crate) fn into_text(self) -> Result<Self, Failure> {
        match foreign(&self.name, &self.bytes, Wanted::Text) {
            Some(finding) => Err(Failure::Input(Box::new(self), vec![finding])),
            None => Ok(self),
        }
    }

    /// The failure of a file of sections and keys that cannot be read: what is wrong, or of which program it is.
    pub(crate) fn refused(self, findings: Vec<Diagnostic>) -> Failure {
        let is_whole = |finding: &Diagnostic| matches!(finding.code, Code::D002 | Code::D004);
        let known = foreign(&self.name, &self.bytes, Wanted::Dossier).or_else(|| {
            foreign_shape(&self.name, self.text()).filter(|_| findings.iter().any(is_whole))
        });
        let findings = known.map_or(findings, |known| vec![known]);
        Failure::Input(Box::new(self), findings)
    }

    /// Its fingerprint.
    pub(crate) fn fingerprint(&self) -> json::Input {
        self.fingerprint.clone()
    }

    /// The name that files made from it begin with: the folder's, or the file's without its ending.
    pub(crate) fn stem(path: &Path) -> String {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let is_dossier = path.file_name().is_some_and(|name| name == "dossier.toml");
        let named = if is_dossier {
            path.parent().unwrap_or(&path)
        } else {
            &path
        };
        let stem = if named.is_dir() {
            named.file_name()
        } else {
            named.file_stem()
        };
        stem.map_or_else(
            || "dossier".to_string(),
            |stem| stem.to_string_lossy().into_owned(),
        )
    }
}

fn not_read(path: &Path, error: &Unreadable) -> Failure {
    let (shown, why) = (path.display(), &error.why);
    let finding = if path.is_dir() {
        Diagnostic::error(Code::D001, format!("the folder `{shown}` holds no readable `dossier.toml`: {why}"))
            .help("a folder is a dossier when it has a file `dossier.toml`; `detente new dossier.toml` makes one to start from")
    } else {
        let finding = Diagnostic::error(Code::D001, format!("`{shown}` cannot be read: {why}"));
        if error.missing {
            finding.help(
                "check the spelling of the path; `detente new` prints a dossier to start from",
            )
        } else {
            finding
        }
    };
    let name = name_of(path);
    let nothing = Input {
        fingerprint: json::Input::new(&name, &[]),
        name,
        bytes: vec![],
    };
    Failure::Input(Box::new(nothing), vec![finding])
}

/// A sound dossier with what is worth knowing about it.
pub(crate) struct Loaded {
    pub(crate) input: Input,
    pub(crate) dossier: Dossier,
    /// Warnings of the reader.
    pub(crate) warnings: Vec<Diagnostic>,
}

/// Reads a file, or the dossier in a folder, and makes the changes that were asked for.
pub(crate) fn draft(path: &Path, what_if: &WhatIf) -> Result<Draft, Failure> {
    let files = Folder::of(path);
    let name = files.dossier.clone();
    let draft = Draft::open(Arc::new(files), &name).map_err(|error| not_read(path, &error))?;
    let changes: Vec<Change> = what_if.set.iter().cloned().map(Change).collect();
    draft.with(&changes).map_err(unopened)
}

/// Reads a file and makes sure that questions can be answered about it.
pub(crate) fn session(path: &Path, what_if: &WhatIf, run: &Run) -> Result<Session, Failure> {
    Session::of(draft(path, what_if)?, run).map_err(unopened)
}

/// Reads a file and makes sure that commands can answer about it.
pub(crate) fn load(path: &Path, what_if: &WhatIf, watch: &Watch) -> Result<Loaded, Failure> {
    let session = Session::watched(draft(path, what_if)?, watch).map_err(unopened)?;
    Ok(Loaded::of(&session))
}

/// Makes sure that commands can answer about a file that was read.
pub(crate) fn loaded(input: Input, watch: &Watch) -> Result<Loaded, Failure> {
    let source = Source {
        name: input.name,
        bytes: input.bytes,
    };
    let draft = Draft::new(source, Arc::new(InMemory::default()));
    let session = Session::watched(draft, watch).map_err(unopened)?;
    let mut loaded = Loaded::of(&session);
    loaded.input.fingerprint = input.fingerprint;
    Ok(loaded)
}

fn unopened(unopened: Unopened) -> Failure {
    match unopened {
        Unopened::Unsound(draft) => {
            let findings = draft.findings().to_vec();
            Failure::Input(Box::new(Input::of(&draft)), findings)
        }
        Unopened::Unfit(unfit) => Failure::Usage(format!("--set: {unfit}")),
        Unopened::Refused(refused) => Failure::Refused(refused),
        Unopened::Unreadable(error) => Failure::Usage(error.why),
    }
}

impl Loaded {
    fn of(session: &Session) -> Self {
        Self {
            input: Input::of(session.draft()),
            dossier: session.dossier().clone(),
            warnings: session.warnings().to_vec(),
        }
    }

    /// Every file and folder that the dossier at this path consists of, for outputs to keep away from.
    pub(crate) fn places(&self, path: &Path) -> Vec<PathBuf> {
        let file = dossier_of(path);
        let here = file.parent().unwrap_or(Path::new("")).to_path_buf();
        let sources = self.dossier.statements.as_ref();
        let sources = sources.and_then(|it| Sources::find(path, &self.input, it).ok().flatten());
        let beside = sources.map_or_else(Vec::new, |sources| sources.places(&here));
        std::iter::once(file).chain(beside).collect()
    }

    /// The same, for a command that works on measures.
    pub(crate) fn with_measures(self, command: &str) -> Result<Self, Failure> {
        if self.dossier.graph.is_none() {
            return Ok(self);
        }
        Err(Failure::Usage(format!(
            "`{command}` works on measures, and this dossier is in graph form\n`stability`, `brief`, `check`, `weigh` and `shift` answer about it; \
             described by measures of the parties, every command does"
        )))
    }
}

/// The settings that the user asks about: every one, unless a view or a reading is chosen.
pub(crate) fn settings(loaded: &Loaded, choice: &Choice) -> Result<Vec<Setting>, Failure> {
    let settings =
        detente::session::settings(&loaded.dossier, choice.view.as_deref(), &choice.reading);
    settings.map_err(Failure::Refused)
}
