//! What words moved? Measures of how much more a word is used in one set of texts than in another.
//!
//! # Definition
//! A word occurs `a` times in `c` words of the target, `b` times in `d` words of the reference. With the expected counts `E` under one rate,
//! `G² = 2ΣO·ln(O/E)` over the four cells, or over the first two only; signed, minus where the target uses it less. Log-odds with a
//! Dirichlet prior `α_w` of the total `α₀`: `δ = ln((a+α_w)/(c+α₀−a−α_w)) − ln((b+α_w)/(d+α₀−b−α_w))`, variance `1/(a+α_w) + 1/(b+α_w)`
//! and, in full, the reciprocals of the other two numbers besides; `z = δ/σ`.
//! # Algorithm
//! The formulas. Texts are exchanged between target and reference for [`permutation`]: all ways if there are not more than asked for, else
//! drawn at random from a seed, each draw from a stream of its own.
//! # Complexity
//! Constant per word; `O(n)` per permutation of `n` texts.
//! # Validity
//! `G²`, `χ²` and `z` take words as independent draws, but words come in bursts: within one text they come together. The permutation takes
//! texts as exchangeable instead, and is the p to quote. With few texts it cannot be small: 4 against 3 gives 1/35 at best.
//! # References
//! Dunning (1993), Rayson and Garside (2000), Williams (1976), Hardie (2014), Monroe, Colaresi and Quinn (2008). Not at hand.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::special::{ln_choose, normal_two_sided};

/// How often a word occurs in the target and in the reference, and how long both are. Each count is at most its total, each total above 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cells {
    /// The count in the target.
    pub target: u64,
    /// The count in the reference.
    pub reference: u64,
    /// The words of the target.
    pub target_total: u64,
    /// The words of the reference.
    pub reference_total: u64,
}

impl Cells {
    /// The counts `a`, `b` and the totals `c`, `d`.
    fn numbers(self) -> (f64, f64, f64, f64) {
        (
            self.target as f64,
            self.reference as f64,
            self.target_total as f64,
            self.reference_total as f64,
        )
    }

    /// What would be expected in the four cells under one rate, beside what is there.
    fn pairs(self) -> [(f64, f64); 4] {
        let (a, b, c, d) = self.numbers();
        let share = (a + b) / (c + d);
        [
            (a, c * share),
            (b, d * share),
            (c - a, c * (1.0 - share)),
            (d - b, d * (1.0 - share)),
        ]
    }

    /// 1 where the target uses the word more than one rate would have it, else −1.
    fn sign(self) -> f64 {
        let [(a, expected), ..] = self.pairs();
        if a > expected { 1.0 } else { -1.0 }
    }

    /// `G²` over four cells (Dunning 1993), signed.
    pub fn g2_four_cell(self) -> f64 {
        self.sign() * g2(&self.pairs())
    }

    /// `G²` over the two cells of the word itself (Rayson and Garside 2000), signed; always nearer to 0.
    pub fn g2_two_cell(self) -> f64 {
        self.sign() * g2(&self.pairs()[..2])
    }

    /// `G²` over four cells, divided by Williams's correction for small counts, signed.
    pub fn williams(self) -> f64 {
        let (a, b, c, d) = self.numbers();
        let (all, word) = (c + d, a + b);
        if word == 0.0 || word >= all {
            return 0.0;
        }
        let correction =
            1.0 + (all / c + all / d - 1.0) * (all / word + all / (all - word) - 1.0) / (6.0 * all);
        self.g2_four_cell() / correction
    }

    /// `χ²`, signed.
    pub fn chi2(self) -> f64 {
        self.chi2_corrected(0.0)
    }

    /// `χ²` with Yates's correction, which never turns the sign of the difference; signed.
    pub fn chi2_yates(self) -> f64 {
        self.chi2_corrected(0.5)
    }

