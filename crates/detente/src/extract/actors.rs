//! Actors named in a text: the parties of the dossier by name, alias and demonym.
//!
//! Titles and demonyms are general lists; nothing here is about one conflict.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use crate::model::{Party, PartyId, Span};
use crate::text::names::composed;
use crate::text::{Folded, fold, is_joined};

/// A name of this many bytes or fewer counts only in its own case: `US` is not `us`.
const SHORT_MAX: usize = 4;

/// Countries by their usual names with what their people and things are called.
const DEMONYMS: [(&str, &str); 60] = [
    ("Afghanistan", "Afghan"),
    ("Algeria", "Algerian"),
    ("Argentina", "Argentine"),
    ("Armenia", "Armenian"),
    ("Australia", "Australian"),
    ("Austria", "Austrian"),
    ("Azerbaijan", "Azerbaijani"),
    ("Bangladesh", "Bangladeshi"),
    ("Belarus", "Belarusian"),
    ("Belgium", "Belgian"),
    ("Brazil", "Brazilian"),
    ("Britain", "British"),
    ("Canada", "Canadian"),
    ("Chile", "Chilean"),
    ("China", "Chinese"),
    ("Colombia", "Colombian"),
    ("Cuba", "Cuban"),
    ("Cyprus", "Cypriot"),
    ("Egypt", "Egyptian"),
    ("Ethiopia", "Ethiopian"),
    ("Finland", "Finnish"),
    ("France", "French"),
    ("Georgia", "Georgian"),
    ("Germany", "German"),
    ("Greece", "Greek"),
    ("Hungary", "Hungarian"),
    ("India", "Indian"),
    ("Indonesia", "Indonesian"),
    ("Iran", "Iranian"),
    ("Iraq", "Iraqi"),
    ("Ireland", "Irish"),
    ("Israel", "Israeli"),
    ("Italy", "Italian"),
    ("Japan", "Japanese"),
    ("Jordan", "Jordanian"),
    ("Kenya", "Kenyan"),
    ("Lebanon", "Lebanese"),
    ("Libya", "Libyan"),
    ("Mexico", "Mexican"),
    ("Nigeria", "Nigerian"),
    ("North Korea", "North Korean"),
    ("Norway", "Norwegian"),
    ("Pakistan", "Pakistani"),
    ("Palestine", "Palestinian"),
    ("Poland", "Polish"),
    ("Russia", "Russian"),
    ("Saudi Arabia", "Saudi"),
    ("Serbia", "Serbian"),
    ("South Africa", "South African"),
    ("South Korea", "South Korean"),
    ("Spain", "Spanish"),
    ("Sudan", "Sudanese"),
    ("Sweden", "Swedish"),
    ("Switzerland", "Swiss"),
    ("Syria", "Syrian"),
    ("Turkey", "Turkish"),
    ("Ukraine", "Ukrainian"),
    ("United States", "American"),
    ("Venezuela", "Venezuelan"),
    ("Yemen", "Yemeni"),
];

/// Titles that stand before a name and are no part of it.
pub(super) const TITLES: [&str; 40] = [
    "president",
    "prime",
    "minister",
    "vice",
    "deputy",
    "secretary",
    "ambassador",
    "envoy",
    "special",
    "foreign",
    "defence",
    "defense",
    "general",
    "senator",
    "representative",
    "chancellor",
    "premier",
    "chairman",
    "chairwoman",
    "chair",
    "director",
    "governor",
    "mayor",
    "king",
    "queen",
    "prince",
    "princess",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "commander",
    "admiral",
    "colonel",
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "leader",
    "chief",
];

/// A party named in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// Which party.
    pub party: PartyId,
    /// The rule that found it: by `name`, `alias` or `demonym`.
    pub rule: &'static str,
}

