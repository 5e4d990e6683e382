//! Hypotheses, what bears on them, and signals.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::evidence::Declared;
use super::{GIVE_REASON, Reader};
use crate::dossier::names::{brief, did_you_mean, listed, nearest};
use crate::dossier::row::{Entry, Row};
use crate::model::{
    Audience, Bearing, Code, Diagnostic, Estimate, EvidenceId, Hypothesis, HypothesisId, Indicator,
    Likelihood, Party, Sign, Signal, Span, Undone, Way, Weighing, Weights,
};

/// A likelihood ratio between hypotheses above which an item says something.
const TELLING: f64 = 1.5;

/// The hypotheses of the file, before they are read.
pub(super) struct Rivals<'a> {
    entries: Vec<Entry<'a>>,
}

impl<'a> Reader<'a> {
    /// Learns the names of the hypotheses.
    pub(super) fn declare_hypotheses(&mut self, file: &Row<'a>) -> Rivals<'a> {
        let entries = self
            .section(file, "hypotheses")
            .map(|section| section.chosen())
            .unwrap_or_default();
        for entry in &entries {
            self.findings
                .identifier(entry.key, entry.key_span, "a hypothesis");
            let id = HypothesisId::new(self.names.hypotheses.len());
            self.names.hypotheses.insert(entry.key.to_owned(), id);
        }
        if let [only] = entries.as_slice() {
            let message = "one hypothesis alone cannot be weighed";
            let help = "add its rival under `[hypotheses]`: what else would explain the evidence?";
            self.findings.push(
                Diagnostic::error(Code::D044, message)
                    .at(only.key_span, "no rival")
                    .help(help),
            );
        }
        Rivals { entries }
    }

    /// Reads all that is needed for weighing.
    pub(super) fn weighing(
        &mut self,
        file: &Row<'a>,
        rivals: &Rivals<'a>,
        evidence: &[Declared<'a>],
        parties: &[Party],
    ) -> Weighing {
        let hypotheses: Vec<Hypothesis> = rivals
            .entries
            .iter()
            .filter_map(|entry| self.hypothesis(entry))
            .collect();
        self.check_priors(&hypotheses);
        let weights = self
            .section(file, "weigh")
            .map(|section| self.weights(&section))
            .unwrap_or_default();
        let (mut items, mut signals) = (vec![], vec![]);
        for (idx, declared) in evidence.iter().enumerate() {
            let id = EvidenceId::new(idx);
            let bears = self.bears(&declared.row);
            let signal = self.signal(&declared.row, parties);
            if let Some(signal) = &signal {
                self.warn_of_talk(&declared.row, signal, &bears, &weights);
            }
            items.extend((!bears.is_empty()).then_some((id, bears)));
            signals.extend(signal.map(|signal| (id, signal)));
        }
        let indicators = self.indicators(file);
        Weighing {
            hypotheses,
            items,
            signals,
            indicators,
            weights,
        }
    }

    fn hypothesis(&mut self, entry: &Entry<'a>) -> Option<Hypothesis> {
        let row = self.findings.row(
            &crate::dossier::fields::HYPOTHESIS,
            entry.value,
            format!("hypothesis `{}`", brief(entry.key)),
        )?;
        self.warn_unreasoned(&row, &row.what, entry.key_span, GIVE_REASON);
        let (text, prior, reasons) = (
            self.findings.text(&row, "text"),
            self.estimate(&row, "prior"),
            self.reasons(&row),
        );
        Some(Hypothesis {
            id: entry.key.to_owned(),
            text: text?,
            prior,
            reasons,
            span: entry.key_span,
        })
    }

    /// Credences of rivals cannot all be large.
    fn check_priors(&mut self, hypotheses: &[Hypothesis]) {
        let priors = || hypotheses.iter().filter_map(|hypothesis| hypothesis.prior);
        let (low, high): (f64, f64) = (
            priors().map(|prior| prior.at(0.0)).sum(),
            priors().map(|prior| prior.at(1.0)).sum(),
        );
        let middle: f64 = priors().map(Estimate::middle).sum();
        let all_given = priors().count() == hypotheses.len();
        let Some(last) = priors().next_back() else {
            return;
        };
        let (what, help) = if low > 1.0 + 1e-9 {
            (
                format!("the priors add up to {low:.3} at the least, more than 1"),
                "exactly one hypothesis is true: lower some of them",
            )
        } else if all_given && high < 1.0 - 1e-9 {
            (
                format!("the priors add up to {high:.3} at the most, less than 1"),
                "raise some, or add the hypothesis that is missing",
            )
        } else if !all_given && middle > 1.0 - 1e-9 {
            let what = format!(
                "the middles of the priors add up to {middle:.3} and leave nothing for the hypotheses without one"
            );
            (what, "lower some of them, or give every hypothesis a prior")
        } else {
            return;
        };
        self.findings.push(
            Diagnostic::error(Code::D042, what)
                .at(last.span, "the last of them")
                .help(help),
        );
    }

    fn bears(&mut self, row: &Row<'a>) -> Vec<Bearing> {
        let Some(value) = row.get("bears") else {
            return vec![];
        };
        let Some(table) = self.findings.row(
            &crate::dossier::fields::BEARS,
            value,
            format!("`bears` of {}", row.what),
        ) else {
            return vec![];
        };
        let entries = table.chosen();
        entries
            .iter()
            .filter_map(|entry| self.bearing(entry))
            .collect()
    }

    fn bearing(&mut self, entry: &Entry<'a>) -> Option<Bearing> {
        let hypothesis = self.hypothesis_id(entry.key, entry.key_span);
        let likelihood = if let DeValue::String(text) = entry.value.get_ref()
            && let Some((_, sign)) = Sign::ALL.iter().find(|(word, _)| word == text)
        {
            Some(Likelihood::Sign(*sign))
        } else {
            self.chance(entry).map(Likelihood::Chance)
        };
        Some(Bearing {
            hypothesis: hypothesis?,
            likelihood: likelihood?,
        })
    }

    fn chance(&mut self, entry: &Entry<'a>) -> Option<Estimate> {
        let it = self.estimate_in(
            "sign or a chance",
            &format!("`{}`", brief(entry.key)),
            entry.value,
        )?;
        let fits = it.at(0.0) >= 0.0 && it.at(1.0) <= 1.0;
        if !fits {
            let help = "write how likely the item is if the hypothesis holds, or one of `++`, `+`, `0`, `-` and `--`";
            self.findings.push(
                Diagnostic::error(Code::D008, "a chance lies between 0 and 1")
                    .at(it.span, "outside 0 to 1")
                    .help(help),
            );
        }
        fits.then_some(it)
    }

    /// The hypothesis with this id; reports when there is none.
    pub(super) fn hypothesis_id(&mut self, id: &str, span: Span) -> Option<HypothesisId> {
        let found = self.names.hypotheses.get(id).copied();
        if found.is_none() {
            let known = || self.names.hypotheses.keys().map(String::as_str);
            let help = match (nearest(id, known()), listed(known())) {
                (Some(near), _) => did_you_mean(near),
                (None, Some(list)) => format!("the hypotheses are {list}"),
                (None, None) => format!("declare it as `[hypotheses.{}]`", brief(id)),
            };
            let message = format!("unknown hypothesis `{}`", brief(id));
            self.findings.push(
                Diagnostic::error(Code::D040, message)
                    .at(span, "no such hypothesis")
                    .help(help),
            );
        }
        found
    }

    fn signal(&mut self, row: &Row<'a>, parties: &[Party]) -> Option<Signal> {
        let value = row.get("signal")?;
        let row = self.findings.row(
            &crate::dossier::fields::SIGNAL,
            value,
            format!("`signal` of {}", row.what),
        )?;
        let by = self.findings.text(&row, "by");
        let by =
            by.and_then(|id| self.party_id(&id, row.get("by")?.span().into(), &row.what, parties));
        let way = self.findings.word(&row, "way", &Way::ALL);
        if way == Some(Way::Talk)
            && let Some(span) = row.key_span("cost")
        {
            let help = "write `way = \"sunk\"` where it is paid at once, `way = \"tied\"` where it falls due on going back";
            self.findings.push(
                Diagnostic::error(Code::D043, "talk has no cost")
                    .at(span, "a cost")
                    .help(help),
            );
        }
        if let (Some(way @ (Way::Sunk | Way::Tied)), None) = (way, row.get("cost")) {
            let message = format!("a signal of the way `{}` has a cost", way.word());
            let help = "add `cost = …`, in the unit of `worth_sincere` and `worth_bluff`; a range as \"2 to 4\" will do";
            self.findings.push(
                Diagnostic::error(Code::D043, message)
                    .at(row.span, "none is given")
                    .help(help),
            );
        }
        let [cost, caught, worth_sincere, worth_bluff] =
            ["cost", "caught", "worth_sincere", "worth_bluff"].map(|key| self.estimate(&row, key));
        let undone = self.findings.word(&row, "undone", &Undone::ALL);
        let seen_by = self.findings.word(&row, "seen_by", &Audience::ALL);
        let checkable = self.findings.flag(&row, "checkable");
        let kept = self.kept(&row);
        Some(Signal {
            by: by?,
            way: way?,
            cost,
            caught,
            worth_sincere,
            worth_bluff,
            undone,
            seen_by,
            checkable,
            kept,
            span: row.span,
        })
    }

    /// `3 of 7`.
    fn kept(&mut self, row: &Row<'a>) -> Option<(u32, u32)> {
        let text = self.findings.text(row, "kept")?;
        let counts = text
            .split_once(" of ")
            .and_then(|(kept, of)| Some((kept.trim().parse().ok()?, of.trim().parse().ok()?)));
        let fits = counts.filter(|(kept, of): &(u32, u32)| kept <= of && *of > 0);
        if fits.is_none() {
            let message = format!(
                "`{}` does not say how many promises were kept",
                brief(&text)
            );
            let span = row
                .get("kept")
                .map_or(row.span, |value| value.span().into());
            let help = "write the number kept and the number given, as \"3 of 7\"";
            self.findings.push(
                Diagnostic::error(Code::D008, message)
                    .at(span, "expected two counts")
                    .help(help),
            );
        }
        fits
    }

    /// Words that cost nothing and are said to tell much.
    fn warn_of_talk(
        &mut self,
        row: &Row<'a>,
        signal: &Signal,
        bears: &[Bearing],
        weights: &Weights,
    ) {
        if signal.way != Way::Talk {
            return;
        }
        let chances = || {
            bears.iter().map(|bearing| match bearing.likelihood {
                Likelihood::Sign(sign) => weights.chance(sign),
                Likelihood::Chance(chance) => chance.middle(),
            })
        };
        let (least, most) = (
            chances().fold(f64::INFINITY, f64::min),
            chances().fold(0.0, f64::max),
        );
        if bears.len() > 1 && most > TELLING * least {
            let span = row.key_span("bears").unwrap_or(row.span);
            let message = format!(
                "{} is talk that costs nothing, and is said to be telling",
                row.what
            );
            let help = "who bluffs says the same: give it nearly equal chances, or say with `way` what it costs";
            self.findings.push(
                Diagnostic::warning(Code::W120, message)
                    .at(span, "unequal chances")
                    .help(help),
            );
        }
    }

    fn indicators(&mut self, file: &Row<'a>) -> Vec<Indicator> {
        let mut places: BTreeMap<String, Span> = BTreeMap::new();
        let rows = self.rows(file, "indicators", |number| format!("indicator {number}"));
        let mut indicators = vec![];
        for mut row in rows {
            let Some(id) = self.findings.text(&row, "id") else {
                continue;
            };
            let span = row.get("id").map_or(row.span, |value| value.span().into());
            self.findings.identifier(&id, span, "an indicator");
            if let Some(first) = places.insert(id.clone(), span) {
                let message = format!("the indicator `{}` is declared twice", brief(&id));
                self.findings.push(
                    Diagnostic::error(Code::D010, message)
                        .at(span, "again")
                        .see(first, "declared here first"),
                );
            }
            row.what = format!("indicator `{}`", brief(&id));
            let (text, bears) = (self.findings.text(&row, "text"), self.bears(&row));
            indicators.extend(text.map(|text| Indicator {
                id,
                text,
                bears,
                span: row.span,
            }));
        }
        indicators
    }

    fn weights(&mut self, section: &Row<'a>) -> Weights {
        let mut weights = Weights::default();
        let lists: [(&str, &[&str], &mut [f64]); 3] = [
            ("signs", &["--", "-", "0", "+", "++"], &mut weights.signs),
            ("trust", &["A", "B", "C", "D", "E", "F"], &mut weights.trust),
            (
                "credibility",
                &["1", "2", "3", "4", "5", "6"],
                &mut weights.credibility,
            ),
        ];
        for (key, names, numbers) in lists {
            let Some(row) = self.section(section, key) else {
                continue;
            };
            for (name, number) in names.iter().zip(numbers) {
                if let Some(given) = self.estimate(&row, name) {
                    *number = given.middle();
                }
            }
        }
        if let Some(dependence) = self.estimate(section, "dependence") {
            weights.dependence = dependence.middle();
        }
        weights
    }
}
