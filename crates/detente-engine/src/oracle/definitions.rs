//! The oracle: every answer by trying everything.
//!
//! # Definition
//! - *Feasible states*: all combinations of levels of all measures in which every rule holds.
//! - *Unilateral moves* `R_i(s)`: feasible `t ≠ s` that differs from `s` only in levers of party `i`, each changed in a
//!   direction permitted in `s`; any number of levers by any number of levels at once; no *ban* joins them, which holds at its start in `s`, at
//!   its end in `t`, and binds `i` or everybody. *Improvements* `R_i⁺(s)`: those with `t ≻_i s`.
//! - *Legal sequence* of a set of movers `H`: at least one move, nobody twice in a row, though later again. `R_H(t)` is where these
//!   lead from `t`; `R_H⁺(t)` where they lead when each move is an improvement for its mover from where it is made.
//! - State `s` is *stable* for `i` when each improvement `t ∈ R_i⁺(s)` has a *sanction*, a state `x ⪯_i s` (`x = s` counts)
//!
//!   | concept | among | and moreover |
//!   |---|---|---|
//!   | R (Nash) | no states | |
//!   | GMR | `R_{N−i}(t)` | |
//!   | SMR | `R_{N−i}(t)` | `z ⪯_i s` for every `z ∈ R_i(x)` |
//!   | SEQ | `R⁺_{N−i}(t)` | |
//!   | SSEQ | `R⁺_{N−i}(t)` | `z ⪯_i s` for every `z ∈ R_i(x)` |
//!   | SIM | feasible `t` changed by the others as in nothing or one `u_j ∈ R_j⁺(s)` for each `j ≠ i`, not all nothing; no ban on any of them or on `i` joins `s` and that state | |
//! - *Distance* of `x` from `s`: the fewest moves of a legal sequence of all parties from `s` to `x`; 0 for `s` itself.
//! # Algorithm
//! The definitions, transcribed. Sequences are searched move by move over pairs of a state and who moved last.
//! # Complexity
//! `O(m·n²)` comparisons of levers to set up, for `n` states, at most `2^m` for `m` yes/no measures, and per sanction sought
//! `O(p²·n·r)` steps for `p` parties with at most `r` moves each; `r^p` choices under SIM. Sensible up to about 12 measures.
//! # Validity
//! Exact for orders without gaps, with ties. Deliberately shares nothing with the engine but the model, whose circuit it trusts.
//! # References
//! After Howard (1971), Paradoxes of Rationality, for GMR and SMR; Fraser & Hipel (1984), Conflict Analysis, for SEQ and SIM;
//! Fang, Hipel & Kilgour (1993), Interactive Decision Making, for moves and legal sequences; Rêgo & Vieira (2017), Group Decision
//! and Negotiation 26:775–792, for SSEQ; Li, Kilgour & Hipel (2005) for distances from the status quo.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Concept, Conflict, Node, Order, PartyId, Permission, State};

/// All combinations of levels of all levers, first lever fastest, in which every rule holds: in ascending order.
pub fn feasible_states(conflict: &Conflict) -> Vec<State> {
    let mut states = vec![State::default()];
    for lever in &conflict.levers {
        states = (0..lever.n_levels())
            .flat_map(|level| {
                states
                    .iter()
                    .map(move |state| State(state.0 | lever.bits(level)))
            })
            .collect();
    }
    states.retain(|&state| {
        conflict
            .rules
            .iter()
            .all(|&rule| conflict.circuit.holds(rule, state))
    });
    states
}

