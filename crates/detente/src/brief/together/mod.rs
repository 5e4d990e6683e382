//! What coalitions can do, and what two parties that look ahead leave alone, as text and JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

mod at;

pub use at::{FromState, add_coalitions_at, coalitions_at};

use super::graph::{self, Places};
use super::json::add_to_each;
use super::text::{self, Layout, headed};
use super::words::{Words, count, counted, sentence};
use crate::document::Page;
use crate::model::{CoalitionConcept, Dossier, PartyId, Setting};
use crate::stability::graph::{Coalition, Coalitions, Foreseen, Foresight, GraphCase};
use crate::stability::{Case, Settled};

/// What the four concepts of coalitions say.
const COALITION_RULE: &str = "A coalition improves where its members can get together, in any order of moves, and all of them prefer. cr: it has no \
    improvement. cgmr: the others can answer every improvement so that some member ends no better off. csmr: and the coalition cannot escape from \
    that. cseq: by improvements of coalitions among the others. Universally stable: for every coalition, single parties among them.";

/// What the rows on foresight say.
const FORESIGHT_RULE: &str = "With 1 step a party stays when it has no improvement; with more it reckons with the answer to its move, the answer to \
    that, and so on, each the best for whoever moves. However far: from some number of steps on. A leader looks two steps ahead, the other one.";

/// An equilibrium that a coalition would leave for another.
struct Leaving<'a> {
    coalition: &'a Coalition,
    from: usize,
    to: usize,
    /// The concepts under which both are equilibria.
    concepts: Vec<&'static str>,
}

/// What coalitions and foresight are told about: a conflict with measures, or a graph.
#[derive(Clone, Copy, Debug)]
enum Board<'a> {
    /// Measures.
    Case(&'a Case),
    /// A graph, settled under one kernel.
    Graph(&'a GraphCase),
}

impl Board<'_> {
    fn settled(&self) -> &[Settled] {
        match self {
            Self::Case(case) => &case.settled,
            Self::Graph(case) => case.judged.first().map_or(&[], |judged| &judged.settled),
        }
    }

    /// Today's state.
    fn from(&self) -> Option<usize> {
        match self {
            Self::Case(case) => case.ways.as_ref().map(|ways| ways.from),
            Self::Graph(case) => case.ways.as_ref().map(|ways| ways.from),
        }
    }

    /// The least number of improvements to a state, the largest number where there is no way, and 0 when today's state is not known.
    fn distance(&self, state: usize) -> u32 {
        match self {
            Self::Case(case) => case
                .ways
                .as_ref()
                .map_or(0, |ways| ways.by_improvements[state]),
            Self::Graph(case) => case
                .reach()
                .map_or(0, |reach| reach.by_improvements[state].unwrap_or(u32::MAX)),
        }
    }

    /// The name of a state, or its letters.
    fn name(&self, dossier: &Dossier, state: usize) -> String {
        match *self {
            Self::Case(case) => case.space.states()[state].letters(case.space.conflict().n_entries),
            Self::Graph(case) => Places { dossier, case }.name(state),
        }
    }

    /// How many measures two states differ in; 0 in a graph.
    fn n_changes(&self, from: usize, to: usize) -> u32 {
        match self {
            Self::Case(case) => {
                (case.space.states()[from].0 ^ case.space.states()[to].0).count_ones()
            }
            Self::Graph(_) => 0,
        }
    }

    /// What differs between two states, or what the second one is.
    fn change(&self, dossier: &Dossier, from: usize, to: usize) -> String {
        match *self {
            Self::Case(case) => {
                let [from, to] = [from, to].map(|state| case.space.states()[state]);
                sentence(
                    &Words::new(dossier)
                        .changes(case.space.conflict(), from, to)
                        .join("; "),
                )
            }
            Self::Graph(case) => sentence(&Places { dossier, case }.words(to)),
        }
    }

    fn words(&self, dossier: &Dossier, state: usize) -> String {
        match *self {
            Self::Case(case) => {
                Words::new(dossier).state(case.space.conflict(), case.space.states()[state])
            }
            Self::Graph(case) => Places { dossier, case }.words(state),
        }
    }

    /// How many states there are, and of what kind.
    fn extent(&self, dossier: &Dossier) -> String {
        match *self {
            Self::Case(case) => counted(case.space.len(), "feasible state"),
            Self::Graph(case) => Places { dossier, case }.extent(),
        }
    }

    fn setting(&self) -> &Setting {
        match self {
            Self::Case(case) => &case.setting,
            Self::Graph(case) => &case.setting,
        }
    }
}

