//! Values without quotes as people type them: decimal commas, per cent, yes and no, days of other locales.

use toml::de::DeTable;

use super::days::day_remedy;
use crate::dossier::names::brief;
use crate::dossier::signs;
use crate::model::{Code, Diagnostic};

/// Longer values are not tried.
const VALUE_MAX: usize = 200;

/// What is wrong with a value, and what was meant.
pub(super) struct Wrong {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: String,
    pub(super) instead: String,
}

impl Wrong {
    fn new(message: String, help: String, instead: String) -> Self {
        Self {
            code: Code::D077,
            message,
            help,
            instead,
        }
    }

    pub(super) fn finding(&self) -> Diagnostic {
        Diagnostic::error(self.code, self.message.clone()).help(self.help.clone())
    }
}

/// What is wrong with a bare value, if that is known.
pub(super) fn wrong(value: &str) -> Option<Wrong> {
    if value.len() > VALUE_MAX || is_toml(value) {
        return None;
    }
    let plain = signs::in_ascii(value);
    if plain != value && is_toml(plain.trim()) {
        return odd(value, plain.trim());
    }
    let plain = plain.trim();
    day(value, plain)
        .or_else(|| number(value, plain))
        .or_else(|| word(value))
}

fn is_toml(value: &str) -> bool {
    DeTable::parse(&format!("x = {value}")).is_ok()
}

/// A value that is right but for one kind of character.
fn odd(value: &str, plain: &str) -> Option<Wrong> {
    let odd = signs::first_odd(value)?;
    Some(Wrong {
        code: odd.code(),
        message: odd.what(),
        help: format!("write {plain}"),
        instead: plain.to_owned(),
    })
}

fn day(value: &str, plain: &str) -> Option<Wrong> {
    let remedy = day_remedy(plain)?;
    Some(Wrong::new(
        format!(
            "`{}` is a day written otherwise than 2025-10-24",
            brief(value)
        ),
        remedy.help,
        remedy.day.to_string(),
    ))
}

fn number(value: &str, plain: &str) -> Option<Wrong> {
    per_cent(plain)
        .or_else(|| decimal_comma(plain))
        .or_else(|| grouped(plain))
        .or_else(|| bare_point(plain))
        .or_else(|| range(plain))
        .or_else(|| fraction(plain))
        .map(|(what, help, instead)| {
            Wrong::new(format!("`{}` {what}", brief(value)), help, instead)
        })
}

