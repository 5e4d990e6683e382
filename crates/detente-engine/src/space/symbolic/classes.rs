//! How states compare for a party, class by class: what improves on the states of a class, and what deters from leaving them.
//!
//! # Definition
//! A *class* holds the feasible states that compare alike with every other. With an [`Extension`](crate::model::Extension) and a degree, `better`
//! is what a party leaves the class for and `blocking` what deters it, as in [graphs](crate::stability::graph).
//! # Algorithm
//! Of a ranking the classes are its levels, worst first. Of statements with alternatives or marks they are the sets of states in which the
//! same conditions hold; each crisp list is compared with one chain of operations, most important line last, and what all of them say is
//! known. States worse by `d` degrees are those worse on the lines that differ by as many.
//! # Complexity
//! One subtraction per level of a ranking; three chains per class and crisp list of statements.
//! # Validity
//! At most [`LEVELS_MAX`](super::LEVELS_MAX) classes and [`CRISP_LISTS_MAX`] crisp lists of one party.
//! # References
//! As for graphs: Yu, Hipel, Kilgour & Zhao (2015) for alternatives, Hou, Jiang & Xu (2015) for marks.

use super::levels::{bounded, crisp_lists};
use super::{Diagrams, Set, SymbolicSpace};
use crate::model::{Kernel, Node, PartyId};
use crate::space::{Stopped, Watch};

/// The most crisp lists of one party.
pub const CRISP_LISTS_MAX: usize = 64;

/// How the states of one class compare with all others.
#[derive(Clone, Debug)]
pub(crate) struct Outlook {
    /// What the party leaves the class for.
    pub(crate) better: Set,
    /// What deters it from leaving.
    pub(crate) blocking: Set,
    /// Whether what deters from leaving a class before deters here, too.
    pub(crate) grows: bool,
}

/// The classes of a party.
#[derive(Debug)]
pub(crate) struct Classes {
    /// The states of each class.
    pub(crate) members: Vec<Set>,
    open: Option<Open>,
}

/// What tells the classes of statements with alternatives or marks apart.
#[derive(Debug)]
struct Open {
    /// By class, which of the conditions hold.
    truths: Vec<Vec<bool>>,
    /// By crisp list, its lines as positions among the conditions, with where each holds.
    lists: Vec<Vec<(usize, Set)>>,
    /// By line, the degrees by which states differ on which it decides.
    degrees: Vec<u8>,
}

/// Three ways for states to compare with a class under one crisp list or under all.
struct Compared {
    better: Set,
    equal: Set,
    worse: Set,
    /// Worse by as many degrees as were asked for.
    much_worse: Set,
}

impl Open {
    /// What a class has in the lines of a crisp list, which sorts classes worst first.
    fn held(list: &[(usize, Set)], truths: &[bool]) -> Vec<bool> {
        list.iter().map(|(at, _)| truths[*at]).collect()
    }

    /// Whether crisp lists rank the classes differently.
    fn is_unknown(&self) -> bool {
        let ranks = |list: &Vec<(usize, Set)>| -> Vec<usize> {
            let held: Vec<Vec<bool>> = self
                .truths
                .iter()
                .map(|truths| Self::held(list, truths))
                .collect();
            let mut distinct = held.clone();
            distinct.sort_unstable();
            distinct.dedup();
            let rank = |held: &Vec<bool>| distinct.partition_point(|other| other < held);
            held.iter().map(rank).collect()
        };
        let mut rankings = self.lists.iter().map(ranks);
        let first = rankings.next();
        rankings.any(|other| Some(other) != first)
    }

    /// The greatest degree by which a class is better than another.
    fn degree_max(&self, watch: &Watch) -> Result<u8, Stopped> {
        let better = |list: &Vec<(usize, Set)>, one: &[bool], other: &[bool]| {
            let deciding = list.iter().position(|(at, _)| one[*at] != other[*at])?;
            one[list[deciding].0].then(|| self.degrees[deciding])
        };
        let all_agree = |one: &[bool], other: &[bool]| -> Option<u8> {
            let degrees = self.lists.iter().map(|list| better(list, one, other));
            degrees.collect::<Option<Vec<u8>>>()?.into_iter().min()
        };
        let most = self.degrees.iter().copied().max().unwrap_or(1);
        let mut found = 1;
        for one in &self.truths {
            Diagrams::step(watch)?;
            if found == most {
                break;
            }
            let others = self.truths.iter();
            let of_one = others.filter_map(|other| all_agree(one, other)).max();
            found = found.max(of_one.unwrap_or(1));
        }
        Ok(found)
    }
}

impl SymbolicSpace {
    /// The classes of a party.
    ///
    /// # Errors
    /// When there are too many classes or crisp lists, when the store is full, or when the watch is stopped.
    pub(crate) fn classes(&self, party: PartyId, watch: &Watch) -> Result<Classes, Stopped> {
        let Some(order) = &self.conflict.open[party.idx()] else {
            let members = self.levels(party, watch)?;
            return Ok(Classes {
                members,
                open: None,
            });
        };
        let conditions: Vec<Node> = order.conditions().collect();
        let mut split = vec![(vec![], self.feasible.clone())];
        for condition in &conditions {
            let holds = self.gates.of(*condition);
            let mut next = Vec::with_capacity(split.len() * 2);
            for (truths, set) in split {
                Diagrams::step(watch)?;
                for (truth, part) in [
                    (false, self.diagrams.minus(&set, holds)?),
                    (true, self.diagrams.and(&set, holds)?),
                ] {
                    if !part.is_empty() {
                        next.push(([truths.as_slice(), &[truth]].concat(), part));
                    }
                }
            }
            split = bounded(next)?;
        }
        let place = |node: &Node| conditions.iter().position(|other| other == node);
        let located = |node: Node| Some((place(&node)?, self.gates.of(node).clone()));
        let lists = crisp_lists(order)?
            .into_iter()
            .map(|list| list.into_iter().filter_map(located).collect());
        let (truths, members) = split.into_iter().unzip();
        let open = Some(Open {
            truths,
            lists: lists.collect(),
            degrees: order.degrees(),
        });
        Ok(Classes { members, open })
    }

