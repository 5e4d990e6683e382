//! What parties believe that is not so.

use toml::de::DeValue;

use super::{GIVE_REASON, Reader};
use crate::dossier::fields;
use crate::dossier::names::{Known, brief, did_you_mean, listed, nearest};
use crate::dossier::row::{Item, Row};
use crate::model::{Code, Diagnostic, MeasureId, Party, PartyId, Perception, View, ViewId};

impl<'a> Reader<'a> {
    /// Reads the section, once parties and views are known.
    pub(super) fn perceptions(
        &mut self,
        file: &Row<'a>,
        parties: &[Party],
        views: &[View],
    ) -> Vec<Perception> {
        let Some(section) = self.section(file, "perceives") else {
            return vec![];
        };
        let mut found = vec![];
        for entry in section.chosen() {
            let party = self.party_id(entry.key, entry.key_span, "`[perceives]`", parties);
            let what = format!("what `{}` believes", brief(entry.key));
            let Some(row) = self
                .findings
                .row(&fields::PERCEPTION, entry.value, what.clone())
            else {
                continue;
            };
            self.warn_unreasoned(&row, &what, entry.key_span, GIVE_REASON);
            let reasons = self.reasons(&row);
            if row.get("view").is_none() && row.get("unaware").is_none() {
                let finding = Diagnostic::error(Code::D006, format!("{what} is not said"))
                    .at(entry.key_span, "believes nothing else");
                self.findings
                    .push(finding.help("name a view with `view`, or measures with `unaware`"));
            }
            let view = row
                .get("view")
                .and_then(|value| self.view_named(value, views));
            let unaware = match row.get("unaware") {
                Some(value) => self.unaware(value, party, parties),
                None => vec![],
            };
            let Some(party) = party else { continue };
            found.push(Perception {
                party,
                view,
                unaware,
                reasons,
                span: entry.key_span,
            });
        }
        found
    }

    fn view_named(&mut self, value: Item<'a>, views: &[View]) -> Option<ViewId> {
        let DeValue::String(name) = value.get_ref() else {
            self.findings
                .wrong_type("`view`", "the name of a view", value);
            return None;
        };
        let position = views.iter().position(|view| view.id == *name);
        if position.is_none() {
            let names = || views.iter().map(|view| view.id.as_str());
            let help = match (nearest(name, names()), listed(names())) {
                (Some(near), _) => did_you_mean(near),
                (None, Some(list)) => format!("the views are {list}"),
                (None, None) => {
                    "there are no views; write what it believes under `[views.NAME.PARTY]`"
                        .to_owned()
                }
            };
            let message = format!("unknown view `{}`", brief(name));
            self.findings.push(
                Diagnostic::error(Code::D055, message)
                    .at(value.span(), "no such view")
                    .help(help),
            );
        }
        position.map(ViewId::new)
    }

    fn unaware(
        &mut self,
        value: Item<'a>,
        party: Option<PartyId>,
        parties: &[Party],
    ) -> Vec<MeasureId> {
        let mut found = vec![];
        for item in self
            .findings
            .array("`unaware`", "an array of measures", value)
            .unwrap_or_default()
        {
            let DeValue::String(name) = item.get_ref() else {
                self.findings.wrong_type(
                    "each item of `unaware`",
                    "a measure as a string, `party.measure`",
                    item,
                );
                continue;
            };
            let measure = match self.names.find(name.trim()) {
                Known::Measure(measure) => measure.id,
                Known::Broken => continue,
                Known::Term(_) | Known::Unknown => {
                    let help = self.names.help(name.trim());
                    let message = format!("unknown measure `{}`", brief(name));
                    self.findings.push(
                        Diagnostic::error(Code::D013, message)
                            .at(item.span(), "no such measure")
                            .help(help),
                    );
                    continue;
                }
            };
            if party.is_some_and(|party| parties[party.idx()].measures.contains(&measure.idx())) {
                let message = format!("`{}` is a measure of the party itself", brief(name));
                let help = "a party knows its own measures; name those of others";
                self.findings.push(
                    Diagnostic::error(Code::D056, message)
                        .at(item.span(), "its own")
                        .help(help),
                );
                continue;
            }
            if !found.contains(&measure) {
                found.push(measure);
            }
        }
        found
    }
}
