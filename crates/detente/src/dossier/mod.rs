//! The user's file: reading it into the model, and writing the model back.
//!
//! Every mistake of a file is reported in one run, with its place, what was expected and, where one is near,
//! the name that was probably meant. No input, however broken, makes the reader panic.

mod change;
mod defaults;
mod difference;
mod fields;
pub mod formula;
mod import;
mod names;
mod read;
mod reorder;
mod row;
mod schema;
mod starter;
pub mod statements;
#[cfg(test)]
mod tests;
mod write;

use crate::model::{Code, Diagnostic, Dossier, Formula};
use names::Names;

pub use change::{Unfit, change};
pub use difference::{Difference, Kind as Differs, differences, in_view, with_differences};
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
}

/// Reads a dossier or a file of another program.
pub fn read(source: &Source) -> Read {
    match text(&source.bytes) {
        Err(diagnostic) => Read {
            dossier: None,
            diagnostics: vec![*diagnostic],
        },
        Ok(text) => {
            let is_gmcr = source.name.to_lowercase().ends_with(".gmcr");
            let (dossier, diagnostics) = if is_gmcr {
                import::gmcr::read(&source.name, text)
            } else {
                read::read(text)
            };
            Read {
                dossier,
                diagnostics,
            }
        }
    }
}

fn text(bytes: &[u8]) -> Result<&str, Box<Diagnostic>> {
    if bytes.len() > BYTES_MAX {
        let message = format!("the file has {} bytes, more than {BYTES_MAX}", bytes.len());
        return Err(Box::new(Diagnostic::error(Code::D025, message)));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        let help = "save the file as UTF-8 text";
        Box::new(
            Diagnostic::error(
                Code::D002,
                format!("the file is not UTF-8 text: byte {offset} begins no character"),
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
