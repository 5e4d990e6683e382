//! Commands that answer: codes, text, and the same bytes every time.

use std::fmt::Write as _;

use crate::run::{
    GRAPHS, case, command, contents, detente, flat, folder, gmcr, harbour, small_cases,
};

/// Every command that prints, on one file.
fn printing(file: &str) -> Vec<Vec<&str>> {
    vec![
        vec!["check", file],
        vec!["check", file, "--read"],
        vec!["check", file, "--format", "json"],
        vec!["stability", file],
        vec!["stability", file, "--limit", "2"],
        vec!["stability", file, "--concepts", "nash,sim"],
        vec!["stability", file, "--format", "json"],
        vec!["brief", file, "--out", "-"],
        vec!["brief", file, "--format", "json"],
        vec!["import", file],
    ]
}

#[test]
fn every_command_answers_about_every_small_case() {
    let graphs = GRAPHS.map(case);
    for file in small_cases().iter().chain(&graphs).chain([&harbour()]) {
        for args in printing(file) {
            let outcome = detente(&args);
            assert_eq!(outcome.code, 0, "{args:?}:\n{}", outcome.stderr);
            assert!(
                outcome.stdout.ends_with('\n') && outcome.stdout.trim().len() > 40,
                "{args:?}:\n{}",
                outcome.stdout
            );
        }
        let explained = detente(&["stability", file, "--explain", "now"]);
        if explained.code == 1 || explained.code == 2 {
            // A graph need not say which state is today's; then the refusal says so.
            assert!(
                explained.stderr.contains("today"),
                "{file}:\n{}",
                explained.stderr
            );
            continue;
        }
        assert_eq!(explained.code, 0, "{file}:\n{}", explained.stderr);
        assert!(
            explained.stdout.contains("table for "),
            "neither stable nor unstable:\n{}",
            explained.stdout
        );
    }
}

#[test]
fn the_founding_case_is_sound_and_settles() {
    let korea = case("korea-2025");
    let checked = detente(&["check", &korea]);
    assert_eq!(checked.code, 0, "{}", checked.stderr);
    assert!(
        checked.stdout.contains("143,360 feasible states")
            && checked.stdout.contains("sound: no errors"),
        "{}",
        checked.stdout
    );
    let settled = detente(&["stability", &korea, "--view", "base", "--concepts", "nash"]);
    assert_eq!(settled.code, 0, "{}", settled.stderr);
    assert_tidy("korea-2025", &settled.stdout);
    assert_tidy("korea-2025", &checked.stdout);
}

#[test]
fn the_headline_speaks_only_of_the_concepts_that_were_asked_for() {
    let syria = case("syria-iraq-1975");
    let headline =
        |concepts: &str| flat(&detente(&["stability", &syria, "--concepts", concepts]).answer());
    assert!(headline("nash,gmr,smr,seq,sseq").contains("The weaker concepts say the same."));
    let two = headline("nash,seq");
    assert!(
        two.contains("The same under SEQ; other concepts were not asked for."),
        "{two}"
    );
    assert!(!two.contains("weaker concepts"), "{two}");
    let posture = detente(&[
        "stability",
        &case("korea-2025"),
        "--view",
        "posture",
        "--concepts",
        "nash",
    ])
    .answer();
    let posture = posture.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        posture.contains("under NASH; other concepts were not asked for."),
        "{posture}"
    );
    assert!(!posture.contains("does not settle"), "{posture}");
}

/// What speaks against a line must not look like its source.
#[test]
fn evidence_against_a_line_is_told_apart_from_evidence_for_it() {
    let folder = folder();
    let dossier = r#"
[dossier]
title = "A claim with two sides"
[parties.a]
name = "Alpha"
[parties.a.measures]
go = { text = "goes", cites = ["yes"], against = ["no"] }
[[parties.a.prefers]]
that = "a.go"
cites = ["yes"]
[[evidence]]
id = "yes"
date = 2025-01-01
kind = "said"
source = "S"
says = "it goes"
[[evidence]]
id = "no"
date = 2025-01-02
kind = "said"
source = "S"
says = "it does not"
"#;
    let file = crate::run::file(folder.path(), "sides.toml", dossier);
    let markdown = detente(&["brief", &file, "--out", "-"]).answer();
    assert!(
        markdown.contains(r"goes \[yes\] against: \[no\]"),
        "{markdown}"
    );
}

