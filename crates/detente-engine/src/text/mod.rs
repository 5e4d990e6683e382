//! One word is one word: texts, patterns and names as they are compared.
//!
//! # Definition
//!
//! Two texts that a reader takes for one are one. A text is *folded* in these steps.
//!
//! 1. HTML entities with a `;` are read, as often as they were written over.
//! 2. Characters that show nothing are left out (`Default_Ignorable_Code_Point`: soft hyphens, joiners, zero-width spaces, marks of direction,
//!    selectors of variants), and so are the marks that readers of a script leave out: Arabic vowel marks and the stretching stroke, Hebrew points
//!    and accents. Madda and hamza stay where they make another letter.
//! 3. Dashes up to the length of an en dash are hyphens, longer ones em dashes; single quotes, primes and modifier apostrophes are apostrophes;
//!    decimal digits of every script are those of ASCII. The signs for trade and service marks stay signs.
//! 4. What is left is put in compatibility decomposition, without case, and composed again (as for identifiers, NFKC with case folding).
//!    The Turkish rule: i with and without a dot are one letter, in both cases, because a capital does not tell which it is.
//! 5. A word that a hyphen or a soft hyphen breaks at the end of a line is joined, if letters stand before the hyphen and first on the next line, and one line
//!    ends between. A hard hyphen may have been the word's own: the place is kept as a *break*, at which both readings count, the joined word, and its
//!    parts with a hyphen between.
//!
//! # Algorithm
//!
//! Nearly every character has an image of its own, looked up in a table. Marks are read together with the letter before them. ASCII runs are copied; a text of
//! ASCII without entities and broken words is not even copied, and keeps its case.
//!
//! # Complexity
//!
//! Linear in the text but for the sorting of marks on one letter.
//!
//! # Validity
//!
//! Folding a folded text changes nothing. `oracle::folding` takes the steps one by one over whole texts; a property test compares the two.
//!
//! # References
//!
//! Unicode Standard Annex 15 (normalisation forms) and chapter 3.13 (caseless matching), by the crates `icu_normalizer` and `icu_properties`; HTML's list of
//! entities, by the crate `html-escape`.

mod chars;
mod entity;
mod fold;
mod image;

pub mod names;

pub use chars::{EM_DASH, is_accent, is_joined, is_spaceless, is_word_char};
pub use fold::{Changes, Folded};

/// A text as it is compared: names and patterns, which are short.
pub fn fold(text: &str) -> String {
    Folded::new(text).text().to_ascii_lowercase()
}
