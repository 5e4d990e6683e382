//! Statements that an agency or an office prints as a whole, without quotation marks.
//!
//! # Definition
//! Such a text has a line that leads to the statement (“…issued the following statement:”), a title (“Statement by …”), or a dateline and a signature,
//! and no quotation with a speaker.
//! The statement is what stands between that line and the signature.
//! # Algorithm
//! One pass over the paragraphs: the dateline and the leading line among the first, the signature among the last lines.
//! # Complexity
//! Linear in the length of the text.
//! # Validity
//! English. The day is that of the signature, else the one that the leading line names, else that of the dateline, else that of publication.
//! # References
//! The form is that of state news agencies and press offices; the rules are this program's own.

use super::actors::Mention;
use super::dates::{DatePhrase, Granularity};
use super::quotes::{Speaker, name_of};
use super::words::words;
use crate::model::{Period, Span};

/// Verbs of publishing, and what is published.
const VERBS: [&str; 16] = [
    "issued",
    "issues",
    "released",
    "releases",
    "published",
    "publishes",
    "made",
    "gave",
    "said",
    "stated",
    "declared",
    "announced",
    "delivered",
    "sent",
    "clarified",
    "answered",
];
const NOUNS: [&str; 15] = [
    "statement",
    "talk",
    "commentary",
    "communique",
    "communiqué",
    "declaration",
    "remarks",
    "address",
    "message",
    "letter",
    "release",
    "answer",
    "reply",
    "replies",
    "answers",
];
/// How many words of the leading line are read, and how many may stand between the verb and the noun.
const LEAD_WORDS: usize = 80;
const BETWEEN_WORDS: usize = 14;
/// Words behind the name in a title, and among how many of its first words the noun stands.
const ABOUT: [&str; 13] = [
    "on",
    "at",
    "about",
    "regarding",
    "concerning",
    "following",
    "to",
    "in",
    "before",
    "after",
    "during",
    ":",
    ",",
];
const TITLE_WORDS: usize = 4;
/// Among so many of the first paragraphs the statement is led to, and among so many of the last lines it is signed.
const HEAD_PARAGRAPHS: usize = 5;
const SIGNATURE_LINES: usize = 6;
/// The longest line of a signature, and the place of the dash of a dateline, in bytes.
const SIGNATURE_BYTES: usize = 70;
const DATELINE_BYTES: usize = 120;

/// A statement printed as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Printed {
    /// From its first word to its last.
    pub(super) span: Span,
    /// Its paragraphs.
    pub(super) pieces: Vec<Span>,
    /// Who made it.
    pub(super) speaker: Option<Speaker>,
    /// The day on which it was made, where the text tells it.
    pub(super) said: Option<Period>,
}

/// The line that leads to a statement.
struct Lead {
    /// Where the statement can begin: behind the colon, or the paragraph.
    end: usize,
    /// The words that name who made it.
    who: Span,
    has_colon: bool,
}

/// The statement of a text, if it is the print of one.
pub(super) fn printed(text: &str, mentions: &[Mention], phrases: &[DatePhrase]) -> Option<Printed> {
    let parts = paragraphs(text);
    let head = &parts[..parts.len().min(HEAD_PARAGRAPHS)];
    let dateline = head.iter().find_map(|part| dateline(text, *part));
    let lead = head.iter().find_map(|part| lead(text, *part, dateline));
    let lead = lead.or_else(|| titled(text, &parts, phrases));
    let (signed_from, signer) = signature(text, &parts, phrases);
    let has_signature = signed_from < text.len();
    let start = match (&lead, dateline) {
        (Some(lead), _) if lead.has_colon || has_signature => lead.end,
        (None, Some(dash)) if signer.is_some() => dash,
        _ => return None,
    };
    let pieces: Vec<Span> = parts
        .iter()
        .take_while(|part| part.end <= start || !is_contact(text, **part))
        .filter_map(|part| within(text, *part, start, signed_from))
        .collect();
    let (first, last) = (pieces.first()?, pieces.last()?);
    let by_lead = lead
        .as_ref()
        .and_then(|lead| name_of(text, lead.who, mentions));
    let by_signature = signer.and_then(|span| name_of(text, span, mentions));
    // The signature names whom the leading line leaves unnamed; the party may stand in either.
    let speaker = match (by_lead, by_signature) {
        (Some(lead), Some(signed)) if lead.unnamed => Some(Speaker {
            party: signed.party.or(lead.party),
            ..signed
        }),
        (Some(lead), signed) => Some(Speaker {
            party: lead.party.or(signed.and_then(|it| it.party)),
            ..lead
        }),
        (None, signed) => signed,
    };
    let day = |from: usize, to: usize| day_in(phrases, from, to);
    let said = day(signed_from, text.len())
        .or_else(|| lead.as_ref().and_then(|lead| day(lead.who.start, lead.end)))
        .or_else(|| day(0, dateline.unwrap_or(0)));
    Some(Printed {
        span: Span {
            start: first.start,
            end: last.end,
        },
        pieces,
        speaker,
        said,
    })
}

