//! Pairs of quotation marks.

use crate::model::Span;

/// A text between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marked {
    /// With the marks.
    pub(super) outer: Span,
    /// Without them.
    pub(super) inner: Span,
}

/// The paragraphs of a text: what stands between blank lines.
pub(super) fn paragraphs(text: &str) -> Vec<Span> {
    let mut found = vec![];
    let mut start: Option<usize> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            found.extend(start.take().map(|start| Span { start, end: at }));
        } else {
            start.get_or_insert(at);
        }
        at += line.len();
    }
    found.extend(start.map(|start| Span { start, end: at }));
    found
}

/// The quotations of a paragraph, in order; those inside others are part of them.
///
/// A quotation that runs over several paragraphs opens in each and closes in the last: `goes_on` says that the next paragraph
/// opens with a mark, so that one left open here is taken to the end. Other marks without a partner are passed over.
pub(super) fn marked(text: &str, paragraph: Span, goes_on: bool) -> Vec<Marked> {
    let mut found = vec![];
    let mut open: Option<(char, usize, usize)> = None;
    let mut before: Option<char> = None;
    let mut chars = text[paragraph.range()].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let at = paragraph.start + at;
        let next = chars.peek().map(|(_, next)| *next);
        match open {
            Some((mark, start, depth)) => {
                if c == mark && c != closing(mark) {
                    open = Some((mark, start, depth + 1));
                } else if closes(mark, c, next) {
                    if depth == 0 {
                        found.push(pair(start, mark, at, c));
                    }
                    open = depth.checked_sub(1).map(|depth| (mark, start, depth));
                }
            }
            None if opens(c, before) => open = Some((c, at, 0)),
            None => {}
        }
        before = Some(c);
    }
    if let Some((mark, start, _)) = open {
        if goes_on {
            let end = paragraph.start + text[paragraph.range()].trim_end().len();
            let outer = Span { start, end };
            found.push(Marked {
                outer,
                inner: Span {
                    start: start + mark.len_utf8(),
                    end,
                },
            });
        } else {
            // A mark without a partner: what was closed inside it stands for itself.
            found.extend(innermost(
                text,
                Span {
                    start: start + mark.len_utf8(),
                    end: paragraph.end,
                },
            ));
        }
    }
    found.retain(|it| !text[it.inner.range()].trim().is_empty());
    found
}

/// Whether a paragraph begins with an opening mark.
pub(super) fn opens_with_mark(text: &str, paragraph: Span) -> bool {
    text[paragraph.range()]
        .trim_start()
        .starts_with(['“', '"', '«', '„'])
}

/// Each closing mark with the nearest opening one before it.
fn innermost(text: &str, part: Span) -> Vec<Marked> {
    let mut found = vec![];
    let mut open: Option<(char, usize)> = None;
    for (at, c) in text[part.range()].char_indices() {
        let at = part.start + at;
        match open {
            Some((mark, start)) if c == closing(mark) && mark != '‘' => {
                found.push(pair(start, mark, at, c));
                open = None;
            }
            _ if matches!(c, '“' | '«' | '„' | '"') => open = Some((c, at)),
            _ => {}
        }
    }
    found
}

fn pair(start: usize, mark: char, end: usize, close: char) -> Marked {
    let outer = Span {
        start,
        end: end + close.len_utf8(),
    };
    Marked {
        outer,
        inner: Span {
            start: start + mark.len_utf8(),
            end,
        },
    }
}

fn closing(mark: char) -> char {
    match mark {
        '“' => '”',
        '«' => '»',
        '„' => '“',
        '‘' => '’',
        _ => '"',
    }
}

fn opens(c: char, before: Option<char>) -> bool {
    match c {
        '“' | '«' | '„' | '"' => true,
        '‘' => !before.is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

fn closes(mark: char, c: char, next: Option<char>) -> bool {
    // A curly single mark inside a word is an apostrophe.
    c == closing(mark) && (mark != '‘' || !next.is_some_and(char::is_alphanumeric))
}
