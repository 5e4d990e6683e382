//! What binds a roadmap's steps, what is too slow, in which unit worths are counted, and what is exactly equal.

use detente::brief::roadmap::{Told, text};
use detente::document::{Style, terminal};
use detente::dossier::{self, Source};
use detente::model::{Code, Deal, Diagnostic, Dossier};
use detente::roadmap::{Answer, Scope, study};
use detente::space::Watch;

fn found(text: &str) -> (Option<Dossier>, Vec<Diagnostic>) {
    let found = dossier::read(&Source {
        name: "steps.toml".to_string(),
        bytes: text.as_bytes().to_vec(),
    });
    (found.dossier, found.diagnostics)
}

fn read(text: &str) -> Dossier {
    let (dossier, diagnostics) = found(text);
    dossier.unwrap_or_else(|| panic!("{diagnostics:#?}"))
}

/// The roadmap told, on one line.
fn told(source: &str) -> String {
    let dossier = read(source);
    let roadmap = dossier.roadmap.as_ref().expect("it has one");
    let scope = Scope {
        draws: 0,
        ..Scope::default()
    };
    let study = study(roadmap, None, &scope, &Watch::default());
    let plans = [Told {
        variant: None,
        study,
    }];
    let page = text(&dossier, roadmap, &plans);
    // Wide enough that no table is broken where a number is long.
    let style = Style {
        columns: 400,
        ..Style::default()
    };
    let text = terminal(&page, style);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A warehouse and a carrier: each owes the other one measure.
fn trade(measures: [&str; 2], rules: &str, head: &str, steps: [&str; 2]) -> String {
    format!(
        "[dossier]\ntitle = \"Trade\"\n[parties.a]\nname = \"Ann\"\n[parties.a.measures]\nstore = {{ text = \"stores\", basis = \"judgement\"{} }}\n\
         [parties.b]\nname = \"Bob\"\n[parties.b.measures]\ncarry = {{ text = \"carries\", basis = \"judgement\"{} }}\n\
         lend = {{ text = \"lends\", basis = \"judgement\" }}\n{rules}\n\
         [roadmap]\n{head}\n[roadmap.parties.a]\npatience = 0.9\nbasis = \"judgement\"\n[roadmap.parties.b]\npatience = 0.9\n\
         basis = \"judgement\"\n[roadmap.measures.\"a.store\"]\nper_phase = {{ a = -1, b = 3 }}\nbasis = \"judgement\"\n{}\n\
         [roadmap.measures.\"b.carry\"]\nper_phase = {{ a = 3, b = -1 }}\nbasis = \"judgement\"\n{}\n",
        measures[0], measures[1], steps[0], steps[1]
    )
}

fn deal(text: &str) -> Deal {
    Deal::new(read(text).roadmap.as_ref().expect("it has one"), None)
}

const PLAIN: &str = "phases = 4";

#[test]
fn what_can_never_be_taken_back_is_irreversible() {
    let expected = deal(&trade(["", ""], "", PLAIN, ["irreversible = 1", ""]));
    let rule = "[[rules]]\nnever_move = { by = \"a\", from = \"a.store\", to = \"not a.store\" }\nwhy = \"w\"";
    let other = "[[rules]]\nnever_move = { from = \"a.store and not b.lend\", to = \"not a.store\" }\nwhy = \"w\"";
    for (measures, rules) in [
        ([", moves = \"take\"", ""], ""),
        ([", drop_when = \"b.lend\"", ""], ""),
        ([", drop_when = \"not a.store\"", ""], ""),
        (["", ""], rule),
        // What Bob lends is no part of the roadmap, and is not lent today.
        (["", ""], other),
    ] {
        assert_eq!(
            deal(&trade(measures, rules, PLAIN, ["", ""])),
            expected,
            "{measures:?} {rules}"
        );
    }
    let free = deal(&trade(["", ""], "", PLAIN, ["", ""]));
    assert_ne!(free, expected);
    for (measures, rules) in [
        ([", moves = \"both\"", ""], ""),
        ([", drop_when = \"not b.lend\"", ""], ""),
        ([", drop_when = \"not b.carry\"", ""], ""),
        (
            ["", ""],
            "[[rules]]\nnever_move = { by = \"b\", from = \"a.store\", to = \"not a.store\" }\nwhy = \"w\"",
        ),
    ] {
        assert_eq!(
            deal(&trade(measures, rules, PLAIN, ["", ""])),
            free,
            "{measures:?} {rules}"
        );
    }
}

#[test]
fn what_can_never_be_done_is_no_step_of_a_plan() {
    let rule = "[[rules]]\nnever_move = { from = \"not a.store\", to = \"a.store\" }\nwhy = \"w\"";
    for (measures, rules) in [
        ([", moves = \"drop\"", ""], ""),
        ([", take_when = \"b.lend\"", ""], ""),
        (["", ""], rule),
    ] {
        let text = trade(measures, rules, PLAIN, ["", ""]);
        assert_eq!(deal(&text).undertakings[0].max_step.to_bits(), 0, "{text}");
        let told = told(&text);
        assert!(told.contains("There is no plan in this model"), "{told}");
        assert!(told.contains("(never permitted): 4 phases bring it no further than today; no number of phases would be enough"), "{told}");
        let codes: Vec<Code> = found(&text).1.iter().map(|it| it.code).collect();
        assert!(codes.contains(&Code::W161), "{codes:?}");
    }
}

#[test]
fn a_condition_that_asks_for_measures_in_force_is_waited_for() {
    let waits = "after = [{ measure = \"b.carry\", lag = 1 }]";
    let expected = deal(&trade(["", ""], "", PLAIN, [waits, ""]));
    let term = "[terms]\nmoved = \"b.carry and not b.lend\"";
    for (measures, rules) in [
        ([", take_when = \"b.carry\"", ""], ""),
        ([", take_when = \"b.carry and not b.lend\"", ""], ""),
        ([", take_when = \"moved\"", ""], term),
    ] {
        assert_eq!(
            deal(&trade(measures, rules, PLAIN, ["", ""])),
            expected,
            "{measures:?}"
        );
    }
    // What the section says itself stands.
    let own = "after = [\"b.carry\"]";
    assert_eq!(
        deal(&trade(
            [", take_when = \"b.carry\"", ""],
            "",
            PLAIN,
            [own, ""]
        )),
        deal(&trade(["", ""], "", PLAIN, [own, ""]))
    );
}

#[test]
fn what_the_roadmap_cannot_follow_is_said() {
    let open = |measures: [&str; 2], rules: &str| {
        let text = trade(measures, rules, PLAIN, ["", ""]);
        let codes = found(&text).1.into_iter().map(|it| it.code);
        codes.filter(|code| *code == Code::W162).count()
    };
    assert_eq!(open([", take_when = \"not b.carry\"", ""], ""), 1);
    assert_eq!(open([", take_when = \"b.carry or b.lend\"", ""], ""), 1);
    let rule = "[[rules]]\nnever_move = { by = \"a\", from = \"not b.carry\", to = \"a.store\" }\nwhy = \"w\"";
    assert_eq!(open(["", ""], rule), 1);
    assert_eq!(open([", take_when = \"b.carry\"", ""], ""), 0);
    assert_eq!(open([", take_when = \"not b.lend\"", ""], ""), 0);
}

#[test]
fn a_section_that_lets_undo_what_never_may_be_undone_is_warned_of() {
    let codes = |step: &str| -> Vec<Code> {
        let text = trade([", moves = \"take\"", ""], "", PLAIN, [step, ""]);
        let found = found(&text).1.into_iter().map(|it| it.code);
        found.filter(|code| *code == Code::W161).collect()
    };
    assert_eq!(codes("irreversible = 0.4"), [Code::W161]);
    assert_eq!(codes("irreversible = \"0.9 to 1\""), [Code::W161]);
    assert!(codes("irreversible = 1").is_empty() && codes("").is_empty());
}

#[test]
fn what_is_too_slow_is_named_with_how_far_it_comes_and_how_many_phases_suffice() {
    let slow = |head: &str, steps: [&str; 2]| told(&trade(["", ""], "", head, steps));
    for (head, steps, says) in [
        (
            "phases = 3",
            ["max_step = 0.333333333", ""],
            &[
                "Too slow is Ann’s storing (at most 33.3333333% per phase): 3 phases bring it to 99.9999999% of full force; 4 phases would be enough.",
                "With 4 phases a plan holds.",
            ][..],
        ),
        (
            "phases = 1",
            ["", "max_step = 0.999999999"],
            &[
                "Bob’s carrying (at most 99.9999999% per phase): 1 phase bring",
                "2 phases would be enough.",
            ],
        ),
        (
            "phases = 3",
            ["earliest = 4", ""],
            &[
                "(not before phase 4): 3 phases bring it no further than today; 4 phases would be enough.",
            ],
        ),
        (
            "phases = 4",
            ["earliest = 3\nmax_step = 0.4\nstart = 0.1", ""],
            &[
                "(today at 10%, at most 40% per phase and not before phase 3): 4 phases bring it to 90% of full force; 5 phases would be enough.",
            ],
        ),
        (
            "phases = 3\ntargets = [\"a.store\"]",
            [
                "after = [{ measure = \"b.carry\", lag = 1 }]",
                "max_step = 0.4",
            ],
            &[
                "Bob’s carrying (at most 40% per phase): 3 phases bring it to 80% of full force; storing waits for it; 4 phases would be enough.",
            ],
        ),
        (
            "phases = 4\ntargets = [\"a.store\"]",
            [
                "after = [{ measure = \"b.carry\", mode = \"complete\" }]",
                "max_step = 0.2",
            ],
            &[
                "Bob’s carrying (at most 20% per phase)",
                "5 phases would be enough.",
            ],
        ),
    ] {
        let told = slow(head, steps);
        assert!(told.contains("There is no plan in this model"), "{told}");
        for says in says {
            assert!(told.contains(says), "{says}\n{told}");
        }
        assert!(!told.contains("How much must be seen"), "{told}");
        assert!(!told.contains("The least that is enough"), "{told}");
    }
}

#[test]
fn only_what_is_exactly_equal_is_told_to_be() {
    let edge = |patience: &str, own: &str, other: &str| {
        let text = trade(["", ""], "", "phases = 1", ["", ""])
            .replace("patience = 0.9", &format!("patience = {patience}"))
            .replace("a = -1, b = 3", &format!("a = {own}, b = {other}"))
            .replace("a = 3, b = -1", &format!("a = {other}, b = {own}"));
        told(&text)
    };
    // Seen at once, cheating pays exactly nothing where patience is what a step costs over what it brings.
    for (patience, own, other) in [
        ("0.5", "-1", "2"),
        ("0.3", "-0.3", "1"),
        ("0.1", "-0.000000001", "0.00000001"),
    ] {
        let told = edge(patience, own, other);
        assert!(
            told.contains("exactly as much as keeping to the plan"),
            "{patience} {own} {other}: {told}"
        );
    }
    for (patience, own, other, lost) in [
        ("0.333333334", "-1", "3", "0.000000003"),
        ("0.500000001", "-1", "2", "0.000000004"),
        (
            "0.500000001",
            "-0.000000001",
            "0.000000002",
            "0.000000000000000004",
        ),
    ] {
        let told = edge(patience, own, other);
        assert!(
            !told.contains("exactly"),
            "{patience} {own} {other}: {told}"
        );
        assert!(
            told.contains(&format!("loses {lost}")),
            "{patience} {own} {other}: {told}"
        );
    }
}

/// The words of an answer, with `#` in place of each number.
fn words(told: &str) -> String {
    let is_number = |letter: char| letter.is_ascii_digit() || ",.".contains(letter);
    let mut words = String::new();
    // Lines break where the width of a number lets them.
    for word in told
        .split_whitespace()
        .filter(|word| !word.starts_with('─'))
    {
        let bare = word.trim_start_matches(['+', '-']);
        if bare.starts_with(|letter: char| letter.is_ascii_digit()) && bare.chars().all(is_number) {
            words.push('#');
        } else {
            words.push_str(word);
        }
        words.push(' ');
    }
    words
}

#[test]
fn the_unit_of_all_worths_changes_no_word_and_no_plan() {
    let with = |factor: i64, nanos: bool| {
        let number = |times: i64| {
            let all = times * factor;
            if nanos {
                format!("{}0.{:09}", if all < 0 { "-" } else { "" }, all.abs())
            } else {
                all.to_string()
            }
        };
        trade(
            ["", ""],
            "",
            PLAIN,
            ["irreversible = 0.5", "withhold = { detect = 0.4, lag = 2 }"],
        )
        .replace(
            "a = -1, b = 3",
            &format!("a = {}, b = {}", number(-1), number(3)),
        )
        .replace(
            "a = 3, b = -1",
            &format!("a = {}, b = {}", number(3), number(-1)),
        )
    };
    let one = with(1, false);
    let schedule = |text: &str| {
        let scope = Scope::default();
        let dossier = read(text);
        let roadmap = dossier.roadmap.as_ref().expect("it has one");
        match study(roadmap, None, &scope, &Watch::default()).answer {
            Answer::Holds(plan) => plan.schedule.levels,
            other => panic!("{other:?}"),
        }
    };
    let plain = schedule(&one);
    for (factor, nanos) in [
        (1, true),
        (7, true),
        (1000, true),
        (3, false),
        (1_000_000, false),
        (1_000_000_000, false),
    ] {
        let scaled = with(factor, nanos);
        assert_eq!(
            words(&told(&scaled)),
            words(&told(&one)),
            "{factor} {nanos}"
        );
        for (a, b) in plain
            .iter()
            .flatten()
            .zip(schedule(&scaled).iter().flatten())
        {
            assert!((a - b).abs() < 1e-7, "{factor} {nanos}: {a} {b}");
        }
    }
}
