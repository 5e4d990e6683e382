//! The envelope of an answer: what every JSON result begins with.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::Question;
use crate::session::{Input, Session};

/// An answer with what it was made from. Keys are added, never changed, within a format's number.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Answered")]
pub struct Answered<A> {
    /// The format and its number, as in `detente.weigh/1`.
    pub format: String,
    /// The version of the program.
    pub version: &'static str,
    /// The seed of what was drawn; null where nothing was.
    pub seed: Option<u64>,
    /// What the answer was made from.
    pub inputs: Vec<Input>,
    /// The answer; its keys stand beside those above.
    #[serde(flatten)]
    pub answer: A,
}

impl<A: Serialize> Answered<A> {
    pub(super) fn new<Q: Question<Answer = A>>(session: &Session, answer: A) -> Self {
        Self {
            format: format!("detente.{}/1", Q::KEY),
            version: crate::VERSION,
            seed: None,
            inputs: session.inputs(),
            answer,
        }
    }

    /// The answer as JSON.
    pub fn json(&self) -> Value {
        serde_json::to_value(self).expect("answers are plain data with names for keys")
    }
}
