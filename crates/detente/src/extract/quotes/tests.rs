//! Quotations in invented texts.

use super::*;
use crate::extract::actors::Gazetteer;
use crate::model::{Party, Preference};

fn parties() -> Vec<Party> {
    let party = |id: &str, name: &str, aliases: &[&str]| Party {
        id: id.into(),
        name: name.into(),
        aliases: aliases.iter().map(ToString::to_string).collect(),
        text: None,
        measures: 0..0,
        preference: Preference::Indifferent,
        span: Span::default(),
    };
    vec![
        party("no", "Norland", &["Norlandic"]),
        party("so", "Southland", &[]),
    ]
}

/// A speaker's name, party and rule.
type Told = (String, Option<usize>, &'static str);

/// Each quotation with its speaker.
fn read(text: &str) -> Vec<(String, Option<Told>)> {
    let mentions = Gazetteer::new(&parties()).mentions(text);
    let told = |quote: Quote| {
        let speaker = quote
            .speaker
            .map(|(it, rule)| (it.name, it.party.map(PartyId::idx), rule));
        (text[quote.inner.range()].to_owned(), speaker)
    };
    quotes(text, &mentions).into_iter().map(told).collect()
}

fn speakers(text: &str) -> Vec<Option<String>> {
    read(text)
        .into_iter()
        .map(|(_, speaker)| speaker.map(|(name, _, _)| name))
        .collect()
}

#[test]
fn the_usual_forms_are_attributed() {
    let cases: [(&str, &str, Option<usize>, &str); 11] = [
        (
            "“We will wait for them,” Norlandic Prime Minister Ada Berg said on Monday.",
            "Ada Berg",
            Some(0),
            "speaker and verb behind",
        ),
        (
            "\"We will wait for them,\" said Ada Berg, who leads the talks.",
            "Ada Berg",
            None,
            "verb and speaker behind",
        ),
        (
            "Ada Berg said: “We will wait for them.”",
            "Ada Berg",
            None,
            "speaker and verb before",
        ),
        (
            "On Monday, Norland's Ada Berg told reporters that “we will wait for them.”",
            "Ada Berg",
            Some(0),
            "speaker and verb before",
        ),
        (
            "According to Ada Berg, “we will wait for them.”",
            "Ada Berg",
            None,
            "according to",
        ),
        (
            "“We will wait for them,” according to the Southland Herald.",
            "Herald",
            Some(1),
            "according to",
        ),
        (
            "Ada Berg: “We will wait for them.”",
            "Ada Berg",
            None,
            "name and colon",
        ),
        (
            "“Will we wait for them?” asked Jean-Luc O’Hara.",
            "Jean-Luc O’Hara",
            None,
            "verb and speaker behind",
        ),
        (
            "“We will wait for them,” a senior Norland official said.",
            "a senior Norland official",
            Some(0),
            "speaker and verb behind",
        ),
        (
            "“We will wait for them,” Norland said.",
            "Norland",
            Some(0),
            "speaker and verb behind",
        ),
        (
            "«We will wait for them», said A. B. Berg.",
            "A. B. Berg",
            None,
            "verb and speaker behind",
        ),
    ];
    for (text, name, party, rule) in cases {
        let found = read(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].1, Some((name.to_owned(), party, rule)), "{text}");
    }
}

#[test]
fn speakers_are_carried_over() {
    let text = "“We will wait for them,” Ada Berg of Norland said. “They know where we are.”\n\n“There is time,” Berg added.\n\n\
        “All the time in the world,” she said.\n\n“Nobody is in a hurry,” a spokesman for Southland said. “We can wait, too,” the spokesman added.";
    let names = speakers(text);
    let berg = Some("Ada Berg".to_owned());
    let spokesman = Some("a spokesman".to_owned());
    assert_eq!(
        names,
        [
            berg.clone(),
            berg.clone(),
            berg.clone(),
            berg,
            spokesman.clone(),
            spokesman
        ]
    );
}

#[test]
fn unnamed_speakers_are_told_from_named_ones() {
    let mentions = |text: &str| Gazetteer::new(&parties()).mentions(text);
    for (text, unnamed) in [
        ("“It is over for good,” a diplomat said.", true),
        (
            "“It is over for good,” officials in the capital said.",
            true,
        ),
        ("“It is over for good,” a spokesman, Ivo Lund, said.", false),
        ("“It is over for good,” the Foreign Ministry said.", false),
    ] {
        let found = quotes(text, &mentions(text));
        assert_eq!(
            found[0].speaker.as_ref().map(|(it, _)| it.unnamed),
            Some(unnamed),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn quotations_inside_quotations_are_part_of_them() {
    let found = read(
        "Ada Berg said: “He told me ‘never’ and then “perhaps” at last.” The so-called “grey line” held.",
    );
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].0, "He told me ‘never’ and then “perhaps” at last.");
    let text = "They call it a \"grey line\" here, and it's nobody's.";
    let found = quotes(text, &[]);
    assert_eq!(found.len(), 1);
    assert!(found[0].phrase && found[0].speaker.is_none());
    assert_eq!(
        speakers("‘It’s quiet here tonight,’ said Ada Berg."),
        [Some("Ada Berg".to_owned())]
    );
}

#[test]
fn a_quotation_over_paragraphs_is_one_speakers() {
    let names = speakers(
        "Ada Berg said: “We came here to wait.\n\n“And we waited all day.”\n\nNothing else.",
    );
    assert_eq!(
        names,
        [Some("Ada Berg".to_owned()), Some("Ada Berg".to_owned())]
    );
    assert_eq!(
        read("A “mark without a partner, and “a whole one here” after it."),
        [("a whole one here".to_owned(), None)]
    );
    assert_eq!(read("An \"odd mark.\n\nNext."), []);
}
