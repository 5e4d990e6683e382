//! Who is essential, as sentences, tables, text and JSON.

use serde_json::{Map, Value, json};

use super::compare::{turn_in_words, turn_keys};
use super::json::add_to_each;
use super::text::{begun, headed};
use super::words::{Words, count, counted, sentence};
use crate::compare::{Topic, Turn};
use crate::document::Page;
use crate::model::{Bar, Conflict, Dossier, MeasureId, Need, Role, Veto};
use crate::roles::{PartyRole, Variant};
use crate::stability::Case;

/// The rule by which a party is called essential.
pub(super) const RULE: &str = "Essential: the question, or where it settles, needs an act or a consent of the party, or the answer to the \
    question turns when the party keeps to today’s measures. Matters: it could block something else, or another verdict turns. \
    Watches: neither. Held: it keeps to today’s measures. Free: its measures may change both ways from every state that the rules allow.";

/// The columns of the table.
pub(super) const COLUMNS: [&str; 6] = [
    "party",
    "role",
    "could block",
    "must act",
    "turns if held",
    "turns if free",
];

/// A sentence, and the measures that it is about.
pub(super) struct Told {
    pub(super) text: String,
    pub(super) measures: Vec<MeasureId>,
}

/// Speaks about the roles in one case.
pub(super) struct Roles<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) case: &'a Case,
}

