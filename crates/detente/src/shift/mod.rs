//! Has it changed? What statements say, and the statistics of it.

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
pub mod rate;
mod special;
pub mod study;
pub mod template;
pub mod timeline;
pub mod trend;
pub mod words;

pub use counter::Counter;
pub use matcher::Matcher;
pub use omission::{Counts, Prior};
pub use rate::{Exposed, GammaPrior};
