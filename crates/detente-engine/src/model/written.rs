//! Times as people and programs write them, where they have one reading.
//!
//! - A time of day, with or without its zone, is left out: the day is the one that is written.
//! - A date of numbers begins with its year, or has an order of day and month that the calendar settles; otherwise it has two readings.
//! - Months and days of the week have their English names; a day of the week must be the right one.
//! - A part of a year (`early`, `mid`, `late`) is four months; its beginning and its end are one.
//! - A season is that of the northern half of the earth, from its first day by the months to its last by the sun.
//! - `circa` widens a day by a week on each side, and anything else by its own length.

use super::{Date, DayOrder, NoPeriod, Period};

type Read = Result<Period, NoPeriod>;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const CIRCA: [&str; 10] = [
    "circa ",
    "ca. ",
    "ca ",
    "c. ",
    "about ",
    "around ",
    "approximately ",
    "roughly ",
    "~",
    "≈",
];
/// What stands between the two ends of an interval.
const BETWEEN: [&str; 5] = [" to ", " and ", "–", "—", " - "];

/// Reads a time that is not written as this program writes it.
pub(super) fn read(text: &str) -> Read {
    let text = tidy(text);
    let text = text.strip_prefix("the ").unwrap_or(&text);
    if let Some(rest) = CIRCA.iter().find_map(|word| text.strip_prefix(word)) {
        return widened(one(rest.trim())?);
    }
    match one(text) {
        Err(NoPeriod::Unreadable) => interval(text).unwrap_or(Err(NoPeriod::Unreadable)),
        read => read,
    }
}

/// The order of day and month in a date of numbers, where the calendar has only one.
pub(super) fn day_order(text: &str) -> Option<DayOrder> {
    let text = tidy(text);
    let text = without_time(&text);
    let [a, b, year] = numbers(text)?.try_into().ok()?;
    if a.len() > 2 || b.len() > 2 || year.len() != 4 {
        return None;
    }
    let (day_first, month_first) = orders(a, b, year);
    match (day_first, month_first) {
        (Some(_), None) => Some(DayOrder::DayFirst),
        (None, Some(_)) => Some(DayOrder::MonthFirst),
        _ => None,
    }
}

/// Small letters, single spaces, one kind of hyphen.
fn tidy(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let hyphen = |c| {
        if matches!(c, '\u{2010}' | '\u{2011}' | '\u{2212}') {
            '-'
        } else {
            c
        }
    };
    words.join(" ").to_lowercase().chars().map(hyphen).collect()
}

fn one(text: &str) -> Read {
    let date = without_time(text);
    let plain = Period::read_plain(date);
    if plain != Err(NoPeriod::Unreadable) {
        return plain;
    }
    if date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit()) {
        let day = Date::read(&format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]));
        return Period::between(day, day);
    }
    match numbers(date) {
        Some(numbers) => of_numbers(&numbers, date.contains('.')),
        None => of_words(date),
    }
}

/// Two times with something between them.
fn interval(text: &str) -> Option<Read> {
    let inner = ["from ", "between "]
        .iter()
        .find_map(|word| text.strip_prefix(word));
    let text = inner.unwrap_or(text);
    let ends = BETWEEN.iter().find_map(|sign| text.split_once(sign));
    // ISO 8601 has a slash between two days.
    let ends = ends.or_else(|| {
        text.split_once('/')
            .filter(|(a, b)| a.contains('-') && b.contains('-'))
    })?;
    let (from, to) = (ends.0.trim(), ends.1.trim());
    let is_number =
        |text: &str, n| text.len() == n && text.bytes().all(|byte| byte.is_ascii_digit());
    let to = if is_number(from, 4) && is_number(to, 2) {
        format!("{}{to}", &from[..2])
    } else {
        to.to_owned()
    };
    let (from, to) = (one(from).ok()?, one(&to).ok()?);
    Some(Period::ordered(from.first, to.last))
}

