//! Listening to statements as they pass by: terms are counted, words are counted by window, short texts are kept for comparison.

use std::collections::HashMap;

use super::Matcher;
use super::words::{n_words, words};
use crate::model::{Date, PartyId, Period, Tally, Utterance, Wording};

/// Texts are kept for comparison up to so many bytes each …
const TEXT_BYTES_MAX: usize = 4000;
/// … and so many together.
const TEXTS_BYTES_MAX: usize = 32 << 20;
/// So many different words are counted over all strata.
const WORDS_MAX: usize = 200_000;

/// On which side of the cut a statement lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Window {
    /// It certainly ended before the cut.
    Before,
    /// It certainly began on the day of the cut or later.
    After,
}

/// The window of a time; `None` where the cut lies within it.
pub fn window(when: Period, cut: Date) -> Option<Window> {
    if when.is_before(cut) { Some(Window::Before) } else { when.is_from(cut).then_some(Window::After) }
}

/// How often a word occurs before the cut and after it.
pub type WordCounts = HashMap<String, [u64; 2]>;

/// What was heard beside the counts.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// The short texts, by statement; `None` where there is none, or it is long, or there was no more room.
    pub texts: Vec<Option<Box<str>>>,
    /// How many texts were too long, or too many, to be kept.
    pub n_not_kept: usize,
    /// The words of each party and channel.
    pub words: Vec<((PartyId, String), WordCounts)>,
    /// How many occurrences of words were not counted because there were too many different words.
    pub n_not_counted: u64,
}

/// Counts terms and words in statements as they pass by.
#[derive(Debug)]
pub struct Counter {
    matcher: Matcher,
    cut: Option<Date>,
    heard: Heard,
    strata: HashMap<(PartyId, String), usize>,
    n_bytes: usize,
    n_different: usize,
    word: String,
}

impl Counter {
    /// Counts these terms, and words before and after the cut if there is one.
    pub fn new(terms: &[Wording], cut: Option<Date>) -> Self {
        Self {
            matcher: Matcher::new(terms),
            cut,
            heard: Heard::default(),
            strata: HashMap::new(),
            n_bytes: 0,
            n_different: 0,
            word: String::new(),
        }
    }

    /// Counts one statement.
    pub fn listen(&mut self, it: &Utterance<'_>) -> Tally {
        self.keep(it.text);
        if it.text.is_empty() {
            return Tally::default();
        }
        if let Some(window) = self.cut.and_then(|cut| window(it.when, cut)) {
            self.count_words(it, window);
        }
        Tally { counts: self.matcher.count(it.text), tokens: n_words(it.text) }
    }

    /// What was heard.
    pub fn finish(self) -> Heard {
        self.heard
    }

    fn keep(&mut self, text: &str) {
        let fits = text.len() <= TEXT_BYTES_MAX && self.n_bytes + text.len() <= TEXTS_BYTES_MAX;
        self.heard.n_not_kept += usize::from(!fits);
        let kept = (fits && !text.is_empty()).then(|| text.into());
        self.n_bytes += if fits { text.len() } else { 0 };
        self.heard.texts.push(kept);
    }

    fn count_words(&mut self, it: &Utterance<'_>, window: Window) {
        let stratum = (it.party, it.channel.to_owned());
        let at = *self.strata.entry(stratum).or_insert_with_key(|stratum| {
            self.heard.words.push((stratum.clone(), WordCounts::new()));
            self.heard.words.len() - 1
        });
        let counts = &mut self.heard.words[at].1;
        for word in words(it.text) {
            self.word.clear();
            if word.is_ascii() {
                self.word.push_str(word);
                self.word.make_ascii_lowercase();
            } else {
                self.word.extend(word.chars().flat_map(char::to_lowercase));
            }
            if let Some(count) = counts.get_mut(&self.word) {
                count[window as usize] += 1;
            } else if self.n_different < WORDS_MAX {
                self.n_different += 1;
                let count = counts.entry(self.word.clone()).or_default();
                count[window as usize] += 1;
            } else {
                self.heard.n_not_counted += 1;
            }
        }
    }
}
