//! The section of the page: is there a roadmap that holds?

use super::super::words::{counted, sentence};
use super::acts::Acts;
use super::lists::{Table, as_sentences, comparison};
use super::sentences::{ASSUMPTIONS, REMARKS, says};
use super::{Teller, Told};
use crate::document::{Bars, Chart, Curve, Lane};
use crate::document::{Block, Line, Section};
use crate::model::{CommitmentId, Dossier, Estimate, PartyId, Reasons, Roadmap};
use crate::roadmap::{Answer, Number, Plan};

/// Turns a text and its reasons into a line of the page.
pub(in crate::brief) type Reasoned<'a> = &'a dyn Fn(String, &Reasons) -> Line;

/// The section; `None` where the dossier has no roadmap or none of its plans was answered.
pub(in crate::brief) fn section(
    dossier: &Dossier,
    plans: &[Told],
    reasoned: Reasoned<'_>,
) -> Option<Section> {
    let roadmap = dossier.roadmap.as_ref()?;
    let (first, others) = plans.split_first()?;
    let teller = Teller::new(dossier, roadmap, first);
    let mut blocks = vec![Block::Paragraph(Line {
        tag: Some(sentence(says(&first.study.answer))),
        ..Line::new(teller.verdict())
    })];
    blocks.extend(teller.chart_and_binding());
    if !others.is_empty() {
        blocks.push(Block::Heading("Other plans beside it".to_string()));
        blocks.extend(table(
            "Plans side by side: whether they hold, in how many phases, and what they are worth to whom",
            comparison(dossier, roadmap, plans),
        ));
        blocks.push(Block::List(
            others
                .iter()
                .map(|other| Teller::new(dossier, roadmap, other).beside())
                .collect(),
        ));
    }
    blocks.extend(teller.more());
    blocks.extend(rests_on(dossier, roadmap, reasoned));
    Some(Section {
        id: "roadmap".to_string(),
        heading: "A roadmap that holds?".to_string(),
        blocks,
        grounds: vec![],
    })
}

/// A table as a block; none where it is empty.
fn table(caption: &str, rows: Table) -> Option<Block> {
    let mut rows = rows.into_iter();
    let header = rows.next()?;
    let width = header.len();
    let full = |row: Vec<String>| {
        row.into_iter()
            .chain(std::iter::repeat(String::new()))
            .take(width)
            .map(Line::new)
            .collect()
    };
    Some(Block::Table {
        caption: caption.to_string(),
        header,
        rows: rows.map(full).collect(),
    })
}

fn list(heading: &str, lines: Vec<String>) -> Vec<Block> {
    match lines.len() {
        0 => vec![],
        _ => vec![
            Block::Heading(heading.to_string()),
            Block::List(lines.into_iter().map(Line::new).collect()),
        ],
    }
}

