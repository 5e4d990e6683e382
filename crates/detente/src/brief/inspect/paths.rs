//! Acquisition paths, told.

use num_traits::{Signed, Zero};
use serde_json::{Map, Value, json};

use super::{exact, rounded, short, told};
use crate::brief::json::{Input, opening};
use crate::brief::words::{count, counted};
use crate::document::Page;
use crate::inspect::paths::{
    Answer, Cover, Deterrence, Equilibrium, Graph, Leadership, Obstacle, Path, Study,
    inspections_needed,
};
use crate::inspect::{Fraction, decimal};

/// The answer as text, with as many paths, covers and equilibria as fit a page.
pub fn text(graph: &Graph, study: &Study, rows_max: usize) -> Page {
    let mut page = Page::default();
    let names = Names { graph, study };
    page.line(
        "",
        "",
        &format!(
            "{}: {} from {} to {} over {}.",
            graph.title,
            counted(study.paths.len(), "path"),
            graph.start,
            graph.goal,
            counted(graph.edges.len(), "step")
        ),
    );
    if study.paths.is_empty() {
        page.line(
            "",
            "",
            "No path leads there, so that there is nothing to deter.",
        );
        return page;
    }
    paths(&mut page, &names, rows_max);
    sweep(&mut page, study);
    page.line("", "", "");
    match &study.answer {
        Ok(answer) => at_budget(&mut page, &names, answer, rows_max),
        Err(obstacle) => page.line(
            "",
            "",
            &format!(
                "With the budget of {} there is no answer: {obstacle}.",
                told(&graph.budget)
            ),
        ),
    }
    equilibria(&mut page, &names, rows_max);
    page.line("", "", "");
    coverage(&mut page, study);
    page
}

/// Steps and paths by name.
struct Names<'a> {
    graph: &'a Graph,
    study: &'a Study,
}

impl Names<'_> {
    fn steps(&self, edges: &[usize]) -> String {
        let names: Vec<&str> = edges
            .iter()
            .map(|edge| self.graph.edges[*edge].id.as_str())
            .collect();
        if names.is_empty() {
            "nothing".to_string()
        } else {
            names.join(", ")
        }
    }

    /// A path by its rank, or legal conduct.
    fn conduct(&self, column: usize) -> String {
        if column < self.study.paths.len() {
            format!("path {}", column + 1)
        } else {
            "legal conduct".to_string()
        }
    }
}

/// How many of a list are shown, when not all are.
fn cut(all: usize, rows_max: usize) -> String {
    if all > rows_max {
        format!(" (the first {} of {})", count(rows_max), count(all))
    } else {
        String::new()
    }
}

fn paths(page: &mut Page, names: &Names<'_>, rows_max: usize) {
    let all = &names.study.paths;
    page.line("", "", "");
    page.line(
        "",
        "",
        &format!("Paths, shortest first{}:", cut(all.len(), rows_max)),
    );
    for (rank, path) in (1..).zip(all).take(rows_max) {
        page.line(
            "",
            "",
            &format!(
                "{rank:>3}  length {}, attractiveness {}",
                told(&path.length),
                told(&path.attractiveness)
            ),
        );
        page.line("     ", "     ", &names.steps(&path.edges));
    }
}

fn sweep(page: &mut Page, study: &Study) {
    if study.sweep.is_empty() {
        return;
    }
    page.line("", "", "");
    page.line(
        "",
        "",
        "What each budget does, spent on the mix that leaves a violation least to gain:",
    );
    let header = [
        "budget",
        "ways to spend it",
        "the best violation gains",
        "deterred",
    ]
    .map(String::from)
    .to_vec();
    let row = |budget: &Fraction, found: &Deterrence| {
        let deterred = if found.deters() { "yes" } else { "no" };
        vec![
            rounded(decimal(budget)),
            count(found.n_covers),
            rounded(decimal(&found.value)),
            deterred.to_string(),
        ]
    };
    let rows = study.sweep.iter().map(|it| match &it.deterrence {
        Ok(found) => row(&it.budget, found),
        Err(_) => vec![
            rounded(decimal(&it.budget)),
            "too many".to_string(),
            "-".to_string(),
            "-".to_string(),
        ],
    });
    page.table(&std::iter::once(header).chain(rows).collect::<Vec<_>>());
    if let Some(Err(obstacle)) = study
        .sweep
        .iter()
        .map(|it| &it.deterrence)
        .find(|found| found.is_err())
    {
        page.line("", "", &format!("Too many: {obstacle}."));
    }
}

