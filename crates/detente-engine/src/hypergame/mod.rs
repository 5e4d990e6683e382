//! Where does it settle when parties misread each other, and who is surprised?
//!
//! # Definition
//! A first-level hypergame: each party has a game of its own, with its own preferences, what it believes the others want, and without the
//! measures that it does not know of, which stay there as they are today. A party sees a state of the true conflict with these measures as today. A
//! state is *stable for a party* when what the party sees is stable for it in its game, and an *equilibrium of the hypergame* when it is so for every
//! party. A party is *surprised* by an equilibrium when what it sees there is none in its game: it expects somebody to move; or when measures that it
//! does not know of are not as today. Where the rules exclude what a party would see, it cannot place the state, which is then no equilibrium.
//! # Algorithm
//! Each party's game is settled by the explicit engine, and the stable states are carried over to the true one.
//! # Complexity
//! One study for each party that misreads something; the others have the true game.
//! # Validity
//! One level: what a party believes about the beliefs of others is not asked. Without perceptions the equilibria are those of the conflict.
//! # References
//! Wang, Hipel & Fraser (1988) for hypergames in the graph model; Aljefri, Bashar, Fang & Hipel (2018) for equilibria of the first level and who is
//! surprised by them. That a party sees unknown measures as today is this program's own rule.

use fixedbitset::FixedBitSet;

use crate::model::{Concept, Conflict, Dossier, MeasureId, PartyId, Setting};
use crate::space::{STATES_MAX, Space, Stopped, Watch};
use crate::stability::{Case, Settled, analyse};

/// Somebody who does not expect an equilibrium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surprise {
    /// Who is surprised.
    pub party: PartyId,
    /// Who would move there, as this party believes.
    pub expects: Vec<PartyId>,
    /// The measures that it does not know of and that are not as today.
    pub unseen: Vec<MeasureId>,
}

/// A state where a hypergame settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The index of the state.
    pub state: usize,
    /// Whether it is an equilibrium of the true conflict as well.
    pub is_true: bool,
    /// Who is surprised by it, in the order of the dossier.
    pub surprises: Vec<Surprise>,
}

/// What misreading comes to under one concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Perceived {
    /// The concept.
    pub concept: Concept,
    /// The equilibria of the hypergame, in ascending order.
    pub equilibria: Vec<Settlement>,
    /// The equilibria of the true conflict that are none of the hypergame: somebody leaves them, or cannot place them, by mistake.
    pub lost: Vec<usize>,
}

/// A party's own game.
struct Game {
    space: Space,
    settled: Vec<Settled>,
    /// For each state of the true conflict, the state that the party sees; `None` when the rules exclude it.
    seen: Vec<Option<usize>>,
}

/// Where a conflict settles when its parties see it as the dossier says they do, for each concept that its case settled.
///
/// # Errors
/// When the watch is stopped.
///
/// # Panics
/// Only when a worker panics.
pub fn perceived(
    dossier: &Dossier,
    case: &Case,
    n_threads: usize,
    watch: &Watch,
) -> Result<Vec<Perceived>, Stopped> {
    let concepts: Vec<Concept> = case
        .settled
        .iter()
        .filter(|settled| !settled.stopped)
        .map(|settled| settled.concept)
        .collect();
    let games = dossier
        .party_ids()
        .map(|party| {
            dossier
                .perception(party)
                .map(|_| Game::new(dossier, case, party, &concepts, n_threads, watch))
                .transpose()
        })
        .collect::<Result<Vec<_>, _>>()?;
    concepts
        .iter()
        .map(|&concept| Ok(settle(dossier, case, &games, concept)))
        .collect()
}

impl Game {
    fn new(
        dossier: &Dossier,
        case: &Case,
        party: PartyId,
        concepts: &[Concept],
        n_threads: usize,
        watch: &Watch,
    ) -> Result<Self, Stopped> {
        let own = dossier.as_seen_by(party, &case.setting);
        let setting = Setting {
            view: None,
            readings: case.setting.readings.clone(),
        };
        let space = Space::enumerate(&Conflict::new(&own, &setting), STATES_MAX, watch)?;
        let settled = analyse(&space, concepts, n_threads, watch);
        if settled.iter().any(|settled| settled.stopped) {
            return Err(Stopped::Interrupted);
        }
        let seen = case
            .space
            .states()
            .iter()
            .map(|&state| space.index_of(dossier.state_as_seen_by(party, state)))
            .collect();
        Ok(Self {
            space,
            settled,
            seen,
        })
    }

    fn settled(&self, concept: Concept) -> &Settled {
        self.settled
            .iter()
            .find(|settled| settled.concept == concept)
            .expect("every game is settled under the same concepts")
    }
}

fn settle(dossier: &Dossier, case: &Case, games: &[Option<Game>], concept: Concept) -> Perceived {
    let truly = case
        .settled
        .iter()
        .find(|settled| settled.concept == concept)
        .expect("the concepts are those of the case");
    let stable: Vec<FixedBitSet> = games
        .iter()
        .zip(&truly.stable)
        .enumerate()
        .map(|(party, (game, own))| match game {
            None => own.clone(),
            Some(game) => {
                let in_game = &game.settled(concept).stable[party];
                let is_stable =
                    |state: &usize| game.seen[*state].is_some_and(|seen| in_game.contains(seen));
                let mut found = FixedBitSet::with_capacity(case.space.len());
                (0..case.space.len())
                    .filter(is_stable)
                    .for_each(|state| found.insert(state));
                found
            }
        })
        .collect();
    let is_equilibrium = |state: &usize| stable.iter().all(|stable| stable.contains(*state));
    let surprise = |party: PartyId, state: usize| -> Option<Surprise> {
        let game = games[party.idx()].as_ref();
        let (expected, at) = game.map_or((truly, Some(state)), |game| {
            (game.settled(concept), game.seen[state])
        });
        let at = at?;
        let expects: Vec<PartyId> = dossier
            .party_ids()
            .filter(|other| !expected.stable[other.idx()].contains(at))
            .collect();
        let unseen = game.map_or_else(Vec::new, |game| {
            differing(dossier, party, case, game, state, at)
        });
        (!expects.is_empty() || !unseen.is_empty()).then_some(Surprise {
            party,
            expects,
            unseen,
        })
    };
    let settlement = |state: usize| Settlement {
        state,
        is_true: truly.equilibria.contains(state),
        surprises: dossier
            .party_ids()
            .filter_map(|party| surprise(party, state))
            .collect(),
    };
    let equilibria = (0..case.space.len())
        .filter(is_equilibrium)
        .map(settlement)
        .collect();
    let lost = truly
        .equilibria
        .ones()
        .filter(|state| !is_equilibrium(state))
        .collect();
    Perceived {
        concept,
        equilibria,
        lost,
    }
}

/// The measures unknown to a party that are not as today in a state.
fn differing(
    dossier: &Dossier,
    party: PartyId,
    case: &Case,
    game: &Game,
    state: usize,
    seen: usize,
) -> Vec<MeasureId> {
    let (truth, seen) = (case.space.states()[state], game.space.states()[seen]);
    let unaware = dossier.perception(party).map_or(&[][..], |it| &it.unaware);
    let levers = &case.space.conflict().levers;
    unaware
        .iter()
        .copied()
        .filter(|measure| levers[measure.idx()].level(truth) != levers[measure.idx()].level(seen))
        .collect()
}