/// The unilateral moves of a party from a state, among the feasible states given, in their order.
pub fn moves(conflict: &Conflict, party: PartyId, from: State, feasible: &[State]) -> Vec<State> {
    let allowed = |permission: Permission| can(conflict, permission, from);
    // For each lever: its level in `from`, whether the party may raise it there, and whether it may lower it there.
    let levers: Vec<(usize, bool, bool)> = conflict
        .levers
        .iter()
        .map(|lever| {
            let own = lever.party == party;
            (
                lever.level(from),
                own && allowed(lever.raise),
                own && allowed(lever.lower),
            )
        })
        .collect();
    let is_move =
        |to: State| {
            to != from
                && conflict.levers.iter().zip(&levers).all(
                    |(lever, &(level, may_raise, may_lower))| match lever.level(to).cmp(&level) {
                        Ordering::Equal => true,
                        Ordering::Greater => may_raise,
                        Ordering::Less => may_lower,
                    },
                )
        };
    feasible
        .iter()
        .copied()
        .filter(|&to| is_move(to) && !is_banned(conflict, &[party], from, to))
        .collect()
}

/// Whether a ban that binds one of those who move forbids a step that they make together.
pub fn is_banned(conflict: &Conflict, movers: &[PartyId], from: State, to: State) -> bool {
    conflict.bans.iter().any(|ban| {
        let binds = ban.by.is_none_or(|by| movers.contains(&by));
        binds && conflict.circuit.holds(ban.from, from) && conflict.circuit.holds(ban.to, to)
    })
}

/// Whose levers differ between two states.
pub fn movers_between(conflict: &Conflict, from: State, to: State) -> Vec<PartyId> {
    let differs = |party: &PartyId| {
        let mut own = conflict.levers.iter().filter(|it| it.party == *party);
        own.any(|lever| lever.level(from) != lever.level(to))
    };
    conflict.party_ids().filter(differs).collect()
}

/// Whether a permission is given in a state.
pub(super) fn can(conflict: &Conflict, permission: Permission, from: State) -> bool {
    match permission {
        Permission::Never => false,
        Permission::Always => true,
        Permission::When(condition) => conflict.circuit.holds(condition, from),
    }
}

/// How a party compares two states: [`Ordering::Greater`] when it prefers `a` to `b`.
pub fn prefers(conflict: &Conflict, party: PartyId, a: State, b: State) -> Ordering {
    Worth::of(conflict, party, a).compare(&Worth::of(conflict, party, b))
}

/// What a party's order sees in a state.
#[derive(Clone, Debug)]
enum Worth {
    Any,
    Truths(Vec<bool>),
    Class(usize),
    Sum(i128),
}

impl Worth {
    fn of(conflict: &Conflict, party: PartyId, state: State) -> Self {
        let holds = |node: Node| conflict.circuit.holds(node, state);
        match &conflict.orders[party.idx()] {
            Order::Indifferent => Self::Any,
            Order::Lexicographic(statements) => Self::Truths(
                statements
                    .iter()
                    .map(|&statement| holds(statement))
                    .collect(),
            ),
            // A ranking lists every feasible state; one that it left out would be worse than all others.
            Order::Ranked(class) => Self::Class(class.get(&state).copied().unwrap_or(usize::MAX)),
            Order::Additive(values) => Self::Sum(
                values
                    .iter()
                    .filter(|(of, _)| holds(*of))
                    .map(|(_, worth)| worth)
                    .sum(),
            ),
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            // The first statement on which they differ decides, and true is better than false.
            (Self::Truths(a), Self::Truths(b)) => a
                .iter()
                .zip(b)
                .map(|(a, b)| a.cmp(b))
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal),
            (Self::Class(a), Self::Class(b)) => b.cmp(a),
            (Self::Sum(a), Self::Sum(b)) => a.cmp(b),
            _ => Ordering::Equal,
        }
    }
}

/// The feasible states of a conflict with everybody's moves and improvements, as plain tables.
#[derive(Clone, Debug)]
pub struct Oracle<'a> {
    conflict: &'a Conflict,
    feasible: Vec<State>,
    worths: BTreeMap<(PartyId, State), Worth>,
    moves: BTreeMap<(PartyId, State), Vec<State>>,
    improvements: BTreeMap<(PartyId, State), Vec<State>>,
}

