//! Decision diagrams: sets of states as reduced ordered binary decision diagrams, within a budget of nodes.
//!
//! The only file that names the package of decision diagrams. `oxidd` was chosen over `biodivine-lib-bdd` because all diagrams
//! share their nodes and one cache of operations, so that what one level of a party's preferences had to find out is
//! not found out again for the next; and because its store of nodes has a fixed capacity, so that a conflict that is too
//! hard ends in an error and not in a machine without memory. A single operation cannot be interrupted: a
//! [`Watch`] is looked at between operations.

use std::cell::Cell;
use std::fmt;

use oxidd::bdd::{BDDFunction, BDDManagerRef};
use oxidd::util::OutOfMemory;
use oxidd::{
    BooleanFunction, BooleanFunctionQuant, BooleanOperator, Function, FunctionSubst, HasLevel,
    LevelNo, Manager, ManagerRef, Node, Subst,
};

use super::super::{Stopped, Watch};

/// The most nodes that a store may hold: about 1 GiB with what it takes to find them again.
pub const NODES_MAX: usize = 1 << 25;

/// A set of states, or a relation between states and what one party makes of them, as a decision diagram.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Set(BDDFunction);

impl fmt::Debug for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Set({} nodes)", self.n_nodes())
    }
}

impl Set {
    /// The number of nodes of its diagram, with the leaves.
    pub fn n_nodes(&self) -> usize {
        self.0.node_count()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        !self.0.satisfiable()
    }

    /// The variable that it is decided by first; `None` for the empty and the full set.
    pub(crate) fn top(&self) -> Option<u32> {
        self.0
            .with_manager_shared(|manager, edge| match manager.get_node(edge) {
                Node::Inner(node) => Some(node.level()),
                Node::Terminal(_) => None,
            })
    }

    /// What is left of it where its first variable is false, and where it is true; `None` as for [`Set::top`].
    pub(crate) fn branches(&self) -> Option<(Set, Set)> {
        self.0.cofactors().map(|(high, low)| (Set(low), Set(high)))
    }
}

/// A replacement of some variables by others.
pub(crate) struct Renaming(Subst<BDDFunction>);

impl fmt::Debug for Renaming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Renaming")
    }
}

/// The store of all diagrams of one conflict.
pub(crate) struct Diagrams {
    manager: BDDManagerRef,
    full: Set,
    empty: Set,
    nodes_max: usize,
    /// Unused nodes are collected when there are so many nodes.
    collect_at: Cell<usize>,
}

impl fmt::Debug for Diagrams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Diagrams({} of {} nodes)",
            self.n_nodes(),
            self.nodes_max
        )
    }
}

impl Diagrams {
    /// A store with variables `0..n_variables`, decided in this order, of at most `nodes_max` nodes.
    pub(crate) fn new(n_variables: usize, nodes_max: usize) -> Self {
        let nodes_max = nodes_max.clamp(1 << 8, NODES_MAX);
        let cached = (1 << (n_variables / 2).clamp(12, 23)).min(nodes_max);
        let manager = oxidd::bdd::new_manager(nodes_max, cached, 1);
        manager.with_manager_exclusive(|manager| {
            manager.add_vars(n_variables as LevelNo);
        });
        let (full, empty) = manager.with_manager_shared(|manager| {
            (Set(BDDFunction::t(manager)), Set(BDDFunction::f(manager)))
        });
        Self {
            manager,
            full,
            empty,
            nodes_max,
            collect_at: Cell::new(nodes_max / 4 * 3),
        }
    }

    /// The number of nodes in the store, those no longer used included.
    pub(crate) fn n_nodes(&self) -> usize {
        self.manager
            .with_manager_shared(|manager| manager.num_inner_nodes())
    }

    pub(crate) fn full(&self) -> Set {
        self.full.clone()
    }

    pub(crate) fn empty(&self) -> Set {
        self.empty.clone()
    }

    /// Where a variable is true.
    pub(crate) fn variable(&self, variable: u32) -> Result<Set, Stopped> {
        self.run(|| {
            self.manager
                .with_manager_shared(|manager| BDDFunction::var(manager, variable))
        })
    }

    /// Where a variable has this truth.
    pub(crate) fn literal(&self, variable: u32, truth: bool) -> Result<Set, Stopped> {
        let variable = self.variable(variable)?;
        if truth {
            Ok(variable)
        } else {
            self.not(&variable)
        }
    }

    /// Where all of the variables have their truths. Takes them in any order.
    pub(crate) fn cube(
        &self,
        literals: impl IntoIterator<Item = (u32, bool)>,
    ) -> Result<Set, Stopped> {
        let mut literals: Vec<_> = literals.into_iter().collect();
        literals.sort_unstable();
        literals
            .into_iter()
            .rev()
            .try_fold(self.full(), |cube, (variable, truth)| {
                self.and(&self.literal(variable, truth)?, &cube)
            })
    }

