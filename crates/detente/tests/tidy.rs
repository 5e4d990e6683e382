//! The house rules as tests: which room may use which, what every file must have, and what none may hold.
//!
//! Sources are read as text, formatted as `cargo fmt` leaves them. Every failure names the place and says how to mend it.
//! `ARCHITECTURE.md` gives the reasons.

use std::fs;
use std::path::{Path, PathBuf};

use detente::model::Concept;

/// The crates of the engine.
const CRATES: [&str; 2] = ["detente-engine", "detente"];

/// The rooms of the engine, each with the rooms that it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("model", &["text"]),
    ("oracle", &["model", "text"]),
    ("space", &["model"]),
    ("stability", &["model", "space"]),
    ("lint", &["model", "space", "text"]),
    ("compare", &["model", "stability"]),
    ("roles", &["model", "space", "stability", "compare"]),
    ("hypergame", &["model", "space", "stability"]),
    ("elicit", &["model", "space"]),
    ("roadmap", &["model", "space"]),
    ("inspect", &["model", "space"]),
    ("shift", &["model", "space", "text"]),
    ("weigh", &["model", "shift"]),
    (
        "sensitivity",
        &["model", "space", "stability", "roles", "weigh"],
    ),
    ("extract", &["model", "text"]),
    ("dossier", &["model", "text", "extract"]),
    ("session", &["model", "space", "lint", "dossier", "text"]),
    ("document", &["model"]),
    (
        "brief",
        &[
            "model",
            // Whether two worths are exactly equal is settled in fractions.
            "oracle",
            "text",
            "document",
            "space",
            "stability",
            "lint",
            "compare",
            "elicit",
            "roles",
            "sensitivity",
            "roadmap",
            "inspect",
            "extract",
            "hypergame",
            "shift",
            "weigh",
            "session",
        ],
    ),
    (
        "questions",
        &["model", "session", "document", "brief", "weigh"],
    ),
];

/// The crates that the engine depends on, each with the only places that may use it.
const DEPENDENCIES: &[(&str, &[&str])] = &[
    ("aho_corasick", &["extract/", "shift/"]),
    ("chardetng", &["dossier/statements/encoding.rs"]),
    ("clap", &["questions/"]),
    ("encoding_rs", &["dossier/statements/encoding.rs"]),
    ("fixedbitset", &["space/", "stability/", "hypergame/"]),
    ("html_escape", &["text/", "oracle/"]),
    ("icu_normalizer", &["text/", "oracle/"]),
    ("icu_properties", &["text/", "oracle/", "dossier/signs.rs"]),
    ("indexmap", &["questions/"]),
    ("jiff", &["model/date.rs"]),
    ("libm", &["inspect/", "shift/"]),
    ("maud", &["document/"]),
    ("memchr", &["text/"]),
    ("microlp", &["roadmap/", "inspect/"]),
    (
        "num_bigint",
        &[
            "inspect/",
            "oracle/",
            "brief/",
            "document/words.rs",
            "space/symbolic/",
            "stability/",
        ],
    ),
    ("num_integer", &["inspect/", "oracle/"]),
    ("num_rational", &["inspect/", "oracle/", "brief/"]),
    (
        "num_traits",
        &["inspect/", "oracle/", "brief/", "shift/exact.rs"],
    ),
    ("oxidd", &["space/symbolic/diagrams.rs"]),
    ("rand_chacha", &["shift/keyness.rs"]),
    ("rustc_hash", &["roadmap/best_response/"]),
    ("schemars", &["questions/", "session/"]),
    (
        "serde",
        &[
            "brief/",
            "document/",
            "dossier/import/",
            "questions/",
            "session/",
        ],
    ),
    (
        "serde_json",
        &[
            "brief/",
            "questions/",
            "dossier/schema.rs",
            "dossier/import/",
            "dossier/foreign/",
        ],
    ),
    ("sha2", &["session/"]),
    ("strsim", &["dossier/"]),
    ("textwrap", &["brief/", "document/"]),
    ("toml", &["dossier/", "inspect/paths/file.rs"]),
    ("toml_edit", &["dossier/"]),
    ("unicode_bidi", &["model/steering.rs"]),
    ("unicode_security", &["dossier/signs.rs"]),
];

