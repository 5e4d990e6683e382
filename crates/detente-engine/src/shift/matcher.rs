//! Finding terms in text: many words and phrases in one pass.
//!
//! # Definition
//!
//! Texts are compared folded, as the room `text` says. A phrase *stands* at a stretch of a text when its words stand there in order, with white space
//! between; each begins and ends where a word of the text does, unless it is open there, and then the stretch goes on to the end of that word. A *word* is as
//! `Phrase` has it; no literal ends before an accent, which makes another letter of its last one. Where a hyphen at the end of a line was taken out, a word
//! goes on, and a word may begin or end, and a hyphen of a phrase stands there. A stretch of `any` that lies inside one of `but_not` of the same term is
//! dropped. A term is mentioned as often as stretches can be taken from left to right without overlap, the longest first where several begin together.
//!
//! # Algorithm
//!
//! One automaton over the longest piece of every phrase (Aho and Corasick 1975) finds candidates; the rest of the phrase is compared
//! around them, without regard to the case of ASCII letters. So a text of plain ASCII needs no folding.
//!
//! # Complexity
//!
//! Linear in the text, and in the number of candidates.
//!
//! # Validity
//!
//! `oracle::mentions` does the same from the definition, phrase by phrase; a property test compares the two.
//!
//! # References
//!
//! Aho and Corasick (1975), by the crate `aho-corasick`.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::model::{Phrase, PhraseWord, Wording};
use crate::text::{EM_DASH, Folded, is_accent, is_joined, is_word_char};

/// Up to so many bytes of words the automaton is a table, which is fastest; beyond, it is a graph, which is smaller.
const TABLE_BYTES_MAX: usize = 1 << 14;

/// A phrase of a term, to be compared where one of its words was found.
#[derive(Debug)]
struct Candidate {
    term: usize,
    but_not: bool,
    phrase: Phrase,
    /// The word of which the automaton looks for a piece.
    anchor: usize,
    /// That piece: a stretch of the word without apostrophe and hyphen, which have several forms.
    piece: Range<usize>,
}

/// Looks for the terms of a dossier in texts.
#[derive(Debug)]
pub struct Matcher {
    automaton: Option<AhoCorasick>,
    /// The phrases, in the order of the automaton's patterns.
    phrases: Vec<Candidate>,
    n_terms: usize,
    /// Whether each phrase was found in some text.
    found: Vec<bool>,
    hits: Vec<Hit>,
}

/// A stretch of the text at which a phrase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    term: usize,
    start: usize,
    end: usize,
    but_not: bool,
}

impl Matcher {
    /// A matcher for these terms. The longest piece of each phrase goes into the automaton.
    ///
    /// # Panics
    ///
    /// Never for the terms of a dossier, whose size is bounded.
    pub fn new(terms: &[Wording]) -> Self {
        let mut phrases = vec![];
        for (term, wording) in terms.iter().enumerate() {
            let all = wording
                .any
                .iter()
                .map(|it| (it, false))
                .chain(wording.but_not.iter().map(|it| (it, true)));
            for (phrase, but_not) in all {
                let (anchor, piece) = longest_piece(phrase);
                phrases.push(Candidate {
                    term,
                    but_not,
                    phrase: phrase.clone(),
                    anchor,
                    piece,
                });
            }
        }
        let patterns: Vec<&str> = phrases
            .iter()
            .map(|it: &Candidate| &it.phrase.words[it.anchor].literal[it.piece.clone()])
            .collect();
        let n_bytes: usize = patterns.iter().map(|pattern| pattern.len()).sum();
        let kind = if n_bytes <= TABLE_BYTES_MAX {
            AhoCorasickKind::DFA
        } else {
            AhoCorasickKind::ContiguousNFA
        };
        let automaton = (!patterns.is_empty()).then(|| {
            let builder = AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .match_kind(MatchKind::Standard)
                .kind(Some(kind))
                .build(&patterns);
            builder.expect("the bounded number of phrases fits an automaton")
        });
        Self {
            automaton,
            n_terms: terms.len(),
            found: vec![false; phrases.len()],
            phrases,
            hits: vec![],
        }
    }

    /// How often each term is mentioned in a text, in the order of the terms.
    pub fn count(&mut self, text: &str) -> Vec<u32> {
        self.count_folded(&Folded::new(text))
    }

