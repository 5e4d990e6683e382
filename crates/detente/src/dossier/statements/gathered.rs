//! Findings that many rows share: told once, with the lines.

use super::Found;

/// The most lines that a finding names.
const LINES_MAX: usize = 10;

/// Rows of one table with the same finding.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The finding at the first of them.
    first: Option<Found>,
    lines: Vec<usize>,
    /// The number of rows.
    pub(super) n: usize,
}

impl Gathered {
    /// Adds a row; its finding is worked out for the first only.
    pub(super) fn add(&mut self, line: usize, found: impl FnOnce() -> Found) {
        self.n += 1;
        if self.first.is_none() {
            self.first = Some(found());
        }
        if self.lines.len() < LINES_MAX {
            self.lines.push(line);
        }
    }

    /// Takes out the finding, with the number of rows and their lines in words.
    pub(super) fn take(&mut self) -> Option<(Found, usize, String)> {
        let Self { first, lines, n } = std::mem::take(self);
        Some((first?, n, named(&lines, n)))
    }
}

/// `line 3`, `lines 3 and 5`, `lines 3, 5, 6 and 12 more`.
pub(super) fn named(lines: &[usize], n: usize) -> String {
    let mut words: Vec<String> = lines.iter().map(ToString::to_string).collect();
    if n > lines.len() {
        words.push(format!("{} more", n - lines.len()));
    }
    match words.as_slice() {
        [one] => format!("line {one}"),
        [firsts @ .., last] => format!("lines {} and {last}", firsts.join(", ")),
        [] => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_named_up_to_ten() {
        assert_eq!(named(&[3], 1), "line 3");
        assert_eq!(named(&[3, 5], 2), "lines 3 and 5");
        assert_eq!(named(&[3, 5, 6], 15), "lines 3, 5, 6 and 12 more");
    }
}
