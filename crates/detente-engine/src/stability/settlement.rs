//! Where a conflict settles, as plain data, whichever engine settled it: names, numbers, and lists with counts, without a handle into an engine.
//!
//! Whoever tells a settlement computes nothing. [`Case::settlement`] and [`SetCase::settlement`] make it.
//!
//! # Definition
//! As for the [headline](super::headline()). Of the equilibria reached, the *nearest* takes the fewest improvements, of several the first; without today's
//! state it is the first. A move is *smallest* when no other move of the party changes only some of its measures.
//! # Algorithm
//! What an engine has found is counted and listed; single states are explained by the engine that found them.
//! # Complexity
//! One explanation per party and state explained.
//! # Validity
//! Counts are exact, lists are not longer than asked for. Over sets, a party with more moves than [`MOVES_MAX`] from one state has no smallest moves listed.
//! # References
//! The form is this program's own.

use num_bigint::BigUint;

use super::{
    Case, Finding, SetCase, SetWays, Settled, SettledSets, Ways, explain as explain_listed,
    explain_in_sets,
};
use crate::model::{
    Concept, Conflict, Explanation, Lever, MeasureId, PartyId, Setting, State, Step,
};
use crate::space::{Course, Stopped, SymbolicSpace, Watch};

/// The most moves of a party from one state that are gone through over sets.
pub const MOVES_MAX: usize = 1 << 10;

/// States with their number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// How many there are.
    pub count: BigUint,
    /// The first of them, in ascending order.
    pub states: Vec<State>,
}

impl Listing {
    /// Whether some are not listed.
    pub fn is_truncated(&self) -> bool {
        self.count > BigUint::from(self.states.len())
    }
}

/// The equilibria under one concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equilibria {
    /// The concept.
    pub concept: Concept,
    /// How many there are, wherever they lie; `None` when the work was stopped before, or the engine does not settle the concept.
    pub count: Option<BigUint>,
}

/// What can come of today's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusQuoAnalysis {
    /// Today's state.
    pub from: State,
    /// How many states moves reach.
    pub n_moved: BigUint,
    /// How many states improvements reach.
    pub n_improved: BigUint,
    /// For the first equilibria of the headline, in order, one shortest path of improvements.
    pub paths: Vec<(State, Vec<Step>)>,
}

/// A verdict on a state for one party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The verdict with its witness.
    pub explanation: Explanation,
    /// Where the smallest moves of the party lead, in ascending order; told only where it has no improvement.
    pub smallest_moves: Vec<State>,
}

/// Where a conflict settles under one view and one reading of each term.
#[derive(Clone, Debug)]
pub struct Settlement {
    /// The view and the readings.
    pub setting: Setting,
    /// The conflict.
    pub conflict: Conflict,
    /// Whether the engine over sets of states settled it.
    pub is_symbolic: bool,
    /// The number of feasible states.
    pub n_feasible: BigUint,
    /// The equilibria, concept by concept.
    pub equilibria: Vec<Equilibria>,
    /// The strictest concept under which an equilibrium is reached; `None` when there is none under any.
    pub concept: Option<Concept>,
    /// The equilibria reached under it.
    pub reached: Listing,
    /// In how many of these each measure stands at each level, from the lowest.
    pub levels: Vec<Vec<BigUint>>,
    /// The question first, then every term and reading.
    pub findings: Vec<Finding>,
    /// What can come of today's state, when it is known and the work was not stopped.
    pub from_today: Option<StatusQuoAnalysis>,
    /// The nearest of the equilibria reached, and why it holds, party by party.
    pub nearest: Option<(State, Vec<Held>)>,
    /// Whether today's state holds under Nash stability, party by party; empty when it is not known.
    pub today: Vec<Held>,
    /// The parties that prefer nothing.
    pub indifferent: Vec<PartyId>,
    /// The parties that improve by no move of their own in any state; `None` when Nash stability was not settled.
    pub without_improvement: Option<Vec<PartyId>>,
    /// Whether the work was stopped before all of this was settled.
    pub stopped: bool,
}

