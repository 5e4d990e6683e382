//! Ranges: whether the plan found at the middle of every range still holds over the ranges.

use super::Plan;
use super::standing::{Standing, standing};
use crate::model::{CommitmentId, Deal, Estimate, PartyId, Roadmap, Variant};
use crate::space::Watch;

/// How a plan stands over the ranges of its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranges {
    /// The number of draws.
    pub n_draws: usize,
    /// The draws in which the plan still holds.
    pub n_held: usize,
    /// By party: the draws in which that party does not gain by any deviation, and keeps its promises.
    pub held_by: Vec<usize>,
    /// The draws in which the schedule breaks a physical limit, such as a largest step.
    pub n_unphysical: usize,
    /// The seed of the draws.
    pub seed: u64,
    /// Each number that is a range, its worse end alone, all others at their middle; the greatest loss of slack first.
    pub ends: Vec<End>,
}

impl Ranges {
    /// The share of the draws in which the plan still holds.
    pub fn robust_share(&self) -> f64 {
        self.n_held as f64 / self.n_draws.max(1) as f64
    }
}

/// The worse end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// Which number.
    pub number: Number,
    /// Its value at that end.
    pub value: f64,
    /// By how much the smallest slack falls from the middle to that end; not negative.
    pub lost: f64,
    /// The smallest slack there.
    pub slack: f64,
    /// Whose slack that is.
    pub party: PartyId,
    /// Whether the plan holds there.
    pub holds: bool,
}

/// A number of a roadmap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Number {
    /// The chance of a false alarm.
    FalseAlarm,
    /// A party's patience.
    Patience(PartyId),
    /// A party's weight.
    Weight(PartyId),
    /// A party's bond.
    Bond(PartyId),
    /// What a measure is worth to a party per phase.
    PerPhase(CommitmentId, PartyId),
    /// What a measure is worth to a party once.
    Once(CommitmentId, PartyId),
    /// The share of a measure that cannot be undone.
    Irreversible(CommitmentId),
    /// What undoing a measure costs.
    UndoCost(CommitmentId),
    /// How much of a measure is in force today.
    Start(CommitmentId),
    /// The most by which a measure may advance in a phase.
    MaxStep(CommitmentId),
    /// The chance that withholding a measure is seen.
    Withhold(CommitmentId),
    /// The chance that reversing a measure is seen.
    Reverse(CommitmentId),
    /// What the promise at this position pays.
    Pays(usize),
    /// What the promise at this position costs its guarantor.
    Costs(usize),
}

impl Number {
    /// Every number of a roadmap, in the order in which [`Deal::with`] picks them.
    pub fn all(roadmap: &Roadmap) -> Vec<(Self, Estimate)> {
        let mut numbers = vec![(Self::FalseAlarm, roadmap.false_alarm)];
        for (idx, it) in roadmap.stakes.iter().enumerate() {
            let id = PartyId::new(idx);
            numbers.extend([
                (Self::Patience(id), it.patience),
                (Self::Weight(id), it.weight),
                (Self::Bond(id), it.bond),
            ]);
        }
        for (idx, it) in roadmap.commitments.iter().enumerate() {
            let id = CommitmentId::new(idx);
            numbers.extend(
                it.per_phase
                    .iter()
                    .map(|(party, worth)| (Self::PerPhase(id, *party), *worth)),
            );
            numbers.extend(
                it.once
                    .iter()
                    .map(|(party, worth)| (Self::Once(id, *party), *worth)),
            );
            numbers.extend([
                (Self::Irreversible(id), it.irreversible),
                (Self::UndoCost(id), it.undo_cost),
                (Self::Start(id), it.start),
                (Self::MaxStep(id), it.max_step),
                (Self::Withhold(id), it.withhold.detect),
                (Self::Reverse(id), it.reverse.detect),
            ]);
        }
        for (position, it) in roadmap.assurances.iter().enumerate() {
            numbers.extend([
                (Self::Pays(position), it.pays),
                (Self::Costs(position), it.costs),
            ]);
        }
        numbers
    }
}

