//! The plan that does best among those that nobody gains by abandoning.
//!
//! # Definition
//! The schedule with the greatest objective among those that keep the deal's limits, complete its targets, and under which no
//! deviation of any party, from any phase on, pays.
//! # Algorithm
//! A linear program with a few deviations to begin with. Every other plan of deviation is compared on the schedule that comes out, then
//! the exact best reply; those that pay become rows, until none does. What is whole or nothing, or waited for, comes first: its dates are
//! found by branch and bound, in which the same rows come in, and the plan is that of the linear program with these dates.
//! # Complexity
//! One program per round; two or three rounds as a rule, and a few dozen more where there are dates to find.
//! # Validity
//! A deviation pays when it gains more than `1e-9` of what is at stake for its party. Bounds and proofs are tested before they are returned.
//! # References
//! T. Lockwood and J. P. Thomas, Gradualism and irreversibility, Review of Economic Studies 69 (2002); D. Abreu, Econometrica 56 (1988).

use super::best_response::{best_reply, paying_reply};
use super::dates::{Dates, Verdict, dates};
use super::objective::{self, Goal};
use super::payoff::{Horizon, Line, value_at};
use super::program::{Best, Name, Program};
use super::reach;
use super::separate::{compare, first_plans, with_undertakings};
use super::tableau::{Cut, Tableau, Trouble};
use super::units::{Unit, stake};
use super::{Answer, Binding, Checked, Halt, Plan, Proof, Tightest};
use crate::model::{
    CommitmentId, Deal, Deviation, Objective, PartyId, Schedule, Stance, Tail, Turn,
};
use crate::space::Watch;

/// How hard to solve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// The most steps between states that the exact best reply of a party may take; beyond it only plans are compared.
    pub steps_max: u64,
    /// The most programs for one objective.
    pub rounds_max: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            steps_max: 3_000_000,
            rounds_max: 200,
        }
    }
}

/// Finds the best plan of a deal, or proves that none holds.
pub fn solve(deal: &Deal, effort: &Effort, watch: &Watch) -> Answer {
    let unit = Unit::of(deal);
    let answer = solve_at_unit(&unit.deal(deal), effort, watch);
    unit.answer(deal, answer)
}

fn solve_at_unit(deal: &Deal, effort: &Effort, watch: &Watch) -> Answer {
    match (deal.objective, deal.tail) {
        (Objective::Fastest, _) => fastest(deal, effort, watch),
        (_, Tail::Geometric) => super::tail::solve(deal, effort, watch),
        (_, Tail::Constant) => solve_at(deal, Horizon { shrink: None }, effort, watch),
    }
}

/// The least number of phases in which every target can be complete; among those schedules the one with the greatest welfare.
fn fastest(deal: &Deal, effort: &Effort, watch: &Watch) -> Answer {
    let mut answer = Answer::Stopped(Halt::Interrupted);
    for phases in 1..=deal.phases {
        let shorter = Deal {
            phases,
            objective: Objective::Welfare,
            ..deal.clone()
        };
        answer = solve(&shorter, effort, watch);
        match answer {
            Answer::None(_) => {}
            Answer::Holds(mut plan) => {
                plan.objective = phases as f64;
                return Answer::Holds(plan);
            }
            Answer::Stopped(_) => return answer,
        }
    }
    answer
}

/// The same for one tail.
pub(super) fn solve_at(deal: &Deal, horizon: Horizon, effort: &Effort, watch: &Watch) -> Answer {
    match Search::new(deal, horizon, effort, watch) {
        Ok(mut search) => search.run(),
        Err(answer) => *answer,
    }
}

/// The answer about a deal whose levels stay, and the program that it rests on.
pub(super) fn search(deal: &Deal, effort: &Effort, watch: &Watch) -> (Answer, Option<Program>) {
    match Search::new(deal, Horizon { shrink: None }, effort, watch) {
        Ok(mut search) => {
            let answer = search.run();
            (answer, Some(search.program))
        }
        Err(answer) => (*answer, None),
    }
}