/// What only a shell may do: files, the network, the environment, the clock, the terminal.
const OUTSIDE_WORLD: [&str; 10] = [
    "std::fs",
    "std::io",
    "std::net",
    "std::env",
    "std::process",
    "std::time",
    "std::{",
    "print!(",
    "println!(",
    "dbg!(",
];

/// The parts that the module doc of an algorithm has.
const SECTIONS: [&str; 5] = [
    "# Definition",
    "# Algorithm",
    "# Complexity",
    "# Validity",
    "# References",
];

/// What may lie in the root; what `.gitignore` names may lie there too.
const ROOT: [&str; 20] = [
    ".cargo",
    ".ci",
    ".git",
    ".gitattributes",
    ".github",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "catalog",
    "clippy.toml",
    "crates",
    "docs",
    "rustfmt.toml",
];

/// Marks of unfinished work. Written in two halves, so that this file holds none.
const UNFINISHED: [&str; 5] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("to", "do!("),
    concat!("unimple", "mented!("),
];

/// Beginnings of paths that exist on one machine only.
const MACHINE_PATHS: [&str; 5] = [
    concat!("/wo", "rk/"),
    concat!("/t", "mp/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
];

/// What a reader does first, one line each, in the README and in the script that checks it.
const COMMANDS: [&str; 2] = [
    "cargo run --release -- brief catalog/korea-2025",
    "cargo test --workspace",
];

const FUNCTION_LINES_MAX: usize = 130;
const FILE_LINES_MAX: usize = 850;

/// A text file of the project.
struct File {
    /// Its path from the root, with slashes.
    path: String,
    text: String,
}

impl File {
    fn is_rust(&self) -> bool {
        self.has_ending("rs")
    }

    fn is_markdown(&self) -> bool {
        self.has_ending("md")
    }

    fn has_ending(&self, ending: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|found| found == ending)
    }

    /// Where it lies in the sources of the engine.
    fn in_engine(&self) -> Option<&str> {
        CRATES
            .iter()
            .find_map(|name| self.path.strip_prefix(&format!("crates/{name}/src/")))
    }

    /// Its module doc.
    fn doc(&self) -> impl Iterator<Item = &str> {
        self.text
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .map(str::trim)
    }

    fn at(&self, number: usize, complaint: &str) -> String {
        format!("{}:{number}: {complaint}", self.path)
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path))
        .unwrap_or_else(|error| panic!("{path} cannot be read: {error}"))
}

/// The names of what lies in a folder, in order.
fn entries(folder: &Path) -> Vec<String> {
    let listed = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{} cannot be listed: {error}", folder.display()));
    let mut names: Vec<String> = listed
        .map(|entry| {
            entry
                .expect("a folder can be listed")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

/// Every file of the project, in order of path.
fn files() -> Vec<File> {
    let mut pending: Vec<String> = ROOT
        .iter()
        .rev()
        .filter(|name| **name != ".git")
        .map(ToString::to_string)
        .collect();
    let mut files = vec![];
    while let Some(path) = pending.pop() {
        let full = root().join(&path);
        if full.is_dir() {
            pending.extend(
                entries(&full)
                    .into_iter()
                    .rev()
                    .map(|name| format!("{path}/{name}")),
            );
        } else if let Ok(bytes) = fs::read(&full) {
            files.push(File {
                path,
                text: String::from_utf8_lossy(&bytes).into_owned(),
            });
        }
    }
    assert!(files.len() > 100, "the files of the project are found");
    files
}

/// The sources of the crates, without the files that hold tests only.
fn sources() -> Vec<File> {
    let mut sources: Vec<File> = files()
        .into_iter()
        .filter(|file| file.is_rust() && file.path.contains("/src/"))
        .collect();
    let tests: Vec<String> = sources.iter().flat_map(test_files).collect();
    sources.retain(|file| !tests.contains(&file.path));
    sources
}

/// The files that a source declares as modules for tests.
fn test_files(file: &File) -> Vec<String> {
    let folder = file
        .path
        .strip_suffix("/mod.rs")
        .or_else(|| file.path.strip_suffix(".rs"))
        .unwrap_or(&file.path);
    let lines: Vec<&str> = file.text.lines().map(str::trim).collect();
    let declared = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]");
    declared
        .filter_map(|pair| {
            Some(format!(
                "{folder}/{}.rs",
                pair[1].strip_prefix("mod ")?.strip_suffix(';')?
            ))
        })
        .collect()
}

/// The lines of a source that are not for tests, with their numbers.
fn untested(source: &str) -> Vec<(usize, &str)> {
    let mut lines = (1..).zip(source.lines());
    let mut kept = vec![];
    while let Some((number, line)) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            kept.push((number, line));
            continue;
        }
        let end = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
        let first = lines.find(|(_, line)| !line.trim_start().starts_with('#'));
        if first.is_some_and(|(_, line)| !line.ends_with(';')) {
            lines.find(|(_, line)| *line == end);
        }
    }
    kept
}

