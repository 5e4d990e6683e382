//! What deviations that begin together and end together are worth on a schedule, many at a time.
//!
//! # Definition
//! A set of a party's undertakings is withheld or reversed from one phase on, until another phase or for ever.
//! # Algorithm
//! What others do is the same under every such deviation, and so is what the party does after it has returned: both are added up once. One
//! pass from the first phase on serves every date of return, because what was seen by then does not depend on it. What each undertaking adds
//! under each stance is listed by phase once for all sets that begin together.
//! # Complexity
//! `O(phases · undertakings)` once; then `O(phases · (undertakings + lag))` for a set with all its dates of return.
//! # Validity
//! Exact, for levels that stay after the last phase; the same numbers as from [`turns_at`](super::payoff::turns_at) up to rounding.
//! # References
//! None: sums rearranged.

use super::payoff::{after_response, level};
use crate::model::{CommitmentId, Deal, Detection, PartyId, Schedule, Stance};

/// One of the party's own undertakings.
struct Own {
    flow: f64,
    once: f64,
    irreversible: f64,
    undo_cost: f64,
    withhold: Detection,
    reverse: Detection,
    /// What a unit is worth after the response, and once it has been reversed.
    worth: [f64; 2],
    /// Scheduled levels from phase 0 on.
    levels: Vec<f64>,
}

impl Own {
    /// What it adds under a stance from a phase to the last.
    fn parts(&self, stance: Stance, from: usize, last: usize) -> Parts {
        let begun = self.levels[from - 1];
        let deviated = if stance == Stance::Reverse {
            self.irreversible * begun
        } else {
            begun
        };
        let worth = |phase: usize| match stance {
            Stance::Comply => self.on_schedule(phase),
            Stance::Withhold => [self.flow * begun, self.worth[0] * begun],
            Stance::Reverse => {
                let undoing = if phase == from {
                    self.undo_cost * (begun - deviated)
                } else {
                    0.0
                };
                [self.flow * deviated - undoing, self.worth[1] * deviated]
            }
        };
        let late = |phase: usize| self.once * (self.levels[phase.saturating_sub(1)] - deviated);
        Parts {
            worth: (from..=last).map(worth).collect(),
            late: (from..=last).map(late).collect(),
        }
    }

    /// What it is worth in a phase in which it is on schedule, and at the response after it.
    fn on_schedule(&self, phase: usize) -> [f64; 2] {
        let (now, before) = (self.levels[phase], self.levels[phase.saturating_sub(1)]);
        [
            self.flow * now + self.once * (now - before),
            self.worth[0] * now,
        ]
    }
}

/// What a phase is worth, and the response at the start of the next one.
type Worth = [f64; 2];

fn sum(a: Worth, b: Worth) -> Worth {
    [a[0] + b[0], a[1] + b[1]]
}

/// Compares the deviations of one party on one schedule.
pub(super) struct Together {
    patience: f64,
    /// The chance that no false alarm ends the deal at the start of a phase.
    alarm: f64,
    bond: f64,
    /// A phase from which on nothing changes any more, under any of the deviations.
    last: usize,
    /// The last phase of return.
    last_end: usize,
    own: Vec<Own>,
    /// By phase from 0: what others' undertakings are worth.
    others: Vec<Worth>,
    /// By phase: the same with the own ones on schedule.
    all: Vec<Worth>,
    /// By phase: the value from it on of being on schedule again, with nothing left to be seen.
    back: Vec<f64>,
    /// What each undertaking adds when deviations begin in the phase named first.
    begun: (usize, Vec<[Parts; 3]>),
    /// Room for the sums of one set: by phase what it is worth, and what catching up in it costs.
    sums: (Vec<Worth>, Vec<f64>),
    /// Room for the value until a phase, and the chance of getting there, discounted.
    reached: Vec<(f64, f64)>,
}

/// What an undertaking adds under one stance, by phase.
#[derive(Clone, Default)]
struct Parts {
    worth: Vec<Worth>,
    /// What catching up in the phase costs.
    late: Vec<f64>,
}

/// What is violated: by undertaking of the party in the order of [`Deal::own`].
struct Violation {
    /// The first phase of it.
    from: usize,
    chance: f64,
    lag: usize,
}

