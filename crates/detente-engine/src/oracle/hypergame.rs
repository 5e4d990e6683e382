//! Equilibria of a hypergame straight from the definition: each party's game written out, each state looked at by each party.

use crate::model::{Concept, Conflict, Dossier, PartyId, Setting, State};
use crate::oracle::definitions::{Oracle, is_stable};

/// Whether a state of the true conflict is stable for a party in the game that it sees; `None` when it cannot place the state.
pub fn is_stable_as_seen(
    dossier: &Dossier,
    setting: &Setting,
    concept: Concept,
    party: PartyId,
    state: State,
) -> Option<bool> {
    let own = dossier.as_seen_by(party, setting);
    let conflict = Conflict::new(
        &own,
        &Setting {
            view: None,
            readings: setting.readings.clone(),
        },
    );
    let oracle = Oracle::new(&conflict);
    let seen = dossier.state_as_seen_by(party, state);
    oracle
        .feasible()
        .contains(&seen)
        .then(|| is_stable(&oracle, concept, party, seen))
}

/// The states of the true conflict that are stable for every party in its own game, in ascending order.
pub fn equilibria(dossier: &Dossier, setting: &Setting, concept: Concept) -> Vec<State> {
    let readings = Setting {
        view: None,
        readings: setting.readings.clone(),
    };
    let games: Vec<Conflict> = dossier
        .party_ids()
        .map(|party| Conflict::new(&dossier.as_seen_by(party, setting), &readings))
        .collect();
    let oracles: Vec<Oracle> = games.iter().map(Oracle::new).collect();
    let truth = Conflict::new(dossier, setting);
    let holds_for = |party: PartyId, state: State| {
        let (oracle, seen) = (
            &oracles[party.idx()],
            dossier.state_as_seen_by(party, state),
        );
        oracle.feasible().contains(&seen) && is_stable(oracle, concept, party, seen)
    };
    let feasible = Oracle::new(&truth).feasible().to_vec();
    feasible
        .into_iter()
        .filter(|&state| dossier.party_ids().all(|party| holds_for(party, state)))
        .collect()
}
