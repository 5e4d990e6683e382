//! What `stability` answers in graph form, as text and JSON.

mod explain;
mod json;

use super::open::{Open, depends};
use super::setting_name;
use super::text::{Layout, opened};
use super::unmoved::Unmoved;
use super::words::{Words, count, counted, sentence};
use crate::document::Page;
use crate::model::{
    Chain, Dossier, Extension, GraphForm, GraphStep, Kernel, PartyId, Relation, State,
};
use crate::stability::Settled;
use crate::stability::graph::{GraphCase, GraphHeadline, Judged, Origin};

pub use explain::graph_explained;
pub use json::{add_graph_explained, graphs_json};

/// What the answers in graph form leave out.
pub const NO_SIM: &str = "Simultaneous stability (sim) asks which measures parties change at once, and is not told of graphs.";

/// Speaks about the states of one graph.
#[derive(Clone, Copy)]
pub(super) struct Places<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) case: &'a GraphCase,
}

impl<'a> Places<'a> {
    /// The name of a state: its own, or its letters.
    pub(super) fn name(&self, state: usize) -> String {
        match &self.case.origin {
            Origin::Named => self
                .dossier
                .graph
                .as_ref()
                .map_or_else(String::new, |form| form.states[state].id.clone()),
            Origin::Feasible {
                space,
                members,
                coalesced,
            } => match coalesced[state] {
                Some(line) => self.dossier.coalesced[line].id.clone(),
                None => space.states()[members[state][0]].letters(space.conflict().n_entries),
            },
        }
    }

    /// What a state is, in words.
    pub(super) fn words(&self, state: usize) -> String {
        match &self.case.origin {
            Origin::Named => self
                .dossier
                .graph
                .as_ref()
                .map_or_else(String::new, |form| form.states[state].text.clone()),
            Origin::Feasible {
                space,
                members,
                coalesced,
            } => {
                let conflict = space.conflict();
                let words = Words::new(self.dossier);
                match coalesced[state] {
                    None => words.state(conflict, space.states()[members[state][0]]),
                    Some(line) => {
                        let merged =
                            format!("{} taken as one", counted(members[state].len(), "state"));
                        let line = &self.dossier.coalesced[line];
                        let text = line
                            .text
                            .clone()
                            .unwrap_or_else(|| words.clause(&line.that.formula));
                        format!("{text} ({merged})")
                    }
                }
            }
        }
    }

    /// How many states there are, and of what kind.
    pub(super) fn extent(&self) -> String {
        match &self.case.origin {
            Origin::Named => counted(self.case.graph.n_states, "state"),
            Origin::Feasible {
                space,
                members,
                coalesced,
            } => {
                let feasible = counted(space.len(), "feasible state");
                let n_merged: usize = members
                    .iter()
                    .zip(coalesced)
                    .filter(|(_, line)| line.is_some())
                    .map(|(members, _)| members.len())
                    .sum();
                if n_merged == 0 {
                    feasible
                } else {
                    format!("{feasible}, taken as {}", count(members.len()))
                }
            }
        }
    }

    fn party(&self, party: PartyId) -> &'a str {
        &self.dossier.parties[party.idx()].name
    }

    /// A way, as who leads to which state.
    fn way(&self, steps: &[GraphStep]) -> String {
        let step = |step: &GraphStep| {
            format!(
                "{} to {}",
                self.party(step.mover),
                self.name(step.to as usize)
            )
        };
        steps.iter().map(step).collect::<Vec<_>>().join(", then ")
    }
}

