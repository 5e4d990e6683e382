//! The headline in one sentence, and whether it survives other views and readings.

use num_bigint::BigUint;

use super::setting_name;
use super::unmoved::Unmoved;
use super::words::{Words, counted_big, sentence};
use crate::model::{Concept, Conflict, Dossier, Extension, Formula, Setting};
use crate::stability::{Case, Extent, Finding, SetCase, Settlement};

/// What a headline rests on, whichever engine settled the case.
pub(super) struct Basis<'a> {
    pub(super) setting: &'a Setting,
    pub(super) conflict: &'a Conflict,
    /// The concepts that were asked for.
    pub(super) concepts: Vec<Concept>,
    /// Whether it is known what improvements reach.
    pub(super) is_from_today: bool,
    pub(super) is_stopped: bool,
    pub(super) concept: Option<Concept>,
    pub(super) n_equilibria: BigUint,
    pub(super) findings: &'a [Finding],
    engine: Engine<'a>,
}

/// The case itself.
enum Engine<'a> {
    Listed(&'a Case),
    Sets(&'a SetCase),
    Told(&'a Settlement),
}

impl<'a> From<&'a Case> for Basis<'a> {
    fn from(case: &'a Case) -> Self {
        Self {
            setting: &case.setting,
            conflict: case.space.conflict(),
            concepts: case.settled.iter().map(|settled| settled.concept).collect(),
            is_from_today: case.ways.is_some(),
            is_stopped: case.stopped,
            concept: case.headline.concept,
            n_equilibria: case.headline.equilibria.len().into(),
            findings: &case.headline.findings,
            engine: Engine::Listed(case),
        }
    }
}

impl<'a> From<&'a SetCase> for Basis<'a> {
    fn from(case: &'a SetCase) -> Self {
        Self {
            setting: &case.setting,
            conflict: case.space.conflict(),
            concepts: case.settled.iter().map(|settled| settled.concept).collect(),
            is_from_today: case.ways.is_some(),
            is_stopped: case.stopped,
            concept: case.headline.concept,
            n_equilibria: case.space.count(&case.headline.equilibria),
            findings: &case.headline.findings,
            engine: Engine::Sets(case),
        }
    }
}

impl<'a> From<&'a Settlement> for Basis<'a> {
    fn from(settlement: &'a Settlement) -> Self {
        let concepts = settlement.equilibria.iter();
        Self {
            setting: &settlement.setting,
            conflict: &settlement.conflict,
            concepts: concepts.map(|equilibria| equilibria.concept).collect(),
            is_from_today: settlement.from_today.is_some(),
            is_stopped: settlement.stopped,
            concept: settlement.concept,
            n_equilibria: settlement.reached.count.clone(),
            findings: &settlement.findings,
            engine: Engine::Told(settlement),
        }
    }
}

/// How a condition is called in sentences: a term by its name, a formula by what it says.
pub(super) fn subject<'a>(
    dossier: &Dossier,
    case: impl Into<Basis<'a>>,
    finding: &Finding,
) -> String {
    subject_in(dossier, &case.into(), finding)
}

fn subject_in(dossier: &Dossier, case: &Basis<'_>, finding: &Finding) -> String {
    let words = Words::new(dossier);
    match finding.named.map(|named| term_of(dossier, named)) {
        Some(Some((term, reading))) => words.term(term, Some(reading)),
        Some(None) => finding
            .named
            .map_or_else(String::new, |named| case.conflict.named[named].name.clone()),
        None => asked_in_words(dossier, case.setting),
    }
}

/// What the question asks for, in words; empty where nothing is asked.
pub(super) fn asked_in_words(dossier: &Dossier, setting: &Setting) -> String {
    let words = Words::new(dossier);
    let asked = dossier.question.as_ref();
    asked.map_or_else(String::new, |question| match &question.formula {
        Formula::Term { term, reading } => {
            words.term(term.idx(), reading.or(Some(setting.reading(*term))))
        }
        formula => format!("“{}”", words.clause(formula)),
    })
}

/// The findings to tell: all but a term that the question asks for by name, which the question's own row tells.
pub(super) fn told<'a>(case: impl Into<Basis<'a>>) -> impl Iterator<Item = (usize, &'a Finding)> {
    let Basis {
        conflict, findings, ..
    } = case.into();
    let asked = move |finding: &Finding| {
        finding
            .named
            .is_some_and(|named| Some(conflict.named[named].holds) == conflict.question)
    };
    findings
        .iter()
        .enumerate()
        .filter(move |(_, finding)| !asked(finding))
}

/// The term and reading behind a position in the list of named conditions.
pub(super) fn term_of(dossier: &Dossier, named: usize) -> Option<(usize, usize)> {
    let readings = dossier
        .terms
        .iter()
        .enumerate()
        .flat_map(|(term, it)| (0..it.readings.len()).map(move |reading| (term, reading)));
    readings.clone().nth(named)
}

/// The headline rule's answer for one case, in one or two sentences.
pub fn sentence_of(dossier: &Dossier, case: &Case) -> String {
    say(dossier, &case.into())
}

/// The same for a settlement of either engine.
pub(super) fn sentence_of_settlement(dossier: &Dossier, settlement: &Settlement) -> String {
    say(dossier, &settlement.into())
}

/// The same for a case settled over sets.
pub fn sentence_of_sets(dossier: &Dossier, case: &SetCase) -> String {
    say(dossier, &case.into())
}

