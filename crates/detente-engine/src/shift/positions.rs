//! Where statements stand by their words: against references whose positions are given, and among themselves.
//!
//! # Definition
//! The statements asked about whose text was kept, in order of time. [`Wordfish`] places them among themselves, on the words that at least two of them use;
//! the first in time comes to lie below the last. [`wordscores`] places those that are no reference on the words of the references.
//! # Algorithm
//! Words in lower case are counted; of more than [`WORDS_MAX`] the most frequent are taken. Then as the two methods have it.
//! # Complexity
//! `O(n²·w + n³)` per step of the fit, for `n ≤` [`TEXTS_MAX`] texts and `w` words.
//! # Validity
//! One language and one genre: texts of several channels are placed together only when asked, and then the first dimension may be the channel.
//! # References
//! Laver, Benoit and Garry (2003); Slapin and Proksch (2008). Not at hand.

use std::collections::HashMap;

use super::counter::Heard;
use super::study::Ask;
use super::wordfish::{self, Wordfish};
use super::words::words;
use super::wordscores::{self, Placed, Unplaced, rescaled_by_spread};
use crate::model::Corpus;
use crate::text::Folded;

/// More texts are not placed: they are counted in [`Positions::n_left_out`].
pub const TEXTS_MAX: usize = 120;
/// The most different words.
pub const WORDS_MAX: usize = 1500;
/// A text with fewer words of those that count is not placed.
const LENGTH_MIN: u64 = 5;

/// Where the statements stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Positions {
    /// The statements placed, in order of time.
    pub statements: Vec<usize>,
    /// Among themselves, in the order of `statements`; or why they cannot be placed.
    pub among: Result<Wordfish, Unplaced>,
    /// Against the references, if some were given.
    pub against: Option<Result<Scored, Unplaced>>,
    /// The different words that the first method used, in the order of its fit.
    pub words: Vec<String>,
    /// Statements asked about without a text that was kept, or with too short a one.
    pub n_without_text: usize,
    /// Statements left out because there are more than [`TEXTS_MAX`]: the latest are placed.
    pub n_left_out: usize,
}

/// Where statements stand against references.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// The references with the positions given.
    pub references: Vec<(usize, f64)>,
    /// The others: as they score, and stretched to the spread of the references; `None` where no word of theirs has a score, or the scores
    /// have no spread.
    pub others: Vec<(usize, Option<Placed>, Option<Placed>)>,
}

/// Places the statements asked about; each reference is a statement, by position, with where it stands.
///
/// A reference whose text was not kept counts as empty, which [`Unplaced::EmptyText`] says.
pub fn positions(
    corpus: &Corpus,
    heard: &Heard,
    ask: &Ask,
    references: &[(usize, f64)],
) -> Positions {
    let text = |statement: usize| {
        heard
            .texts
            .get(statement)
            .and_then(Option::as_deref)
            .unwrap_or("")
    };
    let mut asked: Vec<usize> = (0..corpus.len())
        .filter(|statement| ask.is_about(corpus, *statement))
        .collect();
    asked.sort_by_key(|statement| (corpus.when[*statement], *statement));
    let n_asked = asked.len();
    asked.retain(|statement| words(text(*statement)).count() as u64 >= LENGTH_MIN);
    let n_left_out = asked.len().saturating_sub(TEXTS_MAX);
    let mut n_without_text = n_asked - asked.len();
    asked.drain(..n_left_out);

    let counted: Vec<HashMap<String, u64>> = asked
        .iter()
        .map(|statement| counts(text(*statement)))
        .collect();
    let shared = vocabulary(&counted, 2);
    let (mut statements, mut rows) = (vec![], vec![]);
    for (statement, counts) in asked.iter().zip(&counted) {
        let row = row(counts, &shared);
        if row.iter().sum::<u64>() >= LENGTH_MIN {
            statements.push(*statement);
            rows.push(row);
        } else {
            n_without_text += 1;
        }
    }
    // A word may have lost the texts that used it.
    let used: Vec<usize> = (0..shared.len())
        .filter(|word| rows.iter().any(|row| row[*word] > 0))
        .collect();
    let rows: Vec<Vec<u64>> = rows
        .iter()
        .map(|row| used.iter().map(|word| row[*word]).collect())
        .collect();
    let words = used.iter().map(|word| shared[*word].clone()).collect();
    let among = if rows.len() < 3 {
        Err(Unplaced::TooFewTexts)
    } else {
        wordfish::fit(&rows, (0, rows.len() - 1))
    };
    let against = (!references.is_empty()).then(|| against(references, &asked, &counted, &text));
    Positions {
        statements,
        among,
        against,
        words,
        n_without_text,
        n_left_out,
    }
}