impl Places<'_> {
    /// How many states there are, and how many of them come of today's.
    pub(super) fn extent_from_today(&self) -> String {
        let states = self.extent();
        match &self.case.ways {
            None => format!("{states}; the file does not say which one is that of today."),
            Some(ways) => format!(
                "{states}. From today’s state, {}, moves reach {} of them and improvements {}.",
                self.name(ways.from),
                count(n_reached(&ways.by_moves)),
                self.n_improved()
            ),
        }
    }

    /// How many states improvements reach, by kernel where kernels differ.
    fn n_improved(&self) -> String {
        let reached = |judged: &Judged| {
            let reach = judged.reach.as_ref();
            reach.map_or(0, |reach| n_reached(&reach.by_improvements))
        };
        let mut told: Vec<(usize, Vec<&str>)> = vec![];
        for judged in &self.case.judged {
            let (number, key) = (reached(judged), judged.kernel.extension.key());
            match told.iter_mut().find(|(other, _)| *other == number) {
                Some((_, keys)) if keys.contains(&key) => {}
                Some((_, keys)) => keys.push(key),
                None => told.push((number, vec![key])),
            }
        }
        match told.as_slice() {
            [] => count(0),
            [(number, _)] => count(*number),
            several => {
                let each = several
                    .iter()
                    .map(|(number, keys)| format!("{} ({})", count(*number), keys.join(", ")));
                each.collect::<Vec<_>>().join(" or ")
            }
        }
    }

    /// The way from today's state to another, under the first kernel that has a shortest one.
    fn way_to(&self, state: usize) -> Option<String> {
        let (_, judged) = self.case.nearest(state)?;
        let paths = &judged.reach.as_ref()?.paths;
        let (_, steps) = paths.iter().find(|(end, _)| *end == state)?;
        Some(self.way(steps))
    }

    /// The kernels under which improvements reach a state, where that is not so under all.
    fn reached_under(&self, state: usize) -> String {
        let is_reached = |judged: &&Judged| {
            let reach = judged.reach.as_ref();
            reach.is_some_and(|reach| reach.by_improvements[state].is_some())
        };
        let all = &self.case.judged;
        let mut keys: Vec<&str> = all
            .iter()
            .filter(is_reached)
            .map(|judged| judged.kernel.extension.key())
            .collect();
        if keys.len() == all.len() {
            return String::new();
        }
        keys.dedup();
        format!(" (only under {})", keys.join(", "))
    }

    /// Each kernel in words, where there are several.
    pub(super) fn kernels(&self) -> Vec<String> {
        let judged = &self.case.judged;
        let told = judged
            .iter()
            .map(|it| sentence(&kernel_name(it.kernel, self.case)));
        if judged.len() > 1 {
            told.collect()
        } else {
            vec![]
        }
    }

    /// An equilibrium as a row: its name, what it is, under which concepts, how it is reached.
    pub(super) fn row(&self, state: usize) -> [String; 4] {
        let way = match (&self.case.ways, self.case.nearest(state)) {
            (None, _) => "–".to_string(),
            (Some(_), None) => "not reached by improvements".to_string(),
            (Some(_), Some((0, _))) => "today’s state".to_string(),
            (Some(_), Some(_)) => {
                self.way_to(state).unwrap_or_default() + &self.reached_under(state)
            }
        };
        [
            self.name(state),
            self.words(state),
            self.concepts(state),
            way,
        ]
    }

    /// The concepts under which a state is an equilibrium, by kernel where there are several.
    fn concepts(&self, state: usize) -> String {
        let judged = &self.case.judged;
        let of = |(kernel, concepts): (Kernel, Vec<&str>)| {
            let key = if judged.len() > 1 {
                format!("{}: ", kernel_key(kernel, self.case))
            } else {
                String::new()
            };
            format!(
                "{key}{}",
                if concepts.is_empty() {
                    "none".to_string()
                } else {
                    concepts.join(" ")
                }
            )
        };
        concepts_of(judged, state)
            .map(of)
            .collect::<Vec<_>>()
            .join("; ")
    }
}

/// Where a graph settles, in a sentence or two.
pub(super) fn settles_in_words(dossier: &Dossier, case: &GraphCase) -> String {
    headline(Places { dossier, case })
}

/// A ranking as its states best first, each with its place; or the pairs that are known.
pub(super) fn relation_in_words(
    dossier: &Dossier,
    relation: &Relation,
) -> Vec<(Option<String>, String)> {
    let Some(form) = &dossier.graph else {
        return vec![];
    };
    let state = |state: u32| {
        format!(
            "{}: {}",
            form.states[state as usize].id, form.states[state as usize].text
        )
    };
    match relation.chains.as_slice() {
        [chain] if relation.is_whole => {
            let mut place = 1;
            let placed = chain.states.iter().enumerate().map(|(idx, &at)| {
                let step = idx.checked_sub(1).map(|before| chain.degrees[before]);
                if step.is_some_and(|degree| degree > 0) {
                    place = idx + 1;
                }
                let much = if step.is_some_and(|degree| degree > 1) {
                    " (much less than what stands above)"
                } else {
                    ""
                };
                (Some(place.to_string()), format!("{}{much}", state(at)))
            });
            placed.collect()
        }
        chains => chains
            .iter()
            .map(|chain| (None, chain_in_words(form, chain)))
            .collect(),
    }
}

