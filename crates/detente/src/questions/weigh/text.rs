//! What weighing found, as text for a terminal.

use super::answer::{Signal, WeighAnswer};
use super::sentences::{Sentences, interval, number};
use crate::document::Page;
use crate::document::words::{count, sentence};
use crate::model::Dossier;

/// The result of `weigh` as text.
pub fn weighing(dossier: &Dossier, answer: &WeighAnswer) -> Page {
    let told = Sentences { answer };
    let date: Vec<String> = dossier
        .as_of
        .iter()
        .map(|date| format!("as of {date}"))
        .collect();
    let mut page = Page::titled(&dossier.title).with_facts(&date);
    for line in told.verdict() {
        page.line("", "", &line);
    }
    page.line("", "", &told.carriers());
    page.heading("The hypotheses");
    for hypothesis in &answer.hypotheses {
        page.line(
            "  ",
            "      ",
            &format!("{}: {}", hypothesis.id, sentence(&hypothesis.text)),
        );
    }
    page.line("", "", "");
    page.table(&beliefs(answer));
    if !answer.items.is_empty() {
        page.heading("The evidence: how likely each item is under each hypothesis");
        page.table(&matrix(answer));
    }
    if !answer.signals.is_empty() {
        page.heading("The signals: what each cost, and whether it can tell");
        for signal in &answer.signals {
            page.line("  ", "      ", &ledger(signal));
        }
    }
    doubts(&mut page, answer);
    page.line("", "", "");
    for line in told.assumptions() {
        page.line("", "", &line);
    }
    page
}

/// One row per hypothesis.
fn beliefs(answer: &WeighAnswer) -> Vec<Vec<String>> {
    let header = [
        "hypothesis",
        "before",
        "after",
        "over the ranges",
        "inconsistent",
        "weighted",
        "rank",
    ];
    let mut rows = vec![header.map(String::from).to_vec()];
    for it in &answer.hypotheses {
        rows.push(vec![
            it.id.clone(),
            number(it.before),
            number(it.after),
            interval(it),
            count(it.inconsistent),
            format!("{:.2}", it.weighted),
            count(it.rank),
        ]);
    }
    rows
}

/// One row per item, a column per hypothesis.
fn matrix(answer: &WeighAnswer) -> Vec<Vec<String>> {
    let ids = answer.hypotheses.iter().map(|it| it.id.clone());
    let mut rows = vec![
        std::iter::once("item".to_string())
            .chain(ids)
            .chain(["report right".into(), "tells".into()])
            .collect::<Vec<_>>(),
    ];
    for item in &answer.items {
        let name = if item.item == item.origin {
            item.item.clone()
        } else {
            format!("{} (copy)", item.item)
        };
        let chances = answer.hypotheses.iter().map(|it| {
            let chance = item.chances.get(&it.id);
            chance.map_or("–".to_string(), |chance| number(*chance))
        });
        let right = item.right.map_or("given".to_string(), number);
        let ratio = item.ratio.unwrap_or(f64::INFINITY);
        let exhausted = answer.exhausted.as_ref();
        let tells = if exhausted.is_some_and(|it| it.items.contains(&item.item)) {
            "rules out all".to_string()
        } else if ratio < 1.0 + 1e-9 {
            "nothing".to_string()
        } else {
            format!("{} : 1", number(ratio))
        };
        rows.push(
            std::iter::once(name)
                .chain(chances)
                .chain([right, tells])
                .collect(),
        );
    }
    rows
}

fn ledger(signal: &Signal) -> String {
    let mut facts = vec![format!("{} by {}", signal.way, signal.by)];
    facts.extend(signal.cost.map(|[low, high]| {
        if low < high {
            format!("cost {low} to {high}")
        } else {
            format!("cost {low}")
        }
    }));
    facts.extend(signal.undone.map(|undone| format!("undone {undone}")));
    facts.extend(signal.seen_by.map(|seen_by| {
        format!(
            "seen by {}",
            match seen_by {
                "public" => "everybody",
                "parties" => "the parties",
                _ => "the addressee only",
            }
        )
    }));
    facts.extend(signal.checkable.map(|checkable| {
        if checkable {
            "can be checked".to_string()
        } else {
            "cannot be checked".to_string()
        }
    }));
    facts.extend(signal.kept.map(|kept| {
        format!(
            "{} of {} earlier promises kept ({} to {})",
            kept.kept,
            kept.of,
            number(kept.interval[0]),
            number(kept.interval[1])
        )
    }));
    format!(
        "{}: {}; {}",
        signal.item,
        Sentences::signal(signal),
        facts.join(", ")
    )
}

/// What carries the verdict, what moves it, what to look for.
fn doubts(page: &mut Page, answer: &WeighAnswer) {
    if !answer.without.is_empty() {
        page.heading("Without an item");
        let ids = answer.hypotheses.iter().map(|it| it.id.clone());
        let mut rows = vec![
            std::iter::once("beliefs without …".to_string())
                .chain(ids)
                .chain(["turns".into()])
                .collect::<Vec<_>>(),
        ];
        for change in &answer.without {
            let name = if change.with_copies {
                format!("{} and its copies", change.item)
            } else {
                change.item.clone()
            };
            let turns = if change.turns { "yes" } else { "no" }.to_string();
            rows.push(
                std::iter::once(name)
                    .chain(change.after.values().map(|belief| number(*belief)))
                    .chain([turns])
                    .collect(),
            );
        }
        page.table(&rows);
    }
    if !answer.swings.is_empty() {
        page.heading("What moves the belief in the leading hypothesis");
        let mut rows = vec![vec![
            "over its range".to_string(),
            "from".to_string(),
            "to".to_string(),
        ]];
        rows.extend(answer.swings.iter().take(10).map(|swing| {
            vec![
                Sentences::varied(swing),
                number(swing.low),
                number(swing.high),
            ]
        }));
        page.table(&rows);
    }
    if !answer.indicators.is_empty() {
        page.heading("What to look for next, most telling first");
        for it in &answer.indicators {
            page.line(
                "  - ",
                "    ",
                &format!("{} ({:.2} bits)", Sentences::lookout(it), it.bits),
            );
        }
    }
}
