//! The dates of what is whole: when each such measure is taken, or complete.
//!
//! # Definition
//! A measure that is whole or nothing, or for whose completion others wait, counts by one date only: the first phase in which it is
//! complete, or never. Settled for all of them, dates leave a linear program.
//! # Algorithm
//! Branch and bound. A point of the program without dates tells of a measure and a phase where it is neither complete nor idle, with all
//! who wait for it: either it is complete by that phase, or they are idle until then. Both halves go on from the point at hand, the better
//! one first. A point with all dates settled is shown to the caller, who may refuse it by adding rows; they hold on all branches.
//! # Complexity
//! In the worst case one linear program per choice of dates, `(phases + 1)^measures`; a few dozen as a rule, since later dates follow from
//! earlier ones.
//! # Validity
//! Every choice of dates is in one half or the other, and a half is left out only when it is empty or its bound is no better than what was
//! found.
//! # References
//! A. H. Land and A. G. Doig, An automatic method of solving discrete programming problems, Econometrica 28 (1960).

use super::program::{Best, Chain, Program, chains};
use super::tableau::{Cut, Tableau, Trouble};
use crate::model::{Deal, Schedule};
use crate::space::Watch;

/// How far from whole a level may be for its date to be told.
const WHOLE: f64 = 1e-7;

/// By how much a branch must promise more than what was found, as a share of it or of 1.
const BETTER: f64 = 1e-11;

/// What the caller says of a point with all dates settled.
pub(super) enum Verdict {
    /// It is a plan.
    Holds,
    /// The program has rows now that it misses.
    Refused,
    /// There is no saying.
    Unknown,
}

/// The outcome of a search for dates.
pub(super) enum Dates {
    /// The best point, and the cuts that settle its dates.
    Found(Vec<Cut>, Best),
    /// Whatever the dates, no point meets all rows.
    None,
    /// The solver could not vouch for a branch.
    Doubtful,
    /// The watch was asked to stop.
    Interrupted,
}

/// A branch: the program with what it has settled, and what it promises.
struct Branch {
    tableau: Tableau,
    best: Best,
    worth: f64,
}

/// What to do with a branch.
enum Next {
    /// A measure, by its chain, is neither complete in a phase nor idle until then.
    Split(usize, usize),
    /// With these cuts all dates are settled.
    Settled(Vec<Cut>, Box<Branch>),
    /// Its point is nowhere near dates that have one.
    Nothing,
}

impl Branch {
    fn new(tableau: Tableau, program: &Program) -> Self {
        let best = tableau.best(program);
        let of_columns = program
            .columns
            .iter()
            .zip(&best.more)
            .map(|(column, value)| column.worth * value)
            .sum::<f64>();
        let worth = program.objective.at(best.levels.iter().copied()) + of_columns;
        Self {
            tableau,
            best,
            worth,
        }
    }

