//! Before against after for one term in one stratum: every test of it, and what it comes to.

use super::counter::Window;
use super::eligible::Case;
use super::looks::{Watched, against_estimated};
use super::rate::{
    Exposed, GammaPrior, NegativeBinomial, Overdispersion, gamma_poisson_at_most,
    length_rate_interval,
};
use super::trend::exposed;
use super::{Counts, Prior, exact, omission};
use crate::model::Corpus;

/// The level of every test, and one less the level of every interval.
pub const LEVEL: f64 = 0.05;
/// A Bayes factor of at least this speaks clearly for one side, and of at most one third of a … for the other: 10, and 1/3.
const CLEAR: f64 = 10.0;
const AGAINST: f64 = 1.0 / 3.0;

/// Which way the share of statements with the term went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// It is lower after the cut.
    Fell,
    /// It is higher after the cut.
    Rose,
    /// It is the same.
    Same,
}

/// What a contrast comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No statement counts.
    NoEligible,
    /// There is no cut, so nothing is compared.
    NoCut,
    /// No statement counts before the cut.
    NothingBefore,
    /// No statement counts after the cut.
    NothingAfter,
    /// The share changed: the chance of it without a change is small, the Bayes factor is clear, and it survives the number of tests.
    Changed,
    /// The chance of it without a change is small, but not all of the rest holds.
    Perhaps,
    /// The record is too short to tell.
    Unsettled,
    /// The record speaks for one rate.
    Unchanged,
}

/// Every test of before against after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tests {
    /// Which way the share went; the one-sided tests look that way, and to a fall where it is the same.
    pub direction: Direction,
    /// The chance of so few mentions after, or so many, if the rate is what it was: the omission probability, with the prior asked for.
    pub chance: f64,
    /// The same with the priors of Jeffreys and the uniform one.
    pub by_prior: [f64; 2],
    /// The logarithm of the Bayes factor of two rates against one.
    pub ln_bf: f64,
    /// The same for a change in the direction seen.
    pub ln_bf_directed: f64,
    /// Fisher's p in the direction seen, its mid-p, Boschloo's p where it was computed, and Fisher's two-sided p.
    pub fisher: f64,
    /// Fisher's mid-p.
    pub mid_p: f64,
    /// Boschloo's p.
    pub boschloo: Option<f64>,
    /// Fisher's two-sided p.
    pub two_sided: f64,
    /// The two-sided p adjusted for the number of terms and strata tested; none for mixtures, which are no tests.
    pub adjusted: Option<f64>,
    /// How many omissions in a row after this record would be needed for a chance of [`LEVEL`] or less.
    pub in_a_row: Option<u64>,
    /// How many more statements without the term, or with it where the share rose, would bring the chance to [`LEVEL`]; 0 if it is there.
    pub to_settle: Option<u64>,
    /// The running test of the statements after the cut against the rate before, in the direction seen. Each direction has half of [`LEVEL`].
    pub watched: Watched,
}

/// Before against after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contrast {
    /// Before the cut.
    pub before: Counts,
    /// From the cut on.
    pub after: Counts,
    /// The intervals of the two rates at `1 − LEVEL`.
    pub intervals: [(f64, f64); 2],
    /// The tests; none where a window is empty.
    pub tests: Option<Tests>,
}

/// Before against after by mentions per thousand words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByLength {
    /// Mentions and thousands of words before.
    pub before: Exposed,
    /// The same after.
    pub after: Exposed,
    /// The intervals of the two rates at `1 − LEVEL`.
    pub intervals: [(f64, f64); 2],
    /// The chance of so few mentions after in so many words, or so many, if the rate is what it was.
    pub chance: f64,
    /// How much more than Poisson counts the mentions before vary; none without any mention.
    pub overdispersion: Option<Overdispersion>,
    /// The chance with that variation, by the fitted rate.
    pub chance_overdispersed: Option<f64>,
}

/// Counts the cases of a window.
pub fn counts(cases: &[Case], window: Window) -> Counts {
    let inside = || cases.iter().filter(|case| case.window == Some(window));
    Counts {
        with: inside().filter(|case| case.is_with()).count() as u64,
        of: inside().count() as u64,
    }
}

/// Compares the cases before and after; Boschloo's test, which takes long, only when asked for `in_full`.
pub fn contrast(cases: &[Case], prior: Prior, in_full: bool) -> Contrast {
    let (before, after) = (counts(cases, Window::Before), counts(cases, Window::After));
    let later = cases
        .iter()
        .filter(|case| case.window == Some(Window::After))
        .map(Case::is_with);
    let tests =
        (before.of > 0 && after.of > 0).then(|| tests(before, after, later, prior, in_full));
    let interval = |counts| omission::rate_interval(counts, prior, 1.0 - LEVEL);
    Contrast {
        before,
        after,
        intervals: [interval(before), interval(after)],
        tests,
    }
}

/// The counts of what was left out.
fn without(counts: Counts) -> Counts {
    Counts {
        with: counts.of - counts.with,
        of: counts.of,
    }
}

