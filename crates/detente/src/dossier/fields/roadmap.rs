//! The keys of the section `[roadmap]`.

use super::kinds::{optional, required};
use super::{AGAINST, BASIS, Bounds, CITES, Chosen, Form, Kind, Table};
use crate::model::{Objective, Tail};

/// The most phases of a roadmap, and the most phases that a key of it counts.
const PHASES_MAX: usize = 200;

fn objectives() -> Vec<&'static str> {
    Objective::ALL.iter().map(|(word, _)| *word).collect()
}

fn tails() -> Vec<&'static str> {
    Tail::ALL.iter().map(|(word, _)| *word).collect()
}

fn modes() -> Vec<&'static str> {
    vec!["level", "complete"]
}

fn sorts() -> Vec<&'static str> {
    vec!["divisible", "discrete"]
}

const TARGETS: Kind = Kind::List(&Kind::Formula);
const AFTER: Kind = Kind::List(&Kind::Either(&[Kind::Commitment, Kind::One(&WAIT)]));
const PHASES: Kind = Kind::Count(1, PHASES_MAX);

/// The roadmap.
pub(in crate::dossier) static ROADMAP: Table = Table {
    header: "[roadmap]",
    doc: "A phased deal over measures of the dossier: which plan of reciprocal steps does nobody gain by abandoning?",
    fields: &[
        required(
            "phases",
            PHASES,
            "The horizon; the levels of the last phase stay in force for ever.",
            "8",
        ),
        optional(
            "phase",
            Kind::Text,
            "How long a phase is, in words.",
            r#""half a year""#,
        ),
        optional(
            "targets",
            TARGETS,
            "What is to be complete by the last phase: measures of the roadmap, or formulas and terms that join such measures with `and`; every measure when left out.",
            r#"["dprk.arsenal >= dismantled"]"#,
        ),
        optional(
            "objective",
            Kind::Word(objectives),
            "What is made as large as it can be; `welfare` when left out.",
            r#""maxmin""#,
        ),
        optional(
            "tail",
            Kind::Word(tails),
            "Whether the levels of the last phase stay for ever, or targets approach full force in ever smaller steps; `constant` when left out.",
            r#""geometric""#,
        ),
        optional(
            "false_alarm",
            Kind::Number(Bounds::Share),
            "The chance per phase that the deal collapses though nobody violated it; 0 when left out.",
            "0.01",
        ),
        optional(
            "parties",
            Kind::One(&STAKES),
            "What each party brings to the deal.",
            "",
        ),
        required(
            "measures",
            Kind::One(&COMMITMENTS),
            "The measures of the deal.",
            "",
        ),
        optional(
            "assurances",
            Kind::Many(&ASSURANCE),
            "The promises of third parties.",
            "",
        ),
        optional(
            "plans",
            Kind::One(&PLANS),
            "Other demands on the same numbers, to lay side by side.",
            "",
        ),
    ],
    chosen: None,
};

static STAKES: Table = Table {
    header: "[roadmap.parties]",
    doc: "What each party brings to the deal. A party that owns or values a measure of the roadmap, gives or receives an assurance has a table here.",
    fields: &[],
    chosen: Some(Chosen {
        key: "PARTY",
        form: Form::Identifier,
        kind: Kind::One(&STAKE),
        doc: "A party.",
    }),
};

/// What a party brings to the roadmap.
pub(in crate::dossier) static STAKE: Table = Table {
    header: "[roadmap.parties.PARTY]",
    doc: "What a party brings to the deal.",
    fields: &[
        required(
            "patience",
            Kind::Number(Bounds::Inside),
            "Its discount factor per phase: what a gain in the next phase is worth to it beside the same gain in this one.",
            "0.9",
        ),
        optional(
            "weight",
            Kind::Number(Bounds::Amount),
            "Its weight in the objective; 1 when left out. Under `maxmin` what counts is its value for its weight: twice the weight asks for twice the value, and weight 0 leaves it out.",
            "1.0",
        ),
        optional(
            "bond",
            Kind::Number(Bounds::Amount),
            "What it forfeits when its own violation is detected; 0 when left out.",
            r#""2 to 5""#,
        ),
        CITES,
        AGAINST,
        BASIS,
    ],
    chosen: None,
};

