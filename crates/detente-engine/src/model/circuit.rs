//! Formulas compiled to a circuit of gates that share what they have in common.
//!
//! # Definition
//! A gate is a constant, an entry, or a Boolean function of earlier gates. All formulas of a conflict
//! (rules, statements, conditions, terms) live in one circuit, so a term used a hundred times is one gate
//! and a chain of terms that mention each other twice stays linear in size.
//! # Algorithm
//! Gates are interned; evaluation goes once over the gates in order, for 64 states at a time (one per bit of
//! a word), or for a partly known state in three-valued logic. Counting gates add their inputs in bit-sliced counters.
//! # Complexity
//! `O(g)` word operations per 64 states for `g` gate inputs; counting adds a factor `log2` of its inputs.
//! # Validity
//! Inputs of a gate are always earlier gates; evaluation cannot recurse and cannot overflow the stack.
//! # References
//! Kleene (1938), On notation for ordinal numbers, for the three-valued connectives; the rest is folklore.

use std::collections::HashMap;

/// The output of a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(u32);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Gate {
    Constant(bool),
    Entry(u8),
    Not(Node),
    All(Box<[Node]>),
    Any(Box<[Node]>),
    Same(Node, Node),
    AtLeast(usize, Box<[Node]>),
}

/// What a partly known state leaves possible for a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Possible {
    /// The gate may turn out true.
    pub yes: bool,
    /// The gate may turn out false.
    pub no: bool,
}

