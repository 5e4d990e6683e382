//! Times and figures told: a section of `check`, and the same as JSON.

use serde_json::{Map, Value, json};

use super::words::{counted, sentence};
use crate::document::Page;
use crate::lint::chronology::{Claim, Clash, End, Link, Point, Series, Times, Window, reasons_of};
use crate::model::{Date, Decimal, Dossier, EventId, Figure, Moment, Period, Reasons};

/// What is known of times and figures, as text; empty where the dossier says nothing of them.
pub fn chronology(dossier: &Dossier, times: &Times, series: &[Series]) -> Page {
    let mut page = Page::default();
    if !times.windows.is_empty() {
        page.heading("Chronology");
        for window in &times.windows {
            let event = &dossier.chronology.events[window.event.idx()];
            let text = format!("{}: {}{}", event.id, event.text, narrowed(dossier, window));
            page.tagged(period(window), text);
        }
        page.line("", "", "");
        page.line("", "", &verdict(times));
    }
    if !series.is_empty() {
        page.heading("Figures");
        for one in series {
            figures(&mut page, dossier, one);
        }
    }
    page
}

fn verdict(times: &Times) -> String {
    match times.clashes.len() {
        0 => "All that is said of these times can be true at once.".to_owned(),
        1 => "One claim cannot be true together with the others and is left out; see the warning W123.".to_owned(),
        n => format!("{n} claims cannot be true together with the others and are left out; see the warnings W123."),
    }
}

/// The window of an event: one day, or two ends, of which either may be open.
fn period(window: &Window) -> String {
    let day = |end: &Option<End>| {
        end.as_ref()
            .map_or_else(String::new, |end| end.day.to_string())
    };
    let (first, last) = (day(&window.first), day(&window.last));
    match first == last {
        true if first.is_empty() => "not dated".to_owned(),
        true => first,
        false => format!("{first}..{last}"),
    }
}

/// By what a window is narrower than the event's own date says.
fn narrowed(dossier: &Dossier, window: &Window) -> String {
    let own = Claim::Own(window.event);
    let by = |end: &Option<End>| {
        end.as_ref()
            .filter(|end| end.by != [own])
            .map(|end| chain(dossier, &end.by))
    };
    match (by(&window.first), by(&window.last)) {
        (None, None) => String::new(),
        (Some(first), Some(last)) if first == last => format!(" (by {first})"),
        (first, last) => {
            let ends = [("earliest", first), ("latest", last)];
            let told: Vec<String> = ends
                .into_iter()
                .filter_map(|(end, by)| Some(format!("{end} by {}", by?)))
                .collect();
            format!(" ({})", told.join("; "))
        }
    }
}

/// Claims in words, each once.
fn chain(dossier: &Dossier, claims: &[Claim]) -> String {
    let mut told: Vec<String> = vec![];
    for claim in claims {
        let name = claim_name(dossier, *claim);
        if !told.contains(&name) {
            told.push(name);
        }
    }
    told.join(", ")
}

fn claim_name(dossier: &Dossier, claim: Claim) -> String {
    let event = |id: EventId| &dossier.chronology.events[id.idx()].id;
    match claim {
        Claim::Own(id) => format!("the date of {}", event(id)),
        Claim::Other(id, _) => format!("a claim about {}", event(id)),
        Claim::Gap(gap) => {
            let gap = &dossier.chronology.gaps[gap];
            format!(
                "the gap from {} to {}",
                moment(dossier, gap.from),
                moment(dossier, gap.to)
            )
        }
    }
}

fn moment(dossier: &Dossier, moment: Moment) -> &str {
    match moment {
        Moment::Event(id) => &dossier.chronology.events[id.idx()].id,
        Moment::AsOf => "as_of",
    }
}

/// A series by definition: "warheads (assembled): 30 (2023-01-01..2023-01-31), …".
fn figures(page: &mut Page, dossier: &Dossier, series: &Series) {
    let all = &dossier.chronology.figures;
    let mut definitions: Vec<&Option<String>> = vec![];
    for figure in series.figures.iter().map(|idx| &all[*idx]) {
        if !definitions.contains(&&figure.definition) {
            definitions.push(&figure.definition);
        }
    }
    for definition in definitions {
        let told = series
            .figures
            .iter()
            .map(|idx| &all[*idx])
            .filter(|figure| figure.definition == *definition);
        let told: Vec<String> = told
            .map(|figure: &Figure| format!("{} ({})", figure.value, short(figure.at)))
            .collect();
        let what = definition
            .as_ref()
            .map_or_else(String::new, |definition| format!(" ({definition})"));
        page.line(
            "  ",
            "    ",
            &format!("{}{what}: {}", all[series.figures[0]].of, told.join(", ")),
        );
    }
    if !series.changes.is_empty() {
        let n = counted(series.changes.len(), "change");
        page.line(
            "    ",
            "    ",
            &sentence(&format!(
                "{n} of definition: these figures are not to be set against each other"
            )),
        );
    }
}

