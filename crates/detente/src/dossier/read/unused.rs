//! Warnings about a sound dossier: evidence that nothing uses or that is counted twice, parties that want nothing.

use super::copies;
use crate::dossier::row::Findings;
use crate::model::{
    Citation, Code, Comparison, Diagnostic, Dossier, EvidenceId, Formula, MeasureId, Preference,
    Reasons, Written,
};

/// Warns about what is sound and yet odd.
pub(super) fn warn(dossier: &Dossier, findings: &mut Findings) {
    let reasons = reasons(dossier);
    let roots = roots(dossier);
    for list in reasons
        .iter()
        .flat_map(|reasons| [&reasons.cites, &reasons.against])
    {
        warn_of_copies(dossier, &roots, list, findings);
    }
    copies::warn(dossier, &roots, &reasons, findings);
    warn_of_unused(dossier, &reasons, findings);
    warn_of_idle_measures(dossier, findings);
    warn_of_constant_comparisons(dossier, findings);
    let can_move = |idx: usize| {
        dossier
            .graph
            .as_ref()
            .is_some_and(|graph| graph.moves[idx].iter().any(|to| !to.is_empty()))
    };
    for (idx, party) in dossier
        .parties
        .iter()
        .enumerate()
        .filter(|(idx, party)| !party.measures.is_empty() || can_move(*idx))
    {
        let wants_nothing = |preference: &Preference| *preference == Preference::Indifferent;
        if dossier
            .preferences()
            .filter(|(_, id, _)| id.idx() == idx)
            .all(|(_, _, preference)| wants_nothing(preference))
        {
            let (has, with) = if dossier.graph.is_none() {
                ("measures", "`prefers`, `ranking` or `values`")
            } else {
                ("moves", "`ranking`")
            };
            let message = format!("the party `{}` has {has} but no preferences", party.id);
            let help = format!(
                "without preferences every state is as good to it as any other; say what it wants with {with}"
            );
            findings.push(
                Diagnostic::warning(Code::W114, message)
                    .at(party.span, "wants nothing")
                    .help(help),
            );
        }
    }
}