impl Roles<'_> {
    fn conflict(&self) -> &Conflict {
        self.case.space.conflict()
    }

    /// Who has which role, in one line.
    pub(super) fn summary(&self, parts: &[PartyRole]) -> String {
        let told = [Role::Essential, Role::Matters, Role::Watches]
            .into_iter()
            .filter_map(|role| {
                let names: Vec<&str> = parts
                    .iter()
                    .filter(|part| part.role == role)
                    .map(|part| self.dossier.parties[part.party.idx()].name.as_str())
                    .collect();
                let verb = match (role, names.len()) {
                    (_, 0) => return None,
                    (Role::Essential, 1) => "is essential",
                    (Role::Essential, _) => "are essential",
                    (Role::Matters, 1) => "matters",
                    (Role::Matters, _) => "matter",
                    (Role::Watches, 1) => "watches",
                    (Role::Watches, _) => "watch",
                };
                Some(format!("{} {verb}", enumerated(&names)))
            });
        sentence(&told.collect::<Vec<_>>().join("; "))
    }

    /// The turns of a variant without those of a term that the question asks for, which the question's own turn tells.
    fn turns<'a>(&'a self, variant: &'a Variant) -> Vec<&'a Turn> {
        let conflict = self.conflict();
        let is_asked = |name: &str| {
            conflict
                .named
                .iter()
                .any(|named| named.name == name && Some(named.holds) == conflict.question)
        };
        variant
            .turns
            .iter()
            .filter(|turn| !matches!(&turn.topic, Topic::Named(name) if is_asked(name)))
            .collect()
    }

    /// The row of a party.
    pub(super) fn row(&self, part: &PartyRole) -> Vec<String> {
        let mut over: Vec<MeasureId> = part.vetoes.iter().map(|veto| veto.over).collect();
        over.dedup();
        let mut blocks: Vec<String> = Vec::new();
        blocks.extend((!part.question.is_empty()).then(|| "question".to_string()));
        blocks.extend((!over.is_empty()).then(|| counted(over.len(), "measure")));
        let mut acts: Vec<MeasureId> = part
            .question
            .iter()
            .chain(&part.settling)
            .filter(|need| need.acts)
            .map(|need| need.measure)
            .collect();
        acts.sort_unstable();
        acts.dedup();
        let dash = |text: String| {
            if text.is_empty() {
                "–".to_string()
            } else {
                text
            }
        };
        let variant = |variant: &Option<Variant>| match variant
            .as_ref()
            .map(|variant| (variant, self.turns(variant).len()))
        {
            None => "–".to_string(),
            Some((variant, _)) if variant.turns_the_question() => "question".to_string(),
            Some((_, 0)) => "nothing".to_string(),
            Some((_, 1)) => "1 verdict".to_string(),
            Some((_, n)) => format!("{n} verdicts"),
        };
        vec![
            self.dossier.parties[part.party.idx()].name.clone(),
            part.role.word().to_string(),
            dash(blocks.join(", ")),
            dash(if acts.is_empty() {
                String::new()
            } else {
                count(acts.len())
            }),
            variant(&part.held),
            variant(&part.freed),
        ]
    }

    /// All that is found about a party, one sentence each.
    pub(super) fn sentences(&self, part: &PartyRole) -> Vec<Told> {
        let mut told: Vec<Told> = part
            .question
            .iter()
            .map(|need| self.for_the_question(need, &part.settling))
            .collect();
        told.extend(self.where_it_settles(part));
        told.extend(part.vetoes.iter().map(|veto| self.veto(veto)));
        if self.dossier.parties[part.party.idx()].measures.is_empty() {
            told.push(Told {
                text: "It has no measure of its own.".to_string(),
                measures: vec![],
            });
        }
        for (opening, variant) in [
            ("If it keeps to today’s measures", &part.held),
            ("Free of its constraints", &part.freed),
        ] {
            told.extend(variant.iter().map(|variant| Told {
                text: self.variant(opening, variant),
                measures: vec![],
            }));
        }
        told
    }

    fn levels(&self, measure: MeasureId, levels: &[usize]) -> String {
        let words = Words::new(self.dossier);
        levels
            .iter()
            .map(|level| words.level(measure, *level))
            .collect::<Vec<_>>()
            .join(" or ")
    }

    fn for_the_question(&self, need: &Need, settling: &[Need]) -> Told {
        let where_it_holds = self.levels(need.measure, &need.levels);
        let text = match need.acts {
            true if settling.iter().any(|other| is_same(need, other)) => {
                format!(
                    "Must act: the question holds only where {where_it_holds}, and so it is {}; not so today.",
                    self.place()
                )
            }
            true => {
                format!("Must act: the question holds only where {where_it_holds}; not so today.")
            }
            false if self.conflict().status_quo.is_none() => {
                format!("Could block the question, which holds only where {where_it_holds}.")
            }
            false => format!(
                "Could block the question, which holds only where {where_it_holds}, as today."
            ),
        };
        Told {
            text,
            measures: vec![need.measure],
        }
    }

    fn place(&self) -> &'static str {
        if self.case.headline.equilibria.len() == 1 {
            "in the equilibrium reached"
        } else {
            "in every equilibrium reached"
        }
    }

    /// What must be done where it settles and was not told of the question.
    fn where_it_settles(&self, part: &PartyRole) -> Option<Told> {
        let left: Vec<&Need> = part
            .settling
            .iter()
            .filter(|need| !part.question.iter().any(|other| is_same(need, other)))
            .collect();
        let acts: Vec<String> = left
            .iter()
            .map(|need| self.levels(need.measure, &need.levels))
            .collect();
        let text = format!(
            "Must act: {} {}; not so today.",
            self.place(),
            acts.join("; ")
        );
        (!left.is_empty()).then(|| Told {
            text,
            measures: left.iter().map(|need| need.measure).collect(),
        })
    }

    fn variant(&self, opening: &str, variant: &Variant) -> String {
        let turns: Vec<String> = self
            .turns(variant)
            .into_iter()
            .map(|turn| turn_in_words(self.dossier, turn))
            .collect();
        if turns.is_empty() {
            format!("{opening}, no verdict turns.")
        } else {
            format!("{opening}: {}.", turns.join("; "))
        }
    }

    fn veto(&self, veto: &Veto) -> Told {
        let words = Words::new(self.dossier);
        let by: Vec<String> = veto
            .by
            .iter()
            .map(|(measure, levels)| self.levels(*measure, levels))
            .collect();
        let by = by.join(" and ");
        let opening = if veto.today {
            format!("As long as {by}, as today")
        } else {
            format!("Where {by}")
        };
        let is_plain = self.dossier.measures[veto.over.idx()].levels.is_empty();
        let bar = match &veto.bars {
            Bar::Raise if is_plain => format!("this cannot begin: {}", words.level(veto.over, 1)),
            Bar::Lower if is_plain => format!("this cannot end: {}", words.level(veto.over, 1)),
            Bar::Raise => format!("{} cannot rise", words.subject(veto.over)),
            Bar::Lower => format!("{} cannot fall", words.subject(veto.over)),
            Bar::Levels(levels) => format!("this cannot be: {}", self.levels(veto.over, levels)),
        };
        let measures = veto
            .by
            .iter()
            .map(|(measure, _)| *measure)
            .chain([veto.over])
            .collect();
        Told {
            text: format!("{opening}, {bar}."),
            measures,
        }
    }
}

fn enumerated(names: &[&str]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => names.concat(),
    }
}

fn is_same(a: &Need, b: &Need) -> bool {
    (a.measure, &a.levels) == (b.measure, &b.levels)
}

/// The roles of the parties as text, case by case; `None` where they were not found.
pub fn essential(dossier: &Dossier, cases: &[Case], roles: &[Option<Vec<PartyRole>>]) -> Page {
    let mut page = begun(dossier, cases);
    // What every view and reading has in common is told once.
    let mut known: Vec<(usize, String)> = Vec::new();
    for (case, parts) in cases.iter().zip(roles) {
        headed(
            &mut page,
            dossier,
            &case.setting,
            cases.len() > 1,
            "Who is essential",
        );
        match parts {
            None => page.line("", "", "Not told: the work was stopped, or no concept was asked for that a headline rests on."),
            Some(parts) => one_case(&mut page, &Roles { dossier, case }, parts, &mut known),
        }
    }
    page.line("", "", "");
    page.line("", "", RULE);
    page
}

