//! Drafted lines compared: what was kept, what was cut, what was added, how alike two texts are.
//!
//! # Definition
//!
//! Two texts as tokens, words and marks, compared without case. The longest stretch that both have is kept; of several as long, the one that begins
//! first in the first text, and then in the second. The same is done to the left and to the right of it, until nothing is left in common. With `M` tokens
//! kept of `T` in both texts together, they are alike by `2M / T` (Ratcliff and Metzener 1988).
//!
//! # Algorithm
//!
//! As written, with an explicit list of the pieces that are still to be compared. Where equal tokens meet more than [`MEETINGS_MAX`] times, as in two
//! long speeches, `anchored` first keeps the passages that stand in both texts, and only what lies between them is compared as written.
//!
//! # Complexity
//!
//! For `m` and `n` tokens, `m n` steps per stretch that is kept in the worst case, with at most [`MEETINGS_MAX`] in all; about `m + n` where tokens
//! seldom repeat, and for long texts.
//!
//! # Validity
//!
//! The figures are those of `SequenceMatcher` of Python's `difflib` without junk; tests hold them to its output. The measure is
//! not symmetric: of two stretches as long, the order of the texts decides. Of long texts a passage that was moved is kept in one of its places
//! only, and short stretches in common far from any passage in common are not kept: they are at most as alike as by the longest common subsequence.
//!
//! # References
//!
//! Ratcliff and Metzener (1988), by its description in the documentation of `difflib`.

mod anchored;

use std::borrow::Cow;
use std::collections::HashMap;

use super::words::tokens;
use crate::text::Folded;

/// Texts at least as alike as this go back to one template.
pub const ALIKE: f64 = 0.5;

/// Where equal tokens of two texts meet more often, their passages are compared first.
pub const MEETINGS_MAX: u64 = 100_000;

/// The numbers of folded tokens, for texts that are compared with each other.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    numbers: HashMap<Box<str>, u32>,
    folded: String,
}

impl Lexicon {
    fn number(&mut self, token: &str) -> u32 {
        self.folded.clear();
        self.folded.push_str(token);
        self.folded.make_ascii_lowercase();
        if let Some(number) = self.numbers.get(self.folded.as_str()) {
            return *number;
        }
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(self.folded.as_str().into(), number);
        number
    }
}

/// A text as tokens, ready to be compared with others of the same lexicon: 28 bytes a token beside the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft<'t> {
    /// The tokens as they were written, but for words broken at the end of a line, which are joined.
    pub tokens: Vec<Cow<'t, str>>,
    /// Their numbers, the same for tokens that are compared as equal.
    numbers: Vec<u32>,
}

/// What was done to a stretch of the first text to give the second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What was taken out; empty where something was only added.
    pub cut: String,
    /// What was put in its place; empty where something was only cut.
    pub added: String,
}

/// How two texts compare.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The tokens of the first text.
    pub n_first: usize,
    /// The tokens of the second text.
    pub n_second: usize,
    /// The tokens that were kept.
    pub n_kept: usize,
    /// How alike they are: 1 where nothing differs but case, 0 where nothing is kept; 1 for two empty texts.
    pub ratio: f64,
    /// What differs, in the order of the texts.
    pub edits: Vec<Edit>,
}

impl<'t> Draft<'t> {
    /// The tokens of a text.
    pub fn new(text: &'t str, lexicon: &mut Lexicon) -> Self {
        let whole = Folded::new(text);
        let mut draft = Self::default();
        for (start, token) in tokens(whole.text()) {
            let stretch = &text[whole.written(start..start + token.len())];
            let is_broken = stretch.contains(char::is_whitespace);
            draft.tokens.push(if is_broken {
                Cow::Owned(token.to_owned())
            } else {
                Cow::Borrowed(stretch)
            });
            draft.numbers.push(lexicon.number(token));
        }
        draft
    }

    fn words(&self, from: usize, to: usize) -> String {
        self.tokens[from..to].join(" ")
    }
}

/// A stretch that two texts have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kept {
    first: usize,
    second: usize,
    len: usize,
}

/// How often each token stands in a text.
fn counts(numbers: &[u32]) -> HashMap<u32, u64> {
    let mut counts = HashMap::new();
    for number in numbers {
        *counts.entry(*number).or_default() += 1;
    }
    counts
}

