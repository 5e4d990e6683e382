//! What is odd about the times and figures of a dossier, as findings about its file.

use super::{Claim, Clash, Link, Point, Series, chronology, day, series};
use crate::model::{Code, Diagnostic, Dossier, Figure, Reasons, Span};
use crate::text::names::skeleton;

/// What the author should know about the times and figures of a dossier.
pub(in crate::lint) fn warnings(dossier: &Dossier) -> Vec<Diagnostic> {
    let times = chronology(dossier);
    let mut found: Vec<Diagnostic> = times
        .clashes
        .iter()
        .map(|clash| contradiction(dossier, clash))
        .collect();
    for window in times
        .windows
        .iter()
        .filter(|window| window.first.is_none() && window.last.is_none())
    {
        let event = &dossier.chronology.events[window.event.idx()];
        let help = "say with `when` what is known of its date, or with a gap how far it is from an event with a date";
        found.push(
            Diagnostic::warning(
                Code::W127,
                format!("nothing dates the event `{}`", event.id),
            )
            .at(event.span, "no date")
            .help(help),
        );
    }
    found.extend(
        series(dossier)
            .iter()
            .flat_map(|series| odd_figures(dossier, series)),
    );
    found.extend(super::far_years(dossier));
    found
}

/// The claims of a circle, each with its place: first the one that was left out.
fn contradiction(dossier: &Dossier, clash: &Clash) -> Diagnostic {
    let short = clash.days_short();
    let what = match clash.claim {
        Claim::Own(event) | Claim::Other(event, _) => format!(
            "this date of `{}`",
            dossier.chronology.events[event.idx()].id
        ),
        Claim::Gap(_) => "this distance".to_owned(),
    };
    let days = if short == 1 {
        "a day is missing".to_owned()
    } else {
        format!("{short} days are missing")
    };
    let message = format!("{what} cannot be true together with what else is said of times: {days}");
    let help = "one of the claims named here is wrong, or speaks of something else; times are worked out without this one";
    let mut finding = Diagnostic::warning(Code::W123, message).help(help);
    let (own, others): (Vec<&Link>, Vec<&Link>) = clash
        .circle
        .iter()
        .partition(|link| link.claim == clash.claim);
    let label = own
        .iter()
        .map(|link| says(dossier, link))
        .collect::<Vec<_>>()
        .join(", and ");
    finding = finding.at(
        span_of(dossier, clash.claim),
        format!("{label}{}", sources(dossier, clash.claim)),
    );
    others.into_iter().fold(finding, |finding, link| {
        finding.see(
            span_of(dossier, link.claim),
            format!("{}{}", says(dossier, link), sources(dossier, link.claim)),
        )
    })
}

/// A link in words: `b` comes at most 30 days after `a`.
fn says(dossier: &Dossier, link: &Link) -> String {
    let name = |point: Point| match point {
        Point::Calendar => String::new(),
        Point::Event(event) => format!("`{}`", dossier.chronology.events[event.idx()].id),
    };
    let date = |number: i64| {
        day(number).map_or_else(
            || "outside the calendar".to_owned(),
            |day| format!("on {day}"),
        )
    };
    let count = |days: i64| {
        if days == 1 {
            "1 day".to_owned()
        } else {
            format!("{days} days")
        }
    };
    match (link.from, link.to) {
        (Point::Calendar, to) => format!("{} is {} at the latest", name(to), date(link.days)),
        (from, Point::Calendar) => {
            format!("{} is {} at the earliest", name(from), date(-link.days))
        }
        (from, to) if link.days == 0 => format!("{} is not after {}", name(to), name(from)),
        (from, to) if link.days > 0 => format!(
            "{} comes at most {} after {}",
            name(to),
            count(link.days),
            name(from)
        ),
        (from, to) => format!(
            "{} comes at least {} before {}",
            name(to),
            count(-link.days),
            name(from)
        ),
    }
}

