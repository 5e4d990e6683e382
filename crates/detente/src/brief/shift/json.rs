//! What was found in statements, as data.

use serde_json::{Map, Value, json as value};

use super::{Told, places, sentences};
use crate::brief::json::{Input, opening};
use crate::model::Period;
use crate::shift::Counts;
use crate::shift::contrast::{ByLength, Contrast, Direction, LEVEL, Tests, Verdict};
use crate::shift::eligible::Unit;
use crate::shift::keywords::SEED;
use crate::shift::likeness::Likeness;
use crate::shift::study::{Doubled, Finding, Mixture, Stratum};
use crate::shift::timeline::Rate;
use crate::shift::trend::{HAZARD, One, Trend};
use crate::shift::unfound::Unfound;
use crate::text::Changes;

/// The answer as data.
pub fn json(told: &Told<'_>, inputs: &[Input]) -> Value {
    let (study, dossier) = (told.study, told.dossier);
    let mut map = opening("shift", inputs);
    let is_drawn = study
        .strata
        .iter()
        .flat_map(|it| &it.keywords)
        .any(|it| it.permuted.is_some_and(|permuted| !permuted.all));
    map.insert("seed".into(), is_drawn.then_some(SEED).into());
    map.insert("title".into(), dossier.title.clone().into());
    map.insert(
        "as_of".into(),
        dossier.as_of.map(|day| day.to_string()).into(),
    );
    map.insert(
        "cut".into(),
        study.ask.cut.map(|day| day.to_string()).into(),
    );
    map.insert(
        "from".into(),
        study.ask.from.map(|day| day.to_string()).into(),
    );
    map.insert(
        "until".into(),
        study.ask.until.map(|day| day.to_string()).into(),
    );
    map.insert("by".into(), study.ask.unit.word().into());
    map.insert(
        "prior".into(),
        value!({ "a": study.ask.prior.a, "b": study.ask.prior.b }),
    );
    map.insert("level".into(), LEVEL.into());
    map.insert("statements".into(), told.corpus.len().into());
    map.insert("tests".into(), study.n_tests.into());
    map.insert(
        "terms".into(),
        told.statements
            .terms
            .iter()
            .map(|term| value!({ "id": term.id, "text": term.text }))
            .collect(),
    );
    map.insert(
        "findings".into(),
        study.findings.iter().map(|it| finding(told, it)).collect(),
    );
    map.insert(
        "mixtures".into(),
        study.mixtures.iter().map(|it| mixture(told, it)).collect(),
    );
    map.insert(
        "strata".into(),
        study.strata.iter().map(|it| stratum(told, it)).collect(),
    );
    map.insert(
        "positions".into(),
        told.positions
            .map(|positions| places::json(told, positions))
            .into(),
    );
    map.insert("all_compared".into(), study.all_compared.into());
    let not_kept = study
        .not_kept
        .iter()
        .map(|(statement, bytes)| value!({ "id": told.corpus.ids[*statement], "bytes": bytes }));
    map.insert("not_kept".into(), not_kept.collect());
    map.insert("words_not_counted".into(), study.n_words_not_counted.into());
    map.insert("normalised".into(), normalised(study.changes));
    map.insert(
        "unfound".into(),
        study.unfound.iter().map(|it| unfound(told, it)).collect(),
    );
    map.insert("stopped".into(), study.stopped.into());
    Value::Object(map)
}

/// What was changed in texts before they were compared, by kind.
fn normalised(changes: Changes) -> Value {
    let mut map = Map::new();
    map.insert("texts".into(), changes.texts.into());
    for (kind, count) in changes.kinds() {
        map.insert(kind.into(), count.into());
    }
    Value::Object(map)
}

/// A pattern that no statement contains.
fn unfound(told: &Told<'_>, it: &Unfound) -> Value {
    let near = it.near.as_ref().map(|near| {
        value!({
            "statement": told.corpus.ids.get(near.statement),
            "written": near.written,
            "opened": near.opened,
        })
    });
    value!({ "term": told.term(it.term), "pattern": it.pattern, "near": near })
}

fn finding(told: &Told<'_>, it: &Finding) -> Value {
    let eligibility = it.eligibility;
    let by = |unit: Unit| contrast(it.contrast(unit), it.verdict(unit));
    value!({
        "party": told.party(it.party),
        "channel": told.corpus.channels.words.get(it.channel as usize),
        "term": told.term(it.term),
        "verdict": key(it.verdict(told.study.ask.unit)),
        "eligibility": {
            "statements": eligibility.statements,
            "eligible": eligibility.eligible,
            "copies": eligibility.copies,
            "not_due": eligibility.not_due,
            "not_applicable": eligibility.not_applicable,
            "unknown": eligibility.unknown,
            "straddling": eligibility.straddling,
        },
        "by_drafts": by(Unit::Drafts),
        "by_appearances": by(Unit::Appearances),
        "by_length": it.by_length.as_ref().map(by_length),
        "without_doubled_rows": it.doubled.as_ref().map(|once| doubled(told, once)),
        "timeline": it.timeline.iter().map(rate).collect::<Value>(),
        "changes": it.trend.as_ref().map(changes),
        "sentences": sentences::finding(told, it),
    })
}

/// What a finding would be without rows that are there twice.
fn doubled(told: &Told<'_>, it: &Doubled) -> Value {
    let ids = it.statements.iter().map(|it| told.corpus.ids[*it].clone());
    value!({
        "verdict": key(it.verdict),
        "statements": ids.collect::<Vec<_>>(),
        "contrast": contrast(&it.contrast, it.verdict),
    })
}

