//! What weighing found, told.

mod json;
mod sentences;
mod text;

pub use json::weighing_json;
pub(super) use sentences::{Told, credence_in_digits, interval, number};
pub use text::weighing;

use crate::model::{Credence, Dossier, Standing};

/// How sure it is that a party holds a preference, a hypothesis that stands for it weighed.
pub(super) fn credence(dossier: &Dossier, standing: &Standing) -> Option<Credence> {
    crate::weigh::sure(
        crate::weigh::weigh(dossier, &crate::weigh::Question::default()).as_ref(),
        standing,
    )
}

/// Odds of so many to 1.
fn odds(odds: f64) -> String {
    match odds {
        _ if odds.is_infinite() || odds > 1e6 => "more than a million".to_string(),
        _ if odds >= 10.0 => format!("{odds:.0}"),
        _ => format!("{odds:.1}").trim_end_matches(".0").to_string(),
    }
}
