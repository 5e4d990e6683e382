//! `weigh`: new approach, or posturing?

use detente::brief;
use detente::model::EvidenceId;
use detente::space::Watch;
use detente::weigh::{Question, weigh};

use crate::args::{Format, Weigh};
use crate::input::{Loaded, load};
use crate::output::{self, Failure};
use crate::{Done, Status};

const SMALLEST: &str = "\
this dossier has no hypotheses to weigh; the smallest that can be weighed:

  [hypotheses.new_approach]
  text  = \"the demand has been given up\"
  basis = \"judgement\"
  [hypotheses.posturing]
  text  = \"the demand stands, the words changed\"
  basis = \"judgement\"

and, in an item of evidence, how likely it is under each:

  bears = { new_approach = \"+\", posturing = \"+\" }";

pub(crate) fn run(args: &Weigh) -> Done {
    let loaded = load(&args.file, &args.what_if, &Watch::default())?;
    let question = Question {
        without: left_out(args, &loaded)?,
    };
    let Some(weighing) = weigh(&loaded.dossier, &question) else {
        return Err(Failure::Usage(SMALLEST.to_string()));
    };
    match args.format {
        Format::Json => output::print_json(&brief::weighing_json(
            &loaded.dossier,
            &weighing,
            &[loaded.input.fingerprint()],
        ))?,
        Format::Text => {
            output::tell(&brief::weighing(&loaded.dossier, &weighing))?;
        }
    }
    Ok(Status::Answered)
}

fn left_out(args: &Weigh, loaded: &Loaded) -> Result<Vec<EvidenceId>, Failure> {
    let find = |id: &String| {
        let found = loaded
            .dossier
            .evidence
            .iter()
            .position(|item| item.id == *id);
        found.map(EvidenceId::new).ok_or_else(|| {
            let ids = loaded
                .dossier
                .weighing
                .items
                .iter()
                .map(|(item, _)| loaded.dossier.evidence[item.idx()].id.as_str());
            let ids: Vec<&str> = ids.collect();
            Failure::Usage(format!(
                "no evidence is called `{id}`; those that bear on the hypotheses are {}",
                ids.join(", ")
            ))
        })
    };
    args.without.iter().map(find).collect()
}
