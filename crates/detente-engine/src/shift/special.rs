//! Special functions where many statements are counted: logarithms of beta functions, and tails of the beta and gamma distributions.
//!
//! # Definition
//! `B(a, b) = Γ(a)Γ(b)/Γ(a+b)`; `I_x(a, b)` is the share of a beta distribution below `x`, `P(a, x)` that of a gamma distribution.
//! # Algorithm
//! `ln B` without subtracting large logarithms: Stirling's series for arguments of 10 or more, and only what remains of it when the
//! leading terms are joined. `I` by its continued fraction on the side of the mean where that converges fast, `P` by the series or the
//! continued fraction, both by Lentz's method, and both as logarithms, so that a tail of `1e-400` is not taken for none.
//! # Complexity
//! Constant for `ln B`; `O(√(a+b))` and `O(√a)` steps for the tails.
//! # Validity
//! Arguments above 0. Logarithms of tails are good to about `1e-12` up to a hundred thousand statements; the error grows with the
//! number of statements, as that of the leading term does. Ready implementations give up after a fixed number of steps, and
//! the chance of a term that all but disappeared is zero in them.
//! # References
//! Lentz (1976), for the continued fractions; not at hand.

use std::f64::consts::PI;

/// The most steps of a continued fraction; it takes about the root of the number of statements.
const STEPS_MAX: u32 = 100_000;

/// How small a denominator may get in Lentz's method.
const TINY: f64 = 1e-300;

/// From here on Stirling's series is exact to the last digit.
const LARGE: f64 = 10.0;

/// The logarithm of the gamma function of a positive number.
pub(super) fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// What Stirling's formula leaves out of `ln Γ(x)`, for `x` of 10 or more.
fn stirling_rest(x: f64) -> f64 {
    let square = 1.0 / (x * x);
    let terms = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
    ];
    terms
        .iter()
        .rev()
        .fold(0.0, |sum, term| sum * square + term)
        / x
}

/// The logarithm of the beta function of two positive numbers.
pub(super) fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = (a.min(b), a.max(b));
    if large < LARGE {
        return ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    }
    let ratio = (small / large).ln_1p();
    let rest = stirling_rest(large) - stirling_rest(small + large);
    if small < LARGE {
        return ln_gamma(small) + rest + small * (1.0 - large.ln()) - (small + large - 0.5) * ratio;
    }
    let rest = rest + stirling_rest(small);
    0.5 * (2.0 * PI / large).ln() + rest + (small - 0.5) * (small / (small + large)).ln()
        - large * ratio
}

/// The logarithm of the number of ways to choose `k` of `n`; `k` is at most `n`.
pub(super) fn ln_choose(n: u64, k: u64) -> f64 {
    if k == 0 || k == n {
        return 0.0;
    }
    -((n + 1) as f64).ln() - ln_beta((n - k + 1) as f64, (k + 1) as f64)
}

/// A share and its rest, with their logarithms, so that neither is lost when it is small.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    pub(super) part: f64,
    pub(super) rest: f64,
    pub(super) ln_part: f64,
    pub(super) ln_rest: f64,
}

impl Share {
    pub(super) fn new(part: f64) -> Self {
        Self {
            part,
            rest: 1.0 - part,
            ln_part: part.ln(),
            ln_rest: (-part).ln_1p(),
        }
    }

    /// From the logarithm of its odds.
    pub(super) fn of_logit(logit: f64) -> Self {
        let (ln_part, ln_rest) = (-ln_1p_exp(-logit), -ln_1p_exp(logit));
        Self {
            part: ln_part.exp(),
            rest: ln_rest.exp(),
            ln_part,
            ln_rest,
        }
    }
}

/// `ln(1 + e^x)`.
fn ln_1p_exp(x: f64) -> f64 {
    if x > 0.0 {
        x + (-x).exp().ln_1p()
    } else {
        x.exp().ln_1p()
    }
}

/// `ln(1 − e^x)` for `x` of 0 or less.
pub(super) fn ln_1m_exp(x: f64) -> f64 {
    if x > -std::f64::consts::LN_2 {
        (-x.exp_m1()).ln()
    } else {
        (-x.exp()).ln_1p()
    }
}

/// The logarithm of a sum of exponentials.
pub(super) fn ln_sum_exp(terms: &[f64]) -> f64 {
    let greatest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if greatest.is_infinite() {
        return greatest;
    }
    greatest
        + terms
            .iter()
            .map(|term| (term - greatest).exp())
            .sum::<f64>()
            .ln()
}

/// The logarithms of the parts of a distribution below and above a point.
#[derive(Clone, Copy)]
pub(super) struct Tails {
    pub(super) ln_lower: f64,
    pub(super) ln_upper: f64,
}

impl Tails {
    fn from_lower(ln_lower: f64) -> Self {
        let ln_lower = ln_lower.min(0.0);
        Self {
            ln_lower,
            ln_upper: ln_1m_exp(ln_lower),
        }
    }

    fn swapped(self) -> Self {
        Self {
            ln_lower: self.ln_upper,
            ln_upper: self.ln_lower,
        }
    }
}

