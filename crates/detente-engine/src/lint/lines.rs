//! Lines that cannot matter: levels that never hold, and preferences that never decide.

use super::Terrain;
use crate::model::{
    Code, Diagnostic, Dossier, MeasureId, Node, Order, PartyId, Preference, Setting, Span, ViewId,
};
use crate::space::Partition;

/// Measures and levels that hold in no feasible state, under no combination of readings.
pub(super) fn unreachable_levels(
    dossier: &Dossier,
    terrains: &[(Setting, Terrain)],
) -> Vec<Diagnostic> {
    let states = terrains.iter().flat_map(|(_, terrain)| &terrain.states);
    let ever = states.fold(0, |ever, state| ever | state.0);
    let mut found = Vec::new();
    let mut entry = 0;
    for (idx, measure) in dossier.measures.iter().enumerate() {
        let name = dossier.measure_name(MeasureId::new(idx));
        for level in 1..measure.n_levels() {
            if ever >> entry & 1 == 0 {
                let what = measure
                    .levels
                    .get(level)
                    .map_or(format!("`{name}`"), |level| {
                        format!("level `{level}` of `{name}`")
                    });
                let finding = Diagnostic::warning(
                    Code::W104,
                    format!("{what} can never hold under the rules"),
                );
                found.push(
                    finding
                        .at(measure.span, "no feasible state has it")
                        .help("remove it, or relax the rule that forbids it"),
                );
            }
            entry += 1;
        }
    }
    found
}

/// What one line of a preference does over the feasible states.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Effect {
    always: bool,
    never: bool,
    decides: bool,
    /// The earlier line that says the same.
    same_as: Option<usize>,
}

/// Lines of one preference that are always true, always false, say the same as an earlier one, or never decide.
pub(super) fn idle_lines(
    dossier: &Dossier,
    (view, party, preference): (Option<ViewId>, PartyId, &Preference),
    terrains: &[(Setting, Terrain)],
) -> Vec<Diagnostic> {
    let (spans, lexicographic): (Vec<Span>, bool) = match preference {
        Preference::Statements(list) => (list.iter().map(|line| line.that.span).collect(), true),
        Preference::Values(list) => (list.iter().map(|line| line.of.span).collect(), false),
        Preference::Indifferent | Preference::Ranking(_) | Preference::Relation(_) => return vec![],
    };
    let own = terrains.iter().filter(|(setting, _)| setting.view == view);
    let effects = own
        .map(|(_, terrain)| line_effects(terrain, party, lexicographic))
        .reduce(|old, new| {
            old.iter()
                .zip(&new)
                .map(|(old, new)| old.and(*new))
                .collect()
        });
    let name = &dossier.parties[party.idx()].id;
    let lines = effects.unwrap_or_default().into_iter().enumerate();
    lines
        .filter_map(|(idx, effect)| describe(name, &spans, idx, effect))
        .collect()
}

impl Effect {
    /// What holds under both of two combinations of readings.
    fn and(self, other: Self) -> Self {
        Self {
            always: self.always && other.always,
            never: self.never && other.never,
            decides: self.decides || other.decides,
            same_as: self.same_as.filter(|_| self.same_as == other.same_as),
        }
    }
}

fn line_effects(terrain: &Terrain, party: PartyId, lexicographic: bool) -> Vec<Effect> {
    let nodes: Vec<Node> = match &terrain.conflict.orders[party.idx()] {
        Order::Lexicographic(nodes) => nodes.clone(),
        Order::Additive(values) => values.iter().map(|(node, _)| *node).collect(),
        Order::Indifferent | Order::Ranked(_) => vec![],
    };
    let n_states = terrain.states.len();
    let mut columns = terrain.columns.of(&terrain.conflict.circuit, &nodes);
    let tail = u64::MAX >> ((64 - n_states % 64) % 64);
    columns
        .iter_mut()
        .for_each(|column| *column.last_mut().expect("a sound dossier has a state") &= tail);
    let mut partition = Partition::new(n_states);
    let effects = columns.iter().enumerate().map(|(idx, column)| {
        let n_true: usize = column.iter().map(|word| word.count_ones() as usize).sum();
        let before = partition.n_classes;
        if lexicographic {
            partition.refine(std::slice::from_ref(column));
        }
        Effect {
            always: n_true == n_states,
            never: n_true == 0,
            decides: !lexicographic || partition.n_classes > before,
            same_as: columns[..idx].iter().position(|earlier| earlier == column),
        }
    });
    effects.collect()
}

fn describe(party: &str, spans: &[Span], idx: usize, effect: Effect) -> Option<Diagnostic> {
    let line = format!("preference {} of `{party}`", idx + 1);
    let span = spans[idx];
    if effect.always {
        let finding =
            Diagnostic::warning(Code::W105, format!("{line} is always true under the rules"));
        Some(finding.at(span, "holds in every feasible state").help(
            "it cannot tell two states apart: remove it, or check whether it says what is meant",
        ))
    } else if effect.never {
        let finding = Diagnostic::warning(
            Code::W106,
            format!("{line} is always false under the rules"),
        );
        Some(finding.at(span, "holds in no feasible state").help(
            "it cannot tell two states apart: remove it, or check whether it says what is meant",
        ))
    } else if let Some(earlier) = effect.same_as {
        let finding = Diagnostic::warning(
            Code::W108,
            format!("{line} says the same as preference {}", earlier + 1),
        );
        Some(
            finding
                .at(span, "true in exactly the same states")
                .see(spans[earlier], "said here first")
                .help("remove one of the two"),
        )
    } else if effect.decides {
        None
    } else {
        let finding = Diagnostic::warning(Code::W107, format!("{line} can never decide"));
        Some(
            finding
                .at(span, "settled by the lines above it")
                .help("it matters only between states that tie on every line above, and there it never differs"),
        )
    }
}
