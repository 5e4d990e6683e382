//! New approach or posturing? Rival hypotheses against the evidence, counted and weighed, and what each signal cost.
//!
//! Start with [`weigh`]. `belief` is Bayes' rule with the grades of the sources, `scores` the count of inconsistencies,
//! `signals` whether a signal can tell sincerity from bluff, `doubt` which item carries the verdict, `exhausted` whether any hypothesis is left.

mod belief;
mod doubt;
mod exhausted;
mod scores;
mod signals;

pub use belief::{Belief, Weighed, posterior_odds, report_chance};
pub use doubt::{Change, Lookout, Swing, Varied};
pub use exhausted::{Exhausted, Fixed};
pub use scores::{Score, ranks};
pub use signals::{Holds, Kept, Ledger, assurance_threshold, bluff_chance, separates};

use crate::model::{Credence, Dossier, EvidenceId, HypothesisId, Standing, Sure, Way};

/// All that is found about the hypotheses of a dossier.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighing {
    /// How credible each hypothesis is before the evidence, after it, and over the ranges.
    pub beliefs: Vec<Belief>,
    /// The hypotheses that other numbers from the ranges put ahead of the leading one.
    pub contenders: Vec<HypothesisId>,
    /// The items that bear on the hypotheses, in the order of the dossier.
    pub items: Vec<Weighed>,
    /// The inconsistencies of each hypothesis.
    pub scores: Vec<Score>,
    /// What the answer would be without each item, and without each origin that has copies.
    pub without: Vec<Change>,
    /// The beliefs without the items that are talk, or copies of talk; `None` when there are none.
    pub without_talk: Option<Vec<f64>>,
    /// How far each number moves the belief in the leading hypothesis, widest first.
    pub swings: Vec<Swing>,
    /// The signals, and whether they could tell.
    pub ledger: Vec<Ledger>,
    /// What has not been seen yet, most informative first.
    pub lookouts: Vec<Lookout>,
    /// Why no hypothesis is left, so that no posterior exists; `None` when one is.
    pub exhausted: Option<Exhausted>,
    /// The items whose ranges allow that they are impossible under every hypothesis.
    pub may_exhaust: Vec<EvidenceId>,
    /// Priors of 0 and 1, which no evidence moves.
    pub fixed: Option<Fixed>,
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
    let used_signals = given
        .signals
        .iter()
        .filter(|(item, _)| !question.without.contains(item));
    let leading = doubt::lead(&case.posterior(belief::Point::Middle));
    Some(Weighing {
        beliefs: case.beliefs(),
        contenders: leading
            .map(|leading| case.contenders(leading))
            .unwrap_or_default(),
        items: case.items(),
        scores: scores::scores(dossier, &question.without),
        without: doubt::without(dossier, &question.without),
        without_talk: without_talk(dossier, &question.without),
        swings: doubt::swings(&case),
        ledger: used_signals
            .map(|(item, signal)| signals::ledger(*item, signal))
            .collect(),
        lookouts: doubt::lookouts(&case),
        exhausted: exhausted::exhausted(&case),
        may_exhaust: exhausted::may_exhaust(&case),
        fixed: exhausted::fixed(&case),
        prior_sum: case.prior_sum(),
    })
}

fn without_talk(dossier: &Dossier, left_out: &[EvidenceId]) -> Option<Vec<f64>> {
    let given = &dossier.weighing;
    let sent = |item: EvidenceId| {
        given
            .signals
            .iter()
            .any(|(signal, it)| *signal == item && it.way == Way::Talk)
    };
    // A copy of talk is talk.
    let is_talk = |item: &EvidenceId| sent(*item) || sent(belief::root(dossier, *item));
    let used = given
        .items
        .iter()
        .map(|(item, _)| *item)
        .filter(|item| !left_out.contains(item));
    let talk: Vec<EvidenceId> = used.filter(is_talk).collect();
    (!talk.is_empty()).then(|| doubt::after_without(dossier, left_out, &talk))
}

/// The hypothesis that is most credible after the evidence; `None` when several are equally so.
pub fn leading(weighing: &Weighing) -> Option<HypothesisId> {
    let after: Vec<f64> = weighing.beliefs.iter().map(|belief| belief.after).collect();
    doubt::lead(&after).map(HypothesisId::new)
}

/// How sure it is that a party holds a preference: as the author says, or as the hypothesis that stands for it comes out.
pub fn sure(weighing: Option<&Weighing>, standing: &Standing) -> Option<Credence> {
    match standing.sure? {
        Sure::Given(credence) => Some(credence),
        Sure::As(hypothesis) => {
            let belief = weighing?.beliefs.get(hypothesis.idx())?;
            if belief.after.is_nan() {
                return None;
            }
            Some(Credence {
                low: belief.least,
                high: belief.most,
            })
        }
    }
}
