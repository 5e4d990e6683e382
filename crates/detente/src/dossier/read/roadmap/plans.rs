//! Further plans: other demands on the same numbers.

use std::collections::BTreeMap;

use super::targets::Target;
use super::{Reader, Scope};
use crate::dossier::fields;
use crate::dossier::row::{Entry, Row};
use crate::model::{Code, CommitmentId, Diagnostic, Objective, Prerequisite, Span, Variant};

/// A plan whose targets are not checked yet.
pub(super) struct Draft {
    targets: Option<Vec<Target>>,
    variant: Variant,
}

impl Draft {
    /// The plan, once its targets are checked.
    pub(super) fn finish(
        mut self,
        reader: &mut Reader<'_>,
        scope: &Scope<'_>,
        worthless: &[bool],
    ) -> Variant {
        if let Some(targets) = self.targets {
            reader.check_targets(&targets, scope, worthless);
            self.variant.targets = Some(targets.into_iter().map(|(id, _)| id).collect());
        }
        self.variant
    }
}

impl<'a> Reader<'a> {
    /// Reads the further plans.
    pub(super) fn variants(&mut self, section: &Row<'a>, scope: &Scope<'_>) -> Vec<Draft> {
        let table = self.section(section, "plans");
        let entries = table.iter().flat_map(Row::chosen);
        entries
            .filter_map(|entry| self.variant(&entry, scope))
            .collect()
    }

    fn variant(&mut self, entry: &Entry<'a>, scope: &Scope<'_>) -> Option<Draft> {
        if entry.key == "base" {
            let message = "`base` cannot be the name of a plan";
            let help = "what `[roadmap]` itself demands is the plan `base`";
            self.findings.push(
                Diagnostic::error(Code::D009, message)
                    .at(entry.key_span, "a reserved name")
                    .help(help),
            );
        }
        self.findings
            .identifier(entry.key, entry.key_span, "a plan");
        let row = self
            .findings
            .row(&fields::PLAN, entry.value, format!("plan `{}`", entry.key))?;
        let variant = Variant {
            id: entry.key.to_owned(),
            text: self.findings.text(&row, "text"),
            phases: self.findings.count(&row, "phases"),
            targets: None,
            objective: self.findings.word(&row, "objective", &Objective::ALL),
            after: self.further_prerequisites(&row, scope),
            span: entry.key_span,
        };
        Some(Draft {
            targets: self.targets(&row, scope),
            variant,
        })
    }

    fn further_prerequisites(
        &mut self,
        row: &Row<'a>,
        scope: &Scope<'_>,
    ) -> Vec<(CommitmentId, Prerequisite)> {
        let Some(table) = row.get("after").and_then(|value| {
            self.findings
                .row(&fields::WAITS, value, format!("`after` of {}", row.what))
        }) else {
            return vec![];
        };
        let mut waits = vec![];
        let mut places: BTreeMap<CommitmentId, Span> = BTreeMap::new();
        for entry in table.chosen() {
            let waiting = self.commitment_named(entry.key, entry.key_span, scope);
            if let Some(first) = waiting.and_then(|id| places.insert(id, entry.key_span)) {
                let message = format!("`after` of {} names one measure twice", row.what);
                self.findings.push(
                    Diagnostic::error(Code::D010, message)
                        .at(entry.key_span, "again")
                        .see(first, "first here"),
                );
            }
            let what = format!("`{}`", entry.key);
            let items = self
                .findings
                .array(&what, "an array of measures", entry.value)
                .unwrap_or_default();
            for item in items {
                let on = self.prerequisite(&what, item, scope);
                waits.extend(waiting.zip(on));
            }
        }
        waits
    }
}
