//! What a study says, in tables: schedule, slack, prices, what breaks the plan, the frontier, and plans side by side.

use super::super::words::{counted, sentence};
use super::figures::{NOTHING, level};
use super::sentences::says;
use super::{Teller, Told};
use crate::model::{CommitmentId, Dossier, PartyId, Roadmap, Schedule};
use crate::roadmap::{Answer, Least, Number, Plan, Prices, Shorter};

/// A table: its first row names the columns, and the first cell of each other row names the row.
pub(super) type Table = Vec<Vec<String>>;

/// How many ends of ranges that break a plan are told.
const ENDS_MAX: usize = 12;

/// Phases in a row in which no level changes, as the first and the last of them.
pub(super) fn runs(schedule: &Schedule) -> Vec<(usize, usize)> {
    let n_phases = schedule.levels.first().map_or(0, Vec::len);
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for phase in 1..=n_phases {
        let is_same = |levels: &Vec<f64>| {
            phase > 1 && (levels[phase - 1] - levels[phase - 2]).abs() <= NOTHING
        };
        match runs
            .last_mut()
            .filter(|_| schedule.levels.iter().all(is_same))
        {
            Some((_, last)) => *last = phase,
            None => runs.push((phase, phase)),
        }
    }
    runs
}

/// Phases as a heading: `3`, or `3–6`.
fn phases((first, last): (usize, usize)) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first}–{last}")
    }
}

