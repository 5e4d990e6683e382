//! Words of a folded text, for counting and for comparing drafts.
//!
//! In a script without spaces each letter, with its marks, counts as a word.

use crate::text::{is_joined, is_word_char};

/// Whether a character joins two words into one when it stands between them: a hyphen or an apostrophe.
fn joins(char: char) -> bool {
    matches!(char, '-' | '\'')
}

/// The words of a text: runs of letters and digits, joined by single hyphens and apostrophes.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    tokens(text)
        .map(|(_, token)| token)
        .filter(|token| token.starts_with(is_word_char))
}

/// The words of a text and its marks of punctuation, each mark by itself, and each with its first byte.
pub fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let at = text.len() - rest.len();
        let first = rest.chars().next()?;
        let end = if is_word_char(first) {
            end_of_word(rest)
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(end);
        rest = after;
        Some((at, token))
    })
}

/// Where the word ends with which a text begins.
fn end_of_word(text: &str) -> usize {
    let mut end = 0;
    let mut before = None;
    for (at, char) in text.char_indices() {
        if is_word_char(char) {
            if before.is_some_and(|before| !goes_on(before, char)) {
                break;
            }
            end = at + char.len_utf8();
        } else if !(joins(char) && before.is_some_and(is_word_char)) {
            break;
        }
        before = Some(char);
    }
    end
}

/// Whether a word goes on with a character of a word, after another or after a hyphen or an apostrophe within it.
fn goes_on(before: char, char: char) -> bool {
    joins(before) || is_joined(before, char)
}

/// The number of words of a text.
pub fn n_words(text: &str) -> u32 {
    let mut n_words = 0;
    // The character before, while a word may go on.
    let mut before: Option<char> = None;
    for char in text.chars() {
        if is_word_char(char) {
            n_words += u32::from(!before.is_some_and(|before| goes_on(before, char)));
            before = Some(char);
        } else {
            before = before
                .filter(|before| is_word_char(*before) && joins(char))
                .map(|_| char);
        }
    }
    n_words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_hold_together_over_hyphens_and_apostrophes() {
        let text = "The first-ever summit, Seoul's view: \"don't\" -- wait-- a -b 3,5 état-major 核兵器 ที่นี่.";
        let expected = [
            "The",
            "first-ever",
            "summit",
            "Seoul's",
            "view",
            "don't",
            "wait",
            "a",
            "b",
            "3",
            "5",
            "état-major",
            "核",
            "兵",
            "器",
            "ที่",
            "นี่",
        ];
        assert_eq!(words(text).collect::<Vec<_>>(), expected);
        assert_eq!(
            tokens("No, not-- so.")
                .map(|(_, token)| token)
                .collect::<Vec<_>>(),
            ["No", ",", "not", "-", "-", "so", "."]
        );
        for text in [
            text,
            "",
            " - ",
            "a--b",
            "a-'b",
            "x-",
            "née l'été-",
            "核-a",
            "a核b",
            "a- b",
        ] {
            assert_eq!(n_words(text) as usize, words(text).count(), "{text}");
        }
    }
}
