//! Composing the brief: which results stand in which section, in which words.

mod graph;
mod grounds;
mod roles;
mod settles;
mod short;

use super::doubt::{Doubts, sure_in_words};
use super::graph::NO_SIM;
use super::headline::{self, Basis};
use super::json::Input;
use super::open::{self, Open};
use super::roadmap;
use super::setting_name;
use super::shift;
use super::turning::{self, add as add_reasons};
use super::weigh::credence;
use super::words::{Words, counted, sentence, spaced};
use crate::document::{Block, Line, Page, Section};
use crate::model::{
    Citation, Concept, Diagnostic, Dossier, Evidence, MeasureId, Preference, Reasons, Setting,
    Standing, Sure, Written,
};
use crate::roles::PartyRole;
use crate::sensitivity::Doubt;
use crate::stability::graph::GraphCase;
use crate::stability::{Case, Finding, Settlement};
use grounds::Numbers;

/// Everything that a brief tells.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// The text that it was read from, for the numbers of its lines; empty when it was not read from a dossier.
    pub text: &'a str,
    /// Where it settles, one per view and reading; empty in graph form.
    pub settlements: &'a [Settlement],
    /// The answers with all states listed, where they are few enough to say who is essential; one per view and reading.
    pub cases: &'a [Case],
    /// The answers in graph form, one per view; empty where the dossier has measures.
    pub graphs: &'a [GraphCase],
    /// Where it settles under each of the things that nobody knows which of them a party wants, one per answer; may be shorter.
    pub open: &'a [Open],
    /// Who is essential in the first of them, if that was found.
    pub roles: Option<&'a [PartyRole]>,
    /// Which doubtful lines carry the answer in the first of them, if that was found.
    pub doubts: Option<&'a [Doubt]>,
    /// The answers about the plans of its roadmap, the roadmap's own first; empty where it has none.
    pub plans: &'a [roadmap::Told],
    /// The answer about the statements beside it, if there are any.
    pub statements: Option<shift::Told<'a>>,
    /// The section on rival hypotheses, if there are any.
    pub hypotheses: Option<&'a Section>,
    /// What `check` warns of.
    pub warnings: &'a [Diagnostic],
    /// The files it comes from.
    pub inputs: &'a [Input],
    /// Whether to include evidence that is not marked open.
    pub all_markings: bool,
}

/// The page.
pub fn compose(material: &Material<'_>) -> Page {
    let dossier = material.dossier;
    let composer = Composer {
        material,
        dossier,
        words: Words::new(dossier),
        numbers: Numbers::new(material.text),
    };
    let mut sections = match &dossier.graph {
        None => vec![composer.summary(), composer.table_of_measures()],
        Some(form) => vec![
            composer.graph_summary(material.graphs),
            composer.states_and_moves(form),
        ],
    };
    sections.extend(
        material
            .settlements
            .iter()
            .enumerate()
            .map(|(idx, case)| composer.settles(idx, case)),
    );
    let n_graphs = material.graphs.len();
    sections.extend(
        material
            .graphs
            .iter()
            .enumerate()
            .map(|(idx, case)| composer.graph_settles(idx, case, n_graphs)),
    );
    sections.extend(material.statements.as_ref().and_then(shift::section));
    sections.extend(material.hypotheses.cloned());
    sections.extend(composer.roles());
    sections.extend(roadmap::section(
        dossier,
        material.plans,
        &|text, reasons| composer.reasoned(text, reasons),
    ));
    sections.extend([composer.wants(), composer.sources(), composer.limits()]);
    if let Some(short) = composer.short(&sections) {
        sections.insert(0, short);
    }
    let sections = sections
        .into_iter()
        .map(|section| composer.grounded(section))
        .collect();
    let mut subtitle = Vec::new();
    subtitle.extend(dossier.as_of.map(|date| format!("as of {date}")));
    subtitle.extend(
        dossier
            .question
            .as_ref()
            .map(|question| format!("question: {}", composer.words.clause(&question.formula))),
    );
    subtitle.extend(dossier.by.map(|date| format!("by {date}")));
    let seed = material
        .plans
        .iter()
        .find_map(|told| told.study.ranges.as_ref())
        .map(|ranges| ranges.seed.to_string());
    let mut colophon = vec![format!(
        "Détente {}, seed: {}",
        crate::VERSION,
        seed.as_deref().unwrap_or("none drawn")
    )];
    colophon.extend(
        material
            .inputs
            .iter()
            .map(|input| format!("{}: SHA-256 {}", input.name, input.sha256)),
    );
    let parties = dossier
        .parties
        .iter()
        .map(|party| party.name.clone())
        .collect();
    Page {
        title: dossier.title.clone(),
        subtitle: if subtitle.is_empty() {
            String::new()
        } else {
            sentence(&subtitle.join(", "))
        },
        sections,
        parties,
        colophon,
    }
}

