//! Which words a stratum uses more or less after the cut than before, over all its words.

use std::collections::HashMap;

use super::counter::{Window, WordCounts};
use super::keyness::{
    Cells, Document, LogOdds, Permuted, TermCounts, WordPrior, fightin_words, permutation,
};
use super::words::words;
use crate::text::Folded;

/// How much weight all words together have before counting.
const WEIGHT: f64 = 500.0;

/// A word that is used more, or less, after the cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// The word, in lower case.
    pub word: String,
    /// How often it occurs before.
    pub before: u64,
    /// How often it occurs after.
    pub after: u64,
    /// The signed log-likelihood ratio over four cells, above 0 where it is used more after.
    pub g2: f64,
    /// How many times the share doubled.
    pub log_ratio: f64,
    /// The difference of log-odds, in standard deviations with the full variance.
    pub log_odds: LogOdds,
    /// How often exchanging whole texts across the cut gives as great a difference; `None` where texts were not kept, or are too many.
    pub permuted: Option<Permuted>,
}

/// How often texts are exchanged for a keyword, unless there are fewer ways.
const EXCHANGES: u64 = 2000;
/// What the exchanges are drawn from.
pub const SEED: u64 = 1;
/// With more texts none are exchanged.
const TEXTS_MAX: usize = 2000;

/// Finds for each keyword how often exchanging texts gives as great a difference. The texts are those before and after the cut.
///
/// Time `O(b + k·x·n)` for `b` bytes, `k` keywords, `x` exchanges and `n` texts.
pub fn exchange(keywords: &mut [Keyword], texts: &[(&str, Window)]) {
    if texts.len() > TEXTS_MAX || keywords.is_empty() {
        return;
    }
    let mut counts = vec![vec![0u64; texts.len()]; keywords.len()];
    let place: HashMap<String, usize> = keywords
        .iter()
        .enumerate()
        .map(|(idx, keyword)| (keyword.word.clone(), idx))
        .collect();
    let mut tokens = vec![0u64; texts.len()];
    for (at, (text, _)) in texts.iter().enumerate() {
        let folded = Folded::new(text);
        for word in words(folded.text()) {
            tokens[at] += 1;
            if let Some(idx) = place.get(&word.to_ascii_lowercase()) {
                counts[*idx][at] += 1;
            }
        }
    }
    for (keyword, counts) in keywords.iter_mut().zip(counts) {
        let of = |window: Window| -> Vec<Document> {
            let all = texts.iter().zip(counts.iter().zip(&tokens));
            all.filter(|((_, it), _)| *it == window)
                .map(|(_, (count, tokens))| Document {
                    count: *count,
                    tokens: *tokens,
                })
                .collect()
        };
        keyword.permuted = Some(permutation(
            &of(Window::After),
            &of(Window::Before),
            EXCHANGES,
            SEED,
        ));
    }
}

/// The words that changed most by the difference of log-odds, at most `n_max` of them; and the words before and after in all.
///
/// Time `O(w log w)` for `w` different words.
pub fn keywords(counts: &WordCounts, n_max: usize) -> (Vec<Keyword>, [u64; 2]) {
    let mut words: Vec<(&String, &[u64; 2])> = counts.iter().collect();
    words.sort_unstable();
    let totals = words.iter().fold([0, 0], |[before, after], (_, it)| {
        [before + it[0], after + it[1]]
    });
    if totals.contains(&0) {
        return (vec![], totals);
    }
    let terms: Vec<TermCounts> = words
        .iter()
        .map(|(_, it)| TermCounts {
            target: it[1],
            reference: it[0],
            background: it[0] + it[1],
        })
        .collect();
    let odds = fightin_words(&terms, WordPrior::Informative(WEIGHT));
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.sort_by(|a, b| {
        odds[*b]
            .full_z()
            .abs()
            .total_cmp(&odds[*a].full_z().abs())
            .then(a.cmp(b))
    });
    let keyword = |at: usize| {
        let (word, [before, after]) = words[at];
        let cells = Cells {
            target: *after,
            reference: *before,
            target_total: totals[1],
            reference_total: totals[0],
        };
        Keyword {
            word: word.clone(),
            before: *before,
            after: *after,
            g2: cells.g2_four_cell(),
            log_ratio: cells.log_ratio(),
            log_odds: odds[at],
            permuted: None,
        }
    };
    (order.into_iter().take(n_max).map(keyword).collect(), totals)
}
