//! One undertaking of a party in the search for its best reply: what may be done about it in each phase, and what that is worth.

use super::super::payoff::level;
use super::OWN_MAX;
use crate::model::{CommitmentId, Deal, Detection, Schedule, Stance};

/// What is done about each undertaking, a byte each: 0 to comply, else 1 + twice the class of the level at which the violation began,
/// and 1 more when it is reversed.
pub(super) type Statuses = [u8; OWN_MAX];

/// The stance of a status.
pub(super) fn stance(status: u8) -> Stance {
    match status {
        0 => Stance::Comply,
        _ if status % 2 == 1 => Stance::Withhold,
        _ => Stance::Reverse,
    }
}

/// A way to go on with an undertaking in a phase.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) status: u8,
    /// What it adds to the worth of the phase, and of the response after it.
    pub(super) worth: [f64; 2],
    /// The look that it adds, if it is violated.
    pub(super) detection: Option<Detection>,
    /// Whether it might as well be withheld early: nothing is due.
    pub(super) is_idle: bool,
    /// The most that the undertaking can be worth from the next phase on.
    pub(super) most: f64,
}

impl Way {
    /// The most that the undertaking can be worth from the phase on, with a response at the best time for it.
    pub(super) fn worth_at_most(&self, patience: f64) -> f64 {
        self.worth[0] + patience * self.most.max(self.worth[1])
    }
}

/// What does not change about an undertaking after the last phase.
#[derive(Clone, Copy)]
pub(super) struct Ending {
    /// The last phase of the schedule, in which withholding may begin.
    pub(super) phases: usize,
    /// A phase after which nothing changes any more.
    pub(super) last: usize,
    /// Whether violations that change nothing are left out from the last phase of the schedule on.
    pub(super) is_settled: bool,
}

/// One of the party's undertakings.
pub(super) struct Own {
    pub(super) id: CommitmentId,
    pub(super) withhold: Detection,
    reverse: Detection,
    flow: f64,
    once: f64,
    irreversible: f64,
    undo_cost: f64,
    ending: Ending,
    /// Scheduled levels from phase 0 on.
    levels: Vec<f64>,
    /// The distinct scheduled levels, and which of them each phase has. The first is that of phase 0, and no other phase's when it is 0: what
    /// was never in force cannot be reversed.
    classes: Vec<f64>,
    class_of: Vec<u8>,
    /// What a unit is worth after the response: on schedule or withheld, and reversed.
    after: [f64; 2],
    /// By phase, and status in the phase before.
    ways: Vec<Vec<Vec<Way>>>,
    /// The most it can be worth, in the same order.
    most: Vec<Vec<f64>>,
}

impl Own {
    /// `after` is what a unit is worth after the response.
    pub(super) fn new(
        deal: &Deal,
        schedule: &Schedule,
        id: CommitmentId,
        after: f64,
        ending: Ending,
    ) -> Self {
        let it = &deal.undertakings[id.idx()];
        let (who, patience) = (it.owner.idx(), deal.parties[it.owner.idx()].patience);
        let levels: Vec<f64> = (0..=ending.last)
            .map(|phase| level(deal, schedule, id.idx(), phase))
            .collect();
        let mut classes: Vec<f64> = vec![];
        let class_of = levels.iter().enumerate().map(|(phase, level)| {
            let is_same = |(class, known): (usize, &f64)| {
                is_equal(*known, *level) && (class > 0 || *level > 0.0 || phase == 0)
            };
            let found = classes
                .iter()
                .enumerate()
                .position(is_same)
                .unwrap_or(classes.len());
            if found == classes.len() {
                classes.push(*level);
            }
            u8::try_from(found).unwrap_or(u8::MAX)
        });
        let class_of = class_of.collect();
        let mut own = Self {
            id,
            withhold: it.withhold,
            reverse: it.reverse,
            flow: it.flow[who],
            once: it.once[who],
            irreversible: it.irreversible,
            undo_cost: it.undo_cost,
            ending,
            levels,
            classes,
            class_of,
            after: [after, it.flow[who] / (1.0 - patience)],
            ways: vec![],
            most: vec![],
        };
        own.list(patience);
        own
    }

    /// The ways to go on in a phase after a status in the one before, complying first.
    pub(super) fn ways(&self, phase: usize, before: u8) -> &[Way] {
        &self.ways[phase][usize::from(before)]
    }

    /// The most it can be worth from a phase on after a status in the one before, with a response at the best time for it.
    pub(super) fn most(&self, phase: usize, before: u8) -> f64 {
        self.most[phase][usize::from(before)]
    }

