//! `.gmcr`, the file of the GMCR+ family of programs.
//!
//! # Definition
//! One JSON object: options with directions, decision makers with options and with statements or a ranking,
//! and patterns of infeasible states. A ranking gives each feasible state by its rank among the decimals
//! `Σ 2^k` over the options `k` in force.
//! # Algorithm
//! Options are put in the order of their decision makers first, because states are numbered in that order; then
//! patterns become formulas, statements become statements, and ranks become states.
//! # Complexity
//! Linear in the file. Ranks need the feasible states one by one, but no more of them than the file ranks.
//! # Validity
//! What the format cannot say stays open: there is no status quo, and no reasons. Coalitions and misperceptions
//! are reported as unused.
//! # References
//! Kinsara, Petersons, Hipel and Kilgour (2015), Advanced decision support for the graph model for conflict
//! resolution, Journal of Decision Systems 24, for the program family.

mod json;
mod ranks;
mod twice;

use std::collections::BTreeSet;

use crate::dossier::Read;
use crate::dossier::names::unfit;
use crate::model::{
    Chronology, Code, Diagnostic, Dossier, ENTRIES_MAX, Formula, Measure, MeasureId, Party,
    PartyId, Preference, Ranking, Reasons, Rule, Span, Standing, Statement, Weighing, Written,
};
use json::{File, Maker, Simple};
use ranks::Feasible;

/// Reads the text of a `.gmcr` file.
pub(in crate::dossier) fn read(name: &str, text: &str) -> Read {
    let (file, mut findings) = json::read(text);
    let dossier = file.and_then(|file| Importer::new(&file, &mut findings).dossier(name));
    Read {
        dossier: dossier.filter(|_| !findings.iter().any(Diagnostic::is_error)),
        diagnostics: findings,
        ranked: None,
    }
}

/// A conjunction over entries: those in `mask` are as in `value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pattern {
    mask: u128,
    value: u128,
}

struct Importer<'f> {
    file: &'f File,
    findings: &'f mut Vec<Diagnostic>,
    /// The entry of each option.
    entry: Vec<usize>,
}

impl<'f> Importer<'f> {
    fn new(file: &'f File, findings: &'f mut Vec<Diagnostic>) -> Self {
        let mut entry = vec![0; file.options.len()];
        let ordered = file.makers.iter().flat_map(|maker| &maker.options);
        for (position, option) in ordered.enumerate() {
            entry[*option] = position;
        }
        Self {
            file,
            findings,
            entry,
        }
    }

    fn dossier(&mut self, name: &str) -> Option<Dossier> {
        if self.file.options.len() > ENTRIES_MAX {
            let message = format!(
                "the file has {} options, more than {ENTRIES_MAX}",
                self.file.options.len()
            );
            self.findings.push(Diagnostic::error(Code::D025, message));
            return None;
        }
        let infeasible = self.infeasible();
        let feasible = Feasible::new(&infeasible, self.file.options.len());
        if feasible.first(1).is_some_and(|states| states.is_empty()) {
            self.findings.push(Diagnostic::error(
                Code::D021,
                "the infeasible patterns of the file leave no state",
            ));
            return None;
        }
        let (mut parties, measures) = self.parties();
        let preferences = self.preferences(&feasible);
        for (party, preference) in parties.iter_mut().zip(preferences) {
            party.preference = preference;
        }
        Some(Dossier {
            title: title(name),
            as_of: None,
            hindsight: false,
            question: None,
            by: None,
            parties,
            measures,
            terms: vec![],
            rules: infeasible.iter().map(|pattern| rule(*pattern)).collect(),
            move_rules: vec![],
            views: vec![],
            evidence: vec![],
            graph: None,
            coalesced: vec![],
            perceptions: vec![],
            has_status_quo: false,
            chronology: Chronology::default(),
            weighing: Weighing::default(),
            roadmap: None,
            statements: None,
        })
    }

