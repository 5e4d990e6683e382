//! What `stability` answers in graph form, as text and JSON.

use serde_json::{Map, Value, json};

use super::json::{Input, Listing, add_to_each, opening as json_opening, parties, readings};
use super::text::{Layout, Page, opening};
use super::words::{Words, count, counted, sentence};
use super::{setting_name, view_name};
use crate::model::{Concept, Dossier, Extension, GraphStep, GraphVerdict, Kernel, PartyId, State};
use crate::stability::Settled;
use crate::stability::graph::{GraphCase, GraphWays, Judged, Origin, reason};

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
            Origin::Named => self.dossier.graph.as_ref().map_or_else(String::new, |form| form.states[state].id.clone()),
            Origin::Feasible { space, members, coalesced } => match coalesced[state] {
                Some(line) => self.dossier.coalesced[line].id.clone(),
                None => space.states()[members[state][0]].letters(space.conflict().n_entries),
            },
        }
    }

    /// What a state is, in words.
    pub(super) fn words(&self, state: usize) -> String {
        match &self.case.origin {
            Origin::Named => self.dossier.graph.as_ref().map_or_else(String::new, |form| form.states[state].text.clone()),
            Origin::Feasible { space, members, coalesced } => {
                let conflict = space.conflict();
                let words = Words::new(self.dossier);
                match coalesced[state] {
                    None => words.state(conflict, space.states()[members[state][0]]),
                    Some(line) => {
                        let merged = format!("{} taken as one", counted(members[state].len(), "state"));
                        let line = &self.dossier.coalesced[line];
                        let text = line.text.clone().unwrap_or_else(|| words.clause(&line.that.formula));
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
            Origin::Feasible { space, members, coalesced } => {
                let feasible = counted(space.len(), "feasible state");
                let n_merged: usize = members.iter().zip(coalesced).filter(|(_, line)| line.is_some()).map(|(members, _)| members.len()).sum();
                if n_merged == 0 { feasible } else { format!("{feasible}, taken as {}", count(members.len())) }
            }
        }
    }

    fn party(&self, party: PartyId) -> &'a str {
        &self.dossier.parties[party.idx()].name
    }

    /// A way, as who leads to which state.
    fn way(&self, steps: &[GraphStep]) -> String {
        let step = |step: &GraphStep| format!("{} to {}", self.party(step.mover), self.name(step.to as usize));
        steps.iter().map(step).collect::<Vec<_>>().join(", then ")
    }
}

/// A kernel in words; empty for the ordinary one of a graph without unknown comparisons.
fn kernel_name(kernel: Kernel, others: &[Judged]) -> String {
    let is_unknown = others.iter().any(|other| other.kernel.extension != Extension::default());
    let unknown = match kernel.extension {
        Extension::A => "a: leaves for what may be better, fears only what is known to be no better",
        Extension::B => "b: leaves only for what is known to be better, fears only what is known to be no better",
        Extension::C => "c: leaves for what may be better, fears what may be no better",
        Extension::D => "d: leaves only for what is known to be better, fears what may be no better",
    };
    let strong = match kernel.degree {
        0 => String::new(),
        1 => "only sanctions that are worse deter".to_string(),
        2 => "only sanctions that are much worse deter".to_string(),
        degree => format!("only sanctions worse by {degree} degrees deter"),
    };
    match (is_unknown, strong.is_empty()) {
        (false, true) if others.len() > 1 => "any sanction that is no better deters".to_string(),
        (false, _) => strong,
        (true, true) => format!("unknown comparisons, {unknown}"),
        (true, false) => format!("unknown comparisons, {unknown}; {strong}"),
    }
}

/// A kernel in a few letters, where there are several: `a`, `b strong`.
fn kernel_key(kernel: Kernel, others: &[Judged]) -> String {
    let is_unknown = others.iter().any(|other| other.kernel.extension != Extension::default());
    let strong = match kernel.degree {
        0 if is_unknown => "",
        0 => "any",
        1 => "worse",
        2 => "strong",
        _ => "stronger",
    };
    let degree = if kernel.degree > 2 { format!(" {}", kernel.degree) } else { String::new() };
    let unknown = if is_unknown { kernel.extension.key() } else { "" };
    format!("{unknown} {strong}{degree}").trim().to_string()
}

/// The result of `stability` in graph form.
pub fn graphs(dossier: &Dossier, cases: &[GraphCase], layout: Layout) -> String {
    let mut page = begun(dossier, cases, layout);
    for case in cases {
        if cases.len() > 1 {
            page.heading(&sentence(&setting_name(dossier, &case.setting)).replace('.', ""));
            if let Some(text) = case.setting.view.and_then(|view| dossier.views[view.idx()].text.as_ref()) {
                page.line("", "", &sentence(text));
            }
            page.line("", "", &headline(Places { dossier, case }));
        }
        page.line("", "", "");
        Told { places: Places { dossier, case }, layout }.tell(&mut page);
    }
    page.text
}

/// The title, and the headline or whether it is the same in every view and reading.
pub(super) fn begun(dossier: &Dossier, cases: &[GraphCase], layout: Layout) -> Page {
    let mut page = Page { text: String::new(), columns_max: layout.columns_max };
    opening(&mut page, dossier);
    page.line("", "", "");
    let told: Vec<String> = cases.iter().map(|case| headline(Places { dossier, case })).collect();
    match told.as_slice() {
        [] => {}
        [first, others @ ..] if others.iter().all(|other| other == first) => {
            page.line("", "", first);
            if !others.is_empty() {
                page.line("", "", "So in every view and reading.");
            }
        }
        _ => page.line("", "", "Where it settles differs between views and readings:"),
    }
    page
}

/// Where it settles, in a sentence or two.
fn headline(places: Places) -> String {
    let case = places.case;
    let from = case.ways.as_ref().map(|ways| ways.from);
    let told: Vec<(String, String)> = case.judged.iter().map(|judged| (kernel_key(judged.kernel, &case.judged), settles(places, judged))).collect();
    let place = if from.is_some() { " that improvements reach from today’s state" } else { "" };
    match told.as_slice() {
        [] => String::new(),
        [(_, first), others @ ..] if others.iter().all(|(_, other)| other == first) => {
            let every = if others.is_empty() { "" } else { ", however comparisons are taken" };
            sentence(&format!("equilibria{place}{every}: {first}"))
        }
        several => {
            let each: Vec<String> = several.iter().map(|(kernel, told)| format!("{kernel}: {told}")).collect();
            sentence(&format!("equilibria{place}, by how comparisons are taken: {}", each.join("; ")))
        }
    }
}

/// The equilibria under the strictest concept that has any among those reached.
fn settles(places: Places, judged: &Judged) -> String {
    const NAMED_MAX: usize = 6;
    let reached = |state: &usize| places.case.ways.as_ref().is_none_or(|ways| ways.by_improvements[*state].is_some());
    let strictest = Concept::STRICTEST_FIRST.iter().filter_map(|concept| judged.settled.iter().find(|settled| settled.concept == *concept));
    for settled in strictest {
        let states: Vec<usize> = settled.equilibria.ones().filter(reached).collect();
        if !states.is_empty() {
            let mut names: Vec<String> = states.iter().take(NAMED_MAX).map(|&state| places.name(state)).collect();
            names.extend((states.len() > NAMED_MAX).then(|| format!("and {} more", states.len() - NAMED_MAX)));
            return format!("{} ({})", names.join(", "), settled.concept.key());
        }
    }
    "none under any concept asked for".to_string()
}

/// One case on a page.
struct Told<'a> {
    places: Places<'a>,
    layout: Layout,
}

