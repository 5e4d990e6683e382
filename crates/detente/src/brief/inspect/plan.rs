//! The inspection plan for a roadmap, told.

use serde_json::{Value, json};

use super::{percent, rounded};
use crate::brief::json::{Input, opening};
use crate::brief::words::Words;
use crate::document::Page;
use crate::model::{Dossier, Objective, Roadmap};
use crate::roadmap::{Answer, InspectionPlan, InspectionResult, Least};

/// Efforts below this are not told.
const NOTHING: f64 = 5e-7;

/// The plan as text.
pub fn text(
    dossier: &Dossier,
    roadmap: &Roadmap,
    objective: Objective,
    plan: &InspectionPlan,
) -> Page {
    let mut page = Page::titled(&dossier.title);
    page.line("", "", &verdict(objective, plan));
    page.line("", "", "");
    let spent: Vec<_> = plan
        .sites
        .iter()
        .filter(|site| site.effort > NOTHING)
        .collect();
    if spent.is_empty() {
        page.line("", "", "No effort is spent.");
    } else {
        let words = Words::new(dossier);
        let header = [
            "measure",
            "effort",
            "withholding seen",
            "with it",
            "reversal seen",
            "with it",
        ]
        .map(String::from)
        .to_vec();
        let rows = spent.iter().map(|site| {
            let commitment = &roadmap.commitments[site.on.idx()];
            let named = words.level(commitment.measure, commitment.level);
            vec![
                format!("{} ({named})", commitment.id),
                rounded((1e3 * site.effort).round() / 1e3),
                percent(site.withhold.0),
                percent(site.withhold.1),
                percent(site.reverse.0),
                percent(site.reverse.1),
            ]
        });
        page.table(&std::iter::once(header).chain(rows).collect::<Vec<_>>());
    }
    page.line("", "", "");
    page.line("", "", "Effort e on a measure makes the chance per phase that a violation is seen 1 − (1 − p)·exp(−rate·e), with p as in the dossier. \
         Schedule and efforts were improved in turn: this is the best nearby, not proved the best of all. It presumes that what is inspected \
         is all that there is.");
    page
}

fn verdict(objective: Objective, plan: &InspectionPlan) -> String {
    let worth = |answer: &Answer| {
        if let Answer::Holds(plan) = answer {
            Some(plan.objective)
        } else {
            None
        }
    };
    let budget = rounded(plan.budget);
    let needed = match plan.needed {
        Some(Least::At(effort)) => format!(
            "an effort of {} was found to be enough",
            rounded((1e3 * effort).ceil() / 1e3)
        ),
        Some(Least::Never) => "no effort would be enough".to_string(),
        Some(Least::Unknown) | None => "how much would be enough was not found".to_string(),
    };
    match (plan.result, worth(&plan.before), worth(&plan.after)) {
        (InspectionResult::Improved, Some(before), Some(after)) => format!(
            "A plan holds in this model without further inspection; an effort of {budget} raises its {} from {} to {}.",
            objective.word(),
            rounded(before),
            rounded(after)
        ),
        (InspectionResult::Unimproved, _, _) => {
            "A plan holds in this model without further inspection, and seeing more would gain nothing.".to_string()
        }
        (InspectionResult::Reached, _, _) => {
            format!("No plan holds in this model as it stands; inspection with an effort of {budget} makes one hold: {needed}.")
        }
        (InspectionResult::OutOfReach, _, _) => {
            format!("No plan holds in this model, and none was found with an inspection effort of {budget}: {needed}.")
        }
        _ => "The work was stopped before there was an answer.".to_string(),
    }
}

/// The plan as JSON.
pub fn json(
    roadmap: &Roadmap,
    objective: Objective,
    plan: &InspectionPlan,
    inputs: &[Input],
) -> Value {
    let mut map = opening("inspect.plan", inputs);
    let result = match plan.result {
        InspectionResult::Improved => "improved",
        InspectionResult::Unimproved => "unimproved",
        InspectionResult::Reached => "reached",
        InspectionResult::OutOfReach => "out_of_reach",
        InspectionResult::Stopped => "stopped",
    };
    let answer = |answer: &Answer| match answer {
        Answer::Holds(plan) => {
            json!({ "status": "holds", "phases": plan.phases, "objective": plan.objective })
        }
        Answer::None(_) => json!({ "status": "none_in_model" }),
        Answer::Stopped(_) => json!({ "status": "stopped" }),
    };
    let sites: Value = plan
        .sites
        .iter()
        .map(|site| {
            json!({
                "measure": roadmap.commitments[site.on.idx()].id,
                "rate": site.rate,
                "effort": site.effort,
                "withhold": { "before": site.withhold.0, "after": site.withhold.1 },
                "reverse": { "before": site.reverse.0, "after": site.reverse.1 },
            })
        })
        .collect();
    map.insert("result".into(), result.into());
    map.insert("effort".into(), plan.budget.into());
    map.insert("needed".into(), plan.needed.and_then(Least::value).into());
    map.insert("objective".into(), objective.word().into());
    map.insert("before".into(), answer(&plan.before));
    map.insert("after".into(), answer(&plan.after));
    map.insert("measures".into(), sites);
    map.insert("rounds".into(), plan.n_rounds.into());
    Value::Object(map)
}
