//! What weighing found, as JSON.

use serde_json::{Map, Value, json};

use crate::brief::json::{Input, opening};
use crate::model::{Dossier, HypothesisId};
use crate::weigh::{Change, Holds, Ledger, Varied, Weighing, leading};

/// The result of `weigh` as JSON, `detente.weigh/1`.
pub fn weighing_json(dossier: &Dossier, weighing: &Weighing, inputs: &[Input]) -> Value {
    let ids: Vec<&str> = dossier
        .weighing
        .hypotheses
        .iter()
        .map(|hypothesis| hypothesis.id.as_str())
        .collect();
    let item = |id: crate::model::EvidenceId| dossier.evidence[id.idx()].id.as_str();
    let by_id = |numbers: &[f64]| {
        ids.iter()
            .zip(numbers)
            .map(|(id, number)| ((*id).to_string(), json!(number)))
            .collect::<Map<_, _>>()
    };
    let mut it = opening("weigh", inputs);
    let hypotheses: Vec<Value> = (0..ids.len())
        .map(|h| {
            let (belief, score) = (weighing.beliefs[h], weighing.scores[h]);
            json!({
                "id": ids[h], "text": dossier.weighing.hypotheses[h].text,
                "before": belief.before, "after": belief.after, "range": [belief.least, belief.most],
                "inconsistent": score.count, "weighted": score.weighted, "squared": score.squared, "support": score.support, "rank": score.rank,
            })
        })
        .collect();
    it.insert("hypotheses".into(), hypotheses.into());
    it.insert(
        "leading".into(),
        leading(weighing).map(|leader| ids[leader.idx()]).into(),
    );
    it.insert(
        "contenders".into(),
        weighing
            .contenders
            .iter()
            .map(|rival| ids[rival.idx()])
            .collect(),
    );
    let items: Vec<Value> = weighing
        .items
        .iter()
        .map(|weighed| {
            let chances: Map<String, Value> =
                ids.iter().zip(&weighed.chances).filter_map(|(id, chance)| Some(((*id).to_string(), json!((*chance)?)))).collect();
            json!({
                "item": item(weighed.item), "origin": item(weighed.origin), "chances": chances, "right": weighed.right,
                "share": weighed.share, "ratio": weighed.ratio.is_finite().then_some(weighed.ratio),
            })
        })
        .collect();
    it.insert("items".into(), items.into());
    it.insert(
        "signals".into(),
        weighing
            .ledger
            .iter()
            .map(|line| ledger(dossier, line))
            .collect(),
    );
    let without = |change: &Change| {
        let rules_out: Vec<&str> = change.rules_out.iter().map(|h| ids[h.idx()]).collect();
        json!({
            "item": item(change.item), "with_copies": change.with_copies, "after": by_id(&change.after), "ranks": change.ranks,
            "turns": change.turns, "rules_out": rules_out,
        })
    };
    it.insert(
        "without".into(),
        weighing.without.iter().map(without).collect(),
    );
    it.insert(
        "without_talk".into(),
        weighing.without_talk.as_deref().map(by_id).into(),
    );
    let swings = weighing.swings.iter().map(|swing| {
        let mut row = match swing.varied {
            Varied::Prior(h) => json!({ "prior": ids[h.idx()] }),
            Varied::Chance(evidence, h) => {
                json!({ "item": item(evidence), "hypothesis": ids[h.idx()] })
            }
            Varied::Grade(evidence) => json!({ "grade": item(evidence) }),
        };
        row["low"] = json!(swing.low);
        row["high"] = json!(swing.high);
        row
    });
    it.insert("swings".into(), swings.collect());
    let lookouts = weighing.lookouts.iter().map(|lookout| {
        let indicator = &dossier.weighing.indicators[lookout.indicator];
        json!({
            "id": indicator.id, "text": indicator.text, "chance": lookout.chance, "if_seen": by_id(&lookout.if_seen),
            "if_not": by_id(&lookout.if_not), "bits": lookout.bits,
        })
    });
    it.insert("indicators".into(), lookouts.collect());
    it.insert("exhausted".into(), exhausted(dossier, weighing));
    it.insert(
        "may_exhaust".into(),
        weighing.may_exhaust.iter().map(|id| item(*id)).collect(),
    );
    let fixed = weighing.fixed.as_ref().map(|fixed| {
        json!({
            "at_zero": fixed.at_zero.iter().map(|h| ids[h.idx()]).collect::<Vec<_>>(), "at_one": fixed.at_one.map(|h| ids[h.idx()]),
            "by_evidence": by_id(&fixed.by_evidence), "against": fixed.against.iter().map(|id| item(*id)).collect::<Vec<_>>(),
        })
    });
    it.insert("fixed_priors".into(), fixed.into());
    it.insert("weights".into(), weights(dossier));
    it.insert("prior_sum".into(), weighing.prior_sum.into());
    debug_assert!(leading(weighing).is_none_or(|leader| leader < HypothesisId::new(ids.len())));
    Value::Object(it)
}

/// Why no hypothesis is left; null when one is.
fn exhausted(dossier: &Dossier, weighing: &Weighing) -> Value {
    let Some(it) = &weighing.exhausted else {
        return Value::Null;
    };
    let names = |items: &[crate::model::EvidenceId]| -> Vec<&str> {
        items
            .iter()
            .map(|item| dossier.evidence[item.idx()].id.as_str())
            .collect()
    };
    let by_hypothesis: Map<String, Value> = it
        .ruled_out
        .iter()
        .map(|(h, items)| {
            (
                dossier.weighing.hypotheses[h.idx()].id.clone(),
                names(items).into(),
            )
        })
        .collect();
    json!({ "items": names(&it.items), "ruled_out": by_hypothesis })
}

fn holds(holds: Option<Holds>) -> Value {
    holds
        .map(|holds| match holds {
            Holds::Always => "always",
            Holds::Partly => "partly",
            Holds::Never => "never",
        })
        .into()
}

fn ledger(dossier: &Dossier, line: &Ledger) -> Value {
    let mut row = json!({
        "item": dossier.evidence[line.item.idx()].id, "way": line.way.word(), "separates": holds(line.separates), "too_dear": holds(line.too_dear),
    });
    if let Some(kept) = line.kept {
        row["kept"] = json!({ "kept": kept.kept, "of": kept.of, "mean": kept.mean, "interval": [kept.low, kept.high] });
    }
    if let Some((_, signal)) = dossier
        .weighing
        .signals
        .iter()
        .find(|(item, _)| *item == line.item)
    {
        row["by"] = dossier.parties[signal.by.idx()].id.clone().into();
        row["undone"] = signal.undone.map(crate::model::Undone::word).into();
        row["seen_by"] = signal.seen_by.map(crate::model::Audience::word).into();
        row["checkable"] = signal.checkable.into();
    }
    row
}

fn weights(dossier: &Dossier) -> Value {
    let weights = &dossier.weighing.weights;
    json!({ "signs": weights.signs, "trust": weights.trust, "credibility": weights.credibility, "dependence": weights.dependence })
}