fn at_budget(page: &mut Page, names: &Names<'_>, answer: &Answer, rows_max: usize) {
    let found = &answer.deterrence;
    let budget = told(&names.graph.budget);
    page.line(
        "",
        "",
        &match found.deters() {
            true => format!("With the budget of {budget} violation is deterred: the best one gains {}. Cover:", told(&found.value)),
            false => {
                format!(
                    "With the budget of {budget} violation is not deterred: the best one still gains {}. The best mix:",
                    told(&found.value)
                )
            }
        },
    );
    mix(page, names, &found.mix, rows_max);
    page.line("", "", "");
    led(page, names, answer, rows_max);
    if names.study.would_rather_miss {
        page.line(
            "",
            "",
            "Some path costs the inspectorate more when it is caught than when it is missed; all the same it spends its budget to the full.",
        );
    }
}

fn mix(page: &mut Page, names: &Names<'_>, mix: &[Cover], rows_max: usize) {
    for cover in mix.iter().take(rows_max) {
        page.line(
            "  ",
            "  ",
            &format!(
                "{:<8}  {}",
                rounded(decimal(&cover.chance)),
                names.steps(&cover.edges)
            ),
        );
    }
    if mix.len() > rows_max {
        page.line(
            "  ",
            "  ",
            &format!("and {} more", count(mix.len() - rows_max)),
        );
    }
}

fn led(page: &mut Page, names: &Names<'_>, answer: &Answer, rows_max: usize) {
    let Leadership {
        mix: announced,
        answer: conduct,
        payoffs,
    } = match &answer.leadership {
        Ok(found) => found,
        Err(obstacle) => {
            return page.line(
                "",
                "",
                &format!("What to announce is not answered: {obstacle}."),
            );
        }
    };
    let Some(path) = conduct else {
        return page.line(
            "",
            "",
            "Announced, this mix makes legal conduct a best answer: the inspectorate expects 0, and the state expects 0.",
        );
    };
    page.line(
        "",
        "",
        &format!(
            "If the inspectorate announces its mix, it expects {} at best and the state {}, which takes path {}:",
            told(&payoffs.0),
            told(&payoffs.1),
            path + 1
        ),
    );
    mix(page, names, announced, rows_max);
}

fn equilibria(page: &mut Page, names: &Names<'_>, rows_max: usize) {
    page.line("", "", "");
    let found = match &names.study.equilibria {
        Ok(found) => found,
        Err(obstacle) => {
            return page.line("", "", &format!("Equilibria are not listed: {obstacle}."));
        }
    };
    let (noun, rest) = ("extreme equilibrium", cut(found.len(), rows_max));
    let number = if found.len() == 1 {
        format!("1 {noun}")
    } else {
        format!("{} extreme equilibria", count(found.len()))
    };
    page.line(
        "",
        "",
        &format!("Without announcement: {number}{rest}, exactly."),
    );
    for (rank, it) in (1..).zip(found).take(rows_max) {
        let expected = format!(
            "{rank:>3}  the inspectorate expects {}, the state {}",
            told(&it.payoffs.0),
            told(&it.payoffs.1)
        );
        page.line("", "", &expected);
        let covers = names
            .study
            .answer
            .as_ref()
            .map_or(&[][..], |answer| &answer.covers);
        let part = |(choice, chance): (String, &Fraction)| {
            (!chance.is_zero()).then(|| format!("{} {choice}", brief(chance)))
        };
        let rows: Vec<String> = covers
            .iter()
            .map(|cover| names.steps(cover))
            .zip(&it.rows)
            .filter_map(part)
            .collect();
        let columns: Vec<String> = (0..it.columns.len())
            .map(|column| names.conduct(column))
            .zip(&it.columns)
            .filter_map(part)
            .collect();
        page.line("     ", "     ", &format!("covers: {}", rows.join("; ")));
        page.line("     ", "     ", &format!("state: {}", columns.join("; ")));
    }
    if found.len() > 1 {
        page.line("", "", "Every equilibrium is a mixture of some of these.");
    }
}

