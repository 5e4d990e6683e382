//! Text fits the terminal, and no text of a file steers it.

use unicode_width::UnicodeWidthStr;

use crate::run::{
    GRAPHS, argument, case, contents, detente, detente_in, file, folder, harbour, small_cases,
};

/// The columns of a terminal whose width is not known.
const COLUMNS: usize = 80;

/// The lines of an answer that are too long.
fn too_long(args: &[&str]) -> Vec<String> {
    let outcome = detente(args);
    assert_eq!(outcome.code, 0, "{args:?}: {}", outcome.stderr);
    assert!(!outcome.stdout.is_empty(), "{args:?}");
    let long = outcome.stdout.lines().filter(|line| line.width() > COLUMNS);
    long.map(|line| format!("{args:?}: {line}")).collect()
}

fn fixture(path: &str) -> String {
    argument(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests")
            .join(path),
    )
}

/// The first party of a dossier.
fn party(dossier: &str) -> String {
    let text = std::fs::read_to_string(format!("{dossier}/dossier.toml")).expect("a dossier");
    let table: toml::Table = text.parse().expect("TOML");
    let parties = table["parties"].as_table().expect("parties are a table");
    parties.keys().next().expect("a party").clone()
}

#[test]
fn every_answer_about_a_conflict_fits_eighty_columns() {
    let mut long = vec![];
    let mut cases = small_cases();
    cases.push(harbour());
    for small in &cases {
        for args in [
            &["check", small, "--read"][..],
            &["stability", small],
            &["stability", small, "--essential"],
            &["stability", small, "--doubt"],
            &["stability", small, "--coalitions"],
            &["compare", small, small],
        ] {
            long.extend(too_long(args));
        }
    }
    for small in &small_cases() {
        long.extend(too_long(&["elicit", small, &party(small)]));
    }
    for graph in GRAPHS.map(case) {
        for args in [
            &["check", &graph, "--read"][..],
            &["stability", &graph],
            &["stability", &graph, "--coalitions"],
            &["stability", &graph, "--explain", "1"],
        ] {
            let outcome = detente(args);
            if outcome.code == 0 {
                long.extend(too_long(args));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn every_answer_about_evidence_plans_and_inspection_fits_eighty_columns() {
    let mut long = vec![];
    let (marsh, ferry, quay) = (
        fixture("shift/marsh"),
        fixture("weigh/ferry.toml"),
        fixture("roadmap/quay.toml"),
    );
    let (korea, text) = (case("korea-2025"), case("korea-2025/README.md"));
    for args in [
        &["shift", &marsh][..],
        &["shift", &korea],
        &["weigh", &ferry],
        &["weigh", &korea],
        &["check", &korea, "--read"],
        &["roadmap", &quay],
        &["extract", &text, "--parties", &korea],
        &[
            "inspect",
            "sample",
            "--items",
            "1000",
            "--diverted",
            "10",
            "--miss",
            "0.1",
        ],
        &["inspect", "periods", "--periods", "6", "--inspections", "2"],
        &["inspect", "delay", "--slots", "6", "--inspections", "2"],
        &[
            "inspect",
            "unseen",
            "--prior",
            "1:1/2,2:1/2",
            "--find",
            "0.5",
            "--periods",
            "3",
        ],
    ] {
        long.extend(too_long(args));
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// Texts that would rename the window, erase a line, and turn a sentence round.
const HOSTILE: &str = r#"
[dossier]
title = "Harmless\u001b]0;renamed\u0007 title"
question = "b.go"

[parties.a]
name = "Ann\u202Eanna"

[parties.a.measures]
go = { text = "goes\u001b[2Knowhere", now = false, basis = "judgement" }

[[parties.a.prefers]]
that = "a.go"
basis = "judgement"

[parties.b]
name = "Bo\u009b31m\u2066b"

[parties.b.measures]
go = { text = "goes", now = false, basis = "judgement" }

[[parties.b.prefers]]
that = "b.go"
basis = "judgement"
"#;

/// Whether a text holds a control character or turns the direction of writing.
fn steers(text: &str) -> bool {
    text.chars().any(|letter| {
        letter != '\n'
            && (letter.is_control()
                || ('\u{202a}'..='\u{202e}').contains(&letter)
                || ('\u{2066}'..='\u{2069}').contains(&letter))
    })
}

#[test]
fn no_text_of_a_dossier_steers_the_terminal() {
    let folder = folder();
    file(folder.path(), "a.toml", HOSTILE.as_bytes());
    for args in [
        &["check", "a.toml", "--read"][..],
        &["stability", "a.toml"],
        &["stability", "a.toml", "--explain", "now"],
        &["stability", "a.toml", "--format", "json"],
        &["elicit", "a.toml", "a"],
        &["compare", "a.toml", "a.toml"],
        &["brief", "a.toml", "--out", "-"],
        &["brief", "a.toml"],
        &["stability", "a.toml", "--explain", "\u{1b}[2J"],
    ] {
        let outcome = detente_in(folder.path(), args);
        assert!(!steers(&outcome.stdout), "{args:?}: {:?}", outcome.stdout);
        assert!(!steers(&outcome.stderr), "{args:?}: {:?}", outcome.stderr);
    }
    let checked = detente_in(folder.path(), &["check", "a.toml"]);
    assert_eq!(
        checked.stderr.matches("warning[W131]").count(),
        4,
        "{}",
        checked.stderr
    );
    let shown = detente_in(folder.path(), &["stability", "a.toml"]).stdout;
    assert!(shown.starts_with("Harmless␛]0;renamed␇ title\n"), "{shown}");
    let json = detente_in(folder.path(), &["stability", "a.toml", "--format", "json"]).json();
    assert_eq!(json["title"], "Harmless\u{1b}]0;renamed\u{7} title");
    for (path, bytes) in contents(folder.path()) {
        if !path.ends_with("a.toml") {
            let text = String::from_utf8(bytes).expect("a page is UTF-8");
            assert!(!steers(&text), "{}", path.display());
        }
    }
}