impl<'a> Oracle<'a> {
    /// Fills the tables.
    pub fn new(conflict: &'a Conflict) -> Self {
        let feasible = feasible_states(conflict);
        let mut oracle = Self {
            conflict,
            feasible,
            worths: BTreeMap::new(),
            moves: BTreeMap::new(),
            improvements: BTreeMap::new(),
        };
        for party in conflict.party_ids() {
            for &state in &oracle.feasible {
                oracle
                    .worths
                    .insert((party, state), Worth::of(conflict, party, state));
                oracle.moves.insert(
                    (party, state),
                    moves(conflict, party, state, &oracle.feasible),
                );
            }
            for &state in &oracle.feasible {
                let better = oracle
                    .moves(party, state)
                    .iter()
                    .copied()
                    .filter(|&to| oracle.is_better(party, to, state))
                    .collect();
                oracle.improvements.insert((party, state), better);
            }
        }
        oracle
    }

    /// The conflict that the oracle was made for.
    pub fn conflict(&self) -> &'a Conflict {
        self.conflict
    }

    /// The feasible states in ascending order.
    pub fn feasible(&self) -> &[State] {
        &self.feasible
    }

    /// The unilateral moves of a party from a state; none from a state that is not feasible.
    pub fn moves(&self, party: PartyId, from: State) -> &[State] {
        self.moves.get(&(party, from)).map_or(&[], Vec::as_slice)
    }

    /// The moves that the party prefers to where it makes them.
    pub fn improvements(&self, party: PartyId, from: State) -> &[State] {
        self.improvements
            .get(&(party, from))
            .map_or(&[], Vec::as_slice)
    }

    /// How a party compares two feasible states.
    pub fn prefers(&self, party: PartyId, a: State, b: State) -> Ordering {
        self.worths[&(party, a)].compare(&self.worths[&(party, b)])
    }

    /// Whether a party prefers `a` to `b`, two feasible states.
    pub fn is_better(&self, party: PartyId, a: State, b: State) -> bool {
        self.prefers(party, a, b).is_gt()
    }

    /// All parties but one.
    fn others(&self, party: PartyId) -> Vec<PartyId> {
        self.conflict
            .party_ids()
            .filter(|&other| other != party)
            .collect()
    }
}

/// The states that legal sequences of the movers reach from a state with at least one move, in ascending order;
/// all moves count, or improvements only.
pub fn legal_reach(
    oracle: &Oracle,
    movers: &[PartyId],
    from: State,
    improving: bool,
) -> Vec<State> {
    let reached: BTreeSet<State> = layers(oracle, movers, from, improving)
        .into_iter()
        .flatten()
        .map(|(state, _)| state)
        .collect();
    reached.into_iter().collect()
}

/// For each feasible state, the fewest moves in a legal sequence of all parties that leads there; `None` where none does.
pub fn distances(conflict: &Conflict, from: State, improving: bool) -> Vec<Option<u32>> {
    distances_in(&Oracle::new(conflict), from, improving)
}

/// As [`distances`], for an oracle already made.
pub fn distances_in(oracle: &Oracle, from: State, improving: bool) -> Vec<Option<u32>> {
    let everybody: Vec<PartyId> = oracle.conflict.party_ids().collect();
    let mut fewest = BTreeMap::from([(from, 0)]);
    for (n_moves, layer) in (1..).zip(layers(oracle, &everybody, from, improving)) {
        for (state, _) in layer {
            fewest.entry(state).or_insert(n_moves);
        }
    }
    oracle
        .feasible
        .iter()
        .map(|state| fewest.get(state).copied())
        .collect()
}

