//! What people type in place of TOML: marks of a merge, quotes of a word processor, numbers and dates of other locales.
//!
//! # Definition
//! A *slip* is a piece of a file that breaks the syntax, whose cause is known, with the piece that was meant in its place.
//! # Algorithm
//! One pass over a file that the parser refused, which knows strings, comments and brackets. The caller puts in what was
//! meant and reads on, so that all mistakes of a file are found in one run.
//! # Complexity
//! Linear in the file, but for values, which are tried one by one.
//! # Validity
//! Nothing is looked for in a file that the parser accepts. A dossier is never made of what was put in.
//! # References
//! TOML 1.0; the slips are those of reports to other parsers. Not at hand.

mod days;
mod merge;
mod repair;
mod scan;
mod values;

pub(super) use days::day_remedy;
pub(super) use merge::unmerged;
pub(super) use repair::Repaired;
pub(super) use scan::slips;
pub(super) use values::boolean;

use crate::model::{Diagnostic, Span};

/// A slip: a finding at a place, and what was meant there.
#[derive(Clone, Debug)]
pub(super) struct Slip {
    /// What to say; its place is what `instead` replaces.
    pub(super) finding: Diagnostic,
    /// The piece.
    pub(super) span: Span,
    /// What was meant; `None` when that cannot be told.
    pub(super) instead: Option<String>,
}
