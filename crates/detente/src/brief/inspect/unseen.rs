//! A search for undeclared sites, told.

use serde_json::{Map, Value, json};

use super::{chance, rounded};
use crate::brief::json::opening;
use crate::brief::words::{count, counted};
use crate::document::Page;
use crate::inspect::unseen::{Belief, Find, Needed, Period, Unseen};

/// The most numbers of sites that a table of beliefs has.
const NUMBERS_MAX: u32 = 12;

/// The answer as text, with as many periods as fit a page.
pub fn text(answer: &Unseen, rows_max: usize) -> Page {
    let mut page = Page::default();
    let search = &answer.search;
    let how = match search.find {
        Find::Chance(chance) => format!(
            "A site is found in a period with a chance of {}",
            rounded(chance)
        ),
        Find::Effort { effort, rate } => format!(
            "An effort of {} per period, at a rate of {}, finds a site in a period with a chance of {}",
            rounded(effort),
            rounded(rate),
            chance(search.find.chance())
        ),
    };
    page.line(
        "",
        "",
        &format!(
            "Sites that were never declared: {} believed on average before the search, with a chance of {} that there is any. {how}, \
         independently of the others; {}.",
            rounded(answer.before.mean()),
            chance(answer.before.any()),
            counted(search.periods as usize, "period")
        ),
    );
    periods(&mut page, answer, rows_max);
    beliefs(&mut page, answer);
    page.line("", "", "");
    page.line("", "", &enough(answer));
    page.line("", "", &limits(answer));
    page
}

/// A row per period.
fn periods(page: &mut Page, answer: &Unseen, rows_max: usize) {
    let all = answer.periods.len();
    let cut = if all > rows_max {
        format!(
            " (the first {} of {}, and the last)",
            count(rows_max),
            count(all)
        )
    } else {
        String::new()
    };
    page.line("", "", "");
    page.line(
        "",
        "",
        &format!("Chances by the end of each period{cut}, \"if any\" meaning that there is a site, \"if clean\" that none was found:"),
    );
    let with_alarms = answer.search.false_alarm > 0.0;
    let mut header = [
        "period",
        "some found",
        "if any",
        "all found, if any",
        "none, if clean",
    ]
    .map(String::from)
    .to_vec();
    if with_alarms {
        header.extend(["false alarm", "any, if alarm"].map(String::from));
    }
    let row = |it: &Period| {
        let mut row = vec![it.period.to_string()];
        row.extend([it.some, it.some_if_any, it.all_if_any, it.none_if_clean].map(rounded));
        if with_alarms {
            row.extend([
                rounded(it.false_alarm),
                it.any_if_alarm.map_or_else(|| "-".to_string(), rounded),
            ]);
        }
        row
    };
    let last = answer.periods.last().filter(|_| all > rows_max);
    let rows = answer.periods.iter().take(rows_max).chain(last).map(row);
    page.table(&std::iter::once(header).chain(rows).collect::<Vec<_>>());
}

/// A row per number of sites.
fn beliefs(page: &mut Page, answer: &Unseen) {
    let search = &answer.search;
    let periods = counted(search.periods as usize, "period");
    page.line("", "", "");
    page.line(
        "",
        "",
        &match search.found {
            0 => format!("Believed after {periods} in which nothing was found:"),
            found => format!(
                "Believed after {periods} in which {} found:",
                if found == 1 {
                    "1 site was".into()
                } else {
                    format!("{found} sites were")
                }
            ),
        },
    );
    let most = NUMBERS_MAX.min(highest(&answer.before).max(highest(&answer.after)));
    let header = ["sites", "there before the search", "left after it"]
        .map(String::from)
        .to_vec();
    let row = |sites: u32| {
        vec![
            sites.to_string(),
            chance(answer.before.chance(sites)),
            chance(answer.after.chance(sites)),
        ]
    };
    page.table(
        &std::iter::once(header)
            .chain((0..=most).map(row))
            .collect::<Vec<_>>(),
    );
    page.line(
        "",
        "",
        &format!(
            "That is {} left on average, and a chance of {} that any is left.",
            rounded(answer.after.mean()),
            chance(answer.after.any())
        ),
    );
}

