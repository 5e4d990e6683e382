//! Warnings about a sound dossier: evidence that nothing uses or that is counted twice, parties that want nothing.

use super::copies;
use crate::dossier::row::Findings;
use crate::model::{Citation, Code, Diagnostic, Dossier, EvidenceId, Preference, Reasons};

/// Warns about what is sound and yet odd.
pub(super) fn warn(dossier: &Dossier, findings: &mut Findings) {
    let reasons = reasons(dossier);
    let roots = roots(dossier);
    for list in reasons.iter().flat_map(|reasons| [&reasons.cites, &reasons.against]) {
        warn_of_copies(dossier, &roots, list, findings);
    }
    copies::warn(dossier, &roots, &reasons, findings);
    warn_of_unused(dossier, &reasons, findings);
    let can_move = |idx: usize| dossier.graph.as_ref().is_some_and(|graph| graph.moves[idx].iter().any(|to| !to.is_empty()));
    for (idx, party) in dossier.parties.iter().enumerate().filter(|(idx, party)| !party.measures.is_empty() || can_move(*idx)) {
        let wants_nothing = |preference: &Preference| *preference == Preference::Indifferent;
        if dossier.preferences().filter(|(_, id, _)| id.idx() == idx).all(|(_, _, preference)| wants_nothing(preference)) {
            let (has, with) =
                if dossier.graph.is_none() { ("measures", "`prefers`, `ranking` or `values`") } else { ("moves", "`ranking`") };
            let message = format!("the party `{}` has {has} but no preferences", party.id);
            let help = format!("without preferences every state is as good to it as any other; say what it wants with {with}");
            findings.push(Diagnostic::warning(Code::W114, message).at(party.span, "wants nothing").help(help));
        }
    }
}

/// Every list of reasons.
fn reasons(dossier: &Dossier) -> Vec<&Reasons> {
    let mut all: Vec<&Reasons> = vec![];
    all.extend(dossier.measures.iter().map(|measure| &measure.reasons));
    all.extend(dossier.perceptions.iter().map(|perception| &perception.reasons));
    all.extend(dossier.coalesced.iter().map(|line| &line.reasons));
    all.extend(dossier.graph.iter().map(|graph| &graph.reasons));
    all.extend(dossier.terms.iter().flat_map(|term| &term.readings).map(|reading| &reading.reasons));
    all.extend(dossier.rules.iter().map(|rule| &rule.reasons));
    if let Some(roadmap) = &dossier.roadmap {
        all.extend(roadmap.stakes.iter().map(|stake| &stake.reasons));
        all.extend(roadmap.commitments.iter().map(|commitment| &commitment.reasons));
        all.extend(roadmap.assurances.iter().map(|assurance| &assurance.reasons));
    }
    all.extend(dossier.chronology.reasons());
    all.extend(dossier.weighing.hypotheses.iter().map(|hypothesis| &hypothesis.reasons));
    for (_, _, preference) in dossier.preferences() {
        match preference {
            Preference::Indifferent => {}
            Preference::Statements(list) => all.extend(list.iter().map(|statement| &statement.standing.reasons)),
            Preference::Ranking(ranking) => all.push(&ranking.standing.reasons),
            Preference::Relation(relation) => all.push(&relation.standing.reasons),
            Preference::Values(list) => all.extend(list.iter().map(|value| &value.standing.reasons)),
        }
    }
    all
}

/// For each item, the one at the end of its chain of origins; the chains are known to end.
fn roots(dossier: &Dossier) -> Vec<EvidenceId> {
    let mut roots: Vec<Option<EvidenceId>> = vec![None; dossier.evidence.len()];
    for start in 0..roots.len() {
        let mut path = vec![];
        let mut at = EvidenceId::new(start);
        let root = loop {
            if let Some(root) = roots[at.idx()] {
                break root;
            }
            path.push(at);
            match dossier.evidence[at.idx()].origin {
                Some(origin) => at = origin,
                None => break at,
            }
        };
        for item in path {
            roots[item.idx()] = Some(root);
        }
    }
    roots.into_iter().flatten().collect()
}

fn warn_of_copies(dossier: &Dossier, roots: &[EvidenceId], list: &[Citation], findings: &mut Findings) {
    let mut first: std::collections::BTreeMap<EvidenceId, &Citation> = std::collections::BTreeMap::new();
    for citation in list {
        let root = roots[citation.evidence.idx()];
        let Some(earlier) = first.get(&root) else {
            first.insert(root, citation);
            continue;
        };
        let name = |id: EvidenceId| format!("`{}`", dossier.evidence[id.idx()].id);
        let message = if citation.evidence == earlier.evidence {
            format!("{} is cited twice in one list", name(citation.evidence))
        } else {
            format!("{} and {} go back to one origin, {}", name(earlier.evidence), name(citation.evidence), name(root))
        };
        let help = "copies do not confirm each other; cite one of them";
        findings.push(
            Diagnostic::warning(Code::W103, message).at(citation.span, "the same source again").see(earlier.span, "first here").help(help),
        );
    }
}

/// An item is used when it is cited, or when a used item copies it.
fn warn_of_unused(dossier: &Dossier, reasons: &[&Reasons], findings: &mut Findings) {
    let mut used = vec![false; dossier.evidence.len()];
    for citation in reasons.iter().flat_map(|reasons| reasons.citations()) {
        let mut item = Some(citation.evidence);
        while let Some(id) = item.filter(|id| !used[id.idx()]) {
            used[id.idx()] = true;
            item = dossier.evidence[id.idx()].origin;
        }
    }
    dossier.weighing.items.iter().for_each(|(item, _)| used[item.idx()] = true);
    for (item, _) in dossier.evidence.iter().zip(used).filter(|(_, used)| !used) {
        let message = format!("the evidence `{}` is never used", item.id);
        let help = "cite it with `cites` or `against` where it matters";
        findings.push(Diagnostic::warning(Code::W102, message).at(item.span, "never used").help(help));
    }
}