/// All views and readings that are told of, settled alike.
#[derive(Clone, Copy, Debug)]
pub enum Boards<'a> {
    /// Measures.
    Cases(&'a [Case]),
    /// Graphs, each settled under one kernel.
    Graphs(&'a [GraphCase]),
}

impl<'a> Boards<'a> {
    fn each(self) -> Vec<Board<'a>> {
        match self {
            Self::Cases(cases) => cases.iter().map(Board::Case).collect(),
            Self::Graphs(cases) => cases.iter().map(Board::Graph).collect(),
        }
    }

    /// A page that begins with the title and with what all views and readings have in common.
    fn begun(self, dossier: &Dossier) -> Page {
        match self {
            Self::Cases(cases) => text::begun(dossier, cases),
            Self::Graphs(cases) => graph::begun(dossier, cases),
        }
    }
}

/// Speaks about the coalitions in one case.
struct Together<'a> {
    dossier: &'a Dossier,
    board: Board<'a>,
    found: &'a Coalitions,
}

impl<'a> Together<'a> {
    fn of_several(&self) -> impl Iterator<Item = &'a Coalition> {
        self.found
            .all
            .iter()
            .filter(|coalition| coalition.members.len() > 1)
    }

    fn leavings(&self) -> Vec<Leaving<'a>> {
        let mut concepts: BTreeMap<(usize, usize, usize), Vec<&'static str>> = BTreeMap::new();
        for settled in self
            .board
            .settled()
            .iter()
            .filter(|settled| !settled.stopped)
        {
            for jump in self.found.jumps(&settled.equilibria) {
                concepts
                    .entry((jump.coalition, jump.from, jump.to))
                    .or_default()
                    .push(settled.concept.key());
            }
        }
        let leaving = |((coalition, from, to), concepts)| Leaving {
            coalition: &self.found.all[coalition],
            from,
            to,
            concepts,
        };
        let mut all: Vec<Leaving<'a>> = concepts.into_iter().map(leaving).collect();
        all.sort_by_cached_key(
            |&Leaving {
                 coalition,
                 from,
                 to,
                 ..
             }| {
                (
                    self.board.distance(from),
                    coalition.members.len(),
                    self.board.n_changes(from, to),
                    from,
                    to,
                )
            },
        );
        all
    }

    fn state(&self, state: usize) -> String {
        self.board.name(self.dossier, state)
    }

    /// How many equilibria no coalition would leave, in a sentence.
    fn summary(&self) -> String {
        let equilibria: BTreeSet<usize> = self
            .board
            .settled()
            .iter()
            .flat_map(|settled| settled.equilibria.ones())
            .collect();
        let n_left = self.found.universal[0]
            .iter()
            .filter(|state| equilibria.contains(state))
            .count();
        match (equilibria.len(), n_left) {
            (0, _) => "There is no equilibrium that a coalition could leave.".to_string(),
            (1, 1) => "The only equilibrium under the concepts asked for stands against every coalition.".to_string(),
            (1, _) => "The only equilibrium under the concepts asked for does not stand against every coalition.".to_string(),
            (n, 0) => format!("None of the {n} equilibria under the concepts asked for stands against every coalition."),
            (n, 1) => format!("Of the {n} equilibria under the concepts asked for, one stands against every coalition."),
            (n, left) if n == left => format!("All {n} equilibria under the concepts asked for stand against every coalition."),
            (n, left) => format!("Of the {n} equilibria under the concepts asked for, {left} stand against every coalition."),
        }
    }

    fn tell(&self, page: &mut Page, layout: Layout) {
        page.line("", "", &self.summary());
        page.line("", "", "");
        let mut rows = vec![
            ["coalition", "improves from", "cr", "cgmr", "csmr", "cseq"]
                .map(str::to_string)
                .to_vec(),
        ];
        let counts =
            |stable: &[Vec<usize>; 4]| stable.each_ref().map(|stable| stable.len().to_string());
        for coalition in self.of_several() {
            rows.push(
                [
                    vec![
                        names(self.dossier, &coalition.members),
                        n_improving(coalition).to_string(),
                    ],
                    counts(&coalition.stable).to_vec(),
                ]
                .concat(),
            );
        }
        rows.push(
            [
                vec!["every coalition".to_string(), String::new()],
                counts(&self.found.universal).to_vec(),
            ]
            .concat(),
        );
        page.table(&rows);
        page.line(
            "",
            "",
            &format!("Counts of states, of {}.", self.board.extent(self.dossier)),
        );
        let leavings = self.leavings();
        page.line("", "", "");
        if leavings.is_empty() {
            page.line(
                "",
                "",
                "No coalition would leave one equilibrium for another.",
            );
            return;
        }
        let all =
            "Equilibria that a coalition would leave for another, to the liking of all its members";
        let order = if self.board.from().is_some() {
            ": nearest to today’s state first, small coalitions and changes first"
        } else {
            ""
        };
        page.line("", "", &format!("{all}{order}"));
        for leaving in leavings.iter().take(layout.states_max) {
            let (from, to) = (self.state(leaving.from), self.state(leaving.to));
            let names = names(self.dossier, &leaving.coalition.members);
            let today = if self.board.from() == Some(leaving.from) {
                " (today’s state)"
            } else {
                ""
            };
            page.unbroken(
                "  - ",
                "    ",
                &format!(
                    "{names}: {from}{today} → {to} ({})",
                    leaving.concepts.join(" ")
                ),
            );
            page.line(
                "    ",
                "    ",
                &self.board.change(self.dossier, leaving.from, leaving.to),
            );
        }
        if leavings.len() > layout.states_max {
            page.line(
                "  ",
                "  ",
                &format!(
                    "… and {} more: `--limit` tells them.",
                    count(leavings.len() - layout.states_max)
                ),
            );
        }
    }

    fn json(&self, states_max: usize) -> Value {
        let listed = |set: &Vec<usize>| {
            set.iter()
                .copied()
                .take(states_max)
                .map(|state| self.state(state))
                .collect::<Vec<_>>()
        };
        let stable = |stable: &[Vec<usize>; 4]| {
            let of = |(concept, set): (CoalitionConcept, &Vec<usize>)| {
                (
                    concept.key().to_string(),
                    json!({ "count": set.len(), "states": listed(set) }),
                )
            };
            CoalitionConcept::ALL
                .into_iter()
                .zip(stable)
                .map(of)
                .collect::<Map<String, Value>>()
        };
        let members = |members: &[PartyId]| ids(self.dossier, members);
        let coalitions = self.found.all.iter().map(|coalition| {
            let from = coalition.improvements.iter().enumerate().filter(|(_, to)| !to.is_empty()).take(states_max);
            let improvements: Map<String, Value> = from.map(|(from, to)| (self.state(from), json!(listed(to)))).collect();
            json!({ "members": members(&coalition.members), "n_improving": n_improving(coalition), "improvements": improvements, "stable": stable(&coalition.stable) })
        });
        let leavings = self.leavings();
        let jumps = leavings.iter().take(states_max).map(|leaving| {
            json!({
                "members": members(&leaving.coalition.members),
                "from": self.state(leaving.from),
                "to": self.state(leaving.to),
                "concepts": leaving.concepts,
            })
        });
        json!({
            "rule": COALITION_RULE,
            "sentence": self.summary(),
            "coalitions": coalitions.collect::<Value>(),
            "universal": stable(&self.found.universal),
            "jumps": jumps.collect::<Value>(),
            "n_jumps": leavings.len(),
        })
    }
}