/// Whether any plan of a deal holds, whatever it is worth.
pub(super) enum Found {
    /// This one does.
    Holds(Schedule),
    /// None does; what the proof says of the dates that were settled, which do not depend on the numbers of the deal.
    None(Proof, Line),
    /// The work was stopped, or a program was numerically doubtful.
    Unknown,
}

/// What is known before any plan is looked for.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// Dates that are settled.
    pub(super) cuts: &'a [Cut],
    /// Deviations to begin with.
    pub(super) deviations: &'a [Deviation],
    /// Whether it is enough that no plan of deviation gains, whatever a best reply may.
    pub(super) is_rough: bool,
}

/// Looks for any plan of a deal whose levels stay. The second answer names the deviations that mattered.
pub(super) fn any_plan(
    deal: &Deal,
    known: Known<'_>,
    effort: &Effort,
    watch: &Watch,
) -> (Found, Vec<Deviation>) {
    let Known {
        cuts,
        deviations,
        is_rough,
    } = known;
    let horizon = Horizon { shrink: None };
    let (goal, mut program) = Goal::new(deal, horizon, None);
    cuts.iter().for_each(|cut| program.settle(*cut));
    for deviation in deviations {
        program.forbid(deal, horizon, deviation, goal.of_slack());
    }
    let n_rows = program.rows.len();
    let mut search = Search {
        deal,
        horizon,
        effort,
        watch,
        goal,
        program,
        of_plans: None,
        is_rough,
    };
    let found = Tableau::full(&search.program, cuts).and_then(|root| search.dates(root, true));
    let program = &search.program;
    let those = |matters: &dyn Fn(usize) -> bool| {
        let rows = program
            .rows
            .iter()
            .enumerate()
            .filter(|(at, _)| *at >= n_rows || matters(*at));
        let deviations = rows.filter_map(|(_, row)| {
            if let Name::Deviation(deviation) = &row.name {
                Some(deviation.clone())
            } else {
                None
            }
        });
        deviations.collect::<Vec<Deviation>>()
    };
    match found {
        Ok(Dates::Found(_, best)) => {
            let binds = |at: usize| {
                program.rows[at].at(&best.levels, &best.more) <= BINDS * program.rows[at].scale()
            };
            let mattered = those(&binds);
            match program.vouched(best) {
                Some(best) => (
                    Found::Holds(schedule(deal, horizon, &best.levels)),
                    mattered,
                ),
                None => (Found::Unknown, mattered),
            }
        }
        Ok(Dates::None) => {
            let proof = Proof {
                phases: deal.phases,
                deviations: vec![],
                limits: vec![],
                gap: 0.0,
                relaxed: false,
            };
            (Found::None(proof, Line::zero(deal)), those(&|_| true))
        }
        Err(Trouble::Empty(has)) => {
            let Some(refusal) = program.prove_empty(Some(&has)) else {
                return (Found::Unknown, those(&|_| false));
            };
            let mut of_dates = Line::zero(deal);
            for (row, weight) in program
                .rows
                .iter()
                .zip(&refusal.weights)
                .filter(|(row, _)| row.name == Name::Date)
            {
                of_dates.add(&row.line, *weight);
            }
            (
                Found::None(search.proof(&refusal.weights, refusal.gap), of_dates),
                those(&|at| refusal.weights[at] > 0.0),
            )
        }
        _ => (Found::Unknown, those(&|_| false)),
    }
}

/// The best replies that gain on a schedule; of a party whose best reply takes too long, nothing more is known than before.
pub(super) fn gaining(
    deal: &Deal,
    schedule: &Schedule,
    effort: &Effort,
    watch: &Watch,
) -> Vec<Deviation> {
    let reply = |party| {
        let tolerance = tolerance(deal, schedule, party);
        paying_reply(deal, schedule, party, tolerance, effort.steps_max, watch)
    };
    with_undertakings(deal)
        .into_iter()
        .filter_map(|party| Some(reply(party)?.best?.1))
        .collect()
}

