//! What options name: views, readings, parties.

use super::Refused;
use crate::model::{Dossier, PartyId, Setting, TermId, ViewId};
use crate::text::names;

/// The settings that are asked about: every one, unless a view or, as `TERM=NAME`, a reading is chosen.
///
/// # Errors
/// There is no such view, term or reading.
pub fn settings(
    dossier: &Dossier,
    view: Option<&str>,
    readings: &[String],
) -> Result<Vec<Setting>, Refused> {
    let mut settings = dossier.settings();
    if let Some(name) = view {
        let view = find_view(dossier, name)?;
        settings.retain(|setting| setting.view == view);
    }
    for reading in readings {
        let (term, wanted) = find_reading(dossier, reading)?;
        if dossier.open_terms().contains(&term) {
            settings.retain(|setting| setting.reading(term) == wanted);
        } else {
            settings
                .iter_mut()
                .for_each(|setting| setting.readings[term.idx()] = wanted);
        }
    }
    Ok(settings)
}

/// The party of an id.
///
/// # Errors
/// There is no such party.
pub fn party(dossier: &Dossier, id: &str) -> Result<PartyId, Refused> {
    let ids = || dossier.parties.iter().map(|party| party.id.as_str());
    let found = names::find(id, ids()).map(PartyId::new);
    found.ok_or_else(|| Refused::unknown("party", id, ids()))
}

fn find_view(dossier: &Dossier, name: &str) -> Result<Option<ViewId>, Refused> {
    if name == "base" {
        return Ok(None);
    }
    let ids = || dossier.views.iter().map(|view| view.id.as_str());
    let found = names::find(name, ids()).map(ViewId::new);
    found
        .map(Some)
        .ok_or_else(|| Refused::unknown("view", name, std::iter::once("base").chain(ids())))
}

fn find_reading(dossier: &Dossier, text: &str) -> Result<(TermId, usize), Refused> {
    let (term, reading) = text.split_once('=').ok_or_else(|| {
        Refused::not_applicable(
            format!("expected `--reading TERM=NAME`, found `{text}`"),
            "",
        )
    })?;
    let contested = || dossier.terms.iter().filter(|term| term.contested);
    let found = dossier
        .terms
        .iter()
        .position(|it| it.id == term && it.contested);
    let idx = found.ok_or_else(|| {
        if contested().next().is_none() {
            return Refused::not_applicable(
                format!("there is no contested term `{term}`"),
                "the dossier has none",
            );
        }
        Refused::unknown("contested term", term, contested().map(|it| it.id.as_str()))
    })?;
    let known = || {
        let readings = dossier.terms[idx].readings.iter();
        readings.map(|reading| reading.id.as_str())
    };
    let wanted = names::find(reading, known()).ok_or_else(|| {
        Refused::not_applicable(
            format!("`{term}` has no reading `{reading}`"),
            format!(
                "expected one of: {}",
                known().collect::<Vec<_>>().join(", ")
            ),
        )
    })?;
    Ok((TermId::new(idx), wanted))
}
