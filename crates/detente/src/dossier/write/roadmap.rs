//! The roadmap as text.

use std::fmt::Write as _;

use super::{Keys, Writer, list, quote};
use crate::dossier::{defaults, fields};
use crate::model::{
    Assurance, Commitment, CommitmentId, Estimate, MeasureId, PartyId, Prerequisite, Roadmap,
    Stake, Tail, Variant, Visibility,
};

impl Writer<'_> {
    /// Writes the section, with all that differs from what is left out.
    pub(super) fn roadmap(&mut self, roadmap: &Roadmap) {
        let mut keys = Keys::new(&fields::ROADMAP);
        keys.add("phases", roadmap.phases.to_string());
        if let Some(phase) = &roadmap.phase {
            keys.add("phase", quote(phase));
        }
        let all = (0..roadmap.commitments.len()).map(CommitmentId::new);
        if !roadmap.targets.iter().copied().eq(all) {
            keys.add("targets", targets(roadmap, &roadmap.targets));
        }
        keys.add("objective", quote(roadmap.objective.word()));
        if roadmap.tail != Tail::default() {
            keys.add("tail", quote(roadmap.tail.word()));
        }
        keys.add_unless("false_alarm", roadmap.false_alarm, Estimate::default());
        let _ = write!(self.out, "\n[roadmap]\n{}", keys.lines());
        for (party, stake) in self.dossier.parties.iter().zip(&roadmap.stakes) {
            if *stake != defaults::stake() {
                self.stake(&party.id, stake);
            }
        }
        roadmap
            .commitments
            .iter()
            .for_each(|it| self.commitment(roadmap, it));
        roadmap
            .assurances
            .iter()
            .for_each(|it| self.assurance(roadmap, it));
        roadmap
            .variants
            .iter()
            .for_each(|it| self.variant(roadmap, it));
    }

    fn stake(&mut self, party: &str, stake: &Stake) {
        let mut keys = Keys::new(&fields::STAKE);
        let left_out = defaults::stake();
        keys.add("patience", number(stake.patience));
        keys.add_unless("weight", stake.weight, left_out.weight);
        keys.add_unless("bond", stake.bond, left_out.bond);
        self.reasons(&stake.reasons, &mut keys);
        let _ = write!(self.out, "\n[roadmap.parties.{party}]\n{}", keys.lines());
    }

    fn commitment(&mut self, roadmap: &Roadmap, it: &Commitment) {
        let left_out = defaults::commitment(self.dossier, it.measure, it.level);
        let mut keys = Keys::new(&fields::COMMITMENT);
        for (key, worths) in [("per_phase", &it.per_phase), ("once", &it.once)] {
            if !worths.is_empty() {
                keys.add(key, self.worths(worths));
            }
        }
        keys.add_unless("irreversible", it.irreversible, left_out.irreversible);
        keys.add_unless("undo_cost", it.undo_cost, left_out.undo_cost);
        if it.discrete {
            keys.add("kind", quote("discrete"));
        }
        // Where the status quo is not known, the file's `now` says nothing of the start.
        if !self.dossier.has_status_quo || !is_equal(it.start, left_out.start) {
            keys.add("start", number(it.start));
        }
        let steps: Vec<(MeasureId, usize)> = roadmap
            .commitments
            .iter()
            .map(|it| (it.measure, it.level))
            .collect();
        let unsaid = defaults::below(&steps, (it.measure, it.level));
        let is_said = |on: &&Prerequisite| {
            unsaid.is_none_or(|unsaid| on.on != unsaid.on || on.lag > 0 || on.complete)
        };
        let after: Vec<String> = it
            .after
            .iter()
            .filter(is_said)
            .map(|on| prerequisite(roadmap, on))
            .collect();
        if !after.is_empty() {
            keys.add("after", list(after.into_iter()));
        }
        if it.earliest != left_out.earliest {
            keys.add("earliest", it.earliest.to_string());
        }
        keys.add_unless("max_step", it.max_step, left_out.max_step);
        add_visibility("withhold", it.withhold, left_out.withhold, &mut keys);
        add_visibility("reverse", it.reverse, it.withhold, &mut keys);
        if it.linked != left_out.linked {
            keys.add(
                "linked",
                list(it.linked.iter().map(|party| quote(self.party(*party)))),
            );
        }
        self.reasons(&it.reasons, &mut keys);
        let _ = write!(
            self.out,
            "\n[roadmap.measures.{}]\n{}",
            quote(&it.id),
            keys.lines()
        );
    }

    fn assurance(&mut self, roadmap: &Roadmap, it: &Assurance) {
        let mut keys = Keys::new(&fields::ASSURANCE);
        keys.add("by", quote(self.party(it.by)));
        keys.add("to", quote(self.party(it.to)));
        keys.add("against", name(roadmap, it.against));
        keys.add("pays", number(it.pays));
        keys.add_unless("costs", it.costs, Estimate::default());
        self.reasons(&it.reasons, &mut keys);
        let _ = write!(self.out, "\n[[roadmap.assurances]]\n{}", keys.lines());
    }

    fn variant(&mut self, roadmap: &Roadmap, it: &Variant) {
        let mut keys = Keys::new(&fields::PLAN);
        if let Some(text) = &it.text {
            keys.add("text", quote(text));
        }
        if let Some(phases) = it.phases {
            keys.add("phases", phases.to_string());
        }
        if let Some(ids) = &it.targets {
            keys.add("targets", targets(roadmap, ids));
        }
        if let Some(objective) = it.objective {
            keys.add("objective", quote(objective.word()));
        }
        let groups = it.after.chunk_by(|(a, _), (b, _)| a == b);
        let waits: Vec<String> = groups
            .map(|group| {
                let listed = group.iter().map(|(_, on)| prerequisite(roadmap, on));
                format!("{} = {}", name(roadmap, group[0].0), list(listed))
            })
            .collect();
        if !waits.is_empty() {
            keys.add("after", format!("{{ {} }}", waits.join(", ")));
        }
        let _ = write!(self.out, "\n[roadmap.plans.{}]\n{}", it.id, keys.lines());
    }

    fn worths(&self, worths: &[(PartyId, Estimate)]) -> String {
        let worths: Vec<String> = worths
            .iter()
            .map(|(party, worth)| format!("{} = {}", self.party(*party), number(*worth)))
            .collect();
        format!("{{ {} }}", worths.join(", "))
    }

    fn party(&self, id: PartyId) -> &str {
        &self.dossier.parties[id.idx()].id
    }
}

