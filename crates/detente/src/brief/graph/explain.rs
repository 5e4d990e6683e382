//! Why a state of a graph is stable or not, in words.

use super::super::setting_name;
use super::super::text::opened;
use super::super::words::sentence;
use super::{Places, kernel_name};
use crate::document::Page;
use crate::model::{Compared, Concept, Dossier, GraphAnswer, GraphVerdict, Kernel, PartyId};
use crate::stability::graph::{GraphCase, reason};

/// The verdict on one state for one party, in sentences, the conclusion first.
pub(super) fn verdict_in_words(
    places: Places,
    kernel: Kernel,
    concept: Concept,
    party: PartyId,
    state: usize,
) -> Vec<String> {
    let graph = &places.case.graph;
    let name = places.party(party);
    let told = |state: u32| {
        format!(
            "{} ({})",
            places.name(state as usize),
            places.words(state as usize)
        )
    };
    let compared = |to: u32| match graph.compare(party.idx(), to as usize, state) {
        Compared::Unknown => "which it cannot compare with this state",
        Compared::Better(2..) => "which it likes much better",
        Compared::Better(_) => "which it likes better",
        Compared::Equal => "which is as good to it as this state",
        Compared::Worse(2..) => "which it likes much less than this state",
        Compared::Worse(_) => "which it likes less than this state",
    };
    match reason(graph, kernel, concept, party, state) {
        GraphVerdict::Unstable { improvement } => {
            let why = if concept == Concept::Nash {
                ""
            } else {
                ", and nothing the others can do deters it"
            };
            vec![sentence(&format!(
                "unstable for {name}: it can move to {}, {}{why}",
                told(improvement),
                compared(improvement)
            ))]
        }
        GraphVerdict::Stable { deterred } if deterred.is_empty() => {
            vec![sentence(&format!(
                "stable for {name}: no move of its own improves on it"
            ))]
        }
        GraphVerdict::Stable { deterred } => {
            let opening = match deterred.len() {
                1 => format!("stable for {name}: its one improvement is deterred"),
                n => format!("stable for {name}: each of its {n} improvements is deterred"),
            };
            let escape = if matches!(concept, Concept::Smr | Concept::Sseq) {
                ", and it cannot mend that by a move of its own"
            } else {
                ""
            };
            let answer = |answer: &GraphAnswer| {
                let end = answer
                    .steps
                    .last()
                    .map_or(answer.improvement, |step| step.to);
                let steps = places.way(&answer.steps);
                let answered = format!(
                    "the others can answer ({steps}) and lead to {}, {}{escape}",
                    told(end),
                    compared(end)
                );
                sentence(&format!(
                    "if it moves to {}, {answered}",
                    told(answer.improvement)
                ))
            };
            std::iter::once(sentence(&opening))
                .chain(deterred.iter().map(answer))
                .collect()
        }
    }
}

/// Why one state is stable or not, for each concept, kernel and party, as text.
pub fn graph_explained(dossier: &Dossier, case: &GraphCase, state: usize) -> Page {
    let places = Places { dossier, case };
    let mut page = opened(dossier);
    page.line("", "", "");
    page.line(
        "",
        "",
        &format!(
            "{} ({})",
            places.name(state),
            setting_name(dossier, &case.setting)
        ),
    );
    page.line("", "", &sentence(&places.words(state)));
    for judged in &case.judged {
        let kernel = kernel_name(judged.kernel, case);
        for settled in &judged.settled {
            let under = if kernel.is_empty() {
                String::new()
            } else {
                format!(" — {kernel}")
            };
            page.heading(format!(
                "{}{under}",
                sentence(settled.concept.name()).trim_end_matches('.')
            ));
            for party in dossier.party_ids() {
                for (idx, told) in
                    verdict_in_words(places, judged.kernel, settled.concept, party, state)
                        .iter()
                        .enumerate()
                {
                    if idx == 0 {
                        page.item(told);
                    } else {
                        page.detail(told);
                    }
                }
            }
        }
    }
    page
}
