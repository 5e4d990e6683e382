//! What was found in statements, as text for people.

use std::fmt::Write as _;

use super::sentences::date;
use super::{Told, factor, percent, places, reading, sentences};
use crate::brief::words::counted;
use crate::document::Page;
use crate::shift::contrast::Verdict;
use crate::shift::eligible::Unit;
use crate::shift::likeness::{COMPARED_TOKENS_MAX, COMPARISONS_MAX};
use crate::shift::study::{Finding, Stratum};
use crate::shift::trend::{Cuts, RECENT, Trend};

/// More findings than this are told in the table only, unless they show something.
const FINDINGS_MAX: usize = 12;
/// The most lines of one list.
const LINES_MAX: usize = 12;

/// The answer as text.
pub fn text(told: &Told<'_>) -> Page {
    let mut page = Page::titled(&told.dossier.title).with_facts(&facts(told));
    table(told, &mut page);
    for it in &told.study.findings {
        let shows = matches!(
            it.verdict(told.study.ask.unit),
            Verdict::Changed | Verdict::Perhaps
        );
        if shows || told.study.findings.len() <= FINDINGS_MAX {
            finding(told, it, &mut page);
        }
    }
    mixtures(told, &mut page);
    told.study
        .strata
        .iter()
        .for_each(|stratum| drafts(told, stratum, &mut page));
    told.study
        .strata
        .iter()
        .for_each(|stratum| words(told, stratum, &mut page));
    places::text(told, &mut page);
    notes(told, &mut page);
    page
}

/// What was asked, and of how many statements.
fn facts(told: &Told<'_>) -> Vec<String> {
    let unit = match told.study.ask.unit {
        Unit::Drafts => "copies of one draft count once",
        Unit::Appearances => "every appearance counts",
    };
    let mut facts = vec![counted(told.corpus.len(), "statement")];
    facts.extend(
        told.study
            .ask
            .cut
            .map(|cut| format!("before and from {cut}")),
    );
    facts.extend(
        told.study
            .ask
            .from
            .map(|from| format!("none made before {from}")),
    );
    facts.extend(
        told.study
            .ask
            .until
            .map(|until| format!("none made after {until}")),
    );
    facts.push(unit.to_string());
    facts
}

fn name(told: &Told<'_>, it: &Finding) -> String {
    format!(
        "{} · {} · {}",
        told.party(it.party),
        told.channel(it.channel),
        told.term(it.term)
    )
}

fn table(told: &Told<'_>, page: &mut Page) {
    if told.study.findings.is_empty() {
        return page.line(
            "",
            "",
            "No eligible statements: there is none of what was asked for.",
        );
    }
    let unit = told.study.ask.unit;
    let header = [
        "party · channel · term",
        "before",
        "after",
        "chance",
        "Bayes f.",
        "adj. p",
        "verdict",
    ]
    .map(String::from)
    .to_vec();
    let row = |it: &Finding| {
        let contrast = it.contrast(unit);
        let share = |counts: crate::shift::Counts| format!("{}/{}", counts.with, counts.of);
        let tested = |tell: &dyn Fn(&crate::shift::contrast::Tests) -> String| {
            contrast
                .tests
                .as_ref()
                .map_or_else(|| "–".to_string(), tell)
        };
        vec![
            name(told, it),
            share(contrast.before),
            share(contrast.after),
            tested(&|tests| percent(tests.chance)),
            tested(&|tests| factor(tests.ln_bf)),
            tested(&|tests| {
                tests
                    .adjusted
                    .map_or_else(|| "–".to_string(), |p| format!("{p:.3}"))
            }),
            sentences::word(contrast, it.verdict(unit)).to_string(),
        ]
    };
    let rows: Vec<Vec<String>> = std::iter::once(header)
        .chain(told.study.findings.iter().map(row))
        .collect();
    page.table(&rows);
}

