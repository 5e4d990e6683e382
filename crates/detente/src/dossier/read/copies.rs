//! Warnings about items of evidence that look like one source under two names.
//!
//! Two items of one document can say different things, and count twice only where one list cites both. Two items that say
//! the same in the same words are copies wherever they stand. Nothing is said of items with one origin: W103 does that.

use std::collections::{BTreeMap, BTreeSet};

use crate::dossier::row::Findings;
use crate::model::{Citation, Code, Diagnostic, Dossier, EvidenceId, Reasons};
use crate::text::fold;

/// The most items of which every two are compared; among more, only equal texts are found.
const COMPARED_MAX: usize = 2000;
/// A text with fewer words says too little to be recognised.
const WORDS_MIN: usize = 8;
/// From which share of common words on two texts are near-identical, in percent of all words of both.
const COMMON_PERCENT: usize = 90;

const HELP: &str =
    "copies do not confirm each other; if one copies the other, say so with `origin`";

/// Warns of items that look like one source; `roots` has the origin of each item.
pub(super) fn warn(
    dossier: &Dossier,
    roots: &[EvidenceId],
    reasons: &[&Reasons],
    findings: &mut Findings,
) {
    let mut told: BTreeSet<(EvidenceId, EvidenceId)> = BTreeSet::new();
    for list in reasons
        .iter()
        .flat_map(|reasons| [&reasons.cites, &reasons.against])
    {
        for (rank, second) in list.iter().enumerate() {
            let is_same = |first: &&Citation| {
                let (a, b) = (first.evidence, second.evidence);
                roots[a.idx()] != roots[b.idx()] && document(dossier, a, b).is_some()
            };
            let Some(first) = list[..rank].iter().find(is_same) else {
                continue;
            };
            let pair = (
                first.evidence.min(second.evidence),
                first.evidence.max(second.evidence),
            );
            let Some(what) =
                document(dossier, first.evidence, second.evidence).filter(|_| told.insert(pair))
            else {
                continue;
            };
            let message = format!(
                "{} and {} have one {what} and are cited together",
                name(dossier, pair.0),
                name(dossier, pair.1)
            );
            let finding = Diagnostic::warning(Code::W126, message)
                .at(second.span, "the same source again?")
                .see(first.span, "first here");
            findings.push(finding.help(HELP));
        }
    }
    for (first, second) in alike(dossier) {
        if roots[first.idx()] != roots[second.idx()] && told.insert((first, second)) {
            let message = format!(
                "{} and {} say the same in nearly the same words",
                name(dossier, first),
                name(dossier, second)
            );
            let (first, second) = (
                dossier.evidence[first.idx()].span,
                dossier.evidence[second.idx()].span,
            );
            let finding = Diagnostic::warning(Code::W126, message)
                .at(second, "the same source again?")
                .see(first, "first here");
            findings.push(finding.help(HELP));
        }
    }
}

fn name(dossier: &Dossier, id: EvidenceId) -> String {
    format!("`{}`", dossier.evidence[id.idx()].id)
}

/// What shows that two items come from one document; `None` when nothing does.
fn document(dossier: &Dossier, first: EvidenceId, second: EvidenceId) -> Option<&'static str> {
    let (a, b) = (
        &dossier.evidence[first.idx()],
        &dossier.evidence[second.idx()],
    );
    if first == second {
        return None;
    }
    let same_url = a.url.is_some() && a.url == b.url;
    let same_source = a.date == b.date && folded(&a.source) == folded(&b.source);
    if same_url {
        Some("address")
    } else {
        same_source.then_some("source and date")
    }
}

/// The words of a text, folded.
fn folded(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Pairs of items with nearly the same words, the earlier item first.
fn alike(dossier: &Dossier) -> Vec<(EvidenceId, EvidenceId)> {
    let mut texts: Vec<Vec<String>> = dossier
        .evidence
        .iter()
        .map(|item| folded(&item.says))
        .collect();
    texts.iter_mut().for_each(|words| words.sort());
    let mut found = vec![];
    if texts.len() > COMPARED_MAX {
        let mut first: BTreeMap<&[String], usize> = BTreeMap::new();
        for (second, words) in texts
            .iter()
            .enumerate()
            .filter(|(_, words)| words.len() >= WORDS_MIN)
        {
            let first = *first.entry(words).or_insert(second);
            found.extend(
                (first < second).then(|| (EvidenceId::new(first), EvidenceId::new(second))),
            );
        }
        return found;
    }
    for (second, words) in texts.iter().enumerate() {
        let earlier = texts[..second]
            .iter()
            .position(|other| are_alike(other, words));
        found.extend(earlier.map(|first| (EvidenceId::new(first), EvidenceId::new(second))));
    }
    found
}

/// Whether two sorted lists of words have nearly all words in common.
fn are_alike(a: &[String], b: &[String]) -> bool {
    let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
    if shorter < WORDS_MIN || 200 * shorter < COMMON_PERCENT * (shorter + longer) {
        return false;
    }
    let (mut i, mut k, mut n_common) = (0, 0, 0);
    while i < a.len() && k < b.len() {
        match a[i].cmp(&b[k]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => k += 1,
            std::cmp::Ordering::Equal => (n_common, i, k) = (n_common + 1, i + 1, k + 1),
        }
    }
    200 * n_common >= COMMON_PERCENT * (a.len() + b.len())
}
