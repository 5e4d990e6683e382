//! Terms in a text, from the definition: every phrase is tried at every stretch.

use super::folding::folded;
use crate::model::{Phrase, PhraseWord, Wording};
use crate::text::{EM_DASH, is_accent, is_joined, is_word_char};

/// A folded text.
struct Text {
    chars: Vec<char>,
    /// Where a hyphen was taken out at the end of a line.
    breaks: Vec<usize>,
}

impl Text {
    fn is_break(&self, at: usize) -> bool {
        self.breaks.contains(&at)
    }

    /// Whether a word goes on at this place.
    fn is_within(&self, at: usize) -> bool {
        at > 0 && at < self.chars.len() && is_joined(self.chars[at - 1], self.chars[at])
    }
}

/// How often a term is mentioned in a text.
///
/// Time cubic in the text; for tests.
pub fn mentions(term: &Wording, text: &str) -> u32 {
    let (chars, breaks) = folded(text);
    let text = Text { chars, breaks };
    let n_chars = text.chars.len();
    let stretches = |phrases: &[Phrase]| -> Vec<(usize, usize)> {
        let mut found = vec![];
        for start in 0..n_chars {
            // The longest first.
            for end in (start + 1..=n_chars).rev() {
                if phrases
                    .iter()
                    .any(|phrase| fits(&phrase.words, &text, start, end))
                {
                    found.push((start, end));
                }
            }
        }
        found
    };
    let but_not = stretches(&term.but_not);
    let (mut n_mentions, mut free_from) = (0, 0);
    for (start, end) in stretches(&term.any) {
        let is_inside = but_not
            .iter()
            .any(|(from, to)| *from <= start && end <= *to);
        if start >= free_from && !is_inside {
            n_mentions += 1;
            free_from = end;
        }
    }
    n_mentions
}

/// Whether words stand at exactly this stretch: some way to split it into words and white space fits.
fn fits(words: &[PhraseWord], text: &Text, start: usize, end: usize) -> bool {
    let Some((word, rest)) = words.split_first() else {
        return false;
    };
    if rest.is_empty() {
        return is_word(word, text, start, end);
    }
    (start + 1..end).any(|split| {
        is_word(word, text, start, split)
            && (split + 1..end).any(|next| {
                let between = &text.chars[split..next];
                between.iter().all(|char| char.is_whitespace()) && fits(rest, text, next, end)
            })
    })
}

/// Whether a word of a phrase stands at exactly this stretch.
fn is_word(word: &PhraseWord, text: &Text, start: usize, end: usize) -> bool {
    let literal: Vec<char> = word.literal.chars().collect();
    let (first, last) = (literal[0], literal[literal.len() - 1]);
    let edge = |at: usize, open: bool| !text.is_within(at) || (!open && text.is_break(at));
    let goes_on = |mut places: std::ops::RangeInclusive<usize>| places.all(|at| text.is_within(at));
    (start..end).any(|from| {
        let Some(to) = literal_to(text, from, &literal, false).filter(|to| *to <= end) else {
            return false;
        };
        let begins = match (is_word_char(first), from == start) {
            (false, is_start) => is_start,
            (true, true) => edge(start, word.open_before),
            (true, false) => {
                word.open_before && !text.is_within(start) && goes_on(start + 1..=from)
            }
        };
        let ends = match (is_word_char(last), to == end) {
            (false, is_end) => is_end,
            (true, true) => edge(end, word.open_after),
            (true, false) => word.open_after && !text.is_within(end) && goes_on(to..=end - 1),
        };
        begins && ends && !text.chars.get(to).is_some_and(|char| is_accent(*char))
    })
}

/// Where a literal ends that begins at a place; a hyphen that was taken out counts once.
fn literal_to(text: &Text, at: usize, literal: &[char], used: bool) -> Option<usize> {
    let Some((char, rest)) = literal.split_first() else {
        return Some(at);
    };
    let found = text.chars.get(at).copied();
    if found == Some(*char) || (*char == '-' && found == Some(EM_DASH)) {
        return literal_to(text, at + 1, rest, false);
    }
    (*char == '-' && !used && text.is_break(at))
        .then(|| literal_to(text, at, rest, true))
        .flatten()
}
