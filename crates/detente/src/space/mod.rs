//! Feasible states, moves, and what can be reached by them.

mod enumerate;
mod explicit;
mod lookup;
mod order;
mod walk;
mod watch;

pub use enumerate::feasible_states;
pub(crate) use lookup::{CodeMap, Lookup};
pub(crate) use order::Partition;

pub(crate) use explicit::{Columns, Groups};
pub use explicit::{STATES_MAX, Space};
pub use walk::{Course, Walk};
pub use watch::{Stopped, Watch};
