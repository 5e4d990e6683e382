//! The sections of a dossier in graph form.

use std::collections::BTreeSet;

use super::Composer;
use crate::brief::graph::{Places, relation_in_words, settles_in_words};
use crate::brief::words::{counted, sentence};
use crate::brief::{setting_name, view_name};
use crate::document::{Block, Line, Section};
use crate::model::{GraphForm, PartyId, Relation};
use crate::stability::graph::GraphCase;

/// The most states that a table of the page lists.
const STATES_MAX: usize = 60;

impl Composer<'_> {
    pub(super) fn graph_summary(&self, cases: &[GraphCase]) -> Section {
        let told: Vec<String> = cases
            .iter()
            .map(|case| settles_in_words(self.dossier, case))
            .collect();
        let mut blocks = vec![];
        if let Some((first, others)) = told.split_first() {
            let same = others.iter().all(|other| other == first);
            let lead = if same || others.is_empty() {
                first.clone()
            } else {
                self.in_its_view(&cases[0], first)
            };
            blocks.push(Block::Lead(lead));
            blocks.extend(self.named_in(&cases[0]));
            if same && !others.is_empty() {
                blocks.push(Block::Paragraph(Line::new("So in every view.")));
            }
            if !same {
                let other =
                    |(case, told): (&GraphCase, &String)| Line::new(self.in_its_view(case, told));
                blocks.push(Block::List(
                    cases[1..].iter().zip(others).map(other).collect(),
                ));
            }
        }
        blocks.push(Block::Paragraph(Line::new(self.rests_on())));
        Section {
            id: "answer".to_string(),
            heading: "The answer".to_string(),
            blocks,
            grounds: vec![],
        }
    }

    /// What the states are that a headline names.
    fn named_in(&self, case: &GraphCase) -> Option<Block> {
        const NAMED_MAX: usize = 6;
        let states: BTreeSet<usize> = case
            .judged
            .iter()
            .flat_map(|judged| judged.headline.equilibria.iter().copied())
            .collect();
        let places = Places {
            dossier: self.dossier,
            case,
        };
        let told = |state: &usize| Line {
            tag: Some(places.name(*state)),
            ..Line::new(sentence(&places.words(*state)))
        };
        let lines: Vec<Line> = states.iter().take(NAMED_MAX).map(told).collect();
        (!lines.is_empty()).then_some(Block::List(lines))
    }

    /// A headline with the view that it is told for.
    fn in_its_view(&self, case: &GraphCase, told: &str) -> String {
        let mut chars = told.chars();
        let first: String = chars
            .next()
            .into_iter()
            .flat_map(char::to_lowercase)
            .collect();
        format!(
            "In the {}, {first}{}",
            setting_name(self.dossier, &case.setting),
            chars.as_str()
        )
    }

    /// The states, and who can lead from which to which.
    pub(super) fn states_and_moves(&self, form: &GraphForm) -> Section {
        let name = |state: u32| form.states[state as usize].id.clone();
        let moves = |party: PartyId, state: usize| {
            form.moves[party.idx()][state]
                .iter()
                .map(|&to| name(to))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let mut header = vec!["State".to_string(), "What it is".to_string()];
        header.extend(
            self.dossier
                .parties
                .iter()
                .map(|party| format!("{} can lead to", party.name)),
        );
        let rows = form
            .states
            .iter()
            .enumerate()
            .take(STATES_MAX)
            .map(|(idx, state)| {
                let today = if form.now == Some(idx) {
                    " ● today"
                } else {
                    ""
                };
                let mut row = vec![
                    Line::new(format!("{}{today}", state.id)).said_at(self.at(state.span)),
                    Line::new(state.text.clone()),
                ];
                row.extend(
                    self.dossier
                        .party_ids()
                        .map(|party| Line::new(moves(party, idx))),
                );
                row
            });
        let mut blocks = vec![Block::Table {
            caption: "The states and the moves between them".to_string(),
            header,
            rows: rows.collect(),
        }];
        if form.states.len() > STATES_MAX {
            blocks.push(Block::Paragraph(Line::new(format!(
                "{} not listed.",
                counted(form.states.len() - STATES_MAX, "state")
            ))));
        }
        blocks.push(Block::Paragraph(
            self.reasoned(
                "These states and moves are as the dossier has them.".to_string(),
                &form.reasons,
            )
            .said_at(self.at(form.span)),
        ));
        Section {
            id: "measures".to_string(),
            heading: "Who can do what".to_string(),
            blocks,
            grounds: vec![],
        }
    }

    /// The equilibria of one view.
    pub(super) fn graph_settles(&self, idx: usize, case: &GraphCase, n_cases: usize) -> Section {
        let places = Places {
            dossier: self.dossier,
            case,
        };
        let mut blocks = vec![];
        if let Some(text) = case
            .setting
            .view
            .and_then(|view| self.dossier.views[view.idx()].text.as_ref())
        {
            blocks.push(Block::Paragraph(Line::new(sentence(text))));
        }
        if n_cases > 1 {
            blocks.push(Block::Paragraph(Line::new(settles_in_words(
                self.dossier,
                case,
            ))));
        }
        blocks.push(Block::Paragraph(Line::new(places.extent_from_today())));
        let kernels: Vec<Line> = places.kernels().into_iter().map(Line::new).collect();
        if !kernels.is_empty() {
            blocks.push(Block::Heading("How comparisons are taken".to_string()));
            blocks.push(Block::List(kernels));
        }
        let rows: Vec<Vec<Line>> = case
            .equilibria()
            .into_iter()
            .take(STATES_MAX)
            .map(|state| places.row(state).map(Line::new).to_vec())
            .collect();
        if rows.is_empty() {
            blocks.push(Block::Paragraph(Line::new(
                "No state is an equilibrium under any concept.",
            )));
        } else {
            let header = ["State", "What it is", "Equilibrium under", "From today"]
                .map(String::from)
                .to_vec();
            blocks.push(Block::Table {
                caption: "Equilibria under any concept".to_string(),
                header,
                rows,
            });
        }
        let heading = if n_cases == 1 {
            "Where it settles".to_string()
        } else {
            format!(
                "Where it settles: {}",
                setting_name(self.dossier, &case.setting)
            )
        };
        Section {
            id: format!(
                "settles-{}-{}",
                idx + 1,
                view_name(self.dossier, &case.setting)
            ),
            heading,
            blocks,
            grounds: vec![],
        }
    }

    /// The states of a ranking best first, or the pairs that are known; the first line has the reasons.
    pub(super) fn relation(&self, relation: &Relation) -> Vec<Line> {
        let mut told = relation_in_words(self.dossier, relation).into_iter();
        let first = told.next().map(|(tag, text)| Line {
            tag,
            ..self
                .held(text, &relation.standing)
                .said_at(self.at(relation.span))
        });
        first
            .into_iter()
            .chain(told.map(|(tag, text)| Line {
                tag,
                ..Line::new(text)
            }))
            .collect()
    }
}
