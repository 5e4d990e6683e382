//! One pass over a file that the parser refused.

use super::Slip;
use super::values;
use crate::dossier::names::brief;
use crate::dossier::signs::{self, Odd, Sort};
use crate::model::{Code, Diagnostic, Span};

/// Finds the slips of a text, in order.
pub(in crate::dossier) fn slips(text: &str) -> Vec<Slip> {
    let mut scan = Scan {
        text,
        at: 0,
        open: vec![],
        slips: vec![],
    };
    scan.line();
    while scan.at < text.len() {
        scan.step();
    }
    scan.slips
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// The arrays and inline tables that are open.
    open: Vec<char>,
    slips: Vec<Slip>,
}

impl<'t> Scan<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The rest of the line.
    fn tail(&self) -> &'t str {
        self.rest().lines().next().unwrap_or_default()
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    fn slip(&mut self, len: usize, finding: Diagnostic, label: &str, instead: Option<String>) {
        let span = Span {
            start: self.at,
            end: self.at + len,
        };
        self.slips.push(Slip {
            finding: finding.at(span, label),
            span,
            instead,
        });
        self.at = span.end;
    }

    fn odd(&mut self, odd: Odd) {
        self.at += odd.at;
        let finding = Diagnostic::error(odd.code(), odd.what()).help(odd.remedy());
        self.slip(odd.sign.len_utf8(), finding, "here", odd.instead());
    }

    fn step(&mut self) {
        let Some(sign) = self.rest().chars().next() else {
            return;
        };
        match sign {
            '\n' => {
                self.at += 1;
                if self.open.is_empty() {
                    self.line();
                }
            }
            '#' => self.at += self.tail().len().max(1),
            '"' | '\'' => self.string(sign),
            '[' | '{' => {
                self.open.push(sign);
                self.at += 1;
                if sign == '[' {
                    self.value();
                }
            }
            ']' | '}' => {
                self.open.pop();
                self.at += 1;
            }
            '=' => {
                self.at += 1;
                self.value();
            }
            ',' | ';' if self.open.is_empty() && self.ends_line(1) => {
                let finding = Diagnostic::error(Code::D077, format!("a `{sign}` ends the line"));
                let finding =
                    finding.help("delete it: nothing stands between two keys but a new line");
                self.slip(1, finding, "one too many", Some(String::new()));
            }
            '/' if self.rest().starts_with("//") && self.text[..self.at].ends_with([' ', '\t']) => {
                let length = self.tail().trim_end().len();
                let finding = Diagnostic::error(Code::D077, "a note begins with `//`");
                let finding = finding.help("write `#` before it");
                let note = self.tail().trim_end().replacen("//", "#", 1);
                self.slip(length, finding, "not expected here", Some(note));
            }
            ',' if self.open.last() == Some(&'[') => {
                self.at += 1;
                self.value();
            }
            _ => self.bare(sign),
        }
    }

    /// Whether nothing but a comment follows on the line.
    fn ends_line(&self, from: usize) -> bool {
        let tail = self.tail().get(from..).unwrap_or_default().trim();
        tail.is_empty() || tail.starts_with('#')
    }

    fn bare(&mut self, sign: char) {
        match signs::sort_of(sign) {
            Some(Sort::Quote) => self.quoted(sign),
            Some(sort) => self.odd(Odd { at: 0, sign, sort }),
            None if sign == '`' => self.quoted(sign),
            None => self.at += sign.len_utf8(),
        }
    }

    /// The beginning of a line outside arrays: a header, a comment, or a key and what follows it.
    fn line(&mut self) {
        self.skip_spaces();
        let tail = self.tail();
        if tail.starts_with('[') {
            let end = tail.find('#').unwrap_or(tail.len());
            let line_end = self.at + end;
            while let Some(odd) = signs::first_odd(&self.text[self.at..line_end]) {
                self.odd(odd);
            }
            self.at = line_end;
            return;
        }
        let foreign = ["//", "/*", ";", "-- ", "%"]
            .into_iter()
            .find(|mark| tail.starts_with(mark));
        if let Some(mark) = foreign {
            let finding =
                Diagnostic::error(Code::D077, format!("`{}` begins no comment", mark.trim()))
                    .help("a comment begins with `#`");
            self.slip(
                mark.len(),
                finding,
                "not expected here",
                Some("#".to_owned()),
            );
            self.at += self.tail().len();
            return;
        }
        self.key();
    }

    /// A key, and the sign between it and its value.
    fn key(&mut self) {
        let tail = self.tail();
        let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let word = &tail[..tail.find(|c| !is_key(c)).unwrap_or(tail.len())];
        if word.is_empty() {
            return;
        }
        let end = self.at + word.len();
        let assigns = tail[word.len()..].contains(['=', ':', '＝', '：']);
        while let Some(odd) = Some(&self.text[self.at..end])
            .filter(|_| assigns)
            .and_then(signs::first_odd)
        {
            self.odd(odd);
        }
        self.at = end;
        self.skip_spaces();
        let sign = [":=", "==", "=>", "->", "→", "：", ":"]
            .into_iter()
            .find(|sign| self.rest().starts_with(sign));
        if let Some(sign) = sign.filter(|sign| !self.ends_line(sign.len())) {
            let help = format!("write `{} = …`", brief(word));
            let finding = Diagnostic::error(
                Code::D077,
                format!("`{sign}` stands between a key and its value"),
            )
            .help(help);
            self.slip(sign.len(), finding, "expected `=`", Some(" =".to_owned()));
            self.value();
        }
    }

    /// A value without quotes, which may be that of another locale.
    fn value(&mut self) {
        self.skip_spaces();
        let tail = self.tail();
        let is_mark = |sign| signs::sort_of(sign) == Some(Sort::Quote) || "\"'`[{#".contains(sign);
        if tail.chars().next().is_none_or(is_mark) {
            return;
        }
        let ends: &[char] = match self.open.last() {
            None => &['#'],
            Some(_) => &['#', ',', ']', '}'],
        };
        let mut value = &tail[..tail.find(ends).unwrap_or(tail.len())];
        if self.open.last() == Some(&'{') {
            value = with_decimals(tail, value);
        }
        let value = value.trim_end().trim_end_matches([';', ',']).trim_end();
        if let Some(wrong) = values::wrong(value) {
            self.slip(
                value.len(),
                wrong.finding(),
                "not expected here",
                Some(wrong.instead),
            );
        }
    }

    /// A string in marks of a word processor.
    fn quoted(&mut self, mark: char) {
        let tail = self.tail();
        let is_mark = |c: char| {
            matches!(signs::sort_of(c), Some(Sort::Quote)) || matches!(c, '"' | '`' | '\'')
        };
        let closes = tail[mark.len_utf8()..].char_indices().find_map(|(at, c)| {
            let (inner_end, end) = (mark.len_utf8() + at, mark.len_utf8() + at + c.len_utf8());
            let rest = tail[end..].trim_start();
            let ends = rest.is_empty() || rest.starts_with([',', ']', '}', '#', '=', ';', '.']);
            (is_mark(c) && ends).then_some((inner_end, end))
        });
        let (code, odd) = (
            u32::from(mark),
            Odd {
                at: 0,
                sign: mark,
                sort: Sort::Quote,
            },
        );
        let Some((inner_end, end)) = closes else {
            return self.odd(odd);
        };
        let inner = &tail[mark.len_utf8()..inner_end];
        let finding = Diagnostic::error(
            Code::D075,
            format!("a string stands in quotation marks `{mark}` (U+{code:04X}), which are no string marks"),
        )
        .help(format!("write \"{}\"", brief(inner)));
        let escaped = inner.replace('\\', "\\\\").replace('"', "\\\"");
        self.slip(
            end,
            finding,
            "expected straight quotes",
            Some(format!("\"{escaped}\"")),
        );
    }

    /// A string in straight quotes.
    fn string(&mut self, mark: char) {
        let rest = self.rest();
        let triple: String = [mark; 3].iter().collect();
        let (marks, is_long) = if rest.starts_with(&triple) {
            (3, true)
        } else {
            (1, false)
        };
        let inner = &rest[marks..];
        let end = if is_long {
            long_end(inner, &triple)
        } else {
            short_end(inner, mark)
        };
        let Some(end) = end else {
            return self.unclosed(mark, is_long);
        };
        let inner = &inner[..end];
        let after = self.at + marks + end + marks;
        if mark == '"' && has_unknown_escape(inner) {
            self.at += marks;
            self.backslashes(inner);
        } else {
            let inner_end = self.at + marks + end;
            self.at += marks;
            while let Some((at, sign)) = self.text[self.at..inner_end]
                .char_indices()
                .find(|(_, c)| is_control(*c))
            {
                self.odd(Odd {
                    at,
                    sign,
                    sort: Sort::Control,
                });
            }
        }
        self.at = after;
        if !is_long && self.rest().starts_with(char::is_alphanumeric) {
            let finding = Diagnostic::error(
                Code::D077,
                format!("a `{mark}` within the text ends the string here"),
            )
            .help("put the text in the other quotes, or write `\\\"` within double quotes");
            let len = self.tail().len();
            self.slip(len, finding, "outside the string", None);
        }
    }

    /// Backslashes that begin no escape.
    fn backslashes(&mut self, inner: &str) {
        let is_path = looks_like_a_path(inner);
        let message = if is_path {
            format!(
                "a `\\` within double quotes begins an escape, and `{}` is a path of Windows",
                brief(inner)
            )
        } else {
            "a `\\` in a string begins no known escape".to_owned()
        };
        let help = "write the backslash twice, `\\\\`, or put the text in single quotes";
        let finding = Diagnostic::error(Code::D077, message).help(help);
        let instead = doubled(inner, is_path);
        self.slip(inner.len(), finding, "not expected here", Some(instead));
    }

    fn unclosed(&mut self, mark: char, is_long: bool) {
        let tail = self.tail();
        if is_long {
            self.at = self.text.len();
            return;
        }
        let line = tail.trim_end().trim_end_matches(',').trim_end();
        let inner = &line[1..];
        if mark == '"' && inner.ends_with("\\\"") && looks_like_a_path(inner) {
            self.at += 1;
            self.backslashes(&inner[..inner.len() - 1]);
            self.at += 1;
            return;
        }
        match line
            .chars()
            .next_back()
            .filter(|c| signs::sort_of(*c) == Some(Sort::Quote))
        {
            Some(last) => {
                self.at += line.len() - last.len_utf8();
                let finding = Diagnostic::error(
                    Code::D075,
                    format!(
                        "a string ends with `{last}` (U+{:04X}), which is no string mark",
                        u32::from(last)
                    ),
                )
                .help(format!("write `{mark}`"));
                self.slip(
                    last.len_utf8(),
                    finding,
                    "expected a straight quote",
                    Some(mark.to_string()),
                );
            }
            None => self.at += tail.len().max(1),
        }
    }
}

