//! When to inspect, with fewer inspections than periods: the sequential inspection game.
//!
//! # Definition
//! Over `n` periods an inspector may inspect `m` times. In each period it inspects or not, and the inspectee violates or not,
//! neither knowing the other's choice. A violation in an inspected period is caught and ends the game; one in a period that is not
//! inspected is never found. The inspectee sees each inspection; the inspector sees a violation only when it catches it.
//! Who gets what is the [`Convention`].
//! # Algorithm
//! Each stage is a game of two by two, solved by making the other side indifferent. With `s_x(n,m) = Σ_{i≤m} C(n,i)·x^(m−i)`,
//! an inspectee who loses `b` when caught and gains 1 per violation, `k` at most, gets
//! `v(n,m,k) = [C(n,m+1) − C(n−k,m+1)] / s_b(n,m)`, and the inspector inspects with chance `s_b(n−1,m−1) / s_b(n,m)`, whatever `k` is.
//! An inspector who loses `a` when it catches and 1 when it does not loses the same expression with `−a` in place of `b`. The chance to violate
//! makes the inspector indifferent. The other conventions are this one on other scales. The sums follow Pascal's rule,
//! `s_x(n,m) = s_x(n−1,m) + s_x(n−1,m−1)`, in whole numbers.
//! # Complexity
//! `O(n·m)` additions of whole numbers with `O(n + m·log x)` digits, and one division per stage that is listed.
//! # Validity
//! Exact. Inspections are perfect; the numbers of periods and inspections are known to both sides.
//! # References
//! After Dresher (1962), RAND RM-2972; Maschler (1966), Naval Research Logistics Quarterly 13:11–33; Ferguson and
//! Melolidakis (1998), Naval Research Logistics 45:327–334; Avenhaus, von Stengel and Zamir (2002), Handbook of Game
//! Theory 3, ch. 51; von Stengel (2016), Mathematics of Operations Research 41:935–952. Not at hand.

mod sums;

use num_traits::One;

use super::refusal::{count, within};
use super::{Fraction, Refusal};
use sums::Sums;

/// The most periods that are worked out.
pub const PERIODS_MAX: u32 = 400;

/// The most that the numerator and the denominator of a payoff may be.
const PAYOFF_MAX: u64 = 10_000;

/// Who gets what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Convention {
    /// The inspectee gets 1 for each violation that is not caught and loses the penalty when caught; the inspector gets the
    /// opposite. With one violation and a penalty of 1 this is Dresher's game (1962), with more von Stengel's (2016).
    ZeroSum {
        /// How many violations the inspectee may commit, at most.
        violations: u32,
        /// What it loses when caught; 0 or more.
        penalty: Fraction,
    },
    /// The inspector gets 1 for a violation that is caught, 0 for one that is not, and this for legal conduct, between 0 and 1;
    /// the inspectee gets the opposite. One violation at most (Maschler 1966; Ferguson and Melolidakis 1998).
    Ferguson {
        /// What legal conduct is worth to the inspector.
        legal: Fraction,
    },
    /// Both would rather see legal conduct than a violation caught: the inspectee gets 1 for a violation that is not caught and
    /// loses the penalty when caught, the inspector loses 1 and the cost, and legal conduct gives 0 to both. One violation at most
    /// (Avenhaus, von Stengel and Zamir 2002).
    NonZero {
        /// What the inspector loses when it catches a violation, between 0 and 1.
        cost: Fraction,
        /// What the inspectee loses when it is caught, above 0.
        penalty: Fraction,
    },
}

/// A game: how long, how many inspections, and who gets what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Game {
    /// The number of periods, `n`.
    pub periods: u32,
    /// The number of inspections, `m`, at most one per period.
    pub inspections: u32,
    /// Who gets what.
    pub convention: Convention,
}

/// What both sides expect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payoffs {
    /// The inspector.
    pub inspector: Fraction,
    /// The inspectee.
    pub inspectee: Fraction,
}

/// What both sides do in a period, while nothing was caught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// The periods that are left, this one included.
    pub periods: u32,
    /// The inspections that are left.
    pub inspections: u32,
    /// The violations that the inspectee may still commit.
    pub violations: u32,
    /// The chance that the inspector inspects. It does not depend on the violations, which it does not see.
    pub inspect: Fraction,
    /// The chance that the inspectee violates.
    pub violate: Fraction,
    /// What the inspectee expects from here on, in the convention's payoffs.
    pub inspectee: Fraction,
}

/// The solution of a game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Periods {
    /// The game.
    pub game: Game,
    /// What both expect when neither knows what the other will do.
    pub payoffs: Payoffs,
    /// What both expect when the inspector announces its chances and keeps to them: the inspectee then acts legally as long as
    /// inspections are left.
    pub announced: Payoffs,
    /// The first period.
    pub opening: Stage,
    /// The stages in which there is something to decide, from the first: with inspections left, but not for every period.
    pub stages: Vec<Stage>,
    /// How many such stages there are; more than are listed if the list was cut.
    pub n_stages: u64,
}

