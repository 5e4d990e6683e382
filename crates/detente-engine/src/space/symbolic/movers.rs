//! Moves as relations: what each party can make of a state, and what of that improves on it.
//!
//! # Definition
//! As in [the explicit space](super::super::Space): a move changes measures of one party only, each in a direction permitted in the state
//! in which the move starts, and ends in a feasible state; no ban that binds the party joins the two.
//! # Algorithm
//! A relation has a second copy of the mover's own entries only: the measures of the others stay as they are. Where every own
//! measure may always move both ways, and it does not matter who moved last, a state's predecessors and successors by moves are found
//! by quantifying over the own measures, without any relation. Improvements are moves with `better`, from feasible states.
//! # Complexity
//! One quantified conjunction of two diagrams per step, and one renaming of the own entries.
//! # Validity
//! Moves are *transitive* when no permission of the mover, nor the start of a ban on it, depends on its own measures, and no comparison is unknown:
//! then two moves in a row amount to one. Where
//! everybody's are, it does not matter who moved last, and staying counts as a move, which changes no verdict and no distance; where
//! some are not, staying does not count, as a mover who stayed would let another one move twice in a row.
//! # References
//! Burch et al. (1992), Symbolic model checking: 10²⁰ states and beyond, for relations over two
//! copies of the variables and relational products (not at hand).

use super::SymbolicSpace;
use super::diagrams::{Diagrams, Renaming, Set};
use super::gates::Gates;
use super::levels::Frame;
use crate::model::{Conflict, Lever, OpenOrder, PartyId, Permission};
use crate::space::{Course, Stopped, Watch};

/// What one party can do.
#[derive(Debug)]
pub(super) struct Mover {
    /// Its own entries, as a conjunction of variables.
    own: Set,
    /// The copies of its own entries.
    own_after: Set,
    to_after: Renaming,
    to_before: Renaming,
    /// Its moves; `None` when they are found by quantifying over the own measures.
    moves: Option<Set>,
    /// Its moves to what is known to be better for it, from feasible states.
    improvements: Set,
    /// The same with moves to what it cannot compare.
    possible: Set,
}

impl Mover {
    pub(super) fn new(frame: &Frame<'_>, party: PartyId, watch: &Watch) -> Result<Self, Stopped> {
        let (diagrams, placement, conflict) = (frame.diagrams, frame.placement, frame.conflict);
        let own = conflict.own_entries(party);
        let entries: Vec<usize> = (0..conflict.n_entries)
            .filter(|entry| own >> entry & 1 == 1)
            .collect();
        let pairs: Vec<(u32, u32)> = entries
            .iter()
            .map(|&entry| (placement.before(entry), placement.after(entry)))
            .collect();
        let back: Vec<(u32, u32)> = pairs
            .iter()
            .map(|(before, after)| (*after, *before))
            .collect();
        let (to_after, to_before) = (diagrams.renaming(&pairs)?, diagrams.renaming(&back)?);
        let levers: Vec<&Lever> = conflict
            .levers
            .iter()
            .filter(|lever| lever.party == party)
            .collect();
        let mut permissions = levers.iter().flat_map(|lever| [lever.raise, lever.lower]);
        let is_free = permissions.all(|permission| permission == Permission::Always)
            && conflict.bans_on(party).next().is_none();
        let permitted = || unbanned(frame, party, permitted(frame, &levers, watch)?, watch);
        let moves = match (is_free, is_transitive(conflict)) {
            (true, true) => None,
            (false, true) => Some(permitted()?),
            (_, false) => Some(diagrams.minus(&permitted()?, &staying(frame, &pairs)?)?),
        };
        let moved_to = |worthwhile: &Set| {
            let worthwhile = diagrams.and(worthwhile, frame.feasible)?;
            match &moves {
                Some(moves) => diagrams.and(&worthwhile, moves),
                None => Ok(worthwhile),
            }
        };
        let better = frame.better(party, &to_after, watch)?;
        let improvements = moved_to(&better.known)?;
        let possible = match &better.possible {
            Some(possible) => moved_to(possible)?,
            None => improvements.clone(),
        };
        Ok(Self {
            own: diagrams.cube(pairs.iter().map(|(before, _)| (*before, true)))?,
            own_after: diagrams.cube(pairs.iter().map(|(_, after)| (*after, true)))?,
            to_after,
            to_before,
            moves,
            improvements,
            possible,
        })
    }
}

