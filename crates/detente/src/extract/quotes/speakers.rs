//! Who speaks: a name, an unnamed person, or somebody spoken of before.

use crate::extract::actors::{Mention, TITLES};
use crate::extract::words::{Word, words};
use crate::model::{PartyId, Span};

/// Who is said to have spoken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The name, or for an unnamed person what is said of them.
    pub name: String,
    /// Whether the person is left unnamed, as in “a senior official”: the institution may be known, the rank is not.
    pub unnamed: bool,
    /// The party, where a name of one stands with the speaker.
    pub party: Option<PartyId>,
    /// Where the speaker is named for this quotation.
    pub span: Span,
}

/// The person or institution that some place names; none where it stands for somebody spoken of before.
pub(in crate::extract) fn name_of(
    text: &str,
    place: Span,
    mentions: &[Mention],
) -> Option<Speaker> {
    let words = words(&text[place.range()], place.start);
    match speaker(text, &words, mentions)? {
        Named::Speaker(speaker) => Some(Speaker {
            party: speaker.party.or(party_in(mentions, place)),
            ..speaker
        }),
        Named::Before(_) => None,
    }
}

/// The speaker of a label, with the name as it stands there.
pub(in crate::extract) fn in_label(
    text: &str,
    name: Span,
    label: Span,
    mentions: &[Mention],
) -> Speaker {
    Speaker {
        name: one_line(&text[name.range()]),
        unnamed: false,
        party: party_in(mentions, label),
        span: name,
    }
}

/// What stands for a speaker in a few words.
pub(super) enum Named {
    /// A person or institution by name, or an unnamed person.
    Speaker(Speaker),
    /// `he`, `they`, `the official`: somebody spoken of before.
    Before(Span),
}

/// Words for persons who are often left unnamed.
const ROLES: [&str; 38] = [
    "official",
    "officials",
    "source",
    "sources",
    "diplomat",
    "diplomats",
    "person",
    "people",
    "aide",
    "aides",
    "adviser",
    "advisers",
    "advisor",
    "analyst",
    "analysts",
    "expert",
    "experts",
    "witness",
    "witnesses",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "negotiator",
    "negotiators",
    "envoy",
    "minister",
    "ministry",
    "officer",
    "delegate",
    "delegates",
    "lawmaker",
    "lawmakers",
    "insider",
    "resident",
    "observer",
    "observers",
    "statement",
    "commentary",
];
const PRONOUNS: [&str; 7] = ["he", "she", "they", "it", "who", "i", "we"];
/// Articles and the like, of which the first nine leave a person unnamed.
const ARTICLES: [&str; 13] = [
    "a", "an", "one", "another", "some", "several", "two", "three", "unnamed", "the", "this",
    "that", "its",
];
const UNNAMED_ARTICLES: usize = 9;
/// Capitalised words that are no names.
const NO_NAMES: [&str; 37] = [
    "the",
    "a",
    "an",
    "one",
    "another",
    "some",
    "several",
    "two",
    "three",
    "in",
    "on",
    "at",
    "but",
    "and",
    "as",
    "for",
    "after",
    "before",
    "when",
    "while",
    "meanwhile",
    "however",
    "later",
    "earlier",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "according",
    "he",
    "she",
    "they",
    "it",
    "senior",
];

