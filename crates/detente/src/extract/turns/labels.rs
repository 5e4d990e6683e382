//! Labels of speakers at the beginnings of lines.

use std::collections::HashMap;

use crate::model::Span;

/// Who asks.
const ASKERS: [&str; 22] = [
    "q",
    "question",
    "questions",
    "reporter",
    "reporters",
    "journalist",
    "correspondent",
    "the press",
    "press",
    "media",
    "interviewer",
    "questioner",
    "audience",
    "audience member",
    "audience question",
    "participant",
    "student",
    "unidentified reporter",
    "unknown reporter",
    "member of the press",
    "speaker from the floor",
    "caller",
];
/// Who asks and also announces.
const HOSTS: [&str; 6] = [
    "moderator",
    "operator",
    "host",
    "anchor",
    "presenter",
    "the moderator",
];
/// Who answers without a name.
const ANSWERS: [&str; 2] = ["a", "answer"];
/// Titles that begin a label.
const TITLES: [&str; 48] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "sir",
    "dame",
    "lord",
    "lady",
    "madam",
    "madame",
    "mme",
    "the",
    "president",
    "prime",
    "vice",
    "deputy",
    "acting",
    "secretary",
    "minister",
    "ambassador",
    "envoy",
    "senator",
    "representative",
    "congressman",
    "congresswoman",
    "chairman",
    "chairwoman",
    "chairperson",
    "chair",
    "speaker",
    "chancellor",
    "premier",
    "general",
    "admiral",
    "colonel",
    "commissioner",
    "director",
    "governor",
    "mayor",
    "judge",
    "justice",
    "king",
    "queen",
    "foreign",
    "spokesperson",
];
/// Words before a colon that head a line of another kind.
const NO_LABELS: [&str; 66] = [
    "subject",
    "from",
    "to",
    "date",
    "dates",
    "note",
    "notes",
    "nb",
    "source",
    "sources",
    "contact",
    "contacts",
    "summary",
    "background",
    "location",
    "time",
    "title",
    "re",
    "tel",
    "phone",
    "fax",
    "email",
    "e-mail",
    "category",
    "tags",
    "author",
    "by",
    "speakers",
    "participants",
    "present",
    "members",
    "agenda",
    "for immediate release",
    "in favour",
    "in favor",
    "against",
    "abstaining",
    "abstentions",
    "cc",
    "annex",
    "attachments",
    "update",
    "correction",
    "warning",
    "photo",
    "image",
    "caption",
    "video",
    "watch",
    "listen",
    "transcript",
    "venue",
    "where",
    "when",
    "what",
    "who",
    "why",
    "how",
    "example",
    "http",
    "https",
    "media contact",
    "press contact",
    "press release",
    "documents",
    "keywords",
];
/// Words of a name that begin with a small letter.
const PARTICLES: [&str; 18] = [
    "of", "the", "for", "and", "de", "del", "der", "la", "le", "van", "von", "bin", "ibn", "al",
    "el", "da", "di", "pro",
];
/// The longest label in bytes, brackets included, and the most words of its name.
const LABEL_MAX: usize = 160;
const NAME_WORDS_MAX: usize = 8;
/// The most words of a name before a full stop.
const STOP_WORDS_MAX: usize = 4;

/// A label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// From its first letter to the colon or stop and the marks behind it.
    pub(super) span: Span,
    /// The name; none where it names nobody.
    pub(super) name: Option<Span>,
    /// Whether it is one of a reporter.
    pub(super) is_asker: bool,
    /// Whether it is one of a host, who may ask.
    pub(super) is_host: bool,
    /// How sure it is.
    sure: Sure,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sure {
    /// By itself.
    Alone,
    /// Where there are others, and sentences follow.
    Perhaps,
    /// Where there are sure ones: `Q` with one space, a name in bold on its own.
    WithOthers,
    /// Where somebody asks: a title and a name before a full stop.
    WithAsker,
}

