//! Values of plans and deviations as exact linear functions of the schedule.
//!
//! # Definition
//! The values that `simulate` plays out, as lines `c + Σ a·x` in the levels `x[m,t]` of the phases `1 ..= T`, with fractions for all
//! numbers. A number of a deal stands for its shortest decimal: 0.9 is 9/10.
//! # Algorithm
//! Phase by phase with fractions until all turns are taken and every look that they brought about is over. From there on the chance of a
//! response is the same in every phase, `h`, and each level is a constant plus, with a geometric tail, a multiple of `γ^n`. With
//! `D = δ(1 − h)` what is left is a constant part over `1 − D` and a shrinking part over `1 − D·γ`.
//! # Complexity
//! `O((T + lag)·m)` operations on fractions whose length grows with `T + lag`.
//! # Validity
//! Exact. What would be undone is [`Deal::would_undo`], which decides by rounded numbers; where its owner is indifferent, either is a best reply.
//! # References
//! None: sums of geometric series.

use std::collections::BTreeMap;
use std::ops::{Mul, Sub};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero, pow};

use crate::model::{CommitmentId, Deal, Detection, Deviation, PartyId, Schedule, Stance, Turn};

/// The fraction that the shortest decimal of a number is.
///
/// # Panics
/// When it is not finite.
pub fn fraction(number: f64) -> BigRational {
    assert!(number.is_finite(), "{number} is a number of a deal");
    let decimal = format!("{number}");
    let (whole, part) = decimal.split_once('.').unwrap_or((&decimal, ""));
    let digits: BigInt = format!("{whole}{part}")
        .parse()
        .expect("a decimal consists of digits");
    BigRational::new(digits, pow(BigInt::from(10), part.len()))
}

/// A linear function of the levels: `constant + Σ coefs[m·T + t − 1]·x[m,t]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What does not depend on the levels.
    pub constant: BigRational,
    /// One coefficient per undertaking and phase.
    pub coefs: Vec<BigRational>,
}

impl Line {
    /// The line that is zero everywhere.
    pub fn zero(n_columns: usize) -> Self {
        Self {
            constant: BigRational::zero(),
            coefs: vec![BigRational::zero(); n_columns],
        }
    }

    /// Its value at a schedule, whose levels stand for their shortest decimals.
    pub fn at(&self, schedule: &Schedule) -> BigRational {
        let levels = schedule.levels.iter().flatten();
        let terms = self
            .coefs
            .iter()
            .zip(levels)
            .filter(|(coef, _)| !coef.is_zero());
        terms.fold(self.constant.clone(), |sum, (coef, level)| {
            sum + coef * fraction(*level)
        })
    }

    /// Adds a multiple of another line.
    pub fn add(&mut self, factor: &BigRational, line: &Self) {
        self.constant += factor * &line.constant;
        for (sum, coef) in self
            .coefs
            .iter_mut()
            .zip(&line.coefs)
            .filter(|(_, coef)| !coef.is_zero())
        {
            *sum += factor * coef;
        }
    }

    pub(super) fn add_level(&mut self, factor: &BigRational, level: &Level) {
        self.constant += factor * &level.constant;
        if let Some((column, coef)) = &level.term {
            self.coefs[*column] += factor * coef;
        }
    }
}

/// A level on some branch: a constant plus a multiple of one level of the schedule.
#[derive(Clone, Debug)]
pub(super) struct Level {
    constant: BigRational,
    term: Option<(usize, BigRational)>,
}

impl Level {
    fn times(&self, factor: &BigRational) -> Self {
        Self {
            constant: factor * &self.constant,
            term: self
                .term
                .as_ref()
                .map(|(column, coef)| (*column, factor * coef)),
        }
    }
}

/// When a level is asked for: in a phase, or after ever so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Phase(usize),
    Ever,
}

impl When {
    fn before(self) -> Self {
        match self {
            Self::Phase(phase) => Self::Phase(phase - 1),
            Self::Ever => Self::Ever,
        }
    }
}

