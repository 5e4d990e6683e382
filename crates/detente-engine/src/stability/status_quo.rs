//! Evolution: what can come of a state, and by how many moves.
//!
//! # Definition
//! From a state, the legal sequences of all parties, by any moves or by improvements only; the distance of a state is
//! the least number of moves in such a sequence.
//! # Algorithm
//! One breadth-first [`Walk`] forward over (state, last mover).
//! # Complexity
//! That of the walk: `O(n·h)` for `n` states and `h` parties with free moves.
//! # Validity
//! A path says what is possible when the parties move so, not what is likely.
//! # References
//! Li, Kilgour & Hipel (2005), status quo analysis; Xu et al. (2009, 2010), for the same in matrix form.

use crate::model::Step;
use crate::space::{Course, Space, Stopped, Walk, Watch};

/// The states that can be reached from one state.
#[derive(Debug)]
pub struct Evolution<'a> {
    walk: Walk<'a>,
    distance: Vec<u32>,
}

impl<'a> Evolution<'a> {
    /// Follows all moves, or only improvements, from the state with index `from`.
    ///
    /// # Errors
    /// When the watch is stopped.
    pub fn new(
        space: &'a Space,
        from: usize,
        improving: bool,
        watch: &Watch,
    ) -> Result<Self, Stopped> {
        let mut walk = Walk::new(
            space,
            space.conflict().party_ids(),
            Course {
                backward: false,
                improving,
            },
        )
        .with_paths();
        let mut distance = vec![u32::MAX; space.len()];
        walk.seed(from);
        distance[from] = 0;
        let mut n_moves = 0;
        let mut n_met = 0;
        loop {
            n_moves += 1;
            let more = walk.step(|state| {
                distance[state] = n_moves;
                n_met += 1;
            });
            watch.add(std::mem::take(&mut n_met));
            if watch.is_stopped() {
                return Err(Stopped::Interrupted);
            }
            if !more {
                return Ok(Self { walk, distance });
            }
        }
    }

    /// The least number of moves to a state; `None` when it cannot be reached.
    pub fn distance(&self, state: usize) -> Option<u32> {
        Some(self.distance[state]).filter(|distance| *distance != u32::MAX)
    }

    /// One shortest path to a state; `None` when it cannot be reached.
    pub fn path(&self, state: usize) -> Option<Vec<Step>> {
        self.walk.path(state)
    }

    /// The number of states that can be reached, the start included.
    pub fn n_reached(&self) -> usize {
        self.distance
            .iter()
            .filter(|distance| **distance != u32::MAX)
            .count()
    }
}
