//! What `stability` answers in graph form, as JSON.

use serde_json::{Map, Value, json};

use super::super::json::{Input, Listing, add_to_each, measures, opening, parties, readings};
use super::super::unmoved::Unmoved;
use super::super::view_name;
use super::explain::verdict_in_words;
use super::{Places, headline};
use crate::model::{Concept, Dossier, GraphAnswer, GraphStep, GraphVerdict, Kernel};
use crate::stability::Settled;
use crate::stability::graph::{GraphCase, GraphReach, Judged, Origin, reason};

/// The result of `stability` in graph form as JSON: the first case in full, the other views and readings after it.
pub fn graphs_json(
    dossier: &Dossier,
    cases: &[GraphCase],
    inputs: &[Input],
    listing: Listing,
) -> Value {
    let mut map = opening("stability", inputs);
    map.insert("title".into(), dossier.title.clone().into());
    map.insert(
        "as_of".into(),
        dossier.as_of.map(|date| date.to_string()).into(),
    );
    map.insert("parties".into(), parties(dossier));
    map.insert("measures".into(), measures(dossier));
    map.insert("engine".into(), "graph".into());
    let told = |case| Places { dossier, case }.json(listing);
    if let Some((first, others)) = cases.split_first() {
        map.extend(told(first));
        map.insert(
            "cases".into(),
            others
                .iter()
                .map(|other| Value::Object(told(other)))
                .collect(),
        );
    }
    Value::Object(map)
}

impl Places<'_> {
    fn json(&self, listing: Listing) -> Map<String, Value> {
        let (places, case) = (self, self.case);
        let state = |state: usize| match &case.origin {
            Origin::Feasible {
                space,
                members,
                coalesced,
            } if coalesced[state].is_some() => {
                let letters =
                    |idx: &usize| space.states()[*idx].letters(space.conflict().n_entries);
                json!({ "id": places.name(state), "text": places.words(state), "members": members[state].iter().map(letters).collect::<Value>() })
            }
            _ => json!({ "id": places.name(state), "text": places.words(state) }),
        };
        let mut map = Map::new();
        map.insert(
            "view".into(),
            view_name(places.dossier, &case.setting).into(),
        );
        map.insert("readings".into(), readings(places.dossier, &case.setting));
        map.insert("feasible".into(), case.graph.n_states.into());
        map.insert(
            "states".into(),
            (0..case.graph.n_states)
                .take(listing.states_max)
                .map(state)
                .collect(),
        );
        map.insert(
            "status_quo".into(),
            case.ways.as_ref().map(|ways| places.name(ways.from)).into(),
        );
        if let Some(first) = case.judged.first() {
            map.insert("concepts".into(), self.by_concept(first, listing));
        }
        if case.judged.len() > 1 {
            let kernel = |judged: &Judged| {
                let Kernel { extension, degree } = judged.kernel;
                let mut told = json!({
                    "unknown": extension.key(),
                    "degree": degree,
                    "concepts": self.by_concept(judged, listing),
                    "headline": self.headline(judged, listing),
                });
                if let Some(reach) = &judged.reach {
                    told["evolution"] = self.reach(reach, listing);
                }
                told
            };
            map.insert("kernels".into(), case.judged.iter().map(kernel).collect());
        }
        let mut told = case
            .judged
            .first()
            .map_or_else(|| json!({}), |first| self.headline(first, listing));
        told["sentence"] = headline(*places).into();
        for (key, parties) in Unmoved::of_graph(places.dossier, case).json(places.dossier) {
            told[key] = parties;
        }
        map.insert("headline".into(), told);
        if let (Some(ways), Some(reach)) = (&case.ways, case.reach()) {
            let mut evolution = Map::new();
            evolution.insert("from".into(), places.name(ways.from).into());
            evolution.insert("by_moves".into(), self.distances(&ways.by_moves, listing));
            if let Value::Object(reach) = self.reach(reach, listing) {
                evolution.extend(reach);
            }
            map.insert("evolution".into(), evolution.into());
        }
        map.insert("stopped".into(), false.into());
        map
    }

    /// What improvements reach under one kernel.
    fn reach(&self, reach: &GraphReach, listing: Listing) -> Value {
        let path = |(end, steps): &(usize, Vec<GraphStep>)| json!({ "to": self.name(*end), "path": self.steps(steps) });
        json!({
            "by_improvements": self.distances(&reach.by_improvements, listing),
            "paths": reach.paths.iter().take(listing.states_max).map(path).collect::<Value>(),
        })
    }

    /// Where it settles under one kernel, with the keys that a conflict with measures has.
    fn headline(&self, judged: &Judged, listing: Listing) -> Value {
        let finding = judged
            .headline
            .question
            .map(|extent| json!({ "about": "question", "holds_in": extent.word() }));
        json!({
            "concept": judged.headline.concept.map(Concept::key),
            "equilibria": self.states(&judged.headline.equilibria, listing),
            "findings": finding.into_iter().collect::<Value>(),
        })
    }

    fn steps(&self, steps: &[GraphStep]) -> Value {
        let step = |step: &GraphStep| json!({ "mover": self.dossier.parties[step.mover.idx()].id, "to": self.name(step.to as usize) });
        steps.iter().map(step).collect()
    }

    fn by_concept(&self, judged: &Judged, listing: Listing) -> Value {
        let concept = |settled: &Settled| {
            let parties = self.dossier.parties.iter().zip(&settled.stable);
            let stable: Map<String, Value> = parties
                .map(|(party, stable)| {
                    (
                        party.id.clone(),
                        self.states(&stable.ones().collect::<Vec<_>>(), listing),
                    )
                })
                .collect();
            let told = json!({ "equilibria": self.states(&settled.equilibria.ones().collect::<Vec<_>>(), listing), "stable": stable });
            (settled.concept.key().to_string(), told)
        };
        Value::Object(judged.settled.iter().map(concept).collect())
    }

    fn states(&self, states: &[usize], listing: Listing) -> Value {
        let named: Vec<String> = states
            .iter()
            .take(listing.states_max)
            .map(|&state| self.name(state))
            .collect();
        let mut told = json!({ "count": states.len(), "states": named });
        if states.len() > listing.states_max {
            told["truncated"] = true.into();
        }
        told
    }

    fn distances(&self, distances: &[Option<u32>], listing: Listing) -> Value {
        let reached: Vec<(usize, u32)> = distances
            .iter()
            .enumerate()
            .filter_map(|(state, distance)| Some((state, (*distance)?)))
            .collect();
        let mut by_distance = vec![
            0;
            reached
                .iter()
                .map(|(_, distance)| *distance as usize + 1)
                .max()
                .unwrap_or(0)
        ];
        reached
            .iter()
            .for_each(|(_, distance)| by_distance[*distance as usize] += 1);
        let least: Map<String, Value> = reached
            .iter()
            .take(listing.states_max)
            .map(|(state, distance)| (self.name(*state), (*distance).into()))
            .collect();
        json!({ "count": reached.len(), "by_distance": by_distance, "least_moves": least, "truncated": reached.len() > listing.states_max })
    }
}