/// The first day that is named between two places.
pub(super) fn day_in(phrases: &[DatePhrase], from: usize, to: usize) -> Option<Period> {
    let first = phrases.partition_point(|phrase| phrase.span.start < from);
    phrases[first..]
        .iter()
        .take_while(|phrase| phrase.span.end <= to)
        .filter(|phrase| phrase.granularity == Granularity::Day)
        .find_map(|phrase| phrase.readings.first().filter(|day| day.is_day()).copied())
}

/// What stands between blank lines, or the lines where there is no blank one.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = vec![];
    let mut lines: Vec<Span> = vec![];
    let (mut at, mut open, mut has_blank) = (0, false, false);
    for line in text.split_inclusive('\n') {
        let span = Span {
            start: at,
            end: at + line.trim_end().len(),
        };
        at += line.len();
        if line.trim().is_empty() {
            has_blank |= open;
            open = false;
            continue;
        }
        lines.push(span);
        match found.last_mut().filter(|_| open) {
            Some(last) => last.end = span.end,
            None => found.push(span),
        }
        open = true;
    }
    if has_blank && found.len() > 1 {
        found
    } else {
        lines
    }
}

/// Behind the dash of `HAVEN, Sept. 3 (HNA) --`.
fn dateline(text: &str, part: Span) -> Option<usize> {
    let line = text[part.range()].lines().next()?;
    let dash = [" -- ", " — ", " – ", " - ", "--", "—"]
        .iter()
        .filter_map(|dash| line.find(dash).map(|at| (at, dash.len())))
        .min()?;
    let head = line[..dash.0].trim_start();
    let has_agency = head
        .find('(')
        .is_some_and(|open| head[open..].contains(')'));
    let has_day = words(head, 0)
        .iter()
        .any(|word| word.text.bytes().all(|byte| byte.is_ascii_digit()));
    let place = head.split([',', '(']).next().unwrap_or_default();
    let is_place = place
        .split_whitespace()
        .all(|word| word.starts_with(char::is_uppercase));
    let fits = dash.0 <= DATELINE_BYTES
        && head.starts_with(char::is_uppercase)
        && is_place
        && (has_agency || has_day);
    fits.then_some(part.start + dash.0 + dash.1)
}

/// The line that leads to a statement, if this paragraph has one.
fn lead(text: &str, part: Span, dateline: Option<usize>) -> Option<Lead> {
    let start = dateline.map_or(part.start, |dash| dash.max(part.start));
    let words = words(text.get(start..part.end)?, start);
    let words = &words[..words.len().min(LEAD_WORDS)];
    let (verb, noun) = words.iter().enumerate().find_map(|(verb, word)| {
        let behind = words[verb + 1..].iter().take(BETWEEN_WORDS);
        let noun = behind
            .take_while(|word| !word.is_any(&[".", ":", "“", "\""]))
            .position(|word| word.is_any(&NOUNS))?;
        word.is_any(&VERBS).then_some((verb, verb + 1 + noun))
    })?;
    // “said in a statement”, “issued the following statement”: not “said that her statement”.
    let joins = [
        "the",
        "a",
        "an",
        "in",
        "following",
        "press",
        "this",
        "to",
        "by",
        "under",
        "his",
        "her",
        "its",
        "joint",
        "public",
        "written",
        "as",
        "follows",
        "on",
        "out",
    ];
    let is_close = words[verb + 1..noun].iter().all(|word| {
        word.is_any(&joins)
            || word.is_capital()
            || word.text.bytes().all(|byte| byte.is_ascii_digit())
            || word.is_any(&[",", "\u{2019}", "'"])
    });
    if verb == 0 || !is_close {
        return None;
    }
    let colon = words[noun..].iter().find(|word| {
        word.is(":") && text[word.end()..].starts_with(|c: char| c.is_whitespace())
            || word.is(":") && word.end() == part.end
    });
    Some(Lead {
        end: colon.map_or(part.end, super::words::Word::end),
        who: Span {
            start: words[0].start,
            end: words[verb - 1].end(),
        },
        has_colon: colon.is_some(),
    })
}

