//! New approach, or posturing? The section on rival hypotheses.

use super::Composer;
use crate::brief::weigh::{Told, interval, number};
use crate::brief::words::sentence;
use crate::document::{Block, Line, Section};
use crate::model::{EvidenceId, HypothesisId};
use crate::weigh::{Question, weigh};

impl Composer<'_> {
    /// Belief before and after the evidence, the ledger of signals, and what to look for; nothing where there are no hypotheses.
    pub(super) fn hypotheses(&self) -> Option<Section> {
        let hidden = (0..self.dossier.evidence.len())
            .map(EvidenceId::new)
            .filter(|item| !self.shows(&self.dossier.evidence[item.idx()]));
        let weighing = weigh(
            self.dossier,
            &Question {
                without: hidden.collect(),
            },
        )?;
        let told = Told {
            dossier: self.dossier,
            weighing: &weighing,
        };
        let mut blocks: Vec<Block> = told
            .verdict()
            .into_iter()
            .map(|line| Block::Paragraph(Line::new(line)))
            .collect();
        blocks.push(Block::Paragraph(Line::new(told.carriers())));
        blocks.push(self.beliefs(&told));
        let signals = weighing
            .ledger
            .iter()
            .filter(|line| self.shows(&self.dossier.evidence[line.item.idx()]));
        let signals: Vec<Line> = signals
            .map(|line| {
                let item = &self.dossier.evidence[line.item.idx()];
                let text = sentence(&format!("{} — {}", item.says, Told::signal(line)));
                Line {
                    evidence: vec![item.id.clone()],
                    tag: Some(line.way.word().to_string()),
                    ..Line::new(text)
                }
            })
            .collect();
        if !signals.is_empty() {
            blocks.push(Block::Heading(
                "The signals, and whether they can tell sincerity from bluff".to_string(),
            ));
            blocks.push(Block::List(signals));
        }
        let lookouts: Vec<Line> = weighing
            .lookouts
            .iter()
            .map(|it| Line::new(sentence(&told.lookout(it))))
            .collect();
        if !lookouts.is_empty() {
            blocks.push(Block::Heading(
                "What to look for next, most telling first".to_string(),
            ));
            blocks.push(Block::List(lookouts));
        }
        blocks.extend(
            told.assumptions()
                .into_iter()
                .map(|line| Block::Paragraph(Line::new(line))),
        );
        Some(Section {
            id: "hypotheses".to_string(),
            heading: "Which explanation the evidence favours".to_string(),
            blocks,
            grounds: vec![],
        })
    }

    fn beliefs(&self, told: &Told<'_>) -> Block {
        let header = [
            "Hypothesis",
            "Before",
            "After",
            "Over the ranges",
            "Inconsistent items",
        ]
        .map(String::from)
        .to_vec();
        let rows = told
            .weighing
            .beliefs
            .iter()
            .zip(&told.weighing.scores)
            .enumerate()
            .map(|(h, (belief, score))| {
                let hypothesis = &self.dossier.weighing.hypotheses[HypothesisId::new(h).idx()];
                vec![
                    self.reasoned(hypothesis.text.clone(), &hypothesis.reasons)
                        .said_at(self.at(hypothesis.span)),
                    Line::new(number(belief.before)),
                    Line::new(number(belief.after)),
                    Line::new(interval(belief)),
                    Line::new(score.count.to_string()),
                ]
            });
        Block::Table {
            caption: "How credible each explanation is before and after the evidence".to_string(),
            header,
            rows: rows.collect(),
        }
    }
}
