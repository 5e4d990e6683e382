//! What follows from each of the things that nobody knows which of them a party wants.

use num_bigint::BigUint;
use serde_json::{Value, json};

use super::headline::asked_in_words;
use super::json::add_to_each;
use super::words::{Words, counted_big, sentence};
use crate::model::{Chosen, Concept, Conflict, Dossier, Preference, Setting, Written};
use crate::stability::{ALTERNATIVES_MAX, Extent, UnderAlternative};

/// What was found for one setting: where it settles under each alternative; `None` where there are too many to ask about.
pub type Open = Option<Vec<UnderAlternative>>;

/// The most combinations of alternatives that are told of one answer.
const TOLD_MAX: usize = 3;

/// Whether the answer depends on which alternative is so, or nobody can tell whether it does.
pub fn is_open(found: &Open) -> bool {
    found.as_ref().is_none_or(|all| {
        all.first()
            .is_some_and(|first| all.iter().any(|other| !other.answers_as(first)))
    })
}

/// What depends on which of several things parties want, sentence by sentence: that it does, then each answer. Nothing where all alternatives
/// have the same answer.
pub fn depends(dossier: &Dossier, setting: &Setting, found: &Open) -> Vec<String> {
    if !is_open(found) {
        return vec![];
    }
    let teller = Teller {
        dossier,
        setting,
        words: Words::new(dossier),
    };
    let Some(all) = found else {
        return vec![format!(
            "What parties want can be chosen in more than {ALTERNATIVES_MAX} ways, and nobody knows which is so: whether the answer depends on which \
             is not told."
        )];
    };
    let deciding = deciding(all);
    let mut told = vec![teller.opening(&deciding)];
    let mut groups: Vec<(&UnderAlternative, Vec<Vec<Chosen>>)> = vec![];
    for one in all {
        let chosen: Vec<Chosen> = deciding.iter().map(|&at| one.chosen[at]).collect();
        match groups.iter_mut().find(|(first, _)| first.answers_as(one)) {
            Some((_, choices)) if choices.contains(&chosen) => {}
            Some((_, choices)) => choices.push(chosen),
            None => groups.push((one, vec![chosen])),
        }
    }
    told.extend(groups.iter().map(|(answer, choices)| {
        format!("If {}: {}", teller.choices(choices), teller.answer(answer))
    }));
    told
}

/// The positions of the statements on which the answer depends: a change of that one alone changes it.
fn deciding(all: &[UnderAlternative]) -> Vec<usize> {
    let n_open = all.first().map_or(0, |first| first.chosen.len());
    let differ_only_at = |one: &UnderAlternative, other: &UnderAlternative, at: usize| {
        (0..n_open).all(|open| (one.chosen[open] == other.chosen[open]) == (open != at))
    };
    let decides = |at: &usize| {
        all.iter().enumerate().any(|(idx, one)| {
            let later = all[idx + 1..].iter();
            later
                .filter(|other| differ_only_at(one, other, *at))
                .any(|other| !one.answers_as(other))
        })
    };
    (0..n_open).filter(decides).collect()
}

struct Teller<'a> {
    dossier: &'a Dossier,
    setting: &'a Setting,
    words: Words<'a>,
}

