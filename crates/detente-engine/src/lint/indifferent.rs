//! Parties whose preferences say nothing: every state is as good as every other, or all that they can do themselves is.

use std::collections::HashMap;

use super::Terrain;
use crate::model::{
    Code, Compared, Diagnostic, Dossier, Graph, PartyId, Preference, Setting, ViewId,
};
use crate::space::ranks;

/// Parties that can move and have preferences that tell no states apart, or none of their own moves; a party without preferences has been
/// warned of by the reader.
pub(super) fn indifferent(dossier: &Dossier, terrains: &[(Setting, Terrain)]) -> Vec<Diagnostic> {
    if dossier.graph.is_some() {
        return in_graph(dossier);
    }
    let mut found = vec![];
    for (view, party, preference) in dossier.preferences() {
        let moves = !dossier.parties[party.idx()].measures.is_empty();
        if !moves || *preference == Preference::Indifferent {
            continue;
        }
        let own = || terrains.iter().filter(|(setting, _)| setting.view == view);
        let taste = own()
            .map(|(_, terrain)| taste(terrain, party))
            .max()
            .unwrap_or(Taste::Own);
        found.extend(told(dossier, view, party, preference, taste));
    }
    found
}

/// What a party's preference tells apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Taste {
    /// No two states.
    Nothing,
    /// Some states, but none that differ only in what the party does itself.
    Others,
    /// States that the party can choose between.
    Own,
}

fn taste(terrain: &Terrain, party: PartyId) -> Taste {
    let conflict = &terrain.conflict;
    let order = &conflict.orders[party.idx()];
    let ranks = ranks(conflict, order, &terrain.states, &terrain.columns);
    if ranks.windows(2).all(|pair| pair[0] == pair[1]) {
        return Taste::Nothing;
    }
    let others = !conflict.own_entries(party);
    let mut first: HashMap<u128, (u32, bool)> = HashMap::new();
    let mut has_choice = false;
    for (state, rank) in terrain.states.iter().zip(ranks) {
        let group = first.entry(state.0 & others).or_insert((rank, false));
        if group.0 != rank {
            return Taste::Own;
        }
        has_choice |= group.1;
        group.1 = true;
    }
    // Whoever has no choice anywhere cannot be indifferent to it.
    if has_choice {
        Taste::Others
    } else {
        Taste::Own
    }
}

fn in_graph(dossier: &Dossier) -> Vec<Diagnostic> {
    let mut found = vec![];
    for (view, party, preference) in dossier.preferences() {
        let Some(graph) = dossier.graph_in(view) else {
            continue;
        };
        let moves = graph.players[party.idx()]
            .moves
            .iter()
            .any(|to| !to.is_empty());
        if moves && *preference != Preference::Indifferent {
            let taste = taste_in_graph(&graph, party.idx());
            found.extend(told(dossier, view, party, preference, taste));
        }
    }
    found
}

fn taste_in_graph(graph: &Graph, party: usize) -> Taste {
    let is_equal = |a: usize, b: usize| graph.compare(party, a, b) == Compared::Equal;
    if (1..graph.n_states).all(|state| is_equal(state, 0)) {
        return Taste::Nothing;
    }
    let mut moves = graph.players[party].moves.iter().enumerate();
    if moves.all(|(from, to)| to.iter().all(|to| is_equal(*to as usize, from))) {
        Taste::Others
    } else {
        Taste::Own
    }
}

fn told(
    dossier: &Dossier,
    view: Option<ViewId>,
    party: PartyId,
    preference: &Preference,
    taste: Taste,
) -> Option<Diagnostic> {
    let party = &dossier.parties[party.idx()];
    let whose = match view {
        Some(view) => format!(
            "`{}` in the view `{}`",
            party.id,
            dossier.views[view.idx()].id
        ),
        None => format!("`{}`", party.id),
    };
    let span = match preference {
        Preference::Statements(list) => list.first().map(|line| line.span),
        Preference::Values(list) => list.first().map(|value| value.span),
        Preference::Ranking(ranking) => Some(ranking.span),
        Preference::Relation(_) | Preference::Indifferent => None,
    };
    let span = span.unwrap_or(party.span);
    match taste {
        Taste::Own => None,
        Taste::Nothing => {
            let finding = Diagnostic::warning(
                Code::W151,
                format!(
                    "the party {whose} prefers nothing: every state is as good to it as every other"
                ),
            );
            Some(finding.at(span, "tells no two states apart").help(
                "every state holds for it, for no reason; rank some states above others, or say that it is indifferent by leaving its preferences out",
            ))
        }
        Taste::Others => {
            let finding = Diagnostic::warning(
                Code::W152,
                format!("the party {whose} is indifferent to all that it can do itself"),
            );
            Some(finding.at(span, "tells no two states apart between which it can move").help(
                "no state is one that it would leave, whatever the others do; check whether it prefers doing what it does to leaving it",
            ))
        }
    }
}
