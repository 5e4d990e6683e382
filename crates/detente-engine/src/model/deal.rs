//! The numbers of a phased deal under one choice of them, its schedules, and the ways to walk away from it.

use super::ids::{CommitmentId, PartyId};
use super::roadmap::{Objective, Roadmap, Tail, Variant};

/// How soon a violation shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// The chance per look that it is seen, from 0 to 1.
    pub chance: f64,
    /// The phases from a violation to the response to it; at least 1.
    pub lag: usize,
}

/// What must be in force before a measure may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Which measure.
    pub on: CommitmentId,
    /// How many phases earlier.
    pub lag: usize,
    /// Whether it must be complete; otherwise at least as far.
    pub complete: bool,
}

/// A measure of a deal. Levels run from 0, not in force, to 1, fully in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Undertaking {
    /// Who carries it out.
    pub owner: PartyId,
    /// Value per phase and unit in force, by party.
    pub flow: Vec<f64>,
    /// Value per unit of increase, once, by party.
    pub once: Vec<f64>,
    /// The share that cannot be undone, from 0 to 1.
    pub irreversible: f64,
    /// What undoing a unit costs its owner.
    pub undo_cost: f64,
    /// Whether its level is 0 or 1 in every phase.
    pub discrete: bool,
    /// Its level before the first phase.
    pub start: f64,
    /// What must come before it.
    pub after: Vec<Wait>,
    /// The first phase in which it may advance, counted from 1.
    pub earliest: usize,
    /// The most by which it may advance in a phase.
    pub max_step: f64,
    /// How soon withholding it shows.
    pub withhold: Detection,
    /// How soon reversing it shows.
    pub reverse: Detection,
    /// By party: whether that party's violation is answered by undoing this measure.
    pub linked: Vec<bool>,
}

/// A party of a deal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stakeholder {
    /// Its discount factor per phase, between 0 and 1.
    pub patience: f64,
    /// Its weight in the objective.
    pub weight: f64,
    /// What it forfeits when its violation is detected.
    pub bond: f64,
}

/// A third party's promise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Promise {
    /// Who promises.
    pub by: PartyId,
    /// Who is assured.
    pub to: PartyId,
    /// The measure whose withholding or reversal makes it due.
    pub against: CommitmentId,
    /// What the assured party receives per phase while it is due.
    pub pays: f64,
    /// What that costs the guarantor per phase.
    pub costs: f64,
}

/// A phased deal: parties, undertakings, horizon and demands, in numbers.
///
/// Value of party `i` in phase `t` with levels `x[m][t]`: `Σ flow[i]·x[m][t] + Σ once[i]·(x[m][t] − x[m][t−1])`. Phases count
/// from 1 to [`phases`](Self::phases); after that the levels stay (or, with a geometric tail, approach full force).
#[derive(Clone, Debug, PartialEq)]
pub struct Deal {
    /// The number of phases.
    pub phases: usize,
    /// What stays in force after them.
    pub tail: Tail,
    /// The chance per phase of a collapse that nobody's violation caused.
    pub false_alarm: f64,
    /// What is made as large as it can be.
    pub objective: Objective,
    /// What must be complete in the last phase.
    pub targets: Vec<CommitmentId>,
    /// The parties, by [`PartyId`].
    pub parties: Vec<Stakeholder>,
    /// The undertakings, by [`CommitmentId`].
    pub undertakings: Vec<Undertaking>,
    /// The promises of third parties.
    pub promises: Vec<Promise>,
}

/// Which number of a range a deal is made from: the middle, or another share of the way.
pub type Share<'a> = &'a mut dyn FnMut(super::roadmap::Estimate) -> f64;

impl Undertaking {
    /// A measure that is worth so much per phase to each party, and is otherwise as plain as can be: divisible, not begun, free to
    /// advance at once, undone at no cost, seen for sure in the next phase, and linked to every other party.
    pub fn plain(owner: PartyId, flow: Vec<f64>) -> Self {
        let at_once = Detection {
            chance: 1.0,
            lag: 1,
        };
        Self {
            owner,
            once: vec![0.0; flow.len()],
            irreversible: 0.0,
            undo_cost: 0.0,
            discrete: false,
            start: 0.0,
            after: vec![],
            earliest: 1,
            max_step: 1.0,
            withhold: at_once,
            reverse: at_once,
            linked: (0..flow.len()).map(|party| party != owner.idx()).collect(),
            flow,
        }
    }