/// The labels of a transcript, in order; none where the text is no transcript.
pub(super) fn labels(text: &str) -> Vec<Label> {
    let mut found: Vec<Label> = vec![];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(label) = label(text, start, start + line.trim_end().len()) else {
            continue;
        };
        let from = label.span.end;
        found.push(label);
        found.extend(inside(text, from, at));
    }
    let n_sure = found.iter().filter(|it| it.sure == Sure::Alone).count();
    let is_asked = found.iter().any(|it| it.is_asker);
    let ends = found.iter().skip(1).map(|next| next.span.start);
    let ends: Vec<usize> = ends.chain([text.len()]).collect();
    let has_sentence: Vec<bool> = found
        .iter()
        .zip(&ends)
        .map(|(it, end)| has_sentence(&text[it.span.end..*end]))
        .collect();
    let n_perhaps = found
        .iter()
        .zip(&has_sentence)
        .filter(|(it, says)| {
            **says && (it.sure == Sure::Perhaps || is_asked && it.sure == Sure::WithAsker)
        })
        .count();
    let names = names(text, &found);
    let counts = |it: &Label, says: bool| match it.sure {
        Sure::Alone => says || it.is_asker,
        Sure::WithAsker => says && is_asked,
        Sure::Perhaps => {
            let is_answer = it.name.is_none() && !it.is_asker;
            says && n_sure + n_perhaps >= 2 && (is_asked || !is_answer)
        }
        // A name in bold stands more than once, or it is a heading.
        Sure::WithOthers => {
            says && (it.is_asker && n_sure + n_perhaps > 0
                || it.name.is_some_and(|name| names[&text[name.range()]] > 1))
        }
    };
    let mut says = has_sentence.iter();
    found.retain(|it| counts(it, says.next().copied().unwrap_or(false)));
    // Lines of keys and values have no answer and no title among them.
    let is_talk = found
        .iter()
        .any(|it| it.sure == Sure::Alone || it.name.is_some());
    if is_talk { found } else { vec![] }
}

/// How often each name stands in a label.
fn names<'t>(text: &'t str, labels: &[Label]) -> HashMap<&'t str, usize> {
    let mut names = HashMap::new();
    for name in labels.iter().filter_map(|it| it.name) {
        *names.entry(&text[name.range()]).or_default() += 1;
    }
    names
}

/// Whether some words have the end of a sentence.
fn has_sentence(words: &str) -> bool {
    words
        .trim_end()
        .ends_with(['.', '!', '?', '…', '"', '”', ')', '*', '_', '’', '»'])
        || words.contains(". ")
        || words.contains("? ")
        || words.contains(".\n")
        || words.contains("?\n")
}

/// Labels `Q:` and `A:` behind sentences in a line that begins with a label.
fn inside(text: &str, from: usize, to: usize) -> Vec<Label> {
    const LABELS: [&str; 8] = [
        "Q:",
        "A:",
        "Q.",
        "A.",
        "QUESTION:",
        "ANSWER:",
        "Question:",
        "Answer:",
    ];
    let mut found = vec![];
    let mut at = from;
    let is_end = |c: char| matches!(c, '.' | '!' | '?' | '…' | ')' | '"' | '”');
    while let Some(gap) = text[at..to].find(is_end) {
        let mark = at + gap;
        let width = text[mark..].chars().next().map_or(1, char::len_utf8);
        at = mark + width;
        let rest = text[at..to].trim_start_matches([' ', '\t']);
        let start = to - rest.len();
        let label = LABELS.iter().find(|label| {
            start > at && rest.starts_with(**label) && rest[label.len()..].starts_with([' ', '\t'])
        });
        let Some(label) = label else { continue };
        at = start + label.len();
        found.push(Label {
            span: Span { start, end: at },
            name: None,
            is_asker: label.starts_with('Q'),
            is_host: false,
            sure: Sure::Perhaps,
        });
    }
    found
}

