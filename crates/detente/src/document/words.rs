//! Words of layout: numbers, counts with their nouns, sentences.

use num_bigint::BigUint;

/// An identifier as words.
pub fn spaced(id: &str) -> String {
    id.replace(['_', '-'], " ")
}

/// A sentence begins with a capital and ends with a stop.
pub fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let opening: String = chars
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    let stop = if text.ends_with(['.', '!', '?', ':']) {
        ""
    } else {
        "."
    };
    format!("{opening}{}{stop}", chars.as_str())
}

/// A number with thin groups of three digits.
pub fn count(n: usize) -> String {
    grouped(&n.to_string())
}

/// The same for a number of any size.
pub fn count_big(n: &BigUint) -> String {
    grouped(&n.to_string())
}

/// The same in few letters: numbers from ten million on to three digits, `1.10·10¹²`.
pub fn count_short(n: &BigUint) -> String {
    const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = n.to_string();
    let leading: u32 = digits
        .get(..4)
        .and_then(|leading| leading.parse().ok())
        .unwrap_or(0);
    if digits.len() < 8 {
        return grouped(&digits);
    }
    let (rounded, carry) = if leading >= 9995 {
        (100, 1)
    } else {
        ((leading + 5) / 10, 0)
    };
    let power = (digits.len() - 1 + carry).to_string();
    let power: String = power
        .bytes()
        .map(|digit| SUPERSCRIPTS[usize::from(digit - b'0')])
        .collect();
    format!("{}.{:02}·10{power}", rounded / 100, rounded % 100)
}

fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number with its noun: "1 state", "2 states", "1,048,576 states".
pub fn counted(n: usize, noun: &str) -> String {
    counted_big(&n.into(), noun)
}

/// The same for a number of any size.
pub fn counted_big(n: &BigUint, noun: &str) -> String {
    let noun = match (*n == BigUint::from(1u32), noun) {
        (true, noun) => noun.to_string(),
        (_, "equilibrium") => "equilibria".to_string(),
        (_, noun) => match noun.strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None => format!("{noun}s"),
        },
    };
    format!("{} {noun}", count_big(n))
}

/// Numbers below this are shown as 0: the programs do not vouch for them.
pub const NOTHING: f64 = 1e-7;

/// A share as percent; what is not quite nothing or not quite all does not look like it.
pub fn share(share: f64) -> String {
    match (share * 100.0).round() as i64 {
        0 if share > NOTHING => "<1%".to_string(),
        100 if share < 1.0 - NOTHING => ">99%".to_string(),
        percent => format!("{percent}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_told_in_few_letters() {
        for (n, told) in [
            ("0", "0"),
            ("9999999", "9,999,999"),
            ("10000000", "1.00·10⁷"),
            ("12345678", "1.23·10⁷"),
            ("99949999", "9.99·10⁷"),
            ("99950000", "1.00·10⁸"),
            ("1099511627776", "1.10·10¹²"),
        ] {
            assert_eq!(count_short(&n.parse().expect("a number")), told, "{n}");
        }
    }

    #[test]
    fn numbers_are_grouped_and_nouns_agree() {
        assert_eq!(counted(1_048_576, "state"), "1,048,576 states");
        assert_eq!(counted(1, "equilibrium"), "1 equilibrium");
        assert_eq!(counted(0, "party"), "0 parties");
    }
}
