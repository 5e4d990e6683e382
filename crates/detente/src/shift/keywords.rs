//! Which words a stratum uses more or less after the cut than before, over all its words.

use super::counter::WordCounts;
use super::keyness::{Cells, LogOdds, TermCounts, WordPrior, fightin_words};

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
}

/// The words that changed most by the difference of log-odds, at most `n_max` of them; and the words before and after in all.
///
/// Time `O(w log w)` for `w` different words.
pub fn keywords(counts: &WordCounts, n_max: usize) -> (Vec<Keyword>, [u64; 2]) {
    let mut words: Vec<(&String, &[u64; 2])> = counts.iter().collect();
    words.sort_unstable();
    let totals = words.iter().fold([0, 0], |[before, after], (_, it)| [before + it[0], after + it[1]]);
    if totals.contains(&0) {
        return (vec![], totals);
    }
    let terms: Vec<TermCounts> =
        words.iter().map(|(_, it)| TermCounts { target: it[1], reference: it[0], background: it[0] + it[1] }).collect();
    let odds = fightin_words(&terms, WordPrior::Informative(WEIGHT));
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.sort_by(|a, b| odds[*b].full_z().abs().total_cmp(&odds[*a].full_z().abs()).then(a.cmp(b)));
    let keyword = |at: usize| {
        let (word, [before, after]) = words[at];
        let cells = Cells { target: *after, reference: *before, target_total: totals[1], reference_total: totals[0] };
        Keyword {
            word: word.clone(),
            before: *before,
            after: *after,
            g2: cells.g2_four_cell(),
            log_ratio: cells.log_ratio(),
            log_odds: odds[at],
        }
    };
    (order.into_iter().take(n_max).map(keyword).collect(), totals)
}
