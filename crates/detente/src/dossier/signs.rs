//! Characters that readers overlook, or take for others.
//!
//! What looks alike and what is invisible is decided by Unicode's own tables.

use std::fmt::Write as _;

use icu_properties::props::{DefaultIgnorableCodePoint, Script};
use icu_properties::{CodePointMapData, CodePointSetData, PropertyNamesLong};
use unicode_security::skeleton;

use crate::model::{Code, Diagnostic};

/// Longer pieces of a file are not searched.
const SEARCHED_MAX: usize = 400;

/// What is odd about a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A control character.
    Control,
    /// Nothing is shown where it stands.
    Invisible,
    /// A space other than the plain one.
    Space,
    /// The wide form of an ASCII character.
    FullWidth(char),
    /// A quotation mark that ends no string.
    Quote,
    /// A dash that is no hyphen.
    Dash,
    /// A letter that looks like an ASCII one.
    LookAlike(char),
    /// A letter of another script among ASCII ones.
    OtherScript,
}

/// An odd character and its place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Odd {
    /// Its first byte.
    pub(super) at: usize,
    /// The character.
    pub(super) sign: char,
    /// What is odd about it.
    pub(super) sort: Sort,
}

/// What is odd about a character wherever it stands outside a text; letters are judged by their word.
pub(super) fn sort_of(sign: char) -> Option<Sort> {
    match sign {
        '\t' | '\n' | '\r' | ' '..='~' => None,
        _ if sign.is_control() => Some(Sort::Control),
        _ if sign.is_whitespace() => Some(Sort::Space),
        _ if CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(sign) => {
            Some(Sort::Invisible)
        }
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).map(Sort::FullWidth),
        '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '‛' | '«' | '»' | '‹' | '›' | '「' | '」'
        | '『' | '』' | '〝' | '〞' | '´' => Some(Sort::Quote),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' => Some(Sort::Dash),
        _ => None,
    }
}

/// The ASCII letter, digit or mark that a character looks like.
fn look_alike(sign: char) -> Option<char> {
    if sign.is_ascii() {
        return None;
    }
    let form = |c: char| skeleton(c.encode_utf8(&mut [0; 4])).collect::<String>();
    let wanted = form(sign);
    let same_case = |c: &char| c.is_uppercase() == sign.is_uppercase();
    let mut alike: Vec<char> = ('!'..='~').filter(|c| form(*c) == wanted).collect();
    alike.sort_by_key(|c| (!same_case(c), !c.is_alphabetic()));
    alike.first().copied()
}

/// The text with what looks like ASCII as ASCII, and without what shows nothing.
pub(super) fn in_ascii(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut plain = String::new();
    for sign in text.chars() {
        match sort_of(sign) {
            Some(Sort::FullWidth(ascii)) => plain.push(ascii),
            Some(Sort::Dash) => plain.push('-'),
            Some(Sort::Space) => plain.push(' '),
            Some(Sort::Control | Sort::Invisible) => {}
            _ => plain.push(look_alike(sign).unwrap_or(sign)),
        }
    }
    plain
}

/// The first odd character of a text in which only ASCII belongs, such as a name or a formula.
pub(super) fn first_odd(text: &str) -> Option<Odd> {
    let mut found: Option<Odd> = text.char_indices().find_map(|(at, sign)| {
        let sort = sort_of(sign)?;
        Some(Odd { at, sign, sort })
    });
    for (start, word) in words(text) {
        let odd = odd_letter(word).map(|odd| Odd {
            at: start + odd.at,
            ..odd
        });
        if odd.is_some_and(|odd| found.is_none_or(|earlier| odd.at < earlier.at)) {
            found = odd;
        }
    }
    found
}

/// The words of a text with their first bytes.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !c.is_alphanumeric())
        .map(move |word| {
            let start = at;
            at += word.len()
                + text[start + word.len()..]
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8);
            (start, word)
        })
        .filter(|(_, word)| !word.is_empty())
}

