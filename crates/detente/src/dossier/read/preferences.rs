//! What parties want: statements, rankings, values, and rival views of them.

use std::collections::HashMap;

use toml::de::DeValue;

use super::{GIVE_REASON, Reader};
use crate::dossier::fields;
use crate::dossier::names::{brief, did_you_mean, listed, nearest};
use crate::dossier::row::{Item, Row};
use crate::model::{
    Code, Diagnostic, ENTRIES_MAX, Party, PartyId, Preference, Ranking, Span, Standing, State,
    Statement, Value, View,
};

impl<'a> Reader<'a> {
    /// The statements of a party, most important first.
    pub(super) fn statements(&mut self, row: &Row<'a>, whose: &str) -> Vec<Statement> {
        let rows = self.rows(row, "prefers", |number| {
            format!("statement {number} of {whose}")
        });
        rows.iter().filter_map(|row| self.statement(row)).collect()
    }

    fn statement(&mut self, row: &Row<'a>) -> Option<Statement> {
        self.warn_unreasoned(row, &row.what, row.span, GIVE_REASON);
        let that = self.formula(row, "that");
        let or = self.formulas(row, "or");
        let much = self.findings.flag(row, "much").unwrap_or_default();
        let text = self.findings.text(row, "text");
        let standing = self.standing(row);
        Some(Statement {
            that: that?,
            or,
            much,
            text,
            standing,
            span: row.span,
        })
    }

    /// What combinations of measures are worth to a party.
    pub(super) fn worths(&mut self, row: &Row<'a>, whose: &str) -> Vec<Value> {
        let rows = self.rows(row, "values", |number| format!("value {number} of {whose}"));
        rows.iter().filter_map(|row| self.value(row)).collect()
    }

    fn value(&mut self, row: &Row<'a>) -> Option<Value> {
        self.warn_unreasoned(row, &row.what, row.span, GIVE_REASON);
        let of = self.formula(row, "of");
        let worth = self.worth(row);
        let standing = self.standing(row);
        let (low, high) = worth?;
        Some(Value {
            of: of?,
            low,
            high,
            standing,
            span: row.span,
        })
    }

    /// A party's ranking of the states.
    pub(super) fn ranking(&mut self, row: &Row<'a>, whose: &str) -> Option<Ranking> {
        let value = row.get("ranking")?;
        let span = row.key_span("ranking")?;
        let what = format!("the ranking of {whose}");
        if let DeValue::Array(_) = value.get_ref() {
            let help = "write it as a table with `states = […]`, and cite evidence or write `basis = \"judgement\"`";
            let message = format!("no reason is given for {what}");
            self.findings.push(
                Diagnostic::warning(Code::W101, message)
                    .at(span, "why?")
                    .help(help),
            );
            return Some(Ranking {
                classes: self.classes(&what, value)?,
                standing: Standing::default(),
                span,
            });
        }
        let DeValue::Table(_) = value.get_ref() else {
            self.findings
                .wrong_type(&what, "an array of states, or a table with `states`", value);
            return None;
        };
        let table = self.findings.row(&fields::RANKING, value, what.clone())?;
        self.warn_unreasoned(&table, &what, span, GIVE_REASON);
        if let Some(span) = table.key_span("pairs") {
            let message = format!(
                "`pairs` of {what} compares the states of a graph, and this dossier has measures"
            );
            let help = "rank the states with `states`, or write statements with `prefers`";
            self.findings.push(
                Diagnostic::error(Code::D050, message)
                    .at(span, "only in graph form")
                    .help(help),
            );
        } else if table.get("states").is_none() {
            let finding = Diagnostic::error(Code::D006, format!("missing key `states` in {what}"))
                .at(table.span, "`states` is missing");
            self.findings.push(finding.help("add `states = [\"YN\", [\"NN\", \"YY\"], \"NY\"]`: every feasible state once, best first"));
        }
        let classes = table
            .get("states")
            .and_then(|states| self.classes(&what, states));
        let standing = self.standing(&table);
        Some(Ranking {
            classes: classes?,
            standing,
            span,
        })
    }

    fn classes(&mut self, what: &str, value: Item<'a>) -> Option<Vec<Vec<(State, Span)>>> {
        const EXPECTED: &str = "an array of states, best first";
        let items = self.findings.array(what, EXPECTED, value)?;
        let mut seen: HashMap<State, Span> = HashMap::new();
        let mut classes = vec![];
        for item in items {
            let members = match item.get_ref() {
                DeValue::Array(tie) if tie.is_empty() => {
                    let help = "leave it out";
                    self.findings.push(
                        Diagnostic::error(Code::D008, "a tie of no states")
                            .at(item.span(), "empty")
                            .help(help),
                    );
                    continue;
                }
                DeValue::Array(tie) => &tie[..],
                _ => std::slice::from_ref(item),
            };
            classes.push(
                members
                    .iter()
                    .filter_map(|state| self.state(state, &mut seen))
                    .collect(),
            );
        }
        Some(classes)
    }