    /// The same with another detection of both kinds of violation.
    #[must_use]
    pub fn seen(self, chance: f64, lag: usize) -> Self {
        let detection = Detection { chance, lag };
        Self {
            withhold: detection,
            reverse: detection,
            ..self
        }
    }
}

impl Deal {
    /// A deal of parties with one patience, weight 1 and no bond, without promises and false alarms: every undertaking is a target, the
    /// levels stay after the last phase, and welfare counts.
    pub fn plain(phases: usize, patience: f64, undertakings: Vec<Undertaking>) -> Self {
        let n_parties = undertakings
            .iter()
            .map(|it| it.flow.len())
            .max()
            .unwrap_or(0);
        Self {
            phases,
            tail: Tail::Constant,
            false_alarm: 0.0,
            objective: Objective::Welfare,
            targets: (0..undertakings.len()).map(CommitmentId::new).collect(),
            parties: vec![
                Stakeholder {
                    patience,
                    weight: 1.0,
                    bond: 0.0
                };
                n_parties
            ],
            undertakings,
            promises: vec![],
        }
    }

    /// The deal of a roadmap with every range at its middle.
    pub fn new(roadmap: &Roadmap, variant: Option<&Variant>) -> Self {
        Self::with(roadmap, variant, &mut super::roadmap::Estimate::middle)
    }

    /// The deal of a roadmap, each number chosen by `pick`. Numbers are picked in a fixed order: false alarm; per party patience,
    /// weight, bond; per commitment flows, once, irreversible, undo cost, start, largest step, detections; assurances.
    pub fn with(roadmap: &Roadmap, variant: Option<&Variant>, pick: Share<'_>) -> Self {
        let n_parties = roadmap.stakes.len();
        let false_alarm = pick(roadmap.false_alarm);
        let parties = roadmap
            .stakes
            .iter()
            .map(|stake| Stakeholder {
                patience: pick(stake.patience),
                weight: pick(stake.weight),
                bond: pick(stake.bond),
            })
            .collect();
        let undertakings = roadmap.commitments.iter().enumerate().map(|(idx, it)| {
            let mut flow = vec![0.0; n_parties];
            it.per_phase
                .iter()
                .for_each(|(party, worth)| flow[party.idx()] = pick(*worth));
            let mut once = vec![0.0; n_parties];
            it.once
                .iter()
                .for_each(|(party, worth)| once[party.idx()] = pick(*worth));
            let (irreversible, undo_cost) = (pick(it.irreversible), pick(it.undo_cost));
            let (start, max_step) = (pick(it.start), pick(it.max_step));
            // Every number is picked, so that a choice at random does not depend on what binds.
            let irreversible = if it.binding.fixed { 1.0 } else { irreversible };
            let max_step = if it.binding.stuck { 0.0 } else { max_step };
            let withhold = Detection {
                chance: pick(it.withhold.detect),
                lag: it.withhold.lag,
            };
            // A reversal shows at least what a withholding shows, whichever ends of two ranges are picked.
            let picked = pick(it.reverse.detect);
            let reverse = if it.reverse.detect == it.withhold.detect {
                withhold.chance
            } else {
                picked.max(withhold.chance)
            };
            let reverse = Detection {
                chance: reverse,
                lag: it.reverse.lag,
            };
            let further = variant
                .into_iter()
                .flat_map(|variant| &variant.after)
                .filter(|(waits, _)| waits.idx() == idx)
                .map(|(_, on)| on);
            // Where the section says how a measure waits for another, that stands.
            let is_said = |on: &CommitmentId| it.after.iter().any(|said| said.on == *on);
            let bound = it.binding.after.iter().filter(|on| !is_said(on));
            let bound = bound.map(|on| Wait {
                on: *on,
                lag: 1,
                complete: false,
            });
            let said = it.after.iter().chain(further).map(|on| Wait {
                on: on.on,
                lag: on.lag,
                complete: on.complete,
            });
            let after = said.chain(bound).collect();
            let mut linked = vec![false; n_parties];
            it.linked
                .iter()
                .for_each(|party| linked[party.idx()] = true);
            Undertaking {
                owner: it.owner,
                flow,
                once,
                irreversible,
                undo_cost,
                discrete: it.discrete,
                start,
                after,
                earliest: it.earliest,
                max_step,
                withhold,
                reverse,
                linked,
            }
        });
        let undertakings = undertakings.collect();
        let promises = roadmap
            .assurances
            .iter()
            .map(|it| Promise {
                by: it.by,
                to: it.to,
                against: it.against,
                pays: pick(it.pays),
                costs: pick(it.costs),
            })
            .collect();
        Self {
            phases: variant
                .and_then(|variant| variant.phases)
                .unwrap_or(roadmap.phases),
            tail: roadmap.tail,
            false_alarm,
            objective: variant
                .and_then(|variant| variant.objective)
                .unwrap_or(roadmap.objective),
            targets: variant
                .and_then(|variant| variant.targets.clone())
                .unwrap_or_else(|| roadmap.targets.clone()),
            parties,
            undertakings,
            promises,
        }
    }