/// The numbers of an undertaking.
#[derive(Clone, Debug)]
pub(super) struct Numbers {
    pub(super) flow: Vec<BigRational>,
    pub(super) once: Vec<BigRational>,
    pub(super) irreversible: BigRational,
    pub(super) undo_cost: BigRational,
    pub(super) start: BigRational,
}

/// What a party has of an undertaking of its own while it deviates.
#[derive(Clone, Debug)]
struct Own {
    id: CommitmentId,
    stance: Stance,
    base: Level,
    level: Level,
}

/// A deal in fractions.
#[derive(Clone, Debug)]
pub struct Exact<'a> {
    pub(super) deal: &'a Deal,
    shrink: Option<BigRational>,
    patience: Vec<BigRational>,
    false_alarm: BigRational,
    pub(super) undertakings: Vec<Numbers>,
}

impl<'a> Exact<'a> {
    /// The deal, with the share by which steps after the last phase shrink if there are any.
    pub fn new(deal: &'a Deal, shrink: Option<f64>) -> Self {
        let each = |numbers: &[f64]| numbers.iter().copied().map(fraction).collect();
        let undertakings = deal.undertakings.iter().map(|it| Numbers {
            flow: each(&it.flow),
            once: each(&it.once),
            irreversible: fraction(it.irreversible),
            undo_cost: fraction(it.undo_cost),
            start: fraction(it.start),
        });
        Self {
            deal,
            shrink: shrink.map(fraction),
            patience: deal
                .parties
                .iter()
                .map(|it| fraction(it.patience))
                .collect(),
            false_alarm: fraction(deal.false_alarm),
            undertakings: undertakings.collect(),
        }
    }

    /// The line that is zero everywhere.
    pub fn zero(&self) -> Line {
        Line::zero(self.deal.undertakings.len() * self.deal.phases)
    }

    /// The value of the plan to a party from a phase on, if the deal lasts until then.
    pub fn value(&self, party: PartyId, from: usize) -> Line {
        self.run(party, from, &[])
    }

    /// The value of a deviation to its party from the phase of its first turn on.
    pub fn deviation(&self, deviation: &Deviation) -> Line {
        self.run(deviation.party, deviation.phase(), &deviation.turns)
    }

    /// The value of complying less that of deviating.
    pub fn slack(&self, deviation: &Deviation) -> Line {
        &self.value(deviation.party, deviation.phase()) - &self.deviation(deviation)
    }

    /// What one unit per phase for ever is worth to a party.
    pub(super) fn ever(&self, party: PartyId) -> BigRational {
        (BigRational::one() - &self.patience[party.idx()]).recip()
    }

    /// The level of an undertaking on schedule.
    pub(super) fn level(&self, id: CommitmentId, when: When) -> Level {
        let phases = self.deal.phases;
        let column = |phase: usize| id.idx() * phases + phase - 1;
        let shrink = self
            .shrink
            .as_ref()
            .filter(|_| self.deal.targets.contains(&id));
        match (when, shrink) {
            (When::Phase(0), _) => Level {
                constant: self.undertakings[id.idx()].start.clone(),
                term: None,
            },
            (When::Phase(phase), _) if phase <= phases => Level {
                constant: BigRational::zero(),
                term: Some((column(phase), BigRational::one())),
            },
            (When::Phase(phase), Some(shrink)) => {
                let left = pow(shrink.clone(), phase - phases);
                Level {
                    constant: BigRational::one() - &left,
                    term: Some((column(phases), left)),
                }
            }
            (When::Ever, Some(_)) => Level {
                constant: BigRational::one(),
                term: None,
            },
            (_, None) => Level {
                constant: BigRational::zero(),
                term: Some((column(phases), BigRational::one())),
            },
        }
    }

