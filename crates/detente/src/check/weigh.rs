//! Bayes' rule over rival hypotheses in exact fractions.
//!
//! # Definition
//! The posterior of a hypothesis is its prior times the chances of all items under it, over the sum of the same for all.
//! # Algorithm
//! The definition, with numerators and denominators of any length.
//! # Complexity
//! `O(n·h)` products of growing integers.
//! # Validity
//! Items are independent given the hypothesis; no grades, no copies.
//! # References
//! Heuer (1999), for the matrix that it is applied to. Not at hand.

use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

/// The posteriors from priors and the chances of each item under each hypothesis, all as fractions. The chances of one item stand in one row.
///
/// # Panics
/// When a row is shorter than the list of priors, or every hypothesis is ruled out.
pub fn posterior(priors: &[(u32, u32)], items: &[Vec<(u32, u32)>]) -> Vec<f64> {
    let fraction = |(over, under): (u32, u32)| BigRational::new(over.into(), under.into());
    let weights: Vec<BigRational> = priors
        .iter()
        .enumerate()
        .map(|(h, prior)| items.iter().fold(fraction(*prior), |product, row| product * fraction(row[h])))
        .collect();
    let sum = weights.iter().fold(BigRational::zero(), |sum, weight| sum + weight);
    weights.iter().map(|weight| (weight / &sum).to_f64().expect("a fraction between 0 and 1 is a number")).collect()
}
