//! What coalitions can do from some states of a conflict with too many states to tell it of all.

use serde_json::{Map, Value, json};

use super::super::json::add_to_each;
use super::super::text::{self, Layout, headed};
use super::super::words::{Words, count, counted, sentence};
use super::{COALITION_RULE, ids, names};
use crate::document::Page;
use crate::model::{CoalitionConcept, Dossier};
use crate::stability::{Answer, Case, CoalitionAt};

/// What every coalition can do from one state.
#[derive(Clone, Debug)]
pub struct FromState {
    /// The state.
    pub state: usize,
    /// Every coalition, small ones first.
    pub coalitions: Vec<CoalitionAt>,
}

impl FromState {
    /// The coalitions that have an improvement.
    fn improving(&self) -> impl Iterator<Item = &CoalitionAt> {
        self.coalitions
            .iter()
            .filter(|coalition| coalition.n_improvements > 0)
    }

    /// How many coalitions would leave the state, in a sentence.
    fn summary(&self, dossier: &Dossier) -> String {
        let (n_all, n_improving) = (self.coalitions.len(), self.improving().count());
        let n_unanswered = self
            .improving()
            .filter(|coalition| matches!(coalition.stable[2], Answer::Unstable { .. }))
            .count();
        let Some(first) = self.improving().next() else {
            return format!("No coalition, of {n_all}, could improve on it together.");
        };
        let smallest = match first.members.len() {
            1 => format!("{} could even alone", names(dossier, &first.members)),
            _ => format!("the smallest is {}", names(dossier, &first.members)),
        };
        let answered = match n_unanswered {
            0 => "; the others could answer every such improvement for good (csmr)".to_string(),
            n if n == n_improving => {
                "; none of these improvements is answered for good (csmr)".to_string()
            }
            n => format!(
                "; from {n} of them the others could not deter each improvement for good (csmr)"
            ),
        };
        format!("Of {n_all} coalitions, {n_improving} could improve on it: {smallest}{answered}.")
    }
}

/// One case with what was found about it.
struct Told<'a> {
    dossier: &'a Dossier,
    case: &'a Case,
}

