//! What a plan and every way to abandon it is worth, as a linear function of the levels.
//!
//! # Definition
//! The value to a party from a phase on, of keeping to the schedule or of a [`Deviation`], until and after the others respond.
//! # Algorithm
//! Phase by phase while anything changes, then a geometric series. Levels on every branch are constants times scheduled levels, and
//! the chances of a response do not depend on them, so each phase adds its weight to the levels that count in it.
//! # Complexity
//! `O((phases + lag) · undertakings)` per value.
//! # Validity
//! Exact: the far future is summed in closed form.
//! # References
//! D. Abreu, On the theory of infinitely repeated games with discounting, Econometrica 56 (1988): one worst continuation per party is enough.

use crate::model::{CommitmentId, Deal, Deviation, PartyId, Schedule, Stance, Turn};

/// A linear function of the levels of a schedule.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// Its value where every level is 0.
    pub(crate) constant: f64,
    /// By undertaking and phase, undertaking by undertaking: `coefs[m · phases + t − 1]`.
    pub(crate) coefs: Vec<f64>,
}

impl Line {
    /// Zero whatever the levels.
    pub(crate) fn zero(deal: &Deal) -> Self {
        Self {
            constant: 0.0,
            coefs: vec![0.0; deal.undertakings.len() * deal.phases],
        }
    }

    /// The value on a schedule of as many phases.
    pub(crate) fn eval(&self, schedule: &Schedule) -> f64 {
        self.at(schedule.levels.iter().flatten().copied())
    }

    /// The value at the levels in the order of the coefficients.
    pub(crate) fn at(&self, levels: impl Iterator<Item = f64>) -> f64 {
        self.constant
            + self
                .coefs
                .iter()
                .zip(levels)
                .map(|(coef, level)| coef * level)
                .sum::<f64>()
    }

    /// Subtracts another. What is left by rounding where both are the same counts as nothing: a row of nothing else would bind.
    fn subtract(&mut self, other: &Self) {
        let size = self
            .coefs
            .iter()
            .chain([&self.constant])
            .fold(0.0_f64, |size, number| size.max(number.abs()));
        self.add(other, -1.0);
        for number in self
            .coefs
            .iter_mut()
            .chain([&mut self.constant])
            .filter(|number| number.abs() < 1e-12 * size)
        {
            *number = 0.0;
        }
    }

    /// Adds a multiple of another.
    pub(crate) fn add(&mut self, other: &Self, factor: f64) {
        self.constant += factor * other.constant;
        self.coefs
            .iter_mut()
            .zip(&other.coefs)
            .for_each(|(coef, more)| *coef += factor * more);
    }
}

/// Where the levels of a deal's far future come from: those of the last phase, or with a geometric tail a share of the way to 1.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Horizon {
    /// The share by which each later step shrinks; `None` when the levels stay.
    pub(crate) shrink: Option<f64>,
}

/// Collects a value: each term is a weight on a scheduled level, or a constant.
trait Sink {
    /// `weight` times the scheduled level in a phase from 0 on.
    fn level(&mut self, undertaking: usize, phase: usize, weight: f64);
    /// `weight` times the levels from a phase on, each counting `ratio` times as much as the one before.
    fn levels_from(&mut self, undertaking: usize, phase: usize, weight: f64, ratio: f64);
    fn constant(&mut self, value: f64);
}

struct LineSink<'a> {
    deal: &'a Deal,
    shrink: Option<f64>,
    line: Line,
}

impl Sink for LineSink<'_> {
    fn level(&mut self, undertaking: usize, phase: usize, weight: f64) {
        self.levels_from(undertaking, phase, weight, 0.0);
    }

    fn levels_from(&mut self, undertaking: usize, phase: usize, weight: f64, ratio: f64) {
        let phases = self.deal.phases;
        if phase == 0 {
            debug_assert!(ratio == 0.0, "the far future begins after the last phase");
            self.line.constant += weight * self.deal.undertakings[undertaking].start;
            return;
        }
        let at = undertaking * phases + phase.min(phases) - 1;
        match self
            .shrink
            .filter(|_| phase > phases && is_target(self.deal, undertaking))
        {
            Some(shrink) => {
                let left = power(shrink, phase - phases) / (1.0 - ratio * shrink);
                self.line.coefs[at] += weight * left;
                self.line.constant += weight * (1.0 / (1.0 - ratio) - left);
            }
            None => self.line.coefs[at] += weight / (1.0 - ratio),
        }
    }

    fn constant(&mut self, value: f64) {
        self.line.constant += value;
    }
}

