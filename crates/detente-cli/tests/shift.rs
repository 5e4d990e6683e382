//! `shift`, as its users meet it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[path = "shift/beside.rs"]
mod beside;

/// What a run came to: exit code, standard output, standard error.
fn detente(folder: &Path, args: &[&str]) -> (i32, String, String) {
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

fn here() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/shift"))
}

/// What a run about the marsh prints, its lines joined.
fn told(args: &[&str]) -> String {
    let (code, stdout, stderr) = detente(here(), &[&["shift", "marsh"], args].concat());
    assert_eq!((code, stderr.as_str()), (0, ""), "{args:?}\n{stdout}");
    for line in stdout.lines() {
        assert!(line.chars().count() <= 100, "{args:?}: {line}");
        assert_eq!(line.trim_end(), line, "{args:?}");
    }
    stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn data(args: &[&str]) -> Value {
    let (code, stdout, stderr) = detente(
        here(),
        &[&["shift", "marsh", "--format", "json"], args].concat(),
    );
    assert_eq!((code, stderr.as_str()), (0, ""), "{args:?}\n{stdout}");
    serde_json::from_str(&stdout).expect("the program prints JSON")
}

fn is(value: &Value, wanted: f64) {
    let found = value.as_f64().unwrap_or(f64::NAN);
    assert!(
        (found - wanted).abs() <= 1e-9 * wanted.abs().max(1e-3),
        "{found} is not {wanted}"
    );
}

const DRAIN: [&str; 6] = [
    "--term",
    "drain",
    "--party",
    "ministry",
    "--channel",
    "press line",
];

/// Figures by hand: after 2 of 2 one omission has chance ½ / 3; after 3 of 3 two have chance (½ · 3/2) / (4 · 5).
#[test]
fn a_line_that_was_cut_once_is_no_proof_and_twice_is_little() {
    let data = data(&DRAIN);
    assert_eq!(data["format"], "detente.shift/1");
    let finding = &data["findings"][0];
    let (drafts, appearances) = (&finding["by_drafts"], &finding["by_appearances"]);
    assert_eq!(
        (
            &drafts["before"]["with"],
            &drafts["before"]["of"],
            &drafts["after"]["of"]
        ),
        (&2.into(), &2.into(), &1.into())
    );
    is(&drafts["tests"]["chance"], 1.0 / 6.0);
    assert_eq!(
        (
            &appearances["before"]["with"],
            &appearances["after"]["with"],
            &appearances["after"]["of"]
        ),
        (&3.into(), &0.into(), &2.into())
    );
    is(&appearances["tests"]["chance"], 0.0375);
    is(&appearances["tests"]["ln_bayes_factor"], 10_f64.ln());
    is(&appearances["tests"]["fisher"], 0.1);
    assert_eq!(
        (&finding["verdict"], &appearances["verdict"]),
        (&"not_settled".into(), &"perhaps".into())
    );
    let eligibility = &finding["eligibility"];
    assert_eq!(
        (
            &eligibility["not_due"],
            &eligibility["straddling"],
            &eligibility["copies"]
        ),
        (&1.into(), &1.into(), &2.into())
    );
    assert_eq!(data["inputs"].as_array().map(Vec::len), Some(2));
}

#[test]
fn the_answer_says_what_follows_and_what_does_not() {
    let text = told(&DRAIN);
    for part in [
        "“draining” stands in 2 of 2 drafts before 2025-09-01, and in 0 of 1 draft from then on.",
        "as few would be seen with a chance of 17 %: this does not show a change, nor that there is none.",
        "Another 2 drafts without it, and none with it, would bring that chance to 5 % or less.",
        "By appearance, every copy counted: 3 of 3 statements before, 0 of 2 statements after, chance 3.8 %, Bayes factor 10: fell, perhaps.",
        "Not counted, of 7 statements: 1 on another question, 1 dated across the cut.",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let uniform = told(&[&DRAIN[..], &["--by", "appearances", "--prior", "uniform"]].concat());
    // 1 / (3 + 2) · 2 / (3 + 3)
    assert!(
        uniform.contains("as few would be seen with a chance of 6.7 %"),
        "{uniform}"
    );
}

#[test]
fn a_clause_cut_from_a_kept_line_is_shown_as_an_edit() {
    let text = told(&["--party", "ministry"]);
    for part in [
        "m3 (2025-07-28) → m5 (2025-09-30): alike by 0.66, 28 of 46 and 39 tokens kept.",
        "Cut from a line that was kept otherwise: drain. That is an edit, not chance.",
        "“keeps those aims and” → nothing",
        "“working” → “talking”",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn no_eligible_statement_is_an_answer() {
    let text = told(&["--party", "valley", "--term", "drain"]);
    assert!(
        text.contains("No eligible statements: of 1 statement, none counts for “draining”."),
        "{text}"
    );
    assert!(
        told(&["--party", "press"])
            .contains("No eligible statements: there is none of what was asked for.")
    );
    let text = told(&[
        "--party",
        "ministry",
        "--term",
        "drain",
        "--cut",
        "2026-01-01",
    ]);
    assert!(
        text.contains("No eligible statement lies after 2026-01-01"),
        "{text}"
    );
}

/// A folder with a dossier and a table.
fn folder(dossier: &str, table: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("dossier.toml"), dossier).expect("files can be written");
    fs::write(folder.path().join("statements.csv"), table).expect("files can be written");
    folder
}

const SMALL: &str = "[dossier]\ntitle = \"T\"\n[parties.a.measures]\ngo = { text = \"goes\" }\n[statements]\ncut = 2025-07-01\n[statements.terms.t]\nany = [\"t\"]\n";

#[test]
fn channels_that_are_mixed_mislead_and_that_is_told() {
    let mut table = "date,party,channel,term:t\n".to_string();
    for (channel, with, before, after) in [("readout", "yes", 40, 4), ("briefing", "no", 20, 60)] {
        for (month, n) in [("03", before), ("09", after)] {
            (0..n).for_each(|_| {
                let _ = writeln!(table, "2025-{month}-01,a,{channel},{with}");
            });
        }
    }
    let folder = folder(SMALL, &table);
    let (code, stdout, stderr) = detente(folder.path(), &["shift", "."]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let text = stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("Do not mix the channels")
            && text.contains("over all channels 40/60 before and 4/64 after"),
        "{stdout}"
    );
    let (_, stdout, _) = detente(folder.path(), &["shift", ".", "--format", "json"]);
    let data: Value = serde_json::from_str(&stdout).expect("the program prints JSON");
    assert_eq!(
        (
            &data["mixtures"][0]["misleads"],
            &data["mixtures"][0]["mixed"]["verdict"]
        ),
        (&true.into(), &"changed".into())
    );
    for finding in data["findings"].as_array().expect("there are findings") {
        assert_eq!(finding["verdict"], "unchanged");
    }
}

#[test]
fn every_bad_row_is_told_and_nothing_is_counted() {
    let folder = folder(
        SMALL,
        "id,date,party,text\nx,2025-02-30,a,t\ny,2025-02-01,b,t\nz,2025-02-01\nx,2025,a,t\nx,2026,a,t\n",
    );
    let (code, stdout, stderr) = detente(folder.path(), &["shift", "."]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    for part in [
        "error[D036]",
        "statements.csv:2:3",
        "error[D037]",
        "statements.csv:3:14",
        "error[D034]",
        "statements.csv:4:1",
        "error[D010]",
        "statements.csv:6:1",
    ] {
        assert!(stderr.contains(part), "{part}\n{stderr}");
    }
}

#[test]
fn what_is_missing_is_told_with_a_remedy() {
    let folder = folder(SMALL, "date,party,text\n2025,a,t\n");
    let run = |args: &[&str]| detente(folder.path(), args);
    let (code, _, stderr) = run(&["shift", ".", "--term", "u"]);
    assert_eq!(
        (
            code,
            stderr.contains("there is no term `u`; expected one of: t")
        ),
        (2, true),
        "{stderr}"
    );
    assert_eq!(run(&["shift", ".", "--budget", "0"]).0, 3);
    assert_eq!(run(&["shift", ".", "--cut", "2025-02-30"]).0, 2);
    let (code, _, stderr) = run(&["shift", ".", "--set", "statements.table=\"none.csv\""]);
    assert_eq!(
        (code, stderr.contains("`none.csv` cannot be read")),
        (1, true),
        "{stderr}"
    );
    fs::remove_file(folder.path().join("statements.csv")).expect("files can be removed");
    let (code, _, stderr) = run(&["shift", "."]);
    assert_eq!(
        (
            code,
            stderr.contains("there are no statements beside the dossier")
        ),
        (1, true),
        "{stderr}"
    );
    fs::write(
        folder.path().join("dossier.toml"),
        "[dossier]\ntitle = \"T\"\n[parties.a.measures]\ngo = { text = \"goes\" }\n",
    )
    .expect("files can be written");
    let (code, _, stderr) = run(&["shift", "."]);
    assert_eq!(
        (code, stderr.contains("no section `[statements]`")),
        (1, true),
        "{stderr}"
    );
}

#[test]
fn texts_in_a_folder_are_statements_too() {
    let folder = folder(SMALL, "date,party,text\n2025-01-01,a,a t\n");
    let texts = folder.path().join("statements");
    fs::create_dir(&texts).expect("folders can be made");
    fs::write(
        texts.join("one.txt"),
        "date: 2025-08-01\nparty: a\n\nno such word\n",
    )
    .expect("files can be written");
    let (code, stdout, stderr) = detente(folder.path(), &["shift", "."]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(
        stdout.contains("2 statements") && stdout.contains("1/1") && stdout.contains("0/1"),
        "{stdout}"
    );
}

fn section_of_the_brief(args: &[&str]) -> Value {
    let (code, stdout, stderr) = detente(
        here(),
        &[&["brief", "marsh", "--format", "json"], args].concat(),
    );
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    let page: Value = serde_json::from_str(&stdout).expect("the program prints JSON");
    let sections = page["sections"].as_array().expect("sections");
    sections
        .iter()
        .find(|section| section["id"] == "wording")
        .expect("the section is there")
        .clone()
}

#[test]
fn the_brief_shows_the_statements_and_tells_the_verdict() {
    let section = section_of_the_brief(&[]);
    let blocks = section["blocks"].as_array().expect("blocks");
    let verdict = blocks[0]["paragraph"]["text"]
        .as_str()
        .expect("the verdict");
    assert!(
        verdict.contains("before 2025-09-01 and from then on"),
        "{verdict}"
    );
    let timeline = blocks
        .iter()
        .find_map(|block| block.get("timeline"))
        .expect("a picture");
    let lanes = timeline["lanes"].as_array().expect("lanes");
    let marks: usize = lanes
        .iter()
        .map(|lane| lane["marks"].as_array().map_or(0, Vec::len))
        .sum();
    let all = blocks
        .iter()
        .find_map(|block| block.get("table"))
        .expect("the statements")["rows"]
        .as_array()
        .map_or(0, Vec::len);
    assert_eq!(marks, all, "every statement has a mark and a row");
    assert!(timeline["cut"].is_array(), "{timeline}");
    let (_, markdown, _) = detente(here(), &["brief", "marsh", "--out", "-"]);
    assert!(
        markdown.contains("## Whether the wording changed")
            && markdown.contains("| Before 2025-09-01 |"),
        "{markdown}"
    );
}

#[test]
fn the_brief_leaves_out_statements_that_are_not_open_unless_it_is_asked_for_all() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let dossier =
        fs::read_to_string(here().join("marsh/dossier.toml")).expect("the marsh is there");
    fs::write(folder.path().join("dossier.toml"), dossier).expect("it can be written");
    let table = "id,date,party,channel,marking,asked,term:drain\n\
        open-1,2025-01-01,ministry,press line,,marsh,yes\n\
        hidden,2025-02-01,ministry,press line,secret,marsh,yes\n\
        open-2,2025-10-01,ministry,press line,open,marsh,no\n";
    fs::write(folder.path().join("statements.csv"), table).expect("it can be written");
    let told = |args: &[&str]| {
        let (code, stdout, stderr) = detente(
            folder.path(),
            &[&["brief", ".", "--out", "-"], args].concat(),
        );
        assert_eq!(code, 0, "{stderr}");
        stdout
    };
    let open = told(&[]);
    assert!(
        !open.contains("hidden") && open.contains("“draining” stands in 1 of 1 draft before"),
        "{open}"
    );
    let all = told(&["--all"]);
    assert!(
        all.contains("hidden") && all.contains("“draining” stands in 2 of 2 drafts before"),
        "{all}"
    );
}

#[test]
fn statements_are_placed_among_themselves_and_against_references() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let dossier =
        fs::read_to_string(here().join("marsh/dossier.toml")).expect("the marsh is there");
    fs::write(folder.path().join("dossier.toml"), dossier).expect("it can be written");
    let table = "id,date,party,channel,asked,text\n\
        wet,2025-01-01,ministry,speech,marsh,the marsh stays wet and the birds stay in the marsh\n\
        mixed,2025-02-01,ministry,speech,marsh,the marsh stays and the plough comes to the field\n\
        late,2025-10-01,ministry,speech,marsh,the plough comes to the dry field and the field is dry\n\
        dry,2025-11-01,ministry,speech,marsh,the field is dry and the plough comes to the dry field\n\
        empty,2025-12-01,ministry,speech,marsh,no comment\n";
    fs::write(folder.path().join("statements.csv"), table).expect("it can be written");
    let asked = [
        "shift",
        ".",
        "--positions",
        "--reference",
        "wet=-1",
        "--reference",
        "dry=1",
    ];
    let (code, stdout, stderr) =
        detente(folder.path(), &[&asked[..], &["--format", "json"]].concat());
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    let data: Value = serde_json::from_str(&stdout).expect("the program prints JSON");
    let places = &data["positions"];
    let number = |value: &Value| {
        value
            .as_f64()
            .unwrap_or_else(|| panic!("{value} is no number"))
    };
    let fit = places["wordfish"]["texts"].as_array().expect("texts");
    assert_eq!(
        fit.iter()
            .map(|text| text["id"].as_str())
            .collect::<Vec<_>>(),
        [Some("wet"), Some("mixed"), Some("late"), Some("dry")]
    );
    assert_eq!(places["wordfish"]["converged"], true);
    assert!(
        number(&fit[0]["position"]) < 0.0 && number(&fit[3]["position"]) > 0.0,
        "{fit:?}"
    );
    let scored = places["wordscores"]["texts"].as_array().expect("texts");
    assert_eq!(
        scored
            .iter()
            .map(|text| text["id"].as_str())
            .collect::<Vec<_>>(),
        [Some("mixed"), Some("late")]
    );
    let (mixed, late) = (
        number(&scored[0]["raw"]["score"]),
        number(&scored[1]["raw"]["score"]),
    );
    assert!(-1.0 < mixed && mixed < late && late < 1.0, "{mixed} {late}");
    assert_eq!(places["without_text"], 1);

    let (_, text, _) = detente(folder.path(), &asked);
    assert!(
        text.contains("Against references (Wordscores): wet at -1, dry at 1."),
        "{text}"
    );
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
    let (code, _, stderr) = detente(
        folder.path(),
        &["shift", ".", "--positions", "--reference", "nobody=1"],
    );
    assert!(
        code == 2 && stderr.contains("there is no statement `nobody`"),
        "{stderr}"
    );
    let (code, _, stderr) = detente(
        folder.path(),
        &["shift", ".", "--positions", "--reference", "wet"],
    );
    assert!(
        code == 2 && stderr.contains("expected the id of a statement"),
        "{stderr}"
    );
}

#[test]
fn words_that_moved_have_the_chance_of_whole_texts_exchanged() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let dossier =
        fs::read_to_string(here().join("marsh/dossier.toml")).expect("the marsh is there");
    fs::write(folder.path().join("dossier.toml"), dossier).expect("it can be written");
    let mut table = "id,date,party,channel,text\n".to_string();
    for (at, month) in ["01", "02", "03", "04"].into_iter().enumerate() {
        let _ = writeln!(
            table,
            "b{at},2025-{month}-01,ministry,speech,dams and dams and more dams here"
        );
    }
    for (at, month) in ["10", "11", "12"].into_iter().enumerate() {
        let _ = writeln!(
            table,
            "a{at},2025-{month}-01,ministry,speech,birds and birds and more birds here"
        );
    }
    fs::write(folder.path().join("statements.csv"), table).expect("it can be written");
    let (_, stdout, _) = detente(folder.path(), &["shift", ".", "--format", "json"]);
    let data: Value = serde_json::from_str(&stdout).expect("the program prints JSON");
    let words = data["strata"][0]["keywords"].as_array().expect("words");
    let dams = words
        .iter()
        .find(|word| word["word"] == "dams")
        .expect("the word moved");
    // Of the 35 ways to choose three of seven texts only one is as far apart.
    is(&dams["p"], 1.0 / 35.0);
    assert_eq!(dams["exchanges"], 35);
}

#[test]
fn texts_that_are_alike_get_a_sentence_and_no_number() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let dossier =
        fs::read_to_string(here().join("marsh/dossier.toml")).expect("the marsh is there");
    fs::write(folder.path().join("dossier.toml"), dossier).expect("it can be written");
    let mut table = "id,date,party,channel,asked,text\n".to_string();
    for month in 1..=5 {
        let _ = writeln!(
            table,
            "s{month},2025-0{month}-01,ministry,speech,marsh,the keeper keeps the lock of the upper weir"
        );
    }
    fs::write(folder.path().join("statements.csv"), table).expect("it can be written");
    let asked = [
        "shift",
        ".",
        "--positions",
        "--reference",
        "s1=-1",
        "--reference",
        "s5=1",
    ];
    let (_, text, _) = detente(folder.path(), &asked);
    for line in [
        "Among themselves they cannot be placed: all texts are alike.",
        "Against the references they cannot be placed: the references `s1` and `s5` are alike,",
    ] {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(line), "{line} in\n{text}");
    }
    assert!(!text.contains("± standard error"), "{text}");
    let (_, stdout, _) = detente(folder.path(), &[&asked[..], &["--format", "json"]].concat());
    let data: Value = serde_json::from_str(&stdout).expect("the program prints JSON");
    let fit = &data["positions"]["wordfish"];
    assert_eq!(fit["refused"], "all texts are alike");
    let texts = fit["texts"].as_array().expect("texts");
    assert!(texts.len() == 5 && texts.iter().all(|text| text["position"].is_null()));
}
