//! Hypotheses, what bears on them, and signals as text.

use std::fmt::Write as _;

use super::roadmap::number;
use super::{Keys, Writer, quote};
use crate::dossier::fields;
use crate::model::{Bearing, EvidenceId, Likelihood, Sign, Signal, Weighing, Weights};

impl Writer<'_> {
    /// Writes hypotheses, indicators and the weights that differ from the defaults.
    pub(super) fn weighing(&mut self, weighing: &Weighing) {
        for hypothesis in &weighing.hypotheses {
            let mut keys = Keys::new(&fields::HYPOTHESIS);
            keys.add("text", quote(&hypothesis.text));
            if let Some(prior) = hypothesis.prior {
                keys.add("prior", number(prior));
            }
            self.reasons(&hypothesis.reasons, &mut keys);
            let _ = write!(
                self.out,
                "\n[hypotheses.{}]\n{}",
                hypothesis.id,
                keys.lines()
            );
        }
        for indicator in &weighing.indicators {
            let mut keys = Keys::new(&fields::INDICATOR);
            keys.add("id", quote(&indicator.id));
            keys.add("text", quote(&indicator.text));
            keys.add("bears", self.bears(&indicator.bears));
            let _ = write!(self.out, "\n[[indicators]]\n{}", keys.lines());
        }
        self.weights(&weighing.weights);
    }

    fn weights(&mut self, weights: &Weights) {
        let default = Weights::default();
        if *weights == default {
            return;
        }
        let mut keys = Keys::new(&fields::WEIGH);
        keys.add("dependence", weights.dependence.to_string());
        let _ = write!(self.out, "\n[weigh]\n{}", keys.lines());
        let signs: Vec<&str> = Sign::ALL.iter().rev().map(|(word, _)| *word).collect();
        let lists: [(&'static fields::Table, &[&str], &[f64]); 3] = [
            (&fields::SIGNS, &signs, &weights.signs),
            (
                &fields::TRUST,
                &["A", "B", "C", "D", "E", "F"],
                &weights.trust,
            ),
            (
                &fields::CREDIBILITY,
                &["1", "2", "3", "4", "5", "6"],
                &weights.credibility,
            ),
        ];
        for (table, names, numbers) in lists {
            let _ = writeln!(self.out, "\n{}", table.header);
            for (name, number) in names.iter().zip(numbers) {
                let _ = writeln!(self.out, "{} = {number}", quote(name));
            }
        }
    }

    /// What an item says about the hypotheses, and what it cost, for its table.
    pub(super) fn bearing_of(&self, item: EvidenceId, keys: &mut Keys) {
        let weighing = &self.dossier.weighing;
        if let Some((_, bears)) = weighing.items.iter().find(|(id, _)| *id == item) {
            keys.add("bears", self.bears(bears));
        }
        if let Some((_, signal)) = weighing.signals.iter().find(|(id, _)| *id == item) {
            keys.add("signal", self.signal(signal));
        }
    }

    fn bears(&self, bears: &[Bearing]) -> String {
        let one = |bearing: &Bearing| {
            let likelihood = match bearing.likelihood {
                Likelihood::Sign(sign) => quote(sign.word()),
                Likelihood::Chance(chance) => number(chance),
            };
            format!(
                "{} = {likelihood}",
                self.dossier.weighing.hypotheses[bearing.hypothesis.idx()].id
            )
        };
        format!(
            "{{ {} }}",
            bears.iter().map(one).collect::<Vec<_>>().join(", ")
        )
    }

    fn signal(&self, signal: &Signal) -> String {
        let mut keys = Keys::new(&fields::SIGNAL);
        keys.add("by", quote(&self.dossier.parties[signal.by.idx()].id));
        keys.add("way", quote(signal.way.word()));
        let numbers = [
            ("cost", signal.cost),
            ("caught", signal.caught),
            ("worth_sincere", signal.worth_sincere),
            ("worth_bluff", signal.worth_bluff),
        ];
        for (key, given) in numbers {
            if let Some(given) = given {
                keys.add(key, number(given));
            }
        }
        if let Some(undone) = signal.undone {
            keys.add("undone", quote(undone.word()));
        }
        if let Some(seen_by) = signal.seen_by {
            keys.add("seen_by", quote(seen_by.word()));
        }
        if let Some(checkable) = signal.checkable {
            keys.add("checkable", checkable.to_string());
        }
        if let Some((kept, of)) = signal.kept {
            keys.add("kept", quote(&format!("{kept} of {of}")));
        }
        keys.inline()
    }
}