    /// The patterns of infeasible states, each once.
    fn infeasible(&mut self) -> Vec<Pattern> {
        let mut patterns = vec![];
        let mut seen = BTreeSet::new();
        for (idx, simple) in self.file.infeasibles.iter().enumerate() {
            let path = format!("infeasibles[{idx}]");
            match self.pattern(simple) {
                None => self.no_effect(
                    &path,
                    "asks an option to be in force and not, and matches no state",
                ),
                Some(pattern) if !seen.insert(pattern) => {
                    self.no_effect(&path, "repeats an earlier pattern");
                }
                Some(pattern) => patterns.push(pattern),
            }
        }
        patterns
    }

    /// The pattern of a conjunction; `None` when it contradicts itself.
    fn pattern(&self, simple: &Simple) -> Option<Pattern> {
        let mut pattern = Pattern { mask: 0, value: 0 };
        for (option, taken) in simple {
            let bit = 1 << self.entry[*option];
            let value = if *taken { bit } else { 0 };
            if pattern.mask & bit != 0 && pattern.value & bit != value {
                return None;
            }
            pattern.mask |= bit;
            pattern.value |= value;
        }
        Some(pattern)
    }

    fn parties(&self) -> (Vec<Party>, Vec<Measure>) {
        let mut parties: Vec<Party> = vec![];
        let mut measures: Vec<Measure> = vec![];
        let mut party_ids = BTreeSet::new();
        for maker in &self.file.makers {
            let first = measures.len();
            let mut ids = BTreeSet::new();
            for option in &maker.options {
                let option = &self.file.options[*option];
                let id = identifier(&option.name, "option", &mut ids);
                let text = if option.name.trim().is_empty() {
                    id.clone()
                } else {
                    option.name.clone()
                };
                measures.push(Measure {
                    id,
                    party: PartyId::new(parties.len()),
                    text,
                    levels: vec![],
                    now: 0,
                    moves: option.moves,
                    take_when: None,
                    drop_when: None,
                    reasons: Reasons::default(),
                    since: None,
                    span: Span::default(),
                });
            }
            let id = identifier(&maker.name, "party", &mut party_ids);
            let name = if maker.name.trim().is_empty() {
                id.clone()
            } else {
                maker.name.clone()
            };
            let measures = first..measures.len();
            parties.push(Party {
                id,
                name,
                aliases: vec![],
                text: None,
                measures,
                preference: Preference::Indifferent,
                span: Span::default(),
            });
        }
        (parties, measures)
    }

    fn preferences(&mut self, feasible: &Feasible) -> Vec<Preference> {
        if !self.file.manual {
            return (0..self.file.makers.len())
                .map(|maker| self.statements(maker))
                .collect();
        }
        let longest = self
            .file
            .makers
            .iter()
            .filter_map(|maker| maker.ranking.as_ref())
            .map(|ranking| ranking.iter().map(Vec::len).sum::<usize>());
        let Some(states) = feasible.first(longest.max().unwrap_or(0) + 1) else {
            self.findings.push(Diagnostic::error(
                Code::D025,
                "the feasible states are too many to be numbered",
            ));
            return vec![];
        };
        self.file
            .makers
            .iter()
            .enumerate()
            .map(|(idx, maker)| self.ranking(idx, maker, &states))
            .collect()
    }

    fn ranking(&mut self, maker_idx: usize, maker: &Maker, states: &[u128]) -> Preference {
        let path = format!("decisionMakers[{maker_idx}].{}", maker.ranking_key);
        let ranked = ranks::classes(maker.ranking.as_deref().unwrap_or_default(), states, &path);
        self.findings.extend(ranked.findings);
        Preference::Ranking(Ranking {
            classes: ranked.classes,
            standing: Standing::default(),
            span: Span::default(),
        })
    }

