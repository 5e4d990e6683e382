//! Checks a verdict's witness against the model, without the engine that found it.
//!
//! A stable verdict must answer every improvement once, with moves that the others can really make and that leave the
//! party no better off; an unstable one must name an improvement that nothing deters, which the checker finds by trying everything.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use super::definitions::{self, Oracle};
use super::ground::Ground;
use super::nearby::{Nearby, Sought};
use crate::model::{Concept, Conflict, Deterrence, Explanation, PartyId, State, Step, Verdict};

/// What is wrong with an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refutation {
    /// A party that the conflict does not have.
    UnknownParty {
        /// The party.
        party: PartyId,
    },
    /// The state under examination is not feasible.
    NotFeasible {
        /// The state.
        state: State,
    },
    /// An improvement that is none.
    NotAnImprovement {
        /// What is said to be an improvement.
        improvement: State,
    },
    /// An improvement that a stable verdict does not speak of.
    Unanswered {
        /// The improvement.
        improvement: State,
    },
    /// An improvement that a stable verdict speaks of twice.
    AnsweredTwice {
        /// The improvement.
        improvement: State,
    },
    /// An improvement that is said to be deterred, where nothing can deter one.
    NothingDeters {
        /// The improvement.
        improvement: State,
    },
    /// An answer without any move.
    NoMove {
        /// The improvement answered.
        improvement: State,
    },
    /// An answer in which the party itself moves.
    OwnMove {
        /// The improvement answered.
        improvement: State,
    },
    /// An answer in which somebody moves twice in a row, or twice at the same time.
    TwiceInARow {
        /// The improvement answered.
        improvement: State,
        /// Who does.
        mover: PartyId,
    },
    /// A step that its mover cannot make.
    NotAMove {
        /// The improvement answered.
        improvement: State,
        /// The step.
        step: Step,
    },
    /// A step that is no improvement for its mover, where only those count.
    NotWorthwhile {
        /// The improvement answered.
        improvement: State,
        /// The step.
        step: Step,
    },
    /// Simultaneous moves that lead to a state that cannot be.
    EndNotFeasible {
        /// The improvement answered.
        improvement: State,
        /// Where the moves lead.
        ends: State,
    },
    /// Simultaneous moves that a rule forbids to those who make them.
    JointMoveBanned {
        /// The improvement answered.
        improvement: State,
        /// Where the moves lead.
        ends: State,
    },
    /// An answer that ends elsewhere than stated.
    EndsElsewhere {
        /// The improvement answered.
        improvement: State,
        /// Where it is said to end.
        stated: State,
        /// Where it ends.
        ends: State,
    },
    /// An answer that leaves the party better off.
    StillBetter {
        /// The improvement answered.
        improvement: State,
        /// Where the answer ends.
        ends: State,
    },
    /// An answer from which the party escapes, where it must not.
    Escape {
        /// The improvement answered.
        improvement: State,
        /// Where the answer ends.
        ends: State,
        /// Where the party goes from there.
        to: State,
    },
    /// An improvement that something deters after all.
    Deterred {
        /// The improvement.
        improvement: State,
        /// A state that deters the party from it.
        ends: State,
    },
    /// An improvement of which it was not found out whether something deters it: there are too many ways to answer it.
    Unsettled {
        /// The improvement.
        improvement: State,
    },
}

