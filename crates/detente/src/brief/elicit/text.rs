//! A party's best and worst states, and what decides between two, as text.

use std::cmp::Ordering;

use super::super::weigh::credence_in_digits;
use super::super::words::{count, counted, sentence};
use super::super::{setting_name, words::Words};
use super::{Elicited, Subject, ordinal};
use crate::document::Page;
use crate::elicit::{Class, Decision, Ground, Place};
use crate::model::{Decimal, Preference, Reasons, Span, Standing, State};

/// The result of `elicit` as text.
pub fn text(subject: &Subject, answer: &Elicited) -> Page {
    let who = format!(
        "{}, {}",
        subject.name(),
        setting_name(subject.dossier, subject.setting)
    );
    let mut page = Page::titled(&subject.dossier.title).with_facts(&[who]);
    match answer.compared {
        Some((places, decision)) => compared(&mut page, subject, answer, places, decision),
        None => extremes(&mut page, subject, answer),
    }
    page
}

fn extremes(page: &mut Page, subject: &Subject, answer: &Elicited) {
    let standing = answer.standing;
    if matches!(subject.preference(), Preference::Indifferent) {
        let told = format!(
            "The dossier does not say what {} wants: every state is as good to it as any other.",
            subject.name()
        );
        page.line("", "", "");
        page.line("", "", &told);
    }
    for (heading, classes) in [
        ("What it would like best", &standing.best),
        ("What it would like least", &standing.worst),
    ] {
        page.heading(format!(
            "{heading}, of {}",
            counted(standing.n_states, "feasible state")
        ));
        for class in classes {
            one_class(page, subject, class);
        }
    }
    page.line("", "", "");
    let today = standing.today.map_or_else(
        || "The file does not say which state is in force today.".to_string(),
        |today| format!("Today’s state is {}.", rank(&today, standing.n_states)),
    );
    page.line("", "", &today);
}

fn one_class(page: &mut Page, subject: &Subject, class: &Class) {
    let from = class.n_better + 1;
    let n_entries = subject.conflict.n_entries;
    let told = |state: &State| format!("{}  {}", state.letters(n_entries), subject.state(*state));
    match (class.n_states, &class.states[..]) {
        (1, [state]) => page.tagged(format!("{}.", count(from)), told(state)),
        (n, states) => {
            let listed = match n - states.len() {
                0 => String::new(),
                more => format!("; {} not listed", counted(more, "state")),
            };
            page.tagged(
                format!("{}.", count(from)),
                format!("{} equally good{listed}:", counted(n, "state")),
            );
            states
                .iter()
                .for_each(|state| page.line("        ", "            ", &told(state)));
        }
    }
}

/// Where a state stands: "the 3rd of 12 states: 2 are better, 1 other is as good".
pub(super) fn rank(place: &Place, n_states: usize) -> String {
    let are = |n: usize| if n == 1 { "is" } else { "are" };
    let better = match place.n_better {
        0 => "none is better".to_string(),
        n => format!("{} {} better", count(n), are(n)),
    };
    let others = match place.n_equal - 1 {
        0 => "none is as good".to_string(),
        1 => "1 other is as good".to_string(),
        n => format!("{} others are as good", count(n)),
    };
    format!(
        "the {} of {}: {better}, {others}",
        ordinal(place.n_better + 1),
        counted(n_states, "feasible state")
    )
}

fn compared(
    page: &mut Page,
    subject: &Subject,
    answer: &Elicited,
    places: &[Place; 2],
    decision: &Decision,
) {
    let n_entries = subject.conflict.n_entries;
    page.line("", "", "");
    for (name, place) in ["A", "B"].iter().zip(places) {
        page.tagged(
            *name,
            format!(
                "{}  {}",
                place.state.letters(n_entries),
                subject.state(place.state)
            ),
        );
        page.line(
            "     ",
            "     ",
            &sentence(&rank(place, answer.standing.n_states)),
        );
    }
    page.line("", "", "");
    let name = subject.name();
    let verdict = match decision.preferred {
        Ordering::Greater => format!("{name} would rather have A."),
        Ordering::Less => format!("{name} would rather have B."),
        Ordering::Equal => format!("A and B are equally good to {name}."),
    };
    page.line("", "", &verdict);
    ground(page, subject, answer, decision);
}

