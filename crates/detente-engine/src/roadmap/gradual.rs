//! Closed forms of gradualism: deals small enough that what holds can be written down.
//!
//! Two parties do the same for each other. Full effort costs a party `cost` per phase and is worth `benefit` to the other, with
//! `0 < cost < benefit`. What can be built in such a deal, and how fast, depends on how patient the parties are, on how much of what
//! was done stays done, and on how soon cheating shows. These forms are for teaching, and for holding the engine to what is known.
//!
//! After Lockwood and Thomas, *Review of Economic Studies* 69 (2002), for efforts that cannot be undone; the rest follows from the
//! standard argument that a deal holds when giving it up never pays.

/// The effective discount of a response: what one unit is worth today that is lost when the others respond.
///
/// A violation is looked for once per phase, the first time `lag` phases after it began, and seen each time with the chance `chance`.
/// Then `κ = δ^lag·p / (1 − δ·(1 − p))` is the expected value of `δ` to the power of the delay. Complexity: constant.
pub fn effective_discount(patience: f64, chance: f64, lag: usize) -> f64 {
    power(patience, lag) * chance / (1.0 - patience * (1.0 - chance))
}

/// A whole power.
fn power(base: f64, exponent: usize) -> f64 {
    base.powi(i32::try_from(exponent).unwrap_or(i32::MAX))
}

