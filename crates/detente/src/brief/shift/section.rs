//! The section of the brief on what was said: the verdict, the statements over time, and the findings one by one.

use std::fmt::Write as _;

use super::{Told, sentences, timeline};
use crate::brief::words::{counted, spaced};
use crate::document::{Block, Line, Section};
use crate::shift::contrast::Verdict;
use crate::shift::study::Finding;

/// The most terms with a picture.
const PICTURES_MAX: usize = 3;
/// With more statements than this there is no picture and no list of them, but their shares over time.
const STATEMENTS_MAX: usize = 60;
/// The most findings told in sentences.
const FINDINGS_MAX: usize = 12;
/// The most findings whose share over time is shown.
const TABLES_MAX: usize = 4;

/// Whether the wording changed: nothing where there is no statement.
pub(in crate::brief) fn section(told: &Told<'_>) -> Option<Section> {
    let findings = ordered(told);
    let first = findings.first()?;
    let asked: Vec<usize> = (0..told.corpus.len())
        .filter(|it| told.study.ask.is_about(told.corpus, *it))
        .collect();
    let mut blocks = vec![Block::Paragraph(Line::new(verdict(told)))];
    let is_short = asked.len() <= STATEMENTS_MAX;
    if is_short {
        let mut seen = std::collections::HashSet::new();
        let terms: Vec<usize> = findings
            .iter()
            .map(|it| it.term)
            .filter(|term| seen.insert(*term))
            .collect();
        blocks.extend(
            terms
                .into_iter()
                .take(PICTURES_MAX)
                .filter_map(|term| timeline(told, term))
                .map(Block::Timeline),
        );
    } else {
        blocks.extend(findings.iter().take(TABLES_MAX).map(|it| shares(told, it)));
    }
    blocks.push(Block::List(
        findings
            .iter()
            .take(FINDINGS_MAX)
            .map(|it| line(told, it))
            .collect(),
    ));
    if findings.len() > FINDINGS_MAX {
        let more = counted(findings.len() - FINDINGS_MAX, "more comparison");
        blocks.push(Block::Paragraph(Line::new(format!(
            "There are {more}; `shift` tells them all."
        ))));
    }
    if is_short {
        blocks.push(table(told, asked, first.term));
    }
    blocks.push(Block::Paragraph(Line::new(
        "A change of wording is not yet a change of policy; whether it was meant is asked below, where there are hypotheses. Channels are never mixed.",
    )));
    Some(Section {
        id: "wording".to_string(),
        heading: "Whether the wording changed".to_string(),
        blocks,
        grounds: vec![],
    })
}

fn verdict_of(told: &Told<'_>, it: &Finding) -> Verdict {
    it.verdict(told.study.ask.unit)
}

/// The findings, those that show something first, those with nothing to compare last.
fn ordered<'a>(told: &Told<'a>) -> Vec<&'a Finding> {
    let mut findings: Vec<&Finding> = told.study.findings.iter().collect();
    findings.sort_by_key(|it| match verdict_of(told, it) {
        Verdict::Changed => 0,
        Verdict::Perhaps => 1,
        Verdict::Unsettled | Verdict::Unchanged => 2,
        Verdict::NothingAfter | Verdict::NothingBefore => 3,
        Verdict::NoCut | Verdict::NoEligible => 4,
    });
    findings
}

fn name(told: &Told<'_>, it: &Finding) -> String {
    format!(
        "{} · {}",
        told.dossier.parties[it.party.idx()].name,
        spaced(told.channel(it.channel))
    )
}

