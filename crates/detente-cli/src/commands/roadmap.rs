//! `roadmap`: which phased plan holds, or what stands in its way?

use detente::brief::roadmap::{Told, json, text};
use detente::model::{Code, CommitmentId, Deal, Diagnostic, Dossier, MeasureId, PartyId, Roadmap};
use detente::roadmap::{Answer, Scope, export, study};
use detente::space::Watch;

use crate::args::{Format, Roadmap as Args};
use crate::input::{Loaded, load, settings};
use crate::output::{self, Failure};
use crate::watching::watched;
use crate::writing::{self, Output};
use crate::{Done, Status};

pub(crate) fn run(args: &Args) -> Done {
    watched(args.budget, |watch| answer(args, watch))?
}

fn answer(args: &Args, watch: &Watch) -> Done {
    let mut loaded = load(&args.file, &args.what_if, watch)?.with_measures("roadmap")?;
    // A roadmap depends neither on views nor on readings; a slip in their names is told all the same.
    settings(&loaded, &args.choice)?;
    let outputs: Vec<Output> = args
        .export
        .iter()
        .map(|path| Output::unmarked(path))
        .collect();
    writing::admit(&outputs, &loaded.places(&args.file), args.force)?;
    let Some(mut roadmap) = loaded.dossier.roadmap.take() else {
        return Err(without_roadmap(loaded));
    };
    overrule(&mut roadmap, args)?;
    let asked = asked(&roadmap, args)?;
    let scope = Scope {
        draws: args.draws,
        thresholds: !args.no_thresholds,
        frontier: !args.no_thresholds,
        ..Scope::default()
    };
    // Beside the first, text tells the others in short.
    let beside = if args.format == Format::Json {
        scope.clone()
    } else {
        short(&scope)
    };
    let plans = study_all(
        &roadmap,
        &asked,
        [&scope, &beside],
        [true, args.thresholds],
        watch,
    );
    if let (Some(path), Some(first)) = (&args.export, asked.first()) {
        write_program(path, &roadmap, *first, &scope, watch)?;
    }
    print(args, &loaded, &roadmap, &plans)?;
    Ok(if is_stopped(&plans) {
        Status::Stopped
    } else {
        Status::Answered
    })
}

/// Writes the program of a plan.
fn write_program(
    path: &std::path::Path,
    roadmap: &Roadmap,
    variant: Option<usize>,
    scope: &Scope,
    watch: &Watch,
) -> Result<(), Failure> {
    let names: Vec<String> = roadmap.commitments.iter().map(|it| it.id.clone()).collect();
    let deal = Deal::new(roadmap, variant.map(|variant| &roadmap.variants[variant]));
    match export(&deal, &names, &scope.effort, watch).1 {
        Some(program) => writing::write(path, &program),
        None => {
            Err(Failure::Usage("a plan with a geometric tail, or without a product of gains, has no single program to write".to_string()))
        }
    }
}

/// What is asked about a plan that stands beside another.
pub(crate) fn short(scope: &Scope) -> Scope {
    Scope {
        prices: false,
        thresholds: false,
        frontier: false,
        ..scope.clone()
    }
}

/// Studies one plan after the other: the first in full, those beside it as far as asked. Searches for thresholds where a measure is whole or
/// nothing, or waits for the completion of another, take seconds: they are made for the first plan when `is_patient`, and for those beside it
/// when `is_thorough`.
pub(crate) fn study_all(
    roadmap: &Roadmap,
    asked: &[Option<usize>],
    [scope, beside]: [&Scope; 2],
    [is_patient, is_thorough]: [bool; 2],
    watch: &Watch,
) -> Vec<Told> {
    let each = asked.iter().enumerate().map(|(idx, variant)| {
        let (of_plan, is_worth_it) = if idx == 0 {
            (scope, is_patient)
        } else {
            (beside, is_thorough)
        };
        let variant_of = variant.map(|variant| &roadmap.variants[variant]);
        let is_left_out = !is_worth_it && Deal::new(roadmap, variant_of).is_mixed();
        let of_plan = if is_left_out {
            Scope {
                thresholds: false,
                frontier: false,
                ..of_plan.clone()
            }
        } else {
            of_plan.clone()
        };
        Told {
            variant: *variant,
            study: study(roadmap, variant_of, &of_plan, watch),
        }
    });
    each.collect()
}

/// Every plan of a roadmap: its own, and then its variants.
pub(crate) fn all(roadmap: &Roadmap) -> Vec<Option<usize>> {
    std::iter::once(None)
        .chain((0..roadmap.variants.len()).map(Some))
        .collect()
}

/// Whether some plan was not answered in full.
pub(crate) fn is_stopped(plans: &[Told]) -> bool {
    plans
        .iter()
        .any(|told| told.study.stopped || matches!(told.study.answer, Answer::Stopped(_)))
}

/// The plans that the user asks about: all of them, unless one is chosen.
fn asked(roadmap: &Roadmap, args: &Args) -> Result<Vec<Option<usize>>, Failure> {
    match &args.plan {
        None => Ok(all(roadmap)),
        Some(name) => Ok(vec![named_plan(roadmap, name)?]),
    }
}

