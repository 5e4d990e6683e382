//! `brief`: everything on one page.

use std::path::{Path, PathBuf};

use detente::brief::{self, Material, json, shift};
use detente::document::{self, Page};
use detente::lint;
use detente::model::{Concept, Dossier, Setting};
use detente::questions::weigh;
use detente::roadmap::Scope;
use detente::roles::{PartyRole, roles};
use detente::sensitivity::{Doubt, doubts};
use detente::shift::study::{Ask, Study, study};
use detente::space::{STATES_MAX, Watch};
use detente::stability::graph::{GraphAsk, GraphCase, study_graph};
use detente::stability::{Case, Effort, SetEffort, Settlement, study_sets};

use super::roadmap;
use super::stability::{alternatives, is_symbolic, study_all};
use crate::args::{Brief, Format};
use crate::input::{Input, Loaded, load, settings};
use crate::output::{self, Failure};
use crate::statements::{self, Reading, Sources};
use crate::watching::{threads, watched};
use crate::writing::{self, Output};
use crate::{Done, Status, diagnostics};

/// In conflicts with more states the page tells neither who is essential nor which doubtful lines carry the answer: it would take longer than all the rest.
const STATES_OF_ROLES_MAX: usize = 1 << 18;

/// The most equilibria, and ways to them, that a page draws on.
const LISTED_MAX: usize = 100;

pub(crate) fn run(args: &Brief) -> Done {
    if let Some(out) = args.out.as_deref().filter(|out| *out != Path::new("-")) {
        renderer(out)?;
    }
    watched(args.limits.budget, |watch| answer(args, watch))?
}

fn answer(args: &Brief, watch: &Watch) -> Done {
    let loaded = load(&args.file, &args.what_if, watch)?;
    let paths = paths(args);
    let outputs: Vec<Output> = paths.iter().map(|path| Output::page(path)).collect();
    writing::admit(&outputs, &loaded.places(&args.file), args.force)?;
    let settings = settings(&loaded, &args.choice)?;
    let n_threads = threads(&args.limits)?;
    let said = said(args, &loaded, n_threads, watch)?;
    // The headline does not use simultaneous stability, which costs more than all the others together.
    let concepts = Concept::STRICTEST_FIRST.to_vec();
    let effort = Effort {
        concepts,
        states_max: STATES_MAX,
        n_threads,
        paths_max: 100,
    };
    let graphs = if loaded.dossier.graph.is_some() {
        graphs(&loaded.dossier, &settings, watch)?
    } else {
        vec![]
    };
    let (cases, settlements) = settled(args, &loaded.dossier, &settings, &effort, watch)?;
    let (open, is_open_stopped) = alternatives(
        &loaded.dossier,
        settlements.iter().map(|settlement| &settlement.setting),
        watch,
    );
    let roles = essential(&cases, effort.n_threads, watch);
    let doubtful = doubtful(&loaded.dossier, &cases, effort.n_threads, watch);
    let scope = Scope {
        draws: 100,
        ..Scope::default()
    };
    let plans = loaded.dossier.roadmap.as_ref().map_or_else(Vec::new, |it| {
        let beside = Scope {
            obstacle: false,
            draws: 0,
            ..roadmap::short(&scope)
        };
        roadmap::study_all(
            it,
            &roadmap::all(it),
            [&scope, &beside],
            [args.thresholds, false],
            watch,
        )
    });
    let stopped = settlements.len() + graphs.len() < settings.len()
        || settlements.iter().any(|settlement| settlement.stopped)
        || is_open_stopped
        || roadmap::is_stopped(&plans);
    let mut warnings = loaded.warnings;
    if !stopped {
        warnings.extend(lint::warnings(&loaded.dossier, watch).unwrap_or_default());
    }
    let mut inputs = vec![loaded.input.fingerprint()];
    inputs.extend(
        said.iter()
            .flat_map(|(reading, _)| reading.fingerprints.iter().cloned()),
    );
    let statements = said.as_ref().and_then(|(reading, study)| {
        let (section, corpus) = (
            loaded.dossier.statements.as_ref()?,
            reading.collected.corpus.as_ref()?,
        );
        Some(shift::Told {
            positions: None,
            references: &[],
            dossier: &loaded.dossier,
            statements: section,
            corpus,
            study,
        })
    });
    let text = if Input::is_foreign(&loaded.input.name) {
        ""
    } else {
        loaded.input.text()
    };
    let hypotheses = weigh::for_page(&loaded.dossier, text, args.all);
    let material = Material {
        dossier: &loaded.dossier,
        text,
        hypotheses: hypotheses.as_ref(),
        settlements: &settlements,
        cases: &cases,
        graphs: &graphs,
        open: &open,
        roles: roles.as_deref(),
        doubts: doubtful.as_deref(),
        plans: &plans,
        statements,
        warnings: &warnings,
        inputs: &inputs,
        all_markings: args.all,
    };
    let page = brief::compose(&material);
    deliver(args, &page, &inputs)?;
    Ok(if stopped {
        Status::Stopped
    } else {
        Status::Answered
    })
}

/// The answers in graph form, under every way of taking comparisons that the dossier tells apart.
fn graphs(
    dossier: &Dossier,
    settings: &[Setting],
    watch: &Watch,
) -> Result<Vec<GraphCase>, Failure> {
    let ask = GraphAsk {
        concepts: Concept::ALL.to_vec(),
        extensions: vec![],
        degrees: vec![],
    };
    settings
        .iter()
        .map(|setting| study_graph(dossier, setting, &ask, watch))
        .collect::<Result<_, _>>()
        .map_err(Failure::Stopped)
}

