//! The roadmap: its horizon, what each party brings, its measures, the promises of third parties, further plans.
//!
//! Read after everything else, because targets may be terms. Two passes again: the measures of the roadmap are declared
//! before anything names them.

mod checks;
mod commitments;
mod moves;
mod plans;
mod targets;
#[cfg(test)]
mod tests;

use super::{GIVE_REASON, Reader};
use crate::dossier::defaults;
use crate::dossier::fields::{self, Kind};
use crate::dossier::row::{Item, Row};
use crate::model::{
    Assurance, Code, Commitment, Diagnostic, Dossier, MeasureId, Objective, PartyId, Roadmap, Span,
    Stake, Tail,
};
use toml::de::DeValue;

/// What the names in the section stand for.
struct Scope<'d> {
    /// Everything outside the section.
    dossier: &'d Dossier,
    /// The measure of each commitment and the level that it reaches.
    steps: Vec<(MeasureId, usize)>,
    /// Whether there are commitments whose names could not be read.
    open: bool,
}

impl Scope<'_> {
    /// The name of a measure at a level.
    fn name(&self, (measure, level): (MeasureId, usize)) -> String {
        defaults::name(self.dossier, measure, level)
    }

    fn is_yes_no(&self, measure: MeasureId) -> bool {
        self.dossier.measures[measure.idx()].levels.is_empty()
    }
}

impl<'a> Reader<'a> {
    /// Reads the roadmap of a dossier that has been read otherwise.
    pub(super) fn roadmap(&mut self, file: &Row<'a>, dossier: &Dossier) -> Option<Roadmap> {
        let section = self.section(file, "roadmap")?;
        let span = file.key_span("roadmap")?;
        let (declared, scope) = self.declare_commitments(&section, dossier);
        let mut commitments: Vec<Commitment> = vec![];
        let mut worthless = vec![];
        for it in &declared {
            let n_errors = self.findings.n_errors();
            let commitment = self.commitment(it, &scope);
            // What could not be read may be a worth.
            worthless.push(
                self.findings.n_errors() == n_errors
                    && it.is_readable()
                    && checks::is_worthless(&commitment),
            );
            commitments.push(commitment);
        }
        self.bind(&mut commitments, &scope);
        let assurances = self.assurances(&section, &scope, &commitments);
        let stakes = self.stakes(&section, dossier, &commitments, &assurances);
        let phases = self.findings.count(&section, "phases").unwrap_or(1);
        let phase = self.findings.text(&section, "phase");
        let targets = self.targets(&section, &scope);
        let objective = self
            .findings
            .word(&section, "objective", &Objective::ALL)
            .unwrap_or_default();
        let tail = self
            .findings
            .word(&section, "tail", &Tail::ALL)
            .unwrap_or_default();
        let false_alarm = self.estimate(&section, "false_alarm").unwrap_or_default();
        let variants = self.variants(&section, &scope);
        let all = || {
            scope
                .all()
                .map(|id| (id, commitments[id.idx()].span))
                .collect()
        };
        let targets = targets.unwrap_or_else(all);
        self.check_targets(&targets, &scope, &worthless);
        let targets = targets.into_iter().map(|(id, _)| id).collect();
        let variants = variants
            .into_iter()
            .map(|variant| variant.finish(self, &scope, &worthless))
            .collect();
        let roadmap = Roadmap {
            phases,
            phase,
            targets,
            objective,
            tail,
            false_alarm,
            stakes,
            commitments,
            assurances,
            variants,
            span,
        };
        self.check_prerequisites(&roadmap);
        Some(roadmap)
    }