    /// The ids of all parties.
    pub fn party_ids(&self) -> impl Iterator<Item = PartyId> + use<> {
        (0..self.parties.len()).map(PartyId::new)
    }

    /// The ids of all undertakings.
    pub fn undertaking_ids(&self) -> impl Iterator<Item = CommitmentId> + use<> {
        (0..self.undertakings.len()).map(CommitmentId::new)
    }

    /// The undertakings of a party.
    pub fn own(&self, party: PartyId) -> Vec<CommitmentId> {
        self.undertaking_ids()
            .filter(|id| self.undertakings[id.idx()].owner == party)
            .collect()
    }

    /// Whether a measure is whole or nothing, or waits for the completion of another: a plan then takes more than a linear program.
    pub fn is_mixed(&self) -> bool {
        self.undertakings
            .iter()
            .any(|it| it.discrete || it.after.iter().any(|wait| wait.complete))
    }

    /// Whether undoing the undertaking is the static best reply of its owner once the deal has collapsed: it saves more in all
    /// later phases than it costs. Only then is the threat to undo it credible.
    pub fn would_undo(&self, id: CommitmentId) -> bool {
        let it = &self.undertakings[id.idx()];
        let patience = self.parties[it.owner.idx()].patience;
        -it.flow[it.owner.idx()] / (1.0 - patience) > it.undo_cost
    }
}

/// The levels of every undertaking in every phase: `levels[m][t − 1]` for phase `t`.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// One row per undertaking, one level per phase.
    pub levels: Vec<Vec<f64>>,
    /// With a geometric tail: the share by which each later step shrinks. Levels then approach 1 from those of the last phase.
    pub shrink: Option<f64>,
}

/// What a party does about one of its undertakings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Keep to the schedule, paying for any catching up.
    Comply,
    /// Stay at the level of the phase before the withholding began.
    Withhold,
    /// Fall back to what cannot be undone of the level before the violation began.
    Reverse,
}

/// A change of stance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Turn {
    /// In which phase, counted from 1; at most two more than the number of phases, since nothing changes after the last.
    pub phase: usize,
    /// On which undertaking.
    pub on: CommitmentId,
    /// What the party does from then on.
    pub to: Stance,
}

/// A way to abandon a plan: what a party does about its own undertakings from some phase on, until the others respond.
///
/// Before its first turn it complies with everything. A party that withholds and then reverses falls back from the level at which
/// the withholding began.
///
/// While a set `D` of undertakings is violated in a phase `j`, the others look once, at the start of phase `j + lag(D)`, and see it
/// with chance `1 − Π (1 − chance)`; `lag(D)` is the smallest lag in `D`, and chance and lag are those of the stance. The looks are
/// independent. At the first that sees something the others undo what is linked to the party and stop the rest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Deviation {
    /// Who.
    pub party: PartyId,
    /// Its changes of stance, in the order of phases; at least one. The first is the phase of the deviation.
    pub turns: Vec<Turn>,
}

impl Deviation {
    /// The phase of the first turn.
    pub fn phase(&self) -> usize {
        self.turns.first().map_or(1, |turn| turn.phase)
    }
}

/// A constraint on schedules other than that a deviation must not pay. Each says what must not fall below 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// A target must be complete in the last phase: `x − 1`.
    Target(CommitmentId),
    /// A level never falls: that of this phase less that of the one before.
    NoRetreat(CommitmentId, usize),
    /// A level rises at most so fast: the largest step less that of this phase.
    Step(CommitmentId, usize),
    /// A measure may not advance before its first phase: its level today less that of this phase.
    Earliest(CommitmentId, usize),
    /// A measure waits for another: which, for what, in which phase. The level of the other, less its own. Where the other must be complete,
    /// what is left when wholes are not asked for: `start + (1 − start)·x′ − x`; while it surely is not, `start − x`.
    Prerequisite(CommitmentId, CommitmentId, usize),
    /// A guarantor must find its promise worth keeping: the position of the promise, and the phase. The guarantor's value of the deal less
    /// that of its collapse and the discounted costs of the promise.
    Promise(usize, usize),
}
