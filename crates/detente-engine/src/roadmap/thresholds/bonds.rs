//! The least bonds with which some plan holds.
//!
//! # Definition
//! For one party the smallest bond, every other number as it stands; for all parties together the bonds with the smallest sum.
//! # Algorithm
//! A bond enters the program linearly. Each proof that no plan holds is a linear demand on the bonds (Benders' decomposition); the least
//! bonds that meet all demands so far are tried next, until a plan holds.
//! # Complexity
//! One program per demand; there are finitely many, and in practice few.
//! # Validity
//! Exact up to the solver's tolerance where every measure is divisible. With whole-or-nothing measures a proof by exhaustion is no
//! demand; the bond of one party is then found by halving, and no sum is given.
//! # References
//! None: the demands are those of the proofs.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};

use super::certificate::{BondCut, bond_cut, is_plain};
use super::least::{Least, Outcome, Probe};
use crate::model::{Deal, PartyId};

/// The most demands that are collected.
const CUTS_MAX: usize = 100;

/// How far beyond the edge a bond is tried first, as a share of it or of 1, so that the program there is not empty by rounding.
const DISTANCE: f64 = 1e-9;

/// The distance beyond which doubtful programs end a search.
const DISTANCE_MAX: f64 = 1e-5;

/// How many times the bond that forbids every deviation seen at once is tried for deviations that may not be seen.
const BOND_MAX: f64 = 100.0;

/// What a unit of a bond must count for in a demand, as a share of the largest, for the bond to help.
const COUNTS: f64 = 1e-11;

/// The bond of a party that would forfeit more than it can gain by any deviation.
pub(crate) fn prohibitive(deal: &Deal, party: PartyId) -> f64 {
    let patience = deal.parties[party.idx()].patience;
    let stakes: f64 = deal
        .undertakings
        .iter()
        .map(|it| {
            it.flow[party.idx()].abs() / (1.0 - patience)
                + it.once[party.idx()].abs()
                + it.undo_cost
        })
        .sum();
    // A response one phase later is worth `patience` times as much; the rest is distance.
    4.0 * stakes.max(1.0) / patience
}

/// The deal in which a party cannot deviate with profit: whatever it does is seen at once and costs it a prohibitive bond.
pub(crate) fn bound(deal: &Deal, party: PartyId) -> Deal {
    let mut bound = deal.clone();
    bound.parties[party.idx()].bond = prohibitive(deal, party);
    for it in bound.undertakings.iter_mut().filter(|it| it.owner == party) {
        it.withhold.chance = 1.0;
        it.withhold.lag = 1;
        it.reverse = it.withhold;
    }
    bound
}

impl Probe<'_> {
    /// The least bond of a party, from `from` up, with which some plan holds.
    pub(crate) fn least_bond(&mut self, deal: &Deal, party: PartyId, from: f64) -> Least {
        let at = |bond: f64| {
            let mut deal = deal.clone();
            deal.parties[party.idx()].bond = bond;
            deal
        };
        let (mut bond, mut distance) = (from, DISTANCE);
        for _ in 0..CUTS_MAX {
            let here = at(bond);
            match self.ask(&here) {
                Outcome::Holds => return Least::At(bond),
                // So close to the edge a program can be too ill-conditioned for an answer: keep more distance.
                Outcome::Unknown if !self.watch.is_stopped() && distance < DISTANCE_MAX => {
                    distance *= 10.0;
                    bond += distance * bond.max(1.0);
                }
                Outcome::Unknown => return Least::Unknown,
                Outcome::None(proof) if proof.relaxed && is_plain(deal) => {
                    let cut = bond_cut(&here, &proof);
                    match bond_for(&cut, &here, party) {
                        Some(more) => bond = more.max(bond) + DISTANCE * more.max(1.0),
                        None => return Least::Never,
                    }
                }
                Outcome::None(_) => {
                    return self.least(bond, BOND_MAX * prohibitive(deal, party), &at);
                }
            }
        }
        Least::Unknown
    }

    /// The bonds with the least sum with which some plan holds, on top of those of the deal.
    pub(crate) fn least_bonds(&mut self, deal: &Deal) -> Option<Vec<f64>> {
        let mut cuts: Vec<BondCut> = vec![];
        let (mut more, mut distance) = (vec![0.0; deal.parties.len()], DISTANCE);
        for _ in 0..CUTS_MAX {
            let mut bonded = deal.clone();
            bonded
                .parties
                .iter_mut()
                .zip(&more)
                .for_each(|(party, more)| party.bond += more);
            match self.ask(&bonded) {
                Outcome::Holds => return Some(more),
                Outcome::None(proof) if proof.relaxed && is_plain(deal) => {
                    let mut cut = bond_cut(&bonded, &proof);
                    // The demand is on all bonds; what the deal's own bonds meet of it is no longer asked for.
                    cut.demand -= cut
                        .factor
                        .iter()
                        .zip(&deal.parties)
                        .map(|(factor, party)| factor * party.bond)
                        .sum::<f64>();
                    cuts.push(cut);
                    more = least_sum(&cuts)?;
                }
                Outcome::Unknown if !self.watch.is_stopped() && distance < DISTANCE_MAX => {
                    distance *= 10.0;
                    more.iter_mut().for_each(|more| *more *= 1.0 + distance);
                }
                Outcome::None(_) | Outcome::Unknown => return None,
            }
        }
        None
    }
}

/// The bond of one party that meets a demand, those of the others as they are; `None` when its bond does not count.
fn bond_for(cut: &BondCut, deal: &Deal, party: PartyId) -> Option<f64> {
    let own = cut.factor[party.idx()];
    let others: f64 = cut
        .factor
        .iter()
        .zip(&deal.parties)
        .map(|(factor, it)| factor * it.bond)
        .sum::<f64>()
        - own * deal.parties[party.idx()].bond;
    (own > COUNTS).then(|| (cut.demand - others) / own)
}

/// The least sum that meets every demand; `None` when none does.
fn least_sum(cuts: &[BondCut]) -> Option<Vec<f64>> {
    let n_parties = cuts.first()?.factor.len();
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let bonds: Vec<_> = (0..n_parties)
        .map(|_| problem.add_var(1.0, (0.0, f64::INFINITY)))
        .collect();
    for cut in cuts {
        let counts = bonds
            .iter()
            .zip(&cut.factor)
            .filter(|(_, factor)| **factor > COUNTS)
            .map(|(bond, factor)| (*bond, *factor));
        problem.add_constraint(counts.collect::<Vec<_>>(), ComparisonOp::Ge, cut.demand);
    }
    let SolveOutcome::Solution(solution) = problem.solve().ok()? else {
        return None;
    };
    Some(
        bonds
            .iter()
            .map(|bond| solution.var_value(*bond))
            .map(|bond| {
                if bond > 0.0 {
                    bond + DISTANCE * bond.max(1.0)
                } else {
                    0.0
                }
            })
            .collect(),
    )
}