    pub(crate) fn and(&self, a: &Set, b: &Set) -> Result<Set, Stopped> {
        self.run(|| a.0.and(&b.0))
    }

    pub(crate) fn or(&self, a: &Set, b: &Set) -> Result<Set, Stopped> {
        self.run(|| a.0.or(&b.0))
    }

    pub(crate) fn not(&self, a: &Set) -> Result<Set, Stopped> {
        self.run(|| a.0.not())
    }

    /// What is in `a` and not in `b`.
    pub(crate) fn minus(&self, a: &Set, b: &Set) -> Result<Set, Stopped> {
        self.run(|| b.0.imp_strict(&a.0))
    }

    /// Where both or neither hold.
    pub(crate) fn same(&self, a: &Set, b: &Set) -> Result<Set, Stopped> {
        self.run(|| a.0.equiv(&b.0))
    }

    /// `then` where `when` holds, `otherwise` elsewhere.
    pub(crate) fn choose(&self, when: &Set, then: &Set, otherwise: &Set) -> Result<Set, Stopped> {
        self.run(|| when.0.ite(&then.0, &otherwise.0))
    }

    /// Where some values of the variables of `cube` lead into `a`.
    pub(crate) fn exists(&self, a: &Set, cube: &Set) -> Result<Set, Stopped> {
        self.run(|| a.0.exists(&cube.0))
    }

    /// Where some values of the variables of `cube` lead into `a` and `b` both.
    pub(crate) fn exists_and(&self, a: &Set, b: &Set, cube: &Set) -> Result<Set, Stopped> {
        self.run(|| a.0.apply_exists(BooleanOperator::And, &b.0, &cube.0))
    }

    /// `a` where the variables of `cube`, a conjunction of literals, have their truths.
    pub(crate) fn restrict(&self, a: &Set, cube: &Set) -> Result<Set, Stopped> {
        self.run(|| a.0.restrict(&cube.0))
    }

    /// A replacement of variables, pair by pair.
    pub(crate) fn renaming(&self, pairs: &[(u32, u32)]) -> Result<Renaming, Stopped> {
        let from = pairs.iter().map(|(from, _)| *from).collect();
        let to: Vec<BDDFunction> = pairs
            .iter()
            .map(|(_, to)| Ok(self.variable(*to)?.0))
            .collect::<Result<_, Stopped>>()?;
        Ok(Renaming(Subst::new(from, to)))
    }

    pub(crate) fn rename(&self, a: &Set, renaming: &Renaming) -> Result<Set, Stopped> {
        self.run(|| a.0.substitute(&renaming.0))
    }

    /// All of several sets together, two by two.
    pub(crate) fn any(&self, mut sets: Vec<Set>) -> Result<Set, Stopped> {
        while sets.len() > 1 {
            sets = sets
                .chunks(2)
                .map(|pair| {
                    if let [a, b] = pair {
                        self.or(a, b)
                    } else {
                        Ok(pair[0].clone())
                    }
                })
                .collect::<Result<_, _>>()?;
        }
        Ok(sets.pop().unwrap_or_else(|| self.empty()))
    }

    /// Counts one step of the work and stops when the watch says so.
    pub(crate) fn step(watch: &Watch) -> Result<(), Stopped> {
        watch.add(1);
        if watch.is_stopped() {
            Err(Stopped::Interrupted)
        } else {
            Ok(())
        }
    }

    /// Runs an operation; when the store is full, once more after the unused nodes were collected.
    fn run(
        &self,
        operation: impl Fn() -> Result<BDDFunction, OutOfMemory>,
    ) -> Result<Set, Stopped> {
        if self
            .manager
            .with_manager_shared(|manager| manager.approx_num_inner_nodes())
            >= self.collect_at.get()
        {
            self.collect();
        }
        match operation() {
            Ok(set) => Ok(Set(set)),
            Err(OutOfMemory) => {
                self.collect();
                operation()
                    .map(Set)
                    .map_err(|OutOfMemory| Stopped::TooManyNodes {
                        nodes_max: self.nodes_max,
                    })
            }
        }
    }

    /// Collects unused nodes, and waits longer for the next time when that did not make much room.
    fn collect(&self) {
        let left = self.manager.with_manager_shared(|manager| {
            manager.gc();
            manager.num_inner_nodes()
        });
        self.collect_at
            .set((self.nodes_max / 4 * 3).max(left + (self.nodes_max - left) / 2));
    }
}
