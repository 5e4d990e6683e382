//! The exact best reply: the deviation, of all there are, that pays a party most on a given schedule.
//!
//! # Definition
//! Every deviation in which the party changes its stance in phases up to two after the last: it may begin with different undertakings
//! at different dates, reverse what it withheld, return with some or all, and begin again. It may also withhold what is not due, which changes
//! nothing but that it is seen: a way to call the deal off.
//! # Algorithm
//! Dynamic programming. A state is the phase, what is done about each undertaking and at which level it stands, and which looks for past
//! violations are still to come. Levels that are equal on the schedule are one, so that a schedule with few steps has few states. A
//! choice, or the beginning of one, is passed over when even a future with responses at will, each undertaking taken by itself, could not
//! make it the best. Where only deviations that gain are of interest, a state is left as soon as none can come of it (alpha-beta pruning
//! with one side).
//!
//! What is withheld before it is due only adds to a look. The best that can be had is a convex function of the chance of a look, because it is
//! the largest of several linear ones: of all sets that bring the look to one date, only the least and the most visible can be best.
//! From the last phase on, withholding what is not due is left out where a response is no better than going on.
//! # Complexity
//! `O(states · 3^n)` for `n` undertakings of the party; the steps are counted, and too many are an answer.
//! # Validity
//! Exact on the schedule, for levels that stay after the last phase, up to [`OWN_MAX`] undertakings and lags of [`LAG_MAX`] phases.
//! # References
//! None: textbook dynamic programming with a bound.

mod choice;
mod own;

use rustc_hash::FxHashMap;

use super::payoff::{after_response, level, value_at};
use super::units;
use crate::model::{CommitmentId, Deal, Deviation, PartyId, Schedule, Stance, Turn};
use crate::space::Watch;
use choice::{Choice, Move, Set, State};
use own::{Ending, Own, stance};

/// The most undertakings of a party whose best reply is sought.
pub(crate) const OWN_MAX: usize = 16;
/// The longest lag for which it is sought.
pub(crate) const LAG_MAX: usize = 8;

/// What a sum may be off by, for a stake of the size of 1, before a choice is passed over for it.
const ROUNDING: f64 = 1e-13;

/// The best reply of a party.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reply {
    /// What the deviation gains over complying, which may be negative, and the deviation; `None` when none gains as much as was asked.
    pub(crate) best: Option<(f64, Deviation)>,
    /// The number of states.
    pub(crate) n_states: u64,
}

/// Finds the deviation that gains most over complying, among those that gain more than `floor`; `None` when that takes more than `steps_max`
/// steps between states, the party has too many undertakings, or the watch was stopped.
pub(crate) fn best_reply(
    deal: &Deal,
    schedule: &Schedule,
    party: PartyId,
    floor: f64,
    steps_max: u64,
    watch: &Watch,
) -> Option<Reply> {
    reply(
        Oracle::new(deal, schedule, party, steps_max, watch)?,
        deal,
        schedule,
        floor,
    )
}

/// The same with as few states as can be.
pub(crate) fn paying_reply(
    deal: &Deal,
    schedule: &Schedule,
    party: PartyId,
    floor: f64,
    steps_max: u64,
    watch: &Watch,
) -> Option<Reply> {
    let oracle = Oracle {
        prunes: true,
        ..Oracle::new(deal, schedule, party, steps_max, watch)?
    };
    reply(oracle, deal, schedule, floor)
}

fn reply(mut oracle: Oracle<'_>, deal: &Deal, schedule: &Schedule, floor: f64) -> Option<Reply> {
    let party = oracle.party;
    let mut best: Option<(f64, Deviation)> = None;
    for phase in (1..=deal.phases + 1).rev() {
        let value = value_at(deal, schedule, party, phase);
        let least = value + best.as_ref().map_or(floor, |(gain, _)| *gain);
        let mut found = (least, Move::default());
        oracle.begin(phase, &mut found)?;
        if found.0 > least {
            best = Some((found.0 - value, oracle.policy(phase, found.1)));
        }
    }
    let n_states = oracle.known.len() as u64;
    Some(Reply { best, n_states })
}

