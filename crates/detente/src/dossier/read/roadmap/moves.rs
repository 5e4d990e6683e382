//! What `moves`, `take_when`, `drop_when` and rules about moves leave of the roadmap's steps.
//!
//! A step is looked at over every state that the roadmap can come through: its measures between today's level and the furthest that it lists,
//! all others as they are today. What is forbidden in all of them binds; what is forbidden in some cannot be followed, and is said.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::Scope;
use crate::model::{
    Binding, CommitmentId, Comparison, Dossier, Formula, Measure, MeasureId, PartyId, Span, TermId,
};

/// What is found about the steps of a commitment.
pub(super) struct Found {
    pub(super) binding: Binding,
    /// Where it is said that the step back is never permitted.
    pub(super) fixed_by: Option<Span>,
    /// Where it is said that the step is never permitted.
    pub(super) stuck_by: Option<Span>,
    /// What permits the step in some states only, and cannot be followed.
    pub(super) unfollowed: Vec<Span>,
}

/// Whether a formula may fail, and whether it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Truth {
    no: bool,
    yes: bool,
}

/// The levels at which each measure may stand.
type Levels<'a> = &'a dyn Fn(MeasureId) -> RangeInclusive<usize>;

/// What is permitted of the step to a commitment, and of the way back.
pub(super) fn bound(scope: &Scope<'_>, step: (MeasureId, usize)) -> Found {
    let dossier = scope.dossier;
    let (measure, level) = step;
    let it = &dossier.measures[measure.idx()];
    let top = it.n_levels() - 1;
    let (before, after) = match level {
        0 => (1..=top, 0..=0),
        _ => (0..=level - 1, level..=top),
    };
    let way = |from: &RangeInclusive<usize>, to: &RangeInclusive<usize>| Way {
        scope,
        measure,
        from: from.clone(),
        to: to.clone(),
    };
    let there = way(&before, &after).permitted(it, level > 0);
    let back = way(&after, &before).permitted(it, level == 0);
    let (after, unfollowed) = match there.condition {
        Some((condition, span)) if there.never.is_none() => {
            waits(scope, condition).map_or_else(|| (vec![], vec![span]), |waits| (waits, vec![]))
        }
        _ => (vec![], vec![]),
    };
    Found {
        binding: Binding {
            fixed: back.never.is_some(),
            stuck: there.never.is_some(),
            after,
        },
        fixed_by: back.never,
        stuck_by: there.never,
        unfollowed: unfollowed.into_iter().chain(there.sometimes).collect(),
    }
}

/// A change of one measure.
struct Way<'a> {
    scope: &'a Scope<'a>,
    measure: MeasureId,
    from: RangeInclusive<usize>,
    to: RangeInclusive<usize>,
}

/// What is permitted of a change.
struct Permitted<'a> {
    /// Where it is said that it never is.
    never: Option<Span>,
    /// The condition that it stands under.
    condition: Option<(&'a Formula, Span)>,
    /// The rules about moves that forbid it in some states.
    sometimes: Vec<Span>,
}

impl<'a> Way<'a> {
    fn permitted(&self, it: &'a Measure, is_raise: bool) -> Permitted<'a> {
        use crate::model::Direction;
        let dossier = self.scope.dossier;
        let (ruled_out, written) = match is_raise {
            true => (Direction::Drop, it.take_when.as_ref()),
            false => (Direction::Take, it.drop_when.as_ref()),
        };
        let at_start = |id: MeasureId| self.levels(id, &self.from);
        let at_end = |id: MeasureId| self.levels(id, &self.to);
        let fails = written.filter(|written| !truth(dossier, &written.formula, &at_start).yes);
        let (mut never, mut sometimes) = (None, vec![]);
        if it.moves == ruled_out {
            never = Some(it.span);
        } else if let Some(written) = fails {
            never = Some(written.span);
        }
        let binds = |by: Option<PartyId>| by.is_none_or(|by| by == it.party);
        for rule in dossier.move_rules.iter().filter(|rule| binds(rule.by)) {
            let (from, to) = (
                truth(dossier, &rule.from.formula, &at_start),
                truth(dossier, &rule.to.formula, &at_end),
            );
            if !from.no && !to.no {
                never = never.or(Some(rule.span));
            } else if from.yes && to.yes {
                sometimes.push(rule.span);
            }
        }
        Permitted {
            never,
            condition: written.map(|written| (&written.formula, written.span)),
            sometimes,
        }
    }

    /// The levels of a measure while this one is at these.
    fn levels(&self, id: MeasureId, own: &RangeInclusive<usize>) -> RangeInclusive<usize> {
        if id == self.measure {
            own.clone()
        } else {
            self.scope.levels(id)
        }
    }
}

impl Scope<'_> {
    /// The levels of a measure that the roadmap can come through.
    fn levels(&self, id: MeasureId) -> RangeInclusive<usize> {
        let now = self.dossier.measures[id.idx()].now;
        let listed = self.steps.iter().filter(|step| step.0 == id);
        listed.fold(now..=now, |levels, (_, level)| {
            *levels.start().min(level)..=*levels.end().max(level)
        })
    }
}