    /// The value of a way to act, to its party: the plan's when there are no turns.
    fn run(&self, party: PartyId, from: usize, turns: &[Turn]) -> Line {
        let ids = self.deal.own(party).into_iter();
        let mut own: Vec<Own> = ids
            .map(|id| self.complying(id, When::Phase(from - 1)))
            .collect();
        let detections = own
            .iter()
            .map(|mine| &self.deal.undertakings[mine.id.idx()])
            .flat_map(|it| [it.withhold, it.reverse]);
        let lag = detections.map(|detection| detection.lag).max().unwrap_or(1);
        let settled = turns
            .last()
            .map_or(0, |turn| turn.phase)
            .max(self.deal.phases + 1)
            .max(from)
            + lag;
        let (mut line, mut weight) = (self.zero(), BigRational::one());
        let mut unseen: BTreeMap<usize, BigRational> = BTreeMap::new();
        let certain = BigRational::one();
        for phase in from..settled {
            if phase > from {
                let lasts = unseen.get(&phase).unwrap_or(&certain) * (&certain - &self.false_alarm);
                line.add(
                    &(&weight * (&certain - &lasts)),
                    &self.answered(party, When::Phase(phase), &own, turns),
                );
                weight *= lasts;
            }
            line.add(
                &weight,
                &self.advance(party, When::Phase(phase), turns, &mut own),
            );
            weight *= &self.patience[party.idx()];
            if let Some((look, missed)) = self.look(phase, &own) {
                *unseen.entry(look).or_insert_with(BigRational::one) *= missed;
            }
        }
        let lasts = unseen.get(&settled).unwrap_or(&certain) * (&certain - &self.false_alarm);
        line.add(&weight, &self.tail(party, settled, turns, &own, &lasts));
        line
    }

    /// The value from a phase on in which, and after which, the deal lasts with the same chance and no turn is taken.
    fn tail(
        &self,
        party: PartyId,
        phase: usize,
        turns: &[Turn],
        own: &[Own],
        lasts: &BigRational,
    ) -> Line {
        let one = BigRational::one();
        let total = |when: When, own: &mut [Own]| {
            let mut line = self.zero();
            line.add(&(&one - lasts), &self.answered(party, when, own, turns));
            line.add(lasts, &self.advance(party, when, turns, own));
            line
        };
        let now = total(When::Phase(phase), &mut own.to_vec());
        let mut at_last = own.to_vec();
        at_last
            .iter_mut()
            .filter(|mine| mine.stance == Stance::Comply)
            .for_each(|mine| mine.level = self.level(mine.id, When::Ever));
        let ever = total(When::Ever, &mut at_last);
        let decay = &self.patience[party.idx()] * lasts;
        let shrink = self.shrink.clone().unwrap_or_default();
        let mut line = self.zero();
        line.add(&(&one - &decay).recip(), &ever);
        line.add(&(&one - decay * shrink).recip(), &(&now - &ever));
        line
    }

    fn complying(&self, id: CommitmentId, when: When) -> Own {
        let level = self.level(id, when);
        Own {
            id,
            stance: Stance::Comply,
            base: level.clone(),
            level,
        }
    }

    /// Takes the turns of a phase: what the party gets in it.
    fn advance(&self, party: PartyId, when: When, turns: &[Turn], own: &mut [Own]) -> Line {
        let mut gain = self.zero();
        for id in self
            .deal
            .undertaking_ids()
            .filter(|id| self.deal.undertakings[id.idx()].owner != party)
        {
            let numbers = &self.undertakings[id.idx()];
            gain.add_level(&numbers.flow[party.idx()], &self.level(id, when));
            gain.add_level(&numbers.once[party.idx()], &self.level(id, when));
            gain.add_level(&-&numbers.once[party.idx()], &self.level(id, when.before()));
        }
        for mine in own {
            let numbers = &self.undertakings[mine.id.idx()];
            let turn = turns
                .iter()
                .find(|turn| When::Phase(turn.phase) == when && turn.on == mine.id);
            if let Some(turn) = turn {
                if mine.stance == Stance::Comply {
                    mine.base = mine.level.clone();
                }
                if turn.to == Stance::Reverse {
                    gain.add_level(
                        &(-&numbers.undo_cost * (BigRational::one() - &numbers.irreversible)),
                        &mine.base,
                    );
                }
                mine.stance = turn.to;
            }
            let before = mine.level.clone();
            mine.level = match mine.stance {
                Stance::Comply => self.level(mine.id, when),
                Stance::Withhold => mine.base.clone(),
                Stance::Reverse => mine.base.times(&numbers.irreversible),
            };
            gain.add_level(&numbers.flow[party.idx()], &mine.level);
            if mine.stance == Stance::Comply {
                gain.add_level(&numbers.once[party.idx()], &mine.level);
                gain.add_level(&-&numbers.once[party.idx()], &before);
            }
        }
        gain
    }

