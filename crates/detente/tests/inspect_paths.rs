//! Balances, undeclared sites and acquisition paths: against figures computed elsewhere, and against the slow versions in `check`.

#[path = "inspect_paths/balance.rs"]
mod balance;
#[path = "inspect_paths/files.rs"]
mod files;
#[path = "inspect_paths/paths.rs"]
mod paths;
#[path = "inspect_paths/unseen.rs"]
mod unseen;

use detente::inspect::{Fraction, fraction};

/// A graph of eleven steps and six paths.
const ELEVEN: &str = include_str!("inspect_paths/eleven.toml");

fn number(text: &str) -> Fraction {
    fraction(text).unwrap_or_else(|| panic!("`{text}` is a number"))
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "found {found}, expected {expected}"
    );
}

/// Numbers that look random and are the same in each run.
struct Draws(u64);

impl Draws {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn share(&mut self) -> f64 {
        self.below(1 << 20) as f64 / f64::from(1 << 20)
    }
}
