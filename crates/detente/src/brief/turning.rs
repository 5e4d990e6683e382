//! Views and readings side by side: in how many the question has the same answer, and what differs where it turns.

use super::headline::Basis;
use super::words::{Words, counted, spaced};
use super::{setting_name, view_name};
use crate::model::{
    Citation, Dossier, PartyId, Preference, Reasons, Setting, Span, Standing, Statement, Value,
};
use crate::stability::Extent;

/// So many lines are told one by one.
const LINES_MAX: usize = 2;

/// A sentence with the reasons of the lines that it tells.
pub(super) struct Told {
    pub(super) text: String,
    pub(super) reasons: Reasons,
    /// Where the lines stand that it tells.
    pub(super) lines: Vec<Span>,
}

/// In how many views and readings the question has the first one's answer, and for each in which it turns, what differs from the first.
pub(super) fn turning(dossier: &Dossier, cases: &[Basis<'_>]) -> Vec<Told> {
    let extent = |case: &Basis<'_>| -> Option<Extent> {
        case.findings
            .first()
            .filter(|finding| finding.named.is_none())
            .map(|finding| finding.extent)
    };
    let Some((first, others)) = cases.split_first().filter(|(_, others)| !others.is_empty()) else {
        return vec![];
    };
    if dossier.question.is_none() || cases.iter().any(|case| case.is_stopped) {
        return vec![];
    }
    let turned: Vec<&Basis<'_>> = others
        .iter()
        .filter(|case| extent(case) != extent(first))
        .collect();
    let agreement = match turned.len() {
        0 => format!(
            "The question has the same answer in all {} views and readings.",
            cases.len()
        ),
        n => format!(
            "The question has the first answer in {} of {} views and readings; it turns in {n}.",
            cases.len() - n,
            cases.len()
        ),
    };
    let mut told = vec![Told {
        text: agreement,
        reasons: Reasons::default(),
        lines: vec![],
    }];
    told.extend(
        turned
            .into_iter()
            .filter_map(|case| differing(dossier, first.setting, case.setting)),
    );
    told
}

/// What differs between two settings; `None` where nothing can be told apart in words.
fn differing(dossier: &Dossier, first: &Setting, second: &Setting) -> Option<Told> {
    let words = Words::new(dossier);
    let mut parts = Vec::new();
    let (mut reasons, mut told) = (Reasons::default(), vec![]);
    let mut is_one_line = true;
    for party in dossier.party_ids() {
        let (before, after) = (
            dossier.preference(party, first.view),
            dossier.preference(party, second.view),
        );
        if !std::ptr::eq(before, after) {
            let (part, single) = lists(dossier, party, before, after, &mut reasons, &mut told);
            is_one_line &= single && parts.is_empty();
            parts.extend(part);
        }
    }
    for term in dossier
        .open_terms()
        .into_iter()
        .filter(|term| first.reading(*term) != second.reading(*term))
    {
        let it = &dossier.terms[term.idx()];
        let reading = &it.readings[second.reading(term)];
        is_one_line &= parts.is_empty();
        parts.push(format!(
            "“{}” is read as “{}”",
            spaced(&it.id),
            words.clause(&reading.means.formula)
        ));
        add(&mut reasons, &reading.reasons);
        told.push(reading.means.span);
    }
    if parts.is_empty() {
        return None;
    }
    let place = setting_name(dossier, second);
    let text = match (is_one_line, second.view) {
        (true, _) => format!(
            "In the {place} it turns on this alone: {}.",
            parts.join("; ")
        ),
        (false, Some(_)) => format!(
            "What differs in the {place}: {}. `compare FILE --to-view {}` finds how little of it is enough.",
            parts.join("; "),
            view_name(dossier, second)
        ),
        (false, None) => format!("What differs in the {place}: {}.", parts.join("; ")),
    };
    Some(Told {
        text,
        reasons,
        lines: told,
    })
}