fn finding(told: &Told<'_>, it: &Finding, page: &mut Page) {
    page.heading(name(told, it));
    for sentence in sentences::finding(told, it) {
        page.unbroken("  ", "  ", &sentence);
    }
    if let Some(trend) = &it.trend {
        page.unbroken("  ", "  ", &over_time(trend));
    }
    let shown = it.timeline.len() > 1 && told.study.findings.len() <= 4;
    if shown {
        let rows = it.timeline.iter().map(|rate| {
            let (low, high) = rate.interval;
            vec![
                rate.label.clone(),
                format!("{} of {}", rate.counts.with, rate.counts.of),
                format!("{} to {}", percent(low), percent(high)),
            ]
        });
        let header = ["over time", "with it", "95 % interval"]
            .map(String::from)
            .to_vec();
        page.table(&std::iter::once(header).chain(rows).collect::<Vec<_>>());
    }
}

/// When the share and the rate changed.
fn over_time(trend: &Trend) -> String {
    let mut said = format!("Over time, the share changed: {}.", at_prices(&trend.share));
    if let Some(rate) = &trend.rate {
        let _ = write!(said, " Per thousand words: {}.", at_prices(rate));
    }
    for (what, one) in [
        ("one change of the share", &trend.one),
        ("one change of the rate per thousand words", &trend.one_rate),
    ] {
        let Some(one) = one else { continue };
        let _ = write!(
            said,
            " With exactly {what}, the best date is {} (95 % set of {}), Bayes factor {} for one against none.",
            date(one.best),
            counted(one.set.len(), "date"),
            factor(one.ln_bf)
        );
    }
    if let Some(recent) = trend.recent {
        let _ = write!(
            said,
            " Read as it comes, the share of the last {RECENT} points is a new one with a chance of {}.",
            percent(recent)
        );
    }
    if let Some(back) = sentences::looking_back(trend) {
        let _ = write!(said, " {back}");
    }
    said
}

