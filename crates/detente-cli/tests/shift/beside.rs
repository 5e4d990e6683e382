//! The files beside a dossier: which are opened, which are read, and what `check` and `shift` say of them.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::detente;

const DOSSIER: &str = "[dossier]\ntitle = \"The marsh\"\nas_of = 2026-03-31\n[parties.town]\nname = \"The town\"\n\
    [statements]\ncut = 2025-09-01\nSOURCES[statements.terms.goal]\nany = [\"drain*\"]\n";

const TABLE: &str = "id,date,party,channel,text\n\
    a1,2025-01-10,town,press,We will drain it.\na2,2025-02-10,town,press,We do drain it.\n\
    a3,2025-03-10,town,press,We drain.\nb1,2025-09-10,town,press,We talk.\n";

/// A place with a secret table, and a folder `inside` with a dossier that says where its statements lie.
fn place(sources: &str) -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a folder can be made");
    write(&place, "secret.csv", "password,hunter2\n");
    write(
        &place,
        "outside/a.txt",
        "date: 2025-01-10\nparty: town\n\nhunter2",
    );
    let sources = sources.replace("OUTSIDE", &place.path().display().to_string());
    write(
        &place,
        "inside/dossier.toml",
        &DOSSIER.replace("SOURCES", &sources),
    );
    place
}

fn write(place: &tempfile::TempDir, name: &str, text: &str) {
    let path = place.path().join(name);
    fs::create_dir_all(path.parent().expect("files lie in folders")).expect("folders can be made");
    fs::write(path, text).expect("files can be written");
}

/// Asserts that a command refuses, at a place where something is said, and that nothing of the other files is printed.
fn assert_refused(place: &tempfile::TempDir, command: &str, said: &[&str]) {
    for format in ["text", "json"] {
        let (code, stdout, stderr) = detente(
            &place.path().join("inside"),
            &[command, ".", "--format", format],
        );
        assert_eq!(code, 1, "{command}\n{stderr}");
        for part in said {
            assert!(stderr.contains(part), "{command}: {part}\n{stderr}");
        }
        assert!(!(stdout + &stderr).contains("hunter2"), "{command}");
    }
}