/// Every list of reasons.
fn reasons(dossier: &Dossier) -> Vec<&Reasons> {
    let mut all: Vec<&Reasons> = vec![];
    all.extend(dossier.measures.iter().map(|measure| &measure.reasons));
    all.extend(
        dossier
            .perceptions
            .iter()
            .map(|perception| &perception.reasons),
    );
    all.extend(dossier.coalesced.iter().map(|line| &line.reasons));
    all.extend(dossier.graph.iter().map(|graph| &graph.reasons));
    all.extend(
        dossier
            .terms
            .iter()
            .flat_map(|term| &term.readings)
            .map(|reading| &reading.reasons),
    );
    all.extend(dossier.rules.iter().map(|rule| &rule.reasons));
    all.extend(dossier.move_rules.iter().map(|rule| &rule.reasons));
    if let Some(roadmap) = &dossier.roadmap {
        all.extend(roadmap.stakes.iter().map(|stake| &stake.reasons));
        all.extend(
            roadmap
                .commitments
                .iter()
                .map(|commitment| &commitment.reasons),
        );
        all.extend(
            roadmap
                .assurances
                .iter()
                .map(|assurance| &assurance.reasons),
        );
    }
    all.extend(dossier.chronology.reasons());
    all.extend(
        dossier
            .weighing
            .hypotheses
            .iter()
            .map(|hypothesis| &hypothesis.reasons),
    );
    for (_, _, preference) in dossier.preferences() {
        match preference {
            Preference::Indifferent => {}
            Preference::Statements(list) => {
                all.extend(list.iter().map(|statement| &statement.standing.reasons));
            }
            Preference::Ranking(ranking) => all.push(&ranking.standing.reasons),
            Preference::Relation(relation) => all.push(&relation.standing.reasons),
            Preference::Values(list) => {
                all.extend(list.iter().map(|value| &value.standing.reasons));
            }
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

fn warn_of_copies(
    dossier: &Dossier,
    roots: &[EvidenceId],
    list: &[Citation],
    findings: &mut Findings,
) {
    let mut first: std::collections::BTreeMap<EvidenceId, &Citation> =
        std::collections::BTreeMap::new();
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
            format!(
                "{} and {} go back to one origin, {}",
                name(earlier.evidence),
                name(citation.evidence),
                name(root)
            )
        };
        let help = "copies do not confirm each other; cite one of them";
        findings.push(
            Diagnostic::warning(Code::W103, message)
                .at(citation.span, "the same source again")
                .see(earlier.span, "first here")
                .help(help),
        );
    }
}

/// Every formula of the dossier.
fn formulas(dossier: &Dossier) -> Vec<&Written> {
    let mut all: Vec<&Written> = dossier.question.iter().collect();
    all.extend(
        dossier
            .terms
            .iter()
            .flat_map(|term| &term.readings)
            .map(|reading| &reading.means),
    );
    all.extend(dossier.rules.iter().map(|rule| &rule.condition));
    let of_moves = dossier.move_rules.iter();
    all.extend(of_moves.flat_map(|rule| [&rule.from, &rule.to]));
    all.extend(
        dossier
            .measures
            .iter()
            .flat_map(|measure| measure.take_when.iter().chain(&measure.drop_when)),
    );
    all.extend(dossier.coalesced.iter().map(|line| &line.that));
    for (_, _, preference) in dossier.preferences() {
        match preference {
            Preference::Statements(list) => all.extend(
                list.iter()
                    .flat_map(|line| std::iter::once(&line.that).chain(&line.or)),
            ),
            Preference::Values(list) => all.extend(list.iter().map(|value| &value.of)),
            Preference::Indifferent | Preference::Ranking(_) | Preference::Relation(_) => {}
        }
    }
    all
}

/// A measure that nothing speaks of only doubles the states. A ranking of states speaks of all measures.
fn warn_of_idle_measures(dossier: &Dossier, findings: &mut Findings) {
    if dossier
        .preferences()
        .any(|(_, _, preference)| matches!(preference, Preference::Ranking(_)))
    {
        return;
    }
    let mut used = vec![false; dossier.measures.len()];
    for written in formulas(dossier) {
        written.formula.walk(&mut |part| {
            if let Formula::InForce(measure) | Formula::Level { measure, .. } = part {
                used[measure.idx()] = true;
            }
        });
    }
    let planned = dossier.roadmap.iter().flat_map(|roadmap| {
        roadmap
            .commitments
            .iter()
            .map(|commitment| commitment.measure)
    });
    planned.for_each(|measure| used[measure.idx()] = true);
    for (idx, measure) in dossier
        .measures
        .iter()
        .enumerate()
        .filter(|(idx, _)| !used[*idx])
    {
        let name = dossier.measure_name(MeasureId::new(idx));
        let message = format!(
            "nothing speaks of the measure `{name}`: no preference, rule, term or condition"
        );
        let help = "say who cares about it, or leave it out: as it is, it only multiplies the states and the equilibria";
        findings.push(
            Diagnostic::warning(Code::W129, message)
                .at(measure.span, "matters to nobody")
                .help(help),
        );
    }
}

/// A level at an end of its measure makes a comparison that always or never holds.
fn warn_of_constant_comparisons(dossier: &Dossier, findings: &mut Findings) {
    for written in formulas(dossier) {
        written.formula.walk(&mut |part| {
            let Formula::Level {
                measure: id,
                comparison,
                level,
            } = part
            else {
                return;
            };
            let levels = &dossier.measures[id.idx()].levels;
            let Some(name) = levels.get(*level) else {
                return;
            };
            let end = if *level == 0 { "lowest" } else { "highest" };
            let holds = match comparison {
                Comparison::AtLeast if *level == 0 => "always",
                Comparison::Below if *level == 0 => "never",
                Comparison::AtMost if level + 1 == levels.len() => "always",
                Comparison::Above if level + 1 == levels.len() => "never",
                _ => return,
            };
            let message = format!(
                "a comparison of `{}` with `{name}` {holds} holds: it is its {end} level",
                dossier.measure_name(*id)
            );
            let help = "compare with another level, or leave this part out";
            findings.push(
                Diagnostic::warning(Code::W130, message)
                    .at(written.span, format!("{holds} holds"))
                    .help(help),
            );
        });
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
    dossier
        .weighing
        .items
        .iter()
        .for_each(|(item, _)| used[item.idx()] = true);
    for (item, _) in dossier.evidence.iter().zip(used).filter(|(_, used)| !used) {
        let message = format!("the evidence `{}` is never used", item.id);
        let help = "cite it with `cites` or `against` where it matters";
        findings.push(
            Diagnostic::warning(Code::W102, message)
                .at(item.span, "never used")
                .help(help),
        );
    }
}
