//! Evidence.

use std::collections::BTreeMap;

use super::Reader;
use crate::dossier::row::Row;
use crate::model::{Code, Diagnostic, Evidence, EvidenceId, EvidenceKind, Span};

/// An item whose id is known.
pub(super) struct Declared<'a> {
    pub(super) id: String,
    pub(super) row: Row<'a>,
}

impl<'a> Reader<'a> {
    /// Learns the ids of the evidence.
    pub(super) fn declare_evidence(&mut self, file: &Row<'a>) -> Vec<Declared<'a>> {
        let rows = self.rows(file, "evidence", |number| {
            format!("item {number} of `evidence`")
        });
        let is_misspelt = self.findings.is_misspelt(file, "evidence");
        if is_misspelt || (file.get("evidence").is_some() && rows.is_empty()) {
            self.names.any_evidence = true;
        }
        let mut places: BTreeMap<String, Span> = BTreeMap::new();
        let mut declared = vec![];
        for mut row in rows {
            let span = row.get("id").map_or(row.span, |value| value.span().into());
            let Some(id) = self.findings.text(&row, "id") else {
                self.names.any_evidence = true;
                continue;
            };
            self.findings.identifier(&id, span, "an item of evidence");
            if let Some(first) = places.get(&id) {
                let message = format!("the evidence `{id}` is declared twice");
                self.findings.push(
                    Diagnostic::error(Code::D010, message)
                        .at(span, "again")
                        .see(*first, "declared here first"),
                );
            }
            self.names
                .evidence
                .insert(id.clone(), EvidenceId::new(declared.len()));
            places.insert(id.clone(), span);
            row.what = format!("evidence `{id}`");
            declared.push(Declared { id, row });
        }
        declared
    }

    /// Reads the evidence.
    pub(super) fn evidence(&mut self, declared: &[Declared<'a>]) -> Vec<Evidence> {
        let origins: Vec<Option<EvidenceId>> =
            declared.iter().map(|item| self.origin(&item.row)).collect();
        self.check_origins(declared, &origins);
        declared
            .iter()
            .zip(origins)
            .filter_map(|(item, origin)| self.item(item, origin))
            .collect()
    }

    fn item(&mut self, declared: &Declared<'a>, origin: Option<EvidenceId>) -> Option<Evidence> {
        let row = &declared.row;
        let date = self.findings.day(row, "date");
        if let Some((date, span)) = date {
            self.not_later(date, span);
        }
        let kind = self.findings.word(row, "kind", &EvidenceKind::ALL);
        let source = self.findings.text(row, "source");
        let grade = self.grade(row);
        let url = self.findings.text(row, "url");
        let marking = self
            .findings
            .text(row, "marking")
            .unwrap_or_else(|| "open".to_owned());
        let says = self.findings.text(row, "says");
        let (date, _) = date?;
        let id = declared.id.clone();
        Some(Evidence {
            id,
            date,
            kind: kind?,
            source: source?,
            grade,
            url,
            origin,
            marking,
            says: says?,
            span: row.span,
        })
    }

    fn origin(&mut self, row: &Row<'a>) -> Option<EvidenceId> {
        let origin = self.findings.text(row, "origin")?;
        self.evidence_id(&origin, row.get("origin")?.span().into())
    }

    /// Reports items that copy each other in a circle, each circle once.
    fn check_origins(&mut self, declared: &[Declared<'a>], origins: &[Option<EvidenceId>]) {
        // 0: not seen; otherwise one more than the item from which the walk that saw it began.
        let mut seen = vec![0; declared.len()];
        for start in 0..declared.len() {
            let mut at = start;
            while seen[at] == 0 {
                seen[at] = start + 1;
                let Some(origin) = origins[at] else { break };
                at = origin.idx();
                if seen[at] == start + 1 {
                    let id = &declared[at].id;
                    let message =
                        format!("the evidence `{id}` is a copy of itself by its `origin`");
                    let place = declared[at]
                        .row
                        .get("origin")
                        .map_or(declared[at].row.span, |value| value.span().into());
                    let help =
                        "`origin` leads from a copy to what it copies; the first of them has none";
                    self.findings.push(
                        Diagnostic::error(Code::D008, message)
                            .at(place, "leads back here")
                            .help(help),
                    );
                }
            }
        }
    }
}