impl Keys {
    /// Adds a number unless it is the one that is meant when nothing is said.
    fn add_unless(&mut self, key: &'static str, it: Estimate, left_out: Estimate) {
        if !is_equal(it, left_out) {
            self.add(key, number(it));
        }
    }
}

/// A visibility as far as it differs. A number taken over from another place stays taken over.
fn add_visibility(key: &'static str, it: Visibility, left_out: Visibility, keys: &mut Keys) {
    let mut inner = Keys::new(&fields::VISIBILITY);
    if it.detect != left_out.detect {
        inner.add("detect", number(it.detect));
    }
    if it.lag != left_out.lag {
        inner.add("lag", it.lag.to_string());
    }
    if !inner.pairs.is_empty() {
        keys.add(key, inner.inline());
    }
}

fn targets(roadmap: &Roadmap, ids: &[CommitmentId]) -> String {
    list(ids.iter().map(|id| name(roadmap, *id)))
}

fn prerequisite(roadmap: &Roadmap, it: &Prerequisite) -> String {
    if it.lag == 0 && !it.complete {
        return name(roadmap, it.on);
    }
    let mut keys = Keys::new(&fields::WAIT);
    keys.add("measure", name(roadmap, it.on));
    if it.lag > 0 {
        keys.add("lag", it.lag.to_string());
    }
    if it.complete {
        keys.add("mode", quote("complete"));
    }
    keys.inline()
}

fn name(roadmap: &Roadmap, id: CommitmentId) -> String {
    quote(&roadmap.commitments[id.idx()].id)
}

fn is_equal(a: Estimate, b: Estimate) -> bool {
    (a.low, a.high) == (b.low, b.high)
}

pub(super) fn number(it: Estimate) -> String {
    if it.is_range() {
        format!("\"{} to {}\"", it.low, it.high)
    } else {
        it.low.to_string()
    }
}
