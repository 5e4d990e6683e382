//! What people type: the cause and the remedy of each kind, and all of them in one run.

use detente::lint;
use detente::model::{Code, Diagnostic};
use detente::space::Watch;

use super::read;

/// A dossier with a line of the head, a term and the sureness of a preference to be chosen.
fn dossier(head: &str, term: &str, sure: &str) -> String {
    format!(
        "[dossier]\ntitle = \"T\"\n{head}\n[terms]\ndeal = {term}\n[parties.a]\nname = \"A\"\n[parties.a.measures]\n\
         give = {{ text = \"gives\", basis = \"judgement\" }}\n[[parties.a.prefers]]\nthat = \"b.take\"\nsure = {sure}\n\
         basis = \"judgement\"\n[parties.b]\nname = \"B\"\n[parties.b.measures]\ntake = {{ text = \"takes\", basis = \"judgement\" }}\n"
    )
}

fn errors(text: &str) -> Vec<Diagnostic> {
    let found = read("d.toml", text).diagnostics;
    found.into_iter().filter(Diagnostic::is_error).collect()
}

/// The one error of a text: its message and its help, and the piece of the text that it is about.
fn one(text: &str) -> (String, String) {
    let found = errors(text);
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    let piece = &text[found[0].span.expect("it has a place").range()];
    let help = found[0].help.clone().unwrap_or_default();
    (format!("{} / {help}", found[0].message), piece.to_owned())
}

#[test]
fn the_dossier_of_these_tests_is_sound() {
    assert_eq!(
        errors(&dossier("as_of = 2025-10-24", "\"a.give\"", "0.7")),
        []
    );
}

#[test]
fn a_value_of_another_locale_is_told_with_what_to_write_at_its_place() {
    for (sure, wanted) in [
        ("0,7", "write 0.7"),
        ("70 %", "0.7"),
        ("70%", "0.7"),
        ("12,5 %", "0.125"),
        (".7", "write 0.7"),
        ("0.5 to 0.7", "\"0.5 to 0.7\""),
        ("0,5–0,7", "\"0.5 to 0.7\""),
        ("０.７", "write 0.7"),
        ("2/3", "0.6667"),
    ] {
        let (told, piece) = one(&dossier("", "\"a.give\"", sure));
        assert!(told.contains(wanted), "{sure}: {told}");
        assert_eq!(piece, sure);
    }
}

#[test]
fn a_day_of_another_locale_is_told_as_the_file_wants_it_with_and_without_quotes() {
    for day in [
        "24/10/2025",
        "24.10.2025",
        "10/24/2025",
        "24 October 2025",
        "2025/10/24",
        "2025–10–24",
        "２０２５-１０-２４",
    ] {
        for quoted in [day.to_owned(), format!("\"{day}\"")] {
            let (told, piece) = one(&dossier(&format!("as_of = {quoted}"), "\"a.give\"", "0.7"));
            assert!(told.contains("2025-10-24"), "{quoted}: {told}");
            assert_eq!(piece, quoted);
        }
    }
    let (told, _) = one(&dossier("as_of = 03/04/2025", "\"a.give\"", "0.7"));
    assert!(told.contains("2025-04-03 or 2025-03-04"), "{told}");
    let (told, _) = one(&dossier("as_of = 20251024", "\"a.give\"", "0.7"));
    assert!(told.contains("2025-10-24"), "{told}");
}

#[test]
fn yes_and_no_of_other_languages_are_told_as_true_and_false() {
    for (word, wanted) in [
        ("ja", "true"),
        ("yes", "true"),
        ("True", "true"),
        ("да", "true"),
        ("no", "false"),
        ("FALSE", "false"),
    ] {
        for quoted in [word.to_owned(), format!("\"{word}\"")] {
            let (told, piece) = one(&dossier(
                &format!("hindsight = {quoted}"),
                "\"a.give\"",
                "0.7",
            ));
            assert!(
                told.contains(&format!("write {wanted}, without quotes")),
                "{quoted}: {told}"
            );
            assert_eq!(piece, quoted);
        }
    }
}