impl Told<'_> {
    fn letters(&self, state: usize) -> String {
        self.case.space.states()[state].letters(self.case.space.conflict().n_entries)
    }

    fn is_today(&self, state: usize) -> bool {
        self.case
            .ways
            .as_ref()
            .is_some_and(|ways| ways.from == state)
    }

    /// The concepts under which a state is an equilibrium.
    fn concepts(&self, state: usize) -> Vec<&'static str> {
        self.case
            .settled
            .iter()
            .filter(|settled| settled.equilibria.contains(state))
            .map(|settled| settled.concept.key())
            .collect()
    }

    /// The improvement of a coalition that changes least: of those to an equilibrium, where there is one.
    fn nearest(&self, from: usize, coalition: &CoalitionAt) -> Option<usize> {
        let states = self.case.space.states();
        let n_changes = |to: &usize| (states[*to].0 ^ states[from].0).count_ones();
        coalition
            .equilibria
            .iter()
            .copied()
            .min_by_key(n_changes)
            .or_else(|| coalition.improvements.first().copied())
    }

    fn tell(&self, page: &mut Page, found: &FromState, layout: Layout) {
        let letters = self.letters(found.state);
        let concepts = self.concepts(found.state);
        let kind = match (self.is_today(found.state), concepts.is_empty()) {
            (true, true) => "From today’s state".to_string(),
            (true, false) => format!(
                "From today’s state, an equilibrium ({})",
                concepts.join(" ")
            ),
            (false, _) => format!("From the equilibrium ({})", concepts.join(" ")),
        };
        page.line("", "", "");
        page.unbroken("", "", &format!("{kind}: {letters}"));
        page.line("  ", "  ", &found.summary(self.dossier));
        let shown: Vec<&CoalitionAt> = found.improving().take(layout.states_max).collect();
        if shown.is_empty() {
            return;
        }
        let mut rows = vec![
            ["coalition", "improves to", "cgmr", "csmr", "cseq"]
                .map(str::to_string)
                .to_vec(),
        ];
        for coalition in &shown {
            let verdicts = coalition.stable[1..].iter().map(|answer| match answer {
                Answer::Stable => "stable",
                Answer::Unstable { .. } => "–",
                Answer::Unknown => "?",
            });
            let start = [
                names(self.dossier, &coalition.members),
                count(coalition.n_improvements),
            ];
            rows.push(
                start
                    .into_iter()
                    .chain(verdicts.map(str::to_string))
                    .collect(),
            );
        }
        page.table(&rows);
        let n_more = found.improving().count() - shown.len();
        if n_more > 0 {
            page.line(
                "  ",
                "  ",
                &format!(
                    "… and {} more: `--limit` tells them.",
                    counted(n_more, "coalition")
                ),
            );
        }
        page.line(
            "  ",
            "  ",
            "The nearest improvement of each, to an equilibrium where there is one:",
        );
        let mut ends: Vec<(usize, Vec<String>)> = vec![];
        for coalition in shown {
            let Some(to) = self.nearest(found.state, coalition) else {
                continue;
            };
            let names = names(self.dossier, &coalition.members);
            match ends.iter_mut().find(|(end, _)| *end == to) {
                Some((_, of)) => of.push(names),
                None => ends.push((to, vec![names])),
            }
        }
        for (to, of) in ends {
            let concepts = self.concepts(to);
            let kind = if concepts.is_empty() {
                String::new()
            } else {
                format!(" ({})", concepts.join(" "))
            };
            page.unbroken("  - ", "    ", &format!("{}{kind}", self.letters(to)));
            let states = self.case.space.states();
            let changes = Words::new(self.dossier).changes(
                self.case.space.conflict(),
                states[found.state],
                states[to],
            );
            page.line("    ", "    ", &sentence(&changes.join("; ")));
            page.line("    ", "    ", &format!("For {}.", of.join("; ")));
        }
    }

    fn json(&self, found: &[FromState], states_max: usize) -> Value {
        let letters = |states: &[usize]| {
            states
                .iter()
                .take(states_max)
                .map(|state| self.letters(*state))
                .collect::<Vec<_>>()
        };
        let coalition = |coalition: &CoalitionAt| {
            let stable = CoalitionConcept::ALL
                .into_iter()
                .zip(&coalition.stable)
                .map(|(concept, answer)| {
                    let told = match answer {
                        Answer::Stable => json!({ "stable": true }),
                        Answer::Unstable { to } => {
                            json!({ "stable": false, "unanswered": self.letters(*to) })
                        }
                        Answer::Unknown => json!({ "stable": null }),
                    };
                    (concept.key().to_string(), told)
                });
            json!({
                "members": ids(self.dossier, &coalition.members),
                "n_improvements": coalition.n_improvements,
                "improvements": letters(&coalition.improvements),
                "equilibria": letters(&coalition.equilibria),
                "verdicts": stable.collect::<Map<String, Value>>(),
            })
        };
        let states = found.iter().map(|found| {
            json!({
                "state": self.letters(found.state),
                "today": self.is_today(found.state),
                "concepts": self.concepts(found.state),
                "sentence": found.summary(self.dossier),
                "coalitions": found.coalitions.iter().map(coalition).collect::<Value>(),
            })
        });
        json!({ "rule": COALITION_RULE, "from": states.collect::<Value>() })
    }
}

/// What coalitions can do from some states of each case, as text.
pub fn coalitions_at(
    dossier: &Dossier,
    cases: &[Case],
    found: &[Vec<FromState>],
    layout: Layout,
) -> Page {
    let mut page = text::begun(dossier, cases);
    for (case, found) in cases.iter().zip(found) {
        headed(
            &mut page,
            dossier,
            &case.setting,
            cases.len() > 1,
            "What coalitions can do",
        );
        let n_states = counted(case.space.len(), "feasible state");
        let told = "too many to ask it of each; told of today’s state and of the first equilibria where it settles.";
        page.line("", "", &format!("{n_states}: {told}"));
        found
            .iter()
            .for_each(|from| Told { dossier, case }.tell(&mut page, from, layout));
    }
    page.line("", "", "");
    page.line("", "", COALITION_RULE);
    page.line("", "", "–: some improvement of the coalition is not answered so. ?: not known, the search took too long.");
    page
}

/// Adds the key `coalitions` to the JSON result of `stability`, to each view and reading.
pub fn add_coalitions_at(
    result: &mut Value,
    dossier: &Dossier,
    cases: &[Case],
    found: &[Vec<FromState>],
    states_max: usize,
) {
    let told = cases
        .iter()
        .zip(found)
        .map(|(case, found)| Told { dossier, case }.json(found, states_max));
    add_to_each(result, "coalitions", told);
}
