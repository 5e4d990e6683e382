//! Circles among things that refer to each other.

/// Calls `report` on circles of a graph until it returns `false`: at least one through every part that leads back to itself.
/// Node `n` leads to the nodes `edges[n]`.
///
/// The search is depth first, in the order of the nodes, and keeps its own stack: chains may be long. It is linear in the
/// edges, apart from the circles' own lengths.
pub(super) fn each(edges: &[Vec<usize>], report: &mut dyn FnMut(&[usize]) -> bool) {
    let mut done = vec![false; edges.len()];
    let mut depth: Vec<Option<usize>> = vec![None; edges.len()];
    for start in 0..edges.len() {
        if done[start] {
            continue;
        }
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        depth[start] = Some(0);
        while let Some((node, next)) = path.last_mut() {
            let Some(&used) = edges[*node].get(*next) else {
                done[*node] = true;
                depth[*node] = None;
                path.pop();
                continue;
            };
            *next += 1;
            if let Some(first) = depth[used] {
                let circle: Vec<usize> = path[first..].iter().map(|(node, _)| *node).collect();
                if !report(&circle) {
                    return;
                }
            } else if !done[used] {
                depth[used] = Some(path.len());
                path.push((used, 0));
            }
        }
    }
}
