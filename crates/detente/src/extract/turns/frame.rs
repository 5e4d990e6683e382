//! What is printed in a transcript and was not spoken: stage directions, running heads and feet, and what follows its end.

use std::collections::HashMap;

use crate::model::Span;

/// Words with which directions begin.
const DIRECTIONS: [&str; 34] = [
    "laughter",
    "laughs",
    "laughing",
    "applause",
    "cheers",
    "cheering",
    "crosstalk",
    "cross-talk",
    "inaudible",
    "unintelligible",
    "pause",
    "pauses",
    "off",
    "off-mic",
    "off-mike",
    "speaking",
    "speaks",
    "spoke",
    "through",
    "via",
    "as",
    "in",
    "continues",
    "sighs",
    "gavel",
    "music",
    "video",
    "interruption",
    "break",
    "audio",
    "no",
    "boos",
    "chanting",
    "sic",
];
/// Sentences of a record that nobody speaks.
const NARRATION: [&str; 12] = [
    "the meeting was",
    "the meeting rose",
    "the meeting resumed",
    "the meeting is",
    "the agenda was adopted",
    "a vote was taken",
    "in favour:",
    "in favor:",
    "against:",
    "abstaining:",
    "the briefing was",
    "the briefing ended",
];
/// The longest direction in bytes, and the most words of one that nothing marks but its brackets.
const DIRECTION_MAX: usize = 200;
const DIRECTION_WORDS: usize = 8;
/// The longest line that may be a running head, and how often it must stand there.
const RUNNING_BYTES: usize = 80;
const RUNNING_TIMES: usize = 3;

/// Lines that stand again and again, numbers aside.
pub(super) struct Running(HashMap<String, usize>);

/// A short line without its numbers.
fn form(line: &str) -> Option<String> {
    let line = line.trim();
    let ends = line.ends_with(['.', '!', '?', '…', ',', ';', ':', '”', '"', ')']);
    let fits = !line.is_empty() && line.len() <= RUNNING_BYTES && !ends;
    fits.then(|| line.chars().filter(|c| !c.is_ascii_digit()).collect())
}

pub(super) fn running_lines(text: &str) -> Running {
    let mut counts = HashMap::new();
    for form in text.lines().filter_map(form) {
        *counts.entry(form).or_default() += 1;
    }
    counts.retain(|_, n| *n >= RUNNING_TIMES);
    Running(counts)
}

/// What is spoken in a part of the text.
pub(super) fn spoken(text: &str, part: Span, running: &Running) -> Vec<Span> {
    let mut kept: Vec<Span> = vec![];
    let mut at = part.start;
    let mut narrated = false;
    for (idx, line) in text[part.range()].split_inclusive('\n').enumerate() {
        let (start, end) = (at, at + line.len());
        at = end;
        let bare = line.trim();
        if bare.is_empty() {
            narrated = false;
            continue;
        }
        // The first line stands behind the label.
        if idx > 0 && is_end(bare) {
            break;
        }
        narrated |= idx > 0 && is_narration(bare);
        if narrated || idx > 0 && (is_head(bare) || is_running(bare, running)) {
            continue;
        }
        match kept.last_mut().filter(|last| last.end == start) {
            Some(last) => last.end = end,
            None => kept.push(Span { start, end }),
        }
    }
    let without = kept
        .into_iter()
        .flat_map(|piece| without_directions(text, piece));
    without.filter_map(|piece| trimmed(text, piece)).collect()
}

fn trimmed(text: &str, piece: Span) -> Option<Span> {
    let words = &text[piece.range()];
    let start = piece.start + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    let says = words.chars().any(char::is_alphanumeric);
    says.then_some(Span { start, end })
}

/// `END 1:25 P.M. EDT`, `# # #`, `-30-`, `[End of transcript]`, `The meeting rose at 5 p.m.`
fn is_end(line: &str) -> bool {
    let words = line.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '_' | '[' | ']' | '(' | ')' | '-' | '—')
    });
    let signs = line.chars().all(|c| c == '#' || c.is_whitespace());
    let lower = words.to_lowercase();
    let closes = [
        "end of ",
        "end transcript",
        "the meeting rose",
        "the meeting was adjourned",
    ];
    signs
        || words == "END"
        || words == "30" && line.contains('-')
        || words.starts_with("END ") && words.len() < 60
        || lower == "end"
        || closes.iter().any(|close| lower.starts_with(close)) && words.len() < 100
}

fn is_narration(line: &str) -> bool {
    let head = line.trim_start_matches(['*', '_', '(', '[']);
    NARRATION.iter().any(|start| {
        head.get(..start.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(start))
    })
}

