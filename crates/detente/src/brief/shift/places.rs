//! Where statements stand by their words, as text and data.

use serde_json::{Value, json as value};

use super::Told;
use crate::brief::words::counted;
use crate::document::Page;
use crate::shift::counter::{TEXT_BYTES_MAX, TEXTS_BYTES_MAX};
use crate::shift::positions::{LENGTH_MIN, LeftOut, Positions, Scored, TEXTS_MAX, WORDS_MAX};
use crate::shift::wordfish::{STARTS, Wordfish};
use crate::shift::wordscores::{Placed, Unplaced};

/// What must be known to read the numbers.
const CAUTION: &str = "Positions follow the words, whatever these are about: over several channels the first dimension may be the channel, and over \
    years the subjects of the day. Standard errors take words as independent, and are too small.";

/// How many statements are named in a list.
const NAMED_MAX: usize = 8;

/// Why texts cannot be placed, in words; a number of [`Unplaced`] is a position in the list of the references.
fn why(told: &Told<'_>, references: &[usize], unplaced: Unplaced) -> String {
    let id = |at: usize| {
        let statement = references.get(at).copied();
        statement.map_or("", |statement| told.corpus.ids[statement].as_str())
    };
    let why = match unplaced {
        Unplaced::TooFewTexts if references.len() == 1 => {
            "one reference is no scale; two are needed"
        }
        Unplaced::TooFewTexts => "too few texts; three are needed",
        Unplaced::EmptyText(at) if at < references.len() => {
            return format!("the reference `{}` has no text", id(at));
        }
        Unplaced::EmptyText(_) => "a text without words",
        Unplaced::NoCommonWord | Unplaced::UnusedWord(_) | Unplaced::Mismatch => {
            "texts that have no word in common"
        }
        Unplaced::AllAlike => "all texts are alike",
        Unplaced::ByChance => {
            "the texts cannot be told apart, as they differ no more than texts do that use the same words"
        }
        Unplaced::NoOptimum => "no positions were found that fit best",
        Unplaced::OnePosition => {
            "all references have one position, and two different ones are needed"
        }
        Unplaced::AlikeReferences(one, other) if id(one) == id(other) => {
            return format!("the reference `{}` is given twice", id(one));
        }
        Unplaced::AlikeReferences(..) => {
            let ids: Vec<String> = (0..references.len().min(NAMED_MAX))
                .map(|at| format!("`{}`", id(at)))
                .collect();
            return format!(
                "the references {} are alike, and two different ones are needed",
                ids.join(" and ")
            );
        }
    };
    why.to_string()
}

pub(super) fn text(told: &Told<'_>, page: &mut Page) {
    let Some(positions) = told.positions else {
        return;
    };
    page.heading("Where the statements stand by their words");
    let refused = |how: &str, references: &[usize], unplaced: Unplaced| {
        let why = why(told, references, unplaced);
        format!("{how} they cannot be placed: {why}.")
    };
    match &positions.among {
        Err(unplaced) => page.line("", "", &refused("Among themselves", &[], *unplaced)),
        Ok(fit) => among(told, positions, fit, page),
    }
    match &positions.against {
        None => {}
        Some(Err(unplaced)) => page.line(
            "",
            "",
            &refused("Against the references", told.references, *unplaced),
        ),
        Some(Ok(scored)) => against(told, scored, page),
    }
    for line in left_out(told, &positions.left_out) {
        page.line("", "", &line);
    }
    if positions.among.is_ok() || matches!(positions.against, Some(Ok(_))) {
        page.line("", "", CAUTION);
    }
}

/// What is left out, a line for each reason.
fn left_out(told: &Told<'_>, it: &LeftOut) -> Vec<String> {
    let mut lines: Vec<String> = [
        (it.without_text, "without a text".to_string()),
        (
            it.short,
            format!("with fewer than {LENGTH_MIN} words that two texts use"),
        ),
        (
            it.earlier,
            format!("earlier than the latest {TEXTS_MAX} that are placed"),
        ),
    ]
    .iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, why)| format!("Left out: {} {why}.", counted(*n, "statement")))
    .collect();
    lines.extend(not_kept(told, &it.not_kept));
    lines
}