/// A value in an inline table with the digits behind its comma, as in `{ sure = 0,7 }`.
fn with_decimals<'t>(tail: &'t str, value: &'t str) -> &'t str {
    let digits = |text: &str| {
        !text.trim().is_empty() && text.trim().bytes().all(|byte| byte.is_ascii_digit())
    };
    let whole = value.trim_start_matches(['+', '-']);
    let Some(rest) = tail[value.len()..]
        .strip_prefix(',')
        .filter(|_| digits(whole) && whole.trim() == whole)
    else {
        return value;
    };
    let len = rest.find([',', '}', '#']).unwrap_or(rest.len());
    if digits(&rest[..len]) && !rest.starts_with(' ') {
        &tail[..value.len() + 1 + len]
    } else {
        value
    }
}

fn is_control(sign: char) -> bool {
    sign.is_control() && !matches!(sign, '\t' | '\n' | '\r') && sign.is_ascii()
}

fn long_end(inner: &str, triple: &str) -> Option<usize> {
    let end = inner.find(triple)?;
    // Up to two quotes may stand before the closing ones.
    let more = inner[end + 3..]
        .chars()
        .take(2)
        .take_while(|c| triple.starts_with(*c))
        .count();
    Some(end + more)
}

fn short_end(inner: &str, mark: char) -> Option<usize> {
    let mut chars = inner.char_indices();
    while let Some((at, sign)) = chars.next() {
        match sign {
            '\n' => return None,
            '\\' if mark == '"' => {
                chars.next().filter(|(_, escaped)| *escaped != '\n')?;
            }
            _ if sign == mark => return Some(at),
            _ => {}
        }
    }
    None
}

