//! What weighing found, as text for a terminal.

use super::sentences::{Told, interval, number};
use crate::brief::text::{Layout, Page};
use crate::brief::words::{count, sentence};
use crate::model::{Dossier, HypothesisId};
use crate::weigh::{Ledger, Weighing};

/// The result of `weigh` as text.
pub fn weighing(dossier: &Dossier, weighing: &Weighing, layout: Layout) -> String {
    let told = Told { dossier, weighing };
    let mut page = Page {
        text: String::new(),
        columns_max: layout.columns_max,
    };
    page.line("", "", &dossier.title);
    if let Some(date) = dossier.as_of {
        page.line("", "", &format!("as of {date}"));
    }
    page.line("", "", "");
    for line in told.verdict() {
        page.line("", "", &line);
    }
    page.line("", "", &told.carriers());
    page.heading("The hypotheses");
    for hypothesis in &dossier.weighing.hypotheses {
        page.line(
            "  ",
            "      ",
            &format!("{}: {}", hypothesis.id, sentence(&hypothesis.text)),
        );
    }
    page.line("", "", "");
    page.table(&beliefs(&told));
    if !weighing.items.is_empty() {
        page.heading("The evidence: how likely each item is under each hypothesis");
        page.table(&matrix(&told));
    }
    if !weighing.ledger.is_empty() {
        page.heading("The signals: what each cost, and whether it can tell");
        for line in &weighing.ledger {
            page.line("  ", "      ", &ledger(&told, line));
        }
    }
    doubts(&mut page, &told);
    page.line("", "", "");
    for line in told.assumptions() {
        page.line("", "", &line);
    }
    page.text
}

/// One row per hypothesis.
fn beliefs(told: &Told<'_>) -> Vec<Vec<String>> {
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
    for (h, (belief, score)) in told
        .weighing
        .beliefs
        .iter()
        .zip(&told.weighing.scores)
        .enumerate()
    {
        rows.push(vec![
            told.id(HypothesisId::new(h)).to_string(),
            number(belief.before),
            number(belief.after),
            interval(belief),
            count(score.count),
            format!("{:.2}", score.weighted),
            count(score.rank),
        ]);
    }
    rows
}

/// One row per item, a column per hypothesis.
fn matrix(told: &Told<'_>) -> Vec<Vec<String>> {
    let ids = (0..told.weighing.beliefs.len()).map(|h| told.id(HypothesisId::new(h)).to_string());
    let mut rows = vec![
        std::iter::once("item".to_string())
            .chain(ids)
            .chain(["report right".into(), "tells".into()])
            .collect::<Vec<_>>(),
    ];
    for item in &told.weighing.items {
        let name = if item.item == item.origin {
            told.item(item.item).to_string()
        } else {
            format!("{} (copy)", told.item(item.item))
        };
        let chances = item
            .chances
            .iter()
            .map(|chance| chance.map_or("–".to_string(), number));
        let right = item.right.map_or("given".to_string(), number);
        let exhausted = told.weighing.exhausted.as_ref();
        let tells = if exhausted.is_some_and(|it| it.items.contains(&item.item)) {
            "rules out all".to_string()
        } else if item.ratio < 1.0 + 1e-9 {
            "nothing".to_string()
        } else {
            format!("{} : 1", number(item.ratio))
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

fn ledger(told: &Told<'_>, line: &Ledger) -> String {
    let signal = told
        .dossier
        .weighing
        .signals
        .iter()
        .find(|(item, _)| *item == line.item)
        .map(|(_, signal)| signal);
    let mut facts: Vec<String> = vec![];
    if let Some(signal) = signal {
        facts.push(format!(
            "{} by {}",
            line.way.word(),
            told.dossier.parties[signal.by.idx()].id
        ));
        facts.extend(signal.cost.map(|cost| format!("cost {cost}")));
        facts.extend(
            signal
                .undone
                .map(|undone| format!("undone {}", undone.word())),
        );
        facts.extend(signal.seen_by.map(|seen_by| {
            format!(
                "seen by {}",
                match seen_by.word() {
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
    }
    facts.extend(line.kept.map(|kept| {
        format!(
            "{} of {} earlier promises kept ({} to {})",
            kept.kept,
            kept.of,
            number(kept.low),
            number(kept.high)
        )
    }));
    format!(
        "{}: {}; {}",
        told.item(line.item),
        Told::signal(line),
        facts.join(", ")
    )
}

/// What carries the verdict, what moves it, what to look for.
fn doubts(page: &mut Page, told: &Told<'_>) {
    if !told.weighing.without.is_empty() {
        page.heading("Without an item");
        let ids =
            (0..told.weighing.beliefs.len()).map(|h| told.id(HypothesisId::new(h)).to_string());
        let mut rows = vec![
            std::iter::once("beliefs without …".to_string())
                .chain(ids)
                .chain(["turns".into()])
                .collect::<Vec<_>>(),
        ];
        for change in &told.weighing.without {
            let name = told.item(change.item);
            let name = if change.with_copies {
                format!("{name} and its copies")
            } else {
                name.to_string()
            };
            let turns = if change.turns { "yes" } else { "no" }.to_string();
            rows.push(
                std::iter::once(name)
                    .chain(change.after.iter().map(|belief| number(*belief)))
                    .chain([turns])
                    .collect(),
            );
        }
        page.table(&rows);
    }
    if !told.weighing.swings.is_empty() {
        page.heading("What moves the belief in the leading hypothesis");
        let mut rows = vec![vec![
            "over its range".to_string(),
            "from".to_string(),
            "to".to_string(),
        ]];
        rows.extend(
            told.weighing
                .swings
                .iter()
                .take(10)
                .map(|swing| vec![told.varied(swing), number(swing.low), number(swing.high)]),
        );
        page.table(&rows);
    }
    if !told.weighing.lookouts.is_empty() {
        page.heading("What to look for next, most telling first");
        for it in &told.weighing.lookouts {
            page.line(
                "  - ",
                "    ",
                &format!("{} ({:.2} bits)", told.lookout(it), it.bits),
            );
        }
    }
}