/// The parts of the beta distribution with `a` and `b` below and above a share.
pub(super) fn beta_tails(a: f64, b: f64, at: Share) -> Tails {
    if at.part <= 0.0 || at.rest <= 0.0 {
        let none = Tails {
            ln_lower: f64::NEG_INFINITY,
            ln_upper: 0.0,
        };
        return if at.part <= 0.0 { none } else { none.swapped() };
    }
    let ln_front = a * at.ln_part + b * at.ln_rest - ln_beta(a, b);
    if at.part < (a + 1.0) / (a + b + 2.0) {
        Tails::from_lower(ln_front + beta_fraction(a, b, at.part).ln() - a.ln())
    } else {
        Tails::from_lower(ln_front + beta_fraction(b, a, at.rest).ln() - b.ln()).swapped()
    }
}

/// The continued fraction of the incomplete beta function, for `x` below the mean.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let term = |step: u32| {
        if step == 0 {
            return 1.0;
        }
        let m = f64::from(step / 2);
        if step % 2 == 1 {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        } else {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        }
    };
    lentz(term, |_| 1.0)
}

/// The continued fraction `above(0)/(below(0) + above(1)/(below(1) + …))`, by Lentz's method.
fn lentz(above: impl Fn(u32) -> f64, below: impl Fn(u32) -> f64) -> f64 {
    let away_from_zero = |x: f64| if x.abs() < TINY { TINY } else { x };
    let mut fraction = TINY;
    let (mut c, mut d) = (fraction, 0.0);
    for step in 0..STEPS_MAX {
        d = 1.0 / away_from_zero(below(step) + above(step) * d);
        c = away_from_zero(below(step) + above(step) / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    fraction
}

/// The parts of the gamma distribution with this shape and rate 1 below and above `x`.
pub(super) fn gamma_tails(shape: f64, x: f64) -> Tails {
    if x <= 0.0 {
        return Tails {
            ln_lower: f64::NEG_INFINITY,
            ln_upper: 0.0,
        };
    }
    let ln_front = shape * x.ln() - x - ln_gamma(shape);
    if x < shape + 1.0 {
        let (mut term, mut sum, mut at) = (1.0 / shape, 1.0 / shape, shape);
        while term > sum * 1e-17 {
            at += 1.0;
            term *= x / at;
            sum += term;
        }
        return Tails::from_lower(ln_front + sum.ln());
    }
    let above = |step: u32| {
        if step == 0 {
            1.0
        } else {
            f64::from(step) * (shape - f64::from(step))
        }
    };
    let below = |step: u32| x + 1.0 - shape + 2.0 * f64::from(step);
    Tails::from_lower(ln_front + lentz(above, below).ln()).swapped()
}

/// Where the tails leave the share `level` below, on the scale on which `tails` is given, between two points.
///
/// False position with the Illinois weights on the logarithm of the smaller tail, which is nearly straight far out; bisection where that is not
/// finite, and whenever three steps did not halve the bracket. About a dozen evaluations.
fn quantile(level: f64, (mut from, mut to): (f64, f64), tails: impl Fn(f64) -> Tails) -> f64 {
    // Rises from below 0 to above it.
    let above = |at: f64| {
        if level < 0.5 {
            tails(at).ln_lower - level.ln()
        } else {
            (-level).ln_1p() - tails(at).ln_upper
        }
    };
    let (mut at_from, mut at_to) = (f64::NEG_INFINITY, f64::INFINITY);
    let (mut width, mut n_steps, mut last, mut was_above) = (to - from, 0, f64::NAN, None);
    loop {
        let straight = from - at_from * (to - from) / (at_to - at_from);
        let is_usable = straight > from && straight < to && n_steps < 3;
        let middle = if is_usable {
            straight
        } else {
            from.midpoint(to)
        };
        if !is_usable {
            (width, n_steps) = (to - from, 0);
        }
        let settled = 1e-15 * middle.abs().max(1.0);
        if middle <= from || middle >= to || to - from < settled || (middle - last).abs() < settled
        {
            return middle;
        }
        let found = above(middle);
        if found == 0.0 {
            return middle;
        }
        if found < 0.0 {
            at_to *= if was_above == Some(false) { 0.5 } else { 1.0 };
            was_above = Some(false);
            (from, at_from) = (middle, found);
        } else {
            at_from *= if was_above == Some(true) { 0.5 } else { 1.0 };
            was_above = Some(true);
            (to, at_to) = (middle, found);
        }
        last = middle;
        n_steps = if to - from < width / 2.0 {
            0
        } else {
            n_steps + 1
        };
        width = if n_steps == 0 { to - from } else { width };
    }
}

/// The share below which `level` of the beta distribution lies.
pub(super) fn beta_quantile(a: f64, b: f64, level: f64) -> f64 {
    Share::of_logit(quantile(level, (-740.0, 740.0), |logit| {
        beta_tails(a, b, Share::of_logit(logit))
    }))
    .part
}

/// The number below which `level` of the gamma distribution with rate 1 lies.
pub(super) fn gamma_quantile(shape: f64, level: f64) -> f64 {
    quantile(level, (-740.0, 60.0), |ln_x| gamma_tails(shape, ln_x.exp())).exp()
}

/// The chance that a normal deviate is at least this far from 0, on either side.
pub(super) fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, expected: f64, tolerance: f64) {
        assert!(
            (found - expected).abs() <= tolerance,
            "found {found:e}, expected {expected:e}"
        );
    }

    /// Figures at 60 digits by mpmath.
    #[test]
    #[expect(clippy::excessive_precision, reason = "the figures as they were given")]
    fn logarithms_of_beta_functions_are_those_of_sixty_digits() {
        let figures = [
            (0.5, 0.5, 1.144_729_885_849_400_17),
            (2.5, 9.5, -5.528_291_554_603_698_2),
            (0.5, 40.5, -1.275_199_702_767_311_29),
            (9.5, 3000.5, -64.386_184_330_165_991_2),
            (10.5, 10.5, -14.454_366_021_945_957_8),
            (960.5, 445.5, -879.954_722_841_805_805),
            (50_000.5, 49_999.5, -69_318.862_425_513_201_4),
            (0.5, 100_000.5, -5.184_099_039_560_414_12),
        ];
        for (a, b, expected) in figures {
            near(ln_beta(a, b), expected, 2e-15 * f64::abs(expected).max(1.0));
            near(ln_beta(b, a), expected, 2e-15 * f64::abs(expected).max(1.0));
        }
        near(ln_choose(52, 5), 2_598_960_f64.ln(), 1e-13);
        near(ln_choose(7, 7), 0.0, 0.0);
    }

    /// Figures at 50 digits by mpmath: the logarithm of the lower part where it is the smaller one, else of the upper.
    #[test]
    fn tails_of_the_beta_distribution_keep_their_digits() {
        let figures = [
            (0.5, 0.5, 0.25, -1.098_612_288_668_11),
            (9.5, 0.5, 0.9, -1.816_769_638_201_296),
            (960.5, 445.5, 0.65, -5.463_680_378_720_422),
            (3000.5, 40.5, 0.9, -198.910_304_000_026_3),
            (0.5, 31.5, 1e-6, -5.065_957_522_442_728),
            (1737.5, 90.5, 0.5, -912.248_665_854_573),
        ];
        for (a, b, x, expected) in figures {
            near(
                beta_tails(a, b, Share::new(x)).ln_lower,
                expected,
                3e-13 * f64::abs(expected).max(1.0),
            );
            let mirrored = Share {
                part: 1.0 - x,
                rest: x,
                ln_part: (-x).ln_1p(),
                ln_rest: x.ln(),
            };
            near(
                beta_tails(b, a, mirrored).ln_upper,
                expected,
                3e-13 * f64::abs(expected).max(1.0),
            );
        }
    }

    /// Figures at 60 digits by mpmath.
    #[test]
    fn tails_of_the_gamma_distribution_keep_their_digits() {
        let figures = [
            (0.5, 0.1, -1.063_402_047_154_529, -0.423_546_323_475_965_7),
            (13.5, 10.0, -1.776_414_511_875_452, -0.185_419_008_094_137_5),
            (
                304.5,
                400.0,
                -2.785_738_341_792_227e-7,
                -15.093_582_838_252_97,
            ),
            (1.0, 50.0, -1.928_749_847_963_918e-22, -50.0),
            (
                5.5,
                1e-3,
                -43.656_062_239_426_08,
                -1.097_521_578_701_362e-19,
            ),
            (
                20_000.5,
                19_000.0,
                -28.785_120_856_613_85,
                -3.153_412_980_958_888e-13,
            ),
        ];
        for (shape, x, lower, upper) in figures {
            let tails = gamma_tails(shape, x);
            near(tails.ln_lower, lower, 1e-11 * f64::abs(lower).max(1e-10));
            near(tails.ln_upper, upper, 1e-11 * f64::abs(upper).max(1e-10));
        }
    }

    #[test]
    fn quantiles_leave_what_they_should_below() {
        for level in [1e-6, 0.025, 0.5, 0.975, 1.0 - 1e-6] {
            for (a, b) in [(0.5, 0.5), (9.5, 0.5), (960.5, 445.5)] {
                let tails = beta_tails(a, b, Share::new(beta_quantile(a, b, level)));
                near(tails.ln_lower.exp(), level, 1e-9 * level);
            }
            for shape in [0.5, 13.5, 5000.0] {
                near(
                    gamma_tails(shape, gamma_quantile(shape, level))
                        .ln_lower
                        .exp(),
                    level,
                    1e-9 * level,
                );
            }
        }
    }

    #[test]
    fn sums_of_logarithms_do_not_overflow() {
        near(ln_sum_exp(&[1000.0, 1000.0]), 1000.0 + 2_f64.ln(), 1e-12);
        assert!(ln_sum_exp(&[]) < f64::MIN, "the logarithm of nothing");
        near(ln_1m_exp(-1e-20), 1e-20_f64.ln(), 1e-13);
        near(normal_two_sided(1.959_963_984_540_054), 0.05, 1e-15);
    }
}