/// Whether a backslash is followed by what no escape begins with.
fn has_unknown_escape(inner: &str) -> bool {
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        rest = &rest[at + 1..];
        let Some(sign) = rest.chars().next() else {
            return true;
        };
        let digits = |n: usize| {
            rest[1..].len() >= n && rest.as_bytes()[1..=n].iter().all(u8::is_ascii_hexdigit)
        };
        let is_known = match sign {
            'b' | 't' | 'n' | 'f' | 'r' | 'e' | '"' | '\\' | '\n' | '\r' => true,
            // A line's end escaped within a long string, spaces before it.
            ' ' | '\t' => rest
                .trim_start_matches([' ', '\t'])
                .starts_with(['\n', '\r']),
            'x' => digits(2),
            'u' => digits(4),
            'U' => digits(8),
            _ => false,
        };
        if !is_known {
            return true;
        }
        rest = &rest[sign.len_utf8()..];
    }
    false
}

/// Whether a text names a folder as Windows does: `C:\…`, `\\server\…`, or words with backslashes between.
fn looks_like_a_path(inner: &str) -> bool {
    let bytes = inner.as_bytes();
    let drive = bytes
        .windows(3)
        .any(|three| three[0].is_ascii_alphabetic() && three[1] == b':' && three[2] == b'\\');
    drive || inner.starts_with("\\\\") || (inner.contains('\\') && !inner.contains(' '))
}

/// The text with every lone backslash doubled; outside paths only those that begin no escape.
fn doubled(inner: &str, is_path: bool) -> String {
    let mut told = String::new();
    let mut chars = inner.chars().peekable();
    while let Some(sign) = chars.next() {
        told.push(sign);
        if sign != '\\' {
            continue;
        }
        match chars.peek() {
            Some('\\') => told.extend(chars.next()),
            Some('"') if !is_path => told.extend(chars.next()),
            _ => told.push('\\'),
        }
    }
    told
}
