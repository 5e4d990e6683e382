//! Roles of parties by trying everything.
//!
//! # Definition
//! - *Settlement*: under the strictest of R, SSEQ, SEQ, SMR, GMR that has one, the equilibria that a legal sequence of improvements
//!   reaches from the status quo, in how many of them the question and each term hold, and under which concepts the status quo is one.
//! - *Held*: the conflict in which no measure of the party may change. *Freed*: in which all of them may, in both directions, everywhere.
//! - *Need*: a measure that has fewer levels in a set of states than in all feasible ones. One that stands as today counts for the
//!   question only, and only when its direction lets the party leave.
//! - *Bar*: what a party keeps another's measure from. By a condition: the party sets its measures that the condition mentions so
//!   that it fails in every feasible state where the measure could still change, some such state exists, and somewhere it holds. By the
//!   rules: a level of one measure of the party that excludes levels of the other's measure, which are feasible otherwise.
//! # Algorithm
//! As written.
//! # Complexity
//! That of the oracle for every variant. Sensible up to about 12 measures.
//! # Validity
//! Shares nothing with the engine but the model.
//! # References
//! The rule is this program's own.

use std::collections::BTreeSet;

use super::definitions::{Oracle, distances_in, is_stable};
use crate::model::{
    Bar, Concept, Conflict, Lever, MeasureId, Need, Node, PartyId, Permission, Role, State, Veto,
};

/// A measure and some of its levels.
pub type AtLevels = (MeasureId, Vec<usize>);

/// What holds where a conflict settles; every number is one of equilibria.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The strictest concept under which an equilibrium is reached.
    pub concept: Option<Concept>,
    /// The equilibria reached under it, in ascending order.
    pub equilibria: Vec<State>,
    /// In how many of them the question holds.
    pub question: Option<usize>,
    /// In how many of them each term and reading holds.
    pub named: Vec<usize>,
    /// Whether the status quo is an equilibrium, concept by concept, strictest first.
    pub today: Vec<(Concept, bool)>,
}

/// Where a conflict settles.
pub fn settlement(conflict: &Conflict) -> Settlement {
    let oracle = Oracle::new(conflict);
    let reached: Vec<State> = match conflict.status_quo {
        None => oracle.feasible().to_vec(),
        Some(now) => {
            let distances = distances_in(&oracle, now, true);
            oracle
                .feasible()
                .iter()
                .zip(distances)
                .filter(|(_, distance)| distance.is_some())
                .map(|(state, _)| *state)
                .collect()
        }
    };
    let is_equilibrium = |concept: Concept, state: State| {
        conflict
            .party_ids()
            .all(|party| is_stable(&oracle, concept, party, state))
    };
    let equilibria = |concept: Concept| {
        reached
            .iter()
            .copied()
            .filter(|&state| is_equilibrium(concept, state))
            .collect::<Vec<_>>()
    };
    let ladder = Concept::STRICTEST_FIRST
        .into_iter()
        .map(|concept| (concept, equilibria(concept)));
    let found = ladder
        .into_iter()
        .find(|(_, equilibria)| !equilibria.is_empty());
    let (concept, equilibria) = found.map_or((None, vec![]), |(concept, equilibria)| {
        (Some(concept), equilibria)
    });
    let count = |holds: Node| {
        equilibria
            .iter()
            .filter(|state| conflict.circuit.holds(holds, **state))
            .count()
    };
    let today = conflict.status_quo.iter().flat_map(|&now| {
        let is_equilibrium = &is_equilibrium;
        Concept::STRICTEST_FIRST
            .into_iter()
            .map(move |concept| (concept, is_equilibrium(concept, now)))
    });
    Settlement {
        concept,
        question: conflict.question.map(count),
        named: conflict
            .named
            .iter()
            .map(|named| count(named.holds))
            .collect(),
        today: today.collect(),
        equilibria: equilibria.clone(),
    }
}

/// The conflict in which nothing of a party may change.
pub fn held(conflict: &Conflict, party: PartyId) -> Conflict {
    permitted(conflict, party, Permission::Never)
}

/// The conflict in which everything of a party may change.
pub fn freed(conflict: &Conflict, party: PartyId) -> Conflict {
    let mut freed = permitted(conflict, party, Permission::Always);
    freed.bans.retain(|ban| ban.by != Some(party));
    freed
}

