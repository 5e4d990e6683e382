//! Outputs: refused before work where they would destroy something, written whole, and together or not at all.
//!
//! A file that is there is replaced only when the program wrote it (a page carries a mark), or when the user says `--force`.
//! A file that the answer comes from is never replaced.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::output::{self, Failure};

/// A file that a command is going to write.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output<'a> {
    path: &'a Path,
    /// Whether contents of this kind show that the program wrote them.
    is_ours: fn(&[u8]) -> bool,
}

impl<'a> Output<'a> {
    /// A page: HTML, Markdown or JSON with the mark of the program.
    pub(crate) fn page(path: &'a Path) -> Self {
        Self {
            path,
            is_ours: detente::document::is_page,
        }
    }

    /// A file in a format that carries no mark: a dossier, a table, a program for a solver.
    pub(crate) fn unmarked(path: &'a Path) -> Self {
        Self {
            path,
            is_ours: |_| false,
        }
    }

    /// Whether the path stands for standard output.
    fn is_stdout(&self) -> bool {
        self.path == Path::new("-")
    }

    /// Whether what lies there may be replaced.
    fn is_replaceable(&self) -> bool {
        std::fs::read(self.path).is_ok_and(|bytes| (self.is_ours)(&bytes))
    }
}

/// Refuses outputs that would replace an input or a file of the user's, that are folders, or that cannot be written.
///
/// Nothing is created or changed. Inputs are recognised through links and through other spellings of their paths.
pub(crate) fn admit(outputs: &[Output], inputs: &[PathBuf], force: bool) -> Result<(), Failure> {
    for (idx, output) in outputs.iter().enumerate().filter(|(_, it)| !it.is_stdout()) {
        let shown = output.path.display();
        let refuse = |message: String, help: &str| Failure::Output(message, help.to_string());
        if inputs.iter().any(|input| is_same(input, output.path)) {
            return Err(refuse(
                format!("`{shown}` is an input of this answer"),
                "choose another name for the output; an input is never replaced, also not with `--force`",
            ));
        }
        if inputs
            .iter()
            .any(|input| input.is_dir() && is_same(input, folder_of(output.path)))
        {
            return Err(refuse(
                format!("`{shown}` lies in a folder of statements"),
                "choose another folder; every text there is read as a statement",
            ));
        }
        if outputs[..idx]
            .iter()
            .any(|it| is_same(it.path, output.path))
        {
            return Err(refuse(
                format!("`{shown}` is named for two outputs"),
                "choose two names",
            ));
        }
        match std::fs::metadata(output.path) {
            Ok(found) if found.is_dir() => {
                return Err(refuse(
                    format!("`{shown}` cannot be written: it is a folder"),
                    "name a file in it",
                ));
            }
            Ok(found) if found.is_file() && !force && !output.is_replaceable() => {
                return Err(refuse(
                    format!("`{shown}` exists, and this program cannot tell that it wrote it"),
                    "choose another name, or say `--force` to replace the file",
                ));
            }
            Ok(found) if !found.is_file() => {}
            _ => drop(staged(output.path, "")?),
        }
    }
    Ok(())
}

/// Whether two paths lead to one file that exists, or are spelled alike.
fn is_same(a: &Path, b: &Path) -> bool {
    a == b || same_file::is_same_file(a, b).unwrap_or(false)
}

/// Writes files whole and together: when one cannot be written, none is changed.
///
/// Devices and pipes are written to directly, after the files.
pub(crate) fn write_together(files: &[(&Path, &str)]) -> Result<(), Failure> {
    let is_special = |path: &Path| {
        std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
    };
    let (special, regular): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| is_special(path));
    let mut pending = vec![];
    for (path, contents) in &regular {
        pending.push(Replacement {
            shown: path,
            staged: staged(path, contents)?,
            target: target(path),
            old: Old::NotMoved,
        });
    }
    let mut done: Vec<Replacement> = vec![];
    for mut replacement in pending {
        if let Err(failure) = replacement.carry_out() {
            done.into_iter().rev().for_each(Replacement::undo);
            return Err(failure);
        }
        done.push(replacement);
    }
    for (path, contents) in special {
        let open = File::options().write(true).open(path);
        open.and_then(|mut file| file.write_all(contents.as_bytes()).and(file.flush()))
            .map_err(|error| failure(path, error))?;
    }
    Ok(())
}

/// Writes one file whole.
pub(crate) fn write(path: &Path, contents: &str) -> Result<(), Failure> {
    write_together(&[(path, contents)])
}

/// Writes to a path, or prints when there is none or it is `-`.
pub(crate) fn write_or_print(path: Option<&Path>, contents: &str) -> Result<(), Failure> {
    match path.filter(|path| *path != Path::new("-")) {
        Some(path) => write(path, contents),
        None => output::print(contents),
    }
}

/// A file that is written beside its place and waits to be moved there.
struct Replacement<'a> {
    /// The path as the user gave it.
    shown: &'a Path,
    staged: Staged,
    /// Where the file goes; behind a link, the file that the link leads to.
    target: PathBuf,
    /// What lay there before.
    old: Old,
}

/// What lay at the place of a file before it was moved there.
enum Old {
    /// The file was not moved yet.
    NotMoved,
    /// Nothing.
    Nothing,
    /// A file, under a second name.
    File(TempPath),
}