/// How little slack counts as none, for a row of the size of 1.
const BINDS: f64 = 1e-7;

/// The parties' values under a plan in which the worst off is as well off as can be; the answer when there is no plan, or somebody does
/// not come out ahead even then.
fn inside_of(
    deal: &Deal,
    horizon: Horizon,
    effort: &Effort,
    watch: &Watch,
) -> Result<Vec<f64>, Box<Answer>> {
    let mut even = Deal {
        objective: Objective::Maxmin,
        ..deal.clone()
    };
    for party in deal.party_ids() {
        even.parties[party.idx()].weight = stake(deal, party);
    }
    let plan = match solve_at(&even, horizon, effort, watch) {
        Answer::Holds(plan) => plan,
        other => return Err(Box::new(other)),
    };
    let worst = objective::that_count(deal).into_iter().min_by(|a, b| {
        let share = |party: PartyId| plan.values[party.idx()] / stake(deal, party);
        share(*a).total_cmp(&share(*b))
    });
    match worst {
        Some(party) if plan.values[party.idx()] <= 1e-9 * stake(deal, party) => {
            Err(Box::new(Answer::Stopped(Halt::NoGain(party))))
        }
        _ => Ok(plan.values),
    }
}

/// With a geometric tail: reversing when all has been completed. Deviations from any later phase lie between those and the ones
/// that begin right after the last phase.
fn forever(deal: &Deal, horizon: Horizon) -> Vec<Deviation> {
    if horizon.shrink.is_none() {
        return vec![];
    }
    let phase = deal.phases + 2;
    let reverses = |id: &CommitmentId| deal.undertakings[id.idx()].irreversible < 1.0;
    let turn = |on: CommitmentId| Turn {
        phase,
        on,
        to: Stance::Reverse,
    };
    let parties = with_undertakings(deal).into_iter();
    let plans = parties.flat_map(|party| {
        let own: Vec<CommitmentId> = deal.own(party).into_iter().filter(reverses).collect();
        let mut sets: Vec<Vec<CommitmentId>> = own.iter().map(|id| vec![*id]).collect();
        sets.push(own);
        sets.into_iter()
            .filter(|set| !set.is_empty())
            .map(move |set| Deviation {
                party,
                turns: set.into_iter().map(turn).collect(),
            })
    });
    plans.collect()
}

struct Search<'a> {
    deal: &'a Deal,
    horizon: Horizon,
    effort: &'a Effort,
    watch: &'a Watch,
    goal: Goal,
    program: Program,
    /// The objective when only plans of deviation had been forbidden.
    of_plans: Option<f64>,
    /// Whether best replies are left out of a search for dates.
    is_rough: bool,
}

impl<'a> Search<'a> {
    /// The program to begin with; the answer when the objective is not defined.
    fn new(
        deal: &'a Deal,
        horizon: Horizon,
        effort: &'a Effort,
        watch: &'a Watch,
    ) -> Result<Self, Box<Answer>> {
        let inside = match deal.objective {
            Objective::Nash => Some(inside_of(deal, horizon, effort, watch)?),
            _ => None,
        };
        let (goal, mut program) = Goal::new(deal, horizon, inside.as_deref());
        for deviation in first_plans(deal) {
            program.forbid(deal, horizon, &deviation, goal.of_slack());
        }
        for deviation in forever(deal, horizon) {
            program.forbid(
                deal,
                Horizon { shrink: Some(0.0) },
                &deviation,
                goal.of_slack(),
            );
        }
        Ok(Self {
            deal,
            horizon,
            effort,
            watch,
            goal,
            program,
            of_plans: None,
            is_rough: false,
        })
    }