/// Where only the question uses a contested word, its readings settle alike: the second is told by what differs.
#[test]
fn readings_that_only_the_question_uses_are_not_told_twice() {
    let folder = folder();
    let chicken = std::fs::read_to_string(format!("{}/dossier.toml", case("chicken")))
        .expect("the catalog has it");
    let read = "[terms.no_crash]\neast = \"east.swerve or west.swerve\"\nwest = \"east.swerve\"";
    let told = chicken.replace("[terms]\nno_crash = \"east.swerve or west.swerve\"", read);
    assert!(told.contains(read), "{told}");
    let file = crate::run::file(folder.path(), "words.toml", told);
    let text = detente(&["stability", &file]).answer();
    assert_eq!(
        text.matches("It settles in the same states as in the view base, no_crash = east.")
            .count(),
        1,
        "{text}"
    );
    assert_eq!(
        text.matches("Equilibria under any concept").count(),
        1,
        "{text}"
    );
    assert_eq!(
        text.matches("holds in … of the equilibria reached").count(),
        2,
        "what is asked is answered for both: {text}"
    );
    let page = detente(&["brief", &file, "--out", "-"]).answer();
    assert_eq!(
        page.matches(
            "in the same states as in the view base, no\\_crash = east, and for the same reasons"
        )
        .count(),
        1,
        "{page}"
    );
}

