//! Names: which are declared, which were probably meant.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Dossier, EvidenceId, HypothesisId, MeasureId, TermId};
use crate::text::fold;

/// The words of the formula language; no identifier may be one of them.
pub(super) const WORDS: [&str; 11] = [
    "not", "and", "or", "if", "only", "unless", "iff", "at", "least", "most", "of",
];

/// How many names are looked at for the one that was probably meant.
const CANDIDATES_MAX: usize = 2000;
/// Longer words are not compared with others.
const WORD_CHARS_MAX: usize = 64;
/// How much of a text of the user's a message shows, in characters.
const SHOWN_MAX: usize = 60;
/// How many names a list of what is known shows.
const LISTED_MAX: usize = 12;

/// A declared measure.
#[derive(Debug)]
pub(super) struct MeasureName {
    /// Its position.
    pub(super) id: MeasureId,
    /// Its levels; empty for a yes/no measure, `None` when they could not be read.
    pub(super) levels: Option<Vec<String>>,
}

/// A declared term.
#[derive(Debug)]
pub(super) struct TermName {
    /// Its position.
    pub(super) id: TermId,
    /// The names of its readings; `None` for an uncontested term.
    pub(super) readings: Option<Vec<String>>,
}

/// What a name in a formula stands for.
pub(super) enum Known<'n> {
    /// A measure.
    Measure(&'n MeasureName),
    /// A term.
    Term(&'n TermName),
    /// Something that is declared but could not be read, so that nothing can be said about its uses.
    Broken,
    /// Nothing.
    Unknown,
}

/// Every name that formulas and citations may use.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The measures, as `party.measure`.
    measures: BTreeMap<String, MeasureName>,
    /// The terms.
    terms: BTreeMap<String, TermName>,
    /// The parties, in the order of the file.
    parties: Vec<String>,
    /// The names of measures and terms in the order of the file.
    order: Vec<String>,
    /// Measures and terms that are declared but could not be read.
    broken: BTreeSet<String>,
    /// Parties with measures that could not be read.
    open_parties: BTreeSet<String>,
    /// Whether there are parties that could not be read, under names that are not known.
    any_party: bool,
    /// Whether there are terms that could not be read, under names that are not known.
    any_term: bool,
    /// The evidence.
    pub(super) evidence: BTreeMap<String, EvidenceId>,
    /// Whether there is evidence whose id could not be read.
    pub(super) any_evidence: bool,
    /// The hypotheses.
    pub(super) hypotheses: BTreeMap<String, HypothesisId>,
}

impl Names {
    /// The names of a dossier that was read.
    pub(super) fn of(dossier: &Dossier) -> Self {
        let mut names = Self::default();
        for party in &dossier.parties {
            names.add_party(&party.id);
        }
        for (idx, measure) in dossier.measures.iter().enumerate() {
            let id = MeasureId::new(idx);
            names.add_measure(
                dossier.measure_name(id),
                MeasureName {
                    id,
                    levels: Some(measure.levels.clone()),
                },
            );
        }
        for (idx, term) in dossier.terms.iter().enumerate() {
            let readings = term.contested.then(|| {
                term.readings
                    .iter()
                    .map(|reading| reading.id.clone())
                    .collect()
            });
            names.add_term(
                &term.id,
                TermName {
                    id: TermId::new(idx),
                    readings,
                },
            );
        }
        names
    }

    /// Declares a party.
    pub(super) fn add_party(&mut self, party: &str) {
        self.parties.push(party.to_owned());
    }

    /// Declares a measure under its full name.
    pub(super) fn add_measure(&mut self, name: String, measure: MeasureName) {
        self.order.push(name.clone());
        self.measures.insert(name, measure);
    }

    /// Declares a term.
    pub(super) fn add_term(&mut self, name: &str, term: TermName) {
        self.order.push(name.to_owned());
        self.terms.insert(name.to_owned(), term);
    }

    /// Remembers a measure or term that could not be read.
    pub(super) fn add_broken(&mut self, name: String) {
        self.broken.insert(name);
    }

    /// Remembers a party whose measures could not be read.
    pub(super) fn open_party(&mut self, party: &str) {
        self.open_parties.insert(party.to_owned());
    }

    /// Remembers that the parties could not be read.
    pub(super) fn open_parties(&mut self) {
        self.any_party = true;
    }

    /// Remembers that the terms could not be read.
    pub(super) fn open_terms(&mut self) {
        self.any_term = true;
    }

    /// Whether every party and measure could be read.
    pub(super) fn measures_are_sound(&self) -> bool {
        !self.any_party
            && self.open_parties.is_empty()
            && self.broken.iter().all(|name| !name.contains('.'))
            && self
                .measures
                .values()
                .all(|measure| measure.levels.is_some())
    }

