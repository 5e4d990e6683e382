//! `new`: a commented dossier to start from.

use crate::Done;
use crate::args::New;
use crate::output::{self, Failure};

pub(crate) fn run(args: &New) -> Done {
    let path = args.file.as_deref().or(args.out.as_deref());
    if let Some(path) = path.filter(|path| path.exists()) {
        return Err(Failure::Usage(format!(
            "`{}` exists; `new` never replaces a file",
            path.display()
        )));
    }
    output::write_or_print(path, detente::dossier::starter())
}
