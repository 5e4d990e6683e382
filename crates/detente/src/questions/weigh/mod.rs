//! New approach, or posturing? Rival hypotheses against the evidence.

mod answer;
mod sentences;
mod tell;
mod text;

pub use answer::{
    Exhausted, FixedPriors, Hypothesis, Indicator, Item, Kept, Signal, Swing, Varied, WeighAnswer,
    Weights, Without,
};
pub use text::weighing;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::grounds::Grounds;
use super::{Depth, Question};
use crate::document::Section;
use crate::model::{Dossier, EvidenceId};
use crate::session::{Refused, Run, Session};
use crate::weigh;

const SMALLEST: &str = "\
the smallest that can be weighed:

  [hypotheses.new_approach]
  text  = \"the demand has been given up\"
  basis = \"judgement\"
  [hypotheses.posturing]
  text  = \"the demand stands, the words changed\"
  basis = \"judgement\"

and, in an item of evidence, how likely it is under each:

  bears = { new_approach = \"+\", posturing = \"+\" }";

/// New approach, or posturing: rival hypotheses against the evidence, and what each signal cost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "clap", derive(clap::Args), group(skip))]
#[serde(default, deny_unknown_fields)]
pub struct Weigh {
    /// Leave this item of evidence out. May be given several times.
    #[cfg_attr(feature = "clap", arg(long, value_name = "ITEM"))]
    pub without: Vec<String>,
}

impl Question for Weigh {
    const KEY: &'static str = "weigh";
    const ASKS: &'static str =
        "New approach, or posturing: which hypothesis does the evidence favour?";
    type Answer = WeighAnswer;

    fn answer(&self, session: &Session, _: &Run) -> Result<WeighAnswer, Refused> {
        let dossier = session.dossier();
        let without = self.without.iter().map(|id| item(dossier, id));
        let without = without.collect::<Result<_, _>>()?;
        answer(dossier, without).ok_or_else(|| {
            Refused::not_applicable("this dossier has no hypotheses to weigh", SMALLEST)
        })
    }

    fn tell(answer: &WeighAnswer, session: &Session, _: Depth) -> Vec<Section> {
        vec![tell::section(answer, &Grounds::of(session))]
    }
}

/// The section for a page: without evidence that is not marked open, unless all is asked for; `None` when the dossier has no hypotheses.
pub fn for_page(dossier: &Dossier, text: &str, all_markings: bool) -> Option<Section> {
    let grounds = Grounds {
        dossier,
        text,
        all_markings,
    };
    let items = (0..dossier.evidence.len()).map(EvidenceId::new);
    let hidden = items.filter(|item| !grounds.shows(&dossier.evidence[item.idx()]));
    let answer = answer(dossier, hidden.collect())?;
    Some(tell::section(&answer, &grounds))
}

/// The answer without some items; `None` when the dossier has no hypotheses.
fn answer(dossier: &Dossier, without: Vec<EvidenceId>) -> Option<WeighAnswer> {
    let weighing = weigh::weigh(dossier, &weigh::Question { without })?;
    Some(answer::of(dossier, &weighing))
}

fn item(dossier: &Dossier, id: &str) -> Result<EvidenceId, Refused> {
    let found = dossier.evidence.iter().position(|item| item.id == id);
    found.map(EvidenceId::new).ok_or_else(|| {
        let items = dossier.weighing.items.iter();
        let ids = items.map(|(item, _)| dossier.evidence[item.idx()].id.as_str());
        Refused::not_applicable(
            format!("no evidence is called `{id}`"),
            format!(
                "those that bear on the hypotheses are {}",
                ids.collect::<Vec<_>>().join(", ")
            ),
        )
    })
}
