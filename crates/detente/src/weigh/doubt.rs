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

use super::belief::{Case, Report, reported, root, ruled_out, scaled};
use super::scores;
use crate::model::{Dossier, EvidenceId, Grade, HypothesisId};

/// What the answer would be without some evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The item that is left out, or the origin.
    pub item: EvidenceId,
    /// Whether its copies are left out with it.
    pub with_copies: bool,
    /// The beliefs then.
    pub after: Vec<f64>,
    /// The ranks by weighted inconsistency then.
    pub ranks: Vec<usize>,
    /// Whether another hypothesis would lead.
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
    /// The belief in the leading hypothesis at the number's lower end.
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
    /// The beliefs if it is seen.
    pub if_seen: Vec<f64>,
    /// The beliefs if it is not.
    pub if_not: Vec<f64>,
    /// The expected fall of entropy, in bits.
    pub bits: f64,
}

/// The belief in the leading hypothesis from priors, and from what replaces the logarithm of an item for a hypothesis.
type Believed<'a> = dyn Fn(&[f64], &dyn Fn(usize, usize) -> Option<f64>) -> f64 + 'a;

fn lead(beliefs: &[f64]) -> usize {
    (0..beliefs.len()).fold(0, |best, h| if beliefs[h] > beliefs[best] { h } else { best })
}

pub(super) fn without(dossier: &Dossier, left_out: &[EvidenceId]) -> Vec<Change> {
    let full = Case::new(dossier, left_out);
    let leading = lead(&full.posterior(|_| 1));
    let mut changes = vec![];
    let mut origins: Vec<EvidenceId> = vec![];
    for report in &full.reports {
        let (item, origin) = (report.weighed.item, report.weighed.origin);
        changes.push(change(dossier, left_out, &[item], item, report, leading));
        let copies: Vec<EvidenceId> =
            full.reports.iter().map(|other| other.weighed.item).filter(|other| root(dossier, *other) == origin).collect();
        if copies.len() > 1 && !origins.contains(&origin) {
            origins.push(origin);
            changes.push(Change { with_copies: true, ..change(dossier, left_out, &copies, origin, report, leading) });
        }
    }
    changes
}

fn change(dossier: &Dossier, left_out: &[EvidenceId], more: &[EvidenceId], item: EvidenceId, report: &Report, leading: usize) -> Change {
    let left_out: Vec<EvidenceId> = left_out.iter().chain(more).copied().collect();
    let after = Case::new(dossier, &left_out).posterior(|_| 1);
    let ranks = scores::scores(dossier, &left_out).iter().map(|score| score.rank).collect();
    let turns = lead(&after) != leading;
    Change { item, with_copies: false, after, ranks, turns, rules_out: ruled_out(report).collect() }
}

pub(super) fn swings(case: &Case) -> Vec<Swing> {
    let leading = lead(&case.posterior(|_| 1));
    let belief = |priors: &[f64], change: &dyn Fn(usize, usize) -> Option<f64>| {
        let sums: Vec<f64> = (0..case.n_hypotheses())
            .map(|h| priors[h].ln() + (0..case.reports.len()).map(|r| change(r, h).unwrap_or(case.reports[r].ln[h][1])).sum::<f64>())
            .collect();
        scaled(&sums)[leading]
    };
    let middles: Vec<f64> = case.priors.iter().map(|prior| prior[1]).collect();
    let mut swings = vec![];
    for (h, prior) in case.priors.iter().enumerate().filter(|(_, prior)| prior[0] < prior[2]) {
        let at = |end: usize| {
            let mut priors = middles.clone();
            priors[h] = prior[end];
            belief(&priors, &|_, _| None)
        };
        swings.push(Swing { varied: Varied::Prior(HypothesisId::new(h)), low: at(0), high: at(2) });
    }
    for (r, report) in case.reports.iter().enumerate() {
        for (h, span) in report.ln.iter().enumerate().filter(|(_, span)| span[0] < span[2]) {
            let at = |end: usize| belief(&middles, &|other, g| (other == r && g == h).then_some(span[end]));
            swings.push(Swing { varied: Varied::Chance(report.weighed.item, HypothesisId::new(h)), low: at(0), high: at(2) });
        }
        swings.extend(grade_swing(case, r, report, &middles, &belief));
    }
    swings.sort_by(|a, b| (b.high - b.low).abs().total_cmp(&(a.high - a.low).abs()));
    swings
}

/// The belief with the credibility of an item one step down, and as it is.
fn grade_swing(case: &Case, r: usize, report: &Report, middles: &[f64], belief: &Believed<'_>) -> Option<Swing> {
    let item = report.weighed.item;
    let grade = case.dossier.evidence[item.idx()].grade.filter(|grade| grade.credibility < 5)?;
    let weights = &case.dossier.weighing.weights;
    let lower = super::report_chance(weights, Grade { credibility: grade.credibility + 1, ..grade });
    let bears = &case.dossier.weighing.items.iter().find(|(id, _)| *id == item)?.1;
    let (_, ln) = reported(weights, bears, case.n_hypotheses(), Some(lower), report.weighed.share);
    let low = belief(middles, &|other, h| (other == r).then_some(ln[h][1]));
    Some(Swing { varied: Varied::Grade(item), low, high: belief(middles, &|_, _| None) })
}

pub(super) fn lookouts(case: &Case) -> Vec<Lookout> {
    let now = case.posterior(|_| 1);
    let weights = &case.dossier.weighing.weights;
    let mut lookouts: Vec<Lookout> = case
        .dossier
        .weighing
        .indicators
        .iter()
        .enumerate()
        .map(|(indicator, it)| {
            let (_, ln) = reported(weights, &it.bears, now.len(), None, 1.0);
            let seen: Vec<f64> = ln.iter().map(|span| span[1].exp()).collect();
            let chance: f64 = now.iter().zip(&seen).map(|(belief, seen)| belief * seen).sum();
            let given = |chances: &dyn Fn(f64) -> f64, of: f64| -> Vec<f64> {
                if of <= 0.0 { now.clone() } else { now.iter().zip(&seen).map(|(belief, seen)| belief * chances(*seen) / of).collect() }
            };
            let (if_seen, if_not) = (given(&|seen| seen, chance), given(&|seen| 1.0 - seen, 1.0 - chance));
            let bits = (entropy(&now) - chance * entropy(&if_seen) - (1.0 - chance) * entropy(&if_not)).max(0.0);
            Lookout { indicator, chance, if_seen, if_not, bits }
        })
        .collect();
    lookouts.sort_by(|a, b| b.bits.total_cmp(&a.bits));
    lookouts
}

fn entropy(beliefs: &[f64]) -> f64 {
    -beliefs.iter().filter(|belief| **belief > 0.0).map(|belief| belief * belief.log2()).sum::<f64>()
}
