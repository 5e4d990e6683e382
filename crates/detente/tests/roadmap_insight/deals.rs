//! Deals whose answers are known from another program or from a closed form.

use detente::model::{CommitmentId, Deal, Detection, Objective, PartyId, Stakeholder, Tail, Undertaking, Wait};

/// An undertaking in figures: owner, irreversible share, chance of detection and lag, value per phase, once, and what it waits for.
type Row = (usize, f64, f64, usize, &'static [(usize, f64)], &'static [(usize, f64)], &'static [(usize, usize)]);

/// Six parties and fourteen undertakings; illustrative figures.
const SIX: [Row; 14] = [
    (0, 0.0, 0.98, 1, &[(0, -0.8), (1, 2.0), (2, 1.5), (4, 2.5), (3, 1.0), (5, 0.3)], &[], &[]),
    (0, 0.1, 0.9, 1, &[(0, -0.8), (1, 1.2), (2, 0.8), (4, 0.8), (3, 0.5)], &[], &[]),
    (0, 0.1, 0.5, 2, &[(0, -1.6), (1, 2.5), (2, 1.2), (4, 1.2), (3, 0.4)], &[], &[]),
    (0, 0.5, 0.8, 1, &[(0, -1.4), (1, 1.5), (2, 1.0), (4, 0.8)], &[], &[]),
    (0, 0.85, 0.95, 1, &[(0, -0.6), (1, 1.4), (2, 0.8), (4, 0.8), (3, 0.3)], &[(0, -3.0)], &[(1, 0)]),
    (0, 0.9, 0.4, 2, &[(0, -7.0), (1, 6.0), (2, 4.0), (4, 5.0), (3, 1.2), (5, 0.8)], &[(0, -5.0)], &[(3, 1), (13, 0)]),
    (1, 0.05, 1.0, 1, &[(1, -1.2), (0, 5.0), (3, 1.0), (5, 0.5)], &[], &[]),
    (1, 0.2, 1.0, 1, &[(1, -1.0), (0, 2.5), (2, 0.5)], &[], &[(6, 0)]),
    (1, 0.3, 1.0, 1, &[(1, -0.7), (0, 2.5), (3, 0.4)], &[], &[]),
    (2, 0.0, 1.0, 1, &[(2, -0.8), (1, -0.3), (0, 1.5), (3, 0.3)], &[], &[]),
    (2, 0.4, 1.0, 1, &[(2, -0.3), (0, 1.5)], &[(2, -1.0)], &[(6, 0)]),
    (3, 0.3, 1.0, 1, &[(3, -0.6), (0, 2.0)], &[], &[(6, 0)]),
    (4, 1.0, 1.0, 1, &[], &[(4, -6.0), (0, 8.0)], &[]),
    (5, 0.3, 1.0, 1, &[(5, -0.3), (0, 1.0), (1, 0.3)], &[], &[]),
];

/// The two undertakings of the first party that can be hidden.
pub(crate) const HIDDEN: [usize; 2] = [2, 5];

/// The patience of the six parties.
const PATIENCE: [f64; 6] = [0.9, 0.9, 0.93, 0.95, 0.94, 0.93];

fn by_party(n_parties: usize, worths: &[(usize, f64)]) -> Vec<f64> {
    let mut values = vec![0.0; n_parties];
    worths.iter().for_each(|(party, worth)| values[*party] = *worth);
    values
}

fn undertaking(n_parties: usize, row: &Row) -> Undertaking {
    let (owner, irreversible, chance, lag, flow, once, after) = *row;
    Undertaking {
        owner: PartyId::new(owner),
        flow: by_party(n_parties, flow),
        once: by_party(n_parties, once),
        irreversible,
        undo_cost: 0.0,
        discrete: false,
        start: 0.0,
        after: after.iter().map(|(on, lag)| Wait { on: CommitmentId::new(*on), lag: *lag, complete: false }).collect(),
        earliest: 1,
        max_step: 1.0,
        withhold: Detection { chance, lag },
        reverse: Detection { chance, lag },
        linked: (0..n_parties).map(|party| party != owner).collect(),
    }
}

fn deal(phases: usize, patience: &[f64], rows: &[Row]) -> Deal {
    Deal {
        phases,
        tail: Tail::Constant,
        false_alarm: 0.0,
        objective: Objective::Welfare,
        targets: (0..rows.len()).map(CommitmentId::new).collect(),
        parties: patience.iter().map(|patience| Stakeholder { patience: *patience, weight: 1.0, bond: 0.0 }).collect(),
        undertakings: rows.iter().map(|row| undertaking(patience.len(), row)).collect(),
        promises: vec![],
    }
}

/// Six parties, fourteen undertakings: `scale` on the chances that the hidden ones are seen, and their lag.
pub(crate) fn six(phases: usize, scale: f64, lag: usize) -> Deal {
    let mut deal = deal(phases, &PATIENCE, &SIX);
    for idx in HIDDEN {
        let it = &mut deal.undertakings[idx];
        it.withhold = Detection { chance: (it.withhold.chance * scale).min(1.0), lag };
        it.reverse = it.withhold;
    }
    deal
}

/// Two parties that do the same for each other at a cost of 1 per phase.
pub(crate) fn pair(phases: usize, patience: f64, benefit: f64, irreversible: f64, chance: f64, lag: usize) -> Deal {
    let mut deal = deal(phases, &[patience; 2], &[(0, 0.0, 1.0, 1, &[], &[], &[]), (1, 0.0, 1.0, 1, &[], &[], &[])]);
    for (idx, it) in deal.undertakings.iter_mut().enumerate() {
        it.flow = vec![benefit; 2];
        it.flow[idx] = -1.0;
        it.irreversible = irreversible;
        it.withhold = Detection { chance, lag };
        it.reverse = it.withhold;
    }
    deal
}
