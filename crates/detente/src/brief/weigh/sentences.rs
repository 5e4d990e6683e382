//! The sentences about weighing, shared by text, page and Markdown.

use crate::brief::words::counted;
use crate::model::{Dossier, EvidenceId, HypothesisId, Way};
use crate::weigh::{
    Belief, Change, Exhausted, Fixed, Holds, Ledger, Lookout, Swing, Varied, Weighing, leading,
};

/// How much a belief must move to be told as moved.
const MOVED: f64 = 0.05;

/// A belief or chance with two digits; only what is exactly 0 or 1 looks like it, and what does not exist is a dash.
pub(in crate::brief) fn number(value: f64) -> String {
    match value {
        _ if value.is_nan() => "–".to_string(),
        _ if value.is_infinite() => "∞".to_string(),
        _ if value > 0.0 && value < 0.005 => "< 0.01".to_string(),
        _ if value < 1.0 && value > 0.995 => "> 0.99".to_string(),
        _ => format!("{value:.2}"),
    }
}

/// A credence with the digits that it was given with, three at most; only what is exactly 0 or 1 looks like it.
pub(in crate::brief) fn credence_in_digits(credence: f64) -> String {
    match (credence * 1000.0).round() {
        rounded if rounded >= 1000.0 && credence < 1.0 => "> 0.999".to_string(),
        rounded if rounded <= 0.0 && credence > 0.0 => "< 0.001".to_string(),
        rounded => (rounded / 1000.0).to_string(),
    }
}

/// The range of a belief.
pub(in crate::brief) fn interval(belief: &Belief) -> String {
    if belief.least.is_nan() || belief.most.is_nan() {
        return "–".to_string();
    }
    format!("{} to {}", number(belief.least), number(belief.most))
}

/// The sentences about one weighing.
pub(in crate::brief) struct Told<'a> {
    pub(in crate::brief) dossier: &'a Dossier,
    pub(in crate::brief) weighing: &'a Weighing,
}