/// The pairs of a state and who moved last that legal sequences reach: first those reached by one move, then those
/// that take two moves, and so on.
fn layers(
    oracle: &Oracle,
    movers: &[PartyId],
    from: State,
    improving: bool,
) -> Vec<BTreeSet<(State, PartyId)>> {
    let next = |state: State, last: Option<PartyId>| {
        let mut pairs = Vec::new();
        for &mover in movers.iter().filter(|&&mover| Some(mover) != last) {
            let to = if improving {
                oracle.improvements(mover, state)
            } else {
                oracle.moves(mover, state)
            };
            pairs.extend(to.iter().map(|&to| (to, mover)));
        }
        pairs
    };
    let mut seen = BTreeSet::new();
    let mut layers = Vec::new();
    let mut layer: BTreeSet<(State, PartyId)> = next(from, None).into_iter().collect();
    while !layer.is_empty() {
        seen.extend(layer.iter().copied());
        let after = layer
            .iter()
            .flat_map(|&(state, last)| next(state, Some(last)))
            .filter(|pair| !seen.contains(pair))
            .collect();
        layers.push(layer);
        layer = after;
    }
    layers
}

/// Whether a state is stable for a party: every improvement has a sanction.
pub fn is_stable(oracle: &Oracle, concept: Concept, party: PartyId, state: State) -> bool {
    oracle
        .improvements(party, state)
        .iter()
        .all(|&improvement| sanction(oracle, concept, party, state, improvement).is_some())
}

/// A state that deters the party from an improvement on `state`: the lowest, if there is one.
pub fn sanction(
    oracle: &Oracle,
    concept: Concept,
    party: PartyId,
    state: State,
    improvement: State,
) -> Option<State> {
    let others = oracle.others(party);
    let answers = match concept {
        Concept::Nash => vec![],
        Concept::Gmr | Concept::Smr => legal_reach(oracle, &others, improvement, false),
        Concept::Seq | Concept::Sseq => legal_reach(oracle, &others, improvement, true),
        Concept::Sim => simultaneous_reach(oracle, party, state, improvement),
    };
    let inescapable = matches!(concept, Concept::Smr | Concept::Sseq);
    let fails = |end: State| {
        oracle.is_better(party, end, state)
            || inescapable && escape(oracle, party, state, end).is_some()
    };
    answers.into_iter().find(|&end| !fails(end))
}

/// A move of the party's own from `end` to a state that it prefers to `state`: the lowest, if there is one.
pub fn escape(oracle: &Oracle, party: PartyId, state: State, end: State) -> Option<State> {
    oracle
        .moves(party, end)
        .iter()
        .copied()
        .find(|&to| oracle.is_better(party, to, state))
}

/// The feasible states that arise when others make improvements from `state` at the same time as the party makes its
/// own: everybody else chooses nothing or one improvement, not all nothing. In ascending order.
pub fn simultaneous_reach(
    oracle: &Oracle,
    party: PartyId,
    state: State,
    improvement: State,
) -> Vec<State> {
    // What the choices of the others so far lead to, and whether anybody chose something.
    let mut joint = vec![(improvement, false)];
    for other in oracle.others(party) {
        let chosen = joint.clone();
        for &own in oracle.improvements(other, state) {
            joint.extend(
                chosen
                    .iter()
                    .map(|&(so_far, _)| (overlay(oracle.conflict, so_far, other, own), true)),
            );
        }
    }
    let reached: BTreeSet<State> = joint
        .into_iter()
        .filter(|(_, any)| *any)
        .map(|(to, _)| to)
        .collect();
    reached
        .into_iter()
        .filter(|to| oracle.feasible.contains(to))
        .filter(|&to| {
            let movers = movers_between(oracle.conflict, state, to);
            !is_banned(oracle.conflict, &movers, state, to)
        })
        .collect()
}

