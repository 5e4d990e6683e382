//! `import`: a file of another program as a dossier.

use detente::dossier::{self, Source};
use detente::space::Watch;

use crate::args::Import;
use crate::input::{Input, load};
use crate::{Done, diagnostics, output};

pub(crate) fn run(args: &Import) -> Done {
    let loaded = load(&args.file, &Watch::default())?;
    let input = Input::read(&args.file)?;
    let outcome = dossier::read(&Source { name: input.name.clone(), bytes: input.bytes.clone() });
    diagnostics::print(&input, &outcome.diagnostics);
    output::write_or_print(args.out.as_deref(), &dossier::write(&loaded.dossier))
}
