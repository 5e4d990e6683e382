//! A party's best and worst states, and what decides between two, as JSON: `detente.elicit/1`.

use std::cmp::Ordering;

use serde_json::{Map, Value, json};

use super::super::json::{Input, measures, opening};
use super::text::{line_number, worth};
use super::{Elicited, Subject};
use crate::elicit::{Class, Decision, Ground, Place};
use crate::model::{Citation, Preference, Span, Standing, State};

/// The result of `elicit` as JSON.
pub fn json(subject: &Subject, answer: &Elicited, inputs: &[Input]) -> Value {
    let Subject {
        dossier, setting, ..
    } = subject;
    let party = &dossier.parties[subject.party.idx()];
    let mut map = opening("elicit", inputs);
    map.insert("title".into(), dossier.title.clone().into());
    map.insert(
        "party".into(),
        json!({ "id": party.id, "name": party.name }),
    );
    map.insert("measures".into(), measures(dossier));
    map.insert(
        "view".into(),
        super::super::view_name(dossier, setting).into(),
    );
    let readings: Map<String, Value> = dossier
        .open_terms()
        .into_iter()
        .map(|term| (&dossier.terms[term.idx()], setting.reading(term)))
        .map(|(term, reading)| (term.id.clone(), term.readings[reading].id.clone().into()))
        .collect();
    map.insert("readings".into(), Value::Object(readings));
    map.insert("feasible".into(), answer.standing.n_states.into());
    map.insert("preference".into(), kind(subject.preference()).into());
    map.insert("best".into(), classes(subject, &answer.standing.best));
    map.insert("worst".into(), classes(subject, &answer.standing.worst));
    map.insert(
        "today".into(),
        answer
            .standing
            .today
            .map(|today| place(subject, &today))
            .into(),
    );
    if let Some((places, decision)) = answer.compared {
        map.insert(
            "compared".into(),
            compared(subject, answer, places, decision),
        );
    }
    Value::Object(map)
}

fn kind(preference: &Preference) -> &'static str {
    match preference {
        Preference::Indifferent => "none",
        Preference::Statements(_) => "statements",
        Preference::Ranking(_) => "ranking",
        Preference::Values(_) => "values",
        Preference::Relation(_) => "comparisons",
    }
}

fn state(subject: &Subject, state: State) -> Value {
    json!({ "state": state.letters(subject.conflict.n_entries), "words": subject.state(state) })
}

fn classes(subject: &Subject, classes: &[Class]) -> Value {
    let class = |class: &Class| {
        let states: Value = class.states.iter().map(|it| state(subject, *it)).collect();
        json!({ "rank": class.n_better + 1, "count": class.n_states, "states": states, "truncated": class.states.len() < class.n_states })
    };
    classes.iter().map(class).collect()
}

fn place(subject: &Subject, place: &Place) -> Value {
    json!({
        "state": place.state.letters(subject.conflict.n_entries),
        "words": subject.state(place.state),
        "rank": place.n_better + 1,
        "better": place.n_better,
        "as_good": place.n_equal - 1,
    })
}

fn compared(
    subject: &Subject,
    answer: &Elicited,
    places: &[Place; 2],
    decision: &Decision,
) -> Value {
    let preferred = match decision.preferred {
        Ordering::Greater => "first",
        Ordering::Less => "second",
        Ordering::Equal => "neither",
    };
    let mut map = Map::new();
    map.insert("first".into(), place(subject, &places[0]));
    map.insert("second".into(), place(subject, &places[1]));
    map.insert("preferred".into(), preferred.into());
    let line = |position: usize, says: String, span: Span, standing: &Standing| {
        let mut map = reasons(subject, standing);
        map.insert("number".into(), (position + 1).into());
        map.insert("says".into(), says.into());
        map.insert(
            "line".into(),
            answer.text.map(|text| line_number(span, text)).into(),
        );
        Value::Object(map)
    };
    let words = subject.words();
    match (&decision.ground, subject.preference()) {
        (Ground::Line(Some(position)), Preference::Statements(list)) => {
            let it = &list[*position];
            map.insert(
                "statement".into(),
                line(
                    *position,
                    words.clause(&it.that.formula),
                    it.span,
                    &it.standing,
                ),
            );
        }
        (Ground::Classes(classes), Preference::Ranking(ranking)) => {
            map.insert(
                "classes".into(),
                json!(classes.map(|class| class.map(|class| class + 1))),
            );
            map.insert("of_classes".into(), ranking.classes.len().into());
            map.insert(
                "ranking".into(),
                Value::Object(reasons(subject, &ranking.standing)),
            );
        }
        (Ground::Sums { sums, only }, Preference::Values(list)) => {
            map.insert("worth".into(), json!(sums.map(worth)));
            let values = only.iter().map(|(position, in_first)| {
                let it = &list[*position];
                let mut value = line(
                    *position,
                    words.clause(&it.of.formula),
                    it.span,
                    &it.standing,
                );
                value["worth"] = it.worth().into();
                value["only"] = if *in_first { "first" } else { "second" }.into();
                value
            });
            map.insert("values".into(), values.collect());
        }
        _ => {}
    }
    Value::Object(map)
}

fn reasons(subject: &Subject, standing: &Standing) -> Map<String, Value> {
    let ids = |citations: &[Citation]| -> Value {
        citations
            .iter()
            .map(|citation| subject.dossier.evidence[citation.evidence.idx()].id.clone())
            .collect()
    };
    let mut map = Map::new();
    map.insert("cites".into(), ids(&standing.reasons.cites));
    map.insert("against".into(), ids(&standing.reasons.against));
    map.insert("judgement".into(), standing.reasons.judgement.into());
    map.insert(
        "sure".into(),
        crate::brief::weigh::credence(subject.dossier, standing)
            .map(|sure| json!([sure.low, sure.high]))
            .into(),
    );
    map.insert(
        "since".into(),
        standing.since.map(|since| since.to_string()).into(),
    );
    map
}
