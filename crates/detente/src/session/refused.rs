//! Why a question has no answer, and what its asker can do.

use std::fmt;

use serde::Serialize;

use super::Unreadable;
use crate::dossier::Unfit;
use crate::space::Stopped;

/// Why a question has no answer. Nothing here is a mistake of the dossier: those are [diagnostics](crate::model::Diagnostic).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "refused")]
pub enum Refused {
    /// The run was cancelled, or its budget ended.
    Cancelled,
    /// The conflict is larger than what can be answered for.
    Limit {
        /// What is too large, and the most that is taken.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// The dossier has nothing that the question is about, or has no such thing as an option names.
    NotApplicable {
        /// Why.
        why: String,
        /// What to do; empty where `why` says it.
        remedy: String,
    },
}

impl Refused {
    /// The dossier or the options do not fit the question.
    pub fn not_applicable(why: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::NotApplicable {
            why: why.into(),
            remedy: remedy.into(),
        }
    }

    /// An option names something that is not there; `known` are the names that are.
    pub fn unknown<'n>(what: &str, wanted: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        Self::not_applicable(
            format!("there is no {what} `{wanted}`"),
            format!("expected one of: {}", known.join(", ")),
        )
    }

    /// What to do.
    pub fn remedy(&self) -> &str {
        match self {
            Self::Cancelled => "raise `--budget`",
            Self::Limit { remedy, .. } | Self::NotApplicable { remedy, .. } => remedy,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => Stopped::Interrupted.fmt(f),
            Self::Limit { what, .. } => f.write_str(what),
            Self::NotApplicable { why, .. } => f.write_str(why),
        }
    }
}

impl std::error::Error for Refused {}

impl From<Unfit> for Refused {
    fn from(unfit: Unfit) -> Self {
        Self::not_applicable(unfit.to_string(), "")
    }
}

impl From<Unreadable> for Refused {
    fn from(error: Unreadable) -> Self {
        Self::not_applicable(error.why, "check the spelling of the path")
    }
}

impl From<Stopped> for Refused {
    fn from(stopped: Stopped) -> Self {
        let remedy = match stopped {
            Stopped::Interrupted => return Self::Cancelled,
            Stopped::ExplicitOnly => "leave it out, or ask for `--engine explicit`",
            Stopped::TooManyStates { .. } | Stopped::TooManySteps { .. } => {
                "`detente stability` by itself settles conflicts of this size, over sets of states; for anything else add rules \
                 that say what cannot be, or leave out measures that matter to nobody"
            }
            Stopped::GraphTooLarge { .. } => {
                "add rules that hold measures fixed, or leave out measures that matter to nobody"
            }
            Stopped::TooManyCoalitions { .. } => {
                "merge parties that always act together, or leave out parties that only watch"
            }
            _ => "add rules that say what cannot be, or leave out measures that matter to nobody",
        };
        Self::Limit {
            what: stopped.to_string(),
            remedy: remedy.to_string(),
        }
    }
}
