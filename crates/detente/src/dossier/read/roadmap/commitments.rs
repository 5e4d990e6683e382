//! The measures of the roadmap: their names, then what is said of each.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::{GIVE_REASON, Reader, Scope, moves};
use crate::dossier::defaults;
use crate::dossier::fields;
use crate::dossier::names::{brief, did_you_mean, listed, nearest};
use crate::dossier::row::{Entry, Item, Row};
use crate::model::{
    Code, Commitment, CommitmentId, Comparison, Diagnostic, Dossier, Estimate, Formula, MeasureId,
    PartyId, Prerequisite, Span, Visibility,
};

/// A commitment whose name is known.
pub(super) struct Declared<'a> {
    step: (MeasureId, usize),
    span: Span,
    /// Its table, when it is one.
    row: Option<Row<'a>>,
}

impl Declared<'_> {
    /// Whether what is said of it can be looked at.
    pub(super) fn is_readable(&self) -> bool {
        self.row.is_some()
    }
}

impl Scope<'_> {
    /// Every commitment.
    pub(super) fn all(&self) -> impl Iterator<Item = CommitmentId> + use<> {
        (0..self.steps.len()).map(CommitmentId::new)
    }

    /// The commitment that reaches a level of a measure.
    pub(super) fn find(&self, step: (MeasureId, usize)) -> Option<CommitmentId> {
        self.steps
            .iter()
            .position(|known| *known == step)
            .map(CommitmentId::new)
    }
}