/// Whether two moves of a party in a row amount to one: no permission depends on measures of the party that it is given to, no ban binds from
/// there on, and no comparison is unknown, as what may be better than what may be better need not be so itself.
pub(super) fn is_transitive(conflict: &Conflict) -> bool {
    let starts_at_own = |party: PartyId| {
        let own = conflict.own_entries(party);
        conflict
            .bans_on(party)
            .any(|ban| conflict.circuit.support(ban.from) & own != 0)
    };
    if conflict.party_ids().any(starts_at_own) {
        return false;
    }
    let depends_on_own = |lever: &Lever, permission| matches!(permission, Permission::When(node) if conflict.circuit.support(node) & conflict.own_entries(lever.party) != 0);
    let is_unknown = |open: &OpenOrder| open.n_crisp_lists() > 1;
    if conflict.open.iter().flatten().any(is_unknown) {
        return false;
    }
    !conflict
        .levers
        .iter()
        .any(|lever| depends_on_own(lever, lever.raise) || depends_on_own(lever, lever.lower))
}

/// Where nothing changes.
fn staying(frame: &Frame<'_>, pairs: &[(u32, u32)]) -> Result<Set, Stopped> {
    pairs
        .iter()
        .rev()
        .try_fold(frame.diagrams.full(), |staying, (before, after)| {
            let same = frame.diagrams.same(
                &frame.diagrams.variable(*before)?,
                &frame.diagrams.variable(*after)?,
            )?;
            frame.diagrams.and(&staying, &same)
        })
}

/// Where each lever has after what it may have, given the state before.
fn permitted(frame: &Frame<'_>, levers: &[&Lever], watch: &Watch) -> Result<Set, Stopped> {
    let diagrams = frame.diagrams;
    let where_permitted = |permission| match permission {
        Permission::Never => diagrams.empty(),
        Permission::Always => diagrams.full(),
        Permission::When(node) => frame.gates.of(node).clone(),
    };
    let mut permitted = diagrams.full();
    for lever in levers {
        Diagrams::step(watch)?;
        // A lever is no lower after when each entry that held before holds after.
        let (mut no_lower, mut no_higher) = (diagrams.full(), diagrams.full());
        for entry in lever.entries.clone() {
            let before = diagrams.variable(frame.placement.before(entry))?;
            let after = diagrams.variable(frame.placement.after(entry))?;
            no_lower = diagrams.minus(&no_lower, &diagrams.minus(&before, &after)?)?;
            no_higher = diagrams.minus(&no_higher, &diagrams.minus(&after, &before)?)?;
        }
        let up = diagrams.or(&no_higher, &where_permitted(lever.raise))?;
        let down = diagrams.or(&no_lower, &where_permitted(lever.lower))?;
        permitted = diagrams.and(&permitted, &diagrams.and(&up, &down)?)?;
    }
    Ok(permitted)
}

/// Moves of a party without those that bans forbid.
fn unbanned(frame: &Frame<'_>, party: PartyId, moves: Set, watch: &Watch) -> Result<Set, Stopped> {
    let ends = frame.conflict.bans_on(party).map(|ban| ban.to);
    let after = Gates::new(
        frame.diagrams,
        frame.placement,
        frame.conflict,
        ends,
        frame.conflict.own_entries(party),
        watch,
    )?;
    frame.conflict.bans_on(party).try_fold(moves, |moves, ban| {
        Diagrams::step(watch)?;
        let banned = frame
            .diagrams
            .and(frame.gates.of(ban.from), after.of(ban.to))?;
        frame.diagrams.minus(&moves, &banned)
    })
}

impl SymbolicSpace {
    /// The feasible states from which one step of the party on this course leads into `set`: predecessors on a backward course, successors
    /// on a forward one. `set` holds feasible states only. What the party cannot compare counts as improving.
    pub(crate) fn image(&self, party: PartyId, course: Course, set: &Set) -> Result<Set, Stopped> {
        self.image_by(party, course, false, set)
    }

    /// The same; when `known`, what the party cannot compare does not count as improving.
    pub(crate) fn image_by(
        &self,
        party: PartyId,
        course: Course,
        known: bool,
        set: &Set,
    ) -> Result<Set, Stopped> {
        let mover = &self.movers[party.idx()];
        let relation = match (course.improving, known) {
            (true, true) => Some(&mover.improvements),
            (true, false) => Some(&mover.possible),
            (false, _) => mover.moves.as_ref(),
        };
        let Some(relation) = relation else {
            return self
                .diagrams
                .and(&self.diagrams.exists(set, &mover.own)?, &self.feasible);
        };
        let image = if course.backward {
            let after = self.diagrams.rename(set, &mover.to_after)?;
            self.diagrams
                .exists_and(relation, &after, &mover.own_after)?
        } else {
            let after = self.diagrams.exists_and(relation, set, &mover.own)?;
            self.diagrams.rename(&after, &mover.to_before)?
        };
        if course.backward && course.improving {
            Ok(image)
        } else {
            self.diagrams.and(&image, &self.feasible)
        }
    }
}
