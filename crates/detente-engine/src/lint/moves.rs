//! Rules about moves that forbid none.

use std::collections::BTreeMap;

use super::Terrain;
use crate::model::{
    Ban, Code, Diagnostic, Dossier, Lever, PartyId, Permission, Setting, Span, State,
};
use crate::space::{Stopped, Watch};

/// After so many pairs of states a rule is taken to forbid something.
const PAIRS_MAX: u64 = 1 << 24;

/// What keeps a rule from forbidding anything, nearest to the author's hand first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Idle {
    From,
    To,
    Way,
}

/// Rules that forbid no move that could be made without them, under no combination of readings.
pub(super) fn idle_rules(
    dossier: &Dossier,
    terrains: &[(Setting, Terrain)],
    watch: &Watch,
) -> Result<Vec<Diagnostic>, Stopped> {
    let mut found = vec![];
    for (idx, rule) in dossier.move_rules.iter().enumerate() {
        let mut idle = Some(Idle::From);
        for (_, terrain) in terrains {
            if watch.is_stopped() {
                return Err(Stopped::Interrupted);
            }
            let here = why_idle(terrain, &terrain.conflict.bans[idx]);
            idle = idle.zip(here).map(|(before, here)| before.max(here));
        }
        found.extend(idle.map(|idle| finding(idle, rule.span, rule.from.span, rule.to.span)));
    }
    Ok(found)
}

fn finding(idle: Idle, rule: Span, from: Span, to: Span) -> Diagnostic {
    let finding = Diagnostic::warning(Code::W160, "the rule about moves forbids no move");
    match idle {
        Idle::From => finding
            .at(from, "holds in no feasible state")
            .help("correct `from`, or remove the rule"),
        Idle::To => finding
            .at(to, "holds in no feasible state")
            .help("correct `to`, or remove the rule"),
        Idle::Way => finding
            .at(rule, "no move that it binds leads from the one to the other")
            .help("a move changes measures of one party only, in the directions that they may change: check `by`, `from` and `to`, or remove the rule"),
    }
}

/// Why a ban forbids nothing; `None` when it does.
fn why_idle(terrain: &Terrain, ban: &Ban) -> Option<Idle> {
    let truths = terrain
        .columns
        .of(&terrain.conflict.circuit, &[ban.from, ban.to]);
    let holding = |column: &[u64]| -> Vec<State> {
        let holds = |idx: &usize| column[idx / 64] >> (idx % 64) & 1 == 1;
        (0..terrain.states.len())
            .filter(holds)
            .map(|idx| terrain.states[idx])
            .collect()
    };
    let (from, to) = (holding(&truths[0]), holding(&truths[1]));
    if from.is_empty() {
        Some(Idle::From)
    } else if to.is_empty() {
        Some(Idle::To)
    } else {
        let mut bound = terrain
            .conflict
            .party_ids()
            .filter(|party| ban.binds(*party));
        let forbids = bound.any(|party| joins(terrain, party, &from, &to));
        (!forbids).then_some(Idle::Way)
    }
}

/// Whether a move that a party could otherwise make leads from some states to some others.
fn joins(terrain: &Terrain, party: PartyId, from: &[State], to: &[State]) -> bool {
    let own = terrain.conflict.own_entries(party);
    let mut ends: BTreeMap<u128, Vec<State>> = BTreeMap::new();
    for state in to {
        ends.entry(state.0 & !own).or_default().push(*state);
    }
    let levers: Vec<&Lever> = terrain
        .conflict
        .levers
        .iter()
        .filter(|lever| lever.party == party)
        .collect();
    let mut pairs_left = PAIRS_MAX;
    for start in from {
        let Some(ends) = ends.get(&(start.0 & !own)) else {
            continue;
        };
        let Some(left) = pairs_left.checked_sub(ends.len() as u64) else {
            return true;
        };
        pairs_left = left;
        let (raise, lower) = directions(terrain, &levers, *start);
        let is_move = |end: &State| {
            end != start && (end.0 & !start.0 & !raise) | (start.0 & !end.0 & !lower) == 0
        };
        if ends.iter().any(is_move) {
            return true;
        }
    }
    false
}

/// The entries that may be raised and lowered in a state.
fn directions(terrain: &Terrain, levers: &[&Lever], state: State) -> (u128, u128) {
    let may = |permission| match permission {
        Permission::Never => false,
        Permission::Always => true,
        Permission::When(node) => terrain.conflict.circuit.holds(node, state),
    };
    levers.iter().fold((0, 0), |(raise, lower), lever| {
        let all = lever.bits(lever.n_levels() - 1);
        let bits = |permission| if may(permission) { all } else { 0 };
        (raise | bits(lever.raise), lower | bits(lever.lower))
    })
}
