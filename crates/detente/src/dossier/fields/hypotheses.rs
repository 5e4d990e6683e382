//! The keys of hypotheses, of what bears on them, and of signals.

use super::kinds::{Bounds, Chosen, Field, Form, Kind, Table, optional, required};
use super::{AGAINST, BASIS, CITES};
use crate::model::{Audience, Sign, Undone, Way};

fn signs() -> Vec<&'static str> {
    Sign::ALL.iter().map(|(word, _)| *word).collect()
}

fn ways() -> Vec<&'static str> {
    Way::ALL.iter().map(|(word, _)| *word).collect()
}

fn answers() -> Vec<&'static str> {
    Undone::ALL.iter().map(|(word, _)| *word).collect()
}

fn audiences() -> Vec<&'static str> {
    Audience::ALL.iter().map(|(word, _)| *word).collect()
}

/// The hypotheses.
pub(in crate::dossier) static HYPOTHESES: Table = Table {
    header: "[hypotheses]",
    doc: "Rival explanations, by id; exactly one of them is true.",
    fields: &[],
    chosen: Some(Chosen {
        key: "HYPOTHESIS",
        form: Form::Identifier,
        kind: Kind::One(&HYPOTHESIS),
        doc: "A hypothesis.",
    }),
};

/// A hypothesis.
pub(in crate::dossier) static HYPOTHESIS: Table = Table {
    header: "[hypotheses.HYPOTHESIS]",
    doc: "One explanation of what is seen.",
    fields: &[
        required(
            "text",
            Kind::Text,
            "What it holds, in a sentence.",
            r#""Washington has given up the demand""#,
        ),
        optional(
            "prior",
            Kind::Number(Bounds::Share),
            "How credible it is before the evidence, or a range. The middles are scaled to add up to 1; hypotheses without one share what is left, equally, and what is left must be something.",
            r#""0.2 to 0.4""#,
        ),
        CITES,
        AGAINST,
        BASIS,
    ],
    chosen: None,
};

/// What an item says about the hypotheses.
pub(in crate::dossier) static BEARS: Table = Table {
    header: "{ HYPOTHESIS = … }",
    doc: "What an item says about the hypotheses; it says nothing about those that are left out.",
    fields: &[],
    chosen: Some(Chosen {
        key: "HYPOTHESIS",
        form: Form::Identifier,
        kind: Kind::Either(&[Kind::Word(signs), Kind::Number(Bounds::Share)]),
        doc: "How likely the item is if that hypothesis holds: a sign, a chance, or a range of chances.",
    }),
};

/// The key of items and indicators.
pub(in crate::dossier) const BEARS_FIELD: Field = optional(
    "bears",
    Kind::One(&BEARS),
    "What it says about the hypotheses: how likely it is if each of them holds.",
    r#"{ new_approach = "+", posturing = "0.6 to 0.8" }"#,
);

