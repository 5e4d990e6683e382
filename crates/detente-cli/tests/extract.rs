//! `extract` as its users meet it.

#[path = "cli/run.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod run;

use run::{Outcome, detente, file, folder};

const PARTIES: &str =
    "[dossier]\ntitle = \"T\"\n[parties.no]\nname = \"Norland\"\naliases = [\"Norlandic\"]\n";
const WIRE: &str = "“We are not ready to wait, \"ever\",” Norlandic envoy Ada Berg said on Monday.\n\n“Nobody asked us anything at all.”\n";

fn run(format: &str) -> Outcome {
    let folder = folder();
    let (text, parties) = (
        file(folder.path(), "wire.txt", WIRE),
        file(folder.path(), "parties.toml", PARTIES),
    );
    detente(&[
        "extract",
        &text,
        "--published",
        "2025-10-28",
        "--parties",
        &parties,
        "--format",
        format,
    ])
}

#[test]
fn the_text_says_what_was_found_and_what_is_left_to_do() {
    let told = run("text").answer();
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in [
        "wire.txt: 5 proposals, published 2025-10-28 ",
        " line 1: Ada Berg (no), 2025-10-27: “We are not ready to wait, \"ever\",” [speaker and verb behind] ",
        " line 3: no speaker, 2025-10-28: “Nobody asked us anything at all.” [quotation marks] ",
        " line 1: offer (negated): ready to wait [dictionary] ",
        " line 1: on Monday: 2025-10-27 or 2025-11-03 [weekday] ",
        " line 1: Norlandic: no [alias] ",
        " 1 of 2 quotations have no speaker (50 %). Rules made these proposals: a person must confirm each of",
    ] {
        assert!(told.contains(line), "{line:?} in\n{told}");
    }
}

#[test]
fn the_table_has_a_column_to_fill_in_and_those_of_statements() {
    let table = run("csv").answer();
    let mut lines = table.lines();
    assert_eq!(
        lines.next(),
        Some(
            "keep,kind,date,party,speaker,channel,audience,asked,source,origin,text,value,rule,line,start,end"
        )
    );
    let statement = lines.next().expect("a first row");
    let wanted = ",statement,2025-10-27,no,Ada Berg,,,,wire.txt,,\"We are not ready to wait, \"\"ever\"\",\",,speaker and verb behind,1,0,";
    assert!(statement.starts_with(wanted), "{statement}");
    assert_eq!(lines.count(), 4);
}

#[test]
fn json_has_offsets_that_give_the_words_back() {
    let result = run("json").json();
    assert_eq!(result["format"], "detente.extract/1");
    assert_eq!(result["inputs"].as_array().map(Vec::len), Some(2));
    let proposals = result["proposals"].as_array().expect("a list");
    for proposal in proposals {
        let offset = |key: &str| {
            usize::try_from(proposal[key].as_u64().expect("an offset")).expect("a small number")
        };
        assert_eq!(
            WIRE.get(offset("start")..offset("end")),
            proposal["text"].as_str(),
            "{proposal}"
        );
        assert!(proposal["rule"].is_string());
    }
    assert_eq!(
        result["quotations"],
        serde_json::json!({ "count": 2, "without_speaker": 1 })
    );
    assert_eq!(proposals[0]["speaker"]["party"], "no");
}

#[test]
fn what_cannot_be_read_is_refused() {
    let folder = folder();
    let broken = file(folder.path(), "broken.txt", [0xff, 0xfe, 0x00]);
    let refused = detente(&["extract", &broken]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert!(refused.stderr.contains("D002"), "{}", refused.stderr);
    let empty = file(folder.path(), "empty.txt", "");
    let told = detente(&["extract", &empty]).answer();
    assert!(
        told.contains("empty.txt: 0 proposals, day of publication not given\n"),
        "{told}"
    );
    assert_eq!(
        detente(&["extract", &empty, "--published", "2025-02-30"]).code,
        2
    );
    assert_eq!(detente(&["extract", &empty, "--parties", &broken]).code, 1);
}

#[test]
fn a_transcript_becomes_a_table_of_turns_with_what_was_asked() {
    let folder = folder();
    let words = "THE WEIR HOUSE\nOctober 27, 2025\n\nQ    Is the ban dropped?\n\nMR. BOLE (Norland):  Nothing has changed.  (Laughter.)\n";
    let (text, parties) = (
        file(folder.path(), "briefing.txt", words),
        file(folder.path(), "parties.toml", PARTIES),
    );
    let table = detente(&["extract", &text, "--parties", &parties, "--format", "csv"]).answer();
    let row = ",statement,2025-10-27,no,MR. BOLE,,,Is the ban dropped?,briefing.txt,,Nothing has changed.,,speaker label,6,";
    assert!(table.contains(row), "{table}");
    assert!(
        table.contains(",question,,,,,,,,,Is the ban dropped?,,speaker label,4,"),
        "{table}"
    );
    let told = detente(&["extract", &text, "--parties", &parties]).answer();
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in [
        " line 4: a question: “Is the ban dropped?” [speaker label] ",
        "MR. BOLE (no), 2025-10-27, asked “Is the ban dropped?”: “Nothing has changed.”",
        "1 statement by turns, and 1 question, which are no positions. Rules made these proposals",
    ] {
        assert!(told.contains(line), "{line:?} in\n{told}");
    }
}
