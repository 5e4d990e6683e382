//! Composing the brief: which results stand in which section, in which words.

use super::common::common;
use super::explain;
use super::headline;
use super::json::Input;
use super::page::{Block, Line, Page, Section};
use super::tree;
use super::words::{Words, count, counted, sentence, spaced};
use super::{setting_name, view_name};
use crate::model::{Concept, Diagnostic, Dossier, Evidence, MeasureId, PartyId, Preference, Reasons, State, Verdict, Written};
use crate::stability::{Case, Extent, Ways, explain as explain_state};

/// Everything that a brief tells.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// The answers, one per view and reading.
    pub cases: &'a [Case],
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
    let composer = Composer { material, dossier, words: Words::new(dossier) };
    let mut sections = vec![composer.summary(), composer.table_of_measures()];
    sections.extend(material.cases.iter().enumerate().map(|(idx, case)| composer.settles(idx, case)));
    sections.extend([composer.wants(), composer.sources(), composer.limits()]);
    let mut subtitle = Vec::new();
    subtitle.extend(dossier.as_of.map(|date| format!("as of {date}")));
    subtitle.extend(dossier.question.as_ref().map(|question| format!("question: {}", composer.words.formula(&question.formula))));
    subtitle.extend(dossier.by.map(|date| format!("by {date}")));
    let mut colophon = vec![format!("Détente {}, seed: none drawn", crate::VERSION)];
    colophon.extend(material.inputs.iter().map(|input| format!("{}: SHA-256 {}", input.name, input.sha256)));
    let parties = dossier.parties.iter().map(|party| party.name.clone()).collect();
    Page { title: dossier.title.clone(), subtitle: sentence(&subtitle.join(", ")), sections, parties, colophon }
}

struct Composer<'a> {
    material: &'a Material<'a>,
    dossier: &'a Dossier,
    words: Words<'a>,
}