    /// The dates of what is whole first, if there are any; then the plan with them.
    fn run(&mut self) -> Answer {
        // What misses by less than the solver's tolerance is missed all the same.
        if self.horizon.shrink.is_none() && !reach::short(self.deal).is_empty() {
            return self.refuse();
        }
        if self.program.chains.is_empty() {
            return self.settle(&[]);
        }
        let plain = self.program.clone();
        match Tableau::new(&self.program, &[]).and_then(|root| self.dates(root, false)) {
            Ok(Dates::Found(cuts, _)) => {
                self.program = plain;
                self.settle(&cuts)
            }
            Ok(Dates::None) | Err(Trouble::Empty(_)) => self.refuse(),
            Ok(Dates::Interrupted) => Answer::Stopped(Halt::Interrupted),
            Ok(Dates::Doubtful) | Err(Trouble::Doubtful) => Answer::Stopped(Halt::Doubtful),
            Err(Trouble::Unbounded) => Answer::Stopped(Halt::Unbounded),
        }
    }

    /// Finds dates under which nobody gains by deviating: those with the best plan, or any.
    fn dates(&mut self, mut root: Tableau, is_any_enough: bool) -> Result<Dates, Trouble> {
        // Without any date first: what pays there is cheap to find, and pays in most branches.
        for _ in 0..self.effort.rounds_max {
            root = root.settle(&self.program)?;
            if self.watch.is_stopped() {
                return Ok(Dates::Interrupted);
            }
            let best = root.best(&self.program);
            let schedule = schedule(self.deal, self.horizon, &best.levels);
            let more = self.goal.refine(self.deal, self.horizon, &schedule, &best);
            let is_refined = !more.is_empty();
            self.program.rows.extend(more);
            if !is_refined && !self.forbid_plans(&schedule, self.goal.floor(&best)) {
                break;
            }
        }
        let mut program = self.program.clone();
        let (mut n_left, watch) = (self.effort.rounds_max, self.watch);
        let found = dates(
            &mut program,
            root,
            is_any_enough,
            watch,
            &mut |program, best| {
                std::mem::swap(&mut self.program, program);
                let verdict = if n_left == 0 {
                    Verdict::Unknown
                } else {
                    self.judge(best)
                };
                n_left = n_left.saturating_sub(1);
                std::mem::swap(&mut self.program, program);
                verdict
            },
        );
        self.program = program;
        Ok(found)
    }

    /// Looks at a point with all dates settled, and adds the rows that it misses.
    fn judge(&mut self, best: &Best) -> Verdict {
        let schedule = schedule(self.deal, self.horizon, &best.levels);
        let more = self.goal.refine(self.deal, self.horizon, &schedule, best);
        if !more.is_empty() {
            self.program.rows.extend(more);
            return Verdict::Refused;
        }
        let floor = self.goal.floor(best);
        if self.forbid_plans(&schedule, floor) {
            return Verdict::Refused;
        }
        if self.is_rough || self.horizon.shrink.is_some() {
            return Verdict::Holds;
        }
        let reply = |party| {
            paying_reply(
                self.deal,
                &schedule,
                party,
                tolerance(self.deal, &schedule, party) - floor,
                self.effort.steps_max,
                self.watch,
            )
        };
        let replies = with_undertakings(self.deal)
            .into_iter()
            .filter_map(|party| Some(reply(party)?.best?.1));
        let replies: Vec<Deviation> = replies.collect();
        if self.watch.is_stopped() {
            return Verdict::Unknown;
        }
        if self.forbid(&replies) {
            Verdict::Refused
        } else {
            Verdict::Holds
        }
    }

    /// Adds the rows of the plans of deviation that leave too little on a schedule; whether there were new ones.
    fn forbid_plans(&mut self, schedule: &Schedule, floor: f64) -> bool {
        let (tightest, _) = compare(self.deal, schedule, self.watch);
        self.forbid(&self.paying(schedule, &tightest, floor))
    }

