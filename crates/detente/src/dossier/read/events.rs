//! Events, distances between them, and figures.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::{GIVE_REASON, Reader};
use crate::dossier::names::{brief, did_you_mean, listed, nearest};
use crate::dossier::row::Row;
use crate::model::{
    Chronology, Code, Date, Dating, Diagnostic, Distance, Event, EventId, Figure, Gap, Moment,
    NoPeriod, Period, Span,
};

/// How a gap calls the day of the dossier.
const AS_OF: &str = "as_of";

/// The names of the events.
#[derive(Default)]
struct EventNames {
    known: BTreeMap<String, (EventId, Span)>,
    /// Whether there are events whose id could not be read.
    any: bool,
}

impl<'a> Reader<'a> {
    /// Reads what the file says of times.
    pub(super) fn chronology(&mut self, file: &Row<'a>) -> Chronology {
        let rows = self.rows(file, "events", |number| format!("event {number}"));
        let n_items = file.get("events").map_or(0, |value| {
            if let DeValue::Array(items) = value.get_ref() {
                items.len()
            } else {
                1
            }
        });
        let mut names = EventNames {
            any: rows.len() < n_items,
            ..EventNames::default()
        };
        let ids: Vec<Option<String>> = rows
            .iter()
            .enumerate()
            .map(|(idx, row)| self.event_id(row, idx, &mut names))
            .collect();
        let events = rows
            .into_iter()
            .zip(ids)
            .filter_map(|(row, id)| self.event(row, id?))
            .collect();
        let rows = self.rows(file, "gaps", |number| format!("gap {number}"));
        let gaps = rows
            .iter()
            .filter_map(|row| self.gap(row, &names))
            .collect();
        let rows = self.rows(file, "figures", |number| format!("figure {number}"));
        let figures = rows.iter().filter_map(|row| self.figure(row)).collect();
        Chronology {
            events,
            gaps,
            figures,
        }
    }

    /// Learns the name of an event.
    fn event_id(&mut self, row: &Row<'a>, idx: usize, names: &mut EventNames) -> Option<String> {
        let Some(id) = self.findings.text(row, "id") else {
            names.any = true;
            return None;
        };
        let span: Span = row.get("id")?.span().into();
        if id == AS_OF {
            let message = "`as_of` cannot be the name of an event";
            let help = "gaps call the day of the dossier so";
            self.findings.push(
                Diagnostic::error(Code::D009, message)
                    .at(span, "taken")
                    .help(help),
            );
        }
        self.findings.identifier(&id, span, "an event");
        if let Some((_, first)) = names.known.insert(id.clone(), (EventId::new(idx), span)) {
            let message = format!("the event `{}` is declared twice", brief(&id));
            let help = "two dates of one event stand in one table, the second under `claims`";
            self.findings.push(
                Diagnostic::error(Code::D010, message)
                    .at(span, "again")
                    .see(first, "declared here first")
                    .help(help),
            );
        }
        Some(id)
    }

    fn event(&mut self, mut row: Row<'a>, id: String) -> Option<Event> {
        row.what = format!("event `{}`", brief(&id));
        let text = self.findings.text(&row, "text");
        let when = self.period(&row, "when");
        let claims = self.rows(&row, "claims", |number| {
            format!("claim {number} of event `{}`", brief(&id))
        });
        let claims: Vec<Dating> = claims
            .iter()
            .filter_map(|claim| self.dating(claim))
            .collect();
        if row.get("when").is_some() || row.get("claims").is_none() {
            self.warn_unreasoned(&row, &row.what, row.span, GIVE_REASON);
        }
        let reasons = self.reasons(&row);
        Some(Event {
            id,
            text: text?,
            when,
            reasons,
            claims,
            span: row.span,
        })
    }

    fn dating(&mut self, row: &Row<'a>) -> Option<Dating> {
        self.warn_unreasoned(row, &row.what, row.span, GIVE_REASON);
        let (when, reasons) = (self.period(row, "when"), self.reasons(row));
        Some(Dating {
            when: when?,
            reasons,
            span: row.span,
        })
    }

    fn gap(&mut self, row: &Row<'a>, names: &EventNames) -> Option<Gap> {
        self.warn_unreasoned(row, &row.what, row.span, GIVE_REASON);
        let (from, to) = (
            self.moment(row, "from", names),
            self.moment(row, "to", names),
        );
        let (at_least, at_most) = (
            self.distance(row, "at_least"),
            self.distance(row, "at_most"),
        );
        let says = self.findings.text(row, "says");
        let reasons = self.reasons(row);
        if let (Some(least), Some(most)) = (at_least, at_most)
            && least.days().0 > most.days().1
        {
            let message = format!("{} is at least {least} and at most {most}", row.what);
            let span = row
                .get("at_most")
                .map_or(row.span, |value| value.span().into());
            self.findings.push(
                Diagnostic::error(Code::D047, message)
                    .at(span, "less than the least")
                    .help("exchange the two"),
            );
        }
        let (from, to) = (from?, to?);
        if from == to {
            let message = format!("{} leads from a moment to itself", row.what);
            let span = row.get("to").map_or(row.span, |value| value.span().into());
            self.findings.push(
                Diagnostic::error(Code::D048, message)
                    .at(span, "the same")
                    .help("name two different events"),
            );
        }
        Some(Gap {
            from,
            to,
            at_least,
            at_most,
            says,
            reasons,
            span: row.span,
        })
    }