impl Told<'_> {
    fn tell(&self, page: &mut Page) {
        let case = self.places.case;
        page.line("", "", &self.extent());
        for judged in &case.judged {
            let name = kernel_name(judged.kernel, &case.judged);
            page.line("", "", "");
            if !name.is_empty() {
                page.line("", "", &sentence(&name));
            }
            page.table(&self.counts(judged));
        }
        self.equilibria(page);
    }

    fn extent(&self) -> String {
        let states = self.places.extent();
        match &self.places.case.ways {
            None => format!("{states}; the file does not say which one is that of today."),
            Some(ways) => format!(
                "{states}. From today’s state, {}, moves reach {} of them and improvements {}.",
                self.places.name(ways.from),
                count(n_reached(&ways.by_moves)),
                count(n_reached(&ways.by_improvements))
            ),
        }
    }

    fn counts(&self, judged: &Judged) -> Vec<Vec<String>> {
        let row = |name: String, cell: &dyn Fn(&Settled) -> usize| {
            std::iter::once(name).chain(judged.settled.iter().map(|settled| count(cell(settled)))).collect::<Vec<_>>()
        };
        let keys = judged.settled.iter().map(|settled| settled.concept.key().to_string());
        let mut rows = vec![std::iter::once("number of states".to_string()).chain(keys).collect()];
        rows.push(row("equilibria".to_string(), &|settled| settled.equilibria.count_ones(..)));
        if let Some(ways) = &self.places.case.ways {
            let reached = |settled: &Settled| settled.equilibria.ones().filter(|&state| ways.by_improvements[state].is_some()).count();
            rows.push(row("reached by improvements".to_string(), &reached));
        }
        for (idx, party) in self.places.dossier.parties.iter().enumerate() {
            rows.push(row(format!("stable for {}", party.id), &|settled| settled.stable[idx].count_ones(..)));
        }
        rows
    }

    fn equilibria(&self, page: &mut Page) {
        let (case, places) = (self.places.case, self.places);
        let ways = case.ways.as_ref();
        let mut listed = case.equilibria();
        let n_concepts = |state: usize| concepts_of(&case.judged, state).map(|(_, concepts)| concepts.len()).sum::<usize>();
        listed.sort_by_key(|&state| {
            (ways.map_or(0, |ways| ways.by_improvements[state].unwrap_or(u32::MAX)), std::cmp::Reverse(n_concepts(state)), state)
        });
        if listed.is_empty() {
            return;
        }
        page.line("", "", "");
        let order = if ways.is_some() { ", nearest first" } else { "" };
        let n_max = self.layout.states_max;
        let more = if listed.len() > n_max { format!(", the first {n_max} of {}", count(listed.len())) } else { String::new() };
        page.line("", "", &format!("Equilibria under any concept{order}{more}:"));
        for &state in listed.iter().take(n_max) {
            let of = |(kernel, concepts): (Kernel, Vec<&str>)| {
                let key = if case.judged.len() > 1 { format!("{}: ", kernel_key(kernel, &case.judged)) } else { String::new() };
                format!("{key}{}", if concepts.is_empty() { "none".to_string() } else { concepts.join(" ") })
            };
            let concepts: Vec<String> = concepts_of(&case.judged, state).map(of).collect();
            page.unbroken("  ", "      ", &format!("{} — {}{}", places.name(state), concepts.join("; "), way_told(ways, state)));
            page.line("      ", "      ", &sentence(&places.words(state)));
            if let Some((_, steps)) = ways.iter().flat_map(|ways| &ways.paths).find(|(end, _)| *end == state) {
                page.unbroken("      ", "        ", &format!("Way: {}.", places.way(steps)));
            }
        }
    }
}

