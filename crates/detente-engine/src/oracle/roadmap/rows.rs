//! The constraints of the program of a deal, as lines that must not fall below 0.

use num_rational::BigRational;
use num_traits::{One, Zero};

use super::deviations::is_possible;
use super::exact::{Exact, Level, Line, When, fraction};
use crate::model::{CommitmentId, Deviation, Limit};

/// A constraint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// A deviation must not pay: the value of complying less that of deviating.
    Deviation(Deviation),
    /// Any other.
    Limit(Limit),
}

/// The undertakings that a limit names.
fn undertakings(limit: Limit) -> Vec<CommitmentId> {
    match limit {
        Limit::Target(id)
        | Limit::NoRetreat(id, _)
        | Limit::Step(id, _)
        | Limit::Earliest(id, _) => vec![id],
        Limit::Prerequisite(id, on, _) => vec![id, on],
        Limit::Promise(..) => vec![],
    }
}

impl Exact<'_> {
    /// What a row keeps from falling below 0; `None` when it names nothing of the deal.
    pub fn row(&self, row: &Row) -> Option<Line> {
        match row {
            Row::Deviation(deviation) => {
                is_possible(self.deal, deviation).then(|| self.slack(deviation))
            }
            Row::Limit(limit) => self.limit(*limit),
        }
    }

    fn limit(&self, limit: Limit) -> Option<Line> {
        if undertakings(limit)
            .iter()
            .any(|id| id.idx() >= self.deal.undertakings.len())
        {
            return None;
        }
        let one = BigRational::one();
        let phases = 1..=self.deal.phases;
        let mut line = self.zero();
        let mut add = |factor: BigRational, level: Level| line.add_level(&factor, &level);
        let at = |id: CommitmentId, phase: usize| self.level(id, When::Phase(phase));
        match limit {
            Limit::Target(id) => {
                add(
                    one.clone(),
                    self.deal
                        .targets
                        .contains(&id)
                        .then(|| at(id, self.deal.phases))?,
                );
                line.constant -= one;
            }
            Limit::NoRetreat(id, phase) => {
                add(one.clone(), phases.contains(&phase).then(|| at(id, phase))?);
                add(-one, at(id, phase - 1));
            }
            Limit::Step(id, phase) => {
                add(
                    -one.clone(),
                    phases.contains(&phase).then(|| at(id, phase))?,
                );
                add(one, at(id, phase - 1));
                line.constant += fraction(self.deal.undertakings[id.idx()].max_step);
            }
            Limit::Earliest(id, phase) => {
                add(
                    -one,
                    (1..self.deal.undertakings[id.idx()].earliest)
                        .contains(&phase)
                        .then(|| at(id, phase))?,
                );
                line.constant += &self.undertakings[id.idx()].start;
            }
            Limit::Prerequisite(id, on, phase) => {
                let waits = self.deal.undertakings[id.idx()]
                    .after
                    .iter()
                    .filter(|wait| wait.on == on);
                let wait = waits.max_by_key(|wait| (wait.complete, wait.lag))?;
                let first = at(on, phase.saturating_sub(wait.lag));
                let start = &self.undertakings[id.idx()].start;
                add(
                    -one.clone(),
                    phases.contains(&phase).then(|| at(id, phase))?,
                );
                if wait.complete {
                    let is_surely_incomplete =
                        phase <= wait.lag && !self.undertakings[on.idx()].start.is_one();
                    add(
                        if is_surely_incomplete {
                            BigRational::zero()
                        } else {
                            &one - start
                        },
                        first,
                    );
                    line.constant += start;
                } else {
                    add(one, first);
                }
            }
            Limit::Promise(idx, phase) => return self.promise(idx, phase),
        }
        Some(line)
    }

    /// What a guarantor has from the deal, less what it has when the owner of what it answers for has just been found out, less what
    /// the promise costs it.
    fn promise(&self, idx: usize, phase: usize) -> Option<Line> {
        let promise = self
            .deal
            .promises
            .get(idx)
            .filter(|_| (1..=self.deal.phases + 1).contains(&phase))?;
        let (by, violator) = (
            promise.by,
            self.deal.undertakings[promise.against.idx()].owner,
        );
        let ever = self.ever(by);
        let mut line = self.value(by, phase);
        line.constant -= fraction(promise.costs) * &ever;
        for id in self.deal.undertaking_ids() {
            let (it, numbers) = (
                &self.deal.undertakings[id.idx()],
                &self.undertakings[id.idx()],
            );
            let level = self.level(id, When::Phase(phase - 1));
            let is_undone =
                self.deal.would_undo(id) && (it.owner == violator || it.linked[violator.idx()]);
            let undone = if is_undone {
                BigRational::one() - &numbers.irreversible
            } else {
                BigRational::zero()
            };
            line.add_level(
                &(-(BigRational::one() - &undone) * &numbers.flow[by.idx()] * &ever),
                &level,
            );
            if it.owner == by {
                line.add_level(&(undone * &numbers.undo_cost), &level);
            }
        }
        Some(line)
    }
}