struct NumberSink<'a> {
    deal: &'a Deal,
    schedule: &'a Schedule,
    value: f64,
}

impl Sink for NumberSink<'_> {
    fn level(&mut self, undertaking: usize, phase: usize, weight: f64) {
        self.value += weight * level(self.deal, self.schedule, undertaking, phase);
    }

    fn levels_from(&mut self, undertaking: usize, phase: usize, weight: f64, ratio: f64) {
        let now = level(self.deal, self.schedule, undertaking, phase);
        let shrink = self
            .schedule
            .shrink
            .filter(|_| phase > self.deal.phases && is_target(self.deal, undertaking));
        self.value += match shrink {
            Some(shrink) => weight * (1.0 / (1.0 - ratio) - (1.0 - now) / (1.0 - ratio * shrink)),
            None => weight * now / (1.0 - ratio),
        };
    }

    fn constant(&mut self, value: f64) {
        self.value += value;
    }
}

fn power(base: f64, exponent: usize) -> f64 {
    base.powi(i32::try_from(exponent).unwrap_or(i32::MAX))
}

/// Whether an undertaking approaches full force in a geometric tail.
pub(crate) fn is_target(deal: &Deal, undertaking: usize) -> bool {
    deal.targets.contains(&CommitmentId::new(undertaking))
}

/// The scheduled level of an undertaking in any phase from 0 on.
pub(crate) fn level(deal: &Deal, schedule: &Schedule, undertaking: usize, phase: usize) -> f64 {
    let row = &schedule.levels[undertaking];
    let last = row
        .last()
        .copied()
        .unwrap_or(deal.undertakings[undertaking].start);
    match phase {
        0 => deal.undertakings[undertaking].start,
        _ if phase <= row.len() => row[phase - 1],
        _ => match schedule.shrink.filter(|_| is_target(deal, undertaking)) {
            Some(shrink) => 1.0 - (1.0 - last) * power(shrink, phase - row.len()),
            None => last,
        },
    }
}

/// What keeping to the schedule is worth to a party from a phase on.
pub(crate) fn value(deal: &Deal, party: PartyId, phase: usize) -> Line {
    value_to(deal, Horizon { shrink: None }, party, phase)
}

/// The same with the levels of a horizon.
pub(crate) fn value_to(deal: &Deal, horizon: Horizon, party: PartyId, phase: usize) -> Line {
    let mut sink = LineSink {
        deal,
        shrink: horizon.shrink,
        line: Line::zero(deal),
    };
    Walk::new(deal, party, phase, &[]).run(&mut sink);
    sink.line
}

/// What a deviation is worth to its party from its phase on.
pub(crate) fn deviation_to(deal: &Deal, horizon: Horizon, deviation: &Deviation) -> Line {
    let mut sink = LineSink {
        deal,
        shrink: horizon.shrink,
        line: Line::zero(deal),
    };
    Walk::new(deal, deviation.party, deviation.phase(), &deviation.turns).run(&mut sink);
    sink.line
}

/// What complying is worth more than a deviation; the deviation must not pay, so it must not be negative.
pub(crate) fn slack(deal: &Deal, deviation: &Deviation) -> Line {
    slack_to(deal, Horizon { shrink: None }, deviation)
}

/// The same with the levels of a horizon.
pub(crate) fn slack_to(deal: &Deal, horizon: Horizon, deviation: &Deviation) -> Line {
    let mut slack = value_to(deal, horizon, deviation.party, deviation.phase());
    slack.subtract(&deviation_to(deal, horizon, deviation));
    slack
}

