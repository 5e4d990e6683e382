//! Stability in sections.

use super::common::{alike, common, headings};
use super::words::{Words, count, counted, sentence, spaced};
use super::{explain, headline, setting_name, turning};
use crate::document::Page;
use crate::model::{Concept, Conflict, Dossier, Explanation, Preference, Setting, State};
use crate::stability::{Case, Headline, Settled, Ways};

/// How long a text may be.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The most states listed one by one.
    pub states_max: usize,
}

impl Default for Layout {
    fn default() -> Self {
        Self { states_max: 12 }
    }
}

/// Filling a page by the indents that a terminal shows.
impl Page {
    /// Adds a paragraph, an item or a detail, by how far it is indented; an empty text begins a group.
    pub(crate) fn line(&mut self, indent: &str, _hanging: &str, text: &str) {
        let text = text.trim_start();
        match indent.len() {
            0 if text.is_empty() => self.gap(),
            0 => self.say(text),
            1..=4 if !indent.starts_with("    ") => self.item(text),
            _ => self.detail(text),
        }
    }

    /// As `line`; dates are never torn apart.
    pub(crate) fn unbroken(&mut self, indent: &str, hanging: &str, text: &str) {
        self.line(indent, hanging, text);
    }
}

/// The result of `stability`.
pub fn stability(
    dossier: &Dossier,
    cases: &[Case],
    explained: &[Explanation],
    layout: Layout,
) -> Page {
    let mut page = opened(dossier);
    if let Some(first) = cases.first().filter(|_| !explained.is_empty()) {
        explanations(
            &mut page,
            dossier,
            &first.setting,
            first.space.conflict(),
            explained,
        );
        return page;
    }
    page.line("", "", "");
    side_by_side(&mut page, dossier, cases);
    for (idx, case) in cases.iter().enumerate() {
        one_case(
            &mut page,
            dossier,
            case,
            cases.len() > 1,
            alike(dossier, &cases[..idx], case),
            layout,
        );
    }
    page
}

/// A page that begins with the title and with what all views and readings have in common.
pub(super) fn begun(dossier: &Dossier, cases: &[Case]) -> Page {
    let mut page = opened(dossier);
    page.line("", "", "");
    side_by_side(&mut page, dossier, cases);
    page
}

/// A heading over what is said of one case, with its view and readings where there are several.
pub(super) fn headed(
    page: &mut Page,
    dossier: &Dossier,
    setting: &Setting,
    several: bool,
    heading: &str,
) {
    let place = if several {
        format!(", {}", setting_name(dossier, setting))
    } else {
        String::new()
    };
    page.heading(format!("{heading}{place}"));
}

/// The headline over all views and readings, and what differs where it turns.
fn side_by_side(page: &mut Page, dossier: &Dossier, cases: &[Case]) {
    for line in headline::across(dossier, cases) {
        page.line("", "", &line);
    }
    for told in turning::turning(dossier, &cases.iter().map(Into::into).collect::<Vec<_>>()) {
        page.line("", "", &told.text);
    }
}

/// A page with the title, the date and the question.
pub(super) fn opened(dossier: &Dossier) -> Page {
    let mut facts = Vec::new();
    facts.extend(dossier.as_of.map(|date| format!("as of {date}")));
    facts.extend(dossier.question.as_ref().map(|question| {
        format!(
            "question: {}",
            Words::new(dossier).clause(&question.formula)
        )
    }));
    facts.extend(dossier.by.map(|date| format!("by {date}")));
    Page::titled(&dossier.title).with_facts(&facts)
}

/// One view and reading; briefly where an earlier one settles alike.
fn one_case(
    page: &mut Page,
    dossier: &Dossier,
    case: &Case,
    several: bool,
    alike: Option<&Case>,
    layout: Layout,
) {
    if several {
        page.heading(sentence(&setting_name(dossier, &case.setting)).replace('.', ""));
        if let Some(text) = case
            .setting
            .view
            .and_then(|view| dossier.views[view.idx()].text.as_ref())
        {
            page.line("", "", &sentence(text));
        }
        page.line("", "", &headline::sentence_of(dossier, case));
    }
    page.line("", "", "");
    if let Some(earlier) = alike {
        page.line(
            "",
            "",
            &format!(
                "It settles in the same states as in the {}.",
                setting_name(dossier, &earlier.setting)
            ),
        );
        if let Some(rows) = findings(dossier, case) {
            page.line("", "", "");
            page.table(&rows);
        }
        return;
    }
    page.line("", "", &extent_of_space(case));
    page.line("", "", "");
    page.table(&counts(dossier, case));
    if let Some(rows) = findings(dossier, case) {
        page.line("", "", "");
        page.table(&rows);
    }
    settles(page, dossier, case);
    equilibria(page, dossier, case, layout);
}

