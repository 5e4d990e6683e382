//! The words of a text with their places, and its sentences.

use crate::model::Span;

/// A run of letters and digits, or any other character that is not a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    /// Its first byte in the whole text.
    pub(super) start: usize,
}

impl Word<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is this word, which is given in lower case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    pub(super) fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    pub(super) fn is_name_part(&self) -> bool {
        self.text.starts_with(char::is_alphanumeric)
    }
}

#[cfg(test)]
thread_local! {
    /// How many bytes were split into words, and how many places of dates were tried, by this thread.
    pub(super) static WORK: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// The words of a part of the text that begins at byte `base` of the whole.
pub(super) fn words(part: &str, base: usize) -> Vec<Word<'_>> {
    #[cfg(test)]
    WORK.set(WORK.get() + part.len());
    let mut found = vec![];
    let mut open: Option<usize> = None;
    for (at, c) in part.char_indices() {
        if c.is_alphanumeric() {
            open.get_or_insert(at);
            continue;
        }
        if let Some(start) = open.take() {
            found.push(Word {
                text: &part[start..at],
                start: base + start,
            });
        }
        if !c.is_whitespace() {
            found.push(Word {
                text: &part[at..at + c.len_utf8()],
                start: base + at,
            });
        }
    }
    found.extend(open.map(|start| Word {
        text: &part[start..],
        start: base + start,
    }));
    found
}

/// Words after which a full stop does not end a sentence.
const ABBREVIATIONS: [&str; 64] = [
    "mr", "mrs", "ms", "dr", "prof", "rev", "hon", "st", "jr", "sr", "gen", "lt", "col", "maj",
    "capt", "cmdr", "adm", "sgt", "cpl", "pvt", "brig", "sen", "rep", "gov", "pres", "sec", "amb",
    "min", "dept", "gov't", "assn", "bros", "inc", "ltd", "co", "corp", "no", "nos", "vol", "art",
    "para", "fig", "vs", "etc", "cf", "al", "ca", "approx", "est", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "mt", "ft", "ave",
];

/// Words that begin sentences and are not names: after `U.S.` they show that the sentence was over.
const OPENERS: [&str; 24] = [
    "The",
    "A",
    "An",
    "He",
    "She",
    "It",
    "They",
    "We",
    "But",
    "And",
    "In",
    "On",
    "At",
    "This",
    "That",
    "These",
    "There",
    "However",
    "When",
    "If",
    "After",
    "Before",
    "According",
    "Its",
];

/// The sentences of a text, in order; white space between them belongs to none. Linear in the length of the text.
pub(super) fn sentences(text: &str) -> Vec<Span> {
    let mut found = vec![];
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let part = &text[from..to];
        let trimmed = part.trim();
        if !trimmed.is_empty() {
            let start = from + (part.len() - part.trim_start().len());
            found.push(Span {
                start,
                end: start + trimmed.len(),
            });
        }
    };
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = match c {
            '\n' if is_blank_line_next(&text[at + 1..]) => Some(at),
            '.' | '!' | '?' | '…' => end_of_sentence(text, at, c),
            _ => None,
        };
        if let Some(end) = end {
            push(start, end);
            start = end;
            while chars.peek().is_some_and(|(next, _)| *next < end) {
                chars.next();
            }
        }
    }
    push(start, text.len());
    found
}

fn is_blank_line_next(rest: &str) -> bool {
    // A line of spaces only is rare; looking at a few bytes keeps the whole linear.
    rest.bytes()
        .take(40)
        .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))
        == Some(b'\n')
}

/// Where the sentence ends that has this mark, closing quotes and brackets included; `None` when it goes on.
fn end_of_sentence(text: &str, at: usize, mark: char) -> Option<usize> {
    let mut end = at + mark.len_utf8();
    while let Some(c) = text[end..].chars().next().filter(|c| {
        matches!(
            c,
            '.' | '!' | '?' | '"' | '”' | '’' | '\'' | ')' | ']' | '»'
        )
    }) {
        end += c.len_utf8();
    }
    let mut rest = text[end..].chars();
    let Some(next) = rest.next() else {
        return Some(end);
    };
    if !next.is_whitespace() {
        return None;
    }
    let following: String = text[end..].trim_start().chars().take(24).collect();
    let first = following.trim_start_matches(['"', '“', '‘', '\'', '(', '[', '«', '„']);
    if !first.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || !c.is_alphabetic()) {
        return None;
    }
    if mark != '.' {
        return Some(end);
    }
    let opener = || {
        first
            .split([' ', ',', '\n'])
            .next()
            .is_some_and(|word| OPENERS.contains(&word))
    };
    (!is_abbreviation(text, at) || opener()).then_some(end)
}

/// Whether the full stop at that place belongs to an abbreviation or an initial.
fn is_abbreviation(text: &str, at: usize) -> bool {
    const LETTERS_MAX: usize = 12;
    let mut from = at;
    while let Some(c) = text[..from]
        .chars()
        .next_back()
        .filter(|c| c.is_alphanumeric() || matches!(c, '.' | '\''))
    {
        if at - from > LETTERS_MAX {
            return false;
        }
        from -= c.len_utf8();
    }
    let word = text[from..at]
        .trim_start_matches(['\'', '.'])
        .to_lowercase();
    let is_initial = word.chars().count() == 1
        && word.chars().all(char::is_alphabetic)
        && text[from..at].starts_with(char::is_uppercase);
    let is_dotted = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1);
    is_initial || is_dotted || ABBREVIATIONS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text)
            .into_iter()
            .map(|span| &text[span.range()])
            .collect()
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        assert_eq!(
            split("Gen. A. B. Moor met Dr. Lee on Oct. 24. They left."),
            ["Gen. A. B. Moor met Dr. Lee on Oct. 24.", "They left."]
        );
        assert_eq!(
            split("The U.S. Senate sat. In the U.S. The vote failed."),
            ["The U.S. Senate sat.", "In the U.S.", "The vote failed."]
        );
        assert_eq!(
            split("It cost 3.5 million… he left! Why? (Nobody knows.) End"),
            [
                "It cost 3.5 million… he left!",
                "Why?",
                "(Nobody knows.)",
                "End"
            ]
        );
        assert_eq!(
            split("“We stop.” Then rain.\n\nNew part\n"),
            ["“We stop.”", "Then rain.", "New part"]
        );
        assert_eq!(split(" \n "), [""; 0]);
    }

    #[test]
    fn words_keep_their_places() {
        let found: Vec<(&str, usize)> = words("Né, 24th—x", 10)
            .into_iter()
            .map(|word| (word.text, word.start))
            .collect();
        assert_eq!(
            found,
            [("Né", 10), (",", 13), ("24th", 15), ("—", 19), ("x", 22)]
        );
    }
}
