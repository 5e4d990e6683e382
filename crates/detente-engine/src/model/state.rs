//! States: which measures are in force, and at which level.
//!
//! A state is a set of *entries*. A yes/no measure has one entry; a measure with `k` levels has
//! `k − 1`, "at least level 2", …, "at least level `k`", so that every state is written as a string of
//! `Y` and `N` and a higher level implies the lower ones (a thermometer code).

use std::fmt;

/// The most entries that a conflict may have: one bit of a machine word pair each.
pub const ENTRIES_MAX: usize = 128;

/// One combination of measures in force, as a set of entries; bit `e` is entry `e`.
#[doc(alias = "outcome")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State(pub u128);

impl State {
    /// Whether entry `entry` holds.
    pub fn has(self, entry: usize) -> bool {
        self.0 >> entry & 1 == 1
    }

    /// This state with `entry` holding.
    #[must_use]
    pub fn with(self, entry: usize) -> Self {
        Self(self.0 | 1 << entry)
    }

    /// The state's letters, one per entry: `Y` where it holds.
    pub fn letters(self, n_entries: usize) -> String {
        Pattern {
            free: 0,
            state: self,
        }
        .letters(n_entries)
    }

    /// Reads one `Y` or `N` per entry; `None` for any other text.
    ///
    /// ```
    /// use detente_engine::model::State;
    /// assert_eq!(State::from_letters("YN", 2), Some(State(0b01)));
    /// assert_eq!(State::from_letters("Y", 2), None);
    /// ```
    pub fn from_letters(letters: &str, n_entries: usize) -> Option<Self> {
        if letters.len() != n_entries || n_entries > ENTRIES_MAX {
            return None;
        }
        letters
            .bytes()
            .enumerate()
            .try_fold(Self::default(), |state, (entry, letter)| match letter {
                b'Y' => Some(state.with(entry)),
                b'N' => Some(state),
                _ => None,
            })
    }
}

/// A set of states: those that agree with `state` on every entry outside `free`.
///
/// Strings that break the order of a measure's levels are not states, and no pattern means them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pattern {
    /// The entries that may hold or not.
    pub free: u128,
    /// The other entries; bits in `free` are zero.
    pub state: State,
}

impl Pattern {
    /// Whether `state` is one of the pattern's.
    pub fn matches(self, state: State) -> bool {
        state.0 & !self.free == self.state.0
    }

    /// One letter per entry: `Y`, `N`, or `-` for free.
    pub fn letters(self, n_entries: usize) -> String {
        (0..n_entries)
            .map(|entry| {
                if self.free >> entry & 1 == 1 {
                    '-'
                } else if self.state.has(entry) {
                    'Y'
                } else {
                    'N'
                }
            })
            .collect()
    }
}

/// The entries as binary digits, the last one first.
impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:b}", self.0)
    }
}
