//! Which of two states a party prefers, and what decides.

use std::cmp::Ordering;

use crate::model::{Conflict, Node, Order, PartyId, State};

/// How a party compares two states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The first state compared with the second: greater when it is preferred.
    pub preferred: Ordering,
    /// What decides.
    pub ground: Ground,
}

/// What decides between two states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Nothing is said of what the party wants.
    Nothing,
    /// The first statement on which they differ, by its position in the list; `None` when they differ in none.
    Line(Option<usize>),
    /// Their classes in the ranking, counted from 0, the best; `None` for a state that it does not list.
    Classes([Option<usize>; 2]),
    /// Their worths.
    Sums {
        /// The sum of each, in units of half a billionth.
        sums: [i128; 2],
        /// The positions of the values that count for one of them only, and whether that is the first.
        only: Vec<(usize, bool)>,
    },
}

/// Which of two states the party prefers, and what decides. Takes time linear in its lines.
pub fn decide(conflict: &Conflict, party: PartyId, first: State, second: State) -> Decision {
    let holds = |node: Node, state: State| conflict.circuit.holds(node, state);
    match &conflict.orders[party.idx()] {
        Order::Indifferent => Decision {
            preferred: Ordering::Equal,
            ground: Ground::Nothing,
        },
        Order::Lexicographic(statements) => {
            let line = statements
                .iter()
                .position(|statement| holds(*statement, first) != holds(*statement, second));
            let preferred = line.map_or(Ordering::Equal, |line| {
                holds(statements[line], first).cmp(&holds(statements[line], second))
            });
            Decision {
                preferred,
                ground: Ground::Line(line),
            }
        }
        Order::Ranked(class) => {
            let classes = [first, second].map(|state| class.get(&state).copied());
            let place = classes.map(|class| class.unwrap_or(usize::MAX));
            Decision {
                preferred: place[1].cmp(&place[0]),
                ground: Ground::Classes(classes),
            }
        }
        Order::Additive(values) => {
            let sum = |state: State| {
                values
                    .iter()
                    .filter(|(of, _)| holds(*of, state))
                    .map(|(_, worth)| worth)
                    .sum::<i128>()
            };
            let sums = [sum(first), sum(second)];
            let sides = values
                .iter()
                .enumerate()
                .map(|(line, (of, _))| (line, holds(*of, first), holds(*of, second)));
            let only = sides
                .filter(|(_, here, there)| here != there)
                .map(|(line, here, _)| (line, here))
                .collect();
            Decision {
                preferred: sums[0].cmp(&sums[1]),
                ground: Ground::Sums { sums, only },
            }
        }
    }
}