/// The first letter of a word that is no ASCII and passes for it, or stands among ASCII letters.
fn odd_letter(word: &str) -> Option<Odd> {
    if word.is_ascii() {
        return None;
    }
    let is_mixed = word.contains(|c: char| c.is_ascii_alphanumeric());
    let passes = || {
        let mut others = word.chars().filter(|c| !c.is_ascii());
        others.all(|c| look_alike(c).is_some())
    };
    if !is_mixed && !passes() {
        return None;
    }
    word.char_indices().find_map(|(at, sign)| {
        let sort = match (sign.is_ascii(), look_alike(sign)) {
            (true, _) => return None,
            (false, Some(ascii)) => Sort::LookAlike(ascii),
            (false, None) if script(sign) == "Latin" => return None,
            (false, None) => Sort::OtherScript,
        };
        Some(Odd { at, sign, sort })
    })
}

/// The name of a character's script.
fn script(sign: char) -> &'static str {
    PropertyNamesLong::<Script>::new()
        .get(CodePointMapData::<Script>::new().get(sign))
        .unwrap_or("other")
}

/// The first to the tenth, in words.
const ORDINALS: [&str; 10] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];

impl Odd {
    /// Whether it is a dash or a space with a digit on either side.
    fn is_between_digits(&self, piece: &str) -> bool {
        let after = &piece[self.at + self.sign.len_utf8()..];
        let is_digit = |sign: Option<char>| sign.is_some_and(char::is_numeric);
        matches!(self.sort, Sort::Dash | Sort::Space)
            && is_digit(piece[..self.at].chars().next_back())
            && is_digit(after.chars().next())
    }

    /// Its code point, as `U+0430`.
    fn code_point(self) -> String {
        format!("U+{:04X}", u32::from(self.sign))
    }

    /// What stands there.
    pub(super) fn what(self) -> String {
        let code = self.code_point();
        match self.sort {
            Sort::Control => format!("a control character {code} stands here"),
            Sort::Invisible => format!("an invisible {code} stands here"),
            Sort::Space => format!("a space {code} stands here, which is no plain space"),
            Sort::FullWidth(ascii) => {
                format!(
                    "a full-width `{}` ({code}) stands here in place of `{ascii}`",
                    self.sign
                )
            }
            Sort::Quote => format!("a quotation mark `{}` ({code}) stands here", self.sign),
            Sort::Dash => format!("a dash `{}` ({code}) stands here", self.sign),
            Sort::LookAlike(ascii) => format!(
                "a letter of another alphabet stands here: {} {code}, which looks like `{ascii}`",
                script(self.sign)
            ),
            Sort::OtherScript => {
                format!(
                    "a letter of another alphabet stands here: {} {code}",
                    script(self.sign)
                )
            }
        }
    }

    /// What to do about it.
    pub(super) fn remedy(self) -> String {
        match self.sort {
            Sort::Control | Sort::Invisible => "delete it".to_owned(),
            Sort::Space => "write a plain space".to_owned(),
            Sort::FullWidth(ascii) => format!("write `{ascii}`"),
            Sort::Quote => "write a straight `\"`, or none within a formula".to_owned(),
            Sort::Dash => "write `-`".to_owned(),
            Sort::LookAlike(ascii) => format!("write the ASCII letter `{ascii}`"),
            Sort::OtherScript => "write the name in ASCII letters".to_owned(),
        }
    }

    /// What to write in its place, where that is known.
    pub(super) fn instead(self) -> Option<String> {
        match self.sort {
            Sort::Control | Sort::Invisible => Some(String::new()),
            Sort::Space => Some(" ".to_owned()),
            Sort::FullWidth(ascii) | Sort::LookAlike(ascii) => Some(ascii.to_string()),
            Sort::Dash => Some("-".to_owned()),
            Sort::Quote | Sort::OtherScript => None,
        }
    }

    /// The code of a finding about it.
    pub(super) fn code(self) -> Code {
        match self.sort {
            Sort::Control | Sort::Invisible | Sort::Space => Code::D076,
            _ => Code::D075,
        }
    }

