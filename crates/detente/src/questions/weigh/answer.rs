//! The answer of `weigh`: names and numbers.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Audience, Dossier, EvidenceId, HypothesisId, Undone};
use crate::weigh::{self, Change, Holds, Ledger, Lookout, Weighed, Weighing, leading};

/// A number that JSON has as null where it does not exist: NaN here, as in the analysis.
type OrNull = Option<f64>;
/// A number by the id of each hypothesis.
type ByHypothesis = IndexMap<String, f64>;

/// The answer of `weigh`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WeighAnswer {
    /// The hypotheses, in the order of the dossier.
    pub hypotheses: Vec<Hypothesis>,
    /// The hypothesis that is most credible after the evidence; null when several are equally so.
    pub leading: Option<String>,
    /// The hypotheses that other numbers from the ranges put ahead of the leading one.
    pub contenders: Vec<String>,
    /// The items that bear on the hypotheses.
    pub items: Vec<Item>,
    /// The signals, and whether they could tell sincerity from bluff.
    pub signals: Vec<Signal>,
    /// The answer without each item, and without each origin that has copies.
    pub without: Vec<Without>,
    /// The beliefs without the items that are talk; null when there are none.
    #[schemars(with = "Option<IndexMap<String, OrNull>>")]
    pub without_talk: Option<ByHypothesis>,
    /// How far each number moves the belief in the leading hypothesis, widest first.
    pub swings: Vec<Swing>,
    /// Observations not made yet, most informative first.
    pub indicators: Vec<Indicator>,
    /// Why no hypothesis is left, so that no posterior exists; null when one is.
    pub exhausted: Option<Exhausted>,
    /// The items whose ranges allow that they are impossible under every hypothesis.
    pub may_exhaust: Vec<String>,
    /// Priors of 0 and 1, which no evidence moves; null where there are none.
    pub fixed_priors: Option<FixedPriors>,
    /// The numbers that signs and grades stand for.
    pub weights: Weights,
    /// The sum of the priors in the file, where it is not 1.
    pub prior_sum: Option<f64>,
}

/// A hypothesis: belief before and after the evidence, and its inconsistencies.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Hypothesis {
    /// Its id.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Its probability before the evidence.
    pub before: f64,
    /// Its probability after the evidence; null, as the next two, where no posterior exists.
    #[schemars(with = "OrNull")]
    pub after: f64,
    /// The least and the most after the evidence, over all ranges.
    #[schemars(with = "[OrNull; 2]")]
    pub range: [f64; 2],
    /// The number of inconsistent items.
    pub inconsistent: usize,
    /// The number of inconsistent items, weighted by grade.
    pub weighted: f64,
    /// The sum of squares below the middle of the scale.
    pub squared: f64,
    /// The sum of squares above the middle of the scale.
    pub support: f64,
    /// The rank by weighted inconsistency, 1 the best; ties share a rank.
    pub rank: usize,
}

/// An item of evidence as it enters.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Item {
    /// Its id.
    pub item: String,
    /// The item at the beginning of its chain of origins; itself when it copies nothing.
    pub origin: String,
    /// The chance of the item under each hypothesis that it says something about.
    pub chances: IndexMap<String, f64>,
    /// The chance that the report is right; null when the item has no grade and is taken as given.
    pub right: Option<f64>,
    /// The number of independent reports that it counts as: 1, or a share of its origin.
    pub share: f64,
    /// The greatest likelihood ratio between two hypotheses; 1 tells nothing, null rules one out.
    pub ratio: Option<f64>,
}

/// A signal, and whether it could tell sincerity from bluff.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Signal {
    /// The item that reports it.
    pub item: String,
    /// What the item says.
    pub says: String,
    /// How it could tell: `talk`, `sunk`, …
    pub way: &'static str,
    /// Whether it tells: `always`, `partly` or `never` over the ranges; null where what being believed is worth is not given.
    pub separates: Option<&'static str>,
    /// Whether it is too dear even for a sincere sender: `always`, `partly` or `never` over the ranges.
    pub too_dear: Option<&'static str>,
    /// The sender's record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<Kept>,
    /// The party that sent it.
    pub by: String,
    /// How easily it is undone.
    pub undone: Option<&'static str>,
    /// Who sees it.
    pub seen_by: Option<&'static str>,
    /// Whether anybody can check it.
    pub checkable: Option<bool>,
    /// The least and the most that it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<[f64; 2]>,
}

/// How many of a sender's earlier promises were kept.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Kept {
    /// The number kept.
    pub kept: u32,
    /// The number made.
    pub of: u32,
    /// The chance that the next is kept.
    pub mean: f64,
    /// The least and the most of that chance.
    pub interval: [f64; 2],
}

