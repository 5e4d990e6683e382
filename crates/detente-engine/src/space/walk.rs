//! Legal sequences of moves: what several parties can reach together.
//!
//! # Definition
//! A legal sequence of a set of movers is a sequence of their unilateral moves in which nobody moves twice in a row;
//! a party may move again later. Restricted to improvements, each move must improve on the state in which it is made,
//! for the party that makes it.
//! # Algorithm
//! Breadth-first search over states, remembering by whom each was reached: a state first reached by one mover is
//! expanded for all others, and for that mover as well once a second one reaches it. That second expansion is needed
//! only in groups with mixed permissions: elsewhere moves are transitive, so two moves in a row amount to one. In a
//! free group the members are kept in order of rank, and what is left of the group is remembered, so each
//! member is met once per mover; in other groups a bit per member remembers the same. Backward walks follow the same
//! moves from their ends.
//! # Complexity
//! `O(n·h)` for `n` states and `h` movers with free moves; otherwise `O(Σ|group|²)` at worst. Searching ends early in parts
//! of the space that are met as a whole.
//! # Validity
//! The states in which the search starts count as met. A path is a shortest one; of several, which one is told depends
//! on the order of parties and states only.
//! # References
//! Fang, Hipel & Kilgour (1993), Interactive Decision Making, legal sequences; Xu, Hipel & Kilgour (2009), IEEE
//! SMC-A 39:96–108, for the same in matrix form.

use super::Partition;
use super::Space;
use super::groups::{Freedom, Member, Place, Untried};
use crate::model::{PartyId, Step};

/// In which direction, and by which moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// From ends of moves to their starts.
    pub backward: bool,
    /// Only moves that improve on their start for the mover.
    pub improving: bool,
}

/// Which movers continue from a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    All,
    AllBut(u8),
    /// The mover by whom the state was first reached, now that a second one has reached it.
    Only(u8),
}

const UNSEEN: u8 = 0;
const BY_SEVERAL: u8 = u8::MAX;
const SPENT: u32 = u32::MAX;

/// The members of a free group that a mover has not met: by improvements, those at `next..end`; by all moves, every
/// one while `next` is not [`SPENT`], then the one state `end`, then none.
#[derive(Clone, Copy, Debug)]
struct Fresh {
    next: u32,
    end: u32,
}

/// How a state was reached: from which state, by whom, and whether that state had been reached for the second time.
#[derive(Clone, Copy, Debug)]
struct Parent {
    from: u32,
    mover: u8,
    second: bool,
}

/// A search in progress.
#[derive(Debug)]
pub struct Walk<'a> {
    space: &'a Space,
    movers: Vec<PartyId>,
    course: Course,
    /// By whom each state was reached: 1 + position of the mover, or a marker.
    seen: Vec<u8>,
    /// Per mover and group, what is left of a free group.
    fresh: Vec<Vec<Fresh>>,
    /// Per mover, the members of other groups that it has not been tried for.
    untried: Vec<Untried>,
    /// Whether some mover has mixed groups.
    revisits: bool,
    frontier: Vec<(u32, Next)>,
    /// Room for the next frontier.
    spent: Vec<(u32, Next)>,
    /// The part of the space in which each state lies, when no mover can leave its part; empty for one part.
    part_of: Vec<u32>,
    /// Per part, the number of states not met yet.
    n_unmet: Vec<u32>,
    parents: Option<Vec<[Option<Parent>; 2]>>,
}

impl<'a> Walk<'a> {
    /// A search that has not started.
    pub fn new(
        space: &'a Space,
        movers: impl IntoIterator<Item = PartyId>,
        course: Course,
    ) -> Self {
        let movers: Vec<PartyId> = movers.into_iter().collect();
        let fresh = |mover: &PartyId| {
            space
                .groups(*mover)
                .bounds()
                .map(|(next, end)| Fresh { next, end })
                .collect()
        };
        let fresh = movers.iter().map(fresh).collect();
        let revisits = movers
            .iter()
            .any(|mover| !space.groups(*mover).is_transitive());
        let untried = movers
            .iter()
            .map(|mover| space.groups(*mover).all_untried())
            .collect();
        Self {
            space,
            movers,
            course,
            seen: vec![UNSEEN; space.len()],
            fresh,
            untried,
            revisits,
            frontier: vec![],
            spent: vec![],
            part_of: vec![],
            n_unmet: vec![space.len() as u32],
            parents: None,
        }
    }

    /// The same search, able to tell the path to each state.
    #[must_use]
    pub fn with_paths(mut self) -> Self {
        self.parents = Some(vec![[None; 2]; self.space.len()]);
        self
    }

    /// The same search over a space in parts that no mover leaves: parts that are met as a whole are searched no more.
    #[must_use]
    pub(crate) fn with_parts(mut self, parts: Partition) -> Self {
        self.n_unmet = vec![0; parts.n_classes];
        parts
            .classes
            .iter()
            .for_each(|part| self.n_unmet[*part as usize] += 1);
        self.part_of = parts.classes;
        self
    }

    fn n_unmet(&mut self, state: u32) -> &mut u32 {
        let part = self.part_of.get(state as usize).copied().unwrap_or(0);
        &mut self.n_unmet[part as usize]
    }

    /// Starts from a state; whether it had not been met before.
    pub fn seed(&mut self, state: usize) -> bool {
        let seen = std::mem::replace(&mut self.seen[state], BY_SEVERAL);
        match seen {
            UNSEEN => self.frontier.push((state as u32, Next::All)),
            BY_SEVERAL => {}
            by if self.revisits => self.frontier.push((state as u32, Next::Only(by - 1))),
            _ => {}
        }
        if seen == UNSEEN {
            *self.n_unmet(state as u32) -= 1;
        }
        seen == UNSEEN
    }

