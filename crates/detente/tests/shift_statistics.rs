//! The statistics of statements: figures from outside, the slow versions in `check`, and what the theory says.

#[path = "shift/changes.rs"]
mod changes;
#[path = "shift/positions.rs"]
mod positions;
#[path = "shift/properties.rs"]
mod properties;
#[path = "shift/rates.rs"]
mod rates;
#[path = "shift/words.rs"]
mod words;

use detente::shift::Counts;
use serde_json::Value;

fn fixture(text: &str) -> Value {
    serde_json::from_str(text).expect("a fixture is JSON")
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is not a number"))
}

fn count(value: &Value) -> u64 {
    value
        .as_u64()
        .unwrap_or_else(|| panic!("{value} is not a count"))
}

fn list(value: &Value) -> &[Value] {
    value
        .as_array()
        .unwrap_or_else(|| panic!("{value} is not a list"))
}

fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(number).collect()
}

fn whole(value: &Value) -> Vec<u64> {
    list(value).iter().map(count).collect()
}

fn counts(value: &Value) -> Counts {
    Counts {
        with: count(&value[0]),
        of: count(&value[1]),
    }
}

/// Fails unless two numbers differ by no more than this share of the expected one, or of 1 where that is smaller.
#[track_caller]
fn near(found: f64, expected: f64, share: f64) {
    let tolerance = share * expected.abs().min(1.0);
    assert!(
        (found - expected).abs() <= tolerance.max(1e-300),
        "found {found:e}, expected {expected:e}"
    );
}

/// Fails unless two numbers differ by no more than this share of the expected one, or of 1 where that is greater.
#[track_caller]
fn near_number(found: f64, expected: f64, share: f64) {
    assert!(
        (found - expected).abs() <= share * expected.abs().max(1.0),
        "found {found:e}, expected {expected:e}"
    );
}
