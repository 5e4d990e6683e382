//! The roadmap of a dossier: what each phased commitment is worth to whom, how far it can be undone, how soon cheating shows.

use super::ids::CommitmentId;
use super::{Decimal, PartyId, Reasons, Span};

/// A number of the dossier, or a range of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Estimate {
    /// The lower end.
    pub low: Decimal,
    /// The upper end; equal to `low` for a plain number.
    pub high: Decimal,
    /// Where it stands in the file; empty for a default.
    pub span: Span,
}

impl Estimate {
    /// The middle of the range.
    pub fn middle(self) -> f64 {
        // Both ends are exact integers below 2^63, so their sum is exact in 128 bits and rounded once.
        (i128::from(self.low.nanos) + i128::from(self.high.nanos)) as f64 / 2e9
    }

    /// Whether it is a range and not a plain number.
    pub fn is_range(self) -> bool {
        self.low != self.high
    }

    /// The number at a share of the way from the lower end, 0, to the upper, 1.
    pub fn at(self, share: f64) -> f64 {
        let (low, high) = (self.low.nanos as f64 / 1e9, self.high.nanos as f64 / 1e9);
        if self.is_range() {
            low + share * (high - low)
        } else {
            low
        }
    }
}

impl std::fmt::Display for Estimate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_range() {
            write!(f, "{} to {}", self.low, self.high)
        } else {
            write!(f, "{}", self.low)
        }
    }
}

/// What a roadmap makes as large as it can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Objective {
    /// The weighted sum of the parties' values.
    #[default]
    Welfare,
    /// The fewest phases in which every target is complete; among those schedules, the greatest welfare.
    Fastest,
    /// The smallest value for its weight, `V/weight`, of a party that gains or loses anything and has a weight.
    Maxmin,
    /// The weighted product of the parties' values (Nash 1950).
    Nash,
    /// The smallest slack: how far the most tempted party is from abandoning the plan.
    Robust,
}

impl Objective {
    /// Every objective, with the dossier's word for it.
    pub const ALL: [(&'static str, Self); 5] = [
        ("welfare", Self::Welfare),
        ("fastest", Self::Fastest),
        ("maxmin", Self::Maxmin),
        ("nash", Self::Nash),
        ("robust", Self::Robust),
    ];

    /// The dossier's word for it.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, objective)| *objective == self)
            .map_or("", |(word, _)| word)
    }
}

/// What stays in force after the last phase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tail {
    /// The levels of the last phase, for ever.
    #[default]
    Constant,
    /// Ever smaller steps towards full force, each a fixed share of the one before.
    Geometric,
}

impl Tail {
    /// Every tail, with the dossier's word for it.
    pub const ALL: [(&'static str, Self); 2] =
        [("constant", Self::Constant), ("geometric", Self::Geometric)];

    /// The dossier's word for it.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, tail)| *tail == self)
            .map_or("", |(word, _)| word)
    }
}

/// How soon a violation shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visibility {
    /// The chance per phase that it is seen.
    pub detect: Estimate,
    /// The phases until the others respond; at least 1.
    pub lag: usize,
}

/// What must be in force before a measure may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prerequisite {
    /// Which measure.
    pub on: CommitmentId,
    /// How many phases earlier.
    pub lag: usize,
    /// Whether it must be complete; otherwise it must be at least as far as the measure that waits for it.
    pub complete: bool,
    /// Where it stands in the file.
    pub span: Span,
}

/// What the measure's own directions and conditions, and rules about moves, leave of a commitment's steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Binding {
    /// Whether what is done can never be taken back.
    pub fixed: bool,
    /// Whether it can never be done.
    pub stuck: bool,
    /// What must have been in force in the phase before.
    pub after: Vec<CommitmentId>,
}

