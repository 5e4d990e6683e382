//! The words and signs of a formula.

use std::ops::Range;

use crate::model::Comparison;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    /// A word of the language, a name or a level.
    Word(&'t str),
    /// Digits.
    Number(&'t str),
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `!`
    Not,
    /// `&`
    And,
    /// `|`
    Or,
    /// `->`
    Arrow,
    /// `<->`
    DoubleArrow,
    /// A comparison.
    Compare(Comparison),
    /// Anything else.
    Other(&'t str),
    /// The end of the text.
    End,
}

/// A token and its place.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    /// What it is.
    pub(super) kind: Kind<'t>,
    /// Its bytes.
    pub(super) at: Range<usize>,
}

/// Signs, longest first.
const SIGNS: [(&str, Kind<'static>); 24] = [
    ("<->", Kind::DoubleArrow),
    ("<=>", Kind::Other("<=>")),
    ("–>", Kind::Other("–>")),
    ("—>", Kind::Other("—>")),
    ("->", Kind::Arrow),
    (">=", Kind::Compare(Comparison::AtLeast)),
    ("<=", Kind::Compare(Comparison::AtMost)),
    ("!=", Kind::Compare(Comparison::Not)),
    ("&&", Kind::Other("&&")),
    ("||", Kind::Other("||")),
    ("==", Kind::Other("==")),
    ("=>", Kind::Other("=>")),
    ("=<", Kind::Other("=<")),
    ("<>", Kind::Other("<>")),
    ("/\\", Kind::Other("/\\")),
    ("\\/", Kind::Other("\\/")),
    (">", Kind::Compare(Comparison::Above)),
    ("<", Kind::Compare(Comparison::Below)),
    ("=", Kind::Compare(Comparison::Exactly)),
    ("!", Kind::Not),
    ("&", Kind::And),
    ("|", Kind::Or),
    ("(", Kind::Open),
    (")", Kind::Close),
];

/// The token that starts at or after byte `from`.
pub(super) fn token(text: &str, from: usize) -> Token<'_> {
    let rest = &text[from..];
    let start = from + (rest.len() - rest.trim_start().len());
    let rest = &text[start..];
    let (kind, len) = match rest.chars().next() {
        None => (Kind::End, 0),
        Some(',') => (Kind::Comma, 1),
        Some(':') => (Kind::Colon, 1),
        Some(first) if first.is_alphanumeric() || first == '_' => word(rest),
        Some(first) => match SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            Some((sign, kind)) => (*kind, sign.len()),
            None => (Kind::Other(&rest[..first.len_utf8()]), first.len_utf8()),
        },
    };
    Token {
        kind,
        at: start..start + len,
    }
}

/// A word at the start of `rest`: a `-` belongs to it unless it begins an arrow.
fn word(rest: &str) -> (Kind<'_>, usize) {
    let len = rest
        .char_indices()
        .find(|&(at, c)| {
            !(c.is_alphanumeric()
                || c == '_'
                || c == '.'
                || (c == '-' && !rest[at..].starts_with("->")))
        })
        .map_or(rest.len(), |(at, _)| at);
    let word = &rest[..len];
    let kind = if word.bytes().all(|byte| byte.is_ascii_digit()) {
        Kind::Number(word)
    } else {
        Kind::Word(word)
    };
    (kind, len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind<'_>> {
        let mut kinds = vec![];
        let mut from = 0;
        loop {
            let token = token(text, from);
            from = token.at.end;
            if token.kind == Kind::End {
                return kinds;
            }
            kinds.push(token.kind);
        }
    }

    #[test]
    fn a_hyphen_belongs_to_a_name_unless_it_begins_an_arrow() {
        assert_eq!(
            kinds("a->b-c"),
            [Kind::Word("a"), Kind::Arrow, Kind::Word("b-c")]
        );
        assert_eq!(
            kinds("a-<->b"),
            [Kind::Word("a-"), Kind::DoubleArrow, Kind::Word("b")]
        );
    }

    #[test]
    fn signs_are_taken_as_long_as_they_go() {
        use Comparison::{AtLeast, Below, Not};
        assert_eq!(
            kinds("x>=y"),
            [Kind::Word("x"), Kind::Compare(AtLeast), Kind::Word("y")]
        );
        assert_eq!(
            kinds("x<y!=z"),
            [
                Kind::Word("x"),
                Kind::Compare(Below),
                Kind::Word("y"),
                Kind::Compare(Not),
                Kind::Word("z")
            ]
        );
        assert_eq!(
            kinds("2 é § "),
            [Kind::Number("2"), Kind::Word("é"), Kind::Other("§")]
        );
    }
}
