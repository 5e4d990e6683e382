//! Quotations and who is said to have spoken them.
//!
//! # Definition
//! A quotation is a text between quotation marks. It is *attributed* when the words around it name a speaker: `“…,” X said`, `X said: “…”`,
//! `according to X, “…”`, `X: “…”`; or when it goes on from an attributed one in the same paragraph.
//! # Algorithm
//! Marks are paired paragraph by paragraph. The words behind a quotation, then those before it, are searched for a reporting verb, and what
//! stands beside the verb for a name, an unnamed person, or a word such as `he` or `the official` that stands for the last speaker.
//! # Complexity
//! Linear in the length of the text: around each quotation a bounded number of words is read.
//! # Validity
//! English; direct speech only. Straight single marks are taken as apostrophes. Quotations of fewer than four words without a speaker are
//! taken as phrases that somebody sets off. A name in another sentence than the quotation is found only through a pronoun.
//! # References
//! The rules are this program's own.

mod marks;
mod speakers;

use super::actors::Mention;
use super::words::{Word, words};
use crate::model::{PartyId, Span};
use marks::{Marked, marked, opens_with_mark, paragraphs};
use speakers::{Named, speaker};

pub use speakers::Speaker;
pub(super) use speakers::{in_label, name_of};

/// How many bytes around a quotation are searched for its speaker.
const WINDOW: usize = 240;
/// How many words may stand between a verb and the quotation.
const VERB_WORDS: usize = 12;
/// A quotation of fewer words without a speaker is a phrase.
const QUOTE_WORDS_MIN: usize = 4;

/// Verbs that report speech.
const VERBS: [&str; 60] = [
    "said",
    "says",
    "say",
    "saying",
    "told",
    "tells",
    "added",
    "adds",
    "announced",
    "argued",
    "argues",
    "asked",
    "asks",
    "asserted",
    "called",
    "cautioned",
    "claimed",
    "claims",
    "commented",
    "conceded",
    "concluded",
    "confirmed",
    "contended",
    "continued",
    "declared",
    "declares",
    "denied",
    "emphasised",
    "emphasized",
    "explained",
    "insisted",
    "insists",
    "maintained",
    "noted",
    "notes",
    "observed",
    "pledged",
    "posted",
    "promised",
    "proposed",
    "read",
    "reads",
    "recalled",
    "reiterated",
    "remarked",
    "repeated",
    "replied",
    "responded",
    "revealed",
    "stated",
    "states",
    "stressed",
    "suggested",
    "tweeted",
    "urged",
    "vowed",
    "warned",
    "warns",
    "wrote",
    "writes",
];

/// A quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// With its marks.
    pub span: Span,
    /// The words between the marks.
    pub inner: Span,
    /// Who spoke, and the rule that says so.
    pub speaker: Option<(Speaker, &'static str)>,
    /// Whether it is too short, and nobody's, to be taken as speech.
    pub phrase: bool,
}

/// The quotations of a text.
pub(super) fn quotes(text: &str, mentions: &[Mention]) -> Vec<Quote> {
    let paragraphs = paragraphs(text);
    let mut reader = Reader {
        text,
        mentions,
        last: None,
        people: vec![],
    };
    let mut found = vec![];
    let mut open = false;
    for (idx, paragraph) in paragraphs.iter().enumerate() {
        let goes_on = paragraphs
            .get(idx + 1)
            .is_some_and(|next| opens_with_mark(text, *next));
        let marked = marked(text, *paragraph, goes_on);
        let mut goes_on_here = open;
        for (at, it) in marked.iter().enumerate() {
            let from = at
                .checked_sub(1)
                .map_or(paragraph.start, |before| marked[before].outer.end);
            let to = marked
                .get(at + 1)
                .map_or(paragraph.end, |next| next.outer.start);
            let quote = reader.quote(*it, from, to, goes_on_here);
            goes_on_here = quote.speaker.is_some();
            found.push(quote);
        }
        open = marked.last().is_some_and(|it| it.inner.end == it.outer.end);
    }
    found
}

/// What is known of the speakers so far.
struct Reader<'t> {
    text: &'t str,
    mentions: &'t [Mention],
    /// Who spoke last.
    last: Option<Speaker>,
    /// The last names of those with a known party, with their full names.
    people: Vec<(String, Speaker)>,
}

/// The most people who are remembered by their last names.
const PEOPLE_MAX: usize = 200;

