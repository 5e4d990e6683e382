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