impl fmt::Display for Refutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |party: &PartyId| party.idx() + 1;
        match self {
            Self::UnknownParty { party } => write!(f, "the conflict has no party {}", name(party)),
            Self::NotFeasible { state } => write!(f, "state {state} is not feasible"),
            Self::NotAnImprovement { improvement } => {
                write!(f, "{improvement} is no improvement for the party")
            }
            Self::Unanswered { improvement } => write!(
                f,
                "nothing is said to deter the improvement to {improvement}"
            ),
            Self::AnsweredTwice { improvement } => {
                write!(f, "the improvement to {improvement} is answered twice")
            }
            Self::NothingDeters { improvement } => write!(
                f,
                "nothing can deter the improvement to {improvement} under this concept"
            ),
            Self::NoMove { improvement } => write!(f, "the answer to {improvement} has no move"),
            Self::OwnMove { improvement } => write!(
                f,
                "the party moves in the answer to its own improvement to {improvement}"
            ),
            Self::TwiceInARow { improvement, mover } => {
                write!(
                    f,
                    "party {} moves twice without another in between in the answer to {improvement}",
                    name(mover)
                )
            }
            Self::NotAMove {
                improvement,
                step: Step { mover, to },
            } => {
                write!(
                    f,
                    "party {} cannot move to {to} in the answer to {improvement}",
                    name(mover)
                )
            }
            Self::NotWorthwhile {
                improvement,
                step: Step { mover, to },
            } => {
                write!(
                    f,
                    "party {} does not improve by moving to {to} in the answer to {improvement}",
                    name(mover)
                )
            }
            Self::EndNotFeasible { improvement, ends } => write!(
                f,
                "the answer to {improvement} leads to {ends}, which is not feasible"
            ),
            Self::JointMoveBanned { improvement, ends } => write!(
                f,
                "the answer to {improvement} leads to {ends}, where its movers may not go together"
            ),
            Self::EndsElsewhere {
                improvement,
                stated,
                ends,
            } => {
                write!(
                    f,
                    "the answer to {improvement} ends in {ends}, not in {stated}"
                )
            }
            Self::StillBetter { improvement, ends } => {
                write!(
                    f,
                    "the answer to {improvement} ends in {ends}, where the party is better off"
                )
            }
            Self::Escape {
                improvement,
                ends,
                to,
            } => {
                write!(
                    f,
                    "the answer to {improvement} ends in {ends}, from where the party moves on to {to} and is better off"
                )
            }
            Self::Deterred { improvement, ends } => write!(
                f,
                "{ends} deters the party from the improvement to {improvement}"
            ),
            Self::Unsettled { improvement } => {
                write!(
                    f,
                    "there are too many ways to answer the improvement to {improvement} to try them all"
                )
            }
        }
    }
}

impl std::error::Error for Refutation {}

/// Checks an explanation against the conflict.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn verify(conflict: &Conflict, explanation: &Explanation) -> Result<(), Refutation> {
    verify_in(&Oracle::new(conflict), explanation)
}

/// As [`verify`], for an oracle already made.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn verify_in(oracle: &Oracle, explanation: &Explanation) -> Result<(), Refutation> {
    check(oracle, explanation)
}

/// As [`verify`], for a conflict that may be too large to list. A stable verdict is checked in full, and an unstable one as far as the answers to
/// its improvement can be searched.
///
/// # Errors
/// The first thing that is wrong with it, or [`Refutation::Unsettled`].
pub fn verify_nearby(nearby: &Nearby<'_>, explanation: &Explanation) -> Result<(), Refutation> {
    check(nearby, explanation)
}

fn check(ground: &impl Ground, explanation: &Explanation) -> Result<(), Refutation> {
    let &Explanation {
        concept,
        party,
        state,
        ..
    } = explanation;
    if party.idx() >= ground.conflict().n_parties() {
        return Err(Refutation::UnknownParty { party });
    }
    if !ground.is_feasible(state) {
        return Err(Refutation::NotFeasible { state });
    }
    let claim = Claim {
        ground,
        concept,
        party,
        state,
        improvements: ground.improvements(party, state),
    };
    match &explanation.verdict {
        Verdict::Stable { deterred } => claim.check_stable(deterred),
        Verdict::Unstable { improvement } => claim.check_unstable(*improvement),
    }
}

/// What the verdict is about.
struct Claim<'a, G> {
    ground: &'a G,
    concept: Concept,
    party: PartyId,
    state: State,
    /// All improvements of the party from the state.
    improvements: Cow<'a, [State]>,
}

