//! The bytes of a table or a text as UTF-8: what is certain is read, and anything else is called by its name.
//!
//! UTF-8 with or without a byte order mark, and UTF-16 with a mark or with the zero bytes that Latin letters have in it, are certain.
//! Which code page other bytes come from can only be guessed, from their frequencies (chardetng); the guess is for the message.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_16BE, UTF_16LE};

/// What the first bytes of a file tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beginning {
    /// UTF-8, or a code page; a byte order mark of so many bytes.
    Bytes(usize),
    /// UTF-16.
    Utf16(&'static Encoding),
    /// Not text: what it is, and how to get text from it.
    Other(&'static str, &'static str),
}

/// The bytes that [`beginning`] wants to see.
pub(super) const BEGINNING: usize = 8;

/// What a file is, by its first bytes.
pub(super) fn beginning(bytes: &[u8]) -> Beginning {
    const WORKBOOK: &str = "save its sheet as “CSV UTF-8” and name that file";
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
            Beginning::Other("UTF-32 text", "save the file as UTF-8 text")
        }
        [0xff, 0xfe, ..] => Beginning::Utf16(UTF_16LE),
        [0xfe, 0xff, ..] => Beginning::Utf16(UTF_16BE),
        [0xef, 0xbb, 0xbf, ..] => Beginning::Bytes(3),
        [b'P', b'K', 3, 4, ..] => Beginning::Other("a workbook or another zipped file", WORKBOOK),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Beginning::Other("an old workbook or document", WORKBOOK),
        [b'%', b'P', b'D', b'F', ..] => Beginning::Other("a PDF", "copy its text into a text file"),
        [b'{', b'\\', b'r', b't', b'f', ..] => {
            Beginning::Other("rich text", "save it as plain text in UTF-8")
        }
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Beginning::Utf16(UTF_16LE),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => Beginning::Utf16(UTF_16BE),
        _ => Beginning::Bytes(0),
    }
}

/// What a file is that should be a table of cells, by its first bytes.
pub(super) fn beginning_of_table(bytes: &[u8]) -> Beginning {
    let told = beginning(bytes);
    let Beginning::Bytes(n_mark) = told else {
        return told;
    };
    let start = bytes[n_mark..].trim_ascii_start();
    let inner = start.get(1..).unwrap_or_default().trim_ascii_start();
    match (start.first(), inner.first()) {
        (Some(b'<'), Some(b'!' | b'?' | b'a'..=b'z' | b'A'..=b'Z')) => Beginning::Other(
            "HTML or XML",
            "save its table as “CSV UTF-8” and name that file",
        ),
        (Some(b'['), Some(b'{' | b'[')) | (Some(b'{'), Some(b'"')) => {
            Beginning::Other("JSON", "save it as a table, with one statement a row")
        }
        _ => told,
    }
}

/// Turns UTF-16 into UTF-8, piece by piece.
pub(super) struct Utf16 {
    decoder: Decoder,
    /// Whether half a character, or half of a pair, was met.
    pub(super) is_broken: bool,
}

impl Utf16 {
    pub(super) fn new(encoding: &'static Encoding) -> Self {
        Self {
            decoder: encoding.new_decoder_with_bom_removal(),
            is_broken: false,
        }
    }

    /// The text of a piece; `last` says that nothing follows.
    pub(super) fn decode(&mut self, mut bytes: &[u8], last: bool) -> String {
        let mut text = String::with_capacity(2 * bytes.len() + 16);
        loop {
            let (result, n_read) = self
                .decoder
                .decode_to_string_without_replacement(bytes, &mut text, last);
            bytes = &bytes[n_read..];
            match result {
                DecoderResult::InputEmpty => return text,
                DecoderResult::OutputFull => text.reserve(2 * bytes.len() + 16),
                DecoderResult::Malformed(..) => {
                    self.is_broken = true;
                    text.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
    }
}

/// The name of the encoding that bytes probably have, and how they read in it around the first that is not UTF-8.
pub(super) fn guess(bytes: &[u8]) -> (&'static str, String) {
    /// The bytes shown on each side.
    const AROUND: usize = 16;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let wrong = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
    let before = bytes[..wrong].iter().rev().take(AROUND);
    let start = wrong - before.take_while(|byte| is_letter(byte)).count();
    let behind = bytes[wrong..].iter().take(AROUND);
    let end = wrong + behind.take_while(|byte| is_letter(byte)).count();
    let shown = encoding.decode_without_bom_handling(&bytes[start..end]).0;
    (encoding.name(), shown.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_called_by_their_names() {
        let text = |bytes: &[u8]| guess(bytes);
        assert_eq!(
            text(b"a1,2025-01-10,town,We will drain it, says M\xfcller."),
            ("windows-1252", "Müller".to_owned())
        );
        let (name, word) = text(
            b"\xcc\xfb \xee\xf1\xf3\xf8\xe8\xec \xe1\xee\xeb\xee\xf2\xee, \xe3\xee\xe2\xee\xf0\xe8\xf2 \xec\xe8\xed\xe8\xf1\xf2\xf0",
        );
        assert_eq!((name, word.as_str()), ("windows-1251", "Мы"));
        let (korean, _, _) =
            encoding_rs::EUC_KR.encode("우리는 습지를 말릴 것이라고 장관이 말했다");
        assert_eq!(text(&korean).0, "EUC-KR");
    }

    #[test]
    fn a_table_of_another_format_is_called_by_its_name() {
        let told = |bytes: &[u8]| match beginning_of_table(bytes) {
            Beginning::Other(what, _) => what,
            _ => "",
        };
        for html in [
            "<html><table>",
            "<?xml version",
            "\n <!DOCTYPE html>",
            "\u{feff}<table>",
        ] {
            assert_eq!(told(html.as_bytes()), "HTML or XML", "{html}");
        }
        for json in ["[{\"id\": 1}]", "{ \"id\": 1 }", "[\n  {"] {
            assert_eq!(told(json.as_bytes()), "JSON", "{json}");
        }
        for table in ["id,date", "[id],date", "<5,date", "{id},date", ""] {
            assert_eq!(told(table.as_bytes()), "", "{table}");
        }
    }

    #[test]
    fn utf_16_is_certain_with_and_without_its_mark() {
        for (encoding, order) in [(UTF_16LE, false), (UTF_16BE, true)] {
            for mark in ["", "\u{feff}"] {
                let bytes: Vec<u8> = format!("{mark}date,párty\n𝄞")
                    .encode_utf16()
                    .flat_map(|unit| {
                        if order {
                            unit.to_be_bytes()
                        } else {
                            unit.to_le_bytes()
                        }
                    })
                    .collect();
                assert_eq!(beginning(&bytes), Beginning::Utf16(encoding));
                for size in [1, 2, 3, 5, 100] {
                    let mut decoder = Utf16::new(encoding);
                    let mut text: String = bytes
                        .chunks(size)
                        .map(|piece| decoder.decode(piece, false))
                        .collect();
                    text += &decoder.decode(&[], true);
                    assert_eq!((text.as_str(), decoder.is_broken), ("date,párty\n𝄞", false));
                }
                let mut decoder = Utf16::new(encoding);
                decoder.decode(&bytes[..bytes.len() - 1], true);
                assert!(decoder.is_broken);
            }
        }
        assert_eq!(beginning(b"date,party\n"), Beginning::Bytes(0));
        assert_eq!(beginning(b"\xef\xbb\xbfdate"), Beginning::Bytes(3));
    }
}
