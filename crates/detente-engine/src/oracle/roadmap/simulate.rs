//! Plans and deviations played out phase by phase.
//!
//! # Definition
//! While nobody violates anything, party `i` gets in phase `t`
//!
//! ```text
//! u_i(t) = Σ flow[i,m]·x[m,t] + Σ once[i,m]·(x[m,t] − x[m,t−1])
//! ```
//!
//! discounted by its patience per phase. At the start of every phase but the one from which values are counted, the deal may collapse by
//! false alarm. A party that deviates follows its turns; the others keep to the schedule until they respond. A set of undertakings violated
//! in phase `j` is looked at once, at the start of `j + lag`, and seen with chance `1 − Π (1 − chance)`. At a response the others undo what
//! is linked to the party and worth undoing, the party does what is best for what it still has in force, and nothing moves any more.
//! # Algorithm
//! A list of looks still to come, each struck off in its phase. Every phase is played, and every discounted chance summed, until less than
//! `REST` of the weight is left; no sum is taken in closed form.
//! # Complexity
//! `O(n·m)` for `m` undertakings and the `n` phases until the weight is spent: some 400 at patience 0.9, 4,000 at 0.99.
//! # Validity
//! Floating point: the rest that is cut off is at most `REST` times the most that a party can get or lose. What would be undone is
//! [`Deal::would_undo`].
//! # References
//! The definitions as `model` states them; patience, grim responses and imperfect detection are common to the theory of repeated games.

use crate::model::{CommitmentId, Deal, Deviation, PartyId, Schedule, Stance};

/// The share of the discounted weight at which a play ends.
const REST: f64 = 1e-17;

/// A phase of a deviation that has not been answered before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Date {
    /// Which phase.
    pub phase: usize,
    /// The chance that the response comes at its start, by a look or by false alarm.
    pub chance: f64,
    /// What the party then has from this phase on, less its bond.
    pub answered: f64,
    /// What the party gets in the phase otherwise.
    pub gain: f64,
}

/// A deviation played to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// Its value to the party, counted from the phase of the first turn.
    pub value: f64,
    /// Its phases, from that of the first turn until the weight is spent.
    pub dates: Vec<Date>,
}

/// What a party has of an undertaking of its own while it deviates.
#[derive(Clone, Copy, Debug)]
struct Own {
    id: CommitmentId,
    stance: Stance,
    /// The level before the violation began.
    base: f64,
    level: f64,
}

/// The level of an undertaking in a phase of the schedule; phase 0 is today, and there is a level for every later phase.
pub fn scheduled(deal: &Deal, schedule: &Schedule, id: CommitmentId, phase: usize) -> f64 {
    let levels = &schedule.levels[id.idx()];
    if phase == 0 {
        return deal.undertakings[id.idx()].start;
    }
    if phase <= levels.len() {
        return levels[phase - 1];
    }
    let last = scheduled(deal, schedule, id, levels.len());
    match schedule.shrink {
        Some(shrink) if deal.targets.contains(&id) => {
            1.0 - (1.0 - last) * shrink.powf((phase - levels.len()) as f64)
        }
        _ => last,
    }
}

/// The value of the plan to a party from a phase on, if the deal lasts until then.
pub fn on_path(deal: &Deal, schedule: &Schedule, party: PartyId, from: usize) -> f64 {
    let patience = deal.parties[party.idx()].patience;
    let (mut value, mut weight, mut phase) = (0.0, 1.0, from);
    while weight > REST * (1.0 - patience) || phase <= deal.phases {
        if phase > from {
            value += weight * deal.false_alarm * alarm(deal, schedule, party, phase);
            weight *= 1.0 - deal.false_alarm;
        }
        value += weight
            * deal
                .undertaking_ids()
                .map(|id| worth(deal, schedule, party, id, phase))
                .sum::<f64>();
        weight *= patience;
        phase += 1;
    }
    value
}

/// What a party has from the start of a phase on when the deal collapses there by false alarm; promises fall due.
pub fn alarm(deal: &Deal, schedule: &Schedule, party: PartyId, phase: usize) -> f64 {
    let kept = deal.own(party).into_iter().map(|id| {
        let level = scheduled(deal, schedule, id, phase - 1);
        Own {
            id,
            stance: Stance::Comply,
            base: level,
            level,
        }
    });
    let due = deal
        .promises
        .iter()
        .filter(|promise| deal.would_undo(promise.against))
        .map(|promise| {
            let lost = 1.0 - deal.undertakings[promise.against.idx()].irreversible;
            let lost = lost * scheduled(deal, schedule, promise.against, phase - 1);
            let received = if promise.to == party {
                promise.pays
            } else {
                0.0
            };
            let paid = if promise.by == party {
                promise.costs
            } else {
                0.0
            };
            (received - paid) * lost / (1.0 - deal.parties[party.idx()].patience)
        });
    collapsed(deal, schedule, party, phase, &kept.collect::<Vec<_>>()) + due.sum::<f64>()
}