/// A complete file under a temporary name; empty once it was moved.
struct Staged(Option<NamedTempFile>);

impl Replacement<'_> {
    /// Moves the file to its place, and keeps what lay there.
    fn carry_out(&mut self) -> Result<(), Failure> {
        let old = kept(&self.target).map_err(|error| failure(self.shown, error))?;
        let staged = self.staged.0.take().expect("a file is moved once");
        staged
            .persist(&self.target)
            .map_err(|error| failure(self.shown, error.error))?;
        self.old = old.map_or(Old::Nothing, Old::File);
        Ok(())
    }

    /// Puts back what lay there, as far as the file system lets it.
    fn undo(self) {
        let _ = match self.old {
            Old::File(old) => old.persist(&self.target).map_err(|error| error.error),
            Old::Nothing => std::fs::remove_file(&self.target),
            Old::NotMoved => Ok(()),
        };
    }
}

/// A second name for the file that lies at a path, or a copy where the file system knows no second names.
fn kept(path: &Path) -> std::io::Result<Option<TempPath>> {
    if !path.exists() {
        return Ok(None);
    }
    let folder = folder_of(path);
    let spare = tempfile::Builder::new()
        .prefix(".detente-")
        .make_in(folder, |spare| std::fs::hard_link(path, spare));
    match spare {
        Ok(spare) => Ok(Some(spare.into_temp_path())),
        Err(_) => {
            let copy = tempfile::Builder::new()
                .prefix(".detente-")
                .tempfile_in(folder)?
                .into_temp_path();
            std::fs::copy(path, &copy)?;
            Ok(Some(copy))
        }
    }
}

/// Writes a file completely under a temporary name in the folder of its place.
fn staged(path: &Path, contents: &str) -> Result<Staged, Failure> {
    let target = target(path);
    let folder = folder_of(&target);
    let found = std::fs::metadata(folder).map_err(|error| failure(path, error))?;
    if !found.is_dir() {
        return Err(failure(path, std::io::ErrorKind::NotADirectory.into()));
    }
    // Only the kind of the error: its text names a temporary file that the user has not heard of.
    let file = tempfile::Builder::new()
        .prefix(".detente-")
        .tempfile_in(folder);
    let mut file = file.map_err(|error| failure(path, error.kind().into()))?;
    file.write_all(contents.as_bytes())
        .and_then(|()| file.as_file().sync_all())
        .map_err(|error| failure(path, error))?;
    let permissions = std::fs::metadata(&target).ok().map(|it| it.permissions());
    match permissions {
        Some(permissions) => file.as_file().set_permissions(permissions),
        None => readable_by_all(file.as_file()),
    }
    .map_err(|error| failure(path, error))?;
    Ok(Staged(Some(file)))
}

/// The place that a path leads to: behind a link, the file that the link names.
fn target(path: &Path) -> PathBuf {
    let is_link = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    let behind = is_link.then(|| path.canonicalize().ok()).flatten();
    behind.unwrap_or_else(|| path.to_path_buf())
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn failure(path: &Path, error: std::io::Error) -> Failure {
    Failure::Write(path.display().to_string(), error)
}

/// Gives a new file the permissions that other programs would give it; temporary files are private.
#[cfg(unix)]
fn readable_by_all(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &File) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names and contents in a folder.
    fn contents(folder: &Path) -> Vec<(String, String)> {
        let entries = std::fs::read_dir(folder)
            .expect("the folder is there")
            .flatten();
        let mut found: Vec<_> = entries
            .map(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                (
                    name,
                    std::fs::read_to_string(entry.path()).unwrap_or_default(),
                )
            })
            .collect();
        found.sort();
        found
    }

    #[test]
    fn when_the_second_of_a_pair_cannot_be_written_the_first_is_as_before() {
        for first_is_there in [true, false] {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let (first, second) = (folder.path().join("a.html"), folder.path().join("b.md"));
            if first_is_there {
                std::fs::write(&first, "old").expect("a file");
            }
            std::fs::create_dir(&second).expect("a folder");
            let before = contents(folder.path());
            assert!(write_together(&[(&first, "new"), (&second, "new")]).is_err());
            assert_eq!(contents(folder.path()), before);
        }
    }

    #[test]
    fn a_pair_is_written_whole_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (first, second) = (folder.path().join("a.html"), folder.path().join("b.md"));
        std::fs::write(&first, "old").expect("a file");
        assert!(write_together(&[(&first, "new a"), (&second, "new b")]).is_ok());
        let expected = [("a.html", "new a"), ("b.md", "new b")];
        let expected = expected.map(|(name, text)| (name.to_string(), text.to_string()));
        assert_eq!(contents(folder.path()), expected);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (file, link) = (folder.path().join("a.md"), folder.path().join("b.md"));
        std::fs::write(&file, "old").expect("a file");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("ours");
        std::os::unix::fs::symlink("a.md", &link).expect("links are known");
        assert!(write(&link, "new").is_ok());
        assert!(link.symlink_metadata().expect("it is there").is_symlink());
        assert_eq!(std::fs::read_to_string(&file).expect("it is there"), "new");
        let mode = file.metadata().expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
