//! Typed positions: which list an index belongs to is part of its type.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The id of the item at `idx` of its list.
            pub fn new(idx: usize) -> Self {
                Self(u32::try_from(idx).expect("lists are bounded far below 2^32"))
            }

            /// The position in the list.
            pub fn idx(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

ids! {
    /// A party, by position in [`Dossier::parties`](super::Dossier::parties).
    PartyId,
    /// A measure, by position in [`Dossier::measures`](super::Dossier::measures).
    MeasureId,
    /// A term, by position in [`Dossier::terms`](super::Dossier::terms).
    TermId,
    /// A rival view, by position in [`Dossier::views`](super::Dossier::views).
    ViewId,
    /// An item of evidence, by position in [`Dossier::evidence`](super::Dossier::evidence).
    EvidenceId,
    /// A measure of the roadmap, by position in [`Roadmap::commitments`](super::Roadmap::commitments).
    CommitmentId,
    /// An event, by position in [`Chronology::events`](super::Chronology::events).
    EventId,
    /// A hypothesis, by position in [`Weighing::hypotheses`](super::Weighing::hypotheses).
    HypothesisId,
}