/// What is wrong, the help, what was meant.
type Told = (&'static str, String, String);

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn unsigned(text: &str) -> (&str, &str) {
    let digits = text.trim_start_matches(['+', '-']);
    (&text[..text.len() - digits.len()], digits)
}

/// Whether a text is digits, with decimals behind a point or comma perhaps.
fn decimals(text: &str) -> Option<(&str, &str)> {
    match text.split_once(['.', ',']) {
        Some((whole, decimals)) if is_digits(whole) && is_digits(decimals) => {
            Some((whole, decimals))
        }
        None if is_digits(text) => Some((text, "")),
        _ => None,
    }
}

fn per_cent(text: &str) -> Option<Told> {
    let (number, places) = [
        ("%", 2),
        ("percent", 2),
        ("per cent", 2),
        ("pct", 2),
        ("‰", 3),
    ]
    .into_iter()
    .find_map(|(sign, places)| Some((text.strip_suffix(sign)?.trim_end(), places)))?;
    let (sign, digits) = unsigned(number);
    let (whole, decimals) = decimals(digits)?;
    let all = format!("{:0>width$}{decimals}", whole, width = places + 1);
    let (whole, decimals) = all.split_at(whole.len().max(places + 1) - places);
    let decimals = decimals.trim_end_matches('0');
    let whole = whole.trim_start_matches('0');
    let share = match (whole, decimals) {
        ("", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        ("", decimals) => format!("{sign}0.{decimals}"),
        (whole, decimals) => format!("{sign}{whole}.{decimals}"),
    };
    Some((
        "is written in per cent",
        format!("write it as a share: {share}"),
        share,
    ))
}

fn decimal_comma(text: &str) -> Option<Told> {
    let (sign, digits) = unsigned(text);
    let (whole, decimals) = digits.split_once(',')?;
    if !is_digits(whole) || !is_digits(decimals) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let meant = format!("{sign}{whole}.{decimals}");
    let help = if decimals.len() == 3 && whole != "0" {
        format!("write {meant}, or {sign}{whole}{decimals} if the comma groups thousands")
    } else {
        format!("write {meant}")
    };
    Some(("has a decimal comma", help, meant))
}

/// Thousands in groups: by spaces, points, commas or apostrophes.
fn grouped(text: &str) -> Option<Told> {
    let (sign, digits) = unsigned(text);
    let groups: Vec<&str> = digits.split([' ', '.', ',', '\'', '’']).collect();
    let fits = groups.len() > 1
        && (1..=3).contains(&groups[0].len())
        && groups.iter().all(|group| is_digits(group))
        && groups[1..].iter().all(|group| group.len() == 3);
    let meant = format!("{sign}{}", groups.concat());
    fits.then(|| ("groups thousands", format!("write {meant}"), meant))
}

fn bare_point(text: &str) -> Option<Told> {
    let (sign, digits) = unsigned(text);
    let meant = match (digits.strip_prefix('.'), digits.strip_suffix('.')) {
        (Some(decimals), _) if is_digits(decimals) => format!("{sign}0.{decimals}"),
        (_, Some(whole)) if is_digits(whole) => format!("{sign}{whole}.0"),
        _ => return None,
    };
    let help = format!("write {meant}");
    Some(("has no digit on one side of its point", help, meant))
}

/// A range, which stands in quotes.
fn range(text: &str) -> Option<Told> {
    let (low, high) = [" to ", "...", "..", "–", " - ", "-"]
        .into_iter()
        .find_map(|between| text.split_once(between))?;
    let end = |text: &str| {
        let (sign, digits) = unsigned(text.trim());
        let (whole, decimals) = decimals(digits)?;
        let point = if decimals.is_empty() { "" } else { "." };
        Some(format!("{sign}{whole}{point}{decimals}"))
    };
    let meant = format!("\"{} to {}\"", end(low)?, end(high)?);
    Some(("is a range", format!("write it in quotes: {meant}"), meant))
}

fn fraction(text: &str) -> Option<Told> {
    let (over, under) = text.split_once('/')?;
    let (over, under) = (
        over.trim().parse::<u32>().ok()?,
        under.trim().parse::<u32>().ok()?,
    );
    if under == 0 {
        return None;
    }
    let meant = format!("{:.4}", f64::from(over) / f64::from(under));
    let meant = meant.trim_end_matches('0').trim_end_matches('.').to_owned();
    Some((
        "is a fraction",
        format!("write it as a decimal, such as {meant}"),
        meant,
    ))
}

/// Words for true and false in several languages, in lower case.
const TRUE: [&str; 16] = [
    "true", "yes", "y", "on", "ja", "oui", "si", "sí", "sim", "да", "tak", "wahr", "vrai", "是",
    "はい", "예",
];
const FALSE: [&str; 15] = [
    "false",
    "no",
    "n",
    "off",
    "nein",
    "non",
    "não",
    "нет",
    "nie",
    "falsch",
    "faux",
    "falso",
    "否",
    "いいえ",
    "아니오",
];

/// The truth that a word stands for, in whatever language and case.
pub(in crate::dossier) fn boolean(word: &str) -> Option<bool> {
    let word = word.trim().to_lowercase();
    if TRUE.contains(&word.as_str()) {
        Some(true)
    } else if FALSE.contains(&word.as_str()) {
        Some(false)
    } else {
        None
    }
}

fn word(value: &str) -> Option<Wrong> {
    const NOTHING: [&str; 7] = ["null", "none", "nil", "na", "n/a", "unknown", "?"];
    if let Some(meant) = boolean(value) {
        return Some(Wrong::new(
            format!("`{}` is neither a string nor a boolean", brief(value)),
            format!("write {meant}, without quotes; a text stands in quotes"),
            meant.to_string(),
        ));
    }
    NOTHING.contains(&value.to_lowercase().as_str()).then(|| {
        Wrong::new(
            format!(
                "`{}` is no value: what is not known is left out",
                brief(value)
            ),
            "leave the key out".to_owned(),
            "\"\"".to_owned(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(value: &str) -> Option<String> {
        wrong(value).map(|wrong| wrong.instead)
    }

    #[test]
    fn numbers_of_other_locales_are_told_as_the_file_wants_them() {
        for (typed, wanted) in [
            ("0,7", "0.7"),
            ("-1,25", "-1.25"),
            ("70 %", "0.7"),
            ("70%", "0.7"),
            ("7 %", "0.07"),
            ("12,5 %", "0.125"),
            ("100 %", "1"),
            ("150 percent", "1.5"),
            ("5 ‰", "0.005"),
            ("1 000 000", "1000000"),
            ("1.000.000", "1000000"),
            ("1'000", "1000"),
            (".7", "0.7"),
            ("7.", "7.0"),
            ("0.2 to 0.4", "\"0.2 to 0.4\""),
            ("0,2–0,4", "\"0.2 to 0.4\""),
            ("1/3", "0.3333"),
            ("–5", "-5"),
            ("−0.5", "-0.5"),
            ("０.７", "0.7"),
            ("２０２５-１０-２４", "2025-10-24"),
            ("2025–10–24", "2025-10-24"),
        ] {
            assert_eq!(meant(typed).as_deref(), Some(wanted), "{typed}");
        }
        assert!(
            wrong("12,000")
                .expect("told")
                .help
                .contains("12.000, or 12000")
        );
    }

    #[test]
    fn yes_and_no_are_told_in_the_languages_that_people_type_them_in() {
        for word in ["ja", "yes", "True", "TRUE", "oui", "да", "是"] {
            assert_eq!(meant(word).as_deref(), Some("true"), "{word}");
        }
        for word in ["nein", "no", "False", "нет", "否"] {
            assert_eq!(meant(word).as_deref(), Some("false"), "{word}");
        }
        assert!(
            wrong("null")
                .expect("told")
                .help
                .contains("leave the key out")
        );
    }

    #[test]
    fn what_is_right_or_unknown_is_left_to_the_parser() {
        for value in [
            "0.7",
            "true",
            "2025-10-24",
            "-5",
            "1_000",
            "a text without quotes",
            "7 apples",
        ] {
            assert!(wrong(value).is_none(), "{value}");
        }
    }
}
