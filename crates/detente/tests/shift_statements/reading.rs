//! Tables and texts of statements: what is read, whatever the pieces; what is reported, all of it.

use std::fmt::Write as _;

use detente::dossier::statements::{Collected, Collector};
use detente::dossier::{Source, read};
use detente::model::{Dossier, Mention, Tally};
use detente::shift::Matcher;

const DOSSIER: &str = r#"
[dossier]
title = "The marsh"
as_of = 2025-12-31
[parties.valley.measures]
drain = { text = "drains the marsh" }
[parties.ministry]
[statements]
[statements.terms.drain]
any = ["drain*"]
due = ["aim"]
[statements.terms.rule]
any = ["shared rule"]
"#;

pub(crate) fn dossier() -> Dossier {
    let read = read(&Source {
        name: "marsh.toml".into(),
        bytes: DOSSIER.into(),
    });
    read.dossier
        .unwrap_or_else(|| panic!("{:?}", read.diagnostics))
}

/// Reads a table in pieces of a size.
pub(crate) fn collect(table: &[u8], size: usize) -> Collected {
    let dossier = dossier();
    let statements = dossier.statements.as_ref().expect("it has the section");
    let mut matcher = Matcher::new(&statements.terms);
    let mut listener = |it: &detente::model::Utterance<'_>| Tally {
        counts: matcher.count(it.text),
        tokens: 9,
    };
    let mut collector = Collector::new(&dossier, statements);
    collector.begin("statements.csv");
    for piece in table.chunks(size) {
        if !collector.feed(piece, &mut listener) {
            break;
        }
    }
    collector.end(&mut listener);
    collector.finish()
}

/// The findings, one per line: place, severity, code, what is underlined, message.
pub(crate) fn told(collected: &Collected) -> String {
    let mut out = String::new();
    for it in &collected.found {
        let severity = if it.diagnostic.is_error() {
            "error"
        } else {
            "warning"
        };
        let under = it
            .diagnostic
            .span
            .map_or("", |span| &it.excerpt[span.range()]);
        let _ = writeln!(
            out,
            "{}:{} {severity} {} [{under}] {}",
            it.file, it.line, it.diagnostic.code, it.diagnostic.message
        );
    }
    out
}

const GOOD: &str = "\u{feff}id,date,party,channel,asked,text,tokens,term:rule,origin,grade\r\n\
a,2025-01-02,ministry,press,aim,\"We drain, and \"\"drain\"\" on\nand on.\",,,,B2\r\n\
\r\n\
b,early 2025-02,ministry,press,aim,,40,yes,a,\r\n\
c,2025-03,valley,speech,,Shared  rule.,,n/a,,\r\n";

#[test]
fn a_table_is_read_whatever_the_pieces() {
    let whole = collect(GOOD.as_bytes(), 1 << 20);
    assert_eq!(told(&whole), "");
    let corpus = whole.corpus.expect("nothing is wrong");
    assert_eq!(corpus.ids, ["a", "b", "c"]);
    assert_eq!(corpus.when[1].to_string(), "2025-02-01..2025-02-10");
    assert_eq!(corpus.tokens, [Some(9), Some(40), Some(9)]);
    assert_eq!(corpus.origins, [None, Some(0), None]);
    assert_eq!(corpus.drafts(), [0, 0, 2]);
    assert_eq!(
        (
            corpus.channels.word(0),
            corpus.channels.word(2),
            corpus.grades.word(0)
        ),
        ("press", "speech", "B2")
    );
    let of = |statement| [corpus.mention(statement, 0), corpus.mention(statement, 1)];
    assert_eq!(of(0), [Mention::Times(2), Mention::Times(0)]);
    assert_eq!(of(1), [Mention::Unknown, Mention::Present]);
    assert_eq!(of(2), [Mention::Times(0), Mention::NotApplicable]);
    for size in [1, 2, 3, 7, 64] {
        assert_eq!(
            collect(GOOD.as_bytes(), size).corpus.as_ref(),
            Some(&corpus),
            "in pieces of {size}"
        );
    }
}

#[test]
fn every_bad_row_is_reported_with_its_line() {
    let table = "id,date,party,text,tokens,term:drain,grade,origin,asked\n\
        a,2025-02-30,ministry,x,,,,,aim\n\
        a,yesterday,minstry,x,many,maybe,Z9,,\n\
        b,2025-03-01,ministry,\"drain, and\ndrain\",0,n/a,,,\n\
        c,2025-03-01,ministry\n\
        d,2026-01-01..2026-02,ministry,x,,,,,\n\
        e,,valley,x,,,,,\n\
        e,2025-03-02..2025-03-01,,x,,-1,,,\n\
        f,2025-12-31..,valley,drains,,3,,,\n\
        f,2025-12-31,valley,drains,,no,,,\n";
    let expected = "\
statements.csv:2 error D036 [2025-02-30] `2025-02-30` is not in the calendar
statements.csv:3 error D036 [yesterday] `yesterday` is not a date
statements.csv:3 error D037 [minstry] there is no party `minstry`
statements.csv:3 error D036 [many] `many` is not a number of words
statements.csv:3 error D036 [Z9] `Z9` is not a grade
statements.csv:3 error D036 [maybe] `maybe` is not a number of mentions
statements.csv:5 error D036 [0] `0` is not a number of words
statements.csv:6 error D034 [c,2025-03-01,ministry] the row has 3 cells, and the first line names 9 columns
statements.csv:7 error D024 [2026-01-01..2026-02] 2026-01-01..2026-02-28 is later than the dossier's date, 2025-12-31
statements.csv:8 error D036 [] the statement has no date
statements.csv:9 error D036 [2025-03-02..2025-03-01] `2025-03-02..2025-03-01` ends before it begins
statements.csv:9 error D037 [] the statement has no party
statements.csv:9 error D036 [-1] `-1` is not a number of mentions
statements.csv:10 warning W117 [3] `drain` is coded 3, and its text has 1
statements.csv:11 error D010 [f] the statement `f` is there twice
";
    for size in [1, 5, 1000] {
        let collected = collect(table.as_bytes(), size);
        assert_eq!(told(&collected), expected);
        assert!(collected.corpus.is_none());
    }
}