/// A date without the time of day behind it.
fn without_time(text: &str) -> &str {
    for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, ' ' | 't')) {
        let (date, time) = (&text[..at], text[at + 1..].trim());
        let is_compact = sign == 't' && date.len() == 8 && is_digits(date);
        if date.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '.'))
            && is_time(time, is_compact)
        {
            return date.trim_end_matches(',');
        }
    }
    text
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `17:00`, `17:00:30.25+02:00`, `5:00 pm`, `170000z`; the last where it may be compact.
fn is_time(text: &str, is_compact: bool) -> bool {
    let text = text.split_once('[').map_or(text, |(time, _)| time);
    let n_clock = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ',')))
        .unwrap_or(text.len());
    let (clock, zone) = (&text[..n_clock], text[n_clock..].trim());
    let is_offset = zone.starts_with(['+', '-']) && is_digits(&zone[1..].replace(':', ""));
    let is_name = zone.len() <= 9
        && zone
            .chars()
            .all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '.'));
    if !is_offset && !is_name {
        return false;
    }
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, "0"));
    let parts: Vec<&str> = if is_compact && !clock.contains(':') {
        (0..clock.len())
            .step_by(2)
            .map(|at| clock.get(at..at + 2).unwrap_or(""))
            .collect()
    } else {
        clock.split(':').collect()
    };
    let limits = [24, 60, 61];
    (2..=3).contains(&parts.len())
        && is_digits(fraction)
        && parts.iter().zip(limits).all(|(part, limit)| {
            part.len() <= 2 && part.parse::<u8>().is_ok_and(|number| number < limit)
        })
}

/// The numbers of a date that has nothing else.
fn numbers(text: &str) -> Option<Vec<&str>> {
    const MARKS: [[char; 2]; 2] = [['年', '年'], ['년', '년']];
    let text = text.trim_end_matches(['.', '日', '일', '月', '월']);
    let is_eastern = MARKS.iter().any(|marks| text.contains(marks));
    let signs: &[char] = if is_eastern {
        &['年', '년', '月', '월']
    } else {
        &['/', '.', '-']
    };
    let parts: Vec<&str> = text.split(signs).map(str::trim).collect();
    let same_sign = is_eastern || signs.iter().filter(|sign| text.contains(**sign)).count() == 1;
    let are_numbers = parts.iter().all(|part| is_digits(part) && part.len() <= 4);
    (same_sign && are_numbers && (2..=3).contains(&parts.len())).then_some(parts)
}

fn of_numbers(parts: &[&str], is_dotted: bool) -> Read {
    let number = |text: &str| text.parse::<u16>().map_err(|_| NoPeriod::Unreadable);
    match parts {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            let day = date(number(year)?, month, day);
            Period::between(day, day)
        }
        [a, b, year] if year.len() == 4 && a.len() <= 2 && b.len() <= 2 => {
            match orders(a, b, year) {
                (Some(day), Some(other)) if day != other => {
                    Err(NoPeriod::TwoReadings(Period::day(day), Period::day(other)))
                }
                (day, other) => Period::between(day.or(other), day.or(other)),
            }
        }
        [a, b, c] if [a, b, c].iter().all(|part| part.len() <= 2) => Err(NoPeriod::ShortYear),
        // A spreadsheet takes the last zero from `2025.10`.
        [_, month] if is_dotted && month.len() == 1 => Err(NoPeriod::Unreadable),
        [year, month] if year.len() == 4 && month.len() <= 2 => {
            let (year, month) = (number(year)?, number(month)?);
            let years = Period::between(Date::new(year, 1, 1), Date::new(year + 1, 12, 31));
            match (Period::month(year, month), years) {
                (Ok(month_of_year), Ok(years)) if month == (year + 1) % 100 => {
                    Err(NoPeriod::TwoReadings(month_of_year, years))
                }
                (_, Ok(years)) if month == (year + 1) % 100 => Ok(years),
                (read, _) => read,
            }
        }
        [month, year] if year.len() == 4 && month.len() <= 2 => {
            Period::month(number(year)?, number(month)?)
        }
        _ => Err(NoPeriod::Unreadable),
    }
}

/// The day with the day first, and with the month first.
fn orders(a: &str, b: &str, year: &str) -> (Option<Date>, Option<Date>) {
    let year = year.parse().ok();
    let read = |month, day| year.and_then(|year| date(year, month, day));
    (read(b, a), read(a, b))
}

fn date(year: u16, month: &str, day: &str) -> Option<Date> {
    Date::new(year, month.parse().ok()?, day.parse().ok()?)
}

