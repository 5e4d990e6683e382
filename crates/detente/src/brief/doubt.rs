//! Which doubtful lines carry the answer, as sentences, text and JSON.

use serde_json::{Value, json};

use super::compare::{turn_in_words, turn_keys};
use super::json::add_to_each;
use super::text::{begun, headed};
use super::weigh::credence_in_digits;
use super::words::{Words, counted, spaced};
use crate::document::Page;
use crate::model::{Concept, Credence, Dossier, HypothesisId, Preference, Setting, Standing};
use crate::sensitivity::Doubt;
use crate::stability::Case;

/// What the answer takes for granted.
const TAKEN: &str = "Stability takes every line as held. A doubtful line is one that the dossier says is less than certain; it is left out by \
    itself, the party's other lines stay as they are.";

/// How sure it is that a party holds a line, in words: `0.3 to 0.6`, and for a hypothesis its name.
pub(super) fn sure_in_words(
    dossier: &Dossier,
    sure: Credence,
    hypothesis: Option<HypothesisId>,
) -> String {
    let range = if sure.low < sure.high {
        let [low, high] = [sure.low, sure.high].map(credence_in_digits);
        format!("{low} to {high}")
    } else {
        credence_in_digits(sure.low)
    };
    match hypothesis {
        None => format!("sure: {range}"),
        Some(id) => {
            format!(
                "sure: {range}, as the hypothesis “{}” comes out of the evidence",
                spaced(&dossier.weighing.hypotheses[id.idx()].id)
            )
        }
    }
}

/// Speaks about the doubtful lines of one view and reading.
pub(super) struct Doubts<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) setting: &'a Setting,
    pub(super) lines: &'a [Doubt],
}

impl Doubts<'_> {
    /// How many lines turn the answer to the question; nothing where no line is doubtful.
    pub(super) fn summary(&self) -> Option<String> {
        if self.lines.is_empty() {
            return None;
        }
        let all = format!(
            "The dossier is less than certain of {} of preference.",
            counted(self.lines.len(), "line")
        );
        let turned = match self.turning().count() {
            0 => "The answer to the question turns on none of them by itself.".to_string(),
            1 => "The answer to the question turns without one of them.".to_string(),
            n => format!("The answer to the question turns without any one of {n} of them."),
        };
        Some(format!("{all} {turned}"))
    }

    /// The lines without which the answer to the question turns.
    pub(super) fn turning(&self) -> impl Iterator<Item = &Doubt> {
        self.lines
            .iter()
            .filter(|doubt| doubt.without.turns_the_question())
    }

    fn party(&self, doubt: &Doubt) -> &str {
        &self.dossier.parties[doubt.party.idx()].name
    }

    fn line(&self, doubt: &Doubt) -> String {
        let words = Words::new(self.dossier);
        match self.dossier.preference(doubt.party, self.setting.view) {
            Preference::Statements(list) => words.clause(&list[doubt.line].that.formula),
            Preference::Values(list) => format!(
                "{} (worth {})",
                words.clause(&list[doubt.line].of.formula),
                list[doubt.line].worth()
            ),
            Preference::Indifferent | Preference::Ranking(_) | Preference::Relation(_) => {
                String::new()
            }
        }
    }

    /// The standing of the line that is doubted.
    pub(super) fn standing(&self, doubt: &Doubt) -> Option<&Standing> {
        match self.dossier.preference(doubt.party, self.setting.view) {
            Preference::Statements(list) => list.get(doubt.line).map(|line| &line.standing),
            Preference::Values(list) => list.get(doubt.line).map(|line| &line.standing),
            Preference::Indifferent | Preference::Ranking(_) | Preference::Relation(_) => None,
        }
    }

    /// A doubt in a sentence.
    pub(super) fn sentence(&self, doubt: &Doubt) -> String {
        let sure = sure_in_words(self.dossier, doubt.sure, doubt.hypothesis);
        let turns: Vec<String> = doubt
            .without
            .turns
            .iter()
            .map(|turn| turn_in_words(self.dossier, turn))
            .collect();
        let turns = if turns.is_empty() {
            "no verdict turns".to_string()
        } else {
            turns.join("; ")
        };
        format!(
            "{}, line {}: {} ({sure}). Without it: {turns}.",
            self.party(doubt),
            doubt.line + 1,
            self.line(doubt)
        )
    }

    fn json(&self) -> Value {
        let doubt = |doubt: &Doubt| {
            json!({
                "party": self.dossier.parties[doubt.party.idx()].id,
                "line": doubt.line + 1,
                "sure": [doubt.sure.low, doubt.sure.high],
                "hypothesis": doubt.hypothesis.map(|id| self.dossier.weighing.hypotheses[id.idx()].id.clone()),
                "turns": doubt.without.turns.iter().map(|turn| Value::Object(turn_keys(turn))).collect::<Value>(),
                "concept": doubt.without.concept.map(Concept::key),
                "sentence": self.sentence(doubt),
            })
        };
        json!({ "sentence": self.summary(), "lines": self.lines.iter().map(doubt).collect::<Value>() })
    }
}

/// The doubtful lines as text, case by case; `None` where they were not found.
pub fn doubts(dossier: &Dossier, cases: &[Case], found: &[Option<Vec<Doubt>>]) -> Page {
    let mut page = begun(dossier, cases);
    for (case, doubts) in cases.iter().zip(found) {
        headed(
            &mut page,
            dossier,
            &case.setting,
            cases.len() > 1,
            "Which doubtful lines carry the answer",
        );
        let Some(doubts) = doubts else {
            page.line("", "", "Not told: the work was stopped, or no concept was asked for that a headline rests on.");
            continue;
        };
        let speaker = Doubts {
            dossier,
            setting: &case.setting,
            lines: doubts,
        };
        page.unbroken(
            "",
            "",
            &speaker
                .summary()
                .unwrap_or_else(|| "No line is said to be less than certain.".to_string()),
        );
        let (idle, telling): (Vec<&Doubt>, Vec<&Doubt>) = doubts
            .iter()
            .partition(|doubt| doubt.without.turns.is_empty());
        telling
            .iter()
            .for_each(|doubt| page.unbroken("  - ", "    ", &speaker.sentence(doubt)));
        if !idle.is_empty() && !telling.is_empty() {
            page.line(
                "",
                "",
                &format!(
                    "Nothing turns without any one of the other {}.",
                    counted(idle.len(), "line")
                ),
            );
        }
    }
    page.line("", "", "");
    page.line("", "", TAKEN);
    page
}

/// Adds the key `doubts` to the JSON result of `stability`, to each view and reading.
pub fn add_doubts(
    result: &mut Value,
    dossier: &Dossier,
    cases: &[Case],
    found: &[Option<Vec<Doubt>>],
) {
    let told = cases.iter().zip(found).map(|(case, doubts)| {
        doubts.as_ref().map_or(Value::Null, |doubts| {
            Doubts {
                dossier,
                setting: &case.setting,
                lines: doubts,
            }
            .json()
        })
    });
    add_to_each(result, "doubts", told);
}

/// How many lines are doubtful in some view, for those who did not ask; nothing where none is.
pub fn doubted(dossier: &Dossier, settings: &[Setting]) -> Option<String> {
    let n = settings
        .iter()
        .map(|setting| crate::sensitivity::doubtful(dossier, setting).len())
        .max()
        .filter(|n| *n > 0)?;
    Some(format!(
        "{} of preference {} less than certain: `--doubt` says on which the answer turns.",
        counted(n, "line"),
        if n == 1 { "is" } else { "are" }
    ))
}
