//! What the reader says about files with mistakes, in full; and that no file makes it panic.
//!
//! Each file of `tests/diagnostics` stands beside the text of its findings. `DETENTE_BLESS=1` writes these texts anew;
//! a changed text is to be read like code.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use detente::dossier::statements::{Collector, Found, passed_over};
use detente::dossier::{self, Read, Source};
use detente::lint;
use detente::model::{Diagnostic, Severity, Span, Tally, Utterance};
use detente::space::Watch;
use proptest::prelude::*;

#[path = "reading/foreign.rs"]
mod foreign;
#[path = "reading/typed.rs"]
mod typed;

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Read {
    dossier::read(&Source {
        name: name.to_owned(),
        bytes: bytes.into(),
    })
}

/// A place as `line:column`, both from 1, columns in characters.
fn place(text: &str, at: usize) -> String {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    format!(
        "{}:{}",
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1
    )
}

fn range(text: &str, span: Span) -> String {
    format!("{}-{}", place(text, span.start), place(text, span.end))
}

/// Findings as plain text.
fn render(text: &str, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let severity = if diagnostic.severity == Severity::Error {
            "error"
        } else {
            "warning"
        };
        let _ = writeln!(
            out,
            "{severity}[{}]: {}",
            diagnostic.code, diagnostic.message
        );
        if let Some(span) = diagnostic.span {
            let _ = writeln!(out, " --> {}: {}", range(text, span), diagnostic.label);
        }
        for (span, label) in &diagnostic.related {
            let _ = writeln!(out, " related {}: {label}", range(text, *span));
        }
        if let Some(help) = &diagnostic.help {
            let _ = writeln!(out, " help: {help}");
        }
        out.push('\n');
    }
    out
}

/// The fixtures of a folder, with their names and contents, in the order of their names.
fn fixtures(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = here().join(folder);
    let mut fixtures: Vec<(String, Vec<u8>)> = fs::read_dir(&folder)
        .expect("the folder of fixtures is there")
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension != "txt"))
        .map(|path| {
            (
                path.file_name()
                    .expect("files have names")
                    .to_string_lossy()
                    .into_owned(),
                fs::read(&path).expect("fixtures can be read"),
            )
        })
        .collect();
    fixtures.sort();
    assert!(!fixtures.is_empty());
    fixtures
}

/// Compares the findings of every fixture of a folder with the text beside it.
fn compare(folder: &str, find: impl Fn(&str, &[u8]) -> Vec<Diagnostic>) {
    let bless = std::env::var_os("DETENTE_BLESS").is_some();
    let mut stale = vec![];
    for (name, bytes) in fixtures(folder) {
        let found = render(&String::from_utf8_lossy(&bytes), &find(&name, &bytes));
        let code = name.split('-').next().expect("a name begins with a code");
        assert!(
            found.contains(&format!("[{code}]")),
            "{name} does not give {code}:\n{found}"
        );
        let path = here().join(folder).join(&name).with_extension("txt");
        if bless {
            fs::write(&path, &found).expect("texts can be written");
        } else if fs::read_to_string(&path).unwrap_or_default() != found {
            stale.push(format!("{name} gives\n{found}"));
        }
    }
    assert!(stale.is_empty(), "{}", stale.join("\n"));
}

const READER: &str = "tests/diagnostics";
const LINT: &str = "tests/lint";

#[test]
fn every_fixture_gives_the_findings_beside_it() {
    compare(READER, |name, bytes| {
        let ending = std::path::Path::new(name).extension();
        if let Some("csv" | "list" | "md") = ending.and_then(std::ffi::OsStr::to_str) {
            return statements(name, bytes);
        }
        let read = read(name, bytes);
        let gaps = read.ranked.map(|ranked| {
            lint::gaps_in_rankings(&ranked, &Watch::default()).expect("nobody stops the work")
        });
        let mut found = read.diagnostics;
        found.extend(gaps.unwrap_or_default());
        found
    });
}