/// The lines of code of a source, without comments and tests.
fn code(source: &str) -> Vec<(usize, &str)> {
    untested(source)
        .into_iter()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .collect()
}

/// What follows each place where a path begins with `start`, such as `model::State` for `crate::`.
fn paths_from<'a>(line: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    let is_name = |char: char| char.is_alphanumeric() || char == '_' || char == ':';
    line.match_indices(start)
        .filter(move |(at, _)| !line[..*at].ends_with(is_name))
        .map(move |(at, _)| &line[at + start.len()..])
}

fn first_name(path: &str) -> &str {
    path.split(|char: char| !char.is_alphanumeric() && char != '_')
        .next()
        .unwrap_or_default()
}

/// The functions of a source: first line, name and number of lines.
fn functions(source: &str) -> Vec<(usize, &str, usize)> {
    let lines: Vec<&str> = source.lines().collect();
    let mut found = vec![];
    for (idx, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line.trim_start()) else {
            continue;
        };
        let end = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
        let is_over = line.ends_with(['}', ';']);
        let n_more = if is_over {
            Some(0)
        } else {
            lines[idx..].iter().position(|line| *line == end)
        };
        found.push((idx + 1, name, n_more.unwrap_or(0) + 1));
    }
    found
}

/// The name of the function that a line begins.
fn function_name(line: &str) -> Option<&str> {
    let mut rest = line;
    while let Some(less) = ["pub(crate) ", "pub(super) ", "pub ", "const ", "async "]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
    {
        rest = less;
    }
    rest.strip_prefix("fn ").map(first_name)
}

fn assert_none(complaints: &[String], remedy: &str) {
    assert!(
        complaints.is_empty(),
        "\n\n{}\n\nTo mend it: {remedy}.\n",
        complaints.join("\n")
    );
}

#[test]
fn sources_are_read_as_they_should_be() {
    let source = "//! Doc.\n#[cfg(test)]\nmod samples;\nuse crate::model::{A, B};\n\n/// Doc.\npub(crate) fn f(\n    a: A,\n) {\n    b();\n}\n\n\
        fn g() {}\n#[cfg(test)]\nmod tests {\n    use crate::dossier;\n    fn h() {\n    }\n}\n";
    let numbers: Vec<usize> = code(source).into_iter().map(|(number, _)| number).collect();
    assert_eq!(numbers, [4, 5, 7, 8, 9, 10, 11, 12, 13]);
    assert_eq!(functions(source), [(7, "f", 5), (13, "g", 1), (17, "h", 2)]);
    assert_eq!(
        paths_from("use crate::model::A; use krate::crate::x;", "crate::")
            .map(first_name)
            .collect::<Vec<_>>(),
        ["model"]
    );
    assert_eq!(
        test_files(&File {
            path: "a/mod.rs".into(),
            text: source.into()
        }),
        ["a/samples.rs"]
    );
}