/// What keeping to a schedule is worth to a party from a phase on.
pub fn value_at(deal: &Deal, schedule: &Schedule, party: PartyId, phase: usize) -> f64 {
    let mut sink = NumberSink {
        deal,
        schedule,
        value: 0.0,
    };
    Walk::new(deal, party, phase, &[]).run(&mut sink);
    sink.value
}

/// What turns from a phase on are worth to a party on a schedule.
pub(crate) fn turns_at(
    deal: &Deal,
    schedule: &Schedule,
    party: PartyId,
    phase: usize,
    turns: &[Turn],
) -> f64 {
    let mut sink = NumberSink {
        deal,
        schedule,
        value: 0.0,
    };
    Walk::new(deal, party, phase, turns).run(&mut sink);
    sink.value
}

/// What complying is worth more than a deviation, on a schedule.
pub fn slack_at(deal: &Deal, schedule: &Schedule, deviation: &Deviation) -> f64 {
    let phase = deviation.phase();
    value_at(deal, schedule, deviation.party, phase)
        - turns_at(deal, schedule, deviation.party, phase, &deviation.turns)
}

/// What keeping a promise is worth to its guarantor more than letting the deal collapse at the start of a phase; it must not be
/// negative. `position` is that in [`Deal::promises`].
pub(crate) fn promise(deal: &Deal, position: usize, phase: usize) -> Line {
    let promise = deal.promises[position];
    let mut line = value(deal, promise.by, phase);
    let violator = deal.undertakings[promise.against.idx()].owner;
    let mut sink = LineSink {
        deal,
        shrink: None,
        line: Line::zero(deal),
    };
    for (m, worth) in after_response(deal, promise.by, violator)
        .into_iter()
        .enumerate()
    {
        sink.level(m, phase - 1, worth);
    }
    line.subtract(&sink.line);
    line.constant -= promise.costs / (1.0 - deal.parties[promise.by.idx()].patience);
    line
}

/// By undertaking: what a unit in force when the others respond to `violator` is worth to `party` from then on.
pub(super) fn after_response(deal: &Deal, party: PartyId, violator: PartyId) -> Vec<f64> {
    let patience = deal.parties[party.idx()].patience;
    let worth = |id: CommitmentId| {
        let it = &deal.undertakings[id.idx()];
        let is_undone = deal.would_undo(id) && (it.owner == violator || it.linked[violator.idx()]);
        let kept = if is_undone { it.irreversible } else { 1.0 };
        let cost = if is_undone && it.owner == party {
            it.undo_cost * (1.0 - it.irreversible)
        } else {
            0.0
        };
        it.flow[party.idx()] * kept / (1.0 - patience) - cost
    };
    deal.undertaking_ids().map(worth).collect()
}

/// A level as a multiple of a scheduled one.
#[derive(Clone, Copy, Debug)]
struct Share {
    phase: usize,
    factor: f64,
}

/// One of the party's own undertakings on the way.
struct Own {
    undertaking: usize,
    stance: Stance,
    /// The phase before the violation began.
    from: usize,
    level: Share,
    /// What a unit is worth after the response if it is undone then, and if it has been undone already.
    worth: [f64; 2],
}

/// A party's way from a phase on.
struct Walk<'a> {
    deal: &'a Deal,
    party: PartyId,
    phase: usize,
    turns: &'a [Turn],
    own: Vec<Own>,
    /// What others' units are worth after the response, by undertaking; own ones are 0.
    after: Vec<f64>,
}

impl<'a> Walk<'a> {
    fn new(deal: &'a Deal, party: PartyId, phase: usize, turns: &'a [Turn]) -> Self {
        let patience = deal.parties[party.idx()].patience;
        let mut after = after_response(deal, party, party);
        let own = deal
            .undertakings
            .iter()
            .enumerate()
            .filter(|(_, it)| it.owner == party)
            .map(|(undertaking, it)| Own {
                undertaking,
                stance: Stance::Comply,
                from: 0,
                level: Share {
                    phase: phase - 1,
                    factor: 1.0,
                },
                worth: [after[undertaking], it.flow[party.idx()] / (1.0 - patience)],
            })
            .collect::<Vec<Own>>();
        own.iter().for_each(|own| after[own.undertaking] = 0.0);
        Self {
            deal,
            party,
            phase,
            turns,
            own,
            after,
        }
    }