impl<'a> Reader<'a> {
    /// Learns the names of the commitments.
    pub(super) fn declare_commitments<'d>(
        &mut self,
        section: &Row<'a>,
        dossier: &'d Dossier,
    ) -> (Vec<Declared<'a>>, Scope<'d>) {
        let mut scope = Scope {
            dossier,
            steps: vec![],
            open: false,
        };
        let mut declared: Vec<Declared<'a>> = vec![];
        let Some(table) = self.section(section, "measures") else {
            scope.open = true;
            return (declared, scope);
        };
        let entries = table.chosen();
        if entries.is_empty() {
            let help = "add the measures of the deal, each under a header `[roadmap.measures.\"party.measure\"]`";
            self.report(
                Code::D006,
                "the roadmap has no measures".to_owned(),
                table.span,
                "empty",
                help,
            );
        }
        let mut places: BTreeMap<(MeasureId, usize), Span> = BTreeMap::new();
        for entry in &entries {
            let Some(step) = self.declared_step(entry, &scope) else {
                scope.open = true;
                continue;
            };
            let name = scope.name(step);
            if let Some(first) = places.get(&step) {
                let message = format!("the measure `{name}` is declared twice in the roadmap");
                self.findings.push(
                    Diagnostic::error(Code::D010, message)
                        .at(entry.key_span, "again")
                        .see(*first, "declared here first"),
                );
                continue;
            }
            let is_yes_no = dossier.measures[step.0.idx()].levels.is_empty();
            if let Some(other) = places
                .get(&(step.0, 1 - step.1.min(1)))
                .filter(|_| is_yes_no)
            {
                let message = format!(
                    "the roadmap has both `{}` and its end",
                    dossier.measure_name(step.0)
                );
                let help = "keep the one that the deal brings about";
                self.findings.push(
                    Diagnostic::error(Code::D023, message)
                        .at(entry.key_span, "and here")
                        .see(*other, "here")
                        .help(help),
                );
            }
            places.insert(step, entry.key_span);
            scope.steps.push(step);
            let row = self.findings.row(
                &fields::COMMITMENT,
                entry.value,
                format!("`{name}` in the roadmap"),
            );
            declared.push(Declared {
                step,
                span: entry.key_span,
                row,
            });
        }
        (declared, scope)
    }

    fn declared_step(
        &mut self,
        entry: &Entry<'a>,
        scope: &Scope<'_>,
    ) -> Option<(MeasureId, usize)> {
        if scope
            .dossier
            .parties
            .iter()
            .any(|party| party.id == entry.key)
        {
            let inner = if let DeValue::Table(table) = entry.value.get_ref() {
                table.keys().next()
            } else {
                None
            };
            let measure = inner.map_or("measure", |key| key.get_ref());
            let help = format!(
                "write the name in quotes: `[roadmap.measures.\"{}.{}\"]`",
                entry.key,
                brief(measure)
            );
            let message = format!("`{}` is a party, not a measure", entry.key);
            self.report(Code::D013, message, entry.key_span, "no such measure", help);
            return None;
        }
        self.step(entry.key, entry.key_span, scope)
    }

    /// The measure and level that a name such as `party.measure>=level` stands for.
    fn step(&mut self, text: &str, span: Span, scope: &Scope<'_>) -> Option<(MeasureId, usize)> {
        let written = self.formula_text(text, span)?;
        let (measure, level) = match written.formula {
            Formula::InForce(measure) => (measure, None),
            Formula::Level {
                measure,
                comparison: Comparison::AtLeast,
                level,
            } => (measure, Some(level)),
            Formula::Not(inner) if matches!(*inner, Formula::InForce(measure) if scope.is_yes_no(measure)) => {
                match *inner {
                    Formula::InForce(measure) => return Some((measure, 0)),
                    _ => return None,
                }
            }
            _ => {
                let message = format!("`{}` is not a measure of a roadmap", brief(text));
                let help = "write `party.measure`, `party.measure>=level` or `not party.measure`";
                self.report(
                    Code::D008,
                    message,
                    written.span,
                    "not a single measure",
                    help,
                );
                return None;
            }
        };
        if scope.is_yes_no(measure) {
            return Some((measure, 1));
        }
        if let Some(level) = level.filter(|level| *level > 0) {
            return Some((measure, level));
        }
        let name = scope.dossier.measure_name(measure);
        let (message, label) = match level {
            Some(_) => (
                format!("the lowest level of `{name}` always holds"),
                "nothing to carry out",
            ),
            None => (
                format!("`{name}` has levels, and none is named"),
                "which level?",
            ),
        };
        let levels = scope.dossier.measures[measure.idx()].levels[1..].iter();
        let names: Vec<String> = levels.map(|level| format!("{name}>={level}")).collect();
        let help = format!(
            "name the level: {}",
            listed(names.iter().map(String::as_str)).unwrap_or_default()
        );
        self.report(Code::D015, message, written.span, label, help);
        None
    }

    /// The commitment that a string names.
    pub(super) fn commitment_in(
        &mut self,
        what: &str,
        value: Item<'a>,
        scope: &Scope<'_>,
    ) -> Option<CommitmentId> {
        let (text, span) = self.string(what, value)?;
        self.commitment_named(text, span, scope)
    }

    /// The commitment with this name; reports when there is none.
    pub(super) fn commitment_named(
        &mut self,
        text: &str,
        span: Span,
        scope: &Scope<'_>,
    ) -> Option<CommitmentId> {
        let step = self.step(text, span, scope)?;
        let found = scope.find(step);
        if found.is_none() && !scope.open {
            let name = scope.name(step);
            let known: Vec<String> = scope.steps.iter().map(|step| scope.name(*step)).collect();
            let names = || known.iter().map(String::as_str);
            let list = listed(names()).unwrap_or_default();
            let near = nearest(&name, names())
                .map(|near| did_you_mean(near) + " ")
                .unwrap_or_default();
            let message = format!("`{name}` is not a measure of the roadmap");
            self.report(
                Code::D013,
                message,
                span,
                "not in the roadmap",
                format!("{near}its measures are {list}"),
            );
        }
        found
    }

    /// Reads what is said of a commitment.
    pub(super) fn commitment(&mut self, declared: &Declared<'a>, scope: &Scope<'_>) -> Commitment {
        let (measure, level) = declared.step;
        let mut commitment = Commitment {
            span: declared.span,
            ..defaults::commitment(scope.dossier, measure, level)
        };
        if let Some(row) = &declared.row {
            self.fill_commitment(&mut commitment, row, scope);
        }
        commitment
    }

    /// Binds the commitments to what the measures' own conditions and the rules about moves permit, and says where the section differs.
    pub(super) fn bind(&mut self, commitments: &mut [Commitment], scope: &Scope<'_>) {
        // Terms of a dossier with errors may lead in a circle.
        if !self.findings.are_sound() {
            return;
        }
        for it in commitments {
            let found = moves::bound(scope, (it.measure, it.level));
            let is_one = it.irreversible.low.nanos == 1_000_000_000;
            if let Some(place) = found.fixed_by
                && it.irreversible.span != Span::default()
                && !is_one
            {
                let message = format!(
                    "the roadmap lets `{}` be undone, which is never permitted",
                    it.id
                );
                let help = "it counts as irreversible: leave `irreversible` out, or correct what forbids it";
                self.findings.push(
                    Diagnostic::warning(Code::W161, message)
                        .at(it.irreversible.span, "less than 1")
                        .see(place, "this never permits it")
                        .help(help),
                );
            }
            if let Some(place) = found.stuck_by
                && it.start.low.nanos < 1_000_000_000
            {
                let message = format!("the roadmap asks for `{}`, which is never permitted", it.id);
                let help = "no plan carries it further than today: correct what forbids it, or leave it out of the roadmap";
                self.findings.push(
                    Diagnostic::warning(Code::W161, message)
                        .at(it.span, "can never be done")
                        .see(place, "this never permits it")
                        .help(help),
                );
            }
            for place in found.unfollowed {
                let message = format!(
                    "the roadmap cannot follow what permits `{}` at some times only",
                    it.id
                );
                let help = "say with `after` and `earliest` when the plan may carry it out; a condition binds by itself where it asks for nothing but measures of the roadmap in force";
                self.findings.push(
                    Diagnostic::warning(Code::W162, message)
                        .at(place, "not followed by the roadmap")
                        .see(it.span, "carried out by the plan")
                        .help(help),
                );
            }
            it.binding = found.binding;
        }
    }

    fn fill_commitment(&mut self, it: &mut Commitment, row: &Row<'a>, scope: &Scope<'_>) {
        self.warn_unreasoned(row, &row.what, it.span, GIVE_REASON);
        it.per_phase = self.worths_by_party(row, "per_phase", scope.dossier);
        it.once = self.worths_by_party(row, "once", scope.dossier);
        it.irreversible = self
            .estimate(row, "irreversible")
            .unwrap_or(it.irreversible);
        it.undo_cost = self.estimate(row, "undo_cost").unwrap_or(it.undo_cost);
        it.discrete = self
            .findings
            .word(row, "kind", &[("divisible", false), ("discrete", true)])
            .unwrap_or_default();
        it.start = self.estimate(row, "start").unwrap_or(it.start);
        it.after = self.after(row, (it.measure, it.level), scope);
        it.earliest = self.findings.count(row, "earliest").unwrap_or(it.earliest);
        it.max_step = self.estimate(row, "max_step").unwrap_or(it.max_step);
        it.withhold = self.visibility(row, "withhold", it.withhold);
        it.reverse = self.visibility(row, "reverse", it.withhold);
        let (id, owner) = (it.id.clone(), it.owner);
        if let Some(linked) = self.list(row, "linked", |reader, value| {
            reader.linked(value, &id, owner, scope.dossier)
        }) {
            it.linked = linked;
            it.linked.sort_unstable();
            it.linked.dedup();
        }
        it.reasons = self.reasons(row);
        self.check_commitment(it, row);
    }

    fn worths_by_party(
        &mut self,
        row: &Row<'a>,
        key: &str,
        dossier: &Dossier,
    ) -> Vec<(PartyId, Estimate)> {
        let Some(table) = row.get(key).and_then(|value| {
            self.findings
                .row(&fields::WORTHS, value, format!("`{key}`"))
        }) else {
            return vec![];
        };
        let mut worths = vec![];
        for entry in table.chosen() {
            let party = self.party_id(
                entry.key,
                entry.key_span,
                &format!("`{key}` of {}", row.what),
                &dossier.parties,
            );
            let worth = self.estimate_in(
                "worth",
                &format!("`{key}` of `{}`", brief(entry.key)),
                entry.value,
            );
            worths.extend(party.zip(worth));
        }
        worths
    }

    fn visibility(&mut self, row: &Row<'a>, key: &str, left_out: Visibility) -> Visibility {
        let Some(table) = row.get(key).and_then(|value| {
            self.findings.row(
                &fields::VISIBILITY,
                value,
                format!("`{key}` of {}", row.what),
            )
        }) else {
            return left_out;
        };
        let detect = self.estimate(&table, "detect").unwrap_or(left_out.detect);
        Visibility {
            detect,
            lag: self.findings.count(&table, "lag").unwrap_or(left_out.lag),
        }
    }

    fn linked(
        &mut self,
        value: Item<'a>,
        whose: &str,
        owner: PartyId,
        dossier: &Dossier,
    ) -> Option<PartyId> {
        let (id, span) = self.string("each item of `linked`", value)?;
        let party = self.party_id(
            id,
            span,
            &format!("`linked` of `{whose}`"),
            &dossier.parties,
        )?;
        if party == owner {
            let message =
                format!("`{whose}` would answer the violations of `{id}`, who carries it out");
            let help = "name the parties whose violations are answered by undoing it; its owner is never one of them";
            self.report(Code::D031, message, span, "the owner", help);
        }
        Some(party)
    }

    /// The prerequisites of a commitment: the next lower level, then what the author lists.
    fn after(
        &mut self,
        row: &Row<'a>,
        step: (MeasureId, usize),
        scope: &Scope<'_>,
    ) -> Vec<Prerequisite> {
        let listed = self
            .list(row, "after", |reader, value| {
                reader.prerequisite("`after`", value, scope)
            })
            .unwrap_or_default();
        let Some(below) = defaults::below(&scope.steps, step) else {
            return listed;
        };
        // A stronger demand on the same level stands for the one that goes without saying.
        if listed
            .iter()
            .any(|it| it.on == below.on && (it.lag > 0 || it.complete))
        {
            return listed;
        }
        std::iter::once(below)
            .chain(listed.into_iter().filter(|it| it.on != below.on))
            .collect()
    }

    /// A prerequisite: the name of a commitment, or a table with its lag and mode.
    pub(super) fn prerequisite(
        &mut self,
        what: &str,
        value: Item<'a>,
        scope: &Scope<'_>,
    ) -> Option<Prerequisite> {
        let span = value.span().into();
        if let DeValue::String(text) = value.get_ref() {
            let on = self.commitment_named(text, span, scope)?;
            return Some(Prerequisite {
                on,
                lag: 0,
                complete: false,
                span,
            });
        }
        let DeValue::Table(_) = value.get_ref() else {
            self.findings.wrong_type(
                &format!("each item of {what}"),
                "a measure of the roadmap, or a table with `measure`",
                value,
            );
            return None;
        };
        let row = self
            .findings
            .row(&fields::WAIT, value, format!("an item of {what}"))?;
        let on = row
            .get("measure")
            .and_then(|value| self.commitment_in("`measure`", value, scope));
        let lag = self.findings.count(&row, "lag").unwrap_or_default();
        let complete = self
            .findings
            .word(&row, "mode", &[("level", false), ("complete", true)])
            .unwrap_or_default();
        Some(Prerequisite {
            on: on?,
            lag,
            complete,
            span,
        })
    }
}