#[test]
fn origins_lead_to_statements_and_not_in_circles() {
    let table = "id,date,party,origin,asked,text\na,2025,valley,c,aim,\nb,2025,valley,a,aim,x\nc,2025,valley,b,aim,x\nd,2025,valley,bb,aim,x\ne,2025,valley,e,aim,x\n";
    let expected = "\
statements.csv:2 warning W119 [a,2025,valley,c,aim,] nothing is known of any term in `a`
statements.csv:5 error D037 [] the origin `bb` of `d` names no statement
statements.csv:2 error D038 [] the statement `a` is a copy of itself by its `origin`
statements.csv:6 error D038 [] the statement `e` is a copy of itself by its `origin`
";
    assert_eq!(told(&collect(table.as_bytes(), 100)), expected);
}

#[test]
fn columns_are_known_or_reported() {
    let header = |text: &str| told(&collect(text.as_bytes(), 100));
    let unknown =
        header("date,party,chanel,note,term:drian,term:drain,term:drain,Date\n2025,valley,,,,,,\n");
    let expected = "\
statements.csv:1 error D035 [chanel] unknown column `chanel`
statements.csv:1 warning W116 [note] the column `note` is not used
statements.csv:1 error D035 [term:drian] there is no term `drian`
statements.csv:1 error D035 [term:drain] the column `term:drain` is there twice
statements.csv:1 error D035 [Date] the column `Date` is there twice
";
    assert_eq!(unknown, expected);
    assert!(
        header("date:party:text\n2025:valley:x\n")
            .contains("D034 [date:party:text] there is no column `date`")
    );
    assert!(header("").contains("D034 [] the table is empty"));
    assert!(
        header("date,party,text\n2025,valley,\"x\n")
            .contains("2 error D034 [\"x] a quote is not closed")
    );
    let bytes = b"date,party,text\n2025,valley,\xff\n2025,nobody,x\n";
    let found = told(&collect(bytes, 100));
    assert!(
        found.contains("2 error D002") && found.contains("3 error D037"),
        "{found}"
    );
}

#[test]
fn a_question_that_nobody_asked_is_told() {
    let found = told(&collect(
        b"date,party,asked,text\n2025,valley,goal,x\n",
        100,
    ));
    assert_eq!(
        found,
        "statements.csv:0 warning W118 [] the question `aim`, to which the term `drain` is due, is asked of no statement\n"
    );
}

#[test]
fn a_text_has_its_columns_as_a_header() {
    let dossier = dossier();
    let statements = dossier.statements.as_ref().expect("it has the section");
    let mut matcher = Matcher::new(&statements.terms);
    let mut listener = |it: &detente::model::Utterance<'_>| Tally {
        counts: matcher.count(it.text),
        tokens: 2,
    };
    let mut collector = Collector::new(&dossier, statements);
    collector.text(
        "texts/first.txt",
        b"date: 2025-05-01\nparty: valley\nasked: aim\nterm:rule: n/a\n\nThe drain:\n\nmore drains.\n",
        &mut listener,
    );
    collector.text(
        "texts/second.txt",
        b"\xef\xbb\xbfdate: 2025-05-02\r\nparty: valley\r\norigin: first\r\n",
        &mut listener,
    );
    let collected = collector.finish();
    assert_eq!(
        told(&collected),
        "texts/second.txt:1 warning W119 [date: 2025-05-02] nothing is known of any term in `second`\n"
    );
    let corpus = collected.corpus.expect("nothing is wrong");
    assert_eq!(corpus.ids, ["first", "second"]);
    assert_eq!(
        (corpus.mention(0, 0), corpus.mention(0, 1)),
        (Mention::Times(2), Mention::NotApplicable)
    );
    assert_eq!(corpus.origins, [None, Some(0)]);

    let mut collector = Collector::new(&dossier, statements);
    collector.text(
        "a.txt",
        b"date: 2025-05-01\nno colon here\n\nx",
        &mut listener,
    );
    collector.text("b.txt", b"date: 2025-05\nparty: vally\n\nx", &mut listener);
    collector.text("c.txt", b"date: \xff", &mut listener);
    let expected = "\
a.txt:2 error D034 [no colon here] this line of the header has no colon
b.txt:2 error D037 [party: vally] there is no party `vally`
c.txt:1 error D002 [date: ] line 1 is not UTF-8 text; it is probably windows-1252, in which `ÿ` stands there
";
    assert_eq!(told(&collector.finish()), expected);
}

#[test]
fn the_page_on_statements_has_every_column() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/statements.md");
    let page = std::fs::read_to_string(page).expect("the page is there");
    for (name, doc) in detente::dossier::statements::COLUMNS {
        assert!(
            page.contains(&format!("\n| `{name}` | {doc} |\n")),
            "docs/statements.md lacks the row of `{name}`"
        );
    }
}