fn extent_of_space(case: &Case) -> String {
    let feasible = counted(case.space.len(), "feasible state");
    match &case.ways {
        None if case.space.conflict().status_quo.is_some() => format!("{feasible}."),
        None => format!("{feasible}; the file does not say which one is in force today."),
        Some(ways) => format!(
            "{feasible}. From today’s state, moves reach {} of them and improvements {}.",
            count(Ways::n_reached(&ways.by_moves)),
            count(Ways::n_reached(&ways.by_improvements))
        ),
    }
}

/// One column per concept: the equilibria, those reached, and the states stable for each party.
fn counts(dossier: &Dossier, case: &Case) -> Vec<Vec<String>> {
    let row = |name: String, cell: &dyn Fn(&Settled) -> usize| {
        let cells = case.settled.iter().map(|settled| {
            if settled.stopped {
                "stopped".to_string()
            } else {
                count(cell(settled))
            }
        });
        std::iter::once(name).chain(cells).collect::<Vec<_>>()
    };
    let keys = case
        .settled
        .iter()
        .map(|settled| settled.concept.key().to_string());
    let mut rows = vec![
        std::iter::once("number of states")
            .map(String::from)
            .chain(keys)
            .collect(),
    ];
    rows.push(row("equilibria".to_string(), &|settled| {
        settled.equilibria.count_ones(..)
    }));
    rows.extend(case.ways.iter().map(|ways| {
        row("reached by improvements".to_string(), &|settled| {
            reached(settled, ways)
        })
    }));
    for (idx, party) in dossier.parties.iter().enumerate() {
        rows.push(row(format!("stable for {}", party.id), &|settled| {
            settled.stable[idx].count_ones(..)
        }));
    }
    rows
}

fn reached(settled: &Settled, ways: &Ways) -> usize {
    settled
        .equilibria
        .ones()
        .filter(|&state| ways.by_improvements[state] != u32::MAX)
        .count()
}

/// One row per condition: in how many of the equilibria reached it holds, concept by concept.
fn findings(dossier: &Dossier, case: &Case) -> Option<Vec<Vec<String>>> {
    let Headline {
        concept, findings, ..
    } = &case.headline;
    let concept = (*concept)?;
    let first = findings.first()?;
    let mut header = vec![
        "holds in … of the equilibria reached".to_string(),
        concept.key().to_string(),
    ];
    header.extend(
        first
            .weaker
            .iter()
            .map(|(concept, _)| concept.key().to_string()),
    );
    let rows = headline::told(case).map(|(_, finding)| {
        let name = if finding.named.is_none() {
            "the question: "
        } else {
            ""
        };
        let mut row = vec![
            format!("{name}{}", headline::subject(dossier, case, finding)),
            finding.extent.word().to_string(),
        ];
        row.extend(
            finding
                .weaker
                .iter()
                .map(|(_, extent)| extent.word().to_string()),
        );
        row
    });
    Some(std::iter::once(header).chain(rows).collect())
}

/// What the equilibria of the headline have in common.
fn settles(page: &mut Page, dossier: &Dossier, case: &Case) {
    let Some(concept) = case.headline.concept else {
        return;
    };
    let set: Vec<State> = case
        .headline
        .equilibria
        .iter()
        .map(|&idx| case.space.states()[idx])
        .collect();
    let words = Words::new(dossier);
    let common = common(case.space.conflict(), &set);
    page.line("", "", "");
    page.line(
        "",
        "",
        &format!(
            "Where it settles: {} ({})",
            counted(set.len(), "equilibrium"),
            concept.key()
        ),
    );
    let in_all: Vec<String> = common
        .in_all
        .iter()
        .map(|(measure, level)| words.level(*measure, *level))
        .collect();
    let in_none: Vec<String> = common
        .in_none
        .iter()
        .map(|measure| words.level(*measure, 0))
        .collect();
    let varying: Vec<String> = common
        .varying
        .iter()
        .map(|varying| varying.sentence(dossier))
        .collect();
    for (what, list) in headings(set.len() == 1)
        .into_iter()
        .zip([in_all, in_none, varying])
    {
        if !list.is_empty() {
            page.line(
                "  ",
                "    ",
                &sentence(&format!("{what}: {}", list.join("; "))),
            );
        }
    }
}