fn ground(page: &mut Page, subject: &Subject, answer: &Elicited, decision: &Decision) {
    match (&decision.ground, subject.preference()) {
        (Ground::Line(Some(line)), Preference::Statements(list)) => {
            let statement = &list[*line];
            let state = if decision.preferred.is_gt() { "A" } else { "B" };
            let place = place_of(statement.span, answer.text);
            let clause = Words::new(subject.dossier).clause(&statement.that.formula);
            let told = format!(
                "Statement {} of {}{place} decides, the first on which they differ: {clause}.",
                line + 1,
                list.len()
            );
            page.line("", "  ", &format!("{told} It holds in {state} only."));
            if let Some(text) = &statement.text {
                page.line("  ", "  ", &sentence(text));
            }
            page.line("  ", "  ", &why(subject, &statement.standing));
        }
        (Ground::Classes(classes), Preference::Ranking(ranking)) => {
            let class = |class: Option<usize>| {
                class.map_or("not in the ranking".to_string(), |class| {
                    format!("in class {}", class + 1)
                })
            };
            let n = ranking.classes.len();
            page.line(
                "",
                "  ",
                &format!(
                    "A is {}, B {}; the ranking has {n}, best first.",
                    class(classes[0]),
                    class(classes[1])
                ),
            );
            page.line("  ", "  ", &why(subject, &ranking.standing));
        }
        (Ground::Sums { sums, only }, Preference::Values(list)) => {
            page.line(
                "",
                "  ",
                &format!(
                    "A is worth {}, B {}; a range counts with its middle.",
                    worth(sums[0]),
                    worth(sums[1])
                ),
            );
            for (line, in_first) in only {
                let value = &list[*line];
                let clause = Words::new(subject.dossier).clause(&value.of.formula);
                let place = place_of(value.span, answer.text);
                let state = if *in_first { "A" } else { "B" };
                page.line(
                    "  ",
                    "    ",
                    &format!(
                        "only {state} has {}: {clause} (value {}{place})",
                        value.worth(),
                        line + 1
                    ),
                );
                page.line("    ", "    ", &why(subject, &value.standing));
            }
        }
        (Ground::Nothing, _) => page.line("", "  ", "The dossier does not say what it wants."),
        _ => page.line("", "  ", "None of its statements tells them apart."),
    }
}

/// A worth in units of half a billionth as the decimal that it is.
pub(super) fn worth(sum: i128) -> String {
    let half = |sum: i128| {
        i64::try_from(sum / 2)
            .ok()
            .map(|nanos| Decimal { nanos }.to_string())
    };
    match half(sum).filter(|_| sum % 2 == 0) {
        Some(exact) => exact,
        None => (sum as f64 / 2e9).to_string(),
    }
}

/// The line of the file that a place begins in.
pub(super) fn line_number(span: Span, text: &str) -> usize {
    text.get(..span.start)
        .map_or(0, |before| before.matches('\n').count())
        + 1
}

fn place_of(span: Span, text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| {
        format!(" (line {} of the file)", line_number(span, text))
    })
}

/// The reasons of a line, and how sure it is.
fn why(subject: &Subject, standing: &Standing) -> String {
    let Reasons {
        cites,
        against,
        judgement,
    } = &standing.reasons;
    let items = |word: &str, citations: &[crate::model::Citation]| {
        let items = citations.iter().map(|citation| {
            let item = &subject.dossier.evidence[citation.evidence.idx()];
            let grade = item
                .grade
                .map_or_else(String::new, |grade| format!(", {grade}"));
            format!("{} ({}{grade}, {})", item.id, item.kind.word(), item.date)
        });
        (!citations.is_empty()).then(|| format!("{word} {}", items.collect::<Vec<_>>().join(", ")))
    };
    let parts = [
        items("evidence for it:", cites),
        items("against it:", against),
        judgement.then(|| "a judgement of the author".to_string()),
        standing
            .reasons
            .is_empty()
            .then(|| "no reason is given".to_string()),
        standing.since.map(|since| format!("since {since}")),
        crate::brief::weigh::credence(subject.dossier, standing).map(|sure| {
            let [low, high] = [sure.low, sure.high].map(credence_in_digits);
            format!("sure: {low} to {high}")
        }),
    ];
    sentence(&parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worths_are_exact_decimals() {
        assert_eq!(
            [0, 7_000_000_000, -3_000_000_000, 1].map(worth),
            ["0", "3.5", "-1.5", "0.0000000005"]
        );
    }
}