struct Oracle<'a> {
    deal: &'a Deal,
    party: PartyId,
    own: Vec<Own>,
    patience: f64,
    alarm: f64,
    bond: f64,
    /// What is at stake for the party.
    stake: f64,
    /// By phase from 0: what others' measures are worth in it, and from the response at the start of the next phase on.
    others: Vec<[f64; 2]>,
    /// By phase: the most that others' measures and promises can be worth from it on.
    most_of_others: Vec<f64>,
    /// What promises bring when a false alarm ends the deal after a phase without any violation.
    due: Vec<f64>,
    /// What is known of states, by phase; no stranger chooses them, so that a quick hash is safe.
    known: FxHashMap<(usize, State), Known>,
    /// Whether a state is left as soon as it cannot be worth what it must.
    prunes: bool,
    steps_left: u64,
    watch: &'a Watch,
}

/// What is known of a state.
#[derive(Clone, Copy)]
struct Known {
    /// Its value, or the most that it can be.
    value: f64,
    /// The best move; `None` when only the most is known.
    best: Option<Move>,
}

impl<'a> Oracle<'a> {
    fn new(
        deal: &'a Deal,
        schedule: &Schedule,
        party: PartyId,
        steps_max: u64,
        watch: &'a Watch,
    ) -> Option<Self> {
        let stake = &deal.parties[party.idx()];
        let (who, patience) = (party.idx(), stake.patience);
        let last = deal.phases + 3;
        let ids = deal.own(party);
        let lag = ids
            .iter()
            .map(|id| &deal.undertakings[id.idx()])
            .map(|it| it.withhold.lag.max(it.reverse.lag))
            .max()
            .unwrap_or(1);
        // A status of a class takes two of the 255 numbers of a byte.
        if ids.len() > OWN_MAX || lag > LAG_MAX || last > 120 {
            return None;
        }
        let after = after_response(deal, party, party);
        let worth = |id: &CommitmentId, phase: usize| {
            let (it, now) = (
                &deal.undertakings[id.idx()],
                level(deal, schedule, id.idx(), phase),
            );
            let increase = if phase == 0 {
                0.0
            } else {
                now - level(deal, schedule, id.idx(), phase - 1)
            };
            [
                it.flow[who] * now + it.once[who] * increase,
                after[id.idx()] * now,
            ]
        };
        let sum = |ids: &[CommitmentId], phase: usize| {
            ids.iter()
                .map(|id| worth(id, phase))
                .fold([0.0; 2], |sum, worth| {
                    [sum[0] + worth[0], sum[1] + worth[1]]
                })
        };
        let foreign: Vec<CommitmentId> = deal
            .undertaking_ids()
            .filter(|id| deal.undertakings[id.idx()].owner != party)
            .collect();
        let others: Vec<[f64; 2]> = (0..=last).map(|phase| sum(&foreign, phase)).collect();
        let due: Vec<f64> = (0..=last)
            .map(|phase| due(deal, schedule, party, phase))
            .collect();
        // Once all is done, going on is worth no less than a response: then a violation that changes nothing is worth nothing. What is in
        // truth violated makes going on better still.
        let [now, then] = sum(&deal.undertaking_ids().collect::<Vec<_>>(), last);
        let is_alarm_worse = deal.false_alarm == 0.0 || due[last] >= -stake.bond;
        let is_settled = is_alarm_worse && now >= (1.0 - patience) * (then - stake.bond);
        let ending = Ending {
            phases: deal.phases,
            last,
            is_settled,
        };
        let own = ids
            .into_iter()
            .map(|id| Own::new(deal, schedule, id, after[id.idx()], ending))
            .collect();
        let most_of_others = most_of_others(&others, &due, patience);
        let (alarm, known) = (1.0 - deal.false_alarm, FxHashMap::default());
        let (prunes, bond, steps_left) = (false, stake.bond, steps_max);
        Some(Self {
            deal,
            party,
            stake: units::stake(deal, party),
            own,
            patience,
            alarm,
            bond,
            others,
            most_of_others,
            due,
            known,
            prunes,
            steps_left,
            watch,
        })
    }

