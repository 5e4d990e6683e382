//! Texts as a screen may show them: characters that steer a terminal or turn the direction of writing become signs.
//!
//! Dossiers come from others. A control character in a text could rename the window or erase the line above, and a
//! direction override could show a sentence backwards; every renderer writes texts through here.

use std::borrow::Cow;

use crate::model::is_steering;

/// A text in one line: line breaks and tabs become spaces, other steering characters signs such as `␛` and `<U+202E>`.
pub fn shown(text: &str) -> Cow<'_, str> {
    replaced(text, |letter| match letter {
        '\n' | '\r' | '\t' => " ".to_string(),
        _ => sign(letter),
    })
}

/// A text of several lines: line breaks stay, other steering characters become signs.
pub fn shown_lines(text: &str) -> Cow<'_, str> {
    replaced(text, |letter| match letter {
        '\n' => "\n".to_string(),
        '\r' | '\t' => " ".to_string(),
        _ => sign(letter),
    })
}

/// HTML in which no steering character is left; their signs are text, not tags.
pub(super) fn shown_html(html: &str) -> String {
    let shown = replaced(html, |letter| match letter {
        '\n' => "\n".to_string(),
        '\r' | '\t' => " ".to_string(),
        _ => sign(letter).replace('<', "&lt;").replace('>', "&gt;"),
    });
    shown.into_owned()
}

/// JSON in which steering characters that JSON allows in strings are escaped; its values stay the same.
pub fn escaped_json(json: &str) -> Cow<'_, str> {
    replaced(json, |letter| match letter {
        '\n' | '\r' | '\t' => letter.to_string(),
        // All of them lie in the first plane, so that one escape is enough.
        _ => format!("\\u{:04x}", u32::from(letter)),
    })
}

fn replaced(text: &str, by: impl Fn(char) -> String) -> Cow<'_, str> {
    if !text.contains(is_steering) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_steering(letter) {
            out.push_str(&by(letter));
        } else {
            out.push(letter);
        }
    }
    Cow::Owned(out)
}

/// The picture of a control character that Unicode has, or the number of the character.
fn sign(letter: char) -> String {
    const PICTURES: u32 = 0x2400;
    const PICTURE_OF_DELETE: char = '␡';
    match u32::from(letter) {
        number @ 0..0x20 => char::from_u32(PICTURES + number)
            .map_or_else(|| format!("<U+{number:04X}>"), String::from),
        0x7f => PICTURE_OF_DELETE.to_string(),
        number => format!("<U+{number:04X}>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steering_characters_are_shown_as_signs_and_letters_of_every_script_stay() {
        for (text, told) in [
            ("a\u{1b}]0;title\u{7}b", "a␛]0;title␇b"),
            ("one\ntwo\r\n\tthree", "one two   three"),
            ("\u{202e}backwards\u{202c}", "<U+202E>backwards<U+202C>"),
            ("\u{2066}isolated\u{2069}", "<U+2066>isolated<U+2069>"),
            ("\u{7f}\u{9b}31m", "␡<U+009B>31m"),
            (
                "line\u{2028}paragraph\u{2029}",
                "line<U+2028>paragraph<U+2029>",
            ),
            ("Ä שלום 平和 สันติ 👩‍🚀", "Ä שלום 平和 สันติ 👩‍🚀"),
        ] {
            assert_eq!(shown(text), told);
        }
        assert_eq!(shown_lines("a\nb\u{1b}"), "a\nb␛");
        assert_eq!(shown_html("<p>\u{202e}</p>"), "<p>&lt;U+202E&gt;</p>");
    }

    #[test]
    fn json_keeps_its_values_and_shows_no_steering_character() {
        let value = serde_json::json!({ "text": "\u{1b}[2J\u{202e}\u{9b}\n" });
        let text = serde_json::to_string_pretty(&value).expect("a value is written");
        let escaped = escaped_json(&text);
        assert!(
            !escaped
                .chars()
                .any(|letter| letter != '\n' && is_steering(letter))
        );
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&escaped).expect("JSON"),
            value
        );
    }
}