/// The commitments that a condition waits for, when it asks for nothing but that they are in force; `None` when it asks for more.
fn waits(scope: &Scope<'_>, condition: &Formula) -> Option<Vec<CommitmentId>> {
    let levels = |id: MeasureId| scope.levels(id);
    if !truth(scope.dossier, condition, &levels).no {
        return Some(vec![]);
    }
    let reaching = |measure: MeasureId, level: usize| {
        let listed = scope.steps.iter().filter(|step| step.0 == measure);
        let enough = listed.filter(|step| step.1 >= level && step.1 > 0);
        let step = enough.min_by_key(|step| step.1)?;
        Some(vec![scope.find(*step)?])
    };
    match condition {
        Formula::InForce(measure) => reaching(*measure, 1),
        Formula::Level {
            measure,
            comparison: Comparison::AtLeast,
            level,
        } => reaching(*measure, *level),
        Formula::Level {
            measure,
            comparison: Comparison::Above,
            level,
        } => reaching(*measure, level + 1),
        Formula::Not(inner) => match **inner {
            Formula::InForce(measure) => Some(vec![scope.find((measure, 0))?]),
            _ => None,
        },
        Formula::And(parts) => {
            let mut all = vec![];
            for part in parts {
                all.extend(waits(scope, part)?);
            }
            Some(all)
        }
        Formula::Term { term, reading } => {
            let readings = &scope.dossier.terms[term.idx()].readings;
            match (readings.as_slice(), reading) {
                ([only], _) => waits(scope, &only.means.formula),
                (_, Some(reading)) => waits(scope, &readings[*reading].means.formula),
                (_, None) => None,
            }
        }
        _ => None,
    }
}

/// What is known of a formula where measures are within levels. A formula whose parts depend on each other may be taken for open.
fn truth(dossier: &Dossier, formula: &Formula, levels: Levels<'_>) -> Truth {
    Reader {
        dossier,
        levels,
        known: HashMap::new(),
    }
    .truth(formula)
}

struct Reader<'a> {
    dossier: &'a Dossier,
    levels: Levels<'a>,
    /// Terms, each reading once.
    known: HashMap<(TermId, usize), Truth>,
}

impl Truth {
    fn not(self) -> Self {
        Self {
            no: self.yes,
            yes: self.no,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            no: self.no || other.no,
            yes: self.yes && other.yes,
        }
    }

    fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }
}

impl Reader<'_> {
    fn truth(&mut self, formula: &Formula) -> Truth {
        match formula {
            Formula::InForce(measure) => self.compare(*measure, Comparison::AtLeast, 1),
            Formula::Level {
                measure,
                comparison,
                level,
            } => self.compare(*measure, *comparison, *level),
            Formula::Term { term, reading } => self.term(*term, *reading),
            Formula::Not(inner) => self.truth(inner).not(),
            Formula::And(parts) => self.count(parts, parts.len()),
            Formula::Or(parts) => self.count(parts, 1),
            Formula::If { then, when } => self.truth(when).not().or(self.truth(then)),
            Formula::OnlyIf { then, when } => self.truth(then).not().or(self.truth(when)),
            Formula::Unless { then, when } => self.truth(then).or(self.truth(when)),
            Formula::Iff(a, b) => {
                let (a, b) = (self.truth(a), self.truth(b));
                a.and(b).or(a.not().and(b.not()))
            }
            Formula::AtLeast { n, of } => self.count(of, *n),
            Formula::AtMost { n, of } => self.count(of, n + 1).not(),
        }
    }

    /// Whether at least `n` of some formulas hold.
    fn count(&mut self, parts: &[Formula], n: usize) -> Truth {
        let parts: Vec<Truth> = parts.iter().map(|part| self.truth(part)).collect();
        Truth {
            no: parts.iter().filter(|part| !part.no).count() < n,
            yes: parts.iter().filter(|part| part.yes).count() >= n,
        }
    }

    fn term(&mut self, term: TermId, reading: Option<usize>) -> Truth {
        let readings = &self.dossier.terms[term.idx()].readings;
        let meant = reading.map_or(0..readings.len(), |reading| reading..reading + 1);
        let nothing = Truth {
            no: false,
            yes: false,
        };
        meant.fold(nothing, |all, reading| {
            let one = match self.known.get(&(term, reading)) {
                Some(known) => *known,
                None => {
                    let found = self.truth(&readings[reading].means.formula);
                    self.known.insert((term, reading), found);
                    found
                }
            };
            Truth {
                no: all.no || one.no,
                yes: all.yes || one.yes,
            }
        })
    }

    fn compare(&self, measure: MeasureId, comparison: Comparison, level: usize) -> Truth {
        let holds = |at: usize| match comparison {
            Comparison::AtLeast => at >= level,
            Comparison::Above => at > level,
            Comparison::AtMost => at <= level,
            Comparison::Below => at < level,
            Comparison::Exactly => at == level,
            Comparison::Not => at != level,
        };
        let levels = (self.levels)(measure);
        Truth {
            no: levels.clone().any(|at| !holds(at)),
            yes: levels.into_iter().any(holds),
        }
    }
}