impl<G: Ground> Claim<'_, G> {
    fn check_unstable(&self, improvement: State) -> Result<(), Refutation> {
        self.check_improvement(improvement)?;
        match self
            .ground
            .sanction(self.concept, self.party, self.state, improvement)
        {
            Sought::Nowhere => Ok(()),
            Sought::Found(ends) => Err(Refutation::Deterred { improvement, ends }),
            Sought::TooFar => Err(Refutation::Unsettled { improvement }),
        }
    }

    fn check_stable(&self, deterred: &[Deterrence]) -> Result<(), Refutation> {
        let mut answered = BTreeSet::new();
        for deterrence in deterred {
            let improvement = deterrence.improvement;
            self.check_improvement(improvement)?;
            if !answered.insert(improvement) {
                return Err(Refutation::AnsweredTwice { improvement });
            }
            let ends = match self.concept {
                Concept::Nash => return Err(Refutation::NothingDeters { improvement }),
                Concept::Gmr | Concept::Smr => self.end_of_sequence(deterrence, false)?,
                Concept::Seq | Concept::Sseq => self.end_of_sequence(deterrence, true)?,
                Concept::Sim => self.end_of_joint_move(deterrence)?,
            };
            self.check_sanction(deterrence, ends)?;
        }
        let unanswered = self
            .improvements
            .iter()
            .find(|&improvement| !answered.contains(improvement));
        unanswered.map_or(Ok(()), |&improvement| {
            Err(Refutation::Unanswered { improvement })
        })
    }

    fn check_improvement(&self, improvement: State) -> Result<(), Refutation> {
        let known = self.improvements.contains(&improvement);
        if known {
            Ok(())
        } else {
            Err(Refutation::NotAnImprovement { improvement })
        }
    }

    /// Follows a legal sequence of the others to its end.
    fn end_of_sequence(
        &self,
        deterrence: &Deterrence,
        improving: bool,
    ) -> Result<State, Refutation> {
        let improvement = deterrence.improvement;
        let mut here = improvement;
        let mut last = None;
        for &step in &deterrence.answer {
            if last == Some(step.mover) {
                return Err(Refutation::TwiceInARow {
                    improvement,
                    mover: step.mover,
                });
            }
            self.check_step(improvement, here, step, improving)?;
            (here, last) = (step.to, Some(step.mover));
        }
        if last.is_some() {
            Ok(here)
        } else {
            Err(Refutation::NoMove { improvement })
        }
    }

    /// Adds up improvements that the others make at the same time, each from the state under examination.
    fn end_of_joint_move(&self, deterrence: &Deterrence) -> Result<State, Refutation> {
        let improvement = deterrence.improvement;
        let mut here = improvement;
        let mut movers = BTreeSet::new();
        for &step in &deterrence.answer {
            if !movers.insert(step.mover) {
                return Err(Refutation::TwiceInARow {
                    improvement,
                    mover: step.mover,
                });
            }
            self.check_step(improvement, self.state, step, true)?;
            here = definitions::overlay(self.ground.conflict(), here, step.mover, step.to);
        }
        if movers.is_empty() {
            return Err(Refutation::NoMove { improvement });
        }
        let conflict = self.ground.conflict();
        let together = definitions::movers_between(conflict, self.state, here);
        if !self.ground.is_feasible(here) {
            Err(Refutation::EndNotFeasible {
                improvement,
                ends: here,
            })
        } else if definitions::is_banned(conflict, &together, self.state, here) {
            Err(Refutation::JointMoveBanned {
                improvement,
                ends: here,
            })
        } else {
            Ok(here)
        }
    }

    fn check_step(
        &self,
        improvement: State,
        from: State,
        step: Step,
        improving: bool,
    ) -> Result<(), Refutation> {
        if step.mover.idx() >= self.ground.conflict().n_parties() {
            Err(Refutation::UnknownParty { party: step.mover })
        } else if step.mover == self.party {
            Err(Refutation::OwnMove { improvement })
        } else if !self.ground.is_move(step.mover, from, step.to) {
            Err(Refutation::NotAMove { improvement, step })
        } else if improving && !self.ground.is_better(step.mover, step.to, from) {
            Err(Refutation::NotWorthwhile { improvement, step })
        } else {
            Ok(())
        }
    }

    /// Where the answer ends must be as stated, and must hurt.
    fn check_sanction(&self, deterrence: &Deterrence, ends: State) -> Result<(), Refutation> {
        let &Deterrence {
            improvement,
            ends: stated,
            ..
        } = deterrence;
        if ends != stated {
            return Err(Refutation::EndsElsewhere {
                improvement,
                stated,
                ends,
            });
        }
        if self.ground.is_better(self.party, ends, self.state) {
            return Err(Refutation::StillBetter { improvement, ends });
        }
        let inescapable = matches!(self.concept, Concept::Smr | Concept::Sseq);
        let moves = self.ground.moves(self.party, ends);
        let escape = moves
            .iter()
            .find(|&&to| inescapable && self.ground.is_better(self.party, to, self.state));
        escape.map_or(Ok(()), |&to| {
            Err(Refutation::Escape {
                improvement,
                ends,
                to,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn stable(concept: Concept, state: u128, deterred: Vec<Deterrence>) -> Explanation {
        Explanation {
            concept,
            party: PartyId::new(0),
            state: State(state),
            verdict: Verdict::Stable { deterred },
        }
    }

    fn unstable(concept: Concept, state: u128, improvement: u128) -> Explanation {
        Explanation {
            concept,
            party: PartyId::new(0),
            state: State(state),
            verdict: Verdict::Unstable {
                improvement: State(improvement),
            },
        }
    }

    fn step(mover: usize, to: u128) -> Step {
        Step {
            mover: PartyId::new(mover),
            to: State(to),
        }
    }

    fn answer(improvement: u128, steps: &[(usize, u128)], ends: u128) -> Deterrence {
        let answer = steps.iter().map(|&(mover, to)| step(mover, to)).collect();
        Deterrence {
            improvement: State(improvement),
            answer,
            ends: State(ends),
        }
    }

    /// The answer that makes `0000` of the relay stable for party 0.
    const RELAY: &[(usize, u128)] = &[(1, 0b0011), (2, 0b1011), (1, 0b1111)];

    fn refute(conflict: &Conflict, explanation: &Explanation) -> Refutation {
        verify(conflict, explanation).expect_err("the explanation is broken")
    }

    fn refute_relay(steps: &[(usize, u128)], ends: u128) -> Refutation {
        refute(
            &samples::relay(),
            &stable(Concept::Seq, 0, vec![answer(1, steps, ends)]),
        )
    }

    #[test]
    fn sound_witnesses_pass() {
        let relay = samples::relay();
        for concept in [Concept::Gmr, Concept::Smr, Concept::Seq, Concept::Sseq] {
            assert_eq!(
                verify(&relay, &stable(concept, 0, vec![answer(1, RELAY, 0b1111)])),
                Ok(())
            );
        }
        assert_eq!(verify(&relay, &stable(Concept::Nash, 1, vec![])), Ok(()));
        assert_eq!(verify(&relay, &unstable(Concept::Nash, 0, 1)), Ok(()));
        assert_eq!(verify(&relay, &unstable(Concept::Sim, 0, 1)), Ok(()));
        assert_eq!(
            verify(
                &samples::escape(),
                &stable(Concept::Sim, 0, vec![answer(1, &[(1, 0b10)], 0b11)])
            ),
            Ok(())
        );
        assert_eq!(
            verify(&samples::escape(), &unstable(Concept::Smr, 0, 1)),
            Ok(())
        );
    }

    #[test]
    fn a_party_or_state_that_does_not_exist_is_refused() {
        let mut explanation = stable(Concept::Nash, 0, vec![]);
        explanation.party = PartyId::new(2);
        assert_eq!(
            refute(&samples::escape(), &explanation),
            Refutation::UnknownParty {
                party: PartyId::new(2)
            }
        );
        let explanation = stable(Concept::Nash, 0b11, vec![]);
        assert_eq!(
            refute(&samples::escape_without_both(), &explanation),
            Refutation::NotFeasible { state: State(0b11) }
        );
        assert_eq!(
            refute_relay(&[(3, 0b0011)], 0b0011),
            Refutation::UnknownParty {
                party: PartyId::new(3)
            }
        );
    }

    #[test]
    fn an_improvement_left_out_is_refused() {
        for concept in Concept::ALL {
            let refuted = refute(&samples::relay(), &stable(concept, 0, vec![]));
            assert_eq!(
                refuted,
                Refutation::Unanswered {
                    improvement: State(1)
                }
            );
        }
    }

    #[test]
    fn an_improvement_listed_twice_is_refused() {
        let deterred = vec![answer(1, RELAY, 0b1111), answer(1, RELAY, 0b1111)];
        let refuted = refute(&samples::relay(), &stable(Concept::Gmr, 0, deterred));
        assert_eq!(
            refuted,
            Refutation::AnsweredTwice {
                improvement: State(1)
            }
        );
    }

    #[test]
    fn an_improvement_that_is_none_is_refused() {
        let deterred = vec![answer(0, &[(1, 0b0010)], 0b0010)];
        let refuted = refute(&samples::relay(), &stable(Concept::Gmr, 1, deterred));
        assert_eq!(
            refuted,
            Refutation::NotAnImprovement {
                improvement: State(0)
            }
        );
        let refuted = refute(&samples::relay(), &unstable(Concept::Gmr, 1, 0));
        assert_eq!(
            refuted,
            Refutation::NotAnImprovement {
                improvement: State(0)
            }
        );
    }

    #[test]
    fn an_answer_under_nash_is_refused() {
        let refuted = refute(
            &samples::relay(),
            &stable(Concept::Nash, 0, vec![answer(1, RELAY, 0b1111)]),
        );
        assert_eq!(
            refuted,
            Refutation::NothingDeters {
                improvement: State(1)
            }
        );
    }

    #[test]
    fn an_empty_answer_is_refused() {
        assert_eq!(
            refute_relay(&[], 0b0001),
            Refutation::NoMove {
                improvement: State(1)
            }
        );
        let refuted = refute(
            &samples::escape(),
            &stable(Concept::Sim, 0, vec![answer(1, &[], 0b01)]),
        );
        assert_eq!(
            refuted,
            Refutation::NoMove {
                improvement: State(1)
            }
        );
    }

    #[test]
    fn an_answer_by_the_party_itself_is_refused() {
        assert_eq!(
            refute_relay(&[(0, 0b0000)], 0b0000),
            Refutation::OwnMove {
                improvement: State(1)
            }
        );
    }

    #[test]
    fn moving_twice_in_a_row_is_refused() {
        let steps = [(1, 0b0011), (1, 0b0001)];
        assert_eq!(
            refute_relay(&steps, 0b0001),
            Refutation::TwiceInARow {
                improvement: State(1),
                mover: PartyId::new(1)
            }
        );
    }

    #[test]
    fn moving_twice_at_the_same_time_is_refused() {
        let deterred = vec![answer(1, &[(1, 0b10), (1, 0b10)], 0b11)];
        let refuted = refute(&samples::escape(), &stable(Concept::Sim, 0, deterred));
        assert_eq!(
            refuted,
            Refutation::TwiceInARow {
                improvement: State(1),
                mover: PartyId::new(1)
            }
        );
    }

    #[test]
    fn a_step_that_its_mover_cannot_make_is_refused() {
        let not_a_move = |mover, to| Refutation::NotAMove {
            improvement: State(1),
            step: step(mover, to),
        };
        // Its condition does not hold yet; the lever is another's; it changes nothing.
        assert_eq!(refute_relay(&[(2, 0b1001)], 0b1001), not_a_move(2, 0b1001));
        assert_eq!(refute_relay(&[(2, 0b0011)], 0b0011), not_a_move(2, 0b0011));
        assert_eq!(refute_relay(&[(1, 0b0001)], 0b0001), not_a_move(1, 0b0001));
    }

    #[test]
    fn a_step_that_does_not_pay_is_refused_where_it_must() {
        let steps = [(1, 0b0011), (2, 0b1011), (1, 0b1111), (2, 0b0111)];
        let dropped = Refutation::NotWorthwhile {
            improvement: State(1),
            step: step(2, 0b0111),
        };
        assert_eq!(refute_relay(&steps, 0b0111), dropped);
        let under_gmr = stable(Concept::Gmr, 0, vec![answer(1, &steps, 0b0111)]);
        assert_eq!(verify(&samples::relay(), &under_gmr), Ok(()));
    }

    #[test]
    fn simultaneous_moves_are_counted_from_the_state_under_examination() {
        let deterred = vec![answer(1, &[(1, 0b11)], 0b11)];
        let refuted = refute(&samples::escape(), &stable(Concept::Sim, 0, deterred));
        assert_eq!(
            refuted,
            Refutation::NotAMove {
                improvement: State(1),
                step: step(1, 0b11)
            }
        );
        let mut conflict = samples::escape();
        conflict.orders[1] = crate::model::Order::Indifferent;
        let refuted = refute(
            &conflict,
            &stable(Concept::Sim, 0, vec![answer(1, &[(1, 0b10)], 0b11)]),
        );
        assert_eq!(
            refuted,
            Refutation::NotWorthwhile {
                improvement: State(1),
                step: step(1, 0b10)
            }
        );
    }

    #[test]
    fn simultaneous_moves_into_what_cannot_be_are_refused() {
        let deterred = vec![answer(1, &[(1, 0b10)], 0b11)];
        let refuted = refute(
            &samples::escape_without_both(),
            &stable(Concept::Sim, 0, deterred),
        );
        assert_eq!(
            refuted,
            Refutation::EndNotFeasible {
                improvement: State(1),
                ends: State(0b11)
            }
        );
    }

    #[test]
    fn an_answer_that_ends_elsewhere_is_refused() {
        let elsewhere = Refutation::EndsElsewhere {
            improvement: State(1),
            stated: State(0b1110),
            ends: State(0b1111),
        };
        assert_eq!(refute_relay(RELAY, 0b1110), elsewhere);
        let refuted = refute(
            &samples::escape(),
            &stable(Concept::Sim, 0, vec![answer(1, &[(1, 0b10)], 0b10)]),
        );
        assert_eq!(
            refuted,
            Refutation::EndsElsewhere {
                improvement: State(1),
                stated: State(0b10),
                ends: State(0b11)
            }
        );
    }

    #[test]
    fn an_answer_that_does_not_hurt_is_refused() {
        assert_eq!(
            refute_relay(&RELAY[..2], 0b1011),
            Refutation::StillBetter {
                improvement: State(1),
                ends: State(0b1011)
            }
        );
    }

    #[test]
    fn an_answer_that_the_party_escapes_is_refused_where_it_must() {
        let deterred = vec![answer(1, &[(1, 0b11)], 0b11)];
        for concept in [Concept::Smr, Concept::Sseq] {
            let refuted = refute(&samples::escape(), &stable(concept, 0, deterred.clone()));
            assert_eq!(
                refuted,
                Refutation::Escape {
                    improvement: State(1),
                    ends: State(0b11),
                    to: State(0b10)
                }
            );
        }
        for concept in [Concept::Gmr, Concept::Seq] {
            assert_eq!(
                verify(&samples::escape(), &stable(concept, 0, deterred.clone())),
                Ok(())
            );
        }
    }

    #[test]
    fn an_unstable_verdict_on_a_deterred_improvement_is_refused() {
        let refuted = refute(&samples::relay(), &unstable(Concept::Sseq, 0, 1));
        // Party 1 may drop its first measure as it harms party 0 with its second.
        assert_eq!(
            refuted,
            Refutation::Deterred {
                improvement: State(1),
                ends: State(0b1101)
            }
        );
    }

    #[test]
    fn a_refutation_says_what_is_wrong() {
        let said = |refutation: Refutation| refutation.to_string();
        assert_eq!(
            said(refute_relay(&[(0, 0)], 0)),
            "the party moves in the answer to its own improvement to 1"
        );
        assert_eq!(
            said(refute_relay(&[(2, 0b1001)], 0b1001)),
            "party 3 cannot move to 1001 in the answer to 1"
        );
    }
}
