//! The sentences about weighing, shared by text, page and Markdown.

use indexmap::IndexMap;

use super::answer::{Hypothesis, Indicator, Signal, Swing, Varied, WeighAnswer, Without};
use crate::document::words::counted;

/// How much a belief must move to be told as moved.
const MOVED: f64 = 0.05;

/// A belief or chance with two digits.
pub(super) fn number(value: f64) -> String {
    match value {
        _ if value.is_infinite() => "∞".to_string(),
        _ if value > 0.0 && value < 0.005 => "<0.01".to_string(),
        _ if value < 1.0 && value > 0.995 => ">0.99".to_string(),
        _ => format!("{value:.2}"),
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
            "“{name}” leads: {course} ({} before, {} after, {} to {} over the ranges).",
            number(belief.before),
            number(belief.after),
            number(belief.range[0]),
            number(belief.range[1])
        )];
        told.push(self.overlap());
        told.extend(self.talk());
        told
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
        let mut told = vec![
            "Exactly one hypothesis is taken to be true, and items of different origin to be independent. Counting inconsistencies ignores how strongly an item speaks; the beliefs do not.".to_string(),
        ];
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
