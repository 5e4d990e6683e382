//! Parties that prefer nothing, or gain by no move of their own: what holds for them holds for no reason, and a headline says so.

use num_bigint::BigUint;
use serde_json::Value;

use super::words::{counted, counted_big};
use crate::model::{Compared, Concept, Conflict, Dossier, Order, PartyId};
use crate::stability::graph::GraphCase;
use crate::stability::{Case, SetCase, Settlement};

/// The parties of a case that nothing moves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Unmoved {
    /// Those that can move, and to which every state is as good as every other.
    pub(super) indifferent: Vec<PartyId>,
    /// Those that can move and prefer something, and gain by no move of their own anywhere.
    pub(super) without_gain: Vec<PartyId>,
    /// The number of parties that can move.
    n_movers: usize,
    /// The number of states.
    n_states: BigUint,
}

impl Unmoved {
    fn new(
        movers: Vec<PartyId>,
        n_states: BigUint,
        is_stable: impl Fn(PartyId) -> Option<bool>,
        is_flat: impl Fn(PartyId) -> bool,
    ) -> Self {
        let n_movers = movers.len();
        // Whoever prefers nothing leaves no state, so that nobody else need be looked through.
        let (indifferent, others): (Vec<PartyId>, Vec<PartyId>) = movers
            .into_iter()
            .filter(|party| is_stable(*party) != Some(false))
            .partition(|party| is_flat(*party));
        let without_gain = others
            .into_iter()
            .filter(|party| is_stable(*party) == Some(true))
            .collect();
        Self {
            indifferent,
            without_gain,
            n_movers,
            n_states,
        }
    }

    /// Of a case whose states are listed.
    pub(super) fn of(dossier: &Dossier, case: &Case) -> Self {
        let space = &case.space;
        let nash = case
            .settled
            .iter()
            .find(|it| it.concept == Concept::Nash && !it.stopped);
        let is_stable = |party: PartyId| {
            nash.map(|nash| nash.stable[party.idx()].count_ones(..) == space.len())
        };
        let is_flat =
            |party| (1..space.len()).all(|state| space.rank(party, state) == space.rank(party, 0));
        Self::new(movers(dossier), space.len().into(), is_stable, is_flat)
    }

    /// Of a settlement of either engine.
    pub(super) fn of_settlement(dossier: &Dossier, settlement: &Settlement) -> Self {
        let stays = settlement.without_improvement.as_ref();
        Self::new(
            movers(dossier),
            settlement.n_feasible.clone(),
            |party| stays.map(|stays| stays.contains(&party)),
            |party| settlement.indifferent.contains(&party),
        )
    }

    /// Of a case settled over sets.
    pub(super) fn of_sets(dossier: &Dossier, case: &SetCase) -> Self {
        let space = &case.space;
        let all = space.count(space.feasible());
        let nash = case
            .settled
            .iter()
            .find(|it| it.concept == Concept::Nash && it.stopped.is_none());
        let is_stable =
            |party: PartyId| nash.map(|nash| space.count(&nash.stable[party.idx()]) == all);
        let is_flat = |party: PartyId| is_flat_over_sets(case, space.conflict(), party, &all);
        Self::new(movers(dossier), all.clone(), is_stable, is_flat)
    }

    /// Of a case in graph form, whatever the extension of unknown comparisons.
    pub(super) fn of_graph(dossier: &Dossier, case: &GraphCase) -> Self {
        let graph = &case.graph;
        let can_move = |party: &PartyId| {
            graph.players[party.idx()]
                .moves
                .iter()
                .any(|to| !to.is_empty())
        };
        let movers = (0..dossier.parties.len())
            .map(PartyId::new)
            .filter(can_move)
            .collect();
        let is_stable = |party: PartyId| {
            let mut settled = case.judged.iter().map(|judged| {
                let nash = judged.settled.iter().find(|it| it.concept == Concept::Nash);
                nash.map(|nash| nash.stable[party.idx()].count_ones(..) == graph.n_states)
            });
            settled.try_fold(true, |all, one| one.map(|one| all && one))
        };
        let is_flat = |party: PartyId| {
            (1..graph.n_states).all(|state| graph.compare(party.idx(), state, 0) == Compared::Equal)
        };
        Self::new(movers, graph.n_states.into(), is_stable, is_flat)
    }

