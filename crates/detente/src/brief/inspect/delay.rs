//! When to inspect unseen, told.

use serde_json::{Map, Value, json};

use super::{exact, in_full, rounded, short, told};
use crate::brief::json::opening;
use crate::brief::words::{count, counted};
use crate::document::Page;
use crate::inspect::delay::{Delay, Plan};
use crate::inspect::{Fraction, decimal};

/// The answer as text, with as many slots and plans as fit a page.
pub fn text(solved: &Delay, rows_max: usize) -> Page {
    let mut page = Page::default();
    let slots = counted(solved.slots as usize, "slot");
    page.line("", "", &format!(
        "{slots}, {} that the inspectee does not see, and one more at the end of the last slot. A violation that begins in slot i and is \
         found at the end of slot j is found after j - i + 1 slots.",
        counted(solved.inspections as usize, "inspection")
    ));
    page.line("", "", "");
    let horizon = Fraction::from_integer(solved.slots.into());
    if solved.is_exact() {
        let most = rounded(decimal(&(&solved.most * horizon)));
        page.line(
            "",
            "",
            &format!(
                "Expected delay when both do their best: {} of the horizon, or {most} of {slots}.",
                told(&solved.most)
            ),
        );
        if short(&solved.most).is_none() {
            page.line("", "", "As a share of the horizon, exactly:");
            in_full(&mut page, &solved.most);
        }
        page.line("", "", "Neither side can do better: both mixes were tested, in exact fractions, against all that the other could do.");
    } else {
        let (least, most) = (
            rounded(decimal(&solved.least)),
            rounded(decimal(&solved.most)),
        );
        page.line(
            "",
            "",
            &format!(
                "Expected delay when both do their best: between {least} and {most} of the horizon."
            ),
        );
    }
    chances(&mut page, solved, rows_max);
    plans(&mut page, solved, rows_max);
    page
}

/// A row per slot.
fn chances(page: &mut Page, solved: &Delay, rows_max: usize) {
    page.line("", "", "");
    page.line(
        "",
        "",
        &format!("Chances by slot{}:", cut(solved.slots as usize, rows_max)),
    );
    let header = ["slot", "inspected", "violation begins"]
        .map(String::from)
        .to_vec();
    let inspected = solved.inspected();
    let rows = (1..).zip(inspected.iter().zip(&solved.starts)).map(
        |(slot, (inspected, starts)): (u32, _)| {
            vec![
                slot.to_string(),
                rounded(decimal(inspected)),
                rounded(decimal(starts)),
            ]
        },
    );
    page.table(
        &std::iter::once(header)
            .chain(rows.take(rows_max))
            .collect::<Vec<_>>(),
    );
}

/// A row per plan of the inspector.
fn plans(page: &mut Page, solved: &Delay, rows_max: usize) {
    if solved.inspections == 0 {
        return;
    }
    page.line("", "", "");
    page.line(
        "",
        "",
        &format!(
            "The inspector draws one of these plans{}:",
            cut(solved.plans.len(), rows_max)
        ),
    );
    for plan in solved.plans.iter().take(rows_max) {
        let slots: Vec<String> = plan.slots.iter().map(ToString::to_string).collect();
        page.line(
            "  ",
            "      ",
            &format!(
                "{:<8}  slots {}",
                rounded(decimal(&plan.chance)),
                slots.join(", ")
            ),
        );
    }
}

fn cut(all: usize, rows_max: usize) -> String {
    if all > rows_max {
        format!(" (the first {} of {})", count(rows_max), count(all))
    } else {
        String::new()
    }
}

/// The answer as data, with as many plans as asked for.
pub fn json(solved: &Delay, plans_max: usize) -> Value {
    let mut map: Map<String, Value> = opening("inspect.delay", &[]);
    map.insert("slots".into(), solved.slots.into());
    map.insert("inspections".into(), solved.inspections.into());
    map.insert("is_exact".into(), solved.is_exact().into());
    map.insert(
        "value".into(),
        json!({ "least": exact(&solved.least), "most": exact(&solved.most) }),
    );
    let chances = |chances: &[Fraction]| chances.iter().map(exact).collect::<Vec<_>>();
    map.insert("inspected".into(), chances(&solved.inspected()).into());
    map.insert("starts".into(), chances(&solved.starts).into());
    let plan = |plan: &Plan| json!({ "slots": plan.slots, "chance": exact(&plan.chance) });
    map.insert(
        "plans".into(),
        json!({
            "count": solved.plans.len(),
            "listed": solved.plans.iter().take(plans_max).map(plan).collect::<Vec<_>>(),
            "truncated": solved.plans.len() > plans_max,
        }),
    );
    Value::Object(map)
}
