//! The dossier's keys: one table of fields per table of the file.
//!
//! These tables are the only list of keys. Unknown keys are found with them, the JSON Schema is written from
//! them, and so are the tables of keys in `docs/dossier.md`.

mod events;
mod graph;
mod hypotheses;
mod kinds;
mod perceives;
mod roadmap;
mod statements;

use crate::model::{Direction, EvidenceKind};
use hypotheses::{BEARS_FIELD, HYPOTHESES};
use kinds::{optional, required};

pub(super) use events::{CLAIM, EVENT, FIGURE, GAP};
pub(super) use graph::GRAPH;
pub(super) use hypotheses::{
    BEARS, CREDIBILITY, HYPOTHESIS, INDICATOR, SIGNAL, SIGNS, TRUST, WEIGH,
};
pub(super) use kinds::{Bounds, Chosen, Field, Form, Kind, Table};
pub(super) use perceives::{PERCEIVES, PERCEPTION};
pub(super) use roadmap::{
    ASSURANCE, COMMITMENT, PLAN, ROADMAP, STAKE, VISIBILITY, WAIT, WAITS, WORTHS,
};
pub(super) use statements::{STATEMENTS, WORDING};

fn kinds() -> Vec<&'static str> {
    EvidenceKind::ALL.iter().map(|(word, _)| *word).collect()
}

fn directions() -> Vec<&'static str> {
    Direction::ALL.iter().map(|(word, _)| *word).collect()
}

fn bases() -> Vec<&'static str> {
    vec!["judgement"]
}

const CITES: Field = optional(
    "cites",
    Kind::Citations,
    "Ids of the evidence that speaks for it.",
    r#"["js-0825"]"#,
);
const AGAINST: Field = optional(
    "against",
    Kind::Citations,
    "Ids of the evidence that speaks against it.",
    r#"["spa-0921"]"#,
);
const BASIS: Field = optional(
    "basis",
    Kind::Word(bases),
    "Says that it is the author's own judgement; judgements are counted and shown.",
    r#""judgement""#,
);
const SURE: Field = optional(
    "sure",
    Kind::Sure,
    "How surely the party really holds it: a credence from 0 to 1, a range as a string, or `\"hypothesis NAME\"`: as surely as that hypothesis is true, which `weigh` computes.",
    r#""0.7 to 0.95""#,
);
const SINCE: Field = optional("since", Kind::Day, "Since when it is so.", "2025-09-21");
const PREFERS_FIELD: Field = optional(
    "prefers",
    Kind::Many(&STATEMENT),
    "What the party wants as statements, most important first: the first statement on which two states differ decides. At most one of `prefers`, `ranking` and `values`.",
    "",
);
const RANKING_KINDS: &[Kind] = &[Kind::States, Kind::Chain, Kind::One(&RANKING)];
const RANKING_FIELD: Field = optional(
    "ranking",
    Kind::Either(RANKING_KINDS),
    "What the party wants as a ranking of all feasible states, best first; an inner list is a tie. In graph form a string: `s1 > s4 >> s2 ~ s3`, where `>` is better, `>>` much better, and `~` as good.",
    r#"["YN", ["NN", "YY"], "NY"]"#,
);
const VALUES_FIELD: Field = optional(
    "values",
    Kind::Many(&VALUE),
    "What the party wants as worths of combinations of measures, which add up.",
    "",
);

/// The whole file.
pub(super) static FILE: Table = Table {
    header: "the file",
    doc: "The sections of a dossier. Their order is free; within a section, the order of parties, measures, terms, statements and views is the order of the results.",
    fields: &[
        required(
            "dossier",
            Kind::One(&DOSSIER),
            "What the dossier is about.",
            "",
        ),
        optional("terms", Kind::One(&TERMS), "Names for formulas.", ""),
        required(
            "parties",
            Kind::One(&PARTIES),
            "Who acts, what each can do, and what each wants.",
            "",
        ),
        optional(
            "graph",
            Kind::One(&GRAPH),
            "States and moves, for a conflict without measures.",
            "",
        ),
        optional(
            "views",
            Kind::One(&VIEWS),
            "Rival judgements of what parties want.",
            "",
        ),
        optional(
            "perceives",
            Kind::One(&PERCEIVES),
            "Who sees the conflict otherwise than it is.",
            "",
        ),
        optional("rules", Kind::Many(&RULE), "What cannot be.", ""),
        optional(
            "coalesce",
            Kind::Many(&COALESCE),
            "States that are taken as one.",
            "",
        ),
        optional(
            "evidence",
            Kind::Many(&EVIDENCE),
            "What is known, from whom, since when.",
            "",
        ),
        optional(
            "statements",
            Kind::One(&STATEMENTS),
            "Which public statements are counted, and the terms that are counted in them.",
            "",
        ),
        optional(
            "hypotheses",
            Kind::One(&HYPOTHESES),
            "Rival explanations of what is seen.",
            "",
        ),
        optional(
            "indicators",
            Kind::Many(&INDICATOR),
            "What has not been seen yet and would tell something.",
            "",
        ),
        optional(
            "weigh",
            Kind::One(&WEIGH),
            "How signs and grades are turned into numbers.",
            "",
        ),
        optional(
            "events",
            Kind::Many(&EVENT),
            "What happened when, and who says so.",
            "",
        ),
        optional(
            "gaps",
            Kind::Many(&GAP),
            "Stated distances between events.",
            "",
        ),
        optional(
            "figures",
            Kind::Many(&FIGURE),
            "Numbers that somebody gave for a time.",
            "",
        ),
        optional(
            "roadmap",
            Kind::One(&ROADMAP),
            "What phased, reciprocal steps are worth to whom, and how soon cheating shows.",
            "",
        ),
    ],
    chosen: None,
};

