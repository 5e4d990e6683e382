//! A comparison as text and as JSON.

use serde_json::{Map, Value, json};

use super::json::{Input, opening};
use super::words::{Words, counted, sentence, spaced};
use crate::compare::{Change, Comparison, Explained, Found, Pair, Topic, Turn};
use crate::document::Page;
use crate::model::Dossier;
use crate::stability::Extent;

/// The result of `compare` as text.
pub fn comparison(it: &Comparison) -> Page {
    let mut sheet = Page::default();
    let [first, second] = &it.titles;
    sheet.tagged("First:", first);
    sheet.tagged("Second:", second);
    sheet.line("", "", &difference_in_brief(it));
    changes(&mut sheet, &it.changes);
    for pair in &it.pairs {
        one_pair(&mut sheet, pair);
    }
    for (which, settings) in ["first", "second"].iter().zip(&it.unpaired) {
        if !settings.is_empty() {
            sheet.line("", "", "");
            sheet.line(
                "",
                "",
                &format!("Only the {which} has: {}.", settings.join("; ")),
            );
        }
    }
    sheet
}

fn difference_in_brief(it: &Comparison) -> String {
    let n_turning = it
        .pairs
        .iter()
        .filter(|pair| pair.turns.iter().any(|turn| turn.turn.is_of_substance()))
        .count();
    let model = match it.changes.len() {
        0 => "The two say the same.".to_string(),
        n => format!("The models differ in {}.", counted(n, "place")),
    };
    let verdicts = match (n_turning, it.pairs.len()) {
        (_, 0) => {
            "They have no view and reading in common, so that no verdict is compared.".to_string()
        }
        (0, 1) => "No verdict turns.".to_string(),
        (0, n) => format!("No verdict turns, in any of {n} views and readings."),
        (1, 1) => "Verdicts turn.".to_string(),
        (k, n) => format!("Verdicts turn in {k} of {n} views and readings."),
    };
    format!("{model} {verdicts}")
}

fn changes(sheet: &mut Page, changes: &[Change]) {
    let (turning, idle): (Vec<_>, Vec<_>) = changes
        .iter()
        .enumerate()
        .partition(|(_, change)| change.can_turn);
    for (heading, list) in [
        ("What can turn a verdict", turning),
        ("What says why, how surely or for whom", idle),
    ] {
        if list.is_empty() {
            continue;
        }
        sheet.heading(heading);
        for (idx, change) in list {
            sheet.tagged(format!("{}.", idx + 1), change_in_words(change));
        }
    }
}

fn change_in_words(change: &Change) -> String {
    let values = match (&change.before, &change.after) {
        (Some(before), Some(after)) if change.kind == "changed" => format!(": {before} → {after}"),
        (Some(value), None) | (None, Some(value)) => format!(": {value}"),
        _ => String::new(),
    };
    format!("{} {}{values}", change.kind, change.place)
}

fn one_pair(sheet: &mut Page, pair: &Pair) {
    sheet.heading(sentence(&pair.setting).replace('.', ""));
    if pair.stopped {
        sheet.line("", "", "Not compared in full: the work was stopped.");
    }
    let [first, second] = &pair.headlines;
    if first == second {
        sheet.line("", "", &format!("Both: {first}"));
    } else {
        sheet.tagged("First:", first);
        sheet.tagged("Second:", second);
    }
    if pair.turns.is_empty() {
        sheet.line("", "", "Every verdict and every count is the same.");
        return;
    }
    sheet.line("", "", "");
    let mut rows = vec![
        ["", "first", "second", "turned by"]
            .map(str::to_string)
            .to_vec(),
    ];
    rows.extend(pair.turns.iter().map(row));
    sheet.table(&rows);
}

fn row(explained: &Explained) -> Vec<String> {
    let turn = &explained.turn;
    let by = match &explained.part {
        None if turn.is_of_substance() => "–".to_string(),
        None => String::new(),
        Some(part) => {
            part.members
                .iter()
                .map(|idx| (idx + 1).to_string())
                .collect::<Vec<_>>()
                .join(" + ")
                + if part.smallest { "" } else { "*" }
        }
    };
    vec![
        topic_in_words(&turn.topic),
        found_in_words(turn.before),
        found_in_words(turn.after),
        by,
    ]
}

