//! What the program refuses: with which code, in which words, and without leaving anything behind.

use std::path::Path;

use crate::run::{argument, case, contents, detente, detente_in, file, folder, gmcr, harbour};

/// A dossier to spoil: two measures of one party.
const BASE: &str = r#"[dossier]
title = "T"
[parties.a]
name = "A"
[parties.a.measures]
x = { text = "does x", basis = "judgement" }
y = { text = "does y", basis = "judgement" }
"#;

fn base(rest: &str) -> Vec<u8> {
    format!("{BASE}{rest}").into_bytes()
}

fn wants(formula: &str) -> Vec<u8> {
    base(&format!(
        "[[parties.a.prefers]]\nthat = \"{formula}\"\nbasis = \"judgement\"\n"
    ))
}

fn ranks(states: &str) -> Vec<u8> {
    base(&format!(
        "[parties.a.ranking]\nstates = [{states}]\nbasis = \"judgement\"\n"
    ))
}

const DEEP: usize = 200_000;

/// Wrong inputs: the name of the file, its bytes, and what the message must say.
fn wrong() -> Vec<(&'static str, Vec<u8>, &'static [&'static str])> {
    let evidence = "[[evidence]]\nid = \"e\"\ndate = 2020-01-01\nkind = \"said\"\nsource = \"s\"\nsays = \"t\"\n";
    let deep = |open: &str, inner: &str, close: &str| {
        format!("{}{inner}{}", open.repeat(DEEP), close.repeat(DEEP))
    };
    vec![
        (
            "latin1.toml",
            b"[dossier]\ntitle = \"caf\xe9\"\n".to_vec(),
            &["error[D002]", "latin1.toml", "UTF-8", "byte 22"],
        ),
        (
            "empty.toml",
            vec![],
            &["error[D003]", "empty", "detente new"],
        ),
        ("blank.toml", b" \n\t\n".to_vec(), &["error[D003]", "empty"]),
        (
            "syntax.toml",
            b"[dossier]\ntitle = \"T\n[parties.a]\nname = A\n".to_vec(),
            &["error[D004]", "syntax.toml:2:11", "syntax.toml:4:8"],
        ),
        (
            "key.toml",
            base("[parties.a.wants]\n"),
            &["error[D005]", "`wants`", "key.toml:8:12"],
        ),
        (
            "near-key.toml",
            base("").replace("title =", "titel ="),
            &["error[D005]", "`titel`", "did you mean `title`?"],
        ),
        (
            "measure.toml",
            wants("a.x and not a.z"),
            &["error[D013]", "`a.z`", "measure.toml:9:21", "did you mean"],
        ),
        (
            "evidence.toml",
            base(&evidence.repeat(2)),
            &[
                "error[D010]",
                "`e`",
                "declared twice",
                "declared here first",
            ],
        ),
        (
            "twice.toml",
            base("x = { text = \"does x again\" }\n"),
            &["error[D010]", "`x`", "declared twice"],
        ),
        (
            "rules.toml",
            base(
                "[[rules]]\nnever = \"a.x\"\nwhy = \"w\"\n[[rules]]\nalways = \"a.x\"\nwhy = \"w\"\n",
            ),
            &["error[D021]", "no state"],
        ),
        (
            "now.toml",
            base("[[rules]]\nalways = \"a.x\"\nwhy = \"w\"\n"),
            &["error[D022]", "status quo"],
        ),
        (
            "misses.toml",
            ranks(r#""NN", "YN", "NY""#),
            &["error[D020]", "`a`", "`YY`"],
        ),
        (
            "repeats.toml",
            ranks(r#""NN", "YN", "NY", "YY", "YN""#),
            &["error[D019]", "`YN`", "ranked twice"],
        ),
        (
            "letters.toml",
            ranks(r#""NN", "YNN", "NY", "YY""#),
            &["error[D018]", "YNN"],
        ),
        (
            "brackets.toml",
            wants(&deep("(", "a.x", ")")),
            &["error[D012]", "64"],
        ),
        (
            "nots.toml",
            wants(&deep("not ", "a.x", "")),
            &["error[D012]", "64"],
        ),
        (
            "arrays.toml",
            format!("x = {}", deep("[", "", "]")).into_bytes(),
            &["error[D004]", "too deep"],
        ),
        (
            "open-arrays.toml",
            format!("x = {}", deep("[", "", "")).into_bytes(),
            &["error[D004]"],
        ),
        (
            "tables.toml",
            format!("x = {}", deep("{a=", "1", "}")).into_bytes(),
            &["error[D004]", "too deep"],
        ),
        (
            "keys.toml",
            format!("{}a = 1\n", "a.".repeat(DEEP)).into_bytes(),
            &["error[D004]", "too deep"],
        ),
        (
            "arrays.gmcr",
            deep("[", "", "]").into_bytes(),
            &["error[D026]"],
        ),
        (
            "objects.gmcr",
            deep("{\"options\":", "1", "}").into_bytes(),
            &["error[D026]"],
        ),
        (
            "toml.gmcr",
            BASE.as_bytes().to_vec(),
            &["error[D073]", "a dossier under the ending"],
        ),
        ("entries.toml", many(129), &["error[D025]", "128"]),
    ]
}

/// A party with so many free measures.
fn many(n_measures: usize) -> Vec<u8> {
    let measures: String = (0..n_measures)
        .map(|idx| format!("m{idx} = {{ text = \"does {idx}\", basis = \"judgement\" }}\n"))
        .collect();
    format!("[dossier]\ntitle = \"Many\"\n[parties.a]\n[parties.a.measures]\n{measures}")
        .into_bytes()
}

trait Replaced {
    fn replace(self, from: &str, to: &str) -> Vec<u8>;
}

impl Replaced for Vec<u8> {
    fn replace(self, from: &str, to: &str) -> Vec<u8> {
        String::from_utf8(self)
            .expect("text")
            .replace(from, to)
            .into_bytes()
    }
}

/// Every command that reads a file, with the files that it would write.
fn reading(file: &str) -> Vec<Vec<&str>> {
    vec![
        vec!["check", file],
        vec!["stability", file],
        vec!["stability", file, "--format", "json"],
        vec!["stability", file, "--explain", "now"],
        vec!["brief", file],
        vec!["brief", file, "--out", "page.html"],
        vec!["brief", file, "--out", "page.md"],
        vec!["brief", file, "--format", "json"],
        vec!["import", file],
        vec!["import", file, "--out", "out.toml"],
    ]
}

/// Runs a command that must fail with `code`, say `words`, print nothing and write nothing.
fn assert_refused(args: &[&str], code: i32, words: &[&str]) {
    let folder = folder();
    let outcome = detente_in(folder.path(), args);
    assert_eq!(
        outcome.code, code,
        "{args:?}:\n{}{}",
        outcome.stdout, outcome.stderr
    );
    for word in words {
        assert!(
            outcome.stderr.contains(word),
            "{args:?} does not say {word:?}:\n{}",
            outcome.stderr
        );
    }
    assert_eq!(outcome.stdout, "", "{args:?} prints an answer");
    assert!(
        outcome.stderr.len() < 20_000,
        "{args:?} says too much: {} bytes",
        outcome.stderr.len()
    );
    assert!(
        contents(folder.path()).is_empty(),
        "{args:?} writes {:?}",
        contents(folder.path()).keys()
    );
}

#[test]
fn a_wrong_file_is_refused_by_every_command_and_nothing_is_written() {
    let inputs = folder();
    for (name, bytes, words) in wrong() {
        let path = file(inputs.path(), name, bytes);
        for args in reading(&path) {
            assert_refused(&args, 1, words);
        }
    }
}

#[test]
fn a_broken_file_of_another_program_is_refused_by_every_command() {
    for path in gmcr(|name| name.starts_with("broken-") && name != "broken-contradiction") {
        for args in reading(&argument(&path)) {
            assert_refused(&args, 1, &["error[D0"]);
        }
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let inputs = folder();
    for args in reading("nowhere.toml") {
        assert_refused(
            &args,
            1,
            &[
                "error[D001]",
                "`nowhere.toml` cannot be read",
                "check the spelling",
            ],
        );
    }
    assert_refused(
        &["check", &argument(inputs.path())],
        1,
        &["error[D001]", "holds no readable `dossier.toml`"],
    );
}

#[test]
fn all_mistakes_of_a_file_are_reported_in_one_run() {
    let inputs = folder();
    let text = base(
        "[[parties.a.prefers]]\nthat = \"a.z\"\nsure = 2\n[[rules]]\nnever = \"a.x and\"\n[colour]\n",
    );
    let path = file(inputs.path(), "many.toml", text);
    let outcome = detente(&["check", &path]);
    let n_errors = outcome.stderr.matches("error[").count();
    assert_eq!((outcome.code, n_errors), (1, 4), "{}", outcome.stderr);
}

#[test]
fn too_many_states_stop_the_work_and_the_limit_is_named() {
    let inputs = folder();
    let path = file(inputs.path(), "many.toml", many(40));
    let listing = &["stability", &path, "--engine", "explicit"];
    for args in [
        listing as &[&str],
        &["brief", &path, "--engine", "explicit"],
        &["brief", &path, "--engine", "explicit", "--out", "page.html"],
    ] {
        assert_refused(args, 3, &["stopped: ", "16777216"]);
    }
    let checked = detente(&["check", &path]);
    assert_eq!(checked.code, 0, "{}", checked.stderr);
    assert!(
        checked.stderr.contains("W113") && checked.stdout.contains("too many states to list"),
        "{}{}",
        checked.stdout,
        checked.stderr
    );
}

#[test]
fn a_budget_of_nothing_stops_before_anything_is_written() {
    for path in [case("chicken"), harbour()] {
        for args in [
            &["stability", &path, "--budget", "0"] as &[&str],
            &["brief", &path, "--budget", "0"],
        ] {
            assert_refused(args, 3, &["stopped: ", "budget"]);
        }
    }
}

/// Whenever the budget ends, the code says so and so does the output; nothing false is said meanwhile.
#[test]
fn a_short_budget_gives_what_was_found_and_says_that_it_stopped() {
    for budget in ["0.05", "0.6", "1.2"] {
        let outcome = detente(&["stability", &case("korea-2025"), "--budget", budget]);
        if outcome.code == 0 {
            continue;
        }
        assert_eq!(outcome.code, 3, "{}", outcome.stderr);
        let said = if outcome.stdout.is_empty() {
            &outcome.stderr
        } else {
            &outcome.stdout
        };
        assert!(said.contains("stopped"), "{said}");
        assert!(
            !said.contains("does not say which one is in force today"),
            "the file does say so:\n{said}"
        );
    }
}

#[test]
fn wrong_usage_is_code_2_and_says_what_was_expected() {
    let chicken = case("chicken");
    let cases: [(&[&str], &[&str]); 18] = [
        (&[], &["Usage:"]),
        (&["frobnicate"], &["frobnicate"]),
        (&["stability"], &["<FILE>"]),
        (
            &["stability", &chicken, "--format", "xml"],
            &["xml", "json"],
        ),
        (
            &["stability", &chicken, "--concepts", "nash,peace"],
            &["peace", "sseq"],
        ),
        (
            &["stability", &chicken, "--view", "hawk"],
            &["no view `hawk`", "base"],
        ),
        (
            &["stability", &harbour(), "--view", "dove"],
            &["no view `dove`", "base, hawk"],
        ),
        (
            &["stability", &chicken, "--reading", "fair=port"],
            &["no contested term `fair`", "has none"],
        ),
        (
            &["stability", &harbour(), "--reading", "peace=port"],
            &["no contested term `peace`", "fair"],
        ),
        (
            &["stability", &harbour(), "--reading", "fair=mine"],
            &["no reading `mine`", "port, union"],
        ),
        (
            &["stability", &harbour(), "--reading", "fair"],
            &["TERM=NAME", "`fair`"],
        ),
        (
            &["stability", &chicken, "--threads", "0"],
            &["at least 1", "--threads"],
        ),
        (
            &["stability", &chicken, "--budget", "-1"],
            &["seconds", "--budget"],
        ),
        (
            &["stability", &chicken, "--budget", "nan"],
            &["seconds", "--budget"],
        ),
        (
            &["stability", &chicken, "--explain", "YNY"],
            &["2 letters", "east.swerve, west.swerve"],
        ),
        (
            &[
                "stability",
                &case("elmira-option-form"),
                "--explain",
                "NYYNN",
            ],
            &["`NYYNN` is not a feasible state"],
        ),
        (
            &["brief", &chicken, "--out", "page.docx"],
            &[".html", "page.docx"],
        ),
        (&["check", &chicken, "--frob"], &["--frob"]),
    ];
    for (args, words) in cases {
        assert_refused(args, 2, words);
    }
}

#[test]
fn a_file_that_is_there_keeps_its_content_when_a_command_fails() {
    let folder = folder();
    let kept = [
        "page.html",
        "page.md",
        "page.json",
        "out.toml",
        "rules.brief.html",
        "rules.brief.md",
    ];
    for name in kept {
        file(folder.path(), name, "kept");
    }
    let path = file(
        folder.path(),
        "rules.toml",
        base("[[rules]]\nnever = \"a.x or not a.x\"\nwhy = \"w\"\n"),
    );
    let before = contents(folder.path());
    let commands: [&[&str]; 7] = [
        &["brief", &path],
        &["brief", &path, "--out", "page.html"],
        &["brief", &path, "--out", "page.md"],
        &["brief", &path, "--out", "page.json"],
        &["import", &path, "--out", "out.toml"],
        &["brief", &harbour(), "--out", "page.html", "--budget", "0"],
        &["brief", &harbour(), "--out", "page.html", "--view", "dove"],
    ];
    for args in commands {
        assert!(detente_in(folder.path(), args).code > 0, "{args:?}");
        assert_eq!(contents(folder.path()), before, "{args:?}");
    }
}

/// Whether files can be made in a folder without leave to write, as an administrator can.
fn may_write_anywhere(folder: &Path) -> bool {
    let probe = folder.join("probe");
    std::fs::write(&probe, "")
        .and_then(|()| std::fs::remove_file(&probe))
        .is_ok()
}

#[test]
fn a_place_that_cannot_be_written_to_fails_cleanly() {
    let folder = folder();
    file(folder.path(), "plain", "a file, not a folder");
    std::fs::create_dir(folder.path().join("page.html")).expect("a folder can be made");
    let locked = folder.path().join("locked");
    std::fs::create_dir(&locked).expect("a folder can be made");
    let mut mode = std::fs::metadata(&locked)
        .expect("it is there")
        .permissions();
    mode.set_readonly(true);
    std::fs::set_permissions(&locked, mode.clone()).expect("its mode can be set");
    let mut places = vec!["nowhere/page.html", "plain/page.html", "page.html"];
    if !may_write_anywhere(&locked) {
        places.push("locked/page.html");
    }
    let before = contents(folder.path());
    for place in places {
        let outcome = detente_in(folder.path(), &["brief", &harbour(), "--out", place]);
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (1, ""),
            "{place}: {}",
            outcome.stderr
        );
        assert!(
            outcome
                .stderr
                .contains(&format!("`{place}` cannot be written")),
            "{}",
            outcome.stderr
        );
        assert!(
            !outcome.stderr.contains(".detente-"),
            "a temporary file is nobody's business: {}",
            outcome.stderr
        );
        assert_eq!(contents(folder.path()), before, "{place}");
    }
    for args in [
        &["import", &harbour(), "--out", "nowhere/out.toml"] as &[&str],
        &["new", "--out", "nowhere/out.toml"],
    ] {
        let outcome = detente_in(folder.path(), args);
        assert!(
            outcome.code == 1
                && outcome
                    .stderr
                    .contains("`nowhere/out.toml` cannot be written"),
            "{args:?}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn what_goes_through_the_states_is_refused_where_they_cannot_be_listed_and_says_what_is_not() {
    let file = case("korea-2025-consents");
    for args in [
        &["stability", &file, "--coalitions"][..],
        &["stability", &file, "--essential"],
    ] {
        let refused = detente(args);
        assert_eq!(refused.code, 3, "{args:?}: {}", refused.stderr);
        assert_eq!(refused.stdout, "", "{args:?}");
        assert!(
            refused
                .stderr
                .contains("help: `detente stability` by itself settles conflicts of this size"),
            "{}",
            refused.stderr
        );
    }
    let answered = detente(&[
        "stability",
        &file,
        "--view",
        "posture",
        "--concepts",
        "nash",
        "--format",
        "json",
    ])
    .answer();
    let json: serde_json::Value = serde_json::from_str(&answered).expect("it is JSON");
    assert_eq!(
        (&json["engine"], &json["feasible"]),
        (&"symbolic".into(), &43_033_559_040_u64.into())
    );
}

#[test]
fn every_command_that_takes_a_file_names_a_file_of_another_program() {
    let folder = folder();
    let files = [
        file(
            folder.path(),
            "old.gmcr",
            b"\x80\x02}q\0(X\x04\0\0\0optsq\x01]q\x02X\x05\0\0\0Buildq\x03au.",
        ),
        file(
            folder.path(),
            "page.html",
            "<!doctype html><html><body>They met.</body></html>",
        ),
        file(
            folder.path(),
            "talks.docx",
            b"PK\x03\x04\x14\0\0\0word/document.xml\0",
        ),
    ];
    let sound = harbour();
    for path in &files {
        for arguments in [
            &["check", path][..],
            &["stability", path],
            &["compare", path, &sound],
            &["compare", &sound, path],
            &["weigh", path],
            &["roadmap", path],
            &["shift", path, "--cut", "2025-01-01"],
            &["brief", path, "--out", "-"],
            &["import", path],
            &["extract", path],
            &["inspect", "paths", path],
            &["stability", path, "--set", "dossier.title=\"x\""],
        ] {
            let outcome = detente(arguments);
            assert_eq!(outcome.code, 1, "{arguments:?}: {}", outcome.stderr);
            assert!(outcome.stdout.is_empty(), "{arguments:?}");
            assert!(
                outcome.stderr.contains("error[D073]"),
                "{arguments:?}: {}",
                outcome.stderr
            );
            assert!(
                outcome.stderr.contains("help: "),
                "{arguments:?}: {}",
                outcome.stderr
            );
        }
    }
    for (name, bytes, wanted) in [
        (
            "g.efg",
            "EFG 2 R \"T\" { \"A\" }\n",
            "Gambit game in extensive form",
        ),
        ("d.yaml", "nodes:\n  - a\n", "a YAML file"),
        ("d.json", "{\"nodes\": []}", "a JSON file"),
    ] {
        let path = file(folder.path(), name, bytes);
        for arguments in [&["check", &path][..], &["inspect", "paths", &path]] {
            let outcome = detente(arguments);
            assert!(
                outcome.stderr.contains(wanted),
                "{arguments:?}: {}",
                outcome.stderr
            );
        }
    }
}

#[test]
fn what_a_ranking_lacks_has_twice_and_has_too_long_is_told_in_one_run() {
    let folder = folder();
    let path = file(
        folder.path(),
        "r.toml",
        ranks("\"NN\", \"YN\", \"YN\", \"NYY\""),
    );
    for command in ["check", "stability"] {
        let outcome = detente(&[command, &path]);
        assert_eq!(outcome.code, 1);
        for code in ["error[D018]", "error[D019]", "error[D020]"] {
            assert!(
                outcome.stderr.contains(code),
                "{command}: {}",
                outcome.stderr
            );
        }
    }
}