/// Words and numbers of a time, without what says nothing.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens: Vec<&str> = vec![];
    let is_sign = |c: char| !c.is_alphanumeric();
    for word in text.split(is_sign).filter(|word| !word.is_empty()) {
        // `10jan2025`, `q3` and `1990s` are several.
        let mut start = 0;
        for (at, c) in word.char_indices().skip(1) {
            let before = word[..at]
                .chars()
                .next_back()
                .is_some_and(|c| c.is_ascii_digit());
            if before != c.is_ascii_digit() {
                tokens.push(&word[start..at]);
                start = at;
            }
        }
        tokens.push(&word[start..]);
    }
    let mut kept: Vec<&str> = vec![];
    for token in tokens {
        let is_ordinal = matches!(token, "st" | "nd" | "rd" | "th")
            && kept.last().is_some_and(|last| is_digits(last));
        if !is_ordinal && !matches!(token, "of" | "the" | "in") {
            kept.push(token);
        }
    }
    kept
}

fn of_words(text: &str) -> Read {
    let tokens = tokens(text);
    let weekday = tokens.first().and_then(|word| place(word, &WEEKDAYS));
    let tokens = if weekday.is_some() {
        &tokens[1..]
    } else {
        &tokens[..]
    };
    let period = day_or_month(tokens)
        .or_else(|| part(tokens))
        .or_else(|| quarter(tokens))
        .or_else(|| decade(tokens))
        .or_else(|| season(tokens))
        .unwrap_or(Err(NoPeriod::Unreadable))?;
    match weekday {
        None => Ok(period),
        Some(weekday) if period.is_day() && period.first.weekday() == weekday => Ok(period),
        Some(_) if period.is_day() => Err(NoPeriod::NotInCalendar),
        Some(_) => Err(NoPeriod::Unreadable),
    }
}

/// The place, from 1, of a name that is written whole or by at least its first three letters.
fn place(word: &str, names: &[&str]) -> Option<u8> {
    let is_short = |name: &str| match word {
        "sept" => name == "september",
        "tues" => name == "tuesday",
        "thur" | "thurs" => name == "thursday",
        _ => word.len() == 3 && name.starts_with(word),
    };
    let found = names
        .iter()
        .position(|name| *name == word || is_short(name))?;
    u8::try_from(found + 1).ok()
}

fn month(word: &str) -> Option<u16> {
    place(word, &MONTHS).map(u16::from)
}

fn year(word: &str) -> Option<u16> {
    (word.len() == 4 && is_digits(word)).then(|| word.parse().ok())?
}

fn small(word: &str) -> Option<u8> {
    (word.len() <= 2 && is_digits(word)).then(|| word.parse().ok())?
}

fn day_or_month(tokens: &[&str]) -> Option<Read> {
    let (y, m, d) = match *tokens {
        [m, y] if month(m).is_some() && year(y).is_some() => return whole_month(y, m),
        [y, m] if month(m).is_some() && year(y).is_some() => return whole_month(y, m),
        [d, m, y] if small(d).is_some() && month(m).is_some() => (y, m, d),
        [m, d, y] if small(d).is_some() && month(m).is_some() => (y, m, d),
        [y, m, d] if year(y).is_some() && month(m).is_some() => (y, m, d),
        _ => return None,
    };
    let month = u8::try_from(month(m)?).ok()?;
    if small(y).is_some() {
        return Some(Err(NoPeriod::ShortYear));
    }
    let day = Date::new(year(y)?, month, small(d)?);
    Some(Period::between(day, day))
}

fn whole_month(y: &str, m: &str) -> Option<Read> {
    Some(Period::month(year(y)?, month(m)?))
}

