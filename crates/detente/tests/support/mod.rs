//! Random conflicts for property tests: how they are made, read naively, renamed and shown.

mod features;
mod generate;
mod naive;
mod rename;
mod show;

pub(crate) use features::features;
pub(crate) use generate::case;
pub(crate) use rename::{rename, renaming};

use detente::model::{Conflict, Dossier, Formula, Measure, Setting, State};

/// A random dossier and the reading of its terms under which it is analysed; some state is feasible.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) dossier: Dossier,
    pub(crate) setting: Setting,
}

impl Case {
    pub(crate) fn conflict(&self) -> Conflict {
        Conflict::new(&self.dossier, &self.setting)
    }
}

/// The state in which each measure is at the level given.
pub(crate) fn state_of(measures: &[Measure], levels: &[usize]) -> State {
    let mut state = State::default();
    let mut first = 0;
    for (measure, &level) in measures.iter().zip(levels) {
        state = (first..first + level).fold(state, State::with);
        first += measure.n_levels() - 1;
    }
    state
}

/// The level of each measure in a state.
pub(crate) fn levels_of(measures: &[Measure], state: State) -> Vec<usize> {
    let mut first = 0;
    let mut levels = Vec::new();
    for measure in measures {
        let next = first + measure.n_levels() - 1;
        levels.push((first..next).filter(|&entry| state.has(entry)).count());
        first = next;
    }
    levels
}

/// The same formula with each measure, level or term in it replaced.
fn map_leaves(formula: &Formula, replace: &dyn Fn(&Formula) -> Formula) -> Formula {
    let inner = |part: &Formula| Box::new(map_leaves(part, replace));
    let each = |parts: &[Formula]| parts.iter().map(|part| map_leaves(part, replace)).collect();
    match formula {
        Formula::InForce(_) | Formula::Level { .. } | Formula::Term { .. } => replace(formula),
        Formula::Not(a) => Formula::Not(inner(a)),
        Formula::And(of) => Formula::And(each(of)),
        Formula::Or(of) => Formula::Or(each(of)),
        Formula::If { then, when } => Formula::If {
            then: inner(then),
            when: inner(when),
        },
        Formula::OnlyIf { then, when } => Formula::OnlyIf {
            then: inner(then),
            when: inner(when),
        },
        Formula::Unless { then, when } => Formula::Unless {
            then: inner(then),
            when: inner(when),
        },
        Formula::Iff(a, b) => Formula::Iff(inner(a), inner(b)),
        Formula::AtLeast { n, of } => Formula::AtLeast {
            n: *n,
            of: each(of),
        },
        Formula::AtMost { n, of } => Formula::AtMost {
            n: *n,
            of: each(of),
        },
    }
}