    /// The plans of deviation that leave less than `floor`, by more than rounding.
    fn paying(
        &self,
        schedule: &Schedule,
        tightest: &[Vec<Option<Tightest>>],
        floor: f64,
    ) -> Vec<Deviation> {
        let by_party = self.deal.party_ids().zip(tightest);
        let paying = by_party.flat_map(|(party, found)| {
            let least = floor - tolerance(self.deal, schedule, party);
            let found = found.iter().flatten();
            found.filter(move |it| it.slack < least)
        });
        paying.map(|it| it.deviation.clone()).collect()
    }

    /// Says that no plan holds, with the proof.
    fn refuse(&self) -> Answer {
        match self.program.prove_empty(None) {
            Some(refusal) => Answer::None(self.proof(&refusal.weights, refusal.gap)),
            None => Answer::Stopped(Halt::Doubtful),
        }
    }

    /// Solves and adds what pays until nothing does, with what is whole as the cuts say.
    fn settle(&mut self, cuts: &[Cut]) -> Answer {
        let mut tableau = Tableau::new(&self.program, cuts);
        for _ in 0..self.effort.rounds_max {
            if self.watch.is_stopped() {
                return Answer::Stopped(Halt::Interrupted);
            }
            tableau = tableau.and_then(|tableau| tableau.settle(&self.program));
            let best = match &tableau {
                Ok(tableau) => self.program.vouched(tableau.best(&self.program)),
                // Dates that were found have a plan.
                Err(Trouble::Empty(_)) if cuts.is_empty() => return self.refuse(),
                Err(Trouble::Unbounded) => return Answer::Stopped(Halt::Unbounded),
                Err(Trouble::Empty(_) | Trouble::Doubtful) => None,
            };
            let Some(best) = best else {
                return Answer::Stopped(Halt::Doubtful);
            };
            let schedule = schedule(self.deal, self.horizon, &best.levels);
            let more = self.goal.refine(self.deal, self.horizon, &schedule, &best);
            if !more.is_empty() {
                self.program.rows.extend(more);
                continue;
            }
            let floor = self.goal.floor(&best);
            let (tightest, n_deviations) = compare(self.deal, &schedule, self.watch);
            let paying = self.paying(&schedule, &tightest, floor);
            if self.forbid(&paying) {
                continue;
            }
            let of_plans = *self.of_plans.get_or_insert_with(|| {
                self.goal
                    .worth(self.deal, &values_of(self.deal, &schedule), &best)
            });
            let mut checked = Checked {
                largest_gain: gain(&tightest),
                exact: true,
                n_deviations,
                n_states: 0,
                of_plans,
            };
            let replies = self.replies(&schedule, floor, &mut checked);
            if self.watch.is_stopped() {
                return Answer::Stopped(Halt::Interrupted);
            }
            if self.forbid(&replies) {
                continue;
            }
            if !paying.is_empty() || !replies.is_empty() {
                // Rows that are there already, and still missed by more than rounding explains.
                return Answer::Stopped(Halt::Doubtful);
            }
            return self.plan(schedule, &best, tightest, checked);
        }
        Answer::Stopped(Halt::Doubtful)
    }

    /// The best replies that leave less slack than `floor` by more than rounding; counts the work, and what the replies gain.
    fn replies(&self, schedule: &Schedule, floor: f64, checked: &mut Checked) -> Vec<Deviation> {
        let mut replies = vec![];
        if self.horizon.shrink.is_some() {
            checked.exact = false;
            return replies;
        }
        for party in with_undertakings(self.deal) {
            let Some(reply) = best_reply(
                self.deal,
                schedule,
                party,
                -floor,
                self.effort.steps_max,
                self.watch,
            ) else {
                checked.exact = false;
                continue;
            };
            checked.n_states += reply.n_states;
            if let Some((gain, deviation)) = reply.best {
                checked.largest_gain = checked.largest_gain.max(gain);
                let pays = gain > tolerance(self.deal, schedule, party) - floor;
                replies.extend(Some(deviation).filter(|_| pays));
            }
        }
        replies
    }

