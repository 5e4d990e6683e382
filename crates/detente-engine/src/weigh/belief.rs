//! Belief in rival hypotheses, by Bayes' rule, with the grades of the sources.
//!
//! # Definition
//! Let `p_h` be the prior of hypothesis `h`, and `l_h` the chance of what an item says if `h` holds. A report is right with the
//! chance `q = r·c + (1 − r)/2`, where `r` is the trust in its source and `c` the credibility of its content; so the report itself has the
//! chance `q·l_h + (1 − q)(1 − l_h)`. An item without a grade is taken as given: `q = 1`. Copies of one origin are `n` reports that count as
//! `1 + (n − 1)(1 − ρ)`. The posterior of `h` is proportional to `p_h` times the product of the reports' chances.
//! # Algorithm
//! Sums of logarithms. A hypothesis that an item says nothing about gets the geometric mean of its chances under the others, so that the item
//! does not move it against them. The posterior of `h` is least when every number of `h` is at its least and every number of the others at
//! its most; a mean follows the chances it is taken of. Hypotheses without a prior share what the others leave, from when those are at their most
//! to when they are at their least.
//! # Complexity
//! `O(n·h)` for `n` items and `h` hypotheses; `O(n·h²)` for the intervals.
//! # Validity
//! Items of different origin are taken to be independent given the hypothesis. A chance of 0 rules a hypothesis out for good. Where every
//! hypothesis is ruled out, or an item is impossible under each of them, no posterior exists, and NaN stands in its place; an interval of
//! belief leaves such points of the ranges out. The ends of an interval are reached where every item
//! bears on every hypothesis and at most one prior is left open beside one range; elsewhere the interval may be wider than need be, never narrower.
//! # References
//! Heuer (1999), for the matrix and its example; the reading of grades is this program's own, since nobody gives official numbers. Not at hand.

use crate::model::{
    Bearing, Dossier, Estimate, EvidenceId, Grade, HypothesisId, Likelihood, Weights,
};

/// How credible a hypothesis is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief {
    /// Before the evidence; over all hypotheses these add up to 1.
    pub before: f64,
    /// After it; over all hypotheses these add up to 1. NaN, as the next two, where no posterior exists.
    pub after: f64,
    /// The least after it, over all ranges.
    pub least: f64,
    /// The most after it, over all ranges.
    pub most: f64,
}

/// An item as it enters.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The item.
    pub item: EvidenceId,
    /// The item at the beginning of its chain of origins; itself when it copies nothing.
    pub origin: EvidenceId,
    /// What it says about each hypothesis; `None` where it says nothing.
    pub chances: Vec<Option<f64>>,
    /// The chance that the report is right; `None` when the item has no grade and is taken as given.
    pub right: Option<f64>,
    /// As how many independent reports it counts: 1, or a share of its origin.
    pub share: f64,
    /// The greatest likelihood ratio between two hypotheses, grades and copies counted; 1 means that it tells nothing, infinite that it
    /// rules one out.
    pub ratio: f64,
}

/// Three numbers of one quantity: least, middle, most.
type Span3 = [f64; 3];

/// The chance that a report of this grade is right.
pub fn report_chance(weights: &Weights, grade: Grade) -> f64 {
    let trust = weights.trust[(grade.reliability as u8 - b'A') as usize];
    let credible = weights.credibility[usize::from(grade.credibility) - 1];
    trust * credible + (1.0 - trust) / 2.0
}

/// The odds after an item from the odds before it, and the chances of the item under the two hypotheses.
pub fn posterior_odds(odds: f64, chance: f64, chance_of_rival: f64) -> f64 {
    odds * chance / chance_of_rival
}

/// Where in the ranges a posterior is taken.
#[derive(Clone, Copy, Debug)]
pub(super) enum Point {
    /// Every number at its middle.
    Middle,
    /// The numbers of one hypothesis at their least, and those of the others at their most.
    Least(usize),
    /// The numbers of one hypothesis at their most, and those of the others at their least.
    Most(usize),
}

impl Point {
    /// Which of least, middle and most the numbers of a hypothesis take.
    fn end(self, h: usize) -> usize {
        match self {
            Self::Middle => 1,
            Self::Least(own) if h == own => 0,
            Self::Most(own) if h != own => 0,
            Self::Least(_) | Self::Most(_) => 2,
        }
    }

