//! Terms in a text, from the definition: every phrase is tried at every stretch.

use crate::model::{Phrase, PhraseWord, Wording, is_word_char};

/// How often a term is mentioned in a text.
///
/// Time cubic in the text; for tests.
pub fn mentions(term: &Wording, text: &str) -> u32 {
    let text: Vec<char> = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(plain)
        .collect();
    let stretches = |phrases: &[Phrase]| -> Vec<(usize, usize)> {
        let mut found = vec![];
        for start in 0..text.len() {
            // The longest first.
            for end in (start + 1..=text.len()).rev() {
                if phrases
                    .iter()
                    .any(|phrase| covers(phrase, &text, start, end))
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

fn plain(char: char) -> char {
    match char {
        '’' => '\'',
        '‐' | '‑' => '-',
        _ => char,
    }
}

/// Whether a phrase stands at exactly this stretch: some way to split it into words and white space fits.
fn covers(phrase: &Phrase, text: &[char], start: usize, end: usize) -> bool {
    fits(&phrase.words, text, start, end)
}

fn fits(words: &[PhraseWord], text: &[char], start: usize, end: usize) -> bool {
    let Some((word, rest)) = words.split_first() else {
        return false;
    };
    if rest.is_empty() {
        return is_word(word, text, start, end);
    }
    (start + 1..end).any(|split| {
        is_word(word, text, start, split)
            && (split + 1..end).any(|next| {
                text[split..next].iter().all(|char| char.is_whitespace())
                    && fits(rest, text, next, end)
            })
    })
}

/// Whether a word of a phrase stands at exactly this stretch.
fn is_word(word: &PhraseWord, text: &[char], start: usize, end: usize) -> bool {
    let literal: Vec<char> = word.literal.chars().collect();
    let is_letter = |at: usize| text.get(at).is_some_and(|char| is_word_char(*char));
    (start..end).any(|from| {
        let to = from + literal.len();
        if to > end || text[from..to] != literal[..] {
            return false;
        }
        // What is outside the literal is the rest of the same word, up to its end.
        let before = (start..from).all(is_letter)
            && !(is_word_char(literal[0]) && start > 0 && is_letter(start - 1));
        let last = literal[literal.len() - 1];
        let after = (to..end).all(is_letter) && !(is_word_char(last) && is_letter(end));
        let open =
            |outside: usize, open: bool, edge: char| outside == 0 || (open && is_word_char(edge));
        before
            && after
            && open(from - start, word.open_before, literal[0])
            && open(end - to, word.open_after, last)
    })
}