fn tests(
    before: Counts,
    after: Counts,
    later: impl Iterator<Item = bool>,
    prior: Prior,
    in_full: bool,
) -> Tests {
    let cross = (u128::from(before.with) * u128::from(after.of))
        .cmp(&(u128::from(after.with) * u128::from(before.of)));
    let direction = match cross {
        std::cmp::Ordering::Greater => Direction::Fell,
        std::cmp::Ordering::Less => Direction::Rose,
        std::cmp::Ordering::Equal => Direction::Same,
    };
    let rose = direction == Direction::Rose;
    // A rise of mentions is a fall of omissions.
    let (earlier, now) = if rose {
        (without(before), without(after))
    } else {
        (before, after)
    };
    let turned = if rose {
        Prior {
            a: prior.b,
            b: prior.a,
        }
    } else {
        prior
    };
    let watched = against_estimated(earlier, turned, LEVEL / 2.0, later.map(|with| with != rose));
    let at_most = |prior| omission::at_most(earlier, now, prior);
    Tests {
        direction,
        chance: at_most(turned),
        by_prior: [at_most(Prior::JEFFREYS), at_most(Prior::UNIFORM)],
        ln_bf: omission::ln_bayes_factor(before, after, prior),
        ln_bf_directed: omission::ln_bayes_factor_fell(earlier, now, turned),
        fisher: exact::fisher_one_sided(earlier, now),
        mid_p: exact::mid_p(earlier, now),
        boschloo: if in_full {
            exact::boschloo(earlier, now)
        } else {
            None
        },
        two_sided: exact::fisher_two_sided(before, after),
        adjusted: None,
        in_a_row: omission::omissions_needed(earlier, LEVEL, turned),
        to_settle: omission::statements_needed(earlier, now, LEVEL, turned),
        watched,
    }
}

/// Compares mentions per thousand words; none where a length or a number of mentions is not known, or a window is empty. The variation is fitted by
/// likelihood when asked for `in_full`, and otherwise by moments, which is quick.
pub fn by_length(corpus: &Corpus, cases: &[Case], in_full: bool) -> Option<ByLength> {
    let exposed = |window: Window| -> Option<Vec<Exposed>> {
        let inside = cases.iter().filter(|case| case.window == Some(window));
        let all: Option<Vec<Exposed>> = inside.map(|case| exposed(corpus, case)).collect();
        all.filter(|all| !all.is_empty())
    };
    let (texts, later) = (exposed(Window::Before)?, exposed(Window::After)?);
    let (before, after) = (Exposed::total(&texts), Exposed::total(&later));
    let prior = GammaPrior::JEFFREYS;
    let fell = after.count as f64 * before.tokens <= before.count as f64 * after.tokens;
    // Of so many or more: all but of one fewer at most.
    let in_direction = |at_most: &dyn Fn(u64) -> f64| match after.count.checked_sub(1) {
        _ if fell => at_most(after.count),
        Some(fewer) => 1.0 - at_most(fewer),
        None => 1.0,
    };
    let interval = |text| length_rate_interval(text, prior, 1.0 - LEVEL);
    let overdispersion = if in_full {
        Overdispersion::by_likelihood(&texts)
    } else {
        Overdispersion::by_moments(&texts)
    };
    let chance_overdispersed = overdispersion.filter(|it| it.alpha > 0.0).map(|it| {
        let counts =
            NegativeBinomial::overdispersed(it.rate * after.tokens, it.alpha / later.len() as f64);
        in_direction(&|x| counts.at_most(x))
    });
    let chance =
        in_direction(&|x| gamma_poisson_at_most(before, Exposed { count: x, ..after }, prior));
    Some(ByLength {
        before,
        after,
        intervals: [interval(before), interval(after)],
        chance,
        overdispersion,
        chance_overdispersed,
    })
}

/// What a contrast comes to, once its p is adjusted.
pub fn verdict(contrast: &Contrast, has_cut: bool) -> Verdict {
    let (before, after) = (contrast.before.of, contrast.after.of);
    match contrast.tests {
        None if !has_cut => Verdict::NoCut,
        None if before == 0 && after == 0 => Verdict::NoEligible,
        None if before == 0 => Verdict::NothingBefore,
        None => Verdict::NothingAfter,
        Some(tests) => {
            let survives = tests.adjusted.is_none_or(|adjusted| adjusted <= LEVEL);
            match tests {
                _ if tests.direction == Direction::Same && tests.ln_bf >= AGAINST.ln() => {
                    Verdict::Unsettled
                }
                _ if tests.direction != Direction::Same
                    && tests.chance <= LEVEL
                    && tests.ln_bf_directed >= CLEAR.ln()
                    && survives =>
                {
                    Verdict::Changed
                }
                _ if tests.direction != Direction::Same && tests.chance <= LEVEL => {
                    Verdict::Perhaps
                }
                _ if tests.ln_bf <= AGAINST.ln() => Verdict::Unchanged,
                _ => Verdict::Unsettled,
            }
        }
    }
}
