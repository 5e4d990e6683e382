//! New approach or posturing? Rival hypotheses against the evidence, counted and weighed, and what each signal cost.
//!
//! Start with [`weigh`]. `belief` is Bayes' rule with the grades of the sources, `scores` the count of inconsistencies,
//! `signals` whether a signal can tell sincerity from bluff, `doubt` which item carries the verdict.

mod belief;
mod doubt;
mod scores;
mod signals;

pub use belief::{Belief, Weighed, posterior_odds, report_chance};
pub use doubt::{Change, Lookout, Swing, Varied};
pub use scores::{Score, ranks};
pub use signals::{Holds, Kept, Ledger, assurance_threshold, bluff_chance, separates};

use crate::model::{Credence, Dossier, EvidenceId, HypothesisId, Standing, Sure};

/// All that is found about the hypotheses of a dossier.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighing {
    /// How credible each hypothesis is before the evidence, after it, and over the ranges.
    pub beliefs: Vec<Belief>,
    /// The items that bear on the hypotheses, in the order of the dossier.
    pub items: Vec<Weighed>,
    /// The inconsistencies of each hypothesis.
    pub scores: Vec<Score>,
    /// What the answer would be without each item, and without each origin that has copies.
    pub without: Vec<Change>,
    /// How far each number moves the belief in the leading hypothesis, widest first.
    pub swings: Vec<Swing>,
    /// The signals, and whether they could tell.
    pub ledger: Vec<Ledger>,
    /// What has not been seen yet, most informative first.
    pub lookouts: Vec<Lookout>,
    /// What the priors in the file add up to, where that is not 1.
    pub prior_sum: Option<f64>,
}

/// What was asked besides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Items that are left out.
    pub without: Vec<EvidenceId>,
}

/// Weighs the hypotheses of a dossier; `None` when it has none.
///
/// `O(n²·h)` for `n` items and `h` hypotheses: every item is also left out once.
pub fn weigh(dossier: &Dossier, question: &Question) -> Option<Weighing> {
    let given = &dossier.weighing;
    if given.is_empty() {
        return None;
    }
    let case = belief::Case::new(dossier, &question.without);
    Some(Weighing {
        beliefs: case.beliefs(),
        items: case.items(),
        scores: scores::scores(dossier, &question.without),
        without: doubt::without(dossier, &question.without),
        swings: doubt::swings(&case),
        ledger: given.signals.iter().map(|(item, signal)| signals::ledger(*item, signal)).collect(),
        lookouts: doubt::lookouts(&case),
        prior_sum: case.prior_sum(),
    })
}

/// The hypothesis that is most credible after the evidence; the first of several.
pub fn leading(weighing: &Weighing) -> Option<HypothesisId> {
    let mut best: Option<usize> = None;
    for (idx, belief) in weighing.beliefs.iter().enumerate() {
        if best.is_none_or(|best| belief.after > weighing.beliefs[best].after) {
            best = Some(idx);
        }
    }
    best.map(HypothesisId::new)
}

/// How sure it is that a party holds a preference: as the author says, or as the hypothesis that stands for it comes out.
pub fn sure(weighing: Option<&Weighing>, standing: &Standing) -> Option<Credence> {
    match standing.sure? {
        Sure::Given(credence) => Some(credence),
        Sure::As(hypothesis) => {
            let belief = weighing?.beliefs.get(hypothesis.idx())?;
            Some(Credence { low: belief.least, high: belief.most })
        }
    }
}