/// The findings about a table of statements, or one as a text, beside a dossier with two parties and two terms.
fn statements(name: &str, bytes: &[u8]) -> Vec<Diagnostic> {
    let dossier = "[dossier]\ntitle = \"T\"\nas_of = 2025-12-31\n[parties.valley.measures]\ngo = { text = \"goes\" }\n[parties.ministry]\n\
        [statements.terms.drain]\nany = [\"drain*\"]\ndue = [\"aim\"]\n[statements.terms.rule]\nany = [\"shared rule\"]\n";
    let dossier = read("dossier.toml", dossier)
        .dossier
        .expect("the dossier is sound");
    let section = dossier.statements.as_ref().expect("it has the section");
    let mut matcher = detente::shift::Matcher::new(&section.terms);
    let mut listener = |it: &Utterance<'_>| Tally {
        counts: matcher.count(it.text),
        tokens: 1,
    };
    let mut collector = Collector::new(&dossier, section);
    if Path::new(name).extension().is_some_and(|it| it == "list") {
        let names = std::str::from_utf8(bytes).expect("lists are text").lines();
        let others = names.filter_map(|name| {
            let why = passed_over(name.trim_end_matches('/'), name.ends_with('/'))?;
            Some((name.to_owned(), why))
        });
        collector.pass_over(&others.collect::<Vec<_>>());
    } else if Path::new(name).extension().is_some_and(|it| it == "md") {
        collector.text(name, bytes, &mut listener);
    } else {
        collector.begin(name);
        collector.feed(bytes, &mut listener);
        collector.end(&mut listener);
    }
    // A finding has its place in its line; here it stands in the file.
    let in_file = |it: Found| {
        let span = it.diagnostic.span.map(|span| Span {
            start: it.offset + span.start,
            end: it.offset + span.end,
        });
        Diagnostic {
            span,
            ..it.diagnostic
        }
    };
    collector.finish().found.into_iter().map(in_file).collect()
}

#[test]
fn what_only_the_states_can_tell_is_told_in_full() {
    compare(LINT, |name, bytes| {
        let read = read(name, bytes);
        let dossier = read
            .dossier
            .unwrap_or_else(|| panic!("{name} reads without error: {:?}", read.diagnostics));
        let watch = Watch::default();
        let errors = lint::errors(&dossier, &watch).unwrap_or_default();
        if errors.is_empty() {
            lint::warnings(&dossier, &watch).expect("nobody stops the work")
        } else {
            errors
        }
    });
}

/// The codes that a source names, such as `D011` in `Code::D011`.
fn codes_in(source: &str) -> Vec<String> {
    source
        .split("Code::")
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect()
        })
        .collect()
}

fn sources(folder: &Path, into: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("sources can be listed") {
        let path = entry.expect("sources can be listed").path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(fs::read_to_string(path).expect("sources can be read"));
        }
    }
}

#[test]
fn every_code_has_a_fixture() {
    for (room, folder) in [
        ("src/dossier", READER),
        ("../detente-engine/src/lint", LINT),
    ] {
        let mut files = vec![];
        sources(&here().join(room), &mut files);
        let fixtures = fixtures(folder);
        for code in files.iter().flat_map(|file| codes_in(file)) {
            assert!(
                fixtures.iter().any(|(name, _)| name.starts_with(&code)),
                "{code} has no fixture in {folder}"
            );
        }
    }
}

#[test]
fn every_code_is_explained() {
    let page = fs::read_to_string(here().join("../../docs/diagnostics.md"))
        .expect("docs/diagnostics.md is there");
    let codes = fs::read_to_string(here().join("../detente-engine/src/model/diagnostic.rs"))
        .expect("the codes are there");
    let variants = codes.lines().map(|line| line.trim().trim_end_matches(','));
    let is_code = |line: &&str| {
        line.len() == 4
            && line.starts_with(['D', 'W'])
            && line[1..].bytes().all(|byte| byte.is_ascii_digit())
    };
    let codes: Vec<&str> = variants.filter(is_code).collect();
    assert!(codes.len() > 30);
    for code in &codes {
        assert!(
            page.contains(&format!("\n### {code} ")),
            "{code} has no section in docs/diagnostics.md"
        );
    }
    let sections = page
        .lines()
        .filter_map(|line| line.strip_prefix("### ")?.split(' ').next());
    for section in sections {
        assert!(
            codes.contains(&section),
            "{section} is explained, but no such code exists"
        );
    }
}

