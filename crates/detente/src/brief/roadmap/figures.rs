//! Numbers of a roadmap as people read them: no digit that the dossier does not carry.

use super::super::words::count;
pub(super) use crate::document::words::{NOTHING, share as level};
use crate::model::Roadmap;
use crate::roadmap::Number;

/// Writes numbers with as many significant digits as the most exact number of the roadmap has, from 2 to 3.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures {
    digits: i32,
}

impl Figures {
    /// The figures that the numbers of a roadmap carry.
    pub(super) fn of(roadmap: &Roadmap) -> Self {
        let numbers = Number::all(roadmap)
            .into_iter()
            .flat_map(|(_, number)| [number.low, number.high]);
        let digits = numbers
            .map(|number| significant(number.nanos))
            .max()
            .unwrap_or(0);
        Self {
            digits: digits.clamp(2, 3),
        }
    }

    /// A number, rounded; whole parts are never rounded away.
    pub(super) fn number(self, number: f64) -> String {
        self.rounded(number, f64::round)
    }

    /// A least value, rounded up, so that what is shown is enough.
    pub(super) fn least(self, number: f64) -> String {
        self.rounded(number, f64::ceil)
    }

    /// A share as percent.
    pub(super) fn share(self, share: f64) -> String {
        format!("{}%", self.number(share * 100.0))
    }

    /// A least share as percent, rounded up.
    pub(super) fn least_share(self, share: f64) -> String {
        format!("{}%", self.least(share * 100.0))
    }

    /// A worth, which is as small as its unit may be; what is less than `nothing` is shown as 0.
    pub(super) fn worth(self, number: f64, nothing: f64) -> String {
        if number.abs() < nothing {
            "0".to_string()
        } else {
            self.written(number, f64::round, PLACES_MAX)
        }
    }

    /// A worth with its sign.
    pub(super) fn signed_worth(self, number: f64, nothing: f64) -> String {
        let text = self.worth(number, nothing);
        if number > 0.0 && text != "0" {
            format!("+{text}")
        } else {
            text
        }
    }

    /// A least worth, rounded up.
    pub(super) fn least_worth(self, number: f64, nothing: f64) -> String {
        if number.abs() < nothing {
            "0".to_string()
        } else {
            self.written(number, f64::ceil, PLACES_MAX)
        }
    }

    fn rounded(self, number: f64, round: fn(f64) -> f64) -> String {
        if number.abs() < NOTHING {
            "0".to_string()
        } else {
            self.written(number, round, 9)
        }
    }

    fn written(self, number: f64, round: fn(f64) -> f64, places_max: i32) -> String {
        if !number.is_finite() {
            return "–".to_string();
        }
        let first = number.abs().log10().floor() as i32;
        let places = (self.digits - 1 - first).clamp(0, places_max);
        let scale = 10_f64.powi(places);
        // A number that is exact at these places must not be moved by the noise of its last bits.
        let scaled = number * scale;
        let nearest = scaled.round();
        let units = if (scaled - nearest).abs() < 1e-6 {
            nearest
        } else {
            round(scaled)
        };
        let text = format!("{:.*}", usize::try_from(places).unwrap_or(0), units / scale);
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let (sign, whole) = whole
            .strip_prefix('-')
            .map_or(("", whole), |whole| ("-", whole));
        let whole = whole.parse().map_or_else(|_| whole.to_string(), count);
        match (decimals.trim_end_matches('0'), whole.as_str()) {
            ("", "0") => "0".to_string(),
            ("", _) => format!("{sign}{whole}"),
            (decimals, _) => format!("{sign}{whole}.{decimals}"),
        }
    }
}

/// The most decimals of a worth.
const PLACES_MAX: i32 = 30;

/// The significant digits of a number given in units of 10⁻⁹.
fn significant(nanos: i64) -> i32 {
    let digits = nanos.unsigned_abs().to_string();
    i32::try_from(digits.trim_end_matches('0').len()).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_whole_part_and_as_many_digits_as_the_inputs_have() {
        let two = Figures { digits: 2 };
        for (number, told) in [
            (547.833_479, "548"),
            (12_345.6, "12,346"),
            (9.96, "10"),
            (1.26, "1.3"),
            (0.0449, "0.045"),
            (-0.5, "-0.5"),
            (-1234.0, "-1,234"),
            (1e-9, "0"),
            (-1e-9, "0"),
            (f64::NAN, "–"),
        ] {
            assert_eq!(two.number(number), told, "{number}");
        }
        assert_eq!(Figures { digits: 3 }.number(8.3592), "8.36");
        assert_eq!(two.signed_worth(1.26, 1e-7), "+1.3");
        assert_eq!(two.share(0.4), "40%");
    }

    #[test]
    fn least_values_are_rounded_up_but_not_by_noise() {
        let two = Figures { digits: 2 };
        assert_eq!(two.least(0.2811), "0.29");
        assert_eq!(two.least(0.28 + 1e-12), "0.28");
        assert_eq!(two.least_share(0.2881), "29%");
    }

    #[test]
    fn levels_that_are_not_quite_whole_do_not_look_whole() {
        assert_eq!(
            [0.0, 0.001, 0.2356, 0.999, 1.0].map(level),
            ["0%", "<1%", "24%", ">99%", "100%"]
        );
    }

    #[test]
    fn zeros_at_the_end_carry_nothing() {
        assert_eq!(
            [0, 950_000_000, -7_000_000_000, 12_500_000_000].map(significant),
            [0, 2, 1, 3]
        );
    }

    #[test]
    fn a_worth_is_as_small_as_its_unit() {
        let two = Figures { digits: 2 };
        assert_eq!(two.worth(17e-9, 1e-17), "0.000000017");
        assert_eq!(two.worth(17e-18, 1e-17), "0.000000000000000017");
        assert_eq!(two.worth(4e-18, 1e-17), "0");
        assert_eq!(two.worth(17e9, 1e-1), "17,000,000,000");
        assert_eq!(two.least_worth(1.01e-9, 1e-17), "0.0000000011");
    }
}
