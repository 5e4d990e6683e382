//! Breadth-first search over sets of states, which can tell the path to each state met.
//!
//! # Definition
//! Legal sequences of moves are those of [`Walk`](super::super::Walk): nobody moves twice in a row, though later again. Layer `k` holds, for each
//! mover, the states first reached by a legal sequence of `k` moves that ends, or on a backward course begins, with a move of that mover.
//! # Algorithm
//! Each mover continues from what the others have newly reached. A state is new to a mover when no sequence with that mover at
//! its end has reached it before; when everybody's moves are transitive, when nobody at all has reached it in fewer moves. A path is
//! followed back through the layers, state by state.
//! # Complexity
//! One image per mover and layer; one image of a single state per mover and move of a path.
//! # Validity
//! Paths are as short as can be. Of several, the one whose states come first is told.
//! # References
//! As for [`Walk`](super::super::Walk).

use super::SymbolicSpace;
use super::diagrams::{Diagrams, Set};
use crate::model::{PartyId, State, Step};
use crate::space::{Course, Stopped, Watch};

/// A search in progress.
#[derive(Debug)]
pub(crate) struct Search<'a> {
    space: &'a SymbolicSpace,
    movers: Vec<PartyId>,
    course: Course,
    /// Whether what a mover cannot compare is no improvement.
    known: bool,
    start: Set,
    /// What was reached, by anybody or not at all.
    met: Set,
    /// What each mover reached; only where it matters who moved last.
    reached: Option<Vec<Set>>,
    /// What each mover reached newly, layer by layer.
    layers: Vec<Vec<Set>>,
}

impl<'a> Search<'a> {
    pub(crate) fn new(
        space: &'a SymbolicSpace,
        movers: Vec<PartyId>,
        course: Course,
        start: Set,
    ) -> Self {
        let empty = vec![space.diagrams.empty(); movers.len()];
        let reached = if space.is_transitive() {
            None
        } else {
            Some(empty)
        };
        Self {
            space,
            movers,
            course,
            known: false,
            met: start.clone(),
            start,
            reached,
            layers: vec![],
        }
    }

    /// Follows only improvements that are known to be some.
    pub(crate) fn by_known_improvements(mut self) -> Self {
        self.known = true;
        self
    }

    /// What was reached so far, the start included.
    pub(crate) fn met(&self) -> &Set {
        &self.met
    }

    /// Goes one move further. Returns what was met for the first time, or `None` when nothing more can be reached.
    pub(crate) fn step(&mut self, watch: &Watch) -> Result<Option<Set>, Stopped> {
        let diagrams = &self.space.diagrams;
        let mut layer = Vec::new();
        for (idx, mover) in self.movers.iter().enumerate() {
            Diagrams::step(watch)?;
            let from = self.before(self.layers.len(), idx)?;
            let image = self
                .space
                .image_by(*mover, self.course, self.known, &from)?;
            let old = self
                .reached
                .as_ref()
                .map_or(&self.met, |reached| &reached[idx]);
            layer.push(diagrams.minus(&image, old)?);
        }
        if layer.iter().all(Set::is_empty) {
            return Ok(None);
        }
        if let Some(reached) = &mut self.reached {
            for (reached, new) in reached.iter_mut().zip(&layer) {
                *reached = diagrams.or(reached, new)?;
            }
        }
        let new = diagrams.minus(&diagrams.any(layer.clone())?, &self.met)?;
        self.met = diagrams.or(&self.met, &new)?;
        self.layers.push(layer);
        Ok(Some(new))
    }

    /// What the mover continues from after `n_moves` moves: what the others reached last.
    fn before(&self, n_moves: usize, mover: usize) -> Result<Set, Stopped> {
        let Some(last) = n_moves.checked_sub(1).map(|last| &self.layers[last]) else {
            return Ok(self.start.clone());
        };
        let others = last
            .iter()
            .enumerate()
            .filter(|(idx, _)| *idx != mover)
            .map(|(_, set)| set.clone());
        self.space.diagrams.any(others.collect())
    }

    /// A shortest legal sequence from the start to a state, or on a backward course from the state to the start; `None` when
    /// the state was not met.
    pub(crate) fn path(&self, end: State) -> Result<Option<Vec<Step>>, Stopped> {
        if self.space.contains(&self.start, end) {
            return Ok(Some(vec![]));
        }
        let reached_by = |layer: &Vec<Set>, not: Option<usize>, state| {
            (0..layer.len())
                .find(|idx| Some(*idx) != not && self.space.contains(&layer[*idx], state))
        };
        let found = self
            .layers
            .iter()
            .enumerate()
            .find_map(|(at, layer)| Some((at, reached_by(layer, None, end)?)));
        let Some((at, mut mover)) = found else {
            return Ok(None);
        };
        let mut path = vec![(mover, end)];
        let mut here = end;
        for n_moves in (0..=at).rev() {
            let back = Course {
                backward: !self.course.backward,
                ..self.course
            };
            let from = self.space.image_by(
                self.movers[mover],
                back,
                self.known,
                &self.space.state(here)?,
            )?;
            let from = self
                .space
                .diagrams
                .and(&from, &self.before(n_moves, mover)?)?;
            here = self
                .space
                .first_state(&from)?
                .expect("a state of a layer was reached from the layer before");
            let next = n_moves
                .checked_sub(1)
                .and_then(|last| reached_by(&self.layers[last], Some(mover), here));
            mover = next.unwrap_or(mover);
            path.push((mover, here));
        }
        Ok(Some(self.told(&path)))
    }

    /// The pairs of a state and its mover, from the end of the search to its start, as steps.
    fn told(&self, path: &[(usize, State)]) -> Vec<Step> {
        let step = |mover: usize, to: State| Step {
            mover: self.movers[mover],
            to,
        };
        if self.course.backward {
            // The state was reached by the move that leads from it to the next.
            path.windows(2)
                .map(|pair| step(pair[0].0, pair[1].1))
                .collect()
        } else {
            path.windows(2)
                .rev()
                .map(|pair| step(pair[0].0, pair[0].1))
                .collect()
        }
    }
}