/// A measure of the roadmap: a yes/no measure, a level of a measure with levels, or the end of a yes/no measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// Its name in formulas and results: `party.measure`, `party.measure>=level` or `not party.measure`.
    pub id: String,
    /// Who carries it out.
    pub owner: PartyId,
    /// The position of the measure in [`Dossier::measures`](super::Dossier::measures).
    pub measure: super::MeasureId,
    /// The level that it reaches, counted from 0; 1 for a yes/no measure, and 0 for the end of one.
    pub level: usize,
    /// What it is worth per phase while fully in force, by party.
    pub per_phase: Vec<(PartyId, Estimate)>,
    /// What each unit of increase is worth once, by party.
    pub once: Vec<(PartyId, Estimate)>,
    /// The share that cannot be undone.
    pub irreversible: Estimate,
    /// What undoing a unit costs its owner.
    pub undo_cost: Estimate,
    /// Whether it is carried out whole or not at all.
    pub discrete: bool,
    /// How much of it is in force today.
    pub start: Estimate,
    /// What must come before it; for a level, the next lower one among the commitments first.
    pub after: Vec<Prerequisite>,
    /// What binds it beyond what the section says.
    pub binding: Binding,
    /// The first phase in which it may advance; at least 1.
    pub earliest: usize,
    /// The most by which it may advance in a phase.
    pub max_step: Estimate,
    /// How soon withholding an increase shows.
    pub withhold: Visibility,
    /// How soon reversing it shows.
    pub reverse: Visibility,
    /// Whose violations snap it back, in the order of the parties; the owner is never among them.
    pub linked: Vec<PartyId>,
    /// Why the author gives these numbers.
    pub reasons: Reasons,
    /// Where it stands in the file.
    pub span: Span,
}

/// What a party brings to the roadmap.
#[derive(Clone, Debug, PartialEq)]
pub struct Stake {
    /// Its discount factor per phase, strictly between 0 and 1; 1/2 for a party that has no part in the roadmap.
    pub patience: Estimate,
    /// Its weight in the objective.
    pub weight: Estimate,
    /// What it forfeits when its own violation is detected.
    pub bond: Estimate,
    /// Why the author gives these numbers.
    pub reasons: Reasons,
    /// Where it stands in the file; empty when the section does not name the party.
    pub span: Span,
}

/// A third party's promise to somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Assurance {
    /// Who promises.
    pub by: PartyId,
    /// Who is assured.
    pub to: PartyId,
    /// The measure whose withholding or reversal makes it due.
    pub against: CommitmentId,
    /// What the assured party then receives per phase.
    pub pays: Estimate,
    /// What that costs the guarantor per phase.
    pub costs: Estimate,
    /// Why the author gives these numbers; evidence against them has no key.
    pub reasons: Reasons,
    /// Where it stands in the file.
    pub span: Span,
}

/// A plan to lay beside the first: the same numbers under other demands.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Its identifier.
    pub id: String,
    /// What it is, in a sentence.
    pub text: Option<String>,
    /// Another horizon.
    pub phases: Option<usize>,
    /// Other targets.
    pub targets: Option<Vec<CommitmentId>>,
    /// Another objective.
    pub objective: Option<Objective>,
    /// Further prerequisites: which measure waits for what.
    pub after: Vec<(CommitmentId, Prerequisite)>,
    /// Where it stands in the file.
    pub span: Span,
}

/// The roadmap of a dossier.
#[derive(Clone, Debug, PartialEq)]
pub struct Roadmap {
    /// The horizon: the number of phases.
    pub phases: usize,
    /// How long a phase is, in words: `half a year`.
    pub phase: Option<String>,
    /// What is to be complete by the last phase.
    pub targets: Vec<CommitmentId>,
    /// What is made as large as it can be.
    pub objective: Objective,
    /// What stays in force after the last phase.
    pub tail: Tail,
    /// The chance per phase that the deal collapses though nobody violated it.
    pub false_alarm: Estimate,
    /// One per party of the dossier.
    pub stakes: Vec<Stake>,
    /// The measures, in the order of the file.
    pub commitments: Vec<Commitment>,
    /// The promises of third parties.
    pub assurances: Vec<Assurance>,
    /// Other plans to lay beside this one.
    pub variants: Vec<Variant>,
    /// Where the section stands in the file.
    pub span: Span,
}