    fn statements(&mut self, maker_idx: usize) -> Preference {
        let mut seen: BTreeSet<Vec<Pattern>> = BTreeSet::new();
        let mut statements = vec![];
        let file = self.file;
        for (idx, members) in file.makers[maker_idx].preferences.iter().enumerate() {
            let path = format!("decisionMakers[{maker_idx}].preferences[{idx}]");
            let mut distinct = BTreeSet::new();
            let patterns = members.iter().filter_map(|simple| self.pattern(simple));
            let patterns: Vec<Pattern> = patterns
                .filter(|pattern| distinct.insert(*pattern))
                .collect();
            if patterns.is_empty() {
                self.no_effect(&path, "matches no state, so that it decides nothing");
            } else if patterns.iter().any(|pattern| pattern.mask == 0) {
                self.no_effect(&path, "matches every state, so that it decides nothing");
            } else if !seen.insert(distinct.into_iter().collect()) {
                self.no_effect(&path, "repeats an earlier statement");
            } else {
                statements.push(statement(&patterns));
            }
        }
        if statements.is_empty() {
            Preference::Indifferent
        } else {
            Preference::Statements(statements)
        }
    }

    fn no_effect(&mut self, path: &str, why: &str) {
        self.findings.push(Diagnostic::warning(
            Code::W112,
            format!("`{path}` {why}; it is left out"),
        ));
    }
}

/// The title of a dossier imported from the file of this name.
fn title(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).trim();
    if stem.is_empty() {
        "imported".to_owned()
    } else {
        stem.to_owned()
    }
}

fn rule(pattern: Pattern) -> Rule {
    let condition = if pattern.mask == 0 {
        always()
    } else {
        conjunction(pattern)
    };
    let why = Some("listed as infeasible in the imported file".to_owned());
    Rule {
        condition: written(condition),
        always: false,
        why,
        reasons: Reasons::default(),
        span: Span::default(),
    }
}

fn statement(patterns: &[Pattern]) -> Statement {
    let formula = match patterns {
        [pattern] => conjunction(*pattern),
        _ => Formula::Or(
            patterns
                .iter()
                .map(|pattern| conjunction(*pattern))
                .collect(),
        ),
    };
    Statement {
        that: written(formula),
        or: vec![],
        much: false,
        text: None,
        standing: Standing::default(),
        span: Span::default(),
    }
}

fn written(formula: Formula) -> Written {
    Written {
        formula,
        span: Span::default(),
    }
}

/// The formula of a pattern that says something.
fn conjunction(pattern: Pattern) -> Formula {
    let literal = |entry: usize| {
        let taken = Formula::InForce(MeasureId::new(entry));
        if pattern.value >> entry & 1 == 1 {
            taken
        } else {
            Formula::Not(Box::new(taken))
        }
    };
    let mut literals: Vec<Formula> = (0..ENTRIES_MAX)
        .filter(|entry| pattern.mask >> entry & 1 == 1)
        .map(literal)
        .collect();
    if literals.len() == 1 {
        literals.remove(0)
    } else {
        Formula::And(literals)
    }
}

/// A formula that holds in every state.
fn always() -> Formula {
    Formula::AtLeast {
        n: 0,
        of: vec![Formula::InForce(MeasureId::new(0))],
    }
}

/// An identifier made of a name: its ASCII letters and digits, in lower case, with hyphens between.
fn identifier(name: &str, what: &str, taken: &mut BTreeSet<String>) -> String {
    let words = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_ascii_lowercase).collect();
    let base = match words.join("-") {
        base if base.is_empty() => what.to_owned(),
        base if unfit(&base).is_some() => format!("{what}-{base}"),
        base => base,
    };
    let mut id = base.clone();
    let mut number = 2;
    while !taken.insert(id.clone()) {
        id = format!("{base}-{number}");
        number += 1;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_fit_and_unique() {
        let mut taken = BTreeSet::new();
        let mut id = |name| identifier(name, "option", &mut taken);
        assert_eq!(id("Release Water"), "release-water");
        assert_eq!(id("release  water!"), "release-water-2");
        assert_eq!(id("2 % cut"), "option-2-cut");
        assert_eq!(id("Most"), "option-most");
        assert_eq!(id("양보"), "option");
        assert_eq!(id(""), "option-2");
    }
}
