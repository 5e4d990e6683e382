//! Evolution over sets: what can come of a state, and by how many moves.
//!
//! # Definition
//! As for [`Evolution`](super::super::Evolution): the distance of a state is the least number of moves in a legal sequence of all parties, by any
//! moves or by improvements only, that leads there.
//! # Algorithm
//! Breadth-first search over sets, one set per distance; a path is followed back through them.
//! # Complexity
//! One image per party and distance.
//! # Validity
//! A path says what is possible when the parties move so, not what is likely.
//! # References
//! Li, Kilgour & Hipel (2005), status quo analysis; Xu et al. (2009, 2010), for the same in matrix form.

use crate::model::{Kernel, State, Step};
use crate::space::{Course, Search, Set, Stopped, SymbolicSpace, Watch};

/// The states that can be reached from one state.
#[derive(Debug)]
pub struct SetEvolution<'a> {
    space: &'a SymbolicSpace,
    search: Search<'a>,
    distances: Vec<Set>,
}

impl<'a> SetEvolution<'a> {
    /// Follows all moves, or only improvements, from a state.
    ///
    /// # Errors
    /// When the diagrams grow too large, or the watch is stopped.
    pub fn new(
        space: &'a SymbolicSpace,
        from: State,
        improving: bool,
        watch: &Watch,
    ) -> Result<Self, Stopped> {
        let tempted = improving.then(Kernel::default);
        Self::tempted(space, from, tempted, watch)
    }

    /// Follows all moves, or only what movers leave states for under a kernel.
    ///
    /// # Errors
    /// When the diagrams grow too large, or the watch is stopped.
    pub fn tempted(
        space: &'a SymbolicSpace,
        from: State,
        tempted: Option<Kernel>,
        watch: &Watch,
    ) -> Result<Self, Stopped> {
        let start = space.state(from)?;
        let everybody = space.conflict().party_ids().collect();
        let mut search = Search::new(
            space,
            everybody,
            Course {
                backward: false,
                improving: tempted.is_some(),
            },
            start.clone(),
        );
        if tempted.is_some_and(|kernel| !kernel.extension.is_tempted()) {
            search = search.by_known_improvements();
        }
        let mut distances = vec![start];
        // A move may lead to nothing new and yet let others go on from there.
        while let Some(new) = search.step(watch)? {
            distances.push(new);
        }
        while distances.last().is_some_and(Set::is_empty) {
            distances.pop();
        }
        Ok(Self {
            space,
            search,
            distances,
        })
    }

    /// The states by the least number of moves: at position `k`, those that take `k`.
    pub fn distances(&self) -> &[Set] {
        &self.distances
    }

    /// Every state that can be reached, the start included.
    pub fn reached(&self) -> &Set {
        self.search.met()
    }

    /// The least number of moves to a state; `None` when it cannot be reached.
    pub fn distance(&self, state: State) -> Option<u32> {
        (0..)
            .zip(&self.distances)
            .find(|(_, set)| self.space.contains(set, state))
            .map(|(distance, _)| distance)
    }

    /// One shortest path to a state; `None` when it cannot be reached.
    ///
    /// # Errors
    /// When the store is full.
    pub fn path(&self, to: State) -> Result<Option<Vec<Step>>, Stopped> {
        self.search.path(to)
    }

    /// One shortest path to a set of states; `None` when none of them can be reached. Of the nearest states, the first is taken.
    ///
    /// # Errors
    /// When the store is full.
    pub fn path_to_set(&self, set: &Set) -> Result<Option<Vec<Step>>, Stopped> {
        for near in &self.distances {
            if let Some(end) = self
                .space
                .first_state(&self.space.diagrams().and(near, set)?)?
            {
                return self.path(end);
            }
        }
        Ok(None)
    }
}
