//! Rules that look like policies: a rule says what cannot be, a preference what a party would not do.

use super::Terrain;
use crate::model::{Code, Conflict, Diagnostic, Dossier, Node, Order, PartyId, Setting};
use crate::space::{Groups, STATES_MAX, Stopped, Watch};

/// Rules that only one party could break, and would not.
pub(super) fn policies(dossier: &Dossier, watch: &Watch) -> Result<Vec<Diagnostic>, Stopped> {
    let conflict = Conflict::new(dossier, &Setting::default());
    let mut found = Vec::new();
    for (idx, rule) in dossier.rules.iter().enumerate() {
        let Some(party) = breaker(&conflict, idx) else {
            continue;
        };
        let mut relaxed = conflict.clone();
        relaxed.rules.remove(idx);
        let terrain = match Terrain::new(relaxed, STATES_MAX, watch) {
            Ok(terrain) => terrain,
            Err(Stopped::Interrupted) => return Err(Stopped::Interrupted),
            Err(_) => continue,
        };
        if is_disfavoured(&terrain, conflict.rules[idx], party) {
            let name = &dossier.parties[party.idx()].name;
            let finding = Diagnostic::warning(
                Code::W109,
                format!("this rule looks like a policy of {name}"),
            );
            found.push(
                finding
                    .at(rule.condition.span, format!("only {name} could break it, and its preferences already disfavour that"))
                    .help("if it could be broken and would not be, leave the rule to the preferences, which show what would change it; if it cannot be, keep it"),
            );
        }
    }
    Ok(found)
}

/// The only party whose measures the rule concerns, if it has a preference that extends beyond the feasible states.
fn breaker(conflict: &Conflict, rule: usize) -> Option<PartyId> {
    let concerned = conflict.circuit.support(conflict.rules[rule]);
    let party = conflict
        .party_ids()
        .find(|party| concerned != 0 && concerned & !conflict.own_entries(*party) == 0)?;
    matches!(
        conflict.orders[party.idx()],
        Order::Lexicographic(_) | Order::Additive(_)
    )
    .then_some(party)
}

/// Whether the rule can be broken, and wherever it can, the party does better by keeping it than by any breach.
fn is_disfavoured(terrain: &Terrain, rule: Node, party: PartyId) -> bool {
    let kept = &terrain.columns.of(&terrain.conflict.circuit, &[rule])[0];
    let keeps = |state: usize| kept[state / 64] >> (state % 64) & 1 == 1;
    let groups = Groups::new(&terrain.conflict, party, &terrain.states, &terrain.columns);
    let can_be_broken = (0..terrain.states.len()).any(|state| !keeps(state));
    can_be_broken
        && (0..groups.n_groups() as u32).all(|group| {
            let members = groups.members(group);
            let best = |keeping: bool| {
                members
                    .iter()
                    .filter(|member| keeps(member.state as usize) == keeping)
                    .map(|member| member.rank)
                    .max()
            };
            match (best(true), best(false)) {
                (_, None) => true,
                (Some(kept), Some(broken)) => kept > broken,
                (None, Some(_)) => false,
            }
        })
}
