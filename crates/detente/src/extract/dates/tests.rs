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

/// Each text is one date, the whole of it: what it says, and its readings.
fn assert_one_date(known: &[(&str, &[&str])]) {
    let published = Date::new(2025, 10, 28);
    for (phrase, readings) in known {
        let text = format!("The talks of {phrase} led nowhere.");
        let expected: Vec<String> = readings.iter().map(ToString::to_string).collect();
        assert_eq!(
            read(&text, published),
            [((*phrase).to_string(), expected)],
            "{phrase}"
        );
    }
}

#[test]
fn ranges_are_read_on_both_ends() {
    let june: &[&str] = &["2019-06-30..2019-07-02"];
    let may: &[&str] = &["2021-05-03..2021-05-05"];
    let two_years: &[&str] = &["2018-01-01..2019-12-31"];
    assert_one_date(&[
        ("2018-2019", two_years),
        ("2018–2019", two_years),
        ("2018 – 2019", two_years),
        ("2018/19", two_years),
        ("2018/2019", two_years),
        ("from 2018 to 2019", two_years),
        ("between 2018 and 2019", two_years),
        ("1914-18", &["1914-01-01..1918-12-31"]),
        ("1914–18", &["1914-01-01..1918-12-31"]),
        ("1999/00", &["1999-01-01..2000-12-31"]),
        (
            "2011-12",
            &["2011-12-01..2011-12-31", "2011-01-01..2012-12-31"],
        ),
        ("2011–12", &["2011-01-01..2012-12-31"]),
        ("30 June–2 July 2019", june),
        ("30 June - 2 July 2019", june),
        ("June 30–July 2, 2019", june),
        ("30 June to 2 July 2019", june),
        ("from 30 June 2019 until 2 July", june),
        ("2019-06-30/2019-07-02", june),
        ("2019-06-30 to 2019-07-02", june),
        ("3–5 May 2021", may),
        ("May 3-5, 2021", may),
        ("from 3 to 5 May 2021", may),
        ("between 3 and 5 May 2021", may),
        ("28 December–3 January 2019", &["2018-12-28..2019-01-03"]),
        (
            "28 December 2018–3 January 2019",
            &["2018-12-28..2019-01-03"],
        ),
        ("26 October–2 November", &["2025-10-26..2025-11-02"]),
        ("May 2019–June 2020", &["2019-05-01..2020-06-30"]),
        ("mid-May to 3 June 2019", &["2019-05-11..2019-06-03"]),
        ("the 1990s to the 2000s", &["1990-01-01..2009-12-31"]),
        ("the winter of 2018/19", &["2018-12-01..2019-02-28"]),
        ("spring 2019", &["2019-03-01..2019-05-31"]),
    ]);
    let by = "Done by 30 June–2 July 2019.";
    assert_eq!(
        read(by, None),
        [("by 30 June–2 July 2019".into(), vec!["..2019-07-02".into()])]
    );
}

#[test]
fn a_weekday_and_its_date_are_one_date() {
    assert_one_date(&[
        ("Tuesday, October 28", &["2025-10-28"]),
        ("Tuesday, October 28, 2025", &["2025-10-28"]),
        ("Tues. 28 Oct. 2025", &["2025-10-28"]),
        ("Tuesday the 28th of October", &["2025-10-28"]),
        ("Tuesday (28 October)", &["2025-10-28"]),
        ("28 October 2025 (Tuesday)", &["2025-10-28"]),
        ("Tuesday evening, 28 October", &["2025-10-28"]),
        // The only 28 October near by that is a Monday is that of the year before.
        ("Monday, October 28", &["2024-10-28"]),
        // 4 March 2025 is a Tuesday, 3 April is none.
        ("Tuesday, 3/4/25", &["2025-03-04"]),
        (
            "Monday, 27 October–Tuesday, 28 October 2025",
            &["2025-10-27..2025-10-28"],
        ),
        ("Friday, October 28, 2025", &["2025-10-28"]),
    ]);
    let found = dates(&words("on Friday, October 28, 2025", 0), None);
    assert_eq!(found[0].rule, "date that falls on another weekday");
}

