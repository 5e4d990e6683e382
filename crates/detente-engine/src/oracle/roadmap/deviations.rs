//! Every way to abandon a plan, one by one.
//!
//! # Definition
//! A deviation of a party that starts in phase `t` takes at least one turn in `t`, and further ones up to phase `T + 2`. From complying it
//! may withhold or reverse, from withholding reverse or comply, from reversing only comply. With a constant tail nothing is due after phase
//! `T`, and no withholding begins there. Nothing is reversed that cannot be undone at all, or was not in force when the violation began
//! because no phase lay before. A deviation starts in one of the phases `1 ..= T + 1`. Whether a turn changes a level on some schedule does not
//! matter: which deviations there are does not depend on the schedule.
//! # Algorithm
//! All sequences of stances for each undertaking, and all their combinations; each is played.
//! # Complexity
//! The sequences over `n` phases grow as every second Fibonacci number, and are raised to the power of the party's undertakings: up to 55 over 4
//! phases, 3,025 for two undertakings. Sensible up to some 10,000 in all.
//! # Validity
//! Exact up to the rounding of `simulate`. With a geometric tail, levels move after `T + 2` as well, and turns then are left out.
//! # References
//! The definition as `model::Deviation` states it.

use super::simulate::play;
use crate::model::{CommitmentId, Deal, Deviation, PartyId, Schedule, Stance, Tail, Turn};

/// Whether a deviation is one that a party of the deal can choose.
pub fn is_possible(deal: &Deal, deviation: &Deviation) -> bool {
    let turns = &deviation.turns;
    let own = if deviation.party.idx() < deal.parties.len() {
        deal.own(deviation.party)
    } else {
        vec![]
    };
    let in_order = turns.windows(2).all(|pair| pair[0].phase <= pair[1].phase);
    let starts = (1..=deal.phases + 1).contains(&deviation.phase());
    let each = own.iter().all(|&id| {
        let (mut status, mut last) = (Status::COMPLYING, 0);
        turns.iter().filter(|turn| turn.on == id).all(|turn| {
            let follows = next(deal, id, status, turn.phase)
                .into_iter()
                .find(|next| next.stance == turn.to);
            let is_turn = turn.phase > last && turn.to != status.stance && follows.is_some();
            (status, last) = (follows.unwrap_or(status), turn.phase);
            is_turn
        })
    });
    !turns.is_empty()
        && in_order
        && starts
        && each
        && turns
            .iter()
            .all(|turn| turn.phase <= deal.phases + 2 && own.contains(&turn.on))
}

/// The number of deviations of a party that start in a phase; capped at the largest number there is.
pub fn count(deal: &Deal, party: PartyId, from: usize) -> usize {
    let (mut n_any, mut n_later) = (1_usize, 1_usize);
    for id in deal.own(party) {
        let sequences = sequences(deal, id, from);
        n_any = n_any.saturating_mul(sequences.len());
        n_later = n_later.saturating_mul(
            sequences
                .iter()
                .filter(|stances| stances[0] == Stance::Comply)
                .count(),
        );
    }
    // Those that do not turn in the first phase start later.
    n_any.saturating_sub(n_later)
}

/// Every deviation of a party that starts in a phase. There may be very many: see [`count`].
pub fn all(deal: &Deal, party: PartyId, from: usize) -> Vec<Deviation> {
    let mut combined: Vec<Vec<(CommitmentId, Vec<Stance>)>> = vec![vec![]];
    for id in deal.own(party) {
        let sequences = sequences(deal, id, from);
        let extended = |before: &Vec<_>| {
            sequences
                .iter()
                .map(|next| [before.clone(), vec![(id, next.clone())]].concat())
                .collect::<Vec<_>>()
        };
        combined = combined.iter().flat_map(extended).collect();
    }
    let deviations = combined.iter().map(|stances| Deviation {
        party,
        turns: turns(from, stances),
    });
    deviations
        .filter(|it| it.turns.first().is_some_and(|turn| turn.phase == from))
        .collect()
}

/// The deviation of a party from a phase on that is worth most to it, with its value: the first of the best; `None` for a party without
/// undertakings.
pub fn best_reply(
    deal: &Deal,
    schedule: &Schedule,
    party: PartyId,
    from: usize,
) -> Option<(f64, Deviation)> {
    let played = all(deal, party, from)
        .into_iter()
        .map(|deviation| (play(deal, schedule, &deviation).value, deviation));
    played.reduce(|best, next| if next.0 > best.0 { next } else { best })
}

/// What a party does about an undertaking, and since when it violates it.
#[derive(Clone, Copy, Debug)]
struct Status {
    stance: Stance,
    begun: usize,
}

impl Status {
    const COMPLYING: Self = Self {
        stance: Stance::Comply,
        begun: 0,
    };
}

/// What a party may do about an undertaking in a phase after what it did before: turns, and staying as it is.
fn next(deal: &Deal, id: CommitmentId, before: Status, phase: usize) -> Vec<Status> {
    let it = &deal.undertakings[id.idx()];
    let begun = if before.stance == Stance::Comply {
        phase
    } else {
        before.begun
    };
    let is_due = phase <= deal.phases || deal.tail == Tail::Geometric;
    let was_in_force = begun > 1 || it.start > 0.0;
    let withholds =
        before.stance == Stance::Withhold || (before.stance == Stance::Comply && is_due);
    let reverses = before.stance == Stance::Reverse || (it.irreversible < 1.0 && was_in_force);
    let choices = [
        (Stance::Comply, true),
        (Stance::Withhold, withholds),
        (Stance::Reverse, reverses),
    ];
    choices
        .into_iter()
        .filter(|(_, may)| *may)
        .map(|(stance, _)| Status { stance, begun })
        .collect()
}

/// All sequences of stances towards one undertaking in the phases from `from` to `T + 2`.
fn sequences(deal: &Deal, id: CommitmentId, from: usize) -> Vec<Vec<Stance>> {
    let mut sequences: Vec<(Status, Vec<Stance>)> = vec![(Status::COMPLYING, vec![])];
    for phase in from..=deal.phases + 2 {
        let extended = |(status, before): &(Status, Vec<Stance>)| {
            let next = next(deal, id, *status, phase).into_iter();
            next.map(|next| (next, [before.clone(), vec![next.stance]].concat()))
                .collect::<Vec<_>>()
        };
        sequences = sequences.iter().flat_map(extended).collect();
    }
    sequences.into_iter().map(|(_, stances)| stances).collect()
}

/// The turns that lead through sequences of stances.
fn turns(from: usize, stances: &[(CommitmentId, Vec<Stance>)]) -> Vec<Turn> {
    let mut turns = vec![];
    for (on, sequence) in stances {
        let mut last = Stance::Comply;
        for (phase, &to) in (from..).zip(sequence.iter()) {
            if to != last {
                turns.push(Turn { phase, on: *on, to });
            }
            last = to;
        }
    }
    turns.sort();
    turns
}