/// The label with which a line begins.
fn label(text: &str, start: usize, end: usize) -> Option<Label> {
    let start = end - undecorated(&text[start..end]).len();
    let line = &text[start..end];
    if line.contains(". . .") || line.contains("....") || line.contains("www.") {
        return None;
    }
    letter(line)
        .or_else(|| before_colon(line))
        .or_else(|| before_stop(line))
        .or_else(|| title_before_stop(line))
        .or_else(|| in_bold(text, start, end))
        .map(|label| {
            let moved = |span: Span| Span {
                start: span.start + start,
                end: span.end + start,
            };
            Label {
                span: moved(label.span),
                name: label.name.map(moved),
                ..label
            }
        })
}

/// A line without what stands before a label: marks of emphasis and lists, tags, times in brackets.
fn undecorated(line: &str) -> &str {
    let mut rest = line;
    loop {
        let before = rest;
        rest = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '*' | '_' | '#' | '>' | '•' | '\u{feff}')
        });
        for mark in ["- ", "– ", "<b>", "<strong>", "<p>", "<B>", "<i>", "<em>"] {
            rest = rest.strip_prefix(mark).unwrap_or(rest);
        }
        if let Some((time, behind)) = rest
            .strip_prefix(['[', '('])
            .and_then(|it| it.split_once([']', ')']))
            && !time.is_empty()
            && time
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b'.')
        {
            rest = behind;
        }
        rest = behind_time(rest).unwrap_or(rest);
        if rest.len() == before.len() {
            return rest;
        }
    }
}

/// What stands behind a time as recorders print it: `00:12:07 `.
fn behind_time(line: &str) -> Option<&str> {
    let (time, behind) = line.split_once([' ', '\t'])?;
    let is_time = time.contains(':')
        && time.starts_with(|c: char| c.is_ascii_digit())
        && time.ends_with(|c: char| c.is_ascii_digit())
        && time
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b":.,".contains(&byte));
    is_time.then_some(behind)
}

/// The bytes of marks that close what opened before a label.
fn n_closing(rest: &str) -> usize {
    let mut left = rest;
    loop {
        let before = left.len();
        left = left.trim_start_matches(['*', '_']);
        for mark in ["</b>", "</strong>", "</B>", "</i>", "</em>"] {
            left = left.strip_prefix(mark).unwrap_or(left);
        }
        if left.len() == before {
            return rest.len() - left.len();
        }
    }
}

/// `Q:`, `Q.`, `Q –`, `Q1:`, `A:`, and `Q` or `A` before two spaces.
fn letter(line: &str) -> Option<Label> {
    let is_asker = line.starts_with('Q');
    if !is_asker && !line.starts_with('A') {
        return None;
    }
    let digits = line[1..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = 1 + digits;
    end += n_closing(&line[end..]);
    let rest = &line[end..];
    let (n_marks, sure) = if let Some(behind) = rest.strip_prefix([':', '.', '：']) {
        let n_mark = rest.len() - behind.len();
        let n_marks = n_mark + n_closing(behind);
        let is_apart =
            rest[n_marks..].is_empty() || rest[n_marks..].starts_with(char::is_whitespace);
        if !is_apart {
            return None;
        }
        (n_marks, Sure::Perhaps)
    } else if rest.starts_with("   ")
        || is_asker && rest.starts_with("  ")
        || rest.starts_with('\t')
        || end > 1 + digits
    {
        (0, Sure::Perhaps)
    } else if rest.starts_with(" –") || rest.starts_with(" —") {
        (4, Sure::Perhaps)
    } else if is_asker && digits == 0 && is_start(rest.strip_prefix(' ')?) {
        (0, Sure::WithOthers)
    } else {
        return None;
    };
    // `Q. Adams` may be a name.
    let sure = if is_asker && sure == Sure::Perhaps && !rest.starts_with('.') {
        Sure::Alone
    } else {
        sure
    };
    Some(Label {
        span: Span {
            start: 0,
            end: end + n_marks,
        },
        name: None,
        is_asker,
        is_host: false,
        sure,
    })
}

/// Whether some words begin a sentence.
fn is_start(words: &str) -> bool {
    words.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '[' | '('))
}

