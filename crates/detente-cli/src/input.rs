//! Reading the user's file: a dossier, a folder with one, or a file that `import` knows.

use std::path::{Path, PathBuf};

use detente::brief::json;
use detente::dossier::{Read, Source, Wanted, change, foreign, foreign_shape, read, write};
use detente::lint;
use detente::model::{Code, Diagnostic, Dossier, Setting, TermId, ViewId};
use detente::space::{Stopped, Watch};
use detente::text::names;

use crate::args::{Choice, WhatIf};
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
        let file = Self::file_of(path);
        let name = name_of(path);
        match std::fs::read(&file) {
            Ok(bytes) => Ok(Self {
                fingerprint: json::Input::new(&name, &bytes),
                name,
                bytes,
            }),
            Err(error) => {
                let diagnostic = unreadable(path, &error);
                let nothing = Self {
                    fingerprint: json::Input::new(&name, &[]),
                    name,
                    bytes: vec![],
                };
                Err(Failure::Input(Box::new(nothing), vec![diagnostic]))
            }
        }
    }

    /// Reads a file, or the dossier in a folder, and makes the changes that were asked for.
    pub(crate) fn read_with(path: &Path, what_if: &WhatIf) -> Result<Self, Failure> {
        let mut input = Self::read(path)?;
        if what_if.set.is_empty() {
            return Ok(input);
        }
        let outcome = read(&Source {
            name: input.name.clone(),
            bytes: input.bytes.clone(),
        });
        let text = match outcome.dossier {
            Some(dossier) if Self::is_foreign(&input.name) => write(&dossier),
            _ if Self::is_foreign(&input.name) => {
                return Err(Failure::Input(Box::new(input), outcome.diagnostics));
            }
            _ => input.text().to_string(),
        };
        match change(&text, &what_if.set) {
            Ok(changed) => input.bytes = changed.into_bytes(),
            // What is wrong with the file comes first: a change may only fail because of it.
            Err(_) if outcome.diagnostics.iter().any(Diagnostic::is_error) => {
                return Err(Failure::Input(Box::new(input), outcome.diagnostics));
            }
            Err(unfit) => return Err(Failure::Usage(format!("--set: {unfit}"))),
        }
        input.fingerprint.set.clone_from(&what_if.set);
        input.name = format!("{} with --set", input.name);
        Ok(input)
    }

    /// The file that a path means: the dossier of a folder, or the file itself.
    pub(crate) fn file_of(path: &Path) -> std::path::PathBuf {
        if path.is_dir() {
            path.join("dossier.toml")
        } else {
            path.to_path_buf()
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
    pub(crate) fn as_text(self) -> Result<Self, Failure> {
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

fn name_of(path: &Path) -> String {
    let is_folder = path.is_dir();
    let full = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let last = full.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    if is_folder {
        return format!("{last}/dossier.toml");
    }
    match full
        .parent()
        .and_then(Path::file_name)
        .filter(|_| last == "dossier.toml")
    {
        Some(folder) => format!("{}/{last}", folder.to_string_lossy()),
        None => last,
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let shown = path.display();
    if path.is_dir() {
        return Diagnostic::error(Code::D001, format!("the folder `{shown}` holds no readable `dossier.toml`: {error}"))
            .help("a folder is a dossier when it has a file `dossier.toml`; `detente new dossier.toml` makes one to start from");
    }
    let finding = Diagnostic::error(Code::D001, format!("`{shown}` cannot be read: {error}"));
    if error.kind() == std::io::ErrorKind::NotFound {
        finding.help("check the spelling of the path; `detente new` prints a dossier to start from")
    } else {
        finding
    }
}

/// A sound dossier with what is worth knowing about it.
pub(crate) struct Loaded {
    pub(crate) input: Input,
    pub(crate) dossier: Dossier,
    /// Warnings of the reader.
    pub(crate) warnings: Vec<Diagnostic>,
}

/// Reads a file and makes sure that commands can answer about it.
pub(crate) fn load(path: &Path, what_if: &WhatIf, watch: &Watch) -> Result<Loaded, Failure> {
    let mut found = loaded(Input::read_with(path, what_if)?, watch)?;
    if !what_if.set.is_empty() {
        // Whoever reads the answer sees that it is not about the file as it stands.
        found.dossier.title = format!(
            "{} – what if {}?",
            found.dossier.title,
            what_if.set.join(" and ")
        );
    }
    Ok(found)
}

impl Loaded {
    /// Every file and folder that the dossier at this path consists of, for outputs to keep away from.
    pub(crate) fn places(&self, path: &Path) -> Vec<PathBuf> {
        let file = Input::file_of(path);
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

/// Makes sure that commands can answer about a file that was read.
pub(crate) fn loaded(input: Input, watch: &Watch) -> Result<Loaded, Failure> {
    let outcome = read(&Source {
        name: input.name.clone(),
        bytes: input.bytes.clone(),
    });
    let Some(dossier) = outcome.dossier else {
        return Err(Failure::Input(Box::new(input), mistakes(outcome, watch)));
    };
    match lint::errors(&dossier, watch) {
        Ok(errors) if errors.is_empty() => Ok(Loaded {
            input,
            dossier,
            warnings: outcome.diagnostics,
        }),
        Ok(errors) => {
            let diagnostics = outcome.diagnostics.into_iter().chain(errors).collect();
            Err(Failure::Input(Box::new(input), diagnostics))
        }
        Err(Stopped::Interrupted) => Err(Failure::Stopped(Stopped::Interrupted)),
        // Commands that need every state say so themselves; `check` answers without.
        Err(_) => Ok(Loaded {
            input,
            dossier,
            warnings: outcome.diagnostics,
        }),
    }
}

/// All that is wrong with a file that was refused, the states that its rankings miss included.
pub(crate) fn mistakes(outcome: Read, watch: &Watch) -> Vec<Diagnostic> {
    let gaps = outcome
        .ranked
        .map(|ranked| lint::gaps_in_rankings(&ranked, watch).unwrap_or_default());
    let mut found = outcome.diagnostics;
    found.extend(gaps.unwrap_or_default());
    found.sort_by_key(|finding| finding.span.map(|span| span.start));
    found
}

/// The settings that the user asks about: every one, unless a view or a reading is chosen.
pub(crate) fn settings(loaded: &Loaded, choice: &Choice) -> Result<Vec<Setting>, Failure> {
    let dossier = &loaded.dossier;
    let mut settings = dossier.settings();
    if let Some(name) = &choice.view {
        let view = find_view(dossier, name)?;
        settings.retain(|setting| setting.view == view);
    }
    for reading in &choice.reading {
        let (term, wanted) = find_reading(dossier, reading)?;
        if dossier.open_terms().contains(&term) {
            settings.retain(|setting| setting.reading(term) == wanted);
        } else {
            settings
                .iter_mut()
                .for_each(|setting| setting.readings[term.idx()] = wanted);
        }
    }
    Ok(settings)
}

fn find_view(dossier: &Dossier, name: &str) -> Result<Option<ViewId>, Failure> {
    if name == "base" {
        return Ok(None);
    }
    let names = || {
        std::iter::once("base")
            .chain(dossier.views.iter().map(|view| view.id.as_str()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let found = names::find(name, dossier.views.iter().map(|view| view.id.as_str()));
    found.map(|view| Some(ViewId::new(view))).ok_or_else(|| {
        Failure::Usage(format!(
            "there is no view `{name}`; expected one of: {}",
            names()
        ))
    })
}

fn find_reading(dossier: &Dossier, text: &str) -> Result<(TermId, usize), Failure> {
    let (term, reading) = text
        .split_once('=')
        .ok_or_else(|| Failure::Usage(format!("expected `--reading TERM=NAME`, found `{text}`")))?;
    let contested: Vec<&str> = dossier
        .terms
        .iter()
        .filter(|term| term.contested)
        .map(|term| term.id.as_str())
        .collect();
    let known = || {
        if contested.is_empty() {
            "the dossier has none".to_string()
        } else {
            format!("expected one of: {}", contested.join(", "))
        }
    };
    let found = dossier
        .terms
        .iter()
        .position(|it| it.id == term && it.contested);
    let idx = found.ok_or_else(|| {
        Failure::Usage(format!("there is no contested term `{term}`; {}", known()))
    })?;
    let readings = &dossier.terms[idx].readings;
    let names = || {
        readings
            .iter()
            .map(|reading| reading.id.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let wanted = names::find(reading, readings.iter().map(|it| it.id.as_str()));
    let wanted = wanted.ok_or_else(|| {
        Failure::Usage(format!(
            "`{term}` has no reading `{reading}`; expected one of: {}",
            names()
        ))
    })?;
    Ok((TermId::new(idx), wanted))
}
