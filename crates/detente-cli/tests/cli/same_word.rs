//! One word in other bytes, and words in scripts without spaces: what `shift` counts and what `check` names.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::run::{Outcome, detente_in, folder};

/// Seven statements before the cut and four after it, about one term.
fn about(pattern: &str, before: &str, after: &str) -> tempfile::TempDir {
    let folder = folder();
    let dossier = format!(
        "[dossier]\ntitle = \"The marsh\"\n[parties.town]\nname = \"The town\"\n[statements]\ncut = 2025-09-01\n[statements.terms.goal]\nany = [\"{pattern}\"]\n"
    );
    let mut table = "id,date,party,channel,text\n".to_owned();
    for month in 1..=11 {
        let text = if month < 8 { before } else { after };
        let date = if month < 8 {
            format!("2025-0{month}-10")
        } else {
            format!("2025-{:02}-10", month + 1)
        };
        let _ = writeln!(table, "s{month},{date},town,press,\"{text}\"");
    }
    fs::write(folder.path().join("dossier.toml"), dossier).expect("the dossier can be written");
    fs::write(folder.path().join("statements.csv"), table).expect("the table can be written");
    folder
}

fn run(folder: &tempfile::TempDir, args: &[&str]) -> Outcome {
    detente_in(
        folder.path(),
        &[&[args[0], "dossier.toml"], &args[1..]].concat(),
    )
}