/// The key of a verdict.
fn key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NoEligible => "no_eligible_statements",
        Verdict::NoCut => "no_cut",
        Verdict::NothingBefore => "nothing_before",
        Verdict::NothingAfter => "nothing_after",
        Verdict::Changed => "changed",
        Verdict::Perhaps => "perhaps",
        Verdict::Unsettled => "not_settled",
        Verdict::Unchanged => "unchanged",
    }
}

fn counts(counts: Counts, (low, high): (f64, f64)) -> Value {
    value!({ "with": counts.with, "of": counts.of, "interval": [low, high] })
}

fn contrast(it: &Contrast, verdict: Verdict) -> Value {
    value!({
        "before": counts(it.before, it.intervals[0]),
        "after": counts(it.after, it.intervals[1]),
        "verdict": key(verdict),
        "tests": it.tests.as_ref().map(tests),
    })
}

fn tests(it: &Tests) -> Value {
    let direction = match it.direction {
        Direction::Fell => "fell",
        Direction::Rose => "rose",
        Direction::Same => "same",
    };
    value!({
        "direction": direction,
        "chance": it.chance,
        "chance_jeffreys": it.by_prior[0],
        "chance_uniform": it.by_prior[1],
        "ln_bayes_factor": it.ln_bf,
        "ln_bayes_factor_directed": it.ln_bf_directed,
        "fisher": it.fisher,
        "mid_p": it.mid_p,
        "boschloo": it.boschloo,
        "fisher_two_sided": it.two_sided,
        "adjusted": it.adjusted,
        "omissions_in_a_row": it.in_a_row,
        "to_settle": it.to_settle,
        "ln_e_max": it.watched.ln_e_max,
        "ln_e_alarm": it.watched.ln_e_alarm,
        "alarm_at": it.watched.alarm_at,
        "rate_at_least": it.watched.at_least,
    })
}

fn by_length(it: &ByLength) -> Value {
    let exposed = |text: crate::shift::Exposed, (low, high): (f64, f64)| value!({ "count": text.count, "thousand_words": text.tokens, "interval": [low, high] });
    value!({
        "before": exposed(it.before, it.intervals[0]),
        "after": exposed(it.after, it.intervals[1]),
        "chance": it.chance,
        "alpha": it.overdispersion.map(|fit| fit.alpha),
        "chance_overdispersed": it.chance_overdispersed,
    })
}

fn rate(it: &Rate) -> Value {
    value!({ "when": it.label, "counts": counts(it.counts, it.interval) })
}

fn changes(it: &Trend) -> Value {
    let days = |days: &[Period]| days.iter().map(ToString::to_string).collect::<Vec<_>>();
    let one = |one: &One| value!({ "best": one.best.to_string(), "set": days(&one.set), "ln_bayes_factor": one.ln_bf });
    let at = |list: &[(f64, Vec<Period>)]| {
        list.iter()
            .map(|(factor, found)| value!({ "penalty": factor, "dates": days(found) }))
            .collect::<Value>()
    };
    value!({
        "points": it.n_points,
        "share": at(&it.share),
        "rate": it.rate.as_deref().map(at),
        "recent": it.recent,
        "looking_back": it.back.as_ref().map(|back| value!({
            "hazard": HAZARD,
            "expected": back.expected,
            "dates": back.dates.iter().map(|(when, chance)| value!({ "when": when.to_string(), "chance": chance })).collect::<Value>(),
        })),
        "one_change": it.one.as_ref().map(one),
        "one_change_of_rate": it.one_rate.as_ref().map(one),
    })
}

fn mixture(told: &Told<'_>, it: &Mixture) -> Value {
    value!({
        "party": told.party(it.party),
        "term": told.term(it.term),
        "mixed": contrast(&it.contrast, it.verdict),
        "misleads": it.misleads,
    })
}

fn stratum(told: &Told<'_>, it: &Stratum) -> Value {
    value!({
        "party": told.party(it.party),
        "channel": told.corpus.channels.words.get(it.channel as usize),
        "statements": it.statements,
        "drafted_alike": it.likenesses.iter().map(|it| likeness(told, it)).collect::<Value>(),
        "words": { "before": it.n_words[0], "after": it.n_words[1] },
        "keywords": it.keywords.iter().map(|it| value!({
            "word": it.word,
            "before": it.before,
            "after": it.after,
            "g2": it.g2,
            "log_ratio": it.log_ratio,
            "log_odds": it.log_odds.delta,
            "z": it.log_odds.z(),
            "z_full": it.log_odds.full_z(),
            "p": it.permuted.map(|permuted| permuted.p),
            "exchanges": it.permuted.map(|permuted| permuted.n_tried),
        })).collect::<Value>(),
    })
}

fn likeness(told: &Told<'_>, it: &Likeness) -> Value {
    let named = |terms: &[usize]| {
        terms
            .iter()
            .map(|term| told.term(*term))
            .collect::<Vec<_>>()
    };
    value!({
        "first": told.corpus.ids[it.first],
        "second": told.corpus.ids[it.second],
        "ratio": it.comparison.ratio,
        "tokens": [it.comparison.n_first, it.comparison.n_second],
        "kept": it.comparison.n_kept,
        "edits": it.comparison.edits.iter().map(|edit| value!({ "cut": edit.cut, "added": edit.added })).collect::<Value>(),
        "terms_cut": named(&it.terms_cut),
        "terms_added": named(&it.terms_added),
        "one_draft": it.known,
        "proposed_copy": it.is_proposed_copy(),
    })
}
