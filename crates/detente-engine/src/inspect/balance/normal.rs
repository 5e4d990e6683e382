//! The standard normal distribution.

/// The chance of a value up to `x`.
///
/// From the complementary error function, so that small chances keep their digits: `Φ(−8) = 6.2·10⁻¹⁶`.
pub(super) fn below(x: f64) -> f64 {
    libm::erfc(-x / std::f64::consts::SQRT_2) / 2.0
}

/// The density at `x`.
pub(super) fn density(x: f64) -> f64 {
    (-x * x / 2.0).exp() / std::f64::consts::TAU.sqrt()
}

/// The value that is exceeded with chance `chance`, for a chance above 0 and below 1: by halving until nothing lies between.
pub(super) fn exceeded_with(chance: f64) -> f64 {
    let (mut low, mut high) = (-40.0, 40.0);
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return middle;
        }
        if below(-middle) > chance {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        for (chance, quantile) in [
            (0.05, 1.644_853_626_951_472_2),
            (0.01, 2.326_347_874_040_841),
            (0.5, 0.0),
            (0.975, -1.959_963_984_540_054),
        ] {
            assert!((exceeded_with(chance) - quantile).abs() < 1e-14, "{chance}");
        }
    }

    #[test]
    fn small_chances_keep_their_digits() {
        assert!((below(-8.0) / 6.220_960_574_271_785e-16 - 1.0).abs() < 1e-12);
        assert!((below(1.0) + below(-1.0) - 1.0).abs() < 1e-16);
        assert!((below(1e-3) - below(-1e-3) - 2e-3 * density(0.0)).abs() < 1e-9);
    }
}