/// The most that [`compare`] can give as the ratio: by the tokens that both have, wherever they stand.
pub fn alike_at_most(first: &Draft<'_>, second: &Draft<'_>) -> f64 {
    let mut left = counts(&first.numbers);
    let mut n_common = 0;
    for number in &second.numbers {
        if let Some(left) = left.get_mut(number).filter(|left| **left > 0) {
            *left -= 1;
            n_common += 1;
        }
    }
    ratio(n_common, first.tokens.len() + second.tokens.len())
}

/// How often a token of the first meets its like in the second.
fn n_meetings(first: &[u32], second: &[u32]) -> u64 {
    let counts = counts(first);
    second
        .iter()
        .map(|number| counts.get(number).copied().unwrap_or(0))
        .sum()
}

/// Compares two texts.
pub fn compare(first: &Draft<'_>, second: &Draft<'_>) -> Comparison {
    let kept = anchored::kept(&first.numbers, &second.numbers, MEETINGS_MAX);
    let n_kept: usize = kept.iter().map(|it| it.len).sum();
    let (n_first, n_second) = (first.tokens.len(), second.tokens.len());
    let mut edits: Vec<Edit> = vec![];
    let (mut at_first, mut at_second) = (0, 0);
    for it in kept.into_iter().chain([Kept {
        first: n_first,
        second: n_second,
        len: 0,
    }]) {
        if at_first < it.first || at_second < it.second {
            edits.push(Edit {
                cut: first.words(at_first, it.first),
                added: second.words(at_second, it.second),
            });
        }
        (at_first, at_second) = (it.first + it.len, it.second + it.len);
    }
    Comparison {
        n_first,
        n_second,
        n_kept,
        ratio: ratio(n_kept, n_first + n_second),
        edits,
    }
}

fn ratio(n_common: usize, n_both: usize) -> f64 {
    if n_both == 0 {
        1.0
    } else {
        2.0 * n_common as f64 / n_both as f64
    }
}

/// The stretches kept, in the order of the texts.
fn kept(first: &[u32], second: &[u32]) -> Vec<Kept> {
    let mut places: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, token) in second.iter().enumerate() {
        places.entry(*token).or_default().push(at);
    }
    let mut pending = vec![(0, first.len(), 0, second.len())];
    let mut found = vec![];
    while let Some((from, to, low, high)) = pending.pop() {
        let it = longest(first, &places, (from, to), (low, high));
        if it.len > 0 {
            pending.push((from, it.first, low, it.second));
            pending.push((it.first + it.len, to, it.second + it.len, high));
            found.push(it);
        }
    }
    found.sort_unstable();
    found
}

