//! Where it settles, and why: one section per view and reading.

use super::{Composer, add_reasons};
use crate::brief::common::{alike, common, headings};
use crate::brief::words::{count, counted, sentence};
use crate::brief::{explain, headline, setting_name, tree, view_name};
use crate::document::{Block, Line, Section};
use crate::model::{Concept, MeasureId, PartyId, Preference, Reasons, State, Verdict};
use crate::stability::{Case, Extent, Ways, explain as explain_state};

/// How many reasons of one party are told.
const SHOWN: usize = 4;

impl Composer<'_> {
    pub(super) fn settles(&self, idx: usize, case: &Case) -> Section {
        let mut blocks = Vec::new();
        if let Some(text) = case
            .setting
            .view
            .and_then(|view| self.dossier.views[view.idx()].text.as_ref())
        {
            blocks.push(Block::Paragraph(Line::new(sentence(text))));
        }
        let asked = case
            .headline
            .findings
            .first()
            .and_then(|finding| self.asked_at(finding));
        if let Some(depends) = self.depends(idx, &case.setting) {
            blocks.push(Block::Paragraph(Line::new(depends)));
            blocks.push(Block::Paragraph(Line::new(
                "What follows takes what is written first in each of these lines.",
            )));
        }
        blocks.push(Block::Paragraph(
            Line::new(headline::sentence_of(self.dossier, case)).resting_on(asked),
        ));
        if let Some(earlier) = alike(self.dossier, &self.material.cases[..idx], case) {
            let told = format!(
                "It settles in the same states as in the {}, and for the same reasons.",
                setting_name(self.dossier, &earlier.setting)
            );
            blocks.push(Block::Paragraph(Line::new(told)));
            blocks.extend(self.findings(case));
        } else {
            blocks.extend(self.settled_in_full(case));
        }
        let heading = if self.material.cases.len() == 1 {
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

    fn settled_in_full(&self, case: &Case) -> Vec<Block> {
        let mut blocks = vec![Block::Paragraph(Line::new(Self::extent_of_space(case)))];
        blocks.extend(self.findings(case));
        blocks.extend(self.what_they_share(case));
        blocks.extend(self.why(case));
        blocks.extend(self.today(case));
        if let Some(tree) = tree::of(self.dossier, case) {
            blocks.push(Block::Heading("The way from today".to_string()));
            blocks.push(Block::Picture(tree));
        }
        blocks
    }

    fn extent_of_space(case: &Case) -> String {
        let counts: Vec<String> = case
            .settled
            .iter()
            .map(|settled| match settled.stopped {
                true => format!("{}: stopped", settled.concept.key().to_uppercase()),
                false => format!(
                    "{} {}",
                    settled.concept.key().to_uppercase(),
                    count(settled.equilibria.count_ones(..))
                ),
            })
            .collect();
        let reached = case.ways.as_ref().map_or_else(String::new, |ways| {
            format!(
                " Moves lead from today’s state to {} of them, improvements to {}.",
                count(Ways::n_reached(&ways.by_moves)),
                count(Ways::n_reached(&ways.by_improvements))
            )
        });
        format!(
            "The model has {}.{reached} Equilibria, wherever they lie: {}.",
            counted(case.space.len(), "feasible state"),
            counts.join(", ")
        )
    }

    fn findings(&self, case: &Case) -> Option<Block> {
        let concept = case.headline.concept?;
        let first = case.headline.findings.first()?;
        let mut header = vec![
            "Holds in … of the equilibria reached".to_string(),
            concept.key().to_uppercase(),
        ];
        header.extend(
            first
                .weaker
                .iter()
                .map(|(concept, _)| concept.key().to_uppercase()),
        );
        let rows = headline::told(case).map(|(_, finding)| {
            let extents = std::iter::once(finding.extent)
                .chain(finding.weaker.iter().map(|(_, extent)| *extent));
            let name = self.row_name(case, finding);
            std::iter::once(Line::new(name).resting_on(self.asked_at(finding)))
                .chain(extents.map(|extent: Extent| Line::new(extent.word())))
                .collect()
        });
        Some(Block::Table {
            caption: "From the strictest concept that has an equilibrium to the weakest"
                .to_string(),
            header,
            rows: rows.collect(),
        })
    }

    fn what_they_share(&self, case: &Case) -> Vec<Block> {
        let set: Vec<State> = case
            .headline
            .equilibria
            .iter()
            .map(|&idx| case.space.states()[idx])
            .collect();
        let common = common(case.space.conflict(), &set);
        let tagged = |tag: &str, (text, lines): (String, Vec<usize>)| {
            Line {
                tag: Some(tag.to_string()),
                ..Line::new(sentence(&text))
            }
            .resting_on(lines)
        };
        let at = |measures: Vec<MeasureId>| -> Vec<usize> {
            measures
                .into_iter()
                .filter_map(|measure| self.at(self.dossier.measures[measure.idx()].span))
                .collect()
        };
        let lines = [
            at(common.in_all.iter().map(|(measure, _)| *measure).collect()),
            at(common.in_none.clone()),
            at(common
                .varying
                .iter()
                .map(|varying| varying.measure)
                .collect()),
        ];
        let single = set.len() == 1;
        let in_all = common
            .in_all
            .iter()
            .map(|(measure, level)| self.words.level(*measure, *level))
            .collect::<Vec<_>>();
        let in_none = common
            .in_none
            .iter()
            .map(|measure| self.words.level(*measure, 0))
            .collect::<Vec<_>>();
        let varying = common
            .varying
            .iter()
            .map(|varying| varying.sentence(self.dossier))
            .collect::<Vec<_>>();
        let lists = headings(single)
            .into_iter()
            .zip([in_all, in_none, varying].into_iter().zip(lines))
            .filter(|(_, (list, _))| !list.is_empty());
        let lines: Vec<Line> = lists
            .map(|(tag, (list, lines))| tagged(tag, (list.join("; "), lines)))
            .collect();
        if lines.is_empty() {
            return vec![];
        }
        let heading = if single {
            "What the equilibrium is".to_string()
        } else {
            format!(
                "What the {} have in common",
                counted(set.len(), "equilibrium")
            )
        };
        vec![Block::Heading(heading), Block::List(lines)]
    }

    /// Why the nearest equilibrium of the headline holds, party by party.
    fn why(&self, case: &Case) -> Vec<Block> {
        let Some(concept) = case.headline.concept else {
            return vec![];
        };
        let nearest = match &case.ways {
            Some(ways) => case
                .headline
                .equilibria
                .iter()
                .copied()
                .min_by_key(|&state| (ways.by_improvements[state], state)),
            None => case.headline.equilibria.first().copied(),
        };
        let Some(nearest) = nearest else {
            return vec![];
        };
        let state = case.space.states()[nearest];
        let opening = match (case.headline.equilibria.len(), &case.ways) {
            (1, _) => "It holds",
            (_, Some(_)) => "The one nearest to today’s state holds",
            (_, None) => "The first of them holds",
        };
        let heading = format!("{opening} because ({})", concept.name());
        let about = Line::new(sentence(&self.words.state(case.space.conflict(), state)));
        let lines = self.explained(case, concept, state, |_| true);
        vec![
            Block::Heading(heading),
            Block::Paragraph(about),
            Block::List(lines),
        ]
    }

    /// Why today's state does not hold, if it does not.
    fn today(&self, case: &Case) -> Vec<Block> {
        let Some(now) = case.space.conflict().status_quo else {
            return vec![];
        };
        let lines = self.explained(case, Concept::Nash, now, |verdict| {
            matches!(verdict, Verdict::Unstable { .. })
        });
        if lines.is_empty() {
            let line = Line::new("No party can improve on today’s state by a move of its own.");
            return vec![
                Block::Heading("Who would move first".to_string()),
                Block::Paragraph(line),
            ];
        }
        vec![
            Block::Heading("Who would move first".to_string()),
            Block::List(lines),
        ]
    }

    /// One line per party with measures: the verdict on the state, and what in the dossier it rests on.
    fn explained(
        &self,
        case: &Case,
        concept: Concept,
        state: State,
        told: impl Fn(&Verdict) -> bool,
    ) -> Vec<Line> {
        let conflict = case.space.conflict();
        let mut lines = Vec::new();
        for party in conflict
            .party_ids()
            .filter(|party| !self.dossier.parties[party.idx()].measures.is_empty())
        {
            let explanation = explain_state(&case.space, concept, party, state);
            if !told(&explanation.verdict) {
                continue;
            }
            let (sentences, deciding) = match &explanation.verdict {
                Verdict::Stable { deterred } if deterred.is_empty() => {
                    self.content(case, party, state)
                }
                verdict => {
                    let sentences =
                        explain::sentences(self.dossier, &case.setting, conflict, &explanation);
                    (shortened(sentences), deciding(case, party, state, verdict))
                }
            };
            let tag = Some(self.dossier.parties[party.idx()].name.clone());
            let mut sentences = sentences.into_iter();
            let verdict = sentences.next().unwrap_or_default();
            let mut reasons = Reasons::default();
            if let Preference::Statements(list) = self.dossier.preference(party, case.setting.view)
            {
                deciding
                    .iter()
                    .for_each(|line| add_reasons(&mut reasons, &list[*line].standing.reasons));
            }
            let at = self.at_lines(party, case.setting.view, deciding);
            lines.push(Line {
                tag,
                details: sentences.collect(),
                ..self.reasoned(verdict, &reasons).resting_on(at)
            });
        }
        lines
    }

    /// Why a party has nothing better to do: what its lines say against its smallest moves, and the positions of these lines.
    fn content(&self, case: &Case, party: PartyId, state: State) -> (Vec<String>, Vec<usize>) {
        let restraints =
            explain::restraints(self.dossier, &case.setting, &case.space, party, state);
        let lines = restraints
            .iter()
            .take(SHOWN)
            .map(|(line, _)| *line)
            .collect();
        let told = restraints.into_iter().map(|(_, told)| told);
        let sentences = std::iter::once("No move of its own improves on it.".to_string())
            .chain(told)
            .collect();
        (shortened(sentences), lines)
    }
}

/// The positions of the lines that decide in a verdict.
fn deciding(case: &Case, party: PartyId, state: State, verdict: &Verdict) -> Vec<usize> {
    let others: Vec<State> = match verdict {
        Verdict::Unstable { improvement } => vec![*improvement],
        Verdict::Stable { deterred } => deterred
            .iter()
            .take(4)
            .flat_map(|deterrence| [deterrence.improvement, deterrence.ends])
            .collect(),
    };
    others
        .into_iter()
        .filter_map(|other| explain::deciding_line(case.space.conflict(), party, state, other))
        .collect()
}

/// The first sentence and a few more, with the number of those left out.
fn shortened(mut sentences: Vec<String>) -> Vec<String> {
    let left_out = sentences.len().saturating_sub(SHOWN + 1);
    if left_out > 1 {
        sentences.truncate(SHOWN + 1);
        sentences.push(format!("And {left_out} more of the kind."));
    }
    sentences
}
