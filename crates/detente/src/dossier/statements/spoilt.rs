//! What other programs did to a cell: a sign put for nothing, letters bent by a wrong encoding, a text cut.

/// Whether a cell holds nothing but the sign that a program writes where it has no value.
pub(super) fn stands_for_nothing(cell: &str) -> bool {
    matches!(
        cell,
        "NA" | "<NA>" | "#N/A" | "N/A" | "n/a" | "NaN" | "nan" | "NULL" | "null" | "None"
    ) || is_error(cell)
}

/// Whether a cell holds the mistake of a formula.
fn is_error(cell: &str) -> bool {
    matches!(
        cell,
        "#NAME?" | "#REF!" | "#VALUE!" | "#DIV/0!" | "#NUM!" | "#NULL!"
    )
}

/// A word with characters that were lost, or that are UTF-8 read in a code page; `None` where there is none.
pub(super) fn bent(text: &str) -> Option<&str> {
    if text.is_ascii() {
        return None;
    }
    let mut before = None;
    for (at, char) in text.char_indices() {
        if char == char::REPLACEMENT_CHARACTER
            || before.is_some_and(|before| is_bent_pair(before, char))
        {
            return Some(word_at(text, at));
        }
        before = Some(char);
    }
    None
}

/// Whether two neighbours are what the bytes of one UTF-8 character look like in windows-1252: `Ã©` for `é`, `â€` for a quotation mark.
fn is_bent_pair(first: char, second: char) -> bool {
    match first {
        'Ã' | 'Â' => matches!(second, '\u{a1}'..='\u{bf}'),
        'â' => second == '€',
        'Ð' => matches!(second, '\u{b0}'..='\u{bf}'),
        _ => false,
    }
}

/// The stretch without white space around a byte of a text.
fn word_at(text: &str, at: usize) -> &str {
    let start = text[..at].rfind(char::is_whitespace);
    let start = start.map_or(0, |blank| {
        blank + text[blank..].chars().next().map_or(0, char::len_utf8)
    });
    let end = text[at..].find(char::is_whitespace);
    &text[start..end.map_or(text.len(), |end| at + end)]
}

/// The most characters that a spreadsheet keeps in a cell.
const CELL_CHARS_MAX: usize = 32_767;

/// Whether a text is exactly as long as what a spreadsheet keeps of a longer one.
pub(super) fn is_cut(text: &str) -> bool {
    // Spreadsheets count in units of UTF-16.
    text.len() >= CELL_CHARS_MAX && text.encode_utf16().count() == CELL_CHARS_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_bent_by_a_wrong_encoding_are_seen_and_letters_of_languages_are_not() {
        for (text, word) in [
            ("La dÃ©nuclÃ©arisation reste", "dÃ©nuclÃ©arisation"),
            ("we say â€œdrain itâ€\u{9d}", "â€œdrain"),
            ("dr\u{fffd}in it", "dr\u{fffd}in"),
            ("ÐœÑ‹ Ð¾ÑÑƒÑˆÐ¸Ð¼", "Ð¾ÑÑƒÑˆÐ¸Ð¼"),
        ] {
            assert_eq!(bent(text), Some(word), "{text}");
        }
        for text in ["NÃO, “IRMÔ", "château à 5 €", "ÂME", "Þetta er Það", "Ðức"] {
            assert_eq!(bent(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_as_long_as_a_cell_is_cut() {
        assert!(is_cut(&"x".repeat(32_767)) && !is_cut(&"x".repeat(32_766)));
        assert!(!is_cut(&"é".repeat(16_384)) && is_cut(&"é".repeat(32_767)));
    }
}
