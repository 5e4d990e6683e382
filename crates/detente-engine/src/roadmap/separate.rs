//! The deviations that tempt most on a given schedule, found by comparing them one by one.
//!
//! # Definition
//! A plan of deviation: some of a party's undertakings, each withheld or reversed from one phase on, until one phase or for ever.
//! # Algorithm
//! Every such plan is played on the schedule. What cannot differ from another plan is left out: reversing what is not in force, or
//! cannot be undone, and anything but reversing after the last phase.
//! # Complexity
//! `(3^n − 1) · phases²/2` plans for a party with `n` undertakings, each `O(lag)` and its share of a pass over the phases.
//! # Validity
//! Plans that begin or end at several dates are left to the exact best reply.
//! # References
//! None: the plans are this program's own.

use super::Tightest;
use super::deviation_table::Together;
use super::payoff::{level, turns_at, value_at};
use super::units::stake;
use crate::model::{CommitmentId, Deal, Deviation, PartyId, Schedule, Stance, Turn};
use crate::space::Watch;

/// More sets of stances than this are not compared for a party and a phase; the rest is left to the exact best reply.
const SETS_MAX: usize = 1 << 15;
/// By how much two plans that tempt as much may differ, for a stake of the size of 1.
const ROUNDING: f64 = 1e-12;

/// By party and phase from 1 to one after the last: the plan that tempts most; `None` where the party has none.
pub(crate) fn tightest(deal: &Deal, schedule: &Schedule) -> Vec<Vec<Option<Tightest>>> {
    let (found, _) = compare(deal, schedule, &Watch::default());
    found
}

/// The same, with the number of plans compared.
pub(crate) fn compare(
    deal: &Deal,
    schedule: &Schedule,
    watch: &Watch,
) -> (Vec<Vec<Option<Tightest>>>, u64) {
    let mut n_plans = 0;
    let found = deal.party_ids().map(|party| {
        let own = deal.own(party);
        let mut player = Player::new(deal, schedule, party);
        let stake = stake(deal, party);
        let by_phase = (1..=deal.phases + 1).map(|phase| {
            if watch.is_stopped() || own.is_empty() {
                return None;
            }
            let value = value_at(deal, schedule, party, phase);
            let mut best: Option<(f64, Plan)> = None;
            for stances in sets(deal, schedule, &own, phase) {
                player.play(&own, &stances, phase, &mut |end, worth| {
                    n_plans += 1;
                    // Of plans that tempt as much, up to rounding, the first is told: the one with the fewest violations.
                    let slack = value - worth;
                    if best
                        .as_ref()
                        .is_none_or(|(best, _)| slack < best - ROUNDING * value.abs().max(stake))
                    {
                        best = Some((
                            slack,
                            Plan {
                                stances: stances.clone(),
                                phase,
                                end,
                            },
                        ));
                    }
                });
            }
            best.map(|(slack, plan)| Tightest {
                slack,
                deviation: Deviation {
                    party,
                    turns: plan.turns(&own),
                },
            })
        });
        by_phase.collect()
    });
    (found.collect(), n_plans)
}

/// A plan of deviation: what is done about each of a party's undertakings, from when, and until when.
struct Plan {
    stances: Vec<Stance>,
    phase: usize,
    end: Option<usize>,
}

impl Plan {
    fn turns(&self, own: &[CommitmentId]) -> Vec<Turn> {
        let violated = || {
            own.iter()
                .zip(&self.stances)
                .filter(|(_, to)| **to != Stance::Comply)
        };
        let begin = violated().map(|(on, to)| Turn {
            phase: self.phase,
            on: *on,
            to: *to,
        });
        let end = self.end.into_iter().flat_map(|phase| {
            violated().map(move |(on, _)| Turn {
                phase,
                on: *on,
                to: Stance::Comply,
            })
        });
        begin.chain(end).collect()
    }
}

/// Plays plans of one party on one schedule.
enum Player<'a> {
    /// Many at a time, where levels stay after the last phase.
    Together(Box<Together>),
    /// One by one.
    Alone {
        deal: &'a Deal,
        schedule: &'a Schedule,
        party: PartyId,
    },
}

impl<'a> Player<'a> {
    fn new(deal: &'a Deal, schedule: &'a Schedule, party: PartyId) -> Self {
        match schedule.shrink {
            None => Self::Together(Box::new(Together::new(deal, schedule, party))),
            Some(_) => Self::Alone {
                deal,
                schedule,
                party,
            },
        }
    }

