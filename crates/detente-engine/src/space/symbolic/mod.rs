//! The symbolic space: sets of feasible states as decision diagrams, for conflicts too large to list.
//!
//! # Definition
//! Feasible states, moves and improvements are those of [the explicit space](super::Space). A set of states is a Boolean function of the
//! entries, kept as a decision diagram; a relation has a copy of one party's own entries beside them.
//! # Algorithm
//! The order of variables is chosen by [`order`]; rules and the order of levels are joined to the feasible set; each party's
//! improvements become one relation.
//! # Complexity
//! Diagrams of sparse conflicts stay small; nothing bounds them but the budget of nodes.
//! # Validity
//! Exact. Stops with a reason when the store is full.
//! # References
//! Bryant (1986), Graph-based algorithms for Boolean function manipulation; Burch et al. (1992), Symbolic model
//! checking: 10²⁰ states and beyond (neither at hand).

mod classes;
mod diagrams;
mod gates;
mod indifferent;
mod levels;
mod movers;
mod order;
mod read;
mod search;

use super::{Stopped, Watch};
use crate::model::{Conflict, MeasureId, Node, Order, Permission};

pub use classes::CRISP_LISTS_MAX;
pub(crate) use classes::Classes;
pub(crate) use diagrams::Diagrams;
pub use diagrams::{NODES_MAX, Set};
use gates::Gates;
pub use indifferent::indifferent_parties;
use levels::Frame;
pub use levels::LEVELS_MAX;
use movers::Mover;
pub(crate) use order::Placement;
pub(crate) use search::Search;

/// The feasible states of a conflict as a set, with everybody's moves and improvements.
#[derive(Debug)]
pub struct SymbolicSpace {
    conflict: Conflict,
    placement: Placement,
    diagrams: Diagrams,
    gates: Gates,
    ordered: Set,
    feasible: Set,
    movers: Vec<Mover>,
}

impl SymbolicSpace {
    /// Prepares the feasible set and every party's moves, with at most `nodes_max` nodes in all diagrams.
    ///
    /// # Errors
    /// When the diagrams grow too large, or the watch is stopped.
    pub fn new(conflict: &Conflict, nodes_max: usize, watch: &Watch) -> Result<Self, Stopped> {
        let mut space = Self::without_moves(conflict, nodes_max, watch)?;
        for party in conflict.party_ids() {
            let mover = Mover::new(&space.frame(), party, watch)?;
            space.movers.push(mover);
        }
        Ok(space)
    }

    /// The feasible set and all conditions; nobody can move.
    fn without_moves(
        conflict: &Conflict,
        nodes_max: usize,
        watch: &Watch,
    ) -> Result<Self, Stopped> {
        let placement = Placement::new(conflict);
        let diagrams = Diagrams::new(conflict.n_entries * 2, nodes_max);
        let gates = Gates::new(
            &diagrams,
            &placement,
            conflict,
            conditions(conflict),
            0,
            watch,
        )?;
        let ordered = ordered(&diagrams, &placement, conflict)?;
        let feasible = conflict
            .rules
            .iter()
            .try_fold(ordered.clone(), |feasible, rule| {
                Diagrams::step(watch)?;
                diagrams.and(&feasible, gates.of(*rule))
            })?;
        Ok(Self {
            conflict: conflict.clone(),
            placement,
            diagrams,
            gates,
            ordered,
            feasible,
            movers: vec![],
        })
    }

    /// The conflict.
    pub fn conflict(&self) -> &Conflict {
        &self.conflict
    }

    /// The feasible states.
    pub fn feasible(&self) -> &Set {
        &self.feasible
    }

    /// The feasible states in which a condition of the conflict holds: a statement, a term, the question.
    ///
    /// # Errors
    /// When the store is full.
    pub fn where_holds(&self, condition: Node) -> Result<Set, Stopped> {
        self.diagrams.and(self.gates.of(condition), &self.feasible)
    }

