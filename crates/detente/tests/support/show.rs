//! A counterexample in a few lines, close to the dossier's own language.

use std::fmt;

use detente::model::{Formula, Preference, Written};

use super::Case;

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n_entries = self.dossier.n_entries();
        writeln!(f, "readings {:?}", self.setting.readings)?;
        for measure in &self.dossier.measures {
            let when = |condition: &Option<Written>| {
                condition
                    .as_ref()
                    .map_or("always".into(), |written| show(&written.formula))
            };
            let (moves, n_levels) = (measure.moves.word(), measure.n_levels());
            let (take, drop) = (when(&measure.take_when), when(&measure.drop_when));
            writeln!(
                f,
                "p{}.{}: {n_levels} levels, now {}, {moves}, take {take}, drop {drop}",
                measure.party.idx(),
                measure.id,
                measure.now
            )?;
        }
        for (idx, term) in self.dossier.terms.iter().enumerate() {
            writeln!(
                f,
                "t{idx} = {}",
                term.readings
                    .iter()
                    .map(|reading| show(&reading.means.formula))
                    .collect::<Vec<_>>()
                    .join(" | ")
            )?;
        }
        for rule in &self.dossier.rules {
            writeln!(
                f,
                "{} {}",
                if rule.always { "always" } else { "never" },
                show(&rule.condition.formula)
            )?;
        }
        for rule in &self.dossier.move_rules {
            let by = rule
                .by
                .map_or("anybody".into(), |by| format!("p{}", by.idx()));
            let (from, to) = (show(&rule.from.formula), show(&rule.to.formula));
            writeln!(f, "{by} never moves from {from} to {to}")?;
        }
        for party in &self.dossier.parties {
            let wants = match &party.preference {
                Preference::Indifferent | Preference::Relation(_) => vec![],
                Preference::Statements(list) => list
                    .iter()
                    .map(|statement| show(&statement.that.formula))
                    .collect(),
                Preference::Ranking(ranking) => {
                    let class = |class: &Vec<_>| {
                        class
                            .iter()
                            .map(|(state, _): &(detente::State, _)| state.letters(n_entries))
                            .collect::<Vec<_>>()
                    };
                    ranking
                        .classes
                        .iter()
                        .map(|states| class(states).join(" = "))
                        .collect()
                }
                Preference::Values(list) => list
                    .iter()
                    .map(|value| {
                        format!(
                            "{}..{} for {}",
                            value.low.nanos,
                            value.high.nanos,
                            show(&value.of.formula)
                        )
                    })
                    .collect(),
            };
            writeln!(f, "{}: {}", party.id, wants.join("; "))?;
        }
        Ok(())
    }
}

fn show(formula: &Formula) -> String {
    let all = |of: &[Formula], word: &str| {
        format!("({})", of.iter().map(show).collect::<Vec<_>>().join(word))
    };
    match formula {
        Formula::InForce(measure) => format!("m{}", measure.idx()),
        Formula::Level {
            measure,
            comparison,
            level,
        } => format!("(m{} {comparison:?} {level})", measure.idx()),
        Formula::Term { term, reading } => format!(
            "t{}{}",
            term.idx(),
            reading.map_or(String::new(), |reading| format!(":{reading}"))
        ),
        Formula::Not(a) => format!("not {}", show(a)),
        Formula::And(of) => all(of, " and "),
        Formula::Or(of) => all(of, " or "),
        Formula::If { then, when } => format!("({} if {})", show(then), show(when)),
        Formula::OnlyIf { then, when } => format!("({} only if {})", show(then), show(when)),
        Formula::Unless { then, when } => format!("({} unless {})", show(then), show(when)),
        Formula::Iff(a, b) => format!("({} iff {})", show(a), show(b)),
        Formula::AtLeast { n, of } => format!("at least {n} of {}", all(of, ", ")),
        Formula::AtMost { n, of } => format!("at most {n} of {}", all(of, ", ")),
    }
}