/// The least patience with which full effort holds in the repeated prisoners' dilemma: `κ ≥ cost / benefit`.
///
/// `None` when violations are never seen. `false_alarm` is the chance per phase that the deal ends though nobody cheated; since all
/// is lost then, it makes the future as much less likely, and the patience needed is divided by its complement. A result of 1 or more
/// means that nobody is patient enough. Complexity: 64 halvings; the error is that of the last bit.
pub fn critical_patience(
    cost: f64,
    benefit: f64,
    chance: f64,
    lag: usize,
    false_alarm: f64,
) -> Option<f64> {
    let needed = cost / benefit;
    if chance <= 0.0 {
        return None;
    }
    // The effective discount grows with patience, from 0 at 0 to 1 at 1.
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..64 {
        let middle = f64::midpoint(low, high);
        if effective_discount(middle, chance, lag) < needed {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(high / (1.0 - false_alarm))
}

/// The least chance of detection with which full effort holds: `κ ≥ cost / benefit`, solved for the chance.
///
/// `None` when even certain detection is not enough. Complexity: constant.
pub fn critical_chance(cost: f64, benefit: f64, patience: f64, lag: usize) -> Option<f64> {
    let needed = cost / benefit;
    let chance = needed * (1.0 - patience) / (power(patience, lag) - needed * patience);
    // At the critical patience itself rounding may put the chance a little above 1.
    (0.0..=1.0 + 1e-9)
        .contains(&chance)
        .then_some(chance.min(1.0))
}

/// The most that can be done, phase by phase, when nothing that was done can be undone and values are linear up to full effort.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear {
    /// What full effort costs a party per phase.
    pub cost: f64,
    /// What the other's full effort is worth to it per phase.
    pub benefit: f64,
    /// The discount factor per phase.
    pub patience: f64,
}

impl Linear {
    /// The share by which each step shrinks: `ρ = cost / (patience·benefit)`. From 1 on nothing can be built.
    pub fn shrink(self) -> f64 {
        self.cost / (self.patience * self.benefit)
    }

    /// The level after `phase` phases: `1 − ρ^phase`, which approaches full effort and never reaches it.
    pub fn level(self, phase: usize) -> f64 {
        if self.shrink() < 1.0 {
            1.0 - power(self.shrink(), phase)
        } else {
            0.0
        }
    }

    /// What it is worth to each party, as a value per phase: `benefit − cost / patience`.
    pub fn payoff(self) -> f64 {
        if self.shrink() < 1.0 {
            self.benefit - self.cost / self.patience
        } else {
            0.0
        }
    }
}

/// The most that can be done, phase by phase, when nothing can be undone and the other's effort `c` is worth `2·√c` at a cost of `c`.
///
/// Full effort is 1. The levels are `c_t = δ²·s_t²` with `s_0 = 0` and `s_{t+1} = (1 + s_t²) / 2`; they stop short of full effort
/// at `δ²`, however many phases there are. What it is worth per phase is `δ`, against 1 under full effort.
pub fn smooth_levels(patience: f64, phases: usize) -> Vec<f64> {
    let roots = std::iter::successors(Some(0.5_f64), |root| Some(root.mul_add(*root, 1.0) / 2.0));
    roots
        .take(phases)
        .map(|root| (patience * root).powi(2))
        .collect()
}

/// What the path of [`smooth_levels`] approaches.
pub fn smooth_limit(patience: f64) -> f64 {
    patience * patience
}

/// The largest last step when the share `irreversible` of what was done cannot be undone and cheating shows at once.
///
/// With the other's full effort at stake a party takes the last step when it is at most `(1 − r)·(b·δ − a) / (a·r)`; infinite when
/// all can be undone, since then one step is as good as many.
pub fn largest_last_step(cost: f64, benefit: f64, patience: f64, irreversible: f64) -> f64 {
    let gain = benefit * patience - cost;
    if irreversible <= 0.0 && gain >= 0.0 {
        f64::INFINITY
    } else {
        (1.0 - irreversible) * gain / (cost * irreversible)
    }
}

/// The levels of the shortest path to full effort when the share `irreversible` cannot be undone and cheating shows at once, built
/// backwards from the last phase with every step as large as it can be; the first is whatever is left.
///
/// `x_{t−1} = ((b·r·δ + a·(1−δ) + δ·a·r)·x_t − δ·b·θ·x_{t+1}) / (a·r)` with `θ = 1 − δ + r·δ`. The number of levels is the number of
/// phases needed. `None` when no finite number is enough. Complexity: `O(phases)`.
pub fn shortest_path(
    cost: f64,
    benefit: f64,
    patience: f64,
    irreversible: f64,
) -> Option<Vec<f64>> {
    let last_step = largest_last_step(cost, benefit, patience, irreversible);
    let theta = 1.0 - patience + irreversible * patience;
    let kept = benefit * irreversible * patience
        + cost * (1.0 - patience)
        + patience * cost * irreversible;
    let (mut after, mut level) = (1.0, 1.0 - last_step);
    let mut backwards = vec![1.0];
    while level > 0.0 {
        // Steps that no longer lead down come to rest above 0.
        if level >= after {
            return None;
        }
        backwards.push(level);
        (after, level) = (
            level,
            (kept * level - patience * benefit * theta * after) / (cost * irreversible),
        );
    }
    backwards.reverse();
    Some(backwards)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_near(found: f64, expected: f64, tolerance: f64) {
        assert!(
            (found - expected).abs() <= tolerance,
            "expected {expected}, found {found}"
        );
    }

    #[test]
    fn critical_patience_has_its_known_values() {
        let known = [
            (
                1.0,
                [1.0 / 3.0, 0.577_350_269_189_625_7, 0.759_835_685_651_592_5],
            ),
            (
                0.75,
                [0.4, 0.613_421_921_044_016_5, 0.773_772_212_677_467_3],
            ),
            (0.5, [0.5, 0.666_666_666_666_666_7, 0.795_942_182_764_544_2]),
            (
                0.25,
                [2.0 / 3.0, 0.758_305_739_211_791_7, 0.838_651_448_903_595_1],
            ),
            (
                0.1,
                [5.0 / 6.0, 0.862_907_813_126_304_2, 0.896_139_470_642_804],
            ),
        ];
        for (chance, by_lag) in known {
            for (lag, expected) in [1, 2, 4].into_iter().zip(by_lag) {
                let found =
                    critical_patience(1.0, 3.0, chance, lag, 0.0).expect("violations are seen");
                assert_near(found, expected, 1e-12);
                assert_near(
                    critical_chance(1.0, 3.0, found, lag).expect("this chance is enough"),
                    chance,
                    1e-9,
                );
            }
        }
        assert_eq!(critical_patience(1.0, 3.0, 0.0, 1, 0.0), None);
        let alarmed = critical_patience(1.0, 3.0, 0.5, 1, 0.1).expect("violations are seen");
        assert_near(alarmed, 0.5 / 0.9, 1e-12);
    }

    #[test]
    fn the_least_chance_of_the_symmetric_reduction_is_two_ninths() {
        assert_near(
            critical_chance(1.0, 1.5, 0.9, 1).expect("seeing everything is enough"),
            2.0 / 9.0,
            1e-15,
        );
        assert_eq!(critical_chance(1.0, 1.5, 0.6, 1), None);
    }

    #[test]
    fn the_linear_path_approaches_full_effort() {
        let cases = [
            (
                0.9,
                2.0,
                [
                    0.444_444_444_444_444_4,
                    0.691_358_024_691_358,
                    0.828_532_235_939_643_3,
                ],
                0.888_888_888_888_888_8,
            ),
            (0.8, 2.0, [0.375, 0.609_375, 0.755_859_375], 0.75),
            (
                0.6,
                2.0,
                [
                    0.166_666_666_666_666_63,
                    0.305_555_555_555_555_5,
                    0.421_296_296_296_296_2,
                ],
                1.0 / 3.0,
            ),
            (
                0.95,
                1.25,
                [
                    0.157_894_736_842_105_3,
                    0.290_858_725_761_772_96,
                    0.402_828_400_641_493_06,
                ],
                0.197_368_421_052_631_64,
            ),
            (
                0.99,
                1.25,
                [
                    0.191_919_191_919_191_93,
                    0.347_005_407_611_468_25,
                    0.472_327_602_110_277_36,
                ],
                0.239_898_989_898_989_92,
            ),
            (
                0.51,
                2.0,
                [
                    0.019_607_843_137_254_943,
                    0.038_831_218_762_014_674,
                    0.057_677_665_452_955_61,
                ],
                0.039_215_686_274_509_89,
            ),
            (0.5, 2.0, [0.0; 3], 0.0),
            (0.4, 2.0, [0.0; 3], 0.0),
        ];
        for (patience, benefit, levels, payoff) in cases {
            let path = Linear {
                cost: 1.0,
                benefit,
                patience,
            };
            (1..)
                .zip(levels)
                .for_each(|(phase, level)| assert_near(path.level(phase), level, 1e-12));
            assert_near(path.payoff(), payoff, 1e-12);
        }
    }

    #[test]
    fn the_smooth_path_stops_short_of_full_effort() {
        let cases = [
            (0.5, [0.0625, 0.097_656_25, 0.120_864_868_164_062_5]),
            (0.8, [0.16, 0.25, 0.309_414_062_5]),
            (0.9, [0.2025, 0.316_406_25, 0.391_602_172_851_562_5]),
            (0.99, [0.245_025, 0.382_851_562_5, 0.473_838_629_150_390_6]),
        ];
        for (patience, levels) in cases {
            smooth_levels(patience, 3)
                .into_iter()
                .zip(levels)
                .for_each(|(found, level)| assert_near(found, level, 1e-12));
            let far = smooth_levels(patience, 100_000);
            assert_near(far[far.len() - 1], smooth_limit(patience), 1e-4);
            assert!(far.is_sorted(), "levels never fall");
        }
    }

    #[test]
    fn the_smooth_path_leaves_each_party_just_willing() {
        // Each step's cost today is what the other's next step is worth tomorrow, up to a constant: δ·B(c') − c is the same in all phases.
        let patience = 0.9;
        let levels = smooth_levels(patience, 20);
        let first = patience * 2.0 * levels[0].sqrt();
        for pair in levels.windows(2) {
            assert_near(patience * 2.0 * pair[1].sqrt() - pair[0], first, 1e-12);
        }
    }

    #[test]
    fn the_shortest_path_has_its_known_number_of_phases() {
        let cases = [
            (0.9, 0.5, 1.5, 3),
            (0.9, 0.8, 1.5, 5),
            (0.9, 0.9, 1.5, 8),
            (0.95, 0.9, 1.5, 7),
            (0.8, 0.5, 1.5, 3),
            (0.75, 0.5, 1.5, 4),
            (0.7, 0.5, 1.5, 6),
            (0.7, 0.3, 1.5, 4),
            (0.9, 0.95, 2.0, 5),
        ];
        for (patience, irreversible, benefit, phases) in cases {
            let path = shortest_path(1.0, benefit, patience, irreversible)
                .expect("some number of phases is enough");
            assert_eq!(
                path.len(),
                phases,
                "patience {patience}, irreversible {irreversible}"
            );
        }
        let path = shortest_path(1.0, 1.5, 0.9, 0.5).expect("three phases are enough");
        path.into_iter()
            .zip([0.1075, 0.65, 1.0])
            .for_each(|(found, level)| assert_near(found, level, 1e-12));
        assert_eq!(
            shortest_path(1.0, 1.5, 0.6, 0.5),
            None,
            "too impatient for any step"
        );
        assert_eq!(
            shortest_path(1.0, 1.5, 0.9, 0.0).map(|path| path.len()),
            Some(1),
            "what can be undone needs one step"
        );
    }
}
