//! The sentences about weighing, shared by text, page and Markdown.

use indexmap::IndexMap;

use super::answer::{
    Exhausted, FixedPriors, Hypothesis, Indicator, Signal, Swing, Varied, WeighAnswer, Without,
};
use crate::document::words::counted;

/// How much a belief must move to be told as moved.
const MOVED: f64 = 0.05;

/// A belief or chance with two digits; only what is exactly 0 or 1 looks like it, and what does not exist is a dash.
pub(super) fn number(value: f64) -> String {
    match value {
        _ if value.is_nan() => "–".to_string(),
        _ if value.is_infinite() => "∞".to_string(),
        _ if value > 0.0 && value < 0.005 => "< 0.01".to_string(),
        _ if value < 1.0 && value > 0.995 => "> 0.99".to_string(),
        _ => format!("{value:.2}"),
    }
}

/// The range of a belief.
pub(super) fn interval(belief: &Hypothesis) -> String {
    let [least, most] = belief.range;
    if least.is_nan() || most.is_nan() {
        return "–".to_string();
    }
    format!("{} to {}", number(least), number(most))
}

/// Odds of so many to 1.
fn odds(odds: f64) -> String {
    match odds {
        _ if odds.is_infinite() || odds > 1e6 => "more than a million".to_string(),
        _ if odds >= 10.0 => format!("{odds:.0}"),
        _ => format!("{odds:.1}").trim_end_matches(".0").to_string(),
    }
}

/// The sentences about one answer.
pub(super) struct Sentences<'a> {
    pub(super) answer: &'a WeighAnswer,
}

