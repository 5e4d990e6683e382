//! Figures as sources write them: `up to 90`, `20–30`, `about 50`, `12 121`, `1.2 million`.

use super::values::decimal;
use crate::model::{Amount, Decimal, Says, Span};

/// Why a text is no figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoAmount {
    /// It is written in no way that is known.
    Unreadable,
    /// Its range runs backwards.
    Backwards(Decimal, Decimal),
    /// Its comma may separate thousands or decimals.
    TwoReadings(String, String),
}

const WORDS: [(&str, Says); 33] = [
    ("at least", Says::AtLeast),
    ("no less than", Says::AtLeast),
    ("no fewer than", Says::AtLeast),
    ("not less than", Says::AtLeast),
    ("not fewer than", Says::AtLeast),
    ("a minimum of", Says::AtLeast),
    (">=", Says::AtLeast),
    ("≥", Says::AtLeast),
    ("more than", Says::MoreThan),
    ("over", Says::MoreThan),
    ("above", Says::MoreThan),
    ("exceeding", Says::MoreThan),
    (">", Says::MoreThan),
    ("up to", Says::UpTo),
    ("at most", Says::UpTo),
    ("no more than", Says::UpTo),
    ("not more than", Says::UpTo),
    ("a maximum of", Says::UpTo),
    ("<=", Says::UpTo),
    ("≤", Says::UpTo),
    ("less than", Says::LessThan),
    ("fewer than", Says::LessThan),
    ("under", Says::LessThan),
    ("below", Says::LessThan),
    ("<", Says::LessThan),
    ("about", Says::About),
    ("around", Says::About),
    ("approximately", Says::About),
    ("roughly", Says::About),
    ("circa", Says::About),
    ("ca.", Says::About),
    ("~", Says::About),
    ("≈", Says::About),
];

/// What stands behind a number and says something of it.
const BEHIND: [(&str, Says); 6] = [
    ("or more", Says::AtLeast),
    ("at least", Says::AtLeast),
    ("+", Says::AtLeast),
    ("or less", Says::UpTo),
    ("or fewer", Says::UpTo),
    ("at most", Says::UpTo),
];

/// Words that multiply, with their zeros.
const UNITS: [(&str, u32); 6] = [
    ("hundred", 2),
    ("thousand", 3),
    ("million", 6),
    ("mio", 6),
    ("billion", 9),
    ("bn", 9),
];

/// Reads a figure.
pub(super) fn amount(text: &str, span: Span) -> Result<Amount, NoAmount> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ").to_lowercase().replace('\u{2212}', "-");
    let mut rest = text.as_str();
    let mut says = Says::Exactly;
    if let Some((word, said)) = WORDS.iter().find(|(word, _)| begins(rest, word)) {
        (rest, says) = (rest[word.len()..].trim_start(), *said);
    } else if let Some((word, said)) = BEHIND.iter().find(|(word, _)| rest.ends_with(word)) {
        (rest, says) = (rest[..rest.len() - word.len()].trim_end(), *said);
    }
    let (low, high) = ends(rest)?;
    if low > high {
        return Err(NoAmount::Backwards(low, high));
    }
    // A bound on a range says something of one of its ends only, and which is a guess.
    if low != high && !matches!(says, Says::Exactly | Says::About) {
        return Err(NoAmount::Unreadable);
    }
    Ok(Amount {
        says,
        low,
        high,
        span,
    })
}

/// Whether a text begins with a word, and not with a longer one.
fn begins(text: &str, word: &str) -> bool {
    let is_sign = !word.ends_with(char::is_alphabetic);
    text.strip_prefix(word)
        .is_some_and(|rest| is_sign || rest.starts_with(' '))
}

/// The two ends of a range; a single number is both.
fn ends(text: &str) -> Result<(Decimal, Decimal), NoAmount> {
    let between = text
        .strip_prefix("between ")
        .and_then(|rest| rest.split_once(" and "));
    let hyphen = || {
        let (at, _) = text.match_indices('-').find(|(at, _)| *at > 0)?;
        let (low, high) = (text[..at].trim(), text[at + 1..].trim());
        low.ends_with(|c: char| c.is_ascii_digit())
            .then_some((low, high))
    };
    let pair = between
        .or_else(|| text.split_once(" to "))
        .or_else(|| text.split_once('–'))
        .or_else(|| text.split_once('—'))
        .or_else(hyphen);
    let Some((low, high)) = pair else {
        let (number, zeros) = number(text)?;
        let number = scaled(&number, zeros)?;
        return Ok((number, number));
    };
    let (low, low_zeros) = number(low.trim())?;
    let (high, high_zeros) = number(high.trim())?;
    // `20–30 thousand` gives the word once.
    let low_zeros = if low_zeros == 0 {
        high_zeros
    } else {
        low_zeros
    };
    Ok((scaled(&low, low_zeros)?, scaled(&high, high_zeros)?))
}

/// The digits of a number, with a point before its decimals, and the zeros of the word behind it.
fn number(text: &str) -> Result<(String, u32), NoAmount> {
    let unit = UNITS
        .iter()
        .find_map(|(word, zeros)| Some((text.strip_suffix(word)?.trim_end(), *zeros)));
    let (digits, zeros) = unit.unwrap_or((text, 0));
    Ok((plain(digits)?, zeros))
}