#[test]
fn rooms_use_only_the_rooms_below_them() {
    let library = CRATES
        .map(|name| read(&format!("crates/{name}/src/lib.rs")))
        .concat();
    let declared: Vec<&str> = library
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let mut complaints: Vec<String> = declared
        .iter()
        .filter(|room| !ROOMS.iter().any(|(known, _)| known == *room))
        .map(|room| format!("`ROOMS` in this test lacks `{room}`"))
        .collect();
    for file in sources() {
        let Some(path) = file.in_engine().filter(|path| *path != "lib.rs") else {
            continue;
        };
        let (room, inside) = path
            .split_once('/')
            .unwrap_or((path.trim_end_matches(".rs"), "mod.rs"));
        let below = ROOMS
            .iter()
            .find(|(known, _)| *known == room)
            .map_or(&[][..], |(_, below)| below);
        let depth = inside
            .trim_end_matches("mod.rs")
            .trim_end_matches('/')
            .split('/')
            .filter(|part| !part.is_empty())
            .count();
        for (number, line) in code(&file.text) {
            for path in paths_from(line, "crate::") {
                let used = first_name(path);
                if path.starts_with('{') {
                    complaints.push(file.at(
                        number,
                        "one `use` names several rooms; write one `use` per room",
                    ));
                } else if declared.contains(&used) && used != room && !below.contains(&used) {
                    complaints.push(file.at(
                        number,
                        &format!("`{room}` uses `{used}`; it may use only itself and {below:?}"),
                    ));
                }
            }
            if line.contains(&"super::".repeat(depth + 1)) {
                complaints
                    .push(file.at(number, "`super` leads out of the room; write `crate::ROOM`"));
            }
        }
    }
    assert_none(
        &complaints,
        "move the code to the room that knows what it needs, or hand the need in as an argument",
    );
}

#[test]
fn each_dependency_has_its_place() {
    let manifests = CRATES.map(|name| read(&format!("crates/{name}/Cargo.toml")));
    let dependencies = |manifest: &String| {
        let listed = manifest
            .split("[dependencies]\n")
            .nth(1)
            .and_then(|rest| rest.split("\n[").next());
        listed.unwrap_or_default().to_string()
    };
    let listed = manifests
        .iter()
        .map(dependencies)
        .collect::<Vec<_>>()
        .join("\n");
    // Sources write `_` where the manifest writes `-`.
    let listed: Vec<String> = listed
        .lines()
        .map(|line| first_name(&line.replace('-', "_")).to_string())
        .filter(|name| !name.is_empty() && name != "detente_engine")
        .collect();
    assert!(
        listed.iter().any(|name| name == "toml"),
        "the dependencies are found"
    );
    let unplaced = listed
        .iter()
        .filter(|name| !DEPENDENCIES.iter().any(|(known, _)| known == name));
    let mut complaints: Vec<String> = unplaced
        .map(|name| format!("`DEPENDENCIES` in this test lacks `{name}`"))
        .collect();
    for file in sources() {
        let Some(path) = file.in_engine() else {
            continue;
        };
        for (number, line) in code(&file.text) {
            for (name, _) in DEPENDENCIES
                .iter()
                .filter(|(_, places)| !places.iter().any(|place| path.starts_with(place)))
            {
                if paths_from(line, name).any(|rest| rest.starts_with("::")) {
                    complaints.push(file.at(number, &format!("`{name}` is not for this place")));
                }
            }
        }
    }
    assert_none(
        &complaints,
        "return plain data, and let the room that owns the format or the renderer turn it into that",
    );
}

#[test]
fn the_engine_leaves_the_outside_world_to_the_shells() {
    let mut complaints = vec![];
    for file in sources()
        .into_iter()
        .filter(|file| file.in_engine().is_some())
    {
        for (number, line) in code(&file.text) {
            let used = OUTSIDE_WORLD.iter().filter(|used| line.contains(**used));
            complaints.extend(used.map(|used| file.at(number, &format!("`{used}` in the engine"))));
        }
    }
    assert_none(
        &complaints,
        "take bytes or values as arguments, return data, and read, print or wait in `detente-cli`",
    );
}

#[test]
fn every_source_says_first_what_it_is_for() {
    let silent = files()
        .into_iter()
        .filter(|file| file.is_rust() && !file.text.starts_with("//! "));
    let complaints: Vec<String> = silent
        .map(|file| file.at(1, "no module doc on the first line"))
        .collect();
    assert_none(
        &complaints,
        "begin the file with `//! ` and one sentence that says what it holds",
    );
}

