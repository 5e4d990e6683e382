//! Has it changed? The statistics of statements: numbers in, results out.
//!
//! No module here knows a text, a dossier or a sentence. The counts are of *eligible* statements: same party, same channel, same
//! subject, so that the term could have been used. Which statements those are is the caller's to say.
//!
//! - Did the term disappear? [`omission`], [`exact`], [`rate`] (length counts), [`looks`] (looked at again and again), [`multiple`] (many terms).
//! - What words moved? [`keyness`].
//! - Where does the text stand? [`wordscores`], [`wordfish`].
//! - When did it change? [`changes`].

pub mod changes;
pub mod exact;
pub mod keyness;
pub mod looks;
pub mod multiple;
pub mod omission;
pub mod rate;
mod special;
pub mod wordfish;
pub mod wordscores;

pub use omission::{Counts, Prior};
pub use rate::{Exposed, GammaPrior};