    fn chi2_corrected(self, by: f64) -> f64 {
        let (a, b, c, d) = self.numbers();
        let (all, word) = (c + d, a + b);
        if word == 0.0 || word >= all {
            return 0.0;
        }
        let difference = ((a * (d - b) - b * (c - a)).abs() - by * all).max(0.0);
        self.sign() * all * difference * difference / (word * (all - word) * c * d)
    }

    /// How many times as often the target uses the word, as a logarithm to base 2, with half an occurrence for none (Hardie 2014).
    pub fn log_ratio(self) -> f64 {
        let (a, b, c, d) = self.numbers();
        let or_half = |count: f64| if count == 0.0 { 0.5 } else { count };
        ((or_half(a) / c) / (or_half(b) / d)).log2()
    }
}

/// `2ΣO·ln(O/E)`, where none times anything is none; rounding never takes it below 0.
fn g2(pairs: &[(f64, f64)]) -> f64 {
    let terms = pairs.iter().filter(|(observed, _)| *observed > 0.0);
    (2.0 * terms
        .map(|(observed, expected)| observed * (observed / expected).ln())
        .sum::<f64>())
    .max(0.0)
}

/// The chance of a `χ²` with one degree of freedom as far from 0; takes the signed measures as they are.
pub fn chi2_p(chi2: f64) -> f64 {
    normal_two_sided(chi2.abs().sqrt())
}

/// How often one word occurs, and how often in the background that a prior may be drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermCounts {
    /// The count in the target.
    pub target: u64,
    /// The count in the reference.
    pub reference: u64,
    /// The count in the background, for [`WordPrior::Informative`].
    pub background: u64,
}

/// How often each word is thought to occur before counting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WordPrior {
    /// Each word as if seen so often, above 0, in either set.
    Flat(f64),
    /// Together as if seen so often, above 0, shared out as the background has them. A word the background lacks has no weight, and no `δ`
    /// unless both sets have it.
    Informative(f64),
}

/// How much more the target uses a word, as a difference of log-odds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogOdds {
    /// The difference, above 0 where the target uses the word more.
    pub delta: f64,
    /// Its variance from the two counts of the word.
    pub variance: f64,
    /// Its variance from all four counts.
    pub full_variance: f64,
}

impl LogOdds {
    /// The difference for one word with prior weight `weight` of the total `total_weight` over all words.
    pub fn of(cells: Cells, weight: f64, total_weight: f64) -> Self {
        let (a, b, c, d) = cells.numbers();
        let (a, b) = (a + weight, b + weight);
        let (c, d) = (c + total_weight - a, d + total_weight - b);
        let variance = 1.0 / a + 1.0 / b;
        Self {
            delta: (a / c).ln() - (b / d).ln(),
            variance,
            full_variance: variance + 1.0 / c + 1.0 / d,
        }
    }

    /// In standard deviations; beyond 1.96 either way is the usual bound.
    pub fn z(self) -> f64 {
        self.delta / self.variance.sqrt()
    }

    /// In standard deviations with the full variance, always nearer to 0.
    pub fn full_z(self) -> f64 {
        self.delta / self.full_variance.sqrt()
    }
}

/// The log-odds of every word of a vocabulary, in its order (Monroe, Colaresi and Quinn 2008); the totals are those of the vocabulary.
pub fn fightin_words(terms: &[TermCounts], prior: WordPrior) -> Vec<LogOdds> {
    let total = |of: fn(&TermCounts) -> u64| terms.iter().map(of).sum::<u64>();
    let (target_total, reference_total) = (total(|term| term.target), total(|term| term.reference));
    let background = total(|term| term.background) as f64;
    let weight = |term: &TermCounts| match prior {
        WordPrior::Flat(each) => each,
        WordPrior::Informative(all) => all * term.background as f64 / background,
    };
    let total_weight = match prior {
        WordPrior::Flat(each) => each * terms.len() as f64,
        WordPrior::Informative(all) => all,
    };
    let cells = |term: &TermCounts| Cells {
        target: term.target,
        reference: term.reference,
        target_total,
        reference_total,
    };
    terms
        .iter()
        .map(|term| LogOdds::of(cells(term), weight(term), total_weight))
        .collect()
}

