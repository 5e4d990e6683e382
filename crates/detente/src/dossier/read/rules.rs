//! Rules: what cannot be, and which moves cannot be made.

use super::Reader;
use crate::dossier::fields;
use crate::dossier::row::Row;
use crate::model::{BANS_MAX, Code, Diagnostic, MoveRule, Party, PartyId, Rule, Span, Written};

/// The three ways to say a rule.
const FORMS: [&str; 3] = ["never", "always", "never_move"];

/// The rules of a file.
#[derive(Default)]
pub(super) struct Rules {
    pub(super) of_states: Vec<Rule>,
    pub(super) of_moves: Vec<MoveRule>,
}

impl<'a> Reader<'a> {
    pub(super) fn rules(&mut self, file: &Row<'a>, parties: &[Party]) -> Rules {
        let mut rules = Rules::default();
        for row in self.rows(file, "rules", |number| format!("rule {number}")) {
            self.rule(&row, parties, &mut rules);
        }
        if let Some(first_too_many) = rules.of_moves.get(BANS_MAX) {
            let message = format!(
                "{} rules about moves are more than the {BANS_MAX} that the program takes",
                rules.of_moves.len()
            );
            self.findings.push(
                Diagnostic::error(Code::D090, message)
                    .at(first_too_many.span, "one too many")
                    .help("join rules that bind the same party and start alike: `to = \"… or …\"`"),
            );
        }
        rules
    }

    fn rule(&mut self, row: &Row<'a>, parties: &[Party], rules: &mut Rules) {
        let why = self.findings.text(row, "why");
        let reasons = self.reasons(row);
        if row.get("why").is_none() {
            self.warn_unreasoned(
                row,
                &row.what,
                row.span,
                "say why with `why`, or cite evidence",
            );
        }
        let [never, always] = ["never", "always"].map(|key| self.formula(row, key));
        let moves = self.never_move(row, parties);
        if !self.has_one_form(row) {
            return;
        }
        let span = row.span;
        if let Some((by, from, to)) = moves {
            rules.of_moves.push(MoveRule {
                by,
                from,
                to,
                why,
                reasons,
                span,
            });
        } else if let Some(condition) = never.or(always) {
            rules.of_states.push(Rule {
                condition,
                always: row.get("always").is_some(),
                why,
                reasons,
                span,
            });
        }
    }

    /// Whom a rule about moves binds, where they start and where they end.
    fn never_move(
        &mut self,
        rule: &Row<'a>,
        parties: &[Party],
    ) -> Option<(Option<PartyId>, Written, Written)> {
        let what = format!("`never_move` of {}", rule.what);
        let row = self
            .findings
            .row(&fields::NEVER_MOVE, rule.get("never_move")?, what)?;
        let by = self.findings.text(&row, "by");
        let is_named = row.get("by").is_some();
        let by = by.and_then(|id| {
            let place = row.get("by")?.span().into();
            self.party_id(&id, place, &row.what, parties)
        });
        let (from, to) = (self.formula(&row, "from"), self.formula(&row, "to"));
        if is_named && by.is_none() {
            return None;
        }
        Some((by, from?, to?))
    }

    /// Whether a rule has exactly one of its forms; reports when it has not.
    fn has_one_form(&mut self, row: &Row<'a>) -> bool {
        let used: Vec<(&str, Span)> = FORMS
            .into_iter()
            .filter_map(|form| Some((form, row.key_span(form)?)))
            .collect();
        match used[..] {
            [_] => true,
            [] => {
                let message = format!(
                    "{} has neither `never` nor `always` nor `never_move`",
                    row.what
                );
                let help = "say with `never` what cannot be, with `always` what cannot fail to be, or with `never_move` which moves cannot be made";
                self.findings.push(
                    Diagnostic::error(Code::D006, message)
                        .at(row.span, "no condition")
                        .help(help),
                );
                false
            }
            [(first, first_span), (second, second_span), ..] => {
                let message = format!("{} has both `{first}` and `{second}`", row.what);
                self.findings.push(
                    Diagnostic::error(Code::D023, message)
                        .at(second_span, "and here")
                        .see(first_span, "here")
                        .help("write two rules"),
                );
                false
            }
        }
    }
}
