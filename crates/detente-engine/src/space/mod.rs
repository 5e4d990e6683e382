//! Feasible states, moves, and what can be reached by them.

mod columns;
mod enumerate;
mod explicit;
mod grid;
mod groups;
mod lookup;
mod order;
mod symbolic;
mod walk;
mod watch;
mod workers;

pub use enumerate::feasible_states;
pub(crate) use lookup::{CodeMap, Lookup};
pub(crate) use order::{Partition, ranks};

pub(crate) use columns::Columns;
pub use explicit::{STATES_MAX, Space};
pub(crate) use grid::{Grid, HIGHEST, Moves};
pub(crate) use groups::Groups;
pub use symbolic::{
    CRISP_LISTS_MAX, LEVELS_MAX, NODES_MAX, Set, SymbolicSpace, indifferent_parties,
};
pub(crate) use symbolic::{Classes, Diagrams, Search};
pub use walk::{Course, Walk};
pub use watch::{Stopped, Watch};
pub(crate) use workers::{both, each};
