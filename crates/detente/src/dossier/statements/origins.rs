//! Which statement repeats whose draft: the origins by name become positions.

use super::{Collector, Found};
use crate::dossier::names::{brief, did_you_mean, nearest};
use crate::model::{Code, Diagnostic};

/// Finds the origin of each statement that has one; reports those that are not there, and circles.
pub(super) fn settle(collector: &mut Collector<'_>) {
    for (at, origin) in std::mem::take(&mut collector.origins) {
        let found = collector.ids.get(&origin).copied();
        collector.corpus.origins[at as usize] = found;
        if found.is_none() {
            let message = format!(
                "the origin `{}` of `{}` names no statement",
                brief(&origin),
                brief(&collector.corpus.ids[at as usize])
            );
            let near = nearest(&origin, collector.corpus.ids.iter().map(String::as_str));
            let help = near.map_or_else(
                || "`origin` is the `id` of another statement".to_owned(),
                did_you_mean,
            );
            complain(
                collector,
                at,
                Diagnostic::error(Code::D037, message).help(help),
            );
        }
    }
    report_circles(collector);
}

/// Reports statements that repeat each other's drafts in a circle, each circle once.
fn report_circles(collector: &mut Collector<'_>) {
    // 0: not seen; otherwise one more than the statement from which the walk that saw it began.
    let mut seen = vec![0; collector.corpus.len()];
    for start in 0..seen.len() {
        let mut at = start;
        while seen[at] == 0 {
            seen[at] = start + 1;
            let Some(origin) = collector.corpus.origins[at] else {
                break;
            };
            at = origin as usize;
            if seen[at] == start + 1 {
                let message = format!(
                    "the statement `{}` is a copy of itself by its `origin`",
                    brief(&collector.corpus.ids[at])
                );
                let help =
                    "`origin` leads from a copy to what it copies; the first of them has none";
                complain(
                    collector,
                    at as u32,
                    Diagnostic::error(Code::D038, message).help(help),
                );
            }
        }
    }
}

/// Reports a finding about a statement that was read before.
fn complain(collector: &mut Collector<'_>, statement: u32, diagnostic: Diagnostic) {
    let (file, line) = collector.places[statement as usize];
    let file = collector.files[file as usize].clone();
    collector.push(Found {
        file,
        diagnostic,
        excerpt: String::new(),
        line,
        offset: 0,
    });
}
