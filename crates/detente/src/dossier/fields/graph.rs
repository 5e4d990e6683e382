//! The keys of a dossier in graph form.

use super::kinds::{Chosen, Form, Kind, Table, optional, required};
use super::{AGAINST, BASIS, CITES};

/// States and moves.
pub(in crate::dossier) static GRAPH: Table = Table {
    header: "[graph]",
    doc: "The conflict in graph form: named states and the moves between them, in place of measures. A dossier has measures or a graph, not both.",
    fields: &[
        required("states", Kind::One(&STATES), "The states.", ""),
        optional(
            "moves",
            Kind::One(&MOVES),
            "Who can move from where to where.",
            "",
        ),
        optional(
            "now",
            Kind::Name,
            "The state of today; without it nothing is said of what can come of today’s state.",
            r#""s1""#,
        ),
        CITES,
        AGAINST,
        BASIS,
    ],
    chosen: None,
};

static STATES: Table = Table {
    header: "[graph.states]",
    doc: "The states, by id; their order is that of the results.",
    fields: &[],
    chosen: Some(Chosen {
        key: "STATE",
        form: Form::Identifier,
        kind: Kind::Text,
        doc: "What this state is, in a few words: `s1 = \"the appeal is pending\"`.",
    }),
};

static MOVES: Table = Table {
    header: "[graph.moves]",
    doc: "The moves of each party; moves need not be reversible, and what two moves reach need not be reached by one.",
    fields: &[],
    chosen: Some(Chosen {
        key: "PARTY",
        form: Form::Identifier,
        kind: Kind::List(&Kind::Moves),
        doc: "Where the party alone can lead: `s1 -> s3, s9`, or `s1 <-> s5` for there and back.",
    }),
};
