//! Transcripts: who speaks in turn, by the labels before their words.
//!
//! # Definition
//! A *label* is a name before a colon (or, as in records of parliaments, in capitals before a full stop) at the beginning of a line, or `Q` and `A`. A
//! *turn* is what stands between a label and the next, without stage directions, running heads and what follows the end of a transcript. A turn
//! under `Q`, `QUESTION`, `REPORTER` and the like is a *question*.
//! # Algorithm
//! Each line is looked at for a label. Labels that are certainly such (with a title, or of a reporter) make a transcript; others only where there are
//! several and sentences follow.
//! # Complexity
//! Linear in the length of the text.
//! # Validity
//! English titles. A reporter who is labelled by name is known by asking in each of two turns or more, and is taken for a speaker otherwise; what one
//! says as a question is no position even so.
//! # References
//! The forms are those of briefings, parliamentary records and meeting records; the rules are this program's own.

mod frame;
mod labels;

use std::collections::{HashMap, HashSet};

use super::words::{sentences, words};
use crate::model::Span;
use labels::{Label, labels};

/// What one speaker says between a label and the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The label and the words.
    pub span: Span,
    /// The name in the label; none for `A`, which names nobody.
    pub name: Option<Span>,
    /// The label with what stands in brackets in it: a country, a language.
    pub label: Span,
    /// Whether it asks.
    pub is_question: bool,
    /// The words, without what is not spoken.
    pub spoken: Vec<Span>,
}

/// The turns of a transcript, in order; none where the text is no transcript.
pub fn turns(text: &str) -> Vec<Turn> {
    let labels = labels(text);
    if labels.is_empty() {
        return vec![];
    }
    let running = frame::running_lines(text);
    let ends = labels.iter().skip(1).map(|next| next.span.start);
    let ends = ends.chain([text.len()]);
    let last = |label: &Label| label.name.map(|name| last_name(&text[name.range()]));
    let hosts: HashSet<String> = labels
        .iter()
        .filter(|it| it.is_host)
        .filter_map(last)
        .collect();
    let mut turns: Vec<Turn> = labels
        .iter()
        .zip(ends)
        .map(|(label, end)| {
            let is_host = last(label).is_some_and(|name| hosts.contains(&name));
            turn(text, label, is_host, end, &running)
        })
        .collect();
    let askers = askers(text, &turns);
    for turn in &mut turns {
        turn.is_question |= turn
            .name
            .is_some_and(|name| askers.contains(&text[name.range()]));
    }
    turns
}

/// Those who ask in each of two turns or more, among others who do not: interviewers by name. Where all others but one ask in each of theirs,
/// as the press asks one who answers, once is enough.
fn askers<'t>(text: &'t str, turns: &[Turn]) -> HashSet<&'t str> {
    let mut asked: HashMap<&str, (usize, usize)> = HashMap::new();
    for turn in turns {
        let Some(name) = turn.name else { continue };
        let last = turn.spoken.last();
        let asks = last.is_some_and(|piece| is_question(&text[piece.range()]));
        let (n_turns, n_asked) = asked.entry(&text[name.range()]).or_default();
        (*n_turns, *n_asked) = (*n_turns + 1, *n_asked + usize::from(asks));
    }
    let n_names = asked.len();
    let n_answer = asked.values().filter(|(turns, asks)| turns != asks);
    let is_press = n_names > 2 && n_answer.count() == 1;
    asked.retain(|_, (n_turns, n_asked)| (is_press || *n_turns > 1) && n_turns == n_asked);
    if asked.len() == n_names {
        asked.clear();
    }
    asked.into_keys().collect()
}

fn turn(text: &str, label: &Label, is_host: bool, end: usize, running: &frame::Running) -> Turn {
    let words = Span {
        start: label.span.end,
        end,
    };
    let spoken = frame::spoken(text, words, running);
    let asks = label.is_asker
        || is_host
            && spoken.iter().any(|piece| {
                let words = &text[piece.range()];
                sentences(words)
                    .iter()
                    .any(|it| is_question(&words[it.range()]))
            });
    let end = spoken.last().map_or(label.span.end, |piece| piece.end);
    Turn {
        span: Span {
            start: label.span.start,
            end,
        },
        name: label.name,
        label: label.span,
        is_question: asks,
        spoken,
    }
}

