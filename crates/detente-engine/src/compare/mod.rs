//! What differs in the verdicts of two answers, and how little of the difference between two dossiers turns one of them.

mod smallest;

use crate::model::Concept;
use crate::stability::{Case, Extent, Ways};

pub use smallest::{Part, Trial, smallest};

/// What a verdict is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The strictest concept under which an equilibrium is reached.
    Settles,
    /// Whether the dossier's question holds where the conflict settles.
    Question,
    /// Whether a term, or a reading of one, holds where the conflict settles.
    Named(String),
    /// Whether today's state is an equilibrium.
    Today(Concept),
    /// The number of equilibria.
    Equilibria(Concept),
    /// The number of feasible states.
    Feasible,
    /// The number of states that improvements reach from today's.
    Reached,
}

/// What is found about a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It holds so far in the equilibria of the headline.
    Holds(Extent),
    /// It settles under this concept; under none that was asked for.
    Under(Option<Concept>),
    /// Yes or no.
    Is(bool),
    /// So many.
    Count(usize),
}

/// A verdict of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// About what.
    pub topic: Topic,
    /// What was found.
    pub found: Found,
}

/// A topic on which two answers differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// About what.
    pub topic: Topic,
    /// What the first answer finds; `None` when it is silent.
    pub before: Option<Found>,
    /// What the second answer finds.
    pub after: Option<Found>,
}

impl Turn {
    /// Whether it is a verdict that somebody may act on, and not only a number that is another one.
    pub fn is_of_substance(&self) -> bool {
        !matches!(
            self.topic,
            Topic::Equilibria(_) | Topic::Feasible | Topic::Reached
        )
    }
}

/// Every verdict of an answer. A concept that was stopped is silent.
pub fn verdicts(case: &Case) -> Vec<Verdict> {
    let conflict = case.space.conflict();
    let mut found = vec![Verdict {
        topic: Topic::Settles,
        found: Found::Under(case.headline.concept),
    }];
    if case.stopped {
        found.clear();
    }
    found.extend(case.headline.findings.iter().map(|finding| {
        let topic = finding.named.map_or(Topic::Question, |named| {
            Topic::Named(conflict.named[named].name.clone())
        });
        Verdict {
            topic,
            found: Found::Holds(finding.extent),
        }
    }));
    for settled in case.settled.iter().filter(|settled| !settled.stopped) {
        let count = settled.equilibria.count_ones(..);
        if let Some(ways) = &case.ways {
            found.push(Verdict {
                topic: Topic::Today(settled.concept),
                found: Found::Is(settled.equilibria.contains(ways.from)),
            });
        }
        found.push(Verdict {
            topic: Topic::Equilibria(settled.concept),
            found: Found::Count(count),
        });
    }
    found.push(Verdict {
        topic: Topic::Feasible,
        found: Found::Count(case.space.len()),
    });
    found.extend(case.ways.as_ref().map(|ways| Verdict {
        topic: Topic::Reached,
        found: Found::Count(Ways::n_reached(&ways.by_improvements)),
    }));
    found
}

/// Where two answers differ: the topics of the first in their order, then those of the second alone.
pub fn turns(first: &[Verdict], second: &[Verdict]) -> Vec<Turn> {
    let find = |list: &[Verdict], topic: &Topic| {
        list.iter()
            .find(|verdict| verdict.topic == *topic)
            .map(|verdict| verdict.found)
    };
    let topics = first.iter().map(|verdict| &verdict.topic);
    let topics = topics.chain(
        second
            .iter()
            .map(|verdict| &verdict.topic)
            .filter(|topic| find(first, topic).is_none()),
    );
    topics
        .map(|topic| Turn {
            topic: topic.clone(),
            before: find(first, topic),
            after: find(second, topic),
        })
        .filter(|turn| turn.before != turn.after)
        .collect()
}

/// A difference between two models, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `changed`, `added`, `removed` or `moved`.
    pub kind: &'static str,
    /// Which key of the dossier.
    pub place: String,
    /// What the first dossier has there, where it is a single value.
    pub before: Option<String>,
    /// What the second dossier has there.
    pub after: Option<String>,
    /// Whether it can turn a verdict about where the conflict settles.
    pub can_turn: bool,
}

/// A turn and how little is enough for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The turn.
    pub turn: Turn,
    /// A part of [`Comparison::changes`] that is enough; `None` when none was sought or found.
    pub part: Option<Part>,
}

/// Two answers for one view and one reading of each term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The view and the readings, in words.
    pub setting: String,
    /// The headline of the first answer, and of the second.
    pub headlines: [String; 2],
    /// Where they differ.
    pub turns: Vec<Explained>,
    /// Whether one of the answers was stopped.
    pub stopped: bool,
}

/// Two dossiers side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Their titles.
    pub titles: [String; 2],
    /// What differs in the model.
    pub changes: Vec<Change>,
    /// The answers, setting by setting.
    pub pairs: Vec<Pair>,
    /// Settings that only one of the two has, in words: those of the first, and of the second.
    pub unpaired: [Vec<String>; 2],
}