    /// The same for a chance that enters a mean: the mean of the hypothesis itself goes to its own end.
    fn end_in_mean(self, h: usize, ln: &[Option<Span3>]) -> usize {
        match self {
            Self::Least(own) | Self::Most(own) if ln[own].is_none() => self.end(own),
            _ => self.end(h),
        }
    }
}

/// The numbers of one item for every hypothesis, in logarithms, scaled by how much it counts.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) weighed: Weighed,
    /// Per hypothesis, the logarithm of the chance of the report: least, middle, most; `None` where it says nothing.
    pub(super) ln: Vec<Option<Span3>>,
    /// Per hypothesis, whether the item is impossible under it: at its least, middle and most chance.
    nil: Vec<[bool; 3]>,
}

/// A dossier's hypotheses and items in numbers.
#[derive(Clone, Debug)]
pub(super) struct Case<'d> {
    pub(super) dossier: &'d Dossier,
    /// Least, middle and most of each prior, before scaling.
    pub(super) priors: Vec<Span3>,
    /// Which of them the author left open.
    pub(super) open: Vec<bool>,
    pub(super) reports: Vec<Report>,
}

impl<'d> Case<'d> {
    pub(super) fn new(dossier: &'d Dossier, without: &[EvidenceId]) -> Self {
        let given = &dossier.weighing;
        let used: Vec<&(EvidenceId, Vec<Bearing>)> = given
            .items
            .iter()
            .filter(|(item, _)| !without.contains(item))
            .collect();
        let origins: Vec<EvidenceId> = used.iter().map(|(item, _)| root(dossier, *item)).collect();
        let reports = used
            .iter()
            .zip(&origins)
            .map(|((item, bears), origin)| {
                let copies = origins.iter().filter(|other| *other == origin).count() as f64;
                let share = (1.0 + (copies - 1.0) * (1.0 - given.weights.dependence)) / copies;
                Report::new(dossier, *item, *origin, bears, share)
            })
            .collect();
        let open = given
            .hypotheses
            .iter()
            .map(|hypothesis| hypothesis.prior.is_none())
            .collect();
        Self {
            dossier,
            priors: priors(dossier),
            open,
            reports,
        }
    }

    pub(super) fn n_hypotheses(&self) -> usize {
        self.priors.len()
    }

    /// What the middles of the priors add up to, where that is not 1.
    pub(super) fn prior_sum(&self) -> Option<f64> {
        let sum: f64 = self.priors.iter().map(|prior| prior[1]).sum();
        ((sum - 1.0).abs() > 1e-9).then_some(sum)
    }

    pub(super) fn items(&self) -> Vec<Weighed> {
        self.reports
            .iter()
            .map(|report| report.weighed.clone())
            .collect()
    }

    pub(super) fn beliefs(&self) -> Vec<Belief> {
        let n = self.n_hypotheses();
        let before = scaled(
            &self
                .priors
                .iter()
                .map(|prior| prior[1].ln())
                .collect::<Vec<_>>(),
        );
        let after = self.posterior(Point::Middle);
        (0..n)
            .map(|own| {
                let at = |point: Point| self.posterior(point)[own];
                Belief {
                    before: before[own],
                    after: after[own],
                    least: at(Point::Least(own)),
                    most: at(Point::Most(own)),
                }
            })
            .collect()
    }

    /// The hypotheses that come out ahead of the leading one at some numbers from the ranges: with their own at their most, its own at their least.
    pub(super) fn contenders(&self, leading: usize) -> Vec<HypothesisId> {
        let ahead = |rival: usize| {
            let at = self.posterior(Point::Most(rival));
            at[rival] > at[leading]
        };
        (0..self.n_hypotheses())
            .filter(|rival| *rival != leading && ahead(*rival))
            .map(HypothesisId::new)
            .collect()
    }