/// The words of some pieces, on one line.
pub fn joined(text: &str, pieces: &[Span]) -> String {
    pieces
        .iter()
        .flat_map(|piece| text[piece.range()].split_whitespace())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What one party says in a text with labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The words of the turns that count.
    pub words: String,
    /// Whose turns these are, each once.
    pub speakers: Vec<String>,
    /// How many questions were left out.
    pub n_questions: usize,
    /// Whose turns were left out, as a speaker was asked for.
    pub others: Vec<String>,
    /// Whether a speaker was asked for, and no label names them.
    pub is_unknown: bool,
}

/// What is said in a transcript but for questions; only by that speaker, if one is named and a label has their last name. None where it is no
/// transcript, or has questions only.
pub fn said(text: &str, speaker: &str) -> Option<Said> {
    let turns = turns(text);
    let name = |turn: &Turn| turn.name.map_or("", |name| &text[name.range()]);
    let answers: Vec<&Turn> = turns.iter().filter(|turn| !turn.is_question).collect();
    if answers.is_empty() {
        return None;
    }
    let wanted = last_name(speaker);
    let is_wanted = |turn: &&&Turn| last_name(name(turn)) == wanted;
    let is_known = !wanted.is_empty() && answers.iter().any(|turn| is_wanted(&turn));
    let (own, others): (Vec<&Turn>, Vec<&Turn>) = answers
        .iter()
        .partition(|turn| !is_known || is_wanted(turn));
    let names = |turns: &[&Turn]| {
        let mut names: Vec<String> = vec![];
        for turn in turns {
            let name = name(turn).split_whitespace().collect::<Vec<_>>().join(" ");
            if !name.is_empty() && !names.contains(&name) && names.len() < SPEAKERS_MAX {
                names.push(name);
            }
        }
        names
    };
    let pieces: Vec<String> = own.iter().map(|turn| joined(text, &turn.spoken)).collect();
    Some(Said {
        words: pieces.join("\n\n"),
        speakers: names(&own),
        n_questions: turns.len() - answers.len(),
        others: names(&others),
        is_unknown: !wanted.is_empty() && !is_known,
    })
}

/// The most speakers that are named.
const SPEAKERS_MAX: usize = 20;

/// The last word of a name, without case.
fn last_name(name: &str) -> String {
    let last = name.split_whitespace().next_back().unwrap_or_default();
    last.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

/// The sentences of some parts of a text, in its order, that are no questions: those end with a question mark.
pub(super) fn statements_of(text: &str, parts: &[Span]) -> Vec<Span> {
    let in_part = |part: &Span| {
        let base = part.start;
        sentences(&text[part.range()])
            .into_iter()
            .map(move |it| Span {
                start: it.start + base,
                end: it.end + base,
            })
    };
    parts
        .iter()
        .flat_map(in_part)
        .filter(|sentence| !is_question(&text[sentence.range()]))
        .collect()
}

/// Whether a sentence ends with a question mark, closing marks aside.
fn is_question(sentence: &str) -> bool {
    sentence
        .trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '*' | '_')
        })
        .ends_with(['?', '？', '؟'])
}

/// Whether a place in a sentence stands in a question within it: the next mark that ends a sentence is a question mark.
pub(super) struct Marks(Vec<(usize, bool)>);

impl Marks {
    pub(super) fn of(text: &str, sentence: Span) -> Self {
        let marks = words(&text[sentence.range()], sentence.start)
            .into_iter()
            .filter(|word| word.is_any(&[".", "!", "?", "？", "؟"]))
            .map(|word| (word.start, !word.is_any(&[".", "!"])));
        Self(marks.collect())
    }

    pub(super) fn is_asked(&self, place: Span) -> bool {
        let next = self.0.partition_point(|(at, _)| *at < place.end);
        self.0.get(next).is_some_and(|(_, asks)| *asks)
    }
}

#[cfg(test)]
mod tests;
