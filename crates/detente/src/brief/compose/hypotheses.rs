//! New approach, or posturing? The section on rival hypotheses.

use super::Composer;
use crate::document::Section;
use crate::model::EvidenceId;
use crate::questions::weigh;

impl Composer<'_> {
    /// What `weigh` tells, with reasons and lines; nothing where there are no hypotheses.
    pub(super) fn hypotheses(&self) -> Option<Section> {
        let hidden = (0..self.dossier.evidence.len())
            .map(EvidenceId::new)
            .filter(|item| !self.shows(&self.dossier.evidence[item.idx()]));
        let answer = weigh::answer(self.dossier, hidden.collect())?;
        let reasoned = |it: &weigh::Hypothesis| {
            let given = self.dossier.weighing.hypotheses.iter();
            let given = given.filter(|hypothesis| hypothesis.id == it.id);
            let line = |given: &crate::model::Hypothesis| {
                self.reasoned(given.text.clone(), &given.reasons)
                    .said_at(self.at(given.span))
            };
            given.map(line).next().unwrap_or_default()
        };
        Some(weigh::section(&answer, &reasoned))
    }
}
