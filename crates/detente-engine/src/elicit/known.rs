//! What answers say about the order of statements, and what follows from them.
//!
//! # Definition
//! Of two states, one is preferred when the most important of the statements on which they differ holds in it. So an answer is a *fact*
//! `(O, U)`: some statement of `O`, those that hold only in the preferred state, is more important than every one of `U`, those that hold
//! only in the other. A fact follows from others when it holds in every order in which they do.
//! # Algorithm
//! An order is built from the top. A statement may come next when it is in `U` of no fact still open; taking it never does harm, and
//! closes the facts that have it in `O`. All facts fit one order exactly when all are closed in the end. A fact follows when its
//! reverse does not fit. Facts clash exactly when the union of their `O` lies in the union of their `U`, so a smallest clash with a new fact
//! is found by covering one uncovered statement after the other, with ever more facts.
//! # Complexity
//! `O(k·m)` word operations per test for `m` facts on `k` statements. A smallest clash takes exponential time at worst; after 2²⁰ steps
//! one is given from which no fact can be left out, and it says so.
//! # Validity
//! Exact for strict orders of up to 128 statements.
//! # References
//! Schmitt and Martignon (2006), for building a lexicographic order greedily from the top.

use super::STATEMENTS_MAX;

/// The most steps to prove a clash a smallest one.
const STEPS_MAX: usize = 1 << 20;

/// Some statement of `over` is more important than every one of `under`; sets of statements as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Fact {
    pub(super) over: u128,
    pub(super) under: u128,
}

impl Fact {
    /// What two states differ in, as the fact that the first is preferred.
    pub(super) fn between(first: u128, second: u128) -> Self {
        Self {
            over: first & !second,
            under: second & !first,
        }
    }

    pub(super) fn reversed(self) -> Self {
        Self {
            over: self.under,
            under: self.over,
        }
    }

    /// The number of statements on which the states differ.
    pub(super) fn n_statements(self) -> usize {
        (self.over | self.under).count_ones() as usize
    }

    /// Whether the answer is open as long as nothing is known: each state has something that the other has not.
    pub(super) fn is_contrast(self) -> bool {
        self.over != 0 && self.under != 0
    }
}

/// Answers that fit no order together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The positions of the answers, in order.
    pub answers: Vec<usize>,
    /// Whether no smaller set of answers clashes; otherwise only none of these can be left out.
    pub smallest: bool,
}

/// Whether some order meets all facts.
pub(super) fn fit(facts: impl Iterator<Item = Fact>) -> bool {
    let mut open: Vec<Fact> = facts.collect();
    while !open.is_empty() {
        let blocked = open.iter().fold(0, |blocked, fact| blocked | fact.under);
        let n_before = open.len();
        open.retain(|fact| fact.over & !blocked == 0);
        if open.len() == n_before {
            return false;
        }
    }
    true
}

/// The facts that answers gave, which some order meets.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    facts: Vec<Fact>,
    /// The answer that gave each.
    answers: Vec<usize>,
}

impl Known {
    pub(super) fn fits_with(&self, fact: Fact) -> bool {
        fit(self.facts.iter().copied().chain([fact]))
    }

    /// Adds a fact that fits.
    pub(super) fn add(&mut self, fact: Fact, answer: usize) {
        self.facts.push(fact);
        self.answers.push(answer);
    }

    /// For each of `n` statements, those that it is known to outrank.
    pub(super) fn relation(&self, n: usize) -> Vec<u128> {
        let is_known = |a: usize, b: usize| {
            a != b
                && !self.fits_with(Fact {
                    over: 1 << b,
                    under: 1 << a,
                })
        };
        (0..n)
            .map(|a| {
                (0..n)
                    .filter(|&b| is_known(a, b))
                    .fold(0, |below, b| below | 1 << b)
            })
            .collect()
    }

    /// An order that meets all facts, given the bit of each item, if it has one: of the items that may come next always the first.
    pub(super) fn order(&self, bits: &[Option<usize>]) -> Vec<usize> {
        let mut open = self.facts.clone();
        let mut left: Vec<usize> = (0..bits.len()).collect();
        let (mut order, mut placed) = (vec![], 0_u128);
        while !left.is_empty() {
            let blocked = open.iter().fold(0, |blocked, fact| blocked | fact.under) & !placed;
            let may_come = |item: &usize| bits[*item].is_none_or(|bit| blocked >> bit & 1 == 0);
            let at = left
                .iter()
                .position(may_come)
                .expect("the facts fit an order, so some statement may come next");
            let item = left.remove(at);
            placed |= bits[item].map_or(0, |bit| 1 << bit);
            open.retain(|fact| fact.over & placed == 0);
            order.push(item);
        }
        order
    }

