//! The questions: one type each, whose fields are its options, whose answer is plain data, and whose telling fills sections.
//!
//! A shell asks through [`ask`] when it knows the question, and through [`QUESTIONS`] when it knows only the key. Neither knows an analysis:
//! command line, browser and Python are the same few lines. `docs/adding-a-question.md` shows how a question is added.

mod answered;
mod grounds;
pub mod weigh;

use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use answered::Answered;

use crate::document::Section;
use crate::session::{Refused, Run, Session};

/// The questions, in the order in which help and pages list them.
pub static QUESTIONS: &[&dyn AnyQuestion] = &[&Registered::<weigh::Weigh>::NEW];

/// A question. Its fields are its options; their docs are help, schema and reference.
pub trait Question: Default + Serialize + DeserializeOwned + JsonSchema {
    /// Its name: of the command, of the JSON format, of the method.
    const KEY: &'static str;
    /// What it asks, in a sentence.
    const ASKS: &'static str;
    /// Names, numbers and listings with counts; whoever tells it computes nothing.
    type Answer: Serialize + JsonSchema;

    /// The answer.
    ///
    /// # Errors
    /// The dossier has nothing that the question is about, an option names what is not there, or nothing was found before a limit.
    fn answer(&self, session: &Session, run: &Run) -> Result<Self::Answer, Refused>;

    /// The answer as sections of a document; the session gives the words of what the answer names.
    fn tell(answer: &Self::Answer, session: &Session, depth: Depth) -> Vec<Section>;

    /// Why the answer is not whole; `None` when it is.
    fn cut_short(_answer: &Self::Answer) -> Option<Refused> {
        None
    }
}

/// How much of an answer is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// What a page of several questions has room for.
    #[default]
    Page,
    /// All of it.
    Full,
}

/// Asks a question.
///
/// # Errors
/// As [`Question::answer`].
pub fn ask<Q: Question>(
    question: &Q,
    session: &Session,
    run: &Run,
) -> Result<Answered<Q::Answer>, Refused> {
    let answer = question.answer(session, run)?;
    Ok(Answered::new::<Q>(session, answer))
}

/// A question of which only the key is known.
pub trait AnyQuestion: Sync {
    /// Its name.
    fn key(&self) -> &'static str;

    /// What it asks, in a sentence.
    fn asks(&self) -> &'static str;

    /// The JSON Schema of its options.
    fn options(&self) -> Schema;

    /// The JSON Schema of its answer.
    fn answer_schema(&self) -> Schema;

    /// Asks it with options as a JSON object; what is left out has its default.
    ///
    /// # Errors
    /// As [`Question::answer`], and when the options are not what the schema says.
    fn ask(&self, options: Value, session: &Session, run: &Run) -> Result<Reply, Refused>;
}

/// An answer of which only the question's key is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The answer with its envelope, as `--format json` prints it.
    pub json: Value,
    /// The answer told in full.
    pub sections: Vec<Section>,
    /// Why it is not whole; `None` when it is.
    pub cut_short: Option<Refused>,
}

/// The question of a key.
pub fn question(key: &str) -> Option<&'static dyn AnyQuestion> {
    QUESTIONS.iter().find(|it| it.key() == key).copied()
}

/// A question's entry in the registry.
#[derive(Debug)]
pub struct Registered<Q>(PhantomData<fn() -> Q>);

impl<Q> Registered<Q> {
    /// The entry.
    pub const NEW: Self = Self(PhantomData);
}

impl<Q: Question> AnyQuestion for Registered<Q> {
    fn key(&self) -> &'static str {
        Q::KEY
    }

    fn asks(&self) -> &'static str {
        Q::ASKS
    }

    fn options(&self) -> Schema {
        schema_for!(Q)
    }

    fn answer_schema(&self) -> Schema {
        schema_for!(Answered<Q::Answer>)
    }

    fn ask(&self, options: Value, session: &Session, run: &Run) -> Result<Reply, Refused> {
        let question: Q = serde_json::from_value(options).map_err(|error| {
            Refused::not_applicable(
                format!("the options of `{}` cannot be read: {error}", Q::KEY),
                format!(
                    "`detente schema --options {}` prints what they may be",
                    Q::KEY
                ),
            )
        })?;
        let answered = ask(&question, session, run)?;
        Ok(Reply {
            sections: Q::tell(&answered.answer, session, Depth::Full),
            cut_short: Q::cut_short(&answered.answer),
            json: answered.json(),
        })
    }
}