impl Together {
    /// Adds up what all deviations of a party have in common. Levels must stay after the last phase.
    pub(super) fn new(deal: &Deal, schedule: &Schedule, party: PartyId) -> Self {
        let who = party.idx();
        let stake = deal.parties[who];
        let longest = deal
            .undertakings
            .iter()
            .map(|it| it.withhold.lag.max(it.reverse.lag))
            .max()
            .unwrap_or(1);
        let last = deal.phases + 3 + longest;
        let after = after_response(deal, party, party);
        let levels = |id: CommitmentId| {
            (0..=last)
                .map(|phase| level(deal, schedule, id.idx(), phase))
                .collect::<Vec<f64>>()
        };
        let row = |id: CommitmentId| {
            let it = &deal.undertakings[id.idx()];
            Own {
                flow: it.flow[who],
                once: it.once[who],
                irreversible: it.irreversible,
                undo_cost: it.undo_cost,
                withhold: it.withhold,
                reverse: it.reverse,
                worth: [after[id.idx()], it.flow[who] / (1.0 - stake.patience)],
                levels: levels(id),
            }
        };
        let is_own = |id: &CommitmentId| deal.undertakings[id.idx()].owner == party;
        let own: Vec<Own> = deal.undertaking_ids().filter(is_own).map(row).collect();
        let foreign: Vec<Own> = deal
            .undertaking_ids()
            .filter(|id| !is_own(id))
            .map(row)
            .collect();
        let of = |rows: &[Own], phase: usize| {
            rows.iter()
                .map(|row| row.on_schedule(phase))
                .fold([0.0; 2], sum)
        };
        let others: Vec<Worth> = (0..=last).map(|phase| of(&foreign, phase)).collect();
        let all: Vec<Worth> = (0..=last)
            .map(|phase| sum(others[phase], of(&own, phase)))
            .collect();
        let alarm = 1.0 - deal.false_alarm;
        let (patience, bond, last_end) = (stake.patience, stake.bond, deal.phases + 2);
        let (begun, sums) = ((0, vec![]), (vec![], vec![]));
        let mut it = Self {
            patience,
            alarm,
            bond,
            last,
            last_end,
            own,
            others,
            all,
            back: vec![],
            begun,
            sums,
            reached: vec![],
        };
        let mut back = vec![it.for_ever(it.all[last], alarm); last + 1];
        for phase in (0..last).rev() {
            back[phase] = it.phase(it.all[phase], alarm) + it.patience * alarm * back[phase + 1];
        }
        it.back = back;
        it
    }

    /// What a phase is worth, with the response after it when the deal survives it only by chance.
    fn phase(&self, worth: Worth, survives: f64) -> f64 {
        worth[0] + self.patience * (1.0 - survives) * (worth[1] - self.bond)
    }

    /// The same in every phase from now on.
    fn for_ever(&self, worth: Worth, survives: f64) -> f64 {
        self.phase(worth, survives) / (1.0 - self.patience * survives)
    }

    /// Plays a set of stances, one per own undertaking and not all of them to comply, from a phase on: calls `tell` with what it is worth when
    /// it never ends, and then for each phase of return, the earliest first.
    pub(super) fn play(
        &mut self,
        stances: &[Stance],
        from: usize,
        tell: &mut impl FnMut(Option<usize>, f64),
    ) {
        let violation = self.violation(stances, from);
        self.add_up(stances, from);
        self.reached.clear();
        let (mut value, mut weight) = (0.0, 1.0);
        for phase in from..self.last {
            self.reached.push((value, weight));
            let seen_of = (phase + 1)
                .checked_sub(violation.lag)
                .filter(|begun| *begun >= from);
            let survives = self.alarm * seen_of.map_or(1.0, |_| 1.0 - violation.chance);
            value += weight * self.phase(self.sums.0[phase - from], survives);
            weight *= self.patience * survives;
        }
        let survives = self.alarm * (1.0 - violation.chance);
        tell(
            None,
            value + weight * self.for_ever(self.sums.0[self.last - from], survives),
        );
        for end in from + 1..=self.last_end {
            let (value, weight) = self.reached[end - from];
            tell(Some(end), value + weight * self.returned(&violation, end));
        }
    }

    /// Adds up what a set of stances is worth by phase, and what catching up costs.
    fn add_up(&mut self, stances: &[Stance], from: usize) {
        if self.begun.0 != from {
            let parts = |own: &Own| {
                [Stance::Comply, Stance::Withhold, Stance::Reverse]
                    .map(|stance| own.parts(stance, from, self.last))
            };
            self.begun = (from, self.own.iter().map(parts).collect());
        }
        let (worth, late) = (&mut self.sums.0, &mut self.sums.1);
        worth.clear();
        worth.extend_from_slice(&self.others[from..=self.last]);
        late.clear();
        late.resize(self.last - from + 1, 0.0);
        for (parts, stance) in self.begun.1.iter().zip(stances) {
            let parts = &parts[*stance as usize];
            worth
                .iter_mut()
                .zip(&parts.worth)
                .for_each(|(sum, part)| *sum = [sum[0] + part[0], sum[1] + part[1]]);
            if *stance != Stance::Comply {
                late.iter_mut()
                    .zip(&parts.late)
                    .for_each(|(sum, part)| *sum += part);
            }
        }
    }

    fn violation(&self, stances: &[Stance], from: usize) -> Violation {
        let mut violation = Violation {
            from,
            chance: 0.0,
            lag: usize::MAX,
        };
        for (own, stance) in self.own.iter().zip(stances) {
            let detection = match stance {
                Stance::Comply => continue,
                Stance::Withhold => own.withhold,
                Stance::Reverse => own.reverse,
            };
            violation.chance = 1.0 - (1.0 - violation.chance) * (1.0 - detection.chance);
            violation.lag = violation.lag.min(detection.lag);
        }
        violation
    }

    /// The value from a phase on in which everything violated returns to the schedule: catching up is paid for, and what was done may
    /// still be seen.
    fn returned(&self, violation: &Violation, end: usize) -> f64 {
        let (mut value, mut weight) = (self.sums.1[end - violation.from], 1.0);
        for phase in end..end + violation.lag - 1 {
            let is_look = phase + 1 >= violation.from + violation.lag;
            let survives = self.alarm * if is_look { 1.0 - violation.chance } else { 1.0 };
            value += weight * self.phase(self.all[phase], survives);
            weight *= self.patience * survives;
        }
        value + weight * self.back[end + violation.lag - 1]
    }
}
