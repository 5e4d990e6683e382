//! Proposals from whole texts: an invented report, odd texts, long ones.

use std::time::{Duration, Instant};

use detente::dossier::{Source, read};
use detente::extract::{
    Found, Position, Proposal, Reading, Turn, attribution, extract, turns::joined,
};
use detente::model::{Date, Party, PartyId};
use proptest::prelude::*;

const PARTIES: &str = "[dossier]\ntitle = \"T\"\n[parties.no]\nname = \"Norland\"\naliases = [\"Norlandic\", \"Haven\"]\n[parties.so]\nname = \"Southland\"\n";

fn parties() -> Vec<Party> {
    read(&Source {
        name: "parties.toml".into(),
        bytes: PARTIES.into(),
    })
    .dossier
    .expect("the dossier is sound")
    .parties
}

const REPORT: &str = "HAVEN, Oct. 28 — Norlandic Foreign Minister Ada Berg said on Monday that “we are ready to meet \
without any preconditions,” two weeks after the harbour closed.\n\n\
“They must first leave the harbour,” a senior Southland official said. “If they stay, there will be consequences.”\n\n\
Berg, who spoke on February 27-28, 2019 as well, rejected a pause. “It isn't in anyone's interest,” she added.\n\n\
The so-called “grey line” was drawn in the 1990s. “Nobody remembers by whom it was drawn.”\n";

fn found(text: &str) -> Vec<Proposal> {
    let parties = parties();
    extract(
        text,
        &Reading {
            published: Date::read("2025-10-28"),
            parties: &parties,
        },
    )
}

