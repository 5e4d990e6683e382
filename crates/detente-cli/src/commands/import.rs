//! `import`: a file of another program as a dossier.

use detente::dossier;
use detente::space::Watch;

use crate::args::Import;
use crate::input::load;
use crate::{Done, diagnostics, output};

pub(crate) fn run(args: &Import) -> Done {
    let loaded = load(&args.file, &args.what_if, &Watch::default())?;
    diagnostics::print(&loaded.input, &loaded.warnings);
    output::write_or_print(args.out.as_deref(), &dossier::write(&loaded.dossier))
}