#[test]
fn signs_of_other_languages_in_a_formula_are_told_with_those_of_this_one() {
    for (formula, wanted) in [
        ("if a.give then b.take", "write `b.take if a.give`"),
        ("If a.give, b.take", "write `b.take if a.give`"),
        (
            "if a.give and b.take then not b.take",
            "write `not b.take if a.give and b.take`",
        ),
        ("if a.give", "write `X if Y`"),
        ("a.give && b.take", "`and`"),
        ("a.give || b.take", "`or`"),
        ("a.give == b.take", "write `=`"),
        ("a.give => b.take", "write `->`"),
        ("a.give ⇒ b.take", "write `->`"),
        ("a.give und b.take", "`and`"),
        ("a.give ou b.take", "`or`"),
        ("не a.give", "`not`"),
        ("a.give wenn b.take", "`if`"),
        ("a.give implies b.take", "`->`"),
        ("at least two of (a.give, b.take)", "write 2"),
    ] {
        let (told, ()) = {
            let found = errors(&dossier("", &format!("\"{formula}\""), "0.7"));
            let told = found.iter().map(|it| it.help.clone().unwrap_or_default());
            (told.collect::<Vec<_>>().join(" / "), ())
        };
        assert!(told.contains(wanted), "{formula}: {told}");
    }
}

#[test]
fn both_sides_of_if_and_then_are_read_on() {
    let found = errors(&dossier("", "\"if a.gvie then b.tkae\"", "0.7"));
    assert_eq!(
        found.iter().filter(|it| it.code == Code::D013).count(),
        2,
        "{found:#?}"
    );
}

#[test]
fn a_letter_of_another_alphabet_is_named_wherever_a_name_stands() {
    for (formula, wanted) in [
        (
            "b.tаke",
            "the third letter is Cyrillic U+0430, which looks like `a`",
        ),
        ("а.give", "the first letter is Cyrillic U+0430"),
        ("a.gіve", "the third letter is Cyrillic U+0456"),
        ("b.tαke", "the third letter is Greek U+03B1"),
        ("а.giνe аnd b.take", "U+0430"),
    ] {
        let found = errors(&dossier("", &format!("\"{formula}\""), "0.7"));
        let help = found[0].help.clone().unwrap_or_default();
        assert!(help.contains(wanted), "{formula}: {found:#?}");
    }
    for (line, wanted) in [
        ("tіtle = \"x\"", "Cyrillic U+0456"),
        ("hindsight = true\n[dossіer]", "Cyrillic U+0456"),
        ("quеstion = \"a.give\"", "Cyrillic U+0435"),
    ] {
        let found = errors(&dossier(line, "\"a.give\"", "0.7"));
        assert!(
            found.iter().any(|it| it.message.contains(wanted)),
            "{line}: {found:#?}"
        );
    }
    let basis = dossier("", "\"a.give\"", "0.7").replacen("\"judgement\"", "\"judgеment\"", 1);
    assert!(
        one(&basis)
            .0
            .contains("the fifth letter is Cyrillic U+0435")
    );
}

#[test]
fn what_shows_nothing_is_named_by_its_code_point() {
    for sign in [
        '\u{200b}', '\u{200d}', '\u{2060}', '\u{ad}', '\u{202e}', '\u{7}', '\u{1b}', '\u{a0}',
    ] {
        let code = format!("U+{:04X}", u32::from(sign));
        let texts = [
            dossier(&format!("hindsight ={sign} true"), "\"a.give\"", "0.7"),
            dossier(
                "",
                &format!("\"a.give{sign}or b.take\"").replace(sign, &format!("{sign} ")),
                "0.7",
            ),
        ];
        for text in &texts {
            let found = errors(text);
            // A space of another width parts words as a plain one does.
            if found.is_empty() && sign == '\u{a0}' {
                continue;
            }
            assert!(
                found.iter().any(|it| it.message.contains(&code)),
                "{code}: {found:#?}"
            );
        }
    }
}

