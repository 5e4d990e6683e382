//! What a party does about all its undertakings in one phase, on the way to its best reply.

use super::own::{Own, Statuses, Way};
use super::{LAG_MAX, OWN_MAX};

/// What the future depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct State {
    pub(super) statuses: Statuses,
    /// The chances that the look at the start of the next phase but `k` sees something of what is past; as bits, so that 0 is none.
    seen: [u64; LAG_MAX],
    /// Whether anything was ever violated; only kept where that matters.
    violated: bool,
}

impl State {
    /// Whether a response would answer a violation: one that may still be seen, or any where a false alarm may end the deal.
    pub(super) fn is_guilty(&self) -> bool {
        self.violated || self.seen.iter().any(|bits| *bits != 0)
    }

    /// After a phase in which nothing more is violated than before, with what the first look then saw left out.
    pub(super) fn next(statuses: Statuses, mut seen: [f64; LAG_MAX], violated: bool) -> Self {
        seen.rotate_left(1);
        seen[LAG_MAX - 1] = 0.0;
        Self {
            statuses,
            seen: seen.map(f64::to_bits),
            violated,
        }
    }
}

/// A set of undertakings, a bit each.
pub(super) type Set = u16;

fn members(set: Set) -> impl Iterator<Item = usize> {
    (0..OWN_MAX).filter(move |at| set >> at & 1 == 1)
}

/// What is done in a phase: the statuses, and what is withheld early.
pub(super) type Move = (Statuses, Set);

/// A choice of stances on the way to being complete.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    pub(super) statuses: Statuses,
    /// What the phase is worth, and what the response after it is worth.
    pub(super) worth: [f64; 2],
    /// The chance that the look for what is violated now sees nothing, and how many phases later it comes.
    pub(super) unseen: f64,
    lag: usize,
    /// What might be withheld early.
    idle: Set,
    /// The most the own undertakings can be worth from the next phase on.
    pub(super) most: f64,
    /// The most that all can be worth from this phase on, those not chosen yet at their best.
    pub(super) bound: f64,
}

impl Choice {
    /// Nothing chosen yet.
    pub(super) fn new(worth: [f64; 2]) -> Self {
        Self {
            statuses: [0; OWN_MAX],
            worth,
            unseen: 1.0,
            lag: usize::MAX,
            idle: 0,
            most: 0.0,
            bound: f64::INFINITY,
        }
    }

    /// With the most that all can be worth.
    pub(super) fn bounded(self, bound: f64) -> Self {
        Self { bound, ..self }
    }

    /// With a way for the next undertaking.
    pub(super) fn add(&self, at: usize, way: &Way) -> Self {
        let mut longer = *self;
        longer.statuses[at] = way.status;
        longer.worth = [self.worth[0] + way.worth[0], self.worth[1] + way.worth[1]];
        longer.most += way.most;
        longer.idle |= Set::from(way.is_idle) << at;
        if let Some(detection) = way.detection {
            longer.unseen *= 1.0 - detection.chance;
            longer.lag = longer.lag.min(detection.lag);
        }
        longer
    }

    /// With some undertakings withheld early.
    pub(super) fn with_early(&self, early: Set, own: &[Own]) -> Self {
        let mut it = *self;
        for detection in members(early).map(|at| own[at].withhold) {
            it.unseen *= 1.0 - detection.chance;
            it.lag = it.lag.min(detection.lag);
        }
        it
    }

    /// What may be withheld early: nothing, and for each date to which that can bring the look, the least and the most visible set.
    pub(super) fn looks(&self, own: &[Own]) -> Vec<Set> {
        let mut sets = vec![0];
        if self.idle == 0 {
            return sets;
        }
        for lag in 1..=LAG_MAX.min(self.lag) {
            let of_lag = members(self.idle).filter(|at| own[*at].withhold.lag == lag);
            let least = of_lag
                .min_by(|a, b| own[*a].withhold.chance.total_cmp(&own[*b].withhold.chance))
                .map(|at| 1 << at);
            let most = members(self.idle)
                .filter(|at| own[*at].withhold.lag >= lag)
                .fold(0, |set, at| set | 1 << at);
            if lag < self.lag {
                sets.extend(least);
            }
            if most != 0 && Some(most) != least && (least.is_some() || lag == self.lag) {
                sets.push(most);
            }
        }
        sets
    }

    pub(super) fn violates(&self) -> bool {
        self.lag != usize::MAX
    }

    /// The chances of the looks to come, with the one for what is violated now among them.
    pub(super) fn seen(&self, state: &State) -> [f64; LAG_MAX] {
        let mut seen = state.seen.map(f64::from_bits);
        if self.violates() {
            let at = &mut seen[self.lag - 1];
            *at = 1.0 - (1.0 - *at) * self.unseen;
        }
        seen
    }
}
