//! `new`: a commented dossier to start from.

use crate::Done;
use crate::args::New;
use crate::output::{self, Failure};

pub(crate) fn run(args: &New) -> Done {
    if let Some(path) = args.out.as_deref().filter(|path| path.exists()) {
        return Err(Failure::Usage(format!("`{}` exists; `new` never replaces a file", path.display())));
    }
    output::write_or_print(args.out.as_deref(), detente::dossier::starter())
}
