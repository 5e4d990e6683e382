//! The analyses of Détente: numbers and names in, verdicts and reasons out.
//!
//! [`model`] holds the nouns; [`space`] lists the feasible states and moves; one room per question answers. [`oracle`] holds the slow,
//! obvious versions that tests compare with. No room here reads a dossier, writes a sentence, opens a file or knows the clock.
//! The crate `detente` reads and tells, and shows these rooms under its own name.

pub mod compare;

pub mod elicit;
pub mod hypergame;
pub mod inspect;
pub mod lint;
pub mod model;
pub mod oracle;
pub mod roadmap;
pub mod roles;
pub mod sensitivity;
pub mod shift;
pub mod space;
pub mod stability;
pub mod text;
pub mod weigh;