impl Teller<'_> {
    fn chart_and_binding(&self) -> Vec<Block> {
        match &self.study().answer {
            Answer::Holds(plan) => {
                let mut blocks = vec![
                    Block::Paragraph(Line::new(self.binding(plan))),
                    Block::Chart(self.chart(plan)),
                ];
                blocks.push(Block::Paragraph(Line::new(format!(
                    "{} {}",
                    self.objective(plan),
                    Self::checked(plan)
                ))));
                blocks.push(Block::Heading(
                    "What it is worth to each party, and where it is tempted most".to_string(),
                ));
                blocks.push(Block::List(
                    self.study()
                        .deal
                        .party_ids()
                        .map(|party| self.party(plan, party))
                        .collect(),
                ));
                blocks
            }
            Answer::None(proof) => list("What stands in the way", self.obstacles(proof)),
            Answer::Stopped(_) => vec![],
        }
    }

    fn party(&self, plan: &Plan, party: PartyId) -> Line {
        let tempted = match self.tightest(plan, party) {
            Some(tightest) => self.temptation(tightest),
            None => "no step of its own to withhold or go back on".to_string(),
        };
        let value = self.worth(party, plan.values[party.idx()]);
        Line {
            tag: Some(self.acts.name(party).to_string()),
            ..Line::new(sentence(&format!("{value}; {tempted}")))
        }
    }

    fn chart(&self, plan: &Plan) -> Chart {
        let mut columns = vec!["today".to_string()];
        columns.extend((1..=plan.phases).map(|phase| phase.to_string()));
        columns.push("later".to_string());
        let lanes = self.by_owner().into_iter().map(|(party, own)| {
            let bars = own.into_iter().map(|id| {
                let start = self.study().deal.undertakings[id.idx()].start;
                let levels = std::iter::once(start)
                    .chain(plan.schedule.levels[id.idx()].iter().copied())
                    .collect();
                Bars {
                    label: self.acts.act(id),
                    levels,
                }
            });
            let slack: Vec<Option<f64>> = plan.tightest[party.idx()]
                .iter()
                .map(|it| it.as_ref().map(|it| it.slack))
                .collect();
            let slack_text = slack
                .iter()
                .map(|slack| {
                    slack.map_or_else(|| "–".to_string(), |slack| self.worth(party, slack))
                })
                .collect();
            Lane {
                party: party.idx(),
                name: self.acts.name(party).to_string(),
                bars: bars.collect(),
                slack,
                slack_text,
            }
        });
        let length = self
            .acts
            .roadmap
            .phase
            .as_ref()
            .map_or_else(String::new, |phase| format!(" of {phase}"));
        let alternative = format!(
            "The schedule by party and phase{length}: how much of each measure is in force, and below it what walking away in that phase \
             would cost the party; a dot where it would cost nothing"
        );
        Chart {
            alternative,
            columns,
            lanes: lanes.collect(),
        }
    }

    /// A plan beside the first, in a line: its verdict and what binds or stands in the way.
    fn beside(&self) -> Line {
        let text = self
            .told
            .of(self.acts.roadmap)
            .and_then(|variant| variant.text.as_ref());
        let text = text.map_or_else(String::new, |text| format!("{} ", sentence(text)));
        let details = match &self.study().answer {
            Answer::Holds(plan) => std::iter::once(self.binding(plan))
                .chain(self.ranges())
                .collect(),
            Answer::None(proof) => self.obstacles(proof),
            Answer::Stopped(_) => vec![],
        };
        let name = self.told.name(self.acts.roadmap);
        Line {
            tag: Some(name.to_string()),
            details,
            ..Line::new(format!("{text}{}", self.verdict()))
        }
    }

    /// Prices, thresholds, the frontier, ranges, threats.
    fn more(&self) -> Vec<Block> {
        let study = self.study();
        let mut blocks = Vec::new();
        if let Some(prices) = &study.prices {
            let prices = self.prices(prices);
            blocks.push(Block::Heading("The price list".to_string()));
            if prices.is_empty() {
                blocks.push(Block::Paragraph(Line::new(
                    "A little more of any number would be worth nothing.",
                )));
            } else {
                blocks.push(Block::Paragraph(Line::new(
                    as_sentences(&prices[..1]).concat(),
                )));
                let rows = std::iter::once(["A little more", "Worth"].map(String::from).to_vec());
                let rows = rows
                    .chain(prices.into_iter().map(|(what, worth)| vec![what, worth]))
                    .collect();
                blocks.extend(table(
                    "What a little more would add to the objective, in the unit of the values",
                    rows,
                ));
            }
        }
        blocks.extend(
            self.condition_of_prices()
                .map(|why| Block::Paragraph(Line::new(why))),
        );
        if let Some(thresholds) = study.thresholds.as_ref().filter(|_| !self.is_physical()) {
            let rows = self.least(thresholds);
            let further = self.further(thresholds);
            if !rows.is_empty() || !further.is_empty() {
                blocks.push(Block::Heading("The least that is enough".to_string()));
                blocks.extend(table(
                    "The least of each number with which a plan holds, all others as they stand",
                    rows,
                ));
                blocks.push(Block::List(further.into_iter().map(Line::new).collect()));
            }
        }
        if !study.frontier.is_empty() && !self.is_physical() {
            blocks.push(Block::Heading(
                "Detection against number of phases".to_string(),
            ));
            blocks.push(match self.points().iter().any(|(_, factor, _)| factor.is_some()) {
                true => Block::Curve(self.curve()),
                false => Block::Paragraph(Line::new(format!(
                    "However much is seen of what the owners of the targets do, no plan holds within {}.",
                    self.length(study.frontier.len())
                ))),
            });
        }
        blocks.extend(list("Over the ranges", self.ranges()));
        blocks.extend(table(
            "Numbers of which the worse end alone breaks the plan",
            self.breaks(),
        ));
        blocks.extend(list("Threats that are not used", self.threats()));
        if study.stopped {
            blocks.push(Block::Paragraph(Line::new(
                "The work was stopped before all of this was answered.",
            )));
        }
        blocks
    }

    fn curve(&self) -> Curve {
        let alternative =
            "How much more or less must be seen, as a factor on the chances that cheating by the owners of the targets is seen, \
                           for a plan of so many phases to hold; the line is the dossier’s own detection"
                .to_string();
        Curve {
            alternative,
            label: "factor on the chances that cheating is seen".to_string(),
            points: self.points(),
        }
    }
}

