//! The page in short: one sentence per question that it answers.

use super::Composer;
use crate::document::{Block, Line, Section};
use crate::roadmap::Answer;

/// The sections that answer a question besides where it settles, by anchor, with the question.
const ASKED: [(&str, &str); 4] = [
    ("wording", "Did the wording change?"),
    ("hypotheses", "Which explanation does the evidence favour?"),
    ("essential", "Who is essential?"),
    ("roadmap", "Is there a plan that holds?"),
];

impl Composer<'_> {
    /// What each section says first; nothing where there is only the answer, which then is short enough.
    pub(super) fn short(&self, sections: &[Section]) -> Option<Section> {
        let told = ASKED.iter().filter_map(|(id, question)| {
            let section = sections.iter().find(|section| section.id == *id)?;
            let beside = if *id == "roadmap" {
                self.plans_that_hold()
            } else {
                None
            };
            Some(Line {
                tag: Some((*question).to_string()),
                ..Line::new(verdict(section)? + beside.as_deref().unwrap_or_default())
            })
        });
        let told: Vec<Line> = told.collect();
        if told.is_empty() {
            return None;
        }
        let mut answer: Vec<String> = self.answers().into_iter().take(1).collect();
        answer.extend(self.turning().into_iter().map(|told| told.text).take(1));
        let asked = Line {
            tag: Some("Where does it settle?".to_string()),
            ..Line::new(answer.join(" "))
        };
        let lines = (!answer.is_empty())
            .then_some(asked)
            .into_iter()
            .chain(told)
            .collect();
        Some(Section {
            id: "short".to_string(),
            heading: "In short".to_string(),
            blocks: vec![Block::List(lines)],
            grounds: vec![],
        })
    }

    /// How many of several plans hold.
    fn plans_that_hold(&self) -> Option<String> {
        let plans = self.material.plans;
        let n_held = plans
            .iter()
            .filter(|told| matches!(told.study.answer, Answer::Holds(_)))
            .count();
        let verb = if n_held == 1 { "holds" } else { "hold" };
        (plans.len() > 1).then(|| {
            format!(
                " Of the {} plans that were asked about, {n_held} {verb}.",
                plans.len()
            )
        })
    }
}

/// The last of the paragraphs with which a section begins, where the first says only what it is told for; otherwise the first.
fn verdict(section: &Section) -> Option<String> {
    let mut paragraphs = section.blocks.iter().map_while(|block| {
        if let Block::Paragraph(line) = block {
            Some(line)
        } else {
            None
        }
    });
    let line = if section.id == "essential" {
        paragraphs.last()
    } else {
        paragraphs.next()
    }?;
    Some(line.text.clone())
}