impl Teller<'_> {
    /// What a choice takes a statement to say.
    fn said(&self, chosen: Chosen) -> Option<&Written> {
        let Preference::Statements(list) = self.dossier.preference(chosen.party, self.setting.view)
        else {
            return None;
        };
        let statement = list.get(chosen.line)?;
        match chosen.alternative.checked_sub(1) {
            None => Some(&statement.that),
            Some(instead) => statement.or.get(instead),
        }
    }

    fn opening(&self, deciding: &[usize]) -> String {
        let open: Vec<(usize, usize)> = self
            .dossier
            .party_ids()
            .filter_map(
                |party| match self.dossier.preference(party, self.setting.view) {
                    Preference::Statements(list) => Some((party, list)),
                    _ => None,
                },
            )
            .flat_map(|(party, list)| {
                let open = list.iter().filter(|statement| !statement.or.is_empty());
                open.map(move |statement| (party.idx(), statement.or.len() + 1))
            })
            .collect();
        match deciding {
            [at] => {
                let (party, n_alternatives) = open[*at];
                let number = if n_alternatives == 2 {
                    "two"
                } else {
                    "several"
                };
                format!(
                    "It depends on which of {number} things {} wants; nobody knows which.",
                    self.dossier.parties[party].name
                )
            }
            _ => "It depends on which of several things parties want; nobody knows which."
                .to_string(),
        }
    }

    /// Combinations of choices, as what parties want.
    fn choices(&self, choices: &[Vec<Chosen>]) -> String {
        let wants = |chosen: &Chosen| {
            let that = self.said(*chosen);
            let that = that.map_or_else(String::new, |that| self.words.clause(&that.formula));
            format!(
                "{} wants “{that}”",
                self.dossier.parties[chosen.party.idx()].name
            )
        };
        let together =
            |choice: &Vec<Chosen>| choice.iter().map(wants).collect::<Vec<_>>().join(" and ");
        let mut told: Vec<String> = choices.iter().take(TOLD_MAX).map(together).collect();
        if choices.len() > TOLD_MAX {
            told.push(format!("in {} further ways", choices.len() - TOLD_MAX));
        }
        told.join(", or ")
    }

    fn answer(&self, answer: &UnderAlternative) -> String {
        let Some(concept) = answer.concept else {
            return "it does not settle under any concept.".to_string();
        };
        let is_one = answer.n_equilibria == BigUint::from(1u32);
        let n_equilibria = match is_one {
            true => "one equilibrium".to_string(),
            false => counted_big(&answer.n_equilibria, "equilibrium"),
        };
        let reached = format!("{n_equilibria} reached ({})", concept.key());
        let Some(extent) = answer.question else {
            let conflict = Conflict::new(self.dossier, self.setting);
            let first = answer.equilibria.first();
            let state = first.map_or_else(String::new, |state| self.words.state(&conflict, *state));
            return sentence_lower(&format!("it settles in {reached}, first: {state}"));
        };
        let what = asked_in_words(self.dossier, self.setting);
        let how = match (extent, is_one) {
            (Extent::All, true) => "holds in the",
            (Extent::None, true) => "does not hold in the",
            (Extent::All, _) => "holds in all of the",
            (Extent::Some, _) => "holds in some, not all, of the",
            (Extent::None, _) => "holds in none of the",
        };
        sentence_lower(&format!("{what} {how} {reached}"))
    }
}

/// A sentence that goes on after a colon.
fn sentence_lower(text: &str) -> String {
    if text.ends_with('.') {
        text.to_string()
    } else {
        format!("{text}.")
    }
}

/// That lines count much, for answers that do not reckon with it.
pub fn marked(dossier: &Dossier, settings: &[Setting]) -> Option<&'static str> {
    let is_marked = |setting: &Setting| {
        dossier.party_ids().any(|party| {
            matches!(dossier.preference(party, setting.view), Preference::Statements(list) if list.iter().any(|line| line.much))
        })
    };
    settings.iter().any(is_marked).then_some(
        "Some lines count much, which changes none of these verdicts: `--strong 0,2` tells which states hold by sanctions that are much worse.",
    )
}

/// Adds the key `alternatives` to the JSON result of `stability`, to each view and reading in which some statement is open.
pub fn add_open(result: &mut Value, dossier: &Dossier, settings: &[&Setting], found: &[Open]) {
    if found
        .iter()
        .all(|open| open.as_ref().is_some_and(Vec::is_empty))
    {
        return;
    }
    let told = settings.iter().zip(found).map(|(setting, open)| {
        let teller = Teller {
            dossier,
            setting,
            words: Words::new(dossier),
        };
        let n_entries = Conflict::new(dossier, setting).n_entries;
        let wants = |chosen: &Chosen| {
            json!({
                "party": dossier.parties[chosen.party.idx()].id,
                "line": chosen.line + 1,
                "that": teller.said(*chosen).map(|that| teller.words.clause(&that.formula)),
            })
        };
        let each = |one: &UnderAlternative| {
            json!({
                "wants": one.chosen.iter().map(wants).collect::<Value>(),
                "concept": one.concept.map(Concept::key),
                "equilibria": {
                    "count": u64::try_from(&one.n_equilibria).map_or_else(|_| one.n_equilibria.to_string().into(), Value::from),
                    "states": one.equilibria.iter().map(|state| state.letters(n_entries)).collect::<Value>(),
                },
                "question": one.question.map(Extent::word),
            })
        };
        let all = open.as_deref().unwrap_or_default();
        json!({
            "turn": open.is_some().then(|| is_open(open)),
            "sentences": depends(dossier, setting, open),
            "each": all.iter().map(each).collect::<Value>(),
        })
    });
    add_to_each(result, "alternatives", told);
}

/// What is said of the page of an open dossier.
pub(super) fn as_one(told: &[String]) -> Option<String> {
    (!told.is_empty()).then(|| sentence(&told.join(" ")))
}