/// A chain of known comparisons: "s3 (…) is better than s7 (…)".
fn chain_in_words(form: &GraphForm, chain: &Chain) -> String {
    let state = |state: u32| {
        format!(
            "{} ({})",
            form.states[state as usize].id, form.states[state as usize].text
        )
    };
    let mut told = state(chain.states[0]);
    for (degree, &next) in chain.degrees.iter().zip(&chain.states[1..]) {
        let than = match degree {
            0 => ", as good as ",
            1 => ", better than ",
            _ => ", much better than ",
        };
        told += than;
        told += &state(next);
    }
    told + "."
}

/// Whether the graph has unknown comparisons, or the user asked as if it had.
fn is_unknown(case: &GraphCase) -> bool {
    let extensions = case
        .apart
        .iter()
        .chain(case.judged.iter().map(|judged| &judged.kernel))
        .map(|kernel| kernel.extension);
    extensions
        .into_iter()
        .any(|extension| extension != Extension::default())
}

/// A kernel in words; empty for the ordinary one of a graph without unknown comparisons.
fn kernel_name(kernel: Kernel, case: &GraphCase) -> String {
    name_of_kernel(kernel, is_unknown(case), case.judged.len())
}

/// The same, where it is known whether comparisons are unknown, and how many kernels are told.
pub(super) fn name_of_kernel(kernel: Kernel, is_unknown: bool, n_kernels: usize) -> String {
    let unknown = match kernel.extension {
        Extension::A => {
            "a: leaves for what may be better, fears only what is known to be no better"
        }
        Extension::B => {
            "b: leaves only for what is known to be better, fears only what is known to be no better"
        }
        Extension::C => "c: leaves for what may be better, fears what may be no better",
        Extension::D => {
            "d: leaves only for what is known to be better, fears what may be no better"
        }
    };
    let strong = match kernel.degree {
        0 => String::new(),
        1 => "only sanctions that are worse deter".to_string(),
        2 => "only sanctions that are much worse deter".to_string(),
        degree => format!("only sanctions worse by {degree} degrees deter"),
    };
    match (is_unknown, strong.is_empty()) {
        (false, true) if n_kernels > 1 => "any sanction that is no better deters".to_string(),
        (false, _) => strong,
        (true, true) => format!("unknown comparisons, {unknown}"),
        (true, false) => format!("unknown comparisons, {unknown}; {strong}"),
    }
}

/// A kernel in a few letters, where there are several: `a`, `b strong`.
fn kernel_key(kernel: Kernel, case: &GraphCase) -> String {
    key_of_kernel(kernel, is_unknown(case))
}

/// The same, where it is known whether comparisons are unknown.
pub(super) fn key_of_kernel(kernel: Kernel, is_unknown: bool) -> String {
    let strong = match kernel.degree {
        0 if is_unknown => "",
        0 => "any",
        1 => "worse",
        2 => "strong",
        _ => "stronger",
    };
    let degree = if kernel.degree > 2 {
        format!(" {}", kernel.degree)
    } else {
        String::new()
    };
    let unknown = if is_unknown {
        kernel.extension.key()
    } else {
        ""
    };
    format!("{unknown} {strong}{degree}").trim().to_string()
}

/// The result of `stability` in graph form.
pub fn graphs(dossier: &Dossier, cases: &[GraphCase], open: &[Open], layout: Layout) -> Page {
    let mut page = begun(dossier, cases);
    for (idx, case) in cases.iter().enumerate() {
        if cases.len() > 1 {
            page.heading(sentence(&setting_name(dossier, &case.setting)).replace('.', ""));
            if let Some(text) = case
                .setting
                .view
                .and_then(|view| dossier.views[view.idx()].text.as_ref())
            {
                page.line("", "", &sentence(text));
            }
            page.line("", "", &headline(Places { dossier, case }));
        }
        let open = open.get(idx);
        for line in open.map_or_else(Vec::new, |open| depends(dossier, &case.setting, open)) {
            page.line("", "  ", &line);
        }
        page.line("", "", "");
        Told {
            places: Places { dossier, case },
            layout,
        }
        .tell(&mut page);
    }
    page
}

