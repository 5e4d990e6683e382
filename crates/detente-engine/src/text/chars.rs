//! Properties of single characters, as the Unicode Character Database has them.

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_properties::props::{
    Dash, DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup, LineBreak, Script,
};
use icu_properties::script::ScriptWithExtensions;
use icu_properties::{CodePointMapData, CodePointSetData};

/// The first character of a script without spaces; below, nobody need look.
const FIRST_SPACELESS: char = '\u{e00}';

/// Whether a character is part of a word: a letter, a digit, a mark on one, or an invisible joiner.
///
/// `_` is none: it stands around a word for emphasis, and for a space within a label.
#[inline]
pub fn is_word_char(char: char) -> bool {
    if char.is_ascii() {
        return char.is_ascii_alphanumeric();
    }
    char.is_alphanumeric() || is_mark(char) || is_invisible(char)
}

/// Whether two neighbours belong to one word. In a script without spaces every letter may begin a word; marks belong to what is before them.
#[inline]
pub fn is_joined(before: char, after: char) -> bool {
    is_word_char(before)
        && is_word_char(after)
        && ((before < FIRST_SPACELESS && after < FIRST_SPACELESS)
            || !(is_spaceless(before) || is_spaceless(after))
            || is_mark(after))
}

/// Whether a character is of a script without spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese and their like.
///
/// Those are the characters between which a line may be broken without a space (Unicode Standard Annex 14).
pub fn is_spaceless(char: char) -> bool {
    char >= FIRST_SPACELESS
        && matches!(
            CodePointMapData::<LineBreak>::new().get(char),
            LineBreak::ComplexContext
                | LineBreak::Ideographic
                | LineBreak::ConditionalJapaneseStarter
                | LineBreak::Aksara
                | LineBreak::AksaraPrebase
                | LineBreak::AksaraStart
                | LineBreak::Virama
                | LineBreak::ViramaFinal
        )
}

/// Whether a character is a mark on the one before it.
pub(super) fn is_mark(char: char) -> bool {
    char >= '\u{300}'
        && GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(char))
}

/// Whether a character is a mark above or below the letter before it, which makes it another letter.
pub fn is_accent(char: char) -> bool {
    char >= '\u{300}' && combining_class(char) >= 200
}

/// The canonical combining class; 0 for what other marks attach to.
pub(super) fn combining_class(char: char) -> u8 {
    CanonicalCombiningClassMapBorrowed::new().get_u8(char)
}

/// Whether a character shows nothing: soft hyphens, joiners, zero-width spaces, marks of direction, selectors of variants.
pub(super) fn is_invisible(char: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(char)
}

/// Whether a character is a mark that readers of its script leave out: Arabic vowel marks and the stretching stroke, Hebrew points and accents.
///
/// Madda and hamza are no such marks: with the letter before them they make another letter.
pub(super) fn is_optional(char: char) -> bool {
    if char < '\u{590}' {
        return false;
    }
    let is_of = |script| ScriptWithExtensions::new().has_script(char, script);
    let category = CodePointMapData::<GeneralCategory>::new().get(char);
    char == '\u{640}'
        || (category == GeneralCategory::NonspacingMark
            && !is_letter_making(char)
            && (is_of(Script::Arabic) || is_of(Script::Hebrew)))
}

/// Arabic madda and hamza.
pub(super) fn is_letter_making(char: char) -> bool {
    matches!(char, '\u{653}'..='\u{655}')
}

/// The sign that stands for a character in every comparison: dashes as long as a hyphen or an en dash are hyphens, longer ones are em dashes, single quotes are
/// apostrophes, the Hebrew sign of abbreviation a double quote, digits of any script are those of ASCII.
pub(super) fn sign(char: char) -> Option<char> {
    match char {
        // Two signs whose parts are letters: a name does not end otherwise where its mark is registered.
        _ if char.is_ascii() && char != '`' => None,
        '\u{2120}' | '\u{2122}' => Some(char),
        '\u{2014}' | '\u{2015}' | '\u{2e3a}' | '\u{2e3b}' | '\u{fe31}' | '\u{fe58}' => {
            Some(EM_DASH)
        }
        '`' | '\u{b4}' | '\u{2b9}' | '\u{2bb}' | '\u{2bc}' | '\u{2bd}' | '\u{2018}'
        | '\u{2019}' | '\u{201b}' | '\u{2032}' | '\u{2035}' | '\u{55a}' | '\u{5f3}'
        | '\u{1fbd}' | '\u{1fbf}' | '\u{1fef}' | '\u{1ffd}' | '\u{a78c}' => Some('\''),
        // The sign of a Hebrew abbreviation.
        '\u{5f4}' => Some('"'),
        _ if CodePointSetData::new::<Dash>().contains(char) => Some('-'),
        _ => digit(char),
    }
}

/// The sign of all dashes that are longer than an en dash; `-` in a pattern stands for it too.
pub const EM_DASH: char = '\u{2014}';

/// The ASCII digit of a decimal digit of any script.
fn digit(char: char) -> Option<char> {
    let is_digit = |code: u32| {
        CodePointMapData::<GeneralCategory>::new().get32(code) == GeneralCategory::DecimalNumber
    };
    let code = u32::from(char);
    // The digits of every script lie together, from 0 to 9.
    let value = (is_digit(code) && char.is_numeric())
        .then(|| (1..=code).take_while(|back| is_digit(code - back)).count() % 10)?;
    char::from_digit(value as u32, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_digits() {
        let digits = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡";
        for (idx, char) in digits.chars().enumerate() {
            let found = sign(char).unwrap_or(char);
            assert_eq!(found.to_digit(10), Some(idx as u32 % 10), "{char}");
        }
    }

    #[test]
    fn accents_are_no_marks_that_readers_leave_out() {
        assert!(('\u{300}'..='\u{36f}').all(|char| !is_optional(char)));
        assert!(
            "\u{64e}\u{651}\u{640}\u{670}\u{5b8}\u{5c1}\u{591}"
                .chars()
                .all(is_optional)
        );
        assert!(
            "أآﺎبאשׁ־"
                .chars()
                .filter(|it| *it != '\u{5c1}')
                .all(|char| !is_optional(char))
        );
    }

    #[test]
    fn a_word_ends_between_letters_of_scripts_without_spaces_only() {
        let joined = |a: char, b: char| is_joined(a, b);
        assert!(
            joined('a', 'b') && joined('é', '1') && joined('비', '핵') && joined('प', '\u{94d}')
        );
        assert!(
            !joined('a', '_')
                && !joined('无', '核')
                && !joined('a', '核')
                && !joined('か', 'ン')
                && !joined('ก', 'า')
        );
        assert!(joined('ท', '\u{e35}') && !joined('a', ' ') && !joined('-', 'a'));
    }
}