    /// Going on as before when nothing changes any more.
    pub(super) fn stay(&self, status: u8) -> Way {
        self.way(status, status, self.ending.last)
    }

    fn level(&self, status: u8, phase: usize) -> f64 {
        let class = || self.classes[usize::from((status - 1) / 2)];
        match stance(status) {
            Stance::Comply => self.levels[phase],
            Stance::Withhold => class(),
            Stance::Reverse => self.irreversible * class(),
        }
    }

    /// Lists the ways from the last phase back, with the most that each can lead to.
    fn list(&mut self, patience: f64) {
        let last = self.ending.last;
        let statuses: Vec<u8> =
            (0..=u8::try_from(2 * self.classes.len()).unwrap_or(u8::MAX)).collect();
        let for_ever = |status: &u8| {
            let [now, after] = self.stay(*status).worth;
            (now / (1.0 - patience)).max(now + patience * after)
        };
        let mut most: Vec<f64> = statuses.iter().map(for_ever).collect();
        let mut ways = vec![vec![]; last];
        let mut mosts = vec![vec![]; last];
        for phase in (1..last).rev() {
            let of_phase = statuses.iter().map(|before| {
                let next = self.next(*before, phase);
                next.map(|status| Way {
                    most: most[usize::from(status)],
                    ..self.way(*before, status, phase)
                })
                .collect::<Vec<Way>>()
            });
            ways[phase] = of_phase.collect();
            let best = |ways: &Vec<Way>| {
                let worth = ways.iter().map(|way| way.worth_at_most(patience));
                worth.fold(f64::NEG_INFINITY, f64::max)
            };
            most = ways[phase].iter().map(best).collect();
            mosts[phase].clone_from(&most);
        }
        (self.ways, self.most) = (ways, mosts);
    }

    /// What may be done in a phase after what was done in the one before, apart from withholding early what is not due.
    fn next(&self, before: u8, phase: usize) -> impl Iterator<Item = u8> {
        let of_class = |class: u8| 1 + 2 * class;
        let further = match stance(before) {
            Stance::Comply => {
                let class = self.class_of[phase - 1];
                let is_due = !is_equal(self.levels[phase], self.levels[phase - 1]);
                let is_late = phase == self.ending.phases && !self.ending.is_settled;
                [
                    (is_due || is_late).then_some(of_class(class)),
                    self.falls(class, phase).then_some(of_class(class) + 1),
                ]
            }
            Stance::Withhold => [
                Some(before),
                self.falls((before - 1) / 2, phase).then_some(before + 1),
            ],
            Stance::Reverse => [Some(before), None],
        };
        std::iter::once(0).chain(further.into_iter().flatten())
    }

    /// Whether it can be reversed from a level, and that is not the same as withholding it.
    fn falls(&self, class: u8, phase: usize) -> bool {
        let begun = self.classes[usize::from(class)];
        let was_in_force = class > 0 || begun > 0.0;
        // Nothing falls from 0; what is left is how it is seen.
        let is_left_out = self.ending.is_settled
            && phase >= self.ending.phases
            && is_equal(self.levels[phase], begun);
        let is_told_apart = self.reverse != self.withhold || phase > self.ending.phases;
        self.irreversible < 1.0 && was_in_force && (begun > 0.0 || (is_told_apart && !is_left_out))
    }

    fn way(&self, before: u8, status: u8, phase: usize) -> Way {
        let now = self.level(status, phase);
        let was = self.level(before, phase - 1);
        let (change, detection) = match stance(status) {
            Stance::Comply => (self.once * (now - was), None),
            Stance::Withhold => (0.0, Some(self.withhold)),
            Stance::Reverse if before == status => (0.0, Some(self.reverse)),
            Stance::Reverse => (-self.undo_cost * (was - now), Some(self.reverse)),
        };
        let after = self.after[usize::from(stance(status) == Stance::Reverse)];
        // Once withheld early it is as if it were on schedule: the level is the same, and so is what may come next.
        let is_idle =
            before == 0 && status == 0 && phase < self.ending.phases && is_equal(now, was);
        Way {
            status,
            worth: [self.flow * now + change, after * now],
            detection,
            is_idle,
            most: 0.0,
        }
    }
}

/// Levels are told apart to the last bit: equal ones were read from the same schedule.
#[expect(
    clippy::float_cmp,
    reason = "equal levels are copies of each other, and unequal ones may be as close as they like"
)]
fn is_equal(a: f64, b: f64) -> bool {
    a == b
}
