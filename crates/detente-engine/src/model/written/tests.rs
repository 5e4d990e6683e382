//! Times in the forms in which people and programs write them.

use super::*;

fn told(text: &str) -> String {
    match Period::read(text) {
        Ok(period) => period.to_string(),
        Err(NoPeriod::TwoReadings(first, second)) => format!("{first} or {second}"),
        Err(error) => format!("{error:?}"),
    }
}

fn assert_told(cases: &[(&str, &str)]) {
    for (text, period) in cases {
        assert_eq!(told(text), *period, "{text}");
    }
}

#[test]
fn days_have_one_reading_in_many_forms() {
    for text in [
        "2025-01-10 00:00:00",
        "2025-01-10T17:00:00Z",
        "2025-01-10T23:59:59.123456+09:00",
        "2025-01-10T17:00-0500",
        "2025-01-10 17:00 KST",
        "2025-01-10T17:00:00+09:00[Asia/Seoul]",
        "20250110",
        "20250110T170000Z",
        "2025/01/10",
        "2025/1/10 0:00",
        "2025.01.10",
        "2025. 1. 10.",
        "2025-1-10",
        "2025年1月10日",
        "2025년 1월 10일",
        "10 January 2025",
        "10 Jan 2025",
        "10. January 2025",
        "10-Jan-2025",
        "10JAN2025",
        "10th of January, 2025",
        "January 10, 2025",
        "Jan. 10 2025, 5:00 PM",
        "Friday, 10 January 2025",
        "Fri, 10 Jan 2025 17:00:00 +0000",
        "2025 January 10",
    ] {
        assert_eq!(told(text), "2025-01-10", "{text}");
    }
    assert_told(&[
        ("13/1/2025", "2025-01-13"),
        ("1/13/2025", "2025-01-13"),
        ("13.01.2025 00:00", "2025-01-13"),
        ("4/4/2025", "2025-04-04"),
    ]);
}

#[test]
fn what_has_two_readings_has_both() {
    assert_told(&[
        ("3/4/2025", "2025-04-03 or 2025-03-04"),
        ("03.04.2025", "2025-04-03 or 2025-03-04"),
        ("3-4-2025 12:00", "2025-04-03 or 2025-03-04"),
        (
            "2009/10",
            "2009-10-01..2009-10-31 or 2009-01-01..2010-12-31",
        ),
        (
            "winter 2025",
            "2024-12-01..2025-03-21 or 2025-12-01..2026-03-21",
        ),
        ("1900s", "1900-01-01..1909-12-31 or 1900-01-01..1999-12-31"),
    ]);
}

#[test]
fn longer_times_are_read_as_people_write_them() {
    assert_told(&[
        ("October 2025", "2025-10-01..2025-10-31"),
        ("10/2025", "2025-10-01..2025-10-31"),
        ("2025-9", "2025-09-01..2025-09-30"),
        ("mid-October 2025", "2025-10-11..2025-10-20"),
        ("early 2025", "2025-01-01..2025-04-30"),
        ("the end of 2025", "2025-12-01..2025-12-31"),
        ("late 2024-02", "2024-02-21..2024-02-29"),
        ("Q3 2025", "2025-07-01..2025-09-30"),
        ("2025-Q3", "2025-07-01..2025-09-30"),
        ("the third quarter of 2025", "2025-07-01..2025-09-30"),
        ("H1 2025", "2025-01-01..2025-06-30"),
        ("second half of 2025", "2025-07-01..2025-12-31"),
        ("the 1990s", "1990-01-01..1999-12-31"),
        ("spring 2025", "2025-03-01..2025-06-21"),
        ("winter 2024/25", "2024-12-01..2025-03-21"),
        ("winter 2024–2025", "2024-12-01..2025-03-21"),
        ("2018/19", "2018-01-01..2019-12-31"),
        ("1914–18", "1914-01-01..1918-12-31"),
        ("2018–2019", "2018-01-01..2019-12-31"),
        ("2025-10-01/2025-10-05", "2025-10-01..2025-10-05"),
        ("30 June to 2 July 2019", "Unreadable"),
        ("30 June 2019 to 2 July 2019", "2019-06-30..2019-07-02"),
        ("from March 2025 to May 2025", "2025-03-01..2025-05-31"),
        ("circa 2025-10-10", "2025-10-03..2025-10-17"),
        ("ca. 1953", "1952-01-02..1954-12-31"),
        ("~October 2025", "2025-08-31..2025-12-01"),
    ]);
}

#[test]
fn what_says_too_little_or_cannot_be_is_refused() {
    assert_told(&[
        ("10/01/25", "ShortYear"),
        ("10-Jan-25", "ShortYear"),
        ("Monday, 10 January 2025", "NotInCalendar"),
        ("31 April 2025", "NotInCalendar"),
        ("13/13/2025", "NotInCalendar"),
        ("Q5 2025", "NotInCalendar"),
        ("20251301", "NotInCalendar"),
        ("Jan 10", "Unreadable"),
        ("10 2025", "Unreadable"),
        ("2025.1", "Unreadable"),
        ("45667", "Unreadable"),
        ("2025-01-10 25:00", "Unreadable"),
        ("soon", "Unreadable"),
        ("June 2025 to May 2025", "Backwards"),
    ]);
}

#[test]
fn the_order_of_day_and_month_is_told_where_the_calendar_settles_it() {
    assert_eq!(day_order("13/4/2025"), Some(DayOrder::DayFirst));
    assert_eq!(day_order("4/13/2025 00:00"), Some(DayOrder::MonthFirst));
    for text in ["3/4/2025", "2025-04-13", "13 April 2025", "31/31/2025", ""] {
        assert_eq!(day_order(text), None, "{text}");
    }
}

#[test]
fn every_day_is_read_in_every_form_of_one_reading() {
    let mut day = Date::new(1999, 12, 25);
    while let Some(it) = day.filter(|it| it.year < 2002) {
        let (y, m, d) = (it.year, it.month, it.day);
        let name = MONTHS[usize::from(m) - 1];
        let weekday = WEEKDAYS[usize::from(it.weekday()) - 1];
        for text in [
            format!("{d} {name} {y}"),
            format!("{}. {d}, {y}", &name[..3]),
            format!("{weekday}, {d} {name} {y} 5:00 am"),
            format!("{y}{m:02}{d:02}"),
            format!("{y}/{m}/{d}"),
            format!("{it}T00:00:00Z"),
        ] {
            assert_eq!(Period::read(&text), Ok(Period::day(it)), "{text}");
        }
        let both = Period::read(&format!("{d}/{m}/{y}"));
        match Date::new(y, d, m).filter(|other| *other != it) {
            Some(other) => assert_eq!(
                both,
                Err(NoPeriod::TwoReadings(Period::day(it), Period::day(other)))
            ),
            None => assert_eq!(both, Ok(Period::day(it))),
        }
        day = it.plus_days(1);
    }
}
