//! Symmetric sequential stability (SSEQ).
//!
//! # Definition
//! A state `s` is stable for party `i` when for every improvement `t ∈ R⁺_i(s)` the others can reach, by a legal sequence of
//! improvements of their own from `t`, some `x` with `x ⪯_i s` and `z ⪯_i s` for every `z ∈ R_i(x)`.
//! # Algorithm
//! See [`deter`](super::deter); improvements only, and the cost of `x` is the best rank among `x` and `R_i(x)`.
//! # Complexity
//! `O(n·h)` for `n` states and `h` parties with free moves.
//! # Validity
//! Not to be confused with strong sequential stability, which some authors abbreviate alike.
//! # References
//! Rêgo & Vieira (2017), Group Decision and Negotiation 26:775–792.

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
            inescapable: true,
        },
        watch,
    )
}