/// The speaker that some words name; `text` is the whole text.
pub(super) fn speaker(text: &str, words: &[Word<'_>], mentions: &[Mention]) -> Option<Named> {
    let (first, last) = (words.first()?, words.last()?);
    let span = Span {
        start: first.start,
        end: last.end(),
    };
    let party = party_in(mentions, span);
    let runs = name_runs(text, words, mentions);
    let name = runs.iter().find(|run| !run.is_party).or(runs.first());
    let role = words.iter().position(|word| word.is_any(&ROLES));
    if let Some(role) = role {
        // “a spokesman, Aoi Ito” has a name behind the role; in “a White House official” the name is the institution's.
        let behind = runs
            .iter()
            .find(|run| run.span.start > words[role].start && !run.is_party);
        let unnamed = words[..role]
            .iter()
            .any(|word| word.is_any(&ARTICLES[..UNNAMED_ARTICLES]))
            || words[role].text.ends_with('s');
        match behind {
            Some(run) => return Some(named(text, run, party)),
            None if unnamed => {
                let name = text[Span {
                    start: first.start,
                    end: words[role].end(),
                }
                .range()]
                .to_owned();
                return Some(Named::Speaker(Speaker {
                    name: one_line(&name),
                    unnamed: true,
                    party,
                    span,
                }));
            }
            None if first.is("the") && role == 1 => return Some(Named::Before(span)),
            None => {}
        }
    }
    if let Some(run) = name {
        return Some(named(text, run, party));
    }
    words
        .iter()
        .any(|word| word.is_any(&PRONOUNS))
        .then_some(Named::Before(span))
}

fn named(text: &str, run: &Run, party: Option<PartyId>) -> Named {
    Named::Speaker(Speaker {
        name: one_line(&text[run.span.range()]),
        unnamed: false,
        party,
        span: run.span,
    })
}

/// A text of several lines on one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The party that is named within a place.
pub(super) fn party_in(mentions: &[Mention], span: Span) -> Option<PartyId> {
    let first = mentions.partition_point(|mention| mention.span.start < span.start);
    mentions[first..]
        .first()
        .filter(|mention| mention.span.end <= span.end)
        .map(|mention| mention.party)
}

/// A run of capitalised words.
struct Run {
    span: Span,
    /// Whether it is nothing but the name of a party.
    is_party: bool,
}

/// The names in some words: runs of capitalised words without what is a title or a party before them.
fn name_runs(text: &str, words: &[Word<'_>], mentions: &[Mention]) -> Vec<Run> {
    let mut runs = vec![];
    let mut idx = 0;
    while idx < words.len() {
        let is_name = |at: usize| {
            words[at].is_capital() && (!words[at].is_any(&NO_NAMES) || is_initial(words, at))
        };
        if !is_name(idx) {
            idx += 1;
            continue;
        }
        let mut end = idx + 1;
        while end < words.len() {
            let joined = words[end].is_any(&["-", "'", "’", "."])
                && words[end - 1].end() == words[end].start;
            let goes_on = is_name(end)
                || (joined && words.get(end + 1).is_some_and(Word::is_name_part))
                || is_particle(words, end);
            // What belongs to another begins a new name: “Japan's Aoi Ito”.
            let is_possessive = words[end].is_any(&["'", "’"])
                && words.get(end + 1).is_some_and(|word| word.is("s"));
            if !goes_on || is_possessive {
                break;
            }
            end += if joined { 2 } else { 1 };
        }
        let end = end.min(words.len());
        runs.extend(run(text, &words[idx..end], mentions));
        idx = end;
    }
    runs
}

/// Whether a word is a single letter with a full stop.
fn is_initial(words: &[Word<'_>], at: usize) -> bool {
    words[at].text.chars().count() == 1
        && words
            .get(at + 1)
            .is_some_and(|next| next.is(".") && next.start == words[at].end())
}

fn is_particle(words: &[Word<'_>], at: usize) -> bool {
    let particles = [
        "al", "bin", "de", "del", "der", "el", "ibn", "la", "van", "von",
    ];
    words[at].is_any(&particles) && words.get(at + 1).is_some_and(Word::is_capital)
}

fn run(text: &str, words: &[Word<'_>], mentions: &[Mention]) -> Option<Run> {
    let (first, last) = (words.first()?, words.last()?);
    let whole = Span {
        start: first.start,
        end: last.end(),
    };
    let inside =
        |mention: &&Mention| whole.start <= mention.span.start && mention.span.end <= whole.end;
    let at = mentions.partition_point(|mention| mention.span.start < whole.start);
    let party = mentions
        .get(at)
        .filter(inside)
        .filter(|mention| mention.span.start == whole.start);
    let behind_party = party.map_or(whole.start, |mention| mention.span.end);
    let rest = words.iter().skip_while(|word| word.start < behind_party);
    let name = rest
        .skip_while(|word| word.is_any(&TITLES) || word.is("."))
        .map(|word| word.start)
        .next();
    match name {
        Some(start) => Some(Run {
            span: Span {
                start,
                end: whole.end,
            },
            is_party: false,
        }),
        None if party.is_some() => Some(Run {
            span: whole,
            is_party: true,
        }),
        // Nothing but titles: “Foreign Minister”.
        None => (!text[whole.range()].trim().is_empty()).then_some(Run {
            span: whole,
            is_party: false,
        }),
    }
}
