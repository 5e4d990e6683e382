//! Proposals told: as text, as a table to accept or strike, and as JSON.

use serde_json::{Map, Value, json};

use super::json::{Input, opening};
use super::words::counted;
use crate::document::Page;
use crate::extract::{Attribution, Found, PositionPhrase, Proposal, attribution};
use crate::model::{Date, Party, PartyId, Period, Span};

/// What the proposals are about.
#[derive(Clone, Copy, Debug)]
pub struct Extracted<'d> {
    /// The name of the text.
    pub name: &'d str,
    /// The text.
    pub text: &'d str,
    /// The parties that were looked for.
    pub parties: &'d [Party],
    /// The day of publication.
    pub published: Option<Date>,
    /// What was found.
    pub proposals: &'d [Proposal],
}

/// The columns of the table; those from `date` to `text` are those of a table of statements.
const COLUMNS: [&str; 16] = [
    "keep", "kind", "date", "party", "speaker", "channel", "audience", "asked", "source", "origin",
    "text", "value", "rule", "line", "start", "end",
];

impl<'d> Extracted<'d> {
    fn words(&self, span: Span) -> String {
        self.text[span.range()]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn party(&self, party: Option<PartyId>) -> Option<&'d str> {
        party.map(|party| self.parties[party.idx()].id.as_str())
    }

    /// What a proposal is, in a word.
    fn kind(proposal: &Proposal) -> &'static str {
        match &proposal.found {
            Found::Party(_) => "party",
            Found::Date(_) => "date",
            Found::Quote(quote, _) if quote.phrase => "phrase",
            Found::Quote(..) => "statement",
            Found::Position(it) => it.position.word(),
        }
    }

    /// What it says: a party's id, readings of a date, whether a position is negated.
    fn value(&self, proposal: &Proposal) -> String {
        match &proposal.found {
            Found::Party(mention) => self
                .party(Some(mention.party))
                .unwrap_or_default()
                .to_owned(),
            Found::Date(phrase) if phrase.readings.is_empty() => {
                "needs the day of publication".to_owned()
            }
            Found::Date(phrase) => readings(&phrase.readings).join(" or "),
            Found::Quote(quote, _) => match &quote.speaker {
                Some((speaker, _)) if speaker.unnamed => "unnamed speaker".to_owned(),
                Some(_) => String::new(),
                None => "no speaker".to_owned(),
            },
            Found::Position(it) => self.stance(it),
        }
    }

    fn stance(&self, it: &PositionPhrase) -> String {
        let negated = it.negated.then(|| "negated".to_owned());
        let condition = it
            .condition
            .map(|span| format!("conditional: {}", self.words(span)));
        negated
            .into_iter()
            .chain(condition)
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// The words that a proposal is about.
    fn told(&self, proposal: &Proposal) -> String {
        match &proposal.found {
            Found::Party(_) | Found::Date(_) => self.words(proposal.span),
            Found::Quote(quote, _) => self.words(quote.inner),
            Found::Position(it) => self.words(it.clause),
        }
    }
}

fn readings(periods: &[Period]) -> Vec<String> {
    periods.iter().map(ToString::to_string).collect()
}

/// What is to be done with proposals, and how many quotations nobody speaks.
fn closing(counted_quotes: Attribution) -> String {
    let Attribution {
        quotes,
        without_speaker,
    } = counted_quotes;
    let share = match quotes {
        0 => "There are no quotations.".to_owned(),
        n => format!(
            "{without_speaker} of {} have no speaker ({} %).",
            counted(n, "quotation"),
            (200 * without_speaker + n) / (2 * n)
        ),
    };
    format!(
        "{share} Rules made these proposals: a person must confirm each of them before it is used."
    )
}

/// The proposals as text, by kind.
pub fn text(it: &Extracted<'_>) -> Page {
    let mut page = Page::default();
    let published = it.published.map_or_else(
        || "day of publication not given".to_owned(),
        |day| format!("published {day}"),
    );
    page.line(
        "",
        "",
        &format!(
            "{}: {}, {published}",
            it.name,
            counted(it.proposals.len(), "proposal")
        ),
    );
    for heading in ["Statements", "Positions", "Dates", "Parties"] {
        let mut some = it
            .proposals
            .iter()
            .filter(|proposal| section(proposal) == heading)
            .peekable();
        if some.peek().is_some() {
            page.heading(heading);
        }
        some.for_each(|proposal| page.line("  ", "      ", &line(it, proposal)));
    }
    page.line("", "", "");
    page.line("", "", &closing(attribution(it.proposals)));
    page
}

/// Under which heading a proposal stands.
fn section(proposal: &Proposal) -> &'static str {
    match proposal.found {
        Found::Quote(..) => "Statements",
        Found::Position(_) => "Positions",
        Found::Date(_) => "Dates",
        Found::Party(_) => "Parties",
    }
}

