//! The picture of moves: a tree, each move under the state it starts from.

use maud::{Markup, html};
use serde::Serialize;

/// A picture: a tree of moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tree {
    /// What it shows, for those who do not see it.
    pub alternative: String,
    /// Its nodes; the first is the root, and each other one comes after its parent.
    pub nodes: Vec<TreeNode>,
}

/// A state in a tree of moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TreeNode {
    /// The node from which it is reached; `None` for the root.
    pub parent: Option<usize>,
    /// The position of the party that moves there.
    pub mover: Option<usize>,
    /// The name of that party.
    pub name: String,
    /// What it changes, or what the root is.
    pub text: String,
    /// Why the way ends here, if it does.
    pub end: Option<String>,
}

const ROW: usize = 18;
const INDENT: usize = 26;
const WIDTH: usize = 880;

/// The tree as inline SVG, row by row, each move under the state it starts from.
pub(in crate::document) fn tree_html(tree: &Tree) -> Markup {
    let mut depth = vec![0usize; tree.nodes.len()];
    let mut top = Vec::new();
    let mut lines: Vec<Vec<String>> = Vec::new();
    let mut height = 8;
    for (idx, node) in tree.nodes.iter().enumerate() {
        depth[idx] = node.parent.map_or(0, |parent| depth[parent] + 1);
        let columns = (WIDTH - 40 - depth[idx] * INDENT) / 7;
        let text = format!("{} {}", node.name, node.text);
        let mut wrapped: Vec<String> = textwrap::wrap(text.trim_end(), columns)
            .iter()
            .map(ToString::to_string)
            .collect();
        wrapped.extend(node.end.clone());
        top.push(height);
        height += wrapped.len() * ROW + 10;
        lines.push(wrapped);
    }
    let at = |idx: usize| (14 + depth[idx] * INDENT, top[idx] + 10);
    html! {
        figure.tree {
            div.scroll tabindex="0" role="region" aria-label=(tree.alternative) {
                svg role="img" viewBox=(format!("0 0 {WIDTH} {height}")) width=(WIDTH) height=(height) aria-label=(tree.alternative) {
                    title { (tree.alternative) }
                    @for (idx, node) in tree.nodes.iter().enumerate() {
                        @if let Some(parent) = node.parent {
                            @let ((x0, y0), (x1, y1)) = (at(parent), at(idx));
                            path.edge d=(format!("M{x0} {} V{} Q{x0} {y1} {} {y1} H{}", y0 + 6, y1 - 8, x0 + 8, x1 - 6)) {}
                        }
                    }
                    @for (idx, node) in tree.nodes.iter().enumerate() {
                        @let (x, y) = at(idx);
                        circle class=(format!("node {}", colour(node.mover))) cx=(x) cy=(y) r=(if node.end.is_some() { 7 } else { 5 }) {}
                        @for (row, line) in lines[idx].iter().enumerate() {
                            text x=(x + 14) y=(y + 5 + row * ROW) class=[(node.end.is_some() && row + 1 == lines[idx].len()).then_some("end")] { (text_html(node.name.as_str(), line, row == 0, node.mover)) }
                        }
                    }
                }
            }
            // Where there is no room for the drawing, the moves stand below each other.
            ul.narrow {
                @for (idx, node) in tree.nodes.iter().enumerate() {
                    li style=(format!("margin-left:{}rem", depth[idx].min(8) as f64 * 0.7)) {
                        span class=(format!("tag {}", colour(node.mover))) { (node.name) } " " (node.text)
                        @if let Some(end) = &node.end { " " i { (end) } }
                    }
                }
            }
            figcaption { (tree.alternative) "." }
        }
    }
}

/// The mover's name, in its colour, before what it does.
fn text_html(name: &str, line: &str, first: bool, mover: Option<usize>) -> Markup {
    match line.strip_prefix(name).filter(|_| first) {
        Some(rest) => html! { tspan class=(format!("name {}", colour(mover))) { (name) } (rest) },
        None => html! { (line) },
    }
}

fn colour(mover: Option<usize>) -> String {
    mover.map_or_else(|| "today".to_string(), |mover| format!("p{}", mover % 8))
}
