//! The user's file: reading it into the model, and writing the model back.
//!
//! Every mistake of a file is reported in one run, with its place, what was expected and, where one is near,
//! the name that was probably meant. No input, however broken, makes the reader panic.

mod change;
mod defaults;
mod difference;
mod fields;
mod foreign;
pub mod formula;
mod import;
mod names;
mod read;
mod reorder;
mod row;
mod schema;
mod signs;
mod slips;
mod starter;
pub mod statements;
#[cfg(test)]
mod tests;
mod write;

use crate::model::{Code, Diagnostic, Dossier, Formula};
use names::Names;

pub use change::{Unfit, change};
pub use difference::{Difference, Kind as Differs, differences, in_view, with_differences};
pub use foreign::{Wanted, foreign, foreign_shape};
pub use reorder::reorder;
pub use schema::schema;
pub use starter::starter;
pub use write::write;

/// The largest file that is read, in bytes.
const BYTES_MAX: usize = 8 << 20;

/// A file as a shell read it.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name, which also says its format: `.gmcr` is imported, anything else is a TOML dossier.
    pub name: String,
    /// Its contents.
    pub bytes: Vec<u8>,
}

/// What reading gave.
#[derive(Clone, Debug)]
pub struct Read {
    /// The dossier; `None` when there is an error.
    pub dossier: Option<Dossier>,
    /// Everything found, errors and warnings, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// What was read where no error is about more than single states of rankings, so that the states that they miss can be
    /// named in the same run; never to be answered about.
    pub ranked: Option<Dossier>,
}

/// Reads a dossier or a file of another program.
pub fn read(source: &Source) -> Read {
    let refused = |diagnostic: Diagnostic| Read {
        dossier: None,
        diagnostics: vec![diagnostic],
        ranked: None,
    };
    if let Some(diagnostic) = foreign(&source.name, &source.bytes, Wanted::Dossier) {
        return refused(diagnostic);
    }
    match text(&source.bytes) {
        Err(diagnostic) => refused(*diagnostic),
        Ok(text) => match slips::unmerged(text) {
            None => read_text(&source.name, text),
            Some((kept, marks)) => {
                let rest = read_text(&source.name, &kept).diagnostics;
                let mut diagnostics: Vec<Diagnostic> = marks
                    .into_iter()
                    .chain(rest.into_iter().filter(Diagnostic::is_error))
                    .collect();
                diagnostics.sort_by_key(|diagnostic| diagnostic.span.map(|span| span.start));
                Read {
                    dossier: None,
                    diagnostics,
                    ranked: None,
                }
            }
        },
    }
}

fn read_text(name: &str, text: &str) -> Read {
    let read = if name.to_lowercase().ends_with(".gmcr") {
        import::gmcr::read(name, text)
    } else {
        read::read(text)
    };
    let is_syntax = |diagnostic: &Diagnostic| {
        let is_json = diagnostic.code == Code::D026 && diagnostic.span.is_some();
        is_json
            || matches!(
                diagnostic.code,
                Code::D004 | Code::D075 | Code::D076 | Code::D077
            )
    };
    match foreign_shape(name, text).filter(|_| read.diagnostics.iter().any(is_syntax)) {
        Some(diagnostic) => Read {
            dossier: None,
            diagnostics: vec![diagnostic],
            ranked: None,
        },
        None => read,
    }
}

fn text(bytes: &[u8]) -> Result<&str, Box<Diagnostic>> {
    if bytes.len() > BYTES_MAX {
        let message = format!("the file has {} bytes, more than {BYTES_MAX}", bytes.len());
        return Err(Box::new(Diagnostic::error(Code::D025, message)));
    }
    if foreign::utf16(bytes) {
        let help = "save it in UTF-8: editors list the encodings under “Save as”";
        let message = "the file is text in UTF-16, not in UTF-8";
        return Err(Box::new(Diagnostic::error(Code::D002, message).help(help)));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        let line = 1 + bytes[..offset].iter().filter(|byte| **byte == b'\n').count();
        let help = "save the file in UTF-8: editors list the encodings under “Save as”; a file with accents from an older program is often in Windows-1252";
        Box::new(
            Diagnostic::error(
                Code::D002,
                format!("the file is not UTF-8 text: byte {offset}, on line {line}, begins no character"),
            )
            .help(help),
        )
    })?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        let help = "`detente new` writes a dossier to start from";
        return Err(Box::new(
            Diagnostic::error(Code::D003, "the file is empty").help(help),
        ));
    }
    Ok(text)
}

/// Reads a formula over the names of a dossier, such as a question asked on the command line.
/// Places are relative to `text`.
#[expect(clippy::result_large_err, reason = "asked once per command")]
pub fn parse_formula(dossier: &Dossier, text: &str) -> Result<Formula, Diagnostic> {
    let mut found = vec![];
    let formula = formula::parse(&Names::of(dossier), text, &mut found);
    match (formula, found.into_iter().next()) {
        (Some(formula), None) => Ok(formula),
        (_, Some(diagnostic)) => Err(diagnostic),
        (None, None) => Err(Diagnostic::error(Code::D011, "the formula cannot be read")),
    }
}