    /// How often each term is mentioned in a folded text, in the order of the terms.
    pub fn count_folded(&mut self, text: &Folded<'_>) -> Vec<u32> {
        let mut counts = vec![0; self.n_terms];
        let Some(automaton) = &self.automaton else {
            return counts;
        };
        self.hits.clear();
        for found in automaton.find_overlapping_iter(text.text()) {
            let pattern = found.pattern().as_usize();
            let candidate = &self.phrases[pattern];
            if let Some((start, end)) = candidate.around(text, found.start(), found.end()) {
                self.found[pattern] = true;
                self.hits.push(Hit {
                    term: candidate.term,
                    start,
                    end,
                    but_not: candidate.but_not,
                });
            }
        }
        if !self.hits.is_empty() {
            self.hits
                .sort_unstable_by_key(|hit| (hit.term, hit.start, std::cmp::Reverse(hit.end)));
            self.hits
                .chunk_by(|a, b| a.term == b.term)
                .for_each(|hits| counts[hits[0].term] = mentions(hits));
        }
        counts
    }

    /// The phrases with the positions of their terms, in the order of the terms, and whether each was found in some text so far.
    pub fn phrases(&self) -> impl Iterator<Item = (usize, &Phrase, bool)> {
        let phrases = self.phrases.iter().zip(&self.found);
        phrases.map(|(it, found)| (it.term, &it.phrase, *found))
    }
}

/// The number of mentions among the hits of one term, in order of their beginnings, the longest first.
fn mentions(hits: &[Hit]) -> u32 {
    let excluded: Vec<&Hit> = hits.iter().filter(|hit| hit.but_not).collect();
    let (mut n_mentions, mut free_from) = (0, 0);
    for hit in hits.iter().filter(|hit| !hit.but_not) {
        let is_inside = excluded
            .iter()
            .any(|it| it.start <= hit.start && hit.end <= it.end);
        if hit.start >= free_from && !is_inside {
            n_mentions += 1;
            free_from = hit.end;
        }
    }
    n_mentions
}

impl Candidate {
    /// The stretch at which the whole phrase stands, given where its anchor was found.
    fn around(&self, text: &Folded<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
        let words = &self.phrase.words;
        let word = &words[self.anchor];
        let start = word.begin(
            text,
            start - literal_before(text, start, &word.literal[..self.piece.start])?,
        )?;
        let end = word.finish(
            text,
            end + literal_at(text, end, &word.literal[self.piece.end..])?,
        )?;
        let before = words[..self.anchor]
            .iter()
            .rev()
            .try_fold(start, |at, word| word.stands_before(text, at))?;
        let after = words[self.anchor + 1..]
            .iter()
            .try_fold(end, |at, word| word.stands_after(text, at))?;
        Some((before, after))
    }
}

