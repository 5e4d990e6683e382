//! Formulas, measures, states and moves in plain words.
//!
//! A yes/no measure is a predicate that follows its party's name ("is ready to meet"), a measure with levels a noun
//! phrase ("its arsenal"). From these come the negative ("is not ready to meet"), the change ("no longer …",
//! "moves its arsenal from growing to frozen") and the sentence of a whole formula.

pub(super) use crate::document::words::{
    count, count_big, count_short, counted, counted_big, sentence, spaced,
};
use crate::model::{
    Comparison, Conflict, Dossier, Formula, Measure, MeasureId, MoveRule, Party, State, Statement,
    Step,
};

/// Speaks about one dossier.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    dossier: &'a Dossier,
}

impl<'a> Words<'a> {
    /// Words for the parties and measures of a dossier.
    pub fn new(dossier: &'a Dossier) -> Self {
        Self { dossier }
    }

    fn measure(&self, id: MeasureId) -> (&'a Measure, &'a Party) {
        let measure = &self.dossier.measures[id.idx()];
        (measure, &self.dossier.parties[measure.party.idx()])
    }

    /// A measure at a level, as a sentence: "North Korea comes to the table", "North Korea's arsenal is frozen".
    pub fn level(&self, id: MeasureId, level: usize) -> String {
        let (measure, party) = self.measure(id);
        match measure.levels.get(level) {
            Some(name) => format!("{} is {}", self.subject(id), spaced(name)),
            None if !is_predicate(&measure.text) => {
                format!(
                    "{} {} “{}”",
                    party.name,
                    if level > 0 { "takes" } else { "does not take" },
                    measure.text
                )
            }
            None if level > 0 => format!("{} {}", party.name, measure.text),
            None => format!("{} {}", party.name, negated(&measure.text)),
        }
    }

    /// What has levels, as a subject: "North Korea's arsenal".
    pub fn subject(&self, id: MeasureId) -> String {
        let (measure, party) = self.measure(id);
        let noun = ["its ", "their ", "the ", "his ", "her "]
            .iter()
            .find_map(|article| measure.text.strip_prefix(article))
            .unwrap_or(&measure.text);
        format!(
            "{}{} {noun}",
            party.name,
            if party.name.ends_with('s') {
                "’"
            } else {
                "’s"
            }
        )
    }

    /// The name of a level; `yes` or `no` for a measure without levels.
    pub fn level_name(&self, id: MeasureId, level: usize) -> String {
        let (measure, _) = self.measure(id);
        measure.levels.get(level).map_or_else(
            || if level > 0 { "yes" } else { "no" }.to_string(),
            |name| spaced(name),
        )
    }

    /// A measure that changes, as a sentence.
    pub fn change(&self, id: MeasureId, from: usize, to: usize) -> String {
        let (measure, party) = self.measure(id);
        match (measure.levels.get(from), measure.levels.get(to)) {
            (Some(from), Some(to)) => format!(
                "{} moves {} from {} to {}",
                party.name,
                measure.text,
                spaced(from),
                spaced(to)
            ),
            _ if !is_predicate(&measure.text) => format!(
                "{} {} “{}”",
                party.name,
                if to > from { "takes" } else { "drops" },
                measure.text
            ),
            _ if to > from => format!("{} {}", party.name, measure.text),
            _ => format!("{} {}", party.name, ceased(&measure.text)),
        }
    }

    /// What differs between two states, one sentence per measure, in the order of the dossier.
    pub fn changes(&self, conflict: &Conflict, from: State, to: State) -> Vec<String> {
        let levers = conflict.levers.iter().enumerate();
        let changed = levers.filter(|(_, lever)| lever.level(from) != lever.level(to));
        changed
            .map(|(idx, lever)| {
                self.change(MeasureId::new(idx), lever.level(from), lever.level(to))
            })
            .collect()
    }

    /// A state, as its difference from the status quo or, without one, as what is in force.
    pub fn state(&self, conflict: &Conflict, state: State) -> String {
        let (opening, changes) = match conflict.status_quo {
            Some(now) => ("as today, except: ", self.changes(conflict, now, state)),
            None => ("in force: ", self.in_force(conflict, state)),
        };
        match (changes.is_empty(), conflict.status_quo.is_some()) {
            (true, true) => "exactly as today".to_string(),
            (true, false) => "nothing is in force".to_string(),
            _ => format!("{opening}{}", changes.join("; ")),
        }
    }

    /// Everything in force in a state, one sentence per measure above its lowest level.
    pub fn in_force(&self, conflict: &Conflict, state: State) -> Vec<String> {
        let levers = conflict.levers.iter().enumerate();
        levers
            .filter(|(_, lever)| lever.level(state) > 0)
            .map(|(idx, lever)| self.level(MeasureId::new(idx), lever.level(state)))
            .collect()
    }

