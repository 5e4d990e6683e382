//! Which lines of the dossier a statement or a section of the page rests on.

use super::Composer;
use crate::document::{Ground, Section};
use crate::model::{PartyId, Preference, Setting, Span, ViewId};

/// Numbers of the lines of a text.
pub(super) struct Numbers {
    /// Where each line begins.
    starts: Vec<usize>,
    length: usize,
}

impl Numbers {
    pub(super) fn new(text: &str) -> Self {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self {
            starts,
            length: text.len(),
        }
    }

    /// The number of the line in which a place begins, from 1; `None` for a place that is not in the text.
    pub(super) fn of(&self, span: Span) -> Option<usize> {
        let is_within = span.start < span.end && span.end <= self.length;
        is_within.then(|| self.starts.partition_point(|&start| start <= span.start))
    }
}

/// The places of a preference, line by line.
pub(super) fn lines_of(preference: &Preference) -> Vec<Span> {
    match preference {
        Preference::Indifferent => vec![],
        Preference::Statements(list) => list.iter().map(|line| line.that.span).collect(),
        Preference::Values(list) => list.iter().map(|line| line.of.span).collect(),
        Preference::Ranking(ranking) => vec![ranking.span],
        Preference::Relation(relation) => vec![relation.span],
    }
}

impl Composer<'_> {
    /// The number of the line at a place.
    pub(super) fn at(&self, span: Span) -> Option<usize> {
        self.numbers.of(span)
    }

    /// The numbers of the lines of a party's preference, by position.
    pub(super) fn at_lines(
        &self,
        party: PartyId,
        view: Option<ViewId>,
        lines: impl IntoIterator<Item = usize>,
    ) -> Vec<usize> {
        let spans = lines_of(self.dossier.preference(party, view));
        lines
            .into_iter()
            .filter_map(|line| self.at(*spans.get(line)?))
            .collect()
    }

    fn ground(
        &self,
        what: &str,
        section: &str,
        spans: impl IntoIterator<Item = Span>,
    ) -> Option<Ground> {
        let lines: Vec<usize> = spans.into_iter().filter_map(|span| self.at(span)).collect();
        let (first, last) = (*lines.iter().min()?, *lines.iter().max()?);
        Some(Ground {
            what: what.to_string(),
            section: section.to_string(),
            first,
            last,
        })
    }

    /// Says of a section from which parts of the dossier it follows.
    pub(super) fn grounded(&self, section: Section) -> Section {
        let (dossier, id) = (self.dossier, section.id.as_str());
        let question = || {
            self.ground(
                "the question",
                "wants",
                dossier.question.iter().map(|it| it.span),
            )
        };
        let terms = || {
            self.ground(
                "the terms",
                "wants",
                dossier
                    .terms
                    .iter()
                    .flat_map(|term| &term.readings)
                    .map(|it| it.means.span),
            )
        };
        let graph = || {
            dossier.graph.iter().flat_map(|graph| {
                std::iter::once(graph.span).chain(graph.states.iter().map(|state| state.span))
            })
        };
        let states = || self.ground("the states and moves", "measures", graph());
        let measures = || {
            self.ground(
                "the measures",
                "measures",
                dossier.measures.iter().map(|it| it.span),
            )
        };
        let rules = || {
            self.ground(
                "the rules",
                "measures",
                dossier
                    .rules
                    .iter()
                    .map(|it| it.condition.span)
                    .chain(dossier.move_rules.iter().map(|it| it.span)),
            )
        };
        let wants = |wanted: &dyn Fn(Option<ViewId>) -> bool| {
            let spans = dossier
                .preferences()
                .filter(|(view, ..)| wanted(*view))
                .flat_map(|(_, _, preference)| lines_of(preference));
            self.ground("what the parties want", "wants", spans.collect::<Vec<_>>())
        };
        let evidence = || {
            self.ground(
                "the evidence",
                "sources",
                dossier.evidence.iter().map(|it| it.span),
            )
        };
        let roadmap = || {
            let spans = dossier.roadmap.iter().flat_map(|it| {
                let parts = it
                    .commitments
                    .iter()
                    .map(|part| part.span)
                    .chain(it.stakes.iter().map(|part| part.span));
                std::iter::once(it.span).chain(parts)
            });
            self.ground("the roadmap", "roadmap", spans.collect::<Vec<_>>())
        };
        let all = |_: Option<ViewId>| true;
        let grounds = match id {
            "measures" => vec![measures(), rules(), states()],
            "wants" => vec![wants(&all), terms(), question()],
            "sources" => vec![evidence()],
            "wording" => {
                vec![self.ground(
                    "the statements beside it, and what is counted in them",
                    "wording",
                    dossier.statements.iter().map(|it| it.span),
                )]
            }
            "hypotheses" => {
                let spans = dossier.weighing.hypotheses.iter().map(|it| it.span);
                vec![
                    self.ground("the hypotheses", "hypotheses", spans),
                    evidence(),
                ]
            }
            "roadmap" => vec![roadmap()],
            "limits" => vec![],
            _ => {
                let case = self.material.settlements.iter().map(|case| &case.setting);
                let settings: Vec<&Setting> = case
                    .chain(self.material.graphs.iter().map(|case| &case.setting))
                    .collect();
                let of_section = id
                    .strip_prefix("settles-")
                    .and_then(|rest| rest.split('-').next()?.parse::<usize>().ok());
                let own = |view: Option<ViewId>| {
                    let setting =
                        of_section.and_then(|number| settings.get(number.wrapping_sub(1)));
                    setting.is_none_or(|setting| view.is_none() || view == setting.view)
                };
                let mut grounds = vec![
                    question(),
                    terms(),
                    measures(),
                    rules(),
                    states(),
                    wants(&own),
                ];
                if id == "short" {
                    grounds.extend([evidence(), roadmap()]);
                }
                grounds
            }
        };
        Section {
            grounds: grounds.into_iter().flatten().collect(),
            ..section
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_from_one() {
        let numbers = Numbers::new("ab\n\ncd\n");
        let at = |start, end| numbers.of(Span { start, end });
        assert_eq!(
            [at(0, 1), at(1, 2), at(4, 6), at(5, 6)],
            [Some(1), Some(1), Some(3), Some(3)]
        );
        assert_eq!([at(0, 0), at(5, 99)], [None, None]);
    }
}