    fn state(&mut self, item: Item<'a>, seen: &mut HashMap<State, Span>) -> Option<(State, Span)> {
        let span = Span::from(item.span());
        let DeValue::String(letters) = item.get_ref() else {
            self.findings
                .wrong_type("each state", "a string of `Y` and `N`", item);
            return None;
        };
        if let Some(wrong) = letters.chars().find(|letter| !matches!(letter, 'Y' | 'N')) {
            let message = format!("`{}` is not a state", brief(letters));
            let help = "a state has one letter per entry, `Y` or `N`";
            let label = format!("`{}` is neither `Y` nor `N`", brief(&wrong.to_string()));
            self.findings.push(
                Diagnostic::error(Code::D018, message)
                    .at(span, label)
                    .help(help),
            );
            return None;
        }
        if !self.names.measures_are_sound() || self.layout.len() > ENTRIES_MAX {
            return None;
        }
        let Some(state) = State::from_letters(letters, self.layout.len()) else {
            let names = self.layout.iter().map(|entry| entry.name.as_str());
            let help = listed(names).map_or_else(
                || "there are no measures".to_owned(),
                |list| format!("the letters are {list}"),
            );
            let message = format!(
                "expected {} letters for a state, found {}",
                self.layout.len(),
                letters.len()
            );
            self.findings.push(
                Diagnostic::error(Code::D018, message)
                    .at(span, "wrong length")
                    .help(help),
            );
            return None;
        };
        if let Some(entry) = (1..self.layout.len())
            .find(|&entry| !self.layout[entry].lowest && state.has(entry) && !state.has(entry - 1))
        {
            let (upper, lower) = (&self.layout[entry].name, &self.layout[entry - 1].name);
            let message = format!("`{letters}` is not a state: it has `{upper}` but not `{lower}`");
            let help = "a higher level includes the lower ones";
            self.findings.push(
                Diagnostic::error(Code::D018, message)
                    .at(span, "levels out of order")
                    .help(help),
            );
            return None;
        }
        if let Some(first) = seen.insert(state, span) {
            let message = format!("the state `{letters}` is ranked twice");
            self.findings.push(
                Diagnostic::error(Code::D019, message)
                    .at(span, "again")
                    .see(first, "ranked here first"),
            );
        }
        Some((state, span))
    }

    /// The rival views.
    pub(super) fn views(&mut self, file: &Row<'a>, parties: &[Party]) -> Vec<View> {
        let Some(section) = self.section(file, "views") else {
            return vec![];
        };
        let mut views = vec![];
        for entry in section.chosen() {
            if entry.key == "base" {
                let message = "`base` cannot be the name of a view";
                let help = "the parties' own preferences are the view `base`";
                self.findings.push(
                    Diagnostic::error(Code::D009, message)
                        .at(entry.key_span, "a reserved name")
                        .help(help),
                );
            }
            self.findings
                .identifier(entry.key, entry.key_span, "a view");
            let Some(row) =
                self.findings
                    .row(&fields::VIEW, entry.value, format!("view `{}`", entry.key))
            else {
                continue;
            };
            let text = self.findings.text(&row, "text");
            let replaces = row
                .chosen()
                .iter()
                .filter_map(|party| self.replacement(party, entry.key, parties))
                .collect();
            views.push(View {
                id: entry.key.to_owned(),
                text,
                replaces,
                span: entry.key_span,
            });
        }
        views
    }

    fn replacement(
        &mut self,
        entry: &crate::dossier::row::Entry<'a>,
        view: &str,
        parties: &[Party],
    ) -> Option<(PartyId, Preference)> {
        let party = self.party_id(
            entry.key,
            entry.key_span,
            &format!("view `{view}`"),
            parties,
        );
        let row = self.findings.row(
            &fields::REPLACEMENT,
            entry.value,
            format!("`{}` in view `{view}`", entry.key),
        )?;
        let preference = self.preference(&row, &format!("`{}` in view `{view}`", entry.key));
        Some((party?, preference))
    }

    /// The party with this id; reports when there is none.
    pub(super) fn party_id(
        &mut self,
        id: &str,
        span: Span,
        place: &str,
        parties: &[Party],
    ) -> Option<PartyId> {
        let position = parties.iter().position(|party| party.id == id);
        if position.is_none() && !parties.is_empty() {
            let names = || parties.iter().map(|party| party.id.as_str());
            let help = match nearest(id, names()) {
                Some(near) => did_you_mean(near),
                None => format!("the parties are {}", listed(names()).unwrap_or_default()),
            };
            let message = format!("unknown party `{}` in {place}", brief(id));
            self.findings.push(
                Diagnostic::error(Code::D013, message)
                    .at(span, "no such party")
                    .help(help),
            );
        }
        position.map(PartyId::new)
    }
}
