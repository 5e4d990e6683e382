//! Why a state is stable or not, found over sets and told state by state.
//!
//! # Definition
//! As for [`explain`](super::super::explain()): the answer that deters each improvement, or an improvement that nothing deters.
//! # Algorithm
//! The improvements from one state are few and listed. One backward search of the others starts from all states that would deter and
//! stops when every improvement is met; each answer is the path along which it was met, a shortest one. Of several undeterred
//! improvements, the best one is told.
//! # Complexity
//! One search, and one path per improvement.
//! # Validity
//! At most [`IMPROVEMENTS_MAX`] improvements. The witness is verified against the definitions by [`oracle::verify`](crate::oracle::verify).
//! # References
//! After the definitions in [`deter`](super::super::deter).

use crate::model::{Concept, Deterrence, Explanation, PartyId, State, Verdict};
use crate::space::{Course, Search, Set, Stopped, SymbolicSpace, Watch};

/// The most improvements from one state that are explained one by one.
pub const IMPROVEMENTS_MAX: usize = 1 << 12;

/// The verdict on a state for one party under one concept, with its witness.
///
/// # Errors
/// When the concept is for the explicit engine only, when the state has more than [`IMPROVEMENTS_MAX`] improvements that are all deterred,
/// when the diagrams grow too large, or when the watch is stopped.
///
/// # Panics
/// When the state is not feasible.
pub fn explain_in_sets(
    space: &SymbolicSpace,
    concept: Concept,
    party: PartyId,
    state: State,
    watch: &Watch,
) -> Result<Explanation, Stopped> {
    assert!(
        space.contains(space.feasible(), state),
        "the state to explain is feasible"
    );
    let verdict = verdict(space, concept, party, state, watch)?;
    Ok(Explanation {
        concept,
        party,
        state,
        verdict,
    })
}

fn verdict(
    space: &SymbolicSpace,
    concept: Concept,
    party: PartyId,
    state: State,
    watch: &Watch,
) -> Result<Verdict, Stopped> {
    let diagrams = space.diagrams();
    let (credible, inescapable) = match concept {
        Concept::Nash | Concept::Gmr => (false, false),
        Concept::Smr => (false, true),
        Concept::Seq => (true, false),
        Concept::Sseq => (true, true),
        Concept::Sim => return Err(Stopped::ExplicitOnly),
    };
    let levels = space.levels(party, watch)?;
    let at = levels
        .iter()
        .position(|level| space.contains(level, state))
        .expect("every feasible state has a level");
    let improvements = space.image(
        party,
        Course {
            backward: false,
            improving: true,
        },
        &space.state(state)?,
    )?;
    if concept == Concept::Nash {
        return Ok(match best(space, &levels[at..], &improvements)? {
            Some(improvement) => Verdict::Unstable { improvement },
            None => Verdict::Stable { deterred: vec![] },
        });
    }
    let better = diagrams.any(levels[at + 1..].to_vec())?;
    let mut deters = diagrams.minus(space.feasible(), &better)?;
    if inescapable {
        deters = diagrams.minus(
            &deters,
            &space.image(
                party,
                Course {
                    backward: true,
                    improving: false,
                },
                &better,
            )?,
        )?;
    }
    let others = space
        .conflict()
        .party_ids()
        .filter(|other| *other != party)
        .collect();
    let mut search = Search::new(
        space,
        others,
        Course {
            backward: true,
            improving: credible,
        },
        deters,
    );
    let mut open = improvements.clone();
    while !open.is_empty() && search.step(watch)?.is_some() {
        open = diagrams.minus(&open, search.met())?;
    }
    if let Some(improvement) = best(space, &levels[at..], &open)? {
        return Ok(Verdict::Unstable { improvement });
    }
    let improvements = space.first_states(&improvements, IMPROVEMENTS_MAX + 1)?;
    if improvements.len() > IMPROVEMENTS_MAX {
        return Err(Stopped::TooManyImprovements {
            improvements_max: IMPROVEMENTS_MAX,
        });
    }
    let deterrence = |improvement| {
        let answer = search
            .path(improvement)?
            .expect("every improvement was met by the search");
        let ends = answer.last().map_or(improvement, |step| step.to);
        Ok(Deterrence {
            improvement,
            answer,
            ends,
        })
    };
    Ok(Verdict::Stable {
        deterred: improvements
            .into_iter()
            .map(deterrence)
            .collect::<Result<_, Stopped>>()?,
    })
}

/// The best of the improvements, of equally good ones the last; `levels` are those that they may have.
fn best(
    space: &SymbolicSpace,
    levels: &[Set],
    improvements: &Set,
) -> Result<Option<State>, Stopped> {
    for level in levels.iter().rev() {
        let best = space.diagrams().and(improvements, level)?;
        if !best.is_empty() {
            return space.last_state(&best);
        }
    }
    Ok(None)
}
