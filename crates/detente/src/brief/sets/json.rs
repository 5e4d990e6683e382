//! Results over sets as JSON. The keys are those of [the explicit engine's](super::super::json); counts above 2⁶⁴ − 1 are strings of digits.

use num_bigint::BigUint;
use serde_json::{Map, Value, json};

use super::super::headline;
use super::super::json::{
    Input, Listing, explanation_json, findings, measures, opening, parties, readings, steps,
    unmoved,
};
use super::super::unmoved::Unmoved;
use crate::model::{Concept, Dossier, Explanation, State};
use crate::space::{Set, Stopped, Watch};
use crate::stability::{SetCase, SetWays, SettledSets, patterns_of_set};

/// The result of `stability`: the first case in full, the other views and readings after it.
///
/// # Errors
/// When the diagrams grow too large while the sets are read, or the watch is stopped.
pub fn stability(
    dossier: &Dossier,
    cases: &[SetCase],
    explained: &[Explanation],
    inputs: &[Input],
    listing: Listing,
    watch: &Watch,
) -> Result<Value, Stopped> {
    let mut map = opening("stability", inputs);
    map.insert("title".into(), dossier.title.clone().into());
    map.insert(
        "as_of".into(),
        dossier.as_of.map(|date| date.to_string()).into(),
    );
    map.insert("parties".into(), parties(dossier));
    map.insert("measures".into(), measures(dossier));
    map.insert("engine".into(), "symbolic".into());
    let Some((first, others)) = cases.split_first() else {
        return Ok(Value::Object(map));
    };
    map.extend(
        Teller {
            dossier,
            case: first,
            listing,
            watch,
        }
        .case(true)?,
    );
    if !explained.is_empty() {
        let told = |explanation| {
            explanation_json(dossier, &first.setting, first.space.conflict(), explanation)
        };
        map.insert("explain".into(), explained.iter().map(told).collect());
    }
    let others = others.iter().map(|case| {
        Ok(Value::Object(
            Teller {
                dossier,
                case,
                listing,
                watch,
            }
            .case(false)?,
        ))
    });
    map.insert("cases".into(), others.collect::<Result<_, Stopped>>()?);
    Ok(Value::Object(map))
}

#[derive(Clone, Copy)]
struct Teller<'a> {
    dossier: &'a Dossier,
    case: &'a SetCase,
    listing: Listing,
    watch: &'a Watch,
}