#[test]
fn the_starter_reads_without_a_finding() {
    let read = read("starter.toml", dossier::starter());
    assert_eq!(render(dossier::starter(), &read.diagnostics), "");
    assert!(read.dossier.is_some());
}

fn dossier_that_wants(formula: &str) -> String {
    format!(
        "[dossier]\ntitle = \"T\"\n[parties.a.measures]\ngo = {{ text = \"goes\" }}\n[[parties.a.prefers]]\nthat = \"{formula}\"\n"
    )
}

#[test]
fn deep_nesting_is_refused_without_a_crash() {
    const N: usize = 200_000;
    for formula in [
        "(".repeat(N) + "a.go",
        "not ".repeat(N) + "a.go",
        "!".repeat(N),
        "at least 1 of (".repeat(N),
        "a.go if (".repeat(N),
    ] {
        let read = read("deep.toml", dossier_that_wants(&formula));
        assert!(
            read.diagnostics
                .iter()
                .any(|diagnostic| diagnostic.code.to_string() == "D012")
        );
    }
    for text in [
        format!("a = {}", "[".repeat(N)),
        format!("a = {}", "{ a = ".repeat(N)),
        "a.".repeat(N) + "a = 1",
    ] {
        assert!(
            read("deep.toml", text)
                .diagnostics
                .iter()
                .any(|diagnostic| diagnostic.code.to_string() == "D004")
        );
    }
    assert!(
        read("deep.gmcr", "[".repeat(N))
            .diagnostics
            .iter()
            .all(|diagnostic| diagnostic.code.to_string() == "D026")
    );
}

#[test]
fn long_chains_are_read() {
    const N: usize = 100_000;
    let formula = vec!["a.go"; N].join(" and ");
    assert!(
        read("long.toml", dossier_that_wants(&formula))
            .dossier
            .is_some()
    );
    // A chain of terms as long as the file: each is defined by the next.
    let mut terms = String::new();
    for idx in 0..N / 10 {
        let _ = writeln!(terms, "t{idx} = \"not t{}\"", idx + 1);
    }
    let text = format!(
        "{}\n[terms]\n{terms}t{} = \"a.go\"\n",
        dossier_that_wants("t0"),
        N / 10
    );
    assert!(read("long.toml", text).dossier.is_some());
}

#[test]
fn more_than_a_thousand_errors_are_counted_not_shown() {
    let mut text = dossier_that_wants("a.go");
    for idx in 0..1500 {
        let _ = writeln!(text, "[unknown{idx}]");
    }
    let read = read("many.toml", text);
    assert_eq!(
        read.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.is_error())
            .count(),
        1001
    );
    assert_eq!(
        read.diagnostics
            .last()
            .map(|diagnostic| diagnostic.message.as_str()),
        Some("500 more mistakes are not shown")
    );
}

#[test]
fn too_large_a_file_is_refused() {
    let read = read("large.toml", vec![b' '; (8 << 20) + 1]);
    assert_eq!(read.diagnostics.len(), 1);
    assert_eq!(read.diagnostics[0].code.to_string(), "D025");
}

#[test]
#[expect(clippy::result_large_err, reason = "the results are looked at at once")]
fn formulas_are_read_over_the_names_of_a_dossier() {
    let dossier = read("starter.toml", dossier::starter())
        .dossier
        .expect("the starter reads");
    let parse = |formula: &str| dossier::parse_formula(&dossier, formula);
    let text =
        |formula: &str| parse(formula).map(|formula| dossier::formula::text(&dossier, &formula));
    assert_eq!(
        text("drummer.pads->(settled|fair:drummer)"),
        Ok("settled or fair:drummer if drummer.pads".to_owned())
    );
    assert_eq!(
        text("((not (settled))) & (settled and quiet)"),
        Ok("not settled and (settled and quiet)".to_owned())
    );
    let finding = parse("drummer.practice!=any unless at  most 1 of (settled, a iff b)")
        .expect_err("`a` is not declared");
    assert_eq!(finding.message, "unknown term `a`");
    let finding = parse("drummer.pad").expect_err("`drummer.pad` is not declared");
    assert_eq!(
        finding.help.as_deref(),
        Some("did you mean `drummer.pads`?")
    );
    assert_eq!(finding.span, Some(Span { start: 0, end: 11 }));
}

