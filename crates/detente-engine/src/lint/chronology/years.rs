//! Years that lie far from all other dates of the dossier.

use crate::model::outlying::{Allowed, Usual, years};
use crate::model::{Code, Diagnostic, Dossier, Period, Span};

/// A warning for each date whose year lies far from the others: [`crate::model::outlying`] has the rule.
pub fn far_years(dossier: &Dossier) -> Vec<Diagnostic> {
    let dates = dates(dossier);
    let cut = dossier.statements.as_ref().and_then(|it| it.cut);
    let all = dates.iter().flat_map(|(_, when, _)| years(*when));
    let all = all.chain(cut.map(|day| i32::from(day.year))).collect();
    let Some(usual) = Usual::new(all, dossier.as_of, Allowed::EVENTS) else {
        return vec![];
    };
    let far = dates
        .into_iter()
        .filter_map(|(what, when, span)| Some((what, usual.far(when)?, span)));
    far.map(|(what, year, span)| {
        let away = (year - usual.median).abs();
        let message =
            format!("{what} is dated to the year {year}, {away} years from the other dates");
        let help = format!(
            "the dates of the dossier lie around {}; correct this one, or leave it if it is meant",
            usual.median
        );
        Diagnostic::warning(Code::W139, message)
            .at(span, "far from the others")
            .help(help)
    })
    .collect()
}

/// Every date of the dossier, with what it is of.
fn dates(dossier: &Dossier) -> Vec<(String, Period, Span)> {
    let evidence = dossier.evidence.iter().map(|it| {
        let what = format!("the evidence `{}`", it.id);
        (what, Period::day(it.date), it.span)
    });
    let events = dossier.chronology.events.iter().flat_map(|event| {
        let what = format!("the event `{}`", event.id);
        let own = event.when.map(|when| (what.clone(), when, event.span));
        let others = event.claims.iter();
        let others = others.map(move |claim| (what.clone(), claim.when, claim.span));
        own.into_iter().chain(others.collect::<Vec<_>>())
    });
    let figures = dossier.chronology.figures.iter();
    let figures = figures.map(|it| (format!("a figure for “{}”", it.of), it.at, it.span));
    evidence.chain(events).chain(figures).collect()
}
