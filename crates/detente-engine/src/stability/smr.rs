//! Symmetric metarationality (SMR).
//!
//! # Definition
//! A state `s` is stable for party `i` when for every improvement `t ∈ R⁺_i(s)` the others can reach, by a legal sequence of
//! any moves from `t`, some `x` with `x ⪯_i s` and `z ⪯_i s` for every `z ∈ R_i(x)`.
//! # Algorithm
//! See [`deter`](super::deter); the cost of `x` is the best rank among `x` and `R_i(x)`.
//! # Complexity
//! `O(n·h)` for `n` states and `h` parties with free moves.
//! # Validity
//! The party looks one move further than under GMR: a sanction from which it can escape does not deter.
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
            inescapable: true,
        },
        watch,
    )
}