    /// A move, as what its mover changes.
    pub fn step(&self, conflict: &Conflict, from: State, step: Step) -> String {
        self.changes(conflict, from, step.to).join("; ")
    }

    /// A formula as a sentence that says its conditional twice, so that a slip of *if* and *only if* is seen.
    pub fn formula(&self, formula: &Formula) -> String {
        let plain = self.clause(formula);
        match formula {
            Formula::OnlyIf { then, when } => format!(
                "{plain} (so if {}, then {})",
                self.part(then),
                self.part(when)
            ),
            Formula::Unless { .. } => format!("{plain} (so one of the two holds, or both)"),
            _ => plain,
        }
    }

    /// What a rule about moves forbids.
    pub fn move_rule(&self, rule: &MoveRule) -> String {
        let by = rule
            .by
            .map_or("anybody", |by| &self.dossier.parties[by.idx()].name);
        let [from, to] = [&rule.from, &rule.to].map(|it| self.formula(&it.formula));
        format!("a move by {by} from where {from} to where {to}")
    }

    /// A statement as a sentence, with what it may say instead and whether it matters much.
    pub fn statement(&self, statement: &Statement) -> String {
        let mut told = sentence(&self.formula(&statement.that.formula));
        if !statement.or.is_empty() {
            let others: Vec<String> = statement
                .or
                .iter()
                .map(|other| self.formula(&other.formula))
                .collect();
            told += " Or instead, nobody knows which: ";
            told += &others.join("; or ");
            told += ".";
        }
        told + if statement.much {
            " This matters much."
        } else {
            ""
        }
    }

    /// A formula as a clause of a sentence.
    pub fn clause(&self, formula: &Formula) -> String {
        match formula {
            Formula::InForce(id) | Formula::Level { measure: id, .. } => self.atom(formula, *id),
            Formula::Term { term, reading } => format!("{} holds", self.term(term.idx(), *reading)),
            Formula::Not(inner) => self.negation(inner),
            Formula::And(parts) => self.list(parts, " and "),
            Formula::Or(parts) => self.list(parts, " or "),
            Formula::If { then, when } => {
                format!("if {}, then {}", self.part(when), self.part(then))
            }
            Formula::OnlyIf { then, when } => {
                format!("{} only if {}", self.part(then), self.part(when))
            }
            Formula::Unless { then, when } => {
                format!("{} unless {}", self.part(then), self.part(when))
            }
            Formula::Iff(a, b) => format!("{} exactly when {}", self.part(a), self.part(b)),
            Formula::AtLeast { n, of } => format!("at least {n} of these hold: {}", self.items(of)),
            Formula::AtMost { n, of } => format!("at most {n} of these hold: {}", self.items(of)),
        }
    }

    fn atom(&self, formula: &Formula, id: MeasureId) -> String {
        let (measure, _) = self.measure(id);
        let Formula::Level {
            comparison, level, ..
        } = formula
        else {
            return match measure.levels.first() {
                Some(lowest) => format!("{} is above {}", self.subject(id), spaced(lowest)),
                None => self.level(id, 1),
            };
        };
        let how = match comparison {
            Comparison::AtLeast => "at least",
            Comparison::AtMost => "at most",
            Comparison::Above => "above",
            Comparison::Below => "below",
            Comparison::Exactly => "exactly",
            Comparison::Not => "not",
        };
        let name = measure
            .levels
            .get(*level)
            .map_or_else(String::new, |name| spaced(name));
        format!("{} is {how} {name}", self.subject(id))
    }

    /// A term by name: “leaders meet”, or “denuclearization” as somebody reads it.
    pub fn term(&self, term: usize, reading: Option<usize>) -> String {
        let term = &self.dossier.terms[term];
        let name = spaced(&term.id);
        match reading.filter(|_| term.contested) {
            None => format!("“{name}”"),
            Some(reading) => {
                let user = &term.readings[reading].id;
                let who = self
                    .dossier
                    .parties
                    .iter()
                    .find(|party| party.id == *user)
                    .map_or(user, |party| &party.name);
                format!("“{name}” as {who} reads it")
            }
        }
    }

    /// A term, or a reading of one, by the name that formulas call it: `denuclearization:us`.
    pub fn named(&self, name: &str) -> String {
        let (id, user) = name
            .split_once(':')
            .map_or((name, None), |(id, user)| (id, Some(user)));
        let Some(term) = self.dossier.terms.iter().position(|term| term.id == id) else {
            return format!("“{}”", spaced(name));
        };
        self.term(
            term,
            user.and_then(|user| {
                self.dossier.terms[term]
                    .readings
                    .iter()
                    .position(|reading| reading.id == user)
            }),
        )
    }

