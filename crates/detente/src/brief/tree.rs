//! The picture of the way from the status quo: the shortest paths of improvements to the nearest equilibria, as one
//! tree.

use super::words::{Words, counted, sentence};
use crate::document::{Tree, TreeNode};
use crate::model::{Dossier, State, Step};
use crate::stability::Settlement;
use num_bigint::BigUint;

/// The most ways that one picture shows.
const WAYS_MAX: usize = 5;

/// The tree of ways; `None` when there is no equilibrium to go to, or no status quo to start from.
pub(super) fn of(dossier: &Dossier, case: &Settlement) -> Option<Tree> {
    let ways = case.from_today.as_ref()?;
    let concept = case.concept?;
    let words = Words::new(dossier);
    let now = ways.from;
    let mut paths: Vec<&(State, Vec<Step>)> = ways.paths.iter().collect();
    paths.sort_by_key(|(state, path)| (path.len(), *state));
    let n_shown = case.reached.states.len().min(WAYS_MAX);
    let n_left_out = &case.reached.count - BigUint::from(n_shown);
    let root = TreeNode {
        parent: None,
        mover: None,
        name: "Today".to_string(),
        text: String::new(),
        end: None,
    };
    let mut nodes = vec![(now, root)];
    for (_, path) in paths.into_iter().take(WAYS_MAX) {
        let mut at = 0;
        for step in path {
            let known = nodes
                .iter()
                .position(|(state, node)| node.parent == Some(at) && *state == step.to);
            at = known.unwrap_or_else(|| {
                nodes.push((step.to, node(dossier, &words, case, nodes[at].0, at, *step)));
                nodes.len() - 1
            });
        }
        nodes[at].1.end = Some(format!("equilibrium ({})", concept.key()));
    }
    let nodes: Vec<TreeNode> = nodes.into_iter().map(|(_, node)| node).collect();
    let nodes = in_reading_order(&nodes);
    if nodes.len() == 1 {
        return None;
    }
    let more = if n_left_out > BigUint::ZERO {
        format!("; {n_left_out} more are not drawn")
    } else {
        String::new()
    };
    let alternative = format!(
        "Ways of improvements from today’s state to {}{more}",
        counted(n_shown, "equilibrium")
    );
    Some(Tree { alternative, nodes })
}

fn node(
    dossier: &Dossier,
    words: &Words<'_>,
    case: &Settlement,
    from: State,
    parent: usize,
    step: Step,
) -> TreeNode {
    let name = &dossier.parties[step.mover.idx()].name;
    let told = words.changes(&case.conflict, from, step.to);
    let acts: Vec<&str> = told
        .iter()
        .map(|change| {
            change
                .strip_prefix(name.as_str())
                .unwrap_or(change)
                .trim_start()
        })
        .collect();
    TreeNode {
        parent: Some(parent),
        mover: Some(step.mover.idx()),
        name: name.clone(),
        text: sentence_case(&acts.join("; ")),
        end: None,
    }
}

/// The act follows the party's name, so it keeps its small letter.
fn sentence_case(text: &str) -> String {
    let told = sentence(&format!("x{text}"));
    told[1..].to_string()
}

/// Each node followed by all that comes of it.
fn in_reading_order(nodes: &[TreeNode]) -> Vec<TreeNode> {
    let mut order = Vec::new();
    let mut pending = vec![0];
    while let Some(at) = pending.pop() {
        order.push(at);
        pending.extend(
            (0..nodes.len())
                .rev()
                .filter(|&child| nodes[child].parent == Some(at)),
        );
    }
    let place: Vec<usize> = (0..nodes.len())
        .map(|at| {
            order
                .iter()
                .position(|other| *other == at)
                .expect("every node is reached")
        })
        .collect();
    order
        .iter()
        .map(|&at| TreeNode {
            parent: nodes[at].parent.map(|parent| place[parent]),
            ..nodes[at].clone()
        })
        .collect()
}
