//! Files of other programs are named for what they are, whatever wants to read them.

use detente::dossier::{Wanted, foreign};
use detente::model::Code;

use super::read;

/// What is said of a file: the one message, and what to do.
fn said(name: &str, bytes: &[u8]) -> String {
    let found = read(name, bytes).diagnostics;
    assert_eq!(found.len(), 1, "{name}: {found:?}");
    assert_eq!(found[0].code, Code::D073, "{name}: {found:?}");
    let help = found[0].help.clone().unwrap_or_default();
    format!("{} / {help}", found[0].message)
}

#[test]
fn a_dossier_that_a_mail_or_an_old_editor_wrapped_is_told_what_to_unwrap() {
    let dossier = "[dossier]\ntitle = \"T\"\n\n[parties.a]\nname = \"A\"\n";
    let quoted: String = dossier.lines().map(|line| format!("> {line}\n")).collect();
    for (text, wanted) in [
        (quoted, "with `>` before each line"),
        (format!("```toml\n{dossier}```\n"), "fences of Markdown"),
        (format!("~~~\n{dossier}~~~\n"), "fences of Markdown"),
        (dossier.replace('\n', "\r"), "a carriage return alone"),
    ] {
        let said = said("a.toml", text.as_bytes());
        assert!(said.contains(wanted), "{text:?}: {said}");
    }
}

#[test]
fn words_and_signs_of_other_languages_have_a_remedy() {
    let told = |that: &str, more: &str| -> Vec<String> {
        let text = format!(
            "[dossier]\ntitle = \"T\"\n[parties.a]\nname = \"A\"{more}\n[parties.a.measures]\nx = {{ text = \"x\" }}\ny = {{ text = \"y\" }}\n[[parties.a.prefers]]\nthat = \"{that}\"\n"
        );
        let found = read("a.toml", text.as_bytes()).diagnostics;
        let errors = found
            .iter()
            .filter(|it| it.code.to_string().starts_with('D'));
        errors.filter_map(|it| it.help.clone()).collect()
    };
    for (that, wanted) in [
        ("both a.x and a.y", "`X and Y` holds where both hold"),
        (
            "either a.x or a.y",
            "`X or Y` holds where at least one holds",
        ),
        ("a.x + a.y", "write `and`"),
    ] {
        let said = told(that, "");
        assert!(
            said.iter().any(|it| it.contains(wanted)),
            "{that}: {said:?}"
        );
    }
    assert_eq!(told("a.x", " // as in the treaty"), ["write `#` before it"]);
    assert_eq!(told("a.x", " # see https://a.example//b"), [""; 0]);
}

#[test]
fn files_that_are_no_text_are_named_by_their_first_bytes() {
    let zip = |part: &str| [b"PK\x03\x04\x14\0\0\0", part.as_bytes(), b"\0\0"].concat();
    for (name, bytes, wanted) in [
        (
            "a.gmcr",
            b"\x80\x04\x95\x10\0.".to_vec(),
            "a Python pickle, which is not read / open it with a later version".to_owned(),
        ),
        (
            "a.gmcr",
            b"(dp0\nS'opts'\np1\n(lp2\ns.".to_vec(),
            "early gmcr-py".to_owned(),
        ),
        (
            "a.toml",
            b"\x80\x02}q\0.".to_vec(),
            "a Python pickle".to_owned(),
        ),
        ("a.docx", zip("word/document.xml"), ".docx".to_owned()),
        ("a.xlsx", zip("xl/workbook.xml"), ".xlsx".to_owned()),
        (
            "a.odt",
            zip("mimetypeapplication/vnd.oasis.opendocument.text"),
            ".odt".to_owned(),
        ),
        ("a.zip", zip("notes.txt"), "a zip archive".to_owned()),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec(),
            "older office".to_owned(),
        ),
        (
            "a.pdf",
            b"%PDF-1.7\n%\xe2\xe3".to_vec(),
            "a PDF document".to_owned(),
        ),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0".to_vec(), "PNG".to_owned()),
        (
            "a.jpg",
            b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(),
            "JPEG".to_owned(),
        ),
        (
            "a.db",
            b"SQLite format 3\0\x10\0".to_vec(),
            "SQLite".to_owned(),
        ),
        ("a.toml.gz", b"\x1f\x8b\x08\0\0".to_vec(), "gzip".to_owned()),
        (
            "a.bin",
            b"\x01\xc3\0\0\x28\xff\0\0".to_vec(),
            "data of some program".to_owned(),
        ),
    ] {
        let said = said(name, &bytes);
        assert!(said.contains(&wanted), "{name}: {said}");
    }
}

