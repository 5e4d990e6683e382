//! Reading the statements that lie beside a dossier: a table, a folder of texts, or both.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use detente::brief::json::{Fingerprint, Input as Fingerprinted};
use detente::dossier::statements::{Collected, Collector, Found};
use detente::model::{Code, Date, Diagnostic, Dossier, Statements};
use detente::shift::Counter;
use detente::shift::counter::Heard;
use detente::space::Watch;

use crate::diagnostics;
use crate::input::Input;
use crate::output::Failure;

/// How much of a table is read at a time, in bytes.
const PIECE: usize = 1 << 18;

/// Where the statements lie.
pub(crate) struct Sources {
    table: Option<(String, PathBuf)>,
    texts: Vec<(String, PathBuf)>,
    folder: Option<String>,
}

impl Sources {
    /// Looks for the table and the folder that the dossier names, or for those with the usual names; `None` where there is neither.
    pub(crate) fn find(
        file: &Path,
        input: &Input,
        statements: &Statements,
    ) -> Result<Option<Self>, Failure> {
        let here = if file.is_dir() {
            file
        } else {
            file.parent().unwrap_or(Path::new(""))
        };
        let fail = |message: String, help: &str| {
            Failure::Input(
                Box::new(input.clone()),
                vec![Diagnostic::error(Code::D001, message).help(help)],
            )
        };
        let named = |given: &Option<String>, usual: &str| {
            let name = given.clone().unwrap_or_else(|| usual.to_string());
            let path = here.join(&name);
            (given.is_some() || path.exists()).then_some((name, path))
        };
        let table = named(&statements.table, "statements.csv");
        let folder = named(&statements.folder, "statements");
        if table.is_none() && folder.is_none() {
            return Ok(None);
        }
        let mut texts = vec![];
        if let Some((name, path)) = &folder {
            let listed = std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
            let listed = listed.map_err(|error| {
                fail(
                    format!("the folder `{name}` cannot be read: {error}"),
                    "check the spelling of `folder`",
                )
            })?;
            for path in listed
                .into_iter()
                .map(|entry| entry.path())
                .filter(|path| path.is_file())
            {
                let last = path
                    .file_name()
                    .map(|last| last.to_string_lossy().into_owned())
                    .unwrap_or_default();
                if !last.starts_with('.') {
                    texts.push((format!("{name}/{last}"), path));
                }
            }
            texts.sort();
        }
        Ok(Some(Self {
            table,
            texts,
            folder: folder.map(|(name, _)| name),
        }))
    }
}

impl Sources {
    /// Every file and folder that they come from.
    pub(crate) fn places(&self, here: &Path) -> Vec<PathBuf> {
        let files = self
            .table
            .iter()
            .chain(&self.texts)
            .map(|(_, path)| path.clone());
        files
            .chain(self.folder.iter().map(|name| here.join(name)))
            .collect()
    }
}

/// What was read.
pub(crate) struct Reading {
    pub(crate) collected: Collected,
    pub(crate) heard: Heard,
    /// Of the files it comes from.
    pub(crate) fingerprints: Vec<Fingerprinted>,
}

/// Reads them all; words before and after the cut are counted only where one is given.
pub(crate) fn read(
    sources: &Sources,
    dossier: &Dossier,
    statements: &Statements,
    cut: Option<Date>,
    watch: &Watch,
) -> Result<Reading, Failure> {
    let mut counter = Counter::new(&statements.terms, cut);
    let mut collector = Collector::new(dossier, statements);
    let mut listener = |it: &detente::model::Utterance<'_>| {
        watch.add(1);
        counter.listen(it)
    };
    let mut fingerprints = vec![];
    if let Some((name, path)) = &sources.table {
        collector.begin(name);
        let mut fingerprint = Fingerprint::default();
        let mut piece = vec![0; PIECE];
        let mut file = File::open(path).map_err(|error| unreadable(name, &error))?;
        loop {
            let n_read = file
                .read(&mut piece)
                .map_err(|error| unreadable(name, &error))?;
            fingerprint.update(&piece[..n_read]);
            stop(watch)?;
            if n_read == 0 || !collector.feed(&piece[..n_read], &mut listener) {
                break;
            }
        }
        collector.end(&mut listener);
        fingerprints.push(fingerprint.finish(name));
    }
    if let Some(folder) = &sources.folder {
        let mut fingerprint = Fingerprint::default();
        for (name, path) in &sources.texts {
            stop(watch)?;
            let bytes = std::fs::read(path).map_err(|error| unreadable(name, &error))?;
            fingerprint.update(name.as_bytes());
            fingerprint.update(&bytes);
            collector.text(name, &bytes, &mut listener);
        }
        fingerprints.push(fingerprint.finish(&format!("{folder}/")));
    }
    let collected = collector.finish();
    Ok(Reading {
        collected,
        heard: counter.finish(),
        fingerprints,
    })
}

/// Ends the reading when the budget ended or the user stopped it: half of the statements would give wrong counts.
fn stop(watch: &Watch) -> Result<(), Failure> {
    if watch.is_stopped() {
        Err(Failure::Stopped(detente::space::Stopped::Interrupted))
    } else {
        Ok(())
    }
}

fn unreadable(name: &str, error: &std::io::Error) -> Failure {
    let diagnostic = Diagnostic::error(Code::D001, format!("`{name}` cannot be read: {error}"));
    diagnostics::print_found(&[Found {
        file: name.to_string(),
        diagnostic,
        excerpt: String::new(),
        line: 0,
        offset: 0,
    }]);
    Failure::Told
}