    /// The look that a phase calls for: in which phase, and the chance that it sees nothing.
    fn look(&self, phase: usize, own: &[Own]) -> Option<(usize, BigRational)> {
        let of = |mine: &Own| match mine.stance {
            Stance::Comply => None,
            Stance::Withhold => Some(self.deal.undertakings[mine.id.idx()].withhold),
            Stance::Reverse => Some(self.deal.undertakings[mine.id.idx()].reverse),
        };
        let violated: Vec<Detection> = own.iter().filter_map(of).collect();
        let lag = violated.iter().map(|detection| detection.lag).min()?;
        let missed = violated
            .iter()
            .map(|detection| BigRational::one() - fraction(detection.chance));
        Some((phase + lag, missed.fold(BigRational::one(), Mul::mul)))
    }

    /// What a party has from the start of a phase on when the deal ends there: less its bond within a deviation, with promises due
    /// after a false alarm.
    fn answered(&self, party: PartyId, when: When, own: &[Own], turns: &[Turn]) -> Line {
        let ever = self.ever(party);
        let mut line = self.zero();
        for id in self
            .deal
            .undertaking_ids()
            .filter(|id| self.deal.undertakings[id.idx()].owner != party)
        {
            let numbers = &self.undertakings[id.idx()];
            let is_undone =
                self.deal.undertakings[id.idx()].linked[party.idx()] && self.deal.would_undo(id);
            let left = if is_undone {
                numbers.irreversible.clone()
            } else {
                BigRational::one()
            };
            line.add_level(
                &(left * &numbers.flow[party.idx()] * &ever),
                &self.level(id, when.before()),
            );
        }
        for mine in own {
            let numbers = &self.undertakings[mine.id.idx()];
            let is_undone = mine.stance != Stance::Reverse && self.deal.would_undo(mine.id);
            let undone = if is_undone {
                BigRational::one() - &numbers.irreversible
            } else {
                BigRational::zero()
            };
            line.add_level(
                &(&numbers.flow[party.idx()] * (BigRational::one() - &undone) * &ever),
                &mine.level,
            );
            line.add_level(&(-undone * &numbers.undo_cost), &mine.level);
        }
        if !turns.is_empty() {
            line.constant -= fraction(self.deal.parties[party.idx()].bond);
            return line;
        }
        for promise in self
            .deal
            .promises
            .iter()
            .filter(|promise| self.deal.would_undo(promise.against))
        {
            let lost = (BigRational::one()
                - &self.undertakings[promise.against.idx()].irreversible)
                * &ever;
            let received = if promise.to == party {
                fraction(promise.pays)
            } else {
                BigRational::zero()
            };
            let paid = if promise.by == party {
                fraction(promise.costs)
            } else {
                BigRational::zero()
            };
            line.add_level(
                &((received - paid) * lost),
                &self.level(promise.against, when.before()),
            );
        }
        line
    }
}

impl Sub for &Line {
    type Output = Line;

    fn sub(self, other: Self) -> Line {
        let mut line = self.clone();
        line.add(&-BigRational::one(), other);
        line
    }
}