    /// The best deviation that begins in a phase: raises `best` when it finds one that is worth more.
    fn begin(&mut self, phase: usize, best: &mut (f64, Move)) -> Option<()> {
        let nothing = State::default();
        self.choose(
            phase,
            &nothing,
            0,
            &self.unchosen(phase, &nothing),
            best,
            true,
        )
    }

    /// Nothing chosen yet in a phase, with the most that the way on from it can be worth after the stances of the phase before.
    fn unchosen(&self, phase: usize, state: &State) -> Choice {
        let of_own = self
            .own
            .iter()
            .zip(&state.statuses)
            .map(|(own, status)| own.most(phase, *status));
        Choice::new(self.others[phase]).bounded(self.most_of_others[phase] + of_own.sum::<f64>())
    }

    /// The value of the best way on from a phase, after the stances of the phase before; something not above `least` when it is not.
    fn value(&mut self, phase: usize, state: &State, least: f64) -> Option<f64> {
        if phase > self.deal.phases + 2 {
            return Some(self.onwards(phase, state));
        }
        if let Some(known) = self.known.get(&(phase, *state))
            && (known.best.is_some() || known.value <= least)
        {
            return Some(known.value);
        }
        let least = if self.prunes {
            least
        } else {
            f64::NEG_INFINITY
        };
        let mut best = (least, Move::default());
        self.choose(
            phase,
            state,
            0,
            &self.unchosen(phase, state),
            &mut best,
            false,
        )?;
        let is_found = best.0 > least || !self.prunes;
        self.known.insert(
            (phase, *state),
            Known {
                value: best.0,
                best: is_found.then_some(best.1),
            },
        );
        Some(best.0)
    }

    /// Tries every choice of stances for the undertakings from the `at`-th on; when `must`, only those that violate something.
    fn choose(
        &mut self,
        phase: usize,
        state: &State,
        at: usize,
        choice: &Choice,
        best: &mut (f64, Move),
        must: bool,
    ) -> Option<()> {
        if choice.bound + ROUNDING * choice.bound.abs().max(self.stake) <= best.0 {
            return Some(());
        }
        if at == self.own.len() {
            for early in choice.looks(&self.own) {
                let choice = choice.with_early(early, &self.own);
                if must && !choice.violates() {
                    continue;
                }
                self.steps_left = self
                    .steps_left
                    .checked_sub(1)
                    .filter(|_| !self.watch.is_stopped())?;
                let value = self.after_choice(phase, state, &choice, best.0)?;
                if value > best.0 {
                    *best = (value, (choice.statuses, early));
                }
            }
            return Some(());
        }
        let before = state.statuses[at];
        let of_best = self.own[at].most(phase, before);
        for way in 0..self.own[at].ways(phase, before).len() {
            let way = &self.own[at].ways(phase, before)[way];
            let longer = choice
                .add(at, way)
                .bounded(choice.bound - of_best + way.worth_at_most(self.patience));
            self.choose(phase, state, at + 1, &longer, best, must)?;
        }
        Some(())
    }

    /// The value of a choice; minus infinity when it cannot be better than `floor`.
    fn after_choice(
        &mut self,
        phase: usize,
        state: &State,
        choice: &Choice,
        floor: f64,
    ) -> Option<f64> {
        let seen = choice.seen(state);
        let violated = state.is_guilty() || choice.violates();
        let survives = (1.0 - seen[0]) * self.alarm;
        let response =
            self.patience * (1.0 - survives) * (choice.worth[1] - self.loss(phase, violated));
        let here = choice.worth[0] + response;
        if survives == 0.0 {
            return Some(here);
        }
        let weight = self.patience * survives;
        if here + weight * (choice.most + self.most_of_others[phase + 1]) <= floor {
            return Some(f64::NEG_INFINITY);
        }
        let next = self.next_state(choice, seen, violated);
        let least = (floor - here) / weight;
        let then = self.value(phase + 1, &next, least)?;
        Some(if self.prunes && then <= least {
            f64::NEG_INFINITY
        } else {
            here + weight * then
        })
    }

    /// What a response costs beyond the deal: the bond, or, after a phase without any violation so far, less than nothing: promises.
    fn loss(&self, phase: usize, violated: bool) -> f64 {
        if violated {
            self.bond
        } else {
            -self.due[phase]
        }
    }

