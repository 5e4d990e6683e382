//! The marks that an unfinished merge leaves.

use crate::model::{Code, Diagnostic, Span};

/// A text without the marks of unfinished merges and without all but the first side of each, every byte at its place; and
/// what is to be said of them. `None` when there are no marks.
pub(in crate::dossier) fn unmerged(text: &str) -> Option<(String, Vec<Diagnostic>)> {
    if !text.contains("<<<<<<<") {
        return None;
    }
    let mut kept = text.as_bytes().to_vec();
    let mut findings = vec![];
    let mut at = 0;
    while let Some(conflict) = next(text, at) {
        let second = conflict.base.unwrap_or(conflict.middle);
        blank(&mut kept, conflict.start);
        blank(
            &mut kept,
            Span {
                start: second.start,
                end: conflict.end.end,
            },
        );
        let found = Diagnostic::error(
            Code::D074,
            "an unfinished merge: both sides still stand here",
        )
        .at(conflict.start, "the first side begins here")
        .see(conflict.middle, "the second side begins here")
        .see(conflict.end, "and ends here")
        .help(
            "keep one side, and delete the other with the marks `<<<<<<<`, `=======` and `>>>>>>>`",
        );
        findings.push(found);
        at = conflict.end.end;
    }
    let kept = String::from_utf8(kept).expect("whole lines were replaced by spaces");
    (!findings.is_empty()).then_some((kept, findings))
}

/// The lines of the marks of one conflict.
struct Conflict {
    start: Span,
    /// Where the common ancestor begins, if it was written down.
    base: Option<Span>,
    middle: Span,
    end: Span,
}

fn next(text: &str, from: usize) -> Option<Conflict> {
    let mut lines = Lines { text, at: from };
    let start = lines.find(|line| is_mark(line, "<<<<<<<"))?;
    let mut base = None;
    let middle = loop {
        let mark = lines.find(|line| is_mark(line, "|||||||") || line == "=======")?;
        if text[mark.range()].starts_with('=') {
            break mark;
        }
        base = base.or(Some(mark));
    };
    let end = lines.find(|line| is_mark(line, ">>>>>>>"))?;
    Some(Conflict {
        start,
        base,
        middle,
        end,
    })
}

fn is_mark(line: &str, mark: &str) -> bool {
    line.strip_prefix(mark)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl Lines<'_> {
    /// The next line that is wanted, without its end.
    fn find(&mut self, wanted: impl Fn(&str) -> bool) -> Option<Span> {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            let whole = rest.find('\n').map_or(rest.len(), |end| end + 1);
            let line = rest[..whole].trim_end_matches(['\n', '\r']);
            let span = Span {
                start: self.at,
                end: self.at + line.len(),
            };
            self.at += whole;
            if wanted(line) {
                return Some(span);
            }
        }
        None
    }
}

fn blank(bytes: &mut [u8], span: Span) {
    for byte in &mut bytes[span.range()] {
        if !matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}
