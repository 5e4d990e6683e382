//! `inspect FILE`: where to look so that a roadmap holds.

use std::path::PathBuf;

use detente::brief::inspect::plan::{json, text};
use detente::model::{Deal, Roadmap};
use detente::roadmap::{Effort, InspectionResult, inspection_plan};
use detente::space::Watch;

use crate::args::{Format, WhatIf};
use crate::commands::roadmap::{named_plan, without_roadmap};
use crate::input::load;
use crate::output::{self, Failure};
use crate::watching::watched;
use crate::{Done, Status};

#[derive(Debug, Default, clap::Args)]
pub(crate) struct PlanArgs {
    /// A dossier with a section `roadmap`: where to spend inspection effort so that its plan holds, or is worth more.
    pub(crate) file: Option<PathBuf>,
    /// How much effort there is to spend, over all measures.
    #[arg(long, value_name = "E", default_value_t = 1.0)]
    effort: f64,
    /// How fast effort finds on a measure, 1 unless given: `dprk.declaration=0.5`; 0 where inspectors cannot go. May be given several times.
    #[arg(long, value_name = "MEASURE=RATE")]
    rate: Vec<String>,
    /// Another plan of the roadmap: the name of one under [roadmap.plans].
    #[arg(long, value_name = "NAME")]
    plan: Option<String>,
    #[command(flatten)]
    what_if: WhatIf,
    /// Stop after this many seconds and print what was found (exit code 3).
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    budget: Option<f64>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &PlanArgs) -> Done {
    if !args.effort.is_finite() || args.effort < 0.0 {
        return Err(Failure::Usage(format!(
            "expected an effort of 0 or more, found {}",
            args.effort
        )));
    }
    watched(args.budget, |watch| answer(args, watch))?
}

fn answer(args: &PlanArgs, watch: &Watch) -> Done {
    let Some(file) = &args.file else {
        return Err(Failure::Usage(
            "expected a dossier or a question such as `sample`".to_string(),
        ));
    };
    let mut loaded = load(file, &args.what_if, watch)?.with_measures("inspect")?;
    let Some(roadmap) = loaded.dossier.roadmap.take() else {
        return Err(without_roadmap(loaded));
    };
    let variant = args
        .plan
        .as_deref()
        .map(|name| named_plan(&roadmap, name))
        .transpose()?
        .flatten();
    let deal = Deal::new(&roadmap, variant.map(|idx| &roadmap.variants[idx]));
    let plan = inspection_plan(
        &deal,
        args.effort,
        &rates(&roadmap, &args.rate)?,
        &Effort::default(),
        watch,
    );
    match args.format {
        Format::Json => output::print_json(&json(
            &roadmap,
            deal.objective,
            &plan,
            &[loaded.input.fingerprint()],
        ))?,
        Format::Text => output::tell(&text(&loaded.dossier, &roadmap, deal.objective, &plan))?,
    }
    Ok(
        if plan.result == InspectionResult::Stopped || watch.is_stopped() {
            Status::Stopped
        } else {
            Status::Answered
        },
    )
}

/// The rate of each measure.
fn rates(roadmap: &Roadmap, asked: &[String]) -> Result<Vec<f64>, Failure> {
    let mut rates = vec![1.0; roadmap.commitments.len()];
    for text in asked {
        let unfit = || {
            Failure::Usage(format!(
                "expected `MEASURE=RATE` with a rate of 0 or more, found `{text}`"
            ))
        };
        let (measure, rate) = text.rsplit_once('=').ok_or_else(unfit)?;
        let rate = rate
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|rate| rate.is_finite() && *rate >= 0.0)
            .ok_or_else(unfit)?;
        rates[crate::commands::roadmap::find_measure(roadmap, measure)?.idx()] = rate;
    }
    Ok(rates)
}