/// The measures of the roadmap.
pub(in crate::dossier) static COMMITMENTS: Table = Table {
    header: "[roadmap.measures]",
    doc: "The measures of the deal, in quotes: a yes/no measure as `\"party.measure\"`, its end as `\"not party.measure\"`, a level as `\"party.measure>=level\"`. A level waits for the next lower one that is listed.",
    fields: &[],
    chosen: Some(Chosen {
        key: "STEP",
        form: Form::Commitment,
        kind: Kind::One(&COMMITMENT),
        doc: "A measure of the deal.",
    }),
};

/// A measure of the roadmap.
pub(in crate::dossier) static COMMITMENT: Table = Table {
    header: "[roadmap.measures.\"STEP\"]",
    doc: "A measure of the deal. Its level runs from 0, not in force, to 1, fully in force; numbers may be ranges.",
    fields: &[
        optional(
            "per_phase",
            Kind::One(&WORTHS),
            "What it is worth to each party per phase while fully in force.",
            r#"{ dprk = -7, us = "4 to 9" }"#,
        ),
        optional(
            "once",
            Kind::One(&WORTHS),
            "What a unit of increase is worth once: a sunk cost or a transfer.",
            "{ dprk = -5 }",
        ),
        optional(
            "irreversible",
            Kind::Number(Bounds::Share),
            "The share that cannot be undone; 0 when left out. It is 1 where `moves`, a condition or a rule about moves never permits the way back.",
            "0.9",
        ),
        optional(
            "undo_cost",
            Kind::Number(Bounds::Amount),
            "What undoing a unit costs its owner; 0 when left out.",
            "0.5",
        ),
        optional(
            "kind",
            Kind::Word(sorts),
            "Whether it can be carried out in part, or only whole; `divisible` when left out.",
            r#""discrete""#,
        ),
        optional(
            "start",
            Kind::Number(Bounds::Share),
            "The level in force today; when left out, 1 if the measure's `now` has it in force, and 0 if not.",
            "0.25",
        ),
        optional(
            "after",
            AFTER,
            "What must come before it; a name alone means lag 0 and mode `level`. Measures of the roadmap that `take_when` (for the end of a measure `drop_when`) asks for are waited for, lag 1, unless they are listed here.",
            r#"[{ measure = "dprk.declaration", lag = 1, mode = "level" }]"#,
        ),
        optional(
            "earliest",
            PHASES,
            "The first phase in which it may advance; 1 when left out.",
            "3",
        ),
        optional(
            "max_step",
            Kind::Number(Bounds::Step),
            "The most by which it may advance in a phase; 1 when left out.",
            "0.25",
        ),
        optional(
            "withhold",
            Kind::One(&VISIBILITY),
            "How soon withholding an increase shows.",
            "{ detect = 0.4, lag = 2 }",
        ),
        optional(
            "reverse",
            Kind::One(&VISIBILITY),
            "How soon undoing it shows, at least as soon as withholding; as `withhold` where left out.",
            "{ detect = 0.9, lag = 1 }",
        ),
        optional(
            "linked",
            Kind::List(&Kind::Name),
            "Whose violations are answered by undoing it; every other party when left out.",
            r#"["dprk"]"#,
        ),
        CITES,
        AGAINST,
        BASIS,
    ],
    chosen: None,
};

/// Worths by party.
pub(in crate::dossier) static WORTHS: Table = Table {
    header: "{ PARTY = … }",
    doc: "A worth for each party; parties that are left out neither gain nor lose.",
    fields: &[],
    chosen: Some(Chosen {
        key: "PARTY",
        form: Form::Identifier,
        kind: Kind::Worth,
        doc: "What it is worth to this party.",
    }),
};