impl Teller<'_> {
    /// The undertakings of each party that has any, with the party's name.
    pub(super) fn by_owner(&self) -> Vec<(PartyId, Vec<CommitmentId>)> {
        let deal = &self.study().deal;
        deal.party_ids()
            .map(|party| (party, deal.own(party)))
            .filter(|(_, own)| !own.is_empty())
            .collect()
    }

    /// What is in force at the end of each phase; phases in which nothing changes share a column.
    pub(super) fn schedule(&self, plan: &Plan) -> Table {
        let runs = runs(&plan.schedule);
        let mut header = vec!["share in force".to_string(), "today".to_string()];
        header.extend(runs.iter().map(|run| phases(*run)));
        let mut table = vec![header];
        for (party, own) in self.by_owner() {
            table.push(vec![self.acts.name(party).to_string()]);
            for id in own {
                let levels = &plan.schedule.levels[id.idx()];
                let mut row = vec![
                    format!("– {}", self.acts.act(id)),
                    level(self.study().deal.undertakings[id.idx()].start),
                ];
                row.extend(runs.iter().map(|(first, _)| level(levels[first - 1])));
                table.push(row);
            }
        }
        table
    }

    /// Per party and phase what abandoning the plan would cost.
    pub(super) fn slack(&self, plan: &Plan) -> Table {
        let mut header = vec!["lost by walking away in phase".to_string()];
        header.extend((1..=plan.phases).map(|phase| phase.to_string()));
        header.push("later".to_string());
        let rows = self.by_owner().into_iter().map(|(party, _)| {
            let slacks = plan.tightest[party.idx()].iter();
            let cells = slacks.map(|it| {
                it.as_ref()
                    .map_or_else(|| "–".to_string(), |it| self.worth(party, it.slack))
            });
            std::iter::once(self.acts.name(party).to_string())
                .chain(cells)
                .collect()
        });
        std::iter::once(header).chain(rows).collect()
    }

    /// What a little more of each number would be worth, dearest first within its kind; what is worth nothing is left out.
    pub(super) fn prices(&self, prices: &Prices) -> Vec<(String, String)> {
        let deal = &self.study().deal;
        let name = |party: PartyId| self.acts.name(party);
        let mut told = Vec::new();
        let mut kind = |unit: f64, mut list: Vec<(String, f64)>| {
            let nothing = NOTHING * unit;
            list.retain(|(_, worth)| worth.abs() > nothing);
            // What differs by rounding only stays in the order of the file.
            list.sort_by_key(
                |(_, worth)| std::cmp::Reverse((worth.abs() / nothing).round() as u64),
            );
            told.extend(
                list.into_iter()
                    .map(|(what, worth)| (what, self.figures.signed_worth(worth, nothing))),
            );
        };
        let [per_number, per_worth] = self.price_units();
        let ids = || deal.undertaking_ids();
        let point = 0.01;
        kind(
            per_number,
            ids()
                .map(|id| {
                    (
                        format!("one point more detection of {}", self.cheating(id)),
                        prices.detect[id.idx()] * point,
                    )
                })
                .collect(),
        );
        let reverse = ids().filter_map(|id| Some((id, prices.reverse[id.idx()]?)));
        kind(
            per_number,
            reverse
                .map(|(id, worth)| {
                    (
                        format!("one point more detection of {}", self.going_back(id)),
                        worth * point,
                    )
                })
                .collect(),
        );
        let lag = ids().filter_map(|id| Some((id, prices.lag[id.idx()]?)));
        kind(
            per_number,
            lag.map(|(id, shorter)| {
                (
                    format!("an answer to {} one phase sooner", self.cheating(id)),
                    self.bought(shorter),
                )
            })
            .collect(),
        );
        let all = prices
            .lags
            .filter(|_| prices.lag.iter().flatten().count() > 1);
        kind(
            per_number,
            all.map(|shorter| {
                (
                    "answers to all cheating one phase sooner".to_string(),
                    self.bought(shorter),
                )
            })
            .into_iter()
            .collect(),
        );
        kind(
            per_worth,
            deal.party_ids()
                .map(|id| {
                    (
                        format!("a bond of one unit by {}", name(id)),
                        prices.bond[id.idx()],
                    )
                })
                .collect(),
        );
        kind(
            per_number,
            deal.party_ids()
                .map(|id| {
                    (
                        format!("one point more patience of {}", name(id)),
                        prices.patience[id.idx()] * point,
                    )
                })
                .collect(),
        );
        let kept = |id: CommitmentId| {
            format!(
                "one point more of {} that cannot be undone",
                self.acts.owned(id)
            )
        };
        kind(
            per_number,
            ids()
                .map(|id| (kept(id), prices.irreversible[id.idx()] * point))
                .collect(),
        );
        told
    }

    /// What shorter lags buy; of the fastest plan its welfare, since phases come whole.
    fn bought(&self, shorter: Shorter) -> f64 {
        if self.study().deal.objective == crate::model::Objective::Fastest {
            shorter.welfare
        } else {
            shorter.gain
        }
    }

    /// Cheating on a measure: "North Korea’s cheating on moving its arsenal to frozen".
    pub(super) fn cheating(&self, id: CommitmentId) -> String {
        format!(
            "{} cheating on {}",
            self.acts.whose(self.acts.commitment(id).owner),
            self.acts.act(id)
        )
    }

    fn going_back(&self, id: CommitmentId) -> String {
        format!(
            "{} going back on {}",
            self.acts.whose(self.acts.commitment(id).owner),
            self.acts.act(id)
        )
    }

    /// The ends of ranges at which the plan breaks, worst first, the first of them: the number, its value there, and who gains how much.
    pub(super) fn breaks(&self) -> Table {
        let Some(ranges) = &self.study().ranges else {
            return vec![];
        };
        let broken = ranges.ends.iter().filter(|end| !end.holds);
        let n_more = broken.clone().count().saturating_sub(ENDS_MAX);
        let more = (n_more > 0).then(|| {
            vec![
                format!("… and {}", counted(n_more, "other number")),
                String::new(),
                String::new(),
            ]
        });
        let rows: Table = broken
            .take(ENDS_MAX)
            .map(|end| {
                let slack = self.worth(end.party, -end.slack);
                let gain = if self.is_loss(end.party, end.slack) {
                    format!("{} gains {slack}", self.acts.name(end.party))
                } else {
                    "the pace".to_string()
                };
                vec![
                    self.number(end.number),
                    self.figures.number(end.value),
                    gain,
                ]
            })
            .collect();
        match rows.len() {
            0 => vec![],
            _ => std::iter::once(
                ["what alone breaks the plan", "at", "then"]
                    .map(String::from)
                    .to_vec(),
            )
            .chain(rows)
            .chain(more)
            .collect(),
        }
    }

    /// A number of the roadmap by name.
    pub(super) fn number(&self, number: Number) -> String {
        let name = |party: PartyId| self.acts.name(party);
        let owned = |id: CommitmentId| self.acts.owned(id);
        let promise = |position: usize| {
            let it = &self.acts.roadmap.assurances[position];
            format!("{} promise to {}", self.acts.whose(it.by), name(it.to))
        };
        match number {
            Number::FalseAlarm => "the chance of a false alarm".to_string(),
            Number::Patience(party) => format!("{} patience", self.acts.whose(party)),
            Number::Weight(party) => format!("{} weight", self.acts.whose(party)),
            Number::Bond(party) => format!("{} bond", self.acts.whose(party)),
            Number::PerPhase(id, party) => {
                format!("what {} is worth to {} per phase", owned(id), name(party))
            }
            Number::Once(id, party) => {
                format!("what {} is worth to {} once", owned(id), name(party))
            }
            Number::Irreversible(id) => format!("the share of {} that cannot be undone", owned(id)),
            Number::UndoCost(id) => format!("what undoing {} costs", owned(id)),
            Number::Start(id) => format!("how much of {} is in force today", owned(id)),
            Number::MaxStep(id) => format!("the largest step of {}", owned(id)),
            Number::Withhold(id) => format!("the chance that {} is seen", self.cheating(id)),
            Number::Reverse(id) => format!("the chance that {} is seen", self.going_back(id)),
            Number::Pays(position) => format!("what {} pays", promise(position)),
            Number::Costs(position) => format!("what {} costs", promise(position)),
        }
    }

    /// The least detection for each number of phases; numbers of phases with the same share a row.
    pub(super) fn frontier(&self) -> Table {
        let mut runs: Vec<((usize, usize), String)> = Vec::new();
        for (phases, _, text) in self.points() {
            match runs.last_mut().filter(|(_, told)| *told == text) {
                Some(((_, last), _)) => *last = phases,
                None => runs.push(((phases, phases), text)),
            }
        }
        if runs.is_empty() {
            return vec![];
        }
        let header = ["phases", "chances that cheating is seen"]
            .map(String::from)
            .to_vec();
        std::iter::once(header)
            .chain(runs.into_iter().map(|(run, text)| vec![phases(run), text]))
            .collect()
    }

    /// The least detection for each number of phases, as a factor if there is one, and in words.
    pub(super) fn points(&self) -> Vec<(usize, Option<f64>, String)> {
        let told = |factor: Least| match factor {
            Least::At(factor) => format!("× {}", self.figures.least(factor)),
            Least::Never => "no detection is enough".to_string(),
            Least::Unknown => "not found".to_string(),
        };
        self.study()
            .frontier
            .iter()
            .map(|point| (point.phases, point.factor.value(), told(point.factor)))
            .collect()
    }
}

