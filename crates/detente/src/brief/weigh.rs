//! How sure a preference is, its hypothesis weighed.

use crate::model::{Credence, Dossier, Standing};

/// How sure it is that a party holds a preference, a hypothesis that stands for it weighed.
pub(super) fn credence(dossier: &Dossier, standing: &Standing) -> Option<Credence> {
    crate::weigh::sure(
        crate::weigh::weigh(dossier, &crate::weigh::Question::default()).as_ref(),
        standing,
    )
}