/// What the dossier is about.
pub(super) static DOSSIER: Table = Table {
    header: "[dossier]",
    doc: "What the dossier is about.",
    fields: &[
        required(
            "title",
            Kind::Text,
            "The title of the dossier.",
            r#""Rehearsals upstairs""#,
        ),
        optional(
            "as_of",
            Kind::Day,
            "The day on which the dossier stands: nothing dated later may be used.",
            "2025-10-24",
        ),
        optional(
            "hindsight",
            Kind::Flag,
            "Lets later evidence be used all the same, visibly.",
            "true",
        ),
        optional(
            "question",
            Kind::Formula,
            "What the reader asks about: a term or any formula.",
            r#""leaders_meet""#,
        ),
        optional("by", Kind::Day, "By when the reader asks.", "2025-11-01"),
    ],
    chosen: None,
};

static TERMS: Table = Table {
    header: "[terms]",
    doc: "Names for formulas. A term is a formula, or a table with a formula under `that` and the reasons for it; a *contested* term is a table of readings, one per user of the word.",
    fields: &[],
    chosen: Some(Chosen {
        key: "TERM",
        form: Form::Identifier,
        kind: Kind::Either(&[Kind::Formula, Kind::One(&MEANING), Kind::One(&READINGS)]),
        doc: "What the term means, for everybody or for each of its users.",
    }),
};

/// The readings of a term.
pub(super) static READINGS: Table = Table {
    header: "[terms.TERM]",
    doc: "The readings of a contested term: who uses the word, and in which meaning. The first is the one that analyses take when nothing else is asked.",
    fields: &[],
    chosen: Some(Chosen {
        key: "READING",
        form: Form::Identifier,
        kind: Kind::Either(&[Kind::Formula, Kind::One(&MEANING)]),
        doc: "What this user means by the term.",
    }),
};

/// A meaning with its reasons.
pub(super) static MEANING: Table = Table {
    header: "{ that = \"…\" }",
    doc: "A meaning with the reasons for it, in place of a formula.",
    fields: &[
        required(
            "that",
            Kind::Formula,
            "What it means.",
            r#""us.meet and dprk.meet""#,
        ),
        CITES,
        AGAINST,
        BASIS,
    ],
    chosen: None,
};

static PARTIES: Table = Table {
    header: "[parties]",
    doc: "The parties, by id.",
    fields: &[],
    chosen: Some(Chosen {
        key: "PARTY",
        form: Form::Identifier,
        kind: Kind::One(&PARTY),
        doc: "A party; without measures it is an observer.",
    }),
};

/// A party.
pub(super) static PARTY: Table = Table {
    header: "[parties.PARTY]",
    doc: "A party: who it is, what it can do, what it wants.",
    fields: &[
        optional(
            "name",
            Kind::Text,
            "Its name for readers; its id when left out.",
            r#""United States""#,
        ),
        optional(
            "aliases",
            Kind::List(&Kind::Text),
            "Other names by which texts call it; `extract` looks for them.",
            r#"["Washington", "the White House"]"#,
        ),
        optional(
            "text",
            Kind::Text,
            "Who that is, in a sentence.",
            r#""the administration in Washington""#,
        ),
        optional("measures", Kind::One(&MEASURES), "What it can do.", ""),
        PREFERS_FIELD,
        RANKING_FIELD,
        VALUES_FIELD,
    ],
    chosen: None,
};

static MEASURES: Table = Table {
    header: "[parties.PARTY.measures]",
    doc: "The measures that the party controls, by id. Formulas call them `party.measure`.",
    fields: &[],
    chosen: Some(Chosen {
        key: "MEASURE",
        form: Form::Identifier,
        kind: Kind::One(&MEASURE),
        doc: "A measure.",
    }),
};