/// Adds the key `explain` to the JSON result of `stability`: the verdicts on one state of the first case, with their witnesses.
pub fn add_graph_explained(result: &mut Value, dossier: &Dossier, case: &GraphCase, state: usize) {
    let places = Places { dossier, case };
    let mut verdicts = vec![];
    for judged in &case.judged {
        for (settled, party) in judged
            .settled
            .iter()
            .flat_map(|settled| dossier.party_ids().map(move |party| (settled, party)))
        {
            let mut map = Map::new();
            map.insert("concept".into(), settled.concept.key().into());
            map.insert("unknown".into(), judged.kernel.extension.key().into());
            map.insert("degree".into(), judged.kernel.degree.into());
            map.insert(
                "party".into(),
                dossier.parties[party.idx()].id.clone().into(),
            );
            map.insert("state".into(), places.name(state).into());
            match reason(&case.graph, judged.kernel, settled.concept, party, state) {
                GraphVerdict::Unstable { improvement } => {
                    map.insert("stable".into(), false.into());
                    map.insert(
                        "improvement".into(),
                        places.name(improvement as usize).into(),
                    );
                }
                GraphVerdict::Stable { deterred } => {
                    map.insert("stable".into(), true.into());
                    let answer = |answer: &GraphAnswer| {
                        let ends = answer
                            .steps
                            .last()
                            .map_or(answer.improvement, |step| step.to);
                        json!({
                            "improvement": places.name(answer.improvement as usize),
                            "answer": places.steps(&answer.steps),
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