impl Reader<'_> {
    fn quote(&mut self, it: Marked, from: usize, to: usize, continues: bool) -> Quote {
        let inner = self.text[it.inner.range()].trim_end();
        let ended = inner.ends_with('.');
        let speaker = if ended { None } else { self.behind(it, to) };
        let speaker = speaker
            .or_else(|| self.before(it, from))
            .or_else(|| ended.then(|| self.behind_dash(it, to)).flatten());
        let speaker = speaker.or_else(|| {
            self.last
                .clone()
                .filter(|_| continues)
                .map(|last| (last, "the same speaker goes on"))
        });
        let n_words = inner.split_whitespace().take(QUOTE_WORDS_MIN).count();
        let phrase = speaker.is_none() && n_words < QUOTE_WORDS_MIN;
        if let Some((speaker, _)) = &speaker {
            self.last = Some(speaker.clone());
        }
        Quote {
            span: it.outer,
            inner: it.inner,
            speaker,
            phrase,
        }
    }

    /// `“…,” said X`, `“…,” X said`, `“…,” according to X`.
    fn behind(&mut self, it: Marked, to: usize) -> Option<(Speaker, &'static str)> {
        let mut end = to.min(it.outer.end + WINDOW);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let words = words(&self.text[it.outer.end..end], it.outer.end);
        let clause: Vec<Word<'_>> = words
            .into_iter()
            .skip_while(|word| word.is_any(&[",", "-", "–", "—"]))
            .collect();
        if clause.first().is_some_and(|word| word.is("according"))
            && clause.get(1).is_some_and(|word| word.is("to"))
        {
            return self.resolve(name_part(&clause[2..]), "according to");
        }
        let verb = clause
            .iter()
            .take(VERB_WORDS)
            .take_while(|word| !ends_clause(word))
            .position(|word| word.is_any(&VERBS))?;
        if verb > 0
            && let Some(found) = self.resolve(&clause[..verb], "speaker and verb behind")
        {
            return Some(found);
        }
        self.resolve(name_part(&clause[verb + 1..]), "verb and speaker behind")
    }

    /// A line that names the speaker behind a quotation: `“….” — X`.
    fn behind_dash(&mut self, it: Marked, to: usize) -> Option<(Speaker, &'static str)> {
        let line = self.text[it.outer.end..to].lines().next()?.trim_start();
        let name = line.strip_prefix(['—', '–'])?;
        let base = name.as_ptr() as usize - self.text.as_ptr() as usize;
        let words = words(name, base);
        (words.len() <= VERB_WORDS)
            .then(|| self.resolve(&words, "name behind a dash"))
            .flatten()
    }

    /// `X said: “…”`, `According to X, “…”`, `X: “…”`.
    fn before(&mut self, it: Marked, from: usize) -> Option<(Speaker, &'static str)> {
        let mut start = from.max(it.outer.start.saturating_sub(WINDOW));
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        let part = &self.text[start..it.outer.start];
        let sentence = super::words::sentences(part)
            .last()
            .map_or(0, |span| span.start);
        let words = words(&part[sentence..], start + sentence);
        // A sentence that is over before the quotation does not lead to it.
        if words
            .last()
            .is_some_and(|word| word.is_any(&[".", "!", "?"]))
        {
            return None;
        }
        let (first, second) = (words.first()?, words.get(1));
        if first.is("according") && second.is_some_and(|word| word.is("to")) {
            return self.resolve(name_part(&words[2..]), "according to");
        }
        let tail = words.len().saturating_sub(VERB_WORDS);
        if let Some(verb) = words[tail..].iter().rposition(|word| word.is_any(&VERBS)) {
            return self.resolve(&words[..tail + verb], "speaker and verb before");
        }
        let is_script = words.last().is_some_and(|word| word.is(":")) && words.len() <= 8;
        is_script
            .then(|| self.resolve(&words[..words.len() - 1], "name and colon"))
            .flatten()
    }

    /// The speaker that some words name, with what is known of them from before.
    fn resolve(
        &mut self,
        words: &[Word<'_>],
        rule: &'static str,
    ) -> Option<(Speaker, &'static str)> {
        match speaker(self.text, words, self.mentions)? {
            Named::Before(span) => {
                let named = self.named_before(span).or_else(|| self.last.clone());
                named.map(|it| (Speaker { span, ..it }, "spoken of before"))
            }
            Named::Speaker(found) if found.unnamed => Some((found, rule)),
            Named::Speaker(found) => Some((self.known(found), rule)),
        }
    }

    /// The person known from before who is named last in the words before a place, outside quotations of others.
    fn named_before(&self, place: Span) -> Option<Speaker> {
        let mut start = place
            .start
            .saturating_sub(WINDOW)
            .max(self.last.as_ref().map_or(0, |last| last.span.end));
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        let words = words(self.text.get(start..place.start)?, start);
        let known = |word: &Word<'_>| {
            self.people
                .iter()
                .find(|(name, _)| name == word.text)
                .map(|(_, it)| it.clone())
        };
        words.iter().rev().find_map(known)
    }

    /// A person who was named in full before, or is remembered from now on.
    fn known(&mut self, found: Speaker) -> Speaker {
        let last_name = found.name.rsplit(' ').next().unwrap_or_default().to_owned();
        let known = self
            .people
            .iter()
            .find(|(name, it)| *name == last_name && it.name.ends_with(&found.name));
        if let Some((_, known)) = known {
            let party: Option<PartyId> = found.party.or(known.party);
            return Speaker {
                name: known.name.clone(),
                party,
                ..found
            };
        }
        if self.people.len() < PEOPLE_MAX {
            self.people.push((last_name, found.clone()));
        }
        found
    }
}

/// The words up to the end of their clause.
fn name_part<'w, 't>(words: &'w [Word<'t>]) -> &'w [Word<'t>] {
    const ENDS: [&str; 12] = [
        ",", ";", ":", "in", "on", "at", "to", "who", "during", "after", "as", "when",
    ];
    let is_end = |(idx, word): (usize, &Word<'t>)| {
        let is_initial = word.is(".")
            && idx > 0
            && words[idx - 1].text.chars().count() <= 2
            && words[idx - 1].end() == word.start;
        word.is_any(&ENDS) || (ends_clause(word) && !is_initial)
    };
    let n = words
        .iter()
        .enumerate()
        .take(VERB_WORDS)
        .position(is_end)
        .unwrap_or(words.len().min(VERB_WORDS));
    &words[..n]
}

fn ends_clause(word: &Word<'_>) -> bool {
    word.is_any(&[".", "!", "?", ";", "“", "\""])
}

#[cfg(test)]
mod tests;