#[test]
fn files_that_are_text_are_named_by_their_beginning_ending_or_shape() {
    for (name, text, wanted) in [
        (
            "two.nfg",
            "NFG 1 R \"T\" { \"A\" \"B\" }\n1 1",
            "Gambit game in normal form",
        ),
        (
            "two.efg",
            "EFG 2 R \"T\" { \"A\" }\np \"\" 1 1",
            "Gambit game in extensive form",
        ),
        (
            "x.toml",
            "EFG 2 R \"T\" { \"A\" }\n",
            "Gambit game in extensive form",
        ),
        (
            "d.xml",
            "<utility_space number_of_issues=\"1\"></utility_space>",
            "Genius or NegMAS",
        ),
        (
            "d.xml",
            "\u{feff}<?xml version=\"1.0\"?><a/>",
            "an XML file",
        ),
        (
            "d.html",
            "<!DOCTYPE html><html><body>x</body></html>",
            "a web page",
        ),
        ("d.yaml", "parties:\n  - name: A\n", "a YAML file"),
        ("d.toml", "---\nparties: 1\n", "a YAML file"),
        ("d.yml", "issues:\n  - price\n", "NegMAS"),
        ("d.json", "{\"parties\": []}", "a JSON file"),
        (
            "d.json",
            "{\"decisionMakers\": [], \"options\": []}",
            "under another ending",
        ),
        (
            "d.json",
            "{\"format\": \"detente.stability/1\"}",
            "an answer of this program",
        ),
        ("d.toml", "[1, 2, 3]\n", "a JSON file"),
        (
            "k.csv",
            "Actor,Capability,Position,Salience\nA,1,2,3\n",
            "KTAB",
        ),
        ("k.tsv", "actor\tinfluence\tposition\nA\t1\t2\n", "KTAB"),
        (
            "s.csv",
            "date,party,text\n2025-01-01,a,hello\n",
            "a table of statements",
        ),
        ("t.csv", "x;y\n1;2\n3;4\n", "a table"),
        (
            "n.md",
            "# Notes\n\nThey met again in the spring.\n",
            "a text with markup",
        ),
        (
            "n.txt",
            "They met again in the spring of that year.\n",
            "a text, and no dossier",
        ),
        (
            "d.gmcr",
            "[dossier]\ntitle = \"T\"\n",
            "give it the ending .toml",
        ),
        ("r.bib", "@article{a, title={x}}\n", "BibTeX"),
    ] {
        let said = said(name, text.as_bytes());
        assert!(said.contains(wanted), "{name}: {said}");
    }
}

#[test]
fn a_broken_dossier_is_no_file_of_another_program() {
    for text in [
        "[dossier]\ntitle = \"T\n",
        "title = [1, 2\n",
        "[[evidence]\nid = 3\n",
        "<<<<<<< HEAD\ntitle = \"T\"\n=======\ntitle = \"S\"\n>>>>>>> x\n",
        "[parties.a]\nname = A\nsome prose stands here as well\n",
    ] {
        let found = read("d.toml", text).diagnostics;
        assert!(!found.is_empty());
        assert!(
            found.iter().all(|it| it.code != Code::D073),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn where_a_text_is_wanted_only_what_is_no_text_is_refused() {
    for (bytes, is_refused) in [
        (&b"They met: {x}"[..], false),
        (b"{\"a\": 1}", false),
        (b"---\ntitle: x\n", false),
        (b"%PDF-1.4", true),
        (b"<html><body>x</body></html>", true),
        (b"PK\x03\x04word/", true),
    ] {
        let refused = foreign("text.txt", bytes, Wanted::Text).is_some();
        assert_eq!(refused, is_refused, "{}", String::from_utf8_lossy(bytes));
    }
}