/// By kernel, the concepts under which a state is an equilibrium.
fn concepts_of(judged: &[Judged], state: usize) -> impl Iterator<Item = (Kernel, Vec<&'static str>)> {
    judged.iter().map(move |judged| {
        let holding = judged.settled.iter().filter(|settled| settled.equilibria.contains(state));
        (judged.kernel, holding.map(|settled| settled.concept.key()).collect())
    })
}

fn n_reached(distances: &[Option<u32>]) -> usize {
    distances.iter().flatten().count()
}

fn way_told(ways: Option<&GraphWays>, state: usize) -> String {
    match ways.map(|ways| ways.by_improvements[state]) {
        None => String::new(),
        Some(None) => ", not reached by improvements".to_string(),
        Some(Some(0)) => ", today’s state".to_string(),
        Some(Some(n)) => format!(", reached by {}", counted(n as usize, "improvement")),
    }
}

/// The verdict on one state for one party, in sentences, the conclusion first.
fn verdict_in_words(places: Places, kernel: Kernel, concept: Concept, party: PartyId, state: usize) -> Vec<String> {
    let graph = &places.case.graph;
    let name = places.party(party);
    let told = |state: u32| format!("{} ({})", places.name(state as usize), places.words(state as usize));
    let compared = |to: u32| match graph.compare(party.idx(), to as usize, state) {
        crate::model::Compared::Unknown => "which it cannot compare with this state",
        crate::model::Compared::Better(2..) => "which it likes much better",
        crate::model::Compared::Better(_) => "which it likes better",
        crate::model::Compared::Equal => "which is as good to it as this state",
        crate::model::Compared::Worse(2..) => "which it likes much less than this state",
        crate::model::Compared::Worse(_) => "which it likes less than this state",
    };
    match reason(graph, kernel, concept, party, state) {
        GraphVerdict::Unstable { improvement } => {
            let why = if concept == Concept::Nash { "" } else { ", and nothing the others can do deters it" };
            vec![sentence(&format!("unstable for {name}: it can move to {}, {}{why}", told(improvement), compared(improvement)))]
        }
        GraphVerdict::Stable { deterred } if deterred.is_empty() => {
            vec![sentence(&format!("stable for {name}: no move of its own improves on it"))]
        }
        GraphVerdict::Stable { deterred } => {
            let opening = match deterred.len() {
                1 => format!("stable for {name}: its one improvement is deterred"),
                n => format!("stable for {name}: each of its {n} improvements is deterred"),
            };
            let escape = if matches!(concept, Concept::Smr | Concept::Sseq) { ", and it cannot mend that by a move of its own" } else { "" };
            let answer = |answer: &crate::model::GraphAnswer| {
                let end = answer.steps.last().map_or(answer.improvement, |step| step.to);
                let steps = places.way(&answer.steps);
                let answered = format!("the others can answer ({steps}) and lead to {}, {}{escape}", told(end), compared(end));
                sentence(&format!("if it moves to {}, {answered}", told(answer.improvement)))
            };
            std::iter::once(sentence(&opening)).chain(deterred.iter().map(answer)).collect()
        }
    }
}