    /// What each party of the dossier brings.
    fn stakes(
        &mut self,
        section: &Row<'a>,
        dossier: &Dossier,
        commitments: &[Commitment],
        assurances: &[Assurance],
    ) -> Vec<Stake> {
        let mut stakes: Vec<Option<Stake>> = vec![None; dossier.parties.len()];
        let table = self.section(section, "parties");
        for entry in table.iter().flat_map(Row::chosen) {
            let party = self.party_id(
                entry.key,
                entry.key_span,
                "`[roadmap.parties]`",
                &dossier.parties,
            );
            let row = self.findings.row(
                &fields::STAKE,
                entry.value,
                format!("`[roadmap.parties.{}]`", entry.key),
            );
            let stake = self.stake(row.as_ref(), entry.key_span);
            if let Some(party) = party {
                stakes[party.idx()] = Some(stake);
            }
        }
        // Where the table cannot be read, nothing is known of who lacks a stake.
        if section.get("parties").is_none() || table.is_some() {
            self.check_stakes(dossier, &stakes, commitments, assurances);
        }
        stakes
            .into_iter()
            .map(|stake| stake.unwrap_or_else(|| self.stake(None, Span::default())))
            .collect()
    }

    fn stake(&mut self, row: Option<&Row<'a>>, span: Span) -> Stake {
        let left_out = defaults::stake();
        let Some(row) = row else {
            return Stake { span, ..left_out };
        };
        self.warn_unreasoned(row, &row.what, span, GIVE_REASON);
        Stake {
            patience: self.estimate(row, "patience").unwrap_or(left_out.patience),
            weight: self.estimate(row, "weight").unwrap_or(left_out.weight),
            bond: self.estimate(row, "bond").unwrap_or(left_out.bond),
            reasons: self.reasons(row),
            span,
        }
    }

    fn assurances(
        &mut self,
        section: &Row<'a>,
        scope: &Scope<'_>,
        commitments: &[Commitment],
    ) -> Vec<Assurance> {
        let rows = self.rows(section, "assurances", |number| {
            format!("assurance {number}")
        });
        rows.iter()
            .filter_map(|row| self.assurance(row, scope, commitments))
            .collect()
    }

    fn assurance(
        &mut self,
        row: &Row<'a>,
        scope: &Scope<'_>,
        commitments: &[Commitment],
    ) -> Option<Assurance> {
        self.warn_unreasoned(
            row,
            &row.what,
            row.span,
            "cite evidence with `cites`, or write `basis = \"judgement\"`",
        );
        let by = self.party(row, "by", scope.dossier);
        let to = self.party(row, "to", scope.dossier);
        let against = row
            .get("against")
            .and_then(|value| self.commitment_in("`against`", value, scope));
        let pays = self.estimate(row, "pays");
        let costs = self.estimate(row, "costs").unwrap_or_default();
        let reasons = self.reasons(row);
        let assurance = Assurance {
            by: by?,
            to: to?,
            against: against?,
            pays: pays?,
            costs,
            reasons,
            span: row.span,
        };
        self.check_assurance(row, &assurance, scope.dossier, commitments);
        Some(assurance)
    }

    /// The party that a key names.
    fn party(&mut self, row: &Row<'a>, key: &str, dossier: &Dossier) -> Option<PartyId> {
        let id = self.findings.text(row, key)?;
        self.party_id(
            &id,
            row.get(key)?.span().into(),
            &format!("`{key}` of {}", row.what),
            &dossier.parties,
        )
    }

    /// The items of a list, each read by `item`.
    fn list<T>(
        &mut self,
        row: &Row<'a>,
        key: &str,
        mut item: impl FnMut(&mut Self, Item<'a>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let value = row.get(key)?;
        debug_assert!(
            matches!(row.kind(key), Some(Kind::List(_))),
            "`{key}` is a list"
        );
        let items = self
            .findings
            .array(&format!("`{key}`"), "an array", value)?;
        Some(items.iter().filter_map(|value| item(self, value)).collect())
    }

    /// A string of a list.
    pub(super) fn string(&mut self, what: &str, value: Item<'a>) -> Option<(&'a str, Span)> {
        let DeValue::String(text) = value.get_ref() else {
            self.findings.wrong_type(what, "a string", value);
            return None;
        };
        Some((text, value.span().into()))
    }

    fn report(
        &mut self,
        code: Code,
        message: String,
        span: Span,
        label: &str,
        help: impl Into<String>,
    ) {
        self.findings
            .push(Diagnostic::error(code, message).at(span, label).help(help));
    }
}
