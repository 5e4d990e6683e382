//! What is believed about a number of sites.

use super::Unfit;
use crate::inspect::{Fraction, decimal, fraction};

/// The most sites that a belief may speak of.
pub const SITES_MAX: u32 = 1000;

/// A belief about a number of sites.
#[derive(Clone, Debug, PartialEq)]
pub enum Belief {
    /// Each number that is possible with its chance, in ascending order; the chances sum to 1.
    Listed(Vec<(u32, f64)>),
    /// Poisson's distribution with this mean: many places, each with a small chance of its own.
    Poisson(f64),
}

impl Belief {
    /// Reads `0:0.6,1:0.3,2:1/10` (chances that sum to 1), `uniform:N` (0 to N alike) or `poisson:MEAN`.
    pub fn read(text: &str) -> Result<Self, Unfit> {
        if let Some(mean) = text.strip_prefix("poisson:") {
            let mean = fraction(mean)
                .map(|mean| decimal(&mean))
                .filter(|mean| (0.0..=f64::from(SITES_MAX)).contains(mean));
            return mean.map(Self::Poisson).ok_or_else(|| Unfit::Mean {
                found: text.to_string(),
            });
        }
        if let Some(most) = text.strip_prefix("uniform:") {
            let most = most
                .parse()
                .ok()
                .filter(|most| *most <= SITES_MAX)
                .ok_or_else(|| Unfit::Belief {
                    found: text.to_string(),
                })?;
            return Ok(Self::Listed(
                (0..=most)
                    .map(|sites| (sites, 1.0 / f64::from(most + 1)))
                    .collect(),
            ));
        }
        listed(text)
    }

    /// The chance of just so many sites.
    pub fn chance(&self, sites: u32) -> f64 {
        match self {
            Self::Listed(chances) => chances
                .iter()
                .find(|(number, _)| *number == sites)
                .map_or(0.0, |(_, chance)| *chance),
            Self::Poisson(mean) if *mean == 0.0 => f64::from(u8::from(sites == 0)),
            Self::Poisson(mean) => {
                let log = (1..=sites)
                    .map(|factor| (mean / f64::from(factor)).ln())
                    .sum::<f64>();
                (log - mean).exp()
            }
        }
    }

    /// The mean number of sites.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Listed(chances) => chances
                .iter()
                .map(|(sites, chance)| f64::from(*sites) * chance)
                .sum(),
            Self::Poisson(mean) => *mean,
        }
    }

    /// The chance that there is any site.
    pub fn any(&self) -> f64 {
        self.some_found(0.0)
    }

    /// The chance that some site is found, each being missed with chance `missed`, independently.
    pub fn some_found(&self, missed: f64) -> f64 {
        match self {
            Self::Listed(chances) => {
                let found = |sites: u32| {
                    if sites == 0 {
                        0.0
                    } else {
                        -(f64::from(sites) * missed.ln()).exp_m1()
                    }
                };
                chances
                    .iter()
                    .map(|(sites, chance)| chance * found(*sites))
                    .sum()
            }
            Self::Poisson(mean) => -(-mean * (1.0 - missed)).exp_m1(),
        }
    }

    /// The chance that there is a site, and that none is missed.
    pub fn all_found(&self, missed: f64) -> f64 {
        match self {
            Self::Listed(chances) => {
                let found = |sites: u32| {
                    if sites == 0 {
                        0.0
                    } else {
                        (f64::from(sites) * (-missed).ln_1p()).exp()
                    }
                };
                chances
                    .iter()
                    .map(|(sites, chance)| chance * found(*sites))
                    .sum()
            }
            Self::Poisson(mean) => -(-mean * missed).exp() * (-mean * (1.0 - missed)).exp_m1(),
        }
    }

    /// What is believed about the number of sites that are left, once `found` were found and each is missed with chance `missed`.
    ///
    /// None when the belief had no place for such a search.
    #[must_use]
    pub fn after(&self, missed: f64, found: u32) -> Option<Self> {
        let Self::Listed(chances) = self else {
            return self.thinned(missed, found);
        };
        if found > 0 && missed >= 1.0 {
            return None;
        }
        // Of `found + left` sites just `found`: so many ways to choose them, and the others are missed.
        // In logarithms, as there may be more ways than a number holds.
        let log_weight = |left: u32| {
            let ways: f64 = (1..=found)
                .map(|idx| (f64::from(left + idx) / f64::from(idx)).ln())
                .sum();
            ways + if left == 0 {
                0.0
            } else {
                f64::from(left) * missed.ln()
            }
        };
        let left = chances
            .iter()
            .filter_map(|(sites, chance)| Some((sites.checked_sub(found)?, chance)));
        let logs: Vec<(u32, f64)> = left
            .map(|(left, chance)| (left, chance.ln() + log_weight(left)))
            .collect();
        let most = logs
            .iter()
            .map(|(_, log)| *log)
            .fold(f64::NEG_INFINITY, f64::max);
        let all: f64 = logs.iter().map(|(_, log)| (log - most).exp()).sum();
        (most > f64::NEG_INFINITY).then(|| {
            Self::Listed(
                logs.into_iter()
                    .map(|(left, log)| (left, (log - most).exp() / all))
                    .collect(),
            )
        })
    }

    /// Of a Poisson number of sites, those found and those missed are Poisson numbers too, and independent of each other.
    fn thinned(&self, missed: f64, found: u32) -> Option<Self> {
        let mean = self.mean();
        (found == 0 || (mean > 0.0 && missed < 1.0)).then_some(Self::Poisson(mean * missed))
    }

    /// The chance of no site after such a search in the limit of ever more effort.
    pub(super) fn limit(&self, found: u32) -> f64 {
        self.after(0.0, found).map_or(0.0, |left| left.chance(0))
    }
}

/// Reads numbers with their chances.
fn listed(text: &str) -> Result<Belief, Unfit> {
    let unreadable = || Unfit::Belief {
        found: text.to_string(),
    };
    let mut chances: Vec<(u32, Fraction)> = vec![];
    for entry in text.split(',') {
        let (sites, chance) = entry.split_once(':').ok_or_else(unreadable)?;
        let sites = sites
            .trim()
            .parse()
            .ok()
            .filter(|sites| *sites <= SITES_MAX)
            .ok_or_else(unreadable)?;
        let chance = fraction(chance)
            .filter(|chance| *chance >= Fraction::default())
            .ok_or_else(unreadable)?;
        if chances.iter().any(|(known, _)| *known == sites) {
            return Err(Unfit::Twice { sites });
        }
        chances.push((sites, chance));
    }
    let sum: Fraction = chances.iter().map(|(_, chance)| chance).sum();
    if sum != Fraction::from_integer(1.into()) {
        return Err(Unfit::Sum { found: sum });
    }
    chances.sort_by_key(|(sites, _)| *sites);
    Ok(Belief::Listed(
        chances
            .into_iter()
            .map(|(sites, chance)| (sites, decimal(&chance)))
            .collect(),
    ))
}
