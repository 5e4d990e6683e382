//! Many terms tried at once: p-values corrected for their number.
//!
//! # Definition
//! With `m` p-values in ascending order, the adjusted value of the `i`-th is `min over j ≥ i of m·p_j/j`, and 1 at most. Those of `q` or
//! less are a set of which a share `q` at most is expected to be false.
//! # Algorithm
//! Sort, and go down from the greatest.
//! # Complexity
//! `O(m·log m)`.
//! # Validity
//! For independent or positively dependent tests. Count every test made, not only those worth telling.
//! # References
//! Benjamini and Hochberg (1995); not at hand.

/// The p-values adjusted by Benjamini and Hochberg, in the order given. No value is a NaN.
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|left, right| p_values[*right].total_cmp(&p_values[*left]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut least: f64 = 1.0;
    for (n_above, idx) in order.into_iter().enumerate() {
        let rank = p_values.len() - n_above;
        least = least.min(p_values[idx] * p_values.len() as f64 / rank as f64);
        adjusted[idx] = least;
    }
    adjusted
}
