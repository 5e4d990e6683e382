//! How a party could block measures of others.
//!
//! # Definition
//! A party has a *veto* over a change of another's measure when it can set those of its measures that the condition of the change mentions
//! so that the condition fails in every feasible state in which there is something to change, while it holds in some state otherwise. It has a veto over levels of
//! another's measure when a level of its own excludes them by the rules, while they are feasible otherwise.
//! # Algorithm
//! Conditions: each measure of the party that the condition mentions is tried alone, level by level; when none is enough, the
//! combinations of all of them that occur, of which the first that is enough is thinned until nothing can be left out. Rules: pairs of
//! measures, level by level.
//! # Complexity
//! `O(n·p)` for `n` states and `p` pairs of a condition, or a measure that a rule mentions, with a measure of the party.
//! # Validity
//! Exact for what the party can do alone by one measure. Of several measures needed together one combination is told, and only for
//! conditions. Whether the party may bring its measures to such a level is judged by directions, not by conditions and not by rules about moves,
//! which are read for no veto either.
//! # References
//! The notion is this program's own.

use std::collections::BTreeMap;

use super::may_stand_at;
use crate::model::{Bar, Conflict, MeasureId, Node, PartyId, Permission, State, Veto};
use crate::space::Space;

/// Every veto of a party: measure by measure of the others, those by conditions before those by rules.
pub(super) fn of(space: &Space, party: PartyId) -> Vec<Veto> {
    let conflict = space.conflict();
    let mut vetoes = Vec::new();
    for (over, lever) in conflict
        .levers
        .iter()
        .enumerate()
        .filter(|(_, lever)| lever.party != party)
    {
        let over = MeasureId::new(over);
        for (permission, bars) in [(lever.raise, Bar::Raise), (lever.lower, Bar::Lower)] {
            if let Permission::When(condition) = permission {
                vetoes.extend(by_condition(space, party, over, &bars, condition));
            }
        }
        vetoes.extend(by_rules(space, party, over));
    }
    vetoes
}

/// The party's measures that some formula mentions.
fn own_in(conflict: &Conflict, party: PartyId, entries: u128) -> Vec<MeasureId> {
    let mentioned = |idx: &usize| {
        conflict.levers[*idx]
            .entries
            .clone()
            .any(|entry| entries >> entry & 1 == 1)
    };
    let own = (0..conflict.levers.len()).filter(|idx| conflict.levers[*idx].party == party);
    own.filter(mentioned).map(MeasureId::new).collect()
}

fn by_condition(
    space: &Space,
    party: PartyId,
    over: MeasureId,
    bars: &Bar,
    condition: Node,
) -> Vec<Veto> {
    let conflict = space.conflict();
    let own = own_in(conflict, party, conflict.circuit.support(condition));
    if own.is_empty() {
        return vec![];
    }
    let column = &space.where_holds(&[condition])[0];
    let lever = &conflict.levers[over.idx()];
    let end = if *bars == Bar::Raise {
        lever.n_levels() - 1
    } else {
        0
    };
    // Whether the change is possible, by combination of the party's levels, where there is something to change.
    let mut possible: BTreeMap<Vec<usize>, bool> = BTreeMap::new();
    let mut open = None;
    for (idx, state) in space
        .states()
        .iter()
        .enumerate()
        .filter(|(_, state)| lever.level(**state) != end)
    {
        let holds = column[idx / 64] >> (idx % 64) & 1 == 1;
        *possible.entry(levels(conflict, &own, *state)).or_default() |= holds;
        open = open.or(Some(*state).filter(|_| holds));
    }
    let Some(open) = open else { return vec![] };
    let barring = |place: usize, level: usize| {
        let mut all = possible
            .iter()
            .filter(|(levels, _)| levels[place] == level)
            .peekable();
        all.peek().is_some() && all.all(|(_, possible)| !possible)
    };
    let mut vetoes = Vec::new();
    for (place, measure) in own.iter().enumerate() {
        let n_levels = conflict.levers[measure.idx()].n_levels();
        vetoes.extend(veto(
            conflict,
            vec![(
                *measure,
                (0..n_levels)
                    .filter(|level| barring(place, *level))
                    .collect(),
            )],
            over,
            bars,
            open,
        ));
    }
    if vetoes.is_empty() {
        vetoes.extend(
            together(conflict, &own, &possible).and_then(|by| veto(conflict, by, over, bars, open)),
        );
    }
    vetoes
}