/// The statements with the term and all of them, before and after, with the whole answer.
fn counts(folder: &tempfile::TempDir) -> ([u64; 4], Value) {
    let outcome = run(folder, &["shift", "--words", "0", "--format", "json"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (0, ""),
        "{}",
        outcome.stdout
    );
    let data: Value = serde_json::from_str(&outcome.stdout).expect("the program prints JSON");
    let by = &data["findings"][0]["by_appearances"];
    let count = |window: &str, key: &str| by[window][key].as_u64().unwrap_or(u64::MAX);
    let counts = [
        count("before", "with"),
        count("before", "of"),
        count("after", "with"),
        count("after", "of"),
    ];
    (counts, data)
}

#[test]
fn a_word_in_other_bytes_is_no_word_dropped() {
    // Pattern, the text before the cut, the same text to a reader after it, and the kind of change.
    let cases = [
        (
            "assèchement*",
            "Notre but reste l’assèchement.",
            "Notre but reste l’asse\u{300}chement.",
            "forms",
        ),
        (
            "assèchement*",
            "Notre but reste l'assèchement.",
            "Notre but reste l'as\u{ad}sèchement.",
            "invisible",
        ),
        (
            "assèchement*",
            "Notre but reste l'assèchement.",
            "Notre but reste l'ass&egrave;che&shy;ment.",
            "entities",
        ),
        (
            "assèchement*",
            "Notre but reste l'assèchement.",
            "Notre but reste l'ASSÈCHE-\r\nMENT.",
            "joined",
        ),
        (
            "abrüstung",
            "Die Abrüstung bleibt.",
            "Die ABRU\u{308}STUNG bleibt.",
            "forms",
        ),
        (
            "großmacht",
            "Eine Großmacht sagt das.",
            "EINE GROSS\u{2060}MACHT SAGT DAS.",
            "invisible",
        ),
        (
            "ἀφοπλισμός",
            "ὁ ἀφοπλισμός μένει",
            "Ὁ Α\u{313}ΦΟΠΛΙΣΜΟ\u{301}Σ ΜΈΝΕΙ",
            "forms",
        ),
        (
            "silahsızlanma",
            "Amaç silahsızlanma.",
            "AMAÇ SİLAHSI\u{200b}ZLANMA.",
            "invisible",
        ),
        (
            "phi hạt nhân hóa",
            "mục tiêu phi hạt nhân hóa",
            "mục tiêu phi ha\u{323}t nhân ho\u{301}a",
            "forms",
        ),
        ("نزع السلاح", "هدفنا نزع السلاح.", "هدفنا نَزْعُ السِّلَاح.", "marks"),
        ("פירוז", "המטרה היא פירוז.", "המטרה היא פֵּירוּז.", "marks"),
        (
            "비핵화*",
            "목표는 비핵화다.",
            "목표는 \u{1107}\u{1175}\u{1112}\u{1162}\u{11a8}\u{1112}\u{116a}다.",
            "forms",
        ),
        (
            "conflict",
            "No conflict here.",
            "No con\u{fb02}ict here.",
            "forms",
        ),
        ("npt", "The NPT stands.", "The ＮＰＴ stands.", "forms"),
        (
            "six-party talks",
            "The six-party talks go on.",
            "The six–party talks go on.",
            "signs",
        ),
        (
            "six-party talks",
            "The six-party talks go on.",
            "The six-\nparty talks go on.",
            "joined",
        ),
        (
            "ปลดอาวุธ",
            "เป้าหมายคือการปลดอาวุธ",
            "เป้าหมายคือการปลด\u{200b}อาวุธ",
            "invisible",
        ),
        ("デタント", "新しいデタントへ", "新しいﾃﾞﾀﾝﾄへ", "forms"),
    ];
    for (pattern, before, after, kind) in cases {
        let folder = about(pattern, before, after);
        let (counts, data) = counts(&folder);
        assert_eq!(counts, [7, 7, 4, 4], "{pattern} in {after}");
        assert_eq!(data["findings"][0]["verdict"], "not_settled", "{after}");
        assert!(data["normalised"]["texts"].as_u64() >= Some(4), "{after}");
        assert!(
            data["normalised"][kind].as_u64() >= Some(4),
            "{kind} in {after}: {}",
            data["normalised"]
        );
        assert_eq!(data["unfound"], Value::Array(vec![]), "{after}");
    }
}

#[test]
fn accents_that_make_another_word_still_do() {
    for (pattern, text) in [
        ("pere", "Le père parle."),
        ("cafe*", "Un café."),
        ("ban", "bạn và bán"),
    ] {
        assert_eq!(
            counts(&about(pattern, text, text)).0,
            [0, 7, 0, 4],
            "{pattern} in {text}"
        );
    }
}

#[test]
fn a_pattern_matches_within_a_sentence_without_spaces() {
    let cases = [
        ("无核化", "我们坚持半岛无核化目标。", "我们愿意对话。"),
        ("*无核化*", "我们坚持半岛无核化目标。", "我们愿意对话。"),
        ("非核化", "朝鮮半島の非核化を求める。", "対話を求める。"),
        ("ปลดอาวุธ", "เราสนับสนุนการปลดอาวุธนิวเคลียร์", "เราพร้อมเจรจา"),
        ("ປົດອາວຸດ", "ພວກເຮົາສະໜັບສະໜູນການປົດອາວຸດນິວເຄລຍ", "ພວກເຮົາພ້ອມເຈລະຈາ"),
        ("រំសាយអាវុធ", "យើងគាំទ្រការរំសាយអាវុធនុយក្លេអ៊ែរ", "យើងត្រៀមចរចា"),
    ];
    for (pattern, before, after) in cases {
        assert_eq!(
            counts(&about(pattern, before, after)).0,
            [7, 7, 0, 4],
            "{pattern}"
        );
    }
}

#[test]
fn check_and_shift_name_patterns_that_no_statement_contains() {
    let cases = [
        (
            "xyzzy",
            "Notre but reste l'eau.",
            "W132",
            "no statement contains `xyzzy`",
        ),
        (
            "비핵화",
            "목표는 비핵화를 말한다.",
            "W133",
            "write `비핵화*`",
        ),
        (
            "nuclear",
            "thermonuclear weapons",
            "W133",
            "write `*nuclear`",
        ),
        (
            "denuclearisation",
            "la dénucléarisation",
            "W133",
            "“dénucléarisation”",
        ),
        (
            "nonproliferation",
            "the non-proliferation treaty",
            "W133",
            "“non-proliferation”",
        ),
    ];
    for (pattern, text, code, part) in cases {
        let folder = about(pattern, text, text);
        let check = run(&folder, &["check"]);
        assert_eq!(check.code, 0, "{}", check.stderr);
        for part in [code, part, "dossier.toml:8"] {
            assert!(
                check.stderr.contains(part),
                "{part} is missing:\n{}",
                check.stderr
            );
        }
        let (_, data) = counts(&folder);
        assert_eq!(data["unfound"][0]["pattern"], pattern);
        assert_eq!(data["unfound"][0]["near"].is_null(), code == "W132");
        let shift = run(&folder, &["shift", "--words", "0"]).stdout;
        assert!(shift.contains(&format!("`{pattern}`")), "{shift}");
    }
}

#[test]
fn check_reads_the_statements_and_says_what_is_wrong_with_them() {
    let folder = about("eau", "L'eau.", "L'eau.");
    fs::write(
        folder.path().join("statements.csv"),
        "date,party,text\n2025-01-10,nobody,L'eau\n",
    )
    .expect("it can be written");
    let check = run(&folder, &["check"]);
    assert_eq!(check.code, 1, "{}", check.stdout);
    assert!(
        check.stderr.contains("D037") && !check.stdout.contains("sound"),
        "{}",
        check.stderr
    );
}

#[test]
fn names_that_differ_in_form_only_are_one_with_a_warning() {
    let folder = about("eau", "L'eau.", "L'eau.");
    let table = "date,party,channel,text\n2025-01-10,town,Press line,L'eau\n2025-02-10,Town,press-line,L'eau\n2025-10-10,ＴＯＷＮ,press line,Rien\n";
    fs::write(folder.path().join("statements.csv"), table).expect("it can be written");
    let outcome = run(
        &folder,
        &[
            "shift",
            "--words",
            "0",
            "--channel",
            "PRESS LINE",
            "--party",
            "Town",
            "--format",
            "json",
        ],
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(
        outcome.stderr.matches("W134").count(),
        2,
        "{}",
        outcome.stderr
    );
    let data: Value = serde_json::from_str(&outcome.stdout).expect("the program prints JSON");
    assert_eq!(data["findings"].as_array().map(Vec::len), Some(1));
    assert_eq!(data["findings"][0]["channel"], "Press line");

    let figures = "[dossier]\ntitle = \"Counts\"\n[parties.a]\nname = \"A\"\n[[figures]]\nof = \"warheads\"\nat = \"2024-01\"\nvalue = 50\ndefinition = \"assembled\"\nbasis = \"judgement\"\n[[figures]]\nof = \"War\u{ad}heads\"\nat = \"2024-01\"\nvalue = 20\ndefinition = \"Assembled\"\nbasis = \"judgement\"\n";
    fs::write(folder.path().join("figures.toml"), figures).expect("it can be written");
    let check = detente_in(folder.path(), &["check", "figures.toml"]);
    assert_eq!(check.code, 0, "{}", check.stderr);
    assert!(
        check.stderr.contains("W124") && check.stderr.matches("W134").count() == 2,
        "{}",
        check.stderr
    );
}

#[test]
fn counts_are_the_same_however_the_table_is_written() {
    let plain = about(
        "nuclear*",
        "The nuclear talks, our nuclear aim.",
        "No word of it.",
    );
    let (wanted, _) = counts(&plain);
    for text in [
        "The nu\u{ad}cle\u{ad}ar talks, our nuclear aim.",
        "The nuclear\ntalks, our\r\nnuclear aim.",
        "The nu-\nclear talks, our nu\u{ad}\nclear aim.",
        "The &#110;uclear talks, our n&#x75;clear aim.",
        "Ｔｈｅ ｎｕｃｌｅａｒ talks, our NUCLEAR aim.",
    ] {
        assert_eq!(
            counts(&about("nuclear*", text, "No word of it.")).0,
            wanted,
            "{text:?}"
        );
    }
}
