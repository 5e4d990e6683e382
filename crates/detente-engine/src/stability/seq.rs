//! Sequential stability (SEQ).
//!
//! # Definition
//! A state `s` is stable for party `i` when for every improvement `t ∈ R⁺_i(s)` the others can reach, by a legal sequence of
//! improvements of their own from `t`, some `x` with `x ⪯_i s`.
//! # Algorithm
//! See [`deter`](super::deter); the backward walk follows improvements only, and the cost of `x` is its rank.
//! # Complexity
//! `O(n·h)` for `n` states and `h` parties with free moves.
//! # Validity
//! Each move of a sanction improves on the state in which it is made for the party that makes it, not on the
//! state that it finally leads to.
//! # References
//! Fraser & Hipel (1979), IEEE SMC 9:805–816, and (1984), Conflict Analysis; for legal sequences Fang, Hipel & Kilgour (1993).

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
            credible: true,
            inescapable: false,
        },
        watch,
    )
}
