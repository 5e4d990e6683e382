//! Deals whose answers are known from another program or from a closed form; illustrative figures.

use std::path::Path;

use detente::model::{CommitmentId, Deal, PartyId, Undertaking, Wait};
use serde_json::Value;

/// A worked example as it was written down.
pub(crate) fn file(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/support/examples")
        .join(name);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("the fixture is JSON")
}

pub(crate) fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn count(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("it is small")
}

/// The ids under a key.
pub(crate) fn ids(json: &Value, key: &str) -> Vec<String> {
    let list = json[key].as_array().expect("a list");
    list.iter()
        .map(|item| item["id"].as_str().expect("a text").to_string())
        .collect()
}

/// A deal with the names of its measures.
pub(crate) struct Example {
    pub(crate) deal: Deal,
    measures: Vec<String>,
}

impl Example {
    pub(crate) fn new(name: &str) -> Self {
        let json = file(name);
        let (parties, measures) = (ids(&json, "parties"), ids(&json, "measures"));
        let position = |names: &[String], name: &Value| {
            names
                .iter()
                .position(|it| name == it)
                .expect("a known name")
        };
        let worth = |table: &Value| {
            parties
                .iter()
                .map(|party| table[party].as_f64().unwrap_or(0.0))
                .collect::<Vec<f64>>()
        };
        let wait = |wait: &Value| Wait {
            on: CommitmentId::new(position(&measures, &wait[0])),
            lag: count(&wait[1]),
            complete: false,
        };
        let undertaking = |measure: &Value| {
            let owner = PartyId::new(position(&parties, &measure["owner"]));
            Undertaking {
                once: worth(&measure["once"]),
                irreversible: number(&measure["irreversible"]),
                discrete: measure["discrete"] == true,
                after: measure["after"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(wait)
                    .collect(),
                ..Undertaking::plain(owner, worth(&measure["flow"]))
                    .seen(number(&measure["detect"]), count(&measure["lag"]))
            }
        };
        let undertakings = json["measures"]
            .as_array()
            .expect("a list")
            .iter()
            .map(undertaking)
            .collect();
        let mut deal = Deal::plain(count(&json["phases"]), 0.9, undertakings);
        for (party, it) in deal
            .parties
            .iter_mut()
            .zip(json["parties"].as_array().expect("a list"))
        {
            party.patience = number(&it["patience"]);
        }
        Self { deal, measures }
    }

    /// The six-party example with the chance that covert measures are seen scaled.
    pub(crate) fn covert(scale: f64) -> Self {
        let mut it = Self::new("six.json");
        it.detect("D3", 0.5 * scale);
        it.detect("D6", 0.4 * scale);
        it
    }

    fn measure(&mut self, prefix: &str) -> &mut Undertaking {
        let at = self
            .measures
            .iter()
            .position(|name| name.starts_with(prefix))
            .expect("a known measure");
        &mut self.deal.undertakings[at]
    }

    pub(crate) fn detect(&mut self, prefix: &str, chance: f64) {
        let it = self.measure(prefix);
        it.withhold.chance = chance.min(1.0);
        it.reverse = it.withhold;
    }

    /// How late violations of the covert measures are answered.
    pub(crate) fn answer_after(&mut self, lag: usize) {
        for prefix in ["D3", "D6"] {
            let it = self.measure(prefix);
            it.withhold.lag = lag;
            it.reverse = it.withhold;
        }
    }
}

/// Two parties that do the same for each other at a cost of 1 per phase.
pub(crate) fn pair(
    phases: usize,
    patience: f64,
    benefit: f64,
    irreversible: f64,
    chance: f64,
    lag: usize,
) -> Deal {
    let undertaking = |owner: usize| {
        let flow = (0..2)
            .map(|party| if party == owner { -1.0 } else { benefit })
            .collect();
        Undertaking {
            irreversible,
            ..Undertaking::plain(PartyId::new(owner), flow).seen(chance, lag)
        }
    };
    Deal::plain(phases, patience, vec![undertaking(0), undertaking(1)])
}