/// What is said where it is not a date, and who says so.
fn sources(dossier: &Dossier, claim: Claim) -> String {
    let reasons = reasons_of(dossier, claim);
    let mut given: Vec<String> = reasons
        .cites
        .iter()
        .map(|it| format!("`{}`", dossier.evidence[it.evidence.idx()].id))
        .collect();
    if reasons.judgement {
        given.push("judgement".to_owned());
    }
    let quoted = match claim {
        Claim::Gap(gap) => dossier.chronology.gaps[gap]
            .says
            .as_ref()
            .map_or_else(String::new, |says| format!(": “{says}”")),
        Claim::Own(_) | Claim::Other(..) => String::new(),
    };
    if given.is_empty() {
        format!("{quoted} (no source)")
    } else {
        format!("{quoted} ({})", given.join(", "))
    }
}

/// Why the author says so.
pub fn reasons_of(dossier: &Dossier, claim: Claim) -> &Reasons {
    let chronology = &dossier.chronology;
    match claim {
        Claim::Own(event) => &chronology.events[event.idx()].reasons,
        Claim::Other(event, other) => &chronology.events[event.idx()].claims[other].reasons,
        Claim::Gap(gap) => &chronology.gaps[gap].reasons,
    }
}

fn span_of(dossier: &Dossier, claim: Claim) -> Span {
    let chronology = &dossier.chronology;
    match claim {
        Claim::Own(event) => chronology.events[event.idx()].span,
        Claim::Other(event, other) => chronology.events[event.idx()].claims[other].span,
        Claim::Gap(gap) => chronology.gaps[gap].span,
    }
}

fn odd_figures(dossier: &Dossier, series: &Series) -> Vec<Diagnostic> {
    let figures = &dossier.chronology.figures;
    let of = &figures[series.figures[0]].of;
    let mut found = other_spellings(figures, series);
    for pair in &series.conflicting {
        let (first, second) = (&figures[pair.first], &figures[pair.second]);
        let message = format!(
            "two figures for “{of}” at {} contradict each other: {} and {}",
            first.at, first.value, second.value
        );
        let help =
            "one of them is wrong, or they count different things: say what with `definition`";
        let finding = Diagnostic::warning(Code::W124, message)
            .at(second.span, "the second figure")
            .see(first.span, "the first");
        found.push(finding.help(help));
    }
    if let Some((first, others)) = series.changes.split_first() {
        let name = |idx: usize| {
            figures[idx]
                .definition
                .as_ref()
                .map_or_else(|| "none given".to_owned(), |text| format!("“{text}”"))
        };
        let message = format!(
            "“{of}” changes its definition at {}, from {} to {}: no difference across the change means anything",
            figures[first.after].at,
            name(first.before),
            name(first.after)
        );
        let finding = Diagnostic::warning(Code::W125, message)
            .at(
                figures[first.after].span,
                "the first figure of another definition",
            )
            .see(figures[first.before].span, "the last one before")
            .help("compare figures of one definition only");
        found.push(others.iter().fold(finding, |finding, change| {
            finding.see(figures[change.after].span, "another change")
        }));
    }
    found
}

/// Names of a series, and definitions, that are taken for one though they are written otherwise: each spelling once.
fn other_spellings(figures: &[Figure], series: &Series) -> Vec<Diagnostic> {
    let mut in_file = series.figures.clone();
    in_file.sort_unstable();
    let named = |idx: usize| ("series", Some(figures[idx].of.as_str()));
    let defined = |idx: usize| ("definition", figures[idx].definition.as_deref());
    let mut found = vec![];
    let mut seen: Vec<(&str, &str, Span)> = vec![];
    for idx in in_file {
        for (what, name) in [named(idx), defined(idx)] {
            let Some(name) = name else { continue };
            if seen.iter().any(|(of, it, _)| *of == what && *it == name) {
                continue;
            }
            let alike = seen
                .iter()
                .find(|(of, it, _)| *of == what && skeleton(it) == skeleton(name));
            if let Some((_, first, span)) = alike {
                let message = format!("the {what} “{name}” is taken for “{first}”");
                let help = "write both alike; name them so that they differ in more than case, accents, spaces or form if they are two";
                found.push(
                    Diagnostic::warning(Code::W134, message)
                        .at(figures[idx].span, "written otherwise here")
                        .see(*span, "the first")
                        .help(help),
                );
            }
            seen.push((what, name, figures[idx].span));
        }
    }
    found
}