/// A chance as a fraction, or as a decimal when that is long.
fn brief(chance: &Fraction) -> String {
    short(chance).unwrap_or_else(|| rounded(decimal(chance)))
}

fn coverage(page: &mut Page, study: &Study) {
    let needed =
        inspections_needed(&study.coverage).map_or_else(String::new, |number| match number {
            1 => "so that inspecting one path at a time, drawn at random, would deter".to_string(),
            number => format!(
                "so that {} paths would have to be inspected at a time to deter",
                count(number as usize)
            ),
        });
    page.line("", "", &format!(
        "If inspection saw the path it covers for certain and no other, what counts is the sum of d/(b + d) over the paths: {}, {needed}.",
        told(&study.coverage)
    ));
}

/// The answer as data, with as many equilibria as asked for.
pub fn json(graph: &Graph, study: &Study, equilibria_max: usize, inputs: &[Input]) -> Value {
    let mut map: Map<String, Value> = opening("inspect.paths", inputs);
    map.insert("title".into(), graph.title.clone().into());
    map.insert("start".into(), graph.start.clone().into());
    map.insert("goal".into(), graph.goal.clone().into());
    map.insert("budget".into(), exact(&graph.budget));
    let steps = |edges: &[usize]| {
        edges
            .iter()
            .map(|edge| graph.edges[*edge].id.clone())
            .collect::<Vec<_>>()
    };
    let path = |it: &Path| json!({ "steps": steps(&it.edges), "length": exact(&it.length), "attractiveness": exact(&it.attractiveness) });
    map.insert("paths".into(), study.paths.iter().map(path).collect());
    map.insert("coverage".into(), exact(&study.coverage));
    map.insert("would_rather_miss".into(), study.would_rather_miss.into());
    let mix = |mix: &[Cover]| {
        mix.iter()
            .map(|it| json!({ "steps": steps(&it.edges), "chance": exact(&it.chance) }))
            .collect::<Vec<_>>()
    };
    let deterrence = |found: &Deterrence| {
        json!({
            "ways": found.n_covers,
            "value": exact(&found.value),
            "deterred": !found.value.is_positive(),
            "mix": mix(&found.mix),
            "tempting": found.tempting.iter().map(exact).collect::<Vec<_>>(),
        })
    };
    map.insert(
        "answer".into(),
        either(&study.answer, |answer| {
            let announced = |led: &Leadership| {
                json!({
                    "mix": mix(&led.mix),
                    "path": led.answer.map(|path| path + 1),
                    "inspectorate": exact(&led.payoffs.0),
                    "state": exact(&led.payoffs.1),
                })
            };
            json!({
                "deterrence": deterrence(&answer.deterrence),
                "leadership": either(&answer.leadership, announced),
                "covers": answer.covers.iter().map(|cover| steps(cover)).collect::<Vec<_>>(),
            })
        }),
    );
    let swept = study.sweep.iter().map(|it| json!({ "budget": exact(&it.budget), "deterrence": either(&it.deterrence, deterrence) }));
    map.insert("sweep".into(), swept.collect());
    map.insert(
        "equilibria".into(),
        either(&study.equilibria, |found| {
            json!({
                "count": found.len(),
                "listed": found.iter().take(equilibria_max).map(equilibrium).collect::<Vec<_>>(),
                "truncated": found.len() > equilibria_max,
            })
        }),
    );
    Value::Object(map)
}

/// A result, or why there is none.
fn either<T>(result: &Result<T, Obstacle>, told: impl Fn(&T) -> Value) -> Value {
    match result {
        Ok(found) => told(found),
        Err(obstacle) => json!({ "missing": obstacle.to_string() }),
    }
}

fn equilibrium(it: &Equilibrium) -> Value {
    json!({
        "covers": it.rows.iter().map(exact).collect::<Vec<_>>(),
        "paths_and_legal": it.columns.iter().map(exact).collect::<Vec<_>>(),
        "inspectorate": exact(&it.payoffs.0),
        "state": exact(&it.payoffs.1),
    })
}