#[test]
fn a_path_that_leaves_the_folder_is_refused_at_its_line() {
    for sources in [
        "table = \"../secret.csv\"\n",
        "table = \"sub/../../secret.csv\"\n",
        "table = \"OUTSIDE/secret.csv\"\n",
        "table = '..\\secret.csv'\n",
        "table = 'C:\\secret.csv'\n",
        "table = '\\\\server\\share\\secret.csv'\n",
        "table = \"//server/secret.csv\"\n",
        "table = \"file:///secret.csv\"\n",
        "table = \"/dev/stdin\"\n",
        "folder = \"../outside\"\n",
        "folder = \"OUTSIDE/outside\"\n",
        "folder = \"..\"\n",
    ] {
        let place = place(sources);
        for command in ["shift", "check", "brief"] {
            assert_refused(&place, command, &["error[D061]", "dossier.toml:8:"]);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_refused_and_one_that_stays_is_followed() {
    use std::os::unix::fs::symlink;
    let link = |place: &tempfile::TempDir, to: &str, from: &str| {
        symlink(Path::new(to), place.path().join("inside").join(from)).expect("links can be made");
    };
    // The table itself, a folder on the way to it, a text, a folder of texts, the usual names and names of the dossier.
    for (sources, to, from) in [
        ("", "../secret.csv", "statements.csv"),
        ("table = \"t.csv\"\n", "../secret.csv", "t.csv"),
        ("table = \"way/secret.csv\"\n", "..", "way"),
        ("", "../outside", "statements"),
        ("folder = \"texts\"\n", "../outside", "texts"),
    ] {
        let place = place(sources);
        link(&place, to, from);
        for command in ["shift", "check"] {
            let at = if sources.is_empty() {
                "a link that leads out"
            } else {
                "dossier.toml:8:"
            };
            assert_refused(&place, command, &["error[D061]", at]);
        }
    }
    for to in ["../../outside/a.txt", "../../outside"] {
        let place = place("");
        write(
            &place,
            "inside/statements/b.txt",
            "date: 2025-01-10\nparty: town\n\nx",
        );
        link(&place, to, "statements/a.txt");
        assert_refused(&place, "shift", &["error[D061]", "statements/a.txt"]);
    }
    let place = place("table = \"t.csv\"\n");
    write(&place, "inside/other.csv", TABLE);
    link(&place, "other.csv", "t.csv");
    let (code, _, stderr) = detente(
        &place.path().join("inside"),
        &["shift", ".", "--words", "0"],
    );
    assert_eq!((code, stderr.as_str()), (0, ""));
}

#[cfg(unix)]
#[test]
fn pipes_and_folders_are_no_tables() {
    let place = place("table = \"t.csv\"\n");
    let pipe = place.path().join("inside/t.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|it| it.success()), "pipes can be made");
    assert_refused(
        &place,
        "shift",
        &["error[D062]", "`t.csv` is no file", "dossier.toml:8:"],
    );
    fs::remove_file(&pipe).expect("pipes can be removed");
    fs::create_dir(&pipe).expect("folders can be made");
    assert_refused(&place, "check", &["error[D062]", "`t.csv` is no file"]);
}

#[test]
fn texts_are_read_in_folders_below_and_other_files_are_named_once() {
    let place = place("");
    let text =
        |n: usize| format!("date: 2025-0{n}-10\nparty: town\nchannel: press\n\nWe drain, {n}.\n");
    for (n, name) in ["a1.txt", "a2.TXT", "2025/a1.txt", "2025/spring/a3.text"]
        .iter()
        .enumerate()
    {
        write(&place, &format!("inside/statements/{name}"), &text(n + 1));
    }
    for name in [
        "README.md",
        "desktop.ini",
        ".DS_Store",
        "a1.txt~",
        "2025/notes.docx",
        ".git/config",
        "Thumbs.db",
    ] {
        write(
            &place,
            &format!("inside/statements/{name}"),
            "not a statement",
        );
    }
    let folder = place.path().join("inside");
    let (code, stdout, stderr) =
        detente(&folder, &["shift", ".", "--words", "0", "--format", "json"]);
    assert_eq!(code, 0, "{stderr}");
    let data: Value = serde_json::from_str(&stdout).expect("the program prints JSON");
    assert_eq!(data["findings"][0]["eligibility"]["statements"], 4);
    assert_eq!(stderr.matches("W138").count(), 1, "{stderr}");
    let one_line = stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    for named in [
        "`statements/README.md` (about the folder)",
        "`statements/desktop.ini` (a file of the system)",
        "`statements/.DS_Store` (a file of the system)",
        "`statements/a1.txt~` (a backup)",
        "`statements/2025/notes.docx` (with another ending than `.txt`)",
        "`statements/.git` (hidden)",
        "`statements/Thumbs.db`",
    ] {
        assert!(one_line.contains(named), "{named}\n{stderr}");
    }
}

#[test]
fn check_reads_the_statements_too() {
    let place = place("");
    write(&place, "inside/statements.csv", TABLE);
    let folder = place.path().join("inside");
    let sound = |code: i32, text: &str| {
        let (found, stdout, stderr) = detente(&folder, &["check", ".", "--format", "json"]);
        assert_eq!(found, code, "{stderr}");
        let data: Value = serde_json::from_str(&stdout).expect("the program prints JSON");
        assert_eq!(data["sound"], code == 0);
        assert!(stderr.contains(text), "{text}\n{stderr}");
        data["statements"].clone()
    };
    assert_eq!(sound(0, ""), Value::Array(vec![]));
    let missing = TABLE.replace("press,We do drain it.", "press,\"We do drain it.");
    write(
        &place,
        "inside/statements.csv",
        &missing.replace("press,We drain.", "press,\"We drain.\""),
    );
    let found = sound(1, "D059");
    assert_eq!(
        (&found[0]["code"], &found[0]["line"]),
        (&"D059".into(), &4.into())
    );
    write(
        &place,
        "inside/statements.csv",
        &TABLE.replace("2025-02-10", "0025-02-10"),
    );
    let found = sound(0, "the year 25");
    assert_eq!(
        (&found[0]["code"], &found[0]["line"]),
        (&"W139".into(), &3.into())
    );
    let (code, stdout, _) = detente(&folder, &["check", "."]);
    assert_eq!(
        (code, stdout.contains("no errors, ")),
        (0, true),
        "{stdout}"
    );
}

#[test]
fn an_event_of_a_year_far_from_the_rest_is_told_by_check_and_shift() {
    let place = place("");
    write(&place, "inside/statements.csv", TABLE);
    let event = "[[events]]\nid = \"founding\"\ntext = \"it is founded\"\nwhen = \"0025-03-01\"\nbasis = \"judgement\"\n";
    let dossier = DOSSIER.replace("SOURCES", "") + event;
    write(&place, "inside/dossier.toml", &dossier);
    for command in ["check", "shift"] {
        let (code, _, stderr) = detente(&place.path().join("inside"), &[command, "."]);
        assert_eq!(code, 0, "{stderr}");
        assert!(
            stderr.contains("W139") && stderr.contains("the event `founding`"),
            "{stderr}"
        );
    }
}

#[test]
fn doubled_rows_are_named_beside_the_verdict_that_they_move() {
    let place = place("");
    let row = |id: &str, date: &str, text: &str| format!("{id},{date},town,press,{text}\n");
    let mut table = "id,date,party,channel,text\n".to_string();
    (1..10).for_each(|n| {
        table += &row(
            &format!("a{n}"),
            &format!("2025-0{}-1{n}", n.min(8)),
            &format!("We drain {n}."),
        );
    });
    (0..6).for_each(|n| table += &row(&format!("b{n}"), "2025-09-10", "We talk."));
    write(&place, "inside/statements.csv", &table);
    let folder = place.path().join("inside");
    let (code, stdout, stderr) = detente(&folder, &["shift", ".", "--words", "0"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(
        stderr.contains("W140") && stderr.contains("5 rows repeat earlier ones"),
        "{stderr}"
    );
    let text = stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("Rows that repeat earlier rows decide this: without `b1`, `b2`, `b3`, `b4`, `b5`, 9 of 9 drafts before and 0 of 1 draft"),
        "{stdout}"
    );
    let (_, stdout, _) = detente(&folder, &["shift", ".", "--format", "json"]);
    let data: Value = serde_json::from_str(&stdout).expect("the program prints JSON");
    let once = &data["findings"][0]["without_doubled_rows"];
    assert_eq!(
        once["statements"],
        serde_json::json!(["b1", "b2", "b3", "b4", "b5"])
    );
    assert_ne!(once["verdict"], data["findings"][0]["verdict"]);
    // Without the doubled rows, nothing is said of them.
    let once: String = table
        .lines()
        .filter(|line| !line.starts_with('b') || line.starts_with("b0"))
        .map(|line| format!("{line}\n"))
        .collect();
    write(&place, "inside/statements.csv", &once);
    let (_, stdout, stderr) = detente(&folder, &["shift", ".", "--format", "json"]);
    let data: Value = serde_json::from_str(&stdout).expect("the program prints JSON");
    assert_eq!(
        (
            &data["findings"][0]["without_doubled_rows"],
            stderr.as_str()
        ),
        (&Value::Null, "")
    );
}
