//! Has it changed?

pub mod matcher;
pub mod template;
pub mod words;

pub use matcher::Matcher;