/// A number without what separates its thousands.
fn plain(text: &str) -> Result<String, NoAmount> {
    let unsigned = text.trim_start_matches(['-', '+']);
    let first = unsigned.find(|c: char| !c.is_ascii_digit());
    let Some(first) = first else {
        return Ok(text.to_owned());
    };
    let sign = unsigned[first..].chars().next().unwrap_or('.');
    let groups: Vec<&str> = unsigned.split(sign).collect();
    let (lead, others) = groups.split_first().unwrap_or((&"", &[]));
    let (last, inner) = others.split_last().unwrap_or((&"", &[]));
    let (last_group, decimals) = match (sign, last.split_once(['.', ','])) {
        (_, Some((group, decimals))) => (group, Some(decimals)),
        _ => (*last, None),
    };
    let is_group = |group: &str| group.len() == 3 && group.bytes().all(|it| it.is_ascii_digit());
    let are_groups = (1..=3).contains(&lead.len())
        && !lead.starts_with('0')
        && inner.iter().all(|group| is_group(group))
        && is_group(last_group);
    let minus = if text.starts_with('-') { "-" } else { "" };
    let joined = || {
        let digits = lead.to_string() + &inner.concat() + last_group;
        let decimals = decimals.map_or_else(String::new, |decimals| format!(".{decimals}"));
        format!("{minus}{digits}{decimals}")
    };
    let is_space = matches!(sign, ' ' | '\'' | '’');
    match sign {
        _ if is_space && are_groups => Ok(joined()),
        ',' | '.' if are_groups && (!inner.is_empty() || decimals.is_some()) => Ok(joined()),
        ',' if are_groups => {
            let decimal = format!("{minus}{lead}.{last}");
            Err(NoAmount::TwoReadings(joined(), decimal))
        }
        ',' if others.len() == 1 && decimals.is_none() => Ok(format!("{minus}{lead}.{last}")),
        '.' if others.len() == 1 && decimals.is_none() => Ok(text.to_owned()),
        _ => Err(NoAmount::Unreadable),
    }
}

/// A number with zeros behind it.
fn scaled(digits: &str, zeros: u32) -> Result<Decimal, NoAmount> {
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let n_zeros = zeros as usize;
    let (moved, kept) = decimals.split_at(decimals.len().min(n_zeros));
    let kept = if kept.is_empty() { "0" } else { kept };
    let text = if zeros == 0 {
        digits.to_owned()
    } else {
        format!("{whole}{moved:0<n_zeros$}.{kept}")
    };
    decimal(&text).ok_or(NoAmount::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match amount(text, Span::default()) {
            Ok(amount) => amount.to_string(),
            Err(NoAmount::TwoReadings(a, b)) => format!("{a} or {b}"),
            Err(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn figures_are_read_as_sources_write_them() {
        for (text, figure) in [
            ("50", "50"),
            ("-2.5", "-2.5"),
            ("20 to 30", "20 to 30"),
            ("20–30", "20 to 30"),
            ("20-30", "20 to 30"),
            ("between 20 and 30", "20 to 30"),
            ("-5 to -3", "-5 to -3"),
            ("at least 50", "at least 50"),
            ("≥ 50", "at least 50"),
            (">=50", "at least 50"),
            ("50+", "at least 50"),
            ("50 or more", "at least 50"),
            ("More than 50", "more than 50"),
            ("> 50", "more than 50"),
            ("over 1,200,000", "more than 1200000"),
            ("up to 90", "up to 90"),
            ("no more than 90", "up to 90"),
            ("90 or fewer", "up to 90"),
            ("fewer than 90", "fewer than 90"),
            ("~50", "about 50"),
            ("about 20–30", "about 20 to 30"),
            ("ca. 50", "about 50"),
            ("12 121", "12121"),
            ("12\u{202f}121", "12121"),
            ("1'234'567", "1234567"),
            ("1,234,567.5", "1234567.5"),
            ("1.234.567,5", "1234567.5"),
            ("12,121.5", "12121.5"),
            ("0,5", "0.5"),
            ("1.2 million", "1200000"),
            ("20–30 thousand", "20000 to 30000"),
            ("1.5 to 2 million", "1500000 to 2000000"),
            ("about 3 hundred", "about 300"),
        ] {
            assert_eq!(told(text), figure, "{text}");
            assert_eq!(told(figure), figure, "what is written is read: {figure}");
        }
    }

    #[test]
    fn what_has_two_readings_or_none_is_refused() {
        assert_eq!(told("12,121"), "12121 or 12.121");
        assert_eq!(
            told("30 to 20"),
            format!(
                "{:?}",
                NoAmount::Backwards(
                    decimal("30").expect("a number"),
                    decimal("20").expect("a number")
                )
            )
        );
        for text in [
            "",
            "many",
            "at least",
            "at least many",
            "up to 20–30",
            "70 %",
            "1,23,456",
            "12 12",
            "1.2.3",
            "5 to",
            "--5",
        ] {
            assert_eq!(told(text), "Unreadable", "{text}");
        }
    }
}