fn one_case(
    page: &mut Page,
    speaker: &Roles<'_>,
    parts: &[PartyRole],
    known: &mut Vec<(usize, String)>,
) {
    page.line("", "", &speaker.summary(parts));
    page.line("", "", "");
    let mut rows = vec![COLUMNS.map(str::to_string).to_vec()];
    rows.extend(parts.iter().map(|part| speaker.row(part)));
    page.table(&rows);
    let is_first = known.is_empty();
    for part in parts {
        let all = speaker.sentences(part).into_iter().map(|told| told.text);
        let told: Vec<String> = all
            .filter(|text| !known.contains(&(part.party.idx(), text.clone())))
            .collect();
        if told.is_empty() {
            continue;
        }
        let again = if is_first {
            ""
        } else {
            "; what the first does not say"
        };
        page.line("", "", "");
        page.line(
            "",
            "",
            &format!(
                "{}: {}{again}",
                speaker.dossier.parties[part.party.idx()].name,
                part.role.word()
            ),
        );
        for text in &told {
            page.line("  - ", "    ", text);
        }
        if is_first {
            known.extend(told.into_iter().map(|text| (part.party.idx(), text)));
        }
    }
}

/// Adds the key `essential` to the JSON result of `stability`, to each view and reading.
pub fn add_essential(
    result: &mut Value,
    dossier: &Dossier,
    cases: &[Case],
    roles: &[Option<Vec<PartyRole>>],
) {
    let told = cases.iter().zip(roles).map(|(case, parts)| {
        parts.as_ref().map_or(Value::Null, |parts| {
            roles_json(&Roles { dossier, case }, parts)
        })
    });
    add_to_each(result, "essential", told);
}

fn roles_json(speaker: &Roles<'_>, parts: &[PartyRole]) -> Value {
    let parties = parts.iter().map(|part| {
        let needs = |list: &[Need], of: &str| list.iter().map(|need| need_json(speaker, need, of)).collect::<Vec<_>>();
        let all = || [needs(&part.question, "question"), needs(&part.settling, "equilibria")].concat();
        let (acts, keeps): (Vec<Value>, Vec<Value>) = all().into_iter().partition(|need| need["acts"] == true);
        json!({
            "party": speaker.dossier.parties[part.party.idx()].id,
            "role": part.role.word(),
            "must_act": acts,
            "must_keep": keeps,
            "vetoes": part.vetoes.iter().map(|veto| veto_json(speaker, veto)).collect::<Value>(),
            "held": part.held.as_ref().map(|variant| variant_json(speaker, variant)),
            "freed": part.freed.as_ref().map(|variant| variant_json(speaker, variant)),
            "sentences": speaker.sentences(part).into_iter().map(|told| told.text).collect::<Vec<_>>(),
        })
    });
    json!({ "rule": RULE, "sentence": speaker.summary(parts), "parties": parties.collect::<Value>() })
}

fn measure_json(dossier: &Dossier, measure: MeasureId, levels: &[usize]) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("measure".into(), dossier.measure_name(measure).into());
    map.insert("levels".into(), levels_json(dossier, measure, levels));
    map
}

/// Levels by name; `true` and `false` for a measure without levels.
fn levels_json(dossier: &Dossier, measure: MeasureId, levels: &[usize]) -> Value {
    let names = &dossier.measures[measure.idx()].levels;
    levels
        .iter()
        .map(|level| {
            names
                .get(*level)
                .map_or_else(|| Value::from(*level > 0), |name| name.clone().into())
        })
        .collect()
}

fn need_json(speaker: &Roles<'_>, need: &Need, of: &str) -> Value {
    let mut map = measure_json(speaker.dossier, need.measure, &need.levels);
    map.insert("for".into(), of.into());
    map.insert("acts".into(), need.acts.into());
    map.insert(
        "example".into(),
        need.example.letters(speaker.conflict().n_entries).into(),
    );
    Value::Object(map)
}

fn veto_json(speaker: &Roles<'_>, veto: &Veto) -> Value {
    let dossier = speaker.dossier;
    let (bars, levels) = match &veto.bars {
        Bar::Raise => ("take", Value::Null),
        Bar::Lower => ("drop", Value::Null),
        Bar::Levels(levels) => ("levels", levels_json(dossier, veto.over, levels)),
    };
    json!({
        "by": veto.by.iter().map(|(measure, levels)| Value::Object(measure_json(dossier, *measure, levels))).collect::<Value>(),
        "over": dossier.measure_name(veto.over),
        "bars": bars,
        "levels": levels,
        "today": veto.today,
        "open_in": veto.open.letters(speaker.conflict().n_entries),
    })
}

fn variant_json(speaker: &Roles<'_>, variant: &Variant) -> Value {
    json!({
        "turns": variant.turns.iter().map(|turn| Value::Object(turn_keys(turn))).collect::<Value>(),
        "concept": variant.concept.map(crate::model::Concept::key),
        "equilibrium": variant.equilibrium.map(|state| state.letters(speaker.conflict().n_entries)),
    })
}
