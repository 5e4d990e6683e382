//! Verdicts with their witnesses, as sentences that can be followed to the lines they rest on.

use std::collections::BTreeMap;

use super::words::{Words, sentence};
use crate::model::{
    Concept, Conflict, Deterrence, Dossier, Explanation, Order, PartyId, Preference, Setting,
    State, Verdict,
};
use crate::stability::{Held, Settlement};

/// The position, from 0, of the line of a party's preference that decides between two states: the first one on which they
/// differ. `None` when they are equally good or the preference has no lines.
pub fn deciding_line(conflict: &Conflict, party: PartyId, a: State, b: State) -> Option<usize> {
    let Order::Lexicographic(statements) = &conflict.orders[party.idx()] else {
        return None;
    };
    statements.iter().position(|statement| {
        conflict.circuit.holds(*statement, a) != conflict.circuit.holds(*statement, b)
    })
}

/// The verdict in sentences, the conclusion first.
pub fn sentences(
    dossier: &Dossier,
    setting: &Setting,
    conflict: &Conflict,
    explanation: &Explanation,
) -> Vec<String> {
    let teller = Teller {
        dossier,
        setting,
        conflict,
        words: Words::new(dossier),
        explanation,
    };
    teller.tell()
}

/// What holds a party in a state: for each line of its preference that decides against one of its smallest moves, the
/// position of the line and a sentence.
pub(super) fn restraints(
    dossier: &Dossier,
    settlement: &Settlement,
    held: &Held,
) -> Vec<(usize, String)> {
    let (setting, conflict) = (&settlement.setting, &settlement.conflict);
    let Explanation { party, state, .. } = held.explanation;
    let words = Words::new(dossier);
    let Preference::Statements(list) = dossier.preference(party, setting.view) else {
        return vec![];
    };
    let name = &dossier.parties[party.idx()].name;
    let mut against: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for &to in &held.smallest_moves {
        if let Some(line) = deciding_line(conflict, party, state, to) {
            let changes = words.changes(conflict, state, to);
            let acts: Vec<&str> = changes
                .iter()
                .map(|change| {
                    change
                        .strip_prefix(name.as_str())
                        .unwrap_or(change)
                        .trim_start()
                })
                .collect();
            against.entry(line).or_default().push(acts.join(" and "));
        }
    }
    let told = against.into_iter().map(|(line, changes)| {
        let why = words.clause(&list[line].that.formula);
        (
            line,
            sentence(&format!(
                "its line {} ({why}) speaks against this change: {}",
                line + 1,
                changes.join("; or ")
            )),
        )
    });
    told.collect()
}

struct Teller<'a> {
    dossier: &'a Dossier,
    setting: &'a Setting,
    conflict: &'a Conflict,
    words: Words<'a>,
    explanation: &'a Explanation,
}

impl Teller<'_> {
    fn tell(&self) -> Vec<String> {
        let party = &self.dossier.parties[self.explanation.party.idx()].name;
        let concept = self.explanation.concept.name();
        match &self.explanation.verdict {
            Verdict::Unstable { improvement } => {
                let gain = self.gain(*improvement);
                let why = if self.explanation.concept == Concept::Nash {
                    ""
                } else {
                    ", and nothing the others can do deters it"
                };
                vec![sentence(&format!(
                    "unstable for {party} under {concept}: it would do better at once ({gain}){why}"
                ))]
            }
            Verdict::Stable { deterred } if deterred.is_empty() => {
                vec![sentence(&format!(
                    "stable for {party} under {concept}: no move of its own improves on it"
                ))]
            }
            Verdict::Stable { deterred } => {
                let temptations = if deterred.len() == 1 {
                    "its one improvement is".to_string()
                } else {
                    format!("each of its {} improvements is", deterred.len())
                };
                let opening = sentence(&format!(
                    "stable for {party} under {concept}: {temptations} deterred"
                ));
                std::iter::once(opening)
                    .chain(
                        deterred
                            .iter()
                            .map(|deterrence| self.deterrence(deterrence)),
                    )
                    .collect()
            }
        }
    }

    /// A change of the party's own, with the line of its preference that makes it an improvement.
    fn gain(&self, improvement: State) -> String {
        let changes = self
            .words
            .changes(self.conflict, self.explanation.state, improvement)
            .join("; ");
        format!(
            "{changes}{}",
            self.because(self.explanation.party, self.explanation.state, improvement)
        )
    }

    fn because(&self, party: PartyId, from: State, to: State) -> String {
        let line = deciding_line(self.conflict, party, from, to);
        let Preference::Statements(list) = self.dossier.preference(party, self.setting.view) else {
            return String::new();
        };
        line.map_or_else(String::new, |line| {
            format!(
                " — its line {}: {}",
                line + 1,
                self.words.clause(&list[line].that.formula)
            )
        })
    }

    fn deterrence(&self, deterrence: &Deterrence) -> String {
        let Deterrence {
            improvement,
            answer,
            ends,
        } = deterrence;
        let simultaneous = self.explanation.concept == Concept::Sim;
        let mut from = if simultaneous {
            self.explanation.state
        } else {
            *improvement
        };
        let mut steps = Vec::new();
        for step in answer {
            steps.push(self.words.step(self.conflict, from, *step));
            if !simultaneous {
                from = step.to;
            }
        }
        let party = &self.dossier.parties[self.explanation.party.idx()].name;
        let word = if simultaneous {
            "at the same time"
        } else {
            "then"
        };
        let outcome = match deciding_line(
            self.conflict,
            self.explanation.party,
            self.explanation.state,
            *ends,
        ) {
            Some(line) => format!("{party} is worse off than before (its line {})", line + 1),
            None => format!("{party} is no better off than before"),
        };
        let escape = if matches!(self.explanation.concept, Concept::Smr | Concept::Sseq) {
            " and cannot mend it by a move of its own"
        } else {
            ""
        };
        sentence(&format!(
            "if {}, {word} {}: {outcome}{escape}",
            self.gain(*improvement),
            steps.join("; then ")
        ))
    }
}