impl Told<'_> {
    pub(in crate::brief) fn id(&self, hypothesis: HypothesisId) -> &str {
        &self.dossier.weighing.hypotheses[hypothesis.idx()].id
    }

    pub(in crate::brief) fn item(&self, item: EvidenceId) -> &str {
        &self.dossier.evidence[item.idx()].id
    }

    /// The verdict, in one or two sentences.
    pub(in crate::brief) fn verdict(&self) -> Vec<String> {
        if let Some(exhausted) = &self.weighing.exhausted {
            return self.exhausted(exhausted);
        }
        let Some(leader) = leading(self.weighing) else {
            return self.tie();
        };
        let belief = self.weighing.beliefs[leader.idx()];
        let name = &self.dossier.weighing.hypotheses[leader.idx()].text;
        let course = match belief.after - belief.before {
            change if change > MOVED => "more credible than before the evidence",
            change if change < -MOVED => "less credible than before the evidence, and still ahead",
            _ => "hardly more or less credible than before the evidence",
        };
        let mut told = vec![format!(
            "“{name}” leads: {course} ({} before, {} after, {} over the ranges).",
            number(belief.before),
            number(belief.after),
            interval(&belief)
        )];
        match &self.weighing.fixed {
            Some(fixed) => told.push(self.fixed(fixed)),
            None => told.push(self.overlap()),
        }
        told.extend(self.by_counting(leader));
        told.extend(self.talk());
        told
    }

    /// What is said when no hypothesis is left.
    fn exhausted(&self, it: &Exhausted) -> Vec<String> {
        const MISSING: &str = "Either a hypothesis is missing from the list, or";
        let items: Vec<&str> = it.items.iter().map(|item| self.item(*item)).collect();
        match items.as_slice() {
            [] => {
                let ruled_out = it.ruled_out.iter().map(|(h, items)| {
                    let names: Vec<&str> = items.iter().map(|item| self.item(*item)).collect();
                    match names.as_slice() {
                        [] => format!("{} by its prior of 0", self.id(*h)),
                        names => format!("{} by {}", self.id(*h), names.join(" and ")),
                    }
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
    fn fixed(&self, it: &Fixed) -> String {
        let priors: Vec<String> = it
            .at_one
            .iter()
            .map(|h| format!("1 for {}", self.id(*h)))
            .chain(it.at_zero.iter().map(|h| format!("0 for {}", self.id(*h))))
            .collect();
        let opening = format!(
            "A prior of 0 or 1 decides by itself ({}): no evidence moves it",
            priors.join(", ")
        );
        let most = it.by_evidence.iter().copied().fold(f64::NAN, f64::max);
        let favoured = it.by_evidence.iter().position(|belief| *belief >= most);
        let leader = leading(self.weighing);
        match (favoured, leader) {
            (Some(favoured), Some(leader)) if !it.against.is_empty() => {
                let odds = it.by_evidence[favoured] / it.by_evidence[leader.idx()];
                let against: Vec<&str> = it.against.iter().map(|item| self.item(*item)).collect();
                format!(
                    "{opening}, here against evidence of {} : 1 for {} ({}).",
                    crate::brief::weigh::odds(odds),
                    self.id(HypothesisId::new(favoured)),
                    against.join(", ")
                )
            }
            _ if self.weighing.items.is_empty() => format!("{opening}."),
            _ => format!("{opening}; the evidence by itself does not contradict it."),
        }
    }

    /// Where counting inconsistencies has several level, or another hypothesis ahead.
    fn by_counting(&self, leader: HypothesisId) -> Option<String> {
        let scores = &self.weighing.scores;
        if self.weighing.items.is_empty() {
            return None;
        }
        let best: Vec<&str> = (0..scores.len())
            .filter(|h| scores[*h].rank == 1)
            .map(|h| self.id(HypothesisId::new(h)))
            .collect();
        match best.as_slice() {
            [_] if scores[leader.idx()].rank == 1 => None,
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
        let most = self
            .weighing
            .beliefs
            .iter()
            .map(|belief| belief.after)
            .fold(0.0, f64::max);
        let same = self
            .weighing
            .beliefs
            .iter()
            .enumerate()
            .filter(|(_, belief)| number(belief.after) == number(most));
        let names: Vec<&str> = same.map(|(h, _)| self.id(HypothesisId::new(h))).collect();
        let mut told = vec![format!(
            "No hypothesis leads: {} are equally credible ({} each).",
            names.join(" and "),
            number(most)
        )];
        told.extend(self.weighing.fixed.as_ref().map(|fixed| self.fixed(fixed)));
        told.extend(self.talk());
        told
    }

    /// Whether another hypothesis leads somewhere in the ranges.
    fn overlap(&self) -> String {
        let names: Vec<&str> = self
            .weighing
            .contenders
            .iter()
            .map(|rival| self.id(*rival))
            .collect();
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
        let talk: Vec<&Ledger> = self
            .weighing
            .ledger
            .iter()
            .filter(|line| line.way == Way::Talk)
            .collect();
        let dear = self.weighing.ledger.len() - talk.len();
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
                self.weighing.ledger.len(),
                if talk.len() == 1 { "is" } else { "are" }
            ),
        };
        Some(told + &self.moved_by_talk().unwrap_or_default())
    }

    /// How far the talk moved the belief in the leading hypothesis.
    fn moved_by_talk(&self) -> Option<String> {
        let leader = leading(self.weighing)?;
        let without = number(self.weighing.without_talk.as_ref()?[leader.idx()]);
        let with = number(self.weighing.beliefs[leader.idx()].after);
        Some(if without == with {
            format!(" Without it {} would come out the same.", self.id(leader))
        } else {
            format!(
                " Without it {} would come out at {without}, not {with}.",
                self.id(leader)
            )
        })
    }

    /// What a signal's way and price say.
    pub(in crate::brief) fn signal(line: &Ledger) -> &'static str {
        match (line.way, line.separates, line.too_dear) {
            (Way::Talk, ..) => "cannot tell: it costs nothing",
            (_, None, _) => "unknown: what being believed is worth is not given",
            (_, Some(Holds::Always), _) => "tells: bluffing would not pay",
            (Way::Sunk, Some(Holds::Never), Some(Holds::Always)) => {
                "too dear even for a sincere sender"
            }
            (_, Some(Holds::Never), _) => "cannot tell: bluffing pays all the same",
            (_, Some(Holds::Partly), _) => "tells at some of the numbers in the ranges",
        }
    }

    /// Which items carry the verdict.
    pub(in crate::brief) fn carriers(&self) -> String {
        let turning: Vec<&Change> = self
            .weighing
            .without
            .iter()
            .filter(|change| change.turns)
            .collect();
        let name = |change: &Change| {
            if change.with_copies {
                format!("{} with its copies", self.item(change.item))
            } else {
                self.item(change.item).to_string()
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
            [] if self.weighing.items.is_empty() => {
                "No item bears on the hypotheses: the beliefs are the priors.".to_string()
            }
            [] if self.weighing.exhausted.is_some() => {
                "Leaving out one item alone puts no hypothesis ahead.".to_string()
            }
            [] if leading(self.weighing).is_none() => {
                "Without any one item none leads either.".to_string()
            }
            _ if leading(self.weighing).is_none() => {
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
    pub(in crate::brief) fn varied(&self, swing: &Swing) -> String {
        match swing.varied {
            Varied::Prior(h) => format!("the prior of {}", self.id(h)),
            Varied::Chance(item, h) => format!("{} if {}", self.item(item), self.id(h)),
            Varied::Grade(item) => format!("{} one grade less credible", self.item(item)),
        }
    }

    /// What to look for next.
    pub(in crate::brief) fn lookout(&self, it: &Lookout) -> String {
        let indicator = &self.dossier.weighing.indicators[it.indicator];
        let beliefs = |beliefs: &[f64]| {
            if beliefs.iter().any(|belief| belief.is_nan()) {
                return "no hypothesis allows that".to_string();
            }
            let told = beliefs.iter().enumerate().map(|(h, belief)| {
                format!("{} {}", self.id(HypothesisId::new(h)), number(*belief))
            });
            told.collect::<Vec<_>>().join(", ")
        };
        format!(
            "{} — if seen: {}; if not: {}",
            indicator.text,
            beliefs(&it.if_seen),
            beliefs(&it.if_not)
        )
    }

    /// On what the numbers rest.
    pub(in crate::brief) fn assumptions(&self) -> Vec<String> {
        let mut told = vec![match self.weighing.exhausted {
            Some(_) => "That exactly one of the hypotheses is true cannot be upheld here. Items of different origin are taken to be independent. Counting inconsistencies ignores how strongly an item speaks.".to_string(),
            None => "Exactly one hypothesis is taken to be true, and items of different origin to be independent. Counting inconsistencies ignores how strongly an item speaks; the beliefs do not.".to_string(),
        }];
        for item in &self.weighing.may_exhaust {
            told.push(format!(
                "The ranges of {} allow that it is impossible under every hypothesis: there no belief exists, and the ranges of beliefs leave that out.",
                self.item(*item)
            ));
        }
        let ungraded = self
            .weighing
            .items
            .iter()
            .filter(|item| item.right.is_none())
            .count();
        if ungraded > 0 {
            told.push(format!(
                "{} without a grade: taken as given.",
                counted(ungraded, "item")
            ));
        }
        if let Some(sum) = self.weighing.prior_sum {
            told.push(format!(
                "The middles of the priors add up to {sum:.2} and were scaled to 1."
            ));
        }
        for item in self
            .weighing
            .without
            .iter()
            .filter(|change| !change.rules_out.is_empty() && !change.with_copies)
        {
            let names: Vec<&str> = item.rules_out.iter().map(|h| self.id(*h)).collect();
            told.push(format!(
                "{} alone rules out {}: a chance of 0 can never be made good.",
                self.item(item.item),
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
        for n in 4..=16 {
            let little = 10_f64.powi(-n);
            assert_eq!(credence_in_digits(little), "< 0.001");
            assert_eq!(credence_in_digits(1.0 - little), "> 0.999");
        }
        assert_eq!(
            [0.0, 0.5, 1.0, f64::NAN].map(number),
            ["0.00", "0.50", "1.00", "–"]
        );
        assert_eq!([0.0, 0.95, 1.0].map(credence_in_digits), ["0", "0.95", "1"]);
    }
}
