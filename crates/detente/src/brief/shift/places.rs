//! Where statements stand by their words, as text and data.

use serde_json::{Value, json as value};

use super::Told;
use crate::brief::words::counted;
use crate::document::Page;
use crate::shift::positions::{Positions, Scored, TEXTS_MAX};
use crate::shift::wordfish::{STARTS, Wordfish};
use crate::shift::wordscores::{Placed, Unplaced};

/// What must be known to read the numbers.
const CAUTION: &str = "Positions follow the words, whatever these are about: over several channels the first dimension may be the channel, and over \
    years the subjects of the day. Standard errors take words as independent, and are too small.";

/// Why texts cannot be placed, in words.
fn why(unplaced: Unplaced) -> &'static str {
    match unplaced {
        Unplaced::TooFewTexts => "too few texts",
        Unplaced::EmptyText(_) => "a text without words",
        Unplaced::UnusedWord(_) | Unplaced::Mismatch => "texts that have no word in common",
    }
}

pub(super) fn text(told: &Told<'_>, page: &mut Page) {
    let Some(positions) = told.positions else {
        return;
    };
    page.heading("Where the statements stand by their words");
    match &positions.among {
        Err(unplaced) => page.line(
            "",
            "",
            &format!(
                "Among themselves they cannot be placed: {}.",
                why(*unplaced)
            ),
        ),
        Ok(fit) => among(told, positions, fit, page),
    }
    match &positions.against {
        None => {}
        Some(Err(unplaced)) => page.line(
            "",
            "",
            &format!(
                "Against the references they cannot be placed: {}.",
                why(*unplaced)
            ),
        ),
        Some(Ok(scored)) => against(told, scored, page),
    }
    for (n, why) in [
        (
            positions.n_without_text,
            "without a text that can be placed",
        ),
        (
            positions.n_left_out,
            "earlier than the latest that are placed",
        ),
    ] {
        if n > 0 {
            page.line(
                "",
                "",
                &format!("Left out: {} {why}.", counted(n, "statement")),
            );
        }
    }
    page.line("", "", CAUTION);
}

fn name(told: &Told<'_>, statement: usize) -> Vec<String> {
    let corpus = told.corpus;
    let place = format!(
        "{} · {}",
        told.party(corpus.parties[statement]),
        told.channel(corpus.channels.codes[statement])
    );
    vec![
        format!("{} ({place})", corpus.ids[statement]),
        corpus.when[statement].to_string(),
    ]
}

fn among(told: &Told<'_>, positions: &Positions, fit: &Wordfish, page: &mut Page) {
    let sure = match (fit.converged, fit.n_agreeing) {
        (false, _) => "no optimum was found: do not use these".to_string(),
        (true, n) => format!("{n} of {STARTS} starts agree"),
    };
    let texts = counted(positions.statements.len(), "text");
    page.line(
        "",
        "",
        &format!(
            "Among themselves (Wordfish, {texts}, {} words that at least two use; {sure}):",
            positions.words.len()
        ),
    );
    let header = ["statement", "when", "position", "± standard error"]
        .map(String::from)
        .to_vec();
    let rows = positions
        .statements
        .iter()
        .zip(&fit.texts)
        .map(|(statement, text)| {
            let mut row = name(told, *statement);
            row.extend([format!("{:+.2}", text.theta), format!("{:.2}", text.error)]);
            row
        });
    page.table(&std::iter::once(header).chain(rows).collect::<Vec<_>>());
    let mut telling: Vec<(usize, f64)> = fit
        .words
        .iter()
        .enumerate()
        .map(|(word, it)| (word, it.beta))
        .collect();
    telling.sort_by(|a, b| a.1.total_cmp(&b.1));
    let listed = |words: &mut dyn Iterator<Item = &(usize, f64)>| {
        words
            .map(|(word, _)| positions.words[*word].as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (low, high) = (
        listed(
            &mut telling
                .iter()
                .filter(|(_, beta)| *beta < 0.0)
                .take(WORDS_SHOWN),
        ),
        listed(
            &mut telling
                .iter()
                .rev()
                .filter(|(_, beta)| *beta > 0.0)
                .take(WORDS_SHOWN),
        ),
    );
    page.unbroken(
        "",
        "",
        &format!("Words of the lower side: {low}. Of the upper: {high}."),
    );
}

/// How many of the most telling words of each side are named.
const WORDS_SHOWN: usize = 8;

fn against(told: &Told<'_>, scored: &Scored, page: &mut Page) {
    page.line("", "", "");
    let given = scored
        .references
        .iter()
        .map(|(statement, at)| format!("{} at {at}", told.corpus.ids[*statement]));
    page.unbroken(
        "",
        "",
        &format!(
            "Against references (Wordscores): {}.",
            given.collect::<Vec<_>>().join(", ")
        ),
    );
    let header = [
        "statement",
        "when",
        "score",
        "± standard error",
        "stretched",
        "words with a score",
    ]
    .map(String::from)
    .to_vec();
    let rows = scored.others.iter().map(|(statement, raw, stretched)| {
        let number = |placed: &Option<Placed>, of: fn(&Placed) -> String| {
            placed.as_ref().map_or_else(|| "–".to_string(), of)
        };
        let mut row = name(told, *statement);
        row.extend([
            number(raw, |it| format!("{:+.3}", it.score)),
            number(raw, |it| format!("{:.3}", it.error)),
            number(stretched, |it| format!("{:+.2}", it.score)),
            number(raw, |it| it.n_scored.to_string()),
        ]);
        row
    });
    page.table(&std::iter::once(header).chain(rows).collect::<Vec<_>>());
}

pub(super) fn json(told: &Told<'_>, positions: &Positions) -> Value {
    let ids = &told.corpus.ids;
    let among = match &positions.among {
        Err(unplaced) => value!({ "refused": why(*unplaced) }),
        Ok(fit) => value!({
            "converged": fit.converged,
            "starts_agreeing": fit.n_agreeing,
            "objective": fit.objective,
            "texts": positions.statements.iter().zip(&fit.texts).map(|(statement, text)| value!({
                "id": ids[*statement], "position": text.theta, "error": text.error,
            })).collect::<Value>(),
            "words": positions.words.iter().zip(&fit.words).map(|(word, it)| value!({ "word": word, "beta": it.beta })).collect::<Value>(),
        }),
    };
    let placed = |placed: &Option<Placed>| {
        placed.map(|it| value!({ "score": it.score, "error": it.error, "words": it.n_scored }))
    };
    let against = positions.against.as_ref().map(|found| match found {
        Err(unplaced) => value!({ "refused": why(*unplaced) }),
        Ok(scored) => value!({
            "references": scored.references.iter().map(|(statement, at)| value!({ "id": ids[*statement], "position": at })).collect::<Value>(),
            "texts": scored.others.iter().map(|(statement, raw, stretched)| value!({
                "id": ids[*statement], "raw": placed(raw), "stretched": placed(stretched),
            })).collect::<Value>(),
        }),
    });
    value!({
        "wordfish": among,
        "wordscores": against,
        "without_text": positions.n_without_text,
        "left_out": positions.n_left_out,
        "texts_max": TEXTS_MAX,
    })
}