/// A period by its month or year where it is exactly that.
fn short(period: Period) -> String {
    let (first, last) = (period.first, period.last);
    let is_from_to = |from: Option<Date>, to: Option<Date>| from == Some(first) && to == Some(last);
    if is_from_to(
        Date::new(first.year, first.month, 1),
        Date::end_of_month(first.year, first.month),
    ) {
        return format!("{:04}-{:02}", first.year, first.month);
    }
    let is_year = is_from_to(Date::new(first.year, 1, 1), Date::new(first.year, 12, 31));
    if is_year {
        format!("{:04}", first.year)
    } else {
        period.to_string()
    }
}

/// What is known of times and figures, as JSON.
pub fn chronology_json(dossier: &Dossier, times: &Times, series: &[Series]) -> Value {
    let mut map = Map::new();
    map.insert(
        "events".into(),
        times
            .windows
            .iter()
            .map(|window| window_json(dossier, window))
            .collect(),
    );
    map.insert(
        "clashes".into(),
        times
            .clashes
            .iter()
            .map(|clash| clash_json(dossier, clash))
            .collect(),
    );
    map.insert(
        "series".into(),
        series.iter().map(|one| series_json(dossier, one)).collect(),
    );
    Value::Object(map)
}

fn window_json(dossier: &Dossier, window: &Window) -> Value {
    let event = &dossier.chronology.events[window.event.idx()];
    let said = event
        .when
        .iter()
        .chain(event.claims.iter().map(|claim| &claim.when))
        .map(ToString::to_string);
    let day = |end: &Option<End>| end.as_ref().map(|end| end.day.to_string());
    let by = |end: &Option<End>| {
        end.iter()
            .flat_map(|end| &end.by)
            .map(|claim| claim_json(dossier, *claim))
            .collect::<Value>()
    };
    json!({
        "id": event.id,
        "text": event.text,
        "said": said.collect::<Vec<_>>(),
        "first": day(&window.first),
        "last": day(&window.last),
        "first_by": by(&window.first),
        "last_by": by(&window.last),
    })
}

fn claim_json(dossier: &Dossier, claim: Claim) -> Value {
    let event = |id: EventId| &dossier.chronology.events[id.idx()];
    let mut map = Map::new();
    match claim {
        Claim::Own(id) => {
            map.insert("date_of".into(), event(id).id.clone().into());
            map.insert(
                "when".into(),
                event(id).when.map(|when| when.to_string()).into(),
            );
        }
        Claim::Other(id, other) => {
            map.insert("date_of".into(), event(id).id.clone().into());
            map.insert(
                "when".into(),
                event(id).claims[other].when.to_string().into(),
            );
        }
        Claim::Gap(gap) => {
            let gap = &dossier.chronology.gaps[gap];
            map.insert("from".into(), moment(dossier, gap.from).into());
            map.insert("to".into(), moment(dossier, gap.to).into());
            map.insert(
                "at_least".into(),
                gap.at_least.map(|it| it.to_string()).into(),
            );
            map.insert(
                "at_most".into(),
                gap.at_most.map(|it| it.to_string()).into(),
            );
            map.insert("says".into(), gap.says.clone().into());
        }
    }
    let reasons: &Reasons = reasons_of(dossier, claim);
    let cites = reasons
        .cites
        .iter()
        .map(|it| dossier.evidence[it.evidence.idx()].id.clone());
    map.insert("cites".into(), cites.collect::<Vec<_>>().into());
    map.insert("judgement".into(), reasons.judgement.into());
    Value::Object(map)
}

fn clash_json(dossier: &Dossier, clash: &Clash) -> Value {
    let point = |point: Point| match point {
        Point::Calendar => Value::Null,
        Point::Event(id) => dossier.chronology.events[id.idx()].id.clone().into(),
    };
    let link = |link: &Link| json!({ "from": point(link.from), "to": point(link.to), "days_at_most": link.days, "claim": claim_json(dossier, link.claim) });
    json!({
        "claim": claim_json(dossier, clash.claim),
        "days_short": clash.days_short(),
        "circle": clash.circle.iter().map(link).collect::<Value>(),
    })
}

fn series_json(dossier: &Dossier, series: &Series) -> Value {
    let all = &dossier.chronology.figures;
    let figure = |idx: &usize| {
        let figure = &all[*idx];
        let end = |it: Option<(Decimal, bool)>| it.map(|(number, _)| number.to_string());
        let (low, high) = (end(figure.value.least()), end(figure.value.most()));
        json!({
            "at": figure.at.to_string(),
            "low": low,
            "high": high,
            "definition": figure.definition,
            "value": figure.value.to_string(),
        })
    };
    let place = |idx: usize| series.figures.iter().position(|it| *it == idx);
    json!({
        "of": all[series.figures[0]].of,
        "figures": series.figures.iter().map(figure).collect::<Value>(),
        "contradictions": series.conflicting.iter().map(|pair| [place(pair.first), place(pair.second)]).collect::<Vec<_>>(),
        "changes_before": series.changes.iter().map(|change| place(change.after)).collect::<Vec<_>>(),
    })
}
