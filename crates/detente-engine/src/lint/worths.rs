//! Worths of the roadmap that contradict what the same party prefers.
//!
//! A worth per phase says in numbers what a preference says in order. Where they disagree, one of them is wrong.
//!
//! # Definition
//! The *step* of a measure of the roadmap leads from a feasible state to the feasible state that differs only in that this
//! measure is carried out: a level from the next lower one that the roadmap lists or that is in force today, the end of a
//! measure from its being in force. A worth whose whole range has one sign *is contradicted* when the party's own
//! preferences never agree with that sign on any step, and disagree strictly on some.
//! # Algorithm
//! The steps are found by searching the sorted states. Statements are compared by the first that differs, rankings by class, values by
//! sums. The first step that agrees ends the search.
//! # Complexity
//! `O(n·(k + log n))` for each measure and party, for `n` states and `k` lines.
//! # Validity
//! The parties' own lists only, not rival views; reported only when it holds under every combination of readings. Steps that the rules
//! forbid say nothing.
//! # References
//! The finding is this program's own.

use super::Terrain;
use crate::model::{
    Code, Commitment, Diagnostic, Dossier, Node, Order, PartyId, Preference, Roadmap, Setting,
    Span, State,
};

/// Worths that the party's own preferences contradict wherever they speak.
pub(super) fn contradictions(
    dossier: &Dossier,
    terrains: &[(Setting, Terrain)],
) -> Vec<Diagnostic> {
    let Some(roadmap) = &dossier.roadmap else {
        return vec![];
    };
    let own: Vec<&Terrain> = terrains
        .iter()
        .filter(|(setting, _)| setting.view.is_none())
        .map(|(_, terrain)| terrain)
        .collect();
    let measured: Vec<Vec<Yardstick>> = own
        .iter()
        .map(|terrain| {
            dossier
                .party_ids()
                .map(|party| Yardstick::new(terrain, party))
                .collect()
        })
        .collect();
    let mut found = Vec::new();
    for it in &roadmap.commitments {
        let steps: Vec<Vec<(usize, usize)>> = own
            .iter()
            .map(|terrain| steps(dossier, roadmap, it, terrain))
            .collect();
        for (party, worth) in &it.per_phase {
            let gains = worth.low.nanos > 0;
            if !gains && worth.high.nanos >= 0 {
                continue;
            }
            let each = measured
                .iter()
                .zip(&steps)
                .map(|(yardsticks, steps)| yardsticks[party.idx()].against(steps, gains));
            // Every combination of readings must speak against it; the first says where.
            if let Some(lines) = each.collect::<Option<Vec<Line>>>()
                && let Some(line) = lines.first()
            {
                found.push(describe(dossier, it, *party, worth.span, gains, *line));
            }
        }
    }
    found
}

/// The line of a preference that decides; 0 for a ranking as a whole.
type Line = usize;

/// How a party compares two states.
enum Yardstick {
    Nothing,
    /// The truth of each statement.
    Statements(Vec<Vec<u64>>),
    /// The position of the class of each state, best first.
    Classes(Vec<usize>),
    /// The truth of each line with its worth.
    Values(Vec<(Vec<u64>, i128)>),
}

impl Yardstick {
    fn new(terrain: &Terrain, party: PartyId) -> Self {
        let columns = |nodes: &[Node]| terrain.columns.of(&terrain.conflict.circuit, nodes);
        match &terrain.conflict.orders[party.idx()] {
            Order::Indifferent => Self::Nothing,
            Order::Lexicographic(nodes) => Self::Statements(columns(nodes)),
            Order::Ranked(classes) => Self::Classes(
                terrain
                    .states
                    .iter()
                    .map(|state| classes.get(state).copied().unwrap_or(usize::MAX))
                    .collect(),
            ),
            Order::Additive(values) => {
                let nodes: Vec<Node> = values.iter().map(|(node, _)| *node).collect();
                Self::Values(
                    columns(&nodes)
                        .into_iter()
                        .zip(values.iter().map(|(_, worth)| *worth))
                        .collect(),
                )
            }
        }
    }

