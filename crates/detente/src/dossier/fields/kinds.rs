//! What the tables of fields are made of: keys, what each may hold, and keys that the author chooses.

/// What a key may hold.
#[derive(Clone, Copy, Debug)]
pub(in crate::dossier) enum Kind {
    /// Any string.
    Text,
    /// An identifier.
    Name,
    /// `true` or `false`.
    Flag,
    /// A TOML date.
    Day,
    /// A day, or a period as a string.
    Period,
    /// A distance in time.
    Distance,
    /// A formula.
    Formula,
    /// One of some words.
    Word(fn() -> Vec<&'static str>),
    /// A list of ids of evidence.
    Citations,
    /// The names of a measure's levels, lowest first.
    Levels,
    /// `true`, `false` or the name of a level.
    Now,
    /// A credence from 0 to 1, or a range of them.
    Sure,
    /// A decimal number, or a range of them.
    Worth,
    /// A figure as sources give it.
    Figure,
    /// A decimal number within bounds, or a range of them.
    Number(Bounds),
    /// A whole number from the first to the second.
    Count(usize, usize),
    /// A measure of the roadmap.
    Commitment,
    /// A reliability `A` to `F` with a credibility `1` to `6`.
    Grade,
    /// State strings, best first; an inner list is a tie.
    States,
    /// Named states from better to worse.
    Chain,
    /// Moves from a named state to others.
    Moves,
    /// A table.
    One(&'static Table),
    /// An array of tables.
    Many(&'static Table),
    /// An array of values of this kind.
    List(&'static Kind),
    /// A value of the first of these kinds that fits.
    Either(&'static [Kind]),
}

/// Within which bounds a number lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::dossier) enum Bounds {
    /// From 0 up.
    Amount,
    /// From 0 to 1.
    Share,
    /// Above 0 and below 1.
    Inside,
    /// Above 0 and up to 1.
    Step,
}

/// How a key looks that the author chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::dossier) enum Form {
    /// An identifier.
    Identifier,
    /// `party.measure`, `party.measure>=level` or `not party.measure`.
    Commitment,
}

/// One key.
#[derive(Debug)]
pub(in crate::dossier) struct Field {
    /// The key.
    pub(in crate::dossier) key: &'static str,
    /// What it may hold.
    pub(in crate::dossier) kind: Kind,
    /// Whether it must be there.
    pub(in crate::dossier) required: bool,
    /// What it means, in a sentence.
    pub(in crate::dossier) doc: &'static str,
    /// A value, as written in a dossier; empty where the sections of their own show it.
    pub(in crate::dossier) example: &'static str,
}

/// One table of the file.
#[derive(Debug)]
pub(in crate::dossier) struct Table {
    /// How the file writes it.
    pub(in crate::dossier) header: &'static str,
    /// What it is for.
    pub(in crate::dossier) doc: &'static str,
    /// Its keys.
    pub(in crate::dossier) fields: &'static [Field],
    /// What stands under keys that the author chooses, if the table has such keys.
    pub(in crate::dossier) chosen: Option<Chosen>,
}

/// Keys that the author of the dossier chooses.
#[derive(Debug)]
pub(in crate::dossier) struct Chosen {
    /// What such a key is, in capitals.
    pub(in crate::dossier) key: &'static str,
    /// How it looks.
    pub(in crate::dossier) form: Form,
    /// What stands under it.
    pub(in crate::dossier) kind: Kind,
    /// What it means, in a sentence.
    pub(in crate::dossier) doc: &'static str,
}

impl Table {
    /// The field with this key.
    pub(in crate::dossier) fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

pub(super) const fn required(
    key: &'static str,
    kind: Kind,
    doc: &'static str,
    example: &'static str,
) -> Field {
    Field {
        key,
        kind,
        required: true,
        doc,
        example,
    }
}

pub(super) const fn optional(
    key: &'static str,
    kind: Kind,
    doc: &'static str,
    example: &'static str,
) -> Field {
    Field {
        key,
        kind,
        required: false,
        doc,
        example,
    }
}
