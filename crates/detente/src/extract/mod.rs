//! From text to proposals: parties, dates, quotations and positions found by rules, each with its place and the rule's name.
//!
//! Nothing here is a result: a person accepts or strikes each proposal before it becomes a line of a dossier.
//!
//! # Definition
//! A *proposal* is a place of the text with what a rule takes it for. In a transcript each turn is a statement or a question, a statement printed
//! as a whole is one statement, and elsewhere quotations are. A question is no position, and neither is what nobody speaks in a transcript.
//! # Algorithm
//! One pass each for turns, sentences, party names and quotations; dates and positions sentence by sentence.
//! # Complexity
//! Linear in the length of the text.
//! # Validity
//! English. Dates are good where they are written out; direct speech is found well and its speakers mostly; indirect speech is not sought,
//! and positions are words of a dictionary. Published programs of this kind agree with people on roughly half of what they code.
//! # References
//! The rules are this program's own; the layout of a table to accept or strike, too.

mod actors;
mod agency;
mod dates;
mod positions;
mod quotes;
pub mod turns;
mod words;

use std::collections::HashSet;

use crate::model::{Date, Party, Period, Span};

pub use actors::Mention;
pub use dates::{DatePhrase, Granularity};
pub use positions::{Position, PositionPhrase};
pub use quotes::{Quote, Speaker};

/// How many turns there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InTurn {
    /// Statements in turn, and printed as a whole.
    pub statements: usize,
    /// Questions.
    pub questions: usize,
}

/// How many turns there are.
pub fn in_turns(proposals: &[Proposal]) -> InTurn {
    let mut counted = InTurn::default();
    for proposal in proposals {
        match &proposal.found {
            Found::Turn(turn) if turn.is_question => counted.questions += 1,
            Found::Turn(_) => counted.statements += 1,
            _ => {}
        }
    }
    counted
}

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
    /// A turn of a transcript, or a statement printed as a whole.
    Turn(Turn),
    /// A position.
    Position(PositionPhrase),
}

/// What somebody says in turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The words, without what is not spoken.
    pub pieces: Vec<Span>,
    /// Who speaks; none for a question and for an answer without a name.
    pub speaker: Option<Speaker>,
    /// Whether it is a question.
    pub is_question: bool,
    /// The words of the questions right before it, which it answers.
    pub asked: Vec<Span>,
    /// When it was said: the day in the head of the text, or of publication.
    pub said: Option<Period>,
    /// The rule that found it.
    pub rule: &'static str,
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
            Found::Turn(turn) => turn.rule,
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
    let labelled = turns::turns(text);
    let sentences = sentences_between(text, &labelled);
    let mut phrases = vec![];
    for sentence in &sentences {
        let part = &text[sentence.range()];
        phrases.extend(dates::dates(
            &words::words(part, sentence.start),
            with.published,
        ));
    }
    tell_years(&mut phrases);
    let mut found: Vec<(Span, Found)> = vec![];
    let quoted = quotes::quotes(text, &mentions);
    let is_attributed = quoted.iter().any(|quote| quote.speaker.is_some());
    let printed = (labelled.is_empty() && !is_attributed)
        .then(|| agency::printed(text, &mentions, &phrases))
        .flatten();
    let published = with.published.map(Period::day);
    let spoken = if labelled.is_empty() {
        let whole = Span {
            start: 0,
            end: text.len(),
        };
        found.extend(printed.map(|it| whole_statement(it, published)));
        vec![whole]
    } else {
        let turns = in_turn(text, &labelled, &mentions, &phrases, published);
        found.extend(turns);
        let answers = labelled.iter().filter(|turn| !turn.is_question);
        answers.flat_map(|turn| turn.spoken.clone()).collect()
    };
    for sentence in turns::statements_of(text, &spoken) {
        found.extend(positions_of(text, sentence));
    }
    let turns = found.iter().filter(|(_, it)| matches!(it, Found::Turn(_)));
    let turns: Vec<Span> = turns.map(|(span, _)| *span).collect();
    let quotes = outside(quoted, &turns).map(|quote| {
        let said = time_of(&quote, &sentences, &phrases).or(published);
        (quote.span, Found::Quote(quote, said))
    });
    found.extend(quotes);
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