    fn next_state(&self, choice: &Choice, seen: [f64; LAG_MAX], violated: bool) -> State {
        // Once all looks for it are past, a violation matters only to false alarms.
        State::next(choice.statuses, seen, violated && self.alarm < 1.0)
    }

    /// The value from a phase on in which neither stances nor levels change any more.
    fn onwards(&self, phase: usize, state: &State) -> f64 {
        let mut now = Choice::new(self.others[phase]);
        for (at, own) in self.own.iter().enumerate() {
            now = now.add(at, &own.stay(state.statuses[at]));
        }
        let loss = self.loss(phase, state.is_guilty() || now.violates());
        let each =
            |survives: f64| now.worth[0] + self.patience * (1.0 - survives) * (now.worth[1] - loss);
        let (mut value, mut weight, mut here) = (0.0, 1.0, *state);
        for _ in 0..LAG_MAX {
            let seen = now.seen(&here);
            let survives = (1.0 - seen[0]) * self.alarm;
            value += weight * each(survives);
            weight *= self.patience * survives;
            here = State::next(state.statuses, seen, false);
        }
        let survives = now.unseen * self.alarm;
        value + weight * each(survives) / (1.0 - self.patience * survives)
    }

    /// The turns of the best way on from a phase in which a move is made.
    fn policy(&self, from: usize, first: Move) -> Deviation {
        let (mut turns, mut state, mut early_before) = (vec![], State::default(), 0);
        for phase in from..=self.deal.phases + 2 {
            let found = if phase == from {
                Some(first)
            } else {
                self.known.get(&(phase, state)).and_then(|known| known.best)
            };
            let Some((chosen, early)) = found else { break };
            let mut choice = Choice::new(self.others[phase]);
            for (at, own) in self.own.iter().enumerate() {
                let shown = |status: u8, early: Set| {
                    if early >> at & 1 == 1 {
                        Stance::Withhold
                    } else {
                        stance(status)
                    }
                };
                let (before, now) = (
                    shown(state.statuses[at], early_before),
                    shown(chosen[at], early),
                );
                if before != now {
                    turns.push(Turn {
                        phase,
                        on: own.id,
                        to: now,
                    });
                }
                let way = own
                    .ways(phase, state.statuses[at])
                    .iter()
                    .find(|way| way.status == chosen[at]);
                choice = way.map_or(choice, |way| choice.add(at, way));
            }
            let choice = choice.with_early(early, &self.own);
            early_before = early;
            let violated = state.is_guilty() || choice.violates();
            state = self.next_state(&choice, choice.seen(&state), violated);
        }
        Deviation {
            party: self.party,
            turns,
        }
    }
}

/// By phase: the most that others' measures and promises can be worth from it on, with a response at the best time for the party.
fn most_of_others(others: &[[f64; 2]], due: &[f64], patience: f64) -> Vec<f64> {
    let last = others.len() - 1;
    let after = |phase: usize| others[phase][1] + due[phase].max(0.0);
    let mut most = vec![0.0; last + 1];
    most[last] = (others[last][0] / (1.0 - patience)).max(others[last][0] + patience * after(last));
    for phase in (0..last).rev() {
        most[phase] = others[phase][0] + patience * f64::max(most[phase + 1], after(phase));
    }
    most
}

/// What promises bring a party when a false alarm ends the deal after a phase.
fn due(deal: &Deal, schedule: &Schedule, party: PartyId, phase: usize) -> f64 {
    let promises = deal
        .promises
        .iter()
        .filter(|promise| deal.would_undo(promise.against));
    let worth = promises.map(|promise| {
        let pays = if promise.to == party {
            promise.pays
        } else {
            0.0
        };
        let costs = if promise.by == party {
            promise.costs
        } else {
            0.0
        };
        let undone = 1.0 - deal.undertakings[promise.against.idx()].irreversible;
        undone * level(deal, schedule, promise.against.idx(), phase) * (pays - costs)
            / (1.0 - deal.parties[party.idx()].patience)
    });
    worth.sum()
}
