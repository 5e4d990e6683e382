//! Doubt: which item carries the verdict, which number moves it, and what to look for next.
//!
//! # Definition
//! *Without*: the beliefs and scores with one item left out, and with an origin and all its copies left out. *Swing*: how far the belief in the
//! leading hypothesis moves when one number goes over its range, and the others stay at their middles; a grade moves by one step of
//! credibility down. *Worth of an indicator*: the expected fall of entropy of the beliefs, in bits, from learning whether it is seen.
//! # Algorithm
//! Everything is computed anew; nothing is updated.
//! # Complexity
//! `O(n²·h)`.
//! # Validity
//! An indicator's worth is that of a report which is surely right.
//! # References
//! Heuer (1999), for leaving items out; Lindley (1956), for the worth of looking. Not at hand.

use super::belief::{Case, Point, Report, no_posterior, reported, root, row, row_at, ruled_out};
use super::scores;
use crate::model::{Dossier, EvidenceId, Grade, HypothesisId};

/// What the answer would be without some evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The item that is left out, or the origin.
    pub item: EvidenceId,
    /// Whether its copies are left out with it.
    pub with_copies: bool,
    /// The beliefs then; NaN where no posterior exists.
    pub after: Vec<f64>,
    /// The ranks by weighted inconsistency then.
    pub ranks: Vec<usize>,
    /// Whether another hypothesis would lead, or none.
    pub turns: bool,
    /// The hypotheses that it alone rules out.
    pub rules_out: Vec<HypothesisId>,
}

/// Which number is varied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Varied {
    /// The prior of a hypothesis.
    Prior(HypothesisId),
    /// What an item says about a hypothesis.
    Chance(EvidenceId, HypothesisId),
    /// The credibility of an item, one step down.
    Grade(EvidenceId),
}

/// How far one number moves the belief in the leading hypothesis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// Which number.
    pub varied: Varied,
    /// The belief in the leading hypothesis at the number's lower end; NaN where no posterior exists.
    pub low: f64,
    /// The belief at its upper end.
    pub high: f64,
}

/// Something that has not been seen yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookout {
    /// Its position in the dossier's list of indicators.
    pub indicator: usize,
    /// The chance of seeing it.
    pub chance: f64,
    /// The beliefs if it is seen; NaN where no hypothesis allows that, as for `if_not`.
    pub if_seen: Vec<f64>,
    /// The beliefs if it is not.
    pub if_not: Vec<f64>,
    /// The expected fall of entropy, in bits.
    pub bits: f64,
}

/// The most credible hypothesis; `None` when several are, or none is left.
pub(super) fn lead(beliefs: &[f64]) -> Option<usize> {
    if beliefs.iter().any(|belief| belief.is_nan()) {
        return None;
    }
    let most = first_of_most(beliefs);
    let tied = beliefs
        .iter()
        .enumerate()
        .any(|(h, belief)| h != most && beliefs[most] - belief < TIED);
    (most < beliefs.len() && !tied).then_some(most)
}

/// Beliefs that are nearer than this are the same: what is left is rounding.
const TIED: f64 = 1e-9;

fn first_of_most(beliefs: &[f64]) -> usize {
    (0..beliefs.len()).fold(
        0,
        |best, h| if beliefs[h] > beliefs[best] { h } else { best },
    )
}

pub(super) fn without(dossier: &Dossier, left_out: &[EvidenceId]) -> Vec<Change> {
    let full = Case::new(dossier, left_out);
    let leading = lead(&full.posterior(Point::Middle));
    let mut changes = vec![];
    let mut origins: Vec<EvidenceId> = vec![];
    for report in &full.reports {
        let (item, origin) = (report.weighed.item, report.weighed.origin);
        changes.push(change(dossier, left_out, &[item], item, report, leading));
        let copies: Vec<EvidenceId> = full
            .reports
            .iter()
            .map(|other| other.weighed.item)
            .filter(|other| root(dossier, *other) == origin)
            .collect();
        if copies.len() > 1 && !origins.contains(&origin) {
            origins.push(origin);
            changes.push(Change {
                with_copies: true,
                ..change(dossier, left_out, &copies, origin, report, leading)
            });
        }
    }
    changes
}

/// The beliefs without some more items.
pub(super) fn after_without(
    dossier: &Dossier,
    left_out: &[EvidenceId],
    more: &[EvidenceId],
) -> Vec<f64> {
    let left_out: Vec<EvidenceId> = left_out.iter().chain(more).copied().collect();
    Case::new(dossier, &left_out).posterior(Point::Middle)
}

fn change(
    dossier: &Dossier,
    left_out: &[EvidenceId],
    more: &[EvidenceId],
    item: EvidenceId,
    report: &Report,
    leading: Option<usize>,
) -> Change {
    let after = after_without(dossier, left_out, more);
    let left_out: Vec<EvidenceId> = left_out.iter().chain(more).copied().collect();
    let ranks = scores::scores(dossier, &left_out)
        .iter()
        .map(|score| score.rank)
        .collect();
    let turns = lead(&after) != leading;
    Change {
        item,
        with_copies: false,
        after,
        ranks,
        turns,
        rules_out: ruled_out(report).collect(),
    }
}

