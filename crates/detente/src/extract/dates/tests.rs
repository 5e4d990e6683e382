//! Phrases as they stand in the news, published on Tuesday, 28 October 2025.

use super::*;
use crate::extract::words::words;

fn read(text: &str, published: Option<Date>) -> Vec<(String, Vec<String>)> {
    let found = dates(&words(text, 0), published);
    found
        .into_iter()
        .map(|it| {
            (
                text[it.span.range()].to_owned(),
                it.readings.iter().map(ToString::to_string).collect(),
            )
        })
        .collect()
}

#[test]
fn fifteen_kinds_of_phrases_mean_what_readers_take_them_for() {
    let published = Date::new(2025, 10, 28);
    let known: &[(&str, &str, &[&str])] = &[
        (
            "They met on October 24, 2025, there.",
            "October 24, 2025",
            &["2025-10-24"],
        ),
        ("They met on 24 Oct. 2025.", "24 Oct. 2025", &["2025-10-24"]),
        ("Filed 2025-10-24 at noon.", "2025-10-24", &["2025-10-24"]),
        (
            "Talks of February 27-28, 2019 failed.",
            "February 27-28, 2019",
            &["2019-02-27..2019-02-28"],
        ),
        (
            "It was quiet in September 2025.",
            "September 2025",
            &["2025-09-01..2025-09-30"],
        ),
        (
            "He spoke on Tuesday.",
            "on Tuesday",
            &["2025-10-28", "2025-11-04"],
        ),
        ("He spoke last Friday.", "last Friday", &["2025-10-24"]),
        (
            "It fell ill earlier this month.",
            "earlier this month",
            &["2025-10-01..2025-10-28"],
        ),
        (
            "They agreed in early September.",
            "early September",
            &["2025-09-01..2025-09-10", "2026-09-01..2026-09-10"],
        ),
        (
            "Work ends at the end of the year.",
            "the end of the year",
            &["2025-12-01..2025-12-31"],
        ),
        (
            "All leave by the end of 2026.",
            "by the end of 2026",
            &["..2026-12-31"],
        ),
        (
            "Stamped Juche 113 below.",
            "Juche 113",
            &["2024-01-01..2024-12-31"],
        ),
        (
            "Two weeks ago nothing moved.",
            "Two weeks ago",
            &["2025-10-11..2025-10-17"],
        ),
        (
            "Both left on October 30.",
            "October 30",
            &["2025-10-30", "2024-10-30"],
        ),
        (
            "Not since 2019 had they met.",
            "since 2019",
            &["2019-01-01.."],
        ),
        (
            "Dated 03/04/2025 by hand.",
            "03/04/2025",
            &["2025-04-03", "2025-03-04"],
        ),
        ("Dated 24/10/2025 by hand.", "24/10/2025", &["2025-10-24"]),
        ("He came back yesterday.", "yesterday", &["2025-10-27"]),
        (
            "Votes are due next week.",
            "next week",
            &["2025-11-03..2025-11-09"],
        ),
        (
            "Between March 3 and April 5, 2020 it rained.",
            "Between March 3 and April 5, 2020",
            &["2020-03-03..2020-04-05"],
        ),
        (
            "In the 1990s it held.",
            "the 1990s",
            &["1990-01-01..1999-12-31"],
        ),
        (
            "Sales in the third quarter of 2025 fell.",
            "the third quarter of 2025",
            &["2025-07-01..2025-09-30"],
        ),
        (
            "They stopped in mid-July.",
            "mid-July",
            &["2025-07-11..2025-07-20", "2026-07-11..2026-07-20"],
        ),
        (
            "No move before October 2025.",
            "before October 2025",
            &["..2025-09-30"],
        ),
        (
            "They return in three months.",
            "in three months",
            &["2026-01-01..2026-01-31"],
        ),
    ];
    for (text, phrase, readings) in known {
        let found = read(text, published);
        assert_eq!(
            found,
            [(
                phrase.to_string(),
                readings.iter().map(ToString::to_string).collect::<Vec<_>>()
            )],
            "{text}"
        );
    }
}

#[test]
fn what_is_no_date_is_left_alone() {
    let published = Date::new(2025, 10, 28);
    for text in [
        "They may march.",
        "May I?",
        "March on.",
        "It cost 2,019.50.",
        "Room 2019",
        "31 people",
        "version 1.2.3",
        "February 30, 2025x",
        "the second of them",
    ] {
        assert_eq!(read(text, published), [], "{text}");
    }
}

#[test]
fn without_a_day_of_publication_relative_phrases_have_no_reading() {
    assert_eq!(
        read("He spoke on Tuesday and on May 2, 2024.", None),
        [
            ("on Tuesday".into(), vec![]),
            ("May 2, 2024".into(), vec!["2024-05-02".into()])
        ]
    );
}
