//! Roadmaps as data. Numbers are as computed; keys are added, never changed, within the format's number.

use serde_json::{Map, Value, json};

use super::super::json::{Input, opening};
use super::sentences::{ASSUMPTIONS, REMARKS};
use super::{Teller, Told};
use crate::model::{CommitmentId, Dossier, Limit, PartyId, Roadmap, Tail};
use crate::roadmap::{
    Answer, Assured, Enough, Halt, Least, Number, Obstacle, Plan, Prices, Proof, Ranges, Relief,
    Short, Shorter, Thresholds,
};

/// The result of `roadmap`: the keys of the first plan, and under `plans` those of the others.
pub fn json(dossier: &Dossier, roadmap: &Roadmap, plans: &[Told], inputs: &[Input]) -> Value {
    let mut map = opening("roadmap", inputs);
    let seed = plans
        .iter()
        .find_map(|told| told.study.ranges.as_ref().map(|ranges| ranges.seed));
    map.insert("seed".into(), seed.into());
    map.insert("title".into(), dossier.title.clone().into());
    map.insert(
        "as_of".into(),
        dossier.as_of.map(|date| date.to_string()).into(),
    );
    let Some((first, others)) = plans.split_first() else {
        return Value::Object(map);
    };
    let tellers = |told| Teller::new(dossier, roadmap, told);
    map.insert(
        "parties".into(),
        dossier
            .parties
            .iter()
            .map(|party| json!({ "id": party.id, "name": party.name }))
            .collect(),
    );
    map.insert("measures".into(), tellers(first).measures());
    map.insert("phase".into(), roadmap.phase.clone().into());
    map.extend(tellers(first).plan());
    map.insert(
        "plans".into(),
        others
            .iter()
            .map(|told| Value::Object(tellers(told).plan()))
            .collect(),
    );
    map.insert(
        "assumptions".into(),
        ASSUMPTIONS.iter().chain(&REMARKS).copied().collect(),
    );
    Value::Object(map)
}

/// A least value: the number, or the word for why there is none.
fn least(least: Least) -> Value {
    match least {
        Least::At(value) => value.into(),
        Least::Never => "never".into(),
        Least::Unknown => "unknown".into(),
    }
}

