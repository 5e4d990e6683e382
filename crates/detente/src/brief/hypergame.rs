//! Where a conflict settles as its parties see it, as text and JSON.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::json::add_to_each;
use super::text::{Layout, begun, headed};
use super::words::{Words, count, counted, sentence};
use crate::document::Page;
use crate::hypergame::{Perceived, Settlement, Surprise};
use crate::model::{Dossier, Perception};
use crate::stability::Case;

/// What the answer says and what not.
const RULE: &str = "A state holds as the parties see it when it is stable for each party in the game that it sees: with its own preferences, what it \
    believes the others want, and measures that it does not know of as they are today. What a party believes about the beliefs of others is not asked.";

/// Speaks about one case.
struct Seen<'a> {
    dossier: &'a Dossier,
    case: &'a Case,
    found: &'a [Perceived],
}

/// A state with the settlement under each concept where it holds.
type Held<'a> = (usize, Vec<(&'static str, &'a Settlement)>);

impl<'a> Seen<'a> {
    fn letters(&self, state: usize) -> String {
        self.case.space.states()[state].letters(self.case.space.conflict().n_entries)
    }

    fn believes(&self, perception: &Perception) -> String {
        let name = &self.dossier.parties[perception.party.idx()].name;
        let view = perception.view.map(|view| {
            let view = &self.dossier.views[view.idx()];
            let text = view
                .text
                .as_ref()
                .map_or_else(String::new, |text| format!(" ({text})"));
            format!(
                "believes what the view {} says of the others{text}",
                view.id
            )
        });
        let names: Vec<String> = perception
            .unaware
            .iter()
            .map(|measure| format!("`{}`", self.dossier.measure_name(*measure)))
            .collect();
        let unaware = (!names.is_empty()).then(|| format!("does not know of {}", names.join(", ")));
        sentence(&format!(
            "{name} {}",
            view.into_iter()
                .chain(unaware)
                .collect::<Vec<_>>()
                .join(", and ")
        ))
    }

