//! Which sign separates the cells of a table: its first line tells, because it names columns that are known.

use super::columns::{COLUMNS, TERM_PREFIX};

/// The signs between cells; the first is taken where the first line names no known column.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// The sign between cells.
    pub(super) separator: u8,
    /// The bytes of a first line such as `sep=;`, and whatever stands before it.
    pub(super) preamble: usize,
}

/// How a table is written, by its beginning; `None` where more of it must be seen. `last` says that there is no more.
pub(super) fn dialect(beginning: &[u8], last: bool) -> Option<Dialect> {
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let mut start = 0;
    loop {
        let rest = &beginning[start..];
        let n_line = rest.iter().position(is_end);
        let line = &rest[..n_line.unwrap_or(rest.len())];
        let is_cut = n_line.is_none_or(|end| rest[end..] == *b"\r");
        if is_cut && !last {
            return None;
        }
        if let Some(separator) = named(line) {
            let mut preamble = start + line.len();
            preamble += usize::from(beginning.get(preamble) == Some(&b'\r'));
            preamble += usize::from(beginning.get(preamble) == Some(&b'\n'));
            return Some(Dialect {
                separator,
                preamble,
            });
        }
        let names_columns = line
            .iter()
            .any(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
        if names_columns || n_line.is_none() {
            let separator = told_by(line);
            return Some(Dialect {
                separator,
                preamble: 0,
            });
        }
        start += line.len() + 1;
    }
}

/// The sign that a line such as `sep=;` names.
fn named(line: &[u8]) -> Option<u8> {
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let line = line.strip_suffix(b"\"").unwrap_or(line);
    match line {
        [s, e, p, b'=', sign] if [s, e, p].map(u8::to_ascii_lowercase) == *b"sep" => {
            (!sign.is_ascii_alphanumeric() && sign.is_ascii()).then_some(*sign)
        }
        _ => None,
    }
}

/// The sign at which a first line falls into the most known columns.
fn told_by(line: &[u8]) -> u8 {
    let line = String::from_utf8_lossy(line);
    let n_known = |separator: u8| {
        let names = line.split(char::from(separator));
        names
            .map(|name| {
                name.trim_matches(|c: char| c == '"' || c.is_whitespace())
                    .to_lowercase()
            })
            .filter(|name| {
                name.starts_with(TERM_PREFIX) || COLUMNS.iter().any(|(known, _)| known == name)
            })
            .count()
    };
    let most = SEPARATORS.map(n_known).into_iter().max().unwrap_or(0);
    let first = SEPARATORS.into_iter().find(|sign| n_known(*sign) == most);
    first.unwrap_or(SEPARATORS[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_tells_the_separator() {
        let told = |text: &str| {
            let dialect = dialect(text.as_bytes(), false).expect("there is a whole line");
            (char::from(dialect.separator), dialect.preamble)
        };
        assert_eq!(told("id,date,party\n"), (',', 0));
        assert_eq!(told("id;date;party\n"), (';', 0));
        assert_eq!(told("\"id\"\t\"date\"\t\"party\"\r\n"), ('\t', 0));
        assert_eq!(told("Date | Party | term:a\n"), ('|', 0));
        assert_eq!(told("my, own; date;party\n"), (';', 0));
        assert_eq!(told("what;ever\n"), (',', 0));
        assert_eq!(told("\n;;\nid;date;party\n"), (';', 0));
        assert_eq!(told("sep=;\r\nid,date\n"), (';', 7));
        assert_eq!(told("\"SEP=\t\"\nid\n"), ('\t', 8));
        assert_eq!(dialect(b"id;da", false), None);
        assert_eq!(dialect(b"", true).map(|it| it.separator), Some(b','));
    }
}