    /// The same as data: the ids of the parties.
    pub(super) fn json(&self, dossier: &Dossier) -> [(&'static str, Value); 2] {
        let ids = |parties: &[PartyId]| {
            let ids = parties
                .iter()
                .map(|party| dossier.parties[party.idx()].id.as_str());
            ids.collect::<Value>()
        };
        [
            ("indifferent", ids(&self.indifferent)),
            ("gain_by_no_move", ids(&self.without_gain)),
        ]
    }

    /// Whether nobody who can move prefers anything.
    pub(super) fn is_everybody(&self) -> bool {
        self.n_movers > 0 && self.indifferent.len() == self.n_movers
    }

    /// What is to be said of them; `None` where enough parties have something to gain.
    pub(super) fn told(&self, dossier: &Dossier) -> Option<String> {
        let names = |parties: &[PartyId]| {
            let names: Vec<&str> = parties
                .iter()
                .map(|party| dossier.parties[party.idx()].name.as_str())
                .collect();
            match names.as_slice() {
                [] => String::new(),
                [one] => (*one).to_string(),
                [others @ .., last] => format!("{} and {last}", others.join(", ")),
            }
        };
        let verb = |parties: &[PartyId], one: &str, several: &str| {
            if parties.len() == 1 {
                one.to_string()
            } else {
                several.to_string()
            }
        };
        if self.is_everybody() {
            return Some(format!(
                "Nobody prefers any state to another, so that each of the {} holds for no reason: {} {} no preferences that tell states apart.",
                counted_big(&self.n_states, "state"),
                names(&self.indifferent),
                verb(&self.indifferent, "has", "have"),
            ));
        }
        let mut told = vec![];
        if !self.indifferent.is_empty() {
            told.push(format!(
                "{} {} no state to another: every state holds for {} for no reason.",
                names(&self.indifferent),
                verb(&self.indifferent, "prefers", "prefer"),
                verb(&self.indifferent, "it", "them"),
            ));
        }
        let n_unmoved = self.indifferent.len() + self.without_gain.len();
        if !self.without_gain.is_empty() && self.n_movers > 1 && n_unmoved + 1 >= self.n_movers {
            told.push(format!(
                "{} {} by no move of {} own, whatever the others do: {} of {} that can move would leave no state.",
                names(&self.without_gain),
                verb(&self.without_gain, "gains", "gain"),
                verb(&self.without_gain, "its", "their"),
                n_unmoved,
                counted(self.n_movers, "party"),
            ));
        }
        (!told.is_empty()).then(|| told.join(" "))
    }
}

/// The parties that have measures.
fn movers(dossier: &Dossier) -> Vec<PartyId> {
    let parties = dossier.parties.iter().enumerate();
    parties
        .filter(|(_, party)| !party.measures.is_empty())
        .map(|(party, _)| PartyId::new(party))
        .collect()
}

/// Whether a party's order has one level; sums that cancel out are not looked through.
fn is_flat_over_sets(case: &SetCase, conflict: &Conflict, party: PartyId, all: &BigUint) -> bool {
    let is_settled = |condition| {
        case.space.where_holds(condition).is_ok_and(|set| {
            let count = case.space.count(&set);
            count == BigUint::default() || count == *all
        })
    };
    match &conflict.orders[party.idx()] {
        Order::Indifferent => true,
        Order::Lexicographic(lines) => lines.iter().all(|line| is_settled(*line)),
        Order::Additive(values) => values.iter().all(|(of, _)| is_settled(*of)),
        Order::Ranked(classes) => classes.values().all(|class| *class == 0),
    }
}
