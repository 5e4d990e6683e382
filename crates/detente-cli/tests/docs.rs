//! What the pages show of the program is what it prints.
//!
//! A block that begins with `$ detente …` is run in the root of the project; a line `…` stands for lines left out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PAGES: [&str; 3] = ["README.md", "docs/concepts.md", "docs/book/first-hour.md"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The commands of a page, each with the lines shown below it.
fn sessions(page: &str) -> Vec<(String, Vec<String>)> {
    let text =
        fs::read_to_string(root().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
    let blocks = text
        .split("```text\n")
        .skip(1)
        .filter_map(|rest| rest.split("\n```").next());
    blocks
        .filter_map(|block| {
            let mut lines = block.lines();
            let command = lines.next()?.strip_prefix("$ detente ")?;
            Some((command.to_owned(), lines.map(str::to_owned).collect()))
        })
        .collect()
}

/// Whether the printed lines are those shown, with something in place of each `…`.
fn is_shown(printed: &[&str], shown: &[String]) -> bool {
    let Some(gap) = shown.iter().position(|line| line == "…") else {
        return printed == shown;
    };
    let (before, after) = (&shown[..gap], &shown[gap + 1..]);
    let starts = printed.len() >= before.len() && printed[..before.len()] == *before;
    starts && (before.len()..=printed.len()).any(|from| is_shown(&printed[from..], after))
}

#[test]
fn pages_show_what_the_program_prints() {
    let mut n_sessions = 0;
    for page in PAGES {
        for (command, shown) in sessions(page) {
            let output = Command::new(env!("CARGO_BIN_EXE_detente"))
                .args(command.split(' '))
                .current_dir(root())
                .output();
            let printed = String::from_utf8(output.expect("the program runs").stdout)
                .expect("it prints UTF-8");
            let printed: Vec<&str> = printed.lines().collect();
            assert!(
                is_shown(&printed, &shown),
                "{page} shows something else than `detente {command}` prints:\n{}",
                printed.join("\n")
            );
            n_sessions += 1;
        }
    }
    assert!(n_sessions >= 4, "the sessions are found");
}