/// The equilibria one by one, strictest concept first.
fn equilibria(page: &mut Page, dossier: &Dossier, case: &Case, layout: Layout) {
    let conflict = case.space.conflict();
    let mut listed: Vec<usize> = case
        .settled
        .iter()
        .flat_map(|settled| settled.equilibria.ones())
        .collect();
    listed.sort_unstable();
    listed.dedup();
    let concepts = |state: usize| -> Vec<&str> {
        case.settled
            .iter()
            .filter(|settled| settled.equilibria.contains(state))
            .map(|settled| settled.concept.key())
            .collect()
    };
    let distance = |state: usize| case.ways.as_ref().map(|ways| ways.by_improvements[state]);
    listed.sort_by_key(|&state| {
        (
            distance(state).unwrap_or(0),
            std::cmp::Reverse(concepts(state).len()),
            state,
        )
    });
    if listed.is_empty() {
        return;
    }
    page.line("", "", "");
    let more = if listed.len() > layout.states_max {
        format!(
            ", the first {} of {}",
            layout.states_max,
            count(listed.len())
        )
    } else {
        String::new()
    };
    let order = if case.ways.is_some() {
        ", nearest first"
    } else {
        ""
    };
    page.line(
        "",
        "",
        &format!("Equilibria under any concept{order}{more}:"),
    );
    page.line(
        "  ",
        "  ",
        &format!(
            "A letter, Y or N, for each of: {}.",
            super::entries(dossier).join(", ")
        ),
    );
    let words = Words::new(dossier);
    for &state in listed.iter().take(layout.states_max) {
        let letters = case.space.states()[state].letters(conflict.n_entries);
        let way = match distance(state) {
            None => String::new(),
            Some(u32::MAX) => ", not reached by improvements".to_string(),
            Some(0) => ", today’s state".to_string(),
            Some(n) => format!(", reached by {}", counted(n as usize, "improvement")),
        };
        page.line(
            "  ",
            "      ",
            &format!("{letters} — {}{way}", concepts(state).join(" ")),
        );
        page.line(
            "      ",
            "      ",
            &sentence(&words.state(conflict, case.space.states()[state])),
        );
        if let Some((_, path)) = case
            .ways
            .iter()
            .flat_map(|ways| &ways.paths)
            .find(|(end, path)| *end == state && path.len() > 1)
        {
            let mut from = conflict.status_quo.unwrap_or_default();
            let steps: Vec<String> = path
                .iter()
                .map(|step| {
                    let told = words.step(conflict, from, *step);
                    from = step.to;
                    told
                })
                .collect();
            page.line(
                "      ",
                "        ",
                &format!("Way: {}.", steps.join(" → ")),
            );
        }
    }
}

pub(super) fn explanations(
    page: &mut Page,
    dossier: &Dossier,
    setting: &Setting,
    conflict: &Conflict,
    explained: &[Explanation],
) {
    let Some(state) = explained.first().map(|explanation| explanation.state) else {
        return;
    };
    page.line("", "", "");
    page.line(
        "",
        "",
        &format!(
            "{} ({})",
            state.letters(conflict.n_entries),
            setting_name(dossier, setting)
        ),
    );
    page.line(
        "",
        "",
        &sentence(&Words::new(dossier).state(conflict, state)),
    );
    let mut concept: Option<Concept> = None;
    for explanation in explained {
        if concept != Some(explanation.concept) {
            concept = Some(explanation.concept);
            page.heading(sentence(explanation.concept.name()).replace('.', ""));
        }
        for (idx, told) in explain::sentences(dossier, setting, conflict, explanation)
            .iter()
            .enumerate()
        {
            if idx == 0 {
                page.item(told);
            } else {
                page.detail(told);
            }
        }
    }
}

/// The first lines of `check`: what the dossier holds.
pub fn check_summary(dossier: &Dossier, feasible: Option<usize>) -> Page {
    let judgements = dossier
        .preferences()
        .map(|(_, _, preference)| match preference {
            Preference::Statements(list) => list
                .iter()
                .filter(|line| line.standing.reasons.judgement)
                .count(),
            Preference::Values(list) => list
                .iter()
                .filter(|line| line.standing.reasons.judgement)
                .count(),
            Preference::Ranking(ranking) => usize::from(ranking.standing.reasons.judgement),
            Preference::Relation(relation) => usize::from(relation.standing.reasons.judgement),
            Preference::Indifferent => 0,
        })
        .sum::<usize>()
        + dossier
            .measures
            .iter()
            .filter(|measure| measure.reasons.judgement)
            .count()
        + dossier
            .rules
            .iter()
            .filter(|rule| rule.reasons.judgement)
            .count()
        + dossier
            .move_rules
            .iter()
            .filter(|rule| rule.reasons.judgement)
            .count()
        + dossier
            .graph
            .iter()
            .filter(|graph| graph.reasons.judgement)
            .count()
        + dossier
            .coalesced
            .iter()
            .filter(|line| line.reasons.judgement)
            .count()
        + dossier
            .terms
            .iter()
            .flat_map(|term| &term.readings)
            .filter(|reading| reading.reasons.judgement)
            .count();
    let feasible = feasible.map_or_else(
        || "too many states to list".to_string(),
        |n| counted(n, "feasible state"),
    );
    let judged = if judgements == 1 {
        "1 line stands on judgement".to_string()
    } else {
        format!("{} lines stand on judgement", count(judgements))
    };
    let extent = match &dossier.graph {
        None => format!("{}, {feasible}", counted(dossier.measures.len(), "measure")),
        Some(graph) => {
            let n_moves = graph.moves.iter().flatten().map(Vec::len).sum();
            format!(
                "{}, {}",
                counted(graph.states.len(), "state"),
                counted(n_moves, "move")
            )
        }
    };
    let mut page = Page::titled(&dossier.title);
    page.say(format!(
        "{}, {extent}; {} of evidence; {judged}",
        counted(dossier.parties.len(), "party"),
        counted(dossier.evidence.len(), "item"),
    ));
    page
}

