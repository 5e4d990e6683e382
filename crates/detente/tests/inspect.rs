//! Sizes of sample, and inspections over time: figures from outside, the slow version, and what the theory says.

#[path = "inspect/delay.rs"]
mod delay;
#[path = "inspect/periods.rs"]
mod periods;
#[path = "inspect/sample.rs"]
mod sample;

use detente::inspect::{Fraction, fraction};

fn number(text: &str) -> Fraction {
    fraction(text).unwrap_or_else(|| panic!("`{text}` is not a number"))
}

fn ratio(above: u64, below: u64) -> Fraction {
    Fraction::new(above.into(), below.into())
}

/// The lines of a fixture, cut at commas, without remarks.
fn rows(text: &str) -> Vec<Vec<&str>> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split(',').collect())
        .collect()
}

fn near(found: f64, expected: f64, tolerance: f64, about: &dyn std::fmt::Debug) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{about:?}: found {found}, expected {expected}"
    );
}

fn count(text: &str) -> u32 {
    text.parse().expect("a number")
}
