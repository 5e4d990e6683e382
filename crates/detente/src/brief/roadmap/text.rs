//! Roadmaps as text for a terminal.

use super::super::words::sentence;
use super::lists::{Table, comparison};
use super::sentences::{ASSUMPTIONS, says};
use super::{Teller, Told};
use crate::document::Page;
use crate::model::{Dossier, Roadmap};
use crate::roadmap::{Answer, Plan};

/// The result of `roadmap`: what holds or stands in the way first; several plans side by side, the first of them in full.
pub fn text(dossier: &Dossier, roadmap: &Roadmap, plans: &[Told]) -> Page {
    let facts: Vec<String> = dossier
        .as_of
        .iter()
        .map(|date| format!("as of {date}"))
        .collect();
    let mut page = Page::titled(&dossier.title).with_facts(&facts);
    let Some((first, others)) = plans.split_first() else {
        return page;
    };
    let teller = Teller::new(dossier, roadmap, first);
    if plans.len() > 1 || first.variant.is_some() {
        page.line("", "", &named(roadmap, first));
    }
    page.line("", "", &teller.verdict());
    if !others.is_empty() {
        page.line("", "", "");
        page.table(&comparison(dossier, roadmap, plans));
    }
    in_full(&mut page, teller);
    for other in others {
        beside(&mut page, Teller::new(dossier, roadmap, other));
    }
    page.line("", "", "");
    ASSUMPTIONS
        .iter()
        .for_each(|line| page.line("", "  ", line));
    page
}

/// The plan with its sentence: "Plan base:", "Plan `barter`: Everything at once."
fn named(roadmap: &Roadmap, told: &Told) -> String {
    let text = told
        .of(roadmap)
        .and_then(|variant| variant.text.as_ref())
        .map_or_else(String::new, |text| format!(" {}", sentence(text)));
    format!("Plan {}:{text}", told.name(roadmap))
}

/// All that is known about the plan that was asked for.
fn in_full(page: &mut Page, teller: Teller<'_>) {
    let study = teller.study();
    match &study.answer {
        Answer::Holds(plan) => {
            page.line("", "", &teller.binding(plan));
            page.line("", "", &teller.objective(plan));
            page.line("", "", &Teller::checked(plan));
            table(
                page,
                "What is in force at the end of each phase",
                &teller.schedule(plan),
            );
            values(page, teller, plan);
            table(
                page,
                "What walking away would cost, by phase",
                &teller.slack(plan),
            );
        }
        Answer::None(proof) => list(page, "What stands in the way", &teller.obstacles(proof)),
        Answer::Stopped(_) => {}
    }
    if let Some(prices) = &study.prices {
        let prices = teller.prices(prices);
        // The heading says what the columns are.
        let mut rows: Table = vec![vec![String::new(); 2]];
        rows.extend(prices.into_iter().map(|(what, worth)| vec![what, worth]));
        if rows.len() == 1 {
            rows.push(vec![
                "a little more of any number".to_string(),
                "0".to_string(),
            ]);
        }
        table(
            page,
            "What more would be worth, in the unit of the values",
            &rows,
        );
    }
    list(
        page,
        "",
        &teller.condition_of_prices().into_iter().collect::<Vec<_>>(),
    );
    if let Some(thresholds) = study.thresholds.as_ref().filter(|_| !teller.is_physical()) {
        table(page, "The least that is enough", &teller.least(thresholds));
        list(page, "", &teller.further(thresholds));
    }
    if !teller.is_physical() {
        table(
            page,
            "How much must be seen, by number of phases",
            &teller.frontier(),
        );
    }
    list(page, "Over the ranges", &teller.ranges());
    table(page, "", &teller.breaks());
    list(page, "Threats", &teller.threats());
    if study.stopped {
        page.line("", "", "");
        page.line(
            "",
            "",
            "The work was stopped before all of this was answered.",
        );
    }
}

/// A plan beside the first: its verdict, what binds or stands in the way, and its schedule.
fn beside(page: &mut Page, teller: Teller<'_>) {
    let study = teller.study();
    page.heading(format!(
        "Plan {}: {}",
        teller.told.name(teller.acts.roadmap),
        says(&study.answer)
    ));
    if let Some(text) = teller
        .told
        .of(teller.acts.roadmap)
        .and_then(|variant| variant.text.as_ref())
    {
        page.line("", "", &sentence(text));
    }
    page.line("", "", &teller.verdict());
    match &study.answer {
        Answer::Holds(plan) => {
            page.line("", "", &teller.binding(plan));
            table(page, "", &teller.schedule(plan));
        }
        Answer::None(proof) => list(page, "", &teller.obstacles(proof)),
        Answer::Stopped(_) => {}
    }
    list(page, "", &teller.ranges());
}

/// The value of the plan to each party, and where it is tempted most.
fn values(page: &mut Page, teller: Teller<'_>, plan: &Plan) {
    page.heading("What the plan is worth to each party, from the first phase on");
    for party in teller.study().deal.party_ids() {
        let tempted = match teller.tightest(plan, party) {
            Some(tightest) => teller.temptation(tightest),
            None => "no step of its own to withhold or go back on".to_string(),
        };
        let value = teller.worth(party, plan.values[party.idx()]);
        page.line(
            "  ",
            "      ",
            &format!("{}: {value} — {tempted}", teller.acts.name(party)),
        );
    }
}

/// A heading, or an empty line where there is none.
fn opening(page: &mut Page, heading: &str) {
    match heading {
        "" => page.line("", "", ""),
        heading => page.heading(heading),
    }
}

fn table(page: &mut Page, heading: &str, rows: &Table) {
    if rows.is_empty() {
        return;
    }
    opening(page, heading);
    page.table(rows);
}

fn list(page: &mut Page, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    opening(page, heading);
    lines.iter().for_each(|line| page.line("  ", "    ", line));
}
