//! Where statements stand by their words: against references whose positions are given, and among themselves.
//!
//! # Definition
//! The statements asked about whose text was kept, in order of time. [`Wordfish`] places them among themselves, on the words that at least two of them use;
//! the first in time comes to lie below the last. They have no positions where all are alike, where they differ less than by chance, or where no
//! optimum was found. [`wordscores`] places those that are no reference on the words of the references.
//! # Algorithm
//! Words in lower case are counted, whatever the length of the text; of more than [`WORDS_MAX`] the most frequent are taken. Then as the two methods have it.
//! # Complexity
//! `O(n²·w + n³)` per step of the fit, for `n ≤` [`TEXTS_MAX`] texts and `w` words.
//! # Validity
//! One language and one genre: texts of several channels are placed together only when asked, and then the first dimension may be the channel.
//! # References
//! Laver, Benoit and Garry (2003); Slapin and Proksch (2008). Not at hand.

use std::collections::{HashMap, HashSet};

use super::counter::Heard;
use super::study::Ask;
use super::wordfish::{self, Wordfish, gain_by_chance};
use super::words::words;
use super::wordscores::{self, Placed, Unplaced, difference, first_alike, rescaled_by_spread};
use crate::model::Corpus;
use crate::text::Folded;

/// More texts are not placed: they are counted in [`LeftOut::earlier`].
pub const TEXTS_MAX: usize = 120;
/// The most different words.
pub const WORDS_MAX: usize = 1500;
/// A text with fewer words of those that count is not placed.
pub const LENGTH_MIN: u64 = 5;

/// Where the statements stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Positions {
    /// The statements that are placed or would be, in order of time.
    pub statements: Vec<usize>,
    /// Among themselves, in the order of `statements`; or why they cannot be placed.
    pub among: Result<Wordfish, Unplaced>,
    /// Against the references, if some were given.
    pub against: Option<Result<Scored, Unplaced>>,
    /// The different words that the first method used, in the order of its fit.
    pub words: Vec<String>,
    /// What was left out.
    pub left_out: LeftOut,
}

/// Statements asked about that are not placed among themselves, and words that do not count there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Statements without a text.
    pub without_text: usize,
    /// Statements with fewer than [`LENGTH_MIN`] words, or of those that count.
    pub short: usize,
    /// Statements whose text was too long to be kept, or for which there was no more room, and how many bytes they have.
    pub not_kept: Vec<(usize, usize)>,
    /// Statements earlier than the latest [`TEXTS_MAX`].
    pub earlier: usize,
    /// Different words that one text only uses.
    pub words_of_one: usize,
    /// Different words rarer than the [`WORDS_MAX`] that count.
    pub rarer_words: usize,
}

/// Where statements stand against references.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// The references with the positions given.
    pub references: Vec<(usize, f64)>,
    /// The others: as they score, and stretched to the spread of the references; `None` where no word of theirs has a score, or the scores
    /// have no spread.
    pub others: Vec<(usize, Option<Placed>, Option<Placed>)>,
    /// Two references that use all words equally often, if there are such beside others.
    pub alike: Option<(usize, usize)>,
    /// Different words of the others that no reference has.
    pub words_of_none: usize,
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
    let (asked, mut left_out) = asked(corpus, heard, ask, &text);
    let counted: Vec<HashMap<String, u64>> = asked
        .iter()
        .map(|statement| counts(text(*statement)))
        .collect();
    let (shared, n_left) = vocabulary(&counted, 2);
    (left_out.words_of_one, left_out.rarer_words) = n_left;
    let (mut statements, mut rows) = (vec![], vec![]);
    for (statement, counts) in asked.iter().zip(&counted) {
        let row = row(counts, &shared);
        if row.iter().sum::<u64>() >= LENGTH_MIN {
            statements.push(*statement);
            rows.push(row);
        } else {
            left_out.short += 1;
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
    let among = if asked.len() < 3 {
        Err(Unplaced::TooFewTexts)
    } else if shared.is_empty() {
        Err(Unplaced::NoCommonWord)
    } else {
        among(&rows)
    };
    let against = (!references.is_empty()).then(|| against(references, &asked, &counted, &text));
    Positions {
        statements,
        among,
        against,
        words,
        left_out,
    }
}

/// The statements asked about that have a text worth placing, in order of time: the latest of them; and what is left out.
fn asked<'t>(
    corpus: &Corpus,
    heard: &Heard,
    ask: &Ask,
    text: &impl Fn(usize) -> &'t str,
) -> (Vec<usize>, LeftOut) {
    let mut asked: Vec<usize> = (0..corpus.len())
        .filter(|statement| ask.is_about(corpus, *statement))
        .collect();
    asked.sort_by_key(|statement| (corpus.when[*statement], *statement));
    let not_kept: Vec<(usize, usize)> = heard
        .not_kept
        .iter()
        .filter(|(statement, _)| ask.is_about(corpus, *statement))
        .copied()
        .collect();
    let n_asked = asked.len();
    asked.retain(|statement| !text(*statement).is_empty());
    let without_text = n_asked - asked.len() - not_kept.len();
    let n_with_text = asked.len();
    asked.retain(|statement| {
        words(Folded::new(text(*statement)).text())
            .take(LENGTH_MIN as usize)
            .count() as u64
            == LENGTH_MIN
    });
    let earlier = asked.len().saturating_sub(TEXTS_MAX);
    let left_out = LeftOut {
        without_text,
        short: n_with_text - asked.len(),
        not_kept,
        earlier,
        ..LeftOut::default()
    };
    asked.drain(..earlier);
    (asked, left_out)
}

