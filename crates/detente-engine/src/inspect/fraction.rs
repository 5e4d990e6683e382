//! Exact numbers: read from text, and shown as decimals.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;

/// An exact number of any size.
pub type Fraction = BigRational;

/// The most digits of a number that is read, before and after the point together.
const DIGITS_MAX: usize = 18;

/// Reads `1/10`, `0.1`, `.1`, `-3` or `2` exactly; no exponents, and 18 digits at most for each whole number or decimal.
///
/// None when the text is not such a number, or divides by zero.
pub fn fraction(text: &str) -> Option<Fraction> {
    match text.split_once('/') {
        None => decimal_number(text.trim()),
        Some((above, below)) => {
            let below = decimal_number(below.trim())?;
            let is_zero = below.numer().sign() == num_bigint::Sign::NoSign;
            (!is_zero).then_some(())?;
            Some(decimal_number(above.trim())? / below)
        }
    }
}

fn decimal_number(text: &str) -> Option<Fraction> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{part}");
    if all.is_empty() || all.len() > DIGITS_MAX || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let above: BigInt = all.parse().ok()?;
    let below = BigInt::from(10).pow(part.len() as u32);
    Some(Fraction::new(
        if is_negative { -above } else { above },
        below,
    ))
}

/// The nearest decimal that the machine has.
pub fn decimal(number: &Fraction) -> f64 {
    number.to_f64().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(above: i64, below: i64) -> Fraction {
        Fraction::new(above.into(), below.into())
    }

    #[test]
    fn numbers_are_read_exactly() {
        for (text, expected) in [
            ("1/10", ratio(1, 10)),
            ("0.1", ratio(1, 10)),
            (".25", ratio(1, 4)),
            (" 3 / 6 ", ratio(1, 2)),
            ("-0.5/2", ratio(-1, 4)),
            ("7", ratio(7, 1)),
            ("5.", ratio(5, 1)),
        ] {
            assert_eq!(fraction(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            ".",
            "-",
            "1/0",
            "1/",
            "/2",
            "1e3",
            "0,1",
            "--1",
            "1/2/3",
            "nan",
            "1234567890123456789",
        ] {
            assert_eq!(fraction(text), None, "{text}");
        }
    }

    #[test]
    fn decimals_are_the_nearest_even_for_long_fractions() {
        let third = Fraction::new(BigInt::from(3).pow(600), BigInt::from(3).pow(601));
        assert_eq!(decimal(&third).to_bits(), (1.0f64 / 3.0).to_bits());
        let quarter = Fraction::new(BigInt::from(7).pow(400), BigInt::from(7).pow(400) * 4);
        assert_eq!(decimal(&quarter).to_bits(), 0.25f64.to_bits());
    }
}
