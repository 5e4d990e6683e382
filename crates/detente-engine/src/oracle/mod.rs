//! Oracles and witness checkers, straight from the definitions.
//!
//! This room knows the model and nothing else: neither the engine that it checks nor the files that conflicts come from.

pub mod chronology;
pub mod definitions;
pub mod elicit;
pub mod folding;
pub mod graph;
mod ground;
pub mod hypergame;
pub mod inspect;
pub mod inspect_paths;
pub mod mentions;
pub mod nearby;
pub mod roadmap;
pub mod roles;
pub mod shift;
pub mod weigh;
pub mod witness;

pub use definitions::Oracle;
pub use nearby::{Nearby, Sought};
pub use witness::{Refutation, verify, verify_nearby};

#[cfg(test)]
mod samples;