    /// Where it stands in a word, for instance "the third letter is Cyrillic U+0430, which looks like `a`".
    fn within(self, text: &str) -> String {
        let code = self.code_point();
        let in_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
        let before = &text[..self.at];
        let start = before
            .char_indices()
            .rev()
            .find(|(_, c)| !in_name(*c))
            .map_or(0, |(at, c)| at + c.len_utf8());
        let letters = before[start..].chars().filter(|c| c.is_alphanumeric());
        let nth = letters.count();
        let place = ORDINALS.get(nth).map_or_else(
            || format!("letter {}", nth + 1),
            |ordinal| format!("the {ordinal} letter"),
        );
        let mut told = match self.sort {
            Sort::LookAlike(_) | Sort::OtherScript => {
                format!("{place} is {} {code}", script(self.sign))
            }
            _ => return format!("{}: {}", self.what(), self.remedy()),
        };
        if let Sort::LookAlike(ascii) = self.sort {
            let _ = write!(told, ", which looks like `{ascii}`");
        }
        format!("{told}: {}", self.remedy())
    }
}

/// Says of an error about a name, a word or a formula which odd character is its cause, if there is one.
pub(super) fn explain(text: &str, diagnostic: &mut Diagnostic) {
    const ABOUT_WORDS: [Code; 14] = [
        Code::D005,
        Code::D008,
        Code::D009,
        Code::D011,
        Code::D013,
        Code::D015,
        Code::D016,
        Code::D017,
        Code::D018,
        Code::D040,
        Code::D045,
        Code::D046,
        Code::D051,
        Code::D052,
    ];
    let Some(span) = diagnostic.span.filter(|_| diagnostic.is_error()) else {
        return;
    };
    if !ABOUT_WORDS.contains(&diagnostic.code) || span.end - span.start > SEARCHED_MAX {
        return;
    }
    let piece = text.get(span.range()).unwrap_or_default();
    let Some(odd) = first_odd(piece) else { return };
    if diagnostic.code == Code::D008 && odd.is_between_digits(piece) {
        return; // figures may be ranges with a dash, and digits in groups
    }
    if piece.chars().count() == 1 {
        diagnostic.message = odd.what();
        "here".clone_into(&mut diagnostic.label);
        diagnostic.help = Some(odd.remedy());
        return;
    }
    diagnostic.help = Some(odd.within(piece));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_of_another_script_is_named_with_its_place_and_what_it_looks_like() {
        let told = |word: &str| first_odd(word).expect("there is one").within(word);
        assert!(
            told("b.tаke").starts_with("the third letter is Cyrillic U+0430, which looks like `a`")
        );
        assert!(told("Βase").starts_with("the first letter is Greek U+0392, which looks like `B`"));
        assert!(told("a.give and b.tаke").starts_with("the third letter is Cyrillic U+0430"));
        assert!(
            told("соре").contains("Cyrillic U+0441"),
            "every letter passes for another"
        );
        assert!(told("tжke").starts_with("the second letter is Cyrillic U+0436: "));
    }

    #[test]
    fn words_in_one_script_and_letters_with_accents_are_not_odd() {
        for text in ["größe", "été", "대화", "переговоры", "a.give and b.take"] {
            assert_eq!(first_odd(text), None, "{text}");
        }
    }

    #[test]
    fn what_shows_nothing_is_found_by_its_property() {
        for sign in [
            '\u{200b}', '\u{200d}', '\u{ad}', '\u{2060}', '\u{202e}', '\u{feff}',
        ] {
            assert_eq!(sort_of(sign), Some(Sort::Invisible), "{sign:?}");
        }
        assert_eq!(sort_of('\u{a0}'), Some(Sort::Space));
        assert_eq!(sort_of('\u{7}'), Some(Sort::Control));
        assert_eq!(sort_of('７'), Some(Sort::FullWidth('7')));
        assert_eq!(sort_of('\t'), None);
    }
}