/// One text: how often it has the word, and how many words it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Document {
    /// The count of the word.
    pub count: u64,
    /// The words of the text.
    pub tokens: u64,
}

/// The answer of [`permutation`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Permuted {
    /// The share of exchanges with a difference as great, the observed one among them.
    pub p: f64,
    /// The number of exchanges that it was found from.
    pub n_tried: u64,
    /// Whether these are all there are, so that `p` is exact.
    pub all: bool,
}

/// How often a difference in the rate of a word as great, either way, comes about when texts are exchanged between target and reference.
///
/// At most `most` exchanges are tried: all if there are not more, else so many drawn from the seed.
pub fn permutation(target: &[Document], reference: &[Document], most: u64, seed: u64) -> Permuted {
    let texts: Vec<Document> = target.iter().chain(reference).copied().collect();
    let all = Document {
        count: texts.iter().map(|text| text.count).sum(),
        tokens: texts.iter().map(|text| text.tokens).sum(),
    };
    let pick = |chosen: &[usize]| {
        let sum = |of: fn(&Document) -> u64| chosen.iter().map(|idx| of(&texts[*idx])).sum::<u64>();
        difference(
            Document {
                count: sum(|text| text.count),
                tokens: sum(|text| text.tokens),
            },
            all,
        )
    };
    let mut chosen: Vec<usize> = (0..target.len()).collect();
    let observed = pick(&chosen) * (1.0 - 1e-12);
    let (mut n_tried, mut n_as_great) = (1, 1);
    let ways = ln_choose(texts.len() as u64, target.len() as u64);
    let is_all = ways <= (most as f64 + 0.5).ln();
    if is_all {
        while next_choice(&mut chosen, texts.len()) {
            n_tried += 1;
            n_as_great += u64::from(pick(&chosen) >= observed);
        }
    } else {
        let mut order: Vec<usize> = (0..texts.len()).collect();
        for stream in 1..=most {
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            random.set_stream(stream);
            for at in 0..target.len() {
                order.swap(at, at + below(&mut random, texts.len() - at));
            }
            n_tried += 1;
            n_as_great += u64::from(pick(&order[..target.len()]) >= observed);
            order.sort_unstable();
        }
    }
    Permuted {
        p: n_as_great as f64 / n_tried as f64,
        n_tried,
        all: is_all,
    }
}

/// How far apart the rates in a part of the texts and in the rest are; none where either has no words.
fn difference(part: Document, all: Document) -> f64 {
    let rest = Document {
        count: all.count - part.count,
        tokens: all.tokens - part.tokens,
    };
    if part.tokens == 0 || rest.tokens == 0 {
        return 0.0;
    }
    (part.count as f64 / part.tokens as f64 - rest.count as f64 / rest.tokens as f64).abs()
}

/// Goes on to the next way to choose as many of `n`, in ascending order; false after the last.
fn next_choice(chosen: &mut [usize], n: usize) -> bool {
    let k = chosen.len();
    let Some(at) = (0..k).rev().find(|at| chosen[*at] < n - k + at) else {
        return false;
    };
    let next = chosen[at] + 1;
    chosen[at..]
        .iter_mut()
        .zip(next..)
        .for_each(|(idx, value)| *idx = value);
    true
}

/// A number below `end`, each equally likely: the high half of a product, drawn again where the low half would favour some.
fn below(random: &mut ChaCha8Rng, end: usize) -> usize {
    let end = end as u64;
    loop {
        let product = u128::from(random.next_u64()) * u128::from(end);
        if product as u64 >= end.wrapping_neg() % end {
            return (product >> 64) as usize;
        }
    }
}