fn levels(conflict: &Conflict, measures: &[MeasureId], state: State) -> Vec<usize> {
    measures
        .iter()
        .map(|measure| conflict.levers[measure.idx()].level(state))
        .collect()
}

/// Levels of several measures that bar together, as few as leaving out one by one gives.
fn together(
    conflict: &Conflict,
    own: &[MeasureId],
    possible: &BTreeMap<Vec<usize>, bool>,
) -> Option<Vec<(MeasureId, Vec<usize>)>> {
    let can = |(levels, possible): &(&Vec<usize>, &bool)| {
        !**possible
            && own.iter().zip(*levels).all(|(measure, level)| {
                may_stand_at(conflict, &conflict.levers[measure.idx()], *level)
            })
    };
    let (levels, _) = possible.iter().find(can)?;
    let mut kept: Vec<usize> = (0..own.len()).collect();
    for place in 0..own.len() {
        let fewer: Vec<usize> = kept.iter().copied().filter(|kept| *kept != place).collect();
        let bars = possible.iter().all(|(other, possible)| {
            !possible || fewer.iter().any(|place| other[*place] != levels[*place])
        });
        if bars {
            kept = fewer;
        }
    }
    Some(
        kept.into_iter()
            .map(|place| (own[place], vec![levels[place]]))
            .collect(),
    )
}

/// The levels of another's measure that those of the party's exclude.
fn by_rules(space: &Space, party: PartyId, over: MeasureId) -> Vec<Veto> {
    let conflict = space.conflict();
    let ruled = conflict
        .rules
        .iter()
        .fold(0, |entries, rule| entries | conflict.circuit.support(*rule));
    let lever = &conflict.levers[over.idx()];
    if lever.entries.clone().all(|entry| ruled >> entry & 1 == 0) {
        return vec![];
    }
    let mut vetoes = Vec::new();
    for own in own_in(conflict, party, ruled) {
        let mine = &conflict.levers[own.idx()];
        let mut together = vec![vec![None; lever.n_levels()]; mine.n_levels()];
        for state in space.states() {
            together[mine.level(*state)][lever.level(*state)].get_or_insert(*state);
        }
        let open = |level: usize| together.iter().find_map(|row| row[level]);
        // The party's levels by what they exclude; one that is not feasible itself excludes nothing.
        let mut excluding: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for (level, row) in together
            .iter()
            .enumerate()
            .filter(|(_, row)| row.iter().any(Option::is_some))
        {
            let excluded: Vec<usize> = (0..row.len())
                .filter(|other| row[*other].is_none() && open(*other).is_some())
                .collect();
            excluding.entry(excluded).or_default().push(level);
        }
        for (excluded, by) in excluding {
            let Some(state) = excluded.first().and_then(|level| open(*level)) else {
                continue;
            };
            vetoes.extend(veto(
                conflict,
                vec![(own, by)],
                over,
                &Bar::Levels(excluded),
                state,
            ));
        }
    }
    vetoes
}

/// The veto, when the party may bring its measures there.
fn veto(
    conflict: &Conflict,
    mut by: Vec<(MeasureId, Vec<usize>)>,
    over: MeasureId,
    bars: &Bar,
    open: State,
) -> Option<Veto> {
    for (measure, levels) in &mut by {
        levels.retain(|level| may_stand_at(conflict, &conflict.levers[measure.idx()], *level));
    }
    let stands = |(measure, levels): &(MeasureId, Vec<usize>)| {
        conflict
            .status_quo
            .is_some_and(|now| levels.contains(&conflict.levers[measure.idx()].level(now)))
    };
    let today = by.iter().all(stands);
    by.iter()
        .all(|(_, levels)| !levels.is_empty())
        .then(|| Veto {
            by,
            over,
            bars: bars.clone(),
            today,
            open,
        })
}