/// A turn in words: a term by its name, and as whom reads it.
pub(super) fn turn_in_words(dossier: &Dossier, turn: &Turn) -> String {
    let topic = match &turn.topic {
        Topic::Named(name) => format!("{} holds in", Words::new(dossier).named(name)),
        other => topic_in_words(other),
    };
    format!(
        "{topic}: {} → {}",
        found_in_words(turn.before),
        found_in_words(turn.after)
    )
}

fn topic_in_words(topic: &Topic) -> String {
    match topic {
        Topic::Settles => "it settles under".to_string(),
        Topic::Question => "the question holds in".to_string(),
        Topic::Named(name) => format!("{} holds in", spaced(name)),
        Topic::Today(concept) => format!(
            "today’s state is an equilibrium, {}",
            concept.key().to_uppercase()
        ),
        Topic::Equilibria(concept) => format!("equilibria, {}", concept.key().to_uppercase()),
        Topic::Feasible => "feasible states".to_string(),
        Topic::Reached => "states that improvements reach".to_string(),
    }
}

fn found_in_words(found: Option<Found>) -> String {
    match found {
        None => "–".to_string(),
        Some(Found::Holds(extent)) => extent.word().to_string(),
        Some(Found::Under(concept)) => concept.map_or_else(
            || "none".to_string(),
            |concept| concept.key().to_uppercase(),
        ),
        Some(Found::Is(is)) => if is { "yes" } else { "no" }.to_string(),
        Some(Found::Count(n)) => n.to_string(),
    }
}

/// The result of `compare` as JSON.
pub fn comparison_json(it: &Comparison, inputs: &[Input]) -> Value {
    let mut map = opening("compare", inputs);
    map.insert("titles".into(), json!(it.titles));
    map.insert(
        "changes".into(),
        it.changes.iter().map(change_json).collect(),
    );
    map.insert("cases".into(), it.pairs.iter().map(pair_json).collect());
    map.insert(
        "unpaired".into(),
        json!({ "first": it.unpaired[0], "second": it.unpaired[1] }),
    );
    Value::Object(map)
}

fn change_json(change: &Change) -> Value {
    json!({ "kind": change.kind, "place": change.place, "before": change.before, "after": change.after, "can_turn": change.can_turn })
}

fn pair_json(pair: &Pair) -> Value {
    let turns: Value = pair.turns.iter().map(turn_json).collect();
    json!({ "setting": pair.setting, "headlines": pair.headlines, "turns": turns, "stopped": pair.stopped })
}

fn turn_json(explained: &Explained) -> Value {
    let part = explained.part.as_ref();
    let mut map = turn_keys(&explained.turn);
    map.insert("turned_by".into(), json!(part.map(|part| &part.members)));
    map.insert("smallest".into(), json!(part.map(|part| part.smallest)));
    Value::Object(map)
}

/// What a turn is about, and what the two answers find.
pub(super) fn turn_keys(turn: &Turn) -> Map<String, Value> {
    let (topic, about) = match &turn.topic {
        Topic::Settles => ("settles", Value::Null),
        Topic::Question => ("question", Value::Null),
        Topic::Named(name) => ("term", name.clone().into()),
        Topic::Today(concept) => ("today", concept.key().into()),
        Topic::Equilibria(concept) => ("equilibria", concept.key().into()),
        Topic::Feasible => ("feasible", Value::Null),
        Topic::Reached => ("reached", Value::Null),
    };
    let found = |found: Option<Found>| match found {
        None => Value::Null,
        Some(Found::Holds(extent)) => Extent::word(extent).into(),
        Some(Found::Under(concept)) => concept.map_or("none", crate::model::Concept::key).into(),
        Some(Found::Is(is)) => is.into(),
        Some(Found::Count(n)) => n.into(),
    };
    let keys = [
        ("topic", topic.into()),
        ("about", about),
        ("first", found(turn.before)),
        ("second", found(turn.after)),
    ];
    keys.into_iter()
        .map(|(key, value)| (key.to_string(), value))
        .collect()
}