    /// Every state that holds under some concept, nearest to today first.
    fn held(&self) -> Vec<Held<'a>> {
        let mut by_state: BTreeMap<usize, Vec<(&'static str, &'a Settlement)>> = BTreeMap::new();
        for perceived in self.found {
            for settlement in &perceived.equilibria {
                by_state
                    .entry(settlement.state)
                    .or_default()
                    .push((perceived.concept.key(), settlement));
            }
        }
        let distance = |state: usize| {
            self.case
                .ways
                .as_ref()
                .map_or(0, |ways| ways.by_improvements[state])
        };
        let mut held: Vec<Held<'a>> = by_state.into_iter().collect();
        held.sort_by_key(|(state, under)| {
            (distance(*state), std::cmp::Reverse(under.len()), *state)
        });
        held
    }

    fn surprise(&self, surprise: &Surprise) -> String {
        let name = |party: crate::model::PartyId| self.dossier.parties[party.idx()].name.clone();
        let expects: Vec<String> = surprise
            .expects
            .iter()
            .map(|party| {
                if *party == surprise.party {
                    "itself".to_string()
                } else {
                    name(*party)
                }
            })
            .collect();
        let expects =
            (!expects.is_empty()).then(|| format!("it expects {} to move", expects.join(" and ")));
        let unseen: Vec<String> = surprise
            .unseen
            .iter()
            .map(|measure| format!("`{}`", self.dossier.measure_name(*measure)))
            .collect();
        let unseen = (!unseen.is_empty()).then(|| format!("it does not see {}", unseen.join(", ")));
        format!(
            "{} is surprised: {}",
            name(surprise.party),
            expects
                .into_iter()
                .chain(unseen)
                .collect::<Vec<_>>()
                .join(", and ")
        )
    }

    fn counts(&self) -> Vec<Vec<String>> {
        let row = |name: &str, cell: &dyn Fn(&Perceived) -> usize| {
            std::iter::once(name.to_string())
                .chain(self.found.iter().map(|perceived| count(cell(perceived))))
                .collect::<Vec<_>>()
        };
        let keys = self
            .found
            .iter()
            .map(|perceived| perceived.concept.key().to_string());
        let truly =
            |perceived: &Perceived| perceived.equilibria.iter().filter(|it| it.is_true).count();
        vec![
            std::iter::once("number of equilibria".to_string())
                .chain(keys)
                .collect(),
            row("of the conflict as it is", &|perceived| {
                truly(perceived) + perceived.lost.len()
            }),
            row("as the parties see it", &|perceived| {
                perceived.equilibria.len()
            }),
            row("only by misreading", &|perceived| {
                perceived.equilibria.len() - truly(perceived)
            }),
            row("lost by misreading", &|perceived| perceived.lost.len()),
            row("that surprise somebody", &|perceived| {
                perceived
                    .equilibria
                    .iter()
                    .filter(|it| !it.surprises.is_empty())
                    .count()
            }),
        ]
    }

    fn tell(&self, page: &mut Page, layout: Layout) {
        for perception in &self.dossier.perceptions {
            page.line("", "", &self.believes(perception));
        }
        page.line("", "", "");
        page.table(&self.counts());
        let held = self.held();
        page.line("", "", "");
        if held.is_empty() {
            page.line(
                "",
                "",
                "As the parties see it, nothing holds under any concept.",
            );
            return;
        }
        let more = if held.len() > layout.states_max {
            format!(", the first {} of {}", layout.states_max, count(held.len()))
        } else {
            String::new()
        };
        page.line("", "", &format!("What holds as the parties see it{more}:"));
        let (words, conflict) = (Words::new(self.dossier), self.case.space.conflict());
        for (state, under) in held.iter().take(layout.states_max) {
            let keys = |wanted: bool| {
                under
                    .iter()
                    .filter(|(_, it)| it.is_true == wanted)
                    .map(|(key, _)| *key)
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            let (true_under, false_under) = (keys(true), keys(false));
            let only = if false_under.is_empty() {
                String::new()
            } else {
                format!("; only by misreading: {false_under}")
            };
            let truly = if true_under.is_empty() {
                only.trim_start_matches("; ").to_string()
            } else {
                format!("{true_under}{only}")
            };
            page.line(
                "  ",
                "      ",
                &format!("{} — {truly}", self.letters(*state)),
            );
            page.line(
                "      ",
                "      ",
                &sentence(&words.state(conflict, self.case.space.states()[*state])),
            );
            let mut told: Vec<(String, Vec<&str>)> = vec![];
            for (key, settlement) in under {
                for surprise in &settlement.surprises {
                    let text = self.surprise(surprise);
                    match told.iter_mut().find(|(known, _)| *known == text) {
                        Some((_, keys)) => keys.push(key),
                        None => told.push((text, vec![key])),
                    }
                }
            }
            for (text, keys) in told {
                page.line(
                    "      - ",
                    "        ",
                    &format!("{text} ({}).", keys.join(" ")),
                );
            }
        }
        let lost: Vec<String> = self
            .found
            .iter()
            .filter(|it| !it.lost.is_empty())
            .map(|it| format!("{} ({})", count(it.lost.len()), it.concept.key()))
            .collect();
        if !lost.is_empty() {
            page.line("", "", "");
            page.line(
                "",
                "",
                &format!(
                    "Equilibria that somebody leaves, or cannot place, by mistake: {}.",
                    lost.join(", ")
                ),
            );
        }
    }

    fn json(&self, states_max: usize) -> Value {
        let id = |party: crate::model::PartyId| self.dossier.parties[party.idx()].id.clone();
        let measure = |measure: &crate::model::MeasureId| self.dossier.measure_name(*measure);
        let believes = self.dossier.perceptions.iter().map(|perception| {
            json!({
                "party": id(perception.party),
                "view": perception.view.map(|view| self.dossier.views[view.idx()].id.clone()),
                "unaware": perception.unaware.iter().map(measure).collect::<Vec<_>>(),
            })
        });
        let settlement = |it: &Settlement| {
            let surprised = it.surprises.iter().map(|surprise| {
                json!({
                    "party": id(surprise.party),
                    "expects": surprise.expects.iter().map(|party| id(*party)).collect::<Vec<_>>(),
                    "unseen": surprise.unseen.iter().map(measure).collect::<Vec<_>>(),
                })
            });
            json!({ "state": self.letters(it.state), "of_the_conflict": it.is_true, "surprised": surprised.collect::<Value>() })
        };
        let concept = |it: &Perceived| {
            let equilibria: Value = it
                .equilibria
                .iter()
                .take(states_max)
                .map(settlement)
                .collect();
            let lost: Vec<String> = it
                .lost
                .iter()
                .take(states_max)
                .map(|&state| self.letters(state))
                .collect();
            let told = json!({
                "equilibria": { "count": it.equilibria.len(), "states": equilibria, "truncated": it.equilibria.len() > states_max },
                "lost": { "count": it.lost.len(), "states": lost, "truncated": it.lost.len() > states_max },
            });
            (it.concept.key().to_string(), told)
        };
        let concepts: Map<String, Value> = self.found.iter().map(concept).collect();
        json!({ "rule": RULE, "believes": believes.collect::<Value>(), "concepts": concepts })
    }
}

/// Where the conflict settles as its parties see it, case by case, as text.
pub fn perceived(
    dossier: &Dossier,
    cases: &[Case],
    found: &[Vec<Perceived>],
    layout: Layout,
) -> Page {
    let mut page = begun(dossier, cases);
    for (case, found) in cases.iter().zip(found) {
        headed(
            &mut page,
            dossier,
            &case.setting,
            cases.len() > 1,
            "Where it settles as the parties see it",
        );
        Seen {
            dossier,
            case,
            found,
        }
        .tell(&mut page, layout);
    }
    page.line("", "", "");
    page.line("", "", RULE);
    page
}

/// Adds the key `hypergame` to the JSON result of `stability`, to each view and reading.
pub fn add_perceived(
    result: &mut Value,
    dossier: &Dossier,
    cases: &[Case],
    found: &[Vec<Perceived>],
    states_max: usize,
) {
    let told = cases.iter().zip(found).map(|(case, found)| {
        Seen {
            dossier,
            case,
            found,
        }
        .json(states_max)
    });
    add_to_each(result, "hypergame", told);
}

/// That some parties see the conflict otherwise, for those who did not ask; nothing where none does.
pub fn misread(dossier: &Dossier) -> Option<String> {
    let n = dossier.perceptions.len();
    let who = counted(n, "party");
    (n > 0).then(|| {
        format!(
            "{who} {} the conflict otherwise than it is: `--perceived` says where it then settles.",
            if n == 1 { "sees" } else { "see" }
        )
    })
}