/// The headline, and which parties it says nothing about because nothing moves them.
fn say(dossier: &Dossier, case: &Basis<'_>) -> String {
    if case.is_stopped {
        return settles(dossier, case);
    }
    let unmoved = match case.engine {
        Engine::Listed(case) => Unmoved::of(dossier, case),
        Engine::Sets(case) => Unmoved::of_sets(dossier, case),
        Engine::Told(settlement) => Unmoved::of_settlement(dossier, settlement),
    };
    match unmoved.told(dossier) {
        Some(told) if unmoved.is_everybody() => told,
        Some(told) => format!("{} {told}", settles(dossier, case)),
        None => settles(dossier, case),
    }
}

fn settles(dossier: &Dossier, case: &Basis<'_>) -> String {
    let from = if case.is_from_today {
        " that improvements reach from today’s state"
    } else {
        ""
    };
    if case.is_stopped {
        return "The work was stopped before the headline could be settled.".to_string();
    }
    let asked: Vec<Concept> = Concept::STRICTEST_FIRST
        .into_iter()
        .filter(|concept| case.concepts.contains(concept))
        .collect();
    if asked.is_empty() {
        return "The headline rests on Nash stability, SSEQ, SEQ, SMR or GMR, and none of them was asked for.".to_string();
    }
    let is_complete = asked.len() == Concept::STRICTEST_FIRST.len();
    let Some(concept) = case.concept else {
        return match is_complete {
            true => format!(
                "In this model there is no equilibrium{from}, under any of the concepts: it does not settle."
            ),
            false => format!(
                "In this model there is no equilibrium{from} under {}; other concepts were not asked for.",
                keys(&asked)
            ),
        };
    };
    let is_one = case.n_equilibria == BigUint::from(1u32);
    let place = match is_one {
        true => format!("the one equilibrium{from}"),
        false => format!(
            "the {}{from}",
            counted_big(&case.n_equilibria, "equilibrium")
        ),
    };
    let name = concept.name();
    let Some(question) = case
        .findings
        .first()
        .filter(|finding| finding.named.is_none())
    else {
        return sentence(&format!("under {name}, the conflict settles in {place}"));
    };
    let what = subject_in(dossier, case, question);
    let how = match (question.extent, is_one) {
        (Extent::All, true) => "holds in",
        (Extent::None, true) => "does not hold in",
        (Extent::All, _) => "holds in all of",
        (Extent::Some, _) => "holds in some, not all, of",
        (Extent::None, _) => "holds in none of",
    };
    format!(
        "{} {}",
        sentence(&format!("{what} {how} {place}, under {name}")),
        survival(question, is_complete)
    )
    .trim_end()
    .to_string()
}

fn keys(concepts: &[Concept]) -> String {
    concepts
        .iter()
        .map(|concept| concept.key().to_uppercase())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Whether the weaker concepts say the same; those that were not asked for are not spoken of.
fn survival(question: &Finding, is_complete: bool) -> String {
    let differing = question
        .weaker
        .iter()
        .filter(|(_, extent)| *extent != question.extent);
    let told: Vec<String> = differing
        .map(|(concept, extent)| {
            format!(
                "in {} under {}",
                extent.word(),
                concept.key().to_uppercase()
            )
        })
        .collect();
    match (question.weaker.is_empty(), told.is_empty()) {
        (true, _) => String::new(),
        (false, true) if is_complete => "The weaker concepts say the same.".to_string(),
        (false, true) => {
            let weaker: Vec<Concept> = question
                .weaker
                .iter()
                .map(|(concept, _)| *concept)
                .collect();
            format!(
                "The same under {}; other concepts were not asked for.",
                keys(&weaker)
            )
        }
        (false, false) => format!(
            "The weaker concepts say otherwise: it holds {}.",
            told.join(", ")
        ),
    }
}

/// The headline of a case under each way of taking comparisons, where there are several: one sentence where all say the same.
pub(super) fn by_kernel(dossier: &Dossier, case: &SetCase) -> Vec<String> {
    let all: Vec<&SetCase> = std::iter::once(case).chain(&case.others).collect();
    let is_unknown = all
        .iter()
        .any(|case| case.kernel.extension != Extension::default());
    let told: Vec<String> = all
        .iter()
        .map(|case| say(dossier, &Basis::from(*case)))
        .collect();
    if told.iter().all(|other| *other == told[0]) {
        let every = "However comparisons are taken: ".to_string();
        return vec![every + &told[0]];
    }
    let each = all.iter().zip(told).map(|(case, told)| {
        let key = super::graph::key_of_kernel(case.kernel, is_unknown);
        format!("{key}: {told}")
    });
    std::iter::once("It depends on how comparisons are taken:".to_string())
        .chain(each)
        .collect()
}

/// The headline over all cases: the first case's sentence, and whether the others agree with it on the question.
pub fn across(dossier: &Dossier, cases: &[Case]) -> Vec<String> {
    across_all(dossier, &cases.iter().map(Basis::from).collect::<Vec<_>>())
}

pub(super) fn across_all(dossier: &Dossier, cases: &[Basis<'_>]) -> Vec<String> {
    let Some((first, others)) = cases.split_first() else {
        return vec![];
    };
    let mut lines = vec![say(dossier, first)];
    let extent = |case: &Basis<'_>| {
        case.findings
            .first()
            .filter(|finding| finding.named.is_none())
            .map(|finding| finding.extent)
    };
    if others.is_empty() || dossier.question.is_none() {
        return lines;
    }
    for case in others {
        let opening = match (
            case.is_stopped || first.is_stopped,
            extent(case) == extent(first),
        ) {
            (true, _) => "Not compared",
            (false, true) => "The same",
            (false, false) => "It turns",
        };
        lines.push(format!(
            "{opening} in the {}: {}",
            setting_name(dossier, case.setting),
            say(dossier, case)
        ));
    }
    lines
}
