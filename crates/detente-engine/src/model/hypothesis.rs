//! Hypotheses, what an item of evidence says about them, and signals: what it cost to send it.

use super::{Estimate, EvidenceId, HypothesisId, PartyId, Reasons, Span};

/// One of several explanations, of which exactly one is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hypothesis {
    /// Its identifier.
    pub id: String,
    /// What it holds, in a sentence.
    pub text: String,
    /// How credible it is before the evidence; `None` where the author leaves that open.
    pub prior: Option<Estimate>,
    /// Why.
    pub reasons: Reasons,
    /// Where it stands in the file.
    pub span: Span,
}

/// How well an item goes with a hypothesis, in signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// Hardly possible if the hypothesis holds.
    StronglyAgainst,
    /// Not to be expected if it holds.
    Against,
    /// Neither.
    Neutral,
    /// To be expected if it holds.
    For,
    /// Nearly certain if it holds.
    StronglyFor,
}

impl Sign {
    /// Every sign, with how the dossier writes it.
    pub const ALL: [(&'static str, Self); 5] = [
        ("++", Self::StronglyFor),
        ("+", Self::For),
        ("0", Self::Neutral),
        ("-", Self::Against),
        ("--", Self::StronglyAgainst),
    ];

    /// How the dossier writes it.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, sign)| *sign == self)
            .map_or("", |(word, _)| word)
    }

    /// On a scale from 1, strongly against, to 5, strongly for.
    pub fn rating(self) -> u8 {
        self as u8 + 1
    }
}

/// How likely an item is if a hypothesis holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likelihood {
    /// In a sign, which [`Weights::chance`] turns into a chance.
    Sign(Sign),
    /// As a chance, or a range of chances.
    Chance(Estimate),
}

/// What an item says about one hypothesis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearing {
    /// The hypothesis.
    pub hypothesis: HypothesisId,
    /// How likely the item is if it holds.
    pub likelihood: Likelihood,
}

/// How a signal could tell a sincere sender from a bluffing one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Words that cost nothing.
    #[doc(alias = "cheap talk")]
    Talk,
    /// A cost that is paid at once, whatever comes.
    #[doc(alias = "sinking costs")]
    Sunk,
    /// A cost that falls due only on going back on it.
    #[doc(alias = "tying hands")]
    Tied,
}

impl Way {
    /// Every way, with the dossier's word for it.
    pub const ALL: [(&'static str, Self); 3] = [
        ("talk", Self::Talk),
        ("sunk", Self::Sunk),
        ("tied", Self::Tied),
    ];

    /// The dossier's word for it.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, way)| *way == self)
            .map_or("", |(word, _)| word)
    }
}

/// How easily a signal is undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Undone {
    /// At will.
    Freely,
    /// At a cost.
    AtACost,
    /// Not at all.
    Never,
}

impl Undone {
    /// Every answer, with the dossier's words for it.
    pub const ALL: [(&'static str, Self); 3] = [
        ("freely", Self::Freely),
        ("at a cost", Self::AtACost),
        ("never", Self::Never),
    ];

    /// The dossier's words for it.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, undone)| *undone == self)
            .map_or("", |(word, _)| word)
    }
}

/// Who sees a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Everybody.
    Public,
    /// The parties at the table.
    Parties,
    /// One addressee.
    Private,
}

impl Audience {
    /// Every audience, with the dossier's word for it.
    pub const ALL: [(&'static str, Self); 3] = [
        ("public", Self::Public),
        ("parties", Self::Parties),
        ("private", Self::Private),
    ];

    /// The dossier's word for it.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, audience)| *audience == self)
            .map_or("", |(word, _)| word)
    }
}

/// What it cost to send an item, and whether that could tell sincerity from bluff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Who sent it.
    pub by: PartyId,
    /// How it could tell the two apart.
    pub way: Way,
    /// What it costs: at once, or when the sender goes back on it and is caught.
    pub cost: Option<Estimate>,
    /// The chance that going back on it is seen; 1 when left out.
    pub caught: Option<Estimate>,
    /// What being believed is worth to a sincere sender.
    pub worth_sincere: Option<Estimate>,
    /// What being believed is worth to a bluffing sender.
    pub worth_bluff: Option<Estimate>,
    /// How easily it is undone.
    pub undone: Option<Undone>,
    /// Who sees it.
    pub seen_by: Option<Audience>,
    /// Whether anybody can check it.
    pub checkable: Option<bool>,
    /// How many of the sender's earlier promises were kept, and of how many.
    pub kept: Option<(u32, u32)>,
    /// Where it stands in the file.
    pub span: Span,
}

/// Something that has not been seen yet and would tell something if it were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// Its identifier.
    pub id: String,
    /// What would be seen, in a sentence.
    pub text: String,
    /// What it would say about the hypotheses.
    pub bears: Vec<Bearing>,
    /// Where it stands in the file.
    pub span: Span,
}

/// How signs and grades are turned into numbers. None of these numbers is anybody's official scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// The chances that the signs stand for, from `--` to `++`.
    pub signs: [f64; 5],
    /// How far sources of reliability A to F are trusted, from 0, not at all, to 1.
    pub trust: [f64; 6],
    /// The chance that content of credibility 1 to 6 is true, from a source that is fully trusted.
    pub credibility: [f64; 6],
    /// How far copies of one origin depend on it: 1, they count as one item; 0, each counts as an item of its own.
    pub dependence: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            signs: [0.02, 0.1, 0.4, 0.7, 0.9],
            trust: [0.975, 0.85, 0.65, 0.4, 0.15, 0.5],
            credibility: [0.95, 0.8, 0.6, 0.35, 0.1, 0.5],
            dependence: 1.0,
        }
    }
}

impl Weights {
    /// The chance that a sign stands for.
    pub fn chance(&self, sign: Sign) -> f64 {
        self.signs[sign as usize]
    }
}

/// All that the dossier says for weighing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weighing {
    /// The hypotheses.
    pub hypotheses: Vec<Hypothesis>,
    /// What the items of evidence say about them, in the order of the items; an item may say nothing.
    pub items: Vec<(EvidenceId, Vec<Bearing>)>,
    /// The items that are signals.
    pub signals: Vec<(EvidenceId, Signal)>,
    /// What has not been seen yet.
    pub indicators: Vec<Indicator>,
    /// How signs and grades are read.
    pub weights: Weights,
}

impl Weighing {
    /// Whether there is nothing to weigh.
    pub fn is_empty(&self) -> bool {
        self.hypotheses.is_empty()
    }
}
