//! Why a state is stable or not, as a witness that can be checked without this engine.
//!
//! # Definition
//! Stable: for every improvement, the answer of the others that deters it. Unstable: an improvement that nothing deters.
//! # Algorithm
//! A forward walk of the others from each improvement, which ends at the first state that deters; the nearest
//! sanction is told. Of several undeterred improvements, the best one is told.
//! # Complexity
//! One walk per improvement, `O(n·h)` each at worst.
//! # Validity
//! The witness is verified against the definitions by [`oracle::verify`](crate::oracle::verify).
//! # References
//! After the definitions in [`deter`](super::deter) and [`sim`](super::sim).

use super::sim;
use crate::model::{Concept, Deterrence, Explanation, PartyId, State, Verdict};
use crate::space::{Course, Space, Walk};

/// The verdict on a state for one party under one concept, with its witness.
///
/// # Panics
/// When the state is not feasible.
pub fn explain(space: &Space, concept: Concept, party: PartyId, state: State) -> Explanation {
    let idx = space
        .index_of(state)
        .expect("the state to explain is feasible");
    let mut deterred = Vec::new();
    let mut improvements: Vec<usize> = space.improvements(party, idx).collect();
    improvements.reverse();
    for improvement in improvements {
        match answer(space, concept, party, idx, improvement) {
            Some(deterrence) => deterred.push(deterrence),
            None => {
                let verdict = Verdict::Unstable {
                    improvement: space.states()[improvement],
                };
                return Explanation {
                    concept,
                    party,
                    state,
                    verdict,
                };
            }
        }
    }
    deterred.sort_by_key(|deterrence| deterrence.improvement);
    Explanation {
        concept,
        party,
        state,
        verdict: Verdict::Stable { deterred },
    }
}

/// What deters one improvement, if anything does.
fn answer(
    space: &Space,
    concept: Concept,
    party: PartyId,
    state: usize,
    improvement: usize,
) -> Option<Deterrence> {
    let (credible, inescapable) = match concept {
        Concept::Nash => return None,
        Concept::Sim => {
            let (answer, ends) = sim::answer(space, party, state, improvement)?;
            return Some(Deterrence {
                improvement: space.states()[improvement],
                answer,
                ends,
            });
        }
        Concept::Gmr => (false, false),
        Concept::Smr => (false, true),
        Concept::Seq => (true, false),
        Concept::Sseq => (true, true),
    };
    let rank = space.rank(party, state);
    let deters = |end: usize| {
        let escapes = || {
            space
                .moves(party, end)
                .any(|escape| space.rank(party, escape) > rank)
        };
        space.rank(party, end) <= rank && !(inescapable && escapes())
    };
    let others = space.conflict().party_ids().filter(|other| *other != party);
    let mut walk = Walk::new(
        space,
        others,
        Course {
            backward: false,
            improving: credible,
        },
    )
    .with_paths();
    walk.seed(improvement);
    let mut end = None;
    let mut more = true;
    while more && end.is_none() {
        more = walk.step(|met| {
            if end.is_none() && deters(met) {
                end = Some(met);
            }
        });
    }
    let end = end?;
    let answer = walk.path(end).expect("the state was met by the walk");
    Some(Deterrence {
        improvement: space.states()[improvement],
        answer,
        ends: space.states()[end],
    })
}