/// Why one state is stable or not, for each concept, kernel and party, as text.
pub fn graph_explained(dossier: &Dossier, case: &GraphCase, state: usize, layout: Layout) -> String {
    let places = Places { dossier, case };
    let mut page = Page { text: String::new(), columns_max: layout.columns_max };
    opening(&mut page, dossier);
    page.line("", "", "");
    page.line("", "", &format!("{} ({})", places.name(state), setting_name(dossier, &case.setting)));
    page.line("", "", &sentence(&places.words(state)));
    for judged in &case.judged {
        let kernel = kernel_name(judged.kernel, &case.judged);
        for settled in &judged.settled {
            let under = if kernel.is_empty() { String::new() } else { format!(" — {kernel}") };
            page.heading(&format!("{}{under}", sentence(settled.concept.name()).trim_end_matches('.')));
            for party in dossier.party_ids() {
                for (idx, told) in verdict_in_words(places, judged.kernel, settled.concept, party, state).iter().enumerate() {
                    page.line(if idx == 0 { "  " } else { "    - " }, if idx == 0 { "    " } else { "      " }, told);
                }
            }
        }
    }
    page.text
}

/// The result of `stability` in graph form as JSON: the first case in full, the other views and readings after it.
pub fn graphs_json(dossier: &Dossier, cases: &[GraphCase], inputs: &[Input], listing: Listing) -> Value {
    let mut map = json_opening("stability", inputs);
    map.insert("title".into(), dossier.title.clone().into());
    map.insert("as_of".into(), dossier.as_of.map(|date| date.to_string()).into());
    map.insert("parties".into(), parties(dossier));
    map.insert("measures".into(), super::json::measures(dossier));
    map.insert("engine".into(), "graph".into());
    let told = |case| Told { places: Places { dossier, case }, layout: Layout::default() }.json(listing);
    if let Some((first, others)) = cases.split_first() {
        map.extend(told(first));
        map.insert("cases".into(), others.iter().map(|other| Value::Object(told(other))).collect());
    }
    Value::Object(map)
}