impl Teller<'_> {
    fn measures(&self) -> Value {
        let deal = &self.study().deal;
        let ids = deal.undertaking_ids();
        ids.map(
            |id| json!({ "id": self.acts.id(id), "party": self.acts.party_id(self.acts.commitment(id).owner), "text": self.acts.act(id) }),
        )
        .collect()
    }

    /// One value per undertaking, by its identifier; those without one are left out.
    fn by_measure<T: Into<Value>>(&self, of: impl Fn(CommitmentId) -> Option<T>) -> Value {
        let ids = self.study().deal.undertaking_ids();
        Value::Object(
            ids.filter_map(|id| Some((self.acts.id(id).to_string(), of(id)?.into())))
                .collect(),
        )
    }

    /// One value per party, by its identifier; those without one are left out.
    fn by_party<T: Into<Value>>(&self, of: impl Fn(PartyId) -> Option<T>) -> Value {
        let ids = self.study().deal.party_ids();
        Value::Object(
            ids.filter_map(|id| Some((self.acts.party_id(id).to_string(), of(id)?.into())))
                .collect(),
        )
    }

    /// The keys of one plan.
    fn plan(&self) -> Map<String, Value> {
        let study = self.study();
        let mut map = Map::new();
        map.insert("name".into(), self.told.name(self.acts.roadmap).into());
        map.insert(
            "text".into(),
            self.told
                .of(self.acts.roadmap)
                .and_then(|variant| variant.text.clone())
                .into(),
        );
        let (status, phases, value) = match &study.answer {
            Answer::Holds(plan) => ("holds", plan.phases, Some(plan.objective)),
            Answer::None(proof) => ("none_in_model", proof.phases, None),
            Answer::Stopped(_) => ("stopped", study.deal.phases, None),
        };
        map.insert("status".into(), status.into());
        map.insert("sentence".into(), self.verdict().into());
        map.insert("phases".into(), phases.into());
        map.insert(
            "targets".into(),
            study
                .deal
                .targets
                .iter()
                .map(|id| self.acts.id(*id))
                .collect(),
        );
        map.insert(
            "objective".into(),
            json!({ "name": study.deal.objective.word(), "value": value }),
        );
        match &study.answer {
            Answer::Holds(plan) => self.holding(&mut map, plan),
            Answer::None(proof) => self.proof(&mut map, proof),
            Answer::Stopped(halt) => self.halted(&mut map, *halt),
        }
        map.insert(
            "thresholds".into(),
            study
                .thresholds
                .as_ref()
                .map(|thresholds| self.thresholds(thresholds))
                .into(),
        );
        map.insert(
            "obstacle".into(),
            study
                .obstacle
                .as_ref()
                .map(|obstacle| self.obstacle(obstacle))
                .into(),
        );
        map.insert(
            "ranges".into(),
            study
                .ranges
                .as_ref()
                .map(|ranges| self.range(ranges))
                .into(),
        );
        let frontier = study.frontier.iter().map(
            |point| json!({ "phases": point.phases, "detection_factor": least(point.factor) }),
        );
        map.insert("frontier".into(), frontier.collect());
        map.insert(
            "idle_threats".into(),
            study
                .idle_threats
                .iter()
                .map(|id| self.acts.id(*id))
                .collect(),
        );
        map.insert("complete".into(), (!study.stopped).into());
        map
    }

    fn holding(&self, map: &mut Map<String, Value>, plan: &Plan) {
        map.insert("tail".into(), tail(self.study().deal.tail, plan));
        map.insert(
            "schedule".into(),
            self.by_measure(|id| Some(plan.schedule.levels[id.idx()].clone())),
        );
        map.insert(
            "value".into(),
            self.by_party(|id| Some(plan.values[id.idx()])),
        );
        let slack = |id: PartyId| {
            plan.tightest[id.idx()]
                .iter()
                .map(|it| it.as_ref().map(|it| it.slack))
                .collect::<Vec<_>>()
        };
        map.insert("slack".into(), self.by_party(|id| Some(slack(id))));
        let tempting = |id: PartyId| {
            plan.tightest[id.idx()]
                .iter()
                .map(|it| it.as_ref().map(|it| self.acts.plan(&it.deviation)))
        };
        map.insert(
            "tempting".into(),
            self.by_party(|id| Some(tempting(id).collect::<Vec<_>>())),
        );
        let binding = plan
            .binding
            .iter()
            .map(|it| self.row(&it.deviation, "price", it.price));
        map.insert("binding".into(), binding.collect());
        map.insert(
            "limits".into(),
            plan.limits
                .iter()
                .map(|(limit, price)| self.limit(*limit, "price", *price))
                .collect(),
        );
        map.insert(
            "prices".into(),
            self.study()
                .prices
                .as_ref()
                .map(|prices| self.price_keys(prices))
                .into(),
        );
        map.insert("largest_gain".into(), plan.checked.largest_gain.into());
        let checked = &plan.checked;
        map.insert("checked".into(), json!({ "exact": checked.exact, "deviations": checked.n_deviations, "states": checked.n_states }));
        map.insert("certificate".into(), Value::Array(vec![]));
    }

    fn row(&self, deviation: &crate::model::Deviation, weight: &str, value: f64) -> Value {
        let mut row = json!({
            "party": self.acts.party_id(deviation.party),
            "phase": deviation.phase(),
            "plan": self.acts.plan(deviation),
        });
        row[weight] = value.into();
        row
    }

    fn price_keys(&self, prices: &Prices) -> Value {
        let shorter = |it: Shorter| json!({ "gain": it.gain, "welfare": it.welfare });
        // A price of nothing has no sign.
        let price = |price: f64| price + 0.0;
        json!({
            "detect": self.by_measure(|id| Some(price(prices.detect[id.idx()]))),
            "reverse": self.by_measure(|id| prices.reverse[id.idx()].map(price)),
            "bond": self.by_party(|id| Some(price(prices.bond[id.idx()]))),
            "patience": self.by_party(|id| Some(price(prices.patience[id.idx()]))),
            "irreversible": self.by_measure(|id| Some(price(prices.irreversible[id.idx()]))),
            "lag": self.by_measure(|id| prices.lag[id.idx()].map(shorter)),
            "lags": prices.lags.map(shorter),
        })
    }

    /// The keys of a plan that does not exist, empty, and the proof.
    fn proof(&self, map: &mut Map<String, Value>, proof: &Proof) {
        nothing(map);
        let rows = proof
            .deviations
            .iter()
            .map(|(deviation, weight)| self.row(deviation, "weight", *weight));
        map.insert("certificate".into(), rows.collect());
        let limits = proof
            .limits
            .iter()
            .map(|(limit, weight)| self.limit(*limit, "weight", *weight));
        map.insert("proof".into(), json!({ "limits": limits.collect::<Value>(), "gap": proof.gap, "relaxed": proof.relaxed }));
    }

    fn limit(&self, limit: Limit, weight: &str, value: f64) -> Value {
        let of =
            |kind: &str, id: CommitmentId| json!({ "kind": kind, "measure": self.acts.id(id) });
        let (mut row, phase) = match limit {
            Limit::Target(id) => (of("target", id), None),
            Limit::NoRetreat(id, phase) => (of("no_retreat", id), Some(phase)),
            Limit::Step(id, phase) => (of("max_step", id), Some(phase)),
            Limit::Earliest(id, phase) => (of("earliest", id), Some(phase)),
            Limit::Prerequisite(id, on, phase) => {
                let mut row = of("after", id);
                row["on"] = self.acts.id(on).into();
                (row, Some(phase))
            }
            Limit::Promise(position, phase) => (
                json!({ "kind": "assurance", "assurance": position + 1 }),
                Some(phase),
            ),
        };
        row["phase"] = phase.into();
        row[weight] = value.into();
        row
    }

    fn halted(&self, map: &mut Map<String, Value>, halt: Halt) {
        nothing(map);
        map.insert("certificate".into(), Value::Array(vec![]));
        map.insert(
            "halt".into(),
            match halt {
                Halt::Interrupted => json!({ "why": "interrupted" }),
                Halt::Unbounded => json!({ "why": "unbounded" }),
                Halt::Doubtful => json!({ "why": "doubtful" }),
                Halt::NoGain(party) => {
                    json!({ "why": "no_gain", "party": self.acts.party_id(party) })
                }
            },
        );
    }

    fn thresholds(&self, it: &Thresholds) -> Value {
        let assurances = self.acts.roadmap.assurances.iter().zip(&it.assurance).map(
            |(assurance, assured): (_, &Assured)| {
                json!({
                    "by": self.acts.party_id(assurance.by),
                    "to": self.acts.party_id(assurance.to),
                    "against": self.acts.id(assurance.against),
                    "needed": assured.needed,
                    "worst_phase": assured.worst,
                    "slack": assured.slack,
                })
            },
        );
        json!({
            "detect": self.by_measure(|id| Some(least(it.chance[id.idx()]))),
            "detect_factor": self.by_party(|id| it.factor[id.idx()].map(least)),
            "bond": self.by_party(|id| it.bond[id.idx()].map(least)),
            "bonds": it.bonds.as_ref().map(|bonds| self.by_party(|id| Some(bonds[id.idx()]))),
            "assurances": assurances.collect::<Value>(),
            "relief": it.relief.iter().map(|relief| self.relief(relief)).collect::<Value>(),
        })
    }

    fn relief(&self, it: &Relief) -> Value {
        let levels: Map<String, Value> = it
            .levels
            .iter()
            .map(|(id, level)| (self.acts.id(*id).to_string(), (*level).into()))
            .collect();
        json!({
            "party": self.acts.party_id(it.owner),
            "full": it.full,
            "least": it.least,
            "levels": levels,
            "factor": it.factor.map(least),
        })
    }

    fn obstacle(&self, it: &Obstacle) -> Value {
        let walks =
            it.walks.iter().map(|walk| json!({ "party": self.acts.party_id(walk.party), "phase": walk.phase, "weight": walk.weight }));
        let remedies = it.remedies.iter().map(|remedy| {
            json!({
                "party": self.acts.party_id(remedy.party),
                "patience": least(remedy.patience),
                "bond": least(remedy.bond),
                "detect_factor": least(remedy.factor),
                "stakes_factor": least(remedy.stakes),
            })
        });
        json!({
            "physical": it.physical,
            "short": it.short.iter().map(|short| self.short(short)).collect::<Value>(),
            "longer": it.longer.map(|(phases, holds)| json!({ "phases": phases, "holds": holds })),
            "walks": walks.collect::<Value>(),
            "alone": it.alone.iter().map(|party| self.acts.party_id(*party)).collect::<Value>(),
            "remedies": remedies.collect::<Value>(),
            "bonds": it.bonds.as_ref().map(|bonds| self.by_party(|id| Some(bonds[id.idx()]))),
        })
    }

    fn short(&self, it: &Short) -> Value {
        let enough = match it.enough {
            Enough::Phases(phases) => phases.into(),
            Enough::Many | Enough::Never => Value::Null,
        };
        json!({
            "target": self.acts.id(it.target),
            "slow": self.acts.id(it.slow),
            "reach": it.reach,
            "phases": enough,
        })
    }

    fn range(&self, it: &Ranges) -> Value {
        let ends = it.ends.iter().map(|end| {
            let mut row = self.number_keys(end.number);
            row["value"] = end.value.into();
            row["lost"] = end.lost.into();
            row["slack"] = end.slack.into();
            row["slack_of"] = self.acts.party_id(end.party).into();
            row["holds"] = end.holds.into();
            row
        });
        json!({
            "draws": it.n_draws,
            "held": it.n_held,
            "robust_share": it.robust_share(),
            "held_by": self.by_party(|id| Some(it.held_by[id.idx()])),
            "unphysical": it.n_unphysical,
            "seed": it.seed,
            "ends": ends.collect::<Value>(),
        })
    }

    /// A number of the roadmap: the key of the dossier that holds it, and of what or whom.
    fn number_keys(&self, number: Number) -> Value {
        let party = |key: &str, id: PartyId| json!({ "key": key, "party": self.acts.party_id(id) });
        let measure =
            |key: &str, id: CommitmentId| json!({ "key": key, "measure": self.acts.id(id) });
        let both = |key: &str, id: CommitmentId, party: PartyId| json!({ "key": key, "measure": self.acts.id(id), "party": self.acts.party_id(party) });
        match number {
            Number::FalseAlarm => json!({ "key": "false_alarm" }),
            Number::Patience(id) => party("patience", id),
            Number::Weight(id) => party("weight", id),
            Number::Bond(id) => party("bond", id),
            Number::PerPhase(id, party) => both("per_phase", id, party),
            Number::Once(id, party) => both("once", id, party),
            Number::Irreversible(id) => measure("irreversible", id),
            Number::UndoCost(id) => measure("undo_cost", id),
            Number::Start(id) => measure("start", id),
            Number::MaxStep(id) => measure("max_step", id),
            Number::Withhold(id) => measure("withhold.detect", id),
            Number::Reverse(id) => measure("reverse.detect", id),
            Number::Pays(position) => json!({ "key": "pays", "assurance": position + 1 }),
            Number::Costs(position) => json!({ "key": "costs", "assurance": position + 1 }),
        }
    }
}

/// The keys that only a plan fills.
fn nothing(map: &mut Map<String, Value>) {
    for key in ["schedule", "value", "slack", "tempting"] {
        map.insert(key.into(), json!({}));
    }
    for key in ["binding", "limits"] {
        map.insert(key.into(), Value::Array(vec![]));
    }
    for key in ["prices", "largest_gain", "checked", "tail"] {
        map.insert(key.into(), Value::Null);
    }
}

fn tail(tail: Tail, plan: &Plan) -> Value {
    json!({ "kind": tail.word(), "shrink": plan.schedule.shrink })
}