#[test]
fn every_algorithm_is_documented_in_full() {
    let mut complaints = vec![];
    for file in sources() {
        let Some((room, name)) = file.in_engine().and_then(|path| path.split_once('/')) else {
            continue;
        };
        let is_concept = room == "stability"
            && Concept::ALL
                .iter()
                .any(|concept| format!("{}.rs", concept.key()) == name);
        let is_algorithm = ["space", "stability", "lint"].contains(&room)
            && file.doc().any(|line| line == "# Algorithm");
        if is_concept || is_algorithm {
            let missing = SECTIONS
                .iter()
                .filter(|section| !file.doc().any(|line| line == **section));
            complaints.extend(
                missing.map(|section| file.at(1, &format!("the module doc lacks `{section}`"))),
            );
        }
    }
    assert_none(
        &complaints,
        "give the module doc all five sections; what a section would say is what a reader needs before a change",
    );
}

#[test]
fn every_concept_has_its_file_and_its_row_in_the_readme() {
    let readme = read("README.md");
    for key in Concept::ALL.map(Concept::key) {
        let is_row = |line: &&str| line.starts_with('|') && line.contains(&format!("`{key}`"));
        assert!(
            readme.lines().any(|line| is_row(&line)),
            "the table of concepts in README.md lacks a row with `{key}`; add it"
        );
        let source = format!("crates/detente-engine/src/stability/{key}.rs");
        assert!(
            root().join(&source).is_file(),
            "`{key}` has no {source}; a concept is one file named after its key"
        );
    }
}

#[test]
fn every_cited_work_is_in_the_references() {
    let references = read("docs/references.md");
    let mut complaints = vec![];
    for file in files().into_iter().filter(File::is_rust) {
        for line in file.doc().skip_while(|line| *line != "# References") {
            for (at, _) in line.match_indices('(') {
                let year: String = line[at + 1..]
                    .chars()
                    .take_while(char::is_ascii_digit)
                    .collect();
                let before = line[..at].trim_end().trim_end_matches(" et al.");
                let author = before
                    .rsplit(' ')
                    .next()
                    .filter(|word| word.starts_with(char::is_uppercase))
                    .unwrap_or_default();
                let is_listed = || {
                    references
                        .lines()
                        .any(|entry| entry.contains(&format!("({year})")) && entry.contains(author))
                };
                if year.len() == 4 && !is_listed() {
                    complaints.push(format!(
                        "{}: {author} ({year}) is not in docs/references.md",
                        file.path
                    ));
                }
            }
        }
    }
    assert_none(
        &complaints,
        "add the work to docs/references.md with what it is cited for, and whether its text was read",
    );
}

#[test]
fn functions_and_files_are_short_enough_to_read() {
    let mut complaints = vec![];
    for file in files().into_iter().filter(File::is_rust) {
        let long = functions(&file.text)
            .into_iter()
            .filter(|(_, _, n_lines)| *n_lines > FUNCTION_LINES_MAX);
        complaints.extend(long.map(|(number, name, n_lines)| {
            file.at(number, &format!("`{name}` has {n_lines} lines"))
        }));
        let n_lines = untested(&file.text).len();
        if n_lines > FILE_LINES_MAX {
            complaints.push(format!("{}: {n_lines} lines without tests", file.path));
        }
    }
    let limits =
        format!("functions have {FUNCTION_LINES_MAX} lines at most and files {FILE_LINES_MAX}");
    assert_none(
        &complaints,
        &format!("{limits}; cut where the method has a named step"),
    );
}

#[test]
fn nothing_is_left_unfinished_or_unwrapped() {
    let mut complaints = vec![];
    for file in files()
        .into_iter()
        .filter(|file| file.is_rust() || file.is_markdown())
    {
        for (number, line) in (1..).zip(file.text.lines()) {
            let marks = UNFINISHED.iter().filter(|mark| line.contains(**mark));
            complaints.extend(marks.map(|mark| file.at(number, &format!("`{mark}`"))));
        }
    }
    for file in sources() {
        let unwrapped = code(&file.text)
            .into_iter()
            .filter(|(_, line)| line.contains(".unwrap()"));
        complaints.extend(unwrapped.map(|(number, _)| file.at(number, "`unwrap` outside tests")));
    }
    assert_none(
        &complaints,
        "finish it or leave it out; write `expect(\"why this holds\")`, or return what is wrong",
    );
}