#[test]
fn a_control_character_is_no_unclosed_string_and_a_tab_is_allowed() {
    let (told, _) = one(&dossier("question = \"a.give\u{8}\"", "\"a.give\"", "0.7"));
    assert!(told.contains("U+0008"), "{told}");
    assert_eq!(
        errors(&dossier(
            "\tquestion\t=\t\"a.give\tor\tb.take\"",
            "\"a.give\"",
            "0.7"
        )),
        []
    );
    let (told, _) = one(&dossier("question = \"a.give", "\"a.give\"", "0.7"));
    assert!(told.contains("not closed"), "{told}");
}

#[test]
fn quotes_of_a_word_processor_are_no_string_marks() {
    for term in [
        "“a.give”",
        "„a.give“",
        "«a.give»",
        "‘a.give’",
        "「a.give」",
        "\"a.give”",
        "`a.give`",
    ] {
        let (told, _) = one(&dossier("", term, "0.7"));
        assert!(told.contains("no string mark"), "{term}: {told}");
    }
}

#[test]
fn backslashes_of_windows_are_told_to_be_doubled() {
    for path in [
        "C:\\Users\\desk",
        "see D:\\papers\\2025",
        "\\\\server\\share",
        "data\\papers",
        "C:\\Users\\",
    ] {
        let (told, _) = one(&dossier("", "\"a.give\"", "0.7")
            .replace("name = \"A\"", &format!("name = \"{path}\"")));
        assert!(told.contains("twice"), "{path}: {told}");
    }
}

#[test]
fn habits_of_other_languages_are_named() {
    for (line, wanted) in [
        ("// a comment", "begins with `#`"),
        ("; a comment", "begins with `#`"),
        ("hindsight : true", "`hindsight = …`"),
        ("hindsight := true", "`hindsight = …`"),
        ("hindsight == true", "`hindsight = …`"),
        ("hindsight = true;", "ends the line"),
        ("hindsight = true,", "ends the line"),
        ("as_of = null", "leave the key out"),
    ] {
        let (told, _) = one(&dossier(line, "\"a.give\"", "0.7"));
        assert!(told.contains(wanted), "{line}: {told}");
    }
}

#[test]
fn an_unfinished_merge_is_named_and_the_rest_of_the_file_is_read() {
    let text = dossier("", "\"a.give\"", "0.7");
    let merged = |ours: &str, theirs: &str| {
        text.replace(
            "[parties.b]\n",
            &format!("<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> desk\n[parties.b]\n"),
        )
    };
    for (ours, theirs) in [
        ("", "text = \"x\""),
        ("# here", "# there"),
        ("[parties.c]\nname = \"C\"", "[parties.c]\nname = \"D\""),
    ] {
        let found = errors(&merged(ours, theirs));
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0].code, Code::D074);
        assert_eq!(found[0].related.len(), 2);
    }
    let found = errors(&merged("", "").replace("\"a.give\"", "\"a.gvie\""));
    let codes: Vec<Code> = found.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::D013, Code::D074]);
    let crlf = errors(&merged("", "").replace('\n', "\r\n"));
    assert_eq!(crlf.len(), 1);
    let line = dossier("", "\"\"\"\na.give\n=======\n\"\"\"", "0.7");
    assert!(
        errors(&line).iter().all(|it| it.code != Code::D074),
        "a line of `=` alone is no merge"
    );
}

#[test]
fn all_mistakes_of_a_file_are_told_in_one_run_each_at_its_line() {
    let text = dossier(
        "as_of = 24.10.2025\nhindsight = ja;",
        "“if a.give then b.tkae”",
        "70 %",
    );
    let found = errors(&text);
    let line = |it: &Diagnostic| {
        text[..it.span.expect("a place").start]
            .matches('\n')
            .count()
            + 1
    };
    let lines: Vec<usize> = found.iter().map(line).collect();
    assert_eq!(lines, [3, 4, 4, 6, 6, 6, 13], "{found:#?}");
}

#[test]
fn a_misspelt_key_is_told_once() {
    for (right, wrong) in [
        ("title = ", "titel = "),
        ("[terms]", "[terns]"),
        ("[parties.b.measures]", "[parties.b.measurs]"),
        ("that = \"b.take\"", "thta = \"b.take\""),
    ] {
        let (told, _) = one(
            &dossier("question = \"deal or b.take\"", "\"a.give\"", "0.7")
                .replacen(right, wrong, 1),
        );
        assert!(told.contains("unknown key"), "{wrong}: {told}");
    }
    let all = dossier("", "\"a.give\"", "0.7")
        .replace("[parties.", "[partys.")
        .replace("[[parties.", "[[partys.");
    assert!(one(&all).0.contains("did you mean `parties`?"));
}

