//! How sure a preference is, its hypothesis weighed.

use crate::model::{Credence, Dossier, Standing};

/// How sure it is that a party holds a preference, a hypothesis that stands for it weighed.
pub(super) fn credence(dossier: &Dossier, standing: &Standing) -> Option<Credence> {
    crate::weigh::sure(
        crate::weigh::weigh(dossier, &crate::weigh::Question::default()).as_ref(),
        standing,
    )
}

/// A credence with the digits that it was given with, three at most; only what is exactly 0 or 1 looks like it.
pub(super) fn credence_in_digits(credence: f64) -> String {
    match (credence * 1000.0).round() {
        rounded if rounded >= 1000.0 && credence < 1.0 => "> 0.999".to_string(),
        rounded if rounded <= 0.0 && credence > 0.0 => "< 0.001".to_string(),
        rounded => (rounded / 1000.0).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_credence_of_exactly_0_or_1_looks_like_it() {
        for n in 4..=16 {
            let little = 10_f64.powi(-n);
            assert_eq!(credence_in_digits(little), "< 0.001");
            assert_eq!(credence_in_digits(1.0 - little), "> 0.999");
        }
        assert_eq!([0.0, 0.95, 1.0].map(credence_in_digits), ["0", "0.95", "1"]);
    }
}
