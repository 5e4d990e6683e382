//! The dialogue: what it asks and concludes, and that nothing is written without consent.

use std::io::{BufRead, BufReader, Read, Write};

use crate::run::{Desk, STALL, finish, flat};

const ASK: [&str; 3] = ["stall.toml", "baker", "--ask"];

/// Comparisons that put the second statement first: Sundays, then the fee, then the late hours.
const SUNDAY_FIRST: &str = "YNY > NNN\nNYN > NNY\n";

/// The dossier with its second statement first, written by hand.
fn sunday_first() -> String {
    let fee = "# It said so in the paper.\n[[parties.baker.prefers]]\nthat  = \"not town.fee\"\ncites = [\"paper\"]      # the whole page\nsure  = \"0.6 to 0.9\"\n";
    let sunday = "[[parties.baker.prefers]]\nthat  = \"baker.sunday\"\ntext  = \"Sundays are good days\"\nbasis = \"judgement\"\n";
    let changed = STALL.replace(&format!("{fee}{sunday}"), &format!("{sunday}{fee}"));
    assert_ne!(changed, STALL);
    changed
}

#[test]
fn nothing_is_written_without_consent() {
    for (typed, told) in [
        ("", "Stopped before the end: nothing is written."),
        ("1\n", "Stopped before the end: nothing is written."),
        ("1\nq\n", "Stopped before the end: nothing is written."),
        (SUNDAY_FIRST, "Nothing is written."),
        (&format!("{SUNDAY_FIRST}n\n"), "Nothing is written."),
        (&format!("{SUNDAY_FIRST}1\n"), "Nothing is written."),
        (&format!("{SUNDAY_FIRST}q\ny\n"), "Nothing is written."),
        (&format!("{SUNDAY_FIRST}\u{fffd}\n"), "Nothing is written."),
    ] {
        let desk = Desk::new();
        let said = desk.run(&ASK, typed).answer();
        assert!(said.ends_with(&format!("{told}\n")), "{typed:?}:\n{said}");
        assert_eq!(
            (desk.files(), desk.text("stall.toml").as_str()),
            (vec!["stall.toml".to_string()], STALL),
            "{typed:?}"
        );
    }
}