/// One change of a text at a place given in thousandths of its length.
#[derive(Clone, Debug)]
enum Change {
    Cut(usize, usize),
    Insert(usize, String),
    Repeat(usize, usize),
    Truncate(usize),
    Byte(usize, u8),
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let at = |share: usize| bytes.len() * share / 1000;
    match change {
        Change::Cut(share, len) => {
            drop(bytes.drain(at(*share)..(at(*share) + len).min(bytes.len())));
        }
        Change::Insert(share, text) => drop(bytes.splice(at(*share)..at(*share), text.bytes())),
        Change::Repeat(share, len) => {
            let copy = bytes[at(*share)..(at(*share) + len).min(bytes.len())].to_vec();
            bytes.extend(copy);
        }
        Change::Truncate(share) => bytes.truncate(at(*share)),
        Change::Byte(share, byte) => {
            let at = at(*share);
            if let Some(place) = bytes.get_mut(at) {
                *place = *byte;
            }
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    let piece = prop::sample::select(vec![
        "\"",
        "'",
        "\"\"\"",
        "[",
        "]",
        "[[",
        "{",
        "}",
        "=",
        ",",
        ".",
        "\n",
        "#",
        "\\",
        "\\u00e9",
        "é",
        "-",
        "(",
        ")",
        "not ",
        " and ",
        " if ",
        "at least 2 of (",
        ":",
        " >= any",
        "0",
        "1e9",
        "2026-01-01",
        "true",
        "[terms]\n",
        "[[rules]]\n",
        "[parties.drummer]\n",
        "[roadmap.plans.more]\n",
        "lag = 3",
        "\u{feff}",
        "\r\n",
    ]);
    prop_oneof![
        (0_usize..1000, 1_usize..60).prop_map(|(share, len)| Change::Cut(share, len)),
        (0_usize..1000, prop::collection::vec(piece, 1..4))
            .prop_map(|(share, pieces)| Change::Insert(share, pieces.concat())),
        (0_usize..1000, 1_usize..400).prop_map(|(share, len)| Change::Repeat(share, len)),
        (0_usize..1000).prop_map(Change::Truncate),
        (0_usize..1000, any::<u8>()).prop_map(|(share, byte)| Change::Byte(share, byte)),
    ]
}

/// What holds of every reading: a dossier or errors, and places inside the text.
fn check(name: &str, bytes: &[u8]) {
    let read = read(name, bytes);
    assert_eq!(
        read.dossier.is_none(),
        read.diagnostics.iter().any(Diagnostic::is_error)
    );
    if let Ok(text) = std::str::from_utf8(bytes) {
        render(text, &read.diagnostics);
    }
    if let Some(dossier) = &read.dossier {
        let written = dossier::write(dossier);
        assert!(
            self::read("written.toml", written.as_str())
                .dossier
                .is_some(),
            "not read back:\n{written}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_of_a_dossier_makes_the_reader_panic(which in 0_usize..3, changes in prop::collection::vec(change(), 1..6)) {
        let fixture = |name: &str| fs::read(here().join("tests/fixtures").join(name)).expect("the fixture is there");
        let mut bytes = match which {
            0 => fixture("everything.toml"),
            1 => fixture("every-graph.toml"),
            _ => dossier::starter().as_bytes().to_vec(),
        };
        for change in &changes {
            apply(&mut bytes, change);
        }
        check("changed.toml", &bytes);
    }

    #[test]
    fn no_change_of_a_foreign_file_makes_the_reader_panic(which in 0_usize..4, changes in prop::collection::vec(change(), 1..4)) {
        let name = ["interleaved-ranking", "compound", "ties", "legacy-vectors"][which];
        let mut bytes = fs::read(here().join(format!("tests/fixtures/gmcr/{name}.gmcr"))).expect("the fixture is there");
        for change in &changes {
            apply(&mut bytes, change);
        }
        check("changed.gmcr", &bytes);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
        check("any.toml", text.as_bytes());
        check("any.gmcr", text.as_bytes());
    }
}