/// The deal of a roadmap with each number at a share of the way through its range, the shares in the order of [`Number::all`].
fn deal_at(roadmap: &Roadmap, variant: Option<&Variant>, shares: &[f64]) -> Deal {
    let mut shares = shares.iter();
    Deal::with(roadmap, variant, &mut |estimate| {
        estimate.at(shares.next().copied().unwrap_or(0.5))
    })
}

/// A generator of random numbers: `SplitMix64` (after Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `n`; the bias is below `n / 2^64`.
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// A number from 0 to below 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// One share per draw such that each of `n` equal parts of the range is drawn from once: a column of a Latin hypercube
/// (after `McKay`, Beckman and Conover 1979).
fn column(random: &mut Random, n: usize) -> Vec<f64> {
    let mut parts: Vec<usize> = (0..n).collect();
    for idx in (1..n).rev() {
        parts.swap(idx, random.below(idx + 1));
    }
    parts
        .into_iter()
        .map(|part| (part as f64 + random.share()) / n as f64)
        .collect()
}

/// The seed of the draws.
const SEED: u64 = 1;

/// How the plan found at the middle of every range stands over the ranges.
///
/// The ranges are drawn from independently of each other, each evenly. Complexity: every deviation once per draw and per end of a
/// range. A watch that stops leaves the draws and ends that were done by then.
pub(super) fn ranges(
    roadmap: &Roadmap,
    variant: Option<&Variant>,
    plan: &Plan,
    draws: usize,
    watch: &Watch,
) -> Ranges {
    let numbers = Number::all(roadmap);
    let varied: Vec<usize> = (0..numbers.len())
        .filter(|idx| numbers[*idx].1.is_range())
        .collect();
    let stand = |shares: &[f64]| {
        standing(
            &Deal {
                phases: plan.phases,
                ..deal_at(roadmap, variant, shares)
            },
            &plan.schedule,
        )
    };
    let middle = vec![0.5; numbers.len()];
    let ends = ends(&numbers, &varied, &middle, &stand, watch);
    let mut random = Random(SEED);
    let columns: Vec<Vec<f64>> = varied.iter().map(|_| column(&mut random, draws)).collect();
    let mut found = Ranges {
        n_draws: 0,
        n_held: 0,
        held_by: vec![0; roadmap.stakes.len()],
        n_unphysical: 0,
        seed: SEED,
        ends,
    };
    for draw in 0..draws {
        if watch.is_stopped() {
            break;
        }
        let mut shares = middle.clone();
        varied
            .iter()
            .zip(&columns)
            .for_each(|(idx, column)| shares[*idx] = column[draw]);
        let standing = stand(&shares);
        found.n_draws += 1;
        found.n_held += usize::from(standing.holds());
        found.n_unphysical += usize::from(!standing.is_allowed);
        found
            .held_by
            .iter_mut()
            .zip(standing.kept())
            .for_each(|(count, is_held)| *count += usize::from(is_held));
    }
    found
}

/// The worse end of each range, all other numbers at their middle; the greatest loss of slack first.
fn ends(
    numbers: &[(Number, Estimate)],
    varied: &[usize],
    middle: &[f64],
    stand: &dyn Fn(&[f64]) -> Standing,
    watch: &Watch,
) -> Vec<End> {
    let before = stand(middle).tightest().1;
    let mut ends: Vec<End> = vec![];
    for idx in varied.iter().take_while(|_| !watch.is_stopped()) {
        let end = |share: f64| {
            let mut shares = middle.to_vec();
            shares[*idx] = share;
            let standing = stand(&shares);
            let (party, slack) = standing.tightest();
            let (number, estimate) = numbers[*idx];
            let lost = (before - slack).max(0.0);
            End {
                number,
                value: estimate.at(share),
                lost,
                slack,
                party: PartyId::new(party),
                holds: standing.holds(),
            }
        };
        let (low, high) = (end(0.0), end(1.0));
        ends.push(if (low.holds, low.slack) <= (high.holds, high.slack) {
            low
        } else {
            high
        });
    }
    ends.sort_by(|a, b| a.holds.cmp(&b.holds).then(b.lost.total_cmp(&a.lost)));
    ends
}