/// The longest stretch in common of two ranges; the first such in the first text, then in the second.
fn longest(
    first: &[u32],
    places: &HashMap<u32, Vec<usize>>,
    (from, to): (usize, usize),
    (low, high): (usize, usize),
) -> Kept {
    let mut best = Kept {
        first: from,
        second: low,
        len: 0,
    };
    // The length of the stretch that ends at each place of the second text, for the last token of the first.
    let mut ending: HashMap<usize, usize> = HashMap::new();
    for (at, token) in first.iter().enumerate().take(to).skip(from) {
        let mut next = HashMap::new();
        let all = places.get(token).map_or(&[][..], Vec::as_slice);
        let inside = &all[all.partition_point(|place| *place < low)..];
        for place in inside.iter().take_while(|place| **place < high) {
            let before = place
                .checked_sub(1)
                .and_then(|before| ending.get(&before))
                .copied()
                .unwrap_or(0);
            let len = before + 1;
            next.insert(*place, len);
            if len > best.len {
                best = Kept {
                    first: at + 1 - len,
                    second: place + 1 - len,
                    len,
                };
            }
        }
        ending = next;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Figures by Python's `difflib.SequenceMatcher(None, a, b, autojunk=False)` on the same tokens in lower case.
    #[test]
    fn figures_are_those_of_difflib() {
        let july = "The Minister in her first year opened three crossings with the Upper Valley that calmed the river and reached the first-ever \
            shared rule on draining. The Minister keeps those aims and stays open to working with the Valley to achieve a fully drained marsh.";
        let autumn = "The minister in her first year opened three crossings with the upper valley that calmed the river. Policy on the marsh has not changed. \
            The Minister stays open to talking with the Valley without any conditions.";
        let mut lexicon = Lexicon::default();
        let (july, autumn) = (
            Draft::new(july, &mut lexicon),
            Draft::new(autumn, &mut lexicon),
        );
        let it = compare(&july, &autumn);
        assert_eq!((it.n_first, it.n_second, it.n_kept), (46, 39, 28));
        assert!(
            (it.ratio - 0.658_823_529_411_764_7).abs() < 1e-15,
            "{}",
            it.ratio
        );
        let edits: Vec<(&str, &str)> = it
            .edits
            .iter()
            .map(|edit| (edit.cut.as_str(), edit.added.as_str()))
            .collect();
        let expected = [
            ("and reached", ". Policy on"),
            (
                "first-ever shared rule on draining",
                "marsh has not changed",
            ),
            ("keeps those aims and", ""),
            ("working", "talking"),
            ("to achieve a fully drained marsh", "without any conditions"),
        ];
        assert_eq!(edits, expected);
        assert!(alike_at_most(&july, &autumn) >= it.ratio);
    }

    #[test]
    fn letters_as_tokens_give_the_figures_of_difflib() {
        let figures = [
            ("bcbccccabaca", "abbab", 3, 3),
            ("acaacabbaba", "accb", 4, 3),
            ("aaaaa", "abbac", 2, 2),
            ("caacabbabbaab", "bbcc", 2, 2),
            ("ccc", "abbbbcba", 1, 2),
            ("bcaabacbba", "bbbcabacaca", 7, 4),
            ("abbc", "cbbaccbb", 3, 3),
            ("baa", "ccbabbcc", 2, 2),
            ("bcbb", "acacc", 1, 2),
            ("bacaacc", "aaccbbbcb", 4, 2),
            ("acabb", "accacb", 4, 3),
            ("abba", "bba", 3, 1),
        ];
        let spaced = |letters: &str| {
            letters
                .chars()
                .flat_map(|letter| [letter, ' '])
                .collect::<String>()
        };
        for (first, second, n_kept, n_edits) in figures {
            let mut lexicon = Lexicon::default();
            let (first, second) = (spaced(first), spaced(second));
            let it = compare(
                &Draft::new(&first, &mut lexicon),
                &Draft::new(&second, &mut lexicon),
            );
            assert_eq!(
                (it.n_kept, it.edits.len()),
                (n_kept, n_edits),
                "{first} {second}"
            );
        }
    }

    #[test]
    fn texts_are_alike_in_full_or_not_at_all() {
        let mut lexicon = Lexicon::default();
        let draft = Draft::new("a b, a c", &mut lexicon);
        assert_eq!(
            compare(&draft, &Draft::new("A B, A C", &mut lexicon)).edits,
            []
        );
        assert!((compare(&draft, &draft).ratio - 1.0).abs() < 1e-15);
        let other = compare(&draft, &Draft::new("x y", &mut lexicon));
        assert!(other.ratio.abs() < 1e-15);
        assert_eq!(
            other.edits,
            [Edit {
                cut: "a b , a c".into(),
                added: "x y".into()
            }]
        );
        assert!((compare(&Draft::default(), &Draft::default()).ratio - 1.0).abs() < 1e-15);
    }

    #[test]
    fn speeches_of_five_megabytes_are_compared_to_the_word() {
        let mut state = 1u64;
        let mut draw = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            format!("w{}", (state >> 33) % 9_973)
        };
        let words: Vec<String> = (0..900_000).map(|_| draw()).collect();
        let mut edited = words.clone();
        edited[350_000] = "weir".to_string();
        edited.drain(600_000..600_010);
        let (first, second) = (words.join(" "), edited.join(" "));
        let mut lexicon = Lexicon::default();
        let (first, second) = (
            Draft::new(&first, &mut lexicon),
            Draft::new(&second, &mut lexicon),
        );
        let it = compare(&first, &second);
        assert_eq!((it.n_kept, it.edits.len()), (900_000 - 11, 2));
        assert_eq!(it.edits[0].added, "weir");
    }
}
