//! General metarationality (GMR).
//!
//! # Definition
//! A state `s` is stable for party `i` when for every improvement `t ∈ R⁺_i(s)` the others can reach, by a legal sequence of
//! any moves from `t`, some `x` with `x ⪯_i s`.
//! # Algorithm
//! See [`deter`](super::deter); the cost of `x` is its rank.
//! # Complexity
//! `O(n·h)` for `n` states and `h` parties with free moves.
//! # Validity
//! The others may hurt themselves to deter: the most cautious of the concepts. Programs that let each opponent move
//! only once report too few stable states with three parties or more.
//! # References
//! Howard (1971), Paradoxes of Rationality; for legal sequences Fang, Hipel & Kilgour (1993), Interactive Decision Making.

use fixedbitset::FixedBitSet;

use super::deter::{self, Sanction};
use crate::model::PartyId;
use crate::space::{Space, Stopped, Watch};

/// The states that are stable for the party.
pub(super) fn stable_states(
    space: &Space,
    party: PartyId,
    watch: &Watch,
) -> Result<FixedBitSet, Stopped> {
    deter::stable_states(
        space,
        party,
        Sanction {
            credible: false,
            inescapable: false,
        },
        watch,
    )
}
