//! How little of a difference is enough.
//!
//! # Definition
//! Given `n` differences that together turn a verdict: a set of them that turns it, as small as possible.
//! # Algorithm
//! All sets of one, then of two, three, … in order, as long as every set of the next size can still be tried; after that the whole
//! is thinned by bisection (delta debugging) to a set of which no single difference can be left out.
//! # Complexity
//! At most as many trials as allowed; thinning alone takes `O(n²)`.
//! # Validity
//! The effect need not be monotone: a larger set may turn the verdict back. A set found by size is a smallest one; a thinned set is only
//! one that cannot lose a single member. A set that makes no sound dossier turns nothing.
//! # References
//! Thinning: A. Zeller and R. Hildebrandt, Simplifying and isolating failure-inducing input, IEEE TSE 28 (2002).

/// What a trial came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trial {
    /// The verdict turns.
    Turns,
    /// It does not, or there is no verdict.
    Stays,
    /// The work was stopped.
    Stopped,
}

/// A part of the difference that is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The positions of its differences, in order.
    pub members: Vec<usize>,
    /// Whether no smaller set is enough; otherwise only no member can be left out.
    pub smallest: bool,
}

/// Searches for a small set of `n` differences that turns a verdict, in at most `trials_max` trials. `None` when the work was
/// stopped, or even the whole turns nothing.
pub fn smallest(
    n: usize,
    trials_max: usize,
    turns: &mut dyn FnMut(&[usize]) -> Trial,
) -> Option<Part> {
    let mut search = Search {
        trials_left: trials_max.max(1),
        stopped: false,
        turns,
    };
    let whole: Vec<usize> = (0..n).collect();
    if !search.turns(&whole) {
        return None;
    }
    for size in 1..n {
        if choose(n, size).is_none_or(|sets| sets > search.trials_left) {
            return search.thin(whole);
        }
        let mut members: Vec<usize> = (0..size).collect();
        loop {
            if search.turns(&members) {
                return Some(Part {
                    members,
                    smallest: true,
                });
            }
            if search.stopped {
                return None;
            }
            if !next_set(&mut members, n) {
                break;
            }
        }
    }
    Some(Part {
        members: whole,
        smallest: true,
    })
}

struct Search<'a> {
    trials_left: usize,
    stopped: bool,
    turns: &'a mut dyn FnMut(&[usize]) -> Trial,
}

impl Search<'_> {
    fn turns(&mut self, members: &[usize]) -> bool {
        if self.trials_left == 0 || self.stopped {
            self.stopped = true;
            return false;
        }
        self.trials_left -= 1;
        let trial = (self.turns)(members);
        self.stopped = trial == Trial::Stopped;
        trial == Trial::Turns
    }

    /// Leaves out chunk after chunk, halving the chunks, until no single member can be left out.
    fn thin(&mut self, mut members: Vec<usize>) -> Option<Part> {
        let mut size = members.len().div_ceil(2);
        loop {
            let before = members.len();
            let mut from = 0;
            while from < members.len() {
                let mut fewer = members.clone();
                fewer.drain(from..(from + size).min(members.len()));
                if !fewer.is_empty() && self.turns(&fewer) {
                    members = fewer;
                } else {
                    from += size;
                }
                if self.stopped {
                    return None;
                }
            }
            match size {
                1 if members.len() == before => {
                    return Some(Part {
                        smallest: members.len() == 1,
                        members,
                    });
                }
                1 => {}
                _ => size = size.div_ceil(2),
            }
        }
    }
}

/// The number of sets of `size` out of `n`; `None` when it is beyond counting.
fn choose(n: usize, size: usize) -> Option<usize> {
    (0..size).try_fold(1_usize, |sets, k| Some(sets.checked_mul(n - k)? / (k + 1)))
}

/// The next set of the same size in lexicographic order.
fn next_set(members: &mut [usize], n: usize) -> bool {
    let size = members.len();
    let Some(at) = (0..size).rev().find(|&at| members[at] < n - size + at) else {
        return false;
    };
    members[at] += 1;
    for later in at + 1..size {
        members[later] = members[later - 1] + 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(
        n: usize,
        trials_max: usize,
        turns: impl Fn(&[usize]) -> bool,
    ) -> (Option<Part>, usize) {
        let mut n_trials = 0;
        let found = smallest(n, trials_max, &mut |members| {
            n_trials += 1;
            if turns(members) {
                Trial::Turns
            } else {
                Trial::Stays
            }
        });
        (found, n_trials)
    }

    #[test]
    fn the_smallest_set_is_found_by_size() {
        let (found, _) = search(6, 100, |members| {
            members.contains(&2) && members.contains(&5) || members.len() == 6
        });
        assert_eq!(
            found,
            Some(Part {
                members: vec![2, 5],
                smallest: true
            })
        );
        let (found, _) = search(4, 100, |members| members.len() == 4);
        assert_eq!(
            found,
            Some(Part {
                members: vec![0, 1, 2, 3],
                smallest: true
            })
        );
        let (found, _) = search(4, 100, |_| false);
        assert_eq!(found, None);
        let (found, _) = search(1, 1, |_| true);
        assert_eq!(
            found,
            Some(Part {
                members: vec![0],
                smallest: true
            })
        );
    }

    #[test]
    fn many_differences_are_thinned_within_the_trials_allowed() {
        let wanted = [3, 17, 30];
        let (found, n_trials) = search(40, 200, |members| {
            wanted.iter().all(|it| members.contains(it))
        });
        assert_eq!(
            found,
            Some(Part {
                members: wanted.to_vec(),
                smallest: false
            })
        );
        assert!(n_trials <= 200, "{n_trials}");
        let (found, n_trials) = search(40, 45, |members| {
            wanted.iter().all(|it| members.contains(it))
        });
        assert_eq!((found, n_trials <= 45), (None, true));
    }
}