/// `state` with the levers of one party as they are in `own`.
pub fn overlay(conflict: &Conflict, state: State, party: PartyId, own: State) -> State {
    let levers = conflict.levers.iter();
    State(levers.fold(0, |bits, lever| {
        bits | lever.bits(lever.level(if lever.party == party { own } else { state }))
    }))
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn party(idx: usize) -> PartyId {
        PartyId::new(idx)
    }

    fn equilibria(oracle: &Oracle, concept: Concept) -> Vec<u128> {
        let parties = || oracle.conflict().party_ids();
        let stable = |state: State| parties().all(|party| is_stable(oracle, concept, party, state));
        oracle
            .feasible()
            .iter()
            .filter(|&&state| stable(state))
            .map(|state| state.0)
            .collect()
    }

    #[test]
    fn the_prisoners_dilemma_settles_where_the_books_say() {
        let conflict = samples::prisoners_dilemma();
        let oracle = Oracle::new(&conflict);
        assert_eq!(equilibria(&oracle, Concept::Nash), [0b00]);
        for concept in [Concept::Gmr, Concept::Smr, Concept::Seq, Concept::Sseq] {
            assert_eq!(equilibria(&oracle, concept), [0b00, 0b11], "{concept:?}");
        }
    }

    #[test]
    fn a_sanction_may_need_somebody_to_move_again_later() {
        let conflict = samples::relay();
        let oracle = Oracle::new(&conflict);
        let (state, improvement) = (State(0), State(0b0001));
        assert_eq!(oracle.improvements(party(0), state), [improvement]);
        assert!(is_stable(&oracle, Concept::Sseq, party(0), state));
        assert!(!is_stable(&oracle, Concept::Sim, party(0), state));
        assert_eq!(distances_in(&oracle, state, true)[0b1110], Some(3));
    }

    #[test]
    fn a_sanction_that_the_party_can_escape_does_not_count_under_smr() {
        let conflict = samples::escape();
        let oracle = Oracle::new(&conflict);
        let stable = |concept| is_stable(&oracle, concept, party(0), State(0b00));
        assert!(stable(Concept::Gmr) && stable(Concept::Seq) && stable(Concept::Sim));
        assert!(!stable(Concept::Nash) && !stable(Concept::Smr) && !stable(Concept::Sseq));
    }

    #[test]
    fn conditions_hold_or_not_where_the_move_starts() {
        let conflict = samples::relay();
        let feasible = feasible_states(&conflict);
        assert_eq!(feasible.len(), 16);
        assert_eq!(
            moves(&conflict, party(1), State(0), &feasible),
            [State(0b0010)]
        );
        assert_eq!(
            moves(&conflict, party(1), State(0b1000), &feasible),
            [State(0b1010), State(0b1100), State(0b1110)]
        );
    }

    #[test]
    fn several_levels_are_one_move() {
        let conflict = samples::three_levels();
        let feasible = feasible_states(&conflict);
        assert_eq!(feasible, [State(0b00), State(0b01), State(0b11)]);
        assert_eq!(
            moves(&conflict, party(0), State(0b00), &feasible),
            [State(0b01), State(0b11)]
        );
        assert_eq!(moves(&conflict, party(0), State(0b11), &feasible), []);
        assert_eq!(
            distances(&conflict, State(0b01), false),
            [None, Some(0), Some(1)]
        );
    }

    #[test]
    fn each_kind_of_order_compares_as_it_says() {
        let conflict = samples::four_orders();
        let compare = |idx, a, b| prefers(&conflict, party(idx), State(a), State(b));
        assert_eq!(compare(0, 0b11, 0b00), Ordering::Equal);
        assert_eq!(compare(1, 0b01, 0b10), Ordering::Greater);
        assert_eq!(compare(1, 0b10, 0b00), Ordering::Greater);
        assert_eq!(compare(2, 0b10, 0b01), Ordering::Greater);
        assert_eq!(compare(2, 0b11, 0b00), Ordering::Equal);
        assert_eq!(compare(3, 0b11, 0b00), Ordering::Less);
        assert_eq!(compare(3, 0b10, 0b00), Ordering::Greater);
    }
}
