//! A dossier read word by word, without compiling anything: what the conflict made from it must agree with.

use std::cmp::Ordering;

use detente::model::{Comparison, Formula, PartyId, Preference};

use super::{Case, state_of};

impl Case {
    /// Whether a formula holds where the measures are at these levels.
    pub(crate) fn holds(&self, formula: &Formula, levels: &[usize]) -> bool {
        let holds = |formula: &Formula| self.holds(formula, levels);
        let count = |of: &[Formula]| of.iter().filter(|part| holds(part)).count();
        match formula {
            Formula::InForce(measure) => levels[measure.idx()] > 0,
            Formula::Level {
                measure,
                comparison,
                level,
            } => {
                let order = levels[measure.idx()].cmp(level);
                match comparison {
                    Comparison::AtLeast => order.is_ge(),
                    Comparison::AtMost => order.is_le(),
                    Comparison::Above => order.is_gt(),
                    Comparison::Below => order.is_lt(),
                    Comparison::Exactly => order.is_eq(),
                    Comparison::Not => order.is_ne(),
                }
            }
            Formula::Term { term, reading } => {
                let reading = reading.unwrap_or(self.setting.readings[term.idx()]);
                holds(
                    &self.dossier.terms[term.idx()].readings[reading]
                        .means
                        .formula,
                )
            }
            Formula::Not(a) => !holds(a),
            Formula::And(of) => of.iter().all(holds),
            Formula::Or(of) => of.iter().any(holds),
            Formula::If { then, when } => !holds(when) || holds(then),
            Formula::OnlyIf { then, when } => !holds(then) || holds(when),
            Formula::Unless { then, when } => holds(then) || holds(when),
            Formula::Iff(a, b) => holds(a) == holds(b),
            Formula::AtLeast { n, of } => count(of) >= *n,
            Formula::AtMost { n, of } => count(of) <= *n,
        }
    }

    /// Every combination of levels, the first measure fastest.
    pub(crate) fn combinations(&self) -> Vec<Vec<usize>> {
        let mut combinations = vec![vec![]];
        for measure in self.dossier.measures.iter().rev() {
            let lower = |level: usize, rest: &Vec<usize>| [vec![level], rest.clone()].concat();
            combinations = combinations
                .iter()
                .flat_map(|rest| (0..measure.n_levels()).map(move |level| lower(level, rest)))
                .collect();
        }
        combinations
    }

    /// Whether the rules allow these levels.
    pub(crate) fn is_feasible(&self, levels: &[usize]) -> bool {
        self.dossier
            .rules
            .iter()
            .all(|rule| self.holds(&rule.condition.formula, levels) == rule.always)
    }

    /// How a party compares two combinations of levels: greater when it prefers `a`.
    pub(crate) fn compare(&self, party: PartyId, a: &[usize], b: &[usize]) -> Ordering {
        match &self.dossier.parties[party.idx()].preference {
            Preference::Indifferent | Preference::Relation(_) => Ordering::Equal,
            Preference::Statements(list) => {
                let differs = list.iter().find(|statement| {
                    self.holds(&statement.that.formula, a) != self.holds(&statement.that.formula, b)
                });
                match differs {
                    None => Ordering::Equal,
                    Some(statement) if self.holds(&statement.that.formula, a) => Ordering::Greater,
                    Some(_) => Ordering::Less,
                }
            }
            Preference::Ranking(ranking) => {
                let class = |levels: &[usize]| {
                    let state = state_of(&self.dossier.measures, levels);
                    ranking
                        .classes
                        .iter()
                        .position(|class| class.iter().any(|(member, _)| *member == state))
                };
                class(b).cmp(&class(a))
            }
            Preference::Values(list) => {
                // Twice the middle of each range, to stay with whole numbers.
                let worth = |levels: &[usize]| -> i64 {
                    list.iter()
                        .filter(|value| self.holds(&value.of.formula, levels))
                        .map(|value| value.low.nanos + value.high.nanos)
                        .sum()
                };
                worth(a).cmp(&worth(b))
            }
        }
    }
}
