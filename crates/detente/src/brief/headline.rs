//! The headline in one sentence, and whether it survives other views and readings.

use super::setting_name;
use super::words::{Words, counted, sentence};
use crate::model::{Concept, Dossier, Formula};
use crate::stability::{Case, Extent, Finding};

/// How a condition is called in sentences: a term by its name, a formula by what it says.
pub(super) fn subject(dossier: &Dossier, case: &Case, finding: &Finding) -> String {
    let words = Words::new(dossier);
    match finding.named.map(|named| term_of(dossier, named)) {
        Some(Some((term, reading))) => words.term(term, Some(reading)),
        Some(None) => finding.named.map_or_else(String::new, |named| case.space.conflict().named[named].name.clone()),
        None => dossier.question.as_ref().map_or_else(String::new, |question| match &question.formula {
            Formula::Term { term, reading } => words.term(term.idx(), reading.or(Some(case.setting.reading(*term)))),
            formula => format!("“{}”", words.clause(formula)),
        }),
    }
}

/// The findings to tell: all but a term that the question asks for by name, which the question's own row tells.
pub(super) fn told(case: &Case) -> impl Iterator<Item = (usize, &Finding)> {
    let conflict = case.space.conflict();
    let asked = move |finding: &Finding| finding.named.is_some_and(|named| Some(conflict.named[named].holds) == conflict.question);
    case.headline.findings.iter().enumerate().filter(move |(_, finding)| !asked(finding))
}

/// The term and reading behind a position in the list of named conditions.
fn term_of(dossier: &Dossier, named: usize) -> Option<(usize, usize)> {
    let readings = dossier.terms.iter().enumerate().flat_map(|(term, it)| (0..it.readings.len()).map(move |reading| (term, reading)));
    readings.clone().nth(named)
}

/// The headline rule's answer for one case, in one or two sentences.
pub fn sentence_of(dossier: &Dossier, case: &Case) -> String {
    let headline = &case.headline;
    let from = if case.ways.is_some() { " that improvements reach from today’s state" } else { "" };
    if case.stopped {
        return "The work was stopped before the headline could be settled.".to_string();
    }
    let asked = asked(case);
    if asked.is_empty() {
        return "The headline rests on Nash stability, SSEQ, SEQ, SMR or GMR, and none of them was asked for.".to_string();
    }
    let is_complete = asked.len() == Concept::STRICTEST_FIRST.len();
    let Some(concept) = headline.concept else {
        return match is_complete {
            true => format!("In this model there is no equilibrium{from}, under any of the concepts: it does not settle."),
            false => format!("In this model there is no equilibrium{from} under {}; other concepts were not asked for.", keys(&asked)),
        };
    };
    let place = match headline.equilibria.len() {
        1 => format!("the one equilibrium{from}"),
        n => format!("the {}{from}", counted(n, "equilibrium")),
    };
    let name = concept.name();
    let Some(question) = headline.findings.first().filter(|finding| finding.named.is_none()) else {
        return sentence(&format!("under {name}, the conflict settles in {place}"));
    };
    let what = subject(dossier, case, question);
    let how = match (question.extent, headline.equilibria.len()) {
        (Extent::All, 1) => "holds in",
        (Extent::None, 1) => "does not hold in",
        (Extent::All, _) => "holds in all of",
        (Extent::Some, _) => "holds in some, not all, of",
        (Extent::None, _) => "holds in none of",
    };
    format!("{} {}", sentence(&format!("{what} {how} {place}, under {name}")), survival(question, is_complete)).trim_end().to_string()
}

/// The concepts that the headline can rest on and that were asked for, strictest first.
fn asked(case: &Case) -> Vec<Concept> {
    let is_settled = |concept: &Concept| case.settled.iter().any(|settled| settled.concept == *concept);
    Concept::STRICTEST_FIRST.into_iter().filter(is_settled).collect()
}

fn keys(concepts: &[Concept]) -> String {
    concepts.iter().map(|concept| concept.key().to_uppercase()).collect::<Vec<_>>().join(", ")
}

/// Whether the weaker concepts say the same; those that were not asked for are not spoken of.
fn survival(question: &Finding, is_complete: bool) -> String {
    let differing = question.weaker.iter().filter(|(_, extent)| *extent != question.extent);
    let told: Vec<String> =
        differing.map(|(concept, extent)| format!("in {} under {}", extent.word(), concept.key().to_uppercase())).collect();
    match (question.weaker.is_empty(), told.is_empty()) {
        (true, _) => String::new(),
        (false, true) if is_complete => "The weaker concepts say the same.".to_string(),
        (false, true) => {
            let weaker: Vec<Concept> = question.weaker.iter().map(|(concept, _)| *concept).collect();
            format!("The same under {}; other concepts were not asked for.", keys(&weaker))
        }
        (false, false) => format!("The weaker concepts say otherwise: it holds {}.", told.join(", ")),
    }
}

/// The headline over all cases: the first case's sentence, and whether the others agree with it on the question.
pub fn across(dossier: &Dossier, cases: &[Case]) -> Vec<String> {
    let Some((first, others)) = cases.split_first() else { return vec![] };
    let mut lines = vec![sentence_of(dossier, first)];
    let extent = |case: &Case| case.headline.findings.first().filter(|finding| finding.named.is_none()).map(|finding| finding.extent);
    if others.is_empty() || dossier.question.is_none() {
        return lines;
    }
    for case in others {
        let opening = match (case.stopped || first.stopped, extent(case) == extent(first)) {
            (true, _) => "Not compared",
            (false, true) => "The same",
            (false, false) => "It turns",
        };
        lines.push(format!("{opening} in the {}: {}", setting_name(dossier, &case.setting), sentence_of(dossier, case)));
    }
    lines
}