/// Solves a game and lists its first stages, `stages_max` at most.
pub fn periods(game: &Game, stages_max: usize) -> Result<Periods, Refusal> {
    check(game)?;
    let solver = Solver::new(game);
    let (n, m, k) = (game.periods, game.inspections, solver.violations);
    let payoffs = Payoffs {
        inspector: solver.inspector(n, m, k),
        inspectee: solver.inspectee(n, m, k),
    };
    // The inspectee's payoff stays as it is; it comes from violations after the last inspection only, which cost the inspector 1 each.
    let announced = match &game.convention {
        Convention::NonZero { .. } => Payoffs {
            inspector: -&payoffs.inspectee,
            inspectee: payoffs.inspectee.clone(),
        },
        _ => payoffs.clone(),
    };
    let reached = solver.stages_reached();
    let stages = reached
        .clone()
        .take(stages_max)
        .map(|(n, m, k)| solver.stage(n, m, k))
        .collect();
    let n_stages = reached.count() as u64;
    Ok(Periods {
        game: game.clone(),
        payoffs,
        announced,
        opening: solver.stage(n, m, k),
        stages,
        n_stages,
    })
}

fn check(game: &Game) -> Result<(), Refusal> {
    count(
        "a number of periods",
        game.periods.into(),
        (1, PERIODS_MAX.into()),
        "the most that are worked out",
    )?;
    count(
        "a number of inspections",
        game.inspections.into(),
        (0, game.periods.into()),
        "the number of periods",
    )?;
    let mut payoffs = vec![];
    match &game.convention {
        Convention::ZeroSum {
            violations,
            penalty,
        } => {
            count(
                "a number of violations",
                (*violations).into(),
                (1, game.periods.into()),
                "the number of periods",
            )?;
            if *penalty != Fraction::default() {
                within("a penalty", penalty, 0, None)?;
            }
            payoffs.push(("a penalty", penalty));
        }
        Convention::Ferguson { legal } => {
            within("a payoff for legal conduct", legal, 0, Some(1))?;
            payoffs.push(("a payoff for legal conduct", legal));
        }
        Convention::NonZero { cost, penalty } => {
            within("a cost of catching a violation", cost, 0, Some(1))?;
            within("a penalty", penalty, 0, None)?;
            payoffs.extend([
                ("a cost of catching a violation", cost),
                ("a penalty", penalty),
            ]);
        }
    }
    let is_long = |payoff: &Fraction| {
        [payoff.numer(), payoff.denom()]
            .iter()
            .any(|part| **part > PAYOFF_MAX.into())
    };
    match payoffs.into_iter().find(|(_, payoff)| is_long(payoff)) {
        Some((what, _)) => Err(Refusal::Digits {
            what,
            most: PAYOFF_MAX,
        }),
        None => Ok(()),
    }
}

/// The sums of one game, from which everything about it is read.
struct Solver<'a> {
    game: &'a Game,
    violations: u32,
    inspectee: Sums,
    inspector: Sums,
}

impl<'a> Solver<'a> {
    fn new(game: &'a Game) -> Self {
        let (violations, penalty, loss) = match &game.convention {
            Convention::ZeroSum {
                violations,
                penalty,
            } => (*violations, penalty.clone(), penalty.clone()),
            Convention::Ferguson { legal } => {
                // Legal conduct becomes 0 and a violation that is not caught −1 for the inspector, once payoffs are divided by `legal`.
                let penalty = (Fraction::one() - legal) / legal;
                (1, penalty.clone(), penalty)
            }
            Convention::NonZero { cost, penalty } => (1, penalty.clone(), -cost),
        };
        let sums = |weight: &Fraction| Sums::new(game.periods, game.inspections, weight);
        Self {
            game,
            violations,
            inspectee: sums(&penalty),
            inspector: sums(&loss),
        }
    }

    fn inspectee(&self, n: u32, m: u32, k: u32) -> Fraction {
        let gained = self.inspectee.share(n, m, k);
        match &self.game.convention {
            Convention::Ferguson { legal } => legal * (gained - Fraction::one()),
            _ => gained,
        }
    }

    fn inspector(&self, n: u32, m: u32, k: u32) -> Fraction {
        let lost = self.inspector.share(n, m, k);
        match &self.game.convention {
            Convention::Ferguson { legal } => legal * (Fraction::one() - lost),
            _ => -lost,
        }
    }

    fn stage(&self, n: u32, m: u32, k: u32) -> Stage {
        let inspect = self.inspectee.chance(n, m);
        Stage {
            periods: n,
            inspections: m,
            violations: k,
            inspect,
            violate: self.violate(n, m, k),
            inspectee: self.inspectee(n, m, k),
        }
    }

    fn violate(&self, n: u32, m: u32, k: u32) -> Fraction {
        match m {
            _ if m >= n => Fraction::default(),
            0 => Fraction::one(),
            _ => self.inspector.violation(n, m, k),
        }
    }

    /// The stages that can be reached and in which there is something to decide: those with most periods left first.
    fn stages_reached(&self) -> impl Iterator<Item = (u32, u32, u32)> + Clone {
        let (periods, inspections, violations) =
            (self.game.periods, self.game.inspections, self.violations);
        (2..=periods).rev().flat_map(move |n| {
            let past = periods - n;
            let least = inspections.saturating_sub(past).max(1);
            (least..=inspections.min(n - 1)).rev().flat_map(move |m| {
                // A violation goes unseen in a period without inspection only.
                let unseen = past - (inspections - m);
                (violations.saturating_sub(unseen).max(1)..=violations)
                    .rev()
                    .map(move |k| (n, m, k))
            })
        })
    }
}
