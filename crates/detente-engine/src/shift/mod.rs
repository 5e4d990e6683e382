//! Has it changed? Terms counted in statements, and the statistics of the counts.
//!
//! The counts are of *eligible* statements: same party, same channel, and the term could have been used.
//!
//! - From words to counts: [`matcher`] finds terms, [`counter`] listens as statements pass by, [`template`] compares drafts, [`eligible`] says which
//!   statements count.
//! - [`study`] is all that is answered: [`contrast`] before against after, [`trend`] and [`timeline`] over time, [`likeness`] of drafts, [`keywords`].
//!
//! The statistics are numbers in, results out; no module of theirs knows a text:
//!
//! - Did the term disappear? [`omission`], [`exact`], [`rate`] (length counts), [`looks`] (looked at again and again), [`multiple`] (many terms).
//! - What words moved? [`keyness`].
//! - Where does the text stand? [`wordscores`], [`wordfish`].
//! - When did it change? [`changes`].

pub mod changes;
pub mod contrast;
pub mod counter;
pub mod eligible;
pub mod exact;
pub mod keyness;
pub mod keywords;
pub mod likeness;
pub mod looks;
pub mod matcher;
pub mod multiple;
pub mod omission;
pub mod positions;
pub mod rate;
mod special;
pub mod study;
pub mod template;
pub mod timeline;
pub mod trend;
pub mod unfound;
pub mod wordfish;
pub mod words;
pub mod wordscores;

pub use counter::Counter;
pub use matcher::Matcher;
pub use omission::{Counts, Prior};
pub use rate::{Exposed, GammaPrior};