    /// The posterior at a point of the ranges; NaN where none exists.
    pub(super) fn posterior(&self, point: Point) -> Vec<f64> {
        if self
            .reports
            .iter()
            .any(|report| report.is_impossible(|_| 2))
        {
            return no_posterior(self.n_hypotheses());
        }
        let sums = self.sums(point);
        if sums.iter().any(|sum| *sum > f64::NEG_INFINITY) {
            return scaled(&sums);
        }
        // Nothing is left at this very point, and perhaps something beside it.
        let at_most = |h: usize| self.sums(Point::Most(h))[h] > f64::NEG_INFINITY;
        let n = self.n_hypotheses();
        match point {
            Point::Least(own) if at_most(own) => {
                (0..n).map(|h| if h == own { 1.0 } else { 0.0 }).collect()
            }
            Point::Most(own) if (0..n).any(|h| h != own && at_most(h)) => {
                let others = 1.0 / (n as f64 - 1.0);
                (0..n)
                    .map(|h| if h == own { 0.0 } else { others })
                    .collect()
            }
            _ => no_posterior(n),
        }
    }

    /// The logarithms of the unscaled posterior at a point of the ranges.
    fn sums(&self, point: Point) -> Vec<f64> {
        let mut sums: Vec<f64> = self
            .priors
            .iter()
            .enumerate()
            .map(|(h, prior)| prior[point.end(h)].ln())
            .collect();
        for report in &self.reports {
            let row = row(&report.ln, point);
            sums.iter_mut().zip(row).for_each(|(sum, ln)| *sum += ln);
        }
        sums
    }

    /// The posterior from priors and one row of logarithms per report; NaN where every hypothesis is ruled out.
    pub(super) fn posterior_of(
        &self,
        priors: &[f64],
        rows: impl Iterator<Item = Vec<f64>>,
    ) -> Vec<f64> {
        let mut sums: Vec<f64> = priors.iter().map(|prior| prior.ln()).collect();
        for row in rows {
            sums.iter_mut().zip(row).for_each(|(sum, ln)| *sum += ln);
        }
        scaled(&sums)
    }
}

/// What stands in place of a posterior that does not exist.
pub(super) fn no_posterior(n_hypotheses: usize) -> Vec<f64> {
    vec![f64::NAN; n_hypotheses]
}

impl Report {
    fn new(
        dossier: &Dossier,
        item: EvidenceId,
        origin: EvidenceId,
        bears: &[Bearing],
        share: f64,
    ) -> Self {
        let weights = &dossier.weighing.weights;
        let right = dossier.evidence[item.idx()]
            .grade
            .map(|grade| report_chance(weights, grade));
        let (chances, ln) = reported(
            weights,
            bears,
            dossier.weighing.hypotheses.len(),
            right,
            share,
        );
        let ratio = ratio(&row(&ln, Point::Middle));
        let mut nil = vec![[false; 3]; dossier.weighing.hypotheses.len()];
        for bearing in bears {
            let chances = span_of(weights, bearing.likelihood);
            nil[bearing.hypothesis.idx()] = chances.map(|chance| chance <= 0.0);
        }
        Self {
            weighed: Weighed {
                item,
                origin,
                chances,
                right,
                share,
                ratio,
            },
            ln,
            nil,
        }
    }

    /// Whether the item is impossible under every hypothesis, each at one of least, middle and most.
    pub(super) fn is_impossible(&self, end: impl Fn(usize) -> usize) -> bool {
        self.nil.iter().enumerate().all(|(h, nil)| nil[end(h)])
    }
}

/// The logarithms of a report's chances for every hypothesis at a point of the ranges. What the report says nothing about gets the mean of the
/// others that it does not rule out, and so is not moved against them.
pub(super) fn row(ln: &[Option<Span3>], point: Point) -> Vec<f64> {
    row_at(ln, |h| point.end(h), |h| point.end_in_mean(h, ln))
}

/// The same where each hypothesis takes that of least, middle and most, and another one where it enters a mean.
pub(super) fn row_at(
    ln: &[Option<Span3>],
    end: impl Fn(usize) -> usize,
    end_in_mean: impl Fn(usize) -> usize,
) -> Vec<f64> {
    let possible = || {
        ln.iter()
            .enumerate()
            .filter_map(|(h, span)| Some((h, (*span)?)))
            .filter(|(_, span)| span[2] > f64::NEG_INFINITY)
    };
    let mean = possible()
        .map(|(h, span)| span[end_in_mean(h)])
        .sum::<f64>()
        / possible().count().max(1) as f64;
    ln.iter()
        .enumerate()
        .map(|(h, span)| span.map_or(mean, |span| span[end(h)]))
        .collect()
}