    fn run(mut self, sink: &mut impl Sink) {
        let deal = self.deal;
        let who = self.party.idx();
        let patience = deal.parties[who].patience;
        let alarm = 1.0 - deal.false_alarm;
        let last_turn = self.turns.last().map_or(self.phase, |turn| turn.phase);
        let last = last_turn.max(deal.phases + 1).max(self.phase)
            + if self.turns.is_empty() {
                0
            } else {
                self.longest_lag()
            };
        // `unseen[k]`: the chance that the look at the start of phase `self.phase + k` sees nothing.
        let mut unseen = vec![1.0; last - self.phase + 2 + self.longest_lag()];
        let mut weight = 1.0;
        for phase in self.phase..last {
            let hidden = self.step(phase, weight, 0.0, sink);
            if let Some((chance, lag)) = hidden {
                unseen[phase - self.phase + lag] *= 1.0 - chance;
            }
            let survives = unseen[phase - self.phase + 1] * alarm;
            self.respond(phase, weight * patience * (1.0 - survives), 0.0, sink);
            weight *= patience * survives;
            if weight == 0.0 {
                return;
            }
        }
        self.stay(last, weight, patience, alarm, sink);
    }

    fn longest_lag(&self) -> usize {
        let lags = self
            .own
            .iter()
            .map(|own| &self.deal.undertakings[own.undertaking])
            .map(|it| it.withhold.lag.max(it.reverse.lag));
        lags.max().unwrap_or(1)
    }

    /// Takes the turns of a phase and adds what it is worth, along with all later phases, each `ratio` times as much as the one before;
    /// the chance and lag of the look for its violations, if there are any.
    fn step(
        &mut self,
        phase: usize,
        weight: f64,
        ratio: f64,
        sink: &mut impl Sink,
    ) -> Option<(f64, usize)> {
        let (deal, who) = (self.deal, self.party.idx());
        for (m, it) in deal
            .undertakings
            .iter()
            .enumerate()
            .filter(|(_, it)| it.owner != self.party)
        {
            scheduled(sink, m, phase, weight, ratio, [it.flow[who], it.once[who]]);
        }
        for own in &mut self.own {
            let it = &deal.undertakings[own.undertaking];
            let turn = self
                .turns
                .iter()
                .rfind(|turn| turn.phase == phase && turn.on.idx() == own.undertaking);
            let before = own.level;
            if let Some(turn) = turn {
                if own.stance == Stance::Comply && turn.to != Stance::Comply {
                    own.from = phase - 1;
                }
                own.stance = turn.to;
            }
            let level = match own.stance {
                Stance::Comply => Share { phase, factor: 1.0 },
                Stance::Withhold => Share {
                    phase: own.from,
                    factor: 1.0,
                },
                Stance::Reverse => Share {
                    phase: own.from,
                    factor: it.irreversible,
                },
            };
            own.level = level;
            let on_schedule = before.phase + 1 == phase && before.factor >= 1.0;
            match own.stance {
                Stance::Comply if on_schedule => {
                    scheduled(
                        sink,
                        own.undertaking,
                        phase,
                        weight,
                        ratio,
                        [it.flow[who], it.once[who]],
                    );
                    continue;
                }
                // Catching up is paid for from the level before.
                Stance::Comply => {
                    sink.level(own.undertaking, phase, weight * it.once[who]);
                    sink.level(
                        own.undertaking,
                        before.phase,
                        -weight * before.factor * it.once[who],
                    );
                }
                Stance::Reverse if turn.is_some() => {
                    sink.level(
                        own.undertaking,
                        before.phase,
                        -weight * it.undo_cost * before.factor,
                    );
                    sink.level(
                        own.undertaking,
                        level.phase,
                        weight * it.undo_cost * level.factor,
                    );
                }
                Stance::Withhold | Stance::Reverse => {}
            }
            sink.level(
                own.undertaking,
                level.phase,
                weight * level.factor * it.flow[who] / (1.0 - ratio),
            );
        }
        self.look()
    }

