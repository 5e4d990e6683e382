//! Signals: could this one tell a sincere sender from a bluffing one?
//!
//! # Definition
//! *Talk* costs nothing; both kinds of sender send it, and it tells nothing. A *sunk* cost `k`, paid at once, tells them apart when being believed is worth
//! less than `k` to a bluffing sender and at least `k` to a sincere one. A *tied* hand, a cost `a` due on going back and being caught with chance
//! `c`, tells them apart when being believed is worth less than `a·c` to a bluffing sender.
//! Where a signal does not tell, a bluffing sender sends it with the chance `β = π(1 − t)/((1 − π)t)`, at most 1, that leaves an addressee who needs
//! the credence `t` just undecided; the credence after it is then `t`, or the prior `π` where `β = 1`.
//! # Algorithm
//! Over ranges, a condition holds always, in part of the ranges, or never.
//! # Complexity
//! Constant.
//! # Validity
//! The worths are the analyst's; without them nothing is said. Talk can inform where its consequences are costly, which this does not model.
//! # References
//! Spence (1973) and Fearon (1997), for sunk costs and tied hands; Crawford and Sobel (1982), for talk; Kydd (2005), for the credence that
//! reassurance needs; Trager (2010), for talk with consequences. Not at hand.

use super::belief::ends;
use crate::model::{EvidenceId, Signal, Way};
use crate::shift::{Counts, Prior, omission};

/// Whether a condition holds over ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// At every point of the ranges.
    Always,
    /// At some points.
    Partly,
    /// At none.
    Never,
}

/// How many promises were kept, and what that says of the next: a Beta posterior with Jeffreys' prior.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kept {
    /// How many were kept.
    pub kept: u32,
    /// Of how many.
    pub of: u32,
    /// The mean of the rate.
    pub mean: f64,
    /// The lower end of its central 90 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// One line of the ledger of signals.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// The item.
    pub item: EvidenceId,
    /// How it could tell.
    pub way: Way,
    /// Whether it tells; `None` when the worths are not given.
    pub separates: Option<Holds>,
    /// Whether even a sincere sender would not pay for it; `None` when that is not known, or it is not a sunk cost.
    pub too_dear: Option<Holds>,
    /// How the sender's earlier promises fared.
    pub kept: Option<Kept>,
}

/// The ledger's line for a signal.
pub(super) fn ledger(item: EvidenceId, signal: &Signal) -> Ledger {
    let price = signal.cost.map(|cost| {
        let cost = ends(cost);
        let caught = signal
            .caught
            .filter(|_| signal.way == Way::Tied)
            .map_or([1.0; 3], ends);
        [cost[0] * caught[0], cost[2] * caught[2]]
    });
    let worth =
        |given: Option<crate::model::Estimate>| given.map(ends).map(|ends| [ends[0], ends[2]]);
    let (bluff, sincere) = (worth(signal.worth_bluff), worth(signal.worth_sincere));
    let deters_bluff = bluff.zip(price).map(|(worth, price)| below(worth, price));
    let too_dear = sincere
        .zip(price)
        .filter(|_| signal.way == Way::Sunk)
        .map(|(worth, price)| below(worth, price));
    let separates = match signal.way {
        Way::Talk => Some(Holds::Never),
        Way::Tied => deters_bluff,
        Way::Sunk => deters_bluff
            .zip(too_dear)
            .map(|(deters, dear)| both(deters, not(dear))),
    };
    let kept = signal.kept.map(|(kept, of)| {
        let counts = Counts {
            with: u64::from(kept),
            of: u64::from(of),
        };
        let (low, high) = omission::rate_interval(counts, Prior::JEFFREYS, 0.9);
        Kept {
            kept,
            of,
            mean: (f64::from(kept) + 0.5) / (f64::from(of) + 1.0),
            low,
            high,
        }
    });
    Ledger {
        item,
        way: signal.way,
        separates,
        too_dear,
        kept,
    }
}

/// Whether a first range lies below a second.
fn below(first: [f64; 2], second: [f64; 2]) -> Holds {
    if first[1] < second[0] {
        Holds::Always
    } else if first[0] >= second[1] {
        Holds::Never
    } else {
        Holds::Partly
    }
}

fn not(holds: Holds) -> Holds {
    match holds {
        Holds::Always => Holds::Never,
        Holds::Partly => Holds::Partly,
        Holds::Never => Holds::Always,
    }
}

fn both(a: Holds, b: Holds) -> Holds {
    match (a, b) {
        (Holds::Never, _) | (_, Holds::Never) => Holds::Never,
        (Holds::Always, Holds::Always) => Holds::Always,
        _ => Holds::Partly,
    }
}

/// Whether a signal of this way tells a sincere sender from a bluffing one, at plain numbers. `caught` counts for tied hands.
pub fn separates(way: Way, cost: f64, caught: f64, worth_sincere: f64, worth_bluff: f64) -> bool {
    match way {
        Way::Talk => false,
        Way::Sunk => worth_bluff < cost && cost <= worth_sincere,
        Way::Tied => worth_bluff < cost * caught,
    }
}

/// The chance with which a bluffing sender sends a signal that leaves an addressee who needs the credence `threshold` undecided, and the
/// credence after it, from the credence `prior` before. All lie between 0 and 1.
pub fn bluff_chance(prior: f64, threshold: f64) -> (f64, f64) {
    let chance = prior * (1.0 - threshold) / ((1.0 - prior) * threshold);
    if chance >= 1.0 {
        (1.0, prior)
    } else {
        (chance, threshold)
    }
}

/// The credence in the other's good faith from which cooperating pays in the assurance game with payoffs `both` cooperate,
/// `betrayed`, `neither` and `betray`.
pub fn assurance_threshold(both: f64, betrayed: f64, neither: f64, betray: f64) -> f64 {
    (neither - betrayed) / ((both - betray) + (neither - betrayed))
}
