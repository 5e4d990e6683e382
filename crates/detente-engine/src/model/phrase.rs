//! Phrases: the words and phrases by which a term is recognised in a text.

use std::fmt;

use super::Span;
use crate::text::{EM_DASH, fold, is_word_char};

/// A word or phrase to look for.
///
/// A *word* of a text is a run of letters, digits, marks and `_`; hyphens and apostrophes end it, so that `nuclear` is found
/// in `non-nuclear` and `Korea` in `Korea's`. In a script without spaces every letter may begin or end a word. Phrase and text are compared as
/// `text` folds them: without case, in one form. White space in a phrase stands for any white space, and a hyphen for every dash. A `*` at an end of a word
/// stands for the rest of the word there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phrase {
    /// Its words, in order; at least one.
    pub words: Vec<PhraseWord>,
    /// Where it stands in the file.
    pub span: Span,
}

/// One word of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PhraseWord {
    /// What must stand there, folded; not empty.
    pub literal: String,
    /// Whether the word may begin earlier.
    pub open_before: bool,
    /// Whether the word may go on.
    pub open_after: bool,
}

/// Why a text is no phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPhrase {
    /// There is nothing in it.
    Empty,
    /// A `*` stands inside a word.
    InnerStar,
    /// A `*` stands alone.
    OnlyStar,
    /// It has no letter or digit.
    NoLetter,
    /// It is longer than [`Phrase::CHARS_MAX`].
    TooLong,
}

impl Phrase {
    /// The most characters of a phrase.
    pub const CHARS_MAX: usize = 400;

    /// Reads a phrase as it is written: words with white space between, `*` at either end of a word.
    pub fn read(text: &str) -> Result<Self, NoPhrase> {
        if text.chars().nth(Self::CHARS_MAX).is_some() {
            return Err(NoPhrase::TooLong);
        }
        let words = fold(text)
            .replace(EM_DASH, "-")
            .split_whitespace()
            .map(PhraseWord::read)
            .collect::<Result<Vec<_>, _>>()?;
        if words.is_empty() {
            return Err(NoPhrase::Empty);
        }
        if !words
            .iter()
            .any(|word| word.literal.chars().any(is_word_char))
        {
            return Err(NoPhrase::NoLetter);
        }
        Ok(Self {
            words,
            span: Span::default(),
        })
    }
}

impl PhraseWord {
    fn read(text: &str) -> Result<Self, NoPhrase> {
        let (open_before, rest) = text
            .strip_prefix('*')
            .map_or((false, text), |rest| (true, rest));
        let (open_after, rest) = rest
            .strip_suffix('*')
            .map_or((false, rest), |rest| (true, rest));
        if rest.is_empty() {
            return Err(NoPhrase::OnlyStar);
        }
        if rest.contains('*') {
            return Err(NoPhrase::InnerStar);
        }
        Ok(Self {
            literal: rest.to_owned(),
            open_before,
            open_after,
        })
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (idx, word) in self.words.iter().enumerate() {
            let star = |open: bool| if open { "*" } else { "" };
            let space = if idx == 0 { "" } else { " " };
            write!(
                f,
                "{space}{}{}{}",
                star(word.open_before),
                word.literal,
                star(word.open_after)
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_words_with_stars_at_their_ends() {
        for text in [
            "denuclear*",
            "*nuclear weapon*",
            "nuclear-free  zone\nin the middle east",
            "women’s",
            "*x*",
        ] {
            let phrase = Phrase::read(text).expect("a phrase");
            assert_eq!(
                Phrase::read(&phrase.to_string()).as_ref(),
                Ok(&phrase),
                "{text}"
            );
        }
        assert_eq!(
            Phrase::read("De-Nuclear* Zone")
                .expect("a phrase")
                .to_string(),
            "de-nuclear* zone"
        );
        for (text, why) in [
            (" ", NoPhrase::Empty),
            ("a * b", NoPhrase::OnlyStar),
            ("**", NoPhrase::OnlyStar),
            ("de*nuclear", NoPhrase::InnerStar),
            ("--", NoPhrase::NoLetter),
        ] {
            assert_eq!(Phrase::read(text), Err(why), "{text}");
        }
        assert_eq!(Phrase::read(&"a".repeat(401)), Err(NoPhrase::TooLong));
    }
}
