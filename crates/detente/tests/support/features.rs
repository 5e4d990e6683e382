//! What a random conflict has of interest, so that a test can see that the generator reaches it.

use detente::model::{Concept, Conflict, Lever, PartyId, Preference, State};
use detente::oracle::definitions::{self, Oracle};

use super::Case;

/// Names of features, and whether the case has each.
pub(crate) fn features(case: &Case) -> Vec<(&'static str, bool)> {
    let conflict = case.conflict();
    let oracle = Oracle::new(&conflict);
    [
        dossier_features(case),
        space_features(case, &oracle),
        move_features(&oracle),
        verdict_features(&oracle),
    ]
    .concat()
}

fn dossier_features(case: &Case) -> Vec<(&'static str, bool)> {
    let n_parties = case.dossier.parties.len();
    vec![
        ("two parties", n_parties == 2),
        ("three parties", n_parties == 3),
        ("four parties", n_parties == 4),
        (
            "an observer",
            case.dossier
                .parties
                .iter()
                .any(|party| party.measures.is_empty()),
        ),
        (
            "levels",
            case.dossier
                .measures
                .iter()
                .any(|measure| measure.n_levels() == 3),
        ),
        ("a term", !case.dossier.terms.is_empty()),
        (
            "indifference",
            has(case, |preference| {
                matches!(preference, Preference::Indifferent)
            }),
        ),
        (
            "statements",
            has(case, |preference| {
                matches!(preference, Preference::Statements(_))
            }),
        ),
        (
            "many statements",
            has(
                case,
                |preference| matches!(preference, Preference::Statements(list) if list.len() > 16),
            ),
        ),
        (
            "a ranking",
            has(case, |preference| {
                matches!(preference, Preference::Ranking(_))
            }),
        ),
        (
            "values",
            has(case, |preference| {
                matches!(preference, Preference::Values(_))
            }),
        ),
    ]
}

fn has(case: &Case, kind: fn(&Preference) -> bool) -> bool {
    case.dossier
        .parties
        .iter()
        .any(|party| kind(&party.preference))
}

fn space_features(case: &Case, oracle: &Oracle<'_>) -> Vec<(&'static str, bool)> {
    let states = oracle.feasible();
    let n_combinations: usize = oracle
        .conflict()
        .levers
        .iter()
        .map(Lever::n_levels)
        .product();
    let some_pair = |test: &dyn Fn(PartyId, State, State) -> bool| {
        oracle.conflict().party_ids().any(|party| {
            states
                .iter()
                .any(|&a| states.iter().any(|&b| a != b && test(party, a, b)))
        })
    };
    let cares =
        |party: PartyId| case.dossier.parties[party.idx()].preference != Preference::Indifferent;
    vec![
        ("more states than bits of a word", states.len() > 64),
        ("infeasible states", states.len() < n_combinations),
        (
            "ties",
            some_pair(&|party, a, b| cares(party) && oracle.prefers(party, a, b).is_eq()),
        ),
        (
            "strict preferences",
            some_pair(&|party, a, b| oracle.is_better(party, a, b)),
        ),
    ]
}

fn move_features(oracle: &Oracle<'_>) -> Vec<(&'static str, bool)> {
    let states = oracle.feasible();
    let some_move = |test: &dyn Fn(PartyId, State, State) -> bool| {
        let from_some = |party| {
            states.iter().any(|&from| {
                oracle
                    .moves(party, from)
                    .iter()
                    .any(|&to| test(party, from, to))
            })
        };
        oracle.conflict().party_ids().any(from_some)
    };
    let free = Conflict {
        bans: vec![],
        ..oracle.conflict().clone()
    };
    let bans = |party, from| {
        let all = definitions::moves(&free, party, from, states);
        all.len() > oracle.moves(party, from).len()
    };
    let is_banned = |party: PartyId| states.iter().any(|&from| bans(party, from));
    let can = |party, from, to: State| oracle.moves(party, from).contains(&to);
    let goes_on = |party, from, by, back| {
        oracle
            .moves(party, by)
            .iter()
            .any(|&to| to != from && !can(party, from, to) && can(party, to, from) == back)
    };
    let distances: Vec<u32> = states
        .iter()
        .flat_map(|&from| definitions::distances_in(oracle, from, true))
        .flatten()
        .collect();
    vec![
        (
            "a move that only a rule about moves forbids",
            oracle.conflict().party_ids().any(is_banned),
        ),
        (
            "irreversible moves",
            some_move(&|party, from, to| !can(party, to, from)),
        ),
        (
            "no irreversible moves",
            !some_move(&|party, from, to| !can(party, to, from)),
        ),
        (
            "moves that are not transitive",
            some_move(&|party, from, by| goes_on(party, from, by, false)),
        ),
        (
            "moves in a circle with no way back",
            some_move(&|party, from, by| goes_on(party, from, by, true)),
        ),
        (
            "somebody who must move twice",
            distances
                .iter()
                .any(|&distance| distance as usize > oracle.conflict().n_parties()),
        ),
        (
            "states that improvements do not reach",
            distances.len() < states.len() * states.len(),
        ),
    ]
}

fn verdict_features(oracle: &Oracle<'_>) -> Vec<(&'static str, bool)> {
    let stable = |concept, party, state| definitions::is_stable(oracle, concept, party, state);
    let some = |test: &dyn Fn(PartyId, State) -> bool| {
        oracle
            .conflict()
            .party_ids()
            .any(|party| oracle.feasible().iter().any(|&state| test(party, state)))
    };
    let apart = |one: Concept, other: Concept| {
        some(&|party, state| stable(one, party, state) && !stable(other, party, state))
    };
    let equilibrium = |concept| {
        let settled = |&state: &State| {
            oracle
                .conflict()
                .party_ids()
                .all(|party| stable(concept, party, state))
        };
        oracle.feasible().iter().any(settled)
    };
    vec![
        (
            "an unstable state",
            some(&|party, state| !stable(Concept::Gmr, party, state)),
        ),
        (
            "a state stable only by a sanction",
            apart(Concept::Gmr, Concept::Nash),
        ),
        (
            "a state stable by a credible sanction",
            apart(Concept::Sseq, Concept::Nash),
        ),
        ("SEQ without SMR", apart(Concept::Seq, Concept::Smr)),
        ("SMR without SEQ", apart(Concept::Smr, Concept::Seq)),
        (
            "GMR without SMR or SEQ",
            some(&|party, state| {
                stable(Concept::Gmr, party, state)
                    && !stable(Concept::Smr, party, state)
                    && !stable(Concept::Seq, party, state)
            }),
        ),
        ("SIM without SEQ", apart(Concept::Sim, Concept::Seq)),
        ("SEQ without SIM", apart(Concept::Seq, Concept::Sim)),
        ("no Nash equilibrium", !equilibrium(Concept::Nash)),
        ("a Nash equilibrium", equilibrium(Concept::Nash)),
    ]
}
