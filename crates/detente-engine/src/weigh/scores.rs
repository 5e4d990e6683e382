//! Inconsistencies: how much of the evidence speaks against each hypothesis.
//!
//! # Definition
//! An item is inconsistent with a hypothesis when its sign is `-` or `--`; a chance is read as the sign whose chance is nearest in log odds.
//! *Count*: the number of such items. *Weighted*: each item counts with the product of two weights, 1, √½ or ½, for reliability A–B, C or F,
//! D–E, and for credibility 1–2, 3 or 6, 4–5; 1 without a grade. *Squared*: the sum of `(3 − rating)²` over ratings
//! below 3, where the signs are 1 to 5; *support* is the same above 3. The best hypothesis has the fewest inconsistencies, not the most support.
//! # Algorithm
//! One pass over the items; of the copies of one origin, the first counts.
//! # Complexity
//! `O(n·h)`.
//! # Validity
//! Counting ignores how strongly an item speaks and whether items depend on each other: Bayes' rule stands beside it. An item with the same sign
//! everywhere tells nothing, however weighty.
//! # References
//! Heuer (1999), chapter 8. Evidence that the method makes judgements better is weak. Not at hand.

use super::belief::root;
use crate::model::{Dossier, EvidenceId, Grade, Likelihood, Sign, Weights};

/// How much speaks against a hypothesis.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// The number of inconsistent items.
    pub count: usize,
    /// The same, weighted by grade.
    pub weighted: f64,
    /// The sum of squares below the middle of the scale.
    pub squared: f64,
    /// The sum of squares above it.
    pub support: f64,
    /// The rank by weighted inconsistency, 1 the best; ties share a rank.
    pub rank: usize,
}

/// The scores of all hypotheses.
pub(super) fn scores(dossier: &Dossier, without: &[EvidenceId]) -> Vec<Score> {
    let given = &dossier.weighing;
    let mut scores = vec![Score::default(); given.hypotheses.len()];
    let mut seen: Vec<EvidenceId> = vec![];
    for (item, bears) in given
        .items
        .iter()
        .filter(|(item, _)| !without.contains(item))
    {
        let origin = root(dossier, *item);
        if seen.contains(&origin) {
            continue;
        }
        seen.push(origin);
        let weight = dossier.evidence[item.idx()].grade.map_or(1.0, weight);
        for bearing in bears {
            let score = &mut scores[bearing.hypothesis.idx()];
            let sign = sign_of(&given.weights, bearing.likelihood);
            let distance = f64::from(sign.rating()) - 3.0;
            if sign < Sign::Neutral {
                score.count += 1;
                score.weighted += weight;
                score.squared += distance * distance;
            } else {
                score.support += distance * distance;
            }
        }
    }
    let ranks = ranks(
        &scores
            .iter()
            .map(|score| score.weighted)
            .collect::<Vec<_>>(),
    );
    scores
        .iter_mut()
        .zip(ranks)
        .for_each(|(score, rank)| score.rank = rank);
    scores
}

/// The rank of each number, 1 for the smallest; equal numbers share a rank.
pub fn ranks(numbers: &[f64]) -> Vec<usize> {
    numbers
        .iter()
        .map(|number| {
            1 + numbers
                .iter()
                .filter(|other| **other < number - 1e-12)
                .count()
        })
        .collect()
}

fn weight(grade: Grade) -> f64 {
    let half = std::f64::consts::FRAC_1_SQRT_2;
    let reliability = match grade.reliability {
        'A' | 'B' => 1.0,
        'C' | 'F' => half,
        _ => 0.5,
    };
    let credibility = match grade.credibility {
        1 | 2 => 1.0,
        3 | 6 => half,
        _ => 0.5,
    };
    reliability * credibility
}

/// The sign itself, or the sign whose chance is nearest in log odds.
pub(super) fn sign_of(weights: &Weights, likelihood: Likelihood) -> Sign {
    let odds = |chance: f64| {
        let chance = chance.clamp(1e-6, 1.0 - 1e-6);
        (chance / (1.0 - chance)).ln()
    };
    match likelihood {
        Likelihood::Sign(sign) => sign,
        Likelihood::Chance(chance) => {
            let at = odds(chance.middle());
            let distance = |sign: Sign| (odds(weights.chance(sign)) - at).abs();
            let signs = Sign::ALL.map(|(_, sign)| sign);
            signs
                .into_iter()
                .min_by(|a, b| distance(*a).total_cmp(&distance(*b)))
                .unwrap_or(Sign::Neutral)
        }
    }
}
