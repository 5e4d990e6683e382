//! When to inspect with fewer inspections than periods, told.

use serde_json::{Map, Value, json};

use super::{exact, in_full, rounded, short, told};
use crate::brief::json::opening;
use crate::brief::words::{count, counted};
use crate::document::Page;
use crate::inspect::periods::{Convention, Game, Payoffs, Periods, Stage};
use crate::inspect::{Fraction, decimal};

/// The answer as text, with all the stages that it holds.
pub fn text(solved: &Periods) -> Page {
    let mut page = Page::default();
    let game = &solved.game;
    page.line(
        "",
        "",
        &format!(
            "{} in {}; {} at most.",
            counted(game.inspections as usize, "inspection"),
            counted(game.periods as usize, "period"),
            counted(violations(game) as usize, "violation")
        ),
    );
    page.line("", "", &stakes(&game.convention));
    page.line("", "", "");
    page.table(&[
        vec![
            String::new(),
            "exactly".to_string(),
            "as a decimal".to_string(),
        ],
        fact("the inspector expects", &solved.payoffs.inspector),
        fact("the inspectee expects", &solved.payoffs.inspectee),
        fact(
            "chance to inspect in the first period",
            &solved.opening.inspect,
        ),
        fact(
            "chance to violate in the first period",
            &solved.opening.violate,
        ),
    ]);
    if short(&solved.payoffs.inspectee).is_none() {
        page.line("", "", "The inspectee expects, exactly:");
        in_full(&mut page, &solved.payoffs.inspectee);
    }
    page.line("", "", "");
    page.line("", "", &announcement(solved));
    stages(&mut page, solved);
    page
}

fn violations(game: &Game) -> u32 {
    match game.convention {
        Convention::ZeroSum { violations, .. } => violations,
        _ => 1,
    }
}

/// Who gets what, in a sentence.
fn stakes(convention: &Convention) -> String {
    match convention {
        Convention::ZeroSum { penalty, .. } => format!(
            "The inspectee gets 1 for a violation that is not caught and {} for one that is, which ends the game; the inspector gets \
             the opposite.",
            told(&-penalty)
        ),
        Convention::Ferguson { legal } => format!(
            "The inspector gets 1 for a violation that is caught, 0 for one that is not, and {} for legal conduct; the inspectee gets \
             the opposite.",
            told(legal)
        ),
        Convention::NonZero { cost, penalty } => format!(
            "The inspectee gets 1 for a violation that is not caught and {} for one that is; the inspector gets -1 and {}; legal conduct \
             gives 0 to both.",
            told(&-penalty),
            told(&-cost)
        ),
    }
}

fn fact(name: &str, number: &Fraction) -> Vec<String> {
    vec![
        name.to_string(),
        short(number).unwrap_or_else(|| "(long)".to_string()),
        rounded(decimal(number)),
    ]
}

/// What announcing the chances changes.
fn announcement(solved: &Periods) -> String {
    match solved.game.convention {
        Convention::NonZero { .. } => format!(
            "If the inspector announces its chances and keeps to them, the inspectee acts legally as long as inspections are left: \
             the inspector then expects {} instead of {}, and the inspectee as much as before.",
            told(&solved.announced.inspector),
            told(&solved.payoffs.inspector)
        ),
        _ => "Announcing the chances costs the inspector nothing: what one side gets the other loses.".to_string(),
    }
}

/// What to do in each stage.
fn stages(page: &mut Page, solved: &Periods) {
    if !solved.stages.is_empty() {
        page.line("", "", "");
        let listed = solved.stages.len();
        let all = if (listed as u64) < solved.n_stages {
            format!(
                " (the first {} of {} stages)",
                count(listed),
                count(solved.n_stages as usize)
            )
        } else {
            String::new()
        };
        page.line(
            "",
            "",
            &format!("What to do while nothing was caught, by what is left{all}:"),
        );
        page.table(&rows(solved));
    }
    page.line("", "", "");
    page.line(
        "",
        "",
        "With an inspection left for every period, inspect in each, and there is no violation. With none left, none is caught.",
    );
}

fn rows(solved: &Periods) -> Vec<Vec<String>> {
    let several = violations(&solved.game) > 1;
    let mut header = vec!["periods".to_string(), "inspections".to_string()];
    header.extend(several.then(|| "violations".to_string()));
    header.extend(["inspect", "", "violate", ""].map(String::from));
    let chances = |chance: &Fraction| [short(chance).unwrap_or_default(), rounded(decimal(chance))];
    let row = |stage: &Stage| {
        let mut row = vec![stage.periods.to_string(), stage.inspections.to_string()];
        row.extend(several.then(|| stage.violations.to_string()));
        row.extend(chances(&stage.inspect));
        row.extend(chances(&stage.violate));
        row
    };
    std::iter::once(header)
        .chain(solved.stages.iter().map(row))
        .collect()
}

/// The answer as data.
pub fn json(solved: &Periods) -> Value {
    let game = &solved.game;
    let mut map: Map<String, Value> = opening("inspect.periods", &[]);
    map.insert("periods".into(), game.periods.into());
    map.insert("inspections".into(), game.inspections.into());
    map.insert("violations".into(), violations(game).into());
    map.insert("convention".into(), convention(&game.convention));
    let payoffs = |payoffs: &Payoffs| json!({ "inspector": exact(&payoffs.inspector), "inspectee": exact(&payoffs.inspectee) });
    map.insert("value".into(), payoffs(&solved.payoffs));
    map.insert("announced".into(), payoffs(&solved.announced));
    map.insert("first_period".into(), stage(&solved.opening));
    map.insert(
        "stages".into(),
        json!({
            "count": solved.n_stages,
            "listed": solved.stages.iter().map(stage).collect::<Vec<_>>(),
            "truncated": (solved.stages.len() as u64) < solved.n_stages,
        }),
    );
    Value::Object(map)
}

fn convention(convention: &Convention) -> Value {
    let told = stakes(convention);
    match convention {
        Convention::ZeroSum { penalty, .. } => {
            json!({ "name": "dresher", "penalty": exact(penalty), "stakes": told })
        }
        Convention::Ferguson { legal } => {
            json!({ "name": "ferguson", "legal": exact(legal), "stakes": told })
        }
        Convention::NonZero { cost, penalty } => {
            json!({ "name": "nonzero", "cost": exact(cost), "penalty": exact(penalty), "stakes": told })
        }
    }
}

fn stage(stage: &Stage) -> Value {
    json!({
        "periods": stage.periods,
        "inspections": stage.inspections,
        "violations": stage.violations,
        "inspect": exact(&stage.inspect),
        "violate": exact(&stage.violate),
        "inspectee": exact(&stage.inspectee),
    })
}
