//! Days as people write them, and as the file wants them.

use crate::model::Date;

/// What a day that is written otherwise should be.
pub(in crate::dossier) struct Remedy {
    /// What to write, in a sentence.
    pub(in crate::dossier) help: String,
    /// The likeliest day.
    pub(in crate::dossier) day: Date,
}

/// The first three letters of the months.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// What to write in place of a day such as `24/10/2025`; `None` when the text is no day.
pub(in crate::dossier) fn day_remedy(text: &str) -> Option<Remedy> {
    let days = readings(text);
    let day = *days.first()?;
    let help = match days.as_slice() {
        [first, second] => {
            format!("write {first} or {second}, whichever is meant, without quotes")
        }
        _ => format!("write {day}, without quotes"),
    };
    Some(Remedy { help, day })
}

/// The days that a text can mean: two where day and month may be exchanged.
fn readings(text: &str) -> Vec<Date> {
    let text = text.trim();
    if text.len() > 40 {
        return vec![];
    }
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return of(&text[..4], &text[4..6], &text[6..])
            .into_iter()
            .collect();
    }
    let is_gap = |c: char| !c.is_alphanumeric();
    let parts: Vec<&str> = text
        .split(|c| is_gap(c) || matches!(c, '年' | '月' | '日' | '년' | '월' | '일'))
        .filter(|part| !part.is_empty())
        .collect();
    let foreign_gap =
        |c: char| is_gap(c) && !matches!(c, '/' | '.' | '-' | ' ' | ',' | '‐'..='―' | '−');
    if text.contains(foreign_gap) || text.starts_with(is_gap) {
        return vec![];
    }
    if parts.len() != 3 {
        return vec![];
    }
    named_month(&parts).unwrap_or_else(|| in_digits(&parts))
}

fn named_month(parts: &[&str]) -> Option<Vec<Date>> {
    let at = parts
        .iter()
        .position(|part| part.starts_with(|c: char| c.is_alphabetic()))?;
    let word = parts[at].to_lowercase();
    let month = MONTHS.iter().position(|month| word.starts_with(month))? + 1;
    let rest: Vec<&str> = parts
        .iter()
        .enumerate()
        .filter(|(idx, _)| *idx != at)
        .map(|(_, part)| part.trim_end_matches(|c: char| c.is_alphabetic()))
        .collect();
    let (first, second) = (*rest.first()?, *rest.get(1)?);
    let month = month.to_string();
    let day = if first.len() == 4 {
        of(first, &month, second)
    } else {
        of(second, &month, first)
    };
    Some(day.into_iter().collect())
}

fn in_digits(parts: &[&str]) -> Vec<Date> {
    let &[first, second, third] = parts else {
        return vec![];
    };
    let mut days: Vec<Date> = match (first.len(), third.len()) {
        (4, 1 | 2) => of(first, second, third).into_iter().collect(),
        (1 | 2, 4) => of(third, second, first)
            .into_iter()
            .chain(of(third, first, second))
            .collect(),
        _ => vec![],
    };
    days.dedup();
    days
}

fn of(year: &str, month: &str, day: &str) -> Option<Date> {
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(year) || !digits(month) || !digits(day) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_any_locale_is_told_as_the_file_wants_it() {
        let day = |text: &str| day_remedy(text).map(|remedy| remedy.day.to_string());
        for text in [
            "24/10/2025",
            "24.10.2025",
            "10/24/2025",
            "2025/10/24",
            "2025.10.24",
            "20251024",
            "24 October 2025",
            "Oct 24, 2025",
            "24th Oct 2025",
            "2025年10月24日",
            "2025–10–24",
        ] {
            assert_eq!(day(text).as_deref(), Some("2025-10-24"), "{text}");
        }
        assert_eq!(day("2025-1-9").as_deref(), Some("2025-01-09"));
        for text in [
            "24/13/2025",
            "0.7",
            "1/3",
            "10.24",
            "next week",
            "31.02.2025",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_with_two_readings_is_told_with_both() {
        let help = |text: &str| day_remedy(text).expect("a day").help;
        assert!(help("03/10/2025").contains("2025-10-03 or 2025-03-10"));
        assert!(
            !help("10.10.2025").contains(" or "),
            "both are the same day"
        );
    }
}
