//! `extract`: proposals from a text, for a person to accept or strike.

use detente::brief::extract::{Extracted, csv, json, text};
use detente::dossier::{Source, read};
use detente::extract::{Reading, extract};
use detente::model::{Code, Diagnostic, Dossier};

use crate::args::{Extract, TableFormat};
use crate::input::Input;
use crate::output::{self, Failure};
use crate::{Done, Status};

pub(crate) fn run(args: &Extract) -> Done {
    let input = Input::read(&args.file)?.into_text()?;
    let mut inputs = vec![input.fingerprint()];
    let Ok(words) = std::str::from_utf8(&input.bytes) else {
        let finding = Diagnostic::error(Code::D002, "the file is not UTF-8 text")
            .help("save the file as UTF-8 text");
        return Err(Failure::Input(Box::new(input), vec![finding]));
    };
    let dossier = match &args.parties {
        Some(path) => {
            let input = Input::read(path)?;
            inputs.push(input.fingerprint());
            Some(dossier(input)?)
        }
        None => None,
    };
    let parties = dossier.as_ref().map_or(&[][..], |dossier| &dossier.parties);
    let proposals = extract(
        words,
        &Reading {
            published: args.published,
            parties,
        },
    );
    let it = Extracted {
        name: &input.name,
        text: words,
        parties,
        published: args.published,
        proposals: &proposals,
    };
    match args.format {
        TableFormat::Text => output::tell(&text(&it))?,
        TableFormat::Csv => output::print(&csv(&it))?,
        TableFormat::Json => output::print_json(&json(&it, &inputs))?,
    }
    Ok(Status::Answered)
}

fn dossier(input: Input) -> Result<Dossier, Failure> {
    let outcome = read(&Source {
        name: input.name.clone(),
        bytes: input.bytes.clone(),
    });
    outcome
        .dossier
        .ok_or_else(|| Failure::Input(Box::new(input), outcome.diagnostics))
}