/// The highest number of sites with a chance that is worth a row.
fn highest(belief: &Belief) -> u32 {
    (0..=NUMBERS_MAX)
        .rev()
        .find(|sites| belief.chance(*sites) >= 5e-7)
        .unwrap_or(0)
}

/// What it takes to believe as surely as wanted.
fn enough(answer: &Unseen) -> String {
    let search = &answer.search;
    let goal = format!(
        "To believe with {} that nothing is left",
        rounded(search.believe)
    );
    let clean = if search.found == 0 {
        "in which nothing is found"
    } else {
        "in which nothing more is found"
    };
    match (answer.needed, search.find) {
        (Needed::Nothing, _) => format!("{goal}, no search is needed: it was believed before."),
        (Needed::Never, _) => {
            format!("{goal}, no search is enough: the belief before leaves no room for it.")
        }
        (Needed::Search { periods, exposure }, Find::Effort { rate, .. }) => format!(
            "{goal}, it takes {} {clean}, or an effort of {} in all.",
            counted(periods as usize, "period"),
            rounded(exposure / rate)
        ),
        (Needed::Search { periods, .. }, Find::Chance(_)) => format!(
            "{goal}, it takes {} {clean}.",
            counted(periods as usize, "period")
        ),
    }
}

/// What no search can do.
fn limits(answer: &Unseen) -> String {
    let left = answer.after.any();
    let rests = "All of this rests on what was believed before the search and on the chance to find; sampling of declared items says \
                 nothing about sites that were never declared.";
    if left == 0.0 {
        return format!(
            "Here nothing can be left, because the belief before or the chance to find allows nothing else. {rests}"
        );
    }
    format!(
        "A search that finds nothing never proves that there is nothing: a chance of {} remains. {rests}",
        small(left)
    )
}

/// A chance above 0, in as many digits as it needs.
fn small(chance: f64) -> String {
    if chance < 5e-7 {
        format!("{chance:.1e}")
    } else {
        rounded(chance)
    }
}

/// The answer as data.
pub fn json(answer: &Unseen) -> Value {
    let mut map: Map<String, Value> = opening("inspect.unseen", &[]);
    let search = &answer.search;
    map.insert(
        "find".into(),
        match search.find {
            Find::Chance(chance) => json!({ "chance": chance }),
            Find::Effort { effort, rate } => {
                json!({ "chance": search.find.chance(), "effort": effort, "rate": rate })
            }
        },
    );
    map.insert("found".into(), search.found.into());
    map.insert("false_alarm".into(), search.false_alarm.into());
    let period = |it: &Period| {
        json!({
            "period": it.period,
            "some": it.some,
            "some_if_any": it.some_if_any,
            "all_if_any": it.all_if_any,
            "none_if_clean": it.none_if_clean,
            "false_alarm": it.false_alarm,
            "any_if_alarm": it.any_if_alarm,
        })
    };
    map.insert(
        "periods".into(),
        answer.periods.iter().map(period).collect(),
    );
    map.insert("before".into(), belief_json(&answer.before));
    map.insert("after".into(), belief_json(&answer.after));
    let needed = match answer.needed {
        Needed::Nothing => json!({ "result": "nothing" }),
        Needed::Never => json!({ "result": "never" }),
        Needed::Search { periods, exposure } => {
            let effort = if let Find::Effort { rate, .. } = search.find {
                Some(exposure / rate)
            } else {
                None
            };
            json!({ "result": "search", "periods": periods, "exposure": exposure, "effort": effort })
        }
    };
    map.insert(
        "needed".into(),
        json!({ "believe": search.believe, "search": needed }),
    );
    map.insert("presumes".into(), limits(answer).into());
    Value::Object(map)
}

fn belief_json(belief: &Belief) -> Value {
    let chances: Vec<f64> = (0..=NUMBERS_MAX)
        .map(|sites| belief.chance(sites))
        .collect();
    json!({ "mean": belief.mean(), "any": belief.any(), "chances": chances })
}