/// A gate whose inputs were translated to values of another kind.
#[derive(Clone, Debug)]
pub enum Translated<'a, T> {
    /// A constant.
    Constant(bool),
    /// Whether an entry holds.
    Entry(usize),
    /// Not the input.
    Not(&'a T),
    /// All of the inputs.
    All(Vec<&'a T>),
    /// Any of the inputs.
    Any(Vec<&'a T>),
    /// Both or neither.
    Same(&'a T, &'a T),
    /// At least so many of the inputs, counted with repetition.
    AtLeast(usize, Vec<&'a T>),
}

/// Boolean functions of a state's entries.
#[derive(Clone, Debug, Default)]
pub struct Circuit {
    gates: Vec<Gate>,
    known: HashMap<Gate, Node>,
}

impl Circuit {
    fn add(&mut self, gate: Gate) -> Node {
        if let Some(&node) = self.known.get(&gate) {
            return node;
        }
        let node =
            Node(u32::try_from(self.gates.len()).expect("fewer than 2^32 gates fit in memory"));
        self.gates.push(gate.clone());
        self.known.insert(gate, node);
        node
    }

    /// A constant.
    pub fn constant(&mut self, value: bool) -> Node {
        self.add(Gate::Constant(value))
    }

    /// Whether an entry holds.
    ///
    /// # Panics
    /// When there is no such entry.
    pub fn entry(&mut self, entry: usize) -> Node {
        self.add(Gate::Entry(
            u8::try_from(entry).expect("entries are bounded by ENTRIES_MAX"),
        ))
    }

    /// Not `input`.
    pub fn not(&mut self, input: Node) -> Node {
        match self.gates[input.idx()] {
            Gate::Constant(value) => self.constant(!value),
            Gate::Not(inner) => inner,
            _ => self.add(Gate::Not(input)),
        }
    }

    /// All of `inputs`; true when there are none.
    pub fn all(&mut self, inputs: Vec<Node>) -> Node {
        match inputs.as_slice() {
            [] => self.constant(true),
            [one] => *one,
            _ => self.add(Gate::All(inputs.into())),
        }
    }

    /// Any of `inputs`; false when there are none.
    pub fn any(&mut self, inputs: Vec<Node>) -> Node {
        match inputs.as_slice() {
            [] => self.constant(false),
            [one] => *one,
            _ => self.add(Gate::Any(inputs.into())),
        }
    }

    /// Both or neither.
    pub fn same(&mut self, a: Node, b: Node) -> Node {
        self.add(Gate::Same(a.min(b), a.max(b)))
    }

    /// At least `n` of `inputs`, counted with repetition.
    pub fn at_least(&mut self, n: usize, inputs: Vec<Node>) -> Node {
        if n == 0 {
            self.constant(true)
        } else if n > inputs.len() {
            self.constant(false)
        } else {
            self.add(Gate::AtLeast(n, inputs.into()))
        }
    }

    /// The gates that `nodes` depend on, in an order in which they can be evaluated.
    pub fn cone(&self, nodes: impl IntoIterator<Item = Node>) -> Vec<Node> {
        let mut needed = vec![false; self.gates.len()];
        for node in nodes {
            needed[node.idx()] = true;
        }
        for idx in (0..needed.len()).rev() {
            if needed[idx] {
                self.gates[idx].for_each_input(|input| needed[input.idx()] = true);
            }
        }
        needed
            .iter()
            .zip(0..)
            .filter(|(needed, _)| **needed)
            .map(|(_, idx)| Node(idx))
            .collect()
    }

    /// Evaluates the gates of a cone for 64 states: bit `t` of `entries[e]` says whether entry `e` holds in state
    /// `t`, and bit `t` of `out[node]` becomes the value of the gate there.
    pub fn evaluate(&self, cone: &[Node], entries: &[u64], out: &mut Vec<u64>) {
        out.resize(self.gates.len(), 0);
        for &node in cone {
            let value = |node: &Node| out[node.idx()];
            out[node.idx()] = match &self.gates[node.idx()] {
                Gate::Constant(true) => u64::MAX,
                Gate::Constant(false) => 0,
                Gate::Entry(entry) => entries[*entry as usize],
                Gate::Not(input) => !value(input),
                Gate::All(inputs) => inputs
                    .iter()
                    .fold(u64::MAX, |word, input| word & value(input)),
                Gate::Any(inputs) => inputs.iter().fold(0, |word, input| word | value(input)),
                Gate::Same(a, b) => !(value(a) ^ value(b)),
                Gate::AtLeast(n, inputs) => count_reaches(*n, inputs.iter().map(value)),
            };
        }
    }

    /// Translates the gates of a cone, inputs before the gates that use them, and returns the value of each: `None`
    /// for gates outside the cone.
    ///
    /// # Panics
    /// When `cone` is not a [`Circuit::cone`].
    pub fn translate<T, E>(
        &self,
        cone: &[Node],
        mut translate: impl FnMut(Translated<'_, T>) -> Result<T, E>,
    ) -> Result<Vec<Option<T>>, E> {
        let mut done: Vec<Option<T>> = std::iter::repeat_with(|| None)
            .take(self.gates.len())
            .collect();
        for &node in cone {
            let value = |input: &Node| {
                done[input.idx()]
                    .as_ref()
                    .expect("a cone holds the inputs of its gates, in order")
            };
            let values = |inputs: &[Node]| -> Vec<&T> { inputs.iter().map(value).collect() };
            let gate = match &self.gates[node.idx()] {
                Gate::Constant(truth) => Translated::Constant(*truth),
                Gate::Entry(entry) => Translated::Entry(usize::from(*entry)),
                Gate::Not(input) => Translated::Not(value(input)),
                Gate::All(inputs) => Translated::All(values(inputs)),
                Gate::Any(inputs) => Translated::Any(values(inputs)),
                Gate::Same(a, b) => Translated::Same(value(a), value(b)),
                Gate::AtLeast(n, inputs) => Translated::AtLeast(*n, values(inputs)),
            };
            let translated = translate(gate)?;
            done[node.idx()] = Some(translated);
        }
        Ok(done)
    }

    /// The value of one gate in one state. Only the gates on which it turns are looked at.
    pub fn holds(&self, node: Node, state: super::State) -> bool {
        let mut known = vec![None; node.idx() + 1];
        let mut open = vec![node];
        while let Some(at) = open.last().copied() {
            match self.value(at, state, &known) {
                Ok(value) => {
                    known[at.idx()] = Some(value);
                    open.pop();
                }
                Err(input) => open.push(input),
            }
        }
        known[node.idx()] == Some(true)
    }

    /// The value of a gate from those known of its inputs, or the first input without which it cannot be told.
    fn value(&self, node: Node, state: super::State, known: &[Option<bool>]) -> Result<bool, Node> {
        let of = |input: &Node| known[input.idx()].ok_or(*input);
        // Whether some input has this value.
        let has = |inputs: &[Node], wanted: bool| {
            for input in inputs {
                if of(input)? == wanted {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        match &self.gates[node.idx()] {
            Gate::Constant(truth) => Ok(*truth),
            Gate::Entry(entry) => Ok(state.has(*entry as usize)),
            Gate::Not(input) => Ok(!of(input)?),
            Gate::All(inputs) => Ok(!has(inputs, false)?),
            Gate::Any(inputs) => has(inputs, true),
            Gate::Same(a, b) => Ok(of(a)? == of(b)?),
            Gate::AtLeast(n, inputs) => {
                let values: Vec<bool> = inputs.iter().map(of).collect::<Result<_, Node>>()?;
                Ok(values.into_iter().filter(|value| *value).count() >= *n)
            }
        }
    }

    /// Evaluates the gates of a cone where only the entries in `known` are decided, as they are in `state`.
    pub fn evaluate_partly(
        &self,
        cone: &[Node],
        known: u128,
        state: super::State,
        out: &mut Vec<Possible>,
    ) {
        out.resize(
            self.gates.len(),
            Possible {
                yes: true,
                no: true,
            },
        );
        for &node in cone {
            let value = |node: &Node| out[node.idx()];
            out[node.idx()] = match &self.gates[node.idx()] {
                Gate::Constant(truth) => Possible {
                    yes: *truth,
                    no: !truth,
                },
                Gate::Entry(entry) => {
                    let decided = known >> entry & 1 == 1;
                    let truth = state.has(*entry as usize);
                    Possible {
                        yes: !decided || truth,
                        no: !decided || !truth,
                    }
                }
                Gate::Not(input) => Possible {
                    yes: value(input).no,
                    no: value(input).yes,
                },
                Gate::All(inputs) => Possible {
                    yes: inputs.iter().all(|i| value(i).yes),
                    no: inputs.iter().any(|i| value(i).no),
                },
                Gate::Any(inputs) => Possible {
                    yes: inputs.iter().any(|i| value(i).yes),
                    no: inputs.iter().all(|i| value(i).no),
                },
                Gate::Same(a, b) => {
                    let (a, b) = (value(a), value(b));
                    Possible {
                        yes: a.yes && b.yes || a.no && b.no,
                        no: a.yes && b.no || a.no && b.yes,
                    }
                }
                Gate::AtLeast(n, inputs) => Possible {
                    yes: inputs.iter().filter(|i| value(i).yes).count() >= *n,
                    no: inputs.iter().filter(|i| !value(i).no).count() < *n,
                },
            };
        }
    }

    /// The entries that the gate depends on, as a set of bits.
    pub fn support(&self, node: Node) -> u128 {
        self.cone([node])
            .into_iter()
            .fold(0, |entries, node| match self.gates[node.idx()] {
                Gate::Entry(entry) => entries | 1 << entry,
                _ => entries,
            })
    }
}

impl Gate {
    fn for_each_input(&self, mut visit: impl FnMut(Node)) {
        match self {
            Gate::Constant(_) | Gate::Entry(_) => {}
            Gate::Not(input) => visit(*input),
            Gate::Same(a, b) => [*a, *b].into_iter().for_each(visit),
            Gate::All(inputs) | Gate::Any(inputs) | Gate::AtLeast(_, inputs) => {
                inputs.iter().copied().for_each(visit);
            }
        }
    }
}

impl Node {
    /// The position of the gate in the output of an evaluation.
    pub fn idx(self) -> usize {
        self.0 as usize
    }
}

/// For each bit, whether at least `n` of the words have it: ripple-carry counters, one plane per binary digit.
fn count_reaches(n: usize, words: impl Iterator<Item = u64>) -> u64 {
    let mut planes: Vec<u64> = Vec::new();
    for mut carry in words {
        for plane in &mut planes {
            (*plane, carry) = (*plane ^ carry, *plane & carry);
        }
        if carry != 0 {
            planes.push(carry);
        }
    }
    if n >> planes.len() != 0 {
        return 0;
    }
    // Compare digit by digit from the highest: greater so far, or equal so far.
    let (mut greater, mut equal) = (0, u64::MAX);
    for (digit, plane) in planes.iter().enumerate().rev() {
        if n >> digit & 1 == 1 {
            equal &= plane;
        } else {
            greater |= equal & plane;
            equal &= !plane;
        }
    }
    greater | equal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_gates_agree_with_counting() {
        let words: Vec<u64> = (0..7)
            .map(|i| 0x9E37_79B9_7F4A_7C15_u64.rotate_left(i * 9))
            .collect();
        for n in 1..=8 {
            let reached = count_reaches(n, words.iter().copied());
            for bit in 0..64 {
                let count = words.iter().filter(|word| *word >> bit & 1 == 1).count();
                assert_eq!(
                    reached >> bit & 1 == 1,
                    count >= n,
                    "bit {bit}, at least {n}"
                );
            }
        }
    }
}
