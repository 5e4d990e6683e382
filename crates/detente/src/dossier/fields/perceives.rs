//! The keys of what parties believe that is not so.

use super::kinds::{Chosen, Form, Kind, Table, optional};
use super::{AGAINST, BASIS, CITES};

/// What parties believe, by party.
pub(in crate::dossier) static PERCEIVES: Table = Table {
    header: "[perceives]",
    doc: "Who sees the conflict otherwise than it is. `stability --perceived` tells where it then settles, and who is surprised; every other answer is about the conflict as it is.",
    fields: &[],
    chosen: Some(Chosen {
        key: "PARTY",
        form: Form::Identifier,
        kind: Kind::One(&PERCEPTION),
        doc: "What this party believes.",
    }),
};

/// What one party believes.
pub(in crate::dossier) static PERCEPTION: Table = Table {
    header: "[perceives.PARTY]",
    doc: "What a party believes that is not so. Its own preferences are its own.",
    fields: &[
        optional(
            "view",
            Kind::Name,
            "The view that has what it believes the others want; without it, it knows.",
            r#""posture""#,
        ),
        optional(
            "unaware",
            Kind::List(&Kind::Text),
            "Measures of others that it does not know of; in the game that it sees they stay as they are today.",
            r#"["dprk.test"]"#,
        ),
        CITES,
        AGAINST,
        BASIS,
    ],
    chosen: None,
};
