//! A document: pages of sections, words of layout, pictures, and the renderers.
//!
//! A document knows no question and computes nothing: whoever answers fills sections with sentences, lists, tables and
//! pictures, and a renderer writes them.

mod figures;
mod html;
mod mark;
mod markdown;
mod page;
mod safe;
mod table;
mod terminal;
pub mod words;

pub use figures::{Bars, Chart, Curve, Lane, Mark, Said, StatementLane, Timeline, Tree, TreeNode};
pub use html::html;
pub use mark::is_page;
pub use markdown::markdown;
pub use page::{Block, Ground, Line, Page, Section};
pub use safe::{escaped_json, shown, shown_lines};
pub use terminal::{Style, terminal};