fn permitted(conflict: &Conflict, party: PartyId, permission: Permission) -> Conflict {
    let mut changed = conflict.clone();
    for lever in changed
        .levers
        .iter_mut()
        .filter(|lever| lever.party == party)
    {
        (lever.raise, lever.lower) = (permission, permission);
    }
    changed
}

/// What a set of feasible states needs of a party, with the levels.
pub fn needs(oracle: &Oracle, party: PartyId, set: &[State]) -> Vec<AtLevels> {
    let own = oracle
        .conflict()
        .levers
        .iter()
        .enumerate()
        .filter(|(_, lever)| lever.party == party);
    let compared = own.map(|(idx, lever)| {
        (
            MeasureId::new(idx),
            levels_in(lever, set),
            levels_in(lever, oracle.feasible()),
        )
    });
    compared
        .filter(|(_, found, all)| !found.is_empty() && found != all)
        .map(|(measure, found, _)| (measure, found))
        .collect()
}

fn levels_in(lever: &Lever, set: &[State]) -> Vec<usize> {
    let levels: BTreeSet<usize> = set.iter().map(|state| lever.level(*state)).collect();
    levels.into_iter().collect()
}

/// The needs of the question, and those of the equilibria which are to change today's state.
pub fn all_needs(oracle: &Oracle, settlement: &Settlement, party: PartyId) -> [Vec<AtLevels>; 2] {
    let conflict = oracle.conflict();
    let asked = |state: &State| {
        conflict
            .question
            .is_some_and(|question| conflict.circuit.holds(question, *state))
    };
    let answers: Vec<State> = oracle.feasible().iter().copied().filter(asked).collect();
    let mut of_question = needs(oracle, party, &answers);
    of_question.retain(|(measure, levels)| {
        let lever = &conflict.levers[measure.idx()];
        acts(conflict, *measure, levels)
            || levels_in(lever, oracle.feasible())
                .into_iter()
                .any(|level| !levels.contains(&level) && may_stand(conflict, lever, level))
    });
    let mut settling = needs(oracle, party, &settlement.equilibria);
    settling.retain(|(measure, levels)| acts(conflict, *measure, levels));
    [of_question, settling]
}

/// Whether a measure stands at none of these levels today.
fn acts(conflict: &Conflict, measure: MeasureId, levels: &[usize]) -> bool {
    conflict
        .status_quo
        .is_some_and(|now| !levels.contains(&conflict.levers[measure.idx()].level(now)))
}

fn may_stand(conflict: &Conflict, lever: &Lever, at: usize) -> bool {
    let Some(now) = conflict.status_quo.map(|now| lever.level(now)) else {
        return true;
    };
    at == now
        || at > now && lever.raise != Permission::Never
        || at < now && lever.lower != Permission::Never
}

/// Whether a need is what it says.
pub fn verify_need(oracle: &Oracle, need: &Need, set: &[State]) -> bool {
    let conflict = oracle.conflict();
    let lever = &conflict.levers[need.measure.idx()];
    need.levels == levels_in(lever, set)
        && need.levels != levels_in(lever, oracle.feasible())
        && need.acts == acts(conflict, need.measure, &need.levels)
        && set.contains(&need.example)
}

/// A change of another party's measure that a condition governs.
struct Governed<'a> {
    over: MeasureId,
    bars: Bar,
    condition: Node,
    /// The feasible states in which there is something to change.
    relevant: Vec<State>,
    conflict: &'a Conflict,
}

impl Governed<'_> {
    /// Whether the condition fails in every relevant state that a test picks out, and there is one.
    fn fails_where(&self, test: &dyn Fn(State) -> bool) -> bool {
        let mut picked = self
            .relevant
            .iter()
            .filter(|state| test(**state))
            .peekable();
        picked.peek().is_some()
            && picked.all(|state| !self.conflict.circuit.holds(self.condition, *state))
    }

    fn is_open_somewhere(&self) -> bool {
        self.relevant
            .iter()
            .any(|state| self.conflict.circuit.holds(self.condition, *state))
    }
}

