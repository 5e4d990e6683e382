//! Answers about inspection, told: a module per question, each with `text` and `json`.

pub mod balance;
pub mod delay;
pub mod paths;
pub mod periods;
pub mod plan;
pub mod sample;
pub mod unseen;

use serde_json::{Value, json};

use crate::document::Page;
use crate::inspect::{Fraction, decimal};

/// The most characters of a fraction that is read with ease, and of which two stand in a row of a table.
const SHORT: usize = 20;

/// A fraction as data: exactly, and as the nearest decimal.
fn exact(number: &Fraction) -> Value {
    json!({ "exact": number.to_string(), "decimal": decimal(number) })
}

/// A number with six decimals, without zeros at its end.
fn rounded(number: f64) -> String {
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_string()
    } else {
        text.to_string()
    }
}

/// A chance: one that is not exactly 0 or 1 does not look like it.
fn chance(number: f64) -> String {
    match rounded(number).as_str() {
        "1" if number < 1.0 => "> 0.999999".to_string(),
        "0" if number > 0.0 => "< 0.000001".to_string(),
        told => told.to_string(),
    }
}

/// A chance in percent: one that is not exactly 0 or 1 does not look like it, and one that is 1 is certain.
fn percent(number: f64) -> String {
    match (100.0 * number).round() {
        _ if number >= 1.0 => "certain".to_string(),
        rounded if rounded >= 100.0 => "> 99 %".to_string(),
        rounded if rounded <= 0.0 && number > 0.0 => "< 1 %".to_string(),
        rounded => format!("{rounded:.0} %"),
    }
}

/// A fraction where there is room for it, and always its decimal: "4/11 = 0.363636".
fn told(number: &Fraction) -> String {
    let decimal = rounded(decimal(number));
    match short(number) {
        Some(exact) if exact != decimal => format!("{exact} = {decimal}"),
        Some(_) => decimal,
        None => format!("about {decimal}"),
    }
}

/// A fraction if it is short enough to be read.
fn short(number: &Fraction) -> Option<String> {
    Some(number.to_string()).filter(|text| text.len() <= SHORT)
}

/// Tells a long fraction in full.
fn in_full(page: &mut Page, number: &Fraction) {
    page.item(number.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_that_is_not_certain_does_not_look_so() {
        let near_one = [1.0 - 1e-7, 1.0 - 1e-12, 0.999_999_9];
        assert!(near_one.iter().all(|it| chance(*it) == "> 0.999999"));
        assert!(
            [1e-7, 1e-12, 1e-300]
                .iter()
                .all(|it| chance(*it) == "< 0.000001")
        );
        assert_eq!([1.0, 0.0, 0.25].map(chance), ["1", "0", "0.25"]);
        assert_eq!(
            [1.0, 0.999, 0.5, 0.004, 0.0].map(percent),
            ["certain", "> 99 %", "50 %", "< 1 %", "0 %"]
        );
    }
}
