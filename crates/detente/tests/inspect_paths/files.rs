//! Files of graphs and tables: what is wrong with them is told with its place, and nothing makes the readers panic.

use detente::inspect::balance::record;
use detente::inspect::paths;

use super::{Draws, ELEVEN};

#[test]
fn mistakes_in_a_graph_are_told_with_their_places() {
    for (from, to, message, place) in [
        (
            "budget = 1\n",
            "budget = 1\nspend = 2\n",
            "unknown key `spend` in `[graph]`",
            "spend",
        ),
        (
            "start = \"NU\"\n",
            "",
            "missing key `start` in `[graph]`",
            "[graph]",
        ),
        (
            "penalty = 2",
            "penalty = \"two\"",
            "`penalty` cannot be read as a number",
            "\"two\"",
        ),
        (
            "penalty = 2",
            "penalty = 0",
            "`penalty` is above 0, found 0",
            "0",
        ),
        (
            "penalty = 2",
            "penalty = true",
            "expected a number for `penalty`, found a value of type boolean",
            "true",
        ),
        (
            "goal = \"WU\"",
            "goal = \"WUU\"",
            "no step has the form `WUU` that `goal` names",
            "\"WUU\"",
        ),
        (
            "goal = \"WU\"",
            "goal = \"NU\"",
            "`start` and `goal` are the same form of material",
            "\"NU\"",
        ),
        (
            "covered = 0.4",
            "covered = 0.04",
            "step 2 is seen less when it is covered: 1/25 against 1/20",
            "0.04",
        ),
        (
            "covered = 0.4",
            "covered = 1.4",
            "`covered` lies between 0 and 1, found 7/5",
            "1.4",
        ),
        (
            "weight = 3",
            "weight = 0",
            "`weight` is above 0, found 0",
            "0",
        ),
        (
            "id = \"undeclared_enrichment\"",
            "id = \"misuse_enrichment\"",
            "the step `misuse_enrichment` is declared twice",
            "\"misuse_enrichment\"",
        ),
        (
            "from = \"LEU\"\nto = \"HEU\"",
            "from = \"LEU\"\nto = \"LEU\"",
            "step 3 leads from `LEU` to itself",
            "\"LEU\"",
        ),
        (
            "title = \"Eleven steps\"",
            "title = \" \"",
            "`title` is empty",
            "\" \"",
        ),
    ] {
        assert!(ELEVEN.contains(from), "{from}");
        let text = ELEVEN.replacen(from, to, 1);
        let found = paths::read(text.as_bytes()).expect_err("it has mistakes");
        assert_eq!(found[0].message, message);
        assert_eq!(found.len(), 1, "{message}");
        assert_eq!(
            &text[found[0].span.expect("it is read").range()],
            place,
            "{message}"
        );
    }
    let several = ELEVEN.replace("weight = 1\n", "weight = -1\n");
    assert!(
        paths::read(several.as_bytes())
            .expect_err("it has mistakes")
            .len()
            > 3,
        "all mistakes are told in one run"
    );
    for (text, code) in [
        ("", "D003"),
        ("graph = ", "D004"),
        ("graph = 1", "D007"),
        ("[graph]\n[graph]\n", "D004"),
        ("edges = 1", "D006"),
    ] {
        let found = paths::read(text.as_bytes()).expect_err("it has mistakes");
        assert!(
            found.iter().any(|finding| finding.code.to_string() == code),
            "{text}: {found:?}"
        );
    }
    assert_eq!(
        paths::read(b"\xff").expect_err("it has mistakes")[0]
            .code
            .to_string(),
        "D002"
    );
}

#[test]
fn no_damage_makes_the_reader_of_graphs_panic() {
    let mut draws = Draws(5);
    let mut n_sound = 0;
    for _ in 0..300 {
        let mut bytes = ELEVEN.as_bytes().to_vec();
        for _ in 0..=draws.below(3) {
            let at = draws.below(bytes.len() as u64) as usize;
            match draws.below(3) {
                0 => bytes[at] = draws.below(256) as u8,
                1 => drop(bytes.drain(at..(at + 40).min(bytes.len()))),
                _ => bytes.insert(at, b"\"[]=#.\n-9"[draws.below(9) as usize]),
            }
        }
        match paths::read(&bytes) {
            Ok(_) => n_sound += 1,
            Err(findings) => assert!(!findings.is_empty()),
        }
        let _ = record::read(&bytes);
    }
    assert!(n_sound < 200, "{n_sound}");
}