/// The cuts at the prices that are usual and careful; cheaper ones find changes in noise.
fn at_prices(cuts: &Cuts) -> String {
    let told = cuts
        .iter()
        .filter(|(multiple, _)| *multiple >= 2.0)
        .map(|(multiple, found)| {
            let found = match found.as_slice() {
                [] => "not".to_string(),
                found => found
                    .iter()
                    .copied()
                    .map(date)
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            format!("{found} at {multiple} ln n")
        });
    told.collect::<Vec<_>>().join("; ")
}

fn mixtures(told: &Told<'_>, page: &mut Page) {
    let misleading: Vec<_> = told
        .study
        .mixtures
        .iter()
        .filter(|it| it.misleads)
        .collect();
    if misleading.is_empty() {
        return;
    }
    page.heading("Do not mix the channels");
    for it in misleading {
        let Some(tests) = it.contrast.tests else {
            continue;
        };
        page.unbroken(
            "  ",
            "  ",
            &format!(
                "{} · {}: over all channels {}/{} before and {}/{} after, chance {} (“{}”), which no channel by itself shows, or which hides what one \
                 does; the mix of channels changed.",
                told.party(it.party),
                told.term(it.term),
                it.contrast.before.with,
                it.contrast.before.of,
                it.contrast.after.with,
                it.contrast.after.of,
                percent(tests.chance),
                sentences::word(&it.contrast, it.verdict)
            ),
        );
    }
}

fn drafts(told: &Told<'_>, stratum: &Stratum, page: &mut Page) {
    let shown: Vec<_> = stratum
        .likenesses
        .iter()
        .filter(|it| !it.known || !it.terms_cut.is_empty() || !it.terms_added.is_empty())
        .collect();
    if shown.is_empty() {
        return;
    }
    page.heading(format!(
        "Drafted alike: {} · {}",
        told.party(stratum.party),
        told.channel(stratum.channel)
    ));
    for it in shown.iter().take(LINES_MAX) {
        let ids = |statement: usize| {
            format!(
                "{} ({})",
                told.corpus.ids[statement], told.corpus.when[statement]
            )
        };
        page.unbroken(
            "  ",
            "    ",
            &format!(
                "{} → {}: alike by {:.2}, {} of {} and {} tokens kept.",
                ids(it.first),
                ids(it.second),
                it.comparison.ratio,
                it.comparison.n_kept,
                it.comparison.n_first,
                it.comparison.n_second
            ),
        );
        let named = |terms: &[usize]| {
            terms
                .iter()
                .map(|term| told.term(*term))
                .collect::<Vec<_>>()
                .join(", ")
        };
        if !it.terms_cut.is_empty() {
            page.unbroken(
                "    ",
                "    ",
                &format!(
                    "Cut from a line that was kept otherwise: {}. That is an edit, not chance.",
                    named(&it.terms_cut)
                ),
            );
        }
        if !it.terms_added.is_empty() {
            page.unbroken(
                "    ",
                "    ",
                &format!("Added: {}.", named(&it.terms_added)),
            );
        }
        if it.is_proposed_copy() {
            let first = &told.corpus.ids[it.first];
            page.unbroken(
                "    ",
                "    ",
                &format!("Probably a copy: give it `{first}` as its `origin`, and it counts once."),
            );
        }
        for edit in it.comparison.edits.iter().take(LINES_MAX) {
            let shown = |text: &str| {
                if text.is_empty() {
                    "nothing".to_string()
                } else {
                    format!("“{text}”")
                }
            };
            page.unbroken(
                "    ",
                "      ",
                &format!("{} → {}", shown(&edit.cut), shown(&edit.added)),
            );
        }
    }
    if shown.len() > LINES_MAX {
        page.unbroken(
            "  ",
            "  ",
            &format!("… and {} more pairs.", shown.len() - LINES_MAX),
        );
    }
}

fn words(told: &Told<'_>, stratum: &Stratum, page: &mut Page) {
    if stratum.keywords.is_empty() {
        return;
    }
    page.heading(format!(
        "Words that moved most: {} · {}",
        told.party(stratum.party),
        told.channel(stratum.channel)
    ));
    let [before, after] = stratum.n_words;
    let header = vec![
        "word".to_string(),
        format!("of {before} before"),
        format!("of {after} after"),
        "log-odds z".to_string(),
        "G²".to_string(),
        "doublings".to_string(),
        "p".to_string(),
    ];
    let rows = stratum.keywords.iter().map(|it| {
        vec![
            it.word.clone(),
            it.before.to_string(),
            it.after.to_string(),
            format!("{:+.1}", it.log_odds.full_z()),
            format!("{:+.1}", it.g2),
            format!("{:+.1}", it.log_ratio),
            it.permuted
                .map_or_else(|| "–".to_string(), |permuted| format!("{:.3}", permuted.p)),
        ]
    });
    page.table(&std::iter::once(header).chain(rows).collect::<Vec<_>>());
    page.unbroken("  ", "  ", "Over all statements, copies included. Beyond 1.96 either way a word would stand out by itself; among many words some do by chance. p: how often exchanging whole texts across the cut gives as great a difference; words come in bursts, so this is the p to quote.");
}

fn notes(told: &Told<'_>, page: &mut Page) {
    let study = told.study;
    page.line("", "", "");
    if study.n_tests > 1 {
        page.line(
            "",
            "",
            &format!(
                "Adjusted for {} by Benjamini and Hochberg.",
                counted(study.n_tests, "test")
            ),
        );
    }
    if study.findings.len() > FINDINGS_MAX {
        page.line("", "", "Only findings that show something are told in sentences; ask with --term, --party and --channel for others.");
    }
    // Where positions are asked for, they say it.
    if told.positions.is_none()
        && let Some(line) = places::not_kept(told, &study.not_kept)
    {
        page.line("", "", &line);
    }
    if !study.all_compared {
        page.line(
            "",
            "",
            &format!(
                "Some texts were not compared for likeness: at most {COMPARISONS_MAX} pairs are, with {} million words together, of texts that were kept.",
                COMPARED_TOKENS_MAX / 1_000_000
            ),
        );
    }
    if study.n_words_not_counted > 0 {
        page.line(
            "",
            "",
            &format!(
                "{} occurrences of rarer words were not counted.",
                study.n_words_not_counted
            ),
        );
    }
    for sentence in reading::sentences(told) {
        page.line("", "", &sentence);
    }
    if study.stopped {
        page.line("", "", "Stopped before the end: what is told is complete in itself, but not all of what was asked.");
    }
}