    /// Goes one move further from every state of the frontier, and calls `visit` for each state met for the first
    /// time. Returns whether there is a frontier left.
    pub fn step(&mut self, mut visit: impl FnMut(usize)) -> bool {
        let mut frontier = std::mem::replace(&mut self.frontier, std::mem::take(&mut self.spent));
        // One mover after the other, so that each one's groups are read together.
        for mover in 0..self.movers.len() {
            for &(state, next) in &frontier {
                let (moves, second) = match next {
                    Next::All => (true, false),
                    Next::AllBut(last) => (usize::from(last) != mover, false),
                    Next::Only(first) => (usize::from(first) == mover, true),
                };
                if moves && *self.n_unmet(state) > 0 {
                    self.expand(state, mover, second, &mut visit);
                }
            }
        }
        frontier.clear();
        self.spent = frontier;
        !self.frontier.is_empty()
    }

    /// The moves that lead from a seed to a state that was met; `None` for any other state.
    ///
    /// # Panics
    /// When the walk was not made [`with_paths`](Self::with_paths), or goes backward.
    pub fn path(&self, to: usize) -> Option<Vec<Step>> {
        let parents = self
            .parents
            .as_ref()
            .expect("the walk was asked to remember paths");
        assert!(!self.course.backward, "paths are told forward");
        if self.seen[to] == UNSEEN {
            return None;
        }
        let mut steps = Vec::new();
        let (mut at, mut second) = (to, false);
        while let Some(parent) = parents[at][usize::from(second)] {
            steps.push(Step {
                mover: self.movers[usize::from(parent.mover)],
                to: self.space.states()[at],
            });
            (at, second) = (parent.from as usize, parent.second);
        }
        steps.reverse();
        Some(steps)
    }

    fn expand(&mut self, from: u32, mover: usize, second: bool, visit: &mut impl FnMut(usize)) {
        let space = self.space;
        let groups = space.groups(self.movers[mover]);
        let parent = Parent {
            from,
            mover: mover as u8,
            second,
        };
        if let Some(partner) = groups.partner(from) {
            if let Some(state) = partner.on(self.course) {
                self.arrive(parent, state, visit);
            }
            return;
        }
        let Place { group, rank } = groups.place[from as usize];
        if groups.freedom(group) == Freedom::Free {
            match self.course.improving {
                true => self.expand_improving(parent, group, rank, groups.all_members(), visit),
                false => self.expand_free(parent, group, groups.all_members(), visit),
            }
            return;
        }
        let members = groups.members(group);
        let ahead = match (self.course.improving, self.course.backward) {
            (false, _) => 0..members.len(),
            (true, true) => 0..members.partition_point(|member| member.rank < rank),
            (true, false) => members.partition_point(|member| member.rank <= rank)..members.len(),
        };
        let start = groups.range(group).start;
        let positions = start + ahead.start..start + ahead.end;
        let mut untried = std::mem::take(&mut self.untried[mover]);
        groups.connect(
            space.states(),
            from as usize,
            positions,
            self.course.backward,
            &mut untried,
            |state| {
                self.arrive(parent, state, visit);
            },
        );
        self.untried[mover] = untried;
    }

    /// Improvements exhaust a free group from one end: from the worst member backward, from the best one forward.
    fn expand_improving(
        &mut self,
        parent: Parent,
        group: u32,
        rank: u32,
        members: &[Member],
        visit: &mut impl FnMut(usize),
    ) {
        let Fresh { mut next, mut end } = self.fresh[parent.mover as usize][group as usize];
        if self.course.backward {
            while next < end && members[next as usize].rank < rank {
                self.arrive(parent, members[next as usize].state, visit);
                next += 1;
            }
        } else {
            while next < end && members[end as usize - 1].rank > rank {
                self.arrive(parent, members[end as usize - 1].state, visit);
                end -= 1;
            }
        }
        self.fresh[parent.mover as usize][group as usize] = Fresh { next, end };
    }

    /// All moves exhaust a free group at once, but for the state in which the first of them starts.
    fn expand_free(
        &mut self,
        parent: Parent,
        group: u32,
        members: &[Member],
        visit: &mut impl FnMut(usize),
    ) {
        let fresh = &mut self.fresh[parent.mover as usize][group as usize];
        match *fresh {
            Fresh {
                next: SPENT,
                end: SPENT,
            } => {}
            Fresh {
                next: SPENT,
                end: first,
            } => {
                if first != parent.from {
                    fresh.end = SPENT;
                    self.arrive(parent, first, visit);
                }
            }
            Fresh { next, end } => {
                *fresh = Fresh {
                    next: SPENT,
                    end: parent.from,
                };
                for member in &members[next as usize..end as usize] {
                    if member.state != parent.from {
                        self.arrive(parent, member.state, visit);
                    }
                }
            }
        }
    }

    fn arrive(&mut self, parent: Parent, state: u32, visit: &mut impl FnMut(usize)) {
        let by = parent.mover + 1;
        let seen = &mut self.seen[state as usize];
        let slot = match *seen {
            UNSEEN => {
                *seen = by;
                self.frontier.push((state, Next::AllBut(parent.mover)));
                *self.n_unmet(state) -= 1;
                visit(state as usize);
                0
            }
            first if first != BY_SEVERAL && first != by && self.revisits => {
                *seen = BY_SEVERAL;
                self.frontier.push((state, Next::Only(first - 1)));
                1
            }
            _ => return,
        };
        if let Some(parents) = &mut self.parents {
            parents[state as usize][slot] = Some(parent);
        }
    }
}
