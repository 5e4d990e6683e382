//! From text to proposals: parties, dates, quotations and positions found by rules, each with its place and the rule's name.
//!
//! Nothing here is a result: a person accepts or strikes each proposal before it becomes a line of a dossier.
//!
//! # Definition
//! A *proposal* is a place of the text with what a rule takes it for.
//! # Algorithm
//! One pass each for sentences, party names and quotations; dates and positions sentence by sentence.
//! # Complexity
//! Linear in the length of the text.
//! # Validity
//! English. Dates are good where they are written out; direct speech is found well and its speakers mostly; indirect speech is not sought,
//! and positions are words of a dictionary. Published programs of this kind agree with people on roughly half of what they code.
//! # References
//! The rules are this program's own; the layout of a table to accept or strike, too.

mod actors;
mod dates;
mod positions;
mod quotes;
mod words;

use crate::model::{Date, Party, Period, Span};

pub use actors::Mention;
pub use dates::{DatePhrase, Granularity};
pub use positions::{Position, PositionPhrase};
pub use quotes::{Quote, Speaker};

/// What a text is read with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading<'d> {
    /// The day on which the text was published; relative dates need it.
    pub published: Option<Date>,
    /// Whose names to look for.
    pub parties: &'d [Party],
}

/// What a place is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A party.
    Party(Mention),
    /// A date.
    Date(DatePhrase),
    /// A quotation, with the time that its sentence names, or else the day of publication.
    Quote(Quote, Option<Period>),
    /// A position.
    Position(PositionPhrase),
}

/// A place of the text with what it is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The place, in bytes of the text.
    pub span: Span,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// What it is taken for.
    pub found: Found,
}

impl Proposal {
    /// The name of the rule that made it.
    pub fn rule(&self) -> &'static str {
        match &self.found {
            Found::Party(mention) => mention.rule,
            Found::Date(phrase) => phrase.rule,
            Found::Quote(quote, _) => quote
                .speaker
                .as_ref()
                .map_or("quotation marks", |(_, rule)| rule),
            Found::Position(_) => "dictionary",
        }
    }
}

/// How many quotations have a speaker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attribution {
    /// Quotations without those that are only phrases set off.
    pub quotes: usize,
    /// Those of them with no speaker.
    pub without_speaker: usize,
}

/// All proposals about a text, in its order.
pub fn extract(text: &str, with: &Reading<'_>) -> Vec<Proposal> {
    let mentions = actors::Gazetteer::new(with.parties).mentions(text);
    let sentences = words::sentences(text);
    let mut phrases = vec![];
    let mut found: Vec<(Span, Found)> = vec![];
    for sentence in &sentences {
        let part = &text[sentence.range()];
        phrases.extend(dates::dates(
            &words::words(part, sentence.start),
            with.published,
        ));
        found.extend(
            positions::positions(part, sentence.start)
                .into_iter()
                .map(|it| (it.span, Found::Position(it))),
        );
    }
    for quote in quotes::quotes(text, &mentions) {
        let said = time_of(&quote, &sentences, &phrases).or(with.published.map(Period::day));
        found.push((quote.span, Found::Quote(quote, said)));
    }
    found.extend(mentions.into_iter().map(|it| (it.span, Found::Party(it))));
    found.extend(phrases.into_iter().map(|it| (it.span, Found::Date(it))));
    found.sort_by_key(|(span, _)| (span.start, span.end));
    let (mut line, mut at) = (1, 0);
    let propose = |(span, found): (Span, Found)| {
        line += text[at..span.start]
            .bytes()
            .filter(|byte| *byte == b'\n')
            .count();
        at = span.start;
        Proposal { span, line, found }
    };
    found.into_iter().map(propose).collect()
}

/// How many quotations have a speaker.
pub fn attribution(proposals: &[Proposal]) -> Attribution {
    let mut counted = Attribution::default();
    for proposal in proposals {
        if let Found::Quote(quote, _) = &proposal.found
            && !quote.phrase
        {
            counted.quotes += 1;
            counted.without_speaker += usize::from(quote.speaker.is_none());
        }
    }
    counted
}

/// The time that the sentence around a quotation names: the phrase nearest to its speaker, outside the quotation.
fn time_of(quote: &Quote, sentences: &[Span], phrases: &[DatePhrase]) -> Option<Period> {
    let (speaker, _) = quote.speaker.as_ref()?;
    let idx = sentences.partition_point(|sentence| sentence.end <= speaker.span.start);
    let sentence = sentences.get(idx)?;
    let from = phrases.partition_point(|phrase| phrase.span.start < sentence.start);
    let inside = phrases[from..]
        .iter()
        .take_while(|phrase| phrase.span.end <= sentence.end)
        .take(PHRASES_MAX);
    let outside = inside.filter(|phrase| {
        phrase.span.end <= quote.span.start || phrase.span.start >= quote.span.end
    });
    let away = |phrase: &&DatePhrase| phrase.span.start.abs_diff(speaker.span.start);
    outside.min_by_key(away)?.readings.first().copied()
}

/// How many dates of a sentence are looked at for the time of a quotation.
const PHRASES_MAX: usize = 20;
