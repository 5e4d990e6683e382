//! The obstacle: where no plan holds, who would walk away when, and what alone would change that.
//!
//! # Definition
//! The proof that no plan holds puts weights on deviations: who would walk away, and when. A party's patience, bond, detection or stakes
//! remove the obstacle when, changed alone, they leave a plan that holds.
//! # Algorithm
//! A party that cannot deviate is one whose violations are seen at once and cost it more than it could gain. The rest are searches for the
//! least value of one number, see [`Least`].
//! # Complexity
//! One program per party, and a handful per party and remedy.
//! # Validity
//! A remedy of one number may be out of reach while two numbers moved a little would do; the bonds with the least sum say how far
//! that is.
//! # References
//! None: the remedies are this program's own.

use super::reach::{self, Enough, Short};
use super::thresholds::{Outcome, Probe, bound};
use super::{Least, Proof, Thresholds};
use crate::model::{Deal, PartyId, Tail};

/// What stands in the way of every plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Obstacle {
    /// Whether no schedule would do even if nobody could deviate: the physical limits, or a guarantor, forbid it alone.
    /// Then `alone` and `remedies` are empty.
    pub physical: bool,
    /// The targets that the physical limits do not let be complete in time; empty where they do.
    pub short: Vec<Short>,
    /// Where targets are short: the number of phases with which they need not be, and whether a plan holds then; `None` where there is no such
    /// number, or it was not found out.
    pub longer: Option<(usize, bool)>,
    /// Who would walk away in which phase, the heaviest in the proof first; the weights sum to 1 unless the proof names nobody.
    pub walks: Vec<Walk>,
    /// The parties of whom each, if it alone could not deviate, would leave a plan that holds.
    pub alone: Vec<PartyId>,
    /// One per party that the proof names, in the order of their weight in it.
    pub remedies: Vec<Remedy>,
    /// The bonds with the least sum with which some plan holds, by party, on top of the deal's own; `None` where none are enough or a
    /// measure is whole or nothing.
    pub bonds: Option<Vec<f64>>,
}

/// A party that would walk away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Walk {
    /// Who.
    pub party: PartyId,
    /// In which phase.
    pub phase: usize,
    /// Its share of the proof's weight on deviations.
    pub weight: f64,
}

/// What alone would remove the obstacle, in the numbers of one party.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Remedy {
    /// Whose numbers.
    pub party: PartyId,
    /// The least patience, above the party's own and at most [`PATIENCE_MAX`].
    pub patience: Least,
    /// The least bond, above the party's own.
    pub bond: Least,
    /// The least common factor, above 1, on the chances that violations of its undertakings are seen, each capped at 1.
    pub factor: Least,
    /// The least common factor, above 1, on what the others' undertakings are worth to it, per phase and once.
    pub stakes: Least,
}

/// The greatest patience that is tried: next to 1 the worth of the far future outgrows what can be computed.
pub const PATIENCE_MAX: f64 = 0.999;