/// The variant of this name; `None` for the roadmap's own plan, which is called `base`.
pub(crate) fn named_plan(roadmap: &Roadmap, name: &str) -> Result<Option<usize>, Failure> {
    if name == "base" {
        return Ok(None);
    }
    let names = || {
        std::iter::once("base")
            .chain(roadmap.variants.iter().map(|it| it.id.as_str()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let found = roadmap
        .variants
        .iter()
        .position(|variant| variant.id == name);
    found.map(Some).ok_or_else(|| {
        Failure::Usage(format!(
            "there is no plan `{name}`; expected one of: {}",
            names()
        ))
    })
}

/// Sets what the command line asks for in every plan.
fn overrule(roadmap: &mut Roadmap, args: &Args) -> Result<(), Failure> {
    if let Some(objective) = args.objective {
        roadmap.objective = objective;
        roadmap
            .variants
            .iter_mut()
            .for_each(|variant| variant.objective = None);
    }
    if let Some(phases) = args.phases {
        roadmap.phases = phases;
        roadmap
            .variants
            .iter_mut()
            .for_each(|variant| variant.phases = None);
    }
    if !args.target.is_empty() {
        roadmap.targets = args
            .target
            .iter()
            .map(|id| find_measure(roadmap, id))
            .collect::<Result<_, _>>()?;
        roadmap
            .variants
            .iter_mut()
            .for_each(|variant| variant.targets = None);
    }
    Ok(())
}

pub(crate) fn find_measure(roadmap: &Roadmap, written: &str) -> Result<CommitmentId, Failure> {
    let same = |a: &str, b: &str| {
        a.split_whitespace().collect::<String>() == b.split_whitespace().collect::<String>()
    };
    let names = || {
        roadmap
            .commitments
            .iter()
            .map(|it| it.id.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let found = roadmap
        .commitments
        .iter()
        .position(|it| same(&it.id, written));
    found.map(CommitmentId::new).ok_or_else(|| {
        Failure::Usage(format!(
            "`{written}` is not in the roadmap; expected one of: {}",
            names()
        ))
    })
}

/// Says that there is no roadmap, and what the smallest one would be.
pub(crate) fn without_roadmap(loaded: Loaded) -> Failure {
    let help = format!(
        "add a section; the smallest for this dossier, with numbers of your own:\n{}",
        smallest(&loaded.dossier)
    );
    let finding =
        Diagnostic::error(Code::D006, "the dossier has no section `[roadmap]`").help(help);
    Failure::Input(Box::new(loaded.input), vec![finding])
}

/// A section in which each of the first two parties with measures takes a step that is worth more to the other than it costs.
fn smallest(dossier: &Dossier) -> String {
    let with_measures = dossier
        .party_ids()
        .filter(|party| !dossier.parties[party.idx()].measures.is_empty());
    let mut parties: Vec<PartyId> = with_measures.take(2).collect();
    parties.extend(
        dossier
            .party_ids()
            .find(|party| parties.len() == 1 && !parties.contains(party)),
    );
    let id = |party: PartyId| &dossier.parties[party.idx()].id;
    let stakes = parties.iter().map(|party| {
        format!(
            "[roadmap.parties.{}]\npatience = 0.9\nbasis = \"judgement\"",
            id(*party)
        )
    });
    let steps = parties.iter().filter_map(|party| {
        let other = parties.iter().find(|other| *other != party).map_or_else(String::new, |other| format!(", {} = 2", id(*other)));
        let (measure, owner) = (step(dossier, *party)?, id(*party));
        Some(format!("[roadmap.measures.\"{measure}\"]\nper_phase = {{ {owner} = -1{other} }}\nbasis = \"judgement\""))
    });
    std::iter::once("[roadmap]\nphases = 4".to_string())
        .chain(stakes)
        .chain(steps)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The next step of a party: of its first measure that is not fully in force, or the end of its first one.
fn step(dossier: &Dossier, party: PartyId) -> Option<String> {
    let own = || {
        (0..dossier.measures.len())
            .map(MeasureId::new)
            .filter(|id| dossier.measures[id.idx()].party == party)
    };
    let next =
        own().find(|id| dossier.measures[id.idx()].now + 1 < dossier.measures[id.idx()].n_levels());
    if let Some(next) = next {
        let measure = &dossier.measures[next.idx()];
        let level = measure
            .levels
            .get(measure.now + 1)
            .map_or_else(String::new, |level| format!(">={level}"));
        return Some(format!("{}{level}", dossier.measure_name(next)));
    }
    own()
        .find(|id| dossier.measures[id.idx()].levels.is_empty())
        .map(|id| format!("not {}", dossier.measure_name(id)))
}

fn print(args: &Args, loaded: &Loaded, roadmap: &Roadmap, plans: &[Told]) -> Result<(), Failure> {
    if args.format == Format::Json {
        return output::print_json(&json(
            &loaded.dossier,
            roadmap,
            plans,
            &[loaded.input.fingerprint()],
        ));
    }
    let mut page = text(&loaded.dossier, roadmap, plans);
    output::add_warnings(&mut page, loaded.warnings.len());
    output::tell(&page)
}