/// The names of the parties, ready to be found.
pub(super) struct Gazetteer {
    automaton: Option<AhoCorasick>,
    /// What each pattern stands for.
    patterns: Vec<(String, PartyId, &'static str)>,
}

impl Gazetteer {
    /// The names, aliases and demonyms of the parties, and an id of a few letters in capitals.
    pub(super) fn new(parties: &[Party]) -> Self {
        let mut patterns: Vec<(String, PartyId, &'static str)> = vec![];
        for (idx, party) in parties.iter().enumerate() {
            let id = PartyId::new(idx);
            let mut add = |name: &str, rule| {
                if !name.trim().is_empty() && !patterns.iter().any(|(known, _, _)| known == name) {
                    patterns.push((name.to_owned(), id, rule));
                }
            };
            add(&party.name, "name");
            party.aliases.iter().for_each(|alias| add(alias, "alias"));
            if party.id.len() <= SHORT_MAX
                && party.id.bytes().all(|byte| byte.is_ascii_alphabetic())
            {
                add(&party.id.to_uppercase(), "id");
            }
            for name in std::iter::once(&party.name).chain(&party.aliases) {
                let known = DEMONYMS
                    .iter()
                    .filter(|(country, _)| fold(country) == fold(name));
                known.for_each(|(_, demonym)| add(demonym, "demonym"));
            }
        }
        let builder = || {
            AhoCorasickBuilder::new()
                .ascii_case_insensitive(true)
                .match_kind(MatchKind::LeftmostLongest)
                .clone()
        };
        let automaton = builder()
            .build(patterns.iter().map(|(name, _, _)| fold(name)))
            .ok()
            .filter(|_| !patterns.is_empty());
        Self {
            automaton,
            patterns,
        }
    }

    /// Every mention, in the order of the text. Linear in its length.
    ///
    /// Names and text are compared in one form; spans point into the text as it is written.
    pub(super) fn mentions(&self, text: &str) -> Vec<Mention> {
        let Some(automaton) = &self.automaton else {
            return vec![];
        };
        let folded = Folded::new(text);
        // A name may go on over the end of a line.
        let on_one_line = folded.text().replace(['\n', '\t'], " ");
        let mention = |found: aho_corasick::Match| {
            let (name, party, rule) = &self.patterns[found.pattern().as_usize()];
            let span = Span::from(folded.written(found.range()));
            let in_case = name.len() > SHORT_MAX || composed(&text[span.range()]) == composed(name);
            let is_whole = is_whole(&on_one_line, found.range().into());
            (in_case && is_whole).then_some(Mention {
                span,
                party: *party,
                rule,
            })
        };
        automaton
            .find_iter(&on_one_line)
            .filter_map(mention)
            .collect()
    }
}

/// Whether a place is not a part of a longer word.
pub(super) fn is_whole(text: &str, span: Span) -> bool {
    let is_within = |at: usize| {
        let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
        before
            .zip(after)
            .is_some_and(|(before, after)| is_joined(before, after))
    };
    !is_within(span.start) && !is_within(span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Preference;

    fn party(id: &str, name: &str, aliases: &[&str]) -> Party {
        Party {
            id: id.into(),
            name: name.into(),
            aliases: aliases.iter().map(ToString::to_string).collect(),
            text: None,
            measures: 0..0,
            preference: Preference::Indifferent,
            span: Span::default(),
        }
    }

    #[test]
    fn the_longest_name_counts_and_short_ones_only_in_their_case() {
        let gazetteer = Gazetteer::new(&[
            party("us", "United States", &["Washington"]),
            party("nk", "North Korea", &[]),
            party("jp", "Japan", &[]),
        ]);
        let text = "The US told us that WASHINGTON and North Korea's envoys met the North Korean and Japanese press, not the Japans.";
        let found: Vec<(&str, usize, &str)> = gazetteer
            .mentions(text)
            .iter()
            .map(|it| (&text[it.span.range()], it.party.idx(), it.rule))
            .collect();
        assert_eq!(
            found,
            [
                ("US", 0, "id"),
                ("WASHINGTON", 0, "alias"),
                ("North Korea", 1, "name"),
                ("North Korean", 1, "demonym"),
                ("Japanese", 2, "demonym")
            ]
        );
    }
}
