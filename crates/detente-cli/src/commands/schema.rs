//! `schema`: the JSON Schema of the dossier.

use crate::{Done, Status, output};

pub(crate) fn run() -> Done {
    output::print_json(&detente::dossier::schema())?;
    Ok(Status::Answered)
}