/// Every change of others' measures that has a condition.
fn governed<'a>(oracle: &Oracle<'a>, party: PartyId) -> Vec<Governed<'a>> {
    let conflict = oracle.conflict();
    let mut found = Vec::new();
    for (idx, lever) in conflict
        .levers
        .iter()
        .enumerate()
        .filter(|(_, lever)| lever.party != party)
    {
        for (permission, bars, end) in [
            (lever.raise, Bar::Raise, lever.n_levels() - 1),
            (lever.lower, Bar::Lower, 0),
        ] {
            if let Permission::When(condition) = permission {
                let relevant = oracle
                    .feasible()
                    .iter()
                    .copied()
                    .filter(|state| lever.level(*state) != end)
                    .collect();
                found.push(Governed {
                    over: MeasureId::new(idx),
                    bars,
                    condition,
                    relevant,
                    conflict,
                });
            }
        }
    }
    found
}

/// Everything that a party can keep other parties' measures from, each with the measure.
pub fn bars(oracle: &Oracle, party: PartyId) -> BTreeSet<(MeasureId, Bar)> {
    let conflict = oracle.conflict();
    let mut found = BTreeSet::new();
    for it in governed(oracle, party) {
        let entries = conflict.circuit.support(it.condition) & conflict.own_entries(party);
        let mentioned: Vec<&Lever> = conflict
            .levers
            .iter()
            .filter(|lever| lever.entries.clone().any(|entry| entries >> entry & 1 == 1))
            .collect();
        let setting = |state: State| {
            mentioned
                .iter()
                .map(|lever| lever.level(state))
                .collect::<Vec<_>>()
        };
        let can = |state: State| {
            mentioned
                .iter()
                .all(|lever| may_stand(conflict, lever, lever.level(state)))
        };
        let alone = mentioned.iter().any(|lever| {
            (0..lever.n_levels()).any(|level| {
                may_stand(conflict, lever, level)
                    && it.fails_where(&|state| lever.level(state) == level)
            })
        });
        let together = it
            .relevant
            .iter()
            .any(|&like| can(like) && it.fails_where(&|state| setting(state) == setting(like)));
        if !mentioned.is_empty() && it.is_open_somewhere() && (alone || together) {
            found.insert((it.over, it.bars));
        }
    }
    for own in conflict.levers.iter().filter(|lever| lever.party == party) {
        for (over, lever) in conflict
            .levers
            .iter()
            .enumerate()
            .filter(|(_, lever)| lever.party != party)
        {
            for level in levels_in(own, oracle.feasible())
                .into_iter()
                .filter(|level| may_stand(conflict, own, *level))
            {
                let excluded = excluded(oracle, own, level, lever);
                if !excluded.is_empty() {
                    found.insert((MeasureId::new(over), Bar::Levels(excluded)));
                }
            }
        }
    }
    found
}

/// The levels of one measure that are feasible, but not beside a level of another.
fn excluded(oracle: &Oracle, own: &Lever, level: usize, other: &Lever) -> Vec<usize> {
    let beside: Vec<State> = oracle
        .feasible()
        .iter()
        .copied()
        .filter(|state| own.level(*state) == level)
        .collect();
    let left = levels_in(other, &beside);
    levels_in(other, oracle.feasible())
        .into_iter()
        .filter(|level| !left.contains(level))
        .collect()
}

/// Whether a veto is what it says: it bars, the party may set its measures so, and nothing of it can be left out.
pub fn verify_veto(oracle: &Oracle, party: PartyId, veto: &Veto) -> bool {
    let conflict = oracle.conflict();
    let lever = |measure: MeasureId| &conflict.levers[measure.idx()];
    let own = |(measure, levels): &AtLevels| {
        lever(*measure).party == party
            && !levels.is_empty()
            && levels
                .iter()
                .all(|at| may_stand(conflict, lever(*measure), *at))
    };
    let today = conflict.status_quo.is_some_and(|now| {
        veto.by
            .iter()
            .all(|(by, levels)| levels.contains(&lever(*by).level(now)))
    });
    let governed = governed(oracle, party)
        .into_iter()
        .find(|it| it.over == veto.over && it.bars == veto.bars);
    let over = lever(veto.over);
    let bars = match (&veto.bars, &veto.by[..], &governed) {
        (Bar::Levels(barred), [(by, own)], _) => {
            barred.contains(&over.level(veto.open))
                && own
                    .iter()
                    .all(|at| excluded(oracle, lever(*by), *at, over) == *barred)
        }
        (Bar::Levels(_), ..) | (_, _, None) => false,
        (_, by, Some(governed)) => bars_change(by, governed, veto.open),
    };
    over.party != party
        && veto.by.iter().all(own)
        && today == veto.today
        && oracle.feasible().contains(&veto.open)
        && bars
}

