//! The sums `s_x(n,m) = Σ_{i≤m} C(n,i)·x^(m−i)`, from which payoffs and strategies are read.

use num_bigint::BigInt;
use num_traits::One;

use crate::inspect::Fraction;

/// The sums for one weight `x = u/w`, as whole numbers `w^m·s_x(n,m)`, and the binomial coefficients beside them.
pub(super) struct Sums {
    /// `w^m·s_x(n,m)` by `n` and `m`.
    scaled: Vec<Vec<BigInt>>,
    /// `C(n,m)` by `n` and `m`, up to one inspection more.
    binomials: Vec<Vec<BigInt>>,
    /// The powers of `w`.
    powers: Vec<BigInt>,
}

impl Sums {
    pub(super) fn new(periods: u32, inspections: u32, weight: &Fraction) -> Self {
        let m_max = inspections as usize;
        let powers =
            std::iter::successors(Some(BigInt::one()), |power| Some(power * weight.denom()))
                .take(m_max + 1)
                .collect();
        let first =
            std::iter::successors(Some(BigInt::one()), |power| Some(power * weight.numer()))
                .take(m_max + 1)
                .collect();
        let binomial = std::iter::once(BigInt::one())
            .chain(std::iter::repeat_n(BigInt::ZERO, m_max + 1))
            .collect();
        Self {
            scaled: pascal(first, weight.denom(), periods),
            binomials: pascal(binomial, &BigInt::one(), periods),
            powers,
        }
    }

    /// `v(n,m,k) = [C(n,m+1) − C(n−k,m+1)] / s_x(n,m)`: what the inspectee takes.
    pub(super) fn share(&self, n: u32, m: u32, k: u32) -> Fraction {
        let (taken, sum) = self.parts(n, m, k);
        Fraction::new(taken, sum)
    }

    /// The chance to violate that leaves an inspector who loses this share without a better choice.
    ///
    /// By not inspecting in this period, which costs it 1 more if there is a violation, it loses as much as in all:
    /// `v(n,m,k) = q·(1 + v(n−1,m,k−1)) + (1−q)·v(n−1,m,k)`. Solved for `q` over common denominators, as reducing takes longest.
    pub(super) fn violation(&self, n: u32, m: u32, k: u32) -> Fraction {
        let (all, sum) = self.parts(n, m, k);
        let (legal, later_sum) = self.parts(n - 1, m, k);
        let (violation, _) = self.parts(n - 1, m, k - 1);
        Fraction::new(
            all * &later_sum - &legal * &sum,
            sum * (later_sum + violation - legal),
        )
    }

    /// A share as numerator and denominator, not reduced; the denominator does not depend on `k`.
    fn parts(&self, n: u32, m: u32, k: u32) -> (BigInt, BigInt) {
        let [left, m, fewer] = [n, m, n.saturating_sub(k)].map(|count| count as usize);
        if m >= left {
            return (BigInt::ZERO, BigInt::one());
        }
        let taken = &self.binomials[left][m + 1] - &self.binomials[fewer][m + 1];
        (taken * &self.powers[m], self.scaled[left][m].clone())
    }

    /// `s_x(n−1,m−1) / s_x(n,m)`: the chance to inspect.
    pub(super) fn chance(&self, n: u32, m: u32) -> Fraction {
        if m == 0 {
            return Fraction::default();
        }
        if m >= n {
            return Fraction::one();
        }
        let [n, m] = [n, m].map(|count| count as usize);
        Fraction::new(
            &self.scaled[n - 1][m - 1] * &self.powers[1],
            self.scaled[n][m].clone(),
        )
    }
}

/// The rows from 0 to `periods` of `f(n,m) = f(n−1,m) + factor·f(n−1,m−1)`.
fn pascal(first: Vec<BigInt>, factor: &BigInt, periods: u32) -> Vec<Vec<BigInt>> {
    let next = |row: &Vec<BigInt>| {
        let later = row.windows(2).map(|pair| &pair[1] + factor * &pair[0]);
        Some(row.first().cloned().into_iter().chain(later).collect())
    };
    std::iter::successors(Some(first), next)
        .take(periods as usize + 1)
        .collect()
}
