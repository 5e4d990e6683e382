//! The headline: what holds where the conflict settles.
//!
//! # Definition
//! Which of the question, each term and each reading hold in all, some or none of the equilibria that improvements
//! reach from the status quo, under the strictest concept that has any; and whether that survives the weaker concepts.
//! # Algorithm
//! Concepts are taken in the order Nash, SSEQ, SEQ, SMR, GMR; the truth of each condition is counted over the equilibria.
//! # Complexity
//! `O(n)` per concept and condition.
//! # Validity
//! Simultaneous stability stands outside the inclusion chain and is not used. Without a status quo every
//! equilibrium counts as reached.
//! # References
//! The rule is this program's own.

use super::{Evolution, Settled};
use crate::model::Concept;
use crate::space::Space;

/// In how many of a set of states something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// In all.
    All,
    /// In some, not in all.
    Some,
    /// In none.
    None,
}

impl Extent {
    /// The extent of `n` out of `total`.
    pub fn of(n: usize, total: usize) -> Self {
        match n {
            0 => Self::None,
            _ if n == total => Self::All,
            _ => Self::Some,
        }
    }

    /// `all`, `some` or `none`.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Some => "some",
            Self::None => "none",
        }
    }
}

/// How far one condition holds where the conflict settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The position in [`Conflict::named`](crate::model::Conflict::named); `None` for the question.
    pub named: Option<usize>,
    /// How far it holds under the headline's concept.
    pub extent: Extent,
    /// How far it holds under each weaker concept.
    pub weaker: Vec<(Concept, Extent)>,
}

/// What holds where the conflict settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// The strictest concept under which an equilibrium is reached; `None` when there is none under any concept.
    pub concept: Option<Concept>,
    /// The equilibria reached under it.
    pub equilibria: Vec<usize>,
    /// The question first, then every term and reading.
    pub findings: Vec<Finding>,
}

/// Applies the headline rule. `reached` holds the improvements from the status quo.
pub fn headline(space: &Space, settled: &[Settled], reached: Option<&Evolution<'_>>) -> Headline {
    let equilibria = |concept: Concept| -> Option<Vec<usize>> {
        let settled = settled
            .iter()
            .find(|settled| settled.concept == concept && !settled.stopped)?;
        Some(
            settled
                .equilibria
                .ones()
                .filter(|&state| reached.is_none_or(|reached| reached.distance(state).is_some()))
                .collect(),
        )
    };
    let mut ladder = Concept::STRICTEST_FIRST
        .into_iter()
        .filter_map(|concept| Some((concept, equilibria(concept)?)))
        .skip_while(|(_, set)| set.is_empty());
    let Some((concept, equilibria)) = ladder.next() else {
        return Headline {
            concept: None,
            equilibria: vec![],
            findings: vec![],
        };
    };
    let weaker: Vec<(Concept, Vec<usize>)> = ladder.collect();
    let conflict = space.conflict();
    let conditions: Vec<_> = conflict
        .question
        .into_iter()
        .chain(conflict.named.iter().map(|named| named.holds))
        .collect();
    let asked = usize::from(conflict.question.is_some());
    let findings = space
        .where_holds(&conditions)
        .iter()
        .enumerate()
        .map(|(idx, column)| Finding {
            named: idx.checked_sub(asked),
            extent: extent(column, &equilibria),
            weaker: weaker
                .iter()
                .map(|(concept, set)| (*concept, extent(column, set)))
                .collect(),
        })
        .collect();
    Headline {
        concept: Some(concept),
        equilibria,
        findings,
    }
}

/// How far a condition, given as words of 64 states, holds in a set of states.
pub(crate) fn extent(column: &[u64], set: &[usize]) -> Extent {
    Extent::of(
        set.iter()
            .filter(|&&state| column[state / 64] >> (state % 64) & 1 == 1)
            .count(),
        set.len(),
    )
}