/// Where a conflict with measures settles, by the engine for its size: with the answers where all states are listed.
fn settled(
    args: &Brief,
    dossier: &Dossier,
    settings: &[Setting],
    effort: &Effort,
    watch: &Watch,
) -> Result<(Vec<Case>, Vec<Settlement>), Failure> {
    if dossier.graph.is_some() {
        return Ok((vec![], vec![]));
    }
    if is_symbolic(args.limits.engine, dossier, settings.first(), watch)? {
        return Ok((vec![], over_sets(dossier, settings, watch)?));
    }
    let cases = study_all(dossier, settings, effort, watch)?;
    let settlements = cases
        .iter()
        .map(|case| case.settlement(LISTED_MAX))
        .collect();
    Ok((cases, settlements))
}

/// Where it settles over sets of states, taking what is written first where nobody knows what a party wants.
fn over_sets(
    dossier: &Dossier,
    settings: &[Setting],
    watch: &Watch,
) -> Result<Vec<Settlement>, Failure> {
    let effort = SetEffort {
        concepts: Concept::STRICTEST_FIRST.to_vec(),
        paths_max: LISTED_MAX,
        ..SetEffort::default().ordinary()
    };
    let mut found = vec![];
    for setting in settings {
        let settled = study_sets(&dossier.as_written(), setting, &effort, watch)
            .and_then(|case| case.settlement(LISTED_MAX, watch));
        match settled {
            Ok(settlement) => found.push(settlement),
            Err(stopped) if found.is_empty() => return Err(Failure::Stopped(stopped)),
            Err(stopped) => {
                output::left_out(settings.len() - found.len(), settings.len(), stopped);
                break;
            }
        }
    }
    Ok(found)
}

/// The statements beside the dossier, and whether their wording changed; `None` where there are none.
fn said(
    args: &Brief,
    loaded: &Loaded,
    n_threads: usize,
    watch: &Watch,
) -> Result<Option<(Reading, Study)>, Failure> {
    let Some(section) = &loaded.dossier.statements else {
        return Ok(None);
    };
    let Some(sources) = Sources::find(&args.file, &loaded.input, section)? else {
        return Ok(None);
    };
    let reading = statements::read(&sources, &loaded.dossier, section, None, watch)?;
    diagnostics::print_found(&reading.collected.found);
    let Some(corpus) = &reading.collected.corpus else {
        return Err(Failure::Told);
    };
    let ask = Ask {
        only_open: !args.all,
        ..Ask::whole(section.cut)
    };
    let study = study(
        corpus,
        &reading.heard,
        &section.terms,
        &ask,
        n_threads,
        watch,
    );
    Ok(Some((reading, study)))
}

/// Who is essential in the first view and reading, unless that would take long.
fn essential(cases: &[Case], n_threads: usize, watch: &Watch) -> Option<Vec<PartyRole>> {
    let first = cases
        .first()
        .filter(|case| case.space.len() <= STATES_OF_ROLES_MAX)?;
    roles(first, n_threads, watch).ok().flatten()
}

/// Which doubtful lines carry the answer in the first view and reading, unless that would take long.
fn doubtful(
    dossier: &Dossier,
    cases: &[Case],
    n_threads: usize,
    watch: &Watch,
) -> Option<Vec<Doubt>> {
    let first = cases
        .first()
        .filter(|case| case.space.len() <= STATES_OF_ROLES_MAX)?;
    doubts(dossier, first, n_threads, watch).ok().flatten()
}

fn deliver(args: &Brief, page: &Page, inputs: &[json::Input]) -> Result<(), Failure> {
    if args.format == Format::Json {
        return output::print_json(&json::brief(page, inputs));
    }
    match args.out.as_deref() {
        Some(out) if out == Path::new("-") => output::print(&document::markdown(page)),
        Some(out) => {
            writing::write(out, &renderer(out)?(page, inputs))?;
            output::print(&format!("{}\nwritten: {}\n", told(page), out.display()))
        }
        None => {
            let [html, markdown] = pair(args);
            let (as_html, as_markdown) = (document::html(page), document::markdown(page));
            writing::write_together(&[(&html, &as_html), (&markdown, &as_markdown)])?;
            let written = format!("{}, {}", html.display(), markdown.display());
            output::print(&format!("{}\nwritten: {written}\n", told(page)))
        }
    }
}

/// The page and the same as Markdown, in the current folder.
fn pair(args: &Brief) -> [PathBuf; 2] {
    let stem = Input::stem(&args.file);
    ["html", "md"].map(|ending| PathBuf::from(format!("{stem}.brief.{ending}")))
}

/// The files that the command is going to write.
fn paths(args: &Brief) -> Vec<PathBuf> {
    match &args.out {
        _ if args.format == Format::Json => vec![],
        Some(out) => vec![out.clone()],
        None => pair(args).to_vec(),
    }
}

type Renderer = fn(&Page, &[json::Input]) -> String;

/// How a file with this ending is written.
fn renderer(out: &Path) -> Result<Renderer, Failure> {
    match out.extension().and_then(|ending| ending.to_str()) {
        Some("html" | "htm") => Ok(|page, _| document::html(page)),
        Some("md" | "markdown") => Ok(|page, _| document::markdown(page)),
        Some("json") => Ok(|page, inputs| format!("{:#}\n", json::brief(page, inputs))),
        _ => Err(Failure::Usage(format!(
            "expected a file ending in .html, .md or .json, or `-`; found `{}`",
            out.display()
        ))),
    }
}

/// The headline, for those who do not open the page at once.
fn told(page: &Page) -> String {
    let lead = page
        .sections
        .iter()
        .flat_map(|section| &section.blocks)
        .find_map(|block| match block {
            document::Block::Lead(text) => Some(text.as_str()),
            _ => None,
        });
    let mut said = Page::default();
    said.say(lead.unwrap_or(&page.title));
    document::terminal(&said, output::style())
}
