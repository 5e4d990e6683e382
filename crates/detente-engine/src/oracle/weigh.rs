//! Bayes' rule over rival hypotheses in exact fractions.
//!
//! # Definition
//! The posterior of a hypothesis is its prior times the chances of all items under it, over the sum of the same for all. A graded report of an
//! item of chance `l` has the chance `q·l + (1 − q)(1 − l)` with `q = r·c + (1 − r)/2`.
//! # Algorithm
//! The definition, with numerators and denominators of any length.
//! # Complexity
//! `O(n·h)` products of growing integers.
//! # Validity
//! Items are independent given the hypothesis; no copies.
//! # References
//! Heuer (1999), for the matrix that it is applied to. Not at hand.

use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

/// The posteriors from priors and the chances of each item under each hypothesis, all as fractions. The chances of one item stand in one row.
///
/// # Panics
/// When a row is shorter than the list of priors, or every hypothesis is ruled out.
pub fn posterior(priors: &[(u32, u32)], items: &[Vec<(u32, u32)>]) -> Vec<f64> {
    let reports: Vec<Report> = items
        .iter()
        .map(|chances| Report {
            trust: (1, 1),
            credible: (1, 1),
            chances: chances.clone(),
        })
        .collect();
    posterior_of_reports(priors, &reports)
}

/// A report of an item: numbers as numerator and denominator.
#[derive(Clone, Debug)]
pub struct Report {
    /// How far the source is trusted.
    pub trust: (u32, u32),
    /// The chance that the content is true if the source is fully trusted.
    pub credible: (u32, u32),
    /// The chance of the item under each hypothesis.
    pub chances: Vec<(u32, u32)>,
}

fn fraction((over, under): (u32, u32)) -> BigRational {
    BigRational::new(over.into(), under.into())
}

/// The same for reports with grades.
///
/// # Panics
/// When a row is shorter than the list of priors, or every hypothesis is ruled out.
pub fn posterior_of_reports(priors: &[(u32, u32)], reports: &[Report]) -> Vec<f64> {
    let one = || fraction((1, 1));
    let chance = |report: &Report, h: usize| {
        let (trust, credible, item) = (
            fraction(report.trust),
            fraction(report.credible),
            fraction(report.chances[h]),
        );
        let right = &trust * credible + (one() - &trust) * fraction((1, 2));
        &right * &item + (one() - &right) * (one() - &item)
    };
    let weights: Vec<BigRational> = priors
        .iter()
        .enumerate()
        .map(|(h, prior)| {
            reports.iter().fold(fraction(*prior), |product, report| {
                product * chance(report, h)
            })
        })
        .collect();
    let sum = weights
        .iter()
        .fold(BigRational::zero(), |sum, weight| sum + weight);
    weights
        .iter()
        .map(|weight| {
            (weight / &sum)
                .to_f64()
                .expect("a fraction between 0 and 1 is a number")
        })
        .collect()
}