impl Case {
    /// The settlement, with at most so many of the equilibria listed.
    pub fn settlement(&self, states_max: usize) -> Settlement {
        let (space, headline) = (&self.space, &self.headline);
        let conflict = space.conflict();
        let distance = |idx: usize| {
            let ways = self.ways.as_ref();
            ways.map_or(0, |ways| ways.by_improvements[idx])
        };
        let equilibria = headline.equilibria.iter().copied();
        let nearest = equilibria.min_by_key(|&idx| (distance(idx), idx));
        let nearest = headline.concept.zip(nearest).map(|(concept, idx)| {
            let state = space.states()[idx];
            (state, self.held(concept, state))
        });
        let now = conflict.status_quo;
        let listed = headline.equilibria.iter().take(states_max);
        Settlement {
            setting: self.setting.clone(),
            conflict: conflict.clone(),
            is_symbolic: false,
            n_feasible: space.len().into(),
            equilibria: self.counts(),
            concept: headline.concept,
            reached: Listing {
                count: headline.equilibria.len().into(),
                states: listed.map(|&idx| space.states()[idx]).collect(),
            },
            levels: self.levels(),
            findings: headline.findings.clone(),
            from_today: self.analysis(),
            nearest,
            today: now.map_or_else(Vec::new, |now| self.held(Concept::Nash, now)),
            indifferent: self.indifferent_parties(),
            without_improvement: self.without_improvement(),
            stopped: self.stopped,
        }
    }

    fn without_improvement(&self) -> Option<Vec<PartyId>> {
        let is_nash = |settled: &&Settled| settled.concept == Concept::Nash && !settled.stopped;
        let nash = self.settled.iter().find(is_nash)?;
        let stays = |party: &PartyId| nash.stable[party.idx()].is_full();
        let parties = self.space.conflict().party_ids();
        Some(parties.filter(stays).collect())
    }

    /// The number of equilibria under each concept.
    fn counts(&self) -> Vec<Equilibria> {
        let count = |settled: &Settled| Equilibria {
            concept: settled.concept,
            count: (!settled.stopped).then(|| settled.equilibria.count_ones(..).into()),
        };
        self.settled.iter().map(count).collect()
    }

    fn analysis(&self) -> Option<StatusQuoAnalysis> {
        let ways = self.ways.as_ref()?;
        let path = |(end, path): &(usize, Vec<Step>)| (self.space.states()[*end], path.clone());
        Some(StatusQuoAnalysis {
            from: self.space.states()[ways.from],
            n_moved: Ways::n_reached(&ways.by_moves).into(),
            n_improved: Ways::n_reached(&ways.by_improvements).into(),
            paths: ways.paths.iter().map(path).collect(),
        })
    }

    /// In how many of the equilibria reached each measure stands at each level.
    fn levels(&self) -> Vec<Vec<BigUint>> {
        let levers = &self.space.conflict().levers;
        let mut levels: Vec<Vec<usize>> = levers
            .iter()
            .map(|lever| vec![0; lever.n_levels()])
            .collect();
        for &idx in &self.headline.equilibria {
            let state = self.space.states()[idx];
            for (lever, counts) in levers.iter().zip(&mut levels) {
                counts[lever.level(state)] += 1;
            }
        }
        let counted = |counts: Vec<usize>| counts.into_iter().map(BigUint::from).collect();
        levels.into_iter().map(counted).collect()
    }

    /// The verdicts on a state.
    fn held(&self, concept: Concept, state: State) -> Vec<Held> {
        let (space, conflict) = (&self.space, self.space.conflict());
        let of = |party: PartyId| {
            let explanation = explain_listed(space, concept, party, state);
            let from = space.index_of(state).filter(|_| explanation.is_content());
            let smallest_moves = from.map_or_else(Vec::new, |from| {
                let to = space.moves(party, from).map(|to| space.states()[to]);
                smallest_moves(&conflict.levers, state, to.collect())
            });
            Held {
                explanation,
                smallest_moves,
            }
        };
        parties_with_measures(conflict).map(of).collect()
    }
}

impl SetCase {
    /// The settlement, with at most so many of the equilibria listed.
    ///
    /// # Errors
    /// When the diagrams grow too large while the sets are read, or the watch is stopped.
    pub fn settlement(&self, states_max: usize, watch: &Watch) -> Result<Settlement, Stopped> {
        let (space, headline) = (&*self.space, &self.headline);
        let conflict = space.conflict();
        let nearest = match (headline.concept, self.nearest()?) {
            (Some(concept), Some(state)) => Some((state, self.held(concept, state, watch)?)),
            _ => None,
        };
        let count_at = |(idx, lever): (usize, &Lever)| {
            let at = |level| space.at_level(&headline.equilibria, MeasureId::new(idx), level);
            (0..lever.n_levels())
                .map(|level| Ok(space.count(&at(level)?)))
                .collect()
        };
        let equilibria = self.settled.iter().map(|settled| Equilibria {
            concept: settled.concept,
            count: settled
                .stopped
                .is_none()
                .then(|| space.count(&settled.equilibria)),
        });
        let analysis = |ways: &SetWays| StatusQuoAnalysis {
            from: ways.from,
            n_moved: space.count(&ways.moved),
            n_improved: space.count(&ways.improved),
            paths: ways.paths.clone(),
        };
        let now = conflict
            .status_quo
            .filter(|now| space.contains(space.feasible(), *now));
        Ok(Settlement {
            setting: self.setting.clone(),
            conflict: conflict.clone(),
            is_symbolic: true,
            n_feasible: space.count(space.feasible()),
            equilibria: equilibria.collect(),
            concept: headline.concept,
            reached: Listing {
                count: space.count(&headline.equilibria),
                states: space.first_states(&headline.equilibria, states_max)?,
            },
            levels: conflict
                .levers
                .iter()
                .enumerate()
                .map(count_at)
                .collect::<Result<_, Stopped>>()?,
            findings: headline.findings.clone(),
            from_today: self.ways.as_ref().map(analysis),
            nearest,
            today: match now {
                Some(now) => self.held(Concept::Nash, now, watch)?,
                None => vec![],
            },
            indifferent: self.indifferent_parties(watch)?,
            without_improvement: self.without_improvement(),
            stopped: self.stopped,
        })
    }

