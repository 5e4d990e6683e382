//! The frontier: how much must be seen for the targets to be complete in so many phases.
//!
//! # Definition
//! For each number of phases up to the horizon, the least common factor on the chances that violations of the undertakings of the owners
//! of targets are seen, each capped at 1, with which some plan completes every target in time.
//! # Algorithm
//! From the horizon down. What is needed for more phases bounds the search for fewer from below.
//! # Complexity
//! A handful of programs per number of phases.
//! # Validity
//! A plan of fewer phases is a plan of more in which nothing happens at the end, so the factor never rises with the number of
//! phases.
//! # References
//! None: the frontier is this program's own.

use super::Least;
use super::thresholds::{Probe, factor_max, scaled};
use crate::model::{CommitmentId, Deal};

/// The least detection for a number of phases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The number of phases.
    pub phases: usize,
    /// The least common factor on the chances; [`Least::Never`] where seeing everything at the lags as they stand is not enough.
    pub factor: Least,
}

/// The least detection for each number of phases up to the deal's.
///
/// `on` names the undertakings whose chances are multiplied. Empty when none of those chances is above 0.
pub(super) fn frontier(probe: &mut Probe<'_>, deal: &Deal, on: &[CommitmentId]) -> Vec<Point> {
    let Some(highest) = factor_max(deal, on) else {
        return vec![];
    };
    let (mut points, mut lowest) = (vec![], Least::At(0.0));
    for phases in (1..=deal.phases).rev() {
        let shorter = Deal {
            phases,
            ..deal.clone()
        };
        lowest = match lowest {
            Least::At(lowest) => {
                probe.least(lowest, highest, &|factor| scaled(&shorter, on, factor))
            }
            Least::Never | Least::Unknown => lowest,
        };
        points.push(Point {
            phases,
            factor: lowest,
        });
    }
    points.reverse();
    points
}

/// The undertakings of every party that owns a target.
pub(super) fn of_target_owners(deal: &Deal) -> Vec<CommitmentId> {
    let is_owner = |party| {
        deal.targets
            .iter()
            .any(|id| deal.undertakings[id.idx()].owner == party)
    };
    deal.undertaking_ids()
        .filter(|id| is_owner(deal.undertakings[id.idx()].owner))
        .collect()
}