impl Teller<'_> {
    fn case(&self, in_full: bool) -> Result<Map<String, Value>, Stopped> {
        let (dossier, case) = (self.dossier, self.case);
        let conflict = case.space.conflict();
        let mut map = Map::new();
        map.insert(
            "view".into(),
            super::super::view_name(dossier, &case.setting).into(),
        );
        map.insert("readings".into(), readings(dossier, &case.setting));
        map.insert(
            "feasible".into(),
            number(&case.space.count(case.space.feasible())),
        );
        map.insert(
            "status_quo".into(),
            conflict.status_quo.map(|state| self.letters(state)).into(),
        );
        let concepts = case.settled.iter().map(|settled| {
            Ok((
                settled.concept.key().to_string(),
                self.concept(settled, in_full)?,
            ))
        });
        map.insert(
            "concepts".into(),
            Value::Object(concepts.collect::<Result<_, Stopped>>()?),
        );
        let mut told = self.headline()?;
        if !case.others.is_empty() {
            let sentence = headline::by_kernel(dossier, case).join(" ");
            told.insert("sentence".into(), sentence.into());
        }
        told.extend(unmoved(Unmoved::of_sets(dossier, case).json(dossier)));
        map.insert("headline".into(), Value::Object(told));
        if !case.others.is_empty() {
            let all = std::iter::once(case).chain(&case.others);
            let kernels = all.map(|case| Teller { case, ..*self }.kernel());
            map.insert(
                "kernels".into(),
                kernels.collect::<Result<Vec<_>, Stopped>>()?.into(),
            );
        }
        if let Some(ways) = &case.ways {
            map.insert("evolution".into(), self.evolution(ways)?);
        }
        map.insert("stopped".into(), case.stopped.into());
        Ok(map)
    }

    /// One way of taking comparisons, with the keys that it has in graph form.
    fn kernel(&self) -> Result<Value, Stopped> {
        let case = self.case;
        let concepts = case.settled.iter().map(|settled| {
            Ok((
                settled.concept.key().to_string(),
                self.concept(settled, true)?,
            ))
        });
        let mut map = Map::new();
        map.insert("unknown".into(), case.kernel.extension.key().into());
        map.insert("degree".into(), case.kernel.degree.into());
        map.insert(
            "concepts".into(),
            Value::Object(concepts.collect::<Result<_, Stopped>>()?),
        );
        map.insert("headline".into(), Value::Object(self.headline()?));
        if let Some(ways) = &case.ways {
            map.insert("evolution".into(), self.evolution(ways)?);
        }
        Ok(Value::Object(map))
    }

    fn headline(&self) -> Result<Map<String, Value>, Stopped> {
        let (conflict, headline) = (self.case.space.conflict(), &self.case.headline);
        let mut told = Map::new();
        told.insert("concept".into(), headline.concept.map(Concept::key).into());
        told.insert(
            "equilibria".into(),
            Value::Object(self.states(&headline.equilibria)?),
        );
        told.insert("findings".into(), findings(conflict, &headline.findings));
        told.insert(
            "sentence".into(),
            headline::sentence_of_sets(self.dossier, self.case).into(),
        );
        Ok(told)
    }

    fn letters(&self, state: State) -> String {
        state.letters(self.case.space.conflict().n_entries)
    }

    fn concept(&self, settled: &SettledSets, in_full: bool) -> Result<Value, Stopped> {
        if let Some(why) = settled.stopped {
            return Ok(json!({ "stopped": true, "because": why.to_string() }));
        }
        let mut equilibria = self.states(&settled.equilibria)?;
        let cover = patterns_of_set(
            &self.case.space,
            &settled.equilibria,
            self.listing.states_max,
            self.watch,
        )?;
        let n_entries = self.case.space.conflict().n_entries;
        equilibria.insert(
            "patterns".into(),
            cover
                .patterns
                .iter()
                .map(|pattern| pattern.letters(n_entries))
                .collect(),
        );
        if cover.is_truncated() {
            equilibria.insert("patterns_truncated".into(), true.into());
        }
        let mut map = Map::new();
        map.insert("equilibria".into(), Value::Object(equilibria));
        if in_full {
            let parties = self.dossier.parties.iter().zip(&settled.stable);
            let stable = parties
                .map(|(party, stable)| Ok((party.id.clone(), Value::Object(self.states(stable)?))));
            map.insert(
                "stable".into(),
                Value::Object(stable.collect::<Result<_, Stopped>>()?),
            );
        }
        Ok(Value::Object(map))
    }

    fn states(&self, set: &Set) -> Result<Map<String, Value>, Stopped> {
        let count = self.case.space.count(set);
        let states = self.case.space.first_states(set, self.listing.states_max)?;
        let mut map = Map::new();
        map.insert("count".into(), number(&count));
        map.insert(
            "states".into(),
            states.iter().map(|state| self.letters(*state)).collect(),
        );
        if count > BigUint::from(self.listing.states_max) {
            map.insert("truncated".into(), true.into());
        }
        Ok(map)
    }

    fn evolution(&self, ways: &SetWays) -> Result<Value, Stopped> {
        let space = &self.case.space;
        let distances = |distances: &[Set], reached: &Set| -> Result<Value, Stopped> {
            let counts: Vec<BigUint> = distances.iter().map(|set| space.count(set)).collect();
            let count: BigUint = counts.iter().sum();
            let distance =
                |state: State| distances.iter().position(|set| space.contains(set, state));
            let listed = space.first_states(reached, self.listing.states_max)?;
            let listed: Map<String, Value> = listed
                .into_iter()
                .map(|state| (self.letters(state), distance(state).into()))
                .collect();
            Ok(json!({
                "count": number(&count),
                "by_distance": counts.iter().map(number).collect::<Value>(),
                "least_moves": listed,
                "truncated": count > BigUint::from(self.listing.states_max),
            }))
        };
        let n_entries = space.conflict().n_entries;
        let paths = ways
            .paths
            .iter()
            .take(self.listing.states_max)
            .map(|(end, path)| json!({ "to": self.letters(*end), "path": steps(self.dossier, path, n_entries) }));
        Ok(json!({
            "from": self.letters(ways.from),
            "by_moves": distances(&ways.by_moves, &ways.moved)?,
            "by_improvements": distances(&ways.by_improvements, &ways.improved)?,
            "paths": paths.collect::<Value>(),
        }))
    }
}

/// A number of any size: as a number where readers can hold it, otherwise as its digits.
fn number(count: &BigUint) -> Value {
    u64::try_from(count).map_or_else(|_| count.to_string().into(), Value::from)
}
