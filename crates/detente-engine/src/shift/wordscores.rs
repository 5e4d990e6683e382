//! Where does the text stand between texts whose positions are given? Wordscores.
//!
//! # Definition
//! Reference texts `r` have positions `A_r`. With `F_wr` the share of word `w` in `r`, `P_wr = F_wr/ΣF_wr` over references, a word scores
//! `S_w = ΣP_wr·A_r`. A text scores the mean `S_v = ΣF_wv·S_w` over its words that have a score, with the standard error `√V_v/√N_v`,
//! `V_v = ΣF_wv(S_w − S_v)²`.
//! # Algorithm
//! The formulas.
//! # Complexity
//! `O(words · references)`.
//! # Validity
//! One language, one genre, and references that differ, in their words and where they stand: there is no scale between texts that cannot be told
//! apart. Words that no reference has do not count. Raw scores bunch around the middle, as common words have middle scores. Two
//! ways to stretch them: by the spread of all texts scored together, which depends on that set, or by the two anchors. A standard
//! error is stretched and not shifted: programs that shift it are wrong.
//! # References
//! Laver, Benoit and Garry (2003); Martin and Vanberg (2008). Not at hand.

/// Why texts cannot be placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unplaced {
    /// Fewer texts than two, or than three where none has a position given.
    TooFewTexts,
    /// The text at this position has no words.
    EmptyText(usize),
    /// No text has the word at this position.
    UnusedWord(usize),
    /// No word is used by two of the texts.
    NoCommonWord,
    /// All texts use the same words equally often.
    AllAlike,
    /// The texts differ no more than texts do that use the same words.
    ByChance,
    /// No positions were found that fit best.
    NoOptimum,
    /// All references have one position.
    OnePosition,
    /// No two references can be told apart, as those at these positions.
    AlikeReferences(usize, usize),
    /// Texts differ in the number of words that are counted, or do not match the positions given.
    Mismatch,
}

/// How much texts differ in their words: `G²` against texts that use all words equally often, and what it would be by chance on average.
pub(super) fn difference(texts: &[Vec<u64>]) -> (f64, f64) {
    let n_words = texts.first().map_or(0, Vec::len);
    let totals: Vec<u64> = texts.iter().map(|row| row.iter().sum()).collect();
    let all: u64 = totals.iter().sum();
    let (mut g2, mut n_used) = (0.0, 0usize);
    for word in 0..n_words {
        let of_word: u64 = texts.iter().map(|row| row[word]).sum();
        n_used += usize::from(of_word > 0);
        for (row, total) in texts.iter().zip(&totals).filter(|(row, _)| row[word] > 0) {
            let expected = *total as f64 * of_word as f64 / all as f64;
            g2 += 2.0 * row[word] as f64 * (row[word] as f64 / expected).ln();
        }
    }
    let by_chance = texts.len().saturating_sub(1) * n_used.saturating_sub(1);
    (g2, by_chance as f64)
}

/// Whether two texts use all words equally often.
pub(super) fn are_alike(first: &[u64], second: &[u64]) -> bool {
    let (of_first, of_second): (u64, u64) = (first.iter().sum(), second.iter().sum());
    first.iter().zip(second).all(|(one, other)| {
        u128::from(*one) * u128::from(of_second) == u128::from(*other) * u128::from(of_first)
    })
}

/// The first two texts that use all words equally often.
pub(super) fn first_alike(texts: &[Vec<u64>]) -> Option<(usize, usize)> {
    let mut pairs =
        (0..texts.len()).flat_map(|one| (one + 1..texts.len()).map(move |two| (one, two)));
    pairs.find(|(one, two)| are_alike(&texts[*one], &texts[*two]))
}

/// The scores of words, in the order of the counts; none for a word that no reference has.
#[derive(Clone, Debug, PartialEq)]
pub struct WordScores(pub Vec<Option<f64>>);

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// The score.
    pub score: f64,
    /// Its standard error.
    pub error: f64,
    /// The words of the text that have a score.
    pub n_scored: u64,
}

