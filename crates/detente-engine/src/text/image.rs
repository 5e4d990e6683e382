//! The image of a single character: what it is compared as, whatever stands beside it.

use std::sync::OnceLock;

use icu_normalizer::properties::{
    CanonicalCompositionBorrowed, CanonicalDecompositionBorrowed, Decomposed,
};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use super::chars::{
    EM_DASH, combining_class, is_invisible, is_letter_making, is_mark, is_optional, sign,
};

/// The dot that Turkish capitals have and other languages' have not.
const DOT_ABOVE: char = '\u{307}';

/// The image of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Image {
    /// One character, which nothing before it changes.
    One(char),
    /// Nothing: the character is left out.
    None,
    /// Several characters, which nothing before them changes; [`expand`] has them.
    Many,
    /// It may change together with what stands before it: a mark, or the rest of a syllable.
    Bound,
}

/// How a character differs from its image, case aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// In nothing.
    Same,
    /// It is a dash or an apostrophe of another form.
    Sign,
    /// It is another form of the same characters.
    Form,
    /// It shows nothing.
    Invisible,
    /// It is a mark that readers leave out.
    Optional,
}

/// Images up to here are looked up.
const TABLE_END: u32 = 0x3400;

/// The image of a character, and how the two differ.
pub(super) fn image(char: char) -> (Image, Kind) {
    static TABLE: OnceLock<Vec<(Image, Kind)>> = OnceLock::new();
    match char {
        'A'..='Z' => (Image::One(char.to_ascii_lowercase()), Kind::Same),
        '`' => (Image::One('\''), Kind::Sign),
        '\0'..='\x7f' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => {
            (Image::One(char), Kind::Same)
        }
        _ if u32::from(char) < TABLE_END => {
            let table = TABLE.get_or_init(|| {
                let image = |code| char::from_u32(code).map_or((Image::None, Kind::Same), find);
                (0..TABLE_END).map(image).collect()
            });
            table[char as usize]
        }
        _ => find(char),
    }
}

/// Appends the image of a character that has one by itself.
pub(super) fn images(char: char, out: &mut String) {
    let mut all = vec![];
    expand(char, &mut all);
    settle(&mut all);
    out.extend(all);
}

fn find(char: char) -> (Image, Kind) {
    if is_invisible(char) {
        return (Image::None, Kind::Invisible);
    }
    if is_optional(char) {
        return (Image::None, Kind::Optional);
    }
    let kind = match sign(char) {
        Some('-' | '\'' | '"' | EM_DASH) if char != EM_DASH => Kind::Sign,
        _ if is_other_form(char) => Kind::Form,
        _ => Kind::Same,
    };
    let mut all = vec![];
    expand(char, &mut all);
    if all.first().is_some_and(|first| is_bound(*first)) {
        return (Image::Bound, kind);
    }
    settle(&mut all);
    let image = match all[..] {
        [] => Image::None,
        [one] if !is_bound(one) => Image::One(one),
        _ if all.iter().any(|it| is_bound(*it)) => Image::Bound,
        _ => Image::Many,
    };
    (image, kind)
}

/// Whether a character is left out.
pub(super) fn is_left_out(char: char) -> bool {
    !char.is_ascii() && (is_invisible(char) || is_optional(char))
}

/// Whether a character may change with what stands before it.
fn is_bound(char: char) -> bool {
    if char < '\u{300}' {
        return false;
    }
    combining_class(char) != 0 || (may_be_second(char) && seconds().binary_search(&char).is_ok())
}

/// Marks, and the vowels and finals of Korean syllables: only they can be the second part of a letter.
fn may_be_second(char: char) -> bool {
    matches!(char, '\u{1161}'..='\u{11c2}') || is_mark(char)
}

/// The characters that make one letter with another before them.
fn seconds() -> &'static [char] {
    static SECONDS: OnceLock<Vec<char>> = OnceLock::new();
    SECONDS.get_or_init(|| {
        let parts = CanonicalDecompositionBorrowed::new();
        let second = |char| match parts.decompose(char) {
            Decomposed::Expansion(_, second) => Some(second),
            _ => None,
        };
        let mut seconds: Vec<char> = ('\u{c0}'..'\u{20000}').filter_map(second).collect();
        seconds.sort_unstable();
        seconds.dedup();
        seconds
    })
}

/// Appends the parts of a character, without case and in compatibility decomposition, less what is left out.
pub(super) fn expand(char: char, out: &mut Vec<char>) {
    let mut push = |char: char| {
        if !is_left_out(char) {
            out.push(sign(char).unwrap_or(char));
        }
    };
    if let Some(sign) = sign(char) {
        push(sign);
        return;
    }
    for part in decomposed(char).filter(|part| !is_left_out(*part)) {
        if let Some(sign) = sign(part) {
            push(sign);
            continue;
        }
        folded(part).flat_map(decomposed).for_each(&mut push);
    }
}

/// A character without case: the small letters of the capitals of its small letters.
///
/// That is full case folding, `ß` being `ss` and a final sigma a sigma, but that the dotless i is an i.
fn folded(char: char) -> impl Iterator<Item = char> {
    char.to_lowercase()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
}

fn decomposed(char: char) -> impl Iterator<Item = char> {
    DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(std::iter::once(char))
}

/// Puts expanded letters together with their marks where there is a character for both.
///
/// The dot of an i is no mark, and neither are madda and hamza on a letter with which they make no other.
pub(super) fn settle(chars: &mut Vec<char>) {
    let mut base = None;
    chars.retain(|char| {
        if combining_class(*char) == 0 {
            base = Some(*char);
            return true;
        }
        if is_letter_making(*char) {
            let parts = CanonicalCompositionBorrowed::new();
            return base.is_some_and(|letter| parts.compose(letter, *char).is_some());
        }
        !(base == Some('i') && *char == DOT_ABOVE)
    });
    if chars.len() > 1 {
        *chars = ComposingNormalizerBorrowed::new_nfc()
            .normalize_iter(chars.drain(..))
            .collect();
    }
}

/// Whether a character is the compatibility form of others, or has another canonical form.
pub(super) fn is_other_form(char: char) -> bool {
    !ComposingNormalizerBorrowed::new_nfkc()
        .normalize_iter(std::iter::once(char))
        .eq([char])
}