    /// The states of a set in which a measure stands at a level.
    ///
    /// # Errors
    /// When the store is full.
    pub fn at_level(&self, set: &Set, measure: MeasureId, level: usize) -> Result<Set, Stopped> {
        let entries = &self.conflict.levers[measure.idx()].entries;
        let literals = entries
            .clone()
            .enumerate()
            .map(|(above, entry)| (self.placement.before(entry), above < level));
        self.diagrams.and(set, &self.diagrams.cube(literals)?)
    }

    /// The states in both sets.
    ///
    /// # Errors
    /// When the store is full.
    pub fn both(&self, a: &Set, b: &Set) -> Result<Set, Stopped> {
        self.diagrams.and(a, b)
    }

    /// The states in any of the sets.
    ///
    /// # Errors
    /// When the store is full.
    pub fn union<'a>(&self, sets: impl IntoIterator<Item = &'a Set>) -> Result<Set, Stopped> {
        self.diagrams.any(sets.into_iter().cloned().collect())
    }

    /// The states in `a` that are not in `b`.
    ///
    /// # Errors
    /// When the store is full.
    pub fn without(&self, a: &Set, b: &Set) -> Result<Set, Stopped> {
        self.diagrams.minus(a, b)
    }

    /// The number of nodes in the store, those no longer used included.
    pub fn n_nodes(&self) -> usize {
        self.diagrams.n_nodes()
    }

    /// Every string of entries that is a state, feasible or not.
    pub(crate) fn ordered(&self) -> &Set {
        &self.ordered
    }

    pub(crate) fn diagrams(&self) -> &Diagrams {
        &self.diagrams
    }

    pub(crate) fn placement(&self) -> &Placement {
        &self.placement
    }

    /// Whether it does not matter who moved last.
    pub(crate) fn is_transitive(&self) -> bool {
        movers::is_transitive(&self.conflict)
    }

    fn frame(&self) -> Frame<'_> {
        let Self {
            conflict,
            placement,
            diagrams,
            gates,
            feasible,
            ..
        } = self;
        Frame {
            diagrams,
            placement,
            conflict,
            feasible,
            gates,
        }
    }
}

/// Every condition that somebody may ask for.
fn conditions(conflict: &Conflict) -> Vec<Node> {
    let mut nodes = conflict.rules.clone();
    nodes.extend(conflict.bans.iter().map(|ban| ban.from));
    nodes.extend(conflict.question);
    nodes.extend(conflict.named.iter().map(|named| named.holds));
    let permissions = conflict
        .levers
        .iter()
        .flat_map(|lever| [lever.raise, lever.lower]);
    nodes.extend(permissions.filter_map(|permission| {
        if let Permission::When(node) = permission {
            Some(node)
        } else {
            None
        }
    }));
    for order in &conflict.orders {
        match order {
            Order::Indifferent | Order::Ranked(_) => {}
            Order::Lexicographic(statements) => nodes.extend(statements),
            Order::Additive(values) => nodes.extend(values.iter().map(|(of, _)| *of)),
        }
    }
    nodes.extend(
        conflict
            .open
            .iter()
            .flatten()
            .flat_map(crate::model::OpenOrder::conditions),
    );
    nodes
}

/// Where each level implies those below it: all strings that are states.
fn ordered(
    diagrams: &Diagrams,
    placement: &Placement,
    conflict: &Conflict,
) -> Result<Set, Stopped> {
    let steps = conflict
        .levers
        .iter()
        .flat_map(|lever| lever.entries.clone().zip(lever.entries.clone().skip(1)));
    steps
        .into_iter()
        .try_fold(diagrams.full(), |ordered, (lower, upper)| {
            let gap = diagrams.minus(
                &diagrams.variable(placement.before(upper))?,
                &diagrams.variable(placement.before(lower))?,
            )?;
            diagrams.minus(&ordered, &gap)
        })
}
