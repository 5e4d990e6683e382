//! Lines of the dialogue: what the user types, and what is said.

use std::io::{BufRead, IsTerminal, Write};

use detente::document::{Page, terminal};
use detente::elicit::{Answer, Question};

use crate::output::{self, Failure};

/// What a line of the user means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// An answer to the question shown.
    Answer(Answer),
    /// A comparison of two states of the user's own.
    Comparison(String, Answer, String),
    /// `y` or `n`.
    Consent(bool),
    /// Stop.
    Quit,
    /// Nothing, or a comment.
    Nothing,
    /// Anything else.
    Unclear,
}

impl Line {
    pub(super) fn parse(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            return Self::Nothing;
        }
        match text.to_lowercase().as_str() {
            "1" => return Self::Answer(Answer::First),
            "2" => return Self::Answer(Answer::Second),
            "=" => return Self::Answer(Answer::Equal),
            "?" => return Self::Answer(Answer::Unknown),
            "q" | "quit" => return Self::Quit,
            "y" | "yes" => return Self::Consent(true),
            "n" | "no" => return Self::Consent(false),
            _ => {}
        }
        for (sign, answer) in SIGNS {
            if let Some((first, second)) = text.split_once(sign) {
                return Self::Comparison(
                    first.trim().to_string(),
                    answer,
                    second.trim().to_string(),
                );
            }
        }
        Self::Unclear
    }
}

/// How a comparison of two states is written.
const SIGNS: [(char, Answer); 4] = [
    ('>', Answer::First),
    ('<', Answer::Second),
    ('=', Answer::Equal),
    ('?', Answer::Unknown),
];

/// An answer as a line that [`Line::parse`] reads.
pub(super) fn line_of(question: &Question, answer: Answer, n_entries: usize) -> String {
    let sign = SIGNS
        .iter()
        .find(|(_, it)| *it == answer)
        .map_or(' ', |(sign, _)| *sign);
    format!(
        "{} {sign} {}",
        question.first.letters(n_entries),
        question.second.letters(n_entries)
    )
}

/// Where the dialogue is held.
pub(super) struct Terminal {
    /// Whether it is said on standard error, because standard output is for the result.
    pub(super) aside: bool,
}

impl Terminal {
    /// Says a page; one that is set apart begins after an empty line.
    pub(super) fn tell(&self, page: &Page, is_apart: bool) -> Result<(), Failure> {
        let before = if is_apart { "\n" } else { "" };
        self.say(&format!("{before}{}", terminal(page, output::style())))
    }

    pub(super) fn say(&self, text: &str) -> Result<(), Failure> {
        if !self.aside {
            return output::print(text);
        }
        let mut stderr = std::io::stderr().lock();
        stderr
            .write_all(text.as_bytes())
            .and_then(|()| stderr.flush())
            .map_err(|error| Failure::Write("standard error".to_string(), error))
    }

    /// Asks for a line; `None` when there are no more. Lines that are not typed at a terminal are said, so that the dialogue can be read.
    pub(super) fn ask(&self, prompt: &str) -> Result<Option<String>, Failure> {
        self.say(prompt)?;
        let mut stdin = std::io::stdin().lock();
        let mut bytes = vec![];
        // What cannot be read is the end of what can.
        let n_bytes = stdin.read_until(b'\n', &mut bytes).unwrap_or(0);
        let line = String::from_utf8_lossy(&bytes).trim().to_string();
        if n_bytes == 0 {
            self.say("\n")?;
            return Ok(None);
        }
        if !stdin.is_terminal() {
            self.say(&format!("{line}\n"))?;
        }
        Ok(Some(line))
    }
}

#[cfg(test)]
mod tests {
    use detente::State;

    use super::*;

    #[test]
    fn lines_mean_what_the_help_says() {
        for (text, line) in [
            (" 1 ", Line::Answer(Answer::First)),
            ("=", Line::Answer(Answer::Equal)),
            ("?", Line::Answer(Answer::Unknown)),
            ("Q", Line::Quit),
            ("yes", Line::Consent(true)),
            ("", Line::Nothing),
            ("# a remark > another", Line::Nothing),
            ("maybe", Line::Unclear),
            (
                "YN > now",
                Line::Comparison("YN".to_string(), Answer::First, "now".to_string()),
            ),
        ] {
            assert_eq!(Line::parse(text), line, "{text}");
        }
    }

    #[test]
    fn what_is_written_down_is_read_back() {
        let question = Question {
            first: State(1),
            second: State(2),
            only_first: vec![],
            only_second: vec![],
        };
        for answer in [
            Answer::First,
            Answer::Second,
            Answer::Equal,
            Answer::Unknown,
        ] {
            let line = line_of(&question, answer, 2);
            assert_eq!(
                Line::parse(&line),
                Line::Comparison("YN".to_string(), answer, "NY".to_string())
            );
        }
    }
}
