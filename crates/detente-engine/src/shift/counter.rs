//! Listening to statements as they pass by: terms are counted, words are counted by window, texts are kept for comparison.

use std::collections::HashMap;

use super::Matcher;
use super::unfound::{Search, Unfound};
use super::words::{n_words, words};
use crate::model::{Date, PartyId, Period, Tally, Utterance, Wording};
use crate::text::{Changes, Folded};

/// Texts are kept for comparison up to so many bytes each …
pub const TEXT_BYTES_MAX: usize = 16 << 20;
/// … and so many together.
pub const TEXTS_BYTES_MAX: usize = 128 << 20;
/// So many different words are counted.
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
    if when.is_before(cut) {
        Some(Window::Before)
    } else {
        when.is_from(cut).then_some(Window::After)
    }
}

/// How often a word occurs before the cut and after it.
pub type WordCounts = HashMap<String, [u64; 2]>;

/// What was heard beside the counts.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// The texts, by statement; `None` where there is none, or it was not kept.
    pub texts: Vec<Option<Box<str>>>,
    /// The statements whose texts were too long to be kept, or for which there was no more room, and how many bytes they have.
    pub not_kept: Vec<(usize, usize)>,
    /// The words of each party and channel.
    pub words: Vec<((PartyId, String), WordCounts)>,
    /// How many occurrences of words were not counted because there were too many different words.
    pub n_not_counted: u64,
    /// What was changed in texts before they were compared.
    pub changes: Changes,
    /// The patterns that no text contains.
    pub unfound: Vec<Unfound>,
}

/// How often each word occurs in a stratum before the cut and after it, by the word's number. Common words are met early and have low numbers.
#[derive(Debug, Default)]
struct Numbered {
    common: Vec<[u64; 2]>,
    rare: HashMap<u32, [u64; 2]>,
}

impl Numbered {
    /// Words with lower numbers are common.
    const COMMON: usize = 4096;

    fn at(&mut self, number: u32) -> &mut [u64; 2] {
        let at = number as usize;
        if at >= Self::COMMON {
            return self.rare.entry(number).or_default();
        }
        if at >= self.common.len() {
            self.common.resize(at + 1, [0; 2]);
        }
        &mut self.common[at]
    }

    /// The words that occur, with their counts.
    fn counts(&self) -> impl Iterator<Item = (usize, [u64; 2])> {
        let common = self
            .common
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, count)| *count != [0, 0]);
        common.chain(
            self.rare
                .iter()
                .map(|(number, count)| (*number as usize, *count)),
        )
    }
}

/// Counts terms and words in statements as they pass by.
#[derive(Debug)]
pub struct Counter {
    matcher: Matcher,
    search: Search,
    cut: Option<Date>,
    heard: Heard,
    strata: HashMap<(PartyId, String), usize>,
    /// The different words of all strata, by number.
    vocabulary: HashMap<Box<str>, u32>,
    /// For each stratum how often each word occurs before the cut and after it, by the word's number.
    counts: Vec<Numbered>,
    n_bytes: usize,
    word: String,
}

impl Counter {
    /// Counts these terms, and words before and after the cut if there is one.
    pub fn new(terms: &[Wording], cut: Option<Date>) -> Self {
        let matcher = Matcher::new(terms);
        Self {
            search: Search::new(&matcher),
            matcher,
            cut,
            heard: Heard::default(),
            strata: HashMap::new(),
            vocabulary: HashMap::new(),
            counts: vec![],
            n_bytes: 0,
            word: String::new(),
        }
    }

    /// Counts one statement.
    pub fn listen(&mut self, it: &Utterance<'_>) -> Tally {
        self.keep(it.text);
        if it.text.is_empty() {
            return Tally::default();
        }
        let text = Folded::new(it.text);
        self.heard.changes += text.changes();
        if let Some(window) = self.cut.and_then(|cut| window(it.when, cut)) {
            self.count_words(it, text.text(), window);
        }
        let counts = self.matcher.count_folded(&text);
        let statement = self.heard.texts.len() - 1;
        self.search.look(statement, it.text, &text, &self.matcher);
        Tally {
            counts,
            tokens: n_words(text.text()),
        }
    }

    /// What was heard.
    pub fn finish(mut self) -> Heard {
        let mut words = vec![""; self.vocabulary.len()];
        self.vocabulary
            .iter()
            .for_each(|(word, number)| words[*number as usize] = word);
        for ((_, named), counts) in self.heard.words.iter_mut().zip(&self.counts) {
            *named = counts
                .counts()
                .map(|(number, count)| (words[number].to_string(), count))
                .collect();
        }
        self.heard.unfound = self.search.finish(&self.matcher);
        self.heard
    }

    fn keep(&mut self, text: &str) {
        let fits = text.len() <= TEXT_BYTES_MAX && self.n_bytes + text.len() <= TEXTS_BYTES_MAX;
        if !fits {
            self.heard
                .not_kept
                .push((self.heard.texts.len(), text.len()));
        }
        let kept = (fits && !text.is_empty()).then(|| text.into());
        self.n_bytes += if fits { text.len() } else { 0 };
        self.heard.texts.push(kept);
    }

    fn count_words(&mut self, it: &Utterance<'_>, folded: &str, window: Window) {
        let stratum = (it.party, it.channel.to_owned());
        let at = *self.strata.entry(stratum).or_insert_with_key(|stratum| {
            self.heard.words.push((stratum.clone(), WordCounts::new()));
            self.counts.push(Numbered::default());
            self.counts.len() - 1
        });
        let counts = &mut self.counts[at];
        for word in words(folded) {
            self.word.clear();
            self.word.push_str(word);
            self.word.make_ascii_lowercase();
            let known = self.vocabulary.get(self.word.as_str()).copied();
            let number = known.or_else(|| {
                let number = u32::try_from(self.vocabulary.len())
                    .ok()
                    .filter(|_| self.vocabulary.len() < WORDS_MAX)?;
                self.vocabulary.insert(self.word.as_str().into(), number);
                Some(number)
            });
            match number {
                Some(number) => counts.at(number)[window as usize] += 1,
                None => self.heard.n_not_counted += 1,
            }
        }
    }
}