impl Composer<'_> {
    fn shows(&self, item: &Evidence) -> bool {
        self.material.all_markings || item.marking == "open"
    }

    /// A sentence with the reasons that the dossier gives for it.
    fn reasoned(&self, text: String, reasons: &Reasons) -> Line {
        let items = reasons.citations().map(|citation| &self.dossier.evidence[citation.evidence.idx()]);
        let evidence = items.filter(|item| self.shows(item)).map(|item| item.id.clone()).collect();
        Line { evidence, judgement: reasons.judgement, ..Line::new(text) }
    }

    fn summary(&self) -> Section {
        let mut blocks: Vec<Block> = Vec::new();
        let mut lines = headline::across(self.dossier, self.material.cases).into_iter();
        blocks.extend(lines.next().map(Block::Lead));
        blocks.extend(lines.map(|line| Block::Paragraph(Line::new(line))));
        blocks.extend(self.matrix());
        blocks.push(Block::Paragraph(Line::new(self.rests_on())));
        Section { id: "answer".to_string(), heading: "The answer".to_string(), blocks }
    }

    /// What holds where it settles, one column per view and reading.
    fn matrix(&self) -> Option<Block> {
        let cases = self.material.cases;
        let model = cases.iter().find(|case| case.headline.concept.is_some())?;
        if model.headline.findings.is_empty() {
            return None;
        }
        let mut header = vec!["In how many of the equilibria reached".to_string()];
        header.extend(cases.iter().map(|case| {
            let concept = case.headline.concept.map_or("no equilibrium", Concept::key);
            format!("{} ({concept})", setting_name(self.dossier, &case.setting))
        }));
        let rows = model.headline.findings.iter().enumerate().map(|(idx, finding)| {
            let name = finding.named.map_or_else(|| "the question".to_string(), |named| spaced(&model.space.conflict().named[named].name));
            let cells = cases.iter().map(|case| {
                let Some(finding) = case.headline.findings.get(idx) else { return Line::new("–") };
                let stable = finding.weaker.iter().all(|(_, extent)| *extent == finding.extent);
                Line::new(format!("{}{}", finding.extent.word(), if stable { "" } else { " *" }))
            });
            std::iter::once(Line::new(name)).chain(cells).collect()
        });
        let caption = "What holds where it settles. A star: a weaker concept says otherwise.".to_string();
        Some(Block::Table { caption, header, rows: rows.collect() })
    }

    /// What the answer rests on, counted.
    fn rests_on(&self) -> String {
        let lines = self.preference_lines();
        let judged = lines.iter().filter(|reasons| reasons.judgement && reasons.cites.is_empty()).count();
        let cited = lines.iter().filter(|reasons| !reasons.cites.is_empty()).count();
        let shown = self.dossier.evidence.iter().filter(|item| self.shows(item)).count();
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
                Preference::Statements(list) => lines.extend(list.iter().map(|line| &line.standing.reasons)),
                Preference::Values(list) => lines.extend(list.iter().map(|line| &line.standing.reasons)),
                Preference::Ranking(ranking) => lines.push(&ranking.standing.reasons),
                Preference::Indifferent => {}
            }
        }
        lines
    }

    fn table_of_measures(&self) -> Section {
        let header = ["Party", "Measure", "Today", "It can change"].map(String::from).to_vec();
        let mut rows = Vec::new();
        for (idx, measure) in self.dossier.measures.iter().enumerate() {
            let id = MeasureId::new(idx);
            let party = &self.dossier.parties[measure.party.idx()];
            let today = if measure.levels.is_empty() {
                if measure.now > 0 { "● in force" } else { "○ not in force" }.to_string()
            } else {
                let levels = measure.levels.iter().enumerate();
                levels
                    .map(|(level, name)| if level == measure.now { format!("● {}", spaced(name)) } else { format!("○ {}", spaced(name)) })
                    .collect::<Vec<_>>()
                    .join(" < ")
            };
            let today = if self.dossier.has_status_quo { today } else { "not said".to_string() };
            rows.push(vec![
                Line::new(party.name.clone()),
                self.reasoned(measure.text.clone(), &measure.reasons),
                Line::new(today),
                Line::new(self.how_it_changes(id)),
            ]);
        }
        let caption = "Who can do what, and what is in force today".to_string();
        let mut blocks = vec![Block::Table { caption, header, rows }];
        let observers: Vec<&str> =
            self.dossier.parties.iter().filter(|party| party.measures.is_empty()).map(|party| party.name.as_str()).collect();
        if !observers.is_empty() {
            blocks.push(Block::Paragraph(Line::new(format!("Without measures of their own: {}.", observers.join(", ")))));
        }
        let rules = self.dossier.rules.iter().map(|rule| {
            let word = if rule.always { "Always" } else { "Never" };
            let why = rule.why.as_ref().map_or_else(String::new, |why| format!(" — {why}"));
            self.reasoned(format!("{word}: {}{why}", self.words.formula(&rule.condition.formula)), &rule.reasons)
        });
        let rules: Vec<Line> = rules.collect();
        if !rules.is_empty() {
            blocks.push(Block::Heading("What cannot be".to_string()));
            blocks.push(Block::List(rules));
        }
        Section { id: "measures".to_string(), heading: "Who can do what".to_string(), blocks }
    }

    fn how_it_changes(&self, id: MeasureId) -> String {
        use crate::model::Direction;
        let measure = &self.dossier.measures[id.idx()];
        let only = |when: &Written, how: &str| format!("{how} only where {}", self.words.formula(&when.formula));
        let mut told = Vec::new();
        match measure.moves {
            Direction::Both => {}
            Direction::Take => told.push("only taken, not dropped again".to_string()),
            Direction::Drop => told.push("only dropped, not taken again".to_string()),
        }
        told.extend(measure.take_when.as_ref().map(|when| only(when, if measure.levels.is_empty() { "taken" } else { "raised" })));
        told.extend(measure.drop_when.as_ref().map(|when| only(when, if measure.levels.is_empty() { "dropped" } else { "lowered" })));
        if told.is_empty() { "freely".to_string() } else { told.join("; ") }
    }

    fn settles(&self, idx: usize, case: &Case) -> Section {
        let mut blocks = Vec::new();
        if let Some(text) = case.setting.view.and_then(|view| self.dossier.views[view.idx()].text.as_ref()) {
            blocks.push(Block::Paragraph(Line::new(sentence(text))));
        }
        blocks.push(Block::Paragraph(Line::new(headline::sentence_of(self.dossier, case))));
        blocks.push(Block::Paragraph(Line::new(self.extent_of_space(case))));
        blocks.extend(self.findings(case));
        blocks.extend(self.what_they_share(case));
        blocks.extend(self.why(case));
        blocks.extend(self.today(case));
        if let Some(tree) = tree::of(self.dossier, case) {
            blocks.push(Block::Heading("The way from today".to_string()));
            blocks.push(Block::Picture(tree));
        }
        let heading = if self.material.cases.len() == 1 {
            "Where it settles".to_string()
        } else {
            format!("Where it settles: {}", setting_name(self.dossier, &case.setting))
        };
        Section { id: format!("settles-{}-{}", idx + 1, view_name(self.dossier, &case.setting)), heading, blocks }
    }

    fn extent_of_space(&self, case: &Case) -> String {
        let counts: Vec<String> = case
            .settled
            .iter()
            .map(|settled| match settled.stopped {
                true => format!("{}: stopped", settled.concept.key().to_uppercase()),
                false => format!("{} {}", settled.concept.key().to_uppercase(), count(settled.equilibria.count_ones(..))),
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
        let mut header = vec!["Holds in … of the equilibria reached".to_string(), concept.key().to_uppercase()];
        header.extend(first.weaker.iter().map(|(concept, _)| concept.key().to_uppercase()));
        let rows = case.headline.findings.iter().map(|finding| {
            let extents = std::iter::once(finding.extent).chain(finding.weaker.iter().map(|(_, extent)| *extent));
            let name = sentence(&headline::about(self.dossier, case, finding));
            std::iter::once(Line::new(name)).chain(extents.map(|extent: Extent| Line::new(extent.word()))).collect()
        });
        Some(Block::Table {
            caption: "From the strictest concept that has an equilibrium to the weakest".to_string(),
            header,
            rows: rows.collect(),
        })
    }

    fn what_they_share(&self, case: &Case) -> Vec<Block> {
        let set: Vec<State> = case.headline.equilibria.iter().map(|&idx| case.space.states()[idx]).collect();
        let common = common(case.space.conflict(), &set);
        let tagged = |tag: &str, text: String| Line { tag: Some(tag.to_string()), ..Line::new(sentence(&text)) };
        let single = set.len() == 1;
        let in_all = common.in_all.iter().map(|(measure, level)| self.words.level(*measure, *level)).collect::<Vec<_>>();
        let in_none = common.in_none.iter().map(|measure| self.words.level(*measure, 0)).collect::<Vec<_>>();
        let varying = common.varying.iter().map(|varying| varying.sentence(self.dossier)).collect::<Vec<_>>();
        let tags = if single { ["in force", "not in force", ""] } else { ["in every one", "in none", "it depends"] };
        let lists = tags.into_iter().zip([in_all, in_none, varying]).filter(|(_, list)| !list.is_empty());
        let lines: Vec<Line> = lists.map(|(tag, list)| tagged(tag, list.join("; "))).collect();
        if lines.is_empty() {
            return vec![];
        }
        let heading = if single {
            "What the equilibrium is".to_string()
        } else {
            format!("What the {} have in common", counted(set.len(), "equilibrium"))
        };
        vec![Block::Heading(heading), Block::List(lines)]
    }

    /// Why the nearest equilibrium of the headline holds, party by party.
    fn why(&self, case: &Case) -> Vec<Block> {
        let Some(concept) = case.headline.concept else { return vec![] };
        let nearest = match &case.ways {
            Some(ways) => case.headline.equilibria.iter().copied().min_by_key(|&state| (ways.by_improvements[state], state)),
            None => case.headline.equilibria.first().copied(),
        };
        let Some(nearest) = nearest else { return vec![] };
        let state = case.space.states()[nearest];
        let opening = if case.headline.equilibria.len() == 1 { "It holds" } else { "The one nearest to today’s state holds" };
        let heading = format!("{opening} because ({})", concept.name());
        let about = Line::new(sentence(&self.words.state(case.space.conflict(), state)));
        let lines = self.explained(case, concept, state, |_| true);
        vec![Block::Heading(heading), Block::Paragraph(about), Block::List(lines)]
    }

    /// Why today's state does not hold, if it does not.
    fn today(&self, case: &Case) -> Vec<Block> {
        let Some(now) = case.space.conflict().status_quo else { return vec![] };
        let lines = self.explained(case, Concept::Nash, now, |verdict| matches!(verdict, Verdict::Unstable { .. }));
        if lines.is_empty() {
            let line = Line::new("No party can improve on today’s state by a move of its own.");
            return vec![Block::Heading("Who would move first".to_string()), Block::Paragraph(line)];
        }
        vec![Block::Heading("Who would move first".to_string()), Block::List(lines)]
    }

    fn explained(&self, case: &Case, concept: Concept, state: State, told: impl Fn(&Verdict) -> bool) -> Vec<Line> {
        let conflict = case.space.conflict();
        let mut lines = Vec::new();
        for party in conflict.party_ids().filter(|party| !self.dossier.parties[party.idx()].measures.is_empty()) {
            let explanation = explain_state(&case.space, concept, party, state);
            if !told(&explanation.verdict) {
                continue;
            }
            let mut sentences = explain::sentences(self.dossier, &case.setting, conflict, &explanation);
            let n_told = sentences.len();
            const SHOWN: usize = 3;
            if n_told > SHOWN + 2 {
                sentences.truncate(SHOWN + 1);
                sentences.push(format!("Its other {} improvements are deterred likewise.", n_told - SHOWN - 1));
            }
            let reasons = self.reasons_behind(case, party, state, &explanation.verdict);
            let line = Line { tag: Some(self.dossier.parties[party.idx()].name.clone()), ..self.reasoned(sentences.join(" "), &reasons) };
            lines.push(line);
        }
        lines
    }

    /// The reasons of the lines that decide in a verdict, each item once.
    fn reasons_behind(&self, case: &Case, party: PartyId, state: State, verdict: &Verdict) -> Reasons {
        let Preference::Statements(list) = self.dossier.preference(party, case.setting.view) else { return Reasons::default() };
        let others: Vec<State> = match verdict {
            Verdict::Unstable { improvement } => vec![*improvement],
            Verdict::Stable { deterred } => {
                deterred.iter().take(4).flat_map(|deterrence| [deterrence.improvement, deterrence.ends]).collect()
            }
        };
        let mut reasons = Reasons::default();
        for other in others {
            let Some(line) = explain::deciding_line(case.space.conflict(), party, state, other) else { continue };
            let standing = &list[line].standing.reasons;
            reasons.judgement |= standing.judgement;
            for citation in &standing.cites {
                if !reasons.cites.iter().any(|known| known.evidence == citation.evidence) {
                    reasons.cites.push(*citation);
                }
            }
        }
        reasons
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
                let user = if term.contested { format!(" as {} reads it", reading.id) } else { String::new() };
                self.reasoned(format!("“{}”{user}: {}.", spaced(&term.id), self.words.formula(&reading.means.formula)), &reading.reasons)
            })
            .collect();
        if !readings.is_empty() {
            blocks.extend([Block::Heading("What the terms mean".to_string()), Block::List(readings)]);
        }
        Section { id: "wants".to_string(), heading: "What each party wants, most important first".to_string(), blocks }
    }

    fn preference(&self, preference: &Preference) -> Vec<Line> {
        let numbered = |idx: usize, line: Line| Line { tag: Some(format!("{}", idx + 1)), ..line };
        let gloss = |text: &Option<String>| text.as_ref().map_or_else(String::new, |text| format!(" ({text})"));
        match preference {
            Preference::Indifferent => vec![],
            Preference::Statements(list) => list
                .iter()
                .enumerate()
                .map(|(idx, line)| {
                    let text = format!("{}{}", sentence(&self.words.formula(&line.that.formula)), gloss(&line.text));
                    numbered(idx, self.reasoned(text, &line.standing.reasons))
                })
                .collect(),
            Preference::Values(list) => list
                .iter()
                .map(|line| {
                    let text = sentence(&self.words.formula(&line.of.formula));
                    Line { tag: Some(line.worth()), ..self.reasoned(text, &line.standing.reasons) }
                })
                .collect(),
            Preference::Ranking(ranking) => {
                let text = format!(
                    "A ranking of states in {}, best first, as the dossier lists it.",
                    counted(ranking.classes.len(), "class").replace("classs", "classes")
                );
                vec![self.reasoned(text, &ranking.standing.reasons)]
            }
        }
    }

    fn sources(&self) -> Section {
        let shown: Vec<&Evidence> = self.dossier.evidence.iter().filter(|item| self.shows(item)).collect();
        let hidden = self.dossier.evidence.len() - shown.len();
        let mut rows: Vec<(crate::model::Date, Vec<Line>)> = shown
            .iter()
            .map(|item| {
                let grade = item.grade.map_or_else(|| "–".to_string(), |grade| grade.to_string());
                let origin = item.origin.map_or_else(String::new, |origin| format!(" (copies {})", self.dossier.evidence[origin.idx()].id));
                let source = Line { tag: item.url.clone(), ..Line::new(format!("{}{origin}", item.source)) };
                let cells = vec![
                    Line::new(item.id.clone()),
                    Line::new(item.date.to_string()),
                    Line::new(format!("{}, {grade}", item.kind.word())),
                    Line::new(item.says.clone()),
                    source,
                ];
                (item.date, cells)
            })
            .collect();
        rows.sort_by_key(|(date, _)| *date);
        let header = ["Item", "Date", "Kind, grade", "What it says", "Source"].map(String::from).to_vec();
        let mut blocks = Vec::new();
        if !rows.is_empty() {
            let caption = "Evidence by date. Grades: source A (reliable) to F, content 1 (confirmed) to 6.".to_string();
            blocks.push(Block::Table { caption, header, rows: rows.into_iter().map(|(_, row)| row).collect() });
        }
        if hidden > 0 {
            blocks.push(Block::Paragraph(Line::new(format!("{} not marked open left out.", counted(hidden, "item")))));
        }
        if blocks.is_empty() {
            blocks.push(Block::Paragraph(Line::new("The dossier cites no evidence.")));
        }
        Section { id: "sources".to_string(), heading: "Sources".to_string(), blocks }
    }

    fn limits(&self) -> Section {
        let mut lines = vec![
            Line::new("The model knows the measures, rules and preferences above and nothing else; what is left out cannot move it."),
            Line::new(
                "An equilibrium says that no party would leave the state alone under the stated foresight; it says neither that it comes about nor when.",
            ),
            Line::new(
                "Preferences compare states line by line, the most important line first: no number of lesser lines outweighs a greater one.",
            ),
        ];
        if self.dossier.hindsight {
            lines.push(Line::new("The dossier uses hindsight: evidence later than its date is allowed."));
        }
        if self.material.cases.iter().any(|case| case.stopped) {
            lines.push(Line::new("The work was stopped before everything was settled."));
        }
        let mut blocks = vec![Block::List(lines)];
        if !self.material.warnings.is_empty() {
            blocks.push(Block::Heading(format!("What the check warns of ({})", self.material.warnings.len())));
            blocks.push(Block::List(
                self.material
                    .warnings
                    .iter()
                    .map(|warning| Line { tag: Some(warning.code.to_string()), ..Line::new(sentence(&warning.message)) })
                    .collect(),
            ));
        }
        Section { id: "limits".to_string(), heading: "Limits of the model".to_string(), blocks }
    }
}