/// Every formula of the dossier as a plain sentence.
pub fn reading_of_formulas(dossier: &Dossier) -> Page {
    let mut page = Page::default();
    let words = Words::new(dossier);
    let mut say = |heading: String, lines: Vec<String>| {
        if !lines.is_empty() {
            page.heading(&heading);
            for line in lines {
                page.line("  ", "      ", &line);
            }
        }
    };
    let question = dossier
        .question
        .iter()
        .map(|question| sentence(&words.clause(&question.formula)));
    say("The question".to_string(), question.collect());
    let readings = dossier.terms.iter().flat_map(|term| {
        term.readings.iter().map(|reading| {
            let user = if term.contested {
                format!(", as {} reads it", reading.id)
            } else {
                String::new()
            };
            format!(
                "“{}”{user}: {}",
                spaced(&term.id),
                sentence(&words.formula(&reading.means.formula))
            )
        })
    });
    say("Terms".to_string(), readings.collect());
    let rules = dossier.rules.iter().map(|rule| {
        let word = if rule.always { "always" } else { "never" };
        let why = rule
            .why
            .as_ref()
            .map_or_else(String::new, |why| format!(" ({why})"));
        format!(
            "{word}: {}{why}",
            sentence(&words.formula(&rule.condition.formula))
        )
    });
    let of_moves = dossier.move_rules.iter().map(|rule| {
        let why = rule
            .why
            .as_ref()
            .map_or_else(String::new, |why| format!(" ({why})"));
        format!("never: {}{why}", sentence(&words.move_rule(rule)))
    });
    say("Rules".to_string(), rules.chain(of_moves).collect());
    let conditions = dossier
        .measures
        .iter()
        .enumerate()
        .flat_map(|(idx, measure)| {
            let name = dossier.measure_name(crate::model::MeasureId::new(idx));
            let take = measure
                .take_when
                .iter()
                .map(|when| ("taken or raised", when));
            let drop = measure
                .drop_when
                .iter()
                .map(|when| ("dropped or lowered", when));
            let told: Vec<String> = take
                .chain(drop)
                .map(|(how, when)| {
                    format!(
                        "`{name}` is {how} only where {}.",
                        words.formula(&when.formula)
                    )
                })
                .collect();
            told
        });
    say("Conditions on moves".to_string(), conditions.collect());
    for (view, party, preference) in dossier.preferences() {
        let view = view.map_or_else(String::new, |view| {
            format!(", in the view {}", dossier.views[view.idx()].id)
        });
        let lines = match preference {
            Preference::Statements(list) => list
                .iter()
                .enumerate()
                .map(|(idx, line)| format!("{}. {}", idx + 1, words.statement(line)))
                .collect(),
            Preference::Values(list) => list
                .iter()
                .map(|line| {
                    format!(
                        "{}: {}",
                        line.worth(),
                        sentence(&words.formula(&line.of.formula))
                    )
                })
                .collect(),
            Preference::Relation(relation) => super::graph::relation_in_words(dossier, relation)
                .into_iter()
                .map(|(place, told)| {
                    place.map_or_else(String::new, |place| format!("{place}. ")) + &told
                })
                .collect(),
            Preference::Indifferent | Preference::Ranking(_) => vec![],
        };
        let heading = match preference {
            Preference::Values(_) => "values",
            Preference::Relation(_) => "likes, best first",
            _ => "wants, most important first",
        };
        say(
            format!("{} {heading}{view}", dossier.parties[party.idx()].name),
            lines,
        );
    }
    page
}
