//! A roadmap as a dossier would give it: two parties that do the same for each other, with ranges.

use detente::model::{
    Assurance, Commitment, CommitmentId, Decimal, Estimate, MeasureId, Objective, PartyId,
    Prerequisite, Reasons, Roadmap, Span, Stake, Tail, Visibility,
};

/// A range.
pub(crate) fn between(low: f64, high: f64) -> Estimate {
    let decimal = |number: f64| Decimal {
        nanos: (number * 1e9).round() as i64,
    };
    Estimate {
        low: decimal(low),
        high: decimal(high),
        span: Span::default(),
    }
}

/// A plain number.
pub(crate) fn just(number: f64) -> Estimate {
    between(number, number)
}

fn commitment(owner: usize, benefit: Estimate, chance: Estimate) -> Commitment {
    let [own, other] = [owner, 1 - owner].map(PartyId::new);
    let seen = Visibility {
        detect: chance,
        lag: 1,
    };
    Commitment {
        id: format!("party{owner}.measure"),
        owner: own,
        measure: MeasureId::new(owner),
        level: 1,
        per_phase: vec![(own, just(-1.0)), (other, benefit)],
        once: vec![],
        irreversible: just(0.0),
        binding: detente::model::Binding::default(),
        undo_cost: just(0.0),
        discrete: false,
        start: just(0.0),
        after: vec![],
        earliest: 1,
        max_step: just(1.0),
        withhold: seen,
        reverse: seen,
        linked: vec![other],
        reasons: Reasons::default(),
        span: Span::default(),
    }
}

/// Makes a measure's violations seen with this chance.
pub(crate) fn see(it: &mut Commitment, chance: Estimate) {
    it.withhold.detect = chance;
    it.reverse.detect = chance;
}

/// One phase, everything can be undone: a plan holds as long as the chance of being seen is at least the critical one.
pub(crate) fn pair(patience: f64, benefit: Estimate, chance: Estimate) -> Roadmap {
    let stake = Stake {
        patience: just(patience),
        weight: just(1.0),
        bond: just(0.0),
        reasons: Reasons::default(),
        span: Span::default(),
    };
    Roadmap {
        phases: 1,
        phase: None,
        targets: vec![CommitmentId::new(0), CommitmentId::new(1)],
        objective: Objective::Welfare,
        tail: Tail::Constant,
        false_alarm: just(0.0),
        stakes: vec![stake.clone(), stake],
        commitments: vec![
            commitment(0, benefit, chance),
            commitment(1, benefit, chance),
        ],
        assurances: vec![],
        variants: vec![],
        span: Span::default(),
    }
}

/// A roadmap in which no two numbers are alike.
pub(crate) fn all_different() -> Roadmap {
    let mut roadmap = pair(0.9, just(3.0), just(0.5));
    let mut count = 0;
    let mut next = || {
        count += 1;
        just(f64::from(count) / 1000.0)
    };
    roadmap.false_alarm = next();
    for stake in &mut roadmap.stakes {
        (stake.patience, stake.weight, stake.bond) = (next(), next(), next());
    }
    for it in &mut roadmap.commitments {
        it.per_phase
            .iter_mut()
            .for_each(|(_, worth)| *worth = next());
        it.once = vec![(PartyId::new(0), next())];
        (it.irreversible, it.undo_cost, it.start, it.max_step) = (next(), next(), next(), next());
        (it.withhold.detect, it.reverse.detect) = (next(), next());
    }
    roadmap.commitments[1].after = vec![Prerequisite {
        on: CommitmentId::new(0),
        lag: 0,
        complete: false,
        span: Span::default(),
    }];
    roadmap.assurances = vec![Assurance {
        by: PartyId::new(0),
        to: PartyId::new(1),
        against: CommitmentId::new(0),
        pays: next(),
        costs: next(),
        reasons: Reasons::default(),
        span: Span::default(),
    }];
    roadmap
}