    /// The line that speaks against the steps, when no step is preferred as its worth says.
    fn against(&self, steps: &[(usize, usize)], gains: bool) -> Option<Line> {
        let mut first = None;
        for (before, after) in steps {
            let Some((line, better)) = self.decide(*before, *after) else {
                continue;
            };
            if better == gains {
                return None;
            }
            first = first.or(Some(line));
        }
        first
    }

    /// The line that tells two states apart, and whether it finds the second better; `None` when they are equally good.
    fn decide(&self, before: usize, after: usize) -> Option<(Line, bool)> {
        let holds = |column: &[u64], state: usize| column[state / 64] >> (state % 64) & 1 == 1;
        match self {
            Self::Nothing => None,
            Self::Statements(columns) => {
                let line = columns
                    .iter()
                    .position(|column| holds(column, before) != holds(column, after))?;
                Some((line, holds(&columns[line], after)))
            }
            Self::Classes(classes) => {
                (classes[before] != classes[after]).then(|| (0, classes[after] < classes[before]))
            }
            Self::Values(lines) => {
                let changes: Vec<i128> = lines
                    .iter()
                    .map(|(column, worth)| {
                        (i128::from(holds(column, after)) - i128::from(holds(column, before)))
                            * worth
                    })
                    .collect();
                let sum: i128 = changes.iter().sum();
                let (line, _) = changes
                    .iter()
                    .enumerate()
                    .max_by_key(|(_, change)| **change * sum.signum())?;
                (sum != 0).then_some((line, sum > 0))
            }
        }
    }
}

/// The pairs of feasible states that differ only in that the measure is carried out in the second.
fn steps(
    dossier: &Dossier,
    roadmap: &Roadmap,
    it: &Commitment,
    terrain: &Terrain,
) -> Vec<(usize, usize)> {
    let now = dossier.measures[it.measure.idx()].now;
    let listed = roadmap
        .commitments
        .iter()
        .filter(|other| other.measure == it.measure)
        .map(|other| other.level);
    let from = if it.level == 0 {
        1
    } else {
        listed
            .chain([now])
            .filter(|level| *level < it.level)
            .max()
            .unwrap_or(0)
    };
    let lever = &terrain.conflict.levers[it.measure.idx()];
    let (all, before, after) = (
        lever.bits(lever.n_levels() - 1),
        lever.bits(from),
        lever.bits(it.level),
    );
    let starts = terrain
        .states
        .iter()
        .enumerate()
        .filter(|(_, state)| state.0 & all == before);
    starts
        .filter_map(|(idx, state)| {
            let end = State(state.0 & !all | after);
            terrain
                .states
                .binary_search(&end)
                .ok()
                .map(|end| (idx, end))
        })
        .collect()
}

fn describe(
    dossier: &Dossier,
    it: &Commitment,
    party: PartyId,
    span: Span,
    gains: bool,
    line: Line,
) -> Diagnostic {
    let it_is = &dossier.parties[party.idx()];
    let (verb, stance, label) = if gains {
        ("gain", "against", "a gain")
    } else {
        ("lose", "for", "a loss")
    };
    let message = format!(
        "the roadmap has `{}` {verb} by `{}`, but its preferences speak {stance} it wherever they speak",
        it_is.id, it.id
    );
    let place = match &it_is.preference {
        Preference::Statements(list) => list.get(line).map(|line| line.that.span),
        Preference::Values(list) => list.get(line).map(|line| line.of.span),
        Preference::Ranking(ranking) => Some(ranking.span),
        Preference::Relation(relation) => Some(relation.span),
        Preference::Indifferent => None,
    };
    let help = "correct the sign of the worth, or the preference";
    let finding = Diagnostic::warning(Code::W115, message)
        .at(span, label)
        .help(help);
    match place {
        Some(place) => finding.see(place, format!("this speaks {stance} it")),
        None => finding,
    }
}