/// Whether measures bar a change at each of their levels, all of them are needed, and the change is possible in `open`.
fn bars_change(by: &[AtLevels], governed: &Governed<'_>, open: State) -> bool {
    let bars_with = |by: &[AtLevels]| {
        let stands = |state: State| {
            by.iter().all(|(measure, levels)| {
                levels.contains(&governed.conflict.levers[measure.idx()].level(state))
            })
        };
        governed.fails_where(&stands)
    };
    let narrowed = |place: usize, at: usize| {
        let mut narrowed = by.to_vec();
        narrowed[place].1 = vec![at];
        narrowed
    };
    let at_each_level = by
        .iter()
        .enumerate()
        .all(|(place, (_, levels))| levels.iter().all(|at| bars_with(&narrowed(place, *at))));
    let is_thin = by.len() == 1
        || (0..by.len())
            .all(|left_out| !bars_with(&[&by[..left_out], &by[left_out + 1..]].concat()));
    at_each_level
        && is_thin
        && governed.relevant.contains(&open)
        && governed.conflict.circuit.holds(governed.condition, open)
}

/// The roles of all parties, from the definition.
pub fn roles(conflict: &Conflict) -> Vec<Role> {
    let oracle = Oracle::new(conflict);
    let settled = settlement(conflict);
    let parties: Vec<PartyId> = conflict.party_ids().collect();
    let needs: Vec<[Vec<AtLevels>; 2]> = parties
        .iter()
        .map(|party| all_needs(&oracle, &settled, *party))
        .collect();
    let steps: Vec<&AtLevels> = needs
        .iter()
        .flatten()
        .flatten()
        .filter(|(measure, levels)| acts(conflict, *measure, levels))
        .collect();
    let role = |(party, needs): (&PartyId, &[Vec<AtLevels>; 2])| {
        let bars = bars(&oracle, *party);
        let has_measures = conflict.levers.iter().any(|lever| lever.party == *party);
        let held = conflict
            .status_quo
            .filter(|_| has_measures)
            .map(|_| settlement(&held(conflict, *party)));
        let freed = settlement(&freed(conflict, *party));
        let needed = needs.iter().any(|needs| !needs.is_empty());
        let bars_a_step = bars
            .iter()
            .any(|bar| steps.iter().any(|step| bars_step(conflict, bar, step)));
        let turns_question = held
            .as_ref()
            .is_some_and(|held| asked(&settled) != asked(held));
        if needed || bars_a_step || turns_question {
            Role::Essential
        } else if !bars.is_empty()
            || held.is_some_and(|held| differs(&settled, &held))
            || differs(&settled, &freed)
        {
            Role::Matters
        } else {
            Role::Watches
        }
    };
    parties.iter().zip(&needs).map(role).collect()
}

fn bars_step(
    conflict: &Conflict,
    (over, bar): &(MeasureId, Bar),
    (measure, levels): &AtLevels,
) -> bool {
    let today = conflict
        .status_quo
        .map_or(0, |now| conflict.levers[measure.idx()].level(now));
    let reaches = |level: &usize| match bar {
        Bar::Raise => *level > today,
        Bar::Lower => *level < today,
        Bar::Levels(barred) => barred.contains(level),
    };
    over == measure && levels.iter().all(reaches)
}

/// All, some or none of the equilibria: how far something holds in `n` of them.
fn how_far(settlement: &Settlement, n: usize) -> (bool, bool) {
    (n > 0, n == settlement.equilibria.len())
}

/// How far the question holds, if it settles at all.
fn asked(settlement: &Settlement) -> Option<(bool, bool)> {
    settlement
        .concept
        .and(settlement.question)
        .map(|n| how_far(settlement, n))
}

/// Whether a verdict of substance differs.
fn differs(a: &Settlement, b: &Settlement) -> bool {
    let named = |it: &Settlement| {
        it.concept
            .map(|_| it.named.iter().map(|n| how_far(it, *n)).collect::<Vec<_>>())
    };
    a.concept != b.concept || asked(a) != asked(b) || named(a) != named(b) || a.today != b.today
}