/// A signal.
pub(in crate::dossier) static SIGNAL: Table = Table {
    header: "{ by = \"…\", way = \"…\" }",
    doc: "What it cost to send the item, and whether that can tell a sincere sender from a bluffing one.",
    fields: &[
        required("by", Kind::Name, "Which party sent it.", r#""us""#),
        required(
            "way",
            Kind::Word(ways),
            "`talk` costs nothing, `sunk` is paid at once, `tied` falls due on going back on it.",
            r#""talk""#,
        ),
        optional(
            "cost",
            Kind::Number(Bounds::Amount),
            "What it costs, in the unit of the two worths.",
            r#""2 to 4""#,
        ),
        optional(
            "caught",
            Kind::Number(Bounds::Share),
            "The chance that going back on it is seen; 1 when left out.",
            "0.6",
        ),
        optional(
            "worth_sincere",
            Kind::Number(Bounds::Amount),
            "What being believed is worth to a sincere sender.",
            "5",
        ),
        optional(
            "worth_bluff",
            Kind::Number(Bounds::Amount),
            "What being believed is worth to a bluffing sender.",
            "1.5",
        ),
        optional(
            "undone",
            Kind::Word(answers),
            "How easily it is undone.",
            r#""freely""#,
        ),
        optional(
            "seen_by",
            Kind::Word(audiences),
            "Who sees it.",
            r#""public""#,
        ),
        optional(
            "checkable",
            Kind::Flag,
            "Whether anybody can check it.",
            "true",
        ),
        optional(
            "kept",
            Kind::Text,
            "How many of the sender's earlier promises were kept, and of how many.",
            r#""3 of 7""#,
        ),
    ],
    chosen: None,
};

/// Something that has not been seen yet.
pub(in crate::dossier) static INDICATOR: Table = Table {
    header: "[[indicators]]",
    doc: "Something that has not been seen yet and would tell something if it were.",
    fields: &[
        required("id", Kind::Name, "Its name.", r#""waivers""#),
        required(
            "text",
            Kind::Text,
            "What would be seen, in a sentence.",
            r#""waivers are granted""#,
        ),
        Field {
            required: true,
            ..BEARS_FIELD
        },
    ],
    chosen: None,
};

/// How signs and grades are read.
pub(in crate::dossier) static WEIGH: Table = Table {
    header: "[weigh]",
    doc: "How signs and grades are turned into numbers, where the defaults do not suit. None of these numbers is anybody's official scale.",
    fields: &[
        optional(
            "signs",
            Kind::One(&SIGNS),
            "The chance that each sign stands for.",
            "",
        ),
        optional(
            "trust",
            Kind::One(&TRUST),
            "How far sources of each reliability are trusted.",
            "",
        ),
        optional(
            "credibility",
            Kind::One(&CREDIBILITY),
            "The chance that content of each credibility is true, from a trusted source.",
            "",
        ),
        optional(
            "dependence",
            Kind::Number(Bounds::Share),
            "How far copies of one origin depend on it: 1, they count as one item, and that is the default; 0, each counts for itself.",
            "1.0",
        ),
    ],
    chosen: None,
};

const fn share(key: &'static str, doc: &'static str, example: &'static str) -> Field {
    optional(key, Kind::Number(Bounds::Share), doc, example)
}

/// The chances that signs stand for.
pub(in crate::dossier) static SIGNS: Table = Table {
    header: "[weigh.signs]",
    doc: "The chance that each sign stands for.",
    fields: &[
        share("--", "Hardly possible; 0.02 when left out.", "0.02"),
        share("-", "Not to be expected; 0.1 when left out.", "0.1"),
        share("0", "Neither; 0.4 when left out.", "0.4"),
        share("+", "To be expected; 0.7 when left out.", "0.7"),
        share("++", "Nearly certain; 0.9 when left out.", "0.9"),
    ],
    chosen: None,
};

/// How far sources are trusted.
pub(in crate::dossier) static TRUST: Table = Table {
    header: "[weigh.trust]",
    doc: "How far sources of each reliability are trusted, from 0 to 1.",
    fields: &[
        share("A", "Completely reliable; 0.975 when left out.", "0.975"),
        share("B", "Usually reliable; 0.85 when left out.", "0.85"),
        share("C", "Fairly reliable; 0.65 when left out.", "0.65"),
        share("D", "Not usually reliable; 0.4 when left out.", "0.4"),
        share("E", "Unreliable; 0.15 when left out.", "0.15"),
        share(
            "F",
            "Unknown, which is not the worst; 0.5 when left out.",
            "0.5",
        ),
    ],
    chosen: None,
};

/// How likely content is to be true.
pub(in crate::dossier) static CREDIBILITY: Table = Table {
    header: "[weigh.credibility]",
    doc: "The chance that content of each credibility is true, from a source that is fully trusted.",
    fields: &[
        share("1", "Confirmed; 0.95 when left out.", "0.95"),
        share("2", "Probably true; 0.8 when left out.", "0.8"),
        share("3", "Possibly true; 0.6 when left out.", "0.6"),
        share("4", "Doubtful; 0.35 when left out.", "0.35"),
        share("5", "Improbable; 0.1 when left out.", "0.1"),
        share(
            "6",
            "Unknown, which is not the worst; 0.5 when left out.",
            "0.5",
        ),
    ],
    chosen: None,
};