    /// A smallest set of answers that fits no order together with a fact that does not fit; `answer` gave that fact.
    pub(super) fn clash(&self, fact: Fact, answer: usize) -> Clash {
        let found = smallest_cover(&self.facts, fact, self.facts.len());
        let smallest = found.is_ok();
        let chosen = found.ok().flatten().unwrap_or_else(|| self.thinned(fact));
        let mut answers: Vec<usize> = chosen
            .into_iter()
            .map(|idx| self.answers[idx])
            .chain([answer])
            .collect();
        answers.sort_unstable();
        Clash { answers, smallest }
    }

    /// The facts with the answers that gave them.
    pub(super) fn told(&self) -> impl Iterator<Item = (Fact, usize)> {
        self.facts.iter().copied().zip(self.answers.iter().copied())
    }

    /// The positions of facts that clash with one more and of which none can be left out.
    fn thinned(&self, fact: Fact) -> Vec<usize> {
        let mut kept: Vec<usize> = (0..self.facts.len()).collect();
        for idx in 0..self.facts.len() {
            let without = kept
                .iter()
                .filter(|&&other| other != idx)
                .map(|&other| self.facts[other]);
            if !fit(without.chain([fact])) {
                kept.retain(|&other| other != idx);
            }
        }
        kept
    }
}

/// The positions of at most `n_max` facts, as few as possible, that fit no order together with one more; `None` when there are none.
/// An error when the search was given up.
pub(super) fn smallest_cover(
    facts: &[Fact],
    with: Fact,
    n_max: usize,
) -> Result<Option<Vec<usize>>, TooLong> {
    let mut search = Search {
        facts,
        chosen: vec![],
        n_steps: 0,
    };
    for room in 0..=n_max.min(STATEMENTS_MAX) {
        if search.covers(with.over, with.under, room)? {
            return Ok(Some(search.chosen));
        }
    }
    Ok(None)
}

/// The search took more steps than it may.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooLong;

/// Looks for facts whose `under` cover what is asked and their own `over`.
struct Search<'a> {
    facts: &'a [Fact],
    chosen: Vec<usize>,
    n_steps: usize,
}

impl Search<'_> {
    /// Whether at most `room` more facts are enough; they are then chosen.
    fn covers(&mut self, over: u128, under: u128, room: usize) -> Result<bool, TooLong> {
        self.n_steps += 1;
        let open = over & !under;
        if self.n_steps > STEPS_MAX {
            return Err(TooLong);
        }
        if open == 0 || room == 0 {
            return Ok(open == 0);
        }
        let statement = open.trailing_zeros();
        for (idx, fact) in self.facts.iter().enumerate() {
            if fact.under >> statement & 1 == 1 {
                self.chosen.push(idx);
                if self.covers(over | fact.over, under | fact.under, room - 1)? {
                    return Ok(true);
                }
                self.chosen.pop();
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(over: u128, under: u128) -> Fact {
        Fact { over, under }
    }

    #[test]
    fn the_first_order_of_the_file_that_meets_the_facts_is_taken() {
        let mut known = Known::default();
        let bits = [Some(0), Some(1), None, Some(2), Some(1)];
        assert_eq!(known.order(&bits), [0, 1, 2, 3, 4]);
        known.add(fact(0b010, 0b001), 0);
        assert_eq!(known.order(&bits), [1, 0, 2, 3, 4]);
        known.add(fact(0b100, 0b010), 1);
        assert_eq!(known.order(&bits), [2, 3, 1, 0, 4]);
        assert_eq!(known.relation(3), [0, 0b001, 0b011]);
    }

    #[test]
    fn a_clash_names_no_answer_too_many() {
        let mut known = Known::default();
        for (answer, (over, under)) in [
            (0b0001, 0b0010),
            (0b1000, 0b0100),
            (0b0010, 0b0100),
            (0b0010, 0b1000),
        ]
        .into_iter()
        .enumerate()
        {
            assert!(known.fits_with(fact(over, under)));
            known.add(fact(over, under), answer);
        }
        assert!(!known.fits_with(fact(0b0100, 0b0001)));
        let clash = known.clash(fact(0b0100, 0b0001), 4);
        assert!(
            clash.smallest && [vec![0, 2, 4], vec![1, 3, 4]].contains(&clash.answers),
            "{clash:?}"
        );
        assert_eq!(
            known.clash(fact(0, 0b0001), 4),
            Clash {
                answers: vec![4],
                smallest: true
            }
        );
        assert_eq!(known.thinned(fact(0b0100, 0b0001)).len(), 2);
    }
}