/// The whole front door is a matter of seconds only when the engine is optimised.
#[test]
#[cfg(not(debug_assertions))]
fn the_brief_of_the_founding_case_runs_end_to_end() {
    let folder = folder();
    let outcome = crate::run::detente_in(folder.path(), &["brief", &case("korea-2025")]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(contents(folder.path()).len(), 2);
}

#[test]
fn a_file_of_another_program_is_read_directly() {
    for path in gmcr(|name| !name.starts_with("broken-")) {
        let file = path.to_str().expect("a path");
        for args in printing(file) {
            let outcome = detente(&args);
            assert_eq!(outcome.code, 0, "{args:?}:\n{}", outcome.stderr);
        }
        let asked = detente(&["stability", file, "--explain", "now"]);
        assert_eq!(
            asked.code, 2,
            "the format has no status quo:\n{}",
            asked.stdout
        );
        assert!(asked.stderr.contains("in force today"), "{}", asked.stderr);
    }
}

/// No line of text is wider than 100 columns.
fn assert_narrow(about: &str, text: &str) {
    for line in text.lines() {
        assert!(
            line.chars().count() <= 100,
            "{about}: {} columns: {line}",
            line.chars().count()
        );
    }
}

/// Nor does a line of an answer end in a space.
fn assert_tidy(about: &str, text: &str) {
    assert_narrow(about, text);
    assert_eq!(
        text.lines()
            .find(|line| line.ends_with(char::is_whitespace)),
        None,
        "{about}: a space ends the line"
    );
}

#[test]
fn text_is_at_most_a_hundred_columns_wide() {
    let imported = gmcr(|name| {
        name == "r01"
            || name == "ties"
            || name == "compound"
            || name.starts_with("interleaved")
            || name == "r20"
    });
    let imported = imported
        .iter()
        .map(|path| path.to_str().expect("a path").to_string());
    for file in small_cases().into_iter().chain([harbour()]).chain(imported) {
        let commands: [&[&str]; 4] = [
            &["check", &file],
            &["check", &file, "--read"],
            &["stability", &file],
            &["stability", &file, "--limit", "1"],
        ];
        for args in commands {
            assert_tidy(&format!("{args:?}"), &detente(args).answer());
        }
        assert_tidy(
            &file,
            &detente(&["stability", &file, "--explain", "now"]).stdout,
        );
    }
    for args in [
        &["--help"] as &[&str],
        &["check", "--help"],
        &["stability", "--help"],
        &["brief", "--help"],
        &["import", "--help"],
        &["new", "--help"],
    ] {
        assert_narrow(&format!("{args:?}"), &detente(args).answer());
    }
}

#[test]
fn the_same_file_gives_the_same_bytes_on_any_number_of_threads_and_again() {
    let elmira = case("elmira-option-form");
    let commands: [&[&str]; 6] = [
        &["stability", &elmira],
        &["stability", &elmira, "--format", "json"],
        &["stability", &harbour(), "--format", "json"],
        &["stability", &harbour(), "--explain", "now"],
        &["brief", &harbour(), "--out", "-"],
        &["brief", &harbour(), "--format", "json"],
    ];
    for args in commands {
        let with = |threads| detente(&[args, &["--threads", threads]].concat());
        let one = with("1");
        assert_eq!(one.code, 0, "{args:?}:\n{}", one.stderr);
        for other in [with("1"), with("2"), with("7"), detente(args)] {
            assert_eq!(one, other, "{args:?}");
        }
    }
}

#[test]
fn pages_are_the_same_bytes_wherever_they_are_written() {
    let pages = |threads| {
        let folder = folder();
        let outcome =
            crate::run::detente_in(folder.path(), &["brief", &harbour(), "--threads", threads]);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        contents(folder.path())
            .into_iter()
            .map(|(path, bytes)| (path.file_name().map(std::ffi::OsStr::to_os_string), bytes))
            .collect::<Vec<_>>()
    };
    assert_eq!(pages("1"), pages("2"));
}

#[test]
fn views_and_readings_are_given_side_by_side_unless_one_is_chosen() {
    let all = detente(&["stability", &harbour(), "--format", "json"]).json();
    let others = all["cases"].as_array().expect("the other cases");
    let settings: Vec<_> = std::iter::once(&all)
        .chain(others)
        .map(|case| (case["view"].clone(), case["readings"].clone()))
        .collect();
    let reading = |name: &str| serde_json::json!({ "fair": name });
    let expected = [
        ("base", "port"),
        ("base", "union"),
        ("hawk", "port"),
        ("hawk", "union"),
    ];
    assert_eq!(
        settings,
        expected.map(|(view, term)| (serde_json::json!(view), reading(term)))
    );

    let one = detente(&[
        "stability",
        &harbour(),
        "--format",
        "json",
        "--view",
        "hawk",
        "--reading",
        "fair=union",
    ])
    .json();
    assert_eq!(
        (&one["view"], &one["readings"], &one["cases"]),
        (&"hawk".into(), &reading("union"), &serde_json::json!([]))
    );
    assert_eq!(
        one["concepts"]["nash"]["equilibria"],
        others[2]["concepts"]["nash"]["equilibria"]
    );
    let base = detente(&[
        "stability",
        &harbour(),
        "--format",
        "json",
        "--view",
        "base",
    ])
    .json();
    assert_eq!(base["cases"].as_array().map(Vec::len), Some(1));
}

#[test]
fn nobody_is_troubled_when_the_reader_of_a_pipe_goes_away() {
    let commands: [&[&str]; 4] = [
        &["schema"],
        &["new"],
        &["stability", &case("elmira-option-form")],
        &["brief", &harbour(), "--out", "-"],
    ];
    for args in commands {
        let folder = folder();
        let mut child = command(folder.path(), args)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {stderr}");
        assert!(
            !stderr.contains("panicked") && !stderr.contains("error"),
            "{args:?}: {stderr}"
        );
    }
}

#[test]
fn the_version_is_told() {
    assert_eq!(
        detente(&["--version"]).answer(),
        format!("detente {}\n", env!("CARGO_PKG_VERSION"))
    );
}

/// Twelve pairs of parties side by side, each as in the prisoner's dilemma: 24 measures, more states than are listed unasked.
fn pairs() -> String {
    let mut text =
        String::from("[dossier]\ntitle = \"Pairs\"\nquestion = \"a0.help and b0.help\"\n");
    for pair in 0..12 {
        for (own, other) in [("a", "b"), ("b", "a")] {
            let _ = writeln!(text, "[parties.{own}{pair}]\nname = \"{own}{pair}\"");
            let _ = writeln!(
                text,
                "prefers = [{{ that = \"{other}{pair}.help\" }}, {{ that = \"not {own}{pair}.help\" }}]"
            );
            let _ = writeln!(
                text,
                "[parties.{own}{pair}.measures]\nhelp = {{ text = \"helps\" }}"
            );
        }
    }
    text
}

#[test]
fn a_conflict_too_large_to_list_is_settled_over_sets() {
    let folder = folder();
    std::fs::write(folder.path().join("pairs.toml"), pairs()).expect("a folder can be written to");
    let told = crate::run::detente_in(
        folder.path(),
        &[
            "stability",
            "pairs.toml",
            "--format",
            "json",
            "--limit",
            "3",
        ],
    );
    assert_eq!(told.code, 0, "{}", told.stderr);
    let json = told.json();
    assert_eq!(
        (&json["engine"], &json["feasible"]),
        (&"symbolic".into(), &(1u64 << 24).into())
    );
    let equilibria = |concept: &str| json["concepts"][concept]["equilibria"].clone();
    assert_eq!(
        equilibria("nash"),
        serde_json::json!({ "count": 1, "states": ["N".repeat(24)], "patterns": ["N".repeat(24)] })
    );
    // Each pair settles where both help or neither does.
    assert_eq!(
        (&equilibria("seq")["count"], &equilibria("seq")["truncated"]),
        (&4096.into(), &true.into())
    );
    assert_eq!(json["concepts"]["sim"]["stopped"], true);
    let text = crate::run::detente_in(folder.path(), &["stability", "pairs.toml", "--limit", "3"])
        .answer();
    assert!(
        text.contains("16,777,216 feasible states") && text.contains("symbolic engine"),
        "{text}"
    );
    assert_tidy("pairs", &text);
    let state = format!("YY{}", "N".repeat(22));
    let args = [
        "stability",
        "pairs.toml",
        "--explain",
        &state,
        "--concepts",
        "nash,seq",
        "--format",
        "json",
    ];
    let explained = crate::run::detente_in(folder.path(), &args).json();
    let stable = explained["explain"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|verdict| verdict["stable"] == true)
        .count();
    assert_eq!(
        stable,
        22 + 24,
        "under Nash the two that help would stop; under SEQ nobody would"
    );
}

#[test]
fn the_engine_can_be_chosen_and_gives_the_same_counts() {
    let elmira = case("elmira-option-form");
    let counts = |engine: &str| {
        let json = detente(&["stability", &elmira, "--engine", engine, "--format", "json"]).json();
        let count = |concept: &&str| json["concepts"][concept]["equilibria"]["count"].clone();
        assert_eq!(json["engine"], engine);
        ["nash", "gmr", "smr", "seq", "sseq"]
            .iter()
            .map(count)
            .collect::<Vec<_>>()
    };
    assert_eq!(counts("explicit"), counts("symbolic"));
    let explain = |engine: &str| {
        detente(&[
            "stability",
            &elmira,
            "--engine",
            engine,
            "--explain",
            "now",
            "--concepts",
            "seq",
        ])
        .answer()
    };
    assert!(
        explain("symbolic").contains("table for ") && explain("explicit").contains("table for ")
    );
    let refused = detente(&["compare", &elmira, &elmira, "--engine", "symbolic"]);
    assert_eq!(refused.code, 2, "{}", refused.stdout);
    assert!(refused.stderr.contains("`stability`"), "{}", refused.stderr);
    let only_sim = detente(&[
        "stability",
        &elmira,
        "--engine",
        "symbolic",
        "--explain",
        "now",
        "--concepts",
        "sim",
    ]);
    assert_eq!(only_sim.code, 3);
    assert!(
        only_sim.stderr.contains("only the explicit engine"),
        "{}",
        only_sim.stderr
    );
}