/// The chances that an item or indicator gives each hypothesis, and the logarithms of the chances of the report; `None` where it says nothing.
pub(super) fn reported(
    weights: &Weights,
    bears: &[Bearing],
    n_hypotheses: usize,
    right: Option<f64>,
    share: f64,
) -> (Vec<Option<f64>>, Vec<Option<Span3>>) {
    let right = right.unwrap_or(1.0);
    let mut chances = vec![None; n_hypotheses];
    let mut ln: Vec<Option<Span3>> = vec![None; n_hypotheses];
    for Bearing {
        hypothesis,
        likelihood,
    } in bears
    {
        let [low, middle, high] = span_of(weights, *likelihood);
        let report = |chance: f64| {
            (share * (right * chance + (1.0 - right) * (1.0 - chance)).ln()).max(f64::NEG_INFINITY)
        };
        let (a, b) = (report(low), report(high));
        chances[hypothesis.idx()] = Some(middle);
        ln[hypothesis.idx()] = Some([a.min(b), report(middle), a.max(b)]);
    }
    (chances, ln)
}

fn span_of(weights: &Weights, likelihood: Likelihood) -> Span3 {
    match likelihood {
        Likelihood::Sign(sign) => [weights.chance(sign); 3],
        Likelihood::Chance(chance) => ends(chance),
    }
}

pub(super) fn ends(estimate: Estimate) -> Span3 {
    [estimate.at(0.0), estimate.middle(), estimate.at(1.0)]
}

fn ratio(row: &[f64]) -> f64 {
    let (least, most) = row
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), ln| {
            (a.min(*ln), b.max(*ln))
        });
    if most == f64::NEG_INFINITY {
        1.0
    } else {
        (most - least).exp()
    }
}

/// The priors as given; hypotheses without one share what the others leave, equally.
fn priors(dossier: &Dossier) -> Vec<Span3> {
    let hypotheses = &dossier.weighing.hypotheses;
    let given = |end: usize| {
        hypotheses
            .iter()
            .filter_map(|hypothesis| hypothesis.prior)
            .map(|prior| ends(prior)[end])
            .sum::<f64>()
    };
    let open = hypotheses
        .iter()
        .filter(|hypothesis| hypothesis.prior.is_none())
        .count();
    let rest =
        [given(2), given(1), given(0)].map(|given| (1.0 - given).max(0.0) / open.max(1) as f64);
    hypotheses
        .iter()
        .map(|hypothesis| hypothesis.prior.map_or(rest, ends))
        .collect()
}

/// Numbers given by their logarithms, scaled to add up to 1; NaN where all are 0. What is not 0 does not become it by rounding, nor
/// what is not all of it 1.
pub(super) fn scaled(ln: &[f64]) -> Vec<f64> {
    let most = ln.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return no_posterior(ln.len());
    }
    let numbers: Vec<f64> = ln.iter().map(|ln| (ln - most).exp()).collect();
    let sum: f64 = numbers.iter().sum();
    let n_possible = ln.iter().filter(|ln| **ln > f64::NEG_INFINITY).count();
    let within = |number: f64, ln: f64| match ln {
        f64::NEG_INFINITY => 0.0,
        _ if n_possible == 1 => 1.0,
        _ => number.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0),
    };
    numbers
        .into_iter()
        .zip(ln)
        .map(|(number, ln)| within(number / sum, *ln))
        .collect()
}

/// The first of the chain of origins of an item. The reader has refused circles.
pub(super) fn root(dossier: &Dossier, item: EvidenceId) -> EvidenceId {
    let mut at = item;
    for _ in 0..dossier.evidence.len() {
        match dossier.evidence[at.idx()].origin {
            Some(origin) => at = origin,
            None => break,
        }
    }
    at
}

/// Which hypotheses an item rules out.
pub(super) fn ruled_out(report: &Report) -> impl Iterator<Item = HypothesisId> + '_ {
    report
        .ln
        .iter()
        .enumerate()
        .filter(|(_, span)| span.is_some_and(|span| span[1] == f64::NEG_INFINITY))
        .map(|(h, _)| HypothesisId::new(h))
}
