//! What a roadmap has where its author says nothing. The reader fills it in, and the writer leaves it out.

use crate::model::{
    Binding, Commitment, CommitmentId, Decimal, Dossier, Estimate, MeasureId, Prerequisite,
    Reasons, Span, Stake, Visibility,
};

/// A whole number that stands nowhere in the file.
fn exactly(units: i64) -> Estimate {
    let number = Decimal {
        nanos: units * 1_000_000_000,
    };
    Estimate {
        low: number,
        high: number,
        span: Span::default(),
    }
}

/// The stake of a party that the roadmap does not name: nothing depends on its patience, 1/2.
pub(super) fn stake() -> Stake {
    let half = Decimal { nanos: 500_000_000 };
    Stake {
        patience: Estimate {
            low: half,
            high: half,
            span: Span::default(),
        },
        weight: exactly(1),
        bond: exactly(0),
        reasons: Reasons::default(),
        span: Span::default(),
    }
}

/// A commitment of which nothing is said: it starts in force if the status quo has it so, can be undone in full, and is
/// seen at once.
pub(super) fn commitment(dossier: &Dossier, measure: MeasureId, level: usize) -> Commitment {
    let it = &dossier.measures[measure.idx()];
    let in_force = if level == 0 {
        it.now == 0
    } else {
        it.now >= level
    };
    let at_once = Visibility {
        detect: exactly(1),
        lag: 1,
    };
    Commitment {
        id: name(dossier, measure, level),
        owner: it.party,
        measure,
        level,
        per_phase: vec![],
        once: vec![],
        irreversible: exactly(0),
        undo_cost: exactly(0),
        discrete: false,
        start: exactly(i64::from(in_force)),
        after: vec![],
        binding: Binding::default(),
        earliest: 1,
        max_step: exactly(1),
        withhold: at_once,
        reverse: at_once,
        linked: dossier
            .party_ids()
            .filter(|party| *party != it.party)
            .collect(),
        reasons: Reasons::default(),
        span: Span::default(),
    }
}

/// The name of a commitment: `party.measure`, `party.measure>=level` or `not party.measure`.
pub(super) fn name(dossier: &Dossier, measure: MeasureId, level: usize) -> String {
    let name = dossier.measure_name(measure);
    match dossier.measures[measure.idx()].levels.get(level) {
        Some(level) => format!("{name}>={level}"),
        None if level == 0 => format!("not {name}"),
        None => name,
    }
}

/// What a level waits for without saying so: the next lower level among the commitments, given by measure and level.
pub(super) fn below(
    steps: &[(MeasureId, usize)],
    (measure, level): (MeasureId, usize),
) -> Option<Prerequisite> {
    let lower = steps
        .iter()
        .enumerate()
        .filter(|(_, step)| step.0 == measure && (1..level).contains(&step.1));
    let (idx, _) = lower.max_by_key(|(_, step)| step.1)?;
    Some(Prerequisite {
        on: CommitmentId::new(idx),
        lag: 0,
        complete: false,
        span: Span::default(),
    })
}
