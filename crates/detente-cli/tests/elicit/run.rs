//! Running the program with a dialogue on its standard input.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// What a run came to.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A folder with the dossier of the stall in it.
pub(crate) struct Desk {
    folder: TempDir,
}

pub(crate) const STALL: &str = include_str!("stall.toml");

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::write(folder.path().join("stall.toml"), STALL).expect("a file can be written");
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The names of the files that are there.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder can be listed");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("the folder can be listed")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    pub(crate) fn start(&self, args: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_detente"));
        command
            .arg("elicit")
            .args(args)
            .current_dir(self.folder.path())
            .env_remove("COLUMNS")
            .env_remove("RUST_BACKTRACE");
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts")
    }

    /// Runs `elicit` with lines typed; standard input ends after them.
    pub(crate) fn run(&self, args: &[&str], typed: &str) -> Outcome {
        let mut child = self.start(args);
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        // A program that refuses does not read.
        let _ = stdin.write_all(typed.as_bytes());
        drop(stdin);
        finish(child)
    }
}

/// Waits for the end. A panic, a signal or an exit code outside the contract fails the test.
pub(crate) fn finish(child: Child) -> Outcome {
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert!(!stderr.contains("panicked"), "{stderr}");
    let code = output
        .status
        .code()
        .unwrap_or_else(|| panic!("ended by a signal:\n{stderr}"));
    assert!((0..=3).contains(&code), "exits with {code}:\n{stderr}");
    Outcome {
        code,
        stdout,
        stderr,
    }
}

impl Outcome {
    /// The standard output of a run that answered with JSON.
    pub(crate) fn json(self) -> serde_json::Value {
        assert_eq!(self.code, 0, "{}", self.stderr);
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("not JSON: {error}\n{}", self.stdout))
    }

    /// The standard output of a run that answered with text.
    pub(crate) fn answer(self) -> String {
        assert_eq!(self.code, 0, "{}", self.stderr);
        for line in self.stdout.lines() {
            assert!(line.chars().count() <= 80, "more than 80 columns:\n{line}");
        }
        self.stdout
    }

    /// What a run says that was used wrongly.
    pub(crate) fn refusal(self) -> String {
        assert_eq!(
            (self.code, self.stdout.as_str()),
            (2, ""),
            "{}",
            self.stderr
        );
        self.stderr
    }
}

/// The path of a case of the catalog or of a fixture.
pub(crate) fn project(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
        .to_str()
        .expect("paths are UTF-8 here")
        .to_string()
}

/// A text with its line breaks and indents as single spaces, for sentences that may be wrapped anywhere.
pub(crate) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
