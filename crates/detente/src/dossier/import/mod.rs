//! Files of other programs, one module per format.

pub(super) mod gmcr;
