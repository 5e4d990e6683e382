//! `import`: a file of another program as a dossier.

use detente::dossier;
use detente::space::Watch;

use crate::args::Import;
use crate::input::load;
use crate::writing::{self, Output};
use crate::{Done, Status, diagnostics};

pub(crate) fn run(args: &Import) -> Done {
    let outputs: Vec<Output> = args.out.iter().map(|out| Output::unmarked(out)).collect();
    writing::admit(&outputs, std::slice::from_ref(&args.file), args.force)?;
    let loaded = load(&args.file, &args.what_if, &Watch::default())?;
    diagnostics::print(&loaded.input, &loaded.warnings);
    writing::write_or_print(args.out.as_deref(), &dossier::write(&loaded.dossier))?;
    Ok(Status::Answered)
}
