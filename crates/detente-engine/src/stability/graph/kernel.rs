//! The three questions about two states from which every concept is made.
//!
//! # Definition
//! With how the focal party compares, under an [`Extension`] for what is unknown and a degree `d` for how bad a sanction must be:
//!
//! | question | holds when |
//! |---|---|
//! | does `t` *improve* on `s`? | `t ≻ s`; under `a` and `c` also when unknown |
//! | does `x` *block* at `s`? | `x` is worse than `s` by at least `d` degrees, or as good when `d = 0`; under `c` and `d` also when unknown |
//! | is a move `x → y` of a sanctioner *credible*? | `y ≻ x` for whoever moves, or unknown |
//!
//! Without unknown comparisons the four extensions are one. Degree 0 is the ordinary, or *general*, concept; degree 2 with two degrees of
//! worse is the *strong* one; what is generally but not strongly stable is *weakly* stable.
//! # Algorithm
//! A look at one comparison.
//! # Complexity
//! Constant, but for several rankings linear in their number.
//! # Validity
//! That an unknown comparison blocks at every degree under `c` and `d` follows the hybrid of both by Xu, Hipel, Kilgour and Chen (2010) in
//! substance; the paper's own inequalities were not seen. A strongly sequential state is not a symmetric sequential one: the names are
//! alike, the concepts are not.
//! # References
//! Li, Hipel, Kilgour & Fang (2004) for unknown preferences; Hamouda, Kilgour & Hipel (2004) for strong ones; Xu, Kilgour & Hipel (2011) for
//! degrees.

use crate::model::{Compared, Kernel};

/// Whether a party leaves a state for one that compares with it so.
pub(super) fn improves(kernel: Kernel, compared: Compared) -> bool {
    match compared {
        Compared::Better(_) => true,
        Compared::Unknown => kernel.extension.is_tempted(),
        Compared::Equal | Compared::Worse(_) => false,
    }
}

/// Whether a state that compares so with the one left deters from leaving it.
pub(super) fn blocks(kernel: Kernel, compared: Compared) -> bool {
    match compared {
        Compared::Better(_) => false,
        Compared::Equal => kernel.degree == 0,
        Compared::Worse(degree) => degree >= kernel.degree,
        Compared::Unknown => kernel.extension.is_afraid(),
    }
}

/// Whether a sanctioner can be believed to move to a state that compares so with the one it leaves.
pub(super) fn is_credible(compared: Compared) -> bool {
    matches!(compared, Compared::Better(_) | Compared::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Extension;

    #[test]
    fn only_the_unknown_tells_extensions_apart() {
        for extension in Extension::ALL {
            let kernel = Kernel::unknown(extension);
            for known in [
                Compared::Better(1),
                Compared::Better(2),
                Compared::Equal,
                Compared::Worse(1),
                Compared::Worse(2),
            ] {
                assert_eq!(improves(kernel, known), improves(Kernel::default(), known));
                assert_eq!(blocks(kernel, known), blocks(Kernel::default(), known));
            }
        }
        let unknown = Extension::ALL.map(|extension| {
            let kernel = Kernel::unknown(extension);
            (
                improves(kernel, Compared::Unknown),
                blocks(kernel, Compared::Unknown),
            )
        });
        assert_eq!(
            unknown,
            [(true, false), (false, false), (true, true), (false, true)]
        );
    }

    #[test]
    fn a_strong_sanction_is_much_worse() {
        let blocking = |kernel: Kernel| {
            [Compared::Equal, Compared::Worse(1), Compared::Worse(2)]
                .map(|compared| blocks(kernel, compared))
        };
        assert_eq!(blocking(Kernel::strong(0)), [true, true, true]);
        assert_eq!(blocking(Kernel::strong(1)), [false, true, true]);
        assert_eq!(blocking(Kernel::strong(2)), [false, false, true]);
    }
}