struct Composer<'a> {
    material: &'a Material<'a>,
    dossier: &'a Dossier,
    words: Words<'a>,
    numbers: Numbers,
}

impl Composer<'_> {
    fn shows(&self, item: &Evidence) -> bool {
        self.material.all_markings || item.marking == "open"
    }

    /// A sentence with the reasons that the dossier gives for it.
    fn reasoned(&self, text: String, reasons: &Reasons) -> Line {
        let ids = |citations: &[Citation]| {
            let items = citations
                .iter()
                .map(|citation| &self.dossier.evidence[citation.evidence.idx()]);
            items
                .filter(|item| self.shows(item))
                .map(|item| item.id.clone())
                .collect()
        };
        Line {
            evidence: ids(&reasons.cites),
            against: ids(&reasons.against),
            judgement: reasons.judgement,
            ..Line::new(text)
        }
    }

    fn summary(&self) -> Section {
        let mut blocks: Vec<Block> = Vec::new();
        let mut lines = self.answers().into_iter();
        blocks.extend(lines.next().map(Block::Lead));
        blocks.extend(lines.map(|line| Block::Paragraph(Line::new(line))));
        let turning = self.turning().into_iter();
        blocks.extend(turning.map(|told| {
            let lines: Vec<usize> = told
                .lines
                .iter()
                .filter_map(|span| self.at(*span))
                .collect();
            Block::Paragraph(self.reasoned(told.text, &told.reasons).resting_on(lines))
        }));
        blocks.extend(self.matrix());
        blocks.extend(self.doubt());
        blocks.push(Block::Paragraph(Line::new(self.rests_on())));
        Section {
            id: "answer".to_string(),
            heading: "The answer".to_string(),
            blocks,
            grounds: vec![],
        }
    }

    /// What the answer of a view and reading depends on, where nobody knows which of several things a party wants.
    fn depends(&self, idx: usize, setting: &Setting) -> Option<String> {
        let open = self.material.open.get(idx)?;
        open::as_one(&open::depends(self.dossier, setting, open))
    }

    /// The answer of each view and reading: never one alternative's where it depends on which is so.
    fn answers(&self) -> Vec<String> {
        let cases = self.material.settlements;
        let bases: Vec<Basis<'_>> = cases.iter().map(Basis::from).collect();
        let mut lines = headline::across_all(self.dossier, &bases);
        let depends: Vec<Option<String>> = cases
            .iter()
            .enumerate()
            .map(|(idx, case)| self.depends(idx, &case.setting))
            .collect();
        if depends.iter().all(Option::is_none) {
            return lines;
        }
        lines.truncate(1);
        let told = cases.iter().zip(depends).enumerate();
        told.map(|(idx, (case, depends))| {
            let answer = match depends {
                Some(depends) => depends,
                None if idx == 0 => std::mem::take(&mut lines[0]),
                None => headline::sentence_of_settlement(self.dossier, case),
            };
            match idx {
                0 => answer,
                _ => format!(
                    "In the {}: {answer}",
                    setting_name(self.dossier, &case.setting)
                ),
            }
        })
        .collect()
    }

    /// Views and readings side by side; nothing where the answer of one depends on what nobody knows.
    fn turning(&self) -> Vec<turning::Told> {
        if self.material.open.iter().any(open::is_open) {
            return vec![];
        }
        let bases: Vec<Basis<'_>> = self.material.settlements.iter().map(Basis::from).collect();
        turning::turning(self.dossier, &bases)
    }

    /// Which doubtful lines carry the answer, in the first view and reading.
    fn doubt(&self) -> Vec<Block> {
        let (Some(case), Some(doubts)) = (self.material.settlements.first(), self.material.doubts)
        else {
            return vec![];
        };
        let speaker = Doubts {
            dossier: self.dossier,
            setting: &case.setting,
            lines: doubts,
        };
        let Some(summary) = speaker.summary() else {
            return vec![];
        };
        let is_one = self.material.settlements.len() == 1;
        let place = if is_one {
            String::new()
        } else {
            format!(
                " (Told for the {}.)",
                setting_name(self.dossier, &case.setting)
            )
        };
        let line = |doubt: &Doubt| {
            let reasons = speaker
                .standing(doubt)
                .map(|standing| standing.reasons.clone())
                .unwrap_or_default();
            self.reasoned(speaker.sentence(doubt), &reasons)
                .resting_on(self.at_lines(doubt.party, case.setting.view, [doubt.line]))
        };
        let lines: Vec<Line> = speaker.turning().map(line).collect();
        let list = (!lines.is_empty()).then_some(Block::List(lines));
        std::iter::once(Block::Paragraph(Line::new(summary + &place)))
            .chain(list)
            .collect()
    }

    /// What holds where it settles, one column per view and reading.
    fn matrix(&self) -> Option<Block> {
        let cases = self.material.settlements;
        let model = cases.iter().find(|case| case.concept.is_some())?;
        if model.findings.is_empty() {
            return None;
        }
        let mut header = vec!["In how many of the equilibria reached".to_string()];
        header.extend(cases.iter().map(|case| {
            let concept = case.concept.map_or("no equilibrium", Concept::key);
            format!("{} ({concept})", setting_name(self.dossier, &case.setting))
        }));
        let rows = headline::told(model).map(|(idx, finding)| {
            let name = self.row_name(model, finding);
            let cells = cases.iter().enumerate().map(|(at, case)| {
                let depends = self.material.open.get(at).is_some_and(open::is_open);
                if finding.named.is_none() && depends {
                    return Line::new("it depends");
                }
                let Some(finding) = case.findings.get(idx) else {
                    return Line::new("–");
                };
                let stable = finding
                    .weaker
                    .iter()
                    .all(|(_, extent)| *extent == finding.extent);
                Line::new(format!(
                    "{}{}",
                    finding.extent.word(),
                    if stable { "" } else { " *" }
                ))
            });
            std::iter::once(Line::new(name).resting_on(self.asked_at(finding)))
                .chain(cells)
                .collect()
        });
        let caption =
            "What holds where it settles. A star: a weaker concept says otherwise.".to_string();
        Some(Block::Table {
            caption,
            header,
            rows: rows.collect(),
        })
    }

    fn row_name(&self, case: &Settlement, finding: &Finding) -> String {
        let subject = headline::subject(self.dossier, case, finding);
        if finding.named.is_none() {
            format!("the question: {subject}")
        } else {
            subject
        }
    }

    /// The line of the question or of the term that a finding is about.
    fn asked_at(&self, finding: &Finding) -> Option<usize> {
        let span = match finding.named {
            None => self.dossier.question.as_ref().map(|question| question.span),
            Some(named) => headline::term_of(self.dossier, named)
                .and_then(|(term, reading)| self.dossier.terms[term].readings.get(reading))
                .map(|reading| reading.means.span),
        };
        self.at(span?)
    }

    /// What the answer rests on, counted.
    fn rests_on(&self) -> String {
        let lines = self.preference_lines();
        let judged = lines
            .iter()
            .filter(|reasons| reasons.judgement && reasons.cites.is_empty())
            .count();
        let cited = lines
            .iter()
            .filter(|reasons| !reasons.cites.is_empty())
            .count();
        let shown = self
            .dossier
            .evidence
            .iter()
            .filter(|item| self.shows(item))
            .count();
        format!(
            "It rests on {} of preference ({cited} with evidence, {judged} on judgement alone) and {} of evidence; it says what would hold if the parties want what the dossier says they want, not what will happen.",
            counted(lines.len(), "line"),
            counted(shown, "item")
        )
    }

    fn preference_lines(&self) -> Vec<&Reasons> {
        let mut lines = Vec::new();
        for (_, _, preference) in self.dossier.preferences() {
            match preference {
                Preference::Statements(list) => {
                    lines.extend(list.iter().map(|line| &line.standing.reasons));
                }
                Preference::Values(list) => {
                    lines.extend(list.iter().map(|line| &line.standing.reasons));
                }
                Preference::Ranking(ranking) => lines.push(&ranking.standing.reasons),
                Preference::Relation(relation) => lines.push(&relation.standing.reasons),
                Preference::Indifferent => {}
            }
        }
        lines
    }

    fn table_of_measures(&self) -> Section {
        let header = ["Party", "Measure", "Today", "It can change"]
            .map(String::from)
            .to_vec();
        let mut rows = Vec::new();
        for (idx, measure) in self.dossier.measures.iter().enumerate() {
            let id = MeasureId::new(idx);
            let party = &self.dossier.parties[measure.party.idx()];
            let today = if measure.levels.is_empty() {
                if measure.now > 0 {
                    "● in force"
                } else {
                    "○ not in force"
                }
                .to_string()
            } else {
                let levels = measure.levels.iter().enumerate();
                levels
                    .map(|(level, name)| {
                        if level == measure.now {
                            format!("● {}", spaced(name))
                        } else {
                            format!("○ {}", spaced(name))
                        }
                    })
                    .collect::<Vec<_>>()
                    .join(" < ")
            };
            let today = if self.dossier.has_status_quo {
                today
            } else {
                "not said".to_string()
            };
            rows.push(vec![
                Line::new(party.name.clone()),
                self.reasoned(measure.text.clone(), &measure.reasons)
                    .said_at(self.at(measure.span)),
                Line::new(today),
                Line::new(self.how_it_changes(id)),
            ]);
        }
        let caption = "Who can do what, and what is in force today".to_string();
        let mut blocks = vec![Block::Table {
            caption,
            header,
            rows,
        }];
        let observers: Vec<&str> = self
            .dossier
            .parties
            .iter()
            .filter(|party| party.measures.is_empty())
            .map(|party| party.name.as_str())
            .collect();
        if !observers.is_empty() {
            blocks.push(Block::Paragraph(Line::new(format!(
                "Without measures of their own: {}.",
                observers.join(", ")
            ))));
        }
        let rules = self.dossier.rules.iter().map(|rule| {
            let word = if rule.always { "Always" } else { "Never" };
            let why = rule
                .why
                .as_ref()
                .map_or_else(String::new, |why| format!(" — {why}"));
            self.reasoned(
                format!(
                    "{word}: {}{why}",
                    self.words.clause(&rule.condition.formula)
                ),
                &rule.reasons,
            )
            .said_at(self.at(rule.condition.span))
        });
        let of_moves = self.dossier.move_rules.iter().map(|rule| {
            let why = rule
                .why
                .as_ref()
                .map_or_else(String::new, |why| format!(" — {why}"));
            let never = format!("Never: {}{why}", self.words.move_rule(rule));
            self.reasoned(never, &rule.reasons)
                .said_at(self.at(rule.span))
        });
        let rules: Vec<Line> = rules.chain(of_moves).collect();
        if !rules.is_empty() {
            blocks.push(Block::Heading("What cannot be".to_string()));
            blocks.push(Block::List(rules));
        }
        Section {
            id: "measures".to_string(),
            heading: "Who can do what".to_string(),
            blocks,
            grounds: vec![],
        }
    }

    fn how_it_changes(&self, id: MeasureId) -> String {
        use crate::model::Direction;
        let measure = &self.dossier.measures[id.idx()];
        let only = |when: &Written, how: &str| {
            format!("{how} only where {}", self.words.clause(&when.formula))
        };
        let mut told = Vec::new();
        match measure.moves {
            Direction::Both => {}
            Direction::Take => told.push("only taken, not dropped again".to_string()),
            Direction::Drop => told.push("only dropped, not taken again".to_string()),
        }
        told.extend(measure.take_when.as_ref().map(|when| {
            only(
                when,
                if measure.levels.is_empty() {
                    "taken"
                } else {
                    "raised"
                },
            )
        }));
        told.extend(measure.drop_when.as_ref().map(|when| {
            only(
                when,
                if measure.levels.is_empty() {
                    "dropped"
                } else {
                    "lowered"
                },
            )
        }));
        if told.is_empty() {
            "freely".to_string()
        } else {
            told.join("; ")
        }
    }

    fn wants(&self) -> Section {
        let mut blocks = Vec::new();
        for (view, party, preference) in self.dossier.preferences() {
            let name = &self.dossier.parties[party.idx()].name;
            let heading = match view {
                None => name.clone(),
                Some(view) => format!("{name}, in the view {}", self.dossier.views[view.idx()].id),
            };
            let lines = self.preference(preference);
            if !lines.is_empty() {
                blocks.extend([Block::Heading(heading), Block::List(lines)]);
            }
        }
        let readings: Vec<Line> = self
            .dossier
            .terms
            .iter()
            .flat_map(|term| term.readings.iter().map(move |reading| (term, reading)))
            .map(|(term, reading)| {
                let user = if term.contested {
                    format!(" as {} reads it", reading.id)
                } else {
                    String::new()
                };
                self.reasoned(
                    format!(
                        "“{}”{user}: {}.",
                        spaced(&term.id),
                        self.words.formula(&reading.means.formula)
                    ),
                    &reading.reasons,
                )
                .said_at(self.at(reading.means.span))
            })
            .collect();
        if !readings.is_empty() {
            blocks.extend([
                Block::Heading("What the terms mean".to_string()),
                Block::List(readings),
            ]);
        }
        if let Some(question) = &self.dossier.question {
            let asked = Line::new(sentence(&self.words.clause(&question.formula)))
                .said_at(self.at(question.span));
            blocks.extend([
                Block::Heading("The question".to_string()),
                Block::List(vec![asked]),
            ]);
        }
        Section {
            id: "wants".to_string(),
            heading: "What each party wants, most important first".to_string(),
            blocks,
            grounds: vec![],
        }
    }

    fn preference(&self, preference: &Preference) -> Vec<Line> {
        let numbered = |idx: usize, line: Line| Line {
            tag: Some(format!("{}", idx + 1)),
            ..line
        };
        let gloss = |text: &Option<String>| {
            text.as_ref()
                .map_or_else(String::new, |text| format!(" ({text})"))
        };
        match preference {
            Preference::Indifferent => vec![],
            Preference::Statements(list) => list
                .iter()
                .enumerate()
                .map(|(idx, line)| {
                    let text = format!("{}{}", self.words.statement(line), gloss(&line.text));
                    numbered(
                        idx,
                        self.held(text, &line.standing)
                            .said_at(self.at(line.that.span)),
                    )
                })
                .collect(),
            Preference::Values(list) => list
                .iter()
                .map(|line| {
                    let text = sentence(&self.words.formula(&line.of.formula));
                    Line {
                        tag: Some(line.worth()),
                        ..self
                            .held(text, &line.standing)
                            .said_at(self.at(line.of.span))
                    }
                })
                .collect(),
            Preference::Relation(relation) => self.relation(relation),
            Preference::Ranking(ranking) => {
                let text = format!(
                    "A ranking of states in {}, best first, as the dossier lists it.",
                    counted(ranking.classes.len(), "class").replace("classs", "classes")
                );
                vec![
                    self.held(text, &ranking.standing)
                        .said_at(self.at(ranking.span)),
                ]
            }
        }
    }

    /// A line of a preference, with its reasons and how sure it is that the party holds it.
    fn held(&self, text: String, standing: &Standing) -> Line {
        let hypothesis = standing.sure.and_then(|sure| {
            if let Sure::As(id) = sure {
                Some(id)
            } else {
                None
            }
        });
        let sure = credence(self.dossier, standing)
            .map(|sure| sure_in_words(self.dossier, sure, hypothesis));
        Line {
            details: sure.into_iter().collect(),
            ..self.reasoned(text, &standing.reasons)
        }
    }

    fn sources(&self) -> Section {
        let shown: Vec<&Evidence> = self
            .dossier
            .evidence
            .iter()
            .filter(|item| self.shows(item))
            .collect();
        let hidden = self.dossier.evidence.len() - shown.len();
        let mut rows: Vec<(crate::model::Date, Vec<Line>)> = shown
            .iter()
            .map(|item| {
                let grade = item
                    .grade
                    .map_or_else(|| "–".to_string(), |grade| grade.to_string());
                let origin = item.origin.map_or_else(String::new, |origin| {
                    format!(" (copies {})", self.dossier.evidence[origin.idx()].id)
                });
                let source = Line {
                    tag: item.url.clone(),
                    ..Line::new(format!("{}{origin}", item.source))
                };
                let cells = vec![
                    Line::new(item.id.clone()).said_at(self.at(item.span)),
                    Line::new(item.date.to_string()),
                    Line::new(format!("{}, {grade}", item.kind.word())),
                    Line::new(item.says.clone()),
                    source,
                ];
                (item.date, cells)
            })
            .collect();
        rows.sort_by_key(|(date, _)| *date);
        let header = ["Item", "Date", "Kind, grade", "What it says", "Source"]
            .map(String::from)
            .to_vec();
        let mut blocks = Vec::new();
        if !rows.is_empty() {
            let caption =
                "Evidence by date. Grades: source A (reliable) to F, content 1 (confirmed) to 6."
                    .to_string();
            blocks.push(Block::Table {
                caption,
                header,
                rows: rows.into_iter().map(|(_, row)| row).collect(),
            });
        }
        if hidden > 0 {
            blocks.push(Block::Paragraph(Line::new(format!(
                "{} not marked open left out.",
                counted(hidden, "item")
            ))));
        }
        if blocks.is_empty() {
            blocks.push(Block::Paragraph(Line::new(
                "The dossier cites no evidence.",
            )));
        }
        Section {
            id: "sources".to_string(),
            heading: "Sources".to_string(),
            blocks,
            grounds: vec![],
        }
    }

    fn limits(&self) -> Section {
        let mut lines = vec![
            Line::new(match self.dossier.graph {
                None => {
                    "The model knows the measures, rules and preferences above and nothing else; what is left out cannot move it."
                }
                Some(_) => {
                    "The model knows the states, moves and comparisons above and nothing else; what is left out cannot move it."
                }
            }),
            Line::new(
                "An equilibrium says that no party would leave the state alone under the stated foresight; it says neither that it comes about nor when.",
            ),
        ];
        if self.dossier.graph.is_none() {
            lines.push(Line::new(
                "Preferences compare states line by line, the most important line first: no number of lesser lines outweighs a greater one.",
            ));
        }
        if self.dossier.is_open() {
            lines.push(Line::new(
                "Where nobody knows which of two things a party wants, this page takes the first; `stability` tells what is unknown for that.",
            ));
        }
        if !self.dossier.perceptions.is_empty() {
            lines.push(Line::new("What parties believe that is not so is left aside here; `stability --perceived` reckons with it."));
        }
        if self.dossier.graph.is_some() {
            lines.push(Line::new(NO_SIM));
        }
        if self.dossier.hindsight {
            lines.push(Line::new(
                "The dossier uses hindsight: evidence later than its date is allowed.",
            ));
        }
        if self.material.settlements.iter().any(|case| case.stopped) {
            lines.push(Line::new(
                "The work was stopped before everything was settled.",
            ));
        }
        let mut blocks = vec![Block::List(lines)];
        if !self.material.warnings.is_empty() {
            blocks.push(Block::Heading(format!(
                "What the check warns of ({})",
                self.material.warnings.len()
            )));
            blocks.push(Block::List(
                self.material
                    .warnings
                    .iter()
                    .map(|warning| Line {
                        tag: Some(warning.code.to_string()),
                        ..Line::new(sentence(&warning.message))
                    })
                    .collect(),
            ));
        }
        Section {
            id: "limits".to_string(),
            heading: "Limits of the model".to_string(),
            blocks,
            grounds: vec![],
        }
    }
}