impl Told<'_> {
    fn json(&self, listing: Listing) -> Map<String, Value> {
        let (places, case) = (self.places, self.places.case);
        let state = |state: usize| match &case.origin {
            Origin::Feasible { space, members, coalesced } if coalesced[state].is_some() => {
                let letters = |idx: &usize| space.states()[*idx].letters(space.conflict().n_entries);
                json!({ "id": places.name(state), "text": places.words(state), "members": members[state].iter().map(letters).collect::<Value>() })
            }
            _ => json!({ "id": places.name(state), "text": places.words(state) }),
        };
        let mut map = Map::new();
        map.insert("view".into(), view_name(places.dossier, &case.setting).into());
        map.insert("readings".into(), readings(places.dossier, &case.setting));
        map.insert("feasible".into(), case.graph.n_states.into());
        map.insert("states".into(), (0..case.graph.n_states).take(listing.states_max).map(state).collect());
        map.insert("status_quo".into(), case.ways.as_ref().map(|ways| places.name(ways.from)).into());
        if let Some(first) = case.judged.first() {
            map.insert("concepts".into(), self.concepts(first, listing));
        }
        if case.judged.len() > 1 {
            let kernel = |judged: &Judged| {
                let Kernel { extension, degree } = judged.kernel;
                json!({ "unknown": extension.key(), "degree": degree, "concepts": self.concepts(judged, listing) })
            };
            map.insert("kernels".into(), case.judged.iter().map(kernel).collect());
        }
        map.insert("headline".into(), json!({ "sentence": headline(places) }));
        if let Some(ways) = &case.ways {
            let path = |(end, steps): &(usize, Vec<GraphStep>)| json!({ "to": places.name(*end), "path": self.steps(steps) });
            map.insert(
                "evolution".into(),
                json!({
                    "from": places.name(ways.from),
                    "by_moves": self.distances(&ways.by_moves, listing),
                    "by_improvements": self.distances(&ways.by_improvements, listing),
                    "paths": ways.paths.iter().take(listing.states_max).map(path).collect::<Value>(),
                }),
            );
        }
        map.insert("stopped".into(), false.into());
        map
    }

    fn steps(&self, steps: &[GraphStep]) -> Value {
        let step = |step: &GraphStep| {
            json!({ "mover": self.places.dossier.parties[step.mover.idx()].id, "to": self.places.name(step.to as usize) })
        };
        steps.iter().map(step).collect()
    }

    fn concepts(&self, judged: &Judged, listing: Listing) -> Value {
        let concept = |settled: &Settled| {
            let parties = self.places.dossier.parties.iter().zip(&settled.stable);
            let stable: Map<String, Value> =
                parties.map(|(party, stable)| (party.id.clone(), self.states(stable.ones().collect(), listing))).collect();
            let told = json!({ "equilibria": self.states(settled.equilibria.ones().collect(), listing), "stable": stable });
            (settled.concept.key().to_string(), told)
        };
        Value::Object(judged.settled.iter().map(concept).collect())
    }

    fn states(&self, states: Vec<usize>, listing: Listing) -> Value {
        let named: Vec<String> = states.iter().take(listing.states_max).map(|&state| self.places.name(state)).collect();
        let mut told = json!({ "count": states.len(), "states": named });
        if states.len() > listing.states_max {
            told["truncated"] = true.into();
        }
        told
    }

    fn distances(&self, distances: &[Option<u32>], listing: Listing) -> Value {
        let reached: Vec<(usize, u32)> =
            distances.iter().enumerate().filter_map(|(state, distance)| Some((state, (*distance)?))).collect();
        let mut by_distance = vec![0; reached.iter().map(|(_, distance)| *distance as usize + 1).max().unwrap_or(0)];
        reached.iter().for_each(|(_, distance)| by_distance[*distance as usize] += 1);
        let least: Map<String, Value> =
            reached.iter().take(listing.states_max).map(|(state, distance)| (self.places.name(*state), (*distance).into())).collect();
        json!({ "count": reached.len(), "by_distance": by_distance, "least_moves": least, "truncated": reached.len() > listing.states_max })
    }
}

