//! Results over sets as text for a terminal.

use num_bigint::BigUint;

use super::super::common::{headings, variation};
use super::super::graph::name_of_kernel;
use super::super::headline::{self, Basis};
use super::super::open::{Open, depends};
use super::super::setting_name;
use super::super::text::{Layout, explanations, opened};
use super::super::words::{Words, count_big, count_short, counted_big, sentence};
use super::counts_by_level;
use crate::document::Page;
use crate::model::{Dossier, Explanation, Extension, MeasureId, Pattern, State};
use crate::space::{Set, Stopped, Watch};
use crate::stability::{SetCase, SettledSets, patterns_of_set};

/// The most patterns that are told.
const PATTERNS_MAX: usize = 6;

/// The result of `stability`.
///
/// # Errors
/// When the diagrams grow too large while the sets are read, or the watch is stopped.
pub fn stability(
    dossier: &Dossier,
    cases: &[SetCase],
    open: &[Open],
    explained: &[Explanation],
    layout: Layout,
    watch: &Watch,
) -> Result<Page, Stopped> {
    let mut page = opened(dossier);
    if let Some(first) = cases.first().filter(|_| !explained.is_empty()) {
        explanations(
            &mut page,
            dossier,
            &first.setting,
            first.space.conflict(),
            explained,
        );
        return Ok(page);
    }
    page.line("", "", "");
    match cases {
        [case] if !case.others.is_empty() => {
            for line in headline::by_kernel(dossier, case) {
                page.line("", "  ", &line);
            }
        }
        _ if cases.iter().any(|case| !case.others.is_empty()) => page.line(
            "",
            "",
            "Nobody knows all that parties want; each view and reading is told for itself.",
        ),
        _ => {
            let all: Vec<_> = cases.iter().map(Basis::from).collect();
            for line in headline::across_all(dossier, &all) {
                page.line("", "", &line);
            }
        }
    }
    for (idx, case) in cases.iter().enumerate() {
        Teller {
            page: &mut page,
            dossier,
            case,
            layout,
            watch,
        }
        .tell_all(cases.len() > 1, open.get(idx))?;
    }
    Ok(page)
}

struct Teller<'a> {
    page: &'a mut Page,
    dossier: &'a Dossier,
    case: &'a SetCase,
    layout: Layout,
    watch: &'a Watch,
}