/// `Page 3 of 7`, `3/12`, `00:12:07`, `S/PV.1234`, `1:25 P.M. EDT`, a line of signs.
fn is_head(line: &str) -> bool {
    let lower = line.to_lowercase();
    let is_page = lower
        .strip_prefix("page ")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && line.len() < 20);
    let is_number = line.len() <= 12
        && line.bytes().any(|byte| byte.is_ascii_digit())
        && line
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b"/- .|:".contains(&byte));
    let is_symbol = line.contains('/')
        && line.len() <= 40
        && !line.contains(' ')
        && line.bytes().any(|byte| byte.is_ascii_digit())
        && !line.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_time = line.len() <= 24
        && line.starts_with(|c: char| c.is_ascii_digit())
        && [" p.m.", " a.m."].iter().any(|half| lower.contains(half))
        && line.contains([':', '.']);
    let is_signs = !line.chars().any(char::is_alphanumeric);
    is_page
        || is_number
        || is_symbol
        || is_time
        || is_signs
        || is_symbol_and_day(line)
        || is_examiner(line)
}

/// `12/05/2031 Non-proliferation S/PV.9999`, or the other way round: a running head of a meeting record.
fn is_symbol_and_day(line: &str) -> bool {
    let is_day = |word: &str| {
        word.bytes().filter(u8::is_ascii_digit).count() >= 6
            && word
                .bytes()
                .all(|byte| byte.is_ascii_digit() || b"/.-".contains(&byte))
    };
    let is_symbol = |word: &str| {
        word.contains('/')
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.bytes().any(|byte| byte.is_ascii_digit())
            && !word.bytes().any(|byte| byte.is_ascii_lowercase())
    };
    let words = || line.split_whitespace();
    let ends = words().next().zip(words().next_back());
    ends.is_some_and(|(first, last)| {
        is_day(first) && is_symbol(last) || is_symbol(first) && is_day(last)
    })
}

/// `BY MR. KESS:`, `CROSS-EXAMINATION`: who asks next, in a record of a hearing.
fn is_examiner(line: &str) -> bool {
    let is_capital = !line.chars().any(char::is_lowercase) && line.len() <= RUNNING_BYTES;
    is_capital && (line.starts_with("BY ") && line.ends_with(':') || line.ends_with("EXAMINATION"))
}

fn is_running(line: &str, running: &Running) -> bool {
    form(line).is_some_and(|form| running.0.contains_key(&form))
}

/// A piece without the stage directions in it.
fn without_directions(text: &str, piece: Span) -> Vec<Span> {
    let mut found = vec![];
    let (mut start, mut at) = (piece.start, piece.start);
    while let Some(gap) = text[at..piece.end].find(['(', '[']) {
        let open = at + gap;
        at = open + 1;
        let mut limit = piece.end.min(open + DIRECTION_MAX);
        while !text.is_char_boundary(limit) {
            limit -= 1;
        }
        let closing = if text[open..].starts_with('(') {
            ')'
        } else {
            ']'
        };
        let Some(length) = text[at..limit].find(closing) else {
            continue;
        };
        let close = at + length + 1;
        if is_direction(
            text,
            piece,
            Span {
                start: open,
                end: close,
            },
        ) {
            // `*(laughs)*`
            let before = text[start..open].trim_end_matches(['*', '_']);
            let behind = text[close..piece.end].trim_start_matches(['*', '_']);
            found.push(Span {
                start,
                end: start + before.len(),
            });
            at = piece.end - behind.len();
            start = at;
        }
    }
    found.push(Span {
        start,
        end: piece.end,
    });
    found
}

/// Whether what stands in brackets is a direction: by its first word, as a sentence of its own, or because it has its lines to itself.
fn is_direction(text: &str, piece: Span, place: Span) -> bool {
    let inner = text[place.start + 1..place.end - 1].trim();
    let first = inner
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '…'))
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let before = text[piece.start..place.start].trim_end_matches([' ', '\t', '*', '_']);
    let behind = text[place.end..piece.end].trim_start_matches([' ', '\t', '*', '_']);
    let is_apart =
        before.is_empty() || before.ends_with(['.', '!', '?', '…', '"', '”', '\n', ')', '-', '—']);
    let has_lines = (before.is_empty() || before.ends_with('\n'))
        && (behind.is_empty() || behind.starts_with(['\n', '\r']));
    let is_short = inner.split_whitespace().count() <= DIRECTION_WORDS;
    let is_word = matches!(
        first.as_str(),
        "as" | "in" | "no" | "off" | "via" | "through" | "video" | "break" | "audio"
    );
    let is_known = DIRECTIONS.contains(&first.as_str()) && is_short && (is_apart || !is_word);
    let is_sentence =
        is_apart && is_short && inner.ends_with('.') && inner.starts_with(char::is_uppercase);
    is_known || is_sentence || has_lines && !before.is_empty()
}
