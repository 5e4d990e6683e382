//! The files beside a dossier, on disk.

use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::path::{Path, PathBuf};

use detente::session::{Files, Unreadable};

/// How much of a file is read at a time where it is read in pieces, in bytes.
const PIECE: usize = 1 << 18;

/// The folder in which a dossier lies.
pub struct Folder {
    root: PathBuf,
    /// The dossier, as its path was typed.
    path: PathBuf,
    /// The dossier's name in it.
    pub dossier: String,
    /// The dossier's name for messages and results.
    shown: String,
}

impl Folder {
    /// The folder of a dossier, which is a file or a folder with a `dossier.toml`.
    pub fn of(path: &Path) -> Self {
        let name = |path: &Path| {
            path.file_name()
                .map(|name| name.to_string_lossy().into_owned())
        };
        let (folder, dossier) = if path.is_dir() {
            (path, None)
        } else {
            (path.parent().unwrap_or(Path::new("")), name(path))
        };
        Self {
            root: folder.to_path_buf(),
            path: dossier_of(path),
            dossier: dossier.unwrap_or_else(|| "dossier.toml".to_string()),
            shown: name_of(path),
        }
    }

    /// Where a file lies; the name of the dossier need not be text.
    fn place(&self, name: &str) -> PathBuf {
        if name == self.dossier {
            self.path.clone()
        } else {
            self.root.join(name)
        }
    }
}

impl Files for Folder {
    fn read(&self, name: &str) -> Result<Vec<u8>, Unreadable> {
        std::fs::read(self.place(name)).map_err(|error| unreadable(&error))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Unreadable> {
        let entries = std::fs::read_dir(self.root.join(folder));
        let entries = entries.and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = entries.map_err(|error| unreadable(&error))?;
        let files = entries.iter().filter(|entry| entry.path().is_file());
        Ok(files
            .map(|entry| format!("{folder}/{}", entry.file_name().to_string_lossy()))
            .collect())
    }

    fn pieces(&self, name: &str, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), Unreadable> {
        let mut file = File::open(self.place(name)).map_err(|error| unreadable(&error))?;
        let mut piece = vec![0; PIECE];
        loop {
            let n_read = file.read(&mut piece).map_err(|error| unreadable(&error))?;
            if n_read == 0 || !take(&piece[..n_read]) {
                return Ok(());
            }
        }
    }

    fn shown(&self, name: &str) -> String {
        if name == self.dossier {
            self.shown.clone()
        } else {
            name.to_string()
        }
    }
}

/// Why a file cannot be read.
pub(crate) fn unreadable(error: &Error) -> Unreadable {
    Unreadable {
        why: error.to_string(),
        missing: error.kind() == ErrorKind::NotFound,
    }
}

/// The file that a path means: the dossier of a folder, or the file itself.
pub(crate) fn dossier_of(path: &Path) -> PathBuf {
    if path.is_dir() {
        path.join("dossier.toml")
    } else {
        path.to_path_buf()
    }
}

/// The last two parts of a dossier's path at most, so that results do not depend on where it lies.
pub(crate) fn name_of(path: &Path) -> String {
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
