//! Which files belong to a dossier: the paths that it may name, and the files of a folder that are statements.

/// How a file ends that is a statement.
const ENDINGS: [&str; 2] = ["txt", "text"];

/// Names that are devices on some systems, whatever their ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Why a dossier may not name a path; `None` when it lies in the dossier's folder or below it, as far as its text tells.
pub fn leads_out(path: &str) -> Option<&'static str> {
    let mut parts = path.split(['/', '\\']).map(str::trim);
    let drive = path.as_bytes();
    if path.trim().is_empty() {
        Some("is empty")
    } else if path.chars().any(char::is_control) {
        Some("has a control character in it")
    } else if path.contains("://") {
        Some("is an address, and no file beside the dossier")
    } else if path.starts_with(['/', '\\']) {
        Some("begins at the root, and not in the dossier's folder")
    } else if drive.len() > 1 && drive[0].is_ascii_alphabetic() && drive[1] == b':' {
        Some("begins with a drive, and not in the dossier's folder")
    } else if path.starts_with('~') {
        Some("begins in a home folder, and not in the dossier's folder")
    } else if parts.clone().any(|part| part == "..") {
        Some("leaves the dossier's folder by `..`")
    } else if parts.any(is_device) {
        Some("is the name of a device on some systems")
    } else {
        None
    }
}

fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).to_lowercase();
    let is_numbered = |name: &str| {
        stem.strip_prefix(name)
            .is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']))
    };
    DEVICES.contains(&stem.as_str()) || is_numbered("com") || is_numbered("lpt")
}

/// Why a file or folder among statements is no statement; `None` for a text, and for a folder whose texts are read.
pub fn passed_over(name: &str, is_folder: bool) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let (stem, ending) = lower.rsplit_once('.').unwrap_or((&lower, ""));
    let is_system = [
        "desktop.ini",
        "thumbs.db",
        "ehthumbs.db",
        "icon\r",
        "__macosx",
        "$recycle.bin",
    ];
    if is_system.contains(&lower.as_str()) || lower == ".ds_store" {
        Some("a file of the system")
    } else if lower.starts_with("~$") || lower.starts_with(".~lock") {
        Some("the lock of an open document")
    } else if lower.starts_with('.') {
        Some("hidden")
    } else if is_folder {
        None
    } else if lower.ends_with('~')
        || lower.starts_with('#') && lower.ends_with('#')
        || matches!(
            ending,
            "bak" | "backup" | "orig" | "old" | "swp" | "swo" | "tmp" | "rej"
        )
    {
        Some("a backup")
    } else if matches!(
        stem,
        "readme" | "license" | "licence" | "changelog" | "contributing"
    ) || matches!(lower.as_str(), "readme" | "license" | "licence")
    {
        Some("about the folder")
    } else if ENDINGS.contains(&ending) {
        None
    } else if ending.is_empty() || stem.is_empty() {
        Some("without the ending `.txt`")
    } else {
        Some("with another ending than `.txt`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        for path in [
            "../elsewhere.csv",
            "..",
            "a/../../b.csv",
            "a/..",
            "..\\elsewhere.csv",
            "a\\..\\..\\b.csv",
            ".. /b.csv",
            "/etc/passwd",
            "\\\\server\\share\\a.csv",
            "//server/share/a.csv",
            "C:\\a.csv",
            "c:a.csv",
            "~/a.csv",
            "file:///etc/passwd",
            "https://example.org/a.csv",
            "a\0.csv",
            "a\n.csv",
            "",
            "  ",
            "con",
            "sub/NUL.csv",
            "COM1",
        ] {
            assert!(leads_out(path).is_some(), "{path:?}");
        }
        for path in [
            "statements.csv",
            "sub/folder/a.csv",
            "./a.csv",
            "a..b.csv",
            "...csv",
            "console.csv",
            "Aussagen 2025.csv",
            "성명.csv",
        ] {
            assert_eq!(leads_out(path), None, "{path:?}");
        }
    }

    #[test]
    fn other_files_are_no_statements() {
        for name in [
            "README.md",
            "README",
            "readme.txt",
            "LICENSE",
            "desktop.ini",
            "Thumbs.db",
            ".DS_Store",
            ".hidden.txt",
            "a1.txt~",
            "a1.txt.bak",
            "a1.bak",
            "#a1.txt#",
            "~$a1.docx",
            ".a1.txt.swp",
            ".~lock.a1.odt#",
            "a1.docx",
            "a1.pdf",
            "a1",
            "statements.csv",
            "a1.md",
        ] {
            assert!(passed_over(name, false).is_some(), "{name}");
        }
        for name in [
            "a1.txt",
            "A1.TXT",
            "2025-01-10.speech.txt",
            "성명.txt",
            "a1.text",
        ] {
            assert_eq!(passed_over(name, false), None, "{name}");
        }
        assert_eq!(passed_over("2025", true), None);
        assert!(passed_over(".git", true).is_some() && passed_over("__MACOSX", true).is_some());
    }
}
