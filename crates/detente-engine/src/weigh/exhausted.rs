//! Lists that the evidence exhausts, and priors that it cannot move.
//!
//! # Definition
//! A list of hypotheses is *exhausted* when an item is impossible under each of them, or when items and priors of 0 rule each of them out.
//! A prior is *fixed* when it is 0 or 1: Bayes' rule leaves it there whatever the evidence says.
//! # Algorithm
//! One look at the middles of all numbers; the verdict of the evidence alone is the posterior from equal priors.
//! # Complexity
//! `O(n·h)` for `n` items and `h` hypotheses.
//! # Validity
//! A range that reaches 0 does not exhaust a list; items that may do so are named besides.
//! # References
//! Heuer (1999), chapter 8, for evidence that speaks against every hypothesis. Not at hand.

use super::belief::{Case, Point, row, ruled_out};
use crate::model::{EvidenceId, HypothesisId};

/// Why no hypothesis is left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exhausted {
    /// The items that are impossible under every hypothesis.
    pub items: Vec<EvidenceId>,
    /// Where no single item is: each hypothesis with the items that rule it out; none where its prior is 0.
    pub ruled_out: Vec<(HypothesisId, Vec<EvidenceId>)>,
}

/// Priors that no evidence moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixed {
    /// The hypotheses with a prior of 0.
    pub at_zero: Vec<HypothesisId>,
    /// The hypothesis with a prior of 1.
    pub at_one: Option<HypothesisId>,
    /// What the evidence says by itself: the beliefs from equal priors.
    pub by_evidence: Vec<f64>,
    /// The items that speak for what the evidence favours by itself, against what the priors favour; none where both agree.
    pub against: Vec<EvidenceId>,
}

/// Why no hypothesis is left; `None` when one is.
pub(super) fn exhausted(case: &Case) -> Option<Exhausted> {
    let posterior = case.posterior(Point::Middle);
    if !posterior.iter().any(|belief| belief.is_nan()) {
        return None;
    }
    let reports = || case.reports.iter();
    let items: Vec<EvidenceId> = reports()
        .filter(|report| report.is_impossible(|_| 2))
        .map(|report| report.weighed.item)
        .collect();
    let by_items = |h: HypothesisId| {
        let those = reports().filter(|report| ruled_out(report).any(|other| other == h));
        those.map(|report| report.weighed.item).collect()
    };
    let ruled_out = if items.is_empty() {
        let all = (0..case.n_hypotheses()).map(HypothesisId::new);
        all.map(|h| (h, by_items(h))).collect()
    } else {
        vec![]
    };
    Some(Exhausted { items, ruled_out })
}

/// Items whose ranges allow that they are impossible under every hypothesis, though their middles do not say so.
pub(super) fn may_exhaust(case: &Case) -> Vec<EvidenceId> {
    let those = case
        .reports
        .iter()
        .filter(|report| report.is_impossible(|_| 0) && !report.is_impossible(|_| 2));
    those.map(|report| report.weighed.item).collect()
}

/// Priors of 0 and 1, and what the evidence says without them; `None` where there are none.
pub(super) fn fixed(case: &Case) -> Option<Fixed> {
    let with = |wanted: f64| {
        let those = case.priors.iter().enumerate();
        those
            .filter(move |(_, prior)| prior.iter().all(|end| (end - wanted).abs() < f64::EPSILON))
            .map(|(h, _)| HypothesisId::new(h))
    };
    let (at_zero, at_one): (Vec<HypothesisId>, _) = (with(0.0).collect(), with(1.0).next());
    if at_zero.is_empty() && at_one.is_none() {
        return None;
    }
    let rows = || {
        let reports = case.reports.iter();
        reports.map(|report| row(&report.ln, Point::Middle))
    };
    let by_evidence = case.posterior_of(&vec![1.0; case.n_hypotheses()], rows());
    let favoured = super::doubt::lead(&by_evidence);
    let leading = super::doubt::lead(&case.posterior(Point::Middle));
    let against = match (favoured, leading) {
        (Some(favoured), Some(leading)) if favoured != leading => case
            .reports
            .iter()
            .zip(rows())
            .filter(|(_, row)| row[favoured] - row[leading] > 1e-9)
            .map(|(report, _)| report.weighed.item)
            .collect(),
        _ => vec![],
    };
    Some(Fixed {
        at_zero,
        at_one,
        by_evidence,
        against,
    })
}