/// Plays a deviation against a schedule.
///
/// # Panics
/// When a turn concerns an undertaking of somebody else.
pub fn play(deal: &Deal, schedule: &Schedule, deviation: &Deviation) -> Played {
    let it = deal.parties[deviation.party.idx()];
    let from = deviation.phase();
    let mut own: Vec<Own> = deal
        .own(deviation.party)
        .into_iter()
        .map(|id| complying(deal, schedule, id, from - 1))
        .collect();
    let mut looks: Vec<(usize, f64)> = vec![];
    let (mut dates, mut value, mut weight, mut phase) = (vec![], 0.0, 1.0, from);
    let last = deviation
        .turns
        .last()
        .map_or(0, |turn| turn.phase)
        .max(deal.phases);
    while weight > REST * (1.0 - it.patience) || phase <= last {
        let unseen: f64 = looks
            .iter()
            .filter(|look| look.0 == phase)
            .map(|look| 1.0 - look.1)
            .product();
        looks.retain(|look| look.0 > phase);
        let chance = if phase == from {
            0.0
        } else {
            1.0 - unseen * (1.0 - deal.false_alarm)
        };
        let answered = collapsed(deal, schedule, deviation.party, phase, &own) - it.bond;
        let gain = advance(deal, schedule, deviation, phase, &mut own);
        value += weight * (chance * answered + (1.0 - chance) * gain);
        weight *= (1.0 - chance) * it.patience;
        dates.push(Date {
            phase,
            chance,
            answered,
            gain,
        });
        looks.extend(look(deal, phase, &own));
        phase += 1;
    }
    Played { value, dates }
}

fn complying(deal: &Deal, schedule: &Schedule, id: CommitmentId, phase: usize) -> Own {
    let level = scheduled(deal, schedule, id, phase);
    Own {
        id,
        stance: Stance::Comply,
        base: level,
        level,
    }
}

/// What an undertaking on schedule is worth to a party in a phase.
fn worth(deal: &Deal, schedule: &Schedule, party: PartyId, id: CommitmentId, phase: usize) -> f64 {
    let (it, level) = (
        &deal.undertakings[id.idx()],
        scheduled(deal, schedule, id, phase),
    );
    it.flow[party.idx()] * level
        + it.once[party.idx()] * (level - scheduled(deal, schedule, id, phase - 1))
}

/// Takes the turns of a phase: what the party gets in it.
fn advance(
    deal: &Deal,
    schedule: &Schedule,
    deviation: &Deviation,
    phase: usize,
    own: &mut [Own],
) -> f64 {
    let party = deviation.party;
    let others = deal
        .undertaking_ids()
        .filter(|id| deal.undertakings[id.idx()].owner != party);
    let mut gain: f64 = others
        .map(|id| worth(deal, schedule, party, id, phase))
        .sum();
    for turn in deviation.turns.iter().filter(|turn| turn.phase == phase) {
        let mine = own
            .iter_mut()
            .find(|mine| mine.id == turn.on)
            .expect("a party turns on its own undertakings only");
        if mine.stance == Stance::Comply {
            mine.base = mine.level;
        }
        if turn.to == Stance::Reverse {
            let it = &deal.undertakings[turn.on.idx()];
            gain -= it.undo_cost * (1.0 - it.irreversible) * mine.base;
        }
        mine.stance = turn.to;
    }
    for mine in own {
        let it = &deal.undertakings[mine.id.idx()];
        let before = mine.level;
        mine.level = match mine.stance {
            Stance::Comply => scheduled(deal, schedule, mine.id, phase),
            Stance::Withhold => mine.base,
            Stance::Reverse => it.irreversible * mine.base,
        };
        gain += it.flow[party.idx()] * mine.level;
        if mine.stance == Stance::Comply {
            gain += it.once[party.idx()] * (mine.level - before);
        }
    }
    gain
}

/// The look that a phase calls for: in which phase, and the chance that it sees something.
fn look(deal: &Deal, phase: usize, own: &[Own]) -> Option<(usize, f64)> {
    let violated = own.iter().filter_map(|mine| {
        let it = &deal.undertakings[mine.id.idx()];
        match mine.stance {
            Stance::Comply => None,
            Stance::Withhold => Some(it.withhold),
            Stance::Reverse => Some(it.reverse),
        }
    });
    let violated: Vec<_> = violated.collect();
    let lag = violated.iter().map(|detection| detection.lag).min()?;
    Some((
        phase + lag,
        1.0 - violated
            .iter()
            .map(|detection| 1.0 - detection.chance)
            .product::<f64>(),
    ))
}

/// What a party has from the start of a phase on once it is answered, without its bond: the levels are those of the phase before.
fn collapsed(deal: &Deal, schedule: &Schedule, party: PartyId, phase: usize, own: &[Own]) -> f64 {
    let ever = 1.0 / (1.0 - deal.parties[party.idx()].patience);
    let others = deal
        .undertaking_ids()
        .filter(|id| deal.undertakings[id.idx()].owner != party)
        .map(|id| {
            let it = &deal.undertakings[id.idx()];
            let left = if it.linked[party.idx()] && deal.would_undo(id) {
                it.irreversible
            } else {
                1.0
            };
            it.flow[party.idx()] * left * scheduled(deal, schedule, id, phase - 1) * ever
        });
    let mine = own.iter().map(|mine| {
        let it = &deal.undertakings[mine.id.idx()];
        let is_undone = mine.stance != Stance::Reverse && deal.would_undo(mine.id);
        let undone = if is_undone {
            (1.0 - it.irreversible) * mine.level
        } else {
            0.0
        };
        it.flow[party.idx()] * (mine.level - undone) * ever - it.undo_cost * undone
    });
    others.sum::<f64>() + mine.sum::<f64>()
}
