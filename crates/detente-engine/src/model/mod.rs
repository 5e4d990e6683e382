//! The nouns: dossier, party, measure, state, formula, preference, evidence, and the conflict compiled from them.
//!
//! This room knows no file format and does no input or output.

mod alternatives;
mod amount;
mod chronology;
mod circuit;
mod conflict;
mod date;
mod deal;
mod diagnostic;
mod dossier;
mod evidence;
mod formula;
mod graph;
mod graph_form;
mod hypothesis;
mod ids;
pub mod outlying;
mod perception;
mod period;
mod phrase;
mod roadmap;
mod role;
mod state;
mod statements;
mod steering;
mod witness;
mod written;

pub use alternatives::{Alternative, Chosen};
pub use amount::{Amount, Says};
pub use chronology::{Chronology, Dating, Distance, Event, Figure, Gap, Moment, Unit};
pub use circuit::{Circuit, Node, Possible, Translated};
pub use conflict::{BANS_MAX, Ban, Conflict, Lever, Named, OpenLine, OpenOrder, Order, Permission};
pub use date::Date;
pub use deal::{
    Deal, Detection, Deviation, Limit, Promise, Schedule, Share, Stakeholder, Stance, Turn,
    Undertaking, Wait,
};
pub use diagnostic::{Code, Diagnostic, Severity, Span};
pub use dossier::{
    Coalesced, Decimal, Direction, Dossier, Measure, MoveRule, Party, Preference, Ranking, Reading,
    Rule, Setting, Statement, Term, Value, View, Written,
};
pub use evidence::{Citation, Credence, Evidence, EvidenceKind, Grade, Reasons, Standing, Sure};
pub use formula::{Comparison, FORMULA_DEPTH_MAX, Formula};
pub use graph::{
    CoalitionConcept, Compared, Extension, Graph, GraphAnswer, GraphStep, GraphVerdict, Kernel,
    Player, Tastes, Ties,
};
pub use graph_form::{Chain, GRAPH_STATES_MAX, GraphForm, NamedState, Relation};
pub use hypothesis::{
    Audience, Bearing, Hypothesis, Indicator, Likelihood, Sign, Signal, Undone, Way, Weighing,
    Weights,
};
pub use ids::{
    CommitmentId, EventId, EvidenceId, HypothesisId, MeasureId, PartyId, TermId, ViewId,
};
pub use perception::Perception;
pub use period::{DayOrder, NoPeriod, Period};
pub use phrase::{NoPhrase, Phrase, PhraseWord};
pub use roadmap::{
    Assurance, Binding, Commitment, Estimate, Objective, Prerequisite, Roadmap, Stake, Tail,
    Variant, Visibility,
};
pub use role::{Bar, Need, Role, Veto};
pub use state::{ENTRIES_MAX, Pattern, State};
pub use statements::{Column, Corpus, Mention, Statements, Tally, Utterance, Wording};
pub use steering::is_steering;
pub use witness::{Concept, Deterrence, Explanation, Step, Verdict};