/// A measure.
pub(super) static MEASURE: Table = Table {
    header: "[parties.PARTY.measures.MEASURE]",
    doc: "A measure, usually written on one line as `id = { text = \"…\" }`.",
    fields: &[
        required(
            "text",
            Kind::Text,
            "What it is: for a yes/no measure a predicate that follows the party's name, for a measure with levels a noun phrase.",
            r#""eases sanctions""#,
        ),
        optional(
            "levels",
            Kind::Levels,
            "The names of its levels, lowest first; a yes/no measure has none.",
            r#"["none", "waivers", "bilateral"]"#,
        ),
        optional(
            "now",
            Kind::Now,
            "What is in force today: `true`, `false`, or a level; `false` or the lowest level when left out.",
            r#""waivers""#,
        ),
        optional(
            "moves",
            Kind::Word(directions),
            "In which directions it may change; `both` when left out.",
            r#""take""#,
        ),
        optional(
            "take_when",
            Kind::Formula,
            "It may be taken or raised only from states in which this holds.",
            r#""china.consent and russia.consent""#,
        ),
        optional(
            "drop_when",
            Kind::Formula,
            "It may be dropped or lowered only from states in which this holds.",
            r#""un.consent""#,
        ),
        CITES,
        AGAINST,
        BASIS,
        SINCE,
    ],
    chosen: None,
};

/// A statement of preference.
pub(super) static STATEMENT: Table = Table {
    header: "[[parties.PARTY.prefers]]",
    doc: "One thing that the party wants; the order of these tables is their order of importance.",
    fields: &[
        required(
            "that",
            Kind::Formula,
            "What it wants to hold.",
            r#""us.relief >= bilateral only if dprk.inspectors""#,
        ),
        optional(
            "or",
            Kind::List(&Kind::Formula),
            "What it may want to hold instead: nobody knows which. `stability` then counts as unknown what hangs on it; other commands take `that`.",
            r#"["dprk.inspectors"]"#,
        ),
        optional(
            "much",
            Kind::Flag,
            "Whether states on which this line or one above it decides differ much; `stability` then tells which sanctions are strong.",
            "true",
        ),
        optional(
            "text",
            Kind::Text,
            "The same in words.",
            r#""no relief without inspectors""#,
        ),
        CITES,
        AGAINST,
        BASIS,
        SURE,
        SINCE,
    ],
    chosen: None,
};

/// A ranking with reasons.
pub(super) static RANKING: Table = Table {
    header: "[parties.PARTY.ranking]",
    doc: "A ranking with the reasons for it.",
    fields: &[
        optional(
            "states",
            Kind::Either(&[Kind::States, Kind::Chain]),
            "Every feasible state once, best first; an inner list is a tie. A state has one letter per entry, `Y` or `N`: the measures in the order of the file, party by party; a measure with `k` levels has `k − 1` entries, “at least the second level”, “at least the third”, …. In graph form a string: `s1 > s4 >> s2 ~ s3`.",
            r#"["YN", ["NN", "YY"], "NY"]"#,
        ),
        optional(
            "pairs",
            Kind::List(&Kind::Chain),
            "In graph form, in place of `states`: what is known. Each string tells of the pairs of states in it; nobody knows how the party compares any other two.",
            r#"["s3 > s7", "s4 > s8 ~ s6"]"#,
        ),
        CITES,
        AGAINST,
        BASIS,
        SURE,
        SINCE,
    ],
    chosen: None,
};

/// A value.
pub(super) static VALUE: Table = Table {
    header: "[[parties.PARTY.values]]",
    doc: "What a combination of measures is worth to the party.",
    fields: &[
        required(
            "of",
            Kind::Formula,
            "Which combination.",
            r#""us.relief >= waivers""#,
        ),
        required(
            "worth",
            Kind::Worth,
            "Its worth, with at most nine decimals: a number, or a 90 % range as a string, which counts with its middle where only the order matters.",
            r#""4 to 9""#,
        ),
        CITES,
        AGAINST,
        BASIS,
        SURE,
        SINCE,
    ],
    chosen: None,
};

static VIEWS: Table = Table {
    header: "[views]",
    doc: "The rival views, by id. The parties' own lists are the view `base`.",
    fields: &[],
    chosen: Some(Chosen {
        key: "VIEW",
        form: Form::Identifier,
        kind: Kind::One(&VIEW),
        doc: "A view.",
    }),
};

/// A view.
pub(super) static VIEW: Table = Table {
    header: "[views.VIEW]",
    doc: "A rival judgement; the parties that it does not name keep their own preferences.",
    fields: &[optional(
        "text",
        Kind::Text,
        "What this view holds, in a sentence.",
        r#""the offer is posturing""#,
    )],
    chosen: Some(Chosen {
        key: "PARTY",
        form: Form::Identifier,
        kind: Kind::One(&REPLACEMENT),
        doc: "What this party wants in this view.",
    }),
};

