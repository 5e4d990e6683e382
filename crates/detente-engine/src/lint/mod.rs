//! Is the dossier sound? What only a look at the feasible states can tell.
//!
//! Reading a file finds what is wrong with its text. This room finds what is wrong with its meaning: rules that leave
//! no state, a status quo that they forbid, rankings with gaps, lines that cannot matter, and numbers that contradict them.
//!
//! # Definition
//! A line *can decide* when two feasible states tie on all earlier lines and differ on it. A rule *looks like a policy*
//! when only one party's measures can break it and, wherever it is broken, that party would do better by not breaking it.
//! # Algorithm
//! The truth of every line over the feasible states, one bit per state; the partition of the states by the lines so far.
//! An irreducible set of contradicting rules is found by leaving out one rule after the other.
//! # Complexity
//! `O(n·k)` for `n` states and `k` lines, for each view and combination of readings; one enumeration per rule that
//! concerns one party only.
//! # Validity
//! A line is reported only when the finding holds under every combination of readings. Nothing is said of conflicts too
//! large to enumerate but that they are.
//! # References
//! The findings are this program's own; rules against policies after Fang, Hipel & Kilgour (1993), Interactive Decision
//! Making, where infeasible states are those that cannot occur, not those that nobody wants.

pub mod chronology;
mod hypotheses;
mod indifferent;
mod lines;
mod moves;
mod policy;
mod worths;

use crate::model::{
    Code, Conflict, Diagnostic, Dossier, Order, PartyId, Preference, Setting, Span, State,
};
use crate::space::{Columns, STATES_MAX, Stopped, Watch, feasible_states};

/// The most combinations of views and readings that are answered side by side.
pub const SETTINGS_MAX: usize = 256;

/// What is wrong with the dossier as a whole, so that no command can answer: too many readings, contradicting rules, an
/// impossible status quo, incomplete rankings.
///
/// # Errors
/// When the conflict is too large to enumerate, or the watch is stopped.
pub fn errors(dossier: &Dossier, watch: &Watch) -> Result<Vec<Diagnostic>, Stopped> {
    if dossier.n_settings() > SETTINGS_MAX {
        return Ok(vec![too_many_settings(dossier)]);
    }
    let mut found = Vec::new();
    for setting in dossier.settings() {
        let conflict = Conflict::new(dossier, &setting);
        if !is_satisfiable(&conflict, watch)? {
            add(&mut found, vec![contradiction(dossier, &conflict, watch)?]);
            continue;
        }
        add(
            &mut found,
            forbidden_status_quo(dossier, &conflict)
                .into_iter()
                .collect(),
        );
        if conflict
            .orders
            .iter()
            .any(|order| matches!(order, Order::Ranked(_)))
        {
            let states = feasible_states(&conflict, STATES_MAX, watch)?;
            add(
                &mut found,
                ranking_gaps(dossier, &setting, &conflict, &states),
            );
        }
    }
    Ok(found)
}

/// The states that rankings miss, or list against the rules, in a dossier whose rankings have other mistakes.
///
/// # Errors
/// When the conflict is too large to enumerate, or the watch is stopped.
pub fn gaps_in_rankings(dossier: &Dossier, watch: &Watch) -> Result<Vec<Diagnostic>, Stopped> {
    let mut found = Vec::new();
    if dossier.graph.is_some() || dossier.n_settings() > SETTINGS_MAX {
        return Ok(found);
    }
    for setting in dossier.settings() {
        let conflict = Conflict::new(dossier, &setting);
        let states = feasible_states(&conflict, STATES_MAX, watch)?;
        if !states.is_empty() {
            add(
                &mut found,
                ranking_gaps(dossier, &setting, &conflict, &states),
            );
        }
    }
    Ok(found)
}

/// What its author should know about a dossier without [`errors`].
///
/// # Errors
/// When the watch is stopped. A conflict too large to enumerate is a finding here, not an error.
pub fn warnings(dossier: &Dossier, watch: &Watch) -> Result<Vec<Diagnostic>, Stopped> {
    let mut found = chronology::warnings(dossier);
    found.extend(hypotheses::warnings(dossier));
    found.extend(idle(dossier, watch)?);
    found.sort_by_key(|finding| (finding.span, finding.code));
    Ok(found)
}

/// Lines that cannot matter, and lines that contradict each other.
fn idle(dossier: &Dossier, watch: &Watch) -> Result<Vec<Diagnostic>, Stopped> {
    let mut terrains: Vec<(Setting, Terrain)> = Vec::new();
    for setting in dossier.settings() {
        let n_states: usize = terrains
            .iter()
            .map(|(_, terrain)| terrain.states.len())
            .sum();
        match Terrain::new(
            Conflict::new(dossier, &setting),
            STATES_MAX.saturating_sub(n_states),
            watch,
        ) {
            Ok(terrain) => terrains.push((setting, terrain)),
            Err(Stopped::Interrupted) => return Err(Stopped::Interrupted),
            Err(_) => {
                let message = format!(
                    "whether each line matters is not checked: the conflict has more than {STATES_MAX} states, all views and readings together"
                );
                return Ok(vec![Diagnostic::warning(Code::W113, message)]);
            }
        }
    }
    let mut found = lines::unreachable_levels(dossier, &terrains);
    for preference in dossier.preferences() {
        found.extend(lines::idle_lines(dossier, preference, &terrains));
    }
    found.extend(indifferent::indifferent(dossier, &terrains));
    found.extend(worths::contradictions(dossier, &terrains));
    found.extend(moves::idle_rules(dossier, &terrains, watch)?);
    found.extend(policy::policies(dossier, watch)?);
    Ok(found)
}