/// The names of the members of a coalition.
fn names(dossier: &Dossier, members: &[PartyId]) -> String {
    let names: Vec<&str> = members
        .iter()
        .map(|member| dossier.parties[member.idx()].name.as_str())
        .collect();
    names.join(" + ")
}

fn ids(dossier: &Dossier, members: &[PartyId]) -> Vec<String> {
    members
        .iter()
        .map(|member| dossier.parties[member.idx()].id.clone())
        .collect()
}

/// The number of states from which the coalition improves.
fn n_improving(coalition: &Coalition) -> usize {
    coalition
        .improvements
        .iter()
        .filter(|to| !to.is_empty())
        .count()
}

/// What the states named by letters are, each once.
fn states_in_words(
    page: &mut Page,
    dossier: &Dossier,
    board: Board,
    states: impl Iterator<Item = usize>,
) {
    let mut states: Vec<usize> = states.collect();
    states.sort_unstable();
    states.dedup();
    if states.is_empty() {
        return;
    }
    page.line("", "", "");
    page.line("", "", "In words:");
    for state in states {
        page.line(
            "  ",
            "    ",
            &format!(
                "{}: {}",
                board.name(dossier, state),
                board.words(dossier, state)
            ),
        );
    }
}

/// What coalitions can do, case by case, as text.
pub fn coalitions(dossier: &Dossier, boards: Boards, found: &[Coalitions], layout: Layout) -> Page {
    let mut page = boards.begun(dossier);
    let boards = boards.each();
    for (&board, found) in boards.iter().zip(found) {
        headed(
            &mut page,
            dossier,
            board.setting(),
            boards.len() > 1,
            "What coalitions can do",
        );
        Together {
            dossier,
            board,
            found,
        }
        .tell(&mut page, layout);
    }
    page.line("", "", "");
    page.line("", "", COALITION_RULE);
    page
}

/// Adds the key `coalitions` to the JSON result of `stability`, to each view and reading.
pub fn add_coalitions(
    result: &mut Value,
    dossier: &Dossier,
    boards: Boards,
    found: &[Coalitions],
    states_max: usize,
) {
    let told = boards.each().into_iter().zip(found).map(|(board, found)| {
        Together {
            dossier,
            board,
            found,
        }
        .json(states_max)
    });
    add_to_each(result, "coalitions", told);
}

