//! Roadmaps from the definitions: plans and deviations played out, every deviation tried, claims checked with fractions.
//!
//! `simulate` plays phase by phase in floating point; `exact` gives the same values as exact linear functions of the schedule; the two were
//! written apart, and hold each other in check. `deviations` lists every way to abandon a plan. `proofs` checks that a plan holds, that it is
//! optimal, or that there is none.

pub mod deviations;
pub mod exact;
pub mod proofs;
pub mod rows;
pub mod simulate;

pub use exact::{Exact, Line};
pub use proofs::{Bracket, Fault, verify_none, verify_optimum, verify_plan};
pub use rows::Row;
pub use simulate::{Played, play};

#[cfg(test)]
mod tests;