/// The title, and the headline or whether it is the same in every view and reading.
pub(super) fn begun(dossier: &Dossier, cases: &[GraphCase]) -> Page {
    let mut page = opened(dossier);
    page.line("", "", "");
    let told: Vec<String> = cases
        .iter()
        .map(|case| headline(Places { dossier, case }))
        .collect();
    match told.as_slice() {
        [] => {}
        [first, others @ ..] if others.iter().all(|other| other == first) => {
            page.line("", "", first);
            if !others.is_empty() {
                page.line("", "", "So in every view and reading.");
            }
        }
        _ => page.line(
            "",
            "",
            "Where it settles differs between views and readings:",
        ),
    }
    page
}

/// Where it settles, in a sentence or two, and which parties nothing moves.
fn headline(places: Places) -> String {
    let unmoved = Unmoved::of_graph(places.dossier, places.case);
    match unmoved.told(places.dossier) {
        Some(told) if unmoved.is_everybody() => told,
        Some(told) => format!("{} {told}", equilibria_in_words(places)),
        None => equilibria_in_words(places),
    }
}

fn equilibria_in_words(places: Places) -> String {
    let case = places.case;
    let from = case.ways.as_ref().map(|ways| ways.from);
    let told: Vec<(String, String)> = case
        .judged
        .iter()
        .map(|judged| {
            (
                kernel_key(judged.kernel, case),
                settles(places, &judged.headline),
            )
        })
        .collect();
    let place = if from.is_some() {
        " that improvements reach from today’s state"
    } else {
        ""
    };
    match told.as_slice() {
        [] => String::new(),
        [(_, first), others @ ..] if others.iter().all(|(_, other)| other == first) => {
            let every = if others.is_empty() {
                ""
            } else {
                ", however comparisons are taken"
            };
            sentence(&format!("equilibria{place}{every}: {first}"))
        }
        several => {
            let each: Vec<String> = several
                .iter()
                .map(|(kernel, told)| format!("{kernel}: {told}"))
                .collect();
            sentence(&format!(
                "equilibria{place}, by how comparisons are taken: {}",
                each.join("; ")
            ))
        }
    }
}

/// The equilibria of a headline, their concept, and how far the question holds in them.
fn settles(places: Places, headline: &GraphHeadline) -> String {
    const NAMED_MAX: usize = 6;
    let Some(concept) = headline.concept else {
        return "none under any concept asked for".to_string();
    };
    let states = &headline.equilibria;
    let mut names: Vec<String> = states
        .iter()
        .take(NAMED_MAX)
        .map(|&state| places.name(state))
        .collect();
    names.extend(
        (states.len() > NAMED_MAX).then(|| format!("and {} more", states.len() - NAMED_MAX)),
    );
    let asked = headline.question.map_or_else(String::new, |extent| {
        format!("; the question holds in {}", extent.word())
    });
    format!("{} ({}{asked})", names.join(", "), concept.key())
}

/// One case on a page.
struct Told<'a> {
    places: Places<'a>,
    layout: Layout,
}

