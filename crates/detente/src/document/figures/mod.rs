//! The pictures of a page: as data, as inline SVG, and as tables. Questions fill them.

mod chart;
mod curve;
mod timeline;
mod tree;

pub use chart::{Bars, Chart, Lane};
pub use curve::Curve;
pub use timeline::{Mark, Said, StatementLane, Timeline};
pub use tree::{Tree, TreeNode};

pub(super) use chart::{chart_html, chart_rows};
pub(super) use curve::{curve_html, curve_rows};
pub(super) use timeline::{timeline_html, timeline_rows};
pub(super) use tree::tree_html;