#[test]
fn a_ranking_with_too_few_states_one_twice_and_one_too_long_is_told_all_that_in_one_run() {
    let ranked = |states: &str| {
        format!(
            "[dossier]\ntitle = \"T\"\n[parties.a]\nname = \"A\"\n[parties.a.measures]\ngive = {{ text = \"gives\", basis = \"judgement\" }}\n\
             [parties.a.ranking]\nstates = [{states}]\nbasis = \"judgement\"\n[parties.b]\nname = \"B\"\n[parties.b.measures]\n\
             take = {{ text = \"takes\", basis = \"judgement\" }}\n"
        )
    };
    for (states, wanted) in [
        (
            "\"NN\", \"YN\", \"YN\", \"NYY\"",
            vec!["D018", "D019", "D020"],
        ),
        ("\"NN\", \"NN\"", vec!["D019", "D020"]),
        ("\"NN\", \"NYN\", \"YX\"", vec!["D018", "D018", "D020"]),
        ("[\"NN\", \"YY\"], \"YN\", \"YN\", \"NY\"", vec!["D019"]),
        ("\"NN\", \"YN\", \"NY\"", vec!["D020"]),
    ] {
        let read = read("d.toml", ranked(states));
        let watch = Watch::default();
        let gaps = match (&read.dossier, &read.ranked) {
            (Some(sound), _) => lint::errors(sound, &watch),
            (None, Some(ranked)) => lint::gaps_in_rankings(ranked, &watch),
            (None, None) => Ok(vec![]),
        };
        let found = read
            .diagnostics
            .into_iter()
            .filter(Diagnostic::is_error)
            .chain(gaps.expect("nobody stops it"));
        let mut codes: Vec<String> = found.map(|it| it.code.to_string()).collect();
        codes.sort();
        assert_eq!(codes, wanted, "{states}");
    }
}

#[test]
fn a_key_that_stands_twice_is_told_with_its_first_place() {
    for (line, key) in [
        ("title = \"again\"", "title"),
        ("\"title\" = \"again\"", "title"),
        ("hindsight = true\nhindsight = false", "hindsight"),
    ] {
        let found = errors(&dossier(line, "\"a.give\"", "0.7"));
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0].code, Code::D010);
        assert!(found[0].message.contains(key));
        assert_eq!(found[0].related.len(), 1, "{line}: {found:#?}");
    }
}

#[test]
fn a_list_of_coalitions_that_leaves_decision_makers_out_is_told_to_be_incomplete() {
    let told = |coalitions: &str| {
        let text = format!(
            r#"{{"decisionMakers": [{{"name": "N", "options": [0], "preferences": []}}, {{"name": "S", "options": [1], "preferences": []}}],
            "options": [{{"name": "x", "permittedDirection": "both"}}, {{"name": "y", "permittedDirection": "both"}}],
            "infeasibles": [], "coalitions": {coalitions}, "useManualPreferenceVectors": false}}"#
        );
        let found = read("c.gmcr", text).diagnostics;
        found
            .into_iter()
            .filter(|it| it.code == Code::W112)
            .map(|it| it.message)
            .collect::<String>()
    };
    for (coalitions, wanted) in [
        ("[0]", "incomplete: it leaves out `S`"),
        ("[[1]]", "incomplete: it leaves out `N`"),
        ("[1, 1]", "incomplete: it leaves out `N`"),
        ("[[0, 1]]", "is not used"),
        ("[[0, 1], 0]", "is not used"),
    ] {
        assert!(
            told(coalitions).contains(wanted),
            "{coalitions}: {}",
            told(coalitions)
        );
    }
    for coalitions in ["[0, 1]", "[[0], [1]]", "[]", "null"] {
        assert_eq!(told(coalitions), "", "{coalitions}");
    }
}
