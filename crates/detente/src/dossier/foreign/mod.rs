//! Files of other programs, told by their first bytes, their ending and their shape.
//!
//! # Definition
//! A file is *foreign* when its first bytes are those of another format, or when it cannot be read as what is wanted and has
//! the ending or the shape of another format.
//! # Algorithm
//! A table of first bytes, then of first words; the shape is looked at only after reading failed.
//! # Complexity
//! Linear in the file, with JSON read as a whole once.
//! # Validity
//! What is named is not read: nothing of the file enters an answer.
//! # References
//! The formats' own descriptions of their first bytes. Not at hand.

mod bytes;
mod shape;

pub(super) use bytes::utf16;

use crate::model::{Code, Diagnostic};

/// What a command reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A dossier, or another file of sections and keys.
    Dossier,
    /// A text, or a table in which commas stand between the cells.
    Text,
}

/// What a file is.
pub(super) struct Known {
    /// With its article: "a Gambit game in normal form".
    what: &'static str,
    /// What to do about it.
    help: &'static str,
}

impl Known {
    fn finding(&self) -> Diagnostic {
        Diagnostic::error(
            Code::D073,
            format!("the file is {}, which is not read", self.what),
        )
        .help(self.help)
    }
}

/// Names a file that its first bytes give away; a file with this name and these bytes that is `wanted` in that form.
pub fn foreign(name: &str, bytes: &[u8], wanted: Wanted) -> Option<Diagnostic> {
    let known = bytes::known(name, bytes).or_else(|| {
        let text = std::str::from_utf8(bytes).ok()?;
        shape::by_beginning(
            name,
            text.trim_start_matches('\u{feff}').trim_start(),
            wanted,
        )
    });
    known.map(|known| known.finding())
}

/// Names a file by its ending or its shape, after it could not be read as a dossier.
pub fn foreign_shape(name: &str, text: &str) -> Option<Diagnostic> {
    shape::by_shape(name, text.trim_start_matches('\u{feff}')).map(|known| known.finding())
}

/// The ending of a name, in lower case.
fn ending(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.rsplit_once('.')
        .map_or_else(String::new, |(_, ending)| ending.to_lowercase())
}