/// Adds the key `explain` to the JSON result of `stability`: the verdicts on one state of the first case, with their witnesses.
pub fn add_graph_explained(result: &mut Value, dossier: &Dossier, case: &GraphCase, state: usize) {
    let told = Told { places: Places { dossier, case }, layout: Layout::default() };
    let places = told.places;
    let mut verdicts = vec![];
    for judged in &case.judged {
        for (settled, party) in judged.settled.iter().flat_map(|settled| dossier.party_ids().map(move |party| (settled, party))) {
            let mut map = Map::new();
            map.insert("concept".into(), settled.concept.key().into());
            map.insert("unknown".into(), judged.kernel.extension.key().into());
            map.insert("degree".into(), judged.kernel.degree.into());
            map.insert("party".into(), dossier.parties[party.idx()].id.clone().into());
            map.insert("state".into(), places.name(state).into());
            match reason(&case.graph, judged.kernel, settled.concept, party, state) {
                GraphVerdict::Unstable { improvement } => {
                    map.insert("stable".into(), false.into());
                    map.insert("improvement".into(), places.name(improvement as usize).into());
                }
                GraphVerdict::Stable { deterred } => {
                    map.insert("stable".into(), true.into());
                    let answer = |answer: &crate::model::GraphAnswer| {
                        let ends = answer.steps.last().map_or(answer.improvement, |step| step.to);
                        json!({
                            "improvement": places.name(answer.improvement as usize),
                            "answer": told.steps(&answer.steps),
                            "ends": places.name(ends as usize),
                        })
                    };
                    map.insert("deterred".into(), deterred.iter().map(answer).collect());
                }
            }
            let words = verdict_in_words(places, judged.kernel, settled.concept, party, state);
            map.insert("sentences".into(), words.into());
            verdicts.push(Value::Object(map));
        }
    }
    add_to_each(result, "explain", std::iter::once(verdicts.into()));
}

/// The state of a graph that a name, letters or `now` mean; otherwise what to say.
///
/// # Errors
/// When the graph has no such state.
pub fn graph_state(dossier: &Dossier, case: &GraphCase, asked: &str) -> Result<usize, String> {
    const NAMED_MAX: usize = 20;
    let places = Places { dossier, case };
    if asked == "now" {
        return case.ways.as_ref().map(|ways| ways.from).ok_or_else(|| "the file does not say which state is that of today".to_string());
    }
    let mut names = (0..case.graph.n_states).map(|state| places.name(state));
    if let Some(state) = names.clone().position(|name| name.eq_ignore_ascii_case(asked)) {
        return Ok(state);
    }
    if let Origin::Feasible { space, members, .. } = &case.origin
        && let Some(state) = State::from_letters(&asked.to_uppercase(), space.conflict().n_entries).and_then(|state| space.index_of(state))
    {
        let holder = members.iter().position(|members| members.binary_search(&state).is_ok());
        return Ok(holder.expect("every feasible state is one of the graph"));
    }
    let listed: Vec<String> = names.by_ref().take(NAMED_MAX).collect();
    let more = if names.next().is_some() { ", …" } else { "" };
    Err(format!("there is no state `{asked}`; expected `now`, or one of: {}{more}", listed.join(", ")))
}