/// `MS. ARDEN:`, `Mr. Bole (Freedonia) (spoke in French):`, `Ada Berg:`.
fn before_colon(line: &str) -> Option<Label> {
    let head = line
        .char_indices()
        .take_while(|(at, _)| *at < LABEL_MAX)
        .find(|(_, c)| matches!(c, ':' | '：'));
    let (colon, mark) = head?;
    let mut end = colon + mark.len_utf8();
    end += n_closing(&line[end..]);
    let behind = &line[end..];
    if !(behind.is_empty()
        || behind.starts_with(char::is_whitespace)
        || behind.starts_with(['"', '“']))
    {
        return None;
    }
    let name = &line[..colon - trailing(&line[..colon])];
    let name = name[..name.find(['(', '[']).unwrap_or(name.len())].trim_end();
    let name = &name[..name.len() - trailing(name)];
    let kind = kind(name)?;
    Some(kind.label(name.len(), end))
}

/// The bytes of closing marks and space at the end of a name.
fn trailing(name: &str) -> usize {
    let mut left = name.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    for mark in ["</b>", "</strong>", "</B>", "</i>", "</em>"] {
        left = left.strip_suffix(mark).unwrap_or(left);
    }
    name.len() - left.len()
}

/// `The PRESIDENT. `, `Mr. BOLE of Freedonia. `: a title, and a name in capitals.
fn before_stop(line: &str) -> Option<Label> {
    const BEFORE: [&str; 9] = [
        "The", "Mr.", "Mrs.", "Ms.", "Dr.", "Miss", "Madam", "Sir", "Lord",
    ];
    let (title, _) = line
        .split_once(' ')
        .filter(|(title, _)| BEFORE.contains(title))?;
    let mut at = title.len();
    let mut has_capitals = false;
    for word in line[at..].split_inclusive(' ').take(NAME_WORDS_MAX + 1) {
        at += word.len();
        let bare = word.trim_end();
        if let Some(last) = bare.strip_suffix('.')
            && last.chars().count() > 1
        {
            // `The U.S. Senate` and `The UN. They` are none.
            let is_long = title != "The" || !last.contains('.') && last.chars().count() > 2;
            let is_name = is_long && (has_capitals || is_capitals(last));
            let end = at - (word.len() - bare.len());
            let kind = Kind {
                sure: Sure::Alone,
                is_named: true,
                is_asker: false,
                is_host: false,
            };
            return (is_name && word.len() > bare.len()).then(|| kind.label(end - 1, end));
        }
        has_capitals |= is_capitals(bare);
        let is_fit = bare.is_empty()
            || is_capitals(bare)
            || PARTICLES.contains(&bare)
            || has_capitals && bare.starts_with(char::is_uppercase)
            || bare == "tempore";
        if !is_fit || bare.ends_with([',', ';', '!', '?']) {
            return None;
        }
    }
    None
}

/// `The President. `, `Secretary Bole. `: a title and a name, in small letters, as collections of papers print them.
fn title_before_stop(line: &str) -> Option<Label> {
    const SHORT: [&str; 5] = ["Mr", "Mrs", "Ms", "Dr", "Gen"];
    let mut stops = line.match_indices(". ").map(|(at, _)| at);
    let stop = stops.find(|at| !SHORT.contains(&&line[..*at]))?;
    let name = &line[..stop];
    let kind = kind(name).filter(|it| it.sure == Sure::Alone && !it.is_asker)?;
    let sure = Sure::WithAsker;
    (name.split_whitespace().count() <= STOP_WORDS_MAX)
        .then(|| Kind { sure, ..kind }.label(stop, stop + 1))
}

