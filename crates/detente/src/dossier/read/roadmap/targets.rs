//! Targets: formulas that join measures of the roadmap.

use std::collections::HashSet;

use super::{Reader, Scope};
use crate::dossier::formula;
use crate::dossier::names::{Known, listed};
use crate::dossier::row::{Item, Row};
use crate::model::{Code, CommitmentId, Comparison, Dossier, Formula, MeasureId, Span, TermId};

/// A target and where it stands.
pub(super) type Target = (CommitmentId, Span);

/// What a formula demands of one measure.
enum Demand {
    /// That it be carried out.
    Step(MeasureId, usize),
    /// Nothing that a roadmap could bring about; whether it holds today.
    Other(bool),
}

impl<'a> Reader<'a> {
    /// The targets that a row lists, each once; `None` when it has no such key.
    pub(super) fn targets(&mut self, row: &Row<'a>, scope: &Scope<'_>) -> Option<Vec<Target>> {
        let found = self.list(row, "targets", |reader, value| {
            Some(reader.target(value, scope))
        })?;
        let mut seen = HashSet::new();
        Some(
            found
                .into_iter()
                .flatten()
                .filter(|(id, _)| seen.insert(*id))
                .collect(),
        )
    }

    /// The commitments that a target joins.
    fn target(&mut self, value: Item<'a>, scope: &Scope<'_>) -> Vec<Target> {
        let Some((text, span)) = self.string("each item of `targets`", value) else {
            return vec![];
        };
        let Some(written) = self.formula_text(text, span) else {
            return vec![];
        };
        if !self.terms_are_whole(scope.dossier) {
            return vec![];
        }
        let mut pending = vec![&written.formula];
        let mut followed: HashSet<(TermId, usize)> = HashSet::new();
        let mut targets = vec![];
        while let Some(part) = pending.pop() {
            match part {
                Formula::And(parts) => pending.extend(parts.iter().rev()),
                Formula::Term { term, reading } => {
                    let it = &scope.dossier.terms[term.idx()];
                    if it.contested && reading.is_none() {
                        self.report_open_reading(*term, scope.dossier, written.span);
                        continue;
                    }
                    let reading = reading.unwrap_or_default();
                    // A term that was joined before adds nothing.
                    if followed.insert((*term, reading)) {
                        pending.push(&it.readings[reading].means.formula);
                    }
                }
                _ => targets.extend(
                    self.conjunct(part, written.span, scope)
                        .map(|id| (id, span)),
                ),
            }
        }
        targets
    }

    /// The commitment that a part of a target stands for; `None` when it holds today, or when it cannot be a target.
    fn conjunct(&mut self, part: &Formula, span: Span, scope: &Scope<'_>) -> Option<CommitmentId> {
        let text = || formula::text(scope.dossier, part);
        let help = "a target is a measure of the roadmap, or several joined by `and`; list what else is needed under `[roadmap.measures]`";
        match demand(part, scope.dossier) {
            Some(Demand::Step(measure, level)) => {
                if let Some(id) = scope.find((measure, level)) {
                    return Some(id);
                }
                let it = &scope.dossier.measures[measure.idx()];
                let holds = if level == 0 {
                    it.now == 0
                } else {
                    it.now >= level
                };
                if !holds && !scope.open {
                    let message = format!(
                        "`{}` is neither in force nor a measure of the roadmap",
                        text()
                    );
                    self.report(Code::D029, message, span, "cannot be reached", help);
                }
                None
            }
            Some(Demand::Other(true)) => None,
            Some(Demand::Other(false)) => {
                let message = format!(
                    "`{}` does not hold today, and a roadmap cannot bring it about",
                    text()
                );
                self.report(
                    Code::D029,
                    message,
                    span,
                    "not a measure to be carried out",
                    help,
                );
                None
            }
            None => {
                self.report(
                    Code::D029,
                    format!("`{}` does not join measures by `and`", text()),
                    span,
                    "not a target",
                    help,
                );
                None
            }
        }
    }

    fn report_open_reading(&mut self, term: TermId, dossier: &Dossier, span: Span) {
        let term = &dossier.terms[term.idx()];
        let names: Vec<String> = term
            .readings
            .iter()
            .map(|reading| format!("{}:{}", term.id, reading.id))
            .collect();
        let list = listed(names.iter().map(String::as_str)).unwrap_or_default();
        let message = format!(
            "a target names the contested term `{}` without a reading",
            term.id
        );
        self.report(
            Code::D029,
            message,
            span,
            "whose meaning?",
            format!("name the reading: {list}"),
        );
    }

    /// Whether every meaning of every term could be read, and none leads back to itself.
    fn terms_are_whole(&self, dossier: &Dossier) -> bool {
        dossier
            .terms
            .iter()
            .all(|term| match self.names.find(&term.id) {
                Known::Term(name) => {
                    term.readings.len() == name.readings.as_ref().map_or(1, Vec::len)
                }
                _ => false,
            })
    }
}

/// What a part demands, if it speaks of one measure.
fn demand(part: &Formula, dossier: &Dossier) -> Option<Demand> {
    let now = |measure: &MeasureId| dossier.measures[measure.idx()].now;
    let at_least = |measure: &MeasureId, level: usize| match level {
        0 => Demand::Other(true),
        _ if level < dossier.measures[measure.idx()].n_levels() => Demand::Step(*measure, level),
        _ => Demand::Other(false),
    };
    Some(match part {
        Formula::InForce(measure) => at_least(measure, 1),
        Formula::Not(inner) => match &**inner {
            Formula::InForce(measure) if dossier.measures[measure.idx()].levels.is_empty() => {
                Demand::Step(*measure, 0)
            }
            Formula::InForce(measure) => Demand::Other(now(measure) == 0),
            Formula::Level {
                measure,
                comparison: Comparison::AtLeast,
                level,
            } => Demand::Other(now(measure) < *level),
            _ => return None,
        },
        Formula::Level {
            measure,
            comparison,
            level,
        } => match comparison {
            Comparison::AtLeast => at_least(measure, *level),
            Comparison::Above => at_least(measure, level + 1),
            Comparison::Exactly if level + 1 == dossier.measures[measure.idx()].n_levels() => {
                at_least(measure, *level)
            }
            Comparison::AtMost => Demand::Other(now(measure) <= *level),
            Comparison::Below => Demand::Other(now(measure) < *level),
            Comparison::Exactly => Demand::Other(now(measure) == *level),
            Comparison::Not => Demand::Other(now(measure) != *level),
        },
        _ => return None,
    })
}