    /// How one class of a party compares with all states. Of a ranking, `above` holds what is better than the class before, and then
    /// what is better than this one.
    pub(crate) fn outlook(
        &self,
        classes: &Classes,
        class: usize,
        kernel: Kernel,
        above: &Set,
    ) -> Result<Outlook, Stopped> {
        let d = &self.diagrams;
        let Some(open) = &classes.open else {
            let not_better = d.minus(&self.feasible, above)?;
            let blocking = match kernel.degree {
                0 => not_better,
                1 => d.minus(&not_better, &classes.members[class])?,
                _ => d.empty(),
            };
            return Ok(Outlook {
                better: above.clone(),
                blocking,
                grows: true,
            });
        };
        let all = self.in_common(open, &open.truths[class], kernel.degree)?;
        let known = d.or(&d.or(&all.better, &all.worse)?, &all.equal)?;
        let unknown = d.minus(&self.feasible, &known)?;
        let mut better = all.better;
        if kernel.extension.is_tempted() {
            better = d.or(&better, &unknown)?;
        }
        let mut blocking = all.much_worse;
        if kernel.degree == 0 {
            blocking = d.or(&blocking, &all.equal)?;
        }
        if kernel.extension.is_afraid() {
            blocking = d.or(&blocking, &unknown)?;
        }
        Ok(Outlook {
            better: d.and(&better, &self.feasible)?,
            blocking: d.and(&blocking, &self.feasible)?,
            // One list ranks its classes, worst first.
            grows: open.lists.len() == 1,
        })
    }

    /// The kernels that the conflict can tell apart: each extension where a comparison is unknown, and each degree of strength from 2 on, where
    /// one state is better than another by so many.
    ///
    /// # Errors
    /// As [`classes`](Self::classes).
    pub(crate) fn kernels(&self, watch: &Watch) -> Result<Vec<Kernel>, Stopped> {
        let (mut is_unknown, mut degree_max) = (false, 1);
        for party in self.conflict.party_ids() {
            if self.conflict.open[party.idx()].is_none() {
                continue;
            }
            if let Some(open) = self.classes(party, watch)?.open {
                is_unknown |= open.is_unknown();
                degree_max = degree_max.max(open.degree_max(watch)?);
            }
        }
        Ok(Kernel::apart(is_unknown, degree_max))
    }

    /// What every crisp list says of all states and the states with these truths.
    fn in_common(&self, open: &Open, truths: &[bool], degree: u8) -> Result<Compared, Stopped> {
        let d = &self.diagrams;
        let mut all = Compared {
            better: d.full(),
            equal: d.full(),
            worse: d.full(),
            much_worse: d.full(),
        };
        for list in &open.lists {
            let by_list = self.by_list(list, truths, &open.degrees, degree)?;
            all = Compared {
                better: d.and(&all.better, &by_list.better)?,
                equal: d.and(&all.equal, &by_list.equal)?,
                worse: d.and(&all.worse, &by_list.worse)?,
                much_worse: d.and(&all.much_worse, &by_list.much_worse)?,
            };
        }
        Ok(all)
    }

    /// What one crisp list says, from its last line to its first.
    fn by_list(
        &self,
        list: &[(usize, Set)],
        truths: &[bool],
        degrees: &[u8],
        degree: u8,
    ) -> Result<Compared, Stopped> {
        let d = &self.diagrams;
        let mut so_far = Compared {
            better: d.empty(),
            equal: d.full(),
            worse: d.empty(),
            much_worse: d.empty(),
        };
        for ((at, holds), of_line) in list.iter().zip(degrees).rev() {
            let counts = *of_line >= degree.max(1);
            let falls = d.not(holds)?;
            so_far = if truths[*at] {
                Compared {
                    better: d.and(holds, &so_far.better)?,
                    equal: d.and(holds, &so_far.equal)?,
                    worse: d.or(&falls, &so_far.worse)?,
                    much_worse: if counts {
                        d.or(&falls, &so_far.much_worse)?
                    } else {
                        d.empty()
                    },
                }
            } else {
                Compared {
                    better: d.or(holds, &so_far.better)?,
                    equal: d.and(&falls, &so_far.equal)?,
                    worse: d.and(&falls, &so_far.worse)?,
                    much_worse: if counts {
                        d.and(&falls, &so_far.much_worse)?
                    } else {
                        d.empty()
                    },
                }
            };
        }
        Ok(so_far)
    }

    /// What is better than a class of a ranking, given what is better than the class before it.
    pub(crate) fn above(
        &self,
        classes: &Classes,
        class: usize,
        above: &Set,
    ) -> Result<Set, Stopped> {
        self.diagrams.minus(above, &classes.members[class])
    }
}