    /// Calls `tell` with what a set of stances is worth from a phase on, when it never ends and for each phase of return.
    fn play(
        &mut self,
        own: &[CommitmentId],
        stances: &[Stance],
        phase: usize,
        tell: &mut impl FnMut(Option<usize>, f64),
    ) {
        match self {
            Self::Together(together) => together.play(stances, phase, tell),
            Self::Alone {
                deal,
                schedule,
                party,
            } => {
                for end in std::iter::once(None).chain((phase + 1..=deal.phases + 2).map(Some)) {
                    let turns = Plan {
                        stances: stances.to_vec(),
                        phase,
                        end,
                    }
                    .turns(own);
                    tell(end, turns_at(deal, schedule, *party, phase, &turns));
                }
            }
        }
    }
}

/// The sets of stances to compare, those with the fewest violations first; all of them as long as they are not too many.
fn sets(deal: &Deal, schedule: &Schedule, own: &[CommitmentId], phase: usize) -> Vec<Vec<Stance>> {
    let stances: Vec<Vec<Stance>> = own
        .iter()
        .map(|id| possible(deal, schedule, *id, phase))
        .collect();
    let n_sets = stances.iter().fold(1_usize, |sets, possible| {
        sets.saturating_mul(possible.len())
    });
    let n_violated = |set: &Vec<Stance>| set.iter().filter(|to| **to != Stance::Comply).count();
    let mut sets = if n_sets > SETS_MAX {
        few(&stances)
    } else {
        vec![vec![]]
    };
    if n_sets <= SETS_MAX {
        for possible in &stances {
            let longer = sets.iter().flat_map(|set| {
                possible
                    .iter()
                    .map(|to| set.iter().copied().chain([*to]).collect())
            });
            sets = longer.collect();
        }
    }
    sets.retain(|set| n_violated(set) > 0);
    sets.sort_by_key(n_violated);
    sets
}

/// What a party may do about an undertaking from a phase on, complying first.
fn possible(deal: &Deal, schedule: &Schedule, id: CommitmentId, phase: usize) -> Vec<Stance> {
    let it = &deal.undertakings[id.idx()];
    let mut possible = vec![Stance::Comply];
    if phase <= deal.phases || schedule.shrink.is_some() {
        possible.push(Stance::Withhold);
    }
    // Nothing falls from 0: then it is withheld under another name, unless that is seen differently or too late to begin.
    let was_in_force = phase > 1 || it.start > 0.0;
    let is_told_apart = it.reverse != it.withhold || !possible.contains(&Stance::Withhold);
    if it.irreversible < 1.0
        && was_in_force
        && (is_told_apart || level(deal, schedule, id.idx(), phase - 1) > 0.0)
    {
        possible.push(Stance::Reverse);
    }
    possible
}

/// Sets for a party with too many undertakings to try all: one undertaking, two, or all of them.
fn few(stances: &[Vec<Stance>]) -> Vec<Vec<Stance>> {
    let n = stances.len();
    let mut sets = vec![];
    for to in [Stance::Withhold, Stance::Reverse] {
        let possible: Vec<bool> = stances
            .iter()
            .map(|possible| possible.contains(&to))
            .collect();
        let set = |wanted: &dyn Fn(usize) -> bool| {
            (0..n)
                .map(|at| {
                    if wanted(at) && possible[at] {
                        to
                    } else {
                        Stance::Comply
                    }
                })
                .collect::<Vec<_>>()
        };
        sets.push(set(&|_| true));
        for first in 0..n {
            sets.push(set(&|at| at == first));
            sets.extend((0..first).map(|second| set(&|at| at == first || at == second)));
        }
    }
    sets
}

/// The deviations to begin with: each undertaking alone and all of a party's together, withheld or reversed for ever or for one phase.
pub(crate) fn first_plans(deal: &Deal) -> Vec<Deviation> {
    let mut found = vec![];
    for party in deal.party_ids() {
        let own = deal.own(party);
        let mut sets: Vec<Vec<CommitmentId>> = own.iter().map(|id| vec![*id]).collect();
        if own.len() > 1 {
            sets.push(own.clone());
        }
        for phase in 1..=deal.phases + 1 {
            for (to, set) in [Stance::Withhold, Stance::Reverse]
                .into_iter()
                .flat_map(|to| sets.iter().map(move |set| (to, set)))
            {
                let matters = |id: &&CommitmentId| {
                    let it = &deal.undertakings[id.idx()];
                    match to {
                        Stance::Withhold => phase <= deal.phases,
                        _ => it.irreversible < 1.0 && (phase > 1 || it.start > 0.0),
                    }
                };
                let turns: Vec<Turn> = set
                    .iter()
                    .filter(matters)
                    .map(|on| Turn { phase, on: *on, to })
                    .collect();
                if !turns.is_empty() {
                    found.push(Deviation { party, turns });
                }
            }
        }
    }
    found
}

/// The parties that have an undertaking.
pub(crate) fn with_undertakings(deal: &Deal) -> Vec<PartyId> {
    deal.party_ids()
        .filter(|party| deal.undertakings.iter().any(|it| it.owner == *party))
        .collect()
}
