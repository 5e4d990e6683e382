//! Verdicts on stability with the evidence for them, as data that a checker can verify without the engine.

use super::{PartyId, State};

/// A solution concept: how far a party looks before it leaves a state.
#[doc(alias = "stability definition")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Concept {
    /// R: the party has no improvement.
    Nash,
    /// Every improvement can be answered by the others, moving as they like, so that the party ends no better off.
    Gmr,
    /// As [`Concept::Gmr`], and the party cannot escape from the sanction by a move of its own.
    Smr,
    /// As [`Concept::Gmr`], but the others only make moves that are improvements for whoever makes them.
    Seq,
    /// As [`Concept::Seq`], and the party cannot escape from the sanction by a move of its own.
    Sseq,
    /// The others, each improving at the same time as the party moves, leave it no better off.
    Sim,
}

impl Concept {
    /// Every concept, in the order in which results are given.
    pub const ALL: [Self; 6] = [
        Self::Nash,
        Self::Gmr,
        Self::Smr,
        Self::Seq,
        Self::Sseq,
        Self::Sim,
    ];

    /// The concepts of the inclusion chain, strictest first; simultaneous stability stands outside it.
    pub const STRICTEST_FIRST: [Self; 5] =
        [Self::Nash, Self::Sseq, Self::Seq, Self::Smr, Self::Gmr];

    /// Whether the verdict for a party depends on the preferences of the others.
    pub fn asks_what_others_want(self) -> bool {
        matches!(self, Self::Seq | Self::Sseq | Self::Sim)
    }

    /// Whether the symbolic engine settles it.
    pub fn is_settled_over_sets(self) -> bool {
        self != Self::Sim
    }

    /// Its key on the command line and in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Nash => "nash",
            Self::Gmr => "gmr",
            Self::Smr => "smr",
            Self::Seq => "seq",
            Self::Sseq => "sseq",
            Self::Sim => "sim",
        }
    }

    /// The concept with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|concept| concept.key() == key)
    }

    /// Its name in prose.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nash => "Nash stability (R)",
            Self::Gmr => "general metarationality (GMR)",
            Self::Smr => "symmetric metarationality (SMR)",
            Self::Seq => "sequential stability (SEQ)",
            Self::Sseq => "symmetric sequential stability (SSEQ)",
            Self::Sim => "simultaneous stability (SIM)",
        }
    }
}

/// One move: who makes it, and the state it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// Who moves.
    pub mover: PartyId,
    /// Where to.
    pub to: State,
}

/// What deters one improvement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deterrence {
    /// The improvement.
    pub improvement: State,
    /// The answer of the others. Under [`Concept::Sim`], the improvements that they make at the same time, each
    /// counted from the state under examination; otherwise a legal sequence of moves from the improvement,
    /// in which nobody moves twice in a row.
    pub answer: Vec<Step>,
    /// The state in which that ends: no better for the party than the state under examination.
    pub ends: State,
}

/// Whether a state is stable for a party, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every improvement is deterred; there may be none.
    Stable {
        /// What deters each improvement, in the order of states.
        deterred: Vec<Deterrence>,
    },
    /// Nothing deters this improvement.
    Unstable {
        /// The improvement.
        improvement: State,
    },
}

/// The verdict on one state for one party under one concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Under which concept.
    pub concept: Concept,
    /// For whom.
    pub party: PartyId,
    /// The state under examination.
    pub state: State,
    /// The verdict and its witness.
    pub verdict: Verdict,
}

impl Explanation {
    /// Whether the party has no improvement at all.
    pub fn is_content(&self) -> bool {
        matches!(&self.verdict, Verdict::Stable { deterred } if deterred.is_empty())
    }
}
