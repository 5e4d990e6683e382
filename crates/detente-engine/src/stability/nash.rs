//! Nash stability (R).
//!
//! # Definition
//! A state `s` is stable for party `i` when `i` has no improvement from it: `R⁺_i(s) = ∅`.
//! # Algorithm
//! The best state that the party can move to is compared with `s` itself; see [`deter`](super::deter).
//! # Complexity
//! `O(n)` for `n` states with free moves.
//! # Validity
//! Ties are no improvements. The party looks one move ahead and expects no answer.
//! # References
//! Nash (1951), Non-cooperative games; for the graph model Kilgour, Hipel & Fang (1987), Automatica 23:41–55.

use fixedbitset::FixedBitSet;

use super::deter;
use crate::model::PartyId;
use crate::space::{Space, Stopped, Watch};

/// The states that are stable for the party.
pub(super) fn stable_states(
    space: &Space,
    party: PartyId,
    watch: &Watch,
) -> Result<FixedBitSet, Stopped> {
    deter::without_improvement(space, party, watch)
}
