//! Positions taken in a text: demands, offers, threats, refusals, goals, preconditions, recognition.
//!
//! # Definition
//! A phrase of the dictionary marks a position. It is *negated* when a word of negation stands a few words before it in the same
//! clause, and *conditional* when its sentence has a clause that begins with `if`, `unless` and the like.
//! # Algorithm
//! One pass of a multi-pattern automaton over the text, then a look at the words around each hit.
//! # Complexity
//! Linear in the length of the text.
//! # Validity
//! English only; a dictionary sees words, not meanings. “Must” in a report on the weather is a demand to it.
//! # References
//! Aho & Corasick (1975), Efficient string matching. The dictionary is this program's own.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use super::actors::is_whole;
use super::words::{Word, words};
use crate::model::Span;

/// What kind of position a phrase marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    /// Something is asked of another.
    Demand,
    /// Something is held out.
    Offer,
    /// Harm is announced.
    Threat,
    /// Something is turned down.
    Refusal,
    /// An aim is named.
    Goal,
    /// A condition for talks or a deal is set, or said not to be set.
    Precondition,
    /// A status is accepted or claimed.
    Recognition,
}

impl Position {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Demand => "demand",
            Self::Offer => "offer",
            Self::Threat => "threat",
            Self::Refusal => "refusal",
            Self::Goal => "goal",
            Self::Precondition => "precondition",
            Self::Recognition => "recognition",
        }
    }
}

/// A position found in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionPhrase {
    /// The phrase of the dictionary.
    pub span: Span,
    /// The phrase and what follows it, to the end of the clause.
    pub clause: Span,
    /// What it marks.
    pub position: Position,
    /// Whether it is negated: “not ready to”; for a precondition, that there is none.
    pub negated: bool,
    /// The clause that makes it conditional.
    pub condition: Option<Span>,
}

/// The dictionary: phrases in lower case.
const PHRASES: [(Position, &[&str]); 7] = [
    (
        Position::Demand,
        &[
            "demand",
            "demands",
            "demanded",
            "demanding",
            "must",
            "call on",
            "calls on",
            "called on",
            "call upon",
            "calls upon",
            "called upon",
            "calling on",
            "calling upon",
            "calling for",
            "call for",
            "calls for",
            "called for",
            "urge",
            "urges",
            "urged",
            "insist on",
            "insists on",
            "insisted on",
            "insist that",
            "insists that",
            "insisted that",
            "requires that",
            "has to",
            "have to",
            "should",
        ],
    ),
    (
        Position::Offer,
        &[
            "offer to",
            "offers to",
            "offered to",
            "offering to",
            "ready to",
            "willing to",
            "prepared to",
            "open to",
            "would consider",
            "propose",
            "proposes",
            "proposed",
            "invite",
            "invites",
            "invited",
            "happy to",
            "agreed to",
        ],
    ),
    (
        Position::Threat,
        &[
            "threaten",
            "threatens",
            "threatened",
            "threatening",
            "retaliate",
            "retaliates",
            "retaliation",
            "will respond with",
            "would respond with",
            "will be met with",
            "will pay",
            "consequences",
            "strike back",
            "warned of",
            "warns of",
            "punish",
        ],
    ),
    (
        Position::Refusal,
        &[
            "refuse to",
            "refuses to",
            "refused to",
            "reject",
            "rejects",
            "rejected",
            "rejecting",
            "rule out",
            "rules out",
            "ruled out",
            "no intention of",
            "out of the question",
            "declined to",
            "declines to",
            "will not",
            "won't",
            "won’t",
            "would not",
            "will never",
            "turned down",
            "cannot accept",
            "can't accept",
            "can’t accept",
        ],
    ),
    (
        Position::Goal,
        &[
            "goal of",
            "goal is",
            "aim of",
            "aim is",
            "aims to",
            "aimed at",
            "objective of",
            "objective is",
            "committed to",
            "commitment to",
            "seeks to",
            "sought to",
            "strive for",
            "in pursuit of",
        ],
    ),
    (
        Position::Precondition,
        &[
            "precondition",
            "preconditions",
            "on condition that",
            "on the condition that",
            "provided that",
            "only if",
            "prior condition",
            "prerequisite",
        ],
    ),
    (
        Position::Recognition,
        &[
            "recognise",
            "recognize",
            "recognises",
            "recognizes",
            "recognised",
            "recognized",
            "recognition",
            "accept as",
            "acknowledge as",
            "nuclear power",
            "nuclear-armed state",
            "nuclear weapons state",
            "nuclear state",
            "sovereign state",
        ],
    ),
];

/// Words that negate what follows them in their clause.
const NEGATIONS: [&str; 11] = [
    "not", "no", "never", "without", "neither", "nor", "cannot", "hardly", "refused", "refuses",
    "denied",
];
/// How many words before a phrase a negation may stand.
const NEGATION_WORDS: usize = 4;
/// The most words of a clause that are shown.
const CLAUSE_WORDS_MAX: usize = 40;
/// Words that begin a condition.
const CONDITIONS: [&str; 14] = [
    "if",
    "unless",
    "only if",
    "provided that",
    "provided",
    "as long as",
    "so long as",
    "on condition that",
    "on the condition that",
    "in return for",
    "in exchange for",
    "once",
    "until",
    "only when",
];
/// What begins like a condition and is only said so.
const ASIDES: [&str; 6] = [
    "if i may",
    "if i could",
    "if i can",
    "if i might",
    "if you will",
    "if anything",
];
/// Words that end a clause.
const CLAUSE_ENDS: [&str; 10] = [",", ";", ":", ".", "but", "—", "”", "\"", "!", "?"];

struct Dictionary {
    automaton: AhoCorasick,
    positions: Vec<Position>,
}

