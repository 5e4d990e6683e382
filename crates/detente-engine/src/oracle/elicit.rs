//! Orders of statements by trying all of them.
//!
//! # Definition
//! Under an order of statements, of two states the one is preferred in which the first statement on which they differ holds. A comparison
//! *follows* from others when every order of the statements under which they hold says the same of it.
//! # Algorithm
//! Every permutation of the statements is tried.
//! # Complexity
//! `O(k!)` for `k` statements: sensible up to 6.
//! # Validity
//! Exact. Shares nothing with the engine but the model.
//! # References
//! Hipel, Kilgour, Fang and Peng (1997), for lexicographic statements.

use std::cmp::Ordering;

use crate::model::{Conflict, Node, State};

/// What is said of two states: the first is preferred to the second.
pub type Told = (State, State);

/// How an order of statements compares two states.
pub fn compare(
    conflict: &Conflict,
    statements: &[Node],
    order: &[usize],
    a: State,
    b: State,
) -> Ordering {
    let holds =
        |position: &usize, state: State| conflict.circuit.holds(statements[*position], state);
    order
        .iter()
        .map(|position| holds(position, a).cmp(&holds(position, b)))
        .find(|it| it.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// All orders of the statements under which everything told holds.
pub fn orders(conflict: &Conflict, statements: &[Node], told: &[Told]) -> Vec<Vec<usize>> {
    let holds = |order: &Vec<usize>| {
        told.iter()
            .all(|(better, worse)| compare(conflict, statements, order, *better, *worse).is_gt())
    };
    permutations(statements.len())
        .into_iter()
        .filter(holds)
        .collect()
}

/// What all of some orders say of two states; `None` when they do not say the same.
pub fn follows(
    conflict: &Conflict,
    statements: &[Node],
    orders: &[Vec<usize>],
    a: State,
    b: State,
) -> Option<Ordering> {
    let mut said = orders
        .iter()
        .map(|order| compare(conflict, statements, order, a, b));
    let first = said.next()?;
    said.all(|it| it == first).then_some(first)
}

/// The number of members of a smallest set of what is told that holds under no order; `None` when all of it holds under one.
pub fn smallest_clash(conflict: &Conflict, statements: &[Node], told: &[Told]) -> Option<usize> {
    let subset = |set: u32| {
        told.iter()
            .enumerate()
            .filter(move |(idx, _)| set >> idx & 1 == 1)
            .map(|(_, it)| *it)
            .collect::<Vec<_>>()
    };
    let clashing = (0..1_u32 << told.len())
        .filter(|set| orders(conflict, statements, &subset(*set)).is_empty());
    clashing.map(|set| set.count_ones() as usize).min()
}

/// All orders of the positions below `n`.
fn permutations(n: usize) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for _ in 0..n {
        all = all
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                let left: Vec<usize> = (0..n)
                    .filter(|position| !order.contains(position))
                    .collect();
                left.into_iter()
                    .map(move |position| order.iter().copied().chain([position]).collect())
            })
            .collect();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn what_is_told_leaves_the_orders_that_say_so() {
        let conflict = samples::relay();
        let mut circuit = conflict.circuit.clone();
        let statements: Vec<Node> = (0..3).map(|entry| circuit.entry(entry)).collect();
        let conflict = Conflict {
            circuit,
            ..conflict
        };
        assert_eq!(orders(&conflict, &statements, &[]).len(), 6);
        let told = [(State(0b001), State(0b010)), (State(0b010), State(0b100))];
        assert_eq!(orders(&conflict, &statements, &told), [[0, 1, 2]]);
        let first_only = orders(&conflict, &statements, &told[..1]);
        assert_eq!(
            follows(
                &conflict,
                &statements,
                &first_only,
                State(0b101),
                State(0b010)
            ),
            Some(Ordering::Greater)
        );
        assert_eq!(
            follows(
                &conflict,
                &statements,
                &first_only,
                State(0b001),
                State(0b100)
            ),
            None
        );
        let clash = [told[0], told[1], (State(0b100), State(0b001))];
        assert_eq!(smallest_clash(&conflict, &statements, &clash), Some(3));
        assert_eq!(smallest_clash(&conflict, &statements, &told), None);
    }
}