/// How words of a phrase are compared with a text.
trait Stands {
    /// Where the word of the text begins, when the literal begins at `at`; `None` when it is not allowed to begin there.
    fn begin(&self, text: &Folded<'_>, at: usize) -> Option<usize>;
    /// Where the word of the text ends, when the literal ends at `at`.
    fn finish(&self, text: &Folded<'_>, at: usize) -> Option<usize>;
    /// Where it ends, when white space and then the word follow `at`.
    fn stands_after(&self, text: &Folded<'_>, at: usize) -> Option<usize>;
    /// Where it begins, when the word and then white space come before `at`.
    fn stands_before(&self, text: &Folded<'_>, at: usize) -> Option<usize>;
}

impl Stands for PhraseWord {
    fn begin(&self, text: &Folded<'_>, at: usize) -> Option<usize> {
        if !starts_with_word_char(&self.literal) {
            return Some(at);
        }
        match (is_within(text.text(), at), self.open_before) {
            (false, _) => Some(at),
            (true, true) => Some(at - joined_before(text.text(), at)),
            (true, false) => text.is_break(at).then_some(at),
        }
    }

    fn finish(&self, text: &Folded<'_>, at: usize) -> Option<usize> {
        let next = text.text()[at..].chars().next();
        if next.is_some_and(is_accent) {
            return None;
        }
        if !ends_with_word_char(&self.literal) {
            return Some(at);
        }
        match (is_within(text.text(), at), self.open_after) {
            (false, _) => Some(at),
            (true, true) => Some(at + joined_after(text.text(), at)),
            (true, false) => text.is_break(at).then_some(at),
        }
    }

    fn stands_after(&self, text: &Folded<'_>, at: usize) -> Option<usize> {
        let whole = text.text();
        let first = whole.len() - whole[at..].trim_start().len();
        if first == at {
            return None;
        }
        let last = if self.open_before {
            first + run_after(whole, first)
        } else {
            first
        };
        (first..=last)
            .filter(|from| whole.is_char_boundary(*from))
            .find_map(|from| {
                let end = from + literal_at(text, from, &self.literal)?;
                self.begin(text, from).filter(|begin| *begin == first)?;
                self.finish(text, end)
            })
    }

    fn stands_before(&self, text: &Folded<'_>, at: usize) -> Option<usize> {
        let whole = text.text();
        let last = whole[..at].trim_end().len();
        if last == at {
            return None;
        }
        let first = if self.open_after {
            last - run_before(whole, last)
        } else {
            last
        };
        (first..=last)
            .rev()
            .filter(|to| whole.is_char_boundary(*to))
            .find_map(|to| {
                let start = to - literal_before(text, to, &self.literal)?;
                self.finish(text, to).filter(|end| *end == last)?;
                self.begin(text, start)
            })
    }
}

fn starts_with_word_char(text: &str) -> bool {
    text.chars().next().is_some_and(is_word_char)
}

fn ends_with_word_char(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_word_char)
}

/// Whether a word goes on at `at`.
fn is_within(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    before
        .zip(after)
        .is_some_and(|(before, after)| is_joined(before, after))
}

/// The bytes before `at` of the word that goes on at `at`.
fn joined_before(text: &str, at: usize) -> usize {
    let Some(mut next) = text[at..].chars().next() else {
        return 0;
    };
    let mut n_bytes = 0;
    for char in text[..at].chars().rev() {
        if !is_joined(char, next) {
            break;
        }
        n_bytes += char.len_utf8();
        next = char;
    }
    n_bytes
}

/// The bytes from `at` on of the word that stands before `at`.
fn joined_after(text: &str, at: usize) -> usize {
    let Some(mut before) = text[..at].chars().next_back() else {
        return 0;
    };
    let mut n_bytes = 0;
    for char in text[at..].chars() {
        if !is_joined(before, char) {
            break;
        }
        n_bytes += char.len_utf8();
        before = char;
    }
    n_bytes
}

/// The bytes of characters of words that end at `at`, one word or several.
fn run_before(text: &str, at: usize) -> usize {
    let run = text[..at].chars().rev();
    run.take_while(|char| is_word_char(*char))
        .map(char::len_utf8)
        .sum()
}

/// The bytes of characters of words that begin at `at`, one word or several.
fn run_after(text: &str, at: usize) -> usize {
    let run = text[at..].chars();
    run.take_while(|char| is_word_char(*char))
        .map(char::len_utf8)
        .sum()
}

/// Whether a character of a folded text is one of a literal, whatever its case and its length of dash.
fn is_same(literal: char, found: char) -> bool {
    literal == found.to_ascii_lowercase() || (literal == '-' && found == EM_DASH)
}

/// The bytes of the text that are the literal, from `at` on. A hyphen may be one that was taken out at the end of a line.
fn literal_at(text: &Folded<'_>, at: usize, literal: &str) -> Option<usize> {
    let (mut end, mut used) = (at, None);
    for char in literal.chars() {
        match text.text()[end..].chars().next() {
            Some(found) if is_same(char, found) => end += found.len_utf8(),
            _ if char == '-' && used != Some(end) && text.is_break(end) => used = Some(end),
            _ => return None,
        }
    }
    Some(end - at)
}

/// The bytes of the text that are the literal, up to `at`.
fn literal_before(text: &Folded<'_>, at: usize, literal: &str) -> Option<usize> {
    let (mut start, mut used) = (at, None);
    for char in literal.chars().rev() {
        match text.text()[..start].chars().next_back() {
            Some(found) if is_same(char, found) => start -= found.len_utf8(),
            _ if char == '-' && used != Some(start) && text.is_break(start) => used = Some(start),
            _ => return None,
        }
    }
    Some(at - start)
}

/// The longest stretch of a phrase's words without apostrophe and hyphen: its word, and its bytes there.
fn longest_piece(phrase: &Phrase) -> (usize, Range<usize>) {
    let mut best = (0, 0..0);
    for (idx, word) in phrase.words.iter().enumerate() {
        let mut start = 0;
        for piece in word.literal.split_inclusive(['-', '\'']) {
            let end = start + piece.trim_end_matches(['-', '\'']).len();
            if end - start > best.1.len() {
                best = (idx, start..end);
            }
            start += piece.len();
        }
    }
    best
}