    /// Adds the rows of deviations that the program does not have; whether there were any.
    fn forbid(&mut self, deviations: &[Deviation]) -> bool {
        let is_known = |deviation: &&Deviation| {
            self.program
                .rows
                .iter()
                .any(|row| matches!(&row.name, Name::Deviation(it) if it == *deviation))
        };
        let new: Vec<Deviation> = deviations
            .iter()
            .filter(|deviation| !is_known(deviation))
            .cloned()
            .collect();
        for deviation in &new {
            self.program
                .forbid(self.deal, self.horizon, deviation, self.goal.of_slack());
        }
        !new.is_empty()
    }

    fn plan(
        &self,
        schedule: Schedule,
        best: &Best,
        tightest: Vec<Vec<Option<Tightest>>>,
        checked: Checked,
    ) -> Answer {
        let Some(prices) = self.program.multipliers(best) else {
            return Answer::Stopped(Halt::Doubtful);
        };
        let (mut binding, mut limits) = (vec![], vec![]);
        for (row, price) in self
            .program
            .rows
            .iter()
            .zip(&prices)
            .filter(|(_, price)| **price > 1e-9)
        {
            match &row.name {
                Name::Deviation(deviation) => binding.push(Binding {
                    deviation: deviation.clone(),
                    price: *price,
                }),
                Name::Limit(limit) => limits.push((*limit, *price)),
                Name::Date | Name::Own => {}
            }
        }
        binding.sort_by(|a, b| {
            b.price
                .total_cmp(&a.price)
                .then_with(|| a.deviation.cmp(&b.deviation))
        });
        limits.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let values = values_of(self.deal, &schedule);
        let objective = self.goal.worth(self.deal, &values, best);
        let shares = self
            .goal
            .shares(self.deal, &values, self.program.rows.iter().zip(prices));
        Answer::Holds(Plan {
            phases: self.deal.phases,
            schedule,
            objective,
            values,
            tightest,
            binding,
            limits,
            shares,
            checked,
        })
    }

    fn proof(&self, weights: &[f64], gap: f64) -> Proof {
        let mut proof = Proof {
            phases: self.deal.phases,
            deviations: vec![],
            limits: vec![],
            gap,
            relaxed: gap > 0.0,
        };
        for (row, weight) in self
            .program
            .rows
            .iter()
            .zip(weights)
            .filter(|(_, weight)| **weight > 0.0)
        {
            match &row.name {
                Name::Deviation(deviation) => proof.deviations.push((deviation.clone(), *weight)),
                Name::Limit(limit) => proof.limits.push((*limit, *weight)),
                Name::Date | Name::Own => {}
            }
        }
        proof
            .deviations
            .sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        proof
            .limits
            .sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        proof
    }
}

/// The parties' values of a schedule.
fn values_of(deal: &Deal, schedule: &Schedule) -> Vec<f64> {
    deal.party_ids()
        .map(|party| value_at(deal, schedule, party, 1))
        .collect()
}

/// What the most tempting plan gains.
fn gain(tightest: &[Vec<Option<Tightest>>]) -> f64 {
    tightest
        .iter()
        .flatten()
        .flatten()
        .fold(0.0, |gain, it| f64::max(gain, -it.slack))
}

/// The levels of a program as a schedule.
fn schedule(deal: &Deal, horizon: Horizon, levels: &[f64]) -> Schedule {
    // Adding zero turns −0 into 0.
    let rows = levels
        .chunks(deal.phases)
        .map(|row| row.iter().map(|level| level + 0.0).collect());
    Schedule {
        levels: rows.collect(),
        shrink: horizon.shrink,
    }
}

/// By how much a deviation of a party must pay to pay by more than rounding.
pub(super) fn tolerance(deal: &Deal, schedule: &Schedule, party: PartyId) -> f64 {
    1e-9 * stake(deal, party).max(value_at(deal, schedule, party, 1).abs())
}
