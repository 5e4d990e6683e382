//! Patterns that no statement contains, and whether their letters stand there all the same.

use aho_corasick::AhoCorasick;

use super::Matcher;
use crate::model::{Code, Diagnostic, Phrase, Span, Wording};
use crate::text::names::append_skeleton;
use crate::text::{Folded, is_joined, is_spaceless};

/// Letters of a pattern that are looked for by themselves; fewer stand everywhere.
const LETTERS_MIN: usize = 3;
/// How far a place is shown to either side, in characters.
const SHOWN_MAX: usize = 20;

/// A pattern that no statement contains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfound {
    /// The term, by position.
    pub term: usize,
    /// The pattern, folded.
    pub pattern: String,
    /// Where it stands in the file.
    pub span: Span,
    /// A place at which its letters stand.
    pub near: Option<Near>,
}

/// A place at which the letters of a pattern stand, but not the pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The statement, by position.
    pub statement: usize,
    /// The words there, as written.
    pub written: String,
    /// The pattern with the stars that would match there; `None` where accents, spaces or hyphens differ.
    pub opened: Option<String>,
}

impl Unfound {
    /// The warning about it, for the author of the dossier; `id` gives the name of a statement.
    pub fn diagnostic(&self, terms: &[Wording], id: impl Fn(usize) -> String) -> Diagnostic {
        let (pattern, term) = (&self.pattern, &terms[self.term].id);
        let Some(near) = &self.near else {
            let message =
                format!("no statement contains `{pattern}`, a pattern of the term `{term}`");
            let help = "check its spelling; `*` at the end of a word stands for its other endings";
            return Diagnostic::warning(Code::W132, message)
                .at(self.span, "found nowhere")
                .help(help);
        };
        let message = format!(
            "`{pattern}`, a pattern of the term `{term}`, is found nowhere, though its letters stand in `{}`: “{}”",
            id(near.statement),
            near.written
        );
        let help = match &near.opened {
            Some(opened) => format!("write `{opened}` to count words that hold it"),
            None => format!(
                "add “{}” to the patterns if it means the term",
                near.written
            ),
        };
        Diagnostic::warning(Code::W133, message)
            .at(self.span, "found nowhere, its letters are")
            .help(help)
    }
}

/// Looks for the letters of patterns that were not found so far.
#[derive(Debug)]
pub(super) struct Search {
    automaton: Option<AhoCorasick>,
    /// The pattern of each skeleton in the automaton, by position.
    patterns: Vec<usize>,
    near: Vec<Option<Near>>,
    skeleton: String,
    n_texts: usize,
}

impl Search {
    pub(super) fn new(matcher: &Matcher) -> Self {
        let all: Vec<String> = matcher
            .phrases()
            .map(|(_, phrase, _)| skeleton_of(phrase))
            .collect();
        let is_long = |it: &str| it.chars().count() >= LETTERS_MIN || it.chars().any(is_spaceless);
        let patterns: Vec<usize> = (0..all.len()).filter(|at| is_long(&all[*at])).collect();
        let automaton = AhoCorasick::new(patterns.iter().map(|at| &all[*at]))
            .ok()
            .filter(|_| !patterns.is_empty());
        Self {
            automaton,
            patterns,
            near: vec![None; all.len()],
            skeleton: String::new(),
            n_texts: 0,
        }
    }

    /// Looks through the text of a statement. Nothing is done once every pattern, or its letters, were found.
    pub(super) fn look(
        &mut self,
        statement: usize,
        written: &str,
        text: &Folded<'_>,
        matcher: &Matcher,
    ) {
        self.n_texts += 1;
        let open: Vec<bool> = matcher
            .phrases()
            .zip(&self.near)
            .map(|((_, _, found), near)| !found && near.is_none())
            .collect();
        let Some(automaton) = self.automaton.as_ref().filter(|_| open.contains(&true)) else {
            return;
        };
        self.skeleton.clear();
        append_skeleton(text.text(), &mut |char, _| self.skeleton.push(char));
        for found in automaton.find_overlapping_iter(&self.skeleton) {
            let pattern = self.patterns[found.pattern().as_usize()];
            if open[pattern] && self.near[pattern].is_none() {
                let phrase = matcher.phrases().nth(pattern).map(|(_, phrase, _)| phrase);
                let near = phrase.map(|phrase| {
                    place(statement, written, text, found.start(), found.end(), phrase)
                });
                self.near[pattern] = near;
            }
        }
    }

    /// The patterns that were found in no text; none where there was no text.
    pub(super) fn finish(self, matcher: &Matcher) -> Vec<Unfound> {
        let all = matcher.phrases().zip(self.near);
        all.filter(|((_, _, found), _)| !found && self.n_texts > 0)
            .map(|((term, phrase, _), near)| Unfound {
                term,
                pattern: phrase.to_string(),
                span: phrase.span,
                near,
            })
            .collect()
    }
}

fn skeleton_of(phrase: &Phrase) -> String {
    let mut skeleton = String::new();
    for word in &phrase.words {
        append_skeleton(&word.literal, &mut |char, _| skeleton.push(char));
    }
    skeleton
}

/// The place of a stretch of the skeleton, shown with the words around it.
fn place(
    statement: usize,
    written: &str,
    folded: &Folded<'_>,
    first: usize,
    end: usize,
    phrase: &Phrase,
) -> Near {
    let text = folded.text();
    let mut places = vec![];
    append_skeleton(text, &mut |char, at| {
        places.extend(std::iter::repeat_n(at, char.len_utf8()));
    });
    let from = places[first];
    let last = places[end - 1];
    let to = last + text[last..].chars().next().map_or(0, char::len_utf8);
    let words: Vec<&str> = phrase
        .words
        .iter()
        .map(|word| word.literal.as_str())
        .collect();
    let is_whole = text[from..to].to_ascii_lowercase() == words.join(" ");
    let joins = |at: usize| {
        let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
        before
            .zip(after)
            .is_some_and(|(before, after)| is_joined(before, after))
    };
    let star = |open: bool| if open { "*" } else { "" };
    let opened = format!(
        "{}{}{}",
        star(joins(from)),
        words.join(" "),
        star(joins(to))
    );
    let around = |chars: &mut dyn Iterator<Item = char>| -> usize {
        chars
            .take(SHOWN_MAX)
            .take_while(|char| !char.is_whitespace())
            .map(char::len_utf8)
            .sum()
    };
    let shown =
        from - around(&mut text[..from].chars().rev())..to + around(&mut text[to..].chars());
    let shown = &written[folded.written(shown)];
    Near {
        statement,
        written: shown.split_whitespace().collect::<Vec<_>>().join(" "),
        opened: is_whole.then_some(opened),
    }
}