/// What stands in the way of a deal, with the proof that no plan holds, and the thresholds where they are known.
///
/// `None` when the watch stopped the work before the first question was answered.
pub(super) fn obstacle(
    probe: &mut Probe<'_>,
    deal: &Deal,
    proof: &Proof,
    thresholds: Option<&Thresholds>,
) -> Option<Obstacle> {
    let deal = &Deal {
        phases: proof.phases,
        ..deal.clone()
    };
    let walks = walks(proof);
    let everybody = deal
        .party_ids()
        .fold(deal.clone(), |deal, party| bound(&deal, party));
    // With a geometric tail targets need never be complete.
    let short = match deal.tail {
        Tail::Constant => reach::short(deal),
        Tail::Geometric => vec![],
    };
    let physical = !short.is_empty()
        || match probe.ask(&everybody) {
            Outcome::Holds => false,
            Outcome::None(_) => true,
            Outcome::Unknown => return None,
        };
    if physical {
        return Some(Obstacle {
            physical,
            longer: longer(probe, deal, &short),
            short,
            walks,
            alone: vec![],
            remedies: vec![],
            bonds: None,
        });
    }
    let with_own: Vec<PartyId> = deal
        .party_ids()
        .filter(|party| !deal.own(*party).is_empty())
        .collect();
    let alone = with_own
        .into_iter()
        .filter(|party| matches!(probe.ask(&bound(deal, *party)), Outcome::Holds))
        .collect();
    let mut named: Vec<(PartyId, f64)> = vec![];
    for walk in &walks {
        match named.iter_mut().find(|(party, _)| *party == walk.party) {
            Some((_, weight)) => *weight += walk.weight,
            None => named.push((walk.party, walk.weight)),
        }
    }
    named.sort_by(|a, b| b.1.total_cmp(&a.1));
    let remedies = named
        .into_iter()
        .map(|(party, _)| remedy(probe, deal, party, thresholds))
        .collect();
    let is_bonded = deal.parties.iter().any(|party| party.bond > 0.0);
    let bonds = match thresholds {
        Some(known) if !is_bonded => known.bonds.clone(),
        _ => probe.least_bonds(deal),
    };
    Some(Obstacle {
        physical,
        short: vec![],
        longer: None,
        walks,
        alone,
        remedies,
        bonds,
    })
}

/// With more phases than this nobody looks for a plan.
const PHASES_MAX: usize = 60;

/// The number of phases with which no target is short, and whether a plan holds then.
fn longer(probe: &mut Probe<'_>, deal: &Deal, short: &[Short]) -> Option<(usize, bool)> {
    let phases = match short.iter().map(|it| it.enough).max()? {
        Enough::Phases(phases) if phases <= PHASES_MAX => phases,
        _ => return None,
    };
    let longer = Deal {
        phases,
        ..deal.clone()
    };
    match probe.ask(&longer) {
        Outcome::Holds => Some((phases, true)),
        Outcome::None(_) => Some((phases, false)),
        Outcome::Unknown => None,
    }
}

/// Who would walk away when: the proof's weights by party and phase.
fn walks(proof: &Proof) -> Vec<Walk> {
    let total: f64 = proof.deviations.iter().map(|(_, weight)| weight).sum();
    let mut walks: Vec<Walk> = vec![];
    for (deviation, weight) in &proof.deviations {
        let (party, phase, weight) = (deviation.party, deviation.phase(), weight / total);
        match walks
            .iter_mut()
            .find(|walk| (walk.party, walk.phase) == (party, phase))
        {
            Some(walk) => walk.weight += weight,
            None => walks.push(Walk {
                party,
                phase,
                weight,
            }),
        }
    }
    walks.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then((a.party, a.phase).cmp(&(b.party, b.phase)))
    });
    walks
}

/// What of one party's numbers alone would remove the obstacle.
fn remedy(
    probe: &mut Probe<'_>,
    deal: &Deal,
    party: PartyId,
    thresholds: Option<&Thresholds>,
) -> Remedy {
    let own = deal.own(party);
    let it = deal.parties[party.idx()];
    let known = thresholds
        .filter(|_| it.bond == 0.0)
        .and_then(|known| known.bond[party.idx()]);
    let bond = known.unwrap_or_else(|| probe.least_bond(deal, party, it.bond));
    let known = thresholds.and_then(|known| known.factor[party.idx()]);
    let factor = known
        .or_else(|| probe.least_factor(deal, &own, false))
        .unwrap_or(Least::Never);
    let patience = probe.least(it.patience, PATIENCE_MAX.max(it.patience), &|patience| {
        let mut deal = deal.clone();
        deal.parties[party.idx()].patience = patience;
        deal
    });
    let stakes = match thresholds.and_then(|known| {
        known
            .relief
            .iter()
            .find(|relief| relief.owner == party)?
            .factor
    }) {
        Some(known) => known,
        None => probe.least_stakes(deal, party),
    };
    Remedy {
        party,
        patience,
        bond,
        factor,
        stakes,
    }
}
