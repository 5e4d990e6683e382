//! Characters that steer a screen in place of showing something.

use unicode_bidi::{BidiClass, bidi_class};

/// Whether a character steers a screen: a control character, a line or paragraph separator, or one that embeds,
/// overrides or isolates the direction of the text after it.
///
/// ```
/// use detente_engine::model::is_steering;
///
/// assert!(['\u{1b}', '\u{9b}', '\n', '\u{2028}', '\u{202e}', '\u{2067}'].into_iter().all(is_steering));
/// assert!(!"Ä שלום 平和 👩\u{200d}🚀".contains(is_steering));
/// ```
pub fn is_steering(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_control();
    }
    let turns = matches!(
        bidi_class(letter),
        BidiClass::LRE
            | BidiClass::RLE
            | BidiClass::LRO
            | BidiClass::RLO
            | BidiClass::PDF
            | BidiClass::LRI
            | BidiClass::RLI
            | BidiClass::FSI
            | BidiClass::PDI
            | BidiClass::B
    );
    turns || letter.is_control() || letter == '\u{2028}'
}