    /// An event, or the day of the dossier.
    fn moment(&mut self, row: &Row<'a>, key: &str, names: &EventNames) -> Option<Moment> {
        let name = self.findings.text(row, key)?;
        let span: Span = row.get(key)?.span().into();
        if name == AS_OF {
            if self.as_of.is_none() {
                let message = format!(
                    "{} leads to `as_of`, which the dossier does not give",
                    row.what
                );
                let help = "add `as_of = 2025-10-24` to `[dossier]`, with the day on which the dossier stands";
                self.findings.push(
                    Diagnostic::error(Code::D049, message)
                        .at(span, "not given")
                        .help(help),
                );
            }
            return Some(Moment::AsOf);
        }
        let found = names.known.get(&name).map(|(event, _)| *event);
        if found.is_none() && !names.any {
            let known = || names.known.keys().map(String::as_str);
            let help = match (nearest(&name, known()), listed(known())) {
                (Some(near), _) => did_you_mean(near),
                (None, Some(list)) => {
                    format!("the events are {list}; the day of the dossier is `as_of`")
                }
                (None, None) => "declare it as `[[events]]` with this `id`".to_owned(),
            };
            let message = format!("unknown event `{}`", brief(&name));
            self.findings.push(
                Diagnostic::error(Code::D045, message)
                    .at(span, "no such event")
                    .help(help),
            );
        }
        found.map(Moment::Event)
    }

    fn distance(&mut self, row: &Row<'a>, key: &str) -> Option<Distance> {
        let text = self.findings.text(row, key)?;
        let distance = Distance::read(&text);
        if distance.is_none() {
            let message = format!("`{}` is not a distance in time", brief(&text));
            let help = format!(
                "write a number up to {} with days, weeks, fortnights, months, quarters, seasons, years or decades, as `2 years`, `half a year` or `about 3 months`",
                Distance::COUNT_MAX
            );
            self.findings.push(
                Diagnostic::error(Code::D047, message)
                    .at(row.get(key)?.span(), "not a distance")
                    .help(help),
            );
        }
        distance
    }

    /// A period as a string, or a day.
    pub(super) fn period(&mut self, row: &Row<'a>, key: &str) -> Option<Period> {
        let value = row.get(key)?;
        if let DeValue::Datetime(_) = value.get_ref() {
            return self
                .findings
                .day(row, key)
                .map(|(day, _): (Date, _)| Period::day(day));
        }
        let DeValue::String(_) = value.get_ref() else {
            self.findings
                .wrong_type(&format!("`{key}`"), "a day, or a period as a string", value);
            return None;
        };
        let text = self.findings.text(row, key)?;
        let message = match Period::read(&text) {
            Ok(period) => return Some(period),
            Err(NoPeriod::Unreadable) => format!("`{}` is not a time", brief(&text)),
            Err(NoPeriod::NotInCalendar) => format!("`{}` is not in the calendar", brief(&text)),
            Err(NoPeriod::Backwards) => format!("`{}` ends before it begins", brief(&text)),
            Err(NoPeriod::ShortYear) => format!("`{}` has a year of two digits", brief(&text)),
            Err(NoPeriod::TwoReadings(first, second)) => {
                format!("`{}` has two readings, {first} and {second}", brief(&text))
            }
        };
        let help = "write a day as `2025-10-24`, a month as `2025-10` or `late 2025-10`, a quarter as `2025-Q3`, a year as `2025`, or two of these with `..` between";
        self.findings.push(
            Diagnostic::error(Code::D046, message)
                .at(value.span(), "not a time")
                .help(help),
        );
        None
    }

    fn figure(&mut self, row: &Row<'a>) -> Option<Figure> {
        self.warn_unreasoned(row, &row.what, row.span, GIVE_REASON);
        let of = self.findings.text(row, "of");
        let at = self.period(row, "at");
        let value = row
            .get("value")
            .and_then(|value| self.amount("`value`", value));
        let definition = self.findings.text(row, "definition");
        let reasons = self.reasons(row);
        Some(Figure {
            of: of?,
            at: at?,
            value: value?,
            definition,
            reasons,
            span: row.span,
        })
    }
}