/// What a view says of one party.
pub(super) static REPLACEMENT: Table = Table {
    header: "[views.VIEW.PARTY]",
    doc: "What the party wants in this view; it replaces the party's own list, and is written in the same way.",
    fields: &[PREFERS_FIELD, RANKING_FIELD, VALUES_FIELD],
    chosen: None,
};

/// A rule.
pub(super) static RULE: Table = Table {
    header: "[[rules]]",
    doc: "What cannot be, or which moves cannot be made: logic and physics, never policy. Each rule has exactly one of `never`, `always` and `never_move`.",
    fields: &[
        optional(
            "never",
            Kind::Formula,
            "What cannot be.",
            r#""dprk.inspectors and not dprk.declaration""#,
        ),
        optional(
            "always",
            Kind::Formula,
            "What cannot fail to be.",
            r#""at most 1 of (a.sell, a.lease)""#,
        ),
        optional(
            "never_move",
            Kind::One(&NEVER_MOVE),
            "Which moves cannot be made.",
            r#"{ by = "us", from = "us.pressure", to = "not (us.pressure or us.talks)" }"#,
        ),
        optional(
            "why",
            Kind::Text,
            "Why, in a sentence.",
            r#""inspectors work from a declaration""#,
        ),
        CITES,
        AGAINST,
        BASIS,
    ],
    chosen: None,
};

/// Moves that cannot be made.
pub(super) static NEVER_MOVE: Table = Table {
    header: "{ from = \"…\", to = \"…\" }",
    doc: "Moves that cannot be made: from states where one formula holds to states where another does. The conditions `take_when` and `drop_when` see only the state in which a move starts; this sees both ends.",
    fields: &[
        optional(
            "by",
            Kind::Name,
            "The party that it binds; everybody when left out. It also forbids a step that several parties make together when it binds one of them.",
            r#""us""#,
        ),
        required(
            "from",
            Kind::Formula,
            "What holds in the state in which such a move starts.",
            r#""us.pressure""#,
        ),
        required(
            "to",
            Kind::Formula,
            "What holds in the state in which it would end.",
            r#""not (us.pressure or us.talks)""#,
        ),
    ],
    chosen: None,
};

/// States taken as one.
pub(super) static COALESCE: Table = Table {
    header: "[[coalesce]]",
    doc: "Feasible states that differ in nothing that matters, taken as one by `stability`; other commands keep them apart. There is a move from or to the one state where there is one from or to any of them. A statement holds in it where it holds in all of them.",
    fields: &[
        required(
            "as",
            Kind::Name,
            "The name of the one state.",
            r#""abandoned""#,
        ),
        required(
            "that",
            Kind::Formula,
            "Which states: those where this holds, but for those that an earlier table took.",
            r#""uniroyal.abandon""#,
        ),
        optional(
            "text",
            Kind::Text,
            "What they are, in a few words.",
            r#""the plant is abandoned""#,
        ),
        CITES,
        AGAINST,
        BASIS,
    ],
    chosen: None,
};

/// An item of evidence.
pub(super) static EVIDENCE: Table = Table {
    header: "[[evidence]]",
    doc: "One item of evidence.",
    fields: &[
        required(
            "id",
            Kind::Name,
            "The name by which `cites`, `against` and `origin` call it.",
            r#""spa-0921""#,
        ),
        required(
            "date",
            Kind::Day,
            "When it happened or was said.",
            "2025-09-21",
        ),
        required(
            "kind",
            Kind::Word(kinds),
            "Whether somebody said it, did it, assessed it so, or measured it.",
            r#""said""#,
        ),
        required(
            "source",
            Kind::Text,
            "Who published it.",
            r#""KCNA, speech to the Supreme People's Assembly""#,
        ),
        optional(
            "grade",
            Kind::Grade,
            "The reliability of the source, `A` (best) to `F`, with the credibility of the content, `1` (best) to `6`.",
            r#""A1""#,
        ),
        optional(
            "url",
            Kind::Text,
            "Where to read it.",
            r#""https://example.org/speech""#,
        ),
        optional(
            "origin",
            Kind::Name,
            "The id of the item that it copies: two copies of one origin are not two sources.",
            r#""kcna-0921""#,
        ),
        optional(
            "marking",
            Kind::Text,
            "Who may see it; `open` when left out. Pages leave out what is not open unless asked.",
            r#""internal""#,
        ),
        required(
            "says",
            Kind::Text,
            "What it says.",
            r#""talks are possible if the demand is dropped""#,
        ),
        BEARS_FIELD,
        optional(
            "signal",
            Kind::One(&SIGNAL),
            "What it cost to send it.",
            r#"{ by = "us", way = "talk" }"#,
        ),
    ],
    chosen: None,
};
