//! Reading the statements that lie beside a dossier: a table, a folder of texts, or both.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use detente::brief::json::{Fingerprint, Input as Fingerprinted};
use detente::dossier::statements::{Collected, Collector, FOLDER, Found, TABLE, passed_over};
use detente::model::{Code, Date, Diagnostic, Dossier, Span, Statements};
use detente::shift::Counter;
use detente::shift::counter::Heard;
use detente::space::Watch;

use crate::diagnostics;
use crate::input::Input;
use crate::output::Failure;

/// How much of a table is read at a time, in bytes.
const PIECE: usize = 1 << 18;

/// How deep folders of texts may lie in each other.
const DEPTH_MAX: usize = 16;

/// Where the statements lie: places on the disk, all of them in the dossier's folder or below it.
pub(crate) struct Sources {
    table: Option<(String, PathBuf)>,
    texts: Vec<(String, PathBuf)>,
    folder: Option<String>,
    /// What lies among the texts and is not read, with the reason.
    passed_over: Vec<(String, &'static str)>,
}

impl Sources {
    /// Looks for the table and the folder that the dossier names, or for those with the usual names; `None` where there is neither.
    pub(crate) fn find(
        file: &Path,
        input: &Input,
        statements: &Statements,
    ) -> Result<Option<Self>, Failure> {
        let fail = |finding| Failure::Input(Box::new(input.clone()), vec![finding]);
        let home = Home::new(file);
        let [table_at, folder_at] = statements.places;
        let table = home
            .find(statements.table.as_deref(), TABLE, table_at, false)
            .map_err(fail)?;
        let folder = home
            .find(statements.folder.as_deref(), FOLDER, folder_at, true)
            .map_err(fail)?;
        if table.is_none() && folder.is_none() {
            return Ok(None);
        }
        let mut sources = Self {
            table,
            texts: vec![],
            folder: None,
            passed_over: vec![],
        };
        if let Some((name, path)) = folder {
            let name = name.trim_end_matches('/').to_string();
            sources
                .walk(&home, &name, &path, 0)
                .map_err(|finding| fail(located(finding, folder_at)))?;
            sources.folder = Some(name);
        }
        Ok(Some(sources))
    }

    /// Takes the texts of a folder and of the folders in it, in the order of their names.
    fn walk(
        &mut self,
        home: &Home,
        name: &str,
        folder: &Path,
        depth: usize,
    ) -> Result<(), Diagnostic> {
        let listed = std::fs::read_dir(folder)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| cannot_be_read(name, &error))?;
        let mut entries: Vec<PathBuf> = listed.into_iter().map(|entry| entry.path()).collect();
        entries.sort();
        for path in entries {
            let last = path.file_name().unwrap_or_default().to_string_lossy();
            let inner = format!("{name}/{last}");
            let kind = path
                .symlink_metadata()
                .map_err(|error| cannot_be_read(&inner, &error))?
                .file_type();
            if let Some(why) = passed_over(&last, kind.is_dir()) {
                self.passed_over.push((inner, why));
            } else if kind.is_dir() && depth < DEPTH_MAX {
                self.walk(home, &inner, &path, depth + 1)?;
            } else if kind.is_dir() {
                self.passed_over
                    .push((inner, "a folder that lies too deep"));
            } else if kind.is_symlink() && path.is_dir() {
                home.inside(&inner, &path)?;
                self.passed_over.push((inner, "a link to a folder"));
            } else {
                let path = home.inside(&inner, &path)?;
                if path.is_file() {
                    self.texts.push((inner, path));
                } else {
                    self.passed_over.push((inner, "a device or a pipe"));
                }
            }
        }
        Ok(())
    }
}

/// The folder of a dossier: nothing outside it is opened.
struct Home {
    /// As it was given.
    given: PathBuf,
    /// Without links.
    real: std::io::Result<PathBuf>,
}

impl Home {
    fn new(file: &Path) -> Self {
        let folder = if file.is_dir() {
            file
        } else {
            file.parent().unwrap_or(Path::new(""))
        };
        let here = Path::new(".");
        let folder = if folder.as_os_str().is_empty() {
            here
        } else {
            folder
        };
        Self {
            given: folder.to_path_buf(),
            real: folder.canonicalize(),
        }
    }

    /// What the dossier names, or what has the usual name, with its place on the disk.
    fn find(
        &self,
        given: Option<&str>,
        usual: &str,
        place: Option<Span>,
        is_folder: bool,
    ) -> Result<Option<(String, PathBuf)>, Diagnostic> {
        let name = given.unwrap_or(usual);
        let path = self.given.join(name);
        if given.is_none() && path.symlink_metadata().is_err() {
            return Ok(None);
        }
        let found = self.inside(name, &path).and_then(|path| {
            let kind = path
                .metadata()
                .map_err(|error| cannot_be_read(name, &error))?;
            if is_folder && !kind.is_dir() {
                let message = format!("`{name}` is no folder");
                Err(Diagnostic::error(Code::D062, message)
                    .help("`folder` names a folder with one text file per statement"))
            } else if !is_folder && !kind.is_file() {
                let message = format!("`{name}` is no file");
                Err(Diagnostic::error(Code::D062, message)
                    .help("`table` names a file; devices, pipes and folders are not opened"))
            } else {
                Ok(path)
            }
        });
        let path = found.map_err(|finding| located(finding, place))?;
        Ok(Some((name.to_string(), path)))
    }

    /// A place on the disk without links; an error where it lies outside. Nothing is opened.
    fn inside(&self, name: &str, path: &Path) -> Result<PathBuf, Diagnostic> {
        let home = self
            .real
            .as_ref()
            .map_err(|error| cannot_be_read(&self.given.display().to_string(), error))?;
        let real = path
            .canonicalize()
            .map_err(|error| cannot_be_read(name, &error))?;
        if real.starts_with(home) {
            return Ok(real);
        }
        let message = format!("`{name}` is a link that leads out of the dossier's folder");
        let help = "statements lie in the dossier's folder or below it; copy the file there";
        Err(Diagnostic::error(Code::D061, message).help(help))
    }
}

fn cannot_be_read(name: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::D001, format!("`{name}` cannot be read: {error}"))
        .help("check the spelling of the path, and that the file may be read")
}

/// A finding at the line of the dossier that names the path.
fn located(finding: Diagnostic, place: Option<Span>) -> Diagnostic {
    match place {
        Some(place) => finding.at(place, "named here"),
        None => finding,
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
    collector.pass_over(&sources.passed_over);
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
