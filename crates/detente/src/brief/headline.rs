//! The headline in one sentence, and whether it survives other views and readings.

use super::setting_name;
use super::words::{Words, counted, sentence};
use crate::model::Dossier;
use crate::stability::{Case, Extent, Finding};

/// How a condition is called in sentences: the question and terms by name.
pub fn about(dossier: &Dossier, case: &Case, finding: &Finding) -> String {
    match finding.named {
        None => dossier.question.as_ref().map_or_else(String::new, |question| Words::new(dossier).formula(&question.formula)),
        Some(named) => term_of(dossier, named).map_or_else(
            || case.space.conflict().named[named].name.clone(),
            |(term, reading)| Words::new(dossier).term(term, Some(reading)),
        ),
    }
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
    let Some(concept) = headline.concept else {
        return format!("In this model there is no equilibrium{from}, under any of the concepts: it does not settle.");
    };
    let place = match headline.equilibria.len() {
        1 => format!("the one equilibrium{from}"),
        n => format!("the {}{from}", counted(n, "equilibrium")),
    };
    let name = concept.name();
    let Some(question) = headline.findings.first().filter(|finding| finding.named.is_none()) else {
        return sentence(&format!("under {name}, the conflict settles in {place}"));
    };
    let what = about(dossier, case, question);
    let claim = match (question.extent, headline.equilibria.len()) {
        (Extent::All, 1) => format!("in {place} (under {name}), {what}"),
        (Extent::None, 1) => format!("in {place} (under {name}) this does not hold: {what}"),
        (Extent::All, _) => format!("in all of {place} (under {name}), {what}"),
        (Extent::Some, _) => format!("in some, not all, of {place} (under {name}), {what}"),
        (Extent::None, _) => format!("in none of {place} (under {name}) does this hold: {what}"),
    };
    let differing: Vec<String> = question
        .weaker
        .iter()
        .filter(|(_, extent)| *extent != question.extent)
        .map(|(concept, extent)| format!("{} under {}", extent.word(), concept.key().to_uppercase()))
        .collect();
    let survives = match (question.weaker.is_empty(), differing.is_empty()) {
        (true, _) => String::new(),
        (false, true) => " The weaker concepts say the same.".to_string(),
        (false, false) => format!(" The weaker concepts say otherwise: {}.", differing.join(", ")),
    };
    format!("{}{survives}", sentence(&claim))
}

/// The headline over all cases: the first case's sentence, and whether the others agree with it on the question.
pub fn across(dossier: &Dossier, cases: &[Case]) -> Vec<String> {
    let Some((first, others)) = cases.split_first() else { return vec![] };
    let mut lines = vec![sentence_of(dossier, first)];
    let extent = |case: &Case| case.headline.findings.first().filter(|finding| finding.named.is_none()).map(|finding| finding.extent);
    if others.is_empty() || dossier.question.is_none() {
        return lines;
    }
    let (agreeing, differing): (Vec<&Case>, Vec<&Case>) = others.iter().partition(|other| extent(other) == extent(first));
    if differing.is_empty() {
        let names: Vec<String> = agreeing.iter().map(|case| setting_name(dossier, &case.setting)).collect();
        lines.push(sentence(&format!("the answer to the question is the same in {}", names.join("; "))));
    }
    for case in differing {
        lines.push(format!("It turns in the {}: {}", setting_name(dossier, &case.setting), lower_first(&sentence_of(dossier, case))));
    }
    lines
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