    fn without_improvement(&self) -> Option<Vec<PartyId>> {
        let is_nash =
            |settled: &&SettledSets| settled.concept == Concept::Nash && settled.stopped.is_none();
        let nash = self.settled.iter().find(is_nash)?;
        let all = self.space.feasible();
        let stays = |party: &PartyId| nash.stable[party.idx()] == *all;
        let parties = self.space.conflict().party_ids();
        Some(parties.filter(stays).collect())
    }

    /// The equilibrium reached that takes the fewest improvements.
    fn nearest(&self) -> Result<Option<State>, Stopped> {
        let equilibria = &self.headline.equilibria;
        let Some(ways) = &self.ways else {
            return self.space.first_state(equilibria);
        };
        for layer in &ways.by_improvements {
            if let Some(state) = self
                .space
                .first_state(&self.space.both(layer, equilibria)?)?
            {
                return Ok(Some(state));
            }
        }
        Ok(None)
    }

    /// The verdicts on a state, but for parties with too many improvements to go through.
    fn held(&self, concept: Concept, state: State, watch: &Watch) -> Result<Vec<Held>, Stopped> {
        let mut all = vec![];
        for party in parties_with_measures(self.space.conflict()) {
            let explanation = match explain_in_sets(&self.space, concept, party, state, watch) {
                Ok(explanation) => explanation,
                Err(Stopped::TooManyImprovements { .. }) => continue,
                Err(stopped) => return Err(stopped),
            };
            let smallest_moves = if explanation.is_content() {
                moves_over_sets(&self.space, party, state)?
            } else {
                vec![]
            };
            all.push(Held {
                explanation,
                smallest_moves,
            });
        }
        Ok(all)
    }
}

fn parties_with_measures(conflict: &Conflict) -> impl Iterator<Item = PartyId> + '_ {
    let has_measures = |party: &PartyId| conflict.levers.iter().any(|lever| lever.party == *party);
    conflict.party_ids().filter(has_measures)
}

/// The smallest moves of a party from a state, unless it has too many moves.
fn moves_over_sets(
    space: &SymbolicSpace,
    party: PartyId,
    state: State,
) -> Result<Vec<State>, Stopped> {
    let forward = Course {
        backward: false,
        improving: false,
    };
    let moves = space.image(party, forward, &space.state(state)?)?;
    let mut listed = space.first_states(&moves, MOVES_MAX + 1)?;
    if listed.len() > MOVES_MAX {
        return Ok(vec![]);
    }
    listed.retain(|to| *to != state);
    Ok(smallest_moves(&space.conflict().levers, state, listed))
}

/// Those of some moves of which no other one changes only some of the measures, in the order of states.
fn smallest_moves(levers: &[Lever], from: State, moves: Vec<State>) -> Vec<State> {
    let changed = |to: State| -> Vec<usize> {
        (0..levers.len())
            .filter(|&lever| levers[lever].level(from) != levers[lever].level(to))
            .collect()
    };
    let mut moves: Vec<(Vec<usize>, State)> =
        moves.into_iter().map(|to| (changed(to), to)).collect();
    moves.sort_unstable_by_key(|(levers, to)| (levers.len(), *to));
    let mut smallest: Vec<(Vec<usize>, State)> = Vec::new();
    for (levers, to) in moves {
        let is_larger = smallest.iter().any(|(fewer, _)| {
            fewer.len() < levers.len() && fewer.iter().all(|lever| levers.contains(lever))
        });
        if !is_larger {
            smallest.push((levers, to));
        }
    }
    smallest.sort_unstable_by_key(|(_, to)| *to);
    smallest.into_iter().map(|(_, to)| to).collect()
}