    /// What a name stands for.
    pub(super) fn find(&self, name: &str) -> Known<'_> {
        if let Some(measure) = self.measures.get(name) {
            return Known::Measure(measure);
        }
        if let Some(term) = self.terms.get(name) {
            return Known::Term(term);
        }
        let open = match name.split_once('.') {
            Some((party, _)) => self.any_party || self.open_parties.contains(party),
            None => self.any_term,
        };
        if open || self.broken.contains(name) {
            Known::Broken
        } else {
            Known::Unknown
        }
    }

    /// What to say about a name that nothing is known by.
    pub(super) fn help(&self, name: &str) -> String {
        if self.parties.iter().any(|party| party == name) {
            return format!("`{name}` is a party; name one of its measures, as `{name}.measure`");
        }
        if !name.contains('.')
            && let Some(full) = self.order.iter().find(|full| {
                full.split_once('.')
                    .is_some_and(|(_, measure)| measure == name)
            })
        {
            return did_you_mean(full);
        }
        if let Some(near) = nearest(name, self.order.iter().map(String::as_str)) {
            return did_you_mean(near);
        }
        match name.split_once('.') {
            Some((party, _)) if self.parties.iter().any(|known| known == party) => {
                let own = self
                    .order
                    .iter()
                    .filter_map(|full| full.strip_prefix(party)?.strip_prefix('.'));
                match listed(own) {
                    Some(list) => format!("the measures of `{party}` are {list}"),
                    None => format!("the party `{party}` has no measures"),
                }
            }
            Some((party, _)) => match nearest(party, self.parties.iter().map(String::as_str)) {
                Some(near) => format!("there is no party `{party}`; did you mean `{near}`?"),
                None => format!("there is no party `{party}`; declare it under `[parties]`"),
            },
            None => match listed(self.terms.keys().map(String::as_str)) {
                Some(list) => format!("the terms are {list}; measures are written `party.measure`"),
                None => "measures are written `party.measure`; terms are declared under `[terms]`"
                    .to_owned(),
            },
        }
    }
}

/// The question that proposes a name.
pub(super) fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// The name that was probably meant by `word`, if one is near.
pub(super) fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let n_chars = word.chars().take(WORD_CHARS_MAX + 1).count();
    if n_chars > WORD_CHARS_MAX {
        return None;
    }
    let word = fold(word);
    names
        .take(CANDIDATES_MAX)
        .filter(|name| name.len() <= 4 * WORD_CHARS_MAX)
        .map(|name| (strsim::osa_distance(&word, &fold(name)), name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, name)| {
            *distance <= (n_chars.max(name.len()) / 3).max(1) && *distance < n_chars
        })
        .map(|(_, name)| name)
}

/// A text of the user's in a message: on one line, and not too long.
pub(super) fn brief(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .take(SHOWN_MAX)
        .map(|c| if c.is_control() { '?' } else { c })
        .collect();
    if text.chars().nth(SHOWN_MAX).is_some() {
        shown.push('…');
    }
    shown
}

/// Names in backticks, with commas; `None` when there are none.
pub(super) fn listed<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let mut names = names.map(|name| format!("`{}`", brief(name)));
    let shown: Vec<String> = names.by_ref().take(LISTED_MAX).collect();
    let more = if names.next().is_some() { ", …" } else { "" };
    (!shown.is_empty()).then(|| shown.join(", ") + more)
}

/// Why a text cannot be an identifier; `None` when it can.
pub(super) fn unfit(id: &str) -> Option<String> {
    if WORDS.contains(&id.to_lowercase().as_str()) {
        return Some(format!(
            "`{}` is a word of the formula language",
            id.to_lowercase()
        ));
    }
    let fits = id.starts_with(|c: char| c.is_ascii_alphabetic())
        && id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    (!fits).then(|| "an identifier is a letter from a to z, in either case, then letters, digits, `_` or `-`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        let names = ["relief", "meet", "demand"];
        assert_eq!(nearest("relif", names.into_iter()), Some("relief"));
        assert_eq!(nearest("MEET", names.into_iter()), Some("meet"));
        assert_eq!(nearest("arsenal", names.into_iter()), None);
        assert_eq!(nearest("x", ["y"].into_iter()), None);
    }

    #[test]
    fn identifiers_are_letters_then_letters_digits_and_marks() {
        assert!(unfit("a-1_b").is_none());
        for id in ["", "1a", "-a", "a b", "a.b", "ü", "only", "OF"] {
            assert!(unfit(id).is_some(), "{id}");
        }
    }
}