    fn negation(&self, inner: &Formula) -> String {
        match inner {
            Formula::InForce(id) if self.measure(*id).0.levels.is_empty() => self.level(*id, 0),
            Formula::InForce(id) => format!(
                "{} is {}",
                self.subject(*id),
                spaced(&self.measure(*id).0.levels[0])
            ),
            Formula::Term { term, reading } => {
                format!("{} does not hold", self.term(term.idx(), *reading))
            }
            Formula::Level {
                measure,
                comparison,
                level,
            } => self.clause(&Formula::Level {
                measure: *measure,
                comparison: comparison.negated(),
                level: *level,
            }),
            Formula::Or(parts) => format!("none of these hold: {}", self.items(parts)),
            _ => format!("it is not so that {}", self.part(inner)),
        }
    }

    fn list(&self, parts: &[Formula], word: &str) -> String {
        parts
            .iter()
            .map(|part| self.part(part))
            .collect::<Vec<_>>()
            .join(word)
    }

    fn items(&self, parts: &[Formula]) -> String {
        let items: Vec<String> = parts
            .iter()
            .enumerate()
            .map(|(idx, part)| format!("({}) {}", idx + 1, self.clause(part)))
            .collect();
        items.join(", ")
    }

    /// A formula inside another one: in parentheses when it has parts of its own.
    fn part(&self, formula: &Formula) -> String {
        let simple = match formula {
            Formula::Not(inner) => inner.parts().is_empty(),
            _ => formula.parts().is_empty(),
        };
        if simple {
            self.clause(formula)
        } else {
            format!("({})", self.clause(formula))
        }
    }
}

/// Verbs that take "not" and "no longer" behind them.
const PLAIN: [&str; 12] = [
    "is", "are", "was", "were", "can", "may", "must", "will", "would", "should", "could", "has",
];

/// Whether a text is a predicate that follows a party's name. Names of options in imported files seldom are.
pub(super) fn is_predicate(text: &str) -> bool {
    let verb = text.split(' ').next().unwrap_or_default();
    text.starts_with(char::is_lowercase) && (PLAIN.contains(&verb) || infinitive(verb).is_some())
}

/// The predicate of what has ended.
fn ceased(predicate: &str) -> String {
    match predicate
        .split_once(' ')
        .filter(|(verb, _)| PLAIN.contains(verb))
    {
        Some((verb, rest)) => format!("{verb} no longer {rest}"),
        None => format!("no longer {predicate}"),
    }
}

/// The negative of a predicate in the third person singular.
fn negated(predicate: &str) -> String {
    let (verb, rest) = predicate
        .split_once(' ')
        .map_or((predicate, String::new()), |(verb, rest)| {
            (verb, format!(" {rest}"))
        });
    if let Some(bare) = rest.strip_prefix(" no longer") {
        return format!(
            "{}{bare}",
            if PLAIN.contains(&verb) {
                format!("{verb} still")
            } else {
                format!("still {verb}")
            }
        );
    }
    let is_perfect = rest
        .split_whitespace()
        .next()
        .is_some_and(|word| word.ends_with("ed") || word.ends_with("en"));
    if verb == "has" && !is_perfect {
        return format!("does not have{rest}");
    }
    if PLAIN.contains(&verb) {
        return format!("{verb} not{rest}");
    }
    infinitive(verb).map_or_else(
        || format!("does not do this: {predicate}"),
        |infinitive| format!("does not {infinitive}{rest}"),
    )
}

/// The infinitive of a verb in the third person singular, if the word looks like one.
pub(super) fn infinitive(verb: &str) -> Option<String> {
    let stem = verb
        .strip_suffix('s')
        .filter(|stem| stem.len() > 1 && !stem.ends_with('s'))?;
    if let Some(stem) = stem.strip_suffix("ie").filter(|stem| stem.len() > 1) {
        return Some(format!("{stem}y"));
    }
    let doubled = ["she", "che", "sse", "xe", "zze", "oe"]
        .iter()
        .any(|ending| stem.ends_with(ending));
    Some(if doubled {
        stem[..stem.len() - 1].to_string()
    } else {
        stem.to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predicates_are_negated_as_english_has_it() {
        for (predicate, negative) in [
            (
                "is ready to meet without preconditions",
                "is not ready to meet without preconditions",
            ),
            (
                "insists on denuclearization as the goal",
                "does not insist on denuclearization as the goal",
            ),
            ("comes to the table", "does not come to the table"),
            ("eases sanctions", "does not ease sanctions"),
            ("watches the border", "does not watch the border"),
            ("carries the letter", "does not carry the letter"),
            ("goes first", "does not go first"),
            ("passes the law", "does not pass the law"),
            ("has inspectors on site", "does not have inspectors on site"),
            ("has agreed to inspections", "has not agreed to inspections"),
        ] {
            assert_eq!(negated(predicate), negative);
        }
    }

    #[test]
    fn names_of_options_are_not_taken_for_predicates() {
        assert!(is_predicate("comes to the table"));
        assert!(is_predicate("is ready to meet"));
        for name in ["Modify", "Sanctions on trade", "early withdrawal", "o1"] {
            assert!(!is_predicate(name), "{name}");
        }
    }
}