#[test]
fn with_consent_the_statements_change_places_with_their_comments() {
    let desk = Desk::new();
    let said = desk
        .run(&ASK, &format!("{SUNDAY_FIRST}maybe\ny\n"))
        .answer();
    for part in [
        "The statements of The baker, view base, as the file orders them:",
        "At most 14 questions are asked",
        "Question 1. In both: ",
        "How The baker compares any two feasible states follows from 2 answers.",
        "  1. The baker opens on Sundays – Sundays are good days (now 2)",
        "Today’s state stays the 8th of 8 feasible states",
        "Write this order to `stall.toml`? y or n\n> maybe\nExpected y or n.\n> y\nWritten to `stall.toml`.\n",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert_eq!(
        (desk.files(), desk.text("stall.toml")),
        (vec!["stall.toml".to_string()], sunday_first())
    );
    let again = desk.run(&ASK, SUNDAY_FIRST).answer();
    assert!(
        again.ends_with("The file has this order already: nothing is written.\n"),
        "{again}"
    );
}

#[test]
fn answers_by_number_lead_to_an_order_that_fits_them() {
    for typed in [
        "1\n1\n1\n",
        "2\n2\n2\n",
        "1\n2\n1\n",
        "2\n1\n2\n",
        "?\n1\n1\n1\n",
    ] {
        let said = Desk::new().run(&ASK, typed).answer();
        let proposed: Vec<usize> = said
            .split("fits\n")
            .nth(1)
            .unwrap_or_else(|| panic!("no order:\n{said}"))
            .lines()
            .filter(|line| {
                line.trim_start()
                    .starts_with(|digit: char| digit.is_ascii_digit())
            })
            .enumerate()
            .map(|(place, line)| {
                line.split("(now ")
                    .nth(1)
                    .map_or(place + 1, |rest| rest[..1].parse().expect("it is a number"))
            })
            .collect();
        assert_eq!(proposed.len(), 3, "{said}");
        let noted = said.lines().filter_map(|line| {
            line.strip_prefix("  →  So ")?
                .strip_suffix('.')?
                .split_once(" matters more than ")
        });
        let place = |number: &str| {
            proposed
                .iter()
                .position(|it| it.to_string() == number)
                .expect("it is in the order")
        };
        let mut n_noted = 0;
        for (over, under) in noted {
            assert!(
                place(over) < place(under),
                "{over} over {under}, yet {proposed:?}\n{said}"
            );
            n_noted += 1;
        }
        assert!((1..=3).contains(&n_noted), "{said}");
    }
}

#[test]
fn the_transcript_gives_the_same_answers_when_it_is_pasted() {
    let desk = Desk::new();
    let said = desk.run(&ASK, "2\n1\n2\n").answer();
    let start = said
        .find("# The answers, to be pasted")
        .expect("there is a transcript");
    let transcript = said[start..].split("\n\n").next().expect("it ends");
    let pasted = desk.run(&ASK, &format!("{transcript}\n")).answer();
    let order = |said: &str| {
        said[said.rfind("# The answers").expect("there is a transcript")..].to_string()
    };
    let cut = |text: String| text.split("Write this order").next().map(str::to_string);
    assert_eq!(cut(order(&pasted)), cut(order(&said)));
}

#[test]
fn answers_that_fit_no_order_are_named_and_set_aside() {
    let said = Desk::new()
        .run(&ASK, "YNY > NNN\nNNN > YNY\nNYN = NNY\n")
        .answer();
    for part in [
        "  !  With answer 1 it fits no order of the statements. It is set aside.\n     Answer 1: YNY rather than NNN",
        "  !  No order of the statements says so: the two differ in 1 and 3,",
        "# Not all of them fit one order of the statements;\n# the smallest set that clashes: 3.",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let said = Desk::new().run(&ASK, "NYY > YNN\nq\n").answer();
    assert!(
        flat(&said).contains("whatever holds in the one that you prefer holds in the other too."),
        "{said}"
    );
    let said = Desk::new().run(&ASK, "YYYY > NNN\nwhat\n").answer();
    assert!(
        said.contains("expected a state of 3 letters") && said.contains("Expected 1, 2, =, ? or q"),
        "{said}"
    );
}

#[test]
fn the_result_may_go_elsewhere() {
    let desk = Desk::new();
    let outcome = desk.run(
        &[&ASK[..], &["--out", "-"]].concat(),
        &format!("{SUNDAY_FIRST}y\n"),
    );
    assert_eq!((outcome.code, &outcome.stdout), (0, &sunday_first()));
    assert!(
        outcome
            .stderr
            .contains("Write this order to standard output?"),
        "{}",
        outcome.stderr
    );
    let said = desk
        .run(
            &[&ASK[..], &["--out", "new.toml"]].concat(),
            &format!("{SUNDAY_FIRST}y\n"),
        )
        .answer();
    assert!(said.ends_with("Written to `new.toml`.\n"), "{said}");
    assert_eq!(
        (desk.text("new.toml"), desk.text("stall.toml")),
        (sunday_first(), STALL.to_string())
    );
    // What the program did not write itself is not replaced.
    let again = desk.run(&[&ASK[..], &["--out", "new.toml"]].concat(), SUNDAY_FIRST);
    assert_eq!(again.code, 1, "{}", again.stderr);
    assert!(
        again.stderr.contains("`new.toml` exists"),
        "{}",
        again.stderr
    );
}

#[test]
fn the_list_of_a_view_is_the_one_that_changes() {
    let desk = Desk::new();
    desk.run(
        &["stall.toml", "baker", "--view", "proud", "--ask"],
        "NNN > NYY\ny\n",
    )
    .answer();
    let late = "[[views.proud.baker.prefers]]\nthat  = \"baker.late\"       # always the last to close\nbasis = \"judgement\"\n";
    let fee = "[[views.proud.baker.prefers]]\nthat  = \"not town.fee\"\nbasis = \"judgement\"\n";
    assert_eq!(
        desk.text("stall.toml"),
        STALL.replace(&format!("{late}{fee}"), &format!("{fee}{late}"))
    );
}

#[test]
fn a_file_that_changes_during_the_dialogue_is_left_alone() {
    let desk = Desk::new();
    let mut child = desk.start(&ASK);
    let mut stdout = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
    let mut line = String::new();
    while !line.starts_with("Question 1.") {
        line.clear();
        assert!(
            stdout.read_line(&mut line).expect("lines can be read") > 0,
            "the first question comes"
        );
    }
    let other = format!("{STALL}# A line more.\n");
    std::fs::write(desk.path("stall.toml"), &other).expect("a file can be written");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    stdin
        .write_all(format!("{SUNDAY_FIRST}y\n").as_bytes())
        .expect("it reads");
    drop(stdin);
    stdout.read_to_string(&mut line).expect("it ends");
    let outcome = finish(child);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("was changed during the dialogue"),
        "{}",
        outcome.stderr
    );
    assert_eq!(desk.text("stall.toml"), other);
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_files_keep_their_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    std::fs::set_permissions(desk.path("stall.toml"), PermissionsExt::from_mode(0o600))
        .expect("they can be set");
    std::os::unix::fs::symlink("stall.toml", desk.path("link.toml")).expect("a link can be made");
    desk.run(
        &["link.toml", "baker", "--ask"],
        &format!("{SUNDAY_FIRST}y\n"),
    )
    .answer();
    let metadata = std::fs::symlink_metadata(desk.path("stall.toml")).expect("it is there");
    assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    assert!(
        std::fs::symlink_metadata(desk.path("link.toml"))
            .expect("it is there")
            .is_symlink()
    );
    assert_eq!(desk.text("stall.toml"), sunday_first());
}