/// A name in bold that has its line to itself.
fn in_bold(text: &str, start: usize, end: usize) -> Option<Label> {
    let line = &text[start..end];
    let opens = text[..start].ends_with("**") || text[..start].ends_with("__") || {
        let before = text[..start].trim_end_matches(['>', ' ']);
        before.ends_with("<b") || before.ends_with("<strong")
    };
    let n_marks = trailing(line);
    let name = &line[..line.len() - n_marks];
    if !opens || n_marks == 0 {
        return None;
    }
    let kind = kind(name)?;
    let sure = if kind.sure == Sure::Alone {
        Sure::Alone
    } else {
        Sure::WithOthers
    };
    Some(Kind { sure, ..kind }.label(name.len(), line.len()))
}

/// What a name makes of a label.
#[derive(Clone, Copy)]
struct Kind {
    sure: Sure,
    is_named: bool,
    is_asker: bool,
    is_host: bool,
}

impl Kind {
    fn label(self, name_end: usize, end: usize) -> Label {
        Label {
            span: Span { start: 0, end },
            name: self.is_named.then_some(Span {
                start: 0,
                end: name_end,
            }),
            is_asker: self.is_asker,
            is_host: self.is_host,
            sure: self.sure,
        }
    }
}

/// Whether words can name a speaker, and how surely.
fn kind(name: &str) -> Option<Kind> {
    let lower = name.to_lowercase();
    let bare = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = lower.split([' ', '.']).next().unwrap_or_default();
    if words.is_empty() || words.len() > NAME_WORDS_MAX || NO_LABELS.contains(&bare) {
        return None;
    }
    let is_asker = ASKERS.contains(&bare);
    let is_answer = ANSWERS.contains(&bare);
    // `HOST ADA BERG`, and `Speaker 2` of a recorder.
    let is_named_host = HOSTS.contains(&first) && words.len() > 1;
    let is_host = HOSTS.contains(&bare) || is_named_host;
    let is_numbered = bare == "speaker" && bare.len() < lower.len();
    let kind = |sure| Kind {
        sure,
        is_named: !is_asker && !is_answer,
        is_asker,
        is_host,
    };
    if is_asker || is_numbered {
        return Some(kind(Sure::Alone));
    }
    if is_answer || is_host && !is_named_host {
        return Some(kind(Sure::Perhaps));
    }
    let capitals = is_capitals(name);
    if !words.iter().all(|word| is_part_of_name(word, capitals)) {
        return None;
    }
    let second = words
        .get(1)
        .map_or(String::new(), |word| word.to_lowercase());
    let has_title = match first {
        "the" => (capitals && words.len() <= 3) || TITLES.contains(&second.as_str()),
        _ => TITLES.contains(&first) && words.len() > 1,
    };
    Some(kind(if has_title {
        Sure::Alone
    } else {
        Sure::Perhaps
    }))
}

fn is_part_of_name(word: &str, capitals: bool) -> bool {
    let bare = word.trim_end_matches([',', '.']);
    let is_initial = bare.chars().count() <= 4 && bare.starts_with(char::is_uppercase);
    let ends = !word.ends_with('.') || is_initial;
    let parts = bare
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '.' | '&' | '/'));
    let begins = bare.starts_with(char::is_uppercase)
        || PARTICLES.contains(&bare)
        || bare.starts_with("al-")
        || (capitals && bare.starts_with(char::is_alphanumeric))
        || bare
            .chars()
            .next()
            .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
    !bare.is_empty() && ends && parts && begins && (capitals || !word.ends_with(','))
}

/// Whether all letters are capitals but for `Mc`, and there are two of them.
fn is_capitals(name: &str) -> bool {
    let name = name.replace("Mc", "MC").replace("Mac", "MAC");
    let n_upper = name.chars().filter(|c| c.is_uppercase()).count();
    n_upper >= 2 && !name.chars().any(char::is_lowercase)
}
