//! What weighing found, told.

mod json;
mod sentences;
mod text;

pub use json::weighing_json;
pub use text::weighing;