#[test]
fn years_of_eras_are_read_with_ours_beside_them() {
    let august: &[&str] = &["2025-08-19"];
    let year: &[&str] = &["2025-01-01..2025-12-31"];
    assert_one_date(&[
        ("August 19, Juche 114 (2025)", august),
        ("August 19, Juche 114(2025)", august),
        ("August 19, Juche114", august),
        ("19 August 2025 (Juche 114)", august),
        ("19 August, Reiwa 7", august),
        ("August 19, Minguo year 114 (2025)", august),
        ("19 August B.E. 2568", august),
        ("Juche 114 (2025)", year),
        ("2025 (Reiwa 7)", year),
        ("2568 BE", year),
        ("the end of Heisei 30 (2018)", &["2018-12-01..2018-12-31"]),
        ("1447 AH", &["2025-06-26..2026-06-17"]),
        ("A.H. 1447", &["2025-06-26..2026-06-17"]),
        ("1447 AH (27 June 2025)", &["2025-06-27"]),
        ("1404 SH", &["2025-03-20..2026-03-21"]),
    ]);
    // Heisei ended with its year 31: this is none of its years. Another year in brackets is a date of its own.
    assert_eq!(read("In Heisei 40 nothing.", None), []);
    assert_eq!(read("Of Juche 113 (2025) it is.", None).len(), 2);
}

#[test]
fn dates_in_numbers_have_all_their_readings() {
    assert_one_date(&[
        ("3/4/25", &["2025-04-03", "2025-03-04"]),
        ("3.4.25", &["2025-04-03", "2025-03-04"]),
        ("28-10-2025", &["2025-10-28"]),
        ("28-Oct-25", &["2025-10-28"]),
        ("28 Oct ’25", &["2025-10-28"]),
        ("2025/10/28", &["2025-10-28"]),
        ("20251028", &["2025-10-28"]),
        ("2025-10-28T14:30:00Z", &["2025-10-28"]),
        ("2025-10", &["2025-10-01..2025-10-31"]),
        ("5/6/68", &["1968-06-05", "1968-05-06"]),
        ("5/6/44", &["2044-06-05", "2044-05-06"]),
    ]);
    for text in [
        "version 10.2.25",
        "10.2.25.1",
        "1-3-4-25",
        "77/1",
        "2018-10-11-12",
        "99999999",
    ] {
        assert_eq!(read(text, Date::new(2025, 10, 28)), [], "{text}");
    }
}

#[test]
fn no_part_of_a_date_is_lost_or_bent() {
    let published = Date::new(2025, 10, 28);
    let september = ["2025-09-01..2025-09-30"];
    let known: [(&str, &str, &[&str]); 11] = [
        (
            "On 27/28 February 2019 they met.",
            "27/28 February 2019",
            &["2019-02-27..2019-02-28"],
        ),
        (
            "On Feb. 27/28, 2019, they met.",
            "Feb. 27/28, 2019",
            &["2019-02-27..2019-02-28"],
        ),
        (
            "It snowed in Dec.–Jan. 2018/19.",
            "Dec.–Jan. 2018/19",
            &["2018-12-01..2019-01-31"],
        ),
        (
            "It snowed in November to March 2018-2019.",
            "November to March 2018-2019",
            &["2018-11-01..2019-03-31"],
        ),
        (
            "A fortnight ago they met.",
            "A fortnight ago",
            &["2025-10-11..2025-10-17"],
        ),
        (
            "It is due in two fortnights.",
            "in two fortnights",
            &["2025-11-22..2025-11-28"],
        ),
        (
            "Nothing came on 31 September 2025.",
            "31 September 2025",
            &september,
        ),
        (
            "Nothing came on September 31, 2025.",
            "September 31, 2025",
            &september,
        ),
        (
            "It was built in the late 1980s.",
            "late 1980s",
            &["1987-01-01..1989-12-31"],
        ),
        (
            "It was built in the early 1990s.",
            "early 1990s",
            &["1990-01-01..1993-12-31"],
        ),
        (
            "It was built in the mid-1970s.",
            "mid-1970s",
            &["1974-01-01..1976-12-31"],
        ),
    ];
    for (text, phrase, readings) in known {
        let wanted = vec![(
            phrase.to_owned(),
            readings.iter().map(|it| (*it).to_owned()).collect(),
        )];
        assert_eq!(read(text, published), wanted, "{text}");
    }
    let years = |text| -> Vec<String> {
        let found = read(text, published);
        found.into_iter().map(|it| it.0).collect()
    };
    let tests = "There were tests in 2017, 2018, 2019 and 2020.";
    assert_eq!(years(tests), ["2017", "2018", "2019", "2020"]);
    assert_eq!(years("In 2018, 2019 tanks came."), ["2018"]);
}