/// Plans side by side: whether they hold, in how many phases, with which value to whom.
pub(super) fn comparison(dossier: &Dossier, roadmap: &Roadmap, plans: &[Told]) -> Table {
    let is_valued = |party: usize| {
        let matters = |deal: &crate::model::Deal| {
            deal.undertakings
                .iter()
                .any(|it| it.flow[party] != 0.0 || it.once[party] != 0.0)
        };
        plans.iter().any(|told| matters(&told.study.deal))
    };
    let parties: Vec<usize> = (0..dossier.parties.len())
        .filter(|party| is_valued(*party))
        .collect();
    let mut table = vec![
        ["plan", "answer", "phases", "objective"]
            .map(String::from)
            .to_vec(),
    ];
    table[0].extend(
        parties
            .iter()
            .map(|party| dossier.parties[*party].id.clone()),
    );
    for told in plans {
        let teller = Teller::new(dossier, roadmap, told);
        let mut row = vec![
            told.name(roadmap).to_string(),
            says(&told.study.answer).to_string(),
        ];
        match &told.study.answer {
            Answer::Holds(plan) => {
                row.extend([plan.phases.to_string(), teller.objective_value(plan)]);
                row.extend(
                    parties
                        .iter()
                        .map(|party| teller.worth(PartyId::new(*party), plan.values[*party])),
                );
            }
            _ => row.extend(
                std::iter::once(told.study.deal.phases.to_string())
                    .chain(std::iter::repeat_n("–".to_string(), parties.len() + 1)),
            ),
        }
        table.push(row);
    }
    table
}

/// A list of what and how much as sentences: "One point more … is worth +0.4."
pub(super) fn as_sentences(prices: &[(String, String)]) -> Vec<String> {
    prices
        .iter()
        .map(|(what, worth)| sentence(&format!("{what} is worth {worth}")))
        .collect()
}
