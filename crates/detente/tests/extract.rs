//! Proposals from whole texts: an invented report, odd texts, long ones.

use std::time::{Duration, Instant};

use detente::dossier::{Source, read};
use detente::extract::{Found, Position, Proposal, Reading, attribution, extract};
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
fn ten_megabytes_are_read_in_linear_time() {
    let started = Instant::now();
    for piece in [
        REPORT,
        "“",
        "\"a ",
        "must if not on Tuesday ",
        "a.b.c",
        "“x” said ",
        "\n",
    ] {
        let text = piece.repeat((10 << 20) / piece.len() / if piece == REPORT { 1 } else { 16 });
        let parties = parties();
        let proposals = extract(
            &text,
            &Reading {
                published: Date::read("2025-10-28"),
                parties: &parties,
            },
        );
        if piece == REPORT {
            assert!(proposals.len() > 100_000);
        }
    }
    assert!(
        started.elapsed() < Duration::from_mins(3),
        "{:?}",
        started.elapsed()
    );
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
