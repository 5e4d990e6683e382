//! Formulas as their author wrote them: conditions over measures and terms.

use super::{MeasureId, TermId};

/// How deeply formulas may nest: enough for any reader, and no input can exhaust the stack.
pub const FORMULA_DEPTH_MAX: usize = 64;

/// How a measure's level is compared with a named one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `<`
    Below,
    /// `=`
    Exactly,
    /// `!=`
    Not,
}

impl Comparison {
    /// The comparison that holds where this one does not.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::AtLeast => Self::Below,
            Self::AtMost => Self::Above,
            Self::Above => Self::AtMost,
            Self::Below => Self::AtLeast,
            Self::Exactly => Self::Not,
            Self::Not => Self::Exactly,
        }
    }
}

/// A condition over measures and terms, with the words its author chose.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Formula {
    /// `party.measure`: taken, or above its lowest level.
    InForce(MeasureId),
    /// `party.measure >= level` and the like; levels count from 0, the lowest.
    Level {
        /// The measure compared.
        measure: MeasureId,
        /// How.
        comparison: Comparison,
        /// With which level.
        level: usize,
    },
    /// A named formula; `reading` is the position of a fixed reading, `None` for the one under analysis.
    Term {
        /// The term.
        term: TermId,
        /// Which of its readings, when fixed.
        reading: Option<usize>,
    },
    /// `not A`
    Not(Box<Formula>),
    /// `A and B and …`
    And(Vec<Formula>),
    /// `A or B or …`
    Or(Vec<Formula>),
    /// `then if when`: then, or not when.
    If {
        /// What follows.
        then: Box<Formula>,
        /// From what.
        when: Box<Formula>,
    },
    /// `then only if when`: not then, or when.
    OnlyIf {
        /// What has a condition.
        then: Box<Formula>,
        /// The condition.
        when: Box<Formula>,
    },
    /// `then unless when`: then, or when.
    Unless {
        /// What holds otherwise.
        then: Box<Formula>,
        /// The exception.
        when: Box<Formula>,
    },
    /// `A iff B`: both or neither.
    Iff(Box<Formula>, Box<Formula>),
    /// `at least n of (…)`
    AtLeast {
        /// How many.
        n: usize,
        /// Of which.
        of: Vec<Formula>,
    },
    /// `at most n of (…)`
    AtMost {
        /// How many.
        n: usize,
        /// Of which.
        of: Vec<Formula>,
    },
}

impl Formula {
    /// The formulas directly inside this one, left to right.
    pub fn parts(&self) -> Vec<&Formula> {
        match self {
            Formula::InForce(_) | Formula::Level { .. } | Formula::Term { .. } => vec![],
            Formula::Not(a) => vec![a],
            Formula::And(of)
            | Formula::Or(of)
            | Formula::AtLeast { of, .. }
            | Formula::AtMost { of, .. } => of.iter().collect(),
            Formula::If { then, when }
            | Formula::OnlyIf { then, when }
            | Formula::Unless { then, when } => vec![then, when],
            Formula::Iff(a, b) => vec![a, b],
        }
    }

    /// Calls `visit` on this formula and on every one inside it.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Formula)) {
        visit(self);
        for part in self.parts() {
            part.walk(visit);
        }
    }
}
