//! Running the program on the quay.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What a run came to: exit code, standard output, standard error.
pub(crate) fn detente(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_detente"))
        .args(args)
        .current_dir(folder)
        .env_remove("COLUMNS")
        .output();
    let output = output.expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert!(!stderr.contains("panicked"), "{args:?}:\n{stderr}");
    (
        output.status.code().expect("no signal ends the program"),
        stdout,
        stderr,
    )
}

/// The folder of the quay's dossier.
pub(crate) fn here() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/roadmap"))
}

/// What a run prints that answers.
pub(crate) fn answer(args: &[&str]) -> String {
    let (code, stdout, stderr) = detente(here(), args);
    assert_eq!((code, stderr.as_str()), (0, ""), "{args:?}\n{stdout}");
    stdout
}

/// The roadmap of the quay as text, its lines joined, so that a sentence is found wherever it was wrapped.
pub(crate) fn told(args: &[&str]) -> String {
    let text = answer(&[&["roadmap", "quay.toml"], args].concat());
    for line in text.lines() {
        assert!(line.chars().count() <= 100, "{args:?}: {line}");
        assert_eq!(line.trim_end(), line, "{args:?}");
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The roadmap of the quay as data.
pub(crate) fn json(args: &[&str]) -> Value {
    let text = answer(&[&["roadmap", "quay.toml", "--format", "json"], args].concat());
    serde_json::from_str(&text).expect("the program prints JSON")
}

/// The chance that the union's cheating on the cranes is seen, as a change for one answer.
pub(crate) fn seen(chance: &str) -> String {
    format!("roadmap.measures.\"union.cranes\".withhold.detect={chance}")
}

/// A text with its line breaks and indents as single spaces, for sentences that may be wrapped anywhere.
pub(crate) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
