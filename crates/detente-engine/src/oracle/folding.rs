//! Texts folded step by step, each step over the whole text.

use icu_normalizer::properties::{
    CanonicalCombiningClassMapBorrowed, CanonicalCompositionBorrowed,
};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::props::{
    Dash, DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup, Script,
};
use icu_properties::script::ScriptWithExtensions;
use icu_properties::{CodePointMapData, CodePointSetData};

use crate::text::is_spaceless;

/// A text as it is compared, all in lower case, and the characters at which a hyphen was taken out at the end of a line.
///
/// Time quadratic in the text; for tests.
pub fn folded(text: &str) -> (Vec<char>, Vec<usize>) {
    let (out, breaks) = pass(text);
    let whole: String = out.iter().collect();
    // An entity may come about by the other steps.
    if html_escape::decode_html_entities(&whole) == whole {
        (out, breaks)
    } else {
        folded(&whole)
    }
}

fn pass(text: &str) -> (Vec<char>, Vec<usize>) {
    let text = entities(text);
    let nfkd = DecomposingNormalizerBorrowed::new_nfkd();
    let (text, soft) = leave_out(&text);
    // Soft hyphens at ends of lines are put in again, in a form that no step touches.
    let mut text: Vec<char> = with_marks(&text, &soft);
    for _ in 0..2 {
        text = text.into_iter().map(sign).collect();
        text = each(&text, &mut |char| {
            if matches!(char, '\u{2120}' | '\u{2122}' | '\u{2014}') {
                vec![char]
            } else {
                nfkd.normalize_iter(std::iter::once(char)).collect()
            }
        });
        text.retain(|char| !is_left_out(*char));
        text = text.into_iter().map(sign).collect();
        text = each(&text, &mut |char| {
            let upper = char.to_lowercase().flat_map(char::to_uppercase);
            upper.flat_map(char::to_lowercase).collect()
        });
    }
    let text = without_idle_marks(&text);
    let text = ComposingNormalizerBorrowed::new_nfc()
        .normalize_iter(text.into_iter())
        .collect::<Vec<char>>();
    join(text)
}

/// A character that stands for a soft hyphen at the end of a line.
const SOFT: char = '\u{f8ff}';

fn each(text: &[char], step: &mut dyn FnMut(char) -> Vec<char>) -> Vec<char> {
    text.iter().flat_map(|char| step(*char)).collect()
}

/// Reads entities, the last first, until none is left.
fn entities(text: &str) -> String {
    let mut text = text.to_owned();
    loop {
        let read = html_escape::decode_html_entities(&text).into_owned();
        if read == text {
            return read;
        }
        text = read;
    }
}

/// Leaves out what shows nothing; with the places of soft hyphens in what is left.
fn leave_out(text: &str) -> (Vec<char>, Vec<usize>) {
    let (mut left, mut soft) = (vec![], vec![]);
    for char in text.chars() {
        if char == '\u{ad}' {
            soft.push(left.len());
        }
        if !is_left_out(char) {
            left.push(char);
        }
    }
    (left, soft)
}

fn with_marks(text: &[char], soft: &[usize]) -> Vec<char> {
    let mut out = vec![];
    for at in 0..=text.len() {
        let blank = |char: &&char| char.is_whitespace() && !is_line_end(**char);
        let next = text[at..].iter().find(|char| !blank(char));
        let is_after_letter = at > 0 && is_letter(text[at - 1]);
        if is_after_letter && soft.contains(&at) && next.is_some_and(|char| is_line_end(*char)) {
            out.push(SOFT);
        }
        out.extend(text.get(at));
    }
    out
}

fn is_left_out(char: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(char);
    let scripts = ScriptWithExtensions::new();
    let of = |script| char > '\u{36f}' && scripts.has_script(char, script);
    let is_mark = category == GeneralCategory::NonspacingMark;
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(char)
        || char == '\u{640}'
        || is_mark
            && (of(Script::Arabic) || of(Script::Hebrew))
            && !matches!(char, '\u{653}'..='\u{655}')
}

fn sign(char: char) -> char {
    const QUOTES: &str = "`´ʹʻʼʽ‘’‛′‵՚׳᾽᾿\u{1fef}\u{1ffd}\u{a78c}";
    let category = CodePointMapData::<GeneralCategory>::new();
    if QUOTES.contains(char) {
        return '\'';
    }
    if char == '״' {
        return '"';
    }
    if "—―⸺⸻︱﹘".contains(char) {
        return '\u{2014}';
    }
    if CodePointSetData::new::<Dash>().contains(char) {
        return '-';
    }
    if category.get(char) != GeneralCategory::DecimalNumber {
        return char;
    }
    let mut first = u32::from(char);
    while category.get32(first - 1) == GeneralCategory::DecimalNumber {
        first -= 1;
    }
    char::from_digit((u32::from(char) - first) % 10, 10).unwrap_or(char)
}

/// Takes out the dot of an i, and madda and hamza that make no other letter.
fn without_idle_marks(text: &[char]) -> Vec<char> {
    let class = CanonicalCombiningClassMapBorrowed::new();
    let base = |at: usize| {
        text[..at]
            .iter()
            .rev()
            .find(|char| class.get_u8(**char) == 0)
    };
    let is_idle = |at: usize| match (text[at], base(at)) {
        ('\u{307}', Some('i')) => true,
        (mark @ '\u{653}'..='\u{655}', letter) => letter.is_none_or(|letter| {
            CanonicalCompositionBorrowed::new()
                .compose(*letter, mark)
                .is_none()
        }),
        _ => false,
    };
    (0..text.len())
        .filter(|at| !is_idle(*at))
        .map(|at| text[at])
        .collect()
}

fn is_line_end(char: char) -> bool {
    "\n\r\u{b}\u{c}\u{85}\u{2028}\u{2029}".contains(char)
}

fn is_letter(char: char) -> bool {
    char.is_alphabetic() || is_mark(char)
}

fn begins_line(char: char) -> bool {
    char.is_alphabetic() && !is_mark(char) && !('\u{1160}'..='\u{11ff}').contains(&char)
}

fn is_mark(char: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(char);
    GeneralCategoryGroup::Mark.contains(category)
}

/// Joins words broken at the end of a line.
fn join(text: Vec<char>) -> (Vec<char>, Vec<usize>) {
    let (mut out, mut breaks) = (vec![], vec![]);
    let mut at = 0;
    while at < text.len() {
        let char = text[at];
        let after = text[at + 1..].iter().take_while(|it| it.is_whitespace());
        let blank: String = after.collect();
        let n_ends = blank
            .replace("\r\n", "\n")
            .chars()
            .filter(|it| is_line_end(*it))
            .count();
        let next = at + 1 + blank.chars().count();
        let next_letter = text.get(next).filter(|it| begins_line(**it));
        let runs_on = is_letter(char)
            && is_spaceless(char)
            && n_ends == 1
            && next_letter.is_some_and(|it| is_spaceless(*it));
        let is_broken = matches!(char, '-' | SOFT)
            && n_ends == 1
            && out.last().is_some_and(|it| is_letter(*it))
            && next_letter.is_some();
        if runs_on {
            out.push(char);
            at = next;
        } else if is_broken {
            if char == '-' {
                breaks.push(out.len());
            }
            at = next;
        } else {
            if char != SOFT {
                out.push(char);
            }
            at += 1;
        }
    }
    (out, breaks)
}
