//! The files that a session may open, by name: a folder, a browser's upload, a table in memory.

use std::collections::BTreeMap;

/// Opens files by their name from the dossier's folder, with slashes. A shell implements it; no room opens files by itself.
pub trait Files: Send + Sync {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn read(&self, name: &str) -> Result<Vec<u8>, Unreadable>;

    /// The names of the files in a folder, each as `folder/file`; an empty name is the dossier's own folder.
    ///
    /// # Errors
    /// Why it cannot be listed.
    fn list(&self, folder: &str) -> Result<Vec<String>, Unreadable>;

    /// Hands over a file in pieces, until there are no more or `take` wants no more. What is long is never in memory as a whole where a shell
    /// implements this.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn pieces(&self, name: &str, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), Unreadable> {
        take(&self.read(name)?);
        Ok(())
    }

    /// The name of a file for messages and results, which does not depend on where the folder lies.
    fn shown(&self, name: &str) -> String {
        name.to_string()
    }
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The reason, as the system says it.
    pub why: String,
    /// Whether there is no such file.
    pub missing: bool,
}

/// Files in memory, by name.
#[derive(Clone, Debug, Default)]
pub struct InMemory(pub BTreeMap<String, Vec<u8>>);

impl InMemory {
    fn missing() -> Unreadable {
        Unreadable {
            why: "there is no such file".to_string(),
            missing: true,
        }
    }
}

impl Files for InMemory {
    fn read(&self, name: &str) -> Result<Vec<u8>, Unreadable> {
        self.0.get(name).cloned().ok_or_else(Self::missing)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Unreadable> {
        let within = |name: &&String| match name.rsplit_once('/') {
            Some((place, _)) => place == folder,
            None => folder.is_empty(),
        };
        let names: Vec<String> = self.0.keys().filter(within).cloned().collect();
        if names.is_empty() && !folder.is_empty() {
            return Err(Self::missing());
        }
        Ok(names)
    }
}