/// What differs between two lists of a party, and whether that is one line, new or in place of another.
fn lists(
    dossier: &Dossier,
    party: PartyId,
    before: &Preference,
    after: &Preference,
    reasons: &mut Reasons,
    told: &mut Vec<Span>,
) -> (Option<String>, bool) {
    let name = &dossier.parties[party.idx()].name;
    let (old, new) = (lines(dossier, before), lines(dossier, after));
    let (Some(old), Some(new)) = (old, new) else {
        return (
            Some(format!("what {name} wants is told in another way")),
            false,
        );
    };
    let only = |list: &[Said], other: &[Said]| -> Vec<String> {
        list.iter()
            .map(|(text, ..)| text)
            .filter(|text| !other.iter().any(|(known, ..)| known == *text))
            .cloned()
            .collect()
    };
    let (gone, come) = (only(&old, &new), only(&new, &old));
    for (_, standing, span) in new.iter().filter(|(text, ..)| come.contains(text)) {
        add(reasons, &standing.reasons);
        told.push(*span);
    }
    told.extend(
        old.iter()
            .filter(|(text, ..)| gone.contains(text))
            .map(|(.., span)| *span),
    );
    let quoted = |lines: &[String]| {
        lines
            .iter()
            .map(|line| format!("“{line}”"))
            .collect::<Vec<_>>()
            .join(" and ")
    };
    let places =
        |list: &[Said], texts: &[String]| list.iter().position(|(text, ..)| texts.contains(text));
    let stay_in_order = || {
        let kept = |list: &[Said], left_out: &[String]| -> Vec<String> {
            list.iter()
                .map(|(text, ..)| text.clone())
                .filter(|text| !left_out.contains(text))
                .collect()
        };
        kept(&old, &gone) == kept(&new, &come)
    };
    let single = gone.len() <= 1
        && come.len() <= 1
        && stay_in_order()
        && (gone.is_empty() || come.is_empty() || places(&old, &gone) == places(&new, &come));
    let sentence = match (gone.len(), come.len()) {
        (0, 0) if stay_in_order() => return (None, true),
        (0, 0) => format!("the order of {name}’s lines"),
        (g, c) if g <= LINES_MAX && c <= LINES_MAX => {
            let come = if come.is_empty() {
                "nothing".to_string()
            } else {
                quoted(&come)
            };
            let instead = if gone.is_empty() {
                String::new()
            } else {
                format!(" instead of {}", quoted(&gone))
            };
            format!("{name} wants {come}{instead}")
        }
        (g, c) => format!(
            "{name}’s list has {} of its own, and lacks {}",
            counted(c, "line"),
            g
        ),
    };
    let is_order_only = gone.is_empty() && come.is_empty();
    (Some(sentence), single && !is_order_only)
}

/// A line in words, its standing, and where it stands.
type Said<'a> = (String, &'a Standing, Span);

/// The lines of a list; `None` where it is none.
fn lines<'a>(dossier: &Dossier, preference: &'a Preference) -> Option<Vec<Said<'a>>> {
    let words = Words::new(dossier);
    match preference {
        Preference::Statements(list) => Some(
            list.iter()
                .map(|Statement { that, standing, .. }| {
                    (words.clause(&that.formula), standing, that.span)
                })
                .collect(),
        ),
        Preference::Values(list) => {
            let told = |value: &'a Value| {
                (
                    format!(
                        "{} (worth {})",
                        words.clause(&value.of.formula),
                        value.worth()
                    ),
                    &value.standing,
                    value.of.span,
                )
            };
            Some(list.iter().map(told).collect())
        }
        Preference::Indifferent => Some(vec![]),
        Preference::Ranking(_) | Preference::Relation(_) => None,
    }
}

/// Adds the reasons of one line to those of others, each item once.
pub(super) fn add(reasons: &mut Reasons, more: &Reasons) {
    reasons.judgement |= more.judgement;
    for (known, new) in [
        (&mut reasons.cites, &more.cites),
        (&mut reasons.against, &more.against),
    ] {
        let fresh: Vec<Citation> = new
            .iter()
            .filter(|it| !known.iter().any(|known| known.evidence == it.evidence))
            .copied()
            .collect();
        known.extend(fresh);
    }
}