/// A quotation, its speaker with the party, and its time.
type Told<'t> = (&'t str, Option<(&'t str, Option<usize>)>, Option<String>);

#[test]
fn an_invented_report_gives_its_statements_dates_and_positions() {
    let proposals = found(REPORT);
    let quotes: Vec<Told<'_>> = proposals
        .iter()
        .filter_map(|proposal| {
            let Found::Quote(quote, said) = &proposal.found else {
                return None;
            };
            let speaker = quote
                .speaker
                .as_ref()
                .map(|(it, _)| (it.name.as_str(), it.party.map(PartyId::idx)));
            Some((
                &REPORT[quote.inner.range()],
                speaker,
                said.map(|said| said.to_string()),
            ))
        })
        .collect();
    let berg = Some(("Ada Berg", Some(0)));
    let official = Some(("a senior Southland official", Some(1)));
    let day = |text: &str| Some(text.to_owned());
    let expected = [
        (
            "we are ready to meet without any preconditions,",
            berg,
            day("2025-10-27"),
        ),
        (
            "They must first leave the harbour,",
            official,
            day("2025-10-28"),
        ),
        (
            "If they stay, there will be consequences.",
            official,
            day("2025-10-28"),
        ),
        ("It isn't in anyone's interest,", berg, day("2025-10-28")),
        ("grey line", None, day("2025-10-28")),
        (
            "Nobody remembers by whom it was drawn.",
            None,
            day("2025-10-28"),
        ),
    ];
    assert_eq!(quotes, expected);
    let counted = attribution(&proposals);
    assert_eq!(
        (counted.quotes, counted.without_speaker),
        (5, 1),
        "“grey line” is a phrase"
    );
    let positions: Vec<(Position, bool, bool)> = proposals
        .iter()
        .filter_map(|proposal| match &proposal.found {
            Found::Position(it) => Some((it.position, it.negated, it.condition.is_some())),
            _ => None,
        })
        .collect();
    let expected = [
        (Position::Offer, false, false),
        (Position::Precondition, true, false),
        (Position::Demand, false, false),
        (Position::Threat, false, true),
        (Position::Refusal, false, false),
    ];
    assert_eq!(positions, expected);
    let dates: Vec<(&str, usize)> = proposals
        .iter()
        .filter(|proposal| matches!(proposal.found, Found::Date(_)))
        .map(|proposal| (&REPORT[proposal.span.range()], proposal.line))
        .collect();
    assert_eq!(
        dates,
        [
            ("Oct. 28", 1),
            ("on Monday", 1),
            ("February 27-28, 2019", 5),
            ("the 1990s", 7)
        ]
    );
}

#[test]
fn an_empty_text_gives_nothing() {
    assert_eq!(found(""), []);
    assert_eq!(found(" \n\n\t"), []);
    assert_eq!(extract("Nothing is said here", &Reading::default()), []);
}

#[test]
fn texts_in_any_script_keep_their_places() {
    let text = "Зима. “Мы готовы,” said Ада Берг on 28 October 2025. 東京。“協議する用意がある” — Norland\n🌊 “Ça suffit comme ça,” said Éva Šmídová.";
    let proposals = found(text);
    for proposal in &proposals {
        assert!(text.get(proposal.span.range()).is_some(), "{proposal:?}");
    }
    let names: Vec<&str> = proposals
        .iter()
        .filter_map(|proposal| match &proposal.found {
            Found::Quote(quote, _) => quote
                .speaker
                .as_ref()
                .map(|(speaker, _)| speaker.name.as_str()),
            _ => None,
        })
        .collect();
    assert!(
        names.contains(&"Ада Берг") && names.contains(&"Éva Šmídová"),
        "{names:?}"
    );
}

/// Texts that repeat one piece until they are long: if any step were quadratic, minutes would pass.
#[test]
fn megabytes_are_read_in_linear_time() {
    let started = Instant::now();
    for piece in [
        REPORT,
        "“",
        "\"a ",
        "must if not on Tuesday ",
        "a.b.c",
        "\nQ: a? ",
        "\nMS. ARDEN: must (",
        "MS. ARDEN: a? Q: ",
        "[1][",
        "2018-2019 to ",
        "AH 1447 (",
        "Tuesday, ",
        "“x” said ",
        "\n",
    ] {
        let text = piece.repeat((3 << 20) / piece.len() / if piece == REPORT { 1 } else { 16 });
        let parties = parties();
        let proposals = extract(
            &text,
            &Reading {
                published: Date::read("2025-10-28"),
                parties: &parties,
            },
        );
        if piece == REPORT {
            assert!(proposals.len() > 30_000);
        }
    }
    assert!(
        started.elapsed() < Duration::from_mins(3),
        "{:?}",
        started.elapsed()
    );
}

/// Each turn: the speaker, whether it asks, what was asked before, the words, and the day.
fn told(text: &str, published: Option<&str>) -> Vec<(String, bool, String, String, String)> {
    let parties = parties();
    let published = published.and_then(Date::read);
    let proposals = extract(
        text,
        &Reading {
            published,
            parties: &parties,
        },
    );
    let one = |turn: &Turn| {
        let speaker = turn.speaker.as_ref();
        let party = speaker
            .and_then(|it| it.party)
            .map_or("-", |party| &parties[party.idx()].id);
        (
            format!("{} {party}", speaker.map_or("-", |it| &it.name)),
            turn.is_question,
            joined(text, &turn.asked),
            joined(text, &turn.pieces),
            turn.said.map_or(String::new(), |said| said.to_string()),
        )
    };
    let turns = proposals.iter().filter_map(|it| match &it.found {
        Found::Turn(turn) => Some(one(turn)),
        _ => None,
    });
    turns.collect()
}

fn turn(
    who: &str,
    asks: bool,
    asked: &str,
    words: &str,
    day: &str,
) -> (String, bool, String, String, String) {
    (who.into(), asks, asked.into(), words.into(), day.into())
}

const BRIEFING: &str = "THE WEIR HOUSE\nMay 3, 2031\n\nMS. ARDEN:  We are ready to mend the weir.\n\nQ    Has the goal of draining been dropped?\n\n\
    Q    Will you refuse to say?\n\nMR. BOLE (Norland):  Nothing has changed.  (Laughter.)  Must we go?  \u{201c}We will not wait,\u{201d} she said.\n\n# # #\n";

#[test]
fn a_briefing_gives_its_turns_and_no_position_comes_from_a_question() {
    let asked = "Has the goal of draining been dropped? Will you refuse to say?";
    let day = "2031-05-03";
    assert_eq!(
        told(BRIEFING, None),
        [
            turn(
                "MS. ARDEN -",
                false,
                "",
                "We are ready to mend the weir.",
                day
            ),
            turn(
                "- -",
                true,
                "",
                "Has the goal of draining been dropped?",
                day
            ),
            turn("- -", true, "", "Will you refuse to say?", day),
            turn(
                "MR. BOLE no",
                false,
                asked,
                "Nothing has changed. Must we go? “We will not wait,” she said.",
                day
            ),
        ]
    );
    let proposals = extract(BRIEFING, &Reading::default());
    let positions: Vec<Position> = proposals
        .iter()
        .filter_map(|it| match &it.found {
            Found::Position(it) => Some(it.position),
            _ => None,
        })
        .collect();
    assert_eq!(positions, [Position::Offer, Position::Refusal]);
    let quotes = proposals
        .iter()
        .filter(|it| matches!(it.found, Found::Quote(..)));
    assert_eq!(
        quotes.count(),
        0,
        "what a speaker quotes is no statement by itself"
    );
}

#[test]
fn a_question_in_a_report_is_no_position_either() {
    let text = "Will Norland refuse to go? “Must they leave?” he asked. They must leave.";
    let proposals = extract(text, &Reading::default());
    let positions = proposals
        .iter()
        .filter(|it| matches!(it.found, Found::Position(_)));
    assert_eq!(positions.map(|it| it.span.start).collect::<Vec<_>>(), [65]);
}

#[test]
fn a_statement_printed_as_a_whole_has_its_maker_and_its_day() {
    let body = "The drills at the weir must stop.\n\nNorland will not wait.";
    let words = "The drills at the weir must stop. Norland will not wait.";
    let signed = format!(
        "Haven, August 20 (HNA) -- Ada Berg, director of the Weir Board of Norland, said in a press statement on Tuesday:\n\n{body}\n\nAda Berg\nDirector\nAugust 19, Juche 114 (2025)\n"
    );
    assert_eq!(
        told(&signed, Some("2025-08-21")),
        [turn("Ada Berg no", false, "", words, "2025-08-19")]
    );
    let led = format!(
        "HAVEN, May 3, 2031 (HNA) — A spokesperson for the Weir Board of Norland issued the following statement on May 2, 2031:\n\n{body}\n"
    );
    assert_eq!(
        told(&led, None),
        [turn("Weir Board no", false, "", words, "2031-05-02")]
    );
    let by_signature =
        format!("Haven, May 3, 2031 (HNA) --\n\n{body}\n\nTom Kess\nNorlandic Weir Board\nHaven\n");
    let found = told(&by_signature, None);
    assert_eq!(
        (found.len(), found[0].3.as_str(), found[0].4.as_str()),
        (1, words, "2031-05-03")
    );
    assert!(found[0].0.starts_with("Tom Kess"), "{found:?}");
    let wire = "HAVEN, May 3 (HNA) -- The weir is closed, Ada Berg said in a statement. It rained.\n\nNobody came.\n";
    assert_eq!(told(wire, None), [], "a report is no statement");
    assert_eq!(told(REPORT, None), [], "nor is one with quotations");
}

#[test]
fn a_title_leads_to_a_statement() {
    let body = "The drills at the weir must stop.\n\nNorland will not wait.";
    let words = "The drills at the weir must stop. Norland will not wait.";
    let titles = [
        "Statement by Ada Berg of Norland on the latest drills",
        "Press Statement by Ada Berg of Norland",
        "Remarks by Ada Berg of Norland at the weir",
    ];
    for title in titles {
        let text = format!(
            "{title}\n\nHaven, 12 March 2031\n\n{body}\n\nContact: press@weir.example\nTel. 12 34\n"
        );
        let found = told(&text, None);
        assert_eq!(found.len(), 1, "{title}");
        assert!(found[0].0.starts_with("Ada Berg"), "{found:?}");
        assert_eq!(
            (found[0].3.as_str(), found[0].4.as_str()),
            (words, "2031-03-12"),
            "{title}"
        );
    }
    for title in [
        "Statement by Ada Berg angers all.",
        "A statement by Ada Berg of Norland",
        "Statement on the latest drills",
    ] {
        assert_eq!(told(&format!("{title}\n\n{body}\n"), None), [], "{title}");
    }
}

#[test]
fn a_day_without_a_year_is_the_one_that_the_text_names_with_it() {
    let text = "Haven, August 20 (HNA) -- It rained.\n\nAugust 20, 2025";
    let days: Vec<Vec<String>> = found(text)
        .into_iter()
        .filter_map(|it| match it.found {
            Found::Date(phrase) => Some(phrase.readings.iter().map(ToString::to_string).collect()),
            _ => None,
        })
        .collect();
    assert_eq!(days, [["2025-08-20"], ["2025-08-20"]]);
}

fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "“",
        "”",
        "\"",
        "‘",
        "’",
        "'",
        "«",
        "»",
        "„",
        " said ",
        "Ada Berg",
        "he ",
        "according to ",
        ", ",
        ". ",
        "? ",
        ": ",
        "\n\n",
        "\n",
        "on Tuesday",
        "May ",
        "2025",
        "31",
        "-",
        "/",
        "October ",
        "the end of ",
        "by ",
        "from ",
        "between ",
        "last ",
        "next ",
        "week",
        "in ",
        "two ",
        " ago",
        "Q3 ",
        "Juche ",
        "99999",
        "not ",
        "must ",
        "if ",
        "Norland",
        "U.S. ",
        "—",
        "é",
        "🌊",
        "a ",
        "official ",
        "1990s",
        "the first half of ",
        "Sept. ",
        "\nMS. ARDEN: ",
        "\nQ    ",
        "\nA: ",
        "**",
        "(Laughter.)",
        "[",
        ")",
        "\nMr. Bole (Norland): ",
        "The PRESIDENT. ",
        "END",
        "HAVEN, May 3 (HNA) -- ",
        "issued the following statement:",
        "Tuesday, ",
        "2018-2019",
        "3/4/25",
        " AH",
        " (2025)",
        "Tues. ",
        "winter of ",
        "’25",
    ]);
    prop_oneof![8 => known.prop_map(str::to_owned), 1 => "\\PC{0,4}"]
}