/// Among themselves, where there is an answer.
fn among(rows: &[Vec<u64>]) -> Result<Wordfish, Unplaced> {
    if rows.len() < 3 {
        return Err(Unplaced::TooFewTexts);
    }
    // No positions explain more than the whole difference.
    let (differ, _) = difference(rows);
    let by_chance = gain_by_chance(rows.len(), rows[0].len());
    let fit = wordfish::fit(rows, (0, rows.len() - 1));
    match fit {
        Ok(_) if differ <= by_chance => Err(Unplaced::ByChance),
        Ok(fit) if !fit.converged => Err(Unplaced::NoOptimum),
        Ok(fit) if fit.gain <= by_chance => Err(Unplaced::ByChance),
        fit => fit,
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
    let (vocabulary, _) = vocabulary(&of_references, 1);
    let rows: Vec<Vec<u64>> = of_references
        .iter()
        .map(|counts| row(counts, &vocabulary))
        .collect();
    let given: Vec<f64> = references.iter().map(|(_, at)| *at).collect();
    let scores = wordscores::fit(&rows, &given)?;
    let (differ, by_chance) = difference(&rows);
    if differ <= by_chance {
        return Err(Unplaced::AlikeReferences(0, 1));
    }
    let alike = first_alike(&rows).map(|(one, two)| (references[one].0, references[two].0));
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
    let known: HashSet<&str> = vocabulary.iter().map(String::as_str).collect();
    let foreign: HashSet<&str> = counted
        .iter()
        .flat_map(HashMap::keys)
        .map(String::as_str)
        .filter(|word| !known.contains(word))
        .collect();
    Ok(Scored {
        references: references.to_vec(),
        others,
        alike,
        words_of_none: foreign.len(),
    })
}

fn counts(text: &str) -> HashMap<String, u64> {
    let mut counts = HashMap::new();
    for word in words(Folded::new(text).text()) {
        *counts.entry(word.to_ascii_lowercase()).or_default() += 1;
    }
    counts
}

/// The words that at least so many texts use, the most frequent of them, in alphabetical order; and how many different words fewer texts use, and
/// how many are rarer.
fn vocabulary(texts: &[HashMap<String, u64>], n_texts_min: usize) -> (Vec<String>, (usize, usize)) {
    let mut totals: HashMap<&str, (u64, usize)> = HashMap::new();
    for (word, count) in texts.iter().flatten() {
        let (sum, n_texts) = totals.entry(word).or_default();
        *sum += count;
        *n_texts += 1;
    }
    let n_words = totals.len();
    let mut words: Vec<(u64, &str)> = totals
        .into_iter()
        .filter(|(_, (_, n_texts))| *n_texts >= n_texts_min)
        .map(|(word, (sum, _))| (sum, word))
        .collect();
    let left = (n_words - words.len(), words.len().saturating_sub(WORDS_MAX));
    words.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    words.truncate(WORDS_MAX);
    let mut words: Vec<String> = words
        .into_iter()
        .map(|(_, word)| word.to_string())
        .collect();
    words.sort_unstable();
    (words, left)
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
                found.left_out.short,
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

    #[test]
    fn texts_that_cannot_be_told_apart_have_no_positions() {
        let among = |given: &[&str]| {
            let (corpus, heard) = texts(given);
            let found = positions(&corpus, &heard, &Ask::whole(None), &[]).among;
            found.map(|fit| fit.texts.len())
        };
        let line = "the lock keeper of Upper Weir keeps the lock as ever";
        let near = "the lock keeper of Upper Weir keeps the lock as before";
        assert_eq!(among(&[line; 8]), Err(Unplaced::AllAlike));
        let shuffled = "as ever the keeper of the lock keeps Upper WEIR lock";
        assert_eq!(among(&[line, shuffled, line]), Err(Unplaced::AllAlike));
        let doubled = format!("{line}. {line}");
        assert_eq!(among(&[line, &doubled, line]), Err(Unplaced::AllAlike));
        assert_eq!(
            among(&[line, line, near, line, near]),
            Err(Unplaced::ByChance)
        );
        assert_eq!(among(&[line]), Err(Unplaced::TooFewTexts));
        assert_eq!(
            among(&["reed reed reed reed reed reed"; 4]),
            Err(Unplaced::AllAlike)
        );
        assert_eq!(
            among(&["a b c d e f", "g h i j k l", "m n o p q r"]),
            Err(Unplaced::NoCommonWord)
        );
    }

    #[test]
    fn references_must_differ_in_their_words_and_where_they_stand() {
        let line = "the lock keeper of Upper Weir keeps the lock as ever";
        let near = "the lock keeper of Upper Weir keeps the lock as before";
        let (corpus, heard) = texts(&[
            line,
            line,
            near,
            "dredge dredge dredge dredge dredge the ford",
            "",
        ]);
        let against = |references: &[(usize, f64)]| {
            positions(&corpus, &heard, &Ask::whole(None), references)
                .against
                .expect("references were given")
                .map(|scored| scored.alike)
        };
        let alike = Err(Unplaced::AlikeReferences(0, 1));
        assert_eq!(against(&[(0, -1.0), (1, 1.0)]), alike, "equal texts");
        assert_eq!(against(&[(0, -1.0), (0, 1.0)]), alike, "one text twice");
        assert_eq!(against(&[(0, -1.0), (2, 1.0)]), alike, "nearly equal texts");
        assert_eq!(
            against(&[(0, 1.0), (3, 1.0)]),
            Err(Unplaced::OnePosition),
            "no scale"
        );
        assert_eq!(
            against(&[(0, 1.0), (4, 2.0)]),
            Err(Unplaced::EmptyText(1)),
            "no words"
        );
        assert_eq!(against(&[(0, -1.0), (3, 1.0)]), Ok(None));
        assert_eq!(
            against(&[(0, -1.0), (1, -1.0), (3, 1.0)]),
            Ok(Some((0, 1))),
            "two of three are alike"
        );
    }

    #[test]
    fn what_is_left_out_is_counted_by_its_reason() {
        let (corpus, mut heard) = texts(&[
            "war war fence guard one two",
            "peace peace trade visit one two",
            "war fence guard peace two one",
            "too short",
            "",
            "long",
        ]);
        heard.texts[5] = None;
        heard.texts[4] = None;
        heard.not_kept = vec![(5, 99)];
        let left_out = positions(&corpus, &heard, &Ask::whole(None), &[]).left_out;
        let expected = LeftOut {
            without_text: 1,
            short: 2,
            not_kept: vec![(5, 99)],
            earlier: 0,
            words_of_one: 2,
            rarer_words: 0,
        };
        assert_eq!(
            left_out, expected,
            "trade and visit are used by one text, and without them it is short"
        );
    }

    /// A speech of about so many bytes, drawn from forty words; the later it is, the more of the second half.
    fn speech(at: usize, n_bytes: usize) -> String {
        let mut state = at as u64 + 1;
        let mut text = String::new();
        while text.len() < n_bytes {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let draw = (state >> 40) as usize;
            let side = usize::from(draw % 100 < 20 + 8 * at);
            text += &format!("word{}x ", 20 * side + draw / 100 % 20);
        }
        text
    }

    #[test]
    fn speeches_of_any_length_are_kept_and_placed() {
        use crate::model::{PartyId, Period, Utterance};
        use crate::shift::Counter;
        use crate::shift::counter::TEXT_BYTES_MAX;
        let speeches: Vec<String> = (0..8)
            .map(|at| speech(at, if at == 3 { 5 << 20 } else { 5000 }))
            .chain(["x".repeat(TEXT_BYTES_MAX + 1)])
            .collect();
        let given: Vec<&str> = speeches.iter().map(String::as_str).collect();
        let (corpus, _) = texts(&given);
        let mut counter = Counter::new(&[], None);
        for (at, text) in given.iter().enumerate() {
            counter.listen(&Utterance {
                when: Period::read(&format!("{}", 2000 + at)).expect("a year"),
                party: PartyId::new(0),
                channel: "",
                text,
            });
        }
        let found = positions(&corpus, &counter.finish(), &Ask::whole(None), &[]);
        let fit = found.among.expect("they drift");
        let theta: Vec<f64> = fit.texts.iter().map(|text| text.theta).collect();
        assert_eq!(theta.len(), 8);
        assert!(
            theta[1..].iter().all(|it| *it > theta[0])
                && theta[..7].iter().all(|it| *it < theta[7]),
            "{theta:?}"
        );
        let too_long = (8, TEXT_BYTES_MAX + 1);
        assert_eq!(
            found.left_out.not_kept,
            [too_long],
            "named where the limit bites"
        );
    }
}