fn line(it: &Extracted<'_>, proposal: &Proposal) -> String {
    let told = it.told(proposal);
    let says = match &proposal.found {
        Found::Quote(quote, said) => {
            let speaker = quote
                .speaker
                .as_ref()
                .map_or("no speaker", |(speaker, _)| &speaker.name);
            let party = quote
                .speaker
                .as_ref()
                .and_then(|(speaker, _)| it.party(speaker.party));
            let party = party.map_or_else(String::new, |party| format!(" ({party})"));
            let said = said.map_or_else(String::new, |said| format!(", {said}"));
            format!("{speaker}{party}{said}: “{told}”")
        }
        Found::Position(_) => {
            let value = it.value(proposal);
            let value = if value.is_empty() {
                value
            } else {
                format!(" ({value})")
            };
            format!("{}{value}: {told}", Extracted::kind(proposal))
        }
        Found::Date(_) | Found::Party(_) => format!("{told}: {}", it.value(proposal)),
    };
    format!("line {}: {says} [{}]", proposal.line, proposal.rule())
}

/// The proposals as a table of comma-separated values, to be accepted or struck in its first column.
pub fn csv(it: &Extracted<'_>) -> String {
    let mut out = COLUMNS.join(",") + "\n";
    for proposal in it.proposals {
        let statement = match &proposal.found {
            Found::Quote(quote, said) if !quote.phrase => {
                let speaker = quote.speaker.as_ref().map(|(speaker, _)| speaker);
                let party = speaker
                    .and_then(|speaker| it.party(speaker.party))
                    .unwrap_or_default();
                let name = speaker.map_or("", |speaker| &speaker.name);
                [
                    said.map_or_else(String::new, |said| said.to_string()),
                    party.to_owned(),
                    name.to_owned(),
                    it.name.to_owned(),
                ]
            }
            _ => [const { String::new() }; 4],
        };
        let [date, party, speaker, source] = statement;
        let empty = String::new;
        let cells: [String; 16] = [
            empty(),
            Extracted::kind(proposal).to_owned(),
            date,
            party,
            speaker,
            empty(),
            empty(),
            empty(),
            source,
            empty(),
            it.told(proposal),
            it.value(proposal),
            proposal.rule().to_owned(),
            proposal.line.to_string(),
            proposal.span.start.to_string(),
            proposal.span.end.to_string(),
        ];
        out += &cells.map(|cell| quoted(&cell)).join(",");
        out.push('\n');
    }
    out
}

/// A cell, in quotation marks where it needs them.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// The proposals as JSON.
pub fn json(it: &Extracted<'_>, inputs: &[Input]) -> Value {
    let mut map = opening("extract", inputs);
    map.insert(
        "published".into(),
        it.published.map(|day| day.to_string()).into(),
    );
    map.insert(
        "proposals".into(),
        it.proposals
            .iter()
            .map(|proposal| proposal_json(it, proposal))
            .collect(),
    );
    let Attribution {
        quotes,
        without_speaker,
    } = attribution(it.proposals);
    map.insert(
        "quotations".into(),
        json!({ "count": quotes, "without_speaker": without_speaker }),
    );
    map.insert("note".into(), closing(attribution(it.proposals)).into());
    Value::Object(map)
}

fn proposal_json(it: &Extracted<'_>, proposal: &Proposal) -> Value {
    let mut map = Map::new();
    map.insert("kind".into(), Extracted::kind(proposal).into());
    map.insert("rule".into(), proposal.rule().into());
    map.insert("line".into(), proposal.line.into());
    map.insert("start".into(), proposal.span.start.into());
    map.insert("end".into(), proposal.span.end.into());
    map.insert("text".into(), it.text[proposal.span.range()].into());
    let place =
        |span: Span| json!({ "start": span.start, "end": span.end, "text": it.text[span.range()] });
    match &proposal.found {
        Found::Party(mention) => {
            map.insert("party".into(), it.party(Some(mention.party)).into());
        }
        Found::Date(phrase) => {
            map.insert("readings".into(), readings(&phrase.readings).into());
            map.insert("granularity".into(), phrase.granularity.word().into());
        }
        Found::Quote(quote, said) => {
            let speaker = quote.speaker.as_ref().map(|(speaker, _)| {
                let at = place(speaker.span);
                json!({ "name": speaker.name, "unnamed": speaker.unnamed, "party": it.party(speaker.party), "named_at": at })
            });
            map.insert("said".into(), it.text[quote.inner.range()].into());
            map.insert("speaker".into(), speaker.into());
            map.insert("date".into(), said.map(|said| said.to_string()).into());
        }
        Found::Position(position) => {
            map.insert("clause".into(), place(position.clause));
            map.insert("negated".into(), position.negated.into());
            map.insert("condition".into(), position.condition.map(place).into());
        }
    }
    Value::Object(map)
}
