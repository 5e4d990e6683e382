//! The statements of a term over time, as a picture shows them.

use super::Told;
use crate::brief::words::spaced;
use crate::document::{Mark, Said, StatementLane, Timeline};
use crate::model::{Date, Period};
use crate::shift::eligible::{Drafts, cases, strata};

/// The statements that were asked about, by one term; `None` where there are none.
pub(super) fn timeline(told: &Told<'_>, term: usize) -> Option<Timeline> {
    let (corpus, ask) = (told.corpus, &told.study.ask);
    let wording = &told.statements.terms[term];
    let drafts = Drafts::new(corpus);
    let asked = strata(corpus).into_iter().map(|(stratum, mut statements)| {
        statements.retain(|statement| ask.is_about(corpus, *statement));
        (stratum, statements)
    });
    let asked: Vec<_> = asked
        .filter(|(_, statements)| !statements.is_empty())
        .collect();
    let times = || {
        asked
            .iter()
            .flat_map(|(_, statements)| statements.iter().map(|statement| corpus.when[*statement]))
    };
    let (first, last) = (
        times().map(|when| when.first).min()?,
        times().map(|when| when.last).max()?,
    );
    let scale = Scale { first, last };
    let lanes = asked.iter().map(|((party, channel), statements)| {
        let counted = cases(corpus, &drafts, statements, term, wording, None).appearances;
        let said = |statement: usize| match counted.iter().find(|case| case.statement == statement)
        {
            Some(case) if case.is_with() => Said::With,
            Some(_) => Said::Without,
            None => Said::NotCounted,
        };
        let mark = |statement: usize| {
            let when = corpus.when[statement];
            Mark {
                id: corpus.ids[statement].clone(),
                when: when.to_string(),
                at: scale.middle(when),
                said: said(statement),
            }
        };
        let name = format!(
            "{} · {}",
            told.dossier.parties[party.idx()].name,
            spaced(told.channel(*channel))
        );
        StatementLane {
            party: party.idx(),
            name,
            marks: statements
                .iter()
                .map(|statement| mark(*statement))
                .collect(),
        }
    });
    let cut = ask
        .cut
        .filter(|cut| (first..=last).contains(cut))
        .map(|cut| (cut.to_string(), scale.place(f64::from(cut.day_number()))));
    let alternative = format!(
        "Statements by channel: ● has “{}”, ○ has it not, – does not count for it",
        wording.name()
    );
    Some(Timeline {
        alternative,
        days: [first.to_string(), last.to_string()],
        cut,
        lanes: lanes.collect(),
    })
}

/// From days to places.
struct Scale {
    first: Date,
    last: Date,
}

impl Scale {
    fn place(&self, day: f64) -> f64 {
        let (first, last) = (
            f64::from(self.first.day_number()),
            f64::from(self.last.day_number()),
        );
        if last > first {
            (day - first) / (last - first)
        } else {
            0.5
        }
    }

    fn middle(&self, when: Period) -> f64 {
        self.place(f64::midpoint(
            f64::from(when.first.day_number()),
            f64::from(when.last.day_number()),
        ))
    }
}
