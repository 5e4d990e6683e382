//! Conditions as decision diagrams: the gates of a circuit, each built once from its inputs.

use super::Placement;
use super::diagrams::{Diagrams, Set};
use crate::model::{Conflict, Node, Translated};
use crate::space::{Stopped, Watch};

/// Where gates hold, by the position of the gate.
#[derive(Debug)]
pub(super) struct Gates(Vec<Option<Set>>);

impl Gates {
    /// The gates that `nodes` need; entries in the set `after` are read from their copies.
    pub(super) fn new(
        diagrams: &Diagrams,
        placement: &Placement,
        conflict: &Conflict,
        nodes: impl IntoIterator<Item = Node>,
        after: u128,
        watch: &Watch,
    ) -> Result<Self, Stopped> {
        let cone = conflict.circuit.cone(nodes);
        let gates = conflict.circuit.translate(&cone, |gate| {
            Diagrams::step(watch)?;
            match gate {
                Translated::Constant(true) => Ok(diagrams.full()),
                Translated::Constant(false) => Ok(diagrams.empty()),
                Translated::Entry(entry) if after >> entry & 1 == 1 => {
                    diagrams.variable(placement.after(entry))
                }
                Translated::Entry(entry) => diagrams.variable(placement.before(entry)),
                Translated::Not(input) => diagrams.not(input),
                Translated::All(inputs) => inputs
                    .into_iter()
                    .try_fold(diagrams.full(), |all, input| diagrams.and(&all, input)),
                Translated::Any(inputs) => inputs
                    .into_iter()
                    .try_fold(diagrams.empty(), |any, input| diagrams.or(&any, input)),
                Translated::Same(a, b) => diagrams.same(a, b),
                Translated::AtLeast(n, inputs) => at_least(diagrams, n, &inputs),
            }
        })?;
        Ok(Self(gates))
    }

    /// Where a gate holds.
    ///
    /// # Panics
    /// When the gate was not asked for.
    pub(super) fn of(&self, node: Node) -> &Set {
        self.0[node.idx()]
            .as_ref()
            .expect("only gates that were asked for are used")
    }
}

/// Where at least `n` of the inputs hold: after each input, where at least 0, 1, …, `n` of those so far do.
fn at_least(diagrams: &Diagrams, n: usize, inputs: &[&Set]) -> Result<Set, Stopped> {
    let mut reached = vec![diagrams.empty(); n + 1];
    reached[0] = diagrams.full();
    for input in inputs {
        for count in (1..=n).rev() {
            reached[count] = diagrams.choose(input, &reached[count - 1], &reached[count])?;
        }
    }
    Ok(reached[n].clone())
}
