//! Where it settles, and why: one section per view and reading.

use super::{Composer, add_reasons};
use crate::brief::common::{Common, alike_settings, headings};
use crate::brief::words::{count_big, count_short, counted_big, sentence};
use crate::brief::{explain, headline, setting_name, tree, view_name};
use crate::document::{Block, Line, Section};
use crate::model::{Conflict, Explanation, MeasureId, Preference, Reasons, State, Verdict};
use crate::stability::{Extent, Held, Settlement};
use num_bigint::BigUint;

/// How many reasons of one party are told.
const SHOWN: usize = 4;

impl Composer<'_> {
    pub(super) fn settles(&self, idx: usize, case: &Settlement) -> Section {
        let mut blocks = Vec::new();
        if let Some(text) = case
            .setting
            .view
            .and_then(|view| self.dossier.views[view.idx()].text.as_ref())
        {
            blocks.push(Block::Paragraph(Line::new(sentence(text))));
        }
        let asked = case
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
            Line::new(headline::sentence_of_settlement(self.dossier, case)).resting_on(asked),
        ));
        let told: Vec<_> = self.material.settlements[..idx]
            .iter()
            .map(|other| (&other.setting, other.stopped))
            .collect();
        if let Some(at) = alike_settings(self.dossier, &told, (&case.setting, case.stopped)) {
            let earlier = &self.material.settlements[at];
            let told = format!(
                "It settles in the same states as in the {}, and for the same reasons.",
                setting_name(self.dossier, &earlier.setting)
            );
            blocks.push(Block::Paragraph(Line::new(told)));
            blocks.extend(self.findings(case));
        } else {
            blocks.extend(self.settled_in_full(case));
        }
        let heading = if self.material.settlements.len() == 1 {
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

    fn settled_in_full(&self, case: &Settlement) -> Vec<Block> {
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

    fn extent_of_space(case: &Settlement) -> String {
        let counts: Vec<String> = case
            .equilibria
            .iter()
            .map(|equilibria| {
                let count = equilibria.count.as_ref();
                let told = count.map_or_else(
                    || ": stopped".to_string(),
                    |n| format!(" {}", count_short(n)),
                );
                format!("{}{told}", equilibria.concept.key().to_uppercase())
            })
            .collect();
        let reached = case.from_today.as_ref().map_or_else(String::new, |today| {
            format!(
                " Moves lead from today’s state to {} of them, improvements to {}.",
                count_big(&today.n_moved),
                count_big(&today.n_improved)
            )
        });
        format!(
            "The model has {}.{reached} Equilibria, wherever they lie: {}.",
            counted_big(&case.n_feasible, "feasible state"),
            counts.join(", ")
        )
    }

    fn findings(&self, case: &Settlement) -> Option<Block> {
        let concept = case.concept?;
        let first = case.findings.first()?;
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

    fn what_they_share(&self, case: &Settlement) -> Vec<Block> {
        let mut common = Common::default();
        if case.reached.count > BigUint::ZERO {
            for (idx, counts) in case.levels.iter().enumerate() {
                common.add(MeasureId::new(idx), counts, &case.reached.count);
            }
        }
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
        let single = case.reached.count == BigUint::from(1u32);
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
                counted_big(&case.reached.count, "equilibrium")
            )
        };
        vec![Block::Heading(heading), Block::List(lines)]
    }

    /// Why the nearest equilibrium of the headline holds, party by party.
    fn why(&self, case: &Settlement) -> Vec<Block> {
        let (Some(concept), Some((state, held))) = (case.concept, &case.nearest) else {
            return vec![];
        };
        let is_one = case.reached.count == BigUint::from(1u32);
        let opening = match (is_one, &case.from_today) {
            (true, _) => "It holds",
            (_, Some(_)) => "The one nearest to today’s state holds",
            (_, None) => "The first of them holds",
        };
        let heading = format!("{opening} because ({})", concept.name());
        let about = Line::new(sentence(&self.words.state(&case.conflict, *state)));
        let lines = self.explained(case, held, |_| true);
        vec![
            Block::Heading(heading),
            Block::Paragraph(about),
            Block::List(lines),
        ]
    }

    /// Why today's state does not hold, if it does not.
    fn today(&self, case: &Settlement) -> Vec<Block> {
        if case.conflict.status_quo.is_none() {
            return vec![];
        }
        let lines = self.explained(case, &case.today, |verdict| {
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
        case: &Settlement,
        all: &[Held],
        told: impl Fn(&Verdict) -> bool,
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        for held in all {
            let (party, explanation) = (held.explanation.party, &held.explanation);
            if !told(&explanation.verdict) {
                continue;
            }
            let (sentences, deciding) = if explanation.is_content() {
                self.content(case, held)
            } else {
                let sentences =
                    explain::sentences(self.dossier, &case.setting, &case.conflict, explanation);
                (shortened(sentences), deciding(&case.conflict, explanation))
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
    fn content(&self, case: &Settlement, held: &Held) -> (Vec<String>, Vec<usize>) {
        let restraints = explain::restraints(self.dossier, case, held);
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
fn deciding(conflict: &Conflict, explanation: &Explanation) -> Vec<usize> {
    let Explanation { party, state, .. } = *explanation;
    let others: Vec<State> = match &explanation.verdict {
        Verdict::Unstable { improvement } => vec![*improvement],
        Verdict::Stable { deterred } => deterred
            .iter()
            .take(4)
            .flat_map(|deterrence| [deterrence.improvement, deterrence.ends])
            .collect(),
    };
    others
        .into_iter()
        .filter_map(|other| explain::deciding_line(conflict, party, state, other))
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