/// A part of a month or of a year.
fn part(tokens: &[&str]) -> Option<Read> {
    let (word, rest) = tokens.split_first()?;
    // Days of a month, and months of a year.
    let ((first_day, last_day), (first_month, last_month)) = match *word {
        "early" => ((1, 10), (1, 4)),
        "beginning" | "start" => ((1, 10), (1, 1)),
        "mid" | "middle" => ((11, 20), (5, 8)),
        "late" => ((21, 31), (9, 12)),
        "end" => ((21, 31), (12, 12)),
        _ => return None,
    };
    let whole = match *rest {
        [y] => Period::year(year(y)?),
        [y, m] if small(m).is_some() => Period::month(year(y)?, small(m)?.into()),
        _ => day_or_month(rest)?,
    };
    let whole = match whole {
        Ok(whole) if !whole.is_day() => whole,
        read => return read.err().map(Err),
    };
    let (year, month) = (whole.first.year, whole.first.month);
    Some(if rest.len() == 1 {
        let first = Date::new(year, first_month, 1);
        Period::between(first, Date::end_of_month(year, last_month))
    } else {
        let last = Date::new(year, month, last_day).unwrap_or(whole.last);
        Period::between(Date::new(year, month, first_day), Some(last))
    })
}

/// A quarter or a half of a year.
fn quarter(tokens: &[&str]) -> Option<Read> {
    const RANKS: [&str; 4] = ["first", "second", "third", "fourth"];
    let [a, b, c] = *tokens else { return None };
    let (word, rank, y) = match (a, b) {
        ("q" | "h", rank) => (a, rank, c),
        (y, "q" | "h") if year(y).is_some() => (b, c, y),
        (rank, "q" | "h" | "quarter" | "half") => (b, rank, c),
        _ => return None,
    };
    let named = RANKS.iter().position(|name| *name == rank);
    let rank = named.map_or_else(|| small(rank), |rank| u8::try_from(rank + 1).ok())?;
    let months = if word.starts_with('q') { 3 } else { 6 };
    if rank == 0 || rank * months > 12 {
        return Some(Err(NoPeriod::NotInCalendar));
    }
    let year = year(y)?;
    let (first, last) = (months * (rank - 1) + 1, months * rank);
    Some(Period::between(
        Date::new(year, first, 1),
        Date::end_of_month(year, last),
    ))
}

/// `1990s`; `1900s` may be a decade or a century.
fn decade(tokens: &[&str]) -> Option<Read> {
    let [y, "s"] = *tokens else { return None };
    let first = year(y).filter(|year| year % 10 == 0)?;
    let years = |n: u16| Period::between(Date::new(first, 1, 1), Date::new(first + n - 1, 12, 31));
    Some(match (years(10), years(100)) {
        (Ok(decade), Ok(century)) if first % 100 == 0 => {
            Err(NoPeriod::TwoReadings(decade, century))
        }
        (decade, _) => decade,
    })
}

fn season(tokens: &[&str]) -> Option<Read> {
    let (word, years) = tokens.split_first()?;
    let between = |from: (u16, u8), to: (u16, u8, u8)| {
        Period::between(Date::new(from.0, from.1, 1), Date::new(to.0, to.1, to.2))
    };
    let (first, month, last) = match *word {
        "spring" => (3, 6, 21),
        "summer" => (6, 9, 23),
        "autumn" | "fall" => (9, 12, 22),
        "winter" => return winter(years),
        _ => return None,
    };
    let [y] = *years else { return None };
    let year = year(y)?;
    Some(between((year, first), (year, month, last)))
}

/// A winter lies in two years: `winter 2024/25` names both, and `winter 2025` may be either.
fn winter(years: &[&str]) -> Option<Read> {
    let from = |year: u16| Period::between(Date::new(year, 12, 1), Date::new(year + 1, 3, 21));
    match *years {
        [y] => {
            let year = year(y)?;
            Some(match (from(year.checked_sub(1)?), from(year)) {
                (Ok(earlier), Ok(later)) => Err(NoPeriod::TwoReadings(earlier, later)),
                (_, later) => later,
            })
        }
        [y, next] => {
            let year = year(y)?;
            let follows = next.parse() == Ok(year + 1)
                || next.len() == 2 && next.parse() == Ok((year + 1) % 100);
            Some(if follows {
                from(year)
            } else {
                Err(NoPeriod::Backwards)
            })
        }
        _ => None,
    }
}

/// A time that is given with `circa`.
fn widened(period: Period) -> Read {
    let n_days = if period.is_day() {
        7
    } else {
        period.last.day_number() - period.first.day_number() + 1
    };
    Ok(Period {
        first: period.first.plus_days(-n_days).unwrap_or(Date::FIRST),
        last: period.last.plus_days(n_days).unwrap_or(Date::LAST),
    })
}

#[cfg(test)]
mod tests;