/// The answer without an item.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Without {
    /// The item.
    pub item: String,
    /// Whether its copies are left out too.
    pub with_copies: bool,
    /// The belief in each hypothesis; null where no posterior exists.
    #[schemars(with = "IndexMap<String, OrNull>")]
    pub after: ByHypothesis,
    /// The rank of each hypothesis.
    pub ranks: Vec<usize>,
    /// Whether another hypothesis leads, or none.
    pub turns: bool,
    /// The hypotheses that the item alone rules out.
    pub rules_out: Vec<String>,
}

/// How far a number moves the belief in the leading hypothesis.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Swing {
    /// The number.
    #[serde(flatten)]
    pub varied: Varied,
    /// The belief at the number's lower end; null where no posterior exists.
    #[schemars(with = "OrNull")]
    pub low: f64,
    /// The belief at its upper end.
    #[schemars(with = "OrNull")]
    pub high: f64,
}

/// A number that is varied over its range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Varied {
    /// The prior of a hypothesis.
    Prior {
        /// The hypothesis.
        prior: String,
    },
    /// The chance of an item under a hypothesis.
    Chance {
        /// The item.
        item: String,
        /// The hypothesis.
        hypothesis: String,
    },
    /// The grade of an item, one step less credible.
    Grade {
        /// The item.
        grade: String,
    },
}

/// An observation not made yet.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Indicator {
    /// Its id.
    pub id: String,
    /// What would be seen.
    pub text: String,
    /// The chance of seeing it.
    pub chance: f64,
    /// The belief in each hypothesis if it is seen; null where no hypothesis allows that.
    #[schemars(with = "IndexMap<String, OrNull>")]
    pub if_seen: ByHypothesis,
    /// The belief in each hypothesis if it is not.
    #[schemars(with = "IndexMap<String, OrNull>")]
    pub if_not: ByHypothesis,
    /// The information expected of it, in bits.
    pub bits: f64,
}

/// Why no hypothesis is left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Exhausted {
    /// The items that are impossible under every hypothesis.
    pub items: Vec<String>,
    /// Where no single item is: each hypothesis with the items that rule it out; none where its prior is 0.
    pub ruled_out: IndexMap<String, Vec<String>>,
}

/// Priors that no evidence moves.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FixedPriors {
    /// The hypotheses with a prior of 0.
    pub at_zero: Vec<String>,
    /// The hypothesis with a prior of 1.
    pub at_one: Option<String>,
    /// The beliefs from equal priors: what the evidence says by itself.
    #[schemars(with = "IndexMap<String, OrNull>")]
    pub by_evidence: ByHypothesis,
    /// The items that speak against what the priors favour; none where priors and evidence agree.
    pub against: Vec<String>,
}

/// The numbers that signs and grades stand for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Weights {
    /// The chances that the signs stand for, from `--` to `++`.
    pub signs: [f64; 5],
    /// How far sources of reliability A to F are trusted.
    pub trust: [f64; 6],
    /// The chance that content of credibility 1 to 6 is true.
    pub credibility: [f64; 6],
    /// How far copies of one origin depend on it.
    pub dependence: f64,
}

/// Names in place of positions.
struct Names<'a> {
    dossier: &'a Dossier,
}

pub(super) fn of(dossier: &Dossier, weighing: &Weighing) -> WeighAnswer {
    let names = Names { dossier };
    let weights = &dossier.weighing.weights;
    WeighAnswer {
        hypotheses: names.hypotheses(weighing),
        leading: leading(weighing).map(|it| names.hypothesis(it)),
        contenders: names.list(&weighing.contenders),
        items: weighing.items.iter().map(|it| names.weighed(it)).collect(),
        signals: weighing.ledger.iter().map(|it| names.signal(it)).collect(),
        without: weighing
            .without
            .iter()
            .map(|it| names.without(it))
            .collect(),
        without_talk: weighing.without_talk.as_deref().map(|it| names.by_id(it)),
        swings: weighing.swings.iter().map(|it| names.swing(it)).collect(),
        indicators: weighing
            .lookouts
            .iter()
            .map(|it| names.indicator(it))
            .collect(),
        exhausted: weighing.exhausted.as_ref().map(|it| names.exhausted(it)),
        may_exhaust: names.items(&weighing.may_exhaust),
        fixed_priors: weighing.fixed.as_ref().map(|it| names.fixed(it)),
        weights: Weights {
            signs: weights.signs,
            trust: weights.trust,
            credibility: weights.credibility,
            dependence: weights.dependence,
        },
        prior_sum: weighing.prior_sum,
    }
}

