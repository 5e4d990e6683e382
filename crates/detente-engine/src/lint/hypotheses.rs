//! Hypotheses that no evidence can move, and items that none of them explains.

use crate::model::{Code, Diagnostic, Dossier, Likelihood};

/// Priors of 0 and 1, and items that are impossible under every hypothesis.
pub(super) fn warnings(dossier: &Dossier) -> Vec<Diagnostic> {
    let given = &dossier.weighing;
    let mut found = vec![];
    for hypothesis in &given.hypotheses {
        let is = |wanted: f64| {
            hypothesis.prior.is_some_and(|prior| {
                [0.0, 1.0]
                    .iter()
                    .all(|end| (prior.at(*end) - wanted).abs() < f64::EPSILON)
            })
        };
        let (prior, help) = match (is(0.0), is(1.0)) {
            (true, _) => (
                0,
                "give it a small chance, such as \"0.001 to 0.05\", or leave the hypothesis out",
            ),
            (_, true) => (
                1,
                "leave its rivals a small chance, such as a prior of \"0.95 to 0.999\" here",
            ),
            _ => continue,
        };
        let message = format!(
            "the prior of `{}` is {prior}: no evidence moves it",
            hypothesis.id
        );
        found.push(
            Diagnostic::warning(Code::W153, message)
                .at(hypothesis.span, "decides by itself")
                .help(help),
        );
    }
    for (item, bears) in &given.items {
        let chance = |likelihood: Likelihood| match likelihood {
            Likelihood::Sign(sign) => given.weights.chance(sign),
            Likelihood::Chance(chance) => chance.at(1.0),
        };
        let is_impossible = bears
            .iter()
            .all(|bearing| chance(bearing.likelihood) <= 0.0);
        if bears.len() == given.hypotheses.len() && is_impossible && !bears.is_empty() {
            let item = &dossier.evidence[item.idx()];
            let message = format!("`{}` is impossible under every hypothesis", item.id);
            let help = "a hypothesis is missing from the list, or the item is wrong: add the one that explains it, or correct its chances";
            found.push(
                Diagnostic::warning(Code::W154, message)
                    .at(item.span, "explained by none")
                    .help(help),
            );
        }
    }
    found
}