/// The verdict over all comparisons in a few sentences.
fn verdict(told: &Told<'_>) -> String {
    let Some(cut) = told.study.ask.cut else {
        return "No day was named that divides before from after, so nothing is compared."
            .to_string();
    };
    let unit = told.study.ask.unit;
    let of = |wanted: &[Verdict]| {
        told.study
            .findings
            .iter()
            .filter(|it| wanted.contains(&it.verdict(unit)))
            .collect::<Vec<_>>()
    };
    let listed = |list: &[&Finding]| {
        let one = |it: &&Finding| {
            let word = sentences::word(it.contrast(unit), Verdict::Changed);
            format!(
                "“{}” {word} ({})",
                told.statements.terms[it.term].name(),
                name(told, it)
            )
        };
        list.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let (changed, perhaps) = (of(&[Verdict::Changed]), of(&[Verdict::Perhaps]));
    let mut said = match changed.as_slice() {
        [] if perhaps.is_empty() => "The statements do not show a change of wording.".to_string(),
        [] => String::new(),
        changed => format!("The wording changed: {}.", listed(changed)),
    };
    if !perhaps.is_empty() {
        let gap = if said.is_empty() { "" } else { " " };
        let _ = write!(
            said,
            "{gap}A sign of a change, not more: {}.",
            listed(&perhaps)
        );
    }
    let counts = [
        (
            of(&[Verdict::Unsettled]).len(),
            "settle nothing: too few statements",
        ),
        (
            of(&[Verdict::Unchanged]).len(),
            "speak for one rate throughout",
        ),
        (
            of(&[Verdict::NothingBefore, Verdict::NothingAfter]).len(),
            "have statements on one side only",
        ),
        (
            of(&[Verdict::NoEligible, Verdict::NoCut]).len(),
            "have no statement that counts",
        ),
    ];
    let rest: Vec<String> = counts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    let all = counted(told.study.findings.len(), "comparison");
    let rest = if rest.is_empty() {
        String::new()
    } else {
        format!(": {}", rest.join("; "))
    };
    format!(
        "{said} Compared was each term in each channel of each party, before {cut} and from then on ({all}{rest})."
    )
}

/// A finding: the verdict, and beneath it the other way to count and what does not count.
fn line(told: &Told<'_>, it: &Finding) -> Line {
    let details = sentences::doubled(told, it)
        .into_iter()
        .chain(sentences::other_unit(told, it))
        .chain(it.trend.as_ref().and_then(sentences::looking_back))
        .chain(sentences::left_out(&it.eligibility));
    Line {
        tag: Some(name(told, it)),
        details: details.collect(),
        ..Line::new(sentences::verdict(told, it))
    }
}

/// The share of one finding over time.
fn shares(told: &Told<'_>, it: &Finding) -> Block {
    let header = ["When", "With it", "Of", "95 % interval"]
        .map(String::from)
        .to_vec();
    let rows = it.timeline.iter().map(|rate| {
        let (low, high) = rate.interval;
        let interval = format!("{} to {}", super::percent(low), super::percent(high));
        [
            rate.label.clone(),
            rate.counts.with.to_string(),
            rate.counts.of.to_string(),
            interval,
        ]
        .into_iter()
        .map(Line::new)
        .collect()
    });
    let caption = format!(
        "“{}” over time: {}",
        told.statements.terms[it.term].name(),
        name(told, it)
    );
    Block::Table {
        caption,
        header,
        rows: rows.collect(),
    }
}

/// The statements themselves, by date.
fn table(told: &Told<'_>, mut asked: Vec<usize>, first_term: usize) -> Block {
    let (corpus, terms) = (told.corpus, &told.statements.terms);
    asked.sort_by_key(|statement| (corpus.when[*statement], *statement));
    // The term that shows most comes first; more columns than these do not fit on a sheet.
    let mut shown: Vec<usize> = (0..terms.len()).collect();
    shown.sort_by_key(|term| *term != first_term);
    shown.truncate(PICTURES_MAX);
    let mut header = ["Statement", "When", "Who, where", "Asked about"]
        .map(String::from)
        .to_vec();
    header.extend(
        shown
            .iter()
            .map(|term| format!("“{}”", terms[*term].name())),
    );
    header.push("Source".to_string());
    let rows = asked.iter().map(|statement| {
        let mention = |term: &usize| {
            let made = corpus.mention(*statement, *term).is_made();
            made.map_or("–", |made| if made { "yes" } else { "no" })
                .to_string()
        };
        let origin = corpus.origins[*statement].map_or_else(String::new, |origin| {
            format!(" (repeats {})", corpus.ids[origin as usize])
        });
        let channel = spaced(told.channel(corpus.channels.codes[*statement]));
        let speaker = corpus.speakers.word(*statement);
        let party = &told.dossier.parties[corpus.parties[*statement].idx()].name;
        let mut cells = vec![
            format!("{}{origin}", corpus.ids[*statement]),
            corpus.when[*statement].to_string(),
            if speaker.is_empty() {
                format!("{party}, {channel}")
            } else {
                format!("{party}, {speaker} ({channel})")
            },
            corpus.asked.word(*statement).to_string(),
        ];
        cells.extend(shown.iter().map(mention));
        cells.push(corpus.sources.word(*statement).to_string());
        cells.into_iter().map(Line::new).collect()
    });
    Block::Table {
        caption: "The statements, by date. A dash: not applicable, or not known.".to_string(),
        header,
        rows: rows.collect(),
    }
}
