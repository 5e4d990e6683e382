//! What `elicit` answers about one party, told as text and as JSON, and the sentences of its dialogue.

mod dialogue;
mod json;
mod text;

pub use dialogue::{Effect, Proposal, clash, effect, noted, opening, proposal, question};
pub use json::json;
pub use text::text;

use super::words::{Words, sentence};
use crate::elicit::{Decision, Place, Standing};
use crate::model::{Conflict, Dossier, PartyId, Preference, Setting, Statement};

/// What is asked about: one party under one view and one reading of each term.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// The view and the readings.
    pub setting: &'a Setting,
    /// The conflict under them.
    pub conflict: &'a Conflict,
    /// The party.
    pub party: PartyId,
}

/// What is answered about it.
#[derive(Clone, Copy, Debug)]
pub struct Elicited<'a> {
    /// The party's best and worst states.
    pub standing: &'a Standing,
    /// Two states compared, with where each stands.
    pub compared: Option<&'a ([Place; 2], Decision)>,
    /// The text of the file, if the places of lines are places in it.
    pub text: Option<&'a str>,
}

impl<'a> Subject<'a> {
    fn name(&self) -> &'a str {
        &self.dossier.parties[self.party.idx()].name
    }

    fn preference(&self) -> &'a Preference {
        self.dossier.preference(self.party, self.setting.view)
    }

    fn words(&self) -> Words<'a> {
        Words::new(self.dossier)
    }

    fn statements(&self) -> &'a [Statement] {
        match self.preference() {
            Preference::Statements(list) => list,
            Preference::Indifferent
            | Preference::Ranking(_)
            | Preference::Values(_)
            | Preference::Relation(_) => &[],
        }
    }

    /// What a statement says, with the author's gloss.
    fn says(&self, position: usize) -> String {
        self.statements()
            .get(position)
            .map_or_else(String::new, |statement| {
                let gloss = statement
                    .text
                    .as_ref()
                    .map_or_else(String::new, |text| format!(" – {text}"));
                format!("{}{gloss}", self.words().clause(&statement.that.formula))
            })
    }

    /// Several statements by their numbers: "2", "2 or 3", "2, 3 or 4".
    fn numbers(positions: &[usize], word: &str) -> String {
        let numbers: Vec<String> = positions
            .iter()
            .map(|position| (position + 1).to_string())
            .collect();
        match numbers.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
            None => String::new(),
        }
    }

    /// A state in words, as a sentence of its own.
    fn state(&self, state: crate::model::State) -> String {
        sentence(&self.words().state(self.conflict, state))
    }
}

/// A number as a rank: "1st", "22nd", "113th".
fn ordinal(n: usize) -> String {
    let ending = match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{}{ending}", super::words::count(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_said_as_english_has_them() {
        let said = [1, 2, 3, 4, 11, 12, 13, 21, 102, 1011].map(ordinal);
        assert_eq!(
            said,
            [
                "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "1,011th"
            ]
        );
    }

    #[test]
    fn numbers_are_listed_as_english_has_them() {
        assert_eq!(Subject::numbers(&[1], "or"), "2");
        assert_eq!(Subject::numbers(&[0, 4], "or"), "1 or 5");
        assert_eq!(Subject::numbers(&[0, 2, 4], "and"), "1, 3 and 5");
    }
}