impl Names<'_> {
    fn hypothesis(&self, id: HypothesisId) -> String {
        self.dossier.weighing.hypotheses[id.idx()].id.clone()
    }

    fn item(&self, id: EvidenceId) -> String {
        self.dossier.evidence[id.idx()].id.clone()
    }

    fn list(&self, ids: &[HypothesisId]) -> Vec<String> {
        ids.iter().map(|id| self.hypothesis(*id)).collect()
    }

    fn items(&self, ids: &[EvidenceId]) -> Vec<String> {
        ids.iter().map(|id| self.item(*id)).collect()
    }

    fn exhausted(&self, it: &weigh::Exhausted) -> Exhausted {
        let ruled_out = it.ruled_out.iter();
        Exhausted {
            items: self.items(&it.items),
            ruled_out: ruled_out
                .map(|(h, items)| (self.hypothesis(*h), self.items(items)))
                .collect(),
        }
    }

    fn fixed(&self, it: &weigh::Fixed) -> FixedPriors {
        FixedPriors {
            at_zero: self.list(&it.at_zero),
            at_one: it.at_one.map(|h| self.hypothesis(h)),
            by_evidence: self.by_id(&it.by_evidence),
            against: self.items(&it.against),
        }
    }

    fn by_id(&self, numbers: &[f64]) -> ByHypothesis {
        let hypotheses = self.dossier.weighing.hypotheses.iter();
        hypotheses
            .zip(numbers)
            .map(|(hypothesis, number)| (hypothesis.id.clone(), *number))
            .collect()
    }

    fn hypotheses(&self, weighing: &Weighing) -> Vec<Hypothesis> {
        let given = self.dossier.weighing.hypotheses.iter();
        let found = weighing.beliefs.iter().zip(&weighing.scores);
        given
            .zip(found)
            .map(|(hypothesis, (belief, score))| Hypothesis {
                id: hypothesis.id.clone(),
                text: hypothesis.text.clone(),
                before: belief.before,
                after: belief.after,
                range: [belief.least, belief.most],
                inconsistent: score.count,
                weighted: score.weighted,
                squared: score.squared,
                support: score.support,
                rank: score.rank,
            })
            .collect()
    }

    fn weighed(&self, it: &Weighed) -> Item {
        let hypotheses = self.dossier.weighing.hypotheses.iter();
        let chances = hypotheses.zip(&it.chances);
        Item {
            item: self.item(it.item),
            origin: self.item(it.origin),
            chances: chances
                .filter_map(|(hypothesis, chance)| Some((hypothesis.id.clone(), (*chance)?)))
                .collect(),
            right: it.right,
            share: it.share,
            ratio: it.ratio.is_finite().then_some(it.ratio),
        }
    }

    fn signal(&self, line: &Ledger) -> Signal {
        let signals = &self.dossier.weighing.signals;
        let signal = signals
            .iter()
            .find(|(item, _)| *item == line.item)
            .map(|(_, signal)| signal)
            .expect("a ledger has lines for signals of the dossier");
        Signal {
            item: self.item(line.item),
            says: self.dossier.evidence[line.item.idx()].says.clone(),
            way: line.way.word(),
            separates: line.separates.map(word),
            too_dear: line.too_dear.map(word),
            kept: line.kept.map(|kept| Kept {
                kept: kept.kept,
                of: kept.of,
                mean: kept.mean,
                interval: [kept.low, kept.high],
            }),
            by: self.dossier.parties[signal.by.idx()].id.clone(),
            undone: signal.undone.map(Undone::word),
            seen_by: signal.seen_by.map(Audience::word),
            checkable: signal.checkable,
            cost: signal
                .cost
                .map(|cost| [cost.low, cost.high].map(|end| end.nanos as f64 / 1e9)),
        }
    }

    fn without(&self, change: &Change) -> Without {
        Without {
            item: self.item(change.item),
            with_copies: change.with_copies,
            after: self.by_id(&change.after),
            ranks: change.ranks.clone(),
            turns: change.turns,
            rules_out: self.list(&change.rules_out),
        }
    }

    fn swing(&self, swing: &weigh::Swing) -> Swing {
        let varied = match swing.varied {
            weigh::Varied::Prior(h) => Varied::Prior {
                prior: self.hypothesis(h),
            },
            weigh::Varied::Chance(item, h) => Varied::Chance {
                item: self.item(item),
                hypothesis: self.hypothesis(h),
            },
            weigh::Varied::Grade(item) => Varied::Grade {
                grade: self.item(item),
            },
        };
        Swing {
            varied,
            low: swing.low,
            high: swing.high,
        }
    }

    fn indicator(&self, lookout: &Lookout) -> Indicator {
        let indicator = &self.dossier.weighing.indicators[lookout.indicator];
        Indicator {
            id: indicator.id.clone(),
            text: indicator.text.clone(),
            chance: lookout.chance,
            if_seen: self.by_id(&lookout.if_seen),
            if_not: self.by_id(&lookout.if_not),
            bits: lookout.bits,
        }
    }
}

fn word(holds: Holds) -> &'static str {
    match holds {
        Holds::Always => "always",
        Holds::Partly => "partly",
        Holds::Never => "never",
    }
}
