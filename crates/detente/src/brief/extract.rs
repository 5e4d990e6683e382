//! Proposals told: as text, as a table to accept or strike, and as JSON.

use serde_json::{Map, Value, json};

use super::json::{Input, opening};
use super::words::counted;
use crate::document::Page;
use crate::extract::{
    Attribution, Found, InTurn, PositionPhrase, Proposal, Speaker, Turn, attribution, in_turns,
    turns::joined,
};
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
            Found::Turn(turn) if turn.is_question => "question",
            Found::Turn(_) => "statement",
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
            Found::Quote(..) => who(said_by(proposal)),
            Found::Turn(turn) if turn.is_question => String::new(),
            Found::Turn(turn) => who(turn.speaker.as_ref()),
            Found::Position(it) => self.stance(it),
        }
    }

    /// The question that a turn answers.
    fn asked(&self, proposal: &Proposal) -> String {
        match &proposal.found {
            Found::Turn(turn) => joined(self.text, &turn.asked),
            _ => String::new(),
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
            Found::Turn(turn) => joined(self.text, &turn.pieces),
            Found::Position(it) => self.words(it.clause),
        }
    }
}

/// Who says a statement, and when.
fn said_by(proposal: &Proposal) -> Option<&Speaker> {
    match &proposal.found {
        Found::Quote(quote, _) => quote.speaker.as_ref().map(|(speaker, _)| speaker),
        Found::Turn(turn) => turn.speaker.as_ref(),
        _ => None,
    }
}

/// What is known of a speaker beside the name.
fn who(speaker: Option<&Speaker>) -> String {
    match speaker {
        Some(speaker) if speaker.unnamed => "unnamed speaker".to_owned(),
        Some(_) => String::new(),
        None => "no speaker".to_owned(),
    }
}

fn readings(periods: &[Period]) -> Vec<String> {
    periods.iter().map(ToString::to_string).collect()
}

/// How many quotations nobody speaks, how many turns there are, and what is to be done with proposals.
fn closing(proposals: &[Proposal]) -> String {
    let Attribution {
        quotes,
        without_speaker,
    } = attribution(proposals);
    let InTurn {
        statements,
        questions,
    } = in_turns(proposals);
    let turns = match (statements, questions) {
        (0, 0) => String::new(),
        (statements, 0) => format!(
            "{} by turns or as a whole. ",
            counted(statements, "statement")
        ),
        (statements, questions) => format!(
            "{} by turns, and {}, which are no positions. ",
            counted(statements, "statement"),
            counted(questions, "question")
        ),
    };
    let share = match quotes {
        0 if turns.is_empty() => "There are no quotations. ".to_owned(),
        0 => String::new(),
        n => format!(
            "{without_speaker} of {} have no speaker ({} %). ",
            counted(n, "quotation"),
            (200 * without_speaker + n) / (2 * n)
        ),
    };
    format!(
        "{turns}{share}Rules made these proposals: a person must confirm each of them before it is used."
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
    page.line("", "", &closing(it.proposals));
    page
}

/// Under which heading a proposal stands.
fn section(proposal: &Proposal) -> &'static str {
    match proposal.found {
        Found::Quote(..) | Found::Turn(_) => "Statements",
        Found::Position(_) => "Positions",
        Found::Date(_) => "Dates",
        Found::Party(_) => "Parties",
    }
}

fn line(it: &Extracted<'_>, proposal: &Proposal) -> String {
    let told = it.told(proposal);
    let says = match &proposal.found {
        Found::Turn(turn) if turn.is_question => format!("a question: “{told}”"),
        Found::Quote(..) | Found::Turn(_) => {
            let by = said_by(proposal);
            let speaker = by.map_or("no speaker", |speaker| &speaker.name);
            let party = by.and_then(|speaker| it.party(speaker.party));
            let party = party.map_or_else(String::new, |party| format!(" ({party})"));
            let said = when(proposal).map_or_else(String::new, |said| format!(", {said}"));
            let asked = it.asked(proposal);
            let asked = if asked.is_empty() {
                asked
            } else {
                format!(", asked “{asked}”")
            };
            format!("{speaker}{party}{said}{asked}: “{told}”")
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

/// When a statement was made.
fn when(proposal: &Proposal) -> Option<Period> {
    match &proposal.found {
        Found::Quote(_, said) => *said,
        Found::Turn(turn) => turn.said,
        _ => None,
    }
}

/// The proposals as a table of comma-separated values, to be accepted or struck in its first column.
pub fn csv(it: &Extracted<'_>) -> String {
    let mut out = COLUMNS.join(",") + "\n";
    for proposal in it.proposals {
        let is_statement = Extracted::kind(proposal) == "statement";
        let statement = if is_statement {
            let speaker = said_by(proposal);
            let party = speaker
                .and_then(|speaker| it.party(speaker.party))
                .unwrap_or_default();
            let name = speaker.map_or("", |speaker| &speaker.name);
            [
                when(proposal).map_or_else(String::new, |said| said.to_string()),
                party.to_owned(),
                name.to_owned(),
                it.name.to_owned(),
            ]
        } else {
            [const { String::new() }; 4]
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
            it.asked(proposal),
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
    let turns = in_turns(it.proposals);
    map.insert(
        "turns".into(),
        json!({ "statements": turns.statements, "questions": turns.questions }),
    );
    map.insert("note".into(), closing(it.proposals).into());
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
            map.insert("said".into(), it.text[quote.inner.range()].into());
            map.insert("speaker".into(), speaker_json(it, said_by(proposal)));
            map.insert("date".into(), said.map(|said| said.to_string()).into());
        }
        Found::Turn(turn) => turn_json(it, turn, &mut map),
        Found::Position(position) => {
            map.insert("clause".into(), place(position.clause));
            map.insert("negated".into(), position.negated.into());
            map.insert("condition".into(), position.condition.map(place).into());
        }
    }
    Value::Object(map)
}

fn speaker_json(it: &Extracted<'_>, speaker: Option<&Speaker>) -> Value {
    speaker.map_or(Value::Null, |speaker| {
        let (start, end) = (speaker.span.start, speaker.span.end);
        let at = json!({ "start": start, "end": end, "text": it.text[speaker.span.range()] });
        json!({ "name": speaker.name, "unnamed": speaker.unnamed, "party": it.party(speaker.party), "named_at": at })
    })
}

fn turn_json(it: &Extracted<'_>, turn: &Turn, map: &mut Map<String, Value>) {
    let places = |spans: &[Span]| -> Value {
        let one = |span: &Span| json!({ "start": span.start, "end": span.end });
        spans.iter().map(one).collect()
    };
    let asked = joined(it.text, &turn.asked);
    map.insert("said".into(), joined(it.text, &turn.pieces).into());
    map.insert("pieces".into(), places(&turn.pieces));
    map.insert("speaker".into(), speaker_json(it, turn.speaker.as_ref()));
    map.insert("date".into(), turn.said.map(|said| said.to_string()).into());
    map.insert("asked".into(), (!asked.is_empty()).then_some(asked).into());
    map.insert("asked_at".into(), places(&turn.asked));
}
