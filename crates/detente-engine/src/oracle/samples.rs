//! Small conflicts for the tests of this room, put together by hand. States are written with the last entry first.

use std::collections::HashMap;

use crate::model::{Circuit, Conflict, Lever, Order, PartyId, Permission, State};

/// Yes/no measures with these owners, free to change; everybody indifferent.
fn conflict(n_parties: usize, owners: &[usize]) -> Conflict {
    let lever = |(entry, &owner): (usize, &usize)| Lever {
        party: PartyId::new(owner),
        entries: entry..entry + 1,
        raise: Permission::Always,
        lower: Permission::Always,
    };
    Conflict {
        levers: owners.iter().enumerate().map(lever).collect(),
        orders: vec![Order::Indifferent; n_parties],
        open: vec![None; n_parties],
        circuit: Circuit::default(),
        rules: vec![],
        bans: vec![],
        status_quo: None,
        question: None,
        named: vec![],
        n_entries: owners.len(),
    }
}

/// Classes of states, best first.
fn ranked(classes: &[&[u128]]) -> Order {
    let ranks = classes
        .iter()
        .enumerate()
        .flat_map(|(class, states)| states.iter().map(move |&state| (State(state), class)));
    Order::Ranked(ranks.collect::<HashMap<_, _>>())
}

/// Two parties who may each cooperate.
pub(super) fn prisoners_dilemma() -> Conflict {
    let mut conflict = conflict(2, &[0, 1]);
    conflict.orders = vec![
        ranked(&[&[0b10], &[0b11], &[0b00], &[0b01]]),
        ranked(&[&[0b01], &[0b11], &[0b00], &[0b10]]),
    ];
    conflict
}

/// Party 0 would leave `00` for `01`; party 1 answers with `11`, but then party 0 goes on to `10`, which it likes better still.
pub(super) fn escape() -> Conflict {
    let mut conflict = conflict(2, &[0, 1]);
    conflict.orders = vec![
        ranked(&[&[0b01], &[0b10], &[0b00], &[0b11]]),
        ranked(&[&[0b11], &[0b10], &[0b00], &[0b01]]),
    ];
    conflict
}

/// As [`escape`], but `11` cannot be.
pub(super) fn escape_without_both() -> Conflict {
    let mut conflict = escape();
    let both = vec![conflict.circuit.entry(0), conflict.circuit.entry(1)];
    let both = conflict.circuit.all(both);
    conflict.rules = vec![conflict.circuit.not(both)];
    conflict
}

/// Party 0 takes `0`; party 1 then harms it with `2`, but only after itself taking `1` and then party 2 taking `3`.
pub(super) fn relay() -> Conflict {
    let mut conflict = conflict(3, &[0, 1, 1, 2]);
    let entries: Vec<_> = (0..4).map(|entry| conflict.circuit.entry(entry)).collect();
    let not_harmed = conflict.circuit.not(entries[2]);
    conflict.levers[2].raise = Permission::When(entries[3]);
    conflict.levers[3].raise = Permission::When(entries[1]);
    conflict.orders = vec![
        Order::Lexicographic(vec![not_harmed, entries[0]]),
        Order::Lexicographic(vec![entries[2], entries[1]]),
        Order::Lexicographic(vec![entries[3]]),
    ];
    conflict
}

/// One measure with three levels that can only be raised, and nobody else.
pub(super) fn three_levels() -> Conflict {
    let mut conflict = conflict(1, &[0]);
    conflict.levers[0].entries = 0..2;
    conflict.levers[0].lower = Permission::Never;
    conflict.n_entries = 2;
    conflict
}

/// One party of each kind of order; all measures are party 0's.
pub(super) fn four_orders() -> Conflict {
    let mut conflict = conflict(4, &[0, 0]);
    let (first, second) = (conflict.circuit.entry(0), conflict.circuit.entry(1));
    conflict.orders[1] = Order::Lexicographic(vec![first, second]);
    conflict.orders[2] = ranked(&[&[0b10], &[0b11, 0b00], &[0b01]]);
    conflict.orders[3] = Order::Additive(vec![(first, -3), (second, 2)]);
    conflict
}