/// How soon a violation shows.
pub(in crate::dossier) static VISIBILITY: Table = Table {
    header: "{ detect = …, lag = … }",
    doc: "How soon a violation shows.",
    fields: &[
        optional(
            "detect",
            Kind::Number(Bounds::Share),
            "The chance per phase that it is seen; 1 when left out.",
            "0.4",
        ),
        optional(
            "lag",
            PHASES,
            "The phases from the violation to the response; 1 when left out.",
            "2",
        ),
    ],
    chosen: None,
};

/// A prerequisite with its lag and mode.
pub(in crate::dossier) static WAIT: Table = Table {
    header: "{ measure = \"…\" }",
    doc: "What must come before a measure.",
    fields: &[
        required(
            "measure",
            Kind::Commitment,
            "Which measure of the roadmap.",
            r#""dprk.declaration""#,
        ),
        optional(
            "lag",
            Kind::Count(0, PHASES_MAX),
            "How many phases earlier; 0 when left out.",
            "1",
        ),
        optional(
            "mode",
            Kind::Word(modes),
            "`level`: it must be at least as far; `complete`: it must be fully in force before the other may advance. `level` when left out.",
            r#""complete""#,
        ),
    ],
    chosen: None,
};

/// A promise of a third party.
pub(in crate::dossier) static ASSURANCE: Table = Table {
    header: "[[roadmap.assurances]]",
    doc: "A third party's promise: if a measure is withheld or reversed, the guarantor makes up for it.",
    fields: &[
        required("by", Kind::Name, "The guarantor.", r#""china""#),
        required("to", Kind::Name, "The party that is assured.", r#""dprk""#),
        required(
            "against",
            Kind::Commitment,
            "The measure whose withholding or reversal makes the promise due.",
            r#""us.relief>=waivers""#,
        ),
        required(
            "pays",
            Kind::Number(Bounds::Amount),
            "What the assured party then receives per phase.",
            "1.5",
        ),
        optional(
            "costs",
            Kind::Number(Bounds::Amount),
            "What that costs the guarantor per phase; 0 when left out.",
            "0.4",
        ),
        CITES,
        BASIS,
    ],
    chosen: None,
};

static PLANS: Table = Table {
    header: "[roadmap.plans]",
    doc: "Other demands on the same numbers, by id. The section's own demands are the plan `base`.",
    fields: &[],
    chosen: Some(Chosen {
        key: "PLAN",
        form: Form::Identifier,
        kind: Kind::One(&PLAN),
        doc: "A plan.",
    }),
};

/// A plan beside the first.
pub(in crate::dossier) static PLAN: Table = Table {
    header: "[roadmap.plans.PLAN]",
    doc: "A plan to lay beside the first; what it does not say is as in `[roadmap]`.",
    fields: &[
        optional(
            "text",
            Kind::Text,
            "What it is, in a sentence.",
            r#""dismantlement before any relief""#,
        ),
        optional("phases", PHASES, "Another horizon.", "12"),
        optional(
            "targets",
            TARGETS,
            "Other targets.",
            r#"["denuclearization:us"]"#,
        ),
        optional(
            "objective",
            Kind::Word(objectives),
            "Another objective.",
            r#""fastest""#,
        ),
        optional(
            "after",
            Kind::One(&WAITS),
            "What else must come before which measure.",
            r#"{ "us.relief>=waivers" = [{ measure = "dprk.arsenal>=dismantled", mode = "complete" }] }"#,
        ),
    ],
    chosen: None,
};

/// Further prerequisites, by measure.
pub(in crate::dossier) static WAITS: Table = Table {
    header: "{ \"STEP\" = […] }",
    doc: "Further prerequisites, by the measure that waits.",
    fields: &[],
    chosen: Some(Chosen {
        key: "STEP",
        form: Form::Commitment,
        kind: AFTER,
        doc: "What must come before it.",
    }),
};
