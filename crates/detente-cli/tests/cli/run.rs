//! Running the program, in folders that are empty at first.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("not JSON: {error}\n{}", self.stdout))
    }

    /// The standard output of a run that answered.
    pub(crate) fn answer(self) -> String {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self.stdout
    }
}

/// The program, ready to run in a folder.
pub(crate) fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_detente"));
    command
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .env_remove("COLUMNS")
        .env_remove("RUST_BACKTRACE");
    command
}

/// Runs the program in a folder. A panic, a signal or an exit code outside the contract fails the test.
pub(crate) fn detente_in(folder: &Path, args: &[&str]) -> Outcome {
    let output = command(folder, args).output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert!(!stderr.contains("panicked"), "{args:?}:\n{stderr}");
    let code = output
        .status
        .code()
        .unwrap_or_else(|| panic!("{args:?} was ended by a signal:\n{stderr}"));
    assert!(
        (0..=3).contains(&code),
        "{args:?} exits with {code}:\n{stderr}"
    );
    for text in [&stdout, &stderr] {
        assert!(
            !text.contains('\x1b'),
            "{args:?}: colour where there is no terminal:\n{text}"
        );
    }
    Outcome {
        code,
        stdout,
        stderr,
    }
}

/// Runs a command that must not write any file.
pub(crate) fn detente(args: &[&str]) -> Outcome {
    let folder = folder();
    let outcome = detente_in(folder.path(), args);
    assert!(
        contents(folder.path()).is_empty(),
        "{args:?} leaves files: {:?}",
        contents(folder.path()).keys()
    );
    outcome
}

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

/// Every file of a folder with its content, and every folder in it.
pub(crate) fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = std::fs::read_dir(folder).expect("the folder can be listed");
    let paths = entries.map(|entry| entry.expect("the folder can be listed to its end").path());
    paths
        .map(|path| (path.clone(), std::fs::read(&path).unwrap_or_default()))
        .collect()
}

/// Writes a file and gives its path as an argument.
pub(crate) fn file(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a file can be written");
    argument(&path)
}

pub(crate) fn argument(path: &Path) -> String {
    path.to_str().expect("paths are UTF-8 here").to_string()
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of a case of the catalog.
pub(crate) fn case(name: &str) -> String {
    argument(&here().join("../../catalog").join(name))
}

/// The cases of the catalog in graph form.
pub(crate) const GRAPHS: [&str; 5] = [
    "battle-of-the-sexes",
    "elmira-graph",
    "gisborne",
    "stag-hunt",
    "tariffs-2020",
];

/// The cases of the catalog with measures that are settled at once.
pub(crate) fn small_cases() -> Vec<String> {
    const LARGE: [&str; 4] = [
        "korea-2025",
        "korea-2025-consents",
        "singapore-2018",
        "hanoi-2019",
    ];
    let all = contents(&here().join("../../catalog"));
    let small: Vec<String> = all
        .keys()
        .filter(|path| {
            path.is_dir()
                && LARGE
                    .iter()
                    .chain(&GRAPHS)
                    .all(|other| !path.ends_with(other))
        })
        .map(|path| argument(path))
        .collect();
    assert!(small.len() >= 6, "{small:?}");
    small
}

/// Every dossier of the catalog.
pub(crate) fn dossiers() -> Vec<PathBuf> {
    contents(&here().join("../../catalog"))
        .into_keys()
        .filter(|path| path.is_dir())
        .map(|path| path.join("dossier.toml"))
        .collect()
}

/// A dossier with a view, a contested term, levels and conditions.
pub(crate) fn harbour() -> String {
    argument(&here().join("tests/cli/harbour.toml"))
}

/// The fixtures of the importer whose names begin so.
pub(crate) fn gmcr(wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let all = contents(&here().join("../detente/tests/fixtures/gmcr")).into_keys();
    let named = |path: &PathBuf| {
        path.file_stem()
            .is_some_and(|stem| wanted(&stem.to_string_lossy()))
    };
    let found: Vec<PathBuf> = all
        .filter(|path| path.extension().is_some_and(|it| it == "gmcr") && named(path))
        .collect();
    assert!(found.len() > 5, "{found:?}");
    found
}

/// A text with its line breaks and indents as single spaces, for sentences that may be wrapped anywhere.
pub(crate) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