/// The scores of words from the counts of references, a row each, and their positions.
pub fn fit(references: &[Vec<u64>], positions: &[f64]) -> Result<WordScores, Unplaced> {
    if references.len() < 2 {
        return Err(Unplaced::TooFewTexts);
    }
    let n_words = references[0].len();
    if positions.len() != references.len()
        || references.iter().any(|counts| counts.len() != n_words)
    {
        return Err(Unplaced::Mismatch);
    }
    let totals: Vec<u64> = references
        .iter()
        .map(|counts| counts.iter().sum())
        .collect();
    if let Some(empty) = totals.iter().position(|total| *total == 0) {
        return Err(Unplaced::EmptyText(empty));
    }
    let is_first = |position: &f64| position.total_cmp(&positions[0]).is_eq();
    if positions.iter().all(is_first) {
        return Err(Unplaced::OnePosition);
    }
    if references
        .iter()
        .all(|counts| are_alike(&references[0], counts))
    {
        return Err(Unplaced::AlikeReferences(0, 1));
    }
    let score = |word: usize| {
        let shares = || {
            references
                .iter()
                .zip(&totals)
                .map(move |(counts, total)| counts[word] as f64 / *total as f64)
        };
        let all: f64 = shares().sum();
        (all > 0.0).then(|| {
            shares()
                .zip(positions)
                .map(|(share, position)| share / all * position)
                .sum()
        })
    };
    Ok(WordScores((0..n_words).map(score).collect()))
}

impl WordScores {
    /// Where a text stands, from its counts of the same words; none if no word of it has a score.
    pub fn score(&self, text: &[u64]) -> Option<Placed> {
        let scored = || {
            text.iter()
                .zip(&self.0)
                .filter_map(|(count, score)| Some((*count, (*score)?)))
        };
        let n_scored: u64 = scored().map(|(count, _)| count).sum();
        if n_scored == 0 {
            return None;
        }
        let mean = |of: &dyn Fn(f64) -> f64| {
            scored()
                .map(|(count, score)| count as f64 * of(score))
                .sum::<f64>()
                / n_scored as f64
        };
        let score = mean(&|score| score);
        let variance = mean(&|found| (found - score).powi(2));
        Some(Placed {
            score,
            error: (variance / n_scored as f64).sqrt(),
            n_scored,
        })
    }
}

/// Stretched about their mean until they spread as the references do (Laver, Benoit and Garry 2003); all texts are stretched together. None
/// if they do not spread.
pub fn rescaled_by_spread(texts: &[Placed], positions: &[f64]) -> Option<Vec<Placed>> {
    let scores: Vec<f64> = texts.iter().map(|text| text.score).collect();
    let ((mean, spread), (_, wanted)) =
        (mean_and_deviation(&scores)?, mean_and_deviation(positions)?);
    (spread > 0.0).then(|| stretched(texts, mean, wanted / spread, mean))
}

/// Stretched so that two texts come to lie where their scores are given (Martin and Vanberg 2008). Each anchor is its raw score and its
/// position. None if the anchors have one score.
pub fn rescaled_by_anchors(
    texts: &[Placed],
    [first, second]: [(f64, f64); 2],
) -> Option<Vec<Placed>> {
    let factor = (second.1 - first.1) / (second.0 - first.0);
    factor
        .is_finite()
        .then(|| stretched(texts, first.0, factor, first.1))
}

/// The texts with what is at `from` moved to `to`, and distances from it multiplied.
fn stretched(texts: &[Placed], from: f64, factor: f64, to: f64) -> Vec<Placed> {
    let stretch = |text: &Placed| Placed {
        score: (text.score - from) * factor + to,
        error: text.error * factor.abs(),
        ..*text
    };
    texts.iter().map(stretch).collect()
}

/// The mean and the standard deviation of a sample of two or more.
pub(super) fn mean_and_deviation(sample: &[f64]) -> Option<(f64, f64)> {
    if sample.len() < 2 {
        return None;
    }
    let mean = sample.iter().sum::<f64>() / sample.len() as f64;
    let squares: f64 = sample.iter().map(|x| (x - mean).powi(2)).sum();
    Some((mean, (squares / (sample.len() - 1) as f64).sqrt()))
}
