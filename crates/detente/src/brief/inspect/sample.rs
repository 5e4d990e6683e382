//! A size of sample, told.

use serde_json::{Map, Value, json};

use super::{chance, exact, told};
use crate::brief::json::opening;
use crate::brief::words::{count, counted};
use crate::document::Page;
use crate::inspect::sample::{Sample, Size};
use crate::inspect::{Fraction, decimal};

/// What a sample cannot do, whatever its size.
const COMPLETE: &str = "This presumes a complete declaration: only what is on the list can be drawn. \
                        Items or sites that were never declared are not found by sampling.";

/// How many items the goal amount takes: the goal, the content of an item, both in one unit.
pub type Goal = Option<(Fraction, Fraction)>;

/// The answer as text.
pub fn text(sample: &Sample, goal: &Goal) -> Page {
    let mut page = Page::default();
    if let Some((goal, content)) = goal {
        page.line(
            "",
            "",
            &format!(
                "A goal of {} takes {} with a content of {}.",
                told(goal),
                counted(sample.diverted as usize, "item"),
                told(content)
            ),
        );
    }
    let missed = Fraction::from_integer(1.into()) - &sample.miss;
    page.line(
        "",
        "",
        &format!(
            "{} declared, {} of them falsified; to be detected with a chance of {} or more.",
            counted(sample.items as usize, "item"),
            count(sample.diverted as usize),
            told(&missed)
        ),
    );
    page.line("", "", "");
    let row = |name: &str, size: Size| {
        vec![
            name.to_string(),
            count(size.size as usize),
            chance(size.detection),
        ]
    };
    page.table(&[
        vec![
            String::new(),
            "items to check".to_string(),
            "chance to detect".to_string(),
        ],
        row("exact", sample.exact),
        row("IAEA formula", sample.iaea),
        row("Jaech formula", sample.jaech),
    ]);
    page.line("", "", "");
    page.line(
        "",
        "",
        format!("{} {}", advice(sample), short_of_goal(sample)).trim_end(),
    );
    page.line("", "", COMPLETE);
    page
}

/// What to do, and why not less.
fn advice(sample: &Sample) -> String {
    let drawn = format!(
        "Check {}, drawn at random without replacement",
        counted(sample.exact.size as usize, "item")
    );
    let less = sample.one_less.detection;
    match sample.exact.size {
        1 => format!("{drawn}."),
        _ => format!(
            "{drawn}; one less would detect with a chance of {} only.",
            chance(less)
        ),
    }
}

/// Says when a formula falls short of the goal.
fn short_of_goal(sample: &Sample) -> String {
    let formulas = [("IAEA", sample.iaea), ("Jaech", sample.jaech)];
    let short: Vec<&str> = formulas
        .iter()
        .filter(|(_, size)| size.size < sample.exact.size)
        .map(|(name, _)| *name)
        .collect();
    match short.as_slice() {
        [] => String::new(),
        [name] => format!("Here the {name} formula falls short of the goal."),
        _ => "Here both formulas fall short of the goal.".to_string(),
    }
}

/// The answer as data.
pub fn json(sample: &Sample, goal: &Goal) -> Value {
    let mut map: Map<String, Value> = opening("inspect.sample", &[]);
    map.insert("items".into(), sample.items.into());
    map.insert("diverted".into(), sample.diverted.into());
    if let Some((goal, content)) = goal {
        map.insert("goal".into(), exact(goal));
        map.insert("content".into(), exact(content));
    }
    map.insert("miss".into(), exact(&sample.miss));
    let size = |size: Size| json!({ "size": size.size, "detection": size.detection });
    map.insert("exact".into(), size(sample.exact));
    map.insert("one_less".into(), size(sample.one_less));
    map.insert("iaea".into(), size(sample.iaea));
    map.insert("jaech".into(), size(sample.jaech));
    map.insert(
        "detection_wanted".into(),
        (1.0 - decimal(&sample.miss)).into(),
    );
    map.insert("presumes".into(), COMPLETE.into());
    Value::Object(map)
}