fn assert_places(text: &str) {
    for published in [
        None,
        Date::read("2025-10-28"),
        Some(Date::FIRST),
        Some(Date::LAST),
    ] {
        let parties = parties();
        let proposals = extract(
            text,
            &Reading {
                published,
                parties: &parties,
            },
        );
        let mut line = 1;
        for proposal in &proposals {
            assert!(!text[proposal.span.range()].is_empty());
            assert!(proposal.line >= line);
            line = proposal.line;
            if let Found::Turn(turn) = &proposal.found {
                let inside = |piece: &detente::model::Span| {
                    proposal.span.start <= piece.start && piece.end <= proposal.span.end
                };
                assert!(turn.pieces.iter().all(inside), "{turn:?}");
                assert!(!joined(text, &turn.pieces).is_empty());
                assert!(turn.asked.iter().all(|it| text.get(it.range()).is_some()));
            }
            if let Found::Date(phrase) = &proposal.found {
                assert!(
                    phrase
                        .readings
                        .iter()
                        .all(|period| period.first <= period.last),
                    "{phrase:?}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_mixture_of_pieces_makes_it_panic(pieces in prop::collection::vec(piece(), 0..40)) {
        assert_places(&pieces.concat());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        assert_places(&String::from_utf8_lossy(&bytes));
    }
}
