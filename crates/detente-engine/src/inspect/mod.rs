//! What must be seen for a promise to hold, and how much looking it takes.
//!
//! Each question about inspection has a module of its own; none needs a dossier. Answers are data, exact where the question is:
//! chances and payoffs are fractions.

pub mod balance;
pub mod delay;
mod fraction;
pub mod paths;
pub mod periods;
mod refusal;
pub mod sample;
pub mod unseen;

pub use fraction::{Fraction, decimal, fraction};
pub use refusal::Refusal;