pub(super) fn swings(case: &Case) -> Vec<Swing> {
    let beliefs = case.posterior(Point::Middle);
    if beliefs.iter().any(|belief| belief.is_nan()) {
        return vec![];
    }
    let leading = first_of_most(&beliefs);
    // The belief with these priors, and one report changed.
    let belief = |priors: &[f64], changed: Option<(usize, Vec<f64>)>| {
        let rows = case
            .reports
            .iter()
            .enumerate()
            .map(|(r, report)| match &changed {
                Some((other, row)) if *other == r => row.clone(),
                _ => row(&report.ln, Point::Middle),
            });
        case.posterior_of(priors, rows)[leading]
    };
    let middles: Vec<f64> = case.priors.iter().map(|prior| prior[1]).collect();
    let mut swings = vec![];
    for (h, prior) in case
        .priors
        .iter()
        .enumerate()
        .filter(|(h, prior)| !case.open[*h] && prior[0] < prior[2])
    {
        let at = |end: usize| belief(&with_prior(case, h, prior[end]), None);
        swings.push(Swing {
            varied: Varied::Prior(HypothesisId::new(h)),
            low: at(0),
            high: at(2),
        });
    }
    for (r, report) in case.reports.iter().enumerate() {
        let item = report.weighed.item;
        for h in
            (0..report.ln.len()).filter(|h| report.ln[*h].is_some_and(|span| span[0] < span[2]))
        {
            let at = |end: usize| {
                let end_of = |other: usize| if other == h { end } else { 1 };
                if report.is_impossible(end_of) {
                    return f64::NAN;
                }
                belief(&middles, Some((r, row_at(&report.ln, end_of, end_of))))
            };
            swings.push(Swing {
                varied: Varied::Chance(item, HypothesisId::new(h)),
                low: at(0),
                high: at(2),
            });
        }
        if let Some(lower) = a_grade_lower(case, report) {
            let (low, high) = (belief(&middles, Some((r, lower))), belief(&middles, None));
            swings.push(Swing {
                varied: Varied::Grade(item),
                low,
                high,
            });
        }
    }
    swings.sort_by(|a, b| (b.high - b.low).abs().total_cmp(&(a.high - a.low).abs()));
    swings
}

/// The middles of the priors with one of them changed; those left open share what the others leave.
fn with_prior(case: &Case, h: usize, prior: f64) -> Vec<f64> {
    let mut priors: Vec<f64> = case.priors.iter().map(|prior| prior[1]).collect();
    priors[h] = prior;
    let open = case.open.iter().filter(|open| **open).count();
    let given: f64 = priors
        .iter()
        .zip(&case.open)
        .filter(|(_, open)| !**open)
        .map(|(prior, _)| prior)
        .sum();
    let rest = (1.0 - given).max(0.0) / open.max(1) as f64;
    priors
        .iter_mut()
        .zip(&case.open)
        .filter(|(_, open)| **open)
        .for_each(|(prior, _)| *prior = rest);
    priors
}

/// The logarithms of a report's chances with its credibility one step down; `None` without a grade or at the lowest.
fn a_grade_lower(case: &Case, report: &Report) -> Option<Vec<f64>> {
    let item = report.weighed.item;
    let grade = case.dossier.evidence[item.idx()]
        .grade
        .filter(|grade| grade.credibility < 5)?;
    let weights = &case.dossier.weighing.weights;
    let lower = super::report_chance(
        weights,
        Grade {
            credibility: grade.credibility + 1,
            ..grade
        },
    );
    let bears = &case
        .dossier
        .weighing
        .items
        .iter()
        .find(|(id, _)| *id == item)?
        .1;
    let (_, ln) = reported(
        weights,
        bears,
        case.n_hypotheses(),
        Some(lower),
        report.weighed.share,
    );
    Some(row(&ln, Point::Middle))
}

pub(super) fn lookouts(case: &Case) -> Vec<Lookout> {
    let now = case.posterior(Point::Middle);
    if now.iter().any(|belief| belief.is_nan()) {
        return vec![];
    }
    let weights = &case.dossier.weighing.weights;
    let mut lookouts: Vec<Lookout> = case
        .dossier
        .weighing
        .indicators
        .iter()
        .enumerate()
        .map(|(indicator, it)| {
            let (_, ln) = reported(weights, &it.bears, now.len(), None, 1.0);
            let seen: Vec<f64> = row(&ln, Point::Middle).iter().map(|ln| ln.exp()).collect();
            let chance: f64 = now
                .iter()
                .zip(&seen)
                .map(|(belief, seen)| belief * seen)
                .sum();
            let given = |chances: &dyn Fn(f64) -> f64, of: f64| -> Vec<f64> {
                if of <= 0.0 {
                    no_posterior(now.len())
                } else {
                    now.iter()
                        .zip(&seen)
                        .map(|(belief, seen)| belief * chances(*seen) / of)
                        .collect()
                }
            };
            let (if_seen, if_not) = (
                given(&|seen| seen, chance),
                given(&|seen| 1.0 - seen, 1.0 - chance),
            );
            let bits =
                (entropy(&now) - chance * entropy(&if_seen) - (1.0 - chance) * entropy(&if_not))
                    .max(0.0);
            Lookout {
                indicator,
                chance,
                if_seen,
                if_not,
                bits,
            }
        })
        .collect();
    lookouts.sort_by(|a, b| b.bits.total_cmp(&a.bits));
    lookouts
}

fn entropy(beliefs: &[f64]) -> f64 {
    -beliefs
        .iter()
        .filter(|belief| **belief > 0.0)
        .map(|belief| belief * belief.log2())
        .sum::<f64>()
}