/// The dictionary as an automaton, made once.
fn dictionary() -> &'static Dictionary {
    static DICTIONARY: OnceLock<Dictionary> = OnceLock::new();
    DICTIONARY.get_or_init(|| {
        let flat = || {
            PHRASES
                .iter()
                .flat_map(|(position, phrases)| phrases.iter().map(|phrase| (*position, *phrase)))
        };
        let automaton = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(flat().map(|(_, phrase)| phrase))
            .expect("a dictionary of a few phrases is small enough");
        Dictionary {
            automaton,
            positions: flat().map(|(position, _)| position).collect(),
        }
    })
}

/// The positions in a sentence that begins at byte `base` of the text.
pub(super) fn positions(sentence: &str, base: usize) -> Vec<PositionPhrase> {
    let dictionary = dictionary();
    let hits = dictionary.automaton.find_iter(sentence).map(|found| {
        (
            Span {
                start: found.start(),
                end: found.end(),
            },
            found.pattern(),
        )
    });
    let mut hits = hits
        .filter(|(span, _)| is_whole(sentence, *span))
        .peekable();
    if hits.peek().is_none() {
        return vec![];
    }
    let words = words(sentence, 0);
    let condition = condition(sentence, &words);
    let moved = |span: Span| Span {
        start: span.start + base,
        end: span.end + base,
    };
    hits.map(|(span, pattern)| {
        let first = words.partition_point(|word| word.start < span.start);
        let before = words[..first]
            .iter()
            .rev()
            .take(NEGATION_WORDS)
            .take_while(|word| !word.is_any(&CLAUSE_ENDS));
        let negated = before.clone().any(|word| word.is_any(&NEGATIONS))
            || before.clone().any(|word| word.is("t")) && has_contraction(sentence, span);
        let next = words.partition_point(|word| word.start < span.end);
        let after = words[next..]
            .iter()
            .take(CLAUSE_WORDS_MAX)
            .take_while(|word| !word.is_any(&CLAUSE_ENDS))
            .last();
        let clause = Span {
            start: span.start,
            end: after.map_or(span.end, Word::end),
        };
        let own_condition = condition
            .filter(|condition| condition.start >= span.end || condition.end <= span.start);
        let position = dictionary.positions[pattern.as_usize()];
        PositionPhrase {
            span: moved(span),
            clause: moved(clause),
            position,
            negated,
            condition: own_condition.map(moved),
        }
    })
    .collect()
}

/// Whether a contracted “not” stands a little before a place.
fn has_contraction(sentence: &str, span: Span) -> bool {
    let mut from = span.start.saturating_sub(30);
    while !sentence.is_char_boundary(from) {
        from += 1;
    }
    let before = &sentence[from..span.start];
    ["n't ", "n’t "].iter().any(|not| before.contains(not))
}

/// The first condition of a sentence, to the end of its clause.
fn condition(sentence: &str, words: &[Word<'_>]) -> Option<Span> {
    let (start, rest) = words.iter().enumerate().find_map(|(idx, word)| {
        let here = |phrase: &&str| starts_with(&sentence[word.start..], phrase);
        let begins = CONDITIONS.iter().any(&here) && !ASIDES.iter().any(here);
        begins.then(|| (word.start, &words[idx + 1..]))
    })?;
    let end = rest
        .iter()
        .take_while(|word| !word.is_any(&CLAUSE_ENDS))
        .last()?
        .end();
    Some(Span { start, end })
}

fn starts_with(text: &str, phrase: &str) -> bool {
    let head = text
        .get(..phrase.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(phrase));
    head && !text[phrase.len()..].starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A position with its clause, whether it is negated, and its condition.
    type Told<'t> = (Position, &'t str, bool, Option<&'t str>);

    fn found(text: &str) -> Vec<Told<'_>> {
        positions(text, 0)
            .into_iter()
            .map(|it| {
                (
                    it.position,
                    &text[it.clause.range()],
                    it.negated,
                    it.condition.map(|span| &text[span.range()]),
                )
            })
            .collect()
    }

    #[test]
    fn positions_have_their_negation_and_condition() {
        let cases: [(&str, &[Told<'_>]); 10] = [
            (
                "We are ready to meet without any preconditions.",
                &[
                    (
                        Position::Offer,
                        "ready to meet without any preconditions",
                        false,
                        None,
                    ),
                    (Position::Precondition, "preconditions", true, None),
                ],
            ),
            (
                "They are not willing to freeze it.",
                &[(Position::Offer, "willing to freeze it", true, None)],
            ),
            (
                "She isn't prepared to talk.",
                &[(Position::Offer, "prepared to talk", true, None)],
            ),
            (
                "If the drills stop, we are open to talks.",
                &[(
                    Position::Offer,
                    "open to talks",
                    false,
                    Some("If the drills stop"),
                )],
            ),
            (
                "They must leave, and will pay otherwise.",
                &[
                    (Position::Demand, "must leave", false, None),
                    (Position::Threat, "will pay otherwise", false, None),
                ],
            ),
            (
                "He ruled out a pause unless aid flows.",
                &[(
                    Position::Refusal,
                    "ruled out a pause unless aid flows",
                    false,
                    Some("unless aid flows"),
                )],
            ),
            (
                "Our goal is a quiet border.",
                &[(Position::Goal, "goal is a quiet border", false, None)],
            ),
            (
                "Not long ago, they offered to pay.",
                &[(Position::Offer, "offered to pay", false, None)],
            ),
            ("A mustard seed.", &[]),
            (
                "If I may add, we call upon them to stop.",
                &[(Position::Demand, "call upon them to stop", false, None)],
            ),
        ];
        for (text, wanted) in cases {
            assert_eq!(found(text), wanted, "{text}");
        }
    }
}