fn against<'t>(
    references: &[(usize, f64)],
    asked: &[usize],
    counted: &[HashMap<String, u64>],
    text: &impl Fn(usize) -> &'t str,
) -> Result<Scored, Unplaced> {
    let of_references: Vec<HashMap<String, u64>> = references
        .iter()
        .map(|(statement, _)| counts(text(*statement)))
        .collect();
    let vocabulary = vocabulary(&of_references, 1);
    let rows: Vec<Vec<u64>> = of_references
        .iter()
        .map(|counts| row(counts, &vocabulary))
        .collect();
    let given: Vec<f64> = references.iter().map(|(_, at)| *at).collect();
    let scores = wordscores::fit(&rows, &given)?;
    let is_reference = |statement: usize| references.iter().any(|(it, _)| *it == statement);
    let others: Vec<(usize, Option<Placed>)> = asked
        .iter()
        .zip(counted)
        .filter(|(statement, _)| !is_reference(**statement))
        .map(|(statement, counts)| (*statement, scores.score(&row(counts, &vocabulary))))
        .collect();
    let placed: Vec<Placed> = others.iter().filter_map(|(_, placed)| *placed).collect();
    let stretched = rescaled_by_spread(&placed, &given);
    let mut stretched = stretched.into_iter().flatten();
    let others = others
        .into_iter()
        .map(|(statement, placed)| (statement, placed, placed.and_then(|_| stretched.next())))
        .collect();
    Ok(Scored {
        references: references.to_vec(),
        others,
    })
}

fn counts(text: &str) -> HashMap<String, u64> {
    let mut counts = HashMap::new();
    for word in words(Folded::new(text).text()) {
        *counts.entry(word.to_ascii_lowercase()).or_default() += 1;
    }
    counts
}

/// The words that at least so many texts use, the most frequent of them, in alphabetical order.
fn vocabulary(texts: &[HashMap<String, u64>], n_texts_min: usize) -> Vec<String> {
    let mut totals: HashMap<&str, (u64, usize)> = HashMap::new();
    for (word, count) in texts.iter().flatten() {
        let (sum, n_texts) = totals.entry(word).or_default();
        *sum += count;
        *n_texts += 1;
    }
    let mut words: Vec<(u64, &str)> = totals
        .into_iter()
        .filter(|(_, (_, n_texts))| *n_texts >= n_texts_min)
        .map(|(word, (sum, _))| (sum, word))
        .collect();
    words.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    words.truncate(WORDS_MAX);
    let mut words: Vec<String> = words
        .into_iter()
        .map(|(_, word)| word.to_string())
        .collect();
    words.sort_unstable();
    words
}

fn row(counts: &HashMap<String, u64>, vocabulary: &[String]) -> Vec<u64> {
    vocabulary
        .iter()
        .map(|word| counts.get(word).copied().unwrap_or(0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[&str]) -> (Corpus, Heard) {
        let mut corpus = Corpus::default();
        for (idx, _) in texts.iter().enumerate() {
            corpus.ids.push(format!("s{idx}"));
            corpus
                .when
                .push(crate::model::Period::read(&format!("{}", 2000 + idx)).expect("a year"));
            corpus.parties.push(crate::model::PartyId::new(0));
        }
        for column in [&mut corpus.channels, &mut corpus.markings] {
            *column = crate::model::Column {
                words: vec![String::new()],
                codes: vec![0; texts.len()],
            };
        }
        let kept = texts.iter().map(|text| Some((*text).into())).collect();
        (
            corpus,
            Heard {
                texts: kept,
                ..Heard::default()
            },
        )
    }

    #[test]
    fn texts_between_two_references_lie_between_them() {
        let (corpus, heard) = texts(&[
            "war war war war peace",
            "peace peace peace peace war",
            "war war peace peace talk",
            "talk talk talk talk talk",
        ]);
        let found = positions(&corpus, &heard, &Ask::whole(None), &[(0, -1.0), (1, 1.0)]);
        let scored = found
            .against
            .expect("references were given")
            .expect("they can be scored");
        // Four of five against one of five: a word of the first scores −0.6, one of the second 0.6; two of each make 0.
        let (statement, placed, _) = scored.others[0];
        let placed = placed.expect("it has their words");
        assert_eq!((statement, placed.n_scored), (2, 4));
        assert!(placed.score.abs() < 1e-12, "{placed:?}");
        assert_eq!(
            scored.others[1].1, None,
            "none of its words is in a reference"
        );
    }

    #[test]
    fn texts_that_share_words_stand_on_their_side() {
        let left = "border war war fence guard war";
        let right = "trade peace peace visit guard peace";
        let (corpus, heard) = texts(&[
            left,
            "war fence border war guard visit",
            "peace visit trade peace guard war",
            right,
            "short",
        ]);
        let found = positions(&corpus, &heard, &Ask::whole(None), &[]);
        assert_eq!(
            (
                found.statements.as_slice(),
                found.n_without_text,
                found.against
            ),
            (&[0, 1, 2, 3][..], 1, None)
        );
        let fit = found.among.expect("they can be placed");
        let theta: Vec<f64> = fit.texts.iter().map(|text| text.theta).collect();
        assert!(
            fit.converged && theta[0] < 0.0 && theta[1] < 0.0 && theta[2] > 0.0 && theta[3] > 0.0,
            "{theta:?}"
        );
    }

    #[test]
    fn fewer_than_three_texts_have_no_positions_among_themselves() {
        let (corpus, heard) = texts(&["war war war war peace", "peace peace peace peace war"]);
        assert_eq!(
            positions(&corpus, &heard, &Ask::whole(None), &[]).among,
            Err(Unplaced::TooFewTexts)
        );
    }
}