/// Which texts were not kept, how long they are, and how long they may be.
pub(super) fn not_kept(told: &Told<'_>, texts: &[(usize, usize)]) -> Option<String> {
    let named = texts.iter().take(NAMED_MAX).map(|(statement, bytes)| {
        format!(
            "{} ({:.1} MB)",
            told.corpus.ids[*statement],
            megabytes(*bytes)
        )
    });
    let more = texts.len().saturating_sub(NAMED_MAX);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let named = named.collect::<Vec<_>>().join(", ");
    (!texts.is_empty()).then(|| {
        format!(
            "Left out: {named}{more}. A text is kept up to {:.0} MB, and all texts up to {:.0} MB together.",
            megabytes(TEXT_BYTES_MAX),
            megabytes(TEXTS_BYTES_MAX)
        )
    })
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / f64::from(1 << 20)
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
    let sure = format!("{} of {STARTS} starts agree", fit.n_agreeing);
    let texts = counted(positions.statements.len(), "text");
    page.line(
        "",
        "",
        &format!(
            "Among themselves (Wordfish, {texts}, {} words that at least two use; {sure}):",
            positions.words.len()
        ),
    );
    if let Some(line) = words_left_out(&positions.left_out) {
        page.line("", "", &line);
    }
    let header = ["statement", "when", "position", "± standard error"]
        .map(String::from)
        .to_vec();
    let rows = positions
        .statements
        .iter()
        .zip(&fit.texts)
        .map(|(statement, text)| {
            let mut row = name(told, *statement);
            let error = if text.error.is_finite() {
                format!("{:.2}", text.error)
            } else {
                "–".to_string()
            };
            row.extend([format!("{:+.2}", text.theta), error]);
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

/// Which words the first method leaves out.
fn words_left_out(it: &LeftOut) -> Option<String> {
    let mut parts = vec![];
    if it.words_of_one > 0 {
        parts.push(format!(
            "{} that one text only uses",
            counted(it.words_of_one, "word")
        ));
    }
    if it.rarer_words > 0 {
        parts.push(format!(
            "{} rarer than the {WORDS_MAX} most frequent",
            counted(it.rarer_words, "word")
        ));
    }
    (!parts.is_empty()).then(|| format!("Not counted: {}.", parts.join(", ")))
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
    if let Some((one, other)) = scored.alike {
        let ids = &told.corpus.ids;
        page.line(
            "",
            "",
            &format!(
                "The references `{}` and `{}` are alike: they count as one text.",
                ids[one], ids[other]
            ),
        );
    }
    if scored.words_of_none > 0 {
        page.line(
            "",
            "",
            &format!(
                "Not counted: {} that no reference uses.",
                counted(scored.words_of_none, "word")
            ),
        );
    }
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
    let left_out = &positions.left_out;
    let not_kept = left_out
        .not_kept
        .iter()
        .map(|(statement, bytes)| value!({ "id": ids[*statement], "bytes": bytes }));
    value!({
        "wordfish": among_json(told, positions),
        "wordscores": positions.against.as_ref().map(|found| against_json(told, found)),
        "without_text": left_out.without_text + left_out.short + left_out.not_kept.len(),
        "no_text": left_out.without_text,
        "too_short": left_out.short,
        "not_kept": not_kept.collect::<Value>(),
        "text_bytes_max": TEXT_BYTES_MAX,
        "texts_bytes_max": TEXTS_BYTES_MAX,
        "left_out": left_out.earlier,
        "texts_max": TEXTS_MAX,
        "words_of_one_text": left_out.words_of_one,
        "rarer_words": left_out.rarer_words,
    })
}

/// A number, or nothing where it is none.
fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}

fn among_json(told: &Told<'_>, positions: &Positions) -> Value {
    let ids = &told.corpus.ids;
    match &positions.among {
        Err(unplaced) => value!({
            "refused": why(told, &[], *unplaced),
            "texts": positions.statements.iter().map(|statement| value!({
                "id": ids[*statement], "position": null, "error": null,
            })).collect::<Value>(),
        }),
        Ok(fit) => value!({
            "converged": fit.converged,
            "starts_agreeing": fit.n_agreeing,
            "objective": fit.objective,
            "gain": fit.gain,
            "texts": positions.statements.iter().zip(&fit.texts).map(|(statement, text)| value!({
                "id": ids[*statement], "position": text.theta, "error": finite(text.error),
            })).collect::<Value>(),
            "words": positions.words.iter().zip(&fit.words).map(|(word, it)| value!({ "word": word, "beta": it.beta })).collect::<Value>(),
        }),
    }
}

fn against_json(told: &Told<'_>, found: &Result<Scored, Unplaced>) -> Value {
    let ids = &told.corpus.ids;
    let placed = |placed: &Option<Placed>| {
        placed.map(|it| value!({ "score": it.score, "error": it.error, "words": it.n_scored }))
    };
    match found {
        Err(unplaced) => value!({ "refused": why(told, told.references, *unplaced) }),
        Ok(scored) => value!({
            "references": scored.references.iter().map(|(statement, at)| value!({ "id": ids[*statement], "position": at })).collect::<Value>(),
            "alike": scored.alike.map(|(one, other)| [&ids[one], &ids[other]]),
            "words_of_no_reference": scored.words_of_none,
            "texts": scored.others.iter().map(|(statement, raw, stretched)| value!({
                "id": ids[*statement], "raw": placed(raw), "stretched": placed(stretched),
            })).collect::<Value>(),
        }),
    }
}