#[test]
fn nothing_points_to_one_machine() {
    let mut complaints = vec![];
    for file in files() {
        for (number, line) in (1..).zip(file.text.lines()) {
            let paths = MACHINE_PATHS.iter().filter(|path| {
                line.match_indices(**path)
                    .any(|(at, _)| !line[..at].ends_with(char::is_alphanumeric))
            });
            complaints.extend(paths.map(|found| file.at(number, &format!("`{found}`"))));
        }
    }
    let lock = read("Cargo.lock");
    let mut sources: Vec<&str> = lock
        .lines()
        .filter(|line| line.starts_with("source = "))
        .collect();
    sources.sort_unstable();
    sources.dedup();
    complaints.extend(
        sources
            .iter()
            .skip(1)
            .map(|line| format!("Cargo.lock: {line}")),
    );
    assert_none(
        &complaints,
        "use paths relative to the project, a temporary folder asked for at run time, and crates from one registry",
    );
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut complaints = vec![];
    let mut n_links = 0;
    for file in files().into_iter().filter(File::is_markdown) {
        let folder = root()
            .join(&file.path)
            .parent()
            .map(Path::to_path_buf)
            .unwrap_or_default();
        for (number, line) in (1..).zip(file.text.lines()) {
            for rest in line.split("](").skip(1) {
                let target = rest.split([')', '#']).next().unwrap_or_default();
                let is_local = !target.is_empty() && !target.contains(':');
                n_links += usize::from(is_local);
                if is_local && !folder.join(target).exists() {
                    complaints.push(file.at(number, &format!("nothing lies at `{target}`")));
                }
            }
        }
    }
    assert!(n_links > 10, "the links are found");
    assert_none(&complaints, "mend the link, or add the page");
}

#[test]
fn the_first_commands_are_the_same_everywhere() {
    let (readme, script) = (read("README.md"), read(".ci/run"));
    for command in COMMANDS {
        let n_times = readme.lines().filter(|line| *line == command).count();
        assert_eq!(
            n_times, 1,
            "README.md has a line `{command}` of its own, once; newcomers run it first"
        );
    }
    assert!(
        script.contains(COMMANDS[1]),
        ".ci/run runs the README's test command"
    );
    assert!(
        script.contains("catalog/korea-2025"),
        ".ci/run runs the README's first command"
    );
}

#[test]
fn the_version_is_the_same_everywhere() {
    let version = detente::VERSION;
    let changes = read("CHANGELOG.md");
    assert!(
        changes.contains(&format!("\n## {version}")),
        "CHANGELOG.md has a section `## {version}`"
    );
    let citation = read("CITATION.cff");
    assert!(
        citation.contains(&format!("\nversion: {version}\n")),
        "CITATION.cff names version {version}"
    );
}

#[test]
fn every_case_of_the_catalog_is_complete() {
    let mut complaints = vec![];
    let cases = entries(&root().join("catalog"));
    assert!(
        cases.iter().any(|case| case == "korea-2025"),
        "the founding case is there"
    );
    for case in cases {
        for file in ["dossier.toml", "README.md", "expected.toml"] {
            if !root().join("catalog").join(&case).join(file).is_file() {
                complaints.push(format!("catalog/{case} lacks {file}"));
            }
        }
    }
    assert_none(
        &complaints,
        "a case has its dossier, a page on its source and choices, and what is expected of it",
    );
}

#[test]
fn nothing_lies_about_in_the_root() {
    let ignored = read(".gitignore");
    let is_ignored = |name: &str| {
        ignored.lines().any(|rule| {
            rule.strip_prefix('*')
                .is_some_and(|ending| name.ends_with(ending))
                || rule.trim_matches('/') == name
        })
    };
    let stray = entries(&root())
        .into_iter()
        .filter(|name| !ROOT.contains(&name.as_str()) && !is_ignored(name));
    let complaints: Vec<String> = stray.map(|name| format!("`{name}` in the root")).collect();
    assert_none(
        &complaints,
        "put it where it belongs (docs/, catalog/, crates/), or list it in `ROOT` of this test",
    );
}
