//! Which statements of one stratum are drafted alike: copies that count once, and templates with something cut or added.

use super::counter::Heard;
use super::template::{ALIKE, Comparison, Draft, Lexicon, alike_at_most, compare};
use crate::model::Corpus;
use crate::space::Watch;

/// Texts as alike as this say the same: the later one is probably a copy.
pub const COPY: f64 = 0.9;
/// With how many statements before it each statement is compared.
const BACK: usize = 3;
/// The most comparisons in all.
pub const COMPARISONS_MAX: usize = 50_000;
/// The most words and marks in all the texts compared.
pub const COMPARED_TOKENS_MAX: usize = 200_000_000;

/// How much comparing is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Comparisons.
    pub comparisons: usize,
    /// Words and marks in the texts compared.
    pub tokens: usize,
}

impl Left {
    /// All of it.
    pub const ALL: Self = Self {
        comparisons: COMPARISONS_MAX,
        tokens: COMPARED_TOKENS_MAX,
    };

    /// Whether nothing is left.
    pub fn is_over(self) -> bool {
        self.comparisons == 0 || self.tokens == 0
    }
}

/// Two statements of one party and channel that go back to one template.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// The earlier statement.
    pub first: usize,
    /// The later one.
    pub second: usize,
    /// How they compare.
    pub comparison: Comparison,
    /// The terms that the earlier mentions and the later does not.
    pub terms_cut: Vec<usize>,
    /// The terms that the later mentions and the earlier does not.
    pub terms_added: Vec<usize>,
    /// Whether the dossier says already that the two go back to one draft.
    pub known: bool,
}

impl Likeness {
    /// Whether the later is probably a copy, of which the dossier does not say so.
    pub fn is_proposed_copy(&self) -> bool {
        !self.known
            && self.comparison.ratio >= COPY
            && self.terms_cut.is_empty()
            && self.terms_added.is_empty()
    }
}

/// The most alike of the last few statements before each, where the two are alike by at least [`ALIKE`].
///
/// What is `left` is counted down.
pub fn likenesses(
    corpus: &Corpus,
    drafts: &[u32],
    heard: &Heard,
    statements: &[usize],
    left: &mut Left,
    watch: &Watch,
) -> Vec<Likeness> {
    let mut found = vec![];
    let mut last: Vec<(usize, Draft<'_>)> = vec![];
    let mut lexicon = Lexicon::default();
    for statement in statements.iter().copied() {
        let Some(text) = heard.texts.get(statement).and_then(Option::as_deref) else {
            continue;
        };
        if left.is_over() || watch.is_stopped() {
            break;
        }
        let draft = Draft::new(text, &mut lexicon);
        let mut best: Option<Likeness> = None;
        for (first, earlier) in last.iter().rev() {
            left.comparisons = left.comparisons.saturating_sub(1);
            let n_tokens = earlier.tokens.len() + draft.tokens.len();
            left.tokens = left.tokens.saturating_sub(n_tokens);
            let enough = best.as_ref().map_or(ALIKE, |it| it.comparison.ratio);
            if alike_at_most(earlier, &draft) < enough {
                continue;
            }
            let comparison = compare(earlier, &draft);
            if comparison.ratio >= ALIKE
                && best
                    .as_ref()
                    .is_none_or(|it| comparison.ratio > it.comparison.ratio)
            {
                best = Some(likeness(corpus, drafts, *first, statement, comparison));
            }
        }
        found.extend(best);
        if last.len() == BACK {
            last.remove(0);
        }
        last.push((statement, draft));
    }
    found
}

fn likeness(
    corpus: &Corpus,
    drafts: &[u32],
    first: usize,
    second: usize,
    comparison: Comparison,
) -> Likeness {
    let made = |statement, term| corpus.mention(statement, term).is_made();
    let turned = |from: bool| {
        let terms = 0..corpus.n_terms;
        terms
            .filter(|term| made(first, *term) == Some(from) && made(second, *term) == Some(!from))
            .collect()
    };
    Likeness {
        first,
        second,
        comparison,
        terms_cut: turned(true),
        terms_added: turned(false),
        known: drafts[first] == drafts[second],
    }
}
