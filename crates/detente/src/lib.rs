//! Détente reads a dossier of a conflict — who is at the table, what each could do, what each wants, on what
//! evidence — and answers where it settles, and why.
//!
//! Data flows one way: a file is read by [`dossier`] into the nouns of [`model`]; [`space`] lists the feasible states and
//! moves; [`stability`] and [`lint`] answer; [`brief`] tells. [`oracle`] holds the slow, obvious versions that tests
//! compare with. No room reads files, prints, or knows the clock.
//!
//! ```
//! use detente::dossier::{Source, read, starter};
//! use detente::model::Setting;
//! use detente::space::Watch;
//! use detente::stability::{Effort, study};
//!
//! let source = Source { name: "starter.toml".into(), bytes: starter().into() };
//! let dossier = read(&source).dossier.expect("the starter reads without error");
//! let case = study(&dossier, &Setting::default(), &Effort::default(), &Watch::default())?;
//! println!("{}", detente::brief::sentence_of(&dossier, &case));
//! # Ok::<(), detente::space::Stopped>(())
//! ```
//!
//! Read next: [`stability::study`], then [`model::Dossier`], then one concept, say `stability/seq.rs`.

pub mod brief;
pub mod document;
pub mod dossier;
pub mod extract;
pub mod questions;
pub mod session;

pub use detente_engine::{
    compare, elicit, hypergame, inspect, lint, model, oracle, roadmap, roles, sensitivity, shift,
    space, stability, text, weigh,
};
pub use model::State;

/// The version of the program, recorded in every result.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The tutorial, whose question is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/adding-a-question.md")]
struct AddingAQuestion;
