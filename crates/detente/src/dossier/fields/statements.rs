//! The keys of the section `[statements]`.

use super::kinds::{optional, required};
use super::{Chosen, Form, Kind, Table};

/// The statements.
pub(in crate::dossier) static STATEMENTS: Table = Table {
    header: "[statements]",
    doc: "Public statements and the terms that are counted in them, for the command `shift`. The statements themselves lie beside the dossier, in a table or as texts; `docs/statements.md` has their columns.",
    fields: &[
        optional(
            "table",
            Kind::Text,
            "The table of statements, a path from the dossier's folder; `statements.csv` when left out, if it is there.",
            r#""statements.csv""#,
        ),
        optional(
            "folder",
            Kind::Text,
            "A folder with one text file per statement, a path from the dossier's folder; `statements` when left out, if it is there.",
            r#""statements""#,
        ),
        optional(
            "cut",
            Kind::Day,
            "The first day of what is compared with before; without it, only changes over time are sought.",
            "2025-09-01",
        ),
        required(
            "terms",
            Kind::One(&WORDINGS),
            "The terms to count, by id.",
            "",
        ),
    ],
    chosen: None,
};

static WORDINGS: Table = Table {
    header: "[statements.terms]",
    doc: "The terms to count, by id.",
    fields: &[],
    chosen: Some(Chosen {
        key: "TERM",
        form: Form::Identifier,
        kind: Kind::One(&WORDING),
        doc: "A term: how it is recognised in a text.",
    }),
};

/// A term of the statements.
pub(in crate::dossier) static WORDING: Table = Table {
    header: "[statements.terms.TERM]",
    doc: "How a term is recognised. A word is a run of letters, digits and `_`; hyphens and apostrophes end it, and in scripts without spaces every letter may. Case and the form of characters do not matter (statements.md), a space stands for any white space, and a `*` at either end of a word for the rest of that word.",
    fields: &[
        optional(
            "text",
            Kind::Text,
            "What it is, for readers; its id when left out.",
            r#""the goal of denuclearization""#,
        ),
        required(
            "any",
            PATTERNS,
            "The words and phrases that mention it; two that overlap in a text count once.",
            r#"["denuclear*", "de-nuclear*", "nuclear disarmament"]"#,
        ),
        optional(
            "but_not",
            PATTERNS,
            "Words and phrases inside which a mention does not count.",
            r#"["nuclear-free zone in the Middle East"]"#,
        ),
        optional(
            "due",
            Kind::List(&Kind::Text),
            "The questions (`asked`) to which the term is due: an answer to another question does not count for or against it. Every statement counts when left out.",
            r#"["goal", "policy"]"#,
        ),
    ],
    chosen: None,
};

const PATTERNS: Kind = Kind::List(&Kind::Text);