    /// The chance and lag of the look for what is violated.
    fn look(&self) -> Option<(f64, usize)> {
        let violated = self.own.iter().filter_map(|own| {
            let it = &self.deal.undertakings[own.undertaking];
            match own.stance {
                Stance::Comply => None,
                Stance::Withhold => Some(it.withhold),
                Stance::Reverse => Some(it.reverse),
            }
        });
        violated.fold(None, |look, detection| {
            let (chance, lag) = look.unwrap_or((0.0, usize::MAX));
            Some((
                1.0 - (1.0 - chance) * (1.0 - detection.chance),
                lag.min(detection.lag),
            ))
        })
    }

    /// The others' response at the start of the next phase, with a weight, and at the start of later ones, each with `ratio` times the
    /// weight of the one before.
    fn respond(&self, phase: usize, weight: f64, ratio: f64, sink: &mut impl Sink) {
        if weight == 0.0 {
            return;
        }
        for (m, worth) in self
            .after
            .iter()
            .enumerate()
            .filter(|(_, worth)| **worth != 0.0)
        {
            sink.levels_from(m, phase, weight * worth, ratio);
        }
        for own in &self.own {
            let worth = weight * own.worth[usize::from(own.stance == Stance::Reverse)];
            match own.stance {
                Stance::Comply => sink.levels_from(own.undertaking, phase, worth, ratio),
                _ => sink.level(
                    own.undertaking,
                    own.level.phase,
                    worth * own.level.factor / (1.0 - ratio),
                ),
            }
        }
        if self.turns.is_empty() {
            self.due(phase, weight, ratio, sink);
        } else {
            sink.constant(-weight * self.deal.parties[self.party.idx()].bond / (1.0 - ratio));
        }
    }

    /// What promises bring and cost when a false alarm ends the deal.
    fn due(&self, phase: usize, weight: f64, ratio: f64, sink: &mut impl Sink) {
        let patience = self.deal.parties[self.party.idx()].patience;
        for promise in self
            .deal
            .promises
            .iter()
            .filter(|promise| self.deal.would_undo(promise.against))
        {
            let undone = 1.0 - self.deal.undertakings[promise.against.idx()].irreversible;
            let pays = if promise.to == self.party {
                promise.pays
            } else {
                0.0
            };
            let costs = if promise.by == self.party {
                promise.costs
            } else {
                0.0
            };
            sink.levels_from(
                promise.against.idx(),
                phase,
                weight * undone * (pays - costs) / (1.0 - patience),
                ratio,
            );
        }
    }

    /// Everything from a phase on in which neither stances nor the chance of a response change any more.
    fn stay(&mut self, phase: usize, weight: f64, patience: f64, alarm: f64, sink: &mut impl Sink) {
        let survives = self.look().map_or(1.0, |(chance, _)| 1.0 - chance) * alarm;
        let ratio = patience * survives;
        self.step(phase, weight, ratio, sink);
        self.respond(phase, weight * patience * (1.0 - survives), ratio, sink);
    }
}

/// What an undertaking on schedule is worth in a phase, and in later ones each `ratio` times as much: per unit in force and per
/// unit of increase.
fn scheduled(
    sink: &mut impl Sink,
    undertaking: usize,
    phase: usize,
    weight: f64,
    ratio: f64,
    [flow, once]: [f64; 2],
) {
    if flow + once != 0.0 {
        sink.levels_from(undertaking, phase, weight * (flow + once), ratio);
    }
    if once != 0.0 {
        // The increase of a phase is measured from the level before it: that of the phase itself counts with the phase before.
        sink.level(undertaking, phase - 1, -weight * once);
        if ratio != 0.0 {
            sink.levels_from(undertaking, phase, -weight * ratio * once, ratio);
        }
    }
}
