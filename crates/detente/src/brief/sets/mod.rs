//! Results over sets of states, told with the same keys and in the same words as results over listed states.

pub mod json;
mod text;

pub use text::stability;

use crate::model::MeasureId;
use crate::space::{Set, Stopped};
use crate::stability::SetCase;
use num_bigint::BigUint;

/// In how many states of a set a measure stands at each level, from the lowest.
fn counts_by_level(case: &SetCase, set: &Set, measure: MeasureId) -> Result<Vec<BigUint>, Stopped> {
    let lever = &case.space.conflict().levers[measure.idx()];
    (0..lever.n_levels())
        .map(|level| Ok(case.space.count(&case.space.at_level(set, measure, level)?)))
        .collect()
}