/// Worths to parties: "North Korea -7, United States 6".
fn worths(acts: Acts<'_>, worths: &[(PartyId, Estimate)]) -> String {
    let told: Vec<String> = worths
        .iter()
        .map(|(party, worth)| format!("{} {}", acts.name(*party), estimate(*worth)))
        .collect();
    told.join(", ")
}

/// A number of the dossier as it stands there.
fn estimate(it: Estimate) -> String {
    if it.is_range() {
        format!("{} to {}", it.low, it.high)
    } else {
        it.low.to_string()
    }
}

/// What the numbers are, what they rest on, and what the model leaves out.
fn rests_on(dossier: &Dossier, roadmap: &Roadmap, reasoned: Reasoned<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("What this takes as given".to_string())];
    let reasons: Vec<&Reasons> = (roadmap.commitments.iter().map(|it| &it.reasons))
        .chain(
            roadmap
                .stakes
                .iter()
                .filter(|it| it.span.end > it.span.start)
                .map(|it| &it.reasons),
        )
        .chain(roadmap.assurances.iter().map(|it| &it.reasons))
        .collect();
    let judged = reasons
        .iter()
        .filter(|it| it.judgement && it.cites.is_empty())
        .count();
    let n_ranges = Number::all(roadmap)
        .iter()
        .filter(|(_, number)| number.is_range())
        .count();
    blocks.push(Block::Paragraph(Line::new(format!(
        "The numbers are illustrative: {judged} of {} of the roadmap stand on judgement alone, and {} given as ranges.",
        counted(reasons.len(), "entry"),
        if n_ranges == 1 { "1 number is".to_string() } else { format!("{n_ranges} numbers are") }
    ))));
    blocks.push(Block::Paragraph(Line::new(ASSUMPTIONS.join(" "))));
    blocks.push(Block::List(REMARKS.map(Line::new).to_vec()));
    let header = [
        "Party",
        "Step",
        "Worth per phase in full",
        "Once",
        "Cannot be undone",
        "Seen, per phase",
        "Answered after",
    ];
    let acts = Acts { dossier, roadmap };
    let rows = roadmap.commitments.iter().enumerate().map(|(idx, it)| {
        let id = CommitmentId::new(idx);
        vec![
            Line::new(dossier.parties[it.owner.idx()].name.clone()),
            reasoned(acts.act(id), &it.reasons),
            Line::new(worths(acts, &it.per_phase)),
            Line::new(worths(acts, &it.once)),
            Line::new(estimate(it.irreversible)),
            Line::new(estimate(it.withhold.detect)),
            Line::new(counted(it.withhold.lag, "phase")),
        ]
    });
    let caption =
        "The steps of the roadmap, what each is worth to whom, and how soon withholding it shows"
            .to_string();
    blocks.push(Block::Table {
        caption,
        header: header.map(String::from).to_vec(),
        rows: rows.collect(),
    });
    blocks.push(stakes(dossier, roadmap, reasoned));
    blocks.extend(assurances(dossier, roadmap, reasoned));
    blocks
}

/// What each party brings that the section names.
fn stakes(dossier: &Dossier, roadmap: &Roadmap, reasoned: Reasoned<'_>) -> Block {
    let named = dossier
        .parties
        .iter()
        .zip(&roadmap.stakes)
        .filter(|(_, it)| it.span.end > it.span.start);
    let rows = named.map(|(party, it)| {
        let patience = reasoned(estimate(it.patience), &it.reasons);
        vec![
            Line::new(party.name.clone()),
            patience,
            Line::new(estimate(it.weight)),
            Line::new(estimate(it.bond)),
        ]
    });
    let caption = "What each party brings: how much the next phase counts against this one, its weight, and what it forfeits when found out";
    let header = ["Party", "Patience", "Weight", "Bond"]
        .map(String::from)
        .to_vec();
    Block::Table {
        caption: caption.to_string(),
        header,
        rows: rows.collect(),
    }
}

/// What third parties promise.
fn assurances(dossier: &Dossier, roadmap: &Roadmap, reasoned: Reasoned<'_>) -> Option<Block> {
    let acts = Acts { dossier, roadmap };
    let lines = roadmap.assurances.iter().map(|it| {
        let (by, to) = (acts.name(it.by), acts.name(it.to));
        let (pays, costs) = (estimate(it.pays), estimate(it.costs));
        let text = format!(
            "{by} promises {to} {pays} per phase, at a cost of {costs}, if {} does not happen or is undone.",
            acts.owned(it.against)
        );
        reasoned(text, &it.reasons)
    });
    let lines: Vec<Line> = lines.collect();
    (!lines.is_empty()).then_some(Block::List(lines))
}
