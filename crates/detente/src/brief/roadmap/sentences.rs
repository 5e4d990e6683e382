//! What a study says, in sentences: the verdict, what binds or stands in the way, ranges, threats, assumptions.

use super::super::words::{counted, sentence};
use super::Teller;
use super::acts::listed;
use super::figures::NOTHING;
use super::worths::Price;
use crate::model::{Deviation, Objective, Tail};
use crate::roadmap::{Answer, Halt, Least, Obstacle, Plan, Proof, Remedy, Tightest};

/// What every verdict rests on, one line each.
pub(super) const ASSUMPTIONS: [&str; 2] = [
    "Assumed: values are known and add up; cheating shows by chance alone, and is answered for good;",
    "not in the model: trust, bluff, talks anew, errors other than false alarms, unequal phases.",
];

/// Further assumptions that a reader may stumble over.
pub(super) const REMARKS: [&str; 3] = [
    "Whoever owes a step can call the deal off by withholding it: what was done stays, and the rest stops.",
    "The chance that cheating is seen does not depend on its size, and nobody responds before it is seen.",
    "More phases and longer phases are different choices: patience and detection are per phase.",
];

/// How many walks of a proof are told.
const WALKS_MAX: usize = 3;

impl Teller<'_> {
    /// Whether a plan holds, with the limits of the model in the same sentence.
    pub(super) fn verdict(&self) -> String {
        let study = self.study();
        match &study.answer {
            Answer::Holds(plan) => self.holds(plan),
            Answer::None(proof)
                if study
                    .obstacle
                    .as_ref()
                    .is_some_and(|obstacle| obstacle.physical) =>
            {
                self.physical(proof)
            }
            Answer::None(proof) => format!(
                "There is no plan in this model, which assumes known values that add up and answers to cheating that are for good: in \
                 every schedule that completes the targets within {} ({}), somebody gains by abandoning it.",
                self.length(proof.phases),
                self.targets()
            ),
            Answer::Stopped(halt) => self.stopped(*halt),
        }
    }

    fn holds(&self, plan: &Plan) -> String {
        let gain = plan.checked.largest_gain;
        let nobody = if gain > NOTHING {
            format!(
                "nobody gains more than {} by abandoning it at any point",
                self.figures.least(gain)
            )
        } else {
            "nobody gains by abandoning it at any point".to_string()
        };
        let what = match (self.study().deal.objective, self.study().deal.tail) {
            (Objective::Fastest, _) => format!(
                "the shortest plan that holds has {}",
                self.length(plan.phases)
            ),
            (_, Tail::Geometric) => format!(
                "a plan of {} and ever smaller steps after them holds",
                self.length(plan.phases)
            ),
            (_, Tail::Constant) => format!("a plan of {} holds", self.length(plan.phases)),
        };
        format!(
            "In this model, which assumes known values that add up and answers to cheating that are for good, {what}: it {} the targets \
             ({}), and {nobody}.",
            if self.study().deal.tail == Tail::Geometric {
                "approaches"
            } else {
                "reaches"
            },
            self.targets()
        )
    }

    fn stopped(&self, halt: Halt) -> String {
        match halt {
            Halt::Interrupted => "The work was stopped before it was known whether a plan holds in this model.".to_string(),
            Halt::Unbounded => "There is no answer: in this model nothing bounds the objective.".to_string(),
            Halt::Doubtful => {
                "There is no answer: the solver could not vouch for its result in this model. Numbers closer to each other in size may help."
                    .to_string()
            }
            Halt::NoGain(party) => format!(
                "There is no answer for this objective: it is not defined where {} cannot come out ahead, and in this model no plan \
                 lets it.",
                self.acts.name(party)
            ),
        }
    }

    /// A number of phases with their length, where the dossier says it.
    pub(super) fn length(&self, phases: usize) -> String {
        let phase = self
            .acts
            .roadmap
            .phase
            .as_ref()
            .map_or_else(String::new, |phase| format!(" of {phase}"));
        format!("{}{phase}", counted(phases, "phase"))
    }

    /// The targets, as what is to be the case.
    pub(super) fn targets(&self) -> String {
        let targets = &self.study().deal.targets;
        if targets.len() == self.acts.roadmap.commitments.len() && targets.len() > 3 {
            return format!("all {}", counted(targets.len(), "measure"));
        }
        listed(
            &targets
                .iter()
                .map(|target| self.acts.done(*target))
                .collect::<Vec<_>>(),
        )
    }

    /// What the solver maximised, and what it reached.
    pub(super) fn objective(&self, plan: &Plan) -> String {
        let value = self.objective_value(plan);
        match self.study().deal.objective {
            Objective::Welfare => format!("Among the plans that hold, it has the greatest weighted sum of values, {value}."),
            Objective::Fastest => "Among the plans that hold with so few phases, it has the greatest weighted sum of values.".to_string(),
            Objective::Maxmin => format!("Among the plans that hold, the party with the least value for its weight has most, {value}."),
            Objective::Nash => format!("Among the plans that hold, the weighted product of values is greatest (its logarithm is {value})."),
            Objective::Robust => format!("Among the plans that hold, the most tempted party has most to lose by walking away, {value}."),
        }
    }

    /// How the plan was tested.
    pub(super) fn checked(plan: &Plan) -> String {
        let n = counted(
            usize::try_from(plan.checked.n_deviations).unwrap_or(usize::MAX),
            "deviation",
        );
        match plan.checked.exact {
            true => {
                format!("Compared with {n} one by one, and with the best reply among all others.")
            }
            false => format!(
                "Compared with {n} one by one: all that start together and end together or never. The others are too many."
            ),
        }
    }

    /// What abandoning the plan would cost a party where it is tempted most.
    pub(super) fn temptation(&self, tightest: &Tightest) -> String {
        let what = self.acts.told(&tightest.deviation);
        match self.price(tightest) {
            Price::Loses(lost) => format!("most tempted: {what}; it loses {lost} by it"),
            same => format!(
                "most tempted: {what}; it is worth {} keeping to the plan",
                same.as_much()
            ),
        }
    }

    /// The deviation whose threat shapes the plan most.
    pub(super) fn binding(&self, plan: &Plan) -> String {
        if let Some(binding) = plan.binding.iter().find(|binding| binding.price > NOTHING) {
            let what = self.acts.told(&binding.deviation);
            let price = self.figures.number(binding.price);
            return sentence(&format!(
                "the promise that binds most is that this must not pay: {what}; a unit less in it would be worth {price}"
            ));
        }
        let Some((party, tightest)) = self.most_tempting(plan) else {
            return "No party has a step that it could withhold or go back on.".to_string();
        };
        match self.price(tightest) {
            Price::Loses(lost) => format!(
                "No promise is stretched: the most tempted party, {}, loses {lost} by walking away.",
                self.acts.name(party),
            ),
            same => sentence(&format!(
                "this pays {} keeping to the plan: {}",
                same.as_much(),
                self.acts.told(&tightest.deviation)
            )),
        }
    }

    /// On which condition the prices stand, where some measures cannot change a little.
    pub(super) fn condition_of_prices(&self) -> Option<String> {
        let study = self.study();
        let is_whole = study
            .deal
            .undertakings
            .iter()
            .any(|it| it.discrete || it.after.iter().any(|wait| wait.complete));
        let is_told =
            is_whole && study.prices.is_some() && matches!(study.answer, Answer::Holds(_));
        is_told.then(|| {
            "These prices hold as long as each step that is whole or nothing, and each wait for another to be complete, stays as it is in the \
             plan."
                .to_string()
        })
    }

    /// What stands in the way of every plan, in sentences.
    pub(super) fn obstacles(&self, proof: &Proof) -> Vec<String> {
        let mut told = Vec::new();
        let is_physical = self.is_physical();
        if let Some((deviation, _)) = proof.deviations.first().filter(|_| !is_physical) {
            told.push(self.walker(proof, deviation));
        }
        if let Some(obstacle) = &self.study().obstacle {
            told.extend(self.too_slow(obstacle));
            told.extend(self.alone(obstacle));
            told.extend(self.walks(obstacle));
            told.extend(obstacle.remedies.iter().map(|remedy| self.remedy(remedy)));
            told.extend(self.together(obstacle));
        }
        told
    }

    fn walker(&self, proof: &Proof, heaviest: &Deviation) -> String {
        let n = proof.deviations.len();
        let told = self.acts.told(heaviest);
        match n {
            1 => sentence(&format!(
                "what stands in the way is that this would pay: {told}, and the targets cannot be reached otherwise"
            )),
            _ => sentence(&format!(
                "what stands in the way is that some way to walk away always pays: the proof weighs {n} of them against each other, and the \
                 heaviest is that {told}"
            )),
        }
    }

    /// Who walks away when in the proof, the heaviest three.
    fn walks(&self, obstacle: &Obstacle) -> Option<String> {
        let walks = obstacle.walks.iter().take(WALKS_MAX);
        let told: Vec<String> = walks
            .map(|walk| {
                format!(
                    "{} in phase {} ({})",
                    self.acts.name(walk.party),
                    walk.phase,
                    self.figures.share(walk.weight)
                )
            })
            .collect();
        (obstacle.walks.len() > 1 && !obstacle.physical).then(|| {
            format!(
                "Who would walk away when, by weight in the proof: {}.",
                listed(&told)
            )
        })
    }

    fn alone(&self, obstacle: &Obstacle) -> Option<String> {
        let names: Vec<String> = obstacle
            .alone
            .iter()
            .map(|party| self.acts.name(*party).to_string())
            .collect();
        match names.len() {
            0 if obstacle.physical => None,
            0 => Some("No single party is the obstacle: if any one of them could not walk away, there would still be no plan.".to_string()),
            1 => Some(format!("If {} could not walk away, a plan would hold.", names[0])),
            _ => Some(format!("If any one of {} could not walk away, a plan would hold.", listed(&names))),
        }
    }

    fn remedy(&self, remedy: &Remedy) -> String {
        let name = self.acts.name(remedy.party);
        let stake = &self.study().deal.parties[remedy.party.idx()];
        let patience = self.figures.number(stake.patience);
        let bond = self.worth(remedy.party, stake.bond);
        let told = [
            (remedy.patience, "patience", patience, ""),
            (remedy.bond, "a bond", bond, ""),
            (
                remedy.factor,
                "the chance that its cheating is seen",
                String::new(),
                " times",
            ),
            (
                remedy.stakes,
                "what the others’ steps are worth to it",
                String::new(),
                " times",
            ),
        ];
        let mut enough = Vec::new();
        let mut not_enough = Vec::new();
        for (least, what, now, times) in told {
            let now = if now.is_empty() {
                now
            } else {
                format!(" (now {now})")
            };
            match least {
                Least::At(value) => {
                    let least = if what == "a bond" {
                        self.least_worth(remedy.party, value)
                    } else {
                        self.figures.least(value)
                    };
                    enough.push(
                        if now.ends_with(&format!("(now {least})"))
                            || now.is_empty() && least == "1"
                        {
                            // What is needed beyond today is less than the digits show.
                            format!("a little more of {what}{now}")
                        } else if times.is_empty() {
                            format!("{what} of {least}{now}")
                        } else {
                            format!("{least}{times} {what}")
                        },
                    );
                }
                Least::Never => not_enough.push(what.to_string()),
                Least::Unknown => {}
            }
        }
        let not_enough = match not_enough.len() {
            0 => String::new(),
            _ => format!("; no more of {} would be enough", listed(&not_enough)),
        };
        match enough.len() {
            0 => sentence(&format!(
                "{name}: nothing in its own numbers alone removes the obstacle{not_enough}"
            )),
            _ => sentence(&format!(
                "{name}: each of these alone would remove the obstacle: {}{not_enough}",
                enough.join("; ")
            )),
        }
    }

    fn together(&self, obstacle: &Obstacle) -> Option<String> {
        let bonds = obstacle.bonds.as_ref()?;
        let bonds: Vec<String> = self.bonds(bonds);
        (!bonds.is_empty()).then(|| {
            format!(
                "The bonds with the least sum that would: {}.",
                listed(&bonds)
            )
        })
    }

    /// Bonds by party, those that are nothing left out.
    pub(super) fn bonds(&self, bonds: &[f64]) -> Vec<String> {
        let named = self
            .study()
            .deal
            .party_ids()
            .zip(bonds)
            .map(|(party, bond)| (party, self.least_worth(party, *bond)))
            .filter(|(_, bond)| bond != "0");
        named
            .map(|(party, bond)| format!("{bond} by {}", self.acts.name(party)))
            .collect()
    }

    /// Threats that are not credible, and promises that are not worth keeping.
    pub(super) fn threats(&self) -> Vec<String> {
        let idle = self.study().idle_threats.iter().map(|id| {
            format!(
                "Not credible, and not used: the threat to undo {}, since {} would rather keep it.",
                self.acts.owned(*id),
                self.acts.name(self.acts.commitment(*id).owner)
            )
        });
        idle.collect()
    }

    /// How the plan stands over the ranges of its numbers.
    pub(super) fn ranges(&self) -> Vec<String> {
        let Some(ranges) = &self.study().ranges else {
            return vec![];
        };
        let n_draws = ranges.n_draws;
        let share = |n: usize| self.figures.share(n as f64 / n_draws.max(1) as f64);
        let mut told = vec![format!(
            "The numbers are ranges. The plan, made for their middles, still holds in {} of {} from them ({} of {n_draws}, seed {}).",
            share(ranges.n_held),
            counted(n_draws, "draw"),
            ranges.n_held,
            ranges.seed
        )];
        let parties = self
            .study()
            .deal
            .party_ids()
            .zip(&ranges.held_by)
            .filter(|(_, held)| **held < n_draws);
        let parties: Vec<String> = parties
            .map(|(party, held)| format!("{} in {}", self.acts.name(party), share(*held)))
            .collect();
        if !parties.is_empty() {
            told.push(format!(
                "Who keeps to it: {}; the others always.",
                listed(&parties)
            ));
        }
        if ranges.n_unphysical > 0 {
            told.push(format!(
                "In {} the schedule itself is too fast.",
                share(ranges.n_unphysical)
            ));
        }
        told
    }
}

/// An answer in a word or two.
pub(super) fn says(answer: &Answer) -> &'static str {
    match answer {
        Answer::Holds(_) => "holds",
        Answer::None(_) => "none in model",
        Answer::Stopped(_) => "stopped",
    }
}
