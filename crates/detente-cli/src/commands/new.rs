//! `new`: a commented dossier to start from.

use crate::args::New;
use crate::output::Failure;
use crate::writing;
use crate::{Done, Status};

pub(crate) fn run(args: &New) -> Done {
    let path = args.file.as_deref().or(args.out.as_deref());
    if let Some(path) = path.filter(|path| path.exists()) {
        return Err(Failure::Output(
            format!("`{}` exists", path.display()),
            "choose another name; `new` never replaces a file".to_string(),
        ));
    }
    writing::write_or_print(path, detente::dossier::starter())?;
    Ok(Status::Answered)
}
