//! What was found in statements, told: as text, as data, in sentences.

mod json;
mod lanes;
mod places;
mod reading;
mod section;
mod sentences;
mod text;

pub use json::json;
use lanes::timeline;
pub(in crate::brief) use section::section;
pub use text::text;

use crate::model::{Corpus, Dossier, PartyId, Statements};
use crate::shift::positions::Positions;
use crate::shift::study::Study;

/// An answer with what it is about.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// Its section on statements.
    pub statements: &'a Statements,
    /// The statements.
    pub corpus: &'a Corpus,
    /// The answer.
    pub study: &'a Study,
    /// Where the statements stand, if that was asked.
    pub positions: Option<&'a Positions>,
    /// The statements that were given as references, by position.
    pub references: &'a [usize],
}

impl<'a> Told<'a> {
    fn term(&self, term: usize) -> &'a str {
        &self.statements.terms[term].id
    }

    fn party(&self, party: PartyId) -> &'a str {
        &self.dossier.parties[party.idx()].id
    }

    /// The name of a channel; `–` where none is given.
    fn channel(&self, channel: u32) -> &'a str {
        match self
            .corpus
            .channels
            .words
            .get(channel as usize)
            .map_or("", String::as_str)
        {
            "" => "–",
            name => name,
        }
    }
}

/// A chance in percent, with as many digits as are worth reading: `17 %`, `3.8 %`, `below 0.01 %`, and never 100.
fn percent(chance: f64) -> String {
    let percent = 100.0 * chance;
    let number = match percent {
        _ if percent >= 99.95 => "over 99.9".to_string(),
        _ if percent >= 99.5 => format!("{percent:.1}"),
        _ if percent >= 9.95 => format!("{percent:.0}"),
        _ if percent >= 0.095 => format!("{percent:.1}"),
        _ if percent >= 0.01 => format!("{percent:.2}"),
        _ => "below 0.01".to_string(),
    };
    // A space at which no line is broken.
    format!("{number}\u{a0}%")
}

/// A number above 0 with two digits that count, given by its logarithm: `0.34`, `2.9`, `14`, `720`, `over 1000000`.
fn factor(ln: f64) -> String {
    let number = ln.exp();
    match number {
        _ if number >= 1e6 => "over 1000000".to_string(),
        _ if number >= 9.95 => format!("{number:.0}"),
        _ if number >= 0.995 => format!("{number:.1}"),
        _ if number >= 0.0095 => format!("{number:.2}"),
        _ => "below 0.01".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_two_digits_that_count() {
        assert_eq!(
            [0.1667, 0.0375, 0.1, 0.00041, 1e-7, 0.997, 1.0 - 1e-9]
                .map(|it| percent(it).replace('\u{a0}', " ")),
            [
                "17 %",
                "3.8 %",
                "10 %",
                "0.04 %",
                "below 0.01 %",
                "99.7 %",
                "over 99.9 %"
            ]
        );
        assert_eq!(
            [0.342_f64, 2.0 / 3.0, 2.93, 14.2, 719.6, 1e300].map(|it| factor(it.ln())),
            ["0.34", "0.67", "2.9", "14", "720", "over 1000000"]
        );
    }
}