/// The title that leads to a statement: “Statement by the Spokesperson on the launch”, with the lines of place and day below it.
fn titled(text: &str, parts: &[Span], phrases: &[DatePhrase]) -> Option<Lead> {
    let title = *parts.first()?;
    let line = text[title.range()].lines().next()?;
    let title = Span {
        end: title.start + line.len(),
        ..title
    };
    let words = words(line, title.start);
    let words = &words[..words.len().min(LEAD_WORDS)];
    let by = ["by", "of", "from"];
    let noun = words.iter().take(TITLE_WORDS).position(|word| {
        word.is_capital() && (word.is_any(&NOUNS) || word.is_any(&["speech", "communiqués"]))
    })?;
    let is_led = words[..noun].iter().all(super::words::Word::is_capital)
        && words.get(noun + 1).is_some_and(|word| word.is_any(&by));
    let ends = line.trim_end().ends_with(['.', '!', '?', '”', '"']);
    if !is_led || ends {
        return None;
    }
    let who = &words[noun + 2..];
    let about = |word: &super::words::Word<'_>| word.is_any(&ABOUT);
    let n_who = who.iter().position(about).unwrap_or(who.len());
    let (first, last) = (who.first()?, who[..n_who].last()?);
    let mut end = title.end;
    for line in parts
        .iter()
        .flat_map(|part| lines(text, *part))
        .skip(1)
        .take(SIGNATURE_LINES)
    {
        let is_short = line.end - line.start <= SIGNATURE_BYTES;
        let is_day = day_in(phrases, line.start, line.end).is_some();
        if !is_short || !is_day || text[line.range()].ends_with(['.', ':']) {
            break;
        }
        end = line.end;
    }
    Some(Lead {
        end,
        who: Span {
            start: first.start,
            end: last.end(),
        },
        // The day below the title is as good as that in a leading line.
        has_colon: true,
    })
}

/// Whether a paragraph says whom to call, below a statement.
fn is_contact(text: &str, part: Span) -> bool {
    const HEADS: [&str; 7] = [
        "contact",
        "contacts",
        "press contact",
        "media contact",
        "press contacts",
        "for more information",
        "for further information",
    ];
    let (head, _) = text[part.range()].split_once(':').unwrap_or_default();
    HEADS.contains(&head.trim().to_lowercase().as_str())
}

/// Where the signature begins, or the end of the text; and the line of it that names somebody.
fn signature(text: &str, parts: &[Span], phrases: &[DatePhrase]) -> (usize, Option<Span>) {
    let Some(first) = parts.len().checked_sub(SIGNATURE_LINES.min(parts.len())) else {
        return (text.len(), None);
    };
    let lines: Vec<Span> = parts[first.max(1).min(parts.len())..]
        .iter()
        .flat_map(|part| lines(text, *part))
        .collect();
    let (mut from, mut name, mut has_date, mut n_lines) = (text.len(), None, false, 0);
    for line in lines.iter().rev().take(SIGNATURE_LINES) {
        let words = text[line.range()].trim();
        let ends = words.ends_with(['.', '!', '?', '…', '”', '"', ':', ';', ','])
            && !words.ends_with("-30-");
        let is_date = day_in(phrases, line.start, line.end).is_some();
        let is_mark = !words.chars().any(char::is_alphabetic) || words == "END" || words == "(END)";
        if words.len() > SIGNATURE_BYTES || ends && !is_date {
            break;
        }
        let is_name = words.split_whitespace().all(|word| {
            word.starts_with(|c: char| c.is_uppercase() || c == '(')
                || ["of", "the", "for", "and", "de", "van", "von"].contains(&word)
        });
        if !is_date && !is_name && !is_mark {
            break;
        }
        (from, n_lines) = (line.start, n_lines + 1);
        has_date |= is_date;
        if is_name && !is_date && !is_mark {
            name = Some(*line);
        }
    }
    // A single capitalised line may be a heading without anything below it.
    if n_lines == 0 || !has_date && (name.is_none() || n_lines < 2) {
        return (text.len(), None);
    }
    (from, name)
}

fn lines(text: &str, part: Span) -> Vec<Span> {
    let mut at = part.start;
    let span = |line: &str| {
        let start = at;
        at += line.len();
        Span {
            start,
            end: start + line.trim_end().len(),
        }
    };
    let found = text[part.range()].split_inclusive('\n').map(span);
    found.filter(|line| line.start < line.end).collect()
}

/// The part of a paragraph between two places, without space around it.
fn within(text: &str, part: Span, from: usize, to: usize) -> Option<Span> {
    let (start, end) = (part.start.max(from), part.end.min(to));
    let words = text.get(start..end).filter(|_| start < end)?;
    let first = start + (words.len() - words.trim_start().len());
    let says = words.chars().any(char::is_alphanumeric);
    says.then_some(Span {
        start: first,
        end: start + words.trim_end().len(),
    })
}
