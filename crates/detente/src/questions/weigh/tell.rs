//! The section on rival hypotheses.

use super::answer::{Hypothesis, WeighAnswer};
use super::sentences::{Sentences, interval, number};
use crate::document::words::sentence;
use crate::document::{Block, Line, Section};
use crate::questions::grounds::Grounds;

/// Belief before and after the evidence, the ledger of signals, and what to look for.
pub(super) fn section(answer: &WeighAnswer, grounds: &Grounds<'_>) -> Section {
    let sentences = Sentences { answer };
    let paragraph = |text: String| Block::Paragraph(Line::new(text));
    let mut blocks: Vec<Block> = sentences.verdict().into_iter().map(paragraph).collect();
    blocks.push(paragraph(sentences.carriers()));
    blocks.push(beliefs(answer, grounds));
    blocks.extend(list(
        "The signals, and whether they can tell sincerity from bluff",
        signals(answer),
    ));
    let lookouts = answer.indicators.iter();
    blocks.extend(list(
        "What to look for next, most telling first",
        lookouts
            .map(|it| Line::new(sentence(&Sentences::lookout(it))))
            .collect(),
    ));
    blocks.extend(sentences.assumptions().into_iter().map(paragraph));
    Section {
        id: "hypotheses".to_string(),
        heading: "Which explanation the evidence favours".to_string(),
        blocks,
        grounds: vec![],
    }
}

/// A list under its heading; nothing where it is empty.
fn list(heading: &str, lines: Vec<Line>) -> Vec<Block> {
    if lines.is_empty() {
        return vec![];
    }
    vec![Block::Heading(heading.to_string()), Block::List(lines)]
}

fn signals(answer: &WeighAnswer) -> Vec<Line> {
    let line = |signal: &super::Signal| Line {
        evidence: vec![signal.item.clone()],
        tag: Some(signal.way.to_string()),
        ..Line::new(sentence(&format!(
            "{} — {}",
            signal.says,
            Sentences::signal(signal)
        )))
    };
    answer.signals.iter().map(line).collect()
}

/// What a hypothesis says, with its reasons and its line of the dossier.
fn hypothesis(it: &Hypothesis, grounds: &Grounds<'_>) -> Line {
    let mut given = grounds.dossier.weighing.hypotheses.iter();
    match given.find(|given| given.id == it.id) {
        Some(given) => grounds.line(it.text.clone(), &given.reasons, given.span),
        None => Line::new(it.text.clone()),
    }
}

fn beliefs(answer: &WeighAnswer, grounds: &Grounds<'_>) -> Block {
    let header = [
        "Hypothesis",
        "Before",
        "After",
        "Over the ranges",
        "Inconsistent items",
    ]
    .map(String::from)
    .to_vec();
    let row = |it: &Hypothesis| {
        vec![
            hypothesis(it, grounds),
            Line::new(number(it.before)),
            Line::new(number(it.after)),
            Line::new(interval(it)),
            Line::new(it.inconsistent.to_string()),
        ]
    };
    Block::Table {
        caption: "How credible each explanation is before and after the evidence".to_string(),
        header,
        rows: answer.hypotheses.iter().map(row).collect(),
    }
}
