//! Words of a text, for counting and for comparing drafts.

use crate::model::is_word_char;

/// Whether a character joins two words into one when it stands between them: a hyphen or an apostrophe.
fn joins(char: char) -> bool {
    matches!(char, '-' | '\'' | '\u{2010}' | '\u{2011}' | '\u{2019}')
}

/// The words of a text: runs of letters, digits and `_`, joined by single hyphens and apostrophes.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    tokens(text).filter(|token| token.starts_with(is_word_char))
}

/// The words of a text and its marks of punctuation, each mark by itself.
pub fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let end = if is_word_char(first) {
            end_of_word(rest)
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(end);
        rest = after;
        Some(token)
    })
}

/// Where the word ends with which a text begins.
fn end_of_word(text: &str) -> usize {
    let mut end = 0;
    let mut joined = false;
    for (at, char) in text.char_indices() {
        if is_word_char(char) {
            end = at + char.len_utf8();
            joined = false;
        } else if joins(char) && !joined {
            joined = true;
        } else {
            break;
        }
    }
    end
}

/// The number of words of a text.
pub fn n_words(text: &str) -> u32 {
    let mut n_words = 0;
    let (mut inside, mut joined) = (false, false);
    for char in text.chars() {
        if is_word_char(char) {
            n_words += u32::from(!inside);
            (inside, joined) = (true, false);
        } else {
            inside = inside && !joined && joins(char);
            joined = inside;
        }
    }
    n_words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_hold_together_over_hyphens_and_apostrophes() {
        let text = "The first-ever summit, Seoul’s view: \"don't\" -- wait-- a -b 3,5 état-major.";
        let expected = [
            "The",
            "first-ever",
            "summit",
            "Seoul’s",
            "view",
            "don't",
            "wait",
            "a",
            "b",
            "3",
            "5",
            "état-major",
        ];
        assert_eq!(words(text).collect::<Vec<_>>(), expected);
        assert_eq!(
            tokens("No, not-- so.").collect::<Vec<_>>(),
            ["No", ",", "not", "-", "-", "so", "."]
        );
        for text in [text, "", " - ", "a--b", "a-'b", "x-", "née l’été-", "a- b"] {
            assert_eq!(n_words(text) as usize, words(text).count(), "{text}");
        }
    }
}