/// A day without a year is that of the text where the text names it with its year.
fn tell_years(phrases: &mut [DatePhrase]) {
    let is_whole =
        |it: &&DatePhrase| it.rule == "day of the calendar" || it.rule == "weekday and date";
    let named = phrases
        .iter()
        .filter(is_whole)
        .filter(|it| it.readings.len() == 1);
    let named: HashSet<Period> = named.map(|it| it.readings[0]).collect();
    for phrase in phrases
        .iter_mut()
        .filter(|it| it.rule == "day without a year")
    {
        let mut told = phrase.readings.iter().filter(|day| named.contains(day));
        if let (Some(day), None) = (told.next().copied(), told.next()) {
            phrase.readings = vec![day];
        }
    }
}

/// The sentences of a text; none goes on from one turn to the next.
fn sentences_between(text: &str, labelled: &[turns::Turn]) -> Vec<Span> {
    let starts = labelled.iter().map(|turn| turn.span.start);
    let starts: Vec<usize> = std::iter::once(0).chain(starts).collect();
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    let part = |(start, end): (usize, usize)| {
        let sentences = words::sentences(&text[start..end]);
        sentences.into_iter().map(move |it| Span {
            start: it.start + start,
            end: it.end + start,
        })
    };
    starts.iter().copied().zip(ends).flat_map(part).collect()
}

/// The turns of a transcript, each with the questions before it.
fn in_turn(
    text: &str,
    labelled: &[turns::Turn],
    mentions: &[Mention],
    phrases: &[DatePhrase],
    published: Option<Period>,
) -> Vec<(Span, Found)> {
    let head = labelled.first().map_or(0, |first| first.span.start);
    let said = agency::day_in(phrases, 0, head)
        .filter(|day| published.is_none_or(|published| day.first <= published.last))
        .or(published);
    let mut asked = vec![];
    let mut found = vec![];
    for turn in labelled.iter().filter(|turn| !turn.spoken.is_empty()) {
        let questions = if turn.is_question {
            asked.extend(turn.spoken.iter().copied());
            vec![]
        } else {
            std::mem::take(&mut asked)
        };
        let speaker = turn
            .name
            .map(|name| quotes::in_label(text, name, turn.label, mentions));
        let told = Turn {
            pieces: turn.spoken.clone(),
            speaker,
            is_question: turn.is_question,
            asked: questions,
            said,
            rule: "speaker label",
        };
        found.push((turn.span, Found::Turn(told)));
    }
    found
}

/// A statement that is printed as a whole.
fn whole_statement(it: agency::Printed, published: Option<Period>) -> (Span, Found) {
    let turn = Turn {
        pieces: it.pieces,
        speaker: it.speaker,
        is_question: false,
        asked: vec![],
        said: it.said.or(published),
        rule: "statement printed as a whole",
    };
    (it.span, Found::Turn(turn))
}

/// The quotations outside all turns: within one, its speaker quotes somebody. Both are in the order of the text.
fn outside(quotes: Vec<Quote>, turns: &[Span]) -> impl Iterator<Item = Quote> {
    quotes.into_iter().filter(|quote| {
        let next = turns.partition_point(|turn| turn.end <= quote.span.start);
        let turn = turns.get(next);
        turn.is_none_or(|turn| quote.span.end <= turn.start)
    })
}

/// The positions of a sentence that are not asked.
fn positions_of(text: &str, sentence: Span) -> Vec<(Span, Found)> {
    let found = positions::positions(&text[sentence.range()], sentence.start);
    if found.is_empty() {
        return vec![];
    }
    let marks = turns::Marks::of(text, sentence);
    let stated = found.into_iter().filter(|it| !marks.is_asked(it.span));
    stated.map(|it| (it.span, Found::Position(it))).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_the_text_is_twice_the_work() {
        let pieces = [
            "“",
            "\"a ",
            "“x” said ",
            "\nQ: must I? ",
            "\nMS. ARDEN: must (",
            "[1][",
            "2018-2019 to ",
            "AH 1447 (",
            "Tuesday, May 3 ",
            "HAVEN, May 3 (HNA) -- said in a statement: ",
            "Mr. Bole\n",
            "must if not on Tuesday ",
            "A: x.\n",
            "**A**\n",
            "he said. “No.” ",
        ];
        let with = Reading {
            published: Date::read("2025-10-28"),
            parties: &[],
        };
        for piece in pieces {
            let work = |n_bytes: usize| {
                words::WORK.set(0);
                extract(&piece.repeat(n_bytes / piece.len()), &with);
                words::WORK.get()
            };
            let (once, twice) = (work(20_000), work(40_000));
            assert!(twice <= 2 * once + 2_000, "{piece:?}: {once}, {twice}");
        }
    }
}