/// The feasible states of one setting, with the truth of every entry.
struct Terrain {
    conflict: Conflict,
    states: Vec<State>,
    columns: Columns,
}

impl Terrain {
    fn new(conflict: Conflict, states_max: usize, watch: &Watch) -> Result<Self, Stopped> {
        let states = feasible_states(&conflict, states_max, watch)?;
        let columns = Columns::new(&states, conflict.n_entries);
        Ok(Self {
            conflict,
            states,
            columns,
        })
    }
}

fn too_many_settings(dossier: &Dossier) -> Diagnostic {
    let open = dossier.open_terms();
    let message = format!(
        "{} views and {} contested terms without a fixed reading give more than {SETTINGS_MAX} combinations",
        dossier.views.len() + 1,
        open.len()
    );
    let finding = Diagnostic::error(Code::D025, message)
        .help("fix the reading where a line means one, as in `term:reading`, or leave out views");
    match open.first() {
        Some(first) => finding.at(
            dossier.terms[first.idx()].span,
            "one of the contested terms",
        ),
        None => finding,
    }
}

fn add(found: &mut Vec<Diagnostic>, new: Vec<Diagnostic>) {
    for finding in new {
        if !found.contains(&finding) {
            found.push(finding);
        }
    }
}

/// Whether the rules leave any state.
fn is_satisfiable(conflict: &Conflict, watch: &Watch) -> Result<bool, Stopped> {
    match feasible_states(conflict, 0, watch) {
        Ok(_) => Ok(false),
        Err(Stopped::TooManyStates { .. }) => Ok(true),
        Err(stopped) => Err(stopped),
    }
}

/// Names rules that contradict each other, so that leaving out any of them removes the contradiction.
fn contradiction(
    dossier: &Dossier,
    conflict: &Conflict,
    watch: &Watch,
) -> Result<Diagnostic, Stopped> {
    let mut needed: Vec<usize> = (0..conflict.rules.len()).collect();
    for rule in 0..conflict.rules.len() {
        let fewer: Vec<usize> = needed
            .iter()
            .copied()
            .filter(|other| *other != rule)
            .collect();
        let mut relaxed = conflict.clone();
        relaxed.rules = fewer.iter().map(|rule| conflict.rules[*rule]).collect();
        if !is_satisfiable(&relaxed, watch)? {
            needed = fewer;
        }
    }
    let mut spans = needed
        .iter()
        .map(|rule| dossier.rules[*rule].condition.span);
    let message = match needed.len() {
        1 => "the rules leave no state: one rule can never be kept".to_string(),
        n => format!("the rules leave no state: these {n} contradict each other"),
    };
    let mut finding = Diagnostic::error(Code::D021, message)
        .help("relax one of the rules named here; without it, the others leave some state");
    if let Some(first) = spans.next() {
        finding = finding.at(
            first,
            "this rule cannot be kept together with the others named",
        );
    }
    Ok(spans.fold(finding, |finding, span| finding.see(span, "nor this one")))
}

fn forbidden_status_quo(dossier: &Dossier, conflict: &Conflict) -> Vec<Diagnostic> {
    let Some(status_quo) = conflict.status_quo else {
        return vec![];
    };
    let broken = dossier
        .rules
        .iter()
        .zip(&conflict.rules)
        .filter(|(_, node)| !conflict.circuit.holds(**node, status_quo));
    broken
        .map(|(rule, _)| {
            Diagnostic::error(Code::D022, "the status quo breaks a rule")
                .at(
                    rule.condition.span,
                    "this rule does not hold in what is in force now",
                )
                .help("correct the `now` of the measures that the rule names, or the rule")
        })
        .collect()
}

fn ranking_gaps(
    dossier: &Dossier,
    setting: &Setting,
    conflict: &Conflict,
    states: &[State],
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (party, order) in conflict.party_ids().zip(&conflict.orders) {
        let (Order::Ranked(classes), Preference::Ranking(ranking)) =
            (order, dossier.preference(party, setting.view))
        else {
            continue;
        };
        let missing: Vec<String> = states
            .iter()
            .filter(|state| !classes.contains_key(state))
            .map(|state| state.letters(conflict.n_entries))
            .collect();
        if !missing.is_empty() {
            found.push(missing_states(dossier, party, ranking.span, &missing));
        }
        for (state, span) in ranking.classes.iter().flatten() {
            if states.binary_search(state).is_err() {
                let letters = state.letters(conflict.n_entries);
                let finding = Diagnostic::error(
                    Code::D020,
                    format!(
                        "the ranking of `{}` lists `{letters}`, which the rules forbid",
                        dossier.parties[party.idx()].id
                    ),
                );
                found.push(
                    finding
                        .at(*span, "not a feasible state")
                        .help("remove it, or correct the rules"),
                );
            }
        }
    }
    found
}

fn missing_states(dossier: &Dossier, party: PartyId, span: Span, missing: &[String]) -> Diagnostic {
    const SHOWN: usize = 5;
    let shown = missing
        .iter()
        .take(SHOWN)
        .map(|letters| format!("`{letters}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let more = if missing.len() > SHOWN {
        format!(" and {} more", missing.len() - SHOWN)
    } else {
        String::new()
    };
    let states = if missing.len() == 1 {
        "a feasible state"
    } else {
        "feasible states"
    };
    Diagnostic::error(
        Code::D020,
        format!(
            "the ranking of `{}` misses {states}: {shown}{more}",
            dossier.parties[party.idx()].id
        ),
    )
    .at(
        span,
        format!(
            "expected every feasible state once, found {} missing",
            missing.len()
        ),
    )
    .help("add the missing states; states that are equally good stand in one inner list")
}
