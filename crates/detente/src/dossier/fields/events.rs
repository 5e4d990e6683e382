//! The keys of events, of the distances between them, and of figures.

use super::kinds::{Kind, Table, optional, required};
use super::{AGAINST, BASIS, CITES};

const WHEN_DOC: &str = "When: a day, a month `2019-02`, a year, `early`, `mid` or `late` before a month, or two of these joined by `..`, either of which may be missing. The event is on some day of it.";

/// An event.
pub(in crate::dossier) static EVENT: Table = Table {
    header: "[[events]]",
    doc: "Something that happened, or is to happen, and when. A date that is known only roughly is a period; where two sources differ, the other date is a claim.",
    fields: &[
        required(
            "id",
            Kind::Name,
            "The name by which gaps call it.",
            r#""hanoi""#,
        ),
        required(
            "text",
            Kind::Text,
            "What happened, in a sentence.",
            r#""the leaders meet in Hanoi""#,
        ),
        optional(
            "when",
            Kind::Period,
            WHEN_DOC,
            r#""2019-02-27..2019-02-28""#,
        ),
        optional(
            "claims",
            Kind::Many(&CLAIM),
            "Other dates that are given for it.",
            "",
        ),
        CITES,
        AGAINST,
        BASIS,
    ],
    chosen: None,
};

/// Another date of an event.
pub(in crate::dossier) static CLAIM: Table = Table {
    header: "[[events.claims]]",
    doc: "Another date that somebody gives for an event, usually written inline: `claims = [{ when = \"2019-03\", cites = [\"press\"] }]`.",
    fields: &[
        required("when", Kind::Period, WHEN_DOC, r#""2019-03""#),
        CITES,
        AGAINST,
        BASIS,
    ],
    chosen: None,
};

/// A stated distance.
pub(in crate::dossier) static GAP: Table = Table {
    header: "[[gaps]]",
    doc: "A stated distance between two events, or an event and the dossier's `as_of`. A month counts as 28 to 31 days and a year as 365 or 366, so that no true statement is refused.",
    fields: &[
        required(
            "from",
            Kind::Name,
            "The earlier event, or `as_of`.",
            r#""stockholm""#,
        ),
        required(
            "to",
            Kind::Name,
            "The later event, or `as_of`.",
            r#""as_of""#,
        ),
        optional(
            "at_least",
            Kind::Distance,
            "The least distance; when left out, `to` is not before `from`.",
            r#""2 years""#,
        ),
        optional(
            "at_most",
            Kind::Distance,
            "The greatest distance; none when left out.",
            r#""3 years""#,
        ),
        optional(
            "says",
            Kind::Text,
            "What the source says.",
            r#""talks stalled for over two years""#,
        ),
        CITES,
        AGAINST,
        BASIS,
    ],
    chosen: None,
};

/// A figure.
pub(in crate::dossier) static FIGURE: Table = Table {
    header: "[[figures]]",
    doc: "A number that somebody gave for a series at a time. Two figures of one series, time and definition that cannot both be true are reported. Names of series, and definitions, that differ in case, accents, spaces or form only are one.",
    fields: &[
        required("of", Kind::Text, "The series.", r#""warheads""#),
        required(
            "at",
            Kind::Period,
            "The time for which it is given, written like the `when` of an event.",
            r#""2024-01""#,
        ),
        required(
            "value",
            Kind::Figure,
            "The number, or what is said of it as a string: a range `20 to 30`, a bound `at least 50`, `more than 50`, `up to 90`, `fewer than 90`, or `about 50`, which is a tenth to each side. Spaces between thousands and words such as `million` are read.",
            r#""at least 50""#,
        ),
        optional(
            "definition",
            Kind::Text,
            "What is counted. Figures of different definitions are never set against each other.",
            r#""assembled""#,
        ),
        CITES,
        AGAINST,
        BASIS,
    ],
    chosen: None,
};