impl Told<'_> {
    fn tell(&self, page: &mut Page) {
        let case = self.places.case;
        page.line("", "", &self.places.extent_from_today());
        for judged in &case.judged {
            let name = kernel_name(judged.kernel, case);
            page.line("", "", "");
            if !name.is_empty() {
                page.line("", "", &sentence(&name));
            }
            page.table(&self.counts(judged));
        }
        self.equilibria(page);
    }

    fn counts(&self, judged: &Judged) -> Vec<Vec<String>> {
        let row = |name: String, cell: &dyn Fn(&Settled) -> usize| {
            std::iter::once(name)
                .chain(judged.settled.iter().map(|settled| count(cell(settled))))
                .collect::<Vec<_>>()
        };
        let keys = judged
            .settled
            .iter()
            .map(|settled| settled.concept.key().to_string());
        let mut rows = vec![
            std::iter::once("number of states".to_string())
                .chain(keys)
                .collect(),
        ];
        rows.push(row("equilibria".to_string(), &|settled| {
            settled.equilibria.count_ones(..)
        }));
        if let Some(reach) = &judged.reach {
            let reached = |settled: &Settled| {
                settled
                    .equilibria
                    .ones()
                    .filter(|&state| reach.by_improvements[state].is_some())
                    .count()
            };
            rows.push(row("reached by improvements".to_string(), &reached));
        }
        for (idx, party) in self.places.dossier.parties.iter().enumerate() {
            rows.push(row(format!("stable for {}", party.id), &|settled| {
                settled.stable[idx].count_ones(..)
            }));
        }
        rows
    }

    fn equilibria(&self, page: &mut Page) {
        let (case, places) = (self.places.case, self.places);
        let ways = case.ways.as_ref();
        let mut listed = case.equilibria();
        let n_concepts = |state: usize| {
            concepts_of(&case.judged, state)
                .map(|(_, concepts)| concepts.len())
                .sum::<usize>()
        };
        listed.sort_by_key(|&state| {
            (
                ways.map_or(0, |_| {
                    case.nearest(state).map_or(u32::MAX, |(near, _)| near)
                }),
                std::cmp::Reverse(n_concepts(state)),
                state,
            )
        });
        if listed.is_empty() {
            return;
        }
        page.line("", "", "");
        let order = if ways.is_some() {
            ", nearest first"
        } else {
            ""
        };
        let n_max = self.layout.states_max;
        let more = if listed.len() > n_max {
            format!(", the first {n_max} of {}", count(listed.len()))
        } else {
            String::new()
        };
        page.line(
            "",
            "",
            &format!("Equilibria under any concept{order}{more}:"),
        );
        for &state in listed.iter().take(n_max) {
            page.unbroken(
                "  ",
                "      ",
                &format!(
                    "{} — {}{}",
                    places.name(state),
                    places.concepts(state),
                    self.way_told(state)
                ),
            );
            page.line("      ", "      ", &sentence(&places.words(state)));
            if let Some(way) = places.way_to(state) {
                page.unbroken("      ", "        ", &format!("Way: {way}."));
            }
        }
    }

    fn way_told(&self, state: usize) -> String {
        let places = self.places;
        match (&places.case.ways, places.case.nearest(state)) {
            (None, _) => String::new(),
            (Some(_), None) => ", not reached by improvements".to_string(),
            (Some(_), Some((0, _))) => ", today’s state".to_string(),
            (Some(_), Some((n, _))) => format!(
                ", reached by {}{}",
                counted(n as usize, "improvement"),
                places.reached_under(state)
            ),
        }
    }
}

/// By kernel, the concepts under which a state is an equilibrium.
fn concepts_of(
    judged: &[Judged],
    state: usize,
) -> impl Iterator<Item = (Kernel, Vec<&'static str>)> {
    judged.iter().map(move |judged| {
        let holding = judged
            .settled
            .iter()
            .filter(|settled| settled.equilibria.contains(state));
        (
            judged.kernel,
            holding.map(|settled| settled.concept.key()).collect(),
        )
    })
}

fn n_reached(distances: &[Option<u32>]) -> usize {
    distances.iter().flatten().count()
}

/// The state of a graph that a name, letters or `now` mean; otherwise what to say.
///
/// # Errors
/// When the graph has no such state.
pub fn graph_state(dossier: &Dossier, case: &GraphCase, asked: &str) -> Result<usize, String> {
    const NAMED_MAX: usize = 20;
    let places = Places { dossier, case };
    if asked == "now" {
        return case
            .ways
            .as_ref()
            .map(|ways| ways.from)
            .ok_or_else(|| "the file does not say which state is that of today".to_string());
    }
    let mut names = (0..case.graph.n_states).map(|state| places.name(state));
    if let Some(state) = names
        .clone()
        .position(|name| name.eq_ignore_ascii_case(asked))
    {
        return Ok(state);
    }
    if let Origin::Feasible { space, members, .. } = &case.origin
        && let Some(state) = State::from_letters(&asked.to_uppercase(), space.conflict().n_entries)
            .and_then(|state| space.index_of(state))
    {
        // Every feasible state is one of the graph, or taken as one with others.
        return members
            .iter()
            .position(|members| members.binary_search(&state).is_ok())
            .ok_or_else(String::new);
    }
    let listed: Vec<String> = names.by_ref().take(NAMED_MAX).collect();
    let more = if names.next().is_some() { ", …" } else { "" };
    Err(format!(
        "there is no state `{asked}`; expected `now`, or one of: {}{more}",
        listed.join(", ")
    ))
}