/// What two parties that look ahead leave alone: ties taken against the other party, and in its favour.
pub struct BothTies {
    /// A party that does not care takes what is worst for the other.
    pub against: Foresight,
    /// A party that does not care takes what is best for the other.
    pub favour: Foresight,
}

impl BothTies {
    /// Each foresight to be told: one where ties do not matter.
    fn told(&self) -> Vec<(&'static str, &Foresight)> {
        if self.against == self.favour {
            vec![("", &self.against)]
        } else {
            vec![
                ("ties against the other", &self.against),
                ("ties in favour of the other", &self.favour),
            ]
        }
    }
}

/// What two parties that look ahead leave alone, case by case, as text.
pub fn foresight(dossier: &Dossier, boards: Boards, found: &[BothTies], layout: Layout) -> Page {
    let mut page = boards.begun(dossier);
    let boards = boards.each();
    for (&board, found) in boards.iter().zip(found) {
        headed(
            &mut page,
            dossier,
            board.setting(),
            boards.len() > 1,
            "What the parties leave alone when they look ahead",
        );
        for (ties, foresight) in found.told() {
            if !ties.is_empty() {
                page.line(
                    "",
                    "",
                    &format!("Of moves that end equally well for the mover, {ties}:"),
                );
            }
            let listed = |set: &Vec<usize>| {
                let mut told: Vec<String> = set
                    .iter()
                    .copied()
                    .take(layout.states_max)
                    .map(|state| board.name(dossier, state))
                    .collect();
                let n_more = set.len() - told.len();
                told.extend((n_more > 0).then(|| format!("and {n_more} more")));
                if told.is_empty() {
                    "–".to_string()
                } else {
                    told.join(" ")
                }
            };
            let names = dossier.parties.iter().map(|party| party.name.clone());
            let mut rows = vec![
                ["steps ahead".to_string()]
                    .into_iter()
                    .chain(names)
                    .chain(["both".to_string()])
                    .collect::<Vec<_>>(),
            ];
            let row = |name: String, seen: &Foreseen| {
                [
                    vec![name],
                    seen.stable.iter().map(listed).collect(),
                    vec![listed(&seen.equilibria())],
                ]
                .concat()
            };
            rows.extend(
                foresight
                    .limited
                    .iter()
                    .zip(1..)
                    .map(|(seen, steps): (_, usize)| row(steps.to_string(), seen)),
            );
            rows.extend(
                foresight
                    .non_myopic
                    .iter()
                    .map(|seen| row("however far".to_string(), seen)),
            );
            page.table(&rows);
            for (leader, stable) in dossier.parties.iter().zip(&foresight.stackelberg) {
                page.line(
                    "",
                    "",
                    &format!("Led by {}: {}", leader.name, listed(stable)),
                );
            }
        }
        let all = found
            .told()
            .into_iter()
            .flat_map(|(_, foresight)| foresight.limited.iter().chain(&foresight.non_myopic));
        let both: Vec<usize> = all
            .flat_map(|seen| seen.equilibria().into_iter().take(layout.states_max))
            .collect();
        states_in_words(&mut page, dossier, board, both.into_iter());
    }
    page.line("", "", "");
    page.line("", "", FORESIGHT_RULE);
    page
}

/// Adds the key `foresight` to the JSON result of `stability`, to each view and reading.
pub fn add_foresight(
    result: &mut Value,
    dossier: &Dossier,
    boards: Boards,
    found: &[BothTies],
    states_max: usize,
) {
    let told = boards.each().into_iter().zip(found).map(|(board, found)| {
        let listed = |set: &Vec<usize>| set.iter().copied().take(states_max).map(|state| board.name(dossier, state)).collect::<Vec<_>>();
        let by_party = |sets: &[Vec<usize>; 2]| {
            let of = |(party, set): (&crate::model::Party, &Vec<usize>)| (party.id.clone(), json!(listed(set)));
            dossier.parties.iter().zip(sets).map(of).collect::<Map<String, Value>>()
        };
        let seen = |seen: &Foreseen| json!({ "stable": by_party(&seen.stable), "both": listed(&seen.equilibria()) });
        let one = |foresight: &Foresight| {
            json!({
                "steps": foresight.limited.iter().map(seen).collect::<Value>(),
                "however_far": foresight.non_myopic.as_ref().map(seen),
                "led_by": by_party(&foresight.stackelberg),
            })
        };
        json!({ "rule": FORESIGHT_RULE, "ties_against": one(&found.against), "ties_in_favour": one(&found.favour) })
    });
    add_to_each(result, "foresight", told);
}