impl Teller<'_> {
    /// One view and reading, under every way of taking comparisons.
    fn tell_all(&mut self, several: bool, open: Option<&Open>) -> Result<(), Stopped> {
        let (dossier, case) = (self.dossier, self.case);
        if several {
            self.page
                .heading(sentence(&setting_name(dossier, &case.setting)).replace('.', ""));
            if case.others.is_empty() {
                self.page
                    .line("", "", &headline::sentence_of_sets(dossier, case));
            } else {
                for line in headline::by_kernel(dossier, case) {
                    self.page.line("", "  ", &line);
                }
            }
        }
        let depends = open.map_or_else(Vec::new, |open| depends(dossier, &case.setting, open));
        for line in depends {
            self.page.line("", "  ", &line);
        }
        let all: Vec<&SetCase> = std::iter::once(case).chain(&case.others).collect();
        let is_unknown = all
            .iter()
            .any(|case| case.kernel.extension != Extension::default());
        for each in &all {
            let name = name_of_kernel(each.kernel, is_unknown, all.len());
            if !name.is_empty() {
                self.page.line("", "", "");
                self.page.line("", "", &sentence(&name));
            }
            self.case = each;
            self.tell()?;
        }
        Ok(())
    }

    /// The states and equilibria under one way of taking comparisons.
    fn tell(&mut self) -> Result<(), Stopped> {
        let case = self.case;
        self.page.line("", "", "");
        let extent = self.extent();
        self.page.line("", "", &extent);
        self.page.line("", "", "");
        let counts = self.counts()?;
        self.page.table(&counts);
        for settled in &case.settled {
            if let Some(why) = settled.stopped {
                self.page.line(
                    "  ",
                    "    ",
                    &sentence(&format!("{} was not settled: {why}", settled.concept.key())),
                );
            }
        }
        if let Some(rows) = self.findings() {
            self.page.line("", "", "");
            self.page.table(&rows);
        }
        self.settles()?;
        self.way_to_question();
        self.equilibria()
    }

    fn extent(&self) -> String {
        let space = &self.case.space;
        let feasible = counted_big(&space.count(space.feasible()), "feasible state");
        let told = match &self.case.ways {
            None if space.conflict().status_quo.is_some() => format!("{feasible}."),
            None => format!("{feasible}; the file does not say which one is in force today."),
            Some(ways) => {
                let reached = [&ways.moved, &ways.improved].map(|set| count_big(&space.count(set)));
                format!(
                    "{feasible}. From today’s state, moves reach {} of them and improvements {}.",
                    reached[0], reached[1]
                )
            }
        };
        format!("{told} Settled by the symbolic engine, over sets of states.")
    }

    /// One column per concept: the equilibria, those reached, and the states stable for each party.
    fn counts(&self) -> Result<Vec<Vec<String>>, Stopped> {
        let case = self.case;
        let row = |name: String, cell: &dyn Fn(&SettledSets) -> Result<BigUint, Stopped>| {
            let cells = case.settled.iter().map(|settled| match settled.stopped {
                Some(_) => Ok("–".to_string()),
                None => Ok(count_short(&cell(settled)?)),
            });
            std::iter::once(Ok(name))
                .chain(cells)
                .collect::<Result<Vec<_>, Stopped>>()
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
            Ok(case.space.count(&settled.equilibria))
        })?);
        if let Some(ways) = &case.ways {
            let reached = |settled: &SettledSets| {
                Ok(case
                    .space
                    .count(&case.space.both(&settled.equilibria, &ways.improved)?))
            };
            rows.push(row("reached by improvements".to_string(), &reached)?);
        }
        for (idx, party) in self.dossier.parties.iter().enumerate() {
            rows.push(row(format!("stable for {}", party.id), &|settled| {
                Ok(case.space.count(&settled.stable[idx]))
            })?);
        }
        Ok(rows)
    }

    /// One row per condition: in how many of the equilibria reached it holds, concept by concept.
    fn findings(&self) -> Option<Vec<Vec<String>>> {
        let (dossier, case) = (self.dossier, self.case);
        let first = case.headline.findings.first()?;
        let mut header = vec![
            "holds in … of the equilibria reached".to_string(),
            case.headline.concept?.key().to_string(),
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

    /// What the equilibria of the headline have in common, and the patterns that they follow.
    fn settles(&mut self) -> Result<(), Stopped> {
        let (dossier, case) = (self.dossier, self.case);
        let Some(concept) = case.headline.concept else {
            return Ok(());
        };
        let set = &case.headline.equilibria;
        let words = Words::new(dossier);
        let n_equilibria = case.space.count(set);
        let (mut in_all, mut in_none, mut varying) = (vec![], vec![], vec![]);
        for idx in 0..case.space.conflict().levers.len() {
            let measure = MeasureId::new(idx);
            let counts = counts_by_level(case, set, measure)?;
            match counts.iter().position(|count| *count == n_equilibria) {
                Some(0) => in_none.push(words.level(measure, 0)),
                Some(level) => in_all.push(words.level(measure, level)),
                None => varying.push(variation(dossier, measure, &counts)),
            }
        }
        self.page.line("", "", "");
        self.page.line(
            "",
            "",
            &format!(
                "Where it settles: {} ({})",
                counted_big(&n_equilibria, "equilibrium"),
                concept.key()
            ),
        );
        let is_one = n_equilibria == BigUint::from(1u32);
        for (what, list) in headings(is_one).into_iter().zip([in_all, in_none, varying]) {
            if !list.is_empty() {
                self.page.line(
                    "  ",
                    "    ",
                    &sentence(&format!("{what}: {}", list.join("; "))),
                );
            }
        }
        if is_one { Ok(()) } else { self.patterns(set) }
    }

    fn patterns(&mut self, set: &Set) -> Result<(), Stopped> {
        let cover = patterns_of_set(&self.case.space, set, PATTERNS_MAX, self.watch)?;
        let Some(n_patterns) = cover.n_patterns.as_ref() else {
            return Ok(());
        };
        let shown = if cover.is_truncated() {
            format!(
                ", the {} with fewest letters of {}",
                cover.patterns.len(),
                count_big(n_patterns)
            )
        } else {
            String::new()
        };
        self.page.line("", "", "");
        self.page.line(
            "",
            "",
            &format!("Patterns that they follow, - for either{shown}:"),
        );
        for pattern in &cover.patterns {
            let told = self.pattern(*pattern);
            self.page.line("  ", "      ", &told);
        }
        Ok(())
    }

    /// A pattern with the measures that it fixes at one level.
    fn pattern(&self, pattern: Pattern) -> String {
        let conflict = self.case.space.conflict();
        let words = Words::new(self.dossier);
        let levers = conflict
            .levers
            .iter()
            .enumerate()
            .filter(|(_, lever)| pattern.free & lever.bits(lever.n_levels() - 1) == 0);
        let fixed: Vec<String> = levers
            .map(|(idx, lever)| words.level(MeasureId::new(idx), lever.level(pattern.state)))
            .collect();
        format!(
            "{} — {}",
            pattern.letters(conflict.n_entries),
            sentence(&fixed.join("; "))
        )
    }

    fn way_to_question(&mut self) {
        let Some(path) = self
            .case
            .ways
            .as_ref()
            .and_then(|ways| ways.to_question.as_ref())
            .filter(|path| !path.is_empty())
        else {
            return;
        };
        let told = self.path(path);
        self.page.line("", "", "");
        self.page.line(
            "",
            "  ",
            &format!("A shortest way of improvements to where the question holds: {told}."),
        );
    }

    fn path(&self, path: &[crate::model::Step]) -> String {
        let conflict = self.case.space.conflict();
        let words = Words::new(self.dossier);
        let mut from = conflict.status_quo.unwrap_or_default();
        let steps: Vec<String> = path
            .iter()
            .map(|step| {
                let told = words.step(conflict, from, *step);
                from = step.to;
                told
            })
            .collect();
        steps.join(" → ")
    }

    /// Some equilibria one by one, nearest first.
    fn equilibria(&mut self) -> Result<(), Stopped> {
        let case = self.case;
        let space = &case.space;
        let all = space.union(case.settled.iter().map(|settled| &settled.equilibria))?;
        if all.is_empty() {
            return Ok(());
        }
        let states_max = self.layout.states_max;
        let mut listed: Vec<(State, Option<usize>)> = vec![];
        let near = case
            .ways
            .iter()
            .flat_map(|ways| &ways.by_improvements)
            .enumerate();
        for (distance, set) in near {
            let states = space.first_states(&space.both(&all, set)?, states_max - listed.len())?;
            listed.extend(states.into_iter().map(|state| (state, Some(distance))));
        }
        let rest = match &case.ways {
            Some(ways) => space.without(&all, &ways.improved)?,
            None => all.clone(),
        };
        listed.extend(
            space
                .first_states(&rest, states_max - listed.len())?
                .into_iter()
                .map(|state| (state, None)),
        );
        let n_all = space.count(&all);
        let more = if n_all > listed.len().into() {
            format!(", the first {} of {}", listed.len(), count_big(&n_all))
        } else {
            String::new()
        };
        let order = if case.ways.is_some() {
            ", nearest first"
        } else {
            ""
        };
        self.page.line("", "", "");
        self.page.line(
            "",
            "",
            &format!("Equilibria under any concept{order}{more}:"),
        );
        for (state, distance) in listed {
            self.equilibrium(state, distance);
        }
        Ok(())
    }

    fn equilibrium(&mut self, state: State, distance: Option<usize>) {
        let case = self.case;
        let conflict = case.space.conflict();
        let under = case
            .settled
            .iter()
            .filter(|settled| case.space.contains(&settled.equilibria, state));
        let under: Vec<&str> = under.map(|settled| settled.concept.key()).collect();
        let way = match distance {
            None if case.ways.is_none() => String::new(),
            None => ", not reached by improvements".to_string(),
            Some(0) => ", today’s state".to_string(),
            Some(n) => format!(", reached by {}", counted_big(&n.into(), "improvement")),
        };
        self.page.line(
            "  ",
            "      ",
            &format!(
                "{} — {}{way}",
                state.letters(conflict.n_entries),
                under.join(" ")
            ),
        );
        self.page.line(
            "      ",
            "      ",
            &sentence(&Words::new(self.dossier).state(conflict, state)),
        );
        let path = case
            .ways
            .iter()
            .flat_map(|ways| &ways.paths)
            .find(|(end, path)| *end == state && path.len() > 1);
        if let Some((_, path)) = path {
            let told = self.path(path);
            self.page
                .line("      ", "        ", &format!("Way: {told}."));
        }
    }
}