impl Sentences<'_> {
    fn leader(&self) -> Option<&Hypothesis> {
        let leading = self.answer.leading.as_ref()?;
        self.answer.hypotheses.iter().find(|it| it.id == *leading)
    }

    /// The verdict, in one or two sentences.
    pub(super) fn verdict(&self) -> Vec<String> {
        if let Some(exhausted) = &self.answer.exhausted {
            return Self::exhausted(exhausted);
        }
        let Some(belief) = self.leader() else {
            return self.tie();
        };
        let name = &belief.text;
        let course = match belief.after - belief.before {
            change if change > MOVED => "more credible than before the evidence",
            change if change < -MOVED => "less credible than before the evidence, and still ahead",
            _ => "hardly more or less credible than before the evidence",
        };
        let mut told = vec![format!(
            "“{name}” leads: {course} ({} before, {} after, {} over the ranges).",
            number(belief.before),
            number(belief.after),
            interval(belief)
        )];
        match &self.answer.fixed_priors {
            Some(fixed) => told.push(self.fixed(fixed)),
            None => told.push(self.overlap()),
        }
        told.extend(self.by_counting(belief));
        told.extend(self.talk());
        told
    }

    /// What is said when no hypothesis is left.
    fn exhausted(it: &Exhausted) -> Vec<String> {
        const MISSING: &str = "Either a hypothesis is missing from the list, or";
        match it.items.as_slice() {
            [] => {
                let ruled_out = it
                    .ruled_out
                    .iter()
                    .map(|(id, items)| match items.as_slice() {
                        [] => format!("{id} by its prior of 0"),
                        items => format!("{id} by {}", items.join(" and ")),
                    });
                vec![
                    format!(
                        "No hypothesis is left: each is ruled out, {}.",
                        ruled_out.collect::<Vec<_>>().join(", ")
                    ),
                    format!(
                        "{MISSING} one of these items or priors is wrong; until then there is no belief in any."
                    ),
                ]
            }
            [item] => vec![
                format!("No hypothesis explains {item}: it is impossible under every one of them."),
                format!("{MISSING} {item} is wrong; until then there is no belief in any."),
            ],
            items => vec![
                format!(
                    "No hypothesis explains {}: each of these is impossible under every one of them.",
                    items.join(", ")
                ),
                format!("{MISSING} these items are wrong; until then there is no belief in any."),
            ],
        }
    }

    /// What priors of 0 and 1 do to the verdict.
    fn fixed(&self, it: &FixedPriors) -> String {
        let ones = it.at_one.iter().map(|id| format!("1 for {id}"));
        let zeros = it.at_zero.iter().map(|id| format!("0 for {id}"));
        let priors: Vec<String> = ones.chain(zeros).collect();
        let opening = format!(
            "A prior of 0 or 1 decides by itself ({}): no evidence moves it",
            priors.join(", ")
        );
        let most = it.by_evidence.values().copied().fold(f64::NAN, f64::max);
        let favoured = it.by_evidence.iter().find(|(_, belief)| **belief >= most);
        match (favoured, self.leader()) {
            (Some((favoured, belief)), Some(leader)) if !it.against.is_empty() => {
                let of_leader = it.by_evidence.get(&leader.id).copied();
                format!(
                    "{opening}, here against evidence of {} : 1 for {favoured} ({}).",
                    odds(belief / of_leader.unwrap_or(f64::NAN)),
                    it.against.join(", ")
                )
            }
            _ if self.answer.items.is_empty() => format!("{opening}."),
            _ => format!("{opening}; the evidence by itself does not contradict it."),
        }
    }

    /// Where counting inconsistencies has several level, or another hypothesis ahead.
    fn by_counting(&self, leader: &Hypothesis) -> Option<String> {
        if self.answer.items.is_empty() {
            return None;
        }
        let best = self.answer.hypotheses.iter().filter(|it| it.rank == 1);
        let best: Vec<&str> = best.map(|it| it.id.as_str()).collect();
        match best.as_slice() {
            [_] if leader.rank == 1 => None,
            [one] => Some(format!(
                "The count of inconsistencies says otherwise: the least speaks against {one}."
            )),
            several => Some(format!(
                "The count of inconsistencies has {} level.",
                several.join(" and ")
            )),
        }
    }

    /// What is said when no hypothesis is ahead of all others.
    fn tie(&self) -> Vec<String> {
        let hypotheses = &self.answer.hypotheses;
        let most = hypotheses.iter().map(|it| it.after).fold(0.0, f64::max);
        let same = hypotheses
            .iter()
            .filter(|it| number(it.after) == number(most));
        let names: Vec<&str> = same.map(|it| it.id.as_str()).collect();
        let mut told = vec![format!(
            "No hypothesis leads: {} are equally credible ({} each).",
            names.join(" and "),
            number(most)
        )];
        let fixed = self.answer.fixed_priors.as_ref();
        told.extend(fixed.map(|fixed| self.fixed(fixed)));
        told.extend(self.talk());
        told
    }

    /// Whether another hypothesis leads somewhere in the ranges.
    fn overlap(&self) -> String {
        let names = &self.answer.contenders;
        if names.is_empty() {
            return "It leads whatever numbers are taken from the ranges.".to_string();
        }
        format!(
            "Other numbers from the ranges could put {} ahead: this does not settle it.",
            names.join(" or ")
        )
    }

    /// What the talk among the items does.
    fn talk(&self) -> Option<String> {
        let signals = &self.answer.signals;
        let talk: Vec<&Signal> = signals.iter().filter(|it| it.way == "talk").collect();
        let dear = signals.len() - talk.len();
        if talk.is_empty() {
            return None;
        }
        let n = counted(talk.len(), "signal");
        let told = match dear {
            0 => format!(
                "All that was sent is talk ({n}): it costs nothing, whoever bluffs sends it too, and it should move belief little. What would tell is a cost or a constraint."
            ),
            _ => format!(
                "{} of {} signals {} talk, which costs nothing and should move belief little.",
                talk.len(),
                signals.len(),
                if talk.len() == 1 { "is" } else { "are" }
            ),
        };
        Some(told + &self.moved_by_talk().unwrap_or_default())
    }

    /// How far the talk moved the belief in the leading hypothesis.
    fn moved_by_talk(&self) -> Option<String> {
        let leader = self.leader()?;
        let without = number(*self.answer.without_talk.as_ref()?.get(&leader.id)?);
        let with = number(leader.after);
        Some(if without == with {
            format!(" Without it {} would come out the same.", leader.id)
        } else {
            format!(
                " Without it {} would come out at {without}, not {with}.",
                leader.id
            )
        })
    }

    /// What a signal's way and price say.
    pub(super) fn signal(line: &Signal) -> &'static str {
        match (line.way, line.separates, line.too_dear) {
            ("talk", ..) => "cannot tell: it costs nothing",
            (_, None, _) => "unknown: what being believed is worth is not given",
            (_, Some("always"), _) => "tells: bluffing would not pay",
            ("sunk", Some("never"), Some("always")) => "too dear even for a sincere sender",
            (_, Some("never"), _) => "cannot tell: bluffing pays all the same",
            (_, Some(_), _) => "tells at some of the numbers in the ranges",
        }
    }

    /// Which items carry the verdict.
    pub(super) fn carriers(&self) -> String {
        let without = self.answer.without.iter();
        let turning: Vec<&Without> = without.filter(|change| change.turns).collect();
        let name = |change: &Without| {
            if change.with_copies {
                format!("{} with its copies", change.item)
            } else {
                change.item.clone()
            }
        };
        let names = |between: &str| {
            turning
                .iter()
                .map(|change| name(change))
                .collect::<Vec<_>>()
                .join(between)
        };
        match turning.as_slice() {
            [] if self.answer.items.is_empty() => {
                "No item bears on the hypotheses: the beliefs are the priors.".to_string()
            }
            [] if self.answer.exhausted.is_some() => {
                "Leaving out one item alone puts no hypothesis ahead.".to_string()
            }
            [] if self.answer.leading.is_none() => {
                "Without any one item none leads either.".to_string()
            }
            _ if self.answer.leading.is_none() => {
                format!("One would lead without {}.", names(" or "))
            }
            [] => "Without any one item the same hypothesis leads.".to_string(),
            [one] => format!(
                "The verdict hangs on {}: without it another hypothesis leads, or none.",
                name(one)
            ),
            _ => format!(
                "The verdict hangs on each of {}: without it another hypothesis leads, or none.",
                names(", ")
            ),
        }
    }

    /// What a swing is of.
    pub(super) fn varied(swing: &Swing) -> String {
        match &swing.varied {
            Varied::Prior { prior } => format!("the prior of {prior}"),
            Varied::Chance { item, hypothesis } => format!("{item} if {hypothesis}"),
            Varied::Grade { grade } => format!("{grade} one grade less credible"),
        }
    }

    /// What to look for next.
    pub(super) fn lookout(it: &Indicator) -> String {
        let beliefs = |beliefs: &IndexMap<String, f64>| {
            if beliefs.values().any(|belief| belief.is_nan()) {
                return "no hypothesis allows that".to_string();
            }
            let told = beliefs
                .iter()
                .map(|(id, belief)| format!("{id} {}", number(*belief)));
            told.collect::<Vec<_>>().join(", ")
        };
        format!(
            "{} — if seen: {}; if not: {}",
            it.text,
            beliefs(&it.if_seen),
            beliefs(&it.if_not)
        )
    }

    /// On what the numbers rest.
    pub(super) fn assumptions(&self) -> Vec<String> {
        let mut told = vec![match self.answer.exhausted {
            Some(_) => "That exactly one of the hypotheses is true cannot be upheld here. Items of different origin are taken to be independent. Counting inconsistencies ignores how strongly an item speaks.".to_string(),
            None => "Exactly one hypothesis is taken to be true, and items of different origin to be independent. Counting inconsistencies ignores how strongly an item speaks; the beliefs do not.".to_string(),
        }];
        for item in &self.answer.may_exhaust {
            told.push(format!(
                "The ranges of {item} allow that it is impossible under every hypothesis: there no belief exists, and the ranges of beliefs leave that out."
            ));
        }
        let items = self.answer.items.iter();
        let ungraded = items.filter(|item| item.right.is_none()).count();
        if ungraded > 0 {
            told.push(format!(
                "{} without a grade: taken as given.",
                counted(ungraded, "item")
            ));
        }
        if let Some(sum) = self.answer.prior_sum {
            told.push(format!(
                "The middles of the priors add up to {sum:.2} and were scaled to 1."
            ));
        }
        let without = self.answer.without.iter();
        for item in without.filter(|it| !it.rules_out.is_empty() && !it.with_copies) {
            let names = &item.rules_out;
            told.push(format!(
                "{} alone rules out {}: a chance of 0 can never be made good.",
                item.item,
                names.join(", ")
            ));
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_exactly_0_or_1_looks_like_it() {
        for n in 3..=16 {
            let little = 10_f64.powi(-n);
            assert_eq!(
                (number(little), number(1.0 - little)),
                ("< 0.01".into(), "> 0.99".into())
            );
        }
        assert_eq!(
            [0.0, 0.5, 1.0, f64::NAN].map(number),
            ["0.00", "0.50", "1.00", "–"]
        );
    }
}