    /// With cuts and all rows; `None` when that leaves no point.
    fn cut(&self, program: &Program, cuts: &[Cut]) -> Result<Option<Self>, Trouble> {
        match self
            .tableau
            .clone()
            .cut(program, cuts)
            .and_then(|tableau| tableau.settle(program))
        {
            Ok(tableau) => Ok(Some(Self::new(tableau, program))),
            Err(Trouble::Empty(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// What to do with it next. A point as near to settled as the solver's tolerance may still be nearest to dates that no point has; then
    /// what is begun ever so little counts as begun.
    fn next(&self, program: &Program) -> Result<Next, Trouble> {
        for least in [WHOLE, 0.0] {
            if let Some((chain, phase)) = self.unsettled(program, least) {
                return Ok(Next::Split(chain, phase));
            }
            let cuts = settled(
                program.phases,
                &program.starts,
                &program.chains,
                &self.best.levels,
                least,
            );
            if let Some(whole) = self.cut(program, &cuts)? {
                return Ok(Next::Settled(cuts, Box::new(whole)));
            }
        }
        Ok(Next::Nothing)
    }

    /// The measure, by its chain, and the phase where a date is furthest from settled, by more than `least`; `None` when all are nearer than
    /// that or cut already.
    fn unsettled(&self, program: &Program, least: f64) -> Option<(usize, usize)> {
        let reading = Reading {
            phases: program.phases,
            starts: &program.starts,
            levels: &self.best.levels,
        };
        let mut most: Option<(f64, usize, usize)> = None;
        for (at, chain) in program
            .chains
            .iter()
            .enumerate()
            .filter(|(_, chain)| program.starts[chain.on] < 1.0)
        {
            for phase in 1..=program.phases {
                let broken =
                    (1.0 - reading.share(chain.on, phase)).min(reading.begun(chain, phase));
                let is_cut = || {
                    halves(program.phases, chain, phase)
                        .iter()
                        .any(|half| self.tableau.has_cuts(half))
                };
                if broken > most.map_or(least, |(most, _, _)| most) && !is_cut() {
                    most = Some((broken, at, phase));
                }
            }
        }
        most.map(|(_, chain, phase)| (chain, phase))
    }
}

/// Finds the dates with the best point, or with any when that is enough, from the program settled without any date. `judge` looks at points
/// with all dates settled.
pub(super) fn dates(
    program: &mut Program,
    root: Tableau,
    is_any_enough: bool,
    watch: &Watch,
    judge: &mut dyn FnMut(&mut Program, &Best) -> Verdict,
) -> Dates {
    match search(program, root, is_any_enough, watch, judge) {
        Ok(found) => found,
        Err(_) => Dates::Doubtful,
    }
}

fn search(
    program: &mut Program,
    root: Tableau,
    is_any_enough: bool,
    watch: &Watch,
    judge: &mut dyn FnMut(&mut Program, &Best) -> Verdict,
) -> Result<Dates, Trouble> {
    let mut found: Option<(f64, Vec<Cut>, Best)> = None;
    let mut open = vec![Branch::new(root, program)];
    while let Some(mut branch) = take(&mut open, is_any_enough) {
        // From here down to a point with all dates settled, or to a dead end.
        loop {
            if watch.is_stopped() {
                return Ok(Dates::Interrupted);
            }
            if found
                .as_ref()
                .is_some_and(|(worth, _, _)| branch.worth <= worth + BETTER * worth.abs().max(1.0))
            {
                break;
            }
            let (chain, phase) = match branch.next(program)? {
                Next::Nothing => break,
                Next::Split(chain, phase) => (chain, phase),
                Next::Settled(cuts, whole) => match judge(program, &whole.best) {
                    Verdict::Holds if is_any_enough => return Ok(Dates::Found(cuts, whole.best)),
                    Verdict::Holds => {
                        if found
                            .as_ref()
                            .is_none_or(|(worth, _, _)| whole.worth > *worth)
                        {
                            found = Some((whole.worth, cuts, whole.best));
                        }
                        break;
                    }
                    Verdict::Refused => {
                        let Some(again) = branch.cut(program, &[])? else {
                            break;
                        };
                        branch = again;
                        continue;
                    }
                    Verdict::Unknown => return Ok(Dates::Doubtful),
                },
            };
            let [done, idle] = halves(program.phases, &program.chains[chain], phase);
            match (branch.cut(program, &done)?, branch.cut(program, &idle)?) {
                (None, None) => break,
                (Some(one), None) | (None, Some(one)) => branch = one,
                (Some(done), Some(idle)) => {
                    let (better, other) = if idle.worth > done.worth {
                        (idle, done)
                    } else {
                        (done, idle)
                    };
                    open.push(other);
                    branch = better;
                }
            }
        }
    }
    Ok(found.map_or(Dates::None, |(_, cuts, best)| Dates::Found(cuts, best)))
}

/// The cuts that settle the dates of what is whole as a schedule has them.
pub(super) fn dates_of(deal: &Deal, schedule: &Schedule) -> Vec<Cut> {
    let levels: Vec<f64> = schedule.levels.iter().flatten().copied().collect();
    let starts: Vec<f64> = deal.undertakings.iter().map(|it| it.start).collect();
    settled(deal.phases, &starts, &chains(deal), &levels, WHOLE)
}

/// The next branch to look at: the one that promises most; the last one when any point is enough.
fn take(open: &mut Vec<Branch>, is_any_enough: bool) -> Option<Branch> {
    if is_any_enough {
        return open.pop();
    }
    let most = (0..open.len()).max_by(|a, b| open[*a].worth.total_cmp(&open[*b].worth))?;
    Some(open.swap_remove(most))
}

/// What dates are read from.
struct Reading<'a> {
    phases: usize,
    starts: &'a [f64],
    levels: &'a [f64],
}

impl Reading<'_> {
    /// How complete a measure is in a phase from 1 on, as a share of what there was to do.
    fn share(&self, undertaking: usize, phase: usize) -> f64 {
        let start = self.starts[undertaking];
        if start >= 1.0 {
            1.0
        } else {
            (self.levels[undertaking * self.phases + phase - 1] - start) / (1.0 - start)
        }
    }

    /// How far a measure, or whoever waits for it, has begun in a phase in which it may not be complete.
    fn begun(&self, chain: &Chain, phase: usize) -> f64 {
        if chain.discrete {
            return self.share(chain.on, phase);
        }
        let late = chain
            .waiters
            .iter()
            .filter(|(waiter, lag)| phase + lag <= self.phases && self.starts[*waiter] < 1.0);
        late.map(|(waiter, lag)| self.share(*waiter, phase + lag))
            .fold(0.0, f64::max)
    }
}

/// A measure is complete by a phase; or it, or whoever waits for it, is idle until then.
fn halves(phases: usize, chain: &Chain, phase: usize) -> [Vec<Cut>; 2] {
    [
        vec![Cut::Complete(chain.on * phases + phase - 1)],
        idle(phases, chain, phase),
    ]
}

/// A measure is not complete in a phase: it, or whoever waits for it, is idle until then; for who waits so long that it would have to wait
/// beyond the last phase, until the last.
fn idle(phases: usize, chain: &Chain, phase: usize) -> Vec<Cut> {
    let level = |undertaking: usize, phase: usize| undertaking * phases + phase - 1;
    if chain.discrete {
        return vec![Cut::Idle(level(chain.on, phase))];
    }
    let waiters = chain.waiters.iter().filter(|(_, lag)| *lag < phases);
    waiters
        .map(|(waiter, lag)| Cut::Idle(level(*waiter, (phase + lag).min(phases))))
        .collect()
}

/// The cuts that settle every date as some levels have it, where what is begun by no more than `least` counts as idle; `starts` are those
/// before the first phase.
fn settled(
    phases: usize,
    starts: &[f64],
    chains: &[Chain],
    levels: &[f64],
    least: f64,
) -> Vec<Cut> {
    let reading = Reading {
        phases,
        starts,
        levels,
    };
    let mut cuts = vec![];
    for chain in chains.iter().filter(|chain| starts[chain.on] < 1.0) {
        // Nobody needs it complete before: a date as late as that leaves most to the rest.
        let date = (1..=phases)
            .find(|phase| reading.begun(chain, *phase) > least)
            .unwrap_or(phases + 1);
        if date <= phases {
            cuts.push(Cut::Complete(chain.on * phases + date - 1));
        }
        if date > 1 {
            cuts.extend(idle(phases, chain, date - 1));
        }
    }
    cuts
}
