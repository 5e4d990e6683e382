//! Formats that are no text, by their first bytes.

use super::{Known, ending};

/// How far into a file a name of its parts is looked for.
const LOOKED_AT: usize = 1 << 16;

const TAKE_TEXT: &str = "save its contents as plain text in UTF-8, and name that file";
const UNPACK: &str = "unpack it, and name the file within";
const TABLE: &str = "save the table as CSV in UTF-8";

/// First bytes, what begins with them, and what to do.
const BEGINNINGS: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF document", TAKE_TEXT),
    (b"{\\rtf", "a text in rich text format (RTF)", TAKE_TEXT),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "a document of an older office program (.doc, .xls or .ppt)",
        "save it as plain text, or a table as CSV, in UTF-8",
    ),
    (b"SQLite format 3\0", "an SQLite database", TABLE),
    (b"\x1f\x8b", "an archive packed with gzip", UNPACK),
    (b"BZh", "an archive packed with bzip2", UNPACK),
    (b"\xfd7zXZ\0", "an archive packed with xz", UNPACK),
    (
        b"\x28\xb5\x2f\xfd",
        "an archive packed with Zstandard",
        UNPACK,
    ),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)", TYPE_OFF),
    (b"\xff\xd8\xff", "a picture (JPEG)", TYPE_OFF),
    (b"GIF87a", "a picture (GIF)", TYPE_OFF),
    (b"GIF89a", "a picture (GIF)", TYPE_OFF),
    (b"II*\0", "a picture (TIFF)", TYPE_OFF),
    (b"MM\0*", "a picture (TIFF)", TYPE_OFF),
    (
        b"RIFF",
        "a picture or recording (WebP, WAV or AVI)",
        TYPE_OFF,
    ),
    (b"OggS", "a recording (Ogg)", TYPE_OFF),
    (b"ID3", "a recording (MP3)", TYPE_OFF),
    (b"\x89HDF\r\n\x1a\n", "a file of data in HDF5", TABLE),
    (b"PAR1", "a table in Parquet", TABLE),
    (b"ARROW1", "a table in Arrow", TABLE),
    (b"\x93NUMPY", "an array of NumPy", TABLE),
    (b"RDX2\n", "a file of data of R", TABLE),
    (b"RDX3\n", "a file of data of R", TABLE),
    (b"<stata_dta>", "a file of data of Stata", TABLE),
    (b"$FL2", "a file of data of SPSS", TABLE),
    (b"\x7fELF", "a program", NAME_ANOTHER),
];

const TYPE_OFF: &str =
    "type off what it shows, or use a program that reads pictures and recordings";
const NAME_ANOTHER: &str = "name the file that was meant";

/// What the first bytes of a file say.
pub(super) fn known(name: &str, bytes: &[u8]) -> Option<Known> {
    if let Some(known) = pickle(name, bytes) {
        return Some(known);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(archive(bytes));
    }
    if let Some((_, what, help)) = BEGINNINGS.iter().find(|(beginning, ..)| {
        bytes.starts_with(beginning) && is_binary_or_marked(beginning, bytes)
    }) {
        return Some(Known { what, help });
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some(Known {
            what: "a picture or film (HEIC or MP4)",
            help: TYPE_OFF,
        });
    }
    if utf16(bytes) {
        return None;
    }
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    (head.contains(&0) && std::str::from_utf8(bytes).is_err()).then_some(Known {
        what: "no text, but data of some program",
        help: NAME_ANOTHER,
    })
}

/// Whether the bytes are text in UTF-16, which is read by no command but is no other program's format.
pub(in crate::dossier) fn utf16(bytes: &[u8]) -> bool {
    let zeros = |from: usize| {
        let mut every_other = bytes.iter().skip(from).step_by(2).take(64);
        bytes.len() > 3 && every_other.all(|byte| *byte == 0)
    };
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || zeros(0) || zeros(1)
}

/// Short beginnings of letters alone could begin a text as well.
fn is_binary_or_marked(beginning: &[u8], bytes: &[u8]) -> bool {
    let is_short_word = beginning.len() < 6 && beginning.iter().all(u8::is_ascii_alphanumeric);
    !is_short_word
        || bytes[..bytes.len().min(LOOKED_AT)]
            .iter()
            .any(|byte| !byte.is_ascii() || *byte == 0)
}

/// An object that Python wrote: protocols 2 to 5 by their mark, 0 and 1 by the shape of their beginning.
fn pickle(name: &str, bytes: &[u8]) -> Option<Known> {
    let is_marked = matches!(bytes, [0x80, 2..=5, ..]);
    let is_old = [
        &b"(dp"[..],
        b"(lp",
        b"(ip",
        b"ccopy_reg\n",
        b"cnumpy",
        b"}q\x00",
        b"]q\x00",
    ]
    .iter()
    .any(|beginning| bytes.starts_with(beginning))
        && bytes.trim_ascii_end().ends_with(b".");
    if !is_marked && !is_old {
        return None;
    }
    Some(if ending(name) == "gmcr" {
        Known {
            what: "a .gmcr of an early gmcr-py, a Python pickle",
            help: "open it with a later version of gmcr-py and save it: that writes the .gmcr that is read",
        }
    } else {
        Known {
            what: "a Python pickle",
            help: "save its contents as text with the program that wrote it; a pickle can run code when it is opened, so open none from strangers",
        }
    })
}

/// Office documents are archives with parts of known names.
fn archive(bytes: &[u8]) -> Known {
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let has = |part: &[u8]| {
        head.windows(part.len()).any(|window| window == part)
            || bytes[bytes.len() - bytes.len().min(LOOKED_AT)..]
                .windows(part.len())
                .any(|window| window == part)
    };
    let parts: [(&[u8], &str, &str); 7] = [
        (
            b"word/",
            "a document of a word processor (.docx)",
            TAKE_TEXT,
        ),
        (b"xl/", "a workbook of a spreadsheet (.xlsx)", TABLE),
        (b"ppt/", "a presentation (.pptx)", TAKE_TEXT),
        (
            b"opendocument.text",
            "a document of a word processor (.odt)",
            TAKE_TEXT,
        ),
        (
            b"opendocument.spreadsheet",
            "a workbook of a spreadsheet (.ods)",
            TABLE,
        ),
        (
            b"opendocument.presentation",
            "a presentation (.odp)",
            TAKE_TEXT,
        ),
        (b"application/epub+zip", "a book (.epub)", TAKE_TEXT),
    ];
    parts.into_iter().find(|(part, ..)| has(part)).map_or(
        Known {
            what: "a zip archive",
            help: UNPACK,
        },
        |(_, what, help)| Known { what, help },
    )
}
